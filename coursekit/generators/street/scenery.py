"""The static part of a scene, ray cast once, surface by surface."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from coursekit.generators.street.camera import Array, Camera
from coursekit.generators.street.shapes import (
    Colour,
    Placed,
    Shape,
    cast_shadow,
    cut_out,
    shadow_veil,
)
from coursekit.generators.street.textures import Noise, Texture


@dataclass
class Scenery:
    """The static picture while it is being built.

    Attributes
    ----------
    colour : ndarray, shape (h, w, 3)
        Supersampled picture, 0..255.
    distance : ndarray, shape (h, w)
        Depth of the ray-cast surface in each pixel, infinite for the sky.
    occluder : ndarray, shape (h, w)
        World y of a free-standing thing in each pixel, infinite where there is none.
    ground : ndarray of bool, shape (h, w)
        Where shadows may fall.
    """

    camera: Camera
    colour: Array = field(init=False)
    distance: Array = field(init=False)
    occluder: Array = field(init=False)
    ground: NDArray[np.bool_] = field(init=False)
    rays: Array = field(init=False)

    def __post_init__(self) -> None:
        self.rays = self.camera.rays()
        shape = self.rays.shape[:2]
        self.colour = np.zeros((*shape, 3))
        self.distance = np.full(shape, np.inf)
        self.occluder = np.full(shape, np.inf)
        self.ground = np.zeros(shape, dtype=bool)

    def plane(
        self,
        normal: Sequence[float],
        through: Sequence[float],
        inside: Callable[[Array, Array, Array], NDArray[np.bool_]],
        texture: Texture,
    ) -> NDArray[np.bool_]:
        """Ray cast a piece of a plane and keep it where it is the nearest surface.

        `inside` and `texture` receive the world coordinates x, y, z of the points hit;
        `texture` returns their colours, ``(N, 3)``. Returns the pixels that were painted.
        """
        origin = np.array([0.0, 0.0, self.camera.height])
        slope = self.rays @ np.asarray(normal, dtype=float)
        offset = float((np.asarray(through, dtype=float) - origin) @ np.asarray(normal))
        with np.errstate(divide="ignore", invalid="ignore"):
            t = np.where(np.abs(slope) > 1e-9, offset / slope, np.inf)
        near = (t > 0.5) & (t < self.distance)
        hit = t[near][:, None] * self.rays[near] + origin
        x, y, z = hit.T
        keep = inside(x, y, z)
        painted = near.copy()
        painted[near] = keep
        self.colour[painted] = texture(x[keep], y[keep], z[keep])
        self.distance[painted] = t[painted]
        self.ground &= ~painted
        return painted

    def box(
        self,
        low: Sequence[float],
        high: Sequence[float],
        texture: Texture,
    ) -> None:
        """Ray cast an upright box: top and left side lit more than the front, the right less."""
        low, high = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
        for axis, level, gain in (
            (1, low[1], 1.0),
            (2, high[2], 1.18),
            (0, low[0], 1.08),
            (0, high[0], 0.72),
        ):
            normal = np.eye(3)[axis]
            others = [k for k in range(3) if k != axis]

            def inside(x: Array, y: Array, z: Array, others: list[int] = others) -> NDArray:
                p = (x, y, z)
                tests = [(p[k] >= low[k]) & (p[k] <= high[k]) for k in others]
                return tests[0] & tests[1]

            def lit(x: Array, y: Array, z: Array, gain: float = gain) -> Array:
                return texture(x, y, z) * gain

            self.plane(normal, normal * level, inside, lit)

    def paint(self, shapes: Sequence[Shape], y: float) -> None:
        """Paint free-standing shapes over the scenery; `y` decides what passes behind them."""
        cut = cut_out(self.camera, shapes)
        if cut is None:
            return
        picture, (left, top, right, bottom) = cut
        pixels = np.asarray(picture)
        window = (slice(top, bottom), slice(left, right))
        there = pixels[..., 3] > 0
        self.colour[window][there] = pixels[there][:, :3]
        self.occluder[window][there] = np.minimum(self.occluder[window][there], y)
        self.ground[window][there] = False

    def darken(self, shapes: Sequence[Shape], strength: float, blur: float) -> None:
        """Lay a soft shadow of the shapes (already on the ground) on what is ground."""
        veil = shadow_veil(self.camera, shapes, blur)
        amount = np.asarray(veil, dtype=float)[..., None] / 255 * self.ground[..., None]
        self.colour *= 1 - strength * amount

    def cast(self, things: Sequence[Placed], fall: Sequence[float], blur: float) -> None:
        """Lay the shadows of things on the ground; `fall` as in `cast_shadow`."""
        for shapes, _ in things:
            self.darken(cast_shadow(shapes, fall), 0.26, blur)

    def place(self, things: Sequence[Placed]) -> None:
        """Paint free-standing things, far ones first."""
        for shapes, y in sorted(things, key=lambda thing: -thing[1]):
            self.paint(shapes, y)


def sky(
    scenery: Scenery, rng: np.random.Generator, zenith: Colour, horizon: Colour, cloud: Colour
) -> None:
    """Fill the picture with a cloudy sky; surfaces are painted over it."""
    noise = Noise(rng)
    rise = np.clip(scenery.rays[..., 2], 0.0, None)
    blend = np.clip(rise / 0.3, 0, 1)[..., None]
    colour = (1 - blend) * np.array(horizon) + blend * np.array(zenith)
    across = scenery.rays @ scenery.camera.right
    stretch = 1 / (rise + 0.15)
    cover = np.clip(noise(2 * across * stretch, 1.5 * stretch, 4) * 0.9 + 0.35, 0, 1)[..., None]
    scenery.colour[...] = (1 - cover) * colour + cover * np.array(cloud)
