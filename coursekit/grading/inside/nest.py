"""The nest: a process that has imported what notebooks import, and forks a student's for each run.

It runs inside bubblewrap and never runs a line of a student's itself. On its socket comes an order:
what to import once, then, for every run, the limits and two sockets: one on which the new processes
say who they are, one for the conversation.
"""

import contextlib
import json
import os
import random
import signal
import socket
import sys
from typing import Any

import numpy as np

from . import bridge, cage, frames
from .forking import fork_for_each
from .shell import Stream, StudentShell, make_shell

Order = dict[str, Any]


def warm(sources: list[str]) -> None:
    """Run read-only cells in a namespace that is thrown away: their modules stay imported."""
    space: dict[str, Any] = {"__name__": "warm"}
    for source in sources:
        # What fails here fails again where somebody sees it.
        with contextlib.suppress(Exception):
            exec(compile(source, "<read-only cell>", "exec"), space)


def hatch(order: Order, birth: socket.socket, conversation: socket.socket) -> None:
    """Be the first of a student's processes: go into a cage, start the second, wait for its end."""
    try:
        if order["cage"]:
            _into_cage(order)
    except OSError as error:
        _tell(birth, failed=str(error))
        return
    _tell(birth, role="first", pid=os.getpid())
    if pid := os.fork():
        conversation.close()
        birth.close()
        with contextlib.suppress(ChildProcessError):
            while os.wait()[0] != pid:
                pass
        if not order["cage"]:
            os.killpg(0, signal.SIGKILL)
        return
    _tell(birth, role="second", pid=os.getpid())
    birth.close()
    os.environ |= order["variables"]
    be_student(order["folder"], conversation)


def _tell(birth: socket.socket, **facts: Any) -> None:
    birth.sendall(json.dumps(facts).encode() + b"\n")


def _into_cage(order: Order) -> None:
    cage.new_namespaces()
    if os.fork():
        # A process namespace begins with the child; this process only made it.
        os._exit(0)
    cage.empty_folders(order["writable"], order["limits"]["disk"], order["kept"])
    cage.limit(order["limits"])
    cage.give_up_rights(order["user"])
    if faults := cage.faults():
        raise OSError(f"the sandbox has a hole: {', '.join(faults)}")
    # An environment that a student's code cannot see would cost every student every mark.
    for place in order["environment"]:
        os.close(os.open(place, os.O_RDONLY))


def be_student(folder: str, conversation: socket.socket) -> None:
    """Run cells and answer questions until the conversation ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    shell = StudentShell.instance()
    for place in (folder, shell.profile_dir.location):
        os.makedirs(place, exist_ok=True)
    os.chdir(folder)
    _take_files(conversation)
    # As in a kernel of Jupyter's: modules beside the notebook can be imported.
    sys.path.insert(0, "")
    random.seed()
    np.random.seed()  # noqa: NPY002  (what students use may be the legacy generator)
    sys.stdout, sys.stderr = Stream(shell, "stdout"), Stream(shell, "stderr")
    frames.send(conversation, {"ready": True})
    me = os.getpid()
    while True:
        request = frames.receive(conversation)
        answer = _answer(shell, request)
        if os.getpid() != me:
            # A cell has forked; only one of the two may go on with the conversation.
            os._exit(0)
        frames.send(conversation, answer | {"id": request["id"]})


def _take_files(conversation: socket.socket) -> None:
    """Write the files that were handed in; what does not fit is left out."""
    while (item := frames.receive(conversation)) is not None:
        with contextlib.ExitStack() as stack:
            target = None
            with contextlib.suppress(OSError, ValueError):
                if "folder" in item:
                    os.makedirs(item["folder"], exist_ok=True)
                else:
                    target = stack.enter_context(open(item["file"], "xb"))
            for part in frames.read(conversation, item.get("size", 0)):
                with contextlib.suppress(OSError):
                    if target:
                        target.write(part)


def _answer(shell: StudentShell, request: dict[str, Any]) -> dict[str, Any]:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        if "run" in request:
            return {"outputs": shell.run(request["run"])}
        function = {"describe": bridge.describe, "call": bridge.call}[request["ask"]]
        with shell.builtin_trap:
            return {"answer": function(shell.user_ns, *request["arguments"])}
    except BaseException as error:
        return {"failed": type(error).__name__}
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def main() -> None:
    """Serve orders from the socket whose number is the only argument, until it is closed."""
    control = socket.socket(fileno=int(sys.argv[1]))
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    make_shell()
    warm(frames.receive(control)["warm"])
    frames.send(control, {"ready": True})
    fork_for_each(control, _be_born)


def _be_born(order: Order, *descriptors: int) -> None:
    os.setsid()
    hatch(order, *(socket.socket(fileno=one) for one in descriptors))


if __name__ == "__main__":
    main()
