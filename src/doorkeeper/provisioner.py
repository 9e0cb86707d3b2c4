"""Jupyter kernels behind the fence, for plain nbgrader.

With ``JUPYTER_DEFAULT_PROVISIONER_NAME=doorkeeper-fence`` in the environment,
``nbgrader autograde`` and the formgrader's button start their kernels in
bubblewrap: no network, read-only system, a /tmp of its own, no view of the
course but the folder that is being graded.
"""

import os
import shutil
import tempfile
from pathlib import Path

from jupyter_client.provisioning import LocalProvisioner

from doorkeeper.errors import DoorkeeperError
from doorkeeper.fence import ETC, NOBODY, SYSTEM, python_folders

BWRAP = "bwrap"


class FenceProvisioner(LocalProvisioner):
    """Starts a kernel in bubblewrap and talks to it through files."""

    async def pre_launch(self, **kwargs):
        if not shutil.which(BWRAP):
            raise DoorkeeperError(
                "The program bwrap is not installed, so a kernel cannot be "
                "fenced in. Install bubblewrap, or unset "
                "JUPYTER_DEFAULT_PROVISIONER_NAME."
            )
        manager = self.parent
        self.channels = tempfile.mkdtemp(prefix="doorkeeper-")
        if manager is not None:
            # Without a network the two sides meet in a shared folder.
            manager.transport = "ipc"
            manager.cache_ports = False
            manager.ip = os.path.join(self.channels, "kernel")
        kwargs = await super().pre_launch(**kwargs)
        folder = kwargs.get("cwd") or os.getcwd()
        kwargs["cmd"] = self.fenced(kwargs["cmd"], folder)
        kwargs["env"] = _environment(kwargs.get("env") or os.environ)
        return kwargs

    def fenced(self, command, folder):
        """The command line that runs another one in bubblewrap."""
        folder = str(Path(folder).resolve())
        made = [BWRAP, "--unshare-all", "--die-with-parent", "--new-session"]
        made += ["--cap-drop", "ALL", "--proc", "/proc", "--dev", "/dev"]
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
        return [*made, "--", *command]

    async def cleanup(self, restart=False):
        await super().cleanup(restart)
        if not restart:
            shutil.rmtree(self.channels, ignore_errors=True)


def _environment(before):
    """Only what a kernel needs: nothing of the instructor's own."""
    kept = ("PATH", "LANG", "LC_ALL", "NBGRADER_EXECUTION", "VIRTUAL_ENV")
    found = {key: before[key] for key in kept if key in before}
    return {**found, "HOME": "/tmp", "IPYTHONDIR": "/tmp/.ipython"}
