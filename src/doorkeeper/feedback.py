"""A page for the student: what was wrong and why, nothing hidden, no script.

First the points and what a person wrote, then the misconceptions by name,
then the points of each part, then the notebook.
"""

from doorkeeper.hand import with_scores
from doorkeeper.html import page, points, table, text
from doorkeeper.told import HIDDEN, Told

WORDS = {
    "right": "right",
    "right-but-differs": "right",
    "partial": "partly right",
    "wrong": "not right yet",
    "not-written": "not written yet",
    "timeout": "took too long",
    "crashed": "made Python stop",
    "not-computed": "not computed",
    "manual": "waits to be graded by a person",
}
STATUS = {
    "timeout": "Something in this notebook took too long and was stopped. "
    "Look for a loop that does not end.",
    "crashed": "The code of this notebook made Python stop. What could be "
    "graded without it was graded.",
    "tampered": "The process that ran this notebook answered what no honest "
    "one answers. What it touched got no points; ask your instructor.",
    "missing-cells": "Nothing was graded: the notebook holds no cell of the "
    "exercise. Hand in the one that you worked in.",
    "missing-notebook": "Nothing was graded: there is no notebook of this "
    "exercise in what you handed in.",
    "unreadable": "Nothing was graded: the file is damaged, or it is no "
    "notebook. Save it anew and hand it in again.",
    "error": "Grading itself stopped here; that is not your fault. Ask your "
    "instructor to grade this notebook again.",
}
# Notes for the instructor alone: words of the solution or of the grader.
INWARD = ("grading stopped:", "the solution:")


def pages(result, source, hand=None):
    """{file name: HTML} for one submission, with a `doorkeeper.hand` Hand."""
    return {
        f"{name}.html": one_page(result, name, source, hand)
        for name in result["notebooks"]
    }


def one_page(result, name, source, hand=None):
    """The page of one of a submission's notebooks."""
    body = _body(result, name, source, hand or {})
    return page(f"{result['assignment']}: feedback", body)


def _body(result, name, source, hand):
    notebook = result["notebooks"][name]
    mine = [q for q in result["questions"] if q["notebook"] == name]
    questions = with_scores(mine, hand)
    told = Told(notebook, source.masters[name], source.releases[name])
    fine = hand.get("penalties", {}).get(name, 0.0)
    parts = [
        f"<h1>{_headline(result, notebook, questions, fine)}</h1>",
        f'<p class="muted"><bdi>{text(result["student"])}</bdi>, '
        f"{text(name)}</p>",
    ]
    if fine:
        parts.append(
            f'<p class="bad">Handed in late: {points(fine)} points were '
            "taken off.</p>"
        )
    if notebook["status"] in STATUS:
        parts.append(f'<p class="bad">{STATUS[notebook["status"]]}</p>')
    parts += [f"<p>{text(note)}</p>" for note in _notes(notebook)]
    parts += _comments(hand.get("comments", {}).get(name, {}))
    parts += _leads(questions, told)
    if questions:
        parts += ["<h2>Points</h2>", _points(questions)]
    if cells := told.cells():
        parts += ["<h2>Your notebook</h2>", *cells]
    return "\n".join(parts)


def _headline(result, notebook, questions, fine):
    assignment = result["assignment"]
    scores = [q["score"] for q in questions if q["score"] is not None]
    if not scores or notebook["status"] == "error":
        return f"{text(assignment)}: not graded"
    total = sum(q["max_score"] for q in questions)
    score = points(max(0.0, sum(scores) - fine))
    waiting = any(q["status"] == "manual" for q in questions)
    more = " so far" if waiting else ""
    return f"{text(assignment)}: {score} of {points(total)}{more}"


def _notes(notebook):
    """What was found and set right in the student's own notebook."""
    return [n for n in notebook["notes"] if not n.startswith(INWARD)]


def _comments(comments):
    """What a person wrote, each with the part it is about."""
    parts = []
    for cell, words in comments.items():
        said = f'<p class="said">{text(words)}</p>'
        parts.append(f"<h3>On {text(cell)}</h3>{said}")
    if not parts:
        return []
    body = "\n".join(parts)
    head = "<h2>From your instructor</h2>"
    return [f'<section class="lead person">{head}{body}</section>']


def _leads(questions, told):
    """The misconceptions, by name."""
    parts = []
    for question in questions:
        if question["status"] in ("right", "right-but-differs", "manual"):
            continue
        if question["score"] is None:
            continue
        message = told.message(question)
        name = told.misconception(question) if message != HIDDEN else ""
        words = WORDS.get(question["status"], question["status"])
        if name:
            words = _words(name, question["function"])
        head = f"{text(question['function'])}: {text(words)}"
        body = f"<pre>{text(message)}</pre>" if message else ""
        parts.append(f'<section class="lead"><h2>{head}</h2>{body}</section>')
    return parts


def _words(name, function):
    """A misconception's id as words, without the function it begins with."""
    name = name.replace("_", "-")
    start = function.replace("_", "-") + "-"
    return name.removeprefix(start).replace("-", " ")


def _points(questions):
    rows = []
    for q in questions:
        good = "good" if q["status"].startswith("right") else "bad"
        words = WORDS.get(q["status"], "not graded")
        if q.get("by_hand"):
            words += ", graded by a person"
        rows.append(
            [
                q["function"],
                (points(q["score"]), "num"),
                (points(q["max_score"]), "num"),
                (words, good),
            ]
        )
    return table(["part", "points", "of", "result"], rows, "Points")
