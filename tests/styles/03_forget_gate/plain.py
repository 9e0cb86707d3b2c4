"""As the formulas have it, with tanh inside the sigmoid."""

import numpy as np


def sigmoid(z):
    return (1 + np.tanh(z / 2)) / 2


def forget_gate(x, h_prev, U_f, W_f, b_f):
    return sigmoid(x @ U_f + h_prev @ W_f + b_f)


def forget(f, c_prev):
    return f * c_prev
