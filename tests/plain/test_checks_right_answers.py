"""Right answers pass, whatever their style, and pass in silence."""

import logging
import sys
from pathlib import Path

import numpy as np
import pytest

from lstm_doors import checks, networks

STYLES = Path(__file__).resolve().parent.parent / "styles"
BY_NAME = {
    f"{path.parent.name}/{path.stem}": path for path in STYLES.glob("*/*.py")
}


def load(path):
    """The functions of one style, as a notebook would define them."""
    namespace = {"__name__": "__main__"}
    exec(compile(path.read_text("utf-8"), str(path), "exec"), namespace)
    return namespace


def functions_of(assignment):
    """The checks of one assignment."""
    return [
        check
        for check in checks.REGISTRY.values()
        if check.notebook == assignment
    ]


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("style", sorted(BY_NAME))
def test_a_right_style_passes(style, seed, capfd):
    functions = load(BY_NAME[style])
    asked = [
        check
        for check in functions_of(BY_NAME[style].parent.name)
        if seed == 0 or check.draw  # what trains takes its time: once will do
    ]
    for check in asked:
        assert check(functions[check.name], seed=seed) is None
    out, err = capfd.readouterr()
    assert err == ""  # a grader takes anything on stderr for a failure
    assert len(out.splitlines()) == len(asked)


@pytest.mark.parametrize("name", checks.REGISTRY)
def test_the_course_s_own_function_passes_for_many_seeds(name):
    check = checks.REGISTRY[name]
    # What is not determined by its inputs is trained, which takes its time.
    for seed in range(20 if check.draw else 2):
        check(check.right, seed=seed)


DETERMINED = [name for name, check in checks.REGISTRY.items() if check.draw]


@pytest.mark.parametrize("name", DETERMINED)
def test_right_means_what_the_chapters_teach(name):
    assert checks.REGISTRY[name].right is getattr(networks, name)


@pytest.mark.parametrize(
    "assignment", sorted({c.notebook for c in checks.REGISTRY.values()})
)
def test_each_assignment_has_styles_for_all_its_functions(assignment):
    found = [load(path) for path in (STYLES / assignment).glob("*.py")]
    assert len(found) >= 5
    names = {check.name for check in functions_of(assignment)}
    assert all(names <= functions.keys() for functions in found)


def test_logging_that_was_set_up_before_costs_nothing(capfd):
    handler = logging.StreamHandler(sys.stderr)
    logger = logging.getLogger("door")
    logger.addHandler(handler)

    def hidden_state(o, c):
        logger.warning("the door swings")
        return o * np.tanh(c)

    try:
        hidden_state(np.ones((1, 1)), np.ones((1, 1)))
        assert "swings" in capfd.readouterr().err
        checks.hidden_state(hidden_state)
        assert capfd.readouterr().err == ""
        hidden_state(np.ones((1, 1)), np.ones((1, 1)))
        assert "swings" in capfd.readouterr().err
    finally:
        logger.removeHandler(handler)
