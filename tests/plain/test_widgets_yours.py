"""Your door: a student's function moves the picture, right or wrong."""

import re

import numpy as np
import pytest

from lstm_doors import networks, widgets

DOORS = {
    widgets.YourForgetDoor: ("forget_gate", "forget"),
    widgets.YourInputDoor: ("input_gate", "candidate", "update_cell"),
    widgets.YourOutputDoor: ("output_gate", "hidden_state"),
    widgets.YourCell: ("lstm_step",),
    widgets.YourRNN: ("rnn_step",),
    widgets.YourGradient: ("rnn_backward",),
    widgets.YourMemoryGradient: ("lstm_backward",),
}
EACH = [(door, k) for door, names in DOORS.items() for k in range(len(names))]
IDS = [f"{door.__name__}-{DOORS[door][k]}" for door, k in EACH]


def right(door):
    return [getattr(networks, name) for name in DOORS[door]]


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


@pytest.mark.parametrize("door", DOORS, ids=lambda d: d.__name__)
def test_right_functions_move_the_picture(door):
    made = door(*right(door))
    assert made.picture.error == ""
    before = made.picture.get_state()
    slider = next(iter(made.sliders.values()))
    slider.value = slider.min
    assert made.picture.error == ""
    assert made.picture.get_state() != before


@pytest.mark.parametrize(("door", "k"), EACH, ids=IDS)
def test_an_unwritten_function_says_so(door, k):
    def unwritten(*args):
        raise NotImplementedError

    functions = right(door)
    unwritten.__name__ = DOORS[door][k]
    functions[k] = unwritten
    said = f"{DOORS[door][k]} is not written yet."
    assert door(*functions).picture.error == said


@pytest.mark.parametrize(("door", "k"), EACH, ids=IDS)
@pytest.mark.parametrize(
    ("result", "said"),
    [
        (lambda: 1 / 0, "raised ZeroDivisionError: division by zero"),
        (lambda: None, "returned None|must return"),
        (lambda: "door", "returned a str|must return"),
        (lambda: np.zeros((2, 3, 4)), r"returned shape \(2, 3, 4\)|must ret"),
    ],
    ids=["error", "none", "text", "shape"],
)
def test_what_cannot_be_shown_is_said_and_the_next_move_tries_again(
    door, k, result, said
):
    broken = True
    functions = right(door)
    true = functions[k]

    def mending(*args):
        return result() if broken else true(*args)

    functions[k] = mending
    made = door(*functions)
    assert made.picture.error
    assert re.search(said, made.picture.error)
    broken = False
    slider = list(made.sliders.values())[-1]
    slider.value = slider.max
    assert made.picture.error == ""


def test_a_wrong_function_shows_a_wrong_door():
    made = widgets.YourForgetDoor(
        lambda x, h_prev, U_f, W_f, b_f: x @ U_f + h_prev @ W_f + b_f,
        lambda f, c_prev: (1 - f) * c_prev,
    )
    assert made.picture.error == ""
    assert made.picture.f == pytest.approx(2.0)  # no sigmoid: not a door
    assert made.picture.kept == pytest.approx(-1.0)


def test_the_numbers_shown_are_the_functions_own():
    made = widgets.YourForgetDoor(*right(widgets.YourForgetDoor))
    made.x, made.h_prev, made.b_f, made.c_prev = -1.0, 0.5, 2.0, -1.5
    f = sigmoid(-1.0 + 0.5 + 2.0)
    assert made.picture.f == pytest.approx(f)
    assert made.picture.kept == pytest.approx(-1.5 * f)
    want = -1.5 * f ** np.arange(51)
    np.testing.assert_allclose(made.picture.memory, want)


@pytest.mark.parametrize(("f", "i", "o"), [(0, 0, 0), (1, 1, 1), (0.3, 1, 0)])
def test_your_cell_stands_where_its_sliders_put_the_doors(f, i, o):
    made = widgets.YourCell(networks.lstm_step)
    for name, value in zip("fio", (f, i, o), strict=True):
        setattr(made, name, value)
    made.c_prev, made.h_prev = 0.7, -0.2
    c = f * 0.7 + i * np.tanh(1.0 - 0.2)
    assert made.picture.c == pytest.approx(c)
    assert made.picture.h == pytest.approx(o * np.tanh(c))


def test_a_student_that_changes_its_inputs_harms_nothing():
    def forget(f, c_prev):
        c_prev *= f
        return c_prev

    made = widgets.YourForgetDoor(networks.forget_gate, forget)
    assert made.picture.memory[0] == 1.0


def test_your_gradients_agree_with_the_right_ones():
    for door in (widgets.YourGradient, widgets.YourMemoryGradient):
        curves = door(*right(door)).picture.curves
        yours, true, *_ = curves.values()
        assert yours == true


def test_a_gradient_that_is_dropped_shows():
    def backward(dhs, xs, hs, h0, U, W):
        return np.zeros_like(xs), h0, U, W, W[0]

    made = widgets.YourGradient(backward)
    assert made.picture.error == ""
    assert set(made.picture.curves["your backward"][0]) == {None}


def test_your_trained_doors_say_what_does_not_fit():
    rng = np.random.default_rng(0)
    params = networks.initialise(3, 4, 1.0, rng)
    xs, words = rng.normal(size=(2, 3)), ["one", "two"]
    assert widgets.YourDoors(params, xs, words).picture.error == ""
    short = widgets.YourDoors(params, xs, words[:1]).picture.error
    assert "1 words against 2 steps" in short
    del params["b_o"]
    lacking = widgets.YourDoors(params, xs, words).picture.error
    assert "b_o" in lacking


def test_your_door_carries_no_still_picture():
    bundle = widgets.YourRNN(networks.rnn_step)._repr_mimebundle_()
    assert "text/html" not in bundle
