"""What only further questions bring to light: chance in any case, and arguments that the answer never reads."""

import numpy as np

from annlab.checking import Drawn, Exercise, call_here, judge


def line(x, w, b):
    return w * x + b


def drawn(rng):
    return rng.normal(size=3), float(rng.normal()), float(rng.normal())


EXERCISE = Exercise(line, 1, [Drawn(f"case {i}", drawn) for i in range(4)], [], [], ["Think."], "none")


def judged(wrong):
    return judge(EXERCISE, call_here(wrong), 0)


def test_an_argument_that_is_never_read_is_named():
    report = judged(lambda x, w, b: 0.25 * x + b)
    assert report.cause == "Another value of w makes no difference to your result." and "use w?" in report.next_step
    assert "Another value of w or of b makes" in judged(lambda x, w, b: 0.25 * x * x).cause


def test_an_argument_that_is_read_is_not_blamed():
    assert judged(lambda x, w, b: w * x + b * x).cause == ""
    assert judged(lambda x, w, b: np.sin(w) * x + x.mean() + b).cause == ""


def test_chance_is_seen_in_any_wrong_case():
    coin = np.random.default_rng(0)
    calls = []

    def steady_at_first(x, w, b):
        calls.append(x)
        return w * x + b if len(calls) == 1 or np.array_equal(x, calls[0]) else w * x + b + coin.normal(size=3)

    report = judged(steady_at_first)
    assert "at first, and later" in report.cause and "chance" in report.next_step


def test_a_constant_is_not_asked_which_argument_it_forgets():
    assert judged(lambda x, w, b: np.array([1.0, 5.0, 2.0])).cause == ""


def test_a_right_value_among_others_is_pointed_at():
    assert judged(lambda x, w, b: (x, w * x + b)).next_step == "Item 1 of your tuple is right. Hand back that one alone."
    assert "list of one" in judged(lambda x, w, b: [w * x + b]).next_step
    assert "one number of many" in judged(lambda x, w, b: (w * x + b).sum() + 1).next_step


def test_a_part_of_a_right_list_is_seen_to_be_one():
    def doubled(arrays):
        return [2 * a for a in arrays]

    three = Exercise(doubled, 1, [Drawn("three", lambda rng: (list(rng.normal(size=(3, 2))),))], [], [], ["Think."], "none")

    def next_step(wrong):
        return judge(three, call_here(wrong), 0).next_step

    assert "it is the first one only. Does `return`" in next_step(lambda arrays: doubled(arrays)[:1])
    assert "they are the last 2 only. Is the list made anew" in next_step(lambda arrays: doubled(arrays)[1:])
    assert next_step(lambda arrays: (doubled(arrays), None)) == "Item 0 of your tuple is right. Hand back that one alone."
    assert next_step(lambda arrays: arrays[:1]) == "Think."
