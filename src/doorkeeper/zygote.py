"""The zygote of one worker: forks the notebooks' processes and ends them.

It is forked from the warm parent, so its memory never held a solution. It
reads orders from its worker (numbers and paths, never code) and forks a
process for each. What a forked process is told, it is told over its own
channel.
"""

import contextlib
import importlib
import json
import os
import signal
import socket
import sys

from doorkeeper import fence, kernel, limits

MAX_ORDER = 1 << 20


class Zygote:
    """Forks processes and ends them, by the numbers its worker gives."""

    def __init__(self, control, setup, runner):
        self.control = control
        self.setup, self.runner = setup, runner
        self.children = {}
        self.fenced = setup["fence"]
        if self.fenced:
            self.own_space = os.open("/proc/self/ns/pid", os.O_RDONLY)

    def loop(self):
        while True:
            order, descriptors = self.order()
            if order is None:
                return
            if order["do"] == "spawn":
                self.spawn(order, descriptors[0])
            elif order["do"] == "kill":
                self.kill(order["id"])
            self.control.send(b".")

    def end(self):
        for number in list(self.children):
            self.kill(number)

    def order(self):
        try:
            data, descriptors, _, _ = socket.recv_fds(
                self.control, MAX_ORDER, 1
            )
        except OSError:
            return None, []
        return (json.loads(data) if data else None), descriptors

    def spawn(self, order, descriptor):
        if self.fenced:
            kernel.unshare(kernel.NEWPID)
        child = os.fork()
        if child == 0:
            try:
                self.child(order, descriptor)
            except BaseException:
                if os.environ.get("DOORKEEPER_DEBUG"):
                    import traceback

                    traceback.print_exc(file=sys.__stderr__)
            finally:
                os._exit(0)
        if self.fenced:
            kernel.rejoin(self.own_space)
        os.close(descriptor)
        self.children[order["id"]] = child

    def kill(self, number):
        child = self.children.pop(number, None)
        if child is None:
            return
        # Without a fence, daemons that stay in the group go as well.
        with contextlib.suppress(OSError):
            os.killpg(child, signal.SIGKILL)
        with contextlib.suppress(OSError):
            os.kill(child, signal.SIGKILL)
        with contextlib.suppress(OSError):
            os.waitpid(child, 0)

    def child(self, order, descriptor):
        os.setsid()
        channel = socket.socket(fileno=_only(descriptor))
        trusted = order["role"] != "student"
        setup = self.setup
        if self.fenced:
            fence.isolate(
                order.get("masks", ()),
                setup["tmp_mb"],
                trusted,
                setup["shown"],
            )
            folder = fence.WORK
        else:
            folder = order["folder"]
            with contextlib.suppress(OSError, AttributeError):
                kernel.die_with_parent()
        limits.confine(
            setup["memory_mb"],
            setup["processes"],
            setup["file_mb"],
            order["cpu_seconds"],
        )
        run = importlib.import_module(order["module"]).main
        run(channel, self.runner, folder, order)


def _only(descriptor):
    """Close all files but one; stdin, stdout and stderr lead nowhere."""
    kept = os.dup2(descriptor, 3)
    nothing = os.open(os.devnull, os.O_RDWR)
    debug = os.environ.get("DOORKEEPER_DEBUG")
    for standard in (0, 1) if debug else (0, 1, 2):
        os.dup2(nothing, standard)
    os.closerange(4, 4096)
    return kept
