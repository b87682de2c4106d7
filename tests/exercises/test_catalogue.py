"""The catalogue keeps its promises: a new exercise is held to all of this by being in it."""

import ast
import itertools
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

import annlab
from annlab.checking import NOT_ATTEMPTED, NOT_YET, RIGHT, Decision, Exercise, call_here, judge
from annlab.checking.probes import probe_all
from annlab.exercises import CHAPTERS, find, find_chapter, nearest, refused

ITEMS = [item for chapter in CHAPTERS for item in chapter.items]
EXERCISES = [item for item in ITEMS if isinstance(item, Exercise)]
DECISIONS = [item for item in ITEMS if isinstance(item, Decision)]
SEEDS = (0, 1, 20260)
SEVERAL = [SEEDS[0], *[pytest.param(seed, marks=pytest.mark.slow) for seed in SEEDS[1:]]]


every_law = pytest.mark.parametrize(
    "exercise, law", [pytest.param(e, law, id=f"{e.name}-{i}") for e in EXERCISES for i, law in enumerate(e.laws)]
)
# One exercise after the other, since what its mistakes give is remembered.
every_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.name, scope="module")
every_decision = pytest.mark.parametrize("decision", DECISIONS, ids=lambda d: d.name)


def judged(exercise, function, seed=0, call_seconds=2.0):
    return judge(exercise, call_of(exercise, function), seed, call_seconds)


def call_of(exercise, answer):
    return call_here(answer, through=getattr(exercise, "through", ""))


def test_names_are_unique():
    assert [name for name, count in Counter(item.name for item in ITEMS).items() if count > 1] == []
    assert all(find(item.name) is item for item in ITEMS)


@every_exercise
def test_is_whole(exercise):
    assert exercise.points > 0
    assert len(exercise.hints) >= 3 and len(set(exercise.hints)) == len(exercise.hints)
    assert len(exercise.mistakes) >= 5
    assert len(exercise.accepted) >= 3
    assert exercise.source.strip()
    assert all(m.name.strip() and m.hint.strip() for m in exercise.mistakes)
    names = Counter(m.name for m in exercise.mistakes)
    assert max(names.values()) == 1


@every_exercise
@pytest.mark.parametrize("seed", SEVERAL)
def test_reference_is_right(exercise, seed):
    report = judged(exercise, exercise.reference, seed)
    assert (report.verdict, report.points) == (RIGHT, exercise.points), report.text


@every_exercise
def test_reference_leaves_its_arguments_alone(exercise):
    probes = probe_all(exercise, call_of(exercise, exercise.reference), 0)
    assert [p.outcome.changed for p in probes.cases] == [()] * len(probes.cases)


@every_exercise
def test_stub_is_not_attempted(exercise):
    def stub(*args):
        raise NotImplementedError()

    report = judged(exercise, stub)
    assert (report.verdict, report.points) == (NOT_ATTEMPTED, 0)


@every_exercise
@pytest.mark.parametrize("seed", SEVERAL)
def test_every_accepted_answer_passes(exercise, seed):
    reports = {i: judged(exercise, answer, seed) for i, answer in enumerate(exercise.accepted)}
    refused = {i: r.text for i, r in reports.items() if (r.verdict, r.points) != (RIGHT, exercise.points)}
    assert refused == {}


@every_exercise
@pytest.mark.parametrize("seed", SEVERAL)
def test_every_mistake_is_named_and_gets_its_own_hint(exercise, seed):
    assert {m.name: said for m in exercise.mistakes if (said := misjudged(exercise, m, seed))} == {}


def misjudged(exercise, mistake, seed):
    """Return what is said to whoever makes the mistake, if it is not what it should be."""
    report = judged(exercise, mistake.wrong, seed, call_seconds=0.2 if mistake.endless else 2.0)
    rejected = report.verdict == NOT_YET and report.points < exercise.points
    return "" if rejected and (report.mistake, report.next_step) == (mistake.name, mistake.hint) else report.text


def test_a_mistake_that_is_let_pass_or_misnamed_is_noticed():
    exercise = EXERCISES[0]
    first, second = exercise.mistakes[:2]
    assert misjudged(exercise, first, 0) == ""
    assert misjudged(exercise, replace(first, wrong=exercise.reference), 0)
    assert misjudged(exercise, replace(first, wrong=second.wrong), 0)


@every_exercise
@pytest.mark.parametrize(
    "nonsense",
    [
        lambda *a: None,
        lambda *a: 0.0,
        lambda *a: 1.0,
        lambda *a: "a string",
        lambda *a: [],
        lambda *a: (),
        lambda *a: np.nan,
        lambda *a: np.zeros(0),
        lambda *a: np.array("text"),
        lambda *a: np.full((2, 2), np.nan),
        lambda *a: object(),
        lambda *a: {},
        lambda *a: 1 / 0,
    ],
    ids="None 0 1 string list tuple nan empty text nans object dict raises".split(),
)
def test_nonsense_earns_nothing(exercise, nonsense):
    report = judged(exercise, nonsense)
    assert (report.verdict, report.points) == (NOT_YET, 0), report.text
    assert report.symptom and report.next_step


@lru_cache(300)
def probed(exercise, mistake):
    return probe_all(exercise, call_of(exercise, mistake.wrong), 0, call_seconds=0.5)


@every_law
def test_law_can_fail(exercise, law):
    def broken_by(mistake):
        return any(p.faults for p in probed(exercise, mistake).laws if p.label == law.states)

    assert any(broken_by(m) for m in exercise.mistakes if not m.endless), f"no mistake breaks {law.states!r}"


@every_exercise
def test_every_case_catches_some_mistake(exercise):
    idle = dict(enumerate(case.label for case in exercise.cases))
    for mistake in exercise.mistakes:
        if idle and not mistake.endless:
            caught = {i for i, probe in enumerate(probed(exercise, mistake).cases) if probe.faults}
            idle = {i: label for i, label in idle.items() if i not in caught}
    assert not idle, f"these cases reject no declared mistake: {list(idle.values())}"


@every_decision
def test_decision_is_whole(decision):
    assert set(decision.right) <= set(decision.choices) and decision.because in decision.reasons
    wrong = set(decision.choices) if decision.several else set(decision.choices) - set(decision.right)
    assert set(decision.replies) == wrong | (set(decision.reasons) - {decision.because})
    assert len(decision.choices) >= 3 and len(decision.reasons) >= 3
    assert len(decision.hints) >= 2 and decision.moral and decision.source


@every_decision
def test_decision_marks_every_answer(decision):
    letters = ["".join(c) for n in (1, 2, 3) for c in itertools.combinations(decision.choices, n)]
    for chosen, number in itertools.product([*letters, decision.right], decision.reasons):
        report = judged(decision, lambda answer=chosen + number: answer)
        right = (chosen, number) == (decision.right, decision.because)
        assert (report.verdict == RIGHT) == right, report.text
        assert (report.points == decision.points) == right and 0 <= report.points
        assert report.symptom and (right or report.next_step)


@every_decision
@pytest.mark.parametrize("answer", ["", None, 3, "Z9", "nonsense", ["B", "2"], "A" * 100], ids=repr)
def test_decision_survives_nonsense(decision, answer):
    report = judged(decision, lambda: answer)
    assert report.points == 0 and report.verdict in (NOT_ATTEMPTED, NOT_YET)


@every_decision
def test_decision_takes_an_answer_however_it_is_spaced(decision):
    spaced = ", ".join(decision.answer).lower()
    assert judged(decision, lambda: spaced).verdict == RIGHT


def test_nearest_suggests_the_name_that_was_meant():
    for item in ITEMS:
        assert item.name in nearest(f"{item.name}x")


def test_chapters_are_found_by_any_of_their_names():
    numbers = [int(chapter.name[:2]) for chapter in CHAPTERS]
    assert numbers == sorted(set(numbers))
    for number, chapter in zip(numbers, CHAPTERS, strict=True):
        bare = chapter.name.split("_", 1)[1]
        assert chapter.name == f"{number:02d}_{bare}"
        assert all(find_chapter(text) is chapter for text in (chapter.name, bare, str(number), f"{number:02d}"))
    assert find_chapter("no such chapter") is None


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda c: c.name)
def test_what_the_notebook_hands_out_may_be_used(chapter):
    """The functions that a chapter imports from annlab are no later exercises, or are named among its tools."""
    source = Path(__file__).parents[2] / "solutions" / chapter.name / f"{chapter.name}.py"
    imported = {
        alias.name
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "annlab"
        for alias in node.names
    }
    last = [item.name for item in chapter.items][-1]
    assert imported & refused(last) == set()
    assert set(chapter.tools) <= imported


def test_a_tool_of_the_lesson_may_stand_in_an_answer_by_mistake():
    report = annlab.check("neuron", lambda x, w, b, phi: annlab.sigmoid(np.dot(w, x) + b))
    assert report.mistake and report.points > 0
