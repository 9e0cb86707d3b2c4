"""What the checks catch, and how long a right answer waits for its verdict.

python bench/checks.py          the table
python bench/checks.py --seeds 5    refusals and styles for five seeds
"""

import argparse
import contextlib
import io
import statistics
import time
from pathlib import Path

from lstm_doors import checks
from lstm_doors.checks.catalogue import of_function

STYLES = Path(__file__).resolve().parent.parent / "tests" / "styles"
ROW = "{:20} {:>7} {:>7} {:>6} {:>7} {:>8} {:>9} {:>9}"


def verdict(check, fn, seed):
    """None for a pass, else the failure; silent either way."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            check(fn, seed=seed)
    except checks.CheckFailed as failure:
        return failure
    return None


def styles(assignment, name):
    """One function in every right style."""
    found = []
    for path in sorted((STYLES / assignment).glob("*.py")):
        names = {}
        exec(compile(path.read_text("utf-8"), str(path), "exec"), names)
        found.append(names[name])
    return found


def wait(check, fn, rounds=5):
    """Median milliseconds until a right answer has passed."""
    spent = []
    for _ in range(rounds):
        start = time.perf_counter()
        verdict(check, fn, 0)
        spent.append(1e3 * (time.perf_counter() - start))
    return statistics.median(spent)


def measure(check, seeds):
    """The figures of one function, in the order of the table."""
    entries, right = (
        of_function(check.name),
        styles(check.notebook, check.name),
    )
    told = [
        (entry.id, verdict(check, entry.wrong, seed))
        for entry in entries
        for seed in range(seeds)
    ]
    accepted = sum(
        all(verdict(check, fn, seed) is None for seed in range(seeds))
        for fn in right
    )
    return (
        len(entries),
        sum(failure is not None for _, failure in told) / seeds,
        sum(f is not None and f.misconception == id for id, f in told) / seeds,
        len(right),
        accepted,
        wait(check, check.right),
        max((wait(check, fn) for fn in right), default=0.0),
    )


def main():
    """Print the table, its totals last."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seeds", type=int, default=1)
    seeds = parser.parse_args().seeds
    print(ROW.format("function", "entries", "refused", "named", "styles",
                     "accepted", "ms", "ms worst"))  # fmt: skip
    ordered = sorted(checks.REGISTRY.values(), key=lambda c: c.notebook)
    table = [(check.name, *measure(check, seeds)) for check in ordered]
    for name, *counts, own, worst in table:
        print(ROW.format(name, *(f"{n:g}" for n in counts),
                         f"{own:.1f}", f"{worst:.1f}"))  # fmt: skip
    sums = [sum(column) for column in list(zip(*table, strict=True))[1:6]]
    print(ROW.format("all", *(f"{n:g}" for n in sums), "", ""))
    print("ms: the course's own answer; ms worst: the slowest right style.")


if __name__ == "__main__":
    main()
