"""Iterations on one sample of the moving cloud, and from one sample to the next."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from svdlab.registration.anderson import Anderson
from svdlab.registration.matching import Matches, Target, match
from svdlab.registration.rigid import Array, Motion, nearest_rotation, plane_step, rigid_step

# Each level has this many times the points of the one before it.
LEVEL_FACTOR = 4

# Share by which a bound is widened so that rounding does not cut off what it must hold.
ROUNDING = 1e-9

# So many iterations in a row without a smaller error end a level.
PATIENCE = 12


@dataclass(frozen=True)
class Rules:
    """How to iterate; lengths in units of the cloud's own size."""

    keep: float
    max_distance: float
    tolerance: float
    max_iterations: int
    memory: int


@dataclass
class Course:
    """Where the cloud stands, and how it came there.

    Attributes
    ----------
    motion : Motion
        The last motion that was accepted; of a level that came to rest, with its last step.
    found : Matches, optional
        The matches before that step.
    errors, points : list
        Of each accepted motion: its error, and how many points were asked for a partner.
    rejected : int
        Accelerated motions that were taken back.
    last_move : float
        How far the step from ``motion`` would move the points, root mean square.
    stalled : bool
        Whether the last level ended because its error no longer fell.
    """

    motion: Motion
    found: Matches | None = None
    errors: list[float] = field(default_factory=list)
    points: list[int] = field(default_factory=list)
    rejected: int = 0
    last_move: float = np.inf
    stalled: bool = False

    def accept(self, motion: Motion, found: Matches, points: int) -> None:
        """Stand at a motion, where ``points`` points were asked and ``found`` was kept."""
        self.motion, self.found = motion, found
        self.errors.append(found.error)
        self.points.append(points)


def samples(X: Array, coarsest: int) -> list[Array]:
    """Take 1/64, 1/16, 1/4 of the points and all of them: samples from coarse to fine.

    Parameters
    ----------
    X : ndarray of float64, shape (n, d)
        Points in the order of ``space_order``: every k-th of them is a sample even in space.
    coarsest : int
        A sample with fewer points than this is left out.
    """
    strides = [1]
    while len(X) // (strides[-1] * LEVEL_FACTOR) >= coarsest:
        strides.append(strides[-1] * LEVEL_FACTOR)
    return [np.ascontiguousarray(X[stride // 2 :: stride]) for stride in reversed(strides)]


def needed(d: int, planes: bool) -> int:
    """Count the matches that fix a motion in d dimensions; a plane gives one equation each."""
    return d * (d + 1) // 2 if planes else d


def step_of(found: Matches) -> Motion:
    """Motion that makes the error of these matches smallest, as long as they stay matches."""
    if found.normals is None:
        return rigid_step(found.points, found.partners)
    return plane_step(found.points, found.partners, found.normals)


def settle(X: Array, target: Target, course: Course, rules: Rules) -> bool:
    """Iterate over points X, (n, d), until a step no longer moves them; whether one did not.

    Anderson's mixed motions are tried, not trusted: one that raises the error is taken back, and
    the plain step of ICP, whose error cannot rise, is done instead (Zhang et al. 2022, section 3).
    """
    enough = needed(X.shape[1], planes=target.normals is not None)
    count = max(1, round(rules.keep * len(X)))
    mixer, moves = Anderson(rules.memory), Movement(X)
    # The kept matches of a finer sample lie about as near as those of the last one.
    reach = np.inf if course.found is None else 2 * course.found.radius
    trial = plain = course.motion
    error = lowest = np.inf
    since_lowest = 0
    for _ in range(rules.max_iterations):
        found = match(trial(X), target, count, reach, rules.max_distance)
        last_trial = trial
        if found.error > error and trial is not plain:
            course.rejected += 1
            mixer.forget()
            trial = plain
        else:
            error = found.error
            course.accept(trial, found, len(X))
            if len(found.points) < enough:
                return False
            since_lowest = 0 if error < lowest else since_lowest + 1
            lowest = min(lowest, error)
            plain = trial.then(step_of(found))
            course.last_move = moves.typical(trial, plain)
            if course.last_move < rules.tolerance:
                course.motion = plain
                return True
            course.stalled = since_lowest >= PATIENCE
            if course.stalled:
                return False
            trial = accelerated(mixer, trial, plain)
        # No kept match can grow longer than this: the search may end there and loses nothing.
        reach = (found.radius + moves.farthest(last_trial, trial)) * (1 + ROUNDING)
    return False


def accelerated(mixer: Anderson, motion: Motion, image: Motion) -> Motion:
    """Motion to try next: a mix of matrices is no rotation, so take the one nearest to it."""
    mixed = mixer.mix(np.vstack(motion).ravel(), np.vstack(image).ravel())
    if mixed is None:
        return image
    *R, t = mixed.reshape(-1, len(image.t))
    return Motion(nearest_rotation(R), t)


class Movement:
    """How far points X, (n, d), are from each other under two motions."""

    def __init__(self, X: Array) -> None:
        rows = np.hstack([X, np.ones((len(X), 1))])
        self._second_moments = rows.T @ rows / len(X)
        self._longest = float(np.sqrt(np.einsum("nd,nd->n", X, X).max()))

    def typical(self, a: Motion, b: Motion) -> float:
        """Root mean square distance."""
        D = np.vstack(b) - np.vstack(a)
        return float(np.sqrt(max(0.0, np.trace(D.T @ self._second_moments @ D))))

    def farthest(self, a: Motion, b: Motion) -> float:
        """Bound on the largest distance."""
        return float(np.linalg.norm(b.R - a.R, 2) * self._longest + np.linalg.norm(b.t - a.t))
