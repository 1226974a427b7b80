"""Who is whose partner, and which of the matches are kept."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from svdlab.registration.neighbours import nearest, space_order, tree_of
from svdlab.registration.normals import LazyNormals
from svdlab.registration.rigid import Array


class Target:
    """The cloud at rest: its points in the order of space, their tree, normals where wanted.

    Parameters
    ----------
    Y : ndarray of float64, shape (m, d)
    neighbours : int
        Points that tell a normal; 0 where none are wanted.
    workers : int
        Threads of every search.
    """

    def __init__(self, Y: Array, neighbours: int, workers: int) -> None:
        self.points = Y[space_order(Y)]
        self.tree = tree_of(self.points)
        self.workers = workers
        self.normals = (
            LazyNormals(self.points, self.tree, neighbours, workers) if neighbours else None
        )


class Matches(NamedTuple):
    """The kept matches of a cloud that stands somewhere over its target.

    Attributes
    ----------
    points, partners : ndarray of float64, shape (k, d)
        Row i of one belongs to row i of the other.
    normals : ndarray of float64, shape (k, d), or None
        Of the target at the partners.
    error : float
        Root mean square distance, to the partners or, where there are normals, to their planes.
    radius : float
        As far as which matches are kept.
    """

    points: Array
    partners: Array
    normals: Array | None
    error: float
    radius: float

    @property
    def apart(self) -> float:
        """Root mean square distance of points and partners, also where the error is another."""
        return root_mean_square(np.linalg.norm(self.points - self.partners, axis=1))


def match(X: Array, target: Target, count: int, reach: float, limit: float) -> Matches:
    """Match each row of X with the nearest point of the target, and keep the nearest ``count``.

    Parameters
    ----------
    X : ndarray of float64, shape (n, d)
    target : Target
    count : int
        How many matches to keep; fewer where fewer are nearer than ``limit``.
    reach : float
        A guess of the distance within which ``count`` matches are found. It saves time only:
        where it is too short, the search is done again as far as ``limit``.
    limit : float
        Matches beyond it are never kept.
    """
    distances, rows = nearest(target.tree, X, min(reach, limit), target.workers)
    if reach < limit and np.count_nonzero(rows < target.tree.n) < count:
        distances, rows = nearest(target.tree, X, limit, target.workers)
    radius = float(np.partition(distances, count - 1)[count - 1])
    if radius == np.inf:
        radius = limit
    kept = (distances <= radius) & (rows < target.tree.n)
    rows = rows[kept]
    points, partners = X[kept], target.points[rows]
    if target.normals is None:
        return Matches(points, partners, None, root_mean_square(distances[kept]), radius)
    normals = target.normals[rows]
    offsets = np.einsum("kd,kd->k", points - partners, normals)
    return Matches(points, partners, normals, root_mean_square(offsets), radius)


def root_mean_square(x: Array) -> float:
    """Root of the mean of the squares; nan of nothing."""
    return float(np.sqrt(x @ x / len(x))) if len(x) else float("nan")
