"""A class is graded by one command, again only where something has changed, and its mistakes are counted."""

import contextlib
import shutil
import sqlite3
import subprocess
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from sqlalchemy.exc import OperationalError

from annlab.cli import main
from annlab.exercises import find_chapter
from annlab.grading import patience, sandbox
from annlab.grading.classroom import Classroom
from annlab.grading.gradebook import Book
from annlab.grading.insight import by_exercise
from annlab.grading.insight_page import as_csv, as_html
from annlab.grading.marking import mark

ROOT = Path(__file__).parents[2]
CHAPTER = find_chapter("00_start")
slow = [pytest.mark.slow, pytest.mark.skipif(bool(sandbox.missing()), reason=sandbox.missing() or "there is one")]


def notebook(course, *folders):
    return course.joinpath(*folders, CHAPTER.name, f"{CHAPTER.name}.ipynb")


def run(course, *arguments):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nbgrader's own, and those of what it stands on
        return CliRunner(env={"COLUMNS": "200"}).invoke(main, [*arguments, "--course", str(course)])


@contextlib.contextmanager
def locked(gradebook):
    with contextlib.closing(sqlite3.connect(gradebook, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


class Inline:
    """Marks in this process."""

    def run(self, jobs):
        return map(mark, jobs)


@dataclass
class Locking:
    """Marks while somebody else holds the gradebook."""

    gradebook: Path

    def run(self, jobs):
        with locked(self.gradebook):
            yield from map(mark, jobs)


def row(output, student):
    return next(line.split() for line in output.splitlines() if line.strip().startswith(student))


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    made = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "nbgrader_config.py", made)
    shutil.copytree(ROOT / "solutions" / CHAPTER.name, made / "solutions" / CHAPTER.name)
    subprocess.run([sys.executable, "-m", "nbgrader", "generate_assignment", CHAPTER.name], cwd=made, check=True, capture_output=True)
    for student in ("ann", "bob", "cy"):
        notebook(made, "submitted", student).parent.mkdir(parents=True)
    shutil.copy(notebook(made, "solutions"), notebook(made, "submitted", "ann"))
    slip = nbformat.read(notebook(made, "course"), as_version=4)
    cell = next(c for c in slip.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "rows_dot")
    cell.source = "def rows_dot(X, w):\n    return X * w"
    nbformat.write(slip, notebook(made, "submitted", "bob"))
    notebook(made, "submitted", "cy").write_text("{")
    return made


class TestGrade:
    pytestmark = slow

    def test_every_submission_has_a_mark_or_a_reason(self, course):
        done = run(course, "grade", "0", "--seed", "3")
        assert done.exit_code == 0, done.stderr
        assert "seed 3" in done.stdout and "SANDBOXED" not in done.stdout
        assert row(done.stdout, "ann")[1:3] == ["9", "9"]
        assert 0 < float(row(done.stdout, "bob")[1]) < 2 and "rows_dot:" in done.stdout
        assert row(done.stdout, "cy")[1] == "0" and "no JSON" in done.stdout

    def test_a_folder_whose_name_is_no_text_stops_nobody(self, course):
        odd = course / "submitted" / "b\udcffd"
        shutil.copytree(course / "submitted" / "ann", odd)
        try:
            done = run(course, "grade", "0", "--csv", str(course / "marks.csv"))
        finally:
            shutil.rmtree(odd)
        assert row(done.stdout, "ann")[1] == "9" and row(done.stdout, "b?d")[1] == "ungraded"
        assert "Rename it" in (course / "marks.csv").read_text()

    def test_only_what_has_changed_is_graded_again(self, course):
        run(course, "grade", "0", "--seed", "3")
        shutil.copy(notebook(course, "solutions"), notebook(course, "submitted", "cy"))
        done = run(course, "grade", "0")
        assert row(done.stdout, "ann")[-1] == "unchanged" != row(done.stdout, "cy")[-1]
        assert row(done.stdout, "cy")[1] == "9"
        again = run(course, "grade", "0", "--again", "--student", "ann")
        assert row(again.stdout, "ann")[-1] != "unchanged" and "bob" not in again.stdout

    def test_a_bare_run_is_marked_loudly_and_is_no_excuse_later(self, course):
        bare = run(course, "grade", "0", "--student", "ann", "--sandbox", "none")
        assert "NOT SANDBOXED" in " ".join(bare.stdout.split()) and "No sandbox" in bare.stderr
        assert row(run(course, "grade", "0", "--student", "ann").stdout, "ann")[-1] != "unchanged"

    def test_a_locked_gradebook_is_no_mark_and_stops_nobody_for_ever(self, course):
        run(course, "grade", "0")
        (ann,) = Classroom(course, CHAPTER).grade(["ann"], Locking(course / "gradebook.db"), again=True)
        with locked(course / "gradebook.db"):
            done = run(course, "grade", "0")
        assert ann.mark is None and "locked" in ann.said
        assert done.exit_code == 2 and "locked" in done.stderr
        assert row(run(course, "grade", "0", "--student", "ann").stdout, "ann")[1] == "9"

    def test_the_class_report_counts_mistakes(self, course, tmp_path):
        run(course, "grade", "0")
        done = run(course, "report", "0", "--csv", str(tmp_path / "r.csv"), "--html", str(tmp_path / "r.html"))
        assert done.exit_code == 0 and "rows_dot" in done.stdout
        assert "rows_dot," in (tmp_path / "r.csv").read_text() and "<h2>Mistakes</h2>" in (tmp_path / "r.html").read_text()

    @pytest.mark.parametrize(
        "arguments, words",
        [
            (["grade", "0", "--student", "zoe"], "ann, bob, cy"),
            (["grade", "1"], "generate_assignment 01_neuron"),
            (["report", "1"], "generate_assignment 01_neuron"),
        ],
    )
    def test_bad_input_says_what_to_do(self, course, arguments, words):
        done = run(course, *arguments)
        assert done.exit_code == 2 and words in done.stderr and isinstance(done.exception, SystemExit)


def test_a_gradebook_that_cannot_be_opened_is_not_held_open(tmp_path, monkeypatch):
    monkeypatch.setattr(patience, "SECONDS", 0)
    path = tmp_path / "gradebook.db"
    with locked(path), pytest.raises(OperationalError, match="locked") as failed:
        Book(f"sqlite:///{path}", "", CHAPTER.name)
    assert failed.value and path not in [each.resolve() for each in Path("/proc/self/fd").iterdir()]


@pytest.mark.slow
def test_without_a_course_or_a_sandbox_nothing_is_graded(tmp_path, monkeypatch):
    done = CliRunner().invoke(main, ["grade", "0", "--course", str(tmp_path)])
    assert done.exit_code == 2 and "nbgrader_config.py" in done.output
    (tmp_path / "nbgrader_config.py").touch()
    monkeypatch.setenv("PATH", "/nowhere")
    done = CliRunner().invoke(main, ["grade", "0", "--course", str(tmp_path)])
    assert done.exit_code == 2 and "Install it: apt-get install bubblewrap" in done.output


def report(name, verdict, points, mistake=""):
    return {"name": name, "verdict": verdict, "points": points, "max_points": 2.0, "mistake": mistake}


REPORTS = [
    report("f", "right", 2.0), report("f", "not yet", 1.0, "the sign is wrong"), report("f", "not yet", 1.0, "the sign is wrong"),
    report("f", "not yet", 0.0), report("g", "not attempted", 0.0),
]  # fmt: skip


def test_the_hardest_exercise_comes_first_and_the_most_frequent_mistake():
    g, f = by_exercise(["f", "g"], REPORTS)
    assert (g.name, g.share, g.not_attempted) == ("g", 0.0, 1)
    assert (f.share, f.right, f.not_yet, f.mistakes) == (0.5, 1, 3, (("the sign is wrong", 2), ("", 1)))


def test_both_views_hold_the_numbers_and_no_script():
    exercises = by_exercise(["f", "g"], [*REPORTS, report("f", "not yet", 0.0, "<script>")])
    assert "f,0.400,1,4,0,the sign is wrong,2\n" in as_csv(exercises)
    page = as_html("A & B", exercises, 5, ["<zoe>"])
    assert "the sign is wrong" in page and "1 right, 4 not yet, 0 not attempted" in page
    assert "<script>" not in page and "<zoe>" not in page and "A &amp; B" in page
