"""What a registration tells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from svdlab.registration.rigid import Array


@dataclass(frozen=True)
class Registration:
    """Where ICP ended, and how it got there.

    Attributes
    ----------
    R : ndarray of float64, shape (d, d)
        Rotation, determinant +1; ``P @ R + t`` lies over Q.
    t : ndarray of float64, shape (d,)
        Shift, in the units of the points.
    error : float
        Root mean square distance of the kept matches: to the partners, or with ``method="plane"``
        to the partners' planes. Measured before the last step, which was below the tolerance. A
        small error does not prove a right motion.
    errors : ndarray of float64, shape (iterations,)
        The same at the start of each iteration, over the points of that iteration.
    points : ndarray of int, shape (iterations,)
        How many points of P took part in each iteration, before trimming.
    iterations : int
        Over all levels together.
    rejected : int
        Searches beyond these: accelerated steps that raised the error and were taken back.
    converged : bool
        Whether the last iteration, over all points, moved them by less than the tolerance, and P
        did not slide away along the planes.
    reason : str
        One sentence on why it ended.
    matched : float
        Share of the points of P whose match was kept in the end.
    """

    R: Array
    t: Array
    error: float
    errors: Array
    points: NDArray[np.intp]
    iterations: int
    rejected: int
    converged: bool
    reason: str
    matched: float

    def apply(self, P: ArrayLike) -> Array:
        """Move points, (n, d), by the motion that was found."""
        return np.asarray(P, dtype=np.float64) @ self.R + self.t
