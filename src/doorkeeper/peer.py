"""Two processes that call each other's functions over one channel.

Strictly in turn: whoever has asked waits for the answer, and serves the
questions that come before it (a callback inside a call). Objects that are not
plain stay where they are and travel as numbered handles.
"""

import contextlib

from doorkeeper import wire
from doorkeeper.errors import WireError
from doorkeeper.values import Decoder, Encoder

MAX_HANDLES = 100_000
MAX_NESTED = 40


class Peer:
    """One end of a channel."""

    def __init__(self, sock, max_bytes=wire.MAX_BYTES):
        self.sock = sock
        self.max_bytes = max_bytes
        self.mine = {}
        self.numbers = {}
        self.depth = 0
        self.given = 0

    # What goes out

    def encoder(self):
        return Encoder(self.handle)

    def handle(self, value):
        """The node for something that does not travel."""
        known = self.returned(value)
        if known is not None:
            return {"yours": known}
        number = self.numbers.get(id(value))
        if number is None:
            if len(self.mine) >= MAX_HANDLES:
                raise WireError("too many objects were handed over")
            number, self.given = self.given, self.given + 1
            self.mine[number] = value
            self.numbers[id(value)] = number
        return {"own": number, **self.describe(value)}

    def returned(self, value):
        """The number of a handle that came from the other side, if it is."""
        return

    def describe(self, value):
        return {}

    # What comes in

    def resolve(self, node):
        if "yours" in node:
            try:
                return self.mine[node["yours"]]
            except (KeyError, TypeError):
                raise WireError("a handle that was never given") from None
        return self.foreign(node)

    def foreign(self, node):
        raise WireError("a handle where none is allowed")

    def decode(self, node, buffers):
        return Decoder(buffers, self.resolve).value(node)

    # Asking and answering

    def ask(self, message, buffers=(), deadline=None):
        """Send a question and return the answer: message and buffers."""
        wire.send(self.sock, message, buffers)
        return self.wait(deadline)

    def wait(self, deadline=None):
        if self.depth >= MAX_NESTED:
            raise WireError("calls that call each other without end")
        self.depth += 1
        try:
            while True:
                answer, buffers = self.next(deadline)
                if "answer" in answer:
                    return answer, buffers
                self.serve(answer, buffers)
        finally:
            self.depth -= 1

    def next(self, deadline=None):
        message, buffers = wire.receive(self.sock, deadline, self.max_bytes)
        if not isinstance(message, dict):
            raise WireError("a message that is not an object")
        return message, buffers

    def serve(self, message, buffers):
        """Answer one question of the other side."""
        raise WireError("a question where none is allowed")

    def close(self):
        with contextlib.suppress(OSError):
            self.sock.close()
