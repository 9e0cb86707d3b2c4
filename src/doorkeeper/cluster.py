"""Send the unit of work to a Dask cluster: an executor like any other.

``doorkeeper grade --scheduler tcp://HOST:PORT`` gives one to the engine. A
worker brings the environment and nothing else: each task carries all that it
needs and returns plain data. Dask's own part is to find a worker and to give
a lost one's work to another; what is done here is told where it is done.
"""

import asyncio
import concurrent.futures
import contextlib
import time
import uuid

from doorkeeper import likeness, remote, results, worker
from doorkeeper.errors import DoorkeeperError
from doorkeeper.gate import Gate
from doorkeeper.reading import imported
from doorkeeper.scheduler import connect, environments, reason

SILENT = 60.0  # seconds without an answer, or without any worker
TICK = 1.0
TRIES = 3  # of a task that ends in an error
AGAIN = "Nothing is lost: grade again to go on."
LOST = object()


class Cluster(concurrent.futures.Executor):
    """An executor for `doorkeeper.worker.grade` on a Dask cluster.

    Parameters
    ----------
    address : of the scheduler, tcp://HOST:PORT or tls://HOST:PORT.
    fenced : whether workers must have a fence.
    modules : what the course's notebooks import; the code of those that lie
        outside of the environment must be the same on all machines.
    """

    def __init__(self, address, fenced=True, modules=()):
        self.address, self.fenced = address, fenced
        self.names = likeness.own(modules)
        self.here = likeness.look(self.names)
        self.client = connect(address)
        self.pending = set()
        self.threads = 0
        try:
            for place, there in environments(self.client, address, self.names):
                self._accept(place, there)
            self.loop = self.client.loop.asyncio_loop
            self._on_loop(self._begin()).result()
        except BaseException:
            self.client.close(timeout=2)
            raise

    def _accept(self, address, there):
        told = likeness.refusal(address, self.here, there, self.fenced)
        if told:
            raise DoorkeeperError(told)

    @property
    def room(self):
        """How many submissions may be on their way: twice what is at work.

        So no worker waits for the coordinator, and the memory of neither
        grows with the class. It follows workers that come and go.
        """
        return 2 * max(self.threads, 1) + 2

    # The executor's own

    def submit(self, function, bundle):
        """Grade a bundle somewhere; ``function`` is `worker.grade`."""
        if function is not worker.grade:
            raise ValueError("A cluster runs doorkeeper.worker.grade only.")
        future = self._on_loop(self._grade(remote.package(bundle), bundle))
        self.pending.add(future)
        future.add_done_callback(self.pending.discard)
        return future

    def shutdown(self, wait=True, *, cancel_futures=False):
        """Let go of the cluster; what is on its way is dropped there."""
        for future in [*self.pending, self.watching]:
            future.cancel()
        with contextlib.suppress(Exception):
            # A turn of the loop, in which what was cancelled lets go.
            self._on_loop(asyncio.sleep(TICK / 10)).result(5)
            self.client.close(timeout=2)

    # On the client's loop

    def _on_loop(self, work):
        return asyncio.run_coroutine_threadsafe(work, self.loop)

    async def _begin(self):
        self.gate = Gate()
        self.end = asyncio.get_running_loop().create_future()
        self.threads = sum((await self.client.nthreads()).values())
        self.watching = self._on_loop(self._watch())

    async def _watch(self):
        """Follow the workers; end all when scheduler or workers are gone."""
        alive = time.monotonic()
        while not self.end.done():
            await asyncio.sleep(TICK)
            try:
                asked = self.client.nthreads()
                found = await asyncio.wait_for(asked, SILENT)
            except Exception:
                self._stop(self._gone())
                break
            self.threads = sum(found.values())
            async with self.gate.changed:
                self.gate.changed.notify_all()
            if found:
                alive = time.monotonic()
            elif time.monotonic() - alive > SILENT:
                self._stop(
                    f"The scheduler {self.address} has had no workers for "
                    f"{SILENT:.0f} seconds. {AGAIN}"
                )

    def _gone(self):
        return f"The scheduler {self.address} is gone. {AGAIN}"

    def _stop(self, told):
        if not self.end.done():
            self.end.set_result(told)

    async def _grade(self, package, bundle):
        """One submission, with as many tries as it is worth."""
        for number in range(TRIES):
            answer = await self._somewhere(package)
            if answer is LOST:
                return results.given_up(
                    bundle,
                    "crashed",
                    "given up: whatever graded this submission was lost, "
                    "every time",
                )
            answer = self._read(answer)
            if "result" in answer:
                return self._checked(answer["result"], bundle)
            await asyncio.sleep(number * TICK)
        if "stopped" in answer:
            raise DoorkeeperError(answer["stopped"])
        note = f"given up: grading ended in an error, {answer['failed']}"
        return results.given_up(bundle, "error", note)

    async def _somewhere(self, package):
        """Bytes from a worker; `LOST` when every one died of it."""
        async with self.gate.together(lambda: self.room):
            answer = await self._try(package)
        if answer is LOST:
            async with self.gate.apart():
                answer = await self._try(package)
        return answer

    async def _try(self, package):
        """One task. Dask gives it to another worker when one is lost."""
        from distributed import KilledWorker

        if self.end.done():
            raise DoorkeeperError(self.end.result())
        future = None
        try:
            future = self.client.submit(
                remote.serve,
                package,
                self.here["digest"],
                self.names,
                self.fenced,
                key=f"doorkeeper-{uuid.uuid4().hex}",
            )
            coming = asyncio.ensure_future(_result(future))
            await asyncio.wait(
                [coming, self.end], return_when=asyncio.FIRST_COMPLETED
            )
            if coming.done():
                return coming.result()
            coming.cancel()
        except KilledWorker:
            return LOST
        except Dropped:
            self._stop(self._gone())
        except Exception as error:
            raise DoorkeeperError(
                f"The cluster {self.address} could not run a task "
                f"({reason(error)}). {AGAIN}"
            ) from None
        finally:
            if future is not None:
                future.release()
        raise DoorkeeperError(self.end.result())

    def _read(self, answer):
        try:
            answer = results.unpack(answer)
            if "refused" in answer:
                self._accept(answer["worker"], answer["refused"])
            if answer.keys() & {"result", "stopped", "failed"}:
                return answer
        except (results.NoResult, TypeError, AttributeError, KeyError):
            pass
        raise DoorkeeperError(
            f"A worker of {self.address} sent what is no answer. Look after "
            f"the cluster. {AGAIN}"
        )

    def _checked(self, result, bundle):
        try:
            return results.check(result, bundle)
        except results.NoResult as error:
            raise DoorkeeperError(
                f"A worker of {self.address} sent for {bundle['student']}, "
                f"{bundle['assignment']} what is no result: {error}. Look "
                f"after the cluster. {AGAIN}"
            ) from None


def for_course(address, fenced, course, settings):
    """A `Cluster` whose workers must have this course's own packages."""
    modules = {
        name
        for assignment in course.assignments()
        for name in imported(course.source(assignment))
    }
    return Cluster(address, fenced, modules | set(settings.ready_made))


class Dropped(Exception):
    """The client has lost its scheduler, and with it this task."""


async def _result(future):
    from distributed.client import CancelledError, ClosedClientError

    try:
        return await future
    except (CancelledError, ClosedClientError, OSError):
        raise Dropped from None
