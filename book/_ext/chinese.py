"""Says of each Chinese word that it is Chinese, so that it is read as such."""

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

HAN = re.compile("([\u3400-\u4dbf\u4e00-\u9fff][\u3000-\u9fff\uff00-\uffef]*)")
LANGUAGE = "language-zh"  # docutils turns this class into lang="zh"
UNTOUCHED = (nodes.literal, nodes.literal_block, nodes.raw, nodes.math)


class MarkChinese(SphinxPostTransform):
    """Wrap runs of Han characters in an element with their language."""

    default_priority = 900
    formats = ("html",)

    def run(self, **options):
        for text in list(self.document.findall(nodes.Text)):
            parent = text.parent
            # A page may be resolved twice.
            done = LANGUAGE in parent.get("classes", ())
            if done or isinstance(parent, UNTOUCHED):
                continue
            if HAN.search(text):
                parent.replace(text, [marked(p) for p in pieces(text)])


def pieces(text):
    """The text, cut where the language changes; no piece is empty."""
    return [piece for piece in HAN.split(text) if piece]


def marked(piece):
    """The piece as it is, or in an element that says: Chinese."""
    if not HAN.match(piece):
        return nodes.Text(piece)
    return nodes.inline(piece, piece, classes=[LANGUAGE])


def setup(app):
    app.add_post_transform(MarkChinese)
    return {"version": "1", "parallel_read_safe": True}
