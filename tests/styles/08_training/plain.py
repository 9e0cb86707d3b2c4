"""As the text has it."""

import numpy as np
from lstm_doors.networks import (
    clip_gradients,
    cross_entropy,
    lstm_backward,
    lstm_forward,
)


def initialise(D, H, forget_bias, rng):
    bound = 1 / np.sqrt(H)
    params = {}
    for name in "figo":
        params[f"U_{name}"] = rng.uniform(-bound, bound, size=(D, H))
        params[f"W_{name}"] = rng.uniform(-bound, bound, size=(H, H))
        params[f"b_{name}"] = np.zeros(H)
    params["b_f"] = np.zeros(H) + forget_bias
    return params


def adam_step(params, grads, state, lr):
    t = state.get("t", 0) + 1
    m, v, new = {}, {}, {}
    for name, grad in grads.items():
        m_prev = state["m"][name] if t > 1 else 0
        v_prev = state["v"][name] if t > 1 else 0
        m[name] = 0.9 * m_prev + 0.1 * grad
        v[name] = 0.999 * v_prev + 0.001 * grad**2
        m_hat = m[name] / (1 - 0.9**t)
        v_hat = v[name] / (1 - 0.999**t)
        new[name] = params[name] - lr * m_hat / (np.sqrt(v_hat) + 1e-8)
    return new, {"t": t, "m": m, "v": v}


def train(draw, D, H, K, rng):
    params = initialise(D, H, 3.0, rng)
    params["V"] = rng.uniform(-1, 1, (H, K)) / np.sqrt(H)
    params["b_V"] = np.zeros(K)
    state = {}
    for _ in range(220):
        xs, answers = draw(32)
        rest = np.zeros((32, H))
        hs, cs = lstm_forward(xs, rest, rest, params)
        scores = hs[-1] @ params["V"] + params["b_V"]
        loss, dscores = cross_entropy(scores, answers)
        dhs = np.zeros(hs.shape)
        dhs[-1] = dscores @ params["V"].T
        *_, grads = lstm_backward(dhs, 0 * dhs, xs, rest, rest, params)
        grads["V"] = hs[-1].T @ dscores
        grads["b_V"] = dscores.sum(axis=0)
        params, state = adam_step(
            params, clip_gradients(grads, 1.0), state, 3e-3
        )
    return params
