"""reports/class.html: the class on one page, what matters most on top."""

from collections import Counter

from doorkeeper.html import bars, page, table, text

FINE = ("graded", "not-graded-yet")
TENTHS = [
    "below 20 %",
    "20 to 40 %",
    "40 to 60 %",
    "60 to 80 %",
    "80 % and more",
    "all points",
]
EMPTY = (
    "<p>There are no submissions yet. Put the notebooks into "
    "submitted/STUDENT/ASSIGNMENT/ and run <code>doorkeeper grade</code>.</p>"
)


def class_page(rows, questions, groups, notes=None):
    """Return the page.

    ``rows`` and ``questions`` are those of the CSV files; ``groups`` names
    what functions belong together (a door, a chapter); ``notes`` gives the
    sentences on a submission: {(student, assignment): [sentence, ...]}.
    """
    if not rows:
        return page("The class", "<h1>The class</h1>\n" + EMPTY)
    parts = [
        "<h1>The class</h1>",
        f"<p>{_count(len({r['student'] for r in rows}), 'student')}, "
        f"{_count(len(rows), 'submission')}.</p>",
        _first(rows, questions, groups),
        _section("Which part is not understood", _groups(questions, groups)),
        _section("What the class gets wrong", _functions(questions)),
        _misconceptions(questions),
        _statuses(rows),
        _needy(rows, notes or {}),
        _scores(rows),
        _grades(rows),
    ]
    return page("The class", "\n".join(part for part in parts if part))


def _count(number, noun):
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _first(rows, questions, groups):
    """What a teacher should know before anything else."""
    lines = []
    worst = [e for e in _groups(questions, groups) if e[1] > 0][:1]
    worst += [e for e in _functions(questions) if e[1] > 0][:1]
    for label, _, words in worst:
        lines.append(f"<b>{text(label)}</b>: {words} answers are not right.")
    for name, number in _named(questions).most_common(1):
        lines.append(
            f"The commonest misconception is <b>{text(_words(name))}</b> "
            f"({_count(number, 'submission')})."
        )
    needy = [r for r in rows if r["status"] not in FINE]
    if needy:
        lines.append(
            f'<a href="#look">{_count(len(needy), "submission")}</a> '
            f"{'wants' if len(needy) == 1 else 'want'} a look from you."
        )
    waiting = sum(r["status"] == "not-graded-yet" for r in rows)
    if waiting:
        lines.append(
            f"{_count(waiting, 'submission')} not graded yet: run "
            "<code>doorkeeper grade</code>."
        )
    if not lines:
        lines = ["Every answer is right, and no submission wants a look."]
    items = "".join(f"<li>{line}</li>\n" for line in lines)
    return (
        '<section class="lead"><h2>Look at this first</h2>\n'
        f"<ul>\n{items}</ul></section>"
    )


def _section(title, entries):
    """Shares of answers that are not right, worst first."""
    if not entries:
        return ""
    unit = "<p class='muted'>answers that are not right</p>"
    return f"<h2>{title}</h2>\n{unit}\n{bars(entries, 1)}"


def _rate(questions, key):
    """(label, share, words) of what goes wrong, worst first."""
    wrong, all_ = Counter(), Counter()
    for q in questions:
        label = key(q)
        if q["score"] == "" or label is None:
            continue
        all_[label] += 1
        wrong[label] += float(q["score"]) < float(q["max_score"])
    entries = [
        (label, wrong[label] / n, f"{wrong[label]} of {n}")
        for label, n in all_.items()
    ]
    return sorted(entries, key=lambda e: (-e[1], e[0]))


def _functions(questions):
    return _rate(questions, lambda q: f"{q['function']} ({q['assignment']})")


def _groups(questions, groups):
    return _rate(questions, lambda q: groups.get(q["function"]))


def _named(questions):
    return Counter(q["misconception"] for q in questions if q["misconception"])


def _words(name):
    return name.replace("-", " ").replace("_", " ")


def _misconceptions(questions):
    found = _named(questions).most_common(15)
    if not found:
        return ""
    entries = [(_words(name), n, _count(n, "submission")) for name, n in found]
    return f"<h2>The commonest misconceptions</h2>\n{bars(entries)}"


def _statuses(rows):
    counts = Counter(r["status"] for r in rows)
    entries = [
        (name, n, _count(n, "submission")) for name, n in counts.most_common()
    ]
    return f"<h2>How the grading went</h2>\n{bars(entries, len(rows))}"


def _needy(rows, notes):
    """The submissions that a person has to look at, and why."""
    body = [
        [
            r["student"],
            r["assignment"],
            (r["status"], "bad"),
            "; ".join(notes.get((r["student"], r["assignment"]), []))[:300],
        ]
        for r in rows
        if r["status"] not in FINE
    ]
    if not body:
        return ""
    head = ["student", "assignment", "status", "what was found"]
    title = "Submissions that want a look"
    return f'<h2 id="look">{title}</h2>\n' + table(head, body, title)


def _scores(rows):
    """How many reach which share of the points, for each assignment."""
    parts = []
    for name in sorted({r["assignment"] for r in rows}):
        here = [r for r in rows if r["assignment"] == name]
        graded = [r for r in here if r["score"] != ""]
        if not graded:
            continue
        counts = Counter(_tenth(row) for row in graded)
        entries = [
            (label, counts[i], _count(counts[i], "submission"))
            for i, label in enumerate(TENTHS)
        ]
        without = len(here) - len(graded)
        unit = f"<p class='muted'>{without} without a score left out</p>"
        parts.append(f"<h3>{text(name)}</h3>\n{unit if without else ''}")
        parts.append(bars(entries, len(graded)))
    if not parts:
        return ""
    return "<h2>Scores</h2>\n" + "\n".join(parts)


def _tenth(row):
    most = float(row["max_score"] or 0) or 1.0
    share = min(max(float(row["score"]) / most, 0), 1)
    return min(int(share * 5), 4) if share < 1 else 5


def _grades(rows):
    """A line for each student, a column for each assignment."""
    names = sorted({r["assignment"] for r in rows})
    most = {r["assignment"]: r["max_score"] for r in rows if r["max_score"]}
    lines = {}
    for r in rows:
        lines.setdefault(r["student"], {})[r["assignment"]] = r
    head = ["student"]
    head += [f"{n} (of {most[n]})" if n in most else n for n in names]
    body = [
        [student, *(_grade(found.get(name)) for name in names)]
        for student, found in lines.items()
    ]
    title = "All submissions"
    return f"<h2>{title}</h2>\n" + table(head, body, title)


def _grade(row):
    if row is None:
        return ""
    if row["status"] == "graded":
        return str(row["score"])
    if row["score"] == "":
        return (row["status"], "bad")
    return (f"{row['score']} ({row['status']})", "bad")
