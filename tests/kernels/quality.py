"""How good backgrounds and masks are: ``python -m tests.kernels.quality``.

F1 of the mask ``|frame − background| > threshold`` against the truth of the street clip and, where
the real clips are at hand, against the fifteen marked frames of Video_003; PSNR and SSIM
(scikit-video's) of the background against the street without anybody. OpenCV's MOG2 and KNN give
masks of their own; their backgrounds are those after the last frame.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from svdlab import datasets
from svdlab.lowrank import SceneModel, robust_low_rank, truncated_svd
from svdlab.video import quality
from tests.kernels.clips import grey

THRESHOLDS = (15, 25, 40)
SHOWN_FRAMES = 10


def f1(mask: NDArray[np.bool_], truth: NDArray[np.bool_]) -> float:
    """Harmonic mean of precision and recall."""
    return float(2 * np.sum(mask & truth) / (np.sum(mask) + np.sum(truth)))


def whole(values: NDArray, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """Columns as uint8 frames."""
    return np.clip(np.rint(values.T), 0, 255).astype(np.uint8).reshape(shape)


def backgrounds(frames: NDArray[np.uint8]) -> dict[str, NDArray[np.uint8]]:
    """Every way's background of every frame."""
    every = slice(None)
    found = {
        f"rank {rank}": whole(truncated_svd(frames, rank).columns(every), frames.shape)
        for rank in (1, 2, 3, 10)
    }
    for name, picture in (("mean", frames.mean(axis=0)), ("median", np.median(frames, axis=0))):
        found[name] = np.broadcast_to(np.rint(picture).astype(np.uint8), frames.shape)
    for rank in (1, 2, 3):
        found[f"robust, rank {rank}"] = whole(
            robust_low_rank(frames, rank).background(every), frames.shape
        )
    blocks = [frames[start : start + 16] for start in range(0, len(frames), 16)]
    found["stream, rank 1"] = SceneModel(1).fit(blocks).background(frames)
    return found


def opencv(frames: NDArray[np.uint8]) -> dict[str, tuple[NDArray[np.bool_], NDArray[np.uint8]]]:
    """Masks of every frame and the last background, of MOG2 and KNN, shadows left out."""
    import cv2

    found = {}
    for name in ("MOG2", "KNN"):
        model = getattr(cv2, f"createBackgroundSubtractor{name}")(detectShadows=False)
        masks = np.stack([model.apply(frame) > 0 for frame in frames])
        found[name] = masks, model.getBackgroundImage().reshape(frames.shape[1:])
    return found


def figures(
    frames: NDArray[np.uint8],
    truth: dict[int, NDArray[np.bool_]],
    empty: NDArray[np.uint8] | None,
    title: str,
) -> Table:
    """Measure every way on one grey clip."""
    numbers = sorted(truth)
    masks = np.stack([truth[number] for number in numbers])
    table = Table(title=title)
    for heading in ("way", *(f"F1 at {t}" for t in THRESHOLDS), "PSNR dB", "SSIM"):
        table.add_column(heading)

    def against_empty(pictures: NDArray[np.uint8]) -> list[str]:
        if empty is None:
            return ["–", "–"]
        measured = quality(np.broadcast_to(empty, pictures.shape), pictures)
        return [f"{measured['psnr'].mean():.1f}", f"{measured['ssim'].mean():.4f}"]

    for name, background in backgrounds(frames).items():
        distance = np.abs(frames[numbers].astype(np.int16) - background[numbers])
        scores = [f"{f1(distance > t, masks):.3f}" for t in THRESHOLDS]
        step = max(1, len(frames) // SHOWN_FRAMES)
        table.add_row(name, *scores, *against_empty(np.ascontiguousarray(background[::step])))
    for name, (found, picture) in opencv(frames).items():
        score = f"{f1(found[numbers], masks):.3f} (its own)"
        table.add_row(name, score, "", "", *against_empty(picture[np.newaxis]))
    return table


def main() -> None:
    """Measure and print."""
    console = Console(width=110)
    street = grey(datasets.street())
    empty = grey(datasets.street_background()[np.newaxis])[0]
    truth = dict(enumerate(datasets.street_truth()))
    console.print(figures(street, truth, empty, "street, all 300 frames"))
    try:
        clip, marked = datasets.real_clip("Video_003"), datasets.real_truth()
    except datasets.DataUnavailable as missing:
        console.print(f"Video_003 is left out: {missing}")
        return
    console.print(figures(grey(clip), marked, None, "Video_003, 15 marked frames"))


if __name__ == "__main__":
    main()
