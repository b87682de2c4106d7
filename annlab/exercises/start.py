"""Chapter 00: NumPy for neurons."""

import numpy as np

from annlab import nn
from annlab.checking import Case, Drawn, Exercise, Law, Mistake
from annlab.exercises.chapter import Chapter

rows_dot = Exercise(
    reference=nn.rows_dot,
    points=1,
    cases=[
        Case("one example", np.array([[1.0, 2.0]]), np.array([0.5, -1.0])),
        Case("three examples of two features", np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.array([10.0, 1.0])),
        Case("as many examples as features", np.array([[1.0, 2.0], [3.0, 5.0]]), np.array([1.0, -1.0])),
        Case("one feature", np.array([[2.0], [-3.0], [4.0]]), np.array([0.5])),
        Case("whole numbers", np.array([[1, 2, 3], [4, 5, 6]]), np.array([1, 0, -1])),
        Drawn("random numbers", lambda rng: (rng.normal(size=(7, 4)), rng.normal(size=4))),
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
            "sum() without axis adds up all entries. You want one number for each example: name the axis.",
        ),
        Mistake(
            "the result is kept as a column",
            lambda X, w: (X @ w)[:, None],
            "(N, 1) is a column of N rows; (N,) is N numbers. Which of the two does X @ w give?",
        ),
        Mistake(
            "the weights are left out",
            lambda X, w: X.sum(axis=1),
            "Put all weights to 0. What does yours say, and what should it say?",
        ),
        Mistake(
            "only the first example is used",
            lambda X, w: np.array([X[0] @ w]),
            "X[0] is one row. What about the others?",
        ),
    ],
    accepted=[
        lambda X, w: np.array([sum(a * b for a, b in zip(row, w, strict=True)) for row in X]),
        lambda X, w: (X * w).sum(axis=1),
        lambda X, w: np.einsum("nd,d->n", X, w),
        np.dot,
    ],
    hints=[
        "One row of X times w, summed: that is one number of the result.",
        "X * w multiplies each row by w, entry by entry (broadcasting). Then sum along the right axis.",
        "The operator @ does both at once: rows of what is left of it with what is right of it.",
    ],
    source="Deisenroth et al., Mathematics for Machine Learning (2020), section 2.2.1",
)

chapter = Chapter("00_start", "00 Start", (rows_dot,))
