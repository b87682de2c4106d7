"""Examples dealt out at random in parts, with their targets: judged by what is in the parts, since every order is right.

Chapter 10 deals in minibatches, chapter 12 in a training, a validation and a test part.
"""

from collections.abc import Callable

import numpy as np

from annlab.checking.compare import VALUE, Difference, describe
from annlab.checking.values import show

SHUFFLED_FROM = 20  # examples: with fewer, chance may leave them in order, or draw each of them once


def compare_dealt(one: str, sizes: Callable[..., list[int]]) -> Callable:
    """Return a compare(expected, got, X, y, setting, rng) for an Exercise that is free_form.

    one:   what a part is called, such as "batch".    sizes: (number of examples, setting) -> the right sizes of the parts
    """

    def compare(expected, got, X, y, setting, rng):
        parts = one, X, y, sizes(len(X), setting)
        right, yours = _faults(expected, *parts), _faults(got, *parts)
        for kind in right | yours:
            there, here = right.get(kind, ""), yours.get(kind, "")
            exactly = kind in ("sizes", "form", "order")  # elsewhere the numbers are chance
            if (there != here) if exactly else _without_numbers(there) != _without_numbers(here):
                return Difference(VALUE, here or "this time nothing is wrong with it.")
        return None

    return compare


def dealing(N: int, d: int, setting, K: int | None = None) -> Callable:
    """Return a draw of (X, y, setting, rng) in which no two rows are alike; y is (N,), or (N, K)."""

    def draw(rng):
        X, y = np.arange(N * d).reshape(N, d) + 0.5, np.arange(N) + 100.0
        return (
            X,
            y if K is None else y[:, None] - np.arange(K),
            setting,
            np.random.default_rng(int(rng.integers(2**31))),
        )

    return draw


def _faults(parts, one, X, y, right) -> dict:
    """Return what is to be said of the parts, in the order in which it is looked for; "" where all is well."""
    faults = {"form": _badly_formed(parts, one, X, y)}
    if faults["form"]:
        return faults
    placed = [_places(part, X) for part, _ in parts]
    flat, targets = [i for part in placed for i in part], [i for _, part in parts for i in _places(part, y)]
    sizes = [len(part) for part, _ in parts]
    faults["sizes"] = "" if sizes == right else f"the parts hold {show(sizes)} examples; {show(right)} are right."
    faults["strange"] = f"a row of a {one} is no row of X, or of y." if None in flat + targets else ""
    if faults["strange"]:
        return faults
    faults["apart"] = _apart(one, flat, targets, len(X))
    faults["members"] = _members(placed, flat, len(X), one)
    faults["order"] = _order(placed, right, len(X))
    return faults


def _badly_formed(parts, one, X, y) -> str:
    if not isinstance(parts, (list, tuple)):
        return f"you returned {describe(parts)}; a list of pairs (X, y) is right."
    for place, pair in enumerate(parts):
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:
            return f"item {place} of what you returned is {describe(pair)}; each is a pair (X, y)."
        for part, whole, name in zip(pair, (X, y), "Xy", strict=True):
            if not isinstance(part, np.ndarray) or part.shape[1:] != whole.shape[1:] or part.ndim != whole.ndim:
                shape = ", ".join(["rows", *map(str, whole.shape[1:])])
                return f"{name} of {one} {place} is {describe(part)}; an array of shape ({shape}{',' * (whole.ndim == 1)}) is right."
    return ""


def _places(rows, known) -> list:
    """Return for every row its place in known, None where it is not in it."""
    found = {np.asarray(row, dtype=float).tobytes(): i for i, row in enumerate(known)}
    return [found.get(np.asarray(row, dtype=float).tobytes()) for row in rows]


def _apart(one, flat, targets, N) -> str:
    if flat == targets:
        return ""
    text = f"X and y do not belong together in a {one}: a row comes with another row's target."
    in_order = [N >= SHUFFLED_FROM and places == sorted(places) for places in (flat, targets)]
    return text + " Only X is shuffled." * (in_order == [False, True]) + " Only y is." * (in_order == [True, False])


def _members(placed, flat, N, one) -> str:
    if N < SHUFFLED_FROM:
        return ""
    missing, twice = N - len(set(flat)), len(flat) - len(set(flat))
    inside = any(len(set(part)) < len(part) for part in placed)
    lost = f"{missing} of the {N} examples are in no {one}" if missing else ""
    again = f"{twice} come{'s' * (twice == 1)} again" + f", within one {one}" * inside if twice else ""
    return " and ".join(filter(None, (lost, again))) + "." * bool(lost or again)


def _order(placed, sizes, N) -> str:
    """Return how the examples of X, given by their places part by part, are ordered, if chance has no part in it."""
    if N < SHUFFLED_FROM:
        return ""
    flat = [i for part in placed for i in part]
    if flat == sorted(flat):
        return "the examples come in the order in which they were handed in."
    if all(part == list(range(part[0], part[0] + len(part))) for part in placed if part):
        return "the parts are shuffled, and the examples in each are neighbours as they were handed in."
    starts = np.cumsum([0, *sizes[:-1]]).tolist()
    if len(placed) > 1 and [min(part) for part in placed if part] == starts:
        return "each part is shuffled, and holds the neighbours that were handed in together."
    return ""


def _without_numbers(text) -> str:
    return "".join(c for c in text if not c.isdigit()).replace("comes", "come")


# ---- ways to shuffle that both chapters know, right and wrong ----


def shuffling_the_callers(X, y, rng):
    state = rng.bit_generator.state
    rng.shuffle(X)
    rng.bit_generator.state = state
    rng.shuffle(y)
    return X, y


def shuffling_each(X, y, rng):
    rng.shuffle(X)
    rng.shuffle(y)
    return X, y


def shuffling_X(X, y, rng):
    rng.shuffle(X)
    return X, y


SHUFFLES = [  # (what happened, (X, y, rng) -> X and y as they are cut afterwards, the next step)
    (
        "X and y are shuffled apart",
        lambda X, y, rng: (rng.permutation(X), rng.permutation(y)),
        "One order for both: draw the indices once, order = rng.permutation(len(X)), and use them for X and for y.",
    ),
    (
        "only X is shuffled",
        lambda X, y, rng: (rng.permutation(X), y),
        "Each target belongs to its example. Use the same shuffled indices for X and for y.",
    ),
    (
        "only y is shuffled",
        lambda X, y, rng: (X, rng.permutation(y)),
        "Each target belongs to its example. Use the same shuffled indices for X and for y.",
    ),
    (
        "the numbers within X are shuffled, not its rows",
        lambda X, y, rng: (rng.permuted(X.ravel()).reshape(X.shape), rng.permutation(y)),
        "A row is one example, and stays whole. Shuffle indices, and take rows by them: X[order].",
    ),
    (
        "the caller's own arrays are shuffled",
        shuffling_the_callers,
        "rng.shuffle(X) changes the array that was handed in. rng.permutation(len(X)) makes indices and changes nothing.",
    ),
    (
        "the caller's own arrays are shuffled, each in an order of its own",
        shuffling_each,
        "rng.shuffle(X) changes the array that was handed in, and tears it from y. Shuffle indices: rng.permutation(len(X)).",
    ),
    (
        "X itself is shuffled, and y is not",
        shuffling_X,
        "rng.shuffle(X) changes the array that was handed in, and tears it from y. Shuffle indices: rng.permutation(len(X)).",
    ),
]
