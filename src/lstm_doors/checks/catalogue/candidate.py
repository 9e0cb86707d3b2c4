"""What goes wrong in squashing the candidate."""

import numpy as np

from lstm_doors.networks import sigmoid, softmax


def by_exponentials(z):
    """tanh as it stands in books, which overflows on both sides."""
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))


TANH_ROWS = (
    (
        "sigmoid-for-tanh",
        sigmoid,
        "These are the numbers of a candidate squashed by sigmoid.",
        "A memory must be able to go down as well as up: between which two "
        "numbers does a candidate lie?",
    ),
    (
        "no-activation",
        lambda z: z.copy(),
        "These are the numbers of z itself, before any squashing.",
        "What keeps the candidate between -1 and 1?",
    ),
    (
        "activation-twice",
        lambda z: np.tanh(np.tanh(z)),
        "These are the numbers of a candidate that went through tanh twice.",
        "How often does tanh stand in the formula?",
    ),
    (
        "sigmoid-then-tanh",
        lambda z: np.tanh(sigmoid(z)),
        "These are the numbers of tanh(sigmoid(z)).",
        "The candidate is no door: which of the two squashes it?",
    ),
    (
        "tanh-of-minus-z",
        lambda z: np.tanh(-z),
        "These are the numbers of tanh(-z): the sign is lost on the way.",
        "Should a large z write something positive or negative?",
    ),
    (
        "tanh-of-half-z",
        lambda z: np.tanh(z / 2),
        "These are the numbers of 2 sigmoid(z) - 1, which is tanh(z / 2).",
        "tanh(z) = 2 sigmoid(?) - 1: what stands in the brackets?",
    ),
    (
        "shifted",
        lambda z: (np.tanh(z) + 1) / 2,
        "These are the numbers of tanh moved into the range from 0 to 1.",
        "Between which two numbers does a candidate lie?",
    ),
    (
        "rounded",
        lambda z: np.round(np.tanh(z)),
        "These are the numbers of a candidate that is -1, 0 or 1.",
        "What should be written when z = 0.3?",
    ),
    (
        "sign",
        np.sign,
        "These are the signs of z and nothing else.",
        "What should be written when z = 0.3?",
    ),
    (
        "clipped",
        lambda z: np.clip(z, -1, 1),
        "These are the numbers of z cut off at -1 and 1.",
        "Which curve has no corners and never quite reaches -1 or 1?",
    ),
    (
        "relu",
        lambda z: np.maximum(z, 0),
        "These are the numbers of a ReLU, max(z, 0).",
        "How can this cell write something negative?",
    ),
    (
        "slope",
        lambda z: 1 - np.tanh(z) ** 2,
        "These are the numbers of 1 - g^2, the slope of tanh.",
        "The slope belongs to the way back: what is wanted on the way there?",
    ),
    (
        "nan",
        by_exponentials,
        "These are the numbers of (exp(z) - exp(-z)) / (exp(z) + exp(-z)): "
        "at z = 1000 it is infinity over infinity.",
        "Which function of NumPy does this without exp?",
    ),
    (
        "softmax-over-units",
        softmax,
        "These are the numbers of a softmax over the units: they add up to 1.",
        "Should one unit write less because another writes more?",
    ),
)

# Rarer ones, told of tanh in one layer alone.
MORE_TANH_ROWS = (
    (
        "threshold",
        lambda z: np.where(z > 0, 1.0, 0.0),
        "These are the numbers of a switch that is 1 where z > 0 and 0 "
        "elsewhere.",
        "What should come out when z = 0.3, and what when z = -0.3?",
    ),
    (
        "one-minus",
        lambda z: 1 - np.tanh(z),
        "These are the numbers of 1 - tanh(z).",
        "What should come out when z = 0?",
    ),
    (
        "absolute",
        lambda z: np.abs(np.tanh(z)),
        "These are the numbers of |tanh(z)|: never below 0.",
        "Should a large negative z give something positive or negative?",
    ),
    (
        "tanh-of-two-z",
        lambda z: np.tanh(2 * z),
        "These are the numbers of tanh(2 z).",
        "How many times does z stand in the brackets of tanh?",
    ),
    (
        "sigmoid-slope",
        lambda z: np.tanh(z) * (1 - np.tanh(z)),
        "These are the numbers of s (1 - s) with s = tanh(z), the form of a "
        "sigmoid's slope.",
        "A slope belongs to the way back: what is wanted on the way there?",
    ),
    (
        "tanh-then-sigmoid",
        lambda z: sigmoid(np.tanh(z)),
        "These are the numbers of sigmoid(tanh(z)).",
        "How many curves does z go through, and which one?",
    ),
    (
        "straight-line",
        lambda z: np.clip(0.2 * z + 0.5, 0, 1),
        "These are the numbers of a straight line cut off at 0 and 1, which "
        "stands in for a sigmoid.",
        "Which curve is asked for, and between which two numbers does it lie?",
    ),
)
