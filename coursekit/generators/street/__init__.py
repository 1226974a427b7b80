"""Two synthetic clips from a fixed camera, with the truth mask of every frame.

Both scenes are small three-dimensional worlds seen by a pinhole camera whose film plane stands
upright, so that vertical edges stay vertical. The world is measured in metres: ``x`` runs along
the road, ``y`` away from the camera, ``z`` up, and the camera stands above the origin.

The static scenery is ray cast once (`scenery`). What moves is a list of shapes (`shapes`),
projected and painted from far to near (`film`). Everything is drawn `camera.SUPERSAMPLING` times
finer than the frame and averaged down.

Licence of the clips: CC BY 4.0, as all generated data of the course.
"""

from coursekit.generators.street.files import SCENES, encode, write
from coursekit.generators.street.film import FRAME_RATE
from coursekit.generators.street.square_scene import draw_square
from coursekit.generators.street.street_scene import draw_street

__all__ = ["FRAME_RATE", "SCENES", "draw_square", "draw_street", "encode", "write"]
