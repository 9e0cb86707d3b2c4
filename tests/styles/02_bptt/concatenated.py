"""[h, x, 1] and its weights in one piece, split at the end."""

import numpy as np


def rnn_step_backward(dh, x, h_prev, h, U, W):
    D = U.shape[0]
    dz = dh - dh * h * h
    seen = np.hstack([x, h_prev, np.ones((len(x), 1))])
    d_seen = dz @ np.vstack([U, W]).T
    d_all = seen.T @ dz
    return d_seen[:, :D], d_seen[:, D:], d_all[:D], d_all[D:-1], d_all[-1]


def rnn_backward(dhs, xs, hs, h0, U, W):
    states = [h0, *hs]
    dxs, total, dh = [], None, np.zeros(h0.shape)
    for t in range(len(xs), 0, -1):
        dx, dh, *grads = rnn_step_backward(
            dh + dhs[t - 1], xs[t - 1], states[t - 1], states[t], U, W
        )
        dxs.append(dx)
        if total is None:
            total = grads
        else:
            total = [a + b for a, b in zip(total, grads)]
    return [np.array(dxs[::-1]), dh, *total]


def clip_gradients(grads, max_norm):
    norm = np.hypot.reduce([np.linalg.norm(g) for g in grads.values()])
    new = {}
    for name, grad in grads.items():
        new[name] = grad * (max_norm / max(norm, max_norm))
    return new
