"""Grades beyond the run: late penalties, a person's points, other systems."""

import csv
import datetime
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hostile.build import (
    CONFIG,
    ESSAY,
    RIGHT,
    cell,
    filled,
    release,
    submit,
    tiny_cells,
    write_course,
)
from hostile.grading import grade, grades, questions, run_app
from nbgrader.api import Gradebook
from nbgrader.apps import ExportApp, GenerateFeedbackApp
from nbgrader.plugins import BasePlugin
from traitlets.config import Config

from doorkeeper.late import penalise

DUE = datetime.datetime(2026, 3, 1, 12)
FINES = """
from nbgrader.plugins import BasePlugin
class Fines(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        days = total_seconds_late / 86400
        if student_id == "greedy":
            return 1000 + score
        return None if days < 1 else round(0.5 * days, 3)
c.AssignLatePenalties.plugin_class = Fines
"""
TIMES = {
    "early": "2026-02-28 10:00:00 UTC",
    "hours": "2026-03-01 14:00:00 UTC",
    "days": "2026-03-03 15:00:00 UTC",
    "extended": "2026-03-04 12:00:00 UTC",
    "greedy": "2026-03-09 12:00:00 UTC",
}


def hand_in(root, times):
    right = filled(release(root), RIGHT)
    wrong = filled(right, {"mean_answer": "def mean(xs):\n    return 0"})
    for name, time in times.items():
        folder = submit(root, name, wrong if name == "days" else right)
        (folder / "timestamp.txt").write_text(time)


def open_book(root):
    return Gradebook(f"sqlite:///{root}/gradebook.db", "tiny")


def set_due(root, date=DUE):
    with open_book(root) as book:
        book.update_or_create_assignment("tiny", duedate=date)


def extend(root, student):
    with open_book(root) as book:
        book.update_or_create_student(student)
        book.update_or_create_submission("tiny", student)
        book.grant_extension("tiny", student, days=2)


def fines(root):
    with open_book(root) as book:
        return {
            s.student_id: (
                s.late_submission_penalty,
                # nbgrader cannot count from a date that is not there.
                s.total_seconds_late if s.assignment.duedate else 0,
            )
            for s in book.assignment_submissions("tiny")
        }


def nbgrader(root, *command):
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *command],
        cwd=root,
        capture_output=True,
        text=True,
        env={**os.environ, "PATH": path},
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


@pytest.fixture(scope="module")
def late(tmp_path_factory):
    """One late class, graded by doorkeeper and by stock nbgrader."""
    root = write_course(
        tmp_path_factory.mktemp("late") / "course", config=CONFIG + FINES
    )
    hand_in(root, TIMES)
    stock = root.parent / "stock"
    shutil.copytree(root, stock)
    nbgrader(stock, "generate_assignment", "tiny", "--create")
    set_due(stock)
    extend(stock, "extended")
    nbgrader(stock, "autograde", "tiny", "--create")
    grade(root)
    set_due(root)
    extend(root, "extended")
    grade(root)
    return root, stock


def test_late_penalties_are_those_of_stock_nbgrader(late):
    root, stock = late
    assert fines(root) == fines(stock)
    assert fines(root)["days"] == (1.062, 2 * 86400 + 3 * 3600)
    assert fines(root)["greedy"][0] == 8.0
    assert [fines(root)[name][0] for name in ("early", "hours")] == [0, 0]


def test_a_penalty_stands_in_the_reports_and_on_the_page(late):
    root, _ = late
    assert grades(root)["days", "tiny"]["score"] == "3.938"
    assert grades(root)["greedy", "tiny"]["score"] == "0"
    page = (root / "feedback/days/tiny/work.html").read_text()
    assert "tiny: 3.938 of 8" in page
    assert "1.062 points were taken off" in page
    page = (root / "feedback/early/tiny/work.html").read_text()
    assert "taken off" not in page


def test_a_due_date_taken_back_takes_its_penalties_with_it(late, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(late[0], root)
    set_due(root, None)
    grade(root)
    assert {fine for fine, _ in fines(root).values()} == {0.0}
    assert grades(root)["days", "tiny"]["score"] == "5"
    page = (root / "feedback/days/tiny/work.html").read_text()
    assert "taken off" not in page


class Fails(BasePlugin):
    """Raises for one student, talks rubbish for another."""

    def late_submission_penalty(self, student_id, score, total_seconds_late):
        if student_id == "days":
            raise RuntimeError("no table of fines")
        return {"greedy": "a lot", "extended": float("nan")}.get(student_id, 1)


def fined(late, folder, plugin):
    """What doorkeeper says and enters with another plugin."""
    shutil.copy(late[1] / "gradebook.db", folder / "gradebook.db")
    config, told = Config(), []
    config.AssignLatePenalties.plugin_class = plugin
    with open_book(folder) as book:
        penalise(book, config, told.append)
        book.db.commit()
    return told, {name: fine for name, (fine, _) in fines(folder).items()}


def test_a_plugin_that_fails_is_told_and_the_others_go_on(late, tmp_path):
    told, found = fined(late, tmp_path, Fails)
    assert found == dict.fromkeys(TIMES, 0.0) | {"hours": 1.0}
    told = "\n".join(sorted(told))
    assert told.count("\n") == 2
    assert "No late penalty for days, tiny" in told
    assert "RuntimeError: no table of fines" in told
    assert "No late penalty for greedy, tiny" in told
    assert "'a lot'" in told
    assert "No late penalty for extended, tiny" in told


def test_a_plugin_that_is_none_is_told_once(late, tmp_path):
    told, found = fined(late, tmp_path, "nowhere.Fines")
    assert len(told) == 1
    assert "the plugin for them cannot be used" in told[0]
    assert set(found.values()) == {0.0}


# A person's points and words


WORDS = "Nearly! <b>Divide</b> by how many?\nCome and see me."


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    """A class that a person has graded and commented, then graded again."""
    essay = cell(
        "essay", ESSAY, grade=True, solution=True, points=4, kind="markdown"
    )
    root = write_course(
        tmp_path_factory.mktemp("marked") / "course",
        {"tiny": [*tiny_cells(), essay], "more": tiny_cells()},
    )
    answers = {**RIGHT, "mean_answer": "def mean(xs):\n    return 0"}
    answers["essay"] = "The middle of the numbers."
    submit(root, "ann", filled(release(root), answers))
    submit(root, "bob", filled(release(root), answers))
    submit(root, "eve", filled(release(root), answers))
    submit(root, "bad", "no notebook")
    submit(root, "ann", release(root, "more"), "more")
    grade(root, "tiny")
    with open_book(root) as book:
        where = "work", "tiny", "ann"
        found = book.find_grade("essay", *where)
        found.manual_score, found.needs_manual_grade = 2.5, False
        found = book.find_grade("mean_test", *where)
        found.manual_score, found.extra_credit = 3.0, 0.5
        found.needs_manual_grade = False
        comment = book.find_comment("mean_answer", *where)
        comment.manual_comment = WORDS
        comment = book.find_comment("mean_answer", *where[:2], "eve")
        comment.manual_comment = "Taken back later."
        book.db.commit()
    done = grade(root, "tiny")
    assert "4 graded before" in done.stderr
    return root


def test_a_persons_words_and_points_stand_on_doorkeepers_page(marked):
    page = (marked / "feedback/ann/tiny/work.html").read_text()
    assert "From your instructor" in page
    assert "Nearly! &lt;b&gt;Divide&lt;/b&gt; by how many?" in page
    assert page.index("From your instructor") < page.index("<h2>Points")
    assert "tiny: 11 of 12" in page
    assert "graded by a person" in page
    assert "mean: " not in page  # no mistake is left where points were given
    other = (marked / "feedback/bob/tiny/work.html").read_text()
    assert "From your instructor" not in other
    assert "tiny: 5 of 12 so far" in other


def test_a_persons_points_stand_in_the_reports(marked):
    assert grades(marked)["ann", "tiny"]["score"] == "11"
    assert grades(marked)["ann", "tiny"]["status"] == "graded"
    assert grades(marked)["bob", "tiny"]["status"] == "needs-manual-grade"
    found = {
        q["question"]: (q["score"], q["status"])
        for q in questions(marked)
        if q["student"] == "ann"
    }
    assert found["essay"] == ("2.5", "partial")
    assert found["mean_test"] == ("3.5", "right")


def test_a_comment_survives_a_regrade_and_can_be_taken_back(marked, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(marked, root)
    answers = {**RIGHT, "essay": "Another one."}
    submit(root, "ann", filled(release(root), answers))
    page = root / "feedback/eve/tiny/work.html"
    assert "Taken back later." in page.read_text()
    with open_book(root) as book:
        where = "mean_answer", "work", "tiny", "eve"
        book.find_comment(*where).manual_comment = None
        book.db.commit()
    assert "3 graded before" in grade(root, "tiny").stderr
    assert "From your instructor" not in page.read_text()
    assert "Nearly!" in (root / "feedback/ann/tiny/work.html").read_text()


def test_what_is_not_graded_yet_says_of_how_many_points(marked):
    row = grades(marked)["ann", "more"]
    assert (row["status"], row["score"]) == ("not-graded-yet", "")
    assert row["max_score"] == "8"
    assert grades(marked)["bad", "tiny"]["max_score"] == "12"


# nbgrader export


@pytest.fixture
def export(marked, monkeypatch):
    """A function that exports the marked class and reads what came."""

    def run(plugin, to, *more, root=marked):
        monkeypatch.chdir(root)
        exporter = f"--exporter=doorkeeper.export.{plugin}"
        run_app(ExportApp, exporter, f"--to={to}", *more)
        with open(to, encoding="utf-8", newline="") as file:
            return list(csv.reader(file))

    return run


def test_export_leaves_empty_what_was_not_graded(export):
    head, *rows = export("GradesPlugin", "all.csv")
    found = {
        (r["student_id"], r["assignment"]): r
        for r in (dict(zip(head, row, strict=True)) for row in rows)
    }
    ann, bad = found["ann", "tiny"], found["bad", "tiny"]
    assert (ann["score"], ann["raw_score"]) == ("11", "11")
    assert ann["max_score"] == "12"
    assert ann["status"] == "graded"
    assert (bad["score"], bad["raw_score"]) == ("", "")
    assert bad["status"] == "unreadable"
    assert found["ann", "more"]["status"] == "not-graded-yet"
    assert found["bob", "more"]["status"] == "not-submitted"
    assert found["bob", "more"]["score"] == ""


def test_export_tells_the_penalty_apart(late, export):
    head, *rows = export("GradesPlugin", "all.csv", root=late[0])
    (days,) = (dict(zip(head, r, strict=True)) for r in rows if "days" in r)
    assert days["raw_score"] == "5"
    assert days["late_submission_penalty"] == "1.062"
    assert days["score"] == "3.938"
    assert days["duedate"] == "2026-03-01 12:00:00"
    assert days["timestamp"] == "2026-03-03 15:00:00"


def test_export_knows_what_stock_nbgrader_has_graded(late, export):
    rows = dict(export("MoodlePlugin", "moodle.csv", root=late[1])[1:])
    assert rows["days"] == "3.938"
    assert rows["early"] == "8"


def test_moodle_gets_a_row_for_each_student(export):
    assert export("MoodlePlugin", "m.csv") == [
        ["username", "more", "tiny"],
        ["ann", "", "11"],
        ["bad", "", ""],
        ["bob", "", "5"],
        ["eve", "", "5"],
    ]
    only = export("MoodlePlugin", "m.csv", "--assignment=['tiny']")
    assert only[0] == ["username", "tiny"]


def test_canvas_gets_its_own_table_back(export, marked, monkeypatch):
    monkeypatch.chdir(marked)
    head = "Student,ID,SIS User ID,SIS Login ID,Section,"
    head += "tiny (11),more (12),Essay (13)"
    rows = [
        head,
        "    Points Possible,,,,,12,8,5",
        '"A, Ann",1,u1,ann,S,,,4',
        '"B, Bad",2,u2,bad,S,3,,',
    ]
    Path("c.csv").write_text("\ufeff" + "\n".join(rows) + "\n", "utf-8")
    made = export("CanvasPlugin", "out.csv", "--CanvasPlugin.table=c.csv")
    assert made == [
        head.split(","),
        ["    Points Possible", "", "", "", "", "12", "8", "5"],
        ["A, Ann", "1", "u1", "ann", "S", "11", "", "4"],
        ["B, Bad", "2", "u2", "bad", "S", "3", "", ""],
    ]


def test_canvas_without_its_table_is_told(export, marked):
    with pytest.raises(SystemExit, match="there is no file none"):
        export("CanvasPlugin", "o.csv", "--CanvasPlugin.table=none.csv")
    (marked / "odd.csv").write_text("a,b\n1,2\n")
    with pytest.raises(SystemExit, match="has no column 'SIS Login ID'"):
        export("CanvasPlugin", "o.csv", "--CanvasPlugin.table=odd.csv")


def test_feedback_of_stock_grades_hides_the_hidden_tests_too(
    late, monkeypatch
):
    monkeypatch.chdir(late[1])
    maker = "doorkeeper.formgrader.FeedbackExporter"
    options = [f"--GenerateFeedback.exporter_class={maker}", "--force"]
    run_app(GenerateFeedbackApp, "tiny", *options)
    page = (late[1] / "feedback/days/tiny/work.html").read_text()
    assert "tiny: 3.938 of 8" in page
    assert "mean_test: not right yet" in page
    assert "A test that the exercise does not show" in page
    assert "secret_table" not in page
    assert "2.25" not in page
