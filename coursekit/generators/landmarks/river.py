"""The river with its quays, its trees and its boats."""

from __future__ import annotations

import numpy as np

from coursekit.generators.landmarks.canvas import ASPHALT, PAVING, WATER, Canvas
from coursekit.generators.landmarks.geometry import Array, band, normal, rectangle
from coursekit.generators.landmarks.plan import (
    BRIDGES,
    QUAY,
    RIVER,
    RIVER_HALF,
    RIVER_HEADINGS,
    river_crossing,
)


def draw_river(canvas: Canvas) -> None:
    """Quays with trees, water with lighter ripples, boats."""
    rng = canvas.rng
    for half, colour in (
        (RIVER_HALF + QUAY, PAVING),
        (RIVER_HALF + QUAY - 2.5, ASPHALT),
        (RIVER_HALF + 6, PAVING),
        (RIVER_HALF + 1.4, (214, 208, 196)),
        (RIVER_HALF, (48, 68, 72)),
    ):
        canvas.polygon(band(RIVER, -half, half), colour)
    along = RIVER_HEADINGS
    side = normal(along)
    # The southern quay wall shades the water before it; the middle reflects more sky.
    for share in np.linspace(1.0, 0.0, 14)[:-1]:
        mix = np.array(WATER) * (1.12 - 0.24 * share)
        half = share * (RIVER_HALF - 1.5)
        shaded = tuple(int(c) for c in mix)
        canvas.polygon(band(RIVER, 1.0 - half, 1.0 + half), shaded)
    for _ in range(420):
        i = rng.integers(200, 1080)
        start = RIVER[i] + rng.uniform(-0.85, 0.85) * RIVER_HALF * side[i]
        streak = start + np.outer([0, rng.uniform(3, 12)], along[i])
        canvas.line(streak, canvas.varied((84, 110, 112), 5), 0.5)
    bridges = np.array([river_crossing(road) for road in BRIDGES])
    for sign in (-1, 1):
        for i in range(160, 1120, 11):
            place = RIVER[i] + sign * (RIVER_HALF + 3.8) * side[i]
            if np.linalg.norm(bridges - place, axis=1).min() > 40 and rng.random() < 0.85:
                canvas.tree(place, 2.9)
    for i, offset in ((470, -12.0), (590, 10.0), (770, -9.0), (885, 13.0), (712, 15.0)):
        draw_boat(canvas, RIVER[i] + offset * side[i], along[i])


def draw_boat(canvas: Canvas, place: Array, heading: Array) -> None:
    """River boat with a wake."""
    canvas.line(np.array([place - 30 * heading, place]), (104, 128, 130), 2.2)
    hull = rectangle(place, heading, 17, 4.6)
    hull = np.concatenate([hull[:2], [place + 12 * heading], hull[2:]])
    canvas.cast(hull, 3)
    canvas.flat(hull, (222, 222, 216), 3)
    canvas.flat(rectangle(place - 2 * heading, heading, 9, 3), (120, 74, 62), 3.1)
