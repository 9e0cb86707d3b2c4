"""What goes wrong in clipping, clip_gradients."""

import numpy as np

from lstm_doors.checks.catalogue.gates import make
from lstm_doors.networks import clip_gradients


def length(grads):
    """The length of all arrays together."""
    return np.sqrt(sum(np.sum(grad**2) for grad in grads.values()))


def scaled(scale):
    """All arrays times scale(norm, max_norm)."""
    return lambda grads, max_norm: {
        name: grad * scale(length(grads), max_norm)
        for name, grad in grads.items()
    }


def by_norm(norm):
    """Clipped by another kind of length."""

    def wrong(grads, max_norm):
        size = norm(grads)
        factor = max_norm / size if size > max_norm else 1.0
        return {name: grad * factor for name, grad in grads.items()}

    return wrong


def each(clip):
    """Each array by itself."""
    return lambda grads, max_norm: {
        name: clip(grad, max_norm) for name, grad in grads.items()
    }


def alone(grad, max_norm):
    """One array, clipped by its own length."""
    return clip_gradients({"it": grad}, max_norm)["it"]


def in_place(grads, max_norm):
    """Right numbers, written into the caller's arrays."""
    clipped = clip_gradients(grads, max_norm)
    for name, grad in grads.items():
        grad[...] = clipped[name]
    return clipped


def same_dict(grads, max_norm):
    """The caller's dict comes back where nothing is clipped."""
    if length(grads) <= max_norm:
        return grads
    return clip_gradients(grads, max_norm)


def flat(grads):
    """All numbers, as one vector."""
    return np.concatenate([grad.ravel() for grad in grads.values()])


def spectral(grads):
    """The lengths that np.linalg.norm(grad, 2) gives, put together."""
    return np.sqrt(sum(np.linalg.norm(g, 2) ** 2 for g in grads.values()))


def none_but_clipped(grads, max_norm):
    """Only what had to be shortened comes back."""
    if length(grads) <= max_norm:
        return {}
    return clip_gradients(grads, max_norm)


ALL = "All arrays together are one long vector: how long is it?"
SHORT = "What happens to a gradient that is shorter than max_norm?"

ROWS = (
    (
        "each-array-alone",
        each(alone),
        "Each array is clipped by its own length, so the direction of the "
        "whole gradient changes.",
        ALL,
    ),
    (
        "each-number",
        each(lambda grad, m: np.clip(grad, -m, m)),
        "Each number is cut off at max_norm and -max_norm, so the direction "
        "changes.",
        ALL,
    ),
    (
        "always-scaled",
        lambda grads, m: {
            name: grad * (m / (length(grads) or 1.0))
            for name, grad in grads.items()
        },
        "Every gradient is brought to the length max_norm, short ones too.",
        SHORT,
    ),
    (
        "zero-becomes-nan",
        scaled(lambda norm, m: np.divide(m, norm)),
        "Every gradient is brought to the length max_norm, and a zero one "
        "becomes nan.",
        SHORT,
    ),
    (
        "lengthened",
        scaled(lambda norm, m: max(1.0, m / norm if norm else 1.0)),
        "Short gradients are lengthened and long ones stay.",
        "Which gradients are to be changed: those longer than max_norm or "
        "those shorter?",
    ),
    (
        "never-clipped",
        scaled(lambda norm, m: 1.0),
        "Nothing is clipped.",
        "How long may the gradient be at most?",
    ),
    (
        "squared-norm",
        by_norm(lambda grads: length(grads) ** 2),
        "The sum of the squares is taken for the length, without its root.",
        "How long is the vector (3, 4)?",
    ),
    (
        "squared-norm-compared",
        scaled(lambda norm, m: m / norm if norm**2 > m else 1.0),
        "The sum of the squares is compared with max_norm, without its root.",
        "How long is the vector (3, 4)?",
    ),
    (
        "scaled-by-squares",
        scaled(lambda norm, m: m / norm**2 if norm > m else 1.0),
        "A long gradient is divided by the square of its length.",
        "What is the length of a vector divided by its length?",
    ),
    (
        "sum-of-norms",
        by_norm(lambda g: sum(np.linalg.norm(a) for a in g.values())),
        "The lengths of the arrays are added up.",
        ALL,
    ),
    (
        "largest-norm",
        by_norm(lambda g: max(np.linalg.norm(a) for a in g.values())),
        "The length of the longest array is taken for that of all.",
        ALL,
    ),
    (
        "first-norm",
        by_norm(lambda g: np.linalg.norm(next(iter(g.values())))),
        "The length of the first array is taken for that of all.",
        ALL,
    ),
    (
        "largest-stretch",
        by_norm(spectral),
        "np.linalg.norm(W, 2) is taken for the length of a matrix: that is "
        "how far it stretches a vector, not how long its numbers are.",
        ALL,
    ),
    (
        "last-norm",
        by_norm(lambda g: np.linalg.norm(list(g.values())[-1])),
        "The length of the last array is taken for that of all.",
        ALL,
    ),
    (
        "largest-number",
        by_norm(lambda g: np.abs(flat(g)).max()),
        "The largest number is taken for the length.",
        "How long is the vector (3, 4)?",
    ),
    (
        "sum-of-sizes",
        by_norm(lambda g: np.abs(flat(g)).sum()),
        "The sizes of all numbers are added up in place of their squares.",
        "How long is the vector (3, 4)?",
    ),
    (
        "mean-square",
        by_norm(lambda g: np.sqrt(np.mean(flat(g) ** 2))),
        "The mean of the squares is taken, not their sum.",
        "How long is the vector (3, 4)?",
    ),
    (
        "divided-only",
        scaled(lambda norm, m: 1 / norm if norm > m else 1.0),
        "A long gradient is brought to the length 1, whatever max_norm is.",
        "How long should a gradient be after clipping?",
    ),
    (
        "multiplied-only",
        scaled(lambda norm, m: m if norm > m else 1.0),
        "A long gradient is multiplied by max_norm.",
        "How long should a gradient be after clipping?",
    ),
    (
        "upside-down",
        scaled(lambda norm, m: norm / m if norm > m else 1.0),
        "A long gradient is multiplied by norm / max_norm and grows.",
        "Is the factor larger or smaller than 1?",
    ),
    (
        "dropped",
        scaled(lambda norm, m: 0.0 if norm > m else 1.0),
        "A gradient that is too long becomes zero.",
        "How long should a gradient be after clipping?",
    ),
    (
        "short-ones-left-out",
        none_but_clipped,
        "A gradient that is short enough does not come back at all.",
        SHORT,
    ),
    (
        "epsilon",
        scaled(lambda norm, m: min(1.0, m / (norm + 1e-6))),
        "Right but for a small number added to the length.",
        "What is the smallest length that is ever divided by?",
    ),
    (
        "in-place",
        in_place,
        "The numbers are right, but the dict that came in, or an array in "
        "it, is changed.",
        "What is the difference between `grad = grad * s` and `grad *= s`, "
        "and where does the new dict come from?",
    ),
    (
        "list",
        lambda grads, m: list(clip_gradients(grads, m).values()),
        "The numbers are right, but they come as a list.",
        "Under which name will the optimiser look for dU?",
    ),
    (
        "norm-returned",
        lambda grads, m: length(grads),
        "This is the length itself.",
        "What is asked for: how long the gradient is, or a shorter one?",
    ),
    (
        "norm-too",
        lambda grads, m: (clip_gradients(grads, m), length(grads)),
        "The length comes back as well.",
        "How many results does `-> clipped` name?",
    ),
    (
        "float32",
        lambda grads, m: {
            name: grad.astype(np.float32)
            for name, grad in clip_gradients(grads, m).items()
        },
        "These are the right numbers, cut to float32.",
        "float64 came in: which line makes float32 of it?",
    ),
    (
        "same-dict",
        same_dict,
        "The numbers are right, but a gradient that is short enough comes "
        "back in the very dict that came in.",
        "If somebody changes the clipped gradient later, what happens to the "
        "other one?",
    ),
)

ENTRIES = tuple(make("clip_gradients", "gradient", ROWS))
