"""The small linear algebra of the methods: everything that does not touch the data.

Inner products of long float32 vectors are summed in float64, so that the small problems are solved
in double precision.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

CHUNK = 1 << 15
EXACT_PIECE = 256
"""Squares of bytes in one sum: 256 · 255² is below 2^24, so float32 adds them exactly."""


def pieces(length: int) -> list[slice]:
    """Return ranges of a long row: some rows' numbers in one range fit into the cache."""
    return [slice(start, start + CHUNK) for start in range(0, length, CHUNK)]


def sum_of_squares(block: NDArray) -> float:
    """Return the sum of the squares of a contiguous block; exact for integers in -255..255."""
    flat = block.reshape(-1)
    whole = flat.size // EXACT_PIECE * EXACT_PIECE
    pieces, rest = flat[:whole].reshape(-1, EXACT_PIECE), flat[whole:]
    return float(np.vecdot(pieces, pieces).sum(dtype=np.float64) + np.vecdot(rest, rest))


def gram(first: NDArray, second: NDArray) -> NDArray[np.float64]:
    """Return ``first @ second.T`` of two sets of long rows, summed in float64."""
    total = np.zeros((len(first), len(second)))
    for piece in pieces(first.shape[1]):
        total += first[:, piece].astype(np.float64) @ second[:, piece].astype(np.float64).T
    return total


def combine(combination: NDArray, vectors: Sequence[NDArray], dtype: np.dtype) -> NDArray:
    """Return ``combination @ vectors`` for blocks of rows, computed in float64, piece by piece."""
    length = vectors[0].shape[1]
    result = np.empty((len(combination), length), dtype)
    for piece in pieces(length):
        stacked = np.concatenate([rows[:, piece] for rows in vectors], dtype=np.float64)
        result[:, piece] = combination @ stacked
    return result


def whitening(gram_matrix: NDArray[np.float64], least: float, most: int | None = None) -> NDArray:
    """Return combinations ``C`` with ``C G Cᵀ = I``, for directions that are there.

    Parameters
    ----------
    gram_matrix : (p, p) float64 ndarray
    least : float
        Eigenvalues of G below this share of the largest count as 0.
    most : int, optional
        How many combinations to return at most, the heaviest first.

    Returns
    -------
    (q, p) float64 ndarray
    """
    values, vectors = np.linalg.eigh(gram_matrix)
    values, vectors = values[::-1], vectors[:, ::-1]
    keep = values > max(least * values[0], np.finfo(float).tiny)
    return (vectors[:, keep] / np.sqrt(values[keep])).T[:most]


def orthonormal(W: NDArray, against: Sequence[NDArray] = (), most: int | None = None) -> NDArray:
    """Return an orthonormal basis of rows, perpendicular to other orthonormal rows.

    Twice: after the first time what is left of nearly dependent rows is mostly rounding error.

    Parameters
    ----------
    W : (p, c) ndarray of float32 or float64
    against : sequence of (·, c) ndarrays
    most : int, optional
        Rows wanted at most: those along which W is longest.

    Returns
    -------
    (q, c) ndarray
        Fewer rows than W has where they depend on each other or on `against`.
    """
    noise = (64 * np.finfo(W.dtype).eps) ** 2
    if most is None:  # rows of very different lengths count alike
        lengths = np.sqrt(np.vecdot(W, W, axis=-1).astype(np.float64))
        W = W[lengths > 0] / lengths[lengths > 0, np.newaxis].astype(W.dtype)
    for turn in range(2):
        for rows in against:
            W = W - (W @ rows.T) @ rows
        if not len(W):
            break
        G = gram(W, W)
        # In the first turn the rows (without `most`) had unit length before the projection.
        least = noise / max(float(np.linalg.eigvalsh(G)[-1]), noise) if most is None else noise
        if turn == 0 and most is None and np.trace(G) < noise:
            return W[:0]
        W = combine(whitening(G, least if turn == 0 else noise, most), [W], W.dtype)
    return W


class Basis:
    """All blocks of all passes, and the best matrix of low rank in their span.

    ``W`` (p, c), ``Yᵀ`` (p, r) and ``Z`` (p, c), with ``Y = X Wᵀ`` and ``Z = Yᵀ X``, one of each
    for every pass over X, (r, c).
    """

    def __init__(self) -> None:
        self.W: list[NDArray] = []
        self.Y: list[NDArray] = []
        self.Z: list[NDArray] = []
        self._gram_y = self._gram_z = np.empty((0, 0))

    @property
    def passes(self) -> int:
        """How many blocks there are."""
        return len(self.W)

    def add(self, W: NDArray, Y: NDArray, Z: NDArray) -> None:
        """Keep what a pass returned."""
        self.W.append(W)
        self.Y.append(np.ascontiguousarray(Y.T))
        self.Z.append(Z)
        self._gram_y = _bordered(self._gram_y, self.Y)
        self._gram_z = _bordered(self._gram_z, self.Z)

    def best(self, rank: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Solve the small problem.

        Returns
        -------
        s : (k,) float64 ndarray
            ``k <= rank``; fewer where the span holds no more.
        combination : (k, q) float64 ndarray
            ``combination @ Yᵀ`` are the singular vectors with one entry per row of X;
            ``combination @ Z / s`` those along its rows.
        """
        scale = 1 / np.sqrt(np.maximum(np.diag(self._gram_y), np.finfo(float).tiny))
        C = whitening(self._gram_y * np.outer(scale, scale), 1e-13) * scale
        values, vectors = np.linalg.eigh(C @ self._gram_z @ C.T)
        values, vectors = values[::-1][:rank], vectors[:, ::-1][:, :rank]
        noise = max(1e-14, (8 * np.finfo(self.Z[0].dtype).eps) ** 2)
        there = values > noise * max(values[0], 0.0) if len(values) else np.zeros(0, bool)
        return np.sqrt(values[there]), vectors[:, there].T @ C

    def singular_values(self, rank: int) -> NDArray[np.float64]:
        """Return the singular values of the best matrix of low rank, (k,), ``k <= rank``."""
        return self.best(rank)[0]

    def still_to_gain(self, rank: int) -> float:
        """How much the squares of the leading singular values lack, all together.

        nan where nothing is known, infinity where no gap follows them.

        Notes
        -----
        W is orthonormal, so that ``Y Yᵀ = W XᵀX Wᵀ``: its eigenvectors c give Ritz vectors ``v =
        W c`` of XᵀX with values t and residuals ``r² = ‖Z c‖² − t²``. Rayleigh quotients fall short
        of an eigenvalue by ``r² / gap``, the gap being that to the values left out, the largest of
        which is known where the span holds more than `rank` directions (G. W. Stewart, "Matrix
        Algorithms II: Eigensystems", SIAM 2001, §4.2 of chapter 1). The factors returned are half a
        step further, ``X v`` in place of v, which multiplies what lacks by ``t_next / t``.
        """
        if len(self._gram_y) <= rank:
            return float("nan")
        t, vectors = np.linalg.eigh(self._gram_y)
        t, vectors = t[::-1][: rank + 1], vectors[:, ::-1][:, : rank + 1]
        squares = np.vecdot(vectors, self._gram_z @ vectors, axis=0) - t**2
        squares = np.maximum(squares, (np.finfo(self.Z[0].dtype).eps * t) ** 2)
        # There is an eigenvalue within r of each Ritz value: so far up may the next one lie.
        after = max(t[rank], 0.0) + np.sqrt(squares[rank])
        t, squares = t[:rank], squares[:rank]
        if t[-1] <= after:
            return float("inf")
        return float(np.sum(squares / (t - after) * (after / t)))

    def leading(self, count: int) -> NDArray:
        """Return leading singular vectors along the rows of X, (k, c), ``k <= count``."""
        s, combination = self.best(count)
        return combine(combination / s[:, np.newaxis], self.Z, self.Z[0].dtype)

    def factors(
        self, rank: int, generator: np.random.Generator, dtype: np.dtype
    ) -> tuple[NDArray, NDArray, NDArray[np.float64]]:
        """Form the singular vectors: (r, k), (k, c), and s; with zeros up to the rank."""
        combination = self.best(rank)[1]
        of_rows, along = (combine(combination, X, np.dtype(float)) for X in (self.Y, self.Z))
        # The Gram matrices above hold squares of squares. With vectors that near, a QR and an SVD
        # restore the digits.
        Q, R = np.linalg.qr(of_rows.T)
        turned, s, along = np.linalg.svd(np.linalg.solve(R.T, along), full_matrices=False)
        of_rows, along = (Q @ turned).T.astype(dtype), along.astype(dtype)
        missing = rank - len(s)
        if missing:
            of_rows, along = (_completed(rows, missing, generator) for rows in (of_rows, along))
            s = np.concatenate([s, np.zeros(missing)])
        return of_rows.T, along, s


def _bordered(known: NDArray[np.float64], blocks: Sequence[NDArray]) -> NDArray[np.float64]:
    """Return the Gram matrix of all blocks from that of all but the last."""
    border = np.concatenate([gram(block, blocks[-1]) for block in blocks])
    old = len(known)
    result = np.empty((len(border), len(border)))
    result[:old, :old] = known
    result[:, old:] = border
    result[old:, :old] = border[:old].T
    return result


def _completed(rows: NDArray, missing: int, generator: np.random.Generator) -> NDArray:
    """Return orthonormal rows and more that are perpendicular to them, for singular values 0."""
    random = generator.standard_normal((missing, rows.shape[1])).astype(rows.dtype)
    return np.concatenate([rows, orthonormal(random, against=[rows] if len(rows) else [])])
