"""reports/class.html: the class on one page."""

from collections import Counter

from doorkeeper.html import page, table, text

BAR, GAP, LABEL, WIDTH = 22, 8, 260, 720


def class_page(rows, questions, groups):
    """Return the page.

    ``rows`` and ``questions`` are those of the CSV files; ``groups`` names
    what functions belong together (a door, a chapter).
    """
    parts = [
        "<h1>The class</h1>",
        f"<p>{len({r['student'] for r in rows})} students, "
        f"{len(rows)} submissions.</p>",
        _groups(questions, groups),
        _functions(questions),
        _misconceptions(questions),
        _statuses(rows),
        _scores(rows),
        _grades(rows),
    ]
    return page("The class", "\n".join(part for part in parts if part))


def bars(title, entries, unit, total=None):
    """A bar chart as inline SVG; ``entries`` are (label, value, words)."""
    if not entries:
        return ""
    top = total or max(value for _, value, _ in entries) or 1
    height = len(entries) * (BAR + GAP)
    room = WIDTH - LABEL - 110
    shapes = []
    for i, (label, value, words) in enumerate(entries):
        y = i * (BAR + GAP)
        size = room * value / top
        label = label if len(label) <= 34 else label[:33] + "\u2026"
        shapes.append(
            f'<text x="{LABEL - 10}" y="{y + 16}" text-anchor="end">'
            f"{text(label)}</text>"
            f'<rect x="{LABEL}" y="{y}" width="{size:.1f}" height="{BAR}" '
            'fill="var(--bar)"/>'
            f'<text x="{LABEL + size + 8:.1f}" y="{y + 16}">{text(words)}'
            "</text>"
        )
    told = "; ".join(f"{label}: {words}" for label, _, words in entries)
    return (
        f"<h2>{text(title)}</h2>\n<p class='muted'>{text(unit)}</p>\n"
        f'<div class="scroll"><svg role="img" viewBox="0 0 {WIDTH} {height}" '
        f'aria-label="{text(title)}. {text(told)}">{"".join(shapes)}'
        "</svg></div>"
    )


def _scores(rows):
    """How many reach which tenth of the points, for each assignment."""
    parts = []
    for name in sorted({r["assignment"] for r in rows}):
        here = [r for r in rows if r["assignment"] == name]
        graded = [r for r in here if r["score"] != ""]
        if not graded:
            continue
        counts = Counter()
        for row in graded:
            most = float(row["max_score"] or 0) or 1.0
            share = min(max(float(row["score"]) / most, 0), 1)
            counts[min(int(share * 5), 4) if share < 1 else 5] += 1
        labels = ["below 20 %", "20 to 40 %", "40 to 60 %", "60 to 80 %"]
        labels += ["80 % and more", "all points"]
        entries = [
            (label, counts[i], str(counts[i]))
            for i, label in enumerate(labels)
        ]
        without = len(here) - len(graded)
        unit = "submissions"
        if without:
            unit += f"; {without} without a score are not among them"
        parts.append(bars(f"Scores in {name}", entries, unit))
    return "\n".join(parts)


def _rate(questions, key):
    """(label, share, words) of what goes wrong, worst first."""
    wrong, all_ = Counter(), Counter()
    for q in questions:
        if q["score"] == "":
            continue
        label = key(q)
        if label is None:
            continue
        all_[label] += 1
        wrong[label] += float(q["score"]) < float(q["max_score"])
    entries = [
        (label, wrong[label] / n, f"{wrong[label]} of {n}")
        for label, n in all_.items()
    ]
    return sorted(entries, key=lambda e: (-e[1], e[0]))


def _functions(questions):
    entries = _rate(
        questions, lambda q: f"{q['function']} ({q['assignment']})"
    )
    return bars("What the class gets wrong", entries, "share not right", 1)


def _groups(questions, groups):
    if not groups:
        return ""
    entries = _rate(questions, lambda q: groups.get(q["function"]))
    return bars("Which part is not understood", entries, "share not right", 1)


def _misconceptions(questions):
    counts = Counter(
        q["misconception"] for q in questions if q["misconception"]
    )
    entries = [
        (name.replace("-", " "), n, str(n))
        for name, n in counts.most_common(15)
    ]
    return bars("The commonest misconceptions", entries, "submissions")


def _statuses(rows):
    counts = Counter(r["status"] for r in rows)
    entries = [(name, n, str(n)) for name, n in counts.most_common()]
    return bars("How the grading went", entries, "submissions")


def _grades(rows):
    body = [
        [
            r["student"],
            r["assignment"],
            (str(r["score"]) if r["score"] != "" else "not graded", "num"),
            (str(r["max_score"]), "num"),
            (r["status"], "" if r["status"] == "graded" else "bad"),
        ]
        for r in rows
    ]
    head = ["student", "assignment", "points", "of", "status"]
    return "<h2>All submissions</h2>\n" + table(head, body)
