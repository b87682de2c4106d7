"""Judges an answer and says what it found: the mark, the symptom, the likely mistake, the next step."""

import numpy as np

from annlab.checking import explain
from annlab.checking.ask import ask
from annlab.checking.calls import Call, Failure
from annlab.checking.compare import VALUE
from annlab.checking.decision import Decision
from annlab.checking.exercise import Exercise
from annlab.checking.pattern import pattern, sizes
from annlab.checking.probes import (
    CALL_SECONDS,
    FAILED,
    LAW,
    UNSTEADY,
    Probe,
    Probes,
    find_difference_of_form,
    probe_all,
)
from annlab.checking.recognise import recognise
from annlab.checking.report import NOT_YET, RIGHT, Report, not_attempted
from annlab.checking.unseen import known_by_heart
from annlab.checking.values import Opaque, plain, same, show

MOST_WHILE_WRONG = 0.95  # of the points, however small the fault
MOST_SHOWN = 120  # characters of an argument
UNSTEADY_LEAVES = 0.5  # of what an answer earns that changes from call to call


def judge(exercise: Exercise | Decision, call: Call, seed: int, call_seconds: float = CALL_SECONDS) -> Report:
    """Return the report on the answer behind `call`.

    The mark depends on nothing but the outcomes of the calls and the random cases and laws that `seed` draws.
    """
    if isinstance(exercise, Decision):
        return exercise.judge(call, seed)
    probes = probe_all(exercise, call, seed, call_seconds)
    if all(p.outcome.failure and p.outcome.failure.kind == "NotImplementedError" for p in probes.cases):
        return not_attempted(exercise, seed)
    faulty = next((p for p in probes.all if p.faults), None)
    if faulty is None:
        held = exercise.held(probes.cases) if exercise.held else _what_held(probes)
        return Report(
            exercise.name, RIGHT, exercise.points, exercise.points, held, notes=_notes(exercise, probes), seed=seed
        )
    return _not_yet(exercise, probes, faulty, seed, call)


def _not_yet(exercise: Exercise, probes: Probes, faulty: Probe, seed: int, call: Call) -> Report:
    fault, failure = faulty.faults[0], faulty.outcome and faulty.outcome.failure
    own = any(p.outcome.failure and p.outcome.failure.kind == Failure.OWN for p in probes.cases)
    mistake, fits = (None, False) if own else recognise(exercise, probes, seed)
    replayed = mistake and fits and not any(p.outcome.failure and p.outcome.failure.kind == Failure.TIME for p in probes.cases)
    if mistake:
        cause, next_step = f"That is {'' if fits else 'nearly '}what comes out when {mistake.name}.", mistake.hint
    else:
        cause, next_step = _in_general(exercise, probes, faulty, call)
    return Report(
        exercise.name,
        NOT_YET,
        0.0 if own else _points(exercise, probes, set() if replayed else known_by_heart(exercise, probes, call, seed)),
        exercise.points,
        _capital(fault.symptom if own or fault.kind == LAW else _given(exercise, faulty) + fault.symptom),
        cause,
        next_step,
        () if own else _right_so_far(exercise, probes),
        _notes(exercise, probes),
        mistake.name if mistake else "",
        seed,
        failure.traceback if failure else "",
    )


def _in_general(exercise, probes, faulty, call) -> tuple[str, str]:
    """Return cause and next step where no declared mistake fits."""
    fault = faulty.faults[0]
    nothing = faulty.outcome and explain.returned_none(exercise.name, faulty.outcome)
    if nothing:
        return nothing
    unsteady = next((f for f in probes.again.faults if f.kind == UNSTEADY), None)
    if unsteady and fault.kind == VALUE:
        return _capital(unsteady.symptom), unsteady.way_out
    several_right = exercise.compare and isinstance(faulty.expected, (tuple, list))  # the reference's numbers are but one
    cause = pattern(probes.cases, exercise.parameters) if fault.kind == VALUE and not several_right else ""
    if not cause and fault.kind in (VALUE, FAILED):
        cause = sizes(probes.cases, exercise.parameters)
    if not cause and fault.kind == VALUE:
        cause, next_step = ask(exercise, probes, call)
        if cause:
            return cause, next_step
    return cause, fault.way_out or exercise.hints[0]


def _points(exercise, probes, known) -> float:
    """Return the mark of an answer that has a fault: each probe's share of it, but for those that are known by heart."""
    if _says_always_the_same(probes.cases):
        return 0.0
    cases, laws = probes.cases, probes.laws
    good = sum(p.credit for p in cases if id(p) not in known) / sum(p.weight for p in cases)
    held = good * sum(p.credit for p in laws)  # zeros obey many laws, so laws earn no more than the cases do
    share = (good * sum(p.weight for p in cases) + held) / sum(p.weight for p in [*cases, *laws])
    share *= UNSTEADY_LEAVES if probes.again.faults else 1
    return round(exercise.points * min(share, MOST_WHILE_WRONG), 2)


def _says_always_the_same(cases) -> bool:
    first = cases[0]
    return all(same(first.outcome.value, p.outcome.value) for p in cases) and not all(
        same(first.expected, p.expected) for p in cases
    )


def _notes(exercise, probes) -> tuple[str, ...]:
    """Return remarks that cost nothing."""
    warned = [w for p in [*probes.cases, probes.again] for w in p.outcome.warnings]
    if not warned or exercise.silent:
        return ()
    return (f"while your function ran, a warning came up ({warned[0]}). It costs nothing here.",)


def _what_held(probes) -> str:
    laws = len(probes.laws)
    tail = f", and {laws} law{'s' * (laws > 1)} beside them" if laws else ""
    return f"Shape, type and values hold on {len(probes.cases)} inputs{tail}; your arguments stay untouched."


def _right_so_far(exercise, probes) -> tuple[str, ...]:
    if any(p.outcome.failure for p in probes.cases):
        held = []
    else:
        formed = not exercise.free_form and not any(
            find_difference_of_form(exercise, p.expected, p.outcome.value) for p in probes.cases
        )
        untouched = not any(p.outcome.changed for p in probes.cases)
        held = ["shape and type"] * formed + ["arguments untouched"] * untouched
    wrong = {p.label for p in probes.cases if p.faults}
    right = dict.fromkeys(p.label for p in probes.cases if p.label not in wrong)
    return (*held, *list(right)[:4])


def _given(exercise, probe) -> str:
    shown = []
    for name, value in exercise.named(probe.args):
        if callable(value):
            text = getattr(value, "__name__", "a function")
        else:
            held = plain(value)
            text = f"a {type(value).__name__}" if isinstance(held, Opaque) else show(held)
        if _is_large(value):
            shown.append(f"{name} of shape {value.shape}")
        elif isinstance(value, (list, tuple)) and len(text) > MOST_SHOWN:
            shown.append(f"{name}, a {type(value).__name__} of {len(value)}")
        else:
            shown.append(f"{name} = {text}")
    return f"with {', '.join(shown)} " if shown else ""


def _is_large(value) -> bool:
    return isinstance(value, np.ndarray) and value.size > 12


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
