"""What attacks and lookalikes are written with: the submission that one of them starts from, and small ways to change it.

A submission is a function of a World and a notebook that changes the notebook, or returns what to hand in instead: the
bytes of a file, or a function that makes it at a path.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from annlab.exercises import check_id, find_chapter

CHAPTER = find_chapter("01_neuron")
NAMES = [item.name for item in CHAPTER.items]
POINTS = {item.name: item.points for item in CHAPTER.items}
FULL = CHAPTER.points


@dataclass(frozen=True)
class World:
    """What an attack may know and must not reach: files, a server on this machine, a process."""

    root: Path  # of the course
    secret: Path  # a file outside the course
    port: int
    pid: int

    @property
    def gradebook(self) -> Path:
        return self.root / "gradebook.db"

    def notebook(self, folder: str, student: str = "") -> Path:
        return self.root / folder / student / CHAPTER.name / f"{CHAPTER.name}.ipynb"


@dataclass(frozen=True)
class Entry:
    """mark: what the submission deserves.  solved: it starts from the solutions, and else from wrong answers."""

    name: str
    change: Callable
    mark: float
    solved: bool

    def __str__(self):
        return self.name


ATTACKS: list[Entry] = []
LOOKALIKES: list[Entry] = []


def attack(mark=0.0, solved=False, student=None):
    return _register(ATTACKS, mark, solved, student)


def lookalike(student=None):
    return _register(LOOKALIKES, FULL, True, student)


def _register(entries, mark, solved, student):
    def add(change):
        entries.append(Entry(student or change.__name__, change, mark, solved))
        return change

    return add


def wrong_answers(released: Path) -> NotebookNode:
    """Return the release with every exercise answered, and nothing right."""
    notebook = nbformat.read(released, as_version=4)
    for name in NAMES:
        solution(notebook, name).source = f"def {name}(*args):\n    return 0.123"
    return notebook


def solution(notebook, name) -> NotebookNode:
    return next(c for c in notebook.cells if _grade_id(c) == name)


def check(notebook, name) -> NotebookNode:
    return next(c for c in notebook.cells if _grade_id(c) == check_id(name))


def checks(notebook) -> list[NotebookNode]:
    return [check(notebook, name) for name in NAMES]


def first(notebook, source) -> None:
    """Add a code cell at the start, behind the imports."""
    place = next(i for i, c in enumerate(notebook.cells) if c.cell_type == "code")
    notebook.cells.insert(place + 1, new_code_cell(source))


def before(notebook, cell, source) -> None:
    notebook.cells.insert(notebook.cells.index(cell), new_code_cell(source))


def after(notebook, cell, source) -> None:
    notebook.cells.insert(notebook.cells.index(cell) + 1, new_code_cell(source))


def text(notebook, source) -> None:
    notebook.cells.append(new_markdown_cell(source))


def written(notebook) -> str:
    """Return the notebook as a file holds it, however far it is from the format."""
    return json.dumps(notebook, ensure_ascii=False, indent=1)


def _grade_id(cell) -> str:
    marks = cell.metadata.get("nbgrader", {})
    return marks.get("grade_id", "") if isinstance(marks, dict) else ""
