"""A page for the student: what was wrong and why, nothing hidden, no script.

Of a test only what the release shows is told. Once a hidden test has run, the
student's code may know its inputs, so from there on its own words (prints,
error messages) are left out.
"""

import re

from doorkeeper.html import outputs, page, points, text

MARK = re.compile(r"\n*\[(?:misconception|check): [^\]\n]*\]\s*$")
WORDS = {
    "right": "right",
    "right-but-differs": "right",
    "partial": "partly right",
    "wrong": "not right yet",
    "not-written": "not written yet",
    "timeout": "took too long",
    "crashed": "made Python stop",
    "not-computed": "not computed",
    "manual": "waits to be graded by a person",
}
HIDDEN = "A test that the exercise does not show did not pass."


def pages(result, source):
    """{file name: HTML} for one submission."""
    made = {}
    for name, notebook in result["notebooks"].items():
        questions = [q for q in result["questions"] if q["notebook"] == name]
        body = _body(result, name, notebook, questions, source)
        title = f"{result['assignment']}: feedback"
        made[f"{name}.html"] = page(title, body)
    return made


def _body(result, name, notebook, questions, source):
    told = _Told(name, notebook, source)
    scores = [q["score"] for q in questions if q["score"] is not None]
    total = sum(q["max_score"] for q in questions)
    score = points(sum(scores) if scores else None)
    of = f" of {total:g}" if scores else ""
    parts = [
        f"<h1>{text(result['assignment'])}: {score}{of}</h1>",
        f'<p class="muted">{text(result["student"])}, {text(name)}</p>',
    ]
    if notebook["status"] != "graded":
        parts.append(f"<p>Status: {text(notebook['status'])}.</p>")
    parts += [f"<p>{text(note)}</p>" for note in notebook["notes"]]
    parts += _leads(questions, told)
    parts += [_points(questions)]
    parts += told.cells()
    return "\n".join(parts)


def _leads(questions, told):
    """First of all: the misconceptions, by name."""
    parts = []
    for question in questions:
        if question["status"] in ("right", "right-but-differs", "manual"):
            continue
        message = told.message(question)
        name = question["misconception"] if message != HIDDEN else ""
        head = text(question["function"])
        if name:
            head += f": {text(_words(name, question['function']))}"
        else:
            words = WORDS.get(question["status"], question["status"])
            head += f": {text(words)}"
        body = f"<pre>{text(message)}</pre>" if message else ""
        parts.append(f'<section class="lead"><h2>{head}</h2>{body}</section>')
    return parts


def _words(name, function):
    """A misconception's id as words, without the function it begins with."""
    name = name.replace("_", "-")
    start = function.replace("_", "-") + "-"
    return name.removeprefix(start).replace("-", " ")


def _points(questions):
    from doorkeeper.html import table

    rows = []
    for q in questions:
        good = "good" if q["status"].startswith("right") else "bad"
        words = WORDS.get(q["status"], q["status"])
        rows.append(
            [
                q["function"],
                (points(q["score"]), "num"),
                (f"{q['max_score']:g}", "num"),
                (words, good),
            ]
        )
    return "<h2>Points</h2>" + table(["part", "points", "of", ""], rows)


class _Told:
    """What of one notebook may be told."""

    def __init__(self, name, notebook, source):
        self.notebook = notebook
        self.shown = {}
        self.lines = {}
        masters = source.masters.get(name)
        releases = source.releases.get(name)
        if masters is None:
            return
        for master, release in zip(masters.cells, releases.cells, strict=True):
            key = master.metadata.get("nbgrader", {}).get("grade_id")
            if key:
                self.shown[key] = release.source
                self.lines[key] = _hidden_lines(master.source, release.source)
        self.first_hidden = self._first_hidden()

    def _first_hidden(self):
        for i, cell in enumerate(self.notebook.get("cells", [])):
            if self.lines.get(_key(cell)):
                return i
        return float("inf")

    def message(self, question):
        """The words of a failed test, unless they come from a hidden part."""
        key = question["question"]
        hidden = self.lines.get(key, set())
        if hidden and question.get("line") not in self.visible(key):
            return HIDDEN
        return MARK.sub("", str(question["message"]))[:6000]

    def visible(self, key):
        total = max(self.lines[key], default=0) + 500
        return set(range(1, total)) - self.lines[key]

    def cells(self):
        parts = ["<h2>Your notebook</h2>"]
        for i, cell in enumerate(self.notebook.get("cells", [])):
            key = _key(cell)
            if cell["cell_type"] != "code":
                continue
            source = self.shown.get(key, "") if self.locked(cell) else None
            source = cell["source"] if source is None else source
            if not source.strip():
                continue
            parts.append(f"<pre>{text(source)}</pre>")
            if not self.locked(cell) and i < self.first_hidden:
                parts.append(outputs(cell.get("outputs", [])))
        return parts if len(parts) > 1 else []

    def locked(self, cell):
        meta = cell["metadata"].get("nbgrader") or {}
        return bool(meta.get("grade")) and not meta.get("solution")


def _key(cell):
    return (cell["metadata"].get("nbgrader") or {}).get("grade_id")


def _hidden_lines(master, release):
    """Numbers of the lines of a test cell that the release does not show."""
    left = release.split("\n")
    hidden = set()
    for number, line in enumerate(master.split("\n"), 1):
        if left and line == left[0]:
            left.pop(0)
        else:
            hidden.add(number)
    return hidden
