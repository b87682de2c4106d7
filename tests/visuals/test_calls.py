"""A learner's function may do anything: the figure keeps going and says what happened."""

import functools

import numpy as np
import pytest

from annlab import nn
from annlab.visuals.calls import Part, whose


def call(fn, *args, shape=(), reference=lambda *a: 7.0):
    trouble = []
    part = Part("line", fn, reference)
    return part(trouble, *args, shape=shape), trouble, part


def recursive(x):
    return recursive(x)


class Hostile(Exception):
    def __str__(self):
        raise RuntimeError("no message")


def hostile(x):
    raise Hostile


@pytest.mark.parametrize(
    ("fn", "said"),
    [
        (lambda x: 1 / 0, "ZeroDivisionError: division by zero"),
        (lambda x: "a", "returned a str; the figure needs one number"),
        (lambda x: [1, 2], "returned a list of 2; the figure needs one number"),
        (lambda x: np.ones((2, 3)), "returned an array of shape (2, 3); the figure needs one number"),
        (lambda x: 10**400, "returned a single number; the figure needs one number"),
        (lambda x, y: x, "TypeError"),
        (recursive, "calls itself without end"),
        (hostile, "Hostile: its message cannot be shown"),
        (lambda x: object(), "returned a object"),
    ],
)
def test_a_function_that_fails_gives_no_value_and_one_line_that_says_why(fn, said):
    value, trouble, _ = call(fn, 1.0)
    assert value is None
    assert len(trouble) == 1 and said in trouble[0] and "your line" in trouble[0]


def test_the_learners_line_is_named_by_number_and_text():
    def line(x):
        y = x + 1
        return y / 0

    _, trouble, _ = call(line, 1.0)
    assert "in line 3 of it: return y / 0" in trouble[0]


def test_nan_is_named_and_kept():
    value, trouble, _ = call(lambda x: float("nan"), 1.0)
    assert np.isnan(value) and "nan, which cannot be drawn" in trouble[0]


def test_a_function_not_written_yet_is_replaced_by_annlabs_and_says_so():
    def stub(x):
        raise NotImplementedError

    value, trouble, part = call(stub, 1.0)
    assert (value, trouble) == (7.0, [])
    assert part.shown_by().endswith("line (yours is not written yet)")
    value, trouble, part = call(lambda x: None, 1.0)
    assert (value, trouble) == (7.0, []) and "not written yet" in part.shown_by()


def test_arguments_are_copied():
    def greedy(x):
        x[:] = 0
        return 1.0

    mine = np.ones(3)
    call(greedy, mine)
    assert mine.tolist() == [1, 1, 1]


def test_whose_function_it_is_is_read_off_the_function():
    assert whose(nn.line) == "annlab's"
    assert whose(lambda x: x) == whose(functools.partial(nn.line, w=1)) == whose(np.tanh) == "your"
    assert Part("line", None, nn.line).shown_by() == "annlab's line"


def test_what_is_no_function_is_refused_with_the_remedy():
    with pytest.raises(ValueError, match="without brackets: line, not line"):
        Part("line", 3.0, nn.line)


def test_warnings_of_numpy_stay_out_of_the_way():
    value, trouble, _ = call(lambda x: np.exp(x) * 0, np.array([1000.0]), shape=(1,))
    assert np.isnan(value[0]) and len(trouble) == 1
