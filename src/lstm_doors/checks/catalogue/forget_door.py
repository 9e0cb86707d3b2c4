"""What goes wrong at the forget door."""

import math

import numpy as np

from lstm_doors.checks.catalogue.gates import (
    MORE_SIGMOID_ROWS,
    SIGMOID_ROWS,
    entries,
    make,
)
from lstm_doors.networks import sigmoid


def sigmoid_in_place(z):
    """Right numbers, written over the caller's z."""
    z[...] = sigmoid(z)
    return z


def kept_in_place(f, c_prev):
    """Right numbers, written over the caller's memory."""
    c_prev *= f
    return c_prev


def kept_over_f(f, c_prev):
    """Right numbers, written over the caller's door."""
    f *= c_prev
    return f


IN_PLACE = (
    "The numbers are right, but they are written into {array} itself, so "
    "whoever called you has lost it.",
    "What is the difference between `a = a * b` and `a *= b`?",
)

SIGMOID_ONLY = (
    (
        "math-exp",
        np.vectorize(lambda z: 1 / (1 + math.exp(-z)), otypes=[float]),
        "Right for small z, but math.exp(1000) raises OverflowError.",
        "Which form of sigmoid never calls exp with a large positive number?",
    ),
    (
        "largest-taken-off",
        lambda z: sigmoid(z - z.max()),
        "These are the numbers of sigmoid(z - max(z)), where the largest z "
        "always gives 0.5.",
        "Taking off the largest is a step of softmax: does a sigmoid look at "
        "its neighbours?",
    ),
    (
        "sign-lost",
        lambda z: 1 / (1 + np.exp(-np.abs(z))),
        "These are the numbers of sigmoid(|z|): never below 0.5.",
        "Right for z >= 0. What has to become of it for negative z?",
    ),
    (
        "exp-of-plus-z",
        lambda z: 1 / (1 - np.exp(-z)),
        "These are the numbers of 1 / (1 - exp(-z)).",
        "Which sign stands between the 1 and exp(-z)?",
    ),
    (
        "softplus",
        lambda z: np.logaddexp(0, z),
        "These are the numbers of log(1 + exp(z)), the softplus.",
        "Is a logarithm part of the formula?",
    ),
    (
        "float32",
        lambda z: sigmoid(z).astype(np.float32),
        "These are the right numbers, cut to float32.",
        "float64 came in: which line makes float32 of it?",
    ),
    ("in-place", sigmoid_in_place, *(t.format(array="z") for t in IN_PLACE)),
)

FORGET_ROWS = (
    (
        "keeps-1-minus-f",
        lambda f, c: (1 - f) * c,
        "These are the numbers of a cell that keeps (1 - f) of its memory.",
        "Which way does the forget door swing: is the memory kept or lost "
        "when f = 1?",
    ),
    (
        "added",
        lambda f, c: f + c,
        "These are the numbers of f + c_prev.",
        "What should a shut door, f = 0, leave of a memory of 8?",
    ),
    (
        "subtracted",
        lambda f, c: c - f,
        "These are the numbers of c_prev - f.",
        "What should a shut door, f = 0, leave of a memory of 8?",
    ),
    (
        "divided",
        lambda f, c: c / f,
        "These are the numbers of c_prev / f: a door half shut doubles it.",
        "Should the memory grow when the door closes?",
    ),
    (
        "matrix-product",
        lambda f, c: f @ c,
        "Where the shapes allow it, these are the numbers of the matrix "
        "product f @ c_prev.",
        "Each unit has one door and one memory: * or @?",
    ),
    (
        "matrix-product-transposed",
        lambda f, c: f @ c.T,
        "These are the numbers of the matrix product f @ c_prev.T.",
        "Each unit has one door and one memory: * or @?",
    ),
    (
        "summed-over-units",
        lambda f, c: (f * c).sum(axis=-1),
        "These are the right products, added up over the units.",
        "How many memories does a cell of H units have?",
    ),
    (
        "squashed",
        lambda f, c: np.tanh(f * c),
        "These are the numbers of tanh(f * c_prev).",
        "With f = 1 a memory of 8 should stay 8: what does tanh make of it?",
    ),
    (
        "sigmoid-again",
        lambda f, c: sigmoid(f) * c,
        "These are the numbers of sigmoid(f) * c_prev.",
        "f is a door already: how far open is sigmoid(0)?",
    ),
    (
        "rounded",
        lambda f, c: np.round(f) * c,
        "These are the numbers of a door that is either open or shut.",
        "What should a door at 0.25 leave of a memory of 8?",
    ),
    (
        "threshold",
        lambda f, c: np.where(f >= 0.5, c, 0.0),
        "These are the numbers of a threshold: all or nothing from 0.5 on.",
        "What should a door at 0.25 leave of a memory of 8?",
    ),
    (
        "door-returned",
        lambda f, c: f.copy(),
        "This is f itself.",
        "The door is not the memory: what does the door do to c_prev?",
    ),
    (
        "memory-returned",
        lambda f, c: c.copy(),
        "This is c_prev itself: nothing is ever forgotten.",
        "Where does the door f act?",
    ),
    (
        "memory-squashed",
        lambda f, c: f * np.tanh(c),
        "These are the numbers of f * tanh(c_prev).",
        "With f = 1 a memory of 8 should stay 8: what does tanh make of it?",
    ),
    (
        "squared-door",
        lambda f, c: f * f * c,
        "These are the numbers of f * f * c_prev: the door acts twice.",
        "How often does f stand in the formula?",
    ),
    (
        "minus",
        lambda f, c: -f * c,
        "These are the numbers of -f * c_prev.",
        "What should an open door, f = 1, leave of a memory of 8?",
    ),
    (
        "matrix-product-door-transposed",
        lambda f, c: f.T @ c,
        "These are the numbers of the matrix product f.T @ c_prev.",
        "Each unit has one door and one memory: * or @?",
    ),
    (
        "one-door-for-batch",
        lambda f, c: f.mean() * c,
        "These are the numbers of one door for all, the mean of the whole f.",
        "Can this cell forget one thing and keep another?",
    ),
    (
        "one-door-for-all",
        lambda f, c: f.mean(axis=-1, keepdims=True) * c,
        "These are the numbers of one door for all units, the mean of f.",
        "Can this cell forget one thing and keep another?",
    ),
    ("in-place", kept_in_place, *(t.format(array="c_prev") for t in IN_PLACE)),
    ("over-f", kept_over_f, *(t.format(array="f") for t in IN_PLACE)),
    (
        "float32",
        lambda f, c: (f * c).astype(np.float32),
        "These are the right numbers, cut to float32.",
        "float64 came in: which line makes float32 of it?",
    ),
)

ENTRIES = (
    *make(
        "sigmoid",
        "forget",
        (*SIGMOID_ROWS, *MORE_SIGMOID_ROWS, *SIGMOID_ONLY),
    ),
    *entries(
        "forget_gate",
        "f",
        "forget",
        sigmoid,
        (*SIGMOID_ROWS, *MORE_SIGMOID_ROWS),
    ),
    *make("forget", "forget", FORGET_ROWS),
)
