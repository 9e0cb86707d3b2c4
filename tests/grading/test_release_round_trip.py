"""A class goes through nbgrader's own commands on a temporary course."""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

ROOT = Path(__file__).resolve().parent.parent.parent
STYLES = ROOT / "tests" / "styles"
ASSIGNMENTS = sorted(p.parent.name for p in ROOT.glob("solutions/*/*.ipynb"))


def nbgrader(course, *arguments):
    """Run nbgrader in the course; the process, with its output."""
    # nbgrader calls alembic by its bare name.
    path = os.pathsep.join(
        [str(Path(sys.executable).parent), os.environ["PATH"]]
    )
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=course,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        env=os.environ | {"PATH": path},
    )


def notebook_of(folder):
    """The one notebook of a folder."""
    (path,) = folder.glob("*.ipynb")
    return path


def submit(course, assignment, student, answers):
    """Hand in the release with some answer cells replaced, by grade id."""
    source = notebook_of(course / "exercises" / assignment)
    notebook = nbformat.read(source, as_version=4)
    for cell in notebook.cells:
        if cell.id in answers:
            cell.source = answers[cell.id]
    folder = course / "submitted" / student / assignment
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / source.name)


def in_style(path):
    """The answers of a style: each function in its own answer cell.

    What is not a function of the exercise, such as imports and helpers,
    goes into the cell of the function that follows.
    """
    wanted = set(answer_names(path.parent.name))
    text = path.read_text("utf-8")
    lines, start, answers = text.splitlines(), 0, {}
    for node in ast.parse(text).body:
        names = {getattr(node, "name", None)} | {
            target.id
            for target in getattr(node, "targets", [])
            if isinstance(target, ast.Name)
        }
        for name in names & wanted:
            id = f"{name}-answer".replace("_", "-")
            answers[id] = "\n".join(lines[start : node.end_lineno])
            start = node.end_lineno
    return answers


def answer_names(assignment):
    """The functions of an assignment, in order."""
    source = notebook_of(ROOT / "solutions" / assignment)
    return [
        cell.id.removesuffix("-answer").replace("-", "_")
        for cell in nbformat.read(source, as_version=4).cells
        if cell.id.endswith("-answer")
    ]


def solved(assignment):
    """The answers of the solution itself."""
    source = notebook_of(ROOT / "solutions" / assignment)
    cells = nbformat.read(source, as_version=4).cells
    return {c.id: c.source for c in cells if c.id.endswith("-answer")}


WRONG = {
    "swings-the-wrong-way": (
        {
            "forget-answer": "def forget(f, c_prev):\n"
            "    return (1 - f) * c_prev"
        },
        {"sigmoid-check": 3, "forget-gate-check": 4, "forget-check": 0},
        "forget-keeps-1-minus-f",
    ),
    "wrong-sigmoid": (
        {"sigmoid-answer": "def sigmoid(z):\n    return np.tanh(z)"},
        {"sigmoid-check": 0, "forget-gate-check": 4, "forget-check": 3},
        "sigmoid-tanh-for-sigmoid",
    ),
    "syntax-error": (
        {"sigmoid-answer": "def sigmoid(z)\n    return z"},
        {"sigmoid-check": 0, "forget-gate-check": 4, "forget-check": 3},
        None,
    ),
}


@pytest.fixture(scope="module", params=ASSIGNMENTS)
def graded(request, tmp_path_factory):
    """(assignment, course) after release, hand-in and autograde."""
    assignment = request.param
    course = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "nbgrader_config.py", course)
    shutil.copytree(
        ROOT / "solutions" / assignment, course / "solutions" / assignment
    )
    released = nbgrader(course, "generate_assignment", assignment)
    assert released.returncode == 0, released.stderr
    submit(course, assignment, "solution", solved(assignment))
    submit(course, assignment, "untouched", {})
    # All styles pass tests/plain; here two that print, warn and log as well.
    for path in (
        (STYLES / assignment).glob("chatty.py")
        if (assignment in ("03_forget_gate", "05_output_gate"))
        else ()
    ):
        submit(course, assignment, f"style-{path.stem}", in_style(path))
    if assignment == "03_forget_gate":
        for student, (answers, _, _) in WRONG.items():
            submit(course, assignment, student, solved(assignment) | answers)
    done = nbgrader(course, "autograde", assignment)
    assert done.returncode == 0, done.stderr
    return assignment, course


def scores(course, assignment):
    """Student -> {grade cell: score}."""
    database = f"sqlite:///{course / 'gradebook.db'}"
    with Gradebook(database, "gates-as-doors") as book:
        return {
            submission.student.id: {
                grade.name: grade.score
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
            for submission in book.assignment_submissions(assignment)
        }


def errors(course, assignment, student):
    """The errors that a graded notebook ran into, as (ename, traceback)."""
    path = notebook_of(course / "autograded" / student / assignment)
    return [
        (output.ename, "\n".join(output.traceback))
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "error"
    ]


def test_the_solution_and_right_styles_score_ten(graded):
    assignment, course = graded
    totals = {
        student: sum(cells.values())
        for student, cells in scores(course, assignment).items()
        if student == "solution" or student.startswith("style-")
    }
    assert totals
    assert totals == dict.fromkeys(totals, 10)


def test_the_solution_runs_without_any_error(graded):
    assignment, course = graded
    assert errors(course, assignment, "solution") == []


def test_an_untouched_notebook_scores_nothing_and_is_not_implemented(graded):
    assignment, course = graded
    assert sum(scores(course, assignment)["untouched"].values()) == 0
    found = errors(course, assignment, "untouched")
    assert {name for name, _ in found} == {"NotImplementedError"}
    kind = [text for _, text in found if "is not written yet" in text]
    assert len(kind) == len(answer_names(assignment))


def test_wrong_answers_lose_their_own_points_and_get_their_reason(graded):
    assignment, course = graded
    if assignment != "03_forget_gate":
        return
    found = scores(course, assignment)
    for student, (_, expected, reason) in WRONG.items():
        assert found[student] == expected, student
        texts = [text for _, text in errors(course, assignment, student)]
        if reason:
            (text,) = texts
            assert f"[misconception: {reason}]" in text
            assert "Traceback" not in text


def test_the_release_by_nbgrader_is_the_committed_one(graded):
    assignment, course = graded
    made = notebook_of(course / "exercises" / assignment)
    kept = notebook_of(ROOT / "exercises" / assignment)
    assert json.loads(made.read_text("utf-8")) == json.loads(
        kept.read_text("utf-8")
    )
