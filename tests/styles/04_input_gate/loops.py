"""Python loops over sequences and units."""

import math

import numpy as np


def each(x, h, U, W, b, squash):
    result = np.zeros(h.shape)
    for n in range(h.shape[0]):
        for j in range(h.shape[1]):
            z = b[j]
            z += sum(x[n, d] * U[d, j] for d in range(x.shape[1]))
            z += sum(h[n, k] * W[k, j] for k in range(h.shape[1]))
            result[n, j] = squash(z)
    return result


def door(z):
    return 1 / (1 + math.exp(-z)) if z > 0 else math.exp(z) / (1 + math.exp(z))


def input_gate(x, h_prev, U_i, W_i, b_i):
    return each(x, h_prev, U_i, W_i, b_i, door)


def candidate(x, h_prev, U_g, W_g, b_g):
    return each(x, h_prev, U_g, W_g, b_g, math.tanh)


def update_cell(f, i, g, c_prev):
    rows = []
    for n in range(len(f)):
        row = []
        for j in range(f.shape[1]):
            row.append(f[n, j] * c_prev[n, j] + i[n, j] * g[n, j])
        rows.append(row)
    return np.array(rows)
