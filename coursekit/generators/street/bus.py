"""A small town bus, as shapes."""

from __future__ import annotations

import numpy as np

from coursekit.generators.street.camera import Camera
from coursekit.generators.street.shapes import Colour, Shape, face, shade, stroke
from coursekit.generators.street.solids import ARCH, GLASS, TYRE, circle, prism


def bus(camera: Camera, colour: Colour, x: float, y: float, direction: int) -> list[Shape]:
    """Return a small town bus, 6.6 m long, with its centre at (x, y)."""
    half, height, width = 3.3, 2.75, 2.2
    near, far = y - width / 2, y + width / 2
    outline = np.array([(x - half, 0.3), (x + half, 0.3), (x + half, height), (x - half, height)])
    colours = [shade(colour, 0.4), shade(colour, 0.7), (222, 222, 218), colour, colour]
    shapes = prism(camera, outline, near, far, colours)

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
        shapes.append(face(circle(at, 0.54), ARCH))
        shapes.append(face(circle(at, 0.45), TYRE))
        shapes.append(face(circle(at, 0.22), (138, 140, 144)))
    # The end that faces the camera shows its windscreen or rear window.
    end = x + half if x + half < 0 else x - half if x - half > 0 else None
    if end is not None:
        pane = [
            [end, near + 0.15, 1.35],
            [end, far - 0.15, 1.35],
            [end, far - 0.15, 2.4],
            [end, near + 0.15, 2.4],
        ]
        shapes.append(face(pane, GLASS))
        for lamp_y in (near + 0.3, far - 0.3):
            shapes.append(stroke([[end, lamp_y, 0.75]], (244, 240, 220), 0.12))
    return shapes
