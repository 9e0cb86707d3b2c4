"""Objects that are called, and everything transposed inside."""

import numpy as np

from lstm_doors.networks import sigmoid


class Layer:
    def __init__(self, squash):
        self.squash = squash

    def __call__(self, x, h_prev, U, W, b):
        return self.squash(U.T @ x.T + W.T @ h_prev.T + b[:, None]).T


input_gate = Layer(sigmoid)
candidate = Layer(np.tanh)


def update_cell(f, i, g, c_prev):
    return c_prev - (1 - f) * c_prev + i * g
