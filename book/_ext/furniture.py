"""Mends what the theme lacks, most of it found by axe-core.

The templates give the logo a landmark and the search button the name that it
shows; the code names the sidebar's toggles, describes each page to search
engines and makes references list items.
Its neighbours mend the rest: chinese.py marks a language, icons.py cuts down
the icon fonts, loading.py puts scripts in their order.
"""

from html import escape
from pathlib import Path
from textwrap import shorten

from docutils import nodes

TEMPLATES = Path(__file__).parent / "templates"


def add_templates(app, config):
    config.templates_path = [*config.templates_path, str(TEMPLATES)]


def name_toggles(app, pagename, templatename, context, doctree):
    """Each toggle of the sidebar says whose pages it shows."""
    make = context.get("generate_toctree_html")
    if make is None:
        return

    def named(*args, **options):
        tree = make(*args, **options)
        # Without entries the theme gives an empty string, else a soup.
        for summary in tree.find_all("summary") if tree else ():
            above = summary.find_parent("li").a.get_text(strip=True)
            summary["aria-label"] = f"Pages under {above}"
        return tree

    context["generate_toctree_html"] = named


def describe(app, pagename, templatename, context, doctree):
    """What a page begins with is what search engines say of it."""
    # Without a mode of its own the theme complains at a first visit.
    context["default_mode"] = "auto"
    paragraphs = doctree.findall(nodes.paragraph) if doctree else ()
    for paragraph in paragraphs:
        words = shorten(paragraph.astext(), 160, placeholder="...")
        tag = f'<meta name="description" content="{escape(words)}">'
        context["metatags"] = context.get("metatags", "") + tag
        break


def unname_folds(app, pagename, templatename, context, doctree):
    """What a fold is called is what it shows, not a name unseen."""
    unseen = '<summary aria-label="Toggle hidden content">'
    context["body"] = context.get("body", "").replace(unseen, "<summary>")


def visit_citation(self, node):
    """docutils puts a role into its list that no list may hold."""
    type(self).visit_citation(self, node)
    self.body[-1] = self.body[-1].replace("doc-biblioentry", "listitem")


def depart_citation(self, node):
    type(self).depart_citation(self, node)


def setup(app):
    for neighbour in ("chinese", "icons", "loading"):
        app.setup_extension(neighbour)
    app.add_js_file("paper.js", loading_method="defer")
    app.connect("config-inited", add_templates)
    app.connect("html-page-context", name_toggles, priority=900)
    app.connect("html-page-context", describe)
    app.connect("html-page-context", unname_folds)
    citation = visit_citation, depart_citation
    app.add_node(nodes.citation, override=True, html=citation)
    return {"version": "1", "parallel_read_safe": True}
