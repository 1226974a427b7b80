"""Outlines, extruded solids and wheels, from which vehicles are put together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from coursekit.generators.street.camera import Array, Camera
from coursekit.generators.street.shapes import Colour, Shape, face

GLASS: Colour = (46, 56, 66)
ARCH: Colour = (20, 20, 22)
TYRE: Colour = (24, 24, 26)


def circle(centre: Sequence[float], radius: float, count: int = 18) -> Array:
    """Return a circle in the plane of constant y."""
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False)
    ring = np.stack([np.cos(angle), np.zeros(count), np.sin(angle)], axis=1)
    return np.asarray(centre, dtype=float) + radius * ring


def prism(
    camera: Camera, outline: Array, near: Array | float, far: Array | float, colours: list[Colour]
) -> list[Shape]:
    """Extrude an outline (x, z), counter-clockwise, between two y; keep faces seen.

    `colours` has one entry per edge of the outline, then one for the near side. `near` and
    `far` may differ from corner to corner, so that a cabin can lean inwards.
    """
    n = len(outline)
    near, far = np.broadcast_to(near, n), np.broadcast_to(far, n)
    front = np.stack([outline[:, 0], near, outline[:, 1]], axis=1)
    back = np.stack([outline[:, 0], far, outline[:, 1]], axis=1)
    shapes = []
    for k in range(n):
        j = (k + 1) % n
        quad = np.array([front[k], back[k], back[j], front[j]])
        pixels, _ = camera.project(quad)
        a, b = pixels[1] - pixels[0], pixels[3] - pixels[0]
        if a[0] * b[1] - a[1] * b[0] >= 0:
            continue
        shapes.append(face(quad, colours[k]))
    return [*shapes, face(front, colours[n])]


def reverse_edges(colours: list[Colour]) -> list[Colour]:
    """Reorder edge colours for an outline whose corners were reversed."""
    *edges, side = colours
    return [*edges[-2::-1], edges[-1], side]
