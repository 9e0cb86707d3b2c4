"""Cut ready-made modules down to the names that a notebook is given."""

import ast
import importlib.util
import sys
from pathlib import Path

from doorkeeper.reading import parse


class Modules:
    """The listed modules: their files, sources and top-level names."""

    def __init__(self, listed):
        self.listed = list(listed)
        self.trees = {}

    def covers(self, name):
        return any(name == m or name.startswith(m + ".") for m in self.listed)

    def path(self, name):
        try:
            spec = importlib.util.find_spec(name)
        except (ImportError, ValueError, AttributeError):
            return None
        return Path(spec.origin) if spec and spec.origin else None

    def tree(self, name):
        if name not in self.trees:
            path = self.path(name)
            readable = path is not None and path.suffix == ".py"
            text = path.read_text("utf-8") if readable else ""
            self.trees[name] = ast.parse(text)
        return self.trees[name]

    def is_package(self, name):
        path = self.path(name)
        return path is not None and path.name == "__init__.py"

    def masks(self):
        """Folders and files that the student's process may not read."""
        found = []
        for name in self.listed:
            for path in self.copies(name):
                if path.name == "__init__.py":
                    found.append(str(path.parent))
                    continue
                cache = path.parent / "__pycache__"
                found += [str(path), *map(str, cache.glob(f"{path.stem}.*"))]
        return found

    def copies(self, name):
        """Every file on the path that holds the module; one is imported."""
        path = self.path(name)
        found = [] if path is None else [path]
        for base in sys.path:
            place = Path(base, *name.split("."))
            found += [place / "__init__.py", place.with_suffix(".py")]
        return [p for p in dict.fromkeys(found) if p.is_file()]


def given(cells, listed, asked):
    """Return what is left of the listed modules for one notebook.

    Parameters
    ----------
    cells : sources of the given cells of the solution notebook.
    listed : names of ready-made modules.
    asked : names that the notebook asks the student to write; of these
        nothing is left, whatever needs them.

    Returns
    -------
    A dict from module name to source. Every listed module is in it.
    """
    modules = Modules(listed)
    waiting = []
    for source in cells:
        waiting += wanted(parse(source), "", modules)
    kept = {}
    while waiting:
        module, name = waiting.pop()
        if name in asked or name in kept.setdefault(module, {}):
            continue
        statement = _binding(modules.tree(module), name)
        if isinstance(statement, ast.ImportFrom) and statement.level:
            statement.module = _absolute(statement, module, modules)
            statement.level = 0
        kept[module][name] = statement
        if statement is not None:
            waiting += _needs(statement, name, module, modules)
    left = {module: _source(names) for module, names in kept.items()}
    return {**dict.fromkeys(listed, ""), **left}


def wanted(tree, inside, modules):
    """(module, name) pairs of listed modules that a piece of code uses."""
    aliases, found = {}, []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.asname or alias.name
                aliases[name] = alias.name
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(node, inside, modules)
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                aliases[alias.asname or alias.name] = whole
                if modules.covers(base):
                    found.append((base, alias.name))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            found += _attribute(node, aliases, modules)
    return found


def _attribute(node, aliases, modules):
    parts, value = [], node
    while isinstance(value, ast.Attribute):
        parts.insert(0, value.attr)
        value = value.value
    if not isinstance(value, ast.Name):
        return []
    whole = ".".join([value.id, *parts[:-1]])
    if value.id in aliases and "." not in whole:
        whole = aliases[value.id]
    elif value.id in aliases:
        whole = ".".join([aliases[value.id], *parts[:-1]])
    if whole.split(".")[0] == value.id and value.id not in aliases:
        known = [a for a in aliases.values() if a.split(".")[0] == value.id]
        if not known:
            return []
    return [(whole, parts[-1])] if modules.covers(whole) else []


def _absolute(node, inside, modules):
    if not node.level:
        return node.module or ""
    parts = inside.split(".")
    drop = node.level - (1 if modules.is_package(inside) else 0)
    parts = parts[: len(parts) - drop]
    return ".".join([*parts, *([node.module] if node.module else [])])


def _binding(tree, name):
    """The top-level statement that binds a name, cut to that name."""
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                if name == (alias.asname or alias.name.split(".")[0]):
                    fields = {**dict(ast.iter_fields(node)), "names": [alias]}
                    return type(node)(**fields, lineno=node.lineno)
        elif getattr(node, "name", None) == name:
            return node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = getattr(node, "targets", None) or [node.target]
            names = [n for t in targets for n in ast.walk(t)]
            if any(getattr(n, "id", None) == name for n in names):
                return node
    return None


def _needs(statement, name, module, modules):
    """What a kept statement needs, in its own module and in others."""
    found = []
    if isinstance(statement, ast.ImportFrom):
        base = _absolute(statement, module, modules)
        if modules.covers(base):
            found.append((base, statement.names[0].name))
        return found
    if isinstance(statement, ast.Import):
        return found
    for node in ast.walk(statement):
        if isinstance(node, ast.Name):
            binding = _binding(modules.tree(module), node.id)
            if binding is not None and binding is not statement:
                found.append((module, node.id))
    imports = [
        n
        for n in modules.tree(module).body
        if isinstance(n, ast.Import | ast.ImportFrom)
    ]
    whole = ast.Module([*imports, statement], [])
    parts = [n for n in ast.walk(whole) if isinstance(n, ast.Attribute)]
    if parts:
        found += [
            pair
            for pair in wanted(whole, module, modules)
            if any(pair[1] == n.attr for n in parts)
        ]
    return found


def _source(names):
    statements = {id(s): s for s in names.values() if s is not None}
    ordered = sorted(statements.values(), key=lambda s: s.lineno)
    future = [
        s
        for s in ordered
        if isinstance(s, ast.ImportFrom) and s.module == "__future__"
    ]
    ordered = future + [s for s in ordered if s not in future]
    return "\n".join(
        ast.unparse(ast.fix_missing_locations(s)) for s in ordered
    )
