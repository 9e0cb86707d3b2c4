"""A cell and a readout: the networks that the experiments train.

The readout gives K numbers at a step, h V + b_V. All weights lie in one
dict: the cell's own names, with V (H, K) and b_V (K,) beside them.
"""

from dataclasses import dataclass, field

import numpy as np

from lstm_doors.networks.fast_lstm import lstm_backward_fast, lstm_forward_fast
from lstm_doors.networks.fast_rnn import (
    rnn_backward_fast,
    rnn_forward_fast,
    rows,
)
from lstm_doors.networks.training import initialise

EVERY_STEP = slice(None)
LAST_STEP = slice(-1, None)


@dataclass
class Network:
    """cell is "rnn", "lstm" or "memoryless" (an RNN that never loops).

    left_open names doors of an LSTM that stand open at every step.
    """

    cell: str
    params: dict = field(repr=False)
    left_open: str = ""

    @property
    def H(self):
        return len(self.params["V"])

    def rest(self, N):
        """The state before the first step: h and c of zeros."""
        zeros = np.zeros((N, self.H), self.params["V"].dtype)
        return zeros, zeros


def orthogonal(H, rng):
    """A random W (H, H) that changes the length of no h."""
    Q, R = np.linalg.qr(rng.normal(size=(H, H)))
    return Q * np.sign(np.diag(R))  # otherwise signs are not random


def rnn_params(D, H, rng, orthogonal_W=False):
    """Starting values of an RNN: uniform within 1/sqrt(H), b = 0."""
    bound = 1 / np.sqrt(H)
    U, W = (rng.uniform(-bound, bound, (size, H)) for size in (D, H))
    if orthogonal_W:
        W = orthogonal(H, rng)
    return {"U": U, "W": W, "b": np.zeros(H)}


def build(
    cell,
    D,
    H,
    K,
    rng,
    *,
    forget_bias=1.0,
    input_bias=0.0,
    orthogonal_W=False,
    left_open="",
    dtype=np.float32,
):
    """A new network: D inputs, H units, K outputs.

    forget_bias and input_bias set where an LSTM's doors stand at the start;
    orthogonal_W is an RNN's start of Le, Jaitly & Hinton's kind (2015).
    """
    if cell not in ("rnn", "lstm", "memoryless"):
        raise ValueError(
            f"cell is {cell!r}; expected 'rnn', 'lstm' or 'memoryless'."
        )
    if cell == "lstm":
        params = initialise(D, H, forget_bias, rng)
        params["b_i"] += input_bias
    else:
        params = rnn_params(D, H, rng, orthogonal_W)
    bound = 1 / np.sqrt(H)
    params["V"] = rng.uniform(-bound, bound, (H, K))
    params["b_V"] = np.zeros(K)
    params = {name: p.astype(dtype) for name, p in params.items()}
    return Network(cell, params, left_open)


def run(network, xs, state=None):
    """Run the cell over xs (T, N, D) from state, or from rest.

    Returns hs (T, N, H), the state after the last step (h, c) and a trace
    for the way back (of an LSTM: `trace.doors()`, `trace.cs`).
    """
    p = network.params
    h, c = state or network.rest(xs.shape[1])
    if network.cell == "lstm":
        hs, cs, trace = lstm_forward_fast(xs, h, c, p, network.left_open)
        return hs, (hs[-1], cs[-1]), trace
    if network.cell == "memoryless":  # each frame a sequence of its own
        frames = rows(xs)[None]
        rest, _ = network.rest(frames.shape[1])
        hs, trace = rnn_forward_fast(frames, rest, p["U"], p["W"], p["b"])
        return hs.reshape(*xs.shape[:2], -1), (h, c), trace
    hs, trace = rnn_forward_fast(xs, h, p["U"], p["W"], p["b"])
    return hs, (hs[-1], c), trace


def scores(network, xs, at=EVERY_STEP, state=None):
    """The readout at the steps `at`: (steps, N, K)."""
    hs, _, _ = run(network, xs, state)
    return hs[at] @ network.params["V"] + network.params["b_V"]


def loss_and_gradients(network, xs, targets, loss, at, state=None):
    """One pass there and back.

    targets: one for each sequence at each step of `at`, (steps, N, ...).
    Returns the loss, the gradients by name, and the state at the end.
    """
    p = network.params
    hs, state, trace = run(network, xs, state)
    value, doutputs = loss(hs[at] @ p["V"] + p["b_V"], targets)
    dhs = np.zeros_like(hs)
    dhs[at] = doutputs @ p["V"].T
    if network.cell == "lstm":
        *_, grads = lstm_backward_fast(dhs, None, trace, False)
    else:
        dhs = dhs.reshape(len(trace.xs), -1, network.H)
        *_, dU, dW, db = rnn_backward_fast(dhs, trace)
        grads = {"U": dU, "W": dW, "b": db}
    grads["V"] = rows(hs[at]).T @ rows(doutputs)
    grads["b_V"] = rows(doutputs).sum(axis=0)
    return value, grads, state
