"""Run doorkeeper on a temporary course and read what it leaves."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from doorkeeper.fence import why_not

REASON = why_not()
needs_fence = pytest.mark.skipif(bool(REASON), reason=f"no fence: {REASON}")


def grade(root, *more, code=0, env=None, **kwargs):
    """``doorkeeper grade`` as a person runs it; returns the process."""
    fence = ["--no-fence"] if REASON else []
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "doorkeeper.cli",
            "grade",
            "--course-dir",
            str(root),
            "--jobs",
            "2",
            *fence,
            *more,
        ],
        capture_output=True,
        text=True,
        env={**os.environ, **(env or {})},
        **kwargs,
    )
    assert code is None or done.returncode == code, done.stderr
    return done


def run_app(kind, *arguments):
    """One of nbgrader's commands, in this process and this folder."""
    kind.clear_instance()
    try:
        app = kind.instance()
        app.initialize(["--log-level=ERROR", *arguments])
        app.start()
    finally:
        kind.clear_instance()


def grades(root):
    """{(student, assignment): row} of reports/grades.csv."""
    with open(Path(root) / "reports" / "grades.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    return {(r["student"], r["assignment"]): r for r in rows}


def questions(root):
    with open(Path(root) / "reports" / "questions.csv", newline="") as file:
        return list(csv.DictReader(file))
