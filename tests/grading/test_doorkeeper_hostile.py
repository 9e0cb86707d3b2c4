"""Submissions that attack the grader, or that nobody meant to be like that.

All of them in one class, graded in one run: each has its row, its points, and
costs the others nothing.
"""

import json
import socket
import threading

import pytest
from hostile.build import RIGHT, filled, release, submit, write_course
from hostile.grading import REASON, grade, grades, needs_fence, questions
from hostile.submissions import BROKEN, FENCE_ALONE, FORGED, LOOK

if REASON:
    BROKEN = {k: v for k, v in BROKEN.items() if k not in FENCE_ALONE}
HONEST = ["honest-1", "honest-2", "zz-honest"]
ODD = [
    *("truncated", "empty", "binary", "merge", "list", "nocells", "zero"),
    *("bom", "version3", "stripped", "oddschema", "copied", "deleted"),
    *("renamed", "points", "edited", "turned", "noanswer"),
]


def slug(name):
    return "".join(c if c.isalnum() else "-" for c in name)


def odd_files(made):
    """Name of the student: what stands in the file, status, points."""
    text = json.dumps(made)
    right = filled(made, RIGHT)
    v3 = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {},
        "worksheets": [
            {
                "cells": [
                    {**c, "input": c["source"]}
                    for c in json.loads(json.dumps(right))["cells"]
                ]
            }
        ],
    }
    stripped = json.loads(json.dumps(right))
    for one in stripped["cells"]:
        one["metadata"] = {}
    odd = json.loads(json.dumps(right))
    for one in odd["cells"]:
        if "nbgrader" in one["metadata"]:
            one["metadata"]["nbgrader"]["schema_version"] = 99
    copied = json.loads(json.dumps(right))
    copied["cells"] += json.loads(json.dumps(right["cells"]))
    deleted = json.loads(json.dumps(right))
    deleted["cells"] = [
        c
        for c in deleted["cells"]
        if c["metadata"].get("nbgrader", {}).get("grade_id") != "mean_test"
    ]
    renamed = json.loads(json.dumps(right).replace("mean_test", "other_test"))
    points = json.loads(json.dumps(right))
    for value, one in zip(
        ("lots", 1000, None), points["cells"][2::2], strict=True
    ):
        one["metadata"]["nbgrader"]["points"] = value
    edited = filled(right, {"square_test": "pass", "mean_answer": "pass"})
    turned = json.loads(json.dumps(right))
    turned["cells"][2]["cell_type"] = "markdown"
    missing = json.loads(json.dumps(right))
    del missing["cells"][3]
    return {
        "truncated": (text[: len(text) // 2], "unreadable", ""),
        "empty": ("", "unreadable", ""),
        "binary": (b"\xff\xfe\x00\x81" * 50, "unreadable", ""),
        "merge": (
            "<<<<<<< HEAD\n" + text + "\n=======\n" + text + "\n>>>>>>> x\n",
            "unreadable",
            "",
        ),
        "list": ("[1, 2]", "unreadable", ""),
        "nocells": ('{"nbformat": 4}', "unreadable", ""),
        "zero": (json.dumps({**right, "cells": []}), "missing-cells", ""),
        "bom": ("\ufeff" + json.dumps(right), "graded", "8"),
        "version3": (v3, "graded", "8"),
        "stripped": (stripped, "graded", "8"),
        "oddschema": (odd, "graded", "8"),
        "copied": (copied, "graded", "8"),
        "deleted": (deleted, "graded", "8"),
        "renamed": (renamed, "graded", "8"),
        "points": (points, "graded", "8"),
        "edited": (edited, "graded", "5"),
        "turned": (turned, "graded", "8"),
        "noanswer": (missing, "graded", "5"),
    }


@pytest.fixture(scope="module")
def listener():
    """A server that an unfenced submission could reach."""
    server = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=_accept, args=(server,), daemon=True).start()
    yield server.getsockname()
    server.close()


def _accept(server):
    try:
        while True:
            server.accept()[0].close()
    except OSError:
        pass


@pytest.fixture(scope="module")
def graded(tmp_path_factory, listener):
    """The class of all of them; the rows and what was submitted."""
    root = write_course(tmp_path_factory.mktemp("hostile") / "course")
    made = release(root)
    right = filled(made, RIGHT)
    for name in HONEST:
        submit(root, name, right)
    for group in (FORGED, BROKEN):
        for name, (answers, _) in group.items():
            submit(root, slug(name), filled(made, answers))
    assert sorted(odd_files(made)) == sorted(ODD)
    for name, (content, _, _) in odd_files(made).items():
        submit(root, name, content)
    beside = submit(root, "numpy-beside", filled(made, RIGHT))
    (beside / "numpy.py").write_text("raise SystemExit('no')")
    submit(root, "other-name", right, name="work (1).ipynb")
    submit(root, "no-notebook", "hello", name="notes.txt")
    both = submit(root, "two-copies", right)
    (both / "work (1).ipynb").write_text("{")
    paths = [
        str(root / "gradebook.db"),
        str(root / "source" / "tiny" / "work.ipynb"),
        str(root / "submitted" / "honest-1" / "tiny" / "work.ipynb"),
        str(root / ".doorkeeper" / "seeds.json"),
        "/etc/shadow",
        "/root/.bashrc",
        "/home/x",
    ]
    look = LOOK.format(paths=paths, address=listener)
    answers = {**RIGHT, "square_answer": look + RIGHT["square_answer"]}
    submit(root, "looks-around", filled(made, answers))
    before = contents(root / "submitted")
    done = grade(root)
    return root, grades(root), before, done


def contents(folder):
    return {
        str(p.relative_to(folder)): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def row(graded, name):
    return graded[1][slug(name), "tiny"]


def test_every_submission_has_a_row_with_a_status(graded):
    _, rows, before, _ = graded
    students = {path.split("/")[0] for path in before}
    assert {student for student, _ in rows} == students
    assert all(r["status"] for r in rows.values())
    assert "not-graded-yet" not in {r["status"] for r in rows.values()}


def test_nothing_submitted_was_changed(graded):
    root, _, before, _ = graded
    assert contents(root / "submitted") == before


@pytest.mark.parametrize("name", HONEST)
def test_honest_neighbours_keep_their_points(graded, name):
    assert row(graded, name)["score"] == "8"
    assert row(graded, name)["status"] == "graded"


@pytest.mark.parametrize("name", FORGED)
def test_forged_points_are_not_given(graded, name):
    assert row(graded, name)["score"] == str(FORGED[name][1])


@pytest.mark.parametrize("name", BROKEN)
def test_broken_code_costs_its_own_points_alone(graded, name):
    assert row(graded, name)["score"] == str(BROKEN[name][1])


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("loops in a function", "timeout"),
        ("loops in a cell", "timeout"),
        ("swallows every interruption", "timeout"),
        ("ends the interpreter", "crashed"),
        ("crashes", "crashed"),
        ("writes rubbish into the channel", "tampered"),
        ("has a syntax error", "graded"),
        pytest.param("kills its parent", "graded", marks=needs_fence),
        pytest.param(
            "kills its parent in a call", "graded", marks=needs_fence
        ),
        ("prints two million lines", "graded"),
    ],
)
def test_status_says_what_happened(graded, name, status):
    assert row(graded, name)["status"] == status


@pytest.mark.parametrize("name", ODD)
def test_odd_files_get_a_status_and_what_points_can_be_had(graded, name):
    root, rows, _, _ = graded
    _, status, score = odd_files(release(root))[name]
    assert rows[name, "tiny"]["status"] == status
    assert rows[name, "tiny"]["score"] == score


def test_a_module_beside_the_notebook_does_no_harm(graded):
    assert row(graded, "numpy-beside")["score"] == "8"


def test_another_file_name_is_found_by_its_cells(graded):
    assert row(graded, "other-name")["score"] == "8"
    assert row(graded, "two-copies")["score"] == "8"


def test_a_folder_without_a_notebook_is_not_a_zero(graded):
    assert row(graded, "no-notebook")["status"] == "missing-notebook"
    assert row(graded, "no-notebook")["score"] == ""


@needs_fence
def test_the_fence_shows_nothing_and_lets_nothing_out(graded):
    root = graded[0]
    path = root / "autograded" / "looks-around" / "tiny" / "work.ipynb"
    notebook = json.loads(path.read_text())
    texts = [
        o["text"]
        for c in notebook["cells"]
        for o in c.get("outputs", [])
        if o["output_type"] == "stream"
    ]
    assert "SEEN []" in "".join(texts)
    assert row(graded, "looks-around")["score"] == "8"


def test_outputs_are_bounded(graded):
    root = graded[0]
    for path in (root / "autograded").rglob("*.ipynb"):
        assert path.stat().st_size < 3_000_000
    for path in (root / "feedback").rglob("*.html"):
        assert path.stat().st_size < 3_000_000


def test_hidden_tests_stay_out_of_the_feedback(graded):
    root = graded[0]
    pages = list((root / "feedback").rglob("*.html"))
    assert len(pages) > 40
    for page in pages:
        text = page.read_text()
        assert "secret_table" not in text
        assert "HIDDEN" not in text
        assert "2.25" not in text or "keeps-a-table" in str(page)


def test_questions_name_the_function_and_what_happened(graded):
    found = {
        (q["student"], q["function"]): q["status"]
        for q in questions(graded[0])
    }
    assert found[slug("loops in a function"), "square"] == "timeout"
    assert found[slug("loops in a function"), "mean"] == "right"
    table = slug("keeps a table of the known answers")
    assert found[table, "square"] == "not-computed"
