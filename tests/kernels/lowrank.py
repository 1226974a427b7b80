"""Low-rank methods against known ones: ``python -m tests.kernels.lowrank [--quick]``.

A matrix of 19200 pixels and 6000 frames of bytes (1800 with ``--quick``), see `clips.long_street`.
For every way: seconds (best of five rounds in turns; the full SVD and inexact ALM run once, in
processes of their own), the memory it adds to the data, its error, and how many times faster it is
than the baseline. Then the floors; the exit code is 1 where one is missed. The floors against the
full SVD count at 6000 frames: its time grows with the square of the number of frames, ours with
that number, so with ``--quick`` they are scaled by 1800 / 6000.

*Excess* is ``(‖A − A_k‖_F − best) / best``, computed in float64 from the factors returned and from
the singular values of `numpy.linalg.svd`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from scipy.sparse.linalg import svds

from svdlab.lowrank import Factors, SceneModel, exact_svd, robust_low_rank, truncated_svd
from tests.kernels.clips import PIXELS, known_rank, long_street
from tests.kernels.measure import (
    COURSE,
    MEGABYTE,
    Timing,
    extra_memory,
    paired,
    peak_added_by,
    threads,
)

HERE = "tests.kernels.lowrank"
FULL, QUICK = 6000, 1800
CORES = 2
REPEATS = 5
TOP = 10
STREAM_SIDES = (1080, 1920)
STREAM_FRAMES, STREAM_ROUNDS, STREAM_BLOCK = 48, 5, 8
ALM_TOLERANCE, ALM_MOST = 1e-6, 200


class Row(NamedTuple):
    """What was measured of one way; None where it was not."""

    way: str
    seconds: float
    memory: float | None
    error: str
    ratio: float | None


class Floor(NamedTuple):
    """What must hold: a value of at least (or, with `at_least` false, at most) a limit."""

    what: str
    value: float
    limit: float
    at_least: bool = True

    @property
    def met(self) -> bool:
        """Whether it holds."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit


# --------------------------------------------------------------------------- baselines, run once


def columns_of(frames: NDArray[np.uint8], dtype: type) -> NDArray:
    """Frames as a matrix of floats with one column per frame."""
    return frames.reshape(len(frames), -1).T.astype(dtype)


def svd_once(columns: int) -> tuple[Callable[[], Any], Callable[[Any], dict[str, Any]]]:
    """NumPy's thin SVD of the long street."""
    A = columns_of(long_street(columns), np.float64)
    run = partial(np.linalg.svd, A, full_matrices=False)
    return run, lambda found: {"s": found[1].tolist()}


def alm_once(columns: int) -> tuple[Callable[[], Any], Callable[[Any], dict[str, Any]]]:
    """Inexact ALM with full SVDs on the clip whose background has rank 2."""
    clip = known_rank(2, columns)
    M = columns_of(clip.frames, np.float64)

    def told(found: tuple[NDArray, int]) -> dict[str, Any]:
        return {"psnr": psnr(lambda w: found[0][:, w], clip.background), "iterations": found[1]}

    return partial(inexact_alm, M, ALM_MOST), told


def baseline(name: str, columns: int) -> dict[str, Any]:
    """Run a baseline in a fresh process: ``seconds``, ``memory`` in bytes, what it tells."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "told.json"
        command = [sys.executable, "-m", HERE, "--baseline", name, str(columns), str(path)]
        subprocess.run(command, cwd=COURSE, check=True)
        return json.loads(path.read_text(encoding="utf-8"))


def write_baseline(name: str, columns: str, path: str) -> None:
    """Measure a baseline in this process; see `baseline`."""
    run, told = {"svd": svd_once, "alm": alm_once}[name](int(columns))
    kept: dict[str, Any] = {}

    def timed() -> Any:
        start = time.perf_counter()
        kept["found"] = run()
        kept["seconds"] = time.perf_counter() - start

    with threads(CORES):
        memory = peak_added_by(timed)
    record = {"seconds": kept["seconds"], "memory": memory, **told(kept["found"])}
    Path(path).write_text(json.dumps(record), encoding="utf-8")


def inexact_alm(
    M: NDArray[np.float64], most: int, tolerance: float = ALM_TOLERANCE
) -> tuple[NDArray, int]:
    """Principal component pursuit by the inexact ALM method with full SVDs.

    Z. Lin, M. Chen, Y. Ma, "The augmented Lagrange multiplier method for exact recovery of
    corrupted low-rank matrices", 2010, algorithm 5: lam = 1/√max(m, n), mu grows by 1.5.
    """
    lam, norm = 1 / np.sqrt(max(M.shape)), np.linalg.norm(M)
    two = np.linalg.svd(M, compute_uv=False)[0]
    Y, S, L = M / max(two, np.abs(M).max() / lam), np.zeros_like(M), np.zeros_like(M)
    mu = 1.25 / two
    for iteration in range(1, most + 1):  # noqa: B007
        U, s, Vt = np.linalg.svd(M - S + Y / mu, full_matrices=False)
        L = (U * np.maximum(s - 1 / mu, 0)) @ Vt
        rest = M - L + Y / mu
        S = np.sign(rest) * np.maximum(np.abs(rest) - lam / mu, 0)
        left = M - L - S
        Y, mu = Y + mu * left, min(1.5 * mu, 1.25e7 / two)
        if np.linalg.norm(left) <= tolerance * norm:
            break
    return L, iteration


def psnr(model: Callable[[slice], NDArray], background: NDArray) -> float:
    """PSNR in dB of a background, 100 frames at a time; peak 255."""
    flat, total = background.reshape(len(background), -1), 0.0
    for start in range(0, len(flat), 100):
        where = slice(start, start + 100)
        total += float(np.sum((model(where).T - flat[where]) ** 2.0))
    return float(10 * np.log10(255**2 * flat.size / total)) if total else np.inf


# ------------------------------------------------------------------------------- truncated SVDs


def by_sklearn(clip: NDArray) -> Factors:
    """Run scikit-learn's randomized SVD with its defaults, on float32."""
    from sklearn.utils.extmath import randomized_svd

    return plain(*randomized_svd(columns_of(clip, np.float32), TOP, random_state=0))


def by_svds(clip: NDArray) -> Factors:
    """SciPy's svds with its defaults, on float64."""
    U, s, Vt = svds(columns_of(clip, np.float64), TOP, rng=np.random.default_rng(0))
    return plain(U[:, ::-1], s[::-1], Vt[::-1])


def plain(U: NDArray, s: NDArray, Vt: NDArray) -> Factors:
    """Factors of which only U, s and Vt are known."""
    return Factors(U, s, Vt, np.nan, np.nan, np.nan, 0)


def rank_1(clip: NDArray) -> Factors:
    """Find rank 1."""
    return truncated_svd(clip, 1, tolerance=1e-9)


def rank_10(clip: NDArray) -> Factors:
    """Find rank 10."""
    return truncated_svd(clip, TOP, tolerance=1e-6)


def exact_10(clip: NDArray) -> Factors:
    """Find the top 10 to the last digits, finished in float64."""
    return truncated_svd(clip, TOP, tolerance=1e-13)


def gram_10(clip: NDArray) -> Factors:
    """Find the top 10 from the exact Gram matrix."""
    return exact_svd(clip, TOP)


WAYS = {
    "scipy svds, float64, top 10": by_svds,
    "sklearn randomized_svd, float32, 10": by_sklearn,
    "svdlab truncated_svd, 1, tolerance 1e-9": rank_1,
    "svdlab truncated_svd, 10, 1e-6": rank_10,
    "svdlab truncated_svd, 10, 1e-13": exact_10,
    "svdlab exact_svd, 10 (Gram matrix)": gram_10,
}


def true_error(clip: NDArray, factors: Any) -> float:
    """``‖A − U diag(s) Vt‖_F`` in float64, a block of frames at a time."""
    weighted, total = factors.U.astype(np.float64) * factors.s, 0.0
    for start in range(0, len(clip), 200):
        block = clip[start : start + 200].reshape(-1, PIXELS).astype(np.float64)
        model = weighted @ factors.Vt[:, start : start + 200].astype(np.float64)
        total += float(np.sum((block - model.T) ** 2))
    return total**0.5


def clip_for_memory(columns: int) -> tuple[NDArray]:
    """Prepare the clip in a process whose memory is measured, and load every library."""
    for way in WAYS.values():
        way(long_street(40))
    return (long_street(columns),)


def factors(columns: int) -> tuple[list[Row], list[Floor]]:
    """Truncated and exact SVDs against the full one."""
    svd = baseline("svd", columns)
    s, clip = np.array(svd["s"]), long_street(columns)
    times = paired({name: partial(way, clip) for name, way in WAYS.items()}, REPEATS)
    rows = [Row("np.linalg.svd, float64, all", svd["seconds"], svd["memory"], "", 1.0)]
    excess, off = {}, {}
    for name, way in WAYS.items():
        found, rank = times[name].result, len(times[name].result.s)
        excess[way] = true_error(clip, found) / float(np.sqrt(np.sum(s[rank:] ** 2))) - 1
        off[way] = float(np.abs(found.s / s[:rank] - 1).max())
        told = f"excess {excess[way]:.1e}, s off by {off[way]:.0e}"
        told += f", {found.passes} passes" if found.passes else ""
        memory = extra_memory(f"{HERE}:clip_for_memory", f"{HERE}:{way.__name__}", columns)
        ratio = svd["seconds"] / times[name].best
        rows.append(Row(name, times[name].best, memory, told, ratio))
    ratios = {way: row.ratio for way, row in zip(WAYS.values(), rows[1:], strict=True)}
    memories = {way: row.memory for way, row in zip(WAYS.values(), rows[1:], strict=True)}
    scale = columns / FULL
    return rows, [
        Floor("rank 1: excess", excess[rank_1], 1e-9, at_least=False),
        Floor("rank 1: times np.linalg.svd", ratios[rank_1], 700 * scale),
        Floor("rank 1: extra MB", memories[rank_1] / MEGABYTE, 50, at_least=False),
        Floor("rank 10: excess", excess[rank_10], 1e-6, at_least=False),
        Floor("rank 10: times np.linalg.svd", ratios[rank_10], 150 * scale),
        Floor("rank 10: times sklearn", ratios[rank_10] / ratios[by_sklearn], 2.5),
        Floor("exact top 10: s off by", off[exact_10], 1e-11, at_least=False),
        Floor("exact top 10: times np.linalg.svd", ratios[exact_10], 50 * scale),
    ]


# --------------------------------------------------------------------------------------- robust


def clip_of_rank(rank: int) -> tuple[NDArray, int]:
    """Prepare a clip of known truth in a process whose memory is measured."""
    robust_low_rank(known_rank(1, 30).frames, 1)
    return known_rank(rank, QUICK).frames, rank


def robust(columns: int) -> tuple[list[Row], list[Floor]]:
    """Robust background of a known truth, ranks 1 to 5; always 1800 frames."""
    alm = baseline("alm", QUICK)
    told = f"{alm['psnr']:.1f} dB, {alm['iterations']} iterations"
    rows = [Row("inexact ALM, full SVDs, truth of rank 2", alm["seconds"], alm["memory"], told, 1)]
    floors = []
    for rank in range(1, 6):
        clip = known_rank(rank, QUICK)
        timing: Timing = paired({"": partial(robust_low_rank, clip.frames, rank)}, REPEATS)[""]
        found = timing.result
        ours = psnr(found.background, clip.background)
        told = f"{ours:.1f} dB, {found.passes} passes"
        told += "" if found.converged else ", NOT converged"
        memory = extra_memory(f"{HERE}:clip_of_rank", "svdlab.lowrank:robust_low_rank", rank)
        ratio = alm["seconds"] / timing.best if rank == 2 else None
        rows.append(Row(f"svdlab robust_low_rank, {rank}", timing.best, memory, told, ratio))
        if rank == 2:
            floors.append(Floor("rank 2: times inexact ALM", ratio, 1000))
            floors.append(Floor("rank 2: dB above inexact ALM", ours - alm["psnr"], 0))
    return rows, floors


# --------------------------------------------------------------------------------------- stream


def stream_for_memory(learn_every: int) -> tuple[int, NDArray]:
    """Prepare a 1080p stream in a process whose memory is measured."""
    SceneModel(1).fit(long_street(16)).mask(long_street(16))
    return learn_every, stream()


def run_stream(learn_every: int, frames: NDArray) -> int:
    """Learn from a stream and tell background and moving pixels of every frame."""
    model, count = SceneModel(1, learn_every=learn_every), 0
    for _ in range(STREAM_ROUNDS):
        for start in range(0, len(frames), STREAM_BLOCK):
            block = frames[start : start + STREAM_BLOCK]
            model.partial_fit(block)
            count += sum(int(moving[0, 0]) + 1 for _, moving in model.split(block))
    return count


def run_mog2(frames: NDArray) -> int:
    """Run OpenCV's MOG2 without shadows over the same frames."""
    import cv2

    cv2.setNumThreads(CORES)
    model = cv2.createBackgroundSubtractorMOG2(detectShadows=False)
    turns = (frame for _ in range(STREAM_ROUNDS) for frame in frames)
    return sum(int(model.apply(frame)[0, 0] > 0) + 1 for frame in turns)


def mog2_for_memory() -> tuple[NDArray]:
    """Prepare the stream, and load OpenCV."""
    run_mog2(long_street(2))
    return (stream(),)


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


def streams(columns: int) -> tuple[list[Row], list[Floor]]:
    """A 1080p grey stream against OpenCV's MOG2, start included."""
    frames = stream()
    every = (STREAM_BLOCK, 1)
    ways = {"OpenCV MOG2, no shadows": partial(run_mog2, frames)}
    ways |= {f"svdlab SceneModel, learns 1 in {n}": partial(run_stream, n, frames) for n in every}
    times = paired(ways, REPEATS)
    memories = [extra_memory(f"{HERE}:mog2_for_memory", f"{HERE}:run_mog2")]
    memories += [extra_memory(f"{HERE}:stream_for_memory", f"{HERE}:run_stream", n) for n in every]
    count = STREAM_ROUNDS * STREAM_FRAMES
    mog2 = times["OpenCV MOG2, no shadows"]
    rows = [
        Row(name, timing.best, memory, f"{count / timing.best:.0f} frames/s", timing.ratio_to(mog2))
        for (name, timing), memory in zip(times.items(), memories, strict=True)
    ]
    return rows, [
        Floor("learning from 1 frame in 8: times MOG2's rate", rows[1].ratio, 2),
        Floor("the same: extra MB", rows[1].memory / MEGABYTE, 100, at_least=False),
    ]


# ----------------------------------------------------------------------------------------- shown


def shown(rows: list[Row], floors: list[Floor], title: str, baseline: str) -> None:
    """Print what was measured, and the floors."""
    console = Console(width=None if sys.stdout.isatty() else 140)
    table = Table("way", "time", "extra memory", "result", f"times {baseline}", title=title)
    for row in rows:
        memory = "" if row.memory is None else f"{row.memory / MEGABYTE:.0f} MB"
        ratio = "" if row.ratio is None else f"{row.ratio:.4g} ×"
        table.add_row(row.way, f"{row.seconds:.3f} s", memory, row.error, ratio)
    console.print(table)
    table = Table("floor", "measured", "limit", "met")
    for floor in floors:
        limit = f"{'≥' if floor.at_least else '≤'} {floor.limit:.4g}"
        met = "[green]yes" if floor.met else "[red]MISSED"
        table.add_row(floor.what, f"{floor.value:.4g}", limit, met)
    console.print(table)


def main() -> int:
    """Measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="1800 frames in place of 6000")
    parser.add_argument("--only", choices=("factors", "robust", "stream"), help="one part")
    parser.add_argument("--baseline", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.baseline:
        write_baseline(*options.baseline)
        return 0
    columns = QUICK if options.quick else FULL
    scaled = f"; floors against it times {QUICK}/{FULL}" if options.quick else ""
    parts = {
        "factors": (factors, f"{PIXELS} × {columns} bytes{scaled}", "np.linalg.svd"),
        "robust": (robust, f"{PIXELS} × {QUICK} bytes, background known", "inexact ALM"),
        "stream": (streams, "1080p grey stream, 240 frames", "MOG2"),
    }
    met = True
    with threads(CORES):
        for name in [options.only] if options.only else parts:
            part, title, against = parts[name]
            print(f"measuring {title}; the baseline alone can take minutes", flush=True)
            rows, floors = part(columns)
            shown(rows, floors, f"{title}, {CORES} threads", against)
            met &= all(floor.met for floor in floors)
    return 0 if met else 1


if __name__ == "__main__":
    raise SystemExit(main())
