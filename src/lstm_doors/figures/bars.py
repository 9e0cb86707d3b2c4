"""A function drawn by example: vectors in, vectors out."""

import numpy as np

from .canvas import Canvas
from .picture import Picture
from .style import SMALL

NAME, CELL, ROW, TALL = 78, 50, 66, 20


def in_out(given, wanted, title="", alt=None, caption=None):
    """Bars of the given arrays, an arrow, bars of the wanted arrays.

    given, wanted: dict from a name (Matplotlib's $maths$ is understood) to
    an array (H,), or (N, H) drawn as N rows; at most 7 numbers a row
    """
    before, after = _rows(given), _rows(wanted)
    longest = max(len(values) for _, values in before + after)
    if longest > 7:
        raise ValueError(
            f"a row holds {longest} numbers; draw at most 7, on a smaller "
            "example"
        )
    scale = max(abs(values).max() for _, values in before + after) or 1
    height = ROW * len(before + after) + 56
    canvas = Canvas(max(NAME + CELL * longest + 12, 300), height)
    y = height
    for row in before:
        y = _draw(canvas, y, row, scale)
    middle = NAME + CELL * longest / 2
    canvas.wire((middle, y - 4), (middle, y - 48))
    canvas.text(middle + 16, y - 26, title, ha="left")
    y -= 56
    for row in after:
        y = _draw(canvas, y, row, scale)
    return Picture(canvas.figure, alt or _said(given, wanted, title), caption)


def _rows(arrays):
    rows = []
    for name, array in arrays.items():
        array = np.atleast_2d(np.asarray(array, float))
        rows += [(name if k == 0 else "", row) for k, row in enumerate(array)]
    return rows


def _draw(canvas, y, row, scale):
    """One row of bars, its top at y; returns its foot."""
    name, values = row
    zero = y - 8 - TALL
    canvas.text(NAME - 16, zero, name, size=19, ha="right")
    for place, value in enumerate(values):
        left, tip = NAME + CELL * place, zero + TALL * value / scale
        bar = [(left + 8, zero), (left + 8, tip)]
        bar += [(left + 42, tip), (left + 42, zero)]
        canvas.polygon(bar, "output", 0.55)
        canvas.wire(
            (left + 2, zero), (left + 48, zero), width=1.2, arrow=False
        )
        canvas.text(left + 25, y - ROW + 9, f"{value:.2f}", size=SMALL)
    return y - ROW


def _said(given, wanted, title):
    def listed(arrays):
        return "; ".join(
            f"{name.strip('$')} = {np.round(array, 2).tolist()}"
            for name, array in arrays.items()
        )

    return f"In: {listed(given)}. {title} Out: {listed(wanted)}."
