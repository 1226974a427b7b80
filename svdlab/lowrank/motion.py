"""How far one picture is displaced against another.

References
----------
C. D. Kuglin, D. C. Hines, "The phase correlation image alignment method", IEEE Conference on
Cybernetics and Society, 1975.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SMALL_SIDE = 128
# Farther than this, in pixels of the small picture, a frame is displaced.
STILL = 1.5


def shrunk(frame: NDArray) -> NDArray[np.float64]:
    """Return a frame as grey block means, its longer side at most 128 pixels."""
    grey = frame if frame.ndim == 2 else frame.mean(axis=-1)
    step = -(-max(grey.shape) // SMALL_SIDE)
    height, width = (side // step for side in grey.shape)
    if not (height and width):
        return np.zeros((1, 1))
    blocks = grey[: height * step, : width * step].reshape(height, step, width * step)
    kind = np.uint32 if blocks.dtype == np.uint8 else np.float64
    of_rows = blocks.sum(axis=1, dtype=kind)  # whole rows at once: several times as fast
    return of_rows.reshape(height, width, step).mean(axis=2, dtype=np.float64) / step


def displacement(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """Return how many pixels one picture lies beside another, by phase correlation.

    Whole pixels, wrapped at half of a side. Pictures without contrast are not displaced.
    """
    window = np.outer(np.hanning(first.shape[0] + 2)[1:-1], np.hanning(first.shape[1] + 2)[1:-1])
    one, two = (np.fft.rfft2(window * (picture - picture.mean())) for picture in (first, second))
    cross = one * np.conj(two)
    size = np.abs(cross)
    if size.max() <= 1e-9:
        return 0.0
    surface = np.fft.irfft2(cross / np.maximum(size, 1e-3 * size.max()), s=first.shape)
    peak = np.unravel_index(np.argmax(surface), surface.shape)
    shifts = [min(at, side - at) for at, side in zip(peak, first.shape, strict=True)]
    return float(np.hypot(*shifts))


def displaced(first: NDArray[np.float64], second: NDArray[np.float64]) -> bool:
    """Whether one small picture lies beside another, so far that the camera has moved."""
    return displacement(first, second) > STILL
