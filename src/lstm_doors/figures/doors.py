"""Doors, drawn: shut, ajar, open; and the house that has three of them."""

import numpy as np

from .canvas import Canvas
from .picture import Picture

WORDS = {
    "forget": ("f", "cell", "nothing stays", "half stays", "all stays"),
    "input": ("i", "candidate", "nothing enters", "half enters", "all enters"),
    "output": ("o", "hidden", "nothing shows", "half shows", "all shows"),
}
HOUSE = (
    "A house with one room and three doors. Through the forget door comes "
    "what stays of the old memory, f times c_{t-1}; through the input door "
    "comes what is new, i times g. Both are hung on one peg, the memory c_t. "
    "Through the output door goes what is shown, h_t."
)


def draw_door(canvas, x, y, amount, colour, width=74, height=132):
    """A door in its frame, foot of the frame at x, y.

    amount: how far it is open, 0 (shut) to 1 (flat against the wall's side)
    """
    left, right = x - width / 2, x + width / 2
    frame = [(left, y), (left, y + height), (right, y + height), (right, y)]
    canvas.polygon(frame, colour, tint=0, width=3)
    angle = np.radians(82 * amount)
    edge = left + width * np.cos(angle)
    drop = 0.2 * width * np.sin(angle)  # nearer to us, so larger
    leaf = [
        (left, y),
        (left, y + height),
        (edge, y + height + drop * 0.6),
        (edge, y - drop),
    ]
    canvas.polygon(leaf, colour, tint=0.32, width=2.2)
    knob = left + 0.84 * (edge - left)
    canvas.fork(knob, y + 0.46 * height - 0.5 * drop, colour)


def doors(gate="forget", alt=None, caption=None):
    """One gate's door shut, ajar and open. Raises ValueError for no gate."""
    if gate not in WORDS:
        raise ValueError(
            f"no gate is called {gate!r}; the gates are {', '.join(WORDS)}"
        )
    letter, what, *meanings = WORDS[gate]
    canvas = Canvas(420, 250)
    for place, amount in enumerate((0, 0.5, 1)):
        x = 76 + 134 * place
        through = 7 * amount
        if amount:
            canvas.wire(
                (x + 20, 130), (x + 62, 130), colour=what, width=through
            )
        draw_door(canvas, x, 64, amount, gate)
        canvas.text(x, 226, f"${letter} = {amount:g}$", gate, 20)
        canvas.text(x, 26, meanings[place])
    said = (
        f"The {gate} door three times. Shut, {letter} = 0: {meanings[0]}. "
        f"Ajar, {letter} = 0.5: {meanings[1]}. Open, {letter} = 1: "
        f"{meanings[2]}."
    )
    return Picture(canvas.figure, alt or said, caption)


def house(alt=None, caption=None):
    """The room with the three doors and the one peg."""
    canvas = Canvas(480, 470)
    canvas.polygon([(14, 370), (240, 462), (466, 370)], "muted", 0.1, 2)
    walls = (34, 20), (34, 370), (446, 370), (446, 20)
    canvas.polygon(walls, "muted", 0, 2)
    canvas.wire((34, 200), (446, 200), colour="line", width=1.4, arrow=False)
    for x, gate in ((104, "forget"), (240, "input"), (376, "output")):
        draw_door(canvas, x, 200, 0.55, gate, 70, 122)
        canvas.text(x, 348, f"{gate} door", gate)
    canvas.wire((104, 178), (104, 92), (186, 92), colour="cell", width=4)
    canvas.text(72, 60, "$f \\cdot c_{t-1}$", "cell", 18, ha="left")
    canvas.wire((240, 178), (240, 138), colour="candidate", width=4)
    canvas.text(258, 162, "$i \\cdot g$", "candidate", 18, ha="left")
    canvas.wire((294, 92), (376, 92), (376, 178), colour="hidden", width=4)
    canvas.text(376, 60, "$h_t$", "hidden", 18)
    _coat(canvas, 240, 36)
    return Picture(canvas.figure, alt or HOUSE, caption)


def _coat(canvas, x, y):
    """A coat on a peg, 90 pixels high, its hem at y."""
    half = [(8, 84), (34, 66), (42, 26), (31, 22), (25, 46), (29, 0)]
    outline = [(x + a, y + b) for a, b in half]
    outline += [(x - a, y + b) for a, b in reversed(half)]
    canvas.polygon(outline, "cell", 0.3, 2.2)
    canvas.wire((x, y + 84), (x, y + 96), colour="ink", width=4, arrow=False)
    canvas.text(x, y + 38, "$c_t$", "cell", 20)
