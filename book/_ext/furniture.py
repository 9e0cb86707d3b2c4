"""Mends the theme's accessibility where axe-core found it wanting.

The templates give the logo a landmark and the search button the name that it
shows; the code names the sidebar's toggles and makes references list items.
"""

from pathlib import Path

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


def visit_citation(self, node):
    """docutils puts a role into its list that no list may hold."""
    type(self).visit_citation(self, node)
    self.body[-1] = self.body[-1].replace("doc-biblioentry", "listitem")


def depart_citation(self, node):
    type(self).depart_citation(self, node)


def setup(app):
    app.connect("config-inited", add_templates)
    app.connect("html-page-context", name_toggles, priority=900)
    citation = visit_citation, depart_citation
    app.add_node(nodes.citation, override=True, html=citation)
    return {"version": "1", "parallel_read_safe": True}
