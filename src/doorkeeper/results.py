"""Results that come from other machines: plain data, looked at closely.

A worker runs the instructor's code and is trusted as far as that goes; what
it sends is still held to the form that `doorkeeper.worker.grade` gives,
before it reaches a gradebook or a page.
"""

import json
import math
import zlib

from doorkeeper.summary import ORDER, summarise

MAX_BYTES = 256 << 20
TEXT, NUMBER, WHOLE = (str,), (int, float), (int,)
NOTEBOOK = {"status": TEXT, "notes": (list,)}
GRADED = {"cells": (list,), "tests": (dict,)}
GRADED |= {"unchanged": (list,), "found": (list,)}
QUESTION = {
    "function": TEXT,
    "max_score": NUMBER,
    "status": TEXT,
    "misconception": TEXT,
    "message": TEXT,
}
KINDS = ("code", "markdown", "raw")


class NoResult(Exception):
    """What came back has not the form of a result; the text says where."""


def pack(value):
    """The bytes that travel: JSON, packed."""
    text = json.dumps(value, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def unpack(data):
    """The value that `pack` was given; never more than MAX_BYTES of it."""
    try:
        opened = zlib.decompressobj()
        text = opened.decompress(data, MAX_BYTES)
        if opened.unconsumed_tail:
            raise NoResult(f"it is larger than {MAX_BYTES >> 20} MB")
        return json.loads(text.decode("utf-8", "surrogatepass"))
    except (ValueError, TypeError, RecursionError, zlib.error):
        raise NoResult("it is not JSON") from None


def check(result, bundle):
    """Raise `NoResult` unless this is a result for this very bundle."""
    specs = bundle["specs"]
    _want(isinstance(result, dict), "it is no dict")
    for key in ("student", "assignment"):
        _want(result.get(key) == bundle[key], f"{key} is not what was sent")
    top = sum(s["max_score"] for s in specs.values())
    _want(result.get("max_score") == top, "max_score")
    _score(result.get("score"), top, "score")
    _status(result)
    _number(result.get("seconds"), "seconds")
    _texts(result.get("notes"), "notes")
    notebooks = result.get("notebooks")
    _want(isinstance(notebooks, dict), "notebooks")
    _want(list(notebooks) == list(specs), "notebooks")
    for notebook in notebooks.values():
        _notebook(notebook)
    _questions(result.get("questions"), specs)
    return result


def _want(true, where):
    if not true:
        raise NoResult(f"{where} is not as expected")


def _fields(value, wanted, where):
    _want(isinstance(value, dict), where)
    for key, kinds in wanted.items():
        found = value.get(key)
        right = isinstance(found, kinds) and not isinstance(found, bool)
        _want(right, f"{where}: {key}")


def _status(value):
    status = value.get("status")
    _want(isinstance(status, str) and status in ORDER, "status")


def _number(value, where):
    right = isinstance(value, NUMBER) and not isinstance(value, bool)
    _want(right and math.isfinite(value) and value >= 0, where)


def _score(value, top, where):
    if value is not None:
        _number(value, where)
        _want(value <= top + 1e-6, where)


def _texts(value, where):
    _want(isinstance(value, list), where)
    _want(all(isinstance(text, str) for text in value), where)


def _notebook(notebook):
    _fields(notebook, NOTEBOOK, "notebook")
    _status(notebook)
    _texts(notebook["notes"], "notebook: notes")
    if "cells" not in notebook:
        return
    _fields(notebook, GRADED, "notebook")
    _want(isinstance(notebook.get("altered"), bool), "notebook: altered")
    for cell in notebook["cells"]:
        _fields(cell, {"source": TEXT, "metadata": (dict,)}, "cell")
        _want(cell.get("cell_type") in KINDS, "cell: cell_type")
        if cell["cell_type"] == "code":
            _fields(cell, {"outputs": (list,)}, "cell")
            for output in cell["outputs"]:
                _fields(output, {"output_type": TEXT}, "output")
    for key in ("unchanged", "found"):
        _texts(notebook[key], f"notebook: {key}")


def _questions(questions, specs):
    """Each graded cell once, in its order, with no more than its points."""
    _want(isinstance(questions, list), "questions")
    cells = [
        (name, cell)
        for name, spec in specs.items()
        for cell in spec["cells"]
        if cell["graded"]
    ]
    _want(len(questions) == len(cells), "questions")
    for question, (name, cell) in zip(questions, cells, strict=True):
        _fields(question, QUESTION, "question")
        asked = question.get("notebook"), question.get("question")
        _want(asked == (name, cell["id"]), "question")
        _want(question["max_score"] == cell["points"], "question: max_score")
        _score(question.get("score"), cell["points"], "question: score")


def given_up(bundle, status, note):
    """The result of a submission that could not be graded at all.

    Marked "given_up": the next run tries it again.
    """
    empty = {"tests": {}, "unchanged": [], "found": [], "altered": False}
    result = {
        "student": bundle["student"],
        "assignment": bundle["assignment"],
        "notebooks": {
            name: {"status": status, "notes": [note], **empty}
            for name in bundle["specs"]
        },
        "max_score": sum(s["max_score"] for s in bundle["specs"].values()),
        "seconds": 0.0,
        "given_up": True,
    }
    summarise(result, bundle)
    for question in result["questions"]:
        question["message"] = note
    return result
