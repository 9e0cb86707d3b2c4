"""What a picture computes in the browser is what NumPy computes."""

import itertools
import json

import numpy as np
import pytest

from lstm_doors import networks
from lstm_doors.widgets import JacobianProduct
from lstm_doors.widgets.base import module

ASK = """async ([code, states, name]) => {
  const blob = new Blob([code], { type: "text/javascript" });
  const url = URL.createObjectURL(blob);
  const picture = await import(url);
  URL.revokeObjectURL(url);
  // JSON has no infinity: let it through as a word.
  return states.map((s) => JSON.stringify(picture[name](s),
    (k, v) => (typeof v === "number" && !Number.isFinite(v) ? String(v) : v)));
}"""
GATES = [0.0, 0.01, 0.25, 0.5, 0.9, 0.99, 1.0]
STATES = [-2.0, -0.35, 0.0, 0.6, 2.0]


@pytest.fixture
def ask(page):
    """ask(module, states, function="numbers"): one result for each state."""
    page.goto("about:blank")

    def asked(name, states, function="numbers", more=""):
        given = [module(name) + more, states, function]
        return [json.loads(answer) for answer in page.evaluate(ASK, given)]

    return asked


def grid(**axes):
    """All states that the axes span, as dicts."""
    return [
        dict(zip(axes, values, strict=True))
        for values in itertools.product(*axes.values())
    ]


def close(found, name, wanted):
    values = [float(numbers[name]) for numbers in found]
    np.testing.assert_allclose(values, wanted, rtol=1e-13, atol=1e-15)


def test_a_door_is_the_sigmoid(ask):
    z = [-1000.0, -8.0, -1.3, 0.0, 0.1, 8.0, 1000.0]
    close(ask("door", grid(z=z)), "gate", networks.sigmoid(np.array(z)))


def test_the_forget_door_keeps_what_numpy_keeps(ask):
    states = grid(f=GATES, c_prev=STATES)
    found = ask("forget_door", states)
    close(found, "kept", [networks.forget(**s) for s in states])
    steps = np.arange(51)
    for state, numbers in zip(states, found, strict=True):
        wanted = state["c_prev"] * state["f"] ** steps
        np.testing.assert_allclose(numbers["memory"], wanted, rtol=1e-12)
    with np.errstate(divide="ignore"):
        half = [
            abs(np.log(0.5) / np.log(s["f"])) if s["f"] else 0 for s in states
        ]
    close(found, "half", half)


def test_the_input_door_writes_what_numpy_writes(ask):
    states = grid(i=GATES, g=[-1.0, -0.4, 0.0, 1.0], kept=STATES)
    found = ask("input_door", states)
    wanted = [
        networks.update_cell(1.0, s["i"], s["g"], s["kept"]) for s in states
    ]
    close(found, "c", wanted)


def test_the_output_door_shows_what_numpy_shows(ask):
    states = grid(o=GATES, c=[-3.0, *STATES, 3.0])
    found = ask("output_door", states)
    close(found, "h", [networks.hidden_state(**s) for s in states])


def test_the_whole_cell_is_numpys_cell(ask):
    doors = [0.0, 0.3, 1.0]
    axes = dict.fromkeys("fio", doors)
    axes |= {name: [-2.0, 0.0, 0.7] for name in ("x", "c_prev")}
    states = grid(**axes, h_prev=[-1.0, 0.0, 0.4], past=[[]])
    found = ask("whole_cell", states)
    g = [np.tanh(s["x"] + s["h_prev"]) for s in states]
    c = [
        networks.update_cell(s["f"], s["i"], g[k], s["c_prev"])
        for k, s in enumerate(states)
    ]
    h = [networks.hidden_state(s["o"], c[k]) for k, s in enumerate(states)]
    for name, wanted in {"g": g, "c": c, "h": h}.items():
        close(found, name, wanted)


def test_a_step_of_the_whole_cell_hands_on_what_it_computed(ask):
    state = {"x": 1.0, "h_prev": 0.2, "c_prev": 0.5, "past": [[0.1, 0.2]]}
    state |= {"f": 0.9, "i": 0.5, "o": 0.4}
    (now,) = ask("whole_cell", [state])
    more = "\nexport const step = (s) => act(s, 'step');"
    (after,) = ask("whole_cell", [state], "step", more)
    assert after["c_prev"] == now["c"]
    assert after["h_prev"] == now["h"]
    assert after["past"] == [[0.1, 0.2], [now["c"], now["h"]]]


def test_the_loop_is_numpys_loop(ask):
    states = grid(x=[-2.0, 0.0, 1.0], u=[-2.0, 1.0], w=[-1.5, 0.0, 0.9, 1.5])
    for state, numbers in zip(states, ask("rnn_loop", states), strict=True):
        xs = np.zeros((50, 1, 1))
        xs[0] = state["x"]
        U, W = np.full((1, 1), state["u"]), np.full((1, 1), state["w"])
        hs = networks.rnn_forward(xs, np.zeros((1, 1)), U, W, np.zeros(1))
        np.testing.assert_allclose(
            numbers["hs"], hs.ravel(), rtol=1e-9, atol=1e-300
        )
        linear = state["u"] * state["x"] * state["w"] ** np.arange(50)
        np.testing.assert_allclose(numbers["linear"], linear, rtol=1e-12)


def test_the_jacobian_picture_takes_the_nearest_row(ask):
    picture = JacobianProduct().picture
    table = {"grid": picture.grid, "curves": picture.curves}
    states = [{**table, "value": v} for v in (0.5, 0.52, 0.53, 1.0, 1.5)]
    found = ask("gradient", states)
    for numbers, row in zip(found, (0, 0, 1, 10, 20), strict=True):
        for name, curve in picture.curves.items():
            assert numbers[name] == curve[row]


def test_the_sentence_picture_reads_the_right_unit_at_the_right_word(ask):
    gates = {
        name: (np.arange(6.0).reshape(3, 2) + 10 * k).tolist()
        for k, name in enumerate("fioch")
    }
    states = grid(step=[1, 3], unit=[1, 2], gates=[gates])
    found = ask("sentence", states)
    for state, numbers in zip(states, found, strict=True):
        t, u = state["step"] - 1, state["unit"] - 1
        assert numbers == {k: rows[t][u] for k, rows in gates.items()}


def test_numbers_are_written_as_people_read_them(ask):
    more = "\nexport const written = ([v, d]) => fmt(v, d);"
    given = [[0.9, 2], [-1, 2], [-0.0001, 2], [6.41e8, 3], [2e-5, 3], [0, 3]]
    found = ask("door", given, "written", more)
    assert found == ["0.90", "−1.00", "0.00", "6.4e8", "2.0e-5", "0.000"]
