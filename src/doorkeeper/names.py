"""Which cell of a notebook makes which names, and which it needs.

Static reading of the instructor's notebook, so that of the given cells only
those that matter to a test are run again for each student.
"""

import ast
import builtins

from doorkeeper.reading import parse, read


def plan(cells):
    """Mark the cells of a notebook, in place.

    Each cell has ``kind`` and ``source`` (for an answer, ``solution``). Given
    cells get ``settled`` (the same for every student) and ``needed`` (to be
    run again for each student, because a test builds on what they make of
    the answers); given and test cells get ``names``, what they take from the
    student. Returns the names that belong to the student.
    """
    uses = {}
    for cell in cells:
        if cell["type"] == "code":
            text = cell["solution" if cell["kind"] == "answer" else "source"]
            uses[cell["index"]] = read(text)
    answers = [uses[c["index"]] for c in cells if _is(c, "answer", uses)]
    given = [c for c in cells if _is(c, "given", uses)]
    tests = [c for c in cells if _is(c, "test", uses)]
    made = set().union(*(uses[c["index"]].binds for c in given))
    owned = set().union(*(use.binds for use in answers))
    modules = _imported(cells)
    owned |= set().union(*(use.alters for use in answers)) - modules
    later = {}
    for cell in [*given, *tests]:
        later |= uses[cell["index"]].later
    _mark_given(given, cells, uses, owned, later, modules)
    _mark_needed(given, tests, uses, later)
    tainted = set().union(
        *(uses[c["index"]].binds for c in given if not c["settled"])
    )
    defined = set().union(*(uses[c["index"]].binds for c in tests))
    for cell in [*given, *tests]:
        use = uses[cell["index"]]
        reach = _reach(use.all, later)
        strangers = reach - made - defined - use.binds - set(dir(builtins))
        cell["names"] = sorted((reach & owned) | strangers)
        cell["owned"] = sorted(reach & owned)
    _mark_idle(given, uses)
    for cell in cells:
        for key, value in _BLANK.items():
            cell.setdefault(key, value)
    return sorted(owned - tainted)


_BLANK = {
    "settled": False,
    "needed": False,
    "idle": False,
    "names": [],
    "owned": [],
}


def _is(cell, kind, uses):
    return cell["kind"] == kind and cell["index"] in uses


def _imported(cells):
    names = set()
    for cell in cells:
        if cell["type"] == "code":
            for node in ast.walk(parse(cell["source"])):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    names |= {
                        a.asname or a.name.split(".")[0] for a in node.names
                    }
    return names


def _reach(names, later):
    """Names needed by names: through the bodies of given functions."""
    found, waiting = set(), list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += later.get(name, ())
    return found


def _mark_given(given, cells, uses, owned, later, modules):
    """A given cell is settled when no answer can change what it does."""
    times = {}
    for index in uses:
        for name in uses[index].binds | (uses[index].alters - modules):
            times[name] = times.get(name, 0) + 1
    tainted = set(owned)
    for cell in given:
        use = uses[cell["index"]]
        touched = use.binds | (use.alters - modules)
        again = any(times[n] > 1 for n in touched - modules)
        hit = _reach(use.now, later) & tainted or touched & tainted
        cell["settled"] = not hit and not again
        if not cell["settled"]:
            tainted |= touched


def _mark_needed(given, tests, uses, later):
    """An unsettled given cell runs again when a test builds on it."""
    needed = set()
    for cell in tests:
        needed |= _reach(uses[cell["index"]].all, later)
    for cell in reversed(given):
        use = uses[cell["index"]]
        cell["needed"] = not cell["settled"] and bool(
            (use.binds | use.alters) & needed
        )
        if cell["needed"]:
            needed |= _reach(use.all, later)


SHOWING = (ast.Import, ast.ImportFrom, ast.Assign, ast.Expr, ast.For, ast.With)
DEFINING = (ast.FunctionDef, ast.ClassDef, ast.Global, ast.Delete, ast.Await)


def _mark_idle(given, uses):
    """Idle cells only show something: pictures, sliders, tries.

    No other cell takes a name from them, and they alter nothing that was
    there before. Unchanged in a submission, they need not run.
    """
    idle = {c["index"] for c in given if _only_shows(c, uses[c["index"]])}
    while True:
        wanted = set().union(
            *(use.all | use.alters for i, use in uses.items() if i not in idle)
        )
        kept = {i for i in idle if not uses[i].binds & wanted}
        if kept == idle:
            break
        idle = kept
    for cell in given:
        cell["idle"] = cell["index"] in idle


def _only_shows(cell, use):
    tree = parse(cell["source"])
    return (
        bool(tree.body)
        and all(isinstance(node, SHOWING) for node in tree.body)
        and not any(isinstance(node, DEFINING) for node in ast.walk(tree))
        and "get_ipython" not in use.now
        and use.alters <= use.binds
        and not all(
            isinstance(node, ast.Import | ast.ImportFrom) for node in tree.body
        )
    )
