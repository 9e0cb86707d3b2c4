"""Right, but it prints, warns and writes to stderr."""

import sys
import warnings

import numpy as np


def rnn_step_backward(dh, x, h_prev, h, U, W):
    print("dh", dh, file=sys.stderr)
    dz = dh * (1 - h**2)
    return dz @ U.T, dz @ W.T, x.T @ dz, h_prev.T @ dz, dz.sum(0)


def rnn_backward(dhs, xs, hs, h0, U, W):
    warnings.warn("backwards we go", stacklevel=1)
    dxs, dh, dU, dW, db = np.zeros(xs.shape), 0, 0, 0, 0
    for t in range(len(xs) - 1, -1, -1):
        print("t =", t)
        dxs[t], dh, a, b, c = rnn_step_backward(
            dhs[t] + dh, xs[t], hs[t - 1] if t else h0, hs[t], U, W
        )
        dU, dW, db = dU + a, dW + b, db + c
    return dxs, dh, dU, dW, db


def clip_gradients(grads, max_norm):
    norm = np.sqrt(sum(np.sum(g**2) for g in grads.values()))
    print("norm", norm)
    factor = np.minimum(1, np.divide(max_norm, norm))  # warns at norm 0
    return {name: grad * factor for name, grad in grads.items()}
