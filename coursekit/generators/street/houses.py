"""The terrace of the street: house fronts, roofs, chimneys, front gardens."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coursekit.generators.street.camera import Array
from coursekit.generators.street.scenery import Scenery
from coursekit.generators.street.shapes import Colour, shade, stroke
from coursekit.generators.street.textures import Noise, Texture, mortar, rectangle, tinted

# World y of the garden fronts and of the house fronts.
GARDENS, HOUSES = 20.9, 24.0


@dataclass(frozen=True)
class House:
    """One house of the terrace; metres and colours."""

    left: float
    right: float
    eaves: float
    wall: Colour
    roof: Colour
    door: Colour
    brick: bool

    @property
    def width(self) -> float:
        """Metres from wall to wall."""
        return self.right - self.left

    @property
    def seed(self) -> int:
        """A number of its own that decides on the variant of doors, curtains and gates."""
        return abs(int(self.left * 7))

    @property
    def gate(self) -> float:
        """World x of the middle of the garden path."""
        return self.left + (1.2 if self.seed % 2 else self.width - 1.25)


TERRACE = (
    House(-42, -34, 5.6, (196, 186, 166), (112, 78, 66), (60, 70, 80), False),
    House(-34, -28.5, 6.1, (158, 104, 84), (86, 84, 88), (40, 74, 60), True),
    House(-28.5, -22.5, 5.5, (206, 198, 182), (126, 80, 64), (120, 36, 36), False),
    House(-22.5, -16.2, 6.0, (150, 92, 74), (92, 88, 90), (230, 226, 214), True),
    House(-16.2, -10.4, 5.5, (190, 196, 190), (118, 74, 62), (34, 58, 96), False),
    House(-10.4, -4.2, 6.2, (172, 120, 92), (82, 82, 88), (28, 30, 34), True),
    House(-4.2, 1.8, 5.5, (214, 196, 156), (124, 80, 66), (52, 86, 66), False),
    House(1.8, 8.4, 5.9, (146, 90, 74), (96, 90, 90), (146, 44, 40), True),
    House(8.4, 16, 5.5, (200, 200, 196), (110, 76, 66), (40, 40, 60), False),
)
ROOF_SLOPE, ROOF_DEPTH = 0.82, 4.0


def house_wall(house: House, noise: Noise) -> Texture:
    """Return the texture of a house front: brick or render, windows, door, gutter."""
    width, seed = house.width, house.seed
    door_left = 0.7 if seed % 2 else width - 1.75
    columns = (0.24, 0.74) if width < 6 else (0.22, 0.5, 0.78)
    panes = [(width * c - 0.55, 3.35, 1.1, 1.45) for c in columns]
    ground_floor = width - 2.9 if door_left < width / 2 else 0.7
    panes.append((ground_floor, 0.85, 2.0, 1.5))

    def texture(x: Array, y: Array, z: Array) -> Array:
        u = x - house.left
        gain = 1 + 0.05 * noise(0.6 * u + seed, 0.6 * z, 4)
        if house.brick:
            row, joint = mortar(u, z)
            gain = gain + np.where(joint, 0.1, 0.06 * noise(u * 3.1 + 0.37 * row, row * 3.7, 1))
        else:
            gain = gain + 0.03 * noise(6 * u, 5 * z, 2)
        # Damp and dirt near the ground, shade under the eaves.
        gain = gain - 0.16 * np.exp(-z / 0.5) - 0.26 * np.exp(-(house.eaves - z) / 0.3)
        colour = tinted(house.wall, gain)
        if not house.brick:
            colour[z < 0.55] = tinted((120, 114, 106), gain[z < 0.55])
        for left, low, wide, tall in panes:
            colour = with_window(colour, u, z, (left, low, wide, tall), noise, seed)
        step = rectangle(u, z, door_left - 0.15, door_left + 1.2, 0, 0.18)
        frame = rectangle(u, z, door_left - 0.1, door_left + 1.12, 0.18, 2.55)
        panel = rectangle(u, z, door_left, door_left + 1.02, 0.18, 2.12)
        light = rectangle(u, z, door_left + 0.05, door_left + 0.97, 2.18, 2.46)
        inset = ((u - door_left) % 0.51 > 0.1) & ((z - 0.3) % 0.9 > 0.16)
        colour[step] = (150, 146, 140)
        colour[frame] = (228, 226, 220)
        colour[panel] = tinted(house.door, np.where(inset, 0.85, 1.05)[panel])
        colour[light] = (66, 74, 82)
        pipe = rectangle(u, z, width - 0.16, width - 0.06, 0, 10)
        gutter = rectangle(u, z, 0, width, house.eaves - 0.14, house.eaves)
        colour[pipe | gutter] = (70, 68, 68)
        return colour

    return texture


def with_window(
    colour: Array,
    u: Array,
    z: Array,
    pane: tuple[float, float, float, float],
    noise: Noise,
    seed: int,
) -> Array:
    """Return the wall colours with one sash window set in."""
    left, low, wide, tall = pane
    colour = colour.copy()
    lintel = rectangle(u, z, left - 0.15, left + wide + 0.15, low + tall, low + tall + 0.2)
    sill = rectangle(u, z, left - 0.14, left + wide + 0.14, low - 0.12, low)
    under = rectangle(u, z, left - 0.14, left + wide + 0.14, low - 0.2, low - 0.12)
    colour[lintel] = 0.5 * colour[lintel] + 0.5 * np.array([214, 208, 196])
    colour[under] *= 0.72
    colour[sill] = (216, 212, 204)
    frame = rectangle(u, z, left, left + wide, low, low + tall)
    glass = rectangle(u, z, left + 0.08, left + wide - 0.08, low + 0.08, low + tall - 0.08)
    bars = (np.abs(z - low - tall / 2) < 0.04) | ((u - left) % (wide / 2) < 0.05)
    colour[frame] = (226, 226, 222)
    reflection = np.clip(0.5 * (z - low) / tall + 0.35 * noise(1.5 * u + seed, 1.5 * z, 2), 0, 1)
    pane_colour = tinted((52, 58, 66), np.ones_like(z)) + reflection[:, None] * [60, 66, 72]
    curtain = ((u - left) / wide < 0.24) | ((u - left) / wide > 0.78)
    folds = 0.86 + 0.12 * np.sin(40 * u)
    if seed % 3:
        pane_colour = np.where(curtain[:, None], tinted((186, 176, 160), folds), pane_colour)
    shown = glass & ~bars
    colour[shown] = pane_colour[shown]
    colour[shown & (z > low + tall - 0.2)] *= 0.7
    return colour


def house_roof(house: House, noise: Noise) -> Texture:
    """Return the texture of a tiled roof with some moss, on every other house a skylight."""

    def texture(x: Array, y: Array, z: Array) -> Array:
        course = np.floor((z - house.eaves) / 0.19)
        edge = ((z - house.eaves) % 0.19) < 0.05
        joint = ((x + 0.15 * (course % 2)) % 0.3) < 0.05
        gain = 1 + 0.09 * noise(x * 3.1, course * 2.3, 1) + 0.07 * noise(0.5 * x, 0.7 * z, 3)
        gain = gain - 0.17 * edge - 0.08 * joint + 0.05 * (z - house.eaves) / 3
        colour = tinted(house.roof, gain)
        moss = noise(1.2 * x + 60, 1.2 * z, 3) > 0.8
        colour[moss] = 0.6 * colour[moss] + 0.4 * np.array([96, 104, 62])
        middle = 0.5 * (house.left + house.right)
        skylight = rectangle(x, z, middle - 0.4, middle + 0.5, house.eaves + 1.1, house.eaves + 1.9)
        if int(house.left) % 2:
            colour[skylight] = (92, 108, 124)
        return colour

    return texture


def raise_house(scenery: Scenery, house: House, noise: Noise) -> None:
    """Ray cast a house: its front, the roof, the party wall, a chimney."""

    def within(x: Array) -> NDArray[np.bool_]:
        return (x >= house.left) & (x < house.right)

    scenery.plane(
        (0, 1, 0),
        (0, HOUSES, 0),
        lambda x, y, z: within(x) & (z >= 0) & (z < house.eaves),
        house_wall(house, noise),
    )
    ridge = house.eaves + ROOF_SLOPE * ROOF_DEPTH
    scenery.plane(
        (0, -ROOF_SLOPE, 1),
        (0, HOUSES - 0.35, house.eaves - 0.1),
        lambda x, y, z: within(x) & (z > house.eaves - 0.1) & (z < ridge),
        house_roof(house, noise),
    )
    # The party wall shows where a house stands higher than its neighbour.
    scenery.plane(
        (1, 0, 0),
        (house.right - 0.02, 0, 0),
        lambda x, y, z: (
            (y > HOUSES)
            & (y < HOUSES + 2 * ROOF_DEPTH)
            & (z > 0)
            & (z < house.eaves - 0.1 + ROOF_SLOPE * (ROOF_DEPTH - np.abs(y - HOUSES - ROOF_DEPTH)))
        ),
        lambda x, y, z: tinted(shade(house.wall, 0.7), 1 + 0.05 * noise(y, z, 3)),
    )
    raise_chimney(scenery, house, noise, ridge)


def raise_chimney(scenery: Scenery, house: House, noise: Noise, ridge: float) -> None:
    """Ray cast a chimney of bricks behind the ridge and put two pots on it."""

    def bricks(x: Array, y: Array, z: Array) -> Array:
        return tinted((134, 86, 70), 1 + 0.08 * noise(5 * x, 9 * z, 2) - 0.2 * (z % 0.2 < 0.04))

    at = house.right - 0.9
    scenery.box((at, HOUSES + 3.4, ridge - 1.2), (at + 0.9, HOUSES + 4.1, ridge + 0.75), bricks)
    for pot in (0.25, 0.65):
        foot = [at + pot, HOUSES + 3.7, ridge + 0.75]
        tip = [at + pot, HOUSES + 3.7, ridge + 1.1]
        scenery.paint([stroke([foot, tip], (150, 98, 74), 0.12)], np.inf)


def front_gardens(scenery: Scenery, noise: Noise) -> None:
    """Put a hedge or a low wall in front of each house, with a gap for the path."""

    def leaves(x: Array, y: Array, z: Array) -> Array:
        gain = 0.86 + 0.24 * noise(5 * x, 5 * z + 3 * y, 3) + 0.25 * z
        return tinted((64, 88, 46), gain)

    def bricks(x: Array, y: Array, z: Array) -> Array:
        row, joint = mortar(x, z, 0.05)
        gain = 0.95 + 0.1 * joint + 0.07 * noise(3 * x, 3 * row, 1) + 0.2 * (z > 0.66)
        return tinted((140, 96, 80), gain)

    for house in TERRACE:
        surface, height = (bricks, 0.75) if house.brick else (leaves, 1.0)
        gap = house.gate - 0.7, house.gate + 0.7
        for left, right in ((house.left + 0.05, gap[0]), (gap[1], house.right - 0.05)):
            if right - left > 0.3:
                scenery.box((left, GARDENS, 0), (right, GARDENS + 0.45, height), surface)
