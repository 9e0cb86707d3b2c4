"""Temporal order: where the doors stand at the start decides.

Source: Hochreiter & Schmidhuber (1997), experiment 6a, who start the input
gates at -2 and -4.
"""

from dataclasses import dataclass, field
from itertools import product

import numpy as np

from lstm_doors.data.temporal_order import CLASSES, SYMBOLS, temporal_order
from lstm_doors.experiments.common import Published, beside, each, settled
from lstm_doors.networks import LAST_STEP, accuracy, build, scores, train

CHANCE = 1 / len(CLASSES)
MODELS = {
    "LSTM, input bias -2, forget bias 3": {
        "cell": "lstm",
        "input_bias": -2.0,
        "forget_bias": 3.0,
    },
    "LSTM, input bias 0, forget bias 3": {"cell": "lstm", "forget_bias": 3.0},
    "RNN": {"cell": "rnn"},
}
PUBLISHED = (
    Published(
        "LSTM, input biases -2 and -4: 31,390 sequences",
        "Hochreiter & Schmidhuber (1997), table 9, task 6a",
        "hochreiter1997",
    ),
)


@dataclass(frozen=True)
class Settings:
    models: tuple = tuple(MODELS)
    seeds: tuple = (0, 1, 2)
    H: int = 24
    N: int = 32
    lr: float = 2e-2
    updates: int = 400
    solved: float = 0.05
    test: int = 500


@dataclass(frozen=True)
class Result:
    """By model: accuracy on fresh sequences, and sequences seen (seeds,)."""

    settings: Settings
    accuracy: dict
    sequences: dict = field(repr=False)

    def solved(self, model):
        """The number of seeds that answer 95 in 100 or more."""
        return int((self.accuracy[model] >= 0.95).sum())

    def table(self):
        measured = []
        for model in self.accuracy:
            seen = "  ".join(f"{n:,}" for n in self.sequences[model])
            right = "  ".join(f"{a:.2f}" for a in self.accuracy[model])
            measured += [
                (f"{model}: accuracy, each seed", right),
                (f"{model}: sequences seen", seen),
            ]
        return beside(measured, PUBLISHED)


def run(settings=Settings()):
    """Every model, every seed."""
    s = settings
    found = np.array(each(one, product([s], s.models, s.seeds)))
    found = found.reshape(len(s.models), len(s.seeds), 2)
    return Result(
        settings,
        dict(zip(s.models, found[..., 0], strict=True)),
        dict(zip(s.models, found[..., 1].astype(int), strict=True)),
    )


def one(settings, model, seed):
    """Accuracy of one model after training, and sequences seen."""
    rng = np.random.default_rng(seed)
    network = build(
        D=len(SYMBOLS), H=settings.H, K=len(CLASSES), rng=rng, **MODELS[model]
    )
    losses = train(
        network,
        lambda: temporal_order(settings.N, rng),
        updates=settings.updates,
        lr=settings.lr,
        done=settled(settings.solved),
    )
    xs, classes = temporal_order(settings.test, rng)
    right = accuracy(scores(network, xs, LAST_STEP), classes)
    return right, len(losses) * settings.N
