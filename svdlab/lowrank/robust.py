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

from svdlab.lowrank.courses import in_blocks, least_absolute, within
from svdlab.lowrank.factors import checked_rank
from svdlab.lowrank.rows import Rows, as_rows
from svdlab.lowrank.small import combine, gram, pieces

LEARNING_FRAMES = 100
TURNS_PER_STAGE = 4
FIRST_SLACK = 8
ASKED_PIXELS = 1500
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
    most_passes: int = 10,
    memory: float | None = None,
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
    memory : float, optional
        Bytes for the buffers of a block of frames. Default: some 11 MB, or 16 frames.
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
    Some 100 frames from all parts of the clip are learnt from first, a few turns for each
    component, at small cost. The courses of all frames then follow from 1500 pixels by reweighted
    least squares, and the full data are read only to finish.

    What covers its place in more than half of the frames is background to this method; at a rank
    of 2 or more, what stands still can be from a third of the frames on: a spare component takes
    it up, and leaves a ghost of it behind.
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
    pixels = rows.shape[1]
    asked = np.sort(generator.choice(pixels, min(ASKED_PIXELS, pixels), replace=False))
    pictures, threshold = _learn(rows, rank, asked, threshold, generator, memory)

    change, passes = np.inf, 0
    courses = _courses(rows, pictures, asked, threshold)
    while passes < most_passes and change > tolerance:
        before = pictures, courses
        pictures, courses = _turn(rows, pictures, courses, threshold, memory)
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
    rows: Rows,
    rank: int,
    asked: NDArray,
    threshold: float | None,
    generator: np.random.Generator,
    memory: float | None,
) -> tuple[NDArray, float]:
    """Orthonormal pictures, (k, c), and the threshold, from some frames of all parts."""
    count = rows.shape[0]
    wanted = min(count, max(LEARNING_FRAMES, 4 * rank))
    edges = np.linspace(0, count, wanted + 1)
    drawn = rows.array
    if wanted < count:
        drawn = drawn[(edges[:-1] + generator.random(wanted) * np.diff(edges)).astype(int)]
    sample = Rows(drawn.reshape(wanted, -1), (wanted, rows.shape[1]), True, rows.dtype)
    least = LEAST_THRESHOLD if rows.array.dtype.kind in "ui" else float(np.finfo(rows.dtype).tiny)
    few = sample.array[:, asked].astype(rows.dtype)
    pictures, courses = _scaled_median(sample, asked)
    limit = threshold or max(least, DEVIATIONS * _noise(few, courses, pictures[:, asked]))
    for stage in range(1, rank + 1):  # one more component when those before have settled
        if stage > 1:
            pictures, courses = _with_one_more(sample, pictures, courses, limit)
        for turn in range(TURNS_PER_STAGE):
            # Strict from the start, it would take the truth for an outlier where the median is off.
            slack = max(1, FIRST_SLACK >> turn) if stage == 1 else 1
            pictures, courses = _turn(sample, pictures, courses, slack * limit, memory)
            noise = _noise(few, courses, pictures[:, asked])
            # Half at most: data without noise would leave every pixel out that is not exact yet.
            limit = threshold or max(least, limit / 2, DEVIATIONS * noise)
    return pictures, limit


def _noise(values: NDArray, courses: NDArray, few: NDArray) -> float:
    """Judge the standard deviation around a model by the median distance."""
    return MAD_TO_DEVIATION * float(np.median(np.abs(values - courses @ few)))


def _scaled_median(sample: Rows, asked: NDArray) -> tuple[NDArray, NDArray]:
    """Median picture and the light of each frame: a first model that nothing moving touches."""
    picture = np.empty((1, sample.shape[1]), sample.dtype)
    for columns in sample.columns():
        picture[0, columns] = np.median(sample.array[:, columns], axis=0)
    few = picture[:, asked]
    bright = few[0] > 0.1 * max(float(few.max()), 0.0)
    if not bright.any():
        return _orthonormal_pair(picture, np.ones((sample.shape[0], 1), sample.dtype), sample.dtype)
    light = np.median(sample.array[:, asked[bright]] / few[0, bright], axis=1)
    return _orthonormal_pair(picture, light[:, np.newaxis].astype(sample.dtype), sample.dtype)


def _with_one_more(
    sample: Rows, pictures: NDArray, courses: NDArray, threshold: float
) -> tuple[NDArray, NDArray]:
    """Add the leading component of what is left below the threshold."""

    def left(columns: slice) -> NDArray:
        rest = sample.array[:, columns] - courses @ pictures[:, columns]
        return np.where(np.abs(rest) <= threshold, rest, 0)

    products = sum(rest @ rest.T for rest in map(left, sample.columns()))
    course = np.linalg.eigh(products.astype(np.float64))[1][:, -1].astype(sample.dtype)
    picture = np.concatenate([course @ left(columns) for columns in sample.columns()])
    return _orthonormal_pair(
        np.vstack([pictures, picture]), np.column_stack([courses, course]), sample.dtype
    )


def _courses(rows: Rows, pictures: NDArray, asked: NDArray, threshold: float) -> NDArray:
    """Courses of all frames, (n, k), from few pixels: distances first, then the threshold."""
    few = np.ascontiguousarray(pictures[:, asked])

    def solve(values: NDArray) -> NDArray:
        courses = least_absolute(values, few, least=threshold / 4)
        for _ in range(2):
            courses = within(values, few, courses, threshold)
        return courses

    values = rows.array.reshape(rows.shape)[:, asked]
    return in_blocks(values, few, solve).astype(pictures.dtype)


def _turn(
    rows: Rows, pictures: NDArray, courses: NDArray, threshold: float, memory: float | None
) -> tuple[NDArray, NDArray]:
    """One pass: fill outliers in, courses by least squares, pictures from them."""
    sums, new_courses = np.zeros_like(pictures), np.empty_like(courses)
    rest = None
    for where, block in rows.blocks(memory and memory / 2):
        rest = np.empty_like(block) if rest is None else rest
        some, projected = rest[: len(block)], np.zeros((len(block), len(pictures)), rows.dtype)
        for piece in pieces(block.shape[1]):
            model = courses[where] @ pictures[:, piece]
            distance = np.subtract(block[:, piece], model, out=model)
            distance[np.abs(distance) > threshold] = 0
            some[:, piece] = distance
            projected += distance @ pictures[:, piece].T
        # The filled-in block is the model plus these residuals; only they need a product.
        new_courses[where] = courses[where] + projected
        mixed = new_courses[where].T @ courses[where]
        for piece in pieces(block.shape[1]):
            sums[:, piece] += new_courses[where].T @ some[:, piece] + mixed @ pictures[:, piece]
    normal = new_courses.astype(np.float64)
    normal = normal.T @ normal
    solved = np.linalg.pinv(normal, hermitian=True).astype(pictures.dtype) @ sums
    return _orthonormal_pair(solved, new_courses, pictures.dtype)


def _orthonormal_pair(pictures: NDArray, courses: NDArray, dtype: np.dtype) -> tuple:
    """Make the pictures orthonormal without changing their product with the courses.

    One after the other (Cholesky): where a heavy component and a light one are mixed, rounding of
    the heavy one drowns the light one. A picture that depends on those before becomes nearly zero.
    """
    G = gram(pictures, pictures)
    least = 1e-12 * max(float(np.trace(G)), np.finfo(float).tiny)
    L = np.linalg.cholesky(G + least * np.eye(len(G)))
    return combine(np.linalg.inv(L), [pictures], dtype), (courses @ L).astype(dtype)


def _change(before: tuple[NDArray, NDArray], after: tuple[NDArray, NDArray]) -> float:
    """Relative root mean square change of a background given by (pictures, courses).

    Differences are formed before squares, so that small changes do not drown in rounding.
    """
    (old, old_courses), (new, new_courses) = before, after
    overlap = new @ old.T
    within = new_courses @ overlap - old_courses
    outside = np.zeros_like(overlap)
    for piece in pieces(new.shape[1]):
        some = new[:, piece] - overlap @ old[:, piece]
        outside += some @ some.T
    spread = (new_courses.T @ new_courses) @ outside
    size = float(np.linalg.norm(new_courses)) or 1.0
    return float(np.sqrt(np.linalg.norm(within) ** 2 + max(0.0, np.trace(spread)))) / size
