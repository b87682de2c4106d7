"""Chapter 12: examples kept aside, a common scale, and three ways against overfitting: small weights, dropout, an early end."""

import numpy as np

from annlab import nn
from annlab.checking import Case, Decision, Drawn, Exercise, Law, Mistake
from annlab.checking.compare import FORM, VALUE, Difference, describe
from annlab.checking.values import close, show
from annlab.exercises.chapter import Chapter
from annlab.exercises.dealt import SHUFFLES, compare_dealt, dealing


def _sizes(N, fractions):
    sizes = [round(f * N) for f in fractions[:-1]]
    return [*sizes, N - sum(sizes)]


def _ends(N, fractions):
    return np.cumsum(_sizes(N, fractions))[:-1]


def _parted(parts):
    """Return a split whose index arrays are parts(N, fractions, rng), the same for X and y."""
    return lambda X, y, fractions, rng: [(X[part], y[part]) for part in parts(len(X), fractions, rng)]


def _sized(sizes):
    """Return a split with other sizes: sizes(N, fractions) -> where the shuffled examples are cut."""
    return _parted(lambda N, fractions, rng: np.split(rng.permutation(N), sizes(N, fractions)))


def _reordered(change):
    """Return a split that cuts change(X, y, rng), a pair of arrays, in the order they have."""

    def run(X, y, fractions, rng):
        X, y = change(X, y, rng)
        ends = _ends(len(X), fractions)
        return list(zip(np.split(X, ends), np.split(y, ends), strict=True))

    return run


def _of_the_rest(N, fractions):
    ends = [0]
    for f in fractions[:-1]:
        ends.append(ends[-1] + round(f * (N - ends[-1])))
    return ends[1:]


def _with_gaps(N, fractions, rng):
    order, parts, start = rng.permutation(N), [], 0
    for f in fractions[:-1]:
        parts.append(order[start : start + round(f * N)])
        start += round(f * N) + 1
    return [*parts, order[start:]]


def _after(change):
    """Return a split that hands back change(the right list of pairs)."""
    return lambda X, y, fractions, rng: change(nn.split(X, y, fractions, rng))


def _split_by_loop(X, y, fractions, rng):
    order, parts, start = list(range(len(y))), [], 0
    rng.shuffle(order)
    for place, fraction in enumerate(fractions):
        end = len(y) if place == len(fractions) - 1 else start + round(fraction * len(y))
        parts.append([np.array([X[i] for i in order[start:end]]), np.array([y[i] for i in order[start:end]])])
        start = end
    return parts


def _first_half(f, rng):
    (X, _), _ = f(np.arange(4.0)[:, None], np.arange(4.0), [0.5, 0.5], rng)
    return tuple(sorted(X[:, 0].tolist()))


def _first_part(f, rng):
    (X, _), _ = f(np.arange(60.0)[:, None], np.arange(60.0), [0.5, 0.5], rng)
    return X[:, 0].tolist()


split = Exercise(
    reference=nn.split,
    points=2,
    cases=[
        Drawn("ten examples in three parts", dealing(10, 2, [0.6, 0.2, 0.2])),
        Drawn("two halves", dealing(6, 3, [0.5, 0.5])),
        Drawn("one part", dealing(4, 1, [1.0])),
        Drawn("fractions that do not come out even", dealing(13, 2, [0.6, 0.2, 0.2])),
        Drawn("a rest for the last part", dealing(11, 2, [0.4, 0.3, 0.3])),
        Drawn("100 examples in four parts", dealing(100, 2, [0.4, 0.3, 0.2, 0.1]), weight=2),
        Drawn("targets with two columns", dealing(80, 2, [0.7, 0.15, 0.15], K=2)),
    ],
    laws=[
        Law(
            "Two generators with the same seed give the same parts",
            lambda f, rng: (lambda s: [_first_part(f, np.random.default_rng(s)) for _ in range(2)])(
                int(rng.integers(2**31))
            ),
        ),
        Law(
            "Another generator gives other parts",
            lambda f, rng: (
                _first_part(f, np.random.default_rng(1)) == _first_part(f, np.random.default_rng(2)),
                False,
            ),
        ),
        Law(
            "The same generator gives other parts the next time",
            lambda f, rng: (_first_part(f, rng) == _first_part(f, rng), False),
        ),
        Law(
            "In a hundred splits of four examples, all 6 first halves there are come up",
            lambda f, rng: (len({_first_half(f, rng) for _ in range(100)}), 6),
        ),
    ],
    mistakes=[
        Mistake(
            "nothing is shuffled",
            _parted(lambda N, fractions, rng: np.split(np.arange(N), _ends(N, fractions))),
            "Data often come sorted: the last part may then hold one class only. rng.permutation(N) gives the indices in random order.",
        ),
        Mistake(
            "each part is shuffled in itself, after the cut",
            _parted(
                lambda N, fractions, rng: [
                    rng.permutation(part) for part in np.split(np.arange(N), _ends(N, fractions))
                ]
            ),
            "The same examples are always in the same part. Shuffle all of them first, and cut afterwards.",
        ),
        *[Mistake(name, _reordered(change), hint) for name, change, hint in SHUFFLES],
        Mistake(
            "every part begins at the first of the shuffled examples",
            _parted(lambda N, fractions, rng: (lambda o: [o[: round(f * N)] for f in fractions[:-1]] + [o])(rng.permutation(N))),
            "The parts overlap. Where one part ends the next begins: start = end at the end of each round.",
        ),
        Mistake(
            "all parts are equally large, whatever the fractions",
            _sized(lambda N, fractions: [N // len(fractions) * k for k in range(1, len(fractions))]),
            "Each part has a fraction of its own: round(f * len(X)) examples.",
        ),
        Mistake(
            "one example is left out between two parts",
            _parted(_with_gaps),
            "order[start:end] goes up to end, and leaves it out. So the next part begins at end, not at end + 1.",
        ),
        Mistake(
            "only the first part is returned, without its list",
            _after(lambda parts: parts[0]),
            "A list of pairs is asked for, one for each fraction. Does `return` stand inside the loop?",
        ),
        Mistake(
            "the parts overlap: each is drawn from all examples anew",
            _parted(lambda N, fractions, rng: [rng.permutation(N)[:size] for size in _sizes(N, fractions)]),
            "An example of the test part may be in the training part too. Shuffle once, and cut the one order in pieces.",
        ),
        Mistake(
            "the parts overlap: each is drawn from all examples anew, round(f * N) of them",
            _parted(lambda N, fractions, rng: [rng.permutation(N)[: round(f * N)] for f in fractions]),
            "An example of the test part may be in the training part too. Shuffle once, and cut the one order in pieces.",
        ),
        Mistake(
            "each part is drawn with repetition",
            _parted(lambda N, fractions, rng: [rng.integers(0, N, round(f * N)) for f in fractions]),
            "Every example belongs to one part, and to one only. Shuffle once, and cut the one order in pieces.",
        ),
        Mistake(
            "there are always two parts",
            lambda X, y, fractions, rng: [
                (X[part], y[part]) for part in np.split(rng.permutation(len(X)), [round(fractions[0] * len(X))])
            ],
            "fractions may hold any number of them: one part for each.",
        ),
        Mistake(
            "np.split is given the sizes of the parts, where it asks for the places of the cuts",
            _sized(lambda N, fractions: _sizes(N, fractions)[:-1]),
            "Parts of 6, 2 and 2 are cut at 6 and 8: np.cumsum makes places of sizes.",
        ),
        Mistake(
            "each fraction is taken of what is left",
            _sized(_of_the_rest),
            "0.2 means 0.2 of all N examples, not of those that are left.",
        ),
        Mistake(
            "the sizes are cut down to whole numbers, and in the last part, too",
            lambda X, y, fractions, rng: [
                (X[part], y[part])
                for part in np.split(rng.permutation(len(X)), np.cumsum([int(f * len(X)) for f in fractions]))[:-1]
            ],
            "0.6 of 13 is 7.8: that rounds to 8, and int cuts it to 7. And the last part takes all that is left.",
        ),
        Mistake(
            "examples are drawn with repetition",
            _parted(lambda N, fractions, rng: np.split(rng.integers(0, N, N), _ends(N, fractions))),
            "Some come twice, others never. Every example belongs to one part: rng.permutation(N).",
        ),
        Mistake(
            "the sizes are cut down to whole numbers, not rounded",
            _sized(lambda N, fractions: np.cumsum([int(f * N) for f in fractions[:-1]])),
            "0.6 of 13 is 7.8: that rounds to 8, and int cuts it to 7. Use round(...).",
        ),
        Mistake(
            "the sizes are rounded up",
            _sized(lambda N, fractions: np.cumsum([int(np.ceil(f * N)) for f in fractions[:-1]])),
            "0.4 of 11 is 4.4, and the nearest whole number is 4. Use round(...).",
        ),
        Mistake(
            "the places of the cuts are rounded, not the sizes of the parts",
            _sized(lambda N, fractions: [round(f * N) for f in np.cumsum(fractions)[:-1]]),
            "0.6, 0.2 and 0.2 of 13: round each size, 8 and 3, and the last part takes the rest. The cuts are at 8 and 11.",
        ),
        Mistake(
            "the last part is rounded as well, and an example may be lost",
            lambda X, y, fractions, rng: [
                (a[: round(f * len(X))], b[: round(f * len(X))])
                for (a, b), f in zip(nn.split(X, y, fractions, rng), fractions, strict=True)
            ],
            "The last part takes whatever is left, so that none is lost: order[start:].",
        ),
        Mistake(
            "the last part is missing",
            _after(lambda parts: parts[:-1]),
            "Three fractions make three parts. What is left after the last cut is a part as well.",
        ),
        Mistake(
            "only the first part is returned",
            _after(lambda parts: parts[:1]),
            "Is there a return inside the loop? A list with a pair for every fraction is asked for.",
        ),
        Mistake(
            "the fractions are not looked at: all parts are of one size",
            _parted(lambda N, fractions, rng: np.array_split(rng.permutation(N), len(fractions))),
            "The first part holds round(fractions[0] * N) examples, the second round(fractions[1] * N), and so on.",
        ),
        Mistake(
            "the parts come in reverse order",
            _after(lambda parts: parts[::-1]),
            "The first fraction is that of the first part.",
        ),
        Mistake(
            "each part begins at 0: it takes the first of the order again",
            _parted(
                lambda N, fractions, rng: (lambda order: [order[:size] for size in _sizes(N, fractions)])(
                    rng.permutation(N)
                )
            ),
            "The second part begins where the first one ends. Keep a start, and move it on.",
        ),
        Mistake(
            "all X come first, and all y afterwards",
            _after(lambda parts: [*[X for X, _ in parts], *[y for _, y in parts]]),
            "A list of pairs is asked for, one for each fraction: append((X[part], y[part])).",
        ),
        Mistake(
            "a list of all X and a list of all y are returned",
            _after(lambda parts: tuple(map(list, zip(*parts, strict=True)))),
            "One list of pairs is asked for: zip pairs them up.",
        ),
        Mistake(
            "the pairs are (y, X)", _after(lambda parts: [(y, X) for X, y in parts]), "The examples come first: (X, y)."
        ),
        Mistake(
            "the parts hold indices",
            lambda X, y, fractions, rng: np.split(rng.permutation(len(X)), _ends(len(X), fractions)),
            "You have the indices of each part. Take the rows: (X[part], y[part]).",
        ),
        Mistake(
            "the order does not come from rng: np.random's own generator, or a new one, is used",
            lambda X, y, fractions, rng: nn.split(X, y, fractions, np.random.default_rng()),
            "The argument rng is the only source of chance here: rng.permutation(...).",
        ),
        Mistake(
            "the order is fixed, or comes from a seed of your own",
            lambda X, y, fractions, rng: nn.split(X, y, fractions, np.random.default_rng(0)),
            "Whoever calls you decides about the seed, by the rng that is handed in. Use that one.",
        ),
        Mistake(
            "nothing is shuffled, and the last part is rounded as well",
            lambda X, y, fractions, rng: (
                lambda ends: list(zip(np.split(X, ends)[:-1], np.split(y, ends)[:-1], strict=True))
            )(np.cumsum([round(f * len(X)) for f in fractions])),
            "Two things: the order is rng.permutation(len(X)), and the last part takes whatever is left, order[start:].",
        ),
        Mistake(
            "a part ends at round(f * N), wherever it begins",
            _parted(
                lambda N, fractions, rng: (lambda o, ends: [o[a:b] for a, b in zip([0, *ends], ends, strict=False)])(
                    rng.permutation(N), [round(f * N) for f in fractions]
                )
            ),
            "round(f * N) is how many it holds. It ends so many after its start: order[start:start + round(f * N)].",
        ),
        Mistake(
            "there are always three parts",
            _parted(
                lambda N, fractions, rng: np.split(rng.permutation(N), np.cumsum([round(f * N) for f in fractions[:2]]))
                if len(fractions) > 1
                else [rng.permutation(N)[: round(fractions[1] * N)]]
            ),
            "fractions may hold any number of them. Walk over it: one part for each.",
        ),
    ],
    accepted=[
        _split_by_loop,
        lambda X, y, fractions, rng: [
            (X[i], y[i])
            for i in np.split(
                rng.choice(len(X), len(X), replace=False), np.cumsum([round(f * len(X)) for f in fractions])[:-1]
            )
        ],
        lambda X, y, fractions, rng: (
            lambda o: list(
                zip(np.split(X[o], _ends(len(o), fractions)), np.split(y[o], _ends(len(o), fractions)), strict=True)
            )
        )(np.argsort(rng.random(len(X)))),
    ],
    hints=[
        "As in minibatches: one shuffled order of indices, cut in pieces, and the rows taken by them.",
        "Keep a start, at 0. For each fraction but the last take order[start : start + round(f * N)], and move the start on.",
        "For f in fractions[:-1] append the pair of that piece; after the loop append that of order[start:].",
    ],
    source="Hastie, Tibshirani and Friedman (2009), section 7.2",
    compare=compare_dealt("part", _sizes),
    free_form=True,
)

# ---- a common scale ----


def _scaled_by(center, spread):
    """Return a fit_scaler that hands back center(X) and spread(X), with 1 where the spread is 0."""

    def fit(X):
        std = spread(X)
        return center(X), np.where(std == 0, 1.0, std)

    return fit


def _mean(X):
    return X.mean(axis=0)


def _std(X):
    return X.std(axis=0)


def _scaler_by_loop(X):
    means, stds = [], []
    for j in range(X.shape[1]):
        column = X[:, j]
        mean = sum(column) / len(column)
        std = (sum((x - mean) ** 2 for x in column) / len(column)) ** 0.5
        means.append(mean)
        stds.append(std if std > 0 else 1.0)
    return np.array(means), np.array(stds)


def _scaler_with_mask(X):
    std = np.sqrt(np.mean((X - X.mean(axis=0)) ** 2, axis=0))
    std[std == 0] = 1
    return [np.mean(X, axis=0), std]


# Wrong spreads of every column: what stands there, how, and the next step.
_SPREADS = [
    (
        "the sample's standard deviation is taken, which divides by N - 1",
        lambda X: X.std(axis=0, ddof=1),
        "Here the population's is asked for, NumPy's default: leave out ddof=1.",
    ),
    (
        "the variance stands in the place of the standard deviation",
        lambda X: X.var(axis=0),
        "The variance is the square. Take the root of it, or X.std.",
    ),
    (
        "the range from lowest to highest stands in the place of the standard deviation",
        lambda X: np.ptp(X, axis=0),
        "The root of the mean squared distance from the mean is asked for: X.std(axis=0).",
    ),
    (
        "the largest size stands in the place of the standard deviation",
        lambda X: np.abs(X).max(axis=0),
        "The root of the mean squared distance from the mean is asked for: X.std(axis=0).",
    ),
    (
        "the mean distance from the mean is taken, without squares",
        lambda X: np.abs(X - X.mean(axis=0)).mean(axis=0),
        "Square the distances, take their mean, and then the root: X.std(axis=0).",
    ),
    (
        "the squared distances are added up, and not averaged",
        lambda X: np.linalg.norm(X - X.mean(axis=0), axis=0),
        "Their mean is asked for, and then its root: with twice as many examples the spread stays. X.std(axis=0) does it.",
    ),
    (
        "the distances are measured from 0, not from the mean",
        lambda X: np.sqrt(np.mean(X**2, axis=0)),
        "Take the mean away before you square. For 1 and 3 the spread is 1.",
    ),
]

fit_scaler = Exercise(
    reference=nn.fit_scaler,
    points=2,
    cases=[
        Case("one column", np.array([[1.0], [3.0]])),
        Case("two columns of different size", np.array([[1.0, 10.0], [3.0, 50.0], [8.0, 0.0]])),
        Case("a constant column", np.array([[1.0, 5.0], [3.0, 5.0], [4.0, 5.0], [8.0, 5.0]])),
        Case("as many columns as rows", np.array([[1.0, -2.0, 4.0], [0.0, 2.0, 1.0], [5.0, 6.0, 1.0]])),
        Case("a single example", np.array([[2.0, -3.0]])),
        Case("whole numbers", np.array([[1, 2], [4, 2], [4, 8]])),
        Case("small spreads", np.array([[1e-3, 2.0], [3e-3, 2.25], [5e-3, 2.5]])),
        Drawn("drawn at random", lambda rng: (rng.normal(3, 2, size=(7, 4)),)),
    ],
    laws=[
        Law(
            "With every number moved by 10, the means move by 10 and the spreads stay",
            lambda f, rng: (lambda X: ([f(X)[0] + 10, f(X)[1]], list(f(X + 10))))(rng.normal(size=(6, 3))),
        )
    ],
    mistakes=[
        Mistake(
            "the spread of a constant column stays 0",
            lambda X: (_mean(X), _std(X)),
            "Dividing by it gives nan. Put a 1 where the spread is 0: std[std == 0] = 1, or np.where.",
        ),
        *[Mistake(name, _scaled_by(_mean, spread), hint) for name, spread, hint in _SPREADS],
        *[
            Mistake(f"{name}, and stays as it is where that is 0", lambda X, spread=spread: (_mean(X), spread(X)), hint)
            for name, spread, hint in _SPREADS
            if spread(np.full((2, 1), 5.0)) == 0
        ],
        Mistake(
            "one number for the whole table comes back, not one for each column",
            lambda X: (X.mean(), X.std() or 1.0),
            "Each feature has its own scale: axis=0 goes down the columns.",
        ),
        Mistake(
            "mean and spread are those of the rows",
            lambda X: (X.mean(axis=1), np.where(X.std(axis=1) == 0, 1.0, X.std(axis=1))),
            "A row is one example; a feature is a column. Which axis runs down the columns?",
        ),
        Mistake(
            "the pair is (std, mean)",
            lambda X: nn.fit_scaler(X)[::-1],
            "The mean comes first: (mean, std).",
        ),
        Mistake(
            "the lowest and highest value are returned",
            lambda X: (X.min(axis=0), X.max(axis=0)),
            "Mean and standard deviation are asked for: X.mean(axis=0) and X.std(axis=0).",
        ),
        Mistake(
            "lowest value and range are returned",
            lambda X: (X.min(axis=0), np.ptp(X, axis=0)),
            "That is scaling to 0 and 1. Mean and standard deviation are asked for: X.mean(axis=0) and X.std(axis=0).",
        ),
        Mistake(
            "the spread is one number for the whole table",
            lambda X: (_mean(X), X.std()),
            "Each feature has its own spread: X.std(axis=0).",
        ),
        Mistake(
            "mean and spread are those of the rows, and a spread of 0 stays",
            lambda X: (X.mean(axis=1), X.std(axis=1)),
            "A row is one example; a feature is a column. Which axis runs down the columns?",
        ),
        Mistake(
            "the median stands in the place of the mean",
            _scaled_by(lambda X: np.median(X, axis=0), _std),
            "The mean is asked for: X.mean(axis=0).",
        ),
        Mistake(
            "a tiny number is added to the spread in the place of a 1",
            lambda X: (_mean(X), _std(X) + 1e-8),
            "Another example may differ in that column, and divided by 1e-8 it would explode. Put exactly 1 where the spread is 0.",
        ),
        Mistake(
            "1 is added to every spread",
            lambda X: (_mean(X), _std(X) + 1.0),
            "Only where the spread is 0 does a 1 belong: np.where(std == 0, 1.0, std).",
        ),
        Mistake(
            "no spread is allowed below 1",
            lambda X: (_mean(X), np.maximum(_std(X), 1.0)),
            "A spread of 0.001 is a spread, and is to be kept. Only an exact 0 becomes 1.",
        ),
        Mistake(
            "every spread below a hundredth is made 1",
            lambda X: (_mean(X), np.where(_std(X) < 0.01, 1.0, _std(X))),
            "A spread of 0.001 is a spread, and is to be kept. Only an exact 0 becomes 1.",
        ),
        Mistake(
            "one constant column makes all spreads 1",
            lambda X: (_mean(X), np.ones(X.shape[1]) if (_std(X) == 0).any() else _std(X)),
            "Only that column's entry becomes 1. np.where looks at each entry by itself.",
        ),
        Mistake(
            "the mean of a constant column is made 0",
            lambda X: (np.where(_std(X) == 0, 0.0, _mean(X)), nn.fit_scaler(X)[1]),
            "Only its spread is replaced. The mean stays, so that the column becomes 0.",
        ),
        Mistake(
            "the scaled table is returned",
            lambda X: nn.apply_scaler(X, nn.fit_scaler(X)),
            "That is the next exercise. Here the pair (mean, std) is asked for, to be used on other examples as well.",
        ),
        Mistake("only the mean is returned", lambda X: _mean(X), "A pair is asked for: (mean, std)."),
        Mistake(
            "both are tables of one row",
            lambda X: tuple(part[None] for part in nn.fit_scaler(X)),
            "Plain (d,) is asked for: leave out keepdims=True.",
        ),
        Mistake(
            "the 1 is written into the mean, not into the spread",
            lambda X: (np.where(_std(X) == 0, 1.0, _mean(X)), _std(X)),
            "It is the spread that one divides by: std[std == 0] = 1. The mean stays as it is.",
        ),
    ],
    accepted=[
        _scaler_by_loop,
        _scaler_with_mask,
        lambda X: (np.average(X, axis=0), np.array([s or 1.0 for s in np.std(X, axis=0)])),
        lambda X: (X.sum(axis=0) / len(X), np.where(X.var(axis=0) > 0, np.sqrt(X.var(axis=0)), 1.0)),
    ],
    hints=[
        "X.mean(axis=0) and X.std(axis=0) go down the columns. What does the second one say for a column that is 5, 5, 5?",
        "std == 0 is an array of truth values. std[std == 0] = 1 writes a 1 wherever it is true.",
        "np.where(std == 0, 1.0, std) makes a new array. Return the pair (mean, that).",
    ],
    source="LeCun et al., Efficient BackProp (1998), section 4.3",
)


def _with_scaler(formula):
    """Return an apply_scaler that works out formula(X, mean, std)."""
    return lambda X, scaler: formula(X, *scaler)


def _scaling_in_place(X, scaler):
    X -= scaler[0]
    X /= scaler[1]
    return X


def _row_by_row(X, scaler):
    for j in range(len(X)):
        X[j] = (X[j] - scaler[0][j]) / scaler[1][j]
    return X


_TWO = (np.array([2.0, 5.0]), np.array([4.0, 0.5]))
_THREE = (np.array([1.0, -2.0, 0.5]), np.array([2.0, 8.0, 0.25]))

apply_scaler = Exercise(
    reference=nn.apply_scaler,
    points=1,
    cases=[
        Case("one example", np.array([[4.0, 5.0]]), _TWO),
        Case("three examples with two features", np.array([[2.0, 5.0], [6.0, 4.0], [-2.0, 6.5]]), _TWO),
        Case("as many examples as features", np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [-7.0, 8.0, 9.5]]), _THREE),
        Case("one feature", np.array([[1.0], [4.0], [7.0]]), (np.array([4.0]), np.array([2.0]))),
        Case("a spread of 1", np.array([[3.0, 7.0], [5.0, 7.5]]), (np.array([3.0, 7.0]), np.array([2.0, 1.0]))),
        Case("whole numbers", np.array([[4, 6], [8, 2]]), (np.array([4, 4]), np.array([4, 2]))),
        Case("a tiny spread", np.array([[0.5, 2.0], [0.25, 3.0]]), (np.array([0.25, 2.0]), np.array([2.0**-20, 1.0]))),
        Drawn(
            "drawn at random",
            lambda rng: (rng.normal(size=(6, 3)), (rng.normal(size=3), rng.uniform(0.5, 2.0, size=3))),
        ),
    ],
    mistakes=[
        Mistake(
            "the scaler is not used: it is fitted anew on what came in",
            lambda X, scaler: (X - X.mean(axis=0)) / nn.fit_scaler(X)[1],
            "Scale one example alone: yours always says 0. Mean and spread come from the training examples, in scaler.",
        ),
        Mistake(
            "the mean is the scaler's, the spread that of what came in",
            lambda X, scaler: (X - scaler[0]) / nn.fit_scaler(X)[1],
            "Both come from the training examples, in scaler.",
        ),
        Mistake(
            "the mean is not taken away",
            _with_scaler(lambda X, m, s: X / s),
            "First X - mean, then the division. For X = mean all is 0.",
        ),
        Mistake(
            "the spread is not divided by",
            _with_scaler(lambda X, m, s: X - m),
            "You have moved the columns to 0. Divide by the spread, too.",
        ),
        Mistake(
            "the spread is multiplied with",
            _with_scaler(lambda X, m, s: (X - m) * s),
            "Wide columns are to become narrower: divide.",
        ),
        Mistake("the mean is added", _with_scaler(lambda X, m, s: (X + m) / s), "Take it away: for X = mean all is 0."),
        Mistake(
            "a bracket is missing: the mean alone is divided",
            _with_scaler(lambda X, m, s: X - m / s),
            "Division comes before subtraction. Put X - mean in brackets.",
        ),
        Mistake(
            "X is divided first, and the mean taken away afterwards",
            _with_scaler(lambda X, m, s: X / s - m),
            "Put X - mean in brackets.",
        ),
        Mistake(
            "mean and spread have changed places",
            _with_scaler(lambda X, m, s: (X - s) / m),
            "scaler is the pair (mean, std): mean, std = scaler.",
        ),
        Mistake(
            "the sign is turned",
            _with_scaler(lambda X, m, s: (m - X) / s),
            "What is above the mean becomes positive: X - mean.",
        ),
        Mistake(
            "the spread is squared",
            _with_scaler(lambda X, m, s: (X - m) / s**2),
            "scaler holds the standard deviation. Divide by it as it is.",
        ),
        Mistake(
            "the root of the spread is taken",
            _with_scaler(lambda X, m, s: (X - m) / np.sqrt(s)),
            "scaler holds the standard deviation already, not the variance.",
        ),
        Mistake(
            "the scaling is undone",
            _with_scaler(lambda X, m, s: X * s + m),
            "That is the way back. Here X is to be brought to the common scale.",
        ),
        Mistake(
            "the first feature's scale is used for all",
            _with_scaler(lambda X, m, s: (X - m[0]) / s[0]),
            "Each column has its own mean and spread. The arrays (d,) run along the columns by themselves.",
        ),
        Mistake(
            "the scale runs down the rows, one for each example",
            _with_scaler(lambda X, m, s: (X - m[:, None]) / s[:, None]),
            "Each column has its own mean and spread. The arrays (d,) run along the columns as they are: no [:, None].",
        ),
        Mistake(
            "rows and columns of the result have changed places",
            _with_scaler(lambda X, m, s: ((X - m) / s).T),
            "A list of columns becomes rows in np.array. The shape stays (N, d): (X - mean) / std needs no loop.",
        ),
        Mistake(
            "what came in is scaled by the mean and spread of the whole table",
            lambda X, scaler: (X - X.mean()) / (X.std() or 1.0),
            "Mean and spread come from the training examples, in scaler: one of each for every column.",
        ),
        Mistake(
            "the division is cut to whole numbers",
            _with_scaler(lambda X, m, s: (X - m) // s),
            "// cuts off what is behind the point; / keeps it.",
        ),
        Mistake(
            "X is changed in place",
            _scaling_in_place,
            "`X -= ...` writes into the array that was handed in. (X - mean) / std makes a new one.",
        ),
        Mistake(
            "a tiny number is added to the spread",
            _with_scaler(lambda X, m, s: (X - m) / (s + 1e-5)),
            "The scaler holds no zeros: a constant column has a spread of 1. Divide by std as it is.",
        ),
        Mistake(
            "X - mean is divided by the pair, not by the spread",
            lambda X, scaler: (X - scaler[0]) / scaler,
            "scaler holds both. Take it apart first: mean, std = scaler.",
        ),
        Mistake(
            "row j is scaled by column j's numbers, and written into X",
            _row_by_row,
            "len(X) counts the examples, X[j] is one of them. A feature is a column, X[:, j]; (X - mean) / std needs no loop.",
        ),
    ],
    accepted=[
        lambda X, scaler: np.divide(np.subtract(X, scaler[0]), scaler[1]),
        lambda X, scaler: np.array([[(x - m) / s for x, m, s in zip(row, *scaler, strict=True)] for row in X]),
        lambda X, scaler: X / scaler[1] - scaler[0] / scaler[1],
        lambda X, scaler: ((X.T - scaler[0][:, None]) / scaler[1][:, None]).T,
    ],
    hints=[
        "scaler is a pair: mean, std = scaler. Each has one number for each column.",
        "An array (d,) with one (N, d) works along the columns, row by row. No loop is needed.",
        "(X - mean) / std. Mind the brackets.",
    ],
    source="LeCun et al., Efficient BackProp (1998), section 4.3",
)

# ---- small weights ----

_ONE_LAYER = [(np.array([[3.0, 1.0]]), np.array([100.0]))]
_TWO_LAYERS = [
    (np.array([[1.0, -2.0], [0.5, 3.0], [0.0, -1.0]]), np.array([5.0, -1.0, 2.0])),
    (np.array([[2.0, -0.5, 4.0]]), np.array([7.0])),
]
_SQUARE = [
    (np.array([[1.0, 2.0], [-3.0, 4.0]]), np.array([0.5, 0.25])),
    (np.array([[2.0, 0.0], [1.0, -1.0]]), np.array([3.0, -3.0])),
]


def _drawn_params(rng):
    return nn.init_network([3, 5, 2], rng), 0.3


def _over_weights(total):
    """Return an l2_penalty that is total(lam, the list of all W)."""
    return lambda params, lam: total(lam, [W for W, _ in params])


def _squares(Ws):
    return sum(np.sum(W**2) for W in Ws)


_PENALTY_CASES = [
    Case("one layer", _ONE_LAYER, 0.5),
    Case("two layers", _TWO_LAYERS, 0.25),
    Case("square tables of weights", _SQUARE, 2.0),
    Case("three layers", [*_TWO_LAYERS, (np.array([[3.0], [-1.0]]), np.array([1.0, 2.0]))], 0.5),
    Case("a strength of 0", _TWO_LAYERS, 0.0),
    Case("a strength of 1", _TWO_LAYERS, 1.0),
    Case("weights that are whole numbers", [(np.array([[1, -2]]), np.array([3])), (np.array([[4]]), np.array([0]))], 2),
    Drawn("drawn at random", _drawn_params),
]

l2_penalty = Exercise(
    reference=nn.l2_penalty,
    points=1,
    cases=_PENALTY_CASES,
    laws=[
        Law(
            "Weights twice as large cost four times as much",
            lambda f, rng: (f([(2 * W, b) for W, b in _TWO_LAYERS], 0.5), 4 * f(_TWO_LAYERS, 0.5)),
        )
    ],
    mistakes=[
        Mistake(
            "the half is missing",
            _over_weights(lambda lam, Ws: lam * _squares(Ws)),
            "lam / 2 stands in front. The half makes the slope lam * W, without a 2.",
        ),
        Mistake(
            "the biases are in the sum as well",
            lambda params, lam: lam / 2 * sum(np.sum(W**2) + np.sum(b**2) for W, b in params),
            "Biases shift and do not bend: they are left out. With all W = 0 the penalty is 0.",
        ),
        Mistake(
            "the squares of the biases are added up, not those of the weights",
            lambda params, lam: lam / 2 * sum(np.sum(b**2) for W, b in params),
            "W holds the weights, b the biases: for W, b in params.",
        ),
        Mistake(
            "the sizes of the weights are added up, not their squares",
            _over_weights(lambda lam, Ws: lam / 2 * sum(np.abs(W).sum() for W in Ws)),
            "That is the L1 penalty. For L2 each weight is squared.",
        ),
        Mistake(
            "the weights are not squared, and cancel each other",
            _over_weights(lambda lam, Ws: lam / 2 * sum(W.sum() for W in Ws)),
            "Weights of 5 and -5 would cost nothing. Square each: W**2.",
        ),
        Mistake(
            "the last layer is left out",
            _over_weights(lambda lam, Ws: lam / 2 * _squares(Ws[:-1])),
            "The output's weights cost like all others. How far does your loop over params go?",
        ),
        Mistake(
            "the squares are added up column by column: Python's own sum, or an axis",
            _over_weights(lambda lam, Ws: lam / 2 * sum(sum(W**2) for W in Ws)),
            "sum(W**2) adds up the rows of a table, and leaves a row. np.sum(W**2) makes one number.",
        ),
        Mistake(
            "each layer's sum is squared, not each weight",
            _over_weights(lambda lam, Ws: lam / 2 * sum(W.sum() ** 2 for W in Ws)),
            "Weights of 5 and -5 would cost nothing. Square first, add up afterwards: np.sum(W**2).",
        ),
        Mistake(
            "the half is missing, and the biases are in the sum",
            lambda params, lam: lam * sum(np.sum(W**2) + np.sum(b**2) for W, b in params),
            "lam / 2 stands in front, and biases are left out.",
        ),
        Mistake(
            "the weights are doubled, where they should be squared",
            _over_weights(lambda lam, Ws: lam / 2 * sum(np.sum(W * 2) for W in Ws)),
            "W * 2 is twice W; the squares are W**2, with two stars.",
        ),
        Mistake(
            "W is multiplied with its transpose, and all products are added up",
            _over_weights(lambda lam, Ws: lam / 2 * sum(np.sum(W @ W.T) for W in Ws)),
            "W @ W.T multiplies the rows with each other. W**2 squares each weight by itself.",
        ),
        Mistake(
            "lam / 2 is squared with the weights",
            _over_weights(lambda lam, Ws: sum(np.sum((lam / 2 * W) ** 2) for W in Ws)),
            "Only the weights are squared: lam / 2 stands in front of the sum.",
        ),
        Mistake(
            "the sum is divided by the number of weights",
            _over_weights(lambda lam, Ws: lam / 2 * _squares(Ws) / sum(W.size for W in Ws)),
            "The squares are added up, and not averaged: a network of more weights pays more.",
        ),
        Mistake(
            "the root of the sum is taken",
            _over_weights(lambda lam, Ws: lam / 2 * np.sqrt(_squares(Ws))),
            "The penalty is the sum of squares itself, without a root.",
        ),
        Mistake(
            "the length of each W is added up: np.linalg.norm, not squared",
            _over_weights(lambda lam, Ws: lam / 2 * sum(np.linalg.norm(W) for W in Ws)),
            "np.linalg.norm takes a root. np.sum(W**2) is its square.",
        ),
        Mistake(
            "the squares are averaged, not added up",
            _over_weights(lambda lam, Ws: lam / 2 * sum(np.mean(W**2) for W in Ws)),
            "np.sum, not np.mean: a network of more weights pays more.",
        ),
        Mistake(
            "the sum is divided by the number of layers",
            _over_weights(lambda lam, Ws: lam / 2 * _squares(Ws) / len(Ws)),
            "The layers' sums are added up, and not averaged.",
        ),
        Mistake(
            "only the first layer is counted",
            _over_weights(lambda lam, Ws: lam / 2 * _squares(Ws[:1])),
            "Is there a return inside the loop? Every layer has weights.",
        ),
        Mistake(
            "only the last layer is counted",
            _over_weights(lambda lam, Ws: lam / 2 * _squares(Ws[-1:])),
            "Is the total set anew in each round, or added to? Begin with 0 before the loop, and use +=.",
        ),
        Mistake(
            "the strength is squared, too",
            _over_weights(lambda lam, Ws: lam**2 / 2 * _squares(Ws)),
            "Only the weights are squared. Mind the brackets.",
        ),
        Mistake(
            "the strength is left out",
            _over_weights(lambda lam, Ws: _squares(Ws) / 2),
            "With lam = 0 there is no penalty. Where does lam come in?",
        ),
        Mistake(
            "it is divided by the strength",
            lambda params, lam: _squares([W for W, _ in params]) / (2 * lam) if lam else np.inf,
            "A larger lam makes a larger penalty: lam / 2 times the sum.",
        ),
        Mistake(
            "a list with a number for each layer is returned",
            _over_weights(lambda lam, Ws: [lam / 2 * np.sum(W**2) for W in Ws]),
            "One number for the whole network: add them up.",
        ),
        Mistake(
            "the slope is returned, not the penalty",
            lambda params, lam: [lam * W for W, _ in params],
            "That is nearly the next exercise. Here one number is asked for.",
        ),
        Mistake(
            "the squares are never added up within a layer",
            _over_weights(lambda lam, Ws: lam / 2 * sum(W**2 for W in Ws)),
            "W**2 is a table. np.sum(W**2) is the one number that its squares add up to.",
        ),
        Mistake(
            "W is multiplied with its transpose, and the table is not added up",
            _over_weights(lambda lam, Ws: lam / 2 * sum(W @ W.T for W in Ws)),
            "W @ W.T multiplies the rows with each other. np.sum(W**2) squares each weight, and adds up.",
        ),
        Mistake(
            "a bracket too many: the sum stands below the line",
            lambda params, lam: lam / (2 * _squares([W for W, _ in params])),
            "Larger weights are to cost more. lam / 2 is a factor: lam / 2 * total.",
        ),
    ],
    accepted=[
        lambda params, lam: 0.5 * lam * sum(float((W * W).sum()) for W, _ in params),
        lambda params, lam: lam * np.sum([w**2 for W, b in params for row in W for w in row]) / 2,
        lambda params, lam: lam / 2 * sum(np.linalg.norm(layer[0]) ** 2 for layer in params),
        lambda params, lam: lam / 2 * np.square(np.concatenate([W.ravel() for W, _ in params])).sum(),
    ],
    hints=[
        "np.sum(W**2) adds up the squares of one table, whatever its shape.",
        "Walk over the layers: for W, b in params. Leave b alone.",
        "lam / 2 * sum(np.sum(W**2) for W, b in params).",
    ],
    source="Goodfellow et al., Deep Learning (2016), section 7.1.1",
)


def _slopes(dW, db=lambda b, lam: np.zeros_like(b, dtype=float)):
    """Return a d_l2_penalty of dW(W, lam) and db(b, lam)."""
    return lambda params, lam: [(dW(W, lam), db(b, lam)) for W, b in params]


def _lam_W(W, lam):
    return lam * W


def _d_l2_in_place(params, lam):
    for W, b in params:
        W *= lam
        b *= 0
    return params


d_l2_penalty = Exercise(
    reference=nn.d_l2_penalty,
    points=1,
    cases=_PENALTY_CASES,
    laws=[
        Law(
            "It is the measured slope of the penalty",
            lambda f, rng: (
                (lambda up, down: (nn.l2_penalty(up, 0.5) - nn.l2_penalty(down, 0.5)) / 2)(
                    _with_weight(1.0), _with_weight(-1.0)
                ),
                f(_TWO_LAYERS, 0.5)[0][0][1, 1],
            ),
        )
    ],
    mistakes=[
        Mistake(
            "a 2 too many is in it",
            _slopes(lambda W, lam: 2 * lam * W),
            "The slope of W**2 is 2 * W, and the half in front of the penalty takes the 2 away.",
        ),
        Mistake(
            "the half is still there",
            _slopes(lambda W, lam: lam / 2 * W),
            "The slope of W**2 is 2 * W, and the half in front of the penalty takes the 2 away.",
        ),
        Mistake(
            "the slope is added to the weights already",
            _slopes(lambda W, lam: W + lam * W),
            "The slope alone is asked for: lam * W. What is done with it is the optimiser's business.",
        ),
        Mistake(
            "the weights are still squared",
            _slopes(lambda W, lam: lam * W**2),
            "The slope of a square is no square: that of w**2 is 2 * w.",
        ),
        Mistake(
            "the slope of the L1 penalty is returned: signs",
            _slopes(lambda W, lam: lam * np.sign(W)),
            "For L2 a large weight has a large slope: lam * W.",
        ),
        Mistake(
            "the biases are pulled to 0 as well",
            _slopes(_lam_W, lambda b, lam: lam * b),
            "The penalty does not know the biases, so its slope there is 0: np.zeros_like(b).",
        ),
        Mistake(
            "the biases stand where zeros are right",
            _slopes(_lam_W, lambda b, lam: b),
            "The penalty does not know the biases, so its slope there is 0: np.zeros_like(b).",
        ),
        Mistake(
            "the biases have a slope, and the weights have none",
            _slopes(lambda W, lam: 0.0 * W, lambda b, lam: lam * b),
            "The penalty is made of the weights: lam * W for dW, zeros for db.",
        ),
        Mistake(
            "db is made of ones",
            _slopes(_lam_W, lambda b, lam: np.ones(len(b))),
            "The penalty does not know the biases, so its slope there is 0: np.zeros_like(b).",
        ),
        Mistake(
            "dW is transposed",
            _slopes(lambda W, lam: lam * W.T),
            "A slope for each weight, in the place of the weight: dW has the shape of W.",
        ),
        Mistake(
            "every slope is lam",
            _slopes(lambda W, lam: lam + 0.0 * W),
            "A large weight is pulled harder than a small one: lam times W.",
        ),
        Mistake(
            "dW is the single number lam",
            _slopes(lambda W, lam: lam),
            "A slope for each weight, lam times the weight: lam * W.",
        ),
        Mistake(
            "db is the single number 0",
            _slopes(_lam_W, lambda b, lam: 0.0),
            "It is to have the shape of b, one 0 for each unit: np.zeros_like(b).",
        ),
        Mistake(
            "db is None",
            _slopes(_lam_W, lambda b, lam: None),
            "Zeros in the shape of b are asked for, so that both can be added to other gradients: np.zeros_like(b).",
        ),
        Mistake(
            "db has the shape of W",
            lambda params, lam: [(lam * W, np.zeros_like(W, dtype=float)) for W, b in params],
            "It is to have the shape of b: np.zeros_like(b).",
        ),
        Mistake(
            "only the slopes of the weights are returned",
            lambda params, lam: [lam * W for W, b in params],
            "The same form as params is asked for: a pair (dW, db) for each layer, with zeros for db.",
        ),
        Mistake(
            "dW and db stand one after the other, and not in pairs",
            lambda params, lam: [part for pair in nn.d_l2_penalty(params, lam) for part in pair],
            "append((dW, db)) adds one pair. The same form as params is asked for: a list of pairs.",
        ),
        Mistake(
            "the pairs are (db, dW)",
            lambda params, lam: [(np.zeros_like(b, dtype=float), lam * W) for W, b in params],
            "The weights come first: (dW, db).",
        ),
        Mistake(
            "one pair for all layers is returned",
            lambda params, lam: nn.d_l2_penalty(params, lam)[0],
            "A list with a pair for each layer is asked for. Is there a return inside the loop?",
        ),
        Mistake(
            "only the first layer's pair is in the list",
            lambda params, lam: nn.d_l2_penalty(params, lam)[:1],
            "A pair for each layer is asked for. Is there a return inside the loop?",
        ),
        Mistake(
            "a list of all dW and a list of all db are returned",
            lambda params, lam: tuple(map(list, zip(*nn.d_l2_penalty(params, lam), strict=True))),
            "One list of pairs is asked for, in the form of params.",
        ),
        Mistake(
            "the sign is turned",
            _slopes(lambda W, lam: -lam * W),
            "A positive weight costs more as it grows: its slope is positive. The minus comes with the step.",
        ),
        Mistake(
            "the strength is left out",
            _slopes(lambda W, lam: W + 0.0),
            "With lam = 0 all slopes are 0. Where does lam come in?",
        ),
        Mistake(
            "the weights after a step are returned, not the slopes",
            _slopes(lambda W, lam: W - lam * W),
            "Only the slope is asked for. The step comes later, and has an eta.",
        ),
        Mistake(
            "the arrays in params are changed in place",
            _d_l2_in_place,
            "`W *= lam` writes into the network that was handed in. lam * W makes a new array.",
        ),
        Mistake(
            "the slopes are added up to one number",
            lambda params, lam: sum(lam * np.sum(W) for W, _ in params),
            "Each weight has a slope of its own. The form is that of params: a pair (dW, db) for each layer.",
        ),
        Mistake(
            "the parameters after a step are returned, not the slopes",
            _slopes(lambda W, lam: W - lam * W, lambda b, lam: b),
            "Only the slopes are asked for, lam * W and zeros. The step comes later, and has an eta.",
        ),
    ],
    accepted=[
        lambda params, lam: [(np.multiply(lam, W), np.zeros(len(b))) for W, b in params],
        lambda params, lam: [[W * lam, 0.0 * b] for W, b in params],
        lambda params, lam: tuple((W * lam, np.zeros(b.shape)) for W, b in params),
    ],
    hints=[
        "The slope of w**2 is 2 * w. What becomes of the half?",
        "The same form as params: a list of pairs. np.zeros_like(b) has the shape of b.",
        "[(lam * W, np.zeros_like(b)) for W, b in params].",
    ],
    source="Goodfellow et al., Deep Learning (2016), eq. 7.3",
)


def _with_weight(change):
    """Return the two layers with one weight of the first changed."""
    (W, b), last = _TWO_LAYERS
    W = W.copy()
    W[1, 1] += change
    return [(W, b), last]


# ---- dropout: judged by its distribution ----


def _told(value, A, p, training) -> list[str]:
    """Return what is to be said of (out, mask), "" where all is well, in the order in which it is looked for."""
    form = _pair_form(value, A)
    if form:
        return [form]
    out, mask = (np.asarray(part, dtype=float) for part in value)
    if not training:
        if not close(A, out):
            return ["", "at evaluation A has to come back as it is."]
        ones = close(np.ones(A.shape), mask)
        return ["", "" if ones else "at evaluation the mask is all ones, and yours is not."]
    kept = mask != 0
    values = sorted(set(np.round(mask.ravel(), 6)))
    told = ["", "" if set(values) <= {0.0, 1.0} else f"the mask holds {show(values[:4])}; it is made of 0 and 1 alone."]
    told.append("" if close(A * mask / (1 - p), out) else _wrong_output(A, out, mask, p))
    if A.size >= 1000:
        told.append(_wrong_share(1 - kept.mean(), p, A.size) or _pattern(kept))
    return told


def _pair_form(value, A) -> str:
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        return f"you returned {describe(value)}; a pair (A, mask) is right."
    for part, name in zip(value, ("the first of the pair", "the mask"), strict=True):
        if not isinstance(part, np.ndarray) or part.shape != A.shape:
            return f"{name} is {describe(part)}; an array of shape {A.shape} is right."
    return ""


def _wrong_output(A, out, mask, p) -> str:
    there = (mask != 0) & (A != 0)
    ratios = np.unique(np.round(out[there] / A[there], 6))
    if close(0 * out[mask == 0], out[mask == 0]) and len(ratios) == 1:
        return f"the entries that are kept are multiplied by {show(float(ratios[0]))}; with p = {show(p)}, {show(1 / (1 - p))} is right."
    return "what comes back is not A * mask / (1 - p) with your mask."


def _wrong_share(dropped, p, size) -> str:
    if abs(dropped - p) <= 7 * np.sqrt(p * (1 - p) / size):
        return ""
    return f"with p = {show(p)} about {dropped:.0%} of the entries are dropped."


def _pattern(kept) -> str:
    if (kept == kept[:1]).all():
        return "all rows lose the same columns: each entry is to be dropped by itself."
    if (kept == kept[:, :1]).all():
        return "whole rows are dropped: each entry is to be dropped by itself."
    return ""


def _compare_dropout(expected, got, A, p, rng, training):
    right, yours = _told(expected, A, p, training), _told(got, A, p, training)
    for there, here in zip(right, yours, strict=False):
        if _without_shares(there) != _without_shares(here):
            return Difference(VALUE, here or "this time nothing is wrong with it.")
    if _is_boolean(expected) != _is_boolean(got):
        way_out = "np.where(..., 0.0, 1.0) or .astype(float)."
        return Difference(FORM, "the mask holds truth values; numbers are asked for, 0.0 and 1.0.", way_out)
    return None


def _is_boolean(value) -> bool:
    pair = isinstance(value, (list, tuple)) and len(value) == 2
    return pair and isinstance(value[1], np.ndarray) and value[1].dtype.kind == "b"


def _without_shares(text) -> str:
    """Return the text with the shares that are chance rounded to tens."""
    words = text.split()
    return " ".join(f"{round(int(w[:-1]) / 10)}0%" if w.endswith("%") and w[:-1].isdigit() else w for w in words)


def _layer(N, n, p, training=True, values=None):
    def draw(rng):
        A = rng.uniform(0.5, 2.0, size=(N, n)) if values is None else np.array(values, dtype=float)
        return A, p, np.random.default_rng(int(rng.integers(2**31))), training

    return draw


def _dropping(make, scale=lambda p, mask: 1 / (1 - p), mask_of=lambda mask, p: mask):
    """Return a dropout: make(A, p, rng) draws the mask; scale and mask_of may spoil what comes of it."""

    def run(A, p, rng, training):
        if not training:
            return A, np.ones(A.shape)
        mask = make(A, p, rng)
        return A * mask * scale(p, mask), mask_of(mask, p)

    return run


def _drawn(A, p, rng):
    return (rng.random(A.shape) >= p).astype(float)


def _at_evaluation(wrong):
    """Return a dropout that is right in training, and wrong(A, p, rng) at evaluation."""
    return lambda A, p, rng, training: nn.dropout(A, p, rng, True) if training else wrong(A, p, rng)


def _exactly_so_many(A, p, rng):
    mask = np.ones(A.size)
    mask[rng.permutation(A.size)[: round(p * A.size)]] = 0.0
    return mask.reshape(A.shape)


def _dropout_in_place(A, p, rng, training):
    if not training:
        return A, np.ones(A.shape)
    mask = _drawn(A, p, rng)
    A *= mask
    A /= 1 - p
    return A, mask


def _writing_zeros(A, p, rng, training):
    if not training:
        return A, np.ones(A.shape)
    mask = rng.random(A.shape) < p
    A[mask] = 0
    return A / (1 - p), mask


def _dropout_by_loop(A, p, rng, training):
    mask, out = np.ones(A.shape), A.copy()
    if training:
        for place in np.ndindex(A.shape):
            if rng.random() < p:
                mask[place] = 0.0
            out[place] = A[place] * mask[place] / (1 - p)
    return out, mask


def _mask(f, rng, p=0.5):
    return f(np.ones((10, 10)), p, rng, True)[1].tolist()


def _counts(f, rng):
    return len({float(np.sum(f(np.ones((10, 10)), 0.5, rng, True)[1])) for _ in range(20)})


dropout = Exercise(
    reference=nn.dropout,
    points=3,
    cases=[
        Drawn("at evaluation", _layer(3, 4, 0.5, training=False)),
        Drawn("evaluation with another p", _layer(2, 3, 0.25, training=False)),
        Drawn("a few entries with p = 0.25", _layer(4, 5, 0.25)),
        Drawn("many entries with p = 0.25", _layer(60, 50, 0.25), weight=2),
        Drawn("many entries with p = 0.8", _layer(50, 60, 0.8)),
        Drawn("p = 0 drops nothing", _layer(3, 4, 0.0)),
        Drawn("negative values and zeros", _layer(2, 3, 0.5, values=[[-1.0, 0.0, 2.0], [0.5, -4.0, 0.0]])),
        Drawn("a single example", _layer(1, 6, 0.5)),
    ],
    laws=[
        Law(
            "Two generators with the same seed drop the same entries",
            lambda f, rng: (lambda s: [_mask(f, np.random.default_rng(s)) for _ in range(2)])(int(rng.integers(2**31))),
        ),
        Law(
            "Another generator drops other entries",
            lambda f, rng: (_mask(f, np.random.default_rng(1)) == _mask(f, np.random.default_rng(2)), False),
        ),
        Law("The next call drops other entries", lambda f, rng: (_mask(f, rng) == _mask(f, rng), False)),
        Law("How many entries are dropped is left to chance", lambda f, rng: (_counts(f, rng) > 1, True)),
    ],
    mistakes=[
        Mistake(
            "entries are dropped at evaluation, too",
            lambda A, p, rng, training: nn.dropout(A, p, rng, True),
            "Whoever uses the trained network wants the same answer twice. Where does training come in?",
        ),
        Mistake(
            "entries are dropped at evaluation, and not in training",
            lambda A, p, rng, training: nn.dropout(A, p, rng, not training),
            "It is the other way round: chance belongs to the training.",
        ),
        Mistake(
            "nothing is ever dropped",
            lambda A, p, rng, training: (A, np.ones(A.shape)),
            "That is right at evaluation. In training each entry becomes 0 with probability p.",
        ),
        Mistake(
            "the entries that are kept are not scaled up",
            _dropping(_drawn, lambda p, mask: 1.0),
            "With p = 0.5 half of the sum is gone, and the next layer sees half of what it sees at evaluation. Divide by 1 - p.",
        ),
        Mistake(
            "the entries that are kept are divided by p",
            _dropping(_drawn, lambda p, mask: 1 / p if p else np.inf),
            "1 - p is the share that is left. With p = 0.25 three quarters are left: by what are they to be divided?",
        ),
        Mistake(
            "the entries that are kept are multiplied by 1 - p",
            _dropping(_drawn, lambda p, mask: 1 - p),
            "They are to make up for those that are gone, and so to grow. Divide.",
        ),
        Mistake(
            "nothing is scaled in training, and A is multiplied by 1 - p at evaluation",
            lambda A, p, rng, training: (
                _dropping(_drawn, lambda p, mask: 1.0)(A, p, rng, True) if training else (A * (1 - p), np.ones(A.shape))
            ),
            "That is the older form. Here the kept entries are divided by 1 - p in training, and evaluation leaves A as it is.",
        ),
        Mistake(
            "the dropped entries are left as they are, and only the others are scaled",
            lambda A, p, rng, training: (lambda out, mask: (np.where(mask == 1, out, A), mask))(
                *nn.dropout(A, p, rng, training)
            ),
            "What is dropped becomes 0: A * mask / (1 - p).",
        ),
        Mistake(
            "the scale is that of the share really kept",
            _dropping(_drawn, lambda p, mask: 1 / mask.mean() if mask.any() else 0.0),
            "The scale is always 1 / (1 - p), whatever chance has done this time.",
        ),
        Mistake(
            "p is taken for the probability of being kept",
            _dropping(
                lambda A, p, rng: (rng.random(A.shape) < p).astype(float), lambda p, mask: 1 / p if p else np.inf
            ),
            "p is the share that is dropped: with p = 0.25 three of four stay.",
        ),
        Mistake(
            "entries are kept with probability p, and scaled as if with 1 - p",
            _dropping(lambda A, p, rng: (rng.random(A.shape) < p).astype(float)),
            "rng.random(...) < p is true with probability p. Are those to stay, or to go?",
        ),
        Mistake(
            "half of the entries are dropped, whatever p is",
            _dropping(lambda A, p, rng: (rng.random(A.shape) >= 0.5).astype(float)),
            "The probability is an argument: p.",
        ),
        Mistake(
            "the mask holds the scale as well",
            _dropping(_drawn, mask_of=lambda mask, p: mask / (1 - p)),
            "The mask is made of 0 and 1 alone. Scale what you return, A * mask / (1 - p), and leave the mask as it is.",
        ),
        Mistake(
            "the mask is 1 where something was dropped",
            _dropping(_drawn, mask_of=lambda mask, p: 1 - mask),
            "1 means kept, so that A * mask is what is left.",
        ),
        Mistake(
            "the mask holds truth values",
            _dropping(_drawn, mask_of=lambda mask, p: mask == 1),
            "Numbers are asked for: np.where(..., 0.0, 1.0), or .astype(float).",
        ),
        Mistake(
            "the mask holds the draws themselves, which are compared with nothing",
            _dropping(lambda A, p, rng: rng.random(A.shape)),
            "Compare them with p: np.where(draws < p, 0.0, 1.0).",
        ),
        Mistake(
            "the mask is one row for all examples",
            lambda A, p, rng, training: (
                (lambda m: (A * m / (1 - p), m))((rng.random(A.shape[1]) >= p).astype(float))
                if training
                else (A, np.ones(A.shape))
            ),
            "Each entry has its own chance: the mask has the shape of A, rng.random(A.shape).",
        ),
        Mistake(
            "whole examples are dropped",
            _dropping(lambda A, p, rng: np.repeat((rng.random((len(A), 1)) >= p).astype(float), A.shape[1], axis=1)),
            "Each entry has its own chance: one number for each, rng.random(A.shape).",
        ),
        Mistake(
            "the same units are dropped in all examples",
            _dropping(lambda A, p, rng: np.tile((rng.random(A.shape[1]) >= p).astype(float), (len(A), 1))),
            "Each entry has its own chance: one number for each, rng.random(A.shape).",
        ),
        Mistake(
            "one number decides for all",
            _dropping(lambda A, p, rng: np.full(A.shape, float(rng.random() >= p))),
            "rng.random() is one number. rng.random(A.shape) is one for each entry.",
        ),
        Mistake(
            "always the same number of entries is dropped",
            _dropping(_exactly_so_many),
            "Each entry has its own chance, whatever becomes of the others: compare rng.random(A.shape) with p.",
        ),
        Mistake(
            "the numbers that are compared with p are normal draws",
            _dropping(lambda A, p, rng: (rng.normal(size=A.shape) >= p).astype(float)),
            "rng.normal is above 0.25 in about four of ten cases only. rng.random draws evenly from 0 to 1.",
        ),
        Mistake(
            "only the output is returned",
            lambda A, p, rng, training: nn.dropout(A, p, rng, training)[0],
            "Who goes back through the layer must know what was dropped. Return the pair (A, mask).",
        ),
        Mistake(
            "the pair is (mask, A)",
            lambda A, p, rng, training: nn.dropout(A, p, rng, training)[::-1],
            "The output comes first: (A * mask / (1 - p), mask).",
        ),
        Mistake(
            "A comes back scaled at evaluation",
            _at_evaluation(lambda A, p, rng: (A * (1 - p), np.ones(A.shape))),
            "That belongs to the older form, which does not scale in training. Here evaluation leaves A as it is.",
        ),
        Mistake(
            "A is divided by 1 - p at evaluation, too",
            _at_evaluation(lambda A, p, rng: (A / (1 - p), np.ones(A.shape))),
            "Nothing is missing at evaluation, so nothing is to be made up for: A comes back as it is.",
        ),
        Mistake(
            "there is no mask at evaluation",
            _at_evaluation(lambda A, p, rng: (A, None)),
            "A mask of ones, in the shape of A: then it can be used everywhere without asking.",
        ),
        Mistake(
            "only A comes back at evaluation, without a mask",
            _at_evaluation(lambda A, p, rng: A),
            "A pair in both cases: at evaluation (A, np.ones(A.shape)).",
        ),
        Mistake(
            "the mask is a single 1 at evaluation",
            _at_evaluation(lambda A, p, rng: (A, 1.0)),
            "It is to have the shape of A: np.ones(A.shape).",
        ),
        Mistake(
            "the mask has zeros at evaluation, though nothing is dropped",
            _at_evaluation(lambda A, p, rng: (A, np.where(np.arange(A.size).reshape(A.shape) % 2, 0.0, 1.0))),
            "Whoever multiplies by it would drop entries after all. At evaluation the mask is np.ones(A.shape).",
        ),
        Mistake(
            "the mask is all zeros at evaluation",
            _at_evaluation(lambda A, p, rng: (A, np.zeros(A.shape))),
            "1 means kept, and at evaluation all are kept: np.ones(A.shape).",
        ),
        Mistake(
            "A is changed in place",
            _dropout_in_place,
            "`A *= mask` writes into the array that was handed in, and chapter 05's cache still needs it. A * mask makes a new one.",
        ),
        Mistake(
            "the chance does not come from rng: np.random's own generator, or a new one, is used",
            lambda A, p, rng, training: nn.dropout(A, p, np.random.default_rng(), training),
            "The argument rng is the only source of chance here: rng.random(A.shape).",
        ),
        Mistake(
            "the chance comes from a fixed seed, and the same entries are always dropped",
            lambda A, p, rng, training: nn.dropout(A, p, np.random.default_rng(0), training),
            "Whoever calls you decides about the seed, by the rng that is handed in. Use that one.",
        ),
        Mistake(
            "training is not looked at, and nothing is scaled",
            lambda A, p, rng, training: _dropping(_drawn, lambda p, mask: 1.0)(A, p, rng, True),
            "Two things: divide by 1 - p what is kept, and if not training, return A as it is with a mask of ones.",
        ),
        Mistake(
            "the numbers in A are compared with p, and nothing is drawn",
            _dropping(lambda A, p, rng: np.where(A < p, 0.0, 1.0)),
            "Chance decides, not the size of an entry: draw a number for each, rng.random(A.shape), and compare that with p.",
        ),
        Mistake(
            "the mask always has the shape (2, 5)",
            _dropping(lambda A, p, rng: np.where(rng.random((2, 5)) < p, 0.0, 1.0)),
            "The (2, 5) belongs to the example above. Here the mask has the shape of A: rng.random(A.shape).",
        ),
        Mistake(
            "zeros are written into A itself, and the mask says what was dropped",
            _writing_zeros,
            "`A[mask] = 0` changes the caller's A. The mask is 1 where an entry stays: np.where(..., 0.0, 1.0), then A * mask / (1 - p).",
        ),
        Mistake(
            "one number is drawn for each example, in a row",
            _dropping(lambda A, p, rng: np.where(rng.random(len(A)) < p, 0.0, 1.0)),
            "len(A) counts the examples. Each entry has its own chance: rng.random(A.shape).",
        ),
    ],
    accepted=[
        _dropout_by_loop,
        lambda A, p, rng, training: (
            (lambda m: (A * m / (1 - p), m))(1.0 * (rng.uniform(size=A.shape) > p))
            if training
            else (A.copy(), 0 * A + 1)
        ),
        lambda A, p, rng, training: (
            (lambda m: [np.where(m == 1, A / (1 - p), 0.0), m])(
                rng.binomial(1, 1 - p, size=A.shape) if training else np.ones(A.shape, dtype=int)
            )
            if training
            else [A, np.ones(A.shape, dtype=int)]
        ),
        _dropping(lambda A, p, rng: rng.choice([0.0, 1.0], size=A.shape, p=[p, 1 - p])),
    ],
    hints=[
        "Two cases: if not training, return A and a mask of ones. Otherwise draw a mask.",
        "rng.random(A.shape) draws a number from 0 to 1 for each entry. It is below p with probability p: those are dropped.",
        "mask = np.where(rng.random(A.shape) < p, 0.0, 1.0), then return A * mask / (1 - p), mask.",
    ],
    source="Srivastava et al. (2014), section 10 (scaled in training)",
    compare=_compare_dropout,
    free_form=True,
)

_MASK = np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0]])


def _backward_in_place(dA, mask, p):
    dA *= mask
    dA /= 1 - p
    return dA


dropout_backward = Exercise(
    reference=nn.dropout_backward,
    points=1,
    cases=[
        Case("one entry kept and one dropped", np.array([[1.0, 1.0]]), np.array([[0.0, 1.0]]), 0.5),
        Case("two examples", np.array([[1.0, -2.0, 3.0], [4.0, 5.0, -6.0]]), _MASK, 0.25),
        Case("p = 0.75", np.array([[1.0, -2.0, 3.0], [4.0, 5.0, -6.0]]), _MASK, 0.75),
        Case("nothing dropped", np.array([[2.0, -3.0], [0.5, 8.0]]), np.ones((2, 2)), 0.0),
        Case("all dropped", np.array([[2.0, -3.0]]), np.zeros((1, 2)), 0.5),
        Case("whole numbers", np.array([[2, 4], [6, 8]]), np.array([[1, 0], [1, 1]]), 0.5),
        Drawn(
            "drawn at random",
            lambda rng: (rng.normal(size=(5, 4)), np.where(rng.random((5, 4)) < 0.4, 0.0, 1.0), 0.4),
        ),
    ],
    mistakes=[
        Mistake(
            "the mask is left out",
            lambda dA, mask, p: dA / (1 - p),
            "What was dropped had no say in the loss: its gradient is 0. Multiply by the mask.",
        ),
        Mistake(
            "the scale is left out",
            lambda dA, mask, p: dA * mask,
            "On the way forward the kept entries were divided by 1 - p, so a nudge there counts 1 / (1 - p) times.",
        ),
        Mistake(
            "the gradient comes back as it is",
            lambda dA, mask, p: dA,
            "What was dropped had no say in the loss. Where do mask and p come in?",
        ),
        Mistake(
            "it is divided by p",
            lambda dA, mask, p: dA * mask / p if p else dA * np.inf,
            "The same factor as on the way forward: 1 / (1 - p).",
        ),
        Mistake(
            "it is multiplied by 1 - p",
            lambda dA, mask, p: dA * mask * (1 - p),
            "The same factor as on the way forward: 1 / (1 - p).",
        ),
        Mistake(
            "it is divided by 1 - p twice",
            lambda dA, mask, p: dA * mask / (1 - p) ** 2,
            "Once is enough: the factor of the way forward is 1 / (1 - p).",
        ),
        Mistake(
            "the gradient flows where entries were dropped",
            lambda dA, mask, p: dA * (1 - mask) / (1 - p),
            "The mask is 1 where the entry was kept, and there the gradient flows.",
        ),
        Mistake(
            "the gradient is passed on unscaled where entries were dropped",
            lambda dA, mask, p: np.where(mask == 1, dA / (1 - p), dA),
            "What was dropped had no say in the loss: its gradient is 0.",
        ),
        Mistake(
            "half are taken to be dropped, whatever p is",
            lambda dA, mask, p: dA * mask * 2,
            "The factor depends on p: 1 / (1 - p). It is 2 for p = 0.5 only.",
        ),
        Mistake(
            "the scale is that of the share really kept",
            lambda dA, mask, p: dA * mask / mask.mean() if mask.any() else 0.0 * dA,
            "The scale is that of the way forward, 1 / (1 - p), whatever chance has done this time.",
        ),
        Mistake(
            "it is divided by the mask",
            lambda dA, mask, p: dA / mask / (1 - p),
            "Multiply by the mask: a division by 0 is no 0.",
        ),
        Mistake(
            "the mask alone is returned, scaled",
            lambda dA, mask, p: mask / (1 - p),
            "Where is dA? The gradient behind is passed on, entry by entry.",
        ),
        Mistake(
            "a bracket is missing: p is taken away at the end",
            lambda dA, mask, p: dA * mask / 1 - p,
            "1 - p is one thing: put it in brackets.",
        ),
        Mistake(
            "only the kept entries are returned, in a row",
            lambda dA, mask, p: dA[mask == 1] / (1 - p),
            "The shape stays that of dA; where something was dropped stands a 0. Multiply by the mask instead of choosing with it.",
        ),
        Mistake(
            "dA is changed in place",
            _backward_in_place,
            "`dA *= mask` writes into the array that was handed in. dA * mask makes a new one.",
        ),
    ],
    accepted=[
        lambda dA, mask, p: np.where(mask == 1, dA / (1 - p), 0.0),
        lambda dA, mask, p: np.multiply(dA, mask / (1 - p)),
        lambda dA, mask, p: np.array(
            [[d / (1 - p) if m else 0.0 for d, m in zip(*rows, strict=True)] for rows in zip(dA, mask, strict=True)]
        ),
    ],
    hints=[
        "On the way forward each entry was multiplied by mask / (1 - p). What is the slope of a number times a constant?",
        "The same factor multiplies the gradient, entry by entry.",
        "dA * mask / (1 - p).",
    ],
    source="Srivastava et al. (2014), section 5.1",
)

# ---- an early end ----


def _stopping(better=lambda value, best, before: value < best, late=0, resets=True, worse=None):
    """Return an early_stopping with another rule for what is better, another patience, or a counter that is never reset."""

    def run(val_losses, patience):
        best, waited = 0, 0
        for epoch, value in enumerate(val_losses):
            if epoch and better(value, val_losses[best], val_losses[epoch - 1]):
                best, waited = epoch, 0 if resets else waited
            elif epoch:
                waited += 1
            if epoch and waited >= patience + late:
                return best, epoch
        return best, epoch

    return run


def _changed(change):
    """Return an early_stopping that hands back change(best, stop, val_losses, patience)."""
    return lambda val_losses, patience: change(*nn.early_stopping(val_losses, patience), val_losses, patience)


def _counting_all(val_losses, patience):
    best, waited = 0, 0
    for epoch, value in enumerate(val_losses):
        if value < val_losses[best]:
            best = epoch
        else:
            waited += 1
        if waited == patience:
            break
    return best, epoch


def _against_the_one_before(val_losses, patience):
    waited = 0
    for epoch in range(1, len(val_losses)):
        waited = waited + 1 if val_losses[epoch] >= val_losses[epoch - 1] else 0
        if waited == patience:
            return int(np.argmin(val_losses[: epoch + 1])), epoch
    return int(np.argmin(val_losses)), len(val_losses) - 1


def _by_argmin(val_losses, patience):
    for epoch in range(len(val_losses)):
        best = int(np.argmin(val_losses[: epoch + 1]))
        if epoch - best >= patience:
            break
    return best, epoch


def _with_a_counter(val_losses, patience):
    best, lowest, waited = 0, np.inf, 0
    for epoch, value in enumerate(val_losses):
        if value < lowest:
            best, lowest, waited = epoch, value, 0
        else:
            waited += 1
            if waited == patience:
                return [best, epoch]
    return [best, len(val_losses) - 1]


early_stopping = Exercise(
    reference=nn.early_stopping,
    points=2,
    cases=[
        Case("better and better", [5.0, 4.0, 3.0, 2.0], 2),
        Case("worse and worse", [1.0, 2.0, 3.0, 4.0, 5.0], 2),
        Case("one valley", [5.0, 3.0, 2.0, 4.0, 5.0, 6.0, 7.0], 3),
        Case("a better epoch that comes too late", [5.0, 3.0, 4.0, 3.5, 1.0], 2),
        Case("a better epoch just in time", [5.0, 3.0, 4.0, 2.0, 6.0, 7.0, 1.0], 2),
        Case("a tie", [4.0, 2.0, 3.0, 2.0, 2.0, 5.0, 6.0], 4),
        Case("one epoch", [3.0], 2),
        Case("a patience of 1", [3.0, 2.0, 2.5, 1.0], 1),
        Case("ups and downs", [9.0, 8.0, 8.5, 7.0, 7.5, 6.0, 6.5, 6.25, 6.5, 5.0], 3),
        Case("slowly down after a jump", [2.0, 9.0, 8.0, 7.0, 6.0, 5.0, 1.0], 3),
        Case("patience to the end", [3.0, 1.0, 2.0, 2.5], 10),
        Case("an array", np.array([0.75, 0.5, 0.625, 0.5, 0.75]), 3),
        Drawn("drawn at random", lambda rng: (rng.permutation(40) / 8.0, 6)),
    ],
    mistakes=[
        Mistake(
            "the last of several equal epochs is taken for the best",
            _stopping(lambda value, best, before: value <= best),
            "Better means smaller, not as small: with <= an equal one counts as new.",
        ),
        Mistake(
            "an epoch is compared with the one before, not with the best",
            _stopping(lambda value, best, before: value < before),
            "A loss that falls a little after a jump is no new best. Compare with val_losses[best].",
        ),
        Mistake(
            "the epochs that are counted are those worse than the one before",
            _against_the_one_before,
            "Count the epochs since the best, whatever lies between: epoch - best.",
        ),
        Mistake(
            "it stops one epoch too late",
            _stopping(late=1),
            "With a patience of 2 and the best at 1, the last epoch is 3: the two that brought nothing are 2 and 3.",
        ),
        Mistake(
            "it stops one epoch too early",
            lambda val_losses, patience: nn.early_stopping(val_losses, patience - 1) if patience > 1 else (0, 0),
            "With a patience of 2 and the best at 1, the last epoch is 3: the two that brought nothing are 2 and 3.",
        ),
        Mistake(
            "the lowest loss is not kept, so that every epoch counts as better",
            lambda v, patience: (len(v) - 1, len(v) - 1),
            "Keep two things of the best epoch, its number and its loss, or look the loss up: val_losses[best].",
        ),
        Mistake(
            "the best of all epochs is sought, also among those after the stop",
            lambda v, patience: (int(np.argmin(v)), min(int(np.argmin(v)) + patience, len(v) - 1)),
            "In training nobody knows the epochs to come. Go through them one by one, and stop when the patience is used up.",
        ),
        Mistake(
            "the patience is not renewed when something better comes",
            _stopping(resets=False),
            "After a new best the count begins again: stop at best + patience.",
        ),
        Mistake(
            "it never stops before the last epoch",
            lambda val_losses, patience: (int(np.argmin(val_losses)), len(val_losses) - 1),
            "Once patience epochs have brought nothing better, training ends. What comes afterwards nobody has seen.",
        ),
        Mistake(
            "the best of all epochs is returned, also of those after the stop",
            _changed(lambda best, stop, losses, patience: (int(np.argmin(losses)), stop)),
            "After the stop nothing was trained: only epochs up to it can be the best.",
        ),
        Mistake(
            "the last epoch is returned in the place of the best",
            _changed(lambda best, stop, losses, patience: (stop, stop)),
            "The weights to keep are those of the best epoch, not of the last one. Remember where it was.",
        ),
        Mistake(
            "the pair is (stop, best)",
            _changed(lambda best, stop, losses, patience: (stop, best)),
            "The best epoch comes first: (best_epoch, stop_epoch).",
        ),
        Mistake(
            "the best loss is returned, not its epoch",
            _changed(lambda best, stop, losses, patience: (losses[best], stop)),
            "Where was it? The number of the epoch is asked for, counted from 0.",
        ),
        Mistake(
            "0 is taken for the best loss to begin with",
            lambda val_losses, patience: (0, min(patience - 1, len(val_losses) - 1)),
            "No loss is smaller than that. Begin with the first loss, or with np.inf.",
        ),
        Mistake(
            "the number of epochs is returned for the stop where the patience lasts to the end",
            _changed(lambda best, stop, losses, patience: (best, stop if stop == best + patience else len(losses))),
            "The epochs are counted from 0: the last one is len(val_losses) - 1.",
        ),
        Mistake(
            "the epochs are counted from 1",
            _changed(lambda best, stop, losses, patience: (best + 1, stop + 1)),
            "val_losses[0] is epoch 0. enumerate counts like that by itself.",
        ),
        Mistake(
            "the stop is the number of epochs, one more than the last epoch",
            _changed(lambda best, stop, losses, patience: (best, stop + 1)),
            "The stop is the last epoch that was trained, counted from 0.",
        ),
        Mistake(
            "the losses are returned, not the epochs",
            _changed(lambda best, stop, losses, patience: (losses[best], losses[stop])),
            "Where are they? Two epochs are asked for, counted from 0.",
        ),
        Mistake(
            "only the best epoch is returned",
            _changed(lambda best, stop, losses, patience: best),
            "A pair is asked for: (best_epoch, stop_epoch).",
        ),
        Mistake(
            "only the stop is returned",
            _changed(lambda best, stop, losses, patience: stop),
            "A pair is asked for: (best_epoch, stop_epoch).",
        ),
        Mistake(
            "the largest loss is taken for the best",
            _stopping(lambda value, best, before: value > best),
            "A loss is better when it is smaller.",
        ),
        Mistake(
            "nothing is returned where the patience lasts to the end",
            _changed(lambda best, stop, losses, patience: (best, stop) if stop == best + patience else None),
            "If the loop comes to its end without a stop, the last epoch is the stop. Return that behind the loop.",
        ),
        Mistake(
            "the stop is best + patience even where there are no more epochs",
            _changed(lambda best, stop, losses, patience: (best, best + patience)),
            "There may be fewer epochs than that. Then the last one is the stop.",
        ),
        Mistake(
            "it stops at the first epoch that is no better",
            lambda val_losses, patience: nn.early_stopping(val_losses, 1),
            "A validation loss goes up and down. Wait for as many epochs as patience says.",
        ),
        Mistake(
            "the best of all epochs is sought, and the patience added to it, even beyond the last epoch",
            lambda v, patience: (int(np.argmin(v)), int(np.argmin(v)) + patience),
            "In training nobody knows the epochs to come. Go through them one by one; where they end, the last one is the stop.",
        ),
        Mistake(
            "the lowest loss is returned, and the patience is added to where it is",
            lambda v, patience: (min(v), v.index(min(v)) + patience),
            "Epochs are asked for, not losses. And the epochs to come are unknown: go through them one by one.",
        ),
        Mistake(
            "0 is taken for the best loss to begin with, and nothing is ever better",
            lambda v, patience: (0, min(patience, len(v) - 1)),
            "No loss is smaller than 0. Begin with the first loss, or with np.inf.",
        ),
        Mistake(
            "every epoch without a better one is counted, the first too, and the count is never set back",
            _counting_all,
            "After a new best the count begins again at 0. epoch - best needs no count: stop where it is patience.",
        ),
    ],
    accepted=[
        _by_argmin,
        _with_a_counter,
        lambda val_losses, patience: (lambda stop: (int(np.argmin(val_losses[: stop + 1])), stop))(
            next(
                (e for e in range(len(val_losses)) if e - int(np.argmin(val_losses[: e + 1])) >= patience),
                len(val_losses) - 1,
            )
        ),
    ],
    hints=[
        "Remember the number of the best epoch so far. It starts at 0, and changes when a loss is smaller than val_losses[best].",
        "for epoch, value in enumerate(val_losses): first see whether it is a new best, then whether epoch is best + patience.",
        "In the loop: if value < val_losses[best]: best = epoch; if epoch == best + patience: break. Behind it: return best, epoch.",
    ],
    source="Goodfellow et al., Deep Learning (2016), algorithm 7.1",
)

hunt_leak = Decision(
    name="hunt_leak",
    question="The labels are the toss of a coin, and nobody can foretell them. Still the test says far more than a half. Which line lets "
    "the test examples leak into the training?",
    points=1,
    choices={
        "A": "line A, where ten columns are chosen",
        "B": "line B, where the examples are split",
        "C": "line C, where the scaler is fitted",
        "D": "line D, where the weights are learned",
    },
    right="A",
    asks_why="How does it get in?",
    reasons={
        "1": "Mean and spread of the test examples shift the training examples a little.",
        "2": "The same examples stand in both parts, and what was learned by heart is asked again.",
        "3": "Among a thousand columns of noise some fit the labels by chance, the test labels too, and just those are kept.",
        "4": "With ten columns and forty examples there are too many weights, so the unit learns the noise by heart.",
    },
    because="3",
    replies={
        "B": "Does any example stand in both parts? Compare their rows. And is the order random?",
        "C": "Look at which rows the scaler sees: are there any of the test part?",
        "D": "Which examples does the gradient see in that line? Look at its arguments.",
        "1": "That would be a leak, and a small one. It cannot make more than a half of coin tosses: try it.",
        "2": "Look for one row of the training part in the test part. Is there one?",
        "4": "Learning by heart makes the training accuracy high. It is the test accuracy that should not be.",
    },
    moral="Everything that looks at labels is learning, the choice of columns too. Split first; what follows looks at the training part.",
    hints=[
        "For each line: which rows does it see, all or the training part's alone?",
        "Move line after line below the split, and let it see the training part only. When does the accuracy fall to a half?",
    ],
    source="Hastie, Tibshirani and Friedman (2009), section 7.10.2",
)

which_model = Decision(
    name="which_model",
    question="You have trained twenty networks on the same training part. You know how they do on the training part and on the "
    "validation part. The test part is in a sealed envelope that may be opened once, for one network. The customer wants the best "
    "network, and an honest number for it. What do you do?",
    points=1,
    choices={
        "A": "take the one that is best on the training part, and report its test accuracy",
        "B": "take the one that is best on the validation part, and report its validation accuracy",
        "C": "take the one that is best on the validation part, and report its test accuracy",
        "D": "ask for the envelope to be opened for all twenty, take the best, and report that",
    },
    right="C",
    reasons={
        "1": "The best of twenty is good and lucky: an honest number comes from examples that had no part in the choice.",
        "2": "The test part is larger than the validation part, so that its accuracy is more exact.",
        "3": "What fits the training part best has learned most, and the test shows how much of it is true.",
        "4": "The more networks are tested, the better is the one that is found in the end.",
    },
    because="1",
    replies={
        "A": "Look at the figure again: which of its networks has the smallest training loss, and how does it do on new examples?",
        "B": "Look at the last experiment: by how much was the winner's validation accuracy too high, on average?",
        "D": "Then the test part has done the work of the validation part. Which examples are left that know nothing of the choice?",
        "2": "Suppose that both are of one size. Is one of the two numbers still more honest?",
        "3": "The training loss of a large network goes to 0 on coin tosses as well.",
        "4": "That may be so for the network. But what becomes of the number that is reported with it?",
    },
    moral="Train on one part, choose on a second, report from a third, once. Whoever looks twice has made a validation part of it.",
    hints=[
        "Two things are asked for: a choice, and a number. Which part may be used for which?",
        "Twenty networks that are all right in 80 of 100 cases: what does the best one's validation accuracy say?",
    ],
    source="Hastie, Tibshirani and Friedman (2009), section 7.2",
)

chapter = Chapter(
    "12_overfitting",
    "12 Overfitting",
    (
        split,
        fit_scaler,
        apply_scaler,
        early_stopping,
        l2_penalty,
        d_l2_penalty,
        dropout,
        dropout_backward,
        hunt_leak,
        which_model,
    ),
)
