"""Our live doors beside html-manager: python tools/measure_manager.py

Builds a page of three doors and measures it twice, with our stand-in
(live.js) and with html-manager in its place, whose files come from npm into
a temporary folder; without npm that row is left out, and that is said.
"""

import re
import shutil
import subprocess
import tarfile
import tempfile

import chromium
import widget_page
from measure_page import arguments, foot, head, line, measure, serve

DOORS = ("ForgetDoor", "InputDoor", "OutputDoor")
PAGE = {
    "three": [f"from lstm_doors.widgets import {n}\n\n{n}()" for n in DOORS]
}
PACKAGES = (
    "@jupyter-widgets/html-manager@1.0.15",
    "requirejs@2.3.8",
    "anywidget@0.11.0",
)


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


def report(folder, browser, asked):
    """Print one row for each of the two ways."""
    html = widget_page.build(folder, PAGE)
    server, url = serve(html)

    def show(name, address):
        numbers = measure(browser, address, asked.runs, asked.latency)
        print(line(name, numbers), flush=True)

    print(head())
    show("three doors, live.js", f"{url}/three.html")
    if shutil.which("npm"):
        managers_page(html, url)
        show("three doors, html-manager", f"{url}/manager.html")
    else:
        print("html-manager was not measured: npm is not installed.")
    server.shutdown()


def main():
    """Build, serve, measure, print."""
    asked = arguments(__doc__.splitlines()[0]).parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        chromium.browser() as browser,
    ):
        report(folder, browser, asked)
    print(foot(asked.runs, asked.latency))


if __name__ == "__main__":
    main()
