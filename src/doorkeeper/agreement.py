"""Does a value agree with the expected one?

Form is judged kindly (a list for a tuple, a float for a zero-dimensional
array, an int for an equal float), numbers within a tolerance.
"""

import numbers

import numpy as np


def agree(got, wanted, rtol, atol=1e-9):
    """Return True when ``got`` is ``wanted`` up to rounding."""
    if _numeric(wanted):
        return _close(got, wanted, rtol, atol)
    if isinstance(wanted, dict):
        return (
            isinstance(got, dict)
            and got.keys() == wanted.keys()
            and all(agree(got[k], wanted[k], rtol, atol) for k in wanted)
        )
    if isinstance(wanted, list | tuple):
        if isinstance(got, np.ndarray):
            got = list(got)
        return (
            isinstance(got, list | tuple)
            and len(got) == len(wanted)
            and all(
                agree(a, b, rtol, atol)
                for a, b in zip(got, wanted, strict=True)
            )
        )
    if isinstance(wanted, np.random.Generator):
        return isinstance(got, np.random.Generator)
    try:
        return bool(np.all(got == wanted))
    except (TypeError, ValueError):
        return False


def _numeric(value):
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "biufc"
    if isinstance(value, list | tuple) and value:
        return all(isinstance(v, numbers.Number) for v in value)
    return isinstance(value, numbers.Number)


def _close(got, wanted, rtol, atol):
    try:
        got, wanted = np.asarray(got), np.asarray(wanted)
    except ValueError:
        return False
    if got.dtype.kind not in "biufc" or got.shape != wanted.shape:
        return False
    return bool(np.allclose(got, wanted, rtol=rtol, atol=atol, equal_nan=True))


def finite(value):
    """Whether a value holds no nan and no infinity, as deep as it goes."""
    if isinstance(value, dict):
        return all(map(finite, value.values()))
    if isinstance(value, list | tuple):
        return all(map(finite, value))
    if isinstance(value, np.ndarray | np.generic | float | complex):
        array = np.asarray(value)
        return array.dtype.kind not in "fc" or bool(np.isfinite(array).all())
    return True
