"""Right, but it prints, warns and writes to stderr."""

import sys
import warnings

import numpy as np


def input_gate(x, h_prev, U_i, W_i, b_i):
    warnings.warn("the door swings", stacklevel=1)
    return (1 + np.tanh((x @ U_i + h_prev @ W_i + b_i) / 2)) / 2


def candidate(x, h_prev, U_g, W_g, b_g):
    print("candidate", x.shape, file=sys.stderr)
    return np.tanh(x @ U_g + h_prev @ W_g + b_g)


def update_cell(f, i, g, c_prev):
    print(np.zeros(1) / 0)  # NumPy warns: invalid value
    return f * c_prev + i * g
