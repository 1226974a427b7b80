"""Shut the calling process off from every other student's, inside bubblewrap's sandbox.

bubblewrap hides the instructor's machine: its files, its network, its processes. It is started once
for many submissions. What separates these from one another is made here, for each anew: a process
namespace, empty folders to write to, limits, and no rights at all. Linux only.
"""

import ctypes
import os
import resource
import struct
from collections.abc import Mapping, Sequence
from typing import Any

# From the kernel's headers: sched.h, mount.h, prctl.h, capability.h.
CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWPID = 0x00020000, 0x08000000, 0x20000000
MS_NOSUID, MS_NODEV, MS_NOEXEC = 2, 4, 8
MS_BIND, MS_REC, MS_PRIVATE = 1 << 12, 1 << 14, 1 << 18
PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 4, 24, 38, 47
PR_CAP_AMBIENT_CLEAR_ALL = 4
CAPABILITY_VERSION = 0x20080522


def new_namespaces() -> None:
    """Take leave of the others' mounts and messages; the next fork begins a process namespace.

    Raises
    ------
    OSError
        If the system does not allow it.
    """
    _call("unshare", CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC)
    _call("mount", None, b"/", None, MS_REC | MS_PRIVATE, None)


def empty_folders(places: Sequence[str], size: int, kept: Sequence[str] = ()) -> None:
    """Put empty folders in memory over the writable ones, and this namespace's processes in /proc.

    Parameters
    ----------
    places : sequence of str
        Folders that exist.
    size : int
        Bytes that each may hold.
    kept : sequence of str
        Folders below one of them that stay visible, as they are: read-only mounts of the sandbox's.
    """
    held = [os.open(path, os.O_PATH) for path in kept]
    flags = MS_NOSUID | MS_NODEV
    for place in places:
        options = f"mode=1777,size={size}".encode()
        _call("mount", b"tmpfs", place.encode(), b"tmpfs", flags, options)
    for path, descriptor in zip(kept, held, strict=True):
        os.makedirs(path, exist_ok=True)
        source = f"/proc/self/fd/{descriptor}".encode()
        _call("mount", source, path.encode(), None, MS_BIND | MS_REC, None)
        os.close(descriptor)
    _call("mount", b"proc", b"/proc", b"proc", flags | MS_NOEXEC, None)


def limit(limits: Mapping[str, int]) -> None:
    """Set what each process may use, as :class:`coursekit.grading.sandbox.Limits` says."""
    for name, value in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, limits["seconds"]),
        (resource.RLIMIT_NPROC, limits["processes"]),
        (resource.RLIMIT_FSIZE, limits["file_size"]),
        (resource.RLIMIT_NOFILE, 1024),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(name, (value, value))


def give_up_rights(user: int | None) -> None:
    """Keep no capability, and gain none by running a program; as another user if one is named."""
    _call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _call("prctl", PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    with open("/proc/sys/kernel/cap_last_cap") as last:
        capabilities = range(int(last.read()) + 1)
    for capability in capabilities:
        _call("prctl", PR_CAPBSET_DROP, capability, 0, 0, 0)
    if user is not None:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    header = struct.pack("Ii", CAPABILITY_VERSION, 0)
    _call("capset", header, bytes(24))
    # The system hides a process that has changed its user from itself.
    _call("prctl", PR_SET_DUMPABLE, 1, 0, 0, 0)


def faults() -> list[str]:
    """Look from inside whether anything is left that should not be: one sentence for each."""
    found = []
    with open("/proc/self/status") as status:
        about = dict(line.rstrip("\n").split(":", 1) for line in status)
    for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
        if int(about[name], 16):
            found.append(f"it has capabilities ({name})")
    if about["NoNewPrivs"].strip() != "1":
        found.append("it may gain rights")
    if os.getuid() == 0 or os.geteuid() == 0:
        found.append("it is root")
    if len([name for name in os.listdir("/proc") if name.isdigit()]) > 3:
        found.append("it sees other processes")
    return found


def _call(name: str, *arguments: Any) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    given = [ctypes.c_ulong(a) if isinstance(a, int) else a for a in arguments]
    if getattr(libc, name)(*given):
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
