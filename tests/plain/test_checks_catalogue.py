"""Every misconception is refused, and told by its name."""

from collections import Counter

import pytest

from lstm_doors import checks
from lstm_doors.checks.catalogue import ENTRIES

BY_ID = {entry.id: entry for entry in ENTRIES}


def reason(function, wrong, seed=0):
    """The CheckFailed that a wrong implementation gets."""
    with pytest.raises(checks.CheckFailed) as caught:
        checks.REGISTRY[function](wrong, seed=seed)
    return caught.value


@pytest.mark.parametrize(("seed", "id"), list(enumerate(BY_ID)))
def test_an_entry_is_refused_and_named(id, seed):
    entry = BY_ID[id]
    failure = reason(entry.function, entry.wrong, seed)
    assert failure.misconception == id
    assert entry.finding in str(failure)
    assert entry.question in str(failure)
    assert str(failure).endswith(f"[misconception: {id}]")


def test_ids_are_unique_and_plain():
    twice = [id for id, n in Counter(e.id for e in ENTRIES).items() if n > 1]
    assert not twice
    assert all(part.isalnum() for id in BY_ID for part in id.split("-"))


def test_every_function_of_the_exercises_has_entries():
    assert {e.function for e in ENTRIES} == set(checks.REGISTRY)


def test_entries_say_something_and_ask_something():
    for entry in ENTRIES:
        assert entry.finding.rstrip().endswith("."), entry.id
        assert entry.question.rstrip().endswith("?"), entry.id
        assert "{" not in entry.finding + entry.question, entry.id
        assert entry.door in {
            "forget", "input", "candidate", "output", "cell", "hidden",
            "loop", "time", "gradient", "training",
        }, entry.id  # fmt: skip
