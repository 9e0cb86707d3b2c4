"""Jupyter kernels behind the fence, for plain nbgrader and its buttons.

With ``JUPYTER_DEFAULT_PROVISIONER_NAME=doorkeeper-fence`` in the environment
students' code runs in bubblewrap: no network, read-only system, a /tmp of its
own, no view of the course but the folder that is being graded, and the limits
of the course's settings. Students' code is what nbgrader runs (``autograde``,
``validate``, the buttons of the formgrader and JupyterLab) and every notebook
that is opened below ``submitted/``, ``autograded/`` or ``downloaded/``. The
instructor's own notebooks start as they always do.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from jupyter_client.multikernelmanager import MultiKernelManager
from jupyter_client.provisioning import LocalProvisioner
from traitlets.config import Config

from doorkeeper.engine import open_course
from doorkeeper.errors import DoorkeeperError
from doorkeeper.fence import ETC, NOBODY, SYSTEM, python_folders
from doorkeeper.settings import CONFIG, section

BWRAP = "bwrap"
# What a kernel maps before the student's first line.
PYTHON_MB = 1024
# The limits are set inside, where the student's folder is not imported from.
CONFINED = """
import os, sys
from doorkeeper.limits import confine
confine(*map(int, sys.argv[1:5]))
os.execvp(sys.argv[5], sys.argv[5:])
"""
KEPT = ["PATH", "LANG", "LC_ALL", "NBGRADER_EXECUTION", "VIRTUAL_ENV"]
KEPT += [f"{name}_NUM_THREADS" for name in ("OMP", "OPENBLAS", "MKL")]


class FenceProvisioner(LocalProvisioner):
    """Starts a kernel in bubblewrap and talks to it through files."""

    channels = None

    async def pre_launch(self, **kwargs):
        folder = os.path.realpath(kwargs.get("cwd") or os.getcwd())
        course, settings = _course_around(folder)
        if self.is_own(folder, course):
            return await super().pre_launch(**kwargs)
        if not shutil.which(BWRAP):
            raise DoorkeeperError(
                "The program bwrap is not installed, so a kernel cannot be "
                "fenced in. Install bubblewrap, or unset "
                "JUPYTER_DEFAULT_PROVISIONER_NAME."
            )
        self.meet_in_a_folder()
        kwargs = await super().pre_launch(**kwargs)
        kwargs["cmd"] = self.fenced(kwargs["cmd"], folder, settings)
        kwargs["env"] = _environment(kwargs.get("env") or os.environ)
        return kwargs

    def is_own(self, folder, course):
        """Whether this kernel is for a notebook of the instructor's.

        Only a notebook server starts kernels in numbers; nbgrader starts one
        by itself.
        """
        server = getattr(self.parent, "parent", None)
        if not isinstance(server, MultiKernelManager):
            return False
        theirs = _folders_of_students(course) if course else []
        return not any(Path(folder).is_relative_to(path) for path in theirs)

    def meet_in_a_folder(self):
        """Without a network the two sides meet in a shared folder."""
        if self.channels is None:
            self.channels = tempfile.mkdtemp(prefix="doorkeeper-")
            # A signal to bubblewrap would end it, and the kernel with it.
            self.kernel_spec.interrupt_mode = "message"
        if self.parent is not None:
            self.parent.transport = "ipc"
            self.parent.cache_ports = False
            self.parent.ip = os.path.join(self.channels, "kernel")

    def fenced(self, command, folder, settings):
        """The command line that runs another one in bubblewrap."""
        made = [BWRAP, "--unshare-all", "--die-with-parent", "--new-session"]
        made += ["--cap-drop", "ALL", "--proc", "/proc", "--dev", "/dev"]
        if _can_size():
            made += ["--size", str(settings.tmp_mb << 20)]
        made += ["--tmpfs", "/tmp", "--uid", str(NOBODY)]
        made += ["--gid", str(NOBODY), "--unshare-user"]
        # The kernel's parent is process 1 in there, which a kernel that
        # watches its parent takes for its parent's death.
        made += ["--unsetenv", "JPY_PARENT_PID"]
        for path in SYSTEM:
            if os.path.islink(path):
                made += ["--symlink", os.readlink(path), path]
            elif os.path.isdir(path):
                made += ["--ro-bind", path, path]
        for name in ETC:
            made += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
        for path in python_folders(folder):
            made += ["--ro-bind", path, path]
        # This file alone: its folder holds the keys of other kernels.
        connection = os.path.abspath(self.parent.connection_file)
        made += ["--ro-bind", connection, connection]
        made += ["--bind", self.channels, self.channels]
        made += ["--ro-bind", folder, folder, "--chdir", folder]
        confined = [sys.executable, "-I", "-c", CONFINED, *_limits(settings)]
        return [*made, "--", *confined, *command]

    async def cleanup(self, restart=False):
        await super().cleanup(restart)
        if not restart and self.channels:
            shutil.rmtree(self.channels, ignore_errors=True)


def _limits(settings):
    """Memory, processes, size of a file, seconds: as texts."""
    memory = settings.memory_mb + PYTHON_MB
    seconds = int(settings.notebook_timeout)
    return map(str, (memory, settings.processes, settings.file_mb, seconds))


def _can_size():
    """Whether this bubblewrap can limit the size of /tmp (from 0.7 on)."""
    done = subprocess.run([BWRAP, "--help"], capture_output=True, text=True)
    return "--size" in done.stdout + done.stderr


def _course_around(folder):
    """The course that a folder lies in, or that the server stands in.

    Returns the `Course` and its settings; None and the defaults where there
    is no course.
    """
    for root in [Path(folder), *Path(folder).parents, Path.cwd()]:
        if (root / CONFIG).is_file():
            return open_course(root)
    return None, section(Config())


def _folders_of_students(course):
    directory = course.directory
    steps = [directory.submitted_directory, directory.autograded_directory]
    folders = [course.path(step) for step in steps]
    folders.append(course.root / "downloaded")
    return [os.path.realpath(folder) for folder in folders]


def _environment(before):
    """Only what a kernel needs: nothing of the instructor's own."""
    found = {key: before[key] for key in KEPT if key in before}
    return {**found, "HOME": "/tmp", "IPYTHONDIR": "/tmp/.ipython"}
