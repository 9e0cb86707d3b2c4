"""A class goes through nbgrader's own commands, with nothing of ours.

What is handed in: right answers in several styles, wrong ones, one half
done, one untouched. What must come out: the right scores, feedback that
names the mistake, and the export.
"""

import csv

import pytest
from course import Course

ASSIGNMENT = "03_forget_gate"

RIGHT = {
    "sigmoid": """
def sigmoid(z):
    return 0.5 * (1 + np.tanh(z / 2))
""",
    "forget_gate": """
def forget_gate(x, h_prev, U_f, W_f, b_f):
    return sigmoid(x @ U_f + h_prev @ W_f + b_f)
""",
    "forget": """
def forget(f, c_prev):
    return f * c_prev
""",
}
MASKED = """
def sigmoid(z):
    z = np.asarray(z, dtype=float)
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))
"""
CONCATENATED = """
def forget_gate(x, h_prev, U_f, W_f, b_f):
    both = np.concatenate([h_prev, x], axis=1)
    weights = np.concatenate([W_f, U_f], axis=0)
    return sigmoid(both @ weights + b_f)
"""
LOOPS = """
def forget(f, c_prev):
    kept = np.zeros_like(c_prev)
    for n in range(c_prev.shape[0]):
        for k in range(c_prev.shape[1]):
            kept[n, k] = f[n, k] * c_prev[n, k]
    return kept
"""
TANH_FOR_SIGMOID = """
def forget_gate(x, h_prev, U_f, W_f, b_f):
    return np.tanh(x @ U_f + h_prev @ W_f + b_f)
"""
OPEN_CLEARS = """
def forget(f, c_prev):
    return (1 - f) * c_prev
"""
WRONG_SIGMOID = """
def sigmoid(z):
    return 1 / 1 + np.exp(-z)
"""

# student: (answers, functions that must not get their points)
CLASS = {
    "ada": (RIGHT, ()),
    "ben": (
        {**RIGHT, "sigmoid": MASKED, "forget_gate": CONCATENATED},
        (),
    ),
    "cleo": ({**RIGHT, "forget": LOOPS}, ()),
    "dan": ({**RIGHT, "forget": OPEN_CLEARS}, ("forget",)),
    "eve": ({**RIGHT, "forget_gate": TANH_FOR_SIGMOID}, ("forget_gate",)),
    # A wrong sigmoid must not cost the points of the gate that calls it.
    "finn": ({**RIGHT, "sigmoid": WRONG_SIGMOID}, ("sigmoid",)),
    "gil": ({"forget": RIGHT["forget"]}, ("sigmoid", "forget_gate")),
    "hal": ({}, ("sigmoid", "forget_gate", "forget")),
}


def points_by_function(course):
    """{function: points} of the graded cells, in order."""
    points = [
        cell.metadata.nbgrader.points
        for cell in course.released(ASSIGNMENT).cells
        if cell.metadata.get("nbgrader", {}).get("grade")
    ]
    return dict(zip(RIGHT, points, strict=True))


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    course = Course(tmp_path_factory.mktemp("course"), ASSIGNMENT)
    course.nbgrader("generate_assignment", ASSIGNMENT, "--force")
    for student, (answers, _) in CLASS.items():
        course.submit(student, ASSIGNMENT, answers)
    course.nbgrader("autograde", ASSIGNMENT)
    course.nbgrader("generate_feedback", ASSIGNMENT)
    course.nbgrader("export")
    return course


@pytest.fixture(scope="module")
def grades(course):
    with open(course.folder / "grades.csv", newline="") as file:
        return {row["student_id"]: row for row in csv.DictReader(file)}


def test_points_sum_to_ten(course):
    assert sum(points_by_function(course).values()) == 10


@pytest.mark.parametrize("student", CLASS)
def test_each_function_is_paid_for_itself(student, course, grades):
    _, lost = CLASS[student]
    points = points_by_function(course)
    wanted = 10 - sum(points[name] for name in lost)
    assert float(grades[student]["score"]) == wanted
    assert float(grades[student]["max_score"]) == 10


def feedback(course, student):
    folder = course.folder / "feedback" / student / ASSIGNMENT
    return (folder / "forget_gate.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("student", "reason"),
    [("dan", "1 - f"), ("eve", "tanh"), ("finn", "1 / 1")],
)
def test_feedback_names_the_mistake(course, student, reason):
    assert reason in feedback(course, student)


def test_feedback_of_untouched_work_says_not_written(course):
    assert "NotImplementedError" in feedback(course, "hal")


def test_what_was_handed_in_is_not_changed(course):
    for student, (answers, _) in CLASS.items():
        path = course.folder / "submitted" / student / ASSIGNMENT
        text = (path / "forget_gate.ipynb").read_text(encoding="utf-8")
        for source in answers.values():
            assert source.strip().splitlines()[-1].strip() in text
