"""reports/: grades.csv, questions.csv and class.html."""

import csv
import io

from doorkeeper.store import write

GRADES = ["student", "assignment", "score", "max_score", "status"]
QUESTIONS = [
    "student",
    "assignment",
    "notebook",
    "question",
    "function",
    "score",
    "max_score",
    "status",
    "misconception",
    "message",
]
UNTOUCHED = "not-graded-yet"


class Report:
    """All that is known of a course's submissions, in three files."""

    def __init__(self, course, settings, store, gradebook):
        self.course, self.settings = course, settings
        self.store, self.gradebook = store, gradebook

    def write(self):
        submissions = self.course.submissions(self.course.assignments())
        receipts = [
            (s, self.store.receipt(s.student, s.assignment))
            for s in submissions
        ]
        rows = self.grades(receipts)
        questions = self.questions(receipts)
        folder = self.course.reports
        write(folder / "grades.csv", _csv(GRADES, rows))
        write(folder / "questions.csv", _csv(QUESTIONS, questions))
        from doorkeeper.page import class_page

        page = class_page(rows, questions, self.settings.groups)
        write(folder / "class.html", page)
        return rows

    def grades(self, receipts):
        """A row for each submission; a score only where there is one."""
        totals = self.gradebook.totals()
        rows = []
        for submission, receipt in receipts:
            row = {
                "student": submission.student,
                "assignment": submission.assignment,
                "score": receipt.get("score"),
                "max_score": receipt.get("max_score"),
                "status": receipt.get("status", UNTOUCHED),
            }
            known = totals.get((submission.student, submission.assignment))
            if known and row["status"] != UNTOUCHED:
                self.by_hand(row, *known)
            rows.append({k: _number(v) for k, v in row.items()})
        return rows

    def by_hand(self, row, score, waiting):
        """Take in what a person has graded since."""
        if row["score"] is not None or (score and not waiting):
            row["score"] = score
        if row["status"] == "needs-manual-grade" and not waiting:
            row |= {"status": "graded", "score": score}

    def questions(self, receipts):
        rows = []
        for submission, receipt in receipts:
            for entry in receipt.get("questions", []):
                row = {
                    "student": submission.student,
                    "assignment": submission.assignment,
                    **{k: entry.get(k, "") for k in QUESTIONS[2:]},
                }
                row["message"] = " ".join(str(row["message"]).split())[:300]
                rows.append({k: _number(v) for k, v in row.items()})
        return rows


def _number(value):
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6g}"
    return value


def _csv(columns, rows):
    text = io.StringIO()
    made = csv.DictWriter(text, columns, lineterminator="\n")
    made.writeheader()
    for row in rows:
        made.writerow({k: _tame(v) for k, v in row.items()})
    return text.getvalue()


def _tame(value):
    """Keep a spreadsheet from taking a student's text for a formula."""
    if isinstance(value, str) and value[:1] in ("=", "+", "@", "\t", "\r"):
        return "'" + value
    return value
