"""Rotations and rigid motions: the closed forms inside each step of ICP.

The course's convention: a point is a row, and a rotation acts on the right, ``P @ R + t``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

# Below this share of the largest, a singular value is rounding and its direction unknown.
RANK_TOLERANCE = 1e-10


class Motion(NamedTuple):
    """A rigid motion ``P @ R + t``: R, (d, d) with determinant +1, and t, (d,)."""

    R: Array
    t: Array

    def __call__(self, P: Array) -> Array:
        """Move points, (n, d)."""
        return P @ self.R + self.t

    def then(self, later: Motion) -> Motion:
        """Return the motion that does this one first and ``later`` after it."""
        return Motion(self.R @ later.R, self.t @ later.R + later.t)


def nearest_rotation(M: ArrayLike) -> Array:
    """Rotation that is nearest to a matrix in the Frobenius norm.

    Parameters
    ----------
    M : array_like of float, shape (d, d)

    Returns
    -------
    ndarray of float64, shape (d, d)
        ``U @ V.T`` of the SVD ``M = U @ diag(s) @ V.T``, with the sign of the last column of U
        changed where that is needed for determinant +1 (Kabsch 1976; Umeyama 1991, eq. 39).
    """
    U, _, Vt = np.linalg.svd(np.asarray(M, dtype=np.float64))
    U[:, -1] *= np.sign(np.linalg.det(U) * np.linalg.det(Vt))
    return U @ Vt


def rigid_fit(P: ArrayLike, A: ArrayLike) -> Motion:
    """Rigid motion that lays points onto partners that are known, by least squares.

    Parameters
    ----------
    P : array_like of float, shape (n, d)
        The points to be moved, one in a row.
    A : array_like of float, shape (n, d)
        Their partners: row i belongs to row i of P.

    Returns
    -------
    Motion
        R and t that minimise ``sum(|P @ R + t - A|**2)`` among all rotations (no reflections, no
        scale) and shifts.

    Raises
    ------
    ValueError
        If the shapes differ, a number is not finite, or the points leave the rotation open, as
        points on one line do in three dimensions.

    References
    ----------
    W. Kabsch, Acta Crystallographica A32, 1976. S. Umeyama, IEEE Transactions on Pattern Analysis
    and Machine Intelligence 13(4), 1991.
    """
    P, A = np.asarray(P, dtype=np.float64), np.asarray(A, dtype=np.float64)
    if P.ndim != 2 or P.shape != A.shape or 0 in P.shape:
        raise ValueError(
            f"P and its partners A must be (n, d) arrays of one shape, not {P.shape} and {A.shape}."
        )
    if not (np.isfinite(P).all() and np.isfinite(A).all()):
        raise ValueError(
            "P or A holds nan or infinity: leave out the points that have no position."
        )
    fit = _kabsch(P, A)
    if fit is None:
        d = P.shape[1]
        raise ValueError(
            f"These {len(P)} pairs leave the rotation open: in {d} dimensions the points must "
            f"span at least {d - 1}. Take points that do not all lie on one line or in one place."
        )
    return fit


def rigid_step(P: Array, A: Array) -> Motion:
    """:func:`rigid_fit` inside ICP: where the partners leave the rotation open, only a shift.

    As in a first iteration from far away, where one point of the target is everybody's partner.
    """
    fit = _kabsch(P, A)
    return fit or Motion(np.eye(P.shape[1]), A.mean(axis=0) - P.mean(axis=0))


def _kabsch(P: Array, A: Array) -> Motion | None:
    p, a = P.mean(axis=0), A.mean(axis=0)
    X = P - p
    M = X.T @ (A - a)
    s = np.linalg.svd(M, compute_uv=False)
    if len(s) > 1 and s[-2] <= RANK_TOLERANCE * np.sum(X**2):
        return None
    R = nearest_rotation(M)
    return Motion(R, a - p @ R)


def plane_step(P: Array, A: Array, N: Array) -> Motion:
    """Rigid motion that lays points onto planes, one Gauss-Newton step.

    Minimises ``sum(((P @ R + t - A) * N).sum(axis=1)**2)`` with R linearised at the identity: a
    small turn moves a row p to ``p + p @ W``, W skew (Chen and Medioni 1992; Low 2004 writes out
    the three-dimensional case). A motion that the planes do not determine, such as sliding along
    a flat wall, is left out: the step is the shortest of all solutions.

    Parameters
    ----------
    P : ndarray of float64, shape (n, d)
        Points.
    A, N : ndarray of float64, shape (n, d)
        For each of them a point of its plane, and the plane's unit normal.

    Returns
    -------
    Motion
    """
    d = P.shape[1]
    i, j = np.triu_indices(d, k=1)
    centre = P.mean(axis=0)
    X = P - centre
    # Column of the turn in the plane of axes i and j, then the shifts.
    J = np.hstack([X[:, i] * N[:, j] - X[:, j] * N[:, i], N])
    distances = np.einsum("nd,nd->n", A - P, N)
    # Turns and shifts have different units; unit columns make one tolerance fit both.
    size = np.sqrt(np.einsum("nk,nk->k", J, J))
    size[size == 0] = 1.0
    x = np.linalg.lstsq(J.T @ J / np.outer(size, size), J.T @ distances / size, rcond=1e-9)[0]
    x /= size
    W = np.zeros((d, d))
    W[i, j] = x[: len(i)]
    R = nearest_rotation(np.eye(d) + W - W.T)
    return Motion(R, centre + x[len(i) :] - centre @ R)
