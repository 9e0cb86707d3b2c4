"""Which door matters where? Take out one at a time.

A door that is taken out stands open at every step (its value is 1). Two
tasks: the adding problem and the continual Reber grammar.

Sources: Jozefowicz, Zaremba & Sutskever (2015), who found the forget gate
to matter most and the output gate least; Greff et al. (2017), whose result,
forget gate and output activation matter most, does not come out here.
"""

from dataclasses import dataclass, field, replace
from itertools import product

import numpy as np

from lstm_doors.data.adding import adding
from lstm_doors.experiments import continual_reber
from lstm_doors.experiments.common import Published, beside, each, settled
from lstm_doors.experiments.continual_reber import MODELS
from lstm_doors.networks import (
    LAST_STEP,
    build,
    scores,
    squared_error,
    train,
)

PUBLISHED = (
    Published(
        "the forget gate matters most, then the input gate; the output gate "
        "least",
        "Jozefowicz et al. (2015)",
        "jozefowicz2015",
    ),
    Published(
        "forget gate and output activation matter most (not reproduced here)",
        "Greff et al. (2017)",
        "greff2017",
    ),
)


@dataclass(frozen=True)
class Settings:
    """Adding: training ends early once the loss is low."""

    models: tuple = tuple(MODELS)
    seeds: tuple = (0, 1, 2)
    T: int = 50
    H: int = 32
    N: int = 50
    lr: float = 5e-3
    updates: int = 1500
    solved: float = 1e-3
    test: int = 1000
    reber: continual_reber.Settings = field(
        default=continual_reber.Settings(models=tuple(MODELS))
    )


@dataclass(frozen=True)
class Result:
    """adding_error: by model, squared error of each seed; reber: the
    `continual_reber.Result` of the same models."""

    settings: Settings
    adding_error: dict
    reber: continual_reber.Result

    def table(self):
        adding_rows = [
            (
                f"adding, {model}: squared error, each seed",
                "  ".join(f"{error:.4f}" for error in errors),
            )
            for model, errors in self.adding_error.items()
        ]
        reber_rows = [
            (
                f"continual Reber, {model}: errors in "
                f"{self.reber.scored:,} symbols, each seed",
                "  ".join(f"{n:,}" for n in errors),
            )
            for model, errors in self.reber.errors.items()
        ]
        return beside(adding_rows + reber_rows, PUBLISHED)


def run(settings=Settings()):
    """Every door left out, on both tasks."""
    s = settings
    found = each(one, product([s], s.models, s.seeds))
    errors = np.array(found).reshape(len(s.models), len(s.seeds))
    reber = continual_reber.run(replace(s.reber, models=s.models))
    return Result(s, dict(zip(s.models, errors, strict=True)), reber)


def one(settings, model, seed):
    """Squared error on adding after training with one door left out."""
    rng = np.random.default_rng(seed)
    network = build("lstm", 2, settings.H, 1, rng, left_open=MODELS[model])
    train(
        network,
        lambda: adding(settings.T, settings.N, rng),
        updates=settings.updates,
        lr=settings.lr,
        loss=squared_error,
        done=settled(settings.solved),
    )
    xs, sums = adding(settings.T, settings.test, rng)
    error, _ = squared_error(scores(network, xs, LAST_STEP), sums)
    return float(error)
