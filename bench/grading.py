"""How fast does doorkeeper grade, and how fast does stock nbgrader?

    python bench/grading.py [--students 30] [--assignment 03_forget_gate]
                            [--sizes 30 100 300 1000] [--growth]

Both grade the same demo class in one run; then the same cells run bare in a
warm interpreter as the limit. Printed are, for each, seconds a submission
(start-up included) and how many times stock's throughput that is.

The second table shows how doorkeeper grows with the class, each size graded
anew from nothing: seconds and seconds a submission (start-up, gradebook,
feedback and reports included), seconds of processor time, the peak memory of
the one that reads and writes and of its largest child, in MB, and the ratio
to stock nbgrader's seconds a submission as measured here. ``--growth`` prints
this table alone. Run by ``make bench``.
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
SIZES = [30, 100, 300, 1000]
# doorkeeper, and what it took: of itself and of all its children.
GRADE = """
import json, resource, sys
from doorkeeper.cli import main
code = main(["grade", "--course-dir", ".", *sys.argv[1:]])
used = [resource.getrusage(w) for w in (resource.RUSAGE_SELF,
                                        resource.RUSAGE_CHILDREN)]
mb = 1 << (20 if sys.platform == "darwin" else 10)
print(json.dumps({
    "cpu": sum(u.ru_utime + u.ru_stime for u in used),
    "memory": used[0].ru_maxrss / mb, "child": used[1].ru_maxrss / mb,
}))
sys.exit(code)
"""
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
    command += ["--course-dir", str(folder)]
    run(folder, "-m", "doorkeeper.cli", *command)
    return folder


def run(folder, *arguments):
    """Run Python with these arguments; return seconds and what it wrote."""
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=ENV,
        capture_output=True,
        text=True,
    )
    seconds = time.perf_counter() - begun
    if done.returncode:
        raise SystemExit(f"{arguments}: {done.stderr[-2000:]}")
    return seconds, done.stdout


def nbgrader(folder, *arguments):
    return run(folder, "-m", "nbgrader", *arguments)[0]


def doorkeeper(folder, jobs):
    """Grade a course from nothing; {seconds, cpu, memory, child}."""
    seconds, said = run(folder, "-c", GRADE, "--jobs", str(jobs))
    return {"seconds": seconds, **json.loads(said.splitlines()[-1])}


def stock_scores(folder):
    nbgrader(folder, "export", "--to", "grades.csv")
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
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--students", type=int, default=30)
    options.add_argument("--assignment", default="03_forget_gate")
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    options.add_argument("--growth", action="store_true")
    options = options.parse_args()
    with tempfile.TemporaryDirectory() as place:
        measure(Path(place), options)


def measure(place, options):
    count, name = options.students, options.assignment
    ours = course(place / "ours", name, count)
    stock = place / "stock"
    shutil.copytree(ours, stock)
    used = {count: doorkeeper(ours, options.jobs)}
    nbgrader(stock, "generate_assignment", name, "--create")
    seconds = {"autograde": nbgrader(stock, "autograde", name, "--create")}
    same = stock_scores(stock) == our_scores(ours)
    seconds["feedback"] = nbgrader(stock, "generate_feedback", name)
    if not options.growth:
        said = run(ours / "submitted", "-c", BARE)[1]
        seconds |= {"doorkeeper": used[count]["seconds"], "bare": float(said)}
        compare(seconds, count)
    per_stock = (seconds["autograde"] + seconds["feedback"]) / count
    head = ("class", "seconds", "each", "cpu", "MB", "MB child", "to stock")
    print("".join(f"{text:>10s}" for text in head))
    for size in options.sizes:
        if size not in used:
            folder = course(place / f"class{size}", name, size)
            used[size] = doorkeeper(folder, options.jobs)
            shutil.rmtree(folder)
        print(grown(size, used[size], per_stock), flush=True)
    print("scores equal" if same else "SCORES DIFFER")
    print(json.dumps({**seconds, "students": count, "growth": used}))
    if not same:
        raise SystemExit(1)


def compare(seconds, count):
    stock = seconds["autograde"] / count
    both = stock + seconds["feedback"] / count
    rows = [
        (f"nbgrader autograde, {count}", stock),
        (f"nbgrader autograde and feedback, {count}", both),
        (f"doorkeeper, {count}", seconds["doorkeeper"] / count),
        ("the same cells bare in a warm interpreter", seconds["bare"]),
    ]
    for label, value in rows:
        print(f"{label:48s} {value:8.4f} s a submission {both / value:7.1f} x")


def grown(size, used, stock):
    """A row of the table of growth."""
    each = used["seconds"] / size
    row = f"{size:10d}{used['seconds']:10.1f}{each:10.4f}{used['cpu']:10.1f}"
    row += f"{used['memory']:10.0f}{used['child']:10.0f}"
    return row + f"{stock / each:9.1f}x"


if __name__ == "__main__":
    main()
