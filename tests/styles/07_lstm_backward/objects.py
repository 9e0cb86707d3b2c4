"""Named tuples for results, classes for the cell and the way back."""

from collections import OrderedDict, namedtuple

import numpy as np
from lstm_doors.networks import lstm_forward, lstm_gates

Step = namedtuple("Step", ["dx", "dh_prev", "dc_prev", "grads"])
Whole = namedtuple("Whole", ["dxs", "dh0", "dc0", "grads"])


class Cell:
    def __init__(self, x, h, c, params):
        self.x, self.h, self.c, self.params = x, h, c, params
        self.f, self.i, self.g, self.o = lstm_gates(x, h, params)
        self.new = self.f * c + self.i * self.g

    def way_back(self, dh, dc):
        shown = np.tanh(self.new)
        dc = dc + dh * self.o * (1 - shown**2)
        dz = OrderedDict(
            f=dc * self.c * self.f * (1 - self.f),
            i=dc * self.g * self.i * (1 - self.i),
            g=dc * self.i * (1 - self.g**2),
            o=dh * shown * self.o * (1 - self.o),
        )
        p = self.params
        return Step(
            sum(d @ p[f"U_{k}"].T for k, d in dz.items()),
            sum(d @ p[f"W_{k}"].T for k, d in dz.items()),
            dc * self.f,
            OrderedDict(
                (name, self.grad(name[0], dz[name[-1]])) for name in p
            ),
        )

    def grad(self, letter, dz):
        if letter == "b":
            return dz.sum(0)
        return (self.x if letter == "U" else self.h).T @ dz


def lstm_step_backward(dh, dc, x, h_prev, c_prev, params):
    return Cell(x, h_prev, c_prev, params).way_back(dh, dc)


def lstm_backward(dhs, dcs, xs, h0, c0, params):
    hs, cs = lstm_forward(xs, h0, c0, params)
    before = zip([h0, *hs[:-1]], [c0, *cs[:-1]])
    cells = [Cell(x, h, c, params) for x, (h, c) in zip(xs, before)]
    steps, dh, dc = [], np.zeros_like(h0), np.zeros_like(c0)
    for cell, dh_out, dc_out in reversed(list(zip(cells, dhs, dcs))):
        steps.append(cell.way_back(dh + dh_out, dc + dc_out))
        _, dh, dc, _ = steps[-1]
    return Whole(
        np.stack([step.dx for step in reversed(steps)]),
        dh,
        dc,
        {k: np.sum([s.grads[k] for s in steps], axis=0) for k in params},
    )
