"""Lint and format: python tools/lint.py [--fix] (what `make lint` runs).

Ruff looks at the Python files and the notebooks of solutions/ by itself; the
code cells of the book's MyST notebooks are handed to it as a notebook, one
chapter at a time.
"""

import argparse
import subprocess
import sys
from pathlib import Path

import jupytext
import nbformat

ROOT = Path(__file__).resolve().parent.parent
RUFF = [sys.executable, "-m", "ruff"]


def ruff(*args, **kwargs):
    """Run ruff with `args` at the root of the tree."""
    return subprocess.run([*RUFF, *args], cwd=ROOT, encoding="utf-8", **kwargs)


def chapters():
    """The MyST notebooks of the book (pages without code have no header)."""
    for path in sorted((ROOT / "book").glob("*.md")):
        if path.read_text(encoding="utf-8").startswith("---\njupytext:"):
            yield path


def code_of(chapter):
    """A notebook of the chapter's code cells alone."""
    notebook = jupytext.read(chapter)
    cells = [c for c in notebook.cells if c.cell_type == "code"]
    notebook.cells = cells
    return nbformat.writes(notebook)


def formatted_cells(chapter, source):
    """(cell as it stands, cell as ruff formats it) for each code cell."""
    name = chapter.with_suffix(".ipynb").name
    result = ruff(
        "format", "--stdin-filename", name, "-",
        input=source, capture_output=True,
    )  # fmt: skip
    if result.returncode:  # no Python at all: ruff's check says where
        return []
    sources = (nbformat.reads(s, 4) for s in (source, result.stdout))
    return [
        (before.source, after.source)
        for before, after in zip(*(n.cells for n in sources), strict=True)
        if before.source != after.source
    ]


def lint_chapter(chapter, fix):
    """Exit code for one chapter's cells: ruff's rules, then its format."""
    source = code_of(chapter)
    name = chapter.relative_to(ROOT).with_suffix(".ipynb").as_posix()
    code = ruff(
        "check", "--quiet", "--stdin-filename", name, "-", input=source
    ).returncode
    changes = formatted_cells(chapter, source)
    if fix and changes:
        text = chapter.read_text(encoding="utf-8")
        for before, after in changes:
            text = text.replace(before, after)
        chapter.write_text(text, encoding="utf-8")
        return code
    for before, _ in changes:
        first = before.splitlines()[0]
        print(
            f"{chapter.relative_to(ROOT)}: the cell that begins with "
            f"{first!r} is not formatted: run `make format`."
        )
    return code or int(bool(changes))


def main():
    """Exit 0 when all is clean; what is not has been named."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--fix", action="store_true", help="mend what can be")
    fix = parser.parse_args().fix
    checks = [["check", "."], ["format", "--check", "."]]
    if fix:
        checks = [["check", "--fix", "."], ["format", "."]]
    codes = [ruff(*check).returncode for check in checks]
    codes += [lint_chapter(chapter, fix) for chapter in chapters()]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
