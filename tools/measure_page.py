"""Measures the built book's pages: python tools/measure_page.py [PAGE ...]

For each page, by name such as book/07_forget_door, or all of them: the time
until text stands there and until the first slider and its picture do, the
latter on a slow line too, the bytes that came before it and in all, and the
time from a key press to the changed picture. Pages are served on this machine
and packed, as a web host would. Medians; a busy machine measures itself.
"""

import argparse
import functools
import gzip
import http.server
import statistics
import sys
import threading
from pathlib import Path

import chromium
from awake import AWAKE
from screenshots import HTML, pages

PACKED = (".html", ".css", ".js", ".svg", ".json")
SLOW = {"cpu": 4, "bits": 1.6e6}
PATIENCE = 120_000  # ms
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


def slow_down(cdp, latency):
    """A slow processor and a slow line."""
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOW["cpu"]})
    line = SLOW["bits"] / 8
    conditions = {"downloadThroughput": line, "uploadThroughput": line}
    cdp.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": latency, **conditions},
    )


def load(browser, url, slow=False, latency=0):
    """Open url in a fresh context: (page, its times in ms and its bytes)."""
    page = browser.new_context().new_page()
    cdp = page.context.new_cdp_session(page)
    cdp.send("Network.enable")
    came = []
    cdp.on(
        "Network.loadingFinished",
        lambda e: came.append(e["encodedDataLength"]),
    )
    if slow:
        slow_down(cdp, latency)
    page.add_init_script(WATCH)
    page.goto(url, wait_until="commit", timeout=PATIENCE)
    page.wait_for_load_state("domcontentloaded", timeout=PATIENCE)
    alive, before = None, None
    if page.locator(".doors-still").count():
        page.wait_for_function("window.alive", timeout=PATIENCE)
        alive, before = page.evaluate("window.alive"), sum(came)
    if not slow:  # let all of it come: fonts, formulas
        page.wait_for_function(AWAKE, timeout=PATIENCE)
        page.wait_for_load_state("networkidle", timeout=PATIENCE)
    text = page.evaluate(
        "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
    )
    return page, {
        "text": text,
        "alive": alive,
        "before": before,
        "all": sum(came),
    }


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


def middle(rows, name):
    """The median of what was measured; None when there was nothing."""
    known = [row[name] for row in rows if row[name] is not None]
    return statistics.median(known) if known else None


def measure(browser, url, runs=3, latency=0):
    """One row of the table: medians over `runs` loads, as a dict."""
    fast, slow, keys = [], [], []
    for _ in range(runs):
        page, row = load(browser, url)
        fast.append(row)
        if row["alive"]:
            keys += key_to_picture(page)
        page.context.close()
        page, row = load(browser, url, slow=True, latency=latency)
        slow.append(row)
        page.context.close()
    found = {name: middle(fast, name) for name in fast[0]}
    found["slow"], found["before"] = (
        middle(slow, "alive"),
        middle(slow, "before"),
    )
    return {**found, "key": statistics.median(keys) if keys else None}


COLUMNS = {  # name of the measure: (title, unit, digits)
    "text": ("text, s", 1e3, 2),
    "alive": ("slider, s", 1e3, 2),
    "slow": ("slow line, s", 1e3, 2),
    "before": ("KB before it", 1e3, 0),
    "all": ("KB in all", 1e3, 0),
    "key": ("key, ms", 1, 1),
}


def head():
    """The table's first two lines."""
    titles = [title for title, _, _ in COLUMNS.values()]
    rules = ["-" * (len(title) + 1) + ":" for title in titles]
    return (
        f"| {'page':<36} | " + " | ".join(titles) + " |\n"
        f"|{'-' * 38}|" + "|".join(rules) + "|"
    )


def line(name, numbers):
    """One line of the printed table."""
    cells = []
    for key, (title, unit, digits) in COLUMNS.items():
        value = numbers[key]
        said = "none" if value is None else f"{value / unit:.{digits}f}"
        cells.append(said.rjust(len(title)))
    return f"| {name:<36} | " + " | ".join(cells) + " |"


def foot(runs, latency):
    """What the numbers mean."""
    return (
        f"Packed, medians of {runs} loads. Slow line: processor slowed "
        f"{SLOW['cpu']} times, {SLOW['bits'] / 1e6} Mbit/s, {latency:g} ms "
        "latency."
    )


def arguments(description):
    """A parser with what both measuring tools can be told."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument(
        "--latency", type=float, default=0, help="ms, on the slow line"
    )
    return parser


def main():
    """Serve, measure, print."""
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="*", metavar="PAGE")
    parser.add_argument("--html", type=Path, default=HTML)
    asked = parser.parse_args()
    known = list(pages(asked.html))
    for name in asked.pages:
        if name not in known:
            sys.exit(f"No page {name!r}: the pages are {', '.join(known)}.")
    server, url = serve(asked.html)
    print(head())
    with chromium.browser() as browser:
        for name in asked.pages or known:
            address = f"{url}/{name}.html"
            numbers = measure(browser, address, asked.runs, asked.latency)
            print(line(name, numbers), flush=True)
    server.shutdown()
    print(foot(asked.runs, asked.latency))


if __name__ == "__main__":
    main()
