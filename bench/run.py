"""Runs the benchmarks: python bench/run.py [NAME ...] (all by default).

Each prints ratios measured in one run; none asserts a time, because the
machines that run them are shared.
"""

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
NAMES = sorted(p.stem for p in HERE.glob("*.py") if p.stem != "run")


def main():
    """Run what was asked for; exit 1 if one of them could not."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME")
    names = parser.parse_args().names
    for name in names:
        if name not in NAMES:
            sys.exit(f"No benchmark {name!r}: there are {', '.join(NAMES)}.")
    failed = []
    for name in names or NAMES:
        print(f"== {name}", flush=True)
        if subprocess.run([sys.executable, HERE / f"{name}.py"]).returncode:
            failed.append(name)
    if failed:
        sys.exit(f"Not measured: {', '.join(failed)}; the reason is above.")


if __name__ == "__main__":
    main()
