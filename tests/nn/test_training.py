"""Starts, the training loop, its data and its patients, held against closed forms and a loop in longhand."""

import numpy as np
import pytest

from annlab import nn


def rng(seed=0):
    return np.random.default_rng(seed)


@pytest.mark.parametrize(("init", "variance"), [(nn.init_xavier, lambda o, i: 2 / (i + o)), (nn.init_he, lambda o, i: 2 / i)])
@pytest.mark.parametrize(("n_out", "n_in"), [(30, 400), (400, 30), (100, 100)])
def test_a_start_has_its_mean_and_its_variance(init, variance, n_out, n_in):
    W = init(n_out, n_in, rng())
    assert W.shape == (n_out, n_in)
    assert abs(W.mean()) < 5 * W.std() / np.sqrt(W.size)
    assert W.var() == pytest.approx(variance(n_out, n_in), rel=6 * np.sqrt(2 / W.size))


def test_he_keeps_the_size_of_what_relus_say_and_a_half_of_it_does_not():
    A = B = rng(1).normal(size=(200, 100))
    for _ in range(10):
        A = nn.relu(A @ nn.init_he(100, 100, rng(2)).T)
        B = nn.relu(B @ (nn.init_he(100, 100, rng(2)) / np.sqrt(2)).T)
    assert 0.3 < np.sqrt(np.mean(A**2)) < 3 and np.mean(B**2) == pytest.approx(np.mean(A**2) / 2**10)


def test_zeros_never_learn():
    X, y = nn.toy_data("xor", 40, 0.0, rng())
    params = [(nn.init_zeros(4, 2, rng()), np.zeros(4)), (nn.init_zeros(1, 4, rng()), np.zeros(1))]
    for _ in range(20):
        params, _ = nn.train_step(params, X, y, ["tanh", "sigmoid"], "binary_cross_entropy", 0.5)
    assert not any(W.any() for W, _ in params)


def adam(params, grads, state):
    t, memory = (0, None) if state is None else state
    params, memory = nn.adam_step(params, grads, memory, t + 1, 0.05, 0.9, 0.999, 1e-8)
    return params, (t + 1, memory)


def longhand(X, y, epochs, batch_size, rng):
    """A network 2-3-1 (tanh, sigmoid, binary cross-entropy) under Adam, with every derivative written out."""
    (W1, b1), (W2, b2) = nn.init_network([2, 3, 1], rng)
    theta, m, v, t, history = [W1, b1, W2, b2], [0, 0, 0, 0], [0, 0, 0, 0], 0, []
    for _ in range(epochs):
        order, total = rng.permutation(len(X)), 0.0
        while len(order):
            now, order = order[:batch_size], order[batch_size:]
            W1, b1, W2, b2 = theta
            A = np.tanh(X[now] @ W1.T + b1)
            p = 1 / (1 + np.exp(-(A @ W2.T + b2)))
            total += -np.sum(y[now] * np.log(p) + (1 - y[now]) * np.log(1 - p))
            d2 = (p - y[now]) / len(now)
            d1 = (d2 @ W2) * (1 - A**2)
            t += 1
            for i, g in enumerate([d1.T @ X[now], d1.sum(0), d2.T @ A, d2.sum(0)]):
                m[i], v[i] = 0.9 * m[i] + 0.1 * g, 0.999 * v[i] + 0.001 * g**2
                theta[i] = theta[i] - 0.05 * (m[i] / (1 - 0.9**t)) / (np.sqrt(v[i] / (1 - 0.999**t)) + 1e-8)
        history.append(total / len(X))
    return theta, history


def test_fit_is_the_loop_in_longhand_number_by_number():
    X, y = nn.toy_data("moons", 23, 0.1, rng())
    params, history = nn.fit(X, y, [2, 3, 1], ["tanh", "sigmoid"], "binary_cross_entropy", adam, 7, 5, rng(4))
    theta, losses = longhand(X, y, 7, 5, rng(4))
    for got, expected in zip([part for pair in params for part in pair], theta, strict=True):
        assert got == pytest.approx(expected, rel=1e-9)
    assert history == pytest.approx(losses, rel=1e-9) and len(history) == 7


@pytest.mark.parametrize("name", ["xor", "moons", "circles"])
def test_fit_learns_what_no_line_parts(name):
    X, y = nn.toy_data(name, 100, 0.05, rng(3))
    names = ["tanh", "sigmoid"]
    params, history = nn.fit(X, y, [2, 8, 1], names, "binary_cross_entropy", adam, 80, 10, rng(3))
    assert np.mean((nn.predict(X, params, names) > 0.5) == y) > 0.97 and history[-1] < history[0] / 3


def test_the_grid_lies_between_its_limits_and_asks_for_each_point_once():
    asked = []

    def predict(X):
        asked.append(X)
        return X[:, 0] * 100 + X[:, 1]

    xx, yy, Z = nn.decision_grid(predict, (-1, 2), (5, 9), 4)
    assert xx[0].tolist() == [-1, 0, 1, 2] and yy[:, 0] == pytest.approx(np.linspace(5, 9, 4))
    assert (Z == 100 * xx + yy).all() and len(np.unique(np.vstack(asked), axis=0)) == 16


@pytest.mark.parametrize("name", ["xor", "moons", "circles", "spirals"])
@pytest.mark.parametrize("n", [1, 2, 7, 200])
def test_toy_data_has_two_halves(name, n):
    X, y = nn.toy_data(name, n, 0.0, rng(1))
    assert X.shape == (n, 2) and y.shape == (n, 1) and set(np.unique(y)) <= {0.0, 1.0}
    assert y.sum() == n - n // 2 and np.abs(X).max() <= 1.6


@pytest.mark.parametrize("name", ["xor", "circles", "spirals"])
def test_no_line_parts_it(name):
    X, y = nn.toy_data(name, 400, 0.0, rng(2))
    angles = np.linspace(0, np.pi, 60)
    projected = X @ np.array([np.cos(angles), np.sin(angles)])
    best = max(
        max(np.mean((p > cut) == (y.ravel() == 1)), np.mean((p < cut) == (y.ravel() == 1)))
        for p in projected.T
        for cut in np.quantile(p, np.linspace(0, 1, 40))
    )
    assert best < 0.8


def test_an_unknown_data_set_or_patient_is_refused():
    with pytest.raises(ValueError, match="no data set 'moon'"):
        nn.toy_data("moon", 10, 0.1, rng())
    with pytest.raises(ValueError, match="no patient 7"):
        nn.patient(7)
