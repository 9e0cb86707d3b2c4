"""A student's hour in JupyterLab: every exercise, fresh and solved."""

import re
import shutil

import pytest
from course import ROOT
from hours import HOURS, PATHS, Exercise
from student import Student

from lstm_doors.checks.demo import WRITTEN

EXERCISES = [Exercise(path) for path in PATHS]
# What a door says in place of its picture while the functions are stubs.
UNWRITTEN = "is not written yet."
UNSHOWN = {"08_training": "params is empty: run the cell that calls"}
each = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.folder)


@pytest.fixture(scope="module")
def student(lab, browser):
    """Somebody who sits at one JupyterLab the whole hour."""
    page = browser.new_page(viewport={"width": 1300, "height": 900})
    one = Student(page, lab.url)
    one.begin()
    yield one
    page.close()


@pytest.fixture
def opened(student, lab):
    """A function that opens an exercise; its tab is closed in the end."""

    def open_it(part, exercise):
        path = part, exercise.folder, exercise.file
        # As handed out, whatever an earlier test has left in it.
        shutil.copy(ROOT.joinpath(*path), lab.course.folder.joinpath(*path))
        student.open(*path)
        return student

    yield open_it
    student.close()
    assert student.broken == []


def told(door, pattern):
    """Wait until the sentence below a door says this; the sentence."""
    said = door.locator(".doors-says").filter(has_text=re.compile(pattern))
    said.wait_for()
    return said.inner_text()


def passed(function):
    return f"{function}: all checks passed."


@each
def test_a_fresh_exercise_fails_kindly_and_names_a_mistake(opened, exercise):
    student = opened("exercises", exercise)
    student.run_all()
    for function in exercise.functions:
        unwritten = f"{function} is not written yet."
        said = student.read(exercise.check(function), unwritten)
        assert said.startswith(unwritten)
        assert len(said.splitlines()) <= 3
    student.read(exercise.door, UNSHOWN.get(exercise.folder, UNWRITTEN))
    function = exercise.functions[0]
    answer, check = exercise.answer(function), exercise.check(function)
    misconception, wrong = next(iter(WRITTEN[function].wrong().items()))
    student.write(answer, wrong)
    student.run(answer)
    student.run(check, f"[misconception: {misconception}]")
    student.write(answer, WRITTEN[function].right[0])
    student.run(answer)
    assert student.run(check, "passed") == passed(function)


@each
def test_a_solved_exercise_passes_and_its_door_moves(opened, exercise):
    student = opened("solutions", exercise)
    student.run_all()
    for function in exercise.functions:
        said = student.read(exercise.check(function), passed(function))
        assert said == passed(function)
    student.read(exercise.door)
    door = student.cell(exercise.door).locator(".doors-live")
    before = told(door, "\\S")
    picture = door.locator(".doors-picture svg")
    drawn = picture.inner_html()
    door.get_by_role("slider", name=exercise.knob).press("End")
    told(door, f"^(?!{re.escape(before)})")
    assert picture.inner_html() != drawn


@pytest.mark.parametrize("folder", HOURS)
def test_an_hour_from_the_stub_to_the_right_answer(opened, folder):
    hour = HOURS[folder]
    exercise = next(e for e in EXERCISES if e.folder == folder)
    student = opened("exercises", exercise)
    student.restart_and_run_all()
    student.read(exercise.door, count=exercise.count(exercise.door))
    for function, line in hour.lines.items():
        type_answer(student, exercise, function, line, passed(function))
    # A mistake: the check names it, the door shows it, Validate finds it.
    function, line, misconception = hour.slip
    short = function.replace("_", "-")
    named = f"[misconception: {short}-{misconception}]"
    type_answer(student, exercise, function, line, named)
    student.run(exercise.door)
    door = student.cell(exercise.door).locator(".doors-live")
    slider = door.get_by_role("slider", name=exercise.knob)
    slider.press("End")
    told(door, hour.wrong)
    said = student.validate()
    assert f"checks.{function}({function})" in said
    assert named in said
    assert said.count("[misconception:") == 1
    # And right: the check and the door say so, Validate and a new kernel.
    line = hour.lines[function]
    type_answer(student, exercise, function, line, passed(function))
    assert "Success! Your notebook passes all the tests." in student.validate()
    student.restart_and_run_all()
    student.read(exercise.door, count=exercise.count(exercise.door))
    for function in exercise.functions:
        student.read(exercise.check(function), passed(function))
    student.save()
    student.come_back()
    student.walk_to(exercise.door)
    move(student, exercise, hour)


def test_an_endless_loop_is_told_when_it_is_interrupted(opened):
    exercise = next(e for e in EXERCISES if e.folder == "03_forget_gate")
    student = opened("exercises", exercise)
    student.run(exercise.places["imports"])
    answer = exercise.answer("sigmoid")
    student.type_over_last_line(answer, "while True: z")
    student.run(answer)
    student.start(exercise.check("sigmoid"))
    student.interrupt()
    said = student.read(exercise.check("sigmoid"), "interrupted")
    assert said.startswith("sigmoid had not come back when it was interr")
    assert "while True: z" in said
    assert len(said.splitlines()) <= 3


def type_answer(student, exercise, function, line, says):
    """Type the last line of an answer and run it; its check says this."""
    answer = exercise.answer(function)
    student.type_over_last_line(answer, line)
    assert student.run(answer) == ""
    student.run(exercise.check(function), says)


def move(student, exercise, hour):
    """Move the knob by keyboard, by mouse and by typing a number."""
    cell = student.cell(exercise.door)
    door = cell.locator(".doors-live")
    slider = door.get_by_role("slider", name=exercise.knob)
    slider.press("End")
    told(door, hour.right)
    row = door.locator(".widget-slider", has_text=exercise.knob)
    row.locator(".noUi-target").click()  # in its middle
    told(door, hour.mouse)
    name = f"{exercise.knob}, exact value"
    exact = door.get_by_role("textbox", name=name)
    exact.fill(hour.exact)
    exact.press("Enter")
    told(door, hour.typed)
    assert "Error displaying widget" not in cell.inner_text()
