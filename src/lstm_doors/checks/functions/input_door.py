"""The functions of 04_input_gate: input_gate, candidate, update_cell."""

import numpy as np

from lstm_doors import networks
from lstm_doors.checks.cases import Case, some, table
from lstm_doors.checks.functions.gates import gate_check
from lstm_doors.checks.ladder import Check

NOTEBOOK = "04_input_gate"

input_gate = gate_check(
    networks.input_gate,
    NOTEBOOK,
    "i",
    "with zero weights and bias, the door must stand half open at 0.5",
    "Which three terms add up to z, and what happens to z then?",
)

candidate = gate_check(
    networks.candidate,
    NOTEBOOK,
    "g",
    "with zero weights and bias, nothing may be written: g = 0",
    "Which three terms add up to z, and what keeps g between -1 and 1?",
)


def draw(rng, s):
    """Doors in all positions, candidates in -1..1, memories beyond that."""
    door = (s.N, s.H)
    return {
        "f": np.round(rng.uniform(0.05, 0.95, door), 2),
        "i": np.round(rng.uniform(0.05, 0.95, door), 2),
        "g": np.round(rng.uniform(-0.95, 0.95, door), 2),
        "c_prev": some(rng, *door, scale=2),
    }


def special():
    """Each door open, shut and ajar; memories too large for tanh."""
    g, c = table([0.5, -1], [-0.25, 0.75]), table([8, -3], [0.5, 4])

    def case(label, f, i, claim="", g=g, c=c):
        doors = {"f": f, "i": i}
        doors = {
            name: np.broadcast_to(np.array(door, dtype=float), c.shape).copy()
            for name, door in doors.items()
        }
        return Case(label, {**doors, "g": g, "c_prev": c}, claim)

    return [
        case("by hand", 0.25, 0.5, g=table([-0.5]), c=table([8])),
        case("kept", 1, 0, "f = 1 and i = 0 must keep c_prev as it is"),
        case("replaced", 0, 1, "f = 0 and i = 1 must leave g alone"),
        case("emptied", 0, 0, "f = 0 and i = 0 must empty the memory"),
        case("added", 1, 1, "f = 1 and i = 1 must add g to c_prev"),
        case("a door a unit", [1, 0], [0, 1], "each unit has its own doors"),
        case("large memory", 0.9, 0.3, c=1000 * c),
        case("nothing there", 0.9, 0.3, g=0 * g, c=0 * c),
    ]


update_cell = Check(
    name="update_cell",
    notebook=NOTEBOOK,
    right=networks.update_cell,
    results=("c",),
    draw=draw,
    special=special,
    question="What is kept of a memory of 8 behind f = 0.25, and what comes "
    "to it of g = -0.5 behind i = 0.5?",
)
