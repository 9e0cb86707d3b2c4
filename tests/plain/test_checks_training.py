"""The checks of what is random or trained: what they accept and refuse."""

import numpy as np
import pytest

from lstm_doors import checks, networks
from lstm_doors.checks.functions import reader
from lstm_doors.checks.functions.training import PASS


def failure(check, fn, seed=0):
    """What the check says to fn."""
    with pytest.raises(checks.CheckFailed) as caught:
        check(fn, seed=seed)
    return caught.value


def started(draw_weight):
    """An initialise whose weights come from draw_weight(rng, rows, H)."""

    def initialise(D, H, forget_bias, rng):
        params = {}
        for name in "figo":
            params[f"U_{name}"] = draw_weight(rng, D, H)
            params[f"W_{name}"] = draw_weight(rng, H, H)
            params[f"b_{name}"] = np.zeros(H)
        return params | {"b_f": np.full(H, float(forget_bias))}

    return initialise


@pytest.mark.parametrize(
    "draw_weight",
    [
        lambda rng, n, H: rng.normal(0, 0.1, (n, H)),
        lambda rng, n, H: rng.normal(0, 0.01, (n, H)),
        lambda rng, n, H: rng.standard_normal((n, H)) / np.sqrt(n),
        lambda rng, n, H: rng.standard_normal((n, H)) * np.sqrt(2 / (n + H)),
        lambda rng, n, H: rng.uniform(-1, 1, (n, H)) * np.sqrt(6 / (n + H)),
        lambda rng, n, H: rng.uniform(-0.08, 0.08, (n, H)),
        lambda rng, n, H: 2 * (rng.random((n, H)) - 0.5) / np.sqrt(H),
        lambda rng, n, H: rng.choice([-0.1, 0.1], (n, H)),
    ],
)
@pytest.mark.parametrize("seed", range(3))
def test_any_reasonable_start_is_accepted(draw_weight, seed):
    checks.initialise(started(draw_weight), seed=seed)


def half_started(D, H, forget_bias, rng):
    """Half of the forget doors keep a bias of zero."""
    params = networks.initialise(D, H, forget_bias, rng)
    params["b_f"][: H // 2] = 0
    return params


def nearly(D, H, forget_bias, rng):
    """b_f is off by a little."""
    params = networks.initialise(D, H, forget_bias, rng)
    return params | {"b_f": params["b_f"] * 1.0001}


@pytest.mark.parametrize("fn", [half_started, nearly])
def test_a_forget_bias_that_is_not_quite_right_is_refused(fn):
    assert failure(checks.initialise, fn).rung == "values"


def test_a_start_that_works_for_one_size_only_is_refused():
    def fixed(D, H, forget_bias, rng):
        return networks.initialise(30, 40, forget_bias, rng)

    assert failure(checks.initialise, fixed).rung == "shape"


def test_state_may_be_anything_and_may_be_changed_where_it_stands():
    def adam_step(params, grads, state, lr):
        given = dict(state)
        moved, new = networks.adam_step(params, grads, given, lr)
        state.update(new)
        return moved, state

    checks.adam_step(adam_step)
    checks.adam_step(
        lambda p, g, s, lr: (lambda moved, new: (moved, {"all": [new]}))(
            *networks.adam_step(p, g, s["all"][0] if s else {}, lr)
        )
    )


def test_a_state_outside_state_is_seen():
    kept = {}

    def adam_step(params, grads, state, lr):
        moved, new = networks.adam_step(params, grads, kept, lr)
        kept.update(new)
        return moved, {}

    assert failure(checks.adam_step, adam_step)


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (lambda moved, state: moved, "it returned a dict; expected 2 results"),
        (lambda moved, state: None, "it returned None. Is there a"),
        (lambda moved, state: (state, moved), "second result is params"),
        (lambda moved, state: (list(moved.values()), state), "is a list"),
    ],
)
def test_what_comes_back_from_a_step_is_named_when_it_is_not_two(
    result, words
):
    def adam_step(params, grads, state, lr):
        return result(*networks.adam_step(params, grads, {}, lr))

    told = failure(checks.adam_step, adam_step)
    assert told.rung == "type"
    assert words in str(told)


def test_words_and_answers_have_other_numbers_for_each_seed():
    one, same, other = (reader.Task(seed) for seed in (0, 0, 1))
    assert np.array_equal(one.words, same.words)
    assert np.array_equal(one.fresh(3)[0], same.fresh(3)[0])
    assert not np.array_equal(one.words, other.words)


def test_weights_learned_elsewhere_do_not_pass():
    task = reader.Task(5)
    rng = np.random.default_rng(5)
    params = reader.train(task.draw, reader.D, reader.H, reader.K, rng)
    assert reader.Exam(params, task).accuracy >= PASS

    def train(draw, D, H, K, rng):
        draw(32)
        return params

    told = failure(checks.train, train, seed=6)
    assert told.rung == "accuracy"


def test_the_task_is_what_the_text_says():
    xs, answers = reader.Task(0).fresh(200)
    assert xs.shape == (48, 200, reader.D)
    assert xs.dtype == np.float64
    assert (xs.sum(axis=2) == 1).all()
    assert set(answers) == set(range(reader.K))
    told = xs[reader.BEFORE].argmax(axis=1)
    pairs = set(zip(told.tolist(), answers.tolist(), strict=True))
    assert len(pairs) == reader.K  # the word decides, one to one
    others = np.delete(xs, reader.BEFORE, axis=0)
    assert not others[:, :, np.unique(told)].any()


def test_float32_and_more_names_cost_nothing_in_training():
    def train(draw, D, H, K, rng):
        params = reader.train(draw, D, H, K, rng)
        params = {name: p.astype(np.float32) for name, p in params.items()}
        return params | {"losses": [1.0]}

    checks.train(train)


@pytest.mark.parametrize(
    ("spoil", "rung"),
    [
        (lambda p: None, "returns"),
        (lambda p: list(p.values()), "type"),
        (lambda p: (p, [0.1]), "type"),
        (lambda p: p | {"V": p["V"].T}, "shape"),
        (lambda p: {k: v for k, v in p.items() if k != "U_f"}, "type"),
        (lambda p: p | {"b_V": p["b_V"] * np.inf}, "finite"),
    ],
)
def test_params_of_another_form_are_refused(spoil, rung):
    def train(draw, D, H, K, rng):
        params = networks.initialise(D, H, 3.0, rng)
        return spoil(params | {"V": np.ones((H, K)), "b_V": np.ones(K)})

    assert failure(checks.train, train).rung == rung


def test_an_error_inside_training_is_shown():
    def train(draw, D, H, K, rng):
        xs, _ = draw(8)
        return xs[0] @ np.ones((7, 7))

    assert failure(checks.train, train).rung == "runs"
