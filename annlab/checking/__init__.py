"""The engine: what an exercise is, how any callable is judged by it, and what a report says.

It knows no neural network, no figure and no notebook; the exercises themselves are in annlab.exercises.
"""

from annlab.checking.answer import report_on
from annlab.checking.calls import Outcome, call_here
from annlab.checking.decision import Decision
from annlab.checking.exercise import Case, Drawn, Exercise, Law, Mistake
from annlab.checking.judge import judge
from annlab.checking.report import NOT_ATTEMPTED, NOT_YET, RIGHT, Hints, Progress, Report, no_such, not_attempted

__all__ = [
    "NOT_ATTEMPTED",
    "NOT_YET",
    "RIGHT",
    "Case",
    "Decision",
    "Drawn",
    "Exercise",
    "Hints",
    "Law",
    "Mistake",
    "Outcome",
    "Progress",
    "Report",
    "call_here",
    "judge",
    "no_such",
    "not_attempted",
    "report_on",
]
