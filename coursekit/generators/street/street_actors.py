"""Who passes in the street, and when."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from coursekit.generators.street.actors import Actor, Path2D, driver, pedestrian
from coursekit.generators.street.bus import bus
from coursekit.generators.street.camera import Camera
from coursekit.generators.street.cars import HATCHBACK, SALOON, VAN, CarModel, car
from coursekit.generators.street.cyclist import cyclist
from coursekit.generators.street.outfits import dress
from coursekit.generators.street.shapes import Colour, Shape
from coursekit.generators.street.street_ground import FAR_LANE, NEAR_LANE


def street_actors(camera: Camera, rng: np.random.Generator) -> list[Actor]:
    """Return who passes: the parts are written, the looks and the exact times are drawn."""
    somebody = partial(pedestrian, camera, rng)

    def jitter(value: float, spread: float) -> float:
        return float(value + rng.uniform(-spread, spread))

    def vehicle(
        start: float, speed: float, lane: float, build: Callable[[float, float, int], list[Shape]]
    ) -> Actor:
        ends = (-27.0, 10.0) if lane == NEAR_LANE else (10.0, -34.0)
        path = Path2D(start, speed, ((ends[0], lane), (ends[1], lane)))
        return driver(path, lambda x, y, direction, _: build(x, y, direction))

    def model(kind: CarModel, colour: Colour) -> Callable[[float, float, int], list[Shape]]:
        return lambda x, y, direction: car(camera, kind, colour, x, y, direction)

    rider = dress(rng, 1.76, hat=(230, 228, 60), top=(214, 90, 40), bag=None)
    ride = Path2D(jitter(11.0, 0.2), 4.6, ((-20.0, NEAR_LANE - 0.6), (8.0, NEAR_LANE - 0.6)))
    return [
        vehicle(jitter(-1.4, 0.2), 8.2, NEAR_LANE, model(HATCHBACK, (168, 32, 36))),
        vehicle(jitter(1.6, 0.3), 7.0, FAR_LANE, model(SALOON, (40, 44, 52))),
        vehicle(
            jitter(4.4, 0.1),
            8.0,
            NEAR_LANE,
            lambda x, y, direction: bus(camera, (176, 40, 36), x, y, direction),
        ),
        vehicle(jitter(12.7, 0.3), 6.8, FAR_LANE, model(VAN, (226, 226, 222))),
        vehicle(jitter(14.0, 0.2), 8.8, NEAR_LANE, model(SALOON, (150, 156, 160))),
        vehicle(jitter(16.4, 0.2), 7.6, FAR_LANE, model(HATCHBACK, (40, 98, 120))),
        driver(ride, lambda *place: cyclist(camera, rider, *place)),
        # Somebody waits on the near pavement for 4.5 seconds: a problem for any average.
        somebody(
            jitter(1.2, 0.2),
            1.35,
            ((-10.5, 9.9), (-5.2, 9.9), (4.6, 9.6)),
            pauses=(4.5,),
            height=1.78,
            top=(30, 32, 38),
            trousers=(34, 42, 66),
            coat=True,
            bag=None,
        ),
        # Over the zebra crossing, while the road is free.
        somebody(
            jitter(5.2, 0.1),
            1.5,
            ((-6.9, 19.4), (-3.4, 19.2), (-3.0, 10.4), (4.5, 10.2)),
            top=(178, 34, 40),
        ),
        somebody(
            jitter(5.0, 0.1),
            1.45,
            ((4.6, 10.6), (-2.2, 10.5), (-2.6, 19.3), (-14, 19.6)),
            top=(226, 226, 220),
        ),
        # Near pavement, both ways.
        somebody(jitter(-3.0, 0.3), 1.3, ((5.5, 10.3), (-13.0, 10.3))),
        somebody(jitter(5.2, 0.3), 1.45, ((-13.5, 9.3), (5.0, 9.3)), bag=(54, 40, 32)),
        somebody(jitter(13.6, 0.3), 1.25, ((5.0, 9.5), (-13.0, 9.5)), skirt=True),
        somebody(
            jitter(13.7, 0.3),
            1.25,
            ((5.7, 9.95), (-13.0, 9.95)),
            height=1.16,
            top=(226, 176, 40),
            coat=False,
        ),
        somebody(
            jitter(12.9, 0.2),
            2.9,
            ((-15.0, 10.5), (5.0, 10.5)),
            jog=1.0,
            top=(36, 120, 150),
            trousers=(28, 28, 30),
            coat=False,
            bag=None,
        ),
        somebody(jitter(-6.5, 0.3), 1.35, ((-13.0, 9.7), (5.0, 9.7)), top=(62, 66, 74)),
        somebody(jitter(0.8, 0.3), 1.4, ((5.5, 10.7), (-13.0, 10.6)), top=(36, 62, 118)),
        somebody(jitter(1.4, 0.2), 1.4, ((5.5, 10.2), (-13.0, 10.1)), top=(46, 92, 70)),
        somebody(jitter(8.6, 0.3), 1.4, ((5.0, 10.0), (-13.0, 10.3)), coat=True),
        somebody(jitter(9.6, 0.3), 1.3, ((-13.5, 9.8), (5.0, 9.5)), top=(32, 34, 40)),
        # Far pavement.
        somebody(jitter(-4.0, 0.3), 1.2, ((-20.0, 19.6), (7.0, 19.6))),
        somebody(jitter(-4.2, 0.1), 1.2, ((-20.8, 20.1), (7.0, 20.1)), skirt=True),
        somebody(jitter(2.0, 0.4), 1.5, ((7.0, 19.3), (-24.0, 19.3))),
        somebody(jitter(9.5, 0.3), 1.35, ((-24.0, 20.2), (7.0, 20.2)), coat=True),
        somebody(jitter(12.5, 0.3), 1.4, ((7.0, 19.7), (-24.0, 19.7))),
        somebody(jitter(12.5, 0.3), 1.4, ((7.8, 20.2), (-24.0, 20.2)), hat=(60, 50, 44)),
    ]
