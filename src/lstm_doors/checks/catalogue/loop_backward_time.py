"""What goes wrong on the way back through time, rnn_backward."""

import numpy as np

from lstm_doors.checks.catalogue import loop_backward, way_back
from lstm_doors.checks.catalogue.gates import make
from lstm_doors.checks.catalogue.way_back import BEFORE, SUM, total
from lstm_doors.networks import rnn_backward, rnn_step_backward


def back(
    step=rnn_step_backward,
    before=lambda hs, h0, t: hs[t - 1] if t else h0,
    reaches=lambda dh, dh_next: dh + dh_next,
    carry=lambda dh_prev, dh_next, outer: dh_prev,
    state=lambda hs, h0, t: hs[t],
    add=total,
    steps=reversed,
):
    """The way back through time with some of its parts replaced.

    before, state: the states before and after step t. reaches: what of the
    outer and of the carried gradient reaches a step. carry: what goes on to
    the step before. add: what becomes of the weights' gradients of all
    steps, last step first. steps: the order of the steps.
    """

    def wrong(dhs, xs, hs, h0, U, W):
        dxs, dh_next, weights = np.zeros(xs.shape), np.zeros(h0.shape), []
        for t in steps(range(len(xs))):
            dxs[t], dh_prev, *grads = step(
                reaches(dhs[t], dh_next),
                xs[t],
                before(hs, h0, t),
                state(hs, h0, t),
                U,
                W,
            )
            dh_next = carry(dh_prev, dh_next, dhs[t])
            weights.append(grads)
        weights = weights or [(0 * U, 0 * W, np.zeros(len(W)))]
        dU, dW, db = map(add, zip(*weights, strict=True))
        return dxs, dh_next, dU, dW, db

    return wrong


def after(pick):
    """The right way back, its results picked in another way."""
    return lambda *a: pick(*rnn_backward(*a))


def one_overwritten(at):
    """One of the three sums keeps only what step 0 adds."""

    def wrong(*a):
        right, last = rnn_backward(*a), back(add=lambda all_: all_[-1])(*a)
        return (*right[:at], last[at], *right[at + 1 :])

    return wrong


def only_some(*steps):
    """The weights' gradients of some steps alone; all else is right."""
    return back(add=lambda parts: total([parts[k] for k in steps]))


def last_gradient_only(dhs, *rest):
    """Of the outer gradients only the last one is looked at."""
    last = np.zeros(dhs.shape)
    last[-1] = dhs[-1]
    return rnn_backward(last, *rest)


def over_dhs(dhs, xs, hs, h0, U, W):
    """`dhs[t] += dh_next`: right numbers, the caller's dhs changed."""
    results = rnn_backward(dhs, xs, hs, h0, U, W)
    for t in reversed(range(1, len(xs))):
        dhs[t - 1] += rnn_step_backward(dhs[t], xs[t], hs[t - 1], hs[t], U, W)[
            1
        ]
    return results


def first_carry(dhs, xs, hs, h0, U, W):
    """dh0 is what reaches h_1, not what reaches h_0."""
    dxs, _, *weights = rnn_backward(dhs, xs, hs, h0, U, W)
    later = np.zeros(h0.shape)
    for t in reversed(range(1, len(xs))):
        _, later, *_ = rnn_step_backward(
            dhs[t] + later, xs[t], hs[t - 1], hs[t], U, W
        )
    return dxs, dhs[0] + later, *weights


CARRY = "By which two ways does the loss depend on h_t?"
ORDER = "In which order does `-> dxs, dh0, dU, dW, db` want them?"

ROWS = (
    (
        "nothing-carried",
        back(reaches=lambda dh, dh_next: dh),
        "These are the numbers of a way back that ends after one step: what "
        "comes back from later steps is dropped.",
        CARRY,
    ),
    (
        "outer-gradients-dropped",
        last_gradient_only,
        "These are the numbers of a way back that looks at dhs[-1] alone.",
        CARRY,
    ),
    (
        "outer-gradient-replaces",
        back(
            reaches=lambda dh, dh_next: (
                dh_next if np.any(dh_next) else dh + dh_next
            )
        ),
        "These are the numbers of a way back that looks at dhs[-1] and goes "
        "on with the carried gradient alone.",
        CARRY,
    ),
    (
        "carried-twice",
        back(reaches=lambda dh, dh_next: dh + 2 * dh_next),
        "The gradient that is carried back is added twice.",
        "How often does h_t act on the next state?",
    ),
    (
        "carried-halved",
        back(reaches=lambda dh, dh_next: (dh + dh_next) / 2),
        "The mean of the outer and the carried gradient is taken.",
        "Two ways lead from h_t to the loss: do they add up?",
    ),
    (
        "carried-multiplied",
        back(reaches=lambda dh, dh_next: dh * dh_next),
        "The outer and the carried gradient are multiplied.",
        "Two ways lead from h_t to the loss: what becomes of two ways?",
    ),
    (
        "carried-subtracted",
        back(reaches=lambda dh, dh_next: dh - dh_next),
        "The carried gradient is subtracted.",
        "Two ways lead from h_t to the loss: do they add up?",
    ),
    (
        "carry-piles-up",
        back(carry=lambda dh_prev, dh_next, outer: dh_next + dh_prev),
        "What is carried back is added to what was carried before.",
        "dh_prev belongs to the state before: does the carried gradient of "
        "h_t belong to it as well?",
    ),
    (
        "outer-gradient-carried",
        back(carry=lambda dh_prev, dh_next, outer: outer + dh_prev),
        "What is carried back is dhs[t] + dh_prev: the outer gradient "
        "travels on past the step.",
        "Which of the results of rnn_step_backward belongs to the state "
        "before?",
    ),
    (
        "carried-gradient-cut-off",
        back(carry=lambda dh_prev, *_: np.clip(dh_prev, -1, 1)),
        "What is carried back is cut off at -1 and 1 at every step.",
        "The gradient itself is asked for: where does clipping belong?",
    ),
    (
        "old-state-for-new",
        back(state=lambda hs, h0, t: hs[t - 1]),
        "hs[t - 1] is taken for the state that came out of step t.",
        "Which state came out of step t, and which one went in?",
    ),
    (
        "weights-overwritten",
        back(add=lambda parts: parts[-1]),
        "dU, dW and db are those of step 0 alone: each step overwrites the "
        "one before.",
        SUM,
    ),
    *(
        (
            f"{name}-overwritten",
            one_overwritten(at),
            f"d{name.upper() if name != 'b' else name} is that of step 0 "
            "alone: each step overwrites the one before.",
            SUM,
        )
        for name, at in (("u", 2), ("w", 3), ("b", 4))
    ),
    (
        "weights-of-last-step",
        only_some(0),
        "dU, dW and db are those of the last step alone.",
        SUM,
    ),
    (
        "weights-averaged-over-time",
        back(add=lambda parts: total(parts) / len(parts)),
        "dU, dW and db are averaged over the T steps.",
        SUM,
    ),
    (
        "wraps-round",
        back(before=lambda hs, h0, t: hs[t - 1]),
        "hs[t - 1] at t = 0 is hs[-1]: the last state stands before the "
        "first step.",
        BEFORE,
    ),
    (
        "first-state-ignored",
        back(before=lambda hs, h0, t: hs[t - 1] if t else 0 * h0),
        "Zeros stand before the first step.",
        BEFORE,
    ),
    (
        "first-state-everywhere",
        back(before=lambda hs, h0, t: h0),
        "h0 stands before every step.",
        "Which state stands before step t?",
    ),
    (
        "state-after-for-before",
        back(before=lambda hs, h0, t: hs[t]),
        "The state after each step stands before it.",
        "Which state did step t begin with?",
    ),
    *way_back.step_rows(back),
    *way_back.dxs_rows(after),
    (
        "dxs-summed",
        after(lambda dxs, *rest: (dxs.sum(axis=0), *rest)),
        "dxs is added up over the steps.",
        "U is shared by all steps; is x?",
    ),
    (
        "dh0-zero",
        after(lambda dxs, dh0, *rest: (dxs, 0 * dh0, *rest)),
        "dh0 is zero.",
        "What is left to be carried when the first step is done?",
    ),
    (
        "dh0-one-step-short",
        first_carry,
        "dh0 is what reaches h_1, before the way back through the first step.",
        "What is left to be carried when the first step is done?",
    ),
    (
        "dh0-is-first-outer-gradient",
        lambda dhs, *rest: (
            lambda dxs, dh0, *weights: (dxs, dhs[0].copy(), *weights)
        )(*rnn_backward(dhs, *rest)),
        "dh0 is dhs[0].",
        "dhs[0] belongs to the state after the first step: what belongs to "
        "the one before it?",
    ),
    (
        "inputs-exchanged",
        after(lambda dxs, dh0, dU, dW, db: (dh0, dxs, dU, dW, db)),
        "The numbers are right, but dh0 comes before dxs.",
        ORDER,
    ),
    (
        "matrices-exchanged",
        after(lambda dxs, dh0, dU, dW, db: (dxs, dh0, dW, dU, db)),
        "The numbers are right, but dW comes before dU.",
        ORDER,
    ),
    (
        "weights-first",
        after(lambda dxs, dh0, dU, dW, db: (dU, dW, db, dxs, dh0)),
        "The numbers are right, but the weights come first.",
        ORDER,
    ),
    (
        "dh0-last",
        after(lambda dxs, dh0, dU, dW, db: (dxs, dU, dW, db, dh0)),
        "The numbers are right, but dh0 comes last.",
        ORDER,
    ),
    (
        "dh0-missing",
        after(lambda dxs, dh0, dU, dW, db: (dxs, dU, dW, db)),
        "The numbers are right, but dh0 does not come back.",
        ORDER,
    ),
    (
        "in-place",
        over_dhs,
        "The numbers are right, but the carried gradient is written into dhs "
        "itself, so whoever called you has lost it.",
        "What is the difference between `dh = dhs[t] + dh_next` and "
        "`dhs[t] += dh_next`?",
    ),
    (
        "float32",
        after(lambda *d: tuple(part.astype(np.float32) for part in d)),
        "These are the right numbers, cut to float32.",
        "float64 came in: which line makes float32 of it?",
    ),
)

# Wrong steps that, written out in the loop, are told above already.
NOT_IN_TIME = ("dw-of-new-state",)  # state-after-for-before
STEP_ROWS = [
    (f"step-{short}", back(step=wrong), *said)
    for short, wrong, *said in loop_backward.STEP_ROWS
    if short not in NOT_IN_TIME
]

ENTRIES = tuple(make("rnn_backward", "time", (*ROWS, *STEP_ROWS)))
