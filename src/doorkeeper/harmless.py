"""What students wrote and printed, made harmless for the formgrader's pages.

nbgrader shows a submission inside JupyterLab, where a script in it would have
the rights of whoever looks at it. With the line
``c.HTMLExporter.preprocessors = ["doorkeeper.harmless.Harmless"]`` in
nbgrader_config.py the page holds texts and pictures only.
"""

import re

from nbconvert.preprocessors import Preprocessor

PICTURES = ("image/png", "image/jpeg")
# Where a tag begins that could do anything. A lone "<", as in a formula, and
# these few without attributes do no harm.
TAG = re.compile(r"<(?!/?(?:details|summary|br|b|i|code)>)(?=[A-Za-z/!?])")


class Harmless(Preprocessor):
    """Keeps texts and pixels of every output and shows tags as text."""

    def preprocess(self, nb, resources):
        """Return the notebook with what its cells need and no more."""
        nb.metadata.pop("widgets", None)
        return super().preprocess(nb, resources)

    def preprocess_cell(self, cell, resources, index):
        """Return the cell without anything that a browser would run."""
        kept = cell.metadata.get("nbgrader")
        cell.metadata.clear()
        if kept is not None:
            cell.metadata["nbgrader"] = kept
        cell.pop("attachments", None)
        if cell.cell_type != "code":
            cell.source = TAG.sub("&lt;", cell.source)
        for output in cell.get("outputs", []):
            if "data" in output:
                output["data"] = _plain(output["data"])
                output["metadata"] = type(cell.metadata)()
        return cell, resources


def _plain(data):
    """Of one output: its words, and its picture if it is one."""
    kept = type(data)()
    for mime in PICTURES:
        picture = data.get(mime)
        if isinstance(picture, str):
            kept[mime] = picture
    words = data.get("text/plain", "")
    kept["text/plain"] = words if isinstance(words, str) else "".join(words)
    return kept
