"""axe-core finds nothing of ours on any page, in light and in dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from reader import PATIENCE, PHONE, READ, WIDE, read, size, wear

# What the theme does and no override of ours can mend: rule -> (the element
# it is allowed on, why). Nothing else is let pass.
OF_THE_THEME = {}
# What opens or answers is looked at open and answered too.
OPEN = """() => {
  for (const box of document.querySelectorAll('.bd-article details'))
    box.open = true;
  for (const quiz of document.querySelectorAll('form.quiz')) {
    quiz.querySelector('input').checked = true;
    quiz.requestSubmit();
  }
}"""
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
TOUCH = {"runOnly": ["scrollable-region-focusable", "target-size"]}


# Lighthouse looks for this one too.
ALL = {"rules": {"label-content-name-mismatch": {"enabled": True}}}


def faults(page, options):
    """Rule, place and reason of each fault that is not the theme's."""
    found = Axe().run(page, options=options).response["violations"]
    return [
        (rule["id"], node["target"], node["failureSummary"])
        for rule in found
        for node in rule["nodes"]
        if node["target"] != [OF_THE_THEME.get(rule["id"], [None])[0]]
    ]


@pytest.fixture(scope="module", params=READ)
def opened(request, site, browser):
    """One page, read once, with all that can be unfolded unfolded."""
    context = browser.new_context(
        viewport={"width": WIDE[0], "height": WIDE[1]},
        reduced_motion="reduce",  # no colour caught half way
    )
    page = context.new_page()
    read(page, f"{site}/{request.param}")
    page.evaluate(OPEN)
    yield page
    context.close()


def test_axe_finds_no_fault(opened):
    assert faults(opened, ALL) == []


def test_axe_finds_no_pale_colour_in_the_dark(opened):
    wear(opened, "dark")
    assert faults(opened, COLOURS) == []


def test_axe_finds_no_small_target_on_a_phone(opened):
    size(opened, PHONE)
    opened.wait_for_function(  # the theme waits until the window is at rest
        "() => [...document.querySelectorAll('.bd-article pre')].every("
        "(box) => box.scrollWidth <= box.clientWidth || box.tabIndex === 0)",
        timeout=PATIENCE,
    )
    assert faults(opened, TOUCH) == []
