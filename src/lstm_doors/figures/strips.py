"""Gates over a sentence: one strip of bars for each gate, word by word."""

import numpy as np

from .canvas import Canvas
from .picture import Picture

MARGIN = 126  # room for the names, left of the strips
LETTERS = {
    "forget": "f",
    "input": "i",
    "output": "o",
    "candidate": "g",
    "cell": "c",
    "hidden": "h",
}


def gates_over_sentence(words, gates, alt, caption=None):
    """Bars for every word: how far each gate stands open, or what a state is.

    words: T words; gates: dict from "forget", "input", "output",
    "candidate", "cell" or "hidden" to an array (T,) or (T, H). Gates are
    drawn from 0 to 1; the others from minus to plus their largest size.
    On a phone the words run down the page. Raises ValueError for shapes
    that do not fit.
    """
    strips = {name: _columns(words, name, a) for name, a in gates.items()}
    wide = _across(words, strips)
    narrow = _down(words, strips)
    return Picture(wide.figure, alt, caption, narrow.figure)


def _columns(words, name, values):
    """Values as (T, H), scaled to at most 1 in size."""
    if name not in LETTERS:
        raise ValueError(
            f"no gate or state is called {name!r}; use {', '.join(LETTERS)}"
        )
    values = np.asarray(values, float)
    values = values[:, None] if values.ndim == 1 else values
    if values.ndim != 2 or len(values) != len(words):
        raise ValueError(
            f"{name} has shape {values.shape} for {len(words)} words; "
            "give one row for each word"
        )
    if name in ("forget", "input", "output"):
        return values
    return values / max(np.abs(values).max(), 1e-12)


def _across(words, strips):
    """Time runs to the right; the words stand under the strips."""
    cell = min(64, 590 / len(words))
    longest = max(len(word) for word in words)
    upright = longest * 9.5 > cell
    foot = 16 + 10 * longest if upright else 32
    heights = {n: max(40, 14 * v.shape[1]) for n, v in strips.items()}
    height = foot + sum(heights.values()) + 14 * len(strips)
    canvas = Canvas(MARGIN + cell * len(words) + 4, height)
    for t, word in enumerate(words):
        x = MARGIN + cell * (t + 0.5)
        how = {"rotation": 90, "va": "top"} if upright else {"va": "top"}
        canvas.note(x, foot - 8, word, "ink", **how)
    top = height
    for name, values in strips.items():
        row = heights[name] / values.shape[1]
        middle = top - heights[name] / 2
        canvas.note(MARGIN - 40, middle, name, name, ha="right")
        canvas.text(MARGIN - 20, middle, f"${LETTERS[name]}_t$", name, 19)
        for unit in range(values.shape[1]):
            foot_of_row = top - row * (unit + 1)
            for t, value in enumerate(values[:, unit]):
                box = (MARGIN + cell * t, foot_of_row, cell - 3, row - 3)
                _bar(canvas, box, value, name)
        top -= heights[name] + 14
    return canvas


def _down(words, strips):
    """Time runs down the page, one line for each word, for a phone."""
    longest = max(len(word) for word in words)
    left = 16 + 9.6 * longest
    units = sum(v.shape[1] for v in strips.values())
    cell = min(64, (352 - left - 12 * len(strips)) / units)
    row = 30
    canvas = Canvas(360, row * len(words) + 34)
    top = row * len(words) + 2
    for t, word in enumerate(words):
        y = top - row * (t + 0.5)
        canvas.note(left - 10, y, word, "ink", ha="right")
    x = left
    for name, values in strips.items():
        count = values.shape[1]
        head = x + cell * count / 2
        canvas.text(head, top + 18, f"${LETTERS[name]}_t$", name, 19)
        for (t, unit), value in np.ndenumerate(values):
            place = (x + cell * unit, top - row * (t + 1))
            _bar(canvas, (*place, cell - 2, row - 3), value, name)
        x += cell * count + 12
    return canvas


def _bar(canvas, box, value, name):
    """A bar in its frame: from the foot for a gate, else from the middle."""
    left, foot, width, height = box
    frame = [
        (left, foot),
        (left, foot + height),
        (left + width, foot + height),
        (left + width, foot),
    ]
    canvas.polygon(frame, name, tint=0.1)
    signed = name in ("candidate", "cell", "hidden")
    zero = foot + height / 2 if signed else foot
    tip = zero + value * (height / 2 if signed else height)
    bar = [(left, zero), (left, tip), (left + width, tip)]
    canvas.polygon([*bar, (left + width, zero)], name, tint=0.8)
