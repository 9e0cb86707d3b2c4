"""Prints the whole book as one tagged PDF: python tools/pdf.py (`make pdf`).

Sphinx puts the book on one page, from the executed chapters that `make book`
left behind; Chromium prints that page, with a still picture in the place of
each live door. The result is _build/pdf/gates-as-doors.pdf.
"""

import argparse
import subprocess
import sys
import sysconfig
from pathlib import Path

from chromium import ChromiumMissing, browser

ROOT = Path(__file__).resolve().parent.parent
JUPYTER_BOOK = Path(sysconfig.get_path("scripts")) / "jupyter-book"
NAME = "gates-as-doors.pdf"
FOOTER = (
    '<div style="width:100%;text-align:center;font:9px sans-serif;'
    'color:#5b6470"><span class="pageNumber"></span></div>'
)
MARGINS = {"top": "18mm", "bottom": "20mm", "left": "20mm", "right": "20mm"}
PREPARE = Path(__file__).with_suffix(".js").read_text()


def one_page(build, toc):
    """Build the book as one HTML page; returns its path, or exits."""
    command = [JUPYTER_BOOK, "build", ROOT, "--builder", "singlehtml"]
    command += ["--path-output", build.parent, "--toc", toc]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(
            f"{done.stdout}{done.stderr}\n"
            "The book could not be put on one page: see above."
        )
    folder = build / "singlehtml"
    written = folder / "book" / "index.html"
    # The page names its files as if it lay one folder higher.
    page = folder / "whole.html"
    page.write_bytes(written.read_bytes())
    return page


def print_page(chromium, page, pdf):
    """Print a local HTML page with a running browser."""
    pdf.parent.mkdir(parents=True, exist_ok=True)
    tab = chromium.new_page(color_scheme="light", offline=True)
    tab.goto(page.as_uri())
    tab.evaluate(PREPARE)
    tab.pdf(
        path=pdf,
        format="A4",
        margin=MARGINS,
        tagged=True,
        outline=True,
        print_background=True,
        display_header_footer=True,
        header_template="<span></span>",
        footer_template=FOOTER,
    )


def main():
    """Write the PDF and say where it is; exit code 1 and why, if not."""
    parser = argparse.ArgumentParser(description="The book as one PDF.")
    parser.add_argument("--build", type=Path, default=ROOT / "_build")
    parser.add_argument("--toc", type=Path, default=ROOT / "_toc.yml")
    wanted = parser.parse_args()
    pdf = wanted.build / "pdf" / NAME
    try:
        with browser() as chromium:
            print_page(chromium, one_page(wanted.build, wanted.toc), pdf)
    except ChromiumMissing as missing:
        print(missing, file=sys.stderr)
        return 1
    print(f"Open {pdf}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
