"""Which cell of a notebook makes which names, and which it needs.

Static reading of the instructor's notebook, so that of the given cells only
those that matter to a test are run again for each student.
"""

import ast
import builtins
import json
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Use:
    """Names that a cell binds, needs at once, needs later, and alters."""

    binds: set = field(default_factory=set)
    now: set = field(default_factory=set)
    later: dict = field(default_factory=dict)
    alters: set = field(default_factory=set)

    @property
    def all(self):
        return self.now.union(*self.later.values())


def parse(source):
    """The syntax tree of a cell; an empty one where it cannot be parsed."""
    for reading in (str, plain_python):
        try:
            return ast.parse(reading(source))
        except (SyntaxError, ValueError, RecursionError):
            continue
    return ast.parse("")


def plain_python(source):
    """The cell with its magics turned into Python."""
    if not any(mark in source for mark in "%!?"):
        return source
    from IPython.core.inputtransformer2 import TransformerManager

    try:
        return TransformerManager().transform_cell(source)
    except Exception:
        return source


def read(source):
    """Return the `Use` of a cell."""
    use = Use()
    _Reader(use).body(parse(source).body)
    return use


class _Reader(ast.NodeVisitor):
    def __init__(self, use):
        self.use = use
        self.owner = None
        self.local = set()

    def body(self, statements):
        for statement in statements:
            self.visit(statement)

    def need(self, name):
        if name in self.local:
            return
        if self.owner is None:
            self.use.now.add(name)
        else:
            self.use.later.setdefault(self.owner, set()).add(name)

    def visit_Name(self, node):
        if isinstance(node.ctx, ast.Load):
            self.need(node.id)
        elif self.owner is None:
            self.use.binds.add(node.id)

    def visit_FunctionDef(self, node):
        for part in (*node.decorator_list, *_defaults(node.args)):
            self.visit(part)  # at once, unlike the body
        outer, first = self.owner, self.owner is None
        if first:
            self.use.binds.add(node.name)
            self.owner = node.name
            self.use.later.setdefault(node.name, set())
        before, self.local = self.local, self.local | _locals(node)
        self.body(node.body)
        self.owner, self.local = outer, before

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node):
        # Who calls it is not known, so what it needs is needed at once.
        for part in _defaults(node.args):
            self.visit(part)
        before, self.local = self.local, self.local | _locals(node)
        self.visit(node.body)
        self.local = before

    def visit_ClassDef(self, node):
        if self.owner is None:
            self.use.binds.add(node.name)
        self.generic_visit(node)

    def visit_Import(self, node):
        if self.owner is None:
            for alias in node.names:
                name = alias.asname or alias.name.split(".")[0]
                self.use.binds.add(name)

    visit_ImportFrom = visit_Import

    def visit_ExceptHandler(self, node):
        if node.name and self.owner is None:
            self.use.binds.add(node.name)
        self.generic_visit(node)

    def visit_AugAssign(self, node):
        self._alter(node.target)
        if isinstance(node.target, ast.Name):
            self.need(node.target.id)
        self.generic_visit(node)

    def visit_Subscript(self, node):
        if not isinstance(node.ctx, ast.Load):
            self._alter(node)
        self.generic_visit(node)

    def visit_Attribute(self, node):
        if not isinstance(node.ctx, ast.Load):
            self._alter(node)
        self.generic_visit(node)

    def visit_Expr(self, node):
        call = node.value
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            self._alter(call.func)
        self.generic_visit(node)

    def _alter(self, node):
        while isinstance(node, ast.Attribute | ast.Subscript):
            node = node.value
        if isinstance(node, ast.Name) and self.owner is None:
            self.use.alters.add(node.id)


def _locals(function):
    """Names that are a function's own: its arguments and what it assigns."""
    found, shared = set(), set()
    for node in ast.walk(function):
        if isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.Global | ast.Nonlocal):
            shared.update(node.names)
    return found - shared


def _defaults(arguments):
    return [*arguments.defaults, *filter(None, arguments.kw_defaults)]


def imported(folder):
    """Names of the modules that the notebooks in a folder import."""
    found = set()
    for path in sorted(Path(folder).glob("*.ipynb")):
        try:
            cells = json.loads(path.read_text("utf-8"))["cells"]
        except (ValueError, KeyError, TypeError):
            continue  # told when the notebook is read in earnest
        for cell in cells:
            if cell.get("cell_type") == "code":
                found |= _imports("".join(cell.get("source", "")))
    return found


def _imports(source):
    found = set()
    for node in ast.walk(parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


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
