"""The six models that gradient against lag and France compare.

Each name maps to the arguments of `networks.build` that make the model.
"""

MODELS = {
    "RNN": {"cell": "rnn"},
    "RNN, orthogonal W": {"cell": "rnn", "orthogonal_W": True},
    "LSTM, forget bias 0": {"cell": "lstm", "forget_bias": 0.0},
    "LSTM, forget bias 1": {"cell": "lstm", "forget_bias": 1.0},
    "LSTM, forget bias 3": {"cell": "lstm", "forget_bias": 3.0},
    "LSTM, forget bias 5": {"cell": "lstm", "forget_bias": 5.0},
}
