"""What a student sees when a check does not pass."""

import textwrap

# Lines with arrays in them stay as they are: a fold would break a row.
STAYS = (" ", "called ", "came back ", "expected ", "[")


def folded(text):
    """The text with its sentences folded to the width of a cell."""
    return "\n".join(
        line if line.startswith(STAYS) else textwrap.fill(line, 76)
        for line in text.splitlines()
    )


class CheckFailed(AssertionError):
    """A check that did not pass; its message is all a student needs.

    function: the name that was checked. rung: where on the ladder it
    failed. misconception: id of the catalogue entry that explains it, or
    None. The last line of the message carries the same, for graders.
    """

    def __init__(self, text, function, rung, misconception=None):
        self.function = function
        self.rung = rung
        self.misconception = misconception
        mark = (
            f"[misconception: {misconception}]"
            if misconception
            else f"[check: {function}/{rung}]"
        )
        super().__init__(f"{text}\n\n{mark}")

    def _render_traceback_(self):
        """What IPython shows: the message, with no wall of calls above."""
        return [folded(str(self))]


def not_written(name):
    """The error of an exercise that nobody has begun.

    The class stays a plain NotImplementedError: an empty exercise is not a
    wrong one, and graders tell the two apart by that name.
    """
    text = (
        f"{name} is not written yet. Replace `raise NotImplementedError()` "
        "in the cell above by your code, run that cell, then this one."
    )
    return plainly(NotImplementedError(text))


def interrupted(name, line):
    """The error of a check that somebody has stopped; line: where it was.

    The class stays KeyboardInterrupt, which is what stopped it.
    """
    text = (
        f"{name} had not come back when it was interrupted"
        + (f" ({line})" if line else "")
        + ". What ends its loop?"
    )
    return plainly(KeyboardInterrupt(text))


def plainly(error):
    """The error, shown by IPython as its message alone."""
    error._render_traceback_ = lambda: [folded(str(error))]
    return error
