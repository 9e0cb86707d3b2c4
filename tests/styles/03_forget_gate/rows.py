"""One sequence at a time, collected in lists and stacked."""

import numpy as np


def sigmoid(z):
    flat = [0.5 * np.tanh(0.5 * one) + 0.5 for one in z.ravel()]
    return np.array(flat).reshape(z.shape)


def forget_gate(x, h_prev, U_f, W_f, b_f):
    rows = []
    for x_row, h_row in zip(x, h_prev, strict=True):
        rows.append(sigmoid((x_row @ U_f + h_row @ W_f + b_f)[None])[0])
    return np.stack(rows)


def forget(f, c_prev):
    return np.stack([a * b for a, b in zip(f, c_prev, strict=True)])
