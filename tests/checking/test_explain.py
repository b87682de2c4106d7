"""Words for what all wrong values have in common, where no declared mistake fits."""

import numpy as np
import pytest

from annlab.checking import Case, Drawn, Exercise, call_here, judge


def add(a, b):
    return a + b


EXERCISE = Exercise(
    reference=add,
    points=1,
    cases=[
        Case("two numbers", np.array([1.5, -2.25]), 0.0),
        Drawn("random numbers", lambda rng: (rng.normal(size=5), 1.0)),
    ],
    mistakes=[],
    accepted=[],
    hints=["Add."],
    source="none",
)


@pytest.mark.parametrize(
    "wrong, words",
    [
        (lambda a, b: np.abs(a + b), "with the minus signs lost"),
        (lambda a, b: -(a + b), "with the wrong sign"),
        (lambda a, b: (a + b).astype(int), "cut to whole numbers"),
        (lambda a, b: np.round(a + b), "rounded to whole numbers"),
        (lambda a, b: np.round(a + b, 1), "rounded to 1 decimal."),
        (lambda a, b: np.round(a + b, 3), "rounded to 3 decimals."),
        (lambda a, b: 3 * (a + b), "3 times what is right"),
        (lambda a, b: a, "That is a itself"),
    ],
    ids="abs negative cut rounded one three times argument".split(),
)
def test_what_all_wrong_values_have_in_common_is_said(wrong, words):
    assert words in judge(EXERCISE, call_here(wrong), 0).cause


def test_values_without_a_pattern_get_no_words():
    assert judge(EXERCISE, call_here(lambda a, b: a * a + b), 0).cause == ""


def test_a_right_answer_gets_no_words():
    report = judge(EXERCISE, call_here(add), 0)
    assert (report.verdict, report.cause) == ("right", "")


def test_an_array_put_where_one_number_belongs_is_explained():
    def stack(a, b):
        out = np.zeros(2)
        out[0] = np.zeros((2, 1))
        return out

    assert "holds one number" in judge(EXERCISE, call_here(stack), 0).next_step


def test_a_wrong_number_of_arguments_is_blamed_on_the_right_function():
    def inner(a):
        return a

    assert "Inside, inner is called" in judge(EXERCISE, call_here(lambda a, b: inner(a, b)), 0).next_step
    assert "called as add(a, b)" in judge(EXERCISE, call_here(lambda a: a), 0).next_step
