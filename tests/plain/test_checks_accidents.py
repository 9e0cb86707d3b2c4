"""Accidents at the keyboard: each is told in a sentence or two."""

import pytest
from IPython.core.interactiveshell import InteractiveShell

from lstm_doors import checks, widgets


def function(source, names):
    """The function that a cell's source makes; its lines can be shown."""
    shell = InteractiveShell()
    shell.user_ns.update(names)
    shell.run_cell(source, store_history=True)
    return shell.user_ns["sigmoid"]


def said(source, **names):
    """What the check of sigmoid says to a cell."""
    with pytest.raises(checks.CheckFailed) as caught:
        checks.sigmoid(function(source, names))
    return str(caught.value)


@pytest.mark.parametrize(
    ("source", "names", "words"),
    [
        (
            "def sigmoid(z):\n    return 1 / (1 + exp(-z))",
            {},
            "Did you mean `np.exp`?",
        ),
        (
            "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))",
            {},
            "Is `np` spelt right? If another cell makes it, run that.",
        ),
        (
            "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))",
            {"np": 3},
            "Is `np` still NumPy? Run the cell with the imports again.",
        ),
        (
            "import numpy as np\ndef sigmoid(z):\n    return np.sigmoid(z)",
            {},
            "NumPy has no `sigmoid`. How is it spelt?",
        ),
        (
            "def sigmoid(z):\n    return sigmoid(z)",
            {},
            "Where does it call itself, and what should end that?",
        ),
        (
            "sigmoid = 5",
            {},
            "expected a function. Run the cell with its `def` again.",
        ),
    ],
    ids=["bare-exp", "no-np", "np-lost", "np-lacks", "recursion", "no-def"],
)
def test_an_accident_gets_a_question_that_leads_to_it(source, names, words):
    assert words in said(source, **names)


LOOP = "def sigmoid(z):\n    z.all()\n    raise KeyboardInterrupt"


def test_an_endless_loop_is_told_where_it_was_interrupted():
    with pytest.raises(KeyboardInterrupt) as caught:
        checks.sigmoid(function(LOOP, {}))
    (shown,) = caught.value._render_traceback_()
    assert shown == (
        "sigmoid had not come back when it was interrupted (line 3: raise\n"
        "KeyboardInterrupt). What ends its loop?"
    )


def test_an_endless_loop_behind_a_door_is_told_in_the_door():
    def forget_gate(*args):
        raise KeyboardInterrupt

    door = widgets.YourForgetDoor(forget_gate, None)
    assert door.picture.error == (
        "forget_gate had not come back when it was interrupted: what ends "
        "its loop?"
    )
