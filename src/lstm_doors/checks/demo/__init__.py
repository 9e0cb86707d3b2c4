"""Answers of a demo class: right ones, and misconceptions as people type them.

`doorkeeper demo-class` asks for them by the name that nbgrader_config.py
gives, c.Doorkeeper.demo_answers = "lstm_doors.checks.demo:answers". An
answer is text that may stand in an answer cell: one def at top level, which
uses nothing but what its notebook imports or asks for.
"""

from lstm_doors.checks import REGISTRY
from lstm_doors.checks.demo import (
    cell,
    cell_backward,
    doors,
    loop,
    loop_backward,
    training,
)

WRITTEN = {
    name: written
    for part in (loop, loop_backward, doors, cell, cell_backward, training)
    for name, written in part.ANSWERS.items()
}


def answers(assignment):
    """Return {cell id: {"right": [sources], "wrong": [sources]}}.

    assignment: a name such as "03_forget_gate"; one that the course does
    not have gives an empty dict.
    """
    return {
        f"{name.replace('_', '-')}-answer": {
            "right": list(WRITTEN[name].right),
            "wrong": list(WRITTEN[name].wrong().values()),
        }
        for name, check in REGISTRY.items()
        if check.notebook == assignment
    }
