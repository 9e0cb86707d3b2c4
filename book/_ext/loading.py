"""Brings the live doors to the reader first.

Sphinx and the theme put eight scripts before the page, each of which the
browser would fetch and run before it reads on: here they wait until the page
is read. MathJax, the largest file of all, starts when the doors are alive.
"""

import re

# Inline scripts of the theme look into this one at once.
AT_ONCE = "documentation_options.js"
DOORS, MATHS = "live.js", "tex-chtml.js"
AFTER_THE_DOORS = """(() => {
  const root = document.documentElement;
  let fetched = false;
  const fetchMaths = () => {
    if (fetched) return;
    fetched = true;
    const script = document.createElement("script");
    script.src = "%s";
    document.head.append(script);
  };
  if (root.dataset.doors) { fetchMaths(); return; }
  const watch = new MutationObserver(() => {
    watch.disconnect();
    fetchMaths();
  });
  watch.observe(root, { attributes: true, attributeFilter: ["data-doors"] });
  // Formulas come even where the doors do not.
  addEventListener("load", () => setTimeout(fetchMaths, 3000));
})();"""


def changed(script, filename, **attributes):
    """Another script of the same kind and place."""
    return type(script)(filename, priority=script.priority, **attributes)


def waiting(script):
    """The same script, put off until the page is read."""
    name = str(script.filename or "")
    ready = {"defer", "async"} & set(script.attributes)
    if not name or ready or name.endswith(AT_ONCE):
        return script
    return changed(script, name, **script.attributes, defer="defer")


def after_the_doors(script, tag):
    """MathJax, fetched when the doors have woken; tag: its HTML now."""
    if not str(script.filename or "").endswith(MATHS):
        return script
    address = re.search('src="([^"]*)"', tag(script))[1]
    return changed(script, None, body=AFTER_THE_DOORS % address)


def order_scripts(app, pagename, templatename, context, doctree):
    """Give each script of a page its place."""
    # The page of the search calls Sphinx's scripts at once; the single page
    # is for the printer.
    if pagename == "search" or app.builder.name != "html":
        return
    scripts = [waiting(script) for script in context["script_files"]]
    if any(str(s.filename or "").endswith(DOORS) for s in scripts):
        tag = context["js_tag"]
        scripts = [after_the_doors(script, tag) for script in scripts]
    context["script_files"] = scripts


def setup(app):
    app.connect("html-page-context", order_scripts, priority=950)
    return {"version": "1", "parallel_read_safe": True}
