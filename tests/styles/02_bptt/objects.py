"""Named tuples for results, a class for the way back."""

from collections import namedtuple

import numpy as np

Step = namedtuple("Step", "dx dh_prev dU dW db")
Sequence = namedtuple("Sequence", "dxs dh0 dU dW db")


def rnn_step_backward(dh, x, h_prev, h, U, W):
    dz = np.multiply(dh, 1 - h**2)
    return Step(
        dx=dz.dot(U.T),
        dh_prev=dz.dot(W.T),
        dU=x.T.dot(dz),
        dW=h_prev.T.dot(dz),
        db=np.ones(len(x)).dot(dz),
    )


class WayBack:
    def __init__(self, U, W, h0):
        self.U, self.W = U, W
        self.dh = np.zeros(h0.shape)
        self.sums = [np.zeros(U.shape), np.zeros(W.shape), np.zeros(len(W))]

    def step(self, dh, x, h_prev, h):
        found = rnn_step_backward(self.dh + dh, x, h_prev, h, self.U, self.W)
        self.dh = found.dh_prev
        self.sums = [a + b for a, b in zip(self.sums, found[2:])]
        return found.dx


def rnn_backward(dhs, xs, hs, h0, U, W):
    way = WayBack(U, W, h0)
    before = [h0] + list(hs[:-1])
    dxs = [way.step(*one) for one in reversed(list(zip(dhs, xs, before, hs)))]
    return Sequence(np.stack(dxs[::-1]), way.dh, *way.sums)


class Clipper(dict):
    def __init__(self, grads, max_norm):
        norm = np.sqrt(np.sum([np.vdot(g, g) for g in grads.values()]))
        small = norm <= max_norm
        super().__init__(
            (k, g.copy() if small else g * max_norm / norm)
            for k, g in grads.items()
        )


clip_gradients = Clipper
