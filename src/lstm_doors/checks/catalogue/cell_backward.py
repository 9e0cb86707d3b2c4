"""What goes wrong on the way back through one step of the cell."""

from types import SimpleNamespace

import numpy as np

from lstm_doors.checks.catalogue.cell_parts import DOORS
from lstm_doors.checks.catalogue.gates import make
from lstm_doors.networks import lstm_gates, lstm_step_backward, sigmoid

NAMES = "figo"


def slope(s, name):
    """The slope of a layer's curve, from what came out of it."""
    out = getattr(s, name)
    return 1 - out**2 if name == "g" else out * (1 - out)


# The right parts. s holds dh, dc (from outside), x, h_prev, c_prev, p, the
# four layers, c and tanh_c; then dc_all, what reaches c by both ways; then
# dz of each layer.
RIGHT = {
    "c": lambda s: s.f * s.c_prev + s.i * s.g,
    "dc_all": lambda s: s.dc + s.dh * s.o * (1 - s.tanh_c**2),
    "f": lambda s: s.dc_all * s.c_prev * slope(s, "f"),
    "i": lambda s: s.dc_all * s.g * slope(s, "i"),
    "g": lambda s: s.dc_all * s.i * slope(s, "g"),
    "o": lambda s: s.dh * s.tanh_c * slope(s, "o"),
    "dx": lambda s: sum(s.dz[k] @ s.p[f"U_{k}"].T for k in NAMES),
    "dh_prev": lambda s: sum(s.dz[k] @ s.p[f"W_{k}"].T for k in NAMES),
    "dc_prev": lambda s: s.dc_all * s.f,
    "U": lambda s, dz: s.x.T @ dz,
    "W": lambda s, dz: s.h_prev.T @ dz,
    "b": lambda s, dz: dz.sum(axis=0),
}


def step(**wrong):
    """The way back through one step with some of its parts replaced."""
    parts = RIGHT | wrong

    def back(dh, dc, x, h_prev, c_prev, p):
        s = SimpleNamespace(
            dh=dh, dc=dc, x=x, h_prev=h_prev, c_prev=c_prev, p=p
        )
        s.f, s.i, s.g, s.o = lstm_gates(x, h_prev, p)
        s.c = parts["c"](s)
        s.tanh_c = np.tanh(s.c)
        s.dc_all = parts["dc_all"](s)
        s.dz = {name: parts[name](s) for name in NAMES}
        grads = {
            f"{letter}_{name}": parts[letter](s, s.dz[name])
            for name in NAMES
            for letter in "UWb"
        }
        return parts["dx"](s), parts["dh_prev"](s), parts["dc_prev"](s), grads

    return back


def after(pick):
    """The right step, its results picked in another way."""
    return lambda *a: pick(*lstm_step_backward(*a))


def unsloped(s, name):
    """dz of one layer before the way back through its curve."""
    return {
        "f": lambda: s.dc_all * s.c_prev,
        "i": lambda: s.dc_all * s.g,
        "g": lambda: s.dc_all * s.i,
        "o": lambda: s.dh * s.tanh_c,
    }[name]()


def curves(names, wrong):
    """The same for several layers at once."""
    return {
        name: lambda s, name=name: unsloped(s, name) * wrong(getattr(s, name))
        for name in names
    }


def without(letter, names):
    """dx or dh_prev made of these layers alone."""
    return lambda s: sum(s.dz[k] @ s.p[f"{letter}_{k}"].T for k in names)


def over_dc(dh, dc, *rest):
    """`dc += ...`: right numbers, written over the caller's dc."""
    x, h_prev, c_prev, p = rest
    results = lstm_step_backward(dh, dc, *rest)
    f, i, g, o = lstm_gates(x, h_prev, p)
    dc += dh * o * (1 - np.tanh(f * c_prev + i * g) ** 2)
    return results


def over_params(dh, dc, x, h_prev, c_prev, p):
    """Right numbers, written over the caller's params."""
    *states, grads = lstm_step_backward(dh, dc, x, h_prev, c_prev, p)
    for name, grad in grads.items():
        p[name][...] = grad
    return (*states, grads)


def exchanged(grads, one, other):
    """The gradients of two layers under each other's names."""
    trade = {one: other, other: one}
    return {
        f"{name[0]}_{trade.get(name[2], name[2])}": grad
        for name, grad in grads.items()
    }


TWO_WAYS = (
    "c acts on the loss by two ways, through h now and through the next "
    "memory: do both count?"
)
SIGMOID = "f is sigmoid(z) already: what is the slope, written with f?"
TANH = "What is the slope of tanh, written with what came out of it?"
OTHER = "Behind a product, each part gets dc times the other part: which one?"
BATCH = (
    "The loss is a sum over the sequences: what does each of them add to the "
    "gradient of a weight that they share?"
)
FOUR = "How many layers read x and h_prev?"
ORDER = "In which order does `-> dx, dh_prev, dc_prev, grads` want them?"

DC_ROWS = (
    (
        "outer-dc-dropped",
        lambda s: s.dh * s.o * (1 - s.tanh_c**2),
        "These are the numbers of a dc that is assigned, not added to: what "
        "came back along the memory is lost.",
        TWO_WAYS,
    ),
    (
        "dh-not-added-to-dc",
        lambda s: s.dc,
        "These are the numbers of a dc that gets nothing from dh.",
        TWO_WAYS,
    ),
    (
        "dc-without-tanh-slope",
        lambda s: s.dc + s.dh * s.o,
        "These are the numbers of dc + dh * o, without the slope of tanh(c).",
        "What stands between c and h beside the output door?",
    ),
    (
        "dc-without-output-door",
        lambda s: s.dc + s.dh * (1 - s.tanh_c**2),
        "These are the numbers of dc + dh * (1 - tanh(c)^2), without the "
        "output door.",
        "What stands between c and h beside the tanh?",
    ),
    (
        "dc-past-door-and-tanh",
        lambda s: s.dc + s.dh,
        "These are the numbers of dc + dh.",
        "What stands between c and h?",
    ),
    (
        "dc-slope-of-c",
        lambda s: s.dc + s.dh * s.o * (1 - s.c**2),
        "These are the numbers of a slope 1 - c^2, where c has not gone "
        "through tanh yet.",
        TANH,
    ),
    (
        "dc-slope-not-squared",
        lambda s: s.dc + s.dh * s.o * (1 - s.tanh_c),
        "These are the numbers of a slope 1 - tanh(c), without the square.",
        TANH,
    ),
    (
        "dc-slope-of-activated",
        lambda s: s.dc + s.dh * s.o * (1 - np.tanh(s.tanh_c) ** 2),
        "These are the numbers of a slope 1 - tanh(tanh(c))^2.",
        "How often did c go through tanh?",
    ),
    (
        "dc-slope-of-h",
        lambda s: s.dc + s.dh * s.o * (1 - (s.o * s.tanh_c) ** 2),
        "These are the numbers of a slope 1 - h^2.",
        "h is o * tanh(c): what came out of the tanh itself?",
    ),
    (
        "dc-slope-of-old-memory",
        lambda s: s.dc + s.dh * s.o * (1 - np.tanh(s.c_prev) ** 2),
        "These are the numbers of a slope at c_prev.",
        "Which memory shows: the one before this step or the new one?",
    ),
    (
        "dc-value-for-slope",
        lambda s: s.dc + s.dh * s.o * s.tanh_c,
        "These are the numbers of dc + dh * o * tanh(c).",
        TANH,
    ),
    (
        "dc-subtracted",
        lambda s: s.dc - s.dh * s.o * (1 - s.tanh_c**2),
        "What comes through h is subtracted from dc.",
        TWO_WAYS,
    ),
    (
        "dc-multiplied",
        lambda s: s.dc * s.dh * s.o * (1 - s.tanh_c**2),
        "The two ways to c are multiplied.",
        TWO_WAYS,
    ),
)

PART_ROWS = (
    (
        "df-with-new-memory",
        {"f": lambda s: s.dc_all * s.c * slope(s, "f")},
        "df is made of c, the memory after the step.",
        "Which memory did the forget door stand before?",
        "forget",
    ),
    (
        "df-with-h",
        {"f": lambda s: s.dc_all * s.h_prev * slope(s, "f")},
        "df is made of h_prev.",
        "Which of the two states did the forget door stand before?",
        "forget",
    ),
    (
        "df-without-memory",
        {"f": lambda s: s.dc_all * slope(s, "f")},
        "df is dc itself, without the memory.",
        OTHER,
        "forget",
    ),
    (
        "df-with-f",
        {"f": lambda s: s.dc_all * s.f * slope(s, "f")},
        "df is dc times f.",
        OTHER,
        "forget",
    ),
    (
        "df-and-di-exchanged",
        {
            "f": lambda s: s.dc_all * s.g * slope(s, "f"),
            "i": lambda s: s.dc_all * s.c_prev * slope(s, "i"),
        },
        "df is made of g and di of c_prev.",
        "Which door stands before the old memory, and which one before the "
        "candidate?",
        "forget",
    ),
    (
        "di-without-candidate",
        {"i": lambda s: s.dc_all * slope(s, "i")},
        "di is dc itself, without the candidate.",
        OTHER,
        "input",
    ),
    (
        "di-with-i",
        {"i": lambda s: s.dc_all * s.i * slope(s, "i")},
        "di is dc times i.",
        OTHER,
        "input",
    ),
    (
        "dg-with-g",
        {"g": lambda s: s.dc_all * s.g * slope(s, "g")},
        "dg is dc times g.",
        OTHER,
        "candidate",
    ),
    (
        "dg-without-door",
        {"g": lambda s: s.dc_all * slope(s, "g")},
        "dg is dc itself, without the input door.",
        OTHER,
        "candidate",
    ),
    (
        "di-and-dg-exchanged",
        {
            "i": lambda s: s.dc_all * s.i * slope(s, "i"),
            "g": lambda s: s.dc_all * s.g * slope(s, "g"),
        },
        "di is dc times i, and dg is dc times g.",
        OTHER,
        "input",
    ),
    (
        "do-with-raw-memory",
        {"o": lambda s: s.dh * s.c * slope(s, "o")},
        "do is made of c, not of tanh(c).",
        "What did the output door stand before?",
        "output",
    ),
    (
        "do-with-h",
        {"o": lambda s: s.dh * s.o * s.tanh_c * slope(s, "o")},
        "do is dh times h.",
        "h is o * tanh(c): which part is the other one?",
        "output",
    ),
    (
        "do-without-memory",
        {"o": lambda s: s.dh * slope(s, "o")},
        "do is dh itself.",
        "h is o * tanh(c): which part is the other one?",
        "output",
    ),
    (
        "do-of-dc",
        {"o": lambda s: s.dc_all * s.tanh_c * slope(s, "o")},
        "do is made of dc.",
        "Which of the two states comes through the output door?",
        "output",
    ),
    (
        "inner-gates-get-outer-dc",
        {
            "f": lambda s: s.dc * s.c_prev * slope(s, "f"),
            "i": lambda s: s.dc * s.g * slope(s, "i"),
            "g": lambda s: s.dc * s.i * slope(s, "g"),
        },
        "f, i and g get the dc that came in, before anything was added to it.",
        TWO_WAYS,
        "gradient",
    ),
    (
        "dc-prev-gets-outer-dc",
        {"dc_prev": lambda s: s.dc * s.f},
        "dc_prev is the dc that came in times f, before anything was added "
        "to it.",
        TWO_WAYS,
        "cell",
    ),
    (
        "dc-prev-without-f",
        {"dc_prev": lambda s: s.dc_all.copy()},
        "dc_prev is dc itself, as if the forget door stood wide open.",
        "If c_prev grows a little, how much does c grow?",
        "forget",
    ),
    (
        "dc-prev-one-minus-f",
        {"dc_prev": lambda s: s.dc_all * (1 - s.f)},
        "dc_prev is dc * (1 - f).",
        "Which way does the forget door swing: does f = 1 keep or empty?",
        "forget",
    ),
    (
        "dc-prev-with-i",
        {"dc_prev": lambda s: s.dc_all * s.i},
        "dc_prev is dc times i.",
        "Which door stands before c_prev?",
        "forget",
    ),
    (
        "dc-prev-zero",
        {"dc_prev": lambda s: 0 * s.dc},
        "dc_prev is zero: nothing goes back along the memory.",
        "How does the memory of a step ago act on this one?",
        "cell",
    ),
    *(
        (
            f"dx-without-{name}",
            {"dx": without("U", NAMES.replace(name, ""))},
            f"dx lacks what comes through the layer {name}.",
            FOUR,
            DOORS[name],
        )
        for name in NAMES
    ),
    *(
        (
            f"dh-prev-without-{name}",
            {"dh_prev": without("W", NAMES.replace(name, ""))},
            f"dh_prev lacks what comes through the layer {name}.",
            FOUR,
            DOORS[name],
        )
        for name in NAMES
    ),
    *(
        (
            f"states-of-{name}-alone",
            {"dx": without("U", name), "dh_prev": without("W", name)},
            f"dx and dh_prev are those of the layer {name} alone: the others "
            "are overwritten or were never added.",
            FOUR,
            "gradient",
        )
        for name in NAMES
    ),
    (
        "dh-prev-with-dh",
        {"dh_prev": lambda s: RIGHT["dh_prev"](s) + s.dh},
        "dh is added to dh_prev.",
        "By which ways does h_prev reach h: is there one past the layers?",
        "hidden",
    ),
    (
        "dh-prev-zero",
        {"dh_prev": lambda s: 0 * s.h_prev},
        "dh_prev is zero: the detours through the doors are left out.",
        "Which four layers look at h_prev?",
        "hidden",
    ),
    (
        "w-not-transposed",
        {"dh_prev": lambda s: sum(s.dz[k] @ s.p[f"W_{k}"] for k in NAMES)},
        "dh_prev goes through W, not through W transposed.",
        "What turns the direction of a matrix product around?",
        "gradient",
    ),
    (
        "u-not-transposed",
        {"dx": lambda s: sum(s.dz[k] @ s.p[f"U_{k}"] for k in NAMES)},
        "Where the shapes allow it, dx goes through U, not through U "
        "transposed.",
        "x U went from D to H: what leads from H back to D?",
        "gradient",
    ),
    (
        "db-averaged",
        {"b": lambda s, dz: dz.mean(axis=0)},
        "The gradients of the biases are averaged over the N sequences.",
        BATCH,
        "gradient",
    ),
    (
        "weights-averaged",
        {k: lambda s, dz, k=k: RIGHT[k](s, dz) / len(s.x) for k in "UWb"},
        "All gradients of the weights are averaged over the N sequences.",
        BATCH,
        "gradient",
    ),
    (
        "matrices-averaged",
        {k: lambda s, dz, k=k: RIGHT[k](s, dz) / len(s.x) for k in "UW"},
        "The gradients of U and W are averaged over the N sequences.",
        BATCH,
        "gradient",
    ),
    (
        "db-not-summed",
        {"b": lambda s, dz: dz.copy()},
        "The gradients of the biases still have a row for each sequence.",
        "b has shape (H,) and serves all N sequences: what becomes of the N "
        "rows?",
        "gradient",
    ),
    (
        "db-keeps-an-axis",
        {"b": lambda s, dz: dz.sum(axis=0, keepdims=True)},
        "The gradients of the biases are right, but of shape (1, H).",
        "What shape has b?",
        "gradient",
    ),
    (
        "db-summed-over-units",
        {"b": lambda s, dz: dz.sum(axis=1)},
        "The gradients of the biases are summed over the units, not over the "
        "sequences.",
        "Which axis of dz are the sequences?",
        "gradient",
    ),
    (
        "db-one-number",
        {"b": lambda s, dz: dz.sum()},
        "The gradient of each bias is one number, the sum over everything.",
        "How many biases has a layer?",
        "gradient",
    ),
    (
        "dw-of-memory",
        {"W": lambda s, dz: s.c_prev.T @ dz},
        "The gradients of W are made of c_prev.",
        "Which of the two states did W meet on the way there?",
        "gradient",
    ),
    (
        "dw-of-new-state",
        {"W": lambda s, dz: (s.o * s.tanh_c).T @ dz},
        "The gradients of W are made of h, the state after the step.",
        "Which state did W meet on the way there?",
        "gradient",
    ),
    (
        "dw-transposed",
        {"W": lambda s, dz: dz.T @ s.h_prev},
        "The gradients of W are transposed.",
        "W[j, k] leads from unit j to unit k: which of h_prev and dz is j?",
        "gradient",
    ),
    (
        "du-transposed",
        {"U": lambda s, dz: dz.T @ s.x},
        "The gradients of U are transposed.",
        "A gradient has the shape of what it belongs to: which product has?",
        "gradient",
    ),
    (
        "du-and-dw-exchanged",
        {"U": RIGHT["W"], "W": RIGHT["U"]},
        "Where the shapes allow it, the gradients of U are made of h_prev "
        "and those of W of x.",
        "Which input did U meet on the way there?",
        "gradient",
    ),
)

CURVE_ROWS = (
    *(
        (
            f"{short}-{names}",
            curves(names, wrong),
            f"{said} for {', '.join(names)}.",
            SIGMOID,
            DOORS[names] if len(names) == 1 else "gradient",
        )
        for short, wrong, said in (
            (
                "no-slope",
                lambda s: 1 + 0 * s,
                "The slope of the sigmoid is missing",
            ),
            (
                "slope-of-activated",
                lambda s: sigmoid(s) * (1 - sigmoid(s)),
                "The slope is that of sigmoid(sigmoid(z)): sigmoid was taken "
                "of what had gone through it already,",
            ),
            (
                "tanh-slope",
                lambda s: 1 - s**2,
                "The slope is 1 - s^2, that of a tanh,",
            ),
            (
                "one-minus-only",
                lambda s: 1 - s,
                "The slope is 1 - s, without the s,",
            ),
        )
        for names in ("fio", "f", "i", "o")
    ),
    *(
        (short, curves("g", wrong), said, TANH, "candidate")
        for short, wrong, said in (
            (
                "no-slope-g",
                lambda g: 1 + 0 * g,
                "The slope of the candidate's tanh is missing.",
            ),
            (
                "one-minus-g",
                lambda g: 1 - g,
                "The candidate's slope is 1 - g, without the square.",
            ),
            (
                "sigmoid-slope-g",
                lambda g: g * (1 - g),
                "The candidate's slope is g (1 - g), that of a sigmoid.",
            ),
            (
                "slope-of-activated-g",
                lambda g: 1 - np.tanh(g) ** 2,
                "The candidate's slope is 1 - tanh(g)^2: tanh was taken of "
                "what had gone through it already.",
            ),
        )
    ),
    (
        "no-slope-at-all",
        curves(NAMES, lambda s: 1 + 0 * s),
        "The slopes of all four curves are missing.",
        "What lies between each z and its gate?",
        "gradient",
    ),
)
ORDER_ROWS = (
    (
        "states-exchanged",
        after(lambda dx, dh, dc, grads: (dx, dc, dh, grads)),
        "The numbers are right, but dc_prev comes before dh_prev.",
        ORDER,
    ),
    (
        "grads-first",
        after(lambda dx, dh, dc, grads: (grads, dx, dh, dc)),
        "The numbers are right, but grads comes first.",
        ORDER,
    ),
    (
        "dx-after-states",
        after(lambda dx, dh, dc, grads: (dh, dc, dx, grads)),
        "The numbers are right, but dx comes after the states.",
        ORDER,
    ),
    (
        "dx-missing",
        after(lambda dx, dh, dc, grads: (dh, dc, grads)),
        "The numbers are right, but dx does not come back.",
        ORDER,
    ),
    (
        "dc-prev-missing",
        after(lambda dx, dh, dc, grads: (dx, dh, grads)),
        "The numbers are right, but dc_prev does not come back.",
        ORDER,
    ),
    (
        "grads-named-with-d",
        after(
            lambda *r: (*r[:3], {f"d{name}": g for name, g in r[3].items()})
        ),
        "The numbers are right, but grads has names such as 'dU_f'.",
        "Adam looks for the gradient of params['U_f']: under which name?",
    ),
    (
        "grads-as-list",
        after(lambda *r: (*r[:3], list(r[3].values()))),
        "The numbers are right, but grads is a list.",
        "Adam looks for the gradient of params['U_f']: under which name?",
    ),
    (
        "grads-without-biases",
        after(
            lambda *r: (
                *r[:3],
                {name: g for name, g in r[3].items() if name[0] != "b"},
            )
        ),
        "The numbers are right, but grads has nothing for the biases.",
        "How many arrays does params hold?",
    ),
    *(
        (
            f"grads-of-{one}-and-{other}-exchanged",
            after(
                lambda *r, one=one, other=other: (
                    *r[:3],
                    exchanged(r[3], one, other),
                )
            ),
            f"In grads, {one} and {other} have changed places.",
            "Which letter belongs to which layer, and in which order do your "
            "lines take them?",
        )
        for one, other in ("fi", "fg", "fo", "ig", "io", "go")
    ),
    (
        "minus",
        after(
            lambda *r: (
                *(-part for part in r[:3]),
                {name: -grad for name, grad in r[3].items()},
            )
        ),
        "These are the right numbers with the wrong sign.",
        "The step against the gradient is the optimiser's: what is the "
        "gradient itself?",
    ),
    (
        "in-place",
        over_dc,
        "The numbers are right, but dc itself is changed, so whoever called "
        "you has lost it.",
        "What is the difference between `dc = dc + ...` and `dc += ...`?",
    ),
    (
        "params-in-place",
        over_params,
        "The numbers are right, but they are written into the arrays of "
        "params.",
        "Where does the dict for the gradients come from?",
    ),
    (
        "float32",
        after(
            lambda *r: (
                *(part.astype(np.float32) for part in r[:3]),
                {name: g.astype(np.float32) for name, g in r[3].items()},
            )
        ),
        "These are the right numbers, cut to float32.",
        "float64 came in: which line makes float32 of it?",
    ),
)

STEP_ROWS = (
    *((short, step(dc_all=wrong), *said) for short, wrong, *said in DC_ROWS),
    *(
        (short, step(**wrong), *said)
        for short, wrong, *said in (*PART_ROWS, *CURVE_ROWS)
    ),
)

# Rarer ones, told of one step alone and not of a whole way back.
STEP_ONLY_ROWS = (
    *(
        (
            f"{result}-of-{name}-alone",
            {key: without(letter, name)},
            f"{key} is that of the layer {name} alone.",
            FOUR,
            DOORS[name],
        )
        for result, key, letter in (
            ("dx", "dx", "U"),
            ("dh-prev", "dh_prev", "W"),
        )
        for name in NAMES
    ),
    *(
        (
            f"minus-d{name}",
            {name: lambda s, name=name: -RIGHT[name](s)},
            f"The gradient of the layer {name} has the wrong sign.",
            f"Does a minus sign stand anywhere in the formula of d{name}?",
            DOORS[name],
        )
        for name in NAMES
    ),
    (
        "memory-squashed",
        {"c": lambda s: np.tanh(s.f * s.c_prev + s.i * s.g)},
        "c is squashed by tanh before it is used.",
        "How often does the new memory go through tanh on its way to h?",
        "cell",
    ),
    (
        "dc-doubled",
        {"dc_all": lambda s: 2 * s.dc + s.dh * s.o * (1 - s.tanh_c**2)},
        "The dc that came in is counted twice.",
        TWO_WAYS,
        "cell",
    ),
    (
        "dc-prev-is-df",
        {"dc_prev": lambda s: RIGHT["f"](s)},
        "dc_prev is what goes back into the z of the forget door.",
        "If c_prev grows a little, how much does c grow?",
        "cell",
    ),
    (
        "df-of-dh",
        {"f": lambda s: s.dh * s.c_prev * slope(s, "f")},
        "df is made of dh.",
        "Which of the two states does the forget door act on?",
        "forget",
    ),
    (
        "inner-gates-get-dh",
        {
            "f": lambda s: s.dh * s.c_prev * slope(s, "f"),
            "i": lambda s: s.dh * s.g * slope(s, "i"),
            "g": lambda s: s.dh * s.i * slope(s, "g"),
        },
        "df, di and dg are made of dh.",
        "Which of the two states do f, i and g act on?",
        "gradient",
    ),
)

ONLY_ROWS = tuple(
    (short, step(**wrong), *said) for short, wrong, *said in STEP_ONLY_ROWS
)
ENTRIES = tuple(
    make(
        "lstm_step_backward",
        "gradient",
        (*STEP_ROWS, *ORDER_ROWS, *ONLY_ROWS),
    )
)
