"""One function is judged at a time, and an empty one is not a wrong one."""

import collections

import numpy as np
import pytest

from lstm_doors import checks, networks

NOTEBOOK = """
import numpy as np

def sigmoid(z):
    {sigmoid}

def forget_gate(x, h_prev, U_f, W_f, b_f):
    {gate}

def forget(f, c_prev):
    return f * c_prev
"""
GATE = "return sigmoid(x @ U_f + h_prev @ W_f + b_f)"


def notebook(sigmoid="raise NotImplementedError()", gate=GATE):
    """The names of a notebook with these two bodies."""
    names = {}
    exec(NOTEBOOK.format(sigmoid=sigmoid, gate=gate), names)
    return names


@pytest.mark.parametrize(
    "sigmoid",
    ["raise NotImplementedError()", "return np.tanh(z)", "while True: pass"],
)
def test_a_wrong_sigmoid_costs_the_forget_gate_nothing(sigmoid):
    names = notebook(sigmoid)
    before = names["sigmoid"]
    checks.forget_gate(names["forget_gate"])
    assert names["sigmoid"] is before


def test_a_sigmoid_that_was_never_defined_costs_nothing_either():
    names = notebook()
    del names["sigmoid"]
    checks.forget_gate(names["forget_gate"])
    assert "sigmoid" not in names


def test_a_wrong_gate_is_refused_and_the_names_are_put_back():
    names = notebook("return np.tanh(z)", "return sigmoid(x @ U_f)")
    before = names["sigmoid"]
    with pytest.raises(checks.CheckFailed):
        checks.forget_gate(names["forget_gate"])
    assert names["sigmoid"] is before


def test_a_sigmoid_with_more_arguments_may_serve_its_own_gate():
    names = {}
    exec(
        "import numpy as np\n"
        "def sigmoid(z, k):\n    return (1 + np.tanh(k * z)) / 2\n"
        "def forget_gate(x, h, U, W, b):\n"
        "    return sigmoid(x @ U + h @ W + b, 0.5)\n",
        names,
    )
    checks.forget_gate(names["forget_gate"])


class Proxy:
    """A stand-in whose globals are a mapping, but not a dict."""

    def __init__(self, function):
        self.function = function
        self.__globals__ = collections.UserDict(sigmoid=None)

    def __call__(self, *arguments):
        squash = self.__globals__["sigmoid"]
        assert squash is networks.sigmoid
        return self.function(*arguments)


def test_globals_may_be_any_mapping():
    proxy = Proxy(networks.forget_gate)
    checks.forget_gate(proxy)
    assert dict(proxy.__globals__) == {"sigmoid": None}


class Locked(collections.UserDict):
    """A namespace that takes no changes."""

    def __setitem__(self, name, value):
        raise TypeError(name)


def test_globals_that_take_no_changes_do_no_harm():
    def proxy(*arguments):
        return networks.forget_gate(*arguments)

    wrapper = np.frompyfunc(proxy, 5, 1)  # has no globals at all
    assert not hasattr(wrapper, "__globals__")
    stand_in = type("Stand", (), {"__call__": lambda self, *a: proxy(*a)})()
    stand_in.__globals__ = Locked()
    checks.forget_gate(stand_in)


@pytest.mark.parametrize("name", checks.REGISTRY)
def test_an_exercise_nobody_began_is_plainly_not_implemented(name):
    def stub(*arguments, **named):
        raise NotImplementedError

    with pytest.raises(NotImplementedError) as caught:
        checks.REGISTRY[name](stub)
    assert type(caught.value) is NotImplementedError
    assert f"{name} is not written yet" in str(caught.value)
    (shown,) = caught.value._render_traceback_()
    assert shown.split() == str(caught.value).split()


def test_a_failure_shows_its_message_and_no_wall_above_it():
    with pytest.raises(checks.CheckFailed) as caught:
        checks.forget(lambda f, c: (1 - f) * c)
    assert isinstance(caught.value, AssertionError)
    (shown,) = caught.value._render_traceback_()
    assert shown.split() == str(caught.value).split()
    assert "expected   kept = [[2.]]" in shown
    assert max(map(len, shown.splitlines())) < 80
    assert caught.value.function == "forget"
    assert caught.value.__context__ is None
