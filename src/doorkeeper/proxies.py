"""Stand-ins, in the trusted process, for what lives in the student's.

A stand-in can be called and looked at, and gives plain values. It never lets
the far side answer a comparison: operators are not passed on.
"""

import builtins
import inspect
import sys
import warnings
from collections.abc import MutableMapping

from doorkeeper.errors import WireError
from doorkeeper.values import NotPlain, write_back

KINDS = {int(kind): kind for kind in inspect._ParameterKind}


class StudentError(Exception):
    """An exception of a type that only the student's process knows."""


class Proxy:
    """Something that stays in the student's process."""

    def __init__(self, link, node):
        self._link = link
        self._number = node["own"]
        self._node = node
        self._origin = None
        self._name = str(node.get("name", "object"))[:200]

    def _ask(self, what, **fields):
        return self._link.plain({"do": what, "target": self._number}, fields)

    def __repr__(self):
        return f"<{self._name} of the submission>"

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return self._link.plain(
            {"do": "getattr", "target": self._number, "name": name}, {}
        )

    def __setattr__(self, name, value):
        if name.startswith("_"):
            object.__setattr__(self, name, value)
        else:
            self._link.plain(
                {"do": "setattr", "target": self._number, "name": name},
                {"value": value},
            )

    def __getitem__(self, key):
        return self._ask("getitem", key=key)

    def __setitem__(self, key, value):
        self._ask("setitem", key=key, value=value)

    def __contains__(self, key):
        return self._ask("contains", key=key) is True

    def __iter__(self):
        items = self._ask("list")
        if not isinstance(items, list):
            raise WireError("a list that is not one")
        return iter(items)

    def __len__(self):
        return self._show("len", int)

    def __str__(self):
        return self._show("str", str)

    def __bool__(self):
        return self._show("bool", bool)

    def __eq__(self, other):
        return self is other or (
            isinstance(other, Proxy)
            and self._link is other._link
            and self._number == other._number
        )

    def __hash__(self):
        return hash(self._number)

    def _show(self, how, kind):
        message = {"do": "show", "target": self._number, "how": how}
        value = self._link.plain(message, {})
        if type(value) is not kind:
            raise WireError(f"{how}() that is no {kind.__name__}")
        return value


class FunctionProxy(Proxy):
    """A function or class of the student's, called over the channel."""

    def __init__(self, link, node):
        super().__init__(link, node)
        self.__name__ = self.__qualname__ = self._name
        self.__doc__ = None
        self._space = None

    @property
    def __globals__(self):
        if self._space is None:
            found = self._ask("globals")
            if not isinstance(found, Proxy):
                raise AttributeError("__globals__")
            self._space = Globals(self._link, found._number)
        return self._space

    @property
    def __signature__(self):
        try:
            return inspect.Signature(
                [self._parameter(*p) for p in self._node["signature"]]
            )
        except (KeyError, TypeError, ValueError):
            raise AttributeError("__signature__") from None

    def _parameter(self, name, kind, *default):
        fields = {}
        if default:
            fields["default"] = self._link.decode(default[0], [])
        return inspect.Parameter(name, KINDS[kind], **fields)

    def __call__(self, *args, **kwargs):
        return self._link.call(self, args, kwargs)

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return lambda *args, **kwargs: self(instance, *args, **kwargs)

    def __instancecheck__(self, value):
        return self._ask("isinstance", value=value) is True


class Globals(MutableMapping):
    """The names a student's function looks up; may be changed for a while.

    Changes wait at the link and travel with the next question, so that
    putting a neighbour in and taking it out again costs nothing by itself.
    """

    def __init__(self, link, number):
        self._link, self._number = link, number

    def _ask(self, what, **fields):
        return self._link.plain({"do": what, "target": self._number}, fields)

    def __getitem__(self, name):
        return self._link.look_up(self._number, name)

    def __setitem__(self, name, value):
        self._link.bind(self._number, name, value)

    def __delitem__(self, name):
        self._link.bind(self._number, name, REMOVED)

    def __contains__(self, name):
        try:
            self[name]
        except KeyError:
            return False
        return True

    def __iter__(self):
        return iter(self._ask("list"))

    def __len__(self):
        return len(self._ask("list"))

    def __eq__(self, other):
        return isinstance(other, Globals) and self._number == other._number

    __hash__ = None


REMOVED = object()


def stand_in(link, node):
    """Return the proxy for a node that the far side wrote."""
    if type(node.get("own")) is not int:
        raise WireError("a handle without a number")
    if node.get("kind") in ("function", "class"):
        return FunctionProxy(link, node)
    return Proxy(link, node)


def raise_again(told):
    """Raise here what was raised there, as far as the type is known here."""
    message = str(told.get("message", ""))[:20_000]
    for name in told.get("bases", [])[:20]:
        kind = getattr(builtins, str(name), None)
        if _usual(kind):
            try:
                error = kind(message)
            except TypeError:
                continue
            break
    else:
        kind = StudentError
        error = kind(f"{told.get('name', 'Error')}: {message}")
    if kind is Exception and told.get("name") != "Exception":
        error = StudentError(f"{told.get('name')}: {message}")
    error.student_line = told.get("line")
    raise error


def _usual(kind):
    return (
        inspect.isclass(kind)
        and issubclass(kind, Exception)
        and not issubclass(kind, StopIteration | StopAsyncIteration | Warning)
    )


def replay_noise(answer, outputs):
    """Print here what was printed there, and warn what was warned there.

    Streams go where the test has redirected them; else into the outputs of
    the cell, where they do not count as the test's own.
    """
    for item in answer.get("outputs", [])[:200]:
        if not isinstance(item, dict) or item.get("output_type") != "stream":
            continue
        name, text = item.get("name"), str(item.get("text", ""))
        if name not in ("stdout", "stderr"):
            continue
        stream = getattr(sys, name)
        if type(stream).__module__ == "doorkeeper.runner":
            outputs.stream(name, text)
        else:
            stream.write(text)
    for told in answer.get("warned", [])[:50]:
        kind = getattr(builtins, str(told[0]), None)
        if inspect.isclass(kind) and issubclass(kind, Warning):
            warnings.warn(str(told[1])[:1000], kind, stacklevel=4)


def give_back(arguments, changed):
    """Write into the caller's arguments what the call changed in them."""
    for i, new in changed:
        if type(i) is not int or not 0 <= i < len(arguments):
            raise WireError("a changed argument that was not passed")
        try:
            write_back(arguments[i], new)
        except (TypeError, ValueError) as error:
            raise NotPlain(f"a changed argument: {error}") from None
