"""Right, but it prints, warns and writes to stderr."""

import logging

import numpy as np


def output_gate(x, h_prev, U_o, W_o, b_o):
    logging.warning("the door swings")
    return (1 + np.tanh((x @ U_o + h_prev @ W_o + b_o) / 2)) / 2


def hidden_state(o, c):
    print("o", o, "overflow", np.exp(np.full(1, 1000.0)))
    return o * np.tanh(c)
