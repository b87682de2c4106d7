"""nbgrader's own command on a gradebook that somebody else holds locked: it waits, it goes on, and it makes up no marks."""

import contextlib
import sqlite3
import subprocess
import sys
import threading
import time

import pytest

from annlab.grading import sandbox
from tests.attacks.harness import Entry, hand_in, marks_of, nbgrader, world
from tests.attacks.notebooks import CHAPTER, FULL

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(sandbox.missing()), reason=sandbox.missing() or "there is one")]


@pytest.fixture
def course(tmp_path):
    with world(tmp_path) as (each, *_):
        hand_in(each, Entry("zoe", lambda world, notebook: None, FULL, solved=True))
        done = nbgrader(each.root, "autograde", CHAPTER.name)
        assert done.returncode == 0, done.stderr
        yield each


@contextlib.contextmanager
def autograding(course):
    command = [sys.executable, "-m", "nbgrader", "autograde", CHAPTER.name, "--force"]
    process = subprocess.Popen(command, cwd=course.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said = []
    reading = threading.Thread(target=lambda: said.extend(process.stdout))
    reading.start()
    try:
        yield process, said
    finally:
        process.kill()
        process.wait()
        reading.join()
        process.stdout.close()


@contextlib.contextmanager
def locked(course):
    book = sqlite3.connect(course.gradebook, isolation_level=None)
    book.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        book.rollback()
        book.close()


def wait_for(words, said, patience=120):
    end = time.monotonic() + patience
    while not any(words in line for line in said):
        assert time.monotonic() < end, said
        time.sleep(0.05)


def test_a_gradebook_that_is_locked_for_longer_than_nbgrader_waits_costs_nothing(course):
    with autograding(course) as (process, said):
        with locked(course):
            wait_for("Creating/updating student with ID 'the_neighbour'", said)
            threading.Event().wait(6)  # nbgrader by itself gives up after 5 s
        assert process.wait(120) == 0, said
    assert not any("Once more" in line for line in said)
    assert marks_of(course)[0] == {"the_neighbour": FULL, "zoe": FULL}


def test_one_that_stays_locked_leaves_a_submission_ungraded_and_the_next_is_graded(course):
    with autograding(course) as (process, said):
        with locked(course):
            wait_for("Once more, since the gradebook could not be used: database is locked", said)
            wait_for("annlab.grading.marking.Ungraded: the gradebook: database is locked", said)
        assert process.wait(120) == 1
    failed = [line for line in said if "marking.Ungraded:" in line]
    assert len(failed) == 1
    assert marks_of(course)[0] == {"the_neighbour": FULL, "zoe": FULL}
    assert not course.notebook("autograded", "the_neighbour").exists() and course.notebook("autograded", "zoe").exists()
