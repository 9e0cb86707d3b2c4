"""The task of 08_training, and an LSTM trained on it.

The form is that of "I grew up in France", then forty words that do not
matter, then "I speak fluent": which language? Which number stands for which
word, and for which answer, is drawn anew for each check, so that only
training can find out.
"""

import numpy as np

from lstm_doors import networks

GAP, BEFORE, AFTER = 40, 4, 3  # words around the country and the gap
D, H, K = 38, 32, 8  # words, units, countries
T = BEFORE + 1 + GAP + AFTER
BUDGET = 40_000  # sentences
SHAPES = {"V": (H, K), "b_V": (K,)} | {
    f"{letter}_{name}": shape
    for name in "figo"
    for letter, shape in (("U", (D, H)), ("W", (H, H)), ("b", (H,)))
}


class Task:
    """Sentences without end, up to the budget; counts what was drawn."""

    def __init__(self, seed):
        self.rng = np.random.default_rng([seed, GAP])
        self.words = self.rng.permutation(D)
        self.answers = self.rng.permutation(K)
        self.batches = self.drawn = 0

    def draw(self, N):
        """N fresh sentences: xs (T, N, D), answers (N,)."""
        self.drawn += N
        self.batches += 1
        if self.drawn > BUDGET:
            raise RuntimeError(
                f"the budget of {BUDGET:,} sentences is used up: return "
                "params before that."
            )
        return self.fresh(N)

    def fresh(self, N):
        """The same, not counted."""
        country = self.rng.integers(K, size=N)
        frame = np.arange(K, K + BEFORE + AFTER)[:, None]
        numbers = self.rng.integers(K + BEFORE + AFTER, D, size=(T, N))
        numbers[:BEFORE], numbers[-AFTER:] = frame[:BEFORE], frame[BEFORE:]
        numbers[BEFORE] = country
        return np.eye(D)[self.words[numbers]], self.answers[country]


class Exam:
    """How an LSTM does on fresh sentences: accuracy, loss, doors."""

    def __init__(self, params, task, N=500):
        xs, answers = task.fresh(N)
        rest = np.zeros((N, H))
        hs, _, trace = networks.lstm_forward_fast(xs, rest, rest, params)
        scores = hs[-1] @ params["V"] + params["b_V"]
        self.loss, _ = networks.cross_entropy(scores, answers)
        self.accuracy = networks.accuracy(scores, answers)
        self.f = float(trace.doors()["f"].mean())


def train(draw, D, H, K, rng, forget_bias=3.0, lr=3e-3, updates=600):
    """An LSTM and a readout that answer at the end of a sentence.

    draw(N) gives xs (T, N, D) and answers (N,). Returns params, with the
    readout's V (H, K) and b_V (K,). Ends when the loss is low.
    """
    params = networks.initialise(D, H, forget_bias, rng)
    params["V"] = rng.uniform(-1, 1, (H, K)) / np.sqrt(H)
    params["b_V"] = np.zeros(K)
    state, losses = {}, []
    while len(losses) < updates and not np.mean(losses[-10:] or [1]) < 0.05:
        xs, answers = draw(32)
        loss, grads = loss_and_grads(params, xs, answers)
        grads = networks.clip_gradients(grads, 1.0)
        params, state = networks.adam_step(params, grads, state, lr)
        losses.append(loss)
    return params


def loss_and_grads(params, xs, answers):
    """There and back; the answer is asked for at the last step."""
    rest = np.zeros((xs.shape[1], len(params["b_f"])))
    hs, _, trace = networks.lstm_forward_fast(xs, rest, rest, params)
    scores = hs[-1] @ params["V"] + params["b_V"]
    loss, dscores = networks.cross_entropy(scores, answers)
    dhs = np.zeros(hs.shape)
    dhs[-1] = dscores @ params["V"].T
    *_, grads = networks.lstm_backward_fast(dhs, None, trace, False)
    grads["V"] = hs[-1].T @ dscores
    grads["b_V"] = dscores.sum(axis=0)
    return loss, grads
