"""The LSTM cell, gate by gate. No two wires cross.

Every part draws itself at the same place, so that the picture grows from
chapter to chapter and nothing moves.
"""

from .canvas import Canvas
from .picture import Picture

PARTS = ("memory", "forget", "input", "output")
MEMORY, JOINED, LAYERS, MEET = 330, 70, 142, 228  # heights of the rows
FORGET, INPUT, CANDIDATE, OUTPUT, SHOWN = 140, 204, 270, 342, 402

SAID = {
    "memory": "the memory line runs straight through from c_{t-1} to c_t",
    "forget": (
        "the forget gate, a sigmoid layer that reads h_{t-1} and x_t, "
        "multiplies the memory by f_t"
    ),
    "input": (
        "the input gate i_t, a sigmoid layer, multiplies the candidate g_t, "
        "a tanh layer, and their product is added to the memory"
    ),
    "output": (
        "the output gate o_t, a sigmoid layer, multiplies the tanh of the "
        "memory, which leaves as h_t"
    ),
}


def cell(*parts, alt=None, caption=None):
    """The cell with the parts named so far, the last of them in colour.

    parts: any of "memory", "forget", "input", "output"; none means the whole
    cell, all of it in colour. Raises ValueError for another name.
    """
    strangers = [part for part in parts if part not in PARTS]
    if strangers:
        raise ValueError(
            f"the cell has no part {strangers[0]!r}; it has {PARTS}"
        )
    canvas = Canvas(480, 380)
    draw_cell(canvas, 0, 0, parts or PARTS, parts[-1:] or PARTS)
    said = "; ".join(SAID[part] for part in parts or PARTS)
    whole = len(parts) in (0, len(PARTS))
    name = "The LSTM cell" if whole else "Part of an LSTM cell"
    return Picture(canvas.figure, alt or f"{name}: {said}.", caption)


def draw_cell(canvas, x, y, parts=PARTS, lit=PARTS):
    """Draw on a canvas, lower left corner at x, y; `lit` parts in colour."""
    pen = Pen(canvas, x, y)
    canvas.panel(x + 48, y + 24, 384, 338)
    pen.wire((6, MEMORY), (474, MEMORY), colour="cell", width=4)
    pen.text(24, MEMORY + 20, "$c_{t-1}$", "cell")
    pen.text(454, MEMORY + 20, "$c_t$", "cell")
    last = {"forget": FORGET, "input": CANDIDATE, "output": OUTPUT}
    reach = max([last[part] for part in parts if part in last], default=0)
    if reach:
        draw_joined(pen, reach)
    for part, draw in DRAW.items():
        if part in parts:
            draw(pen, part in lit, reach)


class Pen:
    """A canvas moved to the cell's corner."""

    def __init__(self, canvas, x, y):
        self.canvas, self.x, self.y = canvas, x, y

    def wire(self, *points, **how):
        points = [(self.x + a, self.y + b) for a, b in points]
        self.canvas.wire(*points, **how)

    def __getattr__(self, sign):
        draw = getattr(self.canvas, sign)
        return lambda a, b, *rest, **how: draw(
            self.x + a, self.y + b, *rest, **how
        )

    def text(self, a, b, words, colour="ink", size=19, **how):
        self.canvas.text(self.x + a, self.y + b, words, colour, size, **how)


def draw_joined(pen, reach):
    """h_{t-1} and x_t laid end to end, and the wire up to the last layer."""
    pen.text(23, JOINED + 25, "$h_{t-1}$", "hidden")
    pen.wire((6, JOINED + 8), (96, JOINED + 8), colour="hidden")
    pen.text(54, 12, "$x_t$")
    pen.wire((72, 6), (72, JOINED - 8), (96, JOINED - 8))
    pen.merge(98, JOINED, 34)
    pen.wire((98, JOINED), (reach, JOINED), (reach, LAYERS - 17))


def layer(pen, x, sign, name, colour, reach):
    """A learned layer on the joined wire, which ends at x = reach."""
    if x < reach:
        pen.fork(x, JOINED)
        pen.wire((x, JOINED), (x, LAYERS - 17))
    pen.box(x, LAYERS, sign, colour, size=17)
    pen.note(x, JOINED - 22, name, colour)


def draw_forget(pen, lit, reach):
    colour = "forget" if lit else "line"
    layer(pen, FORGET, "σ", "forget", _ink(colour), reach)
    pen.wire((FORGET, LAYERS + 17), (FORGET, MEMORY - 15), colour=colour)
    pen.circle(FORGET, MEMORY, "x")
    pen.text(FORGET + 16, MEET, "$f_t$", _ink(colour))


def draw_input(pen, lit, reach):
    gate, new = ("input", "candidate") if lit else ("line", "line")
    layer(pen, INPUT, "σ", "input", _ink(gate), reach)
    way = (INPUT, LAYERS + 17), (INPUT, MEET), (CANDIDATE - 15, MEET)
    pen.wire(*way, colour=gate)
    pen.text(INPUT + 20, MEET + 18, "$i_t$", _ink(gate))
    layer(pen, CANDIDATE, "tanh", "candidate", _ink(new), reach)
    up = (CANDIDATE, LAYERS + 17), (CANDIDATE, MEET - 15)
    pen.wire(*up, colour=new)
    pen.text(CANDIDATE + 18, MEET - 34, "$g_t$", _ink(new))
    up = (CANDIDATE, MEET + 14), (CANDIDATE, MEMORY - 15)
    pen.wire(*up, colour=new)
    pen.circle(CANDIDATE, MEET, "x")
    pen.circle(CANDIDATE, MEMORY, "+")


def draw_output(pen, lit, reach):
    colour = "output" if lit else "line"
    layer(pen, OUTPUT, "σ", "output", _ink(colour), reach)
    way = (OUTPUT, LAYERS + 17), (OUTPUT, MEET), (SHOWN - 15, MEET)
    pen.wire(*way, colour=colour)
    pen.text(OUTPUT + 22, MEET + 18, "$o_t$", _ink(colour))
    pen.fork(SHOWN, MEMORY, "cell")
    pen.wire((SHOWN, MEMORY), (SHOWN, MEMORY - 24), colour="cell")
    pen.circle(SHOWN, MEMORY - 43, "tanh", radius=19)
    pen.wire((SHOWN, MEMORY - 62), (SHOWN, MEET + 15), colour="cell")
    out = (SHOWN, MEET - 14), (SHOWN, JOINED + 8), (474, JOINED + 8)
    pen.wire(*out, colour="hidden")
    pen.text(455, JOINED + 25, "$h_t$", "hidden")
    pen.circle(SHOWN, MEET, "x")


DRAW = {"forget": draw_forget, "input": draw_input, "output": draw_output}


def _ink(colour):
    return "muted" if colour == "line" else colour
