"""Low-rank methods against known ones: ``python -m tests.kernels.lowrank [--quick]``.

A matrix of 19200 pixels and 6000 frames of bytes (1800 with ``--quick``), see `clips.long_street`.
Each line says what was measured, its floor, and whether the floor is met; the exit code is 1 where
one is missed. Costly baselines run once and are kept in ``build/kernels/``. With ``--quick`` the
floors that grow with the number of frames, like the SVD's ``m n²`` against ``m n``, are scaled by
1800 / 6000.

*Excess* is ``(‖A − A_k‖_F − best) / best``, computed in float64 from the factors returned and from
the singular values of `numpy.linalg.svd`.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from svdlab.lowrank import SceneModel, exact_svd, robust_low_rank, truncated_svd
from tests.kernels.clips import PIXELS, known_rank, long_street
from tests.kernels.measure import COURSE, MEGABYTE, Timing, extra_memory, paired, threads

HERE = "tests.kernels.lowrank"
FULL, QUICK = 6000, 1800
CORES = 2
STREAM_SIDES = (1080, 1920)
STREAM_FRAMES = 48
ALM_TOLERANCE = 1e-6


@dataclass
class Line:
    """One line of the table."""

    what: str
    figure: str
    value: float
    floor: float
    at_least: bool = True

    @property
    def met(self) -> bool:
        """Whether the floor (or, with `at_least` false, the ceiling) is kept."""
        return self.value >= self.floor if self.at_least else self.value <= self.floor


def clip_for_memory(columns: int) -> tuple[NDArray]:
    """Prepare the clip in a process whose memory is measured."""
    return (long_street(columns),)


def run_rank_1(clip: NDArray) -> Any:
    """Rank 1, as timed."""
    return truncated_svd(clip, 1, tolerance=1e-9)


def run_rank_10(clip: NDArray) -> Any:
    """Rank 10, as timed."""
    return truncated_svd(clip, 10, tolerance=1e-6)


def stream_for_memory() -> tuple[SceneModel, NDArray]:
    """Prepare a 1080p stream."""
    return SceneModel(1, learn_every=STREAM_FRAMES), stream()


def run_stream(model: SceneModel, frames: NDArray) -> int:
    """Learn from a stream and tell background and moving pixels of every frame."""
    count = 0
    for start in range(0, len(frames), 8):
        block = frames[start : start + 8]
        model.partial_fit(block)
        count += sum(int(moving[0, 0]) + 1 for _, moving in model.split(block))
    return count


def stream() -> NDArray[np.uint8]:
    """Grey 1080p frames: the long street enlarged, with the noise of each pixel drawn anew."""
    small = long_street(STREAM_FRAMES)
    generator = np.random.default_rng(0)
    rows = np.arange(STREAM_SIDES[0]) * small.shape[1] // STREAM_SIDES[0]
    columns = np.arange(STREAM_SIDES[1]) * small.shape[2] // STREAM_SIDES[1]
    frames = np.empty((STREAM_FRAMES, *STREAM_SIDES), np.uint8)
    for large, frame in zip(frames, small, strict=True):
        noise = generator.integers(-2, 3, STREAM_SIDES, dtype=np.int16)
        large[...] = np.clip(frame[rows][:, columns] + noise, 0, 255)
    return frames


def true_error(clip: NDArray, factors: Any) -> float:
    """``‖A − U diag(s) Vt‖_F`` in float64, a block of frames at a time."""
    weighted, total = factors.U.astype(np.float64) * factors.s, 0.0
    for start in range(0, len(clip), 200):
        block = clip[start : start + 200].reshape(-1, PIXELS).astype(np.float64)
        model = weighted @ factors.Vt[:, start : start + 200].astype(np.float64)
        total += float(np.sum((block - model.T) ** 2))
    return total**0.5


def full_svd(columns: int) -> tuple[float, NDArray]:
    """Seconds of NumPy's thin SVD, and the singular values; measured once and kept."""
    path = COURSE / "build" / "kernels" / f"svd_{columns}.npz"
    if not path.is_file():
        A = long_street(columns).reshape(columns, PIXELS).T.astype(np.float64)
        start = time.perf_counter()
        s = np.linalg.svd(A, full_matrices=False)[1]
        seconds = time.perf_counter() - start
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(path, s=s, seconds=seconds)
    with np.load(path) as kept:
        return float(kept["seconds"]), kept["s"]


def factor_lines(columns: int) -> list[Line]:
    """Truncated and exact SVD."""
    from sklearn.utils.extmath import randomized_svd

    seconds, s = full_svd(columns)
    clip = long_street(columns)
    as_float = clip.reshape(columns, PIXELS).T.astype(np.float32)
    times = paired(
        {
            "rank 1": partial(run_rank_1, clip),
            "rank 10": partial(run_rank_10, clip),
            "sklearn": lambda: randomized_svd(as_float, 10, random_state=0),
            "exact": partial(exact_svd, clip, 10),
        },
        repeats=5,
    )
    scale = columns / FULL

    def excess(factors: Any, rank: int) -> float:
        return true_error(clip, factors) / float(np.sqrt(np.sum(s[rank:] ** 2))) - 1

    def of(name: str) -> tuple[float, Any]:
        return times[name].best, times[name].result

    (one, f1), (ten, f10), (exact, f_exact) = of("rank 1"), of("rank 10"), of("exact")
    U, values, Vt = times["sklearn"].result
    theirs = excess(_Plain(U, values, Vt), 10)
    ours = excess(f10, 10)
    svd = f"np.linalg.svd {seconds:.1f} s"
    memory = {n: extra_memory(f"{HERE}:clip_for_memory", f"{HERE}:{n}", columns) for n in RUNS}
    return [
        Line(
            f"rank 1, {f1.passes} passes", f"excess {excess(f1, 1):.1e}", excess(f1, 1), 1e-9, False
        ),
        Line("rank 1: times faster than svd", f"{one:.4f} s, {svd}", seconds / one, 700 * scale),
        Line("rank 1: extra MB", "", memory["run_rank_1"] / MEGABYTE, 50, False),
        Line(f"rank 10, {f10.passes} passes", f"excess {ours:.1e}", ours, 1e-6, False),
        Line("rank 10: times faster than svd", f"{ten:.4f} s, {svd}", seconds / ten, 150 * scale),
        Line("rank 10: extra MB (no floor)", "", memory["run_rank_10"] / MEGABYTE, np.inf, False),
        Line(
            "rank 10: times faster than sklearn",
            f"randomized_svd(float32, 10), defaults: {times['sklearn'].best:.3f} s, "
            f"excess {theirs:.1e}",
            times["rank 10"].ratio_to(times["sklearn"]),
            2.5,
        ),
        Line("rank 10: our excess over sklearn's", "", ours / theirs, 1.0, False),
        Line(
            "exact top 10: times faster than svd",
            f"{exact:.3f} s, largest relative error of s "
            f"{np.abs(f_exact.s / s[:10] - 1).max():.1e}",
            seconds / exact,
            50 * scale,
        ),
    ]


RUNS = ("run_rank_1", "run_rank_10")


@dataclass
class _Plain:
    U: NDArray
    s: NDArray
    Vt: NDArray


def inexact_alm(
    M: NDArray[np.float64], most: int, tolerance: float = ALM_TOLERANCE
) -> tuple[NDArray, int, list[float]]:
    """Principal component pursuit by the inexact ALM method with full SVDs.

    Z. Lin, M. Chen, Y. Ma, "The augmented Lagrange multiplier method for exact recovery of
    corrupted low-rank matrices", 2010, algorithm 5: lam = 1/√max(m, n), mu grows by 1.5.
    """
    lam, norm = 1 / np.sqrt(max(M.shape)), np.linalg.norm(M)
    two = np.linalg.svd(M, compute_uv=False)[0]
    Y, S, L = M / max(two, np.abs(M).max() / lam), np.zeros_like(M), np.zeros_like(M)
    mu, seconds = 1.25 / two, []
    for _ in range(most):
        start = time.perf_counter()
        U, s, Vt = np.linalg.svd(M - S + Y / mu, full_matrices=False)
        L = (U * np.maximum(s - 1 / mu, 0)) @ Vt
        rest = M - L + Y / mu
        S = np.sign(rest) * np.maximum(np.abs(rest) - lam / mu, 0)
        left = M - L - S
        Y, mu = Y + mu * left, min(1.5 * mu, 1.25e7 / two)
        seconds.append(time.perf_counter() - start)
        if np.linalg.norm(left) <= tolerance * norm:
            break
    return L, len(seconds), seconds


def psnr(model: Callable[[slice], NDArray], background: NDArray) -> float:
    """PSNR in dB of a background, 100 frames at a time; peak 255."""
    flat, total = background.reshape(len(background), -1), 0.0
    for start in range(0, len(flat), 100):
        where = slice(start, start + 100)
        total += float(np.sum((model(where).T - flat[where]) ** 2.0))
    return float(10 * np.log10(255**2 * flat.size / total)) if total else np.inf


def alm(columns: int) -> tuple[float, float, int]:
    """Seconds, PSNR and iterations of a whole run of inexact ALM; measured once and kept."""
    path = COURSE / "build" / "kernels" / f"alm_{columns}.npz"
    if not path.is_file():
        clip = known_rank(2, columns)
        M = clip.frames.reshape(columns, PIXELS).T.astype(np.float64)
        L, iterations, seconds = inexact_alm(M, 200)
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(
            path,
            seconds=sum(seconds),
            psnr=psnr(lambda where: L[:, where], clip.background),
            iterations=iterations,
        )
    with np.load(path) as kept:
        return float(kept["seconds"]), float(kept["psnr"]), int(kept["iterations"])


def robust_lines() -> list[Line]:
    """Robust background of a known truth, 1800 frames; ranks 1 to 5."""
    seconds, theirs, iterations = alm(QUICK)
    lines = []
    for rank in range(1, 6):
        clip = known_rank(rank, QUICK)
        timing: Timing = paired({"": partial(robust_low_rank, clip.frames, rank)})[""]
        found = timing.result
        ours = psnr(found.background, clip.background)
        how = f"{found.passes} passes, " + ("converged" if found.converged else "NOT converged")
        lines.append(Line(f"robust, rank {rank}: dB", how, ours, theirs if rank == 2 else 0))
        if rank == 2:
            note = f"{timing.best:.3f} s; ALM, full SVD: {seconds:.0f} s, {iterations} iterations"
            lines.append(Line("robust, rank 2: times faster", note, seconds / timing.best, 1000))
    return lines


def stream_lines() -> list[Line]:
    """A 1080p grey stream against OpenCV's MOG2."""
    import cv2

    cv2.setNumThreads(CORES)
    frames = stream()

    def mog2() -> int:
        model = cv2.createBackgroundSubtractorMOG2(detectShadows=False)
        return sum(int(model.apply(frame)[0, 0] >= 0) for frame in frames)

    times = paired(
        {
            "ours": lambda: run_stream(SceneModel(1, learn_every=STREAM_FRAMES), frames),
            "MOG2": mog2,
        },
        repeats=5,
    )
    rates = {name: len(frames) / timing.best for name, timing in times.items()}
    memory = extra_memory(f"{HERE}:stream_for_memory", f"{HERE}:run_stream") / MEGABYTE
    note = f"{rates['ours']:.0f} frames/s, MOG2 (no shadows) {rates['MOG2']:.0f}; learns 1 in 48"
    return [
        Line("1080p stream: times MOG2's rate", note, times["ours"].ratio_to(times["MOG2"]), 2),
        Line("1080p stream: extra MB", "", memory, 100, False),
    ]


def shown(lines: list[Line], title: str) -> None:
    """Print the table."""
    table = Table(title=title)
    for heading in ("what", "measured", "value", "floor", "met"):
        table.add_column(heading, justify="right" if heading in ("value", "floor") else "left")
    for line in lines:
        floor = f"{'≥' if line.at_least else '≤'} {line.floor:.4g}"
        met = "[green]yes" if line.met else "[red]NO"
        table.add_row(line.what, line.figure, f"{line.value:.4g}", floor, met)
    Console(width=None if sys.stdout.isatty() else 140).print(table)


def main() -> int:
    """Measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="1800 frames in place of 6000")
    parser.add_argument("--only", choices=("factors", "robust", "stream"), help="one part")
    options = parser.parse_args()
    columns = QUICK if options.quick else FULL
    parts = {
        "factors": lambda: factor_lines(columns),
        "robust": robust_lines,
        "stream": stream_lines,
    }
    met = True
    with threads(CORES):
        for name in [options.only] if options.only else parts:
            lines = parts[name]()
            shown(lines, f"{name}: {PIXELS} × {columns if name == 'factors' else QUICK}")
            met &= all(line.met for line in lines)
    return 0 if met else 1


if __name__ == "__main__":
    raise SystemExit(main())
