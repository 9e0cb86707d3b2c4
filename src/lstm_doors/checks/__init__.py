"""Checks of the exercises: each says not only that, but why.

    from lstm_doors import checks
    checks.forget_gate(forget_gate)

passes in silence but one line, or raises CheckFailed with the reason.
"""

from lstm_doors.checks.failure import CheckFailed
from lstm_doors.checks.functions.cell_backward import (
    lstm_backward,
    lstm_step_backward,
)
from lstm_doors.checks.functions.forget_door import (
    forget,
    forget_gate,
    sigmoid,
)
from lstm_doors.checks.functions.input_door import (
    candidate,
    input_gate,
    update_cell,
)
from lstm_doors.checks.functions.loop import rnn_forward, rnn_output, rnn_step
from lstm_doors.checks.functions.loop_backward import (
    clip_gradients,
    rnn_backward,
    rnn_step_backward,
)
from lstm_doors.checks.functions.output_door import hidden_state, output_gate
from lstm_doors.checks.functions.starting import initialise
from lstm_doors.checks.functions.training import adam_step, train
from lstm_doors.checks.functions.whole_cell import lstm_forward, lstm_step
from lstm_doors.checks.ladder import REGISTRY, Check

__all__ = [
    "REGISTRY",
    "Check",
    "CheckFailed",
    "adam_step",
    "candidate",
    "clip_gradients",
    "forget",
    "forget_gate",
    "hidden_state",
    "initialise",
    "input_gate",
    "lstm_backward",
    "lstm_forward",
    "lstm_step",
    "lstm_step_backward",
    "output_gate",
    "rnn_backward",
    "rnn_forward",
    "rnn_output",
    "rnn_step",
    "rnn_step_backward",
    "sigmoid",
    "train",
    "update_cell",
]
