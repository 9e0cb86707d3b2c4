"""The product of Jacobians: how large the gradient is some steps back."""

import numpy as np
import traitlets as t

from lstm_doors.networks import rnn_forward, rnn_step_backward

from .base import Knob, LiveDoor, LivePicture

LAGS = 50
UNITS = 32
LOW, HIGH, STEP = 0.5, 1.5, 0.05


class GradientPicture(LivePicture, module="gradient"):
    """Draws log10 of gradient sizes against the lag, from tables.

    `curves` holds by name one row for each value of `grid`, and a row holds
    one number (or None, for a gradient of nothing) for each of `lags`.
    """

    value = t.Float(1.0).tag(sync=True)
    name = t.Unicode("spectral radius").tag(sync=True)
    grid = t.List(t.Float()).tag(sync=True)
    lags = t.List(t.Int()).tag(sync=True)
    curves = t.Dict().tag(sync=True)


def log_sizes(sizes):
    """log10 of sizes, rounded for the page; None for 0 and for nan."""
    return [
        round(float(np.log10(size)), 3) if 0 < size < np.inf else None
        for size in sizes
    ]


def loop_weights(radius, units, rng):
    """A random W (units, units) of the spectral radius asked for."""
    W = rng.normal(size=(units, units))
    return W * radius / np.abs(np.linalg.eigvals(W)).max()


def sizes_back(hs, U, W):
    """Norm of dL/dh at each lag 0..T-1 back from the last of hs (T, N, H).

    dL/dh at the last step is a unit vector; returns (T,).
    """
    dh = np.ones(hs.shape[1:]) / np.sqrt(hs[0].size)
    x, sizes = np.zeros((hs.shape[1], len(U))), []
    for h in hs[::-1]:
        sizes.append(np.linalg.norm(dh))
        # h_prev is not asked for: it enters dW alone.
        _, dh, *_ = rnn_step_backward(dh, x, h, h, U, W)
    return sizes


def jacobian_table(seed=0):
    """The table of `JacobianProduct`: (grid, curves by name).

    A loop of 32 units that hears noise, with a random W scaled to each
    spectral radius; "linear" leaves the tanh out (its slope is then 1).
    Source: Pascanu, Mikolov & Bengio (2013), section 2.
    """
    grid = np.linspace(LOW, HIGH, round((HIGH - LOW) / STEP) + 1).round(2)
    rng = np.random.default_rng(seed)
    W1 = loop_weights(1.0, UNITS, rng)
    xs = rng.normal(size=(LAGS + 1, 1, 1))
    U, b = rng.normal(size=(1, UNITS)) * 0.5, np.zeros(UNITS)
    linear, bent = [], []
    for radius in grid:
        W = W1 * radius
        hs = rnn_forward(xs, np.zeros((1, UNITS)), U, W, b)
        linear.append(log_sizes(sizes_back(np.zeros_like(hs), U, W)))
        bent.append(log_sizes(sizes_back(hs, U, W)))
    return grid.tolist(), {"without tanh": linear, "with tanh": bent}


class JacobianProduct(LiveDoor):
    """The gradient's size against the lag, for a spectral radius of W.

    NumPy computed the table; the slider picks its row.
    """

    picture_class = GradientPicture
    radius = Knob("spectral radius of W", 1.0, LOW, HIGH, STEP)

    def __init__(self, **values):
        grid, curves = jacobian_table()
        table = {"grid": grid, "curves": curves, "lags": [*range(LAGS + 1)]}
        super().__init__(picture=table, **values)

    def _start(self, values):
        return {"value": values["radius"]}

    def _tied(self):
        return {"value": self.sliders["radius"]}
