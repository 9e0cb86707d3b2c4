"""Every page of the built book, offline, in both themes, on a phone."""

from pathlib import Path

import pytest

HTML = Path(__file__).resolve().parents[2] / "_build" / "html"
PAGES = sorted(
    path.relative_to(HTML).as_posix()
    for folder in ("book", "exercises")
    for path in HTML.glob(f"{folder}/**/*.html")
)


def test_there_are_pages(built_book):
    assert "book/index.html" in PAGES
    assert (built_book / "index.html").exists()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_nobody_and_complains_of_nothing(site, page, name):
    page.goto(f"{site}/{name}", wait_until="load")
    page.evaluate("window.MathJax?.startup?.promise")
    assert page.traffic.foreign == []
    assert page.traffic.failed == []
    assert page.traffic.errors == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_phone(site, page, name):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{site}/{name}", wait_until="load")
    page.evaluate("window.MathJax?.startup?.promise")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390


@pytest.mark.parametrize("name", PAGES)
def test_links_inside_the_book_lead_somewhere(built_book, site, page, name):
    page.goto(f"{site}/{name}", wait_until="load")
    links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
    inside = {link for link in links if link.startswith(site)}
    assert inside
    for link in inside:
        path, _, anchor = link.removeprefix(site).partition("#")
        target = built_book / path.partition("?")[0].lstrip("/")
        target = target / "index.html" if target.is_dir() else target
        assert target.exists(), link
        if anchor and target.suffix == ".html":
            text = target.read_text(encoding="utf-8")
            assert f'id="{anchor}"' in text, link
