"""What goes wrong on the way back through one step of the loop."""

from types import SimpleNamespace

import numpy as np

from lstm_doors.checks.catalogue.gates import make
from lstm_doors.networks import rnn_step_backward

# The right parts; s holds dh, x, h_prev, h, U, W and, once known, dz.
RIGHT = {
    "dz": lambda s: s.dh * (1 - s.h**2),
    "dx": lambda s: s.dz @ s.U.T,
    "dh_prev": lambda s: s.dz @ s.W.T,
    "dU": lambda s: s.x.T @ s.dz,
    "dW": lambda s: s.h_prev.T @ s.dz,
    "db": lambda s: s.dz.sum(axis=0),
}


def step(**wrong):
    """The way back through one step with some of its parts replaced."""
    parts = RIGHT | wrong

    def back(dh, x, h_prev, h, U, W):
        s = SimpleNamespace(dh=dh, x=x, h_prev=h_prev, h=h, U=U, W=W)
        s.dz = parts["dz"](s)
        return tuple(part(s) for name, part in parts.items() if name != "dz")

    return back


def after(pick):
    """The right step, its results picked in another way."""
    return lambda *a: pick(*rnn_step_backward(*a))


def over_dh(dh, x, h_prev, h, U, W):
    """`dh *= 1 - h**2`: right numbers, written over the caller's dh."""
    results = rnn_step_backward(dh, x, h_prev, h, U, W)
    dh *= 1 - h**2
    return results


def over_h(dh, x, h_prev, h, U, W):
    """`h **= 2`: right numbers, written over the caller's h."""
    results = rnn_step_backward(dh, x, h_prev, h, U, W)
    h **= 2
    return results


SLOPE = "h is tanh(z) already: what is the slope of tanh, written with h?"
SHAPE = "A gradient has the shape of what it belongs to: which product has?"
BATCH = (
    "The loss is a sum over the sequences: what does each of them add to the "
    "gradient of a weight that they share?"
)
ORDER = "In which order does `-> dx, dh_prev, dU, dW, db` want them?"
BACK = (
    "The tanh stands between h and everything before it: which gradient has "
    "gone back through it?"
)

DZ_ROWS = (
    (
        "no-tanh-slope",
        lambda s: s.dh,
        "These are the numbers of a way back that passes by the tanh: "
        "dz = dh.",
        SLOPE,
    ),
    (
        "one-minus-h",
        lambda s: s.dh * (1 - s.h),
        "These are the numbers of a slope 1 - h.",
        SLOPE,
    ),
    (
        "one-plus-h-squared",
        lambda s: s.dh * (1 + s.h**2),
        "These are the numbers of a slope 1 + h^2.",
        "At h = 1 the tanh is flat: what must the slope be there?",
    ),
    (
        "h-squared",
        lambda s: s.dh * s.h**2,
        "These are the numbers of a slope h^2.",
        "At h = 0 the tanh is steepest: what must the slope be there?",
    ),
    (
        "one-minus-h-all-squared",
        lambda s: s.dh * (1 - s.h) ** 2,
        "These are the numbers of a slope (1 - h)^2.",
        SLOPE,
    ),
    (
        "sigmoid-slope",
        lambda s: s.dh * s.h * (1 - s.h),
        "These are the numbers of a slope h (1 - h), which is that of a "
        "sigmoid.",
        "Which curve did h come out of?",
    ),
    (
        "slope-of-activated",
        lambda s: s.dh * (1 - np.tanh(s.h) ** 2),
        "These are the numbers of a slope 1 - tanh(h)^2: tanh was taken of "
        "what had gone through tanh already.",
        SLOPE,
    ),
    (
        "slope-twice",
        lambda s: s.dh * (1 - s.h**2) ** 2,
        "These are the numbers of a slope that is multiplied in twice.",
        "How often does the way back cross the tanh of this step?",
    ),
    (
        "slope-of-old-state",
        lambda s: s.dh * (1 - s.h_prev**2),
        "These are the numbers of a slope 1 - h_prev^2.",
        "Which state came out of the tanh of this step?",
    ),
    (
        "tanh-for-slope",
        lambda s: s.dh * s.h,
        "These are the numbers of dz = dh * h.",
        SLOPE,
    ),
    (
        "divided-by-slope",
        lambda s: s.dh / np.where(s.h**2 == 1, 1, 1 - s.h**2),
        "These are the numbers of dh divided by the slope.",
        "On a flat stretch of the tanh, does much come back or little?",
    ),
    (
        "minus",
        lambda s: -s.dh * (1 - s.h**2),
        "These are the right numbers with the wrong sign.",
        "The step against the gradient is the optimiser's: what is the "
        "gradient itself?",
    ),
    (
        "batch-averaged",
        lambda s: s.dh * (1 - s.h**2) / len(s.dh),
        "These are the right numbers, all divided by N.",
        BATCH,
    ),
)

PART_ROWS = (
    (
        "db-averaged",
        {"db": lambda s: s.dz.mean(axis=0)},
        "db is averaged over the N sequences.",
        BATCH,
    ),
    (
        "weights-averaged",
        {
            "dU": lambda s: s.x.T @ s.dz / len(s.x),
            "dW": lambda s: s.h_prev.T @ s.dz / len(s.x),
            "db": lambda s: s.dz.mean(axis=0),
        },
        "dU, dW and db are averaged over the N sequences.",
        BATCH,
    ),
    (
        "matrices-averaged",
        {
            "dU": lambda s: s.x.T @ s.dz / len(s.x),
            "dW": lambda s: s.h_prev.T @ s.dz / len(s.x),
        },
        "dU and dW are averaged over the N sequences.",
        BATCH,
    ),
    (
        "db-not-summed",
        {"db": lambda s: s.dz.copy()},
        "db still has a row for each sequence.",
        "b has shape (H,) and serves all N sequences: what becomes of the "
        "N rows?",
    ),
    (
        "db-keeps-an-axis",
        {"db": lambda s: s.dz.sum(axis=0, keepdims=True)},
        "db is right, but of shape (1, H).",
        "What shape has b?",
    ),
    (
        "db-one-number",
        {"db": lambda s: s.dz.sum()},
        "db is one number, the sum over everything.",
        "How many biases are there?",
    ),
    (
        "db-summed-over-units",
        {"db": lambda s: s.dz.sum(axis=1)},
        "db is summed over the units, not over the sequences.",
        "Which axis of dz are the sequences?",
    ),
    (
        "db-of-dh",
        {"db": lambda s: s.dh.sum(axis=0)},
        "db is the sum of dh, before the way back through the tanh.",
        BACK,
    ),
    (
        "db-of-first-sequence",
        {"db": lambda s: s.dz[0].copy()},
        "db is that of the first sequence alone.",
        BATCH,
    ),
    (
        "u-not-transposed",
        {"dx": lambda s: s.dz @ s.U},
        "Where the shapes allow it, dx is dz U.",
        "x U went from D to H: what leads from H back to D?",
    ),
    (
        "w-not-transposed",
        {"dh_prev": lambda s: s.dz @ s.W},
        "dh_prev is dz W.",
        "In h_prev W the row of W is the unit that speaks: which axis of W "
        "does the way back sum over?",
    ),
    (
        "neither-transposed",
        {"dx": lambda s: s.dz @ s.U, "dh_prev": lambda s: s.dz @ s.W},
        "Where the shapes allow it, dx is dz U and dh_prev is dz W.",
        "What turns the direction of a matrix product around?",
    ),
    (
        "dw-of-new-state",
        {"dW": lambda s: s.h.T @ s.dz},
        "dW is made of h, the state after the step.",
        "Which state did W meet on the way there?",
    ),
    (
        "du-transposed",
        {"dU": lambda s: s.dz.T @ s.x},
        "dU is transposed.",
        SHAPE,
    ),
    (
        "dw-transposed",
        {"dW": lambda s: s.dz.T @ s.h_prev},
        "dW is transposed.",
        "dW[j, k] belongs to W[j, k], which leads from unit j to unit k: "
        "which of h_prev and dz is j?",
    ),
    (
        "both-transposed",
        {"dU": lambda s: s.dz.T @ s.x, "dW": lambda s: s.dz.T @ s.h_prev},
        "dU and dW are transposed.",
        SHAPE,
    ),
    (
        "dx-of-dh",
        {"dx": lambda s: s.dh @ s.U.T},
        "dx is dh U^T, without the slope of the tanh.",
        BACK,
    ),
    (
        "dh-prev-of-dh",
        {"dh_prev": lambda s: s.dh @ s.W.T},
        "dh_prev is dh W^T, without the slope of the tanh.",
        BACK,
    ),
    (
        "states-of-dh",
        {"dx": lambda s: s.dh @ s.U.T, "dh_prev": lambda s: s.dh @ s.W.T},
        "dx and dh_prev come without the slope of the tanh.",
        BACK,
    ),
    (
        "du-of-dh",
        {"dU": lambda s: s.x.T @ s.dh},
        "dU is x^T dh, without the slope of the tanh.",
        BACK,
    ),
    (
        "dw-of-dh",
        {"dW": lambda s: s.h_prev.T @ s.dh},
        "dW is h_prev^T dh, without the slope of the tanh.",
        BACK,
    ),
    (
        "matrices-of-dh",
        {"dU": lambda s: s.x.T @ s.dh, "dW": lambda s: s.h_prev.T @ s.dh},
        "dU and dW come without the slope of the tanh.",
        BACK,
    ),
    (
        "weights-of-dh",
        {
            "dU": lambda s: s.x.T @ s.dh,
            "dW": lambda s: s.h_prev.T @ s.dh,
            "db": lambda s: s.dh.sum(axis=0),
        },
        "dU, dW and db come without the slope of the tanh.",
        BACK,
    ),
    (
        "dh-prev-with-dh",
        {"dh_prev": lambda s: s.dz @ s.W.T + s.dh},
        "dh_prev is dz W^T + dh.",
        "By which ways does h_prev reach h: is there one past the W?",
    ),
    (
        "dh-prev-without-w",
        {"dh_prev": lambda s: s.dz.copy()},
        "dh_prev is dz itself.",
        "What did h_prev go through before it became part of z?",
    ),
    (
        "dh-prev-handed-through",
        {"dh_prev": lambda s: s.dh.copy()},
        "dh_prev is dh itself.",
        "What lies between h_prev and h?",
    ),
    (
        "dh-prev-zero",
        {"dh_prev": lambda s: 0 * s.h_prev},
        "dh_prev is zero: nothing goes back in time.",
        "How does the step before learn of its mistakes?",
    ),
)

ORDER_ROWS = (
    (
        "inputs-exchanged",
        after(lambda dx, dh, dU, dW, db: (dh, dx, dU, dW, db)),
        "dx and dh_prev have changed places: what comes through U stands "
        "where what comes through W should, and the other way round.",
        "Which weight did x meet on the way there? " + ORDER,
    ),
    (
        "matrices-exchanged",
        after(lambda dx, dh, dU, dW, db: (dx, dh, dW, dU, db)),
        "dU and dW have changed places: what is made of h_prev stands where "
        "what is made of x should, and the other way round.",
        "Which of the two did x meet on the way there? " + ORDER,
    ),
    (
        "weights-first",
        after(lambda dx, dh, dU, dW, db: (dU, dW, db, dx, dh)),
        "The numbers are right, but the weights come first.",
        ORDER,
    ),
    (
        "bias-before-matrices",
        after(lambda dx, dh, dU, dW, db: (dx, dh, db, dU, dW)),
        "The numbers are right, but db comes before dU.",
        ORDER,
    ),
    (
        "db-missing",
        after(lambda dx, dh, dU, dW, db: (dx, dh, dU, dW)),
        "The numbers are right, but db does not come back.",
        ORDER,
    ),
    (
        "weights-alone",
        after(lambda dx, dh, dU, dW, db: (dU, dW, db)),
        "The numbers are right, but dx and dh_prev do not come back.",
        ORDER,
    ),
    (
        "in-place",
        over_dh,
        "The numbers are right, but dh itself is changed, so whoever called "
        "you has lost it.",
        "What is the difference between `dz = dh * s` and `dh *= s`?",
    ),
    (
        "h-in-place",
        over_h,
        "The numbers are right, but h itself is changed, so whoever called "
        "you has lost it.",
        "What is the difference between `s = h**2` and `h **= 2`?",
    ),
    (
        "float32",
        after(lambda *d: tuple(part.astype(np.float32) for part in d)),
        "These are the right numbers, cut to float32.",
        "float64 came in: which line makes float32 of it?",
    ),
)

STEP_ROWS = (
    *((short, step(dz=wrong), *said) for short, wrong, *said in DZ_ROWS),
    *((short, step(**wrong), *said) for short, wrong, *said in PART_ROWS),
)

ENTRIES = tuple(
    make("rnn_step_backward", "gradient", (*STEP_ROWS, *ORDER_ROWS))
)
