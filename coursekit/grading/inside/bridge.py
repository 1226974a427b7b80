"""Answer the examiner's questions in the student's process: describe names, call functions."""

import contextlib
import copy
import io
import linecache
import os
import traceback
import warnings
from collections.abc import Mapping
from typing import Any

import numpy as np

from .wire import WireError, dumps, loads

FRAMES = 12


def describe(space: Mapping[str, Any], names: list[str]) -> str:
    """Say of each name whether it is missing, a function, or a value, and which."""
    found = {name: _describe(space[name]) for name in names if name in space}
    try:
        return dumps(found)
    except WireError as error:
        # Each value may be sent, but not all of them: the functions count more.
        large = {name: ("unfit", str(error)) for name in found if found[name][0] == "value"}
        return dumps(found | large)


def _describe(value: Any) -> Any:
    if callable(value):
        return ("function", getattr(value, "__name__", type(value).__name__))
    try:
        return ("value", loads(dumps(value)))
    except Exception as error:
        # One hostile value must not hide the other names.
        return ("unfit", str(error) if isinstance(error, WireError) else type(error).__name__)


def call(space: Mapping[str, Any], name: str, packed: str) -> str:
    """Call a function of the student's and pack what comes back.

    Parameters
    ----------
    space : mapping
        The notebook's names.
    name : str
        Its name in the notebook.
    packed : str
        Positional and named arguments.

    Returns
    -------
    str
        Packed: the result or the error, and the arguments that the call has changed.
    """
    positional, named = loads(packed)
    before = copy.deepcopy(positional)
    function = space.get(name)
    answer: dict[str, Any] = {}
    noted: list[warnings.WarningMessage] = []
    try:
        with (
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
            warnings.catch_warnings(record=True) as noted,
        ):
            warnings.simplefilter("always")
            answer["result"] = function(*positional, **named)
    except BaseException as error:
        answer["error"] = _error(error)
    changed = {
        place: value
        for place, (value, old) in enumerate(zip(positional, before, strict=True))
        if isinstance(value, np.ndarray | list | dict) and _differs(value, old)
    }
    try:
        return dumps(answer | {"changed": changed, "warnings": _warnings(noted)})
    except WireError as error:
        kind = type(answer.get("result")).__name__
        return dumps({"unfit": f"a {kind} that cannot be looked at: {error}"})


def _differs(value: Any, old: Any) -> bool:
    if type(value) is type(old) is np.ndarray and value.dtype.kind in "biufc":
        kept = value.shape == old.shape and value.dtype == old.dtype
        return not kept or value.tobytes() != old.tobytes()
    return dumps(value) != dumps(old)


def _warnings(noted: list[warnings.WarningMessage]) -> list[tuple[str, str]]:
    return [(note.category.__name__, str(note.message)[:500]) for note in noted[:FRAMES]]


def _error(error: BaseException) -> dict[str, Any]:
    kinds = [cls.__name__ for cls in type(error).__mro__]
    library = (os.sep + "site-packages" + os.sep, os.sep + "lib" + os.sep + "python")
    frames = [
        (
            frame.name,
            frame.lineno or 0,
            linecache.getline(frame.filename, frame.lineno or 0).strip(),
        )
        for frame in traceback.extract_tb(error.__traceback__)[1:]
        if not any(part in frame.filename for part in library)
    ]
    return {"kinds": kinds, "message": str(error)[:2000], "frames": frames[-FRAMES:]}
