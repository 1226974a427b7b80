"""The whole city, drawn part by part."""

from __future__ import annotations

import numpy as np

from coursekit.generators.landmarks.blocks import city_cells, draw_block
from coursekit.generators.landmarks.canvas import Canvas
from coursekit.generators.landmarks.geometry import Array
from coursekit.generators.landmarks.park import draw_park
from coursekit.generators.landmarks.river import draw_river
from coursekit.generators.landmarks.roads import (
    draw_cars,
    draw_crossings,
    draw_roads,
    draw_roundabout,
)
from coursekit.generators.landmarks.sights import (
    draw_church,
    draw_gasworks,
    draw_market,
    draw_stadium,
    draw_theatre,
    draw_town_hall,
)

SEED = 1871


def draw_city() -> Array:
    """City from straight above, on a canvas of ``CANVAS_METRES_PER_PIXEL``.

    Returns
    -------
    canvas : (CANVAS_PIXELS, CANVAS_PIXELS, 3) float array
        0..255, row 0 in the north.
    """
    rng = np.random.default_rng(SEED)
    canvas = Canvas(rng)
    for cell in city_cells(rng):
        draw_block(canvas, cell)
    draw_park(canvas)
    draw_stadium(canvas)
    draw_church(canvas)
    draw_market(canvas)
    draw_town_hall(canvas)
    draw_gasworks(canvas)
    draw_theatre(canvas)
    draw_river(canvas)
    draw_roads(canvas)
    draw_crossings(canvas)
    draw_roundabout(canvas)
    draw_cars(canvas)
    return canvas.finish()
