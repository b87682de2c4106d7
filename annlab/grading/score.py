"""Scores one notebook as grading would: every check run afresh, in a kernel of its own, on random inputs of its own.

For a learner's own notebook, on the learner's own machine: nothing here defends itself against the code that it runs.
"""

import os
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from annlab.checking.report import MIMETYPE
from annlab.exercises import CHAPTERS, Chapter, check_id, check_source

CELL_SECONDS = 60  # as in nbgrader_config.py
NOTEBOOK_SECONDS = 300
NO_REPORT = "no report"


class ScoreError(ValueError):
    """There is nothing to score; says why and what to do."""


@dataclass(frozen=True)
class Row:
    """One exercise: its points and what its check says, or that the check said nothing (verdict NO_REPORT), and why."""

    name: str
    points: float
    max_points: float
    verdict: str
    message: str


@dataclass(frozen=True)
class Scored:
    """chapter: its name, as in "01_neuron".  rows: one for each exercise of the chapter, in its order.

    seed: what the random inputs were drawn from.
    """

    chapter: str
    rows: tuple[Row, ...]
    seed: int

    @property
    def points(self) -> float:
        return round(sum(row.points for row in self.rows), 2)

    @property
    def max_points(self) -> float:
        return sum(row.max_points for row in self.rows)


def score_notebook(path: str | Path, seed: int | None = None, *, cell_seconds: int = CELL_SECONDS) -> Scored:
    """Run the notebook in a fresh kernel and return what its checks say. The file stays as it is.

    seed:         what the random inputs are drawn from; drawn itself where it is None.
    cell_seconds: the most that one cell may take; it is then interrupted, and the next one begins.

    Raises ScoreError where path is no notebook of this course.
    """
    path = Path(path)
    cells = _read(path)
    chapter = _chapter(cells, path)
    seed = secrets.randbelow(2**32) if seed is None else seed
    notebook, checks = _rebuilt(cells, chapter)
    stopped = _run(notebook, path.resolve().parent, seed, cell_seconds)
    return Scored(chapter.name, tuple(_row(item, checks[item.name], stopped) for item in chapter.items), seed)


def _read(path: Path) -> list[tuple[str, str]]:
    """Return grade id ("" where it has none) and source of every code cell."""
    if not path.is_file():
        what = "this is a folder" if path.is_dir() else "there is no such file"
        raise ScoreError(f"{path}: {what}; a notebook is expected, such as 01_neuron/01_neuron.ipynb")
    try:
        notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
        return [(_grade_id(cell), str(cell.source)) for cell in notebook.cells if cell.cell_type == "code"]
    except Exception as error:  # what a broken file makes of nbformat's code is anybody's guess
        raise ScoreError(
            f"{path} is no notebook that can be read ({type(error).__name__}); a file that JupyterLab has saved is "
            "expected. Open it there and save it again, or start from a fresh copy of the chapter"
        ) from None


def _grade_id(cell: NotebookNode) -> str:
    marks = cell.metadata.get("nbgrader", {})
    return marks.get("grade_id", "") if isinstance(marks, dict) else ""


def _chapter(cells: list[tuple[str, str]], path: Path) -> Chapter:
    """Return the chapter that most of the grade ids belong to."""
    found = {grade_id for grade_id, _ in cells}

    def shared(chapter: Chapter) -> int:
        return len(found & {known for item in chapter.items for known in (item.name, check_id(item.name))})

    best = max(CHAPTERS, key=shared)
    if not shared(best):
        raise ScoreError(
            f"{path} holds no exercise of this course; the notebook of a chapter is expected, with the cells "
            f"that it came with ({CHAPTERS[0].name} to {CHAPTERS[-1].name})"
        )
    return best


def _rebuilt(cells: list[tuple[str, str]], chapter: Chapter) -> tuple[NotebookNode, dict[str, NotebookNode]]:
    """Return the notebook to run, and its check cells by exercise: each as it was released, each once.

    Tags and other metadata, which could keep a cell from running, are left behind.
    """
    names = {check_id(item.name): item.name for item in chapter.items}
    made, checks = [], {}
    for grade_id, source in cells:
        made.append(new_code_cell(source))
        name = names.pop(grade_id, None)
        if name:
            made[-1].source = check_source(name)
            checks[name] = made[-1]
    for name in names.values():  # what is left was deleted
        checks[name] = new_code_cell(f"from annlab import check\n{check_source(name)}")
        made.append(checks[name])
    return new_notebook(cells=made), checks


class _OutOfTime(Exception):
    pass


def _run(notebook: NotebookNode, folder: Path, seed: int, cell_seconds: int) -> str:
    """Run the cells in place; return why the rest of them was not run, or ""."""
    end = time.monotonic() + NOTEBOOK_SECONDS

    def seconds_for(cell) -> int:
        if time.monotonic() > end:
            raise _OutOfTime
        return cell_seconds

    client = NotebookClient(
        notebook,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        allow_errors=True,
        interrupt_on_timeout=True,
        error_on_timeout={"ename": "Timeout", "evalue": f"more than {cell_seconds} s", "traceback": []},
        timeout_func=seconds_for,
        shutdown_kernel="immediate",
        extra_arguments=["--log-level=ERROR"],
    )
    try:
        client.execute(env={**os.environ, "ANNLAB_SEED": str(seed)})
    except DeadKernelError:
        return "A cell before this check ended the kernel."
    except _OutOfTime:
        return f"The notebook takes more than {NOTEBOOK_SECONDS} s; this check was not reached."
    return ""


def _row(item, cell: NotebookNode, stopped: str) -> Row:
    report = next(_reports(cell), None)
    if report:
        message = report["symptom"] or report["cause"]
        return Row(item.name, float(report["points"]), item.points, report["verdict"], message)
    errors = [output for output in cell.outputs if output.output_type == "error"]
    if errors:
        message = f"The check did not come to its end: {errors[-1].ename}: {errors[-1].evalue}"
        return Row(item.name, 0.0, item.points, NO_REPORT, message[:200])
    return Row(item.name, 0.0, item.points, NO_REPORT, stopped or "The check gave no report.")


def _reports(cell: NotebookNode) -> Iterator[dict]:
    for output in cell.outputs:
        if output.output_type == "execute_result" and MIMETYPE in output.data:
            yield output.data[MIMETYPE]
