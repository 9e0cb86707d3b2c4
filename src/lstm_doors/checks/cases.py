"""Cases: named inputs for one call, and the sizes and seeds they come from."""

import copy
import os
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class Sizes:
    """T steps, N sequences, D inputs, H units, K classes."""

    T: int = 1
    N: int = 1
    D: int = 1
    H: int = 1
    K: int = 2


@dataclass(frozen=True)
class Case:
    """One call to try.

    label: what is special about it. inputs: name to value, in the order of
    the arguments. claim: what must be true of the result, in a sentence.
    rung: the step of the ladder it stands on.
    """

    label: str
    inputs: dict = field(repr=False)
    claim: str = ""
    rung: str = "values"


def read_seed(seed=None):
    """The seed of the random cases: argument, else environment, else 0."""
    if seed is not None:
        return int(seed)
    text = os.environ.get("LSTM_DOORS_SEED", "0")
    try:
        return int(text)
    except ValueError:
        raise ValueError(
            f"LSTM_DOORS_SEED is {text!r}; expected a whole number. "
            "Unset it or give it one."
        ) from None


def growing_sizes():
    """Small to large, for finding the smallest case that fails."""
    return [
        Sizes(T=T, N=N, D=D, H=H, K=K)
        for T, N, D, H, K in (
            (1, 1, 1, 1, 2),
            (1, 1, 2, 1, 2),
            (1, 2, 1, 1, 2),
            (1, 1, 1, 2, 2),
            (2, 1, 1, 1, 2),
            (1, 2, 2, 2, 2),
            (2, 1, 2, 2, 2),
            (2, 2, 1, 2, 3),
            (3, 2, 2, 2, 3),
        )
    ]


def random_sizes(rng):
    """Sizes that tell every axis apart, and single sequences and units.

    In the first two no size is 1 and no two are equal, so that an axis
    taken for another cannot go unseen.
    """
    first, second = rng.permutation([2, 3, 4, 5, 6]), rng.permutation(5) + 2
    letters = ("T", "N", "D", "H", "K")
    full = [
        Sizes(**dict(zip(letters, map(int, one), strict=True)))
        for one in (first, second)
    ]
    return [
        *full,
        Sizes(T=3, N=1, D=2, H=4, K=5),
        Sizes(T=4, N=3, D=2, H=1, K=5),
        Sizes(T=2, N=3, D=1, H=4, K=5),
        Sizes(T=1, N=2, D=4, H=3, K=5),
        Sizes(T=17, N=3, D=7, H=11, K=9),  # longer than anyone counts by hand
    ]


def square_sizes():
    """Equal sizes, where mistakes run that otherwise stop with an error."""
    return [
        Sizes(T=3, N=2, D=3, H=3, K=3),
        Sizes(T=2, N=3, D=3, H=3, K=3),
        Sizes(T=3, N=3, D=3, H=3, K=3),
    ]


def copy_inputs(inputs):
    """Fresh arrays, dicts and lists, so that no call sees another's."""
    return {name: copy_value(value) for name, value in inputs.items()}


def copy_value(value):
    """A deep copy of arrays, dicts and lists; generators too."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, dict):
        return {key: copy_value(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(copy_value(part) for part in value)
    if isinstance(value, np.random.Generator):
        return copy.deepcopy(value)  # its seed too, which spawn() needs
    return value


def some(rng, *shape, scale=1.0):
    """Random numbers with two decimals, so that a message can show them."""
    return np.round(scale * rng.standard_normal(shape), 2)


def table(*rows):
    """A float64 array of the given rows."""
    return np.array(rows, dtype=np.float64)
