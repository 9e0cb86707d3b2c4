"""The module that a chain repeats: one layer, or four that work together."""

from .canvas import Canvas
from .cell import Pen, draw_cell
from .picture import Picture

ALT = (
    "Two modules of a chain. The plain RNN's module joins h_{t-1} and x_t and "
    "sends them through one tanh layer, which gives h_t. The LSTM's module "
    "has four layers that work together, three sigmoids and one tanh, and a "
    "second line, the memory, from c_{t-1} to c_t along its top."
)


def repeating_modules(alt=None, caption=None):
    """One tanh layer against four interacting layers."""
    wide = Canvas(700, 410)
    _rnn(wide, 0, 0)
    _titled_cell(wide, 216, 0)
    narrow = Canvas(480, 656)
    _rnn(narrow, 130, 416, height=176)
    _titled_cell(narrow, 0, 0)
    return Picture(wide.figure, alt or ALT, caption, narrow.figure)


def _titled_cell(canvas, x, y):
    draw_cell(canvas, x, y)
    canvas.text(x + 240, y + 386, "LSTM: four layers")


def _rnn(canvas, x, y, height=338):
    pen = Pen(canvas, x, y)
    canvas.panel(x + 46, y + 24, 118, height)
    canvas.text(x + 105, y + height + 48, "RNN: one layer")
    pen.text(22, 97, "$h_{t-1}$", "hidden")
    pen.wire((4, 78), (92, 78), colour="hidden")
    pen.text(52, 12, "$x_t$")
    pen.wire((70, 6), (70, 62), (92, 62))
    pen.merge(94, 70, 34)
    pen.wire((94, 70), (116, 70), (116, 110))
    pen.box(116, 128, "tanh", size=17)
    out = (116, 145), (116, 168), (152, 168), (152, 78), (206, 78)
    pen.wire(*out, colour="hidden")
    pen.text(186, 97, "$h_t$", "hidden")
