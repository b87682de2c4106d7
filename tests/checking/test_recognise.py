"""A mistake is recognised by what the exercise judges, and chance in an answer is named when nothing else fits."""

import numpy as np

from annlab.checking import NOT_YET, RIGHT, Case, Drawn, Exercise, Law, Mistake, call_here, judge
from annlab.checking.compare import FORM, Difference


def signs(x):
    """Return numbers with the signs of x."""
    return np.sign(x)


def same_signs(expected, got, x):
    return None if np.array_equal(np.sign(expected), np.sign(got)) else f"your signs are {np.sign(got)}."


signs_exercise = Exercise(
    reference=signs,
    points=1,
    cases=[Case("two numbers", np.array([1.0, -2.0])), Case("three numbers", np.array([-1.0, 0.0, 3.0]))],
    mistakes=[
        Mistake("minus is forgotten", lambda x: np.abs(x), "Try -1."),
        Mistake("one sign is given for all", lambda x: np.sign(x[0]), "Try two."),
        Mistake("every sign is turned round", lambda x: -x, "Try 1."),
    ],
    accepted=[lambda x: 7 * x],
    hints=["Think.", "Think again.", "np.sign."],
    source="here",
    compare=same_signs,
)


def judged(answer):
    return judge(signs_exercise, call_here(answer), 0)


def test_any_of_several_right_answers_passes():
    assert judged(lambda x: 0.5 * x).verdict == RIGHT


def test_a_mistake_is_named_though_its_numbers_are_others():
    assert judged(lambda x: -3 * x).mistake == "every sign is turned round"
    assert judged(lambda x: x**2).mistake == "minus is forgotten"


def test_numbers_are_compared_only_where_the_form_is_right():
    assert judged(lambda x: np.sign(x[0])).mistake == "one sign is given for all"
    assert judged(lambda x: 3 * np.sign(x[0])).mistake == ""


def test_what_fits_no_mistake_is_given_no_name():
    assert judged(lambda x: x - 1.5).mistake == ""


def test_chance_is_named_where_no_mistake_fits():
    coin = iter([1.0, 1.0, -1.0])
    report = judged(lambda x: next(coin) * (x - 1.5))
    assert (report.verdict, report.mistake) == (NOT_YET, "")
    assert "returned [-0.5, -3.5] at first, and later, for the same arguments, [0.5, 3.5]" in report.cause


def test_a_steady_answer_is_not_said_to_vary():
    assert "later" not in judged(lambda x: x - 1.5).cause


def test_a_list_in_place_of_an_array_costs_half_where_its_numbers_are_right():
    report = judged(lambda x: (2 * np.sign(x)).tolist())
    assert (report.verdict, report.points) == (NOT_YET, 0.5) and "np.array" in report.next_step
    assert judged(lambda x: (-np.sign(x)).tolist()).points == 0


def test_of_two_mistakes_that_fit_where_it_is_wrong_the_closer_one_is_named():
    cases = [Case(f"case {i}", float(i)) for i in range(6)]
    far = Mistake("everything is lost", lambda x: -1.0, "a")
    near = Mistake("more than 2 is lost", lambda x: x if x <= 2 else -1.0, "b")
    exercise = Exercise(lambda x: x, 1, cases, [far, near], [], ["a"], "here")

    def named(answer):
        return judge(exercise, call_here(answer), 0).mistake

    assert named(lambda x: x if x <= 3 else -1.0) == "more than 2 is lost"
    assert named(lambda x: -1.0) == "everything is lost"
    assert named(lambda x: x if x not in (1, 2) else -1.0) == ""


def root(n):
    """Return a number whose square is n, as a float or as text."""
    return n**0.5


def same_square(expected, got, n):
    try:
        return None if abs(float(got) ** 2 - n) < 1e-9 else f"{got} squared is something else."
    except (TypeError, ValueError):
        return Difference(FORM, "that is no number.", "Return a number.")


def root_report(answer, **options):
    exercise = Exercise(
        reference=root,
        points=1,
        cases=[Case("four", 4.0), Case("nine", 9.0)],
        mistakes=[Mistake("the square is taken", lambda n: str(n * n), "Try 1.")],
        accepted=[],
        hints=["Think."],
        source="here",
        compare=same_square,
        **options,
    )
    return judge(exercise, call_here(answer), 0)


def test_a_free_form_leaves_the_structure_to_compare():
    assert root_report(lambda n: str(-(n**0.5)), free_form=True).verdict == RIGHT
    assert root_report(lambda n: str(-(n**0.5))).verdict == NOT_YET


def test_compare_may_say_that_only_the_form_is_wrong():
    report = root_report(lambda n: [n**0.5], free_form=True)
    assert (report.points, report.next_step) == (0.5, "Return a number.")


def test_a_mistake_is_named_though_the_answer_overflows_in_a_few_cases():
    cases = [Case("in the middle", np.array([0.0, 1.0, -2.0])), Case("near", np.array([3.0])), Case("far", np.array([999.0]))]
    falls = Mistake("the curve falls", lambda z: np.exp(-np.maximum(z, 0)), "Try 3.")
    exercise = Exercise(lambda z: 1 - np.exp(-np.abs(z)), 1, cases, [falls], [], ["a"], "here", silent=True)

    def named(answer):
        return judge(exercise, call_here(answer), 0).mistake

    assert named(lambda z: np.exp(-np.maximum(z, 0)) + 0 * np.exp(z)) == "the curve falls"  # nan far out
    assert named(lambda z: np.exp(-np.maximum(z, 0)) + 0.5 + 0 * np.exp(z)) == ""
    assert named(lambda z: np.exp(-np.maximum(z, 0)) + 0 * np.exp(300 * z + 700)) == ""  # too few cases are left


def drawn(n, rng):
    """Return n random numbers."""
    return rng.random(n)


def lengths(expected, got, n, rng):
    return None


drawn_exercise = Exercise(
    reference=drawn,
    points=1,
    cases=[Drawn("two", lambda rng: (2, rng))],
    laws=[
        Law("One seed, one answer", lambda f, rng: (f(2, np.random.default_rng(5)), f(2, np.random.default_rng(5)))),
        Law("The generator moves on", lambda f, rng: (float(np.array_equal(f(2, rng), f(2, rng))), 0.0)),
    ],
    mistakes=[
        Mistake("one is too few", lambda n, rng: rng.random(n - 1), "Count."),
        Mistake("rng is ignored", lambda n, rng: np.random.default_rng().random(n), "Use rng."),
        Mistake("the seed is fixed", lambda n, rng: np.random.default_rng(0).random(n), "Use rng."),
    ],
    accepted=[lambda n, rng: np.array([rng.random() for _ in range(n)])],
    hints=["rng.random"],
    source="here",
    compare=lengths,
)


def test_a_mistake_is_named_by_the_laws_it_breaks_where_no_case_is_wrong():
    named = [judge(drawn_exercise, call_here(m.wrong), 0).mistake for m in drawn_exercise.mistakes]
    assert named == [m.name for m in drawn_exercise.mistakes]
    assert judge(drawn_exercise, call_here(lambda n, rng: np.random.default_rng(1).normal(size=n)), 0).mistake == "the seed is fixed"


def test_the_mistake_with_the_very_same_values_goes_before_one_that_only_passes_for_it():
    exercise = Exercise(
        reference=signs,
        points=1,
        cases=[Case("two numbers", np.array([1.0, -2.0])), Case("three numbers", np.array([-1.0, 0.0, 3.0]))],
        mistakes=[
            Mistake("every sign is turned round", lambda x: -np.sign(x), "Try 1."),
            Mistake("the numbers are turned round", lambda x: -x, "Try 2."),
        ],
        accepted=[],
        hints=["Think."],
        source="here",
        compare=same_signs,
    )
    assert judge(exercise, call_here(lambda x: 0 - x), 0).mistake == "the numbers are turned round"
    assert judge(exercise, call_here(lambda x: -3 * x), 0).mistake == "every sign is turned round"


def test_a_call_that_only_fails_is_told_apart_by_its_words():
    joined = Exercise(
        reference=lambda x: np.column_stack([np.ones(len(x)), x]),
        points=1,
        cases=[Case("two", np.array([1.0, 2.0])), Case("three", np.array([1.0, 2.0, 3.0]))],
        mistakes=[Mistake("x is no column", lambda x: np.hstack([np.ones((len(x), 1)), x]), "Print shapes.")],
        accepted=[],
        hints=["Think."],
        source="here",
    )
    assert judge(joined, call_here(lambda x: np.concatenate([np.ones((len(x), 1)), x], axis=1)), 0).mistake == "x is no column"
    assert judge(joined, call_here(lambda x: np.hstack([np.ones((9, 1)), x[:, None]])), 0).mistake == ""


def curve(z):
    """Return e^z / (1 + e^z)."""
    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))


curve_exercise = Exercise(
    curve,
    1,
    [Case(f"z = {z}", np.array([float(z)])) for z in (1, 2, -1, 3, -2, 0.5, 900)],
    [Mistake("the minus sign is missing", lambda z: 1 / (1 + np.exp(z)), "Try 1."), Mistake("it is doubled", lambda z: 2 * curve(z), "")],
    [lambda z: curve(z)],
    ["Think."],
    "here",
)


def judged_curve(answer):
    return judge(curve_exercise, call_here(answer), 0)


def test_a_mistake_is_named_though_the_answer_takes_other_care_at_the_edges():
    report = judged_curve(lambda z: np.where(z > 100, 7.0, 1 / (1 + np.exp(np.minimum(z, 100)))))
    assert report.mistake == "the minus sign is missing"
    assert "That is nearly what comes out when" in report.cause


def test_a_mistake_is_not_named_where_it_agrees_on_too_few():
    assert judged_curve(lambda z: np.where(z > 1.5, 7.0, 1 / (1 + np.exp(np.minimum(z, 100))))).mistake == ""


def test_a_clip_as_small_as_1e_minus_12_changes_an_argument():
    def clipping(x):
        return np.sign(np.clip(x, 1e-12, None, out=x)) + 0 * x

    zeros = Exercise(signs, 1, [Case("zero", np.array([0.0, 1.0]))], [], [], ["Think."], "here", compare=lambda e, g, x: None)
    assert judge(zeros, call_here(clipping), 0).verdict == NOT_YET
    assert judge(zeros, call_here(lambda x: np.sign(x)), 0).verdict == RIGHT


def test_an_argument_that_is_changed_back_but_for_rounding_counts_as_untouched():
    def moving(x):
        for i in range(len(x)):
            x[i] += 1e-5
            x[i] -= 2e-5
            x[i] += 1e-5
        return np.sign(np.round(x, 9))

    tenths = np.array([0.1, 0.7, -1.3])
    moved = tenths.copy()
    moving(moved)
    assert not np.array_equal(moved, tenths)
    exercise = Exercise(signs, 1, [Case("tenths", tenths)], [], [], ["Think."], "here")
    assert judge(exercise, call_here(moving), 0).verdict == RIGHT
