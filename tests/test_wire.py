"""What crosses between a student's kernel and the examiner: plain data, and nothing else."""

import base64
import json
import pickle

import numpy as np
import pytest

from coursekit.grading.inside import wire
from coursekit.grading.inside.wire import WireError, dumps, loads


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        0,
        -(2**200),
        1.5,
        float("inf"),
        "text with ü and 🙂",
        [1, (2.0, "three"), {"four": [5]}],
        [1.0, 2.5, -0.0],
        (1, 2**62, -(2**62)),
        [1, 2.0, True],
        [True, False],
        [2**63],
        [[1.0] * 3] * 2,
        {1, 2},
        range(2, 9, 3),
        2 + 1j,
        {},
        (),
    ],
)
def test_plain_values_come_back(value: object) -> None:
    found = loads(dumps(value))
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("dtype", ["?", "i1", "u1", "i8", "f2", "f4", "f8", "c16", "U3"])
@pytest.mark.parametrize("shape", [(), (3,), (2, 0), (2, 3, 4)])
def test_arrays_come_back(dtype: str, shape: tuple[int, ...]) -> None:
    rng = np.random.default_rng(0)
    array = rng.integers(0, 2, size=shape).astype(dtype)
    found = loads(dumps(array))
    assert isinstance(found, np.ndarray)
    assert (found.dtype, found.shape) == (np.dtype(dtype), shape)
    assert np.array_equal(found, array)


def test_what_an_array_is_like_comes_back() -> None:
    fixed = np.arange(3.0)
    fixed.flags.writeable = False
    assert not loads(dumps(fixed)).flags.writeable
    assert loads(dumps(np.arange(3.0))).flags.writeable
    assert type(loads(dumps(np.float32(2)))) is np.float32
    assert loads(dumps(np.arange(3, dtype=">f4"))).tolist() == [0, 1, 2]
    assert loads(dumps(np.eye(3)[::2, ::-1])).tolist() == np.eye(3)[::2, ::-1].tolist()


def test_nan_comes_back() -> None:
    assert np.isnan(loads(dumps(float("nan"))))
    assert np.isnan(loads(dumps(np.array([np.nan])))[0])


class AlwaysEqual:
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None


class Lying(np.ndarray):
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None


@pytest.mark.parametrize("value", [AlwaysEqual(), lambda: 0, object, open, (i for i in [])])
def test_what_is_not_plain_crosses_as_a_name(value: object) -> None:
    found = loads(dumps(value))
    assert isinstance(found, wire.Opaque)
    assert type(found).__name__ == type(value).__name__
    assert found != 1


def test_a_subclass_loses_its_tricks() -> None:
    found = loads(dumps(np.arange(3).view(Lying)))
    assert type(found) is np.ndarray
    assert not np.array_equal(found, [9, 9, 9])
    assert type(loads(dumps(type("Liar", (float,), {"__eq__": lambda a, b: True})(2.0)))) is float


def array_body(**changes: object) -> str:
    body = {
        "dtype": "<f8",
        "shape": [2],
        "data": base64.b64encode(bytes(16)).decode(),
        "writeable": True,
        "scalar": False,
    } | changes
    return json.dumps({"array": list(body.values())})


FORGED = {
    "no text": 5,
    "bytes": b"{}",
    "no json": "{",
    "a bare number": "3",
    "bare nan": '{"float": NaN}',
    "unknown kind": '{"pickle": "gASVAAAA"}',
    "two kinds": '{"int": "0x1", "str": "a"}',
    "a pickle": pickle.dumps([1]).decode("latin-1"),
    "pickled data": array_body(data=base64.b64encode(pickle.dumps([1])).decode()),
    "object dtype": array_body(dtype="|O"),
    "object dtype in disguise": array_body(dtype="<O8"),
    "fields": array_body(dtype="<f8,<f8"),
    "void": array_body(dtype="|V16"),
    "datetime": array_body(dtype="<M8[s]"),
    "sub-array": array_body(dtype="2<f8"),
    "more shape than data": array_body(shape=[3]),
    "a billion": array_body(shape=[10**9, 10**9]),
    "negative": array_body(shape=[-1]),
    "a float for a side": array_body(shape=[2.0]),
    "true for a side": array_body(shape=[True]),
    "nan for a side": array_body(shape=["nan"]),
    "too many axes": array_body(shape=[1] * 70),
    "data that are no base64": array_body(data="?!"),
    "data that are none": array_body(data=None),
    "surrogates": array_body(
        dtype="<U1", shape=[1], data=base64.b64encode(b"\x00\xd8\x00\x00").decode()
    ),
    "a long number": json.dumps({"int": "0x" + "f" * 10_000}),
    "no number": '{"int": "ten"}',
    "no float": '{"float": "one"}',
    "deep": '{"list": [' * 5000 + "]}" * 5000,
    "an unhashable key": '{"dict": [[{"list": []}, null]]}',
    "an unhashable member": '{"set": [{"list": []}]}',
    "a pair of three": '{"dict": [[null, null, null]]}',
    "numbers that are none": '{"numbers": ["list", {"str": "a"}]}',
    "numbers in a matrix": json.dumps({"numbers": ["set", {"list": []}]}),
    "a name that is none": '{"opaque": 5}',
    "a long name": json.dumps({"opaque": "x" * 1000}),
}


@pytest.mark.parametrize("text", FORGED.values(), ids=FORGED.keys())
def test_what_is_forged_is_refused(text: object) -> None:
    with pytest.raises(WireError):
        loads(text)


def test_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    many = dumps([0] * 1000)
    large = dumps(np.zeros(1000))
    monkeypatch.setattr(wire, "VALUES", 100)
    monkeypatch.setattr(wire, "BYTES", 1000)
    for refused in (lambda: loads(many), lambda: loads(large), lambda: dumps([0] * 1000)):
        with pytest.raises(WireError):
            refused()
    with pytest.raises(WireError):
        dumps(np.zeros(1000))


def test_a_circle_is_refused() -> None:
    circle: list = []
    circle.append(circle)
    with pytest.raises(WireError):
        dumps(circle)


def test_any_damage_is_refused_or_harmless() -> None:
    """Ten thousand damaged messages: each is refused, or is still plain data."""
    rng = np.random.default_rng(0)
    whole = dumps({"a": [np.arange(4.0), "text", (1, None, 2.5)], "b": np.eye(2, dtype="?")})
    for _ in range(10_000):
        text = list(whole)
        for place in rng.integers(0, len(text), size=rng.integers(1, 4)):
            text[place] = chr(rng.integers(32, 127))
        try:
            loads("".join(text))
        except WireError:
            continue
