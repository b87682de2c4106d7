"""Chapter 00: NumPy for neurons. Each exercise is here whole: probes, mistakes, right answers in other styles, hints."""

import numpy as np

from annlab import nn
from annlab.checking import Case, Decision, Drawn, Exercise, Law, Mistake
from annlab.exercises.chapter import Chapter


def _scaled_in_place(w, factor):
    w *= factor
    return w


def _scaled_in_place_unless_whole(w, factor):
    result = np.asarray(w, dtype=float)
    result *= factor
    return result


def _scaled_in_place_and_copied(w, factor):
    w *= factor
    return w.copy()


def _scaled_original_instead_of_copy(w, factor):
    copy = w.copy()
    w *= factor
    return copy


def _scaled_into_an_array_like_w(w, factor):
    result = np.zeros_like(w)
    result[:] = w * factor
    return result


def _scaled_without_its_last(w, factor):
    result = np.array(w, dtype=float)
    for i in range(len(w) - 1):
        result[i] = factor * w[i]
    return result


def _scaled_entry_by_entry(w, factor):
    for i in range(len(w)):
        w[i] = factor * w[i]
    return w


def _scaled_copy_of_same_type(w, factor):
    result = w.copy()
    result *= factor
    return result


def _scaled_without_its_first(w, factor):
    result = np.array(w, dtype=float)
    for i in range(1, len(w)):
        result[i] = factor * w[i]
    return result


def _scaled_until_return(w, factor):
    result = np.zeros(len(w))
    for i in range(len(w)):
        result[i] = factor * w[i]
        return result


def _scaled_first_only(w, factor):
    result = np.array(w, dtype=float)
    result[0] = factor * w[0]
    return result


scaled = Exercise(
    reference=nn.scaled,
    points=1,
    fresh=True,
    cases=[
        Case("half of everything", np.array([1.0, -2.0]), 0.5),
        Case("a single entry", np.array([3.0]), 2.0),
        Case("factor 0", np.array([2.0, -1.0]), 0.0),
        Case("factor 1", np.array([1.0, 2.0, -3.0]), 1.0),
        Case("a negative factor", np.array([0.0, 1.0, -4.0]), -1.5),
        Case("whole numbers", np.array([1, 2, 3]), 3),
        Case("whole numbers and a fraction", np.array([1, -3, 4]), 0.5),
        Drawn("random numbers", lambda rng: (rng.normal(size=5), float(rng.normal()))),
    ],
    laws=[
        Law(
            "Scaling by 2 and then by 3 is scaling by 6",
            lambda f, rng: (lambda w: (f(f(w, 2.0), 3.0), f(w, 6.0)))(rng.normal(size=4)),
        ),
    ],
    mistakes=[
        Mistake(
            "w is handed back as it came in",
            lambda w, factor: w,
            "The factor has to act on every entry. What does Python make of `2 * w` when w is an array?",
        ),
        Mistake(
            "w itself is changed: `*=` writes into the caller's array, also through a second name or a slice of it",
            _scaled_in_place,
            "Run `v = w`, then `v *= 2`, then print w. Which expression makes a new array instead?",
        ),
        Mistake(
            "w is overwritten entry by entry",
            _scaled_entry_by_entry,
            "`w[i] = ...` writes into the caller's array. Where could the new numbers go instead?",
        ),
        Mistake(
            "w is changed first, and a copy of the changed w is handed back",
            _scaled_in_place_and_copied,
            "The order matters: the caller's w is spoiled before the copy is made. What if nothing is written into w at all?",
        ),
        Mistake(
            "a copy is made, and then w is changed instead of the copy",
            _scaled_original_instead_of_copy,
            "You have two arrays: the caller's w and your copy. Which of them may be written to?",
        ),
        Mistake(
            "w is changed where it already holds floats: np.asarray makes no copy of such an array",
            _scaled_in_place_unless_whole,
            "np.asarray(w, dtype=float) copies only when it has to; np.array(w, dtype=float) always copies.",
        ),
        Mistake(
            "w is copied, and the factor is left out",
            lambda w, factor: np.array(w, dtype=float),
            "Your array is new, which is half of it. A bare `new * factor` is lost again: hand back what the product gives.",
        ),
        Mistake(
            "w itself is handed back when the factor is 1",
            lambda w, factor: w if factor == 1 else w * factor,
            "Even with factor 1 the result must be a new array. Does factor * w need an exception for 1?",
        ),
        Mistake(
            "the factor is added instead of multiplied",
            lambda w, factor: w + factor,
            "Take factor 0: every entry should become 0. What do yours become?",
        ),
        Mistake(
            "the factor is subtracted instead of multiplied",
            lambda w, factor: w - factor,
            "Take factor 0: every entry should become 0. What do yours become?",
        ),
        Mistake(
            "w grows by the factor, as if it were a rate",
            lambda w, factor: w * (1 + factor),
            "Factor 1 should leave every number as it is. What does yours do with it?",
        ),
        Mistake(
            "factor is ignored, and 2 stands in the code",
            lambda w, factor: w * 2.0,
            "Your function is handed the factor. Use its name instead of a number.",
        ),
        Mistake(
            "every entry becomes the factor, and w is left out",
            lambda w, factor: np.full(len(w), float(factor)),
            "The result for [1, 2] and [3, 4] should differ. Where does your line use w?",
        ),
        Mistake(
            "w is divided by the factor",
            lambda w, factor: w / factor,
            "Take factor 2: should the entries grow or shrink?",
        ),
        Mistake(
            "w is raised to a power",
            lambda w, factor: np.asarray(w, dtype=float) ** factor,
            "In Python ** is a power and * a product. Which of them is factor times w?",
        ),
        Mistake(
            "the result is stored in an array of the same type as w, so that whole numbers lose their decimals",
            _scaled_into_an_array_like_w,
            "zeros_like(w), empty_like(w) and copies of whole numbers hold whole numbers only. Print the .dtype of your result.",
        ),
        Mistake(
            "a copy of whole numbers is multiplied in place: it holds no decimals, and NumPy refuses",
            _scaled_copy_of_same_type,
            "w.copy() has the .dtype of w. A plain product, with no `*=` in it, chooses a type that fits.",
        ),
        Mistake(
            "the result is cut to whole numbers",
            lambda w, factor: (w * factor).astype(int),
            "int cuts the decimals off. Half of 1 is 0.5: which type can hold that?",
        ),
        Mistake(
            "the factor is cut to a whole number",
            lambda w, factor: w * int(factor),
            "int(0.5) is 0. Use factor as it comes.",
        ),
        Mistake(
            "w is repeated as a Python list is",
            lambda w, factor: np.array(list(w) * factor),
            "[1, 2] * 2 is [1, 2, 1, 2] for a list. For an array, * multiplies each entry: do not turn w into a list.",
        ),
        Mistake(
            "everything is summed into one number",
            lambda w, factor: (w * factor).sum(),
            "w has several entries, and so has the result. What does your last step do to them?",
        ),
        Mistake(
            "only the first entry is scaled",
            _scaled_first_only,
            "Print your result for w = [1, 1, 1] and factor 5. Which entries are still 1? Does `return` stand inside the loop?",
        ),
        Mistake(
            "the first entry is left as it was",
            _scaled_without_its_first,
            "Counting starts at 0. Which entry does range(1, n) miss?",
        ),
        Mistake(
            "`return` stands inside the loop, and the entries after the first stay 0",
            _scaled_until_return,
            "`return` ends the whole function. Move it out of the loop: indent it less.",
        ),
        Mistake(
            "only the first entry is handed back",
            lambda w, factor: w[0] * factor,
            "w has several entries, and so has the result. Does `return` stand inside your loop?",
        ),
        Mistake(
            "the result is a column",
            lambda w, factor: (w * factor)[:, None],
            "(d, 1) is a table with one column. The result is to have the shape of w, (d,).",
        ),
        Mistake(
            "the last entry is left as it was",
            _scaled_without_its_last,
            "range(n) already stops at n - 1. How many entries does your loop visit?",
        ),
        Mistake(
            "w is brought to length 1 before it is scaled",
            lambda w, factor: factor * w / np.sqrt((w**2).sum()),
            "Factor 1 should leave the numbers as they are. Which division changes them?",
        ),
        Mistake(
            "the sign of the factor is lost",
            lambda w, factor: w * abs(factor),
            "A negative factor turns every sign round. Where does the minus go in yours?",
        ),
    ],
    accepted=[
        lambda w, factor: factor * w,
        lambda w, factor: np.array([factor * entry for entry in w]),
        lambda w, factor: np.array([float(entry) * factor for entry in w], dtype=float),
        lambda w, factor: w.astype(float) * factor,
        lambda w, factor: np.einsum("i,->i", w, factor),
        np.multiply,
    ],
    hints=[
        "Arithmetic on an array acts on every entry: what is 2 * np.array([1, 2])?",
        "factor * w is a new array. `w *= factor` is not: it writes into the array that the caller gave you.",
        "One line is enough: hand back the product of factor and w, and write into nothing.",
    ],
    source='The NumPy user guide, "Copies and views"',
)


def _rows_dot_in_place(X, w):
    X *= w
    return X.sum(axis=1)


def _last_row_dot(X, w):
    for row in X:
        result = row @ w
    return result


def _rows_dot_two_features(X, w):
    return X[:, 0] * w[0] + X[:, 1] * w[1]


def _rows_dot_with_assignment(X, w):
    result = np.zeros(len(X))
    for i in range(len(X)):
        for j in range(len(w)):
            result[i] = X[i, j] * w[j]
    return result


def _rows_dot_with_d_places(X, w):
    result = np.zeros(len(w))
    for i in range(len(X)):
        result[i] = X[i] @ w
    return result


def _rows_dot_of_d_rows(X, w):
    result = np.zeros(len(X))
    for i in range(len(w)):
        result[i] = X[i] @ w
    return result


def _rows_dot_like_x(X, w):
    result = np.zeros(len(X), dtype=X.dtype)
    for i in range(len(X)):
        result[i] = X[i] @ w
    return result


rows_dot = Exercise(
    reference=nn.rows_dot,
    points=2,
    cases=[
        Case("one example", np.array([[1.0, 2.0]]), np.array([0.5, -1.0])),
        Case("three examples of two features", np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.array([10.0, 1.0])),
        Case("as many examples as features", np.array([[1.0, 2.0], [3.0, 5.0]]), np.array([1.0, -1.0])),
        Case("one feature", np.array([[2.0], [-3.0], [4.0]]), np.array([0.5])),
        Case("a single number in X", np.array([[3.0]]), np.array([2.0])),
        Case("whole numbers", np.array([[1, 2, 3], [4, 5, 6]]), np.array([1, 0, -1])),
        Case("whole numbers and fractions as weights", np.array([[1, 2], [3, -4], [0, 5]]), np.array([0.25, 0.5])),
        Case("weights of 0", np.array([[1.0, 2.0, 3.0], [-4.0, 5.0, 6.0]]), np.zeros(3)),
        Drawn("random numbers", lambda rng: (rng.normal(size=(7, 4)), rng.normal(size=4))),
        Drawn("many features", lambda rng: (rng.normal(size=(2, 9)), rng.normal(size=9))),
    ],
    laws=[
        Law(
            "Twice the weights give twice the result",
            lambda f, rng: (lambda X, w: (f(X, 2 * w), 2 * f(X, w)))(rng.normal(size=(3, 2)), rng.normal(size=2)),
        ),
    ],
    mistakes=[
        Mistake(
            "the products are not summed",
            lambda X, w: X * w,
            "X * w multiplies entry by entry and keeps the shape of X. What is still to be done along each row?",
        ),
        Mistake(
            "the sum runs down the columns instead of along the rows",
            lambda X, w: (X * w).sum(axis=0),
            "axis=0 runs over the examples, axis=1 over the features. You want one number for each example.",
        ),
        Mistake(
            "everything is summed into one number",
            lambda X, w: (X * w).sum(),
            "sum() without an axis adds up all entries. You want one number for each example: name the axis.",
        ),
        Mistake(
            "the sums are averaged into one number",
            lambda X, w: (X @ w).mean(),
            "One number for each example is asked for. Which step of yours mixes the examples?",
        ),
        Mistake(
            "every number of X is multiplied by every weight",
            np.outer,
            "np.outer makes a table of all products. In a dot product, entry j meets weight j only; then you add up.",
        ),
        Mistake(
            "the average of the products is taken instead of their sum",
            lambda X, w: (X * w).mean(axis=1),
            "A dot product is a sum: nothing is divided. Try the row [1, 1] with the weights [1, 1].",
        ),
        Mistake(
            "the result is kept as a column",
            lambda X, w: (X @ w)[:, None],
            "(N, 1) is a table with one column; (N,) is N numbers. Which step of yours made it a table?",
        ),
        Mistake(
            "the result is kept as a table of one row",
            lambda X, w: (X @ w)[None, :],
            "(1, N) is a table of one row; (N,) is N numbers. Count the square brackets of your result.",
        ),
        Mistake(
            "the weights are left out",
            lambda X, w: X.sum(axis=1),
            "Put all weights to 0. What does yours say, and what should it say?",
        ),
        Mistake(
            "all features get the first weight",
            lambda X, w: X.sum(axis=1) * w[0],
            "Entry j of a row meets weight j. Which weight does your second feature get?",
        ),
        Mistake(
            "the row is summed before the weights come in",
            lambda X, w: X.sum(axis=1) * w.sum(),
            "1 * 3 + 2 * 4 is 11, and (1 + 2) * (3 + 4) is 21. Multiply first, then add.",
        ),
        Mistake(
            "the weights are added instead of multiplied",
            lambda X, w: (X + w).sum(axis=1),
            "Put all weights to 0. A dot product with zeros is 0. What does yours say?",
        ),
        Mistake(
            "w meets the columns of X instead of its rows",
            lambda X, w: w @ X,
            "In A @ B the rows of A meet the columns of B. Which of the two has to stand on the left, and is .T needed?",
        ),
        Mistake(
            "w is stood up as a column, so that each row of X is multiplied by one weight",
            lambda X, w: (X * w[:, None]).sum(axis=1),
            "Weight j belongs to feature j, that is to column j of X. A w of shape (d,) already lies along the features.",
        ),
        Mistake(
            "only the first example is used",
            lambda X, w: X[:1] @ w,
            "X[0] is one row. What about the others? len(result) should be len(X).",
        ),
        Mistake(
            "only the first example is answered, with a single number",
            lambda X, w: X[0] @ w,
            "Is there an X[0], or a `return` inside the loop? It ends the function at the first row. Collect one number for each.",
        ),
        Mistake(
            "each row overwrites the one before, and only the last is left",
            _last_row_dot,
            "Your variable holds one number at a time. Keep them all: append each to a list.",
        ),
        Mistake(
            "each product overwrites the one before, and only the last feature counts",
            _rows_dot_with_assignment,
            "`=` stores a number, `+=` adds to it. Which of the two belongs in the inner loop?",
        ),
        Mistake(
            "the result has a place for each weight instead of one for each example",
            _rows_dot_with_d_places,
            "len(w) is d, the number of features. How many examples are there: len of what?",
        ),
        Mistake(
            "the loop over the rows runs as often as there are weights",
            _rows_dot_of_d_rows,
            "len(w) is d, the number of features. How many rows are there: len of what?",
        ),
        Mistake(
            "three examples are written into the code",
            lambda X, w: np.array([X[i] @ w for i in range(3)]),
            "N is whatever len(X) says. Loop over the rows of X themselves: `for row in X`.",
        ),
        Mistake(
            "the last example is left out",
            lambda X, w: X[:-1] @ w,
            "range(n) already stops at n - 1. How many rows does your loop visit, and how many are there?",
        ),
        Mistake(
            "the first example is left out",
            lambda X, w: X[1:] @ w,
            "Counting starts at 0: row 0 is an example like the others.",
        ),
        Mistake(
            "the last feature is left out",
            lambda X, w: X[:, :-1] @ w[:-1],
            "Try X = [[0, 1]] and w = [0, 1]. Which product does your sum never reach?",
        ),
        Mistake(
            "the first feature is left out",
            lambda X, w: X[:, 1:] @ w[1:],
            "Counting starts at 0: column 0 is a feature, and w[0] is its weight.",
        ),
        Mistake(
            "exactly two features are written into the code",
            _rows_dot_two_features,
            "d is whatever X.shape[1] says, one feature or nine. Let NumPy, or an inner loop, run over all of them.",
        ),
        Mistake(
            "only the first feature is used",
            lambda X, w: X[:, 0] * w[0],
            "Try X = [[0, 1]] and w = [0, 1]. Which product is missing from the sum?",
        ),
        Mistake(
            "the running total is not set back to 0 for each row",
            lambda X, w: np.cumsum(X @ w),
            "Try two equal rows: they should give equal numbers. Where must `total = 0` stand?",
        ),
        Mistake(
            "the sums are cut to whole numbers",
            lambda X, w: (X @ w).astype(int),
            "An array made with dtype=int, or of whole numbers, drops the decimals. Make it of floats.",
        ),
        Mistake(
            "the result is stored in an array of whole numbers because X holds whole numbers",
            _rows_dot_like_x,
            "zeros_like(X) and dtype=X.dtype take over the type of X. np.zeros(len(X)) holds floats.",
        ),
        Mistake(
            "`X *= w` writes the products into X",
            _rows_dot_in_place,
            "`*=` changes the caller's X. X * w, without the equals sign, makes a new array.",
        ),
        Mistake(
            "the result is divided by the length of w",
            lambda X, w: X @ w / np.sqrt(w @ w),
            "That is a distance from a line, not a dot product. Leave the weights at the length they have.",
        ),
        Mistake(
            "squared differences between X and w are summed",
            lambda X, w: ((X - w) ** 2).sum(axis=1),
            "That is a squared distance. In a dot product each entry is multiplied by its weight; nothing is subtracted.",
        ),
        Mistake(
            "the distance between each row and w is taken",
            lambda X, w: np.sqrt(((X - w) ** 2).sum(axis=1)),
            "A distance subtracts. In a dot product each entry is multiplied by its weight, and the products are added.",
        ),
        Mistake(
            "the cosine of the angle is taken",
            lambda X, w: X @ w / np.maximum(np.sqrt((X**2).sum(axis=1) * (w @ w)), 1e-12),
            "Twice the weights should give twice the result. Which division takes that away?",
        ),
        Mistake(
            "the sums are turned into a decision, 1 above 0 and 0 below",
            lambda X, w: np.where(X @ w > 0, 1.0, 0.0),
            "That is what a perceptron does, in chapter 02. Here the sums themselves are asked for.",
        ),
        Mistake(
            "negative sums are set to 0",
            lambda X, w: np.maximum(0.0, X @ w),
            "That is ReLU, in chapter 03. Here the sums themselves are asked for, with their signs.",
        ),
    ],
    accepted=[
        lambda X, w: np.array([sum(a * b for a, b in zip(row, w, strict=True)) for row in X]),
        lambda X, w: (X * w).sum(axis=1),
        lambda X, w: np.einsum("nd,d->n", X, w),
        lambda X, w: np.array([np.dot(w, x) for x in X]),
        lambda X, w: w @ X.T,
        lambda X, w: (X @ w.reshape(-1, 1)).ravel(),
        np.dot,
    ],
    hints=[
        "Take one row of X. Multiply each of its entries by the weight in the same place, and add up. That is one number.",
        "X * w does the multiplying for all rows at once. Then sum along the features: which axis is that?",
        "Either .sum(axis=1) after X * w, or the operator @, which multiplies and sums: X on the left of it, w on the right.",
    ],
    source="Deisenroth et al., Mathematics for Machine Learning (2020), section 2.2.1",
)


def _column_mean_into_first_row(X):
    total = X[0]
    for row in X[1:]:
        total += row
    return total / len(X)


def _column_mean_pairwise(X):
    mean = X[0] * 1.0
    for row in X[1:]:
        mean = (mean + row) / 2
    return mean


def _column_mean_in_place(X):
    X /= len(X)
    return X.sum(axis=0)


def _column_mean_from_first_row_twice(X):
    total = X[0]
    for row in X:
        total += row
    return total / len(X)


def _column_mean_pairwise_from_zero(X):
    mean = np.zeros(X.shape[1])
    for row in X:
        mean = (mean + row) / 2
    return mean


def _column_mean_dividing_each_time(X):
    mean = np.zeros(X.shape[1])
    for row in X:
        mean = (mean + row) / len(X)
    return mean


def _column_mean_with_n_places(X):
    result = np.zeros(len(X))
    for j in range(X.shape[1]):
        result[j] = X[:, j].mean()
    return result


def _column_mean_like_x(X):
    result = np.zeros(X.shape[1], dtype=X.dtype)
    for j in range(X.shape[1]):
        result[j] = X[:, j].mean()
    return result


column_mean = Exercise(
    reference=nn.column_mean,
    points=1,
    cases=[
        Case("three examples of two features", np.array([[1.0, 10.0], [3.0, 20.0], [5.0, 60.0]])),
        Case("as many examples as features", np.array([[1.0, 2.0], [3.0, 8.0]])),
        Case("one example", np.array([[2.0, -4.0, 6.0]])),
        Case("one feature", np.array([[1.0], [2.0], [6.0]])),
        Case("a single number in X", np.array([[5.0]])),
        Case("whole numbers", np.array([[1, -2], [2, -5], [4, 0], [3, -4]])),
        Case("a column of zeros", np.array([[0.0, 1.0, 2.5], [0.0, -1.0, 2.5]])),
        Drawn("random numbers", lambda rng: (rng.normal(size=(6, 3)),)),
        Drawn("many features", lambda rng: (rng.normal(loc=5.0, size=(3, 8)),)),
    ],
    laws=[
        Law(
            "Adding 7 to every number adds 7 to every mean",
            lambda f, rng: (lambda X: (f(X + 7.0), f(X) + 7.0))(rng.normal(size=(5, 2))),
        ),
        Law(
            "The order of the examples makes no difference",
            lambda f, rng: (lambda X: (f(X[::-1].copy()), f(X)))(rng.normal(size=(4, 3))),
        ),
    ],
    mistakes=[
        Mistake(
            "each row is averaged instead of each column",
            lambda X: X.mean(axis=1),
            "The axis that you name is the one that disappears. The examples, axis 0, should disappear here.",
        ),
        Mistake(
            "all numbers are averaged together",
            lambda X: X.mean(),
            "mean() without an axis uses every entry. You want one number for each column: name the axis.",
        ),
        Mistake(
            "everything is summed, and divided by the number of examples",
            lambda X: X.sum() / len(X),
            "Each column needs a total of its own. Which axis does your sum have to run over?",
        ),
        Mistake(
            "the sums are not divided",
            lambda X: X.sum(axis=0),
            "Try two equal rows: their mean is that row again. Divide by the number of examples.",
        ),
        Mistake(
            "the sum is divided by the number of features",
            lambda X: X.sum(axis=0) / X.shape[1],
            "X.shape is (N, d). How many numbers stand in one column, N or d?",
        ),
        Mistake(
            "the sum is divided by the number of all entries of X",
            lambda X: X.sum(axis=0) / X.size,
            "X.size counts every entry. How many numbers were added up for one column?",
        ),
        Mistake(
            "the sum is divided by 3, whatever the number of examples",
            lambda X: X.sum(axis=0) / 3,
            "N is whatever len(X) says, one example or six.",
        ),
        Mistake(
            "the sum is divided by N - 1",
            lambda X: X.sum(axis=0) / (len(X) - 1),
            "N - 1 belongs to a variance. With one example, what should its mean be?",
        ),
        Mistake(
            "// rounds the means down to whole numbers",
            lambda X: X.sum(axis=0) // len(X),
            "7 // 2 is 3, and 7 / 2 is 3.5. Which division do you need?",
        ),
        Mistake(
            "the means are cut to whole numbers",
            lambda X: X.mean(axis=0).astype(int),
            "An array of whole numbers drops the decimals. Start from np.zeros(d), which holds floats.",
        ),
        Mistake(
            "the means are stored in an array of whole numbers because X holds whole numbers",
            _column_mean_like_x,
            "zeros_like(X[0]) and dtype=X.dtype take over the type of X. np.zeros(d) holds floats.",
        ),
        Mistake(
            "the row of means is kept as a table of one row",
            lambda X: X.mean(axis=0, keepdims=True),
            "keepdims=True, or a slice, keeps the axis of examples with length 1. (d,) is asked for, not (1, d).",
        ),
        Mistake(
            "the means are kept as a column",
            lambda X: X.mean(axis=0)[:, None],
            "(d, 1) is a table with one column; (d,) is d numbers. Count the square brackets of your result.",
        ),
        Mistake(
            "the median is taken",
            lambda X: np.median(X, axis=0),
            "The median is the middle number. The mean of 1, 2 and 6 is 3.",
        ),
        Mistake(
            "the middle between the smallest and the largest number is taken",
            lambda X: (X.min(axis=0) + X.max(axis=0)) / 2,
            "Every example has a say in a mean. The mean of 1, 2 and 6 is 3.",
        ),
        Mistake(
            "the largest number of each column is taken",
            lambda X: X.max(axis=0),
            "Every example has a say in a mean. The mean of 1, 2 and 6 is 3.",
        ),
        Mistake(
            "the first row is handed back",
            lambda X: X[0] * 1.0,
            "X[0] is the first example. What happens to the others?",
        ),
        Mistake(
            "the last row is handed back",
            lambda X: X[-1] * 1.0,
            "Does each row overwrite the one before? Add them up instead.",
        ),
        Mistake(
            "the means are subtracted from X",
            lambda X: X - X.mean(axis=0),
            "That is centring, one step further. Hand back the means themselves.",
        ),
        Mistake(
            "the spread (standard deviation) is taken",
            lambda X: X.std(axis=0),
            "The spread of equal numbers is 0; their mean is that number.",
        ),
        Mistake(
            "the last example is left out of the sum",
            lambda X: X[:-1].sum(axis=0) / len(X),
            "Try two rows: yours adds up one. range(n) already stops at n - 1.",
        ),
        Mistake(
            "only the first column is averaged",
            lambda X: X[:, 0].mean(),
            "X[:, 0] is one column. You want one mean for each of the X.shape[1] columns.",
        ),
        Mistake(
            "the function returns inside the loop, after the first column",
            lambda X: X[:, :1].mean(axis=0),
            "`return` ends the whole function. Collect one mean for each column, and return after the loop.",
        ),
        Mistake(
            "the last column is left out",
            lambda X: X[:, :-1].mean(axis=0),
            "range(d) already stops at d - 1. How many columns does your loop visit?",
        ),
        Mistake(
            "the loop over the columns runs as often as there are rows",
            lambda X: np.array([X[:, j].mean() for j in range(len(X))]),
            "len(X) counts the rows. How many columns are there: X.shape[...]?",
        ),
        Mistake(
            "the result has a place for each example instead of one for each feature",
            _column_mean_with_n_places,
            "len(X) counts the examples. You want one mean for each of the X.shape[1] columns.",
        ),
        Mistake(
            "the running total is not set back to 0 for each column",
            lambda X: np.cumsum(X.sum(axis=0)) / len(X),
            "Try two equal columns: they should give equal means. Where must `total = 0` stand?",
        ),
        Mistake(
            "the first example is left out",
            lambda X: X[1:].mean(axis=0),
            "X has no heading: row 0 is an example like the others.",
        ),
        Mistake(
            "the last example is left out",
            lambda X: X[:-1].mean(axis=0),
            "X[:-1] and range(len(X) - 1) both stop one short. How many rows does your sum reach?",
        ),
        Mistake(
            "the first example is counted twice",
            lambda X: (X[0] + X.sum(axis=0)) / len(X),
            "A total that starts at X[0] already holds the first row. Start it at zeros, or the loop at row 1.",
        ),
        Mistake(
            "the mean so far and the next row are averaged, again and again",
            _column_mean_pairwise,
            "That gives the last rows too much weight. Add up first, and divide once, at the end.",
        ),
        Mistake(
            "the mean so far, which begins at 0, and the next row are averaged, again and again",
            _column_mean_pairwise_from_zero,
            "That gives the last rows too much weight. Add up first, and divide once, at the end.",
        ),
        Mistake(
            "the division stands inside the loop",
            _column_mean_dividing_each_time,
            "The first rows get divided again and again. Add up in the loop, and divide once, after it.",
        ),
        Mistake(
            "zeros are not counted",
            lambda X: X.sum(axis=0) / np.maximum((X != 0).sum(axis=0), 1),
            "0 is a number like any other. The mean of 0, 1 and 5 is 2.",
        ),
        Mistake(
            "`total += row` writes into the first row of X",
            _column_mean_into_first_row,
            "X[0] is a view: a window onto X, not a copy. Start the total from np.zeros(X.shape[1]).",
        ),
        Mistake(
            "the total starts as X[0], which is a view of X, and the first row is added to itself",
            _column_mean_from_first_row_twice,
            "Start the total from np.zeros(X.shape[1]): then nothing is counted twice, and X stays as it was.",
        ),
        Mistake(
            "`X /= ...` divides the caller's X",
            _column_mean_in_place,
            "`/=` changes X itself. Divide the sums instead: they are yours.",
        ),
    ],
    accepted=[
        lambda X: X.sum(axis=0) / len(X),
        lambda X: np.array([sum(column) / len(column) for column in X.T]),
        lambda X: np.einsum("nd->d", X) / X.shape[0],
        lambda X: np.ones(len(X)) @ X / len(X),
        lambda X: np.array([X[:, j].mean() for j in range(X.shape[1])]),
        lambda X: np.average(X, axis=0),
    ],
    hints=[
        "A column holds one feature of all examples. Add it up, and divide by the number of examples.",
        "Arrays have .sum() and .mean(), and both take an axis. The axis that you name is the one that disappears.",
        "From (N, d) to (d,) it is N that disappears, and N is axis 0. One call of .mean is enough.",
    ],
    source="Deisenroth et al., Mathematics for Machine Learning (2020), section 6.4.2",
)


def _residual_in_place(y_hat, y):
    y_hat -= y.reshape(y_hat.shape)
    return y_hat


def _residual_reshaping_y_hat(y_hat, y):
    y_hat.shape = y.shape
    return y_hat - y


def _residual_reshaping_y(y_hat, y):
    y.shape = y_hat.shape
    return y_hat - y


def _residual_of_first_target(y_hat, y):
    return y_hat - y.ravel()[0]


def _drawn(rng, n, *shapes):
    """Return predictions and targets of n examples, in the two shapes."""
    return tuple(rng.normal(size=n).reshape(shape) for shape in shapes)


_right = nn.residual  # several wrong versions start from it

residual = Exercise(
    reference=nn.residual,
    points=3,
    cases=[
        Case("both (N,)", np.array([2.0, 2.0, 4.0]), np.array([1.0, 3.0, 1.0])),
        Case("y_hat (N,) with y (N, 1)", np.array([1.0, 2.0, 4.0]), np.array([[1.0], [3.0], [1.0]]), weight=2),
        Case("y_hat (N, 1) with y (N,)", np.array([[1.0], [2.0], [4.0]]), np.array([1.0, 3.0, 1.0]), weight=2),
        Case("both (N, 1)", np.array([[1.0], [2.0], [4.0]]), np.array([[1.0], [3.0], [1.0]])),
        Case("one example with y a column", np.array([2.0]), np.array([[0.5]])),
        Case("one example with y_hat a column", np.array([[2.0]]), np.array([0.5])),
        Case("two examples", np.array([[0.25], [0.75]]), np.array([0, 1])),
        Case("whole numbers", np.array([3, -5, 2, 0]), np.array([1, 1, -1, -2])),
        Drawn("random numbers", lambda rng: _drawn(rng, 5, (-1,), (-1, 1)), weight=2),
        Drawn("random numbers in columns", lambda rng: _drawn(rng, 4, (-1, 1), (-1,)), weight=2),
    ],
    laws=[
        Law(
            "Predictions that are exactly right leave nothing over",
            lambda f, rng: (lambda y: (f(y, y.reshape(-1, 1)), np.zeros(4)))(rng.normal(size=4)),
        ),
    ],
    mistakes=[
        Mistake(
            "(N,) and (N, 1) are stretched to N x N, and every prediction meets every target",
            lambda y_hat, y: y_hat - y,
            "Give both the same shape before you subtract. y_hat.shape says which one, and .reshape gives it.",
        ),
        Mistake(
            "prediction and target have changed places",
            lambda y_hat, y: -_right(y_hat, y),
            "A prediction that is too large should leave a positive number. Try y_hat = [5.] and y = [[3.]].",
        ),
        Mistake(
            "prediction and target have changed places, and (N,) and (N, 1) are stretched to N x N",
            lambda y_hat, y: y - y_hat,
            "Two things to mend: prediction minus target is asked for, and both need one shape before you subtract.",
        ),
        Mistake(
            "y is given one more axis, whatever the shape of y_hat",
            lambda y_hat, y: y_hat - y[:, None],
            "y[:, None] mends a flat y that meets a column. Where the shapes already agree it makes a table. Which shape should y take?",
        ),
        Mistake(
            "y is flattened whatever the shape of y_hat",
            lambda y_hat, y: y_hat - y.ravel(),
            "That mends (N,) predictions, and breaks (N, 1) ones. Which shape should y take, in terms of y_hat?",
        ),
        Mistake(
            "y is made a column whatever the shape of y_hat",
            lambda y_hat, y: y_hat - y.reshape(-1, 1),
            "That mends (N, 1) predictions, and breaks (N,) ones. Which shape should y take, in terms of y_hat?",
        ),
        Mistake(
            "the result is always flat",
            lambda y_hat, y: y_hat.ravel() - y.ravel(),
            "The numbers are right. The result is to have the shape of y_hat, which may be (N, 1).",
        ),
        Mistake(
            "the result is always a column",
            lambda y_hat, y: y_hat.reshape(-1, 1) - y.reshape(-1, 1),
            "The numbers are right. The result is to have the shape of y_hat, which may be (N,).",
        ),
        Mistake(
            "the result has the shape of y",
            lambda y_hat, y: y_hat.reshape(y.shape) - y,
            "The numbers are right. It is y_hat whose shape the result keeps: which of the two should be reshaped?",
        ),
        Mistake(
            "y_hat is flattened, and y stays as it is",
            lambda y_hat, y: y_hat.ravel() - y,
            "Now (N,) may meet (N, 1) still, and the result has lost the shape of y_hat. Which of the two should be reshaped?",
        ),
        Mistake(
            "y_hat is made a column, and y stays as it is",
            lambda y_hat, y: y_hat.reshape(-1, 1) - y,
            "Now (N, 1) may meet (N,) still, and the result has lost the shape of y_hat. Which of the two should be reshaped?",
        ),
        Mistake(
            "the diagonal of the N x N table is taken",
            lambda y_hat, y: np.diag(y_hat - y),
            "Where no table comes up, np.diag makes one. Avoid the table: give both one shape first, then subtract.",
        ),
        Mistake(
            "squeeze removes every axis of length 1, also the one that counts the examples",
            lambda y_hat, y: y_hat.squeeze() - y.squeeze(),
            "Try one example: squeeze turns (1,) and (1, 1) into a bare number. .reshape says which shape you want.",
        ),
        Mistake(
            "y is transposed: .T turns (N, 1) into (1, N) and leaves (N,) as it is",
            lambda y_hat, y: y_hat - y.T,
            "Print y.T.shape for both shapes of y. Is it the shape of y_hat?",
        ),
        Mistake(
            "y_hat is transposed: .T turns (N, 1) into (1, N) and leaves (N,) as it is",
            lambda y_hat, y: y_hat.T - y,
            "Print y_hat.T.shape for both shapes of y_hat. Which shape should the result have?",
        ),
        Mistake(
            "the result is laid out as one row",
            lambda y_hat, y: y_hat.reshape(1, -1) - y.reshape(1, -1),
            "(1, N) is a table of one row. The result is to have the shape of y_hat.",
        ),
        Mistake(
            "signs are dropped",
            lambda y_hat, y: np.abs(_right(y_hat, y)),
            "Too low and too high are different news: 1 - 3 is -2. Leave abs out.",
        ),
        Mistake(
            "the differences are squared",
            lambda y_hat, y: _right(y_hat, y) ** 2,
            "Squares come with the loss, in chapter 06. Here the plain differences are asked for.",
        ),
        Mistake(
            "the differences are averaged into one number",
            lambda y_hat, y: _right(y_hat, y).mean(),
            "One number for each example is asked for. Leave the mean out.",
        ),
        Mistake(
            "the mean of the squared differences is taken",
            lambda y_hat, y: (_right(y_hat, y) ** 2).mean(),
            "That is a loss, chapter 06. Here one plain difference for each example is asked for.",
        ),
        Mistake(
            "the differences are divided by N",
            lambda y_hat, y: _right(y_hat, y) / len(y),
            "That 1/N comes with the loss, in chapter 06. Here the plain differences are asked for.",
        ),
        Mistake(
            "the differences are squared and halved",
            lambda y_hat, y: _right(y_hat, y) ** 2 / 2,
            "Squares come with the loss, in chapter 06. Here the plain differences are asked for.",
        ),
        Mistake(
            "the differences are summed into one number",
            lambda y_hat, y: _right(y_hat, y).sum(),
            "One number for each example is asked for. Leave the sum out.",
        ),
        Mistake(
            "the two are added",
            lambda y_hat, y: y_hat + y.reshape(y_hat.shape),
            "A prediction that is exactly right should leave 0. What does yours leave?",
        ),
        Mistake(
            "every prediction meets the first target",
            _residual_of_first_target,
            "y[0] is one target. Try y_hat = [1., 2.] and y = [1., 2.]: both differences should be 0.",
        ),
        Mistake(
            "every target meets the first prediction",
            lambda y_hat, y: y_hat.ravel()[0] - y.reshape(y_hat.shape),
            "Cutting one row out of the N x N table treats the symptom. Avoid the table: one shape first, then subtract.",
        ),
        Mistake(
            "the difference is divided by the target",
            lambda y_hat, y: _right(y_hat, y) / y.reshape(y_hat.shape),
            "That is a relative error. Plain differences are asked for, and a target may be 0.",
        ),
        Mistake(
            "the predictions are rounded first",
            lambda y_hat, y: _right(np.round(y_hat), y),
            "A prediction of 0.25 for a target of 0 is off by 0.25. Use y_hat as it comes.",
        ),
        Mistake(
            "`-=` writes the differences into y_hat",
            _residual_in_place,
            "`-=` changes the caller's y_hat. A minus sign between two arrays makes a new one.",
        ),
        Mistake(
            "`y.shape = ...` gives the caller's y another shape",
            _residual_reshaping_y,
            "Setting .shape changes the caller's array. y.reshape(...) hands back another array and leaves y alone.",
        ),
        Mistake(
            "`y_hat.shape = ...` gives the caller's y_hat another shape",
            _residual_reshaping_y_hat,
            "Setting .shape changes the caller's array, and it is y that should take the shape of y_hat. y.reshape(...) leaves y alone.",
        ),
    ],
    accepted=[
        lambda y_hat, y: y_hat - y.reshape(y_hat.shape),
        lambda y_hat, y: (y_hat.ravel() - y.ravel()).reshape(y_hat.shape),
        lambda y_hat, y: np.array([float(a) - float(b) for a, b in zip(y_hat.flat, y.flat, strict=True)]).reshape(y_hat.shape),
        lambda y_hat, y: y_hat - (y.reshape(-1, 1) if y_hat.ndim == 2 else y.reshape(-1)),
        lambda y_hat, y: -np.subtract(y.reshape(y_hat.shape), y_hat),
    ],
    hints=[
        "Prediction minus target, once for each example. Print y_hat.shape, y.shape and (y_hat - y).shape: do they agree?",
        "Both hold the same N numbers; only the shape differs. Give y the shape of y_hat first, then subtract.",
        "a.reshape(shape) gives an array another shape, and y_hat.shape is the shape that you want.",
    ],
    source="James et al., An Introduction to Statistical Learning (2021), section 3.1.1 (with the other sign)",
)

hunt_means = Decision(
    name="hunt_means",
    question="Which one line has to be mended, so that `data` keeps its numbers and the result stays what it is?",
    points=1,
    choices={
        "A": "`result = X`",
        "B": "`for j in range(X.shape[1]):`",
        "C": "`result[:, j] -= X[:, j].mean()`",
        "D": "`return result`",
    },
    right="A",
    reasons={
        "1": "The loop runs over the columns, and X has its examples in rows.",
        "2": "`-=` is what writes into X; `result[:, j] = X[:, j] - X[:, j].mean()` would leave X alone.",
        "3": "`=` gives an array a second name and copies nothing: whatever is written into result is written into X.",
        "4": "The later means are taken from numbers that the earlier steps have already changed.",
    },
    because="3",
    replies={
        "B": "X.shape[1] counts the columns, and each column has its own mean. Print result after one round of the loop.",
        "C": "Write it without `-=`, as `result[:, j] = X[:, j] - X[:, j].mean()`, run the cell again, and look at data.",
        "D": "return hands back what is there. Print X just before that line: its old numbers have already gone.",
        "1": "The means after centring came out as they should, so the loop visits the right things.",
        "2": "Try it: put that line in, run the cell again, and look at data. Into which array does `result[:, j] =` write?",
        "4": "Each column is read before it is changed, and no column is read twice. The centred numbers are right.",
    },
    moral=(
        "`result = X.copy()` mends it. A function that is handed an array should leave it as it found it: "
        "every check of this course looks."
    ),
    hints=[
        "Print data before and after the call. Then look for the line where result comes into being.",
        "Ask Python in a new cell: after `result = X`, what does `result is X` say?",
        "Two names, one array. Which line makes the second name, where it should have made a second array?",
    ],
    source='The NumPy user guide, "Copies and views"',
)

which_batch = Decision(
    name="which_batch",
    question=(
        "Four patients were measured, 40 numbers for each. The same 160 numbers can be laid out in many shapes. "
        "Which shape is the batch X that this course's functions expect, so that `rows_dot(X, w)` gives one number for each "
        "patient?"
    ),
    points=1,
    choices={
        "A": "(40, 4), with `w` of shape (4,)",
        "B": "(160,), with `w` of shape (160,)",
        "C": "(4, 1, 40), with `w` of shape (40,)",
        "D": "(4, 40), with `w` of shape (40,)",
    },
    right="D",
    reasons={
        "1": "There are always more examples than numbers for each of them, so the larger number counts the examples.",
        "2": "Each row is one whole example, so the first axis counts the examples, and there is a weight for every column.",
        "3": "It is the only one of the four shapes for which `X @ w` runs without an error.",
        "4": "It is the only one of the four shapes that keeps all 160 numbers.",
    },
    because="2",
    replies={
        "A": "A row of it holds 4 numbers, one from each patient. How many results does X @ w give, and how many patients are there?",
        "B": "One long row has lost the patients: X @ w gives a single number. Which axis should tell them apart?",
        "C": "X @ w runs, and gives shape (4, 1). Try np.zeros((4, 1, 40)) @ np.zeros(40): is that one number for each patient, (N,)?",
        "1": "Count here: 4 examples, 40 numbers each. The sizes do not tell you which axis is which; the convention does.",
        "3": "Try all four with np.zeros. More than one runs, and that is the trouble: a wrong layout need not raise an error.",
        "4": "Multiply the sizes of each shape: all four hold 160 numbers.",
    },
    moral="Rows are examples: X is (N, d), len(X) is N, X[i] is example i. Most shape errors of later chapters end with this question.",
    hints=[
        "X[0] should be the first patient, whole. What does X[0] hold in each of the four?",
        "Try them: `(np.zeros((40, 4)) @ np.zeros(4)).shape`, and so on.",
        "N examples of d numbers each are (N, d). Here N = 4 and d = 40; which reason says so without counting on sizes or luck?",
    ],
    source="Goodfellow et al., Deep Learning (2016), section 5.1.4 (the design matrix: an example in each row)",
)

chapter = Chapter(
    "00_start", "00 Start: NumPy for neurons", (scaled, rows_dot, column_mean, residual, hunt_means, which_batch)
)
