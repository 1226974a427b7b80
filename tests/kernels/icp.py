"""The fast ICP against Open3D's: ``python -m tests.kernels.icp [--quick]``.

Two noisy scans of one bumpy body from two sides, 100,000 points each, every point drawn anew: no
point of one is a point of the other. The motion between them is known. Both libraries get the
same arrays and threads; what each does to them (its own point cloud, tree, normals) is timed with
it. Ways take turns in one process; printed is the best time of the rounds.

Open3D needs a longest distance for matches, where ours needs the share to keep. It is run with two
distances, the ones that served it best here: a long one, which is its fastest, and a short one,
which is its most exact from this start. Each of ours must hold its floor against both.
"""

from __future__ import annotations

import argparse
import os
import sys
from functools import partial
from typing import NamedTuple

import numpy as np
from rich.console import Console
from rich.table import Table
from scipy.spatial.transform import Rotation

from svdlab.registration import icp
from tests.kernels.measure import MEGABYTE, Timing, extra_memory, paired, threads

MODULE = "tests.kernels.icp"
POINTS, QUICK_POINTS = 100_000, 20_000
SEEDS, QUICK_SEEDS = (0, 1, 2), (0,)
RADIUS_MM, NOISE_MM = 40.0, 0.1
TURN_DEGREES, SHIFT_MM = 12.0, 6.0
VIEWS_APART_DEGREES = 50.0
SEEN_FROM = 0.1  # least cosine between a direction from the centre and the scanner's
# A little below the overlap of the two views, which is about 0.69.
KEEP = 0.65
DISTANCES_MM = (5.0, 2.0)
OPEN3D_ITERATIONS = 200

FASTER = 2.0  # point to point: so many times as fast as Open3D, and more exact
LEVEL = 1 / 1.1  # point to plane: at most a tenth slower, and no less exact


class Scene(NamedTuple):
    """Two scans, (n, 3) in mm, the motion that belongs between them, and the share in common."""

    P: np.ndarray
    Q: np.ndarray
    R: np.ndarray
    t: np.ndarray
    overlap: float


class Way(NamedTuple):
    """One way to register: whose, with which method, for Open3D within which distance in mm."""

    library: str
    method: str
    distance: float | None = None

    @property
    def name(self) -> str:
        """What the table calls it."""
        within = "" if self.distance is None else f", within {self.distance:g} mm"
        return f"{self.library}, point to {self.method}{within}"


class Row(NamedTuple):
    """One line of the table."""

    way: Way
    timing: Timing
    errors: np.ndarray
    memory: int


def body(directions: np.ndarray) -> np.ndarray:
    """Surface of the body in directions from its centre, (n, 3) unit vectors."""
    x, y, z = directions.T
    bumps = 0.18 * np.sin(3 * x + 1) * np.cos(4 * y) + 0.10 * np.sin(7 * z + 2 * x)
    bumps += 0.05 * np.cos(11 * y * z + 3 * x) + 0.12 * np.maximum(z, 0) ** 3
    return RADIUS_MM * (1 + bumps)[:, None] * directions


def directions_seen(towards: np.ndarray, n: int, rng: np.random.Generator) -> np.ndarray:
    """Unit vectors on the side of the body that a scanner sees, (n, 3)."""
    u = rng.normal(size=(4 * n, 3))
    u /= np.linalg.norm(u, axis=1, keepdims=True)
    return u[u @ towards > SEEN_FROM][:n]


def scene(n: int, seed: int) -> Scene:
    """Two scans of n points from a seed."""
    rng = np.random.default_rng(seed)
    far = np.deg2rad(VIEWS_APART_DEGREES)
    a, b = np.array([1.0, 0, 0]), np.array([np.cos(far), np.sin(far), 0])
    seen_p, seen_q = directions_seen(b, n, rng), directions_seen(a, n, rng)
    P, Q = (body(u) + NOISE_MM * rng.normal(size=(n, 3)) for u in (seen_p, seen_q))
    axis = rng.normal(size=3)
    turn = np.deg2rad(TURN_DEGREES) * axis / np.linalg.norm(axis)
    R = Rotation.from_rotvec(turn).as_matrix().T
    t = SHIFT_MM * np.array([0.6, -0.64, 0.48])
    return Scene((P - t) @ R.T, Q, R, t, float(np.mean(seen_p @ a > SEEN_FROM)))


def errors(found: tuple[np.ndarray, np.ndarray], scene: Scene) -> np.ndarray:
    """Angle from the true rotation in degrees, and RMS distance of P from the truth in mm."""
    R, t = found
    angle = 2 * np.arcsin(min(1.0, np.linalg.norm(R - scene.R) / np.sqrt(8)))
    off = scene.P @ (R - scene.R) + t - scene.t
    return np.array([np.rad2deg(angle), np.sqrt(np.mean(np.sum(off**2, axis=1)))])


def svdlab_run(way: Way, P: np.ndarray, Q: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Run svdlab.registration."""
    found = icp(P, Q, method=way.method, keep=KEEP)
    return found.R, found.t


def open3d_run(way: Way, P: np.ndarray, Q: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Run Open3D until its own criteria (1e-6 each) say stop; its normals from 20 neighbours."""
    import open3d

    registration = open3d.pipelines.registration
    p, q = (open3d.geometry.PointCloud(open3d.utility.Vector3dVector(X)) for X in (P, Q))
    estimate = registration.TransformationEstimationPointToPoint()
    if way.method == "plane":
        q.estimate_normals(open3d.geometry.KDTreeSearchParamKNN(20))
        estimate = registration.TransformationEstimationPointToPlane()
    criteria = registration.ICPConvergenceCriteria(max_iteration=OPEN3D_ITERATIONS)
    found = registration.registration_icp(p, q, way.distance, np.eye(4), estimate, criteria)
    return found.transformation[:3, :3].T, found.transformation[:3, 3]


def run(way: Way, P: np.ndarray, Q: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Register P with Q; returns R, t with ``P @ R + t`` over Q."""
    return (svdlab_run if way.library == "svdlab" else open3d_run)(way, P, Q)


def warmed_up(n: int, seed: int, *way: object) -> tuple[Way, np.ndarray, np.ndarray]:
    """Data for :func:`run`, after it was used once on few points: libraries are loaded then."""
    small, full = scene(2000, 1), scene(n, seed)
    run(Way(*way), small.P, small.Q)
    return Way(*way), full.P, full.Q


def open3d_version() -> str | None:
    """Version of Open3D, None where it is not installed."""
    try:
        import open3d
    except ImportError:
        return None
    return open3d.__version__


def ways(method: str, rivals: bool) -> list[Way]:
    """What is compared for a method, ours first."""
    theirs = [Way("Open3D", method, distance) for distance in DISTANCES_MM] if rivals else []
    return [Way("svdlab", method), *theirs]


def measure(method: str, scenes: list[Scene], n: int, repeats: int, rivals: bool) -> list[Row]:
    """Time every way on the first scene; take its errors over all scenes."""
    compared = ways(method, rivals)
    P, Q = scenes[0].P, scenes[0].Q
    times = paired({way.name: partial(run, way, P, Q) for way in compared}, repeats)
    rows = []
    for way in compared:
        each = [errors(run(way, one.P, one.Q), one) for one in scenes]
        memory = extra_memory(f"{MODULE}:warmed_up", f"{MODULE}:run", n, SEEDS[0], *way)
        rows.append(Row(way, times[way.name], np.sqrt(np.mean(np.square(each), axis=0)), memory))
    return rows


def verdicts(rows: list[Row], floor: float) -> list[tuple[Row, float, bool]]:
    """For each rival: how many times faster we are, and whether speed and both errors hold."""
    us = rows[0]
    ratios = [us.timing.ratio_to(rival.timing) for rival in rows[1:]]
    return [
        (rival, ratio, ratio >= floor and bool(np.all(us.errors <= rival.errors)))
        for rival, ratio in zip(rows[1:], ratios, strict=True)
    ]


def add_rows(table: Table, rows: list[Row], floor: float, quick: bool) -> bool:
    """Add what was measured for one method; whether its floors are met."""

    def cells(row: Row) -> list[str]:
        degrees, mm = row.errors
        return [
            row.way.name,
            f"{row.timing.best:.2f} s",
            f"{row.memory / MEGABYTE:.0f} MB",
            f"{degrees:.4f}°",
            f"{mm:.4f} mm",
        ]

    table.add_row(*cells(rows[0]), "", "", "")
    judged = verdicts(rows, floor)
    for rival, ratio, met in judged:
        mark = "not judged" if quick else "met" if met else "MISSED"
        table.add_row(*cells(rival), f"{ratio:.2f} ×", f"≥ {floor:.2f} ×, no less exact", mark)
    return all(met for _, _, met in judged)


def main() -> int:
    """Measure, print, and return 1 where a floor is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer points and rounds, no verdict")
    quick = parser.parse_args().quick
    n, seeds, repeats = (QUICK_POINTS, QUICK_SEEDS, 2) if quick else (POINTS, SEEDS, 5)
    console = Console(width=None if sys.stdout.isatty() else 132)
    version, count = open3d_version(), len(os.sched_getaffinity(0))
    scenes = [scene(n, seed) for seed in seeds]
    table = Table(
        "way", "time", "extra memory", "angle", "distance", "svdlab is faster by", "floor", "",
        title=f"Two scans of {n:,} points, overlap {scenes[0].overlap:.2f}, noise {NOISE_MM} mm, "
        f"{count} threads, best of {repeats}; errors: root mean square over {len(seeds)} scenes",
    )  # fmt: skip
    met = True
    with threads(count):
        for method, floor in (("point", FASTER), ("plane", LEVEL)):
            rows = measure(method, scenes, n, repeats, bool(version))
            met &= add_rows(table, rows, floor, quick)
    console.print(table)
    if version is None:
        console.print("Open3D is not installed, so nothing is compared: pip install open3d")
        return 0
    if quick:
        console.print(f"Open3D {version}. Floors count at {POINTS:,} points: run without --quick.")
        return 0
    console.print(f"Open3D {version}. " + ("Every floor is met." if met else "A floor is missed."))
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
