"""Whether the camera stood still: the scene of a clip is only what stays in its place."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SMALL_SIDE = 96
# Smaller pictures have too little in them to tell.
SMALLEST_SIDE = 8
# Farther than this, in pixels of the small picture, a frame is displaced.
STILL = 1
MOVING_SHARE = 0.5


def camera_moves(sample: NDArray[np.uint8]) -> bool:
    """Whether most frames of a sample, (S, height, width, 3), are displaced against the middle one.

    Two frames of one scene correlate best where the scene lies over itself, whatever moves in it.
    Phase correlation (Kuglin and Hines 1975) finds that place.
    """
    middle = shrunk(sample[len(sample) // 2])
    if min(middle.shape) < SMALLEST_SIDE:
        return False
    displaced = [displacement(middle, shrunk(frame)) > STILL for frame in sample]
    return float(np.mean(displaced)) > MOVING_SHARE


def shrunk(frame: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Green channel in blocks' means, with the longer side at most ``SMALL_SIDE``."""
    height, width, _ = frame.shape
    block = max(1, -(-max(height, width) // SMALL_SIDE))
    green = frame[: height // block * block, : width // block * block, 1].astype(np.float64)
    return green.reshape(height // block, block, width // block, block).mean(axis=(1, 3))


def displacement(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    """How far b is displaced against a, in pixels along the longer way; 0 for flat pictures."""
    window = np.outer(np.hanning(a.shape[0]), np.hanning(a.shape[1]))
    spectra = [np.fft.rfft2(window * (picture - picture.mean())) for picture in (a, b)]
    cross = spectra[0] * spectra[1].conj()
    size = np.abs(cross)
    if size.max() == 0:
        return 0.0
    correlation = np.fft.irfft2(cross / np.maximum(size, 1e-3 * size.max()), s=a.shape)
    peak = np.unravel_index(correlation.argmax(), a.shape)
    return float(max(min(p, n - p) for p, n in zip(peak, a.shape, strict=True)))
