"""Blocks of houses between the streets, with courtyards, gardens and estates."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from scipy.spatial import Voronoi

from coursekit.generators.landmarks.canvas import GRASS, LAWN, PAVING, TILES, YARD, Canvas
from coursekit.generators.landmarks.geometry import (
    Array,
    area,
    circle,
    inset,
    keep_left,
    normal,
    polygon_edges,
    rectangle,
    shrink,
    unit,
    without_short_edges,
)
from coursekit.generators.landmarks.plan import (
    HOUSE_DEPTH,
    PAVEMENT,
    RIVER,
    ROADS,
    STREET_HALF,
    free,
)
from coursekit.generators.landmarks.roofs import flat_roof, gable, hip_roof


def city_cells(rng: np.random.Generator) -> list[Array]:
    """Convex polygons between the middles of the streets, counterclockwise."""
    ticks = np.arange(-9, 10)
    grid = np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2).astype(float)

    def lattice(spacing: float, degrees: float, jitter: float) -> Array:
        c, s = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))
        points = grid + rng.uniform(-jitter, jitter, grid.shape)
        return spacing * points @ np.array([[c, s], [-s, c]])

    old_town, new_town = lattice(66, -8, 0.34), lattice(76, 10, 0.10)
    height = np.interp(old_town[:, 0], *RIVER.T)
    old_town = old_town[old_town[:, 1] > height + 22]
    height = np.interp(new_town[:, 0], *RIVER.T)
    new_town = new_town[new_town[:, 1] < height - 22]
    diagram = Voronoi(np.concatenate([old_town, new_town]))
    cells = []
    for index in diagram.point_region:
        corners = diagram.regions[index]
        if len(corners) >= 3 and -1 not in corners:
            polygon = diagram.vertices[corners]
            if np.abs(polygon).max() < 600:
                cells.append(polygon if area(polygon) > 0 else polygon[::-1])
    for point, direction, half in ROADS.values():
        d = unit(direction)
        away = max(half - STREET_HALF, 0.0) * normal(d)
        cells = [
            part
            for cell in cells
            for part in (keep_left(cell, point + away, d), keep_left(cell, point - away, -d))
            if len(part) >= 3 and abs(area(part)) > 60
        ]
    return cells


def draw_block(canvas: Canvas, cell: Array) -> None:
    """Pavement, a ring of houses, the courtyard with its trees."""
    rng = canvas.rng
    kerb = shrink(cell, STREET_HALF)
    if len(kerb) < 3:
        return
    canvas.polygon(kerb, PAVING)
    front = shrink(kerb, PAVEMENT)
    if len(front) < 3 or area(front) < 120:
        return
    canvas.polygon(front, canvas.varied(YARD, 5))
    back, shortest = None, 6.0
    while back is None and shortest < 40:
        plan = without_short_edges(front, shortest)
        back, shortest = inset(plan, HOUSE_DEPTH), shortest + 6
    if back is None:
        draw_small_block(canvas, front)
    elif rng.random() < 0.11 and area(plan) > 1200 and free(plan):
        draw_estate(canvas, plan)
    else:
        if area(back) > 90:
            draw_courtyard(canvas, back)
        if not draw_houses(canvas, plan, back):
            draw_garden(canvas, plan)


def draw_small_block(canvas: Canvas, plot: Array) -> None:
    """Garden, slabs or a single house, where no ring of houses fits."""
    if not free(plot):
        draw_garden(canvas, plot)
    elif area(plot) > 900:
        draw_estate(canvas, plot)
    else:
        colour = canvas.varied(TILES[canvas.rng.integers(len(TILES))])
        hip_roof(canvas, plot, colour, 13.0)


def draw_courtyard(canvas: Canvas, yard: Array) -> None:
    """Grass and trees behind the houses."""
    rng = canvas.rng
    for _ in range(int(area(yard) / 150) + 1):
        place = rng.dirichlet(np.ones(len(yard))) @ yard
        if rng.random() < 0.7:
            canvas.disc(place, rng.uniform(3, 6), canvas.varied(GRASS, 6))
        if free(circle(place, 3)):
            canvas.tree(place, rng.uniform(2.2, 3.6))


def draw_houses(canvas: Canvas, front: Array, back: Array) -> int:
    """Ring of houses between the street side and the yard side; returns how many stand."""
    rng = canvas.rng
    houses = 0
    edges = zip(polygon_edges(front), polygon_edges(back), strict=True)
    for (outer_a, outer_b), (inner_a, inner_b) in edges:
        length = np.linalg.norm(outer_b - outer_a)
        count = max(1, round(length / rng.uniform(13, 19)))
        cuts = np.linspace(0, 1, count + 1)
        cuts[1:-1] += rng.uniform(-0.12, 0.12, count - 1) / count
        for low, high in pairwise(cuts):
            street = outer_a + np.outer([low, high], outer_b - outer_a)
            yard = inner_a + np.outer([high, low], inner_b - inner_a)
            quad = np.concatenate([street, yard])
            if not free(quad) or rng.random() < 0.04:
                continue
            houses += 1
            if rng.random() < 0.1:
                flat_roof(canvas, quad, rng.uniform(12, 18), canvas.varied((158, 158, 156), 10))
            else:
                colour = canvas.varied(TILES[rng.integers(len(TILES))])
                gable(canvas, quad, colour, rng.uniform(10, 15))
    return houses


def draw_garden(canvas: Canvas, plot: Array) -> None:
    """Lawn with trees along its edges, where no house stands."""
    canvas.polygon(plot, canvas.varied(LAWN, 5))
    inner = shrink(plot, 4.0)
    if len(inner) < 3:
        return
    for a, b in polygon_edges(inner):
        for share in np.arange(0, 1, 9.0 / max(9.0, np.linalg.norm(b - a))):
            place = a + share * (b - a)
            if free(circle(place, 1.0, 6)):
                canvas.tree(place, 2.8)


def draw_estate(canvas: Canvas, plot: Array) -> None:
    """Slabs with flat roofs on a lawn."""
    canvas.polygon(plot, canvas.varied(LAWN, 5))
    centre = plot.mean(axis=0)
    along = unit(plot[1] - plot[0])
    for shift in (-17, 0, 17):
        slab = rectangle(centre + shift * normal(along), along, 34, 10)
        grown = rectangle(centre + shift * normal(along), along, 38, 12)
        if all(len(keep_left(grown, a, b - a)) == 4 for a, b in polygon_edges(plot)):
            flat_roof(canvas, slab, 16, canvas.varied((172, 170, 164), 6))
    for corner in plot:
        canvas.tree(corner + 0.18 * (centre - corner), 3.5)
