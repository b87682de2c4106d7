"""Small problems in the plane, drawn at random: four ways in which no straight line parts two classes."""

import numpy as np


def toy_data(name, n, noise, rng):
    """Return (X, y): n points in the plane, half of them (within one) of class 1, the others of class 0.

    name : "xor", "moons", "circles" or "spirals"    n : int    noise : how far points are scattered, 0 for not at all
    rng : numpy Generator    returns X of (n, 2), y of (n, 1); all of X lies about 0, mostly between -1.5 and 1.5

    >>> X, y = toy_data("circles", 4, 0.0, np.random.default_rng(0))
    >>> np.round(np.sqrt(np.sum(X**2, axis=1)), 3)
    array([0.5, 0.5, 1. , 1. ])
    >>> y.ravel()
    array([1., 1., 0., 0.])

    Source: Lang and Witbrock (1988) for the spirals; scikit-learn's make_moons and make_circles for the like of the others.
    """
    if name not in SHAPES:
        raise ValueError(f"there is no data set {name!r}. There are: {', '.join(SHAPES)}.")
    y = np.repeat([1.0, 0.0], [n - n // 2, n // 2])
    X = SHAPES[name](y, rng.random(n), rng) + noise * rng.normal(size=(n, 2))
    return X, y[:, None]


def _xor(y, t, rng):
    across = rng.choice([-1.0, 1.0], size=len(y))
    X = np.column_stack([across, np.where(y == 1, -across, across)])
    return X * (0.1 + 0.9 * np.column_stack([t, rng.random(len(y))]))


def _moons(y, t, rng):
    x, height = np.cos(np.pi * t), np.sin(np.pi * t)
    return np.column_stack([np.where(y == 1, x - 0.5, 0.5 - x), np.where(y == 1, height - 0.25, 0.25 - height)])


def _circles(y, t, rng):
    return _polar(np.where(y == 1, 0.5, 1.0), 2 * np.pi * t)


def _spirals(y, t, rng):
    t = np.sqrt(t)  # as dense outside as inside
    return _polar(0.1 + t, 3 * np.pi * t + np.pi * y)


def _polar(radius, angle):
    return radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])


SHAPES = {"xor": _xor, "moons": _moons, "circles": _circles, "spirals": _spirals}
