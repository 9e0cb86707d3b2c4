"""Wrong answers as they are typed get the name of what went wrong."""

import numpy as np
import pytest

from lstm_doors import checks, networks
from lstm_doors.networks import lstm_step, rnn_step, sigmoid


def failure(name, fn):
    """What the check of a function says to fn."""
    with pytest.raises(checks.CheckFailed) as caught:
        checks.REGISTRY[name](fn)
    return caught.value


def softmax_gate(x, h_prev, U, W, b):
    """A softmax over the units, which overflows for large z."""
    powers = np.exp(x @ U + h_prev @ W + b)
    return powers / powers.sum(axis=1, keepdims=True)


@pytest.mark.parametrize(
    ("name", "fn", "id"),
    [
        ("sigmoid", lambda z: 1 / (1 + np.exp(z)), "sigmoid-of-minus-z"),
        ("sigmoid", lambda z: 2 / (1 + np.exp(-z)), "doubled"),
        ("forget_gate", softmax_gate, "softmax-over-units"),
        ("candidate", softmax_gate, "softmax-over-units"),
        ("rnn_step", softmax_gate, "softmax"),
    ],
)
def test_a_mistake_is_named_although_exp_overflows_as_well(name, fn, id):
    told = failure(name, fn)
    assert told.misconception == f"{name}-{id}".replace("_", "-")
    assert "Besides, NumPy warns in other cases: " in str(told)


def test_what_is_right_but_for_its_overflow_gets_no_other_name():
    def by_exp(x, h_prev, U, W, b):
        twice = np.exp(2 * (x @ U + h_prev @ W + b))
        return (twice - 1) / (twice + 1)

    assert failure("rnn_step", by_exp).misconception is None


def test_a_loop_that_comes_back_empty_for_one_step_is_named():
    def rnn_forward(xs, h0, U, W, b):
        h, hs = h0, []
        for x in xs[1:]:
            h = rnn_step(x, h, U, W, b)
            hs.append(h)
        return np.array(hs)

    told = failure("rnn_forward", rnn_forward)
    assert told.misconception == "rnn-forward-first-step-missing"


def test_float32_on_the_way_is_named_whatever_comes_back():
    def lstm_forward(xs, h0, c0, params):
        hs, cs = np.zeros((2, len(xs), *h0.shape), dtype=np.float32)
        h, c = h0, c0
        for t, x in enumerate(xs):
            hs[t], cs[t] = lstm_step(x, h, c, params)
            h, c = hs[t], cs[t]
        return hs.astype(float), cs.astype(float)

    told = failure("lstm_forward", lstm_forward)
    assert told.misconception == "lstm-forward-float32"


def test_wrong_numbers_from_a_changed_input_say_which_one():
    def forget_gate(x, h_prev, U, W, b):
        b += 1
        return sigmoid(x @ U + h_prev @ W + b)

    told = failure("forget_gate", forget_gate)
    assert told.misconception == "forget-gate-changes-inputs"
    assert "changed    b_f, which must stay as it came" in str(told)


def adam(first):
    """A step of Adam that knows its first state by first(state)."""

    def adam_step(params, grads, state, lr):
        given = {} if first(state) else {"t": state["t"], **state}
        return networks.adam_step(params, grads, given, lr)

    return adam_step


@pytest.mark.parametrize(
    "first",
    [
        lambda state: state == {},
        lambda state: not state,
        lambda state: state is None or state == {},
    ],
)
def test_the_first_state_of_adam_may_be_known_in_several_ways(first):
    checks.adam_step(adam(first))


def test_a_first_state_of_none_is_told_what_comes_instead():
    told = failure("adam_step", adam(lambda state: state is None))
    assert told.misconception == "adam-step-first-state-none"
    assert "state is {}" in str(told)


def test_a_dict_of_params_filled_anew_is_told_as_such():
    def adam_step(params, grads, state, lr):
        moved, state = networks.adam_step(params, grads, state, lr)
        for name in params:
            params[name] = moved[name]
        return params, state

    told = failure("adam_step", adam_step)
    assert told.rung == "inputs"
    assert "it changed params" in str(told)
    assert told.misconception == "adam-step-in-place"


def test_an_adam_that_stops_with_any_state_keeps_its_own_error():
    told = failure("adam_step", lambda *a: a[0]["no such name"])
    assert told.rung == "runs"
    assert "KeyError" in str(told)


def test_forget_bias_may_fill_an_array_as_it_is():
    def initialise(D, H, forget_bias, rng):
        params = networks.initialise(D, H, forget_bias, rng)
        return params | {"b_f": np.full(H, forget_bias)}

    checks.initialise(initialise)


@pytest.mark.parametrize("pick", [0, slice(None)])
def test_chance_may_come_from_children_of_rng(pick):
    def initialise(D, H, forget_bias, rng):
        child = np.atleast_1d(rng.spawn(1)[pick])[0]
        return networks.initialise(D, H, forget_bias, child)

    checks.initialise(initialise)
