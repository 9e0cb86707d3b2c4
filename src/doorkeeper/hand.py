"""What persons entered in the gradebook: points, comments; and penalties.

A `Hand` is plain data for one submission:
{"scores": {notebook: {cell: points}}, "comments": {notebook: {cell: text}},
"penalties": {notebook: points}}, each part left out when it is empty.
"""

import json

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)

from doorkeeper.store import digest

MANUAL = Grade.manual_score.isnot(None) | (Grade.extra_credit != 0)


def hands(db):
    """{(student, assignment): Hand} of all that a person has touched."""
    found = {}
    for *where, cell, score in _rows(db, Grade, Grade.score, MANUAL):
        _put(found, "scores", *where, cell, float(score))
    said = Comment.manual_comment.isnot(None)
    for *where, cell, words in _rows(
        db, Comment, Comment.manual_comment, said
    ):
        if words.strip():
            _put(found, "comments", *where, cell, words)
    for student, assignment, book, points in _penalties(db):
        hand = found.setdefault((student, assignment), {})
        hand.setdefault("penalties", {})[book] = points
    return found


def _rows(db, kind, value, condition):
    return (
        db.query(
            SubmittedAssignment.student_id,
            Assignment.name,
            Notebook.name,
            BaseCell.name,
            value,
        )
        .select_from(kind)
        .join(BaseCell, kind.cell_id == BaseCell.id)
        .join(SubmittedNotebook, kind.notebook_id == SubmittedNotebook.id)
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .join(
            SubmittedAssignment,
            SubmittedNotebook.assignment_id == SubmittedAssignment.id,
        )
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .filter(condition)
    )


def _penalties(db):
    return (
        db.query(
            SubmittedAssignment.student_id,
            Assignment.name,
            Notebook.name,
            SubmittedNotebook.late_submission_penalty,
        )
        .select_from(SubmittedNotebook)
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .join(
            SubmittedAssignment,
            SubmittedNotebook.assignment_id == SubmittedAssignment.id,
        )
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .filter(SubmittedNotebook.late_submission_penalty > 0)
    )


def _put(found, part, student, assignment, book, cell, value):
    hand = found.setdefault((student, assignment), {})
    hand.setdefault(part, {}).setdefault(book, {})[cell] = value


def mark(hand):
    """A short name for a Hand, by which a change is seen; "" for none."""
    if not hand:
        return ""
    return digest(json.dumps(hand, sort_keys=True))[:16]


def with_scores(questions, hand):
    """The questions, with a person's points in the place of automatic ones."""
    given = (hand or {}).get("scores", {})
    return [
        _scored(q, given.get(q["notebook"], {}).get(q["question"]))
        for q in questions
    ]


def _scored(question, score):
    if score is None:
        return question
    status = "partial" if score > 0 else "wrong"
    if score >= question["max_score"]:
        status = "right"
    made = {**question, "score": score, "status": status, "by_hand": True}
    if status == "right":
        made |= {"misconception": "", "message": ""}
    return made
