"""What ray-cast surfaces look like: smooth noise, and patterns as functions of the place.

A `Texture` receives the world coordinates x, y, z of N points and returns their colours,
``(N, 3)``.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates

from coursekit.generators.street.camera import Array
from coursekit.generators.street.shapes import Colour

Texture = Callable[[Array, Array, Array], Array]


class Noise:
    """Smooth random texture on the plane, the same for the same generator state."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._grid = rng.standard_normal((128, 128))

    def __call__(self, u: Array, v: Array, octaves: int = 3) -> Array:
        """Return noise with a standard deviation near 1/2 and features about 1 unit wide."""
        total = np.zeros(np.shape(u))
        for k in range(octaves):
            where = np.stack([u * 2.0**k + 17.3 * k, v * 2.0**k + 5.7 * k])
            total += map_coordinates(self._grid, where, order=1, mode="grid-wrap") / 1.6**k
        return 0.5 * total


def rectangle(
    u: Array, v: Array, left: float, right: float, low: float, high: float
) -> NDArray[np.bool_]:
    """Return which points lie in an upright rectangle."""
    return (u >= left) & (u < right) & (v >= low) & (v < high)


def tinted(colour: Colour, gain: Array) -> Array:
    """Return one colour multiplied point by point, ``(N, 3)``."""
    return np.asarray(colour, dtype=float) * np.asarray(gain)[:, None]


def mortar(u: Array, z: Array, joint: float = 0.045) -> tuple[Array, NDArray[np.bool_]]:
    """Return the course of bricks that each point lies in, and which points lie in a joint."""
    course = np.floor(z / 0.16)
    return course, ((u + 0.17 * (course % 2)) % 0.34 < joint) | (z % 0.16 < 0.04)
