"""np.einsum for every product, and states written into one array."""

import numpy as np


def rnn_step(x, h_prev, U, W, b):
    z = np.einsum("nd,dh->nh", x, U) + np.einsum("nk,kh->nh", h_prev, W) + b
    return np.sinh(z) / np.cosh(z) if abs(z).max() < 300 else np.tanh(z)


def rnn_forward(xs, h0, U, W, b):
    T, N, _ = xs.shape
    hs = np.empty((T, N, len(b)))
    for t in range(T):
        hs[t] = rnn_step(xs[t], h0 if t == 0 else hs[t - 1], U, W, b)
    return hs


def rnn_output(hs, V, b_o):
    z = np.einsum("tnh,hk->tnk", hs, V) + b_o
    z = z - np.max(z, axis=2)[:, :, None]
    return np.exp(z - np.log(np.exp(z).sum(axis=2))[:, :, None])
