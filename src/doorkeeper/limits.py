"""What a process may use: time, memory, processes, file size, open files."""

import contextlib
import os
import signal
import threading

from doorkeeper.errors import OutOfTime

try:
    import resource
except ImportError:  # Windows
    resource = None


class Clock:
    """Tells afterwards whether the alarm rang."""

    rang = False


@contextlib.contextmanager
def alarm(seconds):
    """Raise `OutOfTime` in the main thread after some seconds.

    Code that swallows the exception gets it again every second; code that
    never comes back to Python has to be killed from outside.
    """
    clock = Clock()
    if seconds is None or threading.current_thread() is not _main():
        yield clock
        return

    def ring(_signum, _frame):
        clock.rang = True
        raise OutOfTime(f"stopped after {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        yield clock
    except OutOfTime:
        clock.rang = True
    finally:
        _disarm(before)


def _disarm(before):
    """Switch the alarm off, even when it rings on the way here."""
    for _ in range(3):
        with contextlib.suppress(OutOfTime):
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
            return


def _main():
    return threading.main_thread()


def confine(memory_mb, processes, file_mb, cpu_seconds):
    """Set the hard limits of this process and of all it starts."""
    if resource is None:
        return
    mb = 1 << 20
    limits = {
        "RLIMIT_AS": _address_space() + memory_mb * mb,
        "RLIMIT_FSIZE": file_mb * mb,
        "RLIMIT_NOFILE": 256,
        "RLIMIT_CORE": 0,
        "RLIMIT_NPROC": processes,
        "RLIMIT_CPU": int(cpu_seconds) + 1,
        "RLIMIT_MSGQUEUE": 0,
    }
    for name, value in limits.items():
        kind = getattr(resource, name, None)
        if kind is None:
            continue
        _, hard = resource.getrlimit(kind)
        if hard != resource.RLIM_INFINITY:
            value = min(value, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (value, value))


def _address_space():
    """Bytes that the warm parent has mapped already."""
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 1 << 30
