"""Networks against a pass unit by unit over plain Python numbers, closed forms, truth tables, statistics, and PyTorch."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annlab import nn

PLAIN = {  # the activations for single numbers, written without NumPy
    "identity": lambda z: z,
    "step": lambda z: 1.0 if z >= 0 else 0.0,
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "tanh": math.tanh,
    "relu": lambda z: max(z, 0.0),
    "softplus": lambda z: math.log1p(math.exp(-abs(z))) + max(z, 0.0),
}
CORNERS = np.array(list(itertools.product([0, 1], repeat=2)))


@st.composite
def networks(draw, names=tuple(PLAIN)):
    layer_sizes = draw(st.lists(st.integers(1, 5), min_size=2, max_size=5))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    params = [(rng.normal(size=(o, i)), rng.normal(size=o)) for i, o in itertools.pairwise(layer_sizes)]
    activations = [draw(st.sampled_from(names)) for _ in params]
    return rng.normal(size=(draw(st.integers(1, 4)), layer_sizes[0])), params, activations


def unit_by_unit(x, params, activations):
    """Return what every layer says to one example: a list of lists."""
    said = [list(x)]
    for (W, b), name in zip(params, activations, strict=True):
        sums = [math.fsum([*(w * a for w, a in zip(row, said[-1], strict=True)), c]) for row, c in zip(W, b, strict=True)]
        said.append([PLAIN[name](z) for z in sums])
    return said


@given(networks(names=("identity", "sigmoid", "tanh", "relu", "softplus")))  # at a step rounding could decide
def test_forward_is_the_pass_unit_by_unit(network):
    X, params, activations = network
    y_hat, cache = nn.forward(X, params, activations)
    said = [unit_by_unit(x, params, activations) for x in X]
    np.testing.assert_allclose(y_hat, [layers[-1] for layers in said], rtol=1e-10, atol=1e-10)
    for place, (A_prev, _) in enumerate(cache):
        np.testing.assert_allclose(A_prev, [layers[place] for layers in said], rtol=1e-10, atol=1e-10)


@given(networks())
def test_the_cache_holds_inputs_and_sums_that_explain_each_other(network):
    X, params, activations = network
    y_hat, cache = nn.forward(X, params, activations)
    assert len(cache) == len(params) and np.array_equal(cache[0][0], X)
    following = [A_prev for A_prev, _ in cache[1:]] + [y_hat]
    for (A_prev, Z), (W, b), name, A in zip(cache, params, activations, following, strict=True):
        assert np.array_equal(Z, nn.multi_output(A_prev, W, b)) and np.array_equal(A, nn.ACTIVATIONS[name](Z))


@given(networks())
def test_predict_is_forward_without_its_cache(network):
    assert np.array_equal(nn.predict(*network), nn.forward(*network)[0])


@given(networks())
def test_hidden_units_may_change_places(network):
    X, params, activations = network
    if len(params) < 2:
        return
    (W, b), (V, c), *rest = params
    order = np.random.default_rng(0).permutation(len(b))
    changed = [(W[order], b[order]), (V[:, order], c), *rest]
    if "step" not in activations:  # the order of a sum may decide a step
        np.testing.assert_allclose(nn.predict(X, changed, activations), nn.predict(X, params, activations), rtol=1e-9, atol=1e-9)


def test_forward_changes_nothing_that_it_is_given():
    X, params = np.array([[1.0, -2.0]]), nn.init_network([2, 3, 1], np.random.default_rng(0))
    before = X.copy(), [(W.copy(), b.copy()) for W, b in params]
    _, cache = nn.forward(X, params, ["relu", "relu"])
    assert np.array_equal(X, before[0]) and (cache[0][1] < 0).any()  # a ReLU in place would have left no negative sum
    assert all(np.array_equal(W, V) and np.array_equal(b, c) for (W, b), (V, c) in zip(params, before[1], strict=True))


@given(networks(names=("identity",)))
def test_the_collapsed_layer_says_what_the_stack_says(network):
    X, params, activations = network
    W, b = nn.collapse_linear(params)
    assert W.shape == (len(params[-1][1]), X.shape[1]) and b.shape == params[-1][1].shape
    np.testing.assert_allclose(nn.multi_output(X, W, b), nn.predict(X, params, activations), rtol=1e-9, atol=1e-9)


def test_collapse_by_hand():
    W, b = nn.collapse_linear([(np.array([[1, 2], [0, -1]]), np.array([1, -2])), (np.array([[3, 1]]), np.array([10]))])
    assert W.tolist() == [[3, 5]] and b.tolist() == [11]


def test_3_4_4_1_without_activations_is_a_3_1_layer():
    W, b = nn.collapse_linear(nn.init_network([3, 4, 4, 1], np.random.default_rng(0)))
    assert (W.shape, b.shape) == ((1, 3), (1,))


def test_xor_network_has_the_truth_table():
    params, activations = nn.xor_network()
    assert nn.predict(CORNERS, params, activations).ravel().tolist() == [float(a != b) for a, b in CORNERS]


@pytest.mark.parametrize("layer_sizes", [[1, 1], [3, 4, 4, 1], [2, 1, 5]])
def test_init_network_has_the_shapes_and_no_bias(layer_sizes):
    params = nn.init_network(layer_sizes, np.random.default_rng(0))
    assert [W.shape for W, _ in params] == [(o, i) for i, o in itertools.pairwise(layer_sizes)]
    assert [b.shape for _, b in params] == [(o,) for o in layer_sizes[1:]]
    assert not any(b.any() for _, b in params)


def is_normal(W, variance):
    """Return whether Kolmogorov and Smirnov would believe it: they are wrong about a normal sample less than once in 10^5."""
    n = W.size
    normal = np.array([0.5 * math.erfc(-v / math.sqrt(2 * variance)) for v in np.sort(W.ravel())])
    return bool(np.abs(normal - (np.arange(n) + 0.5) / n).max() < 2.5 / np.sqrt(n))


@pytest.mark.parametrize("seed", range(5))
def test_init_network_draws_a_normal_distribution_of_variance_one_over_n_in(seed):
    assert all(is_normal(W, 1 / W.shape[1]) for W, _ in nn.init_network([400, 50, 400], np.random.default_rng(seed)))


@pytest.mark.parametrize(
    "draw",
    [
        lambda rng: rng.uniform(-1, 1, (400, 50)) * np.sqrt(3 / 50),
        lambda rng: rng.normal(0, np.sqrt(2 / 450), (400, 50)),
        lambda rng: rng.normal(0, 1 / np.sqrt(400), (400, 50)),
        lambda rng: rng.normal(0.1 / np.sqrt(50), 1 / np.sqrt(50), (400, 50)),
    ],
    ids=["uniform", "Glorot", "n_out", "shifted"],
)
def test_another_distribution_is_told_apart(draw):
    assert not is_normal(draw(np.random.default_rng(0)), 1 / 50)


def test_init_network_draws_from_its_generator_and_only_from_it():
    def weights(seed):
        return np.concatenate([W.ravel() for W, _ in nn.init_network([3, 4, 4, 1], np.random.default_rng(seed))])

    np.random.seed(0)
    one = weights(1)
    np.random.seed(1)
    assert np.array_equal(one, weights(1)) and not np.isin(one, weights(2)).any()
    rng = np.random.default_rng(1)
    first, second = (nn.init_network([3, 4], rng)[0][0] for _ in range(2))
    assert not np.isin(first, second).any()


def test_forward_is_torchs():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(0)
    X, params = rng.normal(size=(5, 3)), nn.init_network([3, 4, 4, 1], rng)
    A = torch.from_numpy(X)
    for (W, b), phi in zip(params, (torch.tanh, torch.relu, torch.sigmoid), strict=True):
        A = phi(torch.nn.functional.linear(A, torch.from_numpy(W), torch.from_numpy(b)))
    np.testing.assert_allclose(nn.predict(X, params, ["tanh", "relu", "sigmoid"]), A.numpy(), rtol=1e-12, atol=1e-12)
