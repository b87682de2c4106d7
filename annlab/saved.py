"""Reads the points that a notebook shows as it was last saved; nothing is run.

They are what the checks said then, on that learner's machine: a reminder, not a mark. Scoring is in annlab.grading.
"""

import json
import math
from pathlib import Path

from annlab.exercises import Chapter, check_id


def saved_points(path: Path, chapter: Chapter) -> dict[str, float | None]:
    """Return the points of each exercise of the chapter; None where its check has not been run.

    Raises ValueError where path is no notebook.
    """
    shown = {_grade_id(cell): _points(cell) for cell in _code_cells(path)}
    found = {item.name: shown.get(check_id(item.name)) for item in chapter.items}
    return {item.name: _within(found[item.name], item.points) for item in chapter.items}


def _code_cells(path: Path) -> list[dict]:
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return [cell for cell in cells if cell["cell_type"] == "code"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"{path} cannot be read as a notebook ({type(error).__name__}); open it and save it again") from None


def _grade_id(cell: dict) -> str:
    metadata = cell.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return str(marks.get("grade_id", "")) if isinstance(marks, dict) else ""


def _points(cell: dict) -> float | None:
    """Return the number in the cell's first result, as nbgrader reads it; None where there is none."""
    for output in cell.get("outputs") or ():
        if isinstance(output, dict) and output.get("output_type") == "execute_result":
            data = output.get("data")
            text = data.get("text/plain", "") if isinstance(data, dict) else ""
            try:
                return float("".join(text))
            except (TypeError, ValueError):
                return None
    return None


def _within(points: float | None, most: float) -> float | None:
    return None if points is None or math.isnan(points) else min(max(points, 0.0), float(most))
