"""reports/: grades.csv, questions.csv and class.html."""

from doorkeeper import standings
from doorkeeper.hand import hands, with_scores
from doorkeeper.store import write
from doorkeeper.tables import csv_text

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

    def receipts(self):
        """(submission, what is remembered of it) for the whole course."""
        found = self.course.submissions(self.course.assignments())
        known = self.store.receipt
        return [(s, known(s.student, s.assignment)) for s in found]

    def write(self, receipts=None):
        """Write the three files; return the rows of grades.csv."""
        receipts = self.receipts() if receipts is None else receipts
        rows = self.grades(receipts)
        questions = self.questions(receipts)
        folder = self.course.reports
        write(folder / "grades.csv", csv_text(GRADES, rows))
        write(folder / "questions.csv", csv_text(QUESTIONS, questions))
        from doorkeeper.page import class_page

        notes = {
            (s.student, s.assignment): receipt.get("notes", [])
            for s, receipt in receipts
        }
        groups = self.settings.groups
        page = class_page(rows, questions, groups, notes)
        write(folder / "class.html", page)
        return rows

    def grades(self, receipts):
        """A row for each submission; a score only where there is one."""
        totals = standings.totals(self.gradebook.db)
        most = self.max_scores({s.assignment for s, _ in receipts})
        rows = []
        for submission, receipt in receipts:
            row = {
                "student": submission.student,
                "assignment": submission.assignment,
                "score": receipt.get("score"),
                "max_score": receipt.get(
                    "max_score", most.get(submission.assignment)
                ),
                "status": receipt.get("status", UNTOUCHED),
            }
            known = totals.get((submission.student, submission.assignment))
            if known and row["status"] != UNTOUCHED:
                self.by_hand(row, *known)
            rows.append({k: _number(v) for k, v in row.items()})
        return rows

    def max_scores(self, names):
        """{assignment: points}, of the gradebook or else of the source."""
        known = standings.max_scores(self.gradebook.db)
        for name in sorted(names - set(known)):
            folder = self.course.source(name)
            known[name] = standings.source_points(folder)
        return known

    def by_hand(self, row, score, waiting):
        """Take in what a person has graded since."""
        judged = not waiting and row["max_score"]
        if row["score"] is not None or judged:
            row["score"] = score
        if row["status"] == "needs-manual-grade" and not waiting:
            row |= {"status": "graded", "score": score}

    def questions(self, receipts):
        """A row for each function, a person's points in place of ours."""
        given = hands(self.gradebook.db)
        rows = []
        for submission, receipt in receipts:
            where = submission.student, submission.assignment
            found = receipt.get("questions", [])
            for entry in with_scores(found, given.get(where)):
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
