"""What goes wrong in one step of the whole cell."""

import numpy as np

from lstm_doors.checks.catalogue import cell_parts as parts
from lstm_doors.checks.catalogue.cell_parts import layers, step, with_layers
from lstm_doors.checks.catalogue.gates import SIGMOID_ROWS, make
from lstm_doors.checks.catalogue.input_door import UPDATE_ROWS
from lstm_doors.checks.catalogue.output_door import HIDDEN_ROWS
from lstm_doors.networks import lstm_step, sigmoid, softmax


def reads_c(x, h_prev, c_prev, p):
    """The doors read the memory in place of the hidden state."""
    f, i, g, o = layers(x, c_prev, p)
    c = f * c_prev + i * g
    return o * np.tanh(c), c


def keeps_h(x, h_prev, c_prev, p):
    """What is kept is the hidden state, not the memory."""
    f, i, g, o = layers(x, h_prev, p)
    c = f * h_prev + i * g
    return o * np.tanh(c), c


def shows_old(x, h_prev, c_prev, p):
    """What shows is the memory of a step ago."""
    f, i, g, o = layers(x, h_prev, p)
    return o * np.tanh(c_prev), f * c_prev + i * g


def shows_candidate(x, h_prev, c_prev, p):
    """What shows is the candidate."""
    f, i, g, o = layers(x, h_prev, p)
    return o * g, f * c_prev + i * g


def shows_through_f(x, h_prev, c_prev, p):
    """The forget door stands where the output door should."""
    f, i, g, o = layers(x, h_prev, p)
    c = o * c_prev + i * g
    return f * np.tanh(c), c


def late_output(x, h_prev, c_prev, p):
    """The output door reads the new memory."""
    f, i, g, _ = layers(x, h_prev, p)
    c = f * c_prev + i * g
    o = layers(x, c, p)[3]
    return o * np.tanh(c), c


def plain_candidate(x, h_prev, c_prev, p):
    """The candidate reads x alone."""
    f, i, _, o = layers(x, h_prev, p)
    g = np.tanh(x @ p["U_g"] + p["b_g"])
    c = f * c_prev + i * g
    return o * np.tanh(c), c


def reset_candidate(x, h_prev, c_prev, p):
    """The candidate reads f * h_prev, as a GRU's does."""
    f, i, _, o = layers(x, h_prev, p)
    g = layers(x, f * h_prev, p)[2]
    c = f * c_prev + i * g
    return o * np.tanh(c), c


def scaled_inside(x, h_prev, c_prev, p):
    """The input door scales what goes into tanh, not what comes out."""
    f, i, _, o = layers(x, h_prev, p)
    z = x @ p["U_g"] + h_prev @ p["W_g"] + p["b_g"]
    c = f * c_prev + np.tanh(i * z)
    return o * np.tanh(c), c


def one_reads_c(name):
    """One layer reads the memory in place of the hidden state."""

    def some(x, h_prev, c_prev, p):
        f, i, g, o = (
            right if name != letter else wrong
            for letter, right, wrong in zip(
                "figo", layers(x, h_prev, p), layers(x, c_prev, p), strict=True
            )
        )
        c = f * c_prev + i * g
        return o * np.tanh(c), c

    return some


def peephole(names):
    """The memory is added to z of some doors, without a weight."""

    def some(x, h_prev, c_prev, p):
        def z(x, h, U, W, b):
            return x @ U + h @ W + b + c_prev

        how = {name: lambda *a: sigmoid(z(*a)) for name in names}
        f, i, g, o = layers(x, h_prev, p, how=how, at=names)
        c = f * c_prev + i * g
        return o * np.tanh(c), c

    return some


def shared_softmax(x, h_prev, p):
    """The three doors share one softmax, so that they add up to 1."""
    f, i, z, o = layers(x, h_prev, p, squash=parts.squash_for("fio", as_z))
    f, i, o = np.moveaxis(softmax(np.stack([f, i, o], axis=-1)), -1, 0)
    return f, i, z, o


def as_z(z):
    """z itself."""
    return z


def turned(pick):
    """The right step, its two results picked in another way."""
    return lambda *a: pick(*lstm_step(*a))


STEP_ROWS = (
    (
        "h-for-c",
        keeps_h,
        "These are the numbers of f * h_prev + i * g.",
        "There are two states: which one does the forget door keep?",
        "cell",
    ),
    (
        "doors-read-c",
        reads_c,
        "These are the numbers of doors that read c_prev in place of h_prev.",
        "Which of the two states do the doors see?",
        "cell",
    ),
    (
        "old-memory-shown",
        shows_old,
        "These are the numbers of h = o * tanh(c_prev).",
        "Which memory shows: the one before this step or the new one?",
        "hidden",
    ),
    (
        "candidate-shown",
        shows_candidate,
        "These are the numbers of h = o * g.",
        "What does the output door stand before?",
        "hidden",
    ),
    (
        "f-and-o-swapped",
        shows_through_f,
        "These are the numbers of a cell in which f and o have changed "
        "places.",
        "Which door stands before the old memory, and which one before what "
        "shows?",
        "output",
    ),
    (
        "output-door-reads-new-memory",
        late_output,
        "These are the numbers of an output door that reads the new memory.",
        "Which of the two states do the doors see, and of which step?",
        "output",
    ),
    (
        "candidate-without-h",
        plain_candidate,
        "These are the numbers of a candidate that does not look at h_prev.",
        "What two things does the candidate read?",
        "candidate",
    ),
    (
        "candidate-reset",
        reset_candidate,
        "These are the numbers of a candidate that reads f * h_prev, as in "
        "another kind of cell.",
        "What two things does the candidate read?",
        "candidate",
    ),
    (
        "input-door-inside-tanh",
        scaled_inside,
        "These are the numbers of c = f * c_prev + tanh(i * z): the input "
        "door scales z before the tanh.",
        "Which comes first: the candidate's tanh, or the input door?",
        "input",
    ),
    (
        "results-swapped",
        turned(lambda h, c: (c, h)),
        "The numbers are right, but c comes first and h second.",
        "In which order does `-> h, c` want them?",
        "hidden",
    ),
    (
        "h-returned-twice",
        turned(lambda h, c: (h, h.copy())),
        "This is h, twice.",
        "What does the next step need beside h?",
        "cell",
    ),
    (
        "c-returned-twice",
        turned(lambda h, c: (c, c.copy())),
        "This is c, twice.",
        "What shows is not what is stored: what lies between the two?",
        "hidden",
    ),
    (
        "h-alone",
        turned(lambda h, c: h),
        "The numbers are right, but c does not come back.",
        "What does the next step need beside h?",
        "cell",
    ),
    (
        "memory-returned-squashed",
        turned(lambda h, c: (h, np.tanh(c))),
        "h is right, but tanh(c) comes back for c.",
        "Which one goes on to the next step: c or what shows of it?",
        "cell",
    ),
    (
        "float32",
        turned(lambda h, c: (h.astype(np.float32), c.astype(np.float32))),
        "These are the right numbers, cut to float32.",
        "float64 came in: which line makes float32 of it?",
        "cell",
    ),
)

LAYER_ROWS = (
    (
        "all-no-activation",
        with_layers(squash=parts.squash_for("figo", lambda z: z)),
        "These are the numbers of four layers without any squashing.",
        "What makes a door out of z?",
        "cell",
    ),
    (
        "u-transposed-everywhere",
        with_layers(z=lambda x, h, U, W, b: x @ U.T + h @ W + b),
        "Where the shapes allow it, these are the numbers with every U "
        "transposed.",
        "x is (N, D) and U is (D, H): which shapes meet in each product?",
        "cell",
    ),
    *(
        (
            f"one-layer-for-all-{name}",
            with_layers(order=parts.share(name)),
            f"These are the numbers of four layers that all read the weights "
            f"of {name}.",
            "How many sets of weights does params hold?",
            "cell",
        )
        for name in "figo"
    ),
    *parts.wrong_layers("fio", "doors", "cell"),
    *parts.wrong_layers("g", "candidate", "candidate"),
)


def all_layers():
    """Rows for what all four layers do wrong before their squashing."""
    rows = parts.wrong_layers("figo", "all", "cell")
    squashing = {f"all-{row[0]}" for row in SIGMOID_ROWS}
    return [row for row in rows if row[0] not in squashing]


def single_doors():
    """Rows for what one door alone does wrong."""
    return [
        row
        for name in "fio"
        for row in parts.wrong_layers(name, name, parts.DOORS[name])
    ]


def within(rows, part):
    """Rows about one part of the step as rows about the whole step."""
    return [
        (f"{part}-{row[0]}", step(**{part: row[1]}), *row[2:]) for row in rows
    ]


def with_door(rows, door):
    """The rows, each with its door: this one where it names no other."""
    return [row if len(row) == 5 else (*row, door) for row in rows]


# The same numbers under another name: each is told once, in the first way.
TOLD_ALREADY = (
    "all-u-transposed",  # u-transposed-everywhere
    "candidate-h-ignored",  # candidate-without-h
    "candidate-activation-twice",  # update-candidate-squashed-again
    "candidate-tanh-of-minus-z",  # update-subtracted
    "show-divided",  # o-one-over-one-plus
    "f-sigmoid-of-minus-z",  # update-keeps-1-minus-f
    "o-sigmoid-of-minus-z",  # show-shows-1-minus-o
    "o-activation-twice",  # show-sigmoid-again
    "show-rounded",  # o-rounded
    "show-memory-returned",  # c-returned-twice
    "weights-in-order-oigf",  # f-and-o-swapped
    "i-reads-weights-of-f",  # update-f-times-g
)


def told_once(*groups):
    """The rows of all groups but those that are told already."""
    return [
        row for rows in groups for row in rows if row[0] not in TOLD_ALREADY
    ]


ROWS = told_once(
    STEP_ROWS,
    LAYER_ROWS,
    all_layers(),
    within(with_door(UPDATE_ROWS, "input"), "update"),
    within(with_door(HIDDEN_ROWS, "output"), "show"),
    parts.exchanged(),
)
ONE_ROWS = (
    *(
        (
            f"{name}-reads-c",
            one_reads_c(name),
            f"These are the numbers of a cell whose {name} reads c_prev in "
            "place of h_prev.",
            f"Which of the two states does {name} see?",
            parts.DOORS[name],
        )
        for name in "figo"
    ),
    *(
        (
            f"peephole-{names}",
            peephole(names),
            f"These are the numbers of a cell that adds c_prev to z of "
            f"{', '.join(names)}.",
            "Which three terms add up to the z of a door?",
            parts.DOORS[names[0]] if len(names) == 1 else "cell",
        )
        for names in ("fio", "fi", "f", "i", "o")
    ),
    (
        "doors-share-softmax",
        step(shared_softmax),
        "These are the numbers of doors that share one softmax: f, i and o "
        "add up to 1.",
        "Can this cell open all its doors at once?",
        "cell",
    ),
    (
        "results-in-a-dict",
        turned(lambda h, c: {"h": h, "c": c}),
        "The numbers are right, but they come in a dict.",
        "How does `h, c = lstm_step(...)` take them?",
        "cell",
    ),
)
FINE_ROWS = told_once(
    single_doors(),
    parts.one_taken(),
    parts.one_array_taken("b"),
    parts.one_array_taken("W"),
    parts.one_array_taken("U"),
    ONE_ROWS,
)

ENTRIES = tuple(make("lstm_step", "cell", (*ROWS, *FINE_ROWS)))
