"""Judging one call: the first rung of the ladder that it breaks."""

from dataclasses import dataclass, field

import numpy as np

from lstm_doors.checks import compare, words
from lstm_doors.checks.calls import place
from lstm_doors.checks.failure import CheckFailed


@dataclass
class Problem:
    """A broken rung. found: one sentence. question: one that helps.

    lines: what came back and what was expected. detail: the whole middle
    of the message. misconception: its id, where a rung knows it itself.
    """

    rung: str
    found: str
    question: str = ""
    lines: list = field(default_factory=list)
    detail: str = ""
    misconception: str | None = None

    def error(self, name, entry=None):
        """The CheckFailed that tells it; entry: the matching misconception."""
        middle = self.detail or "\n".join(self.lines)
        last = self.question
        if entry is not None:
            last = f"{entry.finding}\n{entry.question}"
        parts = [f"{name}: {self.found}", middle, last]
        found = entry.id if entry is not None else self.misconception
        text = "\n\n".join(part for part in parts if part)
        return CheckFailed(text, name, self.rung, found)


def judge_call(done, wanted, names, case, quiet):
    """The Problem of a call whose result should be `wanted`, or None."""
    if done.error is not None:
        return stopped(done.error)
    form = compare.misfit(done.result, wanted, names)
    result = compare.unstack(done.result, wanted, names)
    if form and result is not done.result:
        form = compare.misfit(result, wanted, names)
    if form:
        return Problem(*form, question=QUESTIONS.get(form[0], ""))
    if not equal(result, wanted, names):
        lines = [words.difference(result, wanted, names)]
        if done.changed:
            what = " and ".join(done.changed)
            lines.append(f"changed    {what}, which must stay as it came")
        return Problem("values", other_numbers(case), lines=lines)
    if done.changed:
        what = " and ".join(done.changed)
        found = f"it changed {what}, which must stay as it came."
        return Problem("inputs", found, QUESTIONS["inputs"])
    if quiet and done.noise:
        found = f"right numbers, but NumPy warns: {done.noise[0]}."
        return Problem("warnings", found, QUESTIONS["warnings"])
    return None


QUESTIONS = {
    "shape": "Which axis went missing, or came in? Note the shape of every "
    "array beside its line.",
    "dtype": "Where is an array made with another dtype than its inputs?",
    "inputs": "Which line writes into it (`*=`, `+=`, `[...] =`)?",
    "warnings": "Which number does your exp get when z is 1000, or -1000?",
}


def stopped(error):
    """The Problem of a call that ended in an error."""
    if isinstance(error, NotImplementedError):
        return Problem("not-written", str(error))
    if isinstance(error, compare.WrongForm):
        return Problem("type", str(error))
    what = f"{type(error).__name__}: {str(error)[:300]}"
    line = place(error)
    lines = [f"at         {line}"] if line else []
    question = asked(error, what, line)
    return Problem("runs", f"it stopped with {what}", question, lines)


def asked(error, what, line):
    """The question that leads to the cause of an error, or nothing."""
    name = getattr(error, "name", None)
    if isinstance(error, NameError) and name:
        if hasattr(np, name):
            return f"Did you mean `np.{name}`?"
        return f"Is `{name}` spelt right? If another cell makes it, run that."
    if isinstance(error, AttributeError) and f"np.{name}" in line:
        return (
            f"NumPy has no `{name}`. How is it spelt?"
            if error.obj is np
            else "Is `np` still NumPy? Run the cell with the imports again."
        )
    if isinstance(error, RecursionError):
        return "Where does it call itself, and what should end that?"
    if "matmul" in what or "broadcast" in what or "aligned" in what:
        return "Which two shapes meet on that line?"
    return ""


def equal(result, wanted, names):
    """Whether every array of the result holds the wanted numbers."""
    got = compare.leaves(result, names)
    return all(
        compare.close(got[name], value)
        for name, value in compare.leaves(wanted, names).items()
    )


def other_numbers(case):
    """The sentence for values that differ."""
    if case.claim:
        return f"{case.claim}; something else came back."
    return f"other numbers than expected ({case.label})."
