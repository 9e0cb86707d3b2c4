"""The tasks of the book: each generator takes an rng, returns (T, N, D).

All draw afresh at every call, so accuracy is always measured on sequences
that were not trained on.
"""
