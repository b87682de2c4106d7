"""Activations and slopes against closed forms in extended precision, to 1e-12 relative, and against each other.

Each closed form is written out once, in mpmath, with 50 digits: nothing overflows there and nothing cancels.
"""

import mpmath
import numpy as np
import pytest

from annlab import nn

mpmath.mp.dps = 50
RELATIVE = 1e-12

VALUES = {
    "identity": lambda z: z,
    "step": lambda z: mpmath.mpf(z >= 0),
    "sigmoid": lambda z: 1 / (1 + mpmath.exp(-z)),
    "tanh": lambda z: (mpmath.exp(z) - mpmath.exp(-z)) / (mpmath.exp(z) + mpmath.exp(-z)),
    "relu": lambda z: max(z, mpmath.mpf(0)),
    "softplus": lambda z: mpmath.log(1 + mpmath.exp(z)),
}
elementwise = pytest.mark.parametrize("name", VALUES)
POINTS = [0.0, 1e-300, 1e-8, 1e-3, 0.25, 0.5, 1.0, 2.0, 3.7, 10.0, 18.5, 37.0, 40.0]
POINTS = np.array([*(-z for z in reversed(POINTS[1:])), *POINTS])
FAR = np.array([-700.0, -300.0, -100.0, 100.0, 300.0, 700.0])


def exact(f, z):
    """Return f at every z, as floats rounded from 50 digits (more where z needs them to keep 1 + exp apart from 1)."""
    with mpmath.workdps(400):
        return np.array([float(f(mpmath.mpf(float(v)))) for v in z])


def slope_of(f, z):
    """Return the central difference quotient of f, wrong by less than 1e-30 where f is smooth."""
    h = mpmath.mpf(10) ** -20
    return (f(z + h) - f(z - h)) / (2 * h)


def assert_exact(found, right):
    np.testing.assert_allclose(found, right, rtol=RELATIVE, atol=0)


def test_every_activation_has_a_closed_form_here():
    assert {*VALUES, "softmax"} == set(nn.ACTIVATIONS) and set(VALUES) == set(nn.SLOPES)


@elementwise
@pytest.mark.parametrize("z", [POINTS, FAR], ids=["near", "far"])
def test_value_is_the_closed_form(name, z):
    assert_exact(nn.ACTIVATIONS[name](z), exact(VALUES[name], z))


@elementwise
@pytest.mark.parametrize("z", [POINTS, FAR], ids=["near", "far"])
def test_slope_is_the_difference_quotient_of_the_value(name, z):
    z = z[abs(z) > 1e-12] if name in ("step", "relu") else z  # no slope at a corner or a jump
    assert_exact(nn.SLOPES[name](z), exact(lambda v: slope_of(VALUES[name], v), z))


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "softplus"])
def test_a_slope_that_is_slightly_wrong_is_noticed(name):
    right = exact(lambda v: slope_of(VALUES[name], v), POINTS)
    with pytest.raises(AssertionError):
        assert_exact(nn.SLOPES[name](POINTS) * (1 + 1e-11), right)


@pytest.mark.skipif(np.finfo(np.longdouble).eps > 1e-18, reason="long double is no longer than double here")
@pytest.mark.parametrize(
    "name, wide",
    [
        ("sigmoid", lambda z: 1 / (1 + np.exp(-z))),
        ("tanh", lambda z: np.tanh(z)),
        ("softplus", lambda z: np.log1p(np.exp(z))),
    ],
)
def test_value_is_the_plain_formula_in_long_double(name, wide):
    z = np.linspace(-700, 700, 20_001)
    assert_exact(nn.ACTIVATIONS[name](z), wide(z.astype(np.longdouble)).astype(float))


@pytest.mark.parametrize("f", [*nn.ACTIVATIONS.values(), *nn.SLOPES.values()], ids=lambda f: f.__name__)
@pytest.mark.parametrize("far", [1000.0, 8e307])  # twice this is the largest float there is
def test_is_silent_and_finite_far_out(f, far):
    z = np.array([[-far, far], [far, 0.0], [-far, -far], [0.5, -0.5]])
    with np.errstate(over="raise", invalid="raise", divide="raise", under="ignore"):
        found = f(z)
    assert found.shape == z.shape and found.dtype == float and np.isfinite(found).all()


def test_the_ends_are_reached_at_1000():
    z = np.array([-1000.0, 1000.0])
    assert nn.sigmoid(z).tolist() == [0, 1] and nn.tanh(z).tolist() == [-1, 1]
    assert nn.relu(z).tolist() == nn.softplus(z).tolist() == [0, 1000]
    assert nn.d_sigmoid(z).tolist() == nn.d_tanh(z).tolist() == [0, 0]
    assert nn.d_relu(z).tolist() == nn.d_softplus(z).tolist() == [0, 1]


@elementwise
@pytest.mark.parametrize("table", [nn.ACTIVATIONS, nn.SLOPES], ids=["value", "slope"])
def test_any_shape_goes_in_and_comes_out(name, table):
    f, z = table[name], np.linspace(-3, 3, 12)
    assert np.array_equal(f(z.reshape(2, 3, 2)), f(z).reshape(2, 3, 2))
    assert [float(f(v)) for v in z] == f(z).tolist() == [float(f(float(v))) for v in z]
    whole = np.array([-2, 0, 3])
    assert np.array_equal(f(whole), f(whole.astype(float)))


def test_corners_follow_the_course():
    assert (float(nn.step(0.0)), float(nn.relu(0.0)), float(nn.d_relu(0.0)), float(nn.d_step(0.0))) == (1, 0, 0, 0)


SCORES = np.array(
    [[0.0, 0.0, 0.0], [1.0, 2.0, -0.5], [30.0, -30.0, 0.25], [1000.0, 999.5, 990.0], [-1000.0, -1001.0, -1000.25], [1000.0, -1000.0, 0.0]]
)


def exact_shares(row):
    powers = [mpmath.exp(mpmath.mpf(float(v))) for v in row]
    return [e / mpmath.fsum(powers) for e in powers]


def test_softmax_is_the_closed_form_row_by_row():
    right = np.array([[float(p) for p in exact_shares(row)] for row in SCORES])
    found = nn.softmax(SCORES)
    np.testing.assert_allclose(found, right, rtol=RELATIVE, atol=1e-300)  # 1e-869 is 0 in float64
    assert_exact(found.sum(axis=1), np.ones(len(SCORES)))
    assert all(np.array_equal(nn.softmax(row[np.newaxis])[0], found[i]) for i, row in enumerate(SCORES))


@pytest.mark.parametrize("K", [1, 2, 5])
def test_softmax_jacobian_is_the_difference_quotient_of_the_shares(K):
    z = np.random.default_rng(K).normal(scale=3, size=K)
    h, right = mpmath.mpf(10) ** -20, np.zeros((K, K))
    for j in range(K):
        up, down = ([mpmath.mpf(v) + sign * h * (i == j) for i, v in enumerate(z.tolist())] for sign in (1, -1))
        shares = [[mpmath.exp(v) / mpmath.fsum(map(mpmath.exp, side)) for v in side] for side in (up, down)]
        right[:, j] = [float((a - b) / (2 * h)) for a, b in zip(*shares, strict=True)]
    found = nn.softmax_jacobian(z)
    assert_exact(found, right)
    assert np.array_equal(found, found.T)
    np.testing.assert_allclose(found.sum(axis=1), 0, atol=1e-16)


def test_softmax_jacobian_survives_1000():
    with np.errstate(over="raise", invalid="raise", divide="raise", under="ignore"):
        found = nn.softmax_jacobian(np.array([1000.0, 0.0, -1000.0]))
    assert np.array_equal(found, np.zeros((3, 3)))
