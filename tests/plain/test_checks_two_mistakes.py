"""Two mistakes at once are refused, whatever they make of each other."""

import pytest

from lstm_doors import checks
from lstm_doors.checks.catalogue import cell_parts, gates, over_time
from lstm_doors.checks.catalogue.candidate import TANH_ROWS
from lstm_doors.checks.catalogue.input_door import UPDATE_ROWS
from lstm_doors.checks.catalogue.output_door import HIDDEN_ROWS


def layers(rows):
    """A layer that goes wrong before its squashing and in it."""
    return {
        f"{squash[0]} and {before[0]}": before[1]
        for squash in rows
        for before in gates.layer_rows(squash[1])
    }


def steps():
    """A step that goes wrong in its memory and in what it shows."""
    return {
        f"{update[0]} and {show[0]}": cell_parts.step(
            update=update[1], show=show[1]
        )
        for update in UPDATE_ROWS
        for show in HIDDEN_ROWS
    }


def passes():
    """A pass with a wrong step that forgets its first states as well."""

    def from_zero(wrong):
        return lambda xs, h, c, p: wrong(xs, 0 * h, 0 * c, p)

    return {
        f"{short} and first states ignored": from_zero(wrong)
        for short, wrong, *_ in over_time.STEP_ROWS
    }


@pytest.mark.parametrize(
    ("function", "pairs"),
    [
        ("forget_gate", layers(gates.SIGMOID_ROWS)),
        ("candidate", layers(TANH_ROWS)),
        ("lstm_step", steps()),
        ("lstm_forward", passes()),
    ],
)
def test_two_mistakes_are_refused(function, pairs):
    accepted = []
    for name, wrong in pairs.items():
        try:
            checks.REGISTRY[function](wrong)
        except checks.CheckFailed:
            continue
        accepted.append(name)
    assert len(pairs) > 50
    assert accepted == []
