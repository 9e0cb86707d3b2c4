"""Python loops over units and sequences."""

import math

import numpy as np


def rnn_step_backward(dh, x, h_prev, h, U, W):
    N, D = x.shape
    H = h.shape[1]
    dx, dh_prev = np.zeros((N, D)), np.zeros((N, H))
    dU, dW, db = np.zeros((D, H)), np.zeros((H, H)), np.zeros(H)
    for n in range(N):
        for j in range(H):
            dz = dh[n, j] * (1 - h[n, j]) * (1 + h[n, j])
            db[j] += dz
            for d in range(D):
                dx[n, d] += dz * U[d, j]
                dU[d, j] += x[n, d] * dz
            for k in range(H):
                dh_prev[n, k] += dz * W[k, j]
                dW[k, j] += h_prev[n, k] * dz
    return dx, dh_prev, dU, dW, db


def rnn_backward(dhs, xs, hs, h0, U, W):
    dxs = []
    dh_next = np.zeros(h0.shape)
    sums = [0.0, 0.0, 0.0]
    for t in range(len(xs))[::-1]:
        h_prev = h0 if t == 0 else hs[t - 1]
        dx, dh_next, *grads = rnn_step_backward(
            dhs[t] + dh_next, xs[t], h_prev, hs[t], U, W
        )
        dxs.insert(0, dx)
        for k in range(3):
            sums[k] = sums[k] + grads[k]
    return np.stack(dxs), dh_next, sums[0], sums[1], sums[2]


def clip_gradients(grads, max_norm):
    squares = 0.0
    for name in grads:
        for number in grads[name].ravel():
            squares += float(number) ** 2
    norm = math.sqrt(squares)
    clipped = {}
    for name in grads:
        if norm > max_norm:
            clipped[name] = grads[name] / norm * max_norm
        else:
            clipped[name] = grads[name].copy()
    return clipped
