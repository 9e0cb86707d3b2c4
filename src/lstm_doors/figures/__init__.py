"""The course's pictures: drawn by Matplotlib, shown as SVG in both themes."""

from . import palette
from .axes import line, names_at_ends, plot
from .backward import way_back
from .bars import in_out
from .cell import cell
from .chains import repeating_modules
from .doors import doors, house
from .legend import legend
from .loops import loop
from .picture import Picture
from .plots import (
    accuracy_against_gap,
    gradient_against_lag,
    half_life,
    memory_fading,
)
from .strips import gates_over_sentence

__all__ = [
    "Picture",
    "accuracy_against_gap",
    "cell",
    "doors",
    "gates_over_sentence",
    "gradient_against_lag",
    "half_life",
    "house",
    "in_out",
    "legend",
    "line",
    "loop",
    "memory_fading",
    "names_at_ends",
    "palette",
    "plot",
    "repeating_modules",
    "way_back",
]
