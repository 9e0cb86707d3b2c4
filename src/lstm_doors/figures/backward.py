"""The gradient's way back through the chain, for an RNN and for an LSTM."""

from .canvas import Canvas
from .picture import Picture

ALT = (
    "Two chains of four steps, read from right to left, the way the gradient "
    "goes back. RNN: at every step it passes tanh' and W. If a step leaves "
    "{rnn:g} of it, {rnn_left:.2f} is left after three steps, and the arrow "
    "grows thin. LSTM, along the memory: at every step it is multiplied by f "
    "alone. With f = {f:g}, {f_left:.2f} is left, and the arrow stays wide."
)
STEPS, PITCH, LAST = 3, 122, 440


def way_back(rnn=0.5, f=0.95, alt=None, caption=None):
    """rnn, f: the share of the gradient that one step back leaves, 0 to 1."""
    canvas = Canvas(490, 340)
    canvas.text(12, 318, "RNN: back through $\\tanh'$ and $W$", ha="left")
    _chain(canvas, 250, "h", "hidden", rnn, _through_rnn)
    canvas.text(12, 142, "LSTM: back along the memory, through $f$", ha="left")
    _chain(canvas, 74, "c", "cell", f, _through_memory)
    said = ALT.format(rnn=rnn, f=f, rnn_left=rnn**STEPS, f_left=f**STEPS)
    return Picture(canvas.figure, alt or said, caption)


def _chain(canvas, y, letter, colour, share, through):
    for back in range(STEPS + 1):
        x = LAST - back * PITCH
        sign = f"t-{back}" if back else "t"
        if back < STEPS:
            width = max(9 * share ** (back + 1), 0.8)
            end = (x - PITCH + 24, y)
            canvas.wire((x - 22, y), end, colour=colour, width=width)
            through(canvas, x - PITCH / 2, y)
        canvas.text(x, y, f"${letter}_{{{sign}}}$", colour, 20)
        canvas.note(x, y - 40, f"{share**back:.2f}", colour="ink")
    canvas.note(12, y - 62, "share of the gradient left", ha="left")


def _through_rnn(canvas, x, y):
    canvas.note(x, y + 24, "$\\times\\,\\tanh'\\;\\times W$", "ink")


def _through_memory(canvas, x, y):
    canvas.text(x, y + 24, "$\\times f$", "forget", 17)
