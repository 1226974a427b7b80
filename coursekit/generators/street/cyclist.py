"""A cyclist with turning wheels and pedals, as shapes."""

from __future__ import annotations

import itertools

import numpy as np

from coursekit.generators.street.camera import Camera
from coursekit.generators.street.outfits import Outfit
from coursekit.generators.street.shapes import Colour, Shape, shade, stroke
from coursekit.generators.street.solids import TYRE, circle


def cyclist(
    camera: Camera, outfit: Outfit, x: float, y: float, direction: int, ridden: float
) -> list[Shape]:
    """Return a cyclist with turning pedals; `ridden` (metres) sets their phase."""

    def at(forward: float, z: float, side: float = 0.0) -> list[float]:
        return [x + direction * forward, y + side, z]

    frame_colour: Colour = (176, 40, 44)
    shapes = []
    for wheel in (-0.52, 0.52):
        rim = circle(at(wheel, 0.34), 0.32)
        shapes.append(stroke(np.vstack([rim, rim[:1]]), TYRE, 0.028))
        spin = np.pi * np.arange(3) / 3 - direction * ridden / 0.34
        for angle in spin:
            spoke = 0.3 * np.array([np.cos(angle), 0, np.sin(angle)])
            centre = np.array(at(wheel, 0.34))
            shapes.append(stroke([centre - spoke, centre + spoke], (120, 122, 124), 0.008))
    crank, seat, bars = at(-0.05, 0.3), at(-0.2, 0.92), at(0.4, 1.0)
    fork, rear_hub, front_hub = at(0.36, 0.8), at(-0.52, 0.34), at(0.52, 0.34)
    tubes = (rear_hub, crank, seat, fork), (crank, fork), (front_hub, bars), (rear_hub, seat)
    for a, b in (pair for tube in tubes for pair in itertools.pairwise(tube)):
        shapes.append(stroke([a, b], frame_colour, 0.025))
    turn = ridden / 0.9
    hip, shoulder = np.array(at(-0.18, 1.0)), np.array(at(0.16, 1.48))
    legs = []
    for s in (1, -1):
        angle = turn + (s > 0) * np.pi
        pedal = np.array(at(-0.05 + 0.17 * np.sin(angle), 0.3 + 0.17 * np.cos(angle), 0.1 * s))
        reach = pedal - hip
        distance = float(np.linalg.norm(reach))
        bend = np.sqrt(max(0.46**2 - (distance / 2) ** 2, 0.0))
        outward = np.array([-reach[2], 0.0, reach[0]]) / distance
        knee = hip + reach / 2 + bend * outward * (1 if outward[0] * direction > 0 else -1)
        gain = 1.0 if s < 0 else 0.75
        legs.append(
            [
                stroke([hip, knee, pedal], shade(outfit.trousers, gain), 0.075),
                stroke([pedal, pedal + [0.12 * direction, 0, 0]], shade(outfit.shoes, gain), 0.05),
            ]
        )
    head = shoulder + [0.14 * direction, 0, 0.24]
    torso = [
        stroke([hip, shoulder], outfit.top, 0.15),
        stroke(
            [hip + [0.05, 0, -0.06], shoulder + [0.06, 0, -0.06]], shade(outfit.top, 0.76), 0.08
        ),
        stroke([shoulder, at(0.3, 1.16), bars], shade(outfit.top, 0.9), 0.055),
        stroke([head], outfit.skin, 0.105),
        stroke([head + [-0.03 * direction, 0, 0.05]], outfit.hat or outfit.hair, 0.11),
    ]
    return [*legs[0], *shapes, *legs[1], *torso]
