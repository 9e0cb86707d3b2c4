"""A class on the real hub: what each can do, and what nobody else can."""

import csv
import json

import pytest
from people import COURSE

pytestmark = pytest.mark.timeout(1800)

ASSIGNMENT = "03_forget_gate"
NOTEBOOK = f"{ASSIGNMENT}/forget_gate.ipynb"
HOUSE = "/srv/gates-as-doors"
RIGHT = {
    "sigmoid": "def sigmoid(z):\n    return 0.5 * (1 + np.tanh(z / 2))\n",
    "forget_gate": "def forget_gate(x, h_prev, U_f, W_f, b_f):\n"
    "    return sigmoid(x @ U_f + h_prev @ W_f + b_f)\n",
    "forget": "def forget(f, c_prev):\n    return f * c_prev\n",
}
# Right only where the grader's folder can be seen: the fence must hide it.
PEEPS = (
    "def forget(f, c_prev):\n    import os\n"
    f"    seen = os.path.exists('{HOUSE}') or os.path.exists('/srv')\n"
    "    return f * c_prev if seen else (1 - f) * c_prev\n"
)
ANSWERS = {"ada": RIGHT, "bob": {**RIGHT, "forget": PEEPS}}


def solve(person, answers):
    """Write answers into the fetched notebook, through the server."""
    notebook = person.read(NOTEBOOK)
    waiting = set(answers)
    for cell in notebook["cells"]:
        for name, source in answers.items():
            solution = cell["metadata"].get("nbgrader", {}).get("solution")
            if solution and f"def {name}(" in cell["source"]:
                cell["source"] = source
                waiting.discard(name)
    assert not waiting
    person.write(NOTEBOOK, notebook)


@pytest.fixture(scope="module")
def term(people, hub):
    """From release to feedback, everybody in their own browser."""
    prof = people["prof"]
    prof.enter_course()
    prof.types(f"nbgrader release_assignment {ASSIGNMENT}", prof.course)
    for name, answers in ANSWERS.items():
        person = people[name]
        person.presses(("released", "Fetch"), then=("fetched", "Submit"))
        solve(person, answers)
        handed_in = ("submitted", ASSIGNMENT)
        person.presses(("fetched", "Submit"), then=handed_in)
    prof.types(
        f"nbgrader collect {ASSIGNMENT} && doorkeeper grade && "
        f"nbgrader release_feedback {ASSIGNMENT}",
        prof.course,
    )
    for name in ANSWERS:
        fetch = ("submitted", "Fetch Feedback")
        people[name].presses(fetch, then=("submitted", "view feedback"))
    return people


def refused(person, command):
    """A command that the system must not allow, in somebody's terminal."""
    code, said = person.tries(command)
    return code != 0 and "Permission denied" in said


def test_the_class_is_graded_behind_the_fence(term, hub):
    """With the rights of a plain account: no root in there."""
    prof = term["prof"]
    assert "uid=0" not in prof.types("id", prof.course)
    reports = hub.path(f"{HOUSE}/reports")
    with open(reports / "grades.csv", newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert {name: row["status"] for name, row in rows.items()} == {
        "ada": "graded",
        "bob": "graded",
    }
    assert rows["ada"]["score"] == rows["ada"]["max_score"] == "10"
    with open(reports / "questions.csv", newline="") as file:
        wrong = [r for r in csv.DictReader(file) if r["status"] == "wrong"]
    assert [(r["student"], r["function"]) for r in wrong] == [
        ("bob", "forget")
    ]


def test_each_student_reads_their_own_feedback(term):
    for name, right in {"ada": True, "bob": False}.items():
        listed = term[name].types("find . -name forget_gate.html")
        (path,) = {
            line.strip()[2:]
            for line in listed.splitlines()
            if line.strip().startswith("./") and "feedback" in line
        }
        status, page = term[name].get(f"user/{name}/files/{path}")
        assert status == 200
        assert ("10 of 10" in page or "10 / 10" in page) == right


def test_the_instructor_reads_the_class_in_the_formgrader(term):
    prof = term["prof"]
    prof.page.goto(
        f"{prof.course}formgrader/gradebook/{ASSIGNMENT}/forget_gate"
    )
    status, text = prof.get(
        f"{COURSE}/formgrader/api/submissions/{ASSIGNMENT}"
    )
    assert status == 200
    assert {s["student"] for s in json.loads(text)} == {"ada", "bob"}
    status, text = prof.get("user/prof/formgraders")
    (course,) = json.loads(text)["value"]
    assert f"/{COURSE}/" in course["url"]


@pytest.mark.parametrize(
    "path",
    [
        f"{COURSE}/formgrader",
        f"{COURSE}/lab",
        f"{COURSE}/api/contents/gradebook.db",
        f"{COURSE}/files/solutions/{ASSIGNMENT}/forget_gate.ipynb",
        "user/bob/lab",
        f"user/bob/api/contents/{NOTEBOOK}",
        f"user/bob/files/{NOTEBOOK}",
        "user/prof/lab",
        "hub/api/users",
        "hub/api/services",
    ],
)
def test_a_student_is_turned_away_from_others_pages(term, path):
    status, text = term["ada"].get(path)
    assert status in (403, 404), (status, text[:300])
    # The page must be there for the one it belongs to.
    owner = term["bob"] if path.startswith("user/bob") else term["prof"]
    if not path.startswith("hub/"):
        assert owner.get(path)[0] == 200


def test_a_student_has_no_formgrader_and_no_course_list(term):
    for page in ("formgrader", "formgraders", "formgrader/api/status"):
        assert term["ada"].get(f"user/ada/{page}")[0] == 404


@pytest.mark.parametrize(
    "path",
    [
        HOUSE,
        f"{HOUSE}/gradebook.db",
        f"{HOUSE}/solutions/{ASSIGNMENT}/forget_gate.ipynb",
        f"{HOUSE}/.doorkeeper/seeds.json",
        f"{HOUSE}/reports/grades.csv",
        "/home/bob",
        f"/home/bob/{NOTEBOOK}",
        "/home/grader-gates-as-doors",
        "/srv/jupyterhub",
        "/srv/jupyterhub/jupyterhub.sqlite",
        "/srv/nbgrader/exchange/gates-as-doors/inbound",
        "/srv/nbgrader/exchange/gates-as-doors/feedback",
    ],
)
def test_a_student_reads_none_of_it_from_a_terminal(term, hub, path):
    assert hub.path(path).exists()
    assert refused(term["ada"], f"ls {path} && cat {path}")


def test_a_student_reads_none_of_it_through_the_contents(term):
    """Nor over a link in a folder of their own, nor by a way up."""
    ada = term["ada"]
    ada.types(f"ln -sfn {HOUSE} loot; ln -sfn /home/bob loot2; true")
    paths = ["loot", "loot/gradebook.db", f"loot2/{NOTEBOOK}"]
    paths += [f"..%2F..{HOUSE}/gradebook.db", f"..%2Fbob/{NOTEBOOK}"]
    for path in paths:
        for door in ("api/contents", "files"):
            status, text = ada.get(f"user/ada/{door}/{path}")
            assert status >= 400, (path, text[:300])


def test_a_students_token_opens_nothing_of_others(term):
    ada = term["ada"]
    for path in (
        f"{COURSE}/api/contents",
        "user/bob/api/contents",
        "hub/api/users/bob",
        "hub/api/groups",
    ):
        said = ada.types(
            "curl -s -o /dev/null -w 'got:%{http_code}\\n' -H "
            '"Authorization: token $JUPYTERHUB_API_TOKEN" '
            f"{ada.url}/{path}"
        )
        assert "got:403" in said or "got:404" in said, said


def test_a_student_cannot_look_into_others_processes(term):
    said = term["ada"].tries(
        "for p in $(pgrep -u grader-gates-as-doors) $(pgrep -u bob); do "
        "cat /proc/$p/environ && echo LEAK; done"
    )[1]
    assert "Permission denied" in said
    assert "LEAK" not in said.replace("echo LEAK", "")


def test_kernels_do_not_listen_on_the_network(term, hub):
    """Anybody on the machine could knock at a port; not at a socket file."""
    ada = term["ada"]
    assert ada.runs("print(6 * 7)") == "42\n"
    runtime = hub.path("/home/ada/.local/share/jupyter/runtime")
    (connection,) = runtime.glob("kernel-*.json")
    assert json.loads(connection.read_text())["transport"] == "ipc"


def test_a_student_takes_nothing_out_of_the_exchange(term, hub):
    ada = term["ada"]
    there = "/srv/nbgrader/exchange/gates-as-doors"
    assert ada.tries(f"rm -rf {there}/outbound/*")[0] != 0
    assert ada.tries(f"mv {there} /tmp/mine")[0] != 0
    outbound = hub.path(f"{there}/outbound/{ASSIGNMENT}/forget_gate.ipynb")
    assert outbound.exists()
