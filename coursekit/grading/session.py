"""A student's process: run cells in it, ask for names, call functions, and survive what it does."""

import contextlib
import json
import os
import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGINT
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output, output_from_msg

from coursekit.grading.inside import frames, wire
from coursekit.grading.nest import Born, Nest, NestError, nest_for
from coursekit.grading.sandbox import HOME, Limits

# Largest message that a process may send, and what is kept of the outputs of one cell.
MESSAGE = 2 * wire.BYTES + 2**20
OUTPUT = 2_000_000
# Larger files are not handed on: on disk they may have no size at all.
LARGEST = 256 * 2**20
# Seconds between two looks at what a student's processes use.
LOOK = 0.3
# Seconds between an interrupt and the end of a process that does not heed it.
GRACE = 3.0
# Replies to nothing that are borne with.
STRAYS = 100
# Seconds that a new process may take until it is ready.
READY = 60.0


class KernelLost(Exception):
    """The process has ended, or had to be ended; the text says why, as a sentence's end."""


class TookTooLong(Exception):
    """The process was interrupted after its time; it is still there."""


class _Watch(threading.Thread):
    """Looks at how much memory a student's processes use, and ends them when it is too much.

    The limits of the system hold for each process; many of them together have none of their own.

    Parameters
    ----------
    born : Born
        The student's processes.
    memory : int
        Bytes that all may use together.
    """

    def __init__(self, born: Born, memory: int) -> None:
        super().__init__(daemon=True)
        self.born = born
        self.memory = memory
        self.done = threading.Event()
        self.why = ""

    def run(self) -> None:
        """Look until the session is closed."""
        while not self.done.wait(LOOK):
            if self._used(_memory) > self.memory and self._used(_share) > self.memory:
                self.why = f"it used more than {self.memory // 2**20} MiB of memory"
                self.born.kill()
                return

    def _used(self, measure: Callable[[int], int]) -> int:
        return sum(measure(pid) for pid in _family(self.born.first.pid))


def _memory(pid: int) -> int:
    """Bytes of memory that a process shares with no file; 0 if that cannot be told."""
    try:
        _, resident, shared, *_ = Path(f"/proc/{pid}/statm").read_text().split()
    except (OSError, ValueError):
        return 0
    return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE")


def _share(pid: int) -> int:
    """Bytes of memory of a process, of what it shares with others its part; slower to tell."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        return int(text.split("Pss_Anon:")[1].split()[0]) * 1024
    return _memory(pid)


def _family(pid: int) -> Iterator[int]:
    """Give a process and all that it has started."""
    yield pid
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in path.read_text().split():
                yield from _family(int(child))


@dataclass
class Start:
    """How to start a student's process.

    Attributes
    ----------
    submission : Path
        Folder whose files it gets a copy of, but for notebooks.
    sandbox : bool
        Whether it runs in a sandbox.
    limits : Limits
        What it may use there.
    warm : tuple of str
        Sources of the read-only cells, whose imports are done beforehand.
    draw : bool
        Whether the course's figures and videos are made.
    """

    submission: Path
    sandbox: bool = True
    limits: Limits = field(default_factory=Limits)
    warm: tuple[str, ...] = ()
    draw: bool = False


class Session:
    """One student's process, from start to end.

    Use as a context manager; nothing of it is left afterwards.

    Parameters
    ----------
    start : Start
        How to start it.
    """

    def __init__(self, start: Start) -> None:
        self.start = start
        self._stack = contextlib.ExitStack()
        self._born: Born | None = None
        self._watch: _Watch | None = None
        # Replies that nobody had asked for, or that came too late.
        self.strays = 0

    def __enter__(self) -> "Session":
        self._launch()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process and all that it has started."""
        self._stack.close()
        self._born = None

    def restart(self) -> None:
        """End the process and start another one in its place."""
        self.close()
        self._launch()

    def _launch(self) -> None:
        folder = f"{HOME}/work"
        if not self.start.sandbox:
            folder = tempfile.mkdtemp(prefix="svdlab-work-")
            self._stack.callback(shutil.rmtree, folder, ignore_errors=True)
        try:
            nest = nest_for(self.start.warm, self.start.sandbox, self.start.limits)
            if nest.for_one:
                self._stack.callback(nest.close)
            self._born = self._spawn(nest, folder)
        except NestError as error:
            self.close()
            raise KernelLost(f"the process did not start ({error})") from None
        self._stack.callback(self._born.end)
        if self.start.sandbox:
            self._watch = _Watch(self._born, self.start.limits.memory)
            self._stack.callback(self._watch.done.set)
            self._watch.start()
        self._end, self._interrupted = time.monotonic() + READY, False
        for header, path in files_of(self.start.submission, self.start.limits.disk):
            self._send(header)
            if path:
                self._send_file(path, header["size"])
        self._send(None)
        self._receive()

    def _spawn(self, nest: Nest, folder: str) -> Born:
        order = self.start.limits, folder, {"SVDLAB_DRAW": str(int(self.start.draw))}
        try:
            return nest.spawn(*order)
        except NestError:
            if nest.for_one or nest.alive:
                raise
        # The system may have ended the nest in between, for want of memory.
        return nest_for(self.start.warm, self.start.sandbox, self.start.limits).spawn(*order)

    def run(self, source: str, seconds: float) -> list[NotebookNode]:
        """Run a cell.

        Parameters
        ----------
        source : str
            Its code.
        seconds : float
            Time limit.

        Returns
        -------
        list of NotebookNode
            Its outputs.

        Raises
        ------
        TookTooLong
            If it was interrupted; its outputs are lost.
        KernelLost
            If the process ended, or had to be ended.
        """
        reply = self._converse({"run": source}, seconds)
        if "failed" in reply:
            kind = str(reply["failed"])[:100]
            return [new_output("error", ename=kind, evalue="", traceback=[kind])]
        return outputs_of(reply.get("outputs"))

    def ask(self, function: str, arguments: list[Any], seconds: float) -> str:
        """Call a function of :mod:`coursekit.grading.inside.bridge` in the process.

        Parameters
        ----------
        function : str
            ``describe`` or ``call``.
        arguments : list
            Plain Python values.
        seconds : float
            Time limit.

        Returns
        -------
        str
            What came back, to be read by :func:`coursekit.grading.inside.wire.loads`.

        Raises
        ------
        coursekit.grading.inside.wire.WireError
            If what came back is not what the bridge sends.
        TookTooLong, KernelLost
            As in :meth:`run`.
        """
        answer = self._converse({"ask": function, "arguments": arguments}, seconds).get("answer")
        if not isinstance(answer, str):
            raise wire.WireError("the process sent something else than an answer")
        return answer

    def _converse(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Send a request and wait for its reply."""
        if self._born is None:
            raise KernelLost("the process has ended")
        # Nobody can answer a question before it is asked.
        mark = secrets.token_hex(8)
        self._end, self._interrupted = time.monotonic() + seconds, False
        self._send(request | {"id": mark})
        while not isinstance(reply := self._receive(), dict) or reply.get("id") != mark:
            self.strays += 1
            if self.strays > STRAYS:
                raise self._lost("it sent what nobody had asked for, again and again")
        if self._interrupted:
            raise TookTooLong(f"it was stopped after {seconds:.3g} seconds")
        return reply

    def _send(self, message: Any) -> None:
        data = json.dumps(message).encode("ascii")
        self._send_bytes(len(data).to_bytes(frames.HEAD, "big") + data)

    def _send_file(self, path: Path, size: int) -> None:
        """Send as many bytes as were announced, whatever has become of the file since."""
        with path.open("rb") as file:
            while size:
                part = file.read(min(size, frames.PART)) or bytes(min(size, frames.PART))
                self._send_bytes(part)
                size -= len(part)

    def _send_bytes(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[self._patiently(lambda part: self._born.conversation.send(part), view) :]

    def _receive(self) -> Any:
        size = int.from_bytes(b"".join(self._read(frames.HEAD)), "big")
        if size > MESSAGE:
            raise self._lost("it sent more than can be kept")
        data = b"".join(self._read(size))
        if wire.crowded(data):
            raise self._lost("it sent more than can be kept")
        try:
            return json.loads(data)
        except (ValueError, RecursionError):
            raise self._lost("it sent something that is no message") from None

    def _read(self, size: int) -> Iterator[bytes]:
        while size:
            part = self._patiently(
                lambda count: self._born.conversation.recv(count), min(size, frames.PART)
            )
            if not part:
                why = self._watch.why if self._watch else ""
                raise self._lost(why or "the process ended in the middle of it")
            size -= len(part)
            yield part

    def _patiently(self, step: Callable[[Any], Any], argument: Any) -> Any:
        """Send or receive; interrupt the process when its time is over, then end it."""
        while True:
            self._born.conversation.settimeout(max(0.01, self._end - time.monotonic()))
            try:
                return step(argument)
            except TimeoutError:
                if self._interrupted:
                    raise self._lost("it did not heed an interrupt") from None
                self._interrupted, self._end = True, time.monotonic() + GRACE
                self._born.second.signal(SIGINT)
            except OSError:
                why = self._watch.why if self._watch else ""
                raise self._lost(why or "the process ended in the middle of it") from None

    def _lost(self, why: str) -> KernelLost:
        self.close()
        return KernelLost(why)


def files_of(folder: Path, room: int) -> Iterator[tuple[dict[str, Any], Path | None]]:
    """Give what a process gets of a submission's folder: no links, no notebooks, and no more."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
        name = str(path.relative_to(folder))
        if path.is_symlink():
            continue
        if path.is_dir():
            yield {"folder": name}, None
        elif path.is_file() and path.suffix != ".ipynb":
            size = path.stat().st_size
            if size <= min(LARGEST, room) and os.access(path, os.R_OK):
                room -= size
                yield {"file": name, "size": size}, path


def outputs_of(sent: Any) -> list[NotebookNode]:
    """Read the outputs of a cell, as far as they are well formed and not too many."""
    outputs, kept = [], 0
    for item in sent if isinstance(sent, list) else []:
        try:
            content = {"metadata": {}, "execution_count": None} | item
            kind = content.pop("output_type")
            output = _plain(output_from_msg({"header": {"msg_type": kind}, "content": content}))
            kept += len(str(output))
        except Exception:
            continue  # not what a cell puts out
        if kept > OUTPUT:
            break
        outputs.append(output)
    return outputs


def _plain(output: NotebookNode) -> NotebookNode:
    """Take an output with text in its fields; what nests, or is no text, is left out.

    The format allows a stream's text to be a list, and any JSON as data: what reads the notebook
    later would stumble over either.
    """
    if output.output_type == "stream":
        text = output.text if isinstance(output.text, str) else "".join(output.text)
        return new_output("stream", name=output.name, text=text)
    if output.output_type == "error":
        lines = [line for line in output.traceback if isinstance(line, str)]
        return new_output("error", ename=output.ename, evalue=output.evalue, traceback=lines)
    data = {kind: value for kind, value in output.data.items() if isinstance(value, str)}
    return new_output(output.output_type, data=data)
