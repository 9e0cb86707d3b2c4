"""The functions of 03_forget_gate: sigmoid, forget_gate, forget."""

import numpy as np

from lstm_doors import networks
from lstm_doors.checks.cases import Case, some, table
from lstm_doors.checks.functions.gates import gate_check
from lstm_doors.checks.ladder import Check

NOTEBOOK = "03_forget_gate"


def draw_z(rng, s):
    """Numbers on both sides of zero, from near to fairly far."""
    return {"z": some(rng, s.N, s.H, scale=3)}


def special_z():
    """z by hand, z and -z, and z from small to huge."""
    grid = np.array([1e-4, 0.1, 0.5, 1, 3, 8, 20, 36])
    huge = np.array([40, 500, 709, 711, 1000.0])
    return [
        Case("z = 0", {"z": table([0])}, "sigmoid(0) must be 0.5"),
        Case("by hand", {"z": table([0, 2, -2])}),
        Case("z and -z", {"z": np.stack([grid, -grid])}),
        Case("z up to 1000", {"z": np.stack([huge, huge[::-1]])}),
        Case("z down to -1000", {"z": -np.stack([huge, huge[::-1]])}),
        Case("z of both signs", {"z": np.stack([huge, -huge])}),
    ]


sigmoid = Check(
    name="sigmoid",
    notebook=NOTEBOOK,
    right=networks.sigmoid,
    results=("s",),
    draw=draw_z,
    special=special_z,
    question="What are 1 + exp(-z) and its inverse at z = 0, 2 and -2?",
    quiet=True,
)

forget_gate = gate_check(
    networks.forget_gate,
    NOTEBOOK,
    "f",
    "with zero weights and bias, the door must stand half open at 0.5",
    "Which three terms add up to z, and what happens to z then?",
)


def draw_memory(rng, s):
    """Doors in all positions and memories of both signs."""
    f = np.round(rng.uniform(0.05, 0.95, (s.N, s.H)), 2)
    return {"f": f, "c_prev": some(rng, s.N, s.H, scale=2)}


def special_memory():
    """Open, shut, half open, one door a unit, and large memories."""
    c = table([2, -3], [0.5, 4])

    def case(label, f, claim="", memory=c):
        f = np.broadcast_to(np.array(f, dtype=float), memory.shape).copy()
        return Case(label, {"f": f, "c_prev": memory}, claim)

    return [
        case("by hand", 0.25, memory=table([8])),
        case("f = 1", 1, "an open door (f = 1) must keep all of c_prev"),
        case("f = 0", 0, "a shut door (f = 0) must empty the memory"),
        case("f = 0.5", 0.5, "f = 0.5 must keep one half of c_prev"),
        case("a door a unit", [1, 0], "each unit must have a door of its own"),
        case("large memory", [0.9, 0.3], memory=1000 * c),
        case("no memory", [0.9, 0.3], memory=0 * c),
    ]


forget = Check(
    name="forget",
    notebook=NOTEBOOK,
    right=networks.forget,
    results=("kept",),
    draw=draw_memory,
    special=special_memory,
    question="How much of a memory of 8 is left behind a door at 0.25?",
)
