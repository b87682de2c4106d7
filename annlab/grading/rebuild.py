"""Makes the notebook that is graded: the release, with the student's own text grafted in.

Order, checks, points and metadata are always the release's; whatever a student did to those changes nothing. What is
theirs is the text of the solution cells, and every cell that they added, copied or edited: these stay where they
stood, behind the same released cell. Nothing here runs or parses a student's code.
"""

import copy
import html
import re
from collections import defaultdict

from annlab.grading.notebookfile import new_cell
from annlab.grading.submission import Cell

# What cell.metadata["annlab"] says about a cell that is not the release's, or a place for an answer without one.
STUDENTS, AS_RELEASED, STUB = "student's", "as released", "stub"


def rebuild(release: dict, submitted: list[Cell]) -> dict:
    """Return the release with the submitted cells grafted in.

    A cell's metadata say in "annlab" whether its text is STUDENTS; a place for an answer is AS_RELEASED where nothing
    was written, and a STUB where the student has deleted it: other cells between its neighbours take its place.
    """
    cells, number = release["cells"], iter(range(len(submitted)))
    places = _match(cells, submitted)
    extras = _anchored(cells, submitted, places)
    slots = {place: submitted[i] for i, place in places.items() if is_solution(cells[place])}

    def added(place):
        names = ((each, f"student-{next(number):04d}") for each in extras[place])
        return [new_cell(release, each.kind, _text(each), name, {"annlab": STUDENTS}) for each, name in names]

    made = added(-1)
    for place, released in enumerate(cells):
        cell = copy.deepcopy(released)
        if place in slots:
            cell["source"] = _text(slots[place], cell["cell_type"])
            cell["metadata"]["annlab"] = AS_RELEASED if _same(slots[place].source, released["source"]) else STUDENTS
        elif is_solution(cell):
            cell["metadata"]["annlab"] = STUB
        made += [cell, *added(place)]
    return type(release)(copy.deepcopy(release), cells=made)


def _text(cell: Cell, kind: str = "") -> str:
    """Return a student's text; Markdown without HTML and without links to scripts, which nbgrader's pages would show as they are."""
    if (kind or cell.kind) == "code":
        return cell.source
    text = re.sub(r"<(?=[A-Za-z/!?])", "&lt;", cell.source)
    if _names_a_script(text):
        text = re.sub(r"\](?=[(:])", "] ", text)  # no link at all
    return text


def _names_a_script(text) -> bool:
    try:
        return bool(re.search(r"script\s*:", html.unescape(text.replace("\\", "")), re.IGNORECASE))
    except ValueError:  # a sign given by a number of thousands of digits
        return True


def is_solution(cell: dict) -> bool:
    return cell["metadata"].get("nbgrader", {}).get("solution", False)


def grade_id(cell: dict) -> str:
    return cell["metadata"].get("nbgrader", {}).get("grade_id", "")


def _match(release, submitted) -> dict[int, int]:
    """Return which released cell each submitted cell was: by grade id, else by cell id, else by its text.

    The first of several counts, and one of the right kind before one of another.
    """
    tests = (
        lambda r, s: s.name and s.name == grade_id(r) and s.kind == r["cell_type"],
        lambda r, s: s.name and s.name == grade_id(r),
        lambda r, s: s.id and s.id == r.get("id") and s.kind == r["cell_type"],
        lambda r, s: s.id and s.id == r.get("id"),
        lambda r, s: s.kind == r["cell_type"] and _same(s.source, r["source"]),
    )
    places, taken = {}, set()
    for test in tests:
        keyed = [(i, s) for i, s in enumerate(submitted) if i not in places]
        for place, released in enumerate(release):
            found = None if place in taken else next((i for i, s in keyed if i not in places and test(released, s)), None)
            if found is not None:
                places[found] = place
                taken.add(place)
    return places


def _anchored(release, submitted, places) -> dict[int, list[Cell]]:
    """Return for every released cell (-1: the start) the cells of the student's own that stand behind it."""
    behind, at = defaultdict(list), -1
    for i, cell in enumerate(submitted):
        if i in places:
            at = places[i]
            theirs = not is_solution(release[at]) and not _same(cell.source, release[at]["source"])
        else:
            theirs = True
        if theirs and cell.source.strip():
            behind[at].append(cell)
    return behind


def _same(a: str, b: str) -> bool:
    return a.split() == b.split()
