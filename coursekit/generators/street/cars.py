"""Cars in three models, as shapes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coursekit.generators.street.camera import Array, Camera
from coursekit.generators.street.shapes import Colour, Shape, face, shade, stroke
from coursekit.generators.street.solids import ARCH, GLASS, TYRE, circle, prism, reverse_edges

# Metres across, of every model.
WIDTH = 1.76


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
VAN = CarModel(
    length=4.9, height=2.05, belt=1.15, nose=0.95, bonnet=0.75, screen=0.6, tail=0.05, rear=0.12
)


@dataclass(frozen=True)
class Spot:
    """Where a car is: its middle in the world, driving along +x or -x."""

    x: float
    y: float
    direction: int

    @property
    def near(self) -> float:
        """World y of the side towards the camera."""
        return self.y - WIDTH / 2

    @property
    def far(self) -> float:
        """World y of the side away from the camera."""
        return self.y + WIDTH / 2

    def outline(self, corners: list[tuple[float, float]]) -> Array:
        """Return corners (forward, z) as (x, z), counter-clockwise whichever way the car drives."""
        points = np.array(corners, dtype=float)
        points[:, 0] = self.x + self.direction * points[:, 0]
        return points if self.direction > 0 else points[::-1]

    def edges(self, colours: list[Colour]) -> list[Colour]:
        """Return edge colours in the order of the corners of `outline`."""
        return colours if self.direction > 0 else reverse_edges(colours)


def car(
    camera: Camera, model: CarModel, colour: Colour, x: float, y: float, direction: int
) -> list[Shape]:
    """Return a car with its centre at (x, y), driving along +x or -x."""
    spot = Spot(x, y, direction)
    return [
        *_body(camera, model, colour, spot),
        *_wheels(model, spot),
        *_cabin(camera, model, colour, spot),
        *_side_windows(model, colour, spot),
        *_lamps(camera, model, spot),
    ]


def _body(camera: Camera, model: CarModel, colour: Colour, spot: Spot) -> list[Shape]:
    half, low = model.length / 2, 0.22
    body = [
        (-half + 0.06, low),
        (half - 0.04, low),
        (half, 0.5 * model.nose),
        (half - 0.08, model.nose),
        (half - model.bonnet, model.belt),
        (-half + model.tail, model.belt),
        (-half + 0.02, model.belt - 0.08),
    ]
    # The light comes from -x.
    front, back = (0.74, 1.0) if spot.direction > 0 else (1.0, 0.74)
    gains = [0.4, 0.7 * front, front, 1.22, 1.22, 1.15, back, 0.92]
    colours = spot.edges([shade(colour, gain) for gain in gains])
    skirt = [(-half + 0.1, low), (half - 0.1, low), (half - 0.1, 0.36), (-half + 0.1, 0.36)]
    lower = np.insert(spot.outline(skirt), 1, spot.near, axis=1)
    return [
        *prism(camera, spot.outline(body), spot.near, spot.far, colours),
        face(lower, shade(colour, 0.6)),
    ]


def _wheels(model: CarModel, spot: Spot) -> list[Shape]:
    half = model.length / 2
    shapes = []
    for forward in (-half + 0.82, half - 0.85):
        x = spot.x + spot.direction * forward
        centre = (x, spot.near - 0.01, 0.31)
        shapes += [
            face(circle((x, spot.near, 0.36), 0.37), ARCH),
            face(circle(centre, 0.3), TYRE),
            face(circle(centre, 0.17), (150, 152, 156)),
            face(circle(centre, 0.06), (70, 70, 74)),
        ]
    return shapes


def _cabin_corners(model: CarModel) -> list[tuple[float, float]]:
    """Return the cabin's corners (forward, z): rear and front of the sill, front and rear above."""
    half = model.length / 2
    return [
        (-half + model.tail, model.belt),
        (half - model.bonnet, model.belt),
        (half - model.bonnet - model.screen, model.height),
        (-half + model.tail + model.rear, model.height),
    ]


def _cabin(camera: Camera, model: CarModel, colour: Colour, spot: Spot) -> list[Shape]:
    lean = np.array([0.02, 0.02, 0.2, 0.2])
    lean = lean if spot.direction > 0 else lean[::-1]
    screen = shade(GLASS, 1.5 if spot.direction < 0 else 1.05)
    glass = [GLASS, screen, shade(colour, 1.28), shade(GLASS, 1.05), shade(colour, 0.95)]
    outline = spot.outline(_cabin_corners(model))
    return prism(camera, outline, spot.near + lean, spot.far - lean, spot.edges(glass))


def _side_windows(model: CarModel, colour: Colour, spot: Spot) -> list[Shape]:
    """Return panes just inside the near side of the cabin, split by a pillar, and a door's seam."""
    (rear, _), (front, _), (top_front, top), (top_rear, _) = _cabin_corners(model)
    sill, head = model.belt + 0.04, top - 0.09
    middle = 0.5 * (top_front + top_rear)
    left, right = middle - 0.05, middle + 0.05
    back = [(rear + 0.18, sill), (left, sill), (left, head), (top_rear + 0.1, head)]
    fore = [(right, sill), (front - 0.16, sill), (top_front - 0.06, head), (right, head)]
    shapes = []
    for pane in [fore] if model is VAN else [back, fore]:
        outline = spot.outline(pane)
        inward = spot.near + 0.02 + 0.18 * (outline[:, 1] - model.belt) / (top - model.belt)
        points = np.stack([outline[:, 0], inward, outline[:, 1]], axis=1)
        gleam = points[points[:, 2] > model.belt + 0.1]
        shapes += [face(points, GLASS), stroke(gleam, (112, 126, 138), 0.025)]
    seam = spot.x + spot.direction * middle
    ends = [[seam, spot.near, 0.3], [seam, spot.near, model.belt]]
    return [*shapes, stroke(ends, shade(colour, 0.66), 0.012)]


def _lamps(camera: Camera, model: CarModel, spot: Spot) -> list[Shape]:
    half = model.length / 2
    shapes = []
    for end, tip, z, lamp in (
        (half - 0.12, half - 0.03, 0.62, (248, 246, 226)),
        (-half + 0.1, 0.07 - half, 0.74, (176, 24, 26)),
    ):
        shapes.append(stroke([[spot.x + spot.direction * end, spot.near, z]], lamp, 0.07))
        x = spot.x + spot.direction * tip
        if (x - spot.x) * camera.right[0] * -np.sign(spot.x) > 0:
            shapes.append(stroke([[x, spot.far - 0.3, z]], lamp, 0.08))
    return shapes
