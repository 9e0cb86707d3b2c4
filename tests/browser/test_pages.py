"""Every page of the built book, offline: quiet, whole, and well linked."""

import functools
import json
import re
from html.parser import HTMLParser

import jupytext
import nbformat
import pytest
from reader import (
    PATIENCE,
    PHONE,
    READ,
    THEMES,
    WIDE,
    Traffic,
    read,
    size,
    wear,
)

# Wider than what it stands in, and cut off there; or beyond the window's edge
# with nothing around it that scrolls.
CUT = """() => {
  const all = [...document.querySelectorAll('.bd-article *')];
  const style = (node) => getComputedStyle(node);
  const scrolls = (node) => /auto|scroll/.test(style(node).overflowX);
  const named = (node) => `${node.tagName.toLowerCase()}.${node.className}: `
    + node.textContent.trim().slice(0, 60);
  const shown = (node) => node.checkVisibility() && node.clientWidth > 1
    && !node.closest('svg, mjx-container, .visually-hidden');
  // A formula in the text also holds its unseen spoken form: not counted.
  const inside = (node) => node.matches('span.math')
    ? node.querySelector('mjx-container').getBoundingClientRect().width
    : node.scrollWidth;
  const cut = all.filter((node) => shown(node)
    && /hidden|clip/.test(style(node).overflowX)
    && inside(node) > node.clientWidth + 1);
  const out = all.filter((node) => {
    const right = node.getBoundingClientRect().right;
    if (!shown(node) || right <= innerWidth + 1) return false;
    for (let up = node; up; up = up.parentElement)
      if (scrolls(up)) return false;
    return true;
  });
  return [...cut, ...out].map(named);
}"""
# Boxes that scroll and that no key can reach.
LOST = """() => [...document.querySelectorAll('.bd-article *')].filter(
  (node) => /auto|scroll/.test(getComputedStyle(node).overflowX)
  && node.checkVisibility() && node.scrollWidth > node.clientWidth + 1
  && node.tabIndex < 0 && !node.querySelector('[tabindex="0"], a, button')
).map((node) => node.outerHTML.slice(0, 150))"""
# Font size of a figure's small print (style.SMALL), as the reader sees it.
SMALL_PRINT = """() => [...document.querySelectorAll('.door-picture svg')]
  .filter((svg) => svg.checkVisibility())
  .map((svg) => 14.5 * svg.clientWidth / svg.viewBox.baseVal.width)"""

FETCHED = """() => performance.getEntriesByType('resource').map(
  (entry) => [entry.name, entry.startTime, entry.responseEnd])"""
# Words with Chinese characters in them, and the language they are said to be.
CHINESE = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walk.nextNode()) {
    const node = walk.currentNode.parentElement;
    const word = walk.currentNode.textContent.trim();
    if (/\\p{Script=Han}/u.test(word) && !node.closest('pre, code, script'))
      found.push([word, node.closest('[lang]').lang]);
  }
  return found;
}"""


@pytest.fixture(scope="module", params=READ)
def opened(request, site, browser):
    """One page, read once by all tests of this file."""
    context = browser.new_context()
    page = context.new_page()
    page.traffic = Traffic(context, page)
    size(page, WIDE)
    read(page, f"{site}/{request.param}")
    yield page
    context.close()


def test_it_asks_nobody_and_complains_of_nothing(opened):
    assert opened.traffic.foreign == []
    assert opened.traffic.failed == []
    assert opened.traffic.errors == []


def test_no_icon_makes_it_fetch_a_whole_font(opened):
    fetched = [name for name, *_ in opened.evaluate(FETCHED)]
    assert any(name.endswith("-cut.woff") for name in fetched)
    assert [name for name in fetched if "/webfonts/" in name] == []


def test_formulas_wait_for_the_doors(opened):
    fetched = opened.evaluate(FETCHED)
    ends = [end for name, _, end in fetched if "live.js" in name]
    begins = [begin for name, begin, _ in fetched if "tex-chtml" in name]
    assert all(begin >= end for begin in begins for end in ends)


def test_chinese_words_are_said_to_be_chinese(opened):
    found = opened.evaluate(CHINESE)
    assert {language for _, language in found} <= {"zh"}, found
    if opened.url.endswith("glossary.html"):
        assert len(found) > 50


@functools.cache
def anchors(path):
    """All ids of a page, as its source has them."""
    found = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            found.update(value for key, value in attrs if key == "id")

    Reader().feed(path.read_text(encoding="utf-8"))
    return found


def test_links_inside_the_book_lead_somewhere(built_book, site, opened):
    links = opened.eval_on_selector_all(
        "a[href], link[href]", "all => all.map(a => a.href)"
    )
    inside = {link for link in links if link.startswith(site)}
    assert inside
    for link in sorted(inside):
        path, _, anchor = link.removeprefix(site).partition("#")
        target = built_book / path.partition("?")[0].lstrip("/")
        target = target / "index.html" if target.is_dir() else target
        assert target.exists(), link
        if anchor and target.suffix == ".html":
            assert anchor in anchors(target), link


def test_what_can_be_downloaded_is_a_notebook_or_a_page(
    built_book, site, opened
):
    links = opened.eval_on_selector_all(
        "a.btn-download-source-button", "all => all.map(a => a.href)"
    )
    for link in links:
        path = built_book / link.removeprefix(site).lstrip("/")
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".ipynb":
            nbformat.validate(json.loads(text))
        elif "```{code-cell}" in text:
            cells = jupytext.reads(text, fmt="md:myst").cells
            assert any(cell.cell_type == "code" for cell in cells)
        else:
            assert re.search("^# ", text, re.MULTILINE)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("wide_and_high", [WIDE, PHONE])
def test_nothing_is_cut_off_or_scrolls_the_page(opened, theme, wide_and_high):
    wear(opened, theme)
    size(opened, wide_and_high)
    width = opened.evaluate("document.documentElement.scrollWidth")
    assert width <= wide_and_high[0]
    assert opened.evaluate(CUT) == []


def test_what_scrolls_by_itself_is_reached_by_keyboard(opened):
    size(opened, PHONE)
    # The theme looks again only after the window has come to rest.
    opened.wait_for_function(f"({LOST})().length === 0", timeout=PATIENCE)


def test_the_small_print_of_figures_can_be_read_on_a_phone(opened):
    size(opened, PHONE)
    sizes = opened.evaluate(SMALL_PRINT)
    assert all(pixels >= 10.5 for pixels in sizes), sizes


def test_the_first_page_is_sent_on_to(site, page):
    page.goto(f"{site}/index.html")
    page.wait_for_url("**/book/index.html")
    assert page.get_by_role("heading", level=1).count() == 1
    assert page.traffic.failed == []


def test_the_search_finds_a_word_without_a_network(site, page):
    page.goto(f"{site}/search.html?q=peephole")
    found = page.locator("#search-results li a")
    found.first.wait_for(timeout=PATIENCE)
    assert any(
        "going_further" in link.get_attribute("href") for link in found.all()
    )
    found.first.click()
    page.get_by_role("heading", level=1).first.wait_for()
    assert page.traffic.foreign == []
    assert page.traffic.failed == []
    assert page.traffic.errors == []
