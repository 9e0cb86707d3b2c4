"""Adam in the form that puts both corrections into the step's length."""

import numpy as np
from lstm_doors.networks import (
    clip_gradients,
    lstm_backward,
    lstm_forward,
)


def orthogonal(H, rng):
    return np.linalg.qr(rng.standard_normal((H, H)))[0]


def initialise(D, H, forget_bias, rng):
    params = {}
    for name in ("f", "i", "g", "o"):
        limit = np.sqrt(6 / (D + H))
        params["U_" + name] = rng.uniform(-limit, limit, (D, H))
        params["W_" + name] = orthogonal(H, rng)
        start = forget_bias if name == "f" else 0
        params["b_" + name] = start * np.ones(H)
    return params


def adam_step(params, grads, state, lr):
    t, m, v = state.get("all", (0, {}, {}))
    t += 1
    m = {k: 0.9 * m.get(k, 0) + 0.1 * g for k, g in grads.items()}
    v = {k: 0.999 * v.get(k, 0) + 0.001 * g * g for k, g in grads.items()}
    step = lr * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
    params = {
        k: params[k] - step * m[k] / (np.sqrt(v[k]) + 1e-8) for k in params
    }
    return params, {"all": (t, m, v)}


def readout(h, params, answers):
    scores = h @ params["V"] + params["b_V"]
    scores = scores - scores.max(1, keepdims=True)
    log_probs = scores - np.log(np.exp(scores).sum(1, keepdims=True))
    dscores = np.exp(log_probs)
    dscores[np.arange(len(h)), answers] -= 1
    return dscores / len(h)


def train(draw, D, H, K, rng):
    params = initialise(D, H, 4.0, rng)
    params["V"], params["b_V"] = 0.1 * rng.standard_normal((H, K)), np.zeros(K)
    state = {}
    for _ in range(220):
        xs, answers = draw(32)
        rest = np.zeros((32, H))
        hs, cs = lstm_forward(xs, rest, rest, params)
        dscores = readout(hs[-1], params, answers)
        dhs = np.zeros_like(hs)
        dhs[-1] = dscores @ params["V"].T
        *_, grads = lstm_backward(dhs, 0 * cs, xs, rest, rest, params)
        grads |= {"V": hs[-1].T @ dscores, "b_V": dscores.sum(axis=0)}
        grads = clip_gradients(grads, 1.0)
        params, state = adam_step(params, grads, state, 3e-3)
    return params
