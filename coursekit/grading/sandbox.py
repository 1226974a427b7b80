"""Start a student's kernel where it sees its own folder, the Python environment, and nothing else.

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
from typing import Any

import matplotlib
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Dict, Integer, List, Unicode

import svdlab.datasets

HOME = "/home/student"
WORK = f"{HOME}/work"
SUBMISSION = "/submission"
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
# The submission's folder is copied into memory: the student's code may write there, within limits,
# and what it writes is gone with the sandbox.
FONTS = "/fonts"
_SANDBOXES = itertools.count()
COPY = (
    f"mkdir -p {WORK} {HOME}/.cache && cd {WORK} && cp -r {SUBMISSION}/. . 2>/dev/null; "
    f'cp -r {FONTS} {HOME}/.cache/matplotlib 2>/dev/null; exec "$@"'
)


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
    writable: Sequence[Path] = (),
    submission: Path | None = None,
    limits: Limits | None = None,
    user: int | None = None,
) -> list[str]:
    """Wrap a command so that it runs in a sandbox.

    Parameters
    ----------
    inner : sequence of str
        The command.
    writable : sequence of Path
        Folders it may write to, at their own places; for the kernel's sockets.
    submission : Path, optional
        Folder whose copy becomes the working directory.
    limits : Limits, optional
        What it may use.
    user : int, optional
        User number to take; needed when this process is root's, which owns too much.

    Returns
    -------
    list of str
    """
    limits = limits or Limits()
    words = ["bwrap", "--die-with-parent", "--new-session"]
    words += ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    words += ["--unshare-cgroup-try", "--hostname", "sandbox", "--clearenv"]
    if user is None:
        words += ["--unshare-user", "--cap-drop", "ALL"]
    words += [word for name, value in variables().items() for word in ("--setenv", name, value)]
    for place in SYSTEM:
        words += _system_folder(Path(place))
    words += [word for place in CONFIGURATION for word in ("--ro-bind-try", place, place)]
    words += ["--proc", "/proc", "--dev", "/dev"]
    for place in ("/tmp", "/dev/shm", HOME):
        words += _parents(Path(place))
        words += ["--perms", "1777", "--size", str(limits.disk), "--tmpfs", place]
    for path in environment_paths():
        words += [*_parents(path), "--ro-bind", str(path), str(path)]
    for path in writable:
        words += [*_parents(path), "--bind", str(path), str(path)]
    if submission is not None:
        words += ["--ro-bind", str(submission), SUBMISSION]
    # The list of fonts that matplotlib keeps: without it every sandbox would look for them anew.
    words += ["--ro-bind-try", matplotlib.get_cachedir(), FONTS]
    # The folders that bubblewrap has made lie in memory without a limit.
    words += ["--remount-ro", "/dev", "--remount-ro", "/"]
    words += ["--chdir", HOME]
    if user is not None:
        words += _capabilities("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP")
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
        "MPLBACKEND": "agg",
        "IPYTHONDIR": f"{HOME}/.ipython",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONNOUSERSITE": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "NBGRADER_EXECUTION": "autograde",
    }


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
import os, socket
import numpy, svdlab
interfaces = [name for _, name in socket.if_nameindex()]
processes = [p for p in os.listdir('/proc') if p.isdigit()]
assert interfaces in ([], ['lo']), interfaces
assert len(processes) < 6, processes
print('alone')
"""


class SandboxProvisioner(LocalProvisioner):
    """Start a Jupyter kernel in a sandbox; named in a kernelspec as ``svdlab-sandbox``."""

    submission = Unicode("", help="folder whose copy the kernel works in").tag(config=True)
    writable = List(Unicode(), help="folders the kernel may write to").tag(config=True)
    limits = Dict(help="fields of coursekit.grading.sandbox.Limits").tag(config=True)
    user = Integer(-1, help="user number to take; -1 for one's own").tag(config=True)

    async def pre_launch(self, **options: Any) -> dict[str, Any]:
        """Put the sandbox in front of the kernel's command."""
        options = await super().pre_launch(**options)
        options["cmd"] = command(
            options["cmd"],
            writable=[Path(place) for place in self.writable],
            submission=Path(self.submission) if self.submission else None,
            limits=Limits(**self.limits),
            user=None if self.user < 0 else self.user,
        )
        options["env"] = {"PATH": os.environ.get("PATH", "/usr/bin:/bin")}
        options.pop("cwd", None)
        return options
