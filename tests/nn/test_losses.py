"""The losses are held against mpmath-like precision (longdouble), plain loops, and slopes measured in longdouble."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from annlab import nn

wide = np.longdouble
numbers = st.floats(-100, 100, allow_subnormal=False)
probabilities = st.floats(1e-6, 1 - 1e-6)
shapes = st.sampled_from([(1,), (4,), (3, 2), (2, 2), (5, 1)])


@st.composite
def predictions(draw, elements):
    shape = draw(shapes)
    bits = hnp.arrays(float, shape, elements=st.sampled_from([0.0, 1.0]))
    return draw(hnp.arrays(float, shape, elements=elements)), draw(bits)


@st.composite
def scores(draw, most=50.0):
    N, K = draw(st.integers(1, 5)), draw(st.integers(2, 4))
    Z = draw(hnp.arrays(float, (N, K), elements=st.floats(-most, most, allow_subnormal=False)))
    return Z, np.eye(K)[draw(st.lists(st.integers(0, K - 1), min_size=N, max_size=N))]


def close(found, expected, rtol=1e-12, atol=1e-12):
    np.testing.assert_allclose(np.asarray(found, dtype=float), np.asarray(expected, dtype=float), rtol=rtol, atol=atol)


def measured(f, x, h="1e-6"):
    """Return the central differences of f at x in longdouble, entry by entry."""
    x, slopes, h = x.astype(wide), np.zeros(x.shape, dtype=wide), wide(h)
    for place in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[place] += h
        down[place] -= h
        slopes[place] = (f(up) - f(down)) / (2 * h)
    return slopes


@given(predictions(numbers))
def test_mse_is_the_loop(pair):
    y_hat, y = pair
    squares = [(a - b) ** 2 for a, b in zip(y_hat.ravel().tolist(), y.ravel().tolist(), strict=True)]
    close(nn.mse(y_hat, y), math.fsum(squares) / len(squares))


@given(predictions(numbers))
def test_d_mse_is_the_measured_slope(pair):
    y_hat, y = pair
    close(nn.d_mse(y_hat, y), measured(lambda v: np.mean((v - y) ** 2), y_hat, h=1))


@given(predictions(probabilities))
def test_binary_cross_entropy_in_longdouble(pair):
    p, y = pair
    chance = np.where(y == 1, p.astype(wide), 1 - p.astype(wide))
    close(nn.binary_cross_entropy(p, y), -np.mean(np.log(chance)))
    close(nn.d_binary_cross_entropy(p, y), np.where(y == 1, -1 / chance, 1 / chance) / p.size)


@pytest.mark.parametrize(
    ("p", "y", "loss", "slope"),
    [(0.0, 1.0, 27.6, -1e12), (1.0, 0.0, 27.6, 1e12), (0.0, 0.0, 0.0, 1.0), (1.0, 1.0, 0.0, -1.0)],
)
def test_binary_cross_entropy_is_finite_at_the_ends(p, y, loss, slope):
    p, y = np.array([p]), np.array([y])
    assert nn.binary_cross_entropy(p, y) == pytest.approx(loss, abs=0.05)
    assert nn.d_binary_cross_entropy(p, y)[0] == pytest.approx(slope, rel=1e-3)


@given(scores())
def test_cross_entropy_is_the_log_of_the_right_share(pair):
    Z, Y = pair
    P = nn.softmax(Z)
    shares = np.maximum(P[Y == 1].astype(wide), wide("1e-12"))
    close(nn.cross_entropy(P, Y), -np.sum(np.log(shares)) / len(P))


def test_cross_entropy_is_finite_where_a_share_is_0():
    assert nn.cross_entropy(np.array([[0.0, 1.0]]), np.array([[0.0, 1.0]])) == 0
    assert 27 < nn.cross_entropy(np.array([[0.0, 1.0]]), np.array([[1.0, 0.0]])) < 28


@given(scores(most=1000.0))
def test_softmax_cross_entropy_in_longdouble(pair):
    Z, Y = pair
    E = np.exp(Z.astype(wide))  # longdouble holds exp(1000)
    loss, dZ = nn.softmax_cross_entropy(Z, Y)
    expected = np.sum(np.log(E.sum(axis=1))) - np.sum(Z.astype(wide)[Y == 1])
    close(loss, expected / len(Z), atol=1e-10)
    close(dZ, (E / E.sum(axis=1, keepdims=True) - Y) / len(Z))


@given(scores(most=5.0))
def test_dz_is_the_measured_slope(pair):
    Z, Y = pair

    def loss(V):
        return np.mean(np.log(np.exp(V).sum(axis=1)) - np.sum(V * Y, axis=1))

    close(nn.softmax_cross_entropy(Z, Y)[1], measured(loss, Z), rtol=1e-9, atol=1e-9)


@pytest.mark.filterwarnings("error")
def test_scores_of_a_thousand_are_silent():
    loss, dZ = nn.softmax_cross_entropy(np.array([[1000.0, -1000.0]]), np.array([[0.0, 1.0]]))
    assert loss == 2000 and dZ.tolist() == [[1.0, -1.0]]


@given(scores())
def test_accuracy_counts(pair):
    Z, Y = pair
    right = [row.index(max(row)) == target.index(1.0) for row, target in zip(Z.tolist(), Y.tolist(), strict=True)]
    assert nn.accuracy(Z, Y) == pytest.approx(sum(right) / len(right))
