"""xU of all steps in one product before the loop."""

import numpy as np


def rnn_step(x, h_prev, U, W, b):
    return rnn_forward(x[np.newaxis], h_prev, U, W, b)[0]


def rnn_forward(xs, h0, U, W, b):
    zs = np.tensordot(xs, U, axes=1) + b
    h = h0
    for t in range(len(zs)):
        h = np.tanh(zs[t] + np.matmul(h, W))
        zs[t] = h
    return zs


def rnn_output(hs, V, b_o):
    T, N, H = hs.shape
    z = hs.reshape(T * N, H) @ V + b_o
    z -= np.amax(z, axis=1, keepdims=True)
    np.exp(z, out=z)
    z /= z.sum(axis=1)[:, None]
    return z.reshape(T, N, -1)
