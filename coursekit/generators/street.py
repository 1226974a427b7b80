"""Two synthetic clips from a fixed camera, with the truth mask of every frame.

Both scenes are small three-dimensional worlds seen by a pinhole camera whose film plane stands
upright, so that vertical edges stay vertical. The world is measured in metres: ``x`` runs along
the road, ``y`` away from the camera, ``z`` up, and the camera stands above the origin.

The static scenery is ray cast once, surface by surface. What moves is a list of `Shape` (rounded
polygons and strokes with three-dimensional corners), projected and painted from far to near.
Everything is drawn `SUPERSAMPLING` times finer than the frame and averaged down.

The truth marks a pixel when moving objects cover at least half of it. Shadows move with the
objects but do not count as foreground: a pixel in a shadow still shows the background.

Licence of the clips: CC BY 4.0, as all generated data of the course.
"""

from __future__ import annotations

import itertools
import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter
from scipy.ndimage import map_coordinates

HEIGHT, WIDTH = 120, 160
FRAME_RATE = 15
STREET_FRAMES = 300
SQUARE_FRAMES = 150
SUPERSAMPLING = 4

Array = NDArray[np.float64]
Colour = tuple[float, float, float]
Clip = tuple[NDArray[np.uint8], NDArray[np.bool_], NDArray[np.uint8]]


# ---------------------------------------------------------------------------------------------
# Camera
# ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Camera:
    """A pinhole camera above the origin, with an upright film plane.

    Parameters
    ----------
    height : float
        Metres above the ground.
    yaw : float
        Degrees the optical axis turns from ``+y`` towards ``+x``.
    focal : float
        Focal length in pixels of the final frame.
    horizon : float
        Row of the horizon in the final frame.
    """

    height: float
    yaw: float
    focal: float
    horizon: float

    @property
    def right(self) -> Array:
        """Unit vector of the image's horizontal axis in the world."""
        angle = np.radians(self.yaw)
        return np.array([np.cos(angle), -np.sin(angle), 0.0])

    @property
    def forward(self) -> Array:
        """Unit vector of the optical axis in the world."""
        angle = np.radians(self.yaw)
        return np.array([np.sin(angle), np.cos(angle), 0.0])

    def depth(self, points: Array) -> Array:
        """Distance along the optical axis, in metres."""
        return points @ self.forward

    def project(self, points: Array) -> tuple[Array, Array]:
        """Project world points.

        Parameters
        ----------
        points : ndarray, shape (N, 3)

        Returns
        -------
        pixels : ndarray, shape (N, 2)
            Column and row in the supersampled image.
        scale : ndarray, shape (N,)
            Supersampled pixels per metre at each point.
        """
        depth = np.maximum(self.depth(points), 0.5)
        scale = SUPERSAMPLING * self.focal / depth
        column = SUPERSAMPLING * WIDTH / 2 + scale * (points @ self.right)
        row = SUPERSAMPLING * self.horizon + scale * (self.height - points[:, 2])
        return np.stack([column, row], axis=1), scale

    def rays(self) -> Array:
        """Direction of the ray through every supersampled pixel, ``(h, w, 3)``, depth 1."""
        column = (np.arange(WIDTH * SUPERSAMPLING) + 0.5) / SUPERSAMPLING - WIDTH / 2
        row = (np.arange(HEIGHT * SUPERSAMPLING) + 0.5) / SUPERSAMPLING - self.horizon
        horizontal = (column / self.focal)[None, :, None] * self.right
        vertical = (row / self.focal)[:, None, None] * np.array([0.0, 0.0, -1.0])
        return self.forward + horizontal + vertical


# ---------------------------------------------------------------------------------------------
# Shapes and how they are painted
# ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shape:
    """A stroke or a filled polygon with corners in the world.

    Parameters
    ----------
    points : ndarray, shape (N, 3)
        Corners in metres. One point alone is a disc.
    colour : tuple of float
        Red, green, blue in 0..255.
    radius : float
        Half the width of the stroke, or the rounding of the polygon's corners, in metres.
    filled : bool
        Whether the inside of the polygon is painted.
    """

    points: Array
    colour: Colour
    radius: float = 0.0
    filled: bool = False


def stroke(points: Sequence[Sequence[float]] | Array, colour: Colour, radius: float) -> Shape:
    """Return a line with round ends."""
    return Shape(np.asarray(points, dtype=float).reshape(-1, 3), colour, radius)


def face(points: Sequence[Sequence[float]] | Array, colour: Colour, radius: float = 0.0) -> Shape:
    """Return a filled polygon, its corners rounded by `radius`."""
    return Shape(np.asarray(points, dtype=float).reshape(-1, 3), colour, radius, filled=True)


def shade(colour: Colour, factor: float) -> Colour:
    """Return the colour made darker (below 1) or lighter (above 1)."""
    return tuple(float(np.clip(c * factor, 0, 255)) for c in colour)  # type: ignore[return-value]


def _project_all(camera: Camera, shapes: Sequence[Shape]) -> list[tuple[Array, Array]]:
    """Return pixels and radii of each shape, projecting all corners in one go."""
    counts = [len(s.points) for s in shapes]
    pixels, scale = camera.project(np.concatenate([s.points for s in shapes]))
    radii = scale * np.repeat([s.radius for s in shapes], counts)
    ends = np.cumsum(counts)
    return [(pixels[e - n : e], radii[e - n : e]) for n, e in zip(counts, ends, strict=True)]


def _paint_shape(
    draw: ImageDraw.ImageDraw, shape: Shape, pixels: Array, radii: Array, fill: object
) -> None:
    corners = [tuple(p) for p in pixels.tolist()]
    if shape.filled and len(corners) > 2:
        draw.polygon(corners, fill=fill)
    if shape.radius == 0:
        return
    path = [*corners, corners[0]] if shape.filled else corners
    sizes = radii.tolist()
    if len(path) > 1:
        draw.line(path, fill=fill, width=max(1, round(2 * sum(sizes) / len(sizes))))
    for (column, row), r in zip(corners, sizes, strict=True):
        draw.ellipse((column - r, row - r, column + r, row + r), fill=fill)


def cut_out(
    camera: Camera, shapes: Sequence[Shape]
) -> tuple[Image.Image, tuple[int, int, int, int]] | None:
    """Paint shapes, in their order, on a transparent picture of just their own size.

    Returns
    -------
    picture : PIL.Image, mode RGBA
    box : tuple of int
        Left, top, right, bottom in the supersampled image. None if nothing is on screen.
    """
    projected = _project_all(camera, shapes)
    pixels = np.concatenate([p for p, _ in projected])
    reach = np.concatenate([r for _, r in projected])[:, None] + 2
    left, top = np.maximum(np.floor((pixels - reach).min(axis=0)), 0).astype(int).tolist()
    right, bottom = np.ceil((pixels + reach).max(axis=0)).astype(int).tolist()
    right, bottom = min(right, WIDTH * SUPERSAMPLING), min(bottom, HEIGHT * SUPERSAMPLING)
    if left >= right or top >= bottom:
        return None
    # PIL clips what falls outside the picture, so shifting the corners is all that is needed.
    picture = Image.new("RGBA", (right - left, bottom - top))
    draw = ImageDraw.Draw(picture)
    for shape, (corners, radii) in zip(shapes, projected, strict=True):
        fill = (*(round(c) for c in shape.colour), 255)
        _paint_shape(draw, shape, corners - [left, top], radii, fill)
    return picture, (left, top, right, bottom)


def cast_shadow(shapes: Iterable[Shape], light: Sequence[float]) -> list[Shape]:
    """Lay shapes on the ground along the light.

    Parameters
    ----------
    shapes : iterable of Shape
    light : pair of float
        How far the shadow of a point one metre up falls, along x and y.
    """
    laid = []
    for shape in shapes:
        ground = shape.points.copy()
        ground[:, 0] += light[0] * ground[:, 2]
        ground[:, 1] += light[1] * ground[:, 2]
        ground[:, 2] = 0
        laid.append(Shape(ground, shape.colour, 0.8 * shape.radius, shape.filled))
    return laid


# ---------------------------------------------------------------------------------------------
# Ray-cast scenery
# ---------------------------------------------------------------------------------------------


class Noise:
    """Smooth random texture on the plane, the same for the same generator state."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._grid = rng.standard_normal((128, 128))

    def __call__(self, u: Array, v: Array, octaves: int = 3) -> Array:
        """Return noise with a standard deviation near 1/2 and features about 1 unit wide."""
        total = np.zeros(np.shape(u))
        for k in range(octaves):
            where = np.stack([u * 2.0**k + 17.3 * k, v * 2.0**k + 5.7 * k])
            total += map_coordinates(self._grid, where, order=1, mode="grid-wrap") / 1.6**k
        return 0.5 * total


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
        texture: Callable[[Array, Array, Array], Array],
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
        texture: Callable[[Array, Array, Array], Array],
        occludes: bool = False,
    ) -> None:
        """Ray cast an upright box; its top is lit more than its front, its sides less.

        With `occludes`, what passes behind the box is hidden by it.
        """
        low, high = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
        for axis, level, gain in (
            (1, low[1], 1.0), (2, high[2], 1.18), (0, low[0], 1.08), (0, high[0], 0.72),
        ):  # fmt: skip
            normal = np.eye(3)[axis]
            others = [k for k in range(3) if k != axis]

            def inside(x: Array, y: Array, z: Array, others: list[int] = others) -> NDArray:
                p = (x, y, z)
                tests = [(p[k] >= low[k]) & (p[k] <= high[k]) for k in others]
                return tests[0] & tests[1]

            def lit(x: Array, y: Array, z: Array, gain: float = gain) -> Array:
                return texture(x, y, z) * gain

            painted = self.plane(normal, normal * level, inside, lit)
            if occludes:
                self.occluder[painted] = 0.5 * (low[1] + high[1])

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


def shadow_veil(camera: Camera, shapes: Sequence[Shape], blur: float) -> Image.Image:
    """Return how much of each supersampled pixel lies in shadow (0..255, mode L)."""
    veil = Image.new("L", (WIDTH * SUPERSAMPLING, HEIGHT * SUPERSAMPLING))
    draw = ImageDraw.Draw(veil)
    if shapes:
        for shape, (pixels, radii) in zip(shapes, _project_all(camera, shapes), strict=True):
            _paint_shape(draw, shape, pixels, radii, 255)
    return veil.filter(ImageFilter.GaussianBlur(blur * SUPERSAMPLING))


def rectangle(
    u: Array, v: Array, left: float, right: float, low: float, high: float
) -> NDArray[np.bool_]:
    """Return which points lie in an upright rectangle."""
    return (u >= left) & (u < right) & (v >= low) & (v < high)


def tinted(colour: Colour, gain: Array) -> Array:
    """Return one colour multiplied point by point, ``(N, 3)``."""
    return np.asarray(colour, dtype=float) * np.asarray(gain)[:, None]


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


def tree(
    rng: np.random.Generator, x: float, y: float, height: float, spread: float, leaf: Colour
) -> list[Shape]:
    """Return trunk, branches and a few hundred leaf clusters, far ones first."""
    bark = (84.0, 68.0, 54.0)
    crown = 0.62 * height
    shapes = [
        stroke([[x, y, 0], [x + 0.05, y, 0.5 * height]], bark, 0.032 * height**0.75),
        stroke([[x + 0.06, y, 0.05], [x + 0.1, y, 0.5 * height]], shade(bark, 0.7), 0.05),
    ]
    for angle in (-0.6, -0.2, 0.3, 0.7):
        tip = [x + 0.8 * spread * np.sin(angle), y, crown + 0.3 * spread * np.cos(angle)]
        shapes.append(stroke([[x, y, 0.38 * height], tip], shade(bark, 0.9), 0.06))
    puffs = rng.normal(0, 0.42, (9, 3)) * [spread, spread, 0.32 * height] + [x, y, crown]
    centres = puffs[rng.integers(0, len(puffs), 420)]
    leaves = centres + rng.normal(0, 0.24, centres.shape) * spread
    leaves = leaves[leaves[:, 2] > 0.36 * height]
    order = np.argsort(-leaves[:, 1] + 0.5 * leaves[:, 2])
    # Lit from the upper left: leaves there are brighter, those below and inside darker.
    light = 0.42 * (leaves[:, 2] - crown) / (0.3 * height) - 0.25 * (leaves[:, 0] - x) / spread
    gains = np.clip(0.86 + light + rng.normal(0, 0.14, len(leaves)), 0.35, 1.45)
    sizes = rng.uniform(0.1, 0.24, len(leaves)) * height / 7
    return shapes + [stroke(leaves[k], shade(leaf, gains[k]), sizes[k]) for k in order]


# ---------------------------------------------------------------------------------------------
# Who moves: people, cars, a bus, a cyclist
# ---------------------------------------------------------------------------------------------


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


@dataclass(frozen=True)
class Outfit:
    """What a person looks like; height in metres, colours 0..255."""

    height: float
    skin: Colour
    hair: Colour
    top: Colour
    trousers: Colour
    shoes: Colour
    coat: bool = False
    skirt: bool = False
    bag: Colour | None = None
    hat: Colour | None = None


SKINS: tuple[Colour, ...] = (
    (236, 196, 170), (222, 176, 144), (198, 148, 112), (160, 110, 78), (120, 80, 58), (92, 62, 46),
)  # fmt: skip
HAIRS: tuple[Colour, ...] = (
    (28, 24, 22), (50, 38, 30), (74, 56, 42), (168, 138, 92), (150, 148, 146), (40, 30, 26),
)  # fmt: skip
TOPS: tuple[Colour, ...] = (
    (32, 34, 40), (178, 34, 40), (36, 62, 118), (226, 226, 220), (112, 142, 170), (196, 146, 34),
    (46, 92, 70), (108, 54, 96), (62, 66, 74), (206, 92, 52), (24, 40, 62), (196, 180, 150),
)  # fmt: skip
TROUSERS: tuple[Colour, ...] = (
    (34, 42, 66), (28, 28, 30), (70, 72, 80), (52, 64, 96), (96, 84, 66), (40, 36, 34),
)  # fmt: skip


def dress(rng: np.random.Generator, height: float | None = None, **chosen: object) -> Outfit:
    """Draw an outfit; anything named in `chosen` is taken as given."""
    parts: dict[str, object] = {
        "height": height if height is not None else float(rng.normal(1.73, 0.075)),
        "skin": SKINS[rng.integers(len(SKINS))],
        "hair": HAIRS[rng.integers(len(HAIRS))],
        "top": TOPS[rng.integers(len(TOPS))],
        "trousers": TROUSERS[rng.integers(len(TROUSERS))],
        "shoes": ((26, 24, 24), (60, 44, 34), (214, 214, 210))[rng.integers(3)],
        "coat": bool(rng.random() < 0.35),
        "bag": (54.0, 40.0, 32.0) if rng.random() < 0.3 else None,
    }
    return Outfit(**(parts | chosen))  # type: ignore[arg-type]


def _leg(hip: Array, forward: Array, phase: float, h: float, stride: float) -> list[Array]:
    """Return hip, knee, ankle, toe for one leg of a walker, the hip at its given height."""
    thigh = stride * np.sin(phase)
    # The knee bends while the leg swings forwards, and stays nearly straight under load.
    shank = thigh - (0.08 + 1.5 * stride * max(0.0, float(np.cos(phase))))
    up = np.array([0.0, 0.0, 1.0])
    knee = hip + 0.25 * h * (np.sin(thigh) * forward - np.cos(thigh) * up)
    ankle = knee + 0.24 * h * (np.sin(shank) * forward - np.cos(shank) * up)
    return [hip, knee, ankle, ankle + 0.09 * h * forward]


def _arm(shoulder: Array, forward: Array, swing: float, elbow: float, h: float) -> list[Array]:
    up = np.array([0.0, 0.0, 1.0])
    joint = shoulder + 0.165 * h * (np.sin(swing) * forward - np.cos(swing) * up)
    bend = swing + elbow
    return [shoulder, joint, joint + 0.17 * h * (np.sin(bend) * forward - np.cos(bend) * up)]


def person(
    camera: Camera,
    outfit: Outfit,
    position: Array,
    heading: Array,
    walked: float,
    walking: bool,
    jog: float = 0.0,
) -> list[Shape]:
    """Return a walking or standing person as shapes, far limbs first.

    `walked` (metres) sets the phase of the gait, so feet do not slide; `jog` widens the gait.
    """
    h = outfit.height
    up = np.array([0.0, 0.0, 1.0])
    forward = np.array([heading[0], heading[1], 0.0])
    side = np.array([heading[1], -heading[0], 0.0])
    base = np.array([position[0], position[1], 0.0])
    stride = (0.41 + 0.28 * jog) if walking else 0.03
    phase = 2 * np.pi * walked / (0.84 * h * (1 + 0.6 * jog))

    legs = {s: _leg(base + 0.05 * h * s * side, forward, phase + (s > 0) * np.pi, h, stride)
            for s in (-1, 1)}  # fmt: skip
    lift = 0.03 * h - min(p[2][2] for p in legs.values())
    legs = {s: [q + lift * up for q in joints] for s, joints in legs.items()}
    pelvis = base + lift * up
    neck = pelvis + 0.315 * h * up + 0.015 * h * forward * (1 + 3 * jog)
    arms = {
        s: _arm(neck + s * 0.105 * h * side - 0.02 * h * up, forward,
                (0.42 + 0.3 * jog) * np.sin(phase + (s < 0) * np.pi) * walking,
                0.18 + 0.25 * walking + 1.1 * jog, h)
        for s in (-1, 1)
    }  # fmt: skip
    # Which side of the body is nearer to the camera decides what hides what.
    near = 1 if camera.depth(side) < 0 else -1
    across = abs(float(side @ camera.right))
    half = h * float(np.hypot(0.115 * across, 0.07 * np.sqrt(1 - across**2)))
    right = camera.right

    def limb(joints: list[Array], colour: Colour, radius: float) -> Shape:
        return stroke(np.array(joints), colour, radius * h)

    def leg(s: int) -> list[Shape]:
        gain = 1.0 if s == near else 0.78
        joints = legs[s]
        bare = outfit.skin if outfit.skirt else outfit.trousers
        return [
            limb(joints[2:], shade(outfit.shoes, gain), 0.024),
            limb(joints[1:3], shade(bare, gain), 0.032),
            limb(joints[:2], shade(outfit.trousers, gain), 0.044),
        ]

    def arm(s: int) -> list[Shape]:
        gain = 0.92 if s == near else 0.74
        return [
            limb(arms[s][2:], shade(outfit.skin, gain), 0.024),
            limb(arms[s], shade(outfit.top, gain), 0.027),
        ]

    hem = pelvis - (0.2 * h if outfit.coat else 0.01 * h) * up
    hem_half = half * (0.95 if outfit.coat else 0.72)
    rounding = 0.022 * h
    torso = [
        hem - (hem_half - rounding) * right,
        neck - (half - rounding) * right - 0.01 * h * up,
        neck - 0.3 * half * right + 0.025 * h * up,
        neck + 0.3 * half * right + 0.025 * h * up,
        neck + (half - rounding) * right - 0.01 * h * up,
        hem + (hem_half - rounding) * right,
    ]
    shadow_side = [*torso[3:6], hem + 0.15 * half * right, neck + 0.3 * half * right]
    head = neck + 0.125 * h * up + 0.012 * h * forward
    facing = float(forward @ camera.forward)
    shapes = [*arm(-near), *leg(-near), *leg(near)]
    if outfit.skirt:
        knees = pelvis - 0.2 * h * up
        wide = 0.11 * h
        skirt = [pelvis - 0.7 * half * right, pelvis + 0.7 * half * right,
                 knees + wide * right, knees - wide * right]  # fmt: skip
        shapes.append(face(skirt, outfit.trousers, rounding))
    shapes.append(face(torso, outfit.top, rounding))
    shapes.append(face(shadow_side, shade(outfit.top, 0.76), rounding))
    if outfit.bag is not None:
        back = neck - 0.09 * h * forward
        pack = stroke([back - 0.06 * h * up, back - 0.2 * h * up], outfit.bag, 0.062 * h)
        shapes.insert(len(shapes) if facing > -0.3 else 0, pack)
    shapes += [
        stroke([neck, head - 0.02 * h * up], shade(outfit.skin, 0.8), 0.03 * h),
        stroke([head - 0.022 * h * up, head + 0.022 * h * up], outfit.skin, 0.052 * h),
    ]
    hair = head + 0.038 * h * up - 0.026 * h * forward
    shapes.append(stroke([hair, hair - 0.02 * h * up], outfit.hair, 0.045 * h))
    if facing > 0.5:
        shapes.append(stroke([head, head + 0.02 * h * up], outfit.hair, 0.056 * h))
    if outfit.hat is not None:
        shapes.append(stroke([head + 0.05 * h * up], outfit.hat, 0.062 * h))
    return [*shapes, *arm(near)]


def _circle(centre: Sequence[float], radius: float, count: int = 18) -> Array:
    """Return a circle in the plane of constant y."""
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False)
    ring = np.stack([np.cos(angle), np.zeros(count), np.sin(angle)], axis=1)
    return np.asarray(centre, dtype=float) + radius * ring


def _prism(
    camera: Camera, outline: Array, near: Array | float, far: Array | float, colours: list[Colour]
) -> list[Shape]:
    """Extrude an outline (x, z), counter-clockwise, between two y; keep faces seen.

    `colours` has one entry per edge of the outline, then one for the near side. `near` and
    `far` may differ from corner to corner, so that a cabin can lean inwards.
    """
    n = len(outline)
    near, far = np.broadcast_to(near, n), np.broadcast_to(far, n)
    front = np.stack([outline[:, 0], near, outline[:, 1]], axis=1)
    back = np.stack([outline[:, 0], far, outline[:, 1]], axis=1)
    shapes = []
    for k in range(n):
        j = (k + 1) % n
        quad = np.array([front[k], back[k], back[j], front[j]])
        pixels, _ = camera.project(quad)
        a, b = pixels[1] - pixels[0], pixels[3] - pixels[0]
        if a[0] * b[1] - a[1] * b[0] >= 0:
            continue
        shapes.append(face(quad, colours[k]))
    return [*shapes, face(front, colours[n])]


GLASS: Colour = (46, 56, 66)
TYRE: Colour = (24, 24, 26)


@dataclass(frozen=True)
class CarModel:
    """Proportions of a car in metres, seen from its side, nose towards +x."""

    length: float = 4.2
    height: float = 1.46
    belt: float = 0.88
    nose: float = 0.68
    bonnet: float = 1.05
    screen: float = 0.75
    tail: float = 0.25
    rear: float = 0.55


HATCHBACK = CarModel()
SALOON = CarModel(length=4.6, height=1.42, bonnet=1.1, tail=0.95, rear=0.7)
VAN = CarModel(length=4.9, height=2.05, belt=1.15, nose=0.95, bonnet=0.75, screen=0.6,
               tail=0.05, rear=0.12)  # fmt: skip


def car(
    camera: Camera, model: CarModel, colour: Colour, x: float, y: float, direction: int
) -> list[Shape]:
    """Return a car with its centre at (x, y), driving along +x or -x."""
    half, width = model.length / 2, 1.76
    low = 0.22

    def place(outline: list[tuple[float, float]]) -> Array:
        points = np.array(outline, dtype=float)
        points[:, 0] = x + direction * points[:, 0]
        return points if direction > 0 else points[::-1]

    near, far = y - width / 2, y + width / 2
    body = [(-half + 0.06, low), (half - 0.04, low), (half, 0.5 * model.nose),
            (half - 0.08, model.nose), (half - model.bonnet, model.belt),
            (-half + model.tail, model.belt), (-half + 0.02, model.belt - 0.08)]  # fmt: skip
    lit = 1.0 if direction < 0 else 0.74  # the light comes from -x
    unlit = 0.74 if direction < 0 else 1.0
    edges = [0.4, 0.7 * lit, lit, 1.22, 1.22, 1.15, unlit]
    body_colours = [*(shade(colour, gain) for gain in edges), shade(colour, 0.92)]
    body_colours = body_colours if direction > 0 else _reverse_edges(body_colours)
    shapes = _prism(camera, place(body), near, far, body_colours)

    skirt = place([(-half + 0.1, low), (half - 0.1, low), (half - 0.1, 0.36), (-half + 0.1, 0.36)])
    lower = np.insert(skirt, 1, near, axis=1)
    shapes.append(face(lower, shade(colour, 0.6)))
    for wheel in (-half + 0.82, half - 0.85):
        centre = (x + direction * wheel, near - 0.01, 0.31)
        shapes.append(face(_circle((centre[0], near, 0.36), 0.37), (20, 20, 22)))
        shapes.append(face(_circle(centre, 0.3), TYRE))
        shapes.append(face(_circle(centre, 0.17), (150, 152, 156)))
        shapes.append(face(_circle(centre, 0.06), (70, 70, 74)))

    cabin = [(-half + model.tail, model.belt), (half - model.bonnet, model.belt),
             (half - model.bonnet - model.screen, model.height),
             (-half + model.tail + model.rear, model.height)]  # fmt: skip
    lean = np.array([0.02, 0.02, 0.2, 0.2])
    lean = lean if direction > 0 else lean[::-1]
    glass = [GLASS, shade(GLASS, 1.5 if direction < 0 else 1.05), shade(colour, 1.28),
             shade(GLASS, 1.05), shade(colour, 0.95)]  # fmt: skip
    cabin_colours = glass if direction > 0 else _reverse_edges(glass)
    shapes += _prism(camera, place(cabin), near + lean, far - lean, cabin_colours)

    # Side windows sit inside the near side of the cabin, split by a pillar.
    (rear_x, _), (front_x, _), (top_front, top), (top_rear, _) = cabin
    sill, head = model.belt + 0.04, top - 0.09
    middle = 0.5 * (top_front + top_rear)
    panes = [
        [(rear_x + 0.18, sill), (middle - 0.05, sill),
         (middle - 0.05, head), (top_rear + 0.1, head)],
        [(middle + 0.05, sill), (front_x - 0.16, sill),
         (top_front - 0.06, head), (middle + 0.05, head)],
    ]  # fmt: skip
    if model is VAN:
        panes = panes[1:]
    for pane in panes:
        outline = place(pane)
        inward = near + 0.02 + 0.18 * (outline[:, 1] - model.belt) / (top - model.belt)
        points = np.stack([outline[:, 0], inward, outline[:, 1]], axis=1)
        shapes.append(face(points, GLASS))
        gleam = points[points[:, 2] > model.belt + 0.1]
        shapes.append(stroke(gleam, (112, 126, 138), 0.025))
    seam = x + direction * middle
    shapes.append(stroke([[seam, near, 0.3], [seam, near, model.belt]], shade(colour, 0.66), 0.012))
    for end, lamp in ((half - 0.12, (248, 246, 226)), (-half + 0.1, (176, 24, 26))):
        z = 0.62 if end > 0 else 0.74
        shapes.append(stroke([[x + direction * end, near, z]], lamp, 0.07))
        tip = x + direction * (half - 0.03 if end > 0 else 0.07 - half)
        if (tip - x) * camera.right[0] * -np.sign(x) > 0:
            shapes.append(stroke([[tip, far - 0.3, z]], lamp, 0.08))
    return shapes


def _reverse_edges(colours: list[Colour]) -> list[Colour]:
    """Reorder edge colours for an outline whose corners were reversed."""
    *edges, side = colours
    return [*edges[-2::-1], edges[-1], side]


def bus(camera: Camera, colour: Colour, x: float, y: float, direction: int) -> list[Shape]:
    """Return a small town bus, 6.6 m long, with its centre at (x, y)."""
    half, height, width = 3.3, 2.75, 2.2
    near, far = y - width / 2, y + width / 2
    outline = np.array([(x - half, 0.3), (x + half, 0.3), (x + half, height), (x - half, height)])
    colours = [shade(colour, 0.4), shade(colour, 0.7), (222, 222, 218), colour, colour]
    shapes = _prism(camera, outline, near, far, colours)

    def side(a: float, b: float, low: float, high: float, fill: Colour) -> Shape:
        corners = [[x + a, near, low], [x + b, near, low], [x + b, near, high], [x + a, near, high]]
        return face(corners, fill)

    shapes.append(side(-half, half, 0.3, 0.5, shade(colour, 0.5)))
    shapes.append(side(-half, half, 1.18, 1.3, (236, 232, 220)))
    shapes.append(side(-half, half, 2.52, 2.75, (236, 232, 220)))
    door = 2.4 * direction
    for left in np.arange(-half + 0.15, half - 1.0, 1.28):
        shapes.append(side(left, left + 1.16, 1.45, 2.42, GLASS))
        shapes.append(side(left + 0.1, left + 0.5, 1.85, 2.37, (84, 98, 112)))
        # A passenger's head in some windows.
        if int(left * 10) % 3:
            shapes.append(stroke([[x + left + 0.75, near, 1.68]], (92, 74, 64), 0.17))
    shapes.append(side(door - 0.6, door + 0.6, 0.42, 2.44, shade(colour, 0.62)))
    for pane in (-0.54, 0.04):
        shapes.append(side(door + pane, door + pane + 0.5, 0.55, 2.36, (58, 68, 78)))
    for wheel in (-half + 1.2, half - 1.7):
        at = (x + direction * wheel, near - 0.01, 0.46)
        shapes.append(face(_circle(at, 0.54), (20, 20, 22)))
        shapes.append(face(_circle(at, 0.45), TYRE))
        shapes.append(face(_circle(at, 0.22), (138, 140, 144)))
    # The end that faces the camera shows its windscreen or rear window.
    end = x + half if x + half < 0 else x - half if x - half > 0 else None
    if end is not None:
        pane = [[end, near + 0.15, 1.35], [end, far - 0.15, 1.35],
                [end, far - 0.15, 2.4], [end, near + 0.15, 2.4]]  # fmt: skip
        shapes.append(face(pane, GLASS))
        for lamp_y in (near + 0.3, far - 0.3):
            shapes.append(stroke([[end, lamp_y, 0.75]], (244, 240, 220), 0.12))
    return shapes


def cyclist(
    camera: Camera, outfit: Outfit, x: float, y: float, direction: int, ridden: float
) -> list[Shape]:
    """Return a cyclist with turning pedals; `ridden` (metres) sets their phase."""

    def at(forward: float, z: float, side: float = 0.0) -> list[float]:
        return [x + direction * forward, y + side, z]

    frame_colour: Colour = (176, 40, 44)
    shapes = []
    for wheel in (-0.52, 0.52):
        rim = _circle(at(wheel, 0.34), 0.32)
        shapes.append(stroke(np.vstack([rim, rim[:1]]), TYRE, 0.028))
        spin = np.pi * np.arange(3) / 3 - direction * ridden / 0.34
        for angle in spin:
            spoke = 0.3 * np.array([np.cos(angle), 0, np.sin(angle)])
            centre = np.array(at(wheel, 0.34))
            shapes.append(stroke([centre - spoke, centre + spoke], (120, 122, 124), 0.008))
    crank, seat, bars = at(-0.05, 0.3), at(-0.2, 0.92), at(0.4, 1.0)
    fork, rear_hub, front_hub = at(0.36, 0.8), at(-0.52, 0.34), at(0.52, 0.34)
    tubes = (rear_hub, crank, seat, fork), (crank, fork), (front_hub, bars), (rear_hub, seat)
    for a, b in (pair for tube in tubes for pair in itertools.pairwise(tube)):
        shapes.append(stroke([a, b], frame_colour, 0.025))
    turn = ridden / 0.9
    hip, shoulder = np.array(at(-0.18, 1.0)), np.array(at(0.16, 1.48))
    legs = []
    for s in (1, -1):
        angle = turn + (s > 0) * np.pi
        pedal = np.array(at(-0.05 + 0.17 * np.sin(angle), 0.3 + 0.17 * np.cos(angle), 0.1 * s))
        reach = pedal - hip
        distance = float(np.linalg.norm(reach))
        bend = np.sqrt(max(0.46**2 - (distance / 2) ** 2, 0.0))
        outward = np.array([-reach[2], 0.0, reach[0]]) / distance
        knee = hip + reach / 2 + bend * outward * (1 if outward[0] * direction > 0 else -1)
        gain = 1.0 if s < 0 else 0.75
        legs.append([
            stroke([hip, knee, pedal], shade(outfit.trousers, gain), 0.075),
            stroke([pedal, pedal + [0.12 * direction, 0, 0]], shade(outfit.shoes, gain), 0.05),
        ])  # fmt: skip
    head = shoulder + [0.14 * direction, 0, 0.24]
    torso = [
        stroke([hip, shoulder], outfit.top, 0.15),
        stroke([hip + [0.05, 0, -0.06], shoulder + [0.06, 0, -0.06]], shade(outfit.top, 0.76),
               0.08),
        stroke([shoulder, at(0.3, 1.16), bars], shade(outfit.top, 0.9), 0.055),
        stroke([head], outfit.skin, 0.105),
        stroke([head + [-0.03 * direction, 0, 0.05]], outfit.hat or outfit.hair, 0.11),
    ]  # fmt: skip
    return [*legs[0], *shapes, *legs[1], *torso]


# ---------------------------------------------------------------------------------------------
# Filming
# ---------------------------------------------------------------------------------------------

# What an actor shows at a moment: its shapes and the world y that orders it, or None when away.
Actor = Callable[[float], tuple[list[Shape], float] | None]


def walker(camera: Camera, outfit: Outfit, path: Path2D, jog: float = 0.0) -> Actor:
    """Return a person who follows a path."""

    def show(time: float) -> tuple[list[Shape], float] | None:
        state = path.at(time)
        if state is None:
            return None
        position, heading, walked, walking = state
        return person(camera, outfit, position, heading, walked, walking, jog), position[1]

    return show


def driver(path: Path2D, build: Callable[[float, float, int, float], list[Shape]]) -> Actor:
    """Return a vehicle that follows a path along x; `build` takes x, y, direction, metres."""

    def show(time: float) -> tuple[list[Shape], float] | None:
        state = path.at(time)
        if state is None:
            return None
        (x, y), heading, driven, _ = state
        return build(x, y, 1 if heading[0] > 0 else -1, driven), y

    return show


@dataclass(frozen=True)
class Light:
    """How a scene is lit and how its sensor behaves.

    Parameters
    ----------
    fall : pair of float
        Where the shadow of a point one metre up falls, in metres along x and y.
    shadow : float
        Share of the light that a moving shadow takes away.
    blur : float
        Softness of shadows, in pixels of the frame.
    gain : ndarray, shape (T, w)
        Brightness of each column of each frame relative to the nominal light.
    noise : float
        Standard deviation of the sensor noise in grey levels, at mid grey.
    """

    fall: tuple[float, float]
    shadow: float
    blur: float
    gain: Array
    noise: float


def film(scenery: Scenery, actors: Sequence[Actor], light: Light, rng: np.random.Generator) -> Clip:
    """Film the actors in front of the scenery.

    Returns
    -------
    frames : ndarray of uint8, shape (T, h, w, 3)
    truth : ndarray of bool, shape (T, h, w)
    background : ndarray of uint8, shape (h, w, 3)
        The scenery alone, at nominal light and without noise.
    """
    count = len(light.gain)
    canvas = Image.fromarray(np.clip(scenery.colour, 0, 255).round().astype(np.uint8))
    shadowed = Image.fromarray(
        np.clip(scenery.colour * (1 - light.shadow), 0, 255).round().astype(np.uint8)
    )
    ground = Image.fromarray(scenery.ground.astype(np.uint8) * 255)
    frames = np.empty((count, HEIGHT, WIDTH, 3), dtype=np.uint8)
    truth = np.empty((count, HEIGHT, WIDTH), dtype=bool)
    black = Image.new("L", canvas.size)
    for k in range(count):
        shown = [a for a in (actor(k / FRAME_RATE) for actor in actors) if a is not None]
        # Along any ray y grows with the distance, so it orders what hides what.
        shown.sort(key=lambda item: -item[1])
        laid = [s for shapes, _ in shown for s in cast_shadow(shapes, light.fall)]
        veil = Image.composite(shadow_veil(scenery.camera, laid, light.blur), black, ground)
        picture = Image.composite(shadowed, canvas, veil)
        mask = Image.new("L", canvas.size)
        for shapes, y in shown:
            cut = cut_out(scenery.camera, shapes)
            if cut is None:
                continue
            patch, (left, top, right, bottom) = cut
            visible = scenery.occluder[top:bottom, left:right] >= y
            alpha = np.asarray(patch)[..., 3] * visible
            stencil = Image.fromarray(alpha.astype(np.uint8))
            picture.paste(patch.convert("RGB"), (left, top), stencil)
            mask.paste(255, (left, top), stencil)
        exposed = (
            np.asarray(picture.reduce(SUPERSAMPLING), dtype=float) * light.gain[k][None, :, None]
        )
        frames[k] = _sense(exposed, light.noise, rng)
        truth[k] = np.asarray(mask.reduce(SUPERSAMPLING)) >= 128
    return frames, truth, np.asarray(canvas.reduce(SUPERSAMPLING))


def _sense(exposed: Array, noise: float, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Add sensor noise (grey and coloured; its variance grows with the light) and quantise."""
    grain = 0.9 * rng.standard_normal(exposed.shape[:2])[..., None]
    grain = grain + 0.4 * rng.standard_normal(exposed.shape)
    spread = noise * np.sqrt(0.3 + 0.7 * exposed / 128)
    return np.clip(exposed + spread * grain, 0, 255).round().astype(np.uint8)


# ---------------------------------------------------------------------------------------------
# The street
# ---------------------------------------------------------------------------------------------

STREET_CAMERA = Camera(height=4.6, yaw=-16.0, focal=150.0, horizon=40.0)

# World y of what lies between the camera and the houses.
NEAR_KERB, FAR_KERB, GARDENS, HOUSES = 11.2, 18.2, 20.9, 24.0
NEAR_LANE, FAR_LANE, PARKING = 12.9, 15.2, 17.2
ZEBRA = (-4.6, -1.6)


@dataclass(frozen=True)
class House:
    """One house of the terrace; metres and colours."""

    left: float
    right: float
    eaves: float
    wall: Colour
    roof: Colour
    door: Colour
    brick: bool


TERRACE = (
    House(-42, -34, 5.6, (196, 186, 166), (112, 78, 66), (60, 70, 80), False),
    House(-34, -28.5, 6.1, (158, 104, 84), (86, 84, 88), (40, 74, 60), True),
    House(-28.5, -22.5, 5.5, (206, 198, 182), (126, 80, 64), (120, 36, 36), False),
    House(-22.5, -16.2, 6.0, (150, 92, 74), (92, 88, 90), (230, 226, 214), True),
    House(-16.2, -10.4, 5.5, (190, 196, 190), (118, 74, 62), (34, 58, 96), False),
    House(-10.4, -4.2, 6.2, (172, 120, 92), (82, 82, 88), (28, 30, 34), True),
    House(-4.2, 1.8, 5.5, (214, 196, 156), (124, 80, 66), (52, 86, 66), False),
    House(1.8, 8.4, 5.9, (146, 90, 74), (96, 90, 90), (146, 44, 40), True),
    House(8.4, 16, 5.5, (200, 200, 196), (110, 76, 66), (40, 40, 60), False),
)
ROOF_SLOPE, ROOF_DEPTH = 0.82, 4.0


def _house_wall(house: House, noise: Noise) -> Callable[[Array, Array, Array], Array]:
    """Return the texture of a house front: brick or render, windows, door, gutter."""
    width = house.right - house.left
    seed = abs(int(house.left * 7))
    door_left = 0.7 if seed % 2 else width - 1.75
    columns = (0.24, 0.74) if width < 6 else (0.22, 0.5, 0.78)
    panes = [(width * c - 0.55, 3.35, 1.1, 1.45) for c in columns]
    ground_floor = width - 2.9 if door_left < width / 2 else 0.7
    panes.append((ground_floor, 0.85, 2.0, 1.5))

    def texture(x: Array, y: Array, z: Array) -> Array:
        u = x - house.left
        gain = 1 + 0.05 * noise(0.6 * u + seed, 0.6 * z, 4)
        if house.brick:
            row = np.floor(z / 0.16)
            joint = ((u + 0.17 * (row % 2)) % 0.34 < 0.045) | (z % 0.16 < 0.04)
            gain = gain + np.where(joint, 0.1, 0.06 * noise(u * 3.1 + 0.37 * row, row * 3.7, 1))
        else:
            gain = gain + 0.03 * noise(6 * u, 5 * z, 2)
        # Damp and dirt near the ground, shade under the eaves.
        gain = gain - 0.16 * np.exp(-z / 0.5) - 0.26 * np.exp(-(house.eaves - z) / 0.3)
        colour = tinted(house.wall, gain)
        if not house.brick:
            colour[z < 0.55] = tinted((120, 114, 106), gain[z < 0.55])
        for left, low, wide, tall in panes:
            colour = _window(colour, u, z, (left, low, wide, tall), noise, seed)
        step = rectangle(u, z, door_left - 0.15, door_left + 1.2, 0, 0.18)
        frame = rectangle(u, z, door_left - 0.1, door_left + 1.12, 0.18, 2.55)
        panel = rectangle(u, z, door_left, door_left + 1.02, 0.18, 2.12)
        light = rectangle(u, z, door_left + 0.05, door_left + 0.97, 2.18, 2.46)
        inset = ((u - door_left) % 0.51 > 0.1) & ((z - 0.3) % 0.9 > 0.16)
        colour[step] = (150, 146, 140)
        colour[frame] = (228, 226, 220)
        colour[panel] = tinted(house.door, np.where(inset, 0.85, 1.05)[panel])
        colour[light] = (66, 74, 82)
        pipe = rectangle(u, z, width - 0.16, width - 0.06, 0, 10)
        gutter = rectangle(u, z, 0, width, house.eaves - 0.14, house.eaves)
        colour[pipe | gutter] = (70, 68, 68)
        return colour

    return texture


def _window(
    colour: Array,
    u: Array,
    z: Array,
    pane: tuple[float, float, float, float],
    noise: Noise,
    seed: int,
) -> Array:
    """Return the wall colours with one sash window set in."""
    left, low, wide, tall = pane
    colour = colour.copy()
    lintel = rectangle(u, z, left - 0.15, left + wide + 0.15, low + tall, low + tall + 0.2)
    sill = rectangle(u, z, left - 0.14, left + wide + 0.14, low - 0.12, low)
    under = rectangle(u, z, left - 0.14, left + wide + 0.14, low - 0.2, low - 0.12)
    colour[lintel] = 0.5 * colour[lintel] + 0.5 * np.array([214, 208, 196])
    colour[under] *= 0.72
    colour[sill] = (216, 212, 204)
    frame = rectangle(u, z, left, left + wide, low, low + tall)
    glass = rectangle(u, z, left + 0.08, left + wide - 0.08, low + 0.08, low + tall - 0.08)
    bars = (np.abs(z - low - tall / 2) < 0.04) | ((u - left) % (wide / 2) < 0.05)
    colour[frame] = (226, 226, 222)
    reflection = np.clip(0.5 * (z - low) / tall + 0.35 * noise(1.5 * u + seed, 1.5 * z, 2), 0, 1)
    pane_colour = tinted((52, 58, 66), np.ones_like(z)) + reflection[:, None] * [60, 66, 72]
    curtain = ((u - left) / wide < 0.24) | ((u - left) / wide > 0.78)
    folds = 0.86 + 0.12 * np.sin(40 * u)
    if seed % 3:
        pane_colour = np.where(curtain[:, None], tinted((186, 176, 160), folds), pane_colour)
    shown = glass & ~bars
    colour[shown] = pane_colour[shown]
    colour[shown & (z > low + tall - 0.2)] *= 0.7
    return colour


def _street_ground(noise: Noise) -> Callable[[Array, Array, Array], Array]:
    """Return the texture of the ground: grass, pavements, kerbs, road and its markings."""

    def texture(x: Array, y: Array, z: Array) -> Array:
        # Asphalt: fine grain, worn wheel tracks, patches of repair.
        grain = 0.05 * noise(9 * x, 9 * y, 2) + 0.045 * noise(0.5 * x, 1.1 * y, 3)
        tracks = sum(np.exp(-((y - lane - s) ** 2) / 0.1) for lane in (NEAR_LANE, FAR_LANE)
                     for s in (-0.75, 0.75))  # fmt: skip
        gain = 1 + grain - 0.05 * tracks
        patch = rectangle(x, y, -12.5, -9.6, 11.6, 13.6) | rectangle(x, y, 0.6, 1.5, 11.2, 16.8)
        gain = np.where(patch, gain * 0.84, gain)
        crack = np.abs(y - 14.05 - 0.12 * noise(1.3 * x, 0 * y, 3)) < 0.025
        gain = np.where(crack, gain * 0.7, gain)
        colour = tinted((116, 117, 120), gain)
        # Markings, a little worn.
        worn = noise(4 * x, 4 * y, 3) < 0.75
        paint = (np.abs(y - 14.05) < 0.07) & (x % 3.2 < 1.9)
        paint |= np.abs(y - 16.3) < 0.05
        crossing = (x > ZEBRA[0]) & (x < ZEBRA[1]) & (y > NEAR_KERB + 0.3) & (y < FAR_KERB - 0.3)
        paint = np.where(crossing, (y - NEAR_KERB - 0.35) % 1.06 < 0.55, paint) & worn
        colour[paint] = tinted((214, 214, 208), 1 + 0.5 * grain[paint])
        # Pavements: slabs with joints and stains.
        pave = (y < NEAR_KERB) | (y > FAR_KERB)
        slab_u, slab_v = np.floor(x / 0.9), np.floor(y / 0.6)
        tone = 0.05 * noise(3.7 * slab_u, 5.3 * slab_v, 1) + 0.05 * noise(0.7 * x, 0.7 * y, 4)
        joint = (x % 0.9 < 0.035) | (y % 0.6 < 0.035)
        slabs = tinted((158, 153, 145), 1 + tone - 0.16 * joint)
        colour[pave] = slabs[pave]
        for kerb in (NEAR_KERB, FAR_KERB):
            stone = np.abs(y - kerb) < 0.13
            colour[stone] = tinted((182, 180, 174), 1 + tone[stone] - 0.2 * (x[stone] % 1.0 < 0.04))
            sign = 1 if kerb == NEAR_KERB else -1
            gutter = (sign * (y - kerb) > 0.13) & (sign * (y - kerb) < 0.34)
            colour[gutter] *= 0.8
        # A strip of lawn in front, gardens in front of the houses.
        edge = 8.75 + 0.05 * noise(2 * x, 0 * x, 2)
        lawn = (y < edge) | (y > GARDENS)
        blades = 0.13 * noise(7 * x, 7 * y, 3) + 0.1 * noise(0.6 * x, 0.9 * y, 3)
        colour[lawn] = tinted((92, 112, 58), 1 + blades)[lawn]
        bare = lawn & (noise(0.8 * x + 40, 0.8 * y, 3) > 0.75)
        colour[bare] = tinted((124, 116, 82), 1 + blades)[bare]
        path = lawn & (y > GARDENS)
        for house in TERRACE:
            seed = abs(int(house.left * 7))
            centre = house.left + (1.2 if seed % 2 else house.right - house.left - 1.25)
            path_here = path & (np.abs(x - centre) < 0.7)
            colour[path_here] = slabs[path_here] * 0.96
        # Contact shade along walls and hedges.
        colour *= (1 - 0.3 * np.exp(-np.abs(y - HOUSES) / 0.4))[:, None]
        colour *= (1 - 0.3 * np.exp(-np.clip(GARDENS - y, 0, None) / 0.18) * (y < GARDENS))[:, None]
        drain = rectangle(x, y, -7.2, -6.6, NEAR_KERB + 0.15, NEAR_KERB + 0.5)
        colour[drain & (x % 0.12 < 0.07)] = (48, 48, 50)
        cover = (x + 8.6) ** 2 + (y - 15.3) ** 2 < 0.1
        colour[cover] = tinted((88, 86, 84), 1 + 2 * grain[cover])
        return colour

    return texture


def _street_scenery(rng: np.random.Generator) -> Scenery:
    scenery = Scenery(STREET_CAMERA)
    noise = Noise(rng)
    sky(scenery, rng, (150, 172, 200), (206, 212, 216), (226, 228, 230))
    # Trees behind the houses, against the sky.
    for x, height in ((-40.0, 15.5), (-27.0, 16.5), (-14.5, 15.0), (-3.5, 16.5), (7.0, 15.0)):
        scenery.paint(tree(rng, x, 40.0, height, 3.2, (96, 112, 82)), np.inf)

    for house in TERRACE:
        _raise_house(scenery, house, noise)
    painted = scenery.plane(
        (0, 0, 1), (0, 0, 0), lambda x, y, z: y < HOUSES + 0.5, _street_ground(noise)
    )
    scenery.ground |= painted
    _front_gardens(scenery, noise)

    # Standing things and their shadows, far ones first.
    fall = (0.75, 0.16)
    parked = car(STREET_CAMERA, HATCHBACK, (58, 84, 128), -10.2, PARKING, 1)
    second = car(STREET_CAMERA, SALOON, (168, 168, 164), 3.0, PARKING, 1)
    far_tree = tree(rng, -14.8, 18.9, 7.0, 1.55, (88, 112, 56))
    right_tree = tree(rng, -0.4, 18.9, 6.2, 1.4, (104, 118, 54))
    lamp = _lamp_post(-7.4, NEAR_KERB - 0.45)
    bench_and_bin = _bench(-11.3, 19.9)
    standing = (
        (bench_and_bin, 19.9),
        (far_tree, 18.9),
        (right_tree, 18.9),
        (parked, PARKING - 0.9),
        (second, PARKING - 0.9),
        (lamp, NEAR_KERB - 0.45),
    )
    for shapes, _ in standing:
        scenery.darken(cast_shadow(shapes, fall), 0.26, 1.0)
    for x in (-10.2, 3.0):
        under = [[x - 2.1, PARKING - 0.9, 0], [x + 2.1, PARKING - 0.9, 0],
                 [x + 2.1, PARKING + 0.9, 0], [x - 2.1, PARKING + 0.9, 0]]  # fmt: skip
        scenery.darken([face(under, (0, 0, 0))], 0.5, 0.6)
    for shapes, y in sorted(standing, key=lambda item: -item[1]):
        scenery.paint(shapes, y)
    return scenery


def _raise_house(scenery: Scenery, house: House, noise: Noise) -> None:
    def within(x: Array) -> NDArray[np.bool_]:
        return (x >= house.left) & (x < house.right)

    scenery.plane(
        (0, 1, 0), (0, HOUSES, 0),
        lambda x, y, z: within(x) & (z >= 0) & (z < house.eaves), _house_wall(house, noise),
    )  # fmt: skip

    def tiles(x: Array, y: Array, z: Array) -> Array:
        course = np.floor((z - house.eaves) / 0.19)
        edge = ((z - house.eaves) % 0.19) < 0.05
        joint = ((x + 0.15 * (course % 2)) % 0.3) < 0.05
        gain = 1 + 0.09 * noise(x * 3.1, course * 2.3, 1) + 0.07 * noise(0.5 * x, 0.7 * z, 3)
        gain = gain - 0.17 * edge - 0.08 * joint + 0.05 * (z - house.eaves) / 3
        colour = tinted(house.roof, gain)
        moss = noise(1.2 * x + 60, 1.2 * z, 3) > 0.8
        colour[moss] = 0.6 * colour[moss] + 0.4 * np.array([96, 104, 62])
        middle = 0.5 * (house.left + house.right)
        skylight = rectangle(x, z, middle - 0.4, middle + 0.5, house.eaves + 1.1, house.eaves + 1.9)
        if int(house.left) % 2:
            colour[skylight] = (92, 108, 124)
        return colour

    ridge = house.eaves + ROOF_SLOPE * ROOF_DEPTH
    scenery.plane(
        (0, -ROOF_SLOPE, 1), (0, HOUSES - 0.35, house.eaves - 0.1),
        lambda x, y, z: within(x) & (z > house.eaves - 0.1) & (z < ridge), tiles,
    )  # fmt: skip
    # The party wall shows where a house stands higher than its neighbour.
    scenery.plane(
        (1, 0, 0), (house.right - 0.02, 0, 0),
        lambda x, y, z: (y > HOUSES) & (y < HOUSES + 2 * ROOF_DEPTH) & (z > 0)
        & (z < house.eaves - 0.1 + ROOF_SLOPE * (ROOF_DEPTH - np.abs(y - HOUSES - ROOF_DEPTH))),
        lambda x, y, z: tinted(shade(house.wall, 0.7), 1 + 0.05 * noise(y, z, 3)),
    )  # fmt: skip

    def chimney(x: Array, y: Array, z: Array) -> Array:
        return tinted((134, 86, 70), 1 + 0.08 * noise(5 * x, 9 * z, 2) - 0.2 * (z % 0.2 < 0.04))

    at = house.right - 0.9
    scenery.box((at, HOUSES + 3.4, ridge - 1.2), (at + 0.9, HOUSES + 4.1, ridge + 0.75), chimney)
    for pot in (0.25, 0.65):
        foot = [at + pot, HOUSES + 3.7, ridge + 0.75]
        tip = [at + pot, HOUSES + 3.7, ridge + 1.1]
        scenery.paint([stroke([foot, tip], (150, 98, 74), 0.12)], np.inf)


def _front_gardens(scenery: Scenery, noise: Noise) -> None:
    """Put a hedge or a low wall in front of each house, with a gap for the path."""

    def leaves(x: Array, y: Array, z: Array) -> Array:
        gain = 0.86 + 0.24 * noise(5 * x, 5 * z + 3 * y, 3) + 0.25 * z
        return tinted((64, 88, 46), gain)

    def bricks(x: Array, y: Array, z: Array) -> Array:
        row = np.floor(z / 0.16)
        joint = ((x + 0.17 * (row % 2)) % 0.34 < 0.05) | (z % 0.16 < 0.04)
        gain = 0.95 + 0.1 * joint + 0.07 * noise(3 * x, 3 * row, 1) + 0.2 * (z > 0.66)
        return tinted((140, 96, 80), gain)

    for house in TERRACE:
        seed = abs(int(house.left * 7))
        gate = house.left + (1.2 if seed % 2 else house.right - house.left - 1.25)
        surface, height = (bricks, 0.75) if house.brick else (leaves, 1.0)
        for left, right in ((house.left + 0.05, gate - 0.7), (gate + 0.7, house.right - 0.05)):
            if right - left > 0.3:
                scenery.box((left, GARDENS, 0), (right, GARDENS + 0.45, height), surface)


def _lamp_post(x: float, y: float) -> list[Shape]:
    iron: Colour = (62, 66, 68)
    return [
        stroke([[x, y, 0], [x, y, 0.9]], iron, 0.085),
        stroke([[x, y, 0.9], [x, y, 5.4]], iron, 0.05),
        stroke([[x - 0.03, y, 0.9], [x - 0.03, y, 5.4]], shade(iron, 1.5), 0.015),
        stroke([[x, y, 5.4], [x + 0.25, y + 0.3, 5.75], [x + 0.5, y + 0.9, 5.8]], iron, 0.04),
        stroke([[x + 0.5, y + 0.85, 5.76], [x + 0.6, y + 1.3, 5.76]], (176, 176, 170), 0.09),
    ]


def _bench(x: float, y: float) -> list[Shape]:
    wood: Colour = (122, 88, 58)
    slats = [stroke([[x, y, z], [x + 1.6, y, z]], shade(wood, 0.9 + 0.2 * z), 0.045)
             for z in (0.85, 0.7, 0.45)]  # fmt: skip
    legs = [stroke([[x + d, y, 0], [x + d, y, 0.8]], (54, 54, 56), 0.03) for d in (0.15, 1.45)]
    basket = face([[x + 2.2, y, 0], [x + 2.65, y, 0], [x + 2.7, y, 0.85], [x + 2.15, y, 0.85]],
                  (52, 74, 60))  # fmt: skip
    rim = stroke([[x + 2.15, y, 0.85], [x + 2.7, y, 0.85]], (38, 50, 44), 0.05)
    return [*legs, *slats, basket, rim]


def _street_actors(rng: np.random.Generator) -> list[Actor]:
    """Return who passes: the parts are written, the looks and the exact times are drawn."""
    camera = STREET_CAMERA

    def jitter(value: float, spread: float) -> float:
        return float(value + rng.uniform(-spread, spread))

    def vehicle(
        start: float, speed: float, lane: float, build: Callable[[float, float, int], list[Shape]]
    ) -> Actor:
        ends = (-27.0, 10.0) if lane == NEAR_LANE else (10.0, -34.0)
        path = Path2D(start, speed, ((ends[0], lane), (ends[1], lane)))
        return driver(path, lambda x, y, direction, _: build(x, y, direction))

    def model(kind: CarModel, colour: Colour) -> Callable[[float, float, int], list[Shape]]:
        return lambda x, y, direction: car(camera, kind, colour, x, y, direction)

    def pedestrian(
        start: float,
        speed: float,
        waypoints: tuple[tuple[float, float], ...],
        pauses: tuple[float, ...] = (),
        jog: float = 0.0,
        height: float | None = None,
        **chosen: object,
    ) -> Actor:
        outfit = dress(rng, height, **chosen)
        return walker(camera, outfit, Path2D(start, speed, waypoints, pauses), jog)

    dark: Colour = (30, 32, 38)
    rider = dress(rng, 1.76, hat=(230, 228, 60), top=(214, 90, 40), bag=None)
    ride = Path2D(jitter(11.0, 0.2), 4.6, ((-20.0, NEAR_LANE - 0.6), (8.0, NEAR_LANE - 0.6)))
    child = 1.16
    return [
        vehicle(jitter(-1.4, 0.2), 8.2, NEAR_LANE, model(HATCHBACK, (168, 32, 36))),
        vehicle(jitter(1.6, 0.3), 7.0, FAR_LANE, model(SALOON, (40, 44, 52))),
        vehicle(jitter(4.4, 0.1), 8.0, NEAR_LANE,
                lambda x, y, direction: bus(camera, (176, 40, 36), x, y, direction)),
        vehicle(jitter(12.7, 0.3), 6.8, FAR_LANE, model(VAN, (226, 226, 222))),
        vehicle(jitter(14.0, 0.2), 8.8, NEAR_LANE, model(SALOON, (150, 156, 160))),
        vehicle(jitter(16.4, 0.2), 7.6, FAR_LANE, model(HATCHBACK, (40, 98, 120))),
        driver(ride, lambda *place: cyclist(camera, rider, *place)),
        # Somebody waits on the near pavement for 4.5 seconds: a problem for any average.
        pedestrian(jitter(1.2, 0.2), 1.35, ((-10.5, 9.9), (-5.2, 9.9), (4.6, 9.6)), (4.5,),
                   height=1.78, top=dark, trousers=(34, 42, 66), coat=True, bag=None),
        # Over the zebra crossing, while the road is free.
        pedestrian(jitter(5.2, 0.1), 1.5, ((-6.9, 19.4), (-3.4, 19.2), (-3.0, 10.4), (4.5, 10.2)),
                   top=(178, 34, 40)),
        pedestrian(jitter(5.0, 0.1), 1.45, ((4.6, 10.6), (-2.2, 10.5), (-2.6, 19.3), (-14, 19.6)),
                   top=(226, 226, 220)),
        # Near pavement, both ways.
        pedestrian(jitter(-3.0, 0.3), 1.3, ((5.5, 10.3), (-13.0, 10.3))),
        pedestrian(jitter(5.2, 0.3), 1.45, ((-13.5, 9.3), (5.0, 9.3)), bag=(54, 40, 32)),
        pedestrian(jitter(13.6, 0.3), 1.25, ((5.0, 9.5), (-13.0, 9.5)), skirt=True),
        pedestrian(jitter(13.7, 0.3), 1.25, ((5.7, 9.95), (-13.0, 9.95)), height=child,
                   top=(226, 176, 40), coat=False),
        pedestrian(jitter(12.9, 0.2), 2.9, ((-15.0, 10.5), (5.0, 10.5)), jog=1.0,
                   top=(36, 120, 150), trousers=(28, 28, 30), coat=False, bag=None),
        pedestrian(jitter(-6.5, 0.3), 1.35, ((-13.0, 9.7), (5.0, 9.7)), top=(62, 66, 74)),
        pedestrian(jitter(0.8, 0.3), 1.4, ((5.5, 10.7), (-13.0, 10.6)), top=(36, 62, 118)),
        pedestrian(jitter(1.4, 0.2), 1.4, ((5.5, 10.2), (-13.0, 10.1)), top=(46, 92, 70)),
        pedestrian(jitter(8.6, 0.3), 1.4, ((5.0, 10.0), (-13.0, 10.3)), coat=True),
        pedestrian(jitter(9.6, 0.3), 1.3, ((-13.5, 9.8), (5.0, 9.5)), top=(32, 34, 40)),
        # Far pavement.
        pedestrian(jitter(-4.0, 0.3), 1.2, ((-20.0, 19.6), (7.0, 19.6))),
        pedestrian(jitter(-4.2, 0.1), 1.2, ((-20.8, 20.1), (7.0, 20.1)), skirt=True),
        pedestrian(jitter(2.0, 0.4), 1.5, ((7.0, 19.3), (-24.0, 19.3))),
        pedestrian(jitter(9.5, 0.3), 1.35, ((-24.0, 20.2), (7.0, 20.2)), coat=True),
        pedestrian(jitter(12.5, 0.3), 1.4, ((7.0, 19.7), (-24.0, 19.7))),
        pedestrian(jitter(12.5, 0.3), 1.4, ((7.8, 20.2), (-24.0, 20.2)), hat=(60, 50, 44)),
    ]  # fmt: skip


# Seconds that the edge of a cloud's shadow takes from the left of the picture to the right.
CLOUD_SWEEP = 2.5


def _passing_cloud(count: int, depth: float, rng: np.random.Generator) -> Array:
    """Return the light of each column of each frame, ``(count, WIDTH)``, around the nominal 1.

    The edge of the cloud's shadow sweeps over the scene in `CLOUD_SWEEP` seconds, so that the
    light does not change everywhere at once; besides, it wanders a little.
    """
    seconds = count / FRAME_RATE
    t = np.arange(count)[:, None] / FRAME_RATE - CLOUD_SWEEP * np.linspace(-0.5, 0.5, WIDTH)
    cloud = np.exp(-(((t / seconds - rng.uniform(0.5, 0.62)) / 0.17) ** 2))
    wander = 0.25 * np.sin(2 * np.pi * (1.3 * t / seconds + rng.uniform()))
    return 1 - depth * (cloud - 0.3 + wander)


def draw_street(seed: int = 2026) -> Clip:
    """Draw the street: a road with houses, people, cars, a bus and a cyclist.

    Parameters
    ----------
    seed : int
        The same seed gives the same clip; another one gives other people, times and noise.

    Returns
    -------
    frames : ndarray of uint8, shape (300, 120, 160, 3)
        RGB, 15 frames per second, sensor noise and light drift included.
    truth : ndarray of bool, shape (300, 120, 160)
        True where people and vehicles are; their shadows do not count.
    background : ndarray of uint8, shape (120, 160, 3)
        The empty scene at nominal light, without noise.
    """
    rng = np.random.default_rng([seed, 1])
    scenery = _street_scenery(rng)
    actors = _street_actors(rng)
    gain = _passing_cloud(STREET_FRAMES, 0.1, rng)
    light = Light(fall=(0.75, 0.16), shadow=0.16, blur=0.7, gain=gain, noise=2.6)
    return film(scenery, actors, light, rng)


# ---------------------------------------------------------------------------------------------
# The square
# ---------------------------------------------------------------------------------------------

SQUARE_CAMERA = Camera(height=5.2, yaw=13.0, focal=142.0, horizon=37.0)
ARCADE, CAFE = 27.0, 15.5
FOUNTAIN = (4.4, 17.0)
SANDSTONE: Colour = (222, 204, 166)


def _square_ground(noise: Noise) -> Callable[[Array, Array, Array], Array]:
    def texture(x: Array, y: Array, z: Array) -> Array:
        u, v = 0.7071 * (x + y), 0.7071 * (x - y)
        slab_u, slab_v = np.floor(u / 0.8), np.floor(v / 0.8)
        tone = 0.06 * noise(3.7 * slab_u, 5.3 * slab_v, 1) + 0.05 * noise(0.5 * x, 0.5 * y, 4)
        joint = (u % 0.8 < 0.04) | (v % 0.8 < 0.04)
        colour = tinted((214, 204, 184), 1 + tone - 0.12 * joint)
        radius = np.hypot(x - FOUNTAIN[0], y - FOUNTAIN[1])
        band = ((x + 1.2) % 6 < 0.5) | ((y - 0.4) % 5 < 0.5)
        band = np.where(radius < 5.2, (radius > 4.7) | (np.abs(radius - 3.6) < 0.12), band)
        colour[band] = tinted((164, 142, 118), 1 + tone - 0.05 * joint)[band]
        inner = (radius < 4.7) & ~band
        angle = np.arctan2(y - FOUNTAIN[1], x - FOUNTAIN[0])
        fan = inner & ((angle * 8 / np.pi) % 1 < 0.07)
        colour[fan] = (176, 158, 134)
        stain = noise(0.9 * x + 30, 0.9 * y, 3) > 0.9
        colour[stain] *= 0.94
        colour *= (1 - 0.28 * np.exp(-np.clip(ARCADE - y, 0, None) / 0.5))[:, None]
        colour *= (1 - 0.22 * np.exp(-np.clip(CAFE - x, 0, None) / 0.5))[:, None]
        colour *= (1 - 0.3 * np.exp(-np.clip(radius - 2.5, 0, None) / 0.25))[:, None]
        return colour

    return texture


def _arcade_wall(noise: Noise) -> Callable[[Array, Array, Array], Array]:
    """Return the texture of the arcade: arches below, shuttered windows above a cornice."""
    bay, crown, half = 3.0, 2.55, 1.05

    def texture(x: Array, y: Array, z: Array) -> Array:
        gain = 1 + 0.06 * noise(0.5 * x, 0.5 * z, 4) + 0.02 * noise(6 * x, 6 * z, 2)
        colour = tinted((226, 176, 112), gain)
        base = z < 4.15
        stone_row = np.floor(z / 0.45)
        joint = (z % 0.45 < 0.05) | ((x + 0.5 * (stone_row % 2)) % 1.0 < 0.05)
        stone = 1 + 0.05 * noise(3 * x, 3 * stone_row, 2) - 0.1 * joint
        colour[base] = tinted(SANDSTONE, stone)[base]
        u = (x + 0.5 * bay) % bay - 0.5 * bay
        above = np.clip(z - crown, 0, None)
        opening = (np.hypot(u, above) < half) & (z < crown + half)
        ring = (np.hypot(u, above) < half + 0.22) & ~opening & (z > crown - 0.1)
        colour[ring] = (238, 226, 196)
        # Inside the arcade: dim, lighter near the floor, a shop window in the depth.
        deep = 0.34 + 0.22 * np.exp(-z / 0.7) + 0.16 * (u < -half + 0.3)
        inside = tinted((178, 150, 116), deep)
        shop = (np.abs(u - 0.15) < 0.62) & (z > 0.35) & (z < 2.3)
        lit = np.floor((x + 0.5 * bay) / bay) % 3 == 1
        inside[shop] = np.where(lit[shop][:, None], [206, 172, 112], [58, 62, 66])
        colour[opening] = inside[opening]
        cornice = (z > 4.15) & (z < 4.45)
        colour[cornice] = tinted((240, 226, 192), 1 - 0.25 * (z[cornice] < 4.22))
        colour[(z > 4.0) & (z < 4.15)] *= 0.82
        w = np.abs(u)
        for low, tall in ((4.95, 1.7),):
            frame = (w < 0.55) & (z > low - 0.1) & (z < low + tall + 0.12)
            pane = (w < 0.42) & (z > low) & (z < low + tall)
            cross = (w < 0.04) | (np.abs(z - low - 0.6 * tall) < 0.04)
            shutter = (w > 0.55) & (w < 1.02) & (z > low - 0.04) & (z < low + tall + 0.04)
            colour[frame] = (240, 232, 210)
            colour[pane & ~cross] = (74, 78, 84)
            slat = 0.84 + 0.2 * (z % 0.18 < 0.09)
            colour[shutter] = tinted((70, 116, 96), slat)[shutter]
            colour[(w < 0.7) & (z > low - 0.28) & (z < low - 0.1)] = (206, 190, 156)
        top = z > 7.1
        colour[top] = tinted((240, 226, 192), 1 - 0.3 * (z[top] < 7.2))
        return colour

    return texture


def _cafe_wall(noise: Noise) -> Callable[[Array, Array, Array], Array]:
    """Return the texture of the cafe's house, the wall on the right that faces -x."""

    def texture(x: Array, y: Array, z: Array) -> Array:
        gain = 0.84 + 0.05 * noise(0.6 * y, 0.6 * z, 4)
        colour = tinted((208, 128, 98), gain)
        u = y % 3.2
        shop = (z < 2.7) & (u > 0.3) & (u < 2.9)
        colour[z < 3.0] = tinted((120, 82, 60), gain + 0.1)[z < 3.0]
        colour[shop] = tinted((70, 62, 54), 0.8 + 0.5 * np.clip(noise(2 * y, 2 * z, 2), 0, 1))[shop]
        pane = (u > 1.0) & (u < 2.1) & (z > 4.2) & (z < 6.0)
        frame = (u > 0.88) & (u < 2.22) & (z > 4.06) & (z < 6.14)
        shutter = (((u > 0.4) & (u < 0.88)) | ((u > 2.22) & (u < 2.7))) & (z > 4.1) & (z < 6.1)
        colour[frame] = (226, 214, 192)
        colour[pane] = (70, 74, 82)
        colour[shutter] = tinted((52, 84, 104), 0.86 + 0.2 * (z[shutter] % 0.18 < 0.09))
        colour[(z > 3.0) & (z < 3.2)] = (214, 196, 164)
        return colour

    return texture


def _parasol(x: float, y: float, colour: Colour) -> list[Shape]:
    """Return a parasol with a table and two chairs, far parts first."""
    apex, rim, drop, count = 2.75, 1.5, 2.2, 8
    wood: Colour = (112, 78, 52)
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False) + 0.3
    ring = np.stack(
        [x + rim * np.cos(angle), y + rim * np.sin(angle), np.full(count, drop)], axis=1
    )
    shapes = []
    for dx, dy in ((-0.75, 0.25), (0.7, 0.35), (0.1, -0.75)):
        seat = [[x + dx - 0.2, y + dy, 0.45], [x + dx + 0.2, y + dy, 0.45]]
        shapes.append(stroke([[x + dx, y + dy, 0], [x + dx, y + dy, 0.45]], shade(wood, 0.6), 0.05))
        shapes.append(stroke(seat, wood, 0.07))
        back = [[x + dx - 0.18, y + dy + 0.15, 0.85], [x + dx + 0.18, y + dy + 0.15, 0.85]]
        shapes.append(stroke(back, shade(wood, 1.2), 0.06))
    table = np.stack([x + 0.45 * np.cos(angle), y + 0.45 * np.sin(angle), np.full(count, 0.75)], 1)
    shapes.append(stroke([[x, y, 0], [x, y, 2.6]], (206, 200, 188), 0.04))
    shapes.append(face(table, (236, 230, 216)))
    order = np.argsort(-(ring[:, 1] + np.roll(ring[:, 1], -1)))
    for k in order:
        a, b = ring[k], ring[(k + 1) % count]
        middle = (a + b) / 2 - [x, y, 0]
        gain = 1.0 - 0.14 * middle[0] / rim - 0.05 * middle[1] / rim
        shapes.append(face([a, b, [x, y, apex]], shade(colour if k % 2 else (244, 236, 218), gain)))
        low = [0, 0, 0.2]
        if middle[1] < 0:
            shapes.append(face([a, b, b - low, a - low], shade(colour, 0.8 * gain)))
    return shapes


def _fountain(camera: Camera, x: float, y: float) -> list[Shape]:
    """Return a round basin with a column, a bowl and a bronze figure."""
    count = 40
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False)

    def ring(radius: float, z: float) -> Array:
        return np.stack(
            [x + radius * np.cos(angle), y + radius * np.sin(angle), np.full(count, z)], axis=1
        )

    def drum(radius: float, low: float, high: float, colour: Colour) -> list[Shape]:
        bottom, top = ring(radius, low), ring(radius, high)
        sides = []
        for k in np.argsort(-bottom[:, 1]):
            if np.sin(angle[k]) > 0.35:
                continue
            j = (k + 1) % count
            gain = 0.86 - 0.2 * np.cos(angle[k])
            sides.append(face([bottom[k], bottom[j], top[j], top[k]], shade(colour, gain)))
        return [*sides, face(top, shade(colour, 1.12))]

    stone: Colour = (204, 194, 174)
    bronze: Colour = (84, 108, 96)
    shapes = [*drum(2.6, 0, 0.18, stone), *drum(2.3, 0.18, 0.7, stone)]
    shapes.append(face(ring(2.0, 0.66), (92, 132, 140)))
    shapes.append(face(ring(1.55, 0.66) - [0.25, -0.15, 0], (112, 154, 160)))
    shapes += drum(0.5, 0.66, 1.5, stone)
    shapes += drum(0.95, 1.5, 1.68, stone)
    shapes.append(face(ring(0.8, 1.68), (118, 154, 158)))
    shapes += drum(0.34, 1.66, 2.5, stone)
    figure = person(
        camera, Outfit(1.85, bronze, shade(bronze, 0.8), bronze, shade(bronze, 0.85), bronze, True),
        np.array([x, y]), np.array([-0.6, -0.8]), 0.5, False,
    )  # fmt: skip
    lifted = [Shape(s.points + [0, 0, 2.5], s.colour, s.radius, s.filled) for s in figure]
    arm = stroke([[x - 0.2, y, 3.95], [x - 0.55, y, 4.2], [x - 0.6, y, 4.6]], bronze, 0.06)
    return [*shapes, *lifted, arm]


def _square_scenery(rng: np.random.Generator) -> Scenery:
    scenery = Scenery(SQUARE_CAMERA)
    noise = Noise(rng)
    sky(scenery, rng, (116, 168, 220), (204, 222, 234), (246, 244, 238))
    roof_colour: Colour = (190, 106, 72)

    def tower(x: Array, y: Array, z: Array) -> Array:
        colour = tinted((220, 196, 154), 1 + 0.06 * noise(0.8 * x + y, 0.8 * z, 4))
        belfry = (np.abs((x - 2.2) % 1.7 - 0.85) < 0.4) & (z > 9.7) & (z < 11.1)
        colour[belfry] = (96, 80, 66)
        colour[(z > 9.1) & (z < 9.4)] = (238, 222, 186)
        colour[z > 11.7] = (238, 222, 186)
        return colour

    scenery.box((2.2, 36.0, 0), (5.6, 39.4, 12.0), tower)
    spire = [[1.9, 36, 12], [5.9, 36, 12], [3.9, 37.7, 14.3]]
    scenery.paint([face(spire, roof_colour), face([[4.6, 36, 12], *spire[1:]],
                                                  shade(roof_colour, 0.8))], np.inf)  # fmt: skip
    for x, height in ((-7.0, 11.0), (12.5, 10.5)):
        scenery.paint(tree(rng, x, 36.0, height, 2.6, (74, 100, 62)), np.inf)

    def tiles(x: Array, y: Array, z: Array) -> Array:
        gain = 1 + 0.1 * noise(3 * x, 2 * y, 2) - 0.15 * (x % 0.4 < 0.12) - 0.1 * (y % 0.5 < 0.1)
        return tinted(roof_colour, gain)

    scenery.plane((0, 1, 0), (0, ARCADE, 0),
                  lambda x, y, z: (z >= 0) & (z < 7.4) & (x < CAFE),
                  _arcade_wall(noise))  # fmt: skip
    scenery.plane((0, -0.45, 1), (0, ARCADE - 0.5, 7.4),
                  lambda x, y, z: (z >= 7.38) & (z < 9.6) & (x < CAFE + 1), tiles)  # fmt: skip
    scenery.plane((1, 0, 0), (CAFE, 0, 0),
                  lambda x, y, z: (z >= 0) & (z < 7.8) & (y < ARCADE) & (y > 0),
                  _cafe_wall(noise))  # fmt: skip
    scenery.plane((1, 0, -1.6), (CAFE - 0.5, 0, 7.7),
                  lambda x, y, z: (z >= 7.7) & (z < 9.9) & (y < ARCADE + 1) & (y > 0),
                  lambda x, y, z: tiles(y, x, z) * 0.9)  # fmt: skip
    scenery.ground |= scenery.plane(
        (0, 0, 1), (0, 0, 0), lambda x, y, z: (y < ARCADE) & (x < CAFE), _square_ground(noise)
    )

    fall = (0.55, 0.3)
    awning = [
        face([[CAFE, low, 3.0], [CAFE, low + 0.45, 3.0],
              [CAFE - 1.3, low + 0.45, 2.35], [CAFE - 1.3, low, 2.35]],
             (236, 228, 208) if k % 2 else (66, 112, 96))
        for k, low in reversed(list(enumerate(np.arange(16.0, 25.0, 0.45))))
    ]  # fmt: skip
    things = [
        (_fountain(SQUARE_CAMERA, *FOUNTAIN), FOUNTAIN[1]),
        (_parasol(12.2, 22.6, (196, 62, 50)), 22.6),
        (_parasol(12.0, 18.8, (196, 62, 50)), 18.8),
        (_parasol(11.4, 14.9, (196, 62, 50)), 14.9),
        (_lamp_post(-3.2, 20.5)[:3], 20.5),
        (_planter(rng, -4.4, 25.6), 25.6),
        (_planter(rng, 1.6, 25.6), 25.6),
        (_planter(rng, 7.6, 25.6), 25.6),
    ]
    for shapes, _ in things:
        scenery.darken(cast_shadow(shapes, fall), 0.26, 0.7)
    scenery.paint(awning, 20.0)
    for shapes, y in sorted(things, key=lambda item: -item[1]):
        scenery.paint(shapes, y)
    scenery.paint(_lantern(-3.2, 20.5), 20.5)
    return scenery


def _lantern(x: float, y: float) -> list[Shape]:
    glass: Colour = (250, 238, 200)
    return [stroke([[x - 0.5, y, 5.2], [x + 0.5, y, 5.2]], (62, 66, 68), 0.05),
            stroke([[x - 0.5, y, 5.5]], glass, 0.2),
            stroke([[x + 0.5, y, 5.5]], glass, 0.2)]  # fmt: skip


def _planter(rng: np.random.Generator, x: float, y: float) -> list[Shape]:
    pot = face([[x - 0.3, y, 0], [x + 0.3, y, 0], [x + 0.42, y, 0.6], [x - 0.42, y, 0.6]],
               (186, 112, 80))  # fmt: skip
    leaves = rng.normal(0, 0.24, (40, 3)) + [x, y, 1.05]
    return [pot, *(stroke(p, shade((78, 118, 60), rng.uniform(0.7, 1.3)), 0.13) for p in leaves)]


def _square_actors(rng: np.random.Generator) -> list[Actor]:
    camera = SQUARE_CAMERA

    def pedestrian(
        start: float,
        speed: float,
        waypoints: tuple[tuple[float, float], ...],
        pauses: tuple[float, ...] = (),
        jog: float = 0.0,
        height: float | None = None,
        **chosen: object,
    ) -> Actor:
        outfit = dress(rng, height, **chosen)
        begin = float(start + rng.uniform(-0.2, 0.2))
        return walker(camera, outfit, Path2D(begin, speed, waypoints, pauses), jog)

    rider = dress(rng, 1.7, top=(48, 84, 150), bag=None)
    ride = Path2D(4.2, 3.6, ((-6.0, 12.6), (16.0, 12.6)))
    return [
        pedestrian(-4.0, 1.4, ((-5.5, 10.2), (9.0, 10.8))),
        pedestrian(-3.0, 1.3, ((10.2, 11.4), (-5.0, 13.4)), bag=(54, 40, 32)),
        pedestrian(0.3, 1.45, ((-5.0, 11.2), (4.0, 12.0), (9.6, 15.0), (9.6, 26.5))),
        pedestrian(0.4, 1.45, ((-5.6, 11.7), (4.0, 12.5), (9.0, 15.4), (9.0, 26.5)), skirt=True),
        pedestrian(3.4, 1.4, ((9.5, 10.0), (-5.5, 10.4)), top=(178, 34, 40)),
        pedestrian(5.0, 2.2, ((-4.0, 9.8), (9.0, 12.2)), height=1.2, jog=0.5, top=(226, 176, 40),
                   coat=False),
        pedestrian(5.5, 1.3, ((-4.5, 10.9), (9.0, 10.9)), height=1.68, coat=True),
        pedestrian(-1.8, 1.35, ((-4.6, 9.3), (8.8, 9.6)), top=(196, 180, 150)),
        pedestrian(-1.9, 1.35, ((-5.0, 9.7), (8.8, 10.1)), skirt=True, top=(108, 54, 96)),
        pedestrian(6.2, 1.4, ((8.6, 9.5), (-5.5, 9.2)), top=(46, 92, 70)),
        pedestrian(1.6, 1.5, ((9.5, 12.6), (-5.5, 11.4)), top=(112, 142, 170)),
        pedestrian(-6.0, 1.2, ((-2.0, 24.5), (14.0, 24.5))),
        pedestrian(-1.0, 1.3, ((12.5, 25.2), (-5.5, 25.2)), coat=True),
        pedestrian(1.0, 1.4, ((-5.5, 22.6), (14.0, 23.2)), top=(62, 66, 74)),
        pedestrian(-5.0, 1.25, ((8.2, 26.0), (8.2, 15.0), (-4.0, 14.2)), top=(30, 32, 38)),
        pedestrian(-2.0, 1.3, ((-1.4, 26.0), (-1.0, 17.0), (1.0, 8.0))),
        driver(ride, lambda *place: cyclist(camera, rider, *place)),
    ]  # fmt: skip


def draw_square(seed: int = 2026) -> Clip:
    """Draw the square: an arcade, a fountain, a cafe and people who cross in the sun.

    Parameters
    ----------
    seed : int
        The same seed gives the same clip; another one gives other people, times and noise.

    Returns
    -------
    frames : ndarray of uint8, shape (150, 120, 160, 3)
        RGB, 15 frames per second, sensor noise and light drift included.
    truth : ndarray of bool, shape (150, 120, 160)
        True where people and the cyclist are; their shadows do not count.
    background : ndarray of uint8, shape (120, 160, 3)
        The empty scene at nominal light, without noise.
    """
    rng = np.random.default_rng([seed, 2])
    scenery = _square_scenery(rng)
    actors = _square_actors(rng)
    gain = _passing_cloud(SQUARE_FRAMES, 0.05, rng)
    light = Light(fall=(0.55, 0.3), shadow=0.14, blur=0.6, gain=gain, noise=2.2)
    return film(scenery, actors, light, rng)


# ---------------------------------------------------------------------------------------------
# Files
# ---------------------------------------------------------------------------------------------

SCENES: dict[str, Callable[..., Clip]] = {"street": draw_street, "square": draw_square}


def encode(frames: NDArray[np.uint8], path: Path, quality: int = 18) -> None:
    """Write frames as H.264 that every browser plays.

    One thread and no metadata, so that the same ffmpeg writes the same bytes twice.

    Parameters
    ----------
    frames : ndarray of uint8, shape (T, h, w, 3)
        Height and width even.
    path : Path
        Where the mp4 goes.
    quality : int
        The constant rate factor of x264; smaller is better and larger.

    Raises
    ------
    ValueError
        If a side is odd: yuv420p halves both.
    RuntimeError
        If ffmpeg fails; its last words are in the message.
    """
    _, height, width, _ = frames.shape
    if height % 2 or width % 2:
        raise ValueError(f"frames must have even sides for yuv420p, not {width} x {height}")
    command = [
        imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-loglevel", "error",
        "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-r", str(FRAME_RATE),
        "-i", "-", "-an", "-c:v", "libx264", "-preset", "slow", "-crf", str(quality),
        "-g", "60", "-pix_fmt", "yuv420p", "-threads", "1",
        "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact",
        "-movflags", "+faststart", str(path),
    ]  # fmt: skip
    done = subprocess.run(command, input=frames.tobytes(), capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"ffmpeg could not write {path}: {done.stderr.decode()[-500:]}")


def write(folder: Path) -> list[Path]:
    """Draw both scenes and write clip, truth and background of each.

    Parameters
    ----------
    folder : Path
        The data folder; files go to its subfolder ``street``.

    Returns
    -------
    list of Path
        ``NAME.mp4``, ``NAME_truth.npz`` (``bits``: the mask through `numpy.packbits`, ``shape``)
        and ``NAME_background.png`` for ``street`` and ``square``.
    """
    target = Path(folder) / "street"
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for name, draw in SCENES.items():
        frames, truth, background = draw()
        clip = target / f"{name}.mp4"
        masks = target / f"{name}_truth.npz"
        picture = target / f"{name}_background.png"
        encode(frames, clip)
        np.savez_compressed(masks, bits=np.packbits(truth), shape=np.array(truth.shape))
        Image.fromarray(background).save(picture, optimize=True)
        written += [clip, masks, picture]
    return written
