"""The doors of a trained LSTM over a sentence, word by word."""

from html import escape

import numpy as np
import traitlets as t

from lstm_doors.networks import lstm_forward, lstm_gates

from .base import Knob, LiveDoor, LivePicture

NAMES = ("f", "i", "o", "c", "h")


class SentencePicture(LivePicture, module="sentence"):
    """Draws every unit's doors at a word, and one unit over all words."""

    words = t.List(t.Unicode()).tag(sync=True)
    gates = t.Dict().tag(sync=True)
    step = t.Int(1).tag(sync=True)
    unit = t.Int(1).tag(sync=True)


def read(params, xs):
    """Run the LSTM over one sequence: dict of f, i, o, c, h, each (T, H).

    xs is (T, D) or (T, 1, D); the states start at 0.
    """
    xs = np.asarray(xs, dtype=float)
    xs = xs[:, None] if xs.ndim == 2 else xs
    zero = np.zeros((1, len(params["b_f"])))
    hs, cs = lstm_forward(xs, zero, zero, params)
    before = [zero, *hs[:-1]]
    doors = [lstm_gates(x, h, params) for x, h in zip(xs, before, strict=True)]
    f, i, _, o = (np.stack(gate)[:, 0] for gate in zip(*doors, strict=True))
    return {"f": f, "i": i, "o": o, "c": cs[:, 0], "h": hs[:, 0]}


def checked(words, gates):
    """`gates` as arrays, or a ValueError that says what does not fit."""
    missing = [name for name in NAMES if name not in gates]
    if missing:
        raise ValueError(
            f"gates lacks {', '.join(missing)}: give arrays (T, H) for "
            f"{', '.join(NAMES)}."
        )
    arrays = {name: np.asarray(gates[name], dtype=float) for name in NAMES}
    shape = arrays["f"].shape
    for name, array in arrays.items():
        if array.shape != shape or len(shape) != 2 or not array.size:
            raise ValueError(
                f"gates[{name!r}] has shape {array.shape}: expected (T, H), "
                "the same for all."
            )
        if not np.isfinite(array).all():
            raise ValueError(f"gates[{name!r}] holds nan or infinity.")
    if len(words) != shape[0]:
        raise ValueError(
            f"words and gates do not fit, {len(words)} words against "
            f"{shape[0]} steps: give one word for each step."
        )
    return arrays


class DoorsOverSentence(LiveDoor):
    """Scrub through the words and watch each unit's doors and memory.

    `words`: T strings. `gates`: arrays f, i, o, c, h, each (T, H).
    `step` and `unit` count from 1. Raises ValueError when they do not fit.
    """

    picture_class = SentencePicture

    @classmethod
    def of(cls, params, xs, words, **values):
        """The doors of the LSTM `params` while it reads xs (T, D)."""
        return cls(words, read(params, xs), **values)

    def __init__(self, words, gates, **values):
        arrays = checked(words, gates)
        T, H = arrays["f"].shape
        self._knobs = {
            "step": Knob("word number", 1, 1, T, 1),
            "unit": Knob("unit number", 1, 1, H, 1),
        }
        self.words, self.arrays = list(words), arrays
        table = {k: v.round(3).tolist() for k, v in arrays.items()}
        picture = {"words": self.words, "gates": table}
        super().__init__(picture=picture, **values)

    def knobs(self):
        """Sliders as long as this sentence, and as many units as it has."""
        return self._knobs

    def still(self):
        """One unit's numbers at every word, as a table: print cannot scrub."""
        unit = self.sliders["unit"].value
        head = "".join(f"<th>{name}</th>" for name in NAMES)
        rows = "".join(
            f"<tr><th>{escape(word)}</th>"
            + "".join(
                f"<td>{self.arrays[n][k, unit - 1]:.2f}</td>" for n in NAMES
            )
            + "</tr>"
            for k, word in enumerate(self.words)
        )
        return (
            f'<table class="doors-table"><caption>Unit {unit}, word by '
            f"word</caption><tr><th>word</th>{head}</tr>{rows}</table>"
        )
