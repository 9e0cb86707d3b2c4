"""What goes wrong at the output door."""

import numpy as np

from lstm_doors.checks.catalogue.candidate import by_exponentials
from lstm_doors.checks.catalogue.forget_door import IN_PLACE
from lstm_doors.checks.catalogue.gates import (
    MORE_SIGMOID_ROWS,
    SIGMOID_ROWS,
    entries,
    make,
)
from lstm_doors.networks import sigmoid


def over_c(o, c):
    """Right numbers, written over the caller's memory."""
    np.tanh(c, out=c)
    c *= o
    return c


def over_o(o, c):
    """Right numbers, written over the caller's door."""
    o *= np.tanh(c)
    return o


EIGHT = "With o = 1 and a memory of 8, how much should be shown?"

HIDDEN_ROWS = (
    (
        "no-tanh",
        lambda o, c: o * c,
        "These are the numbers of o * c: the memory is shown as large as it "
        "is.",
        EIGHT,
        "hidden",
    ),
    (
        "tanh-of-product",
        lambda o, c: np.tanh(o * c),
        "These are the numbers of tanh(o * c): the door acts before tanh.",
        "Which comes first: squashing the memory, or the door?",
        "hidden",
    ),
    (
        "door-omitted",
        lambda o, c: np.tanh(c),
        "These are the numbers of tanh(c): nothing can be hidden.",
        "Where does the output door act?",
    ),
    (
        "sigmoid-for-tanh",
        lambda o, c: o * sigmoid(c),
        "These are the numbers of o * sigmoid(c).",
        "A memory of -8 should show as negative: can it?",
        "hidden",
    ),
    (
        "shows-1-minus-o",
        lambda o, c: (1 - o) * np.tanh(c),
        "These are the numbers of (1 - o) * tanh(c): a door that swings the "
        "wrong way.",
        "How much should be shown when o = 1?",
    ),
    (
        "added",
        lambda o, c: o + np.tanh(c),
        "These are the numbers of o + tanh(c).",
        "What should a shut door, o = 0, show?",
    ),
    (
        "tanh-of-door",
        lambda o, c: np.tanh(o) * c,
        "These are the numbers of tanh(o) * c: the wrong one is squashed.",
        "Which of the two can be as large as 8?",
        "hidden",
    ),
    (
        "both-squashed",
        lambda o, c: np.tanh(o) * np.tanh(c),
        "These are the numbers of tanh(o) * tanh(c).",
        "o is a door already: how much is shown when o = 1?",
    ),
    (
        "sigmoid-again",
        lambda o, c: sigmoid(o) * np.tanh(c),
        "These are the numbers of sigmoid(o) * tanh(c).",
        "o is a door already: how far open is sigmoid(0)?",
    ),
    (
        "tanh-twice",
        lambda o, c: o * np.tanh(np.tanh(c)),
        "These are the numbers of o * tanh(tanh(c)).",
        "How often does tanh stand in the formula?",
        "hidden",
    ),
    (
        "squashed-after-all",
        lambda o, c: np.tanh(o * np.tanh(c)),
        "These are the numbers of tanh(o * tanh(c)).",
        "How often does tanh stand in the formula?",
        "hidden",
    ),
    (
        "rounded",
        lambda o, c: np.round(o) * np.tanh(c),
        "These are the numbers of a door that is either open or shut.",
        "How much should a door at 0.25 show?",
    ),
    (
        "slope",
        lambda o, c: o * (1 - np.tanh(c) ** 2),
        "These are the numbers of o * (1 - tanh(c)^2), with the slope of "
        "tanh.",
        "The slope belongs to the way back: what is wanted on the way there?",
        "hidden",
    ),
    (
        "relu",
        lambda o, c: o * np.maximum(c, 0),
        "These are the numbers of o * max(c, 0).",
        "A memory of -8 should show as negative: can it?",
        "hidden",
    ),
    (
        "clipped",
        lambda o, c: o * np.clip(c, -1, 1),
        "These are the numbers of o times c, cut off at -1 and 1.",
        "Which curve has no corners and never quite reaches -1 or 1?",
        "hidden",
    ),
    (
        "divided",
        lambda o, c: np.tanh(c) / o,
        "These are the numbers of tanh(c) / o: less open shows more.",
        "What should a shut door, o = 0, show?",
    ),
    (
        "memory-returned",
        lambda o, c: c.copy(),
        "This is c itself.",
        "What shows is not what is stored: what lies between the two?",
        "hidden",
    ),
    (
        "door-returned",
        lambda o, c: o.copy(),
        "This is o itself.",
        "The door is not what it shows: what stands behind it?",
    ),
    (
        "matrix-product",
        lambda o, c: o @ np.tanh(c),
        "Where the shapes allow it, these are the numbers of the matrix "
        "product o @ tanh(c).",
        "Each unit has one door and one memory: * or @?",
    ),
)

HIDDEN_ONLY_ROWS = (
    (
        "nan",
        lambda o, c: o * by_exponentials(c),
        "These are the numbers of o (exp(c) - exp(-c)) / (exp(c) + exp(-c)): "
        "at c = 1000 it is infinity over infinity.",
        "Which function of NumPy does this without exp?",
        "hidden",
    ),
    (
        "sigmoid-of-product",
        lambda o, c: sigmoid(o * c),
        "These are the numbers of sigmoid(o * c): the door acts before the "
        "squashing, and a shut one shows 0.5.",
        "What should a shut door, o = 0, show?",
        "hidden",
    ),
    (
        "minus",
        lambda o, c: -o * np.tanh(c),
        "These are the numbers of -o * tanh(c).",
        "Should a positive memory show as positive or negative?",
        "hidden",
    ),
    (
        "squared-door",
        lambda o, c: o * o * np.tanh(c),
        "These are the numbers of o * o * tanh(c): the door acts twice.",
        "How often does o stand in the formula?",
    ),
    (
        "matrix-product-transposed",
        lambda o, c: o @ np.tanh(c).T,
        "These are the numbers of the matrix product o @ tanh(c).T.",
        "Each unit has one door and one memory: * or @?",
    ),
    (
        "summed-over-units",
        lambda o, c: (o * np.tanh(c)).sum(axis=-1),
        "These are the right products, added up over the units.",
        "How many numbers do H units show?",
    ),
    ("in-place", over_c, *(text.format(array="c") for text in IN_PLACE)),
    ("over-o", over_o, *(text.format(array="o") for text in IN_PLACE)),
    (
        "c-returned-too",
        lambda o, c: (o * np.tanh(c), c.copy()),
        "The numbers are right, but c comes back with them.",
        "What does `-> h` in the contract leave out?",
        "hidden",
    ),
    (
        "float32",
        lambda o, c: (o * np.tanh(c)).astype(np.float32),
        "These are the right numbers, cut to float32.",
        "float64 came in: which line makes float32 of it?",
        "hidden",
    ),
)

ENTRIES = (
    *entries(
        "output_gate",
        "o",
        "output",
        sigmoid,
        (*SIGMOID_ROWS, *MORE_SIGMOID_ROWS),
    ),
    *make("hidden_state", "output", (*HIDDEN_ROWS, *HIDDEN_ONLY_ROWS)),
)
