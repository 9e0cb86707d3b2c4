"""`Picture`: a Matplotlib figure as inline SVG that follows the theme."""

import hashlib
from html import escape
from pathlib import Path

from . import palette
from .style import styled
from .svg import render, themed

# The narrow drawing stands in where the column is narrower than this.
NARROW = 540

RULES = (
    ".door-picture{margin:1rem 0;container-type:inline-size}"
    ".door-picture svg{display:block;width:100%;height:auto;margin:auto}"
    ".door-picture svg.door-narrow{display:none}"
    f"@container (max-width:{NARROW - 1}px)"
    "{.door-picture svg.door-wide{display:none}"
    ".door-picture svg.door-narrow{display:block}}"
)


class Picture:
    """A figure with a text that says the same, for those who cannot see it.

    figure: matplotlib Figure, its colours all from `palette.LIGHT`
    alt: what the picture shows, in a sentence or two (required)
    caption: text under the picture (optional)
    narrow: a second Figure, of 360 pixels, for columns under 540 pixels

    Raises ValueError when alt is empty or a colour is not in the palette.
    The same figure gives the same bytes, always.
    """

    def __init__(self, figure, alt, caption=None, narrow=None):
        if not alt or not alt.strip():
            raise ValueError(
                "the picture has no alt text; say in a sentence what it shows"
            )
        self.figure, self.narrow = figure, narrow
        self.alt, self.caption = " ".join(alt.split()), caption

    def __repr__(self):
        return f"[Picture: {self.alt}]"

    def _repr_html_(self):
        drawings = [(self.figure, "door-wide" if self.narrow else "")]
        if self.narrow:
            drawings.append((self.narrow, "door-narrow"))
        svgs = "".join(self._inline(*drawing) for drawing in drawings)
        caption = (
            f"<figcaption>{escape(self.caption)}</figcaption>"
            if self.caption
            else ""
        )
        return (
            f'<figure class="door-picture"><style>{palette.css()}{RULES}'
            f"</style>{svgs}{caption}</figure>"
        )

    def _inline(self, figure, css_class):
        drawing = render(figure)
        prefix = hashlib.sha256(drawing.body.encode()).hexdigest()[:8]
        return (
            f'<svg class="{css_class}" role="img" '
            f'aria-label="{escape(self.alt)}" '
            f'viewBox="0 0 {drawing.width:g} {drawing.height:g}" '
            f'style="max-width:{drawing.width:g}px;'
            'stroke-linejoin:round;stroke-linecap:butt">'
            f"{themed(drawing.body, prefix)}</svg>"
        )

    def save(self, path, theme="light"):
        """Write a plain file on its own paper: .svg, or .png in light.

        Raises ValueError for another ending or a dark .png.
        """
        path = Path(path)
        if path.suffix == ".svg":
            path.write_text(self._plain(theme))
        elif path.suffix == ".png" and theme == "light":
            with styled():
                self.figure.savefig(
                    path, dpi=144, facecolor=palette.LIGHT["paper"]
                )
        else:
            raise ValueError(
                f"cannot write {path.name} in {theme!r}; "
                "give a name that ends in .svg, or in .png for light"
            )

    def _plain(self, theme):
        colours = {"light": palette.LIGHT, "dark": palette.DARK}[theme]
        drawing = render(self.figure)
        size = f'width="{drawing.width:g}" height="{drawing.height:g}"'
        body = drawing.body
        for name, light in palette.LIGHT.items():
            body = body.replace(light, colours[name])
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" '
            'xmlns:xlink="http://www.w3.org/1999/xlink" role="img" '
            f'{size} viewBox="0 0 {drawing.width:g} {drawing.height:g}" '
            'style="stroke-linejoin:round;stroke-linecap:butt">'
            f"<title>{escape(self.alt)}</title>"
            f'<rect {size} fill="{colours["paper"]}"/>{body}</svg>\n'
        )
