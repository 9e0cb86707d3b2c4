"""A worker's processes: what its zygote forks for it."""

import atexit
import contextlib
import json
import socket
import tempfile

from doorkeeper import parents, wire
from doorkeeper.errors import DoorkeeperError, Hangup, WireError

MAX_READY = 4


class Process:
    """A forked process and our end of its channel."""

    def __init__(self, shop, number, channel, folder):
        self.shop, self.number = shop, number
        self.channel, self.folder = channel, folder

    def hand_over(self, channel):
        """Pass our end of the process's channel on, through another."""
        socket.send_fds(channel, [b"F"], [self.channel.fileno()])
        self.channel.close()
        self.channel = None

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
        parents.find(setup).fork(setup, far)
        far.close()
        self.awake = self.owed = self.lost = False
        atexit.register(self.close)

    def wake(self):
        """Wait until the zygote is there, with everything imported."""
        if not self.awake and self.control.recv(1) != b"!":
            self.lost = True
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
        self.order(order, [far.fileno()])
        far.close()
        return Process(self, self.count, near, folder)

    def kill(self, number):
        """End a process: it is gone before another one is started."""
        with contextlib.suppress(OSError, DoorkeeperError):
            self.order({"do": "kill", "id": number})
            if not self.setup["fence"]:
                self.confirm()  # its folder is to be taken away

    def order(self, order, descriptors=()):
        """Send an order, after the one before it has been carried out."""
        self.confirm()
        data = json.dumps(order).encode()
        try:
            socket.send_fds(self.control, [data], descriptors)
        except OSError:
            self.lose()
        self.owed = True

    def confirm(self):
        try:
            if self.owed and self.control.recv(1) != b".":
                self.lose()
        except OSError:
            self.lose()
        self.owed = False

    def lose(self):
        self.lost = True
        raise DoorkeeperError("The parent of the processes is gone.") from None

    def prepared(self, key, spec, files):
        """The trusted process of a notebook; made once, kept for a while."""
        if key not in self.ready:
            while len(self.ready) >= MAX_READY:
                self.forget(next(iter(self.ready)))
            self.ready[key] = Prepared(self, spec, files)
        return self.ready[key]

    def forget(self, key):
        prepared = self.ready.pop(key, None)
        if prepared:
            prepared.end()

    def close(self):
        """End all processes; they are gone when this returns.

        The zygote ends them when nobody speaks to it any more, whatever
        another thread may still be waiting for.
        """
        atexit.unregister(self.close)
        with contextlib.suppress(OSError):
            self.control.settimeout(10)
            self.control.shutdown(socket.SHUT_WR)
            while self.control.recv(100):
                pass
        self.control.close()
        for key in list(self.ready):
            self.forget(key)


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
        self.solution.hand_over(channel)
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
