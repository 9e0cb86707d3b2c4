"""Columns inside: everything is transposed, and back at the end."""

import numpy as np


def rnn_step(x, h_prev, U, W, b):
    return np.tanh(U.T @ x.T + W.T @ h_prev.T + b[:, None]).T


def rnn_forward(xs, h0, U, W, b):
    columns = [h0.T]
    for x in xs:
        columns.append(np.tanh(U.T @ x.T + W.T @ columns[-1] + b[:, None]))
    return np.stack(columns[1:]).transpose(0, 2, 1)


def rnn_output(hs, V, b_o):
    z = (V.T @ hs.transpose(0, 2, 1)) + b_o[:, None]
    powers = np.exp(z - z.max(axis=1)[:, None])
    return (powers / powers.sum(axis=1)[:, None]).transpose(0, 2, 1)
