"""Classes: an optimiser and a trainer."""

import numpy as np
from lstm_doors.networks import (
    clip_gradients,
    cross_entropy,
    lstm_backward,
    lstm_forward,
)


def initialise(D, H, forget_bias, rng):
    scale = {"U": 1 / np.sqrt(D + 1), "W": 1 / np.sqrt(H + 1)}
    rows = {"U": D, "W": H}
    params = {
        f"{letter}_{layer}": 0.3 * scale[letter] * rng.normal(size=(n, H))
        for layer in "ogif"
        for letter, n in rows.items()
    }
    for layer in "ogif":
        params[f"b_{layer}"] = np.zeros(H, dtype=np.float64)
    params["b_f"][:] = forget_bias
    return params


class Moments:
    def __init__(self):
        self.t, self.m, self.v = 0, {}, {}

    def step(self, name, grad):
        self.m[name] = 0.9 * self.m.get(name, 0.0) + (1 - 0.9) * grad
        self.v[name] = 0.999 * self.v.get(name, 0.0) + (1 - 0.999) * grad**2
        m_hat = self.m[name] / (1 - 0.9**self.t)
        v_hat = self.v[name] / (1 - 0.999**self.t)
        return m_hat / (np.sqrt(v_hat) + 1e-8)


def adam_step(params, grads, state, lr):
    moments = state.get("moments") or Moments()
    moments.t += 1
    moved = {k: params[k] - lr * moments.step(k, grads[k]) for k in params}
    return moved, {"moments": moments}


class Trainer:
    def __init__(self, draw, D, H, K, rng):
        self.draw, self.H = draw, H
        self.params = initialise(D, H, 4.0, rng)
        self.params["V"] = rng.normal(scale=0.2, size=(H, K))
        self.params["b_V"] = np.zeros(K)
        self.state = {}

    def update(self):
        xs, answers = self.draw(32)
        p, rest = self.params, np.zeros((32, self.H))
        hs, cs = lstm_forward(xs, rest, rest, p)
        loss, d = cross_entropy(hs[-1] @ p["V"] + p["b_V"], answers)
        dhs = np.zeros(hs.shape)
        dhs[-1] = d @ p["V"].T
        grads = lstm_backward(dhs, 0 * cs, xs, rest, rest, p)[-1]
        grads["V"], grads["b_V"] = hs[-1].T @ d, d.sum(axis=0)
        grads = clip_gradients(grads, 1.0)
        self.params, self.state = adam_step(p, grads, self.state, 5e-3)
        return loss


def train(draw, D, H, K, rng):
    trainer = Trainer(draw, D, H, K, rng)
    losses = [trainer.update() for _ in range(100)]
    while np.mean(losses[-20:]) > 0.05 and len(losses) < 1000:
        losses.append(trainer.update())
    return trainer.params
