"""Run All and the Validate button give the same verdicts."""

from pathlib import Path

import nbclient
import nbformat
import pytest
from nbgrader.validator import Validator

ROOT = Path(__file__).resolve().parent.parent.parent
EXERCISE = ROOT / "exercises" / "03_forget_gate" / "forget_gate.ipynb"
ANSWERS = {
    "sigmoid-answer": "def sigmoid(z):\n    return 1 / 1 + np.exp(-z)",
    "forget-answer": "def forget(f, c_prev):\n    return f * c_prev",
}
FAILING = {"sigmoid-check", "forget-gate-check"}


@pytest.fixture(scope="module")
def half_done(tmp_path_factory):
    """One wrong answer, one untouched, one right."""
    notebook = nbformat.read(EXERCISE, as_version=4)
    for cell in notebook.cells:
        cell.source = ANSWERS.get(cell.id, cell.source)
    path = tmp_path_factory.mktemp("work") / EXERCISE.name
    nbformat.write(notebook, path)
    return path


def test_run_all_goes_to_the_end_and_tells_each_verdict(half_done):
    notebook = nbformat.read(half_done, as_version=4)
    # No allow_errors: the tags alone carry it on, as in JupyterLab.
    nbclient.NotebookClient(notebook, timeout=120).execute()
    failed = {
        cell.id
        for cell in notebook.cells
        if cell.cell_type == "code"
        and any(out.output_type == "error" for out in cell.outputs)
    }
    assert {id for id in failed if id.endswith("-check")} == FAILING
    assert "door" not in failed


def test_validate_tells_the_same_verdicts(half_done, monkeypatch):
    monkeypatch.chdir(half_done.parent)
    result = Validator().validate(half_done.name)
    told = {cell["source"].strip(): cell["error"] for cell in result["failed"]}
    assert set(told) == {
        "checks.sigmoid(sigmoid)",
        "checks.forget_gate(forget_gate)",
    }
    assert "1 / 1 + exp(-z)" in told["checks.sigmoid(sigmoid)"]
    assert "is not written yet" in told["checks.forget_gate(forget_gate)"]
