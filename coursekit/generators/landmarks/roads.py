"""The straight roads, their bridges, markings and cars, and the roundabout."""

from __future__ import annotations

import numpy as np

from coursekit.generators.landmarks.canvas import ASPHALT, LAWN, PAVING, Canvas
from coursekit.generators.landmarks.geometry import Array, circle, normal, rectangle, unit
from coursekit.generators.landmarks.plan import (
    BRIDGES,
    CROSSINGS,
    QUAY,
    RIVER,
    RIVER_HALF,
    RIVER_HEADINGS,
    RIVER_TREE,
    ROADS,
    ROUNDABOUT,
    bridge_ends,
    crossing,
)


def draw_roads(canvas: Canvas) -> None:
    """Straight roads: asphalt, markings, trees along the avenue; bridges over the water."""
    for name, (point, direction, half) in ROADS.items():
        d = unit(direction)
        ends = np.array([point - 700 * d, point + 700 * d])
        if name in BRIDGES:
            draw_bridge(canvas, name)
        canvas.line(ends, ASPHALT, 2 * half - 4.6)
        for distance in np.arange(-430, 430, 9.0):
            start = point + distance * d
            if RIVER_TREE.query(start)[0] < RIVER_HALF + 9 and name in BRIDGES:
                dash = rectangle(start, d, 4, 0.5)
                canvas.flat(dash, (226, 226, 220), 7.2)
            elif RIVER_TREE.query(start)[0] > RIVER_HALF + QUAY:
                canvas.line(np.array([start - 2 * d, start + 2 * d]), (226, 226, 220), 0.5)
    plant_avenue(canvas)


def plant_avenue(canvas: Canvas) -> None:
    """Two rows of trees along the Avenue, with gaps at the river and at crossings."""
    point, direction, half = ROADS["Avenue"]
    d = unit(direction)
    gaps = np.array([crossing("Avenue", other) for other in ("North Street", "South Street")])
    for distance in np.arange(-430, 430, 10.0):
        for sign in (-1, 1):
            place = point + distance * d + sign * (half - 1.6) * normal(d)
            clear = np.linalg.norm(gaps - place, axis=1).min() > 34
            if clear and RIVER_TREE.query(place)[0] > RIVER_HALF + QUAY + 3:
                canvas.tree(place, 2.7)


def draw_bridge(canvas: Canvas, name: str) -> None:
    """Deck, roadway and piers of the bridge that carries a road."""
    _, direction, half = ROADS[name]
    d = unit(direction)
    north, south = bridge_ends(name)
    middle, length = (north + south) / 2, np.linalg.norm(north - south)
    deck = rectangle(middle, d, length, 2 * half)
    canvas.cast(deck, 7)
    canvas.flat(deck, (206, 200, 188), 7.0)
    canvas.flat(rectangle(middle, d, length + 3, 2 * half - 4), ASPHALT, 7.1)
    for share in (-0.3, 0.3):
        pier = middle + share * (north - south)
        canvas.polygon(rectangle(pier, d, 5, 2 * half + 7), (196, 190, 178))


def draw_crossings(canvas: Canvas) -> None:
    """Zebra crossings where the straight roads meet."""
    for roads in CROSSINGS:
        middle = crossing(*roads)
        for name, other in (roads, roads[::-1]):
            (_, direction, half), (_, _, other_half) = ROADS[name], ROADS[other]
            d = unit(direction)
            for sign in (-1, 1):
                for offset in np.arange(-half + 3, half - 2, 1.6):
                    stripe = middle + sign * (other_half + 2) * d + offset * normal(d)
                    canvas.polygon(rectangle(stripe, d, 3.2, 0.8), (230, 230, 226))


def draw_cars(canvas: Canvas) -> None:
    """Cars on the right-hand side of the straight roads, parked ones along the quays."""
    rng = canvas.rng
    paints = ((228, 228, 226), (52, 56, 62), (164, 44, 40), (58, 88, 132), (176, 178, 180))

    def car(place: Array, heading: Array, raised: float) -> None:
        body = rectangle(place, heading, 4.5, 1.9)
        colour = canvas.varied(paints[rng.integers(len(paints))], 8)
        canvas.cast(body, raised + 1.5, raised)
        canvas.flat(body, colour, 7.5)
        glass = rectangle(place - 0.2 * heading, heading, 1.9, 1.6)
        canvas.flat(glass, tuple(c // 2 for c in colour), 7.6)

    for name, (point, direction, half) in ROADS.items():
        d = unit(direction)
        for sign in (-1, 1):
            lanes = (0.25,) if half < 9 else (0.2, 0.5)
            for lane in lanes:
                for distance in np.cumsum(rng.gamma(2.0, 13.0, 40)) - 430:
                    place = point + distance * d - sign * lane * half * normal(d)
                    if np.linalg.norm(place - ROUNDABOUT) < 24:
                        continue
                    near = RIVER_TREE.query(place)[0] < RIVER_HALF + 9
                    car(place, sign * d, 0.1 if near and name in BRIDGES else 0.0)
    for i in range(170, 1110, 7):
        d = RIVER_HEADINGS[i]
        for sign in (-1, 1):
            place = RIVER[i] + sign * (RIVER_HALF + QUAY - 3.6) * normal(d)
            clear = all(
                abs((place - ROADS[road][0]) @ normal(unit(ROADS[road][1]))) > 20
                for road in BRIDGES
            )
            if clear and rng.random() < 0.55:
                car(place, d, 0.0)


def draw_roundabout(canvas: Canvas) -> None:
    """Roundabout with a column on its island."""
    canvas.disc(ROUNDABOUT, 28, PAVING)
    canvas.disc(ROUNDABOUT, 24, ASPHALT)
    canvas.disc(ROUNDABOUT, 13, (206, 202, 192))
    canvas.disc(ROUNDABOUT, 12, LAWN)
    canvas.disc(ROUNDABOUT, 4, (214, 206, 190))
    canvas.cast(circle(ROUNDABOUT, 1.3, 12), 26)
    canvas.flat(circle(ROUNDABOUT, 1.6, 12), (236, 228, 206), 26)
    for place in circle(ROUNDABOUT, 9, 7):
        canvas.tree(place, 1.6)
