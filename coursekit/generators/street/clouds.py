"""How a passing cloud changes the light over time and across the picture."""

from __future__ import annotations

import numpy as np

from coursekit.generators.street.camera import WIDTH, Array
from coursekit.generators.street.film import FRAME_RATE

# Seconds that the edge of a cloud's shadow takes from the left of the picture to the right.
CLOUD_SWEEP = 2.5


def passing_cloud(count: int, depth: float, rng: np.random.Generator) -> Array:
    """Return the light of each column of each frame, ``(count, WIDTH)``, around the nominal 1.

    The edge of the cloud's shadow sweeps over the scene in `CLOUD_SWEEP` seconds, so that the
    light does not change everywhere at once; besides, it wanders a little.
    """
    seconds = count / FRAME_RATE
    t = np.arange(count)[:, None] / FRAME_RATE - CLOUD_SWEEP * np.linspace(-0.5, 0.5, WIDTH)
    cloud = np.exp(-(((t / seconds - rng.uniform(0.5, 0.62)) / 0.17) ** 2))
    wander = 0.25 * np.sin(2 * np.pi * (1.3 * t / seconds + rng.uniform()))
    return 1 - depth * (cloud - 0.3 + wander)
