"""One product of 4H columns, split; X @ U for all steps at once."""

import numpy as np


def sigmoid(z):
    return 0.5 * np.tanh(0.5 * z) + 0.5


def together(params, kind):
    return np.concatenate([params[f"{kind}_{n}"] for n in "ifog"], axis=-1)


def from_z(z, c_prev):
    i, f, o, g = np.split(z, 4, axis=1)
    c = sigmoid(f) * c_prev + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c


def lstm_step(x, h_prev, c_prev, params):
    z = x @ together(params, "U") + h_prev @ together(params, "W")
    return from_z(z + together(params, "b"), c_prev)


def lstm_forward(xs, h0, c0, params):
    T, N, _ = xs.shape
    H = h0.shape[1]
    W = together(params, "W")
    from_x = xs @ together(params, "U") + together(params, "b")
    hs, cs = np.empty((T + 1, N, H)), np.empty((T + 1, N, H))
    hs[-1], cs[-1] = h0, c0  # so that hs[t - 1] is right at t = 0
    for t in range(T):
        hs[t], cs[t] = from_z(from_x[t] + hs[t - 1] @ W, cs[t - 1])
    return hs[:-1], cs[:-1]
