"""Draw ``docs/overview.png``, the README's picture: what each lesson makes of the SVD.

Run ``python -m coursekit.generators.overview`` inside the course's folder.
"""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from scipy.spatial import cKDTree
from scipy.spatial.transform import Rotation

from coursekit.course import course_root
from svdlab import datasets, plots

WIDTH, HEIGHT = 13.0, 7.6


def low_rank(A: np.ndarray, k: int) -> np.ndarray:
    """Best rank-k approximation of a matrix."""
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return (U[:, :k] * s[:k]) @ Vt[:k]


def compression(ax: Axes) -> None:
    """Show the portrait at three ranks side by side."""
    image = datasets.portrait(300)
    third = image.shape[1] // 3 * 2
    layers = [
        np.stack([low_rank(image[..., c], k) for c in range(3)], axis=-1) for k in (4, 16, 64)
    ]
    ax.imshow(np.clip(np.hstack([layer[:, 40:third] for layer in layers]), 0, 1))
    ax.set_title("1 · compression: rank 4, 16, 64")


def denoising(ax: Axes) -> None:
    """Show three stamps above their rank-3 versions."""
    images = datasets.stamps()
    A = images.reshape(len(images), -1).T
    mean = A.mean(axis=1, keepdims=True)
    clean = np.clip(mean + low_rank(A - mean, 3), 0, 1).T.reshape(images.shape)
    chosen = [3, 10, 16, 20]
    ax.imshow(np.vstack([np.hstack(images[chosen]), np.hstack(clean[chosen])]))
    ax.set_title("2 · denoising: postmarks off")


def procrustes(ax: Axes) -> None:
    """Show marks of two pictures laid over one another."""
    marks = datasets.landmarks()
    A, B = marks.first, marks.second
    good = np.arange(len(A))
    for _ in range(2):
        a, b = A[good].mean(axis=0), B[good].mean(axis=0)
        U, _, Vt = np.linalg.svd((B[good] - b).T @ (A[good] - a))
        aligned = (B - b) @ U @ Vt + a
        good = np.flatnonzero(np.linalg.norm(aligned - A, axis=1) < 5)
    city = datasets.aerial_pictures()
    ax.imshow(city.first, extent=city.extent, alpha=0.55)
    ax.scatter(*A.T, s=110, facecolors="none", edgecolors=plots.BLUE, linewidths=2.5)
    ax.scatter(*aligned.T, s=30, color=plots.VERMILLION, marker="x", linewidths=2)
    ax.set(xlim=city.extent[:2], ylim=city.extent[2:])
    ax.set_title("3 · procrustes: one small SVD")


def icp(ax: Axes) -> None:
    """Show two scans brought together without known partners."""
    P, Q, *_ = datasets.scan()
    moved = P.copy()
    tree = cKDTree(Q)
    for _ in range(60):
        distance, match = tree.query(moved)
        best = distance <= np.quantile(distance, 0.7)
        p, q = moved[best], Q[match[best]]
        turn, _ = Rotation.align_vectors(q - q.mean(axis=0), p - p.mean(axis=0))
        moved = turn.apply(moved - p.mean(axis=0)) + q.mean(axis=0)
    side = np.array([[0.86, 0.5, 0.0], [-0.12, 0.2, 0.97]])
    ax.scatter(*(side @ Q.T), s=1.5, color=plots.BLUE, rasterized=True)
    ax.scatter(*(side @ moved.T), s=1.5, color=plots.VERMILLION, rasterized=True)
    ax.set_aspect("equal")
    ax.set_title("4 · icp: two scans, no partners given")


def background(ax: Axes, frame: int = 105) -> None:
    """Show a frame beside its rank-1 background."""
    frames = datasets.street() / 255.0
    columns = frames.reshape(len(frames), -1).T
    still = low_rank(columns, 1)[:, frame].reshape(frames.shape[1:])
    ax.imshow(np.vstack([frames[frame], np.clip(still, 0, 1)]))
    ax.set_title("5 · background: what stays still")


def robust(ax: Axes, frame: int = 105) -> None:
    """Show what moves, tinted on the frame and cut out of it."""
    frames = datasets.street() / 255.0
    grey = frames @ [0.299, 0.587, 0.114]
    columns = grey.reshape(len(grey), -1).T
    B = np.median(columns, axis=1, keepdims=True)
    for _ in range(8):
        difference = columns - B
        S = np.sign(difference) * np.maximum(np.abs(difference) - 0.06, 0)
        B = low_rank(columns - S, 2)
    moving = np.abs((columns - B)[:, frame]).reshape(grey.shape[1:]) > 0.1
    tinted = plots.as_mask_overlay(datasets.street()[frame], moving)
    cut_out = np.where(moving[..., None], datasets.street()[frame], 255)
    ax.imshow(np.vstack([tinted, cut_out]))
    ax.set_title("6 · robust: low rank plus sparse")


def draw() -> plt.Figure:
    """Draw the picture.

    Returns
    -------
    matplotlib.figure.Figure
        Six panels, one for each lesson.
    """
    plots.use_style()
    fig, axes = plt.subplots(2, 3, figsize=(WIDTH, HEIGHT))
    panels = (compression, denoising, procrustes, icp, background, robust)
    for ax, panel in zip(axes.flat, panels, strict=True):
        panel(ax)
        ax.set(xticks=[], yticks=[])
        ax.grid(False)
        for spine in ax.spines.values():
            spine.set_visible(False)
    return fig


def write(root: Path) -> Path:
    """Write the picture into the course's ``docs/`` and return its path."""
    path = root / "docs" / "overview.png"
    path.parent.mkdir(exist_ok=True)
    draw().savefig(path, dpi=100, metadata={"Software": None})
    return path


if __name__ == "__main__":
    print(write(course_root()))
