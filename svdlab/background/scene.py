"""The scene behind a clip: a low-rank matrix fitted to a sample of its frames.

A frame is a row here, ``values = height · width · 3`` numbers. Rows stay ``uint8``; arithmetic is
done on one block of columns after the other, so that memory is that of the sample.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Frames = NDArray[np.uint8]
Float32 = NDArray[np.float32]

BLOCK_NUMBERS = 4_000_000
PIXELS_ASKED = 20_000

# A difference below four standard deviations of the noise, or below 8 grey levels, is noise.
NOISE_FACTOR, LEAST_OUTLIER = 4.0, 8.0
FIRST_OUTLIER = 64.0
ROBUST_ROUNDS = 10
COEFFICIENT_ROUNDS = 6

# What moves differs by more than that: from the noise of its own pixel, and in grey levels.
MASK_FACTOR, LEAST_MOVEMENT = 3.0, 22.0

MAD_TO_SIGMA = 1.4826


@dataclass(frozen=True)
class Scene:
    """What is always there.

    Attributes
    ----------
    basis : ndarray of float32, shape (rank, values)
        Orthonormal rows; a background is a combination of them.
    noise : ndarray of float32, shape (height, width)
        Standard deviation of each pixel around its background, in grey levels.
    robust : bool
        Whether the coefficients of a frame are found by least absolute differences, which what
        moves hardly touches, and not by least squares.
    """

    basis: Float32
    noise: Float32
    robust: bool

    def background(self, frame: Frames) -> Frames:
        """Background of a frame, (height, width, 3), of the same shape."""
        values = frame.reshape(-1)
        if self.robust:
            step = max(1, values.size // PIXELS_ASKED)
            asked = self.basis[:, ::step].astype(np.float64)
            coefficients = least_absolute(asked, values[::step].astype(np.float64))
        else:
            coefficients = self.basis @ values.astype(np.float32)
        found = coefficients.astype(np.float32) @ self.basis
        return np.clip(np.rint(found), 0, 255).astype(np.uint8).reshape(frame.shape)

    def moving(self, frame: Frames, background: Frames) -> NDArray[np.bool_]:
        """Mask, (height, width), of what is not background in a frame.

        The largest difference of the three colours counts. Specks of a pixel or two are taken away
        and pin-holes filled by a 3 × 3 median.
        """
        difference = np.abs(frame.astype(np.int16) - background).max(axis=-1)
        mask = difference > np.maximum(LEAST_MOVEMENT, MASK_FACTOR * self.noise)
        return ndimage.median_filter(mask, size=3)


def least_absolute(basis: NDArray, values: NDArray) -> NDArray[np.float64]:
    """Coefficients c, (rank,), that make ``sum(|values - c @ basis|)`` small.

    Iteratively reweighted least squares (Schlossmacher 1973); weights are capped at one grey level.
    """
    weights = np.ones_like(values)
    coefficients = np.zeros(len(basis))
    for _ in range(COEFFICIENT_ROUNDS):
        weighted = basis * weights
        coefficients = np.linalg.lstsq(weighted @ basis.T, weighted @ values, rcond=None)[0]
        weights = 1 / np.maximum(np.abs(values - coefficients @ basis), 1.0)
    return coefficients


def fit(sample: Frames, rank: int, robust: bool) -> Scene:
    """Fit a scene to frames, (S, height, width, 3).

    Parameters
    ----------
    sample : ndarray of uint8, shape (S, height, width, 3)
    rank : int
        At most S.
    robust : bool
        False: the best approximation of this rank, a truncated SVD (Eckart and Young 1936). True:
        alternating projections (Netrapalli et al. 2014). Outliers are replaced by what the scene
        says of them, the SVD is taken again, and so on; it starts at the median of each pixel.
    """
    rows = sample.reshape(len(sample), -1)
    coefficients, basis = robust_factors(rows, rank) if robust else factors(rows, rank, None)
    noise = noise_of(rows, coefficients, basis).reshape(sample.shape[1:])
    return Scene(basis, noise.max(axis=-1), robust)


def blocks(rows: NDArray) -> Iterator[slice]:
    """Ranges of columns with a bounded number of numbers each."""
    width = max(1, BLOCK_NUMBERS // len(rows))
    for start in range(0, rows.shape[1], width):
        yield slice(start, start + width)


class Fill:
    """Replaces outliers of rows by a model, ``coefficients @ basis``."""

    def __init__(self, coefficients: NDArray, basis: Float32, limit: float) -> None:
        self.coefficients, self.basis, self.limit = coefficients, basis, limit

    def __call__(self, values: Float32, columns: slice) -> Float32:
        """Return a block of all rows, (S, k), outliers replaced."""
        model = self.coefficients.astype(np.float32) @ self.basis[:, columns]
        return np.where(np.abs(values - model) > self.limit, model, values)


def factors(rows: Frames, rank: int, fill: Fill | None) -> tuple[NDArray, Float32]:
    """Find the truncated SVD of rows, (S, values): ``coefficients``, (S, rank), times a ``basis``.

    By way of the S × S matrix of their inner products, whose eigenvectors are the left singular
    vectors; only its largest are used, so that squaring the condition does no harm.
    """

    def values(columns: slice) -> Float32:
        block = rows[:, columns].astype(np.float32)
        return block if fill is None else fill(block, columns)

    gram = np.zeros((len(rows), len(rows)))
    for columns in blocks(rows):
        block = values(columns)
        gram += block @ block.T
    squares, vectors = np.linalg.eigh(gram)
    left = vectors[:, ::-1][:, :rank]
    sizes = np.sqrt(np.maximum(squares[::-1][:rank], 0))
    # A direction that no frame has (all frames equal, a black clip) gets no weight.
    inverse = np.where(sizes > 1e-6 * max(sizes[0], 1e-9), 1 / np.maximum(sizes, 1e-9), 0.0)
    project = (left * inverse).T.astype(np.float32)
    basis = np.empty((rank, rows.shape[1]), np.float32)
    for columns in blocks(rows):
        basis[:, columns] = project @ values(columns)
    return left * sizes, basis


def robust_factors(rows: Frames, rank: int) -> tuple[NDArray, Float32]:
    """Like :func:`factors`, of the rows without what moves through them."""
    basis = np.empty((1, rows.shape[1]), np.float32)
    for columns in blocks(rows):
        basis[0, columns] = np.median(rows[:, columns], axis=0)
    step = max(1, rows.shape[1] // PIXELS_ASKED)
    few, few_of_basis = rows[:, ::step].astype(np.float64), basis[:, ::step].astype(np.float64)
    coefficients = np.array([least_absolute(few_of_basis, row) for row in few])
    for round_number in range(ROBUST_ROUNDS):
        residual = np.abs(few - coefficients @ basis[:, ::step])
        noise = NOISE_FACTOR * MAD_TO_SIGMA * float(np.median(residual))
        # Strict from the start, it would take the truth for an outlier where the median is off.
        limit = max(LEAST_OUTLIER, noise, FIRST_OUTLIER / 2**round_number)
        coefficients, basis = factors(rows, rank, Fill(coefficients, basis, limit))
    return coefficients, basis


def noise_of(rows: Frames, coefficients: NDArray, basis: Float32) -> Float32:
    """Estimate the standard deviation of each value around the model, from the median deviation."""
    noise = np.empty(rows.shape[1], np.float32)
    for columns in blocks(rows):
        model = coefficients.astype(np.float32) @ basis[:, columns]
        noise[columns] = MAD_TO_SIGMA * np.median(np.abs(rows[:, columns] - model), axis=0)
    return noise
