"""Photographs pages of the built book: python tools/screenshots.py [PAGE ...]

Each page, by name such as book/07_forget_door, or all of them: light and
dark, 1280 and 390 CSS pixels wide, into _build/screenshots/. For a person to
look at: no test can see that a page is ugly. With all of them the moving
picture of the README is taken anew, too.
"""

import argparse
import sys
from pathlib import Path

import readme_picture
from awake import AWAKE
from chromium import ChromiumMissing, browser

ROOT = Path(__file__).resolve().parent.parent
HTML = ROOT / "_build" / "html"
WIDTHS = {"wide": 1280, "phone": 390}
PATIENCE = 60_000  # ms


def pages(html):
    """Names of all pages of the book; the first one only sends on."""
    for path in sorted(html.rglob("*.html")):
        name = path.relative_to(html).with_suffix("").as_posix()
        if name != "index" and not name.startswith("_"):
            yield name


def photograph(page, address, target):
    """One picture of the whole page, after everything on it has woken."""
    page.goto(address, wait_until="load", timeout=PATIENCE)
    page.wait_for_function(AWAKE, timeout=PATIENCE)
    page.screenshot(path=target, full_page=True, animations="disabled")


def take(chromium, html, names, out, theme, width):
    """All pictures of one theme and one width (a key of WIDTHS)."""
    page = chromium.new_page(
        viewport={"width": WIDTHS[width], "height": 900}, color_scheme=theme
    )
    page.add_init_script(
        f"for (const k of ['mode', 'theme']) localStorage[k] = '{theme}';"
    )
    for name in names:
        target = out / f"{Path(name).name}-{theme}-{width}.png"
        photograph(page, (html / f"{name}.html").as_uri(), target)
    page.close()


def main():
    """Take the pictures; say where they are."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("pages", nargs="*", metavar="PAGE")
    parser.add_argument("--html", type=Path, default=HTML)
    parser.add_argument(
        "--out", type=Path, default=ROOT / "_build" / "screenshots"
    )
    options = parser.parse_args()
    known = list(pages(options.html))
    if not known:
        sys.exit(f"No pages in {options.html}: build the book first.")
    for name in options.pages:
        if name not in known:
            sys.exit(f"No page {name!r}: the pages are {', '.join(known)}.")
    options.out.mkdir(parents=True, exist_ok=True)
    html, names = options.html.resolve(), options.pages or known
    with browser() as chromium:
        for theme in ("light", "dark"):
            for width in WIDTHS:
                take(chromium, html, names, options.out, theme, width)
    print(f"Look into {options.out}")
    if not options.pages and options.html == HTML:
        readme_picture.main()


if __name__ == "__main__":
    try:
        main()
    except ChromiumMissing as missing:
        sys.exit(str(missing))
