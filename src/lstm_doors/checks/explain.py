"""Which misconception gives exactly the numbers of a student's code?"""

from collections.abc import Mapping

import numpy as np

from lstm_doors.checks.calls import call
from lstm_doors.checks.catalogue import of_function

# Two formulas for one thing agree to about 1e-12; two different things do
# not agree to 1e-7 over several random cases.
RTOL, ATOL = 1e-7, 1e-10


def diagnose(fn, name, cases, quiet, drive):
    """The entry whose every visible effect is that of fn, or None.

    Values, shapes, kinds of error, changed inputs and (where the text asks
    for quiet) float warnings all have to agree in every case, and at least
    once there must be values: two functions that only fail look alike.
    drive: makes of an entry what is called with the inputs, as of fn.
    """
    theirs = [call(fn, case.inputs) for case in cases]
    if all(one.error is not None for one in theirs):
        return None
    for entry in of_function(name):
        if all(
            alike(call(drive(entry.wrong), case.inputs), one, quiet)
            for case, one in zip(cases, theirs, strict=True)
        ):
            return entry
    return None


def alike(ours, theirs, quiet):
    """Whether two calls had the same visible effects."""
    if ours.error is not None or theirs.error is not None:
        return type(ours.error) is type(theirs.error)
    if ours.changed != theirs.changed:
        return False
    if quiet and bool(ours.noise) != bool(theirs.noise):
        return False
    return same(ours.result, theirs.result)


def same_numbers(one, other):
    """Whether two arrays agree as far as the dtype of the other allows."""
    other = np.asarray(other)
    if other.dtype.kind not in "fiub":
        return False
    rtol = RTOL if other.dtype == np.float64 else 1e-5
    return np.allclose(one, other, rtol, ATOL, equal_nan=True)


def same(one, other):
    """Whether two results have one form and the same numbers."""
    if isinstance(one, np.ndarray):
        return (
            isinstance(other, np.ndarray)
            and one.shape == other.shape
            and one.dtype in (np.float64, other.dtype)
            and same_numbers(one, other)
        )
    if isinstance(one, float) and isinstance(other, float):
        return same_numbers(one, other)
    if isinstance(one, Mapping):
        return (
            isinstance(other, Mapping)
            and one.keys() == other.keys()
            and all(same(part, other[key]) for key, part in one.items())
        )
    if isinstance(one, (tuple, list)):
        return (
            isinstance(other, (tuple, list))
            and len(one) == len(other)
            and all(map(same, one, other))
        )
    return type(one) is type(other) and one == other
