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


def test_a_function_in_a_sum_and_an_operator_for_truth_values_are_explained():
    assert "call it, with brackets" in judge(EXERCISE, call_here(lambda a, b: a + np.tanh * 2 + add * b), 0).next_step
    assert "A power is written `**`" in judge(EXERCISE, call_here(lambda a, b: a ^ 2), 0).next_step


@pytest.mark.parametrize(
    ("wrong", "advice"),
    [
        (lambda a, b: np.concatenate(a, b), "are square brackets missing"),
        (lambda a, b: np.concatenate(b, a), "square brackets around what is joined"),
        (lambda a, b: np.concatenate([1.0], a), "square brackets around what is joined"),
        (lambda a, b: np.column_stack(a, a), "square brackets around what is joined"),
        (lambda a, b: a(b), "A product needs `*`"),
        (lambda a, b: np.ones[len(a)], "called with round ones"),
        (lambda a, b: [each for each in 2.0], "here it is given one number"),
        (lambda a, b: 0.5 * [1.0], "`*` repeats a list"),
        (lambda a, b: 2.0 @ 3.0, "given a single number"),
        (lambda a, b: np.eye(2) @ np.float64(3.0), "given a single number"),
        (lambda a, b: np.ones(3).sum(axis=1), "An axis is named"),
        (lambda a, b: np.ones(3)[:, 0], "More indices are given"),
        (lambda a, b: np.ones(3)[1.0], "counted by a whole number"),
        (lambda a, b: np.colum_stack([a]), "Is it a typing mistake?"),
        (lambda a, b: missing, "is `np.` missing before it"),  # noqa: F821
        (lambda a, b: [1.0].append(b).sum(), "None stands before the dot"),
        (lambda a, b: [a][np.arange(2)], "A whole array stands where one whole number belongs"),
        (lambda a, b: np.array([1.0])[np.array([0.5])], "counted by a whole number"),
        (lambda a, b: str(b)(a), "A dict has the function itself"),
        (lambda a, b: {}[[1]], "one of its entries meant"),
        (lambda a, b: a + None, "Which name is None?"),
        (lambda a, b: [a] - [a], "A list is no array"),
        (lambda a, b: a[0 : 0.5 * 2], "round(...) and // make one"),
        (lambda a, b: np.ones(3).reshape(2, 2), "Print the .shape of what is reshaped"),
        (lambda a, b: np.cos, "call it, with brackets"),
        (lambda a, b: max((p, q) for p, q in [(1, 2, 3)]), "more or fewer names on the left"),
        (lambda a, b: np.zeros_like([np.ones(2), np.ones(3)]), "Take it apart first"),
    ],
)
def test_what_beginners_trip_over_is_explained_by_what_python_says(wrong, advice):
    assert advice in judge(EXERCISE, call_here(wrong), 0).next_step


def test_arrays_that_cannot_be_joined_are_explained():
    report = judge(EXERCISE, call_here(lambda a, b: np.hstack([np.ones((4, 1)), a[:, None]])), 0)
    assert "take its length from what came in?" in report.next_step


def test_several_arrays_in_place_of_one_are_not_called_a_list():
    assert "Join them" in judge(EXERCISE, call_here(lambda a, b: (a[:1] + 7, a + 7)), 0).next_step
    assert judge(EXERCISE, call_here(lambda a, b: [7.0, 8.0]), 0).next_step == "np.array(...) makes an array of a list."


def test_right_numbers_in_another_shape_are_said_to_be_right():
    report = judge(EXERCISE, call_here(lambda a, b: (a + b)[:, None]), 0)
    assert (report.next_step.startswith("The numbers are right"), report.points) == (True, 0.5)
