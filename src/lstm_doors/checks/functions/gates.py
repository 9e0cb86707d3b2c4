"""The ladder shared by the three doors and the candidate."""

import numpy as np

from lstm_doors.checks.cases import Case, some, table
from lstm_doors.checks.ladder import Check


def gate_check(right, notebook, letter, at_zero, question):
    """The check of a layer squash(x U + h_prev W + b).

    letter: f, i, g or o, the name of its result. at_zero: the claim about
    a layer whose weights and bias are all zero.
    """
    names = ("x", "h_prev", f"U_{letter}", f"W_{letter}", f"b_{letter}")

    def inputs(*values):
        return dict(zip(names, values, strict=True))

    def draw(rng, s):
        return inputs(
            some(rng, s.N, s.D),
            some(rng, s.N, s.H),
            some(rng, s.D, s.H, scale=0.7),
            some(rng, s.H, s.H, scale=0.7),
            some(rng, s.H),
        )

    def special():
        return [
            Case("by hand", inputs(*map(np.array, by_hand()))),
            Case("all zero", inputs(*all_zero()), at_zero),
            *[
                Case(label, inputs(*values), claim)
                for label, values, claim in properties(letter)
            ],
            *[
                Case(f"z near {z:g}", inputs(*saturated(z)))
                for z in (20.0, -20.0, 1000.0, -1000.0)
            ],
        ]

    return Check(
        name=right.__name__,
        notebook=notebook,
        right=right,
        results=(letter,),
        draw=draw,
        special=special,
        question=question,
        quiet=True,
    )


def by_hand():
    """One sequence, one input, one unit: z = 1 * 1 + 0.5 * -2 + 1 = 1."""
    return table([1]), table([0.5]), table([1]), table([-2]), np.ones(1)


def all_zero():
    """Numbers come in, but no weight lets them act: z = 0."""
    x, h = table([1, -2], [3, 4]), table([0.5], [-0.5])
    return x, h, np.zeros((2, 1)), np.zeros((1, 1)), np.zeros(1)


def properties(letter):
    """Label, inputs and claim of cases that show one thing each."""
    x, h = table([1, -2], [0.5, 4]), table([0.5, -1], [-0.5, 0.2])
    U, W = table([0.3, -1], [0.2, 0.4]), table([-1.5, 0.7], [0.6, 2])
    b = np.array([-1.0, 2.0])
    no_x, no_h, no_b = np.zeros((2, 2)), np.zeros((2, 2)), np.zeros(2)
    return [
        (
            "x alone acts",
            (x, no_h, U, W, no_b),
            f"with h_prev = 0 and b_{letter} = 0, x alone must decide",
        ),
        (
            "h_prev alone acts",
            (no_x, h, U, W, no_b),
            f"with x = 0 and b_{letter} = 0, h_prev alone must decide",
        ),
        (
            "the bias alone acts",
            (no_x, no_h, U, W, b),
            f"with x = 0 and h_prev = 0, b_{letter} alone must decide",
        ),
    ]


def saturated(z):
    """Inputs whose pre-activation is about z in both units."""
    x, h = table([z / 2, 1], [z / 2, -1]), table([0.5, 0.1], [0, 1])
    U, W = table([1, 1], [0.25, -0.5]), table([1, 0.5], [0, -1])
    return x, h, U, W, np.array([z / 2, z / 2])
