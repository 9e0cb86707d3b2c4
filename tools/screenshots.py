"""Photographs pages of the built book: python tools/screenshots.py [PAGE ...]

Each page, by name such as book/07_forget_door, or all of them: light and
dark, 1280 and 390 CSS pixels wide, into _build/screenshots/. For a person to
look at: no test can see that a page is ugly.
"""

import argparse
import sys
from pathlib import Path

from chromium import ChromiumMissing, browser

ROOT = Path(__file__).resolve().parent.parent
HTML = ROOT / "_build" / "html"
WIDTHS = {"wide": 1280, "phone": 390}
NOT_PAGES = ("genindex", "search", "index")


def pages(html):
    """Names of all pages of the book, without the generated ones."""
    for path in sorted(html.rglob("*.html")):
        name = path.relative_to(html).with_suffix("").as_posix()
        if name not in NOT_PAGES and not name.startswith("_"):
            yield name


def photograph(page, address, target):
    """One picture of the whole page, after its widgets have woken."""
    page.goto(address, wait_until="load")
    page.evaluate("window.MathJax?.startup?.promise")
    page.wait_for_timeout(700)
    page.screenshot(path=target, full_page=True)


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
    with browser() as chromium:
        for theme in ("light", "dark"):
            for width_name, width in WIDTHS.items():
                page = chromium.new_page(
                    viewport={"width": width, "height": 900},
                    color_scheme=theme,
                )
                page.add_init_script(
                    f"localStorage.setItem('mode', '{theme}');"
                    f"localStorage.setItem('theme', '{theme}');"
                )
                for name in options.pages or known:
                    stem = f"{Path(name).name}-{theme}-{width_name}.png"
                    address = (options.html / f"{name}.html").as_uri()
                    photograph(page, address, options.out / stem)
                page.close()
    print(f"Look into {options.out}")


if __name__ == "__main__":
    try:
        main()
    except ChromiumMissing as missing:
        sys.exit(str(missing))
