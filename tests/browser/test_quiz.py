"""Quizzes: by keyboard, read aloud, on paper, without JavaScript."""

import subprocess
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

ROOT = Path(__file__).resolve().parents[2]
CONF = f"""
import sys
sys.path.insert(0, {str(ROOT / "book" / "_ext")!r})
project, language = "Quiz", "en"
extensions = ["myst_parser", "sphinx.ext.mathjax", "quiz"]
myst_enable_extensions = ["colon_fence", "dollarmath"]
html_static_path = [{str(ROOT / "book" / "_static")!r},
                    {str(ROOT / "src" / "lstm_doors" / "static")!r}]
html_css_files = ["palette.css"]
mathjax_path = "mathjax/tex-chtml.js"
html_theme = "basic"
"""
PAGE = """# Two quizzes

:::{quiz} What does $f = 1$ **do**?
- [ ] It clears. :: One times a number is that number.
- [x] It keeps `c`. :: All of it.
- [ ] It waits. :: Nothing waits
  in a product.
:::

:::{quiz} And $f = 0$?
- [x] It clears. :: Zero times anything is zero.
- [ ] It keeps. :: Look again.
:::
"""


def build(folder, text):
    """Build one page with Sphinx; returns the finished process."""
    (folder / "conf.py").write_text(CONF, encoding="utf-8")
    (folder / "index.md").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", ".", "html"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


@pytest.fixture(scope="module")
def url(tmp_path_factory, serve):
    folder = tmp_path_factory.mktemp("quiz")
    done = build(folder, PAGE)
    assert done.returncode == 0, done.stderr
    return f"{serve(folder / 'html')}/index.html"


@pytest.fixture
def quiz(page, url):
    page.goto(url)
    page.wait_for_function("document.querySelectorAll('.quiz-live').length==2")
    return page.locator("form.quiz").first


def said(quiz):
    return quiz.get_by_role("status").inner_text().strip()


def test_a_keyboard_alone_will_do(page, quiz):
    quiz.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    assert quiz.get_by_label("It keeps c").is_checked()
    assert said(quiz) == ""
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert said(quiz) == "Right. All of it."


def test_each_answer_has_its_own_feedback(quiz):
    check = quiz.get_by_role("button", name="Check")
    quiz.get_by_label("It clears").check()
    check.click()
    assert said(quiz) == "Not right. One times a number is that number."
    quiz.get_by_label("It waits").check()
    assert said(quiz) == ""
    check.click()
    assert said(quiz) == "Not right. Nothing waits in a product."


def test_who_chose_nothing_is_asked_to_choose(quiz):
    quiz.get_by_role("button", name="Check").click()
    assert said(quiz) == "Choose an answer first."


def test_one_quiz_leaves_the_other_alone(page, quiz):
    other = page.locator("form.quiz").nth(1)
    quiz.get_by_label("It keeps").check()
    other.get_by_label("It clears").check()
    other.get_by_role("button").click()
    assert quiz.get_by_label("It keeps").is_checked()
    assert said(quiz) == ""
    assert said(other) == "Right. Zero times anything is zero."


def test_the_question_names_the_choice(quiz):
    group = quiz.get_by_role("group")
    assert "do?" in group.locator("legend").inner_text()
    assert quiz.get_by_role("radio").count() == 3


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(page, quiz, theme):
    page.evaluate("t => document.documentElement.dataset.theme = t", theme)
    quiz.get_by_label("It keeps").check()
    quiz.get_by_role("button").click()
    found = Axe().run(page, context="form.quiz").response["violations"]
    assert [fault["id"] for fault in found] == []


def test_on_paper_every_answer_stands(page, quiz):
    page.emulate_media(media="print")
    text = quiz.inner_text()
    for words in ("Answers", "b. It keeps c", "b. Right. All of it."):
        assert words in " ".join(text.split())
    assert not quiz.get_by_role("button").is_visible()
    assert not quiz.get_by_role("radio").first.is_visible()


def test_without_javascript_it_reads_as_text(browser, url):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(url)
    text = " ".join(page.locator("form.quiz").first.inner_text().split())
    assert "Answers a. Not right. One times" in text
    context.close()


def test_two_right_options_are_refused(tmp_path):
    text = PAGE.replace("- [ ] It clears.", "- [x] It clears.")
    done = build(tmp_path, text)
    assert done.returncode != 0
    assert "exactly one of them marked - [x]" in done.stderr


def test_an_option_without_feedback_is_refused(tmp_path):
    done = build(tmp_path, PAGE.replace(" :: All of it.", ""))
    assert done.returncode != 0
    assert "is not a quiz option" in done.stderr
