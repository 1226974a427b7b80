"""Courses of time from few pixels, when something may cover some of them.

A frame shows the background ``c @ pictures`` wherever nothing covers it. Squares of what covers it
would pull at c; distances pull far less, and weights ``1 / distance`` turn them into squares.

References
----------
E. J. Schlossmacher, "An iterative technique for absolute deviations curve fitting", Journal of the
American Statistical Association 68, 1973.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

TURNS = 5
FRAMES_AT_ONCE = 256
RIDGE = 1e-9


def least_absolute(
    values: NDArray, few: NDArray, least: float = 1.0, turns: int = TURNS
) -> NDArray[np.float64]:
    """Coefficients with small ``Σ |values − c @ few|``, by reweighted least squares.

    Parameters
    ----------
    values : (n, a) ndarray
        Some a pixels of n frames.
    few : (k, a) ndarray
        The same pixels of the pictures.
    least : float
        Distances below count as this: nothing weighs infinitely.
    turns : int

    Returns
    -------
    (n, k) float64 ndarray
    """
    return in_blocks(values, few, lambda some: _least_absolute(some, few, least, turns))


def within(
    values: NDArray, few: NDArray, courses: NDArray, threshold: float
) -> NDArray[np.float64]:
    """Coefficients by least squares, (n, k), from pixels no farther than a threshold from a model.

    Parameters
    ----------
    values, few
        See `least_absolute`.
    courses : (n, k) ndarray
        The model: ``courses @ few``.
    threshold : float
        In units of the values.
    """
    close = np.abs(values - courses.astype(few.dtype) @ few) <= threshold
    return weighted(values, few, close.astype(few.dtype))


def weighted(values: NDArray, few: NDArray, weights: NDArray) -> NDArray[np.float64]:
    """Coefficients, (n, k), with least ``Σ weights (values − c @ few)²`` for each frame."""
    k, a = few.shape
    pairs = (few[:, np.newaxis] * few).reshape(k * k, a)
    normal = (weights @ pairs.T).reshape(-1, k, k).astype(np.float64)
    size = np.trace(normal, axis1=1, axis2=2)[:, np.newaxis, np.newaxis]
    normal += (RIDGE * size + np.finfo(np.float32).tiny) * np.eye(k)
    right = ((weights * values) @ few.T).astype(np.float64)
    return np.linalg.solve(normal, right[..., np.newaxis])[..., 0]


def in_blocks(
    values: NDArray, few: NDArray, solve: Callable[[NDArray], NDArray]
) -> NDArray[np.float64]:
    """Apply `solve` to some frames after the other, converted: a block stays in the cache."""
    courses = np.empty((len(values), len(few)))
    for start in range(0, len(values), FRAMES_AT_ONCE):
        where = slice(start, start + FRAMES_AT_ONCE)
        courses[where] = solve(values[where].astype(few.dtype))
    return courses


def _least_absolute(values: NDArray, few: NDArray, least: float, turns: int) -> NDArray:
    weights = np.ones_like(values)
    for _ in range(turns):
        courses = weighted(values, few, weights)
        distance = np.abs(values - courses.astype(few.dtype) @ few)
        weights = 1 / np.maximum(distance, np.asarray(least, few.dtype))
    return courses
