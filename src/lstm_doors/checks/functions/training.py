"""Two functions of 08_training: adam_step and train."""

from collections.abc import Mapping

import numpy as np

from lstm_doors import networks
from lstm_doors.checks import compare
from lstm_doors.checks.calls import call, snapshot
from lstm_doors.checks.cases import Case, copy_value, table
from lstm_doors.checks.functions import reader
from lstm_doors.checks.functions.named import named
from lstm_doors.checks.judge import QUESTIONS, Problem, stopped
from lstm_doors.checks.ladder import Check

NOTEBOOK = "08_training"
PASS = 0.9  # of 500 fresh sentences; guessing gets one in eight


class ThreeSteps:
    """Three steps of Adam, each from what the one before returned."""

    def __init__(self, fn):
        self.__wrapped__ = fn

    def __call__(self, params, grads_1, grads_2, grads_3, lr):
        """The params after each step."""
        params, state = two(self.first(params, grads_1, lr), params)
        after = [snapshot(params)]
        for grads in (grads_2, grads_3):
            result = self.__wrapped__(params, grads, state, lr)
            params, state = two(result, params)
            after.append(snapshot(params))
        return tuple(after)

    def first(self, *given):
        """What the first step returns; a state of None is told by name."""
        *before, lr = copy_value(given)
        try:
            return self.__wrapped__(*given[:2], {}, lr)
        except NotImplementedError:
            raise
        except Exception:
            if call(lambda: self.__wrapped__(*before, None, lr), {}).error:
                raise
        raise compare.WrongForm(NOT_NONE)


NOT_NONE = (
    "it stops at the first step, where state is {}; with None in its place "
    "it runs."
)


def two(result, params):
    """The two results of a step that started from params."""
    expected = "expected 2 results, params, state."
    if result is None:
        raise compare.WrongForm("it returned None. Is there a `return`?")
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        found = f"it returned {compare.kind(result)}; {expected}"
        raise compare.WrongForm(found)
    if not isinstance(result[0], Mapping):
        found = f"params is {compare.kind(result[0])}; expected a dict."
        raise compare.WrongForm(found)
    if holds(result[1], params) and not holds(result[0], params):
        found = f"its second result is params, not its first; {expected}"
        raise compare.WrongForm(found)
    return result


def holds(part, params):
    """Whether a result is a dict with the names of params."""
    return isinstance(part, Mapping) and part.keys() == params.keys()


def steps(params, grads, lr):
    """The inputs of three steps."""
    numbered = {f"grads_{t}": one for t, one in enumerate(grads, start=1)}
    return {"params": params, **numbered, "lr": lr}


def away_from_zero(rng, *shape):
    """Numbers of both signs, from 0.3 to 2."""
    sign = rng.choice([-1.0, 1.0], shape)
    return sign * np.round(rng.uniform(0.3, 2, shape), 2)


def draw_steps(rng, s):
    """Arrays of different shapes, and three gradients for each."""
    shapes = {"U": (s.D, s.H), "W": (s.H, s.H), "b": (s.H,)}

    def some():
        return {k: away_from_zero(rng, *shape) for k, shape in shapes.items()}

    lr = float(rng.choice([1e-3, 3e-3, 1e-2]))
    return steps(some(), [some() for _ in range(3)], lr)


def special_steps():
    """By hand; no gradient; small and large ones; one that turns round."""
    ones = {"U": table([1, -1]), "b": np.array([2.0])}
    grads = {"U": table([0.5, -2]), "b": np.array([4.0])}

    def times(*factors):
        return [
            {name: grad * factor for name, grad in grads.items()}
            for factor in factors
        ]

    one = [{"w": np.array([grad])} for grad in (4.0, 2.0, -1.0)]
    only = {"w": np.array([1.0])}
    return [
        Case("by hand", steps(only, one, 0.1)),
        Case("zero gradients", steps(ones, times(0, 0, 0), 0.01),
             "without a gradient, params must stay as they are"),
        Case("small gradients", steps(ones, times(2e-3, 2e-3, 2e-3), 0.001)),
        Case("large gradients", steps(ones, times(1e4, 1e4, 1e4), 0.01)),
        Case("turning round", steps(ones, times(1, -1, 1), 0.01)),
        Case("then nothing", steps(ones, times(1, 0, 0), 0.01)),
    ]  # fmt: skip


def learns(fn, seed):
    """A rung: trained within the budget, it answers fresh sentences."""
    task = reader.Task(seed)
    given = (reader.D, reader.H, reader.K, np.random.default_rng(seed))
    done = call(lambda: fn(task.draw, *given), {})
    if task.drawn > reader.BUDGET:
        found = f"it asked for more than {reader.BUDGET:,} sentences."
        return named("train-over-budget", "budget", found)
    if done.error is not None:
        return stopped(done.error)
    problem = form(done.result)
    if problem:
        return problem
    params = {name: done.result[name] for name in reader.SHAPES}
    if not all(np.isfinite(array).all() for array in params.values()):
        found = "params holds nan or infinity."
        return named("train-not-a-number", "finite", found)
    exam = reader.Exam(params, task)
    return None if exam.accuracy >= PASS else reason(exam, task)


def form(params):
    """What is wrong with the names and shapes of params, or None."""
    if isinstance(params, dict):
        if "V" not in params or "b_V" not in params:
            found = "params lacks V or b_V, the readout."
            return named("train-readout-missing", "type", found)
        params = {k: part for k, part in params.items() if k in reader.SHAPES}
        params = {
            name: part.astype(float)  # whatever kind of float it was
            if isinstance(part, np.ndarray) and part.dtype.kind == "f"
            else part
            for name, part in params.items()
        }
    like = {name: np.zeros(shape) for name, shape in reader.SHAPES.items()}
    found = compare.misfit(params, like, ("params",))
    if found is None:
        return None
    return Problem(*found, question=QUESTIONS.get(found[0], ""))


def reason(exam, task):
    """Why the answers are not good enough."""
    found = (
        f"it answers {exam.accuracy:.0%} of 500 fresh sentences rightly; "
        f"expected {PASS:.0%}. Guessing gets {1 / reader.K:.0%}."
    )
    lines = [
        f"it drew     {task.drawn:,} sentences in {task.batches:,} batches",
        f"loss        {exam.loss:.2f} on fresh sentences; guessing has "
        f"{np.log(reader.K):.2f}",
        f"doors       the forget doors stand at {exam.f:.2f} on average",
    ]
    for id, holds in (
        ("train-never-draws", task.batches == 0),
        ("train-one-batch", task.batches == 1),
        ("train-uphill", exam.loss > np.log(reader.K) + 0.3),
        ("train-doors-half-open", exam.f < 0.9),
        ("train-too-short", task.drawn < 2500),
    ):
        if holds:
            return named(id, "accuracy", found, lines)
    question = (
        "Print the loss every 20 updates: does it fall, where does it stop, "
        "and does a smaller learning rate or more updates help?"
    )
    return Problem("accuracy", found, question, lines)


adam_step = Check(
    name="adam_step",
    notebook=NOTEBOOK,
    right=networks.adam_step,
    results=tuple(f"params after step {t}" for t in (1, 2, 3)),
    draw=draw_steps,
    special=special_steps,
    question="At the first step m_hat is the gradient and v_hat its square: "
    "how far does each number move? And what must state bring to the second?",
    drive=ThreeSteps,
)

train = Check(
    name="train",
    notebook=NOTEBOOK,
    right=reader.train,
    results=("params",),
    draw=None,
    special=list,
    question="",
    more=(learns,),
)
