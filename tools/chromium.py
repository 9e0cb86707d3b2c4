"""Finds a Chromium for playwright: the system's, else playwright's own."""

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
MISSING = (
    "No Chromium was found: install one (Debian: apt-get install chromium; "
    "anywhere: playwright install chromium), or name it in the environment "
    "variable CHROMIUM."
)


class ChromiumMissing(RuntimeError):
    """There is no Chromium on this machine that we can drive."""


def system_chromium():
    """Path of the Chromium that CHROMIUM names or PATH holds, or None."""
    named = os.environ.get("CHROMIUM")
    if named:
        if not Path(named).exists():
            raise ChromiumMissing(f"CHROMIUM names {named}: no such file.")
        return named
    return next(filter(None, map(shutil.which, NAMES)), None)


def launch(playwright, **options):
    """A headless browser of the `playwright` given."""
    path = system_chromium() or playwright.chromium.executable_path
    if not Path(path).exists():
        raise ChromiumMissing(MISSING)
    # Chromium refuses to keep its own sandbox when root starts it.
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    args = [*QUIET, *(["--no-sandbox"] if root else [])]
    return playwright.chromium.launch(
        executable_path=path, args=args, **options
    )


@contextlib.contextmanager
def browser(**options):
    """A headless browser for the length of a `with` block."""
    with sync_playwright() as playwright:
        chromium = launch(playwright, **options)
        try:
            yield chromium
        finally:
            chromium.close()


def main():
    """Make sure there is one: playwright's own where the system has none."""
    if system_chromium():
        return 0
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    if subprocess.run(command).returncode:
        print(MISSING, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
