"""What does a Dask cluster bring, and what does it cost?

A scheduler and 1, 2, 3 workers on this machine grade one demo class: a table
of throughput, and whether the grades are those of the local run. Then one
class of trivial notebooks: memory of the coordinator while it grades, CPU of
each part and bytes on the wire for each submission.

    python bench/cluster.py [--students 40] [--submissions 300]
                            [--workers 1 2 3]
"""

import argparse
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests" / "grading"), str(ROOT / "bench")]
ASSIGNMENT = "03_forget_gate"
ANSWER = "def square(x):\n    return x * x + {}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--students", type=int, default=40)
    parser.add_argument("--submissions", type=int, default=300)
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2, 3])
    options = parser.parse_args()
    if importlib.util.find_spec("distributed") is None:
        print("Not measured: the package distributed is not installed.")
        return
    print(f"{os.cpu_count()} cores, shared by all processes", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        if options.students:
            throughput(Path(folder), options.students, options.workers)
        if options.submissions:
            many(Path(folder), options.submissions, max(options.workers))


# One class, more and more workers


def throughput(folder, students, counts):
    from grading import course

    given = course(make(folder / "given"), ASSIGNMENT, students)
    local = copy(given, folder / "local")
    rows = [("this machine alone", measured(local, "--jobs", "2"))]
    (given / ".doorkeeper").mkdir()
    seeds = Path(".doorkeeper", "seeds.json")
    shutil.copy(local / seeds, given / seeds)
    for count in counts:
        with cluster(folder, count) as machines:
            here = copy(given, folder / f"with-{count}")
            address = ["--scheduler", machines.address]
            rows.append((f"cluster of {count}", measured(here, *address)))
        same(local, here)
    print(f"\n{ASSIGNMENT}, {students} students, start-up left out")
    for label, run in rows:
        rate, spent = run["rate"], run["cpu"]
        print(
            f"{label:20s} {rate:7.1f} submissions/s  coordinator's CPU",
            end=" ",
        )
        print(f"{spent:5.1f} s  wall {run['wall']:6.1f} s")


def make(folder):
    folder.mkdir()
    return folder


def copy(given, folder):
    shutil.copytree(given, folder)
    return folder


def cluster(folder, count):
    """A cluster whose workers do not see the courses."""
    from contextlib import contextmanager

    from machines import Machines

    @contextmanager
    def running():
        logs = Path(tempfile.mkdtemp())
        try:
            with Machines(logs, hidden=[folder]) as machines:
                for _ in range(count):
                    machines.join()
                yield machines.ready(count)
        finally:
            shutil.rmtree(logs)

    return running()


def measured(folder, *options):
    """Grade; seconds, CPU, memory and the rate between 1/10 and the end."""
    command = [sys.executable, "-m", "doorkeeper.cli", "grade"]
    command += ["--course-dir", str(folder), *options]
    begun = time.time()
    process = subprocess.Popen(command, stdout=-3, stderr=subprocess.PIPE)
    memory = []
    while (found := os.wait4(process.pid, os.WNOHANG))[0] == 0:
        memory.append((time.time(), resident(process.pid)))
        time.sleep(0.25)
    _, status, used = found
    process.returncode = os.waitstatus_to_exitcode(status)
    if status:
        raise SystemExit(process.stderr.read().decode()[-2000:])
    wall = time.time() - begun
    receipts = (folder / ".doorkeeper" / "receipts").iterdir()
    done = sorted(path.stat().st_mtime for path in receipts)
    start = len(done) // 10
    return {
        "wall": wall,
        "cpu": used.ru_utime + used.ru_stime,
        "rate": (len(done) - 1 - start) / (done[-1] - done[start]),
        "memory": memory,
        "done": done,
    }


def resident(process):
    """MB that a process holds in memory."""
    try:
        pages = Path(f"/proc/{process}/statm").read_text().split()[1]
    except (OSError, IndexError):
        return 0.0
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / 2**20


def same(one, other):
    """The same grades, pages and notebooks, byte for byte."""
    for part in ("reports", "feedback", "autograded"):
        for path in sorted((one / part).rglob("*")):
            there = other / path.relative_to(one)
            if path.is_file() and path.read_bytes() != there.read_bytes():
                raise SystemExit(f"{there} differs from the local run's.")


# One large class of small notebooks


def many(folder, count, workers):
    given = trivial(folder / "many", count)
    with cluster(folder, workers) as machines:
        before = spent(machines), machines.traffic()
        run = measured(given, "--scheduler", machines.address)
        after = spent(machines), machines.traffic()
        dask = empty(machines)
    print(f"\n{count} trivial submissions, {workers} workers:")
    print(f"wall {run['wall']:.1f} s, {run['rate']:.1f} submissions/s")
    told = {"coordinator": run["cpu"]}
    for part in before[0]:
        told[part] = after[0][part] - before[0][part]
    for part, seconds in told.items():
        each = 1000 * seconds / count
        print(f"CPU of {part:12s} {seconds:8.1f} s, {each:7.2f} ms each")
    out, back = (b - a for a, b in zip(before[1], after[1], strict=True))
    if out:
        print(f"on the wire: {out / count / 1000:.1f} kB out, ", end="")
        print(f"{back / count / 1000:.1f} kB back for each submission")
    print(dask)
    print("coordinator's memory, MB, after so many are graded:")
    for share in range(1, 11):
        number = max(count * share // 10 - 1, 0)
        at = run["done"][number]
        held = [mb for when, mb in run["memory"] if when <= at] or [0]
        print(f"  {number + 1:6d} {held[-1]:7.1f}")
    most = max(mb for _, mb in run["memory"])
    print(f"  at most {most:.1f}, with the reports of the whole course")
    print("written on to a gradebook from results at hand, no grading:")
    shutil.rmtree(given / ".doorkeeper" / "receipts")
    for part in (given / "gradebook.db", given / "feedback"):
        shutil.rmtree(part) if part.is_dir() else part.unlink()
    run = measured(given, "--jobs", "1")
    print(f"  {run['rate']:.1f} submissions/s, CPU {run['cpu']:.1f} s")


def empty(machines, count=1000, room=8):
    """Dask's own part: tasks of nothing, a few at a time."""
    from distributed import as_completed

    with machines.client() as client:
        before, begun = spent(machines)["scheduler"], time.process_time()
        clock = time.time()
        tasks = as_completed(
            [client.submit(len, b"", key=f"first-{i}") for i in range(room)],
            loop=client.loop,
        )
        for i, _ in enumerate(tasks):
            if i + room < count:
                tasks.add(client.submit(len, b"", key=f"more-{i}"))
        clock = time.time() - clock
        mine = 1000 * (time.process_time() - begun) / count
        its = 1000 * (spent(machines)["scheduler"] - before) / count
    return (
        f"Dask alone, {count} empty tasks, {room} at a time: "
        f"{count / clock:.0f}/s, CPU of the scheduler {its:.2f} ms, of the "
        f"coordinator {mine:.2f} ms each"
    )


def trivial(folder, count):
    """A course of one function, and a class that each answers otherwise."""
    from hostile.build import SQUARE, exercise, filled, release, write_course

    root = write_course(folder, {"tiny": exercise("square", SQUARE)})
    made = release(root)
    for number in range(count):
        here = root / "submitted" / f"s{number:06d}" / "tiny"
        here.mkdir(parents=True)
        answer = {"square_answer": ANSWER.format(number % 2 * number)}
        notebook = filled(made, answer)
        (here / "work.ipynb").write_text(json.dumps(notebook))
    return root


def spent(machines):
    """CPU seconds of the scheduler and of all workers until now."""
    import psutil

    def total(process):
        seconds = 0.0
        for one in [process, *process.children(recursive=True)]:
            try:
                seconds += sum(one.cpu_times()[:4])
            except psutil.Error:
                continue
        return seconds

    return {
        "scheduler": total(psutil.Process(machines.scheduler.pid)),
        "workers": sum(total(psutil.Process(p.pid)) for p in machines.workers),
    }


if __name__ == "__main__":
    main()
