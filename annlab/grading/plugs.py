"""annlab's grading inside nbgrader: an exporter and three preprocessors that nbgrader_config.py names.

nbgrader sanitises a submission (Submission reads it, Rebuild makes the notebook that is graded), then grades what it
wrote (Judge fills in the checks' reports, Record enters points and comments). One Submission lives as long as one run
of nbgrader's Autograde. Whatever is raised here leaves that one submission ungraded, with the error in nbgrader's log.
"""

import os
import secrets
import time
from pathlib import Path

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat.v4 import new_output
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import compute_checksum, determine_grade, is_grade, is_solution, is_task, parse_utc
from sqlalchemy.exc import SQLAlchemyError
from traitlets import Enum, Float, Integer

import annlab
from annlab.checking import NOT_YET, Report
from annlab.checking.report import MIMETYPE
from annlab.exercises import check_id, find
from annlab.grading import sandbox
from annlab.grading.judged import Judged, Limits, Step, judge_notebook
from annlab.grading.rebuild import STUB, STUDENTS, grade_id, rebuild
from annlab.grading.session import Ran
from annlab.grading.submission import Cell, Unreadable, contents, fingerprint, parse

CHECK = check_id("")  # what the grade id of every check cell begins with
STAMP = "timestamp.txt"


class Ungraded(RuntimeError):
    """Something of our own failed, twice; says what. The submission keeps the marks that it had, or none."""


def expect_the_chapter(assignment, student, notebooks: list[str]) -> None:
    """Have nbgrader look for the chapter's own notebook where a student has handed in others only.

    nbgrader calls this before each submission, with the list that it is about to work through.
    """
    folder = Path(notebooks[0]).parent
    expected = str(folder / f"{folder.name}.ipynb")
    if expected not in notebooks:
        notebooks.append(expected)


class Submission(NotebookExporter):
    """Reads a submission, whatever is in it; one that cannot be read becomes the release and the reason."""

    seed = Integer(None, allow_none=True, help="what random inputs are drawn from; drawn itself, once a run").tag(config=True)

    def __init__(self, **options):
        super().__init__(**options)
        if self.seed is None:
            self.seed = int(os.environ.get("ANNLAB_SEED") or secrets.randbelow(2**32))
        if hasattr(self.parent, "coursedir"):
            self.parent.coursedir = _guarded(self.parent.coursedir)

    def from_filename(self, filename, resources=None, **_):
        resources["metadata"] = {"name": Path(filename).stem, "path": str(Path(filename).parent)}
        about = resources["nbgrader"]
        folder = self._folder("submitted_directory", about["student"], about["assignment"])
        if Path(os.path.abspath(filename)).parent != folder:  # the second pass, over what the first one wrote
            return self.from_notebook_node(nbformat.read(filename, as_version=4), resources=resources)
        self._keep_stamp(folder, about)
        return self.from_notebook_node(self._rebuilt(Path(os.path.abspath(filename)), about), resources=resources)

    def _rebuilt(self, path, about):
        released = self._folder("release_directory", ".", about["assignment"]) / path.name
        if not released.is_file():
            raise Ungraded(f"{released} is missing; make it with: nbgrader generate_assignment {about['assignment']}")
        release = nbformat.read(released, as_version=4)
        root = self._folder("submitted_directory", ".", ".")
        try:
            made, reason = rebuild(release, parse(contents(path, root))), None
        except Unreadable as error:
            made, reason = rebuild(release, _unchanged(release)), error.args
        made.metadata["annlab"] = {"of": origin(path, root, released), "unreadable": reason}
        return made

    def _folder(self, kind, student, assignment) -> Path:
        course = self.parent.coursedir
        return Path(os.path.abspath(course.format_path(getattr(course, kind), student, assignment)))

    def _keep_stamp(self, folder, about):
        """Copy the time stamp, by which nbgrader knows a newer submission, if it is a short file and no link."""
        try:
            text = contents(folder / STAMP, folder.parent.parent)[:200]
        except Unreadable:
            return
        graded = self._folder("autograded_directory", about["student"], about["assignment"])
        graded.mkdir(parents=True, exist_ok=True)
        (graded / STAMP).write_bytes(text)


def origin(path: Path, root: Path, release: Path) -> str:
    """Return what changes when a submission, its release or annlab itself does."""
    try:
        data = contents(path, root)
    except Unreadable as error:
        data = repr(error).encode()
    return fingerprint(data, release.read_bytes(), annlab.__version__.encode())


class _Guarded(CourseDirectory):
    """A course of whose submissions nothing but notebooks is copied, and time stamps are read with care.

    Any other file could be a link to anywhere, or a pipe from which nothing ever comes.
    """

    def get_existing_timestamp(self, folder):
        path = Path(os.path.abspath(folder)) / STAMP
        try:
            return parse_utc(contents(path, path.parent.parent.parent)[:200].decode().strip()) or None
        except (Unreadable, ValueError, OverflowError):
            return None


def _guarded(course: CourseDirectory) -> CourseDirectory:
    settings = {name: getattr(course, name) for name in course.trait_names(config=True)}
    return _Guarded(parent=course.parent, **settings | {"ignore": ["*", ".*"]})


def _unchanged(release) -> list[Cell]:
    return [Cell(cell.cell_type, cell.source, grade_id(cell), cell.get("id", "")) for cell in release.cells]


class Judge(NbGraderPreprocessor):
    """Writes what came of every cell into it; a check cell shows the report that its learner would have seen."""

    sandbox = Enum([sandbox.BWRAP, sandbox.NONE], sandbox.BWRAP, help='"none" protects nothing').tag(config=True)
    cell_seconds = Float(Limits.cell_seconds, help="the most that one cell may take").tag(config=True)
    notebook_seconds = Float(Limits.seconds, help="the most that a whole notebook may take").tag(config=True)

    def preprocess(self, notebook, resources):
        started, note = time.monotonic(), notebook.metadata["annlab"]
        seed = self.parent.seed
        if note["unreadable"]:
            _refuse_all(notebook, *note["unreadable"], seed)
        else:
            cells = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.metadata.get("annlab") != STUB]
            judged = self._judged([_step(cell) for cell in cells], seed)
            for cell, result in zip(cells, judged.results, strict=True):
                _show(cell, result)
            note["notes"] = judged.notes
        note |= {"seed": seed, "sandbox": self.sandbox, "seconds": round(time.monotonic() - started, 3)}
        return notebook, resources

    def _judged(self, steps, seed) -> Judged:
        limits = Limits(self.cell_seconds, self.notebook_seconds)
        for again in (True, False):
            try:
                return judge_notebook(steps, self.sandbox, seed, limits)
            except (sandbox.SandboxError, OSError) as error:
                if not again:
                    raise Ungraded(str(error)) from error
                self.log.warning("Once more, since the first try failed: %s", error)


def _step(cell) -> Step:
    if grade_id(cell).startswith(CHECK):
        return Step(item=find(grade_id(cell).removeprefix(CHECK)))
    return Step(cell.source, demo=cell.metadata.get("annlab") != STUDENTS)


def _show(cell, result: Ran | Report | None) -> None:
    cell.outputs = []
    if isinstance(result, Report):
        data = {"text/plain": f"{result.points:g}", "text/html": result.html, MIMETYPE: result.json}
        cell.outputs.append(new_output("execute_result", data))
    elif result is not None:
        if result.printed:
            cell.outputs.append(new_output("stream", name="stdout", text=result.printed))
        if result.shown:
            cell.outputs.append(new_output("execute_result", dict(result.shown)))
        if result.failure:
            words = f"{result.failure.kind}: {result.failure.message}"
            cell.outputs.append(new_output("error", ename=result.failure.kind, evalue=words, traceback=[words]))


def _refuse_all(notebook, reason, remedy, seed) -> None:
    for cell in notebook.cells:
        if grade_id(cell).startswith(CHECK):
            item = find(grade_id(cell).removeprefix(CHECK))
            _show(cell, Report(item.name, NOT_YET, 0.0, item.points, reason, next_step=remedy, seed=seed))


class Record(NbGraderPreprocessor):
    """Enters points and comments into the gradebook, all of a notebook's or none."""

    def preprocess(self, notebook, resources):
        for again in (True, False):
            try:
                self._enter(notebook, resources["nbgrader"])
                return notebook, resources
            except SQLAlchemyError as error:
                if not again:
                    raise Ungraded(f"the gradebook could not be written: {error}") from error
                self.log.warning("Once more, since the first try failed: %s", error)

    def _enter(self, notebook, about):
        where = about["notebook"], about["assignment"], about["student"]
        said = _comment(notebook.metadata["annlab"])
        with Gradebook(about["db_url"]) as book, book.db.no_autoflush:
            for cell in notebook.cells:
                if is_grade(cell):
                    grade = book.find_grade(grade_id(cell), *where)
                    grade.auto_score = determine_grade(cell, self.log)[0]
                    grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None
                if is_solution(cell) or is_task(cell):
                    blank = not is_task(cell) and cell.metadata.nbgrader.get("checksum") == compute_checksum(cell)
                    comment = book.find_comment(grade_id(cell), *where)
                    comment.auto_comment = said or ("No response." if blank else None)
            book.db.commit()


def _comment(note) -> str:
    """Return what became of the whole notebook, for the one who reads the gradebook, or ""."""
    if note["unreadable"]:
        return " ".join(note["unreadable"])
    return " ".join(note["notes"])[:1000]
