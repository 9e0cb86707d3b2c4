"""Which misconception gives exactly the numbers of a student's code?"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from lstm_doors.checks.calls import call
from lstm_doors.checks.catalogue import of_function
from lstm_doors.checks.compare import WrongForm
from lstm_doors.checks.traits import TRAITS, arrays

# Two formulas for one thing agree to about 1e-12; two different things do
# not agree to 1e-7 over several random cases.
RTOL, ATOL = 1e-7, 1e-10
ENOUGH = 5  # random cases that must be left for the second pass


def diagnose(fn, right, name, cases, quiet, drive):
    """The entry whose every visible effect is that of fn, or None.

    Values, shapes, kinds of error, changed inputs and (where the text asks
    for quiet) float warnings all have to agree in every case, and at least
    once there must be values: two functions that only fail look alike. If
    nothing fits, the cases that fn survives without a warning may decide,
    and then what else can be seen of it.
    drive: makes of an entry what is called with the inputs, as of fn; right
    is a function too.
    """
    theirs = [call(fn, case.inputs) for case in cases]
    if not any(map(visible, theirs)):
        return None
    entries = of_function(name)
    found = fitting(entries, drive, cases, theirs, quiet)
    if found:
        return found
    rights = [call(drive(right), case.inputs) for case in cases]
    return beside_noise(entries, drive, cases, theirs, rights) or by_trait(
        entries, name, fn, cases, theirs, rights
    )


def visible(done):
    """Whether a call shows more than that it failed."""
    return done.error is None or isinstance(done.error, WrongForm)


def fitting(entries, drive, cases, theirs, quiet):
    """The first entry that is like fn in all of these cases, or None."""
    for entry in entries:
        if all(
            alike(call(drive(entry.wrong), case.inputs), one, quiet)
            for case, one in zip(cases, theirs, strict=True)
        ):
            return entry
    return None


def beside_noise(entries, drive, cases, theirs, rights):
    """The entry like fn where fn does not warn, stop or come back empty.

    Two mistakes at once are often one of the catalogue and an exp that
    overflows. Where fn is right in all that is left, there is no other.
    """
    kept = [k for k, done in enumerate(theirs) if calm(done)]
    enough = sum(cases[k].rung == "random" for k in kept) >= ENOUGH
    wrong = not all(same(rights[k].result, theirs[k].result) for k in kept)
    if len(kept) == len(cases) or not enough or not wrong:
        return None
    found = fitting(
        entries, drive, [cases[k] for k in kept], [theirs[k] for k in kept],
        False,
    )  # fmt: skip
    return found and replace(found, finding=found.finding + beside(theirs))


def calm(done):
    """Whether a call gave numbers, and no float warning with them."""
    return (
        done.error is None
        and not done.noise
        and all(part.size for part in arrays(done.result))
    )


def beside(theirs):
    """What happened in the cases that the second pass left out."""
    for done in theirs:
        if done.noise:
            return f" Besides, NumPy warns in other cases: {done.noise[0]}."
    for done in theirs:
        if done.error is not None:
            kind = type(done.error).__name__
            return f" Besides, it stops with {kind} in other cases."
    return ""


def by_trait(entries, name, fn, cases, theirs, rights):
    """The entry that is told by something else than its numbers, or None."""
    by_id = {entry.id: entry for entry in entries}
    function = name.replace("_", "-")
    for short, holds in TRAITS:
        entry = by_id.get(f"{function}-{short}")
        if entry and holds(fn, cases, theirs, rights):
            return entry
    return None


def alike(ours, theirs, quiet):
    """Whether two calls had the same visible effects."""
    if isinstance(theirs.error, WrongForm):
        return str(ours.error) == str(theirs.error)
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
