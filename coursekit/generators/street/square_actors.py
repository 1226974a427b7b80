"""Who crosses the square, and when."""

from __future__ import annotations

from functools import partial

import numpy as np

from coursekit.generators.street.actors import Actor, Path2D, driver, pedestrian
from coursekit.generators.street.camera import Camera
from coursekit.generators.street.cyclist import cyclist
from coursekit.generators.street.outfits import dress


def square_actors(camera: Camera, rng: np.random.Generator) -> list[Actor]:
    """Return who crosses: the paths are written, the looks and the exact times are drawn."""
    somebody = partial(pedestrian, camera, rng, spread=0.2)
    rider = dress(rng, 1.7, top=(48, 84, 150), bag=None)
    ride = Path2D(4.2, 3.6, ((-6.0, 12.6), (16.0, 12.6)))
    return [
        somebody(-4.0, 1.4, ((-5.5, 10.2), (9.0, 10.8))),
        somebody(-3.0, 1.3, ((10.2, 11.4), (-5.0, 13.4)), bag=(54, 40, 32)),
        somebody(0.3, 1.45, ((-5.0, 11.2), (4.0, 12.0), (9.6, 15.0), (9.6, 26.5))),
        somebody(0.4, 1.45, ((-5.6, 11.7), (4.0, 12.5), (9.0, 15.4), (9.0, 26.5)), skirt=True),
        somebody(3.4, 1.4, ((9.5, 10.0), (-5.5, 10.4)), top=(178, 34, 40)),
        somebody(
            5.0,
            2.2,
            ((-4.0, 9.8), (9.0, 12.2)),
            height=1.2,
            jog=0.5,
            top=(226, 176, 40),
            coat=False,
        ),
        somebody(5.5, 1.3, ((-4.5, 10.9), (9.0, 10.9)), height=1.68, coat=True),
        somebody(-1.8, 1.35, ((-4.6, 9.3), (8.8, 9.6)), top=(196, 180, 150)),
        somebody(-1.9, 1.35, ((-5.0, 9.7), (8.8, 10.1)), skirt=True, top=(108, 54, 96)),
        somebody(6.2, 1.4, ((8.6, 9.5), (-5.5, 9.2)), top=(46, 92, 70)),
        somebody(1.6, 1.5, ((9.5, 12.6), (-5.5, 11.4)), top=(112, 142, 170)),
        somebody(-6.0, 1.2, ((-2.0, 24.5), (14.0, 24.5))),
        somebody(-1.0, 1.3, ((12.5, 25.2), (-5.5, 25.2)), coat=True),
        somebody(1.0, 1.4, ((-5.5, 22.6), (14.0, 23.2)), top=(62, 66, 74)),
        somebody(-5.0, 1.25, ((8.2, 26.0), (8.2, 15.0), (-4.0, 14.2)), top=(30, 32, 38)),
        somebody(-2.0, 1.3, ((-1.4, 26.0), (-1.0, 17.0), (1.0, 8.0))),
        driver(ride, lambda *place: cyclist(camera, rider, *place)),
    ]
