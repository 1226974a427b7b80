"""What is seen from afar: stadium, church, market, town hall, gasworks, theatre."""

from __future__ import annotations

import numpy as np

from coursekit.generators.landmarks.canvas import GRAVEL, LAWN, PAVING, Canvas, Colour
from coursekit.generators.landmarks.geometry import (
    Array,
    circle,
    normal,
    polygon_edges,
    rectangle,
    unit,
)
from coursekit.generators.landmarks.plan import (
    CHIMNEY,
    CHURCH,
    CHURCH_PLOT,
    CHURCH_TOWER,
    CHURCH_TURN,
    CLOCK_TOWER,
    GASHOLDERS,
    GASWORKS,
    GASWORKS_PLOT,
    GASWORKS_TURN,
    MARKET,
    MARKET_PLOT,
    MARKET_TURN,
    PITCH,
    STADIUM,
    STADIUM_PLOT,
    STADIUM_TURN,
    THEATRE,
    TOWN_HALL,
    TOWN_HALL_PLOT,
)
from coursekit.generators.landmarks.roofs import gable, hip_roof


def draw_stadium(canvas: Canvas) -> None:
    """Draw a running track around a mown pitch, and one stand."""
    d = unit(STADIUM_TURN)
    n = normal(d)

    def oval(radius: float) -> Array:
        a = np.linspace(-np.pi / 2, np.pi / 2, 24)
        cap = np.column_stack([radius * np.cos(a) + 25, radius * np.sin(a)])
        return STADIUM + np.concatenate([cap, -cap]) @ np.array([d, n])

    canvas.polygon(STADIUM_PLOT, PAVING)
    canvas.polygon(rectangle(STADIUM, d, 119, 79), LAWN)
    canvas.polygon(oval(29), (168, 92, 74))
    for lane in (23.0, 25.0, 27.0):
        canvas.outline(oval(lane), (204, 150, 134), 0.4)
    canvas.polygon(oval(21), LAWN)
    for i, shift in enumerate(np.arange(-27.5, 28, 5)):
        green = (104, 140, 70) if i % 2 else (120, 154, 80)
        canvas.polygon(rectangle(STADIUM + shift * d, d, 5, 34), green)
    white = (232, 234, 228)
    canvas.outline(PITCH, white, 0.5)
    canvas.line(np.array([STADIUM - 17 * n, STADIUM + 17 * n]), white, 0.5)
    canvas.outline(circle(STADIUM, 6), white, 0.5)
    for sign in (-1, 1):
        canvas.outline(rectangle(STADIUM + sign * 23 * d, d, 9, 19), white, 0.5)
    stand = rectangle(STADIUM - 34.5 * n, d, 64, 9)
    canvas.cast(stand, 11)
    canvas.facet(stand, (188, 190, 192), n, 11)
    for shift in np.arange(-28, 29, 8):
        rib = rectangle(STADIUM - 34.5 * n + shift * d, n, 9, 0.6)
        canvas.flat(rib, (150, 152, 156), 11.1)
    for shift in np.arange(-54, 55, 9):
        canvas.tree(STADIUM + shift * d + 36.5 * n, 2.8)


def draw_church(canvas: Canvas) -> None:
    """Cross-shaped church with a tower that throws a long shadow, on a square with trees."""
    d = CHURCH_TURN
    n = normal(d)
    slate: Colour = (134, 146, 150)
    canvas.polygon(CHURCH_PLOT, (206, 198, 180))
    gable(canvas, rectangle(CHURCH, d, 40, 15), slate, 17)
    gable(canvas, rectangle(CHURCH + 5 * d, n, 28, 12), slate, 17)
    hip_roof(canvas, circle(CHURCH + 20 * d, 7, 10), slate, 14)
    tower = rectangle(CHURCH_TOWER, d, 9, 9)
    canvas.cast(tower, 42)
    hip_roof(canvas, tower, (92, 128, 116), 44)
    for along in np.arange(-28, 29, 8):
        canvas.tree(CHURCH + along * d + 19 * n, 2.5)
        canvas.tree(CHURCH + along * d - 19 * n, 2.5)


def draw_market(canvas: Canvas) -> None:
    """Paved square with a fountain and rows of awnings."""
    d = MARKET_TURN
    n = normal(d)
    canvas.polygon(MARKET_PLOT, (202, 192, 172))
    for reach, half, along, across in ((28, 25, d, n), (24, 31, n, d)):
        for shift in np.arange(-reach, reach + 1, 8):
            joint = np.array([shift * along - half * across, shift * along + half * across])
            canvas.line(MARKET + joint, (188, 176, 156), 0.5)
    canvas.disc(MARKET, 7.2, (226, 222, 212))
    canvas.disc(MARKET, 5.8, (92, 140, 150))
    canvas.disc(MARKET, 1.6, (232, 236, 236))
    awnings = ((198, 60, 52), (236, 232, 222), (66, 110, 150), (222, 178, 74))
    for row in (-17, 17):
        for i, shift in enumerate(np.arange(-25, 26, 7.0)):
            stall = rectangle(MARKET + shift * d + row * n, d, 4.6, 3.6)
            canvas.cast(stall, 3)
            colour = awnings[(i + (row > 0)) % len(awnings)]
            canvas.flat(stall, canvas.varied(colour, 6), 3)


def draw_town_hall(canvas: Canvas) -> None:
    """Four wings around a court, with a clock tower over the entrance."""
    d = MARKET_TURN
    canvas.polygon(TOWN_HALL_PLOT, (190, 184, 170))
    outer, inner = rectangle(TOWN_HALL, d, 36, 28), rectangle(TOWN_HALL, d, 17, 9)
    for (a, b), (e, c) in zip(polygon_edges(outer), polygon_edges(inner), strict=True):
        gable(canvas, np.array([a, b, c, e]), (128, 136, 128), 18)
    tower = rectangle(CLOCK_TOWER, d, 8, 8)
    canvas.cast(tower, 34)
    hip_roof(canvas, tower, (180, 150, 84), 36)


def draw_gasworks(canvas: Canvas) -> None:
    """Two gas holders, a hall with a sawtooth roof, a chimney."""
    d = GASWORKS_TURN
    n = normal(d)
    canvas.polygon(GASWORKS_PLOT, (150, 144, 134))
    for centre, radius in ((GASHOLDERS[0], 13.0), (GASHOLDERS[1], 10.0)):
        ring = circle(centre, radius)
        canvas.cast(ring, 16)
        for share, light in ((1.0, 130), (0.93, 158), (0.5, 168)):
            canvas.flat(
                circle(centre, share * radius),
                (light, light - 4, light - 12),
                16 + 0.1 * (1 - share),
            )
        for spoke in circle(centre, 0.93 * radius, 12):
            canvas.flat(
                rectangle((centre + spoke) / 2, spoke - centre, 0.93 * radius, 0.5),
                (138, 134, 124),
                16.2,
            )
    hall = GASWORKS - 14 * n
    canvas.cast(rectangle(hall, d, 64, 22), 11)
    for i, shift in enumerate(np.arange(-28, 29, 8)):
        canvas.flat(rectangle(hall + (shift - 1.5) * d, d, 5, 22), (156, 110, 92), 11)
        canvas.flat(rectangle(hall + (shift + 2.5) * d, d, 3, 22), (196, 206, 208), 11 + 0.01 * i)
    canvas.cast(circle(CHIMNEY, 2.4, 16), 46)
    canvas.flat(circle(CHIMNEY, 2.6, 16), (172, 96, 78), 46)
    canvas.flat(circle(CHIMNEY, 1.3, 16), (46, 40, 38), 46.1)


def draw_theatre(canvas: Canvas) -> None:
    """Round theatre with a ribbed dome, in a garden."""
    canvas.disc(THEATRE, 32, PAVING)
    canvas.disc(THEATRE, 29, LAWN)
    canvas.disc(THEATRE, 22, GRAVEL)
    canvas.cast(circle(THEATRE, 17), 13)
    canvas.flat(circle(THEATRE, 17.5), (206, 200, 186), 12)
    for a, b in polygon_edges(circle(np.zeros(2), 14.5, 20)):
        for low, high in ((1.0, 0.62), (0.62, 0.18)):
            ring = np.array([low * a, low * b, high * b, high * a])
            canvas.facet(THEATRE + ring, (106, 148, 134), (a + b) / 2, 13)
    canvas.flat(circle(THEATRE, 2.7), (222, 214, 190), 14)
    for place in circle(THEATRE, 25.5, 18):
        canvas.tree(place, 2.4)
