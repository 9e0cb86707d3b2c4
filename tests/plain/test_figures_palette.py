"""Colours: one sheet, legible in both themes, read by Python."""

import pytest

from lstm_doors.figures import palette

THEMES = {"light": palette.LIGHT, "dark": palette.DARK}
# JupyterLab's own dark background, beside the book's paper and panels.
PAPERS = {
    "light": [palette.LIGHT["paper"]],
    "dark": [palette.DARK["paper"], "#111111"],
}


def test_the_sheet_has_light_then_dark_twice_the_same():
    light, *dark = palette.themes()
    assert len(dark) == 2
    assert dark[0] == dark[1]
    assert light.keys() == dark[0].keys()


@pytest.mark.parametrize("theme", THEMES)
def test_every_colour_can_be_read_on_its_paper(theme):
    colours = THEMES[theme]
    for name in colours.keys() - {"paper", "panel", "line"}:
        for paper in [*PAPERS[theme], colours["panel"]]:
            assert palette.contrast(colours[name], paper) >= 4.5, name


@pytest.mark.parametrize("theme", THEMES)
def test_a_line_can_be_seen_on_its_paper(theme):
    for paper in PAPERS[theme]:
        assert palette.contrast(THEMES[theme]["line"], paper) >= 3


def test_contrast_is_that_of_wcag():
    assert palette.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert palette.contrast("#777777", "#ffffff") == pytest.approx(4.48, 1e-3)


def test_no_two_names_share_a_colour():
    for colours in THEMES.values():
        assert len(set(colours.values())) == len(colours)


def test_a_variable_falls_back_to_the_light_colour():
    light = palette.LIGHT["forget"]
    assert palette.var("forget") == f"var(--door-forget, {light})"


def test_an_unknown_colour_is_named():
    with pytest.raises(ValueError, match="no colour is called 'pink'"):
        palette.hex_of("pink")
