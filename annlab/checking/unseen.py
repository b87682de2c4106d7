"""Whether an answer computes what it returns, or knows it: the designed inputs can be read by everybody.

A wrong answer is tried on the designed inputs that it gets right, moved a little: what is special about them (zeros, ones,
integers, ties, signs, shapes) stays as it is. Those that cannot be moved count where it is right on some random input:
then it computes, or was lucky.
"""

import warnings
from typing import Any

import numpy as np

from annlab.checking.calls import Call
from annlab.checking.compare import VALUE
from annlab.checking.exercise import Drawn, Exercise
from annlab.checking.probes import CALL_SECONDS, Probes, Rationed, draw, find_difference
from annlab.checking.values import plain, same

LEAST, MOST = 1e-3, 3e-3  # by how much of itself a number is moved


def known_by_heart(exercise: Exercise, probes: Probes, call: Call, seed: int) -> set[int]:
    """Return the ids of the probes that nothing unseen bears out: designed cases that are right only as they are."""
    cases = list(zip(exercise.cases, probes.cases, draw(exercise, seed), strict=True))
    drawn = [probe for case, probe, _ in cases if isinstance(case, Drawn)]
    on_unseen = any(probe.credit for probe in drawn)
    answer, found = Rationed(call, CALL_SECONDS), set()
    for i, (case, probe, (_, make)) in enumerate(cases):
        if probe.credit and not isinstance(case, Drawn):
            borne_out = _right_when_moved(exercise, probe, make, [seed, 2000 + i], answer)
            if borne_out is False or (borne_out is None and drawn and not on_unseen):
                found.add(id(probe))
    return found


def _right_when_moved(exercise, probe, make, seed, answer) -> bool | None:
    """Return whether the answer is right on what make() gives, moved; None where that cannot be moved."""

    def args():
        return moved(make(), np.random.default_rng(seed))

    if all(same(plain(a), plain(b)) for a, b in zip(args(), probe.args, strict=True)):
        return None
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            expected = plain(exercise.function(*args()))
    except Exception:  # once it is moved, it is no input that the exercise is for
        return None
    outcome = answer(args())
    if outcome.failure:
        return False
    difference = find_difference(exercise, expected, outcome.value, args())
    return difference is None or difference.grade != VALUE


def moved(args: tuple, rng: np.random.Generator) -> tuple:
    """Return the arguments with each float a little larger or smaller; equal ones stay equal, and 0, 1 and -1 stay."""
    factors: dict[float, float] = {}

    def number(x: float) -> float:
        if x in (0.0, 1.0, -1.0) or not np.isfinite(x):
            return x
        if abs(x) not in factors:
            factors[abs(x)] = 1 + rng.uniform(LEAST, MOST) * rng.choice([-1, 1])
        return x * factors[abs(x)]

    def value(v: Any) -> Any:
        if isinstance(v, np.ndarray) and v.dtype.kind == "f":
            return np.array([number(float(x)) for x in v.ravel()], dtype=v.dtype).reshape(v.shape)
        if isinstance(v, (float, np.floating)):
            return type(v)(number(float(v)))
        if type(v) in (list, tuple):
            return type(v)(value(each) for each in v)
        if type(v) is dict:
            return {key: value(each) for key, each in v.items()}
        return v

    return tuple(value(a) for a in args)
