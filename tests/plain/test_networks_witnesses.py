"""Two outside witnesses: onnx's reference operators, autograd's gradients.

The forward passes must agree with the RNN and LSTM of onnx, the backward
passes with HIPS autograd's gradients of a forward written here a second
time; teaching forms and fast forms alike.
"""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

from lstm_doors import networks

CLOSE = {"rtol": 1e-10, "atol": 1e-10}
SHAPES = [(7, 3, 4, 5), (1, 2, 3, 4), (5, 1, 2, 1), (12, 2, 1, 6)]
ONNX_GATES = "iofg"  # onnx writes c for g


def fast_rnn_forward(xs, h0, U, W, b):
    return networks.rnn_forward_fast(xs, h0, U, W, b)[0]


def fast_rnn_backward(dhs, xs, hs, h0, U, W):
    trace = networks.rnn_forward_fast(xs, h0, U, W, np.zeros(len(W)))[1]
    return networks.rnn_backward_fast(
        dhs, trace._replace(hs=np.concatenate([h0[None], hs]))
    )


def fast_lstm_forward(xs, h0, c0, params):
    return networks.lstm_forward_fast(xs, h0, c0, params)[:2]


def fast_lstm_backward(dhs, dcs, xs, h0, c0, params):
    _, _, trace = networks.lstm_forward_fast(xs, h0, c0, params)
    return networks.lstm_backward_fast(dhs, dcs, trace)


RNNS = [
    pytest.param(networks.rnn_forward, networks.rnn_backward, id="steps"),
    pytest.param(fast_rnn_forward, fast_rnn_backward, id="fast"),
]
LSTMS = [
    pytest.param(networks.lstm_forward, networks.lstm_backward, id="steps"),
    pytest.param(fast_lstm_forward, fast_lstm_backward, id="fast"),
]


@pytest.fixture(params=SHAPES, ids=str)
def case(request):
    """Random inputs, carried states, gradients for every step, weights."""
    T, N, D, H = request.param
    rng = np.random.default_rng(sum(request.param))
    params = networks.initialise(D, H, 1.0, rng)
    for name in params:
        params[name] = params[name] + rng.normal(size=params[name].shape)
    return {
        "xs": rng.normal(size=(T, N, D)),
        "h0": rng.normal(size=(N, H)),
        "c0": rng.normal(size=(N, H)),
        "dhs": rng.normal(size=(T, N, H)),
        "dcs": rng.normal(size=(T, N, H)),
        "params": params,
    }


def onnx_operator(name, case, letters):
    """All h of one onnx operator, and its last state(s)."""
    p, H = case["params"], case["h0"].shape[1]
    feeds = {
        "X": case["xs"],
        "W": np.concatenate([p[f"U_{k}"].T for k in letters])[None],
        "R": np.concatenate([p[f"W_{k}"].T for k in letters])[None],
        "B": np.concatenate(
            [p[f"b_{k}"] for k in letters] + [np.zeros(H)] * len(letters)
        )[None],
        "initial_h": case["h0"][None],
    }
    inputs = ["X", "W", "R", "B", "", "initial_h"]
    outputs = ["Y", "Y_h"]
    if name == "LSTM":
        feeds["initial_c"] = case["c0"][None]
        inputs, outputs = [*inputs, "initial_c"], [*outputs, "Y_c"]
    node = helper.make_node(name, inputs, outputs, hidden_size=H)
    graph = helper.make_graph(
        [node],
        name,
        [
            helper.make_tensor_value_info(key, TensorProto.DOUBLE, None)
            for key in feeds
        ],
        [
            helper.make_tensor_value_info(key, TensorProto.DOUBLE, None)
            for key in outputs
        ],
    )
    model = helper.make_model(graph)
    hs, *last = ReferenceEvaluator(model).run(None, feeds)
    return hs[:, 0], *(state[0] for state in last)


@pytest.mark.parametrize(("forward", "_"), RNNS)
def test_rnn_forward_agrees_with_onnx(case, forward, _):
    p = case["params"]
    hs = forward(case["xs"], case["h0"], p["U_g"], p["W_g"], p["b_g"])
    expected, last = onnx_operator("RNN", case, "g")
    np.testing.assert_allclose(hs, expected, **CLOSE)
    np.testing.assert_allclose(hs[-1], last, **CLOSE)


@pytest.mark.parametrize(("forward", "_"), LSTMS)
def test_lstm_forward_agrees_with_onnx(case, forward, _):
    hs, cs = forward(case["xs"], case["h0"], case["c0"], case["params"])
    expected, last_h, last_c = onnx_operator("LSTM", case, ONNX_GATES)
    np.testing.assert_allclose(hs, expected, **CLOSE)
    np.testing.assert_allclose(hs[-1], last_h, **CLOSE)
    np.testing.assert_allclose(cs[-1], last_c, **CLOSE)


def rnn_loss(xs, h0, U, W, b, dhs):
    """A number whose gradient with respect to each h_t is dhs[t]."""
    h, total = h0, 0.0
    for x, dh in zip(xs, dhs, strict=True):
        h = anp.tanh(anp.dot(x, U) + anp.dot(h, W) + b)
        total = total + anp.sum(h * dh)
    return total


@pytest.mark.parametrize(("forward", "backward"), RNNS)
def test_rnn_backward_agrees_with_autograd(case, forward, backward):
    p = case["params"]
    U, W, b = p["U_g"], p["W_g"], p["b_g"]
    xs, h0, dhs = case["xs"], case["h0"], case["dhs"]
    hs = forward(xs, h0, U, W, b)
    found = backward(dhs, xs, hs, h0, U, W)
    for position, gradient in enumerate(found):
        expected = grad(rnn_loss, position)(xs, h0, U, W, b, dhs)
        np.testing.assert_allclose(gradient, expected, **CLOSE)


def lstm_loss(xs, h0, c0, params, dhs, dcs):
    """A number with gradients dhs[t] and dcs[t] at every h_t and c_t."""

    def z(x, h, name):
        U, W, b = (params[f"{letter}_{name}"] for letter in "UWb")
        return anp.dot(x, U) + anp.dot(h, W) + b

    h, c, total = h0, c0, 0.0
    for x, dh, dc in zip(xs, dhs, dcs, strict=True):
        f, i, o = (1 / (1 + anp.exp(-z(x, h, name))) for name in "fio")
        c = f * c + i * anp.tanh(z(x, h, "g"))
        h = o * anp.tanh(c)
        total = total + anp.sum(h * dh) + anp.sum(c * dc)
    return total


@pytest.mark.parametrize(("_", "backward"), LSTMS)
def test_lstm_backward_agrees_with_autograd(case, _, backward):
    arguments = [case[name] for name in ("xs", "h0", "c0", "params")]
    outside = case["dhs"], case["dcs"]
    dxs, dh0, dc0, grads = backward(*outside, *arguments)
    for position, gradient in enumerate((dxs, dh0, dc0)):
        expected = grad(lstm_loss, position)(*arguments, *outside)
        np.testing.assert_allclose(gradient, expected, **CLOSE)
    expected = grad(lstm_loss, 3)(*arguments, *outside)
    assert grads.keys() == expected.keys()
    for name, gradient in grads.items():
        np.testing.assert_allclose(gradient, expected[name], **CLOSE)
