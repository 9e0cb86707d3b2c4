"""What goes wrong at the start of training, and in the loop around it.

The answers are random, so these are told by what can be seen of them: the
checks of `initialise` and `train` know which of them they have met.
"""

import numpy as np

from lstm_doors.checks.catalogue.gates import make
from lstm_doors.networks import (
    adam_step,
    clip_gradients,
    cross_entropy,
    initialise,
    lstm_backward_fast,
    lstm_forward_fast,
    sigmoid,
)


def weights(change):
    """Right but for the weights: change(array, rng)."""

    def wrong(D, H, forget_bias, rng):
        params = initialise(D, H, forget_bias, rng)
        return {
            name: array if name[0] == "b" else change(array, rng)
            for name, array in params.items()
        }

    return wrong


def biases(**change):
    """Right but for the biases: name=change(forget_bias, H, rng)."""

    def wrong(D, H, forget_bias, rng):
        params = initialise(D, H, forget_bias, rng)
        for name, value in change.items():
            params[name] = np.zeros(H) + value(forget_bias, H, rng)
        return params

    return wrong


def every_bias(change):
    """Right but for the biases, all changed in one way."""
    return biases(**dict.fromkeys(("b_f", "b_i", "b_g", "b_o"), change))


def every(change):
    """Right, with every array changed."""
    return lambda *a: {k: change(p) for k, p in initialise(*a).items()}


def one_for_all(D, H, forget_bias, rng):
    """One U and one W for all four layers."""
    params = initialise(D, H, forget_bias, rng)
    return {
        name: array if name[0] == "b" else params[f"{name[0]}_f"]
        for name, array in params.items()
    }


def forgotten(D, H, forget_bias, rng):
    """The cell of 1997: no forget door."""
    params = initialise(D, H, forget_bias, rng)
    return {name: p for name, p in params.items() if name[-1] != "f"}


def integers(D, H, forget_bias, rng):
    """A list of whole numbers makes an array of integers."""
    params = initialise(D, H, forget_bias, rng)
    zeros = {f"b_{name}": np.array([0] * H) for name in "igo"}
    return params | zeros


def old_generator(D, H, forget_bias, rng):
    """The methods of np.random, not those of a Generator."""
    return weights(lambda w, rng: rng.randn(*w.shape) / 10)(
        D, H, forget_bias, rng
    )


def named_c(*a):
    """The candidate's arrays are called after the cell."""
    return {k.replace("_g", "_c"): p for k, p in initialise(*a).items()}


def other_chance(D, H, forget_bias, rng):
    """A generator of its own, new at each call."""
    return initialise(D, H, forget_bias, np.random.default_rng())


def fixed_chance(D, H, forget_bias, rng):
    """A generator of its own, always the same."""
    return initialise(D, H, forget_bias, np.random.default_rng(0))


def blurred(bias, H, rng):
    """Noise around the forget bias."""
    return bias + 0.1 * rng.standard_normal(H)


CHANCE = "Where does the chance come from, and who chose it?"
SMALL = (
    "What does a tanh or a sigmoid make of a z that is far from zero, and "
    "how large is z for H units?"
)
FORGET = "Where should the forget doors stand at the start, and which bias?"

START_ROWS = (
    (
        "weights-zero",
        weights(lambda w, rng: 0 * w),
        "There are weights that are all zero.",
        "If all units begin alike, what makes them learn different things?",
    ),
    (
        "weights-equal",
        weights(lambda w, rng: 0 * w + 0.1),
        "All weights of an array are the same number.",
        "If all units begin alike, what makes them learn different things?",
    ),
    (
        "weights-positive",
        weights(lambda w, rng: rng.random(w.shape) / 10),
        "The weights do not lie around zero.",
        "Between which two numbers does rng.random draw?",
    ),
    (
        "weights-too-large",
        weights(lambda w, rng: rng.standard_normal(w.shape)),
        "The weights are too large.",
        SMALL,
    ),
    (
        "weights-too-small",
        weights(lambda w, rng: 1e-4 * w),
        "The weights are so small that the layers hardly hear anything.",
        "How large are the weights asked for?",
    ),
    (
        "same-weights-for-all-layers",
        one_for_all,
        "Layers share one array of weights.",
        "How many arrays are drawn, and how many are needed?",
    ),
    (
        "forget-bias-everywhere",
        every_bias(lambda b, H, rng: b),
        "All four biases stand at forget_bias.",
        "Which one of the biases is not zero?",
        "forget",
    ),
    (
        "forget-bias-at-input-door",
        biases(b_f=lambda b, H, rng: 0, b_i=lambda b, H, rng: b),
        "forget_bias has gone to the input door.",
        "Which door is to stand open at the start?",
        "forget",
    ),
    (
        "forget-bias-missing",
        biases(b_f=lambda b, H, rng: 0),
        "b_f is zero like the others.",
        FORGET,
        "forget",
    ),
    (
        "forget-bias-fixed",
        biases(b_f=lambda b, H, rng: 1),
        "b_f does not depend on forget_bias.",
        FORGET,
        "forget",
    ),
    (
        "forget-bias-minus",
        biases(b_f=lambda b, H, rng: -b),
        "b_f is -forget_bias, which shuts the doors.",
        "Does a positive bias open a door or shut it?",
        "forget",
    ),
    (
        "forget-bias-squashed",
        biases(b_f=lambda b, H, rng: sigmoid(b)),
        "b_f is sigmoid(forget_bias).",
        "Where does the sigmoid come in: here, or in the gate?",
        "forget",
    ),
    (
        "forget-bias-blurred",
        biases(b_f=blurred),
        "b_f is random.",
        FORGET,
        "forget",
    ),
    (
        "biases-random",
        every_bias(lambda b, H, rng: blurred(0, H, rng)),
        "The biases are random.",
        "Only weights need chance: at which number do biases begin?",
    ),
    (
        "shapes-exchanged",
        weights(lambda w, rng: w.T),
        "U has shape (H, D).",
        "In x U, which of D and H is the row of U?",
    ),
    (
        "bias-two-axes",
        lambda *a: {
            k: p[None] if k[0] == "b" else p for k, p in initialise(*a).items()
        },
        "The biases have two axes.",
        "What shape has b in the table above?",
    ),
    (
        "one-bias",
        lambda *a: {
            k: p[0] if k[0] == "b" else p for k, p in initialise(*a).items()
        },
        "The biases are single numbers.",
        "How many units have a bias of their own?",
    ),
    (
        "integers",
        integers,
        "There are biases that hold whole numbers, which no small step can "
        "move.",
        "Which dtype has np.array([0, 0]), and which has np.zeros(2)?",
    ),
    (
        "no-return",
        lambda *a: None,
        "What a function computes is gone when it ends without a `return`.",
        "Which name holds the dict, and who hands it to the caller?",
    ),
    (
        "list",
        lambda *a: list(initialise(*a).values()),
        "The arrays come in a list.",
        "Under which name will lstm_step look for U_f?",
    ),
    (
        "candidate-named-c",
        named_c,
        "The arrays of the candidate are called U_c, W_c and b_c.",
        "Which letter has the candidate in lstm_step?",
        "candidate",
    ),
    (
        "old-generator",
        old_generator,
        "randn, rand and randint belong to np.random itself; rng is a "
        "Generator and has other names for them.",
        "Which methods of rng draw from a normal or a uniform distribution?",
    ),
    (
        "forget-bias-elsewhere-too",
        biases(b_o=lambda b, H, rng: b),
        "b_f is right, but another bias stands at forget_bias as well.",
        "Which one of the biases is not zero?",
        "forget",
    ),
    (
        "float32",
        every(lambda p: p.astype(np.float32)),
        "The arrays are float32.",
        "float64 is asked for: which line makes float32?",
    ),
    (
        "forget-gate-missing",
        forgotten,
        "The forget door has no weights.",
        "How many layers has the cell?",
    ),
    (
        "other-chance",
        other_chance,
        "The numbers do not come from rng.",
        CHANCE,
    ),
    (
        "fixed-chance",
        fixed_chance,
        "The numbers are the same whatever rng is.",
        CHANCE,
    ),
)  # fmt: skip


def trained(updates, forget_bias=3.0, lr=3e-3, fresh=True):
    """A training loop with these settings."""

    def wrong(draw, D, H, K, rng):
        params = initialise(D, H, forget_bias, rng)
        params |= {"V": rng.normal(size=(H, K)) / H, "b_V": np.zeros(K)}
        state, batch = {}, draw(32) if updates else None
        for update in range(updates):
            xs, answers = draw(32) if fresh and update else batch
            rest = np.zeros((32, H))
            hs, _, trace = lstm_forward_fast(xs, rest, rest, params)
            scores = hs[-1] @ params["V"] + params["b_V"]
            _, dscores = cross_entropy(scores, answers)
            dhs = np.zeros(hs.shape)
            dhs[-1] = dscores @ params["V"].T
            *_, grads = lstm_backward_fast(dhs, None, trace, False)
            grads["V"], grads["b_V"] = hs[-1].T @ dscores, dscores.sum(axis=0)
            grads = clip_gradients(grads, 1.0)
            params, state = adam_step(params, grads, state, lr)
        return params

    return wrong


def untrained(draw, D, H, K, rng):
    """The params that training begins with."""
    return trained(0)(draw, D, H, K, rng)


def without_readout(*a):
    """V and b_V stay behind."""
    params = untrained(*a)
    return {name: p for name, p in params.items() if not name.endswith("V")}


def not_a_number(*a):
    """A loss of nan spoils everything."""
    return {name: p * np.nan for name, p in untrained(*a).items()}


def endless(draw, D, H, K, rng):
    """Training never ends."""
    while True:
        draw(1000)


TRAIN_ROWS = (
    (
        "never-draws",
        untrained,
        "It never drew a sentence.",
        "Where does your loop get its sentences from?",
    ),
    (
        "one-batch",
        trained(30, fresh=False),
        "It drew one batch and learned it by heart.",
        "Does `draw` stand inside the loop or before it?",
    ),
    (
        "uphill",
        trained(30, lr=-2e-2),
        "Fresh sentences surprise it more than a guess would: training made "
        "it worse.",
        "Does each step go against the gradient, and is it short enough?",
    ),
    (
        "doors-half-open",
        trained(8, forget_bias=0.0),
        "Its forget doors do not stand open enough to keep a word for forty "
        "steps.",
        "What is left of a memory after forty doors like that, and which "
        "forget bias leaves more?",
    ),
    (
        "too-short",
        trained(8),
        "The doors stand open, but it saw few sentences.",
        "How many updates does your loop make, and is the loss still falling "
        "at its end?",
    ),
    (
        "readout-missing",
        without_readout,
        "The readout does not come back.",
        "What turns the last h into K scores when you are not there?",
    ),
    (
        "not-a-number",
        not_a_number,
        "Some number became nan on the way, and all that came after it.",
        "At which update does the loss first become nan, and what was the "
        "largest gradient before?",
    ),
    (
        "over-budget",
        endless,
        "Training did not end within the budget.",
        "What ends your loop, and how many sentences does one update draw?",
    ),
)

ENTRIES = (
    *make("initialise", "training", START_ROWS),
    *make("train", "training", TRAIN_ROWS),
)
