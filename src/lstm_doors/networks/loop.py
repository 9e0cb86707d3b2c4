"""The training loop that every experiment shares."""

import numpy as np

from lstm_doors.networks.losses import cross_entropy
from lstm_doors.networks.network import LAST_STEP, loss_and_gradients
from lstm_doors.networks.training import (
    adam_step,
    clip_gradients,
    flatten,
    unflatten,
)


def train(
    network,
    draw,
    *,
    updates,
    lr,
    loss=cross_entropy,
    at=LAST_STEP,
    max_norm=1.0,
    carry=False,
    cool=False,
    done=None,
):
    """Train the network in place; return the losses, one an update.

    draw() gives a fresh batch, xs (T, N, D) and targets (steps, N, ...).
    carry: each batch goes on where the last one stopped, with its state,
    for streams without an end. cool: the learning rate falls in a straight
    line from lr to nothing, which settles the weights. done(losses) is
    asked after each update; training ends when it says True.

    All weights travel as one vector, so clipping and Adam are a few calls
    on one array instead of a few on each.
    """
    like = network.params
    theta, adam, state, losses = flatten(like), {}, None, []
    for update in range(updates):
        xs, targets = draw()
        network.params = unflatten(theta, like)
        value, grads, end = loss_and_gradients(
            network, xs, targets, loss, at, state
        )
        state = end if carry else None
        grads = {"theta": flatten({name: grads[name] for name in like})}
        grads = clip_gradients(grads, max_norm)
        rate = lr * (1 - update / updates) if cool else lr
        moved, adam = adam_step({"theta": theta}, grads, adam, rate)
        theta = moved["theta"]
        network.params = unflatten(theta, like)
        losses.append(float(value))
        if done is not None and done(losses):
            break
    return np.array(losses)
