"""Live doors in JupyterLab: with a kernel, and with a student's functions."""

import contextlib
import re

import nbformat
import pytest
from playwright.sync_api import TimeoutError

CELLS = [
    "from lstm_doors import networks\nfrom lstm_doors.widgets import *",
    "ForgetDoor()",
    "WholeCell()",
    "def forget_gate(x, h_prev, U_f, W_f, b_f):\n"
    "    if b_f > 2:\n"
    "        raise ZeroDivisionError('on purpose')\n"
    "    return networks.forget_gate(x, h_prev, U_f, W_f, b_f)\n\n"
    "mine = YourForgetDoor(forget_gate, networks.forget)\nmine",
    "def lstm_step(x, h_prev, c_prev, params):\n"
    "    raise NotImplementedError\n\n"
    "YourCell(lstm_step)",
    "YourCell(networks.lstm_step)",
]
DOORS = 5


@pytest.fixture(scope="module")
def notebook(lab):
    """Path, below the server's root, of a notebook that shows doors."""
    made = nbformat.v4.new_notebook()
    made.cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    made.metadata = {
        "kernelspec": {
            "name": "python3",
            "display_name": "Python 3 (ipykernel)",
            "language": "python",
        }
    }
    path = lab.course.folder / "doors.ipynb"
    nbformat.write(made, path)
    return path.name


@pytest.fixture(scope="module")
def ran(lab, notebook, browser):
    """The notebook, open in JupyterLab, all cells run."""
    page = browser.new_page(viewport={"width": 1300, "height": 4200})
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.goto(f"{lab.url}/doc/tree/{notebook}")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=60_000)
    # Cells that are run before the kernel is there are not run at all.
    ready = '.jp-Notebook-ExecutionIndicator[data-status="idle"]'
    page.locator(ready).wait_for(timeout=90_000)
    run_all(page)
    yield page
    page.close()


def run_all(page):
    """Run All, again where a busy machine let the first call go astray."""
    last = page.locator(".doors-live").nth(DOORS - 1)
    for _ in range(4):
        page.locator(".jp-Notebook .jp-Cell").first.click()
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        with contextlib.suppress(TimeoutError):
            return last.locator(".doors-picture svg").wait_for(timeout=60_000)
    return pytest.fail("the doors did not show in four runs of all cells")


def door(page, k):
    return page.locator(".doors-live").nth(k)


def told(widget, pattern):
    """Wait until the widget's sentence holds the pattern."""
    said = widget.locator(".doors-says").filter(has_text=re.compile(pattern))
    said.wait_for(timeout=20_000)
    return said.inner_text()


def test_the_forget_door_moves_with_its_slider(ran):
    widget = door(ran, 0)
    slider = widget.get_by_role("slider", name="forget door f")
    slider.press("ArrowRight")
    assert "lets 0.91 through" in told(widget, "f = 0.91")
    assert slider.get_attribute("aria-valuetext") == "0.91"
    slider.press("End")
    told(widget, "f = 1.00.*lets 1.00 through")


def test_an_exact_number_can_be_typed(ran):
    widget = door(ran, 0)
    exact = widget.get_by_role("textbox", name="forget door f, exact value")
    exact.fill("0.25")
    exact.press("Enter")
    told(widget, "f = 0.25")


def test_the_buttons_of_the_whole_cell_move_its_sliders(ran):
    widget = door(ran, 1)
    for name in ("Write", "Step on", "Keep"):
        widget.get_by_role("button", name=name, exact=True).click()
    told(widget, "Kept 0.76, written 0.00")
    memory = widget.get_by_role("slider", name="memory before, c")
    assert float(memory.get_attribute("aria-valuetext")) == 0.76


def test_the_students_function_moves_the_door_and_its_error_shows(ran):
    widget = door(ran, 2)
    slider = widget.get_by_role("slider", name="forget bias b_f")
    told(widget, "f = 0.88")  # sigmoid(1 + 1)
    slider.press("Home")
    told(widget, "f = 0.01")  # sigmoid(1 - 6)
    slider.press("End")
    error = widget.locator(".doors-error")
    error.wait_for()
    said = "forget_gate raised ZeroDivisionError: on purpose"
    assert error.inner_text() == said
    assert widget.locator(".doors-picture svg").count() == 0
    slider.press("Home")
    told(widget, "f = 0.01")
    assert error.count() == 0


def test_an_unwritten_function_is_said_in_the_widget(ran):
    error = door(ran, 3).locator(".doors-error")
    assert error.inner_text() == "lstm_step is not written yet."


def test_the_buttons_drive_the_students_cell(ran):
    widget = door(ran, 4)
    for name, said in {
        "Write": "becomes 0.76.*h = 0.00",
        "Step on": "1 step taken",
        "Forget": "becomes 0.00",
    }.items():
        widget.get_by_role("button", name=name, exact=True).click()
        told(widget, said)


def test_nothing_broke_in_the_browser(ran):
    assert ran.errors == []
