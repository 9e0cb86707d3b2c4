"""The catalogue of misconceptions: data that explains, tests and reports.

An entry is a wrong implementation with its reason. The checks compare a
student's numbers with those of every entry for that function; the tests
hand every entry in as an answer; a class report counts the ids.
"""

from lstm_doors.checks.catalogue import (
    cell_backward,
    cell_backward_time,
    clipping,
    forget_door,
    input_door,
    learning,
    loop,
    loop_backward,
    loop_backward_time,
    loop_time,
    output_door,
    over_time,
    readout,
    slips,
    training,
    whole_cell,
)
from lstm_doors.checks.catalogue.entry import Misconception

PARTS = (
    forget_door,
    input_door,
    output_door,
    whole_cell,
    over_time,
    loop,
    loop_time,
    readout,
    loop_backward,
    loop_backward_time,
    clipping,
    cell_backward,
    cell_backward_time,
    training,
    learning,
    slips,
)
ENTRIES = tuple(entry for part in PARTS for entry in part.ENTRIES)

__all__ = ["ENTRIES", "Misconception", "of_function"]


def of_function(name):
    """The entries that stand in for one function, in their order."""
    return [entry for entry in ENTRIES if entry.function == name]
