"""Run code through the very cells that students are graded by.

A judge is a process of its own: ``python -m coursekit.proof.judge`` reads a job a line from its
standard input and writes a verdict a line. It needs NumPy, SciPy and ``svdlab`` only, so the Python
that judges can be another one than the Python that asks: other versions, other threads.

Every job runs in a fork of the judge. An answer that patches a module, fills the memory or never
ends harms nobody but itself.
"""

import contextlib
import importlib
import io
import json
import os
import select
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from coursekit.proof.shaking import shaken
from svdlab import checks

# Memory that one job may take, so that a runaway answer ends itself and not the machine.
BYTES = 4 * 2**30
# A job is killed when all its cells together took this many times the limit of one cell.
PATIENCE = 20

# What a check says of an answer that it had to stop, and the limit that holds from then on.
STOPPED = "had not finished when it was"
SHORT = 1.0

Job = dict[str, Any]
Verdict = dict[str, Any]


def run_cells(job: Job, seed: int) -> Verdict:
    """Run an answer and then the checks of its exercise, in a namespace of their own.

    Parameters
    ----------
    job : dict
        ``setup`` (sources of the read-only cells), ``code`` (the answer), ``checks`` (triples of
        grade id, points and source), ``first_loss`` (stop at the first check that fails).
    seed : int
        What the hidden tests draw their data from.

    Returns
    -------
    dict
        ``points`` and ``messages`` by grade id; ``closest``, the largest part of its tolerance
        that a comparison which passed has used.
    """
    os.environ["SVDLAB_SEED"] = str(seed)
    namespace: dict[str, object] = {"__name__": "__main__"}
    verdict: Verdict = {"seed": seed, "points": {}, "messages": {}, "closest": 0.0}
    for source in job["setup"]:
        exec(compile(source, "<read-only cell>", "exec"), namespace)
    with contextlib.suppress(Exception), checks.time_limit(job["seconds"]):
        exec(compile(job["code"], "<answer>", "exec"), namespace)
    with measured(verdict):
        for name, points, source in job["checks"]:
            try:
                exec(compile(source, name, "exec"), namespace)
                verdict["points"][name] = float(points)
            except (Exception, KeyboardInterrupt) as error:
                verdict["points"][name] = 0.0
                verdict["messages"][name] = f"{type(error).__name__}: {error}"
                if STOPPED in str(error):
                    # The next checks of such an answer need not wait as long to know as much.
                    verdict["stopped"] = True
                    os.environ["SVDLAB_SECONDS"] = str(min(SHORT, job["seconds"]))
                if job.get("first_loss"):
                    break
    return verdict


@contextlib.contextmanager
def measured(verdict: Verdict) -> Iterator[None]:
    """Note how near to its tolerance each comparison that passes has come."""
    real = checks.close

    def close(value: Any, expected: Any, name: str, **options: Any) -> None:
        real(value, expected, name, **options)
        allowed = options.get("tolerance", checks.TOLERANCE)
        if allowed > 0:
            difference = checks.relative_difference(value, expected)
            verdict["closest"] = max(verdict["closest"], difference / allowed)

    checks.close = close
    try:
        yield
    finally:
        checks.close = real


def run_job(job: Job) -> list[Verdict]:
    """Run a job under each of its seeds, quietly; one that had to be stopped, under one."""
    os.environ["SVDLAB_SECONDS"] = str(job["seconds"])
    os.environ["NBGRADER_EXECUTION"] = "autograde"
    silence = io.StringIO()
    with contextlib.redirect_stdout(silence), contextlib.redirect_stderr(silence):
        verdicts = []
        for seed in job["seeds"]:
            with shaken(seed) if job.get("shake") else contextlib.nullcontext():
                verdicts.append(run_cells(job, seed))
            os.environ["SVDLAB_SECONDS"] = str(job["seconds"])
            if verdicts[-1].get("stopped") or (job.get("first_loss") and verdicts[-1]["messages"]):
                break
    return verdicts


def lost(job: Job, reason: str) -> list[Verdict]:
    """Build the verdict of a job that did not come back: no points, and why."""
    names = [name for name, _, _ in job["checks"]]
    return [
        {
            "seed": seed,
            "points": dict.fromkeys(names, 0.0),
            "messages": dict.fromkeys(names, reason),
            "closest": 0.0,
        }
        for seed in job["seeds"]
    ]


def in_a_fork(function: Callable[[Job], list[Verdict]], job: Job) -> list[Verdict]:
    """Run a job in a child of this process, and end it if it does not come back.

    Parameters
    ----------
    function : callable
        What to do with the job there.
    job : dict
        As for :func:`run_cells`.

    Returns
    -------
    list of dict
        One verdict a seed.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _be_the_child(function, job, reader, writer)
    os.close(writer)
    patience = PATIENCE * job["seconds"] * len(job["seeds"])
    with os.fdopen(reader, "rb") as pipe:
        # A child that computes says nothing; one that is done says everything at once.
        ready, _, _ = select.select([pipe], [], [], patience)
        said = pipe.read() if ready else b""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    if not said:
        reason = "the process ended" if ready else f"no end after {patience:g} seconds"
        return lost(job, f"Lost: {reason}")
    return json.loads(said)


def _be_the_child(
    function: Callable[[Job], list[Verdict]], job: Job, reader: int, writer: int
) -> None:
    """Do the job, write the verdicts, and leave without the parent's clean-up."""
    try:
        import resource

        os.setpgid(0, 0)
        _end_with_the_parent()
        os.close(reader)
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
        said = json.dumps(function(job)).encode()
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(said)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)


def _end_with_the_parent() -> None:
    """Let Linux end this process when the judge ends."""
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def main() -> None:
    """Serve jobs from standard input until it ends."""
    # Answers may print, or close the streams; verdicts go out on a descriptor of their own.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        print(json.dumps(in_a_fork(run_job, json.loads(line))), file=out, flush=True)


if __name__ == "__main__":
    # What every job needs is imported once, before the forks.
    os.environ["MPLBACKEND"] = "agg"
    for module in ("matplotlib.pyplot", "scipy.sparse.linalg", "scipy.spatial", "svdlab.datasets"):
        importlib.import_module(module)
    np.linalg.svd(np.eye(2))
    main()
