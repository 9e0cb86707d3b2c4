"""One misconception, as data."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Misconception:
    """A wrong implementation, and what to say to someone who wrote it.

    id: stable, in reports. function: the function of the exercises that it
    stands in for. door: the part of the cell that is not understood
    (forget, input, candidate, output, cell, hidden, loop, time, gradient,
    training). wrong: the implementation. finding: a sentence about the
    student's numbers. question: the one that leads to the mistake.
    """

    id: str
    function: str
    door: str
    wrong: Callable
    finding: str
    question: str
