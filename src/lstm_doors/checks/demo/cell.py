"""Answers to the whole cell."""

from lstm_doors.checks.demo.written import Written

ANSWERS = {
    "lstm_step": Written(
        right=(
            """\
def lstm_step(x, h_prev, c_prev, params):
    p = params
    f = sigmoid(x @ p["U_f"] + h_prev @ p["W_f"] + p["b_f"])
    i = sigmoid(x @ p["U_i"] + h_prev @ p["W_i"] + p["b_i"])
    g = np.tanh(x @ p["U_g"] + h_prev @ p["W_g"] + p["b_g"])
    o = sigmoid(x @ p["U_o"] + h_prev @ p["W_o"] + p["b_o"])
    c = f * c_prev + i * g
    h = o * np.tanh(c)
    return h, c
""",
            """\
def lstm_step(x, h_prev, c_prev, params):
    U, W, b = (
        np.concatenate([params[f"{k}_{name}"] for name in "fiog"], axis=-1)
        for k in "UWb"
    )
    f, i, o, g = np.split(x @ U + h_prev @ W + b, 4, axis=1)
    c = sigmoid(f) * c_prev + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c
""",
        ),
        slips={
            "lstm-step-results-swapped": ("return h, c", "return c, h"),
            "lstm-step-update-keeps-1-minus-f": ("f * c", "(1 - f) * c"),
            "lstm-step-update-forget-door-omitted": ("f * c_prev", "c_prev"),
            "lstm-step-h-for-c": ("f * c_prev", "f * h_prev"),
            "lstm-step-old-memory-shown": ("tanh(c)", "tanh(c_prev)"),
            "lstm-step-show-no-tanh": ("np.tanh(c)", "c"),
            "lstm-step-candidate-sigmoid-for-tanh": (
                "g = np.tanh(",
                "g = sigmoid(",
            ),
        },
    ),
    "lstm_forward": Written(
        right=(
            """\
def lstm_forward(xs, h0, c0, params):
    h, c = h0, c0
    hs, cs = [], []
    for x in xs:
        h, c = lstm_step(x, h, c, params)
        hs.append(h)
        cs.append(c)
    return np.stack(hs), np.stack(cs)
""",
            """\
def lstm_forward(xs, h0, c0, params):
    T = xs.shape[0]
    hs = np.zeros((T + 1, *h0.shape))
    cs = np.zeros((T + 1, *c0.shape))
    hs[0], cs[0] = h0, c0
    for t in range(T):
        hs[t + 1], cs[t + 1] = lstm_step(xs[t], hs[t], cs[t], params)
    return hs[1:], cs[1:]
""",
        ),
        slips={
            "lstm-forward-first-states-ignored": (
                "h, c = h0, c0",
                "h, c = np.zeros(h0.shape), np.zeros(c0.shape)",
            ),
            "lstm-forward-c-not-carried": ("(x, h, c, ", "(x, h, c0, "),
            "lstm-forward-nothing-carried": ("(x, h, c, ", "(x, h0, c0, "),
            "lstm-forward-hs-alone": (", np.stack(cs)", ""),
            "lstm-forward-results-swapped": (
                "np.stack(hs), np.stack(cs)",
                "np.stack(cs), np.stack(hs)",
            ),
        },
    ),
}
