"""The files a result leaves: autograded/ and feedback/."""

import json

from doorkeeper.store import replace_folder

# What `nbgrader release_feedback` tells a student's submission by.
RECEIPT = ("timestamp.txt", "submission_secret.txt")


def write_outputs(course, settings, submission, files, result, source):
    """Write both folders of one submission; return the steps written."""
    directory = course.directory
    written = []
    where = submission.student, submission.assignment
    notebooks = {
        f"{name}.ipynb": json.dumps(
            as_notebook(notebook, source.masters[name]), indent=1
        )
        for name, notebook in result["notebooks"].items()
        if "cells" in notebook
    }
    if notebooks:
        beside = {
            path: data
            for path, data in files.items()
            if not path.endswith(".ipynb")
        }
        step = directory.autograded_directory
        replace_folder(
            course.path(step, *where), {**beside, **source.files, **notebooks}
        )
        written.append(step)
    if settings.feedback:
        from doorkeeper.feedback import pages

        step = directory.feedback_directory
        handed = {name: files[name] for name in RECEIPT if name in files}
        replace_folder(
            course.path(step, *where), {**handed, **pages(result, source)}
        )
        written.append(step)
    return written


def as_notebook(notebook, master):
    """A notebook in nbformat's form, with the outputs of this run."""
    cells = []
    for i, cell in enumerate(notebook["cells"]):
        cells.append({"id": f"cell-{i}", **cell})
    return {
        "cells": cells,
        "metadata": json.loads(json.dumps(master.metadata)),
        "nbformat": 4,
        "nbformat_minor": 5,
    }
