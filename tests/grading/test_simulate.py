"""A synthetic class: the catalogue's answers as text that does the same, in stated shares, and marks held against what is deserved."""

import csv
import json
import shutil
import sqlite3
import subprocess
import sys
import warnings
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from annlab.checking import Decision, call_here, judge
from annlab.cli import main
from annlab.exercises import CHAPTERS, find, find_chapter
from annlab.grading import sandbox
from annlab.grading.lifted import NotLiftable, lift
from annlab.grading.simulate import (
    BLANK,
    CRASH,
    ENDLESS,
    KINDS,
    MISTAKE,
    RIGHT,
    SHARES,
    answers_of,
    counts,
    draw,
    functions_of,
)

ROOT = Path(__file__).parents[2]
CHAPTER = find_chapter("00_start")
NEEDS_FILES = {"read_digits"}  # its answers read the digits that the notebook learns from
every_chapter = pytest.mark.parametrize(
    "chapter", [pytest.param(c, id=c.name, marks=[pytest.mark.slow] * (c is not CHAPTER)) for c in CHAPTERS]
)


def run_as_text(text, name):
    namespace = {}
    exec(compile(text, "cell", "exec"), namespace)
    return namespace[name]


def judged(item, function, seconds=2.0):
    report = judge(item, call_here(function, through=item.through), 0, seconds)
    return report.verdict, report.points, report.mistake


@every_chapter
def test_every_answer_of_the_catalogue_can_be_written_down(chapter):
    assert {item.name for item in chapter.items if answers_of(item)[1]} - NEEDS_FILES == set()


@every_chapter
def test_the_text_alone_does_what_the_function_does(chapter):
    different, tried = [], 0
    for item in chapter.items:
        texts, _ = answers_of(item)
        for kind, what, function in functions_of(item) if item.name not in NEEDS_FILES else ():
            seconds = 0.2 if kind == ENDLESS else 2.0
            alone = run_as_text(texts[kind, what], item.name)
            if judged(item, alone, seconds) != judged(item, function, seconds):
                different.append((item.name, what))
            tried += 1
    assert different == [] and tried


def ours(function):
    function.__module__ = "annlab.made_here"
    return function


def adding(number):
    return ours(lambda x: x + number)


def twice(f):
    return ours(lambda x: f(f(x)))


def both(one, other):
    return ours(lambda x: (one(x), other(x)))


def test_two_things_of_one_name_stay_apart():
    answer = both(adding(1), twice(twice(adding(20))))
    assert run_as_text(lift(answer, "answer"), "answer")(0) == answer(0) == (1, 80)


def test_a_plain_function_is_written_as_one_would_type_it():
    assert lift(ours(lambda x, *more, k=2: np.abs(x) + k), "answer").endswith("def answer(x, *more, k=2):\n    return np.abs(x) + k")


@pytest.mark.parametrize("held, words", [(object(), "object"), (np.random.default_rng(0), "Generator"), (lambda x: x, "lambda")])
def test_what_cannot_be_written_down_is_refused(held, words):
    with pytest.raises(NotLiftable, match=words):
        lift(both(np.abs, held), "answer")


@pytest.mark.parametrize("total", [1, 7, 54, 1800])
def test_the_shares_are_met(total):
    found = counts(total, SHARES)
    assert sum(found.values()) == total and set(found) == set(KINDS)
    assert all(abs(found[kind] - total * share) < 1 for kind, share in SHARES.items())


def test_the_class_is_drawn_in_these_shares_and_uses_every_mistake():
    answers = list(draw(CHAPTER, {item.name: "" for item in CHAPTER.items}, 200, 0, SHARES))
    assert Counter(a.kind for a in answers) == counts(1200, SHARES)
    said = {(a.exercise, a.what) for a in answers if a.kind == MISTAKE}
    sizes = {item.name: len(item.mistakes) for item in CHAPTER.items if not isinstance(item, Decision)}
    drawn = Counter(a.exercise for a in answers if a.kind == MISTAKE)
    assert all(sum(name == e for e, _ in said) == min(size, drawn[name]) for name, size in sizes.items())
    assert {a.deserved for a in answers if a.kind in (BLANK, CRASH, ENDLESS)} == {"0"}
    assert all(float(a.deserved) == find(a.exercise).points for a in answers if a.kind == RIGHT)


def command(course, *arguments):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nbgrader's own
        return CliRunner(env={"COLUMNS": "200"}).invoke(main, [*arguments, "--course", str(course)])


@pytest.fixture
def course(tmp_path):
    for folder in ("course", "solutions"):
        shutil.copytree(ROOT / folder / CHAPTER.name, tmp_path / folder / CHAPTER.name)
    return tmp_path


def handed_in(course):
    return {path.relative_to(course).parts[1]: path for path in sorted(course.glob("submitted/*/*/*.ipynb"))}


def test_the_same_seed_writes_the_same_bytes_and_another_one_others(course):
    def written(seed):
        assert command(course, "simulate", "0", "--students", "5", "--seed", seed).exit_code == 0
        return {name: path.read_bytes() for name, path in handed_in(course).items()} | {"": (course / "simulated.csv").read_bytes()}

    first, other, again = written("0"), written("1"), written("0")
    assert first == again != other and len(first) == 6


def test_a_smaller_class_leaves_nothing_of_the_larger_one(course):
    command(course, "simulate", "0", "--students", "5")
    done = command(course, "simulate", "0", "--students", "2")
    assert done.exit_code == 0 and [p.name for p in sorted((course / "submitted").iterdir())] == ["s0001", "s0002"]
    assert len((course / "simulated.csv").read_text().splitlines()) == 1 + 2 * len(CHAPTER.items)


def test_a_learners_work_stays(course):
    command(course, "simulate", "0", "--students", "3")
    path = handed_in(course)["s0002"]
    notebook = json.loads(path.read_text())
    notebook["cells"][0]["source"] = ["mine"]
    path.write_text(json.dumps(notebook))
    before = {name: each.read_bytes() for name, each in handed_in(course).items()}
    for students in ("3", "1"):
        done = command(course, "simulate", "0", "--students", students, "--seed", "9")
        assert path.read_bytes() == before["s0002"]
        if students == "3":
            assert done.exit_code == 2 and "--folder" in done.stderr
            assert {name: each.read_bytes() for name, each in handed_in(course).items()} == before


def test_another_table_stays(course):
    (course / "simulated.csv").write_text("my,own\n")
    done = command(course, "simulate", "0", "--students", "1")
    assert done.exit_code == 2 and "simulated.csv" in done.stderr and handed_in(course) == {}


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["--right", "0.9"], "add up to 1.3"),
        (["--right", "1.5"], "1.5"),
        (["--students", "0"], "0"),
        (["--verify"], "annlab simulate 00_start"),
    ],
)
def test_bad_input_says_what_to_do(course, arguments, words):
    done = command(course, "simulate", "0", *arguments)
    assert done.exit_code == 2 and words in done.stderr and isinstance(done.exception, SystemExit)


def test_without_a_course_nothing_is_written(tmp_path):
    done = command(tmp_path, "simulate", "0")
    assert done.exit_code == 2 and "--course" in done.stderr and list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.skipif(bool(sandbox.missing()), reason=sandbox.missing() or "there is one")
def test_grading_gives_everyone_what_they_deserve_and_a_changed_mark_is_found(course):
    shutil.copy(ROOT / "nbgrader_config.py", course)
    release = [sys.executable, "-m", "nbgrader", "generate_assignment", CHAPTER.name, "--force"]
    subprocess.run(release, cwd=course, check=True, capture_output=True)
    shares = ["--right", "0.3", "--mistake", "0.5", "--blank", "0.1", "--crash", "0.08", "--endless", "0.02"]
    assert command(course, "simulate", "0", "--students", "20", *shares).exit_code == 0
    ungraded = command(course, "simulate", "0", "--verify")
    assert ungraded.exit_code == 1 and "120 of 120" in ungraded.stderr
    assert command(course, "grade", "0").exit_code == 0
    done = command(course, "simulate", "0", "--verify")
    assert done.exit_code == 0, done.stdout
    with (course / "simulated.csv").open(newline="") as file:
        assert {row["kind"] for row in csv.DictReader(file)} == set(KINDS)
    with sqlite3.connect(course / "gradebook.db") as book:
        book.execute("UPDATE grade SET auto_score = auto_score + 0.01 WHERE id = (SELECT MIN(id) FROM grade)")
    book.close()
    done = command(course, "simulate", "0", "--verify")
    assert done.exit_code == 1 and "1 of 120" in done.stderr
