"""What the playground's networks read: data sets of both kinds, the learner's own arrays, and the features made of them.

A feature and a rule are kept as the text that "Show me the code" shows, and the functions are made of that text: what is shown
is what runs.
"""

import numpy as np

from annlab import nn
from annlab.visuals.calls import kind

CLASSES = ("circles", "xor", "moons", "spirals")
RULES = {  # regression: the number to be learnt at (x1, x2)
    "plane": "(x1 + x2) / 2",
    "saddle": "x1 * x2",
    "waves": "np.sin(3 * x1) * np.cos(2 * x2)",
}
FEATURES = {  # how it is called: (how it is drawn, how it is computed)
    "x1": ("x₁", "x1"),
    "x2": ("x₂", "x2"),
    "x1^2": ("x₁²", "x1**2"),
    "x2^2": ("x₂²", "x2**2"),
    "x1 x2": ("x₁x₂", "x1 * x2"),
    "sin 3x1": ("sin 3x₁", "np.sin(3 * x1)"),  # thrice, so that a wave fits into the plane of the data sets
    "sin 3x2": ("sin 3x₂", "np.sin(3 * x2)"),
}
REACH = 1.5  # of the points of a regression, from 0 to each side


def _made(text):
    return eval(f"lambda x1, x2: {text}", {"np": np})  # our own text, from the tables above


_FEATURE = {name: _made(text) for name, (_, text) in FEATURES.items()}
_RULE = {name: _made(text) for name, text in RULES.items()}


def features(X, names):
    """Return the named features of the points, (N, number of names).  X: (N, 2)."""
    return np.column_stack([_FEATURE[name](X[:, 0], X[:, 1]) for name in names])


def features_code(names):
    """Return lines of Python: a function that does what features(X, names) does."""
    return [
        "def features(X):",
        "    x1, x2 = X[:, 0], X[:, 1]",
        f"    return np.column_stack([{', '.join(FEATURES[name][1] for name in names)}])",
    ]


def drawn(name, n, noise, rng):
    """Return (X, y) of a data set: X of (n, 2), y of (n, 1)."""
    if name in CLASSES:
        return nn.toy_data(name, n, noise, rng)
    X = rng.uniform(-REACH, REACH, size=(n, 2))
    return X, _RULE[name](X[:, :1], X[:, 1:]) + noise * rng.normal(size=(n, 1))


def drawn_code(name, n, noise):
    """Return lines of Python that draw the same points with a Generator called rng."""
    if name in CLASSES:
        return [f'X, y = toy_data("{name}", {n}, {noise}, rng)']
    return [
        f"X = rng.uniform(-{REACH}, {REACH}, size=({n}, 2))",
        "x1, x2 = X[:, :1], X[:, 1:]",
        f"y = {RULES[name]} + {noise} * rng.normal(size=({n}, 1))",
    ]


def ending(name, y=None):
    """Return (output activation, loss) for a data set, or for own answers y: two classes, or any numbers."""
    classes = name in CLASSES if y is None else set(np.unique(y)) <= {0.0, 1.0}
    return ("sigmoid", "binary_cross_entropy") if classes else ("identity", "mse")


def own_data(X, y):
    """Return the learner's arrays as (X, y), of shapes (N, 2) and (N, 1)."""
    try:
        X, y = (np.array([] if given is None else given, dtype=float) for given in (X, y))
    except (TypeError, ValueError):
        raise ValueError("X and y come together: X of shape (N, 2), y with a number for each row.") from None
    if X.ndim != 2 or X.shape[1] != 2 or not len(X):
        raise ValueError(f"X is {kind(X)}; the playground needs points in the plane, shape (N, 2).")
    if not y.size:
        raise ValueError("X came without y. The playground needs a number for each row: 0 and 1 for classes, or any others.")
    if y.size != len(X):
        raise ValueError(f"X has {len(X)} rows and y {y.size} numbers; each point needs one.")
    if not (np.isfinite(X).all() and np.isfinite(y).all()):
        raise ValueError("X and y hold numbers that are infinite or none at all. np.isfinite finds them.")
    return X, y.reshape(-1, 1)


def limits(own):
    """Return [(low, high) of x1, (low, high) of x2], equally wide, around the learner's points or all data sets."""
    if own is None:
        return [(-1.8, 1.8), (-1.8, 1.8)]
    X = own[0]
    reach = float(np.ptp(X, axis=0).max()) / 2 * 1.1 or 1.0
    return [(float(m - reach), float(m + reach)) for m in (X.max(axis=0) + X.min(axis=0)) / 2]
