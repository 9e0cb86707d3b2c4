"""The whole cell, and the plain loop it is compared with."""

import traitlets as t

from .base import Knob, LiveDoor, LivePicture


class WholeCellPicture(LivePicture, module="whole_cell"):
    """Draws the cell of one unit with a number on every line."""

    x = t.Float(1.0).tag(sync=True)
    h_prev = t.Float(0.0).tag(sync=True)
    c_prev = t.Float(0.0).tag(sync=True)
    f = t.Float(1.0).tag(sync=True)
    i = t.Float(1.0).tag(sync=True)
    o = t.Float(0.5).tag(sync=True)
    c = t.Float(None, allow_none=True).tag(sync=True)
    h = t.Float(None, allow_none=True).tag(sync=True)
    past = t.List(t.List(t.Float())).tag(sync=True)


class RNNLoopPicture(LivePicture, module="rnn_loop"):
    """Draws one recurrent unit, unrolled, and its state over 50 steps."""

    x = t.Float(1.0).tag(sync=True)
    u = t.Float(1.0).tag(sync=True)
    w = t.Float(0.9).tag(sync=True)
    hs = t.List(t.Float()).tag(sync=True)


class WholeCell(LiveDoor):
    """One unit of an LSTM: set its doors, write a word, keep, forget, show.

    The doors f, i, o stand where the sliders put them; the candidate is
    g = tanh(x + h_prev); c = f c_prev + i g and h = o tanh(c). The button
    "Step on" makes c and h the next step's c_prev and h_prev. Source: Gers,
    Schmidhuber & Cummins, "Learning to forget" (2000), without peepholes.
    """

    picture_class = WholeCellPicture
    x = Knob("word x", 1.0, -2.0, 2.0, 0.05)
    h_prev = Knob("shown before, h", 0.0, -1.0, 1.0)
    c_prev = Knob("memory before, c", 0.0, -2.0, 2.0, 0.01)
    f = Knob("forget door f", 1.0, 0.0, 1.0)
    i = Knob("input door i", 1.0, 0.0, 1.0)
    o = Knob("output door o", 0.5, 0.0, 1.0)


class RNNLoop(LiveDoor):
    """One unit that sees an input once: h_t = tanh(u x_t + w h_{t-1}).

    x enters at step 1, nothing after; 50 steps show whether it fades or
    blows up. Source: Elman, "Finding structure in time" (1990).
    """

    picture_class = RNNLoopPicture
    x = Knob("input x at step 1", 1.0, -2.0, 2.0, 0.05)
    u = Knob("input weight U", 1.0, -2.0, 2.0, 0.05)
    w = Knob("loop weight W", 0.9, -1.5, 1.5, 0.01)
