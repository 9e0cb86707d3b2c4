"""The channel: what travels arrives, and nothing else does any harm."""

import collections
import socket
import struct
import threading
import time

import numpy as np
import pytest

from doorkeeper import wire
from doorkeeper.errors import Hangup, WireError
from doorkeeper.values import Decoder, Encoder, NotPlain, write_back

Pair = collections.namedtuple("Pair", "h c")
VALUES = [
    None,
    True,
    -3,
    2**80,
    1.5,
    float("inf"),
    3 + 4j,
    "text \u00e9 \u95e8",
    b"\x00\xff",
    [1, [2.0, None]],
    (1, "a"),
    {"a": 1, 2: (3,)},
    {1, 2},
    frozenset({"x"}),
    range(1, 9, 2),
    slice(1, None, 2),
    np.float32(1.25),
    np.int64(7),
    np.arange(6.0).reshape(2, 3),
    np.zeros((0, 4)),
    np.array([True, False]),
    np.array(["a", "bc"]),
    np.asfortranarray(np.arange(6).reshape(2, 3)),
]


def there(value):
    """Send a value through a real channel."""
    near, far = wire.pair()
    encoder = Encoder()
    node = encoder.node(value)
    wire.send(near, {"v": node}, encoder.buffers)
    message, buffers = wire.receive(far, time.monotonic() + 5)
    near.close()
    far.close()
    return Decoder(buffers).value(message["v"])


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_plain_values_arrive_as_they_are(value):
    got = there(value)
    assert type(got) is type(value)
    if isinstance(value, np.ndarray | np.generic):
        assert got.dtype == value.dtype
        np.testing.assert_array_equal(got, value)
    else:
        assert got == value


def test_nan_arrives():
    assert np.isnan(there(float("nan")))


def test_a_named_tuple_keeps_its_names():
    got = there(Pair(1.0, [2]))
    assert got == (1.0, [2])
    assert (got.h, got.c) == (1.0, [2])


def test_a_generator_goes_on_where_it_stood():
    rng = np.random.default_rng(3)
    rng.normal(size=5)
    twin = there(rng)
    np.testing.assert_array_equal(twin.normal(size=4), rng.normal(size=4))


def test_a_subclass_arrives_as_its_base():
    class Sly(np.ndarray):
        def __eq__(self, other):
            return True

    class Liar(float):
        def __eq__(self, other):
            return True

        __hash__ = None

    got = there(np.zeros(2).view(Sly))
    assert type(got) is np.ndarray
    assert type(there(Liar(2.0))) is float


def test_other_objects_do_not_travel():
    for value in (object(), print, np.array([object()], dtype=object)):
        with pytest.raises(NotPlain):
            Encoder().node(value)


NASTY = [
    ["a", "O", [1], 0],
    ["a", "<f8", [-1], 0],
    ["a", "<f8", [2**62], 0],
    ["a", "<f8", [1], 99],
    ["a", "V8", [1], 0],
    ["unknown"],
    [],
    {"own": 1},
    ["d", [[["l", []], 1]]],
    ["d", [[1]]],
    ["n", "x;import os", ["a"], [1]],
    ["n", "N", ["a", "a"], [1, 2]],
    ["rng", ["d", [["bit_generator", "os.system"]]]],
    ["r", 1.5],
    ["l", 3],
    ["f", "1_"],
    ["c", "x", "y"],
]


@pytest.mark.parametrize("node", NASTY, ids=repr)
def test_nodes_that_nobody_honest_writes_are_refused(node):
    with pytest.raises(WireError):
        Decoder([b"\x00" * 8]).value(node)


def test_nesting_is_bounded_both_ways():
    deep = []
    for _ in range(500):
        deep = [deep]
    with pytest.raises(NotPlain):
        Encoder().node(deep)
    node = 1
    for _ in range(500):
        node = ["l", [node]]
    with pytest.raises(WireError):
        Decoder([]).value(node)


FRAMES = {
    "huge": struct.pack("!IIQ", 2**31, 0, 2**40),
    "many buffers": struct.pack("!IIQ", 2, 2**31, 2),
    "lengths that do not fit": struct.pack("!IIQ", 100, 0, 2) + b"{}",
    "a buffer longer than the frame": struct.pack("!IIQQ", 2, 1, 10, 2**50)
    + b"{}",
    "not JSON": struct.pack("!IIQ", 4, 0, 4) + b"\x80\x04N.",
    "deep JSON": struct.pack("!IIQ", 90_000, 0, 90_000) + b"[" * 90_000,
}


@pytest.mark.parametrize("name", FRAMES)
def test_frames_that_nobody_honest_sends_are_refused(name):
    near, far = wire.pair()
    sender = threading.Thread(target=near.sendall, args=(FRAMES[name],))
    sender.start()
    with pytest.raises(WireError):
        wire.receive(far, time.monotonic() + 5)
    near.close()
    sender.join()


def test_silence_ends_at_the_deadline_and_a_hangup_at_once():
    near, far = wire.pair()
    near.sendall(b"\x00\x00")
    with pytest.raises(TimeoutError):
        wire.receive(far, time.monotonic() + 0.05)
    near.shutdown(socket.SHUT_RDWR)
    with pytest.raises(Hangup):
        wire.receive(far, time.monotonic() + 5)


def test_changes_are_written_back_in_place():
    inner = np.zeros(2)
    old = {"a": inner, "b": [1, inner], "gone": 1}
    new = {"a": np.ones(2), "b": [2, np.full(2, 5.0)], "new": 3}
    write_back(old, new)
    assert old["a"] is inner
    assert old["b"][0] == 2
    assert old["new"] == 3
    assert "gone" not in old


def test_a_generator_may_have_children_there():
    rng = np.random.default_rng(3)
    rng.spawn(2)
    twin = there(rng)
    child, other = twin.spawn(1)[0], rng.spawn(1)[0]
    assert child.random() == other.random()


def test_children_born_there_are_not_born_again_here():
    rng, old = np.random.default_rng(3), np.random.default_rng(3)
    rng.spawn(2)
    write_back(old, there(rng))
    assert old.spawn(1)[0].random() == rng.spawn(1)[0].random()
