"""Recurrent networks in NumPy: the RNN, the LSTM, and their training."""
