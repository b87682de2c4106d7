"""Names a mistake by replay: the declared wrong version that gives the answer's own outputs is what went wrong."""

from collections.abc import Iterator

from annlab.checking.calls import Failure, Outcome, call_here
from annlab.checking.compare import compare_form
from annlab.checking.exercise import Exercise, Mistake
from annlab.checking.probes import Probe, draw, find_difference
from annlab.checking.values import same

REPLAY_SECONDS = 0.5  # one call of a wrong version


def recognise(exercise: Exercise, cases: list[Probe], seed: int) -> Mistake | None:
    """Return the mistake that agrees with the answer on every case; else one that agrees wherever it is wrong."""
    if any(p.outcome.failure and p.outcome.failure.kind == Failure.TIME for p in cases):
        return next((m for m in exercise.mistakes if m.endless), None)
    wrong = [i for i, p in enumerate(cases) if p.faults]
    if not wrong:
        return None
    partly = None
    for mistake in exercise.mistakes:
        if mistake.endless:
            continue
        replayed = replay(exercise, mistake, seed)
        agrees = [agree(exercise, p, r) for p, r in zip(cases, replayed, strict=True)]
        if all(agrees):
            return mistake
        if partly is None and len(wrong) > 1 and all(agrees[i] for i in wrong):
            partly = mistake
    return partly


def replay(exercise: Exercise, mistake: Mistake, seed: int) -> Iterator[Outcome]:
    """Yield the outcome of the mistake on every case that the seed draws."""
    call = call_here(mistake.wrong)
    for _, make in draw(exercise, seed):
        yield call(make(), REPLAY_SECONDS)


def agree(exercise: Exercise, probe: Probe, other: Outcome) -> bool:
    """Return whether what came of a probe looks from outside like another outcome, that of a mistake."""
    one = probe.outcome
    if one.failure or other.failure:
        return bool(one.failure and other.failure) and one.failure.kind == other.failure.kind
    return (
        (same(one.value, other.value) or _as_good(exercise, probe, other.value))
        and one.changed == other.changed
        and (not exercise.fresh or one.shares_memory == other.shares_memory)
        and (not exercise.silent or bool(one.warnings) == bool(other.warnings))
    )


def _as_good(exercise, probe, value) -> bool:
    """Return whether the probe's outcome would pass for right, were value what the reference returns."""
    if exercise.compare and compare_form(probe.expected, value):
        return False
    return find_difference(exercise, value, probe.outcome.value, probe.args) is None
