"""Grade a course: the one that reads, hands out work and writes."""

import concurrent.futures
import datetime
import hashlib
import os
import sys
from pathlib import Path

from doorkeeper import __version__, fence, worker
from doorkeeper.course import Course, read_files
from doorkeeper.errors import DoorkeeperError
from doorkeeper.names import imported
from doorkeeper.progress import Bar
from doorkeeper.settings import load, section
from doorkeeper.store import Store, digest

SETTINGS = (
    "cell_timeout",
    "notebook_timeout",
    "agreement",
    "tolerance",
    "seed_variable",
)
KEPT = ("status", "score", "max_score", "notes", "questions", "seconds")
CONFINE = ("memory_mb", "processes", "file_mb", "tmp_mb")
WARM = ("numpy", "matplotlib_inline.backend_inline")


def open_course(course_dir):
    """Return the `Course` and its Doorkeeper section."""
    root, config = load(course_dir)
    _spare_the_slow_import()
    from nbgrader.coursedir import CourseDirectory

    directory = CourseDirectory(config=config)
    return Course(root, config, directory), section(config)


def _spare_the_slow_import():
    """Half of nbgrader's start-up is a grammar of web addresses.

    jsonschema takes it in when it is there, to check a format that no
    notebook uses; it does without where it cannot be imported.
    """
    sys.modules.setdefault("rfc3987_syntax", None)


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
        self.failures = []

    def run(self, assignments, student=None):
        """Grade what is new or changed; return the rows of grades.csv."""
        names = self.course.check_names(assignments)
        found = self.course.submissions(names, student)
        fence.require(self.fenced)
        self.store.open()
        with self.store.lock():
            used = sorted({s.assignment for s in found})
            self.begin(used)
            executor = self.executor or self.workers()
            self.prepare(used)
            from doorkeeper.gradebook import Gradebook

            self.gradebook = Gradebook(self.course.directory)
            try:
                self.enter_sources(used)
                self.vouch(used, executor)
                self.grade(found, executor)
                self.report()
            finally:
                if executor is not self.executor:
                    # First the processes: they go with their thread.
                    worker.close_all()
                    executor.shutdown(cancel_futures=True)
                self.gradebook.close()
        return self.rows

    def report(self):
        """Write reports/ for the whole course, not for this run alone."""
        from doorkeeper.report import Report

        report = Report(self.course, self.settings, self.store, self.gradebook)
        self.rows = report.write()

    # Preparation

    def prepare(self, names):
        from doorkeeper.source import Source

        for name in names:
            self.sources[name] = Source(self.course, name, self.settings)
        self.environment = _environment(
            self.sources.values(), self.settings, self.fenced
        )

    def begin(self, names):
        """Decide how processes are confined; needs no more than the names."""
        self.setup = {
            "fence": self.fenced,
            "course": str(self.course.root),
            "modules": self.modules(names),
            **{key: getattr(self.settings, key) for key in CONFINE},
        }

    def modules(self, names):
        """What the warm parent imports: nothing that is ready-made."""
        wanted = set(WARM) | set(self.settings.warm)
        for name in names:
            wanted |= imported(self.course.source(name))
        listed = {name.split(".")[0] for name in self.settings.ready_made}
        return sorted(
            name
            for name in wanted
            if name.split(".")[0] not in listed and _installed(name)
        )

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

    def vouch(self, names, executor):
        """The course's own solutions must earn their points, the same way.

        Where they do not, the machine or the course is at fault, and every
        student would pay for it.
        """
        for name in names:
            source = self.sources[name]
            key = digest(
                "solution",
                name,
                source.key(),
                self.environment,
                str(self.store.seed(name)),
            )
            result = self.store.result(key)
            if result is None:
                files = read_files(self.course.source(name))
                bundle = self.bundle("the solution", name, files)
                result = executor.submit(worker.grade, bundle).result()
            self.accept(name, result)
            self.store.keep(key, result)

    def accept(self, name, result):
        """Refuse when nothing of a solution is right; tell of less."""
        tested = [q for q in result["questions"] if q["max_score"]]
        tested = [q for q in tested if q["status"] != "manual"]
        wrong = [q for q in tested if q["status"] != "right"]
        if not wrong:
            return
        first = wrong[0]
        reason = first["message"].strip().splitlines() or [first["status"]]
        told = (
            f"{len(wrong)} of {len(tested)} parts of the course's own "
            f"solution of {name} do not pass their tests here; the first is "
            f"{first['question']} ({reason[0]})."
        )
        if len(wrong) == len(tested):
            raise DoorkeeperError(
                f"Nothing was graded: {told} Run `doorkeeper grade` again "
                "when the solution passes on this machine."
            )
        self.say(f"Warning: {told}")

    def grade(self, submissions, executor):
        todo = []
        for submission in submissions:
            key, files = self.key(submission)
            if not self.settled(submission, key):
                todo.append((submission, key, files))
        self.bar = Bar(len(todo), len(submissions) - len(todo))
        waiting, queue = {}, iter(todo)
        room = 4 * self.jobs
        while True:
            while len(waiting) < room and (job := next(queue, None)):
                self.submit(executor, waiting, *job)
            if not waiting:
                break
            done, _ = concurrent.futures.wait(
                waiting, return_when=concurrent.futures.FIRST_COMPLETED
            )
            self.finish([(waiting.pop(f), f) for f in done])
        self.bar.close()

    def key(self, submission):
        source = self.sources[submission.assignment]
        files = read_files(submission.folder)
        seed = str(self.store.seed(submission.assignment))
        key = digest(
            submission.student,
            submission.assignment,
            source.key(),
            self.environment,
            seed,
            files,
        )
        return key, files

    def settled(self, submission, key):
        """Whether this very submission is graded and all is in place."""
        receipt = self.store.receipt(submission.student, submission.assignment)
        directory = self.course.directory
        return (
            receipt.get("key") == key
            and self.gradebook.holds(submission.student, submission.assignment)
            and all(
                self.course.path(
                    step, submission.student, submission.assignment
                ).is_dir()
                for step in receipt.get("written", ())
                if step
                in (
                    directory.autograded_directory,
                    directory.feedback_directory,
                )
            )
        )

    def submit(self, executor, waiting, submission, key, files):
        result = self.store.result(key)
        if result is None:
            future = executor.submit(
                worker.grade,
                self.bundle(submission.student, submission.assignment, files),
            )
        else:
            future = concurrent.futures.Future()
            future.set_result(result)
        waiting[future] = submission, key, files

    def bundle(self, student, assignment, files):
        source = self.sources[assignment]
        seed = self.store.seed(assignment)
        if not hasattr(source, "made"):
            source.made = source.specs(seed)
        return {
            "student": student,
            "assignment": assignment,
            "specs": source.made,
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
            receipt = {"key": key, "written": self.written}
            receipt |= {k: result[k] for k in KEPT}
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


def _installed(name):
    import importlib.util

    try:
        return importlib.util.find_spec(name.split(".")[0]) is not None
    except (ImportError, ValueError):
        return False


def _environment(sources, settings, fenced):
    """A digest of all else that a result depends on."""
    import numpy

    parts = [__version__, sys.version, numpy.__version__, str(fenced)]
    parts += [
        f"{name}={getattr(settings, name)}"
        for name in sorted(settings.trait_names(config=True))
        if name not in ("feedback", "groups", "demo_answers", "warm")
    ]
    parts += sorted(
        entry.name
        for folder in map(Path, sys.path)
        if folder.name == "site-packages" and folder.is_dir()
        for entry in folder.glob("*.dist-info")
    )
    names = {m.split(".")[0] for s in sources for m in imported(s.folder)}
    for name in sorted(names):
        parts.append(_own_code(name))
    return digest(*parts)


def _own_code(name):
    """A digest of a package that lies outside of the environment."""
    import importlib.util

    spec = importlib.util.find_spec(name) if _installed(name) else None
    if spec is None or not spec.origin or spec.origin == "built-in":
        return name
    path = Path(spec.origin)
    inside = (sys.prefix, sys.base_prefix)
    if not path.is_file() or any(path.is_relative_to(p) for p in inside):
        return name
    files = [path]
    if path.name == "__init__.py":
        files = sorted(path.parent.rglob("*.py"))
    made = hashlib.sha256()
    for file in files:
        made.update(str(file.name).encode() + b"\0" + file.read_bytes())
    return made.hexdigest()
