"""The command line: ``doorkeeper grade`` and ``doorkeeper demo-class``."""

import argparse
import collections
import contextlib
import gc
import os
import sys

from doorkeeper import __version__
from doorkeeper.errors import DoorkeeperError

# Looking for garbage at every 700 new objects is a tenth of the start-up.
GARBAGE = 50_000


def parser():
    made = argparse.ArgumentParser(
        prog="doorkeeper",
        description="Grade an nbgrader course: fast, fenced in, beyond "
        "forging.",
    )
    made.add_argument("--version", action="version", version=__version__)
    commands = made.add_subparsers(dest="command", required=True)
    grade = commands.add_parser(
        "grade", help="grade all that is new or changed in submitted/"
    )
    grade.add_argument("assignments", nargs="*", metavar="ASSIGNMENT")
    _course_dir(grade)
    grade.add_argument(
        "--jobs", type=_positive, metavar="N", help="workers (default: cores)"
    )
    grade.add_argument("--student", metavar="ID", help="this student alone")
    grade.add_argument(
        "--no-fence",
        action="store_true",
        help="run students' code with your own rights, unfenced",
    )
    grade.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="grade on a Dask cluster: its scheduler, as in tcp://HOST:PORT",
    )
    grade.set_defaults(run=run_grade)
    demo = commands.add_parser(
        "demo-class", help="write a believable class into submitted/"
    )
    demo.add_argument("--students", type=_positive, default=30, metavar="N")
    demo.add_argument("--seed", type=int, default=0, metavar="S")
    _course_dir(demo)
    demo.set_defaults(run=run_demo)
    return made


def _course_dir(made):
    made.add_argument(
        "--course-dir", default=".", metavar="DIR", help="the course's folder"
    )


def _positive(text):
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a whole number above 0"
        )
    return int(text)


def run_grade(options):
    if not hasattr(os, "fork"):
        raise DoorkeeperError(
            "Grading starts its processes by fork, which this system "
            f"({sys.platform}) does not have: use Linux, macOS or WSL, or "
            "nbgrader's own commands."
        )
    gc.set_threshold(GARBAGE)
    from doorkeeper import parents

    if not options.scheduler:
        parents.begin(fenced=not options.no_fence)
    try:
        _grade(options)
    finally:
        parents.close_all()


def _grade(options):
    from doorkeeper.engine import Engine, open_course

    course, settings = open_course(options.course_dir)
    if options.no_fence:
        _warn_unfenced()
    fenced = not options.no_fence
    with _cluster(options.scheduler, fenced, course, settings) as executor:
        engine = Engine(course, settings, fenced, options.jobs, executor)
        rows = engine.run(options.assignments, options.student)
    counts = collections.Counter(row["status"] for row in rows)
    told = ", ".join(f"{n} {status}" for status, n in sorted(counts.items()))
    print(f"{len(rows)} submissions: {told or 'none'}")
    print(f"Grades: {course.reports / 'grades.csv'}")
    print(f"The class: {course.reports / 'class.html'}")


def _cluster(address, fenced, course, settings):
    """The workers of other machines; None stands for this one's own."""
    if not address:
        return contextlib.nullcontext()
    from doorkeeper.cluster import for_course

    return for_course(address, fenced, course, settings)


def _warn_unfenced():
    from doorkeeper.fence import why_not

    reason = why_not() or "a fence can be had, and you asked for none"
    print(
        f"Without a fence: {reason}. Students' code runs with your rights.",
        file=sys.stderr,
    )


def run_demo(options):
    from doorkeeper.demo import write_class
    from doorkeeper.engine import open_course

    course, settings = open_course(options.course_dir)
    count = write_class(course, settings, options.students, options.seed)
    print(f"{count} submissions written into {course.submitted}")


def main(arguments=None):
    """Run the command line; return the exit code."""
    options = parser().parse_args(arguments)
    try:
        options.run(options)
    except DoorkeeperError as error:
        print(f"doorkeeper: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("doorkeeper: stopped; grade again to go on.", file=sys.stderr)
        return 130
    except OSError as error:
        print(
            f"doorkeeper: {error}. Nothing is lost: set that right and grade "
            "again.",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
