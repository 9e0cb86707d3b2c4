"""The tagger: person, place or neither, for every word of a sentence.

Source of the corpus: ours (`lstm_doors.data.tagging`).
"""

from dataclasses import dataclass, field

import numpy as np

from lstm_doors.data.tagging import (
    TAGS,
    VOCABULARY,
    split,
    tagging_arrays,
    tagging_corpus,
)
from lstm_doors.data.words import word_vectors
from lstm_doors.experiments.common import Table
from lstm_doors.experiments.sentences import by_model, trained
from lstm_doors.networks import NO_ANSWER, Network, scores, softmax


@dataclass(frozen=True)
class Settings:
    """A share of the sentences is learned from, the rest is the test."""

    models: tuple = ("memoryless", "rnn")
    seeds: tuple = (0, 1, 2)
    share: float = 0.25
    D: int = 16
    H: int = 24
    N: int = 32
    lr: float = 1e-2
    updates: int = 200


@dataclass(frozen=True)
class Tagger:
    """A trained network with the vectors of its words (words, D)."""

    network: Network
    vectors: np.ndarray = field(repr=False)

    def probabilities(self, words):
        """The probability of each tag at each word: (T, tags)."""
        xs = self.vectors[VOCABULARY.numbers(words)][:, None]
        return softmax(scores(self.network, xs)[:, 0])

    def tag(self, words):
        """The most probable tag of each word."""
        return [TAGS[k] for k in self.probabilities(words).argmax(axis=-1)]


@dataclass(frozen=True)
class Result:
    """By model, each (seeds,): the share of words tagged rightly, of all
    words and of the names that end a sentence (place or person?)."""

    settings: Settings
    all_words: dict
    last_names: dict

    def table(self):
        rows = [
            (
                model,
                f"{self.all_words[model].mean():.3f}",
                f"{self.last_names[model].mean():.3f}",
            )
            for model in self.all_words
        ]
        columns = ("network", "all words", "the name at the end")
        return Table(columns, tuple(rows))


def run(settings=Settings()):
    """Every model, every seed."""
    shares = by_model(one, settings)
    return Result(
        settings,
        {model: share[:, 0] for model, share in shares.items()},
        {model: share[:, 1] for model, share in shares.items()},
    )


def one(settings, model, seed):
    """Shares of all words and of last names, in sentences kept back."""
    tagger, kept_back = trained_tagger(settings, model, seed)
    xs, tags = tagging_arrays(kept_back, tagger.vectors)
    right = scores(tagger.network, xs).argmax(axis=-1) == tags
    asked = tags != NO_ANSWER
    last = asked.sum(axis=0) - 1
    return right[asked].mean(), right[last, np.arange(len(last))].mean()


def trained_tagger(settings=Settings(), model="rnn", seed=0):
    """A Tagger, and the corpus it has not seen."""
    rng = np.random.default_rng(seed)
    learn, kept_back = split(tagging_corpus(), settings.share, rng)
    vectors = word_vectors(VOCABULARY, settings.D, rng)
    xs, tags = tagging_arrays(learn, vectors)
    network = trained(model, xs, tags, len(TAGS), settings, rng)
    return Tagger(network, vectors), kept_back
