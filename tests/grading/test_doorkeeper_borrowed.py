"""While a function is judged, others stand in for its neighbours.

Right stand-ins keep a mistake where it was made. They must not become an
answer: neither by functions that hand the work to one another, nor by keeping
a stand-in for later.
"""

import csv
import subprocess
import sys

import pytest
from course import Course, environment
from hostile.build import (
    CONFIG,
    exercise,
    filled,
    plain,
    release,
    submit,
    write_course,
)
from hostile.grading import grade, grades, needs_fence

from lstm_doors.checks.demo import WRITTEN

FIRST, FIRST_NAMES = "01_rnn", ("rnn_step", "rnn_forward", "rnn_output")
LAST, LAST_NAMES = "08_training", ("initialise", "adam_step", "train")
TO_EACH_OTHER = (
    "def rnn_step(x, h_prev, U, W, b):\n"
    "    return rnn_forward(x[None], h_prev, U, W, b)[0]\n"
)
BY_STEPS = (
    "def rnn_forward(xs, h0, U, W, b):\n"
    "    hs, h = [], h0\n"
    "    for x in xs:\n"
    "        h = rnn_step(x, h, U, W, b)\n"
    "        hs.append(h)\n"
    "    return np.array(hs)\n"
)
KEEP = (
    "kept = globals().setdefault('kept', {{}})\n"
    "def keep():\n"
    "    for name in {names!r}:\n"
    "        thing = globals().get(name)\n"
    "        if type(thing).__name__ == 'Stub':\n"
    "            kept[name] = thing\n"
)


def right(name):
    return WRITTEN[name].right[0]


def keeping(names, honest):
    """One honest function; it and the others look out for stand-ins."""
    keep = KEEP.format(names=names)
    own = right(honest).replace(f"def {honest}(", "def own(")
    found = {
        name: f"{keep}def {name}(*a):\n    keep()\n"
        f"    return kept['{name}'](*a)\n"
        for name in names
    }
    found[honest] = (
        f"{keep}{own}\ndef {honest}(*a):\n    keep()\n    return own(*a)\n"
    )
    return found


@pytest.fixture(scope="module")
def points(tmp_path_factory):
    course = Course(tmp_path_factory.mktemp("borrowed"), FIRST, LAST)
    mutual = {name: right(name) for name in FIRST_NAMES}
    mutual |= {"rnn_step": TO_EACH_OTHER, "rnn_forward": BY_STEPS}
    course.submit("mutual", FIRST, mutual)
    course.submit("keeper", FIRST, keeping(FIRST_NAMES, "rnn_step"))
    course.submit("keeper", LAST, keeping(LAST_NAMES, "initialise"))
    subprocess.run(
        [sys.executable, "-m", "doorkeeper.cli", "grade"],
        cwd=course.folder,
        env=environment(),
        check=True,
        capture_output=True,
    )
    path = course.folder / "reports" / "questions.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (r["student"], r["function"]): float(r["score"])
            for r in csv.DictReader(file)
        }


@needs_fence
def test_two_functions_that_call_each_other_compute_nothing(points):
    assert points["mutual", "rnn_step"] == 0


@needs_fence
def test_what_stood_in_for_a_test_is_of_no_use_in_the_next(points):
    assert points["keeper", "rnn_step"] > 0
    assert points["keeper", "rnn_forward"] == 0
    assert points["keeper", "rnn_output"] == 0
    assert points["keeper", "initialise"] > 0
    assert points["keeper", "adam_step"] == 0
    assert points["keeper", "train"] == 0


@needs_fence
def test_a_name_of_python_keeps_its_meaning_in_a_test(tmp_path):
    mean = {
        "answer": "def mean(values):\n    ### BEGIN SOLUTION\n"
        "    return sum(values) / len(values)\n    ### END SOLUTION",
        "test": "assert isinstance(mean([2.0, 4.0]), float)\n"
        "assert abs(mean([2.0, 4.0]) - 3) < 1e-9\n"
        "assert all([mean([5.0]) == 5])",
        "points": 2,
    }
    cells = [plain("import math", "given"), *exercise("mean", mean)]
    root = write_course(tmp_path / "course", {"tiny": cells}, CONFIG)
    shadows = (
        "abs = lambda value: 0.0\nall = lambda values: True\n"
        "isinstance = lambda value, kind: True\n"
        "def mean(values):\n    return 'nonsense'"
    )
    made = filled(release(root), {"mean_answer": shadows})
    submit(root, "eve", made)
    grade(root)
    assert grades(root)["eve", "tiny"]["score"] == "0"
