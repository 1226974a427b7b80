"""The iterative closest point algorithm, from a coarse sample to all points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from svdlab.registration.inputs import check_options, check_pair, check_start
from svdlab.registration.levels import PATIENCE, Course, Rules, needed, samples, settle
from svdlab.registration.matching import Target
from svdlab.registration.neighbours import space_order
from svdlab.registration.normals import check_neighbours
from svdlab.registration.result import Registration
from svdlab.registration.rigid import Array, Motion

Method = Literal["point", "plane"]


def icp(
    P: ArrayLike,
    Q: ArrayLike,
    *,
    method: Method = "point",
    keep: float = 1.0,
    max_distance: float = np.inf,
    start: tuple[ArrayLike, ArrayLike] | None = None,
    tolerance: float = 2e-5,
    max_iterations: int = 200,
    coarsest: int = 1500,
    memory: int = 5,
    neighbours: int = 20,
    workers: int = -1,
) -> Registration:
    """Lay a cloud of points over another, not knowing which point belongs to which.

    Each iteration matches every point of P with the nearest of Q, keeps the best matches, and
    moves P to where these fit best. The first iterations take a sample of P, the last ones all of
    it; Q is always whole. The result is a local optimum: P must start near enough.

    Parameters
    ----------
    P : array_like of float, shape (n, d)
        The points to be moved, one in a row.
    Q : array_like of float, shape (m, d)
        The points at rest.
    method : {"point", "plane"}
        What is made small: the distances to the partners (Besl and McKay 1992), or the distances
        to the planes that touch Q there (Chen and Medioni 1992). Planes need Q to be a surface (in
        two dimensions a curve) that is sampled more finely than it bends; they then let P slide
        along it, which takes far fewer iterations and is more exact.
    keep : float, 0 < keep <= 1
        Share of the points of P whose matches are kept, the nearest ones: a little below the
        overlap (trimmed ICP, Chetverikov et al. 2002).
    max_distance : float
        Matches farther apart than this are never kept. In the units of the points.
    start : (R, t), optional
        Motion to start from: a rotation, (d, d), and a shift, (d,); P as it stands if not given.
    tolerance : float
        ICP stops when an iteration over all points moves them by less than this share of their
        own size (root mean square: movement over distance from the centroid).
    max_iterations : int
        Limit for each level. Most iterations are made on the coarsest, where they cost least.
    coarsest : int
        Fewest points of P for a level; at least ``len(P)`` for one level with all of them.
    memory : int
        How many earlier iterations Anderson acceleration mixes (Pavlov et al. 2018); 0 for the
        plain iteration. Not used with planes, whose steps need no acceleration.
    neighbours : int
        Points of Q that tell a plane.
    workers : int
        Threads of the neighbour search; -1 for as many as there are processors.

    Returns
    -------
    Registration
        ``P @ R + t`` lies over Q. Look at ``converged`` and ``reason`` before you use it.

    Raises
    ------
    ValueError
        If a cloud has the wrong shape, holds nan, is too small or lies on one line, if the clouds
        differ in dimension, or if an option is out of its range.

    References
    ----------
    P. J. Besl, N. D. McKay, A method for registration of 3-D shapes, IEEE Transactions on Pattern
    Analysis and Machine Intelligence 14(2), 1992.
    Y. Chen, G. Medioni, Object modelling by registration of multiple range images, Image and
    Vision Computing 10(3), 1992.
    S. Rusinkiewicz, M. Levoy, Efficient variants of the ICP algorithm, 3DIM 2001.
    D. Chetverikov et al., The trimmed iterative closest point algorithm, ICPR 2002.
    A. L. Pavlov et al., AA-ICP: iterative closest point with Anderson acceleration, ICRA 2018.
    J. Zhang, Y. Yao, B. Deng, Fast and robust iterative closest point, IEEE Transactions on Pattern
    Analysis and Machine Intelligence 44(7), 2022: the acceleration with a safeguard.

    Examples
    --------
    >>> from svdlab import datasets
    >>> scan = datasets.scan()
    >>> found = icp(scan.P, scan.Q, method="plane", keep=0.7)
    >>> found.converged
    True
    """
    P, Q = check_pair(P, Q)
    check_options(method, keep, max_distance, tolerance, max_iterations, coarsest, memory)
    planes = method == "plane"
    if planes:
        check_neighbours(neighbours, *Q.shape)
    frame = Frame.of(P, Q)
    first = frame.inside(check_start(start, P.shape[1]))
    target = Target((Q - frame.q) / frame.size, neighbours if planes else 0, workers)
    X = (P - frame.p) / frame.size
    rules = Rules(
        keep, max_distance / frame.size, tolerance, max_iterations, 0 if planes else memory
    )
    course = Course(first)
    rest = False
    for sample in samples(X[space_order(X)], coarsest):
        rest = settle(sample, target, course, rules)
        if len(course.found.points) < needed(P.shape[1], planes):
            break
    return told(course, rest, len(sample), frame, rules, planes)


@dataclass(frozen=True)
class Frame:
    """Axes to compute in: each cloud about its centroid, P of size 1.

    So the entries of a rotation and of a shift are of one kind, and nothing depends on the unit of
    length or on an origin that is far away.

    Attributes
    ----------
    p, q : ndarray of float64, shape (d,)
        Centroids of P and of Q.
    size : float
        Root mean square distance of the points of P from p.
    """

    p: Array
    q: Array
    size: float

    @classmethod
    def of(cls, P: Array, Q: Array) -> Frame:
        """Return the frame of two clouds, (n, d) and (m, d)."""
        p = P.mean(axis=0)
        return cls(p, Q.mean(axis=0), float(np.sqrt(np.mean(np.sum((P - p) ** 2, axis=1)))))

    def inside(self, motion: Motion) -> Motion:
        """Express a motion of the clouds in the frame."""
        return Motion(motion.R, (motion(self.p) - self.q) / self.size)

    def outside(self, motion: Motion) -> Motion:
        """Express a motion of the frame in the clouds' own axes."""
        return Motion(motion.R, self.size * motion.t + self.q - self.p @ motion.R)


def told(
    course: Course, rest: bool, points: int, frame: Frame, rules: Rules, planes: bool
) -> Registration:
    """Put together what the caller wants to know."""
    kept, enough = len(course.found.points), needed(len(frame.p), planes)
    move = frame.size * course.last_move
    apart = course.found.apart if kept else 0.0
    if kept < enough:
        reason = (
            f"Lost: only {kept} of {points} points of P have a partner within max_distance = "
            f"{frame.size * rules.max_distance:.4g}, and a motion needs {enough}. Start nearer, or "
            "allow longer distances."
        )
    elif planes and apart > 1:
        rest = False
        reason = (
            f"Lost: P slid away along the planes. Its kept matches lie {frame.size * apart:.2g} "
            f"apart, farther than P is large, {frame.size:.2g}: start nearer, or fit to points."
        )
    elif rest:
        reason = (
            f"At rest: the last iteration moved the points by {move:.2g}, less than the tolerance, "
            f"{frame.size * rules.tolerance:.2g}."
        )
    else:
        cause = (
            f"the error has not fallen for {PATIENCE} iterations, as where matches flip to and fro"
            if course.stalled
            else f"max_iterations = {rules.max_iterations} on one level are done"
        )
        reason = (
            f"Not at rest: {cause}; the last iteration still moved the points by {move:.2g}, more "
            f"than the tolerance, {frame.size * rules.tolerance:.2g}."
        )
    return Registration(
        *frame.outside(course.motion),
        error=frame.size * course.found.error,
        errors=frame.size * np.array(course.errors),
        points=np.array(course.points, dtype=np.intp),
        iterations=len(course.errors),
        rejected=course.rejected,
        converged=rest,
        reason=reason,
        matched=kept / points,
    )
