"""What moves or stands free: rounded polygons and strokes with corners in the world.

A `Shape` is projected by the camera and painted with Pillow; its shadow is the same shape laid
on the ground along the light.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from coursekit.generators.street.camera import HEIGHT, SUPERSAMPLING, WIDTH, Array, Camera

Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Shape:
    """A stroke or a filled polygon with corners in the world.

    Parameters
    ----------
    points : ndarray, shape (N, 3)
        Corners in metres. One point alone is a disc.
    colour : tuple of float
        Red, green, blue in 0..255.
    radius : float
        Half the width of the stroke, or the rounding of the polygon's corners, in metres.
    filled : bool
        Whether the inside of the polygon is painted.
    """

    points: Array
    colour: Colour
    radius: float = 0.0
    filled: bool = False


# Shapes that belong together and the world y that orders them, or decides what passes behind.
Placed = tuple[list[Shape], float]


def stroke(points: Sequence[Sequence[float]] | Array, colour: Colour, radius: float) -> Shape:
    """Return a line with round ends."""
    return Shape(np.asarray(points, dtype=float).reshape(-1, 3), colour, radius)


def face(points: Sequence[Sequence[float]] | Array, colour: Colour, radius: float = 0.0) -> Shape:
    """Return a filled polygon, its corners rounded by `radius`."""
    return Shape(np.asarray(points, dtype=float).reshape(-1, 3), colour, radius, filled=True)


def shade(colour: Colour, factor: float) -> Colour:
    """Return the colour made darker (below 1) or lighter (above 1)."""
    return tuple(float(np.clip(c * factor, 0, 255)) for c in colour)  # type: ignore[return-value]


def project_all(camera: Camera, shapes: Sequence[Shape]) -> list[tuple[Array, Array]]:
    """Return pixels and radii of each shape, projecting all corners in one go."""
    counts = [len(s.points) for s in shapes]
    pixels, scale = camera.project(np.concatenate([s.points for s in shapes]))
    radii = scale * np.repeat([s.radius for s in shapes], counts)
    ends = np.cumsum(counts)
    return [(pixels[e - n : e], radii[e - n : e]) for n, e in zip(counts, ends, strict=True)]


def paint_shape(
    draw: ImageDraw.ImageDraw, shape: Shape, pixels: Array, radii: Array, fill: object
) -> None:
    """Paint one projected shape; `pixels` (N, 2) and `radii` (N,) are in supersampled pixels."""
    corners = [tuple(p) for p in pixels.tolist()]
    if shape.filled and len(corners) > 2:
        draw.polygon(corners, fill=fill)
    if shape.radius == 0:
        return
    path = [*corners, corners[0]] if shape.filled else corners
    sizes = radii.tolist()
    if len(path) > 1:
        draw.line(path, fill=fill, width=max(1, round(2 * sum(sizes) / len(sizes))))
    for (column, row), r in zip(corners, sizes, strict=True):
        draw.ellipse((column - r, row - r, column + r, row + r), fill=fill)


def cut_out(
    camera: Camera, shapes: Sequence[Shape]
) -> tuple[Image.Image, tuple[int, int, int, int]] | None:
    """Paint shapes, in their order, on a transparent picture of just their own size.

    Returns
    -------
    picture : PIL.Image, mode RGBA
    box : tuple of int
        Left, top, right, bottom in the supersampled image. None if nothing is on screen.
    """
    projected = project_all(camera, shapes)
    pixels = np.concatenate([p for p, _ in projected])
    reach = np.concatenate([r for _, r in projected])[:, None] + 2
    left, top = np.maximum(np.floor((pixels - reach).min(axis=0)), 0).astype(int).tolist()
    right, bottom = np.ceil((pixels + reach).max(axis=0)).astype(int).tolist()
    right, bottom = min(right, WIDTH * SUPERSAMPLING), min(bottom, HEIGHT * SUPERSAMPLING)
    if left >= right or top >= bottom:
        return None
    # PIL clips what falls outside the picture, so shifting the corners is all that is needed.
    picture = Image.new("RGBA", (right - left, bottom - top))
    draw = ImageDraw.Draw(picture)
    for shape, (corners, radii) in zip(shapes, projected, strict=True):
        fill = (*(round(c) for c in shape.colour), 255)
        paint_shape(draw, shape, corners - [left, top], radii, fill)
    return picture, (left, top, right, bottom)


def cast_shadow(shapes: Iterable[Shape], light: Sequence[float]) -> list[Shape]:
    """Lay shapes on the ground along the light.

    Parameters
    ----------
    shapes : iterable of Shape
    light : pair of float
        How far the shadow of a point one metre up falls, along x and y.
    """
    laid = []
    for shape in shapes:
        ground = shape.points.copy()
        ground[:, 0] += light[0] * ground[:, 2]
        ground[:, 1] += light[1] * ground[:, 2]
        ground[:, 2] = 0
        laid.append(Shape(ground, shape.colour, 0.8 * shape.radius, shape.filled))
    return laid


def shadow_veil(camera: Camera, shapes: Sequence[Shape], blur: float) -> Image.Image:
    """Return how much of each supersampled pixel lies in shadow (0..255, mode L)."""
    veil = Image.new("L", (WIDTH * SUPERSAMPLING, HEIGHT * SUPERSAMPLING))
    draw = ImageDraw.Draw(veil)
    if shapes:
        for shape, (pixels, radii) in zip(shapes, project_all(camera, shapes), strict=True):
            paint_shape(draw, shape, pixels, radii, 255)
    return veil.filter(ImageFilter.GaussianBlur(blur * SUPERSAMPLING))
