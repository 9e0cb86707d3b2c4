"""What the tagger and the clouds share: learning from a fixed corpus.

Some sentences are kept back; accuracy is counted on those alone.
"""

import numpy as np

from lstm_doors.networks import EVERY_STEP, build, train


def trained(cell, xs, answers, K, settings, rng):
    """A network trained on random sentences of xs (T, N, D)."""
    network = build(cell, xs.shape[-1], settings.H, K, rng)

    def draw():
        chosen = rng.integers(xs.shape[1], size=settings.N)
        return xs[:, chosen], answers[:, chosen]

    train(
        network,
        draw,
        updates=settings.updates,
        lr=settings.lr,
        at=EVERY_STEP,
    )
    return network


def by_model(one, settings):
    """one(settings, model, seed) for every model and seed."""
    return {
        model: np.array([one(settings, model, s) for s in settings.seeds])
        for model in settings.models
    }
