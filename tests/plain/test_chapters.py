"""Chapters and package say the same thing."""

import ast
import inspect
import re
from pathlib import Path

import jupytext
import pytest

from lstm_doors import networks

ROOT = Path(__file__).resolve().parents[2]
CHAPTERS = sorted((ROOT / "book").glob("[0-9]*.md"))


def code_cells(chapter):
    notebook = jupytext.read(chapter)
    return [c.source for c in notebook.cells if c.cell_type == "code"]


def body(function):
    """A function's arguments and statements, docstring left out."""
    statements = function.body
    if ast.get_docstring(function):
        statements = statements[1:]
    return ast.dump(function.args), [ast.dump(s) for s in statements]


def shown_functions():
    """(chapter, definition) for all that a chapter shows of the package."""
    for chapter in CHAPTERS:
        for cell in code_cells(chapter):
            for node in ast.parse(cell).body:
                if isinstance(node, ast.FunctionDef) and hasattr(
                    networks, node.name
                ):
                    yield pytest.param(node, id=f"{chapter.stem}-{node.name}")


@pytest.mark.parametrize("shown", list(shown_functions()))
def test_a_function_shown_in_a_chapter_is_the_packages_own(shown):
    source = inspect.getsource(getattr(networks, shown.name))
    (own,) = ast.parse(source).body
    assert body(shown) == body(own), (
        f"the chapter shows another {shown.name} than lstm_doors.networks has"
    )


def test_a_function_is_shown_once():
    names = [p.values[0].name for p in shown_functions()]
    assert len(names) == len(set(names)), names


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda c: c.stem)
def test_a_chapter_opens_with_what_you_will_do_and_closes_with_claims(
    chapter,
):
    text = chapter.read_text(encoding="utf-8")
    assert "In this chapter" in text
    assert re.search(r"^## What to take away$", text, re.M)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda c: c.stem)
def test_code_cells_are_short(chapter):
    lengths = [len(cell.splitlines()) for cell in code_cells(chapter)]
    assert max(lengths) <= 25, "a cell that long hides its one idea"
    assert sorted(lengths)[len(lengths) // 2] <= 8


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda c: c.stem)
def test_no_chapter_seeds_numpy_globally(chapter):
    assert "np.random.seed" not in "".join(code_cells(chapter))
