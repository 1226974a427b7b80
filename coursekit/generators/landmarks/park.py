"""The park with its paths, its pond and its bandstand."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from coursekit.generators.landmarks.canvas import GRASS, GRAVEL, LAWN, PAVING, Canvas
from coursekit.generators.landmarks.geometry import circle, normal, rounded, shrink, unit, within
from coursekit.generators.landmarks.plan import (
    BANDSTAND,
    PARK,
    POND,
    QUAY,
    RIVER_HALF,
    RIVER_TREE,
    ROUNDABOUT,
)
from coursekit.generators.landmarks.roofs import hip_roof


def draw_park(canvas: Canvas) -> None:
    """Lawns, winding paths, a pond, a bandstand, many trees."""
    rng = canvas.rng
    canvas.polygon(PARK, PAVING)
    canvas.polygon(shrink(PARK, 2.5), GRASS)
    outline = rounded(shrink(PARK, 13.0))
    paths = [np.concatenate([outline, outline[:1]])]
    middle = (POND + BANDSTAND) / 2
    for end in (outline[4], outline[34], outline[64], outline[94]):
        s = np.linspace(0, 1, 30)[:, None]
        bend = 6 * np.sin(2 * np.pi * s) * normal(unit(end - middle))
        paths.append(middle + s * (end - middle) + bend)
    for path in paths:
        canvas.line(path, GRAVEL, 2.8)
    angle = np.linspace(0, 2 * np.pi, 50)
    radius = 14 + 3 * np.cos(2 * angle + 1) + 2 * np.sin(3 * angle)
    shore = radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    canvas.polygon(POND + 1.14 * shore, GRAVEL)
    canvas.polygon(POND + shore, (70, 96, 92))
    canvas.disc(POND, 4.4, LAWN)
    canvas.tree(POND, 2.2)
    canvas.disc(BANDSTAND, 8.0, GRAVEL)
    hip_roof(canvas, circle(BANDSTAND, 5.0, 8), (196, 202, 198), 6)
    on_path = cKDTree(np.concatenate(paths))
    low, high = PARK.min(axis=0), PARK.max(axis=0)
    placed = 0
    while placed < 190:
        place = rng.uniform(low, high)
        meadow = np.linalg.norm(place - (BANDSTAND + np.array([4.0, 0.0]))) < 19
        if not within(place, PARK, 5).all() or meadow or on_path.query(place)[0] < 4.0:
            continue
        if RIVER_TREE.query(place)[0] < RIVER_HALF + QUAY + 4:
            continue
        if np.linalg.norm(place - POND) < 21 or np.linalg.norm(place - ROUNDABOUT) < 34:
            continue
        canvas.tree(place, 3.3)
        placed += 1
