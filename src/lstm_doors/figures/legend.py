"""The signs that every diagram of the course is made of."""

from .canvas import Canvas
from .picture import Picture

ALT = (
    "Five signs. A line with an arrow: a vector on its way. A rectangle: a "
    "layer, with weights that are learned. A circle: an operation on each "
    "number by itself. Two lines that end on a bar: two vectors laid end to "
    "end. A line that parts at a dot: one vector, copied."
)
ROWS = (
    ("line", "a vector on its way"),
    ("box", "a layer: its weights are learned"),
    ("circle", "works on each number by itself"),
    ("merge", "two vectors, laid end to end"),
    ("fork", "one vector, copied"),
)
PITCH = 62


def legend(alt=None, caption=None):
    """Lines, boxes, circles, merges and forks, with what they mean."""
    canvas = Canvas(430, PITCH * len(ROWS) + 6)
    for row, (sign, words) in enumerate(reversed(ROWS)):
        y = PITCH * (row + 0.5) + 3
        SIGNS[sign](canvas, y)
        canvas.text(146, y, words, ha="left")
    return Picture(canvas.figure, alt or ALT, caption)


def _line(canvas, y):
    canvas.wire((14, y), (126, y))


def _box(canvas, y):
    canvas.wire((14, y), (42, y))
    canvas.box(70, y, "σ")
    canvas.wire((96, y), (126, y))


def _circle(canvas, y):
    canvas.wire((14, y), (54, y))
    canvas.circle(70, y, "x")
    canvas.wire((84, y), (126, y))


def _merge(canvas, y):
    canvas.wire((14, y + 10), (66, y + 10))
    canvas.wire((14, y - 10), (66, y - 10))
    canvas.merge(69, y, 38)
    canvas.wire((69, y), (126, y))


def _fork(canvas, y):
    canvas.wire((14, y + 9), (126, y + 9))
    canvas.wire((58, y + 9), (58, y - 15), (126, y - 15))
    canvas.fork(58, y + 9)


SIGNS = {
    "line": _line,
    "box": _box,
    "circle": _circle,
    "merge": _merge,
    "fork": _fork,
}
