"""The instructors' page says what the code does, and its scripts run."""

import csv
import re
from pathlib import Path

import pytest

from doorkeeper import feedback, report, summary
from doorkeeper.cli import parser
from doorkeeper.settings import Doorkeeper

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "book" / "instructors.md").read_text(encoding="utf-8")


def section(title):
    """The text below one heading."""
    return re.split(r"^##+ ", PAGE.split(f"# {title}\n")[1], flags=re.M)[0]


def first_column(text):
    return re.findall(r"^\| `([^`]+)` \|", text, re.M)


def test_every_setting_stands_in_the_table_once():
    settings = Doorkeeper.class_own_traits(config=True)
    assert sorted(first_column(section("Set it up"))) == sorted(settings)


def test_every_status_stands_in_the_table_once():
    told = first_column(section("Read the reports"))
    assert sorted(told) == sorted([*summary.ORDER, report.UNTOUCHED])


def test_the_columns_and_words_of_the_reports_are_named():
    text = section("Read the reports")
    for word in (*report.GRADES, *report.QUESTIONS, *feedback.WORDS):
        assert f"`{word}`" in text, word


def test_commands_of_doorkeeper_are_understood():
    lines = re.findall(r"^doorkeeper (.+)$", PAGE, re.M)
    assert len(lines) >= 3
    for line in lines:
        parser().parse_args(line.split())


@pytest.fixture
def scripts(tmp_path, monkeypatch):
    """The two scripts, by the file that they write; grades to run on."""
    monkeypatch.chdir(tmp_path)
    rows = [
        "student,assignment,score,max_score,status",
        "ada,03_forget_gate,7,10,graded",
        "ada,06_lstm,0,10,graded",
        "bela,03_forget_gate,,10,unreadable",
    ]
    Path("reports").mkdir()
    Path("reports/grades.csv").write_text("\n".join(rows) + "\n")
    found = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    return dict(zip(("moodle", "canvas"), found, strict=True))


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_the_moodle_script_writes_a_row_for_each_student(scripts):
    exec(scripts["moodle"], {})
    assert read("moodle.csv") == [
        ["username", "03_forget_gate", "06_lstm"],
        ["ada", "7", "0"],
        ["bela", "", ""],
    ]


def test_the_canvas_script_fills_in_what_it_knows(scripts):
    head = "Student,ID,SIS User ID,SIS Login ID,Section,"
    head += "03_forget_gate (11),06_lstm (12),Essay (13)"
    rows = [
        head,
        "    Points Possible,,,,,10,10,5",
        '"A, Ada",1,u1,ada,S,,,4',
        '"B, Bela",2,u2,bela,S,3,,',
    ]
    Path("canvas.csv").write_text("\ufeff" + "\n".join(rows) + "\n", "utf-8")
    exec(scripts["canvas"], {})
    assert read("canvas_filled.csv") == [
        head.split(","),
        ["    Points Possible", "", "", "", "", "10", "10", "5"],
        ["A, Ada", "1", "u1", "ada", "S", "7", "0", "4"],
        ["B, Bela", "2", "u2", "bela", "S", "3", "", ""],
    ]
