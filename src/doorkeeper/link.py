"""The trusted end of a channel to a notebook's process."""

import contextlib
import time

from doorkeeper.calls import Call
from doorkeeper.errors import Hangup, OutOfTime, WireError
from doorkeeper.peer import Peer
from doorkeeper.proxies import (
    REMOVED,
    Proxy,
    StudentError,
    give_back,
    raise_again,
    replay_noise,
    stand_in,
)
from doorkeeper.values import Decoder, NotPlain

GRACE = 2.0
MAX_CALLBACKS = 1_000_000
MAX_RECORDS = 300
MAX_RECORD_BYTES = 32 << 20


class Lost(StudentError):
    """The submission's process ended or hung while it was asked."""


class Link(Peer):
    """Calls functions of the far side and believes nothing it says."""

    def __init__(self, sock, limit, outputs=None, max_bytes=64 << 20):
        super().__init__(sock, max_bytes)
        self.limit = limit
        self.outputs = outputs
        self.calls = []
        self.recorded = 0
        self.overrides = {}
        self.bad = {}
        self.trouble = None
        self.callbacks = 0
        self.handed = False
        self.bound, self.known, self.sent = {}, {}, {}

    # Peer

    def returned(self, value):
        return value._number if isinstance(value, Proxy) else None

    def describe(self, value):
        if not callable(value):
            raise NotPlain(f"a {type(value).__name__} cannot be passed")
        return {"name": str(getattr(value, "__name__", "function"))}

    def handle(self, value):
        if isinstance(value, Proxy) and value._link is not self:
            raise NotPlain("a thing of another process cannot be passed")
        self.handed = True
        return super().handle(value)

    def foreign(self, node):
        return stand_in(self, node)

    def retire(self):
        """What was lent for one test is of no use in the next."""
        self.mine, self.numbers = {}, {}

    def serve(self, message, buffers):
        """Run a callback that the far side was given."""
        self.callbacks += 1
        target = message.get("target")
        function = self.mine.get(target) if type(target) is int else None
        if message.get("do") != "call" or not callable(function):
            raise WireError("a question that is not allowed")
        if self.callbacks > MAX_CALLBACKS:
            raise WireError("callbacks without end")
        encoder = self.encoder()
        try:
            args, kwargs = (
                Decoder(buffers, self.resolve).value(node)
                for node in message["args"]
            )
            fields = {"value": encoder.node(function(*args, **kwargs))}
        except (Lost, OutOfTime, Hangup, WireError):
            raise
        except Exception as error:
            encoder = self.encoder()
            fields = {"raised": {"message": str(error)[:2000]}}
        from doorkeeper import wire

        wire.send(self.sock, {"answer": True, **fields}, encoder.buffers)

    # Asking

    def exchange(self, message, buffers=(), limit=None, blame=None):
        """Ask, and turn every kind of trouble into `Lost`."""
        if self.trouble:
            raise Lost(self.trouble)
        if self.bound:
            message, buffers = self.with_bindings(message, buffers)
        if message["do"] == "run":
            self.bound, self.known, self.sent = {}, {}, {}
        limit = self.limit if limit is None else limit
        message = {**message, "timeout": limit}
        deadline = time.monotonic() + limit + GRACE
        try:
            return self.ask(message, buffers, deadline)
        except TimeoutError:
            self.lose("timeout", blame, f"no answer within {limit:g} s")
        except Hangup:
            self.lose("crashed", blame, "the process ended")
        except WireError as error:
            self.lose("tampered", blame, str(error))
        except OutOfTime as error:
            # The test cell's own alarm: the answer is still to come, and
            # would be taken for the answer to the next question.
            self.lose("timeout", blame, str(error))

    def with_bindings(self, message, buffers):
        encoder = self.encoder()
        encoder.buffers = list(buffers)
        nodes = self.bindings(encoder)
        if nodes:
            message = {**message, "bind": nodes}
        return message, encoder.buffers

    def lose(self, kind, blame, reason):
        self.trouble = reason
        self.kind = kind
        if blame:
            self.bad[blame] = reason
        raise Lost(f"{blame or 'the notebook'}: {reason}")

    def plain(self, message, values):
        """Ask about an object and return the plain value of the answer."""
        encoder = self.encoder()
        fields = {key: encoder.node(value) for key, value in values.items()}
        answer, got = self.exchange({**message, **fields}, encoder.buffers)
        return self.finish(answer, got)

    def finish(self, answer, got):
        if self.outputs is not None:
            replay_noise(answer, self.outputs())
        if "raised" in answer:
            raise_again(answer["raised"])
        if "value" not in answer:
            return None
        return self.decode_safely(answer["value"], got)

    def decode_safely(self, node, got):
        try:
            return self.decode(node, got)
        except WireError as error:
            self.lose("tampered", None, str(error))

    def get(self, name):
        """The value of a global name of the notebook, and whether it is."""
        answer, got = self.exchange({"do": "get", "name": name})
        if "missing" in answer or "value" not in answer:
            return None, False
        value = self.decode_safely(answer["value"], got)
        if isinstance(value, Proxy):
            value._origin = name
        return value, True

    def call(self, proxy, args, kwargs):
        """Call a function of the notebook, as the test cell wants it."""
        name = proxy._origin or proxy._name
        if name in self.bad:
            raise Lost(f"{name}: {self.bad[name]} (in an earlier call)")
        encoder, self.handed = self.encoder(), False
        nodes = [encoder.node(list(args)), encoder.node(kwargs)]
        message = {"do": "call", "target": proxy._number, "args": nodes}
        message |= self.about_memory(proxy, encoder, message)
        begun = time.monotonic()
        answer, got = self.exchange(message, encoder.buffers, blame=name)
        seconds = time.monotonic() - begun
        if proxy._origin:
            self.record(
                Call(name, nodes, encoder.buffers, answer, got, seconds)
            )
        if (answer.get("raised") or {}).get("name") == "OutOfTime":
            self.bad[name] = f"it takes longer than {self.limit:g} seconds"
            self.kind = "timeout"
        arguments = [*args, *kwargs.values()]
        changed = [
            (pair[0], self.decode_safely(pair[1], got))
            for pair in _pairs(answer.get("changed", []))
        ]
        give_back(arguments, changed)
        if "same" in answer:
            at = answer["same"]
            if type(at) is not int or not 0 <= at < len(arguments):
                self.lose("tampered", name, "an argument never passed")
            if self.outputs is not None:
                replay_noise(answer, self.outputs())
            return arguments[at]
        return self.finish(answer, got)

    def about_memory(self, proxy, encoder, message):
        return {}

    # Records

    kind = None

    def record(self, call):
        size = sum(map(len, call.buffers)) + sum(map(len, call.got))
        if len(self.calls) >= MAX_RECORDS:
            return
        if self.recorded + size > MAX_RECORD_BYTES:
            return
        self.recorded += size
        call.overrides = dict(self.overrides)
        call.own = dict(self.mine)
        self.calls.append(call)

    # The names that the far side's functions look up

    def look_up(self, space, name):
        """A global name there, as the changes made here leave it."""
        key = space, name
        if key in self.bound:
            value = self.bound[key]
        elif key in self.known:
            value = self.known[key]
        else:
            value = REMOVED
            with contextlib.suppress(KeyError):
                message = {"do": "getitem", "target": space}
                value = self.plain(message, {"key": name})
            self.known[key] = value
        if value is REMOVED:
            raise KeyError(name)
        return value

    def bind(self, space, name, value):
        key = space, name
        with contextlib.suppress(KeyError):
            self.look_up(space, name)
        own = value is REMOVED or isinstance(value, Proxy)
        if own:
            self.overrides.pop(key, None)
        else:
            self.overrides[key] = value
        self.bound[key] = value

    def bindings(self, encoder):
        """What has changed since the last question, as nodes."""
        nodes = []
        for key, value in self.bound.items():
            if self.sent.get(key, self.known.get(key)) is not value:
                self.sent[key] = value
                node = [] if value is REMOVED else [encoder.node(value)]
                nodes.append([*key, *node])
        return nodes


def _pairs(changed):
    if not isinstance(changed, list):
        raise WireError("changes that are no list")
    return [p for p in changed if isinstance(p, list) and len(p) == 2]
