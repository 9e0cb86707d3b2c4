"""All that a result depends on beside the submission and the assignment."""

import hashlib
import importlib.util
import sys
from importlib.metadata import version
from pathlib import Path

from doorkeeper import __version__
from doorkeeper.modules import installed
from doorkeeper.reading import imported
from doorkeeper.store import digest

# They change what is shown, or how fast it comes, and no result.
NO_MATTER = ("feedback", "groups", "demo_answers", "warm")


def environment(folders, settings, fenced):
    """A digest of Python, the installed packages, the settings and the code.

    ``folders`` hold the notebooks whose imports count.
    """
    parts = [__version__, sys.version, version("numpy"), str(fenced)]
    parts += [
        f"{name}={getattr(settings, name)}"
        for name in sorted(settings.trait_names(config=True))
        if name not in NO_MATTER
    ]
    parts += sorted(
        entry.name
        for folder in map(Path, sys.path)
        if folder.name == "site-packages" and folder.is_dir()
        for entry in folder.glob("*.dist-info")
    )
    names = {name.split(".")[0] for f in folders for name in imported(f)}
    parts += [_own_code(name) for name in sorted(names)]
    return digest(*parts)


def _own_code(name):
    """A digest of a package that lies outside of the environment."""
    spec = importlib.util.find_spec(name) if installed(name) else None
    if spec is None or not spec.origin or spec.origin == "built-in":
        return name
    path = Path(spec.origin)
    inside = (sys.prefix, sys.base_prefix)
    if not path.is_file() or any(path.is_relative_to(p) for p in inside):
        return name
    files = [path]
    if path.name == "__init__.py":
        files = sorted(path.parent.rglob("*.py"))
    made = hashlib.sha256()
    for file in files:
        made.update(str(file.name).encode() + b"\0" + file.read_bytes())
    return made.hexdigest()
