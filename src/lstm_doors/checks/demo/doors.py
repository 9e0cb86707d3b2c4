"""Answers to the three doors, one function at a time."""

from lstm_doors.checks.demo.written import Written


def door(name, letter):
    """Answers to a door: its name in the exercise and its letter."""
    right = (
        """\
def NAME(x, h_prev, U_k, W_k, b_k):
    z = x @ U_k + h_prev @ W_k + b_k
    return sigmoid(z)
""",
        """\
def NAME(x, h_prev, U_k, W_k, b_k):
    both = np.concatenate([h_prev, x], axis=1)
    weights = np.concatenate([W_k, U_k], axis=0)
    return 0.5 + 0.5 * np.tanh((both @ weights + b_k) / 2)
""",
    )
    slips = {
        "tanh-for-sigmoid": ("sigmoid(z)", "np.tanh(z)"),
        "no-activation": ("sigmoid(z)", "z"),
        "sigmoid-of-minus-z": ("sigmoid(z)", "sigmoid(-z)"),
        "no-bias": (" + b_k\n", "\n"),
        "h-ignored": (" + h_prev @ W_k", ""),
        "rounded": ("sigmoid(z)", "np.round(sigmoid(z))"),
    }

    def told(text):
        return text.replace("NAME", name).replace("_k", f"_{letter}")

    short = name.replace("_", "-")
    return Written(
        right=tuple(map(told, right)),
        slips={
            f"{short}-{id}": tuple(map(told, pair))
            for id, pair in slips.items()
        },
    )


ANSWERS = {
    "sigmoid": Written(
        right=(
            """\
def sigmoid(z):
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + small), small / (1 + small))
""",
            """\
def sigmoid(z):
    return np.exp(-np.logaddexp(0, -z))
""",
        ),
        slips={
            "sigmoid-overflow": (
                "    small = np.exp(-np.abs(z))\n"
                "    return np.where(z >= 0, 1 / (1 + small), "
                "small / (1 + small))\n",
                "    return 1 / (1 + np.exp(-z))\n",
            ),
            "sigmoid-one-over-one-plus": (
                "    small = np.exp(-np.abs(z))\n"
                "    return np.where(z >= 0, 1 / (1 + small), "
                "small / (1 + small))\n",
                "    return 1 / 1 + np.exp(-z)\n",
            ),
            "sigmoid-tanh-for-sigmoid": (
                "    small = np.exp(-np.abs(z))\n"
                "    return np.where(z >= 0, 1 / (1 + small), "
                "small / (1 + small))\n",
                "    return np.tanh(z)\n",
            ),
            "sigmoid-sigmoid-of-minus-z": ("z >= 0", "z < 0"),
        },
    ),
    "forget_gate": door("forget_gate", "f"),
    "forget": Written(
        right=(
            """\
def forget(f, c_prev):
    return f * c_prev
""",
            """\
def forget(f, c_prev):
    kept = c_prev.copy()
    kept *= f
    return kept
""",
        ),
        slips={
            "forget-keeps-1-minus-f": ("f * c_prev", "(1 - f) * c_prev"),
            "forget-added": ("f * c_prev", "f + c_prev"),
            "forget-in-place": (
                "    return f * c_prev",
                "    c_prev *= f\n    return c_prev",
            ),
            "forget-squashed": ("f * c_prev", "np.tanh(f * c_prev)"),
        },
    ),
    "input_gate": door("input_gate", "i"),
    "candidate": Written(
        right=(
            """\
def candidate(x, h_prev, U_g, W_g, b_g):
    z = x @ U_g + h_prev @ W_g + b_g
    return np.tanh(z)
""",
            """\
def candidate(x, h_prev, U_g, W_g, b_g):
    z = np.einsum("nd,dh->nh", x, U_g)
    z = z + np.einsum("nk,kh->nh", h_prev, W_g) + b_g
    return 2 * sigmoid(2 * z) - 1
""",
        ),
        slips={
            "candidate-sigmoid-for-tanh": ("np.tanh(z)", "sigmoid(z)"),
            "candidate-no-activation": ("np.tanh(z)", "z"),
            "candidate-no-bias": (" + b_g\n", "\n"),
            "candidate-h-ignored": (" + h_prev @ W_g", ""),
        },
    ),
    "update_cell": Written(
        right=(
            """\
def update_cell(f, i, g, c_prev):
    return f * c_prev + i * g
""",
            """\
def update_cell(f, i, g, c_prev):
    kept = np.multiply(f, c_prev)
    let_in = np.multiply(i, g)
    return np.add(kept, let_in)
""",
        ),
        slips={
            "update-cell-keeps-1-minus-f": ("f * c", "(1 - f) * c"),
            "update-cell-f-and-i-swapped": (
                "f * c_prev + i * g",
                "i * c_prev + f * g",
            ),
            "update-cell-memory-dropped": ("f * c_prev + i * g", "i * g"),
            "update-cell-i-plus-g": ("i * g", "i + g"),
            "update-cell-squashed": (
                "f * c_prev + i * g",
                "np.tanh(f * c_prev + i * g)",
            ),
            "update-cell-forget-door-omitted": ("f * c_prev", "c_prev"),
        },
    ),
    "output_gate": door("output_gate", "o"),
    "hidden_state": Written(
        right=(
            """\
def hidden_state(o, c):
    return o * np.tanh(c)
""",
            """\
def hidden_state(o, c):
    return np.array([a * np.tanh(b) for a, b in zip(o, c)])
""",
        ),
        slips={
            "hidden-state-no-tanh": ("np.tanh(c)", "c"),
            "hidden-state-tanh-of-product": (
                "o * np.tanh(c)",
                "np.tanh(o * c)",
            ),
            "hidden-state-door-omitted": ("o * ", ""),
            "hidden-state-sigmoid-for-tanh": ("np.tanh(c)", "sigmoid(c)"),
        },
    ),
}
