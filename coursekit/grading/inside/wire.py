"""Plain data as text, for the way between a student's kernel and the examiner.

Numbers, text, lists, dictionaries and arrays cross; nothing that could execute anything on arrival
does. What is of another kind crosses as its type's name alone. The text is JSON; arrays travel as
their dtype, shape and bytes. Decoding trusts nothing: it checks every field against fixed limits.

This file is also what the student's kernel runs, so it needs the standard library and NumPy only.
"""

import base64
import binascii
import json
import math
from typing import Any

import numpy as np

# Limits on what may cross in one message.
BYTES = 64 * 2**20
VALUES = 1_000_000
# Signs that begin a part of a JSON text; an honest message has few for each value that it holds.
SIGNS = 4 * VALUES
DEPTH = 24
TEXT = 1_000_000
NUMERIC = "biufc"


class WireError(Exception):
    """Something cannot cross, or came across in a form that nobody sends honestly."""


class Opaque:
    """Stands for a value of a kind that does not cross; only its type's name is known.

    The class of each such value is made to bear that name, so that a message can say it.
    """


def opaque(name: str) -> Opaque:
    """Make the stand-in for a value of the named type."""
    return type(name, (Opaque,), {})()


def dumps(value: Any) -> str:
    """Write a value as text.

    Parameters
    ----------
    value : Any
        Whatever a function takes or returns.

    Returns
    -------
    str
        JSON, ASCII only.

    Raises
    ------
    WireError
        If it is too large, or nested too deeply.
    """
    return json.dumps(_pack(value, [VALUES, BYTES], 0), allow_nan=False)


def _pack(value: Any, budget: list[int], depth: int) -> Any:
    budget[0] -= 1
    if budget[0] < 0 or depth > DEPTH:
        raise WireError("it holds too many values, or is nested too deeply")
    kind = type(value)
    if value is None or kind is bool:
        return value
    if isinstance(value, np.ndarray | np.generic):
        return _pack_array(value, budget, depth)
    if isinstance(value, bool | int):
        number = int(value)
        if number.bit_length() > 4096:
            raise WireError("it holds a whole number of more than 4096 bits")
        return {"int": hex(number)}
    if isinstance(value, float):
        return {"float": float(value).hex() if math.isfinite(value) else repr(float(value))}
    if isinstance(value, complex):
        return {"complex": [_pack(value.real, budget, depth), _pack(value.imag, budget, depth)]}
    if isinstance(value, str):
        return {"str": _text(str(value), budget)}
    if (numbers := _pack_numbers(value, budget)) is not None:
        return numbers
    for name, cls in (("list", list), ("tuple", tuple), ("set", set), ("set", frozenset)):
        if isinstance(value, cls):
            return {name: [_pack(item, budget, depth + 1) for item in cls.__iter__(value)]}
    if isinstance(value, range):
        _count(value, budget)
        return {"range": [hex(int(part)) for part in (value.start, value.stop, value.step)]}
    if isinstance(value, dict):
        pairs = dict.items(value)
        return {
            "dict": [[_pack(k, budget, depth + 1), _pack(v, budget, depth + 1)] for k, v in pairs]
        }
    if hasattr(kind, "__array__"):
        return _pack_array(np.asarray(value), budget, depth)
    return {"opaque": kind.__name__[:100]}


def _count(value: range, budget: list[int]) -> None:
    """Count the numbers of a range: it is short as text, and long as the array it may become."""
    budget[0] -= (value[-1] - value.start) // value.step if value else 0
    if budget[0] < 0:
        raise WireError("it holds too many values")


def crowded(text: str | bytes) -> bool:
    """Tell whether a JSON text has more parts than may be read: each takes a hundred bytes."""
    signs = ",[{" if isinstance(text, str) else (b",", b"[", b"{")
    return sum(text.count(sign) for sign in signs) > SIGNS


def _pack_numbers(value: Any, budget: list[int]) -> Any:
    """Pack a list or tuple of nothing but floats, or whole numbers, at one go; else None."""
    kind = type(value)
    if kind not in (list, tuple) or not value:
        return None
    kinds = set(map(type, value))
    if kinds == {float}:
        array = np.array(value)
    elif kinds == {int} and max(map(abs, value)) < 2**63:
        array = np.array(value, dtype=np.int64)
    else:
        return None
    budget[0] -= len(value)
    return {"numbers": [kind.__name__, _pack_array(array, budget, 0)]}


def _text(text: str, budget: list[int]) -> str:
    if len(text) > TEXT:
        raise WireError(f"it holds a text of more than {TEXT} characters")
    budget[1] -= len(text)
    return text.encode("utf-8", "replace").decode("utf-8")


def _pack_array(value: Any, budget: list[int], depth: int) -> Any:
    array = np.asarray(value)
    if array.dtype.kind == "O":
        if array.ndim == 0:
            return {"opaque": "object"}
        return {"objects": _pack(list(array), budget, depth + 1)}
    if array.dtype.kind not in NUMERIC + "U" or array.dtype.itemsize > 65536:
        return {"opaque": f"{array.dtype} array"[:100]}
    budget[1] -= array.nbytes
    if budget[1] < 0:
        raise WireError(f"it holds more than {BYTES // 2**20} MiB")
    native = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("="))
    return {
        "array": [
            native.dtype.str,
            list(array.shape),
            base64.b64encode(native.tobytes()).decode("ascii"),
            bool(array.flags.writeable),
            isinstance(value, np.generic),
        ]
    }


def loads(text: Any) -> Any:
    """Read a value back from text.

    Parameters
    ----------
    text : str
        What :func:`dumps` wrote, or what somebody wants to pass for it.

    Returns
    -------
    Any
        Plain values, arrays, and an :class:`Opaque` for everything else.

    Raises
    ------
    WireError
        If it is not what :func:`dumps` could have written.
    """
    if not isinstance(text, str) or len(text) > 2 * BYTES:
        raise WireError("it is no text, or a text that is too long")
    if crowded(text):
        raise WireError("it holds too many values")
    try:
        return _unpack(json.loads(text, parse_constant=_refuse), [VALUES, BYTES], 0)
    except WireError:
        raise
    except (ValueError, TypeError, RecursionError, OverflowError, MemoryError) as error:
        raise WireError(f"it cannot be read: {type(error).__name__}") from None


def _refuse(constant: str) -> None:
    raise WireError(f"it holds a bare {constant}")


def _unpack(item: Any, budget: list[int], depth: int) -> Any:
    budget[0] -= 1
    if budget[0] < 0 or depth > DEPTH:
        raise WireError("it holds too many values, or is nested too deeply")
    if item is None or isinstance(item, bool):
        return item
    if not isinstance(item, dict) or len(item) != 1:
        raise WireError("a part of it has no known kind")
    ((kind, body),) = item.items()
    if kind in ("list", "tuple", "set"):
        parts = [_unpack(part, budget, depth + 1) for part in _listed(body)]
        return {"list": list, "tuple": tuple, "set": set}[kind](parts)
    if kind == "dict":
        pairs = [_listed(pair, 2) for pair in _listed(body)]
        return {_unpack(k, budget, depth + 1): _unpack(v, budget, depth + 1) for k, v in pairs}
    if kind == "range":
        numbers = range(*(int(_word(part), 16) for part in _listed(body, 3)))
        _count(numbers, budget)
        return numbers
    if kind == "int":
        return int(_word(body), 16)
    if kind == "float":
        return float(body) if body in ("inf", "-inf", "nan") else float.fromhex(_word(body))
    if kind == "complex":
        real, imaginary = (_unpack(part, budget, depth + 1) for part in _listed(body, 2))
        return complex(float(real), float(imaginary))
    if kind == "str":
        if not isinstance(body, str) or len(body) > TEXT:
            raise WireError("a text in it is none, or is too long")
        return _text(body, budget)
    if kind == "array":
        return _unpack_array(body, budget)
    if kind == "numbers":
        name, packed = _listed(body, 2)
        array = _unpack(packed, budget, depth + 1)
        if name not in ("list", "tuple") or not isinstance(array, np.ndarray) or array.ndim != 1:
            raise WireError("a part of it should be a list of numbers")
        budget[0] -= array.size
        if budget[0] < 0:
            raise WireError("it holds too many values, or is nested too deeply")
        return array.tolist() if name == "list" else tuple(array.tolist())
    if kind == "objects":
        parts = _unpack(body, budget, depth + 1)
        array = np.empty(len(parts), dtype=object)
        array[:] = parts
        return array
    if kind == "opaque" and isinstance(body, str) and len(body) <= 100:
        return opaque(_text(body, budget))
    raise WireError("a part of it has no known kind")


def _listed(body: Any, size: int | None = None) -> list:
    if not isinstance(body, list) or (size is not None and len(body) != size):
        raise WireError("a part of it should be a list of another length")
    return body


def _word(body: Any) -> str:
    if not isinstance(body, str) or len(body) > 1100:
        raise WireError("a number in it is none")
    return body


def _unpack_array(body: Any, budget: list[int]) -> Any:
    name, shape, data, writeable, scalar = _listed(body, 5)
    if not isinstance(name, str) or len(name) > 12 or name[1:2] not in NUMERIC + "U":
        raise WireError("an array in it has no plain dtype")
    dtype = np.dtype(name)
    sizes = [_size(side) for side in _listed(shape)]
    count = math.prod(sizes)
    if len(sizes) > 32 or dtype.hasobject or dtype.fields is not None or dtype.shape != ():
        raise WireError("an array in it has no plain dtype")
    budget[1] -= count * dtype.itemsize
    if budget[1] < 0:
        raise WireError(f"it holds more than {BYTES // 2**20} MiB")
    if not isinstance(data, str):
        raise WireError("an array in it has no data")
    try:
        raw = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        raise WireError("an array in it has no data") from None
    if len(raw) != count * dtype.itemsize:
        raise WireError("an array in it has more or less data than its shape says")
    array = np.frombuffer(raw, dtype=dtype).reshape(sizes).copy()
    if dtype.kind == "b":
        # Any byte but 0 and 1 would make NumPy contradict itself.
        array = np.array(np.frombuffer(raw, dtype=np.uint8) != 0).reshape(sizes)
    if dtype.kind == "U":
        codes = np.frombuffer(raw, dtype=np.uint32)
        if np.any((codes > 0x10FFFF) | ((codes >= 0xD800) & (codes <= 0xDFFF))):
            raise WireError("a text in it holds characters that do not exist")
    if scalar is True and not sizes:
        return array[()]
    array.flags.writeable = writeable is not False
    return array


def _size(side: Any) -> int:
    if not isinstance(side, int) or isinstance(side, bool) or not 0 <= side <= BYTES:
        raise WireError("an array in it has an impossible shape")
    return side
