"""Builds the book: python tools/book.py (what `make book` runs).

Jupyter Book keys its execution cache on a chapter's cells alone and copies
static files only on a full build. So the parts of the tree that chapters
import or show are fingerprinted here: when they changed, the cache is
cleared or everything is rebuilt; when nothing changed, the build takes
seconds.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
JUPYTER_BOOK = Path(sysconfig.get_path("scripts")) / "jupyter-book"
BUILD = ROOT / "_build"
STAMP = BUILD / "fingerprints.json"
INDEX = BUILD / "html" / "index.html"
# What a chapter's output depends on beside its own cells.
EXECUTED = [
    "src/lstm_doors/**/*.py",
    "src/lstm_doors/**/*.js",
    "src/lstm_doors/**/*.css",
    "src/lstm_doors/**/*.svg",
    "constraints.txt",
]
UNEXECUTED = "src/lstm_doors/checks/"
# What the pages show beside their chapters.
SHOWN = [
    "_config.yml",
    "_toc.yml",
    "book/_static/**/*",
    "book/_ext/**/*.py",
    "book/references.bib",
    "src/lstm_doors/static/*",
]


def fingerprint(patterns):
    """One hash over the names and bytes of all files that match."""
    digest = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            name = path.relative_to(ROOT).as_posix()
            if path.is_file() and not name.startswith(UNEXECUTED):
                digest.update(name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def main():
    """Build, and say which file to open; the exit code is the build's."""
    now = {"executed": fingerprint(EXECUTED), "shown": fingerprint(SHOWN)}
    before = json.loads(STAMP.read_text()) if STAMP.exists() else {}
    if before.get("executed") != now["executed"]:
        shutil.rmtree(BUILD / ".jupyter_cache", ignore_errors=True)
    everything = [] if before == now else ["--all"]
    # A build that fails must not leave pages that look finished.
    STAMP.unlink(missing_ok=True)
    command = [JUPYTER_BOOK, "build", ROOT, "-W", "-n", "--keep-going"]
    # One thread for matrix products: these are too small for two to be any
    # faster, and on a busy machine two that wait for each other crawl.
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    code = subprocess.run(
        [*command, *everything], cwd=ROOT, env=os.environ | threads
    ).returncode
    if code:
        print("The book was not built: see above.", file=sys.stderr)
        return code
    STAMP.write_text(json.dumps(now, indent=1))
    print(f"Open {INDEX}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
