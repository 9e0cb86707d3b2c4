"""Fresh inputs, made at grading time from the inputs of a test.

They keep the form of the test's inputs (types, shapes, signs, zeros, order of
size) and change the values, so that a table of the known answers is of no
use, while an honest function finds them as ordinary as the originals.
"""

import numpy as np


def variants(args, kwargs, rng):
    """Yield (args, kwargs) with fresh values, in two manners.

    ``mixed`` blends each float array with a shuffled copy of itself, which
    keeps sums, ranges and signs; ``scaled`` multiplies every float by a
    factor of its own between 0.5 and 1.5. Whole numbers and texts change
    only where there is no float at all to change.
    """
    for manner in (_mixed, _scaled):
        changed = [False]
        fresh = _walk([args, kwargs], manner, rng, changed)
        if changed[0]:
            yield fresh
    if not changed[0]:
        for manner in (_shuffled, _shifted):
            changed = [False]
            fresh = _walk([args, kwargs], manner, rng, changed)
            if changed[0]:
                yield fresh


def _walk(value, manner, rng, changed):
    if isinstance(value, list | tuple) and _floats(value):
        blended = manner(np.array(value, float), rng)
        if blended is not None:
            changed[0] = True
            return type(value)(float(v) for v in blended)
    if isinstance(value, dict):
        return {k: _walk(v, manner, rng, changed) for k, v in value.items()}
    if type(value) in (list, tuple):
        new = _whole(value, manner, rng, changed)
        if new is not None:
            return new
        items = [_walk(v, manner, rng, changed) for v in value]
        return items if isinstance(value, list) else tuple(items)
    new = manner(value, rng)
    if new is None:
        return value
    changed[0] = True
    return new


def _floats(value):
    return bool(value) and all(type(v) is float for v in value)


def _whole(value, manner, rng, changed):
    """Shuffle a list of texts or whole numbers as one."""
    if manner is not _shuffled or len(value) < 2:
        return None
    if not all(type(v) in (int, str) for v in value):
        return None
    order = rng.permutation(len(value))
    new = [value[i] for i in order]
    if new == list(value):
        return None
    changed[0] = True
    return type(value)(new)


def _is_float_array(value):
    return isinstance(value, np.ndarray) and value.dtype.kind == "f"


def _mixed(value, rng):
    if not _is_float_array(value) or value.ndim == 0 or value.shape[-1] < 2:
        return None
    other = rng.permuted(value, axis=-1)
    share = rng.uniform(0.3, 0.7)
    new = (share * value + (1 - share) * other).astype(value.dtype)
    return None if np.array_equal(new, value) else new


def _scaled(value, rng):
    if type(value) is float and value != 0:
        return float(value * rng.uniform(0.5, 1.5))
    if isinstance(value, np.floating) and value != 0:
        return type(value)(value * rng.uniform(0.5, 1.5))
    if _is_float_array(value) and np.any(value):
        factors = rng.uniform(0.5, 1.5, value.shape)
        return (value * factors).astype(value.dtype)
    return None


def _shuffled(value, rng):
    if isinstance(value, np.ndarray) and value.dtype.kind in "iuU":
        if value.size < 2:
            return None
        new = rng.permuted(value.ravel()).reshape(value.shape)
        return None if np.array_equal(new, value) else new
    if type(value) is str and len(value) > 1:
        new = "".join(rng.permutation(list(value)))
        return None if new == value else new
    return None


def _shifted(value, rng):
    if type(value) is int:
        return value + int(rng.integers(1, 4))
    if isinstance(value, np.ndarray) and value.dtype.kind in "iu":
        return value + rng.integers(1, 4, value.shape).astype(value.dtype)
    if type(value) is str and value:
        return value + value[int(rng.integers(len(value)))]
    return None
