"""Chapter 13: distances, votes of the nearest, and accuracy over the number of examples: when is a network worth it?"""

from collections import Counter

import numpy as np

from annlab import nn
from annlab.checking import Case, Decision, Drawn, Exercise, Law, Mistake
from annlab.exercises.chapter import Chapter


def _case(label, *args):
    """Return a Case whose lists, all but the last argument, are arrays."""
    return Case(label, *(np.array(a) if isinstance(a, list) else a for a in args[:-1]), args[-1])


# ---- pairwise_distances ----


def _between(A, B):
    """Return the table of differences, (M, N, d)."""
    return A[:, None] - B


def _by_loop(distance):
    return lambda A, B: np.array([[distance(a, b) for b in B] for a in A], dtype=float)


def _by_loop_over(features):
    return lambda A, B: np.array([[np.sqrt(sum((a[k] - b[k]) ** 2 for k in features(A, B))) for b in B] for a in A])


def _square_table(A, B):
    table = np.zeros((len(A), len(A)))
    for i in range(len(A)):
        for j in range(len(A)):
            table[i, j] = np.sqrt(np.sum((A[i] - B[j]) ** 2))
    return table


def _upper_half(A, B):
    table = nn.pairwise_distances(A, B)
    return np.triu(table)


def _mirrored(A, B):
    table = nn.pairwise_distances(A, B)
    for i, j in zip(*np.tril_indices(len(A), -1, len(B)), strict=True):
        if j < len(A) and i < len(B):
            table[i, j] = table[j, i]
    return table


def _with_diagonal(value):
    def distances(A, B):
        table = nn.pairwise_distances(A, B)
        np.fill_diagonal(table, value)
        return table

    return distances


def _sum_never_reset(A, B):
    table, total = np.zeros((len(A), len(B))), 0.0
    for i in range(len(A)):
        for j in range(len(B)):
            total += np.sum((A[i] - B[j]) ** 2)
            table[i, j] = np.sqrt(total)
    return table


def _shifting_in_place(A, B):
    table = np.zeros((len(A), len(B)))
    for j in range(len(B)):
        A -= B[j]
        table[:, j] = np.sqrt(np.sum(A**2, axis=1))
        A += B[j]
    A -= B[-1]
    return table


def _expanded(sign=-2.0, root=True):
    def distances(A, B):
        squares = np.sum(A**2, axis=1)[:, None] + np.sum(B**2, axis=1) + sign * (A @ B.T)
        return np.sqrt(np.maximum(squares, 0.0)) if root else squares

    return distances


def _some_rows(rng, d=None):
    d = d or int(rng.integers(2, 6))
    M, N = rng.permutation([int(rng.integers(2, 4)), int(rng.integers(4, 7))])
    return rng.normal(size=(M, d)), rng.normal(size=(N, d))


def _first_pair_alone(A, B):
    table = np.zeros((len(A), len(B)))
    table[0, 0] = np.linalg.norm(A[0] - B[0])
    return table


def _root_of_the_differences(A, B):
    with np.errstate(invalid="ignore"):
        return np.sqrt(_between(A, B))


pairwise_distances = Exercise(
    reference=nn.pairwise_distances,
    points=2,
    cases=[
        Case("one row each", np.array([[0.0, 0.0]]), np.array([[3.0, 4.0]])),
        Case("one row in A, two in B", np.array([[0.0, 0.0]]), np.array([[3.0, 4.0], [0.0, 1.0]])),
        Case("two rows in A, one in B", np.array([[1.0, 1.0], [4.0, 5.0]]), np.array([[1.0, 1.0]])),
        Case("three rows and two", np.array([[0.0, 0.0], [3.0, 4.0], [6.0, 8.0]]), np.array([[0.0, 0.0], [6.0, 0.0]])),
        Case("as many rows as features", np.array([[0.0, 3.0], [4.0, 0.0]]), np.array([[0.0, 0.0], [4.0, 3.0]])),
        Case("one feature", np.array([[1.0], [4.0], [-2.0]]), np.array([[0.0], [2.5]])),
        Case("three features", np.array([[1.0, 2.0, 2.0], [0.0, 0.0, 0.0]]), np.array([[0.0, 0.0, 0.0], [2.0, 3.0, 6.0], [1.0, 2.0, 2.0]])),
        Case("the same rows in A and B", np.array([[0.0, 0.0], [3.0, 4.0], [-3.0, 4.0]]), np.array([[0.0, 0.0], [3.0, 4.0], [-3.0, 4.0]])),
        Case("negative values", np.array([[-1.0, -1.0], [2.0, -5.0]]), np.array([[-4.0, 3.0], [2.0, 3.0], [-1.0, -6.0]])),
        Case("whole numbers", np.array([[1, 2], [3, 4]]), np.array([[4, 6], [1, 3], [0, 0]])),
        Case("fractions", np.array([[0.25, 0.5]]), np.array([[0.5, 0.25], [0.25, 0.75]])),
        Drawn("random rows", _some_rows),
        Drawn("as many rows in A as in B, at random", lambda rng: tuple(rng.normal(size=(2, 4, 3)))),
    ],
    laws=[
        Law(
            "The way from a to b is as long as the way from b to a",
            lambda f, rng: (lambda A, B: (f(A, B), np.transpose(f(B, A))))(*_some_rows(rng)),
        ),
        Law(
            "Moving all points by the same step leaves their distances as they are",
            lambda f, rng: (lambda A, B: (f(A, B), f(A + 2.0, B + 2.0)))(*_some_rows(rng)),
        ),
        Law(
            "Points three times as far apart have three times the distance",
            lambda f, rng: (lambda A, B: (3.0 * np.asarray(f(A, B)), f(3.0 * A, 3.0 * B)))(*_some_rows(rng)),
        ),
    ],
    mistakes=[
        Mistake(
            "only the first pair is measured, and the rest stays 0", _first_pair_alone,
            "Does `return` stand inside the loops? It belongs behind both, as far left as the first `for`.",
        ),
        Mistake(
            "the root is taken of the differences themselves, neither squared nor added up", _root_of_the_differences,
            "Square each difference, add up the squares over the features, and take the root of that sum: sqrt(9 + 16) is 5.",
        ),
        Mistake(
            "the square root is missing", lambda A, B: np.sum(_between(A, B) ** 2, axis=2),
            "From (0, 0) to (3, 4) it is 5, and yours says 25. What turns 25 into 5?",
        ),
        Mistake(
            "the root is taken twice", lambda A, B: np.sqrt(nn.pairwise_distances(A, B)),
            "np.linalg.norm has taken the root already. From (0, 0) to (3, 4) it is 5.",
        ),
        Mistake(
            "the differences are added up without squares, whatever their sign", lambda A, B: np.sum(np.abs(_between(A, B)), axis=2),
            "That is the way along the streets of a city: 7 from (0, 0) to (3, 4). The straight way is 5. Square first, then add, "
            "then take the root.",
        ),
        Mistake(
            "only the largest difference counts", lambda A, B: np.max(np.abs(_between(A, B)), axis=2),
            "From (0, 0) to (3, 4) yours says 4: the 3 plays no part. All squares are added up.",
        ),
        Mistake(
            "only the smallest difference counts", lambda A, B: np.min(np.abs(_between(A, B)), axis=2),
            "From (0, 0) to (3, 4) yours says 3: the 4 plays no part. All squares are added up.",
        ),
        Mistake(
            "the differences are added up first, and squared after that", lambda A, B: np.abs(np.sum(_between(A, B), axis=2)),
            "Differences of -3 and +3 cancel each other there. Square each one first; then nothing cancels.",
        ),
        Mistake(
            "the mean of the squares is taken instead of their sum", lambda A, B: np.sqrt(np.mean(_between(A, B) ** 2, axis=2)),
            "From (0, 0) to (3, 4) it is the root of 9 + 16, not of their mean.",
        ),
        Mistake(
            "the squares are not added up, so that each feature keeps a distance of its own", lambda A, B: np.abs(_between(A, B)),
            "Your result has three axes: rows of A, rows of B, features. Which axis has to be added up?",
        ),
        Mistake(
            "the squares are added up over the rows of B instead of the features",
            lambda A, B: np.sqrt(np.sum(_between(A, B) ** 2, axis=1)),
            "Print the shape of A[:, None] - B. Its last axis holds the features, and that is the one to add up.",
        ),
        Mistake(
            "the squares are added up over the rows of A instead of the features",
            lambda A, B: np.sqrt(np.sum(_between(A, B) ** 2, axis=0)),
            "Print the shape of A[:, None] - B. Its last axis holds the features, and that is the one to add up.",
        ),
        Mistake(
            "A - B is taken row by row, and all of it added up to one number", lambda A, B: np.sqrt(np.sum((A - B) ** 2)),
            "That is one distance, and a whole table is asked for: of every row of A from every row of B. A[:, None] - B has all of them.",
        ),
        Mistake(
            "everything is added up to one number", lambda A, B: np.linalg.norm(_between(A, B)),
            "Without `axis`, sum and norm add up all that there is. Which axis is that of the features?",
        ),
        Mistake(
            "rows and columns have changed places: a row for each row of B", lambda A, B: nn.pairwise_distances(B, A),
            "Row i of the result belongs to row i of A. Try A with one row and B with two: the shape should be (1, 2).",
        ),
        Mistake(
            "row i of A meets row i of B alone", lambda A, B: np.sqrt(np.sum((A - B) ** 2, axis=1)),
            "A - B pairs row 0 with row 0, row 1 with row 1. Every row of A has to meet every row of B: two loops, or A[:, None] - B.",
        ),
        Mistake(
            "distances within A are taken, and B plays no part", lambda A, B: nn.pairwise_distances(A, A),
            "Where does B come in? With A = [[0, 0]] and B = [[3, 4]] yours says 0.",
        ),
        Mistake(
            "distances within B are taken, and A plays no part", lambda A, B: nn.pairwise_distances(B, B),
            "Where does A come in? With A = [[0, 0]] and B = [[3, 4]] yours says 0.",
        ),
        Mistake(
            "the table is made for as many rows of B as A has", _square_table,
            "The table has len(A) rows and len(B) columns. Which of your loops, or which size, says len(A) where len(B) is meant?",
        ),
        Mistake(
            "column j of the table is filled with row i of B: every column says the same",
            lambda A, B: np.array([[np.linalg.norm(a - B[i])] * len(B) for i, a in enumerate(A)]),
            "Print which two rows meet at (i, j). It should be A[i] and B[j].",
        ),
        Mistake(
            "the squares of a whole row of the table are added up: each row says the same number",
            lambda A, B: np.array([[np.linalg.norm(a - B)] * len(B) for a in A]),
            "a - B has a row for each row of B. Without `axis`, sum and norm add all of them up. Which axis is that of the features?",
        ),
        Mistake(
            "the sum goes over as many features as A has rows",
            _by_loop_over(lambda A, B: range(len(A))),
            "len(A) is the number of rows. The number of features is A.shape[1].",
        ),
        Mistake(
            "the sum of squares is halved: `**1/2` is read as `(... ** 1) / 2`", lambda A, B: np.sum(_between(A, B) ** 2, axis=2) / 2,
            "Python takes the power before the division. Write ** 0.5, or np.sqrt.",
        ),
        Mistake(
            "the last row of B is left out, and its column stays 0",
            lambda A, B: np.hstack([nn.pairwise_distances(A, B[:-1]), np.zeros((len(A), 1))]) if len(B) > 1 else np.zeros((len(A), 1)),
            "range(n) ends at n - 1 already. How far does your loop over B go?",
        ),
        Mistake(
            "all distances come back in one flat array", lambda A, B: nn.pairwise_distances(A, B).ravel(),
            "A table is asked for, with a row for each row of A. Where do its rows begin? D[i, j] = ... keeps them apart.",
        ),
        Mistake(
            "only the first feature is looked at", lambda A, B: nn.pairwise_distances(A[:, :1], B[:, :1]),
            "From (0, 0) to (3, 4) yours says 3. How far does the sum go?",
        ),
        Mistake(
            "only the first two features are looked at", lambda A, B: nn.pairwise_distances(A[:, :2], B[:, :2]),
            "Try three features: (0, 0, 0) and (2, 3, 6) are 7 apart. There may be any number of features.",
        ),
        Mistake(
            "the last feature is left out", lambda A, B: nn.pairwise_distances(A[:, :-1], B[:, :-1]),
            "From (0, 0) to (3, 4) yours says 3. How far does the sum go?",
        ),
        Mistake(
            "only the first row of A is filled in",
            lambda A, B: np.vstack([nn.pairwise_distances(A[:1], B), np.zeros((len(A) - 1, len(B)))]),
            "Does `return` stand inside the loop over A, or does that loop end too early?",
        ),
        Mistake(
            "only the first row of A is looked at", lambda A, B: nn.pairwise_distances(A[:1], B),
            "The result has a row for every row of A. Does `return` stand inside the loop?",
        ),
        Mistake(
            "only the first row of A is looked at, and its distances come back as a flat array",
            lambda A, B: nn.pairwise_distances(A[:1], B)[0],
            "The result has a row for every row of A, and its shape is (M, N) also where M is 1.",
        ),
        Mistake(
            "only the first row of B is looked at", lambda A, B: nn.pairwise_distances(A, B[:1]),
            "The result has a column for every row of B. Which index stays at 0?",
        ),
        Mistake(
            "only one half of the table is filled in, as if it were symmetric", _upper_half,
            "Row 1 of A and row 0 of B are another pair than row 0 of A and row 1 of B: A and B are two different lists of points.",
        ),
        Mistake(
            "the values below the diagonal are copied from those above it", _mirrored,
            "Row 1 of A and row 0 of B are another pair than row 0 of A and row 1 of B: A and B are two different lists of points.",
        ),
        Mistake(
            "the diagonal is set to infinity", _with_diagonal(np.inf),
            "That keeps a point from being its own neighbour where A and B are one list. Here they are two.",
        ),
        Mistake(
            "the diagonal is set to 0", _with_diagonal(0.0),
            "Row 0 of A and row 0 of B are two different points: compute that distance too.",
        ),
        Mistake(
            "the sum is not set back to 0 for the next pair", _sum_never_reset,
            "The first entry is right, and each further one is too large. Where does the sum of a pair begin?",
        ),
        Mistake(
            "the dot products are returned, which measure another thing", lambda A, B: A @ B.T,
            "A point has the distance 0 from itself. Try A and B both [[3, 4]]: yours says 25.",
        ),
        Mistake(
            "the rows are added instead of subtracted, or 2ab with them", lambda A, B: np.sqrt(np.sum((A[:, None] + B) ** 2, axis=2)),
            "A point has the distance 0 from itself. Try A and B both [[3, 4]]. Which sign stands between a and b, or before 2ab?",
        ),
        Mistake(
            "lengths are compared instead of places: how far each point is from 0, and the difference of that",
            lambda A, B: np.abs(np.linalg.norm(A, axis=1)[:, None] - np.linalg.norm(B, axis=1)),
            "(3, 4) and (-3, 4) are both 5 away from 0, and 6 away from each other. Subtract the points first, then take the length.",
        ),
        Mistake(
            "the squares of the rows are subtracted: a**2 - b**2 instead of (a - b)**2",
            lambda A, B: np.sqrt(np.abs(np.sum(A[:, None] ** 2 - B**2, axis=2))),
            "Look at your brackets: subtract first, then square.",
        ),
        Mistake(
            "in a**2 - 2ab + b**2 the factor 2 is missing", _expanded(-1.0),
            "A point has the distance 0 from itself. With a = b, what does a**2 - ab + b**2 give?",
        ),
        Mistake(
            "the product 2ab is left out of a**2 - 2ab + b**2", _expanded(0.0),
            "A point has the distance 0 from itself. With a = b, a**2 + b**2 gives 2 a**2.",
        ),
        Mistake(
            "the distances are cut to whole numbers: the table was made for integers",
            lambda A, B: np.floor(nn.pairwise_distances(A, B)).astype(int),
            "np.zeros((M, N)) holds floats. dtype=int, or a table made like an array of whole numbers, cuts the decimals off.",
        ),
        Mistake(
            "the distances are sorted within each row", lambda A, B: np.sort(nn.pairwise_distances(A, B), axis=1),
            "Column j belongs to row j of B. Sorting comes later, and somewhere else.",
        ),
        Mistake(
            "only the distance to the nearest row of B is kept", lambda A, B: nn.pairwise_distances(A, B).min(axis=1),
            "All distances are asked for, in a table of shape (M, N). The nearest are picked in the next exercise.",
        ),
        Mistake(
            "a half is lost: the root of half the sum is taken", lambda A, B: np.sqrt(np.sum(_between(A, B) ** 2, axis=2) / 2),
            "The half belongs to some losses. From (0, 0) to (3, 4) it is the root of 9 + 16.",
        ),
        Mistake(
            "A itself is shifted on the way, and comes back changed", _shifting_in_place,
            "`A -= ...` writes into the caller's array. `A - ...` makes a new one.",
        ),
    ],
    accepted=[
        _by_loop(lambda a, b: sum((p - q) ** 2 for p, q in zip(a, b, strict=True)) ** 0.5),
        lambda A, B: np.linalg.norm(A[:, None, :] - B[None, :, :], axis=2),
        lambda A, B: np.sqrt(np.einsum("mnd,mnd->mn", A[:, None] - B, A[:, None] - B)),
        lambda A, B: np.stack([np.hypot.reduce(np.column_stack([A - b, np.zeros(len(A))]), axis=1) for b in B], axis=1),
        _expanded(),
        lambda A, B: np.array([np.sqrt(((B - a) ** 2) @ np.ones(A.shape[1])) for a in A]),
    ],
    hints=[
        "One pair first: subtract the two rows, square each difference, add them up, take the root. From (0, 0) to (3, 4) it is 5.",
        "Then all pairs. With two loops: D = np.zeros((len(A), len(B))), and D[i, j] is the distance of A[i] from B[j]. "
        "Without loops: A[:, None] - B has shape (M, N, d) and holds all differences.",
        "D = np.sqrt(np.sum((A[:, None] - B) ** 2, axis=2)): the differences of all pairs, squared, added up over the features.",
    ],
    source="Hastie et al., The Elements of Statistical Learning (2009), section 13.3",
)


# ---- knn_predict ----


def _nearest(X_train, X, k, distances=nn.pairwise_distances):
    """Return the k nearest rows of X_train for each row of X, (M, k)."""
    return np.argsort(distances(X, X_train), axis=1, kind="stable")[:, :k]


def _vote(labels):
    """Return the label that most have; the smallest of several."""
    found, counts = np.unique(labels, return_counts=True)
    return found[np.argmax(counts)]


def _knn(choose=_nearest, vote=_vote):
    """Return a knn_predict that picks its neighbours with choose(X_train, X, k), and their label with vote(labels)."""
    return lambda X_train, y_train, X, k: np.array([vote(y_train[rows]) for rows in choose(X_train, X, k)])


def _taking(part):
    """Return a knn_predict whose neighbours are part(all rows from near to far, k)."""
    return _knn(lambda T, X, k: [part(row, k) for row in _nearest(T, X, len(T))])


def _votes_pile_up(X_train, y_train, X, k):
    votes, said = Counter(), []
    for rows in _nearest(X_train, X, k):
        votes.update(y_train[rows].tolist())
        said.append(max(sorted(votes), key=votes.get))
    return np.array(said)


def _weighted(X_train, y_train, X, k):
    D, said = nn.pairwise_distances(X, X_train), []
    for distances, rows in zip(D, _nearest(X_train, X, k), strict=True):
        votes = Counter()
        for row in rows:
            votes[int(y_train[row])] += 1.0 / (distances[row] + 1e-12)
        said.append(max(sorted(votes), key=votes.get))
    return np.array(said)


def _place_of_the_winner(X_train, y_train, X, k):
    return np.array([np.argmax(np.unique(y_train[rows], return_counts=True)[1]) for rows in _nearest(X_train, X, k)])


def _sorting_the_labels(X_train, y_train, X, k):
    y_train.sort()
    return nn.knn_predict(X_train, y_train, X, k)


def _nearest_mean(X_train, y_train, X, k):
    labels = np.unique(y_train)
    means = np.array([X_train[y_train == label].mean(axis=0) for label in labels])
    return labels[np.argmin(nn.pairwise_distances(X, means), axis=1)]


def _distances_used_as_rows(X_train, y_train, X, k):
    nearest = np.sort(nn.pairwise_distances(X, X_train), axis=1)[:, :k].astype(int) % len(y_train)
    return np.array([_vote(y_train[rows]) for rows in nearest])


def _by_counting(X_train, y_train, X, k):
    said = []
    for x in X:
        order = sorted(range(len(X_train)), key=lambda i: sum((X_train[i] - x) ** 2))
        said.append(Counter(int(y_train[i]) for i in order[:k]).most_common(1)[0][0])
    return np.array(said)


def _by_partition(X_train, y_train, X, k):
    D = nn.pairwise_distances(X, X_train)
    nearest = np.argpartition(D, k - 1, axis=1)[:, :k]
    return np.apply_along_axis(lambda labels: np.bincount(labels).argmax(), 1, y_train[nearest])


def _some_neighbours(rng):
    """Return a case without ties: k odd, two classes."""
    N, d, k = int(rng.integers(12, 25)), int(rng.integers(2, 5)), int(rng.choice([3, 5, 7]))
    y = rng.permutation(np.arange(N) % 2) * 3 + 1
    return rng.normal(size=(N, d)), y, rng.normal(size=(9, d)), k


def _some_nearest(rng):
    N = int(rng.integers(10, 20))
    return rng.normal(size=(N, 2)), rng.permutation(np.arange(N) % 4), rng.normal(size=(7, 2)), 1


_LINE, _THREE = np.array([[0.0], [1.0], [10.0]]), np.array([[0.0, 0.0], [4.0, 0.0], [0.0, 5.0], [1.0, 1.0], [4.0, 1.0], [5.0, 0.5]])

def _one_vote_for_all(X_train, y_train, X, k):
    rows = np.argsort(nn.pairwise_distances(X, X_train))
    found, counts = np.unique(y_train[rows[:k]], return_counts=True)
    return found[np.argmax(counts)]


def _labels_and_counts(X_train, y_train, X, k):
    rows = np.argsort(nn.pairwise_distances(X, X_train))[:, :k]
    return [np.unique(y_train[nearest], return_counts=True) for nearest in rows]


knn_predict = Exercise(
    reference=nn.knn_predict,
    points=3,
    cases=[
        _case("one neighbour, one feature", _LINE, [7, 7, 3], [[2.0], [9.0]], 1),
        _case("one new example", [[5.0, 5.0], [1.0, 0.0], [9.0, 9.0]], [1, 0, 1], [[1.5, 1.0]], 1),
        _case("two of three outvote the nearest", [[0.0], [1.0], [1.5], [4.0], [20.0], [21.0], [21.5], [24.0]],
               [1, 0, 0, 1, 0, 1, 1, 0], [[0.25], [20.25]], 3),
        _case("k is all there are", [[0.0], [1.0], [2.0], [50.0], [60.0]], [1, 1, 0, 0, 0], [[0.5], [55.0]], 5),
        _case("k = 2, of one mind", [[0.0], [6.0], [1.0], [7.5]], [4, 2, 4, 2], [[7.0], [0.25]], 2),
        _case("labels 2, 5 and 9", _THREE, [2, 9, 5, 2, 9, 9], [[4.25, 0.25], [0.25, 0.25]], 3),
        _case("labels 0, 1 and 2 whose mean misleads", [[0.0], [1.0], [2.0], [20.0], [21.0]], [0, 2, 0, 1, 1], [[0.75]], 3),
        _case("five neighbours, no label with more than half", [[3.0], [0.0], [1.0], [30.0], [2.0], [4.0]], [4, 0, 0, 4, 5, 3],
               [[1.75]], 5),
        _case("a new example where a training example is", [[0.0, 0.0], [1.0, 0.0], [0.0, 2.0]], [1, 0, 0], [[0.0, 0.0]], 1),
        _case("two features that both count", [[0.0, 9.0], [2.0, 0.0], [9.0, 0.5], [3.0, 8.0]], [1, 0, 1, 1], [[0.5, 0.25],
               [8.0, 1.0]], 1),
        _case("along one axis, or across", [[3.0, 3.0], [0.0, 4.5], [53.0, 3.0], [50.0, 4.0]], [1, 0, 1, 0], [[0.0, 0.0], [50.0, 0.0]], 1),
        _case("negative features", [[-5.0], [-4.0], [3.0], [2.0], [-6.0]], [1, 1, 0, 0, 1], [[-4.5], [2.25]], 3),
        _case("more new examples than old ones", [[0.0], [10.0]], [3, 8], [[1.0], [9.0], [4.0], [7.0], [-2.0]], 1),
        _case("as many new as old, as many as features", [[0.0, 1.0], [6.0, 5.0]], [1, 0], [[5.0, 5.0], [1.0, 1.0]], 1),
        _case("whole numbers", [[0, 0], [10, 0], [9, 1], [1, 0], [8, 0]], [0, 1, 1, 0, 1], [[7, 0], [1, 2]], 3),
        _case("most examples have the other label", [[0.0], [1.0], [2.0], [9.0], [10.0], [11.0], [12.0], [13.0]],
               [1, 1, 1, 0, 0, 0, 0, 0], [[1.25]], 3),
        Drawn("one neighbour, four labels, at random", _some_nearest),
        Drawn("several neighbours, at random", _some_neighbours),
        Drawn("several neighbours, at random again", _some_neighbours),
    ],
    laws=[
        Law(
            "In which order the training examples stand makes no difference",
            lambda f, rng: (lambda T, y, X, k, p: (f(T, y, X, k), f(T[p], y[p], X, k)))(
                *(case := _some_neighbours(rng)), rng.permutation(len(case[0]))
            ),
        ),
        Law(
            "Each new example is answered by itself, whatever others are asked with it",
            lambda f, rng: (lambda T, y, X, k: (f(T, y, X, k), np.concatenate([f(T, y, X[i : i + 1], k) for i in range(len(X))])))(
                *_some_neighbours(rng)
            ),
        ),
    ],
    mistakes=[
        Mistake(
            "the row numbers of all k neighbours come back",
            lambda X_train, y_train, X, k: np.argsort(nn.pairwise_distances(X, X_train))[:, :k],
            "These are places in X_train. y_train[places] are their labels, and those have still to vote.",
        ),
        Mistake(
            "there is one vote for all new examples together", _one_vote_for_all,
            "The distances are a table with a row for each new example. Go through its rows: each has neighbours and a vote of its own.",
        ),
        Mistake(
            "the labels and their counts come back, and no winner", _labels_and_counts,
            "np.unique hands back two arrays, found and counts. Which place has the largest count, and which label stands there?",
        ),
        Mistake(
            "the k farthest examples vote", _taking(lambda row, k: row[::-1][:k]),
            "argsort begins with the smallest. Print the distances of the examples that vote in yours.",
        ),
        Mistake(
            "the distances are sorted, and taken for places: np.sort, not np.argsort",
            lambda T, y, X, k: np.array([_vote(y[np.sort(D)[:k].astype(int)]) for D in nn.pairwise_distances(X, T)]),
            "A distance of 3.2 is no row number. np.argsort says in which rows the smallest distances stand.",
        ),
        Mistake(
            "the smallest dot products decide, and no distances",
            _knn(lambda T, X, k: np.argsort(X @ T.T, axis=1)[:, :k]),
            "X @ X_train.T grows with the length of the rows. Near means a small pairwise_distances(X, X_train).",
        ),
        Mistake(
            "the labels of the neighbours are averaged", _knn(vote=np.mean),
            "Labels are names that happen to be numbers. Between a 0 and a 2 there is no 1. Count which label occurs most.",
        ),
        Mistake(
            "the labels of the neighbours are averaged and rounded", _knn(vote=lambda labels: int(np.round(np.mean(labels)))),
            "Labels are names that happen to be numbers. Two neighbours of class 0 and one of class 2 make a mean near 1, a class that "
            "none of them has. Count which label occurs most.",
        ),
        Mistake(
            "the median of the labels is taken", _knn(vote=lambda labels: int(np.median(labels))),
            "The median needs labels that can be put in order. Labels are names: count which one occurs most.",
        ),
        Mistake(
            "k is ignored, and the nearest one decides", _taking(lambda row, k: row[:1]),
            "Try k = 3 with the labels 1, 0, 0 from near to far. The two zeros should win.",
        ),
        Mistake(
            "k is ignored, and always three vote", _taking(lambda row, k: row[:3]),
            "Try k = 1: then the nearest alone decides. Is there a 3 in your code?",
        ),
        Mistake(
            "k is ignored, and always five vote", _taking(lambda row, k: row[:5]),
            "Try k = 1: then the nearest alone decides. Is there a 5 in your code?",
        ),
        Mistake(
            "k is ignored, and all training examples vote", _taking(lambda row, k: row),
            "Then every new example gets the same label, that of the largest class. Where do you cut the list of neighbours off at k?",
        ),
        Mistake(
            "k + 1 examples vote", _taking(lambda row, k: row[: k + 1]),
            "[:k] holds k entries. Try k = 1 with two examples of different labels.",
        ),
        Mistake(
            "k - 1 examples vote", _taking(lambda row, k: row[: max(1, k - 1)]),
            "[:k] holds k entries, from 0 to k - 1. Try k = 3 and count who votes.",
        ),
        Mistake(
            "the nearest example is left out, as if it were the new one itself",
            _taking(lambda row, k: row[1 : k + 1] if len(row) > 1 else row),
            "Leaving out the first is for asking the training examples about themselves. X holds new examples: their nearest has a vote.",
        ),
        Mistake(
            "the k-th nearest decides alone", _taking(lambda row, k: row[k - 1 : k]),
            "All from the first to the k-th have a vote: [:k], not [k - 1].",
        ),
        Mistake(
            "the rows of the neighbours come back instead of their labels", lambda T, y, X, k: _nearest(T, X, k)[:, 0],
            "argsort gives row numbers. y_train[those rows] gives the labels.",
        ),
        Mistake(
            "the row numbers of the neighbours vote, not their labels",
            lambda T, y, X, k: np.array([_vote(rows) for rows in _nearest(T, X, k)]),
            "argsort gives row numbers. y_train[those rows] gives the labels.",
        ),
        Mistake(
            "the labels of all k neighbours come back, without a vote", lambda T, y, X, k: y[_nearest(T, X, k)],
            "Your result is (M, k). One label for each new example is asked for: that which occurs most in its row.",
        ),
        Mistake(
            "the place of the largest label among the neighbours comes back: np.argmax of the labels themselves",
            _knn(vote=np.argmax),
            "argmax of labels says where the largest label stands. Count first how often each occurs, then take argmax of the counts.",
        ),
        Mistake(
            "all new examples vote together, and all get the same label",
            lambda T, y, X, k: np.full(len(X), _vote(y[_nearest(T, X, k)])),
            "np.unique and np.bincount of a whole table count all of its rows together. Vote row by row, in a loop.",
        ),
        Mistake(
            "the label comes back with its count", lambda T, y, X, k: np.array(
                [Counter(y[rows].tolist()).most_common(1)[0] for rows in _nearest(T, X, k)]
            ),
            "most_common gives pairs (label, count). Take the label alone: one more [0].",
        ),
        Mistake(
            "the first k rows are cut off the sorted table, instead of the first k columns",
            lambda T, y, X, k: np.array([_vote(y[rows]) for rows in _nearest(T, X, len(T))[:k]]),
            "[:k] of a table takes k rows: k new examples with all their neighbours. The neighbours lie along the row: [:, :k].",
        ),
        Mistake(
            "the distance is the largest difference alone",
            _knn(lambda T, X, k: _nearest(T, X, k, lambda A, B: np.abs(A[:, None] - B).max(axis=2))),
            "All features add to a distance. Use your pairwise_distances.",
        ),
        Mistake(
            "the count of the winning label comes back instead of the label",
            _knn(vote=lambda labels: np.unique(labels, return_counts=True)[1].max()),
            "You return how often the winner occurs. Which label is it that occurs so often?",
        ),
        Mistake(
            "the place of the winning label among the neighbours' labels comes back instead of the label", _place_of_the_winner,
            "np.unique(..., return_counts=True) gives labels and counts. argmax of the counts is a place: take the label at that place.",
        ),
        Mistake(
            "the label that occurs least wins",
            _knn(vote=lambda labels: (lambda u, c: u[np.argmin(c)])(*np.unique(labels, return_counts=True))),
            "min or max? The label with the most votes is asked for.",
        ),
        Mistake(
            "the largest label of the neighbours wins", _knn(vote=np.max),
            "max of the labels looks at their size. What counts is how often each occurs.",
        ),
        Mistake(
            "the smallest label of the neighbours wins", _knn(vote=np.min),
            "min of the labels looks at their size. What counts is how often each occurs.",
        ),
        Mistake(
            "more than half of the votes are asked for, and without them the nearest decides",
            _knn(vote=lambda labels: _vote(labels) if 2 * np.sum(labels == _vote(labels)) > len(labels) else labels[0]),
            "Of five votes two may be the most. Whoever has the most wins, also without a half.",
        ),
        Mistake(
            "the labels are added up and compared with k / 2, which works for 0 and 1 alone",
            _knn(vote=lambda labels: int(np.sum(labels) > len(labels) / 2)),
            "Labels may be 2, 5 and 9, or 0, 1 and 2. Count how often each of them occurs.",
        ),
        Mistake(
            "the first k training examples vote, near or far", lambda T, y, X, k: np.array([_vote(y[:k]) for _ in X]),
            "Where do the distances come in? Sort the training examples by their distance from the new one first.",
        ),
        Mistake(
            "the last k training examples vote, near or far", lambda T, y, X, k: np.array([_vote(y[-k:]) for _ in X]),
            "Where do the distances come in? Sort the training examples by their distance from the new one first.",
        ),
        Mistake(
            "every new example gets the answer for the first one", lambda T, y, X, k: np.full(len(X), nn.knn_predict(T, y, X[:1], k)[0]),
            "Ask for two new examples far apart. Which row of the distances does your vote look at?",
        ),
        Mistake(
            "every new example gets the answer for the last one", lambda T, y, X, k: np.full(len(X), nn.knn_predict(T, y, X[-1:], k)[0]),
            "Ask for two new examples far apart. Is the vote inside the loop?",
        ),
        Mistake(
            "only the first new example is answered", lambda T, y, X, k: nn.knn_predict(T, y, X[:1], k),
            "One label for each row of X. Does `return` stand inside the loop?",
        ),
        Mistake(
            "the votes of the examples before are counted along", _votes_pile_up,
            "The first answer is right, later ones lean to the earlier. Where does the count of votes begin anew?",
        ),
        Mistake(
            "the training examples are answered instead of the new ones", lambda T, y, X, k: nn.knn_predict(T, y, T, k),
            "One label for each row of X. Which array does your loop go through?",
        ),
        Mistake(
            "the roles are exchanged: each new example is looked up among its own kind, and the labels come from there",
            lambda T, y, X, k: np.array([_vote(y[rows % len(y)]) for rows in _nearest(X, X, k)]),
            "The distances lead from each row of X to each row of X_train. Which two arrays do you compare?",
        ),
        Mistake(
            "the distances are sorted over the new examples: along the wrong axis, or with X and X_train exchanged",
            lambda T, y, X, k: np.array(
                [_vote(y[column % len(y)]) for column in np.argsort(nn.pairwise_distances(X, T), axis=0, kind="stable")[:k].T]
            ),
            "Row i of the distances belongs to new example i. Sort within each row: which axis is that?",
        ),
        Mistake(
            "the distances themselves are used as row numbers", _distances_used_as_rows,
            "np.sort gives the distances in order. Which function gives the places at which they stand?",
        ),
        Mistake(
            "the distance is taken along the axes, without squares",
            _knn(lambda T, X, k: _nearest(T, X, k, lambda A, B: np.abs(A[:, None] - B).sum(axis=2))),
            "Use your pairwise_distances: the straight way, not the way round the block.",
        ),
        Mistake(
            "the distance keeps its sign: the differences are added up as they are",
            _knn(lambda T, X, k: _nearest(T, X, k, lambda A, B: (A[:, None] - B).sum(axis=2))),
            "A difference of -9 is a large distance, not a small one. Use your pairwise_distances.",
        ),
        Mistake(
            "only the first feature counts for the distance", lambda T, y, X, k: nn.knn_predict(T[:, :1], y, X[:, :1], k),
            "Both features count. Use your pairwise_distances on whole rows.",
        ),
        Mistake(
            "the largest dot products are taken for the nearest",
            _knn(lambda T, X, k: np.argsort(-(X @ T.T), axis=1, kind="stable")[:, :k]),
            "A long row has a large dot product with everything, near or far. Use your pairwise_distances.",
        ),
        Mistake(
            "near neighbours have more than one vote: votes are weighted by 1 / distance", _weighted,
            "That is a method of its own. Here every one of the k has one vote: 1, 0, 0 from near to far gives 0.",
        ),
        Mistake(
            "the label with the nearest mean is taken", _nearest_mean,
            "That is another method, and it knows no k. Look for the k nearest single examples.",
        ),
        Mistake(
            "y_train is sorted, and no longer belongs to X_train", _sorting_the_labels,
            "y_train.sort() sorts the caller's own array, and tears labels and examples apart. Sort the distances, with argsort.",
        ),
    ],
    accepted=[
        _by_counting,
        _by_partition,
        _knn(vote=lambda labels: max(set(labels.tolist()), key=labels.tolist().count)),
        lambda T, y, X, k: np.array([np.bincount(y[np.argsort(np.linalg.norm(T - x, axis=1))[:k]]).argmax() for x in X]),
        _knn(lambda T, X, k: _nearest(T, X, k, lambda A, B: np.sum((A[:, None] - B) ** 2, axis=2))),
        _knn(vote=lambda labels: float(_vote(labels))),
    ],
    hints=[
        "For one new example: which training examples are nearest, and which label do most of these have?",
        "np.argsort(distances) gives the row numbers from near to far; y_train[rows[:k]] are the labels that vote. "
        "np.unique(labels, return_counts=True) gives the different labels, and how often each occurs.",
        "D = pairwise_distances(X, X_train). For each row of D: labels = y_train[np.argsort(row)[:k]], then "
        "found, counts = np.unique(labels, return_counts=True), and found[np.argmax(counts)] is the answer. Collect them in an array.",
    ],
    source="Hastie et al., The Elements of Statistical Learning (2009), section 13.3",
)


# ---- learning_curve ----


def nearest_example(X_train, y_train, X_test):
    return np.array([y_train[np.argmin(np.sum((X_train - x) ** 2, axis=1))] for x in X_test])


def last_label(X_train, y_train, X_test):
    return np.full(len(X_test), y_train[-1])


def sum_of_labels(X_train, y_train, X_test):
    return np.full(len(X_test), np.sum(y_train))


def how_many_examples(X_train, y_train, X_test):
    return np.full(len(X_test), len(X_train))


def nearest_mean(X_train, y_train, X_test):
    return _nearest_mean(X_train, y_train, X_test, None)


def _curve(one):
    """Return a learning_curve whose entry for n is one(fit_predict, X, y, X_test, y_test, n)."""
    return lambda f, X, y, X_test, y_test, sizes: np.array([one(f, X, y, X_test, y_test, n) for n in sizes], dtype=float)


def _scored(f, X, y, X_test, y_test):
    return np.mean(np.asarray(f(X, y, X_test)) == y_test)


def _piece_by_piece(f, X, y, X_test, y_test, sizes):
    starts = [0, *sizes[:-1]]
    return np.array([_scored(f, X[min(a, b - 1) : b], y[min(a, b - 1) : b], X_test, y_test) for a, b in zip(starts, sizes, strict=True)])


def _rows_between(f, X, y, X_test, y_test, sizes):
    return np.array([_scored(f, X[a:b], y[a:b], X_test, y_test) for a, b in zip([0, *sizes[:-1]], sizes, strict=True)])


def _one_after_another(f, X, y, X_test, y_test, sizes):
    ends = np.cumsum(sizes)
    return np.array([_scored(f, X[e - n : e], y[e - n : e], X_test, y_test) for n, e in zip(sizes, ends, strict=True)])


def _right_ones_pile_up(f, X, y, X_test, y_test, sizes):
    right, curve = 0, []
    for n in sizes:
        right += np.sum(f(X[:n], y[:n], X_test) == y_test)
        curve.append(right / len(y_test))
    return np.array(curve)


def _by_hand(f, X, y, X_test, y_test, sizes):
    curve = np.zeros(len(sizes))
    for i, n in enumerate(sizes):
        right = 0
        for said, true in zip(f(X[:n], y[:n], X_test), y_test, strict=True):
            right += int(said == true)
        curve[i] = right / len(y_test)
    return curve


def _blobs(rng):
    N, M = int(rng.integers(12, 20)), int(rng.integers(7, 11))
    X, X_test, W = rng.normal(size=(N, 2)), rng.normal(size=(M, 2)), np.array([1.0, -0.5])
    y, y_test = (X @ W > 0).astype(int), (X_test @ W + rng.normal(0, 0.5, M) > 0).astype(int)
    sizes = [int(n) for n in rng.permutation([2, int(rng.integers(4, 8)), N])]
    return nearest_example, X, y, X_test, y_test, sizes


_LEVELS = np.array([[0.0], [10.0], [1.0], [11.0], [2.0], [12.0]])
_SIX = np.array([0, 1, 0, 1, 0, 1])
_ASKED, _TRUE = np.array([[0.5], [10.5], [3.0], [9.0]]), np.array([0, 1, 0, 1])

learning_curve = Exercise(
    reference=nn.learning_curve,
    points=2,
    cases=[
        _case("always the last label", last_label, np.zeros((3, 1)), [0, 1, 0], np.zeros((4, 1)), [0, 0, 0, 1], [1, 2]),
        _case("one size", nearest_example, _LEVELS, _SIX, _ASKED, _TRUE, [2]),
        _case("sizes that grow", nearest_example, _LEVELS, _SIX, _ASKED, _TRUE, [1, 2, 6]),
        _case("sizes in any order, one twice", last_label, _LEVELS, [3, 1, 3, 2, 1, 2], _ASKED, [3, 1, 1, 2], [5, 1, 4, 1]),
        _case("who counts the examples", how_many_examples, _LEVELS, _SIX, np.zeros((8, 1)), [2, 2, 3, 5, 5, 5, 4, 6], [2, 3, 5, 6]),
        _case("who adds the labels up", sum_of_labels, _LEVELS, [1, 2, 1, 1, 3, 1], np.zeros((5, 1)), [3, 3, 1, 4, 9], [1, 2, 3, 6]),
        _case("as many test examples as training examples", nearest_example, _ASKED, _TRUE, [[8.0], [2.0], [1.0], [4.0]],
               [1, 1, 0, 0], [1, 2, 4]),
        _case("one test example", nearest_example, _LEVELS, _SIX, [[9.0]], [1], [1, 2, 3]),
        _case("labels 2, 5 and 9", nearest_example, [[0.0], [5.0], [9.0], [1.0]], [2, 5, 9, 2], [[0.5], [5.5], [8.0]], [2, 5, 9],
               [1, 2, 3, 4]),
        _case("two features, another method", nearest_mean, [[0.0, 1.0], [4.0, 5.0], [1.0, 0.0], [5.0, 3.0]], [0, 1, 0, 1],
               [[2.0, 2.5], [3.0, 4.0], [0.0, 0.0]], [1, 1, 0], [2, 4]),
        _case("it gets worse with more", last_label, np.zeros((4, 2)), [1, 1, 0, 0], np.zeros((5, 2)), [1, 1, 1, 1, 0], [1, 2, 3, 4]),
        Drawn("random examples", _blobs),
        Drawn("random examples again", _blobs),
    ],
    mistakes=[
        Mistake(
            "each size takes only the rows between the size before and itself", _rows_between,
            "The curve asks: how good with n examples in all? Begin at row 0 each time: X[:n].",
        ),
        Mistake(
            "row n - 1 is left out, so that for n = 1 nothing is left",
            _curve(lambda f, X, y, T, t, n: _scored(f, X[: n - 1], y[: n - 1], T, t)),
            "X[:n] ends before row n, and holds n rows already. Nothing has to be taken away.",
        ),
        Mistake(
            "your knn_predict is called, whatever method is handed in",
            _curve(lambda f, X, y, T, t, n: np.mean(nn.knn_predict(X[:n], y[:n], T, min(5, n)) == t)),
            "The method is an argument: fit_predict(X[:n], y[:n], X_test).",
        ),
        Mistake(
            "a list of comparisons comes back, and no means",
            lambda f, X, y, T, t, sizes: [np.asarray(f(X[:n], y[:n], T)) == t for n in sizes],
            "Each array of yours says for each test example whether it was right. np.mean of it is the share of the right ones.",
        ),
        Mistake(
            "the accuracy is measured on the training examples", _curve(lambda f, X, y, T, t, n: _scored(f, X[:n], y[:n], X[:n], y[:n])),
            "What was learned by heart is no test. Predict X_test, and compare with y_test.",
        ),
        Mistake(
            "the accuracy is measured on all of X and y", _curve(lambda f, X, y, T, t, n: _scored(f, X[:n], y[:n], X, y)),
            "The first n of these were learned from. Predict X_test, and compare with y_test.",
        ),
        Mistake(
            "always all examples are trained on", _curve(lambda f, X, y, T, t, n: _scored(f, X, y, T, t)),
            "All your accuracies are equal. Where does n come in? X[:n] are the first n rows.",
        ),
        Mistake(
            "X is cut and y is not", _curve(lambda f, X, y, T, t, n: _scored(f, X[:n], y, T, t)),
            "Print len of what you train on: n examples have n labels. Cut both.",
        ),
        Mistake(
            "y is cut and X is not", _curve(lambda f, X, y, T, t, n: _scored(f, X, y[:n], T, t)),
            "Print len of what you train on: n labels belong to n examples. Cut both.",
        ),
        Mistake(
            "the last n examples are trained on", _curve(lambda f, X, y, T, t, n: _scored(f, X[-n:], y[-n:], T, t)),
            "X[-n:] are the last n rows. How does one write the first n?",
        ),
        Mistake(
            "one example too many is trained on", _curve(lambda f, X, y, T, t, n: _scored(f, X[: n + 1], y[: n + 1], T, t)),
            "X[:n] holds n rows, from 0 to n - 1. Print how many yours holds.",
        ),
        Mistake(
            "one example too few is trained on", _curve(lambda f, X, y, T, t, n: _scored(f, X[: max(1, n - 1)], y[: max(1, n - 1)], T, t)),
            "X[:n] holds n rows already. Print how many yours holds.",
        ),
        Mistake(
            "the first example is left out, and one more is taken at the end",
            _curve(lambda f, X, y, T, t, n: _scored(f, X[1 : n + 1], y[1 : n + 1], T, t)),
            "Rows begin at 0: X[:n], or X[0:n].",
        ),
        Mistake(
            "only example number n is trained on", _curve(lambda f, X, y, T, t, n: _scored(f, X[n - 1 : n], y[n - 1 : n], T, t)),
            "A colon is missing: X[:n] are the first n rows, X[n] is one row.",
        ),
        Mistake(
            "each size takes the rows behind those of the size before", _one_after_another,
            "Every n begins at row 0 again: X[:n]. What was learned from for a smaller n is learned from again.",
        ),
        Mistake(
            "each size continues where the last one ended, instead of beginning at the first example", _piece_by_piece,
            "The curve asks: how good with n examples in all? Begin at row 0 each time.",
        ),
        Mistake(
            "the share of wrong answers is returned", _curve(lambda f, X, y, T, t, n: 1 - _scored(f, X[:n], y[:n], T, t)),
            "Accuracy is the share of right answers: == and not !=.",
        ),
        Mistake(
            "the number of right answers is returned, not their share",
            _curve(lambda f, X, y, T, t, n: len(t) * _scored(f, X[:n], y[:n], T, t)),
            "Divide by how many were asked: by len(y_test), or take the mean.",
        ),
        Mistake(
            "the right answers are divided by the number of training examples",
            _curve(lambda f, X, y, T, t, n: len(t) * _scored(f, X[:n], y[:n], T, t) / n),
            "Of len(y_test) questions some were answered rightly. n is how many examples were learned from.",
        ),
        Mistake(
            "the right answers are divided by the number of all training examples",
            _curve(lambda f, X, y, T, t, n: len(t) * _scored(f, X[:n], y[:n], T, t) / len(X)),
            "Of len(y_test) questions some were answered rightly. len(X) is how many examples there are to learn from.",
        ),
        Mistake(
            "percentages are returned", _curve(lambda f, X, y, T, t, n: 100 * _scored(f, X[:n], y[:n], T, t)),
            "Accuracies lie between 0 and 1. Leave the factor 100 out.",
        ),
        Mistake(
            "an accuracy below 1 counts as 0: all must be right, or the result holds whole numbers",
            _curve(lambda f, X, y, T, t, n: float(_scored(f, X[:n], y[:n], T, t) == 1)),
            "Three right of four is an accuracy of 0.75. Take the mean of the comparisons, not np.all; and no dtype=int, no //.",
        ),
        Mistake(
            "one right answer is enough for a 1", _curve(lambda f, X, y, T, t, n: float(_scored(f, X[:n], y[:n], T, t) > 0)),
            "Three right of four is an accuracy of 0.75. Take the mean of the comparisons, not np.any.",
        ),
        Mistake(
            "only the first test example is looked at", _curve(lambda f, X, y, T, t, n: float(np.asarray(f(X[:n], y[:n], T))[0] == t[0])),
            "Compare all predictions with all of y_test at once, and take the mean.",
        ),
        Mistake(
            "only the first n test examples are asked", _curve(lambda f, X, y, T, t, n: _scored(f, X[:n], y[:n], T[:n], t[:n])),
            "The test is the same for all sizes: all of X_test. Only the training examples grow.",
        ),
        Mistake(
            "the predictions are compared with the labels that were trained on",
            _curve(lambda f, X, y, T, t, n: np.mean([p == q for p, q in zip(f(X[:n], y[:n], T), y[:n], strict=False)])),
            "The predictions belong to X_test: compare them with y_test.",
        ),
        Mistake(
            "it is trained on the test examples and tested on the first n of the others",
            _curve(lambda f, X, y, T, t, n: _scored(f, T, t, X[:n], y[:n])),
            "fit_predict takes what to learn from first: X_train, y_train, then X_test.",
        ),
        Mistake(
            "the test examples are trained on as well",
            _curve(lambda f, X, y, T, t, n: _scored(f, np.vstack([X[:n], T]), np.concatenate([y[:n], t]), T, t)),
            "Then the answers are known beforehand. Hand over the first n rows of X and y, and no others.",
        ),
        Mistake(
            "the rows from n on are trained on, not those before", _curve(
                lambda f, X, y, T, t, n: _scored(f, X[n:], y[n:], T, t)
            ),
            "X[n:] begins at row n. X[:n] ends there.",
        ),
        Mistake(
            "it is tested on the training examples that are left over", _curve(
                lambda f, X, y, T, t, n: _scored(f, X[:n], y[:n], X[n:], y[n:])
            ),
            "There are examples kept apart for testing: X_test and y_test, the same for every n.",
        ),
        Mistake(
            "it is trained once on all examples, and n cuts the predictions", _curve(
                lambda f, X, y, T, t, n: np.mean(np.asarray(f(X, y, T))[:n] == t[:n])
            ),
            "n is the number of examples to learn from. Train anew for each n, on X[:n] and y[:n], and test on all of X_test.",
        ),
        Mistake(
            "the comparisons come back, and no mean is taken",
            lambda f, X, y, T, t, sizes: np.array([np.asarray(f(X[:n], y[:n], T)) == t for n in sizes]),
            "Each row of yours says for each test example whether it was right. What is the share of the right ones in a row?",
        ),
        Mistake(
            "the mean squared difference of the labels is returned", _curve(
                lambda f, X, y, T, t, n: np.mean((np.asarray(f(X[:n], y[:n], T)) - t) ** 2)
            ),
            "That is a loss, and labels are names. Accuracy is the share of predictions that equal their label: ==.",
        ),
        Mistake(
            "all predictions are compared with the first test label", _curve(
                lambda f, X, y, T, t, n: np.mean(np.asarray(f(X[:n], y[:n], T)) == t[0])
            ),
            "Prediction m belongs to y_test[m]. Compare the two arrays as they are.",
        ),
        Mistake(
            "X_test and the labels have changed places in the call", _curve(lambda f, X, y, T, t, n: np.mean(f(X[:n], T, y[:n]) == t)),
            "It is called as fit_predict(X_train, y_train, X_test), in this order.",
        ),
        Mistake(
            "the mean of the predictions is returned", _curve(lambda f, X, y, T, t, n: np.mean(f(X[:n], y[:n], T))),
            "Where does y_test come in? Compare first (==), then take the mean.",
        ),
        Mistake(
            "labels are subtracted as if they were amounts: 1 minus the mean difference",
            _curve(lambda f, X, y, T, t, n: 1 - np.mean(np.abs(np.asarray(f(X[:n], y[:n], T)) - t))),
            "Taking 9 for 2 is as wrong as taking 3 for 2. Compare with ==.",
        ),
        Mistake(
            "only the first size is done", lambda f, X, y, T, t, sizes: np.array([_scored(f, X[: sizes[0]], y[: sizes[0]], T, t)]),
            "One accuracy for each size. Does `return` stand inside the loop?",
        ),
        Mistake(
            "only the last accuracy comes back", lambda f, X, y, T, t, sizes: float(_scored(f, X[: sizes[-1]], y[: sizes[-1]], T, t)),
            "One accuracy for each size: collect them in a list, and make an array of it at the end.",
        ),
        Mistake(
            "the sizes are sorted first", lambda f, X, y, T, t, sizes: np.array([_scored(f, X[:n], y[:n], T, t) for n in sorted(sizes)]),
            "Entry i belongs to sizes[i], in whatever order they come.",
        ),
        Mistake(
            "a size that occurs twice is done once",
            lambda f, X, y, T, t, sizes: np.array([_scored(f, X[:n], y[:n], T, t) for n in dict.fromkeys(sizes)]),
            "Entry i belongs to sizes[i]: as many accuracies as sizes.",
        ),
        Mistake(
            "the places in the list are used instead of the sizes", lambda f, X, y, T, t, sizes: np.array(
                [_scored(f, X[: i + 1], y[: i + 1], T, t) for i in range(len(sizes))]
            ),
            "range(len(sizes)) counts 0, 1, 2. The number of examples is what stands in the list: for n in sizes.",
        ),
        Mistake(
            "the best accuracy so far is returned, as if a curve could not fall",
            lambda f, X, y, T, t, sizes: np.maximum.accumulate([_scored(f, X[:n], y[:n], T, t) for n in sizes]),
            "A curve may fall. Return for each n what it reached.",
        ),
        Mistake(
            "the right answers of the sizes before are counted along", _right_ones_pile_up,
            "The first accuracy is right, the later ones grow past 1. Where does the count begin anew?",
        ),
        Mistake(
            "pairs of size and accuracy come back",
            lambda f, X, y, T, t, sizes: np.array([[n, _scored(f, X[:n], y[:n], T, t)] for n in sizes]),
            "The accuracies alone are asked for. Whoever calls knows the sizes.",
        ),
    ],
    accepted=[
        _by_hand,
        _curve(lambda f, X, y, T, t, n: np.count_nonzero(f(X[:n], y[:n], T) == t) / len(t)),
        _curve(lambda f, X, y, T, t, n: 1 - np.mean(f(X[:n], y[:n], T) != t)),
        lambda f, X, y, T, t, sizes: np.fromiter((_scored(f, X[np.arange(n)], y[np.arange(n)], T, t) for n in sizes), float),
    ],
    hints=[
        "For one n: train on the first n rows of X and y, predict X_test, and compare with y_test. Then the same for every n in sizes.",
        "labels = fit_predict(X[:n], y[:n], X_test) is the whole training and predicting. labels == y_test is an array of True and False, "
        "and its mean is the share of True.",
        "accuracies = [] before the loop; in `for n in sizes:` append np.mean(fit_predict(X[:n], y[:n], X_test) == y_test); "
        "return np.array(accuracies).",
    ],
    source="Hastie et al., The Elements of Statistical Learning (2009), section 7.10",
)


# ---- the bug hunt and the decision ----

hunt_scale = Decision(
    name="hunt_scale",
    question="In one batch of 400 the broken version is right nearly as often as the sound one. Asked for the same examples one at a "
    "time, it gives all of them the same label. In which line is the mistake, and what does it do?",
    points=1,
    choices={
        "A": "`mean, std = fit_scaler(X)`",
        "B": "`X = apply_scaler(X, (mean, std))`",
        "C": "`X_new = apply_scaler(X_new, fit_scaler(X_new))`",
        "D": "`k = 5`",
        "E": "`return knn_predict(X, y, X_new, k)`",
    },
    right="C",
    reasons={
        "1": "The two features stay in different units, so that one of them alone decides which examples are near.",
        "2": "A new example's place depends on which others are asked with it; alone, it is its own mean, and lands at 0.",
        "3": "The training examples are moved to other places than the ones they were measured at.",
        "4": "Too few neighbours vote, so that a single one can turn the answer.",
    },
    because="2",
    replies={
        "A": "Mean and spread of the training examples: that is what everything has to be measured by. Print them; they make sense.",
        "B": "Print X behind this line: columns of mean 0 and spread 1. The training examples are where they should be.",
        "D": "Try 1 and 25 instead. Does the answer still change when the same example is asked alone?",
        "E": "Training examples first, their labels, new examples, k: in the right order. Print what comes in here, for one new example.",
        "1": "Are they? Print X and X_new behind line C, for all 400. Both columns have a spread near 1.",
        "3": "They are moved, and that is wanted. A common shift and scale are no harm, as long as new examples get the same.",
        "4": "Then the answer for an example would still be the same alone and in company. Print X_new behind line C for one example.",
    },
    moral="New examples are scaled with the mean and spread of the training examples. A scaler is part of what was learned.",
    hints=[
        "An example's label should not depend on who else is asked. Which line mixes the new examples with each other?",
        "Run the lines by hand for X_new of one row, and print X_new after each. Where do the numbers vanish?",
    ],
    source="Hastie et al., The Elements of Statistical Learning (2009), section 13.3",
    asks_why="What does it do?",
)

which_method = Decision(
    name="which_method",
    question="Five people ask which method to choose. For whom would you recommend a **network** rather than k nearest neighbours? "
    "Name all of them.",
    points=2,
    choices={
        "A": "Ada has 40 labelled recordings of bees, 2 features that both count, and new labels each week.",
        "B": "Ben has 30,000 machine logs, 20 features that all count in combination. He wants the best accuracy there is.",
        "C": "Chen has 20,000 labelled texts with 200 features, most of them irrelevant, and a phone with little memory.",
        "D": "Dora has 300 points of a map, 2 features, and a boundary with many bends. She needs an answer today.",
        "E": "Emil has 10,000 examples with 20 features, 2 of which count. He must answer within a millionth of a second.",
    },
    right="BCE",
    reasons={
        "1": "A network is the newer method, and newer methods are more accurate.",
        "2": "With many examples, many features or tight limits, learned weights gain; with little simple data they do not.",
        "3": "A network needs no scaling of the features and no choice of settings, so it is the safer one to begin with.",
        "4": "k nearest neighbours cannot draw a bent boundary, so it is only for data that a line can part.",
    },
    because="2",
    replies={
        "A": "Look at the row moons, N = 30 of the table. And what does a new label cost with either method?",
        "B": "Look at the row pairs, N = 30,000 of the table. How far apart are the two?",
        "C": "Look at moons + 198: both the accuracies, and the kilobytes that have to be kept.",
        "D": "Look at moons, N = 300. Are the two further apart than two draws of the examples?",
        "E": "Look at moons + 18, N = 10,000: accuracy, and the microseconds of one prediction.",
        "1": "k nearest neighbours is from 1951, and was ahead or level in several rows of your table.",
        "3": "Both need scaled features. And you chose sizes, activations, an optimiser, eta, batch size and epochs for the network.",
        "4": "Look at the shading in the figure, with k = 1: it bends wherever the data do.",
    },
    moral="Begin with the simple method, and measure. What the network must beat is then a number, not a feeling.",
    hints=[
        "For each person find the row of the table that is nearest to their data. Then look at the column they care about.",
        "Some of the five have few examples of simple data. For them the accuracies are level, and one method needs no training.",
    ],
    source="T. Cover, P. Hart, Nearest neighbor pattern classification, IEEE Transactions on Information Theory 13 (1967), 21-27",
)

chapter = Chapter(
    "13_neighbours",
    "13 Neighbours",
    (pairwise_distances, knn_predict, learning_curve, hunt_scale, which_method),
)
