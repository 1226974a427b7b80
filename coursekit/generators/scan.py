"""Two partial laser scans of a rubber duck.

The duck is the zero set of a signed distance function, put together from ellipsoids that blend
into each other. A scanner sends a fan of rays; each ray walks along by the distance to the surface
until it meets it (sphere tracing: J. C. Hart, The Visual Computer 12, 1996). What lies behind, the
scanner cannot see. The head is turned, so that no rotation maps the duck to itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

SEED = 20240611
NOISE_MM = 0.25
HEAD_TURN_DEGREES = 24.0
WATER_LINE_MM = -21.0

# Rays that graze the surface come back too weak to be measured.
STEEPEST_ANGLE_DEGREES = 76.0

# Where P stands before it is aligned: a turn of 22 degrees about a tilted axis, and a shift.
TURN_DEGREES = 22.0
TURN_AXIS = (0.25, -0.35, -1.0)
SHIFT_MM = (14.0, -9.0, 6.0)


class Scanner(NamedTuple):
    """Place of a scanner around the duck, and the fan of rays that it sends."""

    azimuth_degrees: float
    elevation_degrees: float
    distance_mm: float
    rays: int


# The two see different flanks and share the front: most of P has a partner in Q.
SCANNER_Q = Scanner(azimuth_degrees=-62.0, elevation_degrees=24.0, distance_mm=330.0, rays=96)
SCANNER_P = Scanner(azimuth_degrees=-28.0, elevation_degrees=33.0, distance_mm=310.0, rays=88)


def turn_about(axis: tuple[float, float, float], degrees: float) -> Array:
    """Rotation about an axis, (3, 3), to be applied on the right of rows (Rodrigues' formula)."""
    x, y, z = np.asarray(axis) / np.linalg.norm(axis)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    angle = np.deg2rad(degrees)
    return (np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross).T


def ellipsoid(points: Array, centre: tuple[float, ...], radii: tuple[float, ...]) -> Array:
    """Distance to an ellipsoid, negative inside; exact on the surface, first order nearby."""
    offset = points - np.asarray(centre)
    level = np.linalg.norm(offset / np.asarray(radii), axis=-1)
    slope = np.linalg.norm(offset / np.square(radii), axis=-1)
    return level * (level - 1.0) / np.maximum(slope, 1e-9)


def blend(a: Array, b: Array, width: float) -> Array:
    """Union of two solids with a fillet of the given width (polynomial smooth minimum)."""
    overlap = np.maximum(width - np.abs(a - b), 0.0) / width
    return np.minimum(a, b) - 0.25 * width * overlap**2


def duck(points: Array) -> Array:
    """Distance from points to the surface of the duck, negative inside.

    Parameters
    ----------
    points : (..., 3) float64 array
        Millimetres; x forwards, y to the duck's left, z upwards.

    Returns
    -------
    distance : (...) float64 array
        Millimetres.
    """
    body = ellipsoid(points, (-4, 0, -2), (44, 32, 25))
    body = blend(body, ellipsoid(points, (18, 0, 2), (26, 27, 22)), 10)

    tilted = (points - (-41, 0, 12)) @ turn_about((0, 1, 0), 38)
    tail = ellipsoid(tilted, (0, 0, 0), (19, 14, 7))
    solid = blend(body, tail, 14)

    for side in (-1, 1):
        wing = (points - (-11, side * 28.5, 3)) @ turn_about((0, 1, 0), 16)
        solid = blend(solid, ellipsoid(wing, (0, 0, 0), (23, 6.5, 12.5)), 4)

    neck = np.array([22.0, 0.0, 38.0])
    head_points = (points - neck) @ turn_about((0, 0, 1), -HEAD_TURN_DEGREES)
    head = ellipsoid(head_points, (0, 0, 0), (21, 20, 20))
    for side in (-1, 1):
        head = blend(head, ellipsoid(head_points, (14.5, side * 10.5, 7.5), (4.2, 4.2, 5)), 1.2)
    upper = (head_points - (23, 0, -3.5)) @ turn_about((0, 1, 0), 10)
    lower = (head_points - (21, 0, -7.5)) @ turn_about((0, 1, 0), -8)
    bill = np.minimum(
        ellipsoid(upper, (0, 0, 0), (15, 11.5, 3.6)), ellipsoid(lower, (0, 0, 0), (11, 8.5, 3))
    )
    solid = blend(solid, blend(head, bill, 3), 9)

    return np.maximum(solid, WATER_LINE_MM - points[..., 2])


def surface_normals(points: Array) -> Array:
    """Outward unit normals of the duck, from central differences, (N, 3)."""
    steps = 0.01 * np.eye(3)
    gradient = np.stack([duck(points + step) - duck(points - step) for step in steps], axis=-1)
    return gradient / np.linalg.norm(gradient, axis=-1, keepdims=True)


def take_scan(scanner: Scanner, rng: np.random.Generator) -> Array:
    """Points that a scanner measures on the duck.

    Parameters
    ----------
    scanner : Scanner
        Where it stands; it looks at the middle of the duck.
    rng : numpy.random.Generator
        Source of the jitter of the rays and of the measuring noise.

    Returns
    -------
    points : (N, 3) float64 array
        Millimetres, in the axes of the duck, in the order of the sweep.
    """
    azimuth, elevation = np.deg2rad([scanner.azimuth_degrees, scanner.elevation_degrees])
    outwards = np.array(
        [
            np.cos(elevation) * np.cos(azimuth),
            np.cos(elevation) * np.sin(azimuth),
            np.sin(elevation),
        ]
    )
    target = np.array([0.0, 0.0, 15.0])
    eye = target + scanner.distance_mm * outwards
    right = np.cross([0.0, 0.0, 1.0], outwards)
    right /= np.linalg.norm(right)
    up = np.cross(outwards, right)

    half_width = 62.0 / scanner.distance_mm
    ticks = np.linspace(-half_width, half_width, scanner.rays)
    u, v = (grid.ravel() for grid in np.meshgrid(ticks, ticks))
    jitter = 0.25 * (ticks[1] - ticks[0])
    u, v = u + rng.normal(0, jitter, u.shape), v + rng.normal(0, jitter, v.shape)
    rays = -outwards + u[:, None] * right + v[:, None] * up
    rays /= np.linalg.norm(rays, axis=1, keepdims=True)

    depth = np.full(len(rays), 0.7 * scanner.distance_mm)
    for _ in range(160):
        # Blended distances overshoot a little: walk four fifths of the way.
        depth += 0.8 * duck(eye + depth[:, None] * rays)
    points = eye + depth[:, None] * rays
    hit = (np.abs(duck(points)) < 0.01) & (points[:, 2] > WATER_LINE_MM + 0.5)
    points, rays, depth = points[hit], rays[hit], depth[hit]

    facing = -np.sum(rays * surface_normals(points), axis=1)
    measured = facing > np.cos(np.deg2rad(STEEPEST_ANGLE_DEGREES))
    depth = depth + rng.normal(0, NOISE_MM, depth.shape)
    return (eye + depth[:, None] * rays)[measured]


def make_scans() -> dict[str, Array]:
    """Two scans and the truth.

    Returns
    -------
    arrays : dict of str to float64 array
        ``P`` (N, 3) and ``Q`` (M, 3) in millimetres, rounded to micrometres; ``R`` (3, 3) and
        ``t`` (3,) with ``P @ R + t`` in the axes of Q.
    """
    rng = np.random.default_rng(SEED)
    Q = take_scan(SCANNER_Q, rng)
    in_place = take_scan(SCANNER_P, rng)
    R = turn_about(TURN_AXIS, TURN_DEGREES)
    # The duck turns about its own middle, as on a turntable, and then slides.
    middle = in_place.mean(axis=0)
    P = (in_place - middle) @ R.T + middle + SHIFT_MM
    t = middle - (middle + SHIFT_MM) @ R
    return {"P": np.round(P, 3), "Q": np.round(Q, 3), "R": R, "t": t}


def write(folder: Path) -> list[Path]:
    """Write ``scan/scan.npz``.

    Parameters
    ----------
    folder : Path
        The data folder.

    Returns
    -------
    list of Path
        The file written.
    """
    target = Path(folder) / "scan"
    target.mkdir(parents=True, exist_ok=True)
    path = target / "scan.npz"
    np.savez(path, **make_scans())
    return [path]
