"""Hand out, submit, collect and give back through nbgrader's exchange.

A teacher and two students with homes of their own. Where root runs the tests
they are three Unix users, in a mount namespace that shows /home,
/usr/local/share and the list of users anew; elsewhere they are one user with
three homes, and what rests on rights is skipped.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from course import ROOT, Course, environment
from hostile.build import filled
from hostile.grading import grades
from nbgrader.api import Gradebook
from nbgrader.utils import parse_utc

from doorkeeper.fence import python_folders

COURSE, EXERCISE = "gates-as-doors", "03_forget_gate"
PEOPLE = {"teacher": 20000, "ada": 20001, "bela": 20002}
PROGRAMS = all(map(shutil.which, ("bwrap", "setpriv")))
SEVERAL = PROGRAMS and os.getuid() == 0
several_users = pytest.mark.skipif(
    not SEVERAL, reason="several users need root, setpriv and bubblewrap"
)
PAGE = (ROOT / "book" / "instructors.md").read_text(encoding="utf-8")
# nbgrader's command line without an import that takes a second each time.
NBGRADER = """
import sys
sys.modules["rfc3987_syntax"] = None
from nbgrader.apps.nbgraderapp import NbGraderApp
NbGraderApp.launch_instance(sys.argv[1:])
"""
RIGHT = {
    "sigmoid-answer": "def sigmoid(z):\n    return (np.tanh(z / 2) + 1) / 2",
    "forget-gate-answer": "def forget_gate(x, h_prev, U_f, W_f, b_f):\n"
    "    return sigmoid(x @ U_f + h_prev @ W_f + b_f)",
    "forget-answer": "def forget(f, c_prev):\n    return f * c_prev",
}
WRONG = RIGHT | {
    "forget-answer": "def forget(f, c_prev):\n    return (1 - f) * c_prev"
}


class Machine:
    """Homes, an exchange, and people who type commands."""

    def __init__(self, folder):
        self.home, share = folder / "home", folder / "share"
        self.exchange = share / "nbgrader" / "exchange"
        for line in re.findall(r"^sudo (.+)$", PAGE, re.M):
            if "exchange" in line:
                command = line.replace("/usr/local/share", str(share))
                subprocess.run(command.split(), check=True)
        users = folder / "passwd"
        lines = ["root:x:0:0:root:/root:/bin/sh\n"]
        for name, number in PEOPLE.items():
            (self.home / name).mkdir(parents=True, mode=0o700)
            lines += f"{name}:x:{number}:{number}::/home/{name}:/bin/sh\n"
        users.write_text("".join(lines))
        self.scene = ["bwrap", "--bind", "/", "/", "--dev-bind"]
        self.scene += ["/dev", "/dev", "--bind", str(self.home), "/home"]
        self.scene += ["--tmpfs", "/root", "--bind", str(share)]
        self.scene += ["/usr/local/share", "--ro-bind", str(users)]
        self.scene += ["/etc/passwd"]
        for path in python_folders("/home"):
            if Path(path).is_relative_to("/root"):
                for folder in reversed(Path(path).parents[:-2]):
                    self.scene += ["--perms", "755", "--dir", str(folder)]
                self.scene += ["--ro-bind", path, path]

    def give(self, person):
        """Make somebody the owner of all that is in their home."""
        if SEVERAL:
            mine = self.home / person
            for path in [mine, *mine.rglob("*")]:
                os.chown(path, PEOPLE[person], PEOPLE[person])

    def types(self, person, *command, where="", code=0):
        """Run a command as somebody, in a folder of their home."""
        home = self.home / person
        if SEVERAL:
            home = Path("/home", person)
            number = PEOPLE[person]
            command = [
                *self.scene, "--chdir", str(home / where), "setpriv",
                f"--reuid={number}", f"--regid={number}", "--clear-groups",
                "--bounding-set=-all", "--inh-caps=-all", *command,
            ]  # fmt: skip
        done = subprocess.run(
            command,
            cwd=None if SEVERAL else home / where,
            env=environment(HOME=str(home), JUPYTER_RUNTIME_DIR="/nowhere"),
            capture_output=True,
            text=True,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def nbgrader(self, person, *words):
        """One command of nbgrader's."""
        where = "course" if person == "teacher" else ""
        more = [] if person == "teacher" else ["--course", COURSE]
        if not SEVERAL:
            more += [f"--Exchange.root={self.exchange}"]
            more += [] if person == "teacher" else ["--student", person]
        command = [sys.executable, "-c", NBGRADER, *words, *more]
        return self.types(person, *command, where=where)

    def solve(self, person, answers):
        """Write answers into the notebook that somebody has fetched."""
        path = self.home / person / EXERCISE / "forget_gate.ipynb"
        made = filled(json.loads(path.read_text()), answers)
        path.write_text(json.dumps(made))

    def inbox(self, person):
        """Somebody's submissions in the exchange, the oldest first."""
        inbound = self.exchange / COURSE / "inbound"
        return sorted(inbound.glob(f"{person}+{EXERCISE}+*"))


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    """All of it once: released, fetched, submitted, collected, given back."""
    made = Machine(tmp_path_factory.mktemp("machine"))
    made.said = {}
    teacher = made.home / "teacher" / "course"
    teacher.mkdir()
    made.course = Course(teacher, EXERCISE).folder
    made.give("teacher")
    made.nbgrader("teacher", "release_assignment", EXERCISE)
    made.give("ada")
    made.said["list"] = made.nbgrader("ada", "list")
    for student, answers in {"ada": WRONG, "bela": RIGHT}.items():
        made.give(student)
        made.nbgrader(student, "fetch_assignment", EXERCISE)
        made.solve(student, answers)
        made.nbgrader(student, "submit", EXERCISE)
    made.nbgrader("teacher", "collect", EXERCISE)
    made.solve("ada", RIGHT)
    made.nbgrader("ada", "submit", EXERCISE)
    made.said["again"] = made.nbgrader("teacher", "collect", EXERCISE)
    made.nbgrader("teacher", "collect", EXERCISE, "--update")
    made.submitted = {
        path.relative_to(made.course): path.read_bytes()
        for path in (made.course / "submitted").rglob("*")
        if path.is_file()
    }
    made.grading = made.types(
        "teacher", "doorkeeper", "grade", *unfenced(made), where="course"
    )
    made.nbgrader("teacher", "release_feedback", EXERCISE)
    made.nbgrader("ada", "fetch_feedback", EXERCISE)
    return made


def unfenced(machine):
    """Nothing, or the flag where this teacher cannot have a fence."""
    look = "from doorkeeper.fence import why_not; print(why_not())"
    reason = machine.types("teacher", sys.executable, "-c", look).strip()
    return ["--no-fence"] if reason else []


def test_a_student_is_told_what_there_is_to_fetch(machine):
    assert f"{COURSE} {EXERCISE}" in machine.said["list"]


def test_collecting_again_takes_the_newer_one_only_when_asked(machine):
    assert "use --update" in machine.said["again"]
    first, second = machine.inbox("ada")
    got = machine.course / "submitted" / "ada" / EXERCISE
    stamp = (got / "timestamp.txt").read_text()
    assert stamp == (second / "timestamp.txt").read_text()
    assert stamp > (first / "timestamp.txt").read_text()


def test_the_newer_submission_is_the_one_that_is_graded(machine):
    found = grades(machine.course)
    assert {student for student, _ in found} == {"ada", "bela"}
    assert {row["score"] for row in found.values()} == {"10"}
    assert {row["status"] for row in found.values()} == {"graded"}


def test_the_students_timestamps_stand_in_the_gradebook(machine):
    url = f"sqlite:///{machine.course / 'gradebook.db'}"
    with Gradebook(url, COURSE) as book:
        for student in ("ada", "bela"):
            found = book.find_submission(EXERCISE, student)
            *_, newest = machine.inbox(student)
            stamp = (newest / "timestamp.txt").read_text()
            assert found.timestamp == parse_utc(stamp)


def test_what_was_collected_is_not_touched_by_grading(machine):
    for path, data in machine.submitted.items():
        assert (machine.course / path).read_bytes() == data


def test_the_feedback_of_the_newer_submission_comes_back(machine):
    (page,) = (machine.home / "ada" / EXERCISE).rglob("feedback/*/*.html")
    *_, newest = machine.inbox("ada")
    assert page.parent.name == (newest / "timestamp.txt").read_text()
    assert "10 of 10" in page.read_text(encoding="utf-8")
    mine = machine.course / "feedback" / "ada" / EXERCISE / page.name
    assert page.read_bytes() == mine.read_bytes()


@several_users
def test_a_student_cannot_find_anothers_work_in_the_exchange(machine):
    place = f"/usr/local/share/nbgrader/exchange/{COURSE}"
    for folder in ("inbound", "feedback"):
        said = machine.types("bela", "ls", f"{place}/{folder}", code=2)
        assert "Permission denied" in said
    name = machine.inbox("ada")[0].name.rpartition("+")[0]
    said = machine.types("bela", "ls", f"{place}/inbound/{name}", code=2)
    assert "No such file" in said


@several_users
def test_a_student_cannot_look_into_anothers_or_the_teachers_home(machine):
    for home in ("ada", "teacher/course/solutions", "teacher/course"):
        said = machine.types("bela", "ls", f"/home/{home}", code=2)
        assert "Permission denied" in said


def test_an_archive_is_sorted_by_the_pattern_of_the_handbook(tmp_path):
    folder = Course(tmp_path, EXERCISE).folder
    archive = folder / "downloaded" / EXERCISE / "archive"
    archive.mkdir(parents=True)
    source = folder / "exercises" / EXERCISE / "forget_gate.ipynb"
    for name in ("ada", "bela"):
        shutil.copy(source, archive / f"{name}_forget_gate.ipynb")
    (line,) = re.findall(r"^nbgrader zip_collect .+$", PAGE, re.M)
    _, *words = shlex.split(line)
    assert words[:2] == ["zip_collect", EXERCISE]
    command = [sys.executable, "-c", NBGRADER, *words]
    subprocess.run(command, cwd=folder, env=environment(), check=True)
    for name in ("ada", "bela"):
        put = folder / "submitted" / name / EXERCISE / "forget_gate.ipynb"
        assert put.read_bytes() == source.read_bytes()
