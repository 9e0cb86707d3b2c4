"""Right, but it prints, warns and writes to stderr."""

import sys
import warnings

import numpy as np


def rnn_step(x, h_prev, U, W, b):
    print("step", x.shape, file=sys.stderr)
    return np.tanh(x @ U + h_prev @ W + b)


def rnn_forward(xs, h0, U, W, b):
    warnings.warn("here we go", stacklevel=1)
    hs = []
    for t, x in enumerate(xs):
        print("t =", t)
        hs.append(rnn_step(x, hs[-1] if hs else h0, U, W, b))
    return np.stack(hs)


def rnn_output(hs, V, b_o):
    z = hs @ V + b_o
    print(z)
    warnings.warn("scores", UserWarning, stacklevel=2)
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
