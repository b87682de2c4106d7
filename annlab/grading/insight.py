"""What a class knows and does not: the mistakes that it makes in a chapter, by name and number, and the hardest exercises.

Computed from the reports of the last grading alone. Text, CSV and HTML are views, made elsewhere from these values.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from annlab.checking import NOT_ATTEMPTED, NOT_YET, RIGHT


@dataclass(frozen=True)
class Exercise:
    """One exercise in a class.

    share:    the mean of points earned, from 0 to 1.  right, not_yet, not_attempted: how many students.
    mistakes: (name, how many students), the most frequent first; "" stands for mistakes without a name.
    """

    name: str
    share: float
    right: int
    not_yet: int
    not_attempted: int
    mistakes: tuple[tuple[str, int], ...]


def by_exercise(names: Iterable[str], reports: list[dict]) -> list[Exercise]:
    """Return what became of every exercise, the hardest first. reports: those of the whole class, in any order."""
    found = []
    for name in names:
        own = [r for r in reports if r["name"] == name]
        verdicts = Counter(r["verdict"] for r in own)
        mistakes = Counter(r["mistake"] for r in own if r["verdict"] == NOT_YET)
        share = sum(r["points"] / r["max_points"] for r in own) / len(own) if own else 0.0
        ordered = tuple(sorted(mistakes.items(), key=lambda item: (-item[1], item[0])))
        found.append(Exercise(name, share, verdicts[RIGHT], verdicts[NOT_YET], verdicts[NOT_ATTEMPTED], ordered))
    return sorted(found, key=lambda exercise: exercise.share)
