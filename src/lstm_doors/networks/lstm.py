"""The whole LSTM, step by step, as the formulas have it.

Shapes: xs (T, N, D), h and c (N, H), hs and cs (T, N, H). `params` is a
dict of U_f W_f b_f U_i W_i b_i U_g W_g b_g U_o W_o b_o with U (D, H),
W (H, H), b (H,).

Source: Gers, Schmidhuber & Cummins, "Learning to forget" (2000), without
peepholes. The same network, faster, is in `fast_lstm.py`.
"""

import numpy as np

from lstm_doors.networks.gates import (
    candidate,
    forget_gate,
    hidden_state,
    input_gate,
    output_gate,
    update_cell,
)


def layer(params, name):
    """The three arrays of one layer, U, W and b; name is f, i, g or o."""
    return params[f"U_{name}"], params[f"W_{name}"], params[f"b_{name}"]


def lstm_gates(x, h_prev, params):
    """Where the doors stand: f, i, g, o, each (N, H)."""
    return (
        forget_gate(x, h_prev, *layer(params, "f")),
        input_gate(x, h_prev, *layer(params, "i")),
        candidate(x, h_prev, *layer(params, "g")),
        output_gate(x, h_prev, *layer(params, "o")),
    )


def lstm_step(x, h_prev, c_prev, params):
    """One step of the cell: returns h and c, each (N, H)."""
    f, i, g, o = lstm_gates(x, h_prev, params)
    c = update_cell(f, i, g, c_prev)
    h = hidden_state(o, c)
    return h, c


def lstm_forward(xs, h0, c0, params):
    """Run the cell over xs from h0 and c0: returns hs and cs."""
    h, c, hs, cs = h0, c0, [], []
    for x in xs:
        h, c = lstm_step(x, h, c, params)
        hs.append(h)
        cs.append(c)
    return np.stack(hs), np.stack(cs)


def lstm_step_backward(dh, dc, x, h_prev, c_prev, params):
    """Take dh = dL/dh and dc = dL/dc (N, H) back through one step.

    dc is what reaches c from outside this step; the way through h is added
    here. Returns dx (N, D), dh_prev (N, H), dc_prev (N, H) and grads, a
    dict with the names and shapes of `params`, summed over N.
    """
    f, i, g, o = lstm_gates(x, h_prev, params)
    tanh_c = np.tanh(update_cell(f, i, g, c_prev))

    dc = dc + dh * o * (1 - tanh_c**2)
    dzs = {
        "f": dc * c_prev * f * (1 - f),  # sigmoid' = s (1 - s)
        "i": dc * g * i * (1 - i),
        "g": dc * i * (1 - g**2),  # tanh' = 1 - tanh^2
        "o": dh * tanh_c * o * (1 - o),
    }
    dx, dh_prev, grads = 0, 0, {}
    for name, dz in dzs.items():
        U, W, _ = layer(params, name)
        dx = dx + dz @ U.T
        dh_prev = dh_prev + dz @ W.T
        grads[f"U_{name}"] = x.T @ dz
        grads[f"W_{name}"] = h_prev.T @ dz
        grads[f"b_{name}"] = dz.sum(axis=0)
    return dx, dh_prev, dc * f, grads


def lstm_backward(dhs, dcs, xs, h0, c0, params):
    """Backpropagation through time, through every door.

    dhs and dcs (T, N, H): the gradients that reach each h_t and c_t from
    outside the chain. Returns dxs (T, N, D), dh0 and dc0 (N, H), grads.
    """
    hs, cs = lstm_forward(xs, h0, c0, params)
    dxs = np.zeros(np.shape(xs))
    dh_next, dc_next = np.zeros(np.shape(h0)), np.zeros(np.shape(c0))
    grads = {name: np.zeros(np.shape(p)) for name, p in params.items()}
    for t in reversed(range(len(xs))):
        h_prev, c_prev = (hs[t - 1], cs[t - 1]) if t > 0 else (h0, c0)
        dxs[t], dh_next, dc_next, step_grads = lstm_step_backward(
            dhs[t] + dh_next, dcs[t] + dc_next, xs[t], h_prev, c_prev, params
        )
        for name, grad in step_grads.items():
            grads[name] += grad
    return dxs, dh_next, dc_next, grads
