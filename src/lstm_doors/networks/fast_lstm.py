"""The LSTM with few, large array operations: the training path.

What saves the time: the inputs' products x U are one product for all steps
before the loop; the weights' gradients are one product after it; the four
layers lie behind one another in one array, so one call of tanh serves them
all, since sigmoid(z) = 1/2 + 1/2 tanh(z / 2); on the way back all that does
not wait for a gradient is computed for many steps at once. Results agree
with the step forms of `lstm.py` to rounding.
"""

from typing import NamedTuple

import numpy as np

from lstm_doors.networks.fast_rnn import rows, states_from

LAYERS = "figo"
IN_CACHE = 2**16  # numbers of one kind that the way back takes at once


class LstmTrace(NamedTuple):
    """What the way back needs.

    xs (T, N, D), hs and cs (T + 1, N, H) with the first states in front,
    gates (4, T, N, H) in the order f, i, g, o, tanh_cs (T, N, H),
    U (4, D, H), W (4, H, H).
    """

    xs: np.ndarray
    hs: np.ndarray
    cs: np.ndarray
    gates: np.ndarray
    tanh_cs: np.ndarray
    U: np.ndarray
    W: np.ndarray

    def doors(self):
        """The layers at every step: a dict of f, i, g, o (T, N, H)."""
        return dict(zip(LAYERS, self.gates, strict=True))


def four(params, letter):
    """One letter's arrays of the layers f, i, g, o, behind one another."""
    return np.stack([params[f"{letter}_{name}"] for name in LAYERS])


def lstm_forward_fast(xs, h0, c0, params, left_open=""):
    """As `lstm_forward`: returns hs, cs (T, N, H) and a trace.

    left_open: doors that stand open at every step, whatever their weights
    say; "f" gives the cell of 1997. A door held at 1 has slope
    1 (1 - 1) = 0, so its weights get no gradient.
    """
    U, W, b = (four(params, letter) for letter in "UWb")
    scale = np.array([0.5, 0.5, 1, 0.5], U.dtype)[:, None, None]
    shift = np.array([0.5, 0.5, 0, 0.5], U.dtype)[:, None, None]
    held = [LAYERS.index(name) for name in left_open]

    xs = np.asarray(xs, U.dtype)
    hs = states_from(h0, len(xs), U.dtype)
    cs = states_from(c0, len(xs), U.dtype)
    tanh_cs = np.empty_like(cs[1:])
    gates = rows(xs) @ (scale * U) + scale * b[:, None]
    gates = gates.reshape(4, *tanh_cs.shape)

    W_scaled = scale * W
    z, let_in = np.empty_like(gates[:, 0]), np.empty_like(cs[0])
    for t in range(len(xs)):
        np.matmul(hs[t], W_scaled, out=z)
        z += gates[:, t]  # until now only the inputs' part
        np.tanh(z, out=z)
        z *= scale
        np.add(z, shift, out=gates[:, t])
        if held:
            gates[held, t] = 1
        f, i, g, o = gates[:, t]
        c = np.multiply(f, cs[t], out=cs[t + 1])
        c += np.multiply(i, g, out=let_in)
        np.tanh(c, out=tanh_cs[t])
        np.multiply(o, tanh_cs[t], out=hs[t + 1])
    return hs[1:], cs[1:], LstmTrace(xs, hs, cs, gates, tanh_cs, U, W)


def lstm_backward_fast(dhs, dcs, trace, inputs_too=True):
    """As `lstm_backward`: returns dxs, dh0, dc0, grads.

    dcs may be None (nothing reaches c from outside). Without inputs_too,
    dxs is None and its products are saved.
    """
    xs, hs, cs, gates, tanh_cs, U, W = trace
    T, N, H = tanh_cs.shape
    W_back = W.transpose(0, 2, 1).reshape(4 * H, H)
    dzs = np.empty((T, N, 4, H), W.dtype)
    dh, dc = np.zeros_like(hs[0]), np.zeros_like(cs[0])
    for block in backwards(T, max(1, IN_CACHE // (N * H))):
        into_c, into_z = slopes(gates[:, block], cs[block], tanh_cs[block])
        for t in reversed(range(block.start, block.stop)):
            now = t - block.start
            dz = dzs[t].transpose(1, 0, 2)  # (4, N, H)
            dh += dhs[t]
            if dcs is not None:
                dc += dcs[t]
            dc += dh * into_c[now]
            np.multiply(dc, into_z[:3, now], out=dz[:3])  # f, i, g
            np.multiply(dh, into_z[3, now], out=dz[3])  # o
            dc *= gates[0, t]
            np.matmul(dzs[t].reshape(N, 4 * H), W_back, out=dh)
    dxs, grads = to_the_weights(dzs, xs, hs, U, inputs_too)
    return dxs, dh, dc, grads


def backwards(T, steps):
    """Slices of so many steps that cover 0..T, the last one first."""
    for stop in range(T, 0, -steps):
        yield slice(max(0, stop - steps), stop)


def slopes(gates, c_prev, tanh_c):
    """What the gradients are multiplied with at each step on their way.

    gates (4, T, N, H), c_prev and tanh_c (T, N, H). Returns dh/dc (T, N, H)
    and dc/dz_f, dc/dz_i, dc/dz_g, dh/dz_o together (4, T, N, H).
    """
    _, i, g, o = gates
    into_c = o * (1 - tanh_c * tanh_c)
    into_z = gates * (1 - gates)
    into_z[2] = 1 - g * g
    for slope, factor in zip(into_z, (c_prev, g, i, tanh_c), strict=True):
        slope *= factor
    return into_c, into_z


def to_the_weights(dzs, xs, hs, U, inputs_too):
    """From dzs (T, N, 4, H): dxs and the gradients by name."""
    T, N, _, H = dzs.shape
    dzs = dzs.reshape(T * N, 4 * H)
    grads = {
        "U": rows(xs).T @ dzs,
        "W": rows(hs[:-1]).T @ dzs,
        "b": dzs.sum(axis=0),
    }
    dxs = None
    if inputs_too:
        U_back = U.transpose(0, 2, 1).reshape(4 * H, -1)
        dxs = (dzs @ U_back).reshape(xs.shape)
    by_name = {
        f"{letter}_{name}": grad[..., k * H : (k + 1) * H]
        for letter, grad in grads.items()
        for k, name in enumerate(LAYERS)
    }
    return dxs, by_name
