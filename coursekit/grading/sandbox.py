"""Run a command where it sees the Python environment, and nothing else of this machine.

bubblewrap gives the process namespaces of its own: other processes, the network, the instructor's
files do not exist in there. ``prlimit`` caps memory, processor time, processes and file sizes. An
ordinary user needs no rights for it; root is lowered to a user number that owns nothing.
"""

import itertools
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import matplotlib

import svdlab.datasets
from coursekit.grading import inside

HOME = "/home/student"
WORK = f"{HOME}/work"
TOOLS = ("bwrap", "prlimit", "setpriv")
# What the system needs to run a program, wherever a distribution keeps it.
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
CONFIGURATION = (
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/localtime",
)
# Where the sandbox finds coursekit.grading.inside, as a package called ``inside``.
COURSE = "/course"
FONTS = "/fonts"
WRITABLE = ("/tmp", "/dev/shm", HOME)
_SANDBOXES = itertools.count()
COPY = f'mkdir -p {HOME}/.cache; cp -r {FONTS} {HOME}/.cache/matplotlib 2>/dev/null; exec "$@"'


@dataclass(frozen=True)
class Limits:
    """What one sandbox may use.

    Attributes
    ----------
    memory : int
        Address space of each process, and memory of all together, in bytes.
    seconds : int
        Processor time of each process.
    processes : int
        Processes and threads together.
    file_size : int
        Bytes in one file.
    disk : int
        Bytes in each of the three writable folders, which lie in memory.
    """

    memory: int = 6 * 2**30
    seconds: int = 900
    processes: int = 128
    file_size: int = 256 * 2**20
    disk: int = 512 * 2**20


def environment_paths() -> list[Path]:
    """List the folders that hold this Python and the course's package, and nothing more."""
    wanted = [Path(sys.prefix), Path(sys.base_prefix), Path(sys.executable).resolve().parent.parent]
    wanted += [Path(sysconfig.get_path(name)) for name in ("stdlib", "purelib", "platlib")]
    wanted += [Path(svdlab.__file__).parent, svdlab.datasets.data_folder()]
    return _outermost(path.absolute() for path in wanted)


def paths_below(places: Sequence[str]) -> list[str]:
    """List the environment's folders that lie below some places, where a user keeps a course."""
    return [
        str(path)
        for path in environment_paths()
        if any(path.is_relative_to(place) for place in places)
    ]


def _outermost(paths: Iterator[Path]) -> list[Path]:
    """Drop the paths that lie inside another one of them, or inside the system's."""
    system = [Path(place) for place in SYSTEM]
    kept: list[Path] = []
    for path in sorted(set(paths), key=lambda path: len(path.parts)):
        if path.exists() and not any(path.is_relative_to(outer) for outer in system + kept):
            kept.append(path)
    return kept


def command(
    inner: Sequence[str],
    *,
    limits: Limits | None = None,
    user: int | None = None,
    nest: bool = False,
) -> list[str]:
    """Wrap a command so that it runs in a sandbox.

    Parameters
    ----------
    inner : sequence of str
        The command.
    limits : Limits, optional
        What it may use.
    user : int, optional
        User number to take; needed when this process is root's, which owns too much.
    nest : bool
        Whether the command is a nest, which has the rights to make a cage for each of the
        processes that it forks, and sets their limits itself.

    Returns
    -------
    list of str
    """
    limits = limits or Limits()
    words = ["bwrap", "--die-with-parent", "--new-session"]
    words += ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    words += ["--unshare-cgroup-try", "--hostname", "sandbox", "--clearenv", "--cap-drop", "ALL"]
    if user is None:
        words += ["--unshare-user"]
    words += [word for name, value in variables().items() for word in ("--setenv", name, value)]
    for place in SYSTEM:
        words += _system_folder(Path(place))
    words += [word for place in CONFIGURATION for word in ("--ro-bind-try", place, place)]
    words += ["--proc", "/proc", "--dev", "/dev"]
    for place in WRITABLE:
        words += _parents(Path(place))
        words += ["--perms", "1777", "--size", str(limits.disk), "--tmpfs", place]
    for path in environment_paths():
        words += [*_parents(path), "--ro-bind", str(path), str(path)]
    words += _parents(Path(COURSE) / "inside")
    words += ["--ro-bind", str(Path(inside.__file__).parent), f"{COURSE}/inside"]
    # The list of fonts that matplotlib keeps: without it every sandbox would look for them anew.
    words += ["--ro-bind-try", matplotlib.get_cachedir(), FONTS]
    # The folders that bubblewrap has made lie in memory without a limit.
    words += ["--remount-ro", "/dev", "--remount-ro", "/"]
    words += ["--chdir", HOME]
    if user is not None:
        words += _capabilities("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP")
    if nest:
        words += _capabilities("CAP_SYS_ADMIN", "CAP_SETPCAP")
        return [*words, "sh", "-c", COPY, "sh", *inner]
    if user is not None:
        words += ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"]
        words += ["--inh-caps=-all", "--bounding-set=-all", "--no-new-privs"]
    words += ["prlimit", f"--as={limits.memory}", f"--cpu={limits.seconds}", "--core=0"]
    words += [f"--nproc={limits.processes}", f"--fsize={limits.file_size}", "--nofile=1024"]
    return [*words, "sh", "-c", COPY, "sh", *inner]


def variables() -> dict[str, str]:
    """Give the environment variables inside: none of the instructor's."""
    return {
        "PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
        "HOME": HOME,
        "USER": "student",
        "LOGNAME": "student",
        "LANG": "C.UTF-8",
        "TMPDIR": "/tmp",
        "IPYTHONDIR": f"{HOME}/.ipython",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONNOUSERSITE": "1",
        **for_one_run(),
    }


def for_one_run() -> dict[str, str]:
    """Give the variables of every process that takes part in grading, sandboxed or not."""
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {**threads, "MPLBACKEND": "agg", "NBGRADER_EXECUTION": "autograde"}


def _system_folder(place: Path) -> list[str]:
    if place.is_symlink():
        return ["--symlink", os.readlink(place), str(place)]
    return ["--ro-bind-try", str(place), str(place)]


def _parents(path: Path) -> list[str]:
    """Make the folders above a path, readable for everybody in there."""
    above = [p for p in reversed(path.parents) if p != Path("/") and p != Path("/usr")]
    return [word for p in above for word in ("--perms", "0755", "--dir", str(p))]


def _capabilities(*names: str) -> list[str]:
    return [word for name in names for word in ("--cap-add", name)]


def lowered_user() -> int | None:
    """Give the user number for a new sandbox: another one for each, if this process is root's."""
    # Another one for each sandbox: the system counts processes by user.
    return None if os.geteuid() else 1_000_000 + os.getpid() * 64 + next(_SANDBOXES) % 64


def probe() -> str:
    """Try whether this machine can make a sandbox.

    Returns
    -------
    str
        Empty if it can; else one sentence that says what to install or to allow.
    """
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        return (
            f"This machine cannot sandbox students' code: {' and '.join(missing)} not found. "
            "Install bubblewrap and util-linux (`apt install bubblewrap`, `dnf install "
            "bubblewrap`); on macOS and Windows grade in a Linux virtual machine or container."
        )
    try:
        done = subprocess.run(
            command([sys.executable, "-c", PROBE], user=lowered_user()),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"This machine cannot sandbox students' code: {error}."
    if done.returncode == 0 and done.stdout.strip() == "alone":
        return ""
    said = (done.stderr.strip().splitlines() or [done.stdout.strip() or "no reason given"])[-1]
    return (
        f"This machine cannot sandbox students' code: bubblewrap says: {said}. It needs user "
        "namespaces: allow them (sysctl kernel.unprivileged_userns_clone=1, or an AppArmor profile "
        "for bwrap), or grade in a virtual machine."
    )


# Inside there must be no network but a silent loopback, no other process, no file of the host's.
PROBE = """
import importlib.util, os, socket
for name in ('numpy', 'svdlab', 'IPython'):
    open(importlib.util.find_spec(name).origin).close()
interfaces = [name for _, name in socket.if_nameindex()]
processes = [p for p in os.listdir('/proc') if p.isdigit()]
assert interfaces in ([], ['lo']), interfaces
assert len(processes) < 6, processes
print('alone')
"""
