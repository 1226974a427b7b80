"""The surfaces of the square: paving, the arcade, the wall of the cafe."""

from __future__ import annotations

import numpy as np

from coursekit.generators.street.camera import Array
from coursekit.generators.street.shapes import Colour
from coursekit.generators.street.textures import Noise, Texture, tinted

ARCADE, CAFE = 27.0, 15.5
FOUNTAIN = (4.4, 17.0)
SANDSTONE: Colour = (222, 204, 166)
ROOF: Colour = (190, 106, 72)


def square_ground(noise: Noise) -> Texture:
    """Return the texture of the paving: slabs, bands, a fan of stones around the fountain."""

    def texture(x: Array, y: Array, z: Array) -> Array:
        u, v = 0.7071 * (x + y), 0.7071 * (x - y)
        slab_u, slab_v = np.floor(u / 0.8), np.floor(v / 0.8)
        tone = 0.06 * noise(3.7 * slab_u, 5.3 * slab_v, 1) + 0.05 * noise(0.5 * x, 0.5 * y, 4)
        joint = (u % 0.8 < 0.04) | (v % 0.8 < 0.04)
        colour = tinted((214, 204, 184), 1 + tone - 0.12 * joint)
        radius = np.hypot(x - FOUNTAIN[0], y - FOUNTAIN[1])
        band = ((x + 1.2) % 6 < 0.5) | ((y - 0.4) % 5 < 0.5)
        band = np.where(radius < 5.2, (radius > 4.7) | (np.abs(radius - 3.6) < 0.12), band)
        colour[band] = tinted((164, 142, 118), 1 + tone - 0.05 * joint)[band]
        inner = (radius < 4.7) & ~band
        angle = np.arctan2(y - FOUNTAIN[1], x - FOUNTAIN[0])
        fan = inner & ((angle * 8 / np.pi) % 1 < 0.07)
        colour[fan] = (176, 158, 134)
        stain = noise(0.9 * x + 30, 0.9 * y, 3) > 0.9
        colour[stain] *= 0.94
        colour *= (1 - 0.28 * np.exp(-np.clip(ARCADE - y, 0, None) / 0.5))[:, None]
        colour *= (1 - 0.22 * np.exp(-np.clip(CAFE - x, 0, None) / 0.5))[:, None]
        colour *= (1 - 0.3 * np.exp(-np.clip(radius - 2.5, 0, None) / 0.25))[:, None]
        return colour

    return texture


def arcade_wall(noise: Noise) -> Texture:
    """Return the texture of the arcade: arches below, shuttered windows above a cornice."""
    bay, crown, half = 3.0, 2.55, 1.05

    def texture(x: Array, y: Array, z: Array) -> Array:
        gain = 1 + 0.06 * noise(0.5 * x, 0.5 * z, 4) + 0.02 * noise(6 * x, 6 * z, 2)
        colour = tinted((226, 176, 112), gain)
        base = z < 4.15
        stone_row = np.floor(z / 0.45)
        joint = (z % 0.45 < 0.05) | ((x + 0.5 * (stone_row % 2)) % 1.0 < 0.05)
        stone = 1 + 0.05 * noise(3 * x, 3 * stone_row, 2) - 0.1 * joint
        colour[base] = tinted(SANDSTONE, stone)[base]
        u = (x + 0.5 * bay) % bay - 0.5 * bay
        above = np.clip(z - crown, 0, None)
        opening = (np.hypot(u, above) < half) & (z < crown + half)
        ring = (np.hypot(u, above) < half + 0.22) & ~opening & (z > crown - 0.1)
        colour[ring] = (238, 226, 196)
        # Inside the arcade: dim, lighter near the floor, a shop window in the depth.
        deep = 0.34 + 0.22 * np.exp(-z / 0.7) + 0.16 * (u < -half + 0.3)
        inside = tinted((178, 150, 116), deep)
        shop = (np.abs(u - 0.15) < 0.62) & (z > 0.35) & (z < 2.3)
        lit = np.floor((x + 0.5 * bay) / bay) % 3 == 1
        inside[shop] = np.where(lit[shop][:, None], [206, 172, 112], [58, 62, 66])
        colour[opening] = inside[opening]
        cornice = (z > 4.15) & (z < 4.45)
        colour[cornice] = tinted((240, 226, 192), 1 - 0.25 * (z[cornice] < 4.22))
        colour[(z > 4.0) & (z < 4.15)] *= 0.82
        w = np.abs(u)
        low, tall = 4.95, 1.7
        frame = (w < 0.55) & (z > low - 0.1) & (z < low + tall + 0.12)
        pane = (w < 0.42) & (z > low) & (z < low + tall)
        cross = (w < 0.04) | (np.abs(z - low - 0.6 * tall) < 0.04)
        shutter = (w > 0.55) & (w < 1.02) & (z > low - 0.04) & (z < low + tall + 0.04)
        colour[frame] = (240, 232, 210)
        colour[pane & ~cross] = (74, 78, 84)
        slat = 0.84 + 0.2 * (z % 0.18 < 0.09)
        colour[shutter] = tinted((70, 116, 96), slat)[shutter]
        colour[(w < 0.7) & (z > low - 0.28) & (z < low - 0.1)] = (206, 190, 156)
        top = z > 7.1
        colour[top] = tinted((240, 226, 192), 1 - 0.3 * (z[top] < 7.2))
        return colour

    return texture


def cafe_wall(noise: Noise) -> Texture:
    """Return the texture of the cafe's house, the wall on the right that faces -x."""

    def texture(x: Array, y: Array, z: Array) -> Array:
        gain = 0.84 + 0.05 * noise(0.6 * y, 0.6 * z, 4)
        colour = tinted((208, 128, 98), gain)
        u = y % 3.2
        shop = (z < 2.7) & (u > 0.3) & (u < 2.9)
        colour[z < 3.0] = tinted((120, 82, 60), gain + 0.1)[z < 3.0]
        colour[shop] = tinted((70, 62, 54), 0.8 + 0.5 * np.clip(noise(2 * y, 2 * z, 2), 0, 1))[shop]
        pane = (u > 1.0) & (u < 2.1) & (z > 4.2) & (z < 6.0)
        frame = (u > 0.88) & (u < 2.22) & (z > 4.06) & (z < 6.14)
        shutter = (((u > 0.4) & (u < 0.88)) | ((u > 2.22) & (u < 2.7))) & (z > 4.1) & (z < 6.1)
        colour[frame] = (226, 214, 192)
        colour[pane] = (70, 74, 82)
        colour[shutter] = tinted((52, 84, 104), 0.86 + 0.2 * (z[shutter] % 0.18 < 0.09))
        colour[(z > 3.0) & (z < 3.2)] = (214, 196, 164)
        return colour

    return texture


def tower_wall(noise: Noise) -> Texture:
    """Return the texture of the bell tower behind the arcade."""

    def texture(x: Array, y: Array, z: Array) -> Array:
        colour = tinted((220, 196, 154), 1 + 0.06 * noise(0.8 * x + y, 0.8 * z, 4))
        belfry = (np.abs((x - 2.2) % 1.7 - 0.85) < 0.4) & (z > 9.7) & (z < 11.1)
        colour[belfry] = (96, 80, 66)
        colour[(z > 9.1) & (z < 9.4)] = (238, 222, 186)
        colour[z > 11.7] = (238, 222, 186)
        return colour

    return texture


def roof_tiles(noise: Noise) -> Texture:
    """Return the texture of a tiled roof."""

    def texture(x: Array, y: Array, z: Array) -> Array:
        gain = 1 + 0.1 * noise(3 * x, 2 * y, 2) - 0.15 * (x % 0.4 < 0.12) - 0.1 * (y % 0.5 < 0.1)
        return tinted(ROOF, gain)

    return texture
