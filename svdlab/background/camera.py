"""Whether the camera stood still: the scene of a clip is only what stays in its place."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from svdlab.lowrank.motion import displaced, shrunk

# Smaller pictures have too little in them to tell.
SMALLEST_SIDE = 8
MOVING_SHARE = 0.5


def camera_moves(sample: NDArray[np.uint8]) -> bool:
    """Whether most frames of a sample, (S, height, width, 3), are displaced against the middle one.

    Two frames of one scene correlate best where the scene lies over itself, whatever moves in it.
    """
    middle = shrunk(sample[len(sample) // 2])
    if min(middle.shape) < SMALLEST_SIDE:
        return False
    return float(np.mean([displaced(middle, shrunk(frame)) for frame in sample])) > MOVING_SHARE
