"""The formgrader opens on the course folder and knows its assignments."""

import pytest


@pytest.fixture
def lab_page(browser, lab):
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    yield context.new_page()
    context.close()


def test_the_formgrader_lists_the_assignment(lab, lab_page):
    lab_page.goto(f"{lab.url}/formgrader", wait_until="load")
    row = lab_page.locator("tr", has_text="03_forget_gate")
    row.first.wait_for(timeout=60_000)
    assert "03_forget_gate" in row.first.inner_text()


def test_the_lab_opens_on_the_exercises(lab, lab_page):
    lab_page.goto(f"{lab.url}/lab/tree/exercises?reset", wait_until="load")
    entry = lab_page.locator(".jp-DirListing-item", has_text="03_forget_gate")
    entry.wait_for(timeout=90_000)


def test_the_lab_offers_validate(lab, lab_page):
    path = "lab/tree/exercises/03_forget_gate/forget_gate.ipynb?reset"
    lab_page.goto(f"{lab.url}/{path}", wait_until="load")
    validate = lab_page.get_by_text("Validate", exact=True)
    validate.first.wait_for(timeout=90_000)
