"""doorkeeper grade: what a person types, and what stands there afterwards."""

import contextlib
import csv
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hostile import generic
from hostile.build import RIGHT, filled, release, save, submit, write_course
from hostile.grading import REASON, grade, grades, needs_fence, questions

IN_TMP = Path(sys.prefix).is_relative_to("/tmp")
TABLES = {
    "grade": "auto_score, manual_score, needs_manual_grade",
    "comment": "auto_comment, manual_comment",
}


def gradebook(root):
    """All that nbgrader knows of grades, without its random ids."""
    db = sqlite3.connect(root / "gradebook.db")
    rows = []
    for table, columns in TABLES.items():
        rows += db.execute(
            f"select s.student_id, a.name, n.name, c.name, {columns} "
            f"from {table} x "
            "join base_cell c on c.id = x.cell_id "
            "join submitted_notebook b on b.id = x.notebook_id "
            "join submitted_assignment s on s.id = b.assignment_id "
            "join notebook n on n.id = b.notebook_id "
            "join assignment a on a.id = s.assignment_id"
        ).fetchall()
    db.close()
    return sorted(rows, key=repr)


@pytest.fixture
def course(tmp_path):
    return write_course(tmp_path / "course")


@pytest.fixture
def small(course):
    """Three students: right, untouched, one function wrong."""
    made = release(course)
    submit(course, "ann", filled(made, RIGHT))
    submit(course, "bob", made)
    wrong = {**RIGHT, "mean_answer": "def mean(xs):\n    return 0"}
    submit(course, "cyd", filled(made, wrong))
    return course


def test_a_class_is_graded_in_one_command(small):
    done = grade(small)
    rows = grades(small)
    assert {k[0]: r["score"] for k, r in rows.items()} == {
        "ann": "8",
        "bob": "0",
        "cyd": "5",
    }
    assert all(r["max_score"] == "8" for r in rows.values())
    assert "3/3" in done.stderr
    for student in ("ann", "bob", "cyd"):
        path = small / "autograded" / student / "tiny" / "work.ipynb"
        assert json.loads(path.read_text())["nbformat"] == 4
        assert (small / "feedback" / student / "tiny" / "work.html").exists()
    page = (small / "reports" / "class.html").read_text()
    assert "<svg" in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_columns_are_those_of_the_contract(small):
    grade(small)
    with open(small / "reports" / "grades.csv") as file:
        assert file.readline() == "student,assignment,score,max_score,status\n"


def test_a_second_run_grades_nothing_again(small):
    grade(small)
    before = gradebook(small)
    done = grade(small)
    assert "3 graded before" in done.stderr
    assert gradebook(small) == before


def test_only_what_changed_is_graded_again(small):
    grade(small)
    submit(small, "bob", filled(release(small), RIGHT))
    done = grade(small)
    assert "2 graded before" in done.stderr
    assert grades(small)["bob", "tiny"]["score"] == "8"


def test_a_changed_solution_regrades_its_assignment_alone(tmp_path):
    from hostile.build import SPREAD, exercise, tiny_cells

    other = [*exercise("other", {**SPREAD, "answer": SPREAD["answer"]})]
    other[0]["source"] = "import numpy as np\n" + other[0]["source"]
    root = write_course(
        tmp_path / "course", {"tiny": tiny_cells(), "two": other}
    )
    submit(root, "ann", filled(release(root), RIGHT))
    made = release(root, "two")
    submit(
        root,
        "ann",
        filled(
            made,
            {"other_answer": "import numpy as np\n" + RIGHT["spread_answer"]},
        ),
        "two",
    )
    grade(root)
    path = root / "source" / "tiny" / "work.ipynb"
    text = path.read_text().replace("square(-2.0) == 4.0", "square(-2.0) == 5")
    path.write_text(text)
    done = grade(root)
    assert "1 graded before" in done.stderr
    assert grades(root)["ann", "tiny"]["score"] == "6"
    assert grades(root)["ann", "two"]["score"] == "3"


def test_cells_may_be_added_to_a_graded_assignment(small):
    from hostile.build import exercise

    grade(small)
    path = small / "source" / "tiny" / "work.ipynb"
    notebook = json.loads(path.read_text())
    more = {"answer": "def one():\n    return 1", "test": "assert one() == 1"}
    notebook["cells"] = notebook["cells"][:-2]
    notebook["cells"] += exercise("one", {**more, "points": 4})
    save(path, notebook)
    grade(small)
    rows = grades(small)
    assert rows["ann", "tiny"]["max_score"] == "9"
    assert rows["ann", "tiny"]["score"] == "5"


def test_a_persons_grade_is_kept(small):
    grade(small)
    db = sqlite3.connect(small / "gradebook.db")
    db.execute(
        "update grade set manual_score = 1.5 where id in (select g.id from "
        "grade g join base_cell c on c.id = g.cell_id join "
        "submitted_notebook n on n.id = g.notebook_id join "
        "submitted_assignment s on s.id = n.assignment_id "
        "where s.student_id = 'cyd' and c.name = 'mean_test')"
    )
    db.commit()
    db.close()
    made = release(small)
    submit(small, "cyd", filled(made, {**RIGHT, "mean_answer": "1"}))
    grade(small)
    assert grades(small)["cyd", "tiny"]["score"] == "6.5"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["tyni"], ["tyni", "Did you mean tiny?"]),
        (["--student", "nobody"], ["nobody"]),
    ],
)
def test_a_wrong_name_is_told_in_one_sentence(small, arguments, words):
    done = grade(small, *arguments, code=1)
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 2
    assert all(word in done.stderr for word in words)


def test_without_submitted_nothing_is_made(course):
    done = grade(course, code=1)
    assert "submitted" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (course / "gradebook.db").exists()


def test_a_folder_that_is_no_course_is_told(tmp_path):
    (tmp_path / "submitted").mkdir()
    assert "assignments" in grade(tmp_path, code=1).stderr
    assert "not a folder" in grade(tmp_path / "none", code=1).stderr


def test_a_source_that_is_not_json_is_told_and_nothing_is_lost(small):
    grade(small)
    before = gradebook(small)
    path = small / "source" / "tiny" / "work.ipynb"
    path.write_text(path.read_text()[:100])
    done = grade(small, code=1)
    assert "work.ipynb is not a notebook" in done.stderr
    assert "Traceback" not in done.stderr
    assert gradebook(small) == before
    assert grades(small)["ann", "tiny"]["score"] == "8"


def test_one_student_alone_leaves_the_others_for_later(small):
    grade(small, "--student", "ann")
    rows = grades(small)
    assert rows["ann", "tiny"]["status"] == "graded"
    assert rows["bob", "tiny"]["status"] == "not-graded-yet"
    assert rows["bob", "tiny"]["score"] == ""
    grade(small)
    assert grades(small)["bob", "tiny"]["score"] == "0"


def test_without_a_fence_it_refuses_and_says_why(small):
    """Where the kernel gives no namespaces nothing runs unasked."""
    program = (
        "from doorkeeper import cli, fence\n"
        "fence.why_not = lambda: 'this is a test'\n"
        f"code = cli.main(['grade', '--course-dir', {str(small)!r}])\n"
        "raise SystemExit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "this is a test" in done.stderr
    assert "--no-fence" in done.stderr
    assert not (small / "reports").exists()


def test_no_fence_grades_the_same_and_warns(small):
    done = grade(small, "--no-fence") if not REASON else grade(small)
    assert "your rights" in done.stderr
    assert grades(small)["ann", "tiny"]["score"] == "8"
    assert grades(small)["cyd", "tiny"]["score"] == "5"


@needs_fence
@pytest.mark.skipif(not shutil.which("bwrap"), reason="no bubblewrap")
def test_an_unprivileged_person_has_the_same_fence(small):
    """Root drops to nobody; others take a user namespace instead."""
    person = ["bwrap", "--unshare-user", "--uid", "1000", "--gid", "1000"]
    person += ["--bind", "/", "/", "--dev-bind", "/dev", "/dev"]
    look = (
        "import os\nprint('SEEN', *sorted(os.listdir('/tmp')), os.getuid())\n"
    )
    answers = {**RIGHT, "square_answer": look + RIGHT["square_answer"]}
    submit(small, "dan", filled(release(small), answers))
    command = [sys.executable, "-m", "doorkeeper.cli", "grade"]
    done = subprocess.run(
        [*person, "--cap-drop", "ALL", *command, "--course-dir", str(small)],
        capture_output=True,
        text=True,
    )
    if "Creating new namespace failed" in done.stderr:
        pytest.skip("no user namespace inside another one here")
    assert done.returncode == 0, done.stderr
    assert grades(small)["cyd", "tiny"]["score"] == "5"
    path = small / "autograded" / "dan" / "tiny" / "work.ipynb"
    # Its own folder, and the way to Python where that lies below /tmp.
    below = Path(sys.prefix).parts[2:3] if IN_TMP else ()
    seen = " ".join(sorted(["work", *below]))
    assert f"SEEN {seen} 65534" in path.read_text()


def test_killed_at_any_moment_it_ends_in_the_same_gradebook(tmp_path):
    root = write_course(tmp_path / "course")
    made = release(root)
    for i in range(12):
        part = dict(list(RIGHT.items())[: i % 4])
        submit(root, f"s{i:02d}", filled(made, part))
    calm = tmp_path / "calm"
    shutil.copytree(root, calm)
    (root / ".doorkeeper").mkdir()
    (calm / ".doorkeeper").mkdir()
    for place in (root, calm):
        seeds = place / ".doorkeeper" / "seeds.json"
        seeds.write_text('{"tiny": 7}')
    grade(calm)
    fence = ["--no-fence"] if REASON else []
    command = [sys.executable, "-m", "doorkeeper.cli", "grade", *fence]
    command += ["--course-dir", str(root), "--jobs", "2"]
    for i in range(20):
        running = subprocess.Popen(
            command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        time.sleep(0.5 + 0.12 * i)
        running.send_signal(signal.SIGKILL)
        running.wait()
    grade(root)
    assert gradebook(root) == gradebook(calm)
    assert grades(root) == grades(calm)
    leftovers = [p for p in root.rglob(".part-*") if "receipts" in str(p)]
    assert not leftovers


def test_two_graders_at_once_do_not_get_in_each_others_way(small):
    fence = ["--no-fence"] if REASON else []
    command = [sys.executable, "-m", "doorkeeper.cli", "grade", *fence]
    command += ["--course-dir", str(small), "--jobs", "1"]
    both = [
        subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(2)
    ]
    told = [one.communicate()[1] for one in both]
    assert [one.returncode for one in both] == [0, 0], told
    assert grades(small)["ann", "tiny"]["score"] == "8"
    assert len(gradebook(small)) == 3 * 6


def test_a_full_disk_loses_nothing(small, tmp_path):
    """Writes beyond a limit fail; with room again the run goes on."""
    grade(small, "--student", "ann")
    kept = gradebook(small)
    program = (
        "import errno, sys\nfrom doorkeeper import cli, store\n"
        "def full(path, data):\n"
        "    raise OSError(errno.ENOSPC, 'No space left on device')\n"
        "store.write = full\n"
        "raise SystemExit(cli.main(sys.argv[1:]))"
    )
    fence = ["--no-fence"] if REASON else []
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            program,
            "grade",
            "--course-dir",
            str(small),
            *fence,
        ],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr
    assert gradebook(small) == kept
    grade(small)
    assert grades(small)["cyd", "tiny"]["score"] == "5"


@pytest.fixture(scope="module")
def other_kinds(tmp_path_factory):
    """More than functions, graded by stock nbgrader and by doorkeeper."""
    root = write_course(
        tmp_path_factory.mktemp("kinds") / "course", {"tiny": generic.cells()}
    )
    made = release(root)
    from doorkeeper.engine import open_course
    from doorkeeper.source import Source

    course, settings = open_course(root)
    solution = json.loads(
        json.dumps(Source(course, "tiny", settings).solutions["work"])
    )
    submit(root, "solution", solution)
    submit(root, "styles", filled(solution, generic.OTHER_RIGHT))
    submit(root, "wrong", filled(solution, generic.WRONG))
    submit(root, "stub", made)
    essay = filled(made, {"essay": "The sum over the number."})
    submit(root, "essay", essay)
    for name in list(generic.WRONG)[:3]:
        one = filled(solution, {name: generic.WRONG[name]})
        submit(root, f"one-{name.split('_')[0]}", one)
    stock = root.parent / "stock"
    shutil.copytree(root, stock)
    grade(root)
    path = f"{os.path.dirname(sys.executable)}:{os.environ['PATH']}"
    for command in (
        ["generate_assignment", "tiny", "--create"],
        ["autograde", "tiny", "--create"],
    ):
        subprocess.run(
            [sys.executable, "-m", "nbgrader", *command],
            cwd=stock,
            check=True,
            capture_output=True,
            env={**os.environ, "PATH": path},
        )
    return root, stock


def test_variables_prints_objects_and_plots_are_graded(other_kinds):
    root, _ = other_kinds
    got = {(q["student"], q["question"]): q["score"] for q in questions(root)}
    for name, _, _ in generic.KINDS:
        assert got["solution", f"{name}_test"] == "1", name
        assert got["styles", f"{name}_test"] == "1", name
        assert got["wrong", f"{name}_test"] == "0", name
        assert got["stub", f"{name}_test"] == "0", name


def test_scores_agree_with_stock_nbgrader(other_kinds):
    """Every automatic score and comment, cell by cell."""
    root, stock = other_kinds
    assert gradebook(root) == gradebook(stock)


def test_what_a_person_must_grade_is_not_a_zero(other_kinds):
    root, _ = other_kinds
    rows = grades(root)
    assert rows["essay", "tiny"]["status"] == "needs-manual-grade"
    assert rows["stub", "tiny"]["status"] == "graded"
    essays = {
        q["student"]: q for q in questions(root) if q["question"] == "essay"
    }
    assert essays["essay"]["score"] == ""
    assert essays["essay"]["status"] == "manual"


def test_csv_text_cannot_become_a_formula(tmp_path):
    from doorkeeper.tables import csv_text

    text = csv_text(["a"], [{"a": "=1+1"}, {"a": "fine"}])
    assert list(csv.reader(text.splitlines())) == [["a"], ["'=1+1"], ["fine"]]


def test_the_demo_class_is_believable_and_repeatable(course):
    from doorkeeper.cli import main

    command = ["demo-class", "--course-dir", str(course), "--students", "30"]
    assert main([*command, "--seed", "3"]) == 0
    first = {
        p: p.read_bytes() for p in (course / "submitted").rglob("*.ipynb")
    }
    assert len(first) == 30
    assert main([*command, "--seed", "3"]) == 1  # overwrites nothing
    assert all(p.read_bytes() == data for p, data in first.items())
    shutil.rmtree(course / "submitted")
    assert main([*command, "--seed", "3"]) == 0
    assert all(p.read_bytes() == data for p, data in first.items())
    grade(course)
    scores = [float(r["score"]) for r in grades(course).values()]
    assert scores.count(8) >= 5
    assert scores.count(0) >= 1
    assert len(set(scores)) >= 4


def test_a_course_may_say_what_its_demo_class_answers(course, monkeypatch):
    from doorkeeper.cli import main

    (course / "believable.py").write_text(
        "def answers(assignment):\n"
        "    assert assignment == 'tiny'\n"
        "    wrong = 'def mean(xs):\\n    return max(xs)'\n"
        "    right = 'def mean(xs):\\n    return sum(xs) / len(xs)'\n"
        "    return {'mean_answer': {'right': [right], 'wrong': [wrong]}}\n"
    )
    monkeypatch.syspath_prepend(course)
    with open(course / "nbgrader_config.py", "a") as file:
        file.write('\nc.Doorkeeper.demo_answers = "believable:answers"\n')
    command = ["demo-class", "--course-dir", str(course), "--students", "30"]
    assert main(command) == 0
    answers = [p.read_text() for p in (course / "submitted").rglob("*.ipynb")]
    assert any("return max(xs)" in text for text in answers)
    assert any("return sum(xs) / len(xs)" in text for text in answers)


def test_demo_answers_that_are_not_there_are_named(course, capsys):
    from doorkeeper.cli import main

    with open(course / "nbgrader_config.py", "a") as file:
        file.write('\nc.Doorkeeper.demo_answers = "nowhere:answers"\n')
    assert main(["demo-class", "--course-dir", str(course)]) == 1
    assert "'nowhere:answers' cannot be found" in capsys.readouterr().err
    assert not (course / "submitted").exists()


def test_another_executor_gives_the_same_results(small):
    """The unit of work is a pure function of a bundle."""
    import concurrent.futures
    import multiprocessing

    from doorkeeper import worker

    given = bundles(small)
    here = [worker.grade(bundle) for bundle in given]
    worker.close_all()
    spawn = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(1, spawn) as pool:
        there = list(pool.map(worker.grade, given))
    for one, other in zip(here, there, strict=True):
        assert json.loads(json.dumps({**one, "seconds": 0})) == json.loads(
            json.dumps({**other, "seconds": 0})
        )


BIG = os.environ.get("DOORKEEPER_BIG")


@pytest.mark.skipif(not BIG, reason="500 submissions: set DOORKEEPER_BIG=1")
def test_five_hundred_submissions(course):
    made = release(course)
    for i in range(500):
        part = dict(list(RIGHT.items())[: i % 4])
        submit(course, f"s{i:03d}", filled(made, part))
    grade(course)
    due = {0: "0", 1: "2", 2: "5", 3: "8"}
    rows = grades(course)
    assert len(rows) == 500
    for i in range(500):
        assert rows[f"s{i:03d}", "tiny"]["score"] == due[i % 4]


def test_nothing_is_graded_where_the_solution_itself_fails(small):
    """A machine or a course at fault must not cost a class its points."""
    path = small / "source" / "tiny" / "work.ipynb"
    broken = path.read_text().replace("return ", "return None, ")
    assert broken != path.read_text()
    path.write_text(broken)
    done = grade(small, code=1)
    assert "Nothing was graded" in done.stderr
    assert "solution of tiny" in done.stderr
    assert not (small / "autograded").exists()
    assert not (small / "gradebook.db").exists()


def test_a_partly_wrong_solution_is_told_and_the_class_is_graded(small):
    path = small / "source" / "tiny" / "work.ipynb"
    text = path.read_text().replace("square(-2.0) == 4.0", "square(-2.0) == 5")
    path.write_text(text)
    done = grade(small)
    assert "Warning: 1 of" in done.stderr
    assert grades(small)["ann", "tiny"]["score"] == "6"


def test_feedback_keeps_what_nbgrader_gives_it_back_by(small):
    """`nbgrader release_feedback` reads these two files beside the page."""
    handed = small / "submitted" / "ann" / "tiny"
    (handed / "timestamp.txt").write_text("2026-01-02 03:04:05 UTC")
    (handed / "submission_secret.txt").write_text("a secret")
    grade(small)
    given = small / "feedback" / "ann" / "tiny"
    for name in ("timestamp.txt", "submission_secret.txt"):
        assert (given / name).read_bytes() == (handed / name).read_bytes()


def test_a_system_without_fork_is_told_what_to_use(small, monkeypatch, capsys):
    from doorkeeper import cli

    monkeypatch.delattr(os, "fork")
    assert cli.main(["grade", "--course-dir", str(small)]) == 1
    assert "use Linux, macOS or WSL" in capsys.readouterr().err


def test_the_gradebooks_version_is_the_one_that_alembic_names():
    from doorkeeper.gradebook import _alembic_head

    program = "from nbgrader.api import get_alembic_version as v; print(v())"
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    said = subprocess.check_output(
        [sys.executable, "-c", program],
        text=True,
        env=os.environ | {"PATH": path},
    )
    assert _alembic_head() == said.strip()


def bundles(root, assignment="tiny"):
    """What the workers are given for a course's submissions."""
    from doorkeeper.course import read_files
    from doorkeeper.engine import Engine, open_course

    course, settings = open_course(root)
    engine = Engine(course, settings, fenced=not REASON)
    engine.store.open()
    engine.begin([assignment])
    engine.prepare([assignment])
    return [
        engine.bundle(s.student, s.assignment, read_files(s.folder))
        for s in course.submissions([assignment])
    ]


@needs_fence
def test_workers_with_one_warm_parent_share_no_namespace(course):
    from concurrent.futures import ThreadPoolExecutor

    from doorkeeper import parents, worker

    # Those of the zygotes, which live on; a pid namespace ends with its
    # notebook, and its number may be given to the next.
    spaces = ("net", "ipc", "mnt", "uts")
    look = f"""
import os
print("SEEN", *(os.readlink(f"/proc/self/ns/{{n}}") for n in {spaces}))
"""
    answers = {**RIGHT, "square_answer": look + RIGHT["square_answer"]}
    submit(course, "ann", filled(release(course), answers))
    (bundle,) = bundles(course)
    seen = []
    try:
        for _ in range(2):
            with ThreadPoolExecutor(1) as thread:
                result = thread.submit(worker.grade, bundle).result()
            text = json.dumps(result["notebooks"]["work"]["cells"])
            seen.append(text.partition("SEEN ")[2].split("\\n")[0].split())
        assert len(parents._all) == 1
    finally:
        worker.close_all()
    assert len(seen[0]) == len(spaces)
    for one, other in zip(*seen, strict=True):
        assert one != other


def living(mark):
    """Numbers of the processes with a mark in their environment."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if str(mark).encode() in path.read_bytes():
                found.append(int(path.parent.name))
    return found


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc")
@pytest.mark.parametrize("killed", [False, True])
def test_no_process_outlives_the_grader(small, tmp_path, killed):
    mark = tmp_path / "cache"
    endless = {**RIGHT, "mean_answer": "while True:\n    pass"}
    submit(small, "eve", filled(release(small), endless if killed else RIGHT))
    fence = ["--no-fence"] if REASON else []
    command = [sys.executable, "-m", "doorkeeper.cli", "grade", *fence]
    running = subprocess.Popen(
        [*command, "--course-dir", str(small), "--jobs", "2"],
        env={**os.environ, "XDG_CACHE_HOME": str(mark)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    if killed:
        receipts = small / ".doorkeeper" / "receipts"
        while len(list(receipts.glob("*.json"))) < 3:
            assert running.poll() is None
            time.sleep(0.05)
        assert len(living(mark)) > 3
        running.kill()
    running.wait()
    for _ in range(200):
        if not living(mark):
            break
        time.sleep(0.05)
    assert living(mark) == []
