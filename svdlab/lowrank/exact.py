"""Exact inner products of frames of bytes, and the SVD from them.

A float32 holds every integer up to 2^24, and sums of integers that stay below are exact in any
order. So a float32 matrix product, the fastest that a processor has, multiplies small integers
*exactly* where every partial sum of products stays below 2^24 in size. Frames of one clip resemble
each other: after an integer picture is subtracted, their median, only noise and what moves is
left, and by Cauchy and Schwarz no partial sum of ``⟨d_i, d_j⟩`` exceeds the largest ``‖d‖²``. The
pixels are cut into pieces in which that bound holds for certain, checked on the data; products of
pieces are added in float64, exact up to 2^53. The picture subtracted comes back by

    ⟨d_i + p, d_j + p⟩ = ⟨d_i, d_j⟩ + ⟨d_i, p⟩ + ⟨d_j, p⟩ + ⟨p, p⟩.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.linalg import eigsh

from svdlab.lowrank.duplicates import DistinctFrames, distinct_frames, expand
from svdlab.lowrank.factors import Factors, checked_rank, in_order_of
from svdlab.lowrank.rows import Rows, as_rows
from svdlab.lowrank.small import orthonormal, pieces

FLOAT32_EXACT = 2**24
PIECE_PIXELS = 4096
SAMPLED_FRAMES = 25
DENSE_BELOW = 200


def gram_matrix(data: NDArray) -> NDArray[np.float64]:
    """Inner products of all pairs of frames of bytes, without any rounding.

    Parameters
    ----------
    data : (T, height, width[, channels]) or (m, n) uint8 ndarray
        Frames, or a matrix with one column per frame.

    Returns
    -------
    (T, T) float64 ndarray
        ``AᵀA``: every entry an exact integer.

    Raises
    ------
    ValueError
        If the data are not uint8.
    """
    rows = as_rows(data)
    if rows.array.dtype != np.uint8:
        raise ValueError(
            f"an exact Gram matrix needs uint8 frames, not {rows.array.dtype}: use truncated_svd."
        )
    frames = rows.array if rows.rows_are_columns else rows.array.T
    return _gram_of_bytes(frames.reshape(len(frames), -1))


def exact_svd(data: NDArray, rank: int, *, merge_duplicates: bool = False) -> Factors:
    """Leading singular values and vectors of frames of bytes, from their exact Gram matrix.

    Parameters
    ----------
    data : (T, height, width[, channels]) or (m, n) uint8 ndarray
        Frames, or a matrix with one column per frame.
    rank : int
        Singular values wanted, ``1..min(m, n)``.
    merge_duplicates : bool
        Find exact copies of frames first, and compute with each once, weighted.

    Returns
    -------
    Factors
        float64. Their ``excess`` is 0: nothing is left to iterate.

    Notes
    -----
    ``AᵀA`` holds no rounding error, its eigenvalues are found in double precision. Squaring limits
    small singular values all the same: a relative error of about ``1e-16 (s_1 / s_i)²`` in
    ``s_i``. Where there are fewer pixels than frames the method pays less; it is made for clips.
    """
    rows = as_rows(data)
    rank = checked_rank(rank, rows.shape)
    frames = rows.array if rows.rows_are_columns else rows.array.T
    frames = frames.reshape(len(frames), -1)
    if not merge_duplicates:
        return _from_gram(frames, gram_matrix(data), rank, np.ones(len(frames)))
    distinct = distinct_frames(data)
    return _of_distinct(frames[distinct.first], rank, distinct)


def _of_distinct(frames: NDArray[np.uint8], rank: int, distinct: DistinctFrames) -> Factors:
    if rank > len(frames):
        raise ValueError(
            f"rank must be at most {len(frames)}, the number of distinct frames, got {rank}."
        )
    weights = np.sqrt(distinct.counts)
    weighted = _gram_of_bytes(frames) * np.outer(weights, weights)
    return expand(_from_gram(frames, weighted, rank, weights), distinct)


def _gram_of_bytes(frames: NDArray[np.uint8]) -> NDArray[np.float64]:
    count, pixels = frames.shape
    sample = frames[np.linspace(0, count - 1, min(count, SAMPLED_FRAMES)).astype(int)]
    picture = np.empty(pixels, np.float32)
    for piece in pieces(pixels):
        picture[piece] = np.rint(np.median(sample[:, piece], axis=0))
    total = np.zeros((count, count))
    with_picture = np.zeros(count)
    start = 0
    while start < pixels:
        piece, stop = _exact_piece(frames, picture, start)
        total += piece @ piece.T
        with_picture += piece.astype(np.float64) @ picture[start:stop].astype(np.float64)
        start = stop
    total += with_picture[:, np.newaxis] + with_picture
    return total + picture.astype(np.float64) @ picture.astype(np.float64)


def _exact_piece(
    frames: NDArray[np.uint8], picture: NDArray[np.float32], start: int
) -> tuple[NDArray[np.float32], int]:
    """Differences to the picture, (T, some pixels), short enough that their products are exact."""
    stop = min(start + PIECE_PIXELS, frames.shape[1])
    piece = np.subtract(frames[:, start:stop], picture[start:stop], dtype=np.float32)
    while True:
        largest = float(np.vecdot(piece, piece).max())
        # Below half of the limit float32's own rounding of `largest` cannot hide an excess.
        if largest < FLOAT32_EXACT / 2 or stop - start <= EXACT_ANYWAY:
            return np.ascontiguousarray(piece), stop
        stop = start + (stop - start) // 2
        piece = piece[:, : stop - start]


EXACT_ANYWAY = FLOAT32_EXACT // 255**2
"""Pixels whose products are exact whatever the bytes: 258 · 255² is below 2^24."""


def _from_gram(
    frames: NDArray[np.uint8], gram: NDArray[np.float64], rank: int, weights: NDArray[np.float64]
) -> Factors:
    """Factors of the matrix whose columns are the frames times their weights."""
    norm_squared = float(np.trace(gram))
    values, vectors = _leading(gram, rank)
    s = np.sqrt(np.maximum(values, 0))
    there = s > 1e-7 * s[0] if s[0] > 0 else np.zeros(rank, bool)
    V = vectors.T * weights
    rows = Rows(frames, frames.shape, True, np.dtype(np.float64))
    along = np.empty((rank, frames.shape[1]))
    for columns in rows.columns():
        along[:, columns] = V @ frames[:, columns].astype(np.float64)
    along[there] /= s[there, np.newaxis]
    missing = rank - int(there.sum())
    if missing:
        random = np.random.default_rng(0).standard_normal((missing, frames.shape[1]))
        along[~there] = orthonormal(random, against=[along[there]] if there.any() else [])
        s = np.where(there, s, 0.0)
    error = float(np.sqrt(max(0.0, norm_squared - float(np.sum(s**2)))))
    return Factors(
        *in_order_of(True, vectors, s, along),
        error=error,
        excess=0.0,
        norm=float(np.sqrt(norm_squared)),
        passes=2,
    )


def _leading(gram: NDArray[np.float64], rank: int) -> tuple[NDArray, NDArray]:
    """Largest eigenvalues and their vectors, largest first."""
    if len(gram) <= DENSE_BELOW or rank > len(gram) // 4:
        values, vectors = np.linalg.eigh(gram)
    else:
        start = np.random.default_rng(0).standard_normal(len(gram))
        values, vectors = eigsh(gram, rank, ncv=min(len(gram), 4 * rank + 20), v0=start)
    order = np.argsort(values)[::-1][:rank]
    return values[order], vectors[:, order]
