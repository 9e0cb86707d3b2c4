"""Write results into nbgrader's gradebook: one connection, one writer."""

from nbgrader import api
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    GradeCell,
    MissingEntry,
    Notebook,
    SolutionCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from nbgrader.api import Gradebook as Stock

from doorkeeper import database, standings
from doorkeeper.errors import DoorkeeperError


class Gradebook:
    """nbgrader's gradebook, filled without a query for every cell."""

    def __init__(self, directory, stock=None):
        self.turn = None
        self.cells, self.entered = {}, {}
        self.stock = stock or self.open(directory)
        self.db = self.stock.db

    def open(self, directory):
        api.get_alembic_version = _alembic_head
        with database.plainly(directory.db_url):
            self.turn = database.take_turn(directory.db_url)
            return Stock(directory.db_url, directory.course_id)

    def close(self):
        self.stock.close()
        if self.turn is not None:
            self.turn.close()

    def has(self, assignment):
        try:
            return bool(self.stock.find_assignment(assignment).notebooks)
        except MissingEntry:
            return False

    def save(self, source):
        """Bring an assignment's cells up to date, grades of old ones kept."""
        self.drop_cells(source)
        source.save(self.stock)
        self.db.expire_all()
        self.cells.pop(source.assignment, None)

    def drop_cells(self, source):
        """Take away cells that the source no longer has.

        nbgrader refuses to change a notebook that has submissions. A cell
        that only the machine has graded may go; one that a person has graded
        or commented may not.
        """
        try:
            assignment = self.stock.find_assignment(source.assignment)
        except MissingEntry:
            return
        for notebook in assignment.notebooks:
            if not notebook.submissions or notebook.name not in source.masters:
                continue
            wanted = _kinds(source.masters[notebook.name])
            for cell in self.db.query(BaseCell).filter_by(
                notebook_id=notebook.id
            ):
                if wanted.get(cell.name, {}).get(type(cell)):
                    continue
                self.drop_cell(cell, source)
            for cell in list(notebook.source_cells):
                if cell.name not in wanted:
                    self.db.delete(cell)
            self.add_cells(notebook, wanted)
        self.db.commit()

    def drop_cell(self, cell, source):
        by_hand = any(
            g.manual_score is not None or g.extra_credit is not None
            for g in self.db.query(Grade).filter_by(cell_id=cell.id)
        )
        if by_hand:
            raise DoorkeeperError(
                f"{source.assignment} no longer has the cell {cell.name}, "
                "which has been graded by hand. Put the cell back, or "
                "remove the assignment with `nbgrader db assignment remove`."
            )
        for kind in (Grade, Comment):
            self.db.query(kind).filter_by(cell_id=cell.id).delete()
        self.db.delete(cell)

    def add_cells(self, notebook, wanted):
        """Enter new cells, so that nbgrader finds nothing added."""
        from nbgrader.api import SourceCell

        have = {
            (type(c), c.name)
            for c in self.db.query(BaseCell).filter_by(notebook_id=notebook.id)
        }
        sources = {c.name for c in notebook.source_cells}
        for name, kinds in wanted.items():
            for kind, points in kinds.items():
                if points is None or (kind, name) in have:
                    continue
                fields = {"name": name, "notebook_id": notebook.id}
                if kind is not SolutionCell:
                    fields |= {"max_score": points[0], "cell_type": points[1]}
                self.db.add(kind(**fields))
            if name not in sources:
                self.db.add(
                    SourceCell(
                        name=name, notebook_id=notebook.id, cell_type="code"
                    )
                )
        self.db.flush()

    # Results

    def known(self, assignment):
        """The assignment's notebooks and their cells, read once."""
        if assignment not in self.cells:
            entry = self.db.query(Assignment).filter_by(name=assignment).one()
            books = self.db.query(Notebook).filter_by(assignment_id=entry.id)
            found = {}
            for book in books:
                cells = self.db.query(BaseCell).filter_by(notebook_id=book.id)
                found[book.name] = (
                    book.id,
                    [(c.id, c.name, type(c)) for c in cells],
                )
            self.cells[assignment] = entry.id, found
        return self.cells[assignment]

    def write(self, result, timestamp=None):
        """Enter one result; the caller commits."""
        entry, books = self.known(result["assignment"])
        submission = self.submission(entry, result["student"], timestamp)
        scores = {
            (q["notebook"], q["question"]): q for q in result["questions"]
        }
        have = {n.notebook_id: n for n in submission.notebooks}
        for name, (number, cells) in books.items():
            book = have.get(number)
            if book is None:
                book = SubmittedNotebook(notebook_id=number)
                submission.notebooks.append(book)
            self.fill(book, cells, name, scores, result)

    def submission(self, entry, student, timestamp):
        if self.db.get(Student, student) is None:
            self.db.add(Student(id=student))
        found = (
            self.db.query(SubmittedAssignment)
            .filter_by(assignment_id=entry, student_id=student)
            .one_or_none()
        )
        if found is None:
            found = SubmittedAssignment(
                assignment_id=entry, student_id=student
            )
            self.db.add(found)
        if timestamp is not None:
            found.timestamp = timestamp
        return found

    def fill(self, book, cells, name, scores, result):
        grades = {g.cell_id: g for g in book.grades} if book.id else {}
        comments = {c.cell_id: c for c in book.comments} if book.id else {}
        notebook = result["notebooks"].get(name, {})
        for number, question, kind in cells:
            if kind in (GradeCell, TaskCell):
                grade = grades.get(number)
                if grade is None:
                    grade = Grade(cell_id=number)
                    book.grades.append(grade)
                _enter(grade, scores.get((name, question)))
            if kind in (SolutionCell, TaskCell):
                comment = comments.get(number)
                if comment is None:
                    comment = Comment(cell_id=number)
                    book.comments.append(comment)
                empty = kind is SolutionCell and question in notebook.get(
                    "unchanged", ()
                )
                comment.auto_comment = "No response." if empty else None

    def holds(self, student, assignment, questions):
        """Whether the gradebook still has a submission's scores, unchanged.

        Stock nbgrader may have graded it since; a person's points are
        entered beside the automatic ones.
        """
        if assignment not in self.entered:
            self.entered[assignment] = standings.automatic(self.db, assignment)
        wanted = {
            (q["notebook"], q["question"]): q["score"] for q in questions
        }
        return self.entered[assignment].get(student) == wanted


def _enter(grade, question):
    """The automatic score; a person's score and remark stay as they are."""
    grade.auto_score = question["score"] if question else None
    grade.needs_manual_grade = (
        grade.manual_score is not None or grade.auto_score is None
    )


def _kinds(master):
    """What a notebook's cells are in the gradebook: {name: {kind: ...}}."""
    from nbgrader import utils

    found = {}
    for cell in master.cells:
        meta = cell.metadata.get("nbgrader", {})
        name = meta.get("grade_id")
        grade, task = utils.is_grade(cell), utils.is_task(cell)
        solution = utils.is_solution(cell)
        if not name or not (
            grade or solution or task or utils.is_locked(cell)
        ):
            continue
        points = (float(meta.get("points", 0) or 0), cell.cell_type)
        found[name] = {
            GradeCell: points if grade else None,
            SolutionCell: points if solution else None,
            TaskCell: points if task else None,
        }
    return found


def _alembic_head():
    """What nbgrader asks `alembic heads` for, without a process of its own.

    Half of the start-up on a new gradebook was that process.
    """
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from nbgrader.dbutil import _temp_alembic_ini

    with _temp_alembic_ini("sqlite://") as ini:
        return ScriptDirectory.from_config(Config(ini)).get_current_head()
