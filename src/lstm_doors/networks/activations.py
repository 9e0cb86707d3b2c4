"""The two squashing functions of the course, safe for any input."""

import numpy as np


def sigmoid(z):
    """The door: squash each number into 0..1.

    z: any shape. Returns the same shape, 0.5 at z = 0.

    1 / (1 + exp(-z)) equals (1 + tanh(z / 2)) / 2, and tanh never
    overflows, so z = 1000 and z = -1000 give 1 and 0 without a warning.
    """
    return 0.5 * (1.0 + np.tanh(0.5 * np.asarray(z)))


def softmax(z):
    """Turn scores into probabilities along the last axis.

    z: (..., K). Returns (..., K), positive, each row summing to 1.

    The largest score is taken off first: the answer is the same and exp
    cannot overflow.
    """
    z = np.asarray(z)
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)
