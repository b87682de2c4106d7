"""The references are held against something that is not themselves: loops over plain Python numbers, NumPy's own
least squares, extended precision, truth tables, and a convergence theorem."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from annlab import nn

reals = st.floats(-100, 100, allow_subnormal=False)


@st.composite
def batches(draw, least=1):
    N, d = draw(st.integers(least, 6)), draw(st.integers(1, 4))
    return draw(hnp.arrays(float, (N, d), elements=reals)), draw(hnp.arrays(float, d, elements=reals)), draw(reals)


def agree(a, b):
    np.testing.assert_allclose(a, b, rtol=1e-12, atol=1e-9)


@given(batches())
def test_rows_dot_is_the_loop(batch):
    X, w, _ = batch
    agree(nn.rows_dot(X, w), [math.fsum(x * v for x, v in zip(row, w, strict=True)) for row in X.tolist()])


@given(batches())
def test_column_mean_is_the_loop(batch):
    X, _, _ = batch
    agree(nn.column_mean(X), [math.fsum(column) / len(column) for column in X.T.tolist()])


@pytest.mark.parametrize("shape_y_hat, shape_y", list(itertools.product([(4,), (4, 1)], repeat=2)))
def test_residual_takes_the_shape_of_the_prediction(shape_y_hat, shape_y):
    y_hat, y = np.arange(4.0).reshape(shape_y_hat), np.array([1.0, 1.0, 5.0, 0.0]).reshape(shape_y)
    found = nn.residual(y_hat, y)
    assert found.shape == shape_y_hat and found.ravel().tolist() == [-1.0, 0.0, -3.0, 3.0]


@pytest.mark.parametrize("factor", [1, 1.0, 0.5, -2, 0])
@pytest.mark.parametrize("w", [np.array([1, -2, 3]), np.array([[0.5, 0.25]])])
def test_scaled_is_new_and_float(w, factor):
    before = w.copy()
    found = nn.scaled(w, factor)
    assert found.dtype == float and not np.shares_memory(found, w)
    assert found.shape == w.shape and found.ravel().tolist() == [v * factor for v in w.ravel().tolist()]
    assert np.array_equal(w, before)


@given(batches(), st.sampled_from([math.tanh, math.sin, abs, lambda z: z]))
def test_neuron_is_the_loop(batch, phi):
    X, w, b = batch
    z = [math.fsum([*(x * v for x, v in zip(row, w.tolist(), strict=True)), b]) for row in X.tolist()]
    agree([nn.weighted_sum(x, w, b) for x in X], z)
    agree([nn.neuron(x, w, b, phi) for x in X], [phi(nn.weighted_sum(x, w, b)) for x in X])
    agree(nn.neuron_batch(X, w, b, np.vectorize(phi, otypes=[float])), [nn.neuron(x, w, b, phi) for x in X])


@given(batches())
def test_the_bias_trick_changes_nothing(batch):
    X, w, b = batch
    assert np.array_equal(nn.add_bias_input(X)[:, 1:], X) and np.all(nn.add_bias_input(X)[:, 0] == 1)
    agree(nn.rows_dot(nn.add_bias_input(X), nn.fold_bias(w, b)), nn.neuron_batch(X, w, b, nn.identity))


@given(st.lists(st.tuples(st.integers(-50, 50), reals), min_size=2, max_size=12, unique_by=lambda p: p[0]))
def test_fit_line_is_numpys_least_squares(points):
    x, y = np.array(points, dtype=float).T
    (w, b), *_ = np.linalg.lstsq(np.column_stack([x, np.ones_like(x)]), y, rcond=None)
    np.testing.assert_allclose(nn.fit_line(x, y), (w, b), rtol=1e-7, atol=1e-6)


def test_sigmoid_against_extended_precision():
    z = np.concatenate([np.linspace(-700, 700, 2001), np.linspace(-1, 1, 201)])
    wide = z.astype(np.longdouble)
    np.testing.assert_allclose(nn.sigmoid(z), (1 / (1 + np.exp(-wide))).astype(float), rtol=1e-14)


@pytest.mark.parametrize("z", [-1000.0, 1000.0, -1e308, 0])
def test_sigmoid_is_silent_far_out(z):
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert 0 <= nn.sigmoid(z) <= 1


@pytest.mark.parametrize("z, right", [(-0.0, 1.0), (0, 1.0), (-1e-300, 0.0), (np.array([[-2, 0], [3, -4]]), [[0, 1], [1, 0]])])
def test_step_says_one_at_zero(z, right):
    found = nn.step(z)
    assert np.shape(found) == np.shape(right) and np.array_equal(found, right) and found.dtype == float


GATES = {
    "AND": lambda a, b: a and b,
    "OR": lambda a, b: a or b,
    "NAND": lambda a, b: not (a and b),
    "NOR": lambda a, b: not (a or b),
}
CORNERS = np.array(list(itertools.product([0, 1], repeat=2)))


@pytest.mark.parametrize("name", GATES)
def test_gates_have_their_truth_tables(name):
    w, b = nn.gate_weights(name)
    assert nn.perceptron(CORNERS, w, b).tolist() == [float(GATES[name](*corner)) for corner in CORNERS]


def test_not_has_its_truth_table():
    assert nn.perceptron(np.array([[0], [1]]), *nn.gate_weights("NOT")).tolist() == [1.0, 0.0]


def test_an_unknown_gate_is_an_error():
    with pytest.raises(KeyError):
        nn.gate_weights("XOR")


def test_xor_has_its_truth_table():
    assert nn.xor(CORNERS).tolist() == [float(a != b) for a, b in CORNERS]


@given(batches(), st.integers(0, 1), st.sampled_from([0.125, 1.0, 3.0]))
def test_the_update_is_the_rule_written_out(batch, y, eta):
    X, w, b = batch
    before = w.copy()
    new_w, new_b = nn.perceptron_update(w, b, X[0], y, eta)
    says = 1 if math.fsum([*(w * X[0]).tolist(), b]) >= 0 else 0
    if abs(math.fsum([*(w * X[0]).tolist(), b])) > 1e-9:  # rounding may decide the rest
        agree(new_w, [v + eta * (y - says) * x for v, x in zip(w, X[0], strict=True)])
        agree(new_b, b + eta * (y - says))
    assert np.array_equal(w, before)


@given(st.lists(st.tuples(st.integers(-8, 8), st.integers(-8, 8)), min_size=1, max_size=12), st.sampled_from([0.25, 1.0]))
def test_fit_finds_a_line_wherever_one_with_a_margin_exists(points, eta):
    X = np.array(points, dtype=float)
    y = (X @ [2, -1] + 0.5 >= 0).astype(int)  # no integer point lies on this line
    w, b, errors = nn.perceptron_fit(X, y, eta, 5_000)
    assert errors[-1] == 0 and 0 not in errors[:-1]
    assert np.array_equal(nn.perceptron(X, w, b), y)


def test_fit_gives_up_after_max_epochs_where_no_line_exists():
    w, b, errors = nn.perceptron_fit(CORNERS, np.array([0, 1, 1, 0]), 1.0, 7)
    assert len(errors) == 7 and min(errors) > 0
