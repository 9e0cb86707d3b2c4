"""Plain axes for data, and lines that carry their own names."""

import numpy as np
from matplotlib.axes import Axes

from .palette import hex_of
from .style import SMALL, new_figure, styled

# Line k has its own dashes and its own mark; a colour means a gate or a
# state, so an RNN has the colour of its h and an LSTM that of its c.
DASHES = ("-", (0, (6, 2)), (0, (2, 2)), (0, (8, 2, 2, 2)), (0, (12, 3)), "-.")
MARKS = ("o", "s", "^", "D", "v", "P")
MODELS = (("LSTM", "cell"), ("RNN", "hidden"))


class StyledAxes(Axes):
    """Axes whose words have the course's size and colour by themselves."""

    def text(self, *args, **options):
        with styled():
            return super().text(*args, **options)

    def annotate(self, *args, **options):
        with styled():
            return super().annotate(*args, **options)

    def set_title(self, *args, **options):
        with styled():
            return super().set_title(*args, **options)

    def legend(self, *args, **options):
        with styled():
            return super().legend(*args, **options)


def plot(xlabel="", ylabel="", width=480, height=300, rows=1, columns=1):
    """A Figure and its Axes, of width x height CSS pixels.

    With rows or columns above 1 the second result is an array of Axes that
    share both scales.
    """
    figure = new_figure(width, height)
    with styled():
        figure.set_layout_engine("constrained")
        axes = figure.subplots(
            rows,
            columns,
            sharex=True,
            sharey=True,
            subplot_kw={"axes_class": StyledAxes},
        )
        for ax in np.atleast_1d(axes).flat:
            ax.tick_params(width=1, length=4)
            ax.set_facecolor("none")
        if rows == columns == 1:
            axes.set_xlabel(xlabel)
            axes.set_ylabel(ylabel)
        else:
            figure.supxlabel(xlabel, size=SMALL + 1)
            figure.supylabel(ylabel, size=SMALL + 1)
    return figure, axes


def line(ax, x, y, name="", k=0, colour=None, mark=True, at_end=True):
    """Draw y over x as line k, and write its name beside its last point.

    k: 0, 1, ... gives the line its dashes and mark
    colour: a palette name; if not given, `colour_of(name)`
    at_end: False leaves the name to `names_at_ends`
    """
    colour = colour or colour_of(name)
    x, y = np.asarray(x), np.asarray(y)
    with styled():
        ax.plot(
            x,
            y,
            color=hex_of(colour),
            linestyle=DASHES[k % len(DASHES)],
            marker=MARKS[k % len(MARKS)] if mark else None,
            markevery=max(1, len(x) // 10),
            markersize=6.5,
        )
        if name and at_end:
            ax.annotate(
                name,
                (x[-1], y[-1]),
                (7, 0),
                textcoords="offset points",
                va="center",
                color=hex_of(colour),
                size=SMALL,
            )
    return colour


def colour_of(name):
    """The palette name of a model's colour, read from what it is called."""
    return next((c for n, c in MODELS if n in name), "ink")


def names_at_ends(ax, ends, gap=18):
    """Write names to the right of the axes, at least `gap` pixels apart.

    ends: a list of (y, name, colour); call it after the limits are set
    """
    figure = ax.get_figure()
    figure.draw_without_rendering()
    heights = [ax.transData.transform((0, y))[1] for y, _, _ in ends]
    box = ax.get_window_extent()
    spots = spread(heights, gap, box.y0, box.y1)
    with styled():
        for (_, name, colour), height, spot in zip(
            ends, heights, spots, strict=True
        ):
            edge = ax.transAxes.inverted().transform
            ax.annotate(
                name,
                edge((box.x1, np.clip(height, box.y0, box.y1))),
                edge((box.x1 + 16, spot)),
                "axes fraction",
                va="center",
                color=hex_of(colour),
                size=SMALL,
                annotation_clip=False,
                arrowprops={
                    "arrowstyle": "-",
                    "color": hex_of(colour),
                    "shrinkA": 0,
                    "shrinkB": 2,
                    "relpos": (0, 0.5),
                },
            )


def spread(heights, gap, low, high):
    """Heights moved as little as needed to lie `gap` apart, in [low, high].

    >>> spread([5, 5, 50], 10, 0, 100)
    [0.0, 10.0, 50.0]
    """
    order = np.argsort(heights, kind="stable")
    spots = np.asarray(heights, float)[order]
    for _ in range(200):
        for k in range(len(spots) - 1):
            lack = gap - (spots[k + 1] - spots[k])
            if lack > 1e-9:
                spots[k] -= lack / 2
                spots[k + 1] += lack / 2
        spots = np.clip(spots, low, high)
    result = np.empty_like(spots)
    result[order] = spots
    return result.tolist()
