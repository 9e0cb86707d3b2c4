"""A class that keeps its state, and functions around it."""

import functools
import itertools

import numpy as np


class Loop:
    def __init__(self, U, W, b):
        self.U, self.W, self.b = U, W, b

    def __call__(self, h, x):
        return np.tanh(np.add.reduce([x @ self.U, h @ self.W, self.b + 0 * h]))


def rnn_step(x, h_prev, U, W, b):
    return Loop(U, W, b)(h_prev, x)


def rnn_forward(xs, h0, U, W, b):
    states = itertools.accumulate(xs, Loop(U, W, b), initial=h0)
    return np.stack(list(states)[1:])


class Readout:
    def __init__(self, axis):
        self.axis = axis

    def __call__(self, hs, V, b_o):
        z = hs @ V + b_o
        total = functools.reduce(
            np.logaddexp, np.split(z, z.shape[self.axis], axis=self.axis)
        )
        return np.exp(z - total)


rnn_output = Readout(-1)
