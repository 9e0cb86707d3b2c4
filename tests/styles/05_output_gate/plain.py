"""As the formulas have it."""

import numpy as np

from lstm_doors.networks import sigmoid


def output_gate(x, h_prev, U_o, W_o, b_o):
    return sigmoid(x @ U_o + h_prev @ W_o + b_o)


def hidden_state(o, c):
    return o * np.tanh(c)
