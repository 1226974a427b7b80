"""The scene behind a clip: a low-rank matrix fitted to a sample of its frames.

A frame is a row here, ``values = height · width · 3`` numbers. Rows stay ``uint8``; arithmetic is
done on one block after the other, so that memory is that of the sample.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from svdlab.lowrank import exact_svd, robust_low_rank
from svdlab.lowrank.courses import least_absolute
from svdlab.lowrank.rows import as_rows

Frames = NDArray[np.uint8]
Float32 = NDArray[np.float32]

BUFFER_BYTES = 64e6
PIXELS_ASKED = 20_000

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
            few = np.ascontiguousarray(self.basis[:, ::step])
            courses = least_absolute(values[np.newaxis, ::step], few)[0]
        else:
            courses = self.basis @ values.astype(np.float32)
        found = courses.astype(np.float32) @ self.basis
        return np.clip(np.rint(found), 0, 255).astype(np.uint8).reshape(frame.shape)

    def moving(self, frame: Frames, background: Frames) -> NDArray[np.bool_]:
        """Mask, (height, width), of what is not background in a frame.

        The largest difference of the three colours counts. Specks of a pixel or two are taken away
        and pin-holes filled by a 3 × 3 median.
        """
        difference = np.abs(frame.astype(np.int16) - background).max(axis=-1)
        mask = difference > np.maximum(LEAST_MOVEMENT, MASK_FACTOR * self.noise)
        return ndimage.median_filter(mask, size=3)


def fit(sample: Frames, rank: int, robust: bool) -> Scene:
    """Fit a scene to frames, (S, height, width, 3).

    Parameters
    ----------
    sample : ndarray of uint8, shape (S, height, width, 3)
    rank : int
        At most S.
    robust : bool
        False: the best approximation of this rank, a truncated SVD (Eckart and Young 1936), from
        the small Gram matrix of the frames. True: low rank plus few large outliers, see
        `svdlab.lowrank.robust_low_rank`.
    """
    if robust:
        found = robust_low_rank(sample, rank, memory=BUFFER_BYTES)
        basis, courses = found.pictures.T, found.courses.T
    else:
        found = exact_svd(sample, rank)
        there = found.s > 0  # fewer where all frames are equal; none in a black clip
        basis, courses = found.U.T[there].astype(np.float32), (found.Vt.T * found.s)[:, there]
    basis = np.ascontiguousarray(basis)
    noise = noise_of(sample, courses.astype(np.float32), basis).reshape(sample.shape[1:])
    return Scene(basis, noise.max(axis=-1), robust)


def noise_of(sample: Frames, courses: Float32, basis: Float32) -> Float32:
    """Estimate the standard deviation of each value around the model, from the median deviation."""
    rows = as_rows(sample)
    values = sample.reshape(rows.shape)
    noise = np.empty(rows.shape[1], np.float32)
    for columns in rows.columns():
        distance = np.abs(values[:, columns] - courses @ basis[:, columns])
        noise[columns] = MAD_TO_SIGMA * np.median(distance, axis=0)
    return noise
