"""Name every word: person, place or neither ("I live in Paris").

Names such as Paris, Jordan and Florence are places and people. The word
just before does not settle which ("I flew to Sydney", "I spoke to Sydney"):
a tag depends on words further back.

Source: the task is named-entity recognition; sentences are ours.
"""

from itertools import product

import numpy as np

from lstm_doors.data.words import Vocabulary, numbered
from lstm_doors.networks.losses import NO_ANSWER

TAGS = ("other", "person", "place")
NAMES = (
    *("Paris", "Jordan", "Florence", "Sydney"),
    *("Chelsea", "Austin", "Victoria", "Georgia"),
)
WHO = ("I", "you", "we", "they")
HOW = ("", "often", "still", "never")
VERBS = {
    "place": ("live in", "stayed in", "flew to", "moved to", "came from"),
    "person": (
        "trust in",
        "believed in",
        "spoke to",
        "wrote to",
        "heard from",
    ),
}
END = "."
VOCABULARY = Vocabulary(
    [*WHO, *NAMES, *HOW, *VERBS["place"], *VERBS["person"], END]
)


def tagging_corpus():
    """Every sentence, as a list of (words, tags).

    "Jordan still stayed in Paris": person, other, other, other, place.
    """
    corpus = []
    for tag, verbs in VERBS.items():
        for who, how, verb, name in product(WHO + NAMES, HOW, verbs, NAMES):
            words = f"{who} {how} {verb} {name}".split()
            first = "person" if who in NAMES else "other"
            between = ["other"] * (len(words) - 2)
            corpus.append((words, [first, *between, tag]))
    return corpus


def tagging_arrays(corpus, vectors):
    """Arrays of a corpus: xs (T, N, D) and tag numbers (T, N).

    vectors (words, D) holds the vector of each word of VOCABULARY. Shorter
    sentences end with full stops, for which no tag is asked.
    """
    sentences = [words for words, _ in corpus]
    numbers = numbered(sentences, VOCABULARY, END)
    tags = np.full(numbers.shape, NO_ANSWER)
    for n, (_, sentence_tags) in enumerate(corpus):
        tags[: len(sentence_tags), n] = [TAGS.index(t) for t in sentence_tags]
    return vectors[numbers], tags


def split(corpus, share, rng):
    """Shuffle and cut in two: a share to learn from, the rest to test on."""
    order = rng.permutation(len(corpus))
    cut = round(share * len(corpus))
    learn, test = order[:cut], order[cut:]
    return [corpus[k] for k in learn], [corpus[k] for k in test]
