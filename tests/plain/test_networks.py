"""The networks: safe, pure, and the fast forms equal to the taught ones."""

import warnings

import numpy as np
import pytest

from lstm_doors import networks as nets


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture
def case(rng):
    """xs, h0, c0, params, dhs, dcs with all sizes different."""
    T, N, D, H = 9, 3, 4, 5
    params = nets.initialise(D, H, 1.0, rng)
    params = {k: p + rng.normal(size=p.shape) for k, p in params.items()}
    return (
        rng.normal(size=(T, N, D)),
        *rng.normal(size=(2, N, H)),
        params,
        *rng.normal(size=(2, T, N, H)),
    )


@pytest.mark.parametrize("z", [1000.0, -1000.0, 0.0, 1e308, -1e308])
def test_sigmoid_is_silent_and_right_for_any_number(z):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        door = nets.sigmoid(np.array([z]))
    np.testing.assert_array_equal(door, [(np.sign(z) + 1) / 2])


def test_sigmoid_agrees_with_its_definition():
    z = np.linspace(-30, 30, 601)
    np.testing.assert_allclose(
        nets.sigmoid(z), 1 / (1 + np.exp(-z)), rtol=0, atol=1e-15
    )


def test_huge_inputs_pass_through_the_cell_without_a_warning(case):
    xs, h0, c0, params, *_ = case
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        hs, cs = nets.lstm_forward(1000 * xs, h0, c0, params)
        probs = nets.rnn_output(1000 * hs, np.eye(5), np.zeros(5))
    assert np.isfinite(hs).all()
    assert np.isfinite(cs).all()
    np.testing.assert_allclose(probs.sum(axis=-1), 1)


def test_an_open_forget_door_keeps_and_a_shut_one_empties(rng):
    c_prev, g = rng.normal(size=(2, 3, 4))
    one, zero = np.ones((3, 4)), np.zeros((3, 4))
    kept = nets.update_cell(one, zero, g, c_prev)
    np.testing.assert_array_equal(kept, c_prev)
    np.testing.assert_array_equal(
        nets.update_cell(zero, zero, g, c_prev), zero
    )
    np.testing.assert_array_equal(nets.hidden_state(zero, c_prev), zero)


def test_fast_rnn_agrees_with_the_taught_one(case):
    xs, h0, _, params, dhs, _ = case
    weights = params["U_g"], params["W_g"], params["b_g"]
    taught = nets.rnn_forward(xs, h0, *weights)
    hs, trace = nets.rnn_forward_fast(xs, h0, *weights)
    np.testing.assert_allclose(hs, taught, atol=1e-12)
    pairs = zip(
        nets.rnn_backward_fast(dhs, trace),
        nets.rnn_backward(dhs, xs, taught, h0, *weights[:2]),
        strict=True,
    )
    for fast, slow in pairs:
        np.testing.assert_allclose(fast, slow, rtol=1e-12, atol=1e-12)


def test_fast_lstm_agrees_with_the_taught_one(case):
    xs, h0, c0, params, dhs, dcs = case
    *states, trace = nets.lstm_forward_fast(xs, h0, c0, params)
    taught = nets.lstm_forward(xs, h0, c0, params)
    np.testing.assert_allclose(states, taught, rtol=1e-12, atol=1e-12)
    *fast, grads = nets.lstm_backward_fast(dhs, dcs, trace)
    *slow, expected = nets.lstm_backward(dhs, dcs, xs, h0, c0, params)
    for a, b in zip(fast, slow, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-12, atol=1e-12)
    assert grads.keys() == expected.keys()
    for name, grad in grads.items():
        np.testing.assert_allclose(
            grad, expected[name], rtol=1e-12, atol=1e-12
        )


def test_fast_lstm_is_the_same_in_blocks_of_any_length(case, monkeypatch):
    *_, dhs, dcs = case
    *_, trace = nets.lstm_forward_fast(*case[:4])
    whole = nets.lstm_backward_fast(dhs, dcs, trace)
    for numbers in (1, 30, 60):
        monkeypatch.setattr(nets.fast_lstm, "IN_CACHE", numbers)
        parts = nets.lstm_backward_fast(dhs, dcs, trace)
        for a, b in zip(whole[:3], parts[:3], strict=True):
            np.testing.assert_array_equal(a, b)


def test_the_trace_shows_where_the_doors_stand(case):
    xs, h0, c0, params, *_ = case
    hs, _, trace = nets.lstm_forward_fast(xs, h0, c0, params)
    seen = trace.doors()
    for t in (0, 4):
        h = h0 if t == 0 else hs[t - 1]
        expected = nets.lstm_gates(xs[t], h, params)
        for name, layer in zip("figo", expected, strict=True):
            np.testing.assert_allclose(seen[name][t], layer, atol=1e-12)


@pytest.mark.parametrize("door", "fio")
def test_a_door_left_open_stays_at_one_and_learns_nothing(case, door):
    xs, h0, c0, params, dhs, dcs = case
    *_, trace = nets.lstm_forward_fast(xs, h0, c0, params, left_open=door)
    assert (trace.doors()[door] == 1).all()
    *_, grads = nets.lstm_backward_fast(dhs, dcs, trace)
    for name, grad in grads.items():
        assert grad.any() != name.endswith(door)


def test_gradients_with_a_door_left_open_agree_with_differences(case):
    xs, h0, c0, params, dhs, _ = case

    def loss(W_g):
        hs, *_ = nets.lstm_forward_fast(
            xs, h0, c0, {**params, "W_g": W_g}, left_open="f"
        )
        return (hs * dhs).sum()

    *_, trace = nets.lstm_forward_fast(xs, h0, c0, params, left_open="f")
    *_, grads = nets.lstm_backward_fast(dhs, None, trace)
    step = np.zeros_like(params["W_g"])
    step[1, 2] = 1e-6
    up, down = loss(params["W_g"] + step), loss(params["W_g"] - step)
    assert grads["W_g"][1, 2] == pytest.approx((up - down) / 2e-6, rel=1e-6)


def test_no_function_changes_what_it_is_given(case):
    arguments = [*case]
    copies = [
        {k: p.copy() for k, p in a.items()}
        if isinstance(a, dict)
        else a.copy()
        for a in arguments
    ]
    xs, h0, c0, params, dhs, dcs = arguments
    nets.lstm_backward(dhs, dcs, xs, h0, c0, params)
    *_, trace = nets.lstm_forward_fast(xs, h0, c0, params)
    nets.lstm_backward_fast(dhs, dcs, trace)
    _, state = nets.adam_step(params, params, {}, 0.1)
    nets.adam_step(params, params, state, 0.1)
    nets.clip_gradients(params, 1e-3)
    for argument, copy in zip(arguments, copies, strict=True):
        np.testing.assert_equal(argument, copy)
    assert state["t"] == 1


def test_clipping_shortens_the_whole_gradient_and_keeps_its_direction(rng):
    grads = {"U": rng.normal(size=(3, 4)), "b": rng.normal(size=4)}
    whole = nets.training.flatten(grads)
    clipped = nets.training.flatten(nets.clip_gradients(grads, 0.5))
    assert np.linalg.norm(clipped) == pytest.approx(0.5)
    np.testing.assert_allclose(
        clipped / 0.5, whole / np.linalg.norm(whole), atol=1e-12
    )
    untouched = nets.clip_gradients(grads, 100.0)
    np.testing.assert_equal(untouched, grads)
    zero = nets.clip_gradients({"b": np.zeros(3)}, 1.0)
    np.testing.assert_array_equal(zero["b"], np.zeros(3))


def test_adam_first_moves_every_weight_by_the_learning_rate(rng):
    params, grads = {"W": np.zeros(4)}, {"W": rng.normal(size=4)}
    moved, state = nets.adam_step(params, grads, {}, 0.01)
    np.testing.assert_allclose(
        moved["W"], -0.01 * np.sign(grads["W"]), rtol=1e-5
    )
    for _ in range(3):
        moved, state = nets.adam_step(moved, grads, state, 0.01)
    np.testing.assert_allclose(
        moved["W"], -0.04 * np.sign(grads["W"]), rtol=1e-5
    )
    assert state["t"] == 4


def test_initialise_sets_the_forget_door_and_nothing_else(rng):
    params = nets.initialise(3, 16, 2.5, rng)
    assert (params["b_f"] == 2.5).all()
    for name in "igo":
        assert not params[f"b_{name}"].any()
        assert abs(params[f"W_{name}"]).max() <= 0.25
    assert params["U_f"].shape == (3, 16)


def test_cross_entropy_gradient_agrees_with_differences(rng):
    scores = rng.normal(size=(4, 3, 5))
    labels = rng.integers(0, 5, (4, 3))
    labels[1, 2] = nets.NO_ANSWER
    loss, gradient = nets.cross_entropy(scores, labels)
    assert not gradient[1, 2].any()
    step = np.zeros_like(scores)
    step[2, 1, 3] = 1e-6
    up, _ = nets.cross_entropy(scores + step, labels)
    down, _ = nets.cross_entropy(scores - step, labels)
    assert gradient[2, 1, 3] == pytest.approx((up - down) / 2e-6, rel=1e-5)
    assert loss > 0


def test_cross_entropy_of_a_sure_and_wrong_answer_is_finite():
    loss, gradient = nets.cross_entropy(
        np.array([[1000.0, -1000.0]]), np.array([1])
    )
    assert np.isfinite(loss)
    np.testing.assert_allclose(gradient, [[1, -1]])


@pytest.mark.parametrize("cell", ["rnn", "lstm", "memoryless"])
@pytest.mark.parametrize("at", [nets.EVERY_STEP, nets.LAST_STEP])
def test_network_gradients_agree_with_differences(rng, cell, at):
    network = nets.build(cell, 3, 4, 2, rng, dtype=float)
    xs = rng.normal(size=(5, 6, 3))
    labels = rng.integers(0, 2, (5, 6))[at]
    _, grads, _ = nets.loss_and_gradients(
        network, xs, labels, nets.cross_entropy, at
    )
    assert grads.keys() == network.params.keys()
    for name, grad in grads.items():
        where = np.unravel_index(abs(grad).argmax(), grad.shape)
        before = network.params[name][where]
        losses = []
        for step in (1e-6, -1e-6):
            network.params[name][where] = before + step
            scores = nets.scores(network, xs, at)
            losses.append(nets.cross_entropy(scores, labels)[0])
        network.params[name][where] = before
        expected = (losses[0] - losses[1]) / 2e-6
        assert grad[where] == pytest.approx(expected, rel=1e-4, abs=1e-9)


def test_a_memoryless_network_sees_one_frame_only(rng):
    network = nets.build("memoryless", 3, 4, 2, rng)
    xs = rng.normal(size=(5, 2, 3))
    other = np.concatenate([rng.normal(size=(4, 2, 3)), xs[4:]])
    np.testing.assert_array_equal(
        nets.scores(network, xs)[4], nets.scores(network, other)[4]
    )


def test_a_carried_state_makes_two_halves_one_sequence(rng):
    network = nets.build("lstm", 3, 4, 2, rng, dtype=float)
    xs = rng.normal(size=(8, 2, 3))
    whole, *_ = nets.run(network, xs)
    _, state, _ = nets.run(network, xs[:5])
    second, *_ = nets.run(network, xs[5:], state)
    np.testing.assert_allclose(second, whole[5:], atol=1e-14)


def test_orthogonal_W_keeps_lengths(rng):
    network = nets.build("rnn", 3, 6, 2, rng, orthogonal_W=True, dtype=float)
    W = network.params["W"]
    np.testing.assert_allclose(W @ W.T, np.eye(6), atol=1e-12)


def test_an_unknown_cell_is_named_in_the_error(rng):
    with pytest.raises(ValueError, match="'gru'; expected 'rnn', 'lstm'"):
        nets.build("gru", 3, 4, 2, rng)


def test_training_lowers_the_loss_and_stops_when_told(rng):
    network = nets.build("rnn", 2, 8, 2, rng)
    xs = rng.normal(size=(4, 32, 2))
    labels = (xs[0, :, 0] > 0).astype(int)[None]
    losses = nets.train(
        network,
        lambda: (xs, labels),
        updates=300,
        lr=1e-2,
        done=lambda losses: losses[-1] < 0.1,
    )
    assert losses[-1] < 0.1 < losses[0]
    assert len(losses) < 300
    answers = nets.scores(network, xs, nets.LAST_STEP)
    assert nets.accuracy(answers, labels) > 0.9
