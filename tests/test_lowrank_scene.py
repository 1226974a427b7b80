"""svdlab.lowrank.SceneModel: a stream, its background, its masks, and a camera that moves."""

import numpy as np
import pytest

from svdlab import datasets
from svdlab.lowrank import SceneModel
from tests.test_lowrank import clip, matrix


def f1(mask, truth):
    return 2 * (mask & truth).sum() / (mask.sum() + truth.sum())


def test_the_stream_gives_the_svd_of_the_whole_clip():
    frames, *_ = clip(120)
    frames[:, 8:14] = frames[:, :6]  # nothing moves
    model = SceneModel(1, robust=False).fit(frames[i : i + 17] for i in range(0, 120, 17))
    U, s, _ = np.linalg.svd(matrix(frames), full_matrices=False)
    assert abs(U[:, 0] @ model.components_[0]) > 1 - 1e-6
    assert model.singular_values_[0] == pytest.approx(s[0], rel=1e-5)
    assert model.explained_ == pytest.approx(s[0] ** 2 / (s**2).sum(), rel=1e-5)
    assert model.n_samples_seen_ == 120


@pytest.mark.parametrize("colour", [False, True])
def test_background_and_mask_of_a_crossing_square(colour):
    frames, truth, background = clip(150, colour=colour)
    model = SceneModel(1).fit(frames)
    expected = background[..., None] if colour else background
    found = model.background(frames)
    assert found.shape == frames.shape
    assert found.dtype == np.uint8
    assert np.sqrt(np.mean((found - expected) ** 2.0)) < 1.5
    assert f1(model.mask(frames), truth) > 0.98
    assert not model.camera_moves_


def test_split_says_what_background_and_mask_say():
    frames, *_ = clip(40)
    model = SceneModel(2).fit(frames)
    backgrounds, masks = model.background(frames), model.mask(frames)
    for (background, moving), whole, mask in zip(
        model.split(frames), backgrounds, masks, strict=True
    ):
        assert np.abs(background.astype(int) - whole).max() <= 1
        np.testing.assert_array_equal(moving, mask)


def test_street_is_told_as_well_as_the_lesson_tells_it():
    frames = datasets.street()
    model = SceneModel(1).fit(frames[i : i + 30] for i in range(0, len(frames), 30))
    assert f1(model.mask(frames), datasets.street_truth()) > 0.84
    assert not model.camera_moves_
    assert not SceneModel().fit(datasets.square()).camera_moves_


def test_a_camera_that_moves_is_noticed():
    frames = datasets.bikes(187, 241)
    model = SceneModel().fit(frames[i : i + 8] for i in range(0, len(frames), 8))
    assert model.camera_moves_
    assert model.displaced_share_ > 0.5


def test_learning_from_some_frames_counts_across_blocks():
    frames, *_ = clip(60)
    whole = SceneModel(1, robust=False).fit(frames[::7])
    model = SceneModel(1, robust=False, learn_every=7).fit(
        frames[i : i + 5] for i in range(0, 60, 5)
    )
    assert model.n_samples_seen_ == 60
    np.testing.assert_allclose(model.singular_values_, whole.singular_values_, rtol=1e-5)


def test_forgetting_follows_a_new_scene():
    one, two = clip(60, seed=1)[0], clip(60, seed=9)[0]
    stream = [block for part in (one, two) for block in np.split(part, 12)]
    new = SceneModel(1, robust=False, forget=0.5).fit(stream)
    old = SceneModel(1, robust=False).fit(stream)
    right = matrix(two).mean(axis=1)
    right /= np.linalg.norm(right)
    assert right @ np.abs(new.components_[0]) > right @ np.abs(old.components_[0])
    assert right @ np.abs(new.components_[0]) > 0.99


def test_the_model_does_not_grow_and_fit_starts_anew():
    frames, *_ = clip(80)
    model = SceneModel(2).fit(frames)
    first = model.components_.copy()
    for _ in range(3):
        model.partial_fit(frames)
        assert model.components_.shape == first.shape
    assert model.n_samples_seen_ == 320
    np.testing.assert_array_equal(model.fit(frames).components_, first)


def test_parameters_follow_scikit_learn():
    model = SceneModel(3, threshold=12.0)
    params = model.get_params()
    assert params["rank"] == 3
    assert params["threshold"] == 12.0
    assert SceneModel(**params).get_params() == params
    assert model.set_params(rank=2, forget=0.9) is model
    assert (model.rank, model.forget) == (2, 0.9)
    frames, *_ = clip(30)
    assert model.fit(frames).transform(frames).shape == (30, 2)
