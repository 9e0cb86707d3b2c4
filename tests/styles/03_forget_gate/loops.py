"""Python loops over sequences and units, and nothing but math inside."""

import math

import numpy as np


def sigmoid(z):
    result = np.zeros(z.shape)
    for n in range(z.shape[0]):
        for j in range(z.shape[1]):
            one = float(z[n, j])
            if one >= 0:
                result[n, j] = 1 / (1 + math.exp(-one))
            else:
                result[n, j] = math.exp(one) / (1 + math.exp(one))
    return result


def forget_gate(x, h_prev, U_f, W_f, b_f):
    N, D = x.shape
    H = h_prev.shape[1]
    z = np.zeros((N, H))
    for n in range(N):
        for j in range(H):
            z[n, j] = b_f[j]
            for d in range(D):
                z[n, j] += x[n, d] * U_f[d, j]
            for k in range(H):
                z[n, j] += h_prev[n, k] * W_f[k, j]
    return sigmoid(z)


def forget(f, c_prev):
    rows = []
    for door, memory in zip(f, c_prev, strict=True):
        rows.append([a * b for a, b in zip(door, memory, strict=True)])
    return np.array(rows)
