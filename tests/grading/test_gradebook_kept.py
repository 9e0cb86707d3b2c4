"""The gradebook is backed up, restored and brought up to date."""

import os
import shutil
import sqlite3
import subprocess
import sys

import pytest
from course import environment
from hostile.build import RIGHT, filled, release, submit, write_course
from hostile.grading import REASON, grade, grades

# The command of the handbook.
BACK_UP = (
    "import sqlite3; sqlite3.connect('gradebook.db')"
    ".backup(sqlite3.connect('gradebook.copy.db'))"
)


@pytest.fixture
def course(tmp_path):
    root = write_course(tmp_path / "course")
    made = release(root)
    for i in range(4):
        part = dict(list(RIGHT.items())[: i % 4])
        submit(root, f"s{i}", filled(made, part))
    return root


def contents(path):
    """All rows of all tables."""
    db = sqlite3.connect(path)
    names = db.execute("select name from sqlite_master where type='table'")
    found = {
        name: sorted(db.execute(f'select * from "{name}"'), key=repr)
        for (name,) in names.fetchall()
    }
    db.close()
    return found


def back_up(course):
    subprocess.run([sys.executable, "-c", BACK_UP], cwd=course, check=True)


def test_a_backup_is_restored_and_grading_goes_on(course):
    grade(course)
    before = contents(course / "gradebook.db")
    told = grades(course)
    back_up(course)
    (course / "gradebook.db").unlink()
    os.replace(course / "gradebook.copy.db", course / "gradebook.db")
    assert contents(course / "gradebook.db") == before
    assert "4 graded before" in grade(course).stderr
    assert grades(course) == told


def test_a_backup_may_be_taken_while_the_class_is_graded(course):
    """What came after it is written again, and nothing is run twice."""
    grade(course, "--student", "s0")
    command = [sys.executable, "-m", "doorkeeper.cli", "grade"]
    command += ["--no-fence"] if REASON else []
    running = subprocess.Popen(
        [*command, "--course-dir", str(course)], stderr=subprocess.PIPE
    )
    back_up(course)
    assert running.communicate()[1]
    assert running.returncode == 0
    told = grades(course)
    results = (course / ".doorkeeper" / "results").rglob("*.json")
    # A result says how long it took: made anew, it would be another.
    ready = {path: path.read_bytes() for path in results}
    assert len(ready) == 5  # four students and the solution
    os.replace(course / "gradebook.copy.db", course / "gradebook.db")
    shutil.rmtree(course / "reports")
    grade(course)
    assert grades(course) == told
    assert {path: path.read_bytes() for path in ready} == ready


def test_a_gradebook_of_an_older_nbgrader_is_upgraded(course):
    """Its tables of before courses had names; grades stay, none is redone."""
    grade(course)
    told = grades(course)
    make_old(course / "gradebook.db")
    done = grade(course, code=1)
    assert "nbgrader db upgrade" in done.stderr
    assert "Traceback" not in done.stderr
    subprocess.run(
        [sys.executable, "-m", "nbgrader", "db", "upgrade"],
        cwd=course,
        check=True,
        capture_output=True,
        env=environment(),
    )
    assert list(course.glob("gradebook.db.*"))  # nbgrader's own copy
    assert "4 graded before" in grade(course).stderr
    assert grades(course) == told


def make_old(path):
    """The tables as nbgrader had them before a course had a row."""
    db = sqlite3.connect(path)
    db.executescript(
        """
        pragma foreign_keys = off;
        create table old (
            id varchar(32) not null primary key,
            name varchar(128) not null unique,
            duedate datetime
        );
        insert into old select id, name, duedate from assignment;
        drop table assignment;
        alter table old rename to assignment;
        drop table course;
        update alembic_version set version_num = '282d30a0218e';
        """
    )
    db.commit()
    db.close()


def test_other_packages_grade_everything_anew(course, tmp_path):
    """A result may depend on any of them, so none is trusted after."""
    grade(course)
    told = grades(course)
    packages = tmp_path / "site-packages"
    (packages / "newcomer-1.0.dist-info").mkdir(parents=True)
    done = grade(course, env={"PYTHONPATH": str(packages)})
    assert "graded before" not in done.stderr
    assert "4/4" in done.stderr
    assert grades(course) == told
    # Back to the old ones, nothing has to be run: the results are kept.
    assert "4/4" in grade(course).stderr
