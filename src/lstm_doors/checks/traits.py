"""What can be seen of a wrong answer beside its numbers.

Each trait names an entry of the catalogue where no entry has the very same
numbers: the entry `<function>-<short>`, if there is one.
"""

from collections.abc import Mapping

import numpy as np

from lstm_doors.checks.calls import call

CUT = 1e-4  # how far float32 may lead away from the right numbers


def arrays(value):
    """All arrays and numbers of a result, in their order."""
    if isinstance(value, Mapping):
        value = tuple(value.values())
    if isinstance(value, (tuple, list)):
        return [part for one in value for part in arrays(one)]
    return [] if value is None else [np.asarray(value)]


def single_precision(part):
    """Whether every number of an array is a float32."""
    if part.dtype != np.float64:
        return part.dtype == np.float32
    with np.errstate(all="ignore"):
        return bool((part.astype(np.float32) == part).all())


def near(part, other):
    """Whether an array is the other one but for its last digits."""
    return part.shape == other.shape and np.allclose(part, other, CUT, CUT)


def cut_short(fn, cases, theirs, rights):
    """Right but for the digits that float32 does not have."""
    spoilt = False
    for done, right in zip(theirs, rights, strict=True):
        if done.error is not None or right.error is not None:
            return False
        parts, wanted = arrays(done.result), arrays(right.result)
        if len(parts) != len(wanted) or any(
            part.dtype.kind != "f" for part in parts
        ):
            return False
        if not all(map(near, parts, wanted)):
            return False
        spoilt = spoilt or any(
            single_precision(part) and not single_precision(other)
            for part, other in zip(parts, wanted, strict=True)
        )
    return spoilt


def writes_into_inputs(fn, cases, theirs, rights):
    """In some case an input is not what it was."""
    return any(done.changed for done in theirs)


def remembers(fn, cases, theirs, rights):
    """The same call twice gives two different results."""
    for case in cases:
        one, again = call(fn, case.inputs), call(fn, case.inputs)
        if one.error is None and again.error is None:
            pairs = zip(arrays(one.result), arrays(again.result), strict=False)
            if any(not np.array_equal(*p, equal_nan=True) for p in pairs):
                return True
    return False


TRAITS = (
    ("float32", cut_short),
    ("state-outside-state", remembers),
    ("changes-inputs", writes_into_inputs),
)
