# ---
# jupyter:
#   jupytext:
#     formats: source/denoising//ipynb,text//py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Denoising: what many stamps have in common
#
# Here are twenty-two used stamps. The design is the same on all of them. The ink is not, and the
# post office has put a different postmark on each.
#
# Could you wash the postmarks off? On a single stamp nobody can tell a postmark from the engraving:
# both are dark lines on paper. With twenty-two stamps there is a way to tell them apart.
# **The engraving is shared. A postmark is not.** The SVD finds what is shared.
#
# ## What you will be able to do
#
# - turn a collection of images into a matrix with one column per image, and back;
# - centre that matrix, and say what the mean image keeps and what it loses;
# - compute a *thin* SVD where the full one would not fit into memory;
# - clean all stamps at once with a rank-$r$ approximation, and choose $r$ with reasons;
# - place each stamp on a plane, read what its directions mean, and make stamps that never existed.
#
# ## Before you start
#
# You need the thin SVD, $U\,\mathrm{diag}(s)\,V^T$, and the best rank-$k$ approximation of a matrix
# (the lesson *compression* has both), and NumPy arrays with `reshape`, `mean` and `@`.
#
# | section | exercises | points | minutes |
# |---|---|---|---|
# | 1 · Twenty-two stamps in one matrix | 2.1 | 14 | 20 |
# | 2 · The mean stamp | 2.2 | 12 | 15 |
# | 3 · A thin SVD, and sums of layers | 2.3 | 13 | 20 |
# | 4 · Washing off the postmarks | 2.4 | 16 | 25 |
# | 5 · Which r? | 2.5 | 15 | 25 |
# | 6 · A map of the stamps | 2.6 | 9 | 20 |
# | 7 · Stamps that never existed | 2.7 | 11 | 20 |
# | 8 · A question to answer in words | | 10 | 15 |
# | **total** | | **100** | **160** |
#
# Run the cells in order, from the top. No section needs your solution of an exercise: the lesson computes
# everything it shows itself. If an exercise resists, read on and come back.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import matplotlib.pyplot as plt
import numpy as np

from svdlab import checks, datasets, plots

plots.use_style()

# %% [markdown]
# ## 1 · Twenty-two stamps in one matrix
#
# Look at the stamps for a minute. What do all of them share? What do some share? What does one
# stamp have to itself?

# %%
stamps = datasets.stamps()  # (22, 170, 139, 3): stamp, row, column, colour; floats in [0, 1]
plots.show_images(
    stamps,
    columns=11,
    width=0.92,
    alt="Twenty-two postage stamps with one engraved portrait, in inks from black and green over "
    "red, orange and teal to blue, violet and grey. Each has its own value and its own postmark.",
)
print("shape:", stamps.shape, " smallest value:", stamps.min(), " largest:", stamps.max())

# %% [markdown]
# <details><summary>Answer</summary>
#
# All share the frame, the inscriptions and the portrait. Some share a colour, more or less: there
# are several reds and several blues. One stamp alone has its postmark, its creases, its stains,
# and the number in the two circles. Keep that number in mind: it will return.
#
# </details>
#
# In the text a stamp goes by the number in its circles, such as *the 12-cent stamp*. In code it goes by its
# index, counted from 0 as always in Python: the 12-cent stamp is `stamps[9]`.
#
# The array has four axes: $N = 22$ stamps, $m = 170$ rows, $n = 139$ columns, $p = 3$ colours.
# The SVD wants a matrix. So each stamp is unrolled into one long column of
# $m \cdot n \cdot p = 70\,890$ numbers, and the columns are put side by side:
#
# $$ S = \begin{bmatrix} | & | & & | \\ \text{stamp}_1 & \text{stamp}_2 & \cdots & \text{stamp}_N
# \\ | & | & & | \end{bmatrix} \in \mathbb{R}^{mnp \times N} $$
#
# A row of $S$ is one colour of one pixel, followed through all the stamps.
# The figure shows a piece of $S$: the pixels of one line of the picture, from the left edge of the
# stamp to the right. What is a horizontal stripe? What is a vertical one?

# %%
line = 131  # a line through the two circles with the value
piece = stamps[:, line].transpose(1, 0, 2)  # (139 pixels, 22 stamps, 3 colours)

fig, (left, right) = plt.subplots(1, 2, figsize=(9, 4.6), width_ratios=[1, 2])
plots.image_axes(left).imshow(stamps[8])
left.axhline(line, color=plots.SKY, linewidth=3)
left.set_title("line 131, 10-cent stamp")
right.imshow(piece, aspect="auto", interpolation="nearest")
right.set(xlabel="column of S: index of the stamp", ylabel="row of S: pixel along the line")
right.set(title="the same line of all 22 stamps", xticks=range(0, 22, 3))
right.grid(False)
plots.show(
    fig,
    alt="Left: the 10-cent stamp with a blue line through its two value circles. Right: that line of all 22 "
    "stamps as columns side by side. Light horizontal stripes run through all columns; each column "
    "has its own colour.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# A horizontal stripe is a place where all stamps do the same, such as bare paper or the dark
# background outside the edge. A vertical stripe is a stamp with its ink. A short dark mark in a
# single column is a piece of postmark. Around the rows 17 to 35, and again around 104 to 122, the columns
# differ although most have no postmark there: these rows cross the two circles, and the digits in them.
#
# </details>
#
# ### Exercise 2.1 · A stack of columns, and back (14 points)
#
# Write two functions. The first turns images `(N, m, n, p)` into a matrix `(m·n·p, N)`, one column
# per image. The second is its exact inverse:
#
# `unstack_columns(stack_columns(images), (m, n, p))` is `images` again.
#
# Any order of the pixels within a column will do, as long as it is the same for every image. The
# usual one is the order of `image.reshape(-1)`.


# %% nbgrader={"grade": false, "grade_id": "ex-2-1-a", "locked": false, "schema_version": 3, "solution": true, "task": false}
def stack_columns(images):
    """Put images side by side as the columns of a matrix.

    Parameters
    ----------
    images : array_like, shape (N, m, n, p)
        N images of m rows, n columns and p channels.

    Returns
    -------
    S : ndarray, shape (m * n * p, N)
        Column i holds all the numbers of ``images[i]``, in an order that is the same for every
        image. It has the dtype of ``images``.
    """
    ### BEGIN SOLUTION
    images = np.asarray(images)
    return images.reshape(len(images), -1).T
    ### END SOLUTION


# %% nbgrader={"grade": false, "grade_id": "ex-2-1-b", "locked": false, "schema_version": 3, "solution": true, "task": false}
def unstack_columns(S, shape):
    """Turn the columns of a matrix back into images: the inverse of ``stack_columns``.

    Parameters
    ----------
    S : array_like, shape (m * n * p, N)
        One image per column, its numbers in the order that ``stack_columns`` gives them.
    shape : tuple of int
        ``(m, n, p)``: rows, columns and channels of one image.

    Returns
    -------
    images : ndarray, shape (N, m, n, p)
        It has the dtype of ``S``.
    """
    ### BEGIN SOLUTION
    return np.asarray(S).T.reshape(-1, *shape)
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1 · a nudge</summary>
#
# `reshape` never moves numbers: it reads them in order, last axis fastest. Which axis of the result
# has to belong to the image, before you unroll? And what moves an axis to another place?
#
# </details>
# <details><summary>Hint 2 · a plan</summary>
#
# Keep the first axis and let `reshape` melt the other three: that gives one image per **row**. Then
# transpose. To go back, do both steps in the opposite order.
#
# </details>
# <details><summary>Hint 3 · nearly the code</summary>
#
# `images.reshape(N, -1)` has shape `(N, m·n·p)`; its `.T` is what you want. Back: `S.T` has one image
# per row, and `reshape(-1, *shape)` opens each row again. `np.asarray` first makes lists welcome.
#
# </details>
#
# **What to expect.** In a new cell, `stack_columns(stamps).shape` gives `(70890, 22)`. If you forget
# the transpose, `reshape(70890, 22)` has the right shape too, but one column then holds a few numbers of
# every stamp:

# %%
scrambled = stamps.reshape(-1, 22).T.reshape(22, 170, 139, 3)
plots.show_images(
    [stamps[8], scrambled[8]],
    ["with transpose", "without"],
    columns=2,
    width=2.2,
    alt="Column 8 as a picture. Left, with the transpose: the orange 10-cent stamp. Right, without it: "
    "colourful noise in broad bands of colour, in which no stamp can be seen.",
)

# %% nbgrader={"grade": true, "grade_id": "check-2-1-columns", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.1 · every column holds one image (5 points)
with checks.exercise("2.1", "every column holds one image"):
    pair = np.array([[[[1.0], [2.0], [3.0]]], [[[10.0], [20.0], [30.0]]]])  # two images of 1 x 3
    checks.close(
        np.sort(checks.array(stack_columns(pair), "stack_columns(images)", shape=(3, 2)), axis=0),
        [[1, 10], [2, 20], [3, 30]],
        "stack_columns(images), each column sorted,",
        mistakes={
            "one column holds numbers of both images: reshape(-1, N) mixes them. Reshape to (N, -1) "
            "first, one image per row, then transpose.": [[1, 2], [3, 10], [20, 30]]
        },
        show=True,
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.1", "columns")
    for N, m, n, p in ((5, 3, 4, 3), (4, 6, 2, 1), (30, 2, 5, 2)):
        # One image whose numbers are their own places tells the order of the pixels.
        order = checks.array(
            stack_columns(np.arange(m * n * p).reshape(1, m, n, p)),
            "stack_columns of one image",
            shape=(m * n * p, 1),
        )[:, 0].astype(int)
        checks.equal(
            np.sort(order), np.arange(m * n * p), "the numbers of one image, stacked and sorted,"
        )
        images = rng.random((N, m, n, p))
        checks.close(
            checks.array(
                stack_columns(images), f"stack_columns of {N} images", shape=(m * n * p, N)
            ),
            images.reshape(N, -1).T[order],
            f"stack_columns of {N} images",
            tolerance=0,
            mistakes={
                "the columns mix numbers of different images: reshape to (N, -1) first, then "
                "transpose.": images.reshape(-1, N)
            },
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-1-back", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.1 · unstack_columns gives the images back (4 points)
with checks.exercise("2.1", "unstack_columns gives the images back"):
    pair = np.array([[[[1.0], [2.0], [3.0]]], [[[10.0], [20.0], [30.0]]]])  # two images of 1 x 3
    try:  # the order of the pixels that your stack_columns has chosen
        order = np.asarray(stack_columns(pair[:1])).ravel()
    except Exception:  # it does not work yet: the order of reshape(-1)
        order = np.array([1.0, 2.0, 3.0])
    if not np.array_equal(np.sort(order), [1, 2, 3]):
        order = np.array([1.0, 2.0, 3.0])
    columns = np.stack([order, 10 * order], axis=1)
    back = checks.array(
        unstack_columns(columns, (1, 3, 1)), "unstack_columns(S, (1, 3, 1))", shape=(2, 1, 3, 1)
    )
    checks.close(
        back,
        pair,
        "unstack_columns(S, (1, 3, 1))",
        mistakes={
            "the images that come back are mixtures of the columns: transpose S before you reshape "
            "it.": columns.reshape(2, 1, 3, 1)
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.1", "back")
    for N, m, n, p in ((4, 3, 5, 3), (7, 5, 2, 1)):
        places = np.arange(m * n * p)
        try:
            order = np.asarray(stack_columns(places.reshape(1, m, n, p))).ravel()
        except Exception:
            order = places
        if not np.array_equal(np.sort(order), places):
            order = places
        images = rng.random((N, m, n, p))
        columns = images.reshape(N, -1).T[order.astype(int)]
        back = checks.array(
            unstack_columns(columns, (m, n, p)),
            f"unstack_columns(S, {(m, n, p)}) with {N} columns",
            shape=(N, m, n, p),
        )
        checks.close(
            back,
            images,
            f"unstack_columns(S, {(m, n, p)}) with {N} columns",
            tolerance=0,
            mistakes={
                "the images that come back are mixtures of the columns: transpose S before you "
                "reshape it.": columns.reshape(N, m, n, p)
            },
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-1-inverse", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.1 · exact inverses for every shape (3 points)
with checks.exercise("2.1", "exact inverses for every shape"):
    for N, m, n, p in ((1, 2, 4, 3), (3, 2, 1, 4), (2, 3, 5, 1)):
        images = np.arange(float(N * m * n * p)).reshape(N, m, n, p)
        what = f"{N} images of shape {(m, n, p)}"
        S = checks.array(stack_columns(images), f"stack_columns of {what}", shape=(m * n * p, N))
        checks.equal(unstack_columns(S, (m, n, p)), images, f"{what}, stacked and unstacked,")
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.1", "inverse")
    for N, m, n, p in ((3, 4, 2, 1), (3, 2, 4, 4), (2, 5, 3, 3), (9, 1, 2, 1), (1, 1, 1, 1)):
        what = f"{N} images of shape {(m, n, p)}"
        images = rng.random((N, m, n, p))
        S = checks.array(stack_columns(images), f"stack_columns of {what}", shape=(m * n * p, N))
        checks.equal(unstack_columns(S, (m, n, p)), images, f"{what}, stacked and unstacked,")
        columns = rng.random((m * n * p, N))
        images = checks.array(
            unstack_columns(columns, (m, n, p)), f"unstack_columns to {what}", shape=(N, m, n, p)
        )
        checks.equal(stack_columns(images), columns, f"columns unstacked to {what} and stacked,")
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-1-kinds", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.1 · lists, whole numbers, float32 (2 points)
with checks.exercise("2.1", "lists, whole numbers, float32"):
    nested = [[[[1], [2]], [[3], [4]]], [[[5], [6]], [[7], [8]]], [[[9], [0]], [[1], [2]]]]
    S = checks.array(stack_columns(nested), "stack_columns(a nested list)", shape=(4, 3))
    checks.equal(
        np.sort(S[:, 1]), [5, 6, 7, 8], "column 1 of stack_columns(a nested list), sorted,"
    )
    checks.equal(
        unstack_columns(S.tolist(), (2, 2, 1)), nested, "unstack_columns(a nested list, (2, 2, 1))"
    )
    single = np.array(nested, dtype=np.float32)
    found = (
        np.asarray(stack_columns(single)),
        np.asarray(unstack_columns(single[0, :, :, 0], (2, 1, 1))),
    )
    checks.truth(
        found[0].dtype == found[1].dtype == np.float32,
        f"float32 turned into {found[0].dtype} (stack_columns) and {found[1].dtype} (unstack_columns): "
        "rearranging makes no new numbers, so keep the dtype.",
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.1", "kinds")
    for dtype in (np.uint8, np.float32, np.int64):
        images = rng.integers(0, 255, (4, 3, 2, 3)).astype(dtype)
        before = images.copy()
        S = np.asarray(stack_columns(images))
        checks.unchanged(images, before, "images")
        checks.truth(
            S.dtype == dtype,
            f"stack_columns turned {np.dtype(dtype)} into {S.dtype}: rearranging makes no new "
            "numbers, so keep the dtype (np.empty and np.zeros make float64 unless told).",
        )
        checks.equal(
            np.sort(S, axis=0), np.sort(images.reshape(4, -1), axis=1).T, f"columns of {S.dtype}"
        )
        before = S.copy()
        back = np.asarray(unstack_columns(S, (3, 2, 3)))
        checks.unchanged(S, before, "S")
        checks.truth(
            back.dtype == dtype,
            f"unstack_columns turned {np.dtype(dtype)} into {back.dtype}: keep the dtype.",
        )
        checks.equal(back, images, f"images of {back.dtype}, stacked and unstacked,")
    ### END HIDDEN TESTS

# %% [markdown]
# ## 2 · The mean stamp
#
# The oldest way to remove what is not shared is to average. Each postmark is in one stamp out of
# twenty-two, so in the mean it keeps 1/22 of its strength:
#
# $$ \mu = \frac{1}{N} \sum_{j=1}^{N} S_{:,j} $$
#
# Before you run the cell: what colour will the mean stamp have? And what number will be in its
# circles?

# %%
mean_stamp = stamps.mean(axis=0)
median_stamp = np.median(stamps, axis=0)
plots.show_images(
    [stamps[9], mean_stamp, median_stamp, stamps[9] - mean_stamp + 0.5],
    ["12-cent stamp", "mean of all 22", "median of all 22", "stamp − mean + ½"],
    width=2.2,
    alt="The ochre 12-cent stamp with heavy black bars; the mean of all stamps, which is grey, free of "
    "postmarks, with unreadable numbers; the median, a dull teal with unreadable numbers; and the stamp minus the mean, "
    "where the bars stand out on a flat orange tint.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# Averaging twenty-two inks gives grey. Averaging twenty-two numbers gives a smudge. The postmarks
# are gone, and so is the colour: the mean throws away what *some* stamps share together with what
# only *one* has. The median ignores outliers, which is good against postmarks. It still gives one picture for
# all, here in a dull teal.
#
# </details>
#
# So the mean is a start, and not the end. What the mean explains, we take out once and for all. The
# SVD then works on what is left, the **centred** matrix
#
# $$ A = S - \mu \, \mathbf{1}^T, \qquad \text{every row of } A \text{ sums to } 0. $$
#
# In NumPy, `S - mean` does the subtraction from all columns if `mean` has the shape `(rows, 1)`. With
# the shape `(rows,)`, NumPy would lay it along the *last* axis, which is the stamps.

# %%
numbers = stamps.reshape(22, -1).T
print("S:            ", numbers.shape)
print("one mean:     ", numbers.mean(axis=1, keepdims=True).shape, "subtracts from every column")
try:
    numbers - numbers.mean(axis=1)
except ValueError as error:
    print("the other one:", numbers.mean(axis=1).shape, "fails,", error)

# %% [markdown]
# ### Exercise 2.2 · Take out the mean (12 points)
#
# Write the function that centres a matrix of columns and hands back both parts, so that
# `A + mean` is `S` again.


# %% nbgrader={"grade": false, "grade_id": "ex-2-2", "locked": false, "schema_version": 3, "solution": true, "task": false}
def center_columns(S):
    """Subtract the mean column from every column.

    Parameters
    ----------
    S : array_like, shape (rows, N)
        One observation per column; floats or whole numbers. It is not modified.

    Returns
    -------
    A : ndarray of float, shape (rows, N)
        The columns without their mean: each row sums to 0.
    mean : ndarray of float, shape (rows, 1)
        The mean of the N columns, as a column.
    """
    ### BEGIN SOLUTION
    S = np.asarray(S)
    mean = S.mean(axis=1, keepdims=True)
    return S - mean, mean
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1 · a nudge</summary>
#
# The mean stamp has one number per pixel. Pixels are rows. Which axis has to disappear?
#
# </details>
# <details><summary>Hint 2 · a plan</summary>
#
# Average over the columns (`axis=1`), but keep the axis, so that the result is still a matrix with a
# single column. Subtract it. Return both.
#
# </details>
# <details><summary>Hint 3 · nearly the code</summary>
#
# `S = np.asarray(S)` makes lists welcome. `S.mean(axis=1, keepdims=True)` has shape `(rows, 1)`. Make a new
# array, `S - mean`: an in-place `S -= mean` would change the caller's data, and fails for whole numbers.
#
# </details>
#
# **What to expect.** For `S = [[1, 3], [2, 6]]` the mean is `[[2], [4]]` and A is `[[-1, 1], [-2, 2]]`.

# %% nbgrader={"grade": true, "grade_id": "check-2-2-mean", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.2 · the mean is a column (5 points)
with checks.exercise("2.2", "the mean is a column"):
    S = np.array([[1.0, 3.0], [2.0, 6.0], [0.0, 8.0]])
    try:
        found = center_columns(S)
    except ValueError as error:
        checks.truth(
            "broadcast" not in str(error),
            "the mean does not fit to S: a mean of shape (3,) is laid along the last axis. keepdims=True "
            "keeps it a column of shape (3, 1).",
        )
        raise
    mean = checks.tuple_of(found, 2, "center_columns(S), which gives (A, mean),")[1]
    checks.truth(
        np.shape(mean) != (3,),
        "mean has shape (3,), but a column has shape (3, 1): keepdims=True keeps the axis.",
    )
    checks.truth(
        np.shape(mean) not in ((1, 2), (2,)),
        "mean has one number per column: that is the average over the pixels of each image. "
        "Average over the images, axis=1, for one number per row.",
    )
    checks.truth(
        np.size(mean) != 1,
        "mean is one number for the whole matrix: average each row on its own, with axis=1.",
    )
    checks.close(
        mean,
        [[2], [4], [4]],
        "the mean of center_columns(S)",
        mistakes={"mean is the sum of the columns: divide it by their number.": [[4], [8], [8]]},
        show=True,
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.2", "mean")
    for rows, N in ((7, 4), (3, 9), (5, 5)):
        S = rng.normal(3, 2, (rows, N))
        wanted = np.sum(S, axis=1)[:, np.newaxis] / N
        mean = checks.tuple_of(center_columns(S), 2, "center_columns(S)")[1]
        mean = checks.array(mean, "mean", shape=(rows, 1))
        checks.close(mean, wanted, f"the mean of a {rows} × {N} matrix")
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-2-centred", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.2 · the columns without their mean (4 points)
with checks.exercise("2.2", "the columns without their mean"):
    S = np.array([[1.0, 3.0], [2.0, 6.0], [0.0, 8.0]])
    try:
        found = center_columns(S.copy())
    except ValueError as error:
        checks.truth(
            "broadcast" not in str(error),
            "the mean does not fit to S: a mean of shape (3,) is laid along the last axis. keepdims=True "
            "keeps it a column of shape (3, 1).",
        )
        raise
    A = checks.tuple_of(found, 2, "center_columns(S), which gives (A, mean),")[0]
    checks.close(
        checks.array(A, "A", shape=(3, 2)),
        [[-1, 1], [-2, 2], [-4, 4]],
        "A of center_columns(S)",
        mistakes={
            "the mean was taken over the wrong axis: every column of A sums to 0, but the rows "
            "should. Average over the images, axis=1.": S - S.mean(axis=0),
            "one number was subtracted from the whole matrix: subtract from each row its own "
            "mean.": S - S.mean(),
            "the sign is turned: A is S - mean, not mean - S.": S.mean(1, keepdims=True) - S,
            "A is still S: the mean was not subtracted.": S,
            "A was divided by the standard deviation too: subtract the mean and no more.": np.sign(
                S - S.mean(1, keepdims=True)
            ),
        },
        show=True,
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.2", "centred")
    for rows, N in ((6, 4), (3, 8), (5, 5)):
        S = rng.normal(2, 3, (rows, N))
        A = checks.tuple_of(center_columns(S.copy()), 2, "center_columns(S)")[0]
        A = checks.array(A, "A", shape=(rows, N))
        # Each row is a sum of N numbers of size about 10: rounding stays far below 1e-10.
        checks.truth(
            np.abs(A.sum(axis=1)).max() < 1e-10, f"the rows of A ({rows} × {N}) do not sum to 0."
        )
        removed = S - A
        checks.close(
            removed,
            np.repeat(removed[:, :1], N, axis=1),
            "S - A, which is the same in all columns,",
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-2-kinds", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.2 · bytes, lists, one column, arguments unchanged (3 points)
with checks.exercise("2.2", "bytes, lists, one column, arguments unchanged"):
    S = np.array([[10, 250], [0, 7]], dtype=np.uint8)
    try:
        found = center_columns(S)
    except TypeError as error:
        checks.truth(
            "Cannot cast" not in str(error),
            "bytes cannot hold the difference: make a new array, S - mean; do not change S.",
        )
        raise
    A, mean = checks.tuple_of(found, 2, "center_columns(S)")
    checks.close(
        A,
        [[-120, 120], [-3.5, 3.5]],
        "A of center_columns(bytes)",
        mistakes={
            "whole numbers were kept: 0 - 3.5 has to become -3.5, so A must hold floats.": [
                [136, 120],
                [253, 4],
            ],
            "A lost its fractions: keep floats.": [[-120, 120], [-3, 3]],
            "the fractions of the mean got lost: keep floats.": [[-120, 120], [-3, 4]],
            "the mean was laid along the columns: keepdims=True keeps it a column.": [
                [-120, 246.5],
                [-130, 3.5],
            ],
        },
        show=True,
    )
    S = np.array([[1.0], [2.0]])
    for given, name in ((S, "one column"), ([[1], [2]], "a list")):
        A, mean = checks.tuple_of(center_columns(given), 2, f"center_columns({name})")
        checks.unchanged(given, [[1], [2]], "S")
        checks.close(A, [[0], [0]], f"A of center_columns({name})", show=True)
        checks.close(np.ravel(mean), [1, 2], f"the mean of center_columns({name})", show=True)
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.2", "kinds")
    S = rng.random((5, 3))
    before = S.copy()
    center_columns(S)
    checks.unchanged(S, before, "S")
    for given, tolerance in (
        (rng.integers(0, 256, (6, 5)).astype(np.uint8), 1e-8),
        (rng.integers(-9, 9, (4, 3)).tolist(), 1e-8),
        (rng.random((6, 4)).astype(np.float32), 1e-4),
        (rng.random((4, 1)), 1e-8),
    ):
        wanted = np.asarray(given, dtype=np.float64)
        A, mean = checks.tuple_of(center_columns(given), 2, "center_columns(S)")
        middle = wanted.mean(axis=1, keepdims=True)
        what = f"center_columns of {type(given).__name__} {np.asarray(given).dtype}"
        checks.close(np.ravel(mean), middle.ravel(), f"the mean of {what}", tolerance=tolerance)
        checks.close(A, wanted - middle, f"A of {what}", tolerance=tolerance)
        checks.truth(
            np.asarray(A).dtype.kind == "f", f"A of {what} must hold floats, not whole numbers."
        )
    ### END HIDDEN TESTS

# %% [markdown]
# ## 3 · A thin SVD, and sums of layers
#
# Now the SVD of $A$, which is 70 890 × 22. The full one has a square $U$. How large is it?

# %%
rows, N = 170 * 139 * 3, 22
print(f"full U: {rows} x {rows} numbers x 8 bytes = {rows * rows * 8 / 1e9:6.1f} GB")
print(f"thin U: {rows} x {N} numbers x 8 bytes    = {rows * N * 8 / 1e9:8.3f} GB")

# %% [markdown]
# Forty gigabytes, to describe twenty-two stamps. Most columns of the full $U$ are directions in which
# no stamp has anything at all: they get multiplied by zeros. The thin SVD leaves them out and
# loses nothing:
#
# $$ \underbrace{A}_{70890 \times 22} = \underbrace{U}_{70890 \times 22}\;
# \underbrace{\mathrm{diag}(s)}_{22 \times 22}\; \underbrace{V^T}_{22 \times 22} $$

# %%
data = datasets.stamps().reshape(22, -1).T
centred = data - data.mean(axis=1, keepdims=True)
U_stamps, s_stamps, Vt_stamps = np.linalg.svd(centred, full_matrices=False)

print(f"U: {U_stamps.shape}   s: {s_stamps.shape}   Vt: {Vt_stamps.shape}")
print(f"singular values: {np.round(s_stamps, 1)}")

# %% [markdown]
# The last singular value is zero up to rounding. Why? Twenty-two columns could span twenty-two
# dimensions.
#
# <details><summary>Answer</summary>
#
# They could before we subtracted the mean. The centred columns sum to zero, so each of them is
# minus the sum of the others. Centring costs one rank: $N$ centred columns have rank
# $N - 1$ at most.
#
# </details>
#
# Multiply out $U\,\mathrm{diag}(s)\,V^T$ and the matrix becomes a sum of layers, each a column times a row:
#
# $$ A = \sum_{i=1}^{N} s_i\, u_i v_i^T, \qquad A_r = \sum_{i=1}^{r} s_i\, u_i v_i^T $$
#
# Formulas count from 1, code counts from 0: the first layer has $s_1, u_1, v_1$ in a formula, and
# `s[0]`, `U[:, 0]`, `Vt[0]` in NumPy.
#
# A column $u_i$ is an image, a *pattern of change*. A row $v_i^T$ has one number per stamp: how
# much of that pattern each stamp takes. Here are six of the patterns, and how they are used. Which of
# them are about ink, and which about postmarks? One pair is about neither.

# %%
patterns = U_stamps.T.reshape(22, 170, 139, 3)
colourful = [0.5 + 0.4 * u / np.quantile(np.abs(u), 0.98) for u in patterns]
shown = [0, 1, 2, 3, 4, 7]

fig, axes = plt.subplots(2, 6, figsize=(11, 4.4), height_ratios=[2.2, 1], sharey="row")
for top, bottom, i in zip(*axes, shown, strict=True):
    plots.image_axes(top).imshow(np.clip(colourful[i], 0, 1))
    top.set_title(f"$u_{{{i + 1}}}$,  s = {s_stamps[i]:.0f}")
    bottom.bar(range(22), Vt_stamps[i], color=plots.BLUE)
    bottom.set(xlabel="index of stamp", xticks=[0, 10, 21])
axes[1, 0].set_ylabel("share $v_i$")
plots.show(
    fig,
    alt="Six patterns as images with grey for zero, and below each a bar chart of its share in the 22 "
    "stamps. Patterns 1 to 3 show the whole engraving in one tint, patterns 4 and 5 look embossed, and "
    "nearly all stamps use them. Pattern 8 shows two sets of slanting bars that cross, and coloured digits in the two "
    "circles; the stamps with index 14 and 21 take most of it.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# The first three patterns are the engraving, in one tint each: they recolour the stamp. Nearly every
# stamp takes some of each. The eighth is postmarks. Two sets of slanting bars cross, white where the
# other set is dark, and two stamps take most of it, with opposite signs: the 25-cent and the 80-cent stamp. Look into the
# circles too: the same pattern has digits. To the SVD they are no different from the bars.
#
# The fourth and the fifth look embossed, light on one side of each edge and dark on the other. Adding a bit of
# such a pattern *shifts* the print, up or down and left or right by a fraction of a pixel:
# $f(x + \delta) \approx f(x) + \delta f'(x)$. The printer did not lay every sheet in exactly the same place.
#
# Do not read meaning into the signs: $-u_i$ and $-v_i$ make the same layer.
#
# </details>
#
# ### Exercise 2.3 · Add up the first r layers (13 points)
#
# Write $A_r = \sum_{i=1}^{r} s_i u_i v_i^T$ for given factors. In code the $r$ layers are 0, 1, ..., r − 1. With
# `r = 0` the sum is empty, and the result is a matrix of zeros.


# %% nbgrader={"grade": false, "grade_id": "ex-2-3", "locked": false, "schema_version": 3, "solution": true, "task": false}
def rank_one_sum(U, s, Vt, r):
    """Add up the first r layers ``s[i] * outer(U[:, i], Vt[i])`` of an SVD.

    Parameters
    ----------
    U : array_like, shape (rows, q)
        Left singular vectors, one per column.
    s : array_like, shape (q,)
        Singular values.
    Vt : array_like, shape (q, N)
        Right singular vectors, one per row.
    r : int
        Number of layers, ``0 <= r <= q``.

    Returns
    -------
    A_r : ndarray of float, shape (rows, N)
        The sum; zeros for ``r = 0``.
    """
    ### BEGIN SOLUTION
    U, Vt = np.asarray(U), np.asarray(Vt)
    return (U[:, :r] * s[:r]) @ Vt[:r]
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1 · a nudge</summary>
#
# `np.outer(u, v)` is the matrix of a column times a row. Layer `i` uses *column* `i` of `U`, but *row* `i`
# of `Vt`. How would you add up r of them?
#
# </details>
# <details><summary>Hint 2 · a plan</summary>
#
# A loop over `range(r)` that adds to a matrix of zeros is right. To do without the loop: keep the first r
# columns of U, scale each by its singular value, and multiply by the first r rows of Vt.
#
# </details>
# <details><summary>Hint 3 · nearly the code</summary>
#
# `U, s, Vt = np.asarray(U), np.asarray(s), np.asarray(Vt)` makes lists welcome.
# `U[:, :r] * s[:r]` scales column i by `s[i]` (broadcasting along the last axis). Then `@ Vt[:r]`.
# With `r = 0` this multiplies `(rows, 0)` by `(0, N)`, and NumPy gives zeros.
#
# </details>
#
# **What to expect.** `rank_one_sum` with all layers gives the matrix back. With r layers, the
# Frobenius norm of what is missing is $\sqrt{s_{r+1}^2 + s_{r+2}^2 + \dots}$

# %% nbgrader={"grade": true, "grade_id": "check-2-3-layers", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.3 · the first layers (5 points)
with checks.exercise("2.3", "the first layers"):
    U = np.array([[1, 0, 0], [0, 0.6, 0.8], [0, -0.8, 0.6], [0, 0, 0]])
    s = np.array([5.0, 2.0, 1.0])
    Vt = np.array([[0, 1, 0], [0.6, 0, 0.8], [-0.8, 0, 0.6]])
    one = s[0] * np.outer(U[:, 0], Vt[0])
    two = one + s[1] * np.outer(U[:, 1], Vt[1])
    checks.close(
        checks.array(rank_one_sum(U, s, Vt, 2), "rank_one_sum(U, s, Vt, 2)", shape=(4, 3)),
        two,
        "rank_one_sum(U, s, Vt, 2)",
        mistakes={
            "columns of Vt were used, but the right singular vectors are its rows: take Vt[i].": (
                U[:, :2] * s[:2]
            )
            @ Vt.T[:2],
            "there is one layer too many: the layers are 0, 1, ..., r - 1.": (U * s) @ Vt,
            "there is one layer too few: r layers are 0, 1, ..., r - 1.": one,
            "layer 0 is missing: the layers are 0, 1, ..., r - 1.": two - one,
            "the singular values are missing.": U[:, :2] @ Vt[:2],
            "the singular values are squared: a layer is s[i] times u v.": (U[:, :2] * s[:2] ** 2)
            @ Vt[:2],
            "the square root of the singular values was taken: a layer is s[i] times u v.": (
                U[:, :2] * np.sqrt(s[:2])
            )
            @ Vt[:2],
        },
        show=True,
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.3", "layers")
    for rows, N in ((9, 5), (4, 7), (5, 5)):
        U, s, Vt = np.linalg.svd(rng.normal(size=(rows, N)), full_matrices=False)
        for r in (1, 2, 3):
            name = f"rank_one_sum of a {rows} × {N} matrix with r = {r}"
            found = rank_one_sum(U.copy(), s.copy(), Vt.copy(), r)
            found = checks.array(found, name, shape=(rows, N))
            checks.close(found, np.einsum("ik,k,kj->ij", U[:, :r], s[:r], Vt[:r]), name)
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-3-none", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.3 · no layer gives zeros (2 points)
with checks.exercise("2.3", "no layer gives zeros"):
    U, s, Vt = np.linalg.svd(np.array([[3.0, 1.0, 0.0], [2.0, 0.0, 4.0]]), full_matrices=False)
    checks.close(
        checks.array(rank_one_sum(U, s.copy(), Vt, 0), "rank_one_sum(U, s, Vt, 0)", shape=(2, 3)),
        np.zeros((2, 3)),
        "rank_one_sum(U, s, Vt, 0)",
        mistakes={
            "one layer is there although r = 0: there are r + 1 of them.": (U[:, :1] * s[:1])
            @ Vt[:1],
            "all layers are there although r = 0.": (U * s) @ Vt,
        },
        show=True,
    )
    ### BEGIN HIDDEN TESTS
    lists = [[0, 1], [1, 0], [0, 0]], [3, 2], [[1, 0], [0, -1]]
    checks.close(rank_one_sum(*lists, 0), np.zeros((3, 2)), "rank_one_sum of lists with r = 0")
    rng = checks.generator("2.3", "none")
    for rows, N in ((6, 3), (3, 5)):
        A = rng.normal(size=(rows, N))
        U, s, Vt = np.linalg.svd(A, full_matrices=False)
        name = f"rank_one_sum of a {rows} × {N} matrix"
        found = rank_one_sum(U.copy(), s.copy(), Vt.copy(), 0)
        found = checks.array(found, name + " with r = 0", shape=(rows, N))
        checks.close(found, np.zeros((rows, N)), name + " with r = 0")
        # Zeros are right for r = 0 only.
        found = checks.array(rank_one_sum(U, s, Vt, 1), name + " with r = 1", shape=(rows, N))
        checks.truth(np.abs(found).max() > 1e-3 * s[0], name + " is zero for r = 1 too.")
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-3-all", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.3 · all layers give the matrix back (3 points)
with checks.exercise("2.3", "all layers give the matrix back"):
    A = np.array([[3.0, 1.0, 0.0], [2.0, 0.0, 4.0]])
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    checks.close(
        checks.array(rank_one_sum(U, s, Vt, 2), "rank_one_sum(U, s, Vt, 2)", shape=(2, 3)),
        A,
        "rank_one_sum(U, s, Vt, 2), where there are 2 layers,",
        mistakes={
            "the last layer is missing: the layers are 0, 1, ..., r - 1.": (U[:, :1] * s[:1])
            @ Vt[:1],
            "layer 0 is missing: the layers are 0, 1, ..., r - 1.": (U[:, 1:] * s[1:]) @ Vt[1:],
            "the singular values are missing.": U @ Vt,
            "the singular values are squared: a layer is s[i] times u v.": (U * s**2) @ Vt,
        },
        show=True,
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.3", "all")
    for rows, N in ((12, 4), (3, 8), (6, 6), (5, 1), (1, 5)):
        A = rng.normal(size=(rows, N)) + 2
        U, s, Vt = np.linalg.svd(A, full_matrices=False)
        name = f"rank_one_sum with all {len(s)} layers of a {rows} × {N} matrix"
        checks.close(checks.array(rank_one_sum(U, s, Vt, len(s)), name, shape=(rows, N)), A, name)
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-3-kinds", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.3 · lists, whole numbers, float32, arguments unchanged (3 points)
with checks.exercise("2.3", "lists, whole numbers, float32, arguments unchanged"):
    U, s, Vt = [[0, 1], [1, 0], [0, 0]], [3, 2], [[1, 0], [0, -1]]
    checks.close(
        checks.array(rank_one_sum(U, s, Vt, 1), "rank_one_sum of lists", shape=(3, 2)),
        [[0, 0], [3, 0], [0, 0]],
        "rank_one_sum of lists",
        show=True,
    )
    factors = [np.array(factor, dtype=np.float32) for factor in (U, s, Vt)]
    found = rank_one_sum(*factors, 1)
    for name, factor, before in zip(("U", "s", "Vt"), factors, (U, s, Vt), strict=True):
        checks.unchanged(factor, before, name)
    name = "rank_one_sum in float32"
    checks.close(found, [[0, 0], [3, 0], [0, 0]], name, tolerance=1e-4, show=True)
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.3", "kinds")
    A = rng.normal(size=(6, 2)) @ rng.normal(size=(2, 4))  # rank 2: s ends in two zeros
    factors = np.linalg.svd(A, full_matrices=False)
    before = [factor.copy() for factor in factors]
    for r in (1, 2, 3):
        wanted = np.einsum("ik,k,kj->ij", *(before[0][:, :r], before[1][:r], before[2][:r]))
        found = rank_one_sum(*factors, r)
        for name, factor, copy in zip(("U", "s", "Vt"), factors, before, strict=True):
            checks.unchanged(factor, copy, name)
        checks.close(found, wanted, f"rank_one_sum with r = {r}")
    U, s, Vt = np.linalg.svd(rng.normal(size=(5, 7)).astype(np.float32), full_matrices=False)
    wanted = np.einsum("ik,k,kj->ij", U[:, :3], s[:3], Vt[:3])
    checks.close(rank_one_sum(U, s, Vt, 3), wanted, "rank_one_sum in float32", tolerance=1e-4)
    ### END HIDDEN TESTS

# %% [markdown]
# ## 4 · Washing off the postmarks
#
# Everything is ready. Centre the stamps, keep $r$ layers, and add the mean again:
#
# $$ \hat S_r = \mu \mathbf 1^T + \sum_{i=1}^{r} s_i u_i v_i^T $$
#
# The best rank-$r$ matrix spends its few layers on what pays most, which is what many stamps share.
# A postmark helps to describe a single stamp, so it has to wait.
#
# You will write this sum in the exercise. The next cell takes another road to the same $\hat S_r$: it uses the $v_i$ only, and
# finds them as eigenvectors of the small matrix $A^T A$. Since $s_i u_i = A v_i$, with $v_1, \dots, v_r$ as the columns of
# $V_r$,
#
# $$ \sum_{i=1}^{r} s_i u_i v_i^T = \sum_{i=1}^{r} A v_i v_i^T = A V_r V_r^T . $$


# %%
def mixtures(columns, r):
    """Return the mean plus ``A V_r V_r^T``, and the eigenvectors ``V_r`` of ``A^T A``."""
    mean = columns.mean(axis=1, keepdims=True)
    A = columns - mean
    V = np.linalg.eigh(A.T @ A).eigenvectors[:, ::-1][:, :r]  # eigh sorts upwards
    return mean + (A @ V) @ V.T, V


def as_stamps(columns):
    """Return columns as images that can be shown, with every value in [0, 1]."""
    return np.clip(columns.T, 0, 1).reshape(-1, 170, 139, 3)


# %%
collection = datasets.stamps().reshape(22, -1).T
originals, unused = as_stamps(collection), as_stamps(datasets.clean_stamps().reshape(22, -1).T)
VALUES = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 18, 20, 24, 25, 30, 35, 40, 50, 60, 75, 80]


def before_and_after(r=0, stamp=12):
    """Draw the stamp of a value, its version with r layers, and the stamp as it was printed."""
    j = VALUES.index(stamp)
    pictures = [originals[j], as_stamps(mixtures(collection, r)[0])[j], unused[j]]
    fig, axes = plt.subplots(1, 3, figsize=(7.4, 3.4))
    for ax, picture, title in zip(
        axes, pictures, ["with its postmark", f"r = {r}", "as it was printed"], strict=True
    ):
        plots.image_axes(ax).imshow(picture)
        ax.set_title(title)
    return fig


plots.slider(
    before_and_after,
    alt=lambda r, stamp: (
        f"The {stamp}-cent stamp with its postmark, rebuilt from {r} layers, and as printed."
    ),
    r=(0, 21),
    stamp=VALUES,
)

# %% [markdown]
# Move `r` from 0 up. Where does the ink arrive? Where does the postmark? Then try other stamps: does
# the same `r` suit all of them? The still picture below walks through three of them.

# %%
steps = [0, 1, 2, 3, 6, 21]
walks = [as_stamps(mixtures(collection, r)[0]) for r in steps]
fig, axes = plt.subplots(3, len(steps) + 1, figsize=(9, 5.2))
for row, stamp in zip(axes, [3, 12, 30], strict=True):
    j = VALUES.index(stamp)
    for ax, picture in zip(row, [walk[j] for walk in walks] + [unused[j]], strict=True):
        plots.image_axes(ax).imshow(picture)
for ax, title in zip(axes[0], [f"r = {r}" for r in steps] + ["printed"], strict=True):
    ax.set_title(title)
plots.show(
    fig,
    alt="The 3-cent, 12-cent and 30-cent stamps, one per row, rebuilt from 0 to 21 layers. With none all are the grey mean; by "
    "three layers each has its own ink and hardly a trace of a postmark; at six the postmarks come back, "
    "and with 21 they are complete. The last column is the stamp as printed.",
)

# %% [markdown]
# <details><summary>What to see</summary>
#
# With `r = 0` every stamp is the mean. For the blue 30-cent stamp two layers do. The black 3-cent and the ochre 12-cent stamp
# need three: with two they are green and red. What is left of the postmarks at r = 3 is a shadow. From there on each
# layer brings more of somebody's postmark, and with 21 layers the picture is the original. Look closely and you find
# faint lines of *other* stamps' postmarks: who shares the ink of the others shares a little of their dirt.
#
# </details>
#
# ### Where does a clean stamp come from?
#
# $A V_r V_r^T$ says something that $\sum s_i u_i v_i^T$ hides: each column of the result is a weighted sum
# of the 22 given stamps. One line shows it. The columns of $A$ sum to zero, $A \mathbf 1 = 0$, so $\mathbf 1$ is orthogonal to every
# $v_i$ with $s_i > 0$, and $\mathbf 1^T V_r = 0$ makes the mean in $A = S - \mu \mathbf 1^T$ drop out:
#
# $$ \hat S_r = \mu \mathbf 1^T + A V_r V_r^T = S\, W_r, \qquad
# W_r = \tfrac{1}{N} \mathbf 1 \mathbf 1^T + V_r V_r^T . $$
#
# Column $j$ of $W_r$ holds the weights for stamp $j$, and they sum to 1. So the
# SVD *is* an average after all, with weights of its own. What do you expect them to be for a red stamp?

# %%
inner = stamps[:, 15:155, 12:127]  # without the paper around the frame
dark = inner.mean(axis=(0, 3)) < np.quantile(inner.mean(axis=(0, 3)), 0.15)
inks = inner[:, dark].mean(axis=1)  # (22, 3): the colour where the design is solid ink

fig, axes = plt.subplots(1, 3, figsize=(11, 3.4))
for ax, r in zip(axes, [0, 3, 21], strict=True):
    V = mixtures(collection, r)[1]
    weights = 1 / 22 + V @ V[VALUES.index(6)]  # for the 6-cent stamp, a red one
    ax.bar(range(22), weights, color=inks, edgecolor="black", linewidth=0.6)
    ax.axhline(0, color="black", linewidth=0.8)
    ax.set(title=f"r = {r}", xlabel="value of the stamp", ylim=(-0.12, 0.25))
    ax.set_xticks(range(0, 22, 3), [VALUES[i] for i in range(0, 22, 3)])
axes[0].set_ylabel("weight in the mixture")
axes[2].set(title="r = 21 (another scale)", ylim=(-0.1, 1.1))
plots.show(
    fig,
    alt="Weights with which the 22 stamps enter the rebuilt red 6-cent stamp. For r = 0 all are equal. For "
    "r = 3 the red and orange stamps weigh most and others have small or negative weights. For "
    "r = 21, drawn on another scale, the 6-cent stamp alone has weight one.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# With $r = 0$ all weights are 1/22: the mean. With $r = 3$ the reds weigh most: they know the colour, and
# their postmarks are elsewhere. With $r = 21$ the stamp is a mixture of itself alone, postmark included.
# Between these ends, $r$ decides how far an average reaches.
#
# </details>
#
# ### Exercise 2.4 · Denoise (16 points)
#
# Put the steps together: images in, images out. Low rank does not know that a pixel has to stay in
# $[0, 1]$, so clip at the end. You may call your own functions from above; if one of them does
# not work yet, write its line here with NumPy.


# %% nbgrader={"grade": false, "grade_id": "ex-2-4", "locked": false, "schema_version": 3, "solution": true, "task": false}
def denoise(images, r):
    """Keep what the images share: their mean plus the best rank-r part of what is left.

    Parameters
    ----------
    images : array_like, shape (N, m, n, p)
        N images with values in [0, 1]. It is not modified.
    r : int
        Number of layers kept, from 0 (every image becomes the mean image) to N (every image
        stays as it is), and at most m * n * p.

    Returns
    -------
    denoised : ndarray of float, shape (N, m, n, p)
        Clipped to [0, 1]; image i belongs to ``images[i]``.
    """
    ### BEGIN SOLUTION
    images = np.asarray(images)
    S = images.reshape(len(images), -1).T
    mean = S.mean(axis=1, keepdims=True)
    U, s, Vt = np.linalg.svd(S - mean, full_matrices=False)
    low_rank = (U[:, :r] * s[:r]) @ Vt[:r]
    return np.clip(mean + low_rank, 0, 1).T.reshape(images.shape)
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1 · a nudge</summary>
#
# Five steps, and you have met each of them: columns, mean, SVD, layers, images. In which order? Which
# of them has to be undone at the end?
#
# </details>
# <details><summary>Hint 2 · a plan</summary>
#
# Stack the images to columns. Centre. Take the thin SVD (`full_matrices=False`). Sum r layers, add the mean
# and clip. Turn the columns back into images of the shape you were given.
#
# </details>
# <details><summary>Hint 3 · nearly the code</summary>
#
# `images = np.asarray(images)`; `S = images.reshape(len(images), -1).T`;
# `U, s, Vt = np.linalg.svd(S - mean, full_matrices=False)`;
# `np.clip(mean + ..., 0, 1)`, and back with `.T.reshape(images.shape)`.
#
# </details>
#
# **What to expect.** `denoise(stamps, 3)[9]` looks like the picture r = 3 in the row of the 12-cent stamp above. In
# a new cell: `plots.show_images(denoise(stamps, 3)[:8], alt="...")`.

# %% nbgrader={"grade": true, "grade_id": "check-2-4-rank", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.4 · the mean and r layers (6 points)
with checks.exercise("2.4", "the mean and r layers"):
    # Four images of 2 x 2 pixels: a mean, a strong pattern (s = 0.4) and a weak one.
    mean = np.array([[0.4], [0.5], [0.6], [0.5]])
    strong = np.outer([0.1, 0.1, -0.1, -0.1], [1, 1, -1, -1])
    weak = np.outer([0.04, -0.04, 0.04, -0.04], [1, -1, -1, 1])
    S = mean + strong + weak
    U, s, Vt = np.linalg.svd(S)
    flat = S - S.mean(axis=0)
    F, f, Gt = np.linalg.svd(flat)
    wrong = {
        "the mean was not added again after the SVD.": strong,
        "the mean was not subtracted before the SVD: the first layer is spent on it.": s[0]
        * np.outer(U[:, 0], Vt[0]),
        "one layer too many is kept: r = 1 means one.": S,
        "one layer too few is kept: r = 1 means one.": mean + 0 * S,
        "the mean was taken over the wrong axis: subtract the mean image, not each image's own "
        "average.": S.mean(axis=0) + f[0] * np.outer(F[:, 0], Gt[0]),
        "the images come back scrambled: transpose the columns before you reshape them.": (
            mean + strong
        ).T,
        "the singular values are squared: a layer is s[i] times u v.": mean + 0.4 * strong,
        "the singular values are missing: a layer is s[i] times u v.": mean + strong / 0.4,
        "the layers were clipped before the mean was added: they are differences, and may be negative. "
        "Clip at the end.": mean + np.clip(strong, 0, 1),
    }
    checks.close(
        checks.array(denoise(S.T.reshape(4, 2, 2, 1), 1), "denoise(images, 1)", shape=(4, 2, 2, 1)),
        (mean + strong).T.reshape(4, 2, 2, 1),
        "denoise(images, 1)",
        mistakes={
            sentence: np.clip(columns, 0, 1).T.reshape(4, 2, 2, 1)
            for sentence, columns in wrong.items()
        },
        show=True,
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.4", "rank")
    for N, m, n, p in ((6, 4, 3, 3), (5, 3, 5, 1)):
        # Layers with known singular values, each 0.6 of the one before: the truncation is unique and
        # well conditioned. Nothing leaves [0, 1], so clipping plays no part here.
        middle = rng.uniform(0.4, 0.6, (m * n * p, 1))
        across = np.linalg.qr(np.column_stack([np.ones(N), rng.normal(size=(N, N - 1))]))[0][:, 1:]
        down = np.linalg.qr(rng.normal(size=(m * n * p, N - 1)))[0]
        layers = [0.3 * 0.6**i * np.outer(down[:, i], across[:, i]) for i in range(N - 1)]
        images = (middle + sum(layers)).T.reshape(N, m, n, p)
        nothing = np.zeros((m * n * p, N))
        for r in (1, 2, 3):
            name = f"denoise of {N} images of shape {(m, n, p)} with r = {r}"
            found = checks.array(denoise(images.copy(), r), name, shape=(N, m, n, p))
            best = (middle + sum(layers[:r], start=nothing)).T.reshape(N, m, n, p)
            fewer = (middle + sum(layers[: r - 1], start=nothing)).T.reshape(N, m, n, p)
            more = (middle + sum(layers[: r + 1], start=nothing)).T.reshape(N, m, n, p)
            checks.close(
                found,
                best,
                name,
                mistakes={
                    "one layer too many is kept.": more,
                    "one layer too few is kept.": fewer,
                    "the mean was not added again.": np.clip(best - images.mean(axis=0), 0, 1),
                },
            )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-4-ends", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.4 · r = 0 is the mean image, r = N the original (4 points)
with checks.exercise("2.4", "r = 0 is the mean image, r = N the original"):
    # Three images of 1 x 3 pixels, one in each row.
    images = np.array([[0.1, 0.5, 0.3], [0.3, 0.1, 0.2], [0.2, 0.9, 0.1]]).reshape(3, 1, 3, 1)
    average = images.mean(axis=0)
    checks.close(
        checks.array(denoise(images.copy(), 0), "denoise(images, 0)", shape=(3, 1, 3, 1)),
        np.stack([average] * 3),
        "denoise(images, 0)",
        mistakes={
            "with r = 0 all is 0: add the mean image again at the end.": np.zeros((3, 1, 3, 1)),
            "with r = 0 every image became flat: average over the images, not over the pixels of "
            "one.": images.mean(axis=2, keepdims=True) * np.ones((1, 1, 3, 1)),
        },
        show=True,
    )
    checks.close(
        denoise(images.copy(), 3),
        images,
        "denoise(images, 3), where nothing is left out,",
        mistakes={
            "the layers were clipped before the mean was added: they are differences, and may be "
            "negative. Clip at the end.": average + np.clip(images - average, 0, 1),
        },
        show=True,
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.4", "ends")
    for N, m, n, p in ((5, 3, 4, 3), (4, 5, 2, 1), (3, 2, 3, 4)):
        images = rng.random((N, m, n, p))
        average = np.repeat(images.mean(axis=0)[np.newaxis], N, axis=0)
        name = f"denoise of {N} images of shape {(m, n, p)}"
        found = checks.array(denoise(images.copy(), 0), name + " with r = 0", shape=(N, m, n, p))
        checks.close(found, average, name + " with r = 0")
        for r in (N - 1, N):
            found = checks.array(
                denoise(images.copy(), r), name + f" with r = {r}", shape=(N, m, n, p)
            )
            checks.close(found, images, name + f" with r = {r}, where nothing is left out,")
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-4-clipped", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.4 · values stay in [0, 1] (3 points)
with checks.exercise("2.4", "values stay in [0, 1]"):
    # Four images of 2 x 2 in black and white; rank 1 overshoots at both ends.
    S = np.array([[1.0, 1, 0, 1], [0, 0, 0, 1], [1, 1, 0, 1], [1, 1, 1, 0]])
    images = S.T.reshape(4, 2, 2, 1)
    U, s, Vt = np.linalg.svd(S - S.mean(axis=1, keepdims=True), full_matrices=False)
    low_rank = S.mean(axis=1, keepdims=True) + s[0] * np.outer(U[:, 0], Vt[0])
    found = checks.array(denoise(images, 1), "denoise(images, 1)", shape=(4, 2, 2, 1))
    checks.close(
        found,
        np.clip(low_rank, 0, 1).T.reshape(4, 2, 2, 1),
        "denoise(images, 1)",
        mistakes={
            "values left [0, 1]: clip the result.": low_rank.T.reshape(4, 2, 2, 1),
            "the values were stretched to fill [0, 1]: cut off what is outside and leave the rest "
            "alone.": ((low_rank - low_rank.min()) / (low_rank.max() - low_rank.min())).T.reshape(
                4, 2, 2, 1
            ),
        },
        show=True,
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.4", "clipped")
    # One pattern, lighter or darker from image to image, cut off at black and white: rank 1 follows
    # the pattern beyond both. The first singular value is several times the second, so that the
    # truncation is well conditioned.
    N, m, n, p = 8, 3, 5, 1
    light = rng.permutation(np.linspace(-1, 1, N))
    gain = (
        rng.uniform(0.3, 2.0, (m * n * p, 1)) * np.where(np.arange(m * n * p) < 9, 1, -1)[:, None]
    )
    S = np.clip(0.5 + gain * light, 0, 1)
    mean = S.mean(axis=1, keepdims=True)
    U, s, Vt = np.linalg.svd(S - mean, full_matrices=False)
    low_rank = mean + s[0] * np.outer(U[:, 0], Vt[0])
    images = S.T.reshape(N, m, n, p)
    found = checks.array(
        denoise(images, 1), "denoise of images that are lighter and darker", shape=(N, m, n, p)
    )
    checks.close(
        found,
        np.clip(low_rank, 0, 1).T.reshape(N, m, n, p),
        "denoise of images that are lighter and darker",
        mistakes={"values left [0, 1]: clip the result.": low_rank.T.reshape(N, m, n, p)},
    )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-4-kinds", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.4 · one image, lists, float32, many small images, argument unchanged (3 points)
with checks.exercise("2.4", "one image, lists, float32, many small images, argument unchanged"):
    single = [[[[0.25, 0.5, 0.75]], [[0.0, 1.0, 0.5]]]]  # a nested list, shape (1, 2, 1, 3)
    checks.close(
        checks.array(denoise(single, 1), "denoise(one image, 1)", shape=(1, 2, 1, 3)),
        single,
        "denoise(one image, 1): with N = 1 the image is its own mean, and the result",
        show=True,
    )
    # More images than numbers in one image; one layer holds all, so nothing may change.
    many = np.array([0.1, 0.5, 0.3, 0.7], dtype=np.float32).reshape(4, 1, 1, 1)
    before = many.copy()
    found = checks.array(denoise(many, 1), "denoise(four images, 1)", shape=(4, 1, 1, 1))
    checks.unchanged(many, before, "images")
    checks.close(
        found, before, "denoise of four images of one pixel, in float32, r = 1", tolerance=1e-4
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.4", "kinds")
    for N, m, n, p, dtype, tolerance in (
        (6, 3, 3, 2, np.float32, 1e-4),
        (9, 1, 2, 3, np.float64, 1e-8),  # more images than numbers in one image
        (5, 2, 4, 4, np.float64, 1e-8),
    ):
        q = min(N - 1, m * n * p)
        middle = rng.uniform(0.4, 0.6, (m * n * p, 1))
        across = np.linalg.qr(np.column_stack([np.ones(N), rng.normal(size=(N, N - 1))]))[0][:, 1:]
        down = np.linalg.qr(rng.normal(size=(m * n * p, q)))[0]
        layers = [0.3 * 0.5**i * np.outer(down[:, i], across[:, i]) for i in range(q)]
        images = (middle + sum(layers)).T.reshape(N, m, n, p).astype(dtype)
        before = images.copy()
        name = f"denoise of {N} images of shape {(m, n, p)} in {np.dtype(dtype)}"
        found = checks.array(denoise(images, 2), name, shape=(N, m, n, p))
        checks.unchanged(images, before, "images")
        wanted = (middle + sum(layers[:2])).T.reshape(N, m, n, p)
        checks.close(found, wanted, name, tolerance=tolerance)
    black_and_white = rng.integers(0, 2, (4, 3, 3, 1))
    found = denoise(black_and_white, 0)
    wanted = np.repeat(black_and_white.mean(axis=0)[np.newaxis], 4, axis=0)
    checks.close(found, wanted, "denoise(images of whole numbers, 0)")
    ### END HIDDEN TESTS

# %% [markdown]
# ## 5 · Which r?
#
# Too few layers lose the ink, too many bring the postmarks back. The singular values are a first guide.
# $s_i^2$ is the *energy* of layer $i$: the squared sizes of all layers add up to that of $A$,
#
# $$ \|A\|_F^2 = \sum_{i=1}^{N} s_i^2, \qquad \text{share of the first } r: \quad
# \frac{s_1^2 + \dots + s_r^2}{s_1^2 + \dots + s_N^2} . $$

# %%
albums = datasets.stamps().reshape(22, -1)
spectrum = np.linalg.svd(albums - albums.mean(axis=0), compute_uv=False)[:21]
energy = 1 - np.append(np.cumsum(spectrum[::-1] ** 2)[::-1], 0) / np.sum(spectrum**2)
needed = int(np.argmax(energy >= 0.9))

fig, (left, right) = plt.subplots(1, 2, figsize=(10, 4))
left.bar(range(1, 22), spectrum, color=plots.BLUE)
left.set(xlabel="number i of the layer", ylabel="singular value $s_i$", title="spectrum")
left.set_xticks([1, 5, 10, 15, 20])
right.plot(range(22), energy, "o-", color=plots.BLUE)
right.axhline(0.9, color=plots.GREY, linestyle="--")
right.text(0.2, 0.92, "90 %", color=plots.GREY)
right.set(xlabel="number r of layers kept", ylabel="share of the energy", title="cumulative share")
right.set_ylim(0, 1.05)
plots.show(
    fig,
    alt="Left: singular values of the centred stamps as bars. They fall steeply over the first "
    "five and then form a slowly falling tail. Right: the cumulative share of the energy, about a half for one layer "
    f"and three quarters for three; it reaches a dashed line at 90 % with {needed} layers.",
)
for r in range(1, 7):
    print(f"r = {r}: {energy[r]:.3f} of the energy")
print("layers needed for 90 %:", needed)

# %% [markdown]
# The spectrum has an elbow: a few tall bars, then a tail that falls slowly. Marks of about the same
# strength, one set on each stamp and each in a place of its own, make such a tail.
#
# Where exactly is the elbow? Write down a number before you read on.
#
# <details><summary>Answer</summary>
#
# The spectrum alone suggests five, give or take one: there the steep part ends. It does not suggest three. The third and the fourth
# bar are almost equally tall, and no elbow is between them.
#
# To arrive at three, one has to know what the layers *mean*, and that is in the pictures of section 3: the first three are ink,
# the fourth and the fifth are the shift of the print, postmarks follow. If the print is to stay where it is on its paper,
# keep five. If it should come to rest where most stamps have it, keep three. From here on we keep three.
#
# </details>
#
# A common recipe says: keep 90 % of the energy. How many layers would that be, and what would you
# see in the stamps? Move the slider of section 4 there.
#
# <details><summary>Answer</summary>
#
# The number stands under the figure: about three times as many as there are layers of ink, and the postmarks are coming back. The recipe is no law. It asks how much is
# kept, and not whether what is kept is wanted. Here a good part of the energy *is* the postmarks. The
# elbow is the better guide, and a look at the layers and at the result is better still.
#
# </details>
#
# ### Exercise 2.5 · Share of the energy (15 points)
#
# Write `explained(s)`, the cumulative share for $r = 1, 2, \dots$, and `rank_for(s, fraction)`, the
# smallest $r$ whose share reaches a fraction. Keeping no layer at all explains 0.


# %% nbgrader={"grade": false, "grade_id": "ex-2-5-a", "locked": false, "schema_version": 3, "solution": true, "task": false}
def explained(s):
    """Share of the energy in the first 1, 2, ..., q layers.

    Parameters
    ----------
    s : array_like, shape (q,)
        Singular values in descending order, at least one of them positive.

    Returns
    -------
    share : ndarray of float, shape (q,)
        ``share[i]`` is the sum of the first ``i + 1`` squares over the sum of all; the last
        is 1.
    """
    ### BEGIN SOLUTION
    energy = np.cumsum(np.square(s))
    return energy / energy[-1]
    ### END SOLUTION


# %% nbgrader={"grade": false, "grade_id": "ex-2-5-b", "locked": false, "schema_version": 3, "solution": true, "task": false}
def rank_for(s, fraction):
    """Smallest number of layers whose share of the energy reaches a fraction.

    Parameters
    ----------
    s : array_like, shape (q,)
        Singular values in descending order, at least one of them positive.
    fraction : float
        From 0 to 1. A share counts as reached when it equals the fraction up to rounding.

    Returns
    -------
    r : int
        From 0 to q. It is 0 for ``fraction = 0``: no layer is needed to reach nothing. It is the number
        of non-zero singular values for ``fraction = 1``.
    """
    ### BEGIN SOLUTION
    share = np.append(0, explained(s))
    return int(np.argmax(share >= fraction - 1e-12))
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1 · a nudge</summary>
#
# Energy is made of squares. A running total of an array has a NumPy function. For the second function:
# in an array of True and False, where is the first True?
#
# </details>
# <details><summary>Hint 2 · a plan</summary>
#
# Square, take the cumulative sum, divide by its last entry. For `rank_for`, put a 0 in front, so that
# position r holds the share of r layers; then find the first position that is at least the
# fraction.
#
# </details>
# <details><summary>Hint 3 · nearly the code</summary>
#
# `np.cumsum(np.square(s))`, which takes lists too; `share = np.append(0, explained(s))`;
# `np.argmax(share >= fraction)` gives the first True. Sums round in the last digit, so that the whole may come out as 0.9999999999999998: subtract a
# tiny amount, such as `1e-12`, from the fraction before you compare.
#
# </details>
#
# **What to expect.** For `s = [6, 4, 2, 2, 2]` the energies are 36, 16, 4, 4, 4 out of 64. The shares are
# 0.5625, 0.8125, 0.875, 0.9375, 1, and `rank_for(s, 0.8)` is 2. For the stamps see the numbers under the figure.

# %% nbgrader={"grade": true, "grade_id": "check-2-5-share", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.5 · the cumulative share (5 points)
with checks.exercise("2.5", "the cumulative share"):
    s = np.array([4.0, 2.0, 2.0, 1.0])
    squares = np.array([16.0, 4, 4, 1])
    checks.close(
        checks.array(explained(s), "explained([4, 2, 2, 1])", shape=(4,)),
        [16 / 25, 20 / 25, 24 / 25, 1],
        "explained([4, 2, 2, 1])",
        mistakes={
            "the singular values were added, not their squares: energy is s².": np.cumsum(s) / 9,
            "these are the shares of single layers: add them up with a cumulative sum.": squares
            / 25,
            "the sum was not divided by the total.": np.cumsum(squares),
            "these are shares of what is left out: 1 minus them is asked for.": 1
            - np.cumsum(squares) / 25,
            "these are percentages: a share lies between 0 and 1.": 4 * np.cumsum(squares),
            "a square root was taken: the share is of s², not of its root.": np.sqrt(
                np.cumsum(squares) / 25
            ),
            "each singular value was divided by the total first and squared then: square, add up, "
            "divide.": np.cumsum((s / 9) ** 2),
            "the shares start with that of no layer: the first entry belongs to r = 1.": [
                0,
                16 / 25,
                20 / 25,
                24 / 25,
            ],
        },
        show=True,
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.5", "share")
    for q in (1, 3, 8, 40):
        s = np.sort(rng.uniform(0.1, 9, q))[::-1]
        wanted = np.array([s[: i + 1] @ s[: i + 1] for i in range(q)]) / (s @ s)
        name = f"explained of {q} values"
        checks.close(checks.array(explained(s), name, shape=(q,)), wanted, name)
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-5-share-kinds", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.5 · the share with equal and zero values, lists, whole numbers (2 points)
with checks.exercise("2.5", "the share with equal and zero values, lists, whole numbers"):
    checks.close(
        checks.array(explained([2, 2, 0]), "explained([2, 2, 0])", shape=(3,)),
        [0.5, 1, 1],
        "explained([2, 2, 0])",
        show=True,
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.5", "share kinds")
    whole = np.sort(rng.integers(1, 200, 6))[::-1]
    for s, tolerance in (
        (whole.tolist(), 1e-8),
        (tuple(whole.tolist()), 1e-8),
        (np.full(7, rng.uniform(1, 5)), 1e-8),
        (np.append(np.sort(rng.uniform(1, 5, 3))[::-1], [0, 0]), 1e-8),
        (np.sort(rng.uniform(1, 5, 6).astype(np.float32))[::-1], 1e-4),
    ):
        values = np.asarray(s, dtype=float)
        before = np.array(s)
        wanted = [np.sum(values[: i + 1] ** 2) / np.sum(values**2) for i in range(len(values))]
        name = f"explained of {type(s).__name__} {before.dtype}"
        checks.close(
            checks.array(explained(s), name, shape=values.shape), wanted, name, tolerance=tolerance
        )
        checks.unchanged(s, before, "s")
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-5-rank", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.5 · the smallest r that reaches the fraction (5 points)
with checks.exercise("2.5", "the smallest r that reaches the fraction"):
    s = np.array([6.0, 4.0, 2.0, 2.0, 2.0])  # shares 0.5625, 0.8125, 0.875, 0.9375, 1
    found = [checks.integer(rank_for(s, f), f"rank_for(s, {f})") for f in (0.5, 0.8, 0.85, 0.95)]
    checks.equal(
        found,
        [1, 2, 3, 5],
        "rank_for(s, fraction) for the fractions 0.5, 0.8, 0.85 and 0.95",
        mistakes={
            "r is one too small each time: position 0 of the shares belongs to one layer.": [
                0,
                1,
                2,
                4,
            ],
            "r is one too large each time: the smallest r is asked for.": [2, 3, 4, 6],
            "the singular values were added, not their squares: energy is s².": [2, 4, 4, 5],
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.5", "rank")
    for q in (2, 5, 12):
        s = np.sort(rng.uniform(1, 9, q))[::-1]
        edges = np.array([np.sum(s[:i] ** 2) for i in range(q + 1)]) / np.sum(s**2)
        for r in range(1, q + 1):
            # A tenth, a half and nine tenths of the way up the step: far from every edge.
            for part in (0.1, 0.5, 0.9):
                fraction = float(edges[r - 1] + part * (edges[r] - edges[r - 1]))
                found = checks.integer(rank_for(s, fraction), "rank_for(s, fraction)")
                checks.equal(found, r, f"rank_for of {q} values with fraction {fraction:.3f}")
    checks.equal(
        [checks.integer(rank_for([3, 1, 1], f), "rank_for(list)") for f in (0.7, 0.85, 0.95)],
        [1, 2, 3],
        "rank_for([3, 1, 1], fraction) for the fractions 0.7, 0.85 and 0.95",
    )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-5-edges", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.5 · fractions reached exactly, nothing and everything (3 points)
with checks.exercise("2.5", "fractions reached exactly, nothing and everything"):
    s = np.array([6.0, 4.0, 2.0, 2.0, 2.0, 0.0])  # shares 0.5625, 0.8125, 0.875, 0.9375, 1, 1
    checks.equal(
        checks.integer(rank_for(s, 0.8125), "rank_for(s, 0.8125)"),
        2,
        "rank_for(s, 0.8125), where two layers hold exactly 0.8125,",
        mistakes={"a share that equals the fraction reaches it: compare with >=, not >.": 3},
    )
    checks.equal(
        checks.integer(rank_for(s, 0), "rank_for(s, 0)"),
        0,
        "rank_for(s, 0)",
        mistakes={"no layer is needed to reach the fraction 0: the answer is 0.": 1},
    )
    checks.equal(
        checks.integer(rank_for(s, 1), "rank_for(s, 1)"),
        5,
        "rank_for(s, 1), where the sixth value is 0,",
        mistakes={
            "the zero at the end was counted: five layers already hold everything.": 6,
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.5", "edges")
    # Squares that add up to a power of four: every share is exact in binary, however it is summed.
    for squares in ((9, 4, 1, 1, 1), (25, 16, 9, 9, 4, 1), (4, 4, 4, 4), (36, 16, 4, 4, 4, 0, 0)):
        s = 2.0 ** rng.integers(-3, 4) * np.sqrt(squares)
        share = np.cumsum(squares) / np.sum(squares)
        for fraction in (0.0, *np.unique(share).tolist()):
            wanted = 0 if fraction == 0 else int(np.flatnonzero(share == fraction)[0]) + 1
            name = f"rank_for with squares in the ratio {squares} and fraction {fraction:g}"
            checks.equal(checks.integer(rank_for(s, fraction), name), wanted, name)
    ### END HIDDEN TESTS

# %% [markdown]
# ### The truth, for once
#
# In real life nobody has the stamp as it was before the post office. Our stamps were drawn by a program, so we
# do: `datasets.clean_stamps()`. That lets us measure the error of every method, as the root
# mean square over all pixels of all stamps. Rank $r$ mixes the stamps with weights $W_r$ (section 4), so the
# error of $S W_r$ against the clean stamps $C$ has two parts:
#
# $$ S W_r - C = \underbrace{(C W_r - C)}_{\text{print that is missing}} +
# \underbrace{(S - C)\, W_r}_{\text{marks that are left}} $$
#
# The split is exact as long as nothing is clipped; the left curve below is clipped as in exercise 2.4, which changes
# it a little. Here *marks* are everything in which a used stamp differs from the clean one: postmarks, creases, and the shift of the
# print. Guess before you look: which $r$ wins, and by how much does it beat
# the mean, the median, and doing nothing?

# %%
used, printed = datasets.stamps().reshape(22, -1).T, datasets.clean_stamps().reshape(22, -1).T
mean_used = used.mean(axis=1, keepdims=True)
directions = np.linalg.eigh((used - mean_used).T @ (used - mean_used)).eigenvectors[:, ::-1]


def rms(difference):
    """Return the root mean square of all entries."""
    return float(np.sqrt(np.mean(np.square(difference))))


def weights(r):
    """Return the 22 x 22 weights with which rank r mixes the stamps."""
    return 1 / 22 + directions[:, :r] @ directions[:, :r].T


ranks = range(22)
errors = [rms(np.clip(used @ weights(r), 0, 1) - printed) for r in ranks]
print_missing = [rms(printed @ weights(r) - printed) for r in ranks]
marks_left = [rms((used - printed) @ weights(r)) for r in ranks]

# %%
levels = {
    "mean": (rms(mean_used - printed), plots.ORANGE, "--"),
    "median": (rms(np.median(used, axis=1, keepdims=True) - printed), plots.PURPLE, ":"),
    "nothing done": (rms(used - printed), plots.BLACK, "-."),
}
fig, (left, right) = plt.subplots(1, 2, figsize=(11, 4.4), sharey=True)
for name, (level, colour, dashes) in levels.items():
    left.axhline(level, color=colour, linestyle=dashes, label=name)
left.plot(ranks, errors, "o-", color=plots.BLUE, label="rank r")
left.set(xlabel="number r of layers kept", ylabel="RMS error, values in [0, 1]", ylim=(0, 0.2))
left.set_title("error against the printed stamp")
left.legend(ncols=2, loc="lower center")
right.plot(ranks, print_missing, "s-", color=plots.VERMILLION, label="print that is missing")
right.plot(ranks, marks_left, "^-", color=plots.GREEN, label="marks that are left")
right.set(xlabel="number r of layers kept", title="what it is made of")
right.legend(loc="upper right")
plots.show(
    fig,
    alt="Left: the error against r falls from that of the mean stamp to a minimum at three layers and "
    "climbs slowly to that of the untreated stamps; mean and median are level lines at the top. Right: "
    "the missing print falls steeply with r while the marks that are left rise slowly.",
)
best = int(np.argmin(errors))
print(
    f"rank {best}: {errors[best]:.4f}   "
    + "   ".join(f"{k}: {v[0]:.4f}" for k, v in levels.items())
)

# %% [markdown]
# <details><summary>What to see</summary>
#
# The mean ($r = 0$) and the median are worse than doing nothing: they remove the marks and the ink with them. Three
# layers are best. The right half shows why the curve has a valley. Each layer brings print back and marks
# with it. The first three bring much print for few marks. The fourth and fifth, the shift, bring hardly any print: the clean stamps sit
# exactly in place. The others trade a little print for more marks.
#
# The minimum is not zero. At three layers a part of the print is still missing: above all the number in the circles,
# which each stamp has to itself. And a part of the marks is left, spread thin over all stamps. Even the mean has
# some of them.
#
# </details>
#
# Without the truth, look at the spectrum for the elbow, at the layers, and at the images. If the noise were
# independent from number to number and equally strong everywhere, there would be a formula for the best
# cut (Gavish and Donoho, 2014). Postmarks are not like that.

# %% [markdown]
# ## 6 · A map of the stamps
#
# Keep two layers only. Then a stamp is the mean plus two numbers' worth of change:
#
# $$ \text{stamp}_j \approx \mu + c_{1j}\,u_1 + c_{2j}\,u_2, \qquad c_{ij} = u_i^T A_{:,j} $$
#
# Two numbers are a place on a plane. Each stamp can be drawn at its own place. Neighbours on
# that map should look alike. In what?

# %%
flat = datasets.stamps().reshape(22, -1).T
middle_stamp = flat.mean(axis=1, keepdims=True)
U_map, s_map, Vt_map = np.linalg.svd(flat - middle_stamp, full_matrices=False)

# The sign of a direction is arbitrary. Turn each so that its largest coordinate is positive, to
# draw the same map on every computer.
signs = np.sign(Vt_map[np.arange(22), np.argmax(np.abs(Vt_map), axis=1)])
places = signs[:, np.newaxis] * s_map[:, np.newaxis] * Vt_map  # (direction, stamp)
direction_images = (signs * U_map).T.reshape(22, 170, 139, 3)
middle_image = middle_stamp.reshape(170, 139, 3)

# %%
fig, ax = plt.subplots(figsize=(10, 7))
ax.axhline(0, color=plots.GREY, linewidth=1)
ax.axvline(0, color=plots.GREY, linewidth=1)
for picture, (x, y) in zip(stamps, places[:2].T, strict=True):
    ax.imshow(picture, extent=(x - 4.1, x + 4.1, y - 5, y + 5), aspect="auto", zorder=2)
ax.imshow(middle_image, extent=(-4.1, 4.1, -5, 5), aspect="auto", zorder=3)
frame = plt.Rectangle((-4.1, -5), 8.2, 10, fill=False, edgecolor=plots.VERMILLION, linewidth=3)
ax.add_patch(frame).set_zorder(4)
ax.text(0, 6.5, "mean", color=plots.VERMILLION, ha="center")
ax.set(xlim=(-60, 72), ylim=(-46, 46), aspect="equal")
ax.set(xlabel="first coordinate $c_1$", ylabel="second coordinate $c_2$")
plots.show(
    fig,
    alt="A plane with each of the 22 stamps drawn at its first two coordinates and the grey mean stamp in the "
    "middle. Reds and oranges lie on one side of the first axis, teals and blues on the other; dark green "
    "and black stamps lie at one end of the second axis, light blue and violet ones at the other.",
)

# %% [markdown]
# To read a direction, walk along it and watch. Each row below starts at the mean in its middle and goes as far as the
# stamps do, in both senses. Say in a few words what each direction does.

# %%
fig, axes = plt.subplots(3, 7, figsize=(8.6, 5.1))
for row, image, c in zip(axes, direction_images[:3], places[:3], strict=True):
    for ax, step in zip(row, np.linspace(-1, 1, 7) * np.abs(c).max(), strict=True):
        plots.image_axes(ax).imshow(np.clip(middle_image + step * image, 0, 1))
        ax.set_title(f"{step:+.0f}" if abs(step) > 1e-9 else "mean", fontsize=12)
for i, row in enumerate(axes):
    row[0].text(-0.12, 0.5, f"$c_{i + 1}$", transform=row[0].transAxes, ha="right", va="center")
plots.show(
    fig,
    alt="Three rows of seven stamps. Along the first direction the ink goes from teal over grey to "
    "red; along the second between light violet and dark green; along the third between dark "
    "violet and bright green.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# The first goes from blue-green to red: warm against cold. The second runs between light violet and dark green, so it mixes
# brightness and tint. The third runs between violet and green. Nobody told the SVD about colour. These three
# span the space of inks, and an ink has three numbers: red, green and blue. That is why three layers were best.
#
# The directions are chosen to hold as much energy as possible and to be orthogonal. They are not chosen to be
# named: do not expect *dark to light* to be one of them. On the map, the black 3-cent stamp sits among
# the greens, because what sets it apart is in the third coordinate. A map is a shadow.
#
# </details>
#
# ### Exercise 2.6 · Coordinates (9 points)
#
# Write the coordinates of the centred columns of $A$ in the directions of $U$: one row for each of the first
# $d$ directions, one column for each image.


# %% nbgrader={"grade": false, "grade_id": "ex-2-6", "locked": false, "schema_version": 3, "solution": true, "task": false}
def coordinates(U, A, d=2):
    """Coordinates of centred columns in the first d directions of an orthonormal basis.

    Parameters
    ----------
    U : array_like, shape (rows, q)
        Orthonormal columns, such as the left singular vectors of some collection.
    A : array_like, shape (rows, N)
        Centred columns. They need not be those that U was computed from.
    d : int, default 2
        Number of directions, ``1 <= d <= q``.

    Returns
    -------
    c : ndarray of float, shape (d, N)
        ``c[i, j]`` is how far column j of A reaches along column i of U.
    """
    ### BEGIN SOLUTION
    return np.asarray(U)[:, :d].T @ A
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1 · a nudge</summary>
#
# How far a vector $a$ reaches along a unit vector $u$ is their inner product, $u^T a$.
#
# </details>
# <details><summary>Hint 2 · a plan</summary>
#
# All inner products of some columns with other columns are one matrix product. Which factor has to be
# transposed for `(d, rows)` times `(rows, N)`?
#
# </details>
# <details><summary>Hint 3 · nearly the code</summary>
#
# Take the first d columns, `np.asarray(U)[:, :d]`, transpose them, and multiply by `A`. (`np.asarray` makes lists
# welcome.)
#
# </details>
#
# **What to expect.** For the SVD of A itself, row i is `s[i] * Vt[i]`, which is what the map above was drawn from.
# Can you see why from $A = U\,\mathrm{diag}(s)\,V^T$? With $U^T A$ you can also place a stamp that
# was not in the collection.

# %% nbgrader={"grade": true, "grade_id": "check-2-6-plane", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.6 · two coordinates for each column (5 points)
with checks.exercise("2.6", "two coordinates for each column"):
    U = np.array([[0.6, -0.8, 0, 0], [0.8, 0.6, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]])
    A = np.array([[5.0, 0, 1, 0, 1], [0, 10, 2, 0, 1], [0, 0, 7, 3, 0], [1, 1, 1, 1, 1]])
    wanted = [[3, 8, 2.2, 0, 1.4], [-4, 6, 0.4, 0, -0.2]]
    try:
        found = coordinates(U, A)
    except ValueError as error:
        checks.truth(
            "matmul" not in str(error),
            "the factors of your product do not fit: (d, rows) times (rows, N) is needed, and U[:, :d] is "
            "(rows, d). Transpose it.",
        )
        raise
    checks.truth(
        np.shape(found) != (5, 2),
        "coordinates(U, A) has one row per image: transpose it, one row per direction is asked for.",
    )
    F, f, Gt = np.linalg.svd(A, full_matrices=False)
    checks.close(
        checks.array(found, "coordinates(U, A)", shape=(2, 5)),
        wanted,
        "coordinates(U, A)",
        mistakes={
            "rows of U were used: the directions are its columns, U[:, :d].": U[:2] @ A,
            "A was centred again: its columns come without their mean, so take them as they are.": (
                U[:, :2].T @ (A - A.mean(axis=1, keepdims=True))
            ),
            "the first rows of A were returned: multiply by the directions.": A[:2],
            "these are coordinates in the SVD of A itself: use the U that is given.": f[:2, None]
            * Gt[:2],
            "the coordinates have length 1 or were scaled: do not divide them.": np.array(wanted)
            / np.linalg.norm(wanted, axis=1, keepdims=True),
            "the directions 1 and 2 were used: the first two are 0 and 1.": U[:, 1:3].T @ A,
        },
        show=True,
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.6", "plane")
    for rows, N in ((9, 4), (12, 7), (5, 20)):
        U = np.linalg.qr(rng.normal(size=(rows, 4)))[0]
        A = rng.normal(size=(rows, N))
        found = checks.array(coordinates(U, A), f"coordinates of {N} columns", shape=(2, N))
        wanted = np.einsum("ri,rj->ij", U[:, :2], A)
        checks.close(found, wanted, f"coordinates of {N} columns")
    A = rng.normal(size=(10, 6))
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    checks.close(
        coordinates(U, A), s[:2, None] * Vt[:2], "coordinates(U, A) with U from the SVD of A"
    )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-6-directions", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.6 · any number of directions (2 points)
with checks.exercise("2.6", "any number of directions"):
    U = np.eye(4)[:, :3]
    A = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [7.0, 8.0]])
    found = checks.array(coordinates(U, A, d=3), "coordinates(U, A, d=3)", shape=(3, 2))
    checks.close(found, A[:3], "coordinates(U, A, d=3)", show=True)
    found = checks.array(coordinates(U, A, d=1), "coordinates(U, A, d=1)", shape=(1, 2))
    checks.close(found, A[:1], "coordinates(U, A, d=1)", show=True)
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.6", "directions")
    U = np.linalg.qr(rng.normal(size=(8, 5)))[0]
    A = rng.normal(size=(8, 6))
    for d in range(1, 6):
        found = checks.array(coordinates(U, A, d), f"coordinates(U, A, {d})", shape=(d, 6))
        checks.close(found, np.einsum("ri,rj->ij", U[:, :d], A), f"coordinates(U, A, {d})")
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-6-kinds", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.6 · one new column, lists, float32, arguments unchanged (2 points)
with checks.exercise("2.6", "one new column, lists, float32, arguments unchanged"):
    found = coordinates([[0, 1], [1, 0], [0, 0]], [[4], [5], [6]])
    checks.close(
        checks.array(found, "coordinates of one column", shape=(2, 1)),
        [[5], [4]],
        "coordinates of one column",
        show=True,
    )
    U, A = np.eye(3, 2, dtype=np.float32), np.array([[4], [5], [6]], dtype=np.float32)
    found = coordinates(U, A)
    checks.unchanged(U, np.eye(3, 2), "U")
    checks.unchanged(A, [[4], [5], [6]], "A")
    checks.close(found, [[4], [5]], "coordinates in float32", tolerance=1e-4, show=True)
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.6", "kinds")
    U = np.linalg.qr(rng.normal(size=(7, 4)))[0]
    A = rng.normal(size=(7, 3))
    before = U.copy(), A.copy()
    wanted = np.einsum("ri,rj->ij", *before)[:3]
    checks.close(coordinates(U, A, 3), wanted, "coordinates(U, A, 3)")
    checks.unchanged(U, before[0], "U")
    checks.unchanged(A, before[1], "A")
    checks.close(coordinates(U.tolist(), A.tolist(), 3), wanted, "coordinates of lists")
    single = coordinates(U.astype(np.float32), A.astype(np.float32), 3)
    checks.close(single, wanted, "coordinates in float32", tolerance=1e-4)
    whole = rng.integers(-5, 6, (7, 2))
    checks.close(coordinates(U, whole), U[:, :2].T @ whole, "coordinates of whole numbers")
    ### END HIDDEN TESTS

# %% [markdown]
# ## 7 · Stamps that never existed
#
# The map has 22 stamps on it. Between them it is empty, but the formula does not mind:
# $\mu + c_1 u_1 + c_2 u_2$ is an image for *every* pair of numbers. So go for a walk, past the
# stamps and through the empty space between them.


# %%
def stamp_at(first, second):
    """Return the stamp at a place of the map, as an image with values in [0, 1]."""
    change = np.tensordot([first, second], direction_images[:2], axes=1)
    return np.clip(middle_image + change, 0, 1)


angles = np.linspace(0, 2 * np.pi, 40, endpoint=False)
walk = np.column_stack([5 + 52 * np.cos(angles), 34 * np.sin(angles)])

fig, (plane, view) = plt.subplots(1, 2, figsize=(9, 4.4), width_ratios=[1.7, 1])
plane.scatter(*places[:2], c=inks, s=90, edgecolor="black", linewidth=0.8)
plane.plot(*walk.T, color=plots.GREY, linewidth=1, linestyle="--")
(marker,) = plane.plot([], [], "o", color=plots.SKY, markersize=15, markeredgecolor="black")
plane.set(xlim=(-62, 74), ylim=(-46, 46), aspect="equal")
plane.set(xlabel="$c_1$", ylabel="$c_2$", title="the 22 stamps, as dots of their ink")
canvas = plots.image_axes(view).imshow(middle_image)
view.set_title("the stamp at the blue dot")


def go_to(place):
    """Move the dot, and show the stamp of that place."""
    marker.set_data([place[0]], [place[1]])
    canvas.set_data(stamp_at(*place))


plots.show_animation(
    fig,
    go_to,
    walk,
    alt="A dot walks around the map on an ellipse. The stamp beside it changes its ink smoothly, "
    "from red through brown, green, teal, blue and violet to pink and back to red.",
    interval=180,
)

# %% [markdown]
# Now steer yourself. Find a place where no stamp is near. Does its stamp look real? Then go far out,
# beyond all stamps. What happens?


# %%
def place_and_stamp(first=20, second=-10):
    """Draw the map with a chosen place, and the stamp of that place."""
    fig, (plane, view) = plt.subplots(1, 2, figsize=(9, 4.4), width_ratios=[1.7, 1])
    plane.scatter(*places[:2], c=inks, s=90, edgecolor="black", linewidth=0.8)
    plane.plot(first, second, "o", color=plots.SKY, markersize=15, markeredgecolor="black")
    plane.set(xlim=(-125, 125), ylim=(-85, 85), aspect="equal", xlabel="$c_1$", ylabel="$c_2$")
    plots.image_axes(view).imshow(stamp_at(first, second))
    view.set_title(f"({first}, {second})")
    return fig


plots.slider(
    place_and_stamp,
    alt=lambda first, second: (
        f"The map of the stamps with a dot at ({first}, {second}), and beside it the "
        "stamp of that place."
    ),
    first=(-120, 120, 10),
    second=(-80, 80, 10),
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# Inside the cloud of stamps, any place gives a believable stamp in an ink that nobody ever mixed, with no value that
# one could name. Far outside, values leave $[0, 1]$ and clipping flattens them. The colours turn
# garish, and faint marks are blown up with the rest. A linear model knows the neighbourhood of its
# data, and no more.
#
# </details>
#
# ### Exercise 2.7 · From coordinates to images (11 points)
#
# Write the way back from the map: $\mu + U_d\, c$ for all columns of coordinates at once, clipped to $[0, 1]$,
# as images.


# %% nbgrader={"grade": false, "grade_id": "ex-2-7", "locked": false, "schema_version": 3, "solution": true, "task": false}
def synthesize(U, mean, coordinates, shape):
    """Make images from their coordinates: the mean plus a combination of directions.

    Parameters
    ----------
    U : array_like, shape (m * n * p, q)
        Orthonormal directions, one per column. The numbers of an image are in the order of
        ``image.reshape(-1)``.
    mean : array_like, shape (m * n * p, 1)
        The mean column, in the same order.
    coordinates : array_like, shape (d, N)
        One column of coordinates for each image, along the first d directions, ``d <= q``.
    shape : tuple of int
        ``(m, n, p)``: rows, columns and channels of one image.

    Returns
    -------
    images : ndarray of float, shape (N, m, n, p)
        Clipped to [0, 1].
    """
    ### BEGIN SOLUTION
    directions = np.asarray(U)[:, : len(coordinates)]
    columns = mean + directions @ coordinates
    return np.clip(columns, 0, 1).T.reshape(-1, *shape)
    ### END SOLUTION


# %% [markdown]
# <details><summary>Hint 1 · a nudge</summary>
#
# One image is the mean plus $c_1$ times direction 1 plus $c_2$ times direction 2, and so on. Where do you find $d$?
#
# </details>
# <details><summary>Hint 2 · a plan</summary>
#
# The number of rows of `coordinates` says how many columns of U to use. One matrix product makes all the changes, with
# one image per column. Add the mean, clip, and turn the columns into images as in exercise 2.1.
#
# </details>
# <details><summary>Hint 3 · nearly the code</summary>
#
# `U = np.asarray(U)` and `d = len(coordinates)`. Then `columns = mean + U[:, :d] @ coordinates` has shape
# `(m·n·p, N)`; at last `np.clip(columns, 0, 1)`, `.T`, and `reshape(-1, *shape)`.
#
# </details>
#
# **What to expect.** With all coordinates zero you get the mean image. With the coordinates of the stamps
# themselves, `d = 3`, you get the denoised stamps of exercise 2.4 with `r = 3`.

# %% nbgrader={"grade": true, "grade_id": "check-2-7-images", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.7 · images from coordinates (6 points)
with checks.exercise("2.7", "images from coordinates"):
    # Images of 1 x 3 in one colour. U has three directions, the coordinates use the first two.
    U = np.array([[0.6, 0.8, 0], [0.8, -0.6, 0], [0, 0, 1]])
    mean = np.array([[0.5], [0.4], [0.3]])
    c = np.array([[0.0, 0.5], [0.1, 0.0]])
    wanted = np.array([[0.58, 0.34, 0.3], [0.8, 0.8, 0.3]]).reshape(2, 1, 3, 1)
    try:
        found = synthesize(U, mean, c, (1, 3, 1))
    except ValueError as error:
        checks.truth(
            "matmul" not in str(error),
            "the factors of your product do not fit: use only the first d columns of U, U[:, :d], where d "
            "is the number of rows of coordinates.",
        )
        raise
    U = U[:, :2]
    checks.close(
        checks.array(found, "synthesize(...)", shape=(2, 1, 3, 1)),
        wanted,
        "synthesize(U, mean, coordinates, (1, 3, 1))",
        mistakes={
            "the mean is missing: the coordinates say how an image differs from it.": np.clip(
                U @ c, 0, 1
            ).T.reshape(2, 1, 3, 1),
            "the numbers of different images are mixed: transpose the columns before you reshape "
            "them.": (mean + U @ c).reshape(2, 1, 3, 1),
            "the mean was added twice.": np.clip(2 * mean + U @ c, 0, 1).T.reshape(2, 1, 3, 1),
            "the coordinates were subtracted: add them to the mean.": np.clip(
                mean - U @ c, 0, 1
            ).T.reshape(2, 1, 3, 1),
            "all images are the mean: add the directions times the coordinates.": np.tile(
                mean.T, (2, 1)
            ).reshape(2, 1, 3, 1),
            "the coordinates were transposed: column j belongs to image j.": np.clip(
                mean + U @ c.T, 0, 1
            ).T.reshape(2, 1, 3, 1),
        },
        show=True,
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.7", "images")
    for N, d, m, n, p in ((4, 2, 3, 5, 3), (6, 3, 4, 2, 1), (3, 1, 2, 3, 4), (12, 5, 2, 4, 2)):
        U = np.linalg.qr(rng.normal(size=(m * n * p, 6)))[0]
        mean = rng.uniform(0.45, 0.55, (m * n * p, 1))
        c = rng.uniform(-0.08, 0.08, (d, N))  # at most 5 * 0.08 < 0.45: nothing is clipped
        name = f"synthesize of {N} images of shape {(m, n, p)} from {d} coordinates"
        found = checks.array(synthesize(U, mean, c, (m, n, p)), name, shape=(N, m, n, p))
        wanted = [(mean[:, 0] + sum(c[i, j] * U[:, i] for i in range(d))) for j in range(N)]
        wanted = np.array(wanted).reshape(N, m, n, p)
        checks.close(
            found,
            wanted,
            name,
            mistakes={
                "the numbers of different images are mixed: transpose before you "
                "reshape.": wanted.reshape(N, -1).T.reshape(N, m, n, p)
            },
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-7-clipped", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.7 · values stay in [0, 1] (3 points)
with checks.exercise("2.7", "values stay in [0, 1]"):
    U, mean = np.array([[0.6], [0.8], [0]]), np.array([[0.5], [0.4], [0.3]])
    columns = mean + U @ np.array([[1.0, -1.0]])
    found = synthesize(U, mean, np.array([[1.0, -1.0]]), (3, 1, 1))
    checks.close(
        checks.array(found, "synthesize(...)", shape=(2, 3, 1, 1)),
        np.array([[1, 1, 0.3], [0, 0, 0.3]]).reshape(2, 3, 1, 1),
        "synthesize of two images far from the mean",
        mistakes={
            "values left [0, 1]: clip the result.": columns.T.reshape(2, 3, 1, 1),
            "the values were stretched to fill [0, 1]: cut off what is outside and leave the rest "
            "alone.": ((columns - columns.min()) / np.ptp(columns)).T.reshape(2, 3, 1, 1),
        },
        show=True,
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.7", "clipped")
    U = np.linalg.qr(rng.normal(size=(24, 3)))[0]
    mean = rng.random((24, 1))
    c = rng.uniform(-9, 9, (3, 7))
    found = checks.array(synthesize(U, mean, c, (4, 3, 2)), "synthesize", shape=(7, 4, 3, 2))
    columns = mean + U @ c
    checks.close(
        found,
        np.minimum(np.maximum(columns, 0), 1).T.reshape(7, 4, 3, 2),
        "synthesize far from the mean",
        mistakes={"values left [0, 1]: clip the result.": columns.T.reshape(7, 4, 3, 2)},
    )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-7-kinds", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.7 · one image, lists, float32, arguments unchanged (2 points)
with checks.exercise("2.7", "one image, lists, float32, arguments unchanged"):
    found = synthesize([[1, 0], [0, 1]], [[0.5], [0.25]], [[0.25], [0.5]], (2, 1, 1))
    checks.close(
        checks.array(found, "synthesize of one image from lists", shape=(1, 2, 1, 1)),
        [[[[0.75]], [[0.75]]]],
        "synthesize of one image from lists",
        show=True,
    )
    given = {"U": [[1, 0], [0, 1]], "mean": [[0.5], [0.25]], "coordinates": [[0.25], [0.5]]}
    arrays = {name: np.array(part, dtype=np.float32) for name, part in given.items()}
    found = synthesize(*arrays.values(), (2, 1, 1))
    for name, part in arrays.items():
        checks.unchanged(part, given[name], name)
    name = "synthesize in float32"
    checks.close(found, [[[[0.75]], [[0.75]]]], name, tolerance=1e-4, show=True)
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.7", "kinds")
    U = np.linalg.qr(rng.normal(size=(12, 4)))[0]
    mean = rng.uniform(0.4, 0.6, (12, 1))
    for N in (1, 3):
        c = rng.uniform(-0.2, 0.2, (2, N))
        before = U.copy(), mean.copy(), c.copy()
        wanted = np.clip(before[1] + before[0][:, :2] @ before[2], 0, 1).T.reshape(N, 2, 3, 2)
        found = checks.array(
            synthesize(U, mean, c, (2, 3, 2)), f"synthesize of {N}", shape=(N, 2, 3, 2)
        )
        checks.close(found, wanted, f"synthesize with N = {N}")
        for name, argument, copy in zip(
            ("U", "mean", "coordinates"), (U, mean, c), before, strict=True
        ):
            checks.unchanged(argument, copy, name)
        small = [part.astype(np.float32) for part in (U, mean, c)]
        found = synthesize(*small, (2, 3, 2))
        checks.close(found, wanted, "synthesize in float32", tolerance=1e-4)
        found = synthesize(U.tolist(), mean.tolist(), c.tolist(), [2, 3, 2])
        checks.close(found, wanted, "synthesize of lists")
    ### END HIDDEN TESTS

# %% [markdown]
# ## 8 · A question to answer in words
#
# Look closely at the 10-cent stamp, at its left circle. A postmark crosses the digits.

# %%
low, full = as_stamps(mixtures(collection, 3)[0]), as_stamps(mixtures(collection, 10)[0])
corner = np.s_[108:162, 10:64]
j = VALUES.index(10)
plots.show_images(
    [originals[j][corner], low[j][corner], full[j][corner], unused[j][corner]],
    ["with its postmark", "r = 3", "r = 10", "as it was printed"],
    alt="The lower left corner of the orange 10-cent stamp, enlarged four times: with a round postmark across the digits; "
    "from three layers, where a shadow of the mark is left and the digits are a blur of several numbers, while the lettering "
    "below is sharp; from ten layers, where the digits are nearly readable and the postmark is back; and as printed.",
)

# %% [markdown] nbgrader={"grade": false, "grade_id": "question", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ### Question (10 points, marked by hand)
#
# A collector gives you the cleaned stamps of rank 3 and complains: *"The postmarks are gone, but now I can't read the
# values. Your method has damaged my stamps. Use a larger r!"*
#
# 1. Why does low rank keep the words GRACE HOPPER sharp and blur the number in the circle? (4 points)
# 2. Why is a larger $r$ not the answer? (3 points)
# 3. Propose a way to clean the stamps and keep their values, and say how you would check that it works
#    *without* having the clean stamps. (3 points)
#
# Write about ten sentences.
#
# ### BEGIN MARK SCHEME
# **1 · Why (4 points).** 2 points: the lettering is in all stamps (so the mean and the ink layers carry it), the number
# belongs to one stamp. 2 points: to the SVD a number is therefore the same kind of thing as a postmark. Low rank separates
# *shared* from *not shared*, not wanted from unwanted. (Only "it is noise", without saying in what sense: 1 of 4.)
#
# **2 · Larger r (3 points).** 2 points: the further layers are ordered by energy; they mix numbers and
# postmarks, and so bring both back together. 1 point: support from the lesson, such as the error curve that
# rises after r = 3, the level tail of the spectrum, or the picture r = 10.
#
# **3 · Proposal and check (3 points).** 2 points for any workable way: leave the circles as they were and clean only the rest; copy
# the originals' circles back; clean the circles on their own (tell the ink from the black postmark by
# its colour); more stamps of each value, so that values become shared; robust PCA with a sparse part, and
# the circles excepted. 1 point for a check without truth: read the values before and after; paint
# artificial marks on a stamp and see whether they vanish and what else changes; hold a stamp out;
# look at the difference, original minus cleaned: it should show marks only and no print. ("Compare with the clean stamp" gets no
# point.) "Use the median" gets 0 of the 2: it loses ink and number alike.
#
# Typical half answers: "the number is small" (so are letters: 0); "r = 3 is too low, take r = 21" (that is the
# original).
# ### END MARK SCHEME

# %% [markdown] nbgrader={"grade": true, "grade_id": "answer", "locked": false, "points": 10, "schema_version": 3, "solution": true, "task": false}
# ### BEGIN SOLUTION
# The lettering is the same on all 22 stamps. It is part of the mean, and each ink layer recolours it
# together with the rest. The number 10 is on one stamp only. For the SVD that puts it with the postmarks: something that helps to
# describe a single column. Low rank keeps what is shared and drops what is not. It does not know which of the two we
# wanted.
#
# Layers are sorted by energy, and a bold postmark has more of it than a small digit. After the ink and the shift of the print
# they contain pieces of several postmarks and several digits at once. So a larger r brings the numbers back only together with
# the marks, and the error against the clean stamps rises from r = 3 on. At r = 21 both are complete.
#
# I would apply the method to all pixels except those in the two circles, and clean the circles separately: there the print is
# made of one ink and paper, both of which I know from the rest of the stamp, and a black postmark differs in colour. To
# check without the truth, I would read the values from the result and look at the original minus the cleaned
# stamp. It should show postmarks and no engraving. I would also paint an artificial mark on one stamp, and see whether it disappears
# without a trace in the other stamps.
# ### END SOLUTION

# %% [markdown]
# ## What to take away
#
# - A collection of images is a matrix with one column per image. `reshape(N, -1).T` builds it and
#   `.T.reshape(N, m, n, p)` undoes it.
# - Take out the mean first. Centring costs one rank, and leaves the SVD with what differs.
# - For a tall matrix use the thin SVD. The full $U$ of 22 stamps would take 40 GB and say no more.
# - Low rank keeps what many columns share. Each cleaned stamp is a mixture of all of them, with weights
#   that depend on $r$.
# - Too small an $r$ loses print, too large an $r$ brings the marks back. Look for an elbow in the spectrum, and look at the
#   images. A fixed share of the energy is no law.
# - Shared is not the same as wanted: the values were blurred with the postmarks.
# - $U^T A$ places every image on a map; $\mu + U c$ makes an image of every place on it. Signs of
#   directions mean nothing.
#
# This method, centre, SVD, coordinates, is also called *principal component analysis* (PCA).
#
# ## References
#
# - C. Eckart and G. Young, *The approximation of one matrix by another of lower rank*, Psychometrika 1 (1936), 211–218.
#   [doi:10.1007/BF02288367](https://doi.org/10.1007/BF02288367)
# - L. Sirovich and M. Kirby, *Low-dimensional procedure for the characterization of human faces*, Journal of the Optical
#   Society of America A 4 (1987), 519–524. [doi:10.1364/JOSAA.4.000519](https://doi.org/10.1364/JOSAA.4.000519)
# - M. Turk and A. Pentland, *Eigenfaces for recognition*, Journal of Cognitive Neuroscience 3 (1991), 71–86.
#   [doi:10.1162/jocn.1991.3.1.71](https://doi.org/10.1162/jocn.1991.3.1.71)
# - M. Gavish and D. L. Donoho, *The optimal hard threshold for singular values is 4/√3*, IEEE Transactions on Information
#   Theory 60 (2014), 5040–5053. [doi:10.1109/TIT.2014.2323359](https://doi.org/10.1109/TIT.2014.2323359)
# - The idea of denoising a set of stamps is from the Harvard course AM205,
#   [group activity on the SVD](https://courses.seas.harvard.edu/courses/am205/g_act/svd_slides.pdf).
