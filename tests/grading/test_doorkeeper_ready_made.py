"""An implementation that happens to be installed is not an answer."""

import os

import pytest
from hostile.build import (
    CONFIG,
    exercise,
    filled,
    plain,
    release,
    submit,
    write_course,
)
from hostile.grading import REASON, grade, grades

PACKAGE = {
    "__init__.py": "from .parts import triple, shift\n",
    "parts.py": "def triple(x):\n    return shift(x, x + x)\n\n\n"
    "def shift(x, by):\n    return x + by\n",
}
TRIPLE = {
    "answer": "def triple(x):\n    ### BEGIN SOLUTION\n    return 3 * x\n"
    "    ### END SOLUTION",
    "test": "assert triple(2.0) == 6.0\nassert triple(-1.5) == -4.5",
    "points": 2,
}
# name: (answer, points)
ANSWERS = {
    "own": ("def triple(x):\n    return x + x + x", "2"),
    "given": ("def triple(x):\n    return shift(x, 2 * x)", "2"),
    "imported": ("from readymade import triple", "0"),
    "deep": ("import readymade.parts\ntriple = readymade.parts.triple", "0"),
    "importlib": (
        "import importlib, sys\nfor name in list(sys.modules):\n"
        "    if name.startswith('readymade'):\n        del sys.modules[name]\n"
        "sys.meta_path[:] = [f for f in sys.meta_path\n"
        "    if 'doorkeeper' not in type(f).__module__]\n"
        "triple = importlib.import_module('readymade').triple",
        "0",
    ),
    "opened": (
        "import os, sys\nfor place in sys.path:\n"
        "    path = os.path.join(place, 'readymade', 'parts.py')\n"
        "    if os.path.exists(path):\n"
        "        exec(open(path).read())",
        "0",
    ),
    "cached": (
        "import glob, marshal, sys\nfor place in sys.path:\n"
        "    for path in glob.glob(place + '/readymade/__pycache__/parts*'):\n"
        "        exec(marshal.loads(open(path, 'rb').read()[16:]))",
        "0",
    ),
    "remembered": (
        "import gc\nfor thing in gc.get_objects():\n"
        "    if getattr(thing, '__name__', '') == 'triple':\n"
        "        triple = thing",
        "0",
    ),
    "source": (
        "import inspect\nimport readymade.parts\n"
        "exec(inspect.getsource(readymade.parts))",
        "0",
    ),
}
NEEDS_FENCE = {"importlib", "opened", "cached"}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    place = tmp_path_factory.mktemp("readymade")
    package = place / "lib" / "readymade"
    package.mkdir(parents=True)
    for name, text in PACKAGE.items():
        (package / name).write_text(text)
    cells = [plain("from readymade import shift", "given")]
    cells += exercise("triple", TRIPLE)
    config = CONFIG + 'c.Doorkeeper.ready_made = ["readymade"]\n'
    root = write_course(place / "course", {"tiny": cells}, config)
    made = release(root)
    for name, (answer, _) in ANSWERS.items():
        submit(root, name, filled(made, {"triple_answer": answer}))
    path = os.pathsep.join(
        [str(place / "lib"), os.environ.get("PYTHONPATH", "")]
    )
    grade(root, env={"PYTHONPATH": path.rstrip(os.pathsep)})
    return grades(root)


@pytest.mark.parametrize("name", ANSWERS)
def test_only_what_is_given_may_be_used(graded, name):
    if REASON and name in NEEDS_FENCE:
        pytest.skip(f"files are hidden by the fence alone: {REASON}")
    assert graded[name, "tiny"]["score"] == ANSWERS[name][1]
