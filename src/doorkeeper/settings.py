"""The course's settings: nbgrader's own, and a Doorkeeper section."""

import os
from pathlib import Path

from traitlets import Bool, Dict, Enum, Float, Integer, List, Unicode
from traitlets.config import Config, LoggingConfigurable
from traitlets.config.loader import PyFileConfigLoader

from doorkeeper.errors import DoorkeeperError

CONFIG = "nbgrader_config.py"


class Doorkeeper(LoggingConfigurable):
    """The section ``c.Doorkeeper`` of nbgrader_config.py."""

    cell_timeout = Float(
        0.0,
        help="""Seconds a cell may take. 0: what nbgrader's Execute.timeout
        says, or 30.""",
    ).tag(config=True)
    notebook_timeout = Float(
        0.0, help="Seconds a notebook may take. 0: ten times a cell's."
    ).tag(config=True)
    memory_mb = Integer(
        2048, help="Memory a submission may take on top of Python's own."
    ).tag(config=True)
    processes = Integer(
        64, help="Processes and threads of all submissions at work."
    ).tag(config=True)
    file_mb = Integer(32, help="The largest file a submission may write.").tag(
        config=True
    )
    tmp_mb = Integer(64, help="All files together.").tag(config=True)
    ready_made = List(
        Unicode(),
        help="""Modules whose functions are no answers. A submission sees of
        them only what the solution notebook itself imports.""",
    ).tag(config=True)
    agreement = Enum(
        ["fresh", "strict", "off"],
        "fresh",
        help="""How far values are compared with the solution's. fresh: a
        function that is right for the inputs a test shows and wrong for all
        fresh ones gets nothing. strict: so does one that differs from the
        solution for any input of a test. off: the tests alone decide.""",
    ).tag(config=True)
    tolerance = Float(1e-5, help="Relative, for comparing values.").tag(
        config=True
    )
    judged_by_tests = List(
        Unicode(),
        help="""Functions of which many answers are right, so that the tests
        alone judge them: "function" or "assignment/function".""",
    ).tag(config=True)
    seed_variable = Unicode(
        "DOORKEEPER_SEED",
        help="""Environment variable that gives test cells a seed chosen at
        grading time.""",
    ).tag(config=True)
    demo_answers = Unicode(
        "",
        help="""``module:function`` that gives the answers of demo-class:
        called with an assignment's name.""",
    ).tag(config=True)
    warm = List(
        Unicode(), help="Modules to import once for all submissions."
    ).tag(config=True)
    groups = Dict(
        help="""Names of functions to the name of a group, for the pictures of
        reports/class.html."""
    ).tag(config=True)
    feedback = Bool(True, help="Whether to write feedback/.").tag(config=True)


def load(course_dir):
    """Return the course folder as a `Path` and its traitlets ``Config``."""
    root = Path(course_dir).resolve()
    if not root.is_dir():
        raise DoorkeeperError(
            f"{course_dir} is not a folder. Give the folder of the course "
            "with --course-dir."
        )
    config = Config()
    for folder in [*_shared_folders(), str(root)]:
        if os.path.exists(os.path.join(folder, CONFIG)):
            config.merge(_read(folder, root))
    if "CourseDirectory" not in config or not config.CourseDirectory.get(
        "root"
    ):
        config.CourseDirectory.root = str(root)
    return root, config


def _shared_folders():
    from jupyter_core.paths import jupyter_config_path

    return list(reversed(jupyter_config_path()))


def _read(folder, root):
    before = os.getcwd()
    os.chdir(root)
    try:
        return PyFileConfigLoader(CONFIG, path=folder).load_config()
    except Exception as error:
        raise DoorkeeperError(
            f"{folder}/{CONFIG} cannot be read "
            f"({type(error).__name__}: {error}). Set it right first."
        ) from error
    finally:
        os.chdir(before)


def section(config):
    """The Doorkeeper section, with its defaults filled in."""
    try:
        found = Doorkeeper(config=config)
    except Exception as error:
        raise DoorkeeperError(
            f"The Doorkeeper section of {CONFIG} cannot be used: {error}."
        ) from error
    if not found.cell_timeout:
        found.cell_timeout = float(_stock_timeout(config))
    if not found.notebook_timeout:
        found.notebook_timeout = 10 * found.cell_timeout
    return found


def _stock_timeout(config):
    for name in ("Execute", "ExecutePreprocessor", "NotebookClient"):
        value = config.get(name, {}).get("timeout")
        if isinstance(value, int | float) and value > 0:
            return value
    return 30
