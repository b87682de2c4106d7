"""nbgrader's gradebook, as grading writes it: through nbgrader's own classes, a submission in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from nbgrader.api import BaseCell, Grade, Gradebook, MissingEntry, SubmittedAssignment, SubmittedNotebook
from sqlalchemy.exc import SQLAlchemyError

from annlab.grading.marking import CHECK


@dataclass(frozen=True)
class Standing:
    """What the gradebook has of one submission. points: so far.  waits: an answer in words has not been read yet."""

    points: float
    waits: bool = False


class _Opened(Gradebook):
    """nbgrader's own would hold its connection open where it cannot be read."""

    def __init__(self, *about):
        try:
            super().__init__(*about)
        except SQLAlchemyError:
            if hasattr(self, "db"):
                self.close()
            raise


class Book:
    """The gradebook, held open while one chapter is graded. One process writes it."""

    def __init__(self, db_url: str, course_id: str | None, chapter: str):
        self._book, self._chapter = _Opened(db_url, course_id), chapter

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._book.close()

    def possible(self) -> float | None:
        """Return the points that can be had in the chapter, in words too; None where it is not known."""
        try:
            return self._book.find_assignment(self._chapter).max_score
        except MissingEntry:
            return None

    def students(self) -> set[str]:
        return {student.id for student in self._book.students}

    def standings(self, student: str = "") -> dict[str, Standing]:
        """Return what there is of every submission, or of one, whose checks have all been marked."""
        wanted = self._wanted(student)
        left = self._cells(wanted).filter(Grade.auto_score.is_(None), Grade.manual_score.is_(None)).all()
        points = self._book.db.query(SubmittedAssignment.student_id, SubmittedAssignment.score).filter(*wanted).all()
        unmarked, waiting = {name for name, cell, _ in left if cell.startswith(CHECK)}, {name for name, *_ in left}
        return {name: Standing(score, name in waiting) for name, score in points if name not in unmarked}

    def marks(self) -> dict[tuple[str, str], float | None]:
        """Return what grading gave each student's cell, by the student and the cell's grade id; None where it gave nothing."""
        return {(student, cell): mark for student, cell, mark in self._cells(self._wanted())}

    def _wanted(self, student=""):
        wanted = [SubmittedAssignment.assignment_id == self._book.find_assignment(self._chapter).id]
        return [*wanted, SubmittedAssignment.student_id == student] if student else wanted

    def _cells(self, wanted):
        return (
            self._book.db.query(SubmittedAssignment.student_id, BaseCell.name, Grade.auto_score)
            .select_from(SubmittedAssignment)
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
            .join(BaseCell, BaseCell.id == Grade.cell_id)
            .filter(*wanted)
        )

    def enter(self, student: str, marks: Mapping, comments: Mapping, handed_in: datetime | None = None) -> Standing:
        """Enter one submission, all of it or nothing, and return what stands there now."""
        where = self._chapter, self._chapter, student
        try:
            self._book.update_or_create_student(student)
            given = {"timestamp": handed_in} if handed_in else {}
            self._book.update_or_create_submission(self._chapter, student, **given)
            enter(self._book, where, marks, comments)
            return self.standings(student)[student]
        except SQLAlchemyError:
            self._book.db.rollback()
            raise
        finally:
            self._book.db.expunge_all()  # or the session grows with the class

    def is_late(self, student: str) -> bool:
        return self._book.find_submission(self._chapter, student).total_seconds_late > 0


def enter(book: Gradebook, where: tuple[str, str, str], marks: Mapping, comments: Mapping) -> None:
    """Enter points and comments by grade id, all of them or none. where: notebook, assignment, student."""
    try:
        with book.db.no_autoflush:
            found = book.find_submission_notebook(*where)
            for grade in found.grades:
                grade.auto_score = marks[grade.name]
                grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None
            for comment in found.comments:
                comment.auto_comment = comments[comment.name]
            book.db.commit()
    except SQLAlchemyError:
        book.db.rollback()
        raise
