"""Reports and feedback in a browser: nothing is cut, axe finds no fault."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytest.importorskip("doorkeeper.page")
from doorkeeper.feedback import one_page
from doorkeeper.page import class_page
from doorkeeper.report import UNTOUCHED

NAMES = [
    "ada",
    "Ōno-Ծիրան, 王小明",
    "سارة بن علي",
    "<b>bold</b> & <script>alert(1)</script>",
    "a-very-long-name-" * 12,
    "e\u0301tienne\u200b",
]
STATUSES = ["graded", "timeout", UNTOUCHED, "unreadable", "crashed"]
# Every scheme and every size, not every pair of them.
LOOKS = {"light": (1280, 900), "dark": (390, 844)}
CLASSES = {"none": 0, "one": 1, "few": len(NAMES), "many": 300}


def people(count):
    return [f"{NAMES[i % len(NAMES)]}{i or ''}" for i in range(count)]


def report(count):
    """class.html of a class in which all sorts of things have happened."""
    rows, questions, notes = [], [], {}
    for i, student in enumerate(people(count)):
        for j, name in enumerate(("03_forget_gate", "06_lstm")):
            status = STATUSES[(i + j) % len(STATUSES)]
            score = str(i % 11) if status in ("graded", "timeout") else ""
            row = {"student": student, "assignment": name, "score": score}
            rows.append({**row, "max_score": "10", "status": status})
            notes[student, name] = ["the cell sigmoid_test is missing"]
            questions += asked({**row, "status": status}, i)
    groups = {"sigmoid": "forget door", "lstm_step": "the whole cell"}
    return class_page(rows, questions, groups, notes)


def asked(row, i):
    names = ("sigmoid", "lstm_step") if row["score"] else ()
    return [
        {
            **row,
            "function": name,
            "score": str(i % 3),
            "max_score": "2",
            "misconception": f"{name}-without-a-bias" if i % 3 < 2 else "",
        }
        for name in names
    ]


class Part:
    """A stand-in for an assignment's source: one notebook, one test."""

    def __init__(self, source):
        meta = {"nbgrader": {"grade_id": "sigmoid_test", "grade": True}}
        cell = type("Cell", (), {"source": source, "metadata": meta})
        book = type("Book", (), {"cells": [cell]})
        self.masters = self.releases = {"forget_gate": book}


def feedback():
    """A page with all that a page can have."""
    question = {
        "notebook": "forget_gate",
        "question": "sigmoid_test",
        "function": "sigmoid",
        "score": 1.0,
        "max_score": 3.0,
        "status": "partial",
        "misconception": "sigmoid-of-minus-z",
        "message": "sigmoid: wrong sign\n\n" + "z = 1.5, " * 40,
        "line": 1,
    }
    cells = [
        {
            "cell_type": "code",
            "metadata": {},
            "source": "print(" + "'a'" * 90 + ")",
            "outputs": [
                {"output_type": "stream", "name": "stdout", "text": "a" * 400}
            ],
        },
        {
            "cell_type": "code",
            "metadata": {
                "nbgrader": {"grade_id": "sigmoid_test", "grade": True}
            },
            "source": "assert sigmoid(0) == 0.5",
            "outputs": [],
        },
    ]
    book = {"status": "timeout", "notes": ["the cell a was changed; restored"]}
    result = {
        "student": NAMES[2],
        "assignment": "03_forget_gate",
        "notebooks": {"forget_gate": {**book, "cells": cells}},
        "questions": [question],
    }
    hand = {
        "comments": {"forget_gate": {"sigmoid": "Come <i>and</i> see me."}},
        "penalties": {"forget_gate": 0.5},
    }
    source = Part("assert sigmoid(0) == 0.5")
    return one_page(result, "forget_gate", source, hand)


PAGES = {name: lambda n=n: report(n) for name, n in CLASSES.items()}
PAGES["feedback"] = feedback


@pytest.fixture
def opened(browser, tmp_path):
    """A function that opens a page in one colour scheme, at its size."""
    contexts = []

    def run(name, scheme):
        path = tmp_path / f"{name}.html"
        path.write_text(PAGES[name](), encoding="utf-8")
        width, height = LOOKS[scheme]
        context = browser.new_context(
            color_scheme=scheme,
            viewport={"width": width, "height": height},
            bypass_csp=True,  # else axe itself could not run
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(path.as_uri())
        return page

    yield run
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_is_cut(opened, name, scheme):
    page = opened(name, scheme)
    found = Axe().run(page).response["violations"]
    assert not [(v["id"], v["nodes"][0]["html"][:200]) for v in found]
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= LOOKS[scheme][0]


def test_what_to_notice_is_seen_without_scrolling(opened):
    for name, words in {
        "few": "Look at this first",
        "none": "There are no submissions yet",
        "feedback": "of minus z",
    }.items():
        page = opened(name, "dark")
        box = page.get_by_text(words).first.bounding_box()
        assert box["y"] + box["height"] < LOOKS["dark"][1], name


def test_names_run_nothing_and_are_all_there(opened):
    page = opened("few", "light")
    assert page.locator("script").count() == 0
    cells = page.locator("table").last.locator("tbody th")
    shown = [" ".join(text.split()) for text in cells.all_inner_texts()]
    wanted = [n.replace("\u200b", "").strip() for n in people(len(NAMES))]
    assert shown == wanted
