"""Two aerial pictures of one invented city, and landmarks marked on both.

The city is drawn once, in metres, on a large canvas: streets between the cells of a Voronoi
diagram, a few straight roads that cut through them, houses around courtyards, a river with its
bridges, parks, shadows. Two cameras at the same height then look straight down at it, the second
one turned and moved, so that the rotation and the shift between the pictures are known.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy.ndimage import gaussian_filter, map_coordinates
from scipy.spatial import Voronoi, cKDTree

Array = NDArray[np.float64]
Colour = tuple[int, int, int]

SEED = 1871

# --- Cameras -------------------------------------------------------------------------------------
PICTURE_PIXELS = 400
METRES_PER_PIXEL = 1.2
SIDE = PICTURE_PIXELS * METRES_PER_PIXEL
SECOND_TURN_DEGREES = 34.0
SECOND_CENTRE = np.array([38.0, -24.0])

# --- Marking -------------------------------------------------------------------------------------
MARKING_NOISE_METRES = 0.3
MISTAKEN = "Bandstand in the park"
MISTAKE_METRES = np.array([14.5, -9.0])
PICTURE_MARGIN_METRES = 12.0

# --- Canvas --------------------------------------------------------------------------------------
CANVAS_HALF = 430.0
CANVAS_METRES_PER_PIXEL = 0.4
CANVAS_PIXELS = int(2 * CANVAS_HALF / CANVAS_METRES_PER_PIXEL)

SHADOW_PER_METRE = np.array([0.52, 0.66])  # displacement of a shadow for a metre of height
TO_SUN = -SHADOW_PER_METRE / np.linalg.norm(SHADOW_PER_METRE)

# --- Plan of the city ----------------------------------------------------------------------------
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
BRIDGED = ("Mill Road", "Avenue", "East Road")

CHURCH = np.array([-52.0, 62.0])
MARKET = np.array([86.0, 68.0])
TOWN_HALL = np.array([146.0, 70.0])
STADIUM = np.array([72.0, -90.0])
STADIUM_TURN = np.array([0.985, 0.17])
GASWORKS = np.array([-162.0, 52.0])
THEATRE = np.array([143.0, 165.0])
POND = np.array([-66.0, -116.0])
BANDSTAND = np.array([-112.0, -114.0])

TILES: tuple[Colour, ...] = (
    (176, 104, 80),
    (162, 92, 72),
    (188, 122, 96),
    (150, 84, 68),
    (170, 112, 88),
    (136, 98, 82),
    (122, 120, 124),
    (142, 144, 148),
    (180, 134, 106),
)
ASPHALT: Colour = (118, 119, 122)
PAVING: Colour = (176, 172, 164)
GRASS: Colour = (104, 128, 72)
LAWN: Colour = (118, 144, 78)
GRAVEL: Colour = (196, 184, 158)
WATER: Colour = (66, 92, 96)
YARD: Colour = (138, 138, 116)


# --- Geometry ------------------------------------------------------------------------------------


def normal(direction: Array) -> Array:
    """Direction turned by a right angle counterclockwise."""
    return np.array([-direction[1], direction[0]])


def unit(vector: Array) -> Array:
    """Vector of length one."""
    return vector / np.linalg.norm(vector)


def area(polygon: Array) -> float:
    """Signed area of a polygon, positive when counterclockwise."""
    x, y = polygon.T
    return 0.5 * float(x @ np.roll(y, -1) - y @ np.roll(x, -1))


def keep_left(polygon: Array, point: Array, direction: Array) -> Array:
    """Part of a convex polygon to the left of a line, (0, 2) where there is none."""
    distance = (polygon - point) @ normal(direction)
    kept = []
    for a, b, da, db in zip(
        polygon, np.roll(polygon, -1, axis=0), distance, np.roll(distance, -1), strict=True
    ):
        if da >= 0:
            kept.append(a)
        if da * db < 0:
            kept.append(a + (b - a) * da / (da - db))
    return np.array(kept).reshape(-1, 2)


def without_short_edges(polygon: Array, shortest: float) -> Array:
    """Polygon without the corners that follow one another too closely."""
    kept = [polygon[0]]
    for corner in polygon[1:]:
        if np.linalg.norm(corner - kept[-1]) >= shortest:
            kept.append(corner)
    if len(kept) > 1 and np.linalg.norm(kept[-1] - kept[0]) < shortest:
        kept.pop()
    return np.array(kept)


def inset(polygon: Array, distance: float) -> Array | None:
    """Convex polygon with every edge moved inwards, or None where it does not fit.

    Corner i of the result belongs to corner i of the polygon.
    """
    if len(polygon) < 3:
        return None
    along = np.roll(polygon, -1, axis=0) - polygon
    length = np.linalg.norm(along, axis=1)
    inwards = np.column_stack([-along[:, 1], along[:, 0]]) / length[:, None]
    before = np.roll(inwards, 1, axis=0)
    cosine = np.sum(before * inwards, axis=1)
    corners = polygon + distance * (before + inwards) / (1 + cosine)[:, None]
    moved = np.roll(corners, -1, axis=0) - corners
    return corners if np.all(np.sum(moved * along, axis=1) > 0) else None


def shrink(polygon: Array, distance: float) -> Array:
    """Convex polygon without the margin along its edges, (0, 2) where nothing is left."""
    left = polygon
    for a, b in polygon_edges(polygon):
        if len(left) < 3:
            return np.empty((0, 2))
        left = keep_left(left, a + distance * normal(unit(b - a)), unit(b - a))
    return left


def polygon_edges(polygon: Array) -> Iterable[tuple[Array, Array]]:
    """Pairs of neighbouring corners."""
    return zip(polygon, np.roll(polygon, -1, axis=0), strict=True)


def within(points: Array, polygon: Array, margin: float = 0.0) -> NDArray[np.bool_]:
    """Which of N points lie inside a convex polygon, at least a margin from its edges, (N,)."""
    along = np.roll(polygon, -1, axis=0) - polygon
    inwards = np.column_stack([-along[:, 1], along[:, 0]])
    inwards /= np.linalg.norm(along, axis=1, keepdims=True)
    distance = np.atleast_2d(points) @ inwards.T - np.sum(polygon * inwards, axis=1)
    return np.all(distance >= margin, axis=1)


def band(line: Array, low: float, high: float) -> Array:
    """Polygon between two curves parallel to a line; positive distances lie to its left."""
    along = np.gradient(line, axis=0)
    side = np.column_stack([-along[:, 1], along[:, 0]])
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    return np.concatenate([line + low * side, (line + high * side)[::-1]])


def circle(centre: Array, radius: float, corners: int = 40) -> Array:
    """Regular polygon in place of a circle, counterclockwise."""
    angle = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    return np.asarray(centre) + radius * np.column_stack([np.cos(angle), np.sin(angle)])


def rectangle(centre: Array, direction: Array, length: float, width: float) -> Array:
    """Corners of a rectangle, counterclockwise."""
    d = unit(direction)
    u, v = 0.5 * length * d, 0.5 * width * normal(d)
    return np.asarray(centre) + np.array([-u - v, u - v, u + v, -u + v])


def crossing(a: str, b: str) -> Array:
    """Point where two roads cross."""
    (p, d, _), (q, e, _) = ROADS[a], ROADS[b]
    return p + d * np.linalg.solve(np.column_stack([d, -e]), q - p)[0]


def river_line(x: Array) -> Array:
    """Middle of the river, (len(x), 2)."""
    return np.column_stack([x, -34 + 0.10 * x + 30 * np.sin(x / 125 + 0.7)])


RIVER = river_line(np.linspace(-640, 640, 1281))
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


# --- Drawing -------------------------------------------------------------------------------------


class Canvas:
    """The city from straight above: ground, then shadows, then roofs and trees, in metres."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        size = (CANVAS_PIXELS, CANVAS_PIXELS)
        self.picture = Image.new("RGB", size, ASPHALT)
        self.shadow_mask = Image.new("L", size, 0)
        self.ground = ImageDraw.Draw(self.picture)
        self.shade = ImageDraw.Draw(self.shadow_mask)
        self.above: list[tuple[float, Array, Colour]] = []

    @staticmethod
    def pixels(points: Array) -> list[tuple[float, float]]:
        """Canvas pixels of points in metres."""
        points = np.asarray(points, dtype=float)
        x = (points[:, 0] + CANVAS_HALF) / CANVAS_METRES_PER_PIXEL
        y = (CANVAS_HALF - points[:, 1]) / CANVAS_METRES_PER_PIXEL
        return list(zip(x.tolist(), y.tolist(), strict=True))

    def polygon(self, corners: Array, colour: Colour) -> None:
        """Fill a polygon on the ground."""
        if len(corners) >= 3:
            self.ground.polygon(self.pixels(corners), fill=colour)

    def line(self, points: Array, colour: Colour, width: float) -> None:
        """Draw a line of a width in metres on the ground."""
        pixels = max(1, round(width / CANVAS_METRES_PER_PIXEL))
        self.ground.line(self.pixels(points), fill=colour, width=pixels, joint="curve")

    def disc(self, centre: Array, radius: float, colour: Colour) -> None:
        """Fill a disc on the ground."""
        self.polygon(circle(centre, radius), colour)

    def cast(self, corners: Array, height: float, base: float = 0.0) -> None:
        """Darken what a solid with a convex outline shades, from its base to its height."""
        low, high = corners + base * SHADOW_PER_METRE, corners + height * SHADOW_PER_METRE
        for i in range(len(corners)):
            j = (i + 1) % len(corners)
            self.shade.polygon(self.pixels(np.array([low[i], low[j], high[j], high[i]])), fill=255)
        self.shade.polygon(self.pixels(high), fill=255)

    def facet(self, corners: Array, colour: Colour, faces: Array, height: float) -> None:
        """Keep a sloping facet for later; it is brighter where it faces the sun."""
        length = np.linalg.norm(faces)
        light = 1.0 if length == 0 else 1.0 + 0.26 * float(faces @ TO_SUN) / length
        shaded = tuple(int(np.clip(c * light, 0, 255)) for c in colour)
        self.above.append((height, np.asarray(corners), shaded))

    def varied(self, colour: Colour, spread: float = 7.0) -> Colour:
        """Colour moved a little, so that no two roofs are the same."""
        shift = self.rng.normal(0, spread) + self.rng.normal(0, spread / 3, 3)
        return tuple(int(np.clip(c + d, 0, 255)) for c, d in zip(colour, shift, strict=True))

    def tree(self, place: Array, radius: float = 3.2) -> None:
        """Crown with a sunlit side, and its shadow."""
        radius = radius * self.rng.uniform(0.75, 1.25)
        self.cast(circle(place, 0.85 * radius, 10), 2.1 * radius, radius)
        green = self.varied((74, 98, 54), 8)
        for part, offset, light in ((1.0, 0.0, 0.82), (0.74, 0.22, 1.06), (0.4, 0.4, 1.28)):
            crown = circle(place + offset * radius * TO_SUN, part * radius, 9)
            crown = crown + self.rng.normal(0, 0.1 * radius, crown.shape)
            self.above.append((6.0 + part, crown, tuple(int(c * light) for c in green)))

    def finish(self) -> Array:
        """Canvas with shadows, raised things and texture, (rows, columns, 3) in 0..255."""
        shade = gaussian_filter(np.asarray(self.shadow_mask, dtype=np.float32) / 255, 1.2)
        lit = np.asarray(self.picture, dtype=np.float32)
        # Shadows keep some blue: the sky still lights them.
        lit = lit * (1 - shade[..., None] * np.array([0.56, 0.52, 0.44], dtype=np.float32))
        self.picture = Image.fromarray(lit.astype(np.uint8))
        roofs = ImageDraw.Draw(self.picture)
        for _, corners, colour in sorted(self.above, key=lambda item: item[0]):
            roofs.polygon(self.pixels(corners), fill=colour)
        return np.asarray(self.picture) * texture(self.rng)[..., None]


def texture(rng: np.random.Generator) -> Array:
    """Grain of several sizes, around one."""
    field = np.ones((CANVAS_PIXELS, CANVAS_PIXELS), dtype=np.float32)
    for sigma, strength in ((1.2, 0.045), (4.0, 0.03), (40.0, 0.035)):
        coarse = max(1, int(sigma // 2))
        small = rng.standard_normal((CANVAS_PIXELS // coarse + 1,) * 2, dtype=np.float32)
        small = gaussian_filter(small, sigma / coarse)
        small *= strength / small.std()
        rows = np.repeat(np.repeat(small, coarse, axis=0), coarse, axis=1)
        field += rows[:CANVAS_PIXELS, :CANVAS_PIXELS]
    return field


# --- Parts of the city ---------------------------------------------------------------------------


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


def free(corners: Array) -> bool:
    """Say whether a building may stand there: off the water, the park, the special places."""
    probes = np.concatenate([corners, corners.mean(axis=0, keepdims=True)])
    return bool(
        RIVER_TREE.query(corners)[0].min() > RIVER_HALF + QUAY + 1
        and all(np.linalg.norm(corners - ROUNDABOUT, axis=1) > 32)
        and not any(within(probes, plot, -3.5).any() for plot in (PARK, *SPECIAL_PLOTS))
    )


def gable(canvas: Canvas, quad: Array, colour: Colour, height: float) -> None:
    """House with its ridge along the street; quad: street side, then yard side."""
    a, b, c, d = quad
    across = (b + a) / 2 - (c + d) / 2
    left, right = (a + d) / 2, (b + c) / 2
    canvas.cast(quad, height)
    canvas.facet(np.array([a, b, right, left]), colour, across, height)
    canvas.facet(np.array([left, right, c, d]), colour, -across, height)
    ridge = np.array([left, right, right + 0.25 * TO_SUN, left + 0.25 * TO_SUN])
    canvas.facet(ridge, tuple(min(255, x + 22) for x in colour), np.zeros(2), height + 0.1)
    for share in canvas.rng.uniform(0.15, 0.85, canvas.rng.integers(1, 4)):
        foot = left + share * (right - left) + canvas.rng.uniform(-0.3, 0.3) * across
        small(canvas, foot, b - a, height, (96, 84, 78))


def small(canvas: Canvas, foot: Array, along: Array, height: float, colour: Colour) -> None:
    """Chimney, dormer or roof light, with the short shadow that it throws on its roof."""
    size = canvas.rng.uniform(1.0, 2.0)
    box = rectangle(foot, along, size, size * 0.8)
    canvas.facet(box + 1.3 * SHADOW_PER_METRE, (70, 58, 54), np.zeros(2), height + 0.2)
    canvas.facet(box, canvas.varied(colour, 14), np.zeros(2), height + 0.3)


def flat_roof(canvas: Canvas, corners: Array, height: float, colour: Colour) -> None:
    """Modern building: a parapet, a roof, machines on it."""
    canvas.cast(corners, height)
    canvas.facet(corners, tuple(min(255, c + 18) for c in colour), np.zeros(2), height)
    roof = inset(corners, 0.9)
    if roof is None:
        return
    canvas.facet(roof, colour, np.zeros(2), height + 0.1)
    centre = corners.mean(axis=0)
    for _ in range(canvas.rng.integers(2, 6)):
        weights = canvas.rng.dirichlet(np.ones(len(corners)))
        foot = centre + 0.75 * (weights @ corners - centre)
        small(canvas, foot, corners[1] - corners[0], height, (150, 152, 154))


def hip_roof(canvas: Canvas, corners: Array, colour: Colour, height: float) -> None:
    """Roof that rises from every edge to one point."""
    top = corners.mean(axis=0)
    canvas.cast(corners, height)
    for a, b in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        canvas.facet(np.array([a, b, top]), colour, -normal(b - a), height)


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
    if back is not None:
        front = plan
    elif not free(front):
        draw_garden(canvas, front)
        return
    elif area(front) > 900:
        draw_estate(canvas, front)
        return
    else:
        hip_roof(canvas, front, canvas.varied(TILES[rng.integers(len(TILES))]), 13.0)
        return
    if rng.random() < 0.11 and area(front) > 1200 and free(front):
        draw_estate(canvas, front)
        return
    if area(back) > 90:
        for _ in range(int(area(back) / 150) + 1):
            weights = rng.dirichlet(np.ones(len(back)))
            place = weights @ back
            if rng.random() < 0.7:
                canvas.disc(place, rng.uniform(3, 6), canvas.varied(GRASS, 6))
            if free(circle(place, 3)):
                canvas.tree(place, rng.uniform(2.2, 3.6))
    houses = 0
    edges = zip(front, np.roll(front, -1, axis=0), back, np.roll(back, -1, axis=0), strict=True)
    for outer_a, outer_b, inner_a, inner_b in edges:
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
    if houses == 0:
        draw_garden(canvas, front)


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
    along = np.gradient(RIVER, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    side = np.column_stack([-along[:, 1], along[:, 0]])
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
    bridges = np.array([river_crossing(road) for road in ROADS if road in BRIDGED])
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
    canvas.facet(hull, (222, 222, 216), np.zeros(2), 3)
    canvas.facet(rectangle(place - 2 * heading, heading, 9, 3), (120, 74, 62), np.zeros(2), 3.1)


def draw_roads(canvas: Canvas) -> None:
    """Straight roads: asphalt, markings, trees along the avenue; bridges over the water."""
    for name, (point, direction, half) in ROADS.items():
        d = unit(direction)
        ends = np.array([point - 700 * d, point + 700 * d])
        if name in BRIDGED:
            north, south = bridge_ends(name)
            deck = rectangle((north + south) / 2, d, np.linalg.norm(north - south), 2 * half)
            canvas.cast(deck, 7)
            canvas.above.append((7.0, deck, (206, 200, 188)))
            road = rectangle(
                (north + south) / 2, d, np.linalg.norm(north - south) + 3, 2 * half - 4
            )
            canvas.above.append((7.1, road, ASPHALT))
            for share in (-0.3, 0.3):
                pier = (north + south) / 2 + share * (north - south)
                canvas.polygon(rectangle(pier, d, 5, 2 * half + 7), (196, 190, 178))
        canvas.line(ends, ASPHALT, 2 * half - 4.6)
        for distance in np.arange(-430, 430, 9.0):
            start = point + distance * d
            if RIVER_TREE.query(start)[0] < RIVER_HALF + 9 and name in BRIDGED:
                dash = rectangle(start, d, 4, 0.5)
                canvas.above.append((7.2, dash, (226, 226, 220)))
            elif RIVER_TREE.query(start)[0] > RIVER_HALF + QUAY:
                canvas.line(np.array([start - 2 * d, start + 2 * d]), (226, 226, 220), 0.5)
    point, direction, half = ROADS["Avenue"]
    d = unit(direction)
    for distance in np.arange(-430, 430, 10.0):
        for sign in (-1, 1):
            place = point + distance * d + sign * (half - 1.6) * normal(d)
            crossings = [crossing("Avenue", other) for other in ("North Street", "South Street")]
            clear = min(np.linalg.norm(place - c) for c in crossings) > 34
            if clear and RIVER_TREE.query(place)[0] > RIVER_HALF + QUAY + 3:
                canvas.tree(place, 2.7)


def draw_crossings(canvas: Canvas) -> None:
    """Zebra crossings where the straight roads meet."""
    for across in ("North Street", "South Street"):
        for along in BRIDGED:
            if (along, across) == ("Avenue", "South Street"):
                continue
            middle = crossing(along, across)
            for name in (along, across):
                d, half = unit(ROADS[name][1]), ROADS[name][2]
                gap = ROADS[across if name == along else along][2] + 2
                for sign in (-1, 1):
                    for offset in np.arange(-half + 3, half - 2, 1.6):
                        stripe = middle + sign * gap * d + offset * normal(d)
                        canvas.polygon(rectangle(stripe, d, 3.2, 0.8), (230, 230, 226))


def draw_cars(canvas: Canvas) -> None:
    """Cars on the right-hand side of the straight roads, parked ones along the quays."""
    rng = canvas.rng
    paints = ((228, 228, 226), (52, 56, 62), (164, 44, 40), (58, 88, 132), (176, 178, 180))

    def car(place: Array, heading: Array, raised: float) -> None:
        body = rectangle(place, heading, 4.5, 1.9)
        colour = canvas.varied(paints[rng.integers(len(paints))], 8)
        canvas.cast(body, raised + 1.5, raised)
        canvas.above.append((7.5, body, colour))
        glass = rectangle(place - 0.2 * heading, heading, 1.9, 1.6)
        canvas.above.append((7.6, glass, tuple(c // 2 for c in colour)))

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
                    car(place, sign * d, 0.0 if not (near and name in BRIDGED) else 0.1)
    along = np.gradient(RIVER, axis=0)
    for i in range(170, 1110, 7):
        d = unit(along[i])
        for sign in (-1, 1):
            place = RIVER[i] + sign * (RIVER_HALF + QUAY - 3.6) * normal(d)
            clear = all(
                abs((place - ROADS[road][0]) @ normal(unit(ROADS[road][1]))) > 20
                for road in BRIDGED
            )
            if clear and rng.random() < 0.55:
                car(place, d, 0.0)


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


def rounded(polygon: Array, points: int = 120) -> Array:
    """Smooth the corners of a polygon away; a closed curve inside it."""
    closed = np.concatenate([polygon, polygon[:1]])
    length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(closed, axis=0), axis=1))])
    at = np.linspace(0, length[-1], points, endpoint=False)
    curve = np.column_stack([np.interp(at, length, closed[:, axis]) for axis in (0, 1)])
    return gaussian_filter(curve, (4.0, 0), mode="wrap")


def draw_stadium(canvas: Canvas) -> None:
    """Draw a running track around a mown pitch, and one stand."""
    d = unit(STADIUM_TURN)
    n = normal(d)

    def oval(half_length: float, radius: float) -> Array:
        a = np.linspace(-np.pi / 2, np.pi / 2, 24)
        cap = np.column_stack([radius * np.cos(a) + half_length, radius * np.sin(a)])
        right, left = cap, -cap
        return STADIUM + np.concatenate([right, left]) @ np.array([d, n])

    canvas.polygon(STADIUM_PLOT, PAVING)
    canvas.polygon(rectangle(STADIUM, d, 119, 79), LAWN)
    canvas.polygon(oval(25, 29), (168, 92, 74))
    for lane in (23.0, 25.0, 27.0):
        ring = oval(25, lane)
        canvas.line(np.concatenate([ring, ring[:1]]), (204, 150, 134), 0.4)
    canvas.polygon(oval(25, 21), LAWN)
    for i, shift in enumerate(np.arange(-27.5, 28, 5)):
        green = (104, 140, 70) if i % 2 else (120, 154, 80)
        canvas.polygon(rectangle(STADIUM + shift * d, d, 5, 34), green)
    white = (232, 234, 228)
    for length, width in ((55, 34), (55, 17)):
        box = rectangle(STADIUM, d, length, width)
        if width == 34:
            canvas.line(np.concatenate([box, box[:1]]), white, 0.5)
    canvas.line(np.array([STADIUM - 17 * n, STADIUM + 17 * n]), white, 0.5)
    ring = circle(STADIUM, 6)
    canvas.line(np.concatenate([ring, ring[:1]]), white, 0.5)
    for sign in (-1, 1):
        box = rectangle(STADIUM + sign * 23 * d, d, 9, 19)
        canvas.line(np.concatenate([box, box[:1]]), white, 0.5)
    stand = rectangle(STADIUM - 34.5 * n, d, 64, 9)
    canvas.cast(stand, 11)
    canvas.facet(stand, (188, 190, 192), n, 11)
    for shift in np.arange(-28, 29, 8):
        rib = rectangle(STADIUM - 34.5 * n + shift * d, n, 9, 0.6)
        canvas.facet(rib, (150, 152, 156), np.zeros(2), 11.1)
    for shift in np.arange(-54, 55, 9):
        canvas.tree(STADIUM + shift * d + 36.5 * n, 2.8)


def draw_church(canvas: Canvas) -> None:
    """Cross-shaped church with a tower that throws a long shadow, on a square with trees."""
    d = CHURCH_TURN
    n = normal(d)
    slate: Colour = (134, 146, 150)
    canvas.polygon(CHURCH_PLOT, (206, 198, 180))
    nave = CHURCH
    for along, length, width in ((d, 40, 15), (n, 28, 12)):
        centre = nave if along is d else nave + 5 * d
        corners = rectangle(centre, along, length, width)
        gable(canvas, corners, slate, 17)
    hip_roof(canvas, circle(nave + 20 * d, 7, 10), slate, 14)
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
    for shift in np.arange(-28, 29, 8):
        canvas.line(
            MARKET + np.array([shift * d - 25 * n, shift * d + 25 * n]), (188, 176, 156), 0.5
        )
    for shift in np.arange(-24, 25, 8):
        canvas.line(
            MARKET + np.array([shift * n - 31 * d, shift * n + 31 * d]), (188, 176, 156), 0.5
        )
    canvas.disc(MARKET, 7.2, (226, 222, 212))
    canvas.disc(MARKET, 5.8, (92, 140, 150))
    canvas.disc(MARKET, 1.6, (232, 236, 236))
    awnings = ((198, 60, 52), (236, 232, 222), (66, 110, 150), (222, 178, 74))
    for row in (-17, 17):
        for i, shift in enumerate(np.arange(-25, 26, 7.0)):
            stall = rectangle(MARKET + shift * d + row * n, d, 4.6, 3.6)
            canvas.cast(stall, 3)
            colour = awnings[(i + (row > 0)) % len(awnings)]
            canvas.facet(stall, canvas.varied(colour, 6), np.zeros(2), 3)


def draw_town_hall(canvas: Canvas) -> None:
    """Four wings around a court, with a clock tower over the entrance."""
    d = MARKET_TURN
    canvas.polygon(TOWN_HALL_PLOT, (190, 184, 170))
    outer, inner = rectangle(TOWN_HALL, d, 36, 28), rectangle(TOWN_HALL, d, 17, 9)
    for a, b, c, e in zip(
        outer, np.roll(outer, -1, axis=0), np.roll(inner, -1, axis=0), inner, strict=True
    ):
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
            canvas.facet(
                circle(centre, share * radius),
                (light, light - 4, light - 12),
                np.zeros(2),
                16 + 0.1 * (1 - share),
            )
        for spoke in circle(centre, 0.93 * radius, 12):
            canvas.facet(
                rectangle((centre + spoke) / 2, spoke - centre, 0.93 * radius, 0.5),
                (138, 134, 124),
                np.zeros(2),
                16.2,
            )
    hall = GASWORKS - 14 * n
    canvas.cast(rectangle(hall, d, 64, 22), 11)
    for i, shift in enumerate(np.arange(-28, 29, 8)):
        canvas.facet(rectangle(hall + (shift - 1.5) * d, d, 5, 22), (156, 110, 92), np.zeros(2), 11)
        canvas.facet(
            rectangle(hall + (shift + 2.5) * d, d, 3, 22),
            (196, 206, 208),
            np.zeros(2),
            11 + 0.01 * i,
        )
    canvas.cast(circle(CHIMNEY, 2.4, 16), 46)
    canvas.facet(circle(CHIMNEY, 2.6, 16), (172, 96, 78), np.zeros(2), 46)
    canvas.facet(circle(CHIMNEY, 1.3, 16), (46, 40, 38), np.zeros(2), 46.1)


def draw_theatre(canvas: Canvas) -> None:
    """Round theatre with a ribbed dome, in a garden."""
    canvas.disc(THEATRE, 32, PAVING)
    canvas.disc(THEATRE, 29, LAWN)
    canvas.disc(THEATRE, 22, GRAVEL)
    canvas.cast(circle(THEATRE, 17), 13)
    canvas.facet(circle(THEATRE, 17.5), (206, 200, 186), np.zeros(2), 12)
    for a, b in polygon_edges(circle(THEATRE, 14.5, 20)):
        for low, high in ((1.0, 0.62), (0.62, 0.18)):
            ring = THEATRE + np.array(
                [
                    low * (a - THEATRE),
                    low * (b - THEATRE),
                    high * (b - THEATRE),
                    high * (a - THEATRE),
                ]
            )
            steepness = (a + b) / 2 - THEATRE
            canvas.facet(ring, (106, 148, 134), steepness, 13)
    canvas.facet(circle(THEATRE, 2.7), (222, 214, 190), np.zeros(2), 14)
    for place in circle(THEATRE, 25.5, 18):
        canvas.tree(place, 2.4)


def draw_roundabout(canvas: Canvas) -> None:
    """Roundabout with a column on its island."""
    canvas.disc(ROUNDABOUT, 28, PAVING)
    canvas.disc(ROUNDABOUT, 24, ASPHALT)
    canvas.disc(ROUNDABOUT, 13, (206, 202, 192))
    canvas.disc(ROUNDABOUT, 12, LAWN)
    canvas.disc(ROUNDABOUT, 4, (214, 206, 190))
    canvas.cast(circle(ROUNDABOUT, 1.3, 12), 26)
    canvas.facet(circle(ROUNDABOUT, 1.6, 12), (236, 228, 206), np.zeros(2), 26)
    for place in circle(ROUNDABOUT, 9, 7):
        canvas.tree(place, 1.6)


def draw_city() -> Array:
    """City from straight above, on a canvas of ``CANVAS_METRES_PER_PIXEL``.

    Returns
    -------
    canvas : (CANVAS_PIXELS, CANVAS_PIXELS, 3) float array
        0..255, row 0 in the north.
    """
    rng = np.random.default_rng(SEED)
    canvas = Canvas(rng)
    for cell in city_cells(rng):
        draw_block(canvas, cell)
    draw_park(canvas)
    draw_stadium(canvas)
    draw_church(canvas)
    draw_market(canvas)
    draw_town_hall(canvas)
    draw_gasworks(canvas)
    draw_theatre(canvas)
    draw_river(canvas)
    draw_roads(canvas)
    draw_crossings(canvas)
    draw_roundabout(canvas)
    draw_cars(canvas)
    return canvas.finish()


# --- Cameras and marks ---------------------------------------------------------------------------


class Camera(NamedTuple):
    """Camera that looks straight down, and the mood of its picture."""

    centre: Array
    turn_degrees: float
    gain: tuple[float, float, float]

    @property
    def axes(self) -> Array:
        """Rotation, applied on the right, that takes picture axes to those of the city."""
        c, s = np.cos(np.deg2rad(self.turn_degrees)), np.sin(np.deg2rad(self.turn_degrees))
        return np.array([[c, s], [-s, c]])

    def to_city(self, points: Array) -> Array:
        """City coordinates of points in metres from the picture's lower left corner."""
        return (points - SIDE / 2) @ self.axes + self.centre

    def to_picture(self, points: Array) -> Array:
        """Place of points of the city, in metres from the picture's lower left corner."""
        return (points - self.centre) @ self.axes.T + SIDE / 2


FIRST = Camera(np.zeros(2), 0.0, (1.00, 0.99, 0.97))
SECOND = Camera(SECOND_CENTRE, SECOND_TURN_DEGREES, (0.95, 0.94, 0.97))


def photograph(canvas: Array, camera: Camera, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Picture that a camera takes of the city.

    Parameters
    ----------
    canvas : (rows, columns, 3) float array
        The city, from :func:`draw_city`.
    camera : Camera
        Where the camera hangs.
    rng : numpy.random.Generator
        Source of the sensor noise.

    Returns
    -------
    picture : (PICTURE_PIXELS, PICTURE_PIXELS, 3) uint8 array
    """
    ticks = (np.arange(PICTURE_PIXELS) + 0.5) * METRES_PER_PIXEL
    x, y = np.meshgrid(ticks, ticks[::-1])
    city = camera.to_city(np.column_stack([x.ravel(), y.ravel()]))
    columns = (city[:, 0] + CANVAS_HALF) / CANVAS_METRES_PER_PIXEL - 0.5
    rows = (CANVAS_HALF - city[:, 1]) / CANVAS_METRES_PER_PIXEL - 0.5
    # One pixel of the picture sees the mean of about three pixels of the canvas.
    footprint = 0.36 * METRES_PER_PIXEL / CANVAS_METRES_PER_PIXEL
    picture = np.stack(
        [
            map_coordinates(gaussian_filter(band, footprint), [rows, columns], order=1)
            for band in np.moveaxis(canvas, -1, 0)
        ],
        axis=-1,
    ).reshape(PICTURE_PIXELS, PICTURE_PIXELS, 3)
    grey = picture @ np.array([0.299, 0.587, 0.114])
    picture = grey[..., None] + 0.80 * (picture - grey[..., None])
    haze = np.array([14.0, 16.0, 20.0])
    picture = 0.97 * (haze + picture) * np.array(camera.gain)
    picture += rng.normal(0, 2.2, picture.shape)
    return np.clip(np.round(picture), 0, 255).astype(np.uint8)


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
    for road, bridge in (
        ("Mill Road", "Mill Bridge"),
        ("Avenue", "Avenue Bridge"),
        ("East Road", "East Bridge"),
    ):
        found[f"{bridge}, north end"], found[f"{bridge}, south end"] = bridge_ends(road)
        for street in ("North Street", "South Street"):
            if (road, street) != ("Avenue", "South Street"):
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


def write(folder: Path) -> list[Path]:
    """Write the pictures, the landmarks and the truth.

    Parameters
    ----------
    folder : Path
        The data folder; the files go to ``folder/landmarks``.

    Returns
    -------
    list of Path
        ``first.png``, ``second.png``, ``landmarks.csv``, ``truth.json``.
    """
    target = Path(folder) / "landmarks"
    target.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(SEED + 1)
    canvas = draw_city()
    paths = []
    for name, camera in (("first", FIRST), ("second", SECOND)):
        paths.append(target / f"{name}.png")
        Image.fromarray(photograph(canvas, camera, rng)).save(paths[-1], optimize=True)

    marks = mark(rng)
    paths.append(target / "landmarks.csv")
    with paths[-1].open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["name", "x_first", "y_first", "x_second", "y_second"])
        for name, first, second in marks:
            table.writerow([name, *(f"{value:.2f}" for value in (*first, *second))])

    R, t = truth()
    facts = {
        "R": np.round(R, 12).tolist(),
        "t": np.round(t, 9).tolist(),
        "mistaken": [name for name, _, _ in marks].index(MISTAKEN),
        "side_metres": SIDE,
    }
    paths.append(target / "truth.json")
    paths[-1].write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8", newline="\n")
    return paths
