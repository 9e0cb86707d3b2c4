"""Which modules a course's notebooks import, and which may be imported early.

A ready-made module must not be in the memory of the warm parent, nor may its
package. What such a package imports in turn may: that is read from its files.
"""

import ast
import importlib.util
from pathlib import Path


def installed(name):
    try:
        return importlib.util.find_spec(name.split(".")[0]) is not None
    except (ImportError, ValueError):
        return False


def early(wanted, ready_made):
    """What to import before the fork, for notebooks that import ``wanted``.

    In place of a package with ready-made answers, what it imports itself.
    """
    closed = {name.split(".")[0] for name in ready_made}
    found, seen, waiting = set(), set(), set(wanted)
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        if name.split(".")[0] in closed:
            waiting |= _behind(name)
            waiting.add(name.rpartition(".")[0] or name)
        elif installed(name):
            found.add(name)
    return sorted(found)


def _behind(name):
    """Names of the modules that a module imports when it is imported."""
    path = _file(name)
    if path is None:
        return set()
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    found = set()
    for node in ast.parse(path.read_bytes()).body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = _base(node, package)
            found.add(base)
            if base.startswith(package.split(".")[0]):
                found |= {f"{base}.{alias.name}" for alias in node.names}
    return found


def _base(node, package):
    """The full name of the module that a ``from`` statement names."""
    if not node.level:
        return node.module
    above = package.split(".")[: 1 - node.level or None]
    return ".".join([*above, *filter(None, [node.module])])


def _file(name):
    """A module's file, found without importing anything."""
    top, *rest = name.split(".")
    spec = importlib.util.find_spec(top) if installed(top) else None
    if spec is None or not spec.origin:
        return None
    path = Path(spec.origin)
    for part in rest:
        path = path.parent / part
        path = (
            path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        )
    return path if path.is_file() else None
