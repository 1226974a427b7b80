"""Examine submissions side by side, on this machine's cores or on any dask cluster."""

import functools
import logging
import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from multiprocessing import forkserver
from typing import TYPE_CHECKING, Any, TypeVar

from coursekit.course import CourseError

if TYPE_CHECKING:
    from distributed import Client

Task = TypeVar("Task")
Outcome = TypeVar("Outcome")

ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
# A submission whose worker dies is examined once more, elsewhere; the second time decides.
SETTINGS = {
    "distributed.scheduler.allowed-failures": 1,
    "distributed.nanny.pre-spawn-environ": ONE_THREAD,
    "distributed.worker.multiprocessing-method": "forkserver",
    "distributed.comm.timeouts.connect": "20s",
    "distributed.admin.tick.limit": "1h",
}


def prepare() -> None:
    """Begin to import what the workers need, in the process that they will be forked from.

    Called before anything else is imported, this goes on side by side with the command's own start.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["coursekit.grading.grade", "distributed"])
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(ONE_THREAD)
    try:
        forkserver.ensure_running()
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def connected(workers: int, scheduler: str | None) -> "Iterator[Client]":
    """Connect to a cluster, or make one on this machine.

    Parameters
    ----------
    workers : int
        Processes on this machine; without effect where a scheduler is named.
    scheduler : str, optional
        Address of a running dask scheduler, such as ``tcp://host:8786``.

    Yields
    ------
    distributed.Client

    Raises
    ------
    CourseError
        If no scheduler answers at the address.
    """
    import dask
    from distributed import Client, LocalCluster

    with dask.config.set(SETTINGS):
        if scheduler:
            try:
                client = Client(scheduler, timeout=20)
            except (OSError, ValueError) as error:
                raise CourseError(
                    f"No dask scheduler answers at {scheduler}: {error}. Is it running, and is the "
                    "address the one it prints?"
                ) from None
            with client:
                yield client
            return
        prepare()
        with (
            LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                dashboard_address=None,
                host="127.0.0.1",
                silence_logs=logging.CRITICAL,
            ) as cluster,
            Client(cluster) as client,
        ):
            yield client


def outcomes(
    client: "Client",
    function: Callable[..., Outcome],
    tasks: Sequence[Task],
    shared: Mapping[str, Any],
    key_of: Callable[[Task], str],
) -> Iterator[tuple[Task, Outcome | Exception]]:
    """Apply a function to tasks in parallel; give the results as they come.

    Parameters
    ----------
    client : distributed.Client
        The cluster.
    function : callable
        Takes a task and, by name, what ``shared`` holds under the task's key.
    tasks : sequence
        What to do.
    shared : mapping of str to dict
        Arguments that many tasks have in common; sent to each worker once.
    key_of : callable
        Gives the key of a task.

    Yields
    ------
    tuple of task and (result or exception)
    """
    from distributed import as_completed
    from distributed.scheduler import KilledWorker

    # In a list: dask would take a dictionary apart, and mix up equal keys of different assignments.
    spread = {
        key: client.scatter([value], broadcast=True, hash=False)[0] for key, value in shared.items()
    }
    waiting = {
        client.submit(_apply, function, task, spread[key_of(task)], pure=False): task
        for task in tasks
    }
    suspects = []
    for future in as_completed(list(waiting)):
        task = waiting.pop(future)
        try:
            yield task, future.result()
        except (KilledWorker, CancelledError):
            suspects.append(task)
        except Exception as error:
            yield task, error
        future.release()
    # A worker takes several with it when it dies, and the data that they share: which of them it
    # was shows when each is alone.
    for task in suspects:
        alone = functools.partial(_apply, function, task, shared[key_of(task)])
        future = client.submit(alone, pure=False)
        try:
            yield task, future.result()
        except KilledWorker:
            yield task, WorkerDied("the process that examined it ended, twice")
        except Exception as error:
            yield task, error


class WorkerDied(Exception):
    """The process that examined a submission ended, twice."""


def _apply(function: Callable[..., Outcome], task: Task, arguments: Mapping[str, Any]) -> Outcome:
    return function(task, **arguments)
