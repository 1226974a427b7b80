"""Time and memory of competing ways to do one thing, measured fairly.

Times are *paired*: the ways take turns in one process, so that a busy minute of the machine hits
all of them. Memory is measured in a fresh process, as what the peak of the resident set adds to
the resident set just before the call: the data are there already and do not count.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from threadpoolctl import threadpool_limits

COURSE = Path(__file__).resolve().parents[2]
MEGABYTE = 1e6
REST_SECONDS = 0.3


@dataclass(frozen=True)
class Timing:
    """Seconds of every run of one way, and what its last run returned."""

    seconds: tuple[float, ...]
    result: Any

    @property
    def best(self) -> float:
        """Seconds of the fastest run."""
        return min(self.seconds)

    @property
    def median(self) -> float:
        """Seconds of the middle run."""
        return median(self.seconds)

    def ratio_to(self, other: Timing) -> float:
        """How many times faster this way is than the other: best against best."""
        return other.best / self.best


def threads(count: int) -> AbstractContextManager:
    """Limit the threads of every linear algebra library in this process."""
    return threadpool_limits(limits=count)


def timed(function: Callable[[], Any]) -> tuple[float, Any]:
    """Return the seconds that one call takes, and what it returns; after a moment of rest.

    The threads of a linear algebra library go on spinning for a while after their work, and would
    take a core from whatever is timed next with another library.
    """
    gc.collect()
    time.sleep(REST_SECONDS)
    start = time.perf_counter()
    result = function()
    return time.perf_counter() - start, result


def paired(
    ways: Mapping[str, Callable[[], Any]], repeats: int = 5, warm_up: bool = True
) -> dict[str, Timing]:
    """Time several ways in turns.

    Parameters
    ----------
    ways : mapping of str to callable without arguments
        What to time; a name is a way.
    repeats : int
        Rounds. In each, every way runs once; odd rounds go through them backwards.
    warm_up : bool
        Run every way once before the first round, untimed.

    Returns
    -------
    dict of str to Timing
        In the order of `ways`.
    """
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    results: dict[str, Any] = {}
    if warm_up:
        for function in ways.values():
            function()
    for round_number in range(repeats):
        order = list(ways) if round_number % 2 == 0 else list(reversed(ways))
        for name in order:
            results.pop(name, None)  # two results of one way need not stand in memory at once
            elapsed, results[name] = timed(ways[name])
            seconds[name].append(elapsed)
    return {name: Timing(tuple(seconds[name]), results[name]) for name in ways}


def best_of(function: Callable[[], Any], repeats: int = 5, warm_up: bool = True) -> Timing:
    """Time one way alone; see :func:`paired`."""
    return paired({"": function}, repeats, warm_up)[""]


# ------------------------------------------------------------------------------------------ memory


def _status(field: str) -> int:
    """Return a size from Linux's account of this process, in bytes."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) * 1024
    raise RuntimeError(f"/proc/self/status has no line {field}: memory is measured on Linux only.")


def peak_added_by(function: Callable[[], Any]) -> int:
    """Bytes by which one call raises the peak of this process's resident set.

    Call it in a fresh process (:func:`extra_memory` does): pages that an earlier call freed, and
    that the allocator kept, would hide what this one needs.
    """
    gc.collect()
    with suppress(OSError, AttributeError):  # only glibc can give freed pages back when asked
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak starts from here
    before = _status("VmRSS")
    result = function()
    peak = _status("VmHWM")
    del result
    return max(0, peak - before)


def extra_memory(prepare: str, run: str, *arguments: Any, timeout: float = 600.0) -> int:
    """Bytes that a call needs beyond its data, measured in a process of its own.

    Parameters
    ----------
    prepare : str
        ``"package.module:function"``: called with `arguments`, returns a tuple, the data (made or
        loaded there, imports done).
    run : str
        ``"package.module:function"``: called with the data, ``run(*data)``; only this is measured.
    arguments : numbers, strings, lists, None
        What JSON can carry.
    timeout : float
        Seconds.

    Returns
    -------
    int
        Bytes. The result of the call counts as extra.

    Raises
    ------
    RuntimeError
        If the process fails; the message ends with what it wrote.
    """
    command = [sys.executable, "-m", __name__, prepare, run, json.dumps(arguments)]
    process = subprocess.run(
        command, cwd=COURSE, capture_output=True, text=True, timeout=timeout, check=False
    )
    if process.returncode:
        raise RuntimeError(f"measuring the memory of {run} failed:\n{process.stderr[-2000:]}")
    return int(process.stdout.split()[-1])


def _named(reference: str) -> Callable[..., Any]:
    module, name = reference.split(":")
    return getattr(importlib.import_module(module), name)


def _measure_named(prepare: str, run: str, arguments: str) -> int:
    data = _named(prepare)(*json.loads(arguments))
    function = _named(run)
    return peak_added_by(lambda: function(*data))


if __name__ == "__main__":
    print(_measure_named(*sys.argv[1:]))
