"""The source notebooks keep to the form that students and graders rely on."""

import ast
import doctest
import re
from pathlib import Path

import nbformat
import pytest

from lstm_doors import checks

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = {path.parent.name: path for path in ROOT.glob("solutions/*/*.ipynb")}
CONTRACT = {
    "01_rnn": (
        "rnn_step(x, h_prev, U, W, b)",
        "rnn_forward(xs, h0, U, W, b)",
        "rnn_output(hs, V, b_o)",
    ),
    "02_bptt": (
        "rnn_step_backward(dh, x, h_prev, h, U, W)",
        "rnn_backward(dhs, xs, hs, h0, U, W)",
        "clip_gradients(grads, max_norm)",
    ),
    "03_forget_gate": (
        "sigmoid(z)",
        "forget_gate(x, h_prev, U_f, W_f, b_f)",
        "forget(f, c_prev)",
    ),
    "04_input_gate": (
        "input_gate(x, h_prev, U_i, W_i, b_i)",
        "candidate(x, h_prev, U_g, W_g, b_g)",
        "update_cell(f, i, g, c_prev)",
    ),
    "05_output_gate": (
        "output_gate(x, h_prev, U_o, W_o, b_o)",
        "hidden_state(o, c)",
    ),
    "06_lstm": (
        "lstm_step(x, h_prev, c_prev, params)",
        "lstm_forward(xs, h0, c0, params)",
    ),
    "07_lstm_backward": (
        "lstm_step_backward(dh, dc, x, h_prev, c_prev, params)",
        "lstm_backward(dhs, dcs, xs, h0, c0, params)",
    ),
    "08_training": (
        "initialise(D, H, forget_bias, rng)",
        "adam_step(params, grads, state, lr)",
        "train(...)",
    ),
}


@pytest.fixture(params=sorted(SOURCES))
def source(request):
    """(assignment, notebook)"""
    path = SOURCES[request.param]
    return request.param, nbformat.read(path, as_version=nbformat.NO_CONVERT)


def kind(cell):
    """solution, grade, locked or None."""
    rules = cell.metadata.get("nbgrader", {})
    return next(
        (k for k in ("solution", "grade", "locked") if rules.get(k)), None
    )


def answer_cells(notebook):
    return [cell for cell in notebook.cells if kind(cell) == "solution"]


def test_the_notebook_carries_nothing_that_would_leak_or_drift(source):
    _, notebook = source
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    nbformat.validate(notebook)
    assert notebook.metadata == {
        "kernelspec": {
            "display_name": "Python 3 (ipykernel)",
            "language": "python",
            "name": "python3",
        },
        "language_info": {"name": "python"},
    }
    for cell in notebook.cells:
        assert re.fullmatch(r"[a-z][a-z0-9-]*", cell.id)
        assert set(cell.metadata) <= {"nbgrader", "tags"}
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None


def test_the_file_is_written_as_nbformat_writes_it(source):
    assignment, notebook = source
    text = SOURCES[assignment].read_text("utf-8")
    assert text == nbformat.writes(notebook) + "\n"


def test_the_functions_are_those_of_the_contract(source):
    assignment, notebook = source
    found = []
    for cell in answer_cells(notebook):
        (node,) = ast.parse(cell.source).body  # one def at top level
        found.append(f"{node.name}({ast.unparse(node.args)})")
    names = [one.split("(")[0] for one in CONTRACT[assignment]]
    assert [one.split("(")[0] for one in found] == names
    for one, wanted in zip(found, CONTRACT[assignment], strict=True):
        assert wanted.endswith("(...)") or one == wanted


def test_each_answer_is_followed_by_a_try_and_by_its_own_check(source):
    assignment, notebook = source
    ids = [cell.id for cell in notebook.cells]
    for cell in answer_cells(notebook):
        name = cell.id.removesuffix("-answer")
        at = ids.index(cell.id)
        assert ids[at + 1 : at + 4] == [
            f"{name}-try-text",
            f"{name}-try",
            f"{name}-check",
        ]
        function = name.replace("-", "_")
        check = notebook.cells[at + 3]
        assert kind(check) == "grade"
        assert check.metadata.nbgrader.locked
        assert check.source == f"checks.{function}({function})"
        assert checks.REGISTRY[function].notebook == assignment


def test_points_sum_to_ten_and_the_top_says_so(source):
    _, notebook = source
    points = {
        cell.source.split("(")[1].rstrip(")"): cell.metadata.nbgrader.points
        for cell in notebook.cells
        if kind(cell) == "grade"
    }
    assert sum(points.values()) == 10
    top = " ".join(notebook.cells[0].source.split())
    for word in ("**Goal.**", "**Points.** 10", "**Time.**"):
        assert word in top
    for name, value in points.items():
        assert f"`{name}` {value}" in top


def test_nbgrader_metadata_is_whole_and_ids_agree(source):
    _, notebook = source
    for cell in notebook.cells:
        rules = cell.metadata.get("nbgrader")
        if rules is None:
            continue
        assert rules.grade_id == cell.id
        assert rules.schema_version == 3
        assert rules.task is False
        assert rules.locked is not rules.solution
        assert ("points" in rules) == rules.grade


def test_the_first_code_cell_is_one_guarded_install_line(source):
    _, notebook = source
    code = [c for c in notebook.cells if c.cell_type == "code"]
    lines = code[0].source.splitlines()
    assert lines[2].startswith('if "google.colab" in sys.modules:')
    assert lines[3].startswith("    %pip install")
    assert len(lines) == 4
    assert code[1].id == "imports"


def test_run_all_goes_on_behind_a_cell_that_fails(source):
    _, notebook = source
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.id not in ("install", "imports"):
            assert "raises-exception" in cell.metadata.tags, cell.id


def test_the_student_s_own_picture_and_what_to_try_next_stand_last(source):
    _, notebook = source
    text, picture, last = notebook.cells[-3:]
    assert text.id == f"{picture.id}-text"
    assert "from lstm_doors.widgets import" in picture.source
    assert kind(picture) is None
    assert last.id == "next"
    assert "## What to try next" in last.source


def test_worked_numbers_of_the_docstrings_are_true(source):
    _, notebook = source
    names = {"__name__": "notebook"}
    imports = next(c for c in notebook.cells if c.id == "imports")
    exec(imports.source, names)
    runner = doctest.DocTestRunner()
    for cell in answer_cells(notebook):
        exec(cell.source, names)
        function = names[cell.id.removesuffix("-answer").replace("-", "_")]
        (test,) = doctest.DocTestFinder().find(
            function, globs=names, module=False
        )
        determined = checks.REGISTRY[function.__name__].draw
        assert test.examples or not determined, cell.id
        runner.run(test)
    assert runner.summarize(verbose=False).failed == 0


def test_what_the_checks_ask_for_stands_in_the_text(source):
    _, notebook = source
    text = " ".join(" ".join(c.source.split()) for c in notebook.cells)
    for asked in ("float64", "stay as they came", "1e-6"):
        assert asked in text
    names = [c.source.split("(")[1].rstrip(")") for c in notebook.cells
             if kind(c) == "grade"]  # fmt: skip
    if any(checks.REGISTRY[name].quiet for name in names):
        assert "-1000 to 1000" in text
        assert "overflow warning" in text
