"""The street: a road with houses, people, cars, a bus and a cyclist."""

from __future__ import annotations

import numpy as np

from coursekit.generators.street.camera import Camera
from coursekit.generators.street.cars import HATCHBACK, SALOON, car
from coursekit.generators.street.clouds import passing_cloud
from coursekit.generators.street.film import Clip, Light, film
from coursekit.generators.street.furniture import bench, lamp_post
from coursekit.generators.street.houses import HOUSES, TERRACE, front_gardens, raise_house
from coursekit.generators.street.scenery import Scenery, sky
from coursekit.generators.street.shapes import face
from coursekit.generators.street.street_actors import street_actors
from coursekit.generators.street.street_ground import NEAR_KERB, PARKING, street_ground
from coursekit.generators.street.textures import Noise
from coursekit.generators.street.trees import tree

STREET_FRAMES = 300
STREET_CAMERA = Camera(height=4.6, yaw=-16.0, focal=150.0, horizon=40.0)
# Where the shadow of a point one metre up falls, along x and y.
FALL = (0.75, 0.16)


def street_scenery(rng: np.random.Generator) -> Scenery:
    """Return the empty street: the terrace, the ground, what stands on it, and the shadows."""
    scenery = Scenery(STREET_CAMERA)
    noise = Noise(rng)
    sky(scenery, rng, (150, 172, 200), (206, 212, 216), (226, 228, 230))
    # Trees behind the houses, against the sky.
    for x, height in ((-40.0, 15.5), (-27.0, 16.5), (-14.5, 15.0), (-3.5, 16.5), (7.0, 15.0)):
        scenery.paint(tree(rng, x, 40.0, height, 3.2, (96, 112, 82)), np.inf)

    for house in TERRACE:
        raise_house(scenery, house, noise)
    scenery.ground |= scenery.plane(
        (0, 0, 1), (0, 0, 0), lambda x, y, z: y < HOUSES + 0.5, street_ground(noise)
    )
    front_gardens(scenery, noise)

    parked = {
        -10.2: car(STREET_CAMERA, HATCHBACK, (58, 84, 128), -10.2, PARKING, 1),
        3.0: car(STREET_CAMERA, SALOON, (168, 168, 164), 3.0, PARKING, 1),
    }
    things = [
        (bench(-11.3, 19.9), 19.9),
        (tree(rng, -14.8, 18.9, 7.0, 1.55, (88, 112, 56)), 18.9),
        (tree(rng, -0.4, 18.9, 6.2, 1.4, (104, 118, 54)), 18.9),
        *((shapes, PARKING - 0.9) for shapes in parked.values()),
        (lamp_post(-7.4, NEAR_KERB - 0.45), NEAR_KERB - 0.45),
    ]
    scenery.cast(things, FALL, 1.0)
    low, high = PARKING - 0.9, PARKING + 0.9
    for x in parked:
        under = [[x - 2.1, low, 0], [x + 2.1, low, 0], [x + 2.1, high, 0], [x - 2.1, high, 0]]
        scenery.darken([face(under, (0, 0, 0))], 0.5, 0.6)
    scenery.place(things)
    return scenery


def draw_street(seed: int = 2026) -> Clip:
    """Draw the street: a road with houses, people, cars, a bus and a cyclist.

    Parameters
    ----------
    seed : int
        The same seed gives the same clip; another one gives other people, times and noise.

    Returns
    -------
    frames : ndarray of uint8, shape (300, 120, 160, 3)
        RGB, 15 frames per second, sensor noise and light drift included.
    truth : ndarray of bool, shape (300, 120, 160)
        True where people and vehicles are; their shadows do not count.
    background : ndarray of uint8, shape (120, 160, 3)
        The empty scene at nominal light, without noise.
    """
    rng = np.random.default_rng([seed, 1])
    scenery = street_scenery(rng)
    actors = street_actors(STREET_CAMERA, rng)
    gain = passing_cloud(STREET_FRAMES, 0.1, rng)
    light = Light(fall=FALL, shadow=0.16, blur=0.7, gain=gain, noise=2.6)
    return film(scenery, actors, light, rng)
