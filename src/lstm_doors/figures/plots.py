"""Data figures that several chapters show."""

import numpy as np
from matplotlib.ticker import MaxNLocator

from .axes import DASHES, colour_of, line, names_at_ends, plot
from .palette import hex_of
from .picture import Picture
from .style import SMALL, styled


def accuracy_against_gap(
    gaps, accuracy, alt, half_lives=None, chance=None, caption=None
):
    """A small plot for each model: a dot for each seed, a line for the mean.

    gaps: (G,), drawn on a log scale
    accuracy: dict from a model's name to a (seeds, G) array, 0 to 1
    half_lives: dict from some of the names to the steps after which half of
        a memory is left; drawn as the share of the memory left at each gap
    chance: accuracy of guessing, drawn as a line
    """
    columns = min(2, len(accuracy))
    rows = -(-len(accuracy) // 2)
    signs = {
        "dashed: memory left": half_lives,
        "dotted: chance": chance is not None,
    }
    key = ", ".join(text for text, drawn in signs.items() if drawn)
    below = f"gap (words)\n{key}" if key else "gap (words)"
    figure, axes = plot(below, "accuracy", 480, 150 * rows + 70, rows, columns)
    panels = np.atleast_1d(axes).flat
    for k, (ax, (name, runs)) in enumerate(
        zip(panels, accuracy.items(), strict=False)
    ):
        _model(ax, gaps, np.atleast_2d(runs), k, name)
        if name in (half_lives or {}):
            _half_life(ax, gaps, half_lives[name])
        if chance is not None:
            ax.axhline(chance, color=hex_of("line"), lw=1.2, ls=(0, (1, 2)))
    for ax in list(panels)[len(accuracy) :]:
        ax.remove()
    return Picture(figure, alt, caption)


def _model(ax, gaps, runs, k, name):
    with styled():
        ax.set_title(name, size=SMALL, loc="left")
        ax.set_xscale("log")
        ax.set_xticks(gaps, [f"{gap:g}" for gap in gaps], size=SMALL)
        ax.set_xticks([], minor=True)
        ax.set_yticks([0, 0.5, 1], ["0", "½", "1"])
        ax.set_ylim(-0.05, 1.08)
        for run in runs:
            ax.plot(
                gaps, run, "o", color=hex_of(colour_of(name)), ms=5, alpha=0.45
            )
    line(ax, gaps, runs.mean(0), colour=colour_of(name), mark=False)


def _half_life(ax, gaps, half_life):
    fine = np.geomspace(min(gaps), max(gaps), 60)
    left = 0.5 ** (fine / half_life)
    ax.plot(fine, left, color=hex_of("forget"), ls=DASHES[1], lw=2)


def gradient_against_lag(norms, alt, caption=None):
    """Norm of the gradient that reaches back over each lag, log scale.

    norms: dict from a model's name to an array (lags,), from lag 0
    """
    figure, ax = plot("steps back", "norm of the gradient", 560, 380)
    ends = _many_lines(ax, norms)
    ax.set_yscale("log")
    narrow, small = plot("steps back", "norm of the gradient", 360, 360)
    _many_lines(small, norms)
    small.set_yscale("log")
    names_at_ends(ax, ends)
    names_at_ends(small, ends)
    return Picture(figure, alt, caption, narrow)


def _many_lines(ax, curves):
    ends = []
    ax.xaxis.set_major_locator(MaxNLocator("auto", integer=True))
    for k, (name, values) in enumerate(curves.items()):
        values = np.asarray(values)
        colour = line(
            ax, np.arange(len(values)), values, name, k, at_end=False
        )
        ends.append((values[-1], name, colour))
    return ends


def half_life(f):
    """Steps after which f**t has fallen to one half; f between 0 and 1.

    >>> half_life(0.5)
    1.0
    """
    return float(np.log(0.5) / np.log(f))


def memory_fading(fs=(0.5, 0.9, 0.99), steps=60, alt=None, caption=None):
    """What a door held at f leaves of a memory, step after step."""
    figure, ax = plot("steps", "share of the memory left", 480, 320)
    times = np.arange(steps + 1)
    ax.axhline(0.5, color=hex_of("line"), lw=1.2, ls=(0, (1, 2)))
    ends = []
    for k, f in enumerate(fs):
        line(ax, times, f**times, k=k, colour="forget", mark=False)
        ends.append((f**steps, f"$f$ = {f:.3g}", "forget"))
        if 0 < f < 1 and half_life(f) <= steps:
            ax.plot(half_life(f), 0.5, "o", color=hex_of("forget"), ms=8)
    ax.set(xlim=(0, steps), ylim=(0, 1.03))
    names_at_ends(ax, ends)
    lives = ", ".join(
        f"{half_life(f):.1f} steps for f = {f:.3g}" for f in fs if 0 < f < 1
    )
    said = (
        "Lines that fall from 1, one for each f held at every step; half of "
        f"the memory is left after {lives}."
    )
    return Picture(figure, alt or said, caption)
