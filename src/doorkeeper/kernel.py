"""The few Linux calls that a fence needs and Python does not have."""

import ctypes
import os

NEWNS, NEWUTS, NEWIPC = 0x00020000, 0x04000000, 0x08000000
NEWUSER, NEWPID, NEWNET = 0x10000000, 0x20000000, 0x40000000
RDONLY, NOSUID, NODEV, NOEXEC, REMOUNT = 1, 2, 4, 8, 32
BIND, MOVE, REC, PRIVATE = 4096, 8192, 16384, 1 << 18
MNT_DETACH = 2
SET_PDEATHSIG, SET_DUMPABLE, SET_NO_NEW_PRIVS = 1, 4, 38
AT_FDCWD, AT_RECURSIVE, SYS_MOUNT_SETATTR = -100, 0x8000, 442
SIGKILL = 9
# statvfs flag to mount flag: a remount inside a user namespace may not drop
# the ones that the outer mount has.
KEPT = {2: 2, 4: 4, 8: 8, 1024: 1024, 2048: 2048, 4096: 1 << 21}

libc = None


def _call(name, *args):
    global libc
    libc = libc or ctypes.CDLL(None, use_errno=True)
    if getattr(libc, name)(*args) < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")


def unshare(flags):
    _call("unshare", ctypes.c_int(flags))


def rejoin(descriptor):
    """Make children start in the namespace of an open /proc/.../ns file."""
    _call("setns", ctypes.c_int(descriptor), ctypes.c_int(0))


def mount(source, target, kind=None, flags=0, options=None):
    texts = [
        text.encode() if text is not None else None
        for text in (source, str(target), kind, options)
    ]
    source, target, kind, options = texts
    flags = ctypes.c_ulong(flags)
    _call("mount", source, target, kind, flags, options)


def detach(target):
    _call("umount2", str(target).encode(), ctypes.c_int(MNT_DETACH))


def enter_root(folder):
    """Make a folder the root and let go of the old one."""
    os.chdir(folder)
    _call("pivot_root", b".", b".")
    detach(".")
    os.chdir("/")


def bind(source, target, writable=False):
    """Show a file or folder at another place, read-only unless said."""
    mount(str(source), target, flags=BIND | REC)
    if not writable:
        make_readonly(target)


def make_readonly(target):
    """Read-only with all that is mounted below, where the kernel can."""

    class Attributes(ctypes.Structure):
        _fields_ = [(n, ctypes.c_uint64) for n in ("set", "clr", "pro", "fd")]

    wanted = Attributes(set=RDONLY | NOSUID | NODEV)
    try:
        _call(
            "syscall",
            ctypes.c_long(SYS_MOUNT_SETATTR),
            ctypes.c_int(AT_FDCWD),
            str(target).encode(),
            ctypes.c_uint(AT_RECURSIVE),
            ctypes.byref(wanted),
            ctypes.c_size_t(ctypes.sizeof(wanted)),
        )
    except OSError:
        have = os.statvfs(target).f_flag
        kept = sum(flag for bit, flag in KEPT.items() if have & bit)
        flags = REMOUNT | BIND | RDONLY | NOSUID | NODEV | kept
        mount(None, target, flags=flags)


def die_with_parent():
    _call("prctl", SET_PDEATHSIG, SIGKILL, 0, 0, 0)


def no_new_privileges():
    _call("prctl", SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def traceable(on):
    """Whether processes of the same user may look into this one."""
    _call("prctl", SET_DUMPABLE, int(on), 0, 0, 0)


def drop_capabilities():
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    nothing = (ctypes.c_uint32 * 6)()
    _call("capset", header, nothing)
