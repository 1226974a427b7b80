# ---
# jupyter:
#   jupytext:
#     formats: source/robust//ipynb,text//py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Robust PCA: when the outliers are the point
#
# The SVD has one weakness, and it is the price of its strength. It minimises *squares*, so a few
# wild numbers can pull it anywhere. In a video the wild numbers are people who walk past; in a pile
# of pictures they are shadows, highlights and broken pixels. This lesson splits a matrix into two
# parts: one of low rank, for what belongs together, and one that is sparse, for what does not. A
# convex program finds both at once, and its only tools are an SVD and a threshold.
#
# **When you are done, you can**
#
# - say why least squares smears a passer-by into the background, and what would not;
# - derive the soft threshold, and apply it to numbers and to singular values;
# - solve principal component pursuit with the inexact augmented Lagrangian method;
# - test such a method where the truth is known, and find where it breaks;
# - choose λ, and say what the answer costs and what a cheaper one gives up.
#
# **Before you start** you need the thin SVD and the best rank-k approximation (lesson 1), and a clip
# written as a matrix with one column per frame, with F1 as the score of a mask (lesson 5). Your own
# answers from there are not needed.
#
# | section | minutes | exercise | points |
# |---|---|---|---|
# | 1 · Why least squares smears | 15 | | |
# | 2 · Low rank plus sparse | 10 | | |
# | 3 · Two norms and their thresholds | 40 | 6.1, 6.2 | 14 + 18 |
# | 4 · Principal component pursuit | 50 | 6.3 | 36 |
# | 5 · A test bench | 30 | 6.4 | 22 |
# | 6 · What λ does | 10 | | |
# | 7 · The street, robustly | 20 | | |
# | 8 · Shadows and broken pixels | 15 | | |
# | 9 · What it costs | 15 | | |
# | 10 · In your own words | 15 | question | 10 |
# | **together** | **220** | | **100** |
#
# Each exercise has its own checks right below it. You can skip one and go on: nothing further
# down needs your earlier answers.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import time

import matplotlib.pyplot as plt
import numpy as np
import scipy.sparse.linalg

from svdlab import checks, datasets, plots, video

plots.use_style()

# %% [markdown]
# ## 1 · Why least squares smears
#
# Here is the street of lesson 5: a fixed camera, people and cars that pass. We take every second
# frame at half the size, in grey, and write each frame as one column of a matrix, `clip`. The truth tells which
# pixels show something that moves.


# %%
def halved(images):
    """Average of each 2 × 2 block of pixels, for images (..., height, width)."""
    *rest, height, width = images.shape
    return images.reshape(*rest, height // 2, 2, width // 2, 2).mean(axis=(-3, -1))


def as_columns(images):
    """One column per image."""
    return images.reshape(len(images), -1).T


to_grey = np.array([0.299, 0.587, 0.114])
frames = halved(datasets.street()[::2] @ to_grey) / 255
moving = halved(datasets.street_truth()[::2].astype(float)) > 0.5
empty_street = halved(datasets.street_background() @ to_grey) / 255
clip, truth = as_columns(frames), as_columns(moving)
frame_shape = frames.shape[1:]
print(f"{clip.shape[0]} pixels × {clip.shape[1]} frames, {truth.mean():.1%} of it shows movement")

# %% [markdown]
# **Question.** The first singular component, $s_1 u_1 v_1^\mathsf{T}$, is the best background that
# one picture, made brighter or darker from frame to frame, can give. Best in the sum of squares.
# Will it show an empty street?

# %%
u, value, v = scipy.sparse.linalg.svds(clip, k=1, v0=np.ones(clip.shape[1]))
plain = value * u @ v
ghost = np.abs(plain.mean(axis=1) - empty_street.ravel()).reshape(frame_shape)
shown = 37
plots.show_images(
    [frames[shown], plain[:, shown].reshape(frame_shape), empty_street, 5 * ghost],
    ["one frame", "first component", "empty street (truth)", "difference, × 5"],
    alt="A frame of the street, the first singular component, the true empty street, and the "
    "difference of the last two, five times enlarged: bright smears along the road and pavement, "
    "wherever people and cars have been.",
    columns=2,
    width=4.6,
)

# %% [markdown]
# **What to look at.** The first component is nearly empty, but not quite: a ghost stands at the kerb
# left of the crossing, and the difference shows smears all along the road and the pavement. Everybody
# who passed has left a little of themselves there.
#
# To see why, follow one single pixel through time. We pick it on purpose: among those covered in less than 35 % of the frames, the one whose mean and median
# differ most.

# %%
passed = truth.mean(axis=1)
contrast = np.abs(np.mean(clip, axis=1) - np.median(clip, axis=1)) * (passed < 0.35)
pixel = int(np.argmax(contrast))
grey_values, away = clip[pixel], truth[pixel]

guesses = np.linspace(grey_values.min(), grey_values.max(), 300)
distances = np.abs(grey_values - guesses[:, np.newaxis])
losses = {"sum of squares": (distances**2).sum(axis=1), "sum of distances": distances.sum(axis=1)}
colours = {"sum of squares": plots.BLUE, "sum of distances": plots.VERMILLION}

# %%
fig, (left, right) = plt.subplots(1, 2, figsize=(12, 4.6), width_ratios=(3, 2))
time_axis = np.arange(len(grey_values))
left.plot(time_axis[~away], grey_values[~away], ".", color=plots.GREY, label="nobody there")
left.plot(time_axis[away], grey_values[away], "x", color=plots.ORANGE, label="somebody passes")
left.axhline(empty_street.ravel()[pixel], color=plots.GREEN, label="truth", linestyle="--")
for name, loss in losses.items():
    best = guesses[np.argmin(loss)]
    left.axhline(best, color=colours[name], label=f"least {name}")
    right.plot(guesses, loss / loss.min(), color=colours[name], label=name)
    right.plot(best, 1, "o", color=colours[name])
left.set(xlabel="frame", ylabel="grey value", title="One pixel through time", ylim=(0, 1.35))
left.legend(loc="upper center", ncols=2)
right.set(xlabel="guess for the background", ylabel="loss / its minimum", ylim=(0.8, 6))
right.set_title("Two ways to be wrong")
right.axvline(empty_street.ravel()[pixel], color=plots.GREEN, linestyle="--")
right.legend()
plots.show(
    fig,
    alt="Left: grey values of one pixel over 150 frames. Most lie close together at the truth; a "
    "share of them, where somebody passes, lies far off. The least-squares line is pulled towards "
    "those, the line of least distances stays at the truth. Right: the two losses against the "
    "guess, with their minima.",
)
mean_off, median_off = (
    abs(f(grey_values) - empty_street.ravel()[pixel]) for f in (np.mean, np.median)
)
print(
    f"{passed[pixel]:.0%} of the frames are covered; off by: mean {mean_off:.3f}, median {median_off:.3f}"
)

# %% [markdown]
# A few grey dots lie off the line as well: there the pixel is covered by half or less, and the truth counts it as empty.
#
# Squares make a far value count for more the farther it is. An error twice as large weighs four
# times as much, so the best guess moves towards whoever passes. That is the mean. Distances weigh a
# far value by how far it is, and the pull of each value is the same: up or down. The best guess is
# then the median, and it does not care *how* dark the coats are.
#
# | loss | best guess | pull of a value at distance r |
# |---|---|---|
# | $\sum_j (x_j - b)^2$ | mean | $2r$, grows without end |
# | $\sum_j \lvert x_j - b\rvert$ | median | 1, however far |
#
# The median works when the background is one constant picture. It knows nothing about light that
# changes, or about any pattern shared by the frames. Can we have the SVD's patterns *and* the
# median's calm?

# %% [markdown]
# ## 2 · Low rank plus sparse
#
# Let us not ask for one matrix close to $M$, but for two that add up to it:
#
# $$M = L + S, \qquad L \text{ of low rank}, \quad S \text{ with few nonzero entries.}$$
#
# Nothing is asked about the *size* of the entries of $S$. A person in white on a dark road is as
# welcome in it as a person in grey.
#
# Here is such a sum where we know both parts.


# %%
def low_rank_plus_sparse(shape, rank, share, seed):
    """L0 with entries of size about 1, and S0 with a share of entries of ±2 to ±6."""
    rng = np.random.default_rng(seed)
    L0 = rng.normal(size=(shape[0], rank)) @ rng.normal(size=(rank, shape[1])) / np.sqrt(rank)
    S0 = np.zeros(shape)
    hit = rng.choice(S0.size, size=round(share * S0.size), replace=False)
    S0.flat[hit] = rng.choice([-1, 1], size=hit.size) * rng.uniform(2, 6, size=hit.size)
    return L0, S0


L0, S0 = low_rank_plus_sparse((60, 60), rank=2, share=0.05, seed=6)
U, s, Vt = np.linalg.svd(L0 + S0)
best_two = (U[:, :2] * s[:2]) @ Vt[:2]
plots.show_images(
    [L0 + S0, L0, S0, 4 * (best_two - L0)],
    ["M = L0 + S0", "L0, rank 2", "S0, 5 % nonzero", "4 × error of best rank 2"],
    alt="Four matrices as pictures. M is a woven pattern with isolated bright and dark dots; L0 is "
    "the pattern, S0 the dots. The error of the best rank-2 approximation has streaks along the "
    "rows and columns of the dots.",
    cmap="RdBu_r",
    vmin=-4,
    vmax=4,
    columns=4,
    width=3.0,
)
print(
    f"relative error of the best rank 2: {np.linalg.norm(best_two - L0) / np.linalg.norm(L0):.1%}"
)

# %% [markdown]
# **What to look at.** The rank was known, the SVD is optimal, and still each dot leaves streaks in
# its whole row and column. The squares insist that some of every dot be explained.
#
# **Question.** $M$ gives $60 \cdot 60$ numbers, and we want twice as many. When is there no hope to
# tell $L$ from $S$?
#
# <details><summary>Answer</summary>
#
# When a part is both. A matrix with a single nonzero entry has rank 1 *and* is sparse: it may go to
# either side. So $L$ must be spread out: its singular vectors must not be concentrated on a few rows or columns
# ("incoherent"). And a column that is wrong from top to bottom cannot be mended: $S$ must not
# fill whole rows or columns, its places should be scattered. Under these two conditions the split is unique, and the method
# below finds it with high probability (Candès, Li, Ma and Wright, 2011).
#
# </details>

# %% [markdown]
# ## 3 · Two norms and their thresholds
#
# What we want to minimise is the rank of $L$ and the number of nonzeros of $S$. Both jump, and
# finding the best pair would mean to try all patterns of zeros. So both are replaced by the largest convex
# function below them (on matrices with entries, or singular values, of at most 1):
#
# | we want small | we minimise | in words |
# |---|---|---|
# | number of nonzeros of $S$ | $\lVert S\rVert_1 = \sum_{ij} \lvert S_{ij}\rvert$ | sum of absolute values |
# | rank of $L$ | $\lVert L\rVert_* = \sum_i s_i(L)$ | nuclear norm: sum of singular values |
#
# The rank is the number of nonzero singular values. So the second row is the first one, applied to
# the spectrum.

# %%
example = np.array([[3.0, 0.0], [0.0, -4.0]])
spectrum = np.linalg.svd(example, compute_uv=False)
print("l1 norm:     ", np.abs(example).sum())
print("nuclear norm:", spectrum.sum(), "=", np.linalg.norm(example, "nuc"))
print("Frobenius:   ", np.sqrt((spectrum**2).sum()), "=", np.linalg.norm(example))

# %% [markdown]
# ### Why absolute values give exact zeros
#
# Take one number $x$. We may replace it by $y$, and pay for the distance and for the size of $y$:
#
# $$\tfrac12 (y - x)^2 + \tau\,\lvert y\rvert .$$
#
# **Question.** Where is the minimum, for $\tau = 1$ and $x = 2.5$? For $x = 0.6$? And with $\tfrac12 y^2$
# in place of $\lvert y\rvert$, is the best $y$ ever 0?

# %%
y = np.linspace(-1.5, 3.5, 501)
fig, (left, right) = plt.subplots(1, 2, figsize=(12, 4.4))
for x, colour in ((2.5, plots.BLUE), (0.6, plots.VERMILLION)):
    for ax, price in ((left, np.abs(y)), (right, y**2 / 2)):
        cost = (y - x) ** 2 / 2 + price
        ax.plot(y, cost, color=colour, label=f"x = {x}")
        ax.plot(y[np.argmin(cost)], cost.min(), "o", color=colour, markersize=10)
        ax.axvline(x, color=colour, linestyle=":", linewidth=1.5)
left.set(xlabel="y", ylabel="cost", ylim=(0, 5), title=r"$\frac{1}{2}(y-x)^2 + |y|$")
right.set(xlabel="y", ylim=(0, 5), title=r"$\frac{1}{2}(y-x)^2 + \frac{1}{2}y^2$")
left.legend(loc="upper center")
plots.show(
    fig,
    alt="Cost against y for x = 2.5 and x = 0.6. With the absolute value the curves have a kink at "
    "zero; the minima lie at 1.5 and exactly at 0. With the square the minima lie at 1.25 and 0.3: "
    "shrunk, but not zero.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# Left of the kink at 0 the slope is $y - x - \tau$, right of it $y - x + \tau$. A minimum at $y > 0$ needs
# $y = x - \tau$, which asks for $x > \tau$; at $y < 0$ likewise $y = x + \tau$. In between the kink itself is
# the minimum: $y = 0$. So 2.5 becomes 1.5 and 0.6 becomes 0. The square has no kink; it halves every number and
# makes none of them zero.
#
# </details>
#
# The result is the **soft threshold**,
#
# $$\mathcal S_\tau(x) = \operatorname{sign}(x)\,\max(\lvert x\rvert - \tau,\, 0).$$
#
# It is not the *hard* threshold, which keeps large numbers as they are. Soft means: everybody moves towards zero by
# $\tau$, and who would cross it stops there. Move $\tau$:

# %%
x_axis = np.linspace(-3, 3, 601)
rng = np.random.default_rng(3)
spikes = np.where(rng.random(60) < 0.12, rng.choice([-2.5, 2.5], size=60), 0.0)
noisy = spikes + 0.35 * rng.normal(size=60)


def shrunk(x, tau):
    """Soft threshold: what is left of x after the part within ±tau is taken away."""
    return x - np.clip(x, -tau, tau)


def draw_curves(ax, tau):
    """Hard and soft threshold as functions."""
    ax.plot(x_axis, x_axis, ":", color=plots.GREY, label="x itself")
    ax.plot(x_axis, np.where(np.abs(x_axis) > tau, x_axis, 0), color=plots.ORANGE, label="hard")
    ax.plot(x_axis, shrunk(x_axis, tau), color=plots.BLUE, label="soft")
    ax.set(xlabel="x", ylabel="threshold of x", title=rf"$\tau$ = {tau:.1f}")
    ax.legend()


def draw_signal(ax, tau):
    """A noisy signal, and what the soft threshold leaves of it."""
    left_over = shrunk(noisy, tau)
    ax.axhspan(-tau, tau, color=plots.YELLOW, alpha=0.3, label=r"within $\pm\tau$")
    ax.plot(noisy, ".", color=plots.GREY, label="noisy spikes")
    ax.vlines(np.arange(60), 0, left_over, color=plots.BLUE, label="soft threshold")
    title = f"{np.count_nonzero(left_over)} of 60 numbers are left"
    ax.set(xlabel="index", ylabel="value", title=title, ylim=(-4, 5))
    ax.legend(ncols=3, loc="upper center")


def draw_thresholds(tau=0.8):
    fig, (left, right) = plt.subplots(1, 2, figsize=(12, 4.4), width_ratios=(2, 3))
    draw_curves(left, tau)
    draw_signal(right, tau)
    return fig


plots.slider(
    draw_thresholds,
    alt=lambda tau: (
        f"Left: soft and hard threshold against x for tau = {tau:.1f}; both are zero within "
        "plus or minus tau; outside, soft runs parallel to the diagonal and hard jumps onto it. "
        "Right: a noisy signal with a few spikes, and what the soft threshold leaves of it."
    ),
    tau=(0.0, 2.4, 0.1),
)

# %% [markdown]
# **What to look at.** At $\tau = 0$ nothing changes. Around 0.8 the noise is gone and the spikes are left,
# each of them shorter by $\tau$. That is the price of convexity: a *bias*.

# %% [markdown]
# ### Exercise 6.1 · soft_threshold (14 points)
#
# Shrink every entry of an array towards zero by $\tau$; what lies within $\pm\tau$ becomes zero.
#
# $$\mathcal S_\tau(x) = \operatorname{sign}(x)\,\max(\lvert x\rvert - \tau,\, 0)$$


# %% nbgrader={"grade": false, "grade_id": "ex-6-1", "locked": false, "schema_version": 3, "solution": true, "task": false}
def soft_threshold(X, tau):
    """Shrink every entry towards zero by tau.

    Parameters
    ----------
    X : ndarray of any shape
        Real numbers; integers and float32 are accepted too.
    tau : float
        How far each entry moves, in the units of X; not negative.

    Returns
    -------
    Y : ndarray, same shape as X
        sign(X) · max(|X| - tau, 0), as floats. X is left as it is.
    """
    ### BEGIN SOLUTION
    return np.sign(X) * np.maximum(np.abs(X) - tau, 0.0)
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1 · a nudge</summary>
#
# Do it for a positive number first. What is left of 5 if $\tau = 2$? Of 1? Then: what changes for −5?
#
# </details>
# <details><summary>Hint 2 · a plan</summary>
#
# Split a number into its sign and its size. Only the size shrinks, and it never becomes negative.
#
# </details>
# <details><summary>Hint 3 · nearly the code</summary>
#
# `np.sign(X) * np.maximum(…, 0)`, with the size of `X` less `tau` at the dots. `np.maximum`
# compares entry by entry; `max` and `np.max` do something else.
#
# </details>
#
# **Expected:** `soft_threshold([-3, -1, 0, 0.5, 2], 1)` gives `[-2, 0, 0, 0, 1]`.

# %% nbgrader={"grade": true, "grade_id": "check-6-1-values", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
# Exercise 6.1 · signs and sizes (6 points)
with checks.exercise("6.1", "signs and sizes"):
    X = np.array([[3.0, -4.0, 0.5], [-1.5, 2.5, -0.25]])
    size = np.abs(X)
    checks.close(
        soft_threshold(X, 1.0),
        [[2.0, -3.0, 0.0], [-0.5, 1.5, 0.0]],
        "soft_threshold(X, 1.0)",
        mistakes={
            "this is the hard threshold: large entries were kept as they are. Soft means that they "
            "shrink by tau too.": np.where(size > 1, X, 0),
            "the sign is lost: -4 should become -3, not 3.": np.maximum(size - 1, 0),
            "negative entries became zero: take the size |X| first, and give the sign back after.": (
                np.maximum(X - 1, 0)
            ),
            "small entries came out on the other side of zero: max(…, 0) is missing.": (
                np.sign(X) * (size - 1)
            ),
            "tau was subtracted from every entry, so the negative ones grew.": X - 1,
            "the entries grew by tau: they should shrink.": np.sign(X) * (size + 1),
            "the entries shrank by tau / 2.": np.sign(X) * np.maximum(size - 0.5, 0),
            "the entries shrank by 2 tau.": np.sign(X) * np.maximum(size - 2, 0),
            "the entries were cut off at tau: this is what the soft threshold takes away, not what "
            "it leaves.": np.clip(X, -1, 1),
        },
        show=True,
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("6.1", "values")
    for shape, tau in (((6, 9), 0.7), ((40,), 1.3), ((3, 4, 5), 0.2)):
        X = 2 * rng.normal(size=shape)
        expected = X - np.clip(X, -tau, tau)
        checks.close(
            soft_threshold(X, tau), expected, f"soft_threshold of an array of shape {shape}"
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-6-1-extremes", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 6.1 · tau = 0, and a tau above everything (4 points)
with checks.exercise("6.1", "tau = 0, and a tau above everything"):
    X = np.array([2.0, -3.0, 0.0, 1.0])
    checks.close(soft_threshold(X.copy(), 0.0), X, "soft_threshold(X, 0), which changes nothing,")
    checks.close(
        soft_threshold(X.copy(), 5.0),
        np.zeros(4),
        "soft_threshold(X, 5), with tau above all entries,",
        mistakes={
            "entries below tau came out on the other side of zero: max(…, 0) is missing.": (
                np.sign(X) * (np.abs(X) - 5)
            ),
        },
    )
    checks.close(soft_threshold(X.copy(), 2.0), [0.0, -1.0, 0.0, 0.0], "soft_threshold(X, 2)")
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("6.1", "extremes")
    X = rng.uniform(1, 2, size=(4, 5)) * rng.choice([-1, 1], size=(4, 5))
    largest = np.abs(X).max()
    for tau in (0, 0.5, 0.999 * largest, largest, 2 * largest):
        checks.close(
            soft_threshold(X.copy(), tau),
            X - np.clip(X, -tau, tau),
            "soft_threshold with tau = 0, or close to the largest entry",
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-6-1-inputs", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 6.1 · whole numbers, float32, arguments left alone (4 points)
with checks.exercise("6.1", "whole numbers, float32, arguments left alone"):
    X = np.array([[4, -3], [0, 1]])
    before = X.copy()
    # Signs are judged above; here only the sizes are.
    answer = checks.array(soft_threshold(X, 0.5), "soft_threshold(X, 0.5)", shape=(2, 2))
    checks.unchanged(X, before, "X")
    checks.close(
        np.abs(answer),
        [[3.5, 2.5], [0.0, 0.5]],
        "the size of soft_threshold([[4, -3], [0, 1]], 0.5)",
        mistakes={
            "the result was rounded to whole numbers: X holds integers here, so do not write into a "
            "copy of it.": [[3, 2], [0, 0]],
        },
    )
    answer = checks.array(soft_threshold(X.astype(np.float32), 0.5), "soft_threshold", (2, 2))
    checks.close(np.abs(answer), [[3.5, 2.5], [0.0, 0.5]], "the same for float32", tolerance=1e-5)
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("6.1", "inputs")
    for kind, tolerance in ((np.int64, 1e-8), (np.float32, 1e-5), (np.float64, 1e-8)):
        X = (5 * rng.normal(size=(5, 3))).astype(kind)
        before = X.copy()
        answer = np.abs(checks.array(soft_threshold(X, 1.25), "soft_threshold", shape=(5, 3)))
        expected = np.maximum(np.abs(before.astype(float)) - 1.25, 0)
        checks.unchanged(X, before, "X")
        checks.close(
            answer,
            expected,
            f"the size of soft_threshold of {np.dtype(kind)} numbers",
            tolerance=tolerance,
        )
    ### END HIDDEN TESTS

# %% [markdown]
# ### The same on the spectrum
#
# Now the same question for a matrix: pay for the distance, and for the nuclear norm.
#
# $$\min_Y\; \tfrac12 \lVert Y - X\rVert_F^2 + \tau\,\lVert Y\rVert_*$$
#
# Both terms stay the same if we turn rows or columns, so the best $Y$ keeps the singular vectors of $X$, and
# each singular value is on its own again. With $X = U \operatorname{diag}(s) V^\mathsf{T}$,
#
# $$\mathcal D_\tau(X) = U \operatorname{diag}\bigl(\max(s - \tau, 0)\bigr)\, V^\mathsf{T}.$$
#
# **Question.** We never told it a rank. What decides how many singular values are left?

# %%
rng = np.random.default_rng(7)
clean = rng.normal(size=(40, 3)) @ rng.normal(size=(3, 60))
blurred = clean + 0.5 * rng.normal(size=clean.shape)
s_noisy = np.linalg.svd(blurred, compute_uv=False)
level = 0.5 * (np.sqrt(40) + np.sqrt(60))

fig, ax = plt.subplots(figsize=(9, 4.4))
index = np.arange(1, s_noisy.size + 1)
ax.bar(index, s_noisy, color=plots.SKY, label="singular values of a noisy matrix")
ax.bar(index, np.maximum(s_noisy - level, 0), color=plots.BLUE, label=r"after $\mathcal{D}_\tau$")
ax.axhline(level, color=plots.VERMILLION, linestyle="--", label=rf"$\tau$ = {level:.1f}")
ax.set(xlabel="index i", ylabel="singular value")
ax.legend()
plots.show(
    fig,
    alt="Bars of 40 singular values: three tall ones and a slope of small ones below the dashed "
    "threshold. After thresholding only the three are left, each shorter by tau.",
)
print(f"rank before: {s_noisy.size}, after: {np.count_nonzero(s_noisy > level)}")

# %% [markdown]
# <details><summary>Answer</summary>
#
# The threshold alone. A matrix of pure noise of size σ has no singular value above about
# $\sigma(\sqrt m + \sqrt n)$; with $\tau$ there, noise vanishes and what stands out of it is kept. The rank is a
# result, not an input.
#
# </details>

# %% [markdown]
# ### Exercise 6.2 · singular_value_threshold (18 points)
#
# $$\mathcal D_\tau(X) = U\,\mathcal S_\tau(\operatorname{diag}(s))\,V^\mathsf{T}$$
#
# Take the matrix apart, shrink its singular values, put it together again.


# %% nbgrader={"grade": false, "grade_id": "ex-6-2", "locked": false, "schema_version": 3, "solution": true, "task": false}
def singular_value_threshold(X, tau):
    """Shrink every singular value of a matrix by tau, not below zero.

    Parameters
    ----------
    X : ndarray, shape (m, n)
        A wide, tall or square matrix; integers and float32 are accepted too.
    tau : float
        How far each singular value moves, in the units of X; not negative.

    Returns
    -------
    Y : ndarray, shape (m, n)
        U diag(max(s - tau, 0)) Vt, with X = U diag(s) Vt. X is left as it is.
    """
    ### BEGIN SOLUTION
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    return (U * np.maximum(s - tau, 0.0)) @ Vt
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1 · a nudge</summary>
#
# Which part of $X$ is shrunk: its entries, or something that you get from `np.linalg.svd`?
#
# </details>
# <details><summary>Hint 2 · a plan</summary>
#
# The thin SVD, then the threshold on `s` (singular values are never negative, so no sign is needed), then the product
# of three factors as in lesson 1.
#
# </details>
# <details><summary>Hint 3 · nearly the code</summary>
#
# `U, s, Vt = np.linalg.svd(X, full_matrices=False)`, then `(U * …) @ Vt` with the shrunk values at the dots.
#
# </details>
#
# **Expected:** the singular values of the result are those of $X$ less $\tau$, and zero where that would be
# negative, like the dark bars above.

# %% nbgrader={"grade": true, "grade_id": "check-6-2-spectrum", "locked": true, "points": 8, "schema_version": 3, "solution": false, "task": false}
# Exercise 6.2 · the spectrum shrinks, the vectors stay (8 points)
with checks.exercise("6.2", "the spectrum shrinks, the vectors stay"):
    # Singular values 15, 5 and 1; tau = 2 should leave 13, 3 and 0.
    turn = np.array([[2.0, 2.0, 1.0], [-2.0, 1.0, 2.0], [1.0, -2.0, 2.0]]) / 3
    X = turn @ np.diag([15.0, 5.0, 1.0]) @ turn
    U, s, Vt = np.linalg.svd(X)
    size = np.abs(X)
    checks.close(
        singular_value_threshold(X, 2.0),
        turn @ np.diag([13.0, 3.0, 0.0]) @ turn,
        "singular_value_threshold(X, 2)",
        mistakes={
            "the entries of X were shrunk. The threshold belongs on the singular values.": (
                np.sign(X) * np.maximum(size - 2, 0)
            ),
            "this is the hard threshold: the large singular values were kept as they are. They "
            "shrink by tau too.": (U * np.where(s > 2, s, 0)) @ Vt,
            "a singular value became negative: max(…, 0) is missing.": (U * (s - 2)) @ Vt,
            "V was used where Vt is wanted: the third factor comes transposed already.": (
                (U * np.maximum(s - 2, 0)) @ Vt.T
            ),
            "the singular values shrank by tau / 2.": (U * np.maximum(s - 1, 0)) @ Vt,
            "the singular values shrank by 2 tau.": (U * np.maximum(s - 4, 0)) @ Vt,
            "the singular values grew by tau: they should shrink.": (U * (s + 2)) @ Vt,
            "the singular values scale the rows of U. They should scale its columns.": (
                np.maximum(s - 2, 0)[:, np.newaxis] * U @ Vt
            ),
            "X came back unchanged.": X,
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("6.2", "spectrum")
    for size in (4, 7):
        U = np.linalg.qr(rng.normal(size=(size, size)))[0]
        V = np.linalg.qr(rng.normal(size=(size, size)))[0]
        s = np.sort(rng.uniform(0, 6, size=size))[::-1]
        s[0], s[-1] = 9.0, 0.5
        expected = (U * np.maximum(s - 1.5, 0)) @ V.T
        checks.close(
            singular_value_threshold((U * s) @ V.T, 1.5),
            expected,
            "singular_value_threshold of a square matrix",
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-6-2-shapes", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
# Exercise 6.2 · wide, tall, and extreme tau (6 points)
with checks.exercise("6.2", "wide, tall, and extreme tau"):
    # Singular values 3 and 2; tau = 1 should leave 2 and 1.
    left = np.array([[0.6, -0.8], [0.8, 0.6]])
    right = np.array([[2.0, 2.0, 1.0], [-2.0, 1.0, 2.0]]) / 3
    wide = left @ np.diag([3.0, 2.0]) @ right
    try:
        answers = [
            singular_value_threshold(wide.copy(), 1.0),
            np.transpose(singular_value_threshold(wide.T.copy(), 1.0)),
        ]
    except ValueError as error:
        if not any(word in str(error) for word in ("mismatch", "broadcast", "aligned")):
            raise
        raise AssertionError(
            "the factors of a 2 × 3 or 3 × 2 matrix do not fit together yet: use the thin SVD, "
            f"full_matrices=False. ({error})"
        ) from None
    for answer in answers:
        checks.close(
            answer,
            left @ np.diag([2.0, 1.0]) @ right,
            "singular_value_threshold of a 2 × 3 or 3 × 2 matrix at tau = 1",
            mistakes={
                "the large singular values were kept as they are. They shrink by tau too.": wide,
                "the entries were shrunk. The threshold belongs on the singular values.": (
                    wide - np.clip(wide, -1, 1)
                ),
            },
        )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("6.2", "shapes")
    for m, n in ((3, 8), (8, 3), (1, 6), (6, 1)):
        X = rng.normal(size=(m, n))
        U, s, Vt = np.linalg.svd(X, full_matrices=False)
        for name, tau in (("0", 0.0), ("half of s[0]", s[0] / 2), ("above s[0]", 1.1 * s[0])):
            checks.close(
                singular_value_threshold(X.copy(), tau),
                (U * np.maximum(s - tau, 0)) @ Vt,
                f"singular_value_threshold of a {m} × {n} matrix with tau {name}",
            )
    poor = np.outer(rng.normal(size=5), rng.normal(size=7))
    share = 1 - 0.25 / np.linalg.norm(poor)
    checks.close(
        singular_value_threshold(poor.copy(), 0.25),
        share * poor,
        "singular_value_threshold at rank 1",
    )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-6-2-inputs", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 6.2 · whole numbers, float32, argument left alone (4 points)
with checks.exercise("6.2", "whole numbers, float32, argument left alone"):
    # Singular values 3 and 1; tau = 0.5 should leave 2.5 and 0.5.
    X = np.array([[2, 1], [1, 2]])
    before = X.copy()
    answer = singular_value_threshold(X, 0.5)
    checks.unchanged(X, before, "X")
    wanted = [[1.5, 1.0], [1.0, 1.5]]
    checks.close(answer, wanted, "singular_value_threshold([[2, 1], [1, 2]], 0.5)")
    answer = singular_value_threshold(X.astype(np.float32), 0.5)
    checks.close(answer, wanted, "the same for float32 numbers", tolerance=1e-4)
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("6.2", "inputs")
    # float32 carries seven digits; an SVD of this size loses about one of them.
    for kind, tolerance in ((np.int64, 1e-8), (np.float32, 1e-4), (np.float64, 1e-8)):
        X = (5 * rng.normal(size=(5, 5))).astype(kind)
        X[:, 0] = X[:, 1]  # the smallest singular value is 0, far below tau
        before = X.copy()
        U, s, Vt = np.linalg.svd(X.astype(float))
        answer = singular_value_threshold(X, 1.25)
        checks.unchanged(X, before, "X")
        checks.close(
            answer,
            (U * np.maximum(s - 1.25, 0)) @ Vt,
            f"singular_value_threshold of {np.dtype(kind)} numbers",
            tolerance=tolerance,
        )
    ### END HIDDEN TESTS

# %% [markdown]
# ## 4 · Principal component pursuit
#
# Both replacements together make a convex problem, **principal component pursuit**:
#
# $$\min_{L,\,S}\; \lVert L\rVert_* + \lambda\,\lVert S\rVert_1
# \quad\text{subject to}\quad L + S = M .$$
#
# There is one weight, $\lambda$, and theory gives its value: $\lambda = 1/\sqrt{\max(m, n)}$ for an $m \times n$
# matrix. It needs no tuning as long as the two conditions of section 2 hold.
#
# <details><summary>Where does this value come from?</summary>
#
# At the optimum one matrix $Y$ serves as the slope of both norms. It may have no singular value above 1 (from the nuclear norm),
# and no entry above λ (from λ times the ℓ1 norm). Let $Y$ be λ times random signs: its entries are ±λ and its largest singular value about
# $\lambda(\sqrt m + \sqrt n)$. Both bounds are of the same strength when λ is about $1/\sqrt{\max(m, n)}$.
#
# </details>
#
# ### Augmented Lagrangian
#
# The constraint is the difficulty. Write the residual $R = M - L - S$, and let a matrix of multipliers
# $Y$ and a growing penalty $\mu$ push it to zero:
#
# $$\mathcal L(L, S, Y) = \lVert L\rVert_* + \lambda\lVert S\rVert_1 + \langle Y, R\rangle
# + \tfrac{\mu}{2}\lVert R\rVert_F^2 .$$
#
# **Question.** Fix $S$ and $Y$ and look for the best $L$. Which problem of section 3 is that?
#
# <details><summary>Answer</summary>
#
# Complete the square: $\langle Y, R\rangle + \frac{\mu}{2}\lVert R\rVert^2 = \frac{\mu}{2}\lVert L - (M - S + Y/\mu)\rVert^2$ + a
# constant. Divide by μ: it is the nuclear-norm problem with $X = M - S + Y/\mu$ and $\tau = 1/\mu$. For $S$ it is the ℓ1 problem with
# $X = M - L + Y/\mu$ and $\tau = \lambda/\mu$.
#
# </details>
#
# So each round has three lines:
#
# $$L \leftarrow \mathcal D_{1/\mu}(M - S + Y/\mu), \qquad
# S \leftarrow \mathcal S_{\lambda/\mu}(M - L + Y/\mu), \qquad
# Y \leftarrow Y + \mu\,(M - L - S),$$
#
# and then $\mu \leftarrow 1.5\,\mu$. It is called *inexact* because $L$ and $S$ are each updated once per
# round, not until they agree (Lin, Chen and Ma, 2010). We start with
#
# $$S = 0, \qquad Y = 0, \qquad \mu = \frac{1.25}{\lVert M\rVert_2},$$
#
# where $\lVert M\rVert_2$ is the largest singular value. We stop when $\lVert M - L - S\rVert_F \le \text{tolerance} \cdot \lVert M\rVert_F$.

# %% [markdown]
# ### Exercise 6.3 · robust_pca (36 points)
#
# Write the three lines, the loop around them, and the stop.
#
# You may call your own two functions from above, or write the thresholds again inside. The checks look
# at the result only: the sum, the truth where it is known, and the objective
# $\lVert L\rVert_* + \lambda\lVert S\rVert_1$. Another method that solves the same convex problem is
# as good. If you let $\mu$ grow faster than by 1.5 a round, more and more matrices
# come out wrong: the sum fits before the parts are right.


# %% nbgrader={"grade": false, "grade_id": "ex-6-3", "locked": false, "schema_version": 3, "solution": true, "task": false}
def robust_pca(M, lam=None, tolerance=1e-6, max_iterations=200):
    """Split a matrix into a low-rank and a sparse part by principal component pursuit.

    Minimises ||L||_* + lam ||S||_1 subject to L + S = M.

    Parameters
    ----------
    M : ndarray, shape (m, n)
        The data, in any unit; integers and float32 are accepted too.
    lam : float, optional
        Weight of the sparse part, above 0; 1 / sqrt(max(m, n)) if it is None.
    tolerance : float
        Stop as soon as ||M - L - S||_F <= tolerance · ||M||_F.
    max_iterations : int
        Stop after this many rounds (1 or more) in any case, and return what is there.

    Returns
    -------
    L : ndarray, shape (m, n)
        The low-rank part, in the unit of M. All zeros if M is all zeros.
    S : ndarray, shape (m, n)
        The sparse part. M is left as it is.
    """
    ### BEGIN SOLUTION
    M, lam = np.asarray(M, dtype=float), lam or 1 / np.sqrt(max(np.shape(M)))
    S, Y, mu = np.zeros_like(M), np.zeros_like(M), 1.25 / (np.linalg.norm(M, 2) or 1.0)
    for _ in range(max_iterations):
        U, s, Vt = np.linalg.svd(M - S + Y / mu, full_matrices=False)
        L = (U * np.maximum(s - 1 / mu, 0)) @ Vt
        S = M - L + Y / mu - np.clip(M - L + Y / mu, -lam / mu, lam / mu)
        if np.linalg.norm(M - L - S) <= tolerance * np.linalg.norm(M):
            break
        Y, mu = Y + mu * (M - L - S), 1.5 * mu
    return L, S
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1 · a nudge</summary>
#
# Which quantities live from one round to the next? ($S$, $Y$ and $\mu$.) Which are made anew in each? Write the start values
# first, and treat a matrix of zeros before you divide by its norm.
#
# </details>
# <details><summary>Hint 2 · a plan</summary>
#
# 1. `M` as floats; `lam` if it is None; return zeros for zeros.
# 2. Start values of `Y`, `mu`, `S`.
# 3. In a `for` over `max_iterations`: the SVD of `M - S + Y / mu`, shrunk by `1 / mu`, gives `L`; `M - L + Y / mu`, shrunk by
#    `lam / mu`, gives `S`; the residual; leave the loop if it is small; else update `Y` and `mu`.
#
# </details>
# <details><summary>Hint 3 · nearly the code</summary>
#
# `Y = Y + mu * (M - L - S)` and then `mu = 1.5 * mu`, in this order and with a plus. `np.linalg.norm(M, 2)` is the largest singular
# value; `np.linalg.norm(M)` is the Frobenius norm. The stop compares
# `np.linalg.norm(M - L - S)` with `tolerance * np.linalg.norm(M)`.
#
# </details>
#
# **Expected:** on the woven matrix of section 2 it stops after about 15 rounds, and $L$ and `L0` agree to five digits
# or more. The next figure shows the way there.

# %% nbgrader={"grade": true, "grade_id": "check-6-3-sum", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
# Exercise 6.3 · two parts that add up (6 points)
with checks.exercise("6.3", "two parts that add up"):
    # A loop that runs away would keep the SVD busy for minutes: 20 rounds show it.
    M = np.outer([1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0], np.ones(8)) + np.diag([9.0] + 7 * [0])
    parts = checks.tuple_of(robust_pca(M, None, 1e-6, 20), 2, "robust_pca(M), which gives (L, S),")
    checks.truth(
        max(np.abs(checks.array(part, "a part of M")).max() for part in parts) < 100,
        "the parts grow without bound: is Y divided by mu, and is the sign of its update +?",
    )
    M = np.outer([1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0], np.ones(8))
    M[2, 5] += 9.0
    L, S = checks.tuple_of(robust_pca(M.copy()), 2, "robust_pca(M), which gives (L, S),")
    L = checks.array(L, "L of robust_pca(M)", shape=(8, 8))
    S = checks.array(S, "S of robust_pca(M)", shape=(8, 8))
    off = np.linalg.norm(M - L - S) / np.linalg.norm(M)
    checks.truth(
        off <= 1.001e-6,
        f"L + S differs from M by {off:.1e} of the norm of M; 1e-6 was allowed. Does the loop run until "
        "the tolerance is met, does Y gain + mu · (M - L - S), and does mu grow?",
    )
    swapped = np.abs(L).max(axis=1).argmax() == 2 and np.count_nonzero(np.abs(L) > 0.1) == 1
    checks.truth(
        np.linalg.norm(L, "nuc") + np.abs(S).sum() / np.sqrt(8)
        < 2 * (np.sqrt(160) + 9 / np.sqrt(8)),
        "L + S = M holds, but the parts are not small in their norms at all: here a rank-1 matrix and "
        "one outlier would do." + (" Are L and S returned in the wrong order?" if swapped else ""),
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("6.3", "sum")
    for size in (40, 50, 60):
        low = np.outer(rng.normal(size=size), rng.normal(size=size))
        spikes = np.where(rng.random((size, size)) < 0.03, 6.0, 0.0)
        spikes *= rng.choice([-1, 1], size=spikes.shape)
        L, S = checks.tuple_of(robust_pca(low + spikes), 2, "robust_pca, which gives (L, S),")
        L = checks.array(L, f"L of robust_pca of a {size} × {size} matrix", shape=(size, size))
        S = checks.array(S, f"S of robust_pca of a {size} × {size} matrix", shape=(size, size))
        off = np.linalg.norm(low + spikes - L - S) / np.linalg.norm(low + spikes)
        checks.truth(
            off <= 1.001e-6,
            f"L + S differs from a {size} × {size} M by {off:.1e} of its norm, not 1e-6.",
        )
        # How near the split is to the best is judged below; here it has to be a split at all. All in L
        # or all in S costs more than twice as much as the true pair.
        fair = np.linalg.norm(low, "nuc") + np.abs(spikes).sum() / np.sqrt(size)
        found = np.linalg.norm(L, "nuc") + np.abs(S).sum() / np.sqrt(size)
        checks.truth(
            found < 1.6 * fair,
            f"L + S = M holds for a {size} × {size} matrix, but the parts are far from a low-rank and a "
            "sparse one.",
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-6-3-recovery", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
# Exercise 6.3 · the truth is found again (10 points)
with checks.exercise("6.3", "the truth is found again"):
    # A loop that runs away would keep the SVD busy for minutes: 20 rounds show it.
    M = np.outer([1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0], np.ones(8)) + np.diag([9.0] + 7 * [0])
    parts = checks.tuple_of(robust_pca(M, None, 1e-6, 20), 2, "robust_pca(M), which gives (L, S),")
    checks.truth(
        max(np.abs(checks.array(part, "a part of M")).max() for part in parts) < 100,
        "the parts grow without bound: is Y divided by mu, and is the sign of its update +?",
    )
    low = np.outer(np.arange(1.0, 13.0), np.ones(12)) / 4
    spikes = np.zeros((12, 12))
    spikes[[1, 4, 8, 10], [7, 2, 9, 0]] = [5.0, -6.0, 4.0, -5.0]
    L, S = checks.tuple_of(robust_pca(low + spikes), 2, "robust_pca(M), which gives (L, S),")
    # The method stops within 1e-6; a growing mu may leave it a little short of the optimum.
    checks.close(
        L,
        low,
        "L, for a rank-1 matrix with four outliers (is lam 1 / sqrt(max(m, n)), and does mu grow too fast?),",
        tolerance=1e-3,
        mistakes={
            "S was returned first: the order is L, S.": spikes,
            "L is M itself: nothing was given to S. Is the threshold of S lam / mu, not lam or 1 / mu, "
            "and is it applied to M - L + Y / mu?": low + spikes,
            "L is zero: everything was given to S. Is lam 1 / sqrt(max(m, n)), not 1 / max(m, n)?": (
                np.zeros((12, 12))
            ),
        },
    )
    checks.close(S, spikes, "S, for a rank-1 matrix with four outliers,", tolerance=1e-3)
    # A harder one: 15 % outliers. Without the multipliers Y, L is off by 10 % and more.
    rng = np.random.default_rng(1)
    low = np.outer(rng.normal(size=60), rng.normal(size=60))
    spikes = np.where(rng.random((60, 60)) < 0.15, rng.choice([-5.0, 5.0], size=(60, 60)), 0)
    L, S = checks.tuple_of(robust_pca(low + spikes, None, 1e-6, 400), 2, "robust_pca")
    off = np.linalg.norm(checks.array(L, "L", (60, 60)) - low) / np.linalg.norm(low)
    checks.truth(
        off < 1e-3,
        f"L is off by {off:.1%} for a rank-1 matrix with 15 % outliers, though easier ones are right. "
        "Are the multipliers missing? Y has to gain + mu · (M - L - S) in every round. If it does: "
        "does mu grow by no more than 1.5, and are both thresholds soft?",
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("6.3", "recovery")
    # Some of such matrices lie beyond what the convex program can tell apart, so the median of five
    # counts. Sound methods come within 2e-6; leaving out the multipliers costs 2e-3 and more.
    errors = []
    for _ in range(5):
        low = rng.normal(size=(80, 4)) @ rng.normal(size=(4, 80))
        spikes = np.where(rng.random((80, 80)) < 0.1, rng.uniform(3, 9, (80, 80)), 0)
        spikes *= rng.choice([-1, 1], size=spikes.shape)
        L, S = checks.tuple_of(robust_pca(low + spikes, max_iterations=400), 2, "robust_pca")
        L, S = checks.array(L, "L", (80, 80)), checks.array(S, "S", (80, 80))
        off = max(np.linalg.norm(L - low), np.linalg.norm(S - spikes))
        errors.append(off / np.linalg.norm(low))
    checks.truth(
        np.median(errors) <= 5e-4,
        f"L or S is off by {np.median(errors):.1e} of the norm of L for 80 × 80 matrices of rank 4 with "
        "10 % outliers. Does Y gain + mu · (M - L - S) in every round, does mu grow by no more than "
        "1.5, and are both thresholds soft?",
    )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-6-3-shapes", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
# Exercise 6.3 · wide and tall (5 points)
with checks.exercise("6.3", "wide and tall"):
    # A loop that runs away would keep the SVD busy for minutes: 20 rounds show it.
    M = np.outer([1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0], np.ones(8)) + np.diag([9.0] + 7 * [0])
    parts = checks.tuple_of(robust_pca(M, None, 1e-6, 20), 2, "robust_pca(M), which gives (L, S),")
    checks.truth(
        max(np.abs(checks.array(part, "a part of M")).max() for part in parts) < 100,
        "the parts grow without bound: is Y divided by mu, and is the sign of its update +?",
    )
    low = np.outer(np.ones(12), np.arange(1.0, 25.0)) / 6
    spikes = np.zeros((12, 24))
    spikes[[1, 4, 8, 10], [7, 2, 19, 11]] = [5.0, -6.0, 4.0, -5.0]
    for name, turned in (("wide", False), ("tall", True)):
        M = (low + spikes).T if turned else low + spikes
        try:
            L, S = checks.tuple_of(robust_pca(M.copy()), 2, "robust_pca(M), which gives (L, S),")
        except ValueError as error:
            if not any(word in str(error) for word in ("mismatch", "broadcast", "aligned")):
                raise
            raise AssertionError(
                f"a {name} matrix stopped the code: {error}. Use the thin SVD, full_matrices=False."
            ) from None
        L = checks.array(L, f"L of a {name} matrix", shape=M.shape)
        checks.close(L.T if turned else L, low, f"L of a {name} matrix", tolerance=1e-3)
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("6.3", "shapes")
    for m, n in ((100, 150), (150, 100)):
        low = rng.normal(size=(m, 5)) @ rng.normal(size=(5, n))
        spikes = np.where(rng.random((m, n)) < 0.08, rng.uniform(3, 9, (m, n)), 0)
        spikes *= rng.choice([-1, 1], size=spikes.shape)
        L, S = checks.tuple_of(robust_pca(low + spikes, max_iterations=400), 2, "robust_pca")
        # The last digits are judged on square matrices; here it is the shape that counts.
        checks.close(L, low, f"L of a {m} × {n} matrix", tolerance=2e-2)
        checks.close(S, spikes, f"S of a {m} × {n} matrix", tolerance=2e-2)
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-6-3-lambda", "locked": true, "points": 8, "schema_version": 3, "solution": false, "task": false}
# Exercise 6.3 · the weight lam (8 points)
with checks.exercise("6.3", "the weight lam"):
    # A loop that runs away would keep the SVD busy for minutes: 20 rounds show it.
    M = np.outer([1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0], np.ones(8)) + np.diag([9.0] + 7 * [0])
    parts = checks.tuple_of(robust_pca(M, None, 1e-6, 20), 2, "robust_pca(M), which gives (L, S),")
    checks.truth(
        max(np.abs(checks.array(part, "a part of M")).max() for part in parts) < 100,
        "the parts grow without bound: is Y divided by mu, and is the sign of its update +?",
    )
    M = np.array([[4.0, 1.0, 0.0, 2.0], [1.0, 5.0, 2.0, 0.0], [0.0, 1.0, 6.0, 1.0]])
    size = np.linalg.norm(M)
    # For lam > 1 no outlier is worth its price; for lam < 1 / sqrt(m n) any singular value costs more.
    L, S = checks.tuple_of(robust_pca(M.copy(), 2.0), 2, "robust_pca(M, 2.0), which gives (L, S),")
    checks.truth(
        np.linalg.norm(checks.array(S, "S", shape=(3, 4))) < 0.01 * size,
        "with lam = 2 outliers are so dear that S should be zero and L = M. Is lam used, "
        "and are both thresholds soft?",
    )
    L, S = checks.tuple_of(
        robust_pca(M.copy(), 0.05), 2, "robust_pca(M, 0.05), which gives (L, S),"
    )
    checks.truth(
        np.linalg.norm(checks.array(L, "L", shape=(3, 4))) < 0.01 * size,
        "with lam = 0.05 outliers are so cheap that L should be zero and S = M. Is lam used, "
        "and are both thresholds soft?",
    )
    for A, turned in ((M, ""), (M.T, " of the tall M.T")):
        L, explicit = robust_pca(A.copy())[0], robust_pca(A.copy(), 0.5)[0]
        checks.close(
            L,
            explicit,
            f"L of robust_pca(M){turned}, which should be that with lam = 1 / sqrt(max(3, 4)) = 0.5,",
            tolerance=1e-6,
            mistakes={
                "the default of lam is 1 / max(m, n): the square root is missing.": (
                    robust_pca(A.copy(), 0.25)[0]
                ),
                "the default of lam is 1 / sqrt(3) here: it uses the smaller side, or always the "
                f"number of {'columns' if turned else 'rows'}; it should be 1 / sqrt(max(m, n)).": (
                    robust_pca(A.copy(), 1 / np.sqrt(3))[0]
                ),
                "the default of lam is 1 / sqrt(m n); it should be 1 / sqrt(max(m, n)).": (
                    robust_pca(A.copy(), 1 / np.sqrt(12))[0]
                ),
            },
        )

    ### BEGIN HIDDEN TESTS
    def best_price(M, lam):
        """Optimum of the convex program, by ADMM with a constant penalty."""
        mu, Y, S = M.size / (4 * np.abs(M).sum()), np.zeros(M.shape), np.zeros(M.shape)
        for _ in range(400):
            U, s, Vt = np.linalg.svd(M - S + Y / mu, full_matrices=False)
            L = (U * np.maximum(s - 1 / mu, 0)) @ Vt
            S = M - L + Y / mu - np.clip(M - L + Y / mu, -lam / mu, lam / mu)
            Y += mu * (M - L - S)
        return np.linalg.norm(L, "nuc") + lam * np.abs(M - L).sum()

    rng = checks.generator("6.3", "lambda")
    for m, n in ((15, 20), (20, 15)):
        M = rng.normal(size=(m, 3)) @ rng.normal(size=(3, n))
        M += np.where(rng.random((m, n)) < 0.3, 4 * rng.normal(size=(m, n)), 0)
        for lam in (0.2, 0.3, 0.4):
            L, S = robust_pca(M.copy(), lam, 1e-6, 400)
            L, S = checks.array(L, "L", (m, n)), checks.array(S, "S", (m, n))
            found = np.linalg.norm(L, "nuc") + lam * np.abs(S).sum()
            # A growing mu ends up to 2 % above the optimum; 4 % leaves room for other choices.
            checks.truth(
                found <= 1.04 * best_price(M, lam),
                f"for a {m} × {n} matrix and lam = {lam} the objective ||L||_* + lam ||S||_1 is "
                "clearly above its minimum. Are both thresholds soft, 1 / mu and lam / mu?",
            )
            # A loop whose penalty does not grow may need more rounds than these for 1e-6.
            checks.truth(
                np.linalg.norm(M - L - S) < 1e-2 * np.linalg.norm(M),
                f"for a {m} × {n} matrix and lam = {lam} the parts do not add up to M.",
            )
        default, explicit = robust_pca(M.copy()), robust_pca(M.copy(), 1 / np.sqrt(20))
        checks.close(default[0], explicit[0], "L with the default of lam", tolerance=1e-6)
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-6-3-tolerance", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 6.3 · when to stop (4 points)
with checks.exercise("6.3", "when to stop"):
    # A loop that runs away would keep the SVD busy for minutes: 20 rounds show it.
    M = np.outer([1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0], np.ones(8)) + np.diag([9.0] + 7 * [0])
    parts = checks.tuple_of(robust_pca(M, None, 1e-6, 20), 2, "robust_pca(M), which gives (L, S),")
    checks.truth(
        max(np.abs(checks.array(part, "a part of M")).max() for part in parts) < 100,
        "the parts grow without bound: is Y divided by mu, and is the sign of its update +?",
    )
    low = np.outer(np.arange(1.0, 13.0), np.ones(12)) / 4
    spikes = np.zeros((12, 12))
    spikes[[1, 4, 8, 10], [7, 2, 9, 0]] = [5.0, -6.0, 4.0, -5.0]
    M = low + spikes
    for name, unit in (("M", 1.0), ("M / 1000", 1e-3), ("1000 M", 1e3)):
        L, S = checks.tuple_of(robust_pca(unit * M, None, 1e-9, 400), 2, f"robust_pca of {name}")
        L, S = checks.array(L, f"L of {name}", M.shape), checks.array(S, f"S of {name}", M.shape)
        off = np.linalg.norm(unit * M - L - S) / np.linalg.norm(unit * M)
        checks.truth(
            off <= 1.001e-9,
            f"with tolerance 1e-9 the parts of {name} add up to it only within {off:.1e} of its norm. "
            "Is the residual compared with tolerance · ||M||_F, and is the loop long enough?",
        )
        off = np.linalg.norm(L - unit * low) / np.linalg.norm(unit * low)
        checks.truth(
            off <= 0.05,
            f"L is right for M, but not for {name}: something in the loop has a fixed unit. The start of "
            "mu should be 1.25 / ||M||_2."
            if unit != 1
            else "L is off by more than 5 %. Look at the check 'the truth is found again' first.",
        )
    early = checks.tuple_of(robust_pca(M.copy(), None, 1e-9, 1), 2, "robust_pca")[0]
    checks.truth(
        np.linalg.norm(checks.array(early, "L after one round", M.shape) - L / 1e3)
        > 1e-3 * np.linalg.norm(M),
        "max_iterations=1 gives the same L as 400 rounds: is max_iterations used?",
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("6.3", "tolerance")
    low = np.outer(rng.normal(size=60), rng.normal(size=60))
    spikes = np.where(rng.random((60, 60)) < 0.03, 7 * rng.choice([-1, 1], size=(60, 60)), 0)
    for unit in (1e-5, 1.0, 255.0):
        M = unit * (low + spikes)
        for tolerance in (1e-4, 1e-7, 1e-11):
            L, S = robust_pca(M.copy(), None, tolerance, 400)
            L, S = checks.array(L, "L", M.shape), checks.array(S, "S", M.shape)
            off = np.linalg.norm(M - L - S) / np.linalg.norm(M)
            checks.truth(
                off <= 1.001 * tolerance,
                f"with tolerance {tolerance:g} and data of size {unit:g} the parts add up only "
                f"within {off:.1e} of the norm of M.",
            )
            off = np.linalg.norm(L - unit * low) / np.linalg.norm(unit * low)
            checks.truth(
                off <= 0.5,
                f"L is off by {off:.0%} for data of size {unit:g}, tolerance {tolerance:g}.",
            )
    few = np.asarray(robust_pca(M.copy(), None, 1e-11, 2)[0])
    checks.truth(np.linalg.norm(few - L) > 1e-3 * np.linalg.norm(L), "max_iterations is not used.")
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-6-3-inputs", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 6.3 · zeros, whole numbers, argument left alone (3 points)
with checks.exercise("6.3", "zeros, whole numbers, argument left alone"):
    # A loop that runs away would keep the SVD busy for minutes: 20 rounds show it.
    M = np.outer([1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0], np.ones(8)) + np.diag([9.0] + 7 * [0])
    parts = checks.tuple_of(robust_pca(M, None, 1e-6, 20), 2, "robust_pca(M), which gives (L, S),")
    checks.truth(
        max(np.abs(checks.array(part, "a part of M")).max() for part in parts) < 100,
        "the parts grow without bound: is Y divided by mu, and is the sign of its update +?",
    )
    try:
        parts = checks.tuple_of(robust_pca(np.zeros((3, 4))), 2, "robust_pca of zeros")
    except (ValueError, ArithmeticError) as error:
        raise AssertionError(
            "a matrix of zeros stopped the code: its norm is 0, and nothing can be divided by that. "
            f"Return zeros before the loop. ({error})"
        ) from None
    for part in parts:
        checks.close(part, np.zeros((3, 4)), "L or S of a 3 × 4 matrix of zeros")
    M = np.outer([1, 2, 1, 2, 1, 2, 1, 2], np.ones(8, dtype=int))
    M[2, 5] += 9
    before = M.copy()
    parts = checks.tuple_of(robust_pca(M), 2, "robust_pca(M), which gives (L, S),")
    checks.unchanged(M, before, "M")
    reference = checks.tuple_of(robust_pca(before.astype(float)), 2, "robust_pca of floats")
    checks.close(parts[0], reference[0], "L of whole numbers, against the same M as floats")
    checks.truth(np.linalg.norm(reference[0]) > 1, "L should not be zero for this M.")
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("6.3", "inputs")
    whole = rng.integers(-3, 4, size=(40, 1)) * rng.integers(1, 4, size=(1, 40))
    spikes = np.where(rng.random((40, 40)) < 0.03, 20, 0)
    fair = np.linalg.norm(whole, "nuc") + spikes.sum() / np.sqrt(40)
    whole = whole + spikes
    for kind in (np.int64, np.float32, np.float64):
        M = whole.astype(kind)
        before = M.copy()
        # float32 cannot hold 1e-6 of the norm with certainty, so less is asked of it.
        L, S = robust_pca(M, None, 1e-4)
        checks.unchanged(M, before, "M")
        L, S = (checks.array(part, f"a part of {np.dtype(kind)} data", (40, 40)) for part in (L, S))
        off = np.linalg.norm(whole - L - S) / np.linalg.norm(whole)
        checks.truth(off <= 2e-4, f"L + S differs from M by {off:.1e} for {np.dtype(kind)} data.")
        found = np.linalg.norm(L, "nuc") + np.abs(S).sum() / np.sqrt(40)
        checks.truth(
            found < 1.1 * fair,
            f"for {np.dtype(kind)} data the parts are far from a low-rank and a sparse one.",
        )
    ### END HIDDEN TESTS

# %% [markdown]
# ### Watching it converge
#
# A loop that hands out each round is handy for looking at it. This one is written with
# $W = Y/\mu$, the *scaled* multipliers: same method, fewer divisions. A Python generator
# (`yield`) gives the state back after every round. The argument `svd` is for section 9.


# %%
def full_svd(A, count):
    """Thin SVD with all singular values, however few are expected to count."""
    return np.linalg.svd(A, full_matrices=False)


def pursuit_rounds(M, lam=None, growth=1.5, rounds=60, svd=full_svd):
    """Inexact augmented Lagrangian; yields L, S and the rank of L after every round."""
    lam = max(M.shape) ** -0.5 if lam is None else lam
    reach, rank = np.linalg.norm(M, 2) / 1.25, 1  # reach = 1 / mu
    S, W = np.zeros(M.shape), np.zeros(M.shape)
    for _ in range(rounds):
        U, s, Vt = svd(M - S + W, rank + 4)
        rank = np.count_nonzero(s > reach)
        L = (U * np.maximum(s - reach, 0)) @ Vt
        S = shrunk(M - L + W, lam * reach)
        yield L, S, rank
        W, reach = (W + M - L - S) / growth, reach / growth


def relative(part, whole):
    """Size of one matrix relative to another, in the Frobenius norm."""
    return np.linalg.norm(part) / np.linalg.norm(whole)


# %%
toy = L0 + S0
fig, (left, right) = plt.subplots(1, 2, figsize=(12, 4.6))
for growth, colour in ((1.2, plots.GREEN), (1.5, plots.BLUE), (4.0, plots.VERMILLION)):
    rounds = [
        (relative(toy - L - S, toy), relative(L - L0, L0))
        for L, S, rank in pursuit_rounds(toy, growth=growth, rounds=45)
    ]
    residuals, errors = np.array(rounds).T
    end = int(np.argmax(residuals <= 1e-6)) + 1 if residuals.min() <= 1e-6 else len(rounds)
    for ax, curve in ((left, residuals), (right, errors)):
        ax.semilogy(np.arange(1, end + 1), curve[:end], color=colour, label=f"growth {growth}")
        ax.plot(end, curve[end - 1], "o", color=colour)
left.axhline(1e-6, color=plots.GREY, linestyle="--")
left.text(1, 8e-7, "tolerance", ha="left", va="top", color=plots.GREY)
left.set(xlabel="round", ylabel=r"$\|M-L-S\|_F\,/\,\|M\|_F$", title="The sum fits")
right.set(xlabel="round", ylabel=r"$\|L-L_0\|_F\,/\,\|L_0\|_F$", title="The truth is found")
for ax in (left, right):
    ax.set(ylim=(1e-7, 2), xticks=range(0, 16, 5))
left.legend()
plots.show(
    fig,
    alt="Left: the residual against the round, on a logarithmic axis, for three growth factors; "
    "all reach one millionth, the faster the growth the sooner. Right: the error against the truth "
    "falls along with it for growth 1.2 and 1.5, but stays high for growth 4.",
)

# %% [markdown]
# **What to look at.** On the left, all three meet the tolerance, and the greedy one first. On the right, the
# greedy one is wrong. A large $\mu$ forces $L + S = M$ before $L$ and $S$ had time to exchange what belongs to the other.
# **The residual tells that the parts add up. It does not tell that they are the right parts.**

# %% [markdown]
# ## 5 · A test bench
#
# How do we know that a method works? We break something ourselves, and see whether it is mended. *Salt and pepper* is a classic:
# some pixels go white, some black, all others stay as they are.
#
# ### Exercise 6.4 · corrupt and recovery_error (22 points)
#
# `corrupt` (12 points) chooses `round(fraction · M.size)` entries, all different, at random. Each chosen one is set to the smallest or to the
# largest value of $M$, with equal chance. The same seed makes the same choice.


# %% nbgrader={"grade": false, "grade_id": "ex-6-4-a", "locked": false, "schema_version": 3, "solution": true, "task": false}
def corrupt(M, fraction, seed=0):
    """Set a share of the entries to the smallest or largest value of M ("salt and pepper").

    Parameters
    ----------
    M : ndarray, shape (m, n)
        Any real matrix, in any unit.
    fraction : float
        Share of the entries that are hit, from 0 to 1; round(fraction · M.size) different
        entries are chosen at random.
    seed : int
        Start of the random numbers: the same seed gives the same result, another seed another.

    Returns
    -------
    broken : ndarray, shape (m, n)
        A copy of M in which each chosen entry is M.min() or M.max(), with equal chance. M is left
        as it is.
    """
    ### BEGIN SOLUTION
    rng = np.random.default_rng(seed)
    broken = np.array(M)
    hit = rng.choice(broken.size, size=round(fraction * broken.size), replace=False)
    broken.flat[hit] = rng.choice([broken.min(), broken.max()], size=hit.size)
    return broken
    ### END SOLUTION


# %% [markdown]
# `recovery_error` (10 points) says how far a result is from the truth, as a share of the truth:
#
# $$\frac{\lVert L - L_0\rVert_F}{\lVert L_0\rVert_F}$$


# %% nbgrader={"grade": false, "grade_id": "ex-6-4-b", "locked": false, "schema_version": 3, "solution": true, "task": false}
def recovery_error(L, L0):
    """Relative error of a recovered matrix in the Frobenius norm.

    Parameters
    ----------
    L : ndarray, shape (m, n)
        What was found.
    L0 : ndarray, shape (m, n)
        The truth, not all zeros. Both may hold whole numbers, also uint8.

    Returns
    -------
    error : float
        ||L - L0||_F / ||L0||_F, without unit: 0 for a perfect result, 1 for L = 0.
    """
    ### BEGIN SOLUTION
    L0 = np.asarray(L0, dtype=float)
    return float(np.linalg.norm(L - L0) / np.linalg.norm(L0))
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1 · a nudge</summary>
#
# If you draw 300 places one by one, may the same place come twice? What does that do to the number of broken pixels? For the error: what is
# `200 - 250` in uint8?
#
# </details>
# <details><summary>Hint 2 · a plan</summary>
#
# A generator from the seed; a copy of `M`; places in `range(M.size)` without replacement; for each place one of two values; write
# them in through `.flat`. For the error, turn whole numbers into floats before the difference.
#
# </details>
# <details><summary>Hint 3 · nearly the code</summary>
#
# `rng = np.random.default_rng(seed)`, `hit = rng.choice(…, size=…, replace=False)`, and
# `broken.flat[hit] = rng.choice([…, …], size=hit.size)`. The error is a quotient of two `np.linalg.norm`.
#
# </details>
#
# **Expected:** `corrupt(M, 0.1)` of a 60 × 60 matrix changes 360 entries, about 180 of each kind;
# `recovery_error(2 * M, M)` is 1.

# %% nbgrader={"grade": true, "grade_id": "check-6-4-count", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 6.4 · how many entries, and where (4 points)
with checks.exercise("6.4", "how many entries, and where"):
    M = np.arange(400.0).reshape(20, 20)
    counts = [
        np.sum(checks.array(corrupt(M.copy(), 0.3, seed), "corrupt(M, 0.3)", shape=(20, 20)) != M)
        for seed in range(8)
    ]
    fewest, most, hint = min(counts), max(counts), ""
    if most - fewest > 2 and most > 120:
        hint = " Is a coin thrown for each entry? Choose 120 places instead."
    elif 80 < most < 118:
        hint = " Was a place drawn twice? Use replace=False."
    # Entries that held the smallest or largest value may stay as they were: two of them here.
    checks.truth(
        fewest >= 118 and most <= 120,
        f"corrupt(M, 0.3) should hit 120 of the 400 entries for every seed; {fewest} to {most} changed."
        + hint,
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("6.4", "count")
    for m, n, fraction in ((60, 80, 0.45), (100, 30, 0.2), (50, 50, 0.7), (40, 40, 0.1)):
        M = rng.normal(size=(m, n))
        changed = checks.array(corrupt(M.copy(), fraction, 5), "corrupt", shape=(m, n)) != M
        wanted = round(fraction * m * n)
        checks.truth(
            wanted - 2 <= np.sum(changed) <= wanted,
            f"{wanted} of {m * n} entries should be hit; {np.sum(changed)} changed.",
        )
        # The hits are spread: each quarter's share is within six standard deviations of the whole.
        for quarter in (changed[: m // 2, : n // 2], changed[m // 2 :, : n // 2]):
            slack = 6 * np.sqrt(fraction * (1 - fraction) / quarter.size)
            checks.truth(
                abs(quarter.mean() - fraction) < slack,
                "the hits are not spread evenly over the matrix.",
            )
        lines = min(changed.mean(axis=0).std(), changed.mean(axis=1).std())
        checks.truth(lines > 1e-3, "the hits form a regular pattern; they should be random.")
    most = 0
    for seed in range(20):
        M = rng.normal(size=(1, 37))
        most = max(most, np.sum(np.asarray(corrupt(M.copy(), 0.1, seed)) != M))
    checks.truth(most == 4, f"3.7 places should be rounded to 4; at most {most} changed.")
    checks.close(corrupt(M, 0.0), M, "corrupt(M, 0), which changes nothing,")
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-6-4-values", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 6.4 · salt and pepper (4 points)
with checks.exercise("6.4", "salt and pepper"):
    M = np.linspace(-2.0, 5.0, 2000).reshape(50, 40)
    broken = checks.array(corrupt(M.copy(), 0.5), "corrupt(M, 0.5)", shape=(50, 40))
    new = broken[broken != M]
    checks.truth(new.size > 0, "corrupt(M, 0.5) changed nothing.")
    checks.truth(
        np.all(np.isclose(new, -2) | np.isclose(new, 5)),
        "a hit entry should become M.min() or M.max(), here -2 or 5; other values appeared, such as "
        f"{new[~(np.isclose(new, -2) | np.isclose(new, 5))][:1]}.",
    )
    salt = np.mean(np.isclose(new, 5))
    checks.truth(
        0.35 < salt < 0.65,
        f"{salt:.0%} of the hit entries got the largest value: both extremes should have equal chance.",
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("6.4", "values")
    for low, high, fraction in ((10, 250, 0.5), (-7, -3, 0.8), (0, 1, 1.0)):
        M = rng.uniform(low, high, size=(60, 70))
        broken = checks.array(corrupt(M.copy(), fraction, 2), "corrupt", shape=(60, 70))
        extremes = (broken == M.min()) | (broken == M.max())
        checks.truth(
            np.all(extremes | (broken == M)), "values other than M.min() and M.max() appeared."
        )
        checks.truth(np.mean(extremes) > fraction / 2, "too few entries became M.min() or M.max().")
        # Six standard deviations of a fair coin, in the whole and in two halves of the matrix.
        for part in (slice(None), slice(0, 30), slice(30, 60)):
            of_these = (broken[part] == M.max())[extremes[part]]
            checks.truth(
                of_these.size < 100 or abs(of_these.mean() - 0.5) < 3 / np.sqrt(of_these.size),
                "the smallest and the largest value should have equal chance everywhere.",
            )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-6-4-seed", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 6.4 · seeds, whole numbers, argument left alone (4 points)
with checks.exercise("6.4", "seeds, whole numbers, argument left alone"):
    M = np.arange(120).reshape(10, 12)
    before = M.copy()
    first, again, other = corrupt(M, 0.4, 1), corrupt(M, 0.4, 1), corrupt(M, 0.4, 2)
    checks.unchanged(M, before, "M")
    checks.truth(np.any(np.asarray(first) != before), "corrupt(M, 0.4, 1) changed nothing.")
    checks.truth(
        np.array_equal(first, again),
        "corrupt(M, 0.4, 1) gave two different results. Make a new generator from the seed in every call.",
    )
    checks.truth(
        not np.array_equal(first, other), "seeds 1 and 2 gave the same result. Is the seed used?"
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("6.4", "seed")
    for kind in (np.float32, np.float64, np.uint8):
        M = rng.integers(1, 200, size=(31, 17)).astype(kind)
        before = M.copy()
        results = [
            checks.array(corrupt(M, 0.3, s), "corrupt", shape=(31, 17)) for s in (0, 3, 3, 8)
        ]
        results.append(checks.array(corrupt(M, 0.3), "corrupt", shape=(31, 17)))
        checks.unchanged(M, before, "M")
        checks.truth(np.array_equal(results[1], results[2]), "the same seed gave another result.")
        checks.truth(np.array_equal(results[0], results[4]), "the default of seed should be 0.")
        checks.truth(
            not np.array_equal(results[0], results[1])
            and not np.array_equal(results[1], results[3]),
            "different seeds gave the same result.",
        )
        checks.truth(
            all(0.2 < np.mean(x != before) <= 0.31 for x in results), "the share of hits is wrong."
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-6-4-error", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
# Exercise 6.4 · the relative error (6 points)
with checks.exercise("6.4", "the relative error"):
    truth_matrix = np.array([[3.0, 0.0], [0.0, 4.0]])
    found = np.array([[3.0, 1.0], [2.0, 6.0]])
    checks.close(
        checks.number(recovery_error(found, truth_matrix), "recovery_error(L, L0)"),
        0.6,
        "recovery_error(L, L0), with ||L - L0|| = 3 and ||L0|| = 5,",
        mistakes={
            "the error is squared: the quotient of the norms is asked, not of their squares.": 0.36,
            "the error is absolute: divide by the norm of L0.": 3.0,
            "the error was divided by the norm of L; it should be that of the truth, L0.": (
                3 / np.linalg.norm(found)
            ),
            "the spectral norm was used (np.linalg.norm(…, 2) of a matrix is its largest singular "
            "value); the Frobenius norm is asked.": (
                np.linalg.norm(found - truth_matrix, 2) / np.linalg.norm(truth_matrix, 2)
            ),
            "this is the root mean square, not the relative error.": 1.5,
            "absolute values were summed; the Frobenius norm sums squares.": 5 / 7,
            "norms were subtracted; the norm of the difference is asked.": (
                abs(np.linalg.norm(found) - 5) / 5
            ),
            "the error is in percent; a share is asked.": 60.0,
        },
        show=True,
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("6.4", "error")
    for m, n in ((5, 5), (4, 9), (9, 4), (1, 6)):
        wanted = rng.normal(size=(m, n)) + 2
        found = wanted + 0.3 * rng.normal(size=(m, n))
        expected = np.sqrt(np.sum((found - wanted) ** 2) / np.sum(wanted**2))
        answer = checks.number(recovery_error(found, wanted), "recovery_error")
        checks.close(answer, expected, f"recovery_error of {m} × {n} matrices")
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-6-4-error-inputs", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 6.4 · perfect results, units, bytes (4 points)
with checks.exercise("6.4", "perfect results, units, bytes"):
    dark = np.array([[100, 200], [50, 250]], dtype=np.uint8)
    bright = np.array([[110, 190], [50, 240]], dtype=np.uint8)
    before = bright.copy(), dark.copy()
    answer = checks.number(recovery_error(bright, dark), "recovery_error(L, L0)")
    checks.unchanged(bright, before[0], "L")
    checks.unchanged(dark, before[1], "L0")
    exact = np.sqrt(300) / np.linalg.norm(dark.astype(float))
    # Squares or percents lose their points above; here only wrapped bytes do.
    wrapped = np.linalg.norm(bright - dark) / np.linalg.norm(dark.astype(float))
    checks.close(
        answer,
        exact,
        "recovery_error of two uint8 matrices",
        mistakes={
            "uint8 has no negative numbers: 190 - 200 became 246. Turn both into floats first.": wrapped
        },
    )
    perfect = checks.number(recovery_error(dark, dark), "recovery_error(L0, L0)")
    checks.close(perfect, 0.0, "recovery_error of a perfect result")
    scaled = checks.number(recovery_error(bright / 255, dark / 255), "recovery_error")
    checks.close(scaled, exact, "recovery_error in another unit, which should not change it,")
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("6.4", "error inputs")
    wanted = rng.integers(0, 256, size=(6, 8)).astype(np.uint8)
    found = rng.integers(0, 256, size=(6, 8)).astype(np.uint8)
    expected = np.linalg.norm(found.astype(float) - wanted) / np.linalg.norm(wanted.astype(float))
    for kind, tolerance in ((np.uint8, 1e-8), (np.int64, 1e-8), (np.float32, 1e-5)):
        answer = recovery_error(found.astype(kind), wanted.astype(kind))
        checks.close(
            checks.number(answer, "recovery_error"),
            expected,
            f"recovery_error of {np.dtype(kind)} matrices",
            tolerance=tolerance,
        )
    scaled = checks.number(recovery_error(1e-3 * found, 1e-3 * wanted), "recovery_error")
    checks.close(scaled, expected, "recovery_error in another unit, which should not change it,")
    checks.truth(
        abs(checks.number(recovery_error(wanted, wanted), "recovery_error(L0, L0)")) < 1e-12,
        "recovery_error of a perfect result should be 0.",
    )
    ### END HIDDEN TESTS

# %% [markdown]
# ### Where does it break?
#
# Now the bench goes to work. For a grid of ranks and shares of outliers we make a 60 × 60 matrix, split it, and ask how far $L$ is from
# the truth.
#
# **Question.** Before you look: with rank 1, what share of broken entries do you expect to survive? With rank 10?


# %%
def error_at(rank, share, growth, size=60):
    """Relative error of L for one random matrix, and the price of L and S less that of the truth."""
    low, sparse = low_rank_plus_sparse((size, size), rank, share, seed=17 * rank)
    M = low + sparse
    for L, S, _ in pursuit_rounds(M, growth=growth, rounds=200):
        if relative(M - L - S, M) <= 1e-6:
            break
    prices = [np.linalg.norm(X, "nuc") + np.abs(M - X).sum() / np.sqrt(size) for X in (L, low)]
    return relative(L - low, low), prices[0] - prices[1]


ranks, shares = (1, 2, 4, 6, 10), (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4)
grids = {
    growth: np.array([[error_at(rank, share, growth) for rank in ranks] for share in shares])
    for growth in (1.5, 1.1)
}

# %%
fig, axes = plt.subplots(1, 2, figsize=(12, 4.6), sharey=True, layout="constrained")
for ax, (growth, grid) in zip(axes, grids.items(), strict=True):
    errors = np.log10(grid[..., 0])
    picture = ax.imshow(errors, origin="lower", cmap="cividis", vmin=-4, vmax=0, aspect="auto")
    ax.set_xticks(range(len(ranks)), ranks)
    ax.set(xlabel="rank of L0", title=f"μ grows by {growth} a round")
    ax.grid(False)
axes[0].set_yticks(range(len(shares)), [f"{share:.0%}" for share in shares])
axes[0].set_ylabel("broken entries")
bar = fig.colorbar(picture, ax=axes, ticks=[-4, -3, -2, -1, 0])
bar.ax.set_yticklabels(["0.0001", "0.001", "0.01", "0.1", "1"])
bar.set_label("relative error of L")
plots.show(
    fig,
    alt="Two grids of colours, rank to the right and share of broken entries upwards, for mu growing "
    "by 1.5 and by 1.1 a round. In both the corner of low rank and few outliers is dark: errors "
    "below a ten-thousandth. Towards high rank or many outliers the error rises within a step or two "
    "to a tenth and more. With 1.1 the dark corner is larger by a step, and reaches 40 % at rank 1.",
)
for growth, grid in grids.items():
    missed, gain = grid[..., 0] > 1e-3, grid[..., 1]
    print(
        f"growth {growth}: {np.sum(missed)} of {missed.size} matrices missed; "
        f"in {np.sum(missed & (gain < 0))} of them L and S are cheaper than the truth"
    )

# %% [markdown]
# **What to look at.** There are two regions and a narrow border. In the dark corner both parts come back nearly exactly. Where the border runs
# depends on the solver: with gentle growth of $\mu$ the dark corner is larger, at the price of more rounds, near the border three times as many. So part of the border in the left
# picture is haste.
#
# The printed lines tell the two causes apart. $\lVert L\rVert_* + \lambda\lVert S\rVert_1$ of what was found, less that of the truth: if it is *negative*,
# the truth is not the minimum, and no better solver of this problem would return it. If it is positive, the solver stopped short of the minimum, and a more patient one
# may still find the truth.

# %% [markdown]
# ## 6 · What λ does
#
# λ is the price of an outlier. **Question.** What happens to $L$ and $S$ if outliers are nearly free? If they are very dear?
#
# We try it on a smaller street: averages of 2 × 2 pixels of `frames`, in every second frame, which makes 75. Move λ, in units of $\lambda_0 = 1/\sqrt{\max(m, n)}$.

# %%
tiny_frames = halved(frames[::2])
tiny, tiny_shape = as_columns(tiny_frames), tiny_frames.shape[1:]
standard = 1 / np.sqrt(max(tiny.shape))
factors = [0.3, 0.6, 0.8, 1.0, 1.5, 2.5, 5.0]
splits = {}
for factor in factors:
    *_, splits[factor] = pursuit_rounds(tiny, lam=factor * standard, rounds=25)


def draw_split(factor=1.0):
    L, S, rank = splits[factor]
    fig, axes = plt.subplots(1, 3, figsize=(12, 3.5))
    for ax, part, name in zip(axes, (tiny, L, abs(S)), ("frame", "L", "|S|"), strict=True):
        top = 0.4 if name == "|S|" else 1
        plots.image_axes(ax).imshow(part[:, 19].reshape(tiny_shape), cmap="gray", vmin=0, vmax=top)
        ax.set_title(name)
    share = np.mean(abs(S) > 0.02)
    fig.suptitle(rf"λ = {factor} λ₀: rank of L {rank}, |S| above 0.02 in {share:.0%} of the pixels")
    return fig


plots.slider(
    draw_split,
    alt=lambda factor: (
        f"A frame, its low-rank and its sparse part for lambda = {factor} times the standard value. "
        f"The rank of L is {splits[factor][2]}."
    ),
    factor=factors,
)

# %%
found_ranks = [splits[factor][2] for factor in factors]
sparse_share = [100 * np.mean(abs(splits[factor][1]) > 0.02) for factor in factors]
fig, ax = plt.subplots(figsize=(8, 4.2))
ax.semilogx(factors, found_ranks, "o-", color=plots.BLUE)
ax.set(xlabel="λ / λ₀", ylabel="rank of L")
ax.yaxis.label.set_color(plots.BLUE)
twin = ax.twinx()
twin.semilogx(factors, sparse_share, "s--", color=plots.VERMILLION)
twin.set(ylabel="|S| above 0.02, % of pixels", ylim=(0, None))
twin.yaxis.label.set_color(plots.VERMILLION)
twin.grid(False)
ax.set_xticks(factors, [str(factor) for factor in factors])
ax.minorticks_off()
plots.show(
    fig,
    alt="Against lambda in units of its standard value: the rank of L rises from a few to the "
    "number of frames, while the share of pixels in the sparse part falls to zero.",
)

# %% [markdown]
# **What to look at.** A small λ throws everything that changes at all into $S$, and in the end the background too. A large λ makes outliers dear, so
# people walk into $L$: its rank climbs, and $S$ runs empty. Around $\lambda_0$ the people are in $S$ and the street is in $L$.
#
# This clip, as a real one, has noise in every pixel, which is neither sparse nor of low rank. So the rank of $L$ is not 1 even at $\lambda_0$: it is 46 of 75. The convex program divides the noise
# between both parts; $S$ gets many *small* entries, and a threshold for the mask is still needed.

# %% [markdown]
# ## 7 · The street, robustly
#
# Now the clip of section 1. We keep the rank and the time of each round; section 9 will ask for them.


# %%
def timed_pursuit(M, rounds):
    """L and S when the sum fits within 1e-6; rank and CPU seconds after each round."""
    history, start = [], time.process_time()
    for L, S, rank in rounds:
        history.append((rank, time.process_time() - start))
        if relative(M - L - S, M) <= 1e-6:
            break
    return L, S, np.array(history)


steady, passing, full_history = timed_pursuit(clip, pursuit_rounds(clip))
print(
    f"{len(full_history)} rounds, {full_history[-1, 1]:.1f} s, rank of L: {full_history[-1, 0]:.0f}"
)

# %%
middle = np.median(clip, axis=1)
off = {
    name: np.abs(still - empty_street.ravel()).reshape(frame_shape)
    for name, still in (
        ("first component", plain.mean(axis=1)),
        ("median", middle),
        ("robust L", steady.mean(axis=1)),
    )
}
plots.show_images(
    [5 * picture for picture in off.values()],
    [f"{name}: {255 * picture.mean():.1f} levels" for name, picture in off.items()],
    alt="Distance from the empty street, five times enlarged, for three backgrounds. The first "
    "component shows smears all along road and pavement; median and robust L are nearly black.",
    width=4.0,
)

# %% [markdown]
# **What to look at.** The smears of section 1 are the left picture; the numbers are mean distances from the empty street, in grey levels out of 255. In $L$ most
# of the smears are gone. The median is a strong rival on this clip, whose background is nearly constant: say so when you report results.
#
# Now the mask: a pixel moves if $\lvert M - \text{background}\rvert$ is above a threshold. How much depends on choosing that threshold well?


# %%
def f1_score(found, true):
    """F1 as the overlap of two masks: twice what they share over the sum of their sizes."""
    return 2 * np.sum(found & true) / (np.sum(found) + np.sum(true))


thresholds = np.array([3, 5, 8, 10, 15, 20, 25, 30, 40, 50, 60])
backgrounds = {
    "first component": (plain, plots.BLUE, "o-"),
    "median": (middle[:, np.newaxis], plots.GREY, "d:"),
    "robust L": (steady, plots.VERMILLION, "s-"),
}
fig, ax = plt.subplots(figsize=(8, 4.6))
scores = {}
for name, (still, colour, line) in backgrounds.items():
    levels = 255 * np.abs(clip - still)
    scores[name] = np.array([f1_score(levels > limit, truth) for limit in thresholds])
    ax.plot(thresholds, scores[name], line, color=colour, label=name)
ax.set(xlabel="threshold (grey levels)", ylabel="F1", ylim=(0, 1), title="Street")
ax.legend(loc="lower right")
plots.show(
    fig,
    alt="F1 against the threshold. Robust L is at about 0.7 from a threshold of 5 on and varies "
    "little up to 40. The first component starts near 0.3 at threshold 5 and catches up only at "
    "about 25; the median lies in between.",
)
for limit in (5, 15, 25):
    row = {name: f"{score[thresholds == limit][0]:.3f}" for name, score in scores.items()}
    print(f"threshold {limit:2d}:", row)

# %% [markdown]
# **What to look at.** At the best threshold all three are alike. The difference is on the left: with the first component the threshold must be
# above the ghosts, and one has to know where that is. The robust split hardly cares.
#
# And on a *real* clip? Here is one point of that curve, for one threshold only: BMC Video_003 (794 frames, fifteen of them marked by hand), measured once by the authors of
# this course.
#
# | F1 on Video_003 | threshold 15 |
# |---|---|
# | plain SVD | .551 |
# | robust PCA | .839 |
#
# Here is the result to look at: the frame, $L$, and $\lvert S\rvert$ three times enlarged.

# %%
views = np.concatenate([np.clip(part, 0, 1) for part in (clip, steady, 3 * np.abs(passing))])
views = views.T.reshape(len(frames), 3, *frame_shape)
side_by_side = np.concatenate([views[:, i] for i in range(3)], axis=2)
enlarged = side_by_side.repeat(3, axis=1).repeat(3, axis=2)
video.show_video(
    np.rint(255 * enlarged).astype(np.uint8),
    fps=7.5,
    alt="Three views of the street side by side: the clip, the low-rank part, in which the street is "
    "empty but for faint shadows, and the sparse part, in which people and cars pass on black.",
    width=960,
)

# %% [markdown]
# **Question.** Look closely at $L$: is anything left in it of those who stay for a while? Why?
#
# <details><summary>Answer</summary>
#
# Yes, faint shades of slow and large things. What stands still for many frames is the same in many columns: that *is* low rank. "Sparse" means scattered, and
# whoever stands is not. Also the soft threshold is biased: what goes to $S$ arrives a little too small, and the rest stays in $L$.
#
# </details>

# %% [markdown]
# ## 8 · Shadows and broken pixels
#
# Nothing so far was about video. Any pile of pictures that would be of low rank, but for some places in each, is a case.
#
# ### Shadows and highlights
#
# Someone photographs a poster 24 times, while the daylight changes. A matt surface in light that varies smoothly over it makes pictures of low rank: here each one is the poster
# times $a + bx + cy$, so the rank is 3. But the bar of a window throws its shadow, and a lamp is reflected in the glass. These are not smooth, and not where they were
# in the picture before.

# %%
portrait = datasets.portrait() @ to_grey
poster = portrait[:600, :510].reshape(100, 6, 85, 6).mean(axis=(1, 3))[:90]
down, across = np.mgrid[-1:1:90j, -1:1:85j]
rng = np.random.default_rng(8)
light = 0.75 + np.einsum("kc,cij->kij", rng.uniform(-0.22, 0.22, (24, 2)), np.array([across, down]))
lit = poster * light
bar_at, lamp_x, lamp_y = rng.uniform(-0.9, 0.9, (3, 24, 1, 1))
shadow = np.abs(across + 0.3 * down - bar_at) < 0.14
lamp = (across - lamp_x) ** 2 + (down - lamp_y) ** 2 < 0.03
photographs = np.where(lamp, 1.0, np.where(shadow, 0.35 * lit, lit))

# %%
pile, wanted = as_columns(photographs), as_columns(lit)
U, s, Vt = np.linalg.svd(pile, full_matrices=False)
three = (U[:, :3] * s[:3]) @ Vt[:3]
*_, (without, outliers, rank) = pursuit_rounds(pile, rounds=30)
chosen, names = [1, 9, 17], ("photograph", "best rank 3", "robust L", "|S|")
plots.show_images(
    [
        part[:, k].reshape(poster.shape)
        for k in chosen
        for part in (pile, three, without, np.abs(outliers))
    ],
    [*names, *[""] * 8],
    alt="Three photographs of a poster in a row each, with a slanted shadow and a round white reflection. "
    "In the best rank 3 bands and blots of all photographs are left. In robust L the reflections are "
    "gone and the shadows much weaker, but in the second row the bar can still be seen; S holds them.",
    columns=4,
    width=2.6,
)
print(
    f"relative error: rank 3 {relative(three - wanted, wanted):.3f}, robust {relative(without - wanted, wanted):.3f}; "
    f"{np.mean(shadow | lamp):.0%} of the pixels are covered"
)

# %% [markdown]
# **What to look at.** Rank 3 has smeared the bars and lamps of all 24 photographs over every one. The robust split takes most of them out, although a good part of each picture is
# covered, and nobody told it where. Not all: in the second row a bar can still be seen in $L$. That is the bias of the shrinkage, as with the spikes of section 3: what goes to $S$ arrives too small, and the rest stays in $L$. The same idea gives the shape of an object from shaded photographs without being fooled by its shadows.
#
# ### Broken pixels
#
# The stamps of lesson 2, at half the size, with every tenth number replaced by 0 or 1.

# %%
stamps, clean_stamps = (
    halved(np.moveaxis(pile_of_stamps[:, :, :138], -1, 1))
    for pile_of_stamps in (datasets.stamps(), datasets.clean_stamps())
)
wanted = as_columns(clean_stamps)
broken = as_columns(stamps).copy()
rng = np.random.default_rng(9)
hits = rng.choice(broken.size, size=broken.size // 10, replace=False)
broken.flat[hits] = rng.integers(0, 2, size=hits.size)
U, s, Vt = np.linalg.svd(broken, full_matrices=False)
*_, (mended, outliers, rank) = pursuit_rounds(broken, rounds=25)

# %%
plain_errors = {r: relative((U[:, :r] * s[:r]) @ Vt[:r] - wanted, wanted) for r in range(1, 8)}
r = min(plain_errors, key=plain_errors.get)
best = (U[:, :r] * s[:r]) @ Vt[:r]
rows = [
    np.moveaxis(part[:, k].reshape(stamps.shape[1:]), 0, -1)
    for part in (broken, best, mended)
    for k in (0, 5, 10, 16, 21)
]
plots.show_images(
    rows,
    ["broken", *[""] * 4, f"best rank {r}", *[""] * 4, "robust L", *[""] * 4],
    alt="Five stamps in three rows: with broken pixels and postmarks; from the best plain rank, grainy; "
    "and the robust low-rank part, nearly without broken pixels and postmarks, its colours paler.",
    columns=5,
    width=2.2,
)
print(
    f"relative error: broken {relative(broken - wanted, wanted):.3f}, "
    f"rank {r} {plain_errors[r]:.3f}, robust {relative(mended - wanted, wanted):.3f}"
)

# %% [markdown]
# **What to look at.** The rank in the middle row is the best of all, chosen with the clean stamps at hand; nobody has them in real life. The robust split chose for itself,
# and took most of the *postmarks* out as well: they too are outliers. The colours fade a little. This is the bias again: the singular values shrink, and what one stamp
# has for itself alone goes to $S$.

# %% [markdown]
# ## 9 · What it costs
#
# One SVD was the price of the first component. Here every round costs one. **Question.** $L$ has low rank, so why compute all singular values? A
# partial SVD finds the largest few only. What would that save?
#
# That depends on how many are above the threshold, round by round.

# %%
fig, ax = plt.subplots(figsize=(8, 4.2))
ax.plot(np.arange(1, len(full_history) + 1), full_history[:, 0], "o-", color=plots.BLUE)
ax.axhline(clip.shape[1], color=plots.GREY, linestyle="--")
ax.text(1, clip.shape[1] - 3, "all singular values", va="top", color=plots.GREY)
ax.set(xlabel="round", ylabel="rank of L", title="The rank climbs", ylim=(0, clip.shape[1] + 8))
plots.show(
    fig,
    alt="Rank of L against the round: 1 for the first rounds, then it climbs to more than half of the "
    "150 frames and stays there.",
)

# %% [markdown]
# Half of the rounds need only a few singular values. But then $1/\mu$ sinks below the noise, and noise has all ranks. A partial SVD that has to find
# half of the values is no faster than a full one. So the function below uses `svds` only while few values are expected (four more than in the round before), and the full SVD
# after that.


# %%
def partial_svd(A, count):
    """The largest singular values and vectors: only `count` of them, if that is few."""
    if count > min(A.shape) // 5:
        return np.linalg.svd(A, full_matrices=False)
    return scipy.sparse.linalg.svds(A, k=count, v0=np.ones(min(A.shape)))


# %% [markdown]
# And what if we *do* fix the rank? Then no singular value is needed at all: only an orthonormal basis $Q$ of a few columns. One round is
# two thin products and a threshold that sinks from coarse to fine. What is above it is called an outlier and does not take part in the next fit.


# %%
def fixed_rank_rounds(M, rank=1, finest=12 / 255, rounds=8):
    """Alternate between a basis of `rank` columns and a falling hard threshold."""
    V = np.vander(np.linspace(-1, 1, M.shape[1]), rank, increasing=True)
    S = np.zeros(M.shape)
    for limit in np.geomspace(0.5, finest, rounds):
        rest = M - S
        Q = np.linalg.qr(rest @ V)[0]
        V = rest.T @ Q
        L = Q @ V.T
        S = np.where(np.abs(M - L) > limit, M - L, 0)
    return L, S


# %%
_, _, partial_history = timed_pursuit(clip, pursuit_rounds(clip, svd=partial_svd))
start = time.process_time()
fixed_L, fixed_S = fixed_rank_rounds(clip)
fixed_seconds = time.process_time() - start

full_seconds, partial_seconds = full_history[-1, 1], partial_history[-1, 1]
fixed_score = f1_score(255 * np.abs(clip - fixed_L) > 15, truth)
full_score = scores["robust L"][thresholds == 15][0]
print(f"{'method':22} {'CPU s':>8} {'times faster':>13} {'F1 at 15':>9}")
print(f"{'full SVD':22} {full_seconds:8.2f} {1:13.1f} {full_score:9.3f}")
print(
    f"{'partial SVD':22} {partial_seconds:8.2f} {full_seconds / partial_seconds:13.1f} {'same':>9}"
)
print(
    f"{'fixed rank 1':22} {fixed_seconds:8.3f} {full_seconds / fixed_seconds:13.0f} {fixed_score:9.3f}"
)

# %% [markdown]
# **What to look at.** The partial SVD gains little, about a factor of 1.5 on noisy video like this one, because the rank climbs. The fixed rank gains far more, and more so the larger the clip: on 19200 × 1800 numbers, measured once by the
# authors of this course, a loop with full SVDs took 386 s, and alternating projections of fixed rank 2 took 4.4 s, with the same F1. That is nearly a hundredfold.
#
# What did we pay? The fixed rank must be *chosen*, the finest threshold too, and the problem is no longer convex: there is no theorem
# for our eight rounds. (There is one for more careful relatives: see Netrapalli and others below.) The convex program is the one to trust on new data; the fast one is for clips
# that you know.

# %% [markdown] nbgrader={"grade": false, "grade_id": "question", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 10 · In your own words (10 points)
#
# A town films a square with a fixed camera and runs robust PCA on each hour. Two complaints come in. *"With $\lambda = 1/\sqrt{\max(m, n)}$, a man
# read his newspaper on the bench for 50 of the 60 minutes, and he is in the background."* And: *"To have less noise in $S$ we took $1.5/\sqrt{\max(m, n)}$. Single
# passers-by are still marked. But for a moment a crowd filled nearly the whole picture, and hardly any of it is marked."*
#
# In about 150 words: explain each complaint from the two assumptions of the method and from the price λ. What shows up in $S$ at the bench, and when? Would a larger or a smaller λ
# help? What would you change instead? And why was this method chosen over the first singular component in the first place?
#
# ### BEGIN MARK SCHEME
# 10 points; a half answer to an idea gets half of its points.
#
# - 2 · **The man.** For 50 of 60 minutes his columns are alike: he *is* low rank (a pattern shared by most columns). The empty bench is the outlier: it is his *absence* that shows up in $S$, in
#   the other ten minutes. *Half:* "he stood still" without the link to rank or to columns that agree, or nothing about his absence.
# - 2 · **The crowd.** It fills most of a column: not sparse. As outliers it costs λ for each of very many entries, as one more direction of $L$ it costs one singular value. With the larger λ the second is
#   cheaper for a full column, and not for the few pixels of a single passer-by. *Half:* "too many outliers" alone. (At $1/\sqrt{\max(m, n)}$ most of such a crowd is still marked; who says that has seen it.)
# - 2 · **λ.** It is the price of an outlier: smaller gives more to $S$, also noise and in the end the background, larger gives people to $L$. For the man neither helps (the program has no reason to prefer the
#   minority of frames); for the crowd going back to the smaller λ does. *Half:* right direction without the price of it.
# - 2 · **Instead.** Any sound remedy: a longer clip (so that he stays for a small share of it), a background kept from another time or hour, fewer neighbouring frames per matrix and more spread ones, a model of time, the usual λ and a threshold on $\lvert S\rvert$ against the noise. One with its
#   reason is enough.
# - 2 · **Why robust.** Least squares lets a far value pull without bound, so everybody leaves a ghost in the first component; the ℓ1 norm bounds the pull, and F1 hardly depends on the threshold. *Half:* "it is better with outliers".
#
# Also right: the median has the same trouble with the man (more than half of the frames). Typical half answer: "use a higher rank", which makes it worse (0 for that idea, no deduction).
# ### END MARK SCHEME

# %% [markdown] nbgrader={"grade": true, "grade_id": "answer", "locked": false, "points": 10, "schema_version": 3, "solution": true, "task": false}
# ### BEGIN SOLUTION
# The method assumes that what belongs to the background is alike in many columns, and that the rest is scattered: few entries in every row and column. The man breaks the first assumption. In 50 of 60 minutes the pixels
# of the bench show him, so he is the common pattern, of low rank. The empty bench is the outlier: what shows up in $S$ is his absence, in the other ten minutes. The crowd breaks the second. It fills nearly whole columns. With the dearer λ
# so many outliers cost more than one more singular value, and the crowd goes to $L$; a single passer-by has few pixels and stays in $S$.
#
# λ is the price of an outlier. A smaller one brings the crowd back, with more noise in $S$; a larger one puts more people into $L$. Neither turns a majority into a minority. I would keep the usual λ, take a threshold on $\lvert S\rvert$ against
# the noise, and use frames from several hours, so that the man is there for a small share of them.
#
# The first singular component has both problems and one more: squares let every passer-by pull the background, so all leave ghosts, and the mask depends on the threshold.
# ### END SOLUTION

# %% [markdown]
# ### Your own, if it is done
#
# The next cell tries your three functions from 6.3 and 6.4 together: salt and pepper on the small street of section 6, split by your `robust_pca`. It is optional and gives no points.

# %%
try:
    sprinkled = corrupt(tiny, 0.1, seed=1)
    own_L, own_S = robust_pca(sprinkled, max_iterations=20)
    still_street = as_columns(halved(empty_street[np.newaxis]))
    errors = [recovery_error(X, np.tile(still_street, X.shape[1])) for X in (sprinkled, own_L)]
    plots.show_images(
        [X[:, 19].reshape(tiny_shape) for X in (sprinkled, own_L, np.abs(own_S))],
        [f"salt and pepper: error {errors[0]:.2f}", f"your L: error {errors[1]:.2f}", "your |S|"],
        alt="A street frame with salt and pepper, and the low-rank and sparse part that your own "
        "robust_pca finds in it. The errors in the titles are against the empty street.",
        width=4.0,
    )
except NotImplementedError:
    print("Not done yet, and that is fine: write 6.3 and 6.4, then run this cell again.")
except Exception as error:
    print(f"Your functions do not work together yet ({error}). The checks above say more.")

# %% [markdown]
# ## What to take away
#
# - Least squares lets a far value pull without bound: mean, first component and best rank $k$ all smear outliers. Absolute values bound the pull.
# - $M = L + S$: low rank plus sparse. The nuclear norm and the ℓ1 norm are the convex stand-ins for rank and number of nonzeros, and their minimisers are soft
#   thresholds, of singular values and of entries.
# - Principal component pursuit by inexact augmented Lagrangian: two thresholds and one update of the multipliers per round. Let $\mu$ grow gently. A small residual says that the parts add up, not that they are right.
# - $\lambda = 1/\sqrt{\max(m, n)}$ is a price: lower it and more goes to $S$, raise it and more goes to $L$.
# - It fails where its assumptions do: what stays long is low rank, what fills a column is not sparse. Test on data whose truth you made.
# - One SVD a round. A partial one gains little on noisy video, because the rank climbs; fixing a small rank gains much, and gives up the guarantee.

# %% [markdown]
# ## References
#
# - E. J. Candès, X. Li, Y. Ma and J. Wright, "Robust principal component analysis?", *Journal of the ACM* 58(3), article 11, 2011.
#   [doi:10.1145/1970392.1970395](https://doi.org/10.1145/1970392.1970395)
# - V. Chandrasekaran, S. Sanghavi, P. A. Parrilo and A. S. Willsky, "Rank-sparsity incoherence for matrix decomposition", *SIAM Journal on Optimization* 21(2), 572–596, 2011.
#   [doi:10.1137/090761793](https://doi.org/10.1137/090761793)
# - Z. Lin, M. Chen and Y. Ma, "The augmented Lagrange multiplier method for exact recovery of corrupted low-rank matrices", 2010.
#   [arXiv:1009.5055](https://arxiv.org/abs/1009.5055)
# - J.-F. Cai, E. J. Candès and Z. Shen, "A singular value thresholding algorithm for matrix completion", *SIAM Journal on Optimization* 20(4), 1956–1982, 2010.
#   [doi:10.1137/080738970](https://doi.org/10.1137/080738970)
# - P. Netrapalli, U. N. Niranjan, S. Sanghavi, A. Anandkumar and P. Jain, "Non-convex robust PCA", *Advances in Neural Information Processing Systems* 27, 2014.
#   [arXiv:1410.7660](https://arxiv.org/abs/1410.7660)
# - H. Cai, J.-F. Cai and K. Wei, "Accelerated alternating projections for robust principal component analysis", *Journal of Machine Learning Research* 20(20), 2019.
#   [arXiv:1711.05519](https://arxiv.org/abs/1711.05519)
# - A. Vacavant, T. Chateau, A. Wilhelm, L. Lequièvre, "A benchmark dataset for outdoor foreground/background extraction", *ACCV 2012 Workshops*, LNCS 7728, 2013: the
#   Background Models Challenge with Video_003.
# - Photograph: Grace Hopper, official portrait of the United States Navy by James S. Davis, as shipped with Matplotlib. Public domain.
