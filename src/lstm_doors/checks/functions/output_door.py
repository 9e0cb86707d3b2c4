"""The functions of 05_output_gate: output_gate, hidden_state."""

import numpy as np

from lstm_doors import networks
from lstm_doors.checks.cases import Case, some, table
from lstm_doors.checks.functions.gates import gate_check
from lstm_doors.checks.ladder import Check

NOTEBOOK = "05_output_gate"

output_gate = gate_check(
    networks.output_gate,
    NOTEBOOK,
    "o",
    "with zero weights and bias, the door must stand half open at 0.5",
    "Which three terms add up to z, and what happens to z then?",
)


def draw(rng, s):
    """Doors in all positions and memories from small to large."""
    o = np.round(rng.uniform(0.05, 0.95, (s.N, s.H)), 2)
    return {"o": o, "c": some(rng, s.N, s.H, scale=1.5)}


def special():
    """The door open, shut and ajar; memories small and large."""
    c = table([0.5, -3], [0.1, 4])

    def case(label, o, claim="", c=c):
        o = np.broadcast_to(np.array(o, dtype=float), c.shape).copy()
        return Case(label, {"o": o, "c": c}, claim)

    return [
        case("by hand", 0.5, c=table([1])),
        case("o = 0", 0, "a shut door (o = 0) must show nothing"),
        case("o = 1", 1, "an open door (o = 1) must show tanh(c)"),
        case("a door a unit", [1, 0], "each unit must have a door of its own"),
        case("large memory", 1, "what shows must lie in -1..1", c=1000 * c),
        case("no memory", [0.9, 0.3], "no memory must show as 0", c=0 * c),
    ]


hidden_state = Check(
    name="hidden_state",
    notebook=NOTEBOOK,
    right=networks.hidden_state,
    results=("h",),
    draw=draw,
    special=special,
    question="tanh(1) is 0.762: how much of it does a door at 0.5 show?",
)
