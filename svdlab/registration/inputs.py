"""What a cloud must be before it is worth a computation."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from svdlab.registration.rigid import RANK_TOLERANCE, Array, Motion

# Squares of larger coordinates may leave the range of float64.
LARGEST = 1e100


def cloud(X: ArrayLike, name: str) -> Array:
    """Points as float64, (n, d), or one sentence about what is wrong with them."""
    try:
        X = np.asarray(X)
        X = X.astype(np.float64, casting="same_kind" if X.dtype.kind in "biuf" else "safe")
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be an array of real numbers, (n, d): {error}.") from error
    if X.ndim != 2 or X.shape[1] < 2:
        raise ValueError(
            f"{name} must have shape (n, d), one point in a row with d >= 2 coordinates; its shape "
            f"is {X.shape}."
        )
    bad = int(np.sum(~np.isfinite(X).all(axis=1)))
    if bad:
        raise ValueError(
            f"{bad} of the {len(X)} points of {name} hold nan or infinity: leave them out, for "
            f"example with {name}[np.isfinite({name}).all(axis=1)]."
        )
    if X.size and np.abs(X).max() > LARGEST:
        raise ValueError(
            f"{name} has coordinates beyond {LARGEST:g}: choose a larger unit of length."
        )
    return X


def check_pair(P: ArrayLike, Q: ArrayLike) -> tuple[Array, Array]:
    """Two clouds, (n, d) and (m, d), that a motion can be found between."""
    P, Q = cloud(P, "P"), cloud(Q, "Q")
    if P.shape[1] != Q.shape[1]:
        raise ValueError(
            f"P has points in {P.shape[1]} dimensions and Q in {Q.shape[1]}: both clouds must have "
            "the same number of coordinates."
        )
    check_spread(P, "P")
    check_spread(Q, "Q")
    return P, Q


def check_spread(X: Array, name: str) -> None:
    """Refuse points that cannot fix a rotation: too few, or all on one line."""
    n, d = X.shape
    if n < d:
        raise ValueError(
            f"{name} holds {n} point{'s' * (n != 1)}: a rigid motion in {d} dimensions needs "
            f"{d} or more."
        )
    X = X - X.mean(axis=0)
    s = np.linalg.svd(X.T @ X, compute_uv=False)
    if s[d - 2] <= RANK_TOLERANCE * s[0] or s[0] == 0:
        raise ValueError(
            f"The points of {name} all lie on one line or in one place, which leaves the rotation "
            f"open: in {d} dimensions they must span at least {d - 1}."
        )


def check_start(start: tuple[ArrayLike, ArrayLike] | None, d: int) -> Motion:
    """Motion to start from, none if not given, or one sentence about what is wrong with it."""
    if start is None:
        return Motion(np.eye(d), np.zeros(d))
    try:
        R, t = (np.asarray(part, dtype=np.float64) for part in start)
    except (TypeError, ValueError) as error:
        raise ValueError("start must be a pair (R, t): a rotation and a shift.") from error
    if R.shape != (d, d) or t.shape != (d,):
        raise ValueError(
            f"start must be (R, t) of shapes {(d, d)} and {(d,)}, not {R.shape} and {t.shape}."
        )
    if not (np.isfinite(R).all() and np.isfinite(t).all()):
        raise ValueError("start holds nan or infinity.")
    if np.abs(R.T @ R - np.eye(d)).max() > 1e-6 or np.linalg.det(R) < 0:
        raise ValueError("R of start is no rotation: R.T @ R must be the identity and det(R) +1.")
    return Motion(R, t)


def check_options(
    method: str,
    keep: float,
    max_distance: float,
    tolerance: float,
    max_iterations: int,
    coarsest: int,
    memory: int,
) -> None:
    """Refuse an option that is out of its range."""
    if method not in ("point", "plane"):
        raise ValueError(f"method must be 'point' or 'plane', not {method!r}.")
    if not 0 < keep <= 1:
        raise ValueError(f"keep is a share of the points, above 0 and at most 1; it is {keep}.")
    if not max_distance > 0:
        raise ValueError(f"max_distance must be above 0; it is {max_distance}.")
    if not 0 <= tolerance < 1:
        raise ValueError(
            f"tolerance is a share of the size of P, from 0 to below 1; it is {tolerance}."
        )
    for name, value, least in (
        ("max_iterations", max_iterations, 1),
        ("coarsest", coarsest, 1),
        ("memory", memory, 0),
    ):
        if value < least:
            raise ValueError(f"{name} must be {least} or more; it is {value}.")
