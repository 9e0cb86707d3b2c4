"""Temporal order: which of two symbols came first, long ago?

Source: Hochreiter & Schmidhuber (1997), experiment 6a.
"""

import numpy as np

SYMBOLS = "EBabcdXY"
CLASSES = ("XX", "XY", "YX", "YY")
T = 105  # the paper draws 100 to 110


def temporal_order(N, rng):
    """N sequences: one-hot xs (T, N, 8), class numbers (1, N).

    E first, B last, distractors a, b, c, d between; X or Y at a step of
    10..20 and again at one of 50..60. The four orders XX, XY, YX, YY are the
    classes, asked for at the last step.
    """
    numbers = rng.integers(2, 6, (T, N))
    numbers[0], numbers[-1] = SYMBOLS.index("E"), SYMBOLS.index("B")
    first, second = rng.integers(0, 2, (2, N))
    every = np.arange(N)
    numbers[rng.integers(10, 21, N), every] = SYMBOLS.index("X") + first
    numbers[rng.integers(50, 61, N), every] = SYMBOLS.index("X") + second
    xs = np.eye(len(SYMBOLS), dtype=np.float32)[numbers]
    return xs, (2 * first + second)[None]
