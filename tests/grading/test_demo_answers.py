"""The course's demo answers, graded: right ones score, wrong ones are told.

Grading shows a submission less of lstm_doors than a notebook sees at home, so
that passing the checks there is not enough.
"""

import csv
import subprocess
import sys

import pytest
from course import Course, environment
from hostile.grading import needs_fence

from lstm_doors import checks
from lstm_doors.checks.demo import WRITTEN

NOTEBOOKS = sorted({check.notebook for check in checks.REGISTRY.values()})
DOOR = "03_forget_gate"


def functions_of(assignment):
    return [n for n, c in checks.REGISTRY.items() if c.notebook == assignment]


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """The rows of grades.csv and of questions.csv."""
    course = Course(tmp_path_factory.mktemp("demo"), *NOTEBOOKS)
    for assignment in NOTEBOOKS:
        for style in (0, 1):
            answers = {
                name: WRITTEN[name].right[style % len(WRITTEN[name].right)]
                for name in functions_of(assignment)
            }
            course.submit(f"right{style}", assignment, answers)
    wrong = [list(WRITTEN[n].wrong().values()) for n in functions_of(DOOR)]
    for i, sources in enumerate(zip(*wrong, strict=False)):
        answers = dict(zip(functions_of(DOOR), sources, strict=True))
        course.submit(f"wrong{i}", DOOR, answers)
    subprocess.run(
        [sys.executable, "-m", "doorkeeper.cli", "grade"],
        cwd=course.folder,
        env=environment(),
        check=True,
        capture_output=True,
    )
    folder = course.folder / "reports"
    return [
        list(csv.DictReader((folder / name).open(encoding="utf-8")))
        for name in ("grades.csv", "questions.csv")
    ]


@needs_fence
@pytest.mark.parametrize("assignment", NOTEBOOKS)
def test_right_styles_get_all_points(reports, assignment):
    rows = [
        row
        for row in reports[0]
        if row["assignment"] == assignment and row["student"][:5] == "right"
    ]
    assert [row["score"] for row in rows] == ["10", "10"]


@needs_fence
def test_misconceptions_get_nothing_and_stand_in_the_report(reports):
    rows = [r for r in reports[1] if r["student"].startswith("wrong")]
    assert len(rows) >= 9
    known = {id for n in functions_of(DOOR) for id in WRITTEN[n].slips}
    assert all(float(row["score"]) == 0 for row in rows)
    assert {row["misconception"] for row in rows} <= known
