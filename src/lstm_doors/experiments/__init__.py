"""The experiments of the book: settings, runs, and the published figures.

One module an experiment. Each has a frozen dataclass `Settings`, a function
`run(settings=Settings())` that returns a `Result` of plain numbers for each
seed, and `PUBLISHED`, the figures of the literature to stand beside them.
`Result.table()` shows both.
"""
