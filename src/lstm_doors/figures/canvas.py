"""A sheet to draw diagrams on, and the few signs that diagrams are made of.

Wire: a vector on its way. Box: a learned layer. Circle: an operation on each
number. Merge: two vectors laid end to end. Fork: the same vector, twice.
Coordinates are pixels, y upwards; colours are names of the palette.
"""

import numpy as np
from matplotlib.patches import Circle, FancyBboxPatch, PathPatch, Polygon
from matplotlib.path import Path

from .palette import hex_of
from .style import SMALL, TEXT, new_figure, styled

BEND = 12  # radius of a wire's corners
HEAD = 9  # length of an arrow head
TINT = 0.16


class Canvas:
    """width x height pixels; `canvas.figure` is the Matplotlib Figure."""

    def __init__(self, width, height):
        self.figure = new_figure(width, height)
        with styled():
            self.ax = self.figure.add_axes((0, 0, 1, 1))
        self.ax.set(xlim=(0, width), ylim=(0, height))
        self.ax.axis("off")

    def text(self, x, y, words, colour="ink", size=TEXT, **how):
        how = {"ha": "center", "va": "center"} | how
        with styled():
            self.ax.text(x, y, words, color=hex_of(colour), size=size, **how)

    def note(self, x, y, words, colour="muted", **how):
        self.text(x, y, words, colour, SMALL, **how)

    def wire(self, *points, colour="ink", width=2.2, arrow=True, dashed=False):
        """A line through the points, corners rounded, head at the end."""
        points = [np.asarray(p, float) for p in points]
        if arrow:
            points[-1] = self._head(points[-2], points[-1], colour, width)
        style = (0, (4, 3)) if dashed else "-"
        self.ax.add_patch(
            PathPatch(
                _rounded(points),
                fill=False,
                edgecolor=hex_of(colour),
                linewidth=width,
                linestyle=style,
                capstyle="butt",
            )
        )

    def _head(self, before, tip, colour, width):
        """Draw an arrow head; returns where the line must end."""
        along = (tip - before) / np.hypot(*(tip - before))
        across = np.array([-along[1], along[0]])
        length = HEAD + width
        base = tip - length * along
        half = 0.46 * length * across
        self.polygon([tip, base + half, base - half], colour, tint=1)
        return base

    def polygon(self, points, colour="ink", tint=TINT, width=0):
        self._filled(Polygon(points, closed=True), colour, tint, width)

    def _filled(self, patch, colour, tint, width):
        """Fill with a tint of the colour, and outline in the colour."""
        rgb = hex_of(colour)
        patch.set(facecolor=(rgb, tint), edgecolor=(rgb, 1.0), linewidth=width)
        self.ax.add_patch(patch)

    def box(self, x, y, words, colour="ink", width=52, height=34, size=TEXT):
        """A learned layer, its centre at x, y."""
        corner = (x - width / 2, y - height / 2)
        patch = FancyBboxPatch(
            corner, width, height, boxstyle="round,pad=0,rounding_size=4"
        )
        self._filled(patch, colour, TINT, 2)
        self.text(x, y, words, size=size)

    def circle(self, x, y, sign, colour="ink", radius=14):
        """An operation on each number: sign "x", "+", "tanh" or a text."""
        rim = Circle((x, y), radius)
        rim.set(facecolor=hex_of("paper"), edgecolor=hex_of(colour))
        rim.set_linewidth(2)
        self.ax.add_patch(rim)
        if sign not in "x+":
            self.text(x, y, sign, size=SMALL)
            return
        reach = 0.45 * radius
        ends = {"x": ((1, 1), (1, -1)), "+": ((1, 0), (0, 1))}[sign]
        for end in ends:
            centre = np.array([x, y])
            step = 1.2 * reach * np.array(end) / np.hypot(*end)
            self.wire(centre - step, centre + step, arrow=False)

    def fork(self, x, y, colour="ink"):
        """A dot: from here on the same vector goes two ways."""
        self._filled(Circle((x, y), 4.5), colour, 1, 0)

    def merge(self, x, y, span=30, colour="ink"):
        """A bar: the vectors that arrive leave as one, end to end."""
        ends = (x, y - span / 2), (x, y + span / 2)
        self.wire(*ends, colour=colour, width=5, arrow=False)

    def panel(self, x, y, width, height, colour="line", tint=0):
        """The outline of one step of a network, lower left corner at x, y."""
        patch = FancyBboxPatch(
            (x, y), width, height, boxstyle="round,pad=0,rounding_size=12"
        )
        self._filled(patch, colour, tint, 1.4)


def _rounded(points):
    """A Path through the points with its corners rounded."""
    vertices, codes = [points[0]], [Path.MOVETO]
    for before, corner, after in zip(
        points[:-2], points[1:-1], points[2:], strict=True
    ):
        vertices += [_towards(corner, before), corner, _towards(corner, after)]
        codes += [Path.LINETO, Path.CURVE3, Path.CURVE3]
    return Path([*vertices, points[-1]], [*codes, Path.LINETO])


def _towards(corner, other):
    gap = other - corner
    distance = np.hypot(*gap)
    return corner + gap / distance * min(BEND, distance / 2)
