"""The functions of 07_lstm_backward: back through every door."""

import numpy as np

from lstm_doors import networks
from lstm_doors.checks.cases import Case, Sizes, some, table
from lstm_doors.checks.functions.slopes import slopes_rung
from lstm_doors.checks.functions.whole_cell import (
    OPEN,
    SHUT,
    by_hand,
    doors,
    draw_params,
)
from lstm_doors.checks.ladder import Check

NOTEBOOK = "07_lstm_backward"


def draw_sequence(rng, s):
    """Gradients reach every h and every c; no state begins at zero."""
    states = (s.N, s.H)
    return {
        "dhs": some(rng, s.T, *states),
        "dcs": some(rng, s.T, *states),
        "xs": some(rng, s.T, s.N, s.D),
        "h0": some(rng, *states, scale=0.5),
        "c0": some(rng, *states, scale=1.5),
        "params": draw_params(rng, s),
    }


def draw_step(rng, s):
    """One step, as a sequence of one."""
    one = Sizes(N=s.N, D=s.D, H=s.H)
    dhs, dcs, xs, h0, c0, params = draw_sequence(rng, one).values()
    return {
        "dh": dhs[0], "dc": dcs[0], "x": xs[0], "h_prev": h0,
        "c_prev": c0, "params": params,
    }  # fmt: skip


def special_step():
    """By hand; one gradient alone; every door held open or shut."""
    other = draw_step(np.random.default_rng(1), Sizes(N=2, D=3, H=2))
    dh, dc = other["dh"], other["dc"]

    def case(label, claim="", *stand, **new):
        if stand:
            new["params"] = doors(*stand)
        return Case(label, other | new, claim)

    hand = {
        "dh": table([1]), "dc": table([0.5]), "x": table([1]),
        "h_prev": table([0.5]), "c_prev": table([2]),
        "params": by_hand(g=1.0),
    }  # fmt: skip
    return [
        Case("by hand", hand),
        case("nothing", "no gradient in, none out", dh=0 * dh, dc=0 * dc),
        case("dc = 0", "dh alone must act", dc=0 * dc),
        case("dh = 0", "dc alone must act", dh=0 * dh),
        case(
            "kept", "f = 1, i = 0, o = 0 must hand dc back as it is",
            OPEN, SHUT, SHUT,
        ),
        case("emptied", "f = 0 must let no dc back", SHUT, OPEN, OPEN),
        case("hidden", "o = 0 must keep dh away from c", OPEN, OPEN, SHUT),
        case("large", dh=1000 * dh, dc=-1000 * dc),
    ]  # fmt: skip


def special_sequence():
    """By hand; gradients at one end only; memories kept and emptied."""
    other = draw_sequence(np.random.default_rng(2), Sizes(T=5, N=2, D=3, H=2))
    dhs, dcs = other["dhs"], other["dcs"]
    end = np.zeros((5, 1, 1))
    end[-1] = 1

    def case(label, claim="", *stand, **new):
        if stand:
            new["params"] = doors(*stand)
        return Case(label, other | new, claim)

    hand = {
        "dhs": np.array([[[0.0]], [[1.0]]]), "dcs": np.zeros((2, 1, 1)),
        "xs": np.ones((2, 1, 1)), "h0": table([0.5]), "c0": table([2]),
        "params": by_hand(g=1.0),
    }  # fmt: skip
    return [
        Case("by hand", hand),
        case("nothing", "no gradient in, none out", dhs=0 * dhs, dcs=0 * dcs),
        case("dhs = 0", "dcs alone must act", dhs=0 * dhs),
        case("dcs = 0", "dhs alone must act", dcs=0 * dcs),
        case("last", "the last gradients must reach every step",
             dhs=dhs * end, dcs=dcs * end),
        case("first", "the first gradients must reach h0 and c0",
             dhs=dhs * end[::-1], dcs=dcs * end[::-1]),
        case("kept", "f = 1, i = 0, o = 0 must hand every dc back as it is",
             OPEN, SHUT, SHUT),
        case("emptied", "f = 0 must let no dc back", SHUT, OPEN, OPEN),
    ]  # fmt: skip


def draw_both(rng, s):
    """Inputs of lstm_backward, and of its loss: the same."""
    inputs = draw_sequence(rng, s)
    return inputs, inputs


def draw_both_of_step(rng, s):
    """The same for one step."""
    inputs = draw_step(rng, s)
    return inputs, inputs


def loss(dhs, dcs, xs, h0, c0, params):
    """The loss whose gradients with respect to hs and cs are dhs, dcs."""
    hs, cs = networks.lstm_forward(xs, h0, c0, params)
    return np.sum(dhs * hs) + np.sum(dcs * cs)


def loss_of_step(dh, dc, x, h_prev, c_prev, params):
    """The same for one step."""
    h, c = networks.lstm_step(x, h_prev, c_prev, params)
    return np.sum(dh * h) + np.sum(dc * c)


def pairs(*names):
    """Each gradient and the input it belongs to."""

    def of(got):
        *states, grads = got
        found = [
            (f"d{name}", gradient, name, None)
            for name, gradient in zip(names, states, strict=True)
        ]
        return found + [
            (f"grads[{key!r}]", grads[key], "params", key) for key in grads
        ]

    return of


lstm_step_backward = Check(
    name="lstm_step_backward",
    notebook=NOTEBOOK,
    right=networks.lstm_step_backward,
    results=("dx", "dh_prev", "dc_prev", "grads"),
    draw=draw_step,
    special=special_step,
    question="Which is the first line of the way back whose numbers are off: "
    "dc, one of the four dz, or what is made of them?",
    more=(
        slopes_rung(
            "lstm_step_backward",
            loss_of_step,
            draw_both_of_step,
            Sizes(N=2, D=3, H=4),
            pairs("x", "h_prev", "c_prev"),
        ),
    ),
)

lstm_backward = Check(
    name="lstm_backward",
    notebook=NOTEBOOK,
    right=networks.lstm_backward,
    results=("dxs", "dh0", "dc0", "grads"),
    draw=draw_sequence,
    special=special_sequence,
    question="Compare with one call of lstm_step_backward for the last step: "
    "what does the step before it get for dh and for dc, and what is added "
    "up?",
    more=(
        slopes_rung(
            "lstm_backward",
            loss,
            draw_both,
            Sizes(T=3, N=2, D=3, H=2),
            pairs("xs", "h0", "c0"),
        ),
    ),
)
