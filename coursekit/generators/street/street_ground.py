"""The ground of the street: lawn, pavements, kerbs, road and its markings."""

from __future__ import annotations

import numpy as np

from coursekit.generators.street.camera import Array
from coursekit.generators.street.houses import GARDENS, HOUSES, TERRACE
from coursekit.generators.street.textures import Noise, Texture, rectangle, tinted

# World y of what lies between the camera and the gardens.
NEAR_KERB, FAR_KERB = 11.2, 18.2
NEAR_LANE, FAR_LANE, PARKING = 12.9, 15.2, 17.2
ZEBRA = (-4.6, -1.6)


def street_ground(noise: Noise) -> Texture:
    """Return the texture of the ground: grass, pavements, kerbs, road and its markings."""

    def texture(x: Array, y: Array, z: Array) -> Array:
        # Asphalt: fine grain, worn wheel tracks, patches of repair.
        grain = 0.05 * noise(9 * x, 9 * y, 2) + 0.045 * noise(0.5 * x, 1.1 * y, 3)
        tracks = sum(
            np.exp(-((y - lane - s) ** 2) / 0.1)
            for lane in (NEAR_LANE, FAR_LANE)
            for s in (-0.75, 0.75)
        )
        gain = 1 + grain - 0.05 * tracks
        patch = rectangle(x, y, -12.5, -9.6, 11.6, 13.6) | rectangle(x, y, 0.6, 1.5, 11.2, 16.8)
        gain = np.where(patch, gain * 0.84, gain)
        crack = np.abs(y - 14.05 - 0.12 * noise(1.3 * x, 0 * y, 3)) < 0.025
        gain = np.where(crack, gain * 0.7, gain)
        colour = tinted((116, 117, 120), gain)
        # Markings, a little worn.
        worn = noise(4 * x, 4 * y, 3) < 0.75
        paint = (np.abs(y - 14.05) < 0.07) & (x % 3.2 < 1.9)
        paint |= np.abs(y - 16.3) < 0.05
        crossing = (x > ZEBRA[0]) & (x < ZEBRA[1]) & (y > NEAR_KERB + 0.3) & (y < FAR_KERB - 0.3)
        paint = np.where(crossing, (y - NEAR_KERB - 0.35) % 1.06 < 0.55, paint) & worn
        colour[paint] = tinted((214, 214, 208), 1 + 0.5 * grain[paint])
        # Pavements: slabs with joints and stains.
        pave = (y < NEAR_KERB) | (y > FAR_KERB)
        slab_u, slab_v = np.floor(x / 0.9), np.floor(y / 0.6)
        tone = 0.05 * noise(3.7 * slab_u, 5.3 * slab_v, 1) + 0.05 * noise(0.7 * x, 0.7 * y, 4)
        joint = (x % 0.9 < 0.035) | (y % 0.6 < 0.035)
        slabs = tinted((158, 153, 145), 1 + tone - 0.16 * joint)
        colour[pave] = slabs[pave]
        for kerb in (NEAR_KERB, FAR_KERB):
            stone = np.abs(y - kerb) < 0.13
            colour[stone] = tinted((182, 180, 174), 1 + tone[stone] - 0.2 * (x[stone] % 1.0 < 0.04))
            sign = 1 if kerb == NEAR_KERB else -1
            gutter = (sign * (y - kerb) > 0.13) & (sign * (y - kerb) < 0.34)
            colour[gutter] *= 0.8
        # A strip of lawn in front, gardens in front of the houses.
        edge = 8.75 + 0.05 * noise(2 * x, 0 * x, 2)
        lawn = (y < edge) | (y > GARDENS)
        blades = 0.13 * noise(7 * x, 7 * y, 3) + 0.1 * noise(0.6 * x, 0.9 * y, 3)
        colour[lawn] = tinted((92, 112, 58), 1 + blades)[lawn]
        bare = lawn & (noise(0.8 * x + 40, 0.8 * y, 3) > 0.75)
        colour[bare] = tinted((124, 116, 82), 1 + blades)[bare]
        path = lawn & (y > GARDENS)
        for house in TERRACE:
            path_here = path & (np.abs(x - house.gate) < 0.7)
            colour[path_here] = slabs[path_here] * 0.96
        # Contact shade along walls and hedges.
        colour *= (1 - 0.3 * np.exp(-np.abs(y - HOUSES) / 0.4))[:, None]
        colour *= (1 - 0.3 * np.exp(-np.clip(GARDENS - y, 0, None) / 0.18) * (y < GARDENS))[:, None]
        drain = rectangle(x, y, -7.2, -6.6, NEAR_KERB + 0.15, NEAR_KERB + 0.5)
        colour[drain & (x % 0.12 < 0.07)] = (48, 48, 50)
        cover = (x + 8.6) ** 2 + (y - 15.3) ** 2 < 0.1
        colour[cover] = tinted((88, 86, 84), 1 + 2 * grain[cover])
        return colour

    return texture
