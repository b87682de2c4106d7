"""Grades a class: everyone's submission of one chapter, through nbgrader's own converter, one after the other.

What one student's notebook does is no reason for the next one to wait, and one that has not changed is not graded again.
"""

import json
import logging
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters import Autograde
from nbgrader.utils import capture_log
from sqlalchemy.exc import SQLAlchemyError

from annlab.checking import NOT_ATTEMPTED, RIGHT
from annlab.checking.report import MIMETYPE
from annlab.exercises import Chapter
from annlab.grading import plugs, sandbox


class CannotGrade(ValueError):
    """There is nothing to grade, or nothing to grade with; says what was found and what to do."""


@dataclass(frozen=True)
class Graded:
    """One submission.

    mark:    points, or None where it could not be graded; `said` then tells why.
    said:    the exercises that are not right and the mistakes in them, or why the notebook could not be read.
    seconds: what the judging took, then or now.  again: whether it was graded in this run.
    """

    student: str
    mark: float | None
    said: str
    seconds: float = 0.0
    again: bool = True


class Classroom:
    """The submissions of one chapter below the root of a course."""

    def __init__(self, root: Path, chapter: Chapter, kind: str = sandbox.BWRAP, seed: int | None = None):
        self.chapter, self.kind = chapter, kind
        self._wanted = seed
        self.seed = secrets.randbelow(2**32) if seed is None else seed
        if not (root / "nbgrader_config.py").is_file():
            raise CannotGrade(f"there is no nbgrader_config.py in {root.resolve()}; go to the root of the course, or name it with --course")
        if kind == sandbox.BWRAP and (reason := sandbox.missing()):
            raise CannotGrade(f"there is no sandbox here, and notebooks are not run without one. {reason}")
        self._app = _application(root)
        self._app.config.Judge.sandbox = kind
        self._app.config.Submission.seed = self.seed
        self._course = self._app.coursedir
        self._course.assignment_id = chapter.name
        self._release = self._folder("release_directory", ".") / f"{chapter.name}.ipynb"
        self._require_release()

    def students(self) -> list[str]:
        """Return who has handed something in."""
        root = self._folder("submitted_directory", ".").parent.parent
        pattern = self._course.format_path(self._course.submitted_directory, "*", self.chapter.name)
        found = {path.parent.name for path in root.glob(str(Path(pattern).relative_to(root)))} if root.is_dir() else set()
        return sorted(found)

    def without(self) -> list[str]:
        """Return who is in the gradebook and has handed nothing in."""
        with self._gradebook() as book:
            return sorted({student.id for student in book.students} - set(self.students()))

    def grade(self, students: list[str], again: bool = False) -> Iterator[Graded]:
        """Grade the submissions, or those that have changed, and yield what came of each."""
        for student in students:
            try:
                yield self._grade(student, again)
            except SQLAlchemyError as error:
                yield Graded(student, None, f"the gradebook: {_short(error)}")

    def _grade(self, student, again) -> Graded:
        note = self.note(student)
        if not again and self._is_current(student, note):
            return self._row(student, note, again=False)
        failed = self._autograde(student) and self._autograde(student)  # once more, since it is none of the student's doing
        return Graded(student, None, failed) if failed else self._row(student, self.note(student), again=True)

    def note(self, student: str) -> dict:
        """Return what was recorded with the last grading: see plugs.Submission and plugs.Judge; {} where there is none."""
        return self._graded(student).get("metadata", {}).get("annlab", {})

    def reports(self, student: str) -> list[dict]:
        """Return the reports of the last grading, as views for programs."""
        outputs = [o for cell in self._graded(student).get("cells", ()) for o in cell.get("outputs", ())]
        return [o["data"][MIMETYPE] for o in outputs if MIMETYPE in o.get("data", {})]

    def _autograde(self, student) -> str:
        """Have nbgrader grade one submission; return why that failed, or ""."""
        self._course.student_id = student
        result = capture_log(_Autograde(coursedir=self._course, parent=self._app, force=True))
        return "" if result["success"] else _reason(result.get("log", "") + result["error"])

    def _is_current(self, student, note) -> bool:
        path = self._folder("submitted_directory", student) / f"{self.chapter.name}.ipynb"
        root = self._folder("submitted_directory", ".").parent
        return (
            "seconds" in note  # the last thing that is noted
            and note["of"] == plugs.origin(path, root, self._release)
            and note["sandbox"] == self.kind
            and self._wanted in (None, note["seed"])
            and self._mark(student) is not None
        )

    def _row(self, student, note, again) -> Graded:
        said = " ".join(note["unreadable"]) if note.get("unreadable") else _in_short(self.reports(student))
        return Graded(student, self._mark(student), said, note.get("seconds", 0.0), again)

    def _mark(self, student) -> float | None:
        with self._gradebook() as book:
            try:
                submission = book.find_submission(self.chapter.name, student)
            except MissingEntry:
                return None
            open_ = any(g.auto_score is None and g.manual_score is None for n in submission.notebooks for g in n.grades)
            return None if open_ else submission.score

    def _graded(self, student) -> dict:
        path = self._folder("autograded_directory", student) / f"{self.chapter.name}.ipynb"
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}

    def _require_release(self):
        remedy = f"nbgrader generate_assignment {self.chapter.name}"
        if not self._release.is_file():
            raise CannotGrade(f"{self._release} is missing: submissions are held against it. Make it with: {remedy}")
        try:
            with self._gradebook() as book:
                book.find_assignment(self.chapter.name)
        except MissingEntry:
            raise CannotGrade(f"the gradebook does not know {self.chapter.name}. Enter it with: {remedy}") from None
        except SQLAlchemyError as error:
            raise CannotGrade(f"the gradebook cannot be read ({_short(error)}). End what else uses it and run this again") from None

    def _gradebook(self) -> Gradebook:
        return Gradebook(self._course.db_url, self._course.course_id)

    def _folder(self, kind, student) -> Path:
        return Path(self._course.format_path(getattr(self._course, kind), student, self.chapter.name)).absolute()


class _Autograde(Autograde):
    """nbgrader's, for a folder that may hold no notebook at all."""

    def init_notebooks(self):
        folder = Path(self._format_source(self.coursedir.assignment_id, self.coursedir.student_id))
        found = sorted(map(str, folder.glob("*.ipynb"))) or [str(folder / f"{folder.name}.ipynb")]
        self.assignments = {str(folder): found}


def _application(root: Path) -> NbGrader:
    app = NbGrader(log_level=logging.CRITICAL)
    app.load_cwd_config = False
    app.initialize([], root=str(root.resolve()))
    app.log_level = logging.INFO
    app.log.propagate = False
    app.log.handlers.clear()  # what goes wrong comes back as a reason
    return app


def _reason(log: str) -> str:
    """Return the last error that a log tells of, in one line."""
    errors = re.findall(r"^\s*(?:[\w.]*\.)?(\w*(?:Error|Exception|Ungraded|Interrupt)): (.*)$", log, re.MULTILINE)
    told = [(kind, words) for kind, words in errors if kind != "NbGraderException"] or errors
    if not told:
        return "nbgrader could not grade it, and did not say why"
    kind, words = told[-1]
    return words if kind == "Ungraded" else f"{kind}: {words}"


def _short(error: SQLAlchemyError) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0]


def _in_short(reports: list[dict]) -> str:
    if reports and all(report["verdict"] == NOT_ATTEMPTED for report in reports):
        return "nothing attempted"
    wrong = [report for report in reports if report["verdict"] != RIGHT]
    return "; ".join(f"{r['name']}: {r['mistake'] or r['verdict']}" for r in wrong)
