"""Calling a student's function and noting all that can be seen of it."""

import contextlib
import io
import linecache
import logging
import warnings
from dataclasses import dataclass

import numpy as np

from lstm_doors.checks.cases import copy_inputs, copy_value


@dataclass
class Call:
    """What one call did. changed: inputs altered; noise: float warnings."""

    result: object = None
    error: BaseException | None = None
    changed: tuple = ()
    noise: tuple = ()
    printed: str = ""
    raw: object = None  # the returned object itself, not a copy


def call(fn, inputs):
    """Call fn with fresh copies of the inputs, in their order.

    Prints and warnings are caught, not shown: a grader counts anything on
    stderr as a failure, and a right answer may be talkative.
    """
    given = copy_inputs(inputs)
    out, done = io.StringIO(), Call()
    with (
        no_logging(),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(out),
        warnings.catch_warnings(record=True) as heard,
        np.errstate(all="warn", under="ignore"),
    ):
        warnings.simplefilter("always")
        try:
            done.raw = fn(*given.values())
            done.result = snapshot(done.raw)
        except (Exception, SystemExit) as error:
            done.error = error
    done.changed = changed_names(inputs, given)
    done.noise = tuple(
        str(one.message)
        for one in heard
        if issubclass(one.category, RuntimeWarning)
        and "encountered in" in str(one.message)
    )
    done.printed = out.getvalue()
    return done


@contextlib.contextmanager
def no_logging():
    """Silence logging: its handlers keep a stderr of their own."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


def snapshot(value):
    """A copy that later calls cannot alter; other types come as they are."""
    if isinstance(value, np.ndarray):
        return np.array(value, subok=False)
    if isinstance(value, dict):
        return {key: snapshot(part) for key, part in value.items()}
    if isinstance(value, list):
        return [snapshot(part) for part in value]
    if isinstance(value, tuple):  # a namedtuple too
        return tuple(snapshot(part) for part in value)
    return copy_value(value)


def changed_names(before, after):
    """Names of the inputs whose values are no longer what they were."""
    return tuple(
        name
        for name, value in before.items()
        if not isinstance(value, np.random.Generator)
        and not untouched(value, after[name])
    )


def untouched(before, after):
    """Whether a value is bit for bit what it was (nan included)."""
    if isinstance(before, np.ndarray):
        return (
            isinstance(after, np.ndarray)
            and before.shape == after.shape
            and before.dtype == after.dtype
            and before.tobytes() == after.tobytes()
        )
    if isinstance(before, dict):
        return before.keys() == after.keys() and all(
            untouched(part, after[key]) for key, part in before.items()
        )
    if isinstance(before, (list, tuple)):
        return len(before) == len(after) and all(
            untouched(*pair) for pair in zip(before, after, strict=True)
        )
    return before == after


def place(error):
    """The student's line on which an error arose, or an empty string."""
    # A function that runs in another process cannot show us its frames.
    elsewhere = getattr(error, "student_line", None)
    found, step = f"line {elsewhere}" if elsewhere else "", error.__traceback__
    while step is not None:
        frame = step.tb_frame
        name = frame.f_code.co_filename
        line = linecache.getline(name, step.tb_lineno).strip()
        # A notebook is in no package; we, NumPy and a grader are.
        if not frame.f_globals.get("__package__") and line:
            found = f"line {step.tb_lineno}: {line}"
        step = step.tb_next
    return found
