"""Right, but it prints, warns and writes to stderr."""

import sys
import warnings

import numpy as np


def sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def lstm_step(x, h_prev, c_prev, params):
    z = {
        name: x @ params[f"U_{name}"]
        + h_prev @ params[f"W_{name}"]
        + params[f"b_{name}"]
        for name in "figo"
    }
    print("a step", x.shape, file=sys.stderr)
    c = sigmoid(z["f"]) * c_prev + sigmoid(z["i"]) * np.tanh(z["g"])
    return [sigmoid(z["o"]) * np.tanh(c), c]


def lstm_forward(xs, h0, c0, params):
    warnings.warn("a long way", stacklevel=1)
    hs, cs = np.zeros((2, len(xs), *h0.shape))
    for t in range(len(xs)):
        print("step", t)
        before = (hs[t - 1], cs[t - 1]) if t else (h0, c0)
        hs[t], cs[t] = lstm_step(xs[t], *before, params)
    return hs, cs
