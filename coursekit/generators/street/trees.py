"""Trees with a crown of leaf clusters, as shapes."""

from __future__ import annotations

import numpy as np

from coursekit.generators.street.shapes import Colour, Shape, shade, stroke


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
