"""What all wrong values of an answer have in common is put into words, and only where all of them have it."""

import numpy as np
import pytest

from annlab.checking import Case, Drawn, Exercise, call_here, judge


def exercise(reference, *cases):
    return Exercise(reference, 1, cases, [], [], ["Think."], "none")


def cause(declared, wrong):
    report = judge(declared, call_here(wrong), 0)
    assert report.verdict == "not yet"
    return report.cause


def row_sums(X):
    return X.sum(axis=1)


ROWS = exercise(
    row_sums,
    Case("one row", np.array([[1.5, 2.0]])),
    Case("three rows", np.array([[1.0, 2.0], [-3.0, 4.5], [5.0, -6.25]])),
    Drawn("random numbers", lambda rng: (rng.normal(size=(4, 3)),)),
)


def filled(X, rows):
    out = np.zeros(len(X))
    for i in rows:
        out[i] = X[i].sum()
    return out


def with_a_shift_that_grows(X):
    return X.sum(axis=1) + 0.5 * np.arange(len(X))


@pytest.mark.parametrize(
    "wrong, words",
    [
        (lambda X: filled(X, [0]), "does `return` stand inside the loop?"),
        (lambda X: filled(X, range(len(X) - 1)), "Only the last place is still 0"),
        (lambda X: filled(X, range(1, len(X))), "Only the first place is still 0"),
        (lambda X: np.cumsum(X.sum(axis=1)), "something is not set back to 0"),
        (lambda X: X.sum(axis=1)[::-1], "in reverse order"),
        (with_a_shift_that_grows, "something adds up from round to round"),
        (lambda X: X.sum(axis=1) + np.where(np.arange(len(X)), X[:, 0], 0), "Only the first place is right"),
        (lambda X: np.maximum(X.sum(axis=1), 0), "Where a negative number is right, yours is 0."),
        (lambda X: X.sum(axis=1) ** 2, "Those are the right numbers, squared."),
        (lambda X: np.tanh(X.sum(axis=1)), "put through tanh"),
        (lambda X: X.sum(axis=1) - X.sum(axis=1)[:, None], "stretched to a table of N x N"),
        (lambda X: X.sum(axis=1)[:-1], "the last one is missing"),
        (lambda X: np.append(X.sum(axis=1), 7), "there is one more behind them"),
        (lambda X: np.append(7, X.sum(axis=1)), "there is one more in front of them"),
        (lambda X: X[0].sum(), "the first of the right answers alone"),
        (lambda X: X[-1].sum(), "the last of the right answers alone"),
        (lambda X: X.sum(), "added up into one number"),
        (lambda X: X.sum(axis=1).mean(), "averaged into one number"),
    ],
)
def test_wrong_places_shapes_and_formulas_are_said(wrong, words):
    assert words in cause(ROWS, lambda X: wrong(X.copy()))


@pytest.mark.parametrize("wrong", [lambda X: X.sum(axis=1) ** 2 + X[:, 0], lambda X: X[0].sum() + 1, lambda X: X.ravel()])
def test_what_has_nothing_in_common_gets_no_words(wrong):
    assert cause(ROWS, wrong) == ""


def twice(X):
    return 2.0 * X


TABLE = exercise(twice, Case("two rows", np.array([[1.0, 2.0], [-3.0, 4.0]])), Drawn("random", lambda rng: (rng.normal(size=(3, 4)),)))


def test_of_a_table_columns_and_rows_are_named():
    def odd_column(X):
        return 2 * X + (np.arange(X.shape[1]) == 1)

    def odd_rows(X):
        return 2 * X + np.arange(len(X))[:, None] * X

    assert cause(TABLE, odd_column) == "All columns are right but column 1."
    assert "Only the first row is right" in cause(TABLE, odd_rows)
    assert "Those are the right columns, but the last one is missing" in cause(TABLE, lambda X: 2 * X[:, :-1])


def both(x, y):
    return x + 1, y.sum()


def test_of_several_values_the_wrong_ones_are_looked_at():
    pair = exercise(both, Case("two", np.array([1.0, 2.0]), np.array([3.0])), Drawn("random", lambda rng: (rng.random(3), rng.random(2))))
    assert cause(pair, lambda x, y: (x, y.sum())) == "That is x itself, as it came in."
    assert "wrong sign" in cause(pair, lambda x, y: (x + 1, -y.sum()))
    assert cause(pair, lambda x, y: (x, -y.sum())) == ""


WIDTHS = exercise(
    row_sums,
    Case("two columns", np.array([[1.0, 2.0], [3.0, 4.0], [0.0, 1.0]])),
    Case("two more columns", np.array([[5.0, 2.0]])),
    Case("three columns", np.array([[5.0, 2.0, 1.0]])),
    Case("one column", np.array([[5.0], [2.0], [1.0]])),
)


def test_a_size_that_is_written_into_the_code_is_said():
    words = "It is right only where X has 2 columns: is the 2 written into your code?"
    assert cause(WIDTHS, lambda X: X[:, 0] + X[:, 1] + 0 * X[:, -1] + 2 * (X.shape[1] > 2)) == words
    assert cause(WIDTHS, lambda X: X @ np.ones(2)) == words
    assert "is right only where" not in cause(ROWS, lambda X: X[:, 0] + X[:, 1])  # two columns occur in few cases


def scaled(X, y):
    return (X.sum(axis=1) - y) / len(X)


SCALED = exercise(
    scaled,
    Case("two rows", np.array([[1.5, 2.0, 3.0], [1.0, -1.0, 4.0]]), np.array([0.5, 7.0])),
    Case("five rows", np.arange(10.0).reshape(5, 2), np.array([3.0, 1.0, -2.0, 5.0, 0.25])),
)


@pytest.mark.parametrize(
    "wrong, words",
    [
        (lambda X, y: scaled(X, y) * y, "the right one times y."),
        (lambda X, y: scaled(X, y) - y, "the right one minus y."),
        (lambda X, y: scaled(X, y) * len(X), "the right one times `X.shape[0]`."),
        (lambda X, y: scaled(X, y) / X.shape[1], "the right one divided by `X.shape[1]`."),
        (lambda X, y: scaled(X, y) * len(X) / X.shape[1], "times `X.shape[0]` and divided by `X.shape[1]`."),
        (lambda X, y: np.clip(scaled(X, y), 50, 60), "Every wrong value is 50, whatever is right"),
    ],
)
def test_what_the_right_numbers_were_made_of_with_arguments_and_sizes_is_said(wrong, words):
    assert words in cause(SCALED, wrong)


def test_no_size_is_named_where_none_fits():
    assert "right one" not in cause(SCALED, lambda X, y: scaled(X, y) * (len(X) + 0.5))


def test_a_return_inside_a_loop_over_columns_is_seen():
    table = exercise(
        lambda X: 2 * X,
        Case("two columns", np.array([[1.0, 2.0], [3.0, 5.0]])),
        Case("three columns", np.array([[1.0, 2.0, 4.0], [3.0, -5.0, 7.0]])),
    )
    assert "Only the first column is filled in" in cause(table, lambda X: 2 * X * (np.arange(X.shape[1]) == 0))


def test_a_dict_in_the_place_of_a_list_is_told_apart():
    report = judge(exercise(lambda x: [x, 2 * x], Case("two", np.array([1.0]))), call_here(lambda x: {"W": x, "b": 2 * x}), 0)
    assert "A dict keeps things under names" in f"{report.cause} {report.next_step}"
