"""Hand out work, a little ahead of the workers, and take what is done."""

import concurrent.futures


class Flow:
    """Work on its way through an executor.

    Parameters
    ----------
    jobs : iterator of (label, future), which hands out what it yields.
    room : called for how many may be on their way; so many bundles and
        results are in memory, however large the class.
    """

    def __init__(self, jobs, room):
        self.jobs, self.room = jobs, room
        self.waiting = {}

    def fill(self):
        """Hand out as much as there is room for."""
        while len(self.waiting) < self.room():
            job = next(self.jobs, None)
            if job is None:
                return
            label, future = job
            self.waiting[future] = label

    def batches(self):
        """Yield lists of (label, future), as they are done."""
        self.fill()
        while self.waiting:
            done, _ = concurrent.futures.wait(
                self.waiting, return_when=concurrent.futures.FIRST_COMPLETED
            )
            batch = [(self.waiting.pop(future), future) for future in done]
            self.fill()
            yield batch
