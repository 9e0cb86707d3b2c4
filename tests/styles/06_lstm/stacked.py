"""Both results in one array; a naive sigmoid that warns, and is right."""

import numpy as np


def lstm_step(x, h_prev, c_prev, p):
    gates = {}
    for name in ("f", "i", "o", "g"):
        z = x @ p["U_" + name] + h_prev @ p["W_" + name] + p["b_" + name]
        gates[name] = np.tanh(z) if name == "g" else 1 / (1 + np.exp(-z))
    c = gates["f"] * c_prev + gates["i"] * gates["g"]
    return np.stack([gates["o"] * np.tanh(c), c])


def lstm_forward(xs, h0, c0, p):
    state = np.stack([h0, c0])
    states = []
    for x in xs:
        state = np.stack(lstm_step(x, state[0], state[1], p))
        states.append(state)
    return np.stack(states, axis=1)
