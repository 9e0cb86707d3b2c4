"""The fence: namespaces, a bare read-only file system, nobody's rights.

Two steps. `enclose` is taken once by the warm parent: no network, and a root
that holds the system's and Python's own files and nothing else. `isolate` is
taken by each process forked from it: its own processes, its own /tmp, masks
over what it may not read, no rights.
"""

import contextlib
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

from doorkeeper import kernel
from doorkeeper.errors import DoorkeeperError

NOBODY = 65534
WORK = "/tmp/work"
SYSTEM = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64"]
ETC = ["alternatives", "fonts", "ld.so.cache", "localtime"]
DEVICES = ["null", "zero", "full", "random", "urandom"]
# Where the new root is built: a folder that no path to be shown lies in.
ROOT = "/sys"
# Where a new /tmp is made ready: a folder of the new root, for a moment.
STAGE = "/home"


def python_folders(course):
    """What Python needs to see, without the course itself.

    Returns a list of paths: the environment, the base installation and every
    other folder on ``sys.path``. A folder that holds the course is left out;
    of it only its packages are shown.
    """
    found = [sys.prefix, sys.base_prefix, sysconfig.get_path("purelib")]
    course = Path(course).resolve()
    for entry in map(Path, sys.path):
        if not str(entry) or not entry.is_dir():
            continue
        entry = entry.resolve()
        if course.is_relative_to(entry):
            found += [p.parent for p in entry.glob("*/__init__.py")]
        else:
            found.append(entry)
    found = [Path(os.path.abspath(path)) for path in found]
    found = [p for p in found if not course.is_relative_to(p)]
    return [str(path) for path in sorted(set(found), key=_depth)]


def _depth(path):
    return len(Path(path).parts), str(path)


def enclose(folders, course):
    """Step one, in the warm parent. The caller is alone in its process."""
    root = Path(ROOT)
    kernel.mount(None, "/", flags=kernel.REC | kernel.PRIVATE)
    kernel.mount("tmpfs", root, "tmpfs", kernel.NOSUID, "mode=755,size=4m")
    # The old root stays reachable through these while the new one is built.
    for path in SYSTEM:
        if os.path.islink(path):
            os.symlink(os.readlink(path), f"{root}{path}")
        elif os.path.isdir(path):
            _show(root, path)
    for folder in folders:
        _show(root, folder)
        if Path(course).is_relative_to(folder):
            _cover(f"{root}{course}")
    _devices(root)
    _etc(root)
    for name in ("proc", "tmp", "root", "home"):
        (root / name).mkdir(exist_ok=True)
    with contextlib.suppress(OSError):
        kernel.mount("proc", root / "proc", "proc", _quiet())
    kernel.enter_root(root)
    kernel.mount(None, "/", flags=kernel.REMOUNT | kernel.BIND | kernel.RDONLY)


def _quiet():
    return kernel.NOSUID | kernel.NODEV | kernel.NOEXEC


def _show(root, path):
    target = Path(f"{root}{path}")
    if target.exists():
        if os.path.samefile(target, path):
            return
    elif os.path.isdir(path):
        target.mkdir(parents=True)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
    kernel.bind(path, target)


def _cover(path):
    if os.path.isdir(path):
        kernel.mount("tmpfs", path, "tmpfs", _quiet(), "size=64k,mode=755")


def _devices(root):
    (root / "dev").mkdir()
    for name in DEVICES:
        target = root / "dev" / name
        target.touch()
        kernel.mount(f"/dev/{name}", target, flags=kernel.BIND)
    os.symlink("/proc/self/fd", root / "dev/fd")
    os.symlink("/tmp", root / "dev/shm")


def _etc(root):
    (root / "etc").mkdir()
    for name in ETC:
        if os.path.exists(f"/etc/{name}"):
            _show(root, f"/etc/{name}")
    passwd = f"student:x:{NOBODY}:{NOBODY}:student:{WORK}:/bin/sh\n"
    (root / "etc/passwd").write_text(passwd)
    (root / "etc/group").write_text(f"student:x:{NOBODY}:\n")
    (root / "etc/nsswitch.conf").write_text("passwd: files\nhosts: files\n")


def isolate(masks, tmp_mb, trusted, shown=()):
    """Step two, in a fresh fork that is the first of its process space.

    ``masks`` are the paths that must look empty. A trusted process gets no
    masks, and cannot be looked into. ``shown`` are the folders that
    ``enclose`` showed: those below /tmp stay to be seen.
    """
    kernel.unshare(kernel.NEWNS | kernel.NEWIPC | kernel.NEWUTS)
    options = f"size={tmp_mb}m,mode=1777,nr_inodes=20000"
    flags = kernel.NOSUID | kernel.NODEV
    try:
        kernel.mount("proc", "/proc", "proc", _quiet())
    except OSError:
        kernel.mount("tmpfs", "/proc", "tmpfs", _quiet(), "size=4k")
    for path in masks:
        if os.path.isdir(path):
            _cover(path)
        elif os.path.exists(path):
            kernel.mount("/dev/null", path, flags=kernel.BIND)
    _own_tmp(shown, flags, options)
    os.mkdir(WORK, 0o777)
    os.chmod(WORK, 0o777)
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    kernel.drop_capabilities()
    kernel.no_new_privileges()
    kernel.die_with_parent()
    kernel.traceable(not trusted)


def _own_tmp(shown, flags, options):
    """An empty /tmp, but for what Python needs if it lies below /tmp."""
    kept = [path for path in shown if Path(path).is_relative_to("/tmp")]
    if not kept:
        kernel.mount("tmpfs", "/tmp", "tmpfs", flags, options)
        return
    kernel.mount("tmpfs", STAGE, "tmpfs", flags, options)
    for path in kept:
        target = Path(STAGE, Path(path).relative_to("/tmp"))
        if not target.exists():  # it may lie in one that is shown already
            target.mkdir(parents=True)
            kernel.bind(path, target)
    kernel.mount(STAGE, "/tmp", flags=kernel.MOVE)


def leave_alone():
    """Enter fresh namespaces; from here on only the child is inside.

    Root stays root until `isolate`; anybody else is nobody in a user
    namespace of their own.
    """
    flags = kernel.NEWNS | kernel.NEWNET | kernel.NEWPID | kernel.NEWIPC
    if os.geteuid() == 0:
        kernel.unshare(flags)
        return
    user, group = os.geteuid(), os.getegid()
    kernel.unshare(flags | kernel.NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{NOBODY} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{NOBODY} {group} 1")


def why_not():
    """Return the reason why no fence can be had here, or an empty string."""
    if not sys.platform.startswith("linux"):
        return f"a fence needs Linux, and this is {sys.platform}"
    program = (
        "from doorkeeper import fence, kernel\n"
        "import os\n"
        "fence.leave_alone()\n"
        "child = os.fork()\n"
        "if child == 0:\n"
        "    try:\n"
        "        fence.enclose([], '/nowhere')\n"
        "        if not os.path.exists('/proc/self/ns/pid'):\n"
        "            raise OSError('a /proc of its own cannot be mounted')\n"
        "        os._exit(0)\n"
        "    except OSError as error:\n"
        "        print(error, flush=True)\n"
        "        os._exit(1)\n"
        "raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True
    )
    if done.returncode == 0:
        return ""
    lines = (done.stdout + done.stderr).strip().splitlines() or ["no reason"]
    return f"this machine does not allow it ({lines[-1]})"


def require(wanted):
    """Raise unless there is a fence, or the caller does without it."""
    if wanted and (reason := why_not()):
        raise DoorkeeperError(
            f"No fence can be had: {reason}. Students' code would run with "
            "your rights; say --no-fence if that is what you want."
        )
