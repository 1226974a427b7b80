"""A scene that learns from a stream of frames, in memory that does not grow.

After each block of frames the model holds the leading singular vectors of all frames so far: the
SVD of the old vectors, times their singular values, with the new frames below them.

References
----------
A. Levy, M. Lindenbaum, "Sequential Karhunen-Loeve basis extraction and its application to images",
IEEE Transactions on Image Processing 9(8), 2000: the update, and forgetting.

D. A. Ross, J. Lim, R.-S. Lin, M.-H. Yang, "Incremental learning for robust visual tracking",
International Journal of Computer Vision 77, 2008.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from svdlab.lowrank.courses import least_absolute
from svdlab.lowrank.motion import displaced, shrunk
from svdlab.lowrank.robust import robust_low_rank
from svdlab.lowrank.small import combine, pieces, whitening

ASKED_PIXELS = 4000
FIRST_FRAMES = 120
SAME_BACKGROUND = 0.5
DISPLACED_SHARE = 0.3


class SceneModel:
    """Background of a clip of any length, of low rank, with scikit-learn's conventions.

    A sample is a frame. ``fit`` takes an array or an iterable of blocks of frames, ``partial_fit``
    one block more.

    Parameters
    ----------
    rank : int
        Of the background: 1 for a scene in steady light, 2 or 3 where light changes unevenly.
    robust : bool
        Whether what moves is replaced by the background before the model learns from a frame, and
        is left out when a frame's background is found.
    threshold : float
        Grey levels beyond which a pixel is no background: for the mask and for `robust`.
    forget : float
        Weight of the past after each block, above 0 and at most 1; 1 forgets nothing.
    learn_every : int
        Learn from one frame in so many. A scene changes slowly; a stream is followed faster.
    memory : float
        Bytes for the frames that are learnt from at once (as float32); the model's own size, 4
        bytes per pixel and component, comes on top twice.
    seed : int
        Draws the pixels that are asked for the light of a frame.

    Attributes
    ----------
    components_ : (k, pixels) float32 ndarray
        Orthonormal pictures, ``k <= rank``.
    singular_values_ : (k,) float64 ndarray
    explained_ : float
        Share of the energy of the frames learnt from (outliers replaced) that the model holds.
    frame_shape_ : tuple of int
        (height, width) or (height, width, channels).
    n_samples_seen_ : int
        Frames given so far.
    camera_moves_ : bool
        Whether more than three in ten of the frames looked at (two per block) are displaced
        against the first by more than 1.5 pixels of a picture 128 pixels wide: the model is no
        background then.
    displaced_share_ : float
        That share.
    """

    def __init__(
        self,
        rank: int = 1,
        *,
        robust: bool = True,
        threshold: float = 30.0,
        forget: float = 1.0,
        learn_every: int = 1,
        memory: float = 32e6,
        seed: int = 0,
    ) -> None:
        self.rank = rank
        self.robust = robust
        self.threshold = threshold
        self.forget = forget
        self.learn_every = learn_every
        self.memory = memory
        self.seed = seed

    # ------------------------------------------------------------------ scikit-learn's conventions

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Return the parameters by name."""
        names = list(inspect.signature(type(self).__init__).parameters)[1:]
        return {name: getattr(self, name) for name in names}

    def set_params(self, **params: Any) -> Self:
        """Set parameters by name; ValueError for an unknown one."""
        known = self.get_params()
        for name, value in params.items():
            if name not in known:
                raise ValueError(
                    f"SceneModel has no parameter {name!r}; it has {', '.join(known)}."
                )
            setattr(self, name, value)
        return self

    def fit(self, X: NDArray | Iterable[NDArray], y: None = None) -> Self:
        """Learn a scene anew from frames, or from an iterable of blocks of frames.

        Parameters
        ----------
        X : (T, height, width[, channels]) uint8 ndarray, or iterable of such blocks

        Raises
        ------
        ValueError
            If there is no frame, frames differ in shape, or a parameter is out of its range.
        """
        for name in [name for name in vars(self) if name.endswith("_")]:
            delattr(self, name)
        for block in [X] if isinstance(X, np.ndarray) else X:
            self.partial_fit(block)
        if not hasattr(self, "components_"):
            raise ValueError("X holds no frame: a scene needs at least one.")
        return self

    def partial_fit(self, X: NDArray, y: None = None) -> Self:
        """Learn from more frames, (T, height, width[, channels]) uint8."""
        self._check_parameters()
        frames = self._checked(X)
        first = not hasattr(self, "components_")
        if first:
            self._begin(frames)
        chosen = frames[-self.n_samples_seen_ % self.learn_every :: self.learn_every]
        self.n_samples_seen_ += len(frames)
        for number in {0, len(chosen) - 1} if len(chosen) else ():
            self._look(chosen[number])
        at_once = max(1, int(self.memory // (4 * self.components_.shape[1])))
        for start in range(0, len(chosen), at_once):
            self._learn(chosen[start : start + at_once])
        return self

    def transform(self, X: NDArray) -> NDArray[np.float32]:
        """Return the coefficients of frames, (T, k): how much of each component they show."""
        frames = self._fitted(X)
        if not self.robust:
            return np.array([self.components_ @ f.reshape(-1).astype(np.float32) for f in frames])
        values = frames.reshape(len(frames), -1)[:, self._asked]
        return least_absolute(values, self.components_[:, self._asked]).astype(np.float32)

    def inverse_transform(self, X: NDArray) -> NDArray[np.uint8]:
        """Return the backgrounds that coefficients (T, k) stand for, (T, height, width[, ...])."""
        backgrounds = np.empty((len(X), *self.frame_shape_), np.uint8)
        for background, coefficients in zip(backgrounds, np.asarray(X), strict=True):
            self._draw(coefficients, background)
        return backgrounds

    # --------------------------------------------------------------------------------- what for

    def background(self, X: NDArray) -> NDArray[np.uint8]:
        """Return the background of each frame, of the frames' own shape."""
        return self.inverse_transform(self.transform(X))

    def mask(self, X: NDArray) -> NDArray[np.bool_]:
        """Return which pixels of each frame are no background, (T, height, width)."""
        frames = self._fitted(X)
        masks = np.empty(frames.shape[:3], bool)
        for mask, (_, moving) in zip(masks, self.split(frames), strict=True):
            mask[...] = moving
        return masks

    def split(self, X: NDArray) -> Iterator[tuple[NDArray[np.uint8], NDArray[np.bool_]]]:
        """Go through frames and tell background and moving pixels of each.

        Yields
        ------
        background : (height, width[, channels]) uint8 ndarray
        moving : (height, width) bool ndarray

        Notes
        -----
        Both arrays are used again for the next frame. Where the light of a frame differs from the
        one before by less than half a grey level, its background is not formed again.
        """
        frames = self._fitted(X)
        largest = np.abs(self.components_).max(axis=1)
        last = None
        background, high, low = (np.empty(self.frame_shape_, np.uint8) for _ in range(3))
        limit = np.uint8(min(self.threshold, 255))
        for frame in frames:
            coefficients = self.transform(frame[np.newaxis])[0]
            if last is None or np.abs(coefficients - last) @ largest > SAME_BACKGROUND:
                self._draw(coefficients, background)
                last = coefficients
            np.maximum(frame, background, out=high)
            np.minimum(frame, background, out=low)
            moving = np.subtract(high, low, out=high) > limit
            yield background, moving if moving.ndim == 2 else moving.any(axis=-1)

    # -------------------------------------------------------------------------------- inside

    def _check_parameters(self) -> None:
        if not isinstance(self.rank, int | np.integer) or self.rank < 1:
            raise ValueError(f"rank must be an integer of 1 or more, got {self.rank!r}.")
        if not 0 < self.forget <= 1:
            raise ValueError(f"forget must be above 0 and at most 1, got {self.forget}.")
        if self.learn_every < 1:
            raise ValueError(f"learn_every must be 1 or more, got {self.learn_every}.")
        if not self.threshold > 0:
            raise ValueError(f"threshold must be above 0 grey levels, got {self.threshold}.")

    def _checked(self, X: NDArray) -> NDArray[np.uint8]:
        frames = np.asanyarray(X)
        if frames.ndim not in (3, 4) or frames.dtype != np.uint8 or not frames.size:
            raise ValueError(
                "X must be uint8 frames of shape (T, height, width) or (T, height, width, "
                f"channels), one at least; got {frames.dtype} of shape {frames.shape}."
            )
        shape = getattr(self, "frame_shape_", frames.shape[1:])
        if frames.shape[1:] != shape:
            raise ValueError(
                f"frames must have the shape {shape} of those before, got {frames.shape[1:]}."
            )
        return frames

    def _fitted(self, X: NDArray) -> NDArray[np.uint8]:
        if not hasattr(self, "components_"):
            raise ValueError("this SceneModel has seen no frame: call fit first.")
        return self._checked(X)

    def _begin(self, frames: NDArray[np.uint8]) -> None:
        """Start from the first block: by the robust method where wanted."""
        self.frame_shape_ = frames.shape[1:]
        self.n_samples_seen_, self._looked, self._displaced = 0, 0, 0
        self._first = shrunk(frames[0])
        self.displaced_share_, self.camera_moves_ = 0.0, False
        self._energy = self._held = 0.0
        pixels = frames[0].size
        generator = np.random.default_rng(self.seed)
        chosen = generator.choice(pixels, min(ASKED_PIXELS, pixels), replace=False)
        self._asked = np.sort(chosen)
        self.components_ = np.zeros((0, pixels), np.float32)
        self.singular_values_ = np.zeros(0)
        if self.robust:
            most = max(3, min(FIRST_FRAMES, int(self.memory // (8 * pixels))))
            few = frames[np.unique(np.linspace(0, len(frames) - 1, most).astype(int))]
            rank = min(self.rank, len(few), pixels)
            start = robust_low_rank(few, rank, most_passes=1, memory=self.memory, seed=self.seed)
            self._start = start.pictures.T

    def _look(self, frame: NDArray[np.uint8]) -> None:
        self._looked += 1
        self._displaced += displaced(self._first, shrunk(frame))
        self.displaced_share_ = self._displaced / self._looked
        self.camera_moves_ = self.displaced_share_ > DISPLACED_SHARE

    def _learn(self, frames: NDArray[np.uint8]) -> None:
        """Update the singular vectors with a block of frames."""
        block = frames.reshape(len(frames), -1)
        filled, old = np.empty(block.shape, np.float32), len(self.components_)
        if self.robust:
            known = self.components_ if old else self._start
            courses = least_absolute(block[:, self._asked], known[:, self._asked]).astype("f4")
        G = np.zeros((old + len(block),) * 2)
        for piece in pieces(block.shape[1]):
            some = filled[:, piece]
            some[...] = block[:, piece]
            if self.robust:
                model = courses @ known[:, piece]
                np.copyto(some, model, where=np.abs(some - model) > self.threshold)
            rows = np.concatenate([self.components_[:, piece], some], dtype=np.float64)
            G += rows @ rows.T
        weights = np.concatenate([self.forget * self.singular_values_, np.ones(len(block))])
        G *= np.outer(weights, weights)
        G[:old, :old] = np.diag(weights[:old] ** 2)
        C = whitening(G, 1e-12, self.rank)
        self.singular_values_ = np.sqrt(np.maximum(np.vecdot(C @ G, C @ G), 0))
        self.components_ = combine(C * weights, [self.components_, filled], np.dtype(np.float32))
        self._energy = self.forget**2 * self._energy + float(np.trace(G[old:, old:]))
        self.explained_ = min(1.0, float(np.sum(self.singular_values_**2)) / (self._energy or 1.0))

    def _draw(self, coefficients: NDArray, background: NDArray[np.uint8]) -> None:
        """Write a background, piece by piece, so that the floats stay in the cache."""
        picture = background.reshape(-1)
        coefficients = np.asarray(coefficients, np.float32)
        for piece in pieces(len(picture)):
            values = coefficients @ self.components_[:, piece]
            np.clip(np.rint(values, out=values), 0, 255, out=values)
            np.copyto(picture[piece], values, casting="unsafe")
