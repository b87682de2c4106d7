"""Reads a chapter's hand-written source: a py:percent file whose exercises are marked by name.

A cell that begins `# %% exercise="neuron"` holds one function, the solution. `# %% decide="data_need_bias"` holds
nothing: question and answer are in the catalogue. Everything else is ordinary text or code; a code cell
that begins `# %% shows=["slope 0.5"]` must print these lines and no others.
"""

import ast
import textwrap
from dataclasses import dataclass
from pathlib import Path

import jupytext

TEXT, CODE, EXERCISE, DECIDE = "markdown", "code", "exercise", "decide"


class SourceError(ValueError):
    """The source of a chapter, or its exercises, cannot be built; says where and what to do."""


@dataclass(frozen=True)
class Cell:
    kind: str
    text: str
    name: str = ""  # of the exercise or decision
    shows: tuple[str, ...] = ()  # the lines that the cell must print: numbers that are the lesson


def read(path: Path) -> list[Cell]:
    """Return the cells of a py:percent file."""
    notebook = jupytext.reads(path.read_text(encoding="utf-8"), fmt="py:percent")
    cells = []
    for cell in notebook.cells:
        marked = [kind for kind in (EXERCISE, DECIDE) if kind in cell.metadata]
        if marked:
            cells.append(Cell(marked[0], cell.source, str(cell.metadata[marked[0]])))
        else:
            cells.append(Cell(cell.cell_type, cell.source, shows=tuple(cell.metadata.get("shows", ()))))
    return cells


def solution_body(cell: Cell, parameters: list[str]) -> str:
    """Return the statements of the solution, unindented and without its docstring."""
    try:
        tree = ast.parse(cell.text)
    except SyntaxError as error:
        raise SourceError(f"the solution of {cell.name} is not Python: {error}") from None
    if len(tree.body) != 1 or not isinstance(tree.body[0], ast.FunctionDef) or tree.body[0].name != cell.name:
        raise SourceError(f"the cell of exercise {cell.name} holds something else than one function of that name")
    function = tree.body[0]
    found = [a.arg for a in function.args.args]
    if found != parameters:
        raise SourceError(f"{cell.name} takes {found} in the source and {parameters} in annlab.nn; make them the same")
    statements = function.body[1:] if ast.get_docstring(function) else function.body
    if not statements:
        raise SourceError(f"the solution of {cell.name} is empty")
    lines = cell.text.splitlines()[function.body[0].lineno - 1 :]
    if ast.get_docstring(function):
        lines = lines[function.body[0].end_lineno - function.body[0].lineno + 1 :]
    return textwrap.dedent("\n".join(lines)).strip("\n")
