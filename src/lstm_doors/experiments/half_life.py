"""Half-life of a memory: how long until half of it is forgotten?

With a forget door that stands at f, the memory shrinks by f at each step,
so after n steps f^n of it is left: half of it after ln 0.5 / ln f steps.

Sources: Gers, Schmidhuber & Cummins (2000); Tallec & Ollivier (2018), who
choose the bias from the time that has to be bridged.
"""

import numpy as np

from lstm_doors.experiments.common import Published
from lstm_doors.networks import sigmoid

PUBLISHED = (
    Published(
        "a positive forget bias lets the cell remember from the start",
        "Gers et al. (2000)",
        "gers2000",
    ),
    Published(
        "forget biases up to log(T - 1) for memories of up to T steps",
        "Tallec & Ollivier (2018)",
        "tallec2018",
    ),
)


def half_life(forget_bias):
    """Steps until half is left, with f = sigmoid(forget_bias)."""
    return np.log(0.5) / np.log(sigmoid(forget_bias))


def kept(forget_bias, steps):
    """The share left after so many steps: sigmoid(forget_bias)^steps."""
    return sigmoid(forget_bias) ** np.asarray(steps)
