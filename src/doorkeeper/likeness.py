"""Is another machine's environment the same as this one's?

Grades must not depend on the machine that happens to compute them. What is
compared: the version of Python, every installed package with its version,
and the code of those packages whose version says nothing, because they are
worked on (the course's own and doorkeeper).
"""

import functools
import hashlib
import importlib.util
import platform
import sys
from importlib import metadata
from pathlib import Path

from doorkeeper import fence
from doorkeeper.store import digest

TOLD = 3


@functools.cache
def look(names):
    """Describe this process's environment.

    Parameters
    ----------
    names : tuple of str, the packages whose code is compared.

    Returns
    -------
    dict with python, packages ({name: version}), code ({name: digest}),
    digest (of these three) and fence: why there is none, or "".
    """
    packages = {}
    # What setuptools carries for itself is on the path only once it is used.
    path = [entry for entry in sys.path if "_vendor" not in entry]
    for found in metadata.distributions(path=path):
        name = found.metadata["Name"].lower().replace("_", "-")
        packages.setdefault(name, found.version)
    seen = {
        "python": platform.python_version(),
        "packages": dict(sorted(packages.items())),
        "code": {name: _code(name) for name in sorted(names)},
    }
    flat = [f"{key}={value}" for key, value in seen["packages"].items()]
    flat += [f"{key}={value}" for key, value in seen["code"].items()]
    return seen | {
        "digest": digest(seen["python"], *flat),
        "fence": fence.why_not(),
    }


def own(modules):
    """The packages among these modules whose version says nothing.

    They lie outside of the environment, as a course's own do that is
    installed to be edited, or are part of what doorkeeper is part of.
    """
    inside = (sys.prefix, sys.base_prefix)
    found = {"doorkeeper"}
    for name in {module.split(".")[0] for module in modules}:
        path = _origin(name)
        if path and not any(path.is_relative_to(p) for p in inside):
            found.add(name)
    return tuple(sorted(found))


def _origin(name):
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return None
    plain = spec and spec.origin and Path(spec.origin).is_file()
    return Path(spec.origin) if plain else None


def _code(name):
    """A digest of a package's Python files, or "" where there is none."""
    path = _origin(name)
    if path is None:
        return ""
    made = hashlib.sha256()
    whole = path.name == "__init__.py"
    folder = path.parent
    for file in sorted(folder.rglob("*.py")) if whole else [path]:
        where = file.relative_to(folder).as_posix()
        made.update(where.encode() + b"\0" + file.read_bytes() + b"\0")
    return made.hexdigest()


def differences(here, there):
    """What is not the same, most telling first: a list of phrases."""
    found = []
    if here["python"] != there["python"]:
        found.append(f"Python {there['python']} ({here['python']} here)")
    for name in sorted({*here["packages"], *there["packages"]}):
        mine, other = here["packages"].get(name), there["packages"].get(name)
        if mine and other and mine != other:
            found.append(f"{name} {other} ({mine} here)")
        elif not other:
            found.append(f"no {name} ({mine} here)")
        elif not mine:
            found.append(f"{name} {other} (none here)")
    for name, code in here["code"].items():
        if there["code"].get(name) != code:
            found.append(f"another code of {name}")
    return sorted(found, key=_weight)


def _weight(phrase):
    """Other versions first, then other code, then what is missing."""
    if phrase.startswith("Python "):
        return 0
    if phrase.startswith("no ") or phrase.endswith("(none here)"):
        return 3
    return 2 if phrase.startswith("another ") else 1


def refusal(address, here, there, fenced):
    """Why a worker may not grade, in a sentence, or an empty string."""
    if here["digest"] != there["digest"]:
        phrases = differences(here, there)
        more = len(phrases) - TOLD
        told = ", ".join(phrases[:TOLD])
        told += f" and {more} more differences" if more > 0 else ""
        return (
            f"The worker {address} has another environment: {told}. Install "
            "there what is installed here, and grade again."
        )
    if fenced and there["fence"]:
        return (
            f"The worker {address} can have no fence: {there['fence']}. "
            "Students' code would run with its rights; say --no-fence if "
            "that is what you want."
        )
    return ""
