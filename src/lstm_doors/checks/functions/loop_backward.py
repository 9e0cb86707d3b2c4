"""The functions of 02_bptt: back through the loop, and clipping."""

import numpy as np

from lstm_doors import networks
from lstm_doors.checks.calls import call
from lstm_doors.checks.cases import Case, Sizes, some, table
from lstm_doors.checks.functions.loop import weights
from lstm_doors.checks.functions.named import named
from lstm_doors.checks.functions.slopes import slopes_rung
from lstm_doors.checks.judge import stopped
from lstm_doors.checks.ladder import Check

NOTEBOOK = "02_bptt"
GRADIENTS = ("dU", "dW", "db")


def draw_both(rng, s):
    """Inputs of rnn_backward, and of the pass it belongs to."""
    U, W, b = weights(rng, s)
    xs, h0 = some(rng, s.T, s.N, s.D), some(rng, s.N, s.H, scale=0.5)
    hs = networks.rnn_forward(xs, h0, U, W, b)
    dhs = some(rng, s.T, s.N, s.H)
    inputs = {"dhs": dhs, "xs": xs, "hs": hs, "h0": h0, "U": U, "W": W}
    forward = {"xs": xs, "h0": h0, "U": U, "W": W, "b": b}
    return inputs, {"dhs": dhs, **forward}


def draw_sequence(rng, s):
    """A gradient reaches every step, from outside and from behind."""
    return draw_both(rng, s)[0]


def draw_step(rng, s):
    """One step, as the last of a sequence of one."""
    one = Sizes(N=s.N, D=s.D, H=s.H)
    dhs, xs, hs, h0, U, W = draw_sequence(rng, one).values()
    return {
        "dh": dhs[0], "x": xs[0], "h_prev": h0, "h": hs[0], "U": U, "W": W
    }  # fmt: skip


def special_step():
    """By hand; where nothing comes back; where tanh does not bend."""
    hand = {
        "dh": table([1]), "x": table([2]), "h_prev": table([0.5]),
        "h": table([0.6]), "U": table([3]), "W": table([-1]),
    }  # fmt: skip
    other = draw_step(np.random.default_rng(1), Sizes(N=3, D=4, H=2))
    dh, h = other["dh"], other["h"]
    return [
        Case("by hand", hand),
        Case("dh = 0", other | {"dh": 0 * dh}, "no gradient in, none out"),
        Case("h = 0", other | {"h": 0 * h}, "at h = 0 the slope must be 1"),
        Case("h = 1", other | {"h": 0 * h + 1}, "at h = 1 it must be 0"),
        Case("large dh", other | {"dh": 1000 * dh}),
    ]


def special_sequence():
    """Two steps by hand; a gradient at one end only; a broken loop."""
    hand = {
        "dhs": np.array([[[0.0]], [[1.0]]]), "xs": np.array([[[1.0]], [[2]]]),
        "hs": np.array([[[0.5]], [[0.6]]]), "h0": table([0.2]),
        "U": table([3]), "W": table([-1]),
    }  # fmt: skip
    other = draw_sequence(np.random.default_rng(2), Sizes(T=5, N=3, D=4, H=2))
    dhs, W = other["dhs"], other["W"]
    first, last = 0 * dhs, 0 * dhs
    first[0], last[-1] = dhs[0], dhs[-1]
    return [
        Case("by hand", hand),
        Case("dhs = 0", other | {"dhs": 0 * dhs}, "no gradient in, none out"),
        Case("last", other | {"dhs": last}, "dhs[-1] must reach every step"),
        Case("first", other | {"dhs": first}, "dhs[0] must reach h0 alone"),
        Case("W = 0", other | {"W": 0 * W}, "W = 0 must end the way back"),
        Case("large W", other | {"W": 20 * W}),
    ]


def loss(dhs, **forward):
    """The loss whose gradient with respect to hs is dhs."""
    return np.sum(dhs * networks.rnn_forward(**forward))


def pairs(got):
    """Each gradient and the input it belongs to."""
    names = ("xs", "h0", "U", "W", "b")
    return [(f"d{n}", g, n, None) for n, g in zip(names, got, strict=True)]


def draw_gradients(rng, s):
    """Arrays of different shapes, above and below the norm allowed."""
    shapes = {"U": (s.D, s.H), "W": (s.H, s.H), "b": (s.H,), "V": (s.H, s.K)}
    grads = {name: some(rng, *shape) for name, shape in shapes.items()}
    norm = np.sqrt(sum(np.sum(grad**2) for grad in grads.values()))
    share = rng.choice([0.05, 0.4, 0.8, 1.5])
    return {"grads": grads, "max_norm": float(np.round(share * norm, 2))}


def special_gradients():
    """3 and 4 have length 5: shortened, just allowed, short, and none."""
    grads = {"U": table([3, 0], [0, 0]), "b": np.array([0, 4.0])}
    none = {name: 0 * grad for name, grad in grads.items()}
    small = {name: grad / 1000 for name, grad in grads.items()}
    uneven = {"W": table([100, -100]), "b": np.array([0.1]), "V": table([-2])}

    def case(label, grads, max_norm, claim=""):
        return Case(label, {"grads": grads, "max_norm": max_norm}, claim)

    short = "a gradient of length 5 or less must stay as it is"
    return [
        case("by hand", grads, 1.0),
        case("length 5, 5 allowed", grads, 5.0, short),
        case("length 5, 10 allowed", grads, 10.0, short),
        case("zero", none, 1.0, "a zero gradient must stay zero"),
        case("very short", small, 0.001),
        case("one long, one short", uneven, 1.0),
        case("one array", {"W": grads["U"]}, 2.0),
    ]


def new_dict(fn, seed):
    """A rung: a new dict comes back, also when nothing is clipped."""
    seen = []

    def watched(grads, max_norm):
        seen.append(fn(grads, max_norm) is grads)

    for max_norm in (1.0, 100.0):
        grads = {"U": table([3, 4]), "b": np.array([1.0, 2])}
        done = call(watched, {"grads": grads, "max_norm": max_norm})
        if done.error is not None:
            return stopped(done.error)
    if not any(seen):
        return None
    found = "it returned the dict that came in; expected a new one."
    return named("clip-gradients-same-dict", "new-dict", found)


STEP_QUESTION = (
    "Name the shape of every array: which of dx, dh_prev, dU, dW and db is "
    "the first that is wrong, and what does its formula say?"
)

rnn_step_backward = Check(
    name="rnn_step_backward",
    notebook=NOTEBOOK,
    right=networks.rnn_step_backward,
    results=("dx", "dh_prev", *GRADIENTS),
    draw=draw_step,
    special=special_step,
    question=STEP_QUESTION,
)

rnn_backward = Check(
    name="rnn_backward",
    notebook=NOTEBOOK,
    right=networks.rnn_backward,
    results=("dxs", "dh0", *GRADIENTS),
    draw=draw_sequence,
    special=special_sequence,
    question="Compare with one call of rnn_step_backward for the last step: "
    "what does the step before it get, and what is added up?",
    more=(
        slopes_rung(
            "rnn_backward", loss, draw_both, Sizes(T=3, N=2, D=4, H=5), pairs
        ),
    ),
)

clip_gradients = Check(
    name="clip_gradients",
    notebook=NOTEBOOK,
    right=networks.clip_gradients,
    results=("clipped",),
    draw=draw_gradients,
    special=special_gradients,
    question="How long are all the numbers together, as one vector, and by "
    "what are they all multiplied?",
    more=(new_dict,),
)
