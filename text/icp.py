# ---
# jupyter:
#   jupytext:
#     formats: source/icp//ipynb,text//py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # ICP: alignment when nobody says which point is which
#
# A laser scanner walks around a statue and takes two scans. Each is a cloud of points in the
# scanner's own axes. To put the statue together you must find the rotation and the shift that lay
# one scan over the other. In lesson 3 the SVD did that in one stroke, because we knew which point
# belongs to which. A scanner does not know. It does not even see the same points twice.
#
# This lesson guesses the partners, aligns, guesses again, and goes on until nothing changes. The
# method is called **iterative closest point**, ICP. It steers robots, builds 3-D models from
# scans, and sits inside most tools for point clouds.

# %% [markdown]
# ## What you will be able to do
#
# - find the nearest neighbour of many points at once, and say when a k-d tree pays;
# - measure a misfit on *matches*, so that it means something;
# - build the ICP loop from two steps, and say why its error can never rise;
# - keep track of the total transform while the cloud moves in small steps;
# - decide when to stop, where to start, and what to do with points that have no partner.
#
# **Before you start** you should have met the orthogonal Procrustes problem (lesson 3): centre both
# clouds, take the SVD of `B.T @ A`, build a rotation with determinant +1. A point cloud is an
# `(N, d)` array with one point in a row, and a rotation acts on the right: `B @ R + t`.
#
# | section | minutes | exercises | points |
# |---|---|---|---|
# | 1 · Who is whose partner? | 25 | 4.1, 4.2 | 24 |
# | 2 · One step | 20 | 4.3 | 16 |
# | 3 · The loop | 40 | 4.4 | 24 |
# | 4 · Points without a partner | 30 | 4.5 | 14 |
# | 5 · Where to start | 20 | 4.6 | 12 |
# | 6 · A scan in three dimensions | 10 | | |
# | 7 · A question | 15 | written answer | 10 |
# | **together** | **160** | | **100** |

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import time

import matplotlib.pyplot as plt
import numpy as np
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist
from scipy.spatial.transform import Rotation

from svdlab import checks, datasets, plots

# %%
plots.use_style()

# %% [markdown]
# ## 1 · Who is whose partner?
#
# Here is one curve, sampled twice. $Q$ holds 30 points and rests. $P$ holds 31 points of the same
# curve; it was turned by 90° and shifted by $(-2, 5)$.

# %%
turned, rest = datasets.curves(angle=90, shift=(-2, 5))
print("P", turned.shape, " Q", rest.shape)


# %%
def draw_pair(ax, P, Q, match=None):
    if match is not None:
        ends = np.stack([P, Q[match], np.full_like(P, np.nan)], axis=1).reshape(-1, 2)
        ax.plot(*ends.T, color=plots.GREY, linewidth=1, zorder=1)
    ax.scatter(*Q.T, s=45, color=plots.ORANGE, label="Q, at rest", zorder=2)
    ax.scatter(*P.T, s=22, color=plots.BLUE, label="P, to be moved", zorder=3)
    ax.set(xlabel="x", ylabel="y", aspect="equal")


# %%
fig, ax = plt.subplots(figsize=(7, 5))
draw_pair(ax, turned, rest)
ax.legend()
plots.show(
    fig,
    alt="Two samples of one wavy curve: Q lies along the x axis, P stands upright on the left.",
)

# %% [markdown]
# Lesson 3 needed two clouds of the same size, with row $i$ of one belonging to row $i$ of the
# other. Here nobody tells us the partners, and 31 points cannot pair off with 30.
#
# **Think first.** If $P$ lay nearly in place, how would you guess the partner of one of its points?
#
# <details><summary>Answer</summary>
#
# Take the point of $Q$ that is nearest. When the clouds almost coincide this guess is nearly always
# right. When they are far apart it is mostly wrong. ICP rests on the hope that even a bad guess pulls
# the cloud in a good direction, so that the next guess is better.
#
# </details>

# %% [markdown]
# For each point $p_i$ we want the index
#
# $$ \mathrm{match}(i) = \arg\min_j \lVert p_i - q_j \rVert . $$
#
# Let us look at the guess for our two curves. Each grey line joins a point of $P$ with its nearest
# point of $Q$.

# %%
_, guess = cKDTree(rest).query(turned)
fig, ax = plt.subplots(figsize=(7, 5))
draw_pair(ax, turned, rest, guess)
ax.legend()
plots.show(
    fig,
    alt="Grey lines join each point of P with its nearest point of Q; all end on the left part of Q.",
)
print("points of Q that are somebody's partner:", np.unique(guess).size, "of", len(rest))

# %% [markdown]
# Almost every match is wrong, and most of $Q$ is nobody's partner. A match is no permutation: several
# points of $P$ may choose the same point of $Q$, and a point of $Q$ may be chosen by none. That is
# why the two clouds may have different numbers of points.

# %% [markdown]
# ### Brute force or a tree?
#
# *Brute force* computes all $N \cdot M$ distances and takes the smallest in each row:
# `cdist(P, Q).argmin(axis=1)`. Twice as many points in both clouds cost four times the work and four
# times the memory.
#
# A *k-d tree* sorts the points of $Q$ into nested boxes first. A search then skips every box that
# cannot hold anything nearer than the best point so far. In two or three dimensions a search looks
# at about $\log M$ points: `cKDTree(Q).query(P)`.
#
# **Think first.** For ten points, which one is faster? For ten thousand?


# %%
def seconds(work, repeats=3):
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


# %%
sizes = np.array([10, 30, 100, 300, 1000, 3000])
uniform = np.random.default_rng(0).random
clouds = [(uniform((n, 3)), uniform((n, 3))) for n in sizes]
brute_force = [seconds(lambda A=A, B=B: cdist(A, B).argmin(axis=1)) for A, B in clouds]
with_tree = [seconds(lambda A=A, B=B: cKDTree(B).query(A)) for A, B in clouds]

# %%
fig, ax = plt.subplots(figsize=(7, 4.2))
ax.loglog(sizes, 1e3 * np.array(brute_force), "o-", color=plots.VERMILLION, label="brute force")
ax.loglog(
    sizes, 1e3 * np.array(with_tree), "s-", color=plots.BLUE, label="k-d tree, with building it"
)
ax.set(xlabel="points in each cloud", ylabel="time in milliseconds")
ax.legend()
plots.show(
    fig,
    alt="Time against number of points, both axes logarithmic: brute force is cheaper for a few "
    "points, the k-d tree for many, because its line is flatter.",
)
print(f"{sizes[-1]} points: brute force takes {brute_force[-1] / with_tree[-1]:.0f} times as long")

# %% [markdown]
# These are the times of the machine this notebook runs on, measured a moment ago. Small clouds do not
# pay for a tree. Large ones do: the blue line climbs a little faster than $N$, the other one like
# $N^2$. In ICP the tree pays even sooner. $Q$ never moves, so one tree serves every step.

# %% [markdown]
# ### Exercise 4.1 · Closest points (14 points)
#
# For each row of $P$ find the index of the nearest row of $Q$. Count from 0, as NumPy does. The same
# code should work in two dimensions, in three, in any number. Where two points of $Q$ are equally near,
# either of them will do.


# %% nbgrader={"grade": false, "grade_id": "ex-4-1", "locked": false, "schema_version": 3, "solution": true, "task": false}
def closest_points(P, Q):
    """Find the nearest neighbour in Q of each point of P.

    Parameters
    ----------
    P : ndarray, shape (N, d)
        The points that look for a partner, one in a row.
    Q : ndarray, shape (M, d)
        The points to choose from, one in a row; M may differ from N.

    Returns
    -------
    match : ndarray of int, shape (N,)
        ``Q[match[i]]`` is the row of Q nearest to ``P[i]``, counted from 0. Among rows that are
        equally near, any one.
    """
    ### BEGIN SOLUTION
    return cKDTree(Q).query(P)[1]
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1 · a nudge</summary>
#
# There are $N \cdot M$ distances. In which direction do you look for the smallest, along the rows or
# along the columns of that table?
#
# </details>
# <details><summary>Hint 2 · a plan</summary>
#
# Make the table `D` of shape `(N, M)` with `D[i, j]` the distance from `P[i]` to `Q[j]`. For each row
# take the *position* of the smallest entry. Or let a k-d tree of $Q$ answer the question.
#
# </details>
# <details><summary>Hint 3 · nearly the code</summary>
#
# `cdist(P, Q)` is the table, and `.argmin(axis=...)` finds positions. With a tree,
# `cKDTree(Q).query(P)` returns two arrays: distances and indices. You want the second.
#
# </details>
#
# **What to expect.** For `P = [[0.9, 0.1], [4, 4], [0, 2]]` and `Q = [[0, 1], [1, 0], [5, 5], [3, 0]]`
# the answer is `[1, 2, 0]`.

# %% nbgrader={"grade": true, "grade_id": "check-4-1-plane", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
# Exercise 4.1 · the nearest point in the plane (5 points)
with checks.exercise("4.1", "the nearest point in the plane"):
    P = np.array([[0.9, 0.1], [4.0, 4.0], [0.0, 2.0]])
    Q = np.array([[0.0, 1.0], [1.0, 0.0], [5.0, 5.0], [3.0, 0.0]])
    found = closest_points(P.copy(), Q.copy())
    checks.truth(
        np.shape(found) != (4,),
        "closest_points(P, Q) has one entry for each of the 4 rows of Q: you searched in the wrong "
        "direction. For each of the 3 rows of P find a row of Q.",
    )
    checks.equal(
        found,
        [1, 2, 0],
        "closest_points(P, Q)",
        mistakes={
            "your indices are one too large: Python counts rows from 0.": [2, 3, 1],
            "these are the farthest rows of Q, not the nearest: argmin, not argmax?": [2, 0, 2],
            "these are the nearest distances; return the row numbers.": np.sqrt(
                ((P[:, None] - Q) ** 2).sum(axis=-1).min(axis=1)
            ),
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("4.1", "plane")
    for n, m in [(40, 25), (25, 40), (30, 30)]:
        P, Q = rng.normal(size=(n, 2)), rng.normal(size=(m, 2)) + 0.5
        name = f"closest_points(P, Q) with {n} and {m} points"
        match = checks.array(closest_points(P.copy(), Q.copy()), name, shape=(n,))
        squares = ((P[:, None] - Q[None]) ** 2).sum(axis=-1)
        checks.truth(
            not np.array_equal(match - 1, squares.argmin(axis=1)),
            f"{name}: your indices are one too large; Python counts rows from 0.",
        )
        checks.truth(
            np.isin(match, np.arange(m)).all(), f"{name} must hold row numbers of Q, 0 to {m - 1}."
        )
        chosen = squares[np.arange(n), match.astype(int)]
        # |p|² + |q|² - 2 p·q loses about 1e-15 of squared coordinates near 4.
        wrong = int(np.sum(chosen > squares.min(axis=1) + 1e-12))
        checks.truth(wrong == 0, f"{name}: for {wrong} rows of P another row of Q is nearer.")
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-4-1-space", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
# Exercise 4.1 · any number of dimensions (5 points)
with checks.exercise("4.1", "any number of dimensions"):
    P = np.array([[0.0, 0.0, 4.0], [0.0, 0.0, 1.0]])
    Q = np.array([[0.0, 0.0, 0.0], [2.0, 2.0, 4.0], [0.0, 1.0, 9.0]])
    checks.equal(
        closest_points(P.copy(), Q.copy()),
        [1, 0],
        "closest_points(P, Q) in three dimensions",
        mistakes={
            "you compare only the first two coordinates: use all of them.": [0, 0],
            "your indices are one too large: Python counts rows from 0.": [2, 1],
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("4.1", "space")
    for n, m, d in [(60, 45, 3), (45, 60, 3), (20, 35, 5), (12, 30, 1)]:
        P, Q = rng.normal(size=(n, d)), rng.normal(size=(m, d))
        name = f"closest_points(P, Q) with {n} and {m} points in {d} dimensions"
        match = checks.array(closest_points(P.copy(), Q.copy()), name, shape=(n,))
        checks.truth(
            np.isin(match, np.arange(m)).all(), f"{name} must hold row numbers of Q, 0 to {m - 1}."
        )
        squares = ((P[:, None] - Q[None]) ** 2).sum(axis=-1)
        chosen = squares[np.arange(n), match.astype(int)]
        wrong = int(np.sum(chosen > squares.min(axis=1) + 1e-12))
        checks.truth(wrong == 0, f"{name}: for {wrong} rows of P another row of Q is nearer.")
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-4-1-ties", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 4.1 · ties, whole numbers, arguments left alone (4 points)
with checks.exercise("4.1", "ties, whole numbers, arguments left alone"):
    P, Q = np.array([[0, 0], [3, 1]]), np.array([[1, 0], [-1, 0], [3, 3], [5, 1]])
    P_before, Q_before = P.copy(), Q.copy()
    match = checks.array(closest_points(P, Q), "closest_points(P, Q) with ties", shape=(2,))
    checks.truth(
        match[0] in (0, 1) and match[1] in (2, 3),
        "rows 0 and 1 of Q are equally near to P[0], rows 2 and 3 to P[1]: one of them, please, "
        f"but the answer is {match.tolist()}.",
    )
    checks.unchanged(P, P_before, "P")
    checks.unchanged(Q, Q_before, "Q")
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("4.1", "ties")
    for kind in (np.int64, np.float32, np.float64):
        P, Q = (rng.integers(-4, 5, size=(n, 2)).astype(kind) for n in (50, 30))
        P_before, Q_before = P.copy(), Q.copy()
        found = closest_points(P, Q)
        name = f"closest_points(P, Q) with dtype {np.dtype(kind)}"
        match = checks.array(found, name, shape=(50,))
        checks.truth(
            np.asarray(found).dtype.kind in "iu",
            f"{name} must hold whole numbers that can index Q; its dtype is "
            f"{np.asarray(found).dtype}.",
        )
        checks.truth(
            np.isin(match, np.arange(30)).all(), f"{name} must hold row numbers of Q, 0 to 29."
        )
        squares = ((P[:, None].astype(float) - Q[None]) ** 2).sum(axis=-1)
        chosen = squares[np.arange(50), match.astype(int)]
        wrong = int(np.sum(chosen > squares.min(axis=1) + 1e-4))
        checks.truth(wrong == 0, f"{name}: for {wrong} rows of P another row of Q is nearer.")
        checks.unchanged(P, P_before, "P")
        checks.unchanged(Q, Q_before, "Q")
    lonely = closest_points(rng.normal(size=(4, 3)), rng.normal(size=(1, 3)))
    checks.equal(lonely, [0, 0, 0, 0], "closest_points(P, Q) where Q is one point")
    single = closest_points(np.array([[0.0, 2.0]]), np.array([[9.0, 9.0], [0.0, 1.0]]))
    checks.equal(single, [1], "closest_points(P, Q) where P is one point")
    ### END HIDDEN TESTS

# %% [markdown]
# ### How far off are we?
#
# We need one number that says how well two clouds agree. The root mean square (RMS) distance to the
# partners is in the units of the points:
#
# $$ \mathrm{rms} = \sqrt{\frac{1}{N} \sum_{i=1}^{N} \lVert p_i - q_{\mathrm{match}(i)} \rVert^2} . $$
#
# It is tempting to subtract the arrays instead, `P[:len(Q)] - Q`. **Think first:** what would happen to
# that number if somebody shuffled the rows of $Q$?

# %%
near = datasets.curves(angle=4, shift=(0.3, -0.2))
shuffled = np.random.default_rng(1).permutation(near.Q)


# %%
def rms_of(differences):
    return np.sqrt(np.mean(np.sum(differences**2, axis=1)))


for title, target in [("rows of Q in order", near.Q), ("rows of Q shuffled", shuffled)]:
    partners = target[cKDTree(target).query(near.P)[1]]
    by_row = near.P[: len(target)] - target
    print(f"{title}: on matches {rms_of(near.P - partners):.3f}, by row {rms_of(by_row):.3f}")

# %% [markdown]
# The points did not move, so the misfit must not change. On matches it does not. By row number it
# does: row $i$ of one scan has nothing to do with row $i$ of another, and that number means nothing.

# %% [markdown]
# ### Exercise 4.2 · The error of a match (10 points)
#
# Write the RMS distance between the points of $P$ and their partners `Q[match]`. The match is given: do
# not search for it again.


# %% nbgrader={"grade": false, "grade_id": "ex-4-2", "locked": false, "schema_version": 3, "solution": true, "task": false}
def match_rms(P, Q, match):
    """RMS distance between the points of P and their partners in Q.

    Parameters
    ----------
    P : ndarray, shape (N, d)
        One point in a row.
    Q : ndarray, shape (M, d)
        One point in a row; M may differ from N.
    match : ndarray of int, shape (N,)
        ``Q[match[i]]`` is the partner of ``P[i]``; rows of Q may occur several times or never.

    Returns
    -------
    rms : float
        Root of the mean squared distance, in the units of the points.
    """
    ### BEGIN SOLUTION
    differences = np.asarray(P, dtype=float) - np.asarray(Q, dtype=float)[match]
    return np.sqrt(np.mean(np.sum(differences**2, axis=1)))
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1 · a nudge</summary>
#
# `Q[match]` has as many rows as `P`. What is row $i$ of `P - Q[match]`?
#
# </details>
# <details><summary>Hint 2 · a plan</summary>
#
# Square the differences, add them up within each row (one squared distance per point), take the mean
# over the points, then the root.
#
# </details>
# <details><summary>Hint 3 · nearly the code</summary>
#
# `squared = np.sum((P - Q[match]) ** 2, axis=1)`, and then `np.mean`, and then `np.sqrt`.
#
# </details>
#
# **What to expect.** Distances 3, 4 and 0 give $\sqrt{(9 + 16 + 0)/3} \approx 2.887$.

# %% nbgrader={"grade": true, "grade_id": "check-4-2-value", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
# Exercise 4.2 · the number itself (5 points)
with checks.exercise("4.2", "the number itself"):
    P = np.array([[3.0, 0.0], [0.0, 4.0], [10.0, 10.0]])
    Q = np.array([[10.0, 10.0], [0.0, 0.0]])
    checks.close(
        checks.number(match_rms(P, Q, np.array([1, 1, 0])), "match_rms(P, Q, [1, 1, 0])"),
        np.sqrt(25 / 3),
        "match_rms(P, Q, [1, 1, 0])",
        mistakes={
            "this is the mean square: the root is missing.": 25 / 3,
            "this is the mean distance: square first, then mean, then root.": 7 / 3,
            "you divided by N·d: the mean is over the N points, so add up the squares of a row "
            "first.": np.sqrt(25 / 6),
            "this is the norm of all differences: divide the sum of squares by N.": 5.0,
            "the root belongs over the mean: you divided the norm by N.": 5 / 3,
            "you divided by the number of points of Q; the mean is over those of P.": np.sqrt(12.5),
            "you compared row by row: take the partners Q[match], not the rows of Q.": np.sqrt(
                82.5
            ),
        },
        show=True,
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("4.2", "value")
    for n, m in [(30, 20), (20, 30), (25, 25)]:
        P, Q = 3 * rng.normal(size=(n, 2)), 3 * rng.normal(size=(m, 2))
        match = rng.integers(0, m, size=n)
        name = f"match_rms(P, Q, match) with {n} and {m} points"
        gaps = np.hypot(*(P - Q[match]).T)
        expected = np.sqrt(np.mean(gaps**2))
        checks.close(
            checks.number(match_rms(P.copy(), Q.copy(), match.copy()), name),
            expected,
            name,
            mistakes={
                "this is the mean square: the root is missing.": expected**2,
                "this is the mean distance: square first, then mean, then root.": gaps.mean(),
                "you divided by N·d instead of N.": expected / np.sqrt(2),
                "this is the norm of all differences: divide by N under the root.": expected
                * np.sqrt(n),
                "you divided by the number of points of Q.": expected * np.sqrt(n / m),
                "you searched for the nearest points: the match is given, use it.": np.sqrt(
                    np.mean(((P[:, None] - Q[None]) ** 2).sum(axis=-1).min(axis=1))
                ),
            },
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-4-2-space", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 4.2 · three dimensions (3 points)
with checks.exercise("4.2", "three dimensions"):
    P, Q = np.array([[1.0, 2.0, 2.0], [0.0, 0.0, 5.0]]), np.array([[0.0, 0.0, 0.0]])
    checks.close(
        checks.number(match_rms(P, Q, np.array([0, 0])), "match_rms(P, Q, [0, 0])"),
        np.sqrt(17.0),
        "match_rms(P, Q, [0, 0])",
        mistakes={
            "only the first two coordinates are counted.": np.sqrt(2.5),
            "you divided by N·d instead of N.": np.sqrt(17 / 3),
            "you divided by the number of points of Q.": np.sqrt(34.0),
            "you divided by 2·N: the mean is over the points, whatever d is.": np.sqrt(17 / 2),
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("4.2", "space")
    for n, m, d in [(40, 15, 3), (15, 40, 3), (18, 18, 6)]:
        P, Q = rng.normal(size=(n, d)) + 4, rng.normal(size=(m, d))
        match = rng.integers(0, m, size=n)
        name = f"match_rms(P, Q, match) with {n} and {m} points in {d} dimensions"
        expected = np.sqrt(((P - Q[match]) ** 2).sum() / n)
        checks.close(checks.number(match_rms(P, Q, match), name), expected, name)
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-4-2-edges", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 4.2 · perfect matches, other number types (2 points)
with checks.exercise("4.2", "perfect matches, other number types"):
    Q = np.array([[1, 2], [3, 4], [5, 6]])
    P, match = Q[[2, 0]], np.array([2, 0])
    P_before = P.copy()
    perfect = checks.number(match_rms(P, Q, match), "match_rms(P, Q, match), perfect match")
    checks.close(perfect, 0.0, "match_rms of a perfect match")
    one = checks.number(match_rms(np.array([[4, 6]]), Q, np.array([0])), "match_rms of one point")
    checks.close(one, 5.0, "match_rms of one point, 5 away")
    checks.unchanged(P, P_before, "P")
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("4.2", "edges")
    for kind, tolerance in [(np.uint8, 1e-8), (np.int64, 1e-8), (np.float32, 1e-4)]:
        P, Q = (rng.integers(0, 200, size=(n, 2)).astype(kind) for n in (9, 14))
        match = rng.integers(0, 14, size=9)
        P_before, Q_before, match_before = P.copy(), Q.copy(), match.copy()
        name = f"match_rms(P, Q, match) with dtype {np.dtype(kind)}"
        expected = np.sqrt(((P.astype(float) - Q[match].astype(float)) ** 2).sum() / 9)
        found = checks.number(match_rms(P, Q, match), name)
        if kind is np.uint8:
            wrapped = np.sqrt(((P - Q[match]) ** 2).sum() / 9)
            checks.close(
                found,
                expected,
                name,
                mistakes={"uint8 wraps around below 0: turn to float before subtracting.": wrapped},
            )
        checks.close(found, expected, name, tolerance=tolerance)
        checks.unchanged(P, P_before, "P")
        checks.unchanged(Q, Q_before, "Q")
        checks.unchanged(match, match_before, "match")
    ### END HIDDEN TESTS

# %% [markdown]
# ## 2 · One step
#
# One step of ICP has two halves.
#
# 1. **Match.** The points stand still; each chooses the nearest partner.
# 2. **Move.** The partners stand still; the cloud takes the best rotation and shift onto them.
#
# The second half is lesson 3 with $B = P$ and $A = Q[\mathrm{match}]$, which have the same number of
# rows. With $\bar p$ and $\bar a$ the means of $P$ and of $Q[\mathrm{match}]$,
#
# $$ (P - \bar p)^T (A - \bar a) = U \Sigma V^T, \qquad
# R = U\, \mathrm{diag}(1, \dots, 1, \det(UV^T))\, V^T, \qquad
# P_{\text{new}} = (P - \bar p) R + \bar a . $$
#
# In the plane there is a shorter way. A point is a complex number, a rotation is a factor of modulus 1,
# and the best factor is the direction of $\sum_i \overline{(p_i - \bar p)}\,(a_i - \bar a)$. The figures
# of this lesson use that: they need no answer of yours. Your own code will work in any dimension.


# %% nbgrader={"grade": false, "grade_id": "plane-icp", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The lesson's own ICP for the plane, with complex numbers. It needs no answer of yours.
def plane_step(z, q, tree):
    """One step: the moved points and the match they followed, all as complex numbers."""
    match = tree.query(np.column_stack([z.real, z.imag]))[1]
    goal = q[match]
    pull = np.vdot(z - z.mean(), goal - goal.mean())  # vdot conjugates its first argument
    return (z - z.mean()) * np.exp(1j * np.angle(pull)) + goal.mean(), match


def plane_path(P, Q, steps):
    """Clouds before each step and after the last, their matches, and their errors."""
    tree, z, q, path = cKDTree(Q), P @ [1, 1j], Q @ [1, 1j], []
    for _ in range(steps + 1):
        z_new, match = plane_step(z, q, tree)
        rms = np.sqrt(np.mean(np.abs(z - q[match]) ** 2))
        path.append((np.column_stack([z.real, z.imag]), match, rms))
        z = z_new
    return path


def plane_icp(P, Q, steps=50, tolerance=1e-8):
    """ICP in the plane; returns what icp of exercise 4.4 returns."""
    path = plane_path(P, Q, steps)
    errors = [rms for _, _, rms in path]
    last = next((k for k in range(1, steps) if errors[k - 1] - errors[k] <= tolerance), steps)
    moved = path[last][0]
    before, after = (X @ [1, 1j] for X in (P - P.mean(axis=0), moved - moved.mean(axis=0)))
    turn = np.exp(1j * np.angle(np.vdot(before, after)))
    R = np.array([[turn.real, turn.imag], [-turn.imag, turn.real]])
    return moved, R, moved.mean(axis=0) - P.mean(axis=0) @ R, errors[: last + 1]


# %%
turned, rest = datasets.curves()
walk = plane_path(turned, rest, 1)
fig, axes = plt.subplots(1, 2, figsize=(9.5, 4.6), sharex=True, sharey=True)
for ax, (cloud, guess, misfit), title in zip(axes, walk, ["before", "after one step"], strict=True):
    draw_pair(ax, cloud, rest, guess)
    ax.set_title(f"{title}: error {misfit:.2f}")
axes[0].legend()
plots.show(
    fig,
    alt="Left: P stands upright beside Q. Right: after one step P lies over the left part of Q, "
    "still turned the wrong way, and its matches have changed.",
)

# %% [markdown]
# One step brought the cloud near, though it is still turned. The grey lines on the right are the *new*
# guess, made after the move. They differ from the ones that moved the cloud, so another step will
# help.
#
# **A trap.** Onto which mean do we shift the cloud: that of all of $Q$, or that of the partners
# $Q[\mathrm{match}]$? The best rigid transform onto $A = Q[\mathrm{match}]$ takes the mean of $A$. Section
# 3 shows what the other choice costs.

# %% [markdown]
# ### Exercise 4.3 · One step (16 points)
#
# Match each point of $P$ with its nearest point of $Q$, then move $P$ by the best rigid transform (a
# rotation and a shift, never a reflection) onto those partners. Return the moved cloud and the match
# that was used.


# %% nbgrader={"grade": false, "grade_id": "ex-4-3", "locked": false, "schema_version": 3, "solution": true, "task": false}
def icp_step(P, Q):
    """Match P with Q, then move P as well as a rigid transform can.

    Parameters
    ----------
    P : ndarray, shape (N, d)
        The cloud to be moved, one point in a row.
    Q : ndarray, shape (M, d)
        The cloud at rest; M may differ from N.

    Returns
    -------
    P_new : ndarray, shape (N, d)
        ``P @ R + t`` with the rotation R (determinant +1) and the shift t that make the RMS distance
        to ``Q[match]`` as small as possible.
    match : ndarray of int, shape (N,)
        For each row of P, *before* the move, the index of the nearest row of Q.
    """
    ### BEGIN SOLUTION
    P, Q = np.asarray(P, dtype=float), np.asarray(Q, dtype=float)
    match = cKDTree(Q).query(P)[1]
    A = Q[match]
    p, a = P.mean(axis=0), A.mean(axis=0)
    U, _, Vt = np.linalg.svd((P - p).T @ (A - a))
    signs = np.ones(P.shape[1])
    signs[-1] = np.linalg.det(U @ Vt)
    return (P - p) @ (U * signs) @ Vt + a, match
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1 · a nudge</summary>
#
# You have solved both halves before: the match in exercise 4.1, the move in lesson 3. What plays the
# part of the second cloud in the move?
#
# </details>
# <details><summary>Hint 2 · a plan</summary>
#
# `A = Q[match]`. Subtract the mean of `P` from `P` and the mean of `A` from `A`. SVD of the `(d, d)` matrix
# `(P - p).T @ (A - a)`. Build R with determinant +1. Turn the centred cloud, add the mean of `A`.
#
# </details>
# <details><summary>Hint 3 · nearly the code</summary>
#
# With `U, s, Vt = np.linalg.svd((P - p).T @ (A - a))` and `signs = np.ones(d)`,
# `signs[-1] = np.linalg.det(U @ Vt)`, the rotation is `R = (U * signs) @ Vt`. The moved cloud is
# `(P - p) @ R + a`. The match is `cKDTree(Q).query(P)[1]`, found before anything moves.
#
# </details>
#
# **What to expect.** On the two curves the error falls as in the figure above:

# %%
print(f"error before {walk[0][2]:.3f}, after one step {walk[1][2]:.3f}")

# %% nbgrader={"grade": true, "grade_id": "check-4-3-match", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 4.3 · the match is that of P before the move (4 points)
with checks.exercise("4.3", "the match is that of P before the move"):
    P = np.array([[0.0, 0.0], [0.0, 2.0], [0.0, 4.0]])
    Q = np.array([[9.0, 4.0], [1.0, 2.2], [1.0, 0.0], [7.0, 4.0]])
    _, match = checks.tuple_of(
        icp_step(P.copy(), Q), 2, "icp_step(P, Q), which gives P_new, match,"
    )
    checks.equal(
        match,
        [2, 1, 1],
        "the match of icp_step(P, Q)",
        mistakes={
            "your indices are one too large: Python counts rows from 0.": [3, 2, 2],
            "this is the match of Q with P: for each row of P find a row of Q.": [2, 1, 0, 2],
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("4.3", "match")
    for n, m, d in [(31, 30, 2), (20, 50, 3), (50, 20, 3)]:
        P, Q = rng.normal(size=(n, d)), 2 * rng.normal(size=(m, d)) + 1
        name = f"icp_step(P, Q) with {n} and {m} points in {d} dimensions"
        moved, match = checks.tuple_of(icp_step(P.copy(), Q.copy()), 2, name)
        moved = checks.array(moved, f"P_new of {name}", shape=(n, d))
        match = checks.array(match, f"match of {name}", shape=(n,))
        checks.truth(
            np.isin(match, np.arange(m)).all(), f"{name}: match must hold row numbers of Q."
        )
        rows, match = np.arange(n), match.astype(int)
        before = ((P[:, None] - Q[None]) ** 2).sum(axis=-1)
        after = ((moved[:, None] - Q[None]) ** 2).sum(axis=-1)
        right = (before[rows, match] <= before.min(axis=1) + 1e-12).all()
        late = (after[rows, match] <= after.min(axis=1) + 1e-12).all()
        checks.truth(
            right or not late,
            f"{name}: your match belongs to the cloud after the move; return the one you moved by.",
        )
        checks.truth(right, f"{name}: for some rows of P another row of Q is nearer.")
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-4-3-best", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
# Exercise 4.3 · no rigid transform does better (6 points)
with checks.exercise("4.3", "no rigid transform does better"):
    P = np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 3.0]])
    Q = np.array([[0.3, 0.4], [4.3, 0.4], [4.3, 3.4], [20.0, 20.0]])
    moved, _ = checks.tuple_of(
        icp_step(P.copy(), Q), 2, "icp_step(P, Q), which gives P_new, match,"
    )
    U, _, Vt = np.linalg.svd(P.T @ Q[:3])
    checks.close(
        moved,
        Q[:3],
        "P_new of icp_step(P, Q)",
        mistakes={
            "you shifted P onto the mean of all of Q; take the mean of the partners, Q[match].": P
            - P.mean(axis=0)
            + Q.mean(axis=0),
            "the cloud is turned but not shifted: add the mean of Q[match].": P - P.mean(axis=0),
            "P_new is P itself: nothing has moved.": P,
            "centre P and Q[match], each by its own mean, before the SVD.": P @ U @ Vt,
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("4.3", "best")
    for n, m, d in [(31, 30, 2), (25, 60, 3), (60, 25, 3), (30, 45, 4)]:
        P, Q = rng.normal(size=(n, d)) + 0.3, 1.5 * rng.normal(size=(m, d))
        name = f"icp_step(P, Q) with {n} and {m} points in {d} dimensions"
        moved, _ = checks.tuple_of(icp_step(P.copy(), Q.copy()), 2, name)
        A = Q[((P[:, None] - Q[None]) ** 2).sum(axis=-1).argmin(axis=1)]
        p, a = P.mean(axis=0), A.mean(axis=0)
        U, s, Vt = np.linalg.svd((P - p).T @ (A - a))
        D = np.eye(d)
        D[-1, -1] = np.linalg.det(U @ Vt)
        R = U @ D @ Vt
        # The rotation reacts to rounding by about eps · s[0] / (s[-2] ± s[-1]); 1e-6 is ample.
        checks.close(
            moved,
            (P - p) @ R + a,
            f"P_new of {name}",
            tolerance=1e-6,
            mistakes={
                "you shifted P onto the mean of all of Q, not of Q[match].": (P - p) @ R
                + Q.mean(axis=0),
                "the rotation is the transposed one: P turns the wrong way.": (P - p) @ R.T + a,
                "the mean of Q[match] was not added after turning.": (P - p) @ R,
                "P was not centred before turning.": P @ R + a,
            },
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-4-3-rotation", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 4.3 · a rotation, never a reflection (4 points)
with checks.exercise("4.3", "a rotation, never a reflection"):
    P = np.array([[0.0, 0.1], [2.0, -0.1], [4.0, 0.2], [6.0, 0.0]])
    Q = P * [1, -1]
    moved, _ = checks.tuple_of(
        icp_step(P.copy(), Q), 2, "icp_step(P, Q), which gives P_new, match,"
    )
    moved = checks.array(moved, "P_new of icp_step(P, Q)", shape=(4, 2))
    checks.truth(
        not np.allclose(moved, Q),
        "P_new is a mirror image of P: your matrix has determinant -1. Turn the sign of the "
        "direction with the smallest singular value.",
    )
    checks.truth(
        np.linalg.svd(moved - moved.mean(axis=0))[1][-1] > 1e-6,
        "P_new is flattened onto a line: the matrix that refuses the reflection is "
        "diag(1, ..., 1, det), with its ones on the main diagonal.",
    )
    checks.close(
        np.hypot(*(moved - moved[0]).T),
        np.hypot(*(P - P[0]).T),
        "the distances between points of P_new (a rigid motion keeps those of P)",
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("4.3", "rotation")
    for d in (2, 3):
        # Thin and mirrored: the nearest neighbours are known, and the best orthogonal map reflects.
        P = np.column_stack(
            [np.arange(8.0), *rng.uniform(-3, 3, (d - 2, 8)), rng.uniform(0.02, 0.2, 8)]
        )
        Q = P * np.append(np.ones(d - 1), -1.0)
        name = f"icp_step(P, Q) for a thin cloud and its mirror image in {d} dimensions"
        moved, _ = checks.tuple_of(icp_step(P.copy(), Q.copy()), 2, name)
        moved = checks.array(moved, f"P_new of {name}", shape=P.shape)
        p, a = P.mean(axis=0), Q.mean(axis=0)
        U, _, Vt = np.linalg.svd((P - p).T @ (Q - a))
        wrong_row, wrong_side = np.ones(d), np.ones(d)
        wrong_row[0] = wrong_side[-1] = -1.0
        checks.close(
            moved,
            (P - p) @ (U * wrong_side) @ Vt + a,
            f"P_new of {name}",
            tolerance=1e-6,
            mistakes={
                f"{name}: P_new is a mirror image of P, your matrix has determinant -1.": (P - p)
                @ U
                @ Vt
                + a,
                "the sign of the largest singular direction was turned; it must be the smallest.": (
                    P - p
                )
                @ (U * wrong_row)
                @ Vt
                + a,
            },
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-4-3-edges", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 4.3 · one point, whole numbers, arguments left alone (2 points)
with checks.exercise("4.3", "one point, whole numbers, arguments left alone"):
    P, Q = np.array([[1, 2]]), np.array([[9, 9], [3, 3]])
    moved, match = checks.tuple_of(icp_step(P, Q), 2, "icp_step(P, Q), which gives P_new, match,")
    checks.close(moved, [[3.0, 3.0]], "P_new of icp_step(P, Q) where P is one point")
    checks.equal(match, [1], "the match of icp_step(P, Q) where P is one point")
    checks.unchanged(P, [[1, 2]], "P")
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("4.3", "edges")
    for kind, tolerance in [(np.int64, 1e-6), (np.float32, 1e-3), (np.float64, 1e-6)]:
        Q = (10 * np.indices((4, 3)).reshape(2, -1).T + rng.integers(-2, 3, (12, 2))).astype(kind)
        P = (Q[rng.permutation(12)[:9]] + np.array([2, -1])).astype(kind)
        P_before, Q_before = P.copy(), Q.copy()
        name = f"icp_step(P, Q) with dtype {np.dtype(kind)}"
        moved, _ = checks.tuple_of(icp_step(P, Q), 2, name)
        checks.close(moved, P_before - [2, -1], f"P_new of {name}", tolerance=tolerance)
        checks.unchanged(P, P_before, "P")
        checks.unchanged(Q, Q_before, "Q")
    ### END HIDDEN TESTS

# %% [markdown]
# ## 3 · The loop
#
# Match, move, match, move. Here is the whole run on the two curves.

# %%
turned, rest = datasets.curves()
walk = plane_path(turned, rest, 20)
fig, ax = plt.subplots(figsize=(7, 6.4))


def draw_step(k):
    cloud, guess, misfit = walk[k]
    ax.clear()
    draw_pair(ax, cloud, rest, guess)
    ax.set(xlim=(-13, 33), ylim=(-12, 36), title=f"after {k} steps: error {misfit:.3f}")
    ax.legend(loc="upper right")


plots.show_animation(
    fig,
    draw_step,
    range(21),
    alt="P swings from upright onto Q within twenty steps; the grey lines to the nearest points "
    "shorten and change their partners at each step.",
    interval=450,
)

# %% [markdown]
# What to look at: the cloud first lands on the wrong part of $Q$. Then it slides and turns, slowly at
# first. Near the end a handful of matches snap into place in each step, and then nothing changes
# any more.
#
# **Think first.** Can the error go up from one step to the next?
#
# <details><summary>Answer</summary>
#
# No. With the matches held, the best transform makes the sum of squares smaller or leaves it. With the
# points held, choosing the nearest partners makes each distance smaller or leaves it. Both halves push
# the same number down:
#
# $$ \sum_i \lVert p_i' - q_{\mathrm{match}'(i)} \rVert^2 \;\le\; \sum_i \lVert p_i' - q_{\mathrm{match}(i)} \rVert^2
# \;\le\; \sum_i \lVert p_i - q_{\mathrm{match}(i)} \rVert^2 . $$
#
# There are finitely many matches, and so the loop must come to rest. It comes to rest at a *local*
# minimum. Nothing says that this is the best one.
#
# </details>

# %% [markdown]
# ### The error curve, and a plausible mistake
#
# Now let us run the loop twice: once shifting onto the mean of the partners, once onto the mean of all of
# $Q$. On paper the second looks as reasonable as the first.


# %%
def stalled_path(P, Q, steps):
    tree, target, z, path = cKDTree(Q), (Q @ [1, 1j]).mean(), P @ [1, 1j], []
    for _ in range(steps + 1):
        z_new, match = plane_step(z, Q @ [1, 1j], tree)
        cloud = np.column_stack([z.real, z.imag])
        path.append((cloud, match, rms_of(cloud - Q[match])))
        z = z_new - z_new.mean() + target  # the mistake: all of Q, not the partners
    return path


# %%
stalled = stalled_path(turned, rest, 20)
right_errors, stalled_errors = ([misfit for *_, misfit in run] for run in (walk, stalled))
gains = -np.diff(right_errors)
fig, (left, right) = plt.subplots(1, 2, figsize=(11, 4.2))
left.plot(right_errors, "o-", color=plots.BLUE, label="mean of Q[match]")
left.plot(stalled_errors, "s--", color=plots.VERMILLION, label="mean of Q")
left.set(xlabel="steps taken", ylabel="error on matches", ylim=(0, 5), xticks=range(0, 21, 5))
left.legend()
right.semilogy(np.arange(1, 21), np.maximum(gains, 1e-16), "o-", color=plots.BLUE)
right.axhline(1e-8, color=plots.GREY, linestyle="--", label="tolerance 1e-8")
right.set(xlabel="step", ylabel="how much it lowered the error", xticks=range(0, 21, 5))
right.legend(loc="lower left")
plots.show(
    fig,
    alt="Left: the right step needs about 17 steps to reach 0.31; with the mean of Q the error stalls "
    "at 0.57 after three. Right: the gain per step stays near 0.2, then drops to rounding.",
)

# %%
print("                   on matches   to the true partners")
for title, run in [("mean of Q[match]", walk), ("mean of Q", stalled)]:
    cloud, _, misfit = run[-1]
    print(f"{title:18s} {misfit:10.3f} {rms_of(cloud[:30] - rest):22.3f}")
print(f"mean of Q[match]: {walk[10][2]:.3f} after 10 steps, {walk[20][2]:.3f} after 20")

# %% [markdown]
# The wrong mean is quick to arrive, and it arrives at the wrong place. $P$ has one point more than $Q$,
# so the two means are those of different stretches of the curve. Forcing them together holds the cloud
# off by half a spacing for ever: the points miss their true partners by 0.535.
#
# (In this data set row $i$ of $P$ really belongs to row $i$ of $Q$, so we may look at the true partners.
# ICP may not: it does not know them.)
#
# The right step has two lessons of its own. Ten steps are not enough: the error is still far from its
# end. And the end is not zero. The 31st point has no partner. It pulls at the others through the end of $Q$,
# and they give way by 0.1. Section 4 gets rid of that.

# %% [markdown]
# ### When to stop
#
# Look at the right panel. The gain per step is small for a while, then larger again. It would be rash to
# stop at the first small gain. It falls to rounding when the matches no longer change, and then every
# further step is wasted.
#
# So: stop when a step lowers the error by no more than a small tolerance, and in any case after
# `max_iterations` steps. Do not stop when the *error* is small. With noise, or with one point too many, it
# never will be.
#
# **The total transform.** Each step turns and shifts the cloud it is given. If so far
# $P_k = P R + t$ and the next step has $R_s$ and $t_s$, then
#
# $$ P_{k+1} = P_k R_s + t_s = P\,(R R_s) + (t R_s + t_s) . $$
#
# The new rotation comes on the right, and the old shift is turned as well.

# %% [markdown]
# ### Exercise 4.4 · ICP (24 points)
#
# Put the loop together. Return the aligned cloud, the total rotation and shift from the *original* $P$,
# and the errors before each step and after the last. The docstring says when to stop; the check accepts
# one step more or less.


# %% nbgrader={"grade": false, "grade_id": "ex-4-4", "locked": false, "schema_version": 3, "solution": true, "task": false}
def icp(P, Q, max_iterations=50, tolerance=1e-8):
    """Align P with Q by iterative closest points.

    Parameters
    ----------
    P : ndarray, shape (N, d)
        The cloud to be moved, one point in a row.
    Q : ndarray, shape (M, d)
        The cloud at rest; M may differ from N.
    max_iterations : int
        The largest number of steps (0 leaves P where it is).
    tolerance : float
        In the units of the points. Stop after the first step that lowers the error by no more than
        this: ``errors[-2] - errors[-1] <= tolerance``. That step counts like the others.

    Returns
    -------
    P_aligned : ndarray, shape (N, d)
        The cloud after the last step.
    R : ndarray, shape (d, d)
        Total rotation, determinant +1.
    t : ndarray, shape (d,)
        Total shift: ``P @ R + t`` is ``P_aligned``, for the P that was passed in.
    errors : list of float
        RMS distance to the nearest points of Q, before each step and after the last: one entry more
        than steps taken. ``errors[-1]`` belongs to ``P_aligned``.
    """
    ### BEGIN SOLUTION
    X, Q = np.asarray(P, dtype=float), np.asarray(Q, dtype=float)
    R, t, errors = np.eye(X.shape[1]), np.zeros(X.shape[1]), []
    for step in range(max_iterations + 1):
        distances, match = cKDTree(Q).query(X)
        errors.append(np.sqrt(np.mean(distances**2)))
        if step == max_iterations or (step > 0 and errors[-2] - errors[-1] <= tolerance):
            return X, R, t, errors
        step_R, step_t = rigid_fit(X, Q[match])
        X, R, t = X @ step_R + step_t, R @ step_R, t @ step_R + step_t


def rigid_fit(B, A):
    """Rotation R and shift t that make ``B @ R + t`` as close to A as possible."""
    b, a = B.mean(axis=0), A.mean(axis=0)
    U, _, Vt = np.linalg.svd((B - b).T @ (A - a))
    signs = np.append(np.ones(len(b) - 1), np.linalg.det(U @ Vt))
    R = (U * signs) @ Vt
    return R, a - b @ R
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1 · a nudge</summary>
#
# Start from `X = P`, `R` the identity, `t` zeros, and the error of the first match. What must each turn of
# the loop change?
#
# </details>
# <details><summary>Hint 2 · a plan</summary>
#
# In the loop: match `X`, find the rotation and the shift of this step, apply them to `X`, put them
# behind the total `R` and `t`, match again, append the error, compare the last two errors.
#
# There is another way to the total: `P_aligned` is a rigid image of `P`, row by row. The best rigid
# transform from `P` to `P_aligned` (lesson 3, partners known) is the total one.
#
# </details>
# <details><summary>Hint 3 · nearly the code</summary>
#
# `step_t = a - x @ step_R` with the means `x` of `X` and `a` of `Q[match]`. Then
# `X = X @ step_R + step_t`, `t = t @ step_R + step_t`, `R = R @ step_R`. After that
# `errors.append(...)`, and `if errors[-2] - errors[-1] <= tolerance: break`.
#
# </details>
#
# **What to expect.** On the two curves:

# %%
_, _, _, expected_errors = plane_icp(turned, rest)
print(len(expected_errors) - 1, "steps, errors", np.round(expected_errors[:3], 2), "...")
print(f"last error {expected_errors[-1]:.4f}")

# %% nbgrader={"grade": true, "grade_id": "check-4-4-aligned", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
# Exercise 4.4 · the cloud ends where it belongs (6 points)
with checks.exercise("4.4", "the cloud ends where it belongs"):
    P, Q = datasets.curves(angle=80, shift=(-2, 5))
    aligned, *_ = checks.tuple_of(icp(P.copy(), Q), 4, "icp(P, Q)")
    aligned = checks.array(aligned, "P_aligned of icp(P, Q)", shape=P.shape)
    checks.truth(
        np.abs(aligned[:30] - Q).max() < 0.3,
        "on the two curves, turned by 80°, the first 30 points of P should end within 0.3 of those of "
        f"Q; they miss by up to {np.abs(aligned[:30] - Q).max():.2g}. Is each step right (exercise 4.3: the "
        "mean of Q[match], not of Q), and are there enough steps?",
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("4.4", "aligned")
    for n, m in [(31, 30), (26, 30), (30, 30)]:
        x = np.arange(float(m))
        Q = np.column_stack([x, 0.2 * x * np.sin(0.5 * x), 0.1 * x * np.cos(0.3 * x)])
        x = np.arange(float(n))
        P = np.column_stack([x, 0.2 * x * np.sin(0.5 * x), 0.1 * x * np.cos(0.3 * x)])
        angle, tilt = rng.uniform(0.25, 0.45, 2) * rng.choice([-1, 1], 2)
        c, s, u, v = np.cos(angle), np.sin(angle), np.cos(tilt), np.sin(tilt)
        T = np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]]) @ np.array(
            [[1, 0, 0], [0, u, v], [0, -v, u]]
        )
        P = P @ T + rng.uniform(-1, 1, 3)
        name = f"icp(P, Q) on a curve in space with {n} and {m} points"
        aligned, *_ = checks.tuple_of(icp(P.copy(), Q.copy()), 4, name)
        aligned = checks.array(aligned, f"P_aligned of {name}", shape=P.shape)
        k = min(n, m)
        gap = np.abs(aligned[:k] - Q[:k]).max()
        # A surplus point has no partner and pulls the others off by about 0.2.
        allowed = 0.3 if n > m else 1e-4
        checks.truth(gap < allowed, f"{name}: the points should end on Q; they miss by {gap:.2g}.")
        clouds = [P] + [icp(P.copy(), Q.copy(), limit)[0] for limit in (1, 2, 3)]
        misfits = [((X[:, None] - Q[None]) ** 2).sum(axis=-1).min(axis=1).sum() for X in clouds]
        checks.truth(
            (np.diff(misfits) <= 1e-9).all(),
            f"{name}: a step moved P farther from Q; each step of ICP brings it nearer or leaves it. "
            "Is each step the best one?",
        )
    for d in (2, 3):
        P, Q = rng.normal(size=(1, d)), 3 * rng.normal(size=(6, d))
        aligned, *_ = checks.tuple_of(icp(P.copy(), Q.copy()), 4, "icp(P, Q) with one point in P")
        closest = Q[np.linalg.norm(Q - P, axis=1).argmin()]
        checks.close(aligned, closest[None], "P_aligned of icp(P, Q) with one point in P")
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-4-4-transform", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
# Exercise 4.4 · R and t carry the original P there (6 points)
with checks.exercise("4.4", "R and t carry the original P there"):
    P, Q = datasets.curves(angle=50, shift=(3, -4))
    aligned, R, t, _ = checks.tuple_of(icp(P.copy(), Q), 4, "icp(P, Q)")
    aligned = checks.array(aligned, "P_aligned of icp(P, Q)", shape=(31, 2))
    R, t = checks.array(R, "R of icp(P, Q)", (2, 2)), checks.array(t, "t of icp(P, Q)")
    checks.truth(t.size == 2, f"t of icp(P, Q) must have shape (2,), but it has {t.shape}.")
    checks.rotation_matrix(R, "R of icp(P, Q)")
    checks.truth(
        np.linalg.norm(aligned - P) > 1, "P was turned by 50°, but P_aligned is still where P was."
    )
    checks.truth(
        not np.allclose(P @ R.T + t.ravel(), aligned, atol=1e-6),
        "R is transposed: rows are points here, so the rotation acts on the right, P @ R + t.",
    )
    checks.truth(
        np.linalg.norm(P @ R + t.ravel() - aligned) < 1e-6,
        "P @ R + t is not P_aligned for the P that was passed in. Are R and t those of all steps "
        "together, and is the old t turned along with each new step?",
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("4.4", "transform")
    for n, m in [(31, 30), (25, 30), (30, 40)]:
        x, y = np.arange(float(n)), np.arange(float(m))
        P = np.column_stack([x, 0.2 * x * np.sin(0.5 * x), 0.1 * x * np.cos(0.3 * x)])
        Q = np.column_stack([y, 0.2 * y * np.sin(0.5 * y), 0.1 * y * np.cos(0.3 * y)])
        angle, tilt = rng.uniform(0.3, 0.6, 2)
        c, s, u, v = np.cos(angle), np.sin(angle), np.cos(tilt), np.sin(tilt)
        T = np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]]) @ np.array(
            [[1, 0, 0], [0, u, v], [0, -v, u]]
        )
        P = P @ T + rng.uniform(-2, 2, 3)
        name = f"icp(P, Q) on a curve in space with {n} and {m} points"
        aligned, R, t, errors = checks.tuple_of(icp(P.copy(), Q.copy()), 4, name)
        aligned = checks.array(aligned, f"P_aligned of {name}", shape=P.shape)
        R, t = checks.array(R, f"R of {name}", (3, 3)), checks.array(t, f"t of {name}").ravel()
        checks.rotation_matrix(R, f"R of {name}")
        checks.truth(np.linalg.norm(aligned - P) > 1, f"{name}: P_aligned is where P was.")
        checks.close(P @ R + t, aligned, f"P @ R + t for {name}", tolerance=1e-7)
    for d in (2, 3):
        P, Q = rng.normal(size=(1, d)), 3 * rng.normal(size=(6, d))
        name = f"icp(P, Q) where P is one point in {d} dimensions"
        aligned, R, t, _ = checks.tuple_of(icp(P.copy(), Q.copy()), 4, name)
        checks.rotation_matrix(R, f"R of {name}")
        checks.close(P @ R + np.ravel(t), aligned, f"P @ R + t for {name}", tolerance=1e-7)
    # Thin and mirrored: the best orthogonal map reflects, the best rotation does not.
    P = np.column_stack([np.arange(8.0), rng.uniform(-3, 3, 8), rng.uniform(0.02, 0.2, 8)])
    name = "icp(P, Q) for a thin cloud and its mirror image"
    aligned, R, t, _ = checks.tuple_of(icp(P.copy(), P * [1, 1, -1]), 4, name)
    checks.rotation_matrix(R, f"R of {name}")
    checks.close(P @ R + np.ravel(t), aligned, f"P @ R + t for {name}", tolerance=1e-7)
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-4-4-errors", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
# Exercise 4.4 · the errors, before each step and after the last (5 points)
with checks.exercise("4.4", "the errors, before each step and after the last"):
    P, Q = datasets.curves(angle=30, shift=(-1, 2))
    aligned, _, _, errors = checks.tuple_of(icp(P.copy(), Q, 3), 4, "icp(P, Q, max_iterations=3)")
    errors = checks.array(errors, "errors of icp(P, Q, max_iterations=3)")
    first, last = (
        np.sqrt(np.mean(((X[:, None] - Q) ** 2).sum(axis=-1).min(axis=1)))
        for X in (P, checks.array(aligned, "P_aligned of icp(P, Q)", shape=P.shape))
    )
    checks.equal(
        errors.size,
        4,
        "the number of errors for max_iterations=3",
        mistakes={
            "three steps give four errors: before each step, and after the last.": 3,
            "three steps give four errors; yours took one step more than allowed.": 5,
        },
    )
    checks.close(
        errors[0],
        first,
        "errors[0], the RMS distance of P to its nearest points",
        mistakes={
            "errors[0] compares P[:len(Q)] with Q row by row: measure on matches.": np.sqrt(
                np.mean(((P[:30] - Q) ** 2).sum(axis=1))
            ),
            "errors[0] is a norm of arrays subtracted row by row: measure on matches, as RMS.": (
                np.linalg.norm(P[:30] - Q)
            ),
            "errors[0] is a mean square: the root is missing.": first**2,
        },
    )
    checks.close(
        errors[-1], last, "errors[-1], the RMS distance of P_aligned to its nearest points"
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("4.4", "errors")
    for n, m, d in [(31, 30, 2), (40, 25, 3), (25, 40, 3)]:
        P, Q = rng.normal(size=(n, d)), 1.5 * rng.normal(size=(m, d)) + 0.5
        runs = []
        for limit in (1, 2, 50):
            name = f"icp(P, Q, max_iterations={limit}) with {n} and {m} points"
            result = icp(P.copy(), Q.copy(), limit)
            aligned, _, _, errors = checks.tuple_of(result, 4, name)
            aligned = checks.array(aligned, f"P_aligned of {name}", shape=P.shape)
            runs.append(checks.array(errors, f"errors of {name}").ravel())
            checks.truth(
                2 <= runs[-1].size <= limit + 1,
                f"{name}: {limit} steps at most give {limit + 1} errors at most; "
                f"there are {runs[-1].size}.",
            )
            for X, k in [(P, 0), (aligned, -1)]:
                squares = ((X[:, None] - Q[None]) ** 2).sum(axis=-1).min(axis=1)
                checks.close(runs[-1][k], np.sqrt(squares.mean()), f"errors[{k}] of {name}")
        checks.truth(
            all(np.allclose(short, runs[-1][: short.size]) for short in runs),
            "a run with fewer steps should have the same errors, cut short.",
        )
        *_, errors = checks.tuple_of(icp(P.copy(), Q.copy(), 0), 4, "icp(P, Q, max_iterations=0)")
        checks.equal(len(errors), 1, "the number of errors for max_iterations=0")
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-4-4-stops", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 4.4 · stops in time, and not too soon (4 points)
with checks.exercise("4.4", "stops in time, and not too soon"):
    P, Q = datasets.curves(angle=20, shift=(0, 1))
    aligned, *_, errors = checks.tuple_of(icp(P.copy(), Q, 60), 4, "icp(P, Q, max_iterations=60)")
    checks.truth(
        len(errors) < 20,
        f"the matches stop changing after some 6 steps, but your loop took {len(errors) - 1}: "
        "stop when errors[-2] - errors[-1] <= tolerance.",
    )
    *_, again = checks.tuple_of(icp(np.array(aligned), Q, 1), 4, "icp(P, Q, max_iterations=1)")
    checks.truth(
        again[0] - again[-1] <= 1e-6 and errors[-1] < errors[0] / 2,
        f"your loop stopped after {len(errors) - 1} steps at error {errors[-1]:.3g}, while a "
        "further step would still lower it.",
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("4.4", "stops")
    for _ in range(3):
        P, Q = datasets.curves(angle=rng.uniform(50, 80), shift=tuple(rng.uniform(-3, 3, 2)))
        aligned, *_, full = checks.tuple_of(icp(P.copy(), Q.copy(), 50, 1e-10), 4, "icp(P, Q)")
        full = checks.array(full, "errors of icp(P, Q)").ravel()
        *_, again = checks.tuple_of(icp(np.array(aligned), Q.copy(), 1), 4, "icp(P, Q, 1)")
        checks.truth(
            full.size < 40 and again[0] - again[-1] <= 1e-6 and full[-1] < full[0] / 2,
            f"icp(P, Q) on the two curves stopped after {full.size - 1} steps at error "
            f"{full[-1]:.3g}; it should go on until a step no longer lowers it, and then stop.",
        )
        for tolerance in (0.5, 0.05):
            *_, errors = checks.tuple_of(icp(P.copy(), Q.copy(), 50, tolerance), 4, "icp(P, Q)")
            small = np.append(np.flatnonzero(-np.diff(full) <= tolerance), full.size - 1)
            wanted = int(small[0]) + 1
            # One step more or less is a matter of where the test stands in the loop.
            checks.truth(
                abs(len(errors) - 1 - wanted) <= 1,
                f"icp(P, Q, tolerance={tolerance}) took {len(errors) - 1} steps, but step {wanted} "
                "is the first that lowers the error by no more than the tolerance.",
            )
    cloud = rng.normal(size=(20, 3))
    *_, errors = checks.tuple_of(icp(cloud.copy(), cloud.copy()), 4, "icp(Q, Q)")
    checks.truth(
        len(errors) <= 3, f"icp(Q, Q) is in place at once, but took {len(errors) - 1} steps."
    )
    # A shallow arc that slides along its twin: each of the first 50 steps still gains.
    x = np.linspace(0, 30, 200)
    Q = np.column_stack([x, 0.02 * (x - 15) ** 2])
    P = Q + [6, 0.3]
    by_default, explicit = (icp(P.copy(), Q.copy(), *limit)[0] for limit in ([], [50]))
    checks.close(by_default, explicit, "icp(P, Q), with 50 steps at most by default,")
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-4-4-edges", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 4.4 · equal clouds, whole numbers, arguments left alone (3 points)
with checks.exercise("4.4", "equal clouds, whole numbers, arguments left alone"):
    Q = np.array([[0.0, 1.0], [3.0, 1.0], [0.0, 6.0]])
    P = Q - [0.5, 1.0]
    P_before, Q_before = P.copy(), Q.copy()
    aligned, *_ = checks.tuple_of(icp(P, Q), 4, "icp(P, Q)")
    checks.unchanged(P, P_before, "P")
    checks.unchanged(Q, Q_before, "Q")
    checks.close(aligned, Q, "P_aligned of icp(P, Q) for three points and three moved ones")
    aligned, R, *_ = checks.tuple_of(icp(Q, Q), 4, "icp(Q, Q)")
    checks.close(aligned, Q, "P_aligned of icp(Q, Q), where nothing has to move")
    checks.close(R, np.eye(2), "R of icp(Q, Q)", tolerance=1e-6)
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("4.4", "edges")
    for kind, tolerance in [(np.int64, 1e-6), (np.float32, 1e-3), (np.float64, 1e-6)]:
        Q = (10 * np.indices((4, 3)).reshape(2, -1).T + rng.integers(-2, 3, (12, 2))).astype(kind)
        P = (Q[rng.permutation(12)] + np.array([2, -1])).astype(kind)
        P_before, Q_before = P.copy(), Q.copy()
        name = f"icp(P, Q) with dtype {np.dtype(kind)}"
        aligned, *_ = checks.tuple_of(icp(P, Q), 4, name)
        checks.close(aligned, P_before - [2, -1], f"P_aligned of {name}", tolerance=tolerance)
        checks.unchanged(P, P_before, "P")
        checks.unchanged(Q, Q_before, "Q")
        aligned, R, t, _ = checks.tuple_of(icp(P, Q, 0), 4, "icp(P, Q, max_iterations=0)")
        checks.close(aligned, P_before, "P_aligned for max_iterations=0 (P stays where it is)")
        checks.close(R, np.eye(2), "R for max_iterations=0 (the identity)")
        checks.close(np.ravel(t), np.zeros(2), "t for max_iterations=0 (zeros)")
    ### END HIDDEN TESTS

# %% [markdown]
# ## 4 · Points without a partner
#
# ICP asks each point of $P$ for a partner, even where there is none. One surplus point cost us little: the
# error stayed at 0.31 instead of 0. What do five stray points do, and a cloud that overlaps only in
# part?

# %%
curve, rest = datasets.curves(angle=40)
strays = np.random.default_rng(0).uniform([-15, 0], [5, 30], size=(5, 2))
littered = np.vstack([curve, strays])


# %% [markdown]
# **Trimmed ICP** has a short answer. Sort the matches by distance, keep the best share, and fit the step
# on those. All points are moved, and in the next step all are matched again, so a point thrown out once
# may come back. That matters: at the start nobody knows yet who the strays are.
#
# The figure runs it for several shares, with complex numbers as before.


# %%
def trimmed_run(P, Q, keep, steps=60):
    tree, z, q = cKDTree(Q), P @ [1, 1j], Q @ [1, 1j]
    for _ in range(steps):
        distances, match = tree.query(np.column_stack([z.real, z.imag]))
        best = np.argsort(distances)[: max(1, round(keep * len(z)))]
        b, a = z[best], q[match[best]]
        pull = np.vdot(b - b.mean(), a - a.mean())
        z = (z - b.mean()) * np.exp(1j * np.angle(pull)) + a.mean()
    return np.column_stack([z.real, z.imag]), np.sqrt(np.mean(distances[best] ** 2))


# %%
def keep_figure(percent=80):
    moved, misfit = trimmed_run(littered, rest, percent / 100)
    fig, ax = plt.subplots(figsize=(8, 5.2))
    draw_pair(ax, moved[:31], rest)
    ax.scatter(*moved[31:].T, s=60, marker="x", color=plots.VERMILLION, label="strays in P")
    off = rms_of(moved[:30] - rest)
    ax.set(xlim=(-18, 33), ylim=(-16, 22))
    ax.set_title(f"keep {percent} %: error of the kept {misfit:.2f}, true distance {off:.2f}")
    ax.legend(loc="lower left")
    return fig


def keep_alt(percent):
    return f"P, five strays among its points, after ICP fitted on the best {percent} % of matches."


plots.slider(keep_figure, keep_alt, percent=(40, 100, 10))

# %% [markdown]
# Move the slider (or read the table below, which has the same numbers). *True distance* is how far the
# first 30 points of $P$ are from where they belong. Only we can know it, because we made the data.

# %%
print("keep   error of the kept   true distance")
for keep in (1.0, 0.9, 0.8, 0.7, 0.6, 0.5):
    moved, misfit = trimmed_run(littered, rest, keep)
    print(f"{keep:4.0%} {misfit:14.3f} {rms_of(moved[:30] - rest):17.3f}")

# %% [markdown]
# **Think first.** 30 of the 36 points have a partner, that is 83 %. Why is keeping 100 % bad, and why is
# keeping 50 % bad as well?
#
# <details><summary>Answer</summary>
#
# Keep everything, and the strays pull: least squares cares most about the largest distances. Keep too
# little, and the loop may settle on any stretch of curve that happens to look similar; the points that
# would object are not asked. The error of the kept matches is smaller then, and the answer is worse. A
# small error proves nothing by itself.
#
# </details>
#
# For partial overlap it is the same: the points outside the overlap are the strays. Choose `keep` a little
# below the overlap you expect.

# %% [markdown]
# ### Exercise 4.5 · Trimmed ICP (14 points)
#
# Change your ICP so that each step is fitted on the best `keep` share of the matches. The step moves *all*
# points. The errors are RMS distances over the kept matches. Where `keep * N` is no whole number you may
# round it as you like.


# %% nbgrader={"grade": false, "grade_id": "ex-4-5", "locked": false, "schema_version": 3, "solution": true, "task": false}
def trimmed_icp(P, Q, keep=0.8, max_iterations=50):
    """Align P with Q by ICP, fitted in each step on the best share of the matches.

    Parameters
    ----------
    P : ndarray, shape (N, d)
        The cloud to be moved, one point in a row; a part of it may have no partner in Q.
    Q : ndarray, shape (M, d)
        The cloud at rest.
    keep : float
        Share of the matches to fit on, above 0 and up to 1. Kept are the ``max(1, round(keep * N))``
        matches with the smallest distances, chosen anew for each step.
    max_iterations : int
        The largest number of steps. Stops earlier, after the first step that lowers the error by no
        more than 1e-8.

    Returns
    -------
    P_aligned : ndarray, shape (N, d)
        All points of P after the last step, in their order.
    R : ndarray, shape (d, d)
        Total rotation, determinant +1.
    t : ndarray, shape (d,)
        Total shift: ``P @ R + t`` is ``P_aligned``, for the P that was passed in.
    errors : list of float
        RMS distance over the matches kept, before each step and after the last.
    """
    ### BEGIN SOLUTION
    X, Q = np.asarray(P, dtype=float), np.asarray(Q, dtype=float)
    R, t, errors = np.eye(X.shape[1]), np.zeros(X.shape[1]), []
    for step in range(max_iterations + 1):
        distances, match = cKDTree(Q).query(X)
        best = np.argsort(distances)[: max(1, round(keep * len(X)))]
        errors.append(np.sqrt(np.mean(distances[best] ** 2)))
        if step == max_iterations or (step > 0 and errors[-2] - errors[-1] <= 1e-8):
            return X, R, t, errors
        step_R, step_t = rigid_fit(X[best], Q[match[best]])
        X, R, t = X @ step_R + step_t, R @ step_R, t @ step_R + step_t


def rigid_fit(B, A):
    """Rotation R and shift t that make ``B @ R + t`` as close to A as possible."""
    b, a = B.mean(axis=0), A.mean(axis=0)
    U, _, Vt = np.linalg.svd((B - b).T @ (A - a))
    signs = np.append(np.ones(len(b) - 1), np.linalg.det(U @ Vt))
    R = (U * signs) @ Vt
    return R, a - b @ R
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1 · a nudge</summary>
#
# Two lines of your ICP change: the clouds that the step is fitted on, and the error.
#
# </details>
# <details><summary>Hint 2 · a plan</summary>
#
# After matching, sort the distances and take the rows of the smallest ones, `best`. Fit the rotation and
# the shift from `X[best]` to `Q[match[best]]`, with the means of those two. Apply them to all of `X`.
#
# </details>
# <details><summary>Hint 3 · nearly the code</summary>
#
# `count = max(1, round(keep * len(P)))`, then `best = np.argsort(distances)[:count]`,
# `errors.append(np.sqrt(np.mean(distances[best] ** 2)))`, `B, A = X[best], Q[match[best]]`. The step is
# `X = (X - B.mean(axis=0)) @ turn + A.mean(axis=0)`.
#
# </details>
#
# **What to expect.** On the curve with five strays, `keep=0.8` should give the row "80 %" of the table
# above: the kept points fit exactly. With `keep=1` it should agree with `icp`.

# %% nbgrader={"grade": true, "grade_id": "check-4-5-strays", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 4.5 · strays do no harm (4 points)
with checks.exercise("4.5", "strays do no harm"):
    Q = np.array([[0.0, 0.0], [4.0, 0.0], [8.0, 1.0], [0.0, 5.0], [4.0, 6.0], [8.0, 5.0]])
    P = np.vstack([Q + [0.5, -0.4], [[30.0, 9.0], [25.0, -9.0]]])
    aligned, *_ = checks.tuple_of(trimmed_icp(P.copy(), Q, 0.75), 4, "trimmed_icp(P, Q, 0.75)")
    aligned = checks.array(aligned, "P_aligned of trimmed_icp(P, Q, 0.75)")
    checks.truth(
        aligned.shape == P.shape,
        f"P_aligned must hold all {len(P)} points of P, kept or not; its shape is {aligned.shape}.",
    )
    gap = np.abs(aligned[:6] - Q).max()
    checks.truth(
        gap < 1e-6,
        "six points of P have exact partners, two are strays; with keep=0.75 the six should end on "
        f"Q, but they miss by up to {gap:.2g}. Is the step (means and SVD) fitted on the kept "
        "matches only, and are those the ones with the smallest distances?",
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("4.5", "outliers")
    for d in (2, 3):
        # Partners are right from the start: spacing 1, jitter 0.1, moved by less than 0.2.
        Q = np.stack(np.meshgrid(*[np.arange(4.0)] * d), axis=-1).reshape(-1, d)
        Q = Q + rng.uniform(-0.1, 0.1, Q.shape)
        inside = Q[rng.permutation(len(Q))[:12]]
        T = np.eye(d)
        T[:2, :2] = [[np.cos(0.03), np.sin(0.03)], [-np.sin(0.03), np.cos(0.03)]]
        strays = rng.uniform(5, 9, (4, d))
        P = np.vstack([(inside - 1.5) @ T + 1.5 + rng.uniform(-0.05, 0.05, d), strays])
        order = rng.permutation(16)
        name = f"trimmed_icp(P, Q, 0.75) with strays in {d} dimensions"
        aligned, *_ = checks.tuple_of(trimmed_icp(P[order], Q.copy(), 0.75), 4, name)
        aligned = checks.array(aligned, f"P_aligned of {name}", shape=P.shape)
        gap = np.abs(aligned[np.argsort(order)[:12]] - inside).max()
        checks.truth(gap < 1e-5, f"{name}: points with a partner miss it by up to {gap:.2g}.")
    P, Q = rng.normal(size=(40, 2)), rng.normal(size=(30, 2))
    name = "trimmed_icp(P, Q, 0.025) with 40 points, so that one match is kept,"
    aligned, *_ = checks.tuple_of(trimmed_icp(P.copy(), Q.copy(), 0.025), 4, name)
    aligned = checks.array(aligned, f"P_aligned of {name}", shape=P.shape)
    gap = np.sqrt(((aligned[:, None] - Q[None]) ** 2).sum(axis=-1).min())
    checks.truth(gap < 1e-6, f"{name} should lay one point on Q; the nearest is {gap:.2g} away.")
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-4-5-anew", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 4.5 · the matches to keep are chosen anew in each step (3 points)
with checks.exercise("4.5", "the matches to keep are chosen anew in each step"):
    curve, Q = datasets.curves(angle=30)
    P = np.vstack([curve[:30], np.column_stack([np.linspace(-4, 34, 10), np.full(10, -20.0)])])
    aligned, *_ = checks.tuple_of(trimmed_icp(P.copy(), Q, 0.75), 4, "trimmed_icp(P, Q, 0.75)")
    aligned = checks.array(aligned, "P_aligned of trimmed_icp(P, Q, 0.75)", shape=P.shape)
    gap = np.abs(aligned[:30] - Q).max()
    checks.truth(
        gap < 1e-4,
        "a curve of 30 points and 10 strays, with keep=0.75: the curve should end on Q, but it "
        f"misses by up to {gap:.2g}. At the start good points may be among the farthest. Do you "
        "choose the matches to keep again in each step, and stop only when the error over the "
        "kept ones no longer falls?",
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("4.5", "anew")
    for _ in range(3):
        curve, Q = datasets.curves(angle=rng.uniform(25, 40))
        P = np.vstack([curve[:30], rng.uniform([-4, -24], [34, -16], (10, 2))])
        order = rng.permutation(40)
        name = "trimmed_icp(P, Q, 0.75) on a curve with strays"
        aligned, *_ = checks.tuple_of(trimmed_icp(P[order], Q.copy(), 0.75), 4, name)
        aligned = checks.array(aligned, f"P_aligned of {name}", shape=P.shape)
        gap = np.abs(aligned[np.argsort(order)[:30]] - Q).max()
        checks.truth(gap < 1e-4, f"{name}: points with a partner miss it by up to {gap:.2g}.")
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-4-5-errors", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 4.5 · errors over the kept matches, R and t (4 points)
with checks.exercise("4.5", "errors over the kept matches, R and t"):
    P = np.array([[0.0, 1.0], [2.0, 1.0], [4.0, 1.0], [6.0, 12.0]])
    Q = np.array([[0.0, 0.0], [2.0, 0.0], [4.0, 0.0], [6.0, 0.0]])
    *_, errors = checks.tuple_of(trimmed_icp(P.copy(), Q, 0.75), 4, "trimmed_icp(P, Q, 0.75)")
    errors = checks.array(errors, "errors of trimmed_icp(P, Q, 0.75)").ravel()
    checks.close(
        errors[:1],
        [1.0],
        "errors[0] of trimmed_icp(P, Q, 0.75), where the three best distances are 1, 1, 1",
        mistakes={
            "errors[0] is taken over all matches: only the kept ones count.": [np.sqrt(147 / 4)],
            "errors[0] divides by all N points: the mean is over the kept ones.": [np.sqrt(3 / 4)],
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("4.5", "errors")
    for n, m, d, keep in [(40, 30, 2, 0.75), (32, 50, 3, 0.5), (60, 24, 3, 0.7)]:
        P, Q = rng.normal(size=(n, d)), 1.5 * rng.normal(size=(m, d)) + 0.5
        count = round(keep * n)
        for limit in (2, 50):
            name = f"trimmed_icp(P, Q, {keep}, {limit}) with {n} and {m} points"
            result = trimmed_icp(P.copy(), Q.copy(), keep, limit)
            aligned, R, t, errors = checks.tuple_of(result, 4, name)
            aligned = checks.array(aligned, f"P_aligned of {name}", shape=P.shape)
            errors = checks.array(errors, f"errors of {name}").ravel()
            checks.truth(
                2 <= errors.size <= limit + 1,
                f"{name}: there are {errors.size} errors; one before each step, one after the last.",
            )
            for X, error, which in [
                (P, errors[0], "errors[0]"),
                (aligned, errors[-1], "errors[-1]"),
            ]:
                squares = np.sort(((X[:, None] - Q[None]) ** 2).sum(axis=-1).min(axis=1))[:count]
                checks.close(error, np.sqrt(squares.mean()), f"{which} of {name}")
            R = checks.array(R, f"R of {name}", (d, d))
            checks.rotation_matrix(R, f"R of {name}")
            checks.close(P @ R + np.ravel(t), aligned, f"P @ R + t for {name}", tolerance=1e-7)
    P, Q = rng.normal(size=(40, 3)), rng.normal(size=(50, 3)) + 0.3
    *_, errors = checks.tuple_of(trimmed_icp(P.copy(), Q.copy()), 4, "trimmed_icp(P, Q)")
    squares = np.sort(((P[:, None] - Q[None]) ** 2).sum(axis=-1).min(axis=1))[:32]
    first = checks.array(errors, "errors of trimmed_icp(P, Q)").ravel()[0]
    checks.close(
        first, np.sqrt(squares.mean()), "errors[0] of trimmed_icp(P, Q), keep=0.8 by default"
    )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-4-5-all", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 4.5 · keep=1 is plain ICP (3 points)
with checks.exercise("4.5", "keep=1 is plain ICP"):
    P, Q = datasets.curves(angle=30)
    P_before = P.copy()
    aligned, R, t, errors = checks.tuple_of(trimmed_icp(P, Q, 1.0), 4, "trimmed_icp(P, Q, 1.0)")
    aligned = checks.array(aligned, "P_aligned of trimmed_icp(P, Q, 1.0)", shape=P.shape)
    squares = ((aligned[:, None] - Q) ** 2).sum(axis=-1).min(axis=1)
    last = checks.array(errors, "errors of trimmed_icp(P, Q, 1.0)").ravel()[-1]
    checks.close(last, np.sqrt(squares.mean()), "the last error of trimmed_icp(P, Q, 1.0)")
    checks.truth(
        last < 0.31, f"plain ICP ends at 0.308 here, trimmed_icp(P, Q, 1.0) at {last:.3g}."
    )
    checks.truth(
        len(errors) < 30, "trimmed_icp(P, Q, 1.0) goes on although the error no longer falls."
    )
    checks.unchanged(P, P_before, "P")
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("4.5", "all")
    for n, m, d in [(40, 30, 2), (25, 40, 3)]:
        P, Q = rng.normal(size=(n, d)), 1.5 * rng.normal(size=(m, d)) + 0.5
        P_before, Q_before = P.copy(), Q.copy()
        name = f"trimmed_icp(P, Q, 1.0, 1) with {n} and {m} points in {d} dimensions"
        aligned, *_ = checks.tuple_of(trimmed_icp(P, Q, 1.0, 1), 4, name)
        A = Q[((P_before[:, None] - Q_before[None]) ** 2).sum(axis=-1).argmin(axis=1)]
        p, a = P_before.mean(axis=0), A.mean(axis=0)
        U, _, Vt = np.linalg.svd((P_before - p).T @ (A - a))
        D = np.eye(d)
        D[-1, -1] = np.linalg.det(U @ Vt)
        checks.close(
            aligned, (P_before - p) @ U @ D @ Vt + a, f"P_aligned of {name}", tolerance=1e-6
        )
        checks.unchanged(P, P_before, "P")
        checks.unchanged(Q, Q_before, "Q")
        tiny, *_, errors = checks.tuple_of(trimmed_icp(P, Q, 0.001), 4, "trimmed_icp(P, Q, 0.001)")
        checks.array(tiny, "P_aligned of trimmed_icp(P, Q, 0.001)", shape=P.shape)
        checks.array(errors, "errors of trimmed_icp(P, Q, 0.001), where one match is kept")
    # A shallow arc that slides along its twin: each of the first 50 steps still gains.
    x = np.linspace(0, 30, 200)
    Q = np.column_stack([x, 0.02 * (x - 15) ** 2])
    P = Q + [6, 0.3]
    by_default, explicit = (trimmed_icp(P.copy(), Q.copy(), 1.0, *n)[0] for n in ([], [50]))
    checks.close(by_default, explicit, "trimmed_icp(P, Q, 1.0), with 50 steps at most by default,")
    ### END HIDDEN TESTS

# %% [markdown]
# ## 5 · Where to start
#
# ICP goes downhill from where it starts. How far off may the start be? Let us turn the curve by every
# angle from −180° to 180°, run ICP each time, and look at the error it ends with.
#
# **Think first.** Do you expect a gradual loss, or a cliff?

# %%
start_angles = np.arange(-180, 181, 5)
last_errors = [plane_icp(*datasets.curves(angle), steps=60)[3][-1] for angle in start_angles]

# %%
good = start_angles[np.array(last_errors) < 0.5]
fig, ax = plt.subplots(figsize=(8, 4.2))
ax.axvspan(good.min(), good.max(), color=plots.SKY, alpha=0.25)
ax.plot(start_angles, last_errors, "o-", color=plots.BLUE, markersize=4)
ax.set(xlabel="angle by which P was turned, in degrees", ylabel="error when ICP stops")
ax.set(xticks=range(-180, 181, 45), ylim=(0, None))
plots.show(
    fig,
    alt="Error at the end against the starting angle: 0.31 between about -95 and 105 degrees, 2.4 "
    "everywhere else, with a sharp edge on both sides.",
)
print(f"converges from {good.min()}° to {good.max()}° (tried every 5°)")

# %% [markdown]
# A cliff. Inside the blue band every start ends in the same place. Outside, the curve
# lies down on $Q$ back to front and cannot get out: each small turn would make things worse.
#
# Move the slider to see where a start ends.


# %%
def start_figure(angle=110):
    P, Q = datasets.curves(angle)
    moved, _, _, errors = plane_icp(P, Q, steps=60)
    fig, axes = plt.subplots(1, 2, figsize=(11, 4.4))
    draw_pair(axes[0], P, Q)
    draw_pair(axes[1], moved, Q, cKDTree(Q).query(moved)[1])
    axes[0].set(xlim=(-34, 34), ylim=(-34, 38), title=f"start: turned by {angle}°")
    axes[1].set(xlim=(-8, 33), ylim=(-12, 16))
    axes[1].set_title(f"after {len(errors) - 1} steps: error {errors[-1]:.2f}")
    axes[0].legend(loc="upper left", bbox_to_anchor=(1, 1.02))
    return fig


def start_alt(angle):
    return f"Left: P turned by {angle} degrees beside Q. Right: where ICP leaves it."


plots.slider(start_figure, start_alt, angle=(-180, 180, 10))

# %% [markdown]
# In practice the start comes from somewhere else: the robot's wheels, a compass, a few landmarks set by
# hand, or corners and edges that can be recognised. Where there is nothing, one can try several starts
# and keep the best. In the plane that means a handful of angles.

# %% [markdown]
# ### Exercise 4.6 · The best start (12 points)
#
# For each angle turn $P$ about its own centroid by that angle, counterclockwise, and run ICP from there.
# Return the angle whose run ends with the lowest error, and the result of that run, told from the
# original $P$.
#
# You may use your `icp`. If it does not work yet, use the lesson's `plane_icp(P, Q)`: it returns the same four
# things, in the plane only. A turn by $\varphi$ counterclockwise acts on rows as
#
# $$ T = \begin{pmatrix} \cos\varphi & \sin\varphi \\ -\sin\varphi & \cos\varphi \end{pmatrix}, \qquad
# P_{\text{start}} = (P - \bar p)\,T + \bar p . $$


# %% nbgrader={"grade": false, "grade_id": "ex-4-6", "locked": false, "schema_version": 3, "solution": true, "task": false}
def best_start(P, Q, angles):
    """Run ICP from several start angles and keep the run with the lowest last error.

    Parameters
    ----------
    P : ndarray, shape (N, 2)
        The cloud to be moved, one point in a row.
    Q : ndarray, shape (M, 2)
        The cloud at rest.
    angles : sequence of float
        Start angles in **degrees**; P is turned about its own centroid by each of them,
        counterclockwise, before ICP starts (with its default arguments).

    Returns
    -------
    angle : float
        The entry of `angles` whose run ends with the lowest error; among equals, any one.
    result : tuple (P_aligned, R, t, errors)
        That run as ICP returns it, but with R and t from the *original* P, the start turn included:
        ``P @ R + t`` is ``P_aligned``.
    """
    ### BEGIN SOLUTION
    P = np.asarray(P, dtype=float)
    p, best = P.mean(axis=0), None
    for angle in angles:
        c, s = np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))
        T = np.array([[c, s], [-s, c]])
        aligned, R, t, errors = plane_icp((P - p) @ T + p, Q)
        if best is None or errors[-1] < best[1][3][-1]:
            best = angle, (aligned, T @ R, (p - p @ T) @ R + t, errors)
    return best
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1 · a nudge</summary>
#
# Run the same few lines for every angle, and remember the best run so far. How does the start turn enter
# the total transform?
#
# </details>
# <details><summary>Hint 2 · a plan</summary>
#
# The start is itself a rigid transform of $P$: `P @ T + (p - p @ T)`. ICP then gives `R` and `t` for the turned
# cloud. Put one behind the other, as in section 3.
#
# </details>
# <details><summary>Hint 3 · nearly the code</summary>
#
# `start = (P - p) @ T + p` with `p = P.mean(axis=0)` and `T` from `np.deg2rad(angle)`. After
# `aligned, R, t, errors = icp(start, Q)` the total is `T @ R` and `(p - p @ T) @ R + t`. Compare `errors[-1]`.
#
# </details>
#
# **What to expect.** For the curve turned by −120° and start angles 0°, 120°, 240° there is one winner:

# %%
turned, rest = datasets.curves(angle=-120)
centre = turned.mean(axis=0)
for degrees in (0, 120, 240):
    z = (turned - centre) @ [1, 1j] * np.exp(1j * np.deg2rad(degrees))
    start = np.column_stack([z.real, z.imag]) + centre
    print(f"{degrees:4d}°: last error {plane_icp(start, rest)[3][-1]:.3f}")

# %% nbgrader={"grade": true, "grade_id": "check-4-6-angle", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
# Exercise 4.6 · the angle with the lowest last error (5 points)
with checks.exercise("4.6", "the angle with the lowest last error"):
    P, Q = datasets.curves(angle=-120)
    P = P - P.mean(axis=0) + Q.mean(axis=0)
    found = best_start(P.copy(), Q, [0, 240, 120, 10])
    angle, _ = checks.tuple_of(found, 2, "best_start(P, Q, angles), which gives angle, result,")
    checks.equal(
        checks.number(angle, "the angle of best_start(P, Q, angles)"),
        120,
        "the angle of best_start(P, Q, [0, 240, 120, 10]), for P turned by -120°,",
        mistakes={
            "240° is the answer of one who turns clockwise: rows are points here, so T acts on the "
            "right and has the sine with + in its first row.": 240,
            "this is the position of the best angle in the list; return the angle itself.": 2,
            "this is the best angle in radians; return it as it stands in the list.": 2 * np.pi / 3,
            "the run from 0° ends badly: compare errors[-1], the smallest wins.": 0,
            "the run from 10° ends badly: compare errors[-1] of all runs, the smallest wins.": 10,
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("4.6", "angle")
    for _ in range(3):
        start = rng.uniform(-180, 180)
        P, Q = datasets.curves(angle=start)
        P = P - P.mean(axis=0) + Q.mean(axis=0) + rng.uniform(-0.5, 0.5, 2)
        # From 60° or so the curve swings into place. The other two starts leave it back to front,
        # where it cannot recover, although its first error is lower there.
        right = round(rng.uniform(55, 75) - start, 2)
        angles = [right, round(180 - start, 2), round(rng.uniform(-150, -140) - start, 2)]
        angles = [angles[k] for k in rng.permutation(3)]
        found = best_start(P.copy(), Q.copy(), angles)
        angle, _ = checks.tuple_of(found, 2, "best_start(P, Q, angles)")
        checks.truth(
            abs(checks.number(angle, "the angle of best_start(P, Q, angles)") - right) < 1e-6,
            f"best_start(P, Q, {np.round(angles, 1).tolist()}) chose {np.round(angle, 1)}, but "
            f"{right:.1f} ends with the lowest error. Degrees, counterclockwise, the last error?",
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-4-6-result", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 4.6 · the result, told from the original P (4 points)
with checks.exercise("4.6", "the result, told from the original P"):
    P, Q = datasets.curves(angle=20, shift=(-1, 2))
    _, result = checks.tuple_of(best_start(P.copy(), Q, [30]), 2, "best_start(P, Q, [30])")
    aligned, R, t, errors = checks.tuple_of(result, 4, "the result of best_start(P, Q, [30])")
    aligned = checks.array(aligned, "P_aligned of best_start(P, Q, [30])", shape=P.shape)
    R, t = checks.array(R, "R of best_start", (2, 2)), checks.array(t, "t of best_start").ravel()
    checks.rotation_matrix(R, "R of best_start(P, Q, [30])")
    checks.truth(
        np.linalg.norm(P @ R + t - aligned) < 1e-6,
        "P @ R + t should be P_aligned for the P that was passed in. If your R and t start from the "
        "turned cloud, put the start turn in front of them.",
    )
    closest = ((aligned[:, None] - Q) ** 2).sum(axis=-1).min(axis=1)
    last = checks.array(errors, "errors of best_start(P, Q, [30])").ravel()[-1]
    checks.close(last, np.sqrt(closest.mean()), "errors[-1] of the result", tolerance=1e-6)
    checks.truth(last < 0.5, f"ICP has not come to rest: the last error is {last:.3g}.")
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("4.6", "result")
    for _ in range(3):
        P, Q = datasets.curves(angle=rng.uniform(100, 260))
        P = P - P.mean(axis=0) + Q.mean(axis=0) + rng.uniform(-1, 1, 2)
        angles = rng.uniform(-180, 180, 3).round(2).tolist()
        _, result = checks.tuple_of(best_start(P.copy(), Q.copy(), angles), 2, "best_start")
        aligned, R, t, errors = checks.tuple_of(result, 4, "the result of best_start(P, Q, angles)")
        aligned = checks.array(aligned, "P_aligned of best_start(P, Q, angles)", shape=P.shape)
        R, t = (
            checks.array(R, "R of best_start", (2, 2)),
            checks.array(t, "t of best_start").ravel(),
        )
        errors = checks.array(errors, "errors of best_start(P, Q, angles)").ravel()
        checks.rotation_matrix(R, "R of best_start(P, Q, angles)")
        checks.close(P @ R + t, aligned, "P @ R + t for the original P", tolerance=1e-7)
        squares = ((aligned[:, None] - Q[None]) ** 2).sum(axis=-1)
        expected = np.sqrt(squares.min(axis=1).mean())
        checks.close(errors[-1], expected, "errors[-1] of the result", tolerance=1e-6)
        # At rest: the best rotation onto the partners of P_aligned leaves it where it is.
        A = Q[squares.argmin(axis=1)]
        pull = np.vdot((aligned - aligned.mean(axis=0)) @ [1, 1j], (A - A.mean(axis=0)) @ [1, 1j])
        checks.truth(
            abs(np.angle(pull)) < 1e-4
            and np.linalg.norm(A.mean(axis=0) - aligned.mean(axis=0)) < 1e-3,
            "P_aligned is not where ICP comes to rest: another step would still move it.",
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-4-6-start", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 4.6 · the start turn, arguments left alone (3 points)
with checks.exercise("4.6", "the start turn, arguments left alone"):
    P, Q = datasets.curves(angle=0, shift=(4, -6))
    P_before = P.copy()
    _, result = checks.tuple_of(best_start(P, Q, [40]), 2, "best_start(P, Q, [40])")
    *_, errors = checks.tuple_of(result, 4, "the result of best_start(P, Q, [40])")
    checks.unchanged(P, P_before, "P")
    p, c, s = P.mean(axis=0), np.cos(np.deg2rad(40)), np.sin(np.deg2rad(40))
    T, wild = (
        np.array([[c, s], [-s, c]]),
        np.array([[np.cos(40), np.sin(40)], [-np.sin(40), np.cos(40)]]),
    )
    starts = [(P - p) @ T + p, P @ T, (P - p) @ wild + p, (P - p) @ T.T + p, P, (P - p) @ T]
    expected = [np.sqrt(((X[:, None] - Q) ** 2).sum(axis=-1).min(axis=1).mean()) for X in starts]
    checks.close(
        checks.array(errors, "errors of best_start(P, Q, [40])").ravel()[0],
        expected[0],
        "errors[0] after the start turn of 40°",
        tolerance=1e-6,
        mistakes={
            "you turned P about the origin; turn it about its own centroid.": expected[1],
            "you took 40 for radians: the angles are degrees, np.deg2rad converts them.": expected[
                2
            ],
            "you turned clockwise: T acts on the right of rows.": expected[3],
            "ICP started from P as it was: the start turn is missing.": expected[4],
            "the centroid was not added back after the turn.": expected[5],
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("4.6", "start")
    for kind in (float, int):
        P = (10 * rng.normal(size=(20, 2)) + [15, -20]).astype(kind)
        Q = (10 * rng.normal(size=(25, 2))).astype(kind)
        P_before, Q_before, angles = P.copy(), Q.copy(), [round(rng.uniform(20, 160), 2)]
        _, result = checks.tuple_of(best_start(P, Q, angles), 2, "best_start(P, Q, [angle])")
        *_, errors = checks.tuple_of(result, 4, "the result of best_start(P, Q, [angle])")
        phi, p = np.deg2rad(angles[0]), P_before.mean(axis=0)
        T = np.array([[np.cos(phi), np.sin(phi)], [-np.sin(phi), np.cos(phi)]])
        X = (P_before - p) @ T + p
        expected = np.sqrt(((X[:, None] - Q_before) ** 2).sum(axis=-1).min(axis=1).mean())
        errors = checks.array(errors, "errors of best_start(P, Q, [angle])").ravel()
        checks.close(errors[0], expected, "errors[0] after the start turn", tolerance=1e-6)
        checks.unchanged(P, P_before, "P")
        checks.unchanged(Q, Q_before, "Q")
    ### END HIDDEN TESTS

# %% [markdown]
# ## 6 · A scan in three dimensions
#
# Two partial scans of a rubber duck, taken from two sides. Each holds only what its scanner could see,
# and its points are noisy. Rows have nothing to do with each other.

# %%
scan = datasets.scan()
print("P", scan.P.shape, " Q", scan.Q.shape, " in millimetres")


# %% [markdown]
# SciPy has the rotation step ready: `Rotation.align_vectors` solves the same least squares problem as your
# SVD, for three dimensions. Here is trimmed ICP with it. The error against the truth is known for this data,
# because we know how the scanner moved.


# %%
def scan_icp(P, Q, keep, steps=100):
    tree = cKDTree(Q)
    for _ in range(steps):
        distances, match = tree.query(P)
        best = np.argsort(distances)[: round(keep * len(P))]
        b, a = P[best].mean(axis=0), Q[match[best]].mean(axis=0)
        turn, _ = Rotation.align_vectors(Q[match[best]] - a, P[best] - b)
        P = turn.apply(P - b) + a
    return P, rms_of(np.sort(distances)[: round(keep * len(P)), None])


# %%
truth = scan.P @ scan.R + scan.t
shares = [1.0, 0.9, 0.8, 0.7, 0.6, 0.5]
runs = [scan_icp(scan.P, scan.Q, keep) for keep in shares]
print("keep   error of the kept   distance from the truth")
for keep, (moved, misfit) in zip(shares, runs, strict=True):
    print(f"{keep:4.0%} {misfit:12.2f} mm {rms_of(moved - truth):18.2f} mm")

# %%
fig, axes = plt.subplots(1, 2, figsize=(11, 5), subplot_kw={"projection": "3d"})
for ax, cloud, title in zip(axes, [scan.P, runs[3][0]], ["start", "keep 70 %"], strict=True):
    ax.scatter(*scan.Q.T, s=2, color=plots.ORANGE, label="Q, at rest")
    ax.scatter(*cloud.T, s=2, color=plots.BLUE, label="P, to be moved")
    ax.set(title=title, xlabel="x (mm)", ylabel="y (mm)", xticks=[-40, 0, 40], yticks=[-40, 0])
    ax.set(zlabel="z (mm)", zticks=[0, 40], aspect="equal")
axes[0].legend(markerscale=5, loc="upper left")
plots.show(
    fig,
    alt="Two scans of a rubber duck in three dimensions: askew at the start, one duck after ICP that "
    "keeps 70 % of the matches.",
)

# %% [markdown]
# From outside the eye forgives a lot. Let us colour each point of P by its distance from where it belongs.

# %%
fig, axes = plt.subplots(1, 2, figsize=(11, 3.8), sharex=True, sharey=True, layout="constrained")
for ax, (cloud, _), title in zip(
    axes, [runs[0], runs[3]], ["keep 100 %", "keep 70 %"], strict=True
):
    off = np.linalg.norm(cloud - truth, axis=1)
    dots = ax.scatter(*truth[:, [0, 2]].T, c=off, s=8, cmap="viridis_r", vmin=0, vmax=5)
    ax.set(title=f"{title}: up to {off.max():.1f} mm", xlabel="x (mm)", ylabel="z (mm)")
    ax.set_aspect("equal")
fig.colorbar(dots, ax=axes, label="distance from the truth (mm)")
plots.show(
    fig,
    alt="P from the side, coloured by its error: with all matches kept most of it is 3 to 5 mm off, the "
    "top of the head less; with 70 % kept it is a fraction of a millimetre everywhere.",
)

# %% [markdown]
# Plain ICP ends some millimetres off: the part of $P$ that $Q$ never saw drags the whole cloud along.
# With 70 % kept the two halves make one duck, to about a tenth of a millimetre. That is finer than the
# spacing of the points: hundreds of noisy matches share one rotation and one shift, and their noise averages
# out.
#
# Look at the error of the kept matches as well. It falls all the way down the table. The distance from the
# truth does not.

# %% [markdown]
# ## 7 · A question

# %% [markdown] nbgrader={"grade": false, "grade_id": "question", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ### Written question (10 points, marked by hand)
#
# A robot scans a long, straight corridor with smooth walls from two places one metre apart. A colleague runs
# ICP on the two scans. It stops with an RMS error of 4 mm, and the scanner's noise is 4 mm. "A perfect fit,"
# says the colleague, "so the transform is right."
#
# 1. Explain why an error at the level of the noise does not prove that the transform is right. Say which part of
#    the transform is in doubt in this corridor, which part is not, and why.
# 2. Name one more situation, from this lesson, in which ICP ends with a small error at a wrong place.
# 3. Propose one thing the colleague could do or measure to be more certain, and say why it helps.
#
# Six to ten sentences are enough.
#
# ### BEGIN MARK SCHEME
# **Part 1, 5 points.**
# - 2 points: the error only measures the distance to the *nearest* points. Sliding along the corridor leaves every
#   point near some other point of the same wall, so wrong partners fit as well as right ones. (Also accept: the
#   error hardly changes in that direction; the minimum is a flat valley; a local minimum among many equal ones.)
# - 1 point: in doubt is the shift along the corridor.
# - 2 points: not in doubt are the shift across it (and in height, if floor or ceiling are seen) and the rotation about
#   the vertical axis, because these move points off the walls and the error grows at once. One of the two with a
#   reason: 1 point.
#
# **Part 2, 2 points.** Any one, with the reason: a start beyond the band (about −95° to 105° on the curves), where the
# cloud settles back to front in a local minimum; keeping too few matches, so that the part that would object is not asked;
# surplus or stray points kept (small if the strays are few); the mean of all of Q in place of the partners. Naming it
# without a reason: 1 point. A back-to-front end has an error of 2.4 on the curves: accept it as "small" if the answer says
# that an unknown noise level would hide it.
#
# **Part 3, 3 points.** 1 point for a workable idea, 2 for why it helps. For example: use the robot's wheels (odometry) as a start
# or as a constraint along the corridor; place or use landmarks such as door frames, a corner, reflectors, which fix the
# shift along the wall; start ICP from several shifts and compare last errors (equal errors reveal the valley); move the result
# along the corridor and plot the error; look at the small singular values or at the curvature of the error; check against a third
# scan (loop closure). "Run more iterations" or "lower the tolerance" earns nothing: the loop has already come to rest.
#
# **Half answers.** "It could be a local minimum" alone: 1 of the first 2 points. Right direction named with no reason: the
# 1 point for the direction only.
# ### END MARK SCHEME

# %% [markdown] nbgrader={"grade": true, "grade_id": "answer", "locked": false, "points": 10, "schema_version": 3, "solution": true, "task": false}
# ### BEGIN SOLUTION
# 1. The error of ICP is measured to the nearest points, not to the true partners. If the second scan slides along
#    the corridor, each point of a wall still finds a point of the same smooth wall close by. So all those shifts end with
#    the same error, about the noise, and the value 4 mm cannot tell them apart. The shift along the corridor is in
#    doubt. The shift across it and the rotation are not: they would lift points off the walls, and the error would grow
#    at once.
# 2. On the two curves, trimmed ICP that keeps only half of the matches slides to another stretch of the curve. The
#    kept points fit better than before, because the points that would object are not asked.
# 3. Take the robot's odometry as the start, and compare: it knows the shift along the corridor to a few centimetres,
#    which is the one direction the scans are blind to. Or run ICP from several starts shifted along the corridor: if all end
#    with an error near 4 mm at different places, the scans do not determine that shift.
# ### END SOLUTION

# %% [markdown]
# ## What to take away
#
# - ICP alternates two problems, each easy on its own: nearest neighbours when the transform is held, Procrustes when the
#   partners are held. Both lower the same error, so it never rises.
# - Fit onto the partners `Q[match]`, with *their* mean. Measure on the partners too: row numbers mean nothing.
# - Stop when the error no longer falls, not when it is small.
# - The loop finds a local minimum. Start within the band where it works, or try several starts.
# - Points without a partner pull. Keep the best share of the matches, a little below the overlap.
# - A small error does not prove a right transform.
# - A k-d tree makes the search cheap, and $Q$ needs only one.
#
# ## References
#
# - P. J. Besl, N. D. McKay, "A method for registration of 3-D shapes", *IEEE Transactions on Pattern Analysis and
#   Machine Intelligence* 14(2), 239–256, 1992. doi:10.1109/34.121791
# - Y. Chen, G. Medioni, "Object modelling by registration of multiple range images", *Image and Vision Computing* 10(3),
#   145–155, 1992. doi:10.1016/0262-8856(92)90066-C
# - D. Chetverikov, D. Stepanov, P. Krsek, "Robust Euclidean alignment of 3D point sets: the trimmed iterative closest
#   point algorithm", *Image and Vision Computing* 23(3), 299–309, 2005. doi:10.1016/j.imavis.2004.05.007
# - S. Rusinkiewicz, M. Levoy, "Efficient variants of the ICP algorithm", *Third International Conference on 3-D Digital
#   Imaging and Modeling*, 145–152, 2001. doi:10.1109/IM.2001.924423
# - J. L. Bentley, "Multidimensional binary search trees used for associative searching", *Communications of the ACM* 18(9),
#   509–517, 1975. doi:10.1145/361002.361007
# - W. Kabsch, "A solution for the best rotation to relate two sets of vectors", *Acta Crystallographica* A32, 922–923, 1976.
#   doi:10.1107/S0567739476001873
