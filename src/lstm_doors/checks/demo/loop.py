"""Answers to the loop."""

from lstm_doors.checks.demo.written import Written

ANSWERS = {
    "rnn_step": Written(
        right=(
            """\
def rnn_step(x, h_prev, U, W, b):
    z = x @ U + h_prev @ W + b
    return np.tanh(z)
""",
            """\
def rnn_step(x, h_prev, U, W, b):
    both = np.concatenate([x, h_prev], axis=1)
    return np.tanh(both @ np.concatenate([U, W], axis=0) + b)
""",
        ),
        slips={
            "rnn-step-no-tanh": ("np.tanh(z)", "z"),
            "rnn-step-no-bias": (" + b\n", "\n"),
            "rnn-step-term-by-term": (
                "x @ U + h_prev @ W + b\n    return np.tanh(z)",
                "np.tanh(x @ U) + np.tanh(h_prev @ W) + np.tanh(b)\n"
                "    return z",
            ),
            "rnn-step-h-ignored": (" + h_prev @ W", ""),
            "rnn-step-w-transposed": ("h_prev @ W", "h_prev @ W.T"),
        },
    ),
    "rnn_forward": Written(
        right=(
            """\
def rnn_forward(xs, h0, U, W, b):
    h = h0
    hs = []
    for x in xs:
        h = rnn_step(x, h, U, W, b)
        hs.append(h)
    return np.stack(hs)
""",
            """\
def rnn_forward(xs, h0, U, W, b):
    T, N, D = xs.shape
    hs = np.zeros((T, N, h0.shape[1]))
    for t in range(T):
        h_prev = h0 if t == 0 else hs[t - 1]
        hs[t] = np.tanh(xs[t] @ U + h_prev @ W + b)
    return hs
""",
        ),
        slips={
            "rnn-forward-first-state-ignored": (
                "h = h0",
                "h = np.zeros(h0.shape)",
            ),
            "rnn-forward-nothing-carried": ("(x, h, U", "(x, h0, U"),
            "rnn-forward-last-state-alone": ("np.stack(hs)", "h"),
            "rnn-forward-states-before-each-step": (
                "        h = rnn_step(x, h, U, W, b)\n        hs.append(h)\n",
                "        hs.append(h)\n        h = rnn_step(x, h, U, W, b)\n",
            ),
            "rnn-forward-step-no-tanh": (
                "rnn_step(x, h, U, W, b)",
                "x @ U + h @ W + b",
            ),
        },
    ),
    "rnn_output": Written(
        right=(
            """\
def rnn_output(hs, V, b_o):
    scores = hs @ V + b_o
    scores = scores - scores.max(axis=2, keepdims=True)
    powers = np.exp(scores)
    return powers / powers.sum(axis=2, keepdims=True)
""",
            """\
def rnn_output(hs, V, b_o):
    probs = []
    for h in hs:
        scores = h @ V + b_o
        powers = np.exp(scores - np.max(scores, axis=1)[:, None])
        probs.append(powers / np.sum(powers, axis=1)[:, None])
    return np.array(probs)
""",
        ),
        slips={
            "rnn-output-overflow": (
                "    scores = scores - scores.max(axis=2, keepdims=True)\n",
                "",
            ),
            "rnn-output-no-bias": (" + b_o", ""),
            "rnn-output-divided-by-largest": (
                " / powers.sum(axis=2, keepdims=True)",
                "",
            ),
            "rnn-output-no-softmax": (
                "    scores = scores - scores.max(axis=2, keepdims=True)\n"
                "    powers = np.exp(scores)\n"
                "    return powers / powers.sum(axis=2, keepdims=True)\n",
                "    return scores\n",
            ),
        },
    ),
}
