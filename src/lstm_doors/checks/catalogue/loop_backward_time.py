"""What goes wrong on the way back through time, rnn_backward."""

import numpy as np

from lstm_doors.checks.catalogue import loop_backward
from lstm_doors.checks.catalogue.gates import make
from lstm_doors.networks import rnn_backward, rnn_step_backward


def total(parts):
    """What each step adds, added up."""
    return sum(parts[1:], parts[0])


def back(
    step=rnn_step_backward,
    before=lambda hs, h0, t: hs[t - 1] if t else h0,
    reaches=lambda dh, dh_next: dh + dh_next,
    carry=lambda dh_prev, dh_next: dh_prev,
    add=total,
    steps=reversed,
):
    """The way back through time with some of its parts replaced.

    before: the state before step t. reaches: what of the outer and of the
    carried gradient reaches a step. carry: what goes on to the step before.
    add: what becomes of the weights' gradients of all steps, last step
    first. steps: the order of the steps.
    """

    def wrong(dhs, xs, hs, h0, U, W):
        dxs, dh_next, weights = np.zeros(xs.shape), np.zeros(h0.shape), []
        for t in steps(range(len(xs))):
            dxs[t], dh_prev, *grads = step(
                reaches(dhs[t], dh_next), xs[t], before(hs, h0, t), hs[t], U, W
            )
            dh_next = carry(dh_prev, dh_next)
            weights.append(grads)
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


def bounded(first, last):
    """The loop leaves steps out, at its start or at its end."""
    return back(steps=lambda ts: reversed(ts[first:last] or ts))


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
SUM = (
    "The same weights act at every step: what becomes of what each step says "
    "about them?"
)
BEFORE = "Which state stands before the first step?"
LENGTH = "Which steps does the way back visit, and in which order?"
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
        back(carry=lambda dh_prev, dh_next: dh_next + dh_prev),
        "What is carried back is added to what was carried before.",
        "dh_prev belongs to the state before: does the carried gradient of "
        "h_t belong to it as well?",
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
    (
        "ends-before-first-step",
        back(steps=lambda ts: reversed(ts[1:] or ts)),
        "The way back ends before step 0.",
        LENGTH,
    ),
    (
        "last-step-left-out",
        back(steps=lambda ts: reversed(ts[:-1] or ts)),
        "The way back begins one step too early: the last one is left out.",
        LENGTH,
    ),
    (
        "forward-in-time",
        back(steps=iter),
        "These are the numbers of a loop from the first step to the last.",
        LENGTH,
    ),
    (
        "dxs-reversed",
        after(lambda dxs, *rest: (dxs[::-1], *rest)),
        "The numbers are right, but dxs begins with the last step.",
        "You collect from the last step to the first: in which order does "
        "the list have to be stacked?",
    ),
    (
        "time-and-batch-exchanged",
        after(lambda dxs, *rest: (dxs.swapaxes(0, 1), *rest)),
        "The numbers are right, but in dxs time and batch have changed "
        "places.",
        "Which of T and N comes first in xs, and in dxs?",
    ),
    (
        "dxs-one-step",
        after(lambda dxs, *rest: (dxs[0], *rest)),
        "dxs holds one step alone.",
        "For T inputs, how many gradients come back?",
    ),
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
