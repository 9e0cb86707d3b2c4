"""What goes wrong on any way back through time, with or without doors."""


def total(parts):
    """What each step adds, added up."""
    return sum(parts[1:], parts[0])


SUM = (
    "The same weights act at every step: what becomes of what each step says "
    "about them?"
)
BEFORE = "Which state stands before the first step?"
LENGTH = "Which steps does the way back visit, and in which order?"


def step_rows(back):
    """Rows about the steps that are visited; back(steps=...) makes one."""
    return (
        (
            "ends-before-first-step",
            back(steps=lambda ts: reversed(ts[1:])),
            "The way back ends before step 0.",
            LENGTH,
        ),
        (
            "last-step-left-out",
            back(steps=lambda ts: reversed(ts[:-1])),
            "The way back begins one step too early: the last one is left "
            "out.",
            LENGTH,
        ),
        (
            "forward-in-time",
            back(steps=iter),
            "These are the numbers of a loop from the first step to the last.",
            LENGTH,
        ),
    )


def dxs_rows(after):
    """Rows about dxs, the first result; after(pick) makes one."""
    return (
        (
            "dxs-reversed",
            after(lambda dxs, *rest: (dxs[::-1], *rest)),
            "The numbers are right, but dxs begins with the last step.",
            "You collect from the last step to the first: in which order does "
            "the list have to be stacked?",
        ),
        (
            "time-and-batch-exchanged",
            after(lambda dxs, *rest: (dxs.swapaxes(0, 1), *rest)),
            "The numbers are right, but in dxs time and batch have changed "
            "places.",
            "Which of T and N comes first in xs, and in dxs?",
        ),
        (
            "dxs-one-step",
            after(lambda dxs, *rest: (dxs[0], *rest)),
            "dxs holds one step alone.",
            "For T inputs, how many gradients come back?",
        ),
    )
