"""A class that holds the states; its methods mutate itself alone."""

import numpy as np

from lstm_doors.networks import candidate, forget_gate, input_gate, output_gate


class Cell:
    def __init__(self, params, h, c):
        self.params, self.h, self.c = params, h.copy(), c.copy()

    def layer(self, function, x, gate):
        arrays = [self.params[f"{kind}_{gate}"] for kind in "UWb"]
        return function(x, self.h, *arrays)

    def step(self, x):
        o = self.layer(output_gate, x, "o")
        g = self.layer(candidate, x, "g")
        i = self.layer(input_gate, x, "i")
        self.c *= self.layer(forget_gate, x, "f")
        self.c += i * g
        self.h = o * np.tanh(self.c)
        return self.h, self.c


def lstm_step(x, h_prev, c_prev, params):
    return Cell(params, h_prev, c_prev).step(x)


def lstm_forward(xs, h0, c0, params):
    cell = Cell(params, h0, c0)
    pairs = [[part.copy() for part in cell.step(x)] for x in xs]
    both = np.array(pairs)
    return both[:, 0], both[:, 1]
