"""What a learner calls in a notebook: check an answer, ask for a hint, see the progress, use one's own functions.

Remembers, for as long as the kernel lives, the last report and the number of hints given for each exercise.
"""

import inspect
import os
from collections.abc import Callable
from typing import Any

from annlab.checking import NOT_YET, RIGHT, Hints, Progress, Report, call_here, judge, no_such, not_attempted

_reports: dict[str, Report] = {}
_hints_given: dict[str, int] = {}


def _catalogue():
    """Return the catalogue, which is loaded at the first question to it: building its cases takes a moment."""
    from annlab import exercises

    return exercises


def check(name: str, answer: Any = None):
    """Check an answer and return a Report: its text/plain is the points, its HTML says what was found.

    name:   the exercise, as in "neuron".
    answer: your function itself, without brackets behind it.

    Nothing that the answer does raises an error here. The random inputs are drawn from the seed in the environment
    variable ANNLAB_SEED, or from 0, so that a check without it repeats exactly.
    """
    if not isinstance(name, str):
        return Report("check", NOT_YET, 0.0, 0.0, 'Call it as check("neuron", neuron): the name first, in quotes.')
    item = _catalogue().find(name)
    if item is None:
        return no_such(name, _catalogue().nearest(name))
    report = _reports[name] = _report_on(item, answer, int(os.environ.get("ANNLAB_SEED", "0")))
    return report


def _report_on(item, answer, seed: int) -> Report:
    own = getattr(item, "reference", None)  # a decision has none
    return _refuse(item, answer) or judge(item, call_here(answer, forbidden=own), seed)


def _refuse(item, answer):
    """Return a report on what is no answer at all, or None."""
    def refused(symptom, next_step):
        return Report(item.name, NOT_YET, 0.0, item.points, symptom, next_step=next_step)

    if answer is None or answer is Ellipsis:
        return not_attempted(item)
    if answer is getattr(item, "reference", ()):
        return refused(f"This is annlab's own {item.name}.", f"Write {item.name} yourself, and hand in yours.")
    if not callable(answer):
        found = f"a value of type {type(answer).__name__}"
        return refused(
            f"You handed in {found}; a function is asked for.",
            f'Hand in the function itself, without brackets behind it: check("{item.name}", {item.name}).',
        )
    return not_attempted(item) if _is_blank(answer) else None


def _is_blank(answer) -> bool:
    """Return whether the function's body is nothing but a docstring, pass or `...`."""
    if not inspect.isfunction(answer) or answer.__code__.co_consts[-1:] != (None,):  # `return "A1"` compiles alike
        return False
    return answer.__code__.co_code in (_empty.__code__.co_code, _documented.__code__.co_code)


def _empty():
    pass


def _documented():
    """A stub's body as the compiler sees it: a docstring and nothing else."""


def hint(name: str):
    """Show the next hint for an exercise; each call says a little more, the last one nearly everything."""
    item = _catalogue().find(name) if isinstance(name, str) else None
    if item is None:
        return no_such(str(name), _catalogue().nearest(str(name)))
    given = _hints_given[name] = min(_hints_given.get(name, 0) + 1, len(item.hints))
    return Hints(name, tuple(item.hints[:given]), len(item.hints))


def progress():
    """Show how far you are: every exercise of the chapters you have checked something in, since the kernel started."""
    chapters = _catalogue().CHAPTERS
    begun = [c for c in chapters if any(item.name in _reports for item in c.items)] or chapters
    return Progress(tuple((c.title, tuple((i.name, _reports.get(i.name), i.points) for i in c.items)) for c in begun))


def use(answer: Callable, name: str | None = None) -> Callable:
    """Return your function if it passes its check, and annlab's own until then.

    name: the exercise; by default the name of your function.
    """
    name = name or getattr(answer, "__name__", "")
    item = _catalogue().find(name)
    if not hasattr(item, "reference"):
        suggestion = _catalogue().nearest(name)
        raise ValueError(f"no exercise is called {name!r}. {suggestion} Say which it is: use(yours, \"neuron\").")
    return answer if _report_on(item, answer, seed=0).verdict == RIGHT else item.reference
