"""A pinhole camera above the origin, with an upright film plane, and the size of its picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

HEIGHT, WIDTH = 120, 160
SUPERSAMPLING = 4
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Camera:
    """A pinhole camera above the origin, with an upright film plane.

    Parameters
    ----------
    height : float
        Metres above the ground.
    yaw : float
        Degrees the optical axis turns from ``+y`` towards ``+x``.
    focal : float
        Focal length in pixels of the final frame.
    horizon : float
        Row of the horizon in the final frame.
    """

    height: float
    yaw: float
    focal: float
    horizon: float

    @property
    def right(self) -> Array:
        """Unit vector of the image's horizontal axis in the world."""
        angle = np.radians(self.yaw)
        return np.array([np.cos(angle), -np.sin(angle), 0.0])

    @property
    def forward(self) -> Array:
        """Unit vector of the optical axis in the world."""
        angle = np.radians(self.yaw)
        return np.array([np.sin(angle), np.cos(angle), 0.0])

    def depth(self, points: Array) -> Array:
        """Distance along the optical axis, in metres."""
        return points @ self.forward

    def project(self, points: Array) -> tuple[Array, Array]:
        """Project world points.

        Parameters
        ----------
        points : ndarray, shape (N, 3)

        Returns
        -------
        pixels : ndarray, shape (N, 2)
            Column and row in the supersampled image.
        scale : ndarray, shape (N,)
            Supersampled pixels per metre at each point.
        """
        depth = np.maximum(self.depth(points), 0.5)
        scale = SUPERSAMPLING * self.focal / depth
        column = SUPERSAMPLING * WIDTH / 2 + scale * (points @ self.right)
        row = SUPERSAMPLING * self.horizon + scale * (self.height - points[:, 2])
        return np.stack([column, row], axis=1), scale

    def rays(self) -> Array:
        """Direction of the ray through every supersampled pixel, ``(h, w, 3)``, depth 1."""
        column = (np.arange(WIDTH * SUPERSAMPLING) + 0.5) / SUPERSAMPLING - WIDTH / 2
        row = (np.arange(HEIGHT * SUPERSAMPLING) + 0.5) / SUPERSAMPLING - self.horizon
        horizontal = (column / self.focal)[None, :, None] * self.right
        vertical = (row / self.focal)[:, None, None] * np.array([0.0, 0.0, -1.0])
        return self.forward + horizontal + vertical
