"""People who walk, jog or stand, as shapes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coursekit.generators.street.camera import Array, Camera
from coursekit.generators.street.outfits import Outfit
from coursekit.generators.street.shapes import Colour, Shape, face, shade, stroke

UP = np.array([0.0, 0.0, 1.0])


@dataclass(frozen=True)
class Pose:
    """Where a person's joints are, in the world.

    Parameters
    ----------
    h : float
        The person's height in metres.
    forward, side : ndarray, shape (3,)
        Unit vectors ahead and to the person's right.
    pelvis, neck : ndarray, shape (3,)
    legs, arms : dict of list of ndarray
        Joints from the body outwards, by side: -1 left, 1 right.
    """

    h: float
    forward: Array
    side: Array
    pelvis: Array
    neck: Array
    legs: dict[int, list[Array]]
    arms: dict[int, list[Array]]

    @property
    def head(self) -> Array:
        """Middle of the head."""
        return self.neck + 0.125 * self.h * UP + 0.012 * self.h * self.forward


def leg_joints(hip: Array, forward: Array, phase: float, h: float, stride: float) -> list[Array]:
    """Return hip, knee, ankle, toe for one leg of a walker, the hip at its given height."""
    thigh = stride * np.sin(phase)
    # The knee bends while the leg swings forwards, and stays nearly straight under load.
    shank = thigh - (0.08 + 1.5 * stride * max(0.0, float(np.cos(phase))))
    knee = hip + 0.25 * h * (np.sin(thigh) * forward - np.cos(thigh) * UP)
    ankle = knee + 0.24 * h * (np.sin(shank) * forward - np.cos(shank) * UP)
    return [hip, knee, ankle, ankle + 0.09 * h * forward]


def arm_joints(
    shoulder: Array, forward: Array, swing: float, elbow: float, h: float
) -> list[Array]:
    """Return shoulder, elbow, hand; `swing` and `elbow` are angles in radians."""
    joint = shoulder + 0.165 * h * (np.sin(swing) * forward - np.cos(swing) * UP)
    bend = swing + elbow
    return [shoulder, joint, joint + 0.17 * h * (np.sin(bend) * forward - np.cos(bend) * UP)]


def pose(
    h: float, position: Array, heading: Array, walked: float, walking: bool, jog: float
) -> Pose:
    """Return the pose of a person of height `h` who has `walked` so many metres."""
    forward = np.array([heading[0], heading[1], 0.0])
    side = np.array([heading[1], -heading[0], 0.0])
    base = np.array([position[0], position[1], 0.0])
    stride = (0.41 + 0.28 * jog) if walking else 0.03
    phase = 2 * np.pi * walked / (0.84 * h * (1 + 0.6 * jog))

    legs = {
        s: leg_joints(base + 0.05 * h * s * side, forward, phase + (s > 0) * np.pi, h, stride)
        for s in (-1, 1)
    }
    # The lower foot stands on the ground and bears the rest.
    lift = 0.03 * h - min(joints[2][2] for joints in legs.values())
    legs = {s: [joint + lift * UP for joint in joints] for s, joints in legs.items()}
    pelvis = base + lift * UP
    neck = pelvis + 0.315 * h * UP + 0.015 * h * forward * (1 + 3 * jog)
    elbow = 0.18 + 0.25 * walking + 1.1 * jog
    arms = {
        s: arm_joints(
            neck + s * 0.105 * h * side - 0.02 * h * UP,
            forward,
            (0.42 + 0.3 * jog) * np.sin(phase + (s < 0) * np.pi) * walking,
            elbow,
            h,
        )
        for s in (-1, 1)
    }
    return Pose(h, forward, side, pelvis, neck, legs, arms)


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
    posed = pose(outfit.height, position, heading, walked, walking, jog)
    # Which side of the body is nearer to the camera decides what hides what.
    near = 1 if camera.depth(posed.side) < 0 else -1
    facing = float(posed.forward @ camera.forward)
    shapes = [
        *_arm(posed, outfit, -near, 0.74),
        *_leg(posed, outfit, -near, 0.78),
        *_leg(posed, outfit, near, 1.0),
        *_torso(camera, posed, outfit),
    ]
    if outfit.bag is not None:
        h, back = posed.h, posed.neck - 0.09 * posed.h * posed.forward
        bag = stroke([back - 0.06 * h * UP, back - 0.2 * h * UP], outfit.bag, 0.062 * h)
        shapes.insert(len(shapes) if facing > -0.3 else 0, bag)
    return [*shapes, *_head(posed, outfit, facing), *_arm(posed, outfit, near, 0.92)]


def _limb(joints: list[Array], colour: Colour, radius: float) -> Shape:
    return stroke(np.array(joints), colour, radius)


def _leg(posed: Pose, outfit: Outfit, side: int, gain: float) -> list[Shape]:
    h, joints = posed.h, posed.legs[side]
    bare = outfit.skin if outfit.skirt else outfit.trousers
    return [
        _limb(joints[2:], shade(outfit.shoes, gain), 0.024 * h),
        _limb(joints[1:3], shade(bare, gain), 0.032 * h),
        _limb(joints[:2], shade(outfit.trousers, gain), 0.044 * h),
    ]


def _arm(posed: Pose, outfit: Outfit, side: int, gain: float) -> list[Shape]:
    h, joints = posed.h, posed.arms[side]
    return [
        _limb(joints[2:], shade(outfit.skin, gain), 0.024 * h),
        _limb(joints, shade(outfit.top, gain), 0.027 * h),
    ]


def _torso(camera: Camera, posed: Pose, outfit: Outfit) -> list[Shape]:
    """Return the upper body, its right half in shade, and the skirt below it."""
    h, neck, pelvis, right = posed.h, posed.neck, posed.pelvis, camera.right
    # Shoulders are wider than a chest is deep.
    across = abs(float(posed.side @ right))
    half = h * float(np.hypot(0.115 * across, 0.07 * np.sqrt(1 - across**2)))
    hem = pelvis - (0.2 * h if outfit.coat else 0.01 * h) * UP
    hem_half = half * (0.95 if outfit.coat else 0.72)
    rounding = 0.022 * h
    torso = [
        hem - (hem_half - rounding) * right,
        neck - (half - rounding) * right - 0.01 * h * UP,
        neck - 0.3 * half * right + 0.025 * h * UP,
        neck + 0.3 * half * right + 0.025 * h * UP,
        neck + (half - rounding) * right - 0.01 * h * UP,
        hem + (hem_half - rounding) * right,
    ]
    shaded = [*torso[3:6], hem + 0.15 * half * right, neck + 0.3 * half * right]
    shapes = [
        face(torso, outfit.top, rounding),
        face(shaded, shade(outfit.top, 0.76), rounding),
    ]
    if not outfit.skirt:
        return shapes
    knees, wide = pelvis - 0.2 * h * UP, 0.11 * h
    waist = [pelvis - 0.7 * half * right, pelvis + 0.7 * half * right]
    skirt = [*waist, knees + wide * right, knees - wide * right]
    return [face(skirt, outfit.trousers, rounding), *shapes]


def _head(posed: Pose, outfit: Outfit, facing: float) -> list[Shape]:
    """Return neck, face, hair and hat; `facing` is 1 for who walks away from the camera."""
    h, neck, head = posed.h, posed.neck, posed.head
    hair = head + 0.038 * h * UP - 0.026 * h * posed.forward
    shapes = [
        stroke([neck, head - 0.02 * h * UP], shade(outfit.skin, 0.8), 0.03 * h),
        stroke([head - 0.022 * h * UP, head + 0.022 * h * UP], outfit.skin, 0.052 * h),
        stroke([hair, hair - 0.02 * h * UP], outfit.hair, 0.045 * h),
    ]
    if facing > 0.5:
        shapes.append(stroke([head, head + 0.02 * h * UP], outfit.hair, 0.056 * h))
    if outfit.hat is not None:
        shapes.append(stroke([head + 0.05 * h * UP], outfit.hat, 0.062 * h))
    return shapes
