"""Jacobians written out, one for each sequence."""

import numpy as np


def rnn_step_backward(dh, x, h_prev, h, U, W):
    rows = []
    dU, dW, db = 0, 0, 0
    for n in range(len(x)):
        bend = np.diag(1 - h[n] ** 2)  # (H, H)
        dz = bend @ dh[n]
        rows.append((U @ dz, W @ dz))
        dU = dU + np.outer(x[n], dz)
        dW = dW + np.outer(h_prev[n], dz)
        db = db + dz
    dx, dh_prev = (np.stack(part) for part in zip(*rows))
    return dx, dh_prev, dU, dW, db


def rnn_backward(dhs, xs, hs, h0, U, W):
    def back(t, dh_next):
        if t < 0:
            return [], dh_next, 0 * U, 0 * W, 0 * W[0]
        now = rnn_step_backward(
            dhs[t] + dh_next, xs[t], hs[t - 1] if t else h0, hs[t], U, W
        )
        dxs, dh0, dU, dW, db = back(t - 1, now[1])
        return dxs + [now[0]], dh0, dU + now[2], dW + now[3], db + now[4]

    dxs, *rest = back(len(xs) - 1, 0 * h0)
    return np.array(dxs), *rest


def clip_gradients(grads, max_norm):
    norm = sum(np.sum(grad * grad) for grad in grads.values()) ** 0.5
    clipped = {name: np.array(grad) for name, grad in grads.items()}
    if norm > max_norm:
        for grad in clipped.values():
            grad *= max_norm / norm
    return clipped
