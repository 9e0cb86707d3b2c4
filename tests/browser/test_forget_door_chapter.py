"""The forget door in its chapter: alive in the built page, offline."""

import re

import numpy as np
import pytest

from lstm_doors.networks import forget

PAGE = "book/07_forget_door.html"


@pytest.fixture
def door(site, page):
    """The page with its door awake; the network ends at this machine."""
    page.goto(f"{site}/{PAGE}", wait_until="load")
    page.get_by_role("slider", name=re.compile("forget door")).wait_for()
    return page


def sliders(page):
    return (
        page.get_by_role("slider", name=re.compile("forget door")),
        page.get_by_role("slider", name=re.compile("memory before")),
    )


def said(page):
    """The numbers of the sentence below the picture: f, c, kept."""
    f_slider, _ = sliders(page)
    widget = page.locator(".doors-live").filter(has=f_slider)
    text = widget.inner_text()
    match = re.search(
        r"f = ([\d.]+)\. Of the memory ([−\d.]+) it lets ([−\d.]+)", text
    )
    assert match, text
    return [float(n.replace("−", "-")) for n in match.groups()]


def assert_picture_is_numpys(page):
    f, c, kept = said(page)
    f_slider, c_slider = sliders(page)
    assert f == pytest.approx(float(f_slider.input_value()), abs=0.005)
    assert c == pytest.approx(float(c_slider.input_value()), abs=0.005)
    assert kept == pytest.approx(float(forget(np.float64(f), c)), abs=0.006)
    return f, kept


def test_the_keyboard_moves_the_door(door):
    f_slider, _ = sliders(door)
    before, _ = assert_picture_is_numpys(door)
    f_slider.press("ArrowLeft")
    f_slider.press("ArrowLeft")
    after, _ = assert_picture_is_numpys(door)
    assert after < before


def test_an_open_door_keeps_and_a_shut_one_clears(door):
    f_slider, c_slider = sliders(door)
    c = float(c_slider.input_value())
    f_slider.press("End")
    assert assert_picture_is_numpys(door) == (1, c)
    f_slider.press("Home")
    assert assert_picture_is_numpys(door) == (0, 0)


def test_the_mouse_moves_the_door(door):
    f_slider, _ = sliders(door)
    f_slider.scroll_into_view_if_needed()
    box = f_slider.bounding_box()
    y = box["y"] + box["height"] / 2
    door.mouse.move(box["x"] + box["width"] * 0.9, y)
    door.mouse.down()
    door.mouse.move(box["x"] + box["width"] * 0.25, y, steps=8)
    door.mouse.up()
    f, _ = assert_picture_is_numpys(door)
    assert f == pytest.approx(0.25, abs=0.08)


def test_the_page_asks_nobody_and_complains_of_nothing(door):
    assert door.traffic.foreign == []
    assert door.traffic.failed == []
    assert door.traffic.errors == []


def test_the_door_is_alive_from_a_file_too(built_book, page):
    page.goto((built_book / PAGE).as_uri(), wait_until="load")
    f_slider, _ = sliders(page)
    f_slider.wait_for()
    f_slider.press("Home")
    assert assert_picture_is_numpys(page) == (0, 0)
