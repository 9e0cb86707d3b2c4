"""A page of live doors without kernel and network: alive, named, robust."""

import json
import os
import re
import time

import pytest
import widget_page
from axe_playwright_python.sync_playwright import Axe

from lstm_doors.widgets.base import style

ODD = [
    "import ipywidgets as w\nfrom lstm_doors import networks\n"
    "from lstm_doors.widgets import ForgetDoor, YourForgetDoor\n"
    "import anywidget\n\nForgetDoor(f=0.5)",
    "w.DatePicker(description='a day')",
    "class Broken(anywidget.AnyWidget):\n"
    "    _esm = \"throw new Error('on purpose');\"\n\nBroken()",
    "YourForgetDoor(networks.forget_gate, networks.forget)",
    "a = w.FloatSlider(description='first', min=-1, max=1, step=0.25)\n"
    "b = w.IntSlider(description='second')\n"
    "c = w.FloatSlider(description='third', min=-1, max=1, step=0.25)\n"
    "tie = w.jsdlink((a, 'value'), (c, 'value'))\n"
    "w.VBox([w.Label('some words'), w.HBox([a, b]), c])",
    "w.Dropdown(options=['one', 'two'], description='choice')",
    "ForgetDoor(f=0.25)",
]
WIDGETS = 8  # on the page of all


@pytest.fixture(scope="session")
def live(tmp_path_factory):
    """Folder of a built book: all.html, and odd.html with what goes wrong."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent  # one build for all workers
    out = base / "live"
    ready = out / "ready"
    try:
        out.mkdir()
    except FileExistsError:
        while not ready.exists():
            time.sleep(0.2)
    else:
        try:
            widget_page.build(out, {**widget_page.ALL, "odd": ODD})
        finally:
            ready.touch()
    return out / "_build" / "html"


@pytest.fixture(scope="session")
def live_site(live, serve):
    """URL of the small book, served on loopback."""
    return serve(live)


@pytest.fixture
def opened(live_site, page):
    """opened(name): the page of that name with its widgets awake."""

    def open_page(name="all", url=live_site):
        page.goto(f"{url}/{name}.html", wait_until="load")
        page.locator("html[data-doors=alive]").wait_for()
        return page

    return open_page


def door(page, name):
    """The widget with a slider of this name."""
    slider = page.get_by_role("slider", name=name, exact=True)
    return page.locator(".doors-live").filter(has=slider).first


def told(widget):
    return widget.locator(".doors-says").inner_text()


def test_every_widget_is_there_and_nobody_was_asked(opened):
    page = opened()
    pictures = page.locator(".doors-live .doors-picture svg")
    assert pictures.count() == WIDGETS
    assert page.locator(".doors-sentence").count() == 0
    assert page.traffic.foreign == []
    assert page.traffic.failed == []
    assert page.traffic.errors == []


def test_the_same_from_a_file(opened, live):
    page = opened(url=live.as_uri())
    assert page.locator(".doors-live .doors-picture svg").count() == WIDGETS
    page.get_by_role("slider", name="forget door f").first.press("Home")
    assert "f = 0.00" in told(door(page, "memory before the door, c"))


def test_every_control_has_a_name_and_an_exact_value(opened):
    page = opened()
    controls = page.locator(".doors-live :is(input, select, button)")
    assert controls.count() > 2 * WIDGETS
    for control in controls.all():
        label = control.evaluate(
            "e => e.ariaLabel || e.labels?.[0]?.textContent || e.textContent"
        )
        assert label.strip()
    for slider in page.get_by_role("slider").all():
        spoken = slider.get_attribute("aria-valuetext")
        assert float(spoken) == float(slider.input_value())


def test_a_key_moves_slider_number_picture_and_spoken_value(opened):
    page = opened()
    widget = door(page, "memory before the door, c")
    slider = widget.get_by_role("slider", name="forget door f")
    slider.press("ArrowLeft")
    assert slider.input_value() == "0.89"
    assert slider.get_attribute("aria-valuetext") == "0.89"
    exact = widget.get_by_label("forget door f, exact value")
    assert exact.input_value() == "0.89"
    label = widget.locator("svg").get_attribute("aria-label")
    assert "f = 0.89" in label
    assert label == told(widget)


def test_an_exact_number_can_be_typed_and_nonsense_changes_nothing(opened):
    page = opened()
    widget = door(page, "memory before the door, c")
    exact = widget.get_by_label("forget door f, exact value")
    exact.fill("0.123")
    exact.press("Tab")
    assert "f = 0.12" in told(widget)
    slider = widget.get_by_role("slider", name="forget door f")
    assert slider.get_attribute("aria-valuetext") == "0.123"
    for wrong in ("7", "-0.1", ""):
        exact.fill(wrong)
        exact.press("Tab")
        assert exact.input_value() == "0.123"
        assert "f = 0.12" in told(widget)


def test_the_door_itself_can_be_dragged(opened):
    page = opened()
    widget = door(page, "memory before the door, c")
    grip = widget.locator("[data-drag]")
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 2, y, steps=4)
    assert "f = 0.00" in told(widget)
    page.mouse.move(box["x"] - 20, y, steps=4)
    assert "f = 1.00" in told(widget)
    page.mouse.up()
    page.mouse.move(box["x"] + box["width"] / 2, y)
    assert "f = 1.00" in told(widget)
    slider = widget.get_by_role("slider", name="forget door f")
    assert slider.input_value() == "1"


def test_what_is_spoken_waits_until_the_hand_rests(opened):
    page = opened()
    widget = door(page, "memory before the door, c")
    status = widget.get_by_role("status")
    assert status.inner_text() == ""
    slider = widget.get_by_role("slider", name="forget door f")
    spoken = page.evaluate_handle(
        "node => { const all = []; new MutationObserver(() =>"
        " all.push(node.textContent)).observe(node, { childList: true });"
        " return all; }",
        status.element_handle(),
    )
    for _ in range(10):
        slider.press("ArrowLeft")
    page.wait_for_function("all => all.length > 0", arg=spoken)
    page.wait_for_timeout(200)
    (once,) = spoken.json_value()
    assert once == told(widget)


def test_the_whole_cell_writes_keeps_shows_and_forgets(opened):
    page = opened()
    widget = door(page, "word x")
    says = widget.locator(".doors-says")

    def press(*names):
        for name in names:
            widget.get_by_role("button", name=name, exact=True).press("Enter")
        return says.inner_text()

    assert "becomes 0.76" in press("Write", "Step on", "Keep")
    assert "Shown: h = 0.00" in press("Step on", "Step on")
    assert "Shown: h = 0.64" in press("Show")  # tanh(tanh(1))
    assert "becomes 0.00" in press("Forget")
    assert "3 steps taken" in says.inner_text()
    assert "steps taken" not in press("Start again")


def test_the_sentence_is_scrubbed_by_key_tap_and_hover(opened):
    page = opened()
    widget = door(page, "word number")
    slider = widget.get_by_role("slider", name="word number")
    slider.press("ArrowRight")
    assert told(widget).startswith("Word 2 of 11, “grew”")
    chip = widget.get_by_role("button", name="France")
    chip.click()
    assert told(widget).startswith("Word 5 of 11, “France”")
    assert chip.get_attribute("aria-pressed") == "true"
    assert slider.input_value() == "5"
    widget.get_by_role("button", name="speak").hover()
    assert told(widget).startswith("Word 9 of 11, “speak”")
    widget.get_by_role("slider", name="unit number").press("End")
    assert "unit 12:" in told(widget)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["all", "odd"])
def test_axe_finds_nothing_of_ours(opened, page, name, theme):
    page.add_init_script(
        f"for (const k of ['mode', 'theme']) localStorage[k] = '{theme}';"
    )
    opened(name)
    assert page.locator("html").get_attribute("data-theme") == theme
    found = Axe().run(page, context=".bd-article").response["violations"]
    assert [
        (rule["id"], [node["html"][:200] for node in rule["nodes"]])
        for rule in found
    ] == []


@pytest.mark.parametrize("name", ["all", "odd"])
def test_a_phone_shows_all_without_scrolling_sideways(opened, page, name):
    page.set_viewport_size({"width": 390, "height": 800})
    opened(name)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    small = page.eval_on_selector_all(
        ".doors-picture text",
        "all => Math.min(...all.map((t) => t.getBoundingClientRect().height))",
    )
    assert small > 9


def test_what_is_strange_says_so_and_stops_nobody(opened):
    page = opened("odd")
    sentences = page.locator(".doors-sentence").all_inner_texts()
    assert sentences == [
        "This page cannot move a DatePicker: open the notebook in JupyterLab.",
        "This picture could not be drawn (on purpose).",
        "This door is moved by your own code: open this notebook in"
        " JupyterLab and run it.",
    ]
    doors = page.locator(".doors-picture svg")
    assert doors.count() == 2
    slider = page.get_by_role("slider", name="forget door f").last
    slider.press("End")
    assert "f = 1.00" in page.locator(".doors-says").last.inner_text()
    assert "f = 0.50" in page.locator(".doors-says").first.inner_text()


def test_ordinary_widgets_live_too(opened):
    page = opened("odd")
    assert page.get_by_text("some words", exact=True).is_visible()
    first = page.get_by_role("slider", name="first")
    third = page.get_by_role("slider", name="third")
    first.press("ArrowRight")
    assert third.input_value() == "0.25"
    third.press("ArrowLeft")  # one way only
    assert first.input_value() == "0.25"
    choice = page.get_by_role("combobox", name="choice")
    choice.select_option("two")
    assert choice.input_value() == "two"


def test_without_javascript_the_still_pictures_stand(live, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((live / "all.html").as_uri())
    stills = page.locator(".doors-still")
    assert stills.count() == WIDGETS
    for still in stills.all():
        assert still.locator("svg, table").is_visible()
        assert still.locator("noscript p").is_visible()
    context.close()


def test_print_shows_each_still_once_and_no_slider(opened):
    page = opened()
    page.get_by_role("slider", name="forget door f").first.press("Home")
    page.emulate_media(media="print")
    visible = ".doors-still :is(svg, table):visible"
    assert page.locator(visible).count() == WIDGETS
    assert page.locator(".doors-live:visible").count() == 0
    page.emulate_media(media="screen")
    assert page.locator(visible).count() == 0
    assert page.locator(".doors-live:visible").count() == WIDGETS


def test_print_shows_where_this_door_starts(opened):
    page = opened("odd")
    slider = page.get_by_role("slider", name="forget door f").first
    slider.press("Home")
    page.emulate_media(media="print")
    still = page.locator(".doors-still svg").first
    assert still.is_visible()
    assert "f = 0.50" in still.get_attribute("aria-label")


def test_the_stills_are_what_the_pictures_draw(page):
    page.goto("about:blank")
    drawn = widget_page.stills(page)
    kept = {
        path.stem: path.read_text("utf-8")
        for path in widget_page.STILLS.iterdir()
    }
    assert drawn == kept, "run: python tools/widget_page.py --stills"


def test_nothing_in_a_picture_moves_by_itself(opened):
    page = opened()
    moving = page.evaluate(
        "document.getAnimations().filter((a) => a.effect.target"
        ".closest('.doors-live')).length"
    )
    assert moving == 0
    assert not re.search(r"animation|transition", style())


def test_state_that_is_missing_is_said(live, page):
    text = (live / "all.html").read_text("utf-8")
    (saved,) = re.findall(
        r'<script type="application/vnd.jupyter.widget-state\+json">(.*?)'
        r"</script>",
        text,
        re.S,
    )
    assert json.loads(saved)["state"]
    lost = live / "lost.html"
    lost.write_text(text.replace(saved, "{}"), "utf-8")
    page.goto(lost.as_uri())
    page.locator("html[data-doors=alive]").wait_for()
    said = page.locator(".doors-sentence")
    assert said.count() == WIDGETS
    assert "build the book again" in said.first.inner_text()
    assert page.locator(".doors-still svg:visible").count() == WIDGETS - 1
