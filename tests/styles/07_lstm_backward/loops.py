"""Python loops over sequences and units."""

import math

import numpy as np


def squash(name, z):
    if name == "g":
        return math.tanh(z)
    return 1 / (1 + math.exp(-z)) if z > -700 else 0.0


def lstm_step_backward(dh, dc, x, h_prev, c_prev, params):
    N, D = x.shape
    H = h_prev.shape[1]
    dx, dh_prev = np.zeros((N, D)), np.zeros((N, H))
    dc_prev = np.zeros((N, H))
    grads = {name: np.zeros(array.shape) for name, array in params.items()}
    for n in range(N):
        for j in range(H):
            out = {}
            for k in "figo":
                z = params["b_" + k][j]
                for d in range(D):
                    z += x[n, d] * params["U_" + k][d, j]
                for m in range(H):
                    z += h_prev[n, m] * params["W_" + k][m, j]
                out[k] = squash(k, z)
            tc = math.tanh(out["f"] * c_prev[n, j] + out["i"] * out["g"])
            total = dc[n, j] + dh[n, j] * out["o"] * (1 - tc**2)
            dz = {
                "f": total * c_prev[n, j] * out["f"] * (1 - out["f"]),
                "i": total * out["g"] * out["i"] * (1 - out["i"]),
                "g": total * out["i"] * (1 - out["g"] ** 2),
                "o": dh[n, j] * tc * out["o"] * (1 - out["o"]),
            }
            dc_prev[n, j] = total * out["f"]
            for k in dz:
                grads["b_" + k][j] += dz[k]
                for d in range(D):
                    dx[n, d] += dz[k] * params["U_" + k][d, j]
                    grads["U_" + k][d, j] += dz[k] * x[n, d]
                for m in range(H):
                    dh_prev[n, m] += dz[k] * params["W_" + k][m, j]
                    grads["W_" + k][m, j] += dz[k] * h_prev[n, m]
    return dx, dh_prev, dc_prev, grads


def lstm_backward(dhs, dcs, xs, h0, c0, params):
    from lstm_doors.networks import lstm_forward

    hs, cs = lstm_forward(xs, h0, c0, params)
    dxs, dh, dc = [], np.zeros(h0.shape), np.zeros(c0.shape)
    grads = {}
    for t in range(len(xs))[::-1]:
        before = (h0, c0) if t == 0 else (hs[t - 1], cs[t - 1])
        dx, dh, dc, step = lstm_step_backward(
            dhs[t] + dh, dcs[t] + dc, xs[t], *before, params
        )
        dxs = [dx] + dxs
        for name, grad in step.items():
            grads[name] = grads[name] + grad if name in grads else grad
    return np.array(dxs), dh, dc, grads
