"""Asks a wrong answer that fits no mistake once more: does it say the same again, and does it use every argument?

Each question costs a call or two, so it is put to a few of the wrong cases only.
"""

import copy
import inspect

import numpy as np

from annlab.checking.calls import Call
from annlab.checking.compare import VALUE, compare
from annlab.checking.exercise import Exercise
from annlab.checking.probes import Probe, Probes
from annlab.checking.values import plain, same, show

MOST_ASKED = 5  # wrong cases
QUICK = 0.05  # seconds; a slower call is not repeated
ASK_SECONDS = 0.5  # one call


def ask(exercise: Exercise, probes: Probes, call: Call) -> tuple[str, str]:
    """Return cause and next step: the answer varies from call to call, or leaves an argument unused; else "", ""."""
    wrong = [p for p in probes.cases if any(f.kind == VALUE for f in p.faults) and p.outcome.seconds < QUICK][:MOST_ASKED]
    for probe in wrong:
        again = call(copy.deepcopy(probe.args), ASK_SECONDS)
        if not again.failure and not same(again.value, probe.outcome.value):
            return (
                f"For the same arguments your {exercise.name} returned {show(probe.outcome.value)} at first, and later "
                f"{show(again.value)}.",
                "The result may depend on the arguments only. What differs from call to call: chance, a global, a default value?",
            )
    own = inspect.signature(exercise.reference).parameters  # an adapter has more, which the learner never sees
    unused = [name for i, name in enumerate(exercise.parameters) if name in own and _is_unused(i, exercise, wrong, call)]
    if not unused or len(unused) == len(own):
        return "", ""
    return (
        f"Another value of {' or of '.join(unused)} makes no difference to your result.",
        f"Where does your code use {' and '.join(unused)}? A number, or a variable from another cell, may stand in its place.",
    )


def _is_unused(i: int, exercise: Exercise, wrong: list[Probe], call: Call) -> bool:
    """Return whether another value of argument i changes what is right in three cases or more, and the answer in none."""
    asked = 0
    for probe in wrong:
        args = copy.deepcopy(probe.args)
        other = [*args[:i], _another(args[i]), *args[i + 1 :]]
        if other[i] is None or not _changes_the_right_value(exercise, probe, copy.deepcopy(other)):
            continue
        outcome = call(tuple(other), ASK_SECONDS)
        if outcome.failure or not same(outcome.value, probe.outcome.value):
            return False
        asked += 1
    return asked > 2


def _another(value):
    real = isinstance(value, (int, float)) and not isinstance(value, bool)
    return value**2 + 1 if real or (isinstance(value, np.ndarray) and value.dtype.kind in "iuf") else None


def _changes_the_right_value(exercise, probe, args) -> bool:
    try:
        with np.errstate(all="ignore"):
            return compare(probe.expected, plain(exercise.function(*args))) is not None
    except Exception:  # the reference has no value there
        return False
