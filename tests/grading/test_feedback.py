"""What a student is sent: their own work and its reports. Nobody else's work, no solutions, and no answers to drawn inputs."""

import html
import re

import nbformat
import numpy as np
import pytest

from annlab.checking import Drawn, Exercise
from annlab.exercises import find
from annlab.grading import sandbox
from tests.attacks.harness import hand_in, nbgrader, world
from tests.attacks.notebooks import CHAPTER, NAMES, Entry, first, solution

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(sandbox.missing()), reason=sandbox.missing() or "there is one")]

SEED = 20_263
WORDS = {"ada": "word-of-ada", "ben": "word-of-ben", "eve": "word-of-eve"}
BESIDE = """
def {name}(*args):
    '''{word}'''
    print('{word}', args)
    flat = [float(v) for a in args if not callable(a) for v in __import__('numpy').ravel(a)]
    moved = {always} or any(v * 64 % 1 for v in flat)
    result = right_{name}(*args)
    return tuple(r + 0.001 for r in result) if isinstance(result, tuple) else result + 0.001 * moved
"""  # wrong on every input, or on those that were drawn: the designed ones are short numbers


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    with world(tmp_path_factory.mktemp("class"), config=f"\nc.Submission.seed = {SEED}\n") as (each, *_):
        for student, always in (("ada", True), ("ben", False)):
            hand_in(each, Entry(student, lambda w, n, s=student, a=always: answers(n, s, a), 0.0, solved=True))
        hand_in(each, Entry("eve", lambda world, notebook: first(notebook, f"'{WORDS['eve']}' + undefined"), 0.0, solved=False))
        for command in ("autograde", "generate_feedback"):
            done = nbgrader(each.root, command, CHAPTER.name)
            assert done.returncode == 0, done.stderr
        found = {s: each.notebook("feedback", s).with_suffix(".html").read_text(encoding="utf-8") for s in WORDS}
        solved = nbformat.read(each.notebook("solutions"), as_version=4)
        yield {student: in_words(page) for student, page in found.items()}, solved


def answers(notebook, student, always):
    first(notebook, f"print('{WORDS[student]}')")
    for name in NAMES:
        cell = solution(notebook, name)
        if isinstance(find(name), Exercise):
            cell.source += f"\n\nright_{name} = {name}\n" + BESIDE.format(name=name, word=WORDS[student], always=always)


def in_words(page):
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", page.partition("<body")[2])).split())


@pytest.mark.parametrize("student", WORDS)
def test_a_page_holds_the_students_own_words_and_nobody_elses(pages, student):
    page = pages[0][student]
    assert {word for word in WORDS.values() if word in page} == {WORDS[student]}


def test_a_page_holds_no_solution(pages):
    page, solved = pages[0]["eve"], pages[1]
    lines = [line for name in NAMES for line in solution(solved, name).source.splitlines() if len(line.strip()) > 12]
    assert len(lines) > len(NAMES)
    told = [line for line in lines if " ".join(line.split()) in page and "def " not in line]
    assert told == []


def expected(item):
    """Return what the reference says on the item's drawn cases, each as a list of numbers."""
    found = []
    for i, case in enumerate(item.cases):
        if isinstance(case, Drawn):
            values = item.reference(*case.args(np.random.default_rng([SEED, i])))
            values = values if isinstance(values, tuple) else (values,)
            found.append([float(v) for value in values for v in np.ravel(value)])
    return found


def told(page, numbers) -> bool:
    """Return whether one of the numbers stands in the page, to 5 digits or more."""
    shown = {float(n) for n in re.findall(r"-?\d+\.\d{4,}", page)}
    return any(np.isclose(n, s, rtol=1e-5, atol=0) for n in numbers for s in shown)


EXERCISES = [find(name) for name in NAMES if isinstance(find(name), Exercise)]
BY_NAME = pytest.mark.parametrize("item", EXERCISES, ids=lambda item: item.name)


@BY_NAME
def test_who_fails_on_a_designed_input_is_told_nothing_about_drawn_ones(pages, item):
    assert not any(told(pages[0]["ada"], numbers) for numbers in expected(item))


@BY_NAME
def test_who_fails_on_drawn_inputs_is_told_of_one(pages, item):
    drawn = expected(item)
    assert len([1 for numbers in drawn if told(pages[0]["ben"], numbers)]) <= 1


def test_what_is_looked_for_is_found_where_it_is_told(pages):
    assert any(told(pages[0]["ben"], numbers) for item in EXERCISES for numbers in expected(item))
    assert all(expected(item) for item in EXERCISES)
