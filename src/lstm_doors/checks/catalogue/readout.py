"""What goes wrong in reading probabilities from the states, rnn_output."""

import numpy as np

from lstm_doors.checks.catalogue.gates import make
from lstm_doors.networks import rnn_output, sigmoid, softmax


def along(axis):
    """A softmax along other axes than the last; None: along all."""

    def squash(z):
        powers = np.exp(z - z.max(axis=axis, keepdims=True))
        return powers / powers.sum(axis=axis, keepdims=True)

    return squash


def naive(z):
    """exp(z) over its sum, which overflows at z = 1000."""
    return np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)


def one_maximum(z):
    """The largest score of all is taken off, not that of each row."""
    powers = np.exp(z - z.max())
    return powers / powers.sum(axis=-1, keepdims=True)


def largest_size_off(z):
    """The largest |score| is taken off: at -1000 nothing is left."""
    powers = np.exp(z - np.abs(z).max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def clipped_scores(z):
    """Scores are cut off at 500 so that exp does not overflow."""
    return naive(np.clip(z, -500, 500))


def mean_off(z):
    """The mean of a row is taken off, not its largest score."""
    return naive(z - z.mean(axis=-1, keepdims=True))


def nan_for_zero(z):
    """exp overflows, and nan is swept up afterwards."""
    return np.nan_to_num(naive(z))


def no_keepdims(z):
    """The sums lose their axis and meet the wrong one."""
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1)


def unshifted_sum(z):
    """The shift is in the numerator alone."""
    top = np.exp(z - z.max(axis=-1, keepdims=True))
    return top / np.exp(z).sum(axis=-1, keepdims=True)


def over_largest(z):
    """Each row is divided by its largest number, not by its sum."""
    return np.exp(z - z.max(axis=-1, keepdims=True))


def one_hot(z):
    """1 for the largest score, 0 for the others."""
    return np.eye(z.shape[-1])[z.argmax(axis=-1)]


def shares(z):
    """Scores over their sum, without exp."""
    return z / z.sum(axis=-1, keepdims=True)


def of_states(hs, V, b_o):
    """The softmax is taken of the states, before V."""
    return softmax(hs) @ V + b_o


ROW = "Which numbers have to add up to 1: those over the K classes, or others?"
HUGE = (
    "exp(1000) is too large for a computer. What can be taken off every "
    "score of a row without changing its probabilities?"
)
SQUASH_ROWS = (
    (
        "softmax-over-batch",
        along(1),
        "These are the numbers of a softmax over the N sequences.",
        ROW,
    ),
    (
        "softmax-over-time",
        along(0),
        "These are the numbers of a softmax over the T steps.",
        ROW,
    ),
    (
        "softmax-over-all",
        along(None),
        "These are the numbers of one softmax over the whole array: all of "
        "it adds up to 1.",
        ROW,
    ),
    (
        "softmax-over-time-and-batch",
        along((0, 1)),
        "These are the numbers of a softmax over steps and sequences at once.",
        ROW,
    ),
    (
        "softmax-over-batch-and-classes",
        along((1, 2)),
        "These are the numbers of one softmax over each step: its sequences "
        "and classes together add up to 1.",
        ROW,
    ),
    (
        "no-softmax",
        lambda z: z.copy(),
        "These are the scores themselves.",
        "What makes probabilities out of scores?",
    ),
    (
        "sigmoid",
        sigmoid,
        "These are the numbers of a sigmoid for each class.",
        "Do the probabilities of the K classes add up to 1?",
    ),
    (
        "tanh",
        np.tanh,
        "These are the numbers of a tanh for each class.",
        "Can a probability be negative?",
    ),
    (
        "not-divided",
        np.exp,
        "These are the numbers of exp(scores), before any division.",
        "Do the probabilities of the K classes add up to 1?",
    ),
    (
        "divided-by-largest",
        over_largest,
        "These are the numbers of exp(scores - largest): the likeliest class "
        "has 1.",
        "Do the probabilities of the K classes add up to 1?",
    ),
    (
        "without-exp",
        shares,
        "These are the scores divided by their sum.",
        "Scores can be negative, probabilities cannot: what comes before the "
        "division?",
    ),
    (
        "softmax-twice",
        lambda z: softmax(softmax(z)),
        "These are the numbers of a softmax of a softmax.",
        "How often does softmax stand in the formula?",
    ),
    (
        "tanh-then-softmax",
        lambda z: softmax(np.tanh(z)),
        "These are the numbers of a softmax of tanh(scores).",
        "Is there a tanh in the readout?",
    ),
    (
        "logarithm",
        lambda z: np.log(np.maximum(softmax(z), 1e-300)),
        "These are the logarithms of the probabilities.",
        "What is asked for: probabilities or their logarithms?",
    ),
    (
        "minus-scores",
        lambda z: softmax(-z),
        "These are the numbers of softmax(-scores): the least likely class "
        "wins.",
        "Should a large score make a class likely or unlikely?",
    ),
    (
        "powers-of-two",
        lambda z: softmax(z * np.log(2)),
        "These are the numbers of powers of 2, not of e.",
        "Which function is exp?",
    ),
    (
        "one-hot",
        one_hot,
        "The likeliest class has 1 and the others have 0.",
        "How sure is the network when two scores are nearly equal?",
    ),
    (
        "one-hot-with-ties",
        lambda z: (z == z.max(axis=-1, keepdims=True)).astype(float),
        "Every class with the largest score has 1 and the others have 0.",
        "How sure is the network when two scores are nearly equal?",
    ),
    (
        "divided-by-mean",
        lambda z: softmax(z) * z.shape[-1],
        "Each row is divided by its mean, so that it adds up to K.",
        "Do the probabilities of the K classes add up to 1?",
    ),
    (
        "mean-taken-off",
        mean_off,
        "Right for small scores, but the mean is taken off, not the largest "
        "score, so exp can still overflow.",
        HUGE,
    ),
    (
        "nan-made-zero",
        nan_for_zero,
        "Right for small scores; where exp overflows, the nan is replaced "
        "by 0, and probabilities are lost.",
        HUGE,
    ),
    (
        "scaled-by-root",
        lambda z: softmax(z / np.sqrt(z.shape[-1])),
        "These are the numbers of softmax(scores / sqrt(K)).",
        "Are the scores divided by anything in the formula?",
    ),
    (
        "overflow",
        naive,
        "Right for small scores, but exp overflows at 1000.",
        HUGE,
    ),
    (
        "one-maximum-for-all",
        one_maximum,
        "Right, but the largest score of the whole array is taken off, so a "
        "row that lies far below it is left with 0 / 0.",
        "Whose largest score has to be taken off a row?",
    ),
    (
        "largest-size-taken-off",
        largest_size_off,
        "Right for positive scores, but max(|scores|) is taken off: at "
        "-1000 a row is left with 0 / 0.",
        "Which number taken off makes the largest one 0?",
    ),
    (
        "scores-cut-off",
        clipped_scores,
        "Right for small scores, but those beyond 500 are cut off and become "
        "equal.",
        HUGE,
    ),
    (
        "sums-lose-their-axis",
        no_keepdims,
        "Where the shapes allow it, each number is divided by the sum of "
        "another row.",
        "What shape has `powers.sum(axis=-1)`, and what does keepdims=True "
        "make of it?",
    ),
    (
        "largest-off-above-only",
        unshifted_sum,
        "The largest score is taken off above the line but not below it.",
        "If the numerator is exp(z - m), what is the denominator?",
    ),
)

ROWS = (
    *(
        (short, lambda hs, V, b, f=squash: f(hs @ V + b), *said)
        for short, squash, *said in SQUASH_ROWS
    ),
    (
        "no-bias",
        lambda hs, V, b: softmax(hs @ V + 0 * b),
        "These are the numbers without the bias.",
        "Where does b_o come in?",
    ),
    (
        "bias-outside",
        lambda hs, V, b: softmax(hs @ V) + b,
        "These are the numbers with b_o added after the softmax.",
        "Is b_o part of the scores, or of the probabilities?",
    ),
    (
        "bias-subtracted",
        lambda hs, V, b: softmax(hs @ V - b),
        "These are the numbers with the bias taken away.",
        "Which sign stands before b_o in the formula?",
    ),
    (
        "term-by-term",
        lambda hs, V, b: softmax(hs @ V) + softmax(b),
        "These are the numbers of two softmaxes, added.",
        "What goes through the softmax: the two terms, or their sum?",
    ),
    (
        "v-transposed",
        lambda hs, V, b: softmax(hs @ V.T + b),
        "Where the shapes allow it, these are the numbers with V transposed.",
        "hs ends in H and V is (H, K): does V need .T?",
    ),
    (
        "states-squashed-again",
        lambda hs, V, b: softmax(np.tanh(hs) @ V + b),
        "These are the numbers of states that went through tanh once more.",
        "hs comes out of tanh already: what does the readout do with it?",
    ),
    (
        "softmax-of-states",
        of_states,
        "These are the numbers of softmax(hs) V + b_o.",
        "What comes first: V, or the softmax?",
    ),
    (
        "last-step-alone",
        lambda hs, V, b: rnn_output(hs[-1], V, b),
        "These are the probabilities of the last step alone.",
        "For T steps, how many rows of probabilities come back?",
    ),
    (
        "class-alone",
        lambda hs, V, b: np.argmax(hs @ V + b, axis=-1),
        "This is the number of the likeliest class.",
        "How sure is the network, K numbers or one?",
    ),
    (
        "classes-first",
        lambda hs, V, b: np.moveaxis(rnn_output(hs, V, b), -1, 0),
        "The numbers are right, but the classes are the first axis.",
        "Which axis of probs has length K?",
    ),
    (
        "time-and-batch-exchanged",
        lambda hs, V, b: rnn_output(hs, V, b).swapaxes(0, 1),
        "The numbers are right, but time and batch have changed places.",
        "Which of T and N comes first in hs, and in probs?",
    ),
    (
        "rounded",
        lambda hs, V, b: np.round(rnn_output(hs, V, b), 3),
        "These are the right numbers, rounded to three decimals.",
        "Rounding is for printing: what goes to the loss?",
    ),
    (
        "float32",
        lambda hs, V, b: rnn_output(hs, V, b).astype(np.float32),
        "These are the right numbers, cut to float32.",
        "float64 came in: which line makes float32 of it?",
    ),
)

ENTRIES = tuple(make("rnn_output", "hidden", ROWS))
