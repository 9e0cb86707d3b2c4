"""Embedded Reber strings: a grammar that remembers its second symbol.

The Reber grammar is a walk through six states; the embedded grammar is B,
then T or P, then a Reber string, then the same T or P again, then E. The
last but one symbol has to be kept over the whole inner string.

Sources: Hochreiter & Schmidhuber (1997), experiment 1; the stream without
marked ends is Gers, Schmidhuber & Cummins (2000).
"""

import numpy as np

SYMBOLS = "BTPSXVE"
# state: (symbol, next state), each as likely; None ends the string
GRAMMAR = (
    (("T", 1), ("P", 2)),
    (("S", 1), ("X", 3)),
    (("T", 2), ("V", 4)),
    (("X", 2), ("S", 5)),
    (("P", 3), ("V", 5)),
    (("E", None),),
)


def embedded_reber(rng):
    """One string and, for each symbol of it, the legal ones after it.

    Returns a str of length T and an array (T, 7) of 0 and 1; the last row
    allows B alone, the start of the next string.
    """
    door = "TP"[rng.integers(2)]
    string, legal = "B" + door + "B", ["TP", "B"]
    state = 0
    while state is not None:
        edges = GRAMMAR[state]
        legal.append("".join(symbol for symbol, _ in edges))
        symbol, state = edges[rng.integers(len(edges))]
        string += symbol
    legal += [door, "E", "B"]
    return string + door + "E", symbols_in(legal)


def symbols_in(sets):
    """One row for each set of symbols, (len, 7), 1 where it holds one."""
    return np.array(
        [[s in allowed for s in SYMBOLS] for allowed in sets], float
    )


def one_hot(string):
    """A string as an array (T, 7)."""
    return symbols_in(string)


class ReberStream:
    """N endless streams of embedded Reber strings, read chunk by chunk."""

    def __init__(self, N, rng):
        self.N, self.rng = N, rng
        self.ahead = [(np.zeros((0, 7)), np.zeros((0, 7)))] * N

    def draw(self, T):
        """The next T symbols of every stream.

        Returns one-hot xs (T, N, 7), the symbol that follows each as a
        number (T, N), and the symbols that could have followed (T, N, 7).
        """
        chunks = [self._one(n, T) for n in range(self.N)]
        xs, following, legal = zip(*chunks, strict=True)
        return (
            np.stack(xs, axis=1),
            np.stack(following, axis=1),
            np.stack(legal, axis=1),
        )

    def _one(self, n, T):
        xs, legal = self.ahead[n]
        while len(xs) < T + 1:
            string, allowed = embedded_reber(self.rng)
            xs = np.concatenate([xs, one_hot(string)])
            legal = np.concatenate([legal, allowed])
        self.ahead[n] = xs[T:], legal[T:]
        return xs[:T], xs[1 : T + 1].argmax(axis=-1), legal[:T]
