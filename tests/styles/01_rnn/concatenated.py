"""One product of [h, x, 1] and the weights on top of one another."""

import numpy as np


def rnn_step(x, h_prev, U, W, b):
    ones = np.ones((x.shape[0], 1))
    return np.tanh(
        np.concatenate([h_prev, x, ones], axis=1) @ np.vstack([W, U, b])
    )


def rnn_forward(xs, h0, U, W, b):
    weights = np.vstack([W, U, b])
    hs, h = np.zeros((len(xs) + 1, *h0.shape)), h0
    for t, x in enumerate(xs, start=1):
        h = np.tanh(np.hstack([h, x, np.ones((len(x), 1))]) @ weights)
        hs[t] = h
    return hs[1:]


def rnn_output(hs, V, b_o):
    ones = np.ones((*hs.shape[:2], 1))
    z = np.concatenate([hs, ones], axis=2) @ np.vstack([V, b_o])
    return 1 / np.exp(
        np.clip(z[..., None, :] - z[..., :, None], -700, 700)
    ).sum(axis=-1)
