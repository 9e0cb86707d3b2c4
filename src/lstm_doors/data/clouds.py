"""A short gap: "the clouds are in the ..." - what comes next?

The last word follows from the subject, four words back; the word
"the" just before it says nothing.

Source: the example is Olah's, "Understanding LSTM Networks" (2015); the
corpus is ours.
"""

from itertools import product

import numpy as np

from lstm_doors.data.words import Vocabulary

PLACES = {
    "sky": ("clouds", "stars", "birds", "planes"),
    "sea": ("fish", "whales", "sharks", "corals"),
    "field": ("cows", "sheep", "horses", "flowers"),
    "house": ("chairs", "tables", "beds", "books"),
    "street": ("cars", "buses", "bicycles", "shops"),
    "forest": ("foxes", "oaks", "ferns", "owls"),
}
FIRST = ("the", "some", "these", "those")
VERBS = ("are", "were", "stay", "wait")
VOCABULARY = Vocabulary(
    [*FIRST, *map(" ".join, PLACES.values()), *VERBS, "in", *PLACES]
)


def clouds_corpus():
    """Every sentence, as a list of words: "the clouds are in the sky"."""
    return [
        f"{first} {thing} {verb} in the {place}".split()
        for place, things in PLACES.items()
        for first, thing, verb in product(FIRST, things, VERBS)
    ]


def clouds_arrays(corpus, vectors):
    """Arrays of a corpus: xs (5, N, D) and the next words (5, N).

    vectors (words, D) holds the vector of each word of VOCABULARY. xs lacks
    the last word; the number of the word after each one is the answer.
    """
    numbers = np.stack([VOCABULARY.numbers(w) for w in corpus], axis=1)
    return vectors[numbers[:-1]], numbers[1:]
