"""Where a course keeps what: assignments, submissions, results."""

import os
from dataclasses import dataclass
from pathlib import Path

from doorkeeper.errors import DoorkeeperError

MAX_FILE = 20 << 20
MAX_NOTEBOOK = 100 << 20
MAX_ALL = 200 << 20
MAX_FILES = 300
# Stands for a notebook that is too large to be read.
TOO_LARGE = b"too large"


@dataclass(frozen=True)
class Submission:
    """One folder under submitted/; ``trouble`` says why it is not read."""

    student: str
    assignment: str
    folder: Path
    trouble: str = ""


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
        people = [
            person
            for person in sorted(folder.iterdir())
            if person.is_dir() and not person.name.startswith(".")
        ]
        if student is not None:
            people = [person for person in people if person.name == student]
            if not people:
                raise DoorkeeperError(
                    f"There is no folder of the student {student!r} in "
                    f"{folder}."
                )
        return [
            found
            for person in people
            for name in assignments
            if (found := self.submission(person, name))
        ]

    def submission(self, person, assignment):
        """One student's submission of an assignment; None if there is none."""
        step = self.directory.submitted_directory
        folder = self.path(step, person.name, assignment)
        # A name that is no text would go into no gradebook and no table.
        name = os.fsencode(person.name).decode("utf-8", "backslashreplace")
        trouble = ""
        try:
            if not folder.is_dir():
                return None
            if person.is_symlink() or folder.is_symlink():
                trouble = "its folder is a link, and links are not followed"
            else:
                os.listdir(folder)
        except OSError as error:
            trouble = f"its folder cannot be opened ({error.strerror})"
        return Submission(name, assignment, folder, trouble)


def read_files(folder):
    """All files below a folder, as {relative path: bytes}.

    Links are not followed, and what is too large is left out; neither can
    cost more than its own place. Notebooks come first. Raises OSError for a
    file that cannot be read.
    """
    files, room = {}, MAX_ALL
    folder = Path(folder)
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(
            n for n in folders if not n.startswith((".", "__pycache__"))
        )
        for name in sorted(names, key=lambda n: (not _notebook(n), n)):
            path = Path(base, name)
            if len(files) >= MAX_FILES or name.startswith("."):
                continue
            if path.is_symlink() or not path.is_file():
                continue
            key, size = (
                path.relative_to(folder).as_posix(),
                path.stat().st_size,
            )
            if size <= min(
                room, MAX_NOTEBOOK if _notebook(name) else MAX_FILE
            ):
                files[key] = path.read_bytes()
                room -= size
            elif _notebook(name):
                files[key] = TOO_LARGE
    return files


def _notebook(name):
    return name.endswith(".ipynb")
