"""The ladder: one rung after another, and a reason at the first that breaks.

Rungs: it runs and returns something; type; shape; dtype; values (a case by
hand, properties, extremes, random cases); inputs unchanged; no float
warnings where the text asks for that; a second call alike; whatever else a
function brings along, such as a numeric gradient.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lstm_doors.checks import cases, compare, words
from lstm_doors.checks.alone import neighbours
from lstm_doors.checks.calls import call, place
from lstm_doors.checks.explain import diagnose, same
from lstm_doors.checks.failure import interrupted, not_written
from lstm_doors.checks.judge import Problem, judge_call

REGISTRY = {}  # name of the function -> Check


def as_it_is(fn):
    """The function itself."""
    return fn


@dataclass(frozen=True)
class Check:
    """The check of one function of the exercises; call it with a function.

    name: of the function. notebook: the assignment it belongs to. right:
    the implementation to compare with. results: names of what it returns.
    draw(rng, sizes): random inputs, a dict in the order of the arguments;
    None where the result is not determined by the inputs.
    special(): the cases by hand, properties and extremes, in order.
    question: asked when numbers differ and no misconception fits. quiet:
    whether float warnings are refused. more: further rungs, each called
    with (fn, seed), each returning None or a Problem. drive: makes of fn
    what is called with the inputs, where one call does not show enough.
    """

    name: str
    notebook: str
    right: Callable
    results: tuple
    draw: Callable
    special: Callable
    question: str
    quiet: bool = False
    more: tuple = ()
    drive: Callable = as_it_is

    def __post_init__(self):
        REGISTRY[self.name] = self

    def __call__(self, fn, seed=None):
        """Climb the ladder with fn; raise CheckFailed where it breaks.

        seed: of the random cases; without it the environment variable
        LSTM_DOORS_SEED, else 0. An exercise nobody has begun raises
        NotImplementedError. fn is judged alone: the other functions of its
        notebook are right ones meanwhile, or fn's own if that helps it.
        """
        seed = cases.read_seed(seed)
        if not callable(fn):
            text = (
                f"the name holds {compare.kind(fn)}; expected a function. "
                "Run the cell with its `def` again."
            )
            raise Problem("type", text).error(self.name)
        try:
            failure = self.judged(self.drive(fn), seed)
        except KeyboardInterrupt as stop:
            raise interrupted(self.name, place(stop)) from None
        if failure:
            raise failure
        print(f"{self.name}: all checks passed.")

    def judged(self, fn, seed):
        """The error that tells what is wrong with fn, or None."""
        others = self.others()
        with neighbours(fn, others):
            broken = self.climb(fn, seed)
        if not broken or (others and self.climb(fn, seed) is None):
            return None
        with neighbours(fn, others):
            return self.failure(fn, seed, *broken)

    def others(self):
        """Right implementations of the notebook's earlier functions.

        A later one may call this one, so lending it would lend the answer.
        """
        mine = [c for c in REGISTRY.values() if c.notebook == self.notebook]
        return {c.name: c.right for c in mine[: mine.index(self)]}

    def climb(self, fn, seed):
        """None if every rung holds, else (problem, case, call)."""
        rng = np.random.default_rng(seed)
        for case in [*self.special(), *self.random_cases(rng)]:
            done = call(fn, case.inputs)
            problem = self.judge(case, done)
            if problem:
                return problem, case, done
        problem = self.again(fn, rng) if self.draw else None
        for rung in self.more:
            problem = problem or rung(fn, seed)
        return (problem, None, None) if problem else None

    def judge(self, case, done):
        """What is wrong with one call, or None."""
        right = self.drive(self.right)
        wanted = right(*cases.copy_inputs(case.inputs).values())
        return judge_call(done, wanted, self.results, case, self.quiet)

    def random_cases(self, rng, sizes=None):
        """Random inputs: at all sizes that a right answer has to serve."""
        if self.draw is None:
            return []
        return [
            cases.Case("random inputs", self.draw(rng, size), rung="random")
            for size in sizes or cases.random_sizes(rng)
        ]

    def again(self, fn, rng):
        """The same call once more must come back with the same result."""
        sizes = [cases.Sizes(T=3, N=2, D=4, H=5, K=6)] * 2
        one, other = self.random_cases(rng, sizes)
        first = call(fn, one.inputs)
        call(fn, other.inputs)
        spoilt = not compare.frozen(first.raw, first.result)
        if not spoilt and same(first.result, call(fn, one.inputs).result):
            return None
        found = (
            "its first result changed when it was called again."
            if spoilt
            else "the same call gave another result the second time."
        )
        lines = [words.called(self.name, one)]
        question = "What does it keep between two calls?"
        return Problem("second-call", found, question, lines)

    def failure(self, fn, seed, problem, case, done):
        """The error for a broken rung, with its reason if that is known."""
        if problem.rung == "not-written":
            return not_written(self.name)
        if case is None:
            return problem.error(self.name)
        problem, case, done = self.smallest(fn, seed, problem, case, done)
        probes = self.probes(seed)
        entry = diagnose(
            fn, self.right, self.name, probes, self.quiet, self.drive
        )
        if problem.rung == "values" and not problem.question:
            problem.question = self.question
        problem.detail = "\n".join(
            [words.called(self.name, case), *problem.lines]
        ) + words.heard(done.printed)
        return problem.error(self.name, entry)

    def smallest(self, fn, seed, problem, case, done):
        """The smallest random case that breaks on the same rung."""
        if case.rung == "random":
            rng = np.random.default_rng(seed)
            for small in self.random_cases(rng, cases.growing_sizes()):
                now = call(fn, small.inputs)
                found = self.judge(small, now)
                if found and found.rung == problem.rung:
                    return found, small, now
        return problem, case, done

    def probes(self, seed):
        """Cases that tell misconceptions apart: also square sizes."""
        rng = np.random.default_rng(seed)
        return [
            *self.random_cases(rng, cases.square_sizes()),
            *self.random_cases(rng),
            *self.special(),
        ]
