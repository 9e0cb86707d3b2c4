"""[x, h, 1] against stacked weights; helper functions; a cache."""

import numpy as np
from lstm_doors.networks import lstm_gates


def layer_backward(dz, seen, U, W):
    d_weights = seen.T @ dz
    D = len(U)
    d_seen = dz @ np.vstack([U, W]).T
    return d_seen, d_weights[:D], d_weights[D:-1], d_weights[-1]


def lstm_step_backward(dh, dc, x, h_prev, c_prev, params):
    f, i, g, o = lstm_gates(x, h_prev, params)
    c = f * c_prev + i * g
    seen = np.concatenate([x, h_prev, np.ones((len(x), 1))], axis=1)
    through = dh * o * (1 - np.tanh(c) ** 2) + dc
    d = {
        "o": dh * np.tanh(c) * o * (1 - o),
        "g": through * i * (1 + g) * (1 - g),
        "i": through * g * i * (1 - i),
        "f": through * c_prev * f * (1 - f),
    }
    total, grads = 0, {}
    for k in d:
        both, grads["U_" + k], grads["W_" + k], grads["b_" + k] = (
            layer_backward(d[k], seen, params["U_" + k], params["W_" + k])
        )
        total = total + both
    D = x.shape[1]
    return total[:, :D], total[:, D:], through * f, grads


def lstm_backward(dhs, dcs, xs, h0, c0, params):
    cache, h, c = [], h0, c0
    for x in xs:
        cache.append((x, h, c))
        f, i, g, o = lstm_gates(x, h, params)
        c = f * c + i * g
        h = o * np.tanh(c)
    dxs, dh, dc, total = [], 0.0, 0.0, None
    for dh_out, dc_out, seen in zip(dhs[::-1], dcs[::-1], cache[::-1]):
        dx, dh, dc, grads = lstm_step_backward(
            dh + dh_out, dc + dc_out, *seen, params
        )
        dxs.append(dx)
        if total is None:
            total = grads
        else:
            total = {k: total[k] + grads[k] for k in grads}
    dxs.reverse()
    return np.stack(dxs), dh, dc, total
