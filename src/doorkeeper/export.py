"""Plugins of `nbgrader export`: grades for other systems, none made up.

`nbgrader export --exporter=doorkeeper.export.GradesPlugin` (or MoodlePlugin,
CanvasPlugin). What was not graded is left empty and never a zero.
"""

import csv
from pathlib import Path

from nbgrader.plugins import ExportPlugin
from traitlets import Unicode

from doorkeeper import standings
from doorkeeper.course import Course
from doorkeeper.errors import DoorkeeperError
from doorkeeper.gradebook import Gradebook
from doorkeeper.report import UNTOUCHED, Report
from doorkeeper.settings import section
from doorkeeper.store import Store, write
from doorkeeper.tables import csv_text

ABSENT = "not-submitted"
COLUMNS = [
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
    "status",
]


class Plugin(ExportPlugin):
    """What the plugins share: rows with a status, and a file to write."""

    default_to = "grades.csv"

    def export(self, gradebook):
        """Write the file; nbgrader calls this with its open gradebook."""
        try:
            self.write(Path(self.to or self.default_to), gradebook)
        except (DoorkeeperError, OSError, UnicodeDecodeError) as error:
            raise SystemExit(f"nbgrader export: {error}") from None

    def wanted(self, row):
        people, names = map(str, self.student), map(str, self.assignment)
        return (not self.student or row["student"] in people) and (
            not self.assignment or row["assignment"] in names
        )

    def rows(self, gradebook):
        """{(student, assignment): row of reports/grades.csv}, as of now."""
        directory = self.parent.coursedir
        course = Course(directory.root, self.config, directory)
        book = Gradebook(directory, gradebook)
        report = Report(
            course, section(self.config), Store(course.state), book
        )
        receipts = report.receipts() if course.submitted.is_dir() else []
        found = {
            (row["student"], row["assignment"]): row
            for row in report.grades(receipts)
            if self.wanted(row)
        }
        self.add_stock(found, gradebook.db)
        return found

    def add_stock(self, found, db):
        """What nbgrader alone has graded, doorkeeper not having been there."""
        most, judged = standings.max_scores(db), standings.judged(db)
        for key, (score, waiting) in standings.totals(db).items():
            row = {"student": key[0], "assignment": key[1]}
            if not self.wanted(row):
                continue
            row |= {"score": "", "max_score": most.get(key[1], "")}
            row = found.setdefault(key, {**row, "status": UNTOUCHED})
            if row["status"] == UNTOUCHED and key in judged:
                status = "needs-manual-grade" if waiting else "graded"
                row |= {"score": f"{score:.6g}", "status": status}


class GradesPlugin(Plugin):
    """nbgrader's own table and a last column, status."""

    def write(self, path, gradebook):
        rows = self.rows(gradebook)
        entries = {
            (e.student_id, e.assignment.name): e
            for a in gradebook.assignments
            for e in a.submissions
        }
        fines = standings.penalties(gradebook.db)
        people = {s.id: s for s in gradebook.students}
        dates = {a.name: a.duedate for a in gradebook.assignments}
        most = standings.max_scores(gradebook.db)
        lines = []
        for assignment in sorted({*dates, *(a for _, a in rows)}):
            for student in sorted({*people, *(s for s, _ in rows)}):
                blank = {"student": student, "assignment": assignment}
                if not self.wanted(blank):
                    continue
                blank |= {"score": "", "max_score": most.get(assignment)}
                blank |= {"status": ABSENT}
                row = rows.get((student, assignment), blank)
                entry = entries.get((student, assignment))
                lines.append(
                    {
                        "assignment": assignment,
                        "duedate": dates.get(assignment),
                        "student_id": student,
                        **_person(people.get(student)),
                        **_scores(row, entry, fines),
                    }
                )
        write(path, csv_text(COLUMNS, lines))


def _person(student):
    keys = ("last_name", "first_name", "email")
    return {key: getattr(student, key, None) for key in keys}


def _scores(row, entry, fines):
    """A row's numbers; the raw score is the one before the penalty."""
    fine = fines.get(entry.id, 0.0) if entry else 0.0
    made = {
        "timestamp": entry.timestamp if entry else None,
        "score": row["score"],
        "max_score": row["max_score"],
        "status": row["status"],
    }
    if row["score"] != "":
        made["raw_score"] = f"{float(row['score']) + fine:.6g}"
        made["late_submission_penalty"] = f"{fine:.6g}"
    return made


class MoodlePlugin(Plugin):
    """A row for each student, a column for each assignment, for Moodle."""

    default_to = "moodle.csv"
    user = Unicode(
        "username",
        help="""Heading of the first column, which holds the names of the
        students' folders. "email": their addresses in the gradebook.""",
    ).tag(config=True)

    def write(self, path, gradebook):
        rows = self.rows(gradebook)
        names = sorted({assignment for _, assignment in rows})
        mail = {s.id: s.email for s in gradebook.students}
        lines = []
        for student in sorted({student for student, _ in rows}):
            known = mail.get(student) if self.user == "email" else student
            line = {self.user: known or student}
            for name in names:
                row = rows.get((student, name), {})
                line[name] = row.get("score", "")
            lines.append(line)
        write(path, csv_text([self.user, *names], lines))


class CanvasPlugin(Plugin):
    """Canvas's own table, filled in; what has no score stays as it was."""

    default_to = "canvas_filled.csv"
    table = Unicode(
        "canvas.csv", help="The gradebook as Canvas exported it."
    ).tag(config=True)
    user = Unicode(
        "SIS Login ID",
        help="The column that holds the names of the students' folders.",
    ).tag(config=True)

    def write(self, path, gradebook):
        head, lines = self.read()
        at = head.index(self.user)
        rows = self.rows(gradebook)
        met = set()
        for line in lines:
            student = line[at].strip() if at < len(line) else ""
            for place, title in enumerate(head[: len(line)]):
                name = title.rsplit(" (", 1)[0]
                row = rows.get((student, name))
                if row and row["score"] != "":
                    line[place] = row["score"]
                    met.add((student, name))
        self.tell_missing(rows, met)
        with open(path, "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([head, *lines])

    def read(self):
        if not Path(self.table).is_file():
            raise DoorkeeperError(
                f"there is no file {self.table}. Export the gradebook in "
                "Canvas, and save it under this name or give another with "
                "--CanvasPlugin.table."
            )
        with open(self.table, encoding="utf-8-sig", newline="") as file:
            head, *lines = list(csv.reader(file)) or [[]]
        if self.user not in head:
            raise DoorkeeperError(
                f"{self.table} has no column {self.user!r}. Give the column "
                "of the login names with --CanvasPlugin.user."
            )
        return head, lines

    def tell_missing(self, rows, met):
        left = sorted(k for k, r in rows.items() if r["score"] != "")
        left = [f"{s}, {a}" for s, a in left if (s, a) not in met]
        if left:
            self.log.warning(
                "%d scores have no place in %s: %s",
                len(left),
                self.table,
                "; ".join(left[:20]),
            )
