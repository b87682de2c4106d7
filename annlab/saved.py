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
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        shown = {_grade_id(cell): _points(cell) for cell in cells if cell["cell_type"] == "code"}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"{path} cannot be read as a notebook ({type(error).__name__}); open it and save it again") from None
    found = {item.name: shown.get(check_id(item.name)) for item in chapter.items}
    return {item.name: _within(found[item.name], item.points) for item in chapter.items}


def _grade_id(cell: dict) -> str:
    return cell["metadata"].get("nbgrader", {}).get("grade_id", "")


def _points(cell: dict) -> float | None:
    """Return the number in the cell's first result, as nbgrader reads it; None where there is none."""
    for output in cell["outputs"]:
        if output["output_type"] == "execute_result":
            return _number("".join(output["data"].get("text/plain", "")))
    return None


def _number(text: str) -> float | None:
    try:
        return None if math.isnan(float(text)) else float(text)
    except ValueError:
        return None


def _within(points: float | None, most: float) -> float | None:
    return None if points is None else min(max(points, 0.0), float(most))
