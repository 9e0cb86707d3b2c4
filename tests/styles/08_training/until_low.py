"""A wide open door, normal weights, a loop that stops."""

import numpy as np
from lstm_doors.networks import clip_gradients, lstm_backward, lstm_forward


def initialise(D, H, forget_bias, rng):
    def normal(rows):
        return rng.normal(0, 1 / np.sqrt(rows + H), (rows, H))

    params = {f"U_{k}": normal(D) for k in "figo"}
    params |= {f"W_{k}": normal(H) for k in "figo"}
    params |= {f"b_{k}": np.zeros(H) for k in "igo"}
    return {**params, "b_f": np.full(H, float(forget_bias))}


def adam_step(params, grads, state, lr):
    if not state:
        state["t"] = 0  # the state is changed where it stands
        state["m"] = {k: np.zeros_like(p) for k, p in params.items()}
        state["v"] = {k: np.zeros_like(p) for k, p in params.items()}
    state["t"] += 1
    new = {}
    for k in params:
        state["m"][k] += 0.1 * (grads[k] - state["m"][k])
        state["v"][k] += 0.001 * (grads[k] ** 2 - state["v"][k])
        m_hat = state["m"][k] / (1 - 0.9 ** state["t"])
        v_hat = state["v"][k] / (1 - 0.999 ** state["t"])
        new[k] = params[k] - lr * m_hat / (v_hat**0.5 + 1e-8)
    return new, state


def train(draw, D, H, K, rng):
    params = initialise(D, H, 5, rng)
    params.update(V=rng.normal(0, 0.1, (H, K)), b_V=np.zeros(K))
    state, low = {}, 0
    while low < 10:
        xs, answers = draw(40)
        rest = np.zeros((len(answers), H))
        hs, cs = lstm_forward(xs, rest, rest, params)
        powers = np.exp(hs[-1] @ params["V"] + params["b_V"])
        probs = powers / powers.sum(axis=1, keepdims=True)
        right = probs[np.arange(40), answers]
        low = low + 1 if -np.log(right).mean() < 0.1 else 0
        d = (probs - np.eye(K)[answers]) / 40
        dhs = np.zeros(hs.shape)
        dhs[-1] = d @ params["V"].T
        grads = lstm_backward(dhs, 0 * cs, xs, rest, rest, params)[3]
        grads.update(V=hs[-1].T @ d, b_V=d.sum(0))
        grads = clip_gradients(grads, 1.0)
        params, state = adam_step(params, grads, state, 3e-3)
    return params
