"""Backpropagation against itself in extended precision, differences there, loops over units, and Jacobians."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annlab import nn

WIDE = np.longdouble
ACTIVATIONS = {
    "identity": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, WIDE(0)),
    "softplus": lambda z: np.log1p(np.exp(z)),
    "softmax": lambda z: np.exp(z) / np.exp(z).sum(axis=1, keepdims=True),
}
LOSSES = {
    "mse": lambda a, y: ((a - y) ** 2).mean(),
    "binary_cross_entropy": lambda a, y: -(y * np.log(a) + (1 - y) * np.log(1 - a)).mean(),
    "cross_entropy": lambda a, y: -(y * np.log(a)).sum() / len(y),
}


def random_case(sizes, N, seed, loss="mse"):
    rng = np.random.default_rng(seed)
    params = [(W, rng.normal(size=b.shape) / 2) for W, b in nn.init_network(sizes, rng)]
    X, K = rng.normal(size=(N, sizes[0])), sizes[-1]
    y = {"mse": lambda: rng.normal(size=(N, K)), "binary_cross_entropy": lambda: rng.integers(0, 2, size=(N, K)) * 1.0,
         "cross_entropy": lambda: np.eye(K)[rng.integers(0, K, size=N)]}[loss]()
    return params, X, y


def wide_loss(params, X, y, activations, loss):
    A = X.astype(WIDE)
    for (W, b), name in zip(params, activations, strict=True):
        A = ACTIVATIONS[name](A @ W.astype(WIDE).T + b)
    return LOSSES[loss](A, y.astype(WIDE))


def wide_gradients(params, X, y, activations, loss):
    """Return all gradients by central differences in extended precision, extrapolated once."""
    wide = [[W.astype(WIDE), b.astype(WIDE)] for W, b in params]

    def central(layer, part, place, h):
        values = []
        for sign in (1, -1):
            wide[layer][part][place] += sign * h
            values.append(wide_loss(wide, X, y, activations, loss))
            wide[layer][part][place] -= sign * h
        return (values[0] - values[1]) / (2 * h)

    found, h = [], WIDE(2) ** -10
    for layer, pair in enumerate(wide):
        made = []
        for part, values in enumerate(pair):
            slopes = np.zeros(values.shape)
            for place in np.ndindex(values.shape):
                slopes[place] = (4 * central(layer, part, place, h / 2) - central(layer, part, place, h)) / 3
            made.append(slopes)
        found.append(made)
    return found


NETWORKS = [
    ([3, 4, 4, 1], ["tanh", "tanh", "identity"], "mse", 5),
    ([2, 3, 2], ["sigmoid", "tanh"], "mse", 4),
    ([2, 3, 3], ["softplus", "softmax"], "mse", 3),
    ([2, 4, 2], ["relu", "softplus"], "mse", 3),
    ([3, 3, 2], ["tanh", "sigmoid"], "binary_cross_entropy", 4),
    ([3, 2, 4], ["sigmoid", "softmax"], "cross_entropy", 5),
    ([2, 1], ["identity"], "mse", 1),
]


@pytest.mark.parametrize("sizes, activations, loss, N", NETWORKS)
def test_all_gradients_are_differences_in_extended_precision(sizes, activations, loss, N):
    params, X, y = random_case(sizes, N, 1, loss)
    y_hat, cache = nn.forward(X, params, activations)
    grads = nn.backward(nn.output_delta(y_hat, y, loss, activations[-1]), cache, params, activations)
    for (dW, db), (W_wide, b_wide) in zip(grads, wide_gradients(params, X, y, activations, loss), strict=True):
        np.testing.assert_allclose(dW, W_wide, rtol=1e-7, atol=1e-10)
        np.testing.assert_allclose(db, b_wide, rtol=1e-7, atol=1e-10)
    assert nn.gradient_check(params, grads, X, y, activations, loss) < 1e-7


def backward_wide(dZ, X, params, activations):
    """Return the gradients by the same chain rule, unit by unit, in extended precision."""
    A, sums = [X.astype(WIDE)], []
    for (W, b), name in zip(params, activations, strict=True):
        sums.append(A[-1] @ W.astype(WIDE).T + b)
        A.append(ACTIVATIONS[name](sums[-1]))
    slopes = {
        "identity": lambda z: z * 0 + 1, "tanh": lambda z: 1 / np.cosh(z) ** 2, "softplus": ACTIVATIONS["sigmoid"],
        "sigmoid": lambda z: 1 / (2 * np.cosh(z / 2)) ** 2, "relu": lambda z: (z > 0) * WIDE(1),
    }
    dZ, grads = dZ.astype(WIDE), []
    for n in reversed(range(len(params))):
        dW = sum(dZ[i][:, None] * A[n][i][None, :] for i in range(len(X)))
        grads.insert(0, (dW, sum(dZ[i] for i in range(len(X)))))
        if n:
            W = params[n][0].astype(WIDE)
            dZ = sum(dZ[:, [k]] * W[k][None, :] for k in range(len(W))) * slopes[activations[n - 1]](sums[n - 1])
    return grads


@pytest.mark.parametrize("names", list(itertools.product(["sigmoid", "tanh", "softplus", "relu", "identity"], repeat=2)))
def test_backward_keeps_twelve_digits(names):
    activations = [*names, "identity"]
    params, X, _ = random_case([3, 4, 4, 2], 6, 7)
    dZ = np.random.default_rng(8).normal(size=(6, 2))
    _, cache = nn.forward(X, params, activations)
    grads, wide = nn.backward(dZ, cache, params, activations), backward_wide(dZ, X, params, activations)
    for pair, right in zip(grads, wide, strict=True):
        for part, exact in zip(pair, right, strict=True):
            assert nn.relative_error(part, exact.astype(float)) < 1e-13  # of the whole array: single entries may cancel


@given(st.integers(1, 5), st.integers(1, 5), st.integers(1, 5), st.integers(0, 99))
def test_dense_backward_is_the_loop(N, n_out, n_in, seed):
    rng = np.random.default_rng(seed)
    dZ, A, W = rng.normal(size=(N, n_out)), rng.normal(size=(N, n_in)), rng.normal(size=(n_out, n_in))
    dA, dW, db = nn.dense_backward(dZ, A, W)
    np.testing.assert_allclose(dW, sum(np.outer(d, a) for d, a in zip(dZ, A, strict=True)), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(db, sum(dZ), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(dA, [[sum(d[k] * W[k, j] for k in range(n_out)) for j in range(n_in)] for d in dZ], rtol=1e-12, atol=1e-12)


def test_softmax_goes_back_through_its_jacobian():
    rng = np.random.default_rng(2)
    dA, Z = rng.normal(size=(6, 4)), rng.normal(size=(6, 4)) * 3
    expected = [nn.softmax_jacobian(z) @ d for d, z in zip(dA, Z, strict=True)]
    np.testing.assert_allclose(nn.activation_backward(dA, Z, "softmax"), expected, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "softplus", "relu", "step", "softmax"])
def test_activation_backward_is_silent_far_out(name):
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        found = nn.activation_backward(np.ones((2, 2)), np.array([[1000.0, -1000.0], [0.0, 1000.0]]), name)
    assert np.isfinite(found).all()


@pytest.mark.parametrize("name", ["identity", "sigmoid", "tanh", "relu", "softplus", "softmax", "step"])
def test_output_delta_from_the_output_is_activation_backward_from_the_sum(name):
    rng = np.random.default_rng(3)
    Z, y = rng.normal(size=(5, 3)), rng.normal(size=(5, 3))
    a = nn.ACTIVATIONS[name](Z)
    expected = nn.activation_backward(nn.d_mse(a, y), Z, name)
    np.testing.assert_allclose(nn.output_delta(a, y, "mse", name), expected, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("z", [-1000.0, -40.0, -3.0, 0.0, 3.0, 40.0, 1000.0])
@pytest.mark.parametrize("y", [0.0, 1.0])
def test_a_certain_and_wrong_answer_keeps_its_delta(z, y):
    a = nn.sigmoid(np.array([[z]]))
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert nn.output_delta(a, np.array([[y]]), "binary_cross_entropy", "sigmoid")[0, 0] == pytest.approx(a[0, 0] - y, abs=1e-15)


def test_cross_entropies_average_as_their_losses_do():
    Z, Y = np.random.default_rng(4).normal(size=(4, 3)), np.eye(3)[[0, 2, 1, 1]]
    delta = nn.output_delta(nn.softmax(Z), Y, "cross_entropy", "softmax")
    np.testing.assert_allclose(delta, nn.softmax_cross_entropy(Z, Y)[1], rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("factor", [1.01, 1.0005, 0.5])
def test_a_gradient_wrong_by_a_little_is_noticed(factor):
    params, X, y = random_case([2, 3, 1], 4, 5)
    names = ["tanh", "identity"]
    y_hat, cache = nn.forward(X, params, names)
    grads = nn.backward(nn.output_delta(y_hat, y, "mse", "identity"), cache, params, names)
    spoilt = [(grads[0][0] * factor, grads[0][1]), grads[1]]
    assert nn.gradient_check(params, grads, X, y, names, "mse") < 1e-8
    assert nn.gradient_check(params, spoilt, X, y, names, "mse") > 1e-5


def test_small_steps_go_down_and_change_nobodys_arrays():
    params, X, y = random_case([3, 4, 4, 1], 6, 6)
    names, before = ["tanh", "tanh", "identity"], [(W.copy(), b.copy()) for W, b in params]
    stepped, loss = nn.train_step(params, X, y, names, "mse", 1e-3)
    assert loss == pytest.approx(nn.mse(nn.predict(X, params, names), y), rel=1e-12)
    assert nn.mse(nn.predict(X, stepped, names), y) < loss
    assert all(np.array_equal(W, V) and np.array_equal(b, c) for (W, b), (V, c) in zip(params, before, strict=True))
