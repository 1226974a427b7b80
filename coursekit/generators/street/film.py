"""Film actors in front of a scenery, with the truth mask of every frame.

The truth marks a pixel when moving objects cover at least half of it. Shadows move with the
objects but do not count as foreground: a pixel in a shadow still shows the background.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from coursekit.generators.street.actors import Actor
from coursekit.generators.street.camera import HEIGHT, SUPERSAMPLING, WIDTH, Array
from coursekit.generators.street.scenery import Scenery
from coursekit.generators.street.shapes import Placed, cast_shadow, cut_out, shadow_veil

FRAME_RATE = 15
Clip = tuple[NDArray[np.uint8], NDArray[np.bool_], NDArray[np.uint8]]


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
    canvas = picture_of(scenery.colour)
    shadowed = picture_of(scenery.colour * (1 - light.shadow))
    ground = Image.fromarray(scenery.ground.astype(np.uint8) * 255)
    black = Image.new("L", canvas.size)
    frames = np.empty((count, HEIGHT, WIDTH, 3), dtype=np.uint8)
    truth = np.empty((count, HEIGHT, WIDTH), dtype=bool)
    for k in range(count):
        shown = [a for a in (actor(k / FRAME_RATE) for actor in actors) if a is not None]
        # Along any ray y grows with the distance, so it orders what hides what.
        shown.sort(key=lambda item: -item[1])
        laid = [s for shapes, _ in shown for s in cast_shadow(shapes, light.fall)]
        veil = Image.composite(shadow_veil(scenery.camera, laid, light.blur), black, ground)
        picture = Image.composite(shadowed, canvas, veil)
        mask = paste(picture, scenery, shown)
        nominal = np.asarray(picture.reduce(SUPERSAMPLING), dtype=float)
        frames[k] = with_noise(nominal * light.gain[k][None, :, None], light.noise, rng)
        truth[k] = np.asarray(mask.reduce(SUPERSAMPLING)) >= 128
    return frames, truth, np.asarray(canvas.reduce(SUPERSAMPLING))


def picture_of(colour: Array) -> Image.Image:
    """Return colours, ``(h, w, 3)`` in 0..255, as a picture."""
    return Image.fromarray(np.clip(colour, 0, 255).round().astype(np.uint8))


def paste(picture: Image.Image, scenery: Scenery, shown: Sequence[Placed]) -> Image.Image:
    """Paint what is shown into the picture, far ones first; return where it is seen, mode L."""
    mask = Image.new("L", picture.size)
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
    return mask


def with_noise(exposed: Array, noise: float, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Add sensor noise (grey and coloured; its variance grows with the light) and quantise."""
    grain = 0.9 * rng.standard_normal(exposed.shape[:2])[..., None]
    grain = grain + 0.4 * rng.standard_normal(exposed.shape)
    spread = noise * np.sqrt(0.3 + 0.7 * exposed / 128)
    return np.clip(exposed + spread * grain, 0, 255).round().astype(np.uint8)
