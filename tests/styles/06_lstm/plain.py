"""The parts, one after another."""

import numpy as np

from lstm_doors.networks import sigmoid


def lstm_step(x, h_prev, c_prev, params):
    def z(name):
        U, W, b = (params[f"{kind}_{name}"] for kind in "UWb")
        return x @ U + h_prev @ W + b

    f, i, o = sigmoid(z("f")), sigmoid(z("i")), sigmoid(z("o"))
    g = np.tanh(z("g"))
    c = f * c_prev + i * g
    return o * np.tanh(c), c


def lstm_forward(xs, h0, c0, params):
    h, c = h0, c0
    hs, cs = [], []
    for x in xs:
        h, c = lstm_step(x, h, c, params)
        hs.append(h)
        cs.append(c)
    return np.stack(hs), np.stack(cs)
