"""What goes wrong when the cell runs over a sequence."""

import numpy as np

from lstm_doors.checks.catalogue import whole_cell
from lstm_doors.checks.catalogue.gates import make
from lstm_doors.networks import lstm_forward, lstm_step


def run(xs, h, c, params, step=lstm_step):
    """Lists of h and c, the right way but for the step that is taken."""
    hs, cs = [], []
    for x in xs:
        h, c = step(x, h, c, params)
        hs.append(h)
        cs.append(c)
    return hs, cs


def over(step):
    """The whole forward pass with this step."""
    return lambda *a: tuple(map(np.stack, run(*a, step=step)))


def always(pick):
    """Every step from the same states: none is carried, or only one."""

    def wrong(xs, h0, c0, params):
        h, c, hs, cs = h0, c0, [], []
        for x in xs:
            h, c = lstm_step(x, *pick(h, c, h0, c0), params)
            hs.append(h)
            cs.append(c)
        return np.stack(hs), np.stack(cs)

    return wrong


def from_states(pick):
    """The right pass from other first states."""
    return lambda xs, h0, c0, p: lstm_forward(xs, *pick(h0, c0), p)


def on_inputs(pick):
    """The right pass over other inputs."""
    return lambda xs, h0, c0, p: lstm_forward(pick(xs), h0, c0, p)


def after(pick):
    """The right pass, its results picked in another way."""
    return lambda *a: pick(*lstm_forward(*a))


def starts_at_one(xs, h0, c0, params):
    """hs[0] is left at zero and the loop begins with the second input."""
    hs, cs = np.zeros((2, len(xs), *h0.shape))
    h, c = h0, c0
    for t in range(1, len(xs)):
        h, c = hs[t], cs[t] = lstm_step(xs[t], h, c, params)
    return hs, cs


def ends_early(hs):
    """The last step was never taken."""
    return np.concatenate([hs[:-1], 0 * hs[-1:]])


def shifted(first, hs):
    """The states before each step, not after it."""
    return np.concatenate([first[None], hs[:-1]])


def truncated(xs, h0, c0, params):
    """The states are stored in integer arrays."""
    shape = (len(xs), *h0.shape)
    hs, cs = np.zeros(shape, dtype=int), np.zeros(shape, dtype=int)
    h, c = h0, c0
    for t, x in enumerate(xs):
        hs[t], cs[t] = lstm_step(x, h, c, params)
        h, c = hs[t], cs[t]
    return hs, cs


def kept_in_float32(xs, h0, c0, params):
    """The states are stored as float32."""
    hs, cs = lstm_forward(xs, h0, c0, params)
    return hs.astype(np.float32), cs.astype(np.float32)


def taken_in_turn(xs, h, c, params):
    """`c, h = lstm_step(...)`: each result under the other's name."""
    hs, cs = [], []
    for x in xs:
        c, h = lstm_step(x, h, c, params)
        hs.append(h)
        cs.append(c)
    return np.stack(hs), np.stack(cs)


def from_the_second(xs, h0, c0, params):
    """The loop runs over xs[1:]."""
    return tuple(map(np.stack, run(xs[1:], h0, c0, params)))


def in_place(xs, h0, c0, params):
    """Each new state is written over the caller's first one."""
    hs, cs = lstm_forward(xs, h0, c0, params)
    h0[...], c0[...] = hs[-1], cs[-1]
    return hs, cs


CARRY = "What does step t get from step t - 1?"
FIRST = "What stands for the states before the first input?"
RETURN = "How far in does your `return` stand: inside the loop or behind it?"
LENGTH = "For T inputs, how many states come back, and for which steps?"

ROWS = (
    (
        "first-states-ignored",
        from_states(lambda h, c: (0 * h, 0 * c)),
        "These are the numbers of a pass that begins with zeros; so does "
        "hs[t - 1] at t = 0, which is hs[-1], still empty.",
        FIRST,
    ),
    (
        "h0-ignored",
        from_states(lambda h, c: (0 * h, c)),
        "These are the numbers of a pass that begins with h = 0.",
        FIRST,
    ),
    (
        "c0-ignored",
        from_states(lambda h, c: (h, 0 * c)),
        "These are the numbers of a pass that begins with c = 0.",
        FIRST,
    ),
    (
        "first-states-swapped",
        from_states(lambda h, c: (c, h)),
        "These are the numbers of a pass that begins with h0 and c0 "
        "exchanged.",
        "In which order does lstm_step want its two states?",
    ),
    (
        "h0-for-both",
        from_states(lambda h, c: (h, h)),
        "These are the numbers of a pass that begins with c = h0.",
        "Which array is the first memory?",
    ),
    (
        "nothing-carried",
        always(lambda h, c, h0, c0: (h0, c0)),
        "These are the numbers of a cell that begins at h0 and c0 again at "
        "every step.",
        CARRY,
    ),
    (
        "h-not-carried",
        always(lambda h, c, h0, c0: (h0, c)),
        "These are the numbers of a cell that gets h0 at every step.",
        CARRY,
    ),
    (
        "c-not-carried",
        always(lambda h, c, h0, c0: (h, c0)),
        "These are the numbers of a cell that gets c0 at every step.",
        CARRY,
    ),
    (
        "reset-to-zero",
        always(lambda h, c, h0, c0: (0 * h, 0 * c)),
        "These are the numbers of a cell whose states are zero before every "
        "step.",
        CARRY,
    ),
    (
        "memory-reset",
        always(lambda h, c, h0, c0: (h, 0 * c)),
        "These are the numbers of a cell whose memory is zero before every "
        "step.",
        CARRY,
    ),
    (
        "states-swapped-each-step",
        always(lambda h, c, h0, c0: (c, h)),
        "These are the numbers of a cell that gets its two states in the "
        "wrong order at every step.",
        "In which order does lstm_step want its two states?",
    ),
    (
        "h-carried-for-c",
        always(lambda h, c, h0, c0: (h, c0 if h is h0 else h)),
        "These are the numbers of a cell that gets h for c from the second "
        "step on.",
        "What are the two results of a step, and where does each go?",
    ),
    (
        "one-array-repeated",
        after(lambda hs, cs: (0 * hs + hs[-1], 0 * cs + cs[-1])),
        "All T states are the last one: one array, appended T times.",
        "Does each step make a new array, or write into the same one?",
    ),
    (
        "starts-at-one",
        starts_at_one,
        "These are the numbers of a loop that begins at t = 1.",
        "Which input belongs to hs[0]?",
    ),
    (
        "ends-early",
        after(lambda hs, cs: (ends_early(hs), ends_early(cs))),
        "Right but for the last step, which was never taken.",
        LENGTH,
    ),
    (
        "step-taken-in-wrong-order",
        taken_in_turn,
        "These are the numbers of `c, h = lstm_step(...)`: each result gets "
        "the other's name.",
        "In which order does lstm_step return its two states?",
    ),
    (
        "first-step-missing",
        from_the_second,
        "The loop begins with the second input, so the first step is missing.",
        LENGTH,
    ),
    (
        "returns-inside-the-loop",
        after(lambda hs, cs: (hs[:1], cs[:1])),
        "Right, but the first step alone comes back.",
        RETURN,
    ),
    (
        "memories-before-each-step",
        lambda xs, h0, c0, p: after(lambda hs, cs: (hs, shifted(c0, cs)))(
            xs, h0, c0, p
        ),
        "hs is right, but cs holds the memories before each step.",
        "Which memory is appended at step t: the one that goes in, or the "
        "one that comes out?",
    ),
    (
        "states-below-one-another",
        after(lambda hs, cs: (np.concatenate(hs), np.concatenate(cs))),
        "The states are laid below one another in one table, not one behind "
        "the other.",
        "Which function of NumPy makes a new axis for time?",
    ),
    (
        "backward-and-put-in-front",
        lambda xs, h0, c0, p: after(lambda hs, cs: (hs[::-1], cs[::-1]))(
            xs[::-1], h0, c0, p
        ),
        "These are the numbers of a pass from the last input to the first, "
        "as the way back runs.",
        "Which input comes first?",
    ),
    (
        "last-states-too",
        after(lambda hs, cs: (hs, cs, hs[-1], cs[-1])),
        "The numbers are right, but the last h and c come back as well.",
        "How many results does `-> hs, cs` name?",
    ),
    (
        "last-step-missing",
        after(lambda hs, cs: (hs[:-1], cs[:-1])),
        "Right but for the last step, which does not come back.",
        LENGTH,
    ),
    (
        "states-before-each-step",
        lambda xs, h0, c0, p: tuple(
            map(shifted, (h0, c0), lstm_forward(xs, h0, c0, p))
        ),
        "These are the states before each step: h0 stands first and the last "
        "one is missing.",
        LENGTH,
    ),
    (
        "first-states-included",
        lambda xs, h0, c0, p: tuple(
            np.concatenate([first[None], one])
            for first, one in zip(
                (h0, c0), lstm_forward(xs, h0, c0, p), strict=True
            )
        ),
        "These are T + 1 states: h0 and c0 came along.",
        LENGTH,
    ),
    (
        "last-state-alone",
        after(lambda hs, cs: (hs[-1], cs[-1])),
        "This is the last state alone.",
        LENGTH,
    ),
    (
        "time-and-batch-exchanged",
        after(lambda hs, cs: (hs.swapaxes(0, 1), cs.swapaxes(0, 1))),
        "The numbers are right, but time and batch have changed places.",
        "Which of T and N comes first in xs, and in hs?",
    ),
    (
        "runs-over-the-batch",
        lambda xs, h0, c0, p: lstm_forward(xs.swapaxes(0, 1), h0, c0, p),
        "Where the shapes allow it, these are the numbers of a loop over the "
        "batch in place of time.",
        "Which of T and N is the first axis of xs?",
    ),
    (
        "backward-in-time",
        on_inputs(lambda xs: xs[::-1]),
        "These are the numbers of a pass that reads its inputs from the last "
        "to the first.",
        "Which input comes first?",
    ),
    (
        "reversed-results",
        after(lambda hs, cs: (hs[::-1], cs[::-1])),
        "The numbers are right, but the last step comes first.",
        "Which step does hs[0] belong to?",
    ),
    (
        "one-input-for-all",
        on_inputs(lambda xs: np.broadcast_to(xs[0], xs.shape)),
        "These are the numbers of a pass that reads xs[0] at every step.",
        "Which input belongs to step t?",
    ),
    (
        "input-one-late",
        on_inputs(lambda xs: np.roll(xs, 1, axis=0)),
        "These are the numbers of a pass that reads xs[t - 1] at step t.",
        "Which input belongs to step t?",
    ),
    (
        "results-swapped",
        after(lambda hs, cs: (cs, hs)),
        "The numbers are right, but cs comes first and hs second.",
        "In which order does `-> hs, cs` want them?",
    ),
    (
        "hs-alone",
        after(lambda hs, cs: hs),
        "The numbers are right, but cs does not come back.",
        "What are the two results?",
    ),
    (
        "hs-twice",
        after(lambda hs, cs: (hs, hs.copy())),
        "This is hs, twice.",
        "Which list gets c?",
    ),
    (
        "cs-twice",
        after(lambda hs, cs: (cs, cs.copy())),
        "This is cs, twice.",
        "Which list gets h?",
    ),
    (
        "last-memory-alone",
        after(lambda hs, cs: (hs, cs[-1])),
        "hs is right, but only the last memory comes back.",
        LENGTH,
    ),
    (
        "integers",
        truncated,
        "These are the numbers of states stored in integer arrays, which cut "
        "off every fraction.",
        "Which dtype has the array that keeps your states?",
    ),
    (
        "float32",
        kept_in_float32,
        "These are the right numbers, cut to float32.",
        "float64 came in: which line makes float32 of it?",
    ),
    (
        "in-place",
        in_place,
        "The numbers are right, but h0 and c0 are written over, so whoever "
        "called you has lost them.",
        "What is the difference between `h = ...` and `h[...] = ...`?",
    ),
)

# A wrong step written out inside the loop is the same mistake, T times.
SAME_AS_ABOVE = (
    "results-swapped",
    "h-alone",
    "float32",
    "update-memory-dropped",  # memory-reset
)
STEP_ROWS = [
    (f"step-{short}", over(wrong), *rest)
    for short, wrong, *rest in whole_cell.ROWS
    if short not in SAME_AS_ABOVE
]

ENTRIES = tuple(make("lstm_forward", "time", (*ROWS, *STEP_ROWS)))
