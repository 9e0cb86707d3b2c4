"""Read what a student handed in, however it looks, and plan its grading."""

import json
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from doorkeeper.course import MAX_NOTEBOOK, TOO_LARGE

MAX_SOURCE = 1 << 20


class Unreadable(Exception):
    """The file holds no notebook; the message says what it holds."""


@dataclass
class Plan:
    """One notebook, ready to run.

    cells: the notebook that will stand in autograded/. steps: what to run
    and test, in order; ``index`` points into cells. notes: sentences on what
    was found and set right.
    """

    cells: list = field(default_factory=list)
    steps: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    unchanged: set = field(default_factory=set)
    found: set = field(default_factory=set)
    altered: bool = False
    idle: set = field(default_factory=set)


def read_notebook(data):
    """Return the cells of a notebook file, each with type, source, metadata.

    Old format versions, missing keys and byte order marks are read as far as
    their meaning is clear; `Unreadable` says why nothing can be had.
    """
    if not data.strip():
        raise Unreadable("the file is empty")
    if data == TOO_LARGE:
        raise Unreadable(f"it is larger than {MAX_NOTEBOOK >> 20} MB")
    text = _decode(data)
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError) as error:
        if "<<<<<<<" in text and ">>>>>>>" in text:
            raise Unreadable("it holds an unfinished merge") from None
        raise Unreadable(f"it is not JSON ({error})") from None
    if not isinstance(notebook, dict):
        kind = type(notebook).__name__
        raise Unreadable(f"it is a JSON {kind}, not a notebook")
    cells = notebook.get("cells")
    if cells is None and isinstance(notebook.get("worksheets"), list):
        cells = [
            cell
            for sheet in notebook["worksheets"]
            if isinstance(sheet, dict)
            for cell in sheet.get("cells", [])
        ]
    if not isinstance(cells, list):
        raise Unreadable("it has no list of cells")
    return [_cell(cell) for cell in cells if isinstance(cell, dict)]


def _decode(data):
    for encoding in ("utf-8-sig", "utf-16"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("it is not text")


def _cell(cell):
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join(str(line) for line in source)
    metadata = cell.get("metadata")
    kind = cell.get("cell_type")
    return {
        "cell_type": kind if kind in ("code", "markdown", "raw") else "raw",
        "source": str(source)[:MAX_SOURCE],
        "metadata": metadata if isinstance(metadata, dict) else {},
        "id": cell.get("id"),
    }


def find(name, spec, files):
    """The file that holds a notebook, under its own name or another.

    Returns (path or None, note).
    """
    path = f"{name}.ipynb"
    if path in files:
        return path, ""
    ids = {c["id"] for c in spec["cells"] if c["id"]}
    best, most = None, 0
    for other in sorted(files):
        if not other.endswith(".ipynb"):
            continue
        try:
            cells = read_notebook(files[other])
        except Unreadable:
            continue
        shared = len(ids & {_grade_id(cell) for cell in cells})
        if shared > most:
            best, most = other, shared
    if best is None:
        return None, f"{path} is missing"
    return best, f"{path} was found under the name {best}"


def _grade_id(cell):
    meta = cell["metadata"].get("nbgrader")
    found = meta.get("grade_id") if isinstance(meta, dict) else None
    return found if isinstance(found, str) else None


def plan(spec, cells):
    """Put a submitted notebook and the instructor's together."""
    made = Plan()
    known = {c["id"]: c for c in spec["cells"] if c["id"]}
    made.idle = {c["source"].strip() for c in spec["cells"] if c["idle"]}
    matched = _match(cells, known, made)
    for i, cell in enumerate(cells):
        _place(cell, matched.get(i), known, made)
    _complete(spec, known, made)
    return made


def _match(cells, known, made):
    """Which submitted cell is which of the instructor's: {position: id}."""
    matched, last = {}, {}
    for i, cell in enumerate(cells):
        name = _grade_id(cell)
        if name in known:
            if name in last:
                made.notes.append(f"the cell {name} is there more than once")
            last[name] = i
            matched[i] = name
        elif name is not None:
            made.notes.append(f"the cell id {name} is not the instructor's")
    shown = {
        c["shown"].strip(): name
        for name, c in known.items()
        if c["type"] == "code" and c["shown"].strip()
    }
    for i, cell in enumerate(cells):
        name = shown.get(cell["source"].strip())
        if i not in matched and name and name not in last:
            matched[i] = name
            last[name] = i
    # Of several copies of a test the last one counts, as in nbgrader; copies
    # of answers all run, the last definition wins, as in a kernel.
    for i, name in list(matched.items()):
        if last[name] != i and known[name]["kind"] not in ("answer",):
            matched[i] = "copy"
        elif last[name] != i:
            matched[i] = "again"
    return matched


def _place(cell, name, known, made):
    index = len(made.cells)
    if name in (None, "again"):
        _own_cell(cell, index, made)
        return
    if name == "copy":
        cell = {**cell, "cell_type": "raw", "metadata": {}}
        made.cells.append(_clean(cell))
        return
    master = known[name]
    made.found.add(name)
    restored = {
        "cell_type": master["type"],
        "source": cell["source"],
        "metadata": {**cell["metadata"], **master["metadata"]},
    }
    if master["kind"] == "test" or master["locked"]:
        if cell["source"].strip() != master["shown"].strip():
            made.notes.append(f"the cell {name} was changed; restored")
            made.altered = True
        restored["source"] = master["source"]
    elif cell["source"].strip() == master["shown"].strip():
        made.unchanged.add(name)
    _points_changed(cell, master, made)
    made.cells.append(_clean(restored))
    if master["kind"] == "test":
        made.steps.append({"test": name, "index": index})
    elif master["type"] == "code":
        made.steps.append({"run": restored["source"], "index": index})


def _points_changed(cell, master, made):
    meta = cell["metadata"].get("nbgrader")
    points = meta.get("points") if isinstance(meta, dict) else None
    if points is None or not master["graded"]:
        return
    try:
        same = float(points) == master["points"]
    except (TypeError, ValueError):
        same = False
    if not same:
        made.notes.append(f"the points of {master['id']} were changed")
        made.altered = True


def _own_cell(cell, index, made):
    made.cells.append(_clean({**cell, "metadata": {}}))
    source = cell["source"].strip()
    if cell["cell_type"] == "code" and source and source not in made.idle:
        made.steps.append({"run": cell["source"], "index": index})


def _complete(spec, known, made):
    """Add what was deleted: tests are run at the end of the notebook."""
    _put_back(known, made)
    for name, master in known.items():
        if name in made.found or master["kind"] in ("given", "text"):
            continue
        made.notes.append(f"the cell {name} is missing")
        if master["kind"] == "answer" and not master["graded"]:
            continue
        index = len(made.cells)
        made.cells.append(
            _clean(
                {
                    "cell_type": master["type"],
                    "source": master["source"],
                    "metadata": master["metadata"],
                }
            )
        )
        if master["kind"] == "test":
            made.steps.append({"test": name, "index": index})


def _put_back(known, made):
    """Imports and the like that were deleted run before everything else."""
    gone = [
        (name, master)
        for name, master in known.items()
        if name not in made.found
        and master["kind"] == "given"
        and master["locked"]
        and master["settled"]
    ]
    for place, (name, master) in enumerate(gone):
        made.notes.append(f"the cell {name} is missing; it was put back")
        step = {"run": master["source"], "index": len(made.cells)}
        made.steps.insert(place, step)
        made.cells.append(_clean({**master, "cell_type": master["type"]}))


def _clean(cell):
    made = {
        "cell_type": cell["cell_type"],
        "metadata": cell["metadata"],
        "source": cell["source"],
    }
    if made["cell_type"] == "code":
        made |= {"execution_count": None, "outputs": []}
    return made


def data_files(source_files, submitted_files):
    """Files that lie beside the notebook; the instructor's win."""
    beside = {
        path: data
        for path, data in submitted_files.items()
        if not path.endswith(".ipynb") and safe(path)
    }
    return {**beside, **source_files}


def safe(path):
    """Whether a relative path stays inside its folder."""
    pure = PurePosixPath(path)
    return not pure.is_absolute() and ".." not in pure.parts
