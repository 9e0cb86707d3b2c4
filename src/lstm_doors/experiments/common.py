"""What the experiments share: published figures, tables, and all cores."""

import os
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from itertools import repeat
from multiprocessing import get_context, parent_process
from threading import Thread

import numpy as np

FRESH = get_context("spawn")  # takes over no threads, on any system
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True)
class Published:
    """A figure of the literature: what it says, where, and its citation.

    key is the entry of the book's bibliography.
    """

    figure: str
    where: str
    key: str


@dataclass(frozen=True)
class Table:
    """Rows of text under named columns, for a notebook or a terminal."""

    columns: tuple
    rows: tuple

    def _repr_html_(self):
        head = cells("th", self.columns)
        body = "".join(cells("td", row) for row in self.rows)
        return (
            f'<table class="table"><thead>{head}</thead>'
            f"<tbody>{body}</tbody></table>"
        )

    def __repr__(self):
        lines = [self.columns, *self.rows]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        return "\n".join(
            "  ".join(map(str.ljust, line, widths)).rstrip() for line in lines
        )


def cells(tag, row):
    """One row of an HTML table."""
    return (
        "<tr>"
        + "".join(f"<{tag}>{escape(text)}</{tag}>" for text in row)
        + "</tr>"
    )


def beside(measured, published):
    """Measured (what, figure) pairs, with the published figures below."""
    rows = [(what, figure, "this page") for what, figure in measured]
    rows += [("published", p.figure, p.where) for p in published]
    return Table(("what", "figure", "source"), tuple(rows))


def settled(threshold, last=20):
    """A `done` for `train`: the mean of the last losses is below it."""

    def done(losses):
        return len(losses) >= last and np.mean(losses[-last:]) < threshold

    return done


@contextmanager
def one_thread_each():
    """New processes start with one BLAS thread: two are no faster here."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def each(function, jobs):
    """function(*job) for every job, on all cores, in the order of jobs.

    The work is done in new processes, of one thread each, so function must
    stand at the top level of a module.
    """
    jobs = list(jobs)
    cores = min(os.cpu_count() or 1, len(jobs))
    with (
        one_thread_each(),
        ProcessPoolExecutor(cores, FRESH, _leave_with_parent) as pool,
    ):
        return list(pool.map(_call, repeat(function), jobs))


def _leave_with_parent():
    """A worker whose notebook is gone ends too, instead of waiting on."""

    def wait():
        parent_process().join()
        os._exit(1)

    Thread(target=wait, daemon=True).start()


def _call(function, job):
    return function(*job)
