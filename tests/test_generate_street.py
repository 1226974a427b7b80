"""The street clips: reproducible, playable, and fit to tell the story of lessons 5 and 6."""

import subprocess
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
from PIL import Image
from scipy.ndimage import binary_dilation

from coursekit.generators import street
from coursekit.generators.street import files

DATA = Path(__file__).parents[1] / "data" / "street"
SCENES = ("street", "square")
FRAMES = {"street": 300, "square": 150}


def decode(path):
    """Return the frames of a clip, uint8, (T, h, w, 3)."""
    reader = imageio_ffmpeg.read_frames(str(path), pix_fmt="rgb24")
    width, height = next(reader)["size"]
    return np.stack([np.frombuffer(f, np.uint8).reshape(height, width, 3) for f in reader])


def columns(frames):
    """Return grey frames as the columns of a matrix, as the course does."""
    return (frames @ np.array([0.299, 0.587, 0.114])).reshape(len(frames), -1).T


def low_rank(matrix, rank):
    _, vectors = np.linalg.eigh(matrix.T @ matrix)
    leading = vectors[:, -rank:]
    return matrix @ leading @ leading.T


def robust_background(matrix, iterations=20):
    """Return the low-rank part of principal component pursuit (inexact ALM, Lin et al. 2010)."""
    lam = 1 / np.sqrt(max(matrix.shape))
    top = np.linalg.norm(matrix.T @ matrix, 2) ** 0.5
    dual = matrix / max(top, np.abs(matrix).max() / lam)
    mu, sparse = 1.25 / top, np.zeros_like(matrix)
    for _ in range(iterations):
        target = matrix - sparse + dual / mu
        values, vectors = np.linalg.eigh(target.T @ target)
        kept = values > mu**-2
        shrunk = 1 - 1 / (mu * np.sqrt(values[kept]))
        low = (target @ vectors[:, kept] * shrunk) @ vectors[:, kept].T
        rest = matrix - low + dual / mu
        sparse = np.sign(rest) * np.maximum(np.abs(rest) - lam / mu, 0)
        dual = dual + mu * (matrix - low - sparse)
        mu *= 1.5
    return low


def f1(matrix, background, truth, threshold):
    mask = np.abs(matrix - background) > threshold
    return 2 * (mask & truth).sum() / (mask.sum() + truth.sum())


@pytest.fixture(scope="module")
def drawn():
    return {name: street.SCENES[name]() for name in SCENES}


@pytest.fixture(scope="module")
def decoded():
    return {name: decode(DATA / f"{name}.mp4") for name in SCENES}


@pytest.fixture(scope="module")
def truths():
    found = {}
    for name in SCENES:
        with np.load(DATA / f"{name}_truth.npz") as stored:
            shape = tuple(stored["shape"])
            bits = np.unpackbits(stored["bits"], count=int(np.prod(shape)))
        found[name] = bits.reshape(shape).astype(bool)
    return found


@pytest.mark.parametrize("name", SCENES)
def test_shapes_and_types(drawn, name):
    frames, truth, background = drawn[name]
    assert frames.shape == (FRAMES[name], 120, 160, 3) and frames.dtype == np.uint8
    assert truth.shape == frames.shape[:3] and truth.dtype == bool
    assert background.shape == (120, 160, 3) and background.dtype == np.uint8


def test_drawing_again_gives_the_same_pixels(drawn):
    for first, again in zip(drawn["square"], street.draw_square(), strict=True):
        np.testing.assert_array_equal(first, again)


def test_another_seed_gives_other_people(drawn):
    frames, truth, _ = street.draw_square(seed=7)
    assert (frames != drawn["square"][0]).mean() > 0.5
    assert (truth != drawn["square"][1]).any()


@pytest.mark.parametrize("name", SCENES)
def test_stored_truth_and_background_are_those_drawn(drawn, truths, name):
    np.testing.assert_array_equal(truths[name], drawn[name][1])
    stored = np.asarray(Image.open(DATA / f"{name}_background.png"))
    np.testing.assert_array_equal(stored, drawn[name][2])


@pytest.mark.parametrize("name", SCENES)
def test_stored_clip_is_the_drawing_but_for_the_compression(drawn, decoded, name):
    """In every frame the mean absolute difference stays below 6 levels, the PSNR above 29 dB.

    Most of it is sensor noise in the colours, which yuv420p halves; the grey that the lessons
    use stays within 4 levels.
    """
    frames = drawn[name][0]
    assert decoded[name].shape == frames.shape
    difference = decoded[name].astype(float) - frames
    assert np.abs(difference).mean(axis=(1, 2, 3)).max() < 6
    assert 10 * np.log10(255**2 / (difference**2).mean(axis=(1, 2, 3))).min() > 29
    assert np.abs(columns(decoded[name]) - columns(frames)).mean(axis=0).max() < 4


@pytest.mark.parametrize("name", SCENES)
def test_objects_cover_a_small_part_of_the_picture(truths, name):
    cover = truths[name].mean(axis=(1, 2))
    assert 0.03 < cover.mean() < 0.10
    assert cover.max() < 0.25


@pytest.mark.parametrize("name", SCENES)
def test_masks_line_up_with_what_differs_from_the_background(decoded, truths, drawn, name):
    matrix, truth = columns(decoded[name]), columns_of_mask(truths[name])
    difference = np.abs(matrix - columns(drawn[name][2][None]))
    assert np.median(difference[truth]) > 8 * np.median(difference[~truth])
    # Shifted by two pixels the masks fit less well: they are not merely near the objects.
    shifted = columns_of_mask(np.roll(truths[name], 2, axis=2))
    assert difference[truth].mean() > 1.15 * difference[shifted].mean()


def columns_of_mask(truth):
    return truth.reshape(len(truth), -1).T


def test_shadows_fall_outside_the_mask(drawn):
    """Ground in shadow is darker than the background, yet it is not foreground."""
    frames, truth, background = drawn["square"]
    light = np.median(frames, axis=(1, 2, 3)) / np.median(background)
    change = frames.mean(axis=3) / light[:, None, None] - background.mean(axis=2)
    paving = np.zeros(truth.shape, dtype=bool)
    paving[:, 85:] = True
    around = binary_dilation(truth, np.ones((1, 13, 13)))
    dark = change < -20
    beside, elsewhere = dark[around & ~truth & paving], dark[~around & paving]
    assert beside.mean() > 0.05
    assert beside.mean() > 5 * elsewhere.mean()


def test_somebody_stands_still_for_more_than_three_seconds(truths):
    """Some pixel of the street is foreground for a long unbroken run."""
    stay = np.zeros(truths["street"].shape[1:], dtype=int)
    longest = stay.copy()
    for mask in truths["street"]:
        stay = np.where(mask, stay + 1, 0)
        longest = np.maximum(longest, stay)
    assert 3 * street.FRAME_RATE < longest.max() < len(truths["street"]) / 2


def test_rank_one_finds_people_and_rank_ten_swallows_them(decoded, truths):
    for name, margin in (("street", 0.12), ("square", 0.12)):
        matrix, truth = columns(decoded[name]), columns_of_mask(truths[name])
        one, ten = low_rank(matrix, 1), low_rank(matrix, 10)
        for threshold in (25, 30, 40):
            best = f1(matrix, one, truth, threshold)
            assert best > 0.72
            assert best > f1(matrix, ten, truth, threshold) + margin


def test_robust_method_wins_at_a_low_threshold(decoded, truths):
    matrix, truth = columns(decoded["street"]), columns_of_mask(truths["street"])
    plain = f1(matrix, low_rank(matrix, 1), truth, 15)
    median = f1(matrix, np.median(matrix, axis=1, keepdims=True), truth, 15)
    robust = f1(matrix, robust_background(matrix), truth, 15)
    assert plain < 0.74
    assert median > plain + 0.1
    assert robust > plain + 0.13


def test_two_scenes_need_two_components(decoded):
    matrix = np.hstack([columns(decoded[name]) for name in SCENES])
    street_only = np.arange(matrix.shape[1]) < FRAMES["street"]
    residual = {rank: np.abs(matrix - low_rank(matrix, rank)) for rank in (1, 2)}
    for part in (street_only, ~street_only):
        assert residual[1][:, part].mean() > 2.2 * residual[2][:, part].mean()
    values = np.linalg.eigvalsh(matrix.T @ matrix)[::-1] ** 0.5
    assert values[1] > 4 * values[2]


@pytest.mark.parametrize("name", SCENES)
def test_every_browser_can_play_it(name):
    path = DATA / f"{name}.mp4"
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    shown = subprocess.run([ffmpeg, "-i", str(path)], capture_output=True, text=True).stderr
    assert "Video: h264" in shown and "yuv420p" in shown
    assert "160x120" in shown and "15 fps" in shown
    boxes = top_level_boxes(path.read_bytes())
    assert boxes.index(b"moov") < boxes.index(b"mdat")


def top_level_boxes(content):
    names, at = [], 0
    while at < len(content):
        names.append(content[at + 4 : at + 8])
        at += int.from_bytes(content[at : at + 4], "big")
    return names


def test_all_files_are_light():
    assert sum(p.stat().st_size for p in DATA.iterdir()) < 3e6


def test_writing_twice_gives_the_same_bytes(drawn, tmp_path, monkeypatch):
    frames, truth, background = drawn["square"]
    short = (frames[:20], truth[:20], background)
    monkeypatch.setattr(files, "SCENES", {"square": lambda: short})
    first, again = street.write(tmp_path / "a"), street.write(tmp_path / "b")
    assert [p.name for p in first] == ["square.mp4", "square_truth.npz", "square_background.png"]
    for one, other in zip(first, again, strict=True):
        assert one.read_bytes() == other.read_bytes()


def test_odd_sides_are_refused(tmp_path):
    with pytest.raises(ValueError, match="even sides"):
        street.encode(np.zeros((2, 121, 160, 3), np.uint8), tmp_path / "odd.mp4")
