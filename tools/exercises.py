"""Regenerates exercises/ from solutions/ (what `make exercises` runs).

    python tools/exercises.py [ASSIGNMENT ...] [--check] [--force]

Each release is made by nbgrader in a temporary folder and put in place only
when all of them could be made. --check puts nothing in place: it compares
bytes and names what drifted. Notebooks that hold answers are not overwritten
unless --force says so.
"""

import argparse
import json
import logging
import os
import shutil
import sys
import tempfile
from pathlib import Path

import nbformat
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import compute_checksum
from traitlets.config import PyFileConfigLoader

ROOT = Path(__file__).resolve().parent.parent
SKIPPED = (".ipynb_checkpoints", "__pycache__")


def main(arguments=None):
    """Exit code: 0 done or equal, 1 drift or refusal, 2 a wrong request."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("assignment", nargs="*", help="all without a name")
    parser.add_argument("--check", action="store_true", help="only compare")
    parser.add_argument(
        "--force", action="store_true", help="overwrite answers too"
    )
    parser.add_argument("--root", type=Path, default=ROOT, help="the course")
    options = parser.parse_args(arguments)
    try:
        names = chosen(options.root, options.assignment)
        with tempfile.TemporaryDirectory() as made:
            release(options.root, names, Path(made))
            if options.check:
                return compare(options.root, names, Path(made))
            if not options.force:
                refuse_answers(options.root, names)
            return put_in_place(options.root, names, Path(made))
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 2


class Refusal(Exception):
    """Why nothing was done, in one sentence."""


def chosen(root, wanted):
    """The assignments to make: those named, or all that there are."""
    sources = sorted(
        path.parent.name for path in root.glob("solutions/*/*.ipynb")
    )
    known = list(dict.fromkeys(sources))
    for name in wanted:
        if name not in known:
            raise Refusal(
                f"There is no assignment {name!r} in solutions/: expected "
                f"one of {', '.join(known) or '(none yet)'}."
            )
    return list(dict.fromkeys(wanted)) or known


def release(root, names, made):
    """Let nbgrader make the releases of these assignments under `made`."""
    config_file = PyFileConfigLoader("nbgrader_config.py", path=str(root))
    for name in names:
        for source in sorted((root / "solutions" / name).glob("*.ipynb")):
            require_notebook(root, source)
        config = config_file.load_config()
        config.CourseDirectory.root = str(root)
        config.CourseDirectory.release_directory = str(made)
        config.CourseDirectory.assignment_id = name
        config.GenerateAssignment.no_database = True
        config.SaveCells.enabled = False  # it writes to the database too
        course = CourseDirectory(config=config)
        converter = GenerateAssignment(coursedir=course, config=config)
        # nbgrader raises "see the log above": what the log says is told.
        told = Listener()
        converter.log.handlers, converter.log.propagate = [told], False
        try:
            converter.start()
        except NbGraderException:
            raise Refusal(
                f"nbgrader cannot release solutions/{name} ({told.reason}): "
                "mend the source; exercises/ is as it was."
            ) from None
        for path in (made / name).rglob("*.ipynb"):
            path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n"))


class Listener(logging.Handler):
    """Keeps the last line of the first error that is logged."""

    reason = "it does not say why"

    def __init__(self):
        super().__init__(level=logging.ERROR)
        self.heard = False

    def emit(self, record):
        """Note the last line of a traceback, once."""
        if not self.heard:
            self.reason = record.getMessage().strip().splitlines()[-1]
        self.heard = True


def require_notebook(root, source):
    """Refuse a source that is not a notebook."""
    where = source.relative_to(root).as_posix()
    try:
        content = json.loads(source.read_text(encoding="utf-8"))
        if not isinstance(content, dict) or "cells" not in content:
            raise ValueError("it has no cells")
    except ValueError as error:
        raise Refusal(
            f"{where} is not a notebook ({error}): restore it, for example "
            f"with `git checkout {where}`; exercises/ is as it was."
        ) from None


def files(folder):
    """The files under a folder, by path within it."""
    return {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not set(path.parts) & set(SKIPPED)
    }


def compare(root, names, made):
    """Name every file that differs from its release; 1 if there is one."""
    drifted = []
    for name in names:
        there = files(root / "exercises" / name)
        fresh = files(made / name)
        for path in sorted(there.keys() | fresh.keys()):
            where = f"exercises/{name}/{path}"
            if path not in there:
                drifted.append(f"{where} is missing.")
            elif path not in fresh:
                drifted.append(f"{where} has no source in solutions/{name}.")
            elif there[path].read_bytes() != fresh[path].read_bytes():
                drifted.append(f"{where} differs from solutions/{name}.")
    if drifted:
        print("\n".join(drifted), file=sys.stderr)
        print("Run `make exercises` to regenerate.", file=sys.stderr)
        return 1
    print(f"exercises/ agrees with solutions/ ({len(names)} assignments).")
    return 0


def refuse_answers(root, names):
    """Refuse to overwrite a notebook in which somebody has worked."""
    for name in names:
        for path in (root / "exercises" / name).glob("*.ipynb"):
            changed = answers(path)
            if changed:
                raise Refusal(
                    f"{path.relative_to(root).as_posix()} holds work in "
                    f"{', '.join(changed)}: move it away, or say --force to "
                    "overwrite it; exercises/ is as it was."
                )


def answers(path):
    """Ids of the answer cells that are no longer as they were released."""
    try:
        notebook = nbformat.read(path, as_version=4)
    except Exception:
        return ["a file that is not a notebook"]
    return [
        cell.metadata.nbgrader.grade_id
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
        and cell.metadata.nbgrader.get("checksum") != compute_checksum(cell)
    ]


def put_in_place(root, names, made):
    """Copy each file that is new or differs; each one whole or not at all."""
    for name in names:
        for path, fresh in files(made / name).items():
            target = root / "exercises" / name / path
            if target.exists() and target.read_bytes() == fresh.read_bytes():
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            beside = target.with_name(target.name + ".new")
            shutil.copyfile(fresh, beside)
            os.replace(beside, target)
            print(f"exercises/{name}/{path}")
    print(f"exercises/ agrees with solutions/ ({len(names)} assignments).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
