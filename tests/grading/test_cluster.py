"""A class graded on other machines: a real scheduler, real workers."""

import asyncio
import concurrent.futures
import copy
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading

import pytest

distributed = pytest.importorskip("distributed")
if not hasattr(os, "fork"):
    pytest.skip("workers fork", allow_module_level=True)

import dask  # noqa: E402
from hostile.build import (  # noqa: E402
    RIGHT,
    filled,
    release,
    submit,
    write_course,
)
from hostile.grading import REASON, grade, grades  # noqa: E402
from machines import Machines, certificates, settings, wait_for  # noqa: E402
from test_doorkeeper import gradebook  # noqa: E402

from doorkeeper import cli, results, worker  # noqa: E402
from doorkeeper.cluster import Cluster, for_course  # noqa: E402
from doorkeeper.engine import Engine, open_course  # noqa: E402
from doorkeeper.errors import DoorkeeperError  # noqa: E402
from doorkeeper.gate import Gate  # noqa: E402

OPEN = ["--no-fence"] if REASON else []
WRONG = {**RIGHT, "mean_answer": "def mean(xs):\n    return 0"}
SLOW = {**RIGHT, "square_answer": "import time\ntime.sleep(0.4)\n"}
SLOW["square_answer"] += RIGHT["square_answer"]
# A worker process that dies of one submission, as of too little memory.
POISON = """
import os
from doorkeeper import worker
if worker.grade.__name__ == "grade":  # Dask loads this more than once.
    plain = worker.grade
    def poisoned(bundle):
        if bundle["student"] == "poison":
            os.kill(os.getpid(), 9)
        return plain(bundle)
    worker.grade = poisoned
"""
# What a submission would see of the machine that grades it.
NOSY = """
import os, socket
def reached(port):
    for host in {hosts}:
        try:
            socket.create_connection((host, port), 2).close()
            return True
        except OSError:
            pass
    return False
print("REACHED", reached({port}), "DASK" in str(os.environ),
      any(b"dask" in open(f"/proc/{{p}}/cmdline", "rb").read()
          for p in os.listdir("/proc") if p.isdigit()),
      os.path.exists({course!r}))
"""


def in_a_loop(work):
    """Run a coroutine; in a thread, as playwright keeps this one's loop."""
    with concurrent.futures.ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("cluster")


@pytest.fixture(scope="module")
def cluster(place):
    """Three workers, which cannot see the folder of the courses."""
    (place / "courses").mkdir()
    preload = place / "poison.py"
    preload.write_text(POISON)
    with Machines(place / "logs", hidden=[place / "courses"]) as machines:
        for _ in range(3):
            machines.join("--preload", preload)
        yield machines.ready(3)


def new_course(place, name, answers):
    """A course and its class: {student: answers}."""
    root = write_course(place / "courses" / name)
    made = release(root)
    for student, given in answers.items():
        submit(root, student, filled(made, given))
    (root / ".doorkeeper").mkdir()
    (root / ".doorkeeper" / "seeds.json").write_text('{"tiny": 7}')
    return root


@pytest.fixture(scope="module")
def alike(place, cluster):
    """A course twice, one graded by this machine alone, one not yet."""
    kinds = [RIGHT, WRONG, {}]
    answers = {f"s{i:02d}": kinds[i % 3] for i in range(9)}
    if not REASON:
        hosts = ["127.0.0.1", getattr(cluster, "near", "127.0.0.1")]
        course = str(place / "courses" / "one")
        look = NOSY.format(port=cluster.port, hosts=hosts, course=course)
        look += RIGHT["square_answer"]
        answers["nosy"] = {**RIGHT, "square_answer": look}
    one = new_course(place, "one", answers)
    broken = one / "submitted" / "torn" / "tiny"
    broken.mkdir(parents=True)
    (broken / "work.ipynb").write_text('{"cells": [')
    other = place / "courses" / "other"
    shutil.copytree(one, other)
    grade(one)
    return one, other


def on_cluster(root, machines, *more):
    """What a person types; returns the exit code."""
    address = ["--scheduler", machines.address]
    return cli.main(
        ["grade", "--course-dir", str(root), *address, *OPEN, *more]
    )


def files(folder):
    """What is finished; what a killed run had begun lies in .part-*."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".part-" not in str(path)
    }


def kept(root):
    """All results by key, without the seconds they took."""
    found = {}
    for path in (root / ".doorkeeper" / "results").rglob("*.json"):
        found[path.name] = {**json.loads(path.read_text()), "seconds": 0}
    return found


def assert_same(one, other):
    for part in ("reports", "autograded", "feedback"):
        assert files(one / part) == files(other / part)
    assert gradebook(one) == gradebook(other)
    assert kept(one) == kept(other)


def receipts(root):
    return len(list((root / ".doorkeeper").glob("receipts/*.json")))


def test_a_cluster_gives_the_same_bytes_as_this_machine(
    alike, cluster, capsys
):
    one, other = alike
    assert on_cluster(other, cluster) == 0
    count = len(grades(one))
    told = capsys.readouterr()
    assert f"{count}/{count}" in told.err
    assert f"{count} submissions" in told.out
    assert_same(one, other)


@pytest.mark.skipif(bool(REASON), reason=f"no fence: {REASON}")
def test_a_submission_sees_nothing_of_the_cluster(alike):
    _, other = alike
    path = other / "autograded" / "nosy" / "tiny" / "work.ipynb"
    assert "REACHED False False False False" in path.read_text()


def test_a_killed_coordinator_goes_on_where_it_stopped(alike, cluster):
    one, other = alike
    shutil.rmtree(other / ".doorkeeper" / "receipts")
    shutil.rmtree(other / ".doorkeeper" / "results")
    (other / "gradebook.db").unlink()
    command = [sys.executable, "-m", "doorkeeper.cli", "grade", *OPEN]
    command += ["--course-dir", str(other), "--scheduler", cluster.address]
    running = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    wait_for(lambda: receipts(other))
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert on_cluster(other, cluster) == 0
    assert_same(one, other)


def test_lost_workers_cost_no_submission(place, cluster):
    """Each of the three is killed once, while it grades."""
    root = new_course(place, "lost", {f"s{i:02d}": SLOW for i in range(9)})
    victims = list(cluster.ready(3).processes().values())

    def kill():
        for number, victim in enumerate(victims):
            wait_for(lambda n=number: receipts(root) > 2 * n)
            os.kill(victim, signal.SIGKILL)

    killing = threading.Thread(target=kill)
    killing.start()
    assert on_cluster(root, cluster) == 0
    killing.join()
    rows = grades(root).values()
    assert [(r["status"], r["score"]) for r in rows] == [("graded", "8")] * 9


def test_a_poisoned_submission_is_given_up_and_the_others_go_on(
    place, cluster
):
    answers = {f"s{i:02d}": RIGHT for i in range(5)}
    root = new_course(place, "poison", {"poison": RIGHT, **answers})
    cluster.ready(3)
    assert on_cluster(root, cluster) == 0
    rows = grades(root)
    assert rows.pop(("poison", "tiny"))["status"] == "crashed"
    assert {r["score"] for r in rows.values()} == {"8"}
    # The next run tries it again, and it alone.
    assert "5 graded before" in grade(root).stderr
    assert grades(root)["poison", "tiny"]["score"] == "8"


def test_a_worker_that_only_fails_is_not_asked_for_ever(alike, monkeypatch):
    """An error that comes back is a status, or stops the run as here."""
    _, other = alike
    bundle = caught(other)
    found = {"failed": "MemoryError: ", "stopped": "No room."}
    monkeypatch.setattr("doorkeeper.cluster.TICK", 0)

    class Failing(Cluster):
        def __init__(self, how):
            self.how, self.tries = how, 0

        async def _somewhere(self, package):
            self.tries += 1
            return results.pack({self.how: found[self.how]})

    failing = Failing("failed")
    result = in_a_loop(failing._grade(b"", bundle))
    assert (result["status"], failing.tries) == ("error", 3)
    assert "MemoryError" in result["notes"][0]
    with pytest.raises(DoorkeeperError, match="No room"):
        in_a_loop(Failing("stopped")._grade(b"", bundle))


class Caught(Exception):
    pass


class Catching(concurrent.futures.Executor):
    """Takes the first bundle that an engine hands out."""

    def submit(self, function, bundle):
        raise Caught(bundle)


def caught(root):
    """The first bundle of a course that has not been graded yet."""
    folder = root.parent / "caught"
    if not folder.exists():
        shutil.copytree(root / "source", folder / "source")
        submit(folder, "ann", filled(release(root), RIGHT))
    course, chosen = open_course(folder)
    with pytest.raises(Caught) as found:
        Engine(course, chosen, not REASON, 1, Catching()).run([])
    return found.value.args[0]


SPOILS = {
    "of another student": lambda r: r.update(student="eve"),
    "more than all points": lambda r: r.update(score=99),
    "no number": lambda r: r.update(score=float("nan")),
    "true for a number": lambda r: r.update(score=True),
    "unknown status": lambda r: r.update(status="fine"),
    "no notes": lambda r: r.pop("notes"),
    "another notebook": lambda r: r["notebooks"].update(more={}),
    "a question less": lambda r: r["questions"].pop(),
    "a question twice": lambda r: r["questions"].__setitem__(
        0, r["questions"][1]
    ),
    "too many points": lambda r: r["questions"][0].update(score=9),
    "a cell that is none": lambda r: r["notebooks"]["work"]["cells"].append(3),
    "source that is no text": lambda r: r["notebooks"]["work"]["cells"][
        0
    ].update(source={}),
}


@pytest.fixture(scope="module")
def answered(alike):
    """A bundle and what this machine makes of it."""
    bundle = caught(alike[0])
    try:
        return bundle, worker.grade(bundle)
    finally:
        worker.close_all()


def test_a_result_that_is_one_passes(answered):
    bundle, result = answered
    travelled = results.unpack(results.pack(result))
    assert results.check(travelled, bundle) == result


@pytest.mark.parametrize("spoil", SPOILS.values(), ids=SPOILS)
def test_what_is_no_result_is_refused(answered, spoil):
    bundle, result = answered
    result = copy.deepcopy(result)
    spoil(result)
    with pytest.raises(results.NoResult):
        results.check(result, bundle)


@pytest.mark.parametrize("data", [b"", b"x", results.pack("x")[:-6], None])
def test_bytes_that_are_no_answer_are_refused(data):
    with pytest.raises(results.NoResult):
        results.check(results.unpack(data), {})


def test_an_answer_larger_than_allowed_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(results, "MAX_BYTES", 1000)
    with pytest.raises(results.NoResult, match="larger"):
        results.unpack(results.pack("x" * 2000))


def test_suspects_are_alone_and_the_others_are_bounded():
    async def play():
        gate, now, most = Gate(), [], 0

        async def go(name, passage):
            nonlocal most
            async with passage:
                now.append(name)
                most = max(most, len(now))
                assert name != "suspect" or now == ["suspect"]
                await asyncio.sleep(0.001)
                now.remove(name)

        goers = [go("any", gate.together(lambda: 3)) for _ in range(9)]
        goers[4:4] = [go("suspect", gate.apart()) for _ in range(3)]
        await asyncio.gather(*goers)
        assert not gate.flying
        return most

    assert in_a_loop(play()) == 3


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("tcp://127.0.0.1:1", "refused"),
        ("tcp://nowhere.invalid:8786", "No scheduler answers"),
        ("tcp://127.0.0.1:x", "tcp://HOST:PORT"),
        ("127.0.0.1", "tcp://HOST:PORT"),
        ("http://127.0.0.1:80", "tcp://HOST:PORT"),
    ],
)
def test_a_bad_address_is_told_in_one_sentence(alike, address, words, capsys):
    told = told_of(address, alike[1], capsys)
    assert words in told
    assert len(told.strip().splitlines()) == 1


def told_of(address, root, capsys):
    command = ["grade", "--course-dir", str(root), "--scheduler", address]
    assert cli.main(command) == 1
    return capsys.readouterr().err


def test_a_server_of_another_kind_is_told_in_time(alike, monkeypatch, capsys):
    monkeypatch.setattr("doorkeeper.scheduler.SECONDS", 1)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        address = f"tcp://127.0.0.1:{mute.getsockname()[1]}"
        told = told_of(address, alike[1], capsys)
    assert "No scheduler answers" in told
    assert len(told.strip().splitlines()) == 1


def test_without_dask_it_says_what_to_install(alike, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "distributed", None)
    told = told_of("tcp://127.0.0.1:1", alike[1], capsys)
    assert "gates-as-doors[cluster]" in told


# A second cluster, over TLS, whose workers are not what they should be


@pytest.fixture(scope="module")
def odd(place, cluster):
    """A scheduler without workers: a test brings its own, and takes it."""
    secure = certificates(place) if shutil.which("openssl") else None
    with (
        Machines(place / "odd", tls=secure, networks=False) as machines,
        dask.config.set(settings(machines.environment)),
    ):
        yield machines


@pytest.fixture
def joining(odd):
    """A function that lets a worker join `odd` until the test ends."""
    joined = []

    def join(*options, **how):
        joined.append(odd.join(*options, **how))
        odd.ready(len(joined))

    yield join
    for process in joined:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if odd.scheduler.poll() is None:
        with odd.client() as client:
            wait_for(lambda: not client.nthreads())


def another_numpy(place):
    """An environment in which NumPy has another version."""
    folder = place / "numpy-1.0.0.dist-info"
    folder.mkdir(exist_ok=True)
    (folder / "METADATA").write_text("Name: numpy\nVersion: 1.0.0\n")
    path = os.pathsep.join([str(place), os.environ.get("PYTHONPATH", "")])
    return {"PYTHONPATH": path.rstrip(os.pathsep)}


def refused(root, machines, capsys):
    capsys.readouterr()
    assert on_cluster(root, machines) == 1
    told = capsys.readouterr().err.strip()
    assert "Traceback" not in told
    assert "doorkeeper: The" in told
    return told.splitlines()[-1]


def test_a_scheduler_without_workers_is_told(alike, odd, capsys):
    assert "has no workers" in refused(alike[1], odd, capsys)


def test_a_worker_without_doorkeeper_is_named(
    place, alike, odd, joining, capsys
):
    preload = place / "bare.py"
    preload.write_text("import sys\nsys.modules['doorkeeper'] = None\n")
    joining("--preload", preload)
    told = refused(alike[1], odd, capsys)
    assert "127.0.0.1" in told
    assert "cannot run doorkeeper" in told


def test_a_worker_with_another_numpy_is_named_before_any_work(
    place, alike, odd, joining, capsys
):
    joining(env=another_numpy(place))
    told = refused(alike[1], odd, capsys)
    assert "numpy 1.0.0" in told
    assert "127.0.0.1" in told


@pytest.mark.skipif(
    bool(REASON) or bool(os.geteuid()) or not shutil.which("setpriv"),
    reason="only root can give up the right to a fence",
)
def test_a_worker_without_a_fence_is_refused_unless_told(
    place, alike, odd, joining, capsys
):
    less = ["setpriv", "--bounding-set=-sys_admin", "--inh-caps=-sys_admin"]
    joining(before=less)
    root = new_course(place, "bare", {"ann": RIGHT})
    told = refused(root, odd, capsys)
    assert "can have no fence" in told
    assert "--no-fence" in told
    assert on_cluster(root, odd, "--no-fence") == 0
    assert grades(root)["ann", "tiny"]["score"] == "8"


def test_a_worker_that_joins_later_is_looked_at_too(
    place, alike, odd, joining
):
    joining()
    course, chosen = open_course(alike[0])
    bundle = caught(alike[0])
    with for_course(odd.address, not REASON, course, chosen) as executor:
        assert executor.submit(worker.grade, bundle).result()["score"] == 8
        joining(env=another_numpy(place))
        waiting = [executor.submit(worker.grade, bundle) for _ in range(8)]
        with pytest.raises(DoorkeeperError, match=r"numpy 1\.0\.0"):
            [one.result() for one in waiting]


def test_no_more_is_on_its_way_than_there_is_room_for(
    place, odd, joining, monkeypatch
):
    root = new_course(place, "room", {f"s{i:02d}": RIGHT for i in range(10)})
    joining()
    seen = []
    plain = Engine.finish

    def finish(engine, done):
        seen.append(len(engine.executor.pending))
        return plain(engine, done)

    monkeypatch.setattr(Engine, "finish", finish)
    # Nor need this machine have a fence: no student's code runs here.
    monkeypatch.setattr("doorkeeper.fence.why_not", lambda: "a test")
    assert on_cluster(root, odd) == 0
    assert len(grades(root)) == 10
    assert max(seen) <= 4


def test_a_scheduler_that_is_gone_loses_nothing(place, odd, joining, capsys):
    """The last of these tests: its scheduler does not come back."""
    root = new_course(place, "gone", {f"s{i:02d}": SLOW for i in range(6)})
    joining()

    def kill():
        wait_for(lambda: receipts(root) > 1)
        odd.scheduler.kill()
        odd.scheduler.wait()

    killing = threading.Thread(target=kill)
    killing.start()
    told = refused(root, odd, capsys)
    killing.join()
    assert "is gone. Nothing is lost" in told
    before = receipts(root)
    assert f"{before} graded before" in grade(root).stderr
    assert {r["score"] for r in grades(root).values()} == {"8"}
