"""The first page speaks of what is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LINKS = re.findall(r"\]\(([^)#]+?)\)", README)
VERBS = sorted(set(re.findall(r"`make (\w+)`", README)))


@pytest.mark.parametrize("link", [link for link in LINKS if "://" not in link])
def test_a_link_leads_somewhere(link):
    assert (ROOT / link).exists()


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_is_in_the_makefile(verb):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{verb}:", makefile, re.M)


def test_a_chapter_stands_under_its_own_title():
    shown = dict(re.findall(r"\[([^]]+)\]\((book/\d\d_\w+\.md)\)", README))
    shown = {path: title for title, path in shown.items()}
    chapters = sorted((ROOT / "book").glob("[0-9][0-9]_*.md"))
    assert len(chapters) == len(shown)
    for chapter in chapters:
        title = re.search(
            r"^# (.+)$", chapter.read_text(encoding="utf-8"), re.M
        )
        assert shown[f"book/{chapter.name}"] == title[1]


def test_every_exercise_is_named():
    for exercise in (ROOT / "exercises").glob("*/*.ipynb"):
        assert exercise.relative_to(ROOT).as_posix() in README


@pytest.mark.parametrize(
    "command", re.findall(r"`python (tools/\w+\.py)", README)
)
def test_a_plain_command_names_a_tool_that_is_there(command):
    assert (ROOT / command).exists()
