"""The gradebook on a PostgreSQL server, by nbgrader's own `db_url`.

The same grades as in a file, whatever happens to the graders and the server.
"""

import csv
import json
import random
import shutil
import signal
import subprocess
import sys
import time

import postgres
import pytest
from course import ROOT, environment
from hostile.build import (
    RIGHT,
    exercise,
    filled,
    release,
    save,
    submit,
    write_course,
)
from hostile.grading import REASON, grade, grades
from postgres import SECRET, counts, point, rows
from sqlalchemy import create_engine, text

pytestmark = pytest.mark.skipif(
    bool(postgres.missing()), reason=postgres.missing()
)
SEEDS = '{"tiny": 7}'
FENCE = ["--no-fence"] if REASON else []


@pytest.fixture(scope="module")
def server():
    running = postgres.Server()
    yield running
    running.remove()


@pytest.fixture(scope="module")
def a_class(tmp_path_factory):
    """Twelve submissions, a fixed seed, and what they come to in SQLite."""
    root = write_course(tmp_path_factory.mktemp("class") / "course")
    made = release(root)
    for i in range(12):
        part = dict(list(RIGHT.items())[: i % 4])
        submit(root, f"s{i:02d}", filled(made, part))
    (root / ".doorkeeper").mkdir()
    (root / ".doorkeeper" / "seeds.json").write_text(SEEDS)
    calm = root.with_name("calm")
    shutil.copytree(root, calm)
    grade(calm)
    return root, calm


def sqlite(course):
    return f"sqlite:///{course}/gradebook.db"


@pytest.fixture
def copies(a_class, server, tmp_path):
    """Two copies of the course, as on two machines, and one gradebook."""
    url = server.database()
    found = [tmp_path / "one", tmp_path / "two"]
    for copy in found:
        shutil.copytree(a_class[0], copy)
        point(copy, url)
    return url, *found


def begin(course):
    """``doorkeeper grade`` in the background."""
    command = [sys.executable, "-m", "doorkeeper.cli", "grade", *FENCE]
    command += ["--course-dir", str(course), "--jobs", "1"]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def assert_same(a_class, url, *courses):
    """The gradebook and the reports are those of the undisturbed run."""
    calm = a_class[1]
    assert rows(url) == rows(sqlite(calm))
    assert counts(url) == counts(sqlite(calm))
    for course in courses:
        assert grades(course) == grades(calm)


@pytest.mark.timeout(1200)
def test_the_whole_demo_class_gets_the_grades_it_gets_in_a_file(
    server, tmp_path
):
    one, two = tmp_path / "file", tmp_path / "server"
    one.mkdir()
    shutil.copy(ROOT / "nbgrader_config.py", one)
    shutil.copytree(ROOT / "solutions", one / "solutions")
    demo = [sys.executable, "-m", "doorkeeper.cli", "demo-class"]
    subprocess.run(
        [*demo, "--course-dir", str(one), "--students", "8"], check=True
    )
    (one / ".doorkeeper").mkdir(exist_ok=True)
    names = sorted(p.name for p in (one / "solutions").iterdir())
    seeds = ", ".join(f'"{name}": {i}' for i, name in enumerate(names))
    (one / ".doorkeeper" / "seeds.json").write_text(f"{{{seeds}}}")
    shutil.copytree(one, two)
    url = server.database()
    point(two, url)
    for course in (one, two):
        grade(course)
    assert len(grades(one)) == 8 * len(names)
    assert grades(two) == grades(one)
    assert rows(url) == rows(sqlite(one))
    assert counts(url) == counts(sqlite(one))
    assert not (two / "gradebook.db").exists()
    assert exported(two) == exported(one)


def exported(course):
    """What plain nbgrader reads of the same gradebook."""
    subprocess.run(
        [sys.executable, "-m", "nbgrader", "export", "--to", "out.csv"],
        cwd=course,
        check=True,
        capture_output=True,
        env=environment(),
    )
    with open(course / "out.csv", newline="") as file:
        return sorted(map(str, csv.DictReader(file)))


def test_cells_come_and_go_in_a_graded_assignment(a_class, copies):
    """PostgreSQL keeps watch over references, which SQLite does not."""
    url, course, _ = copies
    grade(course)
    path = course / "source" / "tiny" / "work.ipynb"
    notebook = json.loads(path.read_text())
    more = {"answer": "def one():\n    return 1", "test": "assert one() == 1"}
    notebook["cells"] = notebook["cells"][:-2]
    notebook["cells"] += exercise("one", {**more, "points": 4})
    save(path, notebook)
    plain = course.with_name("plain")
    shutil.copytree(a_class[1], plain)
    shutil.copy(path, plain / "source" / "tiny" / "work.ipynb")
    for one in (course, plain):
        grade(one)
    assert rows(url) == rows(sqlite(plain))
    assert counts(url) == counts(sqlite(plain))


@pytest.mark.parametrize("where", ["one folder", "two copies"])
def test_two_graders_at_once_wait_for_each_other(a_class, copies, where):
    url, one, two = copies
    two = one if where == "one folder" else two
    both = [begin(one), begin(two)]
    told = [grader.communicate(timeout=300)[1] for grader in both]
    assert [grader.returncode for grader in both] == [0, 0], told
    assert sum("Another doorkeeper" in text for text in told) == 1
    assert_same(a_class, url, one, two)


def test_graders_killed_at_any_moment_end_in_the_same_gradebook(
    a_class, copies
):
    url, *courses = copies
    rng = random.Random(0)
    running = [begin(course) for course in courses]
    for _ in range(14):
        time.sleep(rng.uniform(0.3, 2.5))
        i = rng.randrange(2)
        running[i].kill()
        running[i].communicate()
        running[i] = begin(courses[i])
    for grader in running:
        told = grader.communicate(timeout=300)[1]
        assert grader.returncode == 0, told
    assert_same(a_class, url, *courses)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT])
def test_a_server_that_goes_away_costs_nothing(a_class, server, copies, how):
    url, course, _ = copies
    grader = begin(course)
    receipts = course / ".doorkeeper" / "receipts"
    for _ in range(600):
        if receipts.is_dir() and len(list(receipts.iterdir())) >= 2:
            break
        time.sleep(0.05)
    server.stop(how)
    told = grader.communicate(timeout=300)[1]
    assert_one_sentence(grader, told)
    refused = grade(course, code=1)
    assert_one_sentence(refused, refused.stderr)
    server.start()
    assert 2 <= len({row[0] for row in rows(url)}) < 12
    done = grade(course)
    assert "graded before" in done.stderr
    assert_same(a_class, url, course)


def assert_one_sentence(process, told):
    assert process.returncode == 1
    assert "Traceback" not in told
    assert SECRET not in told
    (line,) = [x for x in told.splitlines() if x.startswith("doorkeeper:")]
    assert "The gradebook postgresql://door:***@127.0.0.1" in line
    assert "Nothing is lost" in line


def test_a_wrong_address_is_told_in_one_sentence(copies):
    _, course, _ = copies
    for url, words in {
        "postgresql+nodriver://x@127.0.0.1/x": "is no address",
        "neither": "is no address",
        "postgresql+pg8000://x@127.0.0.1/x": "pip install 'psycopg[binary]'",
    }.items():
        point(course, url)
        done = grade(course, code=1)
        assert words in done.stderr
        assert "Traceback" not in done.stderr


def test_a_dump_is_restored_and_grading_goes_on(a_class, server, copies):
    url, course, _ = copies
    grade(course)
    name, dump = url.rsplit("/", 1)[1], str(server.folder / "book.dump")
    server.run("pg_dump", *server.where, "-Fc", "-f", dump, name)
    other = server.database()
    new = other.rsplit("/", 1)[1]
    server.run("pg_restore", *server.where, "--no-owner", "-d", new, dump)
    point(course, other)
    done = grade(course)
    assert "12 graded before" in done.stderr
    assert_same(a_class, other, course)
    submit(course, "late", release(course))
    grade(course)
    assert grades(course)["late", "tiny"]["score"] == "0"


def test_an_old_gradebook_is_refused_in_one_sentence(copies):
    url, course, _ = copies
    grade(course)
    engine = create_engine(url)
    with engine.begin() as old:
        old.execute(text("alter table assignment drop column course_id"))
    engine.dispose()
    done = grade(course, code=1)
    assert "column assignment.course_id does not exist" in done.stderr
    assert "nbgrader db upgrade" in done.stderr
    assert "Traceback" not in done.stderr
    assert SECRET not in done.stderr
