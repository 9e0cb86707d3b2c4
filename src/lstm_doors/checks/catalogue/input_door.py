"""What goes wrong at the input door and in writing to the memory."""

import numpy as np

from lstm_doors.checks.catalogue.candidate import MORE_TANH_ROWS, TANH_ROWS
from lstm_doors.checks.catalogue.forget_door import IN_PLACE
from lstm_doors.checks.catalogue.gates import (
    MORE_SIGMOID_ROWS,
    SIGMOID_ROWS,
    entries,
    make,
)
from lstm_doors.networks import sigmoid


def in_place(f, i, g, c_prev):
    """Right numbers, written over the caller's memory."""
    c_prev *= f
    c_prev += i * g
    return c_prev


def over_f(f, i, g, c_prev):
    """Right numbers, written over the caller's forget door."""
    f *= c_prev
    f += i * g
    return f


def over_i(f, i, g, c_prev):
    """Right numbers, written over the caller's input door."""
    i *= g
    i += f * c_prev
    return i


SIZE = "With f = 1 and i = 0 a memory of 8 should stay 8: is it so with yours?"

# The first rows hold in a whole cell too; there c_prev is the cell's.
UPDATE_ROWS = (
    (
        "keeps-1-minus-f",
        lambda f, i, g, c: (1 - f) * c + i * g,
        "These are the numbers of a cell that keeps (1 - f) of its memory.",
        "Which way does the forget door swing: is the memory kept or lost "
        "when f = 1?",
        "forget",
    ),
    (
        "f-and-i-swapped",
        lambda f, i, g, c: i * c + f * g,
        "These are the numbers of i * c_prev + f * g: the forget door and "
        "the input door have changed places.",
        "Which door stands before the old memory, and which one before the "
        "candidate?",
        "forget",
    ),
    (
        "memory-dropped",
        lambda f, i, g, c: i * g,
        "These are the numbers of i * g: the old memory is gone.",
        "What is left of c_prev when the forget door is open?",
        "cell",
    ),
    (
        "forget-door-omitted",
        lambda f, i, g, c: c + i * g,
        "These are the numbers of c_prev + i * g: the cell of 1997, which "
        "cannot forget.",
        "Where does the forget door act?",
        "forget",
    ),
    (
        "input-door-omitted",
        lambda f, i, g, c: f * c + g,
        "These are the numbers of f * c_prev + g: everything is written.",
        "Where does the input door act?",
    ),
    (
        "candidate-omitted",
        lambda f, i, g, c: f * c + i,
        "These are the numbers of f * c_prev + i: the door itself is written.",
        "The door says how much; what says what?",
        "candidate",
    ),
    (
        "i-plus-g",
        lambda f, i, g, c: f * c + i + g,
        "These are the numbers of f * c_prev + (i + g).",
        "What should a shut input door, i = 0, let in?",
    ),
    (
        "f-times-g",
        lambda f, i, g, c: f * c + f * g,
        "These are the numbers of f * c_prev + f * g: the forget door stands "
        "in both places.",
        "Which door stands before the candidate?",
    ),
    (
        "forget-door-over-all",
        lambda f, i, g, c: f * (c + i * g),
        "These are the numbers of f * (c_prev + i * g): what is new passes "
        "the forget door too.",
        "With f = 0 and i = 1, what should the new memory be?",
        "forget",
    ),
    (
        "input-door-over-all",
        lambda f, i, g, c: i * (f * c + g),
        "These are the numbers of i * (f * c_prev + g): the old memory "
        "passes the input door too.",
        SIZE,
    ),
    (
        "coupled-doors",
        lambda f, i, g, c: f * c + (1 - f) * g,
        "These are the numbers of f * c_prev + (1 - f) * g, where one door "
        "does the work of two.",
        "Can this cell keep its memory and write as well?",
    ),
    (
        "coupled-to-input",
        lambda f, i, g, c: (1 - i) * c + i * g,
        "These are the numbers of (1 - i) * c_prev + i * g, where one door "
        "does the work of two.",
        "Can this cell keep its memory and write as well?",
        "forget",
    ),
    (
        "subtracted",
        lambda f, i, g, c: f * c - i * g,
        "These are the numbers of f * c_prev - i * g.",
        "Should a positive candidate make the memory larger or smaller?",
        "cell",
    ),
    (
        "multiplied",
        lambda f, i, g, c: f * c * i * g,
        "These are the numbers of (f * c_prev) * (i * g).",
        "Do the old and the new part add up, or do they multiply?",
        "cell",
    ),
    (
        "squashed",
        lambda f, i, g, c: np.tanh(f * c + i * g),
        "These are the numbers of tanh(f * c_prev + i * g).",
        "With f = 1 and i = 0 a memory of 8 should stay 8: what does tanh "
        "make of it?",
        "cell",
    ),
    (
        "sigmoid-squashed",
        lambda f, i, g, c: sigmoid(f * c + i * g),
        "These are the numbers of sigmoid(f * c_prev + i * g).",
        SIZE,
        "cell",
    ),
    (
        "clipped",
        lambda f, i, g, c: np.clip(f * c + i * g, -1, 1),
        "These are the numbers of a memory cut off at -1 and 1.",
        SIZE,
        "cell",
    ),
    (
        "candidate-squashed-again",
        lambda f, i, g, c: f * c + i * np.tanh(g),
        "These are the numbers of f * c_prev + i * tanh(g): the candidate is "
        "squashed a second time.",
        "What has happened to g before it comes here?",
        "candidate",
    ),
    (
        "doors-squashed-again",
        lambda f, i, g, c: sigmoid(f) * c + sigmoid(i) * g,
        "These are the numbers of doors that went through sigmoid again.",
        "f and i are doors already: how far open is sigmoid(0)?",
        "cell",
    ),
    (
        "doors-rounded",
        lambda f, i, g, c: np.round(f) * c + np.round(i) * g,
        "These are the numbers of doors that are either open or shut.",
        "What should a door at 0.25 leave of a memory of 8?",
        "cell",
    ),
    (
        "memory-squashed",
        lambda f, i, g, c: f * np.tanh(c) + i * g,
        "These are the numbers of f * tanh(c_prev) + i * g.",
        SIZE,
        "cell",
    ),
    (
        "old-memory-returned",
        lambda f, i, g, c: c.copy(),
        "This is c_prev itself: nothing is written or forgotten.",
        "Where do the two doors act?",
        "cell",
    ),
    (
        "in-place",
        in_place,
        *(text.format(array="c_prev") for text in IN_PLACE),
        "cell",
    ),
    (
        "matrix-product",
        lambda f, i, g, c: f @ c + i @ g,
        "Where the shapes allow it, these are the numbers of matrix products.",
        "Each unit has its own doors and its own memory: * or @?",
        "cell",
    ),
)

UPDATE_ONLY_ROWS = (
    (
        "input-door-wrong-way",
        lambda f, i, g, c: f * c + (1 - i) * g,
        "These are the numbers of f * c_prev + (1 - i) * g: the input door "
        "swings the wrong way.",
        "How much of g should be written when i = 1?",
    ),
    (
        "coupled-and-input-door",
        lambda f, i, g, c: f * c + (1 - f) * i * g,
        "These are the numbers of f * c_prev + (1 - f) * i * g: what is new "
        "has to pass two doors.",
        "Can this cell keep its memory and write as well?",
    ),
    (
        "nothing-written",
        lambda f, i, g, c: f * c + 0 * i * g,
        "These are the numbers of f * c_prev alone: nothing new is written.",
        "Where do i and g come in?",
    ),
    (
        "memory-counted-twice",
        lambda f, i, g, c: c + f * c + i * g,
        "These are the numbers of c_prev + f * c_prev + i * g: the old "
        "memory is counted twice.",
        SIZE,
        "cell",
    ),
    (
        "input-door-for-both",
        lambda f, i, g, c: i * c + i * g,
        "These are the numbers of i * c_prev + i * g: the input door stands "
        "in both places.",
        "Which door stands before the old memory?",
        "forget",
    ),
    (
        "memory-omitted",
        lambda f, i, g, c: f + i * g + 0 * c,
        "These are the numbers of f + i * g: the door itself is kept.",
        "The door says how much is kept; what does it keep?",
        "forget",
    ),
    (
        "all-added",
        lambda f, i, g, c: f + c + i + g,
        "These are the numbers of f + c_prev + i + g.",
        "What should a shut door, f = 0, leave of a memory of 8?",
        "cell",
    ),
    (
        "matrix-product-of-memory",
        lambda f, i, g, c: f @ c + i * g,
        "Where the shapes allow it, these are the numbers of f @ c_prev, a "
        "matrix product.",
        "Each unit has its own forget door and its own memory: * or @?",
        "forget",
    ),
    (
        "matrix-product-of-candidate",
        lambda f, i, g, c: f * c + i @ g,
        "Where the shapes allow it, these are the numbers of i @ g, a matrix "
        "product.",
        "Each unit has its own input door and its own candidate: * or @?",
    ),
    (
        "matrix-product-transposed",
        lambda f, i, g, c: f @ c.T + i @ g.T,
        "These are the numbers of matrix products with the second array "
        "transposed.",
        "Each unit has its own doors and its own memory: * or @?",
        "cell",
    ),
    ("over-f", over_f, *(text.format(array="f") for text in IN_PLACE)),
    ("over-i", over_i, *(text.format(array="i") for text in IN_PLACE)),
    (
        "float32",
        lambda f, i, g, c: (f * c + i * g).astype(np.float32),
        "These are the right numbers, cut to float32.",
        "float64 came in: which line makes float32 of it?",
        "cell",
    ),
)

ENTRIES = (
    *entries(
        "input_gate",
        "i",
        "input",
        sigmoid,
        (*SIGMOID_ROWS, *MORE_SIGMOID_ROWS),
    ),
    *entries(
        "candidate",
        "g",
        "candidate",
        np.tanh,
        (*TANH_ROWS, *MORE_TANH_ROWS),
    ),
    *make("update_cell", "input", (*UPDATE_ROWS, *UPDATE_ONLY_ROWS)),
)
