"""What doorkeeper remembers between runs, and how it writes files.

Under .doorkeeper/: the lock, the seeds, the results by key, and a receipt
for each submission whose result stands everywhere it should. Every file
appears whole or not at all, so the grader may be killed at any moment.
"""

import contextlib
import hashlib
import json
import os
import secrets
import shutil
import sys
import tempfile
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None


def write(path, data):
    """Write a file whole: to a new file beside it, then rename.

    Not forced to the disk: after a power cut a half-written result is no
    JSON, counts as missing, and is made again.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(data, str):
        data = data.encode("utf-8", "surrogatepass")
    number, name = tempfile.mkstemp(prefix=".part-", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def replace_folder(folder, files):
    """Give a folder exactly these files: {relative path: bytes or str}."""
    folder = Path(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=".part-", dir=folder.parent))
    try:
        for path, data in files.items():
            target = new / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(data, str):
                data = data.encode("utf-8", "surrogatepass")
            target.write_bytes(data)
        os.chmod(new, 0o755)
        if folder.exists():
            shutil.rmtree(folder)
        os.replace(new, folder)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise


def digest(*parts):
    """A key for contents: bytes, strings, or dicts of files."""
    made = hashlib.sha256()
    for part in parts:
        if isinstance(part, dict):
            part = digest(*[x for k in sorted(part) for x in (k, part[k])])
        if isinstance(part, str):
            part = part.encode("utf-8", "surrogatepass")
        made.update(len(part).to_bytes(8, "big") + part)
    return made.hexdigest()


class Store:
    """The folder .doorkeeper/ of a course."""

    def __init__(self, folder):
        self.folder = Path(folder)

    def open(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        os.chmod(self.folder, 0o700)
        for part in self.folder.glob("**/.part-*"):
            part.unlink(missing_ok=True)

    @contextlib.contextmanager
    def lock(self):
        """One grader at a time; the next one waits."""
        if fcntl is None:
            yield
            return
        with open(self.folder / "lock", "w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                print(
                    "Another doorkeeper is grading this course; waiting "
                    "until it is done.",
                    file=sys.stderr,
                    flush=True,
                )
                fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def seed(self, assignment):
        """The seed of an assignment's tests: drawn once, then kept."""
        path = self.folder / "seeds.json"
        seeds = _read(path) or {}
        if assignment not in seeds:
            seeds[assignment] = secrets.randbelow(2**31)
            write(path, json.dumps(seeds, indent=1, sort_keys=True))
        return seeds[assignment]

    def result(self, key):
        return _read(self.folder / "results" / key[:2] / f"{key}.json")

    def keep(self, key, result):
        """Keep a result by its key, unless it is to be tried again."""
        if result.get("given_up"):
            return
        path = self.folder / "results" / key[:2] / f"{key}.json"
        write(path, json.dumps(result, separators=(",", ":")))

    def receipt(self, student, assignment):
        return _read(self._receipt(student, assignment)) or {}

    def confirm(self, student, assignment, receipt):
        write(self._receipt(student, assignment), json.dumps(receipt))

    def _receipt(self, student, assignment):
        name = digest(student, assignment)[:32]
        return self.folder / "receipts" / f"{name}.json"

    def source_key(self, assignment):
        return (_read(self.folder / "sources.json") or {}).get(assignment)

    def keep_source_key(self, assignment, key):
        path = self.folder / "sources.json"
        known = _read(path) or {}
        known[assignment] = key
        write(path, json.dumps(known, indent=1, sort_keys=True))


def _read(path):
    try:
        return json.loads(Path(path).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return None
