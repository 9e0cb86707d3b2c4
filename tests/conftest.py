"""Tests are sorted by what they need; the folder gives the marker."""

import functools
import http.server
import os
import threading
from pathlib import Path

import pytest

# doorkeeper forks, which Windows cannot; it says so itself.
collect_ignore_glob = (
    [] if hasattr(os, "fork") else ["grading/*doorkeeper*", "grading/*demo*"]
)
ROOT = Path(__file__).resolve().parent.parent
HTML = ROOT / "_build" / "html"


def pytest_collection_modifyitems(items):
    """Mark every test with the name of the folder it stands in."""
    for item in items:
        kind = item.path.relative_to(ROOT / "tests").parts[0]
        item.add_marker(getattr(pytest.mark, kind))


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files and keeps silent about it."""

    def log_message(self, *args):
        """Say nothing: the test's own output is what counts."""


@pytest.fixture(scope="session")
def built_book():
    """Folder of the built HTML; `make book` makes it before the tests."""
    if not (HTML.parent / "fingerprints.json").exists():
        pytest.fail("The book is not built: run `make book` first.")
    return HTML


@pytest.fixture(scope="session")
def serve():
    """A function that serves a folder on loopback and returns its URL."""
    servers = []

    def start(folder):
        handler = functools.partial(QuietHandler, directory=str(folder))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()


@pytest.fixture(scope="session")
def site(built_book, serve):
    """URL of the built book, served on loopback."""
    return serve(built_book)


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium."""
    chromium = pytest.importorskip("chromium")
    try:
        with chromium.browser() as running:
            yield running
    except chromium.ChromiumMissing as missing:
        pytest.fail(str(missing))


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
        # The theme says this once at a first visit; it harms nothing.
        if message.type == "error" and "theme mode" not in message.text:
            self.errors.append(message.text)


@pytest.fixture
def page(browser):
    """A page whose network ends at this machine; page.traffic watches it."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    new = context.new_page()
    new.traffic = Traffic(context, new)
    yield new
    context.close()
