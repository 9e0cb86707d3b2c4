"""The RNN with few, large array operations: the training path.

The inputs' products x U are one product for all steps before the loop, the
weights' gradients one product after it. Results agree with the step forms
of `rnn.py` to rounding.
"""

from typing import NamedTuple

import numpy as np


class RnnTrace(NamedTuple):
    """What the way back needs.

    xs (T, N, D); hs (T + 1, N, H), where hs[t] is what step t starts from
    and hs[t + 1] what it leaves behind; U (D, H), W (H, H).
    """

    xs: np.ndarray
    hs: np.ndarray
    U: np.ndarray
    W: np.ndarray


def rows(array):
    """Lay time steps and sequences one below the other: (T N, ...)."""
    return array.reshape(-1, array.shape[-1])


def states_from(state, steps, dtype):
    """Room for the states of all steps, with `state` (N, H) in front."""
    states = np.empty((steps + 1, *np.shape(state)), dtype)
    states[0] = state
    return states


def rnn_forward_fast(xs, h0, U, W, b):
    """As `rnn_forward`: returns hs (T, N, H) and a trace for the way back."""
    xs = np.asarray(xs, U.dtype)
    hs = states_from(h0, len(xs), U.dtype)
    zs = xs @ U + b
    for t, z in enumerate(zs):
        z += hs[t] @ W
        np.tanh(z, out=hs[t + 1])
    return hs[1:], RnnTrace(xs, hs, U, W)


def rnn_backward_fast(dhs, trace):
    """As `rnn_backward`: returns dxs, dh0, dU, dW, db."""
    xs, hs, U, W = trace
    dzs = 1 - hs[1:] * hs[1:]
    dh = np.zeros_like(hs[0])
    for t in reversed(range(len(xs))):
        dh += dhs[t]
        dzs[t] *= dh
        dh = dzs[t] @ W.T
    dU = rows(xs).T @ rows(dzs)
    dW = rows(hs[:-1]).T @ rows(dzs)
    return dzs @ U.T, dh, dU, dW, rows(dzs).sum(axis=0)
