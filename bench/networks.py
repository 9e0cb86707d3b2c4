"""One training step of the book's LSTM beside PyTorch's, on this machine.

Both do the same work: forward over T = 100 steps of N = 50 sequences, a
loss on every hidden state, and gradients of all weights, one thread each.
Losses and gradients are compared first; the times are the medians of
rounds in which the two take turns. "products" is the time of the book's
matrix products alone: what no rewriting in NumPy can save.

    python bench/networks.py [--sizes 32 128 256] [--dtypes float32 float64]
"""

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"  # read when NumPy and PyTorch load

import argparse  # noqa: E402
import sys  # noqa: E402
from time import perf_counter  # noqa: E402

import numpy as np  # noqa: E402

from lstm_doors.networks import (  # noqa: E402
    initialise,
    lstm_backward_fast,
    lstm_forward_fast,
)

try:
    import torch
except ModuleNotFoundError:
    sys.exit(
        "PyTorch is not installed, and only this benchmark needs it: "
        "install it with `pip install torch==2.13.0` and run again."
    )

T, N, D = 100, 50, 2
TORCH_ORDER = "ifgo"
TOLERANCE = {"float32": 1e-4, "float64": 1e-10}


class Ours:
    """One training step of the book."""

    def __init__(self, H, dtype, rng):
        self.params = {
            name: p.astype(dtype)
            for name, p in initialise(D, H, 1.0, rng).items()
        }
        self.xs = rng.normal(size=(T, N, D)).astype(dtype)
        self.targets = rng.normal(size=(T, N, H)).astype(dtype)
        self.rest = np.zeros((N, H), dtype)

    def step(self):
        """The loss and the gradients by name."""
        hs, _, trace = lstm_forward_fast(
            self.xs, self.rest, self.rest, self.params
        )
        difference = hs - self.targets
        loss = (difference * difference).mean()
        dhs = difference * (2 / difference.size)
        *_, grads = lstm_backward_fast(dhs, None, trace, inputs_too=False)
        return float(loss), grads


class Theirs:
    """The same step with `torch.nn.LSTM` and autograd."""

    def __init__(self, ours):
        H = ours.rest.shape[1]
        self.lstm = torch.nn.LSTM(D, H).to(torch.from_numpy(ours.xs).dtype)
        self.xs = torch.from_numpy(ours.xs)
        self.targets = torch.from_numpy(ours.targets)
        with torch.no_grad():
            for letter, weight in self.weights().items():
                weight.copy_(torch.from_numpy(joined(ours.params, letter)))
            self.lstm.bias_hh_l0.zero_()

    def weights(self):
        """PyTorch's names for U, W and b."""
        lstm = self.lstm
        return {
            "U": lstm.weight_ih_l0,
            "W": lstm.weight_hh_l0,
            "b": lstm.bias_ih_l0,
        }

    def step(self):
        """The loss and the gradients, joined over the four layers."""
        self.lstm.zero_grad()
        hs, _ = self.lstm(self.xs)
        loss = ((hs - self.targets) ** 2).mean()
        loss.backward()
        grads = {k: w.grad.numpy() for k, w in self.weights().items()}
        return float(loss.detach()), grads


def joined(arrays, letter):
    """The four layers in PyTorch's order and orientation, (4 H, ...)."""
    return np.concatenate([arrays[f"{letter}_{k}"].T for k in TORCH_ORDER])


def products(ours):
    """A function that does the step's matrix products and nothing else."""
    H, dtype = ours.rest.shape[1], ours.xs.dtype
    rng = np.random.default_rng(1)
    W = rng.normal(size=(4, H, H)).astype(dtype)
    W_back = rng.normal(size=(4 * H, H)).astype(dtype)
    U = rng.normal(size=(4, D, H)).astype(dtype)
    hs = rng.normal(size=(T, N, H)).astype(dtype)
    dzs = rng.normal(size=(T, N, 4 * H)).astype(dtype)
    z, dh = np.empty((4, N, H), dtype), np.empty((N, H), dtype)
    xs, flat = ours.xs.reshape(-1, D), dzs.reshape(-1, 4 * H)

    def run():
        xs @ U
        for t in range(T):
            np.matmul(hs[t], W, out=z)
            np.matmul(dzs[t], W_back, out=dh)
        xs.T @ flat
        hs.reshape(-1, H).T @ flat

    return run


def difference(ours, theirs):
    """The largest relative difference of losses and gradients."""
    (loss, grads), (expected, gradients) = ours.step(), theirs.step()
    seen = [abs(loss - expected) / abs(expected)]
    for letter, gradient in gradients.items():
        gap = np.abs(joined(grads, letter) - gradient).max()
        seen.append(gap / np.abs(gradient).max())
    return max(seen)


def medians(functions, seconds):
    """Median milliseconds of each function, called in turns."""
    times, end = [], perf_counter() + seconds
    for function in functions:
        function()  # warm up
    while perf_counter() < end or len(times) < 5:
        row = []
        for function in functions:
            start = perf_counter()
            function()
            row.append(1000 * (perf_counter() - start))
        times.append(row)
    return np.median(times, axis=0)


def main():
    """Compare, measure, print; exit 1 where the two disagree."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[32, 128, 256])
    parser.add_argument("--dtypes", nargs="+", default=list(TOLERANCE))
    parser.add_argument("--seconds", type=float, default=4.0)
    options = parser.parse_args()
    torch.set_num_threads(1)
    print(
        f"T = {T}, N = {N}, D = {D}, one thread; NumPy {np.__version__}, "
        f"PyTorch {torch.__version__}; milliseconds a training step"
    )
    print("dtype      H   book  PyTorch  ratio  products  share  difference")
    agree = True
    for dtype in options.dtypes:
        for H in options.sizes:
            ours = Ours(H, dtype, np.random.default_rng(0))
            theirs = Theirs(ours)
            gap = difference(ours, theirs)
            agree &= gap < TOLERANCE[dtype]
            book, torch_, alone = medians(
                [ours.step, theirs.step, products(ours)], options.seconds
            )
            print(
                f"{dtype:7} {H:4} {book:6.1f} {torch_:8.1f} "
                f"{book / torch_:6.2f} {alone:9.1f} {alone / book:6.0%}"
                f"  {gap:.1e}"
            )
    if not agree:
        sys.exit("Losses or gradients differ by more than rounding allows.")


if __name__ == "__main__":
    main()
