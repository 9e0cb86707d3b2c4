"""From what happened in the notebooks to scores, questions and a status."""

UNGRADED = ("missing-notebook", "unreadable", "missing-cells")
ORDER = [
    "error",
    "unreadable",
    "tampered",
    "crashed",
    "timeout",
    "missing-cells",
    "missing-notebook",
    "needs-manual-grade",
    "graded",
]


def summarise(result, bundle):
    """Add scores, questions, status and notes to a result, in place."""
    statuses, questions, notes = [], [], []
    for name, notebook in result["notebooks"].items():
        spec = bundle["specs"][name]
        found = _questions(name, spec, notebook)
        questions += found
        statuses.append(notebook["status"])
        waiting = any(q["status"] == "manual" for q in found)
        if waiting and notebook["status"] == "graded":
            statuses[-1] = "needs-manual-grade"
        notes += notebook["notes"]
    result["questions"] = questions
    result["notes"] = notes
    result["status"] = min(statuses, key=ORDER.index)
    result["score"] = _total(result)
    return result


def _total(result):
    """The points, or None where nothing could be graded."""
    kinds = [n["status"] for n in result["notebooks"].values()]
    scores = [q["score"] for q in result["questions"]]
    scores = [score for score in scores if score is not None]
    # Where grading itself stopped, what is missing is not the student's.
    lost = all(kind in UNGRADED for kind in kinds) or "error" in kinds
    return None if lost or not scores else round(sum(scores), 6)


WAIVED = (
    "The course's own solution does not pass this test where it was graded, "
    "so a person gives the points."
)


def waive(result, questions):
    """Leave some questions, {(notebook, question)}, to a person, in place."""
    met = False
    for question in result["questions"]:
        where = question["notebook"], question["question"]
        if where in questions and question["status"] not in UNGRADED:
            question |= {"score": None, "status": "manual", "line": None}
            question |= {"misconception": "", "message": WAIVED}
            met = True
    if met:
        result["score"] = _total(result)
        if result["status"] == "graded":
            result["status"] = "needs-manual-grade"


def _questions(name, spec, notebook):
    """One entry for each graded cell: score, status, what was wrong."""
    entries = []
    for cell in spec["cells"]:
        if not cell["graded"]:
            continue
        entry = {
            "notebook": name,
            "question": cell["id"],
            "function": _function(cell, spec),
            "max_score": cell["points"],
            "misconception": "",
            "message": "",
        }
        if notebook["status"] in UNGRADED:
            entry |= {"score": None, "status": notebook["status"]}
        elif cell["kind"] == "test":
            entry |= _tested(notebook["tests"].get(cell["id"]), notebook, cell)
        else:
            entry |= _by_hand(cell, notebook)
        entries.append(entry)
    return entries


def _function(cell, spec):
    """The functions that a test is about, or its own name."""
    found = [n for n in spec["asked"] if n in cell["owned"]]
    return "+".join(found) or cell["id"]


def _tested(test, notebook, cell):
    if test is None:
        return {"score": None, "status": notebook["status"]}
    score = test["score"]
    right = score is not None and score >= cell["points"]
    status = "right" if right else "wrong"
    if score is None:
        status = "manual"
    elif test.get("lost"):
        status = "crashed"
    elif not right:
        status = _WRONG.get(test.get("error"), "wrong")
        if score > 0:
            status = "partial"
    if right and any(v["differing"] for v in test.get("verdicts", [])):
        status = "right-but-differs"
    return {
        "score": score,
        "status": status,
        "misconception": test.get("misconception", ""),
        "message": test.get("message", "") or test.get("note", ""),
        "line": test.get("line"),
    }


_WRONG = {
    "NotImplementedError": "not-written",
    "Lost": "crashed",
    "OutOfTime": "timeout",
    "NotComputed": "not-computed",
}


def _by_hand(cell, notebook):
    """Answers that a person grades; an unchanged one gets nothing."""
    if cell["kind"] != "task" and (
        cell["id"] in notebook["unchanged"]
        or cell["id"] not in notebook["found"]
    ):
        return {"score": 0.0, "status": "not-written"}
    return {"score": None, "status": "manual"}
