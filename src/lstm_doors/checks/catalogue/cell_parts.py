"""A step of the cell whose parts can be put together wrongly."""

from itertools import permutations

import numpy as np

from lstm_doors.checks.catalogue.candidate import TANH_ROWS
from lstm_doors.checks.catalogue.gates import (
    SIGMOID_ROWS,
    after_z,
    layer_rows,
    z_of,
)
from lstm_doors.networks import hidden_state, sigmoid, update_cell

SQUASH = {"f": sigmoid, "i": sigmoid, "g": np.tanh, "o": sigmoid}
DOORS = {"f": "forget", "i": "input", "g": "candidate", "o": "output"}


def layers(x, h, p, order="figo", squash=SQUASH, z=z_of, how=None, at=""):
    """f, i, g, o; `order` names whose weights each of the four reads.

    how: for the letters in `at`, the whole layer, of (x, h, U, W, b).
    """
    found = []
    for name, w in zip("figo", order, strict=True):
        arrays = p[f"U_{w}"], p[f"W_{w}"], p[f"b_{w}"]
        if name in at:
            found.append(how[name](x, h, *arrays))
        else:
            found.append(squash[name](z(x, h, *arrays)))
    return found


def step(layers=layers, update=update_cell, show=hidden_state):
    """A step from its three parts; the right one if all are right."""

    def whole(x, h_prev, c_prev, params):
        f, i, g, o = layers(x, h_prev, params)
        c = update(f, i, g, c_prev)
        return show(o, c), c

    return whole


def with_layers(**wrong):
    """A step whose layers are computed with these changes."""
    return step(lambda x, h, p: layers(x, h, p, **wrong))


def squash_for(letters, wrong):
    """SQUASH with another function for some of the letters."""
    return SQUASH | dict.fromkeys(letters, wrong)


def share(letter):
    """Order in which all four layers read one layer's weights."""
    return letter * 4


def exchanged():
    """Rows for every wrong order of the four layers' weights."""
    rows = []
    for order in map("".join, permutations("figo")):
        moved = [
            (name, weights)
            for name, weights in zip("figo", order, strict=True)
            if name != weights
        ]
        # f and i with each other's weights is f and i swapped: a row of
        # its own in the update.
        if not moved or order == "ifgo":
            continue
        said = ", ".join(f"{a} reads those of {b}" for a, b in moved)
        rows.append(
            (
                f"weights-in-order-{order}",
                with_layers(order=order),
                f"These are the numbers of a cell with weights exchanged: "
                f"{said}.",
                "Which U, W and b belong to each of f, i, g and o?",
                DOORS[moved[0][0]],
            )
        )
    return rows


def one_taken():
    """Rows for one layer that reads another one's weights as well."""
    rows = []
    for at, name in enumerate("figo"):
        for other in "figo".replace(name, ""):
            order = "figo"[:at] + other + "figo"[at + 1 :]
            rows.append(
                (
                    f"{name}-reads-weights-of-{other}",
                    with_layers(order=order),
                    f"These are the numbers of a cell whose {name} is "
                    f"computed with U_{other}, W_{other} and b_{other}.",
                    f"Which three arrays of params belong to {name}?",
                    DOORS[name],
                )
            )
    return rows


SAID_OF = {
    "b": ("bias", "adds b_{other} in place of b_{name}", "bias belongs"),
    "W": ("w", "meets h_prev through W_{other}, not W_{name}", "W belongs"),
    "U": ("u", "meets x through U_{other}, not U_{name}", "U belongs"),
}


def one_array_taken(letter):
    """Rows for one layer that takes another one's U, W or b alone."""
    word, said, which = SAID_OF[letter]
    verb = "adds" if letter == "b" else "takes"
    return [
        (
            f"{name}-{verb}-{word}-of-{other}",
            step(_taking(letter, name, other)),
            f"These are the numbers of a cell whose {name} "
            f"{said.format(name=name, other=other)}.",
            f"Which {which} to {name}?",
            DOORS[name],
        )
        for name in "figo"
        for other in "figo".replace(name, "")
    ]


def _taking(letter, name, other):
    def found(x, h, p):
        return layers(x, h, p | {f"{letter}_{name}": p[f"{letter}_{other}"]})

    return found


# Of these the numbers of a whole cell stay right, or nearly so.
UNSEEN = ("overflow", "where-overflow", "float32")


def wrong_layers(letters, said, door):
    """Rows for layers that go wrong in squashing or before it.

    letters: which of f, i, g, o go wrong. said: how they are called.
    """
    rows = []
    squashing = TANH_ROWS if letters == "g" else SIGMOID_ROWS
    for short, wrong, finding, question in squashing:
        rows.append((short, [after_z(wrong)] * 4, finding, question))
    for each in zip(*map(layer_rows, SQUASH.values()), strict=True):
        short, _, finding, question = each[0]
        rows.append((short, [row[1] for row in each], finding, question))
    letter = letters if len(letters) == 1 else "f"
    return [
        (
            f"{said}-{short}",
            with_layers(how=dict(zip("figo", wrong, strict=True)), at=letters),
            f"Look at {SAID[said]}. " + finding.format(letter=letter),
            question.format(letter=letter),
            door,
        )
        for short, wrong, finding, question in rows
        if short not in UNSEEN
    ]


SAID = {
    "doors": "the three doors",
    "all": "all four layers",
    "candidate": "the candidate",
    **{name: f"the {DOORS[name]} door, {name}" for name in "fio"},
}
