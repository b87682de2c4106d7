"""An answer that looks its results up earns nothing for that; one that computes keeps what it earned."""

import numpy as np
import pytest

from annlab.checking import Case, Drawn, Exercise, Mistake, judge
from annlab.checking.calls import call_here
from annlab.checking.unseen import moved
from annlab.exercises import CHAPTERS


def slope(x, y):
    return float((x * y).sum() / (x * x).sum())


EXERCISE = Exercise(
    reference=slope,
    points=4,
    cases=[
        Case("two points", np.array([0.5, 2.0]), np.array([3.0, -0.25])),
        Case("whole numbers", np.array([1, 2, 4]), np.array([2, 4, 9])),
        Case("y = 0", np.array([1.5, 2.5]), np.zeros(2)),
        Drawn("random numbers", lambda rng: (rng.normal(size=4), rng.normal(size=4))),
    ],
    laws=[],
    mistakes=[Mistake("the sum below is left out", lambda x, y: float((x * y).sum()), "What stands below the line?")],
    accepted=[],
    hints=["Divide."],
    source="made up",
)


def by_heart(exercise):
    """Return an answer that knows every designed input, and computes nothing."""
    known = [case.args(None) for case in exercise.cases if type(case) is Case]

    def answer(*args):
        for each in known:
            if all(a is b if callable(a) else np.array_equal(a, b) for a, b in zip(each, args, strict=True)):
                return exercise.reference(*args)
        return 0.123

    return answer


def points(exercise, answer):
    return judge(exercise, call_here(answer), 3).points


def test_a_table_of_the_designed_inputs_earns_nothing():
    assert points(EXERCISE, by_heart(EXERCISE)) == 0


def with_a_table(otherwise):
    """Return an answer that knows every designed input, and does something else on others."""
    known = by_heart(EXERCISE)
    return lambda *args: otherwise(*args) if (found := known(*args)) == 0.123 else found


def test_nor_does_one_that_says_that_time_was_up():
    def late(*args):
        raise type("time limit", (Exception,), {})

    assert points(EXERCISE, with_a_table(late)) == 0


def test_nor_does_one_that_is_right_on_random_inputs_by_chance():
    lucky = lambda x, y: slope(x, y) if len(x) == 3 and x[0] > 0 else 0.123  # noqa: E731
    assert points(EXERCISE, with_a_table(lucky)) <= points(EXERCISE, lucky) + 3  # whole numbers cannot be moved


def test_who_computes_some_of_it_keeps_the_credit_for_that():
    only_for_two = lambda x, y: slope(x, y) if len(x) == 2 else 0.123  # noqa: E731
    assert points(EXERCISE, only_for_two) == 2  # two of four: drawn ones have four points, whole numbers three
    assert points(EXERCISE, lambda x, y: slope(x, y) if len(x) != 3 else 0.123) == 3


def test_a_mistake_that_is_known_keeps_its_credit():
    assert points(EXERCISE, EXERCISE.mistakes[0].wrong) == 1  # y = 0, though nothing else


def plain_table(exercise) -> bool:
    """Return whether a table of it can be made here: arguments by value, and a random case to fail on."""
    kinds = {type(a) for case in exercise.cases if type(case) is Case for a in case.args(None)}
    drawn = any(isinstance(case, Drawn) for case in exercise.cases)
    return drawn and kinds <= {int, float, np.ndarray, np.float64} and not exercise.through


TABLES = [item for chapter in CHAPTERS for item in chapter.items if isinstance(item, Exercise) and plain_table(item)]


@pytest.mark.parametrize("exercise", TABLES, ids=lambda exercise: exercise.name)
def test_no_exercise_of_the_course_can_be_looked_up(exercise):
    assert points(exercise, by_heart(exercise)) == 0


def test_where_arguments_are_no_names_some_input_is_drawn():
    """A table of designed inputs would be right throughout."""
    without = [e for c in CHAPTERS for e in c.items if isinstance(e, Exercise) and not any(isinstance(case, Drawn) for case in e.cases)]
    named = [e.name for e in without if all(type(a) is str for case in e.cases for a in case.args(None))]
    assert [e.name for e in without if e.name not in named and not e.laws] == []


def test_most_exercises_are_among_these():
    assert len(TABLES) > 30


def test_what_is_moved_keeps_what_is_special_about_it():
    given = (np.array([[0.0, 1.0], [-1.0, 0.3]]), 0.3, -0.3, 7, [2.5, "a", True], np.array([1, 2]), np.array([np.inf, np.nan]), abs)
    array, one, other, whole, items, integers, odd, function = moved(given, np.random.default_rng(1))
    assert array[:, 0].tolist() == [0.0, -1.0] and array[0, 1] == 1.0
    assert array[1, 1] == one == -other and 1e-3 <= abs(one / 0.3 - 1) <= 3e-3
    assert whole == 7 and items[0] != 2.5 and items[1:] == ["a", True] and integers.tolist() == [1, 2]
    assert np.array_equal(odd, given[6], equal_nan=True) and function is abs
    assert given[0][1, 1] == 0.3
