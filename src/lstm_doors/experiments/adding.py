"""The adding problem: an RNN and an LSTM, a hundred steps.

Sources: Hochreiter & Schmidhuber (1997), experiment 4; Le, Jaitly & Hinton
(2015); Arjovsky, Shah & Bengio (2016).
"""

from dataclasses import dataclass, field
from itertools import product

import numpy as np

from lstm_doors.data.adding import BASELINE, adding
from lstm_doors.experiments.common import Published, beside, each
from lstm_doors.networks import (
    LAST_STEP,
    build,
    scores,
    squared_error,
    train,
)

PUBLISHED = (
    Published(
        "LSTM, T = 100: 74,000 sequences until 2,000 in a row are right to "
        "0.04",
        "Hochreiter & Schmidhuber (1997), table 7",
        "hochreiter1997",
    ),
    Published(
        "an RNN of ReLU units whose W starts as the identity is comparable "
        "to an LSTM",
        "Le et al. (2015)",
        "le2015",
    ),
    Published(
        "always answering 1 has a squared error of 0.167",
        "Arjovsky et al. (2016)",
        "arjovsky2016",
    ),
)


@dataclass(frozen=True)
class Settings:
    T: int = 100
    models: tuple = ("rnn", "lstm")
    seeds: tuple = (0, 1, 2)
    H: int = 32
    N: int = 50
    lr: float = 1e-2
    updates: int = 1200
    forget_bias: float = 1.0
    test: int = 1000


@dataclass(frozen=True)
class Result:
    """By model: error (seeds,) on fresh sequences, losses (seeds, updates)."""

    settings: Settings
    error: dict
    losses: dict = field(repr=False)
    baseline: float = BASELINE

    @property
    def sequences(self):
        return self.settings.updates * self.settings.N

    def table(self):
        measured = [
            (
                f"{model.upper()}, squared error after {self.sequences:,} "
                "sequences, each seed",
                "  ".join(f"{error:.4f}" for error in errors),
            )
            for model, errors in self.error.items()
        ]
        measured.append(("always answering 1", f"{self.baseline:.4f}"))
        return beside(measured, PUBLISHED)


def run(settings=Settings()):
    """Every model, every seed."""
    s = settings
    found = each(one, product([s], s.models, s.seeds))
    errors, losses = (
        np.array(column).reshape(len(s.models), len(s.seeds), *rest)
        for column, rest in zip(
            zip(*found, strict=True), ((), (s.updates,)), strict=True
        )
    )
    return Result(
        settings,
        dict(zip(s.models, errors, strict=True)),
        dict(zip(s.models, losses, strict=True)),
    )


def one(settings, model, seed):
    """Squared error of one model after training, and its losses."""
    rng = np.random.default_rng(seed)
    network = build(
        model, 2, settings.H, 1, rng, forget_bias=settings.forget_bias
    )
    losses = train(
        network,
        lambda: adding(settings.T, settings.N, rng),
        updates=settings.updates,
        lr=settings.lr,
        loss=squared_error,
    )
    xs, sums = adding(settings.T, settings.test, rng)
    error, _ = squared_error(scores(network, xs, LAST_STEP), sums)
    return float(error), losses
