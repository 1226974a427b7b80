"""The square: an arcade, a fountain, a cafe and people who cross in the sun."""

from __future__ import annotations

import numpy as np

from coursekit.generators.street.camera import Camera
from coursekit.generators.street.clouds import passing_cloud
from coursekit.generators.street.film import Clip, Light, film
from coursekit.generators.street.furniture import (
    awning,
    fountain,
    lantern,
    lantern_post,
    parasol,
    planter,
)
from coursekit.generators.street.scenery import Scenery, sky
from coursekit.generators.street.shapes import face, shade
from coursekit.generators.street.square_actors import square_actors
from coursekit.generators.street.square_walls import (
    ARCADE,
    CAFE,
    FOUNTAIN,
    ROOF,
    arcade_wall,
    cafe_wall,
    roof_tiles,
    square_ground,
    tower_wall,
)
from coursekit.generators.street.textures import Noise
from coursekit.generators.street.trees import tree

SQUARE_FRAMES = 150
SQUARE_CAMERA = Camera(height=5.2, yaw=13.0, focal=142.0, horizon=37.0)
# Where the shadow of a point one metre up falls, along x and y.
FALL = (0.55, 0.3)
LANTERN = (-3.2, 20.5)


def square_scenery(rng: np.random.Generator) -> Scenery:
    """Return the empty square: houses, paving, what stands on it, and the shadows."""
    scenery = Scenery(SQUARE_CAMERA)
    noise = Noise(rng)
    sky(scenery, rng, (116, 168, 220), (204, 222, 234), (246, 244, 238))
    scenery.box((2.2, 36.0, 0), (5.6, 39.4, 12.0), tower_wall(noise))
    spire = [[1.9, 36, 12], [5.9, 36, 12], [3.9, 37.7, 14.3]]
    scenery.paint(
        [face(spire, ROOF), face([[4.6, 36, 12], *spire[1:]], shade(ROOF, 0.8))],
        np.inf,
    )
    for x, height in ((-7.0, 11.0), (12.5, 10.5)):
        scenery.paint(tree(rng, x, 36.0, height, 2.6, (74, 100, 62)), np.inf)
    tiles = roof_tiles(noise)
    scenery.plane(
        (0, 1, 0),
        (0, ARCADE, 0),
        lambda x, y, z: (z >= 0) & (z < 7.4) & (x < CAFE),
        arcade_wall(noise),
    )
    scenery.plane(
        (0, -0.45, 1),
        (0, ARCADE - 0.5, 7.4),
        lambda x, y, z: (z >= 7.38) & (z < 9.6) & (x < CAFE + 1),
        tiles,
    )
    scenery.plane(
        (1, 0, 0),
        (CAFE, 0, 0),
        lambda x, y, z: (z >= 0) & (z < 7.8) & (y < ARCADE) & (y > 0),
        cafe_wall(noise),
    )
    scenery.plane(
        (1, 0, -1.6),
        (CAFE - 0.5, 0, 7.7),
        lambda x, y, z: (z >= 7.7) & (z < 9.9) & (y < ARCADE + 1) & (y > 0),
        lambda x, y, z: tiles(y, x, z) * 0.9,
    )
    scenery.ground |= scenery.plane(
        (0, 0, 1), (0, 0, 0), lambda x, y, z: (y < ARCADE) & (x < CAFE), square_ground(noise)
    )

    things = [
        (fountain(SQUARE_CAMERA, *FOUNTAIN), FOUNTAIN[1]),
        *((parasol(x, y, (196, 62, 50)), y) for x, y in ((12.2, 22.6), (12.0, 18.8), (11.4, 14.9))),
        (lantern_post(*LANTERN), LANTERN[1]),
        *((planter(rng, x, 25.6), 25.6) for x in (-4.4, 1.6, 7.6)),
    ]
    scenery.cast(things, FALL, 0.7)
    scenery.paint(awning(CAFE, 16.0, 25.0), 20.0)
    scenery.place(things)
    scenery.paint(lantern(*LANTERN), LANTERN[1])
    return scenery


def draw_square(seed: int = 2026) -> Clip:
    """Draw the square: an arcade, a fountain, a cafe and people who cross in the sun.

    Parameters
    ----------
    seed : int
        The same seed gives the same clip; another one gives other people, times and noise.

    Returns
    -------
    frames : ndarray of uint8, shape (150, 120, 160, 3)
        RGB, 15 frames per second, sensor noise and light drift included.
    truth : ndarray of bool, shape (150, 120, 160)
        True where people and the cyclist are; their shadows do not count.
    background : ndarray of uint8, shape (120, 160, 3)
        The empty scene at nominal light, without noise.
    """
    rng = np.random.default_rng([seed, 2])
    scenery = square_scenery(rng)
    actors = square_actors(SQUARE_CAMERA, rng)
    gain = passing_cloud(SQUARE_FRAMES, 0.05, rng)
    light = Light(fall=FALL, shadow=0.14, blur=0.6, gain=gain, noise=2.2)
    return film(scenery, actors, light, rng)
