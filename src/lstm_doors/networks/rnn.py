"""The plain recurrent network, step by step, as the formulas have it.

Shapes: T steps, N sequences, D inputs, H units, K classes; row vectors.
x (N, D), xs (T, N, D), h (N, H), hs (T, N, H), U (D, H), W (H, H), b (H,),
V (H, K), b_o (K,).

Sources: Elman, "Finding structure in time" (1990), for the network;
Werbos, "Backpropagation through time" (1990), for the way back.
"""

import numpy as np

from lstm_doors.networks.activations import softmax


def rnn_step(x, h_prev, U, W, b):
    """One turn of the loop: h = tanh(x U + h_prev W + b), shape (N, H)."""
    return np.tanh(x @ U + h_prev @ W + b)


def rnn_forward(xs, h0, U, W, b):
    """Unroll the loop over xs (T, N, D) from h0 (N, H).

    Returns hs (T, N, H). The same U, W and b serve every step.
    """
    h, hs = h0, []
    for x in xs:
        h = rnn_step(x, h, U, W, b)
        hs.append(h)
    return np.stack(hs)


def rnn_output(hs, V, b_o):
    """Read probabilities over K classes from hs (..., H): (..., K)."""
    return softmax(hs @ V + b_o)


def rnn_step_backward(dh, x, h_prev, h, U, W):
    """Take dh = dL/dh (N, H) back through one step.

    x (N, D), h_prev and h (N, H): what the step saw and returned.
    Returns dx (N, D), dh_prev (N, H), dU (D, H), dW (H, H), db (H,), the
    last three summed over the N sequences.
    """
    dz = dh * (1 - h**2)  # tanh' = 1 - tanh^2
    return dz @ U.T, dz @ W.T, x.T @ dz, h_prev.T @ dz, dz.sum(axis=0)


def rnn_backward(dhs, xs, hs, h0, U, W):
    """Backpropagation through time.

    dhs (T, N, H): the gradient that reaches each h_t from outside the
    chain; what comes back from later steps is added on the way.
    Returns dxs (T, N, D), dh0 (N, H), dU (D, H), dW (H, H), db (H,).
    """
    dxs = np.zeros(np.shape(xs))
    dh_next = np.zeros(np.shape(h0))
    dU, dW, db = np.zeros(U.shape), np.zeros(W.shape), np.zeros(len(W))
    for t in reversed(range(len(xs))):
        h_prev = hs[t - 1] if t > 0 else h0
        dxs[t], dh_next, dU_t, dW_t, db_t = rnn_step_backward(
            dhs[t] + dh_next, xs[t], h_prev, hs[t], U, W
        )
        dU, dW, db = dU + dU_t, dW + dW_t, db + db_t
    return dxs, dh_next, dU, dW, db
