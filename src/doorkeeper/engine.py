"""Grade a course: the one that reads, hands out work and writes."""

import concurrent.futures
import datetime
import functools
import os
import sys

from doorkeeper import fence, modules, parents, worker
from doorkeeper.course import Course, read_files
from doorkeeper.environment import environment
from doorkeeper.errors import DoorkeeperError
from doorkeeper.flow import Flow
from doorkeeper.progress import Bar
from doorkeeper.reading import imported
from doorkeeper.results import given_up
from doorkeeper.settings import load, section
from doorkeeper.store import Store, digest
from doorkeeper.summary import waive
from doorkeeper.vouching import unproven

SETTINGS = (
    "cell_timeout",
    "notebook_timeout",
    "agreement",
    "tolerance",
    "seed_variable",
)
KEPT = ("status", "score", "max_score", "notes", "questions", "seconds")
CONFINE = ("memory_mb", "processes", "file_mb", "tmp_mb")
# Half of nbgrader's start-up are grammars of web addresses and of spans of
# time. jsonschema takes them in when they are there, to check formats that
# no notebook uses; it does without where they cannot be imported.
SPARED = ("rfc3987_syntax", "isoduration")


def open_course(course_dir):
    """Return the `Course` and its Doorkeeper section."""
    root, config = load(course_dir)
    for name in SPARED:
        sys.modules.setdefault(name, None)
    from nbgrader.coursedir import CourseDirectory

    directory = CourseDirectory(config=config)
    return Course(root, config, directory), section(config)


class Engine:
    """One run of ``doorkeeper grade``."""

    def __init__(
        self, course, settings, fenced=True, jobs=None, executor=None, say=None
    ):
        self.course, self.settings = course, settings
        self.fenced = fenced
        self.jobs = jobs or os.cpu_count() or 1
        self.executor = executor
        self.say = say or (lambda text: print(text, file=sys.stderr))
        self.store = Store(course.state)
        self.sources = {}
        self.waived = {}

    def run(self, assignments, student=None):
        """Grade what is new or changed; return the rows of grades.csv."""
        names = self.course.check_names(assignments)
        found = self.course.submissions(names, student)
        if self.executor is None:
            fence.require(self.fenced)
        self.store.open()
        with self.store.lock():
            used = sorted({s.assignment for s in found})
            self.begin(used)
            executor = self.executor or self.workers()
            try:
                self.prepare(used)
                self.grade(used, found, executor)
                self.report()
            finally:
                if executor is not self.executor:
                    # Nothing new; then the processes: what a thread has
                    # asked of them ends with them.
                    executor.shutdown(wait=False, cancel_futures=True)
                    worker.close_all()
                    executor.shutdown()
                if "gradebook" in vars(self):
                    self.gradebook.close()
        return self.rows

    @functools.cached_property
    def gradebook(self):
        """Opened when it is first needed: that can be a while."""
        from doorkeeper.gradebook import Gradebook

        return Gradebook(self.course.directory)

    def report(self):
        """Write reports/ for the whole course, not for this run alone."""
        from doorkeeper.report import Report

        report = Report(self.course, self.settings, self.store, self.gradebook)
        receipts = report.receipts()
        self.settle(receipts)
        self.rows = report.write(receipts)

    def settle(self, receipts):
        from doorkeeper.settle import Settler

        Settler(
            self.course,
            self.settings,
            self.store,
            self.gradebook,
            self.sources,
            self.say,
        ).settle(receipts)

    # Preparation

    def prepare(self, names):
        from doorkeeper.source import Source

        for name in names:
            self.sources[name] = Source(self.course, name, self.settings)
        self.environment = environment(
            [source.folder for source in self.sources.values()],
            self.settings,
            self.fenced,
        )

    def begin(self, names):
        """Decide how processes are confined; needs no more than the names."""
        wanted = set(self.settings.warm)
        for name in names:
            wanted |= imported(self.course.source(name))
        listed = self.settings.ready_made
        self.setup = {
            "fence": self.fenced,
            "course": str(self.course.root),
            "early": modules.early(parents.EARLY, listed),
            "modules": modules.early(wanted, listed),
            **{key: getattr(self.settings, key) for key in CONFINE},
        }

    def workers(self):
        """Threads will do: the work is done in the processes they drive.

        These warm up while this process reads the course.
        """
        worker.prestart(self.setup, self.jobs)
        return concurrent.futures.ThreadPoolExecutor(
            self.jobs, initializer=worker.start, initargs=(self.setup,)
        )

    def enter_sources(self, names):
        for name in names:
            source = self.sources[name]
            key = source.key()
            known = self.store.source_key(name) == key
            if not known or not self.gradebook.has(name):
                self.gradebook.save(source)
                self.store.keep_source_key(name, key)

    # Grading

    def grade(self, names, found, executor):
        """Grade what is not settled; write once the solutions are right.

        Both begin at once: the solutions are first in the queue.
        """
        vouching = self.vouch(names, executor)
        todo = [s for s in found if not self.settled(s)]
        todo.sort(key=lambda s: s.assignment)
        flow = Flow(self.jobs_of(todo, executor), lambda: self.room(executor))
        flow.fill()
        import doorkeeper.gradebook  # noqa: F401  while the workers work

        for name, (key, future) in vouching.items():
            result = future.result()
            tests = self.sources[name].tests()
            self.waived[name] = unproven(name, result, tests, self.say)
            self.store.keep(key, result)
        self.enter_sources(names)
        self.bar = Bar(len(todo), len(found) - len(todo))
        for batch in flow.batches():
            self.finish(batch)
        self.bar.close()

    def room(self, executor):
        """How many submissions may be on their way."""
        return getattr(executor, "room", 4 * self.jobs)

    def vouch(self, names, executor):
        """The course's own solutions must earn their points, the same way.

        Where they do not, the machine or the course is at fault, and every
        student would pay for it. Returns {name: (key, future)}.
        """
        made = {}
        for name in names:
            source = self.sources[name]
            seed = str(self.store.seed(name))
            key = digest(
                "solution", name, source.key(), self.environment, seed
            )
            files = read_files(self.course.source(name))
            bundle = self.bundle("the solution", name, files)
            made[name] = key, self.submit(executor, key, bundle)
        return made

    def jobs_of(self, submissions, executor):
        """What `Flow` hands out; files are read when their turn comes."""
        for submission in submissions:
            files, trouble = self.files(submission)
            key = self.key(submission, files)
            bundle = self.bundle(
                submission.student, submission.assignment, files
            )
            if trouble:
                result = given_up(bundle, "unreadable", trouble)
                yield (submission, key, files), _done(result)
            else:
                future = self.submit(executor, key, bundle)
                yield (submission, key, files), future

    def files(self, submission):
        """What was handed in, and a sentence on why it cannot be read."""
        if submission.trouble:
            return {}, submission.trouble
        try:
            return read_files(submission.folder), ""
        except OSError as error:
            name = os.path.basename(error.filename or "a file of it")
            return {}, f"{name} cannot be read ({error.strerror})"

    def key(self, submission, files):
        source = self.sources[submission.assignment]
        seed = str(self.store.seed(submission.assignment))
        return digest(
            submission.student,
            submission.assignment,
            source.key(),
            self.environment,
            seed,
            files,
        )

    def settled(self, submission):
        """Whether this very submission is graded and all is in place."""
        where = submission.student, submission.assignment
        receipt = self.store.receipt(*where)
        files, trouble = self.files(submission)
        if trouble or receipt.get("key") != self.key(submission, files):
            return False
        directory = self.course.directory
        kept = (directory.autograded_directory, directory.feedback_directory)
        steps = [s for s in receipt.get("written", ()) if s in kept]
        return self.gradebook.holds(*where, receipt["questions"]) and all(
            self.course.path(step, *where).is_dir() for step in steps
        )

    def submit(self, executor, key, bundle):
        """The future of a result; there at once if it is known."""
        result = self.store.result(key)
        if result is None:
            return executor.submit(worker.grade, bundle)
        return _done(result)

    def bundle(self, student, assignment, files):
        source = self.sources[assignment]
        seed = self.store.seed(assignment)
        return {
            "student": student,
            "assignment": assignment,
            "specs": source.specs(seed),
            "source_files": source.files,
            "files": files,
            "settings": {k: getattr(self.settings, k) for k in SETTINGS},
            "setup": self.setup,
        }

    def finish(self, done):
        """Write a few results: files first, the gradebook in one piece."""
        from sqlalchemy.exc import SQLAlchemyError

        finished = []
        try:
            for (submission, key, files), future in done:
                result = future.result()
                self.store.keep(key, result)
                waive(result, self.waived[submission.assignment])
                self.gradebook.write(result, _timestamp(files))
                finished.append((submission, key, files, result))
            self.gradebook.db.commit()
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", error)).splitlines()[0]
            raise DoorkeeperError(
                f"The gradebook cannot be written ({reason}). Nothing is "
                "lost: set that right and grade again."
            ) from error
        for submission, key, files, result in finished:
            self.write_files(submission, files, result)
            again = result.get("given_up")
            receipt = {"key": "" if again else key, "written": self.written}
            receipt |= {k: result[k] for k in KEPT}
            receipt["source"] = self.sources[submission.assignment].key()
            self.store.confirm(
                submission.student, submission.assignment, receipt
            )
            self.bar.step(result["status"])

    def write_files(self, submission, files, result):
        from doorkeeper.outputs import write_outputs

        self.written = write_outputs(
            self.course,
            self.settings,
            submission,
            files,
            result,
            self.sources[submission.assignment],
        )


def _done(result):
    future = concurrent.futures.Future()
    future.set_result(result)
    return future


def _timestamp(files):
    """When a submission was handed in, as nbgrader reads it."""
    text = files.get("timestamp.txt", b"").decode("utf-8", "replace").strip()
    if not text:
        return None
    from nbgrader.utils import parse_utc

    try:
        found = parse_utc(text)
    except (ValueError, OverflowError, TypeError):
        return None
    return found if isinstance(found, datetime.datetime) else None
