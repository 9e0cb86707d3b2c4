"""Live doors from Python: their numbers, their refusals, their modules."""

import json
import re

import numpy as np
import pytest
from traitlets import TraitError

from lstm_doors import widgets
from lstm_doors.networks import initialise, lstm_forward
from lstm_doors.widgets.base import HERE, VIEW, LiveDoor, LivePicture, module
from lstm_doors.widgets.gradient import jacobian_table
from lstm_doors.widgets.sentence import read

PLAIN = [
    getattr(widgets, name)
    for name in widgets.__all__
    if not name.startswith("Your") and name != "DoorsOverSentence"
]
KNOBS = [(door, name) for door in PLAIN for name in door.knobs()]


# The class itself, not the one that anywidget makes for each instance.
PICTURES = [p for p in LivePicture.__subclasses__() if "_module" in vars(p)]


def sentence():
    params = initialise(3, 4, 1.0, np.random.default_rng(0))
    xs = np.random.default_rng(1).normal(size=(3, 3))
    return widgets.DoorsOverSentence.of(params, xs, ["I", "live", "here"])


@pytest.mark.parametrize("picture", PICTURES, ids=lambda p: p._module)
def test_python_and_javascript_name_the_same_traits(picture):
    code = (HERE / f"{picture._module}.js").read_text("utf-8")
    (listed,) = re.findall(r"export const traits = (\[.*?\]);", code, re.S)
    ours = picture.class_own_traits(sync=True)
    assert set(json.loads(listed)) == set(ours) - {"_esm", "_css"}


@pytest.mark.parametrize("door", PLAIN, ids=lambda d: d.__name__)
def test_a_picture_starts_where_its_sliders_stand(door):
    made = door()
    for tie in made._ties:
        slider, name = tie.source[0], tie.target[1]
        assert getattr(made.picture, name) == slider.value
    for name, slider in made.sliders.items():
        assert getattr(made, name) == slider.value


@pytest.mark.parametrize(
    ("door", "name"), KNOBS, ids=[f"{d.__name__}-{n}" for d, n in KNOBS]
)
def test_a_number_out_of_range_is_refused_with_the_range(door, name):
    knob = door.knobs()[name]
    made = door()
    for wrong in (knob.low - 0.5, knob.high + 0.5, float("nan")):
        said = f"give a number from {knob.low:g} to {knob.high:g}"
        with pytest.raises(TraitError, match=re.escape(said)):
            door(**{name: wrong})
        with pytest.raises(TraitError, match=re.escape(said)):
            setattr(made, name, wrong)
        with pytest.raises(TraitError, match=re.escape(said)):
            made.sliders[name].value = wrong
    assert getattr(made, name) == knob.value
    for end in (knob.low, knob.high):
        setattr(made, name, end)
        assert getattr(made, name) == end == getattr(door(**{name: end}), name)


def test_an_unknown_name_is_refused_with_the_names():
    with pytest.raises(TypeError, match="no slider 'g': it has f, c_prev"):
        widgets.ForgetDoor(g=1)


@pytest.mark.parametrize("picture", PICTURES, ids=lambda p: p._module)
def test_a_module_stands_alone_and_stays_small(picture):
    code = module(picture._module)
    assert not re.search(r"^\s*import\b", code, re.M)
    assert "http" not in code
    assert code.count("export default") == 1
    assert len(code) < 20_000


@pytest.mark.parametrize("door", PLAIN, ids=lambda d: d.__name__)
def test_a_door_shows_live_and_carries_a_still_picture(door):
    made = door()
    bundle = made._repr_mimebundle_()
    assert bundle[VIEW]["model_id"] == made.model_id
    assert "<svg" in bundle["text/html"]
    assert json.dumps(bundle[VIEW]) in bundle["text/html"]


def test_a_still_says_where_its_door_starts_if_not_where_it_stands():
    def html(**values):
        return widgets.ForgetDoor(**values)._repr_mimebundle_()["text/html"]

    assert "starts at" not in html()
    assert "There it starts at forget door f = 0.25." in html(f=0.25)


def test_every_slider_is_tied_to_its_trait():
    made = widgets.WholeCell()
    ties = {tie.target[1]: tie.source[0] for tie in made._ties}
    assert ties == made.sliders


@pytest.mark.parametrize("picture", PICTURES, ids=lambda p: p._module)
def test_a_module_uses_what_it_imports(picture):
    code = (HERE / f"{picture._module}.js").read_text("utf-8")
    (names,) = re.findall(r"import \{([^}]*)\}\s*from", code)
    for name in re.findall(r"\w+", names):
        assert len(re.findall(rf"\b{name}\b", code)) > 1, name


def test_every_door_has_a_docstring_of_its_own():
    for name in widgets.__all__:
        door = getattr(widgets, name)
        assert issubclass(door, LiveDoor)
        assert door.__doc__ != LiveDoor.__doc__


def test_the_jacobian_table_is_the_power_of_the_radius_without_tanh():
    grid, curves = jacobian_table()
    row = dict(zip(grid, curves["without tanh"], strict=True))
    # One W, scaled: the radius enters as its power, whatever W's shape is.
    for radius in (0.5, 0.8, 1.2, 1.5):
        power = np.arange(51) * np.log10(radius)
        np.testing.assert_allclose(row[radius], row[1.0] + power, atol=2e-3)
    assert curves["with tanh"][-1][-1] < curves["without tanh"][-1][-1]


def test_the_doors_over_a_sentence_are_the_networks_own():
    params = initialise(3, 4, 1.0, np.random.default_rng(0))
    xs = np.random.default_rng(1).normal(size=(5, 3))
    gates = read(params, xs)
    zero = np.zeros((1, 4))
    hs, cs = lstm_forward(xs[:, None], zero, zero, params)
    np.testing.assert_allclose(gates["h"], hs[:, 0])
    np.testing.assert_allclose(gates["c"], cs[:, 0])
    np.testing.assert_allclose(gates["o"] * np.tanh(cs[:, 0]), hs[:, 0])
    assert ((gates["f"] > 0) & (gates["f"] < 1)).all()


@pytest.mark.parametrize(
    ("words", "change", "said"),
    [
        ("a b", {}, "2 words against 3 steps"),
        ("a b c", {"f": None}, "gates lacks f"),
        ("a b c", {"o": np.zeros((3, 2))}, r"gates\['o'\] has shape \(3, 2\)"),
        ("a b c", {"c": np.full((3, 4), np.nan)}, "holds nan"),
    ],
)
def test_gates_that_do_not_fit_are_refused(words, change, said):
    gates = {name: np.zeros((3, 4)) for name in "fioch"} | change
    gates = {k: v for k, v in gates.items() if v is not None}
    with pytest.raises(ValueError, match=said):
        widgets.DoorsOverSentence(words.split(), gates)


def test_a_printed_sentence_is_a_table_of_its_numbers():
    made = sentence()
    table = made.still()
    assert table.count("<tr>") == 4
    for name in "fioch":
        assert f"<td>{made.arrays[name][1, 0]:.2f}</td>" in table


def test_words_cannot_break_out_of_the_page():
    gates = {name: np.zeros((1, 2)) for name in "fioch"}
    made = widgets.DoorsOverSentence(["<b>&"], gates)
    assert "<b>" not in made.still()
