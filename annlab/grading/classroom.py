"""Grades a class: everyone's submission of one chapter, by workers, into nbgrader's gradebook and folders.

What one student's notebook does is no reason for the next one to wait, and one that has not changed is not graded
again. A run that was interrupted goes on where it was: with the same random inputs, so with the same marks.
"""

import json
import logging
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from nbgrader.apps.baseapp import NbGrader
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy.exc import SQLAlchemyError

from annlab.exercises import Chapter
from annlab.grading import sandbox
from annlab.grading.gradebook import Book, Standing
from annlab.grading.marking import CannotGrade, Done, Job, Ungraded, in_short, origin, reports_in
from annlab.grading.patience import twice
from annlab.grading.plugs import Judge, guarded, keep_stamp
from annlab.grading.submission import handed_in


@dataclass(frozen=True)
class Graded:
    """One submission.

    mark:    points, or None where it could not be graded; `said` then tells why.
    said:    the exercises that are not right and the mistakes in them, or why the notebook could not be read.
    waits:   an answer in words has still to be read by somebody.
    seconds: what the judging took, then or now.  again: whether it was graded in this run.
    """

    student: str
    mark: float | None
    said: str
    waits: bool = False
    seconds: float = 0.0
    again: bool = True


class Classroom:
    """The submissions of one chapter below the root of a course."""

    def __init__(self, root: Path, chapter: Chapter, kind: str = "", seed: int | None = None, db_url: str = ""):
        self.chapter, self._wanted = chapter, seed
        if not (root / "nbgrader_config.py").is_file():
            raise CannotGrade(f"there is no nbgrader_config.py in {root.resolve()}; go to the root of the course, or name it with --course")
        self._app = _application(root)
        self._course = self._app.coursedir = guarded(self._app.coursedir)
        self._course.assignment_id = chapter.name
        self._course.db_url = db_url or self._course.db_url
        self._rules = Judge(parent=self._app).rules(0)
        self._rules = replace(self._rules, kind=kind or self._rules.kind)
        self._release = self._file("release_directory", ".")
        self._unfinished = self._folder("autograded_directory", ".").parent / f".{chapter.name}.unfinished.json"
        self.seed = self._chosen_seed()
        self._rules = replace(self._rules, seed=self.seed)
        self.possible = self._require_release()

    def students(self) -> list[str]:
        """Return who has handed something in."""
        root = self._folder("submitted_directory", ".").parent.parent
        pattern = self._course.format_path(self._course.submitted_directory, "*", self.chapter.name)
        found = {path.parent.name for path in root.glob(str(Path(pattern).relative_to(root)))} if root.is_dir() else set()
        return sorted(found)

    def without(self) -> list[str]:
        """Return who is in the gradebook and has handed nothing in."""
        with self._book() as book:
            return sorted(book.students() - set(self.students()))

    def grade(self, students: list[str], workers, again: bool = False) -> Iterator[Graded]:
        """Grade the submissions, or those that have changed, and yield what came of each, in any order.

        workers: what has run(jobs), which yields a Done for each Job in any order.
        """
        release, due = self._release.read_bytes(), []
        with self._book() as book:
            standings = book.standings()
            for student in students:
                if student != (legible := student.encode("utf-8", "replace").decode()):
                    yield Graded(legible, None, "the name of this folder is no text. Rename it")
                    continue
                note, standing = self.note(student), standings.get(student)
                if not again and standing and self._is_current(student, note, release):
                    said = in_short(note, self.reports(student))
                    yield Graded(student, standing.points, said, standing.waits, note["seconds"], again=False)
                else:
                    due.append((-note.get("seconds", 0.0), -self._size(student), student))
            if due:
                yield from self._grade([student for *_, student in sorted(due)], release, workers, book)

    def _grade(self, due, release, workers, book):
        self._unfinished.parent.mkdir(parents=True, exist_ok=True)
        self._unfinished.write_text(json.dumps({"seed": self.seed}), encoding="utf-8")
        jobs = (Job(student, release, self._handed_in(student), self._rules) for student in due)
        for done in workers.run(jobs):
            yield self._enter(done, book)
        self._unfinished.unlink(missing_ok=True)  # what has failed gets new inputs: the old ones may be known by then

    def _enter(self, done: Done, book: Book) -> Graded:
        """Put one result into the gradebook, then its notebook beside it: what stops in between is graded again."""
        if done.failed:
            return Graded(done.student, None, done.failed)
        try:
            standing = self._written(done, book)
        except SQLAlchemyError as error:
            return Graded(done.student, None, f"the gradebook: {_short(error)}")
        except (Ungraded, OSError, ValueError) as error:
            return Graded(done.student, None, str(error))
        return Graded(done.student, standing.points, done.said, standing.waits, done.seconds)

    def _written(self, done, book) -> Standing:
        folder = self._folder("submitted_directory", done.student)
        stamp = self._course.get_existing_timestamp(str(folder))
        standing = twice(book.enter)(done.student, done.marks, done.comments, stamp)
        if stamp and book.is_late(done.student):
            about = {"notebook": self.chapter.name, "assignment": self.chapter.name, "student": done.student}
            AssignLatePenalties(parent=self._app).preprocess(_Nothing, {"nbgrader": about | {"db_url": self._course.db_url}})
            standing = book.standings(done.student)[done.student]
        path = self._file("autograded_directory", done.student)
        path.parent.mkdir(parents=True, exist_ok=True)
        keep_stamp(folder, path.parent)
        _replace(path, done.notebook)
        return standing

    def note(self, student: str) -> dict:
        """Return what was recorded with the last grading: see marking.judge_into; {} where there is none."""
        return self._graded(student).get("metadata", {}).get("annlab", {})

    def reports(self, student: str) -> list[dict]:
        """Return the reports of the last grading, as views for programs."""
        return reports_in(self._graded(student))

    def _is_current(self, student, note, release) -> bool:
        return (
            "seconds" in note  # the last thing that is noted
            and note["of"] == origin(release, self._handed_in(student))
            and note["sandbox"] == self._rules.kind
            and self._wanted in (None, note["seed"])
        )

    def _handed_in(self, student):
        return handed_in(self._file("submitted_directory", student), self._folder("submitted_directory", ".").parent)

    def _size(self, student) -> int:
        try:
            return os.lstat(self._file("submitted_directory", student)).st_size
        except OSError:
            return 0

    def _graded(self, student) -> dict:
        try:
            return json.loads(self._file("autograded_directory", student).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}

    def _chosen_seed(self) -> int:
        """Return the wanted seed, that of a run that was interrupted, or a new one."""
        if self._wanted is not None:
            return self._wanted
        try:
            return int(json.loads(self._unfinished.read_text(encoding="utf-8"))["seed"])
        except (OSError, ValueError, KeyError, TypeError):
            return secrets.randbelow(2**32)

    def _require_release(self) -> float:
        """Return the points that can be had, if all is there that grading needs."""
        if self._rules.kind == sandbox.BWRAP and (reason := sandbox.missing()):
            raise CannotGrade(f"there is no sandbox here, and notebooks are not run without one. {reason}")
        remedy = f"nbgrader generate_assignment {self.chapter.name}"
        if not self._release.is_file():
            raise CannotGrade(f"{self._release} is missing: submissions are held against it. Make it with: {remedy}")
        with self._book() as book:
            possible = book.possible()
        if possible is None:
            raise CannotGrade(f"the gradebook does not know {self.chapter.name}. Enter it with: {remedy}")
        return possible

    def _book(self) -> Book:
        try:
            return Book(self._course.db_url, self._course.course_id, self.chapter.name)
        except (SQLAlchemyError, ImportError) as error:
            raise CannotGrade(f"the gradebook cannot be opened ({_short(error)}). Mend that, and run this again") from None

    def _folder(self, kind, student) -> Path:
        return Path(self._course.format_path(getattr(self._course, kind), student, self.chapter.name)).absolute()

    def _file(self, kind, student) -> Path:
        return self._folder(kind, student) / f"{self.chapter.name}.ipynb"


class _Nothing:
    """A notebook for what wants one and does nothing with it."""

    cells = ()


def _application(root: Path) -> NbGrader:
    app = NbGrader(log_level=logging.CRITICAL)
    app.load_cwd_config = False
    app.initialize([], root=str(root.resolve()))
    app.log_level = logging.INFO
    app.log.propagate = False
    app.log.handlers.clear()  # what goes wrong comes back as a reason
    return app


def _replace(path: Path, text: str) -> None:
    """Write a file, all of it or nothing."""
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_text(text, encoding="utf-8")
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _short(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0]
