"""Buildings from above: gables, flat roofs, hip roofs."""

from __future__ import annotations

import numpy as np

from coursekit.generators.landmarks.canvas import SHADOW_PER_METRE, TO_SUN, Canvas, Colour
from coursekit.generators.landmarks.geometry import Array, inset, normal, polygon_edges, rectangle


def gable(canvas: Canvas, quad: Array, colour: Colour, height: float) -> None:
    """House with its ridge along the street; quad: street side, then yard side."""
    a, b, c, d = quad
    across = (b + a) / 2 - (c + d) / 2
    left, right = (a + d) / 2, (b + c) / 2
    canvas.cast(quad, height)
    canvas.facet(np.array([a, b, right, left]), colour, across, height)
    canvas.facet(np.array([left, right, c, d]), colour, -across, height)
    ridge = np.array([left, right, right + 0.25 * TO_SUN, left + 0.25 * TO_SUN])
    canvas.flat(ridge, tuple(min(255, x + 22) for x in colour), height + 0.1)
    for share in canvas.rng.uniform(0.15, 0.85, canvas.rng.integers(1, 4)):
        foot = left + share * (right - left) + canvas.rng.uniform(-0.3, 0.3) * across
        small(canvas, foot, b - a, height, (96, 84, 78))


def small(canvas: Canvas, foot: Array, along: Array, height: float, colour: Colour) -> None:
    """Chimney, dormer or roof light, with the short shadow that it throws on its roof."""
    size = canvas.rng.uniform(1.0, 2.0)
    box = rectangle(foot, along, size, size * 0.8)
    canvas.flat(box + 1.3 * SHADOW_PER_METRE, (70, 58, 54), height + 0.2)
    canvas.flat(box, canvas.varied(colour, 14), height + 0.3)


def flat_roof(canvas: Canvas, corners: Array, height: float, colour: Colour) -> None:
    """Modern building: a parapet, a roof, machines on it."""
    canvas.cast(corners, height)
    canvas.flat(corners, tuple(min(255, c + 18) for c in colour), height)
    roof = inset(corners, 0.9)
    if roof is None:
        return
    canvas.flat(roof, colour, height + 0.1)
    centre = corners.mean(axis=0)
    for _ in range(canvas.rng.integers(2, 6)):
        weights = canvas.rng.dirichlet(np.ones(len(corners)))
        foot = centre + 0.75 * (weights @ corners - centre)
        small(canvas, foot, corners[1] - corners[0], height, (150, 152, 154))


def hip_roof(canvas: Canvas, corners: Array, colour: Colour, height: float) -> None:
    """Roof that rises from every edge to one point."""
    top = corners.mean(axis=0)
    canvas.cast(corners, height)
    for a, b in polygon_edges(corners):
        canvas.facet(np.array([a, b, top]), colour, -normal(b - a), height)
