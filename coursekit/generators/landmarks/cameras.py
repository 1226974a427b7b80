"""The two cameras that look straight down at the city, and the pictures that they take."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, map_coordinates

from coursekit.generators.landmarks.canvas import CANVAS_HALF, CANVAS_METRES_PER_PIXEL
from coursekit.generators.landmarks.geometry import Array

PICTURE_PIXELS = 400
METRES_PER_PIXEL = 1.2
SIDE = PICTURE_PIXELS * METRES_PER_PIXEL
SECOND_TURN_DEGREES = 34.0
SECOND_CENTRE = np.array([38.0, -24.0])


class Camera(NamedTuple):
    """Camera that looks straight down, and the mood of its picture."""

    centre: Array
    turn_degrees: float
    gain: tuple[float, float, float]

    @property
    def axes(self) -> Array:
        """Rotation, applied on the right, that takes picture axes to those of the city."""
        c, s = np.cos(np.deg2rad(self.turn_degrees)), np.sin(np.deg2rad(self.turn_degrees))
        return np.array([[c, s], [-s, c]])

    def to_city(self, points: Array) -> Array:
        """City coordinates of points in metres from the picture's lower left corner."""
        return (points - SIDE / 2) @ self.axes + self.centre

    def to_picture(self, points: Array) -> Array:
        """Place of points of the city, in metres from the picture's lower left corner."""
        return (points - self.centre) @ self.axes.T + SIDE / 2


FIRST = Camera(np.zeros(2), 0.0, (1.00, 0.99, 0.97))
SECOND = Camera(SECOND_CENTRE, SECOND_TURN_DEGREES, (0.95, 0.94, 0.97))


def photograph(canvas: Array, camera: Camera, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Picture that a camera takes of the city.

    Parameters
    ----------
    canvas : (rows, columns, 3) float array
        The city, from :func:`draw_city`.
    camera : Camera
        Where the camera hangs.
    rng : numpy.random.Generator
        Source of the sensor noise.

    Returns
    -------
    picture : (PICTURE_PIXELS, PICTURE_PIXELS, 3) uint8 array
    """
    ticks = (np.arange(PICTURE_PIXELS) + 0.5) * METRES_PER_PIXEL
    x, y = np.meshgrid(ticks, ticks[::-1])
    city = camera.to_city(np.column_stack([x.ravel(), y.ravel()]))
    columns = (city[:, 0] + CANVAS_HALF) / CANVAS_METRES_PER_PIXEL - 0.5
    rows = (CANVAS_HALF - city[:, 1]) / CANVAS_METRES_PER_PIXEL - 0.5
    # One pixel of the picture sees the mean of about three pixels of the canvas.
    footprint = 0.36 * METRES_PER_PIXEL / CANVAS_METRES_PER_PIXEL
    picture = np.stack(
        [
            map_coordinates(gaussian_filter(band, footprint), [rows, columns], order=1)
            for band in np.moveaxis(canvas, -1, 0)
        ],
        axis=-1,
    ).reshape(PICTURE_PIXELS, PICTURE_PIXELS, 3)
    grey = picture @ np.array([0.299, 0.587, 0.114])
    picture = grey[..., None] + 0.80 * (picture - grey[..., None])
    haze = np.array([14.0, 16.0, 20.0])
    picture = 0.97 * (haze + picture) * np.array(camera.gain)
    picture += rng.normal(0, 2.2, picture.shape)
    return np.clip(np.round(picture), 0, 255).astype(np.uint8)
