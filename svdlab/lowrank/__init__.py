"""Low-rank methods for clips, fast and straight from bytes.

:func:`truncated_svd` finds leading singular vectors in few passes over the data, :func:`exact_svd`
finds them from an exact :func:`gram_matrix`; :func:`distinct_frames` tells exact copies of frames;
:func:`robust_low_rank` finds a background that what moves does not pull at; :class:`SceneModel`
learns a background from a stream.
"""

from svdlab.lowrank.duplicates import DistinctFrames, distinct_frames, expand
from svdlab.lowrank.exact import exact_svd, gram_matrix
from svdlab.lowrank.factors import Factors
from svdlab.lowrank.krylov import truncated_svd
from svdlab.lowrank.robust import RobustFactors, robust_low_rank
from svdlab.lowrank.scene import SceneModel

__all__ = [
    "DistinctFrames",
    "Factors",
    "RobustFactors",
    "SceneModel",
    "distinct_frames",
    "exact_svd",
    "expand",
    "gram_matrix",
    "robust_low_rank",
    "truncated_svd",
]
