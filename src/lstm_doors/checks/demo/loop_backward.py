"""Answers to the way back through the loop."""

from lstm_doors.checks.demo.written import Written

ANSWERS = {
    "rnn_step_backward": Written(
        right=(
            """\
def rnn_step_backward(dh, x, h_prev, h, U, W):
    dz = dh * (1 - h**2)
    dx = dz @ U.T
    dh_prev = dz @ W.T
    dU = x.T @ dz
    dW = h_prev.T @ dz
    db = dz.sum(axis=0)
    return dx, dh_prev, dU, dW, db
""",
            """\
def rnn_step_backward(dh, x, h_prev, h, U, W):
    dz = dh - dh * h * h
    dx = np.einsum("nh,dh->nd", dz, U)
    dh_prev = np.einsum("nh,kh->nk", dz, W)
    dU = np.einsum("nd,nh->dh", x, dz)
    dW = np.einsum("nk,nh->kh", h_prev, dz)
    return dx, dh_prev, dU, dW, np.einsum("nh->h", dz)
""",
        ),
        slips={
            "rnn-step-backward-no-tanh-slope": (" * (1 - h**2)", ""),
            "rnn-step-backward-one-minus-h": ("h**2", "h"),
            "rnn-step-backward-db-averaged": ("dz.sum", "dz.mean"),
            "rnn-step-backward-w-not-transposed": ("W.T", "W"),
            "rnn-step-backward-slope-of-activated": (
                "h**2",
                "np.tanh(h) ** 2",
            ),
        },
    ),
    "rnn_backward": Written(
        right=(
            """\
def rnn_backward(dhs, xs, hs, h0, U, W):
    dxs = np.zeros(xs.shape)
    dU, dW = np.zeros(U.shape), np.zeros(W.shape)
    db, dh = np.zeros(W.shape[0]), np.zeros(h0.shape)
    for t in range(len(xs) - 1, -1, -1):
        h_prev = hs[t - 1] if t > 0 else h0
        dh = dh + dhs[t]
        dxs[t], dh, dU_t, dW_t, db_t = rnn_step_backward(
            dh, xs[t], h_prev, hs[t], U, W
        )
        dU += dU_t
        dW += dW_t
        db += db_t
    return dxs, dh, dU, dW, db
""",
            """\
def rnn_backward(dhs, xs, hs, h0, U, W):
    befores = np.concatenate([h0[None], hs[:-1]])
    dzs, dh = [], 0
    for outer, h in zip(dhs[::-1], hs[::-1]):
        dzs.insert(0, (outer + dh) * (1 - h**2))
        dh = dzs[0] @ W.T
    dzs = np.stack(dzs)
    dU = np.einsum("tnd,tnh->dh", xs, dzs)
    dW = np.einsum("tnk,tnh->kh", befores, dzs)
    return dzs @ U.T, dh, dU, dW, dzs.sum(axis=(0, 1))
""",
        ),
        slips={
            "rnn-backward-nothing-carried": (
                "dh = dh + dhs[t]",
                "dh = dhs[t]",
            ),
            "rnn-backward-wraps-round": (" if t > 0 else h0", ""),
            "rnn-backward-u-overwritten": ("dU += dU_t", "dU = dU_t"),
            "rnn-backward-weights-overwritten": (
                "dU += dU_t\n        dW += dW_t\n        db += db_t",
                "dU, dW, db = dU_t, dW_t, db_t",
            ),
            "rnn-backward-state-after-for-before": (
                "dh, xs[t], h_prev,",
                "dh, xs[t], hs[t],",
            ),
        },
    ),
    "clip_gradients": Written(
        right=(
            """\
def clip_gradients(grads, max_norm):
    norm = np.sqrt(sum((g**2).sum() for g in grads.values()))
    if norm > max_norm:
        return {k: g * max_norm / norm for k, g in grads.items()}
    return {k: g.copy() for k, g in grads.items()}
""",
            """\
def clip_gradients(grads, max_norm):
    flat = np.concatenate([g.ravel() for g in grads.values()])
    scale = max_norm / max(np.linalg.norm(flat), max_norm)
    clipped = {}
    for name in grads:
        clipped[name] = scale * grads[name]
    return clipped
""",
        ),
        slips={
            "clip-gradients-each-number": (
                "g * max_norm / norm for",
                "np.clip(g, -max_norm, max_norm) for",
            ),
            "clip-gradients-squared-norm": (
                "np.sqrt(sum((g**2).sum() for g in grads.values()))",
                "sum((g**2).sum() for g in grads.values())",
            ),
            "clip-gradients-divided-only": ("g * max_norm / norm", "g / norm"),
            "clip-gradients-upside-down": (
                "g * max_norm / norm",
                "g * norm / max_norm",
            ),
        },
    ),
}
