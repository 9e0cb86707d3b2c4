"""What goes wrong in a step of Adam, and in training."""

from types import SimpleNamespace

import numpy as np

from lstm_doors.checks.catalogue.gates import make
from lstm_doors.networks import adam_step

# The right parts, for one array. s holds p, grad, t, lr, and what was kept.
RIGHT = {
    "t": lambda t, place: t + 1,
    "m": lambda s: 0.9 * s.m + 0.1 * s.grad,
    "v": lambda s: 0.999 * s.v + 0.001 * s.grad**2,
    "m_hat": lambda s: s.m / (1 - np.float64(0.9) ** s.t),
    "v_hat": lambda s: s.v / (1 - np.float64(0.999) ** s.t),
    "move": lambda s: s.lr * s.m_hat / (np.sqrt(s.v_hat) + 1e-8),
    "moved": lambda s: s.p - s.move,
}


def adam(**wrong):
    """A step of Adam with some of its parts replaced."""
    parts = RIGHT | wrong

    def step(params, grads, state, lr):
        t, moved, kept = state.get("t", 0), {}, {}
        for place, (name, grad) in enumerate(grads.items()):
            m, v = state.get(name, (0 * grad, 0 * grad))
            s = SimpleNamespace(p=params[name], grad=grad, lr=lr, m=m, v=v)
            s.t = parts["t"](t, place)
            s.m, s.v = parts["m"](s), parts["v"](s)
            s.m_hat, s.v_hat = parts["m_hat"](s), parts["v_hat"](s)
            s.move = parts["move"](s)
            moved[name], kept[name] = parts["moved"](s), (s.m, s.v)
        return moved, {"t": s.t, **kept}

    return step


def forgetful(params, grads, state, lr):
    """The state that came in is handed back."""
    return adam_step(params, grads, {}, lr)[0], {}


def t_stands_still(params, grads, state, lr):
    """m and v are kept, t is not."""
    return adam(t=lambda t, place: 1)(params, grads, state, lr)


def t_each_array(params, grads, state, lr):
    """t grows by one for each array."""
    return adam(t=lambda t, place: t + 1 + place)(params, grads, state, lr)


def in_place(params, grads, state, lr):
    """Right numbers, written into the caller's params."""
    moved, state = adam_step(params, grads, state, lr)
    for name, array in params.items():
        array[...] = moved[name]
    return params, state


def from_none(params, grads, state, lr):
    """Only None is a first state."""
    state = {} if state is None else {"t": state["t"], **state}
    return adam_step(params, grads, state, lr)


OUTSIDE = {}


def outside(params, grads, state, lr):
    """m, v and t are kept in a global."""
    t = OUTSIDE["t"] = OUTSIDE.get("t", 0) + 1
    moved = {}
    for name, grad in grads.items():
        m, v = OUTSIDE.get(name, (0.0, 0.0))
        m, v = 0.9 * m + 0.1 * grad, 0.999 * v + 0.001 * grad**2
        OUTSIDE[name] = m, v
        root = np.sqrt(v / (1 - 0.999**t)) + 1e-8
        moved[name] = params[name] - lr * m / (1 - 0.9**t) / root
    return moved, state


def grads_in_place(params, grads, state, lr):
    """Right numbers, but the gradients are squared where they stand."""
    results = adam_step(params, grads, state, lr)
    for grad in grads.values():
        grad **= 2
    return results


def cut(params, grads, state, lr):
    """The right params, in float32."""
    moved, state = adam_step(params, grads, state, lr)
    return {k: part.astype(np.float32) for k, part in moved.items()}, state


MEANS = "m and v begin at zero: how far are they from the gradient then?"
ROOT = "In which unit is v: that of the gradient, or that of its square?"
STATE = "What does the second step have to know of the first?"
BETAS = "Which of 0.9 and 0.999 belongs to m, and which to v?"

ROWS = (
    (
        "no-bias-correction",
        adam(m_hat=lambda s: s.m, v_hat=lambda s: s.v),
        "These are the numbers of m and v without their correction.",
        MEANS,
    ),
    (
        "m-not-corrected",
        adam(m_hat=lambda s: s.m),
        "m is used without its correction.",
        MEANS,
    ),
    (
        "v-not-corrected",
        adam(v_hat=lambda s: s.v),
        "v is used without its correction.",
        MEANS,
    ),
    (
        "betas-exchanged-in-correction",
        adam(
            m_hat=lambda s: s.m / (1 - 0.999**s.t),
            v_hat=lambda s: s.v / (1 - 0.9**s.t),
        ),
        "The corrections of m and v have changed places.",
        BETAS,
    ),
    (
        "correction-multiplied",
        adam(
            m_hat=lambda s: s.m * (1 - 0.9**s.t),
            v_hat=lambda s: s.v * (1 - 0.999**s.t),
        ),
        "m and v are multiplied by their corrections.",
        MEANS,
    ),
    (
        "corrected-m-kept",
        adam(
            m=lambda s: 0.9 * s.m / (1 - 0.9 ** (s.t - 1) or 1) + 0.1 * s.grad
        ),
        "The corrected m is kept for the next step.",
        "Which one is the running mean: m, or m_hat?",
    ),
    (
        "t-one-late",
        adam(
            m_hat=lambda s: s.m / (1 - np.float64(0.9) ** (s.t - 1)),
            v_hat=lambda s: s.v / (1 - np.float64(0.999) ** (s.t - 1)),
        ),
        "t is 0 at the first step, where the correction divides by zero.",
        "Which number has the first step?",
    ),
    (
        "t-one-early",
        adam(
            m_hat=lambda s: s.m / (1 - 0.9 ** (s.t + 1)),
            v_hat=lambda s: s.v / (1 - 0.999 ** (s.t + 1)),
        ),
        "t is 2 at the first step.",
        "Which number has the first step?",
    ),
    (
        "t-stands-still",
        t_stands_still,
        "t is 1 at every step.",
        STATE,
    ),
    (
        "t-each-array",
        t_each_array,
        "t grows by one for each array, not for each step.",
        "On which line does t grow, and how often does it run in one step?",
    ),
    (
        "state-lost",
        forgetful,
        "Every step is a first step: m, v and t of the step before are lost.",
        STATE,
    ),
    (
        "m-lost",
        adam(m=lambda s: 0.1 * s.grad),
        "m of the step before is lost.",
        STATE,
    ),
    (
        "v-lost",
        adam(v=lambda s: 0.001 * s.grad**2),
        "v of the step before is lost.",
        STATE,
    ),
    (
        "betas-exchanged",
        adam(
            m=lambda s: 0.999 * s.m + 0.001 * s.grad,
            v=lambda s: 0.9 * s.v + 0.1 * s.grad**2,
            m_hat=lambda s: s.m / (1 - 0.999**s.t),
            v_hat=lambda s: s.v / (1 - 0.9**s.t),
        ),
        "0.9 and 0.999 have changed places.",
        BETAS,
    ),
    (
        "beta-0-99",
        adam(
            v=lambda s: 0.99 * s.v + 0.01 * s.grad**2,
            v_hat=lambda s: s.v / (1 - 0.99**s.t),
        ),
        "These are the numbers of a v with 0.99.",
        BETAS,
    ),
    (
        "shares-exchanged",
        adam(
            m=lambda s: 0.1 * s.m + 0.9 * s.grad,
            v=lambda s: 0.001 * s.v + 0.999 * s.grad**2,
        ),
        "The new gradient gets the share of the old mean.",
        "How much of m is left after one step: nine tenths, or one?",
    ),
    (
        "shares-of-m-exchanged",
        adam(m=lambda s: 0.1 * s.m + 0.9 * s.grad),
        "In m the new gradient gets the share of the old mean.",
        "How much of m is left after one step: nine tenths, or one?",
    ),
    (
        "correction-not-a-power",
        adam(
            m_hat=lambda s: s.m / (1 - 0.9 * s.t),
            v_hat=lambda s: s.v / (1 - 0.999 * s.t),
        ),
        "The corrections are 1 - 0.9 t and 1 - 0.999 t, which are negative "
        "from the second step on.",
        "What does t do in the formula: multiply 0.9, or say how often it is "
        "multiplied by itself?",
    ),
    (
        "plain-sums",
        adam(m=lambda s: 0.9 * s.m + s.grad, v=lambda s: s.v + s.grad**2),
        "m and v are sums, not means.",
        "By what is the new gradient multiplied before it is added?",
    ),
    (
        "gradient-not-squared",
        adam(v=lambda s: 0.999 * s.v + 0.001 * s.grad),
        "v is the mean of the gradients, not of their squares.",
        ROOT,
    ),
    (
        "sizes-for-squares",
        adam(v=lambda s: 0.999 * s.v + 0.001 * np.abs(s.grad)),
        "v is the mean of the gradients' sizes, not of their squares.",
        ROOT,
    ),
    (
        "no-root",
        adam(move=lambda s: s.lr * s.m_hat / (s.v_hat + 1e-8)),
        "m_hat is divided by v_hat, without the root.",
        ROOT,
    ),
    (
        "multiplied-by-root",
        adam(move=lambda s: s.lr * s.m_hat * (np.sqrt(s.v_hat) + 1e-8)),
        "m_hat is multiplied by the root of v_hat.",
        "Which weights should take small steps: those with large gradients, "
        "or those with tiny ones?",
    ),
    (
        "epsilon-inside-the-root",
        adam(move=lambda s: s.lr * s.m_hat / np.sqrt(s.v_hat + 1e-8)),
        "epsilon stands inside the root.",
        "What does the root make of 1e-8?",
    ),
    (
        "epsilon-too-large",
        adam(move=lambda s: s.lr * s.m_hat / (np.sqrt(s.v_hat) + 1e-3)),
        "epsilon is 1e-3.",
        "How small is epsilon in the text?",
    ),
    (
        "no-epsilon",
        adam(move=lambda s: s.lr * s.m_hat / np.sqrt(s.v_hat)),
        "Right, but a gradient of zero gives 0 / 0.",
        "What keeps the line from dividing by zero?",
    ),
    (
        "uphill",
        adam(moved=lambda s: s.p + s.move),
        "The step is added: the loss grows.",
        "Where does the gradient point: up or down?",
    ),
    (
        "step-alone",
        adam(moved=lambda s: -s.move),
        "These are the steps, not the weights after them.",
        "What is the step taken from?",
    ),
    (
        "lr-missing",
        adam(move=lambda s: s.m_hat / (np.sqrt(s.v_hat) + 1e-8)),
        "lr is not looked at.",
        "How long is a step?",
    ),
    (
        "lr-fixed",
        adam(move=lambda s: 1e-3 * s.m_hat / (np.sqrt(s.v_hat) + 1e-8)),
        "lr is 0.001, whatever comes in.",
        "Which lr was given?",
    ),
    (
        "plain-descent",
        adam(move=lambda s: s.lr * s.grad),
        "These are the numbers of plain descent, params - lr * grads.",
        "What are m and v for?",
    ),
    (
        "momentum",
        adam(move=lambda s: s.lr * s.m_hat),
        "The step is lr * m_hat: v is not looked at.",
        "What makes a tiny gradient take as long a step as a large one?",
    ),
    (
        "no-momentum",
        adam(move=lambda s: s.lr * s.grad / (np.sqrt(s.v_hat) + 1e-8)),
        "The step is made of the gradient: m is not looked at.",
        "What stands above the line of the fraction?",
    ),
    (
        "results-exchanged",
        lambda *a: adam_step(*a)[::-1],
        "The numbers are right, but state comes before params.",
        "In which order does `-> params, state` want them?",
    ),
    (
        "params-alone",
        lambda *a: adam_step(*a)[0],
        "params comes back, but state does not.",
        STATE,
    ),
    (
        "first-state-none",
        from_none,
        "The first state is taken to be None.",
        "What does the text say that state is before the first step?",
    ),
    (
        "state-outside-state",
        outside,
        "The same call gives other numbers the second time: something is "
        "kept between two calls, outside state.",
        "If two networks are trained in turn, whose m and v does a step get?",
    ),
    (
        "in-place",
        in_place,
        "The numbers are right, but they are written into params itself.",
        "What is the difference between `p = p - step` and `p -= step`?",
    ),
    (
        "grads-in-place",
        grads_in_place,
        "The numbers are right, but grads is changed.",
        "What is the difference between `grad**2` and `grad **= 2`?",
    ),
    (
        "float32",
        cut,
        "These are the right numbers, cut to float32.",
        "float64 came in: which line makes float32 of it?",
    ),
)

ENTRIES = tuple(make("adam_step", "training", ROWS))
