"""The loop's checks: what their cases see, mistake by mistake."""

import itertools

import numpy as np
import pytest

from lstm_doors import checks
from lstm_doors.checks.catalogue import loop, loop_time, readout
from lstm_doors.networks import rnn_forward, rnn_output, rnn_step


def failure(check, fn, seed=0):
    """What the check says to fn."""
    with pytest.raises(checks.CheckFailed) as caught:
        check(fn, seed=seed)
    return caught.value


def only(condition, right, by=1.001):
    """Right but for a thousandth, where a condition holds."""
    return lambda *a: right(*a) * (by if condition(*a) else 1)


def kept_state(xs, h0, U, W, b):
    """Goes on from where the last call stopped."""
    h = kept_state.h if kept_state.h.shape == h0.shape else h0
    hs = rnn_forward(xs, h, U, W, b)
    kept_state.h = hs[-1] if h0.shape == (2, 5) else kept_state.h
    return hs


kept_state.h = np.zeros(0)

ODD = {
    "rnn_step, one sequence": only(lambda x, *_: len(x) == 1, rnn_step),
    "rnn_step, one unit": only(lambda x, h, *_: h.shape[1] == 1, rnn_step),
    "rnn_step, many units": only(lambda x, h, *_: h.shape[1] > 2, rnn_step),
    "rnn_step, z cut off": lambda x, h, U, W, b: np.tanh(
        np.clip(x @ U + h @ W + b, -4, 4)
    ),
    "rnn_step, first row of b": lambda x, h, U, W, b: rnn_step(
        x, h, U, W, np.full_like(b, b[0])
    ),
    "rnn_forward, one step": only(lambda xs, *_: len(xs) == 1, rnn_forward),
    "rnn_forward, many steps": only(lambda xs, *_: len(xs) > 3, rnn_forward),
    "rnn_forward, one sequence": only(
        lambda xs, *_: xs.shape[1] == 1, rnn_forward
    ),
    "rnn_forward, state squashed": lambda xs, h0, *w: rnn_forward(
        xs, np.tanh(h0), *w
    ),
    "rnn_forward, every second step": lambda xs, h0, *w: np.repeat(
        rnn_forward(xs[::2], h0, *w), 2, axis=0
    )[: len(xs)],
    "rnn_forward, remembers": kept_state,
    "rnn_output, one sequence": only(
        lambda hs, *_: len(hs[0]) == 1, rnn_output
    ),
    "rnn_output, one step": only(lambda hs, *_: len(hs) == 1, rnn_output),
    "rnn_output, floor": lambda *a: np.maximum(rnn_output(*a), 1e-4),
    "rnn_output, smoothed": lambda *a: 0.999 * rnn_output(*a) + 1e-4,
    "rnn_output, classes reversed": lambda *a: rnn_output(*a)[..., ::-1],
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_an_odd_mistake_is_refused_though_no_entry_explains_it(name):
    told = failure(checks.REGISTRY[name.split(",")[0]], ODD[name])
    assert told.misconception is None
    assert told.rung in ("values", "second-call")


def pairs():
    """Two mistakes at once, in the step and around it."""
    layers = [row for row in loop.STEP_ROWS if row[0].endswith("bias")]
    for one, layer in itertools.product(loop.SQUASH_ROWS, layers):
        if layer[0] == "no-bias":
            yield (
                "rnn_step",
                f"{one[0]} and {layer[0]}",
                lambda x, h, U, W, b, f=one[1]: f(x @ U + h @ W),
            )
    for short, wrong, *_ in loop.STEP_ROWS:
        if short in ("float32", "in-place"):
            continue
        over = loop_time.over(wrong)
        yield (
            "rnn_forward",
            f"{short} and h0 ignored",
            lambda xs, h0, *w, over=over: over(xs, 0 * h0, *w),
        )
        yield (
            "rnn_forward",
            f"{short} and reset",
            loop_time.over(wrong, lambda h, h0: h0),
        )
    for short, squash, *_ in readout.SQUASH_ROWS:
        yield (
            "rnn_output",
            f"{short} and no bias",
            lambda hs, V, b, f=squash: f(hs @ V + 0 * b),
        )
        yield (
            "rnn_output",
            f"{short} and tanh",
            lambda hs, V, b, f=squash: f(np.tanh(hs) @ V + b),
        )


def test_two_mistakes_at_once_are_refused():
    found = list(pairs())
    assert len(found) > 100
    accepted = []
    for function, name, wrong in found:
        try:
            checks.REGISTRY[function](wrong)
        except checks.CheckFailed:
            continue
        accepted.append(f"{function}: {name}")
    assert accepted == []


@pytest.mark.parametrize("score", [1000.0, -1000.0])
def test_huge_scores_are_asked_for(score):
    def fair_up_to_900(hs, V, b_o):
        z = hs @ V + b_o
        probs = rnn_output(hs, V, b_o)
        return probs * np.where(score * z.max() > 900 * abs(score), 2, 1)

    assert failure(checks.rnn_output, fair_up_to_900).rung == "values"


def test_a_message_reads_as_a_sentence():
    text = str(failure(checks.rnn_forward, lambda xs, h0, *w: rnn_forward(
        xs, 0 * h0, *w
    )))  # fmt: skip
    assert text == (
        "rnn_forward: other numbers than expected (by hand).\n\n"
        "called     rnn_forward(xs, h0, U, W, b)\n"
        "           xs = [[[1.]], [[0.]]]\n"
        "           h0 = [[0.5]]\n"
        "           U  = [[1.]]\n"
        "           W  = [[-2.]]\n"
        "           b  = [1.]\n"
        "came back  hs = [[[ 0.964028]], [[-0.729686]]]\n"
        "expected   hs = [[[ 0.761594]], [[-0.480157]]]\n\n"
        "These are the numbers of a pass that begins with zeros; so does "
        "hs[t - 1] at t = 0, which is hs[-1], still empty.\n"
        "What stands for the states before the first input?\n\n"
        "[misconception: rnn-forward-first-state-ignored]"
    )
