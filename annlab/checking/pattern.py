"""Words for what all wrong values of an answer have in common, whatever the exercise.

Looks at right and wrong numbers side by side; knows nothing of the code that made them.
"""

import numpy as np

from annlab.checking.compare import VALUE, as_array
from annlab.checking.values import close, is_number, show_number

FORMULAS = {  # what a right number was turned into
    "squared": np.square,
    "put through a sigmoid": lambda e: 1 / (1 + np.exp(-e)),
    "put through tanh": np.tanh,
    "put through a step": lambda e: np.where(e >= 0, 1.0, 0.0),
    "put through exp": np.exp,
    "put through log": np.log,
    "put through a square root": np.sqrt,
    "cut off below 0": lambda e: np.maximum(e, 0.0),
    "cut off below 0 and above 1": lambda e: np.clip(e, 0.0, 1.0),
    "subtracted from 1": lambda e: 1 - e,
    "inverted: 1 divided by them": lambda e: 1 / e,
}


def pattern(probes, parameters: list[str]) -> str:
    """Return words for what all wrong values have in common, or ""."""
    pairs = []
    for p in probes:
        if not any(f.kind == VALUE for f in p.faults):
            continue
        pieces = _pieces(p.expected, p.outcome.value)
        if not pieces:
            return ""
        pairs += [(e, g, p.args) for e, g in pieces]
    if not pairs:
        return ""
    two = [(e, g) for e, g, _ in pairs]
    if all(e.shape == g.T.shape and e.shape != (1,) and e.ndim == 2 and close(e, g.T) for e, g in two):
        return "That is the right answer transposed: rows and columns have changed places."
    if any(e.shape != g.shape for e, g in two):
        return _of_shape(two)
    if np.isnan(two[0][1]).any():
        return "nan means \"not a number\": it comes from 0/0, from infinity minus infinity, or from another nan."
    return (
        _of_sign(two)
        or _an_argument(pairs, parameters)
        or _coarser(two)
        or _made_of(two)
        or _made_with_an_argument(pairs, parameters)
        or _made_with_a_size(pairs, parameters)
        or _in_places(two)
        or _cut_off(two)
    )


def _pieces(expected, got) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return (expected, got) as arrays: one pair, or one for each thing in a sequence that is wrong; [] if that fails."""
    if isinstance(expected, (tuple, list)):
        if not isinstance(got, (tuple, list)) or len(got) != len(expected):
            e, g = _numbers(expected), _numbers(got)
            return [] if e is None or g is None else [(e, g)]
        pairs = [(_numbers(e), _numbers(g)) for e, g in zip(expected, got, strict=True)]
        if any(e is None or g is None for e, g in pairs):
            return []
        return [(e, g) for e, g in pairs if e.shape != g.shape or not close(e, g)]
    e, g = _numbers(expected), _numbers(got)
    return [] if e is None or g is None or isinstance(got, (tuple, list)) else [(e, g)]


def _numbers(value) -> np.ndarray | None:
    if isinstance(value, (list, tuple)):
        value = as_array(value)
    if is_number(value) or (isinstance(value, np.ndarray) and value.dtype.kind in "iuf"):
        return np.asarray(value, dtype=float)
    return None


def _of_shape(pairs) -> str:
    if all(g.shape == (e.size, e.size) for e, g in pairs) and any(e.size > 1 for e, _ in pairs):
        return "Each number has met each other one: (N,) and (N, 1) are stretched to a table of N x N."
    for words, part in (
        ("the last one is missing", lambda e, g: (e[:-1], g)),
        ("the first one is missing", lambda e, g: (e[1:], g)),
        ("there is one more behind them", lambda e, g: (e, g[:-1])),
        ("there is one more in front of them", lambda e, g: (e, g[1:])),
    ):
        if _all_parts(pairs, part, 1):
            return f"Those are the right numbers, but {words}."
        if _all_parts(pairs, lambda e, g, part=part: tuple(v.T for v in part(e.T, g.T)), 2):
            return f"Those are the right columns, but {words}."
    for words, part in (
        ("That is the first of the right answers alone", lambda e, g: (e[:1], g)),
        ("That is the last of the right answers alone", lambda e, g: (e[-1:], g)),
        ("Those are the right answers, added up into one number", lambda e, g: (e.sum(), g)),
        ("Those are the right answers, averaged into one number", lambda e, g: (e.mean(), g)),
    ):
        several = len({float(g.ravel()[0]) for e, g in pairs if e.ndim and len(e) > 1 and g.size}) > 1
        if several and all(e.ndim and _same_numbers(*part(e, g)) for e, g in pairs):
            return f"{words}: what is left of the others?"
    return ""


def _same_numbers(one, other) -> bool:
    return np.size(one) == np.size(other) and close(np.ravel(one), np.ravel(other))


def _all_parts(pairs, part, ndim) -> bool:
    """Return whether part(e, g) makes two equal arrays of at least so many dimensions of every pair."""
    cut = [part(e, g) if e.ndim == g.ndim >= ndim else (e, None) for e, g in pairs]
    alike = all(g is not None and e.shape == g.shape and close(e, g) for e, g in cut)
    return alike and any(e.size for e, _ in cut)


def _of_sign(pairs) -> str:
    if sum(e.size for e, _ in pairs) > 1 and all(close(np.maximum(e, 0), g) and (e < 0).any() for e, g in pairs):
        return "Where a negative number is right, yours is 0."
    if all(not g.any() for _, g in pairs):
        return "Every wrong value is 0."
    if all(close(e, -g) for e, g in pairs):
        return "That is the right size with the wrong sign."
    if all(close(np.abs(e), g) for e, g in pairs):
        return "Those are the right sizes, with the minus signs lost."
    return ""


def _an_argument(pairs, parameters) -> str:
    for i, parameter in enumerate(parameters):
        if all(_is(g, args[i]) for _, g, args in pairs):
            return f"That is {parameter} itself, as it came in."
    return ""


def _is(got: np.ndarray, argument) -> bool:
    argument = None if isinstance(argument, (list, tuple)) else _numbers(argument)
    return argument is not None and argument.shape == got.shape and close(argument, got)


def _coarser(pairs) -> str:
    if all(close(np.trunc(e), g) for e, g in pairs):
        return "Those are the right numbers, cut to whole numbers."
    for decimals in range(6):
        if all(close(np.round(e, decimals), g) for e, g in pairs):
            kept = f"{decimals} decimal{'s' * (decimals > 1)}" if decimals else "whole numbers"
            return f"Those are the right numbers, rounded to {kept}."
    return ""


def _made_of(pairs) -> str:
    """Return words where every wrong number comes from the right one by the same small formula."""
    expected = np.concatenate([e.ravel() for e, _ in pairs])
    got = np.concatenate([g.ravel() for _, g in pairs])
    if expected.size < 3 or not (np.isfinite(expected).all() and np.isfinite(got).all()):
        return ""
    if close(expected + (got - expected)[0], got):
        return f"Every wrong value is off by the same {show_number((got - expected)[0])}."
    if expected[0] != 0 and close(expected * (got[0] / expected[0]), got):
        return f"Every wrong value is {show_number(got[0] / expected[0])} times what is right."
    if close(expected[::-1], got) and len(pairs) == 1:
        return "Those are the right numbers in reverse order."
    with np.errstate(all="ignore"):
        made = next((words for words, formula in FORMULAS.items() if close(formula(expected), got)), "")
    return f"Those are the right numbers, {made}." if made else ""


def _made_with_an_argument(pairs, parameters) -> str:
    """Return words where every wrong number is the right one with its entry of an argument put to it."""
    for i, parameter in enumerate(parameters):
        arguments = [_numbers(args[i]) for *_, args in pairs]
        if any(a is None or a.shape not in ((), e.shape) for a, (e, *_) in zip(arguments, pairs, strict=True)):
            continue
        a = np.concatenate([np.broadcast_to(a, e.shape).ravel() for a, (e, *_) in zip(arguments, pairs, strict=True)])
        e, g = (np.concatenate([pair[k].ravel() for pair in pairs]) for k in (0, 1))
        if len(set(a)) < 3 or len(set(e)) < 3:
            continue
        with np.errstate(all="ignore"):
            for words, made in (("times", e * a), ("divided by", e / a), ("plus", e + a), ("minus", e - a)):
                if close(made, g):
                    return f"Every wrong value is the right one {words} {parameter}."
    return ""


def _made_with_a_size(pairs, parameters) -> str:
    """Return words where every wrong value is the right one times or divided by a size, or the ratio of two sizes."""
    factors = [_factor(e, g) for e, g, _ in pairs]
    if None in factors or len({round(f, 9) for f in factors}) < 2:
        return ""
    sizes = {"1": [1] * len(pairs)}
    for i, parameter in enumerate(parameters):
        arguments = [args[i] for *_, args in pairs]
        if not all(isinstance(a, np.ndarray) for a in arguments):
            continue
        if len({a.ndim for a in arguments}) == 1:
            for axis in range(arguments[0].ndim):
                sizes.setdefault(f"{parameter}.shape[{axis}]", [a.shape[axis] for a in arguments])
        sizes.setdefault(f"{parameter}.size", [a.size for a in arguments])
    for above, top in sizes.items():
        for below, bottom in sizes.items():
            if close(np.divide(top, bottom), factors):
                times, over = f" times `{above}`" * (above != "1"), f" divided by `{below}`" * (below != "1")
                return f"Every wrong value is the right one{times}{' and' * bool(times and over)}{over}."
    return ""


def _factor(e, g) -> float | None:
    """Return the number that makes g of e, or None."""
    at = np.argmax(np.abs(e).ravel()) if e.size else 0
    if not e.any() or not np.isfinite(g).all():
        return None
    factor = g.ravel()[at] / e.ravel()[at]
    return float(factor) if close(e * factor, g) else None


def _cut_off(pairs) -> str:
    """Return words where one or two numbers stand for all kinds of right ones."""
    wrong = [(a, b) for e, g in pairs for a, b in zip(e.ravel(), g.ravel(), strict=True) if not close(a, b)]
    right, yours = ({round(float(v[k]), 9) for v in wrong} for k in (0, 1))
    if len(right) < 4 * len(yours) or len(yours) > 2:
        return ""
    shown = " or ".join(show_number(v) for v in sorted(yours))
    return f"Every wrong value is {shown}, whatever is right: where does your code cut off, or put in a number of its own?"


def _in_places(pairs) -> str:
    """Return words for where the wrong numbers stand."""
    pairs = [(np.atleast_1d(e), np.atleast_1d(g)) for e, g in pairs]
    if not any(len(e) > 1 for e, _ in pairs):
        return ""
    if all(close(e[0], g[0]) and not g[1:].any() for e, g in pairs):
        return "Only the first place is filled in, and 0 is left in the others: does `return` stand inside the loop?"
    if all(close(e[:-1], g[:-1]) and not g[-1].any() for e, g in pairs):
        return "Only the last place is still 0: does the loop reach it?"
    if all(close(e[1:], g[1:]) and not g[0].any() for e, g in pairs):
        return "Only the first place is still 0: with which index does the loop begin?"
    if all(close(np.cumsum(e, axis=0), g) for e, g in pairs):
        return "Each place holds the right number and all those before it: something is not set back to 0 in the loop."
    if all(close(e[::-1], g) for e, g in pairs):
        return "Those are the right ones in reverse order: the last comes first."
    if any(len(e) > 2 for e, _ in pairs) and all(_drifts(e, g) for e, g in pairs):
        return "The first place is right, and each further one is off by as much again: something adds up from round to round."
    if all(e.ndim == 2 for e, _ in pairs) and all(close(e[:, 0], g[:, 0]) and not g[:, 1:].any() for e, g in pairs):
        return "Only the first column is filled in, and 0 is left in the others: does `return` stand inside the loop?"
    what = "row" if all(e.ndim == 2 for e, _ in pairs) else "place"
    if any(len(e) > 2 for e, _ in pairs) and all(_first_alone(e, g) for e, g in pairs):
        return f"Only the first {what} is right: what is done for it, and not for the others?"
    if what == "row":
        columns = {tuple(np.flatnonzero([not close(e[:, j], g[:, j]) for j in range(e.shape[1])])) for e, g in pairs}
        if len(columns) == 1 and len(column := columns.pop()) == 1 and all(e.shape[1] > 1 for e, _ in pairs):
            return f"All columns are right but column {column[0]}."
    return ""


def _first_alone(e, g) -> bool:
    return [close(a, b) for a, b in zip(e, g, strict=True)] == [True] + [False] * (len(e) - 1)


def _drifts(e, g) -> bool:
    off = g - e
    return off.ndim == 1 and len(off) > 1 and off[1] != 0 and close(off[1] * np.arange(len(off)), off)


def sizes(probes, parameters: list[str]) -> str:
    """Return words for a size of one argument with which alone the answer is right, or ""."""
    good, bad = [p for p in probes if not p.faults], [p for p in probes if p.faults]
    if len(good) < 2 or len(bad) < 2:
        return ""
    for i, parameter in enumerate(parameters):
        dimensions = {np.ndim(p.args[i]) if isinstance(p.args[i], np.ndarray) else 0 for p in probes}
        for axis in range(dimensions.pop()) if len(dimensions) == 1 else ():
            fits = {p.args[i].shape[axis] for p in good}
            if len(fits) == 1 and not fits & {p.args[i].shape[axis] for p in bad}:
                one, many = ("entry", "entries") if good[0].args[i].ndim == 1 else (("row", "rows"), ("column", "columns"))[axis]
                return _only_with(parameter, fits.pop(), one, many)
    return ""


def _only_with(parameter, size, one, many) -> str:
    if size == 1:
        return f"It is right only where {parameter} has one {one}. What does your code do with the second?"
    return f"It is right only where {parameter} has {size} {many}: is the {size} written into your code?"
