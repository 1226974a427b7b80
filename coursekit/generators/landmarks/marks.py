"""The landmarks as a person marks them on both pictures, and the truth about them."""

from __future__ import annotations

import numpy as np

from coursekit.generators.landmarks.cameras import FIRST, SECOND, SIDE
from coursekit.generators.landmarks.geometry import Array
from coursekit.generators.landmarks.plan import (
    BANDSTAND,
    BRIDGES,
    CHIMNEY,
    CHURCH_TOWER,
    CLOCK_TOWER,
    CROSSINGS,
    GASHOLDERS,
    MARKET,
    MARKET_PLOT,
    PITCH,
    POND,
    ROUNDABOUT,
    STADIUM,
    THEATRE,
    bridge_ends,
    crossing,
)

MARKING_NOISE_METRES = 0.3
MISTAKEN = "Bandstand in the park"
MISTAKE_METRES = np.array([14.5, -9.0])
PICTURE_MARGIN_METRES = 12.0


def places() -> dict[str, Array]:
    """Give what a person would recognise on both pictures: name and place in the city."""
    found = {
        "Church tower": CHURCH_TOWER,
        "Town hall clock tower": CLOCK_TOWER,
        "Fountain on Market Square": MARKET,
        "Column on the roundabout": ROUNDABOUT,
        "Theatre dome": THEATRE,
        "Bandstand in the park": BANDSTAND,
        "Island in the pond": POND,
        "Large gasholder": GASHOLDERS[0],
        "Small gasholder": GASHOLDERS[1],
        "Gasworks chimney": CHIMNEY,
        "Centre spot of the pitch": STADIUM,
    }
    for road, bridge in BRIDGES.items():
        found[f"{bridge}, north end"], found[f"{bridge}, south end"] = bridge_ends(road)
        for crossed, street in CROSSINGS:
            if crossed == road:
                found[f"Crossing {road} / {street}"] = crossing(road, street)
    quarters = ("south-west", "south-east", "north-east", "north-west")
    for quarter, corner in zip(quarters, PITCH, strict=True):
        found[f"Pitch, {quarter} corner"] = corner
    for quarter, corner in zip(quarters, MARKET_PLOT, strict=True):
        found[f"Market Square, {quarter} corner"] = corner
    return found


def mark(rng: np.random.Generator) -> list[tuple[str, Array, Array]]:
    """Landmarks as a person marks them: name, place on the first and on the second picture.

    Only places that stand on both pictures are kept. Marks are off by
    ``MARKING_NOISE_METRES`` in either direction, and ``MISTAKEN`` sits on the wrong spot.
    """
    marks = []
    for name, place in places().items():
        first, second = FIRST.to_picture(place), SECOND.to_picture(place)
        low, high = PICTURE_MARGIN_METRES, SIDE - PICTURE_MARGIN_METRES
        both = np.concatenate([first, second])
        if both.min() < low or both.max() > high:
            continue
        first = first + rng.normal(0, MARKING_NOISE_METRES, 2)
        second = second + rng.normal(0, MARKING_NOISE_METRES, 2)
        marks.append((name, first, second + MISTAKE_METRES if name == MISTAKEN else second))
    return marks


def truth() -> tuple[Array, Array]:
    """Rotation and shift between the pictures.

    Returns
    -------
    R : (2, 2) float64 array
    t : (2,) float64 array
        ``second @ R + t = first``, metres.
    """
    R = SECOND.axes @ FIRST.axes.T
    return R, FIRST.to_picture(SECOND.to_city(np.zeros(2)))
