"""The film: what happens at every frame, without memory and with it.

Source of the task: ours (`lstm_doors.data.film`).
"""

from dataclasses import dataclass
from itertools import product

import numpy as np

from lstm_doors.data.film import EVENTS, PIXELS, film
from lstm_doors.experiments.common import Table, each
from lstm_doors.networks import EVERY_STEP, build, scores, train


@dataclass(frozen=True)
class Settings:
    models: tuple = ("memoryless", "rnn", "lstm")
    seeds: tuple = (0, 1, 2)
    T: int = 40
    H: int = 16
    N: int = 32
    lr: float = 1e-2
    updates: int = 400
    test: int = 200


@dataclass(frozen=True)
class Result:
    """By model: accuracy (seeds,) over all frames; recall (seeds, events):
    of the frames in which an event happens, the share that is named so."""

    settings: Settings
    accuracy: dict
    recall: dict

    def table(self):
        rows = [
            (
                model,
                f"{self.accuracy[model].mean():.3f}",
                *(f"{r:.2f}" for r in self.recall[model].mean(axis=0)),
            )
            for model in self.accuracy
        ]
        return Table(("network", "all frames", *EVENTS), tuple(rows))


def run(settings=Settings()):
    """Every model, every seed."""
    s = settings
    tested = each(one, product([s], s.models, s.seeds))
    shape = len(s.models), len(s.seeds), -1
    right, recall = (
        np.array(column).reshape(shape) for column in zip(*tested, strict=True)
    )
    return Result(
        settings,
        dict(zip(s.models, right[..., 0], strict=True)),
        dict(zip(s.models, recall, strict=True)),
    )


def one(settings, model, seed):
    """Accuracy and recall of one model on fresh films."""
    rng = np.random.default_rng(seed)
    network = trained(settings, model, rng)
    frames, events = film(settings.T, settings.test, rng)
    named = scores(network, frames).argmax(axis=-1)
    hits = named == events
    recall = [hits[events == event].mean() for event in range(len(EVENTS))]
    return hits.mean(), np.array(recall)


def trained(settings, model, rng):
    """A network trained to name the event at every frame."""
    network = build(model, PIXELS, settings.H, len(EVENTS), rng)
    train(
        network,
        lambda: film(settings.T, settings.N, rng),
        updates=settings.updates,
        lr=settings.lr,
        at=EVERY_STEP,
    )
    return network
