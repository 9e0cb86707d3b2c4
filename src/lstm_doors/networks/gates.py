"""The three doors, the candidate, and what they do to the two states.

Shapes: x (N, D), h_prev and c_prev (N, H), U (D, H), W (H, H), b (H,);
every result is (N, H).

Sources: Hochreiter & Schmidhuber (1997) for the cell with its input and
output gates; Gers, Schmidhuber & Cummins (2000) for the forget gate.
"""

import numpy as np

from lstm_doors.networks.activations import sigmoid


def forget_gate(x, h_prev, U_f, W_f, b_f):
    """How much of each memory to keep: 1 keeps it, 0 empties it."""
    return sigmoid(x @ U_f + h_prev @ W_f + b_f)


def forget(f, c_prev):
    """What is left of the memory behind the forget door: f * c_prev."""
    return f * c_prev


def input_gate(x, h_prev, U_i, W_i, b_i):
    """How much of the candidate to let in: 1 all of it, 0 nothing."""
    return sigmoid(x @ U_i + h_prev @ W_i + b_i)


def candidate(x, h_prev, U_g, W_g, b_g):
    """What could be written, between -1 and 1."""
    return np.tanh(x @ U_g + h_prev @ W_g + b_g)


def update_cell(f, i, g, c_prev):
    """The new memory: what was kept plus what was let in."""
    return f * c_prev + i * g


def output_gate(x, h_prev, U_o, W_o, b_o):
    """How much of the memory to show: 1 all of it, 0 nothing."""
    return sigmoid(x @ U_o + h_prev @ W_o + b_o)


def hidden_state(o, c):
    """What the rest of the network sees: o * tanh(c)."""
    return o * np.tanh(c)
