"""The colours of the course, read from static/palette.css, their one home.

`LIGHT["forget"]` and `DARK["forget"]` are hex colours; in HTML and SVG write
`var("forget")`, which follows the reader's theme.
"""

import re
from functools import cache
from importlib.resources import files

COLOUR = re.compile(r"--door-([a-z]+):\s*(#[0-9a-f]{6})\b")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@cache
def css():
    """The style sheet without comments, on one line."""
    text = files("lstm_doors").joinpath("static/palette.css").read_text()
    return re.sub(r"\s+", " ", COMMENT.sub("", text)).strip()


def themes():
    """The colours of each theme block, as dicts, in the sheet's order."""
    blocks = re.findall(r"\{([^{}]*)\}", css())
    return [dict(COLOUR.findall(block)) for block in blocks]


LIGHT, DARK, *_ = themes()


def var(name):
    """CSS that follows the theme: `var(--door-forget, #c63d00)`."""
    return f"var(--door-{name}, {LIGHT[name]})"


def hex_of(colour):
    """The light hex of a palette name; raises ValueError for other names."""
    if colour not in LIGHT:
        raise ValueError(
            f"no colour is called {colour!r}; the palette has "
            f"{', '.join(LIGHT)}. Use one of these names."
        )
    return LIGHT[colour]


def luminance(colour):
    """Relative luminance of a hex colour, 0 to 1 (WCAG 2.2)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """Contrast of two hex colours, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
