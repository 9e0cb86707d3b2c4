"""Are the values that passed a test truly computed?

After a test cell has passed, the calls it made are repeated on the
instructor's solution, and both are given fresh inputs that no test shows.
"""

import contextlib
import hashlib
import sys
from copy import deepcopy
from dataclasses import dataclass, field

import numpy as np

from doorkeeper.agreement import agree, finite
from doorkeeper.errors import WireError
from doorkeeper.link import Lost
from doorkeeper.probes import variants
from doorkeeper.proxies import REMOVED, Proxy
from doorkeeper.values import NotPlain

LOOSE = 1e-2
MAX_COMPARED = 60
MAX_BASES = 3
MAX_SECONDS = 0.5

DIFFERS = (
    "{name} passes the test, but for the test's own inputs it returns other "
    "values than the solution."
)
KNOWN_ONLY = (
    "{name} returns the right values for the inputs that the test shows, and "
    "wrong ones for fresh inputs. It has to compute its result."
)


@dataclass
class Verdict:
    """What comparing one function with the solution has shown."""

    name: str
    compared: int = 0
    differing: int = 0
    fresh: int = 0
    fresh_right: int = 0
    notes: list = field(default_factory=list)

    def problem(self, policy):
        """The sentence that takes the points away, or an empty string."""
        if policy == "off":
            return ""
        if policy == "strict" and self.differing:
            return DIFFERS.format(name=self.name)
        known = self.compared - self.differing
        if self.fresh and not self.fresh_right and known > 0:
            return KNOWN_ONLY.format(name=self.name)
        return ""

    def as_dict(self):
        return {
            "name": self.name,
            "compared": self.compared,
            "differing": self.differing,
            "fresh": self.fresh,
            "fresh_right": self.fresh_right,
        }


class Examiner:
    """Compares the student's functions with the solution's."""

    def __init__(self, student, solution, functions, tolerance, seed):
        self.student = student
        self.solution = solution
        self.functions = functions
        self.tolerance = tolerance
        self.seed = seed

    def examine(self, calls, proxies):
        """Return a `Verdict` for each function that was called."""
        verdicts = {}
        for call in calls[:MAX_COMPARED]:
            if call.name in self.functions:
                verdict = verdicts.setdefault(call.name, Verdict(call.name))
                self.compare(call, verdict)
        for name, verdict in verdicts.items():
            mine = [call for call in calls if call.name == name]
            if name in proxies:
                self.probe(mine, proxies[name], verdict)
        return list(verdicts.values())

    def expected(self, call, arguments=None):
        """What the solution returns, and whether that is to be relied on.

        Asked of the solution's memory first; the surroundings of the call
        are rebuilt there only when it has to be made.
        """
        arguments = arguments or call.arguments()
        function = self.functions[call.name]
        link = self.solution
        link.tag = _tag(call.overrides)
        try:
            if link.tag is not None:
                link.only_ask = True
                found, value = self.ask(function, arguments)
                if found:
                    return value
                arguments = _copy(arguments)
            link.only_ask = False
            with surroundings(function, call.overrides):
                return self.ask(function, arguments)[1]
        finally:
            link.only_ask, link.tag = False, None
            link.calls.clear()

    def ask(self, function, arguments):
        args, kwargs = arguments
        try:
            value = self.solution.call(function, args, kwargs)
        except Lost:
            raise
        except Exception:
            return True, (None, False)
        if self.solution.unknown:
            return False, None
        return True, (value, not self.solution.volatile and finite(value))

    def compare(self, call, verdict):
        if call.raised:
            return
        try:
            wanted, sure = self.expected(call)
            got = call.result()
        except (NotPlain, WireError):
            return
        if not sure or _opaque(wanted):
            return
        verdict.compared += 1
        if not agree(got, wanted, self.tolerance):
            verdict.differing += 1

    def probe(self, calls, proxy, verdict):
        quick = [c for c in calls if c.seconds < MAX_SECONDS and not c.raised]
        for call in _spread(quick, MAX_BASES):
            self.probe_one(call, proxy, verdict)
            if verdict.fresh_right:
                return

    def probe_one(self, call, proxy, verdict):
        try:
            args, kwargs = call.arguments()
            usual, sure = self.expected(call)
        except (NotPlain, WireError):
            return
        if not sure or _opaque(usual):
            return
        text = f"{self.seed}/{call.name}".encode()
        digest = hashlib.sha256(text).digest()
        rng = np.random.default_rng(int.from_bytes(digest[:8], "big"))
        for fresh in variants(args, kwargs, rng):
            wanted, sure = self.expected(call, _copy(fresh))
            if not sure or agree(wanted, usual, LOOSE):
                continue
            verdict.fresh += 1
            verdict.fresh_right += self.right(call, proxy, fresh, wanted)
            if verdict.fresh_right:
                return

    def right(self, call, proxy, fresh, wanted):
        try:
            with surroundings(proxy, call.overrides):
                got = self.student.call(proxy, *_copy(fresh))
        except Exception:
            return False
        return agree(got, wanted, LOOSE)


@contextlib.contextmanager
def surroundings(function, overrides):
    """Put the replaced neighbours of a recorded call in place again."""
    undo = []
    if overrides:
        names = function.__globals__
        for (_, name), value in overrides.items():
            undo.append((name, names.get(name, REMOVED)))
            names[name] = value
    try:
        yield
    finally:
        for name, value in undo:
            if value is REMOVED:
                del names[name]
            else:
                names[name] = value


def _tag(overrides):
    """A name for the surroundings, the same for every student; or None."""
    parts = []
    for (_, name), value in sorted(overrides.items(), key=lambda o: o[0][1]):
        module = getattr(value, "__module__", None)
        label = getattr(value, "__qualname__", "")
        if getattr(sys.modules.get(module), label, None) is not value:
            return None
        parts.append(f"{name}={module}.{label}")
    return ",".join(parts)


def _opaque(value):
    return value is None or isinstance(value, Proxy)


def _spread(items, count):
    """A few items: the first, the last, and some between."""
    if len(items) <= count:
        return items
    steps = np.linspace(0, len(items) - 1, count).astype(int)
    return [items[i] for i in steps]


def _copy(arguments):
    args, kwargs = arguments
    return [_safe(a) for a in args], {k: _safe(v) for k, v in kwargs.items()}


def _safe(value):
    return value if callable(value) else deepcopy(value)
