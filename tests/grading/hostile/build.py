"""Build small nbgrader courses and submissions for the tests."""

import json
from pathlib import Path

from nbformat import v4

CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "tiny"
c.Execute.timeout = 6
"""

GIVEN = "import numpy as np"

SQUARE = {
    "answer": "def square(x):\n    ### BEGIN SOLUTION\n    return x * x\n"
    "    ### END SOLUTION",
    "test": "assert square(3.0) == 9.0\nassert square(-2.0) == 4.0\n"
    "### BEGIN HIDDEN TESTS\nassert square(1.5) == 2.25\n"
    "### END HIDDEN TESTS",
    "points": 2,
}
MEAN = {
    "answer": "def mean(xs):\n    ### BEGIN SOLUTION\n"
    "    return np.sum(xs, axis=0) / len(xs)\n    ### END SOLUTION",
    "test": "table = np.arange(12.0).reshape(4, 3) ** 2\n"
    "np.testing.assert_allclose(mean(table), table.mean(axis=0))\n"
    "### BEGIN HIDDEN TESTS\nsecret_table = np.array([[0.25], [0.75]])\n"
    "np.testing.assert_allclose(mean(secret_table), [0.5])\n"
    "### END HIDDEN TESTS",
    "points": 3,
}
SPREAD = {
    "answer": "def spread(xs):\n    ### BEGIN SOLUTION\n"
    "    return float(np.max(xs) - np.min(xs))\n    ### END SOLUTION",
    "test": "score = 0\nif spread(np.array([1.0, 4.0, 2.0])) == 3.0:\n"
    "    score += 1\nif spread(np.array([-1.0, 1.5])) == 2.5:\n"
    "    score += 2\nscore",
    "points": 3,
}
ESSAY = "Say in a sentence what a mean is."


def cell(name, source, grade=False, solution=False, points=0, kind="code"):
    """One nbgrader cell."""
    make = v4.new_code_cell if kind == "code" else v4.new_markdown_cell
    meta = {
        "grade": grade,
        "solution": solution,
        "locked": grade and not solution,
        "grade_id": name,
        "schema_version": 3,
        "task": False,
    }
    if grade:
        meta["points"] = points
    made = make(source, metadata={"nbgrader": meta})
    made["id"] = name.replace("_", "-")
    return made


def notebook(cells):
    made = v4.new_notebook(cells=cells)
    made.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    return made


def plain(source, name):
    made = v4.new_code_cell(source)
    made["id"] = name
    return made


def exercise(name, parts):
    """An answer cell and its test cell."""
    return [
        cell(f"{name}_answer", parts["answer"], solution=True),
        cell(
            f"{name}_test", parts["test"], grade=True, points=parts["points"]
        ),
    ]


def tiny_cells():
    """square, mean, spread: hidden tests, arrays, partial credit."""
    return [
        plain(GIVEN, "given"),
        *exercise("square", SQUARE),
        *exercise("mean", MEAN),
        *exercise("spread", SPREAD),
    ]


def write_course(root, assignments=None, config=CONFIG):
    """Write a course; ``assignments`` maps a name to a list of cells."""
    root = Path(root)
    root.mkdir(parents=True, exist_ok=True)
    (root / "nbgrader_config.py").write_text(config)
    for name, cells in (assignments or {"tiny": tiny_cells()}).items():
        folder = root / "source" / name
        folder.mkdir(parents=True)
        save(folder / "work.ipynb", notebook(cells))
    return root


def save(path, made):
    Path(path).write_text(json.dumps(made, indent=1))


def release(root, assignment="tiny"):
    """The student's version of a notebook, made by nbgrader's own steps."""
    from doorkeeper.engine import open_course
    from doorkeeper.source import Source

    course, settings = open_course(root)
    made = Source(course, assignment, settings).releases["work"]
    return json.loads(json.dumps(made))


RIGHT = {
    "square_answer": "def square(x):\n    return x ** 2",
    "mean_answer": "def mean(xs):\n    return np.mean(xs, axis=0)",
    "spread_answer": "def spread(xs):\n    return max(xs) - min(xs)",
}


def filled(made, answers):
    """A copy of a release with the answers put in, by grade id."""
    made = json.loads(json.dumps(made))
    for one in made["cells"]:
        name = one["metadata"].get("nbgrader", {}).get("grade_id")
        if name in answers:
            one["source"] = answers[name]
    return made


def submit(root, student, made, assignment="tiny", name="work.ipynb"):
    """Put a notebook (or text, or bytes) into submitted/."""
    folder = Path(root) / "submitted" / student / assignment
    folder.mkdir(parents=True, exist_ok=True)
    if isinstance(made, bytes):
        (folder / name).write_bytes(made)
    elif isinstance(made, str):
        (folder / name).write_text(made)
    else:
        save(folder / name, made)
    return folder
