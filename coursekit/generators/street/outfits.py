"""What people look like: heights, colours, clothes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from coursekit.generators.street.shapes import Colour


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
    (236, 196, 170),
    (222, 176, 144),
    (198, 148, 112),
    (160, 110, 78),
    (120, 80, 58),
    (92, 62, 46),
)
HAIRS: tuple[Colour, ...] = (
    (28, 24, 22),
    (50, 38, 30),
    (74, 56, 42),
    (168, 138, 92),
    (150, 148, 146),
    (40, 30, 26),
)
TOPS: tuple[Colour, ...] = (
    (32, 34, 40),
    (178, 34, 40),
    (36, 62, 118),
    (226, 226, 220),
    (112, 142, 170),
    (196, 146, 34),
    (46, 92, 70),
    (108, 54, 96),
    (62, 66, 74),
    (206, 92, 52),
    (24, 40, 62),
    (196, 180, 150),
)
TROUSERS: tuple[Colour, ...] = (
    (34, 42, 66),
    (28, 28, 30),
    (70, 72, 80),
    (52, 64, 96),
    (96, 84, 66),
    (40, 36, 34),
)


def dress(rng: np.random.Generator, height: float | None = None, **chosen: Any) -> Outfit:
    """Draw an outfit; anything named in `chosen` is taken as given."""
    parts: dict[str, Any] = {
        "height": height if height is not None else float(rng.normal(1.73, 0.075)),
        "skin": SKINS[rng.integers(len(SKINS))],
        "hair": HAIRS[rng.integers(len(HAIRS))],
        "top": TOPS[rng.integers(len(TOPS))],
        "trousers": TROUSERS[rng.integers(len(TROUSERS))],
        "shoes": ((26, 24, 24), (60, 44, 34), (214, 214, 210))[rng.integers(3)],
        "coat": bool(rng.random() < 0.35),
        "bag": (54.0, 40.0, 32.0) if rng.random() < 0.3 else None,
    }
    return Outfit(**(parts | chosen))
