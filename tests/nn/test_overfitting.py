"""What stands against overfitting is held against loops, closed forms, measured slopes and distributions."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from annlab import nn

numbers = st.integers(-800, 800).map(lambda n: n / 8)  # squares of still smaller ones would vanish
tables = hnp.arrays(float, st.tuples(st.integers(1, 8), st.integers(1, 4)), elements=numbers)
sizes = st.lists(st.integers(1, 5), min_size=2, max_size=4)


# ---- parts ----


@given(st.integers(1, 60), st.lists(st.integers(1, 5), min_size=1, max_size=4), st.integers(0, 2**32))
def test_every_example_is_in_one_part_with_its_target(N, shares, seed):
    fractions = [share / sum(shares) for share in shares]
    X, y = np.arange(2.0 * N).reshape(N, 2), np.arange(N)
    parts = nn.split(X, y, fractions, np.random.default_rng(seed))
    assert sorted(np.concatenate([y for _, y in parts])) == list(range(N))
    assert all(np.array_equal(X_part, X[y_part]) for X_part, y_part in parts)
    assert len(parts) == len(fractions)


@pytest.mark.parametrize(
    ("N", "fractions", "expected"),
    [(13, [0.6, 0.2, 0.2], [8, 3, 2]), (11, [0.4, 0.3, 0.3], [4, 3, 4]), (4, [1.0], [4])],
)
def test_parts_are_rounded_and_the_last_takes_the_rest(N, fractions, expected):
    parts = nn.split(np.zeros((N, 1)), np.zeros(N), fractions, np.random.default_rng(0))
    assert [len(y) for _, y in parts] == expected


# ---- scale ----


@given(tables)
def test_the_scaler_is_the_loop(X):
    mean, std = nn.fit_scaler(X)
    for j, column in enumerate(X.T.tolist()):
        middle = math.fsum(column) / len(column)
        spread = math.sqrt(math.fsum((x - middle) ** 2 for x in column) / len(column))
        assert mean[j] == pytest.approx(middle, rel=1e-12, abs=1e-12)
        assert std[j] == (1.0 if len(set(column)) == 1 else pytest.approx(spread, rel=1e-9, abs=1e-12))


@pytest.mark.parametrize("value", [0.1, 1e9 + 0.1, -1 / 3])
def test_a_constant_column_has_a_spread_of_one_also_where_rounding_leaves_another(value):
    assert nn.fit_scaler(np.full((7, 1), value))[1].tolist() == [1.0]


@given(tables)
def test_what_is_scaled_has_mean_0_and_spread_1_or_0(X):
    scaled = nn.apply_scaler(X, nn.fit_scaler(X))
    varied = np.ptp(X, axis=0) > 1e-6
    np.testing.assert_allclose(scaled.mean(axis=0)[varied], 0, atol=1e-6)
    np.testing.assert_allclose(scaled.std(axis=0)[varied], 1, rtol=1e-6)
    np.testing.assert_allclose(scaled[:, np.ptp(X, axis=0) == 0], 0, atol=1e-12)


# ---- small weights ----


@given(sizes, st.floats(0, 10), st.integers(0, 1000))
def test_the_penalty_is_the_loop_and_knows_no_biases(layer_sizes, lam, seed):
    rng = np.random.default_rng(seed)
    params = [(W, rng.normal(size=b.shape)) for W, b in nn.init_network(layer_sizes, rng)]
    squares = math.fsum(w**2 for W, _ in params for w in W.ravel().tolist())
    assert nn.l2_penalty(params, lam) == pytest.approx(lam / 2 * squares, rel=1e-12)


@given(sizes, st.floats(0.01, 10), st.integers(0, 1000))
def test_its_slope_is_the_measured_one(layer_sizes, lam, seed):
    params = nn.init_network(layer_sizes, np.random.default_rng(seed))
    for layer, (dW, db) in enumerate(nn.d_l2_penalty(params, lam)):
        assert db.shape == params[layer][1].shape and not db.any()

        def penalty(W, layer=layer):
            return nn.l2_penalty([*params[:layer], (W, params[layer][1]), *params[layer + 1 :]], lam)

        np.testing.assert_allclose(dW, nn.numerical_gradient(penalty, params[layer][0], 1e-3), rtol=1e-7, atol=1e-8)


# ---- dropout ----


@pytest.mark.parametrize("p", [0.0, 0.25, 0.5, 0.9])
def test_entries_are_dropped_with_probability_p_and_the_mean_is_kept(p):
    A = np.random.default_rng(0).uniform(1, 2, size=(300, 200))
    out, mask = nn.dropout(A, p, np.random.default_rng(1), True)
    assert set(np.unique(mask)) <= {0.0, 1.0} and np.array_equal(out, A * mask / (1 - p))
    spread = np.sqrt(p * (1 - p) / A.size)
    assert abs((mask == 0).mean() - p) <= 5 * spread
    assert abs(out.mean() / A.mean() - 1) <= 6 * spread / (1 - p)
    neighbours = np.corrcoef(mask[:, 1:].ravel(), mask[:, :-1].ravel())[0, 1] if p else 0.0
    assert abs(neighbours) < 0.02


def test_evaluation_changes_nothing_and_draws_nothing():
    rng, A = np.random.default_rng(0), np.array([[1.0, -2.0]])
    before = rng.bit_generator.state
    out, mask = nn.dropout(A, 0.5, rng, False)
    assert np.array_equal(out, A) and np.array_equal(mask, np.ones((1, 2))) and rng.bit_generator.state == before


@given(tables, st.floats(0, 0.9), st.integers(0, 1000))
def test_the_way_back_is_the_measured_slope(A, p, seed):
    _, mask = nn.dropout(A, p, np.random.default_rng(seed), True)
    dA = np.cos(A)
    forward = nn.numerical_gradient(lambda V: np.sum(dA * V * mask / (1 - p)), A, 1.0)
    np.testing.assert_allclose(nn.dropout_backward(dA, mask, p), forward, rtol=1e-9, atol=1e-9)


# ---- an early end ----


@given(st.lists(st.integers(0, 9), min_size=1, max_size=30), st.integers(1, 8))
def test_early_stopping_is_the_definition(losses, patience):
    def best_until(epoch):
        return losses.index(min(losses[: epoch + 1]))

    stops = [epoch for epoch in range(len(losses)) if epoch - best_until(epoch) >= patience]
    stop = stops[0] if stops else len(losses) - 1
    assert nn.early_stopping(losses, patience) == (best_until(stop), stop)
