"""What a person installs is pinned, and says why."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PIN = re.compile(r"^([A-Za-z0-9_.-]+)==(\S+)")


def lines(name):
    text = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [line for line in text if line and not line.startswith(("#", "-"))]


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(name):
    found = {}
    for line in lines(name):
        match = PIN.match(line)
        assert match, f"{name}: {line!r} is not pinned with =="
        found.setdefault(normal(match[1]), set()).add(match[2])
    return found


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_each_dependency_is_pinned_and_has_its_reason(name):
    assert pins(name)
    for line in lines(name):
        assert re.search(r"\s# \w+", line), f"{name}: why {line!r}?"


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_constraints_hold_the_same_versions(name):
    constrained = pins("constraints.txt")
    for package, versions in pins(name).items():
        assert versions <= constrained[package], package


def test_what_the_package_asks_for_is_pinned():
    project = tomllib.loads(
        (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    )["project"]
    wanted = (
        project["dependencies"] + project["optional-dependencies"]["grade"]
    )
    for requirement in wanted:
        name = re.match(r"[A-Za-z0-9_.-]+", requirement)[0]
        assert normal(name) in pins("requirements.txt"), name


def test_the_oldest_python_is_said_once_and_tested():
    project = tomllib.loads(
        (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    )["project"]
    oldest = project["requires-python"].removeprefix(">=")
    workflow = (ROOT / ".github/workflows/test.yml").read_text("utf-8")
    assert f'python: "{oldest}"' in workflow
