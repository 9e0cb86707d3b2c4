"""Your gradients through time, and the doors of the LSTM you trained."""

import numpy as np

from lstm_doors.networks import (
    initialise,
    lstm_backward,
    rnn_backward,
    rnn_forward,
)

from .base import Knob
from .gradient import GradientPicture, log_sizes, loop_weights
from .sentence import NAMES, DoorsOverSentence, checked, read
from .yours_base import YourDoor, call, name_of

RIGHT = "as it should be"
STEPS, UNITS = 51, 8
LAGS = (1, 2, 4, 7, 11, 16, 22, 30, 40, 50)


def last_only(shape):
    """Zeros (T, N, H) with a unit vector at the last step."""
    d = np.zeros(shape)
    d[-1] = 1 / np.sqrt(d[-1].size)
    return d


class YourGradient(YourDoor):
    """The gradient against the lag, through your rnn_backward.

    A loop of 8 units with U = 1 hears noise; the loss touches the last h
    alone, so dxs holds the gradient that came back to each step.
    """

    picture_class = GradientPicture
    radius = Knob("spectral radius of W", 1.0, 0.5, 1.5, 0.05)

    def __init__(self, rnn_backward, **values):
        rng = np.random.default_rng(0)
        self.W1 = loop_weights(1.0, UNITS, rng)
        self.xs = rng.normal(size=(STEPS, 1, UNITS)) * 0.2
        super().__init__(rnn_backward, **values)

    def numbers(self, radius):
        """Your sizes of dxs by lag, and the right ones."""
        U, W, h0 = np.eye(UNITS), self.W1 * radius, np.zeros((1, UNITS))
        hs = rnn_forward(self.xs, h0, U, W, np.zeros(UNITS))
        args = last_only(hs.shape), self.xs, hs, h0, U, W
        shape = [hs.shape, None, None, None, None]
        yours, *_ = call(self.functions[0], *args, shape=shape)
        right, *_ = rnn_backward(*args)
        name = f"your {name_of(self.functions[0])}"
        rows = {name: yours, RIGHT: right}
        return {
            "value": radius,
            "grid": [radius],
            "lags": [*range(STEPS)],
            "curves": {
                k: [log_sizes(np.linalg.norm(d[::-1, 0], axis=1))]
                for k, d in rows.items()
            },
        }


class YourMemoryGradient(YourDoor):
    """The gradient along the memory c, through your lstm_backward.

    The loss touches the last c alone; dc0 is what came back to the start.
    The dotted line is sigmoid(bias) to the power of the lag.
    """

    picture_class = GradientPicture
    bias = Knob("forget bias", 1.0, -2.0, 6.0, 0.1)

    def __init__(self, lstm_backward, **values):
        rng = np.random.default_rng(0)
        self.params = initialise(3, 4, 0.0, rng)
        self.xs = rng.normal(size=(max(LAGS), 1, 3))
        super().__init__(lstm_backward, **values)

    def numbers(self, bias):
        """Your norm of dc0 at each lag, the right one, and the rule."""
        params = self.params | {"b_f": np.full(4, float(bias))}
        name = f"your {name_of(self.functions[0])}"
        rows = {name: [], RIGHT: [], "sigmoid(bias) to the lag": []}
        yours, right, rule = rows.values()
        zero = np.zeros((1, 4))
        shape = [None, None, zero.shape, None]
        for lag in LAGS:
            dcs = last_only((lag, 1, 4))
            args = dcs * 0, dcs, self.xs[:lag], zero, zero, params
            got = call(self.functions[0], *args, shape=shape)
            yours.append(np.linalg.norm(got[2]))
            right.append(np.linalg.norm(lstm_backward(*args)[2]))
            rule.append((1 + np.exp(-bias)) ** -lag)
        return {
            "value": bias,
            "name": "forget bias",
            "grid": [bias],
            "lags": list(LAGS),
            "curves": {k: [log_sizes(row)] for k, row in rows.items()},
        }


class YourDoors(DoorsOverSentence):
    """The doors of the LSTM you trained: params, xs (T, D), T words.

    What does not fit is said in the widget, in place of the picture.
    """

    def __init__(self, params, xs, words, **values):
        error = ""
        try:
            gates = checked(words, read(params, xs))
        except KeyError as missing:
            error = (
                f"params has no {missing}: give all twelve arrays."
                if params
                else "params is empty: run the cell that calls your train."
            )
        except Exception as wrong:
            error = str(wrong)
        if error:
            words, gates = [""], {name: np.zeros((1, 1)) for name in NAMES}
        super().__init__(words, gates, **values)
        self.picture.error = error
