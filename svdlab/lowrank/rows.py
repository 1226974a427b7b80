"""A matrix read in blocks of rows, without a float copy of the whole.

A clip lies in memory frame after frame. As a matrix ``A`` with one column per frame, the course's
convention, it is stored column by column, so that a block of frames is one piece of memory. The
methods of this package see the stored pieces: the *rows* of `Rows` are the frames of a clip (the
columns of ``A``), or the rows of a matrix that is stored row by row.

Each block is converted into one buffer that is used again and again and is small enough to stay in
the processor's cache: the product that follows finds it there, and main memory is read as bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

CACHE_BYTES = 5 * 2**20
"""Size of the buffer where frames are small: about 64 frames of 160 × 120 pixels as float32."""

LEAST_ROWS = 16
"""Rows in a block where frames are large: fewer, and the factors are read as often as the data."""


@dataclass(frozen=True)
class Rows:
    """A matrix as the rows that lie in memory.

    Attributes
    ----------
    array : ndarray
        The data as they came, seen so that the first axis counts rows.
    shape : (int, int)
        Rows, and numbers in a row.
    rows_are_columns : bool
        Whether a row is a column of ``A``: so in a clip, and in a matrix stored by columns.
    dtype : numpy.dtype
        What to compute in: float32 where it holds every value exactly, float64 otherwise.
    """

    array: NDArray
    shape: tuple[int, int]
    rows_are_columns: bool
    dtype: np.dtype

    def in_double(self) -> Rows:
        """Return the same rows, to compute in float64."""
        return replace(self, dtype=np.dtype(np.float64))

    def take(self, index: slice | NDArray[np.integer]) -> NDArray:
        """Return some rows as a new float array, (number of them, numbers in a row)."""
        chosen = self.array[index]
        return chosen.reshape(len(chosen), -1).astype(self.dtype)

    def blocks(self, memory: float | None = None) -> Iterator[tuple[slice, NDArray]]:
        """Go through the rows once.

        Parameters
        ----------
        memory : float, optional
            Bytes that the buffer may take; at least one row is always converted.

        Yields
        ------
        where : slice
            The rows of this block.
        block : ndarray of float32 or float64
            Their values. The same buffer every time: use it before asking for the next.
        """
        count, length = self.shape
        size = self.block_rows(memory)
        if self.array.dtype == self.dtype and self.array.ndim == 2:
            for start in range(0, count, size):
                yield slice(start, min(start + size, count)), self.array[start : start + size]
            return
        buffer = np.empty((min(size, count), length), self.dtype)
        as_stored = buffer.reshape(len(buffer), *self.array.shape[1:])
        for start in range(0, count, size):
            stop = min(start + size, count)
            np.copyto(as_stored[: stop - start], self.array[start:stop])
            yield slice(start, stop), buffer[: stop - start]

    def columns(self) -> list[slice]:
        """Return ranges of numbers in a row; all rows' numbers in one range fit into the cache."""
        width = max(1, CACHE_BYTES // (self.shape[0] * self.dtype.itemsize))
        return [slice(start, start + width) for start in range(0, self.shape[1], width)]

    def block_rows(self, memory: float | None = None) -> int:
        """Return how many rows make a block, within so many bytes."""
        row_bytes = self.shape[1] * self.dtype.itemsize
        size = max(CACHE_BYTES // row_bytes, LEAST_ROWS)
        if memory is not None:
            size = min(size, int(memory) // row_bytes)
        return max(1, int(size))


def as_rows(data: NDArray) -> Rows:
    """See a clip or a matrix as rows that lie in memory; nothing is copied.

    Parameters
    ----------
    data : (T, height, width) or (T, height, width, channels) ndarray, or (m, n) ndarray
        Frames, or a matrix with one column per frame. Numbers or truth values; a `numpy.memmap` is
        read from the file block by block.

    Returns
    -------
    Rows

    Raises
    ------
    ValueError
        If the array has another number of axes, nothing in it, or no real numbers.
    """
    data = np.asanyarray(data)
    if data.ndim not in (2, 3, 4):
        raise ValueError(
            "data must be frames (T, height, width[, channels]) or a matrix (pixels, frames), not "
            f"an array with {data.ndim} axes."
        )
    if data.size == 0:
        raise ValueError(f"data of shape {data.shape} hold nothing: give one frame or more.")
    if data.dtype.kind not in "buif":
        raise ValueError(f"data must be real numbers or truth values, not {data.dtype}.")
    small = data.dtype.itemsize <= (4 if data.dtype.kind == "f" else 2)
    dtype = np.dtype(np.float32 if small else np.float64)
    if data.ndim == 2:
        by_columns = data.flags.f_contiguous and not data.flags.c_contiguous
        rows = data.T if by_columns or abs(data.strides[0]) < abs(data.strides[1]) else data
        return Rows(rows, rows.shape, rows is not data, dtype)
    return Rows(data, (len(data), data[0].size), True, dtype)
