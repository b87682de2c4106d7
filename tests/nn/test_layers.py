"""Layers against loops over plain Python numbers, against PyTorch where it is installed, and against counting by hand."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from annlab import nn

reals = st.floats(-100, 100, allow_subnormal=False)
sizes = st.integers(1, 5)


@st.composite
def layers(draw):
    N, d, K = draw(sizes), draw(sizes), draw(sizes)
    return tuple(draw(hnp.arrays(float, shape, elements=reals)) for shape in ((N, d), (K, d), K))


def by_loop(X, W, b):
    """The weighted sums with exact summation, in plain Python."""
    rows = []
    for x in X.tolist():
        rows.append([math.fsum([*(v * u for v, u in zip(x, w, strict=True)), c]) for w, c in zip(W.tolist(), b.tolist(), strict=True)])
    return np.array(rows)


def agree(a, b):
    np.testing.assert_allclose(a, b, rtol=1e-12, atol=1e-9)


@given(layers())
def test_multi_output_is_the_loop(layer):
    Z = nn.multi_output(*layer)
    assert Z.shape == (len(layer[0]), len(layer[1]))
    agree(Z, by_loop(*layer))


@given(layers(), st.sampled_from([math.tanh, math.sin, abs]))
def test_dense_is_phi_of_the_loop(layer, phi):
    agree(nn.dense(*layer, np.vectorize(phi, otypes=[float])), np.vectorize(phi)(by_loop(*layer)))


@given(layers())
def test_a_layer_is_its_units_side_by_side(layer):
    X, W, b = layer
    agree(nn.dense(X, W, b, nn.sigmoid), np.column_stack([nn.neuron_batch(X, w, c, nn.sigmoid) for w, c in zip(W, b, strict=True)]))


def test_a_square_layer_takes_rows_of_W():
    W = np.array([[1.0, 2.0], [3.0, 4.0]])
    assert nn.multi_output(np.array([[1.0, 0.0]]), W, np.zeros(2)).tolist() == [[1.0, 3.0]]


def test_multi_output_is_torchs_linear():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(0)
    X, W, b = rng.normal(size=(7, 5)), rng.normal(size=(3, 5)), rng.normal(size=3)
    found = torch.nn.functional.linear(*map(torch.from_numpy, (X, W, b))).numpy()
    np.testing.assert_allclose(nn.multi_output(X, W, b), found, rtol=1e-12, atol=1e-12)


labels_and_K = st.integers(1, 6).flatmap(lambda K: st.tuples(st.lists(st.integers(0, K - 1), min_size=1, max_size=8), st.just(K)))


@given(labels_and_K)
def test_one_hot_is_the_comparison_place_by_place(drawn):
    labels, K = drawn
    found = nn.one_hot(np.array(labels), K)
    assert found.tolist() == [[1.0 if k == label else 0.0 for k in range(K)] for label in labels]
    assert nn.predict_class(found).tolist() == labels


@given(st.lists(st.permutations(range(5)), min_size=1, max_size=6))
def test_predict_class_is_the_place_of_the_largest(rows):
    found = nn.predict_class(np.array(rows) - 2.5)
    assert found.tolist() == [row.index(max(row)) for row in rows]
    assert found.dtype.kind == "i"


@given(st.lists(st.integers(1, 20), min_size=2, max_size=6))
def test_count_parameters_counts_what_a_network_holds(layer_sizes):
    params = nn.init_network(layer_sizes, np.random.default_rng(0))
    assert nn.count_parameters(layer_sizes) == sum(len(W.ravel()) + len(b) for W, b in params)


@pytest.mark.parametrize("layer_sizes, count", [([1, 1], 2), ([2, 3], 9), ([3, 4, 4, 1], 41), ([64, 128, 128, 10], 26_122)])
def test_count_parameters_by_hand(layer_sizes, count):
    pairs = itertools.pairwise(layer_sizes)
    assert nn.count_parameters(layer_sizes) == count == sum(n_in * n_out + n_out for n_in, n_out in pairs)


def test_no_argument_is_changed():
    X, W, b = np.array([[1.0, -2.0]]), np.array([[0.5, 1.0], [2.0, 0.0]]), np.array([1.0, -1.0])
    before = [a.copy() for a in (X, W, b)]
    nn.dense(X, W, b, nn.relu)
    labels = np.array([1, 0])
    nn.one_hot(labels, 2)
    assert all(np.array_equal(a, c) for a, c in zip((X, W, b), before, strict=True)) and labels.tolist() == [1, 0]
