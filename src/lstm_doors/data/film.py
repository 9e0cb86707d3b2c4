"""A film of a doorway: what happens at every moment?

A camera looks at the path to a house. Each frame is a row of PIXELS grey
values, the street on the left and the hall on the right. A visitor is one
bright pixel, moving; past the last pixel he is in the house, out of sight.

No single frame tells what is going on. A bright pixel may be someone coming
or someone going: that takes the frame before. A dark frame may be an empty
house or a visitor within: that takes the frame in which he was last seen,
however long ago.

Source: ours, after the film example of Olah, "Understanding LSTM Networks"
(2015): classify the event at every point of a film.
"""

import numpy as np

PIXELS = 8
EVENTS = ("nobody home", "coming in", "somebody home", "going out")
NOBODY, COMING, SOMEBODY, GOING = range(4)


def film(T, N, rng, noise=0.05):
    """N films of T frames: frames (T, N, PIXELS), events (T, N).

    Every house starts empty; nothing is to be seen for 2 to 9 frames
    between two walks; a visitor walks one or two pixels a frame.
    """
    frames = rng.normal(0, noise, (T, N, PIXELS))
    events = np.zeros((T, N), int)
    for n in range(N):
        positions, events[:, n] = visits(T, rng)
        seen = np.flatnonzero(positions >= 0)
        frames[seen, n, positions[seen]] += 1
    return frames, events


def visits(T, rng):
    """One film's visitor: position (T,), -1 unseen, and event (T,)."""
    positions, events, home = [], [], False
    while len(events) < T:
        wait = int(rng.integers(2, 10))
        positions += [-1] * wait
        events += [SOMEBODY if home else NOBODY] * wait
        walk = list(range(0, PIXELS, int(rng.integers(1, 3))))
        positions += walk[::-1] if home else walk
        events += [GOING if home else COMING] * len(walk)
        home = not home
    return np.array(positions[:T]), np.array(events[:T])
