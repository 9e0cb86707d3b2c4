"""The doors one by one: any door, and the forget, input and output doors."""

import traitlets as t

from .base import Knob, LiveDoor, LivePicture


class DoorPicture(LivePicture, module="door"):
    """Draws z on the sigmoid and the door that it opens."""

    z = t.Float(0.0).tag(sync=True)


class ForgetDoorPicture(LivePicture, module="forget_door"):
    """Draws f, c_prev, what is kept, and the memory over 50 steps."""

    f = t.Float(0.9).tag(sync=True)
    c_prev = t.Float(1.0).tag(sync=True)
    kept = t.Float(None, allow_none=True).tag(sync=True)
    memory = t.List(t.Float()).tag(sync=True)


class InputDoorPicture(LivePicture, module="input_door"):
    """Draws i, the candidate g, and the memory before and after."""

    i = t.Float(0.5).tag(sync=True)
    g = t.Float(0.8).tag(sync=True)
    kept = t.Float(0.5).tag(sync=True)
    c = t.Float(None, allow_none=True).tag(sync=True)


class OutputDoorPicture(LivePicture, module="output_door"):
    """Draws o, the memory c, tanh(c), and what is shown."""

    o = t.Float(0.5).tag(sync=True)
    c = t.Float(1.5).tag(sync=True)
    h = t.Float(None, allow_none=True).tag(sync=True)


class Door(LiveDoor):
    """Any number z becomes an opening between 0 and 1: sigmoid(z)."""

    picture_class = DoorPicture
    z = Knob("number z", 0.0, -8.0, 8.0, 0.1)


class ForgetDoor(LiveDoor):
    """f swings the door, c_prev stands before it, f * c_prev gets through.

    Below, the memory over the next 50 steps with the door held so, and its
    half-life ln(0.5) / ln(f). Source: Gers, Schmidhuber & Cummins,
    "Learning to forget" (2000), the cell's update without new input.
    """

    picture_class = ForgetDoorPicture
    f = Knob("forget door f", 0.9, 0.0, 1.0)
    c_prev = Knob("memory before the door, c", 1.0, -2.0, 2.0, 0.05)


class InputDoor(LiveDoor):
    """i swings the door, the candidate g stands before it, i * g is written.

    Below, the memory before (`kept`) and after writing, kept + i * g.
    Source: Hochreiter & Schmidhuber, "Long short-term memory" (1997).
    """

    picture_class = InputDoorPicture
    i = Knob("input door i", 0.5, 0.0, 1.0)
    g = Knob("candidate g", 0.8, -1.0, 1.0)
    kept = Knob("memory kept", 0.5, -2.0, 2.0, 0.05)


class OutputDoor(LiveDoor):
    """o swings the door: o * tanh(c) is shown, the memory c stays as it is.

    Source: Hochreiter & Schmidhuber, "Long short-term memory" (1997).
    """

    picture_class = OutputDoorPicture
    o = Knob("output door o", 0.5, 0.0, 1.0)
    c = Knob("memory c", 1.5, -3.0, 3.0, 0.05)
