# ---
# jupyter:
#   jupytext:
#     formats: source/procrustes//ipynb,text//py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 3 · Procrustes: laying one shape over another
#
# Two pictures of one city, taken from the same height. Between them the plane has changed its
# course, so the second picture is turned and shifted. You have marked the same places on both.
#
# Which turn and which shift lay one picture over the other? There is a best answer, and one SVD of
# a matrix with four entries gives it, with no search and no starting guess.
#
# The name comes from a robber of Greek legend, who made every guest fit his bed by stretching or
# cutting. We are kinder: we turn and move the guest, and we measure what does not fit.

# %% [markdown]
# ## What you will learn
#
# - why the centroids give the shift, and the SVD of $B^\top A$ gives the rotation;
# - to prove that no other rotation does better;
# - when a reflection sneaks in, and how to refuse it;
# - to find the scale as well;
# - to read the residuals: how large they should be, and which landmark is wrong;
# - that the same code works in three dimensions, and in any other number.
#
# **Before you start** you should know the product and the transpose of matrices, what makes a
# matrix orthogonal, what a determinant is, and the SVD from lesson 1. You should be able to use
# NumPy arrays with `mean(axis=...)` and `@`.
#
# | section | minutes | exercises | points |
# |---|---|---|---|
# | 1 · Two pictures of one city | 10 | | |
# | 2 · The shift | 15 | 3.1 | 10 |
# | 3 · The rotation | 40 | 3.2 | 16 |
# | 4 · The reflection that sneaks in | 35 | 3.3 | 20 |
# | 5 · Rotation and shift together | 25 | 3.4 | 16 |
# | 6 · Scale as well | 25 | 3.5 | 16 |
# | 7 · What the residuals tell | 35 | 3.6 | 12 |
# | 8 · Three dimensions | 10 | | |
# | Question, marked by hand | 15 | | 10 |
# | **together** | **210** | | **100** |

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import matplotlib.pyplot as plt
import numpy as np

from svdlab import checks, datasets, plots

plots.use_style()

# %% [markdown]
# ## 1 · Two pictures of one city
#
# Here are the two pictures. Each has its own axes, in metres, with the origin in its lower left
# corner. The numbers are landmarks: number 3 on the left and number 3 on the right are one and
# the same place.

# %%
pictures = datasets.aerial_pictures()
landmarks = datasets.landmarks()


def mark(ax, points):
    """Draw numbered landmarks on a picture."""
    ax.plot(*points.T, "o", ms=14, mfc="white", mec="black", mew=1.5)
    for number, (x, y) in enumerate(points):
        ax.text(x, y, number, ha="center", va="center", fontsize=9, color="black")


fig, axes = plt.subplots(1, 2, figsize=(11, 5.6))
for ax, picture, points, title in zip(
    axes, pictures[:2], landmarks[1:], ("first picture", "second picture"), strict=True
):
    ax.imshow(picture, extent=pictures.extent)
    mark(ax, points)
    ax.set(title=title, xlabel="x in metres", ylabel="y in metres")
    ax.grid(False)
plots.show(
    fig,
    "Two aerial pictures of one city side by side, with the same numbered landmarks marked on "
    "both. The second picture is turned and shifted against the first.",
)

# %%
labels = [f"{number:2d} {name}" for number, name in enumerate(landmarks.names)]
for row in range(10):
    print("".join(f"{label:38s}" for label in labels[row::10]).rstrip())

# %% [markdown]
# We write the landmarks as two **point clouds**. One row is one point:
#
# - $A$, shape $(N, 2)$: the landmarks on the first picture, which stays where it is;
# - $B$, shape $(N, 2)$: the same landmarks on the second picture, which we move.
#
# Row $i$ of $B$ and row $i$ of $A$ are the same place. A rotation acts **on the right**, because
# points are rows: $B R$ turns every row of $B$. We look for
#
# $$\min_{R,\,t}\ \sum_i \lVert b_i R + t - a_i\rVert^2 ,\qquad R^\top R = I,\quad \det R = 1 .$$
#
# > **Question.** How many numbers describe a turn and a shift of the plane? How many landmarks
# > do you need at least?
#
# <details><summary>Answer</summary>
#
# Three numbers: one angle and two coordinates of the shift. Each landmark gives two equations, so
# two landmarks are enough. We have more than that. Then no turn and shift fit them all exactly,
# and the least squares sum says what "best" means. In section 7 the surplus pays: it tells us how
# good the marks are.
#
# </details>

# %% [markdown]
# ### A helper for the demos: the plane as complex numbers
#
# The demos in this notebook need an alignment of their own, so that they work whether or not you
# have solved an exercise. In the plane there is a neat one: write the point $(x, y)$ as
# $z = x + iy$. Then a turn by $\theta$ is the product with $w = e^{i\theta}$, and the best turn has
# the phase of $\sum_i \overline{b_i}\,a_i$.
#
# It is a check on your answers that uses no SVD. It stops at two dimensions; the SVD does not.


# %%
def as_complex(points):
    """Write points (N, 2) as N complex numbers x + iy."""
    return np.asarray(points) @ np.array([1, 1j])


def as_points(z):
    """Write N complex numbers as points (N, 2)."""
    return np.column_stack([z.real, z.imag])


def plane_fit(moving, fixed):
    """Return the unit number w and the shift c with moving * w + c as close to fixed as can be."""
    b, a = moving.mean(), fixed.mean()
    w = np.vdot(moving - b, fixed - a)
    w = w / abs(w)
    return w, a - b * w


MOVING, FIXED, RESULT = (plots.COLOURS[name] for name in ("data", "truth", "result"))
first, second = as_complex(landmarks.first), as_complex(landmarks.second)
city_turn, city_shift = plane_fit(second, first)
print(f"the second picture turns by {np.degrees(np.angle(city_turn)):.2f} degrees")
print(f"and then moves by ({city_shift.real:.1f}, {city_shift.imag:.1f}) metres")

# %% [markdown]
# ## 2 · The shift
#
# > **Question.** Suppose somebody has told you the rotation $R$. Which shift $t$ is best?
#
# Fix $R$ and look at the sum of squares as a function of $t$ alone. It is a parabola in every
# coordinate. Set its derivative to zero:
#
# $$\sum_i (b_i R + t - a_i) = 0 \quad\Longrightarrow\quad t = \bar a - \bar b R ,$$
#
# where $\bar a$ and $\bar b$ are the **centroids**, the means over the points. So the best
# transform always lays centroid on centroid, whatever the rotation.
#
# This splits the problem in two. Centre both clouds, find the rotation of the centred clouds, and
# read the shift off at the end.

# %%
fig, axes = plt.subplots(1, 2, figsize=(12, 5.6))
for ax, a, b, title in (
    (axes[0], first, second, "as marked"),
    (axes[1], first - first.mean(), second - second.mean(), "centred"),
):
    ax.plot(a.real, a.imag, "o", color=FIXED, ms=8, label="A, first picture")
    ax.plot(b.real, b.imag, "s", color=MOVING, ms=7, label="B, second picture")
    ax.plot(a.mean().real, a.mean().imag, "+", color=FIXED, ms=28, mew=4)
    ax.plot(b.mean().real, b.mean().imag, "x", color=MOVING, ms=22, mew=4)
    ax.set(title=title, xlabel="x in metres", ylabel="y in metres", aspect="equal")
fig.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=2)
plots.show(
    fig,
    "Landmarks of both pictures, on the left as marked with two different centroids, on the right "
    "centred, so that both centroids lie at the origin and only a turn is left.",
)

# %% [markdown]
# **What to look at:** the crosses are the centroids. After centring they coincide, and what is
# left between the two clouds is a turn about the origin.

# %% [markdown]
# ### Exercise 3.1 · `center` (10 points)
#
# Move a cloud so that its centroid lies at the origin:
#
# $$c = \frac1N \sum_i x_i ,\qquad X_c = X - c .$$
#
# Return the centred cloud *and* the centroid: you need the centroid later, to come back.
#
# `X` may be an array of any number type or a list of rows, with any number of columns, and it must
# not be changed.


# %% nbgrader={"grade": false, "grade_id": "ex-3-1", "locked": false, "schema_version": 3, "solution": true, "task": false}
def center(X):
    """Move the centroid of a point cloud to the origin.

    Parameters
    ----------
    X : array_like, shape (N, d)
        N points in d dimensions, one row per point, in any unit; it is not changed.

    Returns
    -------
    centred : ndarray of float, shape (N, d)
        The points relative to their centroid, in the same unit.
    c : ndarray of float, shape (d,)
        The centroid.
    """
    ### BEGIN SOLUTION
    X = np.asarray(X, dtype=float)
    c = X.mean(axis=0)
    return X - c, c
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1 · a nudge</summary>
#
# The centroid has one number for each *column*: the mean over the points. Which axis do you have
# to average over?
#
# </details>
# <details><summary>Hint 2 · a plan</summary>
#
# 1. Turn `X` into an array of floats (`np.asarray` leaves the caller's own data alone).
# 2. Average over the rows, `axis=0`. You get shape `(d,)`.
# 3. Subtract. NumPy takes the `(d,)` from each row of `(N, d)` by itself.
#
# </details>
# <details><summary>Hint 3 · nearly the code</summary>
#
# ```python
# X = np.asarray(X, dtype=float)
# c = X.mean(axis=...)
# return X - c, ...
# ```
#
# </details>

# %% [markdown]
# **What you should see:** for the landmarks of the second picture, the centroid that the next cell
# prints, and a centred cloud whose columns add up to zero.

# %%
print("centroid of landmarks.second:", np.round(as_points(second.mean()[None])[0], 3), "metres")

# %% nbgrader={"grade": true, "grade_id": "check-3-1-cloud", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 3.1 · the cloud is centred (4 points)
with checks.exercise("3.1", "the cloud is centred"):
    X = np.array([[1.0, 2.0], [3.0, 2.0], [5.0, 8.0]])
    wanted = np.array([[-2.0, -2.0], [0.0, -2.0], [2.0, 4.0]])
    centred, c = checks.tuple_of(center(X.copy()), 2, "center(X), which gives (X - c, c),")
    checks.truth(
        np.shape(centred) != (2,),
        "the results are in the wrong order: first the centred cloud, then its centroid.",
    )
    checks.truth(
        np.shape(centred) != np.shape(datasets.landmarks().second),
        "center(X) has a row for each landmark: use the argument X, not the notebook's landmarks.",
    )
    checks.close(
        centred,
        wanted,
        "the centred cloud of center(X)",
        show=True,
        mistakes={
            "you took one mean over all the numbers: each column needs its own (axis=0).": X
            - X.mean(),
            "you averaged along the rows: the centroid is the mean over the points (axis=0).": X
            - X.mean(axis=1, keepdims=True),
            "you added the centroid: subtract it.": X + X.mean(axis=0),
            "you subtracted the cloud from the centroid: it is the other way round, X - c.": X.mean(
                axis=0
            )
            - X,
            "you took the median: the centroid is the mean.": X - np.median(X, axis=0),
            "the first point went to the origin: move the centroid there.": X - X[0],
            "you divided by the standard deviation: only subtract the mean.": wanted
            / X.std(axis=0),
            "the cloud came back as it was: subtract the centroid.": X,
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("3.1", "cloud")
    for N, d in ((7, 2), (12, 3), (5, 4), (4, 4), (1, 3), (9, 1)):
        X = 3 * rng.normal(size=(N, d)) + rng.uniform(5, 20, size=d)
        centred, c = checks.tuple_of(center(X.copy()), 2, "center(X)")
        checks.truth(
            np.shape(centred) == (N, d),
            f"{N} points in {d} dimensions stay {N} points in {d} dimensions when they are "
            "centred: does the code count on a fixed number of points or columns?",
        )
        whole = np.trunc(X)
        # The default tolerance allows a condition, here the ratio of X to X - c, of 5e4.
        checks.close(
            centred,
            X - X.mean(axis=0),
            f"the centred cloud of {N} points in {d} dimensions",
            mistakes={
                "the numbers were cut to whole numbers: np.asarray(X, dtype=float) keeps what "
                "stands behind the point.": whole - whole.mean(axis=0),
                "you divided the sum by 3 for a cloud of another size: divide by len(X).": X
                - X.sum(axis=0) / 3,
                "the cloud came back as it was: subtract the centroid of the argument X.": X,
            },
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-3-1-centroid", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 3.1 · the centroid comes back (3 points)
with checks.exercise("3.1", "the centroid comes back"):
    X = np.array([[1.0, 2.0], [3.0, 2.0], [5.0, 8.0]])
    centred, c = checks.tuple_of(center(X.copy()), 2, "center(X), which gives (X - c, c),")
    along_rows = "you averaged along the rows: the centroid is the mean over the points (axis=0)."
    two_axes = "the centroid must have shape (2,), but it has two axes: leave keepdims away."
    wrong_shapes = {
        (): "the centroid is one number for each column, shape (2,): average with axis=0.",
        (3,): along_rows,
        (3, 1): along_rows,
        (1, 2): two_axes,
        (2, 1): two_axes,
        (3, 2): "the results are in the wrong order: first the centred cloud, then its centroid.",
    }
    checks.truth(c is None or np.shape(c) not in wrong_shapes, wrong_shapes.get(np.shape(c), ""))
    checks.close(
        c,
        [3.0, 4.0],
        "the centroid of center(X)",
        show=True,
        mistakes={
            "the centroid has the wrong sign.": [-3.0, -4.0],
            "that is the sum: divide by the number of points.": [9.0, 12.0],
            "that is the centroid of the cloud after centring: compute it before.": [0.0, 0.0],
            "that is the median: the centroid is the mean.": [3.0, 2.0],
            "that is the centroid of the notebook's landmarks: use the argument X.": (
                datasets.landmarks().second.mean(axis=0)
            ),
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("3.1", "centroid")
    for N, d in ((6, 2), (11, 3), (3, 4), (1, 2)):
        X = rng.normal(size=(N, d)) + rng.uniform(5, 20, size=d)
        centred, c = checks.tuple_of(center(X.copy()), 2, "center(X)")
        checks.truth(
            np.shape(c) == (d,),
            f"the centroid of points in {d} dimensions has {d} numbers, shape ({d},): does the "
            "code count on a fixed number of columns?",
        )
        checks.close(
            c,
            X.sum(axis=0) / N,
            f"the centroid of {N} points in {d} dimensions",
            mistakes={
                "the numbers were cut to whole numbers: np.asarray(X, dtype=float) keeps what "
                "stands behind the point.": np.trunc(X).mean(axis=0),
                "you divided the sum by 3 for a cloud of another size: divide by len(X).": X.sum(
                    axis=0
                )
                / 3,
                "that is zero, whatever X is: return the mean of the argument X.": np.zeros(d),
            },
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-3-1-input", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 3.1 · lists, whole numbers and float32; X stays as it was (3 points)
with checks.exercise("3.1", "any kind of numbers, and X stays as it was"):
    rows = [[0, 0], [1, 0], [1, 4]]
    X = np.array(rows, dtype=float)
    names = ("the centred cloud", "the centroid")
    wanted = (X - np.array([2 / 3, 4 / 3]), np.array([2 / 3, 4 / 3]))
    found = checks.tuple_of(center(X.copy()), 2, "center(X), which gives (X - c, c),")
    # Judged here is what is right for an array of floats; the rest has lost its points above.
    judged = [
        k
        for k in (0, 1)
        if np.shape(found[k]) == wanted[k].shape
        and checks.relative_difference(found[k], wanted[k]) <= checks.TOLERANCE
    ]
    checks.truth(
        judged,
        "neither result is right for an array of floats yet, so other kinds of numbers cannot be "
        "judged: mend what the two checks above name, then come back.",
    )
    try:
        found = checks.tuple_of(center(rows), 2, "center(X) for a list")
    except (AttributeError, TypeError) as error:
        checks.truth(
            "list" not in str(error),
            "X may be a list of rows, which cannot do arithmetic: make an array of it first, "
            f"np.asarray(X, dtype=float). Python says: {error}.",
        )
        raise
    for k in judged:
        checks.close(
            found[k],
            wanted[k],
            f"{names[k]} of a list of whole numbers",
            show=True,
            mistakes={
                "the results were cut to whole numbers: an array made like X holds what X holds. "
                "Begin with np.asarray(X, dtype=float).": np.trunc(wanted[k])
            },
        )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("3.1", "input")
    whole = rng.integers(100, 256, size=(8, 2))
    wanted = (whole - whole.mean(axis=0), whole.mean(axis=0))
    wrapped = whole.sum(axis=0) % 256 / 8
    condition = np.linalg.norm(whole) / np.linalg.norm(wanted[0])
    for dtype in (np.int64, np.uint8, np.float32, np.float64):
        X = whole.astype(dtype)
        found = checks.tuple_of(center(X), 2, "center(X)")
        checks.unchanged(X, whole.astype(dtype), "X")
        # An answer may compute in float32 where that holds the input.
        computed_in = np.result_type(dtype, np.float32)
        rounding = checks.tolerance(computed_in, size=8, condition=condition)
        for k in judged:
            checks.close(
                found[k],
                wanted[k],
                f"{names[k]} for {np.dtype(dtype)} input",
                tolerance=rounding,
                mistakes={
                    "the sum wrapped around: uint8 ends at 255. Begin with np.asarray(X, "
                    "dtype=float).": (whole - wrapped, wrapped)[k],
                    "the results were cut to whole numbers: begin with np.asarray(X, "
                    "dtype=float).": np.trunc(wanted[k]),
                    "you divided the sum by 3 for a cloud of another size: divide by len(X).": (
                        whole - whole.sum(axis=0) / 3,
                        whole.sum(axis=0) / 3,
                    )[k],
                    "that answer does not depend on X: work with the argument.": (
                        whole,
                        np.zeros(2),
                    )[k],
                },
            )
    ### END HIDDEN TESTS

# %% [markdown]
# ## 3 · The rotation
#
# Both clouds are centred now. We turn $B$ about the origin and watch the distance that is left,
# the root of the mean squared distance (RMS) between partners.
#
# > **Question.** Before you move the slider: how many valleys will the curve on the right have
# > over a full turn?

# %%
A_city, B_city = first - first.mean(), second - second.mean()
all_angles = np.arange(-180, 181)
turned_all = np.exp(1j * np.radians(all_angles))[:, None] * B_city
rms_by_angle = np.sqrt(np.mean(np.abs(turned_all - A_city) ** 2, axis=1))


def draw_clouds(ax, angle):
    """Draw A, and B turned by an angle in degrees, with lines between partners."""
    moved = B_city * np.exp(1j * np.radians(angle))
    ax.plot([A_city.real, moved.real], [A_city.imag, moved.imag], color=plots.GREY, lw=1)
    ax.plot(A_city.real, A_city.imag, "o", color=FIXED, ms=8, label="A")
    ax.plot(moved.real, moved.imag, "s", color=MOVING, ms=7, label=f"B turned by {angle}°")
    reach = 1.1 * max(abs(A_city).max(), abs(B_city).max())
    ax.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal")
    ax.set(xlabel="x in metres", ylabel="y in metres")


def draw_turn(angle=-90):
    """Draw the clouds with B turned by an angle in degrees, and the residual beside them."""
    fig, (left, right) = plt.subplots(1, 2, figsize=(13, 5.6))
    draw_clouds(left, angle)
    fig.legend(loc="outside lower left", ncols=2)
    right.plot(all_angles, rms_by_angle, color=plots.GREY)
    right.plot(angle, rms_by_angle[angle + 180], "o", color=RESULT, ms=14)
    right.set(xlabel="angle in degrees", ylabel="RMS distance in metres", ylim=(0, None))
    right.set(title=f"{rms_by_angle[angle + 180]:.1f} m left", xticks=range(-180, 181, 60))
    return fig


plots.slider(
    draw_turn,
    "Left: the centred landmarks of both pictures, with lines between partners, B turned by an "
    "angle that the slider sets. Right: the RMS distance against the angle, one valley and one "
    "hill in a full turn, and a dot at the angle of the slider.",
    angle=(-180, 180),
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# One. The *squared* residual is a constant minus a cosine of the angle, so it has one valley and
# one hill. In the plane you could find the angle with an arctangent. In three dimensions a
# rotation has three angles, and there the curve becomes a landscape. The SVD walks straight to the
# bottom of it, in any dimension.
#
# </details>
#
# Where is the bottom? The grid of whole degrees gets close. The SVD gets there exactly.

# %%
print(
    f"best whole degree: {all_angles[rms_by_angle.argmin()]} with {rms_by_angle.min():.3f} m left"
)

# %% [markdown]
# ### The proof in four lines
#
# Let $B$ and $A$ be centred, $Q$ any orthogonal matrix, and $B^\top A = U \Sigma V^\top$. Write
# $\langle X, Y\rangle = \operatorname{tr}(X^\top Y)$ for the sum of products of entries.
#
# 1. $\lVert BQ - A\rVert_F^2 = \lVert B\rVert_F^2 + \lVert A\rVert_F^2 - 2\langle BQ, A\rangle$, for $Q$ keeps lengths. So: make $\langle BQ, A\rangle$ as large as possible.
# 2. $\langle BQ, A\rangle = \operatorname{tr}(Q^\top B^\top A) = \operatorname{tr}(Q^\top U\Sigma V^\top) = \operatorname{tr}(Z\Sigma)$ with $Z = V^\top Q^\top U$, which is orthogonal too.
# 3. $\operatorname{tr}(Z\Sigma) = \sum_i z_{ii}\, s_i \le \sum_i s_i$, because no entry of an orthogonal matrix exceeds 1 and no $s_i$ is negative.
# 4. Equality holds for $Z = I$, and that means $Q = U V^\top$. $\blacksquare$
#
# > **Question.** In line 1, why does $\lVert BQ\rVert_F$ not depend on $Q$?
#
# <details><summary>Answer</summary>
#
# $\lVert BQ\rVert_F^2 = \operatorname{tr}(Q^\top B^\top B Q) = \operatorname{tr}(B^\top B\, Q Q^\top)
# = \operatorname{tr}(B^\top B)$. A rotation does not change the length of any row.
#
# </details>
#
# The proof also tells what is left, before any matrix has been put together:
#
# $$\min_Q \lVert BQ - A\rVert_F^2 = \lVert B\rVert_F^2 + \lVert A\rVert_F^2 - 2\sum_i s_i .$$

# %%
A_demo, B_demo = as_points(A_city), as_points(B_city)
s = np.linalg.svd(B_demo.T @ A_demo, compute_uv=False)
left_over = np.sum(B_demo**2) + np.sum(A_demo**2) - 2 * s.sum()
print("B.T @ A has shape", (B_demo.T @ A_demo).shape, "and singular values", np.round(s, 1))
print(f"RMS distance from the singular values alone: {np.sqrt(left_over / len(A_demo)):.3f} m")

# %% [markdown]
# ### Exercise 3.2 · `orthogonal_map` (16 points)
#
# Find the orthogonal matrix that lays one centred cloud over another:
#
# $$Q = \arg\min_{Q^\top Q = I} \lVert BQ - A\rVert_F = U V^\top ,\qquad U\Sigma V^\top = B^\top A .$$
#
# This $Q$ may be a rotation or a reflection, whichever lies closer. The clouds come centred. They
# may have any number of columns, and fewer points than columns too.
#
# If `B` and `A` differ in shape, raise a `ValueError` with a sentence that names both, `B` and `A`.
# Lists of rows and whole numbers are welcome, and neither argument may be changed.


# %% nbgrader={"grade": false, "grade_id": "ex-3-2", "locked": false, "schema_version": 3, "solution": true, "task": false}
def orthogonal_map(B, A):
    """Find the orthogonal matrix that brings one centred cloud closest to another.

    Parameters
    ----------
    B : array_like, shape (N, d)
        The cloud that moves, one row per point, centred; it is not changed.
    A : array_like, shape (N, d)
        The cloud that stays, centred, in the same unit; row i is the partner of row i of B.

    Returns
    -------
    Q : ndarray of float, shape (d, d)
        Orthogonal, without unit, with the smallest Frobenius norm of ``B @ Q - A``. It may reflect.

    Raises
    ------
    ValueError
        If B and A differ in shape; the message names both.
    """
    ### BEGIN SOLUTION
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    U, _, Vt = np.linalg.svd(B.T @ A)
    return U @ Vt
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1 · a nudge</summary>
#
# `B.T @ A` is only `(d, d)`, however many points there are. Which two of its three factors does the
# proof keep in line 4?
#
# </details>
# <details><summary>Hint 2 · a plan</summary>
#
# 1. Make float arrays of both arguments.
# 2. Compare the shapes, and raise `ValueError` with the names B and A in the sentence.
# 3. Take the SVD of `B.T @ A`. NumPy gives `U, s, Vt`; the third one *is* $V^\top$ already.
# 4. Leave `s` out and multiply the other two.
#
# </details>
# <details><summary>Hint 3 · nearly the code</summary>
#
# ```python
# B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
# if B.shape != A.shape:
#     raise ValueError(f"B and A must have ..., not {B.shape} and {A.shape}.")
# U, s, Vt = np.linalg.svd(...)
# return ...
# ```
#
# </details>

# %% [markdown]
# **What you should see:** for the centred landmarks, the matrix that the next cell prints. It comes
# from the complex numbers of section 1, without an SVD. Look at the place of the minus sign: with
# points as rows, $\begin{pmatrix}\cos\theta & \sin\theta\\ -\sin\theta & \cos\theta\end{pmatrix}$
# turns counterclockwise by $\theta$.

# %%
print(np.round([[city_turn.real, city_turn.imag], [-city_turn.imag, city_turn.real]], 4))

# %% nbgrader={"grade": true, "grade_id": "check-3-2-best", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
# Exercise 3.2 · the closest orthogonal matrix (6 points)
with checks.exercise("3.2", "the closest orthogonal matrix"):
    B = np.array([[-2.0, -1.0, 0.0], [1.0, -1.0, 1.0], [1.0, 2.0, -2.0], [0.0, 0.0, 1.0]])
    turn = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])
    A = B @ turn
    U, s, Vt = np.linalg.svd(B.T @ A)
    Q = checks.array(orthogonal_map(B.copy(), A.copy()), "orthogonal_map(B, A)")
    wrong_shapes = {
        (4, 4): "orthogonal_map(B, A) has a row for each point: take the SVD of B.T @ A, which is "
        "(d, d), not of B @ A.T.",
        (4, 3): "that is the moved cloud: return the matrix Q alone, not B @ Q.",
        (2, 2): "orthogonal_map(B, A) is a 2 by 2 matrix for clouds with three columns: it must "
        "work in any dimension, and with its arguments B and A, not with the landmarks.",
    }
    checks.truth(Q.shape not in wrong_shapes, wrong_shapes.get(Q.shape, ""))
    checks.close(
        Q,
        turn,
        "orthogonal_map(B, A)",
        show=True,
        mistakes={
            "that is the way back, from A to B: take the SVD of B.T @ A and return "
            "U @ Vt in this order, not transposed.": turn.T,
            "did you use V where Vt is wanted? NumPy's third factor is transposed already.": U
            @ Vt.T,
            "did you use V where Vt is wanted, and in the other order?": Vt.T @ U,
            "the factors are in the wrong order: U comes first.": Vt @ U,
            "that is B.T @ A itself: leave the singular values out.": B.T @ A,
            "that is the identity: nothing is turned.": np.eye(3),
            "signs of the columns of U were turned, and the rows of Vt left as they are: U and Vt "
            "belong together, take them as they come.": (U * np.sign(U[0])) @ Vt,
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("3.2", "best")
    for N, d in ((12, 2), (9, 3), (15, 4), (6, 2), (9, 5), (5, 1)):
        # Extents 1, 2, ..., d and little noise: the singular values are far apart.
        B = rng.normal(size=(N, d))
        B = np.linalg.qr(B - B.mean(axis=0))[0] * np.arange(1, d + 1)
        B = B @ np.linalg.qr(rng.normal(size=(d, d)))[0]
        A = B @ np.linalg.qr(rng.normal(size=(d, d)))[0] + 0.1 * rng.normal(size=(N, d))
        A = A - A.mean(axis=0)
        # Here the best map is a rotation: mirrored clouds have a check of their own.
        A[:, 0] *= np.sign(np.linalg.det(B.T @ A))
        Q = checks.array(orthogonal_map(B.copy(), A.copy()), "orthogonal_map(B, A)", shape=(d, d))
        U, s, Vt = np.linalg.svd(B.T @ A)
        fit = np.linalg.lstsq(B, A, rcond=None)[0]
        checks.truth(
            checks.relative_difference(Q, U @ Vt) <= checks.TOLERANCE
            or checks.relative_difference(Q, fit) > checks.TOLERANCE,
            "that is the least squares fit without any condition: it stretches and shears. "
            "Leave the singular values of B.T @ A out instead.",
        )
        checks.orthonormal_columns(Q, "Q")
        # The condition of U Vᵀ is 2 ‖B‖ ‖A‖ / (s_d + s_(d-1)) (Kenney and Laub, 1991), here at
        # most 30; the default tolerance allows more.
        checks.close(
            Q,
            U @ Vt,
            f"orthogonal_map(B, A) for noisy points in {d} dimensions",
            mistakes={
                "that is the way back, from A to B.": (U @ Vt).T,
                "did you use V where Vt is wanted?": U @ Vt.T,
                "the factors are in the wrong order: U comes first.": Vt @ U,
                "signs of the columns of U were turned, and the rows of Vt left as they are.": (
                    U * np.sign(U[0])
                )
                @ Vt,
                "that is the identity, whatever the clouds are: work with the arguments B and A.": (
                    np.eye(d)
                ),
            },
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-3-2-mirror", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 3.2 · a mirrored cloud is mirrored back (4 points)
with checks.exercise("3.2", "a mirrored cloud is mirrored back"):
    B = np.array([[-2.0, -1.0, 0.0], [1.0, -1.0, 1.0], [1.0, 2.0, -2.0], [0.0, 0.0, 1.0]])
    mirror = np.array([[0.0, -1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])
    A = B @ mirror
    U, s, Vt = np.linalg.svd(B.T @ A)
    name = "orthogonal_map(B, A) for a mirrored cloud with 3 columns"
    checks.close(
        checks.array(orthogonal_map(B.copy(), A.copy()), name, shape=(3, 3)),
        mirror,
        name,
        show=True,
        mistakes={
            "you refused the reflection: here it is allowed, return U @ Vt as it is.": U
            @ np.diag([1.0, 1.0, -1.0])
            @ Vt,
            "that is the way back, from A to B.": mirror.T,
            "did you use V where Vt is wanted? NumPy's third factor is transposed already.": U
            @ Vt.T,
            "the factors are in the wrong order: U comes first.": Vt @ U,
            "that is B.T @ A itself: leave the singular values out.": B.T @ A,
            "that is the identity: nothing is mirrored.": np.eye(3),
            "signs of the columns of U were turned, and the rows of Vt left as they are.": (
                U * np.sign(U[0])
            )
            @ Vt,
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("3.2", "mirror")
    for d in (2, 3, 4):
        for noise in (0.0, 0.1):
            B = rng.normal(size=(14, d))
            B = np.linalg.qr(B - B.mean(axis=0))[0] * np.arange(1, d + 1)
            B = B @ np.linalg.qr(rng.normal(size=(d, d)))[0]
            A = B @ np.linalg.qr(rng.normal(size=(d, d)))[0] + noise * rng.normal(size=B.shape)
            A = A - A.mean(axis=0)
            A[:, 0] *= -np.sign(np.linalg.det(B.T @ A))
            Q = orthogonal_map(B.copy(), A.copy())
            Q = checks.array(Q, "orthogonal_map(B, A)", shape=(d, d))
            U, s, Vt = np.linalg.svd(B.T @ A)
            last = np.array([1.0] * (d - 1) + [-1.0])
            fit = np.linalg.lstsq(B, A, rcond=None)[0]
            checks.close(
                Q,
                U @ Vt,
                f"orthogonal_map(B, A) for a mirrored cloud in {d} dimensions",
                mistakes={
                    "you refused the reflection: here it is allowed.": (U * last) @ Vt,
                    "that is the way back, from A to B.": (U @ Vt).T,
                    "that is the least squares fit without any condition: it stretches and "
                    "shears.": fit,
                    "that is the identity, whatever the clouds are: work with the arguments.": (
                        np.eye(d)
                    ),
                },
            )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-3-2-few", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
# Exercise 3.2 · fewer points than columns (1 point)
with checks.exercise("3.2", "fewer points than columns"):
    B = np.array([[1.0, 2.0, 2.0], [-1.0, -2.0, -2.0]])
    A = np.array([[2.0, -1.0, 2.0], [-2.0, 1.0, -2.0]])
    U, s, Vt = np.linalg.svd(B.T @ A)
    singular = (
        "with fewer points than columns B.T @ A is singular, and a formula that inverts it or "
        "divides by its singular values breaks down. U @ Vt needs neither."
    )
    try:
        Q = orthogonal_map(B.copy(), A.copy())
    except np.linalg.LinAlgError:
        raise AssertionError(singular) from None
    checks.truth(
        Q is not None,
        "orthogonal_map(B, A) returned None. Did the function print its result, or end without "
        "return?",
    )
    Q = np.asarray(Q, dtype=float)
    checks.truth(
        Q.shape == (3, 3),
        f"for 2 points in 3 dimensions the map has shape (3, 3), but yours has shape {Q.shape}.",
    )
    checks.truth(np.abs(Q.T @ Q - np.eye(3)).max() <= checks.TOLERANCE, singular)
    landed = checks.relative_difference(B @ Q, A) <= checks.TOLERANCE
    checks.truth(
        landed or checks.relative_difference(A @ Q, B) > checks.TOLERANCE,
        "that is the way back: it lays A on B, and B @ Q should land on A.",
    )
    checks.close(
        B @ Q,
        A,
        "B @ orthogonal_map(B, A) for 2 points in 3 dimensions",
        show=True,
        mistakes={
            "the map is the identity: nothing is turned.": B,
            "the sign of a direction is wrong: take U and Vt as they come, without turning the "
            "sign of one of them.": -A,
            "did you use V where Vt is wanted?": B @ U @ Vt.T,
            "the factors are in the wrong order: U comes first.": B @ Vt @ U,
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("3.2", "few")
    for N, d in ((2, 3), (3, 4), (1, 3), (2, 2), (3, 6)):
        B, A = rng.normal(size=(2, N, d))
        B, A = B - B.mean(axis=0), A - A.mean(axis=0)
        Q = orthogonal_map(B.copy(), A.copy())
        Q = checks.array(Q, f"orthogonal_map(B, A) for {N} points", shape=(d, d))
        checks.orthonormal_columns(Q, f"Q for {N} points in {d} dimensions")
        # Many maps are best. Line 3 of the proof: the best ones reach the sum of all s_i, which
        # rounding moves by about eps ‖B‖ ‖A‖.
        missing = np.linalg.svd(B.T @ A, compute_uv=False).sum() - np.sum(B @ Q * A)
        checks.truth(
            missing <= checks.tolerance(size=6) * np.linalg.norm(B) * np.linalg.norm(A),
            f"for {N} points in {d} dimensions another orthogonal matrix brings B closer to A.",
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-3-2-input", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 3.2 · lists, whole numbers, float32; the arguments stay as they were (2 points)
with checks.exercise("3.2", "any kind of numbers, and the arguments stay as they were"):
    B = [[-2, -1, 0], [1, -1, 1], [1, 2, -2], [0, 0, 1]]
    A = [[0, -2, -1], [1, 1, -1], [-2, 1, 2], [1, 0, 0]]
    turn = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])
    U, s, Vt = np.linalg.svd(np.array(B, dtype=float).T @ np.array(A, dtype=float))
    try:
        Q = orthogonal_map(B, A)
    except (AttributeError, TypeError) as error:
        checks.truth(
            "list" not in str(error),
            "B and A may be lists of rows, which cannot do arithmetic: make arrays of them first, "
            f"np.asarray(B, dtype=float). Python says: {error}.",
        )
        raise
    checks.close(
        checks.array(Q, "orthogonal_map(B, A) for lists with 3 columns", shape=(3, 3)),
        turn,
        "orthogonal_map(B, A) for two lists",
        show=True,
        mistakes={
            "that is the way back, from A to B.": turn.T,
            "did you use V where Vt is wanted?": U @ Vt.T,
            "the factors are in the wrong order: U comes first.": Vt @ U,
            "that is B.T @ A itself: leave the singular values out.": (U * s) @ Vt,
            "that is the identity: nothing is turned.": np.eye(3),
            "signs of the columns of U were turned, and the rows of Vt left as they are.": (
                U * np.sign(U[0])
            )
            @ Vt,
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("3.2", "input")
    half = rng.integers(-55, 56, size=(6, 3))
    # Twice the sum of these squares wraps around to -102 in int8, whatever the signs.
    half[:, 0] = rng.permutation([50, 40, 30, 20, 10, 9]) * rng.choice([-1, 1], size=6)
    B = np.vstack([half, -half])
    A = np.roll(B, 1, axis=1)
    s = np.linalg.svd(B.T @ A, compute_uv=False)
    condition = 2 * np.linalg.norm(B) * np.linalg.norm(A) / (s[-1] + s[-2])
    wrap = (
        " Sums of products of small whole numbers wrap around: begin with "
        "np.asarray(B, dtype=float), and the same for A."
    )
    for dtype in (np.float64, np.float32, np.int64, np.int8):
        moving, fixed = B.astype(dtype), A.astype(dtype)
        Q = checks.array(orthogonal_map(moving, fixed), "orthogonal_map(B, A)", shape=(3, 3))
        checks.unchanged(moving, B.astype(dtype), "B")
        checks.unchanged(fixed, A.astype(dtype), "A")
        # An answer may compute in float32 where that holds the input; one that iterates may stop
        # at 1e-8.
        computed_in = np.result_type(dtype, np.float32)
        rounding = checks.tolerance(computed_in, size=12, condition=condition)
        allowed = max(checks.TOLERANCE, rounding)
        checks.truth(
            checks.relative_difference(Q, np.roll(np.eye(3), 1, axis=1)) <= allowed,
            f"orthogonal_map(B, A) is wrong for {np.dtype(dtype)} input, on clouds that are turned "
            "without noise." + wrap * (np.dtype(dtype).kind == "i"),
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-3-2-shapes", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 3.2 · clouds of different shape are refused (3 points)
with checks.exercise("3.2", "clouds of different shape are refused"):
    B = np.array([[-2.0, -1.0], [1.0, -1.0], [1.0, 2.0]])
    call = "orthogonal_map(B, A) for B of shape (3, 2) and A of shape (3, 3)"
    for name in ("B", "A"):
        checks.raises(orthogonal_map, B, np.eye(3), mention=name, call=call)
    checks.array(orthogonal_map(B.copy(), B[::-1]), "orthogonal_map(B, A) for clouds of one shape")
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("3.2", "shapes")
    for one, other in (((5, 2), (4, 2)), ((5, 3), (5, 2)), ((6, 2), (2, 6)), ((1, 2), (5, 2))):
        B, A = rng.normal(size=one), rng.normal(size=other)
        call = f"orthogonal_map(B, A) for B of shape {one} and A of shape {other}"
        for name in ("B", "A"):
            checks.raises(orthogonal_map, B, A, mention=name, call=call)
    B, A = rng.normal(size=(2, 7, 2))
    checks.array(orthogonal_map(B, A), "orthogonal_map(B, A) for clouds of one shape")
    ### END HIDDEN TESTS

# %% [markdown]
# ## 4 · The reflection that sneaks in
#
# Orthogonal matrices come in two kinds. A rotation has determinant $+1$. A reflection has
# determinant $-1$: it turns a left hand into a right hand.
#
# No plane flies so that its picture comes out mirrored. Yet $UV^\top$ takes whichever kind lies
# closer.
#
# > **Question.** When can a reflection lie closer, although the truth is a rotation?
#
# <details><summary>Answer</summary>
#
# - **The data are mirrored.** Image rows count downwards, maps count upwards: take the row number
#   for $y$ in one of two pictures, and one cloud is a mirror image of the other.
# - **The cloud is flat, or nearly.** Points in a plane in three dimensions look the same to a
#   rotation and to a reflection through that plane. Then the noise decides.
# - **There are few points, or much noise.**
#
# </details>
#
# Here is the second case as an experiment: six points in 3-D, ten units wide and one unit thick,
# are turned and get some noise. How often does $UV^\top$ reflect? Its determinant has the sign of
# $\det(B^\top A)$.

# %%
rng = np.random.default_rng(3)
noise_levels = np.linspace(0.02, 3, 25)
trials = 2000
flat = rng.uniform(-1, 1, size=(trials, 6, 3)) * np.array([10, 10, 1])
flat -= flat.mean(axis=1, keepdims=True)
unit_noise = rng.normal(size=flat.shape)
unit_noise -= unit_noise.mean(axis=1, keepdims=True)
# A turn changes no determinant, so A may stand where B does.
reflected = [
    np.mean(np.linalg.det(np.swapaxes(flat, 1, 2) @ (flat + level * unit_noise)) < 0)
    for level in noise_levels
]
fig, ax = plt.subplots(figsize=(9, 4.8))
ax.plot(noise_levels, 100 * np.array(reflected), "o-", color=plots.BLUE)
ax.axhline(50, color=plots.GREY, ls="--")
ax.text(0.05, 51.5, "a coin toss", color=plots.GREY)
ax.set(xlabel="noise, in units of the cloud's half thickness", ylabel="reflections in %")
ax.set(ylim=(0, 60), xlim=(0, None), title="How often U Vᵀ reflects a flat cloud")
plots.show(
    fig,
    "Share of trials in which U times V transposed is a reflection, against the noise. It rises "
    "from nothing at small noise towards the fifty per cent of a coin toss.",
)

# %% [markdown]
# **What to look at:** noise of half the thickness, and about every fifth answer is a mirror image.
# Noise of the whole thickness, and about every third is. Nothing warns you: the reflection has the
# smaller residual each time.
#
# ### How to refuse it
#
# Go back to line 3 of the proof. With $R$ a rotation, $Z = V^\top R^\top U$ has the determinant of
# $UV^\top$. If that is $-1$, then $Z = I$ is forbidden. The next best choice gives up the *least*:
# it turns the sign where the singular value is smallest, at the end.
#
# $$R = U \operatorname{diag}\bigl(1, \dots, 1, \det(UV^\top)\bigr)\, V^\top ,\qquad
# \lVert BR - A\rVert_F^2 = \lVert B\rVert_F^2 + \lVert A\rVert_F^2
# - 2\,\bigl(s_1 + \dots + s_{d-1} + \det(UV^\top)\, s_d\bigr) .$$
#
# If the determinant is $+1$ already, the diagonal matrix is the identity and nothing changes. So
# there is no `if`.
# That no other choice of $Z$ does better takes a page to prove; Umeyama (see the references) has it.
#
# > **Question.** Why not turn the sign of the whole matrix, $-UV^\top$?
#
# <details><summary>Answer</summary>
#
# $\det(-Q) = (-1)^d \det Q$. In two dimensions the sign of the determinant does not change at all.
# In three it does, but now *every* $s_i$ counts with a minus: that is the worst rotation of all
# that only turn signs.
#
# </details>

# %% [markdown]
# ### A mask to stay away from
#
# Code on the internet sometimes writes the diagonal of signs with `np.eye(d, k=1)` or another matrix
# with ones on the **super**diagonal, one place too far to the right. Such a matrix has a column of
# zeros: it is singular, and it flattens the cloud. Here are the three candidates for a letter F
# that must be laid over its mirror image.

# %%
letter = np.array([0, 1j, 2j, 3j, 4j, 5j, 1 + 5j, 2 + 5j, 3 + 5j, 1 + 3j, 2 + 3j])
letter = letter - letter.mean()
goal = np.conj(letter) * np.exp(1j * np.radians(140))
U, _, Vt = np.linalg.svd(as_points(letter).T @ as_points(goal))
candidates = {
    "U Vᵀ: it fits, mirrored": as_points(letter) @ U @ Vt,
    "U diag(1, det(U Vᵀ)) Vᵀ: the best rotation": as_points(letter * plane_fit(letter, goal)[0]),
    "ones on the superdiagonal: flattened": as_points(letter) @ U @ np.eye(2, k=1) @ Vt,
}
strokes = [[0, 1, 2, 3, 4, 5, 6, 7, 8], [3, 9, 10]]
fig, axes = plt.subplots(1, 3, figsize=(13.5, 5.2), sharey=True)
for ax, (title, moved) in zip(axes, candidates.items(), strict=True):
    for stroke in strokes:
        ax.plot(*as_points(goal)[stroke].T, color=FIXED, lw=9, alpha=0.35)
        ax.plot(*moved[stroke].T, "o-", color=RESULT, lw=2.5, ms=7)
    rms = np.sqrt(np.mean(np.sum((moved - as_points(goal)) ** 2, axis=1)))
    ax.set(title=f"{title}\nRMS {rms:.2f}", aspect="equal", xlabel="x")
    ax.set(xlim=(-3.7, 3.7), ylim=(-3.7, 3.7))
axes[0].set_ylabel("y")
plots.show(
    fig,
    "Three attempts to lay a letter F, in red, over its mirror image, in wide green strokes. U Vᵀ "
    "covers it by mirroring the letter. The best rotation keeps the letter readable and leaves a "
    "distance. Ones on the superdiagonal squash the letter into a line.",
)

# %% [markdown]
# **What to look at:** in the middle the red letter is still an F, turned. On the right it has
# lost a dimension, and no later step brings that back.

# %% [markdown]
# ### Exercise 3.3 · `rotation` (20 points)
#
# Find the best *rotation*, in any dimension:
#
# $$R = U \operatorname{diag}\bigl(1, \dots, 1, \det(UV^\top)\bigr)\, V^\top ,\qquad
# U\Sigma V^\top = B^\top A .$$
#
# The clouds come centred, as in exercise 3.2, and the same `ValueError` is wanted if `B` and `A`
# differ in shape. Flat clouds, fewer points than dimensions, or a single point have many best
# rotations: return any one of them.


# %% nbgrader={"grade": false, "grade_id": "ex-3-3", "locked": false, "schema_version": 3, "solution": true, "task": false}
def rotation(B, A):
    """Find the rotation that brings one centred cloud closest to another.

    Parameters
    ----------
    B : array_like, shape (N, d)
        The cloud that moves, one row per point, centred; it is not changed.
    A : array_like, shape (N, d)
        The cloud that stays, centred, in the same unit; row i is the partner of row i of B.

    Returns
    -------
    R : ndarray of float, shape (d, d)
        Orthogonal with determinant +1, without unit, with the smallest Frobenius norm of
        ``B @ R - A`` among all rotations.

    Raises
    ------
    ValueError
        If B and A differ in shape; the message names both.
    """
    ### BEGIN SOLUTION
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    U, s, Vt = np.linalg.svd(B.T @ A)
    signs = np.ones(len(s))
    signs[-1] = np.linalg.det(U @ Vt)
    return (U * signs) @ Vt
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1 · a nudge</summary>
#
# Start from exercise 3.2. Only one number in the diagonal matrix can differ from 1. Which, and what
# does it depend on?
#
# </details>
# <details><summary>Hint 2 · a plan</summary>
#
# 1. Float arrays, shapes and SVD as before.
# 2. Make a vector of d ones.
# 3. Put the determinant of `U @ Vt` in its last place. It is $+1$ or $-1$.
# 4. Multiply the columns of `U` by the vector, then by `Vt`.
#
# </details>
# <details><summary>Hint 3 · nearly the code</summary>
#
# ```python
# U, s, Vt = np.linalg.svd(...)
# signs = np.ones(len(s))
# signs[...] = np.linalg.det(...)
# return U @ np.diag(signs) @ Vt
# ```
#
# </details>

# %% [markdown]
# **What you should see:** laying the letter F over its mirror image leaves the RMS distance that
# the next cell prints, found by trying 3600 angles.

# %%
tries = np.exp(1j * np.radians(np.arange(0, 360, 0.1)))
rms_of_tries = np.sqrt(np.mean(np.abs(tries[:, None] * letter - goal) ** 2, axis=1))
print(f"smallest RMS distance over 3600 angles: {rms_of_tries.min():.4f}")

# %% nbgrader={"grade": true, "grade_id": "check-3-3-proper", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
# Exercise 3.3 · the closest rotation (6 points)
with checks.exercise("3.3", "the closest rotation"):
    B = np.array([[-2.0, -1.0, 0.0], [1.0, -1.0, 1.0], [1.0, 2.0, -2.0], [0.0, 0.0, 1.0]])
    turn = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])
    A = B @ turn
    R = checks.array(rotation(B.copy(), A.copy()), "rotation(B, A)")
    wrong_shapes = {
        (4, 4): "rotation(B, A) has a row for each point: take the SVD of B.T @ A, which is "
        "(d, d), not of B @ A.T.",
        (4, 3): "that is the moved cloud: return the matrix R alone, not B @ R.",
        (2, 2): "rotation(B, A) is a 2 by 2 matrix for clouds with three columns: it must work in "
        "any dimension, and with its arguments B and A, not with the landmarks.",
    }
    checks.truth(R.shape not in wrong_shapes, wrong_shapes.get(R.shape, ""))
    checks.array(R, "rotation(B, A)", shape=(3, 3))
    again = checks.array(rotation(B.copy(), A.copy()), "rotation(B, A)", shape=R.shape)
    checks.truth(
        checks.relative_difference(again, R) <= checks.TOLERANCE,
        "two calls with the same clouds gave two different matrices: nothing in the formula is "
        "random.",
    )
    # An orthogonal matrix has determinant 1 or -1, a flattening one has 0.
    checks.truth(
        abs(np.linalg.det(R)) > 0.5,
        "rotation(B, A) is singular: it flattens the cloud. Ones on the superdiagonal do that: the "
        "signs belong on the main diagonal.",
    )
    U, s, Vt = np.linalg.svd(B.T @ A)
    checks.close(
        R,
        turn,
        "rotation(B, A)",
        show=True,
        mistakes={
            "that is the way back, from A to B: take the SVD of B.T @ A.": turn.T,
            "did you use V where Vt is wanted? NumPy's third factor is transposed already.": U
            @ np.diag([1.0, 1.0, np.linalg.det(U @ Vt)])
            @ Vt.T,
            "the factors are in the wrong order: U comes first.": Vt @ U,
            "that is a reflection, where U @ Vt is a rotation already: put det(U @ Vt) into the "
            "last place of the diagonal, not always -1.": U @ np.diag([1.0, 1.0, -1.0]) @ Vt,
            "that is the identity: nothing is turned.": np.eye(3),
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("3.3", "proper")
    for N, d in ((12, 2), (9, 3), (15, 4), (20, 5), (5, 2), (5, 1)):
        # Extents 1, 2, ..., d and little noise: the singular values are far apart.
        B = rng.normal(size=(N, d))
        B = np.linalg.qr(B - B.mean(axis=0))[0] * np.arange(1, d + 1)
        B = B @ np.linalg.qr(rng.normal(size=(d, d)))[0]
        A = B @ np.linalg.qr(rng.normal(size=(d, d)))[0] + 0.1 * rng.normal(size=(N, d))
        A = A - A.mean(axis=0)
        # Here U Vᵀ is a rotation already: mirrored clouds have a check of their own.
        A[:, 0] *= np.sign(np.linalg.det(B.T @ A))
        try:
            R = rotation(B.copy(), A.copy())
        except IndexError as error:
            raise AssertionError(
                f"in {d} dimensions your code stopped: {error}. Do you count the directions by "
                "hand? The last one has the index -1 in any dimension."
            ) from None
        R = checks.array(R, f"rotation(B, A) for clouds with {d} columns", shape=(d, d))
        U, s, Vt = np.linalg.svd(B.T @ A)
        right = checks.relative_difference(R, U @ Vt) <= checks.TOLERANCE
        known = {
            "that is the least squares fit without any condition: it stretches and shears.": (
                np.linalg.lstsq(B, A, rcond=None)[0]
            ),
            "that is the identity, whatever the clouds are: work with the arguments B and A.": (
                np.eye(d)
            ),
        }
        for sentence, wrong in known.items():
            different = checks.relative_difference(R, wrong) > checks.TOLERANCE
            checks.truth(right or different, sentence)
        checks.rotation_matrix(R, "R")
        # The condition of U Vᵀ is 2 ‖B‖ ‖A‖ / (s_d + s_(d-1)) (Kenney and Laub, 1991), here at
        # most 30; the default tolerance allows more.
        checks.close(
            R,
            U @ Vt,
            f"rotation(B, A) for noisy points in {d} dimensions",
            mistakes={"that is the way back, from A to B.": (U @ Vt).T},
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-3-3-mirror", "locked": true, "points": 7, "schema_version": 3, "solution": false, "task": false}
# Exercise 3.3 · a mirrored cloud: no reflection, and still the best rotation (7 points)
with checks.exercise("3.3", "a mirrored cloud"):
    B = np.array([[-3.0, -1.0], [1.0, -1.0], [2.0, 2.0]])
    A = B @ np.array([[-0.6, 0.8], [0.8, 0.6]])
    U, s, Vt = np.linalg.svd(B.T @ A)
    wanted = U @ np.diag([1.0, -1.0]) @ Vt
    try:
        R = rotation(B.copy(), A.copy())
    except IndexError as error:
        raise AssertionError(
            f"in 2 dimensions your code stopped: {error}. Do you count the directions by hand? The "
            "last one has the index -1 in any dimension."
        ) from None
    R = checks.array(R, "rotation(B, A) for a mirrored cloud", shape=(2, 2))
    # An orthogonal matrix has determinant 1 or -1, a flattening one has 0.
    checks.truth(
        abs(np.linalg.det(R)) > 0.5,
        "rotation(B, A) is singular: it flattens the cloud. Ones on the superdiagonal do that: the "
        "signs belong on the main diagonal.",
    )
    checks.truth(
        checks.relative_difference(R, -U @ Vt) > checks.TOLERANCE,
        "you turned the sign of the whole matrix: in two dimensions the determinant stays -1, and "
        "the answer is still a reflection. Turn the last direction only.",
    )
    checks.rotation_matrix(R, "rotation(B, A) for a mirrored cloud")
    checks.close(
        R,
        wanted,
        "rotation(B, A) for a mirrored cloud",
        show=True,
        mistakes={
            "that is the way back, from A to B: take the SVD of B.T @ A.": wanted.T,
            "did you use V where Vt is wanted?": U @ np.diag([1.0, -1.0]) @ Vt.T,
            "that is a rotation, but not the closest: you turned the sign of the direction with the "
            "largest singular value. Turn the last one, which costs least.": U
            @ np.diag([-1.0, 1.0])
            @ Vt,
            "that is the identity: nothing is turned.": np.eye(2),
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("3.3", "mirror")
    for d in (2, 3, 4, 5):
        for noise in (0.0, 0.1):
            B = rng.normal(size=(16, d))
            B = np.linalg.qr(B - B.mean(axis=0))[0] * np.arange(1, d + 1)
            B = B @ np.linalg.qr(rng.normal(size=(d, d)))[0]
            A = B @ np.linalg.qr(rng.normal(size=(d, d)))[0] + noise * rng.normal(size=B.shape)
            A = A - A.mean(axis=0)
            A[:, 0] *= -np.sign(np.linalg.det(B.T @ A))
            R = rotation(B.copy(), A.copy())
            R = checks.array(R, "rotation(B, A) for a mirrored cloud", shape=(d, d))
            checks.truth(
                abs(np.linalg.det(R)) > 0.5,
                f"in {d} dimensions the answer is singular: it flattens the cloud.",
            )
            checks.rotation_matrix(R, "R")
            U, s, Vt = np.linalg.svd(B.T @ A)
            last, turned = np.ones(d), np.ones(d)
            last[-1], turned[0] = -1, -1
            # The condition is 2 ‖B‖ ‖A‖ / (s_(d-1) - s_d) now, here at most 50.
            checks.close(
                R,
                (U * last) @ Vt,
                f"rotation(B, A) for a mirrored cloud in {d} dimensions",
                mistakes={
                    "that is the way back, from A to B.": ((U * last) @ Vt).T,
                    "you turned the sign of the direction with the largest singular value: turn "
                    "the last one, which costs least.": (U * turned) @ Vt,
                    "you turned the signs of all the directions: turn the last one, which costs "
                    "least.": -U @ Vt,
                    "that is the identity, whatever the clouds are: work with the arguments.": (
                        np.eye(d)
                    ),
                },
            )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-3-3-flat", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 3.3 · flat clouds and few points (2 points)
with checks.exercise("3.3", "flat clouds and few points"):
    B = np.array([[-2.0, -1.0, 0.0], [1.0, -1.0, 0.0], [1.0, 2.0, 0.0]])
    A = np.array([[1.0, -2.0, 0.0], [1.0, 1.0, 0.0], [-2.0, 1.0, 0.0]])
    R = rotation(B.copy(), A.copy())
    R = checks.array(R, "rotation(B, A) for a flat cloud", shape=(3, 3))
    checks.truth(
        abs(np.linalg.det(R)) > 0.5,
        "rotation(B, A) is singular for a flat cloud. Is your sign that of det(B.T @ A)? That "
        "determinant is 0 here and has no sign: take the determinant of U @ Vt. And the signs "
        "belong on the main diagonal.",
    )
    checks.rotation_matrix(R, "rotation(B, A) for a flat cloud")
    landed = checks.relative_difference(B @ R, A) <= checks.TOLERANCE
    checks.truth(
        landed or checks.relative_difference(A @ R, B) > checks.TOLERANCE,
        "that is the way back: it lays A on B, and B @ R should land on A.",
    )
    checks.close(
        B @ R,
        A,
        "B @ rotation(B, A) for a flat cloud",
        show=True,
        mistakes={"the rotation is the identity: nothing is turned.": B},
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("3.3", "flat")
    # For a flat cloud U Vᵀ may be either kind: with so many draws it reflects in some.
    for N, rank, d in 4 * ((8, 2, 3), (8, 1, 3), (2, 2, 3), (3, 3, 4), (1, 3, 3), (9, 2, 4)):
        for noise in (0.0, 0.3):
            B = rng.normal(size=(N, rank)) @ rng.normal(size=(rank, d))
            A = B @ np.linalg.qr(rng.normal(size=(d, d)))[0] + noise * rng.normal(size=(N, d))
            B, A = B - B.mean(axis=0), A - A.mean(axis=0)
            R = rotation(B.copy(), A.copy())
            R = checks.array(R, f"rotation(B, A) for {N} points of rank {rank}", shape=(d, d))
            checks.truth(
                abs(np.linalg.det(R)) > 0.5,
                f"rotation(B, A) is singular for {N} points of rank {rank} in {d} dimensions.",
            )
            checks.rotation_matrix(R, f"R for {N} points of rank {rank} in {d} dimensions")
            # Many rotations are best. They reach the sum of all s_i, for the last one is 0 here.
            # Rounding moves that sum by about eps ‖B‖ ‖A‖.
            missing = np.linalg.svd(B.T @ A, compute_uv=False).sum() - np.sum(B @ R * A)
            checks.truth(
                missing <= checks.tolerance(size=9) * np.linalg.norm(B) * np.linalg.norm(A),
                f"for {N} points of rank {rank} in {d} dimensions another rotation lies closer. "
                "If a sign is turned, it must be that of the last direction: its s is 0.",
            )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-3-3-input", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 3.3 · lists, whole numbers, float32; the arguments stay as they were (2 points)
with checks.exercise("3.3", "any kind of numbers, and the arguments stay as they were"):
    B = [[-2, -1, 0], [1, -1, 1], [1, 2, -2], [0, 0, 1]]
    A = [[0, -2, -1], [1, 1, -1], [-2, 1, 2], [1, 0, 0]]
    turn = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])
    U, s, Vt = np.linalg.svd(np.array(B, dtype=float).T @ np.array(A, dtype=float))
    try:
        R = rotation(B, A)
    except (AttributeError, TypeError) as error:
        checks.truth(
            "list" not in str(error),
            "B and A may be lists of rows, which cannot do arithmetic: make arrays of them first, "
            f"np.asarray(B, dtype=float). Python says: {error}.",
        )
        raise
    checks.close(
        checks.array(R, "rotation(B, A) for two lists", shape=(3, 3)),
        turn,
        "rotation(B, A) for two lists",
        show=True,
        mistakes={
            "that is the way back, from A to B.": turn.T,
            "did you use V where Vt is wanted?": U
            @ np.diag([1.0, 1.0, np.linalg.det(U @ Vt)])
            @ Vt.T,
            "that is a reflection, where U @ Vt is a rotation already: put det(U @ Vt) into the "
            "last place of the diagonal, not always -1.": U @ np.diag([1.0, 1.0, -1.0]) @ Vt,
            "the answer flattens the cloud: the signs belong on the main diagonal.": U
            @ np.eye(3, k=1)
            @ Vt,
            "that is the identity: nothing is turned.": np.eye(3),
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("3.3", "input")
    half = rng.integers(-55, 56, size=(6, 3))
    # Twice the sum of these squares wraps around to -102 in int8, whatever the signs.
    half[:, 0] = rng.permutation([50, 40, 30, 20, 10, 9]) * rng.choice([-1, 1], size=6)
    B = np.vstack([half, -half])
    A = np.roll(B, 1, axis=1)
    s = np.linalg.svd(B.T @ A, compute_uv=False)
    condition = 2 * np.linalg.norm(B) * np.linalg.norm(A) / (s[-1] + s[-2])
    wrap = (
        " Sums of products of small whole numbers wrap around: begin with "
        "np.asarray(B, dtype=float), and the same for A."
    )
    for dtype in (np.float64, np.float32, np.int64, np.int8):
        moving, fixed = B.astype(dtype), A.astype(dtype)
        R = checks.array(rotation(moving, fixed), "rotation(B, A)", shape=(3, 3))
        checks.unchanged(moving, B.astype(dtype), "B")
        checks.unchanged(fixed, A.astype(dtype), "A")
        # An answer may compute in float32 where that holds the input; one that iterates may stop
        # at 1e-8.
        computed_in = np.result_type(dtype, np.float32)
        rounding = checks.tolerance(computed_in, size=12, condition=condition)
        allowed = max(checks.TOLERANCE, rounding)
        checks.truth(
            checks.relative_difference(R, np.roll(np.eye(3), 1, axis=1)) <= allowed,
            f"rotation(B, A) is wrong for {np.dtype(dtype)} input, on clouds that are turned "
            "without noise." + wrap * (np.dtype(dtype).kind == "i"),
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-3-3-shapes", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 3.3 · clouds of different shape are refused (3 points)
with checks.exercise("3.3", "clouds of different shape are refused"):
    B = np.array([[-2.0, -1.0], [1.0, -1.0], [1.0, 2.0]])
    call = "rotation(B, A) for B of shape (3, 2) and A of shape (3, 3)"
    for name in ("B", "A"):
        checks.raises(rotation, B, np.eye(3), mention=name, call=call)
    B = np.array([[-2.0, -1.0, 0.0], [1.0, -1.0, 1.0], [1.0, 2.0, -2.0], [0.0, 0.0, 1.0]])
    checks.array(rotation(B.copy(), B.copy()), "rotation(B, A) for clouds of one shape")
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("3.3", "shapes")
    for one, other in (((5, 2), (4, 2)), ((5, 3), (5, 2)), ((6, 2), (2, 6)), ((1, 2), (5, 2))):
        B, A = rng.normal(size=one), rng.normal(size=other)
        call = f"rotation(B, A) for B of shape {one} and A of shape {other}"
        for name in ("B", "A"):
            checks.raises(rotation, B, A, mention=name, call=call)
    B = rng.normal(size=(7, 3))
    checks.array(rotation(B, B @ np.roll(np.eye(3), 1, axis=1)), "rotation(B, A) for one shape")
    ### END HIDDEN TESTS

# %% [markdown]
# ## 5 · Rotation and shift together
#
# Section 2 said: the best transform lays centroid on centroid. Sections 3 and 4 gave the rotation
# of the centred clouds. Put the two together:
#
# $$\bar b R + t = \bar a \quad\Longrightarrow\quad t = \bar a - \bar b R .$$
#
# Mind the order: $\bar b$ is turned *before* it is subtracted. The difference of the centroids,
# $\bar a - \bar b$, is right only if $R$ is the identity.
#
# With $R$ and $t$ from the landmarks we can move the whole second picture, pixel by pixel. For each
# pixel of the first picture we ask where it lies in the second: $(p - t)\,R^\top$. Then we look up
# the colour there.

# %%
from scipy.ndimage import map_coordinates


def lay_over(picture, w, c, extent):
    """Resample a picture in the axes of the other one: at p stands the colour of (p - c) / w."""
    height, width = picture.shape[:2]
    step = (extent[1] - extent[0]) / width
    x, y = (np.arange(width) + 0.5) * step, (height - 0.5 - np.arange(height)) * step
    z = (x + 1j * y[:, None] - c) / w
    place = [height - 0.5 - z.imag / step, z.real / step - 0.5]
    layers = [map_coordinates(picture[..., k], place, order=1, cval=np.nan) for k in range(3)]
    return np.stack(layers, axis=-1)


def checkerboard(one, other, squares=8):
    """Take every second square of a board from the other picture, where it has a colour."""
    row, column = (np.arange(n) * squares // n for n in one.shape[:2])
    odd = (row[:, None] + column) % 2 == 1
    return np.where(odd[..., None] & np.isfinite(other), other, one)


# %%
aligned = lay_over(pictures.second, city_turn, city_shift, pictures.extent)
fig, axes = plt.subplots(1, 2, figsize=(10, 5.2))
for ax, other, title in (
    (axes[0], pictures.second, "second picture as it is"),
    (axes[1], aligned, "second picture turned and shifted"),
):
    ax.imshow(checkerboard(pictures.first, other), extent=pictures.extent)
    ax.set(title=title, xlabel="x in metres", ylabel="y in metres")
    ax.grid(False)
plots.show(
    fig,
    "Two checkerboards whose squares come from the two pictures in turn. On the left streets and "
    "the river break off at each border. On the right, after the alignment, they run on across "
    "the borders.",
)

# %% [markdown]
# **What to look at:** follow the river or a street across the borders of the squares. On the left
# they break; on the right they run on. Where the second picture does not reach, the first one
# fills in.
#
# > **Question.** This looks perfect. The slider of section 3 had about three metres left at its lowest
# > point, and a pixel is 1.2 metres wide. Can you see a seam that is off by a pixel or two?
#
# The eye forgives a lot. Section 7 subtracts the pictures, and then it shows.

# %% [markdown]
# ### Exercise 3.4 · `rigid_transform` (16 points)
#
# Find the rotation and the shift that bring $B$ closest to $A$:
#
# $$(R, t) = \arg\min \sum_i \lVert b_i R + t - a_i\rVert^2 ,\qquad t = \bar a - \bar b R .$$
#
# The clouds come as they are, not centred. You may call your own `center` and `rotation`. If one of
# them is not finished, write its lines here again: this exercise is marked on its own.
#
# `ValueError` again if `B` and `A` differ in shape, with both names in the sentence.


# %% nbgrader={"grade": false, "grade_id": "ex-3-4", "locked": false, "schema_version": 3, "solution": true, "task": false}
def rigid_transform(B, A):
    """Find the rotation and the shift that bring one cloud closest to another.

    Parameters
    ----------
    B : array_like, shape (N, d)
        The cloud that moves, one row per point; it is not changed.
    A : array_like, shape (N, d)
        The cloud that stays, in the same unit; row i is the partner of row i of B.

    Returns
    -------
    R : ndarray of float, shape (d, d)
        Rotation, determinant +1, without unit.
    t : ndarray of float, shape (d,)
        Shift in the unit of the points; ``B @ R + t`` has the smallest sum of squared distances
        to A.

    Raises
    ------
    ValueError
        If B and A differ in shape; the message names both.
    """
    ### BEGIN SOLUTION
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    b, a = B.mean(axis=0), A.mean(axis=0)
    U, s, Vt = np.linalg.svd((B - b).T @ (A - a))
    signs = np.ones(len(s))
    signs[-1] = np.linalg.det(U @ Vt)
    R = (U * signs) @ Vt
    return R, a - b @ R
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1 · a nudge</summary>
#
# Where must the centroid of $B$ land? That one sentence gives you $t$ as soon as you have $R$.
#
# </details>
# <details><summary>Hint 2 · a plan</summary>
#
# 1. Compare the shapes.
# 2. Centre both clouds and keep the two centroids.
# 3. Find the best rotation of the centred clouds.
# 4. The shift is the centroid of A minus the *turned* centroid of B.
#
# </details>
# <details><summary>Hint 3 · nearly the code</summary>
#
# ```python
# B_centred, b = center(B)
# A_centred, a = center(A)
# R = rotation(..., ...)
# return R, a - ...
# ```
#
# and the test of the shapes in front.
#
# </details>

# %% [markdown]
# **What you should see:** for `rigid_transform(landmarks.second, landmarks.first)` the matrix and
# the shift that the next cell prints.

# %%
cosine, sine = city_turn.real, city_turn.imag
print("R =", np.round([[cosine, sine], [-sine, cosine]], 4).tolist())
print("t =", np.round([city_shift.real, city_shift.imag], 3).tolist(), "metres")

# %% nbgrader={"grade": true, "grade_id": "check-3-4-rotation", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
# Exercise 3.4 · the rotation (5 points)
with checks.exercise("3.4", "the rotation"):
    B = np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 1.0], [0.0, 3.0]])
    quarter_turn = np.array([[0.0, 1.0], [-1.0, 0.0]])
    A = B @ quarter_turn + np.array([10.0, 5.0])
    call = "rigid_transform(B, A), which gives (R, t),"
    R, t = checks.tuple_of(rigid_transform(B.copy(), A.copy()), 2, call)
    checks.truth(
        np.shape(R) != (2,), "the results are in the wrong order: first the matrix R, then t."
    )
    R = checks.array(R, "R of rigid_transform(B, A)", shape=(2, 2))
    other, t = checks.tuple_of(rigid_transform(B.copy(), B.copy()), 2, call)
    checks.truth(
        checks.relative_difference(R, checks.array(other, "R", shape=(2, 2))) > checks.TOLERANCE,
        "you get the same R for two different pairs of clouds: work with the arguments B and A, "
        "not with the notebook's landmarks, and do not leave R at the identity.",
    )
    # An orthogonal matrix has determinant 1 or -1, a flattening one has 0.
    checks.truth(
        abs(np.linalg.det(R)) > 0.5,
        "R is singular: it flattens the cloud. Ones on the superdiagonal do that: the signs belong "
        "on the main diagonal.",
    )
    U, s, Vt = np.linalg.svd(B.T @ A)
    checks.close(
        R,
        quarter_turn,
        "R of rigid_transform(B, A)",
        show=True,
        mistakes={
            "that is the way back: (R, t) must bring B to A, not A to B.": quarter_turn.T,
            "the clouds were not centred before the SVD.": U
            @ np.diag([1.0, np.linalg.det(U @ Vt)])
            @ Vt,
            "the clouds were not centred before the SVD, and R may reflect.": U @ Vt,
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("3.4", "rotation")
    for N, d in ((12, 2), (9, 3), (15, 4), (6, 2)):
        # Extents 1, 2, ..., d and little noise: the singular values are far apart.
        B0 = rng.normal(size=(N, d))
        B0 = np.linalg.qr(B0 - B0.mean(axis=0))[0] * np.arange(1, d + 1)
        B0 = B0 @ np.linalg.qr(rng.normal(size=(d, d)))[0]
        A0 = B0 @ np.linalg.qr(rng.normal(size=(d, d)))[0] + 0.1 * rng.normal(size=(N, d))
        A0 = A0 - A0.mean(axis=0)
        # Here U Vᵀ is a rotation already: mirrored clouds have a check of their own.
        A0[:, 0] *= np.sign(np.linalg.det(B0.T @ A0))
        B, A = B0 + rng.uniform(3, 9, size=d), A0 - rng.uniform(3, 9, size=d)
        R, t = checks.tuple_of(rigid_transform(B.copy(), A.copy()), 2, "rigid_transform(B, A)")
        checks.truth(
            np.shape(R) == (d, d),
            f"R must have shape ({d}, {d}) for clouds with {d} columns, but it has shape "
            f"{np.shape(R)}: does the code count on a fixed number of columns?",
        )
        checks.rotation_matrix(R, "R")
        U, s, Vt = np.linalg.svd(B0.T @ A0)
        # The condition is 2 ‖B‖ ‖A‖ / (s_d + s_(d-1)), here below 2000 for clouds that lie far
        # from the origin; the default tolerance allows more.
        checks.close(
            R,
            U @ Vt,
            f"R for noisy points in {d} dimensions",
            mistakes={
                "that is the way back: (R, t) must bring B to A.": (U @ Vt).T,
                "that is the identity, whatever the clouds are: work with the arguments.": (
                    np.eye(d)
                ),
            },
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-3-4-shift", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 3.4 · the shift (4 points)
with checks.exercise("3.4", "the shift"):
    B = np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 1.0], [0.0, 3.0]])
    A = B @ np.array([[0.0, 1.0], [-1.0, 0.0]]) + np.array([10.0, 5.0])
    b, a = B.mean(axis=0), A.mean(axis=0)
    call = "rigid_transform(B, A), which gives (R, t),"
    R, t = checks.tuple_of(rigid_transform(B.copy(), A.copy()), 2, call)
    checks.truth(
        np.shape(t) != (2, 2), "the results are in the wrong order: first the matrix R, then t."
    )
    checks.truth(
        np.shape(t) not in ((1, 2), (2, 1)),
        "t must have shape (2,), but it has two axes: leave keepdims away, or return t.ravel().",
    )
    R = checks.array(R, "R of rigid_transform(B, A)", shape=(2, 2))
    t = checks.array(t, "t of rigid_transform(B, A)", shape=(2,))
    other_R, other_t = checks.tuple_of(rigid_transform(B.copy(), A + 1.0), 2, call)
    checks.truth(
        checks.relative_difference(checks.array(other_t, "t", shape=(2,)), t) > checks.TOLERANCE
        or not t.any(),
        "you get the same t when A is shifted: work with the arguments B and A, not with the "
        "notebook's landmarks.",
    )
    # With your own R: a mistake in the rotation does not count twice.
    checks.close(
        b @ R + t,
        a,
        "b @ R + t for the centroid b of B, which must land on the centroid of A",
        show=True,
        mistakes={
            "t is the difference of the centroids: the centroid of B must be turned by R before it "
            "is subtracted.": b @ R + a - b,
            "t has the opposite sign: it is the centroid of A minus the turned centroid of B.": b
            @ R
            + b @ R
            - a,
            "the rotation must act on the right in t: b @ R, not R @ b.": b @ R + a - R @ b,
            "t is the shift from A to B: (R, t) must bring B to A.": b @ R + b - a @ R,
            "t is the centroid of A: the turned centroid of B must still be subtracted.": b @ R + a,
            "t is zero: no shift brings the centroid of B to that of A.": b @ R,
            "t adds the turned centroid of B to the centroid of A: subtract it.": 2 * b @ R + a,
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("3.4", "shift")
    for N, d in ((10, 2), (8, 3), (9, 4)):
        B = rng.normal(size=(N, d)) + rng.uniform(2, 9, size=d)
        A = B @ np.linalg.qr(rng.normal(size=(d, d)))[0] + rng.normal(size=(N, d))
        A = A + rng.uniform(10, 30, size=d)
        b, a = B.mean(axis=0), A.mean(axis=0)
        R, t = checks.tuple_of(rigid_transform(B.copy(), A.copy()), 2, "rigid_transform(B, A)")
        checks.truth(
            np.shape(R) == (d, d) and np.shape(t) == (d,),
            f"for clouds with {d} columns R must have shape ({d}, {d}) and t shape ({d},): does the "
            "code count on a fixed number of columns?",
        )
        R, t = checks.array(R, "R"), checks.array(t, "t")
        checks.close(
            b @ R + t,
            a,
            f"the place where the centroid of B lands, in {d} dimensions with noise",
            mistakes={
                "t is the difference of the centroids: turn the centroid of B by R first.": b @ R
                + a
                - b,
                "the rotation must act on the right in t: b @ R, not R @ b.": b @ R + a - R @ b,
                "t brings the first point of B to the first point of A: it must bring centroid to "
                "centroid.": b @ R + A[0] - B[0] @ R,
                "t is zero, or R and t do not depend on the clouds: work with the arguments.": b
                @ R,
            },
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-3-4-mirror", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 3.4 · mirrored and flat clouds, few points: no reflection (2 points)
with checks.exercise("3.4", "mirrored and flat clouds, few points"):
    B = np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 1.0], [0.0, 3.0]])
    A = B @ np.array([[-0.6, 0.8], [0.8, 0.6]]) + np.array([1.0, 2.0])
    call = "rigid_transform(B, A), which gives (R, t),"
    R, t = checks.tuple_of(rigid_transform(B.copy(), A.copy()), 2, call)
    R = checks.array(R, "R of rigid_transform(B, A)", shape=(2, 2))
    B0, A0 = B - B.mean(axis=0), A - A.mean(axis=0)
    U, s, Vt = np.linalg.svd(B0.T @ A0)
    not_centred = np.linalg.svd(B.T @ A)
    name = "R of rigid_transform(B, A) for a mirrored cloud"
    checks.truth(
        abs(np.linalg.det(R)) > 0.5,
        "R is singular: it flattens the cloud. The signs belong on the main diagonal.",
    )
    checks.rotation_matrix(R, name)
    wanted = U @ np.diag([1.0, -1.0]) @ Vt
    checks.close(
        R,
        wanted,
        name,
        show=True,
        mistakes={
            "that is the way back: (R, t) must bring B to A, not A to B.": wanted.T,
            "that is a rotation, but not the closest: turn the sign of the last direction, which "
            "costs least.": U @ np.diag([-1.0, 1.0]) @ Vt,
            "the clouds were not centred before the SVD.": not_centred[0]
            @ np.diag([1.0, np.linalg.det(not_centred[0] @ not_centred[2])])
            @ not_centred[2],
            "that is the identity: nothing is turned.": np.eye(2),
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("3.4", "mirror")
    for d in (2, 3, 4):
        B0 = rng.normal(size=(16, d))
        B0 = np.linalg.qr(B0 - B0.mean(axis=0))[0] * np.arange(1, d + 1)
        B0 = B0 @ np.linalg.qr(rng.normal(size=(d, d)))[0]
        A0 = B0 @ np.linalg.qr(rng.normal(size=(d, d)))[0] + 0.1 * rng.normal(size=B0.shape)
        A0 = A0 - A0.mean(axis=0)
        A0[:, 0] *= -np.sign(np.linalg.det(B0.T @ A0))
        B, A = B0 + rng.uniform(3, 9, size=d), A0 - rng.uniform(3, 9, size=d)
        R, t = checks.tuple_of(rigid_transform(B.copy(), A.copy()), 2, "rigid_transform(B, A)")
        R = checks.array(R, "R", shape=(d, d))
        checks.rotation_matrix(R, "R")
        U, s, Vt = np.linalg.svd(B0.T @ A0)
        last, turned = np.ones(d), np.ones(d)
        last[-1], turned[0] = -1, -1
        # The condition is 2 ‖B‖ ‖A‖ / (s_(d-1) - s_d) now, here below 4000.
        checks.close(
            R,
            (U * last) @ Vt,
            f"R for a mirrored cloud in {d} dimensions",
            mistakes={
                "that is a rotation, but not the closest: turn the sign of the last direction, "
                "which costs least.": (U * turned) @ Vt,
                "you turned the signs of all the directions: turn the last one.": -U @ Vt,
                "that is the identity, whatever the clouds are: work with the arguments.": (
                    np.eye(d)
                ),
            },
        )
    # For a flat cloud U Vᵀ may be either kind: with so many draws it reflects in some.
    for N, rank, d in 6 * ((1, 3, 3), (2, 2, 2), (2, 3, 3), (3, 3, 4), (8, 2, 3), (8, 1, 3)):
        B0 = rng.normal(size=(N, rank)) @ rng.normal(size=(rank, d))
        A0 = B0 @ np.linalg.qr(rng.normal(size=(d, d)))[0]
        B0, A0 = B0 - B0.mean(axis=0), A0 - A0.mean(axis=0)
        B, A = B0 + rng.uniform(-5, 5, size=d), A0 + rng.uniform(-5, 5, size=d)
        R, t = checks.tuple_of(rigid_transform(B.copy(), A.copy()), 2, "rigid_transform(B, A)")
        R = checks.array(R, "R", shape=(d, d))
        checks.rotation_matrix(R, f"R for {N} points of rank {rank} in {d} dimensions")
        # Many rotations are best. They reach the sum of all s_i, for the last one is 0 here.
        # Rounding moves that sum by about eps ‖B‖ ‖A‖.
        missing = np.linalg.svd(B0.T @ A0, compute_uv=False).sum() - np.sum(B0 @ R * A0)
        checks.truth(
            missing <= checks.tolerance(size=8) * np.linalg.norm(B) * np.linalg.norm(A),
            f"for {N} points of rank {rank} in {d} dimensions another rotation lies closer.",
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-3-4-input", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 3.4 · lists, whole numbers, float32; the arguments stay as they were (3 points)
with checks.exercise("3.4", "any kind of numbers, and the arguments stay as they were"):
    rows_B = [[0, 0], [4, 0], [4, 1], [0, 3]]
    rows_A = [[10, 5], [10, 9], [9, 9], [7, 5]]
    B, A = np.array(rows_B, dtype=float), np.array(rows_A, dtype=float)
    b, a = B.mean(axis=0), A.mean(axis=0)
    quarter_turn = np.array([[0.0, 1.0], [-1.0, 0.0]])
    call = "rigid_transform(B, A), which gives (R, t),"
    R, t = checks.tuple_of(rigid_transform(B.copy(), A.copy()), 2, call)
    R, t = checks.array(R, "R", shape=(2, 2)), checks.array(t, "t").ravel()
    checks.truth(t.shape == (2,), f"t must hold 2 numbers, but it holds {t.size}.")
    # Judged here is what is right for arrays of floats; the rest has lost its points above.
    judge_R = checks.relative_difference(R, quarter_turn) <= checks.TOLERANCE
    judge_t = checks.relative_difference(b @ R + t, a) <= checks.TOLERANCE
    checks.truth(
        judge_R or judge_t,
        "neither R nor t is right for arrays of floats yet, so other kinds of numbers cannot be "
        "judged: mend what the checks above name, then come back.",
    )
    try:
        R, t = checks.tuple_of(rigid_transform(rows_B, rows_A), 2, "rigid_transform for two lists")
    except (AttributeError, TypeError) as error:
        checks.truth(
            "list" not in str(error),
            "B and A may be lists of rows, which cannot do arithmetic: make arrays of them first, "
            f"np.asarray(B, dtype=float). Python says: {error}.",
        )
        raise
    R = checks.array(R, "R of rigid_transform(B, A) for two lists", shape=(2, 2))
    if judge_R:
        checks.close(R, quarter_turn, "R of rigid_transform(B, A) for two lists", show=True)
    if judge_t:
        checks.close(b @ R + np.ravel(t), a, "b @ R + t for the centroid b of a list", show=True)
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("3.4", "input")
    B = rng.integers(0, 200, size=(9, 2))
    A = B @ np.array([[0, 1], [-1, 0]]) + np.array([203, 20])
    b, a = B.mean(axis=0), A.mean(axis=0)
    s = np.linalg.svd((B - b).T @ (A - a), compute_uv=False)
    condition = 2 * np.linalg.norm(B) * np.linalg.norm(A) / (s[-1] + s[-2])
    wrap = (
        " Small whole numbers wrap around, and cut what stands behind the point: begin with "
        "np.asarray(B, dtype=float), and the same for A."
    )
    for dtype in (np.float64, np.float32, np.int64, np.uint8):
        moving, fixed = B.astype(dtype), A.astype(dtype)
        R, t = checks.tuple_of(rigid_transform(moving, fixed), 2, "rigid_transform(B, A)")
        checks.unchanged(moving, B.astype(dtype), "B")
        checks.unchanged(fixed, A.astype(dtype), "A")
        R, t = checks.array(R, "R", shape=(2, 2)), checks.array(t, "t").ravel()
        # An answer may compute in float32 where that holds the input; one that iterates may stop
        # at 1e-8.
        computed_in = np.result_type(dtype, np.float32)
        rounding = checks.tolerance(computed_in, size=9, condition=condition)
        allowed = max(checks.TOLERANCE, rounding)
        right_R = checks.relative_difference(R, quarter_turn) <= allowed
        right_t = checks.relative_difference(b @ R + t, a) <= allowed
        checks.truth(
            (right_R or not judge_R) and (right_t or not judge_t),
            f"{'t' if right_R or not judge_R else 'R'} is wrong for {np.dtype(dtype)} input, on "
            "clouds that are moved without noise." + wrap * (np.dtype(dtype).kind in "iu"),
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-3-4-shapes", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 3.4 · clouds of different shape are refused (2 points)
with checks.exercise("3.4", "clouds of different shape are refused"):
    B = np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 1.0]])
    call = "rigid_transform(B, A) for B of shape (3, 2) and A of shape (3, 3)"
    for name in ("B", "A"):
        checks.raises(rigid_transform, B, np.eye(3), mention=name, call=call)
    answer = rigid_transform(B.copy(), B + 1.0)
    checks.truth(
        answer is not None, "rigid_transform(B, A) returned None for two clouds of one shape."
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("3.4", "shapes")
    for one, other in (((5, 2), (4, 2)), ((5, 3), (5, 2)), ((6, 2), (2, 6)), ((1, 2), (5, 2))):
        B, A = rng.normal(size=one), rng.normal(size=other)
        call = f"rigid_transform(B, A) for B of shape {one} and A of shape {other}"
        for name in ("B", "A"):
            checks.raises(rigid_transform, B, A, mention=name, call=call)
    B, A = rng.normal(size=(2, 7, 2))
    answer = rigid_transform(B, A)
    checks.truth(answer is not None, "two clouds of one shape gave None.")
    ### END HIDDEN TESTS

# %% [markdown]
# ## 6 · Scale as well
#
# Suppose the second plane had flown higher. Then everything in its picture would be smaller, and a
# third unknown joins: the scale $\sigma$ in $\sigma\, b_i R + t$.
#
# > **Question.** With $R$ already known, which scale is best? Write the sum of squares as a
# > function of $\sigma$, for centred clouds.
#
# <details><summary>Answer</summary>
#
# $\lVert \sigma BR - A\rVert^2 = \sigma^2\lVert B\rVert^2 - 2\sigma\langle BR, A\rangle +
# \lVert A\rVert^2$. This is a parabola in $\sigma$. Its lowest point is at
#
# $$\sigma = \frac{\langle BR, A\rangle}{\lVert B\rVert_F^2}
# = \frac{s_1 + \dots + s_{d-1} + \det(UV^\top)\, s_d}{\lVert B\rVert_F^2} .$$
#
# </details>
#
# The best rotation does not depend on $\sigma$: the product $\langle BR, A\rangle$ is to be as
# large as possible for every positive $\sigma$. So first the rotation, as before, and then the
# scale. If the sign of the last direction was turned, its $s_d$ counts with a minus here too.
#
# There is a tempting shortcut: the ratio of the sizes, $\lVert A\rVert_F / \lVert B\rVert_F$. For
# exact data it is right.
#
# > **Question.** And with noise on $A$?

# %%
rng = np.random.default_rng(6)
true_scale, noise_levels = 1.25, np.linspace(0, 60, 13)
shape = second - second.mean()
noise = (rng.normal(size=(4000, shape.size, 2)) @ np.array([1, 1j])).astype(complex)
noise -= noise.mean(axis=1, keepdims=True)
least_squares, ratio = [], []
for level in noise_levels:
    noisy = true_scale * shape + level * noise
    least_squares.append(np.mean(np.abs(noisy @ shape.conj())) / np.vdot(shape, shape).real)
    ratio.append(np.mean(np.linalg.norm(noisy, axis=1)) / np.linalg.norm(shape))

fig, ax = plt.subplots(figsize=(9, 4.8))
ax.axhline(true_scale, color=plots.COLOURS["truth"], lw=6, alpha=0.4, label="truth")
ax.plot(noise_levels, least_squares, "o-", color=RESULT, label="least squares")
ax.plot(noise_levels, ratio, "s--", color=MOVING, label="ratio of the sizes")
ax.set(xlabel="noise on each coordinate of A, in metres", ylabel="mean estimated scale")
ax.legend()
plots.show(
    fig,
    "Mean estimated scale against the noise on A. Least squares stays at the true value of 1.25; "
    "the ratio of the sizes rises steadily above it.",
)

# %% [markdown]
# **What to look at:** noise makes a cloud larger, and the ratio takes that for scale. In least
# squares the noise averages out.
#
# There is a price. Estimate the scale from $B$ to $A$ and then from $A$ to $B$: the product of the
# two is less than 1 as soon as there is noise. Each direction measures its errors in its own unit.

# %%
noisy = true_scale * shape + 30 * noise[0]
there = abs(np.vdot(shape, noisy)) / np.vdot(shape, shape).real
back = abs(np.vdot(noisy, shape)) / np.vdot(noisy, noisy).real
print(f"B to A {there:.3f} · A to B {back:.3f} · product {there * back:.3f}")

# %% [markdown]
# ### Exercise 3.5 · `similarity_transform` (16 points)
#
# Find scale, rotation and shift together:
#
# $$\min_{\sigma > 0,\ R,\ t}\ \sum_i \lVert \sigma\, b_i R + t - a_i\rVert^2 ,\qquad
# t = \bar a - \sigma\, \bar b R .$$
#
# The points of `B` are not all one point, so its size is not zero. `ValueError` if `B` and `A`
# differ in shape, with both names in the sentence.


# %% nbgrader={"grade": false, "grade_id": "ex-3-5", "locked": false, "schema_version": 3, "solution": true, "task": false}
def similarity_transform(B, A):
    """Find the scale, the rotation and the shift that bring one cloud closest to another.

    Parameters
    ----------
    B : array_like, shape (N, d)
        The cloud that moves, one row per point, with at least two different points; it is not
        changed.
    A : array_like, shape (N, d)
        The cloud that stays; row i is the partner of row i of B.

    Returns
    -------
    scale : float
        Unit of A per unit of B.
    R : ndarray of float, shape (d, d)
        Rotation, determinant +1, without unit.
    t : ndarray of float, shape (d,)
        Shift in the unit of A; ``scale * B @ R + t`` has the smallest sum of squared distances
        to A.

    Raises
    ------
    ValueError
        If B and A differ in shape; the message names both.
    """
    ### BEGIN SOLUTION
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    b, a = B.mean(axis=0), A.mean(axis=0)
    U, s, Vt = np.linalg.svd((B - b).T @ (A - a))
    signs = np.ones(len(s))
    signs[-1] = np.linalg.det(U @ Vt)
    R = (U * signs) @ Vt
    scale = s @ signs / np.sum((B - b) ** 2)
    return scale, R, a - scale * b @ R
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1 · a nudge</summary>
#
# The rotation is the one of exercise 3.4. For the scale, read the parabola in the answer above.
#
# </details>
# <details><summary>Hint 2 · a plan</summary>
#
# 1. Everything as for the rigid transform, up to the rotation $R$ of the centred clouds.
# 2. The scale is the sum of all products of entries of $BR$ and $A$, over the sum of the squared
#    entries of $B$, all centred.
# 3. The shift: centroid of A minus scale times the turned centroid of B.
#
# </details>
# <details><summary>Hint 3 · nearly the code</summary>
#
# ```python
# R, _ = rigid_transform(B, A)
# B_centred, b = center(B)
# A_centred, a = center(A)
# scale = np.sum((B_centred @ R) * A_centred) / np.sum(...)
# return scale, R, a - ...
# ```
#
# </details>

# %% [markdown]
# **What you should see:** the landmarks were taken from the same height, so their scale should be
# close to 1. The next cell prints the value you should find.

# %%
scale_demo = abs(np.vdot(second - second.mean(), first)) / np.sum(
    np.abs(second - second.mean()) ** 2
)
print(f"scale of the landmarks: {scale_demo:.5f}")

# %% nbgrader={"grade": true, "grade_id": "check-3-5-scale", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
# Exercise 3.5 · the scale, with noise (5 points)
with checks.exercise("3.5", "the scale, with noise"):
    B = np.array([[-2.0, -1.0], [1.0, -1.0], [1.0, 2.0]])
    A = 2 * B + np.array([[1.0, 0.0], [0.0, -1.0], [-1.0, 1.0]])
    s = np.linalg.svd(B.T @ A, compute_uv=False)
    call = "similarity_transform(B, A), which gives (scale, R, t),"
    scale, R, t = checks.tuple_of(similarity_transform(B.copy(), A.copy()), 3, call)
    checks.truth(
        scale is None or np.shape(scale) == (),
        "the first result must be the scale, one number: the order is scale, R, t.",
    )
    scale = checks.number(scale, "scale")
    other, R, t = checks.tuple_of(similarity_transform(B.copy(), 5 * B), 3, call)
    checks.truth(
        scale == 1 or checks.number(other, "scale") != scale,
        "you get the same scale for two different pairs of clouds: work with the arguments B and "
        "A, not with the notebook's landmarks.",
    )
    checks.close(
        scale,
        s.sum() / np.sum(B**2),
        "scale",
        show=True,
        mistakes={
            "the scale was left at 1: take the lowest point of the parabola.": 1.0,
            "that is the ratio of the sizes: it is right without noise only. Take the lowest point "
            "of the parabola.": np.linalg.norm(A) / np.linalg.norm(B),
            "that is the squared ratio of the sizes.": np.sum(A**2) / np.sum(B**2),
            "that is the scale from A to B: divide by the size of B.": s.sum() / np.sum(A**2),
            "that is one over the scale.": np.sum(B**2) / s.sum(),
            "a square is missing: divide by the sum of the squares of B.": s.sum()
            / np.linalg.norm(B),
            "the sum of the singular values still has to be divided by the squared size of B.": s.sum(),
            "that is the square root of the scale.": np.sqrt(s.sum() / np.sum(B**2)),
            "divide by the sum of squares, not by their mean.": len(B) * s.sum() / np.sum(B**2),
            "only the largest singular value was counted: add them up.": s[0] / np.sum(B**2),
            "that is the ratio of the distances of two points: let all the points count.": (
                np.linalg.norm(A[1] - A[0]) / np.linalg.norm(B[1] - B[0])
            ),
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("3.5", "scale")
    for N, d, true_scale in ((12, 2, 0.4), (9, 3, 3.0), (15, 4, 1.0), (6, 2, 20.0)):
        # Extents 1, 2, ..., d and little noise: the singular values are far apart.
        B0 = rng.normal(size=(N, d))
        B0 = np.linalg.qr(B0 - B0.mean(axis=0))[0] * np.arange(1, d + 1)
        B0 = B0 @ np.linalg.qr(rng.normal(size=(d, d)))[0]
        A0 = B0 @ np.linalg.qr(rng.normal(size=(d, d)))[0] + 0.1 * rng.normal(size=(N, d))
        A0 = true_scale * (A0 - A0.mean(axis=0))
        # Here U Vᵀ is a rotation already: mirrored clouds have a check of their own.
        A0[:, 0] *= np.sign(np.linalg.det(B0.T @ A0))
        B, A = B0 + rng.uniform(3, 9, size=d), A0 - rng.uniform(3, 9, size=d)
        s = np.linalg.svd(B0.T @ A0, compute_uv=False)
        U1, s1, V1 = np.linalg.svd(B.T @ A)
        s1[-1] *= np.linalg.det(U1 @ V1)
        scale, R, t = checks.tuple_of(similarity_transform(B.copy(), A.copy()), 3, call)
        scale, wanted = checks.number(scale, "scale"), s.sum() / np.sum(B0**2)
        checks.truth(
            np.shape(R) == (d, d) or checks.relative_difference(scale, wanted) <= checks.TOLERANCE,
            f"for clouds with {d} columns the scale is wrong, and R is no {d} by {d} matrix: does "
            "the code count on a fixed number of columns?",
        )
        # The condition is that of the rotation at most, 2 ‖B‖ ‖A‖ / (s_d + s_(d-1)), here below
        # 10 000 for clouds that lie far from the origin; the default tolerance allows more.
        checks.close(
            scale,
            wanted,
            f"scale for {N} noisy points in {d} dimensions",
            mistakes={
                "the scale was left at 1: take the lowest point of the parabola.": 1.0,
                "the scale is the ratio of the sizes: with noise that is too large.": np.linalg.norm(
                    A0
                )
                / np.linalg.norm(B0),
                "B was not centred before its size was taken.": s.sum() / np.sum(B**2),
                "the scale was fitted to a fixed answer: work with the arguments B and A.": 2.0,
                "only one of the sizes is that of a centred cloud.": np.linalg.norm(A0)
                / np.linalg.norm(B),
                "the clouds were not centred: subtract the centroids before the SVD and before the "
                "sum of the squares.": s1.sum() / np.sum(B**2),
                "the clouds were not centred before their sizes were taken.": np.linalg.norm(A)
                / np.linalg.norm(B),
            },
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-3-5-fit", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 3.5 · the rotation and the shift (4 points)
with checks.exercise("3.5", "the rotation and the shift"):
    B = np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 1.0], [0.0, 3.0]])
    quarter_turn = np.array([[0.0, 1.0], [-1.0, 0.0]])
    A = 2 * B @ quarter_turn + np.array([10.0, 5.0])
    call = "similarity_transform(B, A), which gives (scale, R, t),"
    scale, R, t = checks.tuple_of(similarity_transform(B.copy(), A.copy()), 3, call)
    checks.truth(
        scale is None or np.shape(scale) == (),
        "the first result must be the scale, one number: the order is scale, R, t.",
    )
    scale = checks.number(scale, "scale")
    R = checks.array(R, "R of similarity_transform(B, A)", shape=(2, 2))
    # An orthogonal matrix has determinant 1 or -1, a flattening one has 0.
    checks.truth(
        abs(np.linalg.det(R)) > 0.5,
        "R is singular: it flattens the cloud. The signs belong on the main diagonal.",
    )
    b, a = B.mean(axis=0), A.mean(axis=0)
    U, s, Vt = np.linalg.svd(B.T @ A)
    checks.close(
        R,
        quarter_turn,
        "R of similarity_transform(B, A)",
        show=True,
        mistakes={
            "R still holds the scale: a rotation leaves lengths alone.": 2 * quarter_turn,
            "that is the way back, from A to B.": quarter_turn.T,
            "the clouds were not centred before the SVD.": U
            @ np.diag([1.0, np.linalg.det(U @ Vt)])
            @ Vt,
            "that is the identity: nothing is turned. Work with the arguments B and A.": np.eye(2),
        },
    )
    checks.truth(
        np.shape(t) not in ((1, 2), (2, 1)),
        "t must have shape (2,), but it has two axes: leave keepdims away, or return t.ravel().",
    )
    t = checks.array(t, "t of similarity_transform(B, A)", shape=(2,))
    # With your own scale: a mistake in it does not count twice.
    checks.close(
        scale * b @ R + t,
        a,
        "scale * b @ R + t for the centroid b of B, which must land on the centroid of A",
        show=True,
        mistakes={
            "the scale is missing in the shift: the centroid of B is scaled and turned before it "
            "is subtracted.": scale * b @ R + a - b @ R,
            "t is the difference of the centroids: scale and turn the centroid of B before you "
            "subtract it.": scale * b @ R + a - b,
            "the centroid of B is scaled, but not turned, in your shift.": scale * b @ R
            + a
            - scale * b,
            "the rotation must act on the right in t: b @ R, not R @ b.": scale * b @ R
            + a
            - scale * R @ b,
            "t has the opposite sign.": 2 * scale * b @ R - a,
            "the scale belongs to the centroid of B alone, not to the whole shift.": scale * a,
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("3.5", "fit")
    for N, d, true_scale in ((10, 2, 0.1), (8, 3, 2.5), (9, 4, 1.0)):
        B0 = rng.normal(size=(N, d))
        B0 = np.linalg.qr(B0 - B0.mean(axis=0))[0] * np.arange(1, d + 1)
        B0 = B0 @ np.linalg.qr(rng.normal(size=(d, d)))[0]
        A0 = B0 @ np.linalg.qr(rng.normal(size=(d, d)))[0] + 0.1 * rng.normal(size=(N, d))
        A0 = true_scale * (A0 - A0.mean(axis=0))
        A0[:, 0] *= np.sign(np.linalg.det(B0.T @ A0))
        B, A = B0 + rng.uniform(3, 9, size=d), A0 - rng.uniform(3, 9, size=d)
        b, a = B.mean(axis=0), A.mean(axis=0)
        scale, R, t = checks.tuple_of(similarity_transform(B.copy(), A.copy()), 3, call)
        checks.truth(
            np.shape(R) == (d, d) and np.shape(t) == (d,),
            f"for clouds with {d} columns R must have shape ({d}, {d}) and t shape ({d},): does the "
            "code count on a fixed number of columns?",
        )
        scale, R = checks.number(scale, "scale"), checks.array(R, "R", shape=(d, d))
        U, s, Vt = np.linalg.svd(B0.T @ A0)
        checks.close(
            R,
            U @ Vt,
            f"R for noisy points in {d} dimensions",
            mistakes={
                "R still holds the scale: a rotation leaves lengths alone.": scale * U @ Vt,
                "that is the identity, whatever the clouds are: work with the arguments.": (
                    np.eye(d)
                ),
            },
        )
        checks.close(
            scale * b @ R + checks.array(t, "t"),
            a,
            f"the place where the centroid of B lands, in {d} dimensions with noise",
            mistakes={
                "the scale is missing in the shift.": scale * b @ R + a - b @ R,
                "t brings the first point of B to the first point of A: it must bring centroid to "
                "centroid.": scale * b @ R + A[0] - scale * B[0] @ R,
            },
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-3-5-mirror", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 3.5 · mirrored and flat clouds, few points (3 points)
with checks.exercise("3.5", "mirrored and flat clouds, few points"):
    call = "similarity_transform(B, A), which gives (scale, R, t),"
    # A scale that is wrong where nothing is mirrored has lost its points above.
    B = np.array([[-2.0, -1.0], [1.0, -1.0], [1.0, 2.0]])
    A = 2 * B + np.array([[1.0, 0.0], [0.0, -1.0], [-1.0, 1.0]])
    scale, R, t = checks.tuple_of(similarity_transform(B + 4.0, A - 3.0), 3, call)
    checks.truth(
        scale is None or np.shape(scale) == (),
        "the first result must be the scale, one number: the order is scale, R, t.",
    )
    scale = checks.number(scale, "scale")
    wanted = np.linalg.svd(B.T @ A, compute_uv=False).sum() / np.sum(B**2)
    judge_scale = checks.relative_difference(scale, wanted) <= checks.TOLERANCE

    B = np.array([[-3.0, -1.0], [1.0, -1.0], [2.0, 2.0]])
    A = 2 * B @ np.array([[-0.6, 0.8], [0.8, 0.6]])
    U, s, Vt = np.linalg.svd(B.T @ A)
    wanted = U @ np.diag([1.0, -1.0]) @ Vt
    not_centred = np.linalg.svd((B + 4.0).T @ (A - 3.0))
    scale, R, t = checks.tuple_of(similarity_transform(B + 4.0, A - 3.0), 3, call)
    scale = checks.number(scale, "scale")
    R = checks.array(R, "R of similarity_transform(B, A)", shape=(2, 2))
    # An orthogonal matrix has determinant 1 or -1, a flattening one has 0.
    checks.truth(
        abs(np.linalg.det(R)) > 0.5,
        "R is singular: it flattens the cloud. The signs belong on the main diagonal.",
    )
    checks.truth(
        checks.relative_difference(R, wanted) <= checks.TOLERANCE
        or checks.relative_difference(R, scale * wanted) > checks.TOLERANCE,
        "R still holds the scale: a rotation leaves lengths alone.",
    )
    name = "R of similarity_transform(B, A) for a mirrored cloud"
    checks.rotation_matrix(R, name)
    checks.close(
        R,
        wanted,
        name,
        show=True,
        mistakes={
            "that is the way back, from A to B.": wanted.T,
            "that is a rotation, but not the closest: turn the sign of the last direction, which "
            "costs least.": U @ np.diag([-1.0, 1.0]) @ Vt,
            "the clouds were not centred before the SVD.": not_centred[0]
            @ np.diag([1.0, np.linalg.det(not_centred[0] @ not_centred[2])])
            @ not_centred[2],
            "that is the identity: nothing is turned.": np.eye(2),
        },
    )
    if judge_scale:
        checks.close(
            scale,
            (s[0] - s[1]) / np.sum(B**2),
            "scale for a mirrored cloud",
            show=True,
            mistakes={
                "the sign of the last direction was turned in R, so its singular value counts with "
                "a minus in the scale too.": s.sum() / np.sum(B**2),
                "that is the ratio of the sizes: it is right without noise only.": 2.0,
            },
        )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("3.5", "mirror")
    for d in (2, 3, 4):
        B0 = rng.normal(size=(16, d))
        B0 = np.linalg.qr(B0 - B0.mean(axis=0))[0] * np.arange(1, d + 1)
        B0 = B0 @ np.linalg.qr(rng.normal(size=(d, d)))[0]
        A0 = B0 @ np.linalg.qr(rng.normal(size=(d, d)))[0] + 0.1 * rng.normal(size=B0.shape)
        A0 = 0.6 * (A0 - A0.mean(axis=0))
        A0[:, 0] *= -np.sign(np.linalg.det(B0.T @ A0))
        B, A = B0 + rng.uniform(-5, 5, size=d), A0 + rng.uniform(-5, 5, size=d)
        U, s, Vt = np.linalg.svd(B0.T @ A0)
        last, turned = np.ones(d), np.ones(d)
        last[-1], turned[0] = -1, -1
        scale, R, t = checks.tuple_of(similarity_transform(B.copy(), A.copy()), 3, call)
        R = checks.array(R, "R", shape=(d, d))
        checks.rotation_matrix(R, "R")
        # The condition is 2 ‖B‖ ‖A‖ / (s_(d-1) - s_d) now, here below 1000.
        checks.close(
            R,
            (U * last) @ Vt,
            f"R for a mirrored cloud in {d} dimensions",
            mistakes={
                "that is a rotation, but not the closest: turn the sign of the last direction.": (
                    U * turned
                )
                @ Vt,
                "that is the identity, whatever the clouds are: work with the arguments.": (
                    np.eye(d)
                ),
            },
        )
        if judge_scale:
            checks.close(
                checks.number(scale, "scale"),
                s @ last / np.sum(B0**2),
                f"scale for a mirrored cloud in {d} dimensions",
                mistakes={
                    "the last singular value counts with a minus in the scale too.": s.sum()
                    / np.sum(B0**2),
                    "B was not centred before its size was taken.": s @ last / np.sum(B**2),
                },
            )
    # For a flat cloud U Vᵀ may be either kind: with so many draws it reflects in some.
    for N, rank, d in 8 * ((2, 2, 2), (2, 3, 3), (3, 3, 4), (8, 2, 3), (8, 1, 3)):
        B0 = rng.normal(size=(N, rank)) @ rng.normal(size=(rank, d))
        A0 = 1.7 * B0 @ np.linalg.qr(rng.normal(size=(d, d)))[0]
        B0, A0 = B0 - B0.mean(axis=0), A0 - A0.mean(axis=0)
        # As large as B0 itself, however small the draw.
        far = np.linalg.norm(B0) * rng.uniform(-1, 1, size=(2, d))
        B, A = B0 + far[0], A0 + far[1]
        scale, R, t = checks.tuple_of(similarity_transform(B.copy(), A.copy()), 3, call)
        R = checks.array(R, "R", shape=(d, d))
        checks.rotation_matrix(R, f"R for {N} points of rank {rank} in {d} dimensions")
        # Many rotations are best. They reach the sum of all s_i, for the last one is 0 here.
        # Rounding moves that sum by about eps ‖B‖ ‖A‖.
        missing = np.linalg.svd(B0.T @ A0, compute_uv=False).sum() - np.sum(B0 @ R * A0)
        checks.truth(
            missing <= checks.tolerance(size=8) * np.linalg.norm(B) * np.linalg.norm(A),
            f"for {N} points of rank {rank} in {d} dimensions another rotation lies closer.",
        )
        if judge_scale:
            name = f"scale for {N} points of rank {rank} in {d} dimensions, moved without noise,"
            checks.close(
                checks.number(scale, "scale"),
                1.7,
                name,
                mistakes={
                    "B was not centred before its size was taken.": 1.7
                    * np.sum(B0**2)
                    / np.sum(B**2)
                },
            )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-3-5-input", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 3.5 · lists, whole numbers, float32; the arguments stay as they were (2 points)
with checks.exercise("3.5", "any kind of numbers, and the arguments stay as they were"):
    rows_B = [[0, 0], [4, 0], [4, 1], [0, 3]]
    rows_A = [[10, 5], [10, 13], [8, 13], [4, 5]]
    B, A = np.array(rows_B, dtype=float), np.array(rows_A, dtype=float)
    b, a = B.mean(axis=0), A.mean(axis=0)
    quarter_turn = np.array([[0.0, 1.0], [-1.0, 0.0]])
    call = "similarity_transform(B, A), which gives (scale, R, t),"
    scale, R, t = checks.tuple_of(similarity_transform(B.copy(), A.copy()), 3, call)
    checks.truth(
        scale is None or np.shape(scale) == (),
        "the first result must be the scale, one number: the order is scale, R, t.",
    )
    scale, R = checks.number(scale, "scale"), checks.array(R, "R", shape=(2, 2))
    t = checks.array(t, "t").ravel()
    checks.truth(t.shape == (2,), f"t must hold 2 numbers, but it holds {t.size}.")
    # Judged here is what is right for arrays of floats; the rest has lost its points above.
    wanted = (2.0, quarter_turn, a)
    found = (scale, R, scale * b @ R + t)
    judged = [
        k for k in range(3) if checks.relative_difference(found[k], wanted[k]) <= checks.TOLERANCE
    ]
    checks.truth(
        judged,
        "neither scale nor R nor t is right for arrays of floats yet, so other kinds of numbers "
        "cannot be judged: mend what the checks above name, then come back.",
    )
    try:
        answer = similarity_transform(rows_B, rows_A)
    except (AttributeError, TypeError) as error:
        checks.truth(
            "list" not in str(error),
            "B and A may be lists of rows, which cannot do arithmetic: make arrays of them first, "
            f"np.asarray(B, dtype=float). Python says: {error}.",
        )
        raise
    scale, R, t = checks.tuple_of(answer, 3, "similarity_transform for two lists")
    scale, R = checks.number(scale, "scale"), checks.array(R, "R", shape=(2, 2))
    found = (scale, R, scale * b @ R + np.ravel(t))
    names = ("scale", "R", "scale * b @ R + t for the centroid b")
    for k in judged:
        checks.close(found[k], wanted[k], f"{names[k]} for two lists", show=True)
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("3.5", "input")
    B = rng.integers(0, 100, size=(9, 2))
    A = 2 * B @ np.array([[0, 1], [-1, 0]]) + np.array([203, 20])
    b, a = B.mean(axis=0), A.mean(axis=0)
    s = np.linalg.svd((B - b).T @ (A - a), compute_uv=False)
    condition = 2 * np.linalg.norm(B) * np.linalg.norm(A) / (s[-1] + s[-2])
    wanted = (2.0, quarter_turn, a)
    wrap = (
        " Small whole numbers wrap around, and cut what stands behind the point: begin with "
        "np.asarray(B, dtype=float), and the same for A."
    )
    for dtype in (np.float64, np.float32, np.int64, np.uint8):
        moving, fixed = B.astype(dtype), A.astype(dtype)
        scale, R, t = checks.tuple_of(similarity_transform(moving, fixed), 3, call)
        checks.unchanged(moving, B.astype(dtype), "B")
        checks.unchanged(fixed, A.astype(dtype), "A")
        scale, R = checks.number(scale, "scale"), checks.array(R, "R", shape=(2, 2))
        found = (scale, R, scale * b @ R + np.ravel(t))
        # An answer may compute in float32 where that holds the input; one that iterates may stop
        # at 1e-8.
        computed_in = np.result_type(dtype, np.float32)
        rounding = checks.tolerance(computed_in, size=9, condition=condition)
        allowed = max(checks.TOLERANCE, rounding)
        for k in judged:
            checks.truth(
                checks.relative_difference(found[k], wanted[k]) <= allowed,
                f"{names[k]} is wrong for {np.dtype(dtype)} input, on clouds that are moved "
                "without noise." + wrap * (np.dtype(dtype).kind in "iu"),
            )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-3-5-shapes", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 3.5 · clouds of different shape are refused (2 points)
with checks.exercise("3.5", "clouds of different shape are refused"):
    B = np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 1.0]])
    call = "similarity_transform(B, A) for B of shape (3, 2) and A of shape (3, 3)"
    for name in ("B", "A"):
        checks.raises(similarity_transform, B, np.eye(3), mention=name, call=call)
    answer = similarity_transform(B.copy(), B + 1.0)
    checks.truth(
        answer is not None, "similarity_transform(B, A) returned None for two clouds of one shape."
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("3.5", "shapes")
    for one, other in (((5, 2), (4, 2)), ((5, 3), (5, 2)), ((6, 2), (2, 6)), ((1, 2), (5, 2))):
        B, A = rng.normal(size=one), rng.normal(size=other)
        call = f"similarity_transform(B, A) for B of shape {one} and A of shape {other}"
        for name in ("B", "A"):
            checks.raises(similarity_transform, B, A, mention=name, call=call)
    B, A = rng.normal(size=(2, 7, 2))
    answer = similarity_transform(B, A)
    checks.truth(answer is not None, "two clouds of one shape gave None.")
    ### END HIDDEN TESTS

# %% [markdown]
# ## 7 · What the residuals tell
#
# After the best transform each landmark keeps a distance $r_i = \lVert b_i R + t - a_i\rVert$.
# Their root mean square is one number for the whole fit:
#
# $$\text{RMS} = \sqrt{\frac1N\sum_i r_i^2} .$$
#
# > **Question.** You mark with an error of $\sigma$ in each coordinate. Somebody offers you a fit
# > with 3 landmarks and a small RMS, or one with 30 landmarks and a larger RMS. Which one do you
# > take?

# %%
rng = np.random.default_rng(7)
counts, trials = np.array([2, 3, 4, 6, 8, 12, 16, 24, 32]), 4000
rms, angle_error = [], []
for N in counts:
    places = rng.uniform(0, 480, size=(trials, N, 2)) @ np.array([1, 1j])
    marks = places + rng.normal(size=(trials, N, 2)) @ np.array([1, 1j])  # error: 1 metre
    places -= places.mean(axis=1, keepdims=True)
    marks -= marks.mean(axis=1, keepdims=True)
    turns = np.exp(1j * np.angle(np.sum(places.conj() * marks, axis=1, keepdims=True)))
    rms.append(np.sqrt(np.mean(np.abs(places * turns - marks) ** 2)))
    angle_error.append(np.degrees(np.median(np.abs(np.angle(turns)))))

fig, (left, right) = plt.subplots(1, 2, figsize=(13, 5))
left.plot(counts, np.sqrt(2 - 3 / counts), color=plots.GREY, label="√(2 − 3/N)")
left.plot(counts, rms, "o", color=RESULT, ms=9, label="measured")
left.set(xlabel="number of landmarks N", ylabel="RMS distance in metres", ylim=(0, 1.5))
left.set(title="the residual grows ...")
left.legend(loc="lower right")
right.loglog(counts, angle_error, "o-", color=RESULT, ms=9)
right.set(xlabel="number of landmarks N", ylabel="median error of the angle in degrees")
right.set(title="... while the answer gets better")
right.set_xticks([2, 4, 8, 16, 32], ["2", "4", "8", "16", "32"])
right.minorticks_off()
right.set_yticks([0.02, 0.05, 0.1, 0.2], ["0.02", "0.05", "0.1", "0.2"])
plots.show(
    fig,
    "Left: RMS distance against the number of landmarks, rising from 0.7 to nearly 1.4 metres along "
    "the curve square root of 2 minus 3 over N. Right: the error of the angle against the number of "
    "landmarks on logarithmic axes, falling.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# The one with 30. With few landmarks the fit bends itself to the noise: the residual is small and
# the angle is bad. $N$ landmarks in the plane give $2N$ numbers and the fit uses up 3 of them, so
#
# $$\text{RMS}^2 \approx \sigma^2\,\frac{2N - 3}{N} .$$
#
# A small residual is a sign of a good fit only if there are many more equations than unknowns.
#
# </details>
#
# ### One landmark is wrong
#
# Turn the formula round: the RMS of the fit says how well you mark, $\sigma \approx
# \text{RMS}\,\sqrt{N/(2N-3)}$. Now look at the landmarks one by one.

# %%
residual = np.abs(second * city_turn + city_shift - first)
worst = residual.argmax()
others = np.arange(len(first)) != worst
better_turn, better_shift = plane_fit(second[others], first[others])
residual_better = np.abs(second * better_turn + better_shift - first)

fig, axes = plt.subplots(2, 1, figsize=(13, 6.6), sharex=True, sharey=True)
for ax, values, title in (
    (axes[0], residual, "fitted on all landmarks"),
    (axes[1], residual_better, f"fitted without number {worst}"),
):
    ax.bar(range(len(values)), values, color=np.where(others, plots.SKY, RESULT))
    ax.text(worst + 0.6, 2.15, f"↑ up to {values[worst]:.1f} m", color=RESULT)
    rms_of_others = np.sqrt(np.mean(values[others] ** 2))
    ax.axhline(rms_of_others, color="black", ls="--")
    ax.text(28.7, rms_of_others + 0.06, f"RMS of the others {rms_of_others:.2f} m", ha="right")
    ax.texts[-1].set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 1, "alpha": 0.8})
    ax.set(title=title, ylabel="residual in metres", ylim=(0, 2.4))
    ax.grid(axis="x", visible=False)
axes[1].set(xlabel="number of the landmark", xticks=range(len(first)))
plots.show(
    fig,
    f"Residual of each landmark in metres. Above, fitted on all landmarks, the bar of number {worst} "
    "leaves the picture, more than eight times as high as any other. Below, fitted without it, most "
    "of the other bars have fallen; a dashed line marks their root mean square.",
)

# %%
for name, values, keep in (
    ("fitted on all", residual, np.full(len(first), True)),
    ("fitted without it", residual_better, others),
):
    print(f"{name}: RMS {np.sqrt(np.mean(values[keep] ** 2)):.2f} m over {keep.sum()} landmarks")
print(f"number {worst}, {landmarks.names[worst]}: {residual_better[worst]:.1f} m off")
N = others.sum()
sigma = np.sqrt(np.mean(residual_better[others] ** 2) * N / (2 * N - 3))
print(f"so the other marks are off by about {sigma:.2f} m in each coordinate")

# %% [markdown]
# **What to look at:** one bar stands out in the upper picture. It belongs to one landmark, yet it
# pulls *all* the others: once it no longer takes part in the fit, the dashed line drops by about
# forty per cent. Least squares listens most to the one who shouts.
#
# Where did the mark go?

# %%
fig, axes = plt.subplots(1, 2, figsize=(9, 4.6))
landed = second * better_turn + better_shift
for ax, picture, point, title in (
    (axes[0], pictures.first, first[worst], "first picture: the mark"),
    (axes[1], aligned, landed[worst], "second picture, aligned: the mark"),
):
    ax.imshow(picture, extent=pictures.extent)
    ax.plot(point.real, point.imag, "o", ms=26, mfc="none", mec="white", mew=7)
    ax.plot(point.real, point.imag, "o", ms=26, mfc="none", mec=RESULT, mew=4)
    centre = first[worst]
    ax.set(xlim=(centre.real - 60, centre.real + 60), ylim=(centre.imag - 60, centre.imag + 60))
    ax.set(title=title, xlabel="x in metres", ylabel="y in metres")
    ax.grid(False)
plots.show(
    fig,
    f"The neighbourhood of landmark {worst}, {landmarks.names[worst]}, in both pictures after the "
    "alignment. The circle of the mark sits on another spot in the second picture.",
)

# %% [markdown]
# The mark slid off the bandstand, onto the grass beside it. One slip of the hand, 17 metres on one of
# 29 marks: does it show in the pictures? Subtract them after each of the two alignments.

# %%
aligned_better = lay_over(pictures.second, better_turn, better_shift, pictures.extent)
differences = [np.abs(one - pictures.first).mean(axis=2) for one in (aligned, aligned_better)]
plots.show_images(
    differences,
    ["fitted on all landmarks", f"fitted without number {worst}"],
    alt="Difference of the two pictures after the alignment, black where they agree. Fitted on all "
    "landmarks, bright outlines of houses and river banks show in the lower left. Fitted without "
    "the wrong landmark, they are nearly gone.",
    vmax=0.3,
    width=4.5,
)

# %% [markdown]
# **What to look at:** bright outlines are edges that do not coincide. On the left they are strongest
# around the wrong mark and far from the middle; on the right they are nearly gone, everywhere.
#
# > **Question.** Is the largest residual always the wrong landmark?
#
# <details><summary>Answer</summary>
#
# No. With few landmarks, a wrong one can pull the fit so far that an innocent one has the largest
# residual. A mark far from the others has a long lever. And two wrong marks can hide each other.
# So leave out one at a time, fit again, and see how far the RMS of the rest falls. Lesson 6 shows
# methods for which the outliers are the point.
#
# </details>

# %% [markdown]
# ### Exercise 3.6 · `disparity` (12 points)
#
# Put a number on how different two clouds are in *shape*: the RMS distance that is left after the
# best rotation and shift.
#
# $$\operatorname{disparity}(B, A) = \min_{R,\,t}\ \sqrt{\frac1N\sum_i \lVert b_i R + t - a_i\rVert^2}$$
#
# Two clouds that differ by a turn and a shift have disparity 0. Scaled or mirrored clouds do not:
# neither is a rigid motion. The unit is that of the points.
#
# `ValueError` if `B` and `A` differ in shape, with both names in the sentence.


# %% nbgrader={"grade": false, "grade_id": "ex-3-6", "locked": false, "schema_version": 3, "solution": true, "task": false}
def disparity(B, A):
    """Measure how far two clouds stay apart after the best rotation and shift.

    Parameters
    ----------
    B : array_like, shape (N, d)
        The cloud that moves, one row per point; it is not changed.
    A : array_like, shape (N, d)
        The cloud that stays, in the same unit; row i is the partner of row i of B.

    Returns
    -------
    rms : float
        Root of the mean, over the N points, of the squared distance between partners, in the unit
        of the points.

    Raises
    ------
    ValueError
        If B and A differ in shape; the message names both.
    """
    ### BEGIN SOLUTION
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    B, A = B - B.mean(axis=0), A - A.mean(axis=0)
    U, s, Vt = np.linalg.svd(B.T @ A)
    signs = np.ones(len(s))
    signs[-1] = np.linalg.det(U @ Vt)
    difference = B @ (U * signs) @ Vt - A
    return np.sqrt(np.mean(np.sum(difference**2, axis=1)))
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1 · a nudge</summary>
#
# You have the best transform already. Apply it, subtract, and read RMS from right to left: square,
# mean, root. Which mean: over the points, or over all the coordinates?
#
# </details>
# <details><summary>Hint 2 · a plan</summary>
#
# 1. Compare the shapes.
# 2. Find $R$ and $t$ as in exercise 3.4, and the difference of `B @ R + t` and `A`, shape `(N, d)`.
# 3. Square it and sum over the columns: N squared distances.
# 4. Take their mean, and then the root.
#
# </details>
# <details><summary>Hint 3 · nearly the code</summary>
#
# ```python
# R, t = rigid_transform(B, A)
# difference = np.asarray(B) @ R + t - A
# return np.sqrt(np.mean(np.sum(..., axis=...)))
# ```
#
# </details>

# %% [markdown]
# **What you should see:** for the landmarks, the number that the next cell prints. It is the RMS of
# the upper bars.

# %%
print(f"disparity of the landmarks: {np.sqrt(np.mean(residual**2)):.4f} metres")

# %% nbgrader={"grade": true, "grade_id": "check-3-6-value", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
# Exercise 3.6 · the RMS distance that is left (5 points)
with checks.exercise("3.6", "the RMS distance that is left"):
    B = np.array([[-3.0, 0.0], [-1.0, 0.0], [1.0, 0.0], [3.0, 0.0]])
    A = np.array([[0.0, -2.0], [0.0, -4.0], [0.0, 4.0], [0.0, 2.0]]) + 7
    distances = np.array([1.0, 3.0, 3.0, 1.0])
    value = disparity(B.copy(), A.copy())
    checks.truth(
        np.shape(value) not in ((4,), (4, 1)),
        "disparity(B, A) is one number for each point: take the root of their mean square.",
    )
    value = checks.number(value, "disparity(B, A)")
    checks.truth(
        checks.number(disparity(B.copy(), B.copy()), "disparity(B, B)") != value,
        "you get the same number for two different pairs of clouds: work with the arguments B and "
        "A, not with the notebook's landmarks and their residuals.",
    )
    checks.close(
        value,
        np.sqrt(np.mean(distances**2)),
        "disparity(B, A)",
        show=True,
        mistakes={
            "the root is missing: that is the mean of the squares.": np.mean(distances**2),
            "that is the sum of the squares: take their mean, and the root.": np.sum(distances**2),
            "take the mean before the root: that is the Frobenius norm.": np.linalg.norm(distances),
            "you averaged over all the coordinates: sum the squares over the columns first, then "
            "take the mean over the points.": np.sqrt(np.mean(distances**2) / 2),
            "that is the mean distance: square first, then mean, then root.": np.mean(distances),
            "that is the largest distance.": np.max(distances),
            "you divided by N - 1: the mean divides by the number of points.": np.sqrt(
                np.sum(distances**2) / 3
            ),
            "that is the distance without any alignment.": np.sqrt(
                np.mean(np.sum((B - A) ** 2, axis=1))
            ),
            "the clouds were centred, but not turned.": np.sqrt(
                np.mean(np.sum((B - A + 7) ** 2, axis=1))
            ),
            "B was turned about the origin, but not shifted: centre both clouds.": np.sqrt(
                np.mean(distances**2) + 2 * 7**2
            ),
            "that is the disparity of scipy.spatial.procrustes, which scales both clouds to one "
            "size: leave the scale at 1, and take the root of the mean square.": 0.5,
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("3.6", "value")
    for N, d, noise in ((12, 2, 0.1), (9, 3, 0.05), (15, 4, 0.1), (40, 3, 0.05)):
        # Extents 1, 2, ..., d and little noise: the singular values are far apart.
        B0 = rng.normal(size=(N, d))
        B0 = np.linalg.qr(B0 - B0.mean(axis=0))[0] * np.arange(1, d + 1)
        B0 = B0 @ np.linalg.qr(rng.normal(size=(d, d)))[0]
        A0 = B0 @ np.linalg.qr(rng.normal(size=(d, d)))[0] + noise * rng.normal(size=(N, d))
        A0 = A0 - A0.mean(axis=0)
        # Here U Vᵀ is a rotation, and the best scale is 1: both have a check of their own.
        A0[:, 0] *= np.sign(np.linalg.det(B0.T @ A0))
        U, s, Vt = np.linalg.svd(B0.T @ A0)
        A0 *= np.sum(B0**2) / s.sum()
        B, A = B0 + rng.uniform(1, 2, size=d), A0 - rng.uniform(1, 2, size=d)
        distances = np.linalg.norm(B0 @ U @ Vt - A0, axis=1)
        # Half the square may come from a difference of squares, (‖B‖² + ‖A‖²) / N, so the
        # condition is that over the mean square left, here below 20 000; the default tolerance
        # allows more.
        checks.close(
            checks.number(disparity(B.copy(), A.copy()), "disparity(B, A)"),
            np.sqrt(np.mean(distances**2)),
            f"disparity(B, A) for {N} points in {d} dimensions",
            mistakes={
                "that is the mean distance: square first, then mean, then root.": distances.mean(),
                "you averaged over all the coordinates, not over the points.": np.sqrt(
                    np.mean(distances**2) / d
                ),
                "you divided by 4 for another number of points: divide by len(B).": np.sqrt(
                    np.sum(distances**2) / 4
                ),
                "the answer is zero, whatever the clouds are: work with the arguments.": 0.0,
                "that is the distance without any alignment.": np.sqrt(
                    np.mean(np.sum((B - A) ** 2, axis=1))
                ),
                "the clouds were centred, but not turned.": np.sqrt(
                    np.mean(np.sum((B0 - A0) ** 2, axis=1))
                ),
            },
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-3-6-rigid", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 3.6 · only rigid motions are free (3 points)
with checks.exercise("3.6", "only rigid motions are free"):
    B = np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 1.0], [0.0, 3.0]])
    moved = B @ np.array([[0.0, 1.0], [-1.0, 0.0]]) + np.array([10.0, 5.0])
    value = checks.number(disparity(B.copy(), moved.copy()), "disparity(B, A) for a moved B")
    # A difference of squares leaves the root of their rounding.
    zero = np.sqrt(checks.tolerance(size=4) * (np.sum(B**2) + np.sum(moved**2)))
    checks.truth(
        abs(value) <= zero,
        f"a turned and shifted cloud has disparity 0, but yours is {value:.3g}.",
    )
    # What follows asks whether a motion is free, so any measure of what is left will do.
    value = checks.number(disparity(B.copy(), 2 * B), "disparity(B, 2 * B)")
    checks.truth(
        abs(value) > 1,
        f"a cloud of twice the size has a disparity above 0, but yours is {value:.3g}: a change of "
        "scale is not a rigid motion, leave the scale at 1.",
    )
    value = checks.number(disparity(B.copy(), B * [1, -1]), "disparity(B, A) for a mirrored B")
    checks.truth(
        abs(value) > 1,
        f"a mirrored cloud has a disparity above 0, but yours is {value:.3g}: a reflection is not a "
        "rigid motion, refuse it.",
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("3.6", "rigid")
    for d in (2, 3, 4):
        B0 = rng.normal(size=(16, d))
        B0 = np.linalg.qr(B0 - B0.mean(axis=0))[0] * 10 * np.arange(1, d + 1)
        B0 = B0 @ np.linalg.qr(rng.normal(size=(d, d)))[0]
        turn = np.linalg.qr(rng.normal(size=(d, d)))[0]
        turn[:, 0] *= np.sign(np.linalg.det(turn))
        B = B0 + rng.uniform(-5, 5, size=d)
        A = B @ turn + rng.uniform(-5, 5, size=d)
        zero = np.sqrt(checks.tolerance(size=16) * (np.sum(B**2) + np.sum(A**2)))
        value = checks.number(disparity(B.copy(), A.copy()), "disparity(B, A)")
        checks.truth(
            abs(value) <= zero,
            f"a turned and shifted cloud in {d} dimensions has disparity 0, yours is {value:.3g}.",
        )
        value = checks.number(disparity(B.copy(), A / 2), "disparity(B, A / 2)")
        checks.truth(
            abs(value) > 1,
            f"a cloud of half the size has a disparity above 0, but yours is {value:.3g}: leave "
            "the scale at 1.",
        )
        # The smallest extent, 10, is what a rotation gives up for a mirror image.
        mirrored = A * np.where(np.arange(d) == 0, -1, 1)
        value = checks.number(disparity(B.copy(), mirrored.copy()), "disparity(B, A)")
        checks.truth(
            abs(value) > 1,
            f"a mirrored cloud has a disparity above 0, but yours is {value:.3g}: a reflection is "
            "not a rigid motion, refuse it.",
        )
        # If it is an RMS distance at all, that of the best rotation: half of (A, A/2) tells.
        half = checks.number(disparity(A.copy(), A / 2), "disparity(A, A / 2)")
        if checks.relative_difference(half, np.linalg.norm(B0) / 8) <= checks.TOLERANCE:
            checks.close(
                value,
                2 * 10 / 4,
                f"disparity of a cloud and its mirror image in {d} dimensions",
                mistakes={
                    "you turned the sign of the direction with the largest singular value: turn "
                    "the last one, which costs least.": 2 * 10 * d / 4,
                },
            )
    for N, d in ((1, 3), (2, 3), (3, 4), (2, 2)):
        B = rng.normal(size=(N, d))
        turn = np.linalg.qr(rng.normal(size=(d, d)))[0]
        turn[:, 0] *= np.sign(np.linalg.det(turn))
        A = B @ turn + rng.uniform(-5, 5, size=d)
        zero = np.sqrt(checks.tolerance(size=4) * (np.sum(B**2) + np.sum(A**2)))
        value = checks.number(disparity(B.copy(), A.copy()), f"disparity(B, A) for {N} points")
        checks.truth(
            abs(value) <= zero,
            f"{N} points that were turned and shifted in {d} dimensions have disparity 0, yours is "
            f"{value:.3g}.",
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-3-6-input", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 3.6 · lists, whole numbers, float32; the arguments stay as they were (2 points)
with checks.exercise("3.6", "any kind of numbers, and the arguments stay as they were"):
    B = [[-3, 0], [-1, 0], [1, 0], [3, 0]]
    A = [[7, 5], [7, 3], [7, 11], [7, 9]]
    distances = np.array([1.0, 3.0, 3.0, 1.0])
    try:
        value = disparity(B, A)
    except (AttributeError, TypeError) as error:
        checks.truth(
            "list" not in str(error),
            "B and A may be lists of rows, which cannot do arithmetic: make arrays of them first, "
            f"np.asarray(B, dtype=float). Python says: {error}.",
        )
        raise
    checks.close(
        checks.number(value, "disparity(B, A) for two lists"),
        np.sqrt(np.mean(distances**2)),
        "disparity(B, A) for two lists",
        show=True,
        mistakes={
            "the root is missing: that is the mean of the squares.": np.mean(distances**2),
            "take the mean before the root: that is the Frobenius norm.": np.linalg.norm(distances),
            "you averaged over all the coordinates, not over the points.": np.sqrt(
                np.mean(distances**2) / 2
            ),
            "that is the mean distance: square first, then mean, then root.": np.mean(distances),
            "that is the largest distance.": np.max(distances),
            "you divided by N - 1: the mean divides by the number of points.": np.sqrt(
                np.sum(distances**2) / 3
            ),
            "that is the distance without any alignment.": np.sqrt(
                np.mean(np.sum(np.subtract(B, A) ** 2, axis=1))
            ),
            "the clouds were centred, but not turned.": np.sqrt(
                np.mean(np.sum((np.subtract(B, A) + 7) ** 2, axis=1))
            ),
            "B was turned about the origin, but not shifted: centre both clouds.": np.sqrt(
                np.mean(distances**2) + 2 * 7**2
            ),
            "that is the disparity of scipy.spatial.procrustes: leave the scale at 1.": 0.5,
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("3.6", "input")
    B = rng.integers(30, 200, size=(9, 2))
    # So much noise that a difference of squares is not small.
    A = B @ np.array([[0, 1], [-1, 0]]) + np.array([230, 30]) + rng.integers(-25, 26, size=(9, 2))
    B0, A0 = B - B.mean(axis=0), A - A.mean(axis=0)
    U, s, Vt = np.linalg.svd(B0.T @ A0)
    R = U @ np.diag([1.0, np.linalg.det(U @ Vt)]) @ Vt
    left = B0 @ R - A0
    scaled = np.sum(B0 @ R * A0) / np.sum(B0**2) * B0 @ R - A0
    wanted = np.sqrt(np.mean(np.sum(left**2, axis=1)))
    known = {
        "the scale was fitted as well: leave it at 1.": np.linalg.norm(scaled) / 3,
        "you divided by 4 for another number of points: divide by len(B).": np.linalg.norm(left)
        / 2,
        "the answer is zero, whatever the clouds are: work with the arguments.": 0.0,
    }
    condition = (np.sum(B**2) + np.sum(A**2)) / np.sum(left**2)
    wrap = (
        " Small whole numbers wrap around, and cut what stands behind the point: begin with "
        "np.asarray(B, dtype=float), and the same for A."
    )
    for dtype in (np.float64, np.float32, np.int64, np.uint8):
        moving, fixed = B.astype(dtype), A.astype(dtype)
        value = checks.number(disparity(moving, fixed), "disparity(B, A)")
        checks.unchanged(moving, B.astype(dtype), "B")
        checks.unchanged(fixed, A.astype(dtype), "A")
        # An answer may compute in float32 where that holds the input; one that iterates may stop
        # at 1e-8.
        computed_in = np.result_type(dtype, np.float32)
        rounding = checks.tolerance(computed_in, size=9, condition=condition)
        allowed = max(checks.TOLERANCE, rounding)
        right = checks.relative_difference(value, wanted) <= allowed
        for sentence, wrong in known.items():
            checks.truth(right or checks.relative_difference(value, wrong) > allowed, sentence)
        checks.truth(
            right,
            f"disparity(B, A) is wrong for {np.dtype(dtype)} input."
            + wrap * (np.dtype(dtype).kind in "iu"),
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-3-6-shapes", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 3.6 · clouds of different shape are refused (2 points)
with checks.exercise("3.6", "clouds of different shape are refused"):
    B = np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 1.0]])
    call = "disparity(B, A) for B of shape (3, 2) and A of shape (3, 3)"
    for name in ("B", "A"):
        checks.raises(disparity, B, np.eye(3), mention=name, call=call)
    checks.array(disparity(B.copy(), B + 1.0), "disparity(B, A) for clouds of one shape")
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("3.6", "shapes")
    for one, other in (((5, 2), (4, 2)), ((5, 3), (5, 2)), ((6, 2), (2, 6)), ((1, 2), (5, 2))):
        B, A = rng.normal(size=one), rng.normal(size=other)
        call = f"disparity(B, A) for B of shape {one} and A of shape {other}"
        for name in ("B", "A"):
            checks.raises(disparity, B, A, mention=name, call=call)
    B, A = rng.normal(size=(2, 7, 2))
    checks.array(disparity(B, A), "disparity(B, A) for clouds of one shape")
    ### END HIDDEN TESTS

# %% [markdown]
# ## 8 · Three dimensions
#
# Nothing in the proof asked for $d = 2$. `B.T @ A` becomes a $3\times 3$ matrix, and the same lines
# find a rotation that has three angles.
#
# Here a solid was scanned twice, and lay in another pose the second time. Eight marks were found in
# both scans. They fix the motion, and the motion then carries all the thousands of scanned points.
# The demo uses `align_vectors` from SciPy, which solves the same problem in three dimensions only.
#
# > **Question.** How many marks are needed at least in three dimensions?

# %%
from scipy.spatial.transform import Rotation

scan = datasets.scan()
pose = Rotation.from_euler("zyx", [110, 35, 0], degrees=True).as_matrix()
scan_B, scan_A = scan.P @ pose, scan.Q
rng = np.random.default_rng(8)
marked = rng.choice(len(scan_B), size=8, replace=False)
marks_B = scan_B[marked]
# The same eight places in the second scan, each coordinate off by half a millimetre or so.
marks_A = scan.P[marked] @ scan.R + scan.t + 0.5 * rng.normal(size=marks_B.shape)

b_mean, a_mean = marks_B.mean(axis=0), marks_A.mean(axis=0)
# SciPy turns columns; the transpose turns our rows.
R_scan = Rotation.align_vectors(marks_A - a_mean, marks_B - b_mean)[0].as_matrix().T
t_scan = a_mean - b_mean @ R_scan
left_over = np.linalg.norm(marks_B @ R_scan + t_scan - marks_A, axis=1)
print(f"RMS over the marks: {np.sqrt(np.mean(left_over**2)):.2f} mm")

# %%
fig, axes = plt.subplots(1, 2, figsize=(13, 6.2), subplot_kw={"projection": "3d"})
for ax, cloud, title in (
    (axes[0], scan_B, "as scanned"),
    (axes[1], scan_B @ R_scan + t_scan, "after the alignment on 8 marks"),
):
    ax.scatter(*scan_A[::3].T, s=9, color=FIXED, alpha=0.7, label="second scan, A")
    ax.scatter(*cloud[::3].T, s=9, color=RESULT, alpha=0.7, label="first scan, B")
    ax.set(title=title, xlabel="x in mm", ylabel="y in mm", zlabel="z in mm", aspect="equal")
    ax.locator_params(nbins=5)
    ax.view_init(elev=20, azim=-60)
fig.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=2, markerscale=3)
plots.show(
    fig,
    "Two scans of one solid, a duck, as clouds of points in space: on the left in two poses, on the "
    "right, after the alignment, forming one duck.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# Three, not on one line. Two marks leave the turn about the line through them free. Then many
# rotations are equally good, two singular values of $B^\top A$ are zero, and the SVD returns one of
# the many.
#
# </details>
#
# Eight marks by hand are work. Lesson 4 gets rid of them: what if nobody says which point is which?

# %% [markdown] nbgrader={"grade": false, "grade_id": "question", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Question, marked by hand (10 points)
#
# Two museums scan the same broken vase. Twelve marks are found on both scans. The best *rigid*
# transform leaves an RMS distance of 14 mm; the best *orthogonal map* with a shift leaves 0.4 mm,
# and its determinant is $-1$. A colleague says: "The smaller residual wins. Let us use the
# orthogonal map and print the vase."
#
# Answer in about ten lines:
#
# 1. Why can the residual of the orthogonal map never be larger than that of the rotation? What does
#    that mean for the colleague's argument?
# 2. What do the two numbers, 14 mm and 0.4 mm, tell you about the data?
# 3. What would you do before anything is printed?
#
# ### BEGIN MARK SCHEME
# Total 10 points.
#
# - 1 (4 points). Rotations are a subset of the orthogonal matrices, so the minimum over the larger
#   set cannot be larger: 2 points (also: s_d counts with + instead of −; the difference of the squares is
#   4 s_d). Consequence: a smaller residual by itself proves nothing, because it would be smaller or
#   equal for any data: 1 point. A reflection is no motion of a solid; the printed vase would be a
#   mirror image: 1 point.
# - 2 (4 points). The marks themselves are good (0.4 mm is the marking error, far below 14 mm), so noise
#   or one bad mark is not the explanation: 2 points. One of the two scans is mirrored, that is, its axes
#   form a left-handed system, an axis has its sign turned, or two axes are swapped: 2 points. A half answer
#   ("something is wrong with the data", "the reflection sneaked in") earns 1 of these 4. "The cloud
#   is flat, so the reflection came from noise" earns 0 of the last 2: for a flat cloud both
#   residuals would be nearly equal.
# - 3 (2 points). Find out which scan is mirrored and correct the *data* (check the scanner's axes,
#   export format, lettering or a known asymmetric detail), then fit a rotation again: 2 points. "Use
#   the rotation with 14 mm" without looking for the cause: 0. "Remove the marks with the largest
#   residuals": 0. "Mirror one cloud and fit again", without a check which one is right: 1.
# ### END MARK SCHEME

# %% [markdown] nbgrader={"grade": true, "grade_id": "answer", "locked": false, "points": 10, "schema_version": 3, "solution": true, "task": false}
# ### BEGIN SOLUTION
# 1. Every rotation is an orthogonal matrix. The orthogonal map is the best of a larger set, so its
#    residual is never larger, whatever the data are. That it is smaller therefore is no argument in
#    its favour. A vase cannot be moved by a reflection: the print would be its mirror image.
# 2. The 0.4 mm says that the marks fit together very well: it is the error of marking. With such
#    marks the right rotation would leave about 0.4 mm too. A residual of 14 mm, with all of it gone
#    after a reflection, says that one of the scans is mirrored: an axis with the wrong sign, two
#    axes swapped, or a left-handed coordinate system. It is neither noise nor a single bad mark.
# 3. Look for the cause: compare lettering or another asymmetric detail on both scans with the vase,
#    and read how each scanner defines its axes. Correct the scan that is mirrored, fit a rotation
#    again, and expect an RMS of about 0.4 mm.
# ### END SOLUTION

# %% [markdown]
# ## What to take away
#
# - The best shift lays centroid on centroid. So centre first; the shift comes last, and it needs the
#   rotation: $t = \bar a - \bar b R$.
# - The SVD of the small matrix $B^\top A$ holds the best orthogonal map, $UV^\top$. The proof has
#   four lines, and the singular values tell the residual in advance.
# - $UV^\top$ may reflect. $U\operatorname{diag}(1,\dots,1,\det UV^\top)V^\top$ is the best rotation.
#   The signs stand on the *main* diagonal.
# - Scale is $\langle BR, A\rangle / \lVert B\rVert^2$, not the ratio of the sizes.
# - A residual must be read with the number of landmarks in mind, and one by one: a bad mark stands
#   out, and it pulls all the others.
# - The dimension never mattered.

# %% [markdown]
# ## References
#
# - P. H. Schönemann, "A generalized solution of the orthogonal Procrustes problem", *Psychometrika*
#   31 (1966), 1–10. [doi:10.1007/BF02289451](https://doi.org/10.1007/BF02289451)
# - W. Kabsch, "A solution for the best rotation to relate two sets of vectors", *Acta
#   Crystallographica* A32 (1976), 922–923.
#   [doi:10.1107/S0567739476001873](https://doi.org/10.1107/S0567739476001873)
# - K. S. Arun, T. S. Huang, S. D. Blostein, "Least-squares fitting of two 3-D point sets", *IEEE
#   Transactions on Pattern Analysis and Machine Intelligence* 9 (1987), 698–700.
#   [doi:10.1109/TPAMI.1987.4767965](https://doi.org/10.1109/TPAMI.1987.4767965)
# - S. Umeyama, "Least-squares estimation of transformation parameters between two point patterns",
#   *IEEE Transactions on Pattern Analysis and Machine Intelligence* 13 (1991), 376–380: the
#   reflection and the scale. [doi:10.1109/34.88573](https://doi.org/10.1109/34.88573)
# - J. C. Gower, G. B. Dijksterhuis, *Procrustes Problems*, Oxford University Press, 2004.
