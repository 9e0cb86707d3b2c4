"""Every command of the instructors' page is one that a test runs."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "book" / "instructors.md").read_text(encoding="utf-8")
EXCHANGE = "tests/grading/test_exchange.py"
HOUR = "tests/jupyter/test_instructor_hour.py"
FENCE = "tests/grading/test_doorkeeper_provisioner.py"
HERE = "tests/plain/test_instructors_commands.py"

# A command's beginning: the file of the test that runs it, and the words
# there that do.
RUN_BY = {
    "doorkeeper demo-class": (HOUR, '"demo-class", "--students"'),
    "doorkeeper grade 03_forget_gate": (
        "tests/jupyter/instructor.py",
        '"grade", EXERCISE',
    ),
    "doorkeeper grade": (EXCHANGE, '"doorkeeper", "grade"'),
    "jupyter lab": ("tests/jupyter/instructor.py", '"jupyterlab"'),
    "JUPYTER_DEFAULT_PROVISIONER_NAME=doorkeeper-fence jupyter lab": (
        "tests/jupyter/instructor.py",
        'JUPYTER_DEFAULT_PROVISIONER_NAME="doorkeeper-fence"',
    ),
    "JUPYTER_DEFAULT_PROVISIONER_NAME=doorkeeper-fence nbgrader autograde": (
        FENCE,
        "environment(JUPYTER_DEFAULT_PROVISIONER_NAME=NAME)",
    ),
    "mkdir demo": (HERE, 'block("mkdir demo")'),
    "mv submitted": (HERE, 'block("mkdir demo")'),
    "sudo mkdir -p": (EXCHANGE, '"^sudo (.+)$"'),
    "sudo chmod 777": (EXCHANGE, '"^sudo (.+)$"'),
    "nbgrader release_assignment": (EXCHANGE, '"release_assignment", EXERC'),
    "nbgrader list": (EXCHANGE, '"list"'),
    "nbgrader fetch_assignment": (EXCHANGE, '"fetch_assignment", EXERCISE'),
    "nbgrader submit": (EXCHANGE, '"submit", EXERCISE'),
    "nbgrader collect 03_forget_gate": (EXCHANGE, '"collect", EXERCISE)'),
    "nbgrader collect 03_forget_gate --update": (
        EXCHANGE,
        '"collect", EXERCISE, "--update"',
    ),
    "nbgrader zip_collect": (EXCHANGE, '"zip_collect"'),
    "nbgrader release_feedback": (EXCHANGE, '"release_feedback", EXERCISE'),
    "nbgrader export --exporter=doorkeeper.export.": (
        "tests/plain/test_instructors_page.py",
        "app.plugin_class = name",
    ),
    "python tools/exercises.py": (
        "tests/plain/test_exercises_tool.py",
        '"tools" / "exercises.py"',
    ),
}


def blocks():
    """The code blocks to be typed; what is not names its language."""
    fences = re.findall(r"^```(\w*)\n(.*?)^```", PAGE, re.M | re.S)
    return [text for language, text in fences if not language]


def block(begin):
    """The code block that begins with these words."""
    return next(text for text in blocks() if text.startswith(begin))


def commands():
    """What the page tells a person to type, line by line."""
    lines = [line for text in blocks() for line in text.splitlines()]
    return [line for line in lines if not line.startswith("c.")]


@pytest.mark.parametrize("command", commands())
def test_a_command_is_run_by_a_test(command):
    known = [start for start in RUN_BY if command.startswith(start)]
    assert known, f"no test is named that runs {command!r}"
    file, words = RUN_BY[max(known, key=len)]
    assert words in (ROOT / file).read_text(encoding="utf-8")


def test_no_command_is_listed_that_the_page_does_not_give():
    for start in RUN_BY:
        assert any(line.startswith(start) for line in commands()), start


def test_the_demo_class_can_be_moved_away_as_it_is_told(tmp_path):
    for name in "submitted", "autograded", "feedback", "reports":
        (tmp_path / name).mkdir()
    (tmp_path / ".doorkeeper").mkdir()
    (tmp_path / "gradebook.db").touch()
    subprocess.run(block("mkdir demo"), shell=True, cwd=tmp_path, check=True)
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]
