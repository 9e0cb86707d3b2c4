"""Right, but it prints, warns and writes to stderr."""

import sys
import warnings

import numpy as np
from lstm_doors.networks import (
    clip_gradients,
    cross_entropy,
    lstm_backward,
    lstm_forward,
)


def initialise(D, H, forget_bias, rng):
    print("D, H =", D, H, file=sys.stderr)
    shapes = {"U": (D, H), "W": (H, H)}
    params = {
        f"{letter}_{k}": rng.uniform(-1, 1, shape) * H**-0.5
        for k in "figo"
        for letter, shape in shapes.items()
    }
    params |= {f"b_{k}": np.zeros(H) for k in "figo"}
    params["b_f"] += forget_bias
    return params


def adam_step(params, grads, state, lr):
    warnings.warn("a step", stacklevel=1)
    np.log(np.zeros(1))  # NumPy warns: division by zero
    state = dict(state) or {"t": 0}
    state["t"] += 1
    moved = {}
    for name in params:
        m, v = state.get(name, (0, 0))
        m, v = m * 0.9 + grads[name] * 0.1, v * 0.999 + grads[name] ** 2 / 1e3
        state[name] = m, v
        hats = m / (1 - 0.9 ** state["t"]), v / (1 - 0.999 ** state["t"])
        moved[name] = params[name] - lr * hats[0] / (hats[1] ** 0.5 + 1e-8)
    return moved, state


def train(draw, D, H, K, rng):
    params = initialise(D, H, 4, rng)
    params |= {"V": rng.normal(0, 0.1, (H, K)), "b_V": np.zeros(K)}
    state = {}
    for update in range(300):
        xs, answers = draw(32)
        rest = np.zeros((32, H))
        hs, cs = lstm_forward(xs, rest, rest, params)
        loss, d = cross_entropy(hs[-1] @ params["V"] + params["b_V"], answers)
        dhs = 0 * hs
        dhs[-1] = d @ params["V"].T
        *_, grads = lstm_backward(dhs, 0 * cs, xs, rest, rest, params)
        grads = clip_gradients(
            {**grads, "V": hs[-1].T @ d, "b_V": d.sum(0)}, 1
        )
        params, state = adam_step(params, grads, state, 3e-3)
        print(update, loss)
        print(update, loss, file=sys.stderr)
    return params
