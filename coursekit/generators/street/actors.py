"""Who moves, and where: paths through the scene, and people and vehicles that follow them."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from coursekit.generators.street.camera import Array, Camera
from coursekit.generators.street.outfits import Outfit, dress
from coursekit.generators.street.people import person
from coursekit.generators.street.shapes import Placed, Shape


@dataclass(frozen=True)
class Path2D:
    """Where an actor is at each moment: straight legs at one speed, with pauses.

    Parameters
    ----------
    start : float
        Time of departure from the first waypoint, in seconds.
    speed : float
        Metres per second.
    waypoints : tuple of (x, y)
    pauses : tuple of float
        Seconds of rest on arrival at each waypoint after the first; empty for none.
    """

    start: float
    speed: float
    waypoints: tuple[tuple[float, float], ...]
    pauses: tuple[float, ...] = ()

    def at(self, time: float) -> tuple[Array, Array, float, bool] | None:
        """Return position, unit heading, metres walked and whether it moves; None when away."""
        clock, walked = time - self.start, 0.0
        if clock < 0:
            return None
        points = np.asarray(self.waypoints, dtype=float)
        for k, (a, b) in enumerate(itertools.pairwise(points)):
            length = float(np.hypot(*(b - a)))
            heading = (b - a) / length
            if clock < length / self.speed:
                step = clock * self.speed
                return a + step * heading, heading, walked + step, True
            clock -= length / self.speed
            walked += length
            rest = self.pauses[k] if k < len(self.pauses) else 0.0
            if clock < rest:
                return b, heading, walked, False
            clock -= rest
        return None


# What an actor shows at a moment: its shapes and the world y that orders it, or None when away.
Actor = Callable[[float], Placed | None]


def walker(camera: Camera, outfit: Outfit, path: Path2D, jog: float = 0.0) -> Actor:
    """Return a person who follows a path."""

    def show(time: float) -> Placed | None:
        state = path.at(time)
        if state is None:
            return None
        position, heading, walked, walking = state
        return person(camera, outfit, position, heading, walked, walking, jog), position[1]

    return show


def pedestrian(
    camera: Camera,
    rng: np.random.Generator,
    start: float,
    speed: float,
    waypoints: tuple[tuple[float, float], ...],
    *,
    pauses: tuple[float, ...] = (),
    jog: float = 0.0,
    spread: float = 0.0,
    **chosen: Any,
) -> Actor:
    """Return a person in a drawn outfit who follows a path.

    Parameters
    ----------
    camera : Camera
    rng : numpy.random.Generator
        Draws the outfit, then the moment of departure.
    start, speed, waypoints, pauses
        The path, as in `Path2D`.
    jog : float
        How much wider than a walk the gait is.
    spread : float
        Seconds by which `start` is moved at most, earlier or later.
    **chosen
        Height and parts of the outfit that are given, as in `dress`.
    """
    outfit = dress(rng, **chosen)
    if spread:
        start = float(start + rng.uniform(-spread, spread))
    return walker(camera, outfit, Path2D(start, speed, waypoints, pauses), jog)


def driver(path: Path2D, build: Callable[[float, float, int, float], list[Shape]]) -> Actor:
    """Return a vehicle that follows a path along x; `build` takes x, y, direction, metres."""

    def show(time: float) -> Placed | None:
        state = path.at(time)
        if state is None:
            return None
        (x, y), heading, driven, _ = state
        return build(x, y, 1 if heading[0] > 0 else -1, driven), y

    return show
