"""Names a mistake by replay: the declared wrong version that gives the answer's own outputs is what went wrong."""

from collections.abc import Iterator

from annlab.checking.calls import Failure, Outcome, call_here
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
        agrees = [agree(exercise, p.outcome, r, p.args) for p, r in zip(cases, replayed, strict=True)]
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


def agree(exercise: Exercise, one: Outcome, other: Outcome, args: tuple) -> bool:
    """Return whether an answer's outcome is another's: whether it would pass for right, were the other the reference."""
    if one.failure or other.failure:
        return bool(one.failure and other.failure) and one.failure.kind == other.failure.kind
    return (
        (same(one.value, other.value) or find_difference(exercise, other.value, one.value, args) is None)
        and one.changed == other.changed
        and (not exercise.fresh or one.shares_memory == other.shares_memory)
        and (not exercise.silent or bool(one.warnings) == bool(other.warnings))
    )
