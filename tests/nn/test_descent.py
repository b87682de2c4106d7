"""Slopes felt for and worked out, and walks downhill, against closed forms, loops and longdouble."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from annlab import nn

wide = np.longdouble
moderate = st.floats(-3, 3, allow_subnormal=False)
arrays = hnp.arrays(float, st.sampled_from([(1,), (3,), (2, 2), (2, 3), (2, 1, 3)]), elements=moderate)


@st.composite
def examples(draw, targets=moderate):
    N, d = draw(st.integers(1, 6)), draw(st.integers(1, 3))
    X, y = draw(hnp.arrays(float, (N, d), elements=moderate)), draw(hnp.arrays(float, N, elements=targets))
    return X, y, draw(hnp.arrays(float, d, elements=moderate)), draw(moderate)


def close(found, expected, rtol=1e-12, atol=1e-12):
    np.testing.assert_allclose(np.asarray(found, dtype=float), np.asarray(expected, dtype=float), rtol=rtol, atol=atol)


@given(arrays)
def test_numerical_gradient_of_a_known_one(x):
    close(nn.numerical_gradient(lambda v: np.sum(np.sin(v)) + np.sum(v) ** 2, x), np.cos(x) + 2 * x.sum(), atol=1e-6)


@given(arrays, st.sampled_from([0.5, 0.25, 0.125]))
def test_it_is_the_central_difference_at_h(x, h):
    close(nn.numerical_gradient(lambda v: np.sum(v**3), x, h), 3 * x**2 + h**2, rtol=1e-10, atol=1e-10)


def test_numerical_gradient_of_whole_numbers_and_without_touching_them():
    x = np.array([[2, 3], [4, -1]])
    close(nn.numerical_gradient(np.prod, x), [[-12, -8], [-6, 24]], rtol=1e-8)
    assert x.tolist() == [[2, 3], [4, -1]]


def test_every_call_of_f_gets_an_array_of_its_own():
    seen = []
    nn.numerical_gradient(lambda v: seen.append(v) or 0.0, np.array([1.0, 2.0]), 0.5)
    assert [v.tolist() for v in seen] == [[1.5, 2.0], [0.5, 2.0], [1.0, 2.5], [1.0, 1.5]]


@given(arrays, st.integers(0, 2**32 - 1))
def test_relative_error_by_sums_in_python(a, seed):
    b = np.random.default_rng(seed).normal(size=a.shape)
    one, two, apart = (math.sqrt(math.fsum(v * v for v in array.ravel().tolist())) for array in (a, b, a - b))
    close(nn.relative_error(a, b), apart / (one + two))
    assert 0 <= nn.relative_error(a, b) <= 1 + 1e-15


@pytest.mark.parametrize(
    ("a", "b", "error"), [([0.0, 0], [0.0, 0], 0), ([1.0, 2], [1.0, 2], 0), ([1.0, 2], [-1.0, -2], 1), ([0.0], [1e-150], 1)]
)
def test_relative_error_at_its_ends(a, b, error):
    assert nn.relative_error(np.array(a), np.array(b)) == error


@given(st.floats(-8, 8), st.floats(0.01, 1.2), st.integers(0, 12))
def test_a_walk_in_a_bowl_is_a_power(start, eta, steps):
    path = nn.gradient_descent(lambda w: 2 * w, np.array([start]), eta, steps)
    assert path.shape == (steps + 1, 1)
    close(path[:, 0], [start * (1 - 2 * eta) ** i for i in range(steps + 1)], rtol=1e-10, atol=1e-10)


def test_the_points_of_a_walk_are_its_own():
    w0 = np.array([4, 2])
    path = nn.gradient_descent(lambda w: w, w0, 0.5, 2)
    assert path.tolist() == [[4, 2], [2, 1], [1, 0.5]] and w0.tolist() == [4, 2]


@given(examples(), st.floats(0.001, 0.05), st.integers(0, 5))
def test_linear_regression_is_the_loop_in_longdouble(data, eta, steps):
    X, y, *_ = data
    w, b, losses = [wide(0)] * X.shape[1], wide(0), []
    for _ in range(steps):
        misses = [sum(v * wide(x) for v, x in zip(w, row, strict=True)) + b - wide(t) for row, t in zip(X, y, strict=True)]
        losses.append(sum(m * m for m in misses) / len(y))
        dw = [sum(2 * m * wide(row[j]) for m, row in zip(misses, X, strict=True)) / len(y) for j in range(len(w))]
        w, b = [v - wide(eta) * d for v, d in zip(w, dw, strict=True)], b - wide(eta) * sum(2 * m for m in misses) / len(y)
    found = nn.linear_regression_gd(X, y, eta, steps)
    close(found[0], w)
    close(found[1], b)
    close(found[2], losses)


def test_it_arrives_where_the_formula_says():
    x, y = np.array([0.5, 1.0, 1.5, 2.5, 3.0, 3.5]), np.array([3.0, 3.2, 4.5, 5.5, 6.8, 7.1])
    w, b, losses = nn.linear_regression_gd(x[:, np.newaxis], y, 0.15, 2000)
    close((w[0], b), nn.fit_line(x, y), rtol=1e-9)
    assert (np.diff(losses) <= 1e-15).all()


@given(examples(targets=st.sampled_from([0.0, 1.0])))
def test_logistic_gradient_is_the_measured_slope_in_longdouble(data):
    X, y, w, b = data

    def loss(v):
        z = X.astype(wide) @ v[:-1] + v[-1]
        return np.mean(np.log1p(np.exp(-np.abs(z))) + np.maximum(z, 0) - y * z)

    place, h, slopes = np.append(w, b).astype(wide), wide("1e-6"), []
    for i in range(len(place)):
        step = np.zeros(len(place), dtype=wide)
        step[i] = h
        slopes.append((loss(place + step) - loss(place - step)) / (2 * h))
    close(np.append(*nn.logistic_gradient(X, y, w, b)), slopes, rtol=1e-9, atol=1e-9)


@given(examples(targets=st.sampled_from([0.0, 1.0])))
def test_logistic_gradient_is_the_formula_in_longdouble(data):
    X, y, w, b = data
    miss = 1 / (1 + np.exp(-(X.astype(wide) @ w + wide(b)))) - y
    dw, db = nn.logistic_gradient(X, y, w, b)
    close(dw, miss @ X / len(y))
    close(db, miss.sum() / len(y))
