"""Chapter 06: losses, what being wrong costs, and their slopes; averaged over what, and finite where a log is not."""

import math

import numpy as np

from annlab import nn
from annlab.checking import Case, Decision, Drawn, Exercise, Law, Mistake
from annlab.checking.compare import VALUE, Difference, compare
from annlab.checking.values import is_number
from annlab.exercises.chapter import Chapter

EPS = 1e-12
NEARLY = 1e-6  # so much may losses of probabilities be off, for whoever adds 1e-8 to p, and their slopes in relation to their size
SURELY_WRONG = 10.0  # what a certain error costs at least, in a mean over such errors


def _first_only(f):
    return lambda a, b: f(np.ravel(a)[:1], np.ravel(b)[:1])


def _by_rows(f):
    """Return f with the sum divided by the number of rows instead of the number of entries."""
    return lambda a, b: f(a, b) * np.size(a) / len(a)


def _by_columns(f):
    return lambda a, b: f(a, b) * len(a) if np.ndim(a) > 1 else f(a, b)


def _in_place(change, f):
    """Return f with change(a) written into its first argument before, where that holds floats."""

    def written(a, b):
        if a.dtype.kind == "f":
            a[...] = change(a, b)
        return f(a, b)

    return written


def _entry_by_entry(f):
    """Return the array version of f(a, b, number of entries) that visits one entry after the other."""
    return lambda a, b: np.array([f(u, v, a.size) for u, v in zip(a.flat, b.flat, strict=True)]).reshape(a.shape)


_ROWS_HINT = (
    "Right for a row of numbers. In a table of 3 x 2 there are six entries, and len() counts the rows alone. What counts all entries?"
)
_TWICE_HINT = "Try two entries, then four copies of them: the loss should stay the same. Is there a mean and a division as well?"
_ARGUMENT_HINT = "The arrays belong to the caller. `a -= b`, `p[p == 0] = ...` and out= write into them; an expression makes a new array."


def _means(f, entries):
    """Return the mistakes of averaging, for a loss f whose costs of the single entries are `entries`."""
    return [
        Mistake(
            "the costs are added up, and not divided by their number",
            lambda a, b: np.sum(entries(a, b)),
            "Try two entries, then four copies of them: a mean stays the same, a sum doubles.",
        ),
        Mistake("the sum over all entries is divided by the number of rows alone", _by_rows(f), _ROWS_HINT),
        Mistake(
            "the sum over a table is divided by the number of columns alone",
            _by_columns(f),
            "A table of 3 x 2 has six entries. np.mean without an axis takes all of them, and so does np.size.",
        ),
        Mistake(
            "the mean is taken twice: the sum is divided by the number of entries squared",
            lambda a, b: f(a, b) / np.size(a),
            _TWICE_HINT,
        ),
        Mistake(
            "every entry's cost is handed back, and no mean is taken",
            lambda a, b: entries(a, b),
            "These are the costs of the entries. The loss is one number: their mean.",
        ),
        Mistake(
            "the mean runs down the columns alone, axis 0",
            lambda a, b: np.mean(entries(a, b), axis=0),
            "Right for a row of numbers; a table still gives several. Without an axis, np.mean takes every entry.",
        ),
        Mistake(
            "the mean runs along the rows alone, axis 1",
            lambda a, b: np.mean(entries(a, b), axis=-1),
            "Right for a row of numbers; a table still gives one number for each row. Without an axis, np.mean takes every entry.",
        ),
        Mistake(
            "only the first entry is looked at",
            _first_only(f),
            "Change the second entry: the loss should change too. NumPy subtracts and squares all entries at once.",
        ),
        Mistake(
            "the sign is turned",
            lambda a, b: -f(a, b),
            "A loss is at least 0, and larger for worse predictions. Which minus sign is one too many, or missing?",
        ),
        Mistake(
            "the loss is halved",
            lambda a, b: f(a, b) / 2,
            "Some books put a half in front, for a nicer slope. This course's mean has none.",
        ),
        Mistake(
            "the loss is doubled",
            lambda a, b: 2 * f(a, b),
            "Try a single entry: the loss is its cost, once. Where does the 2 come from? It belongs to a slope.",
        ),
        Mistake(
            "one is taken off the number of entries",
            lambda a, b: np.sum(entries(a, b)) / (np.float64(np.size(a)) - 1),
            "Try a single entry: N - 1 is 0. That rule belongs to the estimate of a variance. Here it is a plain mean.",
        ),
        Mistake(
            "the largest cost is handed back",
            lambda a, b: np.max(entries(a, b)),
            "Every entry counts: their costs are averaged.",
        ),
        Mistake(
            "the median is taken instead of the mean",
            lambda a, b: np.median(entries(a, b)),
            "Try the costs 1, 2 and 9: the mean is 4.",
        ),
    ]


def _means_of_slopes(f):
    """Return the mistakes that any slope f with one entry for each prediction allows."""
    return [
        Mistake(
            "the division by the number of entries is left out",
            lambda a, b: f(a, b) * np.size(a),
            "The loss is a mean: each of N entries has an N-th of the say. Try N = 1, where yours is right, and then two copies of it.",
        ),
        Mistake("the division is by the number of rows alone", _by_rows(f), _ROWS_HINT),
        Mistake(
            "the division, for a table, is by the number of columns alone",
            _by_columns(f),
            "A table of 3 x 2 has six entries, and the loss is the mean over all of them.",
        ),
        Mistake("the division by the number of entries is done twice", lambda a, b: f(a, b) / np.size(a), _TWICE_HINT),
        Mistake(
            "the sign is turned",
            lambda a, b: -f(a, b),
            "Predict too much: raising the prediction makes things worse, so the slope is positive there. Try y_hat or p = 0.9, y = 0.",
        ),
        Mistake(
            "the slopes are added up into one number",
            lambda a, b: np.sum(f(a, b)),
            "Every prediction has a slope of its own: the result has the shape of the predictions.",
        ),
        Mistake(
            "the mean of the slopes is taken",
            lambda a, b: np.mean(f(a, b)),
            "Every prediction has a slope of its own: the result has the shape of the predictions. The N of the mean divides each of them.",
        ),
        Mistake(
            "a table is laid out flat",
            lambda a, b: np.ravel(f(a, b)),
            "The numbers are right. The result has the shape of the predictions: a table for a table.",
        ),
        Mistake(
            "only the first entry is looked at",
            lambda a, b: _first_only(f)(a, b)[0],
            "Every prediction has a slope of its own. NumPy works on all entries at once: no index is needed.",
        ),
        Mistake(
            "the slope is taken with respect to the target, or the two arguments have changed places",
            lambda a, b: f(b, a),
            "Which of the two is the network's? Only its predictions can move, and they come first.",
        ),
    ]


# ---- mean squared error ----


def _squares(y_hat, y):
    return (y_hat - y) ** 2


_mse_cases = [
    Case("one entry", np.array([3.0]), np.array([1.0])),
    Case("two entries", np.array([1.0, 3.0]), np.array([0.0, 0.0])),
    Case("predictions too low and too high", np.array([-1.5, 0.5, 2.0, 0.0]), np.array([1.0, 0.25, -2.0, 3.0])),
    Case("whole numbers", np.array([1, 2, 4]), np.array([0, 2, 9])),
    Case("a table of 3 x 2", np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 0.5]]), np.array([[0.0, 2.0], [1.0, 1.0], [5.0, 0.0]])),
    Case("a table of 2 x 2", np.array([[1.0, 2.0], [0.0, -3.0]]), np.array([[0.0, 4.0], [1.0, 1.0]])),
    Case("a column", np.array([[1.0], [2.0], [0.0], [4.0]]), np.array([[0.0], [2.5], [-1.0], [7.0]])),
    Drawn("random numbers", lambda rng: (rng.normal(size=7), rng.normal(size=7)), weight=2),
    Drawn("a random table", lambda rng: (rng.normal(size=(4, 3)), rng.normal(size=(4, 3)))),
]

mse = Exercise(
    reference=nn.mse,
    points=1,
    cases=[*_mse_cases, Case("a perfect prediction", np.array([2.0, -1.0]), np.array([2.0, -1.0]))],
    laws=[
        Law(
            "Three times as far off costs nine times as much",
            lambda f, rng: (lambda y, r: (f(y + 3 * r, y), 9 * f(y + r, y)))(rng.normal(size=4), rng.normal(size=4)),
        ),
    ],
    mistakes=[
        *_means(nn.mse, _squares),
        Mistake(
            "the sum of the squares is halved, and no mean is taken",
            lambda a, b: np.sum(_squares(a, b)) / 2,
            "Some books do so. Formula (6.1) divides by the number of entries, and by nothing else.",
        ),
        Mistake(
            "the brackets are missing, and only the target is squared",
            lambda a, b: np.mean(a - b**2),
            "Python squares before it subtracts. Put brackets round the difference.",
        ),
        Mistake(
            "the difference is raised to the power 3",
            lambda a, b: np.mean((a - b) ** 3),
            "A cube keeps the sign, and errors cancel. ** 2 squares.",
        ),
        Mistake(
            "the length of the difference vector is divided by the number of rows",
            lambda a, b: np.linalg.norm(a - b) / len(a),
            "np.linalg.norm is the root of the sum of squares. Leave the root out: square, and take the mean.",
        ),
        Mistake(
            "the squares are added up down the columns, and no mean is taken",
            lambda a, b: np.sum(_squares(a, b), axis=0),
            "The loss is one number, the mean over every entry: np.mean, without an axis.",
        ),
        Mistake(
            "only the first row of a table is looked at",
            lambda a, b: np.mean((a[0] - b[0]) ** 2),
            "a[0] is the first row, or the first entry. NumPy subtracts and squares all entries at once: no index is needed.",
        ),
        Mistake(
            "every square is divided by N, and they are not added up",
            lambda a, b: _squares(a, b) / len(a),
            "The loss is one number. A mean adds up first, and then divides.",
        ),
        Mistake(
            "each row's squares are added up, and only the rows are averaged",
            lambda a, b: np.mean(np.sum(_squares(a, b), axis=-1)),
            "The mean is over every entry, not over rows: np.mean of the table of squares, without a sum before it.",
        ),
        Mistake(
            "each column's squares are added up, and only the columns are averaged",
            lambda a, b: np.mean(np.sum(_squares(a, b), axis=0)),
            "The mean is over every entry: np.mean of the table of squares, without a sum before it.",
        ),
        Mistake(
            "the size of the mean difference is taken",
            lambda a, b: np.abs(np.mean(a - b)),
            "Try one prediction too high by 1 and one too low by 1: their mean is 0. Square each difference first, then take the mean.",
        ),
        Mistake(
            "every prediction meets every target, as when (N,) meets (N, 1)",
            lambda a, b: np.mean((np.ravel(a)[:, np.newaxis] - np.ravel(b)) ** 2),
            "Print the shape of the difference: it is that of y_hat. Each prediction meets its own target alone.",
        ),
        Mistake(
            "the root of it is taken",
            lambda a, b: np.sqrt(nn.mse(a, b)),
            "The root of the mse is a measure too, the RMSE, in the units of y. Formula (6.1) ends before it.",
        ),
        Mistake(
            "the sizes of the differences are averaged, not their squares",
            lambda a, b: np.mean(np.abs(a - b)),
            "That is the mean absolute error. Squared, a difference of 3 costs 9, and the sign goes away by itself.",
        ),
        Mistake(
            "the differences are averaged without squaring",
            lambda a, b: np.mean(a - b),
            "Try one prediction too high by 1 and one too low by 1: yours says that nothing is wrong.",
        ),
        Mistake(
            "the mean is squared, where the squares should be averaged",
            lambda a, b: np.mean(a - b) ** 2,
            "Try one prediction too high by 1 and one too low by 1: their mean is 0, and 0 squared is 0. Square first, then take the mean.",
        ),
        Mistake(
            "the variance of the differences is computed: their mean is taken off first",
            lambda a, b: np.var(a - b),
            "Predict 1 too much everywhere: np.var says 0. The differences are squared as they are.",
        ),
        Mistake(
            "the difference is doubled, and not squared",
            lambda a, b: np.mean((a - b) * 2),
            "In Python ** raises to a power, and * multiplies. Try a difference of 3: the cost is 9.",
        ),
        Mistake(
            "both are squared, and then subtracted",
            lambda a, b: np.mean(a**2 - b**2),
            "Try y_hat = 1 and y = -1: 1 - 1 is 0, and the prediction is 2 off. Subtract first, then square.",
        ),
        Mistake(
            "the predictions and targets are added instead of subtracted",
            lambda a, b: np.mean((a + b) ** 2),
            "Try a perfect prediction: the loss is 0 there.",
        ),
        Mistake(
            "the targets are left out",
            lambda a, b: np.mean(a**2),
            "Try a perfect prediction: the loss is 0 there. What is subtracted from y_hat?",
        ),
        Mistake(
            "`^` is used for a power; in Python that is no power",
            lambda a, b: np.mean((a - b) ^ 2),
            "A power is written ** in Python. `^` works on the bits of whole numbers.",
        ),
        Mistake(
            "the length of the difference vector is computed",
            lambda a, b: np.linalg.norm(a - b),
            "np.linalg.norm is the root of the sum of squares. Here it is their mean, and no root.",
        ),
        Mistake(
            "the sizes of the differences are added up",
            lambda a, b: np.sum(np.abs(a - b)),
            "Square the differences, and take the mean of the squares.",
        ),
        Mistake(
            "@ or np.dot multiplies two tables as matrices",
            lambda a, b: (a - b) @ (a - b) / np.size(a),
            "Right for a row of numbers. For a table, @ is a matrix product. Square entry by entry with ** 2, and take the mean.",
        ),
        Mistake(
            "every difference is divided by its target",
            lambda a, b: np.mean(((a - b) / b) ** 2),
            "Try y = 0. The mse measures how far off a prediction is, and not how far in relation to y.",
        ),
        Mistake("the difference is written into y_hat", _in_place(lambda a, b: a - b, lambda a, b: np.mean(a**2)), _ARGUMENT_HINT),
    ],
    accepted=[
        lambda y_hat, y: np.mean((y_hat - y) ** 2),
        lambda y_hat, y: np.square(y - y_hat).sum() / y.size,
        lambda y_hat, y: sum((a - b) ** 2 for a, b in zip(np.ravel(y_hat), np.ravel(y), strict=True)) / np.size(y),
        lambda y_hat, y: np.vdot(y_hat - y, y_hat - y) / y.size,
        lambda y_hat, y: np.average(np.abs(y_hat - y) ** 2),
    ],
    hints=[
        "For y_hat = [1, 3] and y = [0, 0] the differences are 1 and 3, their squares 1 and 9, and the mean of the squares is 5.",
        "Three steps, in this order: subtract, square, average. NumPy does the first two for all entries of a table at once.",
        "** 2 squares, and np.mean without an axis takes the mean over every entry of a table.",
    ],
    source="Goodfellow et al., Deep Learning (2016), eq. 5.4",
)

d_mse = Exercise(
    reference=nn.d_mse,
    points=1,
    cases=_mse_cases,
    laws=[
        Law(
            "A small movement of y_hat changes mse by the slopes times that movement",
            lambda f, rng: (lambda a, y, v: (np.sum(f(a, y) * v), (nn.mse(a + v, y) - nn.mse(a - v, y)) / 2))(
                *rng.normal(size=(3, 5))
            ),
        ),
    ],
    mistakes=[
        *[m for m in _means_of_slopes(nn.d_mse) if "target" not in m.name],  # for mse that is the sign, turned
        Mistake(
            "the factor 2 is missing",
            lambda a, b: nn.d_mse(a, b) / 2,
            "The slope of a square r ** 2 is 2 r. (Books without the 2 have a half in front of their loss.)",
        ),
        Mistake(
            "neither the factor 2 nor the division by the number of entries is there",
            lambda a, b: a - b,
            "Two things make a slope of the differences: the slope of a square, and the N of the mean.",
        ),
        Mistake(
            "the sign is turned, and the division by the number of entries is left out",
            lambda a, b: 2.0 * (b - a),
            "Predict too much: raising the prediction makes things worse, so the slope is positive. And each entry has an N-th of the say.",
        ),
        Mistake(
            "the sign is turned, and the factor 2 is missing",
            lambda a, b: (b - a) / np.size(a),
            "Predict too much: the slope is positive there. And the slope of a square r ** 2 is 2 r.",
        ),
        Mistake(
            "the factor 2 is missing, and the division is by the number of rows alone",
            lambda a, b: (a - b) / len(a),
            "The slope of a square r ** 2 is 2 r. And a table of 3 x 2 has six entries, not three.",
        ),
        Mistake(
            "target minus prediction comes back, without 2 / N",
            lambda a, b: b - a,
            "Predict too much: the slope is positive there. And the slope of a square r ** 2 is 2 r, divided by the N of the mean.",
        ),
        Mistake(
            "the squares come back, divided by the number of entries",
            lambda a, b: _squares(a, b) / np.size(a),
            "The slope of a square r ** 2 is 2 r: the power comes down, and one is left.",
        ),
        Mistake(
            "the slopes are averaged down the columns",
            lambda a, b: np.mean(2.0 * (a - b), axis=0),
            "Every prediction has a slope of its own: divide by the number of entries, and add nothing up.",
        ),
        Mistake(
            "predictions and targets are added instead of subtracted",
            lambda a, b: 2.0 * (a + b) / np.size(a),
            "Try a perfect prediction: the slope is 0 there.",
        ),
        Mistake(
            "the difference is squared, as in the loss",
            lambda a, b: 2.0 * (a - b) ** 2 / np.size(a),
            "Predict too little: raising that helps, so its slope is negative, and a square never is. The slope of r ** 2 is 2 r.",
        ),
        Mistake(
            "the squares themselves are handed back",
            _squares,
            "That is what mse averages. Here their slopes are asked for: 2 r for r ** 2, and the N of the mean.",
        ),
        Mistake(
            "the loss itself is computed",
            nn.mse,
            "mse is one number. Here every prediction gets its slope: in which direction, and how much, does the loss change with it?",
        ),
        Mistake(
            "the minus signs are lost",
            lambda a, b: np.abs(nn.d_mse(a, b)),
            "The sign says which way to go: a prediction too low has a negative slope.",
        ),
        Mistake(
            "only the sign of each difference is kept",
            lambda a, b: np.sign(a - b) / np.size(a),
            "That is the slope of the absolute error. Squared, the slope grows with the difference.",
        ),
        Mistake(
            "the prediction takes the place of the difference",
            lambda a, b: 2.0 * a / np.size(a),
            "Try a perfect prediction: the slope is 0 there.",
        ),
        Mistake(
            "whole numbers are divided with //, which cuts off the fraction",
            lambda a, b: 2 * (a - b) // np.size(a),
            "// rounds down to a whole number. / divides.",
        ),
        Mistake(
            "the difference is written into y_hat",
            _in_place(lambda a, b: a - b, lambda a, b: 2.0 * (a if a.dtype.kind == "f" else a - b) / np.size(a)),
            _ARGUMENT_HINT,
        ),
    ],
    accepted=[
        lambda y_hat, y: 2 * (y_hat - y) / y.size,
        lambda y_hat, y: -(2 / np.size(y)) * (y - y_hat),
        _entry_by_entry(lambda a, b, n: 2 * (a - b) / n),
        lambda y_hat, y: np.multiply(np.subtract(y_hat, y), 2 / np.prod(np.shape(y))),
    ],
    hints=[
        "For y_hat = [1, 3] and y = [0, 0] the result is [1, 3]: each is twice the difference, divided by 2 entries.",
        "The slope of one square r ** 2 is 2 r, with r = y_hat - y. The mean divides by the number of all entries.",
        "2 times the difference, divided by np.size(y_hat), which counts all entries of a table. No sum, and no mean.",
    ],
    source="Goodfellow et al., Deep Learning (2016), section 5.1.4",
)


# ---- binary cross-entropy ----


def _sharp(p):
    return np.any((p == 0) | (p == 1))


def _cost_at_the_ends(expected, got, p, y):
    """Compare two losses; where a probability is exactly 0 or 1, any finite cost is right that is large where it should be."""
    if not (is_number(got) and is_number(expected) and math.isfinite(expected)):
        return compare(expected, got)
    if abs(got - expected) <= NEARLY:
        return None
    if not _sharp(p):
        return compare(expected, got)
    if not math.isfinite(got):
        return f"you returned {got}; the loss is a finite number also where a probability is exactly 0 or 1."
    if expected > SURELY_WRONG:
        return None if got > SURELY_WRONG else f"you returned {got:.6g}; a certain error costs more than {SURELY_WRONG:.0f}."
    return None if abs(got - expected) < 1e-3 else compare(expected, got)


def _slope_at_the_ends(expected, got, p, y):
    """Compare two arrays of slopes; where p is exactly 0 or 1, any finite slope is right that is steep where it should be."""
    if not (isinstance(expected, np.ndarray) and np.isfinite(expected).all()):
        return compare(expected, got)
    if np.all(np.abs(got - expected) <= NEARLY * (1 + np.abs(expected))):
        return None
    if not _sharp(p):
        return compare(expected, got)
    end, size = (p == 0) | (p == 1), np.size(p)
    if not np.isfinite(got).all():
        bad = got[~np.isfinite(got)].flat[0]
        return f"you returned {bad} at index {int(np.flatnonzero(~np.isfinite(got))[0])}; slopes are finite also where p is exactly 0 or 1."
    steep = np.abs(expected) * size > SURELY_WRONG
    agrees = np.where(steep, got * np.sign(expected) * size > SURELY_WRONG, np.abs(got) * size <= SURELY_WRONG)
    if np.all(agrees[end]):
        return compare(expected[~end], got[~end]) if not end.all() else None
    at = int(np.flatnonzero(end & ~agrees)[0])
    wanted = f"a large {'negative' if expected[at] < 0 else 'positive'} slope" if steep[at] else "a slope of no more than 1 or so"
    return Difference(VALUE, f"you returned {got[at]:.6g} at index {at}, for p = {p[at]:g} and y = {y[at]:g}; {wanted} is right.")


def _bits(rng, *shape):
    return rng.integers(0, 2, size=shape).astype(float)


_binary_cases = [
    Case("p = 0.5", np.array([0.5]), np.array([1.0])),
    Case("y = 0", np.array([0.2]), np.array([0.0])),
    Case("y = 1", np.array([0.9]), np.array([1.0])),
    Case("both classes", np.array([0.9, 0.2, 0.6]), np.array([1.0, 0.0, 0.0])),
    Case("more of one class", np.array([0.3, 0.4, 0.8, 0.1]), np.array([1.0, 0.0, 1.0, 1.0])),
    Case("targets as whole numbers", np.array([0.25, 0.75]), np.array([0, 1])),
    Case("nearly sure, and wrong", np.array([0.02, 0.97]), np.array([1.0, 0.0])),
    Case("a table of 3 x 2", np.array([[0.9, 0.2], [0.6, 0.7], [0.3, 0.5]]), np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])),
    Case("a column", np.array([[0.8], [0.3], [0.5], [0.1]]), np.array([[1.0], [1.0], [0.0], [0.0]])),
    Case("p = 0, and wrong", np.array([0.0]), np.array([1.0])),
    Case("p = 1, and wrong", np.array([1.0]), np.array([0.0])),
    Case("p = 0 and p = 1, and right", np.array([0.0, 1.0]), np.array([0.0, 1.0])),
    Drawn("random numbers", lambda rng: (rng.uniform(0.05, 0.95, size=7), _bits(rng, 7)), weight=2),
    Drawn("a random table", lambda rng: (rng.uniform(0.05, 0.95, size=(4, 3)), _bits(rng, 4, 3))),
]


def _clipped(p, least=EPS):
    return np.clip(p, least, 1 - least)


def _binary_costs(p, y):
    p = _clipped(p)
    return -(y * np.log(p) + (1 - y) * np.log(1 - p))


def _log_or_0(p):
    return np.log(np.where(p > 0, p, 1.0))


def _classes_apart(p, y):
    p = _clipped(p)
    return -np.mean(np.log(p[y == 1])) - np.mean(np.log(1 - p[y == 0]))


def _added(p, y, more):
    return -np.mean(y * np.log(p + more) + (1 - y) * np.log(1 - p + more))


def _cut_too_early(f):
    return [
        Mistake(
            f"p is cut off at {least:g}, so early that a certain error costs less than 10",
            lambda p, y, least=least: f(_clipped(p, least), y),
            f"-np.log({least:g}) is {-math.log(least):.1f}, and all that is surer than that looks alike. This course cuts off at 1e-12.",
        )
        for least in (1e-4, 1e-3, 1e-2, 0.1)
    ]


binary_cross_entropy = Exercise(
    reference=nn.binary_cross_entropy,
    points=2,
    cases=_binary_cases,
    compare=_cost_at_the_ends,
    laws=[
        Law(
            "Swapping the classes, p for 1 - p and y for 1 - y, changes nothing",
            lambda f, rng: (lambda p, y: (f(1 - p, 1 - y), f(p, y)))(rng.uniform(0.05, 0.95, size=5), _bits(rng, 5)),
        ),
    ],
    mistakes=[
        Mistake(
            "the logarithm is taken of 0, and infinity or nan comes out",
            lambda p, y: -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)),
            "The formula is right. np.log(0.0) is -inf, and 0 * -inf is nan. Keep p a little away from 0 and from 1 before the logarithms: "
            "np.clip(p, 1e-12, 1 - 1e-12).",
        ),
        Mistake(
            "p is kept away from 0, but not from 1, and 1 - p is 0 then",
            lambda p, y: -np.mean(y * np.log(np.maximum(p, EPS)) + (1 - y) * np.log(1 - p)),
            "Try p = 1: the second logarithm is that of 1 - p. It needs to be kept away from 0 as well.",
        ),
        Mistake(
            "1 - p is kept away from 0, but p itself is not",
            lambda p, y: -np.mean(y * np.log(p) + (1 - y) * np.log(np.maximum(1 - p, EPS))),
            "Try p = 0: the first logarithm is that of p. It needs to be kept away from 0 as well.",
        ),
        Mistake(
            "the log of 0 is replaced by 0, so that a certain error costs nothing",
            lambda p, y: -np.mean(y * _log_or_0(p) + (1 - y) * _log_or_0(1 - p)),
            "Nearer and nearer to 0, the log falls without end. To say 0 there rewards the worst prediction of all. Move p, not its log.",
        ),
        *_cut_too_early(nn.binary_cross_entropy),
        *[
            Mistake(
                f"as much as {more:g} is added to p before the logarithm",
                lambda p, y, more=more: _added(p, y, more),
                "That changes the loss of every prediction. 1e-12 is enough to keep the logarithm finite.",
            )
            for more in (1e-4, 1e-3, 1e-2)
        ],
        *_means(nn.binary_cross_entropy, _binary_costs),
        Mistake(
            "the brackets round 1 - y are missing",
            lambda p, y: -np.mean(y * np.log(_clipped(p)) + 1 - y * np.log(1 - _clipped(p))),
            "Python multiplies before it subtracts: 1 - y * a is 1 - (y * a). Put brackets round 1 - y.",
        ),
        Mistake(
            "the second term is there also where y is 1: its factor 1 - y is missing",
            lambda p, y: -np.mean(y * np.log(_clipped(p)) + np.log(1 - _clipped(p))),
            "Try y = 1 and p = 0.99, a good prediction: it should cost little. What switches the second term off?",
        ),
        Mistake(
            "the first term is there also where y is 0: its factor y is missing",
            lambda p, y: -np.mean(np.log(_clipped(p)) + (1 - y) * np.log(1 - _clipped(p))),
            "Try y = 0 and p = 0.01, a good prediction: it should cost little. What switches the first term off?",
        ),
        Mistake(
            "infinity is handed back wherever p is 0 or 1",
            lambda p, y: np.inf if _sharp(p) else nn.binary_cross_entropy(p, y),
            "The loss is to be finite there: keep p a little away from both ends, with np.clip, and use the formula.",
        ),
        Mistake(
            "1 - p stands in front of the second logarithm, and should be 1 - y",
            lambda p, y: -np.mean(y * np.log(_clipped(p)) + (1 - p) * np.log(1 - _clipped(p))),
            "The switches are made of the target: y and 1 - y. The logarithms are taken of p and 1 - p.",
        ),
        Mistake(
            "p - 1 stands in the second logarithm, and should be 1 - p",
            lambda p, y: -np.mean(y * np.log(_clipped(p)) + (1 - y) * np.log(_clipped(p - 1))),
            "p - 1 is negative, and has no logarithm. What was said about the 0 is 1 - p.",
        ),
        Mistake(
            "the two terms are multiplied instead of added",
            lambda p, y: -np.mean(y * np.log(_clipped(p)) * (1 - y) * np.log(1 - _clipped(p))),
            "One of the two switches is always 0, so the product is too. The terms are added.",
        ),
        Mistake(
            "the mean is taken before the logarithm",
            lambda p, y: -np.log(np.clip(np.mean(p * y + (1 - p) * (1 - y)), EPS, 1)),
            "The log of a mean is not the mean of the logs. Every entry has its own cost; take the mean at the end.",
        ),
        Mistake(
            "only the examples with y = 1 are charged: the second term is missing",
            lambda p, y: -np.mean(y * np.log(_clipped(p))),
            "Try y = 0 and p = 0.9, a bad prediction: yours says 0. Which term of (6.3) speaks when y is 0?",
        ),
        Mistake(
            "only the examples with y = 0 are charged: the first term is missing",
            lambda p, y: -np.mean((1 - y) * np.log(1 - _clipped(p))),
            "Try y = 1 and p = 0.1, a bad prediction: yours says 0. Which term of (6.3) speaks when y is 1?",
        ),
        Mistake(
            "the two classes have changed places: good predictions are charged for",
            lambda p, y: nn.binary_cross_entropy(p, 1 - y),
            "Try p = 0.9 and y = 1, a good prediction: the loss should be small. Which of the two logarithms goes with y?",
        ),
        Mistake(
            "the targets stand in the logarithms, and the predictions in front of them",
            lambda p, y: nn.binary_cross_entropy(y, p),
            "The target weighs: it is 0 or 1, and switches one term on. The logarithm is taken of what the network said, p.",
        ),
        Mistake(
            "log p is charged whatever y is, in both terms",
            lambda p, y: -np.mean(y * np.log(_clipped(p)) + (1 - y) * np.log(_clipped(p))),
            "Try y = 0: the better the prediction, the nearer is p to 0, and the larger is 1 - p. Whose logarithm belongs there?",
        ),
        Mistake(
            "the two terms are subtracted instead of added",
            lambda p, y: -np.mean(y * np.log(_clipped(p)) - (1 - y) * np.log(1 - _clipped(p))),
            "Try y = 0 and p = 0.9: a loss is never negative. The minus stands in front of both terms: mind the bracket.",
        ),
        Mistake(
            "the logarithm is to base 10",
            lambda p, y: nn.binary_cross_entropy(p, y) / np.log(10),
            "np.log is the natural logarithm, the one that is meant.",
        ),
        Mistake(
            "the logarithm is to base 2",
            lambda p, y: nn.binary_cross_entropy(p, y) / np.log(2),
            "In bits that is a right answer. Here the natural logarithm is meant, np.log: for p = 0.5 it gives 0.693.",
        ),
        Mistake(
            "the logarithm is left out",
            lambda p, y: -np.mean(y * p + (1 - y) * (1 - p)),
            "Try p = 1 and y = 1: that costs nothing, and log(1) is 0. What stands in front of p in (6.3)?",
        ),
        Mistake(
            "1 minus the probability of what happened is averaged, with no logarithm",
            lambda p, y: np.mean(np.abs(y - p)),
            "Try p = 0.001 and y = 1: a nearly certain error costs 6.9, not 1. Take -log of what was said about what happened.",
        ),
        Mistake(
            "np.log1p(p) stands for np.log(p)",
            lambda p, y: -np.mean(y * np.log1p(_clipped(p)) + (1 - y) * np.log1p(1 - _clipped(p))),
            "np.log1p(p) is log(1 + p). (np.log1p(-p) would be log(1 - p).)",
        ),
        Mistake(
            "the mean squared error is computed",
            nn.mse,
            "Squares are never larger than 1 here, however certain the error. The logarithm of formula (6.3) is.",
        ),
        Mistake(
            "every class has a mean of its own, and the two are added",
            _classes_apart,
            "The costs of all entries are averaged together. With y = 1 alone, the other mean is that of nothing: nan.",
        ),
        Mistake(
            "p is put through the sigmoid first",
            lambda p, y: nn.binary_cross_entropy(nn.sigmoid(p), y),
            "p is a probability already: somebody has applied the sigmoid to z before.",
        ),
        Mistake(
            "p is rounded to 0 or 1 first",
            lambda p, y: nn.binary_cross_entropy(np.round(p), y),
            "0.51 and 0.99 are different claims, and cost differently. Leave p as it is.",
        ),
        Mistake(
            "math.log, which takes one number, meets an array",
            lambda p, y: nn.binary_cross_entropy(p, y) if p.size == 1 else math.log(p),
            "np.log takes all entries at once. math.log takes one number.",
        ),
        Mistake(
            "`if` wants one yes or no, and meets a whole array",
            lambda p, y: -np.mean(np.log(_clipped(p if y == 1 else 1 - p))),
            "y is an array of zeros and ones. Multiplying by y and by 1 - y chooses for every entry; so does np.where(y == 1, ..., ...).",
        ),
        Mistake(
            "the limits are written into p",
            _in_place(lambda p, y: _clipped(p, 1e-7), nn.binary_cross_entropy),
            _ARGUMENT_HINT,
        ),
    ],
    accepted=[
        lambda p, y: -np.mean(np.log(np.clip(np.where(y == 1, p, 1 - p), 1e-15, None))),
        lambda p, y: -np.mean(y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12)),
        lambda p, y: -np.mean(np.log(np.clip(1 - np.abs(y - p), 1e-12, 1))),
        lambda p, y: -sum(np.log(max(a if t == 1 else 1 - a, 1e-12)) for a, t in zip(np.ravel(p), np.ravel(y), strict=True)) / np.size(p),
        lambda p, y: -np.mean(y * np.log(_clipped(p, 1e-7)) + (1 - y) * np.log(1 - _clipped(p, 1e-7))),
        lambda p, y: np.mean(np.logaddexp(0, (1 - 2 * y) * np.log(_clipped(p) / (1 - _clipped(p))))),
    ],
    hints=[
        "y is 0 or 1, so one of the two terms is always switched off. For p = [0.5, 0.5] and y = [0, 1] both cost -log(0.5): 0.6931.",
        "Before any logarithm, move p away from 0 and 1: np.clip(p, 1e-12, 1 - 1e-12) makes a new array between the two limits.",
        "Then -np.mean(...) of y * np.log(p) + (1 - y) * np.log(1 - p).",
    ],
    source="Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.90",
)


def _two_terms(p, y, first=-1, second=1):
    p = _clipped(p)
    return (first * y / p + second * (1 - y) / (1 - p)) / np.size(p)


def _binary_slope(p, y):
    return (p - y) / (p * (1 - p)) / np.size(p)


d_binary_cross_entropy = Exercise(
    reference=nn.d_binary_cross_entropy,
    points=2,
    cases=_binary_cases,
    compare=_slope_at_the_ends,
    laws=[
        Law(
            "Times p (1 - p), what is left is (p - y) / N",
            lambda f, rng: (lambda p, y: (f(p, y) * p * (1 - p), (p - y) / 5))(rng.uniform(0.05, 0.95, size=5), _bits(rng, 5)),
        ),
    ],
    mistakes=[
        Mistake(
            "p or 1 - p is 0 at the two ends, and something is divided by it",
            _binary_slope,
            "The formula is right. Keep p a little away from 0 and from 1 first, as in the loss: np.clip(p, 1e-12, 1 - 1e-12).",
        ),
        Mistake(
            "p is kept away from 0, but not from 1",
            lambda p, y: _binary_slope(np.maximum(p, EPS), y),
            "Try p = 1: 1 - p is 0, and something is divided by it. np.clip has a lower and an upper limit.",
        ),
        Mistake(
            "p is kept away from 1, but not from 0",
            lambda p, y: _binary_slope(np.minimum(p, 1 - EPS), y),
            "Try p = 0: something is divided by it. np.clip has a lower and an upper limit.",
        ),
        Mistake(
            "a certain error has slope 0, as if nothing were left to learn",
            lambda p, y: np.where((p == 0) | (p == 1), 0.0, nn.d_binary_cross_entropy(p, y)),
            "Nearer and nearer to a certain error, the slope grows without end. It should be large there, not 0. Move p, not the result.",
        ),
        Mistake(
            "p is cut off at 0.05, so early that a nearly certain error is not steep enough",
            lambda p, y: nn.d_binary_cross_entropy(_clipped(p, 0.05), y),
            "Try p = 0.02 and y = 1: the slope is -50 there. This course cuts off at 1e-12.",
        ),
        *_means_of_slopes(nn.d_binary_cross_entropy),
        Mistake(
            "the sign is turned, and the division by the number of entries is left out",
            lambda p, y: -nn.d_binary_cross_entropy(p, y) * np.size(p),
            "Try p = 0.9 and y = 0: more p is worse, so the slope is positive. And each of N entries has an N-th of the say.",
        ),
        Mistake(
            "as much as 0.01 is added below the line",
            lambda p, y: (p - y) / (p * (1 - p) + 0.01) / np.size(p),
            "That changes every slope. Keep p itself 1e-12 away from both ends instead.",
        ),
        Mistake(
            "the division by p (1 - p) is missing",
            lambda p, y: (p - y) / np.size(p),
            "(p - y) / N is the slope with respect to z, before the sigmoid. Here the slope with respect to p is asked for.",
        ),
        Mistake(
            "neither p (1 - p) nor the number of entries divides p - y",
            lambda p, y: p - y,
            "Try one entry, p = 0.5 and y = 0: the slope of -log(1 - p) is 1 / (1 - p) = 2. And the mean brings an N.",
        ),
        Mistake(
            "p - y is multiplied by p (1 - p), and should be divided by it",
            lambda p, y: (p - y) * _clipped(p) * (1 - _clipped(p)) / np.size(p),
            "The nearer to a certain error, the steeper: at p = 0.001 and y = 1 the slope is -1000. Multiplied, it would be nearly flat.",
        ),
        Mistake(
            "the brackets round p (1 - p) are missing, and only p divides",
            lambda p, y: (p - y) / _clipped(p) * (1 - _clipped(p)) / np.size(p),
            "Python goes from left to right: a / p * q is (a / p) * q. Put brackets round all that divides.",
        ),
        Mistake(
            "only p divides",
            lambda p, y: (p - y) / _clipped(p) / np.size(p),
            "Try p = 0.5 and y = 0: the slope of -log(1 - p) is 1 / (1 - p) = 2. What else divides in (6.4)?",
        ),
        Mistake(
            "only 1 - p divides",
            lambda p, y: (p - y) / (1 - _clipped(p)) / np.size(p),
            "Try p = 0.5 and y = 1: the slope of -log(p) is -1 / p = -2. What else divides in (6.4)?",
        ),
        Mistake(
            "the slope for y = 0 is missing",
            lambda p, y: _two_terms(p, y, second=0),
            "Try y = 0 and p = 0.9: yours says that nothing is wrong. The loss has a second term, (1 - y) log(1 - p).",
        ),
        Mistake(
            "the slope for y = 1 is missing",
            lambda p, y: _two_terms(p, y, first=0),
            "Try y = 1 and p = 0.1: yours says that nothing is wrong. The loss has a first term, y log p.",
        ),
        Mistake(
            "the minus sign inside 1 - p is forgotten: the slope for y = 0 has the wrong sign",
            lambda p, y: _two_terms(p, y, second=-1),
            "The slope of log(1 - p) is -1 / (1 - p). Two minus signs make a plus. Try p = 0.9 and y = 0: more p is worse.",
        ),
        Mistake(
            "the slope for y = 1 has the wrong sign",
            lambda p, y: _two_terms(p, y, first=1),
            "Try p = 0.1 and y = 1: more p is better, so the slope is negative. There is a minus in front of the whole loss.",
        ),
        Mistake(
            "both terms stand over the same p",
            lambda p, y: (-y + (1 - y)) / _clipped(p) / np.size(p),
            "The term with 1 - y is a log of 1 - p, and its slope has 1 - p below the line.",
        ),
        Mistake(
            "the loss itself is computed",
            nn.binary_cross_entropy,
            "The loss is one number. Here every p gets its slope.",
        ),
        Mistake(
            "the costs of the entries are handed back, and not their slopes",
            lambda p, y: _binary_costs(p, y) / np.size(p),
            "The slope of log p is 1 / p: no logarithm is left.",
        ),
        Mistake(
            "p is put through the sigmoid first",
            lambda p, y: nn.d_binary_cross_entropy(nn.sigmoid(p), y),
            "p is a probability already: somebody has applied the sigmoid to z before.",
        ),
        Mistake(
            "the slope of the mean squared error is computed",
            nn.d_mse,
            "Try p = 0.001 and y = 1: the slope is -1000 there, and a square's is never beyond 2.",
        ),
        Mistake(
            "the result is cut to the range from -1 to 1",
            lambda p, y: np.clip(nn.d_binary_cross_entropy(p, y), -1, 1),
            "Keep p away from 0 and 1, and the slope may be as steep as it is.",
        ),
        Mistake(
            "the limits are written into p",
            _in_place(lambda p, y: _clipped(p, 1e-7), nn.d_binary_cross_entropy),
            _ARGUMENT_HINT,
        ),
    ],
    accepted=[
        lambda p, y: _two_terms(p, y),
        lambda p, y: (p - y) / (p * (1 - p) + 1e-15) / p.size,
        lambda p, y: np.where(y == 1, -1 / np.maximum(p, 1e-12), 1 / np.maximum(1 - p, 1e-12)) / p.size,
        _entry_by_entry(lambda p, y, n: (p - y) / max(p * (1 - p), 1e-12) / n),
        lambda p, y: _binary_slope(_clipped(p, 1e-7), y),
    ],
    hints=[
        "For p = [0.5, 0.5] and y = [0, 1] the result is [1, -1]: 2 and -2, divided by 2 entries.",
        "Keep p away from 0 and 1 as in the loss. Then the slope of -log p is -1 / p, and that of -log(1 - p) is 1 / (1 - p); "
        "y and 1 - y switch them on. The mean divides by the number of entries.",
        "In one fraction: (p - y) divided by (p * (1 - p)), and by np.size(p).",
    ],
    source="Bishop, Pattern Recognition and Machine Learning (2006), section 4.3.2",
)


# ---- cross-entropy ----


def _shares(rng, N, K):
    """Return N rows of K shares, none of them tiny, and N one-hot rows."""
    P = rng.uniform(0.1, 1.0, size=(N, K))
    return P / P.sum(axis=1, keepdims=True), np.eye(K)[rng.integers(0, K, size=N)]


def _logs(P, least=EPS):
    return np.log(np.clip(P, least, 1))


def _costs(P, Y):
    return -np.sum(Y * _logs(P), axis=1)


def _of_the_right(P, Y):
    """Return each example's probability of its right class."""
    return np.sum(P * Y, axis=1)


_OVER_EXAMPLES = "P has N rows, one for each example, and the loss is the mean of their N costs. How many entries does np.mean count?"

cross_entropy = Exercise(
    reference=nn.cross_entropy,
    points=2,
    compare=_cost_at_the_ends,
    cases=[
        Case("one example", np.array([[0.25, 0.75]]), np.array([[0.0, 1.0]])),
        Case("two rows of three", np.array([[0.5, 0.25, 0.25], [0.1, 0.2, 0.7]]), np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])),
        Case("three rows of two", np.array([[0.6, 0.4], [0.2, 0.8], [0.9, 0.1]]), np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])),
        Case(
            "as many rows as columns",
            np.array([[0.2, 0.3, 0.5], [0.6, 0.3, 0.1], [0.25, 0.25, 0.5]]),
            np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [1.0, 0.0, 0.0]]),
        ),
        Case("targets as whole numbers", np.array([[0.3, 0.7], [0.2, 0.8]]), np.array([[1, 0], [0, 1]])),
        Case("nearly sure, and wrong", np.array([[0.02, 0.98]]), np.array([[1.0, 0.0]])),
        Case("p = 0 for a wrong class", np.array([[0.0, 0.4, 0.6], [0.5, 0.5, 0.0]]), np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])),
        Case("certain, and right", np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([[1.0, 0.0], [0.0, 1.0]])),
        Case("p = 0 for the right class", np.array([[0.0, 1.0]]), np.array([[1.0, 0.0]])),
        Drawn("random rows", lambda rng: _shares(rng, 5, 3), weight=2),
        Drawn("more classes than examples", lambda rng: _shares(rng, 2, 4)),
    ],
    laws=[
        Law(
            "The loss of a batch and the same batch once more is that of the batch",
            lambda f, rng: (lambda P, Y: (f(np.vstack([P, P]), np.vstack([Y, Y])), f(P, Y)))(*_shares(rng, 3, 4)),
        ),
    ],
    mistakes=[
        Mistake(
            "the logarithm is taken of 0, and 0 times infinity is nan",
            lambda P, Y: -np.sum(Y * np.log(P)) / len(P),
            "The formula is right. np.log(0.0) is -inf, and 0 * -inf is nan, not 0. Keep P above 0 before: np.clip(P, 1e-12, 1).",
        ),
        Mistake(
            "the right class is picked out, but the logarithm of its 0 is infinity",
            lambda P, Y: -np.mean(np.log(_of_the_right(P, Y))),
            "Picking out the right class avoids most zeros. But p may be 0 there too: keep it above 0, at 1e-12 for example.",
        ),
        Mistake(
            "the log of 0 is replaced by 0, so that a certain error costs nothing",
            lambda P, Y: -np.sum(Y * _log_or_0(P)) / len(P),
            "Nearer and nearer to 0, the log falls without end. To say 0 there rewards the worst prediction of all. Move P, not its log.",
        ),
        *[
            Mistake(
                f"P is cut off at {least:g}, so early that a certain error costs less than 10",
                lambda P, Y, least=least: -np.sum(Y * _logs(P, least)) / len(P),
                f"-np.log({least:g}) is {-math.log(least):.1f}, and all that is surer looks alike. This course cuts off at 1e-12.",
            )
            for least in (1e-4, 1e-3, 1e-2)
        ],
        Mistake(
            "the mean is taken over all N x K entries, and not over the N examples",
            lambda P, Y: -np.mean(Y * _logs(P)),
            _OVER_EXAMPLES,
        ),
        Mistake(
            "the costs of the examples are added up, and not divided by their number",
            lambda P, Y: -np.sum(Y * _logs(P)),
            "Try one example, then the same twice: a mean stays the same.",
        ),
        Mistake(
            "the sum is divided by the number of classes, and not of examples",
            lambda P, Y: -np.sum(Y * _logs(P)) / P.shape[1],
            "P.shape is (N, K): rows are examples. Which of the two is P.shape[1]?",
        ),
        Mistake(
            "the division by the number of examples is done twice",
            lambda P, Y: -np.sum(Y * _logs(P)) / len(P) ** 2,
            "Try one example, then the same twice: the loss should stay the same.",
        ),
        Mistake(
            "the sign is turned",
            lambda P, Y: np.sum(Y * _logs(P)) / len(P),
            "The log of a number below 1 is negative, and a loss is not. Which sign stands in front of the sum?",
        ),
        Mistake(
            "every example's cost is handed back, and no mean is taken",
            _costs,
            "These are the costs of the examples. The loss is one number: their mean.",
        ),
        Mistake(
            "the sums run down the columns: one number for each class",
            lambda P, Y: -np.sum(Y * _logs(P), axis=0) / len(P),
            "A row is one example. The loss is one number, the mean of the rows' costs.",
        ),
        Mistake(
            "the largest probability of each row is charged, whichever class is right",
            lambda P, Y: -np.mean(np.log(np.max(P, axis=1))),
            "That rewards confidence, not being right. Y says which class is right: it has a 1 there.",
        ),
        Mistake(
            "Y is left out, and the mean is taken over all entries",
            lambda P, Y: -np.mean(_logs(P)),
            "Only the right class is charged for. Multiplying by Y leaves its log and makes the others 0.",
        ),
        Mistake(
            "@ multiplies every example's Y with every other example's logs",
            lambda P, Y: -np.sum(Y @ _logs(P).T) / len(P),
            "Row 1 of Y belongs to row 1 of P alone. * multiplies entry by entry.",
        ),
        Mistake(
            "the loss is halved",
            lambda P, Y: nn.cross_entropy(P, Y) / 2,
            "Try one example: the loss is -log of the right class's share, and no half of it.",
        ),
        Mistake(
            "the logarithm is taken of 1 - P",
            lambda P, Y: -np.sum(Y * _logs(1 - P)) / len(P),
            "A share of 0.99 for the right class should cost little. Is -log(0.01) little?",
        ),
        Mistake(
            "as much as 0.001 is added to P before the logarithm",
            lambda P, Y: -np.sum(Y * np.log(P + 1e-3)) / len(P),
            "That changes the loss of every prediction. 1e-12 is enough to keep the logarithm finite.",
        ),
        Mistake(
            "Y / P is added up: the slope of the logarithm, and not the logarithm",
            lambda P, Y: np.sum(Y / np.maximum(P, EPS)) / len(P),
            "1 / p is how log p changes. The loss itself is made of -log p.",
        ),
        Mistake(
            "Y is left out: every class is charged",
            lambda P, Y: -np.sum(_logs(P)) / len(P),
            "Only the right class is charged for. Multiplying by Y leaves its log and makes the others 0.",
        ),
        Mistake(
            "the wrong classes are charged, and not the right one",
            lambda P, Y: -np.sum((1 - Y) * _logs(P)) / len(P),
            "Y is 1 at the right class. Which factor leaves the right class and removes the others?",
        ),
        Mistake(
            "the wrong classes are charged as well, as if each class were a yes or no of its own",
            lambda P, Y: np.sum(_binary_costs(P, Y)) / len(P),
            "That is binary cross-entropy, added over the classes. Here a row is one question, and only the right share is charged.",
        ),
        Mistake(
            "binary cross-entropy is computed over all entries",
            nn.binary_cross_entropy,
            "Here a row is one question with K answers, not K questions. Only the right class is charged, and the mean is over rows.",
        ),
        Mistake(
            "the targets stand in the logarithm, and the predictions in front of it",
            lambda P, Y: -np.sum(P * _logs(Y)) / len(P),
            "The logarithm is taken of what the network said, P. Y picks out the right class.",
        ),
        Mistake(
            "the predictions stand where the targets should: P log P",
            lambda P, Y: -np.sum(P * _logs(P)) / len(P),
            "That is the entropy of P, how undecided it is. Whether it is right, only Y knows.",
        ),
        Mistake(
            "Y multiplies inside the logarithm, and the log of many zeros is taken",
            lambda P, Y: -np.sum(_logs(Y * P)) / len(P),
            "log(Y * P) is the log of 0 wherever Y is 0. Multiply the log by Y, outside.",
        ),
        Mistake(
            "the logarithm is to base 10",
            lambda P, Y: nn.cross_entropy(P, Y) / np.log(10),
            "np.log is the natural logarithm, the one that is meant.",
        ),
        Mistake(
            "the logarithm is to base 2",
            lambda P, Y: nn.cross_entropy(P, Y) / np.log(2),
            "In bits that is a right answer. Here the natural logarithm is meant, np.log.",
        ),
        Mistake(
            "the logarithm is left out",
            lambda P, Y: -np.mean(_of_the_right(P, Y)),
            "A perfect prediction, p = 1 for the right class, costs 0. What is done to P before it is multiplied by Y?",
        ),
        Mistake(
            "1 minus the probability of the right class is averaged, with no logarithm",
            lambda P, Y: np.mean(1 - _of_the_right(P, Y)),
            "Try p = 0.001 for the right class: it costs 6.9, not 1. Take -log of it.",
        ),
        Mistake(
            "the mean is taken before the logarithm",
            lambda P, Y: -np.log(np.maximum(np.mean(_of_the_right(P, Y)), EPS)),
            "The log of a mean is not the mean of the logs. Every example has its own cost; take the mean at the end.",
        ),
        Mistake(
            "P is put through softmax first",
            lambda P, Y: nn.cross_entropy(nn.softmax(P), Y),
            "P holds probabilities already. softmax is for scores; taken twice, it flattens everything.",
        ),
        Mistake(
            "only the first example is looked at",
            lambda P, Y: nn.cross_entropy(P[:1], Y[:1]),
            "Change the second row: the loss should change too.",
        ),
        Mistake("the mean squared error is computed", nn.mse, "Formula (6.5) has a logarithm, and charges for the right class alone."),
        Mistake(
            "the limits are written into P",
            _in_place(lambda P, Y: np.clip(P, 1e-7, 1), nn.cross_entropy),
            _ARGUMENT_HINT,
        ),
    ],
    accepted=[
        lambda P, Y: -np.mean(np.sum(Y * np.log(np.clip(P, 1e-12, 1 - 1e-12)), axis=1)),
        lambda P, Y: -np.mean(np.log(P[np.arange(len(P)), Y.argmax(axis=1)] + 1e-12)),
        lambda P, Y: -np.einsum("nk,nk->", Y, np.log(np.maximum(P, 1e-15))) / P.shape[0],
        lambda P, Y: -sum(np.log(max(P[n, k], 1e-12)) for n, k in np.argwhere(Y == 1)) / len(P),
        lambda P, Y: -np.log(np.clip(P[Y == 1], 1e-7, None)).mean(),
    ],
    hints=[
        "For P = [[0.25, 0.75]] and Y = [[0, 1]] only the 0.75 counts, and the loss is -log(0.75), about 0.2877.",
        "np.log of all of P, kept above 0 by np.clip(P, 1e-12, 1). Times Y, only the right class of each row is left. "
        "The sum of all that, with a minus sign, is divided by the number of rows.",
        "-np.sum(Y * np.log(...)) / len(P): len counts the rows, that is the examples.",
    ],
    source="Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.108",
)


def _loss_and_gradient(expected, got, Z, Y):
    """Compare two pairs; a loss beyond 10 is right if it is finite and beyond 10 too: a P kept at 1e-12 is no mistake."""
    loss, found = expected[0], got[0]
    if is_number(loss) and is_number(found) and loss * found > 0:
        if all(SURELY_WRONG < abs(v) < math.inf for v in (loss, found)):
            return compare(expected[1], got[1])
    return compare(expected, got)


def _scored(rng, N, K):
    return 1.5 * rng.normal(size=(N, K)), np.eye(K)[rng.integers(0, K, size=N)]


def _composed(Z, Y):
    """Return loss and dZ as most people make them, from chapter 03's softmax and the cross_entropy before."""
    P = nn.softmax(Z)
    return nn.cross_entropy(P, Y), (P - Y) / len(Z)


def _pair(loss=None, dZ=None):
    """Return an answer that is right wherever a part is not given."""

    def answer(Z, Y):
        right = _composed(Z, Y)
        return (right[0] if loss is None else loss(Z, Y)), (right[1] if dZ is None else dZ(Z, Y))

    return answer


def _from(softmax):
    """Return the answer that rests on a wrong softmax."""
    return lambda Z, Y: (nn.cross_entropy(softmax(Z), Y), (softmax(Z) - Y) / len(Z))


def _globally_shifted(Z):
    E = np.exp(Z - np.max(Z))
    return E / E.sum(axis=1, keepdims=True)


def _overflowing(Z):
    return np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)


def _log_softmax(Z):
    shifted = Z - np.max(Z, axis=1, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))


_p = nn.softmax

softmax_cross_entropy = Exercise(
    reference=nn.softmax_cross_entropy,
    points=3,
    compare=_loss_and_gradient,
    cases=[
        Case("equal scores", np.array([[0.0, 0.0]]), np.array([[1.0, 0.0]])),
        Case("one example", np.array([[2.0, 1.0, -0.5]]), np.array([[0.0, 1.0, 0.0]])),
        Case("two rows of three", np.array([[1.0, 0.0, -1.0], [0.5, 2.0, 1.5]]), np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])),
        Case("three rows of two", np.array([[1.0, 3.0], [0.0, -2.0], [-1.0, -1.5]]), np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])),
        Case(
            "as many rows as columns",
            np.array([[1.0, 2.0, 3.0], [0.0, -1.0, 2.5], [-2.0, 0.5, -1.0]]),
            np.array([[0.0, 1.0, 0.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]),
        ),
        Case("whole numbers", np.array([[1, 2, 4], [0, -1, 3]]), np.array([[0, 1, 0], [1, 0, 0]])),
        Case("1000 for the right class", np.array([[1000.0, 0.0]]), np.array([[1.0, 0.0]])),
        Case("1000 for a wrong class", np.array([[1000.0, 0.0]]), np.array([[0.0, 1.0]])),
        Case("-1000 everywhere", np.array([[-1000.0, -1001.0]]), np.array([[0.0, 1.0]])),
        Case(
            "rows far apart",
            np.array([[1000.0, 999.0], [0.5, 1.0], [-1000.0, -1001.0]]),
            np.array([[0.0, 1.0], [1.0, 0.0], [1.0, 0.0]]),
        ),
        Drawn("random scores", lambda rng: _scored(rng, 4, 3), weight=2),
        Drawn("more classes than examples", lambda rng: _scored(rng, 2, 5)),
    ],
    laws=[
        Law(
            "Every row of dZ adds up to 0",
            lambda f, rng: (np.sum(f(*_scored(rng, 3, 4))[1], axis=1), np.zeros(3)),
        ),
        Law(
            "Adding the same number to a whole row of Z changes nothing",
            lambda f, rng: (lambda Z, Y: (f(Z + 2.5, Y)[0], f(Z, Y)[0]))(*_scored(rng, 3, 4)),
        ),
    ],
    mistakes=[
        Mistake(
            "np.exp is taken of 1000 and overflows",
            _from(_overflowing),
            "Your own softmax of chapter 03 is safe at 1000, and may be called here. Or take each row's largest score off first.",
        ),
        Mistake(
            "the largest score of the whole table is taken off, and not each row's own",
            _from(_globally_shifted),
            "Try the rows [1000, 999] and [0, 1]. Every row needs its own largest: name the axis.",
        ),
        Mistake(
            "P is exactly 0 or 1 far out, and the logarithm is taken of 0",
            _pair(loss=lambda Z, Y: -np.sum(Y * np.log(_p(Z))) / len(Z)),
            "Print softmax of [[1000, 0]]: one entry is 0, its log -inf, and 0 * -inf is nan. Your cross_entropy keeps P above 0; "
            "or never undo an exp by a log, with formula (6.6).",
        ),
        Mistake(
            "log P is right, but P is made with an np.exp that overflows",
            _pair(dZ=lambda Z, Y: (_overflowing(Z) - Y) / len(Z)),
            "The loss holds at 1000, and dZ does not. P is np.exp of your log P, or softmax(Z).",
        ),
        Mistake(
            "log sum exp is taken of the scores as they are, and overflows",
            _pair(loss=lambda Z, Y: -np.sum(Y * (Z - np.log(np.exp(Z).sum(axis=1, keepdims=True)))) / len(Z)),
            "log P is z minus the log of a sum of exp(z), and exp(1000) overflows. Take each row's largest off z before, in both places.",
        ),
        Mistake(
            "the largest score is taken off inside the exponentials, but not off z itself",
            _pair(loss=lambda Z, Y: _composed(Z, Y)[0] - np.mean(Z.max(axis=1))),
            "Adding 100 to a whole row should change nothing. Give the shifted table a name, and use it in both places.",
        ),
        Mistake(
            "softmax runs down the columns instead of along the rows",
            _from(lambda Z: _p(Z.T).T),
            "A row is one example, and its K shares add up to 1. The axis that is summed is the one that disappears.",
        ),
        Mistake(
            "dZ is not divided by the number of examples",
            _pair(dZ=lambda Z, Y: _p(Z) - Y),
            "The loss is a mean over N examples, so each has an N-th of the say in dZ too. Compare with a small movement of one score.",
        ),
        Mistake(
            "the loss is not divided by the number of examples",
            _pair(loss=lambda Z, Y: len(Z) * _composed(Z, Y)[0]),
            "dZ is right. The loss is the mean over the examples: try one example, then the same twice.",
        ),
        Mistake(
            "neither the loss nor dZ is divided by the number of examples",
            lambda Z, Y: tuple(len(Z) * part for part in _composed(Z, Y)),
            "Try one example, then the same twice: the loss stays the same, and dZ becomes half as large in each row.",
        ),
        Mistake(
            "both are divided by all N x K entries, and not by the N examples",
            lambda Z, Y: tuple(part / Z.shape[1] for part in _composed(Z, Y)),
            "Cross-entropy is a mean over examples, that is rows. np.mean of a table and np.size count all entries.",
        ),
        Mistake(
            "the loss is the mean over all N x K entries, and not over the N examples",
            _pair(loss=lambda Z, Y: _composed(Z, Y)[0] / Z.shape[1]),
            "dZ is right. In the loss np.mean of a table counts all entries: divide the sum by the number of rows.",
        ),
        Mistake(
            "dZ is divided by all N x K entries, and not by the N examples",
            _pair(dZ=lambda Z, Y: (_p(Z) - Y) / Z.size),
            "The loss is right: a mean over examples, that is rows. dZ has the same N below the line.",
        ),
        Mistake(
            "dZ is divided by the number of classes, and not of examples",
            _pair(dZ=lambda Z, Y: (_p(Z) - Y) / Z.shape[1]),
            "Z.shape is (N, K): rows are examples. Which of the two is Z.shape[1]?",
        ),
        Mistake(
            "dZ is divided by the number of examples twice",
            _pair(dZ=lambda Z, Y: (_p(Z) - Y) / len(Z) ** 2),
            "Is there a mean and a division as well? Once is enough.",
        ),
        Mistake(
            "the sign of dZ is turned",
            _pair(dZ=lambda Z, Y: (Y - _p(Z)) / len(Z)),
            "Raising the right class's score makes the loss smaller, so its slope is negative. What do you get there?",
        ),
        Mistake(
            "the sign of dZ is turned, and it is not divided by the number of examples",
            _pair(dZ=lambda Z, Y: Y - _p(Z)),
            "Raising the right class's score makes the loss smaller, so its slope is negative. And the mean brings an N.",
        ),
        Mistake(
            "the sign of the loss is turned",
            _pair(loss=lambda Z, Y: -_composed(Z, Y)[0]),
            "The log of a share is negative, and a loss is not. Which sign stands in front of the sum?",
        ),
        Mistake(
            "every example's cost is handed back instead of their mean",
            _pair(loss=lambda Z, Y: -np.sum(Y * _log_softmax(Z), axis=1)),
            "The loss is one number: the mean of these costs.",
        ),
        Mistake(
            "P comes back in the place of dZ",
            _pair(dZ=lambda Z, Y: _p(Z)),
            "P is on the way. The second result is the slope with respect to Z: P minus something, divided by N.",
        ),
        Mistake(
            "Y is not taken off: P / N comes back in the place of dZ",
            _pair(dZ=lambda Z, Y: _p(Z) / len(Z)),
            "Every row of dZ adds up to 0: what the right class should gain, the others should lose. What is missing?",
        ),
        Mistake(
            "Z itself, and not softmax of it, stands in dZ",
            _pair(dZ=lambda Z, Y: (Z - Y) / len(Z)),
            "The scores are any numbers. What the network claims are their shares, softmax(Z): compare those with Y.",
        ),
        Mistake(
            "the second result is the slope with respect to P: the way on to Z is missing",
            _pair(dZ=lambda Z, Y: -Y / np.maximum(_p(Z), EPS) / len(Z)),
            "-Y / P is the slope of the logarithm. softmax comes before it, and the two together leave P - Y, as (6.7) shows.",
        ),
        Mistake(
            "P (1 - P), the slope of the activation, multiplies P - Y once more",
            _pair(dZ=lambda Z, Y: (_p(Z) - Y) * _p(Z) * (1 - _p(Z)) / len(Z)),
            "P - Y is what is left after the slope of softmax has been multiplied in: it cancels with the logarithm's.",
        ),
        Mistake(
            "only the right class's slope is there, and the other scores get 0",
            _pair(dZ=lambda Z, Y: Y * (_p(Z) - Y) / len(Z)),
            "The other classes' scores matter as well: raising them takes away from the right one. Every row of dZ adds up to 0.",
        ),
        Mistake(
            "dZ is doubled",
            _pair(dZ=lambda Z, Y: 2 * (_p(Z) - Y) / len(Z)),
            "The 2 belongs to the slope of a square. Formula (6.7) has none.",
        ),
        Mistake(
            "dZ is averaged into one number",
            _pair(dZ=lambda Z, Y: np.mean(_p(Z) - Y)),
            "dZ has the shape of Z: one slope for each score of each example.",
        ),
        Mistake(
            "the loss is the mean squared error of the shares",
            _pair(loss=lambda Z, Y: nn.mse(_p(Z), Y)),
            "dZ is right, and belongs to the cross-entropy: the loss is -log of the right class's share.",
        ),
        Mistake(
            "only Y is divided by the number of examples: brackets are missing",
            _pair(dZ=lambda Z, Y: _p(Z) - Y / len(Z)),
            "Python divides before it subtracts. Put brackets round P - Y.",
        ),
        Mistake(
            "P multiplies P - Y once more",
            _pair(dZ=lambda Z, Y: (_p(Z) - Y) * _p(Z) / len(Z)),
            "P - Y is all that is left: the slope of softmax is in it already.",
        ),
        Mistake(
            "dZ is transposed",
            _pair(dZ=lambda Z, Y: ((_p(Z) - Y) / len(Z)).T),
            "dZ has the shape of Z: a row for each example.",
        ),
        Mistake(
            "the loss is taken of the scores, without softmax",
            _pair(loss=lambda Z, Y: nn.cross_entropy(Z, Y)),
            "dZ is right. In the loss, too, the logarithm is taken of the shares, softmax(Z).",
        ),
        Mistake(
            "the rows of dZ are added up",
            _pair(dZ=lambda Z, Y: ((_p(Z) - Y) / len(Z)).sum(axis=0)),
            "dZ has the shape of Z: one slope for each score of each example.",
        ),
        Mistake(
            "the two results have changed places",
            lambda Z, Y: _composed(Z, Y)[::-1],
            "The loss comes first: return loss, dZ.",
        ),
        Mistake(
            "only the loss is handed back",
            lambda Z, Y: _composed(Z, Y)[0],
            "Two things are asked for: return loss, dZ.",
        ),
        Mistake(
            "only dZ is handed back",
            lambda Z, Y: _composed(Z, Y)[1],
            "Two things are asked for: return loss, dZ.",
        ),
        Mistake(
            "the shares of the whole table add up to 1, and not those of each row",
            _from(lambda Z: np.exp(Z - Z.max()) / np.sum(np.exp(Z - Z.max()))),
            "A row is one example, and its K shares add up to 1. A sum without an axis adds up everything.",
        ),
        Mistake(
            "log sum exp overflows, and the loss is infinite",
            _pair(loss=lambda Z, Y: np.mean(np.log(np.exp(Z).sum(axis=1)) - np.sum(Z * Y, axis=1))),
            "exp(1000) overflows. Take each row's largest score off first; or call softmax and cross_entropy.",
        ),
        Mistake(
            "the scores are put through the sigmoid, one by one, instead of softmax",
            _from(nn.sigmoid),
            "Add up the shares of a row: they should make 1. One of K classes is softmax's task.",
        ),
        Mistake(
            "the scores are taken for probabilities: softmax is left out",
            lambda Z, Y: (nn.cross_entropy(Z, Y), (Z - Y) / len(Z)),
            "Z holds scores of any size. Make shares of them first, with softmax.",
        ),
        Mistake(
            "softmax is taken twice",
            _from(lambda Z: _p(_p(Z))),
            "Once makes shares of scores; twice flattens them. Print your P for [[1000, 0]]: it is [[1, 0]].",
        ),
        Mistake(
            "binary cross-entropy is taken of the shares",
            lambda Z, Y: (nn.binary_cross_entropy(_p(Z), Y), (_p(Z) - Y) / len(Z)),
            "One question with K answers: only the right class is charged, and the mean is over examples. That is cross_entropy.",
        ),
        Mistake(
            "the largest score's share is charged, whichever class is right",
            _pair(loss=lambda Z, Y: -np.mean(np.max(_log_softmax(Z), axis=1))),
            "That rewards confidence, not being right. Y says which class is right.",
        ),
        Mistake(
            "the largest scores are taken off in place, and Z comes back changed",
            lambda Z, Y: _composed(_written(Z), Y),
            _ARGUMENT_HINT,
        ),
    ],
    accepted=[
        lambda Z, Y: (nn.cross_entropy(_p(Z), Y), (_p(Z) - Y) / len(Z)),
        lambda Z, Y: (-np.mean((Y * _log_softmax(Z)).sum(axis=1)), (np.exp(_log_softmax(Z)) - Y) / Z.shape[0]),
        lambda Z, Y: [np.mean(np.logaddexp.reduce(Z, axis=1) - (Z * Y).sum(axis=1)), (_p(Z) - Y) / len(Z)],
        lambda Z, Y: (_row_by_row(Z, Y)),
        lambda Z, Y: (-np.einsum("nk,nk->", Y, np.log(np.clip(_p(Z), 1e-12, 1 - 1e-12))) / len(Z), np.divide(_p(Z) - Y, len(Z))),
    ],
    hints=[
        "You have both halves: softmax makes P of Z, and cross_entropy makes the loss of P and Y. What remains is dZ, formula (6.7).",
        "dZ is P minus Y, divided by the number of examples. It has the shape of Z. For Z = [[0, 0]] and Y = [[1, 0]] it is [[-0.5, 0.5]].",
        "P = softmax(Z), then return cross_entropy(P, Y), (P - Y) / len(Z).",
    ],
    source="Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.109",
)


def _written(Z):
    if Z.dtype.kind == "f":
        Z -= Z.max(axis=1, keepdims=True)
    return Z


def _row_by_row(Z, Y):
    loss, dZ = 0.0, np.zeros(Z.shape)
    for n, (z, y) in enumerate(zip(Z, Y, strict=True)):
        p = nn.softmax(z[np.newaxis])[0]
        loss -= np.log(max(p[np.argmax(y)], EPS)) / len(Z)
        dZ[n] = (p - y) / len(Z)
    return loss, dZ


# ---- accuracy ----


def _right(Y_hat, Y):
    return np.argmax(Y_hat, axis=1) == np.argmax(Y, axis=1)


def _placed(N, K):
    return lambda rng: (rng.normal(size=(N, K)), np.eye(K)[rng.integers(0, K, size=N)])


accuracy = Exercise(
    reference=nn.accuracy,
    points=1,
    cases=[
        Case("one example", np.array([[0.9, 0.1]]), np.array([[1.0, 0.0]])),
        Case("one of two", np.array([[0.9, 0.1], [0.6, 0.4]]), np.array([[1.0, 0.0], [0.0, 1.0]])),
        Case(
            "the largest is below one half",
            np.array([[0.4, 0.35, 0.25], [0.3, 0.45, 0.25], [0.2, 0.35, 0.45]]),
            np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]),
        ),
        Case(
            "scores of any size",
            np.array([[-3.0, -1.0], [5.0, 2.0], [0.5, 4.0], [-2.0, -9.0]]),
            np.array([[0.0, 1.0], [0.0, 1.0], [0.0, 1.0], [1.0, 0.0]]),
        ),
        Case("whole numbers", np.array([[1, 3, 2], [4, 0, 1], [0, 2, 7], [1, 0, 6]]), np.eye(3, dtype=int)[[1, 0, 2, 1]]),
        Case("all wrong", np.array([[0.9, 0.1], [0.2, 0.8]]), np.array([[0.0, 1.0], [1.0, 0.0]])),
        Case("certain of everything, and half of it wrong", np.eye(4)[[0, 1, 2, 3]], np.eye(4)[[0, 2, 2, 1]]),
        Case("more classes than examples", np.array([[0.1, 0.2, 0.3, 0.4], [0.4, 0.1, 0.3, 0.2]]), np.eye(4)[[3, 2]]),
        Drawn("random scores", _placed(12, 3), weight=2),
        Drawn("random scores, two classes", _placed(7, 2)),
    ],
    laws=[
        Law(
            "Ten times the scores make the same decisions",
            lambda f, rng: (lambda Y_hat, Y: (f(10 * Y_hat, Y), f(Y_hat, Y)))(*_placed(9, 3)(rng)),
        ),
    ],
    mistakes=[
        Mistake(
            "the right ones are counted, and not divided by the number of examples",
            lambda Y_hat, Y: np.sum(_right(Y_hat, Y)),
            "Accuracy is a share, from 0 to 1. np.mean of True and False counts True as 1 and False as 0.",
        ),
        Mistake(
            "the share of the wrong ones is computed",
            lambda Y_hat, Y: 1 - np.mean(_right(Y_hat, Y)),
            "Try two examples that are both right: the accuracy is 1. == or !=?",
        ),
        Mistake(
            "it comes out in per cent",
            lambda Y_hat, Y: 100 * np.mean(_right(Y_hat, Y)),
            "A share from 0 to 1 is asked for: 0.5, not 50.",
        ),
        Mistake(
            "the largest are looked for down the columns, axis 0",
            lambda Y_hat, Y: np.mean(np.argmax(Y_hat, axis=0) == np.argmax(Y, axis=0)),
            "A row is one example, and the question is which of its K columns is largest. The axis named is the one that disappears: K.",
        ),
        Mistake(
            "the predictions themselves are compared with Y, entry by entry",
            lambda Y_hat, Y: np.mean(Y_hat == Y),
            "0.9 is not 1, and yet the prediction is right. Compare the places of the largest, one for each row.",
        ),
        Mistake(
            "each entry is compared with one half, and all entries are counted",
            lambda Y_hat, Y: np.mean((Y_hat > 0.5) == (Y > 0.5)),
            "The winner of three may have 0.4, and scores may be negative. Compare the places of the largest, one for each row.",
        ),
        Mistake(
            "a row counts only if each of its entries is on the right side of one half",
            lambda Y_hat, Y: np.mean(np.all((Y_hat > 0.5) == (Y > 0.5), axis=1)),
            "The winner of three may have 0.4, and scores may be negative. It is enough to be the largest of the row.",
        ),
        Mistake(
            "each entry is asked whether it is its row's largest, and all entries are counted",
            lambda Y_hat, Y: np.mean((Y_hat == Y_hat.max(axis=1, keepdims=True)) == Y),
            "A wrong choice among ten classes still leaves eight entries right. Compare one place for each row.",
        ),
        Mistake(
            "the predictions are rounded, and all entries are counted",
            lambda Y_hat, Y: np.mean(np.round(Y_hat) == Y),
            "Scores may be of any size, and the winner may have 0.4. Compare the places of the largest, one for each row.",
        ),
        Mistake(
            "a row counts only if, rounded, it is its target",
            lambda Y_hat, Y: np.mean(np.all(np.round(Y_hat) == Y, axis=1)),
            "Scores may be of any size, and the winner may have 0.4. It is enough to be the largest of the row.",
        ),
        Mistake(
            "one wrong example makes the whole result 0",
            lambda Y_hat, Y: float(np.all(np.argmax(Y_hat, axis=1) == np.argmax(Y, axis=1))),
            "A share is asked for, from 0 to 1: half right is 0.5. Is it np.all in the place of np.mean, or `//` in the place of `/`?",
        ),
        Mistake(
            "the largest values are compared, and not their places",
            lambda Y_hat, Y: np.mean(np.max(Y_hat, axis=1) == np.max(Y, axis=1)),
            "np.max says how large, np.argmax says where. The place is the class.",
        ),
        Mistake(
            "np.argmax has no axis, and counts through the whole table",
            lambda Y_hat, Y: np.mean(np.argmax(Y_hat) == np.argmax(Y)),
            "Print np.argmax(Y_hat): one number. There should be one for each row: name the axis.",
        ),
        Mistake(
            "the smallest is taken for the prediction",
            lambda Y_hat, Y: np.mean(np.argmin(Y_hat, axis=1) == np.argmax(Y, axis=1)),
            "The class with the largest number is the network's choice.",
        ),
        Mistake(
            "one answer is handed back for each example, and no mean is taken",
            lambda Y_hat, Y: np.where(_right(Y_hat, Y), 1.0, 0.0),
            "These are the right ones and the wrong ones. The accuracy is one number, their mean.",
        ),
        Mistake(
            "True and False are handed back, one for each example",
            _right,
            "Their np.mean is the share of True: it counts True as 1 and False as 0.",
        ),
        Mistake(
            "whether all examples are right is answered, and not how many",
            lambda Y_hat, Y: np.all(_right(Y_hat, Y)),
            "Half right is better than all wrong. Which share of the rows is right? Look for an np.all, or for a //.",
        ),
        Mistake(
            "only the first example is looked at",
            lambda Y_hat, Y: float(_right(Y_hat, Y)[0]),
            "Every row is an example. With axis=1, np.argmax answers for all of them.",
        ),
        Mistake(
            "the right ones are divided by the number of classes",
            lambda Y_hat, Y: np.sum(_right(Y_hat, Y)) / Y.shape[1],
            "Y.shape is (N, K), and N is the number of examples. Which of the two did you take?",
        ),
        Mistake(
            "the right ones are divided by the number of all entries",
            lambda Y_hat, Y: np.sum(_right(Y_hat, Y)) / Y.size,
            "Two examples of three classes have six entries, and there are two answers to be right or wrong.",
        ),
        Mistake(
            "the predictions for the right classes are averaged",
            lambda Y_hat, Y: np.mean(np.sum(Y_hat * Y, axis=1)),
            "That measures how sure the network is of the right class. Accuracy asks only: is it the largest?",
        ),
        Mistake(
            "the classes are compared with the whole one-hot table",
            lambda Y_hat, Y: np.mean(np.argmax(Y_hat, axis=1) == Y),
            "Print the shapes of both sides of your ==. Make class numbers of Y too, in the same way.",
        ),
        Mistake(
            "Y is taken for class numbers, and has been one-hot all along",
            lambda Y_hat, Y: np.mean(np.argmax(Y_hat, axis=1)[:, np.newaxis] == Y),
            "Both arguments are tables of (N, K). Make class numbers of Y too, in the same way.",
        ),
    ],
    accepted=[
        lambda Y_hat, Y: np.mean(np.argmax(Y_hat, axis=1) == np.argmax(Y, axis=1)),
        lambda Y_hat, Y: sum(int(np.argmax(a) == np.argmax(b)) for a, b in zip(Y_hat, Y, strict=True)) / len(Y),
        lambda Y_hat, Y: (nn.predict_class(Y_hat) == nn.predict_class(Y)).mean(),
        lambda Y_hat, Y: Y[np.arange(len(Y)), Y_hat.argmax(axis=1)].mean(),
        lambda Y_hat, Y: np.count_nonzero(Y_hat.argmax(1) == Y.argmax(1)) / Y.shape[0],
        lambda Y_hat, Y: np.mean(Y_hat[Y == 1] == Y_hat.max(axis=1)),
    ],
    hints=[
        "For each example two places are compared: that of the largest prediction, and that of the 1 in the target.",
        "predict_class of chapter 04 finds them: for every row, the place of the largest entry. It works on Y as well.",
        "np.mean of a comparison with == is the share of True.",
    ],
    source="Goodfellow et al., Deep Learning (2016), section 5.1.2",
)


hunt_loss = Decision(
    name="hunt_loss",
    question="**Bug hunt.** One of the lettered lines of `broken_loss` is wrong. Which one, and what does it do?",
    points=1,
    choices={
        "A": "the line that takes the logarithms",
        "B": "the line that makes the table of marks",
        "C": "the line that makes the costs",
        "D": "the line that takes the mean",
    },
    right="B",
    reasons={
        "1": "A class with probability 0 spoils the whole sum, so that the loss becomes nan for confident networks.",
        "2": "The loss depends on how many classes there are, and two networks can no longer be compared.",
        "3": "Every network is charged for the class that it chose itself, so that being sure is all that counts.",
        "4": "The costs of the examples are mixed, and examples with large scores count more than the others.",
    },
    because="3",
    replies={
        "A": "Print np.log(np.clip(P, 1e-12, 1)) for a P with a 0 in it. Is there any nan or inf?",
        "C": "Give it the right table of marks, your Y, and print the costs. Are they what you would compute by hand?",
        "D": "Give it costs of 1, 2 and 3. Is the result their mean?",
        "1": "Put a 0 into P and print the loss of broken_loss. What keeps it finite?",
        "2": "Count what is divided by: rows, or all entries? Try the same probabilities with one more class of probability 0.",
        "4": "Print costs, one for each row. Does a change in the first row change the second cost?",
    },
    moral=(
        "The marks must come from Y. A loss that never looks at the targets can be made small without being right: this network learns "
        "to be sure. If your loss falls and the accuracy does not rise, look at what the loss is compared with."
    ),
    hints=[
        "Change Y, and nothing but Y. Does broken_loss notice?",
        "Print each of the four intermediate results, for the two rows of `timid`, and compare with what they are called.",
        "Which line should have used Y, and uses P?",
    ],
    source="Goodfellow et al., Deep Learning (2016), section 11.5, on checking that the right thing is being measured",
)

which_loss = Decision(
    name="which_loss",
    question=(
        "Five networks are to learn. What they predict: the **price** of a flat; **spam**, yes or no, with a sigmoid; which of ten "
        "**digits** an image shows, with a softmax; which of twenty **topics** an article is about, often several at once, with twenty "
        "sigmoids; tomorrow's **temperatures** at four stations. Name all losses that suit, one for each task."
    ),
    points=1,
    choices={
        "A": "price: cross-entropy",
        "B": "spam: accuracy",
        "C": "digits: cross-entropy",
        "D": "topics: binary cross-entropy",
        "E": "temperatures: binary cross-entropy",
        "F": "digits: accuracy",
        "G": "price: mean squared error",
        "H": "topics: cross-entropy",
        "I": "spam: binary cross-entropy",
        "J": "temperatures: mean squared error",
    },
    right="CDGIJ",
    reasons={
        "1": "The loss should be what one reports in the end, so that learning aims at nothing but the final mark.",
        "2": "The loss should fit what the outputs mean, a quantity, a yes or a choice, and have a slope to learn by.",
        "3": "The loss should stay between 0 and 1, so that all networks can be compared with each other afterwards.",
        "4": "The loss should punish no error too hard, so that a few odd examples cannot upset the whole learning.",
    },
    because="2",
    replies={
        "A": "A price is no share of anything. What would log(250000) say about being wrong?",
        "B": "Move a weight a little: does the number of right answers change? What slope is there to learn by?",
        "C": "Ten shares that add up to 1, one of them right. Which of your losses charges for the right one alone?",
        "D": "Each topic is a yes or no of its own. Which of your losses has a term for each no as well?",
        "E": "A temperature is no probability. What would the loss say about 21 degrees?",
        "F": "Move a weight a little: does the number of right answers change? What slope is there to learn by?",
        "G": "A price is a quantity, and one may be a little or a lot off. Which of your losses measures that?",
        "H": "An article on sport and money has two topics. Do the twenty outputs share one whole? What would a wrong yes cost?",
        "I": "One probability, and the answer 0 or 1. Which of your losses is made for it?",
        "J": "Four quantities for each day, each a little or a lot off. Which of your losses takes a table of those?",
        "1": "Accuracy is what one reports. Plot it over one weight: it is a staircase. Which way is down?",
        "3": "Print the cross-entropy of p = 0.001 for the right class. Is it a bad loss for that?",
        "4": "Being sure and wrong costs a great deal in both cross-entropies, and that is meant. Look at section 3 again.",
    },
    moral=(
        "A quantity: mean squared error. A yes or no, or several of them: binary cross-entropy. One of K: cross-entropy. "
        "Report accuracy, but learn from a loss with a slope."
    ),
    hints=[
        "For each task ask: is an output a quantity, a probability of its own, or a share of one whole?",
        "Twenty topics, several at once: their probabilities need not add up to 1. Ten digits, one of them: they must.",
        "Accuracy only changes when a decision flips. Each of the five tasks has exactly one proposal that suits.",
    ],
    source="Goodfellow et al., Deep Learning (2016), sections 6.2.2 and 8.1.2",
)

chapter = Chapter(
    "06_loss",
    "06 Loss",
    (
        mse,
        d_mse,
        binary_cross_entropy,
        d_binary_cross_entropy,
        cross_entropy,
        softmax_cross_entropy,
        accuracy,
        hunt_loss,
        which_loss,
    ),
)
