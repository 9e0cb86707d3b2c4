"""Ready-made implementations that may not stand in for an answer.

The student's process sees, of each module on the list, only the names that
the solution notebook itself imports (and what those need). The source of the
rest is cut out beforehand, and its files are masked by the fence: there is
nothing left to import, to open or to inspect.
"""

import importlib.abc
import importlib.machinery
import sys
import types


class Refused:
    """Stands where a ready-made function was; using it raises."""

    def __init__(self, module, name):
        self.__name__ = name
        self._message = (
            f"{module}.{name} is a ready-made answer, which grading does "
            "not accept. Write it yourself."
        )

    def __call__(self, *args, **kwargs):
        raise RuntimeError(self._message)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Refused(self.__name__, name)


class Pruned(types.ModuleType):
    """A module of which only the given names are there."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Refused(self.__name__, name)


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the listed modules, and all below them, in their cut form."""

    def __init__(self, given):
        self.given = given

    def find_spec(self, name, path=None, target=None):
        if any(name == n or name.startswith(n + ".") for n in self.given):
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        return Pruned(spec.name)

    def exec_module(self, module):
        source = self.given.get(module.__name__, "")
        code = compile(source, f"<given {module.__name__}>", "exec")
        exec(code, module.__dict__)


def install(given):
    """Put the cut modules in the place of the real ones.

    ``given`` maps module names to the source that is left of them.
    """
    for name in list(sys.modules):
        if any(name == n or name.startswith(n + ".") for n in given):
            del sys.modules[name]
    sys.meta_path.insert(0, Finder(given))
