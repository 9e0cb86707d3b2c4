"""One function of 08_training: initialise.

Its numbers are random, so no answer can be compared with another one. What
is looked at is what the text asks: names, shapes, sizes, biases, chance.
"""

import numpy as np

from lstm_doors import networks
from lstm_doors.checks import compare
from lstm_doors.checks.calls import call
from lstm_doors.checks.functions.named import named
from lstm_doors.checks.judge import QUESTIONS, Problem, stopped
from lstm_doors.checks.ladder import Check

NOTEBOOK = "08_training"
D, H, BIAS = 30, 40, 1.5
SMALLEST, LARGEST = 0.005, 0.5  # standard deviation of the weights
BIASES = tuple(f"b_{name}" for name in "figo")
WEIGHTS = tuple(f"{letter}_{name}" for letter in "UW" for name in "figo")


def started(fn, D, H, bias, seed=0):
    """The call of initialise with a fresh generator."""
    rng = np.random.default_rng(seed)
    inputs = {"D": D, "H": H, "forget_bias": bias, "rng": rng}
    return call(fn, inputs)


def heading(D, H, bias):
    """The call in words."""
    return f"called     initialise(D={D}, H={H}, forget_bias={bias}, rng)"


def has_form(fn, seed):
    """A rung: twelve float64 arrays of the right shapes, for any sizes."""
    cases = ((3, 5, 1.5), (1, 1, -2.0), (4, 1, 0.0), (1, 6, 3.0), (2, 3, 2.0))
    for D, H, bias in cases:
        done = started(fn, D, H, bias, seed)
        if done.error is not None:
            return old_generator(done.error) or stopped(done.error)
        right = networks.initialise(D, H, bias, np.random.default_rng(0))
        found = compare.misfit(done.result, right, ("params",))
        if found:
            return misshaped(found, done.result, D, H, bias)
    return None


def old_generator(error):
    """The Problem of a method that np.random has and rng has not, or None."""
    name = getattr(error, "name", None)
    rng = isinstance(getattr(error, "obj", None), np.random.Generator)
    if not rng or name not in ("randn", "rand", "randint"):
        return None
    problem = stopped(error)
    return named(
        "initialise-old-generator", "runs", problem.found, problem.lines
    )


def misshaped(found, params, D, H, bias):
    """The Problem of a misfit, by its name if it has one."""
    rung, sentence = found
    lines = [heading(D, H, bias)]
    for id, holds in FORM:
        if holds(params, D, H):
            return named(f"initialise-{id}", rung, sentence, lines)
    return Problem(rung, sentence, QUESTIONS.get(rung, ""), lines)


def array(params, name):
    """An array of params, or an empty one."""
    found = params.get(name) if isinstance(params, dict) else None
    return found if isinstance(found, np.ndarray) else np.empty(0)


def single(params):
    """Whether the biases are numbers, not arrays."""
    return "b_f" in params and np.ndim(params["b_f"]) == 0


FORM = (
    ("no-return", lambda p, D, H: p is None),
    ("list", lambda p, D, H: isinstance(p, list) and len(p) == 12),
    (
        "candidate-named-c",
        lambda p, D, H: isinstance(p, dict) and "U_c" in p and "U_g" not in p,
    ),
    ("shapes-exchanged", lambda p, D, H: array(p, "U_f").shape == (H, D)),
    (
        "bias-two-axes",
        lambda p, D, H: array(p, "b_i").shape in ((1, H), (H, 1)),
    ),
    (
        "integers",
        lambda p, D, H: any(array(p, b).dtype.kind == "i" for b in BIASES),
    ),
    ("float32", lambda p, D, H: array(p, "U_f").dtype == np.float32),
    ("one-bias", lambda p, D, H: isinstance(p, dict) and single(p)),
    (
        "forget-gate-missing",
        lambda p, D, H: isinstance(p, dict) and "U_i" in p and "U_f" not in p,
    ),
)


def stands_right(fn, seed):
    """A rung: where the doors stand, and how large the weights are."""
    done = started(fn, D, H, BIAS, seed)
    if done.error is not None:
        return stopped(done.error)
    params = done.result
    for id, holds in VALUES:
        if holds(params):
            found = "names and shapes are right, what is in them is not."
            lines = [heading(D, H, BIAS), *measures(params)]
            return named(f"initialise-{id}", "values", found, lines)
    for name in BIASES:
        wanted = BIAS if name == "b_f" else 0.0
        if not compare.close(params[name], np.full(H, wanted)):
            found = f"{name} is not {wanted:g} in every unit."
            return Problem("values", found, "Which bias is not zero?")
    return None


def measures(params):
    """Lines that say what came back."""
    return [
        f"{name:10} mean {params[name].mean():.3f}, standard deviation "
        f"{params[name].std():.2g}"
        for name in ("U_f", "W_f", "b_f", "b_i")
    ]


def spread(params):
    """Standard deviations of the eight arrays of weights."""
    return np.array([params[name].std() for name in WEIGHTS])


def at(params, name, value):
    """Whether every bias of a layer stands at a value."""
    return np.allclose(params[name], value)


def lopsided(params):
    """Whether the mean of some weights lies far from zero."""
    return any(
        abs(params[name].mean()) > 0.3 * params[name].std() for name in WEIGHTS
    )


def repeated(params):
    """Whether two layers start from one array."""
    return any(
        np.allclose(params[f"{letter}_{one}"], params[f"{letter}_{other}"])
        for letter in "UW"
        for one, other in ("fi", "fg", "fo", "ig", "io", "go")
    )


def misplaced(params):
    """Whether the forget bias went to the input door."""
    return at(params, "b_f", 0) and at(params, "b_i", BIAS)


def elsewhere_too(params):
    """Whether the forget bias went to its door and to others."""
    others = (at(params, name, BIAS) for name in BIASES if name != "b_f")
    return at(params, "b_f", BIAS) and any(others)


VALUES = (
    ("weights-zero", lambda p: any(not p[name].any() for name in WEIGHTS)),
    ("weights-equal", lambda p: spread(p).min() < 1e-12),
    ("weights-positive", lopsided),
    ("weights-too-large", lambda p: spread(p).max() > LARGEST),
    ("weights-too-small", lambda p: spread(p).min() < SMALLEST),
    ("same-weights-for-all-layers", repeated),
    ("forget-bias-everywhere", lambda p: all(at(p, b, BIAS) for b in BIASES)),
    ("forget-bias-elsewhere-too", elsewhere_too),
    ("forget-bias-at-input-door", misplaced),
    ("forget-bias-missing", lambda p: at(p, "b_f", 0)),
    ("forget-bias-fixed", lambda p: at(p, "b_f", 1) or at(p, "b_f", 3)),
    ("forget-bias-minus", lambda p: at(p, "b_f", -BIAS)),
    ("forget-bias-squashed", lambda p: at(p, "b_f", networks.sigmoid(BIAS))),
    ("forget-bias-blurred", lambda p: p["b_f"].std() > 0 and at(p, "b_i", 0)),
    ("biases-random", lambda p: p["b_i"].std() > 0),
)


def uses_rng(fn, seed):
    """A rung: all chance comes from rng, and from nothing else."""
    one, again, other = (
        started(fn, D, H, BIAS, seed + k).result for k in (0, 0, 1)
    )
    if any(not np.array_equal(one[name], again[name]) for name in WEIGHTS):
        found = "two equal generators gave different weights."
        return named("initialise-other-chance", "chance", found)
    if any(np.array_equal(one[name], other[name]) for name in WEIGHTS):
        found = "two different generators gave the same weights."
        return named("initialise-fixed-chance", "chance", found)
    return None


initialise = Check(
    name="initialise",
    notebook=NOTEBOOK,
    right=networks.initialise,
    results=("params",),
    draw=None,
    special=list,
    question="",
    more=(has_form, stands_right, uses_rng),
)
