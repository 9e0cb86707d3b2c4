"""What goes wrong in one turn of the loop, rnn_step."""

import numpy as np

from lstm_doors.checks.catalogue.candidate import (
    MORE_TANH_ROWS,
    by_exponentials,
)
from lstm_doors.checks.catalogue.gates import (
    after_z,
    layer_rows,
    make,
    more_layer_rows,
)
from lstm_doors.networks import rnn_step, sigmoid, softmax

SQUASH_ROWS = (
    (
        "no-tanh",
        lambda z: z.copy(),
        "These are the numbers of z itself, before any squashing.",
        "What keeps h between -1 and 1?",
    ),
    (
        "sigmoid-for-tanh",
        sigmoid,
        "These are the numbers of a state squashed by sigmoid.",
        "A state can be negative: between which two numbers does h lie?",
    ),
    (
        "tanh-twice",
        lambda z: np.tanh(np.tanh(z)),
        "These are the numbers of a state that went through tanh twice.",
        "How often does tanh stand in the formula?",
    ),
    (
        "relu",
        lambda z: np.maximum(z, 0),
        "These are the numbers of a ReLU, max(z, 0).",
        "A state can be negative: which curve is asked for?",
    ),
    (
        "softmax",
        softmax,
        "These are the numbers of a softmax over the units: they add up to 1.",
        "Softmax belongs to the output: which curve squashes the state?",
    ),
    (
        "slope",
        lambda z: 1 - np.tanh(z) ** 2,
        "These are the numbers of 1 - h^2, the slope of tanh.",
        "The slope belongs to the way back: what is wanted on the way there?",
    ),
    (
        "clipped",
        lambda z: np.clip(z, -1, 1),
        "These are the numbers of z cut off at -1 and 1.",
        "Which curve has no corners and never quite reaches -1 or 1?",
    ),
    (
        "rounded",
        lambda z: np.round(np.tanh(z)),
        "These are the numbers of a state that is -1, 0 or 1.",
        "What should h be when z = 0.3?",
    ),
    (
        "sign",
        lambda z: np.tanh(-z),
        "These are the numbers of tanh(-z): the sign is lost on the way.",
        "Should a large z make h positive or negative?",
    ),
    (
        "half-z",
        lambda z: np.tanh(z / 2),
        "These are the numbers of tanh(z / 2), which is 2 sigmoid(z) - 1.",
        "tanh(z) = 2 sigmoid(?) - 1: what stands in the brackets?",
    ),
    (
        "sine",
        np.sin,
        "These are the numbers of sin(z).",
        "Which curve never comes back once it is near 1?",
    ),
    (
        "nan",
        by_exponentials,
        "These are the numbers of (exp(z) - exp(-z)) / (exp(z) + exp(-z)): "
        "at z = 1000 it is infinity over infinity.",
        "Which function of NumPy does this without exp?",
    ),
    (
        "sigmoid-then-tanh",
        lambda z: np.tanh(sigmoid(z)),
        "These are the numbers of tanh(sigmoid(z)).",
        "How many curves does z go through, and which one?",
    ),
    *MORE_TANH_ROWS,
)


def plus_old(x, h, U, W, b):
    """The old state is added behind the tanh, a shortcut past the loop."""
    return h + rnn_step(x, h, U, W, b)


def over_h(x, h, U, W, b):
    """Right numbers, written over the caller's state."""
    h[...] = rnn_step(x, h, U, W, b)
    return h


OWN_ROWS = (
    (
        "old-state-added",
        plus_old,
        "These are the numbers of h_prev + tanh(z).",
        "Is the old state added to the new one, or does it act through W?",
    ),
    (
        "old-state-returned",
        lambda x, h, U, W, b: h.copy(),
        "This is h_prev itself: nothing happened in this step.",
        "Which name does the new state have, and which one is returned?",
    ),
    (
        "in-place",
        over_h,
        "The numbers are right, but they are written into h_prev itself, so "
        "whoever called you has lost it.",
        "What is the difference between `h = ...` and `h[...] = ...`?",
    ),
)


def only_layer(row):
    """A row about one layer of many, said of the only layer."""
    short, wrong, *said = row
    return short, wrong, *(part.replace("_{letter}", "") for part in said)


STEP_ROWS = (
    *((row[0], after_z(row[1]), *row[2:]) for row in SQUASH_ROWS),
    *map(only_layer, layer_rows(np.tanh)),
    *map(only_layer, more_layer_rows(np.tanh)),
    *OWN_ROWS,
)

ENTRIES = tuple(make("rnn_step", "loop", STEP_ROWS))
