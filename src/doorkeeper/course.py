"""Where a course keeps what: assignments, submissions, results."""

import os
from dataclasses import dataclass
from pathlib import Path

from doorkeeper.errors import DoorkeeperError

MAX_FILE = 20 << 20
MAX_FILES = 300


@dataclass(frozen=True)
class Submission:
    """One folder under submitted/."""

    student: str
    assignment: str
    folder: Path


class Course:
    """The folders of an nbgrader course."""

    def __init__(self, root, config, nbgrader_course):
        self.root = Path(root)
        self.config = config
        self.directory = nbgrader_course

    def path(self, step, student=".", assignment="."):
        text = self.directory.format_path(step, student, assignment)
        return Path(os.path.normpath(text))

    @property
    def state(self):
        return self.root / ".doorkeeper"

    @property
    def reports(self):
        return self.root / "reports"

    @property
    def submitted(self):
        return self._top("submitted_directory")

    def _top(self, name):
        step = getattr(self.directory, name)
        folder = self.path(step, "STUDENT", "ASSIGNMENT")
        parts = folder.parts
        return Path(*parts[: parts.index("STUDENT")])

    def assignments(self):
        """Names of all assignments that have a notebook in the source."""
        step = self.directory.source_directory
        folder = self.path(step, ".", ".")
        if not folder.is_dir():
            raise DoorkeeperError(
                f"There is no folder {folder} with the course's assignments. "
                "Give the folder of the course with --course-dir."
            )
        return sorted(
            entry.name
            for entry in folder.iterdir()
            if entry.is_dir() and any(entry.glob("*.ipynb"))
        )

    def source(self, assignment):
        return self.path(self.directory.source_directory, ".", assignment)

    def check_names(self, wanted):
        """The assignments to grade; raises for a name that is none."""
        known = self.assignments()
        for name in wanted:
            if name not in known:
                from difflib import get_close_matches

                near = get_close_matches(name, known, 1, 0.4)
                hint = f" Did you mean {near[0]}?" if near else ""
                have = ", ".join(known) or "none"
                raise DoorkeeperError(
                    f"There is no assignment {name!r}; the course has: "
                    f"{have}.{hint}"
                )
        return list(wanted) or known

    def submissions(self, assignments, student=None):
        """Every submission of the assignments, sorted by student."""
        folder = self.submitted
        if not folder.is_dir():
            raise DoorkeeperError(
                f"There is no folder {folder}, so there is nothing to grade. "
                "Put the notebooks into submitted/STUDENT/ASSIGNMENT/, or "
                "try it with doorkeeper demo-class."
            )
        found = []
        for person in sorted(folder.iterdir()):
            if not person.is_dir() or person.name.startswith("."):
                continue
            if student is not None and person.name != student:
                continue
            for name in assignments:
                here = self.path(
                    self.directory.submitted_directory, person.name, name
                )
                if here.is_dir():
                    found.append(Submission(person.name, name, here))
        if student is not None and not (folder / student).is_dir():
            raise DoorkeeperError(
                f"There is no folder {folder / student} for the student "
                f"{student!r}."
            )
        return found


def read_files(folder):
    """All files below a folder, as {relative path: bytes}.

    Links that lead out of the folder are not followed, and what is too large
    is left out; neither can cost more than its own place.
    """
    files = {}
    folder = Path(folder)
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(
            n for n in folders if not n.startswith((".", "__pycache__"))
        )
        for name in sorted(names):
            path = Path(base, name)
            if len(files) >= MAX_FILES or name.startswith("."):
                continue
            if path.is_symlink() or not path.is_file():
                continue
            if path.stat().st_size <= MAX_FILE:
                key = path.relative_to(folder).as_posix()
                files[key] = path.read_bytes()
    return files
