"""The adding problem: a sum of two numbers among many.

Source: Hochreiter & Schmidhuber (1997), experiment 4, in the form of Le,
Jaitly & Hinton (2015) and Arjovsky, Shah & Bengio (2016): fixed length, one
mark in each half.
"""

import numpy as np

BASELINE = 1 / 6  # squared error of always answering 1, the mean


def adding(T, N, rng):
    """N sequences: xs (T, N, 2) and sums (1, N, 1).

    xs[..., 0] are numbers drawn from [0, 1]; xs[..., 1] is 1 at one step of
    each half and 0 elsewhere. The sum of the two marked numbers is asked
    for at the last step.
    """
    values = rng.random((T, N))
    marks = np.zeros((T, N))
    every = np.arange(N)
    marks[rng.integers(0, T // 2, N), every] = 1
    marks[rng.integers(T // 2, T, N), every] = 1
    total = (values * marks).sum(axis=0)
    return np.stack([values, marks], axis=-1), total[None, :, None]
