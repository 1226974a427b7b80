"""Start students' processes quickly: forked from one that has imported what they need.

A nest is one process in a sandbox (see :mod:`coursekit.grading.inside.nest`). What it forks goes
into a cage of its own. Where the system allows no cage inside bubblewrap, every student's process
gets a nest to itself, and a sandbox with it: slower, and as safe.
"""

import contextlib
import json
import os
import select
import signal
import socket
import struct
import sys
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from coursekit.grading import sandbox
from coursekit.grading.forkserver import ForkServer, ForkServerError, lasting
from coursekit.grading.sandbox import HOME, WRITABLE, Limits

# Seconds that a process may take to be born.
PATIENCE = 60.0
BOOT = "import sys; sys.path.append({place!r}); from inside.nest import main; main()"


class NestError(ForkServerError):
    """No process can be started for a student; the text says why, as a sentence's end."""


class Process:
    """A process in another process namespace, held so that no other one can take its number.

    Parameters
    ----------
    pid : int
        Its number in this namespace.
    """

    def __init__(self, pid: int) -> None:
        self.pid = pid
        # Not on macOS, where nothing is sandboxed either.
        self._descriptor = os.pidfd_open(pid) if hasattr(os, "pidfd_open") else None

    def signal(self, number: int) -> None:
        """Send it a signal, if it is still there."""
        with contextlib.suppress(ProcessLookupError):
            if self._descriptor is None:
                os.kill(self.pid, number)
            else:
                signal.pidfd_send_signal(self._descriptor, number)

    def wait(self, seconds: float = 10.0) -> None:
        """Wait until it is gone, and let go of it."""
        if self._descriptor is not None:
            select.select([self._descriptor], [], [], seconds)
            os.close(self._descriptor)
            self._descriptor = None


class Nest(ForkServer):
    """A process that forks students' processes.

    Parameters
    ----------
    warm : sequence of str
        Sources of read-only cells, whose imports it does beforehand.
    isolated : bool
        Whether it is in a sandbox.
    cage : bool
        Whether each process that it forks gets a cage of its own; without one, a nest in a sandbox
        is for one student only.
    limits : Limits, optional
        What the one student's process may use, where there is no cage.
    """

    Error = NestError

    def __init__(
        self,
        warm: Sequence[str],
        *,
        isolated: bool = True,
        cage: bool = True,
        limits: Limits | None = None,
    ) -> None:
        self.isolated = isolated
        self.cage = cage and isolated
        self.tried = False

        def command(control: str) -> list[str]:
            place = sandbox.COURSE if isolated else str(Path(__file__).parent)
            words = [sys.executable, "-P", "-c", BOOT.format(place=place), control]
            if not isolated:
                return words
            user = sandbox.lowered_user()
            return sandbox.command(words, nest=self.cage, user=user, limits=limits)

        if isolated:
            options = {"env": {"PATH": os.environ.get("PATH", "/usr/bin:/bin")}}
        else:
            options = {"env": os.environ | sandbox.for_one_run(), "start_new_session": True}
        super().__init__(command, {"warm": list(warm)}, **options)

    @property
    def for_one(self) -> bool:
        """Tell whether it may serve one student only."""
        return self.isolated and not self.cage

    def spawn(
        self, limits: Limits, folder: str, variables: Mapping[str, str] | None = None
    ) -> "Born":
        """Fork a student's process.

        Parameters
        ----------
        limits : Limits
            What it may use, where it has a cage.
        folder : str
            Where it works, as it sees it.
        variables : mapping of str to str, optional
            For its environment.

        Returns
        -------
        Born

        Raises
        ------
        NestError
            If it cannot be forked, or finds that its cage has a hole.
        """
        self.wait()
        order = {
            "cage": self.cage,
            "limits": asdict(limits),
            "user": sandbox.lowered_user() if self.cage else None,
            "writable": WRITABLE,
            "kept": sandbox.paths_below(WRITABLE),
            "environment": [str(path) for path in sandbox.environment_paths()],
            "folder": folder,
            "variables": dict(variables or {}),
        }
        ours, conversation = socket.socketpair()
        here, birth = socket.socketpair()
        with birth, conversation, here:
            if hasattr(socket, "SO_PASSCRED"):
                here.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
            try:
                self.order(order, [birth.fileno(), conversation.fileno()])
                birth.close()
                found = _births(here)
            except (OSError, ValueError) as error:
                ours.close()
                raise NestError(f"no process can be forked ({error})") from None
            except NestError:
                ours.close()
                raise
        return Born(ours, found["first"], found["second"], self)


class Born:
    """A student's processes and the way to them.

    Parameters
    ----------
    conversation : socket.socket
        See :mod:`coursekit.grading.inside.frames`.
    first : Process
        What all others come from.
    second : Process
        What runs the student's code.
    nest : Nest
        Where they come from.
    """

    def __init__(
        self, conversation: socket.socket, first: Process, second: Process, nest: Nest
    ) -> None:
        self.conversation = conversation
        self.first = first
        self.second = second
        self.nest = nest

    def kill(self) -> None:
        """Kill everything in there."""
        if self.nest.for_one:
            # The first of the sandbox's processes is bubblewrap's.
            self.nest.process.kill()
        elif self.nest.isolated:
            # The first process of a namespace takes all others with it.
            self.first.signal(signal.SIGKILL)
        else:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.first.pid, signal.SIGKILL)

    def end(self) -> None:
        """Kill everything in there, and wait until it is gone."""
        self.conversation.close()
        self.kill()
        self.first.wait()
        self.second.wait()


def _births(here: socket.socket) -> dict[str, Process]:
    """Learn who was born: the numbers that the kernel vouches for are those of this namespace."""
    here.settimeout(PATIENCE)
    found: dict[str, Process] = {}
    rest = b""
    while len(found) < 2:
        data, extra, _, _ = here.recvmsg(4096, 1024)
        if not data:
            raise NestError("the process ended before it began")
        *lines, rest = (rest + data).split(b"\n")
        for said in map(json.loads, lines):
            if "failed" in said:
                raise NestError(said["failed"])
            found[said["role"]] = Process(_vouched(extra) or said["pid"])
    return found


def _vouched(extra: list[tuple[int, int, bytes]]) -> int | None:
    """Give the number of a message's sender; Linux never hands over two senders' at once."""
    for level, kind, content in extra:
        if level == socket.SOL_SOCKET and kind == getattr(socket, "SCM_CREDENTIALS", None):
            return struct.unpack("3i", content[: struct.calcsize("3i")])[0]
    return None


# The nests of this process; None where the system allows no cage inside a sandbox.
_NESTS: dict[Hashable, Nest | None] = {}


def begin(warm: tuple[str, ...], isolated: bool) -> Nest | None:
    """Start the nest that :func:`nest_for` will give, without waiting for it."""
    return lasting(_NESTS, (warm, isolated), lambda: Nest(warm, isolated=isolated))


def nest_for(warm: tuple[str, ...], isolated: bool, limits: Limits) -> Nest:
    """Give the nest for some read-only cells: this process's own, or one for a single student.

    Parameters
    ----------
    warm : tuple of str
        Sources of the read-only cells.
    isolated : bool
        Whether it has to be in a sandbox.
    limits : Limits
        What a student's process may use.

    Raises
    ------
    NestError
        If none can be started.
    """
    nest = begin(warm, isolated)
    if nest and not nest.tried:
        nest.wait()
        nest.tried = True
        if isolated and not _makes_cages(nest):
            nest.close()
            nest = _NESTS[warm, isolated] = None
    return nest or Nest(warm, cage=False, limits=limits)


def _makes_cages(nest: Nest) -> bool:
    try:
        nest.spawn(Limits(), f"{HOME}/work").end()
    except NestError:
        return False
    return True
