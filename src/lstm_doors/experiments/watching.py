"""Watching the doors: a trained LSTM, step by step over what it reads.

`france_reader` and `film_watcher` train the networks (a second or two
each); `watch` runs one of them over a single sequence and keeps everything
that happens inside.
"""

from dataclasses import dataclass

import numpy as np

from lstm_doors.data.film import EVENTS, film
from lstm_doors.data.france import COUNTRIES, LANGUAGES, VOCABULARY
from lstm_doors.experiments import film as film_experiment
from lstm_doors.experiments import france
from lstm_doors.experiments.common import each
from lstm_doors.networks import Network, run, softmax

ANSWERS = tuple(LANGUAGES[country] for country in COUNTRIES)


@dataclass(frozen=True)
class Watched:
    """One sequence, seen from inside; each array starts with step 0.

    f, i, g, o, c, h: (T, H). probs: (T, K), what the readout would answer
    at each step, in the order of `answers`.
    """

    f: np.ndarray
    i: np.ndarray
    g: np.ndarray
    o: np.ndarray
    c: np.ndarray
    h: np.ndarray
    probs: np.ndarray
    answers: tuple

    def busiest(self, count=6):
        """Units whose memory moves most over the sequence, most first."""
        return np.argsort(-np.ptp(self.c, axis=0))[:count]

    def answer(self, t=-1):
        """The likeliest answer at step t."""
        return self.answers[int(self.probs[t].argmax())]


def watch(network: Network, xs, answers):
    """Run an LSTM over one sequence xs (T, D)."""
    hs, _, trace = run(network, np.asarray(xs)[:, None])
    readout = hs[:, 0] @ network.params["V"] + network.params["b_V"]
    layers = {name: layer[:, 0] for name, layer in trace.doors().items()}
    return Watched(
        **layers,
        c=trace.cs[1:, 0],
        h=hs[:, 0],
        probs=softmax(readout),
        answers=answers,
    )


def france_reader(gap=12, seed=0, forget_bias=3):
    """An LSTM that has learned France at one gap."""
    model = f"LSTM, forget bias {forget_bias}"
    rng = np.random.default_rng(seed)
    job = france.Settings(), model, gap, rng
    [(network, _)] = each(france.trained, [job])
    return network


def watch_sentence(network, words):
    """Watch the words of a sentence pass, answers being languages."""
    return watch(network, VOCABULARY.one_hot(words), ANSWERS)


def film_watcher(seed=0):
    """An LSTM that has learned the film."""
    rng = np.random.default_rng(seed)
    job = film_experiment.Settings(), "lstm", rng
    [network] = each(film_experiment.trained, [job])
    return network


def watch_film(network, T=40, seed=1):
    """A fresh film: frames (T, PIXELS), events (T,), and what is inside."""
    frames, events = film(T, 1, np.random.default_rng(seed))
    return frames[:, 0], events[:, 0], watch(network, frames[:, 0], EVENTS)
