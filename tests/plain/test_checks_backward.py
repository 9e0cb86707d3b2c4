"""The gradients' checks: blind spots, combinations, and the bug to find."""

import inspect
import itertools
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

from lstm_doors import checks, networks
from lstm_doors.checks.cases import Sizes
from lstm_doors.checks.catalogue import (
    cell_backward,
    cell_backward_time,
    loop_backward,
    loop_backward_time,
)
from lstm_doors.checks.functions import cell_backward as cell_checks
from lstm_doors.checks.functions import loop_backward as loop_checks
from lstm_doors.checks.functions.slopes import measured

ROOT = Path(__file__).resolve().parent.parent.parent
NAMES = ("rnn_step_backward", "rnn_backward", "lstm_step_backward",
         "lstm_backward")  # fmt: skip
RIGHT = {name: getattr(networks, name) for name in NAMES}


def failure(check, fn, seed=0):
    """What the check says to fn."""
    with pytest.raises(checks.CheckFailed) as caught:
        check(fn, seed=seed)
    return caught.value


def refused(function, wrong, seed=0):
    """Whether the check of a function refuses it."""
    try:
        checks.REGISTRY[function](wrong, seed=seed)
    except checks.CheckFailed:
        return True
    return False


@pytest.mark.parametrize(
    ("draw", "loss", "pairs", "right"),
    [
        (loop_checks.draw_both, loop_checks.loss, loop_checks.pairs,
         networks.rnn_backward),
        (cell_checks.draw_both, cell_checks.loss,
         cell_checks.pairs("xs", "h0", "c0"), networks.lstm_backward),
    ],
)  # fmt: skip
def test_what_the_checks_expect_are_the_slopes(draw, loss, pairs, right):
    sizes = Sizes(T=4, N=3, D=2, H=5)
    inputs, forward = draw(np.random.default_rng(3), sizes)
    for words, array, name, key in pairs(right(*inputs.values())):
        slope = measured(loss, forward, name, key)
        assert np.allclose(array, slope, 1e-6, 1e-8), words


@pytest.mark.parametrize("name", NAMES[1:])
def test_the_rung_of_measured_slopes_bears_weight_by_itself(name):
    (rung,) = checks.REGISTRY[name].more
    assert rung(RIGHT[name], 0) is None

    def off(*a):
        first, *rest = RIGHT[name](*a)
        return first * 1.001, *rest

    problem = rung(off, 0)
    assert problem.rung == "slopes"
    assert "does not agree with the measured slope" in problem.found


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("seed", range(3))
def test_a_thousandth_in_any_single_result_is_seen(name, seed):
    wanted = checks.REGISTRY[name].results
    for place, result in enumerate(wanted):
        keys = [None] if result != "grads" else networks.initialise(
            1, 1, 0, np.random.default_rng(0)
        )  # fmt: skip
        for key in keys:

            def off(*a, place=place, key=key):
                found = list(RIGHT[name](*a))
                if key is None:
                    found[place] = found[place] * 1.001
                else:
                    grads = dict(found[place])
                    grads[key] = grads[key] * 1.001
                    found[place] = grads
                return tuple(found)

            assert refused(name, off, seed), (result, key)


def only(condition, name):
    """A right way back that is off by a thousandth under a condition."""

    def off(*a):
        first, *rest = RIGHT[name](*a)
        return first * (1.001 if condition(*a) else 1), *rest

    return off


SPOTS = {
    "one sequence": lambda d, *_: d.shape[-2] == 1,
    "many sequences": lambda d, *_: d.shape[-2] > 2,
    "one unit": lambda d, *_: d.shape[-1] == 1,
    "many units": lambda d, *_: d.shape[-1] > 2,
    "one step": lambda d, *_: d.ndim == 3 and len(d) == 1,
    "many steps": lambda d, *_: d.ndim == 3 and len(d) > 2,
    "more units than sequences": lambda d, *_: d.shape[-1] > d.shape[-2],
    "fewer units than sequences": lambda d, *_: d.shape[-1] < d.shape[-2],
}


@pytest.mark.parametrize("spot", SPOTS)
@pytest.mark.parametrize("name", NAMES)
def test_no_size_is_a_blind_spot(name, spot):
    if "step_" in name and spot in ("one step", "many steps"):
        return
    assert refused(name, only(SPOTS[spot], name))


def two_in_step(parts):
    """Two wrong parts of one step, where they touch different parts."""
    for (one, *a), (other, *b) in itertools.combinations(parts, 2):
        if not a[0].keys() & b[0].keys():
            yield f"{one} and {other}", a[0] | b[0]


def pairs_of_mistakes():
    """(function, name, wrong), a few hundred of them, drawn by lot."""
    rng = np.random.default_rng(0)

    def some(pairs, count):
        pairs = list(pairs)
        return [pairs[k] for k in rng.permutation(len(pairs))[:count]]

    loop_parts = [
        *((s, {"dz": wrong}) for s, wrong, *_ in loop_backward.DZ_ROWS),
        *((row[0], row[1]) for row in loop_backward.PART_ROWS),
    ]  # fmt: skip
    cell_parts = [
        *((s, {"dc_all": wrong}) for s, wrong, *_ in cell_backward.DC_ROWS),
        *((row[0], row[1]) for row in cell_backward.PART_ROWS),
        *((row[0], row[1]) for row in cell_backward.CURVE_ROWS),
    ]
    for name, parts in some(two_in_step(loop_parts), 150):
        yield "rnn_step_backward", name, loop_backward.step(**parts)
        if len(name) % 2:
            step = loop_backward.step(**parts)
            yield "rnn_backward", name, loop_backward_time.back(step=step)
    for name, parts in some(two_in_step(cell_parts), 150):
        yield "lstm_step_backward", name, cell_backward.step(**parts)
        if len(name) % 2:
            step = cell_backward.step(**parts)
            yield "lstm_backward", name, cell_backward_time.back(step=step)


def test_two_mistakes_at_once_are_refused():
    found = list(pairs_of_mistakes())
    assert len(found) > 300
    accepted = [
        f"{function}: {name}"
        for function, name, wrong in found
        if not refused(function, wrong)
    ]
    assert accepted == []


def bug_cells():
    """The names that 02_bptt's hunt for a bug defines."""
    path = ROOT / "solutions" / "02_bptt" / "bptt.ipynb"
    names = {}
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.id in ("imports", "bug"):
            exec(cell.source, names)
        if cell.id == "bug-cosine":
            exec("from lstm_doors import networks\n" + cell.source, names)
    return names


def test_the_bug_to_find_is_small_enough_to_be_missed(capsys):
    names = bug_cells()
    assert min(names["cosines"]) > 0.7
    assert re.fullmatch(r"from 0\.\d\d to \d\.\d\d\n", capsys.readouterr().out)
    more = [names["cosine"](names["suspect"], seed) for seed in range(20, 60)]
    assert min(more) > 0.7
    assert max(more) < 1


def test_the_bug_to_find_is_refused_and_named():
    told = failure(checks.rnn_backward, bug_cells()["suspect"])
    assert told.misconception == "rnn-backward-step-dh-prev-of-dh"


def test_clipping_never_needs_more_than_the_names_it_is_given():
    def fixed_names(grads, max_norm):
        clipped = networks.clip_gradients(grads, max_norm)
        return {name: clipped[name] for name in ("U", "W", "b", "V")}

    assert failure(checks.clip_gradients, fixed_names).rung == "runs"


@pytest.mark.parametrize("name", NAMES)
def test_the_arguments_are_those_of_the_contract(name):
    draw = checks.REGISTRY[name].draw
    inputs = draw(np.random.default_rng(0), Sizes(T=3, N=2, D=4, H=5))
    assert list(inputs) == list(inspect.signature(RIGHT[name]).parameters)
    parts = [p for p in inputs.values() if not isinstance(p, dict)]
    parts += [q for p in inputs.values() if isinstance(p, dict)
              for q in p.values()]  # fmt: skip
    assert all(np.any(row) for part in parts for row in np.atleast_2d(part))
