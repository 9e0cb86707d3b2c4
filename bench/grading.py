"""How fast does doorkeeper grade, and how fast does stock nbgrader?

Both grade the same demo class in one run, then the same cells run bare in a
warm interpreter as the limit. Prints a table; run by ``make bench``.

    python bench/grading.py [--students 30] [--assignment 03_forget_gate]
"""

import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
ENV = {
    **os.environ,
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
}
BARE = """
import json, sys, time
from pathlib import Path
from doorkeeper.runner import Runner
runner = Runner()
books = [json.loads(p.read_text()) for p in sorted(Path(".").rglob("*.ipynb"))]
def cells(book):
    return ["".join(c["source"]) for c in book["cells"]
            if c["cell_type"] == "code"]
for source in cells(books[0]):
    runner.run(source)
begun = time.perf_counter()
for book in books:
    for source in cells(book):
        runner.run(source)
print((time.perf_counter() - begun) / len(books))
"""


def course(folder, assignment, students):
    """A copy of the course with one assignment and a demo class."""
    shutil.copytree(
        ROOT / "solutions" / assignment, folder / "solutions" / assignment
    )
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    command = ["demo-class", "--students", str(students)]
    run(folder, "doorkeeper.cli", *command, "--course-dir", str(folder))
    return folder


def run(folder, module, *arguments):
    """Run a module as a program; return the seconds it took."""
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=folder,
        env=ENV,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"{module} {arguments}: {done.stderr[-2000:]}")
    return time.perf_counter() - begun


def stock_scores(folder):
    run(folder, "nbgrader", "export", "--to", "grades.csv")
    with open(folder / "grades.csv", newline="") as file:
        return {
            r["student_id"]: float(r["score"]) for r in csv.DictReader(file)
        }


def our_scores(folder):
    with open(folder / "reports" / "grades.csv", newline="") as file:
        return {
            r["student"]: float(r["score"] or 0) for r in csv.DictReader(file)
        }


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--students", type=int, default=30)
    options.add_argument("--assignment", default="03_forget_gate")
    options.add_argument("--jobs", type=int, default=2)
    options = options.parse_args()
    with tempfile.TemporaryDirectory() as place:
        measure(Path(place), options)


def measure(place, options):
    count, name = options.students, options.assignment
    ours = course(place / "ours", name, count)
    stock = place / "stock"
    shutil.copytree(ours, stock)
    many = course(place / "many", name, 10 * count)
    jobs = ["--jobs", str(options.jobs)]
    grade = ["grade", "--course-dir", ".", *jobs]
    seconds = {"doorkeeper": run(ours, "doorkeeper.cli", *grade)}
    seconds["ten"] = run(many, "doorkeeper.cli", *grade)
    run(stock, "nbgrader", "generate_assignment", name, "--create")
    seconds["autograde"] = run(
        stock, "nbgrader", "autograde", name, "--create"
    )
    same = stock_scores(stock) == our_scores(ours)
    seconds["feedback"] = run(stock, "nbgrader", "generate_feedback", name)
    bare = subprocess.run(
        [sys.executable, "-c", BARE],
        cwd=ours / "submitted",
        env=ENV,
        capture_output=True,
        text=True,
        check=True,
    )
    report(seconds, float(bare.stdout), count, same)


def report(seconds, bare, count, same):
    stock = (seconds["autograde"] + seconds["feedback"]) / count
    ours, ten = seconds["doorkeeper"] / count, seconds["ten"] / (10 * count)
    steady = (seconds["ten"] - seconds["doorkeeper"]) / (9 * count)
    rows = [
        (f"nbgrader autograde, {count}", seconds["autograde"] / count),
        (f"nbgrader autograde and feedback, {count}", stock),
        (f"doorkeeper, {count}, start-up included", ours),
        (f"doorkeeper, {10 * count}, start-up included", ten),
        ("doorkeeper, each further submission", steady),
        ("the same cells bare in a warm interpreter", bare),
    ]
    for label, value in rows:
        print(
            f"{label:48s} {value:8.4f} s a submission {stock / value:7.1f} x"
        )
    print("scores equal" if same else "SCORES DIFFER")
    print(json.dumps({**seconds, "bare": bare, "students": count}))
    if not same:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
