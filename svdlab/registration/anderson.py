"""Anderson acceleration: the next point of a fixed-point iteration from more than the last one."""

from __future__ import annotations

from collections import deque

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Anderson:
    """Mix the last steps of ``x -> g(x)`` so that what is left of the step is smallest.

    With ``f = g(x) - x``, find the combination of earlier differences of f that comes nearest to
    the present f, and subtract the same combination of the differences of g (Anderson 1965; Walker
    and Ni 2011, eq. 4.1; for ICP: Pavlov et al. 2018).

    Parameters
    ----------
    memory : int
        How many earlier steps take part; 0 for the plain iteration.
    """

    def __init__(self, memory: int) -> None:
        self._steps: deque[Array] = deque(maxlen=memory + 1)
        self._images: deque[Array] = deque(maxlen=memory + 1)

    def forget(self) -> None:
        """Start anew, as after a step that made things worse."""
        self._steps.clear()
        self._images.clear()

    def mix(self, x: Array, image: Array) -> Array | None:
        """Return the point to try next, (k,), after x, (k,), was mapped to its image, (k,).

        None where nothing is remembered yet: the image itself is next then.
        """
        self._steps.append(image - x)
        self._images.append(image)
        if len(self._steps) < 2:
            return None
        steps, images = np.array(self._steps), np.array(self._images)
        weights = np.linalg.lstsq(np.diff(steps, axis=0).T, steps[-1], rcond=1e-8)[0]
        return image - weights @ np.diff(images, axis=0)
