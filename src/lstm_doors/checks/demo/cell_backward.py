"""Answers to the way back through the doors."""

from lstm_doors.checks.demo.written import Written

ANSWERS = {
    "lstm_step_backward": Written(
        right=(
            """\
def lstm_step_backward(dh, dc, x, h_prev, c_prev, params):
    f, i, g, o = lstm_gates(x, h_prev, params)
    c = f * c_prev + i * g
    do = dh * np.tanh(c)
    dc = dc + dh * o * (1 - np.tanh(c) ** 2)
    df = dc * c_prev
    di = dc * g
    dg = dc * i
    dz = {
        "f": df * f * (1 - f),
        "i": di * i * (1 - i),
        "g": dg * (1 - g**2),
        "o": do * o * (1 - o),
    }
    dx, dh_prev, grads = 0, 0, {}
    for k in dz:
        dx = dx + dz[k] @ params["U_" + k].T
        dh_prev = dh_prev + dz[k] @ params["W_" + k].T
        grads["U_" + k] = x.T @ dz[k]
        grads["W_" + k] = h_prev.T @ dz[k]
        grads["b_" + k] = dz[k].sum(axis=0)
    return dx, dh_prev, dc * f, grads
""",
            """\
def lstm_step_backward(dh, dc, x, h_prev, c_prev, params):
    f, i, g, o = lstm_gates(x, h_prev, params)
    t = np.tanh(f * c_prev + i * g)
    dc = dc + dh * o * (1 - t * t)
    dz = np.concatenate(
        [
            dc * c_prev * (f - f * f),
            dc * g * (i - i * i),
            dc * i * (1 - g * g),
            dh * t * (o - o * o),
        ],
        axis=1,
    )
    U = np.concatenate([params[f"U_{k}"] for k in "figo"], axis=1)
    W = np.concatenate([params[f"W_{k}"] for k in "figo"], axis=1)
    grads = {}
    for name, whole in (
        ("U", x.T @ dz),
        ("W", h_prev.T @ dz),
        ("b", dz.sum(axis=0)),
    ):
        for k, part in zip("figo", np.split(whole, 4, axis=-1)):
            grads[f"{name}_{k}"] = part
    return dz @ U.T, dz @ W.T, dc * f, grads
""",
        ),
        slips={
            "lstm-step-backward-outer-dc-dropped": ("dc = dc + dh", "dc = dh"),
            "lstm-step-backward-dc-without-tanh-slope": (
                " * (1 - np.tanh(c) ** 2)",
                "",
            ),
            "lstm-step-backward-df-with-new-memory": (
                "df = dc * c_prev",
                "df = dc * c",
            ),
            "lstm-step-backward-dc-prev-without-f": (
                "dc * f, grads",
                "dc, grads",
            ),
            "lstm-step-backward-db-averaged": (".sum(axis", ".mean(axis"),
            "lstm-step-backward-do-with-raw-memory": (
                "do = dh * np.tanh(c)",
                "do = dh * c",
            ),
        },
    ),
    "lstm_backward": Written(
        right=(
            """\
def lstm_backward(dhs, dcs, xs, h0, c0, params):
    hs, cs = lstm_forward(xs, h0, c0, params)
    dxs = np.zeros(xs.shape)
    dh, dc = np.zeros(h0.shape), np.zeros(c0.shape)
    grads = {k: np.zeros(p.shape) for k, p in params.items()}
    for t in range(len(xs) - 1, -1, -1):
        h_prev = hs[t - 1] if t > 0 else h0
        c_prev = cs[t - 1] if t > 0 else c0
        dh = dh + dhs[t]
        dc = dc + dcs[t]
        dxs[t], dh, dc, step = lstm_step_backward(
            dh, dc, xs[t], h_prev, c_prev, params
        )
        for k in grads:
            grads[k] += step[k]
    return dxs, dh, dc, grads
""",
            """\
def lstm_backward(dhs, dcs, xs, h0, c0, params):
    hs, cs = lstm_forward(xs, h0, c0, params)
    hs, cs = [h0, *hs], [c0, *cs]
    dh, dc, dxs, steps = 0, 0, [], []
    for t in reversed(range(len(xs))):
        dx, dh, dc, grads = lstm_step_backward(
            dhs[t] + dh, dcs[t] + dc, xs[t], hs[t], cs[t], params
        )
        dxs.append(dx)
        steps.append(grads)
    total = {k: np.sum([s[k] for s in steps], axis=0) for k in params}
    return np.stack(dxs[::-1]), dh, dc, total
""",
        ),
        slips={
            "lstm-backward-dh-not-carried": (
                "dh = dh + dhs[t]",
                "dh = dhs[t]",
            ),
            "lstm-backward-dc-not-carried": (
                "dc = dc + dcs[t]",
                "dc = dcs[t]",
            ),
            "lstm-backward-grads-overwritten": ("+= step[k]", "= step[k]"),
            "lstm-backward-h-wraps-round": (
                "hs[t - 1] if t > 0 else h0",
                "hs[t - 1]",
            ),
            "lstm-backward-dcs-ignored": ("        dc = dc + dcs[t]\n", ""),
        },
    ),
}
