"""Frames that come more than once.

A film shown at a higher rate than it was taken with repeats frames. With the distinct frames as
columns of ``D`` and column j repeated ``c_j`` times, ``A Aᵀ = Σ c_j d_j d_jᵀ``: ``A`` has the left
singular vectors and the singular values of ``D diag(√c)``, and a right singular vector of ``A``
is that of the smaller matrix, each entry divided by ``√c_j`` and repeated.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from svdlab.lowrank.factors import Factors
from svdlab.lowrank.rows import as_rows


class DistinctFrames(NamedTuple):
    """Which columns of a matrix are exact copies of which.

    Attributes
    ----------
    first : (d,) int ndarray
        Where each distinct column comes first, in ascending order.
    which : (n,) int ndarray
        For every column the number of its distinct one: column j equals column
        ``first[which[j]]``.
    counts : (d,) int ndarray
        How often each comes.
    """

    first: NDArray[np.intp]
    which: NDArray[np.intp]
    counts: NDArray[np.intp]


def distinct_frames(data: NDArray) -> DistinctFrames:
    """Find the frames of a clip, or the columns of a matrix, that are exact copies.

    Parameters
    ----------
    data : (T, height, width[, channels]) or (m, n) ndarray
        Frames, or a matrix with one column per frame.

    Returns
    -------
    DistinctFrames

    Notes
    -----
    Columns are told apart by a BLAKE2b digest of their bytes (16 bytes: two different frames of
    any real clip do not share one), so that the data are read once and only digests are kept.
    A frame of -0.0 and one of 0.0 differ in bytes and count as two.
    """
    rows = as_rows(data)
    frames = rows.array if rows.rows_are_columns else rows.array.T
    seen: dict[bytes, int] = {}
    first, which = [], np.empty(len(frames), np.intp)
    for number, frame in enumerate(frames):
        contents = np.ascontiguousarray(frame)
        digest = hashlib.blake2b(contents.view(np.uint8).data, digest_size=16).digest()
        if digest not in seen:
            seen[digest] = len(seen)
            first.append(number)
        which[number] = seen[digest]
    counts = np.bincount(which, minlength=len(first))
    return DistinctFrames(np.array(first, np.intp), which, counts)


def expand(factors: Factors, distinct: DistinctFrames) -> Factors:
    """Turn the factors of the weighted distinct frames into those of the whole clip.

    Parameters
    ----------
    factors : Factors
        Of ``D diag(√counts)``, (m, d).
    distinct : DistinctFrames

    Returns
    -------
    Factors
        Of ``A``, (m, n): the same U, s, error and norm.
    """
    weights = np.sqrt(distinct.counts).astype(factors.Vt.dtype)
    Vt = (factors.Vt / weights)[:, distinct.which]
    return Factors(
        factors.U, factors.s, Vt, factors.error, factors.excess, factors.norm, factors.passes
    )
