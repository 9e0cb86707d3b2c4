"""Slopes measured by nudging: what every gradient has to agree with."""

import numpy as np

from lstm_doors.checks.calls import call
from lstm_doors.checks.cases import Case, copy_value
from lstm_doors.checks.judge import Problem, stopped
from lstm_doors.checks.words import called, two_lines

NUDGE = 1e-5
RTOL, ATOL = 1e-5, 1e-7  # what a difference of two losses can resolve


def measured(loss, inputs, name, key=None):
    """dL/d(input) by central differences: an array of the input's shape.

    loss: function of the inputs. key: where the input is a dict of arrays.
    """
    inputs = {other: copy_value(value) for other, value in inputs.items()}
    array = inputs[name] if key is None else inputs[name][key]
    slope = np.zeros(array.shape)
    for place in np.ndindex(array.shape):
        kept = array[place]
        array[place] = kept + NUDGE
        up = loss(**inputs)
        array[place] = kept - NUDGE
        slope[place] = (up - loss(**inputs)) / (2 * NUDGE)
        array[place] = kept
    return slope


def slopes_rung(name, loss, draw, sizes, results):
    """A rung: the gradients agree with measured slopes of the loss.

    draw(rng, sizes) gives the inputs of the gradient function and those of
    the loss; results(got) pairs each gradient with what it is the gradient
    of: (words, array, input's name, key or None).
    """

    def rung(fn, seed):
        inputs, forward = draw(np.random.default_rng(seed), sizes)
        done = call(fn, inputs)
        if done.error is not None:
            return stopped(done.error)
        for words, array, of, key in results(done.result):
            slope = measured(loss, forward, of, key)
            if not np.allclose(array, slope, RTOL, ATOL):
                found = f"{words} does not agree with the measured slope."
                lines = [
                    called(name, Case("", inputs)),
                    two_lines(words, array, slope),
                ]
                return Problem("slopes", found, lines=lines)
        return None

    return rung
