"""Nearest neighbours against plain Python, exact roots, and scikit-learn where it is installed."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from annlab import nn
from annlab.nn import neighbours

reals = st.floats(-100, 100, allow_subnormal=False)
sizes = st.integers(1, 6)


@st.composite
def two_lists(draw):
    M, N, d = draw(sizes), draw(sizes), draw(sizes)
    return tuple(draw(hnp.arrays(float, shape, elements=reals)) for shape in ((M, d), (N, d)))


@given(two_lists())
def test_distances_are_those_of_the_standard_library(lists):
    A, B = lists
    expected = [[math.dist(a, b) for b in B.tolist()] for a in A.tolist()]
    np.testing.assert_allclose(nn.pairwise_distances(A, B), expected, rtol=1e-12, atol=1e-12)  # squares below 1e-308 are 0


def test_points_far_from_zero_keep_their_distances():
    A = np.array([[1e8, 1e8], [1e8 + 3, 1e8 + 4]])
    assert nn.pairwise_distances(A, A).tolist() == [[0.0, 5.0], [5.0, 0.0]]


@pytest.mark.parametrize("rows_at_once", [1, 7, 10**6])
def test_the_pieces_in_which_it_is_done_make_no_difference(rows_at_once, monkeypatch):
    rng = np.random.default_rng(0)
    A, B = rng.normal(size=(11, 3)), rng.normal(size=(5, 3))
    whole = nn.pairwise_distances(A, B)
    monkeypatch.setattr(neighbours, "ROWS_AT_ONCE", rows_at_once)
    assert np.array_equal(nn.pairwise_distances(A, B), whole)


def slowly(X_train, y_train, x, k):
    order = sorted(range(len(X_train)), key=lambda i: math.dist(X_train[i], x))
    return Counter(y_train[i] for i in order[:k]).most_common()


@given(st.integers(0, 2**32 - 1))
def test_labels_are_those_of_counting_by_hand(seed):
    rng = np.random.default_rng(seed)
    N, d, k = int(rng.integers(1, 15)), int(rng.integers(1, 4)), int(rng.integers(1, 8))
    X_train, y_train, X = rng.normal(size=(N, d)), rng.integers(-3, 4, size=N), rng.normal(size=(4, d))
    said = nn.knn_predict(X_train, y_train, X, min(k, N))
    for x, label in zip(X, said, strict=True):
        votes = slowly(X_train.tolist(), y_train.tolist(), x.tolist(), min(k, N))
        assert (int(label), votes[0][1]) in votes  # of equally many votes, any


def test_labels_are_scikit_learns():
    classifier = pytest.importorskip("sklearn.neighbors").KNeighborsClassifier
    rng = np.random.default_rng(1)
    X_train, y_train, X = rng.normal(size=(200, 3)), rng.integers(0, 2, size=200), rng.normal(size=(100, 3))
    for k in (1, 5, 25):
        assert np.array_equal(nn.knn_predict(X_train, y_train, X, k), classifier(k).fit(X_train, y_train).predict(X))


def test_a_learning_curve_trains_on_the_first_rows_and_tests_on_all():
    seen = []

    def spy(X_train, y_train, X_test):
        seen.append((X_train.tolist(), y_train.tolist(), X_test.tolist()))
        return np.arange(len(X_test)) % 2

    X, y, X_test = np.arange(5.0)[:, None], np.arange(5), np.array([[7.0], [8.0], [9.0]])
    curve = nn.learning_curve(spy, X, y, X_test, np.array([0, 0, 0]), [4, 1])
    assert curve.tolist() == [2 / 3, 2 / 3]
    assert seen == [(X[:n].tolist(), y[:n].tolist(), X_test.tolist()) for n in (4, 1)]
