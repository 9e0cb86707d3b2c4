"""After grading: late penalties, and pages that show what persons entered."""

from doorkeeper.feedback import pages
from doorkeeper.hand import hands, mark
from doorkeeper.late import penalise
from doorkeeper.source import Source
from doorkeeper.store import write


class Settler:
    """Brings gradebook and feedback/ up to date with what persons did.

    ``sources`` are the assignments read so far, by name; ``say`` is told in
    a sentence what went wrong.
    """

    def __init__(self, course, settings, store, gradebook, sources, say):
        self.course, self.settings = course, settings
        self.store, self.gradebook = store, gradebook
        self.sources, self.say = dict(sources), say

    def settle(self, receipts):
        """Take in all; ``receipts`` are those of `Report.receipts`."""
        penalise(self.gradebook, self.course.config, self.say)
        self.gradebook.db.commit()
        if not self.settings.feedback:
            return
        given = hands(self.gradebook.db)
        for submission, receipt in receipts:
            hand = given.get((submission.student, submission.assignment), {})
            if receipt.get("key") and mark(hand) != receipt.get("hand", ""):
                self.rewrite(submission, receipt, hand)

    def rewrite(self, submission, receipt, hand):
        """Write the pages of one submission anew, with a person's part."""
        result = self.store.result(receipt["key"])
        source = self.source(submission.assignment)
        if result is None or receipt.get("source") != source.key():
            return  # the next grading of it writes them
        result |= {k: receipt[k] for k in ("status", "score", "questions")}
        folder = self.course.path(
            self.course.directory.feedback_directory,
            submission.student,
            submission.assignment,
        )
        for name, page in pages(result, source, hand).items():
            write(folder / name, page)
        receipt["hand"] = mark(hand)
        self.store.confirm(submission.student, submission.assignment, receipt)

    def source(self, assignment):
        if assignment not in self.sources:
            made = Source(self.course, assignment, self.settings)
            self.sources[assignment] = made
        return self.sources[assignment]
