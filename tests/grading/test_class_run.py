"""However a class is graded (by how many workers, interrupted, killed, by nbgrader's own command), the marks are the same."""

import contextlib
import csv
import errno
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from annlab.exercises import find_chapter
from annlab.grading import classroom, sandbox
from annlab.grading.classroom import Classroom
from annlab.grading.marking import Job, Rules
from annlab.grading.workers import Workers
from tests.refusing import ALONE, KEEPER, Bubblewrap

ROOT = Path(__file__).parents[2]
CHAPTER = find_chapter("00_start")
SEED = 7
SLOW = "import time\ntime.sleep(0.3)"  # a cell that keeps its worker busy long enough to be interrupted
ANSWERS = {
    "right": {},
    "slips": {"rows_dot": "def rows_dot(X, w):\n    return X * w"},
    "sometimes": {"rows_dot": "def rows_dot(X, w):\n    return X @ w if X[0, 0] > 0 else X @ w + 1"},
    "crashes": {"rows_dot": "import os\nos._exit(3)"},
}
pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(sandbox.missing()), reason=sandbox.missing() or "there is one")]


def submission(answers):
    notebook = nbformat.read(ROOT / "solutions" / CHAPTER.name / f"{CHAPTER.name}.ipynb", as_version=4)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = answers.get(name, cell.source)
    notebook.cells.append(nbformat.v4.new_code_cell(SLOW))
    return nbformat.writes(notebook)


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """A course with its release, and a class of ten that has handed in."""
    root = tmp_path_factory.mktemp("class")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    shutil.copytree(ROOT / "solutions" / CHAPTER.name, root / "solutions" / CHAPTER.name)
    subprocess.run([sys.executable, "-m", "nbgrader", "generate_assignment", CHAPTER.name], cwd=root, check=True, capture_output=True)
    texts = {kind: submission(answers) for kind, answers in ANSWERS.items()} | {"broken": '{"cells": ['}
    for number, kind in enumerate([*texts, *texts]):
        path = root / "submitted" / f"{kind}{number}" / CHAPTER.name / f"{CHAPTER.name}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(texts[kind], encoding="utf-8")
        (path.parent / "timestamp.txt").write_text("2026-02-03 04:05:06 UTC")
    return root


@pytest.fixture
def course(released, tmp_path):
    """A copy of it, in which nothing has been graded."""
    return shutil.copytree(released, tmp_path / "course")


def start(course, *arguments):
    """Start annlab grade; its table of marks goes to marks.csv. It hears Control-C, also where these tests run in the background."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    command = [sys.executable, "-m", "annlab.cli", "grade", "0", "--csv", "marks.csv", *map(str, arguments)]
    return subprocess.Popen(command, cwd=course, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def grade(course, *arguments) -> str:
    """Return the table of marks that annlab grade writes."""
    process = start(course, *arguments)
    said, _ = process.communicate(timeout=300)
    assert process.returncode == 0, said
    return table(course)


def table(course) -> str:
    return (course / "marks.csv").read_text(encoding="utf-8")


def graded(course) -> set[str]:
    return {path.parent.parent.name for path in course.glob(f"autograded/*/{CHAPTER.name}/*.ipynb")}


def until(something, process, seconds=120):
    """Wait until something is so, while the process lives."""
    end = time.monotonic() + seconds
    while not something():
        assert process.poll() is None and time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture(scope="module")
def expected(released, tmp_path_factory) -> str:
    """The table of one uninterrupted run by one worker."""
    course = shutil.copytree(released, tmp_path_factory.mktemp("expected") / "course")
    return grade(course, "--workers", 1, "--seed", SEED)


def test_the_class_gets_the_marks_that_it_deserves(expected):
    rows = {row["student"]: row for row in csv.DictReader(io.StringIO(expected))}
    assert list(rows) == sorted(rows) and len(rows) == 10
    marks = {name: float(row["mark"]) for name, row in rows.items()}
    assert marks["right0"] == marks["right5"] == CHAPTER.points
    assert 0 < marks["crashes3"] < marks["slips1"] < marks["sometimes2"] < CHAPTER.points
    assert marks["broken4"] == 0 and "cut short" in rows["broken4"]["what was wrong"]


@pytest.mark.parametrize("workers", [2, 8])
def test_the_table_is_the_same_for_any_number_of_workers(course, expected, workers):
    assert grade(course, "--workers", workers, "--seed", SEED) == expected


def test_the_table_is_the_same_where_there_can_be_no_namespaces_in_a_sandbox(course, expected, tmp_path, monkeypatch):
    bubblewrap = Bubblewrap(tmp_path / "bin", "namespaces", monkeypatch)
    assert grade(course, "--workers", 2, "--seed", SEED) == expected
    started = bubblewrap.started()
    assert started.count(KEEPER) <= 2 and started.count(ALONE) >= 10, started


def test_students_come_in_any_order(course, expected):
    with Workers(2) as workers:
        room = Classroom(course, CHAPTER, seed=SEED)
        rows = list(room.grade(sorted(room.students(), reverse=True), workers))
    assert {r.student: r.mark for r in rows} == {r["student"]: float(r["mark"]) for r in csv.DictReader(io.StringIO(expected))}


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda s: s.name)
def test_a_run_that_was_ended_goes_on_where_it_was(course, expected, ending):
    process = start(course, "--workers", 2, "--seed", SEED)
    until(lambda: len(graded(course)) >= 2, process)
    process.send_signal(ending)
    said, _ = process.communicate(timeout=60)
    before = {path: path.stat().st_mtime_ns for path in course.glob("autograded/*/*/*.ipynb")}
    assert process.returncode != 0 and 2 <= len(before) < 10
    assert "Traceback" not in said and ("run it again" in said) == (ending == signal.SIGINT)
    assert grade(course) == expected  # with the seed of the run that was ended
    assert all(path.stat().st_mtime_ns == when for path, when in before.items()), "nothing was graded twice"
    assert not list(course.glob("autograded/.*"))


def test_a_worker_that_is_killed_costs_nothing(course, expected):
    process = start(course, "--workers", 2, "--seed", SEED)
    until(lambda: graded(course), process)
    os.kill(workers_of(process)[0], signal.SIGKILL)
    said, _ = process.communicate(timeout=300)
    assert process.returncode == 0, said
    assert table(course) == expected


class Deadly(Job):
    """A job that ends whatever process receives it."""

    def __reduce__(self):
        return os._exit, (9,)


def test_a_submission_that_kills_every_worker_is_named_and_stops_nobody():
    release = (ROOT / "course" / CHAPTER.name / f"{CHAPTER.name}.ipynb").read_bytes()
    jobs = [each(name, release, release, Rules(SEED)) for name, each in (("a", Job), ("b", Deadly), ("c", Job), ("d", Job))]
    with Workers(2) as workers:
        results = {done.student: done for done in workers.run(jobs)}
    assert set(results) == set("abcd") and "ended from outside, 2 times" in results["b"].failed
    assert not any(results[name].failed for name in "acd")


def test_a_full_disk_is_no_mark_and_is_made_good_later(course, expected, monkeypatch):
    replace = classroom._replace

    def full(path, text):
        if "slips1" in path.parts:
            raise OSError(errno.ENOSPC, "No space left on device")
        replace(path, text)

    with Workers(2) as workers, monkeypatch.context() as patched:
        patched.setattr(classroom, "_replace", full)
        room = Classroom(course, CHAPTER, seed=SEED)
        rows = {row.student: row for row in room.grade(room.students(), workers)}
    assert rows["slips1"].mark is None and "No space left" in rows["slips1"].said
    assert sum(row.mark is None for row in rows.values()) == 1
    assert not list(course.glob("autograded/.*")), "a run that came to its end leaves no seed for the next one"
    assert grade(course, "--seed", SEED) == expected


def test_nbgraders_own_command_gives_the_same(course, expected, tmp_path):
    own = shutil.copytree(course, tmp_path / "own")
    grade(course, "--seed", SEED)
    command = [sys.executable, "-m", "nbgrader", "autograde", CHAPTER.name]
    subprocess.run(command, cwd=own, check=True, capture_output=True, env=os.environ | {"ANNLAB_SEED": str(SEED)})
    assert dict(rows_of(course)) == dict(rows_of(own))
    for student in graded(course):
        ours, theirs = (without_seconds(each / "autograded" / student / CHAPTER.name) for each in (course, own))
        assert ours == theirs


def rows_of(course, db_url=""):
    """Yield everything that the gradebook has on the class, by student and cell."""
    from nbgrader.api import Gradebook

    with Gradebook(db_url or f"sqlite:///{course}/gradebook.db") as book:
        for submission in book.assignment_submissions(CHAPTER.name):
            yield submission.student.id, (str(submission.timestamp), submission.score, submission.needs_manual_grade)
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    yield (submission.student.id, grade.name), (grade.auto_score, grade.manual_score, grade.needs_manual_grade)
                for comment in notebook.comments:
                    yield (submission.student.id, comment.name), comment.auto_comment


def without_seconds(folder) -> tuple[str, str]:
    text = (folder / f"{CHAPTER.name}.ipynb").read_text(encoding="utf-8")
    return re.sub(r'"seconds": [\d.]+', "", text), (folder / "timestamp.txt").read_text().strip()


def workers_of(process) -> list[int]:
    """Return the processes that mark: those that a process has started, but for multiprocessing's own."""
    found = []
    for line in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
        with contextlib.suppress(OSError):
            if b"spawn_main" in Path(f"/proc/{line}/cmdline").read_bytes():
                found.append(int(line))
    return found


def test_the_seed_of_an_unfinished_run_is_kept_until_it_is_finished(course):
    with Workers(1) as workers:
        room = Classroom(course, CHAPTER, seed=11)
        rows = room.grade(room.students(), workers)
        next(rows)
        rows.close()
    (left,) = course.glob("autograded/.*")
    assert json.loads(left.read_text())["seed"] == 11 == Classroom(course, CHAPTER).seed
