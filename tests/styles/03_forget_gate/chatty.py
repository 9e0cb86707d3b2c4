"""Right, but it prints, warns and writes to stderr."""

import sys
import warnings

import numpy as np


def sigmoid(z):
    print("z is", z)
    return (1 + np.tanh(z / 2)) / 2


def forget_gate(x, h_prev, U_f, W_f, b_f):
    warnings.warn("the door swings", stacklevel=1)
    print("door", x.shape, file=sys.stderr)
    return sigmoid(x @ U_f + h_prev @ W_f + b_f)


def forget(f, c_prev):
    np.log(np.zeros(1))  # NumPy warns: division by zero
    print(f * c_prev)
    return f * c_prev
