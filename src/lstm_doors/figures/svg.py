"""Matplotlib's SVG, made fit to stand inside a page."""

import io
import re
from typing import NamedTuple

from . import palette
from .style import styled

HEX = re.compile(r"#[0-9a-f]{6}\b")
NUMBER = re.compile(r"-?\d+\.\d{3,}")
DRAWN = re.compile(r'( (?:d|x|y|points)=")([^"]*)"')


class Drawing(NamedTuple):
    """What stands inside <svg>, and its size in pixels."""

    body: str
    width: float
    height: float


def render(figure):
    """Draw a Matplotlib Figure; the same figure gives the same text.

    Raises ValueError when a colour is not one of the palette.
    """
    buffer = io.StringIO()
    with styled():
        figure.savefig(
            buffer, format="svg", transparent=True, metadata={"Date": None}
        )
    svg = buffer.getvalue()
    body = svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")]
    width, height = 72 * figure.get_size_inches()
    return Drawing(_only_palette(_tidy(body)), width, height)


def _tidy(body):
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.DOTALL)
    # This style would reach every element of the page; Picture sets it on
    # its own <svg> instead, from where it is inherited.
    body = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", body)
    body = re.sub(r"<!--.*?-->", "", body, flags=re.DOTALL)
    body = re.sub(r'<g id="[^"]*">', "<g>", body)  # nothing refers to them
    body = DRAWN.sub(lambda m: f'{m[1]}{_rounded(m[2])}"', body)
    return re.sub(r">\s+<", "><", body).strip()


def _rounded(numbers):
    """Coordinates to a hundredth of a pixel, on one line."""
    short = NUMBER.sub(lambda m: f"{float(m[0]):.2f}", numbers)
    return re.sub(r"\s+", " ", short).strip()


def _only_palette(body):
    # Black is Matplotlib's colour for text that was given none.
    body = body.replace("#000000", palette.LIGHT["ink"])
    strangers = set(HEX.findall(body)) - set(palette.LIGHT.values())
    if strangers:
        raise ValueError(
            f"the picture uses {', '.join(sorted(strangers))}, which "
            "would not follow the theme; use colours of palette.LIGHT"
        )
    return body


def themed(body, prefix):
    """The drawing with colours as CSS variables and ids of its own."""
    for name, colour in palette.LIGHT.items():
        body = body.replace(colour, palette.var(name))
    body = re.sub(r'\bid="', f'id="{prefix}-', body)
    body = body.replace('"#', f'"#{prefix}-')
    return body.replace("url(#", f"url(#{prefix}-")
