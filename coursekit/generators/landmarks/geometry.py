"""Plane geometry of points, lines and convex polygons, ``(N, 2)`` arrays of corners in metres."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

Array = NDArray[np.float64]


def normal(direction: Array) -> Array:
    """Directions, (..., 2), turned by a right angle counterclockwise."""
    return np.stack([-direction[..., 1], direction[..., 0]], axis=-1)


def unit(vector: Array) -> Array:
    """Vector of length one."""
    return vector / np.linalg.norm(vector)


def area(polygon: Array) -> float:
    """Signed area of a polygon, positive when counterclockwise."""
    x, y = polygon.T
    return 0.5 * float(x @ np.roll(y, -1) - y @ np.roll(x, -1))


def keep_left(polygon: Array, point: Array, direction: Array) -> Array:
    """Part of a convex polygon to the left of a line, (0, 2) where there is none."""
    distance = (polygon - point) @ normal(direction)
    kept = []
    for a, b, da, db in zip(
        polygon, np.roll(polygon, -1, axis=0), distance, np.roll(distance, -1), strict=True
    ):
        if da >= 0:
            kept.append(a)
        if da * db < 0:
            kept.append(a + (b - a) * da / (da - db))
    return np.array(kept).reshape(-1, 2)


def without_short_edges(polygon: Array, shortest: float) -> Array:
    """Polygon without the corners that follow one another too closely."""
    kept = [polygon[0]]
    for corner in polygon[1:]:
        if np.linalg.norm(corner - kept[-1]) >= shortest:
            kept.append(corner)
    if len(kept) > 1 and np.linalg.norm(kept[-1] - kept[0]) < shortest:
        kept.pop()
    return np.array(kept)


def inset(polygon: Array, distance: float) -> Array | None:
    """Convex polygon with every edge moved inwards, or None where it does not fit.

    Corner i of the result belongs to corner i of the polygon.
    """
    if len(polygon) < 3:
        return None
    along = np.roll(polygon, -1, axis=0) - polygon
    length = np.linalg.norm(along, axis=1)
    inwards = normal(along) / length[:, None]
    before = np.roll(inwards, 1, axis=0)
    cosine = np.sum(before * inwards, axis=1)
    corners = polygon + distance * (before + inwards) / (1 + cosine)[:, None]
    moved = np.roll(corners, -1, axis=0) - corners
    return corners if np.all(np.sum(moved * along, axis=1) > 0) else None


def shrink(polygon: Array, distance: float) -> Array:
    """Convex polygon without the margin along its edges, (0, 2) where nothing is left."""
    left = polygon
    for a, b in polygon_edges(polygon):
        if len(left) < 3:
            return np.empty((0, 2))
        left = keep_left(left, a + distance * normal(unit(b - a)), unit(b - a))
    return left


def polygon_edges(polygon: Array) -> Iterable[tuple[Array, Array]]:
    """Pairs of neighbouring corners."""
    return zip(polygon, np.roll(polygon, -1, axis=0), strict=True)


def within(points: Array, polygon: Array, margin: float = 0.0) -> NDArray[np.bool_]:
    """Which of N points lie inside a convex polygon, at least a margin from its edges, (N,)."""
    along = np.roll(polygon, -1, axis=0) - polygon
    inwards = normal(along)
    inwards /= np.linalg.norm(along, axis=1, keepdims=True)
    distance = np.atleast_2d(points) @ inwards.T - np.sum(polygon * inwards, axis=1)
    return np.all(distance >= margin, axis=1)


def headings(line: Array) -> Array:
    """Directions of length one along a curve given by points, (N, 2)."""
    along = np.gradient(line, axis=0)
    return along / np.linalg.norm(along, axis=1, keepdims=True)


def band(line: Array, low: float, high: float) -> Array:
    """Polygon between two curves parallel to a line; positive distances lie to its left."""
    side = normal(headings(line))
    return np.concatenate([line + low * side, (line + high * side)[::-1]])


def circle(centre: Array, radius: float, corners: int = 40) -> Array:
    """Regular polygon in place of a circle, counterclockwise."""
    angle = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    return np.asarray(centre) + radius * np.column_stack([np.cos(angle), np.sin(angle)])


def rectangle(centre: Array, direction: Array, length: float, width: float) -> Array:
    """Corners of a rectangle, counterclockwise."""
    d = unit(direction)
    u, v = 0.5 * length * d, 0.5 * width * normal(d)
    return np.asarray(centre) + np.array([-u - v, u - v, u + v, -u + v])


def rounded(polygon: Array, points: int = 120) -> Array:
    """Smooth the corners of a polygon away; a closed curve inside it."""
    closed = np.concatenate([polygon, polygon[:1]])
    length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(closed, axis=0), axis=1))])
    at = np.linspace(0, length[-1], points, endpoint=False)
    curve = np.column_stack([np.interp(at, length, closed[:, axis]) for axis in (0, 1)])
    return gaussian_filter(curve, (4.0, 0), mode="wrap")
