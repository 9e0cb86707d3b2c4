"""Answers to training."""

from lstm_doors.checks.demo.written import Written

ANSWERS = {
    "initialise": Written(
        right=(
            """\
def initialise(D, H, forget_bias, rng):
    params = {}
    for k in "figo":
        params["U_" + k] = rng.uniform(-1, 1, (D, H)) / np.sqrt(H)
        params["W_" + k] = rng.uniform(-1, 1, (H, H)) / np.sqrt(H)
        params["b_" + k] = np.zeros(H)
    params["b_f"] += forget_bias
    return params
""",
            """\
def initialise(D, H, forget_bias, rng):
    s = 1 / np.sqrt(H)
    params = {f"U_{k}": rng.uniform(-s, s, (D, H)) for k in "figo"}
    params |= {f"W_{k}": rng.uniform(-s, s, (H, H)) for k in "figo"}
    params |= {f"b_{k}": np.zeros(H) for k in "igo"}
    return params | {"b_f": np.full(H, float(forget_bias))}
""",
        ),
        slips={
            "initialise-forget-bias-missing": (
                '    params["b_f"] += forget_bias\n',
                "",
            ),
            "initialise-forget-bias-everywhere": (
                'np.zeros(H)\n    params["b_f"] += forget_bias\n',
                "np.zeros(H) + forget_bias\n",
            ),
            "initialise-forget-bias-at-input-door": ('"b_f"', '"b_i"'),
            "initialise-forget-bias-minus": ("+= f", "-= f"),
        },
    ),
    "adam_step": Written(
        right=(
            """\
def adam_step(params, grads, state, lr):
    t = state.get("t", 0) + 1
    m, v, new = {}, {}, {}
    for k, g in grads.items():
        m[k] = 0.9 * state.get("m", {}).get(k, 0) + 0.1 * g
        v[k] = 0.999 * state.get("v", {}).get(k, 0) + 0.001 * g**2
        m_hat = m[k] / (1 - 0.9**t)
        v_hat = v[k] / (1 - 0.999**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + 1e-8)
    return new, {"t": t, "m": m, "v": v}
""",
            """\
def adam_step(params, grads, state, lr):
    t, old = state.get("t", 0) + 1, state.get("old", {})
    new, kept = {}, {}
    for k, g in grads.items():
        m, v = old.get(k, (0 * g, 0 * g))
        m, v = m + 0.1 * (g - m), v + 0.001 * (g * g - v)
        step = (m / (1 - 0.9**t)) / ((v / (1 - 0.999**t)) ** 0.5 + 1e-8)
        new[k], kept[k] = params[k] - lr * step, (m, v)
    return new, {"t": t, "old": kept}
""",
        ),
        slips={
            "adam-step-no-bias-correction": (
                "m[k] / (1 - 0.9**t)\n        v_hat = v[k] / (1 - 0.999**t)",
                "m[k]\n        v_hat = v[k]",
            ),
            "adam-step-uphill": ("params[k] - lr", "params[k] + lr"),
            "adam-step-t-stands-still": ('"t": t,', '"t": 0,'),
            "adam-step-sizes-for-squares": ("g**2", "np.abs(g)"),
            "adam-step-no-root": ("np.sqrt(v_hat)", "v_hat"),
        },
    ),
    "train": Written(
        right=(
            """\
def train(draw, D, H, K, rng):
    updates, forget_bias, lr = 250, 3.0, 0.003
    params = initialise(D, H, forget_bias, rng)
    params["V"] = rng.uniform(-1, 1, (H, K)) / np.sqrt(H)
    params["b_V"] = np.zeros(K)
    state = {}
    rest = np.zeros((32, H))
    for _ in range(updates):
        xs, answers = draw(32)
        hs, cs = lstm_forward(xs, rest, rest, params)
        scores = hs[-1] @ params["V"] + params["b_V"]
        loss, dscores = cross_entropy(scores, answers)
        dhs = np.zeros(hs.shape)
        dhs[-1] = dscores @ params["V"].T
        *_, grads = lstm_backward(dhs, 0 * cs, xs, rest, rest, params)
        grads["V"] = hs[-1].T @ dscores
        grads["b_V"] = dscores.sum(axis=0)
        grads = clip_gradients(grads, 1.0)
        params, state = adam_step(params, grads, state, lr)
    return params
""",
        ),
        slips={
            "train-too-short": ("= 250, 3.0, 0.003", "= 8, 3.0, 0.003"),
            "train-uphill": ("= 250, 3.0, 0.003", "= 30, 3.0, -0.02"),
            "train-doors-half-open": ("= 250, 3.0, 0.003", "= 8, 0.0, 0.003"),
        },
    ),
}
