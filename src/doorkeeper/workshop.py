"""A worker's processes: the warm parent and what it forks."""

import atexit
import contextlib
import hashlib
import json
import os
import socket
import subprocess
import sys
import tempfile

from doorkeeper import wire
from doorkeeper.errors import DoorkeeperError, Hangup, WireError

PASSED_ON = (
    "PATH",
    "HOME",
    "PYTHONPATH",
    "DOORKEEPER_DEBUG",
    "XDG_CACHE_HOME",
)
FIXED = {
    "LC_ALL": "C.UTF-8",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NBGRADER_EXECUTION": "autograde",
}
MAX_READY = 4


class Process:
    """A forked process and our end of its channel."""

    def __init__(self, shop, number, channel, folder):
        self.shop, self.number = shop, number
        self.channel, self.folder = channel, folder

    def end(self):
        if self.channel is not None:
            self.channel.close()
        self.shop.kill(self.number)
        if self.folder:
            self.folder.cleanup()


class Workshop:
    """Starts processes behind the fence (or without it, when told so)."""

    def __init__(self, setup):
        self.setup = setup
        self.count = 0
        self.ready = {}
        self.control, far = wire.pair()
        environment = {k: os.environ[k] for k in PASSED_ON if k in os.environ}
        self.program = subprocess.Popen(
            [
                sys.executable,
                "-P",
                "-m",
                "doorkeeper.zygote",
                str(far.fileno()),
            ],
            pass_fds=[far.fileno()],
            env={**environment, **FIXED},
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=None if os.environ.get("DOORKEEPER_DEBUG") else -3,
        )
        far.close()
        self.control.send(json.dumps(setup).encode())
        self.awake = self.spare = False
        atexit.register(self.close)

    def wake(self):
        """Wait until the warm parent has imported everything."""
        if not self.awake and self.control.recv(1) != b"!":
            raise DoorkeeperError(
                "The parent of the students' processes did not start; set "
                "DOORKEEPER_DEBUG=1 to see why."
            )
        self.awake = True

    def spawn(self, role, module, **order):
        self.wake()
        self.count += 1
        near, far = wire.pair()
        folder = None
        order |= {"do": "spawn", "id": self.count, "role": role}
        order["module"] = f"doorkeeper.{module}"
        order.setdefault("cpu_seconds", 10_000)
        if not self.setup["fence"]:
            folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
            order["folder"] = folder.name
        socket.send_fds(
            self.control, [json.dumps(order).encode()], [far.fileno()]
        )
        far.close()
        self.confirm()
        return Process(self, self.count, near, folder)

    def kill(self, number):
        with contextlib.suppress(OSError, DoorkeeperError):
            self.control.send(
                json.dumps({"do": "kill", "id": number}).encode()
            )
            self.confirm()

    def confirm(self):
        if self.control.recv(1) != b".":
            raise DoorkeeperError("The parent of the processes is gone.")

    def prepared(self, spec, files):
        """The trusted process of a notebook; made once, kept for a while."""
        text = json.dumps([spec, sorted(files)], sort_keys=True)
        key = hashlib.sha256(text.encode()).hexdigest()
        if key not in self.ready:
            while len(self.ready) >= MAX_READY:
                self.forget(next(iter(self.ready)))
            self.ready[key] = Prepared(self, spec, files)
        return key, self.ready[key]

    def forget(self, key):
        prepared = self.ready.pop(key, None)
        if prepared:
            prepared.end()

    def close(self):
        for key in list(self.ready):
            self.forget(key)
        self.control.close()
        try:
            self.program.wait(10)
        except subprocess.TimeoutExpired:
            self.program.kill()
            self.program.wait()


class Prepared:
    """The tests and the solution of one notebook, each in its process."""

    def __init__(self, shop, spec, files):
        self.solution = shop.spawn("solution", "student")
        self.trusted = shop.spawn("trusted", "trusted")
        channel = self.trusted.channel
        variable = spec["settings"]["seed_variable"]
        message = {
            "do": "prepare",
            "spec": spec,
            "files": list(files),
            "environment": {variable: str(spec["seed"])},
        }
        wire.send(channel, message, list(files.values()))
        socket.send_fds(channel, [b"F"], [self.solution.channel.fileno()])
        self.solution.channel.close()
        self.solution.channel = None
        try:
            answer, _ = wire.receive(channel)
        except (Hangup, WireError):
            raise DoorkeeperError(
                f"The solution of {spec['assignment']} cannot be run."
            ) from None
        self.problems = answer["problems"]

    def end(self):
        self.trusted.end()
        self.solution.end()
