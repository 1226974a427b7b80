"""The generator of the aerial pictures: same files again, truth that fits, pictures that agree."""

import csv
import json

import numpy as np
import pytest
from PIL import Image
from scipy.ndimage import gaussian_filter, map_coordinates

from coursekit.generators import landmarks
from coursekit.generators.build import DATA


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    target = tmp_path_factory.mktemp("data")
    written = landmarks.write(target)
    assert [path.name for path in written] == [
        "first.png",
        "second.png",
        "landmarks.csv",
        "truth.json",
    ]
    return target / "landmarks"


@pytest.fixture(scope="module")
def marks(folder):
    with (folder / "landmarks.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [row["name"] for row in rows]
    first = np.array([[float(row["x_first"]), float(row["y_first"])] for row in rows])
    second = np.array([[float(row["x_second"]), float(row["y_second"])] for row in rows])
    return names, first, second


@pytest.fixture(scope="module")
def truth(folder):
    facts = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return np.array(facts["R"]), np.array(facts["t"]), facts["mistaken"]


@pytest.mark.parametrize("name", ["landmarks.csv", "truth.json"])
def test_texts_come_out_byte_by_byte(folder, name):
    assert (folder / name).read_bytes() == (DATA / "landmarks" / name).read_bytes()


@pytest.mark.parametrize("name", ["first.png", "second.png"])
def test_pictures_come_out_pixel_by_pixel(folder, name):
    with Image.open(folder / name) as made, Image.open(DATA / "landmarks" / name) as kept:
        assert np.array_equal(np.asarray(made), np.asarray(kept))


def test_marks_are_off_by_less_than_a_metre_or_so(marks, truth):
    _, first, second = marks
    R, t, mistaken = truth
    off = np.delete(second @ R + t - first, mistaken, axis=0)
    assert 0.2 < np.sqrt(np.mean(off**2)) < 0.7
    assert np.linalg.norm(off, axis=1).max() < 2.0


def test_the_best_rigid_fit_finds_turn_and_mistake(marks, truth):
    _, first, second = marks
    mistaken = truth[2]
    a, b = first - first.mean(axis=0), second - second.mean(axis=0)
    U, _, Vt = np.linalg.svd(b.T @ a)
    fitted = U @ Vt
    assert np.linalg.det(fitted) > 0
    turn = np.rad2deg(np.arctan2(fitted[0, 1], fitted[0, 0]))
    assert abs(turn - landmarks.SECOND_TURN_DEGREES) < 1.0
    residual = np.linalg.norm(b @ fitted - a, axis=1)
    assert residual.argmax() == mistaken
    assert residual[mistaken] > 4 * np.delete(residual, mistaken).max()


def test_the_second_picture_falls_on_the_first(folder, truth):
    def grey(name):
        with Image.open(folder / f"{name}.png") as picture:
            return gaussian_filter(np.asarray(picture.convert("L"), dtype=float), 1.0)

    first, second = grey("first"), grey("second")
    R, t, _ = truth
    n, scale = landmarks.PICTURE_PIXELS, landmarks.METRES_PER_PIXEL
    ticks = (np.arange(n) + 0.5) * scale
    x, y = np.meshgrid(ticks, ticks[::-1])
    on_second = (np.column_stack([x.ravel(), y.ravel()]) - t) @ R.T
    columns = on_second[:, 0] / scale - 0.5
    rows = n - on_second[:, 1] / scale - 0.5
    seen = (np.minimum(rows, columns) > 1) & (np.maximum(rows, columns) < n - 2)
    assert 0.6 < seen.mean() < 0.95, "the pictures overlap, but not all over"

    def agreement(shift):
        moved = map_coordinates(second, [rows[seen] + shift, columns[seen]], order=1)
        return np.corrcoef(first.ravel()[seen], moved)[0, 1]

    assert agreement(0) > 0.95
    assert agreement(0) > agreement(2) + 0.1, "two pixels off must show"


def test_landmarks_stand_out_on_both_pictures(marks):
    names, first, second = marks
    assert 25 <= len(names) <= 35
    assert landmarks.MISTAKEN in names
    margin = landmarks.PICTURE_MARGIN_METRES - 2
    for points in (first, np.delete(second, names.index(landmarks.MISTAKEN), axis=0)):
        assert points.min() > margin
        assert points.max() < landmarks.SIDE - margin
