"""Hands out the dozen icons that the pages show, not the theme's thousands.

The theme brings three fonts of Font Awesome, of which every page fetched two
(275 KB). After the build the glyphs that occur in the pages are cut out of
them; a style sheet names the small fonts before the large ones, which stay
for an icon that was overlooked.
"""

import re
from pathlib import Path

from fontTools import subset

STYLE = "icons.css"
FONTS = {  # the theme's file: (family, weight)
    "fa-solid-900": ("Font Awesome 6 Free", 900),
    "fa-regular-400": ("Font Awesome 6 Free", 400),
    "fa-brands-400": ("Font Awesome 6 Brands", 400),
}
RULE = re.compile(r"([^{}]+)\{content:\"\\([0-9a-f]{4})\"\}")
NAME = re.compile(r"\bfa-[a-z0-9-]+")
PRIVATE = re.compile("[\ue000-\uf8ff]")
FACE = """\
@font-face {{
  font-family: "{family}";
  font-weight: {weight};
  font-style: normal;
  font-display: block;
  src: url({file}) format("woff");
}}
"""


def characters(pages, styles):
    """The icons' characters: named in a page, or written in a style sheet."""
    names = set(NAME.findall(" ".join(pages)))
    style = " ".join(styles)
    found = set(PRIVATE.findall(style))
    for selectors, code in RULE.findall(style):
        classes = set(NAME.findall(selectors))
        if classes & names or not classes:
            found.add(chr(int(code, 16)))
    return found


def cut(font, wanted, target):
    """Write the wanted glyphs of a font as WOFF; False when it has none."""
    options = subset.Options(flavor="woff", hinting=False, notdef_outline=True)
    loaded = subset.load_font(font, options)
    kept = wanted & {chr(code) for code in loaded.getBestCmap()}
    if kept:
        cutter = subset.Subsetter(options)
        cutter.populate(text="".join(sorted(kept)))
        cutter.subset(loaded)
        subset.save_font(loaded, target, options)
    return bool(kept)


def write_icons(app, exception):
    """After the build: the small fonts and the sheet that names them."""
    static = Path(app.outdir) / "_static"
    fonts = static / "vendor" / "fontawesome" / "webfonts"
    if exception or app.builder.format != "html" or not fonts.is_dir():
        return
    pages = [p.read_text("utf-8") for p in Path(app.outdir).rglob("*.html")]
    styles = [p.read_text("utf-8") for p in static.glob("styles/*.css")]
    wanted = characters(pages, styles)
    faces = []
    for name, (family, weight) in FONTS.items():
        file = f"{name}-cut.woff"
        if cut(fonts / f"{name}.ttf", wanted, static / file):
            faces.append(FACE.format(family=family, weight=weight, file=file))
    (static / STYLE).write_text("".join(faces), encoding="utf-8")


def setup(app):
    app.add_css_file(STYLE)
    app.connect("build-finished", write_icons)
    return {"version": "1", "parallel_read_safe": True}
