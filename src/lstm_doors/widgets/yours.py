"""Your door: the same pictures, moved by a student's own functions."""

import numpy as np

from .base import Knob
from .cell import RNNLoopPicture, WholeCellPicture
from .doors import ForgetDoorPicture, InputDoorPicture, OutputDoorPicture
from .yours_base import ONE, YourDoor, bias, call, one

FAR = 40.0  # sigmoid(40) is 1 in float64: a bias that opens a door wholly


class YourForgetDoor(YourDoor):
    """The forget door, moved by your forget_gate and forget."""

    picture_class = ForgetDoorPicture
    x = Knob("input x", 1.0, -3.0, 3.0, 0.05)
    h_prev = Knob("shown before, h_prev", 0.0, -1.0, 1.0)
    b_f = Knob("forget bias b_f", 1.0, -6.0, 6.0, 0.1)
    c_prev = Knob("memory before, c_prev", 1.0, -2.0, 2.0, 0.05)

    def __init__(self, forget_gate, forget, **values):
        super().__init__(forget_gate, forget, **values)

    def numbers(self, x, h_prev, b_f, c_prev):
        """f, what is kept, and the memory over 50 steps."""
        gate, forget = self.functions
        f = call(gate, one(x), one(h_prev), one(1), one(1), bias(b_f))
        memory = [one(c_prev)]
        for _ in range(50):
            memory.append(call(forget, f, memory[-1]))
        line = [m.item() for m in memory]
        return {
            "f": f.item(),
            "c_prev": c_prev,
            "kept": line[1],
            "memory": line,
        }


class YourInputDoor(YourDoor):
    """The input door, moved by your input_gate, candidate, update_cell."""

    picture_class = InputDoorPicture
    x = Knob("input x", 1.0, -3.0, 3.0, 0.05)
    h_prev = Knob("shown before, h_prev", 0.0, -1.0, 1.0)
    b_i = Knob("input bias b_i", 0.0, -6.0, 6.0, 0.1)
    f = Knob("forget door f", 1.0, 0.0, 1.0)
    c_prev = Knob("memory before, c_prev", 0.5, -2.0, 2.0, 0.05)

    def __init__(self, input_gate, candidate, update_cell, **values):
        super().__init__(input_gate, candidate, update_cell, **values)

    def numbers(self, x, h_prev, b_i, f, c_prev):
        """i, g, what the forget door kept, and your new memory."""
        gate, candidate, update = self.functions
        seen = one(x), one(h_prev), one(1), one(1)
        i = call(gate, *seen, bias(b_i))
        g = call(candidate, *seen, bias(0))
        c = call(update, one(f), i, g, one(c_prev))
        numbers = {"i": i.item(), "g": g.item(), "c": c.item()}
        return numbers | {"kept": f * c_prev}


class YourOutputDoor(YourDoor):
    """The output door, moved by your output_gate and hidden_state."""

    picture_class = OutputDoorPicture
    x = Knob("input x", 1.0, -3.0, 3.0, 0.05)
    h_prev = Knob("shown before, h_prev", 0.0, -1.0, 1.0)
    b_o = Knob("output bias b_o", 0.0, -6.0, 6.0, 0.1)
    c = Knob("memory c", 1.5, -3.0, 3.0, 0.05)

    def __init__(self, output_gate, hidden_state, **values):
        super().__init__(output_gate, hidden_state, **values)

    def numbers(self, x, h_prev, b_o, c):
        """o, the memory, and what your hidden_state shows of it."""
        gate, show = self.functions
        o = call(gate, one(x), one(h_prev), one(1), one(1), bias(b_o))
        h = call(show, o, one(c))
        return {"o": o.item(), "c": c, "h": h.item()}


def door_params(f, i, o):
    """`params` of one unit with its doors at f, i, o and g = tanh(x + h)."""
    params = {"U_g": one(1), "W_g": one(1), "b_g": bias(0)}
    for name, gate in zip("fio", (f, i, o), strict=True):
        with np.errstate(divide="ignore"):
            z = np.log(gate) - np.log1p(-gate)
        params[f"U_{name}"] = params[f"W_{name}"] = one(0)
        params[f"b_{name}"] = bias(np.clip(z, -FAR, FAR))
    return params


class YourCell(YourDoor):
    """The whole cell: c and h come from your lstm_step."""

    picture_class = WholeCellPicture
    tied = ("x", "h_prev", "c_prev", "f", "i", "o")
    x = Knob("word x", 1.0, -2.0, 2.0, 0.05)
    h_prev = Knob("shown before, h_prev", 0.0, -1.0, 1.0)
    c_prev = Knob("memory before, c_prev", 0.0, -2.0, 2.0)
    f = Knob("forget door f", 1.0, 0.0, 1.0)
    i = Knob("input door i", 1.0, 0.0, 1.0)
    o = Knob("output door o", 0.5, 0.0, 1.0)

    def __init__(self, lstm_step, **values):
        super().__init__(lstm_step, **values)

    def numbers(self, x, h_prev, c_prev, f, i, o):
        """Your h and c for these doors."""
        (step,) = self.functions
        params = door_params(f, i, o)
        h, c = call(
            step, one(x), one(h_prev), one(c_prev), params, shape=[ONE, ONE]
        )
        return {"c": c.item(), "h": h.item()}


class YourRNN(YourDoor):
    """The loop, turned by your rnn_step: one input, then 49 steps without."""

    picture_class = RNNLoopPicture
    x = Knob("input x at step 1", 1.0, -2.0, 2.0, 0.05)
    u = Knob("input weight U", 1.0, -2.0, 2.0, 0.05)
    w = Knob("loop weight W", 0.9, -1.5, 1.5)

    def __init__(self, rnn_step, **values):
        super().__init__(rnn_step, **values)

    def numbers(self, x, u, w):
        """Your h at each of the 50 steps."""
        (step,) = self.functions
        h, hs = one(0), []
        for t in range(50):
            h = call(step, one(0 if t else x), h, one(u), one(w), bias(0))
            hs.append(h.item())
        return {"x": x, "u": u, "w": w, "hs": hs}
