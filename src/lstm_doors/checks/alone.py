"""Judging one function alone, whatever its neighbours in the notebook do."""

import contextlib

MISSING = object()


@contextlib.contextmanager
def neighbours(fn, right):
    """Let fn see right neighbours: names in its globals, put back after.

    right: name to function. Where fn has no globals (a built-in, an object
    of a compiled class) nothing happens.
    """
    undo = []
    try:
        for names in namespaces(fn):
            for name, function in right.items():
                with contextlib.suppress(Exception):
                    before = lookup(names, name)
                    names[name] = function
                    undo.append((names, name, before))
        yield
    finally:
        for names, name, before in reversed(undo):
            with contextlib.suppress(Exception):
                if before is MISSING:
                    del names[name]
                else:
                    names[name] = before


def lookup(names, name):
    """The value under a name, or MISSING; any mapping-like will do."""
    try:
        return names[name]
    except KeyError:
        return MISSING


def namespaces(fn):
    """The global namespaces in which fn looks names up.

    Bound methods, partials, wrapped functions and objects with __call__
    hide a function; its globals are the ones that count.
    """
    found, waiting, seen = [], [fn], 0
    while waiting and seen < 20:
        part, seen = waiting.pop(), seen + 1
        names = getattr(part, "__globals__", None)
        if names is not None:
            if not any(names is other for other in found):
                found.append(names)
            waiting.append(getattr(part, "__wrapped__", None))
        elif part is not None:
            waiting += [
                getattr(part, "__func__", None),
                getattr(part, "func", None),
                getattr(part, "__wrapped__", None),
                vars(type(part)).get("__call__"),
            ]
    return found
