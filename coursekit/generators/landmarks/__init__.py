"""Two aerial pictures of one invented city, and landmarks marked on both.

The city is drawn once, in metres, on a large canvas: streets between the cells of a Voronoi
diagram, a few straight roads that cut through them, houses around courtyards, a river with its
bridges, parks, shadows. Two cameras at the same height then look straight down at it, the second
one turned and moved, so that the rotation and the shift between the pictures are known.
"""

from coursekit.generators.landmarks.cameras import (
    METRES_PER_PIXEL,
    PICTURE_PIXELS,
    SECOND_TURN_DEGREES,
    SIDE,
)
from coursekit.generators.landmarks.files import write
from coursekit.generators.landmarks.marks import MISTAKEN, PICTURE_MARGIN_METRES

__all__ = [
    "METRES_PER_PIXEL",
    "MISTAKEN",
    "PICTURE_MARGIN_METRES",
    "PICTURE_PIXELS",
    "SECOND_TURN_DEGREES",
    "SIDE",
    "write",
]
