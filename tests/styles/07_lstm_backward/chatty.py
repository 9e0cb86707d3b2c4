"""Right, but it prints, warns and writes to stderr."""

import sys
import warnings

import numpy as np
from lstm_doors.networks import lstm_forward


def sigmoid(z):
    return 1 / (1 + np.exp(-z))  # warns where z is far below zero


def lstm_step_backward(dh, dc, x, h_prev, c_prev, params):
    print("step", file=sys.stderr)
    z = {
        k: x @ params["U_" + k] + h_prev @ params["W_" + k] + params["b_" + k]
        for k in "figo"
    }
    f, i, o = sigmoid(z["f"]), sigmoid(z["i"]), sigmoid(z["o"])
    g = np.tanh(z["g"])
    c = f * c_prev + i * g
    dc = dc + dh * o * (1 - np.tanh(c) ** 2)
    dz = {
        "f": dc * c_prev * f * (1 - f),
        "i": dc * g * i * (1 - i),
        "g": dc * i * (1 - g**2),
        "o": dh * np.tanh(c) * o * (1 - o),
    }
    grads = {}
    for k in dz:
        grads["U_" + k] = x.T @ dz[k]
        grads["W_" + k] = h_prev.T @ dz[k]
        grads["b_" + k] = dz[k].sum(axis=0)
    dx = sum(dz[k] @ params["U_" + k].T for k in dz)
    dh_prev = sum(dz[k] @ params["W_" + k].T for k in dz)
    return dx, dh_prev, dc * f, grads


def lstm_backward(dhs, dcs, xs, h0, c0, params):
    warnings.warn("backwards we go", stacklevel=1)
    hs, cs = lstm_forward(xs, h0, c0, params)
    dxs, dh, dc = 0 * xs, 0 * h0, 0 * c0
    grads = dict.fromkeys(params, 0)
    for t in range(len(xs) - 1, -1, -1):
        print("t =", t)
        dxs[t], dh, dc, one = lstm_step_backward(
            dhs[t] + dh,
            dcs[t] + dc,
            xs[t],
            hs[t - 1] if t else h0,
            cs[t - 1] if t else c0,
            params,
        )
        for name in grads:
            grads[name] = grads[name] + one[name]
    return dxs, dh, dc, grads
