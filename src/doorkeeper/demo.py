"""demo-class: a believable class, so that a newcomer sees all of it at once.

What the class answers comes from the course, if it says so with
``c.Doorkeeper.demo_answers = "module:function"``. That function is called
with an assignment's name and returns {cell id: {"right": [sources],
"wrong": [sources]}}. Without it the class knows the solution, slips of it
(an operator exchanged, a term forgotten), nothing, or something in between.
"""

import ast
import contextlib
import importlib
import json
import random

from doorkeeper.errors import DoorkeeperError
from doorkeeper.source import Source
from doorkeeper.store import write

FIRST = [
    "ada",
    "bela",
    "chidi",
    "dana",
    "emre",
    "farah",
    "goran",
    "hana",
    "ines",
    "jun",
    "kofi",
    "lena",
    "mei",
    "nils",
    "olga",
    "pavel",
    "qadir",
    "rosa",
    "sami",
    "tove",
    "uma",
    "viktor",
    "wanjiru",
    "xenia",
    "yusuf",
    "zora",
]
BROKEN = "def unfinished(:\n    pass"


def write_class(course, settings, students, seed):
    """Write ``students`` submissions for every assignment; return how many."""
    rng = random.Random(seed)
    people = names(students)
    kinds = _kinds(students, rng)
    count = 0
    for assignment in course.assignments():
        source = Source(course, assignment, settings)
        answers = _answers(settings, assignment, source)
        for person, kind in zip(people, kinds, strict=True):
            folder = course.path(
                course.directory.submitted_directory, person, assignment
            )
            if folder.exists():
                raise DoorkeeperError(
                    f"{folder} is there already, and a demo class overwrites "
                    "nothing. Move submitted/ away first."
                )
            for name, release in source.releases.items():
                made = json.loads(json.dumps(release))
                _fill(made, kind, answers, source.solutions[name], rng)
                text = json.dumps(made, indent=1) + "\n"
                write(folder / f"{name}.ipynb", text)
            for path, data in source.files.items():
                write(folder / path, data)
            count += 1
    return count


def names(count):
    """Names of students: first names, with a number when they run out."""
    rounds = range(1 + count // len(FIRST))
    made = [f"{n}{r or ''}" for r in rounds for n in FIRST]
    return made[:count]


def _kinds(students, rng):
    """What sort of student each is: most are right, some are half done."""
    shares = {"right": 9, "mistaken": 13, "partly": 4, "untouched": 2}
    shares |= {"broken": 1, "confused": 1}
    # Spread evenly, so that a small class has some of each common sort.
    places = sorted(
        ((i + 0.5) / share, sort)
        for sort, share in shares.items()
        for i in range(share)
    )
    kinds = [places[i % len(places)][1] for i in range(students)]
    rng.shuffle(kinds)
    return kinds


def _answers(settings, assignment, source):
    """The course's own answers, or the solution alone."""
    solution = {}
    for notebook in source.solutions.values():
        for cell in notebook.cells:
            meta = cell.metadata.get("nbgrader", {})
            if meta.get("solution"):
                solution[meta["grade_id"]] = cell.source
    given = {}
    if settings.demo_answers:
        module, _, function = settings.demo_answers.partition(":")
        try:
            give = getattr(importlib.import_module(module), function)
        except (ImportError, AttributeError) as error:
            raise DoorkeeperError(
                f"demo_answers = {settings.demo_answers!r} cannot be found "
                f"({error}). It should read module:function."
            ) from error
        given = give(assignment) or {}
    return {
        name: {
            "right": [*given.get(name, {}).get("right", []), text],
            "wrong": list(given.get(name, {}).get("wrong", [])) or slips(text),
        }
        for name, text in solution.items()
    }


EXCHANGED = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.Pow: ast.Mult,
}


def slips(source):
    """Wrong versions of an answer: one operation exchanged or dropped."""
    made = []
    with contextlib.suppress(SyntaxError, ValueError):
        count = len(_operations(ast.parse(source)))
        for i in range(count):
            made.append(_slip(source, i, exchange=True))
            made.append(_slip(source, i, exchange=False))
    return [slip for slip in dict.fromkeys(made) if slip]


def _operations(tree):
    """What can be forgotten: a term, or a function around an argument."""
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp)
        or (isinstance(node, ast.Call) and len(node.args) == 1)
    ]


def _slip(source, at, exchange):
    tree = ast.parse(source)
    node = _operations(tree)[at]
    if not exchange:
        return ast.unparse(_Drop(node).visit(tree))
    if isinstance(node, ast.Call) or type(node.op) not in EXCHANGED:
        return ""
    node.op = EXCHANGED[type(node.op)]()
    return ast.unparse(tree)


class _Drop(ast.NodeTransformer):
    """Forget the right side of an operation, or a function's squash."""

    def __init__(self, target):
        self.target = target

    def visit_BinOp(self, node):
        if node is self.target:
            return node.left
        return self.generic_visit(node)

    def visit_Call(self, node):
        if node is self.target:
            return node.args[0]
        return self.generic_visit(node)


def _fill(notebook, kind, answers, solution, rng):
    cells = [
        cell
        for cell in notebook["cells"]
        if cell["metadata"].get("nbgrader", {}).get("grade_id") in answers
    ]
    wrong = set()
    if kind in ("mistaken", "confused"):
        able = [i for i, c in enumerate(cells) if _of(c, answers)["wrong"]]
        many = len(able) if kind == "confused" else min(len(able), 1)
        wrong = set(rng.sample(able, many))
    half = rng.randrange(1, len(cells)) if len(cells) > 1 else 0
    for i, cell in enumerate(cells):
        choice = _of(cell, answers)
        if kind == "untouched" or (kind == "partly" and i >= half):
            continue
        if kind == "broken" and i == len(cells) - 1:
            cell["source"] = BROKEN
        elif i in wrong:
            cell["source"] = rng.choice(choice["wrong"])
        else:
            cell["source"] = rng.choice(choice["right"])


def _of(cell, answers):
    return answers[cell["metadata"]["nbgrader"]["grade_id"]]
