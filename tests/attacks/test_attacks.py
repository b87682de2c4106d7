"""One class, graded by real nbgrader in one run: every attack and every lookalike hands in chapter 01."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from annlab.grading import sandbox
from tests.attacks import attacks, formats, habits, lookalikes, machinery  # noqa: F401  (they register what is in them)
from tests.attacks.harness import LIMITS, NEIGHBOUR, SECRET, grade, hand_in, left_over, nbgrader, world
from tests.attacks.notebooks import ATTACKS, CHAPTER, FULL, LOOKALIKES

TRACES = (SECRET, "BEGIN SOLUTION", "root:x:0", "WROTE ", "CONNECTED", "STARTED")  # of what must not succeed
pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(sandbox.missing()), reason=sandbox.missing() or "there is one")]


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The attackers' class, with one honest neighbour."""
    with world(tmp_path_factory.mktemp("attacked")) as (each, server, process):
        for entry in ATTACKS:
            hand_in(each, entry)
        yield grade(each, server, process)


@pytest.fixture(scope="module")
def honest(tmp_path_factory):
    """The lookalikes' class, with the limits of an ordinary course: on a busy machine, imports take their time."""
    with world(tmp_path_factory.mktemp("honest"), config="") as (each, server, process):
        for entry in LOOKALIKES:
            hand_in(each, entry)
        yield grade(each, server, process)


def by_name(entries):
    return pytest.mark.parametrize("entry", entries, ids=str)


@by_name(ATTACKS)
def test_an_attack_has_the_mark_that_it_deserves(graded, entry):
    assert graded.marks.get(entry.name) == entry.mark


@by_name(LOOKALIKES)
def test_an_honest_notebook_has_full_marks(honest, entry):
    assert honest.marks.get(entry.name) == entry.mark


@pytest.mark.parametrize("which", ["graded", "honest"])
def test_the_class_is_graded_to_the_end_without_an_error(request, which):
    graded, entries = request.getfixturevalue(which), ATTACKS if which == "graded" else LOOKALIKES
    assert graded.code == 0, graded.said[-3000:]
    assert set(graded.marks) == {entry.name for entry in entries} | {NEIGHBOUR}
    assert graded.marks[NEIGHBOUR] == FULL


@pytest.mark.parametrize("which", ["graded", "honest"])
def test_nothing_outside_was_touched(request, which):
    graded = request.getfixturevalue(which)
    assert graded.untouched and graded.survived and graded.left == set()
    assert graded.calls == []


@by_name(ATTACKS)
def test_nothing_that_was_read_comes_back(graded, entry):
    folder = graded.world.notebook("autograded", entry.name).parent
    (only,) = [path for path in folder.iterdir() if path.name != "timestamp.txt" or path.is_symlink()]
    assert not only.is_symlink() and only.stat().st_size < 3 * 2**20
    notebook = nbformat.read(only, as_version=4)
    shown = json.dumps([cell.outputs for cell in notebook.cells if cell.cell_type == "code"])
    assert [word for word in TRACES if word in shown] == []


@by_name([e for e in ATTACKS if e.name.startswith(("is_", "has_a"))])
def test_what_cannot_be_read_has_a_reason_in_the_gradebook(graded, entry):
    assert any(word in graded.comments[entry.name] for word in ("Hand in", "hand it in", "Delete what")), graded.comments[entry.name]


def test_a_script_does_not_reach_the_feedback(graded):
    done = nbgrader(graded.world.root, "generate_feedback", CHAPTER.name, "--student", "shows_a_script")
    assert done.returncode == 0, done.stderr
    page = next((graded.world.root / "feedback" / "shows_a_script").rglob("*.html")).read_text(encoding="utf-8")
    assert "planted()" in page and "<script>planted" not in page
    assert "onerror=planted" not in page.replace("&lt;img src=x onerror=planted", "")  # as text it may stand there


REACH_OUT = [e for e in ATTACKS if e.name in ("reads_whatever_it_can", "calls_home", "writes_wherever_it_can")]


def test_the_harness_notices_a_process_that_is_left():
    orphan = "import os, time; pid = os.fork(); pid or time.sleep(600); print(pid, flush=True); os._exit(0)  # import keeper; keeper.main()"
    started = subprocess.Popen([sys.executable, "-c", orphan], stdout=subprocess.PIPE, text=True)
    pid = started.stdout.readline().strip()
    started.stdout.close()
    started.wait()
    try:
        assert pid in left_over()
    finally:
        os.kill(int(pid), signal.SIGKILL)


def test_the_harness_notices_when_the_sandbox_is_taken_away(tmp_path):
    with world(tmp_path, LIMITS + 'c.Judge.sandbox = "none"\n') as (each, server, process):
        for entry in REACH_OUT:
            hand_in(each, entry)
        bare = grade(each, server, process)
        assert SECRET in bare.notebook("reads_whatever_it_can")
        assert bare.calls
        assert not bare.untouched
        for planted in [*Path("/dev/shm").glob("planted.txt"), *Path("/dev/shm").glob("sitecustomize.py")]:
            planted.unlink()
