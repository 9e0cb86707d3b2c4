"""Hostile and broken answers to the tiny course, each with what must come.

Each entry: answers by grade id (the rest is right), and the points that are
due. What is hostile must never get the points of the part it attacks.
"""

from .build import RIGHT

FORGER = """
class Anything:
    def _yes(self, *args, **kwargs):
        return True
    __eq__ = __ne__ = __lt__ = __gt__ = __le__ = __ge__ = _yes
    __bool__ = __call__ = __contains__ = _yes
    def __float__(self):
        return 9.0
    def __getattr__(self, name):
        return self
    def __array__(self, *args, **kwargs):
        return np.zeros(0)
    def __sub__(self, other):
        return self
    __rsub__ = __add__ = __radd__ = __mul__ = __abs__ = __sub__
    def __hash__(self):
        return 1
"""
PATCH_NUMPY = """
def _yes(*args, **kwargs):
    return True
np.allclose = np.array_equal = np.isclose = _yes
np.testing.assert_allclose = np.testing.assert_array_equal = _yes
np.testing.assert_array_almost_equal = _yes
"""
AST_TRANSFORMER = """
import ast
class Drop(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.Pass()
get_ipython().ast_transformers.append(Drop())
"""
INPUT_TRANSFORMER = """
def blank(lines):
    return [] if any("assert" in line for line in lines) else lines
get_ipython().input_transformers_cleanup.append(blank)
"""
PARTIAL = """
class Three(float):
    def __repr__(self):
        return "3"
get_ipython().display_formatter.formatters["text/plain"].for_type(
    int, lambda value, p, cycle: p.text("3"))
"""
STUDENT_SERVER = """
import gc, sys
from doorkeeper.server import Server
def lie(self, message, buffers, encoder):
    return {"value": 9.0, "changed": []}
Server.do_call = lie
"""
RAW_FRAME = """
import os, struct
def square(x):
    os.write(3, struct.pack("!IIQ", 2**31, 2**31, 2**60))
    return x * x
"""
WRONG = {
    "square_answer": "def square(x):\n    return 0.5",
    "mean_answer": "def mean(xs):\n    return 0.5",
    "spread_answer": "def spread(xs):\n    return 0.5",
}


def first(text, rest=None):
    """Put a hostile text before the first answer; the rest as given."""
    rest = WRONG if rest is None else rest
    return {**rest, "square_answer": text + "\n" + rest["square_answer"]}


OVERLOADED = {
    "square_answer": FORGER + "def square(x):\n    return Anything()",
    "mean_answer": "def mean(xs):\n    return Anything()",
    "spread_answer": "def spread(xs):\n    return Anything()",
}
TABLE = (
    "def square(x):\n"
    "    return {3.0: 9.0, -2.0: 4.0, 1.5: 2.25}.get(float(x), 0.0)"
)

# name: (answers, points that are due)
FORGED = {
    "overloads every operator": (OVERLOADED, 0),
    "patches numpy": (first(PATCH_NUMPY), 0),
    "drops asserts": (first(AST_TRANSFORMER), 0),
    "blanks tests": (first(INPUT_TRANSFORMER), 0),
    "forges partial credit": (first(PARTIAL), 0),
    "lies on the channel": (first(STUDENT_SERVER), 0),
    "keeps a table of the known answers": (
        {**RIGHT, "square_answer": TABLE},
        6,
    ),
    "redefines assert's error": (
        first("import builtins\nbuiltins.AssertionError = KeyError"),
        0,
    ),
    "raises to be caught": (
        {
            k: v.replace("return 0.5", "raise SystemExit(0)")
            for k, v in WRONG.items()
        },
        0,
    ),
}
BROKEN = {
    "writes rubbish into the channel": (
        {**RIGHT, "square_answer": RAW_FRAME},
        6,
    ),
    "loops in a function": (
        {**RIGHT, "square_answer": "def square(x):\n    while True: pass"},
        6,
    ),
    "loops in a cell": (
        {**RIGHT, "square_answer": "while True: pass"},
        6,
    ),
    "swallows every interruption": (
        {
            **RIGHT,
            "square_answer": "def square(x):\n    while True:\n"
            "        try:\n            while True: pass\n"
            "        except BaseException: pass",
        },
        6,
    ),
    "ends the interpreter": (
        {**RIGHT, "square_answer": "import os\nos._exit(0)"},
        6,
    ),
    "ends the interpreter in a call": (
        {**RIGHT, "mean_answer": "import os\ndef mean(xs):\n    os._exit(0)"},
        5,
    ),
    "crashes": (
        {
            **RIGHT,
            "mean_answer": "import ctypes\ndef mean(xs):\n"
            "    ctypes.string_at(0)",
        },
        5,
    ),
    "kills its parent": (
        {
            **RIGHT,
            "square_answer": "import os, signal\ntry:\n"
            "    os.kill(os.getppid(), signal.SIGKILL)\n"
            "    os.kill(-1, signal.SIGKILL)\nexcept OSError:\n    pass\n"
            + RIGHT["square_answer"],
        },
        8,
    ),
    "kills its parent in a call": (
        {
            **RIGHT,
            "square_answer": "import os, signal\ndef square(x):\n"
            "    try:\n        os.kill(os.getppid(), signal.SIGKILL)\n"
            "        os.kill(-1, signal.SIGKILL)\n    except OSError:\n"
            "        pass\n    return x * x",
        },
        8,
    ),
    "leaves by sys.exit": (
        {**RIGHT, "square_answer": "import sys\nsys.exit(1)"},
        6,
    ),
    "has a syntax error": (
        {**RIGHT, "square_answer": "def square(x:\n    return"},
        6,
    ),
    "recurses without end": (
        {**RIGHT, "square_answer": "def square(x):\n    return square(x)"},
        6,
    ),
    "prints two million lines": (
        {
            **RIGHT,
            "square_answer": "print('x\\n' * 2_000_000)\n"
            + RIGHT["square_answer"],
        },
        8,
    ),
    "prints one line of 60 MB": (
        {
            **RIGHT,
            "square_answer": "print('x' * 60_000_000)\n"
            + RIGHT["square_answer"],
        },
        8,
    ),
    "takes eight gigabytes": (
        {
            **RIGHT,
            "mean_answer": "hoard = []\nfor _ in range(80):\n"
            "    hoard.append(np.ones(100 * 2**20 // 8))\n"
            + RIGHT["mean_answer"],
        },
        5,
    ),
    "returns a gigabyte": (
        {
            **RIGHT,
            "mean_answer": "def mean(xs):\n    return np.zeros(2**27)",
        },
        5,
    ),
    "asks for input": (
        {**RIGHT, "square_answer": "input()\n" + RIGHT["square_answer"]},
        6,
    ),
    "warns and writes to stderr": (
        {
            **RIGHT,
            "square_answer": "import sys, warnings\ndef square(x):\n"
            "    warnings.warn('hm')\n    print('hm', file=sys.stderr)\n"
            "    return x * x",
        },
        8,
    ),
    "starts threads and processes": (
        {
            **RIGHT,
            "square_answer": "import os, threading, time\n"
            "threading.Thread(target=time.sleep, args=(1000,), daemon=True)"
            ".start()\nif os.fork() == 0:\n    os.setsid()\n"
            "    time.sleep(1000)\n    os._exit(0)\n" + RIGHT["square_answer"],
        },
        8,
    ),
}

LOOK = """
import glob, os, socket
seen = []
for path in {paths!r}:
    try:
        with open(path, "rb") as file:
            seen.append(("read", path, len(file.read())))
    except (OSError, IsADirectoryError):
        pass
    try:
        with open(path, "ab") as file:
            file.write(b"#")
            seen.append(("wrote", path))
    except OSError:
        pass
    if os.path.exists(path):
        seen.append(("there", path))
for place in ("/usr/x", "/etc/x", "/x", "/proc/x", "/dev/x"):
    try:
        open(place, "w").close()
        seen.append(("made", place))
    except OSError:
        pass
try:
    socket.create_connection({address!r}, 1).close()
    seen.append(("connected",))
except OSError:
    pass
others = [p for p in os.listdir("/proc") if p.isdigit()]
seen += [("process", p) for p in others if int(p) != os.getpid()]
if os.getuid() == 0:
    seen.append(("root",))
print("SEEN", seen)
"""

# Without a fence these would end every process of the person who tests.
FENCE_ALONE = ("kills its parent", "kills its parent in a call")
