"""An instructor's first hour: reports, the formgrader, the fence's button."""

import os
import re
import shutil
import socket

import nbformat
import pytest
from instructor import EXERCISE, SLOW, Office, run_notebook

HOSTILE, BROKEN = "mallory", "nils"
fenced = pytest.mark.skipif(
    not shutil.which("bwrap"), reason="the provisioner needs bubblewrap"
)
POINTS, EXTRA = 1.5, 0.25
COMMENT = "Look at *which way* the door swings."


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Four made-up students, a hostile one and a damaged file, graded."""
    made = Office(tmp_path_factory.mktemp("a"), tmp_path_factory.mktemp("h"))
    made.doorkeeper("demo-class", "--students", "4")
    with socket.create_server(("127.0.0.1", 0)) as outside:
        made.hostile(HOSTILE, outside.getsockname()[1])
        made.submitted(BROKEN).parent.mkdir(parents=True)
        made.submitted(BROKEN).write_text('{"cells": [')
        made.grade()
        with made.lab() as made.url:
            yield made


@pytest.fixture
def formgrader(page, office):
    """Opens one of the formgrader's pages, as the address has it."""

    def open_page(path):
        page.set_default_timeout(SLOW)
        page.goto(f"{office.url}/formgrader/{path}", wait_until="load")
        return page

    return open_page


def mistaken(office):
    """A made-up student, and the function with a misconception by name."""
    for row in office.table("questions.csv"):
        if row["misconception"] and row["student"] not in (HOSTILE, BROKEN):
            return row
    return pytest.fail("nobody in the class has a misconception")


# What doorkeeper writes


def test_the_class_report_shows_pictures_and_asks_for_nothing(office, page):
    report = office.folder / "reports" / "class.html"
    page.goto(report.as_uri())
    assert page.locator("svg rect").count() > 3
    text = page.locator("main").inner_text()
    for told in ("forget door", mistaken(office)["function"], "unreadable"):
        assert told in text
    silent(page)


def test_a_feedback_page_leads_with_the_misconception_by_name(office, page):
    wrong = mistaken(office)
    page.goto(office.page(wrong["student"]).as_uri())
    lead = page.locator("main section, main table").first
    name = wrong["misconception"].replace("_", "-")
    start = wrong["function"].replace("_", "-") + "-"
    words = name.removeprefix(start).replace("-", " ")
    assert words in lead.locator("h2").inner_text()
    silent(page)


def test_nothing_that_a_student_printed_runs_in_the_feedback(office, page):
    page.goto(office.page(HOSTILE).as_uri())
    assert "SEEN []" in page.locator("main").inner_text()
    assert page.evaluate("window.pwned") is None
    silent(page)


def silent(page):
    """Nothing asked for, nothing failed, nothing wrong on the console."""
    assert page.traffic.foreign == page.traffic.failed == []
    assert page.traffic.errors == []


# The formgrader


def test_the_formgrader_opens_from_jupyterlabs_menu(office, page):
    page.set_default_timeout(SLOW)
    page.goto(f"{office.url}/lab?reset", wait_until="load")
    page.get_by_role("menuitem", name="Nbgrader", exact=True).click()
    page.get_by_text("Formgrader", exact=True).click()
    inside = page.frame_locator("iframe").first
    inside.locator("tr", has_text=EXERCISE).first.wait_for()


def test_the_formgrader_has_the_scores_of_grades_csv(office, formgrader):
    page = formgrader(f"manage_submissions/{EXERCISE}")
    for row in office.table("grades.csv"):
        line = page.locator("tbody tr", has_text=row["student"])
        line.wait_for()
        if row["score"]:
            text = f"{float(row['score']):g} / {float(row['max_score']):g}"
            assert text in line.inner_text()
        else:
            assert "needs autograding" in line.inner_text()


def submission(page, student):
    """From the list of a student's work to the notebook that was graded."""
    page.locator("tbody a", has_text="forget_gate").first.click()
    page.locator(f"#{'forget-check'}.score").wait_for()
    page.wait_for_function("formgrader.grades && formgrader.grades.loaded")
    page.wait_for_function("formgrader.comments.loaded")
    return page


def test_nothing_of_a_hostile_notebook_runs_in_the_formgrader(
    office, formgrader
):
    page = formgrader(f"manage_students/{HOSTILE}/{EXERCISE}")
    submission(page, HOSTILE)
    assert "SEEN []" in page.locator("#notebook-container").first.inner_text()
    assert page.evaluate("window.pwned") is None


@pytest.fixture(scope="module")
def graded_by_hand(office, browser):
    """Points, extra points and a comment, typed in; and graded again."""
    wrong = mistaken(office)
    page = browser.new_page()
    page.set_default_timeout(SLOW)
    where = f"manage_students/{wrong['student']}/{EXERCISE}"
    page.goto(f"{office.url}/formgrader/{where}", wait_until="load")
    submission(page, wrong["student"])
    cell = wrong["question"]
    answer = cell.replace("-check", "-answer")
    typed = {
        f"#{cell}": str(POINTS),
        f"#{cell}_extra_credit": str(EXTRA),
        f"#{answer}-comment": COMMENT,
    }
    for field, text in typed.items():
        page.locator(field).fill(text)
        with page.expect_response(lambda r: r.request.method == "PUT") as got:
            page.keyboard.press("Tab")
        assert got.value.ok
    page.close()
    wrong["before"] = float(office.row(wrong["student"])["score"])
    office.grade()
    return wrong


def test_points_given_by_hand_stand_in_the_reports(office, graded_by_hand):
    student = graded_by_hand["student"]
    wanted = graded_by_hand["before"] + POINTS + EXTRA
    assert float(office.row(student)["score"]) == wanted


def test_points_and_comment_are_still_there_in_the_formgrader(
    formgrader, graded_by_hand
):
    student, cell = graded_by_hand["student"], graded_by_hand["question"]
    page = formgrader(f"manage_students/{student}/{EXERCISE}")
    submission(page, student)
    assert page.locator(f"#{cell}").input_value() == str(POINTS)
    assert page.locator(f"#{cell}_extra_credit").input_value() == str(EXTRA)
    answer = cell.replace("-check", "-answer")
    assert page.locator(f"#{answer}-comment").input_value() == COMMENT


def test_points_and_comment_stand_in_the_feedback(
    office, page, graded_by_hand
):
    page.goto(office.page(graded_by_hand["student"]).as_uri())
    text = page.locator("main").inner_text()
    assert COMMENT in text
    assert f"{graded_by_hand['before'] + POINTS + EXTRA:g} of 10" in text


def press(page, student, button):
    """Press one of the buttons in a student's row; give what comes up."""
    line = page.locator("tbody tr", has_text=student)
    line.locator(f".{button} a").click()
    dialog = page.locator(".modal-dialog")
    dialog.wait_for()
    said = dialog.inner_text()
    dialog.locator("button", has_text="OK").click()
    dialog.wait_for(state="detached")
    return said


def test_the_feedback_button_leaves_a_page_that_is_safe_to_give(
    office, formgrader, page, graded_by_hand
):
    student = graded_by_hand["student"]
    formgrader(f"manage_submissions/{EXERCISE}")
    for person in (student, HOSTILE):
        assert "Successfully" in press(page, person, "generate-feedback")
    page.goto(office.page(student).as_uri())
    assert COMMENT in page.locator("main").inner_text()
    page.goto(office.page(HOSTILE).as_uri())
    assert page.evaluate("window.pwned") is None


@fenced
def test_the_autograde_button_keeps_the_fence(office, formgrader, page):
    formgrader(f"manage_submissions/{EXERCISE}")
    graded = office.folder / "autograded" / HOSTILE / EXERCISE
    shutil.rmtree(graded)
    assert "Successfully" in press(page, HOSTILE, "autograde")
    notebook = nbformat.read(graded / "forget_gate.ipynb", as_version=4)
    outputs = [o for c in notebook.cells for o in c.get("outputs", [])]
    said = "".join(o.get("text", "") for o in outputs)
    assert "SEEN []" in said


@fenced
def test_what_the_button_has_run_does_not_run_in_the_formgrader(office, page):
    page.set_default_timeout(SLOW)
    page.goto(f"{office.url}/formgrader/manage_students/{HOSTILE}/{EXERCISE}")
    submission(page, HOSTILE)
    assert page.evaluate("window.pwned") is None


def test_the_autograde_button_says_what_it_could_not_grade(formgrader):
    page = formgrader(f"manage_submissions/{EXERCISE}")
    said = press(page, BROKEN, "autograde")
    assert re.search("There was an error autograding", said)
    assert "Notebook does not appear to be JSON" in said


# Other notebooks in the same JupyterLab


def look(folder, name):
    """A notebook that writes a file and says who it is."""
    source = "import os\nuser = os.getuid()\n"
    source += "try:\n    open('written.txt', 'w').close()\n"
    source += "    print('I am', user, 'and can write')\n"
    source += "except OSError:\n    print('I am', user, 'and cannot write')"
    made = nbformat.v4.new_notebook()
    made.cells = [nbformat.v4.new_code_cell(source)]
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "p"}
    nbformat.write(made, folder / name)


def test_the_instructors_own_notebook_runs_as_ever(office, page):
    look(office.folder, "own.ipynb")
    said = run_notebook(page, office.url, "own.ipynb", "I am")
    assert said.strip() == f"I am {os.getuid()} and can write"
    assert (office.folder / "written.txt").exists()


@fenced
def test_a_students_notebook_is_opened_behind_the_fence(office, page):
    folder = office.submitted(HOSTILE).parent
    look(folder, "look.ipynb")
    path = folder.relative_to(office.folder) / "look.ipynb"
    said = run_notebook(page, office.url, path.as_posix(), "I am")
    (folder / "look.ipynb").unlink()
    assert said.strip() == "I am 65534 and cannot write"
