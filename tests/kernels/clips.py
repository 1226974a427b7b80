"""Clips to measure low-rank methods on: the course's street made longer, and clips of known truth.

All are grey, ``uint8``, 120 × 160 pixels, stored frame after frame: ``(T, 120, 160)``. A seed makes
each the same on every machine of one NumPy version.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from svdlab import datasets
from svdlab.video import LUMINANCE

HEIGHT, WIDTH = 120, 160
PIXELS = HEIGHT * WIDTH
SENSOR_NOISE = 2.0


class KnownClip(NamedTuple):
    """A clip whose background and moving pixels are known."""

    frames: NDArray[np.uint8]
    background: NDArray[np.float32]
    moving: NDArray[np.bool_]


def grey(frames: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return colour frames as grey ones, 0.299 R + 0.587 G + 0.114 B, rounded."""
    return np.rint(frames @ LUMINANCE).astype(np.uint8)


def long_street(columns: int, seed: int = 0) -> NDArray[np.uint8]:
    """Make the street clip as long as wanted.

    The clip of 300 frames is repeated. In each repetition everything that moves is displaced along
    the street by another distance, so that no frame comes twice; the light swings slowly by four
    per cent and a shade wanders over the picture; every frame gets sensor noise of its own, two
    grey levels of standard deviation.

    Parameters
    ----------
    columns : int
        Frames wanted.
    seed : int
        Of noise and distances.

    Returns
    -------
    (columns, 120, 160) uint8 array
    """
    generator = np.random.default_rng(seed)
    frames = grey(datasets.street()).astype(np.float32)
    empty = grey(datasets.street_background()[np.newaxis])[0].astype(np.float32)
    moving = frames - np.median(frames, axis=0)
    across = np.linspace(-1, 1, WIDTH, dtype=np.float32)
    clip = np.empty((columns, HEIGHT, WIDTH), np.uint8)
    shift = 0
    for column in range(columns):
        if column % len(frames) == 0:
            shift = int(generator.integers(WIDTH))
        light = 1 + 0.04 * np.sin(column / 310.0) + 0.02 * np.sin(column / 97.0) * across
        frame = empty * light + np.roll(moving[column % len(frames)], shift, axis=1)
        frame += SENSOR_NOISE * generator.standard_normal(frame.shape, np.float32)
        clip[column] = np.clip(np.rint(frame), 0, 255)
    return clip


def known_rank(rank: int, columns: int, noise: float = 1.0, seed: int = 0) -> KnownClip:
    """Make a clip whose background has a known rank.

    The background is the empty street times a slowly varying light, plus ``rank - 1`` smooth
    patterns of light (a few grey levels to some twenty) that come and go at paces of their own.
    The people and cars of the street clip cover it, displaced as in :func:`long_street`.

    Parameters
    ----------
    rank : int
        Of the background as a matrix of pixels and frames; 1 or more.
    columns : int
        Frames wanted.
    noise : float
        Standard deviation of the sensor noise in grey levels; rounding to bytes comes on top.
    seed : int
        Of noise, patterns and distances.

    Returns
    -------
    KnownClip
        ``frames`` (columns, 120, 160) uint8; ``background`` the same shape, float32, unrounded;
        ``moving`` the same shape, bool.
    """
    generator = np.random.default_rng(seed)
    street, truth = grey(datasets.street()), datasets.street_truth()
    empty = grey(datasets.street_background()[np.newaxis])[0].astype(np.float32)
    picture = 45 + 0.65 * empty  # leaves room for the patterns: a clipped background has no rank
    background = np.multiply.outer(_pace(generator, columns, 1.0, 0.05), picture)
    for _ in range(rank - 1):
        background += np.multiply.outer(_pace(generator, columns, 0.0, 10.0), _pattern(generator))
    frames = np.empty(background.shape, np.uint8)
    moving = np.empty(background.shape, bool)
    for column in range(columns):
        source = column % len(street)
        if source == 0:
            shift = int(generator.integers(WIDTH))
        moving[column] = np.roll(truth[source], shift, axis=1)
        frame = np.where(moving[column], np.roll(street[source], shift, axis=1), background[column])
        frame += noise * generator.standard_normal(frame.shape, np.float32)
        frames[column] = np.clip(np.rint(frame), 0, 255)
    return KnownClip(frames, background, moving)


def _pace(
    generator: np.random.Generator, columns: int, level: float, swing: float
) -> NDArray[np.float32]:
    """A smooth course of time about a level, three periods between 50 and 700 frames."""
    time = np.arange(columns, dtype=np.float32)
    periods, phases = generator.uniform(50, 700, 3), generator.uniform(0, 2 * np.pi, 3)
    waves = [
        np.sin(2 * np.pi * time / period + phase)
        for period, phase in zip(periods, phases, strict=True)
    ]
    return (level + swing * np.mean(waves, axis=0)).astype(np.float32)


def _pattern(generator: np.random.Generator) -> NDArray[np.float32]:
    """A smooth picture between -1 and 1."""
    y, x = np.mgrid[0 : 1 : HEIGHT * 1j, 0 : 1 : WIDTH * 1j].astype(np.float32)
    fx, fy = generator.uniform(0.5, 2.5, 2)
    px, py = generator.uniform(0, 2 * np.pi, 2)
    return (np.sin(2 * np.pi * fx * x + px) * np.sin(2 * np.pi * fy * y + py)).astype(np.float32)
