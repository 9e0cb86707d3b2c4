"""Program: the warm parent. Imports the scientific stack once, then forks.

Started as a fresh program before the course is read, so its memory never
holds a solution. From it a zygote is forked for each worker, which goes into
namespaces of its own; the zygotes fork the notebooks' processes. It is told
numbers, names of modules and paths, never code.
"""

import contextlib
import gc
import importlib
import os
import socket
import sys

from doorkeeper import fence, kernel, wire
from doorkeeper.errors import Hangup, WireError


def main():
    """Program: ``python -m doorkeeper.nursery DESCRIPTOR FENCE MODULE...``."""
    control = socket.socket(fileno=int(sys.argv[1]))
    dies_with_its_parent()
    if sys.argv[2] == "fence":
        alone([control])
    runner = warm(sys.argv[3:])
    children = []
    while (order := receive(control)) is not None:
        setup, channel = order
        import_all(setup["modules"])
        gc.collect()
        gc.freeze()
        children.append(fork(control, channel, setup, runner))
    for child in children:
        os.waitpid(child, 0)


def receive(control):
    """A setup and the channel to a worker; None at the end."""
    try:
        setup, _ = wire.receive(control)
        _, (number,), _, _ = socket.recv_fds(control, 1, 1)
    except (Hangup, WireError, ValueError):
        return None
    return setup, socket.socket(fileno=number)


def fork(control, channel, setup, runner):
    """Start the zygote of one worker; return its process number."""
    child = os.fork()
    if child:
        channel.close()
        return child
    status = 1
    try:
        control.close()
        dies_with_its_parent()
        zygote(channel, setup, runner)
        status = 0
    except BaseException:
        if os.environ.get("DOORKEEPER_DEBUG"):
            import traceback

            traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(status)


def zygote(channel, setup, runner):
    """Go behind the fence and serve one worker until it hangs up."""
    from doorkeeper.zygote import Zygote

    if setup["fence"]:
        alone([channel])
        setup["shown"] = fence.python_folders(setup["course"])
        fence.enclose(setup["shown"], setup["course"])
        os.environ["HOME"] = fence.WORK
    for name in ("MPLCONFIGDIR", "TMPDIR"):
        os.environ.pop(name, None)
    made = Zygote(channel, setup, runner)
    channel.send(b"!")
    made.loop()
    made.end()


def alone(channels):
    """Go on in fresh namespaces; what was here before only waits."""
    fence.leave_alone()
    child = os.fork()
    if child:
        for channel in channels:
            channel.close()
        os.waitpid(child, 0)
        os._exit(0)
    dies_with_its_parent()


def dies_with_its_parent():
    with contextlib.suppress(OSError, AttributeError):
        kernel.die_with_parent()


def warm(modules):
    """Import what nearly every notebook needs, and make the shell."""
    os.environ.setdefault(
        "MPLBACKEND", "module://matplotlib_inline.backend_inline"
    )
    import_all(modules)
    from doorkeeper.runner import Runner

    for name in ("student", "trusted", "zygote"):
        importlib.import_module(f"doorkeeper.{name}")
    return Runner()


def import_all(modules):
    for name in modules:
        with contextlib.suppress(Exception):
            importlib.import_module(name)


if __name__ == "__main__":
    main()
