"""Plain values to JSON nodes and back.

What is plain: None, bool, int, float, complex, str, bytes, lists, tuples
(named ones too), sets, dicts, ranges, slices, NumPy scalars and arrays of
bool, int, float, complex or fixed-width text, and NumPy's random generators
by their state. A subclass travels as its plain base, so an object that
overloads operators arrives as a number or not at all. Whatever is not plain
is handed to ``export``, which may keep it at home and send a handle.
"""

import collections
import math

import numpy as np

from doorkeeper.errors import WireError

MAX_DEPTH = 60
MAX_NODES = 2_000_000
KINDS = "?bhilqBHILQefdgFDUS"
MAX_SPAWNED = 10_000
MAX_POOL = 64  # of a seed sequence; NumPy makes 4
BIT_GENERATORS = {"PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"}


class NotPlain(TypeError):
    """The value cannot travel."""


class Encoder:
    """Turn values into nodes; arrays and bytes go into ``buffers``."""

    def __init__(self, export=None):
        self.buffers = []
        self.export = export or _refuse

    def node(self, value, depth=0):
        if depth > MAX_DEPTH:
            raise NotPlain("nested too deeply")
        if value is None or value is True or value is False:
            return value
        kind = type(value)
        if kind is int or kind is str:
            return value
        if kind is float:
            return value if math.isfinite(value) else ["f", repr(value)]
        for base, method in _ENCODERS:
            if isinstance(value, base):
                return method(self, value, depth + 1)
        return self.export(value)

    def blob(self, data):
        self.buffers.append(bytes(data))
        return len(self.buffers) - 1

    def items(self, values, depth):
        return [self.node(value, depth) for value in values]

    def _array(self, value, depth):
        array = np.asarray(value)
        if array.dtype.char not in KINDS or array.dtype.hasobject:
            return self.export(value)
        data = np.ascontiguousarray(array).tobytes()
        tag = "g" if isinstance(value, np.generic) else "a"
        return [tag, array.dtype.str, list(array.shape), self.blob(data)]

    def _tuple(self, value, depth):
        fields = getattr(type(value), "_fields", None)
        items = self.items(tuple(value), depth)
        if fields and all(isinstance(f, str) for f in fields):
            return ["n", type(value).__name__, list(fields), items]
        return ["t", items]

    def _dict(self, value, depth):
        pairs = [
            [self.node(k, depth), self.node(v, depth)]
            for k, v in value.items()
        ]
        return ["d", pairs]

    def _set(self, value, depth):
        tag = "z" if isinstance(value, frozenset) else "s"
        return [tag, self.items(sorted(value, key=repr), depth)]

    def _generator(self, value, depth):
        bits = value.bit_generator
        seed = getattr(bits.seed_seq, "state", None)
        return ["rng", self.node(bits.state, depth), self.node(seed, depth)]


_ENCODERS = [
    ((np.generic, np.ndarray), Encoder._array),
    (bool, lambda self, v, d: bool(v)),
    (int, lambda self, v, d: int(v)),
    (float, lambda self, v, d: self.node(float.__float__(v), d)),
    (complex, lambda self, v, d: ["c", repr(v.real), repr(v.imag)]),
    (str, lambda self, v, d: str.__str__(v)),
    ((bytes, bytearray), lambda self, v, d: ["b", self.blob(v)]),
    (list, lambda self, v, d: ["l", self.items(v, d)]),
    (tuple, Encoder._tuple),
    ((set, frozenset), Encoder._set),
    (dict, Encoder._dict),
    (range, lambda self, v, d: ["r", v.start, v.stop, v.step]),
    (slice, lambda s, v, d: ["i", s.items((v.start, v.stop, v.step), d)]),
    (np.random.Generator, Encoder._generator),
]


def _refuse(value):
    raise NotPlain(f"a {type(value).__name__} is not a plain value")


class Decoder:
    """Build values from nodes that an enemy may have written."""

    def __init__(self, buffers, resolve=None):
        self.buffers = buffers
        self.resolve = resolve
        self.count = 0

    def value(self, node, depth=0):
        self.count += 1
        if depth > MAX_DEPTH or self.count > MAX_NODES:
            raise WireError("a value that is too deep or too large")
        if node is None or isinstance(node, bool | int | float | str):
            return node
        if isinstance(node, dict) and self.resolve:
            return self.resolve(node)
        try:
            return _DECODERS[node[0]](self, node, depth + 1)
        except WireError:
            raise
        except (
            ArithmeticError,
            AttributeError,
            LookupError,
            MemoryError,
            TypeError,
            ValueError,
        ):
            raise WireError("a value that is not plain") from None

    def items(self, nodes, depth):
        if not isinstance(nodes, list):
            raise WireError("a value that is not plain")
        return [self.value(node, depth) for node in nodes]

    def _array(self, node, depth):
        _, code, shape, at = node
        dtype = np.dtype(code)
        if dtype.char not in KINDS or not isinstance(code, str):
            raise WireError("an array of an unknown kind")
        if len(shape) > 32 or not all(
            type(n) is int and n >= 0 for n in shape
        ):
            raise WireError("an array of an impossible shape")
        data = self.buffers[at]
        if math.prod(shape) * dtype.itemsize != len(data):
            raise WireError("an array whose size and shape differ")
        if not data:
            array = np.empty(shape, dtype)
        else:
            array = np.frombuffer(data, dtype).reshape(shape).copy()
        return array[()] if node[0] == "g" else array

    def _named(self, node, depth):
        _, name, fields, items = node
        values = self.items(items, depth)
        if len(fields) != len(values) or len(fields) > 1000:
            raise WireError("a named tuple whose names do not fit")
        return collections.namedtuple(name, fields)(*values)

    def _dict(self, node, depth):
        pairs = [self.items(pair, depth) for pair in node[1]]
        return {key: value for key, value in pairs}  # noqa: C416

    def _generator(self, node, depth):
        state = self.value(node[1], depth)
        if state["bit_generator"] not in BIT_GENERATORS:
            raise WireError("an unknown random generator")
        seed = self.value(node[2], depth)
        if seed is not None:
            if not 4 <= seed["pool_size"] <= MAX_POOL:
                raise WireError("an impossible random generator")
            seed = np.random.SeedSequence(**seed)
        bits = getattr(np.random, state["bit_generator"])(seed)
        bits.state = state
        return np.random.Generator(bits)


_DECODERS = {
    "f": lambda self, n, d: float(n[1]),
    "c": lambda self, n, d: complex(float(n[1]), float(n[2])),
    "b": lambda self, n, d: self.buffers[n[1]],
    "l": lambda self, n, d: self.items(n[1], d),
    "t": lambda self, n, d: tuple(self.items(n[1], d)),
    "n": Decoder._named,
    "s": lambda self, n, d: set(self.items(n[1], d)),
    "z": lambda self, n, d: frozenset(self.items(n[1], d)),
    "d": Decoder._dict,
    "r": lambda self, n, d: range(*self.items(n[1:], d)),
    "i": lambda self, n, d: slice(*self.items(n[1], d)),
    "a": Decoder._array,
    "g": Decoder._array,
    "rng": Decoder._generator,
}


def write_back(old, new):
    """Give ``old`` the content of ``new``, in place, as deep as it goes."""
    if isinstance(old, np.ndarray) and isinstance(new, np.ndarray):
        if old.shape == new.shape and old.flags.writeable:
            old[...] = new
    elif isinstance(old, list) and isinstance(new, list):
        kept = [_merged(a, b) for a, b in zip(old, new, strict=False)]
        old[:] = kept + new[len(kept) :]
    elif isinstance(old, dict) and isinstance(new, dict):
        merged = {k: _merged(old.get(k), v) for k, v in new.items()}
        old.clear()
        old.update(merged)
    elif isinstance(old, set) and isinstance(new, set):
        old.clear()
        old.update(new)
    elif isinstance(old, tuple) and isinstance(new, tuple):
        for a, b in zip(old, new, strict=False):
            write_back(a, b)
    elif isinstance(old, np.random.Generator):
        old.bit_generator.state = new.bit_generator.state
        _catch_up(old.bit_generator.seed_seq, new.bit_generator.seed_seq)


def _catch_up(old, new):
    """Children that were spawned there count as spawned here."""
    spawned = getattr(new, "n_children_spawned", 0)
    missing = spawned - getattr(old, "n_children_spawned", spawned)
    if 0 < missing <= MAX_SPAWNED:
        old.spawn(missing)


def _merged(old, new):
    """Keep the identity of containers whose type did not change."""
    same = type(old) is type(new)
    if isinstance(old, np.ndarray):
        same = same and old.shape == new.shape and old.dtype == new.dtype
    if same and isinstance(old, np.ndarray | list | dict | set | tuple):
        if isinstance(old, tuple) and len(old) != len(new):
            return new
        write_back(old, new)
        return new if isinstance(old, tuple) and not _held(old) else old
    return new


def _held(value):
    """Whether a tuple holds nothing but containers changed in place."""
    return all(isinstance(v, np.ndarray | list | dict | set) for v in value)
