"""Tests are sorted by what they need; the folder gives the marker."""

import functools
import http.server
import os
import threading
from pathlib import Path

import pytest
from reader import HTML, Traffic

# doorkeeper forks, which Windows cannot; it says so itself.
collect_ignore_glob = (
    []
    if hasattr(os, "fork")
    else [
        "grading/*doorkeeper*",
        "grading/*demo*",
        "grading/*postgres*",
        "grading/*gradebook*",
        "hub/test_hub.py",
    ]
)
ROOT = Path(__file__).resolve().parent.parent


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
    finished = HTML.parent / "fingerprints.json"
    if "BOOK_HTML" not in os.environ and not finished.exists():
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


@pytest.fixture
def page(browser):
    """A page whose network ends at this machine; page.traffic watches it."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    new = context.new_page()
    new.traffic = Traffic(context, new)
    yield new
    context.close()
