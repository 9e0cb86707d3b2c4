"""Words as vectors: what turns a sentence into numbers."""

import numpy as np


class Vocabulary:
    """A fixed list of words, each with its number and its one-hot vector.

    >>> words = Vocabulary(["I love you"])
    >>> words.one_hot("you love".split())
    array([[0., 0., 1.],
           [0., 1., 0.]])
    """

    def __init__(self, texts):
        """Texts of one or more words; a word that recurs counts once."""
        self.words = list(dict.fromkeys(" ".join(texts).split()))
        self.number = {word: k for k, word in enumerate(self.words)}

    def __len__(self):
        return len(self.words)

    def numbers(self, words):
        """The number of each word, as an array (T,)."""
        unknown = [word for word in words if word not in self.number]
        if unknown:
            raise ValueError(
                f"{unknown[0]!r} is not in the vocabulary; "
                f"its words are: {' '.join(self.words)}."
            )
        return np.array([self.number[word] for word in words], int)

    def one_hot(self, words):
        """One row for each word, (T, D): a single 1 at its number."""
        return np.eye(len(self))[self.numbers(words)]

    def read(self, xs):
        """The words of one-hot rows (T, D)."""
        return [self.words[k] for k in np.argmax(xs, axis=-1)]


def word_vectors(vocabulary, D, rng):
    """A fixed random vector of length 1 for each word: (len, D).

    Vectors of different words are nearly at right angles, as one-hot
    vectors are, but D can be much smaller than the vocabulary.
    """
    vectors = rng.normal(size=(len(vocabulary), D))
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def numbered(sentences, vocabulary, end):
    """Word numbers (T, N) of sentences of unequal length.

    Shorter sentences are filled up with the word `end`.
    """
    T = max(map(len, sentences))
    filled = [[*words] + [end] * (T - len(words)) for words in sentences]
    return np.stack([vocabulary.numbers(words) for words in filled], axis=1)
