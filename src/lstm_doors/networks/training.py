"""Starting values, clipping and Adam: what training needs besides gradients.

`params`, `grads` and `state` go in unchanged and come out as new dicts.
"""

import numpy as np

BETA_1, BETA_2, EPSILON = 0.9, 0.999, 1e-8  # the values of Adam's authors


def initialise(D, H, forget_bias, rng):
    """Starting values of an LSTM with D inputs and H units.

    Weights are uniform within 1/sqrt(H) of zero; every bias is zero but
    b_f, which stands at forget_bias: sigmoid(forget_bias) is how far the
    forget door is open before anything is learned. Returns params.

    Source of the bias: Gers et al. (2000); Jozefowicz et al. (2015).
    """
    bound = 1 / np.sqrt(H)
    params = {}
    for name in "figo":
        params[f"U_{name}"] = rng.uniform(-bound, bound, (D, H))
        params[f"W_{name}"] = rng.uniform(-bound, bound, (H, H))
        params[f"b_{name}"] = np.zeros(H)
    params["b_f"] += forget_bias
    return params


def clip_gradients(grads, max_norm):
    """Shorten the gradient to max_norm where it is longer.

    The norm is that of all arrays together, so the direction stays.
    Source: Pascanu, Mikolov & Bengio (2013), algorithm 1.
    """
    norm = np.sqrt(sum(np.sum(grad**2) for grad in grads.values()))
    scale = max_norm / norm if norm > max_norm else 1.0
    return {name: grad * scale for name, grad in grads.items()}


def adam_step(params, grads, state, lr):
    """One step of Adam with learning rate lr: returns params, state.

    `state` is {} before the first step; afterwards it holds "t", the number
    of steps, and "m" and "v", the running means of the gradients and of
    their squares. Source: Kingma & Ba (2015), algorithm 1.
    """
    t = state.get("t", 0) + 1
    m, v, moved = {}, {}, {}
    for name, grad in grads.items():
        m_prev = state["m"][name] if state else 0.0
        v_prev = state["v"][name] if state else 0.0
        m[name] = BETA_1 * m_prev + (1 - BETA_1) * grad
        v[name] = BETA_2 * v_prev + (1 - BETA_2) * grad**2
        m_hat = m[name] / (1 - BETA_1**t)
        v_hat = v[name] / (1 - BETA_2**t)
        moved[name] = params[name] - lr * m_hat / (np.sqrt(v_hat) + EPSILON)
    return moved, {"t": t, "m": m, "v": v}


def flatten(arrays):
    """All arrays of a dict, one after the other, as one vector."""
    return np.concatenate([array.ravel() for array in arrays.values()])


def unflatten(vector, like):
    """The way back: a dict with the names and shapes of `like`."""
    ends = np.cumsum([array.size for array in like.values()])
    parts = np.split(vector, ends[:-1])
    return {
        name: part.reshape(array.shape)
        for part, (name, array) in zip(parts, like.items(), strict=True)
    }
