"""As the formulas have it, door by door."""

import numpy as np


def sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def lstm_step_backward(dh, dc, x, h_prev, c_prev, params):
    p = params
    f = sigmoid(x @ p["U_f"] + h_prev @ p["W_f"] + p["b_f"])
    i = sigmoid(x @ p["U_i"] + h_prev @ p["W_i"] + p["b_i"])
    g = np.tanh(x @ p["U_g"] + h_prev @ p["W_g"] + p["b_g"])
    o = sigmoid(x @ p["U_o"] + h_prev @ p["W_o"] + p["b_o"])
    c = f * c_prev + i * g

    do = dh * np.tanh(c)
    dc = dc + dh * o * (1 - np.tanh(c) ** 2)
    df = dc * c_prev
    di = dc * g
    dg = dc * i
    dc_prev = dc * f

    dz_f = df * f * (1 - f)
    dz_i = di * i * (1 - i)
    dz_g = dg * (1 - g**2)
    dz_o = do * o * (1 - o)

    dx = (
        dz_f @ p["U_f"].T
        + dz_i @ p["U_i"].T
        + dz_g @ p["U_g"].T
        + dz_o @ p["U_o"].T
    )
    dh_prev = (
        dz_f @ p["W_f"].T
        + dz_i @ p["W_i"].T
        + dz_g @ p["W_g"].T
        + dz_o @ p["W_o"].T
    )
    grads = {
        "U_f": x.T @ dz_f,
        "W_f": h_prev.T @ dz_f,
        "b_f": dz_f.sum(axis=0),
        "U_i": x.T @ dz_i,
        "W_i": h_prev.T @ dz_i,
        "b_i": dz_i.sum(axis=0),
        "U_g": x.T @ dz_g,
        "W_g": h_prev.T @ dz_g,
        "b_g": dz_g.sum(axis=0),
        "U_o": x.T @ dz_o,
        "W_o": h_prev.T @ dz_o,
        "b_o": dz_o.sum(axis=0),
    }
    return dx, dh_prev, dc_prev, grads


def lstm_backward(dhs, dcs, xs, h0, c0, params):
    from lstm_doors.networks import lstm_forward

    hs, cs = lstm_forward(xs, h0, c0, params)
    dxs = np.zeros_like(xs)
    dh_next, dc_next = np.zeros_like(h0), np.zeros_like(c0)
    grads = {name: np.zeros_like(p) for name, p in params.items()}
    for t in reversed(range(len(xs))):
        h_prev = hs[t - 1] if t > 0 else h0
        c_prev = cs[t - 1] if t > 0 else c0
        dxs[t], dh_next, dc_next, step = lstm_step_backward(
            dhs[t] + dh_next, dcs[t] + dc_next, xs[t], h_prev, c_prev, params
        )
        for name in grads:
            grads[name] += step[name]
    return dxs, dh_next, dc_next, grads
