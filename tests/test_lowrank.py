"""svdlab.lowrank, compared with NumPy's full SVD and with clips whose truth is known."""

import numpy as np
import pytest

from svdlab.lowrank import (
    SceneModel,
    distinct_frames,
    exact_svd,
    expand,
    gram_matrix,
    robust_low_rank,
    truncated_svd,
)


def clip(frames=90, height=24, width=32, seed=0, colour=False):
    """A scene under changing light, with a bright square that crosses it, and noise."""
    generator = np.random.default_rng(seed)
    scene = generator.uniform(40, 160, (height, width))
    light = 1 + 0.1 * np.sin(np.arange(frames) / 9.0)
    video = light[:, None, None] * scene + generator.normal(0, 1.5, (frames, height, width))
    truth = np.zeros(video.shape, bool)
    for t in range(frames):
        left = (t * 3) % width
        truth[t, 8:14, left : left + 5] = True
    video[truth] = 240
    video = np.clip(np.rint(video), 0, 255).astype(np.uint8)
    if colour:
        video = np.repeat(video[..., None], 3, axis=-1)
    return video, truth, light[:, None, None] * scene


def matrix(frames):
    return frames.reshape(len(frames), -1).T.astype(np.float64)


def dense(factors):
    return (factors.U.astype(float) * factors.s) @ factors.Vt.astype(float)


def best_error(A, rank):
    return np.sqrt((np.linalg.svd(A, compute_uv=False)[rank:] ** 2).sum())


def assert_factors(factors, A, rank, excess):
    m, n = A.shape
    assert factors.U.shape == (m, rank)
    assert factors.s.shape == (rank,)
    assert factors.Vt.shape == (rank, n)
    np.testing.assert_allclose(factors.U.T @ factors.U, np.eye(rank), atol=1e-5)
    np.testing.assert_allclose(factors.Vt @ factors.Vt.T, np.eye(rank), atol=1e-5)
    error = np.linalg.norm(A - dense(factors))
    assert error <= best_error(A, rank) * (1 + excess)
    assert factors.error == pytest.approx(error, rel=1e-5)
    assert factors.norm == pytest.approx(np.linalg.norm(A), rel=1e-6)


@pytest.mark.parametrize(("rank", "tolerance"), [(1, 1e-9), (2, 1e-6), (10, 1e-6)])
def test_error_is_within_the_tolerance(rank, tolerance):
    frames, *_ = clip()
    factors = truncated_svd(frames, rank, tolerance=tolerance)
    assert factors.U.dtype == np.float32
    assert_factors(factors, matrix(frames), rank, 10 * tolerance)
    assert factors.excess <= tolerance


@pytest.mark.parametrize(
    "kind", ["frames", "by columns", "by rows", "float32", "float64", "strided"]
)
def test_every_layout_gives_the_same_factors(kind):
    frames, *_ = clip()
    A = matrix(frames)
    data = {
        "frames": frames,
        "by columns": frames.reshape(len(frames), -1).T,
        "by rows": np.ascontiguousarray(frames.reshape(len(frames), -1).T),
        "float32": A.astype(np.float32),
        "float64": A,
        "strided": np.repeat(frames, 2, axis=2)[:, :, ::2],
    }[kind]
    before = data.copy()
    factors = truncated_svd(data, 3, tolerance=1e-9)
    assert factors.U.dtype == (np.float64 if kind == "float64" else np.float32)
    assert_factors(factors, A, 3, 1e-7)
    np.testing.assert_array_equal(data, before)


def test_colour_and_memmap(tmp_path):
    frames, *_ = clip(colour=True)
    path = tmp_path / "clip.raw"
    frames.tofile(path)
    mapped = np.memmap(path, np.uint8, "r", shape=frames.shape)
    factors = truncated_svd(mapped, 2, memory=50_000, tolerance=1e-8)
    assert_factors(factors, matrix(frames), 2, 1e-6)


def test_a_seed_gives_the_same_result_and_passes_are_kept():
    frames, *_ = clip()
    one, two = (truncated_svd(frames, 4, passes=2, seed=5) for _ in range(2))
    np.testing.assert_array_equal(one.U, two.U)
    assert one.passes == 2
    errors = [truncated_svd(frames, 4, passes=count, seed=5).error for count in (1, 2, 4)]
    assert errors[0] >= errors[1] >= errors[2] * (1 - 1e-9)
    assert np.isnan(truncated_svd(frames, 4, width=4, passes=1).excess)


@pytest.mark.parametrize("kind", ["bytes", "float32", "wide"])
def test_a_tolerance_beyond_single_precision_gives_all_digits(kind):
    frames, *_ = clip()
    A = matrix(frames)
    s = np.linalg.svd(A, compute_uv=False)
    data = {"bytes": frames, "float32": A.astype(np.float32), "wide": frames[:12]}[kind]
    if kind == "wide":
        A, s = A[:, :12], np.linalg.svd(A[:, :12], compute_uv=False)
    factors = truncated_svd(data, 10, tolerance=1e-14)
    assert factors.U.dtype == np.float64
    np.testing.assert_allclose(factors.s, s[:10], rtol=1e-11)
    residual = A.T @ (A @ factors.Vt.T) - factors.Vt.T * factors.s**2
    assert np.abs(residual).max() <= 1e-10 * s[0] ** 2
    assert_factors(factors, A, 10, 1e-12)


@pytest.mark.parametrize("tolerance", [1e-6, 1e-14])
@pytest.mark.parametrize("value", [0, 9])
def test_a_clip_of_one_colour(value, tolerance):
    frames = np.full((20, 6, 7), value, np.uint8)
    factors = truncated_svd(frames, 2, tolerance=tolerance)
    np.testing.assert_allclose(factors.s, [value * np.sqrt(frames.size), 0], rtol=1e-6)
    np.testing.assert_allclose(dense(factors), value, atol=1e-4)


def test_every_direction_of_a_small_matrix_is_found():
    frames = np.random.default_rng(1).integers(0, 256, (9, 6, 7, 3), dtype=np.uint8)
    A = matrix(frames)
    for rank in (8, 9):
        factors = truncated_svd(frames, rank)
        np.testing.assert_allclose(factors.s, np.linalg.svd(A, compute_uv=False)[:rank], rtol=1e-4)


@pytest.mark.parametrize("gap", [3.0, 1.1, 1.01])
def test_the_estimate_of_the_excess_is_of_the_size_of_the_truth_or_above(gap):
    generator = np.random.default_rng(4)
    U, Vt = (np.linalg.qr(generator.standard_normal((n, 60)))[0] for n in (300, 200))
    A = (U * gap ** -np.arange(60.0)) @ Vt.T
    for passes in range(2, 8):
        factors = truncated_svd(A, 3, passes=passes, width=3)
        true = np.linalg.norm(A - dense(factors)) / best_error(A, 3) - 1
        assert factors.excess >= true / 5 - 1e-12


@pytest.mark.parametrize("true_rank", [0, 1, 3])
def test_a_rank_above_that_of_the_data_gives_zeros(true_rank):
    generator = np.random.default_rng(1)
    A = generator.integers(0, 5, (60, true_rank)) @ generator.integers(0, 5, (true_rank, 40))
    factors = truncated_svd(np.asfortranarray(A.astype(np.uint8)), 5)
    np.testing.assert_allclose(factors.s[true_rank:], 0, atol=1e-2)
    np.testing.assert_allclose(dense(factors), A, atol=1e-3)
    np.testing.assert_allclose(factors.U.T @ factors.U, np.eye(5), atol=1e-4)


def test_all_of_a_small_matrix():
    A = np.random.default_rng(2).standard_normal((7, 5))
    factors = truncated_svd(A, 5, tolerance=1e-12)
    np.testing.assert_allclose(factors.s, np.linalg.svd(A, compute_uv=False), rtol=1e-6)
    np.testing.assert_allclose(dense(factors), A, atol=1e-6)


def test_inner_products_of_bytes_are_exact():
    generator = np.random.default_rng(3)
    noise = generator.integers(0, 256, (50, 30, 400), dtype=np.uint8)  # no picture in common
    extreme = np.zeros((4, 100, 330), np.uint8)
    extreme[1:] = 255
    for frames in (noise, extreme, clip()[0]):
        flat = frames.reshape(len(frames), -1).astype(np.int64)
        np.testing.assert_array_equal(gram_matrix(frames), flat @ flat.T)


@pytest.mark.parametrize("merge", [False, True])
def test_exact_svd_agrees_with_numpy(merge):
    frames, *_ = clip(60)
    frames = frames[np.random.default_rng(4).integers(0, 40, 300)]
    A = matrix(frames)
    factors = exact_svd(frames, 10, merge_duplicates=merge)
    np.testing.assert_allclose(factors.s, np.linalg.svd(A, compute_uv=False)[:10], rtol=1e-10)
    assert_factors(factors, A, 10, 1e-9)


def test_copies_of_frames_are_found_and_weighted():
    frames, *_ = clip(40)
    order = np.array([0, 0, 1, 2, 2, 2, 3, 1, *range(4, 40)])
    clip_with_copies = frames[order]
    distinct = distinct_frames(clip_with_copies)
    np.testing.assert_array_equal(
        clip_with_copies[distinct.first][distinct.which], clip_with_copies
    )
    np.testing.assert_array_equal(distinct.counts[:5], [2, 2, 3, 1, 1])
    assert len(distinct.first) == 40
    weighted = matrix(frames) * np.sqrt(distinct.counts)
    factors = expand(truncated_svd(weighted, 3, tolerance=1e-10), distinct)
    assert_factors(factors, matrix(clip_with_copies), 3, 1e-6)


@pytest.mark.parametrize("rank", [1, 2])
def test_robust_background_is_not_pulled_at(rank):
    frames, truth, background = clip(200)
    found = robust_low_rank(frames, rank)
    assert found.converged
    assert found.passes >= 1
    model = found.background(slice(None)).T.reshape(frames.shape)
    assert np.sqrt(np.mean((model - background) ** 2)) < 0.5
    plain = truncated_svd(frames, rank).columns(slice(None)).T.reshape(frames.shape)
    assert np.sqrt(np.mean((plain - background) ** 2)) > 2
    far = np.abs(frames - model) > found.threshold
    assert far[truth].mean() > 0.95


@pytest.mark.parametrize("seed", range(4))
def test_a_rank_too_large_costs_the_robust_background_little(seed):
    frames, _, background = clip(120)
    found = robust_low_rank(frames, 6, seed=seed)
    model = found.background(slice(None)).T.reshape(frames.shape)
    assert np.sqrt(np.mean((model - background) ** 2)) < 0.8


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_robust_background_of_numbers_without_noise(dtype):
    generator = np.random.default_rng(0)
    time = np.arange(150)
    L = np.outer(generator.random(900) + 0.5, 1 + 0.2 * np.sin(time / 9))
    L += 0.1 * np.outer(generator.standard_normal(900), np.cos(time / 17))
    M = np.where(generator.random(L.shape) < 0.1, 3.0, L).astype(dtype)
    found = robust_low_rank(M, 2)
    assert np.abs(found.background(slice(None)) - L).max() < 0.005


def test_robust_tells_when_it_did_not_converge():
    frames, *_ = clip(60)
    assert not robust_low_rank(frames, 3, most_passes=1, tolerance=1e-12).converged


def test_robust_survives_clips_without_anything_in_them():
    for value in (0, 255):
        found = robust_low_rank(np.full((20, 6, 7), value, np.uint8), 2)
        np.testing.assert_allclose(found.background(slice(None)), value, atol=0.01)


def one_infinity():
    data = np.ones((50, 400))
    data[17, 203] = np.inf
    return data


BAD = [
    (lambda: truncated_svd(clip()[0], 0), "rank must be an integer from 1 to 90"),
    (lambda: truncated_svd(clip()[0], 91), "rank must be"),
    (lambda: truncated_svd(clip()[0], 1, tolerance=0), "tolerance"),
    (lambda: truncated_svd(clip()[0], 1, passes=0), "passes"),
    (lambda: truncated_svd(np.zeros(5), 1), "1 axes"),
    (lambda: truncated_svd(np.zeros((0, 3, 3), np.uint8), 1), "hold nothing"),
    (lambda: truncated_svd(np.ones((3, 3), complex), 1), "real numbers"),
    (lambda: truncated_svd(np.full((4, 4), np.nan), 1), "nan or infinity"),
    (lambda: truncated_svd(one_infinity(), 1), "nan or infinity"),
    (lambda: gram_matrix(np.ones((4, 4))), "uint8"),
    (lambda: robust_low_rank(clip()[0], 1, threshold=0), "threshold"),
    (lambda: robust_low_rank(clip()[0], 1, most_passes=0), "most_passes"),
    (lambda: SceneModel(0).fit(clip()[0]), "rank"),
    (lambda: SceneModel(forget=0).fit(clip()[0]), "forget"),
    (lambda: SceneModel(learn_every=0).fit(clip()[0]), "learn_every"),
    (lambda: SceneModel(threshold=0).fit(clip()[0]), "threshold"),
    (lambda: SceneModel().fit([]), "no frame"),
    (lambda: SceneModel().fit(np.ones((3, 4, 4))), "uint8"),
    (lambda: SceneModel().mask(clip()[0]), "call fit first"),
    (lambda: SceneModel().set_params(nonsense=1), "no parameter 'nonsense'"),
    (lambda: SceneModel().fit(clip()[0]).mask(clip(5, 6, 7)[0]), "shape"),
]


@pytest.mark.parametrize(("call", "message"), BAD)
def test_bad_input_is_refused_with_a_sentence(call, message):
    with pytest.raises(ValueError, match=message):
        call()
