"""Python loops over steps, sequences and units, with math inside."""

import math

import numpy as np


def rnn_step(x, h_prev, U, W, b):
    N, D = x.shape
    H = len(b)
    h = np.zeros((N, H))
    for n in range(N):
        for j in range(H):
            z = b[j]
            for d in range(D):
                z += x[n, d] * U[d, j]
            for k in range(H):
                z += h_prev[n, k] * W[k, j]
            h[n, j] = math.tanh(z)
    return h


def rnn_forward(xs, h0, U, W, b):
    hs = [h0]
    for t in range(xs.shape[0]):
        hs.append(rnn_step(xs[t], hs[-1], U, W, b))
    return np.array(hs[1:])


def rnn_output(hs, V, b_o):
    T, N, H = hs.shape
    K = len(b_o)
    probs = np.zeros((T, N, K))
    for t in range(T):
        for n in range(N):
            scores = [
                b_o[k] + sum(hs[t, n, j] * V[j, k] for j in range(H))
                for k in range(K)
            ]
            top = max(scores)
            powers = [math.exp(s - top) for s in scores]
            for k in range(K):
                probs[t, n, k] = powers[k] / sum(powers)
    return probs
