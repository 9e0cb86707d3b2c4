"""What goes wrong when the loop runs over a sequence, rnn_forward."""

import numpy as np

from lstm_doors.checks.catalogue.gates import make
from lstm_doors.checks.catalogue.loop import STEP_ROWS
from lstm_doors.checks.catalogue.over_time import (
    CARRY,
    FIRST,
    LENGTH,
    RETURN,
    ends_early,
    shifted,
)
from lstm_doors.networks import rnn_forward, rnn_step


def over(step, pick=lambda h, h0: h):
    """The whole pass with this step, from the state that pick chooses."""

    def wrong(xs, h0, U, W, b):
        h, hs = h0, []
        for x in xs:
            h = step(x, pick(h, h0), U, W, b)
            hs.append(h)
        return np.stack(hs)

    return wrong


def always(pick):
    """Every step from the same state: none is carried."""
    return over(rnn_step, pick)


def on(pick):
    """The right pass over other inputs, or from another first state."""
    return lambda xs, h0, *w: rnn_forward(*pick(xs, h0), *w)


def after(pick):
    """The right pass, its result picked in another way."""
    return lambda *a: pick(rnn_forward(*a))


def starts_at_one(xs, h0, U, W, b):
    """hs[0] is left at zero and the loop begins with the second input."""
    hs = np.zeros((len(xs), *h0.shape))
    h = h0
    for t in range(1, len(xs)):
        h = hs[t] = rnn_step(xs[t], h, U, W, b)
    return hs


def h0_kept_first(xs, h0, U, W, b):
    """hs[0] is h0 and the loop begins with the second input."""
    hs = np.zeros((len(xs), *h0.shape))
    hs[0] = h0
    for t in range(1, len(xs)):
        hs[t] = rnn_step(xs[t], hs[t - 1], U, W, b)
    return hs


def truncated(xs, h0, U, W, b):
    """The states are stored in an integer array."""
    hs, h = np.zeros((len(xs), *h0.shape), dtype=int), h0
    for t, x in enumerate(xs):
        h = hs[t] = rnn_step(x, h, U, W, b)
    return hs


def squashed_for_show(xs, h0, U, W, b):
    """z goes on to the next step, tanh(z) is stored."""
    h, hs = h0, []
    for x in xs:
        h = x @ U + h @ W + b
        hs.append(np.tanh(h))
    return np.stack(hs)


def bias_once(xs, h0, U, W, b):
    """The bias acts at the first step alone."""
    h, hs = h0, []
    for x in xs:
        h = rnn_step(x, h, U, W, b if not hs else 0 * b)
        hs.append(h)
    return np.stack(hs)


def from_the_second(xs, h0, U, W, b):
    """The loop runs over xs[1:]."""
    return over(rnn_step)(xs[1:], h0, U, W, b)


def over_h0(xs, h0, *weights):
    """Each new state is written over the caller's first one."""
    hs = rnn_forward(xs, h0, *weights)
    h0[...] = hs[-1]
    return hs


ROWS = (
    (
        "first-state-ignored",
        on(lambda xs, h0: (xs, 0 * h0)),
        "These are the numbers of a pass that begins with zeros; so does "
        "hs[t - 1] at t = 0, which is hs[-1], still empty.",
        FIRST,
    ),
    (
        "nothing-carried",
        always(lambda h, h0: h0),
        "These are the numbers of a loop that begins at h0 again at every "
        "step.",
        CARRY,
    ),
    (
        "first-state-added-each-step",
        over(rnn_step, lambda h, h0: h if h is h0 else h + h0),
        "These are the numbers of a loop that adds h0 at every step.",
        "What does h0 stand for, and at which step?",
    ),
    (
        "one-array-repeated",
        after(lambda hs: 0 * hs + hs[-1]),
        "All T states are the last one: one array, appended T times.",
        "Does each step make a new array, or write into the same one?",
    ),
    (
        "starts-at-one",
        starts_at_one,
        "These are the numbers of a loop that begins at t = 1.",
        "Which input belongs to hs[0]?",
    ),
    (
        "first-input-skipped",
        h0_kept_first,
        "hs[0] is h0, and the loop begins at t = 1.",
        "Which input belongs to hs[0]?",
    ),
    (
        "ends-early",
        after(ends_early),
        "Right but for the last step, which was never taken.",
        LENGTH,
    ),
    (
        "first-step-missing",
        from_the_second,
        "The loop begins with the second input, so the first step is missing.",
        LENGTH,
    ),
    (
        "returns-inside-the-loop",
        after(lambda hs: hs[:1]),
        "Right, but the first step alone comes back.",
        RETURN,
    ),
    (
        "tanh-on-the-results-only",
        squashed_for_show,
        "These are the numbers of a loop that goes on with z and squashes "
        "only what it stores.",
        "Which one goes on to the next step: z or tanh(z)?",
    ),
    (
        "results-squashed-again",
        after(np.tanh),
        "These are the numbers of tanh(h): what is stored goes through tanh "
        "once more.",
        "How often does h go through tanh at one step?",
    ),
    (
        "bias-at-first-step-only",
        bias_once,
        "These are the numbers of a loop with a bias at its first step only.",
        "At which steps does b act?",
    ),
    (
        "first-row-of-h0",
        on(lambda xs, h0: (xs, np.broadcast_to(h0[:1], h0.shape))),
        "These are the numbers of a pass in which all sequences begin with "
        "the first row of h0.",
        "What has one sequence of a batch to do with its neighbours?",
    ),
    (
        "backward-and-put-in-front",
        lambda xs, h0, *w: rnn_forward(xs[::-1], h0, *w)[::-1],
        "These are the numbers of a pass from the last input to the first, "
        "as the way back runs.",
        "Which input comes first?",
    ),
    (
        "last-state-too",
        after(lambda hs: (hs, hs[-1])),
        "The numbers are right, but the last state comes back as well.",
        "How many results does `-> hs` name?",
    ),
    (
        "last-step-missing",
        after(lambda hs: hs[:-1]),
        "Right but for the last step, which does not come back.",
        LENGTH,
    ),
    (
        "states-before-each-step",
        lambda xs, h0, *w: shifted(h0, rnn_forward(xs, h0, *w)),
        "These are the states before each step: h0 stands first and the last "
        "one is missing.",
        LENGTH,
    ),
    (
        "first-state-included",
        lambda xs, h0, *w: np.concatenate([h0[None], rnn_forward(xs, h0, *w)]),
        "These are T + 1 states: h0 came along.",
        LENGTH,
    ),
    (
        "last-state-alone",
        after(lambda hs: hs[-1]),
        "This is the last state alone.",
        LENGTH,
    ),
    (
        "time-and-batch-exchanged",
        after(lambda hs: hs.swapaxes(0, 1)),
        "The numbers are right, but time and batch have changed places.",
        "Which of T and N comes first in xs, and in hs?",
    ),
    (
        "states-side-by-side",
        after(np.hstack),
        "The states are laid side by side in one table, not one behind the "
        "other.",
        "Which function of NumPy makes a new axis for time?",
    ),
    (
        "states-below-one-another",
        after(np.concatenate),
        "The states are laid below one another in one table, not one behind "
        "the other.",
        "Which function of NumPy makes a new axis for time?",
    ),
    (
        "runs-over-the-batch",
        on(lambda xs, h0: (xs.swapaxes(0, 1), h0)),
        "Where the shapes allow it, these are the numbers of a loop over the "
        "batch in place of time.",
        "Which of T and N is the first axis of xs?",
    ),
    (
        "backward-in-time",
        on(lambda xs, h0: (xs[::-1], h0)),
        "These are the numbers of a pass that reads its inputs from the last "
        "to the first.",
        "Which input comes first?",
    ),
    (
        "reversed-results",
        after(lambda hs: hs[::-1]),
        "The numbers are right, but the last step comes first.",
        "Which step does hs[0] belong to?",
    ),
    (
        "one-input-for-all",
        on(lambda xs, h0: (np.broadcast_to(xs[0], xs.shape), h0)),
        "These are the numbers of a pass that reads xs[0] at every step.",
        "Which input belongs to step t?",
    ),
    (
        "input-one-late",
        on(lambda xs, h0: (np.roll(xs, 1, axis=0), h0)),
        "These are the numbers of a pass that reads xs[t - 1] at step t.",
        "Which input belongs to step t?",
    ),
    (
        "summed-up",
        after(lambda hs: np.cumsum(hs, axis=0)),
        "These are the right states, each added to all before it.",
        "Is a state replaced by the next one, or are they added up?",
    ),
    (
        "integers",
        truncated,
        "The states are stored in an integer array, which cuts off every "
        "fraction.",
        "Which dtype has the array that keeps your states?",
    ),
    (
        "float32",
        after(lambda hs: hs.astype(np.float32)),
        "These are the right numbers, cut to float32.",
        "float64 came in: which line makes float32 of it?",
    ),
    (
        "in-place",
        over_h0,
        "The numbers are right, but h0 is written over, so whoever called "
        "you has lost it.",
        "What is the difference between `h = ...` and `h[...] = ...`?",
    ),
)

# A wrong step written out inside the loop is the same mistake, T times;
# these two are other mistakes there, told above or not to be seen.
STEP_ALONE = ("float32", "in-place")
STEP_ROWS_IN_TIME = [
    (f"step-{short}", over(wrong), *said)
    for short, wrong, *said in STEP_ROWS
    if short not in STEP_ALONE
]

ENTRIES = tuple(make("rnn_forward", "time", (*ROWS, *STEP_ROWS_IN_TIME)))
