"""Names a mistake by replay: the declared wrong version that gives the answer's own outputs is what went wrong."""

from functools import lru_cache

from annlab.checking.calls import Failure, Outcome, call_here
from annlab.checking.exercise import Exercise, Mistake
from annlab.checking.explain import alike
from annlab.checking.probes import Probe, Probes, draw, find_difference, find_difference_of_form, probe_all
from annlab.checking.values import same

REPLAY_SECONDS = 5.0  # one call of a wrong version, which takes milliseconds unless the machine is busy
MOST_REPLAYS = 1024  # that are remembered: a class has the same inputs, and makes the same mistakes
FEWEST_ALIKE = 4  # wrong cases on which a mistake must agree, where it does not agree on all


def recognise(exercise: Exercise, probes: Probes, seed: int) -> tuple[Mistake | None, bool]:
    """Return a mistake, if one is recognised, and whether it fits everywhere.

    It is the one that agrees with the answer on every case; one with the very same values before one whose values
    only pass for the same.

    Else the one that agrees wherever the answer is wrong (in more than one case) and on the most others, at least
    on half of all. Where none does, the cases in which the answer overflowed are left out: numbers that it spoilt
    may hide which formula it has; then, the mistake that agrees on all but at most a quarter as many cases as are wrong.
    Where no case is wrong, the one that breaks the same laws.
    """
    cases = probes.cases
    if not any(p.faults for p in cases):
        return _lawless(exercise, probes, seed), True
    if any(p.outcome.failure and p.outcome.failure.kind == Failure.TIME for p in cases):
        return next((m for m in exercise.mistakes if m.endless), None), True
    everywhere = range(len(cases))
    quiet = [i for i in everywhere if not cases[i].outcome.warnings]
    found, fits = _closest(exercise, cases, everywhere, seed)
    if found is None and len(quiet) < len(cases):
        found, fits = _closest(exercise, cases, quiet, seed)
    return (found, fits) if found else (_nearest(exercise, cases, seed), False)


def _closest(exercise, cases, looked_at, seed) -> tuple[Mistake | None, bool]:
    wrong = [i for i in looked_at if cases[i].faults]
    right = [i for i in looked_at if not cases[i].faults]
    half = len(cases) / 2  # of all cases, also where some are left out
    whole, closest, most = None, None, half
    for mistake in exercise.mistakes if wrong else ():
        if mistake.endless:
            continue
        replayed = _replay(exercise, mistake, seed)
        if not all(agree(exercise, cases[i], replayed[i]) for i in wrong) or _fails_otherwise(cases, wrong, replayed):
            continue
        agreeing = len(wrong) + sum(agree(exercise, cases[i], replayed[i]) for i in right)
        if agreeing == len(looked_at) >= half:
            if all(same(cases[i].outcome.value, replayed[i].value) for i in wrong):
                return mistake, True
            whole = whole or mistake
        elif len(wrong) > 1 and agreeing >= most and agreeing > (most if closest else 0):
            closest, most = mistake, agreeing
    return (whole, True) if whole else (closest, False)


def _nearest(exercise, cases, seed) -> Mistake | None:
    """Return the mistake that agrees with the answer on all cases but a few: the same formula, with other care at the edges."""
    wrong = [i for i, p in enumerate(cases) if p.faults]
    nearest, fewest = None, min(len(wrong) // 4, len(wrong) - FEWEST_ALIKE) + 1
    if any(p.outcome.failure for p in cases):
        return None
    for mistake in exercise.mistakes if fewest > 0 else ():
        if mistake.endless:
            continue
        replayed, apart = _replay(exercise, mistake, seed), 0
        for i in [*wrong, *(j for j in range(len(cases)) if j not in wrong)]:
            apart += not agree(exercise, cases[i], replayed[i])
            if apart >= fewest:
                break
        else:
            nearest, fewest = mistake, apart
    return nearest


def _fails_otherwise(cases, wrong, replayed) -> bool:
    """Return whether the answer does nothing but fail where it is wrong, and the mistake fails with other words."""
    failures = [(cases[i].outcome.failure, replayed[i].failure) for i in wrong if cases[i].outcome.failure]
    return len(failures) == len(wrong) and not all(alike(one, other) for one, other in failures)


def _lawless(exercise, probes, seed) -> Mistake | None:
    """Return the mistake that, like the answer, is right in every case and breaks these very laws."""
    for mistake in exercise.mistakes:
        replayed = _replay(exercise, mistake, seed)
        if mistake.endless or not all(agree(exercise, p, replayed[i]) for i, p in enumerate(probes.cases)):
            continue
        if _broken(_replayed(exercise, mistake, seed)) == _broken(probes):
            return mistake
    return None


def _replayed(exercise, mistake, seed) -> Probes:
    return probe_all(exercise, call_here(mistake.wrong, through=exercise.through), seed, REPLAY_SECONDS)


def _broken(probes) -> list[str]:
    return [p.label for p in [*probes.laws, probes.again] if p.faults]


class _Replay:
    """The outcomes of a mistake on the cases that the seed draws, each computed when it is asked for."""

    def __init__(self, exercise: Exercise, mistake: Mistake, seed: int):
        self._call = call_here(mistake.wrong, through=exercise.through)
        self._makes = [make for _, make in draw(exercise, seed)]
        self._known: dict[int, Outcome] = {}

    def __getitem__(self, i: int) -> Outcome:
        if i not in self._known:
            self._known[i] = self._call(self._makes[i](), REPLAY_SECONDS)
        return self._known[i]


_replay = lru_cache(MOST_REPLAYS)(_Replay)


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
    if exercise.compare and (form := find_difference_of_form(exercise, probe.expected, value)):
        return form == find_difference_of_form(exercise, probe.expected, probe.outcome.value)
    return find_difference(exercise, value, probe.outcome.value, probe.args) is None
