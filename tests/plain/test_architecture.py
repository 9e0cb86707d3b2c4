"""Imports point one way, and what needs little imports little."""

import ast
import sys
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[2] / "src"
PACKAGES = ("lstm_doors", "doorkeeper")

# What each part may import beside itself and the standard library.
MAY_IMPORT = {
    "lstm_doors/networks": {"numpy"},
    "lstm_doors/data": {"numpy", "lstm_doors.networks"},
    "lstm_doors/experiments": {
        "numpy",
        "lstm_doors.networks",
        "lstm_doors.data",
    },
    "lstm_doors/figures": {"numpy", "matplotlib"},
    "lstm_doors/widgets": {
        "numpy",
        "anywidget",
        "ipywidgets",
        "traitlets",
        "IPython",
        "lstm_doors.networks",
        "lstm_doors.figures",
    },
    "lstm_doors/checks": {"numpy", "lstm_doors.networks"},
    "doorkeeper": {
        "numpy",
        "matplotlib",
        "IPython",
        "nbformat",
        "nbconvert",
        "nbgrader",
        "traitlets",
        "jupyter_client",
        "jupyter_core",
        "sqlalchemy",
        "alembic",
        "jinja2",
        "bleach",
    },
}


def imported(path):
    """Full names of the modules that a file imports."""
    package = path.relative_to(SRC).with_suffix("").parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            parent = package[: -node.level]
            yield ".".join([*parent, *filter(None, [node.module])])
        elif isinstance(node, ast.ImportFrom) and node.module in PACKAGES:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


def allowed(name, part):
    names = MAY_IMPORT[part] | {part.replace("/", ".")}
    if name.partition(".")[0] in sys.stdlib_module_names:
        return True
    return any(name == n or name.startswith(f"{n}.") for n in names)


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_a_part_imports_only_what_lies_below_it(part):
    files = sorted((SRC / part).rglob("*.py"))
    assert files
    wrong = {
        f"{path.relative_to(SRC)} imports {name}"
        for path in files
        for name in imported(path)
        if not allowed(name, part)
    }
    assert not wrong


def test_every_part_is_listed():
    parts = {p.name for p in (SRC / "lstm_doors").iterdir() if p.is_dir()}
    parts -= {"__pycache__", "static"}
    assert {f"lstm_doors/{name}" for name in parts} <= set(MAY_IMPORT)
