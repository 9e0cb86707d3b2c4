"""Sums of the gradebook: a few queries for a course of any size."""

import json
from pathlib import Path

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import Integer, cast, func


def totals(db):
    """{(student, assignment): (score less penalty, waits for a person)}."""
    fines = penalties(db)
    rows = (
        db.query(
            SubmittedAssignment.id,
            SubmittedAssignment.student_id,
            Assignment.name,
            func.sum(Grade.score),
            func.max(cast(Grade.needs_manual_grade, Integer)),
        )
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .outerjoin(
            SubmittedNotebook,
            SubmittedNotebook.assignment_id == SubmittedAssignment.id,
        )
        .outerjoin(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .group_by(
            SubmittedAssignment.id,
            SubmittedAssignment.student_id,
            Assignment.name,
        )
    )
    return {
        (student, name): (
            max(0.0, (score or 0.0) - fines.get(number, 0.0)),
            bool(waiting),
        )
        for number, student, name, score, waiting in rows
    }


def penalties(db):
    """{number of a submitted assignment: its late penalty}."""
    fine = SubmittedNotebook.late_submission_penalty
    rows = db.query(SubmittedNotebook.assignment_id, func.sum(fine))
    rows = rows.filter(fine > 0).group_by(SubmittedNotebook.assignment_id)
    return dict(rows.all())


def max_scores(db):
    """{assignment: points that can be had}, as far as it is known here."""
    rows = db.query(Assignment.name, Assignment.max_score)
    return {name: score for name, score in rows if score}


def judged(db):
    """{(student, assignment)} with a grade by machine or by hand."""
    rows = (
        db.query(SubmittedAssignment.student_id, Assignment.name)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(
            SubmittedNotebook,
            SubmittedNotebook.assignment_id == SubmittedAssignment.id,
        )
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .filter(Grade.auto_score.isnot(None) | Grade.manual_score.isnot(None))
        .distinct()
    )
    return {(student, name) for student, name in rows}


def automatic(db, assignment):
    """{student: {(notebook, question): automatic score}} of an assignment."""
    rows = (
        db.query(
            SubmittedAssignment.student_id,
            Notebook.name,
            BaseCell.name,
            Grade.auto_score,
        )
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(
            SubmittedNotebook,
            SubmittedNotebook.assignment_id == SubmittedAssignment.id,
        )
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .filter(Assignment.name == assignment)
    )
    found = {}
    for student, notebook, question, score in rows:
        found.setdefault(student, {})[notebook, question] = score
    return found


def source_points(folder):
    """Points of an assignment, read from its source notebooks."""
    total = 0.0
    for path in sorted(Path(folder).glob("*.ipynb")):
        for cell in json.loads(path.read_text("utf-8")).get("cells", []):
            meta = cell.get("metadata", {}).get("nbgrader", {})
            if meta.get("grade") or meta.get("task"):
                total += float(meta.get("points") or 0)
    return total
