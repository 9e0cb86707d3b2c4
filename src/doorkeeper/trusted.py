"""The trusted process: holds the tests, and judges the values that come back.

It is forked for each assignment, runs once what does not depend on a student
(`Template`), and forks again for each submission (`Session`).
"""

import contextlib
import gc
import os
import signal
import socket
import warnings
from pathlib import Path

from doorkeeper import wire
from doorkeeper.errors import Hangup
from doorkeeper.link import Link, Lost
from doorkeeper.session import Session


def main(channel, runner, folder, order):
    """Serve a worker: prepare one notebook of an assignment, then grade."""
    os.chdir(folder)
    runner.restart()
    Template(channel, runner).loop()


class SolutionLink(Link):
    """The channel to the instructor's solution."""

    volatile = unknown = only_ask = False
    tag = None

    def exchange(self, message, buffers=(), limit=None, blame=None):
        answer, got = super().exchange(message, buffers, limit, blame)
        self.volatile = bool(answer.get("volatile"))
        self.unknown = bool(answer.get("unknown"))
        return answer, got

    def about_memory(self, proxy, encoder, message):
        """Whether the solution may answer this call from its memory."""
        if self.handed or self.tag is None:
            return {}
        return {"tag": self.tag, "ask": self.only_ask}


class Template:
    """All of a notebook that is the same for every student."""

    def __init__(self, channel, runner):
        self.channel = channel
        self.runner = runner
        self.sessions = {}

    def loop(self):
        signal.signal(signal.SIGCHLD, lambda *_: self.reap())
        while True:
            try:
                message, buffers = wire.receive(self.channel)
            except Hangup:
                return
            if message["do"] == "prepare":
                self.prepare(message, buffers)
            elif message["do"] == "grade":
                self.grade(message, buffers)
            elif message["do"] == "stop":
                self.stop()

    def reap(self):
        for child in list(self.sessions):
            with contextlib.suppress(ChildProcessError):
                if os.waitpid(child, os.WNOHANG)[0]:
                    del self.sessions[child]

    def stop(self):
        for child in self.sessions:
            with contextlib.suppress(OSError):
                os.kill(child, signal.SIGKILL)
        wire.send(self.channel, {"stopped": True})

    def descriptor(self):
        _, (number,), _, _ = socket.recv_fds(self.channel, 1, 1)
        return socket.socket(fileno=number)

    def prepare(self, message, buffers):
        self.spec = message["spec"]
        os.environ.update(message["environment"])
        files = message["files"]
        for path, data in zip(files, buffers, strict=True):
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            Path(path).write_bytes(data)
        limit = self.spec["settings"]["cell_timeout"]
        self.solution = SolutionLink(self.descriptor(), limit)
        for path, data in zip(files, buffers, strict=True):
            self.solution.exchange({"do": "file", "path": path}, [data])
        self.handles = {}
        problems = []
        for cell in self.spec["cells"]:
            problems += self.prepare_cell(cell)
        gc.freeze()
        wire.send(self.channel, {"ready": True, "problems": problems})

    def prepare_cell(self, cell):
        """Run a cell of the solution where it belongs.

        An idle one belongs nowhere: it would show something to nobody.
        """
        problems = []
        if cell["idle"]:
            return problems
        if cell["kind"] in ("given", "answer"):
            answer, _ = self.solution.exchange(
                {
                    "do": "run",
                    "source": cell["solution"],
                    "limit": self.solution.limit,
                },
                limit=self.solution.limit,
            )
            if answer.get("failed") and cell["kind"] == "answer":
                told = answer.get("error") or {}
                problems.append(
                    f"its answer cell {cell['id']} stops with "
                    f"{told.get('name')}: {told.get('message')}"
                )
        if cell["kind"] == "given" and cell["settled"]:
            self.runner.run(cell["source"], self.solution.limit)
        if cell["kind"] == "test":
            found = {}
            for name in cell["owned"]:
                value, there = self.solution.get(name)
                if there and callable(value):
                    found[name] = value
            self.handles[cell["id"]] = found
        return problems

    def grade(self, message, buffers):
        student, results = self.descriptor(), self.descriptor()
        child = os.fork()
        if child:
            student.close()
            results.close()
            self.sessions[child] = True
            return
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self.channel.close()
        warnings.simplefilter("default")
        try:
            Session(self, message, buffers, student, results).run()
        except (Hangup, Lost):
            pass
        except BaseException as error:
            with contextlib.suppress(Hangup):
                text = f"{type(error).__name__}: {error}"
                wire.send(results, {"broken": text})
        finally:
            os._exit(0)
