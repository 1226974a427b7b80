"""A student's kernel: run cells in it, ask for names, call functions, and survive what it does."""

import contextlib
import inspect
import json
import os
import queue
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import zmq
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager
from nbformat import NotebookNode
from nbformat.v4 import new_output, output_from_msg

from coursekit.grading import bridge, wire
from coursekit.grading.sandbox import Limits, lowered_user

# Largest part of a message that a kernel may send, how many messages may wait, and what is kept of
# the outputs of one cell.
MESSAGE = 100 * 2**20
WAITING = 64
OUTPUT = 1_000_000
FLOOD = 50 * 2**20
# By how much this process may grow while it listens to one kernel, and what may lie in the folder
# of the kernel's sockets. ZeroMQ has no limit for the parts of one message.
GROWTH = 2 * 2**30
ENTRIES, BESIDE = 16, 1_000_000
# Seconds between two looks at what a sandbox uses.
LOOK = 0.3
# Seconds between an interrupt and the end of a kernel that does not heed it.
GRACE = 3.0
BRIDGE = "_course_bridge"
SHOWN = ("stream", "display_data", "execute_result", "error")


class KernelLost(Exception):
    """The kernel has ended, or had to be ended; the text says why, as a sentence's end."""


class TookTooLong(Exception):
    """The kernel was interrupted after its time; it is still there."""


class _Watch(threading.Thread):
    """Looks at what a sandbox takes from this machine, and ends it when that is too much.

    ``prlimit`` holds for each process; many of them together, what lies in the folder of the
    kernel's sockets, and what this process has to keep of its messages have no limit of their own.

    Parameters
    ----------
    process : subprocess.Popen
        The sandbox.
    folder : Path
        Where the kernel's sockets are.
    memory : int
        Bytes that all processes in there may use together.
    """

    def __init__(self, process: subprocess.Popen, folder: Path, memory: int) -> None:
        super().__init__(daemon=True)
        self.process = process
        self.folder = folder
        self.memory = memory
        self.own = _memory(os.getpid())
        self.done = threading.Event()
        self.why = ""

    def run(self) -> None:
        """Look until the kernel is closed."""
        while not self.done.wait(LOOK):
            if why := self._fault():
                self.why = why
                self.process.kill()
                return

    def _used(self, measure: Callable[[int], int]) -> int:
        return sum(measure(pid) for pid in _family(self.process.pid))

    def _fault(self) -> str:
        if self._used(_memory) > self.memory and self._used(_share) > self.memory:
            return f"it used more than {self.memory // 2**20} MiB of memory"
        if _memory(os.getpid()) > self.own + GROWTH:
            return "it sent more than can be kept"
        try:
            entries = list(os.scandir(self.folder))
            size = sum(entry.stat(follow_symlinks=False).st_size for entry in entries)
            odd = any(entry.is_dir(follow_symlinks=False) for entry in entries)
        except OSError:
            return ""
        if odd or len(entries) > ENTRIES or size > BESIDE:
            return "it wrote files beside its sockets"
        return ""


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


class _Kernel(KernelManager):
    """A kernel manager for one given command instead of an installed kernelspec."""

    spec: KernelSpec

    @property
    def kernel_spec(self) -> KernelSpec:
        return self.spec


@dataclass
class Start:
    """How to start a student's kernel.

    Attributes
    ----------
    python : str
        The Python that runs it.
    submission : Path
        Folder whose copy it works in.
    sandbox : bool
        Whether it runs in a sandbox.
    limits : Limits
        What it may use there.
    """

    python: str
    submission: Path
    sandbox: bool = True
    limits: Limits = field(default_factory=Limits)


class Session:
    """One student's kernel, from start to end.

    Use as a context manager; nothing of it is left afterwards.

    Parameters
    ----------
    start : Start
        How to start it.
    """

    def __init__(self, start: Start) -> None:
        self.start = start
        self._stack = contextlib.ExitStack()
        self._manager: _Kernel | None = None
        self._client: Any = None
        self._watch: _Watch | None = None

    def __enter__(self) -> "Session":
        self._launch()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the kernel and all that it has started."""
        self._stack.close()
        self._client = self._manager = None

    def restart(self) -> None:
        """End the kernel and start another one in its place."""
        self.close()
        self._launch()

    def _launch(self) -> None:
        # The name of a socket may have no more than some hundred characters.
        folder = Path(tempfile.mkdtemp(prefix="svdlab-", dir="/tmp"))
        self._stack.callback(shutil.rmtree, folder, ignore_errors=True)
        user = lowered_user() if self.start.sandbox else None
        if user is not None:
            os.chown(folder, user, user)
        manager = _Kernel(
            transport="ipc",
            ip=str(folder / "k"),
            connection_file=str(folder / "connection.json"),
        )
        manager.spec = _kernel_spec(self.start, folder, user)
        self._stack.callback(_end, manager)
        nowhere = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        options = {} if self.start.sandbox else _plain_options(self.start)
        manager.start_kernel(**options, **nowhere)
        if self.start.sandbox:
            process = manager.provisioner.process
            self._watch = _Watch(process, folder, self.start.limits.memory)
            self._stack.callback(self._watch.done.set)
            self._watch.start()
        if user is not None:
            os.chown(folder / "connection.json", user, user)
        # No message of any length may fill the examiner's memory.
        client = manager.client(context=_context())
        client.session.unpack = _unpack
        client.start_channels(stdin=False, hb=False)
        self._stack.callback(client.stop_channels)
        self._manager, self._client = manager, client
        try:
            client.wait_for_ready(timeout=60)
        except (RuntimeError, queue.Empty) as error:
            raise KernelLost(f"the kernel did not start ({error})") from None
        if user is not None:
            # The sockets are there; nothing else has to be written to the host's disk.
            os.chown(folder, 0, 0)
        source = inspect.getsource(wire) + "\n\n" + inspect.getsource(bridge)
        # A file called numpy.py in the submission's folder must not become the bridge's NumPy.
        install = (
            "import sys, types\n"
            "path = sys.path[:]\n"
            "sys.path[:] = [place for place in path if place]\n"
            f"sys.modules[{BRIDGE!r}] = types.ModuleType({BRIDGE!r})\n"
            f"sys.modules[{BRIDGE!r}].get_ipython = get_ipython\n"
            f"exec(compile({source!r}, {BRIDGE!r}, 'exec'), sys.modules[{BRIDGE!r}].__dict__)\n"
            "sys.path[:] = path\n"
            "del sys, types, path"
        )
        for output in self.run(install, 60):
            if output.output_type == "error":
                raise KernelLost(f"the kernel did not start ({output.ename}: {output.evalue})")

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
            If the kernel ended, or had to be ended.
        """
        outputs: list[NotebookNode] = []
        self._converse(source, {}, seconds, outputs)
        return outputs

    def ask(self, function: str, arguments: list[Any], seconds: float) -> Any:
        """Call a function of the bridge in the kernel.

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
        Any
            What came back, unpacked.

        Raises
        ------
        coursekit.grading.wire.WireError
            If what came back is not what the bridge sends.
        TookTooLong, KernelLost
            As in :meth:`run`.
        """
        words = ", ".join(repr(argument) for argument in arguments)
        expression = f"__import__('sys').modules[{BRIDGE!r}].{function}({words})"
        reply = self._converse("", {"answer": expression}, seconds, None)
        try:
            text = _quoted(reply["user_expressions"]["answer"]["data"]["text/plain"])
        except (KeyError, TypeError, ValueError, AttributeError):
            raise wire.WireError("the kernel sent something else than an answer") from None
        return wire.loads(text)

    def _converse(
        self,
        source: str,
        expressions: dict[str, str],
        seconds: float,
        outputs: list[NotebookNode] | None,
    ) -> dict[str, Any]:
        """Send a request and listen until the kernel is done with it; return the reply."""
        client = self._client
        if client is None:
            raise KernelLost("the kernel has ended")
        request = client.execute(
            source,
            silent=outputs is None,
            store_history=outputs is not None,
            user_expressions=expressions,
            allow_stdin=False,
            stop_on_error=False,
        )
        collector = _Collector(outputs)
        end, interrupted = time.monotonic() + seconds, False
        reply: dict[str, Any] | None = None
        # A question has no outputs to wait for.
        idle, heard = outputs is None, time.monotonic()
        while reply is None or not idle:
            for message in self._incoming():
                if message["parent_header"].get("msg_id") != request:
                    continue
                heard = time.monotonic()
                if message["channel"] == "shell" and message["msg_type"] == "execute_reply":
                    reply = message["content"]
                elif message["channel"] == "iopub":
                    idle = collector.take(message) or idle
            late = time.monotonic() > end or collector.size > FLOOD
            if reply is None and not self._manager.is_alive():
                why = self._watch.why if self._watch else ""
                raise self._lost(why or "the kernel ended in the middle of it")
            if late and interrupted:
                raise self._lost("it did not heed an interrupt")
            if late and reply is None:
                interrupted, end = True, time.monotonic() + GRACE
                collector.size = 0
                with contextlib.suppress(Exception):
                    self._manager.interrupt_kernel()
            elif reply and (late or time.monotonic() > heard + GRACE):
                break  # the end of its outputs got lost on the way
        if interrupted:
            raise TookTooLong(f"it was stopped after {seconds:.3g} seconds")
        return reply

    def _incoming(self) -> Iterator[dict[str, Any]]:
        """Wait a moment for messages; give those that are fit to be looked at."""
        channels = {"shell": self._client.shell_channel, "iopub": self._client.iopub_channel}
        poller = zmq.Poller()
        for channel in channels.values():
            poller.register(channel.socket, zmq.POLLIN)
        ready = dict(poller.poll(200))
        for name, channel in channels.items():
            if channel.socket in ready:
                try:
                    message = channel.get_msg(timeout=0)
                    fit = isinstance(message["content"], dict)
                    fit = fit and isinstance(message["parent_header"], dict)
                    fit = fit and isinstance(message["msg_type"], str)
                except Exception:
                    continue  # forged: not signed, no JSON, or with parts missing
                if fit:
                    yield message | {"channel": name}

    def _lost(self, why: str) -> KernelLost:
        self.close()
        return KernelLost(why)


class _Collector:
    """Outputs of one cell, as far as they are well formed and not too many."""

    def __init__(self, outputs: list[NotebookNode] | None) -> None:
        self.outputs = outputs
        self.size = 0
        self.kept = 0

    def take(self, message: dict[str, Any]) -> bool:
        """Take a message; tell whether it says that the cell is done."""
        kind, content = message["msg_type"], message["content"]
        if kind == "status":
            return content.get("execution_state") == "idle"
        self.size += len(str(content)) if kind in SHOWN else 0
        if self.outputs is None:
            return False
        if kind == "clear_output":
            self.outputs.clear()
        elif kind in SHOWN and self.kept <= OUTPUT:
            self._keep(message)
        return False

    def _keep(self, message: dict[str, Any]) -> None:
        try:
            output = _plain(output_from_msg(message))
            self.kept += len(str(output))
        except Exception:
            return  # forged: not what a kernel sends
        if self.kept > OUTPUT:
            output = new_output("stream", name="stdout", text="\n… the rest was left out\n")
        last = self.outputs[-1] if self.outputs else None
        same = last is not None and output.output_type == last.output_type == "stream"
        if same and output.name == last.name:
            last.text += output.text
        else:
            self.outputs.append(output)


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


def _quoted(text: str) -> str:
    """Read a text as ``repr`` writes it, without a parser that could be overtaxed."""
    if len(text) > 2 * wire.BYTES or len(text) < 2 or not text[0] == text[-1] == "'":
        raise ValueError("no quoted text")
    return text[1:-1].encode("ascii").decode("unicode_escape")


def _unpack(data: bytes) -> Any:
    """Read a part of a message, unless it holds so many values that they fill the memory."""
    data = bytes(data)
    if wire.crowded(data):
        raise ValueError("too many values")
    return json.loads(data)


def _context() -> zmq.Context:
    context = zmq.Context()
    context.setsockopt(zmq.RCVHWM, WAITING)
    context.setsockopt(zmq.MAXMSGSIZE, MESSAGE)
    context.setsockopt(zmq.LINGER, 0)
    return context


def _kernel_spec(start: Start, folder: Path, user: int | None) -> KernelSpec:
    provisioner: dict[str, Any] = {"provisioner_name": "local-provisioner", "config": {}}
    if start.sandbox:
        provisioner = {
            "provisioner_name": "svdlab-sandbox",
            "config": {
                "submission": str(start.submission),
                "writable": [str(folder)],
                "limits": vars(start.limits),
                "user": -1 if user is None else user,
            },
        }
    return KernelSpec(
        argv=[
            start.python,
            # Not the submission's random.py instead of Python's: -P, as in a Jupyter of its own.
            *("-P", "-m", "ipykernel_launcher", "-f", "{connection_file}"),
            "--HistoryManager.enabled=False",
        ],
        display_name="student",
        language="python",
        interrupt_mode="message",
        metadata={"kernel_provisioner": provisioner},
    )


def _plain_options(start: Start) -> dict[str, Any]:
    one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    environment = os.environ | one_thread | {"NBGRADER_EXECUTION": "autograde"}
    return {"cwd": str(start.submission), "env": environment}


def _end(manager: _Kernel) -> None:
    with contextlib.suppress(Exception):
        manager.shutdown_kernel(now=True)
    with contextlib.suppress(Exception):
        manager.cleanup_resources()
