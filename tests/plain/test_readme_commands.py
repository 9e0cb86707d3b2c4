"""Every command of the first page is the one that is run somewhere."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROGRAMS = ("make", "python", "python3", "doorkeeper", "jupyter", "source")

# Where a command is run: a file, and the words in it that run it. What
# `make test` runs itself is held to the Makefile further below.
RUN_BY = {
    "make book": ("Makefile", "test: .venv/.ready-dev lint book"),
    "make lab": ("tools/newcomer.py", "make lab > lab.log"),
    "make lab LAB=--allow-root": ("Makefile", "/lab/tree/exercises $(LAB)"),
    "make grade": ("tools/newcomer.py", "make grade &&"),
    "make exercises": ("tools/newcomer.py", "make exercises &&"),
    "make test": (".ci/run", "\nmake test\n"),
    "make pdf": (".github/workflows/weekly.yml", "make pdf"),
    "make bench": (".github/workflows/weekly.yml", "make bench"),
    "python tools/book.py": (".github/workflows/test.yml", "tools/book.py"),
    "python tools/exercises.py": (
        "tests/plain/test_exercises_tool.py",
        '"tools" / "exercises.py"',
    ),
    "python tools/pdf.py": ("tests/browser/test_pdf.py", 'TOOLS / "pdf.py"'),
    "python bench/run.py": ("Makefile", "bench/run.py"),
    "jupyter lab --LabApp.default_url=/lab/tree/exercises": (
        "Makefile",
        "jupyter lab --LabApp.default_url=/lab/tree/exercises",
    ),
    "doorkeeper grade": ("tools/newcomer.py", "make grade &&"),
    "doorkeeper demo-class --students 30": (
        "tools/newcomer.py",
        "doorkeeper demo-class --students 30",
    ),
    "python3 -m venv .venv": ("Makefile", "$(PYTHON) -m venv .venv"),
    "source .venv/bin/activate": ("tools/newcomer.py", "bin/activate"),
    "python -m pip install -r requirements.txt": (
        "tools/newcomer.py",
        "python -m pip install -r requirements.txt",
    ),
    "python -m pip install -r requirements-dev.txt": (
        ".github/workflows/test.yml",
        "python -m pip install -r requirements-dev.txt",
    ),
    "python tools/chromium.py": ("Makefile", "tools/chromium.py"),
    "python tools/lint.py": (".github/workflows/test.yml", "tools/lint.py"),
    "python tools/exercises.py --check": (
        ".github/workflows/test.yml",
        "python tools/exercises.py --check",
    ),
    "python -m pytest tests": (
        ".github/workflows/test.yml",
        "python -m pytest tests",
    ),
}


def commands():
    """What the page tells a person to type."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", README, re.M | re.S)
    lines = [line for block in blocks for line in block.splitlines()]
    lines += re.findall(
        r"`([^`\n]+)`", re.sub(r"(?ms)^```.*?^```", "", README)
    )
    lines = [re.sub(r"\s+#.*", "", line).strip() for line in lines]
    words = [line.split() for line in lines]
    return {" ".join(w) for w in words if len(w) > 1 and w[0] in PROGRAMS}


def pairs():
    """Verbs of the Makefile with the plain commands beside them."""
    row = r"^\|.*?`make (\w+)`[^|]*\| `([^`]+)` \|"
    return re.findall(row, README, re.M)


def dry(verb):
    """What make would run, as a person would type it."""
    done = subprocess.run(
        ["make", "--dry-run", "--always-make", verb],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.replace(".venv/bin/", "")


@pytest.mark.parametrize("command", sorted(commands()))
def test_a_command_is_run_somewhere(command):
    file, words = RUN_BY[command]
    assert words in (ROOT / file).read_text(encoding="utf-8")


def test_no_command_is_listed_that_the_page_does_not_give():
    assert set(RUN_BY) == commands()


@pytest.mark.skipif(not shutil.which("make"), reason="needs make")
@pytest.mark.parametrize(("verb", "plain"), pairs())
def test_a_verb_runs_the_plain_command_beside_it(verb, plain):
    assert plain in dry(verb)


@pytest.mark.skipif(not shutil.which("make"), reason="needs make")
def test_the_tests_by_hand_are_those_of_make_test():
    block = re.search(r"```\n(python -m pip .*?)```", README, re.S)[1]
    for line in block.splitlines():
        tool = line.removeprefix("python -m ").removeprefix("python ")
        assert tool.split()[0] in dry("test")
