"""Frames carry plain data there and back, and nothing else gets through."""

import json
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annlab.checking.values import Opaque
from annlab.grading import wire


def crossed(value, **options):
    buffers = []
    data = json.loads(json.dumps(wire.encode(value, buffers, options.pop("remember", None))))
    return wire.decode(data, buffers, **options)


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.tuples(inner, inner) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(plain)
def test_plain_values_come_back_the_same(value):
    assert crossed(value) == value and type(crossed(value)) is type(value)


@pytest.mark.parametrize(
    "array",
    [np.arange(6.0).reshape(2, 3).T, np.array([True]), np.float32([1.5]), np.zeros((0, 3)), np.array(2), np.array([1, 2], ">i4")],
)
def test_arrays_keep_dtype_shape_and_values(array):
    other = crossed(array)
    assert other.shape == array.shape and np.array_equal(other, array) and other.dtype == array.dtype.newbyteorder("=")
    other[...] = 0  # it can be written to


def test_numpys_numbers_stay_numpys():
    assert type(crossed(np.float64(2.5))) is np.float64 and crossed(np.float64(2.5)) == 2.5


def test_a_generator_crosses_with_its_state_and_is_wound_on():
    mine, other = np.random.default_rng(3), crossed(np.random.default_rng(3))
    assert other.normal() == mine.normal()
    other.normal()
    wire.wind((1.0, mine), wire.states(([], other)))
    assert mine.normal() == other.normal()


def test_functions_cross_by_number_or_by_name():
    kept = []
    back = crossed(
        [np.tanh, abs],
        remember=lambda f: (kept.append(f) or len(kept), "abs"),
        function=lambda number, name: (number, name),
    )
    assert back == [np.tanh, (1, "abs")] and kept == [abs]


def test_what_is_no_plain_value_is_described_or_refused():
    assert crossed(Opaque("a set"), opaque=Opaque) == Opaque("a set")
    assert "digits" in crossed(10**10_000)
    assert len(crossed("x" * 10**6)) == wire.MOST_SIGNS
    for value in (object(), {1, 2}, b"bytes", 1j, np.array([None]), np.array(["a"]), abs):
        with pytest.raises(wire.WireError):
            wire.encode(value, [])


HOSTILE = [
    {"a": 1}, [], ["x"], ["a"], ["a", "O", [1], 0], ["a", "<f8", [2], 0], ["a", "<f8", [-1], 0], ["a", "<f8", [1], 5],
    ["a", "<f8", [1] * 40, 0], ["a", ["<f8"], [1], 0], ["a", "<f8", [1.0], 0], ["s", "<f8", 9], ["f", 0, "f"], ["o", 3],
    ["np", "loadtxt"], ["np", "__loader__"], ["d", [1]], ["d", [["l"], 1]], ["g", {}], ["g", {"bit_generator": "MT19937"}],
    ["g", {"bit_generator": "PCG64", "state": {"state": "x", "inc": 1}, "has_uint32": 0, "uinteger": 0}],
]  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE, ids=repr)
def test_hostile_data_is_refused(data):
    with pytest.raises(wire.WireError):
        wire.decode(data, [b"12345678"])


def test_data_too_deep_or_too_many_are_refused():
    deep = [1]
    for _ in range(20):
        deep = ["l", deep]
    for data in (deep, ["l", *[1] * (wire.MOST_VALUES + 1)]):
        with pytest.raises(wire.WireError):
            wire.decode(data, [])


def receive_from(data: bytes):
    left = [data]

    def receive(count):
        part, left[0] = left[0][:count], left[0][count:]
        assert len(part) == count
        return part

    return receive


def test_a_frame_comes_back():
    assert wire.read(receive_from(wire.pack({"a": 1}, [b"xy", b""]))) == ({"a": 1}, [b"xy", b""])


@pytest.mark.parametrize(
    "text", [b"[", b"3", b'[{}, [-1]]', b'[{}, [1.5]]', b"[[], []]", b'[{}, [99999999999]]', b"[" * 10**5, b"[{}]", b"\xff"]
)
def test_a_broken_frame_is_refused(text):
    with pytest.raises(wire.WireError):
        wire.read(receive_from(struct.pack("<I", len(text)) + text))


def test_a_frame_that_is_too_long_is_refused_before_it_is_read():
    with pytest.raises(wire.WireError):
        wire.read(receive_from(struct.pack("<I", 2**31)))


def test_a_handle_crosses_where_it_may_and_nowhere_else():
    value = {wire.Handle(0): [wire.Handle(1), 2.0], "a": wire.Handle(0)}
    assert crossed(value, handle=wire.Handle) == value
    for each in (wire.Handle(0), {wire.Handle(0): 1}):
        with pytest.raises(wire.WireError):
            crossed(each)


@pytest.mark.parametrize("number", ["1", 1.0, None, True, [1]])
def test_a_handle_has_a_whole_number(number):
    with pytest.raises(wire.WireError):
        wire.decode(["h", number], [], handle=wire.Handle)


def test_data_is_told_from_what_stays_where_it_is():
    whole = [(np.ones((2, 2)), np.array([])), {"a": [1.0, None, "f"], "b": ()}, wire.Handle(3), np.add, np.float32(2)]
    assert all(wire.is_data(wire.encode(each, [], print)) for each in [*whole, whole])
    for each in (print, np.random.default_rng(0)):
        for around in (each, (1.0, [each]), {"a": (each,)}):
            assert not wire.is_data(wire.encode(around, [], lambda function: (0, "f")))
