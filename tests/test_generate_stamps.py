"""The stamps: the committed files, their statistics, and what is and is not printed on them."""

import time
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from coursekit.generators import stamps as generator

FOLDER = Path(__file__).parents[1] / "data" / "stamps"
COUNT, SHAPE = 22, (170, 139, 3)

# A real definitive series of the same size, centred: singular values and share of the energy.
REAL_SINGULAR_VALUES = (164.5, 102.1, 62.1, 59.3)
REAL_ENERGY = (0.500, 0.693, 0.764)


@pytest.fixture(scope="module")
def drawn():
    start = time.perf_counter()
    stamps, clean = generator.draw_stamps()
    print(f"\nthe series is drawn in {time.perf_counter() - start:.1f} s")
    return stamps, clean


def columns(images):
    return images.reshape(len(images), -1).T / 255


@pytest.fixture(scope="module")
def factors(drawn):
    stamps = columns(drawn[0])
    mean = stamps.mean(axis=1, keepdims=True)
    return mean, *np.linalg.svd(stamps - mean, full_matrices=False)


@pytest.fixture(scope="module")
def errors(drawn, factors):
    """RMS error against the clean stamps of mean + rank r, for r = 0 .. 12."""
    mean, U, s, Vt = factors
    clean = columns(drawn[1])
    approximations = (np.clip(mean + (U[:, :r] * s[:r]) @ Vt[:r], 0, 1) for r in range(13))
    return np.array([rms(image - clean) for image in approximations])


def rms(difference):
    return float(np.sqrt(np.mean(difference**2)))


def coverage(images, issues):
    """Share of ink in every pixel and what is left that no mixture of ink and paper explains."""
    share, left = [], []
    for image, issue in zip(images / 255, issues, strict=True):
        ink, paper = np.array(issue.ink) / 255, np.array(issue.paper) / 255
        share.append((image - paper) @ (ink - paper) / np.sum((ink - paper) ** 2))
        left.append(image - paper - share[-1][..., None] * (ink - paper))
    return np.stack(share), np.stack(left)


def design_without_values():
    """Where every stamp of the series carries the same design: inside the frame, off the values."""
    y, x = np.mgrid[: SHAPE[0], : SHAPE[1]] + 0.5
    left, top, right, bottom = generator.FRAME
    inside = (x > left) & (x < right) & (y > top) & (y < bottom)
    for cx, cy in (generator.LEFT_VALUE, generator.RIGHT_VALUE):
        inside &= np.hypot(x - cx, y - cy) > generator.VALUE_RADIUS + 1
    return inside


def test_shapes_and_types(drawn):
    for images in drawn:
        assert images.shape == (COUNT, *SHAPE)
        assert images.dtype == np.uint8


@pytest.mark.parametrize(("kind", "which"), [("stamp", 0), ("clean", 1)])
def test_committed_files_are_what_the_generator_draws(drawn, kind, which):
    assert len(list(FOLDER.glob(f"{kind}_*.png"))) == COUNT
    for number, image in enumerate(drawn[which]):
        with Image.open(FOLDER / f"{kind}_{number:02d}.png") as committed:
            assert committed.mode == "RGB"
            different = int(np.sum(np.asarray(committed) != image))
        assert different == 0, f"{kind}_{number:02d}.png: {different} values differ"


def test_write_returns_the_files_it_wrote(tmp_path, drawn):
    paths = generator.write(tmp_path)
    names = [f"{kind}_{i:02d}.png" for kind in ("stamp", "clean") for i in range(COUNT)]
    assert [path.relative_to(tmp_path).as_posix() for path in paths] == [
        f"stamps/{name}" for name in names
    ]
    assert sum(path.stat().st_size for path in paths) < 2.5e6
    for path, image in zip(paths, np.concatenate(drawn), strict=True):
        with Image.open(path) as saved:
            assert np.array_equal(np.asarray(saved), image)


def test_another_seed_cancels_the_same_series_otherwise(drawn):
    stamps, clean = generator.draw_stamps(seed=2)
    assert np.array_equal(clean, drawn[1])
    changed = np.mean(np.abs(columns(stamps) - columns(drawn[0])) > 0.1, axis=0)
    assert np.all(changed > 0.05)


def test_spectrum_is_that_of_a_real_series(factors):
    s = factors[2]
    energy = np.cumsum(s**2) / np.sum(s**2)
    print("\nsingular values", s[:6].round(1), "energy", energy[:4].round(3))
    np.testing.assert_allclose(s[:4], REAL_SINGULAR_VALUES, rtol=0.10)
    np.testing.assert_allclose(energy[:3], REAL_ENERGY, atol=0.03)


def test_first_directions_are_ink(factors):
    """The inks predict where a stamp lies on the plane of the first two directions.

    The third is ink too, but its singular value is close to the fourth's, the shift of the print,
    so the two mix a little.
    """
    Vt = factors[3]
    inks = np.array([issue.ink for issue in generator.SERIES]) / 255
    design = np.column_stack([np.ones(COUNT), inks])
    predicted = design @ np.linalg.lstsq(design, Vt.T, rcond=None)[0]
    unexplained = np.sum((Vt.T - predicted) ** 2, axis=0)
    print("\nshare of each direction that ink does not explain", unexplained[:5].round(3))
    assert np.all(unexplained[:2] < 0.02)
    assert unexplained[2] < 0.10
    assert np.all(unexplained[3:-1] > 0.5)


def test_a_small_rank_denoises_best(drawn, factors, errors):
    stamps, clean = map(columns, drawn)
    median = rms(np.median(stamps, axis=1, keepdims=True) - clean)
    cancelled = rms(stamps - clean)
    print(f"\nRMS error: cancelled {cancelled:.4f}, mean {errors[0]:.4f}, median {median:.4f}")
    print("rank 0..12:", errors.round(4))
    best = int(np.argmin(errors))
    assert 2 <= best <= 5
    assert errors[best] < 0.75 * cancelled
    assert errors[best] < 0.5 * min(errors[0], median)
    # A clear minimum: steeply down to it, and up again without end.
    assert np.all(np.diff(errors[: best + 1]) < 0)
    assert np.all(np.diff(errors[best:]) > 0)
    assert errors[-1] > 1.3 * errors[best]


def test_clean_stamps_hold_ink_and_paper_only(drawn):
    """Every clean stamp is the one design in its ink; the cancelled ones are not."""
    where = design_without_values()
    share, left = coverage(drawn[1], generator.SERIES)
    rounding = 0.5 / 255 * np.sqrt(3)
    assert np.linalg.norm(left[:, where], axis=-1).max() <= rounding
    inks = np.array([issue.ink for issue in generator.SERIES])
    papers = np.array([issue.paper for issue in generator.SERIES])
    contrast = np.linalg.norm(inks - papers, axis=1) / 255
    for one, other in combinations(range(COUNT), 2):
        allowed = rounding / contrast[one] + rounding / contrast[other]
        assert np.abs(share[one] - share[other])[where].max() <= allowed

    marked, _ = coverage(drawn[0], generator.SERIES)
    assert np.all(np.abs(marked - share)[:, where].max(axis=1) > 0.2)


def test_values_differ_where_values_are_printed(drawn):
    share, _ = coverage(drawn[1], generator.SERIES)
    y, x = np.mgrid[: SHAPE[0], : SHAPE[1]] + 0.5
    for cx, cy in (generator.LEFT_VALUE, generator.RIGHT_VALUE):
        disc = np.hypot(x - cx, y - cy) < generator.VALUE_RADIUS - 2
        for one, other in combinations(range(COUNT), 2):
            assert np.abs(share[one] - share[other])[disc].max() > 0.5


def test_every_stamp_is_cancelled_in_its_own_way(drawn):
    """Where paper shows, a dark postmark covers some of it, never the same part twice."""
    stamps, clean = (images.astype(float).mean(axis=-1) for images in drawn)
    darker = (clean - stamps) / clean > 0.25
    paper = np.all(clean > 150, axis=0)
    marks = darker[:, paper]
    assert np.all(marks.mean(axis=1) > 0.01)
    for one, other in combinations(range(COUNT), 2):
        shared = np.sum(marks[one] & marks[other]) / np.sum(marks[one] | marks[other])
        assert shared < 0.5, f"stamps {one} and {other} carry much the same postmark"
