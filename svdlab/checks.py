"""What the check cells of a notebook use to judge an answer and to say what is wrong with it.

A check cell opens an :class:`exercise` block, calls the student's function on small inputs and
compares what comes back::

    with checks.exercise("1.2", "k = 0 gives zeros"):
        answer = checks.array(rank_k(A, 0), "rank_k(A, 0)", shape=A.shape)
        checks.close(answer, np.zeros(A.shape), "rank_k(A, 0)")

Inside the block a failed comparison becomes one sentence instead of a traceback. Everything here
works on plain values; nothing looks at how an answer was computed.
"""

import contextlib
import os
import re
import signal
import sys
import threading
import traceback
import warnings
import zlib
from collections.abc import Callable, Iterator, Mapping
from types import FrameType, TracebackType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

__all__ = [
    "TOLERANCE",
    "CheckFailed",
    "NotDoneYet",
    "TooSlow",
    "array",
    "boolean_array",
    "close",
    "equal",
    "exercise",
    "generator",
    "integer",
    "number",
    "orthonormal_columns",
    "raises",
    "relative_difference",
    "rotation_matrix",
    "time_limit",
    "tolerance",
    "truth",
    "tuple_of",
    "unchanged",
]

GREEN, RED, YELLOW, PLAIN = "\x1b[1;32m", "\x1b[1;31m", "\x1b[1;33m", "\x1b[0m"


class _Message(Exception):
    """An exception that a notebook shows as its sentence alone, without a traceback."""

    colour, mark = RED, "✗"

    def _render_traceback_(self) -> list[str]:
        return [f"{self.colour}{self.mark} {self}{PLAIN}"]


class NotDoneYet(_Message):
    """The exercise still holds its stub."""

    colour, mark = YELLOW, "○"


class CheckFailed(_Message, AssertionError):
    """The answer runs, but is not what was asked for."""


class TooSlow(BaseException):
    """The time limit of a check has passed; no ``except Exception`` in an answer can catch it."""


# What JupyterLab, Colab and VS Code set in the kernels they start for a person.
_FRONTENDS = ("JPY_SESSION_NAME", "COLAB_RELEASE_TAG", "VSCODE_PID")


def _printing_suffices() -> bool:
    """Tell whether a message may be printed instead of raised.

    "Run all" stops at an error: always on Colab, elsewhere unless the frontend knows the tag
    ``raises-exception``. In front of a person a failed check therefore prints its sentence and lets
    the notebook go on. Anywhere else it raises, and so it does while nbgrader runs the notebook,
    which sets ``NBGRADER_EXECUTION``: a mark needs an error.
    """
    in_front_of_a_person = any(name in os.environ for name in _FRONTENDS)
    return in_front_of_a_person and "NBGRADER_EXECUTION" not in os.environ


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Stop what runs inside after some time.

    Parameters
    ----------
    seconds : float
        The limit, in seconds of processor time: on a busy machine a sound answer gets as far as on
        an idle one. Sleeping and waiting count too, but three times as much is allowed. 0 for none.
        Without effect outside the main thread and on Windows, where there is no alarm.

    Yields
    ------
    None

    Raises
    ------
    TooSlow
        Inside the block, at whatever line it has come to; again every second, in case it is caught.
    """
    if (
        seconds <= 0
        or not hasattr(signal, "setitimer")
        or threading.current_thread() is not threading.main_thread()
    ):
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooSlow(f"stopped after {seconds:g} seconds")

    alarms = (
        (signal.SIGPROF, signal.ITIMER_PROF, seconds),
        (signal.SIGALRM, signal.ITIMER_REAL, 3 * seconds),
    )
    before = [signal.signal(number, stop) for number, _, _ in alarms]
    for _, timer, limit in alarms:
        signal.setitimer(timer, limit, 1.0)
    try:
        yield
    finally:
        for _, timer, _ in alarms:
            signal.setitimer(timer, 0)
        for (number, _, _), handler in zip(alarms, before, strict=True):
            signal.signal(number, handler)


def _seconds() -> float:
    """Seconds that one check may take: none in front of a person, some while marks are given."""
    return float(os.environ.get("SVDLAB_SECONDS", "0"))


class exercise(contextlib.AbstractContextManager["exercise"]):
    """A block of checks that belongs to one exercise.

    Warnings and whatever the answer writes to the error stream are kept out of the cell's
    error stream, where nbgrader would count them as a failure. Where the environment variable
    ``SVDLAB_SECONDS`` gives a time limit, as it does while marks are given, an answer that takes
    longer is stopped.

    Parameters
    ----------
    number : str
        The number of the exercise, such as ``"1.2"``.
    what : str
        The property that the block checks, in a few words.

    Raises
    ------
    NotDoneYet
        The stub is still in place, or its cell has not been run.
    CheckFailed
        A comparison failed, or the answer stopped with an error of its own.
    """

    def __init__(self, number: str, what: str) -> None:
        self.number = number
        self.what = what
        self._cleanup = contextlib.ExitStack()

    def __enter__(self) -> "exercise":
        self._cleanup.enter_context(contextlib.redirect_stderr(sys.stdout))
        self._cleanup.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        self._cleanup.enter_context(time_limit(_seconds()))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        self._cleanup.close()
        if error is None:
            print(f"{GREEN}✓ Exercise {self.number} · {self.what}: passed{PLAIN}")
            return False
        message = self._message_for(error)
        if message is None:
            return False
        if _printing_suffices():
            print(*message._render_traceback_())
            return True
        raise message from None

    def _message_for(self, error: BaseException) -> _Message | None:
        start = f"Exercise {self.number} · {self.what}: "
        match error:
            case NotImplementedError():
                return NotDoneYet(
                    f"Exercise {self.number} is not done yet{_through_another_stub(error)}. Write "
                    "your code in its cell above, run that cell, then run this check."
                )
            case NameError() if _raised_in_the_check(error):
                return NotDoneYet(
                    f"Exercise {self.number} is not done yet: there is no {error.name!r} so far. "
                    "Run the cell above that defines it, then run this check."
                )
            case AssertionError():
                return CheckFailed(start + (str(error) or "the comparison failed."))
            case TooSlow() | KeyboardInterrupt():
                return CheckFailed(
                    f"{start}your code had not finished when it was {_stopped(error)}. On data "
                    "this small an answer takes far less than a second. Is there a loop that never "
                    "ends?"
                )
            case Exception():
                return CheckFailed(start + _describe(error))
            case SystemExit():
                return CheckFailed(
                    f"{start}your code called exit() or quit(). End a function with return instead."
                )
        return None


def _raised_in_the_check(error: BaseException) -> bool:
    """Tell whether all frames are the check's own, its helper functions included."""
    if hasattr(error, "student_frames"):
        return False
    check, *inner = traceback.extract_tb(error.__traceback__)
    return all(frame.filename == check.filename for frame in inner)


def _own_frames(error: BaseException, *, but_the_check: bool = False) -> list[tuple[str, int, str]]:
    """Give function, line number and line of each of the student's frames, the innermost last.

    Where marks are given, the student's code runs in another process, and the error brings its
    frames along as ``student_frames``.
    """
    if hasattr(error, "student_frames"):
        return error.student_frames
    check, *inner = traceback.extract_tb(error.__traceback__)
    library = (os.sep + "site-packages" + os.sep, os.sep + "lib" + os.sep + "python", __file__)
    return [
        (frame.name, frame.lineno or 0, frame.line or "")
        for frame in inner
        if not any(part in frame.filename for part in library)
        and not (but_the_check and frame.filename == check.filename)
    ]


def _through_another_stub(error: BaseException) -> str:
    """Name the function that is still a stub, where the answer itself is written and calls it."""
    own = [name for name, _, _ in _own_frames(error, but_the_check=True)]
    return f": it calls {own[-1]}, which is not written" if len(own) > 1 else ""


def _stopped(error: BaseException) -> str:
    return str(error) if isinstance(error, TooSlow) else "interrupted"


def _describe(error: Exception) -> str:
    """Name an unexpected error and the line of the student's code that it came from."""
    sentence = f"your code stopped with {type(error).__name__}: {error}"
    name, number, line = (_own_frames(error) or [("", 0, "")])[-1]
    return f"{sentence} (in {name}, line {number}: {line.strip()})" if line else sentence


def generator(*labels: str) -> np.random.Generator:
    """Random numbers for the data of one test.

    Parameters
    ----------
    *labels : str
        Names of the exercise and of the test; each combination gets its own stream.

    Returns
    -------
    numpy.random.Generator
        Seeded from the labels and from the environment variable ``SVDLAB_SEED`` (0 if unset), so
        that the same seed always makes the same data.
    """
    seed = int(os.environ.get("SVDLAB_SEED", "0"))
    return np.random.default_rng([seed, *(zlib.crc32(label.encode()) for label in labels)])


def _refuse_none(value: Any, name: str) -> None:
    if value is None:
        raise AssertionError(
            f"{name} returned None. Did the function print its result, or end without return?"
        )


def array(value: Any, name: str, shape: tuple[int, ...] | None = None) -> NDArray[np.floating]:
    """Take an answer as an array of real, finite numbers, or say why it is none.

    Parameters
    ----------
    value : Any
        What the student's function returned.
    name : str
        The call that returned it, as it should be named in the message.
    shape : tuple of int, optional
        The shape it must have.

    Returns
    -------
    ndarray of float64
        A copy of the answer.

    Raises
    ------
    AssertionError
        With a sentence that says what was expected and what came.
    """
    _refuse_none(value, name)
    try:
        found = np.asarray(value)
    except (TypeError, ValueError):
        raise AssertionError(
            f"{name} returned a {type(value).__name__} that is not an array of numbers."
        ) from None
    if found.dtype.kind not in "fiub":
        raise AssertionError(
            f"{name} must be an array of real numbers; its dtype is {found.dtype} "
            f"(a {type(value).__name__})."
        )
    if shape is not None and found.shape != tuple(shape):
        hint = " Is it transposed?" if found.ndim == 2 and found.shape[::-1] == tuple(shape) else ""
        raise AssertionError(
            f"{name} must have shape {tuple(shape)}, but it has shape {found.shape}.{hint}"
        )
    found = np.array(found, dtype=np.float64)
    if not np.isfinite(found).all():
        raise AssertionError(
            f"{name} holds {np.sum(~np.isfinite(found))} values that are nan or infinite."
        )
    return found


def boolean_array(value: Any, name: str, shape: tuple[int, ...] | None = None) -> NDArray[np.bool_]:
    """Take an answer as an array of booleans, or say why it is none.

    Parameters
    ----------
    value : Any
        What the student's function returned.
    name : str
        The call that returned it.
    shape : tuple of int, optional
        The shape it must have.

    Returns
    -------
    ndarray of bool

    Raises
    ------
    AssertionError
        If the dtype is not boolean, or the shape is another.
    """
    array(value, name, shape)
    found = np.array(value)
    if found.dtype != np.bool_:
        raise AssertionError(
            f"{name} must be an array of True and False; its dtype is {found.dtype}."
        )
    return found


def number(value: Any, name: str, *, finite: bool = True) -> float:
    """Take an answer as one real number.

    Parameters
    ----------
    value : Any
        What the student's function returned: a Python or NumPy number, or an array without axes.
    name : str
        The call that returned it.
    finite : bool
        Whether infinity is refused.

    Returns
    -------
    float

    Raises
    ------
    AssertionError
        If it is no number, is not a number (nan), or is infinite where it must not be.
    """
    _refuse_none(value, name)
    found = np.asarray(value)
    if found.dtype.kind not in "fiu":
        raise AssertionError(f"{name} must be a number, not a {type(value).__name__}.")
    if found.ndim != 0:
        raise AssertionError(f"{name} must be one number, but it has shape {found.shape}.")
    result = float(found)
    if np.isnan(result) or (finite and np.isinf(result)):
        raise AssertionError(f"{name} must be a number, but it is {result}.")
    return result


def integer(value: Any, name: str) -> int:
    """Take an answer as one whole number (``3`` or ``3.0``).

    Parameters
    ----------
    value : Any
        What the student's function returned.
    name : str
        The call that returned it.

    Returns
    -------
    int

    Raises
    ------
    AssertionError
        If it is no whole number.
    """
    result = number(value, name)
    if result != round(result):
        raise AssertionError(f"{name} must be a whole number, but it is {result:g}.")
    return round(result)


def tuple_of(value: Any, count: int, name: str) -> tuple[Any, ...]:
    """Take an answer as a tuple (or list) of ``count`` results.

    Parameters
    ----------
    value : Any
        What the student's function returned.
    count : int
        How many results were asked for.
    name : str
        The call, with what it should return, such as ``"center(X), which gives (Xc, c)"``.

    Returns
    -------
    tuple

    Raises
    ------
    AssertionError
        If it is no tuple or list, or has another length.
    """
    _refuse_none(value, name)
    if not isinstance(value, tuple | list):
        raise AssertionError(
            f"{name} must return {count} results, as in `return a, b`; "
            f"it returned one {type(value).__name__}."
        )
    if len(value) != count:
        raise AssertionError(f"{name} must return {count} results; it returned {len(value)}.")
    return tuple(value)


def relative_difference(found: ArrayLike, expected: ArrayLike) -> float:
    """Frobenius distance relative to the size of what was expected (absolute where that is zero).

    Parameters
    ----------
    found, expected : array_like
        Two arrays of the same shape.

    Returns
    -------
    float
    """
    found, expected = (np.asarray(values, dtype=np.float64) for values in (found, expected))
    scale = np.linalg.norm(expected)
    return float(np.linalg.norm(found - expected) / (scale if scale > 0 else 1.0))


def tolerance(dtype: DTypeLike = np.float64, *, size: int = 100, condition: float = 1.0) -> float:
    r"""Largest relative difference that rounding can explain.

    A backward stable method gives the exact answer to data that are off by about
    ``size * eps`` of their norm [1]_; the problem's condition number says how much larger the
    answer's error may be. So the tolerance is :math:`10 \cdot size \cdot eps \cdot condition`: the
    factor 10 leaves room for a method of several steps.

    Parameters
    ----------
    dtype : dtype
        The least exact type that a right answer may compute in; whole numbers count as float64.
    size : int
        Largest side of the matrices.
    condition : float
        How many times a relative change of the data is magnified in the answer. For the first k
        singular vectors by way of a Gram matrix, which is right too, it is
        :math:`s_1^2 / (s_k^2 - s_{k+1}^2)`; for a sum or a product of well-scaled numbers it is 1.

    Returns
    -------
    float

    References
    ----------
    .. [1] N. J. Higham, *Accuracy and Stability of Numerical Algorithms*, 2nd ed., SIAM, 2002,
       sections 1.5 and 20.2.
    """
    kind = np.dtype(dtype)
    eps = np.finfo(kind if kind.kind == "f" else np.float64).eps
    return float(10 * size * eps * condition)


# The tolerance where a check names none: float64, up to 100 rows, condition up to 5e4. 1.1e-8.
TOLERANCE = tolerance(np.float64, size=100, condition=5e4)


def close(
    value: ArrayLike,
    expected: ArrayLike,
    name: str,
    *,
    tolerance: float = TOLERANCE,
    mistakes: Mapping[str, ArrayLike] | None = None,
    show: bool = False,
) -> None:
    r"""Compare an answer with what was expected, up to rounding.

    The measure is :math:`\|x - e\|_F / \|e\|_F` (absolute where *e* is zero).

    Parameters
    ----------
    value : array_like
        The answer.
    expected : array_like
        What was asked for; must have the shape of ``value``.
    name : str
        The call, as it should be named in the message.
    tolerance : float
        The largest relative difference that still counts as right, from :func:`tolerance`.
    mistakes : mapping of str to array_like, optional
        For each usual mistake a sentence that names it, and the result that it leads to. The
        first one that fits the answer becomes the message.
    show : bool
        Whether to print both values. Only for visible checks with small results.

    Raises
    ------
    AssertionError
        With the sentence of the mistake, or with the size of the difference.
    """
    found, wanted = array(value, name), np.asarray(expected, dtype=np.float64)
    if found.shape != wanted.shape:
        array(value, name, wanted.shape)
    if relative_difference(found, wanted) <= tolerance:
        return
    shown = ""
    if show:
        shown = f" Expected {_short(wanted)}, got {_short(found)}."
    for sentence, wrong in (mistakes or {}).items():
        wrong = np.asarray(wrong, dtype=np.float64)
        if wrong.shape == found.shape and relative_difference(found, wrong) <= max(tolerance, 1e-6):
            raise AssertionError(sentence + shown)
    raise AssertionError(
        f"{name} is not what was asked for: its relative difference is "
        f"{relative_difference(found, wanted):.2g}, where {tolerance:.1g} is allowed.{shown}"
    )


def _short(values: NDArray) -> str:
    return np.array2string(values, precision=4, suppress_small=True, threshold=20).replace("\n", "")


def equal(
    value: Any, expected: Any, name: str, *, mistakes: Mapping[str, Any] | None = None
) -> None:
    """Compare whole numbers, booleans or text exactly.

    Parameters
    ----------
    value, expected : array_like or scalar
        The answer and what was asked for.
    name : str
        The call, as it should be named in the message.
    mistakes : mapping of str to array_like, optional
        As in :func:`close`.

    Raises
    ------
    AssertionError
        If shape or values differ.
    """
    _refuse_none(value, name)
    wanted = np.asarray(expected)
    try:
        found = np.asarray(value)
    except (TypeError, ValueError):
        found = np.asarray(None)
    if found.dtype.kind not in "fiubU":
        raise AssertionError(
            f"{name} must hold whole numbers, booleans or text; it is a {type(value).__name__}."
        )
    if found.shape != wanted.shape:
        raise AssertionError(
            f"{name} must have shape {wanted.shape}, but it has shape {found.shape}."
            if wanted.ndim
            else f"{name} must be a single value, but it has shape {found.shape}."
        )
    if np.array_equal(found, wanted):
        return
    for sentence, wrong in (mistakes or {}).items():
        if np.array_equal(found, np.asarray(wrong)):
            raise AssertionError(sentence)
    if wanted.ndim == 0:
        raise AssertionError(f"{name} should be {wanted}, but it is {found}.")
    raise AssertionError(
        f"{name} is wrong in {int(np.sum(found != wanted))} of {wanted.size} places."
    )


def truth(condition: Any, sentence: str) -> None:
    """Demand that a condition holds.

    Parameters
    ----------
    condition : bool
        The property.
    sentence : str
        What to tell the student where it does not hold.

    Raises
    ------
    AssertionError
        With the sentence.
    """
    if not bool(condition):
        raise AssertionError(sentence)


def unchanged(argument: ArrayLike, before: ArrayLike, name: str) -> None:
    """Demand that a function has left its argument as it was.

    Parameters
    ----------
    argument : array_like
        The argument after the call.
    before : array_like
        A copy of it from before the call.
    name : str
        The argument's name.

    Raises
    ------
    AssertionError
        If the values differ.
    """
    if not np.array_equal(np.asarray(argument), np.asarray(before), equal_nan=True):
        raise AssertionError(
            f"your function changed its argument {name}, which belongs to the caller. Work on a "
            f"new array instead: `{name} - c`, not `{name} -= c`; or begin with {name}.copy()."
        )


def orthonormal_columns(Q: ArrayLike, name: str, *, tolerance: float = TOLERANCE) -> None:
    """Demand that ``Qᵀ Q`` is the identity.

    Parameters
    ----------
    Q : array_like, shape (m, n)
        The matrix.
    name : str
        Its name in the message.
    tolerance : float
        The largest entry of ``Qᵀ Q - I`` that still counts as zero.

    Raises
    ------
    AssertionError
        If the columns are not orthonormal.
    """
    found = array(Q, name)
    if found.ndim != 2:
        raise AssertionError(f"{name} must be a matrix, but it has shape {found.shape}.")
    error = np.abs(found.T @ found - np.eye(found.shape[1])).max(initial=0.0)
    if error > tolerance:
        raise AssertionError(
            f"the columns of {name} are not orthonormal: {name}.T @ {name} differs from the "
            f"identity by up to {error:.2g}."
        )


def rotation_matrix(R: ArrayLike, name: str, *, tolerance: float = TOLERANCE) -> None:
    """Demand an orthogonal matrix with determinant +1.

    Parameters
    ----------
    R : array_like, shape (d, d)
        The matrix.
    name : str
        Its name in the message.
    tolerance : float
        As in :func:`orthonormal_columns`.

    Raises
    ------
    AssertionError
        If the matrix is not square, not orthogonal, or reflects.
    """
    found = array(R, name)
    if found.ndim != 2 or found.shape[0] != found.shape[1]:
        raise AssertionError(f"{name} must be a square matrix, but it has shape {found.shape}.")
    orthonormal_columns(found, name, tolerance=tolerance)
    if np.linalg.det(found) < 0:
        raise AssertionError(
            f"{name} has determinant -1: it is a reflection, not a rotation. Turn the sign of the "
            "direction with the smallest singular value before you put the factors together."
        )


def raises(function: Callable[..., Any], *arguments: Any, mention: str, call: str) -> None:
    """Demand that a call is refused with a ``ValueError`` that names the argument.

    Parameters
    ----------
    function : callable
        The student's function.
    *arguments
        Plain values to call it with.
    mention : str
        The name of the argument that the message of the error must hold.
    call : str
        The call as it should be named in the message, such as ``"rank_k(A, -1)"``.

    Raises
    ------
    AssertionError
        If nothing was raised, another error was raised, or the message does not name the argument.
    """
    try:
        function(*arguments)
    except NotImplementedError:
        raise
    except ValueError as error:
        # A name of one letter must stand as a word of its own, or any sentence would hold it.
        case = 0 if len(mention) == 1 else re.IGNORECASE
        if not re.search(rf"\b{re.escape(mention)}\b", str(error), case):
            raise AssertionError(
                f"{call} raises ValueError, as it should, but the message does not say that the "
                f"argument {mention} is at fault: {str(error)!r}."
            ) from None
        return
    except Exception as error:
        raise AssertionError(
            f"{call} should raise ValueError; it raised {type(error).__name__}: {error}"
        ) from None
    raise AssertionError(f"{call} should raise ValueError with a sentence; it returned a result.")
