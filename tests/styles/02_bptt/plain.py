"""As the formulas have it."""

import numpy as np


def rnn_step_backward(dh, x, h_prev, h, U, W):
    dz = dh * (1 - h**2)
    return dz @ U.T, dz @ W.T, x.T @ dz, h_prev.T @ dz, dz.sum(axis=0)


def rnn_backward(dhs, xs, hs, h0, U, W):
    dxs = np.zeros_like(xs)
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros(W.shape[0])
    dh_next = np.zeros_like(h0)
    for t in reversed(range(len(xs))):
        h_prev = hs[t - 1] if t > 0 else h0
        dxs[t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(
            dhs[t] + dh_next, xs[t], h_prev, hs[t], U, W
        )
        dU += dU_t
        dW += dW_t
        db += db_t
    return dxs, dh_next, dU, dW, db


def clip_gradients(grads, max_norm):
    norm = np.sqrt(sum((grad**2).sum() for grad in grads.values()))
    scale = max_norm / norm if norm > max_norm else 1.0
    return {name: grad * scale for name, grad in grads.items()}
