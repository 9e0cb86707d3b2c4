"""The instructor's notebook, read into what grading needs.

nbgrader's own preprocessors make the three forms of it: the solution, the
version with tests and without answers (whose cells stand in the gradebook),
and the release that students get.
"""

import copy
import hashlib
import json
from pathlib import Path

import nbformat
from nbgrader import utils
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import ClearSolutions, SaveCells

from doorkeeper import names, pruning, reading
from doorkeeper.course import read_files
from doorkeeper.errors import DoorkeeperError


class Source:
    """One assignment of the course."""

    def __init__(self, course, assignment, settings):
        self.course = course
        self.assignment = assignment
        self.settings = settings
        self.folder = course.source(assignment)
        self.files = {
            path: data
            for path, data in read_files(self.folder).items()
            if not path.endswith(".ipynb")
        }
        self.solutions, self.masters, self.releases = {}, {}, {}
        self.made = {}
        for path in sorted(self.folder.glob("*.ipynb")):
            self.read(path)

    def read(self, path):
        name = path.stem
        try:
            notebook = nbformat.read(path, as_version=4)
        except Exception as error:
            raise DoorkeeperError(
                f"{path} is not a notebook ({error}). Restore it, then "
                "grade again."
            ) from error
        before, middle, after = self.stages()
        resources = self.resources(name)
        solution = self.apply(before, notebook, resources)
        master = self.apply(middle, copy.deepcopy(solution), resources)
        release = self.apply(after, copy.deepcopy(master), resources)
        self.solutions[name] = solution
        self.masters[name] = master
        self.releases[name] = release

    def stages(self):
        """nbgrader's preprocessors: before, between and after two marks."""
        converter = GenerateAssignment(
            coursedir=self.course.directory, config=self.course.config
        )
        kinds = list(converter.preprocessors)
        clear = kinds.index(ClearSolutions)
        save = kinds.index(SaveCells)
        return kinds[:clear], kinds[clear:save], kinds[save + 1 :]

    def resources(self, name):
        return {
            "unique_key": name,
            "metadata": {"path": str(self.folder), "name": name},
            "nbgrader": {
                "student": ".",
                "assignment": self.assignment,
                "notebook": name,
                "db_url": self.course.directory.db_url,
            },
        }

    def apply(self, kinds, notebook, resources):
        for kind in kinds:
            try:
                step = kind(config=self.course.config)
                notebook, resources = step(notebook, resources)
            except Exception as error:
                raise DoorkeeperError(
                    f"nbgrader cannot prepare {self.folder.name}: {error}."
                ) from error
        return notebook

    def save(self, gradebook):
        """Enter the assignment's cells in the gradebook, as nbgrader does."""
        gradebook.update_or_create_assignment(self.assignment)
        for name, master in self.masters.items():
            step = SaveCells(config=self.course.config)
            step(copy.deepcopy(master), self.resources(name))

    def key(self):
        """A digest of all that decides how this assignment is graded."""
        if not hasattr(self, "made_key"):
            self.made_key = self.make_key()
        return self.made_key

    def make_key(self):
        digest = hashlib.sha256()
        for name in sorted(self.solutions):
            digest.update(_cells_text(self.solutions[name]))
            digest.update(_cells_text(self.masters[name]))
        for path in sorted(self.files):
            digest.update(path.encode() + b"\0" + self.files[path])
        return digest.hexdigest()

    def tests(self):
        """{(notebook, name of a test cell)}: what no person has to judge."""
        return {
            (name, cell["id"])
            for name, spec in self.made.items()
            for cell in spec["cells"]
            if cell["kind"] == "test"
        }

    def specs(self, seed):
        """What a worker needs to know, a dict for each notebook; made once."""
        if self.made:
            return self.made
        made = {name: self.spec(name, seed) for name in sorted(self.solutions)}
        for spec in made.values():
            text = json.dumps([self.key(), spec], sort_keys=True)
            spec["key"] = hashlib.sha256(text.encode()).hexdigest()
        self.made = made
        return made

    def spec(self, name, seed):
        release = self.releases[name].cells
        cells = [
            _cell(i, solution, master, shown)
            for i, (solution, master, shown) in enumerate(
                zip(
                    self.solutions[name].cells,
                    self.masters[name].cells,
                    release,
                    strict=True,
                )
            )
        ]
        owned = names.plan(cells)
        asked = sorted(
            set().union(
                *(
                    _functions(c["solution"])
                    for c in cells
                    if c["kind"] == "answer"
                )
            )
        )
        listed = list(self.settings.ready_made)
        sources = [c["source"] for c in cells if c["kind"] == "given"]
        return {
            "assignment": self.assignment,
            "notebook": name,
            "cells": cells,
            "owned": owned,
            "asked": asked,
            "seed": seed,
            "metadata": json.loads(json.dumps(self.masters[name].metadata)),
            "max_score": sum(c["points"] for c in cells if c["graded"]),
            "judged_by_tests": self.exempt(),
            "given": pruning.given(sources, listed, asked) if listed else {},
            "masks": pruning.Modules(listed).masks(),
        }

    def exempt(self):
        found = []
        for entry in self.settings.judged_by_tests:
            assignment, _, function = entry.rpartition("/")
            if assignment in ("", self.assignment):
                found.append(function)
        return found


def _functions(source):
    """Names of the functions and classes that a cell defines."""
    import ast

    return {
        node.name
        for node in reading.parse(source).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    } or reading.read(source).binds


def _cell(index, solution, master, shown):
    meta = master.metadata.get("nbgrader", {})
    graded = bool(meta.get("grade") or meta.get("task"))
    return {
        "index": index,
        "id": meta.get("grade_id") if meta else None,
        "type": master.cell_type,
        "kind": _kind(master),
        "source": master.source,
        "solution": solution.source,
        "shown": shown.source,
        "graded": graded,
        "points": float(meta.get("points", 0) or 0) if graded else 0.0,
        "locked": bool(utils.is_locked(master)),
        "checksum": meta.get("checksum"),
        "metadata": json.loads(json.dumps(master.metadata)),
        "shown_checksum": shown.metadata.get("nbgrader", {}).get("checksum"),
    }


def _kind(cell):
    """given, answer, test, manual (an answer graded by hand), task, text."""
    if utils.is_task(cell):
        return "task"
    if utils.is_grade(cell) and utils.is_solution(cell):
        return "manual" if cell.cell_type != "code" else "answer"
    if utils.is_grade(cell) and cell.cell_type == "code":
        return "test"
    if utils.is_solution(cell):
        return "answer"
    return "given" if cell.cell_type == "code" else "text"


def _cells_text(notebook):
    cells = [
        [c.cell_type, c.source, c.metadata.get("nbgrader")]
        for c in notebook.cells
    ]
    kernel = notebook.metadata.get("kernelspec")
    return json.dumps([cells, kernel], sort_keys=True).encode()


def expected_files(path):
    """Names of the notebooks that a submission should hold."""
    return sorted(p.name for p in Path(path).glob("*.ipynb"))
