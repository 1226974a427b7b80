"""Fork a process for every order that comes on a socket: it finds everything imported."""

import contextlib
import gc
import json
import os
import socket
from collections.abc import Callable
from typing import Any, NoReturn

# Largest order, in bytes.
ORDER = 1 << 16


def fork_for_each(control: socket.socket, work: Callable[..., None]) -> None:
    """Serve orders until the socket is closed.

    Parameters
    ----------
    control : socket.socket
        On it comes, for every process, an order and two descriptors.
    work : callable
        What each process does: takes the order, as plain values, and the descriptors.
    """
    # What there is by now stays: collecting it would copy the pages that all processes share.
    gc.freeze()
    while True:
        said, descriptors, _, _ = socket.recv_fds(control, ORDER, 2)
        if not said:
            return
        if os.fork() == 0:
            control.close()
            _do(work, json.loads(said), descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


def _do(work: Callable[..., None], order: Any, descriptors: list[int]) -> NoReturn:
    """Work, and end without what Python does at its end: that is the parent's to do."""
    try:
        work(order, *descriptors)
    finally:
        os._exit(0)
