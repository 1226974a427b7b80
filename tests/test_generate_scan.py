"""The generator of the scans: same arrays again, real occlusion, and a start that ICP can use."""

import numpy as np
import pytest
from scipy.spatial import cKDTree

from coursekit.generators import scan
from coursekit.generators.build import DATA


@pytest.fixture(scope="module")
def arrays():
    return scan.make_scans()


def test_write_gives_the_kept_arrays(tmp_path, arrays):
    (path,) = scan.write(tmp_path)
    assert path == tmp_path / "scan" / "scan.npz"
    with np.load(path) as made, np.load(DATA / "scan" / "scan.npz") as kept:
        assert sorted(made.files) == sorted(kept.files) == ["P", "Q", "R", "t"]
        for name in made.files:
            assert np.array_equal(made[name], kept[name])
            assert np.array_equal(made[name], arrays[name])


def test_truth_brings_both_scans_onto_the_duck(arrays):
    for points in (arrays["Q"], arrays["P"] @ arrays["R"] + arrays["t"]):
        off = scan.duck(points)
        assert 0.1 < np.sqrt(np.mean(off**2)) < 0.5, "millimetres of measuring noise"


def test_start_is_a_turn_of_20_to_25_degrees(arrays):
    angle = np.rad2deg(np.arccos((np.trace(arrays["R"]) - 1) / 2))
    assert 20 <= angle <= 25
    assert np.linalg.norm(arrays["P"].mean(axis=0) - arrays["Q"].mean(axis=0)) > 10


@pytest.mark.parametrize("name", ["Q", "P"])
def test_scanner_sees_only_what_faces_it(arrays, name):
    scanner = scan.SCANNER_Q if name == "Q" else scan.SCANNER_P
    points = arrays["Q"] if name == "Q" else arrays["P"] @ arrays["R"] + arrays["t"]
    azimuth, elevation = np.deg2rad([scanner.azimuth_degrees, scanner.elevation_degrees])
    side = np.array(
        [
            np.cos(azimuth) * np.cos(elevation),
            np.sin(azimuth) * np.cos(elevation),
            np.sin(elevation),
        ]
    )
    eye = np.array([0.0, 0.0, 15.0]) + scanner.distance_mm * side
    # Halfway from each point to the scanner, and close to the point, there is only air.
    for share in (0.02, 0.05, 0.1, 0.2, 0.5):
        assert np.mean(scan.duck(points + share * (eye - points)) > 0) > 0.995


def test_scans_overlap_but_not_all_over(arrays):
    moved = arrays["P"] @ arrays["R"] + arrays["t"]
    for a, b in ((moved, arrays["Q"]), (arrays["Q"], moved)):
        shared = np.mean(cKDTree(b).query(a)[0] < 2.0)
        assert 0.5 < shared < 0.95


def align(P, Q, keep, steps=50):
    """Trimmed ICP written for this test; returns the rotation found and the aligned points."""
    tree, points, total = cKDTree(Q), P, np.eye(3)
    for _ in range(steps):
        distance, match = tree.query(points)
        best = np.argsort(distance)[: int(keep * len(points))]
        source, target = points[best], Q[match[best]]
        U, _, Vt = np.linalg.svd((source - source.mean(axis=0)).T @ (target - target.mean(axis=0)))
        R = U @ np.diag([1, 1, np.linalg.det(U @ Vt)]) @ Vt
        points = (points - source.mean(axis=0)) @ R + target.mean(axis=0)
        total = total @ R
    return total, points


def angle_between(R, S):
    return np.rad2deg(np.arccos(np.clip((np.trace(R.T @ S) - 1) / 2, -1, 1)))


@pytest.mark.parametrize("keep", [0.8, 0.7])
def test_trimmed_icp_finds_the_truth(arrays, keep):
    R, points = align(arrays["P"], arrays["Q"], keep)
    assert angle_between(R, arrays["R"]) < 1.0
    off = points - (arrays["P"] @ arrays["R"] + arrays["t"])
    assert np.sqrt(np.mean(np.sum(off**2, axis=1))) < 1.0


def test_plain_icp_does_not(arrays):
    R, _ = align(arrays["P"], arrays["Q"], keep=1.0)
    assert angle_between(R, arrays["R"]) > 3.0, "the lesson needs the trimmed variant to matter"


def test_no_turn_maps_the_duck_to_itself(arrays):
    # Turned about any axis through its middle, the duck leaves its own surface.
    Q = arrays["Q"]
    middle = Q.mean(axis=0)
    for axis in np.eye(3):
        for degrees in (10, 90, 180, 270, 350):
            turned = (Q - middle) @ scan.turn_about(tuple(axis), degrees) + middle
            assert np.sqrt(np.mean(scan.duck(turned) ** 2)) > 1.0
