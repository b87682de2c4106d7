"""A question with letters and reasons: what is said to answers that are none."""

import pytest

from annlab.checking import Decision, call_here

QUESTION = Decision(
    name="which",
    question="Which?",
    points=1,
    choices={"A": "this", "B": "that"},
    right="A",
    reasons={"1": "so", "2": "otherwise"},
    because="1",
    replies={"B": "Look at this.", "2": "Not so."},
    moral="This it was.",
    hints=["Look."],
    source="none",
)


def verdict(answer):
    return QUESTION.judge(call_here(answer), 0)


def stub():
    raise NotImplementedError()


@pytest.mark.parametrize("answer", [stub, lambda: "?", lambda: "", lambda: None])
def test_a_blank_is_not_attempted(answer):
    assert verdict(answer).verdict == "not attempted"


@pytest.mark.parametrize(
    ("answer", "symptom"),
    [
        (lambda: A1, "stopped with NameError: name 'A1' is not defined"),  # noqa: F821
        (lambda: print("A1"), "You printed"),
        (lambda: 1, "returned 1"),
        (lambda: "C1", "no C among"),
        (lambda: "A", "one number for the reason"),
    ],
)
def test_an_answer_in_another_form_is_told_the_form(answer, symptom):
    report = verdict(answer)
    assert (report.verdict, report.points) == ("not yet", 0)
    assert symptom in report.symptom
    assert '"A1", with the quotes' in report.next_step
