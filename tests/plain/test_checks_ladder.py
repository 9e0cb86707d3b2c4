"""Mistakes outside the catalogue, rung by rung, and what is said of them."""

import itertools

import numpy as np
import pytest

from lstm_doors import checks
from lstm_doors.networks import sigmoid


def failure(check, fn, seed=0):
    """What the check says to fn."""
    with pytest.raises(checks.CheckFailed) as caught:
        check(fn, seed=seed)
    return caught.value


def right(x, h, U, W, b):
    """A right forget gate, to be spoilt."""
    return sigmoid(x @ U + h @ W + b)


def spoilt_for(condition, by=1.001):
    """A forget gate that is off by a thousandth under a condition."""
    return lambda *a: right(*a) * (by if condition(*a) else 1)


ODD = {
    "only for one sequence": spoilt_for(lambda x, *_: len(x) == 1),
    "only for one unit": spoilt_for(lambda x, h, *_: h.shape[1] == 1),
    "only for many units": spoilt_for(lambda x, h, *_: h.shape[1] > 2),
    "only for one input": spoilt_for(lambda x, *_: x.shape[1] == 1),
    "only where z is large": lambda *a: np.where(
        right(*a) > 0.999, 1.001, right(*a)
    ),
    "a little everywhere": lambda *a: right(*a) + 3e-6,
    "z clipped at 5": lambda x, h, U, W, b: sigmoid(
        np.clip(x @ U + h @ W + b, -5, 5)
    ),
    "first unit's bias for all": lambda x, h, U, W, b: right(
        x, h, U, W, np.full_like(b, b[0])
    ),
    "last sequence left out": lambda x, h, U, W, b: np.vstack(
        [right(x, h, U, W, b)[:-1], np.zeros_like(h[:1])]
    ),
    "units reversed": lambda *a: right(*a)[:, ::-1],
    "upper half of W only": lambda x, h, U, W, b: right(
        x, h, U, np.triu(W), b
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_mistake_is_refused_with_its_smallest_case(name):
    told = failure(checks.forget_gate, ODD[name])
    assert told.rung == "values"
    assert told.misconception is None
    text = str(told)
    assert "came back" in text
    assert "expected" in text
    assert text.endswith("[check: forget_gate/values]")


def test_the_smallest_failing_case_is_printed_whole():
    told = str(failure(checks.forget_gate, ODD["only for many units"]))
    assert "array of shape" in told  # three units do not come smaller
    told = str(failure(checks.forget_gate, ODD["units reversed"]))
    assert "array of shape" not in told


def in_place(*a):
    result = right(*a)
    a[4][...] = 0
    return result


def keeps_state():
    calls = itertools.count()
    return lambda *a: right(*a) + 1e-3 * (next(calls) > 10)


def one_buffer():
    buffers = {}

    def fn(*a):
        result = right(*a)
        buffer = buffers.setdefault(result.shape, np.empty(result.shape))
        buffer[...] = result
        return buffer

    return fn


@pytest.mark.parametrize(
    ("fn", "rung", "words"),
    [
        (lambda *a: None, "returns", "Is there a `return`?"),
        (lambda *a: ..., "type", "an ellipsis; expected an array"),
        (lambda *a: right(*a).tolist(), "type", "np.stack"),
        (lambda *a: (right(*a),), "type", "a tuple of 1; expected f alone"),
        (lambda *a: right(*a)[None], "shape", "(1, 1, 1); expected (1, 1)"),
        (lambda *a: right(*a)[0], "shape", "shape (1,); expected (1, 1)"),
        (lambda *a: right(*a) + 0j, "dtype", "complex128"),
        (lambda *a: right(*a).astype(object), "dtype", "object"),
        (lambda x: x, "runs", "TypeError"),
        (lambda *a: missing, "runs", "NameError"),  # noqa: F821
        (lambda *a: right(*a) @ np.ones((7, 7)), "runs", "Which two shapes"),
        (lambda *a: exit(), "runs", "SystemExit"),
        (in_place, "inputs", "it changed b_f"),
        (one_buffer(), "second-call", "its first result changed"),
        (3.0, "type", "a float; expected a function"),
    ],
)
def test_each_rung_says_what_it_is(fn, rung, words):
    told = failure(checks.forget_gate, fn)
    assert told.rung == rung
    assert words in str(told)


def test_a_function_that_counts_its_calls_is_refused():
    assert failure(checks.forget_gate, keeps_state())


def test_the_line_of_an_error_is_shown(tmp_path):
    source = tmp_path / "cell.py"
    source.write_text("def forget(f, c_prev):\n    return f * memory\n")
    names = {}
    exec(compile(source.read_text(), str(source), "exec"), names)
    told = str(failure(checks.forget, names["forget"]))
    assert "line 2: return f * memory" in told


def test_prints_of_a_wrong_function_are_shown_with_the_failure():
    def forget(f, c_prev):
        print("I keep", f.shape)
        return f * c_prev + 1

    assert "I keep (1, 1)" in str(failure(checks.forget, forget))


def test_shape_and_values_never_share_a_message():
    shape = str(failure(checks.forget, lambda f, c: (f * c + 1)[0]))
    assert "shape (1,)" in shape
    assert "came back" not in shape
    values = str(failure(checks.forget, lambda f, c: f * c + 1))
    assert "shape (" not in values


def test_float_dtype_other_than_float64_still_gets_its_reason():
    told = failure(
        checks.forget, lambda f, c: ((1 - f) * c).astype(np.float32)
    )
    assert told.rung == "dtype"
    assert told.misconception == "forget-keeps-1-minus-f"


@pytest.mark.parametrize("seed", [None, 3])
def test_the_seed_comes_from_the_environment_or_the_argument(
    monkeypatch, seed
):
    def inputs(environment):
        seen = []
        monkeypatch.setenv("LSTM_DOORS_SEED", environment)

        def forget(f, c_prev):
            seen.append(c_prev.copy())
            return f * c_prev

        checks.forget(forget, seed=seed)
        return np.concatenate([one.ravel() for one in seen])

    assert np.array_equal(inputs("5"), inputs("5"))
    assert np.array_equal(inputs("5"), inputs("6")) == (seed is not None)


def test_a_seed_that_is_no_number_is_refused_in_a_sentence(monkeypatch):
    monkeypatch.setenv("LSTM_DOORS_SEED", "five")
    with pytest.raises(ValueError, match="LSTM_DOORS_SEED is 'five'"):
        checks.forget(lambda f, c: f * c)
