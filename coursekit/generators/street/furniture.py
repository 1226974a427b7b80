"""What stands about in streets and squares: lamps, benches, parasols, a fountain."""

from __future__ import annotations

import numpy as np

from coursekit.generators.street.camera import Array, Camera
from coursekit.generators.street.outfits import Outfit
from coursekit.generators.street.people import person
from coursekit.generators.street.shapes import Colour, Shape, face, shade, stroke

IRON: Colour = (62, 66, 68)


def ring(x: float, y: float, z: float, radius: float, angle: Array) -> Array:
    """Return points of a level circle, ``(len(angle), 3)``."""
    level = np.full(len(angle), z)
    return np.stack([x + radius * np.cos(angle), y + radius * np.sin(angle), level], axis=1)


def lantern_post(x: float, y: float) -> list[Shape]:
    """Return an iron post, 5.4 m high."""
    return [
        stroke([[x, y, 0], [x, y, 0.9]], IRON, 0.085),
        stroke([[x, y, 0.9], [x, y, 5.4]], IRON, 0.05),
        stroke([[x - 0.03, y, 0.9], [x - 0.03, y, 5.4]], shade(IRON, 1.5), 0.015),
    ]


def lamp_post(x: float, y: float) -> list[Shape]:
    """Return a street lamp whose arm reaches away from the camera."""
    return [
        *lantern_post(x, y),
        stroke([[x, y, 5.4], [x + 0.25, y + 0.3, 5.75], [x + 0.5, y + 0.9, 5.8]], IRON, 0.04),
        stroke([[x + 0.5, y + 0.85, 5.76], [x + 0.6, y + 1.3, 5.76]], (176, 176, 170), 0.09),
    ]


def bench(x: float, y: float) -> list[Shape]:
    """Return a bench with a litter bin at its right."""
    wood: Colour = (122, 88, 58)
    slats = [
        stroke([[x, y, z], [x + 1.6, y, z]], shade(wood, 0.9 + 0.2 * z), 0.045)
        for z in (0.85, 0.7, 0.45)
    ]
    legs = [stroke([[x + d, y, 0], [x + d, y, 0.8]], (54, 54, 56), 0.03) for d in (0.15, 1.45)]
    basket = face(
        [[x + 2.2, y, 0], [x + 2.65, y, 0], [x + 2.7, y, 0.85], [x + 2.15, y, 0.85]], (52, 74, 60)
    )
    rim = stroke([[x + 2.15, y, 0.85], [x + 2.7, y, 0.85]], (38, 50, 44), 0.05)
    return [*legs, *slats, basket, rim]


def lantern(x: float, y: float) -> list[Shape]:
    """Return the two glass globes of a lantern and the bar that bears them."""
    glass: Colour = (250, 238, 200)
    return [
        stroke([[x - 0.5, y, 5.2], [x + 0.5, y, 5.2]], IRON, 0.05),
        stroke([[x - 0.5, y, 5.5]], glass, 0.2),
        stroke([[x + 0.5, y, 5.5]], glass, 0.2),
    ]


def planter(rng: np.random.Generator, x: float, y: float) -> list[Shape]:
    """Return a clay pot with a bush."""
    pot = face(
        [[x - 0.3, y, 0], [x + 0.3, y, 0], [x + 0.42, y, 0.6], [x - 0.42, y, 0.6]], (186, 112, 80)
    )
    leaves = rng.normal(0, 0.24, (40, 3)) + [x, y, 1.05]
    return [pot, *(stroke(p, shade((78, 118, 60), rng.uniform(0.7, 1.3)), 0.13) for p in leaves)]


def parasol(x: float, y: float, colour: Colour) -> list[Shape]:
    """Return a parasol with a table and three chairs, far parts first."""
    apex, rim, drop, count = 2.75, 1.5, 2.2, 8
    wood: Colour = (112, 78, 52)
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False) + 0.3
    edge = ring(x, y, drop, rim, angle)
    shapes = []
    for dx, dy in ((-0.75, 0.25), (0.7, 0.35), (0.1, -0.75)):
        seat = [[x + dx - 0.2, y + dy, 0.45], [x + dx + 0.2, y + dy, 0.45]]
        shapes.append(stroke([[x + dx, y + dy, 0], [x + dx, y + dy, 0.45]], shade(wood, 0.6), 0.05))
        shapes.append(stroke(seat, wood, 0.07))
        back = [[x + dx - 0.18, y + dy + 0.15, 0.85], [x + dx + 0.18, y + dy + 0.15, 0.85]]
        shapes.append(stroke(back, shade(wood, 1.2), 0.06))
    shapes.append(stroke([[x, y, 0], [x, y, 2.6]], (206, 200, 188), 0.04))
    shapes.append(face(ring(x, y, 0.75, 0.45, angle), (236, 230, 216)))
    order = np.argsort(-(edge[:, 1] + np.roll(edge[:, 1], -1)))
    for k in order:
        a, b = edge[k], edge[(k + 1) % count]
        middle = (a + b) / 2 - [x, y, 0]
        gain = 1.0 - 0.14 * middle[0] / rim - 0.05 * middle[1] / rim
        shapes.append(face([a, b, [x, y, apex]], shade(colour if k % 2 else (244, 236, 218), gain)))
        if middle[1] < 0:
            low = [0, 0, 0.2]
            shapes.append(face([a, b, b - low, a - low], shade(colour, 0.8 * gain)))
    return shapes


def awning(x: float, low: float, high: float) -> list[Shape]:
    """Return a striped awning over a wall at `x` that faces -x, from one y to another."""
    stripes = []
    for k, y in reversed(list(enumerate(np.arange(low, high, 0.45)))):
        upper = [[x, y, 3.0], [x, y + 0.45, 3.0]]
        lower = [[x - 1.3, y + 0.45, 2.35], [x - 1.3, y, 2.35]]
        stripes.append(face([*upper, *lower], (236, 228, 208) if k % 2 else (66, 112, 96)))
    return stripes


def drum(x: float, y: float, radius: float, low: float, high: float, colour: Colour) -> list[Shape]:
    """Return a cylinder from one height to another, its top last."""
    angle = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    bottom, top = ring(x, y, low, radius, angle), ring(x, y, high, radius, angle)
    sides = []
    for k in np.argsort(-bottom[:, 1]):
        if np.sin(angle[k]) > 0.35:
            continue
        j = (k + 1) % len(angle)
        gain = 0.86 - 0.2 * np.cos(angle[k])
        sides.append(face([bottom[k], bottom[j], top[j], top[k]], shade(colour, gain)))
    return [*sides, face(top, shade(colour, 1.12))]


def fountain(camera: Camera, x: float, y: float) -> list[Shape]:
    """Return a round basin with a column, a bowl and a bronze figure."""
    stone: Colour = (204, 194, 174)
    bronze: Colour = (84, 108, 96)
    angle = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    shapes = [
        *drum(x, y, 2.6, 0, 0.18, stone),
        *drum(x, y, 2.3, 0.18, 0.7, stone),
        face(ring(x, y, 0.66, 2.0, angle), (92, 132, 140)),
        face(ring(x, y, 0.66, 1.55, angle) - [0.25, -0.15, 0], (112, 154, 160)),
        *drum(x, y, 0.5, 0.66, 1.5, stone),
        *drum(x, y, 0.95, 1.5, 1.68, stone),
        face(ring(x, y, 1.68, 0.8, angle), (118, 154, 158)),
        *drum(x, y, 0.34, 1.66, 2.5, stone),
    ]
    figure = person(
        camera,
        Outfit(1.85, bronze, shade(bronze, 0.8), bronze, shade(bronze, 0.85), bronze, True),
        np.array([x, y]),
        np.array([-0.6, -0.8]),
        0.5,
        False,
    )
    lifted = [Shape(s.points + [0, 0, 2.5], s.colour, s.radius, s.filled) for s in figure]
    arm = stroke([[x - 0.2, y, 3.95], [x - 0.55, y, 4.2], [x - 0.6, y, 4.6]], bronze, 0.06)
    return [*shapes, *lifted, arm]
