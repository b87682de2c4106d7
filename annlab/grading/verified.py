"""Holds the marks of a synthetic class against what its answers deserve.

A mistake deserves what the catalogue's own function earns on the same random inputs, judged in this process: marks that
differ by a hundredth, or a mistake under another's name, are found.
"""

import csv
import functools
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from annlab.checking import call_here, judge
from annlab.checking.report import MIMETYPE
from annlab.exercises import Chapter, check_id, find
from annlab.grading.simulate import ENDLESS, LOOP, MISTAKE, RIGHT, Answer, CannotSimulate

HEAD = ["chapter", "student", "exercise", "kind", "what", "deserved"]
QUICK = 0.2  # seconds for a call that never comes back


@dataclass(frozen=True)
class Found:
    """What grading said of one answer. mark: None where there is none.  mistake: the name that it gave, or ""."""

    mark: float | None = None
    mistake: str = ""
    seed: int = 0


@dataclass(frozen=True)
class Verified:
    """One answer: what it deserves and what it got. mistake: the name that it deserves, or None where any will do."""

    answer: Answer
    mark: float
    mistake: str | None
    found: Found

    @property
    def holds(self) -> bool:
        named = self.mistake in (None, self.found.mistake)
        return named and self.found.mark is not None and abs(self.found.mark - self.mark) < 0.005


def write(path: Path, chapter: Chapter, answers: list[Answer]) -> None:
    """Write who deserves what beside the submissions; what stands there about other chapters stays."""
    own = [[chapter.name, a.student, a.exercise, a.kind, a.what, a.deserved] for a in answers]
    rows = [HEAD, *others(path, chapter), *own]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def read(path: Path, chapter: Chapter) -> list[Answer]:
    """Return the answers of the class. Raises CannotSimulate where the file tells of none."""
    found = [Answer(*row[1:5], None) for row in _rows(path) if row[0] == chapter.name]
    if not found:
        raise CannotSimulate(f"{path} tells of no class for {chapter.name}. First: annlab simulate {chapter.name}")
    return found


def others(path: Path, chapter: Chapter) -> list[list[str]]:
    """Return the rows about other chapters. Raises CannotSimulate where the file was not written here."""
    return [row for row in _rows(path) if row[0] != chapter.name]


def _rows(path) -> list[list[str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            head, *rows = list(csv.reader(file)) or [[]]
    except FileNotFoundError:
        return []
    if head != HEAD:
        raise CannotSimulate(f"{path} was not written by this command, and stays. Move it, or name another folder with --folder")
    return rows


def verify(answers: list[Answer], found: dict[tuple[str, str], Found]) -> Iterator[Verified]:
    """Yield for every answer what it deserves and what it got. found: by student and exercise."""
    for answer in answers:
        got = found.get((answer.student, answer.exercise), Found())
        yield Verified(answer, *_deserves(answer.exercise, answer.kind, answer.what, got.seed), got)


@functools.cache
def _deserves(name: str, kind: str, what: str, seed: int) -> tuple[float, str | None]:
    """Return mark and name of mistake that the answer deserves on the inputs that the seed draws."""
    item = find(name)
    if kind == RIGHT:
        return item.points, ""
    if kind not in (MISTAKE, ENDLESS):
        return 0.0, None
    wrong = next((m.wrong for m in getattr(item, "mistakes", ()) if m.name == what), lambda: what)
    if what == LOOP:
        wrong = _never
    call = call_here(wrong, through=getattr(item, "through", ""))
    report = judge(item, call, seed, QUICK) if kind == ENDLESS else judge(item, call, seed)
    return report.points, report.mistake


def _never(*args):
    while True:
        time.sleep(0.01)


def found_in(root: Path, chapter: Chapter, db_url: str = "") -> dict[tuple[str, str], Found]:
    """Return what grading said, by student and exercise: marks from the gradebook, names from the graded notebooks."""
    named = {}
    for path in root.glob(f"autograded/*/{chapter.name}/{chapter.name}.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for data in (output.get("data", {}) for output in cell.get("outputs", ())):
                if MIMETYPE in data:
                    named[path.parent.parent.name, data[MIMETYPE]["name"]] = data[MIMETYPE]
    marks = marks_in(db_url or f"sqlite:///{(root / 'gradebook.db').resolve()}", chapter)
    reports = {key: named.get(key, {}) for key in marks}
    return {key: Found(mark, reports[key].get("mistake", ""), reports[key].get("seed") or 0) for key, mark in marks.items()}


def marks_in(db_url: str, chapter: Chapter) -> dict[tuple[str, str], float | None]:
    """Return the mark of every exercise, None where it has none, from nbgrader's gradebook."""
    from annlab.grading.gradebook import Book

    names = {check_id(item.name): item.name for item in chapter.items}
    with Book(db_url, None, chapter.name) as book:
        return {(student, names[cell]): mark for (student, cell), mark in book.marks().items() if cell in names}
