"""What goes wrong on the way back through time, lstm_backward."""

import numpy as np

from lstm_doors.checks.catalogue import cell_backward, way_back
from lstm_doors.checks.catalogue.cell_backward import exchanged
from lstm_doors.checks.catalogue.gates import make
from lstm_doors.checks.catalogue.way_back import BEFORE, SUM, total
from lstm_doors.networks import (
    lstm_backward,
    lstm_forward,
    lstm_step_backward,
)


def added(outer, carried):
    """What reaches a state: from outside and from the step behind it."""
    return outer + carried


def back(
    step=lstm_step_backward,
    h_reaches=added,
    c_reaches=added,
    before=lambda states, first, t: states[t - 1] if t else first,
    h_before=None,
    c_before=None,
    carry=lambda dh, dc, carried, outer: (dh, dc),
    add=total,
    steps=reversed,
):
    """The way back through time with some of its parts replaced.

    h_reaches, c_reaches: what of the outer and of the carried gradient
    reaches a step. before, or h_before and c_before: the states before step
    t. carry: what goes on to the step before. add: what becomes of each
    weight's gradients of all steps, last step first. steps: their order.
    """

    def wrong(dhs, dcs, xs, h0, c0, params):
        hs, cs = lstm_forward(xs, h0, c0, params)
        dxs, dh, dc = np.zeros(xs.shape), 0 * h0, 0 * c0
        found = []
        for t in steps(range(len(xs))):
            h_prev = (h_before or before)(hs, h0, t)
            c_prev = (c_before or before)(cs, c0, t)
            now = h_reaches(dhs[t], dh), c_reaches(dcs[t], dc)
            carried = dh, dc
            dxs[t], dh, dc, grads = step(*now, xs[t], h_prev, c_prev, params)
            dh, dc = carry(dh, dc, carried, (dhs[t], dcs[t]))
            found.append(grads)
        found = found or [{name: 0 * array for name, array in params.items()}]
        grads = {name: add([one[name] for one in found]) for name in params}
        return dxs, dh, dc, grads

    return wrong


def after(pick):
    """The right way back, its results picked in another way."""
    return lambda *a: pick(*lstm_backward(*a))


def on(pick):
    """The right way back, of other inputs."""
    return lambda *a: lstm_backward(*pick(*a))


def some_overwritten(letters):
    """The gradients of some weights keep only what step 0 adds."""

    def wrong(*a):
        *states, grads = lstm_backward(*a)
        last = back(add=lambda parts: parts[-1])(*a)[3]
        mixed = {k: last[k] if k[0] in letters else grads[k] for k in grads}
        return (*states, mixed)

    return wrong


def last_only(array):
    """Zero but for the last step."""
    last = np.zeros(array.shape)
    last[-1] = array[-1]
    return last


def over(changed):
    """`dhs[t] += dh_next`: right numbers, the caller's gradients changed."""

    def wrong(dhs, dcs, xs, h0, c0, params):
        results = lstm_backward(dhs, dcs, xs, h0, c0, params)
        hs, cs = lstm_forward(xs, h0, c0, params)
        dh, dc = 0 * h0, 0 * c0
        for t in reversed(range(len(xs))):
            dh, dc = dhs[t] + dh, dcs[t] + dc
            if "h" in changed:
                dhs[t] = dh
            if "c" in changed:
                dcs[t] = dc
            before = (hs[t - 1], cs[t - 1]) if t else (h0, c0)
            _, dh, dc, _ = lstm_step_backward(dh, dc, xs[t], *before, params)
        return results

    return wrong


def wraps(states, first, t):
    """states[t - 1] at t = 0 is states[-1]."""
    return states[t - 1]


def zero_first(states, first, t):
    """Zeros stand before the first step."""
    return states[t - 1] if t else 0 * first


H_CARRY = "By which two ways does the loss depend on h_t?"
C_CARRY = "By which two ways does the loss depend on c_t?"
ORDER = "In which order does `-> dxs, dh0, dc0, grads` want them?"

CARRY_ROWS = (
    (
        "nothing-carried",
        back(h_reaches=lambda d, _: d, c_reaches=lambda d, _: d),
        "These are the numbers of a way back that ends after one step: what "
        "comes back from later steps is dropped.",
        H_CARRY,
    ),
    (
        "dh-not-carried",
        back(h_reaches=lambda d, _: d),
        "dh of later steps is dropped: only dc is carried back.",
        H_CARRY,
    ),
    (
        "dc-not-carried",
        back(c_reaches=lambda d, _: d),
        "dc of later steps is dropped: only dh is carried back, so the "
        "memory line is cut.",
        C_CARRY,
    ),
    (
        "dhs-ignored",
        on(lambda dhs, *rest: (0 * dhs, *rest)),
        "dhs is not looked at.",
        H_CARRY,
    ),
    (
        "dcs-ignored",
        on(lambda dhs, dcs, *rest: (dhs, 0 * dcs, *rest)),
        "dcs is not looked at.",
        C_CARRY,
    ),
    (
        "only-last-dhs",
        on(lambda dhs, *rest: (last_only(dhs), *rest)),
        "Of dhs only the last step is looked at.",
        H_CARRY,
    ),
    (
        "only-last-dcs",
        on(lambda dhs, dcs, *rest: (dhs, last_only(dcs), *rest)),
        "Of dcs only the last step is looked at.",
        C_CARRY,
    ),
    (
        "only-last-of-both",
        on(lambda dhs, dcs, *r: (last_only(dhs), last_only(dcs), *r)),
        "Of dhs and dcs only the last step is looked at.",
        H_CARRY,
    ),
    (
        "dhs-and-dcs-exchanged",
        on(lambda dhs, dcs, *rest: (dcs, dhs, *rest)),
        "dhs and dcs have changed places.",
        "Which of the two comes first in the arguments?",
    ),
    (
        "carried-exchanged",
        back(carry=lambda dh, dc, *_: (dc, dh)),
        "What is carried back along h and along c has changed places.",
        "In which order does lstm_step_backward return them?",
    ),
    (
        "dc-carried-twice",
        back(c_reaches=lambda d, carried: d + 2 * carried),
        "The dc that is carried back is added twice.",
        "How often does c_t act on the next memory?",
    ),
    (
        "dh-carried-twice",
        back(h_reaches=lambda d, carried: d + 2 * carried),
        "The dh that is carried back is added twice.",
        "How often does h_t act on the next step?",
    ),
    (
        "carry-piles-up",
        back(carry=lambda dh, dc, old, _: (dh + old[0], dc + old[1])),
        "What is carried back is added to what was carried before.",
        "dh_prev belongs to the state before: does the carried gradient of "
        "h_t belong to it as well?",
    ),
    (
        "dc-piles-up",
        back(carry=lambda dh, dc, old, _: (dh, dc + old[1])),
        "The dc that is carried back is added to what was carried before.",
        "dc_prev belongs to the memory before: does the carried gradient of "
        "c_t belong to it as well?",
    ),
    (
        "outer-gradients-carried",
        back(carry=lambda dh, dc, _, outer: (outer[0] + dh, outer[1] + dc)),
        "What is carried back is dhs[t] + dh_prev and dcs[t] + dc_prev: the "
        "outer gradients travel on past the step.",
        "Which of the results of lstm_step_backward belong to the states "
        "before?",
    ),
    (
        "carried-gradients-cut-off",
        back(
            carry=lambda dh, dc, *_: (np.clip(dh, -1, 1), np.clip(dc, -1, 1))
        ),
        "What is carried back is cut off at -1 and 1 at every step.",
        "The gradient itself is asked for: where does clipping belong?",
    ),
    (
        "dhs-for-both",
        on(lambda dhs, dcs, *rest: (dhs, dhs, *rest)),
        "dhs reaches the memories too, in place of dcs.",
        C_CARRY,
    ),
    (
        "dhs-added-to-dcs",
        on(lambda dhs, dcs, *rest: (dhs, dcs + dhs, *rest)),
        "dhs reaches the memories too, beside dcs.",
        "Through which door and which curve does dhs reach a memory?",
    ),
    (
        "in-place-dhs",
        over("h"),
        "The numbers are right, but the carried gradient is written into dhs "
        "itself, so whoever called you has lost it.",
        "What is the difference between `dh = dhs[t] + dh_next` and "
        "`dhs[t] += dh_next`?",
    ),
    (
        "in-place-dcs",
        over("c"),
        "The numbers are right, but the carried gradient is written into dcs "
        "itself, so whoever called you has lost it.",
        "What is the difference between `dc = dcs[t] + dc_next` and "
        "`dcs[t] += dc_next`?",
    ),
    (
        "in-place-both",
        over("hc"),
        "The numbers are right, but the carried gradients are written into "
        "dhs and dcs, so whoever called you has lost them.",
        "What is the difference between `dh = dhs[t] + dh_next` and "
        "`dhs[t] += dh_next`?",
    ),
)

SUM_ROWS = (
    (
        "grads-overwritten",
        back(add=lambda parts: parts[-1]),
        "grads is that of step 0 alone: each step overwrites the one before.",
        SUM,
    ),
    (
        "biases-overwritten",
        some_overwritten("b"),
        "The gradients of the biases are those of step 0 alone.",
        SUM,
    ),
    (
        "matrices-overwritten",
        some_overwritten("UW"),
        "The gradients of U and W are those of step 0 alone.",
        SUM,
    ),
    (
        "grads-of-last-step",
        back(add=lambda parts: parts[0]),
        "grads is that of the last step alone.",
        SUM,
    ),
    (
        "grads-averaged-over-time",
        back(add=lambda parts: total(parts) / len(parts)),
        "grads is averaged over the T steps.",
        SUM,
    ),
)

TIME_ROWS = (
    (
        "both-wrap-round",
        back(before=wraps),
        "hs[t - 1] and cs[t - 1] at t = 0 are the last ones: they stand "
        "before the first step.",
        BEFORE,
    ),
    (
        "h-wraps-round",
        back(h_before=wraps),
        "hs[t - 1] at t = 0 is hs[-1]: the last state stands before the "
        "first step.",
        BEFORE,
    ),
    (
        "c-wraps-round",
        back(c_before=wraps),
        "cs[t - 1] at t = 0 is cs[-1]: the last memory stands before the "
        "first step.",
        BEFORE,
    ),
    (
        "first-states-ignored",
        on(lambda dhs, dcs, xs, h, c, p: (dhs, dcs, xs, 0 * h, 0 * c, p)),
        "The forward pass begins with zeros, not with h0 and c0.",
        BEFORE,
    ),
    (
        "h0-ignored",
        on(lambda dhs, dcs, xs, h, c, p: (dhs, dcs, xs, 0 * h, c, p)),
        "The forward pass begins with zeros in place of h0.",
        BEFORE,
    ),
    (
        "c0-ignored",
        on(lambda dhs, dcs, xs, h, c, p: (dhs, dcs, xs, h, 0 * c, p)),
        "The forward pass begins with zeros in place of c0.",
        BEFORE,
    ),
    (
        "first-states-zero-on-the-way-back",
        back(before=zero_first),
        "The forward pass is right, but on the way back zeros stand before "
        "the first step.",
        BEFORE,
    ),
    (
        "h0-zero-on-the-way-back",
        back(h_before=zero_first),
        "The forward pass is right, but on the way back zeros stand in place "
        "of h0.",
        BEFORE,
    ),
    (
        "c0-zero-on-the-way-back",
        back(c_before=zero_first),
        "The forward pass is right, but on the way back zeros stand in place "
        "of c0.",
        BEFORE,
    ),
    (
        "first-states-swapped",
        on(lambda dhs, dcs, xs, h, c, p: (dhs, dcs, xs, c, h, p)),
        "h0 and c0 have changed places.",
        "In which order does lstm_forward want its two states?",
    ),
    (
        "states-after-for-before",
        back(before=lambda states, first, t: states[t]),
        "The states after each step stand before it.",
        "Which states did step t begin with?",
    ),
    (
        "memory-after-for-before",
        back(c_before=lambda states, first, t: states[t]),
        "The memory after each step stands before it.",
        "Which memory did step t begin with?",
    ),
    (
        "state-after-for-before",
        back(h_before=lambda states, first, t: states[t]),
        "The h after each step stands before it.",
        "Which h did step t begin with?",
    ),
    (
        "first-states-everywhere",
        back(before=lambda states, first, t: first),
        "h0 and c0 stand before every step.",
        "Which states did step t begin with?",
    ),
    *way_back.step_rows(back),
)

RESULT_ROWS = (
    *way_back.dxs_rows(after),
    (
        "first-states-exchanged",
        after(lambda dxs, dh, dc, grads: (dxs, dc, dh, grads)),
        "The numbers are right, but dc0 comes before dh0.",
        ORDER,
    ),
    (
        "grads-first",
        after(lambda dxs, dh, dc, grads: (grads, dxs, dh, dc)),
        "The numbers are right, but grads comes first.",
        ORDER,
    ),
    (
        "first-states-zero",
        after(lambda dxs, dh, dc, grads: (dxs, 0 * dh, 0 * dc, grads)),
        "dh0 and dc0 are zero.",
        "What is left to be carried when the first step is done?",
    ),
    (
        "dc0-zero",
        after(lambda dxs, dh, dc, grads: (dxs, dh, 0 * dc, grads)),
        "dc0 is zero.",
        "What is left to be carried when the first step is done?",
    ),
    (
        "dh0-zero",
        after(lambda dxs, dh, dc, grads: (dxs, 0 * dh, dc, grads)),
        "dh0 is zero.",
        "What is left to be carried when the first step is done?",
    ),
    (
        "grads-alone",
        after(lambda dxs, dh, dc, grads: grads),
        "grads is right, but nothing else comes back.",
        ORDER,
    ),
    (
        "grads-without-biases",
        after(
            lambda *r: (
                *r[:3],
                {name: g for name, g in r[3].items() if name[0] != "b"},
            )
        ),
        "The numbers are right, but grads has nothing for the biases.",
        "How many arrays does params hold?",
    ),
    (
        "first-states-missing",
        after(lambda dxs, dh, dc, grads: (dxs, grads)),
        "The numbers are right, but dh0 and dc0 do not come back.",
        ORDER,
    ),
    (
        "dxs-missing",
        after(lambda dxs, dh, dc, grads: (dh, dc, grads)),
        "The numbers are right, but dxs does not come back.",
        ORDER,
    ),
    *(
        (
            f"grads-of-{one}-and-{other}-exchanged",
            after(
                lambda *r, one=one, other=other: (
                    *r[:3],
                    exchanged(r[3], one, other),
                )
            ),
            f"In grads, {one} and {other} have changed places.",
            "Which letter belongs to which layer?",
        )
        for one, other in ("fi", "fg", "fo", "ig", "io", "go")
    ),
    (
        "float32",
        after(
            lambda *r: (
                *(part.astype(np.float32) for part in r[:3]),
                {name: g.astype(np.float32) for name, g in r[3].items()},
            )
        ),
        "These are the right numbers, cut to float32.",
        "float64 came in: which line makes float32 of it?",
    ),
)

# A wrong step written out inside the loop is the same mistake, T times.
STEP_ROWS = [
    (f"step-{short}", back(step=wrong), *said)
    for short, wrong, *said in cell_backward.STEP_ROWS
]

ROWS = (*CARRY_ROWS, *SUM_ROWS, *TIME_ROWS, *RESULT_ROWS, *STEP_ROWS)
ENTRIES = tuple(make("lstm_backward", "time", ROWS))
