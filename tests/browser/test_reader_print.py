"""Each page on paper: ink on white, whole figures, nothing to click."""

import re

import pytest
from reader import READ, on_paper, read

SHEET = 1010  # CSS pixels of an A4 sheet's height, less its margins
SCREEN_ONLY = (
    ".bd-header, .bd-header-article, .bd-sidebar-primary, "
    ".bd-sidebar-secondary, .prev-next-area, .copybtn, .headerlink, "
    ".doors-live, .quiz button, .quiz input, .pst-skip-link, "
    ".search-button__wrapper, summary.admonition-title"
)
SHOWN = """query => [...document.querySelectorAll(query)].filter(
  (node) => node.checkVisibility()
    && node.getBoundingClientRect().height > 1).map(
  (node) => node.outerHTML.slice(0, 120))"""
COLOURS = """() => {
  const bright = (colour) => {
    const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number);
    return a === 0 ? null : (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
  };
  const nodes = [...document.querySelectorAll('body, .bd-article *')]
    .filter((node) => node.checkVisibility());
  const faults = [];
  for (const node of nodes) {
    const style = getComputedStyle(node);
    const paper = bright(style.backgroundColor), ink = bright(style.color);
    const own = [...node.childNodes].some(
      (child) => child.nodeType === 3 && child.textContent.trim());
    if ((paper !== null && paper < 0.75) || (own && ink > 0.55))
      faults.push(`${style.color} on ${style.backgroundColor}: `
        + node.outerHTML.slice(0, 100));
  }
  return faults;
}"""
WIDE = """() => [...document.querySelectorAll('.bd-article *')].filter(
  (node) => node.checkVisibility() && !node.closest('svg *, mjx-container *')
    && node.getBoundingClientRect().right > innerWidth + 1
  ).map((node) => node.outerHTML.slice(0, 120))"""
# A figure goes on one sheet with its caption, and so does a still.
PICTURES = """() => [...document.querySelectorAll(
    '.door-picture, .doors-still svg, .bd-article img')]
  .filter((node) => node.checkVisibility()).map((node) => {
    let kept = false;
    for (let up = node; up && !kept; up = up.parentElement)
      kept = getComputedStyle(up).breakInside === 'avoid'
        && up.getBoundingClientRect().height <= HEIGHT;
    return [kept, node.outerHTML.slice(0, 120)];
  }).filter(([kept]) => !kept)"""


@pytest.fixture(scope="module", params=READ)
def paper(request, site, browser):
    """One page read in the dark and sent to a printer."""
    context = browser.new_context()
    page = context.new_page()
    read(page, f"{site}/{request.param}")
    with on_paper(page, theme="dark"):
        yield page
    context.close()


def test_ink_is_dark_and_paper_is_white(paper):
    assert paper.evaluate(COLOURS) == []


def test_nothing_is_printed_that_can_only_be_clicked(paper):
    assert paper.evaluate(SHOWN, SCREEN_ONLY) == []


def test_each_door_is_printed_as_its_still_picture(paper):
    stills = paper.locator(".doors-still")
    drawn = paper.locator(".doors-still > :is(svg, table):visible")
    assert drawn.count() == stills.count()


def test_no_figure_is_cut(paper):
    assert paper.evaluate(WIDE) == []
    pictures = re.sub("HEIGHT", str(SHEET), PICTURES)
    assert paper.evaluate(pictures) == []
