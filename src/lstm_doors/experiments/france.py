"""France: which models carry one word over a gap, and how far?

Sources: Hochreiter & Schmidhuber (1997), experiment 2a, for the form and
the published figures; Le, Jaitly & Hinton (2015) for the RNN whose W starts
as a map that keeps lengths.
"""

from dataclasses import dataclass, field
from itertools import product

import numpy as np

from lstm_doors.data.france import COUNTRIES, VOCABULARY, france
from lstm_doors.experiments.common import Published, beside, each, settled
from lstm_doors.experiments.models import MODELS
from lstm_doors.networks import LAST_STEP, accuracy, build, scores, train

CHANCE = 1 / len(COUNTRIES)
PUBLISHED = (
    Published(
        "RNN trained through time: 0 % of trials solved after 5,000,000 "
        "sequences",
        "Hochreiter & Schmidhuber (1997), experiment 2a, lag 100",
        "hochreiter1997",
    ),
    Published(
        "LSTM: 100 % of trials solved after 5,040 sequences",
        "Hochreiter & Schmidhuber (1997), experiment 2a, lag 100",
        "hochreiter1997",
    ),
)


@dataclass(frozen=True)
class Settings:
    """N sequences an update; training ends early once the loss is low."""

    gaps: tuple = (5, 10, 20, 40, 80)
    models: tuple = tuple(MODELS)
    seeds: tuple = (0, 1, 2)
    H: int = 32
    N: int = 32
    lr: float = 3e-3
    updates: int = 500
    solved: float = 0.05
    test: int = 500


@dataclass(frozen=True)
class Result:
    """By model: accuracy and sequences, each (gaps, seeds).

    accuracy is that on fresh sentences; sequences is how many were seen
    before the loss was low, or before training was given up.
    """

    settings: Settings
    accuracy: dict
    sequences: dict = field(repr=False)

    def mean(self, model, gap):
        """Accuracy at a gap, averaged over the seeds."""
        return float(
            self.accuracy[model][self.settings.gaps.index(gap)].mean()
        )

    def table(self):
        gaps = self.settings.gaps
        measured = [
            (
                f"{model}, gaps {', '.join(map(str, gaps))}",
                "  ".join(f"{self.mean(model, gap):.2f}" for gap in gaps),
            )
            for model in self.accuracy
        ]
        return beside(measured, PUBLISHED)


def run(settings=Settings()):
    """Every model at every gap, for every seed."""
    s = settings
    jobs = list(product([s], s.models, s.gaps, s.seeds))
    found = np.array(each(one, jobs))
    found = found.reshape(len(s.models), len(s.gaps), len(s.seeds), 2)
    accuracies, sequences = (
        dict(zip(s.models, found[..., k], strict=True)) for k in (0, 1)
    )
    return Result(settings, accuracies, sequences)


def one(settings, model, gap, seed):
    """Accuracy of one model after training, and sequences seen."""
    rng = np.random.default_rng(seed)
    network, losses = trained(settings, model, gap, rng)
    xs, countries = france(gap, settings.test, rng)
    right = accuracy(scores(network, xs, LAST_STEP), countries)
    return right, len(losses) * settings.N


def trained(settings, model, gap, rng):
    """A network trained at one gap, and its losses."""
    network = build(
        D=len(VOCABULARY),
        H=settings.H,
        K=len(COUNTRIES),
        rng=rng,
        **MODELS[model],
    )
    losses = train(
        network,
        lambda: france(gap, settings.N, rng),
        updates=settings.updates,
        lr=settings.lr,
        done=settled(settings.solved),
    )
    return network, losses
