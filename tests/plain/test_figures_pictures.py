"""Pictures: text for those who cannot see, both themes, phone, same bytes."""

import re
from html import unescape
from itertools import combinations

import numpy as np
import pytest
from matplotlib.text import Text

from lstm_doors import figures
from lstm_doors.figures import Picture, line, palette, plot

GAPS = [5, 10, 20]
RUNS = {"RNN": np.ones((2, 3)), "LSTM, bias 1": np.zeros((2, 3))}
WORDS = ["I", "live", "in", "Paris"]
STATES = np.linspace(-1, 1, 8).reshape(4, 2)
PICTURES = {
    "loop": figures.loop,
    "modules": figures.repeating_modules,
    "legend": figures.legend,
    "memory": lambda: figures.cell("memory"),
    "forget": lambda: figures.cell("memory", "forget"),
    "input": lambda: figures.cell("memory", "forget", "input"),
    "cell": figures.cell,
    "doors": figures.doors,
    "input door": lambda: figures.doors("input"),
    "output door": lambda: figures.doors("output"),
    "house": figures.house,
    "way back": figures.way_back,
    "bars": lambda: figures.in_out({"$x$": [1, -2]}, {"$h_t$": STATES}, "f"),
    "gaps": lambda: figures.accuracy_against_gap(
        GAPS, RUNS, "Dots.", {"LSTM, bias 1": 2.2}, chance=0.125
    ),
    "lags": lambda: figures.gradient_against_lag(
        {"RNN": 0.5 ** np.arange(30), "LSTM": 0.9 ** np.arange(30)}, "Lines."
    ),
    "fading": figures.memory_fading,
    "sentence": lambda: figures.gates_over_sentence(
        WORDS, {"forget": [0, 0.5, 1, 1], "candidate": STATES}, "Strips."
    ),
}
COLUMN = 358  # what a phone of 390 pixels leaves for the text


@pytest.fixture(scope="module", params=PICTURES)
def picture(request):
    return PICTURES[request.param]()


def drawings(picture):
    return [f for f in (picture.figure, picture.narrow) if f is not None]


def texts(figure):
    figure.draw_without_rendering()
    unseen = {label for ax in figure.axes for label in out_of_view(ax)}
    return [
        text
        for text in figure.findobj(Text)
        if text.get_visible()
        and text.get_text().strip()
        and text not in unseen
    ]


def out_of_view(ax):
    """Labels of ticks beyond the axis limits, which are never drawn."""
    for axis in (ax.xaxis, ax.yaxis):
        low, high = sorted(axis.get_view_interval())
        for tick in axis.majorTicks + axis.minorTicks:
            if not low <= tick.get_loc() <= high:
                yield from (tick.label1, tick.label2)


def test_a_picture_says_what_it_shows(picture):
    html = picture._repr_html_()
    labels = re.findall(r'<svg[^>]* role="img" aria-label="([^"]+)"', html)
    assert len(labels) == len(drawings(picture))
    assert {unescape(label) for label in labels} == {picture.alt}


def test_its_colours_follow_the_theme(picture):
    html = picture._repr_html_()
    drawn = html[html.index("<svg") :]
    variables = re.sub(r"var\(--door-[a-z]+, #[0-9a-f]{6}\)", "", drawn)
    assert variables != drawn
    assert re.findall(r'#[0-9a-f]{6}\b(?!")', variables) == []


def test_it_puts_no_style_on_the_rest_of_the_page(picture):
    html = picture._repr_html_()
    assert "<style" not in html[html.index("</style>") + 8 :]
    assert "*{" not in html
    assert html.count("<svg") == html.count("</svg>")


def test_what_it_refers_to_is_there_once(picture):
    html = picture._repr_html_()
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    used = re.findall(r'href="#([^"]+)"', html)
    assert set(used + re.findall(r"url\(#([^)]+)\)", html)) <= set(ids)


def test_it_can_be_read_on_a_phone(picture):
    shown = drawings(picture)[-1]
    scale = min(1, COLUMN / (72 * shown.get_figwidth()))
    assert min(t.get_fontsize() for t in texts(shown)) * scale >= 10.5


def test_its_words_keep_clear_of_each_other(picture):
    for figure in drawings(picture):
        # Of an annotation the words alone, without its arrow.
        boxes = [
            (text.get_text(), Text.get_window_extent(text))
            for text in texts(figure)
        ]
        for (one, box), (other, second) in combinations(boxes, 2):
            assert not box.padded(-1).overlaps(second), (one, other)
        for word, box in boxes:
            outer = figure.bbox.padded(2)
            inside = outer.contains(*box.min) and outer.contains(*box.max)
            assert inside, word


@pytest.mark.parametrize("name", PICTURES)
def test_it_has_the_same_bytes_each_time(name):
    one, other = PICTURES[name](), PICTURES[name]()
    assert one._repr_html_() == other._repr_html_()


def test_two_pictures_share_no_ids():
    one = figures.cell("memory", "forget")._repr_html_()
    other = figures.cell("memory", "forget", "input")._repr_html_()
    ids = [set(re.findall(r'\bid="([^"]+)"', html)) for html in (one, other)]
    assert ids[0]
    assert ids[0].isdisjoint(ids[1])


@pytest.mark.parametrize("alt", ["", "  ", None])
def test_a_picture_without_text_is_refused(alt):
    with pytest.raises(ValueError, match="no alt text"):
        Picture(plot()[0], alt)


def test_a_colour_of_no_theme_is_refused():
    figure, ax = plot()
    ax.plot([0, 1], color="#123456")
    with pytest.raises(ValueError, match="#123456"):
        Picture(figure, "A line.")._repr_html_()


def test_markup_in_the_text_stays_text():
    html = Picture(plot()[0], 'a < b & "c"', caption="x < y")._repr_html_()
    assert 'aria-label="a &lt; b &amp; &quot;c&quot;"' in html
    assert "<figcaption>x &lt; y</figcaption>" in html


def test_a_plain_file_has_colours_of_its_theme(tmp_path):
    picture = figures.doors()
    for theme, colours in (("light", palette.LIGHT), ("dark", palette.DARK)):
        picture.save(tmp_path / "doors.svg", theme=theme)
        text = (tmp_path / "doors.svg").read_text()
        assert colours["forget"] in text
        assert colours["paper"] in text
        assert "var(" not in text
    picture.save(tmp_path / "doors.png")
    assert (tmp_path / "doors.png").read_bytes().startswith(b"\x89PNG")


def test_a_file_of_another_kind_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"ends in \.svg"):
        figures.doors().save(tmp_path / "doors.pdf")


def test_words_written_on_axes_can_be_read_too():
    figure, ax = plot("steps", "share")
    ax.plot([0, 1], [0, 1], label="a line")
    ax.annotate("here", (0.5, 0.5))
    ax.text(0.2, 0.5, "there")
    ax.set_title("a title")
    ax.legend()
    words = {text.get_text(): text for text in texts(figure)}
    for word in ("steps", "share", "a line", "here", "there", "a title"):
        assert words[word].get_fontsize() >= 14.5
        assert words[word].get_color() == palette.LIGHT["ink"]


def test_lines_differ_in_more_than_colour():
    _, ax = plot()
    for k in range(6):
        line(ax, [0, 1], [k, k], "RNN", k=k)
    styles = {(str(a._dash_pattern), a.get_marker()) for a in ax.lines}
    assert len(styles) == 6


def test_mistakes_are_told_in_a_sentence():
    with pytest.raises(ValueError, match="has no part 'peephole'"):
        figures.cell("peephole")
    with pytest.raises(ValueError, match="no gate is called 'cat'"):
        figures.doors("cat")
    with pytest.raises(ValueError, match="give 2 to 5 words"):
        figures.loop(("I",))
    with pytest.raises(ValueError, match="one row for each word"):
        figures.gates_over_sentence(WORDS, {"forget": [0, 1]}, "Strips.")
    with pytest.raises(ValueError, match="at most 7"):
        figures.in_out({"x": range(9)}, {"y": [1]})


def test_half_lives_are_those_of_the_course():
    biases = np.array([0, 1, 3, 5])
    lives = [figures.half_life(f) for f in 1 / (1 + np.exp(-biases))]
    assert np.allclose(lives, [1, 2.2, 14.3, 103.2], atol=0.05)


def test_a_single_model_has_the_picture_to_itself():
    alone = figures.accuracy_against_gap(GAPS, {"RNN": [[1, 0.5, 0]]}, "Dots.")
    assert len(alone.figure.axes) == 1
