"""Tries an answer on every case and law of an exercise, and notes what is wrong with each outcome."""

import copy
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from annlab.checking import explain
from annlab.checking.calls import Call, Failure, Outcome
from annlab.checking.compare import FORM, VALUE, Difference, as_array, compare, compare_form
from annlab.checking.exercise import Exercise, Law
from annlab.checking.values import plain, same, show, show_apart

CALL_SECONDS = 2.0  # one call
CHECK_CALLS = 2  # a whole check may take as long as so many calls; what comes after earns nothing

FAILED, CHANGED, SHARED, WARNED, UNSTEADY, LAW = "failed", "changed", "shared", "warned", "unsteady", "law"
CREDIT = {FORM: 0.5, CHANGED: 0.5, SHARED: 0.5, WARNED: 0.5}  # what is left of a probe's mark; otherwise nothing


@dataclass(frozen=True)
class Fault:
    """What is wrong with one outcome: its kind, what was seen, and a way out if one is known."""

    kind: str
    symptom: str
    way_out: str = ""


@dataclass
class Probe:
    """One thing that was tried, and what came of it. A law has no single outcome."""

    label: str
    weight: float = 1.0
    args: tuple = ()
    expected: Any = None
    outcome: Outcome | None = None
    faults: list[Fault] = field(default_factory=list)

    @property
    def credit(self) -> float:
        return self.weight * min((CREDIT.get(f.kind, 0.0) for f in self.faults), default=1.0)


@dataclass(frozen=True)
class Probes:
    """All that was tried on one answer."""

    cases: list[Probe]
    laws: list[Probe]
    again: Probe

    @property
    def all(self) -> list[Probe]:
        return [*self.cases, *self.laws, self.again]


def probe_all(exercise: Exercise, call: Call, seed: int, call_seconds: float = CALL_SECONDS) -> Probes:
    """Try every case, every law, and at last the first case once more."""
    answer = Rationed(call, call_seconds)
    cases = [_probe_case(exercise, case, make, answer) for case, make in draw(exercise, seed)]
    laws = [
        Probe(law.states, law.weight, faults=_broken(law, answer, np.random.default_rng([seed, 1000 + i])))
        for i, law in enumerate(exercise.laws)
    ]
    return Probes(cases, laws, _probe_again(exercise, cases[0], answer, seed))


def draw(exercise: Exercise, seed: int):
    """Yield (case, make) for every case; each make() gives the same arguments, in fresh copies."""
    for i, case in enumerate(exercise.cases):
        yield case, lambda case=case, i=i: case.args(np.random.default_rng([seed, i]))


class Rationed:
    """The call under judgement, with the time that is left for all of them."""

    def __init__(self, call: Call, call_seconds: float):
        self._call, self._each, self._left = call, call_seconds, CHECK_CALLS * call_seconds

    def __call__(self, args: tuple) -> Outcome:
        if self._left <= 0:
            return Outcome(failure=Failure(Failure.TIME))
        outcome = self._call(args, min(self._each, self._left))
        self._left -= outcome.seconds
        return outcome


def _probe_case(exercise, case, make, answer) -> Probe:
    expected = plain(exercise.function(*make()))
    probe = Probe(case.label, case.weight, make(), expected, answer(make()))
    probe.faults = list(_faults(exercise, probe))
    return probe


def _faults(exercise, probe):
    outcome = probe.outcome
    if outcome.failure:
        yield Fault(FAILED, *explain.failed(exercise.name, exercise.signature, outcome))
        return
    if difference := find_difference(exercise, probe.expected, outcome.value, probe.args):
        yield Fault(difference.grade, difference.symptom, difference.way_out)
    if outcome.changed:
        names = " and ".join(exercise.parameters[min(i, len(exercise.parameters) - 1)] for i in outcome.changed)
        yield Fault(
            CHANGED,
            f"{names} came back changed: your {exercise.name} writes into what it was given.",
            f"Make a new array for the result instead of writing into {names}. Beware of `+=`, `*=` and `x[...] =`.",
        )
    if exercise.fresh and outcome.shares_memory:
        yield Fault(
            SHARED,
            "what you returned is the argument itself or a view of it, not a new array.",
            "Whoever changes your result now changes the argument too. Which expression makes a new array?",
        )
    if exercise.silent and outcome.warnings:
        yield Fault(
            WARNED,
            f"NumPy warned: {outcome.warnings[0]}.",
            "Silence is part of this exercise. Which part of the formula grows too large for this input?",
        )


def find_difference(exercise: Exercise, expected, got, args: tuple) -> Difference | None:
    """Return what makes got a worse value than expected, in the sense of the exercise; None where both are as good."""
    if exercise.compare is None:
        return compare(expected, got)
    difference = find_difference_of_form(exercise, expected, got)
    if difference:
        mended = _with_arrays(expected, got)
        if compare_form(expected, mended) or exercise.compare(expected, mended, *args):
            return difference
        return replace(difference, grade=FORM)
    found = exercise.compare(expected, got, *args)
    return Difference(VALUE, found) if isinstance(found, str) else found


def find_difference_of_form(exercise: Exercise, expected, got) -> Difference | None:
    """Return what is wrong with the form of got, whatever its values; None where the exercise leaves the form free."""
    return None if exercise.free_form else compare_form(expected, got)


def _with_arrays(expected, got):
    """Return got with an array for every list of numbers where expected has one."""
    if isinstance(got, (list, tuple)):
        if isinstance(expected, np.ndarray):
            array = as_array(got)
            return got if array is None else array
        if isinstance(expected, (list, tuple)) and len(expected) == len(got):
            return [_with_arrays(e, g) for e, g in zip(expected, got, strict=True)]
    return got


class _NoValue(Exception):
    """The answer gave no value in the middle of a law."""


def _broken(law: Law, answer, rng) -> list[Fault]:
    def f(*args):
        outcome = answer(tuple(copy.deepcopy(a) if isinstance(a, (np.ndarray, list)) else a for a in args))
        if outcome.failure:
            raise _NoValue(outcome.failure.kind)
        return outcome.value

    states = f"{law.states}. That holds for every right answer, but not for yours"
    try:
        with np.errstate(all="ignore"):
            left, right = map(plain, law.sides(f, rng))
    except Exception:  # whatever nonsense f returned, the law's own arithmetic met it
        return [Fault(LAW, f"{states}: a value was missing or of the wrong kind.")]
    if compare(left, right) is None:
        return []
    one, other = show_apart(left, right)
    return [Fault(LAW, f"{states}: one side is {one}, the other {other}.")]


def _probe_again(exercise, first: Probe, answer, seed) -> Probe:
    _, make = next(draw(exercise, seed))
    again = Probe("the same answer at a second call", args=first.args, expected=first.expected, outcome=answer(make()))
    if bool(again.outcome.failure) != bool(first.outcome.failure) or not same(first.outcome.value, again.outcome.value):
        symptom = (
            f"your {exercise.name} returned {show(first.outcome.value)} at first, and later, "
            f"for the same arguments, {show(again.outcome.value)}."
        )
        way_out = "The result may depend on the arguments only. What differs from call to call: chance, a global, a default value?"
        again.faults = [Fault(UNSTEADY, symptom, way_out)]
    return again
