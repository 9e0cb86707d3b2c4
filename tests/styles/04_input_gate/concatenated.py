"""[h, x] side by side; a stack of what is kept and what is let in."""

import numpy as np

from lstm_doors.networks import sigmoid


def layer(x, h, U, W, b):
    return np.hstack([h, x]) @ np.vstack([W, U]) + b


def input_gate(*arguments):
    return sigmoid(layer(*arguments))


def candidate(*arguments):
    return np.tanh(layer(*arguments))


def update_cell(f, i, g, c_prev):
    return np.stack([f * c_prev, i * g]).sum(axis=0)
