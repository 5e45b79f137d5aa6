"""Values survive the trip as bytes; bytes that do not follow the format raise `BadMessage` and nothing else."""

import contextlib
import json
import math
import struct

import numpy as np
import pytest
from descent import wire
from descent.errors import BadMessage
from hypothesis import given, settings
from hypothesis import strategies as st

plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
arrays = st.builds(
    lambda dtype, shape, seed: np.random.default_rng(seed).integers(0, 2, size=shape).astype(dtype),
    st.sampled_from(wire.DTYPES),
    st.lists(st.integers(0, 3), max_size=4),
    st.integers(0, 99),
)
keys = st.none() | st.booleans() | st.integers() | st.text() | st.tuples(st.integers(), st.text())
values = st.recursive(
    plain | arrays,
    lambda inner: (
        st.lists(inner, max_size=4) | st.lists(inner, max_size=4).map(tuple) | st.dictionaries(keys, inner, max_size=4)
    ),
    max_leaves=12,
)


def same(one, other):
    if isinstance(one, np.ndarray):
        alike = isinstance(other, np.ndarray) and one.dtype == other.dtype and one.shape == other.shape
        return alike and one.tobytes() == other.tobytes()
    if type(one) is not type(other):
        return False
    if isinstance(one, float):
        return struct.pack("<d", one) == struct.pack("<d", other) or (math.isnan(one) and math.isnan(other))
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    return one == other


@settings(deadline=None, derandomize=True)
@given(values)
def test_every_value_comes_back_as_it_was(value):
    assert same(value, wire.unpack(wire.pack(value, np), np))


@pytest.mark.parametrize(
    "array",
    [
        np.array(2.5),
        np.zeros((0, 3)),
        np.arange(6.0)[::2],
        np.arange(6.0).reshape(2, 3).T,
        np.arange(3, dtype=">f8"),
        np.array([np.nan, np.inf, -0.0], dtype=np.float16),
        np.array([True, False]),
    ],
)
def test_arrays_of_any_layout_keep_shape_type_and_numbers(array):
    back = wire.unpack(wire.pack(array, np), np)
    assert back.shape == array.shape
    assert back.dtype == array.dtype.newbyteorder("=")
    np.testing.assert_array_equal(back, array)
    back[...] = 0  # and it is writable


def test_a_scalar_of_the_library_comes_back_as_an_array_without_dimensions():
    back = wire.unpack(wire.pack(np.float32(1.5), np), np)
    assert (back.shape, back.dtype, back.item()) == ((), np.float32, 1.5)


@pytest.mark.parametrize("value", [object(), {1, 2}, b"bytes", np.array(["text"]), np.array([object()]), 1j])
def test_what_cannot_be_sent_is_named(value):
    with pytest.raises(BadMessage, match="cannot be sent"):
        wire.pack(value, np)


def test_what_is_too_large_or_too_deep_is_refused(monkeypatch):
    deep = []
    for _ in range(wire.MAX_DEPTH + 2):
        deep = [deep]
    with pytest.raises(BadMessage, match="deeper"):
        wire.pack(deep, np)
    cycle = []
    cycle.append(cycle)
    with pytest.raises(BadMessage, match="deeper"):
        wire.pack(cycle, np)
    data = wire.pack(np.zeros(1000), np)
    monkeypatch.setattr(wire, "MAX_BYTES", 1000)
    with pytest.raises(BadMessage, match="at most 1000"):
        wire.pack(np.zeros(1000), np)
    with pytest.raises(BadMessage, match="at most 1000"):
        wire.unpack(data, np)


def message(header, raw=b""):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return b"DSC1" + struct.pack("<I", len(text)) + text + raw


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"DSC1",
        b"XXXX" + struct.pack("<I", 4) + b"null",
        b"DSC1" + struct.pack("<I", 5) + b"null",
        message(None, b"left over"),
        message(b"\xff\xfe"),
        message(b"{"),
        message(b"NaN"),
        message(b"-Infinity"),
        message(b"1e999"),
        message(b"[" * 100_000),
        message(b"[" * 60 + b"]" * 60),
        message(b"1" * 5000),
        message({}),
        message({"t": [], "d": []}),
        message({"t": None}),
        message({"x": []}),
        message({"d": [[1]]}),
        message({"d": [[[1], 2]]}),
        message({"d": 3}),
        message({"f": "NaN"}),
        message({"i": "zz"}),
        message({"i": "f" * 10_000}),
        message({"a": []}),
        message({"a": ["object", [1]]}, b"\0" * 8),
        message({"a": ["float64", [2]]}, b"\0" * 8),
        message({"a": ["float64", [-1]]}),
        message({"a": ["float64", [True]]}, b"\0" * 8),
        message({"a": ["float64", [1.0]]}, b"\0" * 8),
        message({"a": ["float64", [0, 2**40]]}),
        message({"a": ["float64", [0, 2**20, 2**20, 2**20, 2**20]]}),
        message({"a": ["float64", [1] * 33]}, b"\0" * 8),
        message({"a": [["float64"], [1]]}, b"\0" * 8),
        message({"a": ["bool", [1]]}, b"\2"),
    ],
)
def test_bytes_that_do_not_follow_the_format_are_refused(data):
    with pytest.raises(BadMessage):
        wire.unpack(data, np)


def taken_or_refused(data):
    with contextlib.suppress(BadMessage):
        wire.unpack(data, np)


nodes = st.recursive(
    plain | st.sampled_from(wire.DTYPES),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("tdfia") | st.text(max_size=2), inner, max_size=2)
    ),
    max_leaves=10,
)


@settings(deadline=None, derandomize=True, max_examples=300)
@given(nodes, st.binary(max_size=40))
def test_any_header_is_taken_or_refused(node, raw):
    taken_or_refused(message(node, raw))


@settings(deadline=None, derandomize=True, max_examples=300)
@given(values, st.data())
def test_a_message_changed_anywhere_is_taken_or_refused(value, data):
    packed = bytearray(wire.pack(value, np))
    for _ in range(data.draw(st.integers(1, 4))):
        packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))
    taken_or_refused(bytes(packed[: data.draw(st.integers(0, len(packed)))]))
    taken_or_refused(bytes(packed))
