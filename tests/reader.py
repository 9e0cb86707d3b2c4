"""The built book as a reader's browser gets it: its pages, opened and awake.

Shared by the tests named tests/browser/test_reader_*.py.
"""

import contextlib
import os
from pathlib import Path

from awake import AWAKE

ROOT = Path(__file__).resolve().parent.parent
# Another build can be proved too: BOOK_HTML=/elsewhere/_build/html pytest ...
HTML = Path(os.environ.get("BOOK_HTML", ROOT / "_build" / "html"))
# Every page that can be opened, the generated ones (search, index) too.
PAGES = sorted(
    path.relative_to(HTML).as_posix()
    for path in HTML.rglob("*.html")
    if not path.relative_to(HTML).as_posix().startswith("_")
)
# index.html at the top only sends on to the first page.
READ = [name for name in PAGES if name != "index.html"]
THEMES = ("light", "dark")
WIDE, PHONE = (1280, 900), (390, 844)
PATIENCE = 60_000  # ms: a busy machine is no fault of the page


class Traffic:
    """What a page asked for and said: foreign requests, failures, errors."""

    def __init__(self, context, page):
        self.foreign, self.failed, self.errors = [], [], []
        context.route("**/*", self.gate)
        page.on("requestfailed", lambda r: self.failed.append(r.url))
        page.on("response", self.note_status)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self.note_console)

    def gate(self, route):
        """Let through what stays on this machine; cut everything else."""
        url = route.request.url
        if url.startswith(("http://127.0.0.1", "file:", "blob:", "data:")):
            return route.continue_()
        self.foreign.append(url)
        return route.abort()

    def note_status(self, response):
        if response.status >= 400:
            self.failed.append(f"{response.status} {response.url}")

    def note_console(self, message):
        if message.type == "error":
            self.errors.append(message.text)


def size(page, wide_and_high):
    """Give the page this many CSS pixels."""
    width, height = wide_and_high
    page.set_viewport_size({"width": width, "height": height})


def wear(page, theme):
    """Show an open page in this theme, as its own switch would."""
    page.evaluate("t => document.documentElement.dataset.theme = t", theme)


def read(page, url):
    """Open a page and wait until everything on it is awake."""
    page.goto(url, wait_until="load", timeout=PATIENCE)
    page.wait_for_function(AWAKE, timeout=PATIENCE)


@contextlib.contextmanager
def on_paper(page, theme="dark"):
    """The page as a printer gets it: A4 less its margins, 96 dots an inch."""
    wear(page, theme)
    page.emulate_media(media="print")
    size(page, (703, 1010))
    yield page
    page.emulate_media(media="screen")
    size(page, WIDE)
    wear(page, "light")
