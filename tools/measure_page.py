"""Measures a page of three live doors: python tools/measure_page.py

Add names of chapters (07_forget_door) to measure them in the built book too.

Serves the page with gzip and prints, for our stand-in (live.js) and for
html-manager beside it: the time until the first slider and its picture are
there, the bytes that came over the line, and the time from a key press to
the changed picture. html-manager's files come from npm into a temporary
folder; without npm its rows are left out, and that is said.
"""

import argparse
import functools
import gzip
import http.server
import re
import shutil
import statistics
import subprocess
import tarfile
import tempfile
import threading
from pathlib import Path

import chromium
import widget_page

DOORS = ("ForgetDoor", "InputDoor", "OutputDoor")
PAGE = {
    "three": [f"from lstm_doors.widgets import {n}\n\n{n}()" for n in DOORS]
}
PACKAGES = (
    "@jupyter-widgets/html-manager@1.0.15",
    "requirejs@2.3.8",
    "anywidget@0.11.0",
)
PACKED = (".html", ".css", ".js", ".svg", ".json")
SLOW = {"cpu": 4, "bits": 1.6e6}
WATCH = """(() => {
  const seen = (q) => [...document.querySelectorAll(q)].some(
    (node) => node.getClientRects().length);
  const look = () => {
    if (window.alive || !seen(".doors-live [role=slider],"
      + ".doors-live input[type=range]") || !seen(".doors-live svg")) return;
    window.alive = performance.now();
  };
  new MutationObserver(look).observe(document, { subtree: true,
    childList: true, attributes: true });
})();"""
PRESS = """() => {
  const svg = document.querySelector(".doors-live .doors-picture");
  window.took = [];
  let pressed = null;
  addEventListener("keydown", (e) => { pressed = e.timeStamp; }, true);
  new MutationObserver(() => {
    if (pressed !== null) window.took.push(performance.now() - pressed);
    pressed = null;
  }).observe(svg, { subtree: true, childList: true, attributes: true,
    characterData: true });
}"""


class GzipHandler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder as a web host would: text goes out packed."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        """Say nothing."""

    def do_GET(self):
        """One file, packed when it is text."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        body = path.read_bytes()
        self.send_response(200)
        if path.suffix in PACKED:
            body = gzip.compress(body, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def serve(folder):
    """Serve `folder` on loopback; returns (server, URL)."""
    handler = functools.partial(GzipHandler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}"


def load(browser, url, slow=None):
    """Open url in a fresh context: (page, ms to first slider, bytes)."""
    page = browser.new_context().new_page()
    cdp = page.context.new_cdp_session(page)
    cdp.send("Network.enable")
    came = []
    cdp.on(
        "Network.loadingFinished",
        lambda e: came.append(e["encodedDataLength"]),
    )
    if slow:
        cdp.send("Emulation.setCPUThrottlingRate", {"rate": slow["cpu"]})
        bytes_a_second = slow["bits"] / 8
        cdp.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": slow.get("latency", 0),
                "downloadThroughput": bytes_a_second,
                "uploadThroughput": bytes_a_second,
            },
        )
    page.add_init_script(WATCH)
    page.goto(url, wait_until="commit", timeout=120_000)
    page.wait_for_function("window.alive", timeout=120_000)
    if not slow:  # let all of it come: fonts, formulas
        page.wait_for_load_state("networkidle")
    return page, page.evaluate("window.alive"), sum(came)


def key_to_picture(page, presses=60):
    """Milliseconds from a key press to the changed picture, each press."""
    slider = page.locator(
        ".doors-live :is([role=slider], input[type=range])"
    ).first
    slider.focus()
    page.evaluate(PRESS)
    for k in range(presses):
        page.keyboard.press("ArrowLeft" if k % 40 < 20 else "ArrowRight")
        page.wait_for_timeout(20)
    return page.evaluate("window.took")


def measure(browser, url, latency, runs):
    """One row of the table, as numbers: medians over `runs` loads."""
    fast, slow = [], []
    slowly = {**SLOW, "latency": latency}
    for _ in range(runs):
        page, ms, size = load(browser, url)
        fast.append(ms)
        took = key_to_picture(page)
        page.context.close()
        page, ms, _ = load(browser, url, slowly)
        slow.append(ms)
        page.context.close()
    middle = statistics.median
    return middle(fast), middle(slow), size, middle(took)


def fetch_manager(folder):
    """html-manager, require.js and anywidget from npm, laid out as a CDN."""
    folder.mkdir()
    command = ["npm", "pack", "--silent", *PACKAGES]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    for archive in sorted(folder.glob("*.tgz")):
        with tarfile.open(archive) as tar:
            tar.extractall(folder / archive.stem, filter="data")
    found = {
        name: next(folder.glob(pattern))
        for name, pattern in {
            "require.js": "requirejs*/package/require.js",
            "embed-amd.js": "*html-manager*/package/dist/embed-amd.js",
            "anywidget.js": "anywidget*/package/dist/index.js",
        }.items()
    }
    for name, path in found.items():
        shutil.copy(path, folder / name)


def managers_page(html, url):
    """The same page with html-manager in the place of live.js."""
    fetch_manager(html / "manager")
    text = (html / "three.html").read_text("utf-8")
    version = re.search(r'"_view_module_version": "(~0[^"]*)"', text)[1]
    package = html / "manager" / f"anywidget@{version}" / "dist"
    package.mkdir(parents=True)
    shutil.copy(html / "manager" / "anywidget.js", package / "index.js")
    scripts = (
        '<script src="manager/require.js"></script>'
        f'<script data-jupyter-widgets-cdn="{url}/manager/" '
        'src="manager/embed-amd.js"></script>'
    )
    text, count = re.subn(
        r'<script async="async" src="_static/live.js[^>]*></script>',
        scripts,
        text,
    )
    if count != 1:
        raise RuntimeError("The page does not load live.js exactly once.")
    (html / "manager.html").write_text(text, "utf-8")


HEAD = """\
| page                      | first, s | slow line, s | MB in all | key, ms |
|---------------------------|---------:|-------------:|----------:|--------:|\
"""


def row(name, numbers):
    """One line of the printed table."""
    fast, slow, size, key = numbers
    return (
        f"| {name:<25} | {fast / 1e3:8.2f} | {slow / 1e3:12.2f} "
        f"| {size / 1e6:9.2f} | {key:7.1f} |"
    )


def report(folder, browser, asked):
    """Print one row for each page, and the way of html-manager."""
    html = widget_page.build(folder, PAGE)
    server, url = serve(html)
    book, book_url = serve(widget_page.ROOT / "_build" / "html")

    def show(name, address):
        numbers = measure(browser, address, asked.latency, asked.runs)
        print(row(name, numbers), flush=True)

    print(HEAD)
    show("three doors, live.js", f"{url}/three.html")
    if shutil.which("npm"):
        managers_page(html, url)
        show("three doors, html-manager", f"{url}/manager.html")
    else:
        print("html-manager was not measured: npm is not installed.")
    for page in asked.pages:
        show(page, f"{book_url}/book/{page}.html")
    server.shutdown()
    book.shutdown()


def main():
    """Build, serve, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "pages", nargs="*", help="chapters of the built book with live doors"
    )
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--latency", type=float, default=0, help="ms, on the slow line"
    )
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        chromium.browser() as browser,
    ):
        report(folder, browser, asked)
    print(
        f"gzip, medians of {asked.runs} loads. Slow line: CPU slowed "
        f"{SLOW['cpu']} times, {SLOW['bits'] / 1e6} Mbit/s, "
        f"{asked.latency:g} ms latency."
    )


if __name__ == "__main__":
    main()
