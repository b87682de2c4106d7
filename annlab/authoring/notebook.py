"""Makes a chapter's solution notebook from its source and its exercises, with nbgrader's metadata, deterministically."""

import inspect
import re
import textwrap

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from annlab.authoring.source import (
    CODE,
    DECIDE,
    EXERCISE,
    MANUAL,
    TEXT,
    Cell,
    SourceError,
    solution_body,
    solution_methods,
)
from annlab.checking import Exercise
from annlab.exercises import Chapter, check_id, check_source, find

METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"


def solution_notebook(chapter: Chapter, cells: list[Cell]) -> NotebookNode:
    """Return the notebook that nbgrader takes as its source: every exercise solved, every check cell in its place."""
    _hold_against_catalogue(chapter, cells)
    _hold_apart(cells)
    made = []
    for position, cell in enumerate(cells):
        if cell.kind in (EXERCISE, DECIDE):
            made += _exercise_cells(cell)
        elif cell.kind == MANUAL:
            made.append(_manual_cell(cell))
        elif cell.kind in (TEXT, CODE):
            new = new_markdown_cell if cell.kind == TEXT else new_code_cell
            made.append(new(cell.text, id=f"{cell.kind[:4]}-{position:03d}"))
            if cell.shows:  # nbval compares it; the release has no output
                made[-1].outputs = [new_output("stream", text="\n".join(cell.shows) + "\n")]
                made[-1].execution_count = 1  # nbval compares no cell that was never run
                made[-1].metadata["tags"] = ["nbval-check-output"]
    notebook = new_notebook(cells=made, metadata=METADATA)
    notebook.nbformat_minor = 5
    nbformat.validate(notebook)
    return notebook


def _hold_against_catalogue(chapter, cells):
    marked = [c.name for c in cells if c.kind in (EXERCISE, DECIDE)]
    declared = [item.name for item in chapter.items]
    if marked != declared:
        raise SourceError(
            f"solutions/{chapter.name}: the source marks the exercises {marked}, "
            f"and annlab/exercises declares {declared}; both must be the same, in the same order"
        )


def _hold_apart(cells):
    """Refuse a name that two graded cells would share."""
    taken = [name for c in cells if c.kind in (EXERCISE, DECIDE) for name in (c.name, check_id(c.name))]
    for cell in (c for c in cells if c.kind == MANUAL):
        if cell.name in taken:
            raise SourceError(f"the text {cell.name} has the name of another graded cell; give it one of its own")
        taken.append(cell.name)


def _manual_cell(cell: Cell) -> NotebookNode:
    """Return a text with its model answer, for Formgrader's manual grading; in the release nbgrader's stub takes its place."""
    made = new_markdown_cell(cell.text, id=cell.name[:64])
    made.metadata["nbgrader"] = _nbgrader(cell.name, grade=True, solution=True, points=cell.points)
    return made


def _exercise_cells(cell: Cell) -> list[NotebookNode]:
    item = find(cell.name)
    check = new_code_cell(check_source(item.name), id=check_id(item.name)[:64])
    check.metadata["nbgrader"] = _nbgrader(check_id(item.name), grade=True, points=item.points)
    if cell.kind == DECIDE:
        question = new_markdown_cell(decision_text(item), id=f"decide-{item.name}"[:64])
        return [question, _solution_cell(item.name, _decision(item)), check]
    return [_solution_cell(item.name, _solution(cell, item)), check]


def _solution(cell: Cell, item: Exercise) -> str:
    """Return the solution as its cell has it: head and docstring from the reference, every body between marks."""
    reference = item.reference
    if not inspect.isclass(reference):
        return _defined(item.name, reference, solution_body(cell, parameters(reference)))
    methods = {name: method for name, method in vars(reference).items() if inspect.isfunction(method)}
    bodies = solution_methods(cell, {name: parameters(method) for name, method in methods.items()})
    parts = [_quoted(stub_doc(reference)), *(_defined(name, method, bodies[name]) for name, method in methods.items())]
    return f"class {item.name}:\n" + textwrap.indent("\n\n".join(parts), "    ")


def _defined(name, function, body) -> str:
    inner = "\n".join([_quoted(stub_doc(function)), BEGIN, body, END])
    return f"def {name}{inspect.signature(function)}:\n{textwrap.indent(inner, '    ')}"


def _quoted(doc) -> str:
    return f'"""{doc}\n"""' if "\n" in doc else f'"""{doc}"""'


def parameters(function) -> list[str]:
    return list(inspect.signature(function).parameters)


def _solution_cell(name, source) -> NotebookNode:
    cell = new_code_cell(source, id=name[:64])
    cell.metadata["nbgrader"] = _nbgrader(name, solution=True)
    return cell


def _nbgrader(grade_id, *, grade=False, solution=False, points=None) -> dict:
    made = {
        "grade": grade,
        "grade_id": grade_id,
        "locked": not solution,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    return {**made, "points": points} if grade else made


def stub_doc(reference) -> str:
    """Return the part of the reference's docstring that a learner gets: all before Raises and Source."""
    return re.split(r"\n\s*\n?(?:Raises|Source)\b", inspect.getdoc(reference))[0].strip()


def _decision(decision) -> str:
    what = "the letters of all that fit" if decision.several else "one letter"
    doc = f"Return {what} and the number of your reason, as in {decision.example.replace(chr(34), chr(39))}."
    inner = "\n".join([_quoted(doc), BEGIN, f'return "{decision.answer}"', END])
    return f"def {decision.name}():\n{textwrap.indent(inner, '    ')}"


def decision_text(decision) -> str:
    """Return the question with its choices and reasons, in Markdown."""
    choices = "\n".join(f"- **{letter}** {text}" for letter, text in decision.choices.items())
    reasons = "\n".join(f"- **{number}** {text}" for number, text in decision.reasons.items())
    return f"{decision.question}\n\n{choices}\n\n{decision.asks_why}\n\n{reasons}"
