"""The loop and the chain it unrolls into."""

from .canvas import Canvas
from .picture import Picture

ALT = (
    "Left: one box A takes the input x_t and gives the state h_t; an arrow "
    "leads from A back into A. Right: the same loop unrolled over {steps} "
    "steps. {count} copies of A stand in a row; each takes one word "
    "({words}), gives a state, and passes that state to the copy on its right."
)
NUMBERS = {2: "Two", 3: "Three", 4: "Four", 5: "Five"}


def loop(words=("I", "love", "you"), alt=None, caption=None):
    """The loop on the left, the same unrolled on the right.

    words: 2 to 5 short words, one for each step of the chain
    """
    if len(words) not in NUMBERS:
        raise ValueError(
            f"loop() was given {len(words)} words; give 2 to 5 words"
        )
    wide = Canvas(190 + 125 * len(words), 258)
    _rolled(wide, 70, 138)
    wide.text(150, 138, "=", "muted", 26)
    _chain(wide, 235, 138, 125, words)
    narrow = Canvas(360, 523)
    _rolled(narrow, 180, 410)
    narrow.text(180, 280, "=", "muted", 26)
    pitch = 300 / len(words)
    _chain(narrow, 45 + pitch / 4, 138, pitch, words)
    said = ALT.format(
        steps=len(words), count=NUMBERS[len(words)], words=", ".join(words)
    )
    return Picture(wide.figure, alt or said, caption, narrow.figure)


def _rolled(canvas, x, y):
    _step(canvas, x, y, "$x_t$", "$h_t$")
    canvas.fork(x, y + 46, "hidden")
    way = [(x, y + 46), (x + 52, y + 46), (x + 52, y), (x + 27, y)]
    canvas.wire(*way, colour="hidden", width=3)


def _chain(canvas, x, y, pitch, words):
    for step, word in enumerate(words):
        here = x + step * pitch
        time = step - len(words) + 2
        sign = "t" if time == 0 else f"t{time:+d}"
        if step:
            start = (here - pitch, y + 46)
            half = here - pitch / 2
            way = [start, (half, y + 46), (half, y), (here - 27, y)]
            canvas.wire(*way, colour="hidden", width=3)
        if step < len(words) - 1:
            canvas.fork(here, y + 46, "hidden")
        _step(canvas, here, y, f"$x_{{{sign}}}$", f"$h_{{{sign}}}$")
        canvas.text(here, y - 116, f"“{word}”")


def _step(canvas, x, y, given, result):
    """One copy of the network: input from below, state out at the top."""
    canvas.wire((x, y - 70), (x, y - 27))
    canvas.text(x, y - 86, given, size=19)
    canvas.wire((x, y + 27), (x, y + 84), colour="hidden")
    canvas.text(x, y + 100, result, "hidden", 19)
    canvas.box(x, y, "A", width=54, height=54, size=20)
