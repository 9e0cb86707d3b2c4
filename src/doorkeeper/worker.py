"""The unit of work: `grade`, a pure function from a bundle to a result.

No database, no shared disk, no state but a cache of warm processes: it may
run in any process of any `concurrent.futures.Executor`.
"""

import socket
import threading
import time

from doorkeeper import parents, wire
from doorkeeper.errors import DoorkeeperError, Hangup, WireError
from doorkeeper.submission import (
    Unreadable,
    data_files,
    find,
    plan,
    read_notebook,
)
from doorkeeper.workshop import Workshop

_here = threading.local()
_spare, _all = [], []
_lock = threading.Lock()


def workshop(setup):
    """The warm processes of this worker thread, started on first use."""
    shop = getattr(_here, "shop", None)
    if shop is not None and shop.setup == setup and not shop.lost:
        return shop
    with _lock:
        if shop in _all:
            _all.remove(shop)
            shop.close()
        spare = next((s for s in _spare if s.setup == setup), None)
        if spare:
            _spare.remove(spare)
        _here.shop = spare or Workshop(setup)
        _all.append(_here.shop)
    return _here.shop


def prestart(setup, count):
    """Begin warming up, before there are threads to take the work."""
    _spare.extend(Workshop(setup) for _ in range(count))


def close_all():
    """End the warm processes of all threads of this process."""
    for shops in (_spare, _all):
        while shops:
            shops.pop().close()
    parents.close_all()


def start(setup):
    """Initialise a worker: begin warming up before there is work."""
    workshop(setup)


def grade(bundle):
    """Grade one submission.

    Parameters
    ----------
    bundle : dict
        student, assignment; specs: {notebook: what `Source.spec` gives};
        source_files and files: {relative path: bytes} of the assignment and
        of the submission; setup: how the processes are to be confined.

    Returns
    -------
    dict
        status, notes, score (None when nothing could be graded), max_score
        and, for each notebook, its cells with outputs, and its questions.
    """
    begun = time.monotonic()
    notebooks = {
        name: _notebook(name, spec, bundle)
        for name, spec in bundle["specs"].items()
    }
    result = {
        "student": bundle["student"],
        "assignment": bundle["assignment"],
        "notebooks": notebooks,
        "max_score": sum(s["max_score"] for s in bundle["specs"].values()),
        "seconds": round(time.monotonic() - begun, 3),
    }
    from doorkeeper.summary import summarise

    return summarise(result, bundle)


def _notebook(name, spec, bundle):
    path, note = find(name, spec, bundle["files"])
    notes = [note] if note else []
    if path is None:
        return {"status": "missing-notebook", "notes": notes}
    try:
        cells = read_notebook(bundle["files"][path])
    except Unreadable as error:
        text = f"{path} cannot be read: {error}"
        return {"status": "unreadable", "notes": [*notes, text]}
    planned = plan(spec, cells)
    notes += planned.notes
    if not planned.found:
        text = f"{path} holds none of the assignment's cells"
        if not any(c["source"].strip() for c in planned.cells[: len(cells)]):
            return {"status": "missing-cells", "notes": [*notes, text]}
    files = data_files(bundle["source_files"], bundle["files"])
    done = Run(workshop(bundle["setup"]), spec, bundle, files).go(planned)
    return {
        "status": done.status(),
        "notes": notes + done.notes,
        "cells": planned.cells,
        "tests": done.tests,
        "unchanged": sorted(planned.unchanged),
        "found": sorted(planned.found),
        "altered": planned.altered,
    }


class Run:
    """One notebook of one submission, from start to end."""

    def __init__(self, shop, spec, bundle, files):
        self.shop, self.spec = shop, spec
        self.settings = bundle["settings"]
        self.source_files = bundle["source_files"]
        self.files = files
        self.tests = {}
        self.kinds = []
        self.notes = []
        self.student = None

    def go(self, planned):
        spec = {**self.spec, "settings": self.settings}
        key = spec["key"], *sorted(self.settings.items())
        prepared = self.shop.prepared(key, spec, self.source_files)
        self.notes += [f"the solution: {p}" for p in prepared.problems]
        near, results = wire.pair()
        clean = False
        try:
            self.begin(prepared, planned, results)
            clean = self.collect(near, planned)
        except (Hangup, WireError):
            self.kinds.append("crashed")
        except TimeoutError:
            self.kinds.append("timeout")
            self.notes.append("the notebook took too long as a whole")
        finally:
            near.close()
            results.close()
            if self.student:
                self.student.end()
            if not clean or not self.stopped(prepared):
                self.shop.forget(key)
        return self

    def begin(self, prepared, planned, results):
        channel = prepared.trusted.channel
        message = {
            "do": "grade",
            "steps": planned.steps,
            "files": list(self.files),
        }
        wire.send(channel, message, list(self.files.values()))
        self.hand_over(channel)
        socket.send_fds(channel, [b"F"], [results.fileno()])
        results.close()

    def hand_over(self, channel):
        """Start a process for the student; the trusted one gets its end."""
        if self.student:
            self.student.end()
        self.student = self.shop.spawn(
            "student",
            "student",
            given=self.spec["given"],
            masks=self.spec["masks"],
            cpu_seconds=self.settings["notebook_timeout"],
        )
        self.student.hand_over(channel)

    def collect(self, near, planned):
        deadline = time.monotonic() + self.settings["notebook_timeout"]
        while True:
            told, _ = wire.receive(near, deadline)
            if told.get("need") == "student":
                self.hand_over(near)
            elif "broken" in told:
                self.notes.append(f"grading stopped: {told['broken']}")
                self.kinds.append("error")
                return False
            elif told.get("end"):
                self.kinds += told["kinds"]
                return True
            else:
                self.keep(told, planned)

    def keep(self, told, planned):
        index = told.get("index")
        if told.get("test"):
            self.tests[told["test"]] = told
            steps = planned.steps
            index = next(
                s["index"] for s in steps if s.get("test") == told["test"]
            )
        cell = planned.cells[index]
        if cell["cell_type"] == "code":
            cell["outputs"] = told.get("outputs", [])
            cell["execution_count"] = index + 1

    def stopped(self, prepared):
        channel = prepared.trusted.channel
        try:
            wire.send(channel, {"do": "stop"})
            answer, _ = wire.receive(channel, time.monotonic() + 5)
        except (Hangup, WireError, TimeoutError):
            return False
        return bool(answer.get("stopped"))

    def status(self):
        for kind in ("error", "tampered", "crashed", "timeout"):
            if kind in self.kinds:
                return kind
        return "graded"


__all__ = ["DoorkeeperError", "grade", "start"]
