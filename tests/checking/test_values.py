"""Plain values: whatever comes back is made bounded data, compared by the course's tolerance, and shown briefly."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from annlab.checking.compare import FORM, VALUE, compare, compare_form
from annlab.checking.values import MOST_ELEMENTS, MOST_ITEMS, Opaque, close, plain, same, show

numbers = st.one_of(st.integers(-(10**6), 10**6), st.floats(-1e6, 1e6))
arrays = hnp.arrays(float, hnp.array_shapes(max_dims=3, max_side=4), elements=st.floats(-1e6, 1e6))
values = st.recursive(
    st.one_of(numbers, arrays, st.text(max_size=5), st.none(), st.booleans()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.tuples(inner, inner)),
    max_leaves=6,
)


class Hostile:
    def __repr__(self):
        raise RuntimeError("no")

    __str__ = __eq__ = __len__ = __iter__ = __array__ = __float__ = __bool__ = __hash__ = __repr__


class HostileArray(np.ndarray):
    def __array_finalize__(self, other):
        pass

    def __eq__(self, other):
        return np.ones(self.shape, bool)


@pytest.mark.parametrize(
    "value, expected",
    [
        (np.float32(0.5), 0.5),
        (np.int64(3), 3),
        (np.array(2.5), 2.5),
        (Fraction(1, 2), 0.5),
        (np.True_, True),
        (np.array(True), True),
        (None, None),
        ((1, [2.0, "a"]), (1, [2.0, "a"])),
        (1j, Opaque("a complex number")),
        (Hostile(), Opaque("an object of type Hostile")),
        ([Hostile()], [Opaque("an object of type Hostile")]),
        (Hostile, Opaque("the class Hostile")),
        (len, Opaque("a function")),
        (np.sqrt, Opaque("a function")),
        (type("Sequential", (), {"__call__": lambda self: 1})(), Opaque("an object of type Sequential")),
        (np.zeros(2).view(HostileArray), Opaque("a numpy HostileArray")),
        (np.ones((1, 1)).view(np.matrix), Opaque("a numpy matrix")),
        (np.array([None]), Opaque("an array of objects")),
        (np.array(["a"]), Opaque("an array of strings")),
        ([0] * (MOST_ITEMS + 1), Opaque(f"a list of {MOST_ITEMS + 1:,} items")),
        (np.zeros(MOST_ELEMENTS + 1), Opaque(f"an array of shape ({MOST_ELEMENTS + 1},)")),
    ],
    ids=lambda v: type(v).__name__,
)
def test_plain(value, expected):
    made = plain(value)
    assert type(made) is type(expected) and made == expected


def test_plain_ends_at_a_list_that_holds_itself():
    loop = []
    loop.append(loop)
    assert "nested" in show(plain(loop))


@given(values)
def test_plain_values_equal_themselves_and_show_shortly(value):
    made = plain(value)
    assert same(made, plain(made))
    assert len(show(made)) < 5_000


@given(numbers)
def test_close_is_the_stated_tolerance(expected):
    allowed = 1e-9 + 1e-7 * abs(expected)
    assert close(expected, expected + 0.9 * allowed)
    assert not close(expected, expected + 1.2 * allowed + 1e-9)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_nan_and_infinity_are_close_to_no_number(bad):
    assert not close(1.0, bad) and not close(np.ones(2), np.array([1.0, bad]))
    assert not close(bad, 1.0)
    assert not close(np.nan, np.nan)


@given(arrays)
def test_compare_accepts_equal_arrays_and_refuses_another_value(expected):
    assert compare(expected, expected.copy()) is None
    assert compare(expected, expected + 1).grade == VALUE
    assert compare_form(expected, expected + 1) is None


@pytest.mark.parametrize(
    "expected, got",
    [
        (2.0, 2),
        (2.0, 2.0 + 1e-10),
        (np.array([1.0, 0.0]), np.array([1, 0])),
        (np.array([1.0, 0.5]), np.array([1.0, 0.5], dtype=np.float32)),
        ((1.0, 2.0), [1.0, 2.0]),
        ((1.0, 2.0), np.array([1.0, 2.0])),
        ([1, 0], (1, 0)),
        ({"a": 1.0}, {"a": 1}),
        ("text", "text"),
    ],
)
def test_compare_accepts(expected, got):
    assert compare(expected, got) is None


@pytest.mark.parametrize(
    "expected, got, grade, words",
    [
        (2.0, 3.0, VALUE, "you returned 3; 2 is right"),
        (1 / 3, 0.3333331, VALUE, "you returned 0.3333331; 0.333333333 is right"),
        (1.0, True, FORM, "truth value"),
        (1.0, np.array([1.0]), FORM, "shape (1,)"),
        (1.0, "1.0", VALUE, "the string '1.0'"),
        (1.0, None, VALUE, "None"),
        (np.array([1.0, 2.0]), [1.0, 2.0], FORM, "the list [1, 2]; an array is asked for: the numbers"),
        (np.array([1.0, 2.0]), [1.0, 3.0], VALUE, "an array is asked for."),
        (np.array([1.0, 2.0]), [[1.0], 2.0], VALUE, "an array is asked for"),
        (np.array([1.0, 2.0]), np.array([[1.0, 2.0]]), FORM, "shape (1, 2); shape (2,)"),
        (np.array([1.0, 0.0]), np.array([True, False]), FORM, "truth values"),
        (np.array([1.0, 1 / 3]), np.array([1.0, 0.3331], dtype=np.float32), FORM, "float32"),
        (np.arange(20.0), np.r_[np.arange(19.0), 7.0], VALUE, "you returned 7 at index 19; 19 is right"),
        ((1.0, 2.0), (1.0,), VALUE, "you returned 1 value, "),
        ((1.0, 2.0), 1.0, VALUE, "asked for is (a number, a number)"),
        ((1.0, 2.0), (2.0, 1.0), VALUE, "you returned (2, 1); (1, 2) is right"),
        ((np.ones(2), 2.0), (np.ones(2), 3.0), VALUE, "in what you returned, result[1] is 3; 2 is right"),
        ([(np.ones(1), 2.0)], [(np.ones(1), 3.0)], VALUE, "in what you returned, result[0][1] is 3; 2 is right"),
        ({"a": 1.0}, {"b": 1.0}, VALUE, "keys"),
        ({"a": 1.0}, {"a": 2.0}, VALUE, "result['a'] is 2; 1 is right"),
    ],
)
def test_compare_refuses_and_says_why(expected, got, grade, words):
    difference = compare(expected, plain(got))
    assert difference.grade == grade and words in difference.symptom


@pytest.mark.parametrize("value", [10**400, -(10**400), float("inf"), [10**400], "a" * 10**6, np.array([1e308])], ids=range(6))
def test_show_is_short_whatever_the_value(value):
    assert 0 < len(show(plain(value))) < 60
