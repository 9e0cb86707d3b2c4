"""The answers of the demo class: right ones pass, wrong ones are named."""

import json
from pathlib import Path

import pytest

from lstm_doors import checks
from lstm_doors.checks.demo import WRITTEN, answers
from lstm_doors.checks.demo.written import Written

ROOT = Path(__file__).resolve().parents[2]
ASSIGNMENTS = sorted(p.name for p in (ROOT / "solutions").iterdir())
RIGHT = [
    pytest.param(name, source, id=f"{name}-{style}")
    for name, written in WRITTEN.items()
    for style, source in enumerate(written.right)
]
WRONG = [
    pytest.param(name, id, source, id=id)
    for name, written in WRITTEN.items()
    for id, source in written.wrong().items()
]


def cells(assignment):
    """{id: source} of the notebook's cells that nbgrader knows."""
    path = next((ROOT / "solutions" / assignment).glob("*.ipynb"))
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: "".join(cell["source"])
        for cell in json.loads(path.read_text("utf-8"))["cells"]
        if "nbgrader" in cell["metadata"] and cell["cell_type"] == "code"
    }


def in_the_notebook(name, source):
    """The function, as it is defined in a cell of its own notebook."""
    given = cells(checks.REGISTRY[name].notebook)
    namespace = {"__name__": "__main__"}
    exec(given.pop("imports"), namespace)
    for id, other in given.items():
        if id.endswith("-answer"):
            exec(other, namespace)
    before = set(namespace)
    exec(compile(source, f"<{name}>", "exec"), namespace)
    assert set(namespace) == before  # one def, of the right name
    return namespace[name]


@pytest.mark.parametrize(("name", "source"), RIGHT)
def test_a_right_answer_passes(name, source):
    checks.REGISTRY[name](in_the_notebook(name, source), seed=1)


@pytest.mark.parametrize(("name", "id", "source"), WRONG)
def test_a_wrong_answer_is_refused_and_named(name, id, source):
    with pytest.raises(checks.CheckFailed) as caught:
        checks.REGISTRY[name](in_the_notebook(name, source), seed=1)
    assert caught.value.misconception == id


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_every_answer_cell_has_answers(assignment):
    given = answers(assignment)
    assert set(given) == {
        id for id in cells(assignment) if id.endswith("-answer")
    }
    for choice in given.values():
        assert choice["right"]
        assert len(set(choice["wrong"])) >= 3


def test_another_assignment_has_no_answers():
    assert answers("09_not_there") == {}


def test_a_slip_that_no_longer_fits_is_told():
    stale = Written(
        right=("def f(x):\n    return x\n",), slips={"a": ("y", "z")}
    )
    with pytest.raises(ValueError, match="'y' should stand once"):
        stale.wrong()
