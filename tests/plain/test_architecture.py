"""Imports point one way, and what needs little imports little."""

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
PACKAGES = ("lstm_doors", "doorkeeper")
OWN = ["networks", "data", "experiments", "figures", "widgets", "checks"]


def drawn():
    """What each part may import, as the picture in ARCHITECTURE.md says."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    picture = re.search(r"```mermaid\n(.*?)```", text, re.S)[1]
    labels = dict(re.findall(r'(\w+)\["(.+?)"\]', picture))
    arrows = re.findall(r"^\s*(\w+) -(?:->|\..*\.->) (\w+)", picture, re.M)
    found = {}
    for part, target in arrows:
        found.setdefault(folder(part), set()).update(named(target, labels))
    return found


def folder(part):
    return f"lstm_doors/{part}" if part in OWN else part


def named(target, labels):
    """The modules of a box: our own part, one module, or the label's list."""
    if target in OWN:
        return {f"lstm_doors.{target}"}
    if target not in labels:
        return {target}
    return set(re.findall(r"\w+", labels[target].replace("<br>", " ")))


MAY_IMPORT = drawn()


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
    assert parts == set(OWN)
    assert {f"lstm_doors/{name}" for name in parts} <= set(MAY_IMPORT)


def test_an_arrow_that_is_not_drawn_is_not_allowed():
    assert allowed("lstm_doors.networks.lstm", "lstm_doors/checks")
    assert allowed("sqlalchemy.exc", "doorkeeper")
    assert not allowed("matplotlib", "lstm_doors/networks")
    assert not allowed("lstm_doors.checks", "doorkeeper")
    assert not allowed("doorkeeper", "lstm_doors/checks")
