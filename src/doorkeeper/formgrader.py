"""Doorkeeper's page where nbgrader makes feedback: command and button.

The line ``c.GenerateFeedback.exporter_class =
"doorkeeper.formgrader.FeedbackExporter"`` in nbgrader_config.py makes
`nbgrader generate_feedback`, and the button of the formgrader, write a page
without hidden tests in the place of nbgrader's.
"""

import json

from nbconvert.exporters import Exporter
from nbgrader.api import Gradebook as Stock
from nbgrader.api import MissingEntry

from doorkeeper.course import Course
from doorkeeper.errors import DoorkeeperError
from doorkeeper.feedback import one_page
from doorkeeper.hand import hands
from doorkeeper.settings import section
from doorkeeper.source import Source
from doorkeeper.store import Store
from doorkeeper.told import MARK


class FeedbackExporter(Exporter):
    """An autograded notebook as the page that its student may see."""

    file_extension = ".html"
    output_mimetype = "text/html"

    def from_notebook_node(self, nb, resources=None, **kwargs):
        """Return the page and the resources, as every exporter does."""
        about = resources["nbgrader"]
        directory = self.parent.coursedir
        course = Course(directory.root, self.config, directory)
        source = self.source(course, about["assignment"])
        name = about["notebook"]
        if name not in source.masters:
            raise DoorkeeperError(
                f"{course.source(about['assignment'])} has no notebook "
                f"{name}, so what of it is hidden cannot be known. Put it "
                "back, then make the feedback again."
            )
        with Stock(directory.db_url, directory.course_id) as book:
            result = self.graded(course, source, nb, about)
            given = hands(book.db)
            grades = _grades(book, about)
        if result is None or not _same(result, name, nb, grades):
            result = _derived(nb, about, grades)
        resources["output_extension"] = self.file_extension
        hand = given.get((about["student"], about["assignment"]))
        return one_page(result, name, source, hand), resources

    def source(self, course, assignment):
        """The assignment, read once for all of its submissions."""
        if getattr(self, "_kept", None) is None:
            self._kept = {}
        if assignment not in self._kept:
            made = Source(course, assignment, section(self.config))
            self._kept[assignment] = made
        return self._kept[assignment]

    def graded(self, course, source, nb, about):
        """Doorkeeper's own result, if it still belongs to this source."""
        store = Store(course.state)
        receipt = store.receipt(about["student"], about["assignment"])
        if receipt.get("source") != source.key():
            return None
        return store.result(receipt["key"])


def _grades(book, about):
    """{question: (automatic score, points that can be had)}."""
    where = about["notebook"], about["assignment"], about["student"]
    try:
        found = book.find_submission_notebook(*where)
    except MissingEntry:
        return {}
    return {g.name: (g.auto_score, g.max_score) for g in found.grades}


def _same(result, name, nb, grades):
    """Whether a result is what this notebook and these grades came from."""
    notebook = result["notebooks"].get(name, {})
    mine = [cell["source"] for cell in notebook.get("cells", [])]
    scores = {
        q["question"]: q["score"]
        for q in result["questions"]
        if q["notebook"] == name
    }
    known = {key: score for key, (score, _) in grades.items()}
    return mine == [cell.source for cell in nb.cells] and scores == known


def _derived(nb, about, grades):
    """A result as doorkeeper's, from what nbgrader's autograding has left."""
    cells = json.loads(json.dumps(nb.cells))
    messages = {}
    for cell in cells:
        meta = cell["metadata"].get("nbgrader") or {}
        texts = [
            f"{o['ename']}: {o['evalue']}"
            for o in cell.get("outputs", [])
            if o["output_type"] == "error"
        ]
        messages[meta.get("grade_id")] = MARK.sub("", (texts or [""])[0])
    questions = [
        {
            "notebook": about["notebook"],
            "question": name,
            "function": name,
            "score": score,
            "max_score": most,
            "status": _status(score, most, messages.get(name, "")),
            "misconception": "",
            "message": messages.get(name, ""),
            "line": None,
        }
        for name, (score, most) in grades.items()
    ]
    notebook = {"status": "graded", "notes": [], "cells": cells}
    return {
        "student": about["student"],
        "assignment": about["assignment"],
        "notebooks": {about["notebook"]: notebook},
        "questions": questions,
    }


def _status(score, most, message):
    if score is None:
        return "manual"
    if score >= most:
        return "right"
    if message.startswith("NotImplementedError"):
        return "not-written"
    return "partial" if score else "wrong"
