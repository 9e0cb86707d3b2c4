"""What every door of a student's own is made of.

They need a kernel. A wrong function shows a wrong door; an exception shows
its message in place of the picture. Inside, D = H = N = 1 and the weights U
and W are 1, so that every number can be checked by hand.
"""

from html import escape

import numpy as np
from ipywidgets import HTML

from .base import VIEW, LiveDoor

ONE = (1, 1)


class Strange(ValueError):
    """A student's function returned what no picture can show."""


def array(value, shape, name):
    """`value` as an array of `shape`, or Strange with a sentence."""
    if value is None:
        raise Strange(f"{name} returned None: does it end with return?")
    try:
        result = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        kind = type(value).__name__
        raise Strange(
            f"{name} returned a {kind}: expected an array."
        ) from None
    if result.shape != shape:
        raise Strange(
            f"{name} returned shape {result.shape}: expected {shape}."
        )
    if not np.isfinite(result).all():
        raise Strange(f"{name} returned nan or infinity.")
    return result


def name_of(function):
    """What to call a student's function when we speak of it."""
    return getattr(function, "__name__", "your function")


def call(function, *args, shape=ONE):
    """Call a student's function on copies; its arrays, checked.

    `shape` is one shape, or a list of them (None: not looked at) for a
    function that returns as many values. Returns one array or a list.
    """
    name = name_of(function)
    fresh = [
        {k: v.copy() for k, v in a.items()} if isinstance(a, dict) else a + 0
        for a in args
    ]
    try:
        result = function(*fresh)
    except NotImplementedError:
        raise Strange(f"{name} is not written yet.") from None
    except KeyboardInterrupt:
        raise Strange(
            f"{name} had not come back when it was interrupted: what ends "
            "its loop?"
        ) from None
    except Exception as wrong:
        kind = type(wrong).__name__
        raise Strange(f"{name} raised {kind}: {wrong}") from wrong
    if not isinstance(shape, list):
        return array(result, shape, name)
    if not isinstance(result, tuple | list) or len(result) != len(shape):
        raise Strange(f"{name} must return {len(shape)} values.")
    return [
        part if want is None else array(part, want, name)
        for part, want in zip(result, shape, strict=True)
    ]


def one(number):
    """A number as an array of shape (1, 1)."""
    return np.full(ONE, float(number))


def bias(number):
    """A number as an array of shape (1,)."""
    return np.full(1, float(number))


class YourDoor(LiveDoor):
    """A live door whose numbers come from functions in this notebook.

    A subclass gives `numbers(**knobs)`: the traits of the picture.
    """

    tied = ()  # knobs that the picture itself can move

    def __init__(self, *functions, **values):
        self.functions = functions
        super().__init__(**values)
        names = " and ".join(
            f"<code>{escape(name_of(f))}</code>" for f in functions
        )
        self.children = [HTML(f"Moved by your {names}."), *self.children]
        self.add_class("doors-yours")
        for slider in self.sliders.values():
            slider.observe(self._move, "value")
        self._move()

    def _tied(self):
        return {k: s for k, s in self.sliders.items() if k in self.tied}

    def _start(self, values):
        """A knob such as b_f means nothing to the picture."""
        names = self.picture_class.class_trait_names(sync=True)
        return {k: v for k, v in values.items() if k in names}

    def _move(self, _=None):
        """Ask the functions again and show what they say."""
        values = {name: s.value for name, s in self.sliders.items()}
        with self.picture.hold_sync():
            try:
                found = self.numbers(**values)
            except Strange as strange:
                self.picture.error = str(strange)
                return
            for name, value in found.items():
                setattr(self.picture, name, value)
            self.picture.error = ""

    def _repr_mimebundle_(self, **kwargs):
        """The live view alone: a still of nobody's function would mislead."""
        bundle = super()._repr_mimebundle_(**kwargs)
        return {key: bundle[key] for key in (VIEW, "text/plain")}

    def still(self):
        """No still picture: there is nothing to show without a kernel."""
        return ""
