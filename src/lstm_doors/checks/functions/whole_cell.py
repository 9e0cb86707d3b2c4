"""The functions of 06_lstm: lstm_step, lstm_forward."""

import numpy as np

from lstm_doors import networks
from lstm_doors.checks.cases import Case, Sizes, some, table
from lstm_doors.checks.ladder import Check

NOTEBOOK = "06_lstm"
SHUT, OPEN = -1000.0, 1000.0  # biases that leave nothing to the weights


def draw_params(rng, s):
    """Twelve arrays, all different, biases too."""
    params = {}
    for name in "figo":
        params[f"U_{name}"] = some(rng, s.D, s.H, scale=0.7)
        params[f"W_{name}"] = some(rng, s.H, s.H, scale=0.7)
        params[f"b_{name}"] = some(rng, s.H, scale=0.7)
    return params


def draw_step(rng, s):
    """One step from states that are not zero."""
    return {
        "x": some(rng, s.N, s.D),
        "h_prev": some(rng, s.N, s.H, scale=0.5),
        "c_prev": some(rng, s.N, s.H, scale=1.5),
        "params": draw_params(rng, s),
    }


def draw_sequence(rng, s):
    """A sequence, from first states that are not zero."""
    return {
        "xs": some(rng, s.T, s.N, s.D),
        "h0": some(rng, s.N, s.H, scale=0.5),
        "c0": some(rng, s.N, s.H, scale=1.5),
        "params": draw_params(rng, s),
    }


def by_hand(**biases):
    """One unit whose weights are zero, so that biases set all four."""
    params = {}
    for name in "figo":
        params[f"U_{name}"] = table([0])
        params[f"W_{name}"] = table([0])
        params[f"b_{name}"] = np.array([biases.get(name, 0.0)])
    return params


def doors(f, i, o, g=None):
    """Random params whose doors stand fast; the candidate mostly free."""
    params = draw_params(np.random.default_rng(1), Sizes(N=2, D=3, H=2))
    for name, bias in (("f", f), ("i", i), ("o", o), ("g", g)):
        if bias is not None:
            params[f"b_{name}"] = np.full(2, bias)
    return params


def special_step():
    """The cell at rest, and every door held open or shut."""
    x, h = table([1, 2, -1], [0.5, 0, 3]), table([0.3, -1], [1, 0.2])
    c = table([8, -3], [0.5, 4])

    def case(label, claim, *stand):
        inputs = {"x": x, "h_prev": h, "c_prev": c, "params": doors(*stand)}
        return Case(label, inputs, claim)

    hand = {
        "x": table([1]),
        "h_prev": table([0.5]),
        "c_prev": table([2]),
        "params": by_hand(g=1.0),
    }
    return [
        Case("by hand", hand),
        case("kept", "f = 1, i = 0 must keep c_prev", OPEN, SHUT, OPEN),
        case("emptied", "f = 0, i = 0 must empty c", SHUT, SHUT, OPEN),
        case("replaced", "f = 0, i = 1 must leave g alone", SHUT, OPEN, OPEN),
        case("hidden", "o = 0 must hide h but leave c", OPEN, OPEN, SHUT),
        case("z of 1000", "z = 1000 must do no harm", *[OPEN] * 4),
        case("z of -1000", "z = -1000 must do no harm", *[SHUT] * 4),
    ]


def special_sequence():
    """Two steps by hand, then memories kept and hidden over many steps."""
    rng = np.random.default_rng(2)
    xs, h, c = some(rng, 5, 2, 3), some(rng, 2, 2), some(rng, 2, 2, scale=2)

    def case(label, claim, *stand):
        inputs = {"xs": xs, "h0": h, "c0": c, "params": doors(*stand)}
        return Case(label, inputs, claim)

    hand = {
        "xs": np.ones((2, 1, 1)),
        "h0": table([0.5]),
        "c0": table([2]),
        "params": by_hand(g=1.0),
    }
    return [
        Case("by hand", hand),
        case("kept", "f = 1, i = 0 must keep c0 to the end", OPEN, SHUT, OPEN),
        case("summed", "f = 1, i = 1 must add g up", OPEN, OPEN, OPEN),
        case("hidden", "o = 0 must hide h but leave c", OPEN, OPEN, SHUT),
        case("z of 1000", "z = 1000 must do no harm", *[OPEN] * 4),
    ]


lstm_step = Check(
    name="lstm_step",
    notebook=NOTEBOOK,
    right=networks.lstm_step,
    results=("h", "c"),
    draw=draw_step,
    special=special_step,
    question="Print f, i, g and o for this case: which of them is not what "
    "its formula says?",
)

lstm_forward = Check(
    name="lstm_forward",
    notebook=NOTEBOOK,
    right=networks.lstm_forward,
    results=("hs", "cs"),
    draw=draw_sequence,
    special=special_sequence,
    question="Compare hs[0] with one call of lstm_step from h0 and c0: is "
    "the first step right, and what does the second one start from?",
)
