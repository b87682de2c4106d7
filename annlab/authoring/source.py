"""Reads a chapter's hand-written source: a py:percent file whose exercises are marked by name.

A cell that begins `# %% exercise="neuron"` holds one function or one class, the solution. `# %% decide="data_need_bias"` holds
nothing: question and answer are in the catalogue. `# %% [markdown] manual="report" points=10` is a text that a person
reads and marks: what stands in it is a model answer. Everything else is ordinary text or code; a code cell that begins
`# %% shows=["slope 0.5"]` must print these lines and no others.
"""

import ast
import textwrap
from dataclasses import dataclass
from pathlib import Path

import jupytext

TEXT, CODE, EXERCISE, DECIDE, MANUAL = "markdown", "code", "exercise", "decide", "manual"


class SourceError(ValueError):
    """The source of a chapter, or its exercises, cannot be built; says where and what to do."""


@dataclass(frozen=True)
class Cell:
    kind: str
    text: str
    name: str = ""  # of the exercise, the decision or the text that a person marks
    shows: tuple[str, ...] = ()  # the lines that the cell must print: numbers that are the lesson
    points: float = 0.0  # of a text that a person marks; the catalogue has those of all others


def read(path: Path) -> list[Cell]:
    """Return the cells of a py:percent file."""
    notebook = jupytext.reads(path.read_text(encoding="utf-8"), fmt="py:percent")
    cells = []
    for cell in notebook.cells:
        marked = [kind for kind in (EXERCISE, DECIDE) if kind in cell.metadata]
        if MANUAL in cell.metadata:
            cells.append(_manual(cell))
        elif marked:
            cells.append(Cell(marked[0], cell.source, str(cell.metadata[marked[0]])))
        else:
            cells.append(Cell(cell.cell_type, cell.source, shows=tuple(cell.metadata.get("shows", ()))))
    return cells


def _manual(cell) -> Cell:
    name, points = str(cell.metadata[MANUAL]), cell.metadata.get("points")
    if cell.cell_type != TEXT:
        raise SourceError(f"{name} is marked by a person, so it is a text: begin its cell with # %% [markdown]")
    if not isinstance(points, (int, float)) or isinstance(points, bool) or not 0 < points:
        raise SourceError(f"{name} is worth {points!r} points; say how many, as in # %% [markdown] manual=\"{name}\" points=10")
    return Cell(MANUAL, cell.source, name, points=float(points))


def solution_body(cell: Cell, parameters: list[str]) -> str:
    """Return the statements of the solution, unindented and without its docstring."""
    return _body(cell, _only(cell, ast.FunctionDef), cell.name, parameters)


def solution_methods(cell: Cell, methods: dict[str, list[str]]) -> dict[str, str]:
    """Return the statements of every method of a class, by the method's name; methods: their parameters."""
    defined = [node for node in _only(cell, ast.ClassDef).body if isinstance(node, ast.FunctionDef)]
    found = [function.name for function in defined]
    if found != list(methods):
        raise SourceError(f"{cell.name} has the methods {found} in the source and {list(methods)} in annlab.nn; make them the same")
    return {f.name: _body(cell, f, f"{cell.name}.{f.name}", methods[f.name]) for f in defined}


def _only(cell: Cell, kind: type):
    """Return what the cell defines: one thing of this kind and of the exercise's name, and nothing else."""
    try:
        tree = ast.parse(cell.text)
    except SyntaxError as error:
        raise SourceError(f"the solution of {cell.name} is not Python: {error}") from None
    if len(tree.body) != 1 or not isinstance(tree.body[0], kind) or tree.body[0].name != cell.name:
        what = "class" if kind is ast.ClassDef else "function"
        raise SourceError(f"the cell of exercise {cell.name} holds something else than one {what} of that name")
    return tree.body[0]


def _body(cell, function, name, parameters) -> str:
    rest = [function.args.vararg] if function.args.vararg else []
    found = [a.arg for a in [*function.args.args, *rest]]
    if found != parameters:
        raise SourceError(f"{name} takes {found} in the source and {parameters} in annlab.nn; make them the same")
    said = ast.get_docstring(function) is not None
    if len(function.body) == said:
        raise SourceError(f"the solution of {name} is empty")
    first = function.body[0].end_lineno if said else function.body[0].lineno - 1
    return textwrap.dedent("\n".join(cell.text.splitlines()[first : function.end_lineno])).strip("\n")
