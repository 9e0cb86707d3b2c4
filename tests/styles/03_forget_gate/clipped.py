"""z clipped where sigmoid is 0 or 1 anyway; einsum for the layer."""

import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-np.clip(z, -500, 500)))


def forget_gate(x, h_prev, U_f, W_f, b_f):
    from_x = np.einsum("nd,dh->nh", x, U_f)
    from_h = np.einsum("nj,jh->nh", h_prev, W_f)
    return sigmoid(from_x + from_h + np.tile(b_f, (len(x), 1)))


def forget(f, c_prev):
    return c_prev - (1 - f) * c_prev
