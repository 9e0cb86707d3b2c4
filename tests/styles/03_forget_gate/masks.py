"""Two branches by mask; dot and multiply by name; a buffer filled."""

import numpy as np


def sigmoid(z):
    result = np.empty_like(z)
    positive = z >= 0
    result[positive] = 1 / (1 + np.exp(-z[positive]))
    powers = np.exp(z[~positive])
    result[~positive] = powers / (1 + powers)
    return result


def forget_gate(x, h_prev, U_f, W_f, b_f):
    z = np.dot(x, U_f)
    z += np.dot(h_prev, W_f)
    z += b_f
    return sigmoid(z)


def forget(f, c_prev):
    kept = np.zeros_like(c_prev)
    np.multiply(f, c_prev, out=kept)
    return kept
