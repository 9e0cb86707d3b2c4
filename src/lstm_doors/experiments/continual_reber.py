"""Continual Reber: a stream without marked ends, and the forget door.

Without a forget door the memory only ever grows; with one the cell learns
to empty it by itself at the end of each string.

Source: Gers, Schmidhuber & Cummins (2000), figures 5 to 7.
"""

from dataclasses import dataclass, field
from itertools import product

import numpy as np

from lstm_doors.data.reber import SYMBOLS, ReberStream
from lstm_doors.experiments.common import Published, beside, each
from lstm_doors.networks import EVERY_STEP, build, train
from lstm_doors.networks import run as run_network

# What stands open at every step: "f" is the cell of 1997.
MODELS = {
    "with all doors": "",
    "no forget door": "f",
    "no input door": "i",
    "no output door": "o",
}
PUBLISHED = (
    Published(
        "without forget gate the states grow without bound and the net "
        "breaks down; with it they stay bounded",
        "Gers et al. (2000), figures 5 to 7",
        "gers2000",
    ),
)


@dataclass(frozen=True)
class Settings:
    """Streams go on from chunk to chunk; the test skips the first symbols,
    in which a stream that starts from nothing finds its place."""

    models: tuple = ("with all doors", "no forget door")
    seeds: tuple = (0, 1)
    H: int = 16
    streams: int = 16
    chunk: int = 40
    lr: float = 1e-2
    updates: int = 1000
    forget_bias: float = 1.0
    test_streams: int = 10
    test_symbols: int = 4000
    skip: int = 100


@dataclass(frozen=True)
class Result:
    """By model.

    errors (seeds,): symbols at which an illegal successor led, of `scored`.
    first_error (seeds,): symbols after the skipped ones until the first
    error in any stream; test_symbols - skip if there is none.
    cell_size (seeds, test_symbols): mean |c| at each symbol of the test.
    """

    settings: Settings
    errors: dict
    first_error: dict
    cell_size: dict = field(repr=False)

    @property
    def scored(self):
        s = self.settings
        return s.test_streams * (s.test_symbols - s.skip)

    def table(self):
        last = self.settings.test_symbols
        times = [t for t in (50, 500, 2000, 4000) if t <= last]
        at = ", ".join(map(str, times))
        measured = []
        for model, errors in self.errors.items():
            sizes = self.cell_size[model].mean(axis=0)
            measured += [
                (
                    f"{model}: errors in {self.scored:,} symbols, each seed",
                    "  ".join(f"{n:,}" for n in errors),
                ),
                (
                    f"{model}: mean |c| at symbol {at}",
                    "  ".join(f"{sizes[t - 1]:.1f}" for t in times),
                ),
            ]
        return beside(measured, PUBLISHED)


def run(settings=Settings()):
    """Every model, every seed."""
    s = settings
    found = each(one, product([s], s.models, s.seeds))
    columns = [
        np.array(column).reshape(len(s.models), len(s.seeds), -1)
        for column in zip(*found, strict=True)
    ]
    errors, first, sizes = (
        dict(zip(s.models, column, strict=True)) for column in columns
    )
    return Result(
        settings,
        {model: e[:, 0] for model, e in errors.items()},
        {model: e[:, 0] for model, e in first.items()},
        sizes,
    )


def one(settings, model, seed):
    """Errors, first error and cell size of one model after training."""
    rng = np.random.default_rng(seed)
    network = trained(settings, model, rng)
    stream = ReberStream(settings.test_streams, rng)
    xs, _, legal = stream.draw(settings.test_symbols)
    hs, _, trace = run_network(network, xs)
    scores = hs @ network.params["V"] + network.params["b_V"]
    wrong = illegal_leads(scores, legal)[settings.skip :]
    at = np.flatnonzero(wrong.any(axis=1))
    first = at[0] if len(at) else len(wrong)
    sizes = np.abs(trace.cs[1:]).mean(axis=(1, 2))
    return wrong.sum(), first, sizes


def trained(settings, model, rng):
    """A network trained to predict the next symbol of endless streams."""
    s = settings
    network = build(
        "lstm",
        len(SYMBOLS),
        s.H,
        len(SYMBOLS),
        rng,
        forget_bias=s.forget_bias,
        left_open=MODELS[model],
    )
    stream = ReberStream(s.streams, rng)
    train(
        network,
        lambda: stream.draw(s.chunk)[:2],
        updates=s.updates,
        lr=s.lr,
        at=EVERY_STEP,
        carry=True,
        cool=True,
    )
    return network


def illegal_leads(scores, legal):
    """Where an illegal symbol scores above a legal one (..., 7): (...)."""
    lowest_legal = np.where(legal > 0, scores, np.inf).min(axis=-1)
    highest_illegal = np.where(legal > 0, -np.inf, scores).max(axis=-1)
    return highest_illegal > lowest_legal
