"""Misconceptions shared by the three doors, whatever their letter."""

import numpy as np

from lstm_doors.checks.catalogue.entry import Misconception
from lstm_doors.networks import sigmoid, softmax

# Said of any wrong answer that changes its inputs.
CHANGED = (
    "What came in is changed on the way, as `+=` or `[...] =` does it.",
    "Which line writes into an array that it was given, and what do the "
    "lines after it read there?",
)


def z_of(x, h, U, W, b):
    """The pre-activation x U + h W + b."""
    return x @ U + h @ W + b


def naive(z):
    """1 / (1 + exp(-z)) as it stands, which overflows for large -z."""
    return 1 / (1 + np.exp(-z))


# Each row: id, wrong(z), finding, question. They go wrong in squashing z,
# so they serve sigmoid itself and every door.
SIGMOID_ROWS = (
    (
        "tanh-for-sigmoid",
        lambda z: np.tanh(z),
        "These are the numbers of a door squashed by tanh.",
        "Between which two numbers does a door move, and between which two "
        "does tanh?",
    ),
    (
        "no-activation",
        lambda z: z.copy(),
        "These are the numbers of z itself, before any squashing.",
        "What makes a door out of z, so that it lies between 0 and 1?",
    ),
    (
        "activation-twice",
        lambda z: sigmoid(sigmoid(z)),
        "These are the numbers of a door that went through sigmoid twice.",
        "sigmoid of a number between 0 and 1 lies between which two numbers?",
    ),
    (
        "sigmoid-of-minus-z",
        lambda z: sigmoid(-z),
        "These are the numbers of sigmoid(-z), which is 1 - sigmoid(z): a "
        "door that swings the wrong way.",
        "A large z should open the door wide: does it open yours?",
    ),
    (
        "rounded",
        lambda z: np.round(sigmoid(z)),
        "These are the numbers of a switch that is either 0 or 1.",
        "A door can stand ajar: where does yours stand when z = 0.3?",
    ),
    (
        "threshold",
        lambda z: np.where(z >= 0, 1.0, 0.0),
        "These are the numbers of a switch that flips at z = 0.",
        "A door can stand ajar: where does yours stand when z = 0.3?",
    ),
    (
        "one-over-one-plus",
        lambda z: 1 / 1 + np.exp(-z),
        "These are the numbers of 1 / 1 + exp(-z), which is 1 + exp(-z).",
        "Which of the two comes first in Python, / or +?",
    ),
    (
        "overflow",
        lambda z: naive(z),
        "Right, but exp(-z) overflows at z = -1000.",
        "Which form of sigmoid never calls exp with a large positive number?",
    ),
    (
        "nan",
        lambda z: np.exp(z) / (1 + np.exp(z)),
        "These are the numbers of exp(z) / (1 + exp(z)): at z = 1000 it is "
        "infinity over infinity.",
        "Which form of sigmoid never calls exp with a large positive number?",
    ),
    (
        "where-overflow",
        lambda z: np.where(
            z >= 0,
            naive(z),
            np.exp(z) / (1 + np.exp(z)),
        ),
        "Right, but np.where computes both of its branches everywhere.",
        "What does the branch that is not chosen do with z = 1000?",
    ),
    (
        "softmax-over-units",
        lambda z: softmax(z),
        "These are the numbers of a softmax over the units: they add up to 1.",
        "Should one unit's door close because another's opens?",
    ),
    (
        "softmax-over-batch",
        lambda z: softmax(z.T).T,
        "These are the numbers of a softmax over the batch.",
        "Should one sequence's door close because another's opens?",
    ),
    (
        "slope",
        lambda z: sigmoid(z) * (1 - sigmoid(z)),
        "These are the numbers of s (1 - s), the slope of the sigmoid.",
        "The slope belongs to the way back: what is wanted on the way there?",
    ),
    (
        "hard-sigmoid",
        lambda z: np.clip(0.2 * z + 0.5, 0, 1),
        "These are the numbers of a straight line cut off at 0 and 1.",
        "Which curve has no corners and never quite reaches 0 or 1?",
    ),
    (
        "relu",
        lambda z: np.maximum(z, 0),
        "These are the numbers of a ReLU, max(z, 0).",
        "How far open is a door at 7.3? Which squashing stays below 1?",
    ),
    (
        "tanh-halved-late",
        lambda z: (1 + np.tanh(z)) / 2,
        "These are the numbers of sigmoid(2 z): tanh of z, not of z / 2.",
        "sigmoid(z) = (1 + tanh(?)) / 2: what stands in the brackets?",
    ),
)


# Rarer ones, told of a layer alone and not of each layer in a whole cell.
MORE_SIGMOID_ROWS = (
    (
        "doubled",
        lambda z: 2 * sigmoid(z),
        "These are the numbers of 2 sigmoid(z), which is 1 + tanh(z / 2).",
        "Between which two numbers does a door move, and between which two "
        "does 1 + tanh(z / 2)?",
    ),
    (
        "tanh-of-half-z",
        lambda z: np.tanh(z / 2),
        "These are the numbers of tanh(z / 2), which is 2 sigmoid(z) - 1.",
        "tanh moves between -1 and 1: what brings that between 0 and 1?",
    ),
    (
        "half-z",
        lambda z: sigmoid(z / 2),
        "These are the numbers of sigmoid(z / 2).",
        "sigmoid(z) = (1 + tanh(?)) / 2: what stands in the brackets?",
    ),
    (
        "exponential",
        lambda z: np.exp(-z),
        "These are the numbers of exp(-z) alone.",
        "Where does exp(-z) stand in the formula of the sigmoid?",
    ),
    (
        "logarithm",
        lambda z: -np.logaddexp(0, -z),
        "These are the logarithms of sigmoid(z).",
        "Is a logarithm part of the formula?",
    ),
    (
        "cut-off-at-10",
        lambda z: sigmoid(np.clip(z, -10, 10)),
        "These are the numbers of a z cut off at -10 and 10.",
        "How far apart are sigmoid(10) and sigmoid(20), and are they yours?",
    ),
    (
        "straight-line",
        lambda z: np.clip(0.25 * z + 0.5, 0, 1),
        "These are the numbers of a straight line cut off at 0 and 1.",
        "Which curve has no corners and never quite reaches 0 or 1?",
    ),
    (
        "sigmoid-then-tanh",
        lambda z: np.tanh(sigmoid(z)),
        "These are the numbers of tanh(sigmoid(z)).",
        "How many curves does z go through on its way to a door?",
    ),
    (
        "tanh-then-sigmoid",
        lambda z: sigmoid(np.tanh(z)),
        "These are the numbers of sigmoid(tanh(z)).",
        "How many curves does z go through on its way to a door?",
    ),
    (
        "softmax-over-all",
        lambda z: softmax(z.ravel()).reshape(z.shape),
        "These are the numbers of one softmax over the whole array: all of "
        "it adds up to 1.",
        "Should one door close because another one opens?",
    ),
)


def entries(function, letter, door, squash, rows):
    """What goes wrong in one layer: in squashing z, or before it.

    rows: wrong ways to squash z. squash: the right way.
    """
    return make(
        function,
        door,
        [(row[0], after_z(row[1]), *row[2:]) for row in rows]
        + layer_rows(squash)
        + more_layer_rows(squash),
        letter=letter,
    )


def make(function, door, rows, **words):
    """Entries from rows: id, wrong, finding, question[, another door]."""
    name = function.replace("_", "-")
    return [
        Misconception(
            f"{name}-{short}",
            function,
            *(other or (door,)),
            wrong,
            finding.format(**words),
            question.format(**words),
        )
        for short, wrong, finding, question, *other in rows
    ]


def after_z(squash):
    """The layer that squashes its z in this way."""
    return lambda *a: squash(z_of(*a))


def layer_rows(squash):
    """What goes wrong before the squashing, the same for every layer."""

    def row(short, z, finding, question):
        return short, lambda *a: squash(z(*a)), finding, question

    mixed = "x is (N, D) and U is (D, H): which shapes meet in each product?"
    return [
        row(
            "no-bias",
            lambda x, h, U, W, b: x @ U + h @ W,
            "These are the numbers without the bias.",
            "Where does b_{letter} come in?",
        ),
        row(
            "bias-twice",
            lambda x, h, U, W, b: x @ U + h @ W + 2 * b,
            "These are the numbers with the bias added twice.",
            "How often does b_{letter} stand in the formula?",
        ),
        row(
            "bias-subtracted",
            lambda x, h, U, W, b: x @ U + h @ W - b,
            "These are the numbers with the bias taken away.",
            "Which sign stands before b_{letter} in the formula?",
        ),
        row(
            "h-ignored",
            lambda x, h, U, W, b: x @ U + b + 0 * h,
            "These are the numbers of a layer that does not look at h_prev.",
            "How does this layer know what happened before?",
        ),
        row(
            "x-ignored",
            lambda x, h, U, W, b: h @ W + b,
            "These are the numbers of a layer that does not look at x.",
            "How does this layer know what comes in now?",
        ),
        row(
            "u-and-w-exchanged",
            lambda x, h, U, W, b: x @ W + h @ U + b,
            "Where the shapes allow it, these are the numbers of "
            "x W + h_prev U: the two weights, or x and h_prev, are exchanged.",
            mixed,
        ),
        row(
            "u-transposed",
            lambda x, h, U, W, b: x @ U.T + h @ W + b,
            "Where the shapes allow it, these are the numbers with U_{letter} "
            "transposed.",
            mixed,
        ),
        row(
            "w-transposed",
            lambda x, h, U, W, b: x @ U + h @ W.T + b,
            "These are the numbers with W_{letter} transposed.",
            "h_prev is a row (N, H) and stands left of W: does it need .T?",
        ),
        row(
            "both-transposed",
            lambda x, h, U, W, b: x @ U.T + h @ W.T + b,
            "Where the shapes allow it, these are the numbers with both "
            "weights transposed.",
            mixed,
        ),
        row(
            "product-of-terms",
            lambda x, h, U, W, b: (x @ U) * (h @ W) + b,
            "These are the numbers of (xU) times (hW), plus the bias.",
            "Do the two parts of z add up, or do they multiply?",
        ),
        row(
            "batch-averaged",
            lambda x, h, U, W, b: np.broadcast_to(
                (x @ U + h @ W + b).mean(axis=0), h.shape
            ).copy(),
            "These are the numbers of z averaged over the batch: every "
            "sequence gets the same.",
            "What has one sequence of a batch to do with its neighbours?",
        ),
        (
            "float32",
            lambda *a: squash(z_of(*a)).astype(np.float32),
            "These are the right numbers, cut to float32.",
            "float64 came in: which line makes float32 of it?",
        ),
        (
            "term-by-term",
            lambda x, h, U, W, b: squash(x @ U) + squash(h @ W) + squash(b),
            "These are the numbers of three terms, each squashed by itself, "
            "then added.",
            "What is squashed: the three terms, or their sum?",
        ),
        (
            "bias-outside",
            lambda x, h, U, W, b: squash(x @ U + h @ W) + b,
            "These are the numbers with b_{letter} added after the squashing.",
            "What is squashed: two of the terms, or the sum of all three?",
        ),
    ]


def more_layer_rows(squash):
    """Rarer ones, told of a layer alone and not within a whole cell."""

    def row(short, z, *said):
        return short, lambda *a: squash(z(*a)), *said

    def through_h(x, h, U, W, b):
        h += x @ U
        return h @ W + b

    which = "Which weight does x meet, and which one h_prev?"
    rows = (
        "x and h_prev have a row for each sequence: on which side of the "
        "weights do they stand then?"
    )
    return [
        row(
            "h-elementwise",
            lambda x, h, U, W, b: x @ U + h * np.diag(W) + b,
            "These are the numbers of h_prev times the diagonal of W_{letter}:"
            " each unit hears only itself.",
            "h_prev W is a matrix product: which units does unit 0 hear?",
        ),
        row(
            "h-without-weight",
            lambda x, h, U, W, b: x @ U + h + b,
            "These are the numbers of h_prev itself in place of h_prev W.",
            "Which weight does h_prev meet on its way into z?",
        ),
        row(
            "one-weight-for-both",
            lambda x, h, U, W, b: x @ W + h @ W + b,
            "Where the shapes allow it, these are the numbers of W_{letter} "
            "at both places.",
            which,
        ),
        row(
            "u-for-both",
            lambda x, h, U, W, b: x @ U + h @ U + b,
            "Where the shapes allow it, these are the numbers of U_{letter} "
            "at both places.",
            which,
        ),
        row(
            "terms-averaged",
            lambda x, h, U, W, b: (x @ U + h @ W) / 2 + b,
            "These are the numbers of the mean of x U and h_prev W, plus the "
            "bias.",
            "Do the two parts of z add up, or is their mean taken?",
        ),
        row(
            "weights-on-the-left",
            lambda x, h, U, W, b: U @ x + W @ h + b,
            "Where the shapes allow it, these are the numbers of U x + W "
            "h_prev, with the weights on the left.",
            rows,
        ),
        row(
            "columns-for-rows",
            lambda x, h, U, W, b: U.T @ x + W.T @ h + b,
            "Where the shapes allow it, these are the numbers of transposed "
            "weights on the left, as for x and h_prev that are columns.",
            rows,
        ),
        row("changes-inputs", through_h, *CHANGED),
    ]
