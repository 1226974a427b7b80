"""The canvas on which the city is drawn from straight above, with its colours and its sun."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw
from scipy.ndimage import gaussian_filter

from coursekit.generators.landmarks.geometry import Array, circle

Colour = tuple[int, int, int]

CANVAS_HALF = 430.0
CANVAS_METRES_PER_PIXEL = 0.4
CANVAS_PIXELS = int(2 * CANVAS_HALF / CANVAS_METRES_PER_PIXEL)

# Displacement of a shadow for a metre of height.
SHADOW_PER_METRE = np.array([0.52, 0.66])
TO_SUN = -SHADOW_PER_METRE / np.linalg.norm(SHADOW_PER_METRE)

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

    def outline(self, corners: Array, colour: Colour, width: float) -> None:
        """Draw the edge of a polygon on the ground."""
        self.line(np.concatenate([corners, corners[:1]]), colour, width)

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

    def flat(self, corners: Array, colour: Colour, height: float) -> None:
        """Keep a level surface for later."""
        self.facet(corners, colour, np.zeros(2), height)

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
