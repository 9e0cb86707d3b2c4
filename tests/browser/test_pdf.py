"""The printed book: order, levels, links, tags, outline."""

import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools"
# What Sphinx's single page is like, in small.
PAGE = """<!doctype html><html lang="en"><title>Doors</title>
<nav class="bd-docs-nav"><p class="caption">Part one</p>
<p class="caption">Part two</p></nav>
<article><div id="jb-print-docs-body"><h1>Theme's title</h1></div>
<section id="doors"><h1>Doors<a class="headerlink">#</a></h1>
<section id="what"><h2>What comes</h2>
<div class="toctree-wrapper"><span id="document-one"></span>
<section id="one"><h3>One</h3><h4>In one</h4>
<div class="toctree-wrapper"><section id="nested"><h4>Nested</h4></section>
</div></section>
<span id="document-two"></span><section id="two"><h3>Two</h3></section></div>
<div class="toctree-wrapper"><span id="document-three"></span>
<section id="three"><h3>Three</h3>
<a href="#document-one">back</a></section></div></section>
<section id="last"><h2>Where it comes from</h2></section></section></article>
"""


@pytest.fixture
def pdf():
    return pytest.importorskip("pdf")


def prepared(pdf, page, text=PAGE):
    page.set_content(text)
    page.evaluate(pdf.PREPARE)
    return page


def test_chapters_follow_the_title_page_each_on_its_own(pdf, page):
    prepared(pdf, page)
    headings = page.locator("h1, h2, h3, h4").all_inner_texts()
    names = [heading.rstrip("#") for heading in headings]
    assert names[:3] == ["Doors", "What comes", "Where it comes from"]
    assert names[3:] == ["One", "In one", "Nested", "Two", "Three"]
    for name in ("one", "two", "three"):
        style = f"getComputedStyle(document.getElementById('{name}'))"
        assert page.evaluate(f"{style}.breakBefore") == "page"


def test_headings_leave_out_no_level(pdf, page):
    prepared(pdf, page)
    levels = page.eval_on_selector_all(
        "h1, h2, h3, h4", "all => all.map(h => +h.tagName[1])"
    )
    assert levels[0] == 1
    steps = itertools.pairwise(levels)
    assert all(below - above <= 1 for above, below in steps)


def test_the_contents_lead_to_the_chapters(pdf, page):
    contents = prepared(pdf, page).get_by_role("navigation", name="Contents")
    words = contents.inner_text().split("\n")
    assert [word for word in words if word] == [
        "Part one",
        "One",
        "Two",
        "Part two",
        "Three",
    ]
    for link in contents.get_by_role("link").all():
        target = link.get_attribute("href")
        assert page.locator(target).count() == 1


def test_a_part_without_a_caption_is_named(pdf, page):
    text = PAGE.replace('<p class="caption">Part one</p>', "")
    with pytest.raises(Exception, match="2 parts and 1 captions"):
        prepared(pdf, page, text)


def test_the_pdf_is_tagged_and_has_an_outline(pdf, browser, tmp_path):
    html, printed = tmp_path / "page.html", tmp_path / "out" / "book.pdf"
    html.write_text(PAGE, encoding="utf-8")
    pdf.print_page(browser, html, printed)
    data = printed.read_bytes()
    for sign in (b"/StructTreeRoot", b"/Marked true", b"/Outlines"):
        assert sign in data
    assert b"/Lang (en)" in data


def test_without_a_browser_it_says_so_in_a_sentence(tmp_path):
    done = subprocess.run(
        [sys.executable, TOOLS / "pdf.py", "--build", tmp_path],
        capture_output=True,
        text=True,
        env={**os.environ, "CHROMIUM": str(tmp_path / "none")},
    )
    assert done.returncode == 1
    assert done.stderr.strip() == (
        f"CHROMIUM names {tmp_path / 'none'}: no such file."
    )
