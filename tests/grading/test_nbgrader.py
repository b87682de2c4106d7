"""Real nbgrader, its commands and nothing of ours in between: a small class hands in every chapter and gets its marks.

The class: `untouched` hands in the release, `solved` the solutions, and `mixed` solves every other exercise, leaves
the next one blank, solves one, and spoils the one after that, and so on.
"""

import csv
import html
import itertools
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from annlab.checking import NOT_ATTEMPTED, NOT_YET, RIGHT, Exercise, report_on
from annlab.checking.report import MIMETYPE
from annlab.exercises import CHAPTERS, check_id, find
from annlab.grading.cellcode import names, needed

ROOT = Path(__file__).parents[2]
SOLVED, BLANK, WRONG = "solved", "blank", "wrong"
chapters = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.name)
pytestmark = pytest.mark.slow


SPOIL = """
right_{name} = {name}
def {name}(*args):
    result = right_{name}(*args)
    for arg in args:
        if hasattr(arg, "dtype") and arg.ndim:
            arg[...] = 0
            return result
"""  # what was right, from a function that writes into its arguments; None where there is no array


def plan(chapter) -> dict[str, str]:
    """Return what `mixed` does with every exercise of the chapter. A decision that should be wrong stays blank."""
    turns = zip(chapter.items, itertools.cycle([SOLVED, BLANK, SOLVED, WRONG]), strict=False)
    return {item.name: turn if turn != WRONG or isinstance(item, Exercise) else BLANK for item, turn in turns}


def mixed_answers(chapter) -> dict[str, str]:
    """Return the text of the cells that `mixed` has filled in."""
    solved = {c.metadata.nbgrader.grade_id: c.source for c in graded_cells(path_to(ROOT / "solutions", chapter))}
    turns = {name: turn for name, turn in plan(chapter).items() if turn != BLANK}
    return {name: solved[name] + SPOIL.format(name=name) * (turn == WRONG) for name, turn in turns.items()}


def expected_of_mixed(chapter, seed):
    """Return the reports that `mixed` deserves, by name: its cells are run here, and judged as a learner's are."""
    answers, namespace, reports = mixed_answers(chapter), {}, {}
    cells = [c for c in nbformat.read(path_to(ROOT / "course", chapter), 4).cells if c.cell_type == "code"]
    demos = [c.source for c in cells if "nbgrader" not in c.metadata]
    chosen = iter(needed(demos, {name for answer in answers.values() for name in names(answer).reads}))
    for cell in cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        item = find((name or "").removeprefix(check_id("")))
        if name is None:
            exec(next(chosen) or "", namespace)
        elif name == item.name:
            exec(answers.get(name, f"def {name}(*args): raise NotImplementedError"), namespace)
        else:
            reports[item.name] = report_on(item, namespace[item.name], seed)
    return reports


def texts(chapter) -> set[str]:
    """Return the grade ids of what a person reads and marks."""
    return {c.metadata.nbgrader.grade_id for c in graded_cells(path_to(ROOT / "course", chapter)) if c.cell_type == "markdown"}


def path_to(folder: Path, chapter) -> Path:
    return folder / chapter.name / f"{chapter.name}.ipynb"


def mixed_submission(released: Path, chapter):
    """Return the release with some answers filled in, and with a cell that shows the grader a script."""
    notebook, answers = nbformat.read(released, as_version=4), mixed_answers(chapter)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = answers.get(name, cell.source)
    shown = new_code_cell('from IPython.display import HTML\nHTML("<script>planted()</script><b>shown</b>")')
    notebook.cells.append(shown)
    return notebook


def graded_cells(path: Path):
    return [cell for cell in nbformat.read(path, as_version=4).cells if "nbgrader" in cell.metadata]


@dataclass
class Class:
    root: Path

    def nbgrader(self, *arguments) -> str:
        """Run one of nbgrader's commands in the root, as an instructor does; return what it says."""
        environment = {**os.environ, "IPYTHONDIR": str(self.root / ".ipython")}
        environment["PATH"] = os.defpath  # nbgrader finds alembic without the help of an activated environment
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", *map(str, arguments)],
            cwd=self.root, env=environment, capture_output=True, text=True, timeout=60 + 30 * len(CHAPTERS),
        )
        said = done.stdout + done.stderr
        assert done.returncode == 0, said[-4000:]
        return said

    def marks(self, student: str, chapter) -> dict[str, float]:
        """Return the mark of every graded cell, from the gradebook."""
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{self.root / 'gradebook.db'}") as book:
            grades = book.find_submission_notebook(chapter.name, chapter.name, student).grades
            return {grade.name: grade.score for grade in grades}

    def waiting(self, student: str, chapter) -> set[str]:
        """Return what the gradebook shows to be read by a person."""
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{self.root / 'gradebook.db'}") as book:
            grades = book.find_submission_notebook(chapter.name, chapter.name, student).grades
            return {grade.name for grade in grades if grade.needs_manual_grade}

    def seeds(self) -> set[int]:
        """Return what the random inputs of the run were drawn from, as the reports have it."""
        cells = [cell for path in self.root.glob("autograded/*/*/*.ipynb") for cell in graded_cells(path)]
        outputs = [output.data for cell in cells for output in cell.get("outputs", ()) if output.output_type == "execute_result"]
        return {data[MIMETYPE]["seed"] for data in outputs} - {None}

    def feedback(self, student: str, chapter) -> str:
        """Return the page that the student gets."""
        return path_to(self.root / "feedback" / student, chapter).with_suffix(".html").read_text(encoding="utf-8")


def in_words(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", page)).split())


@pytest.fixture(scope="session")
def released(tmp_path_factory) -> Class:
    """A course with nothing but the sources, after `nbgrader generate_assignment` of every chapter."""
    made = Class(tmp_path_factory.mktemp("the course"))  # with a space in its path, as on many a desktop
    shutil.copy(ROOT / "nbgrader_config.py", made.root)
    for chapter in CHAPTERS:
        shutil.copytree(ROOT / "solutions" / chapter.name, made.root / "solutions" / chapter.name)
    made.nbgrader("generate_assignment", "*", "--force")
    return made


@pytest.fixture(scope="session")
def graded(released) -> Class:
    """The class above, graded, with feedback and the table of marks."""
    for chapter in CHAPTERS:
        release, solution = (path_to(released.root / folder, chapter) for folder in ("course", "solutions"))
        for student in ("untouched", "solved", "mixed"):
            path_to(released.root / "submitted" / student, chapter).parent.mkdir(parents=True)
        shutil.copy(release, path_to(released.root / "submitted/untouched", chapter))
        shutil.copy(solution, path_to(released.root / "submitted/solved", chapter))
        nbformat.write(mixed_submission(release, chapter), path_to(released.root / "submitted/mixed", chapter))
    released.nbgrader("autograde", "*")
    released.nbgrader("generate_feedback", "*")
    released.nbgrader("export")
    return released


@chapters
def test_generate_assignment_makes_the_committed_release_byte_for_byte(released, chapter):
    assert path_to(released.root / "course", chapter).read_bytes() == path_to(ROOT / "course", chapter).read_bytes()


@chapters
def test_a_release_holds_its_notebook_and_nothing_else(released, chapter):
    assert [p.name for p in (released.root / "course" / chapter.name).iterdir()] == [f"{chapter.name}.ipynb"]


@chapters
def test_an_untouched_release_earns_nothing(graded, chapter):
    assert graded.marks("untouched", chapter) == {check_id(item.name): 0 for item in chapter.items} | dict.fromkeys(texts(chapter), 0)
    assert graded.waiting("untouched", chapter) == set()


@chapters
def test_a_solution_earns_full_marks(graded, chapter):
    expected = {check_id(item.name): item.points for item in chapter.items} | dict.fromkeys(texts(chapter), 0)
    assert graded.marks("solved", chapter) == expected
    assert graded.waiting("solved", chapter) == texts(chapter)  # full marks of all that is judged, and a report to be read


def test_one_chapter_has_a_text_that_a_person_reads():
    assert [texts(chapter) for chapter in CHAPTERS if texts(chapter)] == [{"report"}]


@pytest.fixture(scope="session")
def seed(graded) -> int:
    (seed,) = graded.seeds()
    return seed


def test_a_run_draws_one_seed_for_the_whole_class_and_not_the_learners(seed):
    assert seed == int(os.environ.get("ANNLAB_SEED", seed)) and seed != 0


@chapters
def test_every_exercise_is_marked_on_its_own(graded, seed, chapter):
    expected = {check_id(name): report.points for name, report in expected_of_mixed(chapter, seed).items()}
    assert graded.marks("mixed", chapter) == pytest.approx(expected | dict.fromkeys(texts(chapter), 0))


def test_the_mixed_submissions_hold_right_blank_and_wrong_answers():
    reports = [report for chapter in CHAPTERS for report in expected_of_mixed(chapter, seed=1).values()]
    assert {report.verdict for report in reports} == {RIGHT, NOT_ATTEMPTED, NOT_YET}
    assert any(0 < report.points < report.max_points for report in reports)


@chapters
def test_feedback_shows_the_student_what_the_check_says(graded, seed, chapter):
    page = in_words(graded.feedback("mixed", chapter))
    for report in expected_of_mixed(chapter, seed).values():
        for line in (report.headline, *report.lines):
            assert in_words(line.replace("`", "")) in page


def test_a_students_script_does_not_reach_the_feedback_page(graded):
    page = graded.feedback("mixed", CHAPTERS[0])
    assert "<b>shown</b>" in page
    assert "<script>planted" not in page


def test_the_exported_table_holds_every_mark(graded, seed):
    with (graded.root / "grades.csv").open(encoding="utf-8", newline="") as file:
        table = {(row["assignment"], row["student_id"]): float(row["score"]) for row in csv.DictReader(file)}
    expected = {}
    for chapter in CHAPTERS:
        expected[chapter.name, "untouched"] = 0
        expected[chapter.name, "solved"] = chapter.points
        expected[chapter.name, "mixed"] = sum(report.points for report in expected_of_mixed(chapter, seed).values())
    assert table == pytest.approx(expected)


def test_validate_passes_a_solution_and_names_what_fails_in_a_release(released):
    chapter = CHAPTERS[0]
    said = released.nbgrader("validate", *(path_to(released.root / folder, chapter) for folder in ("solutions", "course")))
    solution, release = re.split(r"(?<=passes all the tests\.)", " ".join(said.split()))
    assert solution.startswith("Success")
    assert f"FAILED ON {len(chapter.items)} CELL(S)" in release
    assert "CHANGED" not in release
