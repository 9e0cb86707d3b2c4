"""Recurrent networks in NumPy: the forms that the chapters teach.

Beside them, for training: `fast_rnn` and `fast_lstm` (the same, faster),
`losses`, `network` (a cell with a readout) and `loop` (how it is trained).
"""

from lstm_doors.networks.activations import sigmoid, softmax
from lstm_doors.networks.fast_lstm import (
    lstm_backward_fast,
    lstm_forward_fast,
)
from lstm_doors.networks.fast_rnn import rnn_backward_fast, rnn_forward_fast
from lstm_doors.networks.gates import (
    candidate,
    forget,
    forget_gate,
    hidden_state,
    input_gate,
    output_gate,
    update_cell,
)
from lstm_doors.networks.loop import train
from lstm_doors.networks.losses import (
    NO_ANSWER,
    accuracy,
    cross_entropy,
    squared_error,
)
from lstm_doors.networks.lstm import (
    lstm_backward,
    lstm_forward,
    lstm_gates,
    lstm_step,
    lstm_step_backward,
)
from lstm_doors.networks.network import (
    EVERY_STEP,
    LAST_STEP,
    Network,
    build,
    loss_and_gradients,
    run,
    scores,
)
from lstm_doors.networks.rnn import (
    rnn_backward,
    rnn_forward,
    rnn_output,
    rnn_step,
    rnn_step_backward,
)
from lstm_doors.networks.training import (
    adam_step,
    clip_gradients,
    initialise,
)

__all__ = [
    "EVERY_STEP",
    "LAST_STEP",
    "NO_ANSWER",
    "Network",
    "accuracy",
    "adam_step",
    "build",
    "candidate",
    "clip_gradients",
    "cross_entropy",
    "forget",
    "forget_gate",
    "hidden_state",
    "initialise",
    "input_gate",
    "loss_and_gradients",
    "lstm_backward",
    "lstm_backward_fast",
    "lstm_forward",
    "lstm_forward_fast",
    "lstm_gates",
    "lstm_step",
    "lstm_step_backward",
    "output_gate",
    "rnn_backward",
    "rnn_backward_fast",
    "rnn_forward",
    "rnn_forward_fast",
    "rnn_output",
    "rnn_step",
    "rnn_step_backward",
    "run",
    "scores",
    "sigmoid",
    "softmax",
    "squared_error",
    "train",
    "update_cell",
]
