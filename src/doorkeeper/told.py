"""What of one graded notebook its student may be told.

Once a hidden test has run, the student's code may know its inputs. From there
on nothing that this code has a hand in is told: no output, no error message,
no value that a test shows, no name of a misconception. What stays are words of
ours and lines of the tests that the exercise shows.
"""

import re

from doorkeeper.html import outputs, text

MARK = re.compile(r"\n*\[(?:misconception|check): [^\]\n]*\]\s*$")
HIDDEN = "A test that the exercise does not show did not pass."
SHOWN = "This line of the test did not pass:\n\n{line}"
OURS = ("not-computed",)
MAX_MESSAGE = 6000
NEVER = float("inf")


class Told:
    """Chooses what a page may say of one notebook.

    ``notebook`` is that of a result (cells with outputs); ``masters`` and
    ``releases`` are the instructor's notebook with hidden tests and without.
    """

    def __init__(self, notebook, masters, releases):
        self.items = notebook.get("cells", [])
        self.sources, self.shown, self.lines = {}, {}, {}
        for master, release in zip(masters.cells, releases.cells, strict=True):
            key = master.metadata.get("nbgrader", {}).get("grade_id")
            if key:
                self.sources[key] = master.source.split("\n")
                self.shown[key] = release.source
                self.lines[key] = hidden_lines(master.source, release.source)
        places = {}
        for place, cell in enumerate(self.items):
            places[grade_id(cell)] = place
        self.places = places
        self.first_hidden = min(
            (p for key, p in places.items() if self.lines.get(key)),
            default=NEVER,
        )

    def free(self, question):
        """Whether a question was decided before any hidden test ran."""
        place = self.places.get(question["question"], NEVER)
        if place != self.first_hidden or place == NEVER:
            return place < self.first_hidden or self.first_hidden == NEVER
        line = question.get("line")
        hidden = self.lines[question["question"]]
        return line is not None and 0 < line < min(hidden)

    def message(self, question):
        """The words of a failed test, or ours in their place."""
        if self.free(question) or question["status"] in OURS:
            words = MARK.sub("", str(question["message"]))
            return words[:MAX_MESSAGE]
        key, line = question["question"], question.get("line")
        source = self.sources.get(key, [])
        if not line or not 0 < line <= len(source):
            return HIDDEN if self.lines.get(key) else ""
        if line in self.lines[key]:
            return HIDDEN
        return SHOWN.format(line=source[line - 1].strip())

    def misconception(self, question):
        return question["misconception"] if self.free(question) else ""

    def cells(self):
        """The notebook's code as HTML, tests as the exercise shows them."""
        parts = []
        for place, cell in enumerate(self.items):
            if cell["cell_type"] != "code":
                continue
            locked = _locked(cell)
            source = cell["source"]
            if locked:
                source = self.shown.get(grade_id(cell), "")
            if not source.strip():
                continue
            parts.append(f"<pre>{text(source)}</pre>")
            if not locked and place < self.first_hidden:
                parts.append(outputs(cell.get("outputs", [])))
        return parts


def grade_id(cell):
    return (cell["metadata"].get("nbgrader") or {}).get("grade_id")


def _locked(cell):
    meta = cell["metadata"].get("nbgrader") or {}
    return bool(meta.get("grade")) and not meta.get("solution")


def hidden_lines(master, release):
    """Numbers of the lines of a test cell that the release does not show."""
    left = release.split("\n")
    hidden = set()
    for number, line in enumerate(master.split("\n"), 1):
        if left and line == left[0]:
            left.pop(0)
        else:
            hidden.add(number)
    return hidden
