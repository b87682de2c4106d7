"""From what a student handed in to the graded notebook: read, rebuilt, judged, marked. Knows no gradebook.

It is the same for nbgrader's own commands (plugs.py) and for a whole class (classroom.py), where it runs in worker
processes: so everything that goes in or out is plain data, and neither nbgrader nor nbformat, which take seconds to
load, are needed.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import annlab
from annlab.checking import NOT_ATTEMPTED, NOT_YET, RIGHT, Report
from annlab.checking.report import MIMETYPE
from annlab.exercises import check_id, find
from annlab.grading import notebookfile, sandbox
from annlab.grading.judged import Judged, Limits, Step, judge_notebook
from annlab.grading.rebuild import AS_RELEASED, STUB, STUDENTS, grade_id, is_solution, rebuild
from annlab.grading.session import Ran
from annlab.grading.submission import Cell, Unreadable, fingerprint, parse

CHECK = check_id("")  # what the grade id of every check cell begins with


class CannotGrade(ValueError):
    """There is nothing to grade, or nothing to grade with; says what was found and what to do."""


class Ungraded(RuntimeError):
    """Something of our own failed, twice; says what. The submission keeps the marks that it had, or none."""


@dataclass(frozen=True)
class Rules:
    """How a class is judged. kind: of sandbox.  seed: what random inputs are drawn from."""

    seed: int
    kind: str = sandbox.BWRAP
    limits: Limits = Limits()


@dataclass(frozen=True)
class Job:
    """One submission, by value. submitted: the bytes, or (reason, remedy) where they cannot be had."""

    student: str
    release: bytes
    submitted: bytes | tuple[str, str]
    rules: Rules


@dataclass(frozen=True)
class Done:
    """What came of a Job.

    notebook: the graded one, as it is written to a file.   failed: why there is none, or "".
    marks:    points by grade id; None where somebody has to read.   comments: by grade id.   said: in short.
    """

    student: str
    notebook: str = ""
    marks: dict[str, float | None] = field(default_factory=dict)
    comments: dict[str, str | None] = field(default_factory=dict)
    said: str = ""
    seconds: float = 0.0
    failed: str = ""


def mark(job: Job) -> Done:
    """Grade one submission."""
    notebook = prepared(job.release, job.submitted)
    try:
        judge_into(notebook, job.rules)
    except Ungraded as error:
        return Done(job.student, failed=str(error))
    note = notebook["metadata"]["annlab"]
    said = in_short(note, reports_in(notebook))
    return Done(job.student, notebookfile.write(notebook), marks(notebook), comments(notebook), said, note["seconds"])


def marked(job: Job) -> Done:
    """Grade one submission, whatever happens: what fails here is ours, so it is no mark, and stops nobody."""
    try:
        return mark(job)
    except Exception as error:
        return Done(job.student, failed=f"{type(error).__name__}: {error}")


def prepared(release: bytes, submitted: bytes | tuple[str, str]) -> dict:
    """Return the notebook to be graded; what cannot be read becomes the release and the reason."""
    released = notebookfile.read(release.decode("utf-8"))
    try:
        if isinstance(submitted, tuple):
            raise Unreadable(*submitted)
        made, reason = rebuild(released, parse(submitted)), None
    except Unreadable as error:
        made, reason = rebuild(released, _unchanged(released)), list(error.args)
    made["metadata"]["annlab"] = {"of": origin(release, submitted), "unreadable": reason}
    return made


def origin(release: bytes, submitted: bytes | tuple[str, str]) -> str:
    """Return what changes when a submission, its release or annlab itself does."""
    data = submitted if isinstance(submitted, bytes) else repr(submitted).encode()
    return fingerprint(data, release, annlab.__version__.encode())


def _unchanged(release) -> list[Cell]:
    return [Cell(cell["cell_type"], cell["source"], grade_id(cell), cell.get("id", "")) for cell in release["cells"]]


def judge_into(notebook: dict, rules: Rules, log: Callable[[str], None] = lambda words: None) -> None:
    """Write what came of every cell into it; a check cell shows the report that its learner would have seen.

    Raises Ungraded where the judge or its sandbox failed, twice.
    """
    started, note = time.monotonic(), notebook["metadata"]["annlab"]
    if note["unreadable"]:
        _refuse_all(notebook, *note["unreadable"], rules.seed)
    else:
        cells = [c for c in notebook["cells"] if c["cell_type"] == "code" and c["metadata"].get("annlab") != STUB]
        judged = _judged([step_of(cell) for cell in cells], rules, log)
        for cell, result in zip(cells, judged.results, strict=True):
            _show(cell, result)
        note["notes"] = judged.notes
    note |= {"seed": rules.seed, "sandbox": rules.kind, "seconds": round(time.monotonic() - started, 3)}


def _judged(steps, rules, log) -> Judged:
    for again in (True, False):
        try:
            return judge_notebook(steps, rules.kind, rules.seed, rules.limits)
        except (sandbox.SandboxError, OSError) as error:
            if not again:
                raise Ungraded(str(error)) from error
            log(f"Once more, since the first try failed: {error}")


def step_of(cell: dict) -> Step:
    """Return what the judge does at a code cell."""
    if grade_id(cell).startswith(CHECK):
        return Step(item=find(grade_id(cell).removeprefix(CHECK)))
    return Step(cell["source"], demo=cell["metadata"].get("annlab") not in (STUDENTS, AS_RELEASED))


def _show(cell, result: Ran | Report | None) -> None:
    outputs = []
    if isinstance(result, Report):
        data = {"text/plain": f"{result.points:g}", "text/html": result.html, MIMETYPE: result.json}
        outputs.append(_output("execute_result", execution_count=None, metadata={}, data=data))
    elif result is not None:
        if result.printed:
            outputs.append(_output("stream", name="stdout", text=result.printed))
        if result.shown:
            outputs.append(_output("execute_result", execution_count=None, metadata={}, data=dict(result.shown)))
        if result.failure:
            words = f"{result.failure.kind}: {result.failure.message}"
            outputs.append(_output("error", ename=result.failure.kind, evalue=words, traceback=[words]))
    cell["outputs"] = outputs


def _output(kind, **fields) -> dict:
    return {"output_type": kind, **fields}


def _refuse_all(notebook, reason, remedy, seed) -> None:
    for cell in notebook["cells"]:
        if grade_id(cell).startswith(CHECK):
            item = find(grade_id(cell).removeprefix(CHECK))
            _show(cell, Report(item.name, NOT_YET, 0.0, item.points, reason, next_step=remedy, seed=seed))


def marks(notebook: dict) -> dict[str, float | None]:
    """Return the points of every graded cell; None for an answer in words, which somebody has to read."""
    found = {}
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            if grade_id(cell).startswith(CHECK):
                found[grade_id(cell)] = float(cell["outputs"][0]["data"]["text/plain"])
            else:
                found[grade_id(cell)] = None if _is_answered(cell) else 0.0
    return found


def _is_answered(cell) -> bool:
    return cell["metadata"].get("annlab") != AS_RELEASED


def comments(notebook: dict) -> dict[str, str | None]:
    """Return what is to be said about every cell for an answer, to whoever reads the gradebook."""
    note = notebook["metadata"]["annlab"]
    said = " ".join(note["unreadable"] or note["notes"])[:1000]
    return {grade_id(c): said or (None if _is_answered(c) else "No response.") for c in notebook["cells"] if is_solution(c)}


def reports_in(notebook: dict) -> list[dict]:
    """Return the reports in a graded notebook, as views for programs."""
    outputs = [output for cell in notebook.get("cells", ()) for output in cell.get("outputs", ())]
    return [output["data"][MIMETYPE] for output in outputs if MIMETYPE in output.get("data", {})]


def in_short(note: dict, reports: list[dict]) -> str:
    """Return the exercises that are not right and the mistakes in them, or why the notebook could not be read."""
    if note.get("unreadable"):
        return " ".join(note["unreadable"])
    if reports and all(report["verdict"] == NOT_ATTEMPTED for report in reports):
        return "nothing attempted"
    wrong = [report for report in reports if report["verdict"] != RIGHT]
    return "; ".join(f"{r['name']}: {r['mistake'] or r['verdict']}" for r in wrong)
