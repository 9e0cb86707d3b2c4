"""Late penalties: the course's own nbgrader plugin, asked as nbgrader asks it.

nbgrader asks once, when it autogrades. Here every run asks anew, so that a
moved due date, an extension or a grade given by hand count at once.
"""

import math

from nbgrader.api import Assignment, SubmittedAssignment, SubmittedNotebook
from nbgrader.preprocessors import AssignLatePenalties


def penalise(gradebook, config, say):
    """Enter the penalty of every late submission; the caller commits.

    ``say`` is told, in a sentence each, of what the plugin cannot answer.
    """
    late, early = [], []
    for entry in _candidates(gradebook.db):
        (late if _seconds(entry) > 0 else early).append(entry)
    fined = _fined(gradebook.db)
    for book in (b for e in early if e.id in fined for b in e.notebooks):
        book.late_submission_penalty = None
    plugin = _plugin(config, say) if late else None
    for entry, book in ((e, b) for e in late for b in e.notebooks):
        book.late_submission_penalty = (
            _ask(plugin, entry, book, say) if plugin else None
        )


def _seconds(entry):
    """How late; nbgrader's own count fails on an extension of no date."""
    if entry.assignment.duedate is None:
        return 0
    return entry.total_seconds_late


def _fined(db):
    column = SubmittedNotebook.late_submission_penalty
    rows = db.query(SubmittedNotebook.assignment_id).filter(column.isnot(None))
    return {number for (number,) in rows}


def _candidates(db):
    """Submissions that may be late, or that have a penalty from before."""
    fined = db.query(SubmittedNotebook.assignment_id).filter(
        SubmittedNotebook.late_submission_penalty.isnot(None)
    )
    dated = SubmittedAssignment.timestamp.isnot(None)
    dated &= Assignment.duedate.isnot(None)
    return (
        db.query(SubmittedAssignment)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .filter(dated | SubmittedAssignment.id.in_(fined))
        .all()
    )


def _plugin(config, say):
    """The plugin that nbgrader's own step is configured with."""
    try:
        step = AssignLatePenalties(config=config)
        step.init_plugin()
        step.plugin_inst.late_submission_penalty  # noqa: B018  it is there
        return step.plugin_inst
    except Exception as error:
        say(
            "No late penalty was given: the plugin for them cannot be used "
            f"({_words(error)}). Set AssignLatePenalties.plugin_class in "
            "nbgrader_config.py right and grade again."
        )
        return None


def _ask(plugin, entry, book, say):
    """One penalty, never below 0 nor above the score, as in nbgrader."""
    student, score = entry.student_id, book.score
    late = _seconds(entry)
    try:
        penalty = plugin.late_submission_penalty(student, score, late)
        if penalty is None:
            return None
        number = float(penalty)
        if isinstance(penalty, str | bool) or math.isnan(number):
            raise ValueError(f"it answered {penalty!r}, which is no number")
    except Exception as error:
        say(
            f"No late penalty for {student}, {entry.assignment.name}: the "
            f"plugin {type(plugin).__name__} failed ({_words(error)}). Set "
            "it right and grade again."
        )
        return None
    return min(max(number, 0.0), score)


def _words(error):
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0][:200] if lines else ''}"
