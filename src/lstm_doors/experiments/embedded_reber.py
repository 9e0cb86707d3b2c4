"""Embedded Reber strings, learned one string at a time.

Source: Hochreiter & Schmidhuber (1997), experiment 1.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np

from lstm_doors.data.reber import SYMBOLS, embedded_reber, one_hot
from lstm_doors.experiments.common import Published, beside, each
from lstm_doors.experiments.continual_reber import illegal_leads
from lstm_doors.networks import EVERY_STEP, build, scores, train

PUBLISHED = (
    Published(
        "LSTM, best setting: 100 % of trials, after 8,440 strings",
        "Hochreiter & Schmidhuber (1997), table 1",
        "hochreiter1997",
    ),
    Published(
        "Elman's RNN: 0 % of trials after more than 200,000 strings",
        "Hochreiter & Schmidhuber (1997), table 1",
        "hochreiter1997",
    ),
)


@dataclass(frozen=True)
class Settings:
    """One string an update; tested on fresh strings every `look`."""

    models: tuple = ("rnn", "lstm")
    seeds: tuple = (0, 1, 2)
    H: int = 12
    lr: float = 1e-2
    strings: int = 12_000
    look: int = 500
    test: int = 256


@dataclass(frozen=True)
class Result:
    """By model, (seeds,): strings seen until all test strings were right at
    every symbol, 0 where that never happened."""

    settings: Settings
    strings: dict

    def solved(self, model):
        """The number of seeds that learned the grammar."""
        return int((self.strings[model] > 0).sum())

    def table(self):
        measured = [
            (
                f"{model.upper()}: strings until all is right, each seed",
                "  ".join(f"{n:,}" if n else "never" for n in strings),
            )
            for model, strings in self.strings.items()
        ]
        return beside(measured, PUBLISHED)


def run(settings=Settings()):
    """Every model, every seed."""
    s = settings
    found = np.array(each(one, product([s], s.models, s.seeds)))
    found = found.reshape(len(s.models), len(s.seeds))
    return Result(settings, dict(zip(s.models, found, strict=True)))


def one(settings, model, seed):
    """Strings seen until the grammar was learned, or 0."""
    rng = np.random.default_rng(seed)
    network = build(model, len(SYMBOLS), settings.H, len(SYMBOLS), rng)
    test = [embedded_reber(rng) for _ in range(settings.test)]

    def draw():
        string, _ = embedded_reber(rng)
        following = one_hot(string[1:] + "B").argmax(axis=-1)
        return one_hot(string)[:, None], following[:, None]

    def done(losses):
        return len(losses) % settings.look == 0 and learned(network, test)

    losses = train(
        network,
        draw,
        updates=settings.strings,
        lr=settings.lr,
        at=EVERY_STEP,
        done=done,
    )
    return len(losses) if learned(network, test) else 0


def learned(network, test):
    """Do the legal successors lead at every symbol of every string?

    Strings run side by side, filled up with zeros to one length.
    """
    T = max(len(string) for string, _ in test)
    xs, legal = np.zeros((2, T, len(test), len(SYMBOLS)))
    for n, (string, successors) in enumerate(test):
        xs[: len(string), n] = one_hot(string)
        legal[: len(string), n] = successors
    asked = legal.any(axis=-1)
    return not illegal_leads(scores(network, xs), legal)[asked].any()
