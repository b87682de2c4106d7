"""Slopes on graphs, and the engine, against central differences in extended precision, sums over all paths, and backprop."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annlab import nn
from annlab.nn.graph import LOCAL_GRADIENTS

WIDE = np.longdouble
FUNCTIONS = {
    "add": lambda a, b: a + b,
    "mul": lambda a, b: a * b,
    "tanh": np.tanh,
    "exp": np.exp,
    "log": np.log,
    "relu": lambda a: np.maximum(a, WIDE(0)),
}
slopes = st.floats(-4, 4, allow_subnormal=False)


@given(st.lists(slopes, min_size=1, max_size=8))
def test_chain_is_the_product(links):
    assert nn.chain(links) == pytest.approx(math.prod(links), rel=1e-12)


def difference(f, args, i):
    """Return the slope in place i, extrapolated from two central differences in extended precision."""
    def central(h):
        up, down = [WIDE(a) for a in args], [WIDE(a) for a in args]
        up[i] += h
        down[i] -= h
        return (f(*up) - f(*down)) / (2 * h)

    h = WIDE(2) ** -10
    return (4 * central(h / 2) - central(h)) / 3


@pytest.mark.parametrize("op", LOCAL_GRADIENTS)
@pytest.mark.parametrize("a, b", [(0.5, -2.0), (3.0, 0.25), (1.25, 1.25)])
def test_local_slopes_are_differences(op, a, b):
    args = (a, b) if op in ("add", "mul") else (a,)
    expected = [float(difference(FUNCTIONS[op], args, i)) for i in range(len(args))]
    np.testing.assert_allclose(nn.local_gradients(op, *args), expected, rtol=1e-9)


@pytest.mark.parametrize("a", [-300.0, -20.0, -1e-3, 0.0, 1e-8, 5.0, 40.0])
def test_the_slope_of_tanh_keeps_all_its_digits(a):
    (slope,) = nn.local_gradients("tanh", a)
    assert slope == pytest.approx(float(1 / np.cosh(WIDE(a)) ** 2), rel=1e-14)


def test_relu_has_slope_0_at_its_corner_and_an_unknown_operation_is_an_error():
    assert nn.local_gradients("relu", 0.0) == (0.0,)
    with pytest.raises(KeyError):
        nn.local_gradients("sin", 1.0)


@st.composite
def graphs(draw):
    """Return nodes in order, up to two parents each, with local slopes."""
    nodes = [("n0", [], [])]
    for i in range(1, draw(st.integers(1, 8))):
        parents = draw(st.lists(st.sampled_from([name for name, _, _ in nodes]), max_size=2))
        nodes.append((f"n{i}", parents, [draw(slopes) for _ in parents]))
    return nodes


@given(graphs(), st.randoms())
def test_parents_come_first_in_whatever_order_the_dict_is(nodes, random):
    shuffled = [(name, parents) for name, parents, _ in nodes]
    random.shuffle(shuffled)
    order = nn.topological_order(dict(shuffled))
    assert sorted(order) == sorted(name for name, _ in shuffled)
    assert all(order.index(p) < order.index(name) for name, parents in shuffled for p in parents)


def along_every_path(nodes, start):
    by_name = {name: list(zip(parents, local, strict=True)) for name, parents, local in nodes}

    def below(name):
        return (name == start) + sum(local * below(parent) for parent, local in by_name[name])

    return below(nodes[-1][0])


@given(graphs())
def test_a_slope_is_the_sum_over_all_paths_of_the_product_along_each(nodes):
    found = nn.backward_graph(nodes)
    assert list(found) == [name for name, _, _ in nodes]
    for name in found:
        assert found[name] == pytest.approx(along_every_path(nodes, name), rel=1e-12, abs=1e-12)


FORMULAS = [
    lambda a, b, c: (a * b + c).tanh() * (a * b + c),
    lambda a, b, c: (a - b * c).exp() + (a * a).log(),
    lambda a, b, c: ((a + b).relu() - c).tanh() * c,
    lambda a, b, c: a.exp().log() * b.tanh() - c * c * c,
]


class Wide:
    """The same operations on extended floats, without slopes."""

    def __init__(self, data):
        self.data = WIDE(data)

    def __add__(self, other):
        return Wide(self.data + other.data)

    def __sub__(self, other):
        return Wide(self.data - other.data)

    def __mul__(self, other):
        return Wide(self.data * other.data)

    def tanh(self):
        return Wide(np.tanh(self.data))

    def exp(self):
        return Wide(np.exp(self.data))

    def log(self):
        return Wide(np.log(self.data))

    def relu(self):
        return Wide(np.maximum(self.data, WIDE(0)))


@pytest.mark.parametrize("formula, at", list(itertools.product(FORMULAS, [(0.5, 1.25, -0.75), (1.5, -0.5, 2.0), (2.0, 0.25, 0.25)])))
def test_the_engine_against_differences(formula, at):
    values = [nn.Value(v) for v in at]
    y = formula(*values)
    y.backward()
    assert y.data == pytest.approx(float(formula(*map(Wide, at)).data), rel=1e-12)
    expected = [float(difference(lambda *v: formula(*map(Wide, v)).data, at, i)) for i in range(3)]
    np.testing.assert_allclose([v.slope for v in values], expected, rtol=1e-7)


def test_a_second_backward_gives_the_same_slopes():
    a, b = nn.Value(3.0), nn.Value(2.0)
    y = a * b + a
    for _ in range(2):
        y.backward()
        assert (a.slope, b.slope) == (3.0, 3.0)
    (a + b).backward()
    assert (a.slope, b.slope) == (1.0, 1.0)


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_the_engine_and_backprop_agree_on_the_whole_network(activation):
    rng = np.random.default_rng(3)
    params, activations = nn.init_network([3, 4, 4, 1], rng), [activation, activation, "identity"]
    params = [(W, rng.normal(size=b.shape)) for W, b in params]
    X, Y = rng.normal(size=(5, 3)), rng.normal(size=(5, 1))
    layers = [([[nn.Value(w) for w in row] for row in W], [nn.Value(v) for v in b]) for W, b in params]
    loss = nn.Value(0.0)
    for x, (y,) in zip(X, Y, strict=True):
        a = [nn.Value(v) for v in x]
        for (rows, biases), name in zip(layers, activations, strict=True):
            z = [sum((w * v for w, v in zip(row, a, strict=True)), start=b) for row, b in zip(rows, biases, strict=True)]
            a = z if name == "identity" else [getattr(v, name)() for v in z]
        error = a[0] - nn.Value(y)
        loss = loss + error * error * nn.Value(1 / len(X))
    loss.backward()
    y_hat, cache = nn.forward(X, params, activations)
    assert loss.data == pytest.approx(nn.mse(y_hat, Y), rel=1e-12)
    grads = nn.backward(nn.output_delta(y_hat, Y, "mse", "identity"), cache, params, activations)
    for (rows, biases), (dW, db) in zip(layers, grads, strict=True):
        np.testing.assert_allclose([[w.slope for w in row] for row in rows], dW, rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose([v.slope for v in biases], db, rtol=1e-12, atol=1e-14)
