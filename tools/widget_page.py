"""Shows every live door, and draws the still pictures of the package.

python tools/widget_page.py OUT       a small book of all live doors, in OUT
python tools/widget_page.py --stills  redraw src/lstm_doors/widgets/stills/
"""

import argparse
import os
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

import chromium
import yaml

from lstm_doors import widgets

ROOT = Path(__file__).resolve().parent.parent
STILLS = ROOT / "src" / "lstm_doors" / "widgets" / "stills"
JUPYTER_BOOK = Path(sysconfig.get_path("scripts")) / "jupyter-book"
HEAD = """---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  name: python3
  display_name: Python 3
---

# {title}
"""
CELL = "\n```{{code-cell}} ipython3\n{source}\n```\n"
SENTENCE = """import numpy as np
from lstm_doors.networks import initialise
from lstm_doors.widgets import DoorsOverSentence

words = "I grew up in France and now I speak fluent French".split()
rng = np.random.default_rng(0)
params = initialise(5, 12, 1.0, rng)
xs = rng.normal(size=(len(words), 5)) * 2
DoorsOverSentence.of(params, xs, words)"""
PLAIN = (
    "Door",
    "ForgetDoor",
    "InputDoor",
    "OutputDoor",
    "WholeCell",
    "RNNLoop",
    "JacobianProduct",
)
ALL = {
    "all": [
        *(f"from lstm_doors.widgets import {n}\n\n{n}()" for n in PLAIN),
        SENTENCE,
    ]
}


def config():
    """The book's own settings, made to hold from any folder."""
    settings = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    for key in ("logo", "exclude_patterns"):
        settings.pop(key, None)
    settings["bibtex_bibfiles"] = [str(ROOT / "book" / "references.bib")]
    settings["html"].pop("favicon", None)
    sphinx = settings["sphinx"]["config"]
    sphinx["html_static_path"] = [
        str(ROOT / path) for path in sphinx["html_static_path"]
    ]
    local = settings["sphinx"].get("local_extensions", {})
    for name, path in local.items():
        local[name] = str(ROOT / path)
    return settings


def build(out, pages=None):
    """Build `pages` (name -> sources of its cells) under `out`.

    Returns the folder of the HTML. Raises RuntimeError with the log when
    the build fails.
    """
    out = Path(out)
    source = out / "source"
    source.mkdir(parents=True, exist_ok=True)
    pages = pages or ALL
    names = list(pages)
    for name, cells in pages.items():
        body = "".join(CELL.format(source=cell) for cell in cells)
        text = HEAD.format(title=f"Live doors: {name}") + body
        (source / f"{name}.md").write_text(text, "utf-8")
    toc = {"format": "jb-book", "root": names[0]}
    if names[1:]:
        toc["chapters"] = [{"file": name} for name in names[1:]]
    (source / "_toc.yml").write_text(yaml.safe_dump(toc), "utf-8")
    (source / "_config.yml").write_text(yaml.safe_dump(config()), "utf-8")
    # The cache knows the cells, not the package that they import.
    shutil.rmtree(out / "_build" / ".jupyter_cache", ignore_errors=True)
    command = [JUPYTER_BOOK, "build", source, "--all", "--path-output", out]
    run = subprocess.run(
        command,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
    )
    if run.returncode:
        raise RuntimeError(run.stdout + run.stderr)
    return out / "_build" / "html"


# Between elements, but not inside a line of text.
BREAK = re.compile(r"(?<=>)(?=<(?!/?tspan|/(?!svg)))")
DRAW = """async ([code, state]) => {
  const blob = new Blob([code], { type: "text/javascript" });
  const url = URL.createObjectURL(blob);
  const page = document.createElement("div");
  page.innerHTML = (await import(url)).draw(state);
  URL.revokeObjectURL(url);
  return page.querySelector("svg").outerHTML;
}"""


def stills(page):
    """name -> SVG of every picture in its default state, drawn in `page`."""
    drawn = {}
    for name in PLAIN:
        picture = getattr(widgets, name)().picture
        state = picture.get_state()
        code = state.pop("_esm")
        own = {k: v for k, v in state.items() if not k.startswith("_")}
        own.pop("layout", None)
        svg = page.evaluate(DRAW, [code, own])
        drawn[picture._module] = BREAK.sub("\n", svg) + "\n"
    return drawn


def redraw():
    """Write the still pictures; the folder holds nothing else."""
    STILLS.mkdir(exist_ok=True)
    with chromium.browser() as browser:
        for name, svg in stills(browser.new_page()).items():
            (STILLS / f"{name}.svg").write_text(svg, "utf-8")


def main():
    """Build the page of all live doors, or redraw the stills."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, nargs="?")
    parser.add_argument("--stills", action="store_true")
    asked = parser.parse_args()
    if asked.stills:
        redraw()
    elif asked.out:
        print(build(asked.out) / f"{next(iter(ALL))}.html")
    else:
        parser.error("name a folder for the page, or give --stills.")


if __name__ == "__main__":
    main()
