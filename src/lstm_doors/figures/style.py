"""What every picture has in common: sizes in CSS pixels, fonts, colours."""

from matplotlib import cycler, rc_context
from matplotlib.figure import Figure

from .palette import LIGHT

TEXT = 16  # font size of labels, in pixels of the picture's own width
SMALL = 14.5

STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": TEXT,
    "mathtext.fontset": "cm",
    "text.color": LIGHT["ink"],
    "axes.edgecolor": LIGHT["line"],
    "axes.labelcolor": LIGHT["ink"],
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": LIGHT["muted"],
    "ytick.color": LIGHT["muted"],
    "xtick.labelcolor": LIGHT["ink"],
    "ytick.labelcolor": LIGHT["ink"],
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "axes.prop_cycle": cycler(color=[LIGHT["ink"]]),
    "axes.titlesize": TEXT,
    "legend.fontsize": SMALL,
    "legend.frameon": False,
    "lines.linewidth": 2.2,
    "svg.fonttype": "path",
    "svg.hashsalt": "gates-as-doors",
}


def styled():
    """The context in which pictures are drawn and written."""
    return rc_context(STYLE)


def new_figure(width, height):
    """An empty transparent Figure of width x height CSS pixels.

    One point of Matplotlib is one pixel, so a font size of 16 is 16 pixels
    on a page that shows the picture at its own width.
    """
    with styled():
        return Figure(
            figsize=(width / 72, height / 72), dpi=72, facecolor="none"
        )
