"""What a check says and what it is worth, on a small exercise made for the purpose."""

import json
import warnings
from dataclasses import replace

import numpy as np
import pytest

import annlab
from annlab.checking import (
    NOT_ATTEMPTED,
    NOT_YET,
    RIGHT,
    Case,
    Drawn,
    Exercise,
    Law,
    Mistake,
    call_here,
    judge,
)
from annlab.checking.answer import report_on
from annlab.checking.calls import MOST_PRINTED


def plus(x, c):
    """Return x + c."""
    return x + c


plus_exercise = Exercise(
    reference=plus,
    points=2,
    cases=[
        Case("c = 0", np.array([1.0, 2.0]), 0.0),
        Case("a negative c", np.array([1.0, -2.0]), -0.5),
        Drawn("random numbers", lambda rng: (rng.normal(size=3), rng.normal())),
    ],
    laws=[Law("Adding 0 changes nothing", lambda f, rng: (f(np.ones(2), 0.0), np.ones(2)))],
    mistakes=[
        Mistake("c is left out", lambda x, c: 1 * x, "Where is c?"),
        Mistake("it never ends", lambda x, c: forever(), "What ends the loop?", endless=True),
    ],
    accepted=[np.add],
    hints=["one", "two", "three"],
    source="arithmetic",
)


def forever():
    while True:
        pass


def judged(function, exercise=plus_exercise, **options):
    return judge(exercise, call_here(function, forbidden=exercise.reference), 0, **options)


def test_right():
    report = judged(lambda x, c: c + x)
    assert (report.verdict, report.points) == (RIGHT, 2)
    assert "3 inputs" in report.text and "1 law" in report.text


def test_report_begins_with_the_learners_own_numbers():
    report = judged(lambda x, c: 1 * x)
    assert report.text.splitlines() == [
        "plus: not yet, 0.67 of 2 points",
        "With x = [1, -2], c = -0.5 you returned [1, -2]; [0.5, -2.5] is right.",
        "That is what comes out when c is left out.",
        "Next: Where is c?",
        "Right so far: shape and type, arguments untouched, c = 0.",
        'hint("plus") says more.',
    ]
    assert report.mistake == "c is left out"


def test_a_mistake_that_fits_in_part_is_named_with_care():
    cases = [Case(f"c = {c:g}", np.array([1.0, 2.0]), c) for c in (1.0, -1.0, -2.0, -3.0)]
    report = judged(lambda x, c: x + c if c > 0 else 1 * x, replace(plus_exercise, cases=cases))
    assert report.cause == "That is nearly what comes out when c is left out."


def test_every_view_carries_the_same_words():
    report = judged(lambda x, c: 1 * x)
    bundle = report._repr_mimebundle_()
    assert bundle["text/plain"] == "0.67" == repr(report) and float(report) == 0.67
    for line in ("not yet, 0.67 of 2 points", "when c is left out", "Where is c?"):
        assert line in bundle["text/html"] and line in str(report)


def test_html_shows_a_learners_words_and_never_runs_them():
    report = judged(lambda x, c: "<script>alert(1)</script>")
    assert "<script>" not in report.html and "&lt;script&gt;" in report.html


def raising(x, c):
    return 1 / (0 * c)


def test_an_exception_is_told_in_a_line_and_its_traceback_kept():
    report = judged(raising)
    assert "your plus stopped with ZeroDivisionError" in report.symptom
    assert "`return 1 / (0 * c)`" in report.symptom
    assert "Traceback" not in report.text and "Traceback" in report.traceback


@pytest.mark.parametrize(
    "function, words",
    [
        (lambda x: x, "It is called as plus(x, c)"),
        (lambda x, c: undefined_name, "a name is used"),  # noqa: F821
        (lambda x, c: x @ np.ones((5, 5)), "Two shapes do not fit"),
        (lambda x, c: x if x > 0 else c, "np.where chooses"),
        (lambda x, c: float(x), "NumPy's own"),
        (lambda x, c: exit(), "return hands a value back"),
        (lambda x, c: print(x + c), "Hand the value back with `return`"),
        (lambda x, c: None, "Is there a `return`"),
        (lambda x, c: x.tolist(), "np.array(...)"),
    ],
)
def test_the_next_step_fits_what_happened(function, words):
    assert words.lower() in judged(function).text.lower()


@pytest.mark.parametrize(
    "function, words",
    [
        (lambda x, c: -(x + c), "wrong sign"),
        (lambda x, c: (x + c) * np.nan, "not a number"),
        (lambda x, c: 0 * x, "is 0"),
        (lambda x, c: x + c + 3, "off by the same 3"),
        (lambda x, c: 2 * (x + c), "2 times what is right"),
    ],
)
def test_a_pattern_in_the_wrong_values_is_named(function, words):
    assert words in judged(function).cause


def test_an_argument_that_is_changed_costs_half():
    def in_place(x, c):
        x += c
        return x

    report = judged(in_place)
    assert "x came back changed" in report.symptom and 0 < report.points < 2


def test_an_answer_that_remembers_is_found():
    calls = []

    def counting(x, c):
        calls.append(1)
        return x + c + (len(calls) > 4)

    report = judged(counting)
    assert report.verdict == NOT_YET and "for the same arguments" in report.symptom


def test_what_never_ends_is_stopped_and_named():
    report = judged(lambda x, c: forever(), call_seconds=0.1)
    assert report.mistake == "it never ends" and report.points == 0


def test_what_comes_before_the_time_limit_keeps_its_marks():
    report = judged(lambda x, c: forever() if c < 0 else x + c, call_seconds=0.1)
    assert report.points > 0


def test_prints_and_warnings_are_kept_out_of_the_notebook(capsys):
    def loud(x, c):
        print("a" * 10 * MOST_PRINTED)
        warnings.warn("old", DeprecationWarning, stacklevel=1)
        np.log(0.0)
        return x + c

    report = judged(loud)
    assert report.verdict == RIGHT and "It costs nothing here" in report.text
    assert capsys.readouterr() == ("", "")


def test_silence_is_worth_something_where_it_is_promised():
    def warns(x, c):
        np.log(0.0)
        return x + c

    report = judged(warns, replace(plus_exercise, silent=True))
    assert report.verdict == NOT_YET and "divide by zero" in report.symptom


def test_a_fresh_result_may_not_be_the_argument():
    exercise = replace(plus_exercise, fresh=True)
    report = judged(lambda x, c: x if c == 0 else x + c, exercise)
    assert report.verdict == NOT_YET and "not a new array" in report.symptom
    assert judged(lambda x, c: x + c, exercise).verdict == RIGHT


@pytest.mark.parametrize("through", [plus, lambda x, c: plus(x, c), lambda x, c: [plus][0](x, c)], ids=["it", "call", "alias"])
def test_the_reference_handed_in_is_refused(through):
    report = judged(through)
    assert report.points == 0 and "annlab's own plus" in report.symptom


def test_the_seed_decides_the_random_inputs():
    seen = []

    def spy(x, c):
        seen.append(float(np.sum(x)))
        return x

    runs = []
    for seed in (1, 1, 2):
        seen.clear()
        judge(plus_exercise, call_here(spy), seed)
        runs.append(list(seen))
    assert runs[0] == runs[1] != runs[2]


class TestInTheNotebook:
    """annlab.check, hint, progress and use."""

    def test_unknown_name_suggests_the_nearest(self):
        report = annlab.check("nuron", lambda: 0)
        assert "Did you mean neuron" in report.text and report.points == 0

    @pytest.mark.parametrize("answer", [None, ...])
    def test_nothing_is_not_attempted(self, answer):
        assert annlab.check("rows_dot", answer).verdict == NOT_ATTEMPTED

    def test_an_untouched_stub_is_not_attempted(self):
        def rows_dot(X, w):
            """Return something."""
            raise NotImplementedError()

        def emptied(X, w):
            """Return something."""

        assert annlab.check("rows_dot", rows_dot).verdict == NOT_ATTEMPTED
        assert annlab.check("rows_dot", emptied).verdict == NOT_ATTEMPTED

    @pytest.mark.parametrize("answer, words", [(3.0, "without brackets"), (annlab.rows_dot, "annlab's own rows_dot")])
    def test_what_is_no_answer_is_refused_kindly(self, answer, words):
        report = annlab.check("rows_dot", answer)
        assert report.verdict == NOT_YET and report.points == 0 and words in report.text

    def test_a_call_the_wrong_way_round_says_how(self):
        assert "the name first" in annlab.check(np.dot, "rows_dot").text

    def test_the_environment_gives_the_seed(self, monkeypatch):
        monkeypatch.setenv("ANNLAB_SEED", "77")
        assert annlab.check("rows_dot", np.dot).seed == 77

    def test_hints_grow_and_end(self):
        total = len(annlab.hint("column_mean").given)
        seen = [annlab.hint("column_mean") for _ in range(5)]
        assert len(seen[0].given) == total + 1 and len(seen[-1].given) == seen[-1].total
        assert "last" in repr(seen[-1])
        assert "Did you mean" in annlab.hint("column_men").text

    def test_progress_counts_what_was_checked(self):
        annlab.check("rows_dot", np.dot)
        shown = repr(annlab.progress())
        assert "rows_dot" in shown and "right" in shown
        assert "rows_dot" in annlab.progress()._repr_html_()

    def test_use_is_yours_once_it_is_right(self):
        def rows_dot(X, w):
            return X @ w

        assert annlab.use(rows_dot) is rows_dot
        assert annlab.use(np.dot, "rows_dot") is np.dot
        assert annlab.use(lambda X, w: X * w, "rows_dot") is annlab.rows_dot
        with pytest.raises(ValueError, match="Did you mean rows_dot"):
            annlab.use(lambda X, w: X, "rows_dt")

    def test_the_mark_is_what_nbgrader_reads(self):
        report = annlab.check("rows_dot", np.dot)
        assert json.loads(report._repr_mimebundle_()["text/plain"]) == report.points == annlab.exercises.find("rows_dot").points


class Doubler:
    """An answer that is a class."""

    def __init__(self, data):
        self.data, self.slope = data, 0.0

    def __add__(self, other):
        return Sum(self.data + other.data, self, other)

    def backward(self):
        self.slope = 1.0


class Sum(Doubler):
    def __init__(self, data, *parents):
        super().__init__(data)
        self.parents = parents

    def backward(self):
        for parent in self.parents:
            parent.slope = 1.0


class Halves(Doubler):
    def __add__(self, other):
        return Sum((self.data + other.data) / 2, self, other)


class_exercise = Exercise(
    reference=Doubler,
    points=1,
    cases=[Case("a sum", "a + b", {"a": 1.0, "b": 2.0}), Case("an input", "a", {"a": 3.0})],
    mistakes=[Mistake("the sum is halved", Halves, "Whence the 2?")],
    accepted=[],
    hints=["one"],
    source="arithmetic",
    through="differentiate",
)


def judged_class(answer):
    return report_on(class_exercise, answer, 0)


def test_a_class_is_judged_through_its_adapter():
    class Mine(Doubler):
        def __init__(self, data):
            self.data, self.slope = data, 0.0

        def __add__(self, other):
            return Mine.of(self, other)

        def backward(self):
            for value in getattr(self, "made_from", [self]):
                value.slope = 1.0

        @staticmethod
        def of(*values):
            made = Mine(values[0].data + values[1].data)
            made.made_from = values
            return made

    assert judged_class(Mine).verdict == RIGHT


def test_a_class_with_a_declared_mistake_is_named_by_it():
    class Mine:
        def __init__(self, data):
            self.data, self.slope, self.parents = data, 0.0, [self]

        def __add__(self, other):
            made = Mine((self.data + other.data) / 2)
            made.parents = [self, other]
            return made

        def backward(self):
            for parent in self.parents:
                parent.slope = 1.0

    report = judged_class(Mine)
    assert report.mistake == "the sum is halved"
    assert report.symptom.startswith("With formula = 'a + b', at = {'a': 1, 'b': 2}")


@pytest.mark.parametrize("answer", [Doubler, type("Mine", (Doubler,), {})], ids=["itself", "a class made of it"])
def test_annlabs_own_class_is_refused(answer):
    report = judged_class(answer)
    assert report.points == 0 and "annlab's own Doubler" in report.symptom


def test_a_value_that_is_no_class_is_refused():
    assert "a class is asked for" in judged_class(Doubler(1.0)).symptom


def test_an_operation_that_gives_no_object_of_the_class_is_said():
    class Mine(Doubler):
        def __init__(self, data):
            self.data, self.slope = data, 0.0

        def __add__(self, other):
            return self.data + other.data

        def backward(self):
            self.slope = 1.0

    assert "a + b gives a float, where a Value with a method backward is needed" in judged_class(Mine).symptom


def test_all_that_is_left_for_the_last_parameter_is_shown_together():
    def total(name, *numbers):
        """Return the sum."""
        return sum(numbers)

    many = Exercise(total, 1, [Case("two", "x", 1.0, 2.0), Case("one", "x", 3.0)], [], [], ["one"], "arithmetic")
    assert judged(lambda name, *n: 0.5, many).symptom.startswith("With name = 'x', numbers = (1, 2) you returned 0.5")
