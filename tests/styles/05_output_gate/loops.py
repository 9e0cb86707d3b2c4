"""One sequence and one unit at a time."""

import math

import numpy as np

from lstm_doors.networks import sigmoid


def output_gate(x, h_prev, U_o, W_o, b_o):
    rows = [a @ U_o + b @ W_o + b_o for a, b in zip(x, h_prev, strict=True)]
    return sigmoid(np.stack(rows))


def hidden_state(o, c):
    h = np.empty_like(c)
    for place in np.ndindex(*c.shape):
        h[place] = o[place] * math.tanh(c[place])
    return h
