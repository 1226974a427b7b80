"""A background of fixed small rank that what moves does not pull at.

``A ≈ L + S``: L of rank k, S few but large. Where an entry of ``A`` lies farther than a threshold
from L it belongs to S and L's value takes its place; then L is fitted again by least squares: first
the courses of time for given pictures, then the pictures for given courses. That is alternating
least squares with a hard threshold. From bytes, one pass over the data does a whole turn: a block
of frames gets its courses, its outliers are filled in, and it adds its share to the next pictures.

References
----------
T. Zhou, D. Tao, "GoDec: randomized low-rank & sparse matrix decomposition in noisy case",
ICML 2011: a fixed rank, and hard thresholds in turn with least squares.

P. Netrapalli, U. N. Niranjan, S. Sanghavi, A. Anandkumar, P. Jain, "Non-convex robust PCA",
NIPS 2014: hard thresholds, and a rank that grows in stages.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from svdlab.lowrank.factors import checked_rank
from svdlab.lowrank.rows import Rows, as_rows

LEARNING_FRAMES = 100
TURNS_PER_STAGE = 6
NOISE_STEP = 17
ASKED_PIXELS = 1500
COURSE_TURNS = 5
MAD_TO_DEVIATION = 1.4826
DEVIATIONS = 4.0
LEAST_THRESHOLD = 3.0


@dataclass(frozen=True)
class RobustFactors:
    """A background ``pictures @ courses`` of a matrix with one column per frame.

    Attributes
    ----------
    pictures : (m, k) float32 ndarray
    courses : (k, n) float32 ndarray
    threshold : float
        Distance from the background, in units of the data, beyond which an entry is no background.
    converged : bool
        Whether the last pass changed the background by no more than the tolerance.
    change : float
        That change: root mean square over the background of all frames, over the same of the
        background itself.
    passes : int
        How often all of the data was read.
    """

    pictures: NDArray[np.float32]
    courses: NDArray[np.float32]
    threshold: float
    converged: bool
    change: float
    passes: int

    def background(self, index: slice | NDArray[np.integer]) -> NDArray[np.float32]:
        """Return the background of some frames, (m, number of them)."""
        return self.pictures @ self.courses[:, index]


def robust_low_rank(
    data: NDArray,
    rank: int,
    *,
    threshold: float | None = None,
    tolerance: float = 1e-4,
    most_passes: int = 6,
    seed: int = 0,
) -> RobustFactors:
    """Split a clip into a background of fixed rank and what moves.

    Parameters
    ----------
    data : (T, height, width[, channels]) or (m, n) ndarray
        Frames, or a matrix with one column per frame, stored frame after frame (a matrix stored
        row by row is copied). uint8 or float.
    rank : int
        Of the background; 1 to 5 for a clip.
    threshold : float, optional
        In units of the data. Default: four standard deviations of the noise, judged by the median
        distance of the frames drawn, and 3 at least (grey levels; for floats, 0 at least).
    tolerance : float
        Stop when a pass changes the background by less than this share.
    most_passes : int
        Over all of the data.
    seed : int
        Draws the frames and pixels that are learnt from.

    Returns
    -------
    RobustFactors
        With ``converged`` false where `most_passes` did not suffice.

    Raises
    ------
    ValueError
        If an argument is out of its range.

    Notes
    -----
    Some 100 frames from all parts of the clip are learnt from first, six turns for each component,
    at small cost. The
    courses of all frames then follow from 1500 pixels by reweighted least squares, and the
    full data are read only to finish. What covers its place in more than half of the frames is
    background to this method.
    """
    rows = as_rows(data)
    if not rows.rows_are_columns:
        rows = as_rows(np.asfortranarray(data))
    rank = checked_rank(rank, rows.shape)
    if threshold is not None and not threshold > 0:
        raise ValueError(f"threshold must be above 0, got {threshold}.")
    if most_passes < 1:
        raise ValueError(f"most_passes must be 1 or more, got {most_passes}.")
    generator = np.random.default_rng(seed)
    pictures, threshold = _learn(rows, rank, threshold, generator)
    asked = generator.permutation(rows.shape[1])[:ASKED_PIXELS]

    change, passes = np.inf, 0
    courses = _courses(rows, pictures, asked, threshold)
    while passes < most_passes and change > tolerance:
        before = pictures, courses
        pictures, courses = _turn(rows, pictures, courses, threshold)
        passes += 1
        change = _change(before, (pictures, courses))
    return RobustFactors(
        np.ascontiguousarray(pictures.T),
        np.ascontiguousarray(courses.T),
        float(threshold),
        bool(change <= tolerance),
        float(change),
        passes,
    )


def _learn(
    rows: Rows, rank: int, threshold: float | None, generator: np.random.Generator
) -> tuple[NDArray, float]:
    """Orthonormal pictures, (k, c), and the threshold, from some frames of all parts."""
    count = rows.shape[0]
    wanted = min(count, max(LEARNING_FRAMES, 4 * rank))
    edges = np.linspace(0, count, wanted + 1)
    drawn = rows.take((edges[:-1] + generator.random(wanted) * np.diff(edges)).astype(int))
    least = LEAST_THRESHOLD if rows.array.dtype.kind in "ui" else 0.0
    model = _scaled_median(drawn)
    for stage in range(1, rank + 1):  # one more component when those before have settled
        for _ in range(TURNS_PER_STAGE):
            distance = np.abs(drawn - model)
            noise = MAD_TO_DEVIATION * float(np.median(distance[:, ::NOISE_STEP]))
            limit = threshold or max(least, DEVIATIONS * noise)
            np.copyto(model, drawn, where=distance <= limit)
            pictures = _leading_pictures(model, stage)
            model = (model @ pictures.T) @ pictures
    return pictures, limit if limit > 0 else float(np.finfo(drawn.dtype).eps)


def _leading_pictures(filled: NDArray, rank: int) -> NDArray:
    """Leading right singular vectors of few long rows, (rank, c), by their Gram matrix."""
    _, vectors = np.linalg.eigh((filled @ filled.T).astype(np.float64))
    mixed = vectors[:, ::-1][:, :rank].T.astype(filled.dtype) @ filled
    return np.ascontiguousarray(np.linalg.qr(mixed.T)[0].T)


def _scaled_median(drawn: NDArray) -> NDArray:
    """Median picture times the light of each frame: a first model that nothing moving touches."""
    picture = np.median(drawn, axis=0)
    bright = picture > 0.1 * max(float(picture.max()), 0.0)
    if not bright.any():
        return np.broadcast_to(picture, drawn.shape).copy()
    light = np.median(drawn[:, bright] / picture[bright], axis=1)
    return np.multiply.outer(light, picture).astype(drawn.dtype)


def _courses(rows: Rows, pictures: NDArray, asked: NDArray, threshold: float) -> NDArray:
    """Courses of all frames, (n, k), from few pixels: weights 1/distance, then the threshold."""
    frames = rows.array.reshape(rows.shape)
    values = frames[:, asked].astype(np.float64)
    few = pictures[:, asked].astype(np.float64)
    weights = np.ones_like(values)
    pairs = np.einsum("ip,jp->pij", few, few).reshape(len(asked), -1)
    ridge = 1e-9 * np.trace(few @ few.T) * np.eye(len(few))
    for turn in range(COURSE_TURNS + 1):
        normal = (weights @ pairs).reshape(-1, len(few), len(few)) + ridge
        courses = np.linalg.solve(normal, (weights * values @ few.T)[..., np.newaxis])[..., 0]
        distance = np.abs(values - courses @ few)
        last = turn >= COURSE_TURNS - 1
        weights = distance <= threshold if last else 1 / np.maximum(distance, threshold / 4)
        weights = weights.astype(np.float64)
    return courses.astype(pictures.dtype)


def _turn(
    rows: Rows, pictures: NDArray, courses: NDArray, threshold: float
) -> tuple[NDArray, NDArray]:
    """One pass: fill outliers in, courses by least squares, pictures from them."""
    sums, new_courses = np.zeros_like(pictures), np.empty_like(courses)
    model = far = None
    for where, block in rows.blocks():
        if model is None:
            model, far = np.empty_like(block), np.empty(block.shape, bool)
        some, beyond = model[: len(block)], far[: len(block)]
        np.matmul(courses[where], pictures, out=some)
        np.subtract(block, some, out=some)
        np.greater(some, threshold, out=beyond)
        np.copyto(some, 0, where=beyond)
        np.less(some, -threshold, out=beyond)
        np.copyto(some, 0, where=beyond)
        # The filled-in block is the model plus these residuals; only they need a product.
        new_courses[where] = courses[where] + some @ pictures.T
        sums += new_courses[where].T @ some
        sums += (new_courses[where].T @ courses[where]) @ pictures
    normal = new_courses.astype(np.float64)
    normal = normal.T @ normal
    solved = np.linalg.lstsq(normal, sums.astype(np.float64), rcond=None)[0]
    return _orthonormal_pair(solved, new_courses, pictures.dtype)


def _orthonormal_pair(pictures: NDArray, courses: NDArray, dtype: np.dtype) -> tuple:
    """Make the pictures orthonormal without changing their product with the courses."""
    Q, R = np.linalg.qr(pictures.T)
    return np.ascontiguousarray(Q.T.astype(dtype)), (courses @ R.T).astype(dtype)


def _change(before: tuple[NDArray, NDArray], after: tuple[NDArray, NDArray]) -> float:
    """Relative root mean square change of a background given by (pictures, courses).

    Differences are formed before squares, so that small changes do not drown in rounding.
    """
    (old, old_courses), (new, new_courses) = before, after
    overlap = new @ old.T
    within = new_courses @ overlap - old_courses
    outside = new - overlap @ old
    spread = (new_courses.T @ new_courses) @ (outside @ outside.T)
    size = float(np.linalg.norm(new_courses)) or 1.0
    return float(np.sqrt(np.linalg.norm(within) ** 2 + max(0.0, np.trace(spread)))) / size
