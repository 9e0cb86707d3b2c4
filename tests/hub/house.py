"""A machine of its own for the hub: real users, and nothing left behind.

Run as root in fresh mount and process namespaces. /etc is a copy and /home
and /srv are empty, so the accounts made here exist in here alone; what only
root may enter is shown to them as far as Python and the course need it.
"""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

from doorkeeper import kernel

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "open sesame"
PEOPLE = {"ada": "students", "bob": "students", "prof": "instructors"}


def needed():
    """Folders that every account must be able to read."""
    found = [sys.prefix, sys.base_prefix, sysconfig.get_path("purelib")]
    found += [ROOT / "src", ROOT / "deploy"]
    found += [ROOT / "solutions", ROOT / "exercises"]
    found += [Path(p) for p in os.environ["HUB_PROGRAMS"].split(":")]
    return sorted({Path(p).resolve() for p in found})


def closed(path):
    """The topmost folder above a path that others may not enter."""
    for parent in reversed(path.parents):
        if parent.stat().st_mode & 0o005 != 0o005:
            return parent
    return None


def open_up(stage):
    """Put a bare folder over each closed one, with what is needed in it."""
    paths = [(path, closed(path)) for path in needed()]
    paths = [(path, top) for path, top in paths if top]
    for i, (path, _) in enumerate(paths):
        (stage / str(i)).mkdir()
        kernel.bind(path, stage / str(i))
    for top in {top for _, top in paths}:
        kernel.mount("tmpfs", top, "tmpfs", options="mode=755")
    for i, (path, _) in enumerate(paths):
        if not path.exists():  # it may lie in one that is shown already
            path.mkdir(parents=True)
            kernel.mount(str(stage / str(i)), path, flags=kernel.MOVE)


def furnish(stage):
    """An /etc, a /home and a /srv of our own."""
    subprocess.run(["cp", "-a", "/etc", stage / "etc"], check=True)
    kernel.bind(stage / "etc", "/etc", writable=True)
    for folder in ("/home", "/srv"):
        kernel.mount("tmpfs", folder, "tmpfs", options="mode=755")


def move_in():
    """What README.md tells an administrator to do."""
    run = subprocess.run
    run(["sh", str(ROOT / "deploy/jupyterhub/prepare.sh")], check=True)
    for name, group in PEOPLE.items():
        shell = ["-s", "/bin/bash"]
        run(["useradd", "-m", "-g", group, *shell, name], check=True)
        run(["chpasswd"], input=f"{name}:{PASSWORD}", text=True, check=True)


def main():
    stage = Path(os.environ["HUB_STAGE"])
    stage.mkdir(mode=0o755)
    kernel.mount(None, "/", flags=kernel.REC | kernel.PRIVATE)
    config = ROOT / "deploy/jupyterhub/jupyterhub_config.py"
    copy = stage.with_name("nbgrader_config.py")
    copy.write_bytes((ROOT / "nbgrader_config.py").read_bytes())
    open_up(stage)
    if not (ROOT / "nbgrader_config.py").exists():
        (ROOT / "nbgrader_config.py").write_bytes(copy.read_bytes())
    furnish(stage)
    move_in()
    os.chdir("/srv/jupyterhub")
    command = [sys.executable, "-m", "jupyterhub", "-f", str(config)]
    os.execv(sys.executable, command)


if __name__ == "__main__":
    main()
