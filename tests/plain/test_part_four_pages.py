"""The end matter and the formulas keep their promises."""

import re
from pathlib import Path

import pytest

BOOK = Path(__file__).resolve().parents[2] / "book"
PAGES = sorted(BOOK.glob("*.md"))
CODE = re.compile(r"^```\{code-cell\}.*?^```$|`[^`\n]+`", re.M | re.S)
MATHS = re.compile(
    r"^```\{math\}(.*?)^```$|\$\$(.+?)\$\$|\$([^$]+)\$", re.M | re.S
)
MARKED = re.compile(r'<span\s+lang="zh">[^<]*</span>')
CHINESE = re.compile(r"[\u3400-\u9fff]")
ASIDE = {"Words", "Smaller matters"}  # sections of another form


def formulas(page):
    """The text of every formula of a page."""
    text = CODE.sub("", page.read_text(encoding="utf-8"))
    return ["".join(parts) for parts in MATHS.findall(text)]


def fetched_macros():
    """The TeX macros for which MathJax would fetch another file."""
    bundle = BOOK / "_static" / "mathjax" / "tex-chtml.js"
    listed = re.search(
        r'action:\["toggle".*?verb:\["verb"\]',
        bundle.read_text(encoding="utf-8"),
    )
    names = set(re.findall(r'"(\w+)"', listed[0]))
    here = {"newcommand", "renewcommand", "def", "let"}  # in the bundle
    return names - here


def test_mathjax_lists_what_it_would_fetch():
    assert {"boldsymbol", "cancel", "color"} <= fetched_macros()


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_no_formula_makes_mathjax_fetch_a_file(page):
    used = set(re.findall(r"\\([A-Za-z]+)", " ".join(formulas(page))))
    assert not used & fetched_macros(), (
        "MathJax keeps these macros in files that the book does not carry"
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_chinese_words_are_marked_as_chinese(page):
    text = MARKED.sub("", page.read_text(encoding="utf-8"))
    stray = [line for line in text.splitlines() if CHINESE.search(line)]
    assert not stray, 'write <span lang="zh">...</span> around them'


def corrections():
    """(heading, text) for each section of the page of corrections."""
    text = (BOOK / "corrections.md").read_text(encoding="utf-8")
    sections = re.split(r"^## (.+)$", text, flags=re.M)[1:]
    pairs = zip(sections[::2], sections[1::2], strict=True)
    return [
        pytest.param(body, id=heading)
        for heading, body in pairs
        if heading not in ASIDE
    ]


@pytest.mark.parametrize("section", corrections())
def test_a_correction_has_claim_truth_reason_and_evidence(section):
    for part in ("**The article ", "**Right is", "**Why"):
        assert part in section
    assert "{cite}" in section or "](" in section
    for target in re.findall(r"\]\(([^)]+\.md)\)", section):
        assert (BOOK / target).exists(), target


def test_the_glossary_keeps_its_terms_in_order_and_once():
    text = (BOOK / "glossary.md").read_text(encoding="utf-8")
    block = re.search(
        r"```\{glossary\}\n:sorted:\n(.*?)^```", text, re.M | re.S
    )
    terms = [t for t in block[1].splitlines() if t and not t.startswith(" ")]
    assert terms == sorted(set(terms), key=str.lower)
