"""What a cell of a notebook does with names, read without running it."""

import ast
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
