"""A long gap: "I grew up in France ... I speak fluent" - which language?

Between the country and the question stand `gap` filler words, each drawn
at random from 24, so that nothing in them helps: "I grew up in France and
sang we often there waited then I speak fluent".

Source: the example is Olah's, "Understanding LSTM Networks" (2015); the
form, one fact to be kept over distractors of growing number, is that of
Hochreiter & Schmidhuber (1997), experiment 2.
"""

import numpy as np

from lstm_doors.data.words import Vocabulary

LANGUAGES = {
    "France": "French",
    "Spain": "Spanish",
    "Italy": "Italian",
    "Germany": "German",
    "Poland": "Polish",
    "Greece": "Greek",
    "Japan": "Japanese",
    "Turkey": "Turkish",
}
COUNTRIES = tuple(LANGUAGES)
FILLERS = (
    *("and", "but", "then", "so", "while", "because"),
    *("we", "they", "she", "he", "you", "everyone"),
    *("walked", "laughed", "sang", "waited", "worked", "danced"),
    *("often", "there", "slowly", "outside", "together", "again"),
)
BEFORE = ("I", "grew", "up", "in")
AFTER = ("I", "speak", "fluent")
VOCABULARY = Vocabulary([*BEFORE, *AFTER, *COUNTRIES, *FILLERS])
_EYE = np.eye(len(VOCABULARY), dtype=np.float32)


def france_sentence(country, gap, rng):
    """The words of one sentence, without its answer LANGUAGES[country]."""
    filler = [FILLERS[k] for k in rng.integers(len(FILLERS), size=gap)]
    return [*BEFORE, country, *filler, *AFTER]


def france(gap, N, rng):
    """N sentences: one-hot xs (T, N, D), country numbers (1, N).

    T is gap + 8; the answer is asked for at the last word. Chance is one in
    eight.
    """
    country = rng.integers(len(COUNTRIES), size=N)
    numbers = np.empty((gap + 8, N), int)
    numbers[:4] = VOCABULARY.numbers(BEFORE)[:, None]
    numbers[4] = VOCABULARY.numbers(COUNTRIES)[country]
    filler = VOCABULARY.numbers(FILLERS)
    numbers[5:-3] = filler[rng.integers(len(FILLERS), size=(gap, N))]
    numbers[-3:] = VOCABULARY.numbers(AFTER)[:, None]
    return _EYE[numbers], country[None]
