"""Hand jobs to several judges at once, and collect their verdicts."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from coursekit.course import CourseError
from coursekit.proof.judge import Job, Verdict


def run_jobs(
    jobs: Iterable[Job],
    *,
    workers: int = 2,
    threads: int = 1,
    python: str = sys.executable,
    done: Callable[[], None] = lambda: None,
) -> list[list[Verdict]]:
    """Judge some jobs.

    Parameters
    ----------
    jobs : iterable of dict
        As described in :mod:`coursekit.proof.judge`.
    workers : int
        Judges at work side by side.
    threads : int
        Threads that linear algebra may use in each.
    python : str
        The Python that judges: one that has NumPy, SciPy and ``svdlab``.
    done : callable
        Called after every job.

    Returns
    -------
    list of list of dict
        For each job its verdicts, one a seed, in the order of the jobs.

    Raises
    ------
    CourseError
        If a judge stops.
    """
    jobs = list(jobs)
    free: SimpleQueue[subprocess.Popen] = SimpleQueue()
    judges = [_start(python, threads) for _ in range(min(workers, len(jobs)))]
    for judge in judges:
        free.put(judge)

    def try_one(job: Job) -> list[Verdict]:
        judge = free.get()
        try:
            judge.stdin.write(json.dumps(job) + "\n")
            judge.stdin.flush()
            said = judge.stdout.readline()
        finally:
            free.put(judge)
        if not said:
            raise CourseError("A judge stopped before its verdict; its own words stand above.")
        done()
        return json.loads(said)

    try:
        with ThreadPoolExecutor(max(1, len(judges))) as pool:
            return list(pool.map(try_one, jobs))
    finally:
        for judge in judges:
            with contextlib.suppress(BrokenPipeError):
                judge.stdin.close()
            judge.stdout.close()
            judge.wait()


def _start(python: str, threads: int) -> subprocess.Popen:
    variables: Mapping[str, str] = os.environ | {
        name: str(threads)
        for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    }
    # The judge reads coursekit.proof from this course, wherever that Python has its packages.
    place = str(Path(__file__).resolve().parents[2])
    return subprocess.Popen(
        [python, "-m", "coursekit.proof.judge"],
        cwd=place,
        env=variables,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
