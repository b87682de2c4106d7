"""An answer as a notebook hands it in: refused kindly where it is none, judged in this process where it is one."""

import inspect
from collections.abc import Callable, Collection
from typing import Any

from annlab.checking.calls import call_here
from annlab.checking.judge import judge
from annlab.checking.report import NOT_YET, Report, not_attempted


def report_on(item, answer: Any, seed: int, later: Collection[Callable] = ()) -> Report:
    """Return the report on an answer to an exercise or decision, whatever the answer is.

    later: functions that the answer may not call, beside the exercise's own.
    """
    own, through = getattr(item, "reference", None), getattr(item, "through", "")  # a decision has none
    return _refuse(item, answer, own) or judge(item, call_here(answer, own, later, through), seed)


def _refuse(item, answer, own) -> Report | None:
    def refused(symptom, next_step):
        return Report(item.name, NOT_YET, 0.0, item.points, symptom, next_step=next_step)

    if answer is None or answer is Ellipsis:
        return not_attempted(item)
    if answer is own:
        return refused(f"This is annlab's own {item.name}.", f"Write {item.name} yourself, and hand in yours.")
    if not callable(answer):
        return no_function(item, type(answer).__name__)
    return not_attempted(item) if is_blank(answer) else None


def no_function(item, kind: str, seed: int | None = None) -> Report:
    """Return the report on a value of the type `kind` in the place of a function."""
    wanted = "class" if isinstance(getattr(item, "reference", None), type) else "function"
    symptom = f"You handed in a value of type {kind}; a {wanted} is asked for."
    way_out = f'Hand in the {wanted} itself, without brackets behind it: check("{item.name}", {item.name}).'
    return Report(item.name, NOT_YET, 0.0, item.points, symptom, next_step=way_out, seed=seed)


def is_blank(answer) -> bool:
    """Return whether the function's body is nothing but a docstring, pass or `...`."""
    if not inspect.isfunction(answer) or answer.__code__.co_consts[-1:] != (None,):  # `return "A1"` compiles alike
        return False
    return answer.__code__.co_code in (_empty.__code__.co_code, _documented.__code__.co_code)


def _empty():
    pass


def _documented():
    """A stub's body as the compiler sees it: a docstring and nothing else."""
