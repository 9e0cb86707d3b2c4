"""What every live door is made of: sliders, a picture, and the line between.

A live door is a `VBox` of real ipywidgets sliders tied by `jslink` to an
anywidget picture, so that it moves in JupyterLab and, through the saved
widget state, in a page that has neither kernel nor network.
"""

import json
import re
from functools import cache
from pathlib import Path

import anywidget
import traitlets as t
from ipywidgets import FloatSlider, IntSlider, Layout, VBox, jslink

HERE = Path(__file__).parent
PALETTE = HERE.parent / "static" / "palette.css"
NO_SCRIPT = "This picture moves in a browser that runs JavaScript."
VIEW = "application/vnd.jupyter.widget-view+json"


@cache
def module(name):
    """The JavaScript of a picture with the shared helpers put in front."""
    shared = (HERE / "draw.js").read_text("utf-8")
    shared = re.sub(r"^export ", "", shared, flags=re.M)
    own = (HERE / f"{name}.js").read_text("utf-8")
    return re.sub(
        r'import \{[^}]*\}\s*from "./draw.js";', lambda _: shared, own
    )


@cache
def style():
    """The stylesheet of the pictures, colours included."""
    sheets = PALETTE, HERE / "widgets.css"
    return "\n".join(sheet.read_text("utf-8") for sheet in sheets)


class LivePicture(anywidget.AnyWidget):
    """An SVG drawn in the browser from the traits of a subclass.

    A subclass gives its module in the class line, `module="forget_door"`,
    and declares the traits that the module lists in `traits`.
    """

    error = t.Unicode("").tag(sync=True)

    def __init_subclass__(cls, module=None, **kwargs):
        super().__init_subclass__(**kwargs)
        if module:
            cls._module = module

    def __init__(self, **kwargs):
        self._esm, self._css = module(self._module), style()
        super().__init__(**kwargs)


def refuse(label, value, low, high):
    """Raise TraitError unless value is a number from low to high."""
    try:
        inside = low <= value <= high
    except (TypeError, ValueError):
        inside = False
    if not inside:
        raise t.TraitError(
            f"{label} = {value!r} is out of range: give a number from "
            f"{low:g} to {high:g}."
        )


class Refuses:
    """Mixed into a slider: a value out of range is refused, not bent."""

    @t.validate("value")
    def _validate_value(self, proposal):
        refuse(self.description, proposal["value"], self.min, self.max)
        return proposal["value"]


class DoorSlider(Refuses, FloatSlider):
    """A FloatSlider that refuses what its picture cannot show."""


class StepSlider(Refuses, IntSlider):
    """An IntSlider that refuses what its picture cannot show."""


class Knob:
    """One number of a live door: a class attribute that makes its slider.

    Reading it gives the slider's value; setting it moves the slider, or
    raises a TraitError that names the range.
    """

    def __init__(self, label, value, low, high, step=0.01):
        self.label, self.value, self.step = label, value, step
        self.low, self.high = low, high

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, door, owner=None):
        return self if door is None else door.sliders[self.name].value

    def __set__(self, door, value):
        refuse(self.label, value, self.low, self.high)
        door.sliders[self.name].value = value

    def slider(self, value):
        """The ipywidgets slider of this knob, standing at `value`."""
        value = self.value if value is None else value
        # ipywidgets would bend a first value into the range.
        refuse(self.label, value, self.low, self.high)
        whole = isinstance(self.step, int)
        return (StepSlider if whole else DoorSlider)(
            value=value,
            min=self.low,
            max=self.high,
            step=self.step,
            description=self.label,
            style={"description_width": "15em"},
            layout=Layout(width="100%", max_width="35rem"),
        )


class LiveDoor(VBox):
    """A picture above its sliders. Subclasses name `picture_class` and knobs.

    Raises `TraitError` for a number out of a knob's range and `TypeError`
    for a name that is no knob.
    """

    picture_class = LivePicture

    @classmethod
    def knobs(cls):
        """The knobs of this class by name, in the order they are written."""
        found = {}
        for base in reversed(cls.__mro__):
            found |= {
                k: v for k, v in vars(base).items() if isinstance(v, Knob)
            }
        return found

    def __init__(self, *, picture=None, **values):
        knobs = self.knobs()
        for name in values:
            if name not in knobs:
                raise TypeError(
                    f"{type(self).__name__} has no slider {name!r}: "
                    f"it has {', '.join(knobs)}."
                )
        self.sliders = {
            name: knob.slider(values.get(name)) for name, knob in knobs.items()
        }
        self.picture = self._picture(picture or {})
        super().__init__([self.picture, *self.sliders.values()])
        self.add_class("doors-live")

    def _picture(self, extra):
        """The picture, tied to the sliders in the browser."""
        values = {name: slider.value for name, slider in self.sliders.items()}
        picture = self.picture_class(**self._start(values), **extra)
        self._ties = [
            jslink((slider, "value"), (picture, name))
            for name, slider in self._tied().items()
        ]
        return picture

    def _start(self, values):
        """What the picture is told of the sliders at the start."""
        return values

    def _tied(self):
        """The sliders that move the picture without a kernel."""
        return self.sliders

    def still(self):
        """The picture of the default state, for print and without script."""
        name = self.picture_class._module
        return (HERE / "stills" / f"{name}.svg").read_text("utf-8")

    def _elsewhere(self):
        """Where the sliders start, when that is not where the still does."""
        knobs = self.knobs()
        moved = [
            f"{knobs[name].label} = {slider.value:g}"
            for name, slider in self.sliders.items()
            if slider.value != knobs[name].value
        ]
        return f" There it starts at {', '.join(moved)}." if moved else ""

    def _repr_mimebundle_(self, **kwargs):
        """The live view, and for a page the still picture with it."""
        view = {
            "version_major": 2,
            "version_minor": 0,
            "model_id": self.model_id,
        }
        html = (
            f'<div class="doors-still"><style>{style()}</style>'
            f"{self.still()}<noscript><p>{NO_SCRIPT}{self._elsewhere()}</p>"
            "</noscript></div>"
            f'<script type="{VIEW}">{json.dumps(view)}</script>'
        )
        return {
            VIEW: view,
            "text/html": html,
            "text/plain": f"{type(self).__name__}: a live picture. "
            "Run the cell to move it.",
        }
