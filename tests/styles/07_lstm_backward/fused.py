"""One product of 4H columns, split; gradients joined the same way."""

import numpy as np


def join(params, letter):
    return np.concatenate([params[f"{letter}_{k}"] for k in "ifog"], axis=-1)


def lstm_step_backward(dh, dc, x, h_prev, c_prev, params):
    U, W, b = (join(params, letter) for letter in "UWb")
    z = x @ U + h_prev @ W + b
    H = h_prev.shape[1]
    i, f, o = np.split(0.5 + 0.5 * np.tanh(z[:, : 3 * H] / 2), 3, axis=1)
    g = np.tanh(z[:, 3 * H :])
    tc = np.tanh(f * c_prev + i * g)
    dc = dc + dh * o * (1 - tc * tc)
    dz = np.concatenate(
        [
            dc * g * i * (1 - i),
            dc * c_prev * f * (1 - f),
            dh * tc * o * (1 - o),
            dc * i * (1 - g * g),
        ],
        axis=1,
    )
    grads = {}
    for letter, grad in zip("UWb", (x.T @ dz, h_prev.T @ dz, dz.sum(0))):
        for k, part in zip("ifog", np.split(grad, 4, axis=-1)):
            grads[f"{letter}_{k}"] = part
    return dz @ U.T, dz @ W.T, dc * f, grads


def lstm_backward(dhs, dcs, xs, h0, c0, params):
    from lstm_doors.networks import lstm_forward

    hs, cs = lstm_forward(xs, h0, c0, params)
    states = [(h0, c0), *zip(hs, cs)]
    dh, dc, dxs, sums = 0 * h0, 0 * c0, [], {}
    for t in range(len(xs) - 1, -1, -1):
        dx, dh, dc, grads = lstm_step_backward(
            dh + dhs[t], dc + dcs[t], xs[t], *states[t], params
        )
        dxs.append(dx)
        sums = {name: sums.get(name, 0) + grads[name] for name in grads}
    return np.stack(dxs[::-1]), dh, dc, sums
