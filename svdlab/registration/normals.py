"""Normals of a surface that is known by points: the direction in which neighbours vary least."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree

from svdlab.registration.inputs import cloud
from svdlab.registration.neighbours import Indices, space_order, tree_of

Array = NDArray[np.float64]


def estimate_normals(Q: ArrayLike, neighbours: int = 20, workers: int = -1) -> Array:
    """Find the unit normal at each point of a surface, by principal components of its neighbours.

    Parameters
    ----------
    Q : array_like of float, shape (n, d)
        Points on a surface (in the plane: on a curve).
    neighbours : int
        How many nearest points, the point itself among them, tell the normal: at least d.
    workers : int
        Threads of the neighbour search; -1 for as many as there are processors.

    Returns
    -------
    ndarray of float64, shape (n, d)
        Unit vectors. Their sign is arbitrary.

    Raises
    ------
    ValueError
        If Q is not a cloud of finite points, or has fewer points than neighbours are asked for.

    References
    ----------
    H. Hoppe et al., Surface reconstruction from unorganized points, SIGGRAPH 1992, section 3.2.
    """
    Q = cloud(Q, "Q")
    check_neighbours(neighbours, *Q.shape)
    order = space_order(Q)
    X = Q[order]
    normals = np.empty_like(X)
    normals[order] = normals_at(X, tree_of(X), np.arange(len(X)), neighbours, workers)
    return normals


def check_neighbours(neighbours: int, n: int, d: int) -> None:
    """Refuse a number of neighbours that no plane can be laid through, or that Q does not have."""
    if not d <= neighbours <= n:
        raise ValueError(
            f"neighbours must lie between {d}, as many as fix a plane, and the number of points of "
            f"Q, {n}; it is {neighbours}."
        )


def normals_at(X: Array, tree: cKDTree, rows: Indices, neighbours: int, workers: int) -> Array:
    """Find normals, (m, d), at some rows of X, (n, d), of which ``tree`` is the k-d tree.

    The right singular vectors of a centred neighbourhood are those of its covariance, which is
    d × d however many neighbours there are: one SVD of a stack of small matrices.
    """
    _, near = tree.query(X[rows], k=neighbours, workers=workers)
    offsets = [x[near] for x in X.T]
    offsets = [x - x.mean(axis=1, keepdims=True) for x in offsets]
    d = len(offsets)
    covariance = np.empty((len(rows), d, d))
    for i in range(d):
        for j in range(i, d):
            covariance[:, i, j] = np.einsum("mk,mk->m", offsets[i], offsets[j])
            covariance[:, j, i] = covariance[:, i, j]
    return np.linalg.svd(covariance)[2][:, -1]


class LazyNormals:
    """Normals of a cloud, each computed when it is first asked for.

    ICP asks only for normals of points that are somebody's partner, which is often half of them.
    """

    def __init__(self, X: Array, tree: cKDTree, neighbours: int, workers: int) -> None:
        self._cloud, self._tree = X, tree
        self._neighbours, self._workers = neighbours, workers
        self._normals = np.empty_like(X)
        self._known = np.zeros(len(X), dtype=bool)

    def __getitem__(self, rows: Indices) -> Array:
        """Return normals, (m, d), at rows of the cloud."""
        asked = np.zeros(len(self._cloud), dtype=bool)
        asked[rows] = True
        new = np.flatnonzero(asked & ~self._known)
        if len(new):
            self._normals[new] = normals_at(
                self._cloud, self._tree, new, self._neighbours, self._workers
            )
            self._known[new] = True
        return self._normals[rows]
