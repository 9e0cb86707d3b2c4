"""How wrong an answer is, and the gradient that sends it back.

Each loss returns the mean over all answers that count, and its gradient
with respect to the outputs, which has their shape.
"""

import numpy as np

from lstm_doors.networks.activations import softmax

NO_ANSWER = -1  # a label where nothing is asked of the network


def cross_entropy(scores, labels):
    """Minus the log probability of the right class.

    scores (..., K), before softmax; labels (...), whole numbers 0..K-1 or
    NO_ANSWER. Returns the loss and dscores (..., K).
    """
    asked = labels != NO_ANSWER
    right = np.where(asked, labels, 0)[..., None]
    probs = softmax(scores)
    count = max(asked.sum(), 1)
    p_right = np.take_along_axis(probs, right, axis=-1)[..., 0]
    tiny = np.finfo(probs.dtype).tiny
    loss = -(np.log(np.maximum(p_right, tiny)) * asked).sum() / count
    np.put_along_axis(probs, right, p_right[..., None] - 1, axis=-1)
    return loss, probs * (asked[..., None] / probs.dtype.type(count))


def squared_error(outputs, targets):
    """Mean squared error: returns the loss and doutputs."""
    difference = outputs - np.asarray(targets, outputs.dtype)
    loss = (difference**2).mean()
    return loss, difference * (2 / difference.size)


def accuracy(scores, labels):
    """Share of the labels that have the largest score."""
    asked = labels != NO_ANSWER
    return float((scores.argmax(axis=-1) == labels)[asked].mean())
