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
    # Two images of one pixel in three colours. Column 0 tells in which order the numbers come.
    pair = np.array([[[[1.0, 2.0, 3.0]]], [[[30.0, 10.0, 20.0]]]])
    try:
        S = stack_columns(pair.copy())
    except ValueError as error:
        checks.truth(
            "reshape" not in str(error),
            f"the sizes do not fit: {error}. Take all of them from images.shape, which is "
            "(2, 1, 1, 3) here, and write no size into your code.",
        )
        raise
    checks.truth(
        np.shape(S) != (70890, 22),
        "the result holds the 22 stamps of the lesson, and not the two images that were given: "
        "the function reads the variable stamps instead of its argument images.",
    )
    S = checks.array(S, "stack_columns(images)", shape=(3, 2))
    checks.close(
        S[np.argsort(S[:, 0])],
        [[1, 30], [2, 10], [3, 20]],
        "stack_columns(images), with its rows sorted by column 0,",
        mistakes={
            "one column holds numbers of both images: reshape(-1, N) mixes them. Reshape to (N, -1) "
            "first, one image per row, then transpose.": [[1, 2], [3, 30], [10, 20]],
            "the numbers of each image were sorted, so a row of S no longer belongs to one pixel: "
            "keep the same order in every column.": [[1, 10], [2, 20], [3, 30]],
            "column 0 holds image 1: keep the images in their order.": [[10, 2], [20, 3], [30, 1]],
        },
        show=True,
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.1", "columns")
    # Always three channels: other numbers of them are what the third check is about.
    for N, m, n, p in ((5, 3, 4, 3), (4, 6, 2, 3), (30, 2, 5, 3)):
        # One image whose numbers are their own places tells the order of the pixels.
        order = checks.array(
            stack_columns(np.arange(m * n * p).reshape(1, m, n, p)),
            "stack_columns of one image",
            shape=(m * n * p, 1),
        )[:, 0].astype(int)
        checks.truth(
            np.array_equal(np.sort(order), np.arange(m * n * p)),
            "a column does not hold every number of its image exactly once.",
        )
        images = rng.random((N, m, n, p))
        rows = images.reshape(N, -1)
        name = f"stack_columns of {N} images"
        checks.close(
            checks.array(stack_columns(images.copy()), name, shape=(m * n * p, N)),
            rows.T[order],
            name,
            tolerance=0,  # rearranging rounds nothing
            mistakes={
                "the columns mix numbers of different images: reshape to (N, -1) first, then "
                "transpose.": images.reshape(-1, N),
                "the numbers of each image were sorted: keep the same order in every "
                "column.": np.sort(rows, axis=1).T,
            },
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-1-back", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.1 · unstack_columns gives the images back (4 points)
with checks.exercise("2.1", "unstack_columns gives the images back"):
    images = np.arange(24.0).reshape(2, 2, 2, 3)
    try:  # the order of the numbers that your stack_columns has chosen
        order = np.ravel(stack_columns(images[:1])).astype(int)
    except Exception:  # it does not work yet: the order of reshape(-1)
        order = np.arange(12)
    if not np.array_equal(np.sort(order), np.arange(12)):
        order = np.arange(12)
    columns = images.reshape(2, 12).T[order]
    name = "unstack_columns(S, (2, 2, 3))"
    try:
        back = unstack_columns(columns, (2, 2, 3))
    except ValueError as error:
        checks.truth(
            "reshape" not in str(error),
            f"the sizes do not fit: {error}. Take all of them from the shape of S, which is (12, 2) "
            "here, and from the argument shape; write no size into your code.",
        )
        raise
    checks.close(
        checks.array(back, name, shape=(2, 2, 2, 3)),
        images,
        name,
        mistakes={
            "the images that come back are mixtures of the columns: transpose S before you reshape "
            "it.": columns.reshape(2, 2, 2, 3),
            "the numbers of an image come back in another order than the one in which your "
            "stack_columns has put them: use the same order both ways.": columns.T.reshape(
                2, 2, 2, 3
            ),
            "the numbers of an image come back column by column (order='F'), which is not the order "
            "of your stack_columns: use the same order both ways.": [
                column.reshape((2, 2, 3), order="F") for column in columns.T
            ],
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.1", "back")
    for N, m, n, p in ((4, 3, 5, 3), (7, 5, 2, 3)):
        places = np.arange(m * n * p)
        try:
            order = np.ravel(stack_columns(places.reshape(1, m, n, p))).astype(int)
        except Exception:
            order = places
        if not np.array_equal(np.sort(order), places):
            order = places
        images = rng.random((N, m, n, p))
        columns = images.reshape(N, -1).T[order]
        name = f"unstack_columns(S, {(m, n, p)}) with {N} columns"
        checks.close(
            checks.array(unstack_columns(columns, (m, n, p)), name, shape=(N, m, n, p)),
            images,
            name,
            tolerance=0,  # rearranging rounds nothing
            mistakes={
                "the images that come back are mixtures of the columns: transpose S before you "
                "reshape it.": columns.reshape(N, m, n, p),
                "the numbers of an image come back in another order than the one in which your "
                "stack_columns has put them.": columns.T.reshape(N, m, n, p),
            },
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-1-inverse", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.1 · exact inverses for every shape (3 points)
with checks.exercise("2.1", "exact inverses for every shape"):
    for N, m, n, p in ((1, 2, 4, 3), (3, 2, 1, 4), (2, 3, 5, 1)):
        images = np.arange(float(N * m * n * p)).reshape(N, m, n, p)
        what = f"images of shape {(N, m, n, p)}"
        try:
            S = stack_columns(images.copy())
            S = checks.array(S, f"stack_columns of {what}", shape=(m * n * p, N))
            back = unstack_columns(S.copy(), (m, n, p))
        except ValueError as error:
            checks.truth(
                "reshape" not in str(error),
                f"for {what} the sizes do not fit: {error}. Write no size into your code, the number "
                "of channels included.",
            )
            raise
        back = checks.array(back, f"unstack_columns back to {what}", shape=(N, m, n, p))
        checks.truth(
            np.array_equal(back, images),
            f"{what} do not come back as they were: unstack_columns has to undo the steps of "
            "stack_columns, in the opposite order.",
        )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.1", "inverse")
    for N, m, n, p in ((3, 4, 2, 1), (3, 2, 4, 4), (2, 5, 3, 3), (9, 1, 2, 1), (1, 1, 1, 1)):
        what = f"images of shape {(N, m, n, p)}"
        images = rng.random((N, m, n, p))
        S = stack_columns(images.copy())
        S = checks.array(S, f"stack_columns of {what}", shape=(m * n * p, N))
        back = checks.array(unstack_columns(S, (m, n, p)), "unstack_columns", shape=(N, m, n, p))
        checks.truth(
            np.array_equal(back, images), f"{what}, stacked and unstacked, are not what they were."
        )
        columns = rng.random((m * n * p, N))
        back = unstack_columns(columns.copy(), (m, n, p))
        back = checks.array(back, f"unstack_columns to {what}", shape=(N, m, n, p))
        again = checks.array(stack_columns(back), f"stack_columns of {what}", shape=(m * n * p, N))
        checks.truth(
            np.array_equal(again, columns),
            f"columns, unstacked to {what} and stacked again, are not what they were.",
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-1-kinds", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.1 · lists, whole numbers, float32 (2 points)
with checks.exercise("2.1", "lists, whole numbers, float32"):
    # This check compares your functions with themselves: other kinds of numbers, the same result.
    whole = np.arange(24).reshape(2, 2, 2, 3)
    S = checks.array(stack_columns(whole.copy()), "stack_columns(images)", shape=(12, 2))
    back = unstack_columns(S.copy(), (2, 2, 3))
    back = checks.array(back, "unstack_columns(S, (2, 2, 3))", shape=(2, 2, 2, 3))
    try:
        found = stack_columns(whole.tolist()), unstack_columns(S.tolist(), (2, 2, 3))
    except (AttributeError, TypeError) as error:
        raise AssertionError(
            f"a nested list is welcome too, but your code stopped with: {error}. Turn the argument "
            "into an array first, with np.asarray."
        ) from None
    checks.truth(
        np.array_equal(found[0], S) and np.array_equal(found[1], back),
        "a nested list gives another result than an array with the same numbers.",
    )
    found = (
        np.asarray(stack_columns(whole.astype(np.float32))),
        np.asarray(unstack_columns(S.astype(np.float32), (2, 2, 3))),
    )
    checks.truth(
        found[0].dtype == found[1].dtype == np.float32,
        f"float32 turned into {found[0].dtype} (stack_columns) and {found[1].dtype} (unstack_columns): "
        "rearranging makes no new numbers, so keep the dtype (np.empty and np.zeros make float64 "
        "unless told).",
    )
    before = whole.copy()
    stack_columns(whole)
    checks.unchanged(whole, before, "images")
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.1", "kinds")
    for dtype in (np.uint8, np.float32, np.int64):
        images = rng.integers(0, 255, (4, 3, 2, 3)).astype(dtype)
        columns = rng.integers(0, 255, (18, 4)).astype(dtype)
        for function, argument, name, size in (
            (stack_columns, images, "images", (18, 4)),
            (lambda S: unstack_columns(S, (3, 2, 3)), columns, "S", (4, 3, 2, 3)),
        ):
            what = "stack_columns" if name == "images" else "unstack_columns"
            before = argument.copy()
            wanted = checks.array(function(before.astype(float)), what, shape=size)
            found = function(argument)
            checks.unchanged(argument, before, name)
            checks.truth(
                np.array_equal(checks.array(found, what, shape=size), wanted),
                f"{what} gives another result for {np.dtype(dtype)} than for floats.",
            )
            checks.truth(
                np.asarray(found).dtype == dtype,
                f"{what} turned {np.dtype(dtype)} into {np.asarray(found).dtype}: rearranging makes "
                "no new numbers, so keep the dtype.",
            )
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
        found = center_columns(S.copy())
    except ValueError as error:
        checks.truth(
            "broadcast" not in str(error),
            "the mean does not fit to S: a mean of shape (3,) is laid along the last axis. keepdims=True "
            "keeps it a column of shape (3, 1).",
        )
        raise
    A, mean = checks.tuple_of(found, 2, "center_columns(S), which gives (A, mean),")
    checks.truth(
        np.shape(A) != (3, 1) or np.shape(mean) != (3, 2),
        "the two results come in the wrong order: return A first and the mean second.",
    )
    checks.truth(
        np.shape(mean) != (70890, 1),
        "mean is the mean stamp of the lesson, and not the mean of S: the function reads a variable "
        "of the notebook instead of its argument.",
    )
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
        mean is None or np.size(mean) != 1,
        "mean is one number for the whole matrix: average each row on its own, with axis=1.",
    )
    checks.close(
        checks.array(mean, "the mean of center_columns(S)", shape=(3, 1)),
        [[2], [4], [4]],
        "the mean of center_columns(S)",
        mistakes={
            "mean is the sum of the columns: divide it by their number.": [[4], [8], [8]],
            "mean is zero: it was computed from A, after S had been centred. Compute it from S.": (
                np.zeros((3, 1))
            ),
        },
        show=True,
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.2", "mean")
    for rows, N in ((7, 4), (3, 9), (5, 5), (4, 1)):
        S = rng.normal(3, 2, (rows, N))
        wanted = np.sum(S, axis=1)[:, np.newaxis] / N
        mean = checks.tuple_of(center_columns(S.copy()), 2, "center_columns(S)")[1]
        mean = checks.array(mean, "mean", shape=(rows, 1))
        checks.close(
            mean,
            wanted,
            f"the mean of a {rows} × {N} matrix",
            # A sum, which cancels where the numbers of a row have both signs.
            tolerance=checks.tolerance(
                size=N, condition=np.linalg.norm(S) / np.sqrt(N) / np.linalg.norm(wanted)
            ),
            mistakes={
                "mean is zero for another matrix than the visible one: compute it from S.": 0
                * wanted
            },
        )
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
    A, mean = checks.tuple_of(found, 2, "center_columns(S), which gives (A, mean),")
    checks.truth(
        np.shape(A) != (3, 1) or np.shape(mean) != (3, 2),
        "the two results come in the wrong order: return A first and the mean second.",
    )
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
            "the sum of the columns was subtracted: divide it by their number first.": S
            - S.sum(axis=1, keepdims=True),
            "A was divided by the standard deviation too: subtract the mean and no more.": np.sign(
                S - S.mean(1, keepdims=True)
            ),
        },
        show=True,
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.2", "centred")
    for rows, N in ((6, 4), (3, 8), (5, 5), (4, 1)):
        S = rng.normal(2, 3, (rows, N))
        A = checks.tuple_of(center_columns(S.copy()), 2, "center_columns(S)")[0]
        A = checks.array(A, "A", shape=(rows, N))
        checks.truth(
            np.abs(A.sum(axis=1)).max() <= checks.tolerance(size=N) * np.linalg.norm(S),
            f"the rows of A ({rows} × {N}) do not sum to 0.",
        )
        removed = S - A
        checks.truth(
            np.ptp(removed, axis=1).max() <= checks.tolerance(size=N) * np.linalg.norm(S),
            f"S - A ({rows} × {N}) is not the same in all columns: subtract one column, the mean, "
            "from each of them.",
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-2-kinds", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.2 · bytes, lists, float32, arguments unchanged (3 points)
with checks.exercise("2.2", "bytes, lists, float32, arguments unchanged"):
    # This check compares your function with itself: other kinds of numbers, the same result.
    S = np.array([[10, 250], [0, 7]], dtype=np.uint8)
    wanted = checks.tuple_of(center_columns(S.astype(float)), 2, "center_columns(S)")
    A = checks.array(wanted[0], "A")
    checks.truth(not np.array_equal(A, S), "A is still S: the mean was not subtracted.")
    try:
        found = checks.tuple_of(center_columns(S), 2, "center_columns(bytes)")
    except TypeError as error:
        checks.truth(
            "Cannot cast" not in str(error),
            "bytes cannot hold the difference: make a new array, S - mean; do not change S.",
        )
        raise
    dtype = np.asarray(found[0]).dtype
    checks.truth(
        dtype.kind == "f",
        f"A of center_columns(bytes) holds whole numbers ({dtype}), which cannot go below 0 or hold "
        "a half: 0 - 3.5 has to become -3.5, so A must hold floats.",
    )
    checks.close(
        found[0],
        A,
        "A of center_columns(bytes), compared with A for the same numbers as floats,",
        mistakes={
            "A lost its fractions: keep floats.": [[-120, 120], [-3, 3]],
            "the fractions of the mean got lost: keep floats.": [[-120, 120], [-3, 4]],
        },
        show=True,
    )
    try:
        found = checks.tuple_of(center_columns(S.tolist()), 2, "center_columns(a list)")
    except (AttributeError, TypeError) as error:
        raise AssertionError(
            f"a nested list is welcome too, but your code stopped with: {error}. Turn the argument "
            "into an array first, with np.asarray."
        ) from None
    checks.close(found[0], A, "A of center_columns(a list)", show=True)
    floats = np.array([[1.0, 3.0], [2.0, 6.0]])
    center_columns(floats)
    checks.unchanged(floats, [[1, 3], [2, 6]], "S")
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.2", "kinds")
    S = rng.random((5, 5))
    before = S.copy()
    center_columns(S)
    checks.unchanged(S, before, "S")
    for given in (
        rng.integers(0, 256, (6, 6)).astype(np.uint8),
        rng.integers(-9, 9, (4, 4)),
        rng.integers(-9, 9, (4, 4)).tolist(),
        rng.random((5, 5)).astype(np.float32),
    ):
        floats = np.array(given, dtype=np.float64)
        wanted = checks.tuple_of(center_columns(floats.copy()), 2, "center_columns(S)")
        checks.truth(
            floats.shape in (np.shape(wanted[0]), np.shape(wanted[1])) and np.any(wanted[0]),
            "A does not go by S: it has another shape, or is zero although the columns of S differ.",
        )
        found = checks.tuple_of(center_columns(given), 2, "center_columns(S)")
        dtype = np.asarray(given).dtype
        what = f"center_columns of {type(given).__name__} {dtype}"
        for name, part, same in zip(("A", "mean"), found, wanted, strict=True):
            # S - mean cancels: the error is relative to the size of S.
            condition = np.linalg.norm(floats) / max(np.linalg.norm(same), 1e-300)
            tolerance = checks.tolerance(dtype, size=6, condition=max(condition, 1))
            checks.close(part, same, f"{name} of {what}", tolerance=tolerance)
        checks.truth(
            np.asarray(found[0]).dtype.kind == "f",
            f"A of {what} must hold floats, not whole numbers.",
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
    # Four layers of a 4 x 5 matrix, two of which are asked for.
    U = np.array([[0.6, -0.8, 0, 0], [0.8, 0.6, 0, 0], [0, 0, 0.6, 0.8], [0, 0, -0.8, 0.6]])
    s = np.array([5.0, 2.0, 1.0, 0.5])
    Vt = np.array([[0, 1, 0, 0, 0], [0.6, 0, 0.8, 0, 0], [-0.8, 0, 0.6, 0, 0], [0, 0, 0, 1, 0]])
    layer = [s[i] * np.outer(U[:, i], Vt[i]) for i in range(4)]
    two = layer[0] + layer[1]
    try:
        found = rank_one_sum(U.copy(), s.copy(), Vt.copy(), 2)
    except ValueError as error:
        checks.truth(
            "broadcast" not in str(error),
            f"the sizes do not fit: {error}. Layer i is column i of U times row i of Vt (not column i of "
            "Vt), and the result has as many rows as U and as many columns as Vt, here (4, 5).",
        )
        raise
    checks.truth(
        np.shape(found)[:1] != (70890,),
        "the result has as many rows as a stamp has numbers: the function reads a variable of the "
        "lesson, such as U_stamps, instead of its argument U.",
    )
    checks.close(
        checks.array(found, "rank_one_sum(U, s, Vt, 2)", shape=(4, 5)),
        two,
        "rank_one_sum(U, s, Vt, 2)",
        mistakes={
            "rows of U were used, but the left singular vectors are its columns: take U[:, i].": (
                U.T[:, :2] * s[:2]
            )
            @ Vt[:2],
            "all layers were added: r says how many are asked for, here 2 of 4.": sum(layer),
            "there is one layer too many: the layers are 0, 1, ..., r - 1.": two + layer[2],
            "there is one layer too few: r layers are 0, 1, ..., r - 1.": layer[0],
            "layer 0 is missing, only layer 1 is there: the layers are 0, 1, ..., r - 1, and each is "
            "added to the ones before, with += in a loop.": layer[1],
            "these are layers 1 to r: count from 0, to r - 1.": layer[1] + layer[2],
            "these are the last layers: the first ones have the largest singular values.": layer[2]
            + layer[3],
            "the singular values are missing: a layer is s[i] times u v.": U[:, :2] @ Vt[:2],
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
            # A sum of products of the given factors: nothing is decomposed, so condition 1.
            checks.close(
                found,
                np.einsum("ik,k,kj->ij", U[:, :r], s[:r], Vt[:r]),
                name,
                tolerance=checks.tolerance(size=9),
                mistakes={
                    "the result is zero for another matrix than the visible one.": np.zeros(
                        (rows, N)
                    )
                },
            )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-3-none", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.3 · no layer gives zeros (2 points)
with checks.exercise("2.3", "no layer gives zeros"):
    U, s, Vt = np.linalg.svd(np.array([[3.0, 1.0, 0.0], [2.0, 0.0, 4.0]]), full_matrices=False)
    found = rank_one_sum(U.copy(), s.copy(), Vt.copy(), 0)
    checks.truth(
        found is None or np.ndim(found) == 2,
        "rank_one_sum(U, s, Vt, 0) is no matrix. Python's sum of nothing is the number 0: start the "
        "sum from a matrix of zeros.",
    )
    checks.close(
        checks.array(found, "rank_one_sum(U, s, Vt, 0)", shape=(2, 3)),
        np.zeros((2, 3)),
        "rank_one_sum(U, s, Vt, 0)",
        mistakes={
            "one layer is there although r = 0: the sum of no layers is a matrix of zeros.": (
                U[:, :1] * s[:1]
            )
            @ Vt[:1],
            "all layers are there although r = 0.": (U * s) @ Vt,
        },
        show=True,
    )
    ### BEGIN HIDDEN TESTS
    lists = [[0, 1], [1, 0], [0, 0]], [3, 2], [[1, 0], [0, -1]]
    try:
        rank_one_sum(*lists, 1)
    except Exception:
        pass  # whether lists are welcome is judged below
    else:
        found = checks.array(rank_one_sum(*lists, 0), "rank_one_sum of lists", shape=(3, 2))
        checks.truth(not np.any(found), "rank_one_sum of lists with r = 0 is not zero.")
    rng = checks.generator("2.3", "none")
    for rows, N in ((6, 3), (3, 5), (4, 4)):
        U, s, Vt = np.linalg.svd(rng.normal(size=(rows, N)), full_matrices=False)
        name = f"rank_one_sum of a {rows} × {N} matrix with r = 0"
        found = rank_one_sum(U.copy(), s.copy(), Vt.copy(), 0)
        checks.truth(
            np.array_equal(checks.array(found, name, shape=(rows, N)), np.zeros((rows, N))),
            f"{name} is not zero.",
        )
    # Zeros are right for r = 0 only; the last matrix is square.
    checks.truth(
        np.abs(checks.array(rank_one_sum(U, s, Vt, 4), "rank_one_sum")).max() > 0,
        "rank_one_sum is zero for other r too.",
    )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-3-all", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.3 · all layers give the matrix back (3 points)
with checks.exercise("2.3", "all layers give the matrix back"):
    A = np.array([[3.0, 1.0, 0.0], [2.0, 0.0, 4.0]])
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    try:
        found = rank_one_sum(U.copy(), s.copy(), Vt.copy(), 2)
    except ValueError as error:
        checks.truth(
            "broadcast" not in str(error),
            f"the sizes do not fit: {error}. Layer i is column i of U times row i of Vt (not column i of "
            "Vt), and the result has as many rows as U and as many columns as Vt, here (2, 3).",
        )
        raise
    checks.truth(
        np.shape(found)[:1] != (70890,),
        "the result has as many rows as a stamp has numbers: the function reads a variable of the "
        "lesson instead of its argument U.",
    )
    checks.close(
        checks.array(found, "rank_one_sum(U, s, Vt, 2)", shape=(2, 3)),
        A,
        "rank_one_sum(U, s, Vt, 2), where there are 2 layers,",
        mistakes={
            "the last layer is missing: the layers are 0, 1, ..., r - 1.": (U[:, :1] * s[:1])
            @ Vt[:1],
            "layer 0 is missing: the layers are 0, 1, ..., r - 1.": (U[:, 1:] * s[1:]) @ Vt[1:],
            "the singular values are missing.": U @ Vt,
            "the singular values are squared: a layer is s[i] times u v.": (U * s**2) @ Vt,
            "the square root of the singular values was taken: a layer is s[i] times u v.": (
                U * np.sqrt(s)
            )
            @ Vt,
        },
        show=True,
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.3", "all")
    for rows, N in ((12, 4), (3, 8), (6, 6), (5, 1), (1, 5)):
        A = rng.normal(size=(rows, N)) + 2
        U, s, Vt = np.linalg.svd(A, full_matrices=False)
        name = f"rank_one_sum with all {len(s)} layers of a {rows} × {N} matrix"
        found = checks.array(rank_one_sum(U, s, Vt, len(s)), name, shape=(rows, N))
        # The SVD is backward stable: its factors give A back to rounding, so condition 1.
        checks.close(found, A, name, tolerance=checks.tolerance(size=12))
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-3-kinds", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.3 · lists, whole numbers, float32, arguments unchanged (3 points)
with checks.exercise("2.3", "lists, whole numbers, float32, arguments unchanged"):
    # This check compares your function with itself: other kinds of numbers, the same result.
    lists = {"U": [[0, 1], [1, 0], [0, 0]], "s": [3, 2], "Vt": [[1, 0], [0, -1]]}
    floats = {name: np.array(factor, dtype=float) for name, factor in lists.items()}
    wanted = checks.array(rank_one_sum(*floats.values(), 2), "rank_one_sum(U, s, Vt, 2)", (3, 2))
    checks.truth(np.abs(wanted).max() > 0, "rank_one_sum(U, s, Vt, 2) is zero.")
    try:
        found = rank_one_sum(*lists.values(), 2)
    except (AttributeError, TypeError) as error:
        raise AssertionError(
            f"lists are welcome too, but your code stopped with: {error}. Turn U, s and Vt into "
            "arrays first, with np.asarray."
        ) from None
    checks.close(found, wanted, "rank_one_sum of lists of whole numbers", show=True)
    arrays = {name: np.array(factor, dtype=np.float32) for name, factor in lists.items()}
    found = rank_one_sum(*arrays.values(), 1)
    for name, factor in arrays.items():
        checks.unchanged(factor, lists[name], name)
    name = "rank_one_sum in float32"
    wanted = checks.array(rank_one_sum(*floats.values(), 1), "rank_one_sum(U, s, Vt, 1)", (3, 2))
    checks.close(found, wanted, name, tolerance=checks.tolerance(np.float32, size=3), show=True)
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.3", "kinds")
    for dtype in (np.float32, np.float64, np.int64):
        A = rng.normal(size=(6, 2)) @ rng.normal(size=(2, 4))  # rank 2: s ends in two zeros
        factors = np.linalg.svd(A, full_matrices=False)
        if dtype == np.int64:
            factors = tuple(rng.integers(1, 9, factor.shape) for factor in factors)
        factors = [factor.astype(dtype) for factor in factors]
        for r in (1, 2, 3):
            name = f"rank_one_sum in {np.dtype(dtype)} with r = {r}"
            floats = [factor.astype(np.float64) for factor in factors]
            wanted = checks.array(rank_one_sum(*floats, r), name, shape=(6, 4))
            checks.truth(r == 1 or np.any(wanted), "rank_one_sum is zero although r > 0.")
            given = [factor.copy() for factor in factors]
            found = rank_one_sum(*given, r)
            for what, factor, before in zip(("U", "s", "Vt"), given, factors, strict=True):
                checks.unchanged(factor, before, what)
            # A sum of products: well conditioned.
            checks.close(found, wanted, name, tolerance=checks.tolerance(dtype, size=6))
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
# $[0, 1]$, so clip at the end. Take the thin SVD: the full one would need 40 GB for the stamps (section 3).
# You may call your own functions from above; if one of them does not work yet, write its line here with NumPy.


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
    alone = []  # each image on its own: its rank-1 part about its own mean
    for image in S.T.reshape(4, 2, 2):
        P, p, Qt = np.linalg.svd(image - image.mean())
        alone.append((image.mean() + p[0] * np.outer(P[:, 0], Qt[0])).ravel())
    wrong = {
        "the mean was not added again after the SVD.": strong,
        "the mean was not subtracted before the SVD: the first layer is spent on it.": s[0]
        * np.outer(U[:, 0], Vt[0]),
        "the mean was added, but not subtracted before: it is in the result twice. Take the SVD of "
        "S - mean.": mean + s[0] * np.outer(U[:, 0], Vt[0]),
        "one layer too many is kept: r = 1 means one.": S,
        "one layer too few is kept: r = 1 means one.": mean + 0 * S,
        "these are the layers without the first: r = 1 means layer 0.": mean + weak,
        "the mean was taken over the wrong axis: subtract the mean image, not each image's own "
        "average.": S.mean(axis=0) + f[0] * np.outer(F[:, 0], Gt[0]),
        "each image was treated on its own: stack all of them as columns of one matrix, so that the "
        "SVD sees what they share.": np.transpose(alone),
        "the images come back scrambled: transpose the columns before you reshape them.": (
            mean + strong
        ).T,
        "the singular values are squared: a layer is s[i] times u v.": mean + 0.4 * strong,
        "the singular values are missing: a layer is s[i] times u v.": mean + strong / 0.4,
        "the layers were clipped before the mean was added: they are differences, and may be negative. "
        "Clip at the end.": mean + np.clip(strong, 0, 1),
        "the values were stretched to fill [0, 1]: clipping cuts off what is outside and leaves the "
        "rest alone.": (strong + mean - 0.3) / 0.4,
        "the values were rounded to 0 and 1: images are floats.": np.round(mean + strong),
    }
    images = S.T.reshape(4, 2, 2, 1)
    found = denoise(images.copy(), 1)
    checks.truth(
        np.shape(found)[:1] != (22,),
        "the result holds the 22 stamps of the lesson, and not the four images that were given: the "
        "function reads a variable of the notebook instead of its argument images.",
    )
    checks.truth(
        np.shape(found) != (4, 4),
        "the result is a matrix with one image per column: turn its columns into images of the shape "
        "that was given, (4, 2, 2, 1).",
    )
    found = checks.array(found, "denoise(images, 1)", shape=(4, 2, 2, 1))
    again = checks.array(denoise(images.copy(), 1), "denoise(images, 1)")
    checks.truth(
        found.shape == again.shape and np.allclose(found, again),
        "two calls with the same images gave two different results: nothing in the function may be "
        "drawn at random.",
    )
    checks.close(
        found,
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
    for N, m, n, p in ((6, 4, 3, 3), (5, 3, 5, 1), (9, 1, 2, 3)):
        # Layers with known singular values, each 0.6 of the one before: the truncation is unique and
        # well conditioned. Nothing leaves [0, 1], so clipping plays no part here.
        q = min(N - 1, m * n * p)
        middle = rng.uniform(0.4, 0.6, (m * n * p, 1))
        across = np.linalg.qr(np.column_stack([np.ones(N), rng.normal(size=(N, N - 1))]))[0][:, 1:]
        down = np.linalg.qr(rng.normal(size=(m * n * p, q)))[0]
        layers = [0.15 * 0.6**i * np.outer(down[:, i], across[:, i]) for i in range(q)]
        images = (middle + sum(layers)).T.reshape(N, m, n, p)
        nothing = np.zeros((m * n * p, N))
        for r in (1, 2, 3, q):
            name = f"denoise of {N} images of shape {(m, n, p)} with r = {r}"
            found = checks.array(denoise(images.copy(), r), name, shape=(N, m, n, p))
            best = (middle + sum(layers[:r], start=nothing)).T.reshape(N, m, n, p)
            fewer = (middle + sum(layers[: r - 1], start=nothing)).T.reshape(N, m, n, p)
            more = (middle + sum(layers[: r + 1], start=nothing)).T.reshape(N, m, n, p)
            # By way of the Gram matrix: s_1^2 / (s_r^2 - s_(r+1)^2) with the s of above.
            condition = 0.6 ** (2 - 2 * r) / (1 - 0.6**2)
            checks.close(
                found,
                best,
                name,
                tolerance=checks.tolerance(size=m * n * p, condition=condition),
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
    S = images.reshape(3, 3).T
    U, s, Vt = np.linalg.svd(S - S.mean(axis=1, keepdims=True))
    means = np.stack([average] * 3)
    checks.close(
        checks.array(denoise(images.copy(), 0), "denoise(images, 0)", shape=(3, 1, 3, 1)),
        means,
        "denoise(images, 0)",
        mistakes={
            "with r = 0 all is 0: the mean image has to be added, whatever r is.": np.zeros(
                (3, 1, 3, 1)
            ),
            "with r = 0 every image became flat: average over the images, not over the pixels of "
            "one.": images.mean(axis=2, keepdims=True) * np.ones((1, 1, 3, 1)),
            "with r = 0 one layer is still there: r is the number of layers.": means
            + (s[0] * np.outer(U[:, 0], Vt[0])).T.reshape(3, 1, 3, 1),
            "with r = 0 the images come back as they were: r = 0 means no layer at all.": images,
            "the images come back scrambled: transpose the columns before you reshape "
            "them.": np.repeat(average.reshape(3, 1, 1, 1), 3, axis=2),
            "the values were stretched to fill [0, 1].": (means - means.min()) / np.ptp(means),
        },
        show=True,
    )
    checks.close(
        denoise(images.copy(), 3),
        images,
        "denoise(images, 3), where nothing is left out,",
        mistakes={
            "the layers were clipped before the mean was added: they are differences, and may be "
            "negative. Clip at the end.": means + np.clip(images - average, 0, 1),
            "the singular values are squared: a layer is s[i] times u v.": np.clip(
                means + ((U * s**2) @ Vt).T.reshape(3, 1, 3, 1), 0, 1
            ),
            "the singular values are missing: a layer is s[i] times u v.": np.clip(
                means + (U[:, :2] @ Vt[:2]).T.reshape(3, 1, 3, 1), 0, 1
            ),
            "with r = 3 the images are still their mean: three layers bring back everything.": means,
            "the mean was added, but not subtracted before: it is in the result twice.": np.clip(
                means + images, 0, 1
            ),
        },
        show=True,
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.4", "ends")
    # The last has more images than numbers in one image, and one image is its own mean.
    for N, m, n, p in ((5, 3, 4, 3), (4, 5, 2, 1), (1, 2, 3, 4), (9, 1, 2, 3)):
        images = rng.random((N, m, n, p))
        average = np.repeat(images.mean(axis=0)[np.newaxis], N, axis=0)
        # How many layers are enough there is a question of the first check.
        for rank, wanted in ((0, average), (N, images))[: 1 if m * n * p < N else 2]:
            name = f"denoise of {N} images of shape {(m, n, p)} with r = {rank}"
            found = checks.array(denoise(images.copy(), rank), name, shape=(N, m, n, p))
            # All or nothing is kept, so no gap between singular values matters: condition 1.
            checks.close(found, wanted, name, tolerance=checks.tolerance(size=m * n * p))
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-4-clipped", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.4 · values stay in [0, 1] (3 points)
with checks.exercise("2.4", "values stay in [0, 1]"):
    # First pale grey images, where there is nothing to clip.
    pale = np.array([0.4, 0.6, 0.5, 0.5, 0.45, 0.5, 0.5, 0.6, 0.6, 0.4, 0.45, 0.5])
    found = checks.array(denoise(pale.reshape(3, 2, 2, 1), 0), "denoise(pale images, 0)")
    checks.truth(
        found.min() > 0 or found.max() < 1,
        "pale grey images came back with black and white in them: the values were stretched to fill "
        "[0, 1]. Cut off what is outside and leave the rest alone.",
    )
    # Then four images of 2 x 2 in black and white; rank 1 overshoots at both ends.
    S = np.array([[1.0, 0, 0, 1], [0, 1, 1, 0], [0, 0, 1, 0], [1, 1, 1, 0]])
    images = S.T.reshape(4, 2, 2, 1)
    found = checks.array(denoise(images.copy(), 1), "denoise(images, 1)", shape=(4, 2, 2, 1))
    checks.truth(
        not np.array_equal(found, images),
        "denoise(images, 1) gives the images back as they were: four of them need more than one layer.",
    )
    checks.truth(
        found.min() >= 0 and found.max() <= 1,
        f"values left [0, 1]: they run from {found.min():.2f} to {found.max():.2f}. Clip the result, "
        "at 0 and at 1.",
    )
    U, s, Vt = np.linalg.svd(S - S.mean(axis=1, keepdims=True), full_matrices=False)
    free = (S.mean(axis=1, keepdims=True) + s[0] * np.outer(U[:, 0], Vt[0])).T.reshape(4, 2, 2, 1)
    inside = (free > 0) & (free < 1)
    if np.allclose(found[inside], free[inside]):  # what needs no clipping is right
        checks.close(
            found,
            np.clip(free, 0, 1),
            "denoise(images, 1)",
            mistakes={
                "values above 1 became 0: clipping makes them 1.": np.where(inside, free, 0),
                "values below 0 became 1: clipping makes them 0.": np.where(inside, free, 1),
                "values outside went over to the other side: what is above 1 becomes 1, and what is "
                "below 0 becomes 0.": free % 1,
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
    images = S.T.reshape(N, m, n, p)
    name = "denoise of images that are lighter and darker"
    found = checks.array(denoise(images.copy(), 1), name, shape=(N, m, n, p))
    checks.truth(
        found.min() >= 0 and found.max() <= 1,
        "values of images that are lighter and darker left [0, 1]: clip the result, at 0 and at 1.",
    )
    # Only an answer that is right without clipping can be judged by its values here; what else is
    # wrong with another one costs points elsewhere.
    mean = S.mean(axis=1, keepdims=True)
    U, s, Vt = np.linalg.svd(S - mean, full_matrices=False)
    free = (mean + s[0] * np.outer(U[:, 0], Vt[0])).T.reshape(N, m, n, p)
    inside = (free > 0) & (free < 1)
    if np.allclose(found[inside], free[inside]):
        # By way of the Gram matrix.
        condition = s[0] ** 2 / (s[0] ** 2 - s[1] ** 2)
        tolerance = checks.tolerance(size=m * n * p, condition=condition)
        checks.close(found, np.clip(free, 0, 1), name, tolerance=tolerance)
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-4-kinds", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.4 · one image, lists, float32, large images, argument unchanged (3 points)
with checks.exercise("2.4", "one image, lists, float32, large images, argument unchanged"):
    import tracemalloc

    # This check compares your function with itself: other kinds of numbers, the same result.
    images = np.array(
        [
            [0.5, 0.2, 0.3, 0.4],
            [0.7, 0.3, 0.8, 0.6],
            [0.8, 0.6, 0.1, 0.9],
            [0.1, 0.2, 0.8, 0.2],
            [0.3, 0.3, 0.7, 0.2],
        ]
    ).reshape(5, 2, 2, 1)
    wanted = checks.array(denoise(images.copy(), 2), "denoise(images, 2)", shape=(5, 2, 2, 1))
    checks.truth(
        not np.array_equal(wanted, images) and np.ptp(wanted) > 0,
        "denoise(images, 2) does nothing: two layers change five images, and do not make them one grey.",
    )
    try:
        found = denoise(images.tolist(), 2)
    except (AttributeError, TypeError) as error:
        raise AssertionError(
            f"a nested list is welcome too, but your code stopped with: {error}. Turn images into an "
            "array first, with np.asarray."
        ) from None
    checks.close(found, wanted, "denoise(a nested list, 2)", show=True)
    single = images.astype(np.float32)
    before = single.copy()
    found = denoise(single, 2)
    checks.unchanged(single, before, "images")
    tolerance = checks.tolerance(np.float32, size=5, condition=10)  # s1² / (s2² - s3²) is 7
    checks.close(found, wanted, "denoise in float32", tolerance=tolerance)
    checks.array(denoise(images[:1].copy(), 1), "denoise(one image, 1)", shape=(1, 2, 2, 1))
    # Three images of 2000 numbers each, which are 48 kB. A full U of them is 32 MB.
    large = np.random.default_rng(0).random((3, 40, 25, 2))
    tracemalloc.start()
    try:
        denoise(large, 1)
        megabytes = tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()
    checks.truth(
        megabytes < 16,
        f"for three images of 2000 numbers the function takes {megabytes:.0f} MB. That is a matrix of "
        "2000 x 2000: for the stamps it would be 40 GB. Take the thin SVD, full_matrices=False, and let "
        "no product be that large.",
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.4", "kinds")
    for N, m, n, p, dtype in (
        (6, 3, 3, 2, np.float32),
        (5, 2, 4, 4, np.float64),
        (6, 2, 3, 2, np.int64),
        (6, 2, 3, 2, np.uint8),
    ):
        # Layers that halve: both truncations at r = 1 are well conditioned.
        middle = rng.uniform(0.4, 0.6, (m * n * p, 1))
        across = np.linalg.qr(np.column_stack([np.ones(N), rng.normal(size=(N, N - 1))]))[0][:, 1:]
        down = np.linalg.qr(rng.normal(size=(m * n * p, N - 1)))[0]
        S = middle + sum(0.2 * 0.5**i * np.outer(down[:, i], across[:, i]) for i in range(N - 1))
        if np.dtype(dtype).kind != "f":  # black and white: a pattern and its negative, one flaw
            base = np.arange(m * n * p)[:, np.newaxis] % 3 == 0
            S = base ^ (np.arange(N) % 2 == 1)
            S[rng.integers(m * n * p), rng.integers(N)] ^= True
        images = S.T.reshape(N, m, n, p).astype(dtype)
        name = f"denoise of {N} images of shape {(m, n, p)} in {np.dtype(dtype)}"
        wanted = checks.array(denoise(images.astype(np.float64), 1), name, shape=(N, m, n, p))
        before = images.copy()
        found = checks.array(denoise(images, 1), name, shape=(N, m, n, p))
        checks.unchanged(images, before, "images")
        # By way of the Gram matrix: s_1^2 / (s_1^2 - s_2^2) = 4 / 3 for the layers, less for the
        # patterns. Without centring the mean is s_1, and larger still.
        tolerance = checks.tolerance(dtype, size=m * n * p, condition=4 / 3)
        checks.close(found, wanted, name, tolerance=tolerance)
    # One image of 50 000 numbers: a full U of it is 20 GB, more than a student's code is given.
    large = rng.random((1, 200, 125, 2))
    try:
        found = denoise(large.copy(), 1)
    except MemoryError:
        raise AssertionError(
            "images as large as the stamps do not fit into memory: take the thin SVD, "
            "full_matrices=False, and let no product be that large."
        ) from None
    checks.array(found, "denoise of images as large as the stamps", shape=large.shape)
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
# 0.5625, 0.8125, 0.875, 0.9375, 1, and `rank_for(s, 0.8)` is 2. One of five equal layers holds a fifth, so
# `rank_for([0.7, 0.7, 0.7, 0.7, 0.7], 0.2)` is 1, although the share comes out as 0.19999999999999996. For the stamps see the
# numbers under the figure.

# %% nbgrader={"grade": true, "grade_id": "check-2-5-share", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.5 · the cumulative share (5 points)
with checks.exercise("2.5", "the cumulative share"):
    s = np.array([4.0, 2.0, 2.0, 1.0])
    squares = np.array([16.0, 4, 4, 1])
    found = explained(s.copy())
    checks.truth(
        np.shape(found) != (21,) and np.shape(found) != (22,),
        "these are the shares of the stamps, and not of the four values that were given: the function "
        "reads a variable of the lesson instead of its argument s.",
    )
    checks.truth(
        found is None or np.ndim(found) == 1,
        "explained(s) is one number: the share of the first 1, 2, ..., q layers is asked for, an array "
        "as long as s.",
    )
    checks.truth(
        np.shape(found) != (5,),
        "there is a share too many: the first entry belongs to r = 1, and there are as many as s has "
        "values.",
    )
    checks.close(
        checks.array(found, "explained([4, 2, 2, 1])", shape=(4,)),
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
            "the squares were divided by the largest of them: divide by the sum of all.": np.cumsum(
                squares
            )
            / 16,
            "the sum runs from the smallest value up: start with the first, which is the "
            "largest.": np.cumsum(squares[::-1]) / 25,
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
    for s in (
        *(np.sort(rng.uniform(0.1, 9, q))[::-1] for q in (1, 3, 8, 40)),
        np.full(7, rng.uniform(1, 5)),  # equal values
        np.append(np.sort(rng.uniform(1, 5, 3))[::-1], [0, 0]),  # zeros at the end
    ):
        q = len(s)
        wanted = np.array([s[: i + 1] @ s[: i + 1] for i in range(q)]) / (s @ s)
        name = f"explained of {q} values"
        found = checks.array(explained(s.copy()), name, shape=(q,))
        checks.close(found, wanted, name, tolerance=checks.tolerance(size=q))  # a sum: condition 1
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-5-share-kinds", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.5 · the share for lists, whole numbers, float32, argument unchanged (2 points)
with checks.exercise("2.5", "the share for lists, whole numbers, float32, argument unchanged"):
    # This check compares your function with itself: other kinds of numbers, the same result.
    wanted = explained(np.array([2.0, 2.0, 1.0]))
    wanted = checks.array(wanted, "explained([2, 2, 1])", shape=(3,))
    try:
        found = explained([2, 2, 1])
    except (AttributeError, TypeError) as error:
        raise AssertionError(
            f"a list is welcome too, but your code stopped with: {error}. A list knows no powers: turn "
            "s into an array first, with np.asarray, or take np.square(s)."
        ) from None
    checks.close(found, wanted, "explained of the list [2, 2, 1]", show=True)
    whole = np.array([2, 2, 1])
    checks.close(explained(whole), wanted, "explained of whole numbers", show=True)
    checks.unchanged(whole, [2, 2, 1], "s")
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.5", "share kinds")
    whole = np.sort(rng.integers(1, 200, 6))[::-1]
    floats = np.sort(rng.uniform(1, 5, 6))[::-1]
    for s in (whole, whole.tolist(), tuple(floats.tolist()), floats, floats.astype(np.float32)):
        before = np.array(s)
        name = f"explained of {type(s).__name__} {before.dtype}"
        wanted = checks.array(explained(before.astype(np.float64)), name, shape=(6,))
        found = checks.array(explained(s), name, shape=(6,))
        checks.unchanged(s, before, "s")
        # Sums of positive numbers: condition 1.
        checks.close(found, wanted, name, tolerance=checks.tolerance(before.dtype, size=6))
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-5-rank", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.5 · the smallest r that reaches the fraction (5 points)
with checks.exercise("2.5", "the smallest r that reaches the fraction"):
    s = np.array([6.0, 4.0, 2.0, 2.0, 2.0])
    share = np.array([36, 52, 56, 60, 64]) / 64  # 0.5625, 0.8125, 0.875, 0.9375, 1
    fractions = np.array([0.3, 0.5, 0.6, 0.8, 0.85, 0.95])
    wanted = np.searchsorted(share, fractions) + 1
    # A mistake in your explained costs its points in the checks above, and none here: if it gives
    # other shares, only fractions count for which those lead to the same r.
    try:
        own = np.array(explained(s.copy()), dtype=float)
        if own.shape == (5,) and np.all(np.diff(own) >= 0) and np.isclose(own[-1], 1):
            same = np.searchsorted(own, fractions) + 1 == wanted
            if np.sum(same) >= 3:
                fractions, wanted = fractions[same], wanted[same]
    except Exception:
        pass  # it does not work yet
    found = [checks.integer(rank_for(s.copy(), float(f)), f"rank_for(s, {f})") for f in fractions]
    shown = f"rank_for(s, fraction) is {found} and not {wanted.tolist()} for {fractions.tolist()}: "
    checks.equal(
        found,
        wanted,
        "rank_for(s, fraction)",
        mistakes={
            shown
            + "one too small each time. Position 0 of the shares belongs to one layer.": wanted - 1,
            shown + "one too large each time. The smallest r is asked for.": wanted + 1,
            shown + "the singular values were added, not their squares. Energy is s².": (
                np.searchsorted(np.cumsum(s) / 16, fractions) + 1
            ),
            shown + "that is a share of the number of layers. Go by the shares of the energy.": (
                np.ceil(5 * fractions)
            ),
            shown + "that is always the number of all layers. The smallest r is asked for.": (
                np.full(len(fractions), 5)
            ),
            shown + "r is 1 each time. Is the fraction compared with percentages?": np.ones(
                len(fractions)
            ),
            shown
            + "for the largest fraction no number of layers was found. The share of all layers "
            "has to be 1.": np.append(wanted[:-1], 0),
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.5", "rank")
    for q, kind in ((2, float), (5, float), (12, float), (4, np.float32), (4, int), (4, list)):
        # Each value is 0.7 to 0.9 of the one before, so that steps of the shares are wide.
        s = 9 * np.cumprod(rng.uniform(0.7, 0.9, q))
        s = np.round(100 * s).astype(int) if kind in (int, list) else s.astype(kind)
        edges = np.append(0, np.cumsum(np.square(s, dtype=float)))
        edges /= edges[-1]
        other = edges
        try:
            own = np.array(explained(s.copy()), dtype=float)
            if own.shape == (q,) and np.all(np.diff(own) >= 0) and np.isclose(own[-1], 1):
                other = np.append(0, own)
            explained(s.tolist())
        except Exception:
            if kind is list:
                continue  # what explained makes of a list is judged above
        given = s.tolist() if kind is list else s
        for r in range(1, q + 1):
            # A tenth, a half and nine tenths of the way up the step: far from every edge.
            # Only where the shares that explained gives lead to the same r.
            low, high = max(edges[r - 1], other[r - 1]), min(edges[r], other[r])
            if high - low < 0.003:
                continue
            for part in (0.1, 0.5, 0.9):
                fraction = float(low + part * (high - low))
                found = checks.integer(rank_for(given, fraction), "rank_for(s, fraction)")
                checks.truth(
                    found == r,
                    f"for {q} other values rank_for is not the smallest r whose share reaches the "
                    f"fraction: it is too {'large' if found > r else 'small'}.",
                )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-5-edges", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.5 · fractions reached exactly, nothing and everything (3 points)
with checks.exercise("2.5", "fractions reached exactly, nothing and everything"):
    s = np.array([2.0, 2.0, 2.0, 2.0, 0.0])  # shares 0.25, 0.5, 0.75, 1, 1
    checks.equal(
        checks.integer(rank_for(s.copy(), 0.5), "rank_for(s, 0.5)"),
        2,
        "rank_for([2, 2, 2, 2, 0], 0.5), where two layers hold exactly 0.5,",
        mistakes={
            "a share that equals the fraction reaches it: rank_for([2, 2, 2, 2, 0], 0.5) is 2. "
            "Take the smallest r whose share is >= fraction: is it > in your code, or one added?": 3,
            "rank_for([2, 2, 2, 2, 0], 0.5) is 2, and not 1: position 0 of the shares belongs to one "
            "layer.": 1,
        },
    )
    checks.equal(
        checks.integer(rank_for(s.copy(), 0), "rank_for(s, 0)"),
        0,
        "rank_for(s, 0)",
        mistakes={"no layer is needed to reach the fraction 0: rank_for(s, 0) is 0.": 1},
    )
    checks.equal(
        checks.integer(rank_for(s.copy(), 1), "rank_for(s, 1)"),
        4,
        "rank_for([2, 2, 2, 2, 0], 1), where the fifth value is 0,",
        mistakes={
            "the zero at the end was counted: four of [2, 2, 2, 2, 0] already hold everything.": 5,
            "rank_for(s, 1) is 0, as if no number of layers reached 1: the share of all has to be "
            "1.": 0,
        },
    )
    # One of five equal layers holds a fifth, and in floats 0.19999999999999996.
    checks.equal(
        checks.integer(rank_for(np.full(5, 0.7), 0.2), "rank_for([0.7] * 5, 0.2)"),
        1,
        "rank_for([0.7, 0.7, 0.7, 0.7, 0.7], 0.2)",
        mistakes={
            "one of five equal layers holds the fraction 0.2, but sums round, and its share came out "
            "a last digit too small: subtract a tiny amount, such as 1e-12, from the fraction before "
            "you compare.": 2
        },
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.5", "edges")
    # Equal values: every share is known, k / q, and whether values or squares are added is no matter.
    for zeros in (0, 1, 2):
        for q in (3, 5, 6, 7, 10):
            s = np.append(np.full(q, rng.uniform(0.5, 5)), np.zeros(zeros))
            for r in range(q + 1):
                found = checks.integer(rank_for(s.copy(), r / q), "rank_for of equal values")
                checks.truth(
                    found == r,
                    "for other equal values rank_for is wrong at a fraction that is reached exactly. "
                    "A share counts as reached when it equals the fraction up to rounding.",
                )
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
    A = np.array([[5.0, 0, 1, 0, 1], [0, -10, 2, 0, 1], [0, 0, 7, 3, 0], [1, 1, 1, 1, 1]])
    wanted = np.array([[3, -8, 2.2, 0, 1.4], [-4, -6, 0.4, 0, -0.2]])
    try:
        found = coordinates(U.copy(), A.copy())
    except ValueError as error:
        checks.truth(
            "70890" not in str(error),
            f"the sizes do not fit: {error}. 70890 is the size of a stamp: the function reads a variable of "
            "the lesson instead of its arguments.",
        )
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
    checks.truth(
        np.shape(found) != (3, 5),
        "there is one direction too many: U[:, :d] has the columns 0, 1, ..., d - 1, which are d of "
        "them.",
    )
    checks.truth(
        np.shape(found) != (4, 5),
        "there is a coordinate for every column of U: take the first d directions only, U[:, :d].",
    )
    found = checks.array(found, "coordinates(U, A)", shape=(2, 5))
    F, f, Gt = np.linalg.svd(A, full_matrices=False)
    own = f[:2, None] * Gt[:2]
    own *= np.where(np.sum(own * found, axis=1, keepdims=True) < 0, -1, 1)  # in either sign
    checks.close(
        found,
        wanted,
        "coordinates(U, A)",
        mistakes={
            "rows of U were used: the directions are its columns, U[:, :d].": U[:2] @ A,
            "A was centred again: its columns come without their mean, so take them as they are.": (
                U[:, :2].T @ (A - A.mean(axis=1, keepdims=True))
            ),
            "the first rows of A were returned: multiply by the directions.": A[:2],
            "the signs were turned: with U given, every coordinate has its sign. Do not choose "
            "one.": wanted * np.where(np.sum(found * wanted, axis=1, keepdims=True) < 0, -1, 1),
            "the signs are lost: do not take absolute values.": np.abs(wanted),
            "these are coordinates in the SVD of A itself: use the U that is given.": own,
            "the coordinates have length 1 or were scaled: do not divide them.": wanted
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
        wanted = np.einsum("ri,rj->ij", U[:, :2], A)
        found = coordinates(U.copy(), A.copy())
        found = checks.array(found, f"coordinates of {N} columns", shape=(2, N))
        checks.close(
            found,
            wanted,
            f"coordinates of {N} columns",
            mistakes={
                "the coordinates are zero for other data than the visible.": np.zeros((2, N)),
                "the signs were turned: with U given, every coordinate has its sign.": wanted
                * np.where(np.sum(found * wanted, axis=1, keepdims=True) < 0, -1, 1),
            },
        )
    A = rng.normal(size=(10, 6))
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    checks.close(
        coordinates(U.copy(), A.copy()),
        s[:2, None] * Vt[:2],
        "coordinates(U, A) with U from the SVD of A",
    )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-6-directions", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.6 · any number of directions (2 points)
with checks.exercise("2.6", "any number of directions"):
    U = np.eye(4)
    A = np.array([[1.0, -1.0], [3.0, -3.0], [-5.0, 5.0], [7.0, -7.0]])
    for d in (3, 1):
        name = f"coordinates(U, A, d={d})"
        try:
            found = coordinates(U.copy(), A.copy(), d=d)
        except ValueError as error:
            checks.truth(
                "matmul" not in str(error),
                "the factors of your product do not fit: (d, rows) times (rows, N) is needed. The "
                "directions are the columns of U, and U[:, :d] has to be transposed.",
            )
            raise
        checks.truth(
            np.shape(found) != (d + 1, 2),
            f"{name} has one row too many: U[:, :d] has the columns 0, 1, ..., d - 1.",
        )
        checks.truth(
            np.shape(found) != (2, 2),
            f"{name} has two rows, whatever d is: use d, the number of directions.",
        )
        checks.truth(
            d > 1 or np.shape(found) != (2,),
            f"{name} has shape (2,), but a matrix with one row, (1, 2), is asked for: do not "
            "squeeze it.",
        )
        found = checks.array(found, name, shape=(d, 2))
        wanted = A[:d]
        checks.close(
            found,
            wanted,
            name,
            mistakes={
                "the signs were turned: with U given, every coordinate has its sign.": wanted
                * np.where(found[:, :1] * wanted[:, :1] < 0, -1, 1),
                "the coordinates were scaled: do not divide them.": wanted
                / np.linalg.norm(wanted, axis=1, keepdims=True),
                "the first direction is column 0 of U, not column 1.": A[1 : d + 1],
            },
            show=True,
        )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.6", "directions")
    U = np.linalg.qr(rng.normal(size=(8, 5)))[0]
    A = rng.normal(size=(8, 6))
    A -= A.mean(axis=1, keepdims=True)  # centred: whether A is centred again is judged above
    for d in range(1, 6):
        found = coordinates(U.copy(), A.copy(), d)
        found = checks.array(found, f"coordinates(U, A, {d})", shape=(d, 6))
        checks.close(found, np.einsum("ri,rj->ij", U[:, :d], A), f"coordinates(U, A, {d})")
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-6-kinds", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.6 · one new column, lists, float32, arguments unchanged (2 points)
with checks.exercise("2.6", "one new column, lists, float32, arguments unchanged"):
    # This check compares your function with itself: other kinds of numbers, the same result.
    U = [[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0], [0, 0, 0, 0]]
    A = [[4], [-5], [6], [7], [8]]
    floats = np.array(U, dtype=float), np.array(A, dtype=float)
    wanted = coordinates(*(part.copy() for part in floats))
    wanted = checks.array(wanted, "coordinates of one column")
    checks.truth(
        wanted.ndim == 2 and wanted.shape[1] == 1 and 2 <= len(wanted) < 5,
        f"the coordinates of one column have shape {wanted.shape}, but one column, (2, 1), is asked "
        "for: one row for each direction, and no axis squeezed away.",
    )
    try:
        found = coordinates(U, A)
    except (AttributeError, TypeError) as error:
        raise AssertionError(
            f"lists are welcome too, but your code stopped with: {error}. Turn U into an array "
            "first, with np.asarray."
        ) from None
    checks.close(found, wanted, "coordinates of lists of whole numbers", show=True)
    small = [part.astype(np.float32) for part in floats]
    found = coordinates(*small)
    checks.unchanged(small[0], U, "U")
    checks.unchanged(small[1], A, "A")
    tolerance = checks.tolerance(np.float32, size=3)
    checks.close(found, wanted, "coordinates in float32", tolerance=tolerance, show=True)
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.6", "kinds")
    U = np.linalg.qr(rng.normal(size=(7, 4)))[0]
    for dtype in (np.float32, np.float64, np.int64):
        A = (9 * rng.normal(size=(7, 3))).astype(dtype)
        directions = U if dtype == np.int64 else U.astype(dtype)
        floats = directions.astype(np.float64), A.astype(np.float64)
        wanted = checks.array(coordinates(*floats), "coordinates(U, A)")
        checks.truth(np.any(wanted), "the coordinates are zero for other data than the visible.")
        before = directions.copy(), A.copy()
        found = coordinates(directions, A)
        checks.unchanged(directions, before[0], "U")
        checks.unchanged(A, before[1], "A")
        # A projection may be smaller than what is projected: the error is relative to A.
        condition = max(np.linalg.norm(floats[1]) / np.linalg.norm(wanted), 1)
        tolerance = checks.tolerance(dtype, size=7, condition=condition)
        checks.close(found, wanted, f"coordinates in {A.dtype}", tolerance=tolerance)
        found = coordinates(directions.tolist(), A.tolist())
        checks.close(found, wanted, f"coordinates of lists in {A.dtype}", tolerance=tolerance)
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
    U = np.array([[0.6, -0.8, 0], [0.8, 0.6, 0], [0, 0, 1]])
    mean = np.array([[0.5], [0.4], [0.3]])
    c = np.array([[0.0, 0.5], [0.1, 0.0]])
    try:
        found = synthesize(U.copy(), mean.copy(), c.copy(), (1, 3, 1))
    except ValueError as error:
        checks.truth(
            "70890" not in str(error),
            f"the sizes do not fit: {error}. 70890 is the size of a stamp: the function reads a variable of "
            "the lesson instead of its arguments.",
        )
        checks.truth(
            "reshape" not in str(error),
            f"the sizes do not fit: {error}. Take them from the argument shape, which is (1, 3, 1) "
            "here; write no size into your code.",
        )
        checks.truth(
            "matmul" not in str(error),
            "the factors of your product do not fit: use only the first d columns of U, U[:, :d], where d "
            "is the number of rows of coordinates.",
        )
        raise
    checks.truth(
        np.shape(found) != (3, 2),
        "the result is a matrix with one image per column: turn its columns into images of the given "
        "shape, as in exercise 2.1.",
    )
    V = U[:, :2]
    columns = mean + V @ c
    checks.close(
        checks.array(found, "synthesize(...)", shape=(2, 1, 3, 1)),
        columns.T.reshape(2, 1, 3, 1),
        "synthesize(U, mean, coordinates, (1, 3, 1))",
        mistakes={
            sentence: np.clip(wrong, 0, 1).reshape(2, 1, 3, 1)
            for sentence, wrong in {
                "the mean is missing: the coordinates say how an image differs from it.": (V @ c).T,
                "the numbers of different images are mixed: transpose the columns before you "
                "reshape them.": columns,
                "the mean was added twice.": (2 * mean + V @ c).T,
                "the coordinates were subtracted: add them to the mean.": (mean - V @ c).T,
                "all images are the mean: add the directions times the coordinates.": np.tile(
                    mean.T, (2, 1)
                ),
                "the coordinates were transposed: column j belongs to image j.": (mean + V @ c.T).T,
                "the directions are columns of U: no transpose is needed here.": (
                    mean + U.T[:, :2] @ c
                ).T,
                "all images are black: nothing was put into the result.": np.zeros((2, 3)),
                "the directions 1 and 2 were used: the first two are 0 and 1.": (
                    mean + U[:, 1:] @ c
                ).T,
                "the values were stretched to fill [0, 1]: cut off what is outside and leave the "
                "rest alone.": ((columns - columns.min()) / np.ptp(columns)).T,
                "the change was clipped before the mean was added: it may be negative. Clip at the "
                "end.": (mean + np.clip(V @ c, 0, 1)).T,
            }.items()
        },
        show=True,
    )
    try:
        found = synthesize(U.copy(), mean.copy(), c[:1].copy(), (1, 3, 1))
    except ValueError as error:
        checks.truth(
            "matmul" not in str(error),
            "with one row of coordinates the factors do not fit. Is the number of directions fixed? "
            "d is the number of rows of coordinates, whatever that is.",
        )
        raise
    checks.close(
        checks.array(found, "synthesize from one row of coordinates", shape=(2, 1, 3, 1)),
        (mean + U[:, :1] @ c[:1]).T.reshape(2, 1, 3, 1),
        "synthesize from one row of coordinates",
        show=True,
    )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.7", "images")
    for N, d, m, n, p in ((4, 2, 3, 5, 3), (6, 3, 4, 2, 1), (3, 1, 2, 3, 4), (12, 5, 2, 4, 2)):
        U = np.linalg.qr(rng.normal(size=(m * n * p, 6)))[0]
        mean = rng.uniform(0.45, 0.55, (m * n * p, 1))
        c = rng.uniform(-0.08, 0.08, (d, N))  # at most 5 * 0.08 < 0.45: nothing is clipped
        name = f"synthesize of {N} images of shape {(m, n, p)} from {d} coordinates"
        found = checks.array(
            synthesize(U.copy(), mean.copy(), c.copy(), (m, n, p)), name, shape=(N, m, n, p)
        )
        wanted = [(mean[:, 0] + sum(c[i, j] * U[:, i] for i in range(d))) for j in range(N)]
        wanted = np.array(wanted).reshape(N, m, n, p)
        checks.close(
            found,
            wanted,
            name,
            # A sum of a few products of given numbers: well conditioned.
            tolerance=checks.tolerance(size=m * n * p),
            mistakes={
                "the numbers of different images are mixed: transpose before you "
                "reshape.": wanted.reshape(N, -1).T.reshape(N, m, n, p),
                "the images are black for other data than the visible.": np.zeros((N, m, n, p)),
            },
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-7-clipped", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.7 · values stay in [0, 1] (3 points)
with checks.exercise("2.7", "values stay in [0, 1]"):
    # Two directions, used up to ten times as far as the range of values is wide.
    U, mean = np.eye(3)[:, :2], np.array([[0.5], [0.4], [0.3]])
    pale = synthesize(U, mean, np.array([[0.1, -0.1], [0.1, 0.0]]), (3, 1, 1))
    pale = checks.array(pale, "synthesize of two images near the mean", shape=(2, 3, 1, 1))
    checks.truth(
        pale.min() > 0 or pale.max() < 1,
        "two pale images came back with black and white in them, though nothing was outside [0, 1]: "
        "the values were stretched. Cut off what is outside and leave the rest alone.",
    )
    c = np.array([[5.0, -5.0, 0.2], [-5.0, 5.0, 0.1]])
    name = "synthesize of three images, two of them far from the mean,"
    found = checks.array(
        synthesize(U.copy(), mean.copy(), c.copy(), (3, 1, 1)), name, shape=(3, 3, 1, 1)
    )
    checks.truth(
        np.ptp(found, axis=0).max() > 0,
        "all images are the same: add the directions times the coordinates.",
    )
    checks.truth(
        found.min() >= 0 and found.max() <= 1,
        f"values left [0, 1]: they run from {found.min():.2g} to {found.max():.2g}. Clip the result, "
        "at 0 and at 1.",
    )
    free = (mean + U @ c).T.reshape(3, 3, 1, 1)
    inside = (free > 0) & (free < 1)
    if np.allclose(found[inside], free[inside]):  # what needs no clipping is right
        checks.close(
            found,
            np.clip(free, 0, 1),
            name,
            mistakes={
                "values above 1 became 0: clipping makes them 1.": np.where(inside, free, 0),
                "values below 0 became 1: clipping makes them 0.": np.where(inside, free, 1),
                "values outside went over to the other side: what is above 1 becomes 1, and what is "
                "below 0 becomes 0.": free % 1,
            },
            show=True,
        )
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.7", "clipped")
    U = np.linalg.qr(rng.normal(size=(24, 3)))[0][:, :2]
    mean = rng.random((24, 1))
    c = rng.uniform(5, 9, (2, 7)) * rng.choice([-1, 1], (2, 7))
    c[:, 0] /= 30  # one image near the mean
    found = checks.array(
        synthesize(U.copy(), mean.copy(), c.copy(), (4, 3, 2)), "synthesize", shape=(7, 4, 3, 2)
    )
    checks.truth(
        found.min() >= 0 and found.max() <= 1,
        "values left [0, 1] far from the mean: clip the result, at 0 and at 1.",
    )
    # Only an answer that is right without clipping can be judged by its values here; what else is
    # wrong with another one costs points elsewhere.
    free = (mean + U @ c).T.reshape(7, 4, 3, 2)
    inside = (free > 0) & (free < 1)
    if np.allclose(found[inside], free[inside]):
        # The error is relative to what is clipped, which is larger than 1.
        tolerance = checks.tolerance(size=24, condition=np.linalg.norm(free))
        checks.close(
            found, np.clip(free, 0, 1), "synthesize far from the mean", tolerance=tolerance
        )
    ### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check-2-7-kinds", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# Exercise 2.7 · one image, lists, float32, arguments unchanged (2 points)
with checks.exercise("2.7", "one image, lists, float32, arguments unchanged"):
    # This check compares your function with itself: other kinds of numbers, the same result.
    lists = {"U": [[1, 0], [0, 1]], "mean": [[0.5], [0.25]], "coordinates": [[0.25], [-0.125]]}
    floats = {name: np.array(part, dtype=float) for name, part in lists.items()}
    wanted = synthesize(*floats.values(), (2, 1, 1))
    checks.truth(
        np.shape(wanted) != (2, 1, 1),
        "one image has shape (2, 1, 1), but N images have shape (N, 2, 1, 1), and so has one: keep "
        "the axis.",
    )
    wanted = checks.array(wanted, "synthesize of one image", shape=(1, 2, 1, 1))
    try:
        found = synthesize(*lists.values(), [2, 1, 1])
    except (AttributeError, TypeError) as error:
        raise AssertionError(
            f"lists are welcome too, but your code stopped with: {error}. Turn U, mean and "
            "coordinates into arrays first, with np.asarray."
        ) from None
    checks.close(found, wanted, "synthesize of one image from lists", show=True)
    arrays = {name: np.array(part, dtype=np.float32) for name, part in lists.items()}
    found = synthesize(*arrays.values(), (2, 1, 1))
    for name, part in arrays.items():
        checks.unchanged(part, lists[name], name)
    name, tolerance = "synthesize in float32", checks.tolerance(np.float32, size=2)
    checks.close(found, wanted, name, tolerance=tolerance, show=True)
    ### BEGIN HIDDEN TESTS
    rng = checks.generator("2.7", "kinds")
    U = np.linalg.qr(rng.normal(size=(12, 2)))[0]
    mean = rng.uniform(0.4, 0.6, (12, 1))
    for N, dtype in ((1, np.float32), (3, np.float32), (1, np.float64), (2, np.int64)):
        c = rng.uniform(-0.2, 0.2, (2, N)) if dtype != np.int64 else np.eye(2)
        parts = [part.astype(dtype if part is c else np.float64) for part in (U, mean, c)]
        if dtype == np.float32:
            parts = [part.astype(dtype) for part in parts]
        floats = [part.astype(np.float64) for part in parts]
        what = f"synthesize of {N} from {np.dtype(dtype)}"
        wanted = checks.array(synthesize(*floats, (2, 3, 2)), what, shape=(N, 2, 3, 2))
        checks.truth(np.any(wanted), "the images are black for other data than the visible.")
        before = [part.copy() for part in parts]
        found = synthesize(*parts, (2, 3, 2))
        for name, part, copy in zip(("U", "mean", "coordinates"), parts, before, strict=True):
            checks.unchanged(part, copy, name)
        tolerance = checks.tolerance(dtype, size=12)  # sums of numbers of the result's size
        checks.close(found, wanted, what, tolerance=tolerance)
        found = synthesize(*(part.tolist() for part in parts), [2, 3, 2])
        checks.close(found, wanted, f"{what}, as lists", tolerance=tolerance)
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
