"""Slips of the hand that are alike in every function."""

import numpy as np

from lstm_doors import networks
from lstm_doors.checks.catalogue.gates import make

DOORS = {
    "sigmoid": "forget",
    "forget_gate": "forget",
    "forget": "forget",
    "input_gate": "input",
    "candidate": "candidate",
    "update_cell": "cell",
    "output_gate": "output",
    "hidden_state": "hidden",
    "rnn_step": "loop",
    "rnn_forward": "time",
    "rnn_output": "hidden",
    "rnn_step_backward": "gradient",
    "rnn_backward": "time",
    "clip_gradients": "gradient",
    "lstm_step": "cell",
    "lstm_forward": "time",
    "lstm_step_backward": "gradient",
    "lstm_backward": "time",
    "adam_step": "training",
}
ONE_ARRAY = tuple(DOORS)[:9]


def without_return(*arguments):
    """All is computed, and nothing is handed back."""
    return


NO_RETURN = (
    "no-return",
    without_return,
    "What a function computes or prints is gone when it ends without a "
    "`return`.",
    "Which name holds the result in your last line, and who hands it to the "
    "caller?",
)
LIST = (
    "The numbers are right, but they come as a list, not as an array.",
    "Which function of NumPy makes one array out of a list?",
)
TUPLE = (
    "The numbers are right, but they come in a tuple with one thing in it.",
    "Does a comma or a bracket stand behind `return` that makes a tuple?",
)


def rows(name):
    """The slips that can happen in one function."""
    right = getattr(networks, name)
    found = [NO_RETURN]
    if name in ONE_ARRAY:
        found.append(("list-for-array", lambda *a: right(*a).tolist(), *LIST))
        found.append(("tuple-of-one", lambda *a: (right(*a),), *TUPLE))
    if name == "rnn_forward":
        found.append(("list-for-array", lambda *a: list(right(*a)), *LIST))
    if name == "lstm_forward":
        both = "list-for-array", lambda *a: tuple(map(list, right(*a)))
        found.append((*both, *LIST))
    if name in ("rnn_backward", "lstm_backward"):
        found.append(("list-for-array", listed_dxs(right), *LIST))
    return found


def listed_dxs(right):
    """Right, but dxs is a list of arrays."""

    def wrong(*arguments):
        dxs, *rest = right(*arguments)
        return (list(np.asarray(dxs)), *rest)

    return wrong


ENTRIES = tuple(
    entry
    for name, door in DOORS.items()
    for entry in make(name, door, rows(name))
)
