"""The clouds: the next word over a short gap, without memory and with it.

Source of the corpus: ours (`lstm_doors.data.clouds`).
"""

from dataclasses import dataclass, field

import numpy as np

from lstm_doors.data.clouds import (
    PLACES,
    VOCABULARY,
    clouds_arrays,
    clouds_corpus,
)
from lstm_doors.data.tagging import split
from lstm_doors.data.words import word_vectors
from lstm_doors.experiments.common import Table
from lstm_doors.experiments.sentences import by_model, trained
from lstm_doors.networks import LAST_STEP, Network, accuracy, scores, softmax

CHANCE = 1 / len(PLACES)


@dataclass(frozen=True)
class Settings:
    """A share of the sentences is learned from, the rest is the test."""

    models: tuple = ("memoryless", "rnn")
    seeds: tuple = (0, 1, 2)
    share: float = 0.5
    D: int = 24
    H: int = 32
    N: int = 32
    lr: float = 1e-2
    updates: int = 800


@dataclass(frozen=True)
class NextWord:
    """A trained network with the vectors of its words (words, D)."""

    network: Network
    vectors: np.ndarray = field(repr=False)

    def probabilities(self, words):
        """The probability of every word of VOCABULARY to come next."""
        xs = self.vectors[VOCABULARY.numbers(words)][:, None]
        return softmax(scores(self.network, xs, LAST_STEP)[0, 0])

    def likeliest(self, words, count=3):
        """The likeliest next words, as (word, probability) pairs."""
        probs = self.probabilities(words)
        best = np.argsort(-probs)[:count]
        return [(VOCABULARY.words[k], float(probs[k])) for k in best]


@dataclass(frozen=True)
class Result:
    """By model, (seeds,): the share of sentences whose place is named."""

    settings: Settings
    accuracy: dict

    def table(self):
        rows = [
            (model, "  ".join(f"{share:.2f}" for share in shares))
            for model, shares in self.accuracy.items()
        ]
        rows.append(("chance", f"{CHANCE:.2f}"))
        return Table(("network", "the last word, each seed"), tuple(rows))


def run(settings=Settings()):
    """Every model, every seed."""
    return Result(settings, by_model(one, settings))


def one(settings, model, seed):
    """The share of kept-back sentences whose last word is right."""
    learned, kept_back = trained_next_word(settings, model, seed)
    xs, following = clouds_arrays(kept_back, learned.vectors)
    return accuracy(scores(learned.network, xs, LAST_STEP), following[-1:])


def trained_next_word(settings=Settings(), model="rnn", seed=0):
    """A NextWord, and the sentences it has not seen."""
    rng = np.random.default_rng(seed)
    learn, kept_back = split(clouds_corpus(), settings.share, rng)
    vectors = word_vectors(VOCABULARY, settings.D, rng)
    xs, following = clouds_arrays(learn, vectors)
    K = len(VOCABULARY)
    network = trained(model, xs, following, K, settings, rng)
    return NextWord(network, vectors), kept_back
