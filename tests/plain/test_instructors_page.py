"""The instructors' page says what the code does, and its scripts run."""

import re
from pathlib import Path

from nbgrader.apps import ExportApp
from nbgrader.converters import GenerateFeedback
from nbgrader.plugins import ExportPlugin

from doorkeeper import export, feedback, report, summary
from doorkeeper.cli import parser
from doorkeeper.settings import Doorkeeper

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "book" / "instructors.md").read_text(encoding="utf-8")


def section(title):
    """The text below one heading."""
    return re.split(r"^##+ ", PAGE.split(f"# {title}\n")[1], flags=re.M)[0]


def first_column(text):
    return re.findall(r"^\| `([^`]+)` \|", text, re.M)


def test_every_setting_stands_in_the_table_once():
    settings = Doorkeeper.class_own_traits(config=True)
    assert sorted(first_column(section("Set it up"))) == sorted(settings)


def test_every_status_stands_in_the_table_once():
    told = first_column(section("Read the reports"))
    assert sorted(told) == sorted([*summary.ORDER, report.UNTOUCHED])


def test_the_columns_and_words_of_the_reports_are_named():
    text = section("Read the reports")
    for word in (*report.GRADES, *report.QUESTIONS, *feedback.WORDS):
        assert f"`{word}`" in text, word


def test_commands_of_doorkeeper_are_understood():
    lines = re.findall(r"^doorkeeper (.+)$", PAGE, re.M)
    assert len(lines) >= 3
    for line in lines:
        parser().parse_args(line.split())


def test_every_exporter_that_is_shown_can_be_chosen():
    found = re.findall(r"--exporter=(\S+)", PAGE)
    assert len(found) == 3
    for name in found:
        app = ExportApp()
        app.plugin_class = name
        assert issubclass(app.plugin_class, ExportPlugin)


def test_settings_of_the_exporters_are_theirs():
    text = section("Put grades into another system")
    found = re.findall(r"--(\w+Plugin)\.(\w+)", text)
    assert len(found) >= 2
    for plugin, setting in found:
        traits = getattr(export, plugin).class_own_traits(config=True)
        assert setting in traits


def test_feedback_is_made_by_the_exporter_that_is_shown():
    (name,) = re.findall(r'exporter_class = "(\S+)"', PAGE)
    maker = GenerateFeedback()
    maker.exporter_class = name
    assert maker.exporter_class.__name__ == "FeedbackExporter"
