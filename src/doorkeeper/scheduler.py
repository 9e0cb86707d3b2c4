"""A scheduler and its workers, looked at before there is work for them."""

import concurrent.futures
import logging
import re
import socket
import threading
import warnings

from doorkeeper import likeness
from doorkeeper.errors import DoorkeeperError

ADDRESS = re.compile(r"(?:(?:tcp|tls)://)?(\[[^]]+\]|[^:/\[\]]+):(\d{1,5})")
SECONDS = 10.0  # for a scheduler to answer


def _nothing():
    """Asked of the scheduler, to see whether it knows doorkeeper."""


def connect(address):
    """A client of the scheduler, or one sentence why there is none."""
    try:
        from distributed import Client
    except ImportError:
        raise DoorkeeperError(
            "--scheduler needs the package distributed: install it with "
            "`pip install 'gates-as-doors[cluster]'`."
        ) from None
    found = ADDRESS.fullmatch(address)
    if not found or not 0 < int(found[2]) < 65536:
        raise DoorkeeperError(
            f"{address!r} is no address of a scheduler; one looks like "
            "tcp://HOST:PORT or tls://HOST:PORT."
        )
    # What goes wrong is told by us, in one sentence.
    for name in ("distributed", "tornado", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    warnings.filterwarnings("ignore", module="distributed")
    try:
        host, port = found[1].strip("[]"), int(found[2])
        socket.create_connection((host, port), SECONDS).close()
        return _in_time(
            lambda: Client(address, timeout=SECONDS, set_as_default=False)
        )
    except Exception as error:
        raise DoorkeeperError(
            f"No scheduler answers at {address} ({reason(error)}). Start "
            "one with `dask scheduler`, or set the address right."
        ) from None


def _in_time(make):
    """What a function returns; its own timeout may not hold.

    A client waits for ever for the first words of a server of another kind.
    """
    made = concurrent.futures.Future()

    def run():
        try:
            made.set_result(make())
        except BaseException as error:
            made.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        return made.result(SECONDS + 2)
    except TimeoutError:
        if made.done():
            raise
        raise OSError("what listens there is no scheduler") from None


def reason(error):
    """An error in a few words, to stand within a sentence."""
    text = str(error).strip().splitlines() or [""]
    return text[0].rstrip(".:") or type(error).__name__


def environments(client, address, names):
    """Each worker's `likeness.look`, sorted by address; all can be asked."""
    try:
        seen = client.run(likeness.look, names, on_error="return")
        client.run_on_scheduler(_nothing)
    except Exception as error:
        raise DoorkeeperError(
            f"The scheduler {address} cannot be used ({reason(error)}). "
            "Start it and its workers in the environment that is installed "
            "here."
        ) from None
    if not seen:
        raise DoorkeeperError(
            f"The scheduler {address} has no workers. Start some with `dask "
            f"worker {address}`, and grade again."
        )
    for worker, there in sorted(seen.items()):
        if isinstance(there, BaseException):
            raise DoorkeeperError(
                f"The worker {worker} cannot run doorkeeper "
                f"({reason(there)}). Install there what is installed here, "
                "and grade again."
            )
    return sorted(seen.items())
