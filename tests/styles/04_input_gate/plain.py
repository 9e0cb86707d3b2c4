"""As the formulas have it."""

import numpy as np

from lstm_doors.networks import sigmoid


def input_gate(x, h_prev, U_i, W_i, b_i):
    return sigmoid(x @ U_i + h_prev @ W_i + b_i)


def candidate(x, h_prev, U_g, W_g, b_g):
    return np.tanh(x @ U_g + h_prev @ W_g + b_g)


def update_cell(f, i, g, c_prev):
    return f * c_prev + i * g
