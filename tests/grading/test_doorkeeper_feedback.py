"""What a student's page says of every status, and what it never says.

One class in one run: every status of the contract, and students who keep the
inputs of hidden tests and try to carry them out in their own feedback.
"""

import csv
import re
import shutil

import pytest
from hostile.build import (
    ESSAY,
    RIGHT,
    SQUARE,
    cell,
    exercise,
    filled,
    plain,
    release,
    submit,
    tiny_cells,
    write_course,
)
from hostile.grading import grade, grades, questions, run_app
from hostile.submissions import RAW_FRAME
from nbgrader.apps import GenerateFeedbackApp

CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "tiny"
c.Execute.timeout = 4
c.Doorkeeper.warm = ["matplotlib.pyplot", "ipywidgets"]
c.GenerateFeedback.exporter_class = "doorkeeper.formgrader.FeedbackExporter"
"""
SECRET = "314159"
# A helper whose second line fails, where the test's second line is shown.
HELPER = """
def expect(function, x, wanted):
    assert function(x) == wanted, f"{function(x)} is not {wanted}"
"""
PEEK = """
import os
for name in sorted(os.listdir(".")):
    if name.endswith(".txt"):
        print(open(name).read())
try:
    print(shown)
except NameError:
    pass
"""
HIDDEN_SQUARE = {
    **SQUARE,
    "test": "# Two numbers.\nexpect(square, 3.0, 9.0)\n"
    "### BEGIN HIDDEN TESTS\n"
    f"expect(square, {SECRET}.0, {SECRET}.0 ** 2)\n### END HIDDEN TESTS\n"
    "expect(square, 2.0, 4.0)",
}
# Breaks the grader itself, for one answer that no honest student gives.
SABOTAGE = {
    **SQUARE,
    "test": "if square(3.0) == 7.0:\n"
    "    import doorkeeper.session\n"
    "    doorkeeper.session.points_of = None\n" + SQUARE["test"],
}


def leaky_cells():
    """square with a hidden test, then cells that show what they find."""
    cells = [*tiny_cells()]
    cells[0] = plain("import numpy as np\n" + HELPER, "given")
    cells[1:3] = exercise("square", HIDDEN_SQUARE)
    cells[3:3] = [plain(PEEK, "peek"), plain("square", "look")]
    return cells


def state_cells():
    essay = cell(
        "essay", ESSAY, grade=True, solution=True, points=4, kind="markdown"
    )
    cells = [*tiny_cells(), essay]
    cells[1:3] = exercise("square", SABOTAGE)
    return cells


# Students who carry hidden inputs out

KEEP = """
seen = []
def words():
    return "LEAK " + " ".join(seen)
def square(x):
    global shown
    seen.append(repr(x))
    shown = words()
    with open("kept.txt", "a") as file:
        file.write(shown)
    return x * x
"""
MEAN = RIGHT["mean_answer"]


def later(code):
    """Keep the inputs of square, tell them in the next answer's cell."""
    return {"square_answer": KEEP, "mean_answer": f"{code}\n{MEAN}"}


def in_call(line):
    """Keep the inputs of square, tell them when the next one is called."""
    return {
        "square_answer": KEEP,
        "mean_answer": f"def mean(xs):\n    {line}",
    }


def own(line):
    """Tell them in the very call that brings them."""
    source = KEEP.replace("    return x * x", f"    {line}\n    return x * x")
    return {"square_answer": source}


FIGURE = """
import io
from IPython.display import Image
from matplotlib.figure import Figure
figure, file = Figure(), io.BytesIO()
figure.suptitle(words())
figure.savefig(file, format="png")
display(Image(data=file.getvalue()))
"""
WIDGET = """
import ipywidgets
display(ipywidgets.FloatText(value=float(seen[-1]), description=words()))
"""
SMUGGLERS = {
    "prints": later("print(words())"),
    "prints-to-stderr": later("import sys\nprint(words(), file=sys.stderr)"),
    "displays": later("display(words())"),
    "displays-html": later(
        "from IPython.display import HTML\ndisplay(HTML(words()))"
    ),
    "ends-in-a-value": later(f"{MEAN}\nwords()"),
    "draws": later(FIGURE),
    "makes-a-widget": later(WIDGET),
    "captures": later(
        "get_ipython().run_cell('%%capture x\\nprint(1)')\nprint(words())"
    ),
    "warns": later("import warnings\nwarnings.warn(words())"),
    "raises-in-a-cell": later("raise ValueError(words())"),
    "raises": in_call("raise ValueError(words())"),
    "names-an-exception": in_call("raise type(words(), (Exception,), {})()"),
    "is-not-implemented": in_call("raise NotImplementedError(words())"),
    "is-misconceived": in_call(
        "raise AssertionError(f'no [misconception: {words()}]')"
    ),
    "returns": in_call("return np.full(3, float(seen[1]))"),
    "returns-text": in_call("return words()"),
    "prints-in-a-call": in_call("print(words()); return 0"),
    "warns-in-a-call": in_call("import warnings; warnings.warn(words())"),
    "names-a-class": in_call("return type(words(), (), {})()"),
    "prints-at-once": own("print(words())"),
    "raises-at-once": own("if len(seen) > 1: raise ValueError(words())"),
    "returns-at-once": own("if len(seen) > 1: return 2 * x"),
    "fails-after": own("if x == 2: raise ValueError(words())"),
    "is-late-at-once": own("while len(seen) > 1: pass"),
    "has-a-repr": {
        "square_answer": KEEP + "keep = square\nclass Square:\n"
        "    def __call__(self, x):\n        return keep(x)\n"
        "    def __repr__(self):\n        return words()\n"
        "square = Square()"
    },
}

# Every status


def states(root):
    """{student: what is handed in}, by the status that is to come."""
    made = release(root, "states")
    looping = "def square(x):\n    while True: pass"
    leaving = "import os\ndef square(x):\n    os._exit(0)"
    broken = "def square(x):\n    return 7.0"
    return {
        "graded": filled(made, RIGHT),
        "needs-manual-grade": filled(made, {**RIGHT, "essay": "The middle."}),
        "timeout": filled(made, {**RIGHT, "square_answer": looping}),
        "crashed": filled(made, {**RIGHT, "square_answer": leaving}),
        "tampered": filled(made, {**RIGHT, "square_answer": RAW_FRAME}),
        "error": filled(made, {**RIGHT, "square_answer": broken}),
        "missing-cells": {**made, "cells": []},
        "unreadable": "no notebook at all",
    }


# status: score; score and status of square; what the page says of it.
DUE = {
    "graded": ("8", "2", "right", "states: 8 of 12"),
    "needs-manual-grade": ("8", "2", "right", "8 of 12 so far"),
    "timeout": ("6", "0", "timeout", "took too long and was stopped"),
    "crashed": ("6", "0", "crashed", "made Python stop"),
    "tampered": ("6", "0", "crashed", "what no honest"),
    "error": ("", "", "error", "that is not your fault"),
    "missing-cells": ("", "", "missing-cells", "holds no cell"),
    "missing-notebook": ("", "", "missing-notebook", "there is no notebook"),
    "unreadable": ("", "", "unreadable", "the file is damaged"),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    course = write_course(
        tmp_path_factory.mktemp("feedback") / "course",
        {"leaks": leaky_cells(), "states": state_cells()},
        CONFIG,
    )
    made = release(course, "leaks")
    for name, answers in SMUGGLERS.items():
        submit(course, name, filled(made, {**RIGHT, **answers}), "leaks")
    submit(course, "honest", filled(made, RIGHT), "leaks")
    for name, notebook in states(course).items():
        submit(course, name, notebook, "states")
    submit(course, "missing-notebook", "hello", "states", "notes.txt")
    grade(course)
    return course


def page_of(root, student, assignment="leaks"):
    folder = root / "feedback" / student / assignment
    return (folder / "work.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SMUGGLERS)
def test_no_hidden_input_leaves_through_the_feedback(root, name):
    page = page_of(root, name)
    assert SECRET not in page
    assert not re.search(r"LEAK \d", page)
    assert "<img" not in page
    assert "HIDDEN" not in page


def test_the_smugglers_did_see_the_hidden_input(root):
    """Else the test above would show nothing."""
    for name in ("prints", "raises-at-once"):
        path = root / "autograded" / name / "leaks" / "work.ipynb"
        assert re.search(rf"LEAK \d[^\"]*{SECRET}", path.read_text()), name
    path = root / "autograded" / "draws" / "leaks" / "work.ipynb"
    assert "image/png" in path.read_text()
    found = {q["student"]: q for q in questions(root) if q["score"] == "0"}
    assert SECRET in found["raises"]["message"]


def test_what_no_hidden_test_came_before_is_told(root):
    """The first failing line, in the words of the test; then lines alone."""
    page = page_of(root, "raises")
    assert "This line of the test did not pass" in page
    assert "np.testing.assert_allclose(mean(table)" in page
    assert "A test that the exercise does not show" in page_of(
        root, "raises-at-once"
    )
    late = page_of(root, "fails-after")
    assert "expect(square, 2.0, 4.0)" in late


@pytest.mark.parametrize("status", DUE)
def test_every_status_has_its_row_and_its_words(root, status):
    score, points, kind, words = DUE[status]
    row = grades(root)[status, "states"]
    assert (row["status"], row["score"]) == (status, score)
    assert row["max_score"] == "12"
    (square,) = (
        q
        for q in questions(root)
        if (q["student"], q["question"]) == (status, "square_test")
    )
    assert (square["score"], square["status"]) == (points, kind)
    page = page_of(root, status, "states")
    assert words in page
    if not score:
        assert "states: not graded" in page


def test_the_graders_own_trouble_is_for_the_instructor(root):
    assert "grading stopped" not in page_of(root, "error", "states")
    page = (root / "reports" / "class.html").read_text()
    assert "grading stopped: TypeError" in page
    assert "Submissions that want a look" in page


def test_nbgraders_own_command_makes_the_same_page(
    root, tmp_path, monkeypatch
):
    """`nbgrader generate_feedback`, and so the formgrader's button."""
    course = tmp_path / "course"
    shutil.copytree(root, course)
    ours = {name: page_of(root, name) for name in ("raises", "honest")}
    monkeypatch.chdir(course)
    run_app(GenerateFeedbackApp, "leaks", "--force")
    for name, page in ours.items():
        assert page_of(course, name) == page


def test_rows_of_the_csv_files_can_be_read_back(root):
    with open(root / "reports" / "questions.csv", newline="") as file:
        assert all(None not in row for row in csv.DictReader(file))
