"""What stands under submitted/ and in the gradebook can be odd.

Each folder gets its row, the others go on, and nobody gains or loses by it.
"""

import os
import sqlite3

import pytest
from hostile.build import (
    CONFIG,
    MEAN,
    RIGHT,
    SQUARE,
    cell,
    exercise,
    filled,
    plain,
    release,
    submit,
    write_course,
)
from hostile.grading import grade, grades, needs_fence, questions

from doorkeeper import course as courses
from doorkeeper.engine import Engine, open_course

# The solution itself does not pass this one on any machine.
BROKEN = {
    "answer": "def half(x):\n    ### BEGIN SOLUTION\n    return x / 3\n"
    "    ### END SOLUTION",
    "test": "assert half(4.0) == 2.0",
    "points": 1,
}
UNREAD = b"bad\xffname"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = write_course(tmp_path_factory.mktemp("odd") / "course")
    right = filled(release(root), RIGHT)
    submit(root, "ada", right)
    submitted = root / "submitted"
    (submitted / "link").symlink_to(submitted / "ada")
    (submitted / "eve").mkdir()
    (submitted / "eve" / "tiny").symlink_to(root / "source" / "tiny")
    os.rename(
        submit(root, "strange", right).parent,
        os.path.join(os.fsencode(submitted), UNREAD),
    )
    grade(root)
    return root


@needs_fence
@pytest.mark.parametrize("student", ["link", "eve"])
def test_a_link_is_not_followed_and_has_its_row(course, student):
    row = grades(course)[student, "tiny"]
    assert (row["status"], row["score"]) == ("unreadable", "")
    told = [r["message"] for r in questions(course) if r["student"] == student]
    assert all("link" in text for text in told)


@needs_fence
def test_a_name_that_is_no_text_is_written_in_another_way(course):
    assert grades(course)["ada", "tiny"]["score"] == "8"
    assert grades(course)["bad\\xffname", "tiny"]["score"] == "8"


@needs_fence
def test_points_changed_in_the_gradebook_are_set_right(course):
    with sqlite3.connect(course / "gradebook.db") as db:
        db.execute("update grade set auto_score = 1")
    grade(course)
    assert grades(course)["ada", "tiny"]["score"] == "8"


def test_a_file_that_cannot_be_read_stops_nobody(course, monkeypatch):
    def refuse(folder):
        raise PermissionError(13, "Permission denied", "work.ipynb")

    engine = Engine(*open_course(course))
    (found,) = engine.course.submissions(["tiny"], "ada")
    monkeypatch.setattr("doorkeeper.engine.read_files", refuse)
    files, told = engine.files(found)
    assert files == {}
    assert told == "work.ipynb cannot be read (Permission denied)"


def test_a_large_notebook_is_read_and_a_huge_one_named(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_bytes(b"x" * 50)
    (tmp_path / "work.ipynb").write_bytes(b"y" * 50)
    monkeypatch.setattr(courses, "MAX_FILE", 40)
    assert courses.read_files(tmp_path) == {"work.ipynb": b"y" * 50}
    monkeypatch.setattr(courses, "MAX_NOTEBOOK", 40)
    found = courses.read_files(tmp_path)
    assert found == {"work.ipynb": courses.TOO_LARGE}


@needs_fence
def test_what_the_solution_does_not_pass_waits_for_a_person(tmp_path):
    cells = [
        plain("import math", "given"),
        *exercise("square", SQUARE),
        *exercise("half", BROKEN),
    ]
    root = write_course(tmp_path / "course", {"tiny": cells}, CONFIG)
    answers = {"half_answer": "def half(x):\n    return x / 2"}
    submit(root, "ada", filled(release(root), RIGHT | answers))
    done = grade(root)
    assert "1 of 2 parts of the course's own solution" in done.stderr
    row = grades(root)["ada", "tiny"]
    assert (row["status"], row["score"]) == ("needs-manual-grade", "2")
    parts = {r["question"]: r for r in questions(root)}
    assert parts["half_test"]["score"] == ""
    assert "own solution" in parts["half_test"]["message"]
    assert parts["square_test"]["score"] == "2"


@needs_fence
def test_imports_that_were_deleted_are_put_back(tmp_path):
    given = cell("imports", "import numpy as np")
    given["metadata"]["nbgrader"]["locked"] = True
    cells = [given, *exercise("mean", MEAN)]
    root = write_course(tmp_path / "course", {"tiny": cells}, CONFIG)
    made = filled(release(root), RIGHT)
    made["cells"] = made["cells"][1:]
    submit(root, "ada", made)
    grade(root)
    assert grades(root)["ada", "tiny"]["score"] == "3"
