"""Truncated SVD by block Krylov iteration, from bytes, in few passes over the data.

One pass takes a block of directions ``W`` and returns ``Y = X W`` and ``Z = Xᵀ Y`` together, block
of rows by block of rows: one read, two products. All of them are kept. Since ``Z = Xᵀ Y`` is known
for everything in the span of the ``Y``, the best matrix of low rank with that column space costs
no further pass: with an orthonormal basis ``V = Y R⁻¹`` of it, ``Vᵀ X = (Z R⁻¹)ᵀ``, and the SVD of
that small matrix is the answer.

References
----------
N. Halko, P.-G. Martinsson, J. A. Tropp, "Finding structure with randomness: probabilistic
algorithms for constructing approximate matrix decompositions", SIAM Review 53(2), 2011: the
two-stage scheme (§1.2, algorithm 5.1).

C. Musco, C. Musco, "Randomized block Krylov methods for stronger and faster approximate singular
value decomposition", NIPS 2015: keeping every block (algorithm 2).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from svdlab.lowrank.factors import Factors, checked_rank, in_order_of
from svdlab.lowrank.rows import Rows, as_rows
from svdlab.lowrank.small import Basis, orthonormal, sum_of_squares

MOST_PASSES = 30
SAMPLED_PER_DIRECTION = 4
CORE_CACHE_BYTES = 1.25 * 2**20

# What float32 cannot promise any more is searched for in float64, from where float32 has come, and
# with so many more directions than asked for: the passes in float64 converge the faster for them.
DOUBLE_BELOW = 1e-10
SPARE = 6


def truncated_svd(
    data: NDArray,
    rank: int,
    *,
    tolerance: float = 1e-6,
    passes: int | None = None,
    width: int | None = None,
    memory: float | None = None,
    seed: int = 0,
) -> Factors:
    """Leading singular values and vectors of a clip or a matrix.

    Parameters
    ----------
    data : (T, height, width[, channels]) or (m, n) ndarray
        Frames, or a matrix with one column per frame: uint8, float32, float64, ... in memory or a
        `numpy.memmap`. It is read in blocks; no float copy of it is made.
    rank : int
        Singular values wanted, ``1..min(m, n)``.
    tolerance : float
        Read the data again until the error lies above the smallest possible one by no more than
        this share, as far as can be told; 30 passes at most. Below 1e-10 the last passes are in
        float64: 1e-14 gives singular values to all but the last digits.
    passes : int, optional
        Read the data exactly so many times instead (fewer where nothing is left to find).
    width : int, optional
        Directions in a block. Default: 1 for rank 1, otherwise a multiple of eight, a good width
        for the processor, of at least half the rank.
    memory : float, optional
        Bytes for the buffer that a block of frames is converted into. Default: some 5 MB, or 16
        frames.
    seed : int
        Draws the frames that the iteration starts from.

    Returns
    -------
    Factors
        float32 where that holds the data's values exactly (uint8, say) and suffices for the
        tolerance, float64 otherwise. Their ``error`` is computed, their ``excess`` estimated.

    Raises
    ------
    ValueError
        If an argument is out of its range, or the data hold nan or infinity.

    Notes
    -----
    The first block of directions are not random numbers but the leading directions of a few frames
    drawn from the clip: frames resemble each other, and a pass is saved. Directions that these
    frames lack are random.

    Squares of singular values are compared: a singular value below about ``1e-6`` of the largest
    (``1e-7`` for float64) is not told from 0.
    """
    rows = as_rows(data)
    rank = checked_rank(rank, rows.shape)
    if passes is not None and passes < 1:
        raise ValueError(f"passes must be 1 or more, got {passes}.")
    if not tolerance > 0:
        raise ValueError(f"tolerance must be above 0, got {tolerance}.")
    width = min(width or default_width(rank), *rows.shape)
    generator = np.random.default_rng(seed)

    start, before = first_directions(rows, width, generator), 0
    if passes is None and tolerance < DOUBLE_BELOW and rows.dtype == np.float32:
        single = search(rows, start, rank, DOUBLE_BELOW, None, memory, generator)
        before, rows = single.basis.passes, rows.in_double()
        known = single.basis.leading(min(rank + SPARE, *rows.shape)).astype(rows.dtype)
        start = orthonormal(known) if len(known) else start.astype(rows.dtype)
    found = search(rows, start, rank, tolerance, passes, memory, generator)
    of_rows, along_rows, s = found.basis.factors(rank, generator, rows.dtype)
    return Factors(
        *in_order_of(rows.rows_are_columns, of_rows, s, along_rows),
        error=found.error,
        excess=found.excess,
        norm=found.norm,
        passes=before + found.basis.passes,
    )


class Search(NamedTuple):
    """What the passes found: all their blocks, and how good the best factors in them are."""

    basis: Basis
    error: float
    excess: float
    norm: float


def search(
    rows: Rows,
    start: NDArray,
    rank: int,
    tolerance: float,
    passes: int | None,
    memory: float | None,
    generator: np.random.Generator,
) -> Search:
    """Read the data until the best factors in the span of all blocks are good enough.

    Parameters
    ----------
    rows : Rows
    start : (p, c) ndarray
        Orthonormal directions of the first pass.
    rank : int
    tolerance, passes, memory
        See `truncated_svd`.
    generator : numpy.random.Generator
        Draws new directions where those of the start lead nowhere else.
    """
    basis, errors, W = Basis(), [], start
    while len(W):
        Y, Z, norm_squared = read_once(rows, W, memory, with_norm=not basis.passes)
        if norm_squared is not None:
            total = _finite(norm_squared)
        basis.add(W, Y, Z)
        s = basis.singular_values(rank)
        errors.append(max(0.0, total - float(np.sum(s**2))))
        excess = estimated_excess(errors, basis.still_to_gain(rank))
        enough = excess <= tolerance and len(s) == rank
        if basis.passes == (passes or MOST_PASSES) or (passes is None and enough):
            break
        W = orthonormal(Z, against=basis.W)
        rounding = 8 * np.finfo(rows.dtype).eps * total
        if not len(W) and errors[-1] > rounding:  # closed in itself, and not all there is
            W = random_directions(rows, len(start), generator, basis.W)
    else:  # nothing is left to find
        excess = 0.0
    return Search(basis, float(np.sqrt(errors[-1])), excess, float(np.sqrt(total)))


def default_width(rank: int) -> int:
    """Return how many directions a block has for a rank."""
    return 1 if rank == 1 else 8 * -(-rank // 16)


def first_directions(rows: Rows, width: int, generator: np.random.Generator) -> NDArray:
    """Return the leading directions of some rows drawn from all parts, (width, c)."""
    count = rows.shape[0]
    wanted = min(count, max(16, SAMPLED_PER_DIRECTION * width))
    edges = np.linspace(0, count, wanted + 1)
    chosen = np.unique((edges[:-1] + generator.random(wanted) * np.diff(edges)).astype(int))
    sample = rows.take(chosen)
    _finite(float(sample.sum(dtype=np.float64)))
    W = orthonormal(sample, most=width)
    if len(W) < width:
        missing = random_directions(rows, width - len(W), generator, [W] if len(W) else [])
        W = np.concatenate([W, missing])
    return W


def random_directions(
    rows: Rows, count: int, generator: np.random.Generator, against: list[NDArray]
) -> NDArray:
    """Return orthonormal random directions, perpendicular to others, (count, c) or fewer."""
    random = generator.standard_normal((count, rows.shape[1])).astype(rows.dtype)
    return orthonormal(random, against=against)


def read_once(
    rows: Rows, W: NDArray, memory: float | None, with_norm: bool
) -> tuple[NDArray, NDArray, float | None]:
    """Read the data once: ``Y = X Wᵀ`` and ``Z = Yᵀ X``, and the sum of squares if wanted.

    Parameters
    ----------
    rows : Rows
        X, (r, c).
    W : (p, c) ndarray
        Directions.
    memory : float or None
        See `truncated_svd`.
    with_norm : bool
        Whether to sum the squares as well.

    Returns
    -------
    Y : (r, p) ndarray
    Z : (p, c) ndarray
    norm_squared : float or None
    """
    Y = np.empty((rows.shape[0], len(W)), rows.dtype)
    Z, part = np.zeros_like(W), np.empty_like(W)
    squares = 0.0
    if len(W) == 1:  # the product waits for memory: keep the block in the core's own cache
        memory = min(memory or CORE_CACHE_BYTES, CORE_CACHE_BYTES)
    for where, block in rows.blocks(memory):
        np.matmul(block, W.T, out=Y[where])
        np.matmul(Y[where].T, block, out=part)
        np.add(Z, part, out=Z)
        if with_norm:
            squares += sum_of_squares(block)
    return Y, Z, squares if with_norm else None


def estimated_excess(errors: list[float], still_to_gain: float) -> float:
    """Share by which the error still lies above the smallest: the smaller of two estimates.

    Parameters
    ----------
    errors : list of float
        Squared errors after each pass, falling.
    still_to_gain : float
        What a further search would take off the squared error, from the residuals; see
        `Basis.still_to_gain`.

    Notes
    -----
    The squared error falls nearly by a constant factor per pass; the sum of all falls to come is a
    geometric series. Where it falls slowly the factor cannot be trusted: it counts as 0.9 at most.
    The residuals tell more where singular values lie apart, nothing where the gap is small.
    """
    if errors[-1] <= 0:
        return 0.0 if len(errors) > 1 else still_to_gain
    gains = [still_to_gain]
    if len(errors) > 1:
        fall = max(0.0, errors[-2] - errors[-1])
        before = errors[-3] - errors[-2] if len(errors) > 2 else 0.0
        factor = min(fall / before, 0.9) if before > 0 else 0.9
        gains.append(fall * factor / (1 - factor))
    return float(np.fmin.reduce(gains)) / (2 * errors[-1])


def _finite(total: float) -> float:
    if not np.isfinite(total):
        raise ValueError("data hold nan or infinity: a matrix needs finite numbers.")
    return total
