"""tools/exercises.py: releases that are equal, named when not, never lost."""

import importlib.util
import json
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
NAME, OTHER = "03_forget_gate", "05_output_gate"


@pytest.fixture(scope="module")
def tool():
    """The tool as a module."""
    path = ROOT / "tools" / "exercises.py"
    spec = importlib.util.spec_from_file_location("exercises_tool", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def course(tmp_path):
    """A course of two assignments, as they stand in the tree."""
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    for folder in ("solutions", "exercises"):
        for name in (NAME, OTHER):
            shutil.copytree(ROOT / folder / name, tmp_path / folder / name)
    return tmp_path


def contents(course):
    """Every file under exercises/, with its bytes."""
    return {
        path.relative_to(course).as_posix(): path.read_bytes()
        for path in sorted((course / "exercises").rglob("*"))
        if path.is_file()
    }


def released(course, name=NAME):
    (path,) = (course / "exercises" / name).glob("*.ipynb")
    return path


def sourced(course, name=NAME):
    (path,) = (course / "solutions" / name).glob("*.ipynb")
    return path


def test_the_committed_exercises_are_the_release_of_the_solutions(
    tool, capsys
):
    assert tool.main(["--check"]) == 0, capsys.readouterr().err


def test_a_second_release_has_the_same_bytes(tool, course):
    shutil.rmtree(course / "exercises")
    assert tool.main(["--root", str(course)]) == 0
    first = contents(course)
    assert len(first) == 2
    assert tool.main(["--root", str(course), "--force"]) == 0
    assert contents(course) == first
    assert first == {name: (ROOT / name).read_bytes() for name in first}


def test_nothing_is_left_beside_the_releases(tool, course):
    before = set(course.rglob("*"))
    assert tool.main(["--root", str(course)]) == 0
    assert set(course.rglob("*")) - before == set()


def test_check_names_what_drifted_and_changes_nothing(tool, course, capsys):
    released(course).write_bytes(released(course).read_bytes() + b" ")
    (course / "exercises" / OTHER / "spare.csv").write_text("1")
    before = contents(course)
    assert tool.main(["--root", str(course), "--check"]) == 1
    told = capsys.readouterr().err
    assert f"exercises/{NAME}/forget_gate.ipynb differs" in told
    assert f"exercises/{OTHER}/spare.csv has no source" in told
    assert "output_gate.ipynb" not in told
    assert contents(course) == before


def test_check_names_a_release_that_is_missing(tool, course, capsys):
    released(course).unlink()
    assert tool.main(["--root", str(course), "--check", NAME]) == 1
    assert "forget_gate.ipynb is missing" in capsys.readouterr().err


def test_a_changed_source_reaches_its_exercise(tool, course):
    notebook = json.loads(sourced(course).read_text("utf-8"))
    notebook["cells"][0]["source"].append("\nOne more line.")
    sourced(course).write_text(json.dumps(notebook), "utf-8")
    assert tool.main(["--root", str(course), NAME]) == 0
    text = released(course).read_text("utf-8")
    assert "One more line." in text
    assert "BEGIN SOLUTION" not in text
    assert "np.tanh(0.5 * z)" not in text


@pytest.mark.parametrize("text", ["<<<<<<< ours\n{", "", "[1, 2]", "{}"])
def test_a_source_that_is_no_notebook_is_one_sentence_and_no_loss(
    tool, course, capsys, text
):
    sourced(course, OTHER).write_text(text)
    before = contents(course)
    assert tool.main(["--root", str(course)]) == 2
    told = capsys.readouterr().err.strip()
    assert told.startswith(f"solutions/{OTHER}/output_gate.ipynb is not")
    assert len(told.splitlines()) == 1
    assert contents(course) == before


def test_a_source_that_nbgrader_refuses_is_one_sentence(tool, course, capsys):
    notebook = json.loads(sourced(course).read_text("utf-8"))
    cell = next(c for c in notebook["cells"] if c["id"] == "sigmoid-check")
    del cell["metadata"]["nbgrader"]["points"]
    sourced(course).write_text(json.dumps(notebook), "utf-8")
    before = contents(course)
    assert tool.main(["--root", str(course)]) == 2
    told = capsys.readouterr().err.strip()
    assert f"nbgrader cannot release solutions/{NAME}" in told
    assert len(told.splitlines()) == 1
    assert contents(course) == before


def test_an_unknown_name_is_one_sentence_that_names_the_known(
    tool, course, capsys
):
    before = contents(course)
    assert tool.main(["--root", str(course), "03_forgot"]) == 2
    told = capsys.readouterr().err.strip()
    assert "no assignment '03_forgot'" in told
    assert NAME in told
    assert len(told.splitlines()) == 1
    assert contents(course) == before


def test_work_in_an_exercise_is_not_overwritten_unless_forced(
    tool, course, capsys
):
    notebook = json.loads(released(course).read_text("utf-8"))
    cell = next(c for c in notebook["cells"] if c["id"] == "sigmoid-answer")
    cell["source"] = "def sigmoid(z):\n    return 1"
    released(course).write_text(json.dumps(notebook), "utf-8")
    before = contents(course)
    assert tool.main(["--root", str(course)]) == 2
    assert "holds work in sigmoid-answer" in capsys.readouterr().err
    assert contents(course) == before
    assert tool.main(["--root", str(course), "--force"]) == 0
    assert contents(course) != before


def test_a_course_without_solutions_says_so(tool, tmp_path, capsys):
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    assert tool.main(["--root", str(tmp_path), NAME]) == 2
    assert "none yet" in capsys.readouterr().err
