"""A process that has imported what others need, and forks them; see ``inside.forking``."""

import atexit
import contextlib
import json
import socket
import subprocess
import tempfile
from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

from coursekit.grading.inside import frames

# Seconds that one may take to import everything.
PATIENCE = 120.0
# A class is graded assignment by assignment: an older one would hold its memory for nothing.
KEPT = 2


class ForkServerError(Exception):
    """One does not start; the text says why, as a sentence's end."""


class ForkServer:
    """A process that forks others on demand. It is not waited for until it is needed.

    Parameters
    ----------
    command : callable
        Takes the number of the socket on which the process gets its orders; gives its command.
    first : dict
        The first message, which the process answers when it is ready.
    options : any
        Of :class:`subprocess.Popen`.
    """

    Error = ForkServerError

    def __init__(
        self, command: Callable[[str], Sequence[str]], first: dict[str, Any], **options: Any
    ) -> None:
        self.control, theirs = socket.socketpair()
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  (closed with the process)
        nowhere = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
        with theirs:
            words, passed = command(str(theirs.fileno())), [theirs.fileno()]
            self.process = subprocess.Popen(
                words, pass_fds=passed, stderr=self._said, **nowhere, **options
            )
        atexit.register(self.close)
        self._answer: dict[str, Any] | None = None
        self.control.settimeout(PATIENCE)
        # One that has ended already says why when it is waited for.
        with contextlib.suppress(OSError):
            frames.send(self.control, first)

    def wait(self) -> dict[str, Any]:
        """Wait until it can fork, and give its answer to the first message.

        Raises
        ------
        ForkServerError
            If it does not start.
        """
        if self._answer is None:
            try:
                self._answer = frames.receive(self.control)
            except (OSError, EOFError, ValueError) as error:
                self.process.kill()
                self.process.wait()
                reason = self._last_words() or str(error)
                self.close()
                raise self.Error(reason) from None
        return self._answer

    def _last_words(self) -> str:
        self._said.seek(0)
        lines = self._said.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else ""

    def order(self, order: dict[str, Any], descriptors: Sequence[int]) -> None:
        """Let it fork a process, which gets two descriptors."""
        socket.send_fds(self.control, [json.dumps(order).encode()], descriptors)

    @property
    def alive(self) -> bool:
        """Tell whether it can fork another process."""
        return self.process.poll() is None

    def close(self) -> None:
        """End it."""
        atexit.unregister(self.close)
        self.control.close()
        self.process.kill()
        self.process.wait()
        self._said.close()


Server = TypeVar("Server", bound=ForkServer)


def lasting(
    kept: dict[Hashable, Server | None], key: Hashable, make: Callable[[], Server]
) -> Server | None:
    """Give the fork server for a key, made where there is none that lives; the last ones are kept.

    Parameters
    ----------
    kept : dict
        Those of this process; None where somebody has noted that there can be none.
    key : hashable
        What it is for.
    make : callable
        Starts one.
    """
    found = kept.get(key)
    if found and not found.alive:
        found.close()
        del kept[key]
    if key not in kept:
        while len(kept) >= KEPT:
            if oldest := kept.pop(next(iter(kept))):
                oldest.close()
        kept[key] = make()
    return kept[key]
