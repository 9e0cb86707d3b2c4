"""The functions of 01_rnn: rnn_step, rnn_forward, rnn_output."""

import numpy as np

from lstm_doors import networks
from lstm_doors.checks.cases import Case, some, table
from lstm_doors.checks.functions.gates import all_zero, by_hand, saturated
from lstm_doors.checks.ladder import Check

NOTEBOOK = "01_rnn"
STEP = ("x", "h_prev", "U", "W", "b")
SEQUENCE = ("xs", "h0", "U", "W", "b")


def named(names, values):
    """Inputs by name, in the order of the arguments."""
    return dict(zip(names, values, strict=True))


def weights(rng, s):
    """U, W and b, none of them zero."""
    return (
        some(rng, s.D, s.H, scale=0.7),
        some(rng, s.H, s.H, scale=0.7),
        some(rng, s.H),
    )


def draw_step(rng, s):
    """One step from a state that is not zero."""
    x, h = some(rng, s.N, s.D), some(rng, s.N, s.H, scale=0.5)
    return named(STEP, (x, h, *weights(rng, s)))


def draw_sequence(rng, s):
    """A sequence, from a first state that is not zero."""
    xs, h0 = some(rng, s.T, s.N, s.D), some(rng, s.N, s.H, scale=0.5)
    return named(SEQUENCE, (xs, h0, *weights(rng, s)))


def draw_readout(rng, s):
    """States as they come out of tanh, and scores of both signs."""
    hs = np.round(rng.uniform(-0.95, 0.95, (s.T, s.N, s.H)), 2)
    V, b_o = some(rng, s.H, s.K, scale=2), some(rng, s.K)
    return {"hs": hs, "V": V, "b_o": b_o}


def special_step():
    """By hand; each of the three terms alone; from small to huge z."""
    x, h = table([1, -2], [0.5, 4]), table([0.5, -1], [-0.5, 0.2])
    U, W = table([0.3, -1], [0.2, 0.4]), table([-1.5, 0.7], [0.6, 2])
    b = np.array([-1.0, 2.0])

    def case(label, values, claim=""):
        return Case(label, named(STEP, values), claim)

    return [
        case("by hand", by_hand()),
        case("all zero", all_zero(), "zero weights and bias must give h = 0"),
        case(
            "x", (x, 0 * h, U, W, 0 * b), "with h_prev = 0, b = 0, x decides"
        ),
        case(
            "h", (0 * x, h, U, W, 0 * b), "with x = 0, b = 0, h_prev decides"
        ),
        case("b", (0 * x, 0 * h, U, W, b), "x = h_prev = 0: b must decide"),
        *[
            case(f"z near {z:g}", saturated(z))
            for z in (20.0, -20.0, 1000.0, -1000.0)
        ],
    ]


def special_sequence():
    """Two steps by hand; what an input and h0 can and cannot reach."""
    rng = np.random.default_rng(1)
    xs, h0 = some(rng, 4, 2, 3), some(rng, 2, 2, scale=0.5)
    U, W, b = some(rng, 3, 2), table([1.5, 0.7], [-0.6, 2]), some(rng, 2)

    def case(label, claim, *values):
        return Case(label, named(SEQUENCE, values), claim)

    hand = (table([1], [0])[:, :, None], *by_hand()[1:])
    quiet, early = 0 * xs, np.concatenate([xs[:1], 0 * xs[1:]])
    return [
        case("by hand", "", *hand),
        case("h0", "h0 must travel on", quiet, h0, U, W, 0 * b),
        case(
            "xs[0] alone", "xs[0] must travel on", early, 0 * h0, U, W, 0 * b
        ),
        case("no loop", "W = 0 must end the loop", xs, h0, U, 0 * W, b),
        case("far out", "", 500 * xs, h0, U, 100 * W, b),
    ]


def special_readout():
    """Scores by hand, equal ones, shifted ones, and huge ones."""
    one = np.ones((1, 1, 1))
    near = table([1, 1.001, 0.999])
    hs = np.array([[[1.0, 0], [0, 1]], [[1, 1], [-1, 0]], [[0, 0], [1, -1]]])
    V, b = table([1, -2, 0.5], [0, 3, -1]), np.array([0.5, -0.5, 1])

    def case(label, claim, *values):
        return Case(label, named(("hs", "V", "b_o"), values), claim)

    return [
        case("by hand", "", one, table([0, 2]), np.array([1.0, 0])),
        case(
            "equal scores",
            "equal scores must give equal probabilities, 1 / K each",
            hs, 0 * V, 0 * b + 2,
        ),
        case("the bias alone", "V = 0: b_o must decide", hs, 0 * V, b),
        case("without a bias", "b_o = 0: hs V must decide", hs, V, 0 * b),
        case("shifted", "b_o + 9 must change nothing", hs, V, b + 9),
        case("scores up to 1000", "", hs, 250 * V, 250 * b),
        case("all near 1000", "", hs, V, b + 1000),
        case("all near -1000", "", hs, V, b - 1000),
        case("rows far apart", "", hs[:1, :, :1] * 2 - 1, 800 * near, b),
        case("far apart", "", 200 * hs, V, b + np.array([0, 0, 300])),
    ]  # fmt: skip


rnn_step = Check(
    name="rnn_step",
    notebook=NOTEBOOK,
    right=networks.rnn_step,
    results=("h",),
    draw=draw_step,
    special=special_step,
    question="Which three terms add up to z, and what keeps h between -1 "
    "and 1?",
    quiet=True,
)

rnn_forward = Check(
    name="rnn_forward",
    notebook=NOTEBOOK,
    right=networks.rnn_forward,
    results=("hs",),
    draw=draw_sequence,
    special=special_sequence,
    question="Compare hs[0] with one call of rnn_step from h0: is the first "
    "step right, and what does the second one start from?",
)

rnn_output = Check(
    name="rnn_output",
    notebook=NOTEBOOK,
    right=networks.rnn_output,
    results=("probs",),
    draw=draw_readout,
    special=special_readout,
    question="Are the scores hs V + b_o right, does each row of probs add up "
    "to 1, and which axis is that row?",
    quiet=True,
)
