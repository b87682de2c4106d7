"""What a learner calls: which functions count as an answer, and which as a stub that nobody has touched."""

import pytest

from annlab import check
from annlab.checking import NOT_ATTEMPTED, Decision
from annlab.exercises import CHAPTERS, find

DECISIONS = [item for chapter in CHAPTERS for item in chapter.items if isinstance(item, Decision)]


def made(source):
    names = {}
    exec(source, names)
    return names["rows_dot"]


@pytest.mark.parametrize(
    "body",
    ["pass", "...", "return None", '"""What it does."""', '"""What it does."""\n    pass', "raise NotImplementedError()"],
)
def test_an_empty_function_is_not_attempted(body):
    assert check("rows_dot", made(f"def rows_dot(X, w):\n    {body}\n")).verdict == NOT_ATTEMPTED


@pytest.mark.parametrize("body", ["return 0.0", '"""What it does."""\n    return 1', "return X", "return [None]"])
def test_a_function_that_returns_something_is_an_answer(body):
    assert check("rows_dot", made(f"def rows_dot(X, w):\n    {body}\n")).verdict != NOT_ATTEMPTED


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda decision: decision.name)
@pytest.mark.parametrize("doc", ["", '"""Return one letter and the number of your reason."""\n    '])
def test_a_decision_is_right_with_its_docstring_and_without(decision, doc):
    names = {}
    exec(f'def answer():\n    {doc}return "{decision.answer}"\n', names)
    assert float(check(decision.name, names["answer"])) == find(decision.name).points
