"""Linear algebra that is as right as NumPy's, with every choice that is left to it made anew.

A singular vector's sign is arbitrary; so is the basis of a space of equal singular values; and the
last digits depend on the processor. An answer that is right stays right when all three change.
"""

import contextlib
import itertools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import scipy.linalg
from numpy.typing import NDArray

# Singular values nearer to each other than this, relative to the largest, count as equal.
EQUAL = 1e-12


def _turn(rng: np.random.Generator, size: int) -> NDArray:
    """Draw an orthogonal matrix; for size 1 it is a sign."""
    Q, R = np.linalg.qr(rng.normal(size=(size, size)))
    return Q * np.where(np.diag(R) < 0, -1, 1)


def _blocks(s: NDArray) -> Iterator[slice]:
    """Find the runs of equal singular values."""
    cuts = np.flatnonzero(np.abs(np.diff(s)) > EQUAL * max(np.abs(s).max(initial=0), 1e-300)) + 1
    edges = [0, *cuts.tolist(), s.size]
    for start, stop in itertools.pairwise(edges):
        yield slice(start, stop)


def shaken_svd(rng: np.random.Generator, U: NDArray, s: NDArray, Vt: NDArray) -> tuple:
    """Give the same decomposition with other signs, other bases and other last digits.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the choices come from.
    U, s, Vt : ndarray, shapes (m, p), (r,), (q, n)
        Thin or full factors.

    Returns
    -------
    tuple of ndarray
        Factors of the same shapes and dtypes with the same product up to rounding.
    """
    new_U, new_Vt = U.copy(), Vt.copy()
    for block in _blocks(s):
        Q = _turn(rng, block.stop - block.start)
        zero = s[block.start] <= EQUAL * s[0]
        new_U[:, block] = U[:, block] @ Q
        new_Vt[block] = (_turn(rng, len(Q)) if zero else Q).T @ Vt[block]
    for extra, size in ((new_U[:, s.size :].T, U.shape[1]), (new_Vt[s.size :], Vt.shape[0])):
        if size > s.size:
            extra[:] = _turn(rng, size - s.size) @ extra
    return tuple(_last_digits(rng, x).astype(x.dtype) for x in (new_U, s, new_Vt))


def shaken_eigh(rng: np.random.Generator, values: NDArray, vectors: NDArray) -> tuple:
    """Give the same eigenvectors with other signs, other bases and other last digits."""
    new = vectors.copy()
    for block in _blocks(values):
        new[:, block] = vectors[:, block] @ _turn(rng, block.stop - block.start)
    return values, _last_digits(rng, new).astype(vectors.dtype)


def _each(function: Callable[..., tuple], axes: int, arrays: tuple) -> tuple:
    """Apply a function to every member of a stack, and stack what comes back."""
    if axes == 0:
        return function(*arrays)
    members = [_each(function, axes - 1, parts) for parts in zip(*arrays, strict=True)]
    return tuple(np.stack(parts) for parts in zip(*members, strict=True))


def _last_digits(rng: np.random.Generator, x: NDArray) -> NDArray:
    if x.dtype.kind != "f":
        return x
    return x * (1 + 4 * np.finfo(x.dtype).eps * rng.uniform(-1, 1, size=x.shape))


@contextlib.contextmanager
def shaken(seed: int) -> Iterator[None]:
    """Let ``numpy.linalg`` and ``scipy.linalg`` make other, equally right choices.

    Parameters
    ----------
    seed : int
        What the choices are drawn from.

    Yields
    ------
    None
    """
    rng = np.random.default_rng([seed, 0x5A])
    kept = [
        (module, name, getattr(module, name))
        for module in (np.linalg, scipy.linalg)
        for name in ("svd", "eigh")
    ]
    plain_qr = np.linalg.qr

    def svd(real: Callable) -> Callable:
        def decompose(a: Any, *options: Any, **named: Any) -> Any:
            result = real(a, *options, **named)
            if not isinstance(result, tuple) or 0 in np.shape(a):
                return result
            factors = _each(lambda *parts: shaken_svd(rng, *parts), np.ndim(a) - 2, result)
            return type(result)(*factors) if hasattr(result, "_fields") else factors

        return decompose

    def eigh(real: Callable) -> Callable:
        def decompose(a: Any, *options: Any, **named: Any) -> Any:
            result = real(a, *options, **named)
            if not isinstance(result, tuple) or 0 in np.shape(a):
                return result
            pair = _each(lambda *parts: shaken_eigh(rng, *parts), np.ndim(a) - 2, result)
            return type(result)(*pair) if hasattr(result, "_fields") else pair

        return decompose

    def qr(a: Any, mode: str = "reduced") -> Any:
        result = plain_qr(a, mode)
        if mode != "reduced" or np.ndim(a) != 2:
            return result
        signs = rng.choice([-1, 1], size=result[0].shape[1]).astype(result[0].dtype)
        return type(result)(result[0] * signs, signs[:, None] * result[1])

    for module, name, real in kept:
        setattr(module, name, svd(real) if name == "svd" else eigh(real))
    np.linalg.qr = qr
    try:
        yield
    finally:
        for module, name, real in kept:
            setattr(module, name, real)
        np.linalg.qr = plain_qr
