"""Registration of point clouds: the ICP of lesson 4, fast enough for a real scanner.

:func:`icp` is what the lesson ends with. It does what the lesson's loop does, with four changes
that the lesson does not need: it starts on a sample, it asks the k-d tree in an order that suits
the processor's cache and no farther than a match can lie, it mixes its last steps
(:class:`Anderson`), and it can fit planes instead of points.

The parts are there to be read and used alone: :func:`rigid_fit` is Procrustes without a scale,
:func:`nearest_rotation` the SVD inside it, :func:`estimate_normals` an SVD at each point.
"""

from svdlab.registration.anderson import Anderson
from svdlab.registration.icp import icp
from svdlab.registration.normals import estimate_normals
from svdlab.registration.result import Registration
from svdlab.registration.rigid import Motion, nearest_rotation, rigid_fit

__all__ = [
    "Anderson",
    "Motion",
    "Registration",
    "estimate_normals",
    "icp",
    "nearest_rotation",
    "rigid_fit",
]
