"""The plan of the invented city: roads, river, park and the plots of what is special.

The city is measured in metres from the middle of the first picture, x to the east, y to the north.
"""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from coursekit.generators.landmarks.geometry import (
    Array,
    circle,
    headings,
    keep_left,
    normal,
    rectangle,
    unit,
    within,
)

# Half widths and depths, in metres.
STREET_HALF = 5.0
PAVEMENT = 2.4
RIVER_HALF = 23.0
QUAY = 15.0
HOUSE_DEPTH = 11.5

# Straight roads: a point, a direction, half a width.
ROADS = {
    "Avenue": (np.array([22.0, 0.0]), np.array([0.34, 0.94]), 11.0),
    "Mill Road": (np.array([-128.0, 0.0]), np.array([0.26, 0.97]), 7.0),
    "East Road": (np.array([172.0, 0.0]), np.array([0.22, 0.975]), 7.0),
    "North Street": (np.array([0.0, 112.0]), np.array([0.99, -0.14]), 7.5),
    "South Street": (np.array([0.0, -150.0]), np.array([0.985, 0.17]), 7.5),
}

# Roads that cross the river, and their bridges.
BRIDGES = {
    "Mill Road": "Mill Bridge",
    "Avenue": "Avenue Bridge",
    "East Road": "East Bridge",
}

CHURCH = np.array([-52.0, 62.0])
MARKET = np.array([86.0, 68.0])
TOWN_HALL = np.array([146.0, 70.0])
STADIUM = np.array([72.0, -90.0])
STADIUM_TURN = np.array([0.985, 0.17])
GASWORKS = np.array([-162.0, 52.0])
THEATRE = np.array([143.0, 165.0])
POND = np.array([-66.0, -116.0])
BANDSTAND = np.array([-112.0, -114.0])


def crossing(a: str, b: str) -> Array:
    """Point where two roads cross."""
    (p, d, _), (q, e, _) = ROADS[a], ROADS[b]
    return p + d * np.linalg.solve(np.column_stack([d, -e]), q - p)[0]


def river_line(x: Array) -> Array:
    """Middle of the river, (len(x), 2)."""
    return np.column_stack([x, -34 + 0.10 * x + 30 * np.sin(x / 125 + 0.7)])


RIVER = river_line(np.linspace(-640, 640, 1281))
RIVER_HEADINGS = headings(RIVER)
RIVER_TREE = cKDTree(RIVER)


def river_crossing(road: str) -> Array:
    """Point where a road meets the middle of the river."""
    point, direction, _ = ROADS[road]
    return RIVER[np.argmin(np.abs((RIVER - point) @ normal(direction)))]


def bridge_ends(road: str) -> tuple[Array, Array]:
    """Give the ends of a bridge, the northern one first."""
    middle, direction = river_crossing(road), unit(ROADS[road][1])
    return middle + (RIVER_HALF + 9) * direction, middle - (RIVER_HALF + 9) * direction


ROUNDABOUT = crossing("Avenue", "South Street")
# Where straight roads meet, but for the roundabout.
CROSSINGS = tuple(
    (road, street)
    for road in BRIDGES
    for street in ("North Street", "South Street")
    if (road, street) != ("Avenue", "South Street")
)


def park_plot() -> Array:
    """Convex plot between Mill Road, the Avenue, South Street and the middle of the river."""
    plot = 300.0 * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
    for name, sign in (("Mill Road", -1), ("Avenue", 1), ("South Street", 1)):
        point, direction, half = ROADS[name]
        d = sign * unit(direction)
        plot = keep_left(plot, point + half * normal(d), d)
    east, middle, west = river_line(np.array([-20.0, -80.0, -140.0]))
    return keep_left(plot, middle, unit(west - east))


PARK = park_plot()
CHURCH_TURN = unit(np.array([0.97, 0.22]))
MARKET_TURN = unit(np.array([0.98, 0.05]))
GASWORKS_TURN = unit(np.array([0.97, -0.2]))
CHURCH_TOWER = CHURCH - 23 * CHURCH_TURN
CLOCK_TOWER = TOWN_HALL - 12 * MARKET_TURN
GASHOLDERS = (GASWORKS + np.array([-20.0, 16.0]), GASWORKS + np.array([8.0, 12.0]))
CHIMNEY = GASWORKS + np.array([31.0, 6.0])
CHURCH_PLOT = rectangle(CHURCH, CHURCH_TURN, 66, 44)
MARKET_PLOT = rectangle(MARKET, MARKET_TURN, 62, 50)
TOWN_HALL_PLOT = rectangle(TOWN_HALL, MARKET_TURN, 44, 36)
GASWORKS_PLOT = rectangle(GASWORKS, GASWORKS_TURN, 84, 62)
STADIUM_PLOT = rectangle(STADIUM, STADIUM_TURN, 122, 82)
THEATRE_PLOT = circle(THEATRE, 32, 24)
PITCH = rectangle(STADIUM, STADIUM_TURN, 55, 34)
SPECIAL_PLOTS = (
    CHURCH_PLOT,
    MARKET_PLOT,
    TOWN_HALL_PLOT,
    GASWORKS_PLOT,
    STADIUM_PLOT,
    THEATRE_PLOT,
)


def free(corners: Array) -> bool:
    """Say whether a building may stand there: off the water, the park, the special places."""
    probes = np.concatenate([corners, corners.mean(axis=0, keepdims=True)])
    return bool(
        RIVER_TREE.query(corners)[0].min() > RIVER_HALF + QUAY + 1
        and all(np.linalg.norm(corners - ROUNDABOUT, axis=1) > 32)
        and not any(within(probes, plot, -3.5).any() for plot in (PARK, *SPECIAL_PLOTS))
    )
