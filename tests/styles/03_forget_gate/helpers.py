"""Helpers, a partial, a decorator, other names for the arguments."""

import functools

import numpy as np


def counted(function):
    @functools.wraps(function)
    def inner(*arguments):
        inner.calls += 1
        return function(*arguments)

    inner.calls = 0
    return inner


def layer(squash, x, h, U, W, b):
    return squash(np.matmul(x, U) + np.matmul(h, W) + b)


def sigmoid(z, halved=0.5):
    return halved * (np.tanh(halved * z) + 1)


@counted
def forget_gate(a, b, c, d, e):
    return functools.partial(layer, functools.partial(sigmoid, halved=0.5))(
        a, b, c, d, e
    )


forget = counted(lambda door, memory: np.multiply(memory, door))
