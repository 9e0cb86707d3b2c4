"""A sigmoid of its own, tanh from it, and buffers filled in place."""

import numpy as np


def squash(z):
    small = np.exp(-np.abs(z))
    return np.where(z < 0, small, 1.0) / (1 + small)


def input_gate(x, h_prev, U_i, W_i, b_i):
    z = x.dot(U_i)
    z += h_prev.dot(W_i)
    z += b_i
    return squash(z)


def candidate(x, h_prev, U_g, W_g, b_g):
    z = x.dot(U_g)
    z += h_prev.dot(W_g)
    z += b_g
    return 2 * squash(2 * z) - 1


def update_cell(f, i, g, c_prev):
    c = f * c_prev
    c += i * g
    return c
