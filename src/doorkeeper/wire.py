"""Frames on a socket: a JSON message and raw buffers, and nothing else.

A frame is a head (length of the JSON text, number of buffers, length of the
rest), the lengths of the buffers, the JSON text and the buffers. The receiver
believes no length before it has compared it with its own limits, and
allocates only what has truly arrived. No pickle: reading a frame can build
strings, numbers, lists, dicts and bytes.
"""

import json
import socket
import struct
import time

from doorkeeper.errors import Hangup, WireError

HEAD = struct.Struct("!IIQ")
SIZE = struct.Struct("!Q")
MAX_TEXT = 16 << 20
MAX_BYTES = 128 << 20
MAX_BUFFERS = 100_000
CHUNK = 1 << 20


def pack(message, buffers=()):
    """Return the bytes of one frame."""
    text = json.dumps(message, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )
    sizes = [SIZE.pack(len(buffer)) for buffer in buffers]
    rest = b"".join([*sizes, text, *buffers])
    return HEAD.pack(len(text), len(buffers), len(rest)) + rest


def send(sock, message, buffers=()):
    """Send one frame; raise `Hangup` when nobody listens any more."""
    try:
        sock.settimeout(None)
        sock.sendall(pack(message, buffers))
    except (BrokenPipeError, ConnectionError, OSError) as error:
        raise Hangup(str(error)) from None


def receive(sock, deadline=None, max_bytes=MAX_BYTES):
    """Read one frame.

    Returns
    -------
    message, buffers : the JSON value and a list of ``bytes``.

    Raises
    ------
    TimeoutError when ``deadline`` (of `time.monotonic`) passes, `Hangup` when
    the other side is gone, `WireError` when the frame is not a frame.
    """
    head = HEAD.unpack(_exactly(sock, HEAD.size, deadline))
    text_size, count, total = head
    if total > max_bytes or text_size > MAX_TEXT or count > MAX_BUFFERS:
        raise WireError("a message larger than allowed")
    start = SIZE.size * count
    if start + text_size > total:
        raise WireError("a message whose lengths do not fit")
    rest = _exactly(sock, total, deadline)
    text, at, buffers = rest[start : start + text_size], start + text_size, []
    for (size,) in SIZE.iter_unpack(rest[:start]):
        buffers.append(rest[at : at + size])
        at += size
    if at != total:
        raise WireError("a message whose lengths do not fit")
    try:
        message = json.loads(text.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        raise WireError("a message that is not JSON") from None
    return message, buffers


def _exactly(sock, size, deadline):
    parts, missing = [], size
    while missing:
        sock.settimeout(_left(deadline))
        try:
            part = sock.recv(min(missing, CHUNK))
        except TimeoutError:
            raise
        except (ConnectionError, OSError) as error:
            raise Hangup(str(error)) from None
        if not part:
            raise Hangup("the channel was closed")
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _left(deadline):
    if deadline is None:
        return None
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def pair():
    """Return the two ends of a private channel."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
