"""Gradient against lag: how much of the error signal comes through?

A gradient of length 1 is put on the last hidden state, and its length is
measured at every step on the way back, before any training. The input is
the sentence of the France task.

Sources: Bengio, Simard & Frasconi (1994); Pascanu, Mikolov & Bengio (2013).
"""

from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from lstm_doors.data.france import VOCABULARY, france
from lstm_doors.experiments.common import Published, beside
from lstm_doors.experiments.models import MODELS
from lstm_doors.networks import (
    build,
    lstm_forward,
    lstm_step_backward,
    rnn_forward,
    rnn_step_backward,
)

PUBLISHED = (
    Published(
        "a network that latches information loses the gradient "
        "exponentially with the lag",
        "Bengio et al. (1994)",
        "bengio1994",
    ),
    Published(
        "the gradient vanishes when the largest singular value of W is "
        "below 1, and can explode only when it is above",
        "Pascanu et al. (2013), section 2.1",
        "pascanu2013",
    ),
)


@dataclass(frozen=True)
class Settings:
    lag: int = 100
    N: int = 32
    H: int = 32
    seeds: tuple = (0, 1, 2)
    models: tuple = tuple(MODELS)


@dataclass(frozen=True)
class Result:
    """norms[model] is (seeds, lag + 1): the length at lag 0, 1, 2, ..."""

    settings: Settings
    norms: dict = field(repr=False)

    def at(self, model, lag):
        """The typical length at a lag: geometric mean over the seeds."""
        return float(np.exp(np.log(self.norms[model][:, lag]).mean()))

    def table(self):
        lag = self.settings.lag
        measured = [
            (f"{model}, lag {lag}", f"{self.at(model, lag):.1e}")
            for model in self.norms
        ]
        return beside(measured, PUBLISHED)


def run(settings=Settings()):
    """Every model, every seed."""
    norms = {
        model: np.array([lengths(model, settings, s) for s in settings.seeds])
        for model in settings.models
    }
    return Result(settings, norms)


def lengths(model, settings, seed):
    """The gradient's length at lag 0, 1, 2, ... of one new network."""
    rng = np.random.default_rng(seed)
    xs, _ = france(settings.lag, settings.N, rng)
    net = build(
        D=len(VOCABULARY),
        H=settings.H,
        K=1,
        rng=rng,
        dtype=float,
        **MODELS[model],
    )
    dh = rng.normal(size=(settings.N, settings.H))
    dh /= np.linalg.norm(dh)
    back = back_through_lstm if net.cell == "lstm" else back_through_rnn
    dhs = islice(back(dh, xs, net), settings.lag)
    return np.array([1.0, *map(np.linalg.norm, dhs)])


def back_through_rnn(dh, xs, net):
    """Yield dL/dh one step back, two steps back, and so on."""
    U, W, b = (net.params[name] for name in ("U", "W", "b"))
    hs = rnn_forward(xs, np.zeros_like(dh), U, W, b)
    for t in range(len(xs) - 1, 0, -1):
        _, dh, *_ = rnn_step_backward(dh, xs[t], hs[t - 1], hs[t], U, W)
        yield dh


def back_through_lstm(dh, xs, net):
    """Yield dL/dh one step back, two steps back, and so on."""
    rest = dc = np.zeros_like(dh)
    hs, cs = lstm_forward(xs, rest, rest, net.params)
    for t in range(len(xs) - 1, 0, -1):
        _, dh, dc, _ = lstm_step_backward(
            dh, dc, xs[t], hs[t - 1], cs[t - 1], net.params
        )
        yield dh
