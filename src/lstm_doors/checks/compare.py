"""Comparing what came back with what was expected."""

from collections.abc import Mapping

import numpy as np

RELATIVE = 1e-6
ABSOLUTE = 1e-8  # for numbers near zero, where "relative" means nothing


class WrongForm(TypeError):
    """Results of another form, found where they had to be used at once."""


def close(got, wanted, rtol=RELATIVE, atol=ABSOLUTE):
    """Whether two arrays of one shape hold the same numbers."""
    return np.allclose(got, wanted, rtol=rtol, atol=atol, equal_nan=True)


def leaves(value, names):
    """Arrays by name: "h", "c", "grads['U_f']".

    names: the names of the results, one or several. value: an array or a
    dict for one name, a tuple of them for several.
    """
    parts = (value,) if len(names) == 1 else value
    found = {}
    for name, part in zip(names, parts, strict=True):
        if isinstance(part, Mapping):
            found |= {f"{name}[{key!r}]": part[key] for key in part}
        else:
            found[name] = part
    return found


def unstack(result, wanted, names):
    """Let several results of one shape come stacked in one array."""
    several = len(names) > 1 and isinstance(result, np.ndarray)
    if (
        several
        and len(result) == len(names)
        and (result.ndim == np.ndim(wanted[0]) + 1)
    ):
        return tuple(result)
    return result


def misfit(result, wanted, names):
    """How the form of a result differs from what is wanted.

    Returns (rung, sentence), or None where type, shape and dtype all fit;
    values are not looked at.
    """
    if result is None:
        return "returns", "it returned None. Is there a `return`?"
    if len(names) > 1:
        expected = f"{len(names)} results, {', '.join(names)}"
        if not isinstance(result, (tuple, list)):
            return "type", f"it returned {kind(result)}; expected {expected}."
        if len(result) != len(names):
            return "type", f"it returned {kind(result)}; expected {expected}."
    elif isinstance(result, tuple) and not isinstance(wanted, tuple):
        return "type", (
            f"it returned {kind(result)}; expected {names[0]} alone."
        )
    got = (result,) if len(names) == 1 else result
    want = (wanted,) if len(names) == 1 else wanted
    for name, one, other in zip(names, got, want, strict=True):
        found = misfit_of_part(name, one, other)
        if found:
            return found
    return None


def misfit_of_part(name, got, wanted):
    """The same for one result: an array, or a dict of arrays."""
    if not isinstance(wanted, Mapping):
        return misfit_of_array(name, got, wanted)
    if not isinstance(got, Mapping):
        return "type", f"{name} is {kind(got)}; expected a dict of arrays."
    missing = [key for key in wanted if key not in got]
    extra = [key for key in got if key not in wanted]
    if missing:
        return "type", f"{name} has no {', '.join(map(repr, missing))}."
    if extra:
        return "type", (
            f"{name} holds {', '.join(map(repr, extra))}, which nobody "
            f"asked for; expected {', '.join(wanted)}."
        )
    for key, part in wanted.items():
        found = misfit_of_array(f"{name}[{key!r}]", got[key], part)
        if found:
            return found
    return None


def misfit_of_array(name, got, wanted):
    """The same for one array."""
    if got is None:
        return "returns", f"{name} is None. Was it ever computed?"
    if np.ndim(wanted) == 0 and isinstance(got, float):
        return None
    if not isinstance(got, np.ndarray):
        stack = " `np.stack` makes one." if isinstance(got, list) else ""
        return "type", f"{name} is {kind(got)}; expected an array.{stack}"
    if got.shape != np.shape(wanted):
        return "shape", (
            f"{name} has shape {got.shape}; expected {np.shape(wanted)}."
        )
    if got.dtype != np.float64:
        return "dtype", (
            f"{name} holds {got.dtype} numbers; expected float64."
        )
    return None


def kind(value):
    """The type of a value in words."""
    if isinstance(value, np.ndarray):
        return f"one array of shape {value.shape}"
    if isinstance(value, (tuple, list)):
        word = type(value).__name__
        word = word if word in ("tuple", "list") else "tuple"
        return f"a {word} of {len(value)}"
    word = type(value).__name__
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def frozen(raw, copy):
    """Whether a returned array still holds what it held at return."""
    if isinstance(raw, np.ndarray) and isinstance(copy, np.ndarray):
        return np.array_equal(raw, copy, equal_nan=raw.dtype.kind == "f")
    if isinstance(raw, Mapping):
        return all(key in raw and frozen(raw[key], copy[key]) for key in copy)
    if isinstance(raw, (tuple, list)):
        return len(raw) == len(copy) and all(map(frozen, raw, copy))
    return True
