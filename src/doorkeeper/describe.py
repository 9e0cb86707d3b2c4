"""What the far side is told of a function, or of an error."""

import inspect

from doorkeeper.values import Encoder


def name_of(value):
    name = getattr(value, "__name__", None) or type(value).__name__
    return str(name)[:200]


def signature_of(value):
    found = []
    for parameter in inspect.signature(value).parameters.values():
        default = parameter.default
        entry = [parameter.name, int(parameter.kind)]
        if default is not parameter.empty:
            encoder = Encoder()
            node = encoder.node(default)
            entry.append(node if not encoder.buffers else None)
        found.append(entry)
    return found


def error_of(error):
    """Name, ancestors and words of an exception, and where it arose."""
    try:
        message = str(error)[:20_000]
    except BaseException:
        message = ""
    line, step = None, error.__traceback__
    while step is not None:
        name = step.tb_frame.f_code.co_filename
        if "ipykernel" in name or "ipython-input" in name:
            line = step.tb_lineno
        step = step.tb_next
    return {
        "name": type(error).__name__,
        "bases": [base.__name__ for base in type(error).__mro__][:20],
        "message": message,
        "line": line,
    }
