"""What the methods of this package return: thin factors and how good they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Factors:
    """A matrix of low rank, ``U diag(s) Vt``, near a matrix ``A`` of shape (m, n).

    For a clip, ``A`` has one row per pixel (and channel) and one column per frame.

    Attributes
    ----------
    U : (m, k) ndarray of float32 or float64
        Orthonormal columns: pictures.
    s : (k,) ndarray of float64
        Singular values, largest first.
    Vt : (k, n) ndarray of float32 or float64
        Orthonormal rows: courses of time.
    error : float
        ``‖A − U diag(s) Vt‖_F``, from ``‖A‖_F² − Σ s²``.
    excess : float
        By what share that error lies above the smallest one of this rank,
        ``(error − best) / best``: an estimate from residuals and from how fast it still fell; 0
        for an exact method, ``nan`` after a single pass over no more directions than the rank,
        when there is nothing to judge by.
    norm : float
        ``‖A‖_F``.
    passes : int
        How often all of ``A`` was read.
    """

    U: NDArray
    s: NDArray[np.float64]
    Vt: NDArray
    error: float
    excess: float
    norm: float
    passes: int

    @property
    def explained(self) -> float:
        """Share of the energy ``‖A‖_F²`` that the factors hold, 0..1."""
        return 1.0 - (self.error / self.norm) ** 2 if self.norm else 1.0

    def columns(self, index: slice | NDArray[np.integer]) -> NDArray:
        """Return some columns of the matrix of low rank, (m, number of them)."""
        return (self.U * self.s.astype(self.U.dtype)) @ self.Vt[:, index]


def in_order_of(
    rows_are_columns: bool, of_rows: NDArray, s: NDArray, along_rows: NDArray
) -> tuple[NDArray, NDArray, NDArray]:
    """Bring the factors of the stored rows into the order ``U, s, Vt`` of ``A``.

    Parameters
    ----------
    rows_are_columns : bool
        Whether a stored row is a column of ``A``.
    of_rows : (r, k) ndarray
        Singular vectors with one entry per stored row.
    s : (k,) ndarray
    along_rows : (k, c) ndarray
        Singular vectors as long as a stored row.

    Returns
    -------
    U, s, Vt
        With signs such that the entries of a column of U sum to 0 or more.
    """
    U, Vt = (along_rows.T, of_rows.T) if rows_are_columns else (of_rows, along_rows)
    signs = np.where(U.sum(axis=0, dtype=np.float64) < 0, -1, 1).astype(U.dtype)
    return U * signs, s, Vt * signs[:, np.newaxis]


def checked_rank(rank: int, shape: tuple[int, int]) -> int:
    """Return the rank as an int.

    Raises
    ------
    ValueError
        If it is no integer in ``1..min(shape)``.
    """
    largest = min(shape)
    if not isinstance(rank, int | np.integer) or not 1 <= rank <= largest:
        raise ValueError(
            f"rank must be an integer from 1 to {largest}, the smaller side of the "
            f"matrix, got {rank!r}."
        )
    return int(rank)
