"""Rungs that know by themselves which misconception they have met."""

from lstm_doors.checks.catalogue import ENTRIES
from lstm_doors.checks.judge import Problem

BY_ID = {entry.id: entry for entry in ENTRIES}


def named(id, rung, found, lines=()):
    """The Problem of a broken rung that one entry of the catalogue explains.

    found: what was seen, as in every Problem; reason and question are the
    entry's.
    """
    entry = BY_ID[id]
    reason = f"{entry.finding}\n{entry.question}"
    return Problem(rung, found, reason, list(lines), misconception=id)
