"""Six training runs that went wrong, each for a reason of its own: to be examined, in chapter 11.

What is wrong with which is in the code below, and the fun is in not looking.
"""

import numpy as np

from annlab.nn.data import toy_data
from annlab.nn.optimizers import sgd_step
from annlab.nn.training import fit

EPOCHS = 60


def patient(number):
    """Return (X, y, params, activations, history) of a training run that went wrong.

    number : from 1 to 6
    returns the examples it was trained on, X of (N, 2) and y of (N, 1), the parameters at its end, the names of its
    activations, and the mean loss (binary cross-entropy) of each epoch

    >>> X, y, params, activations, history = patient(1)
    >>> X.shape, len(history), activations
    ((200, 2), 60, ['relu', 'sigmoid'])

    Source: Goodfellow et al., Deep Learning (2016), sections 8.2, 8.4 and 11.5.
    """
    if number not in PATIENTS:
        raise ValueError(f"there is no patient {number!r}. They are numbered from 1 to {len(PATIENTS)}.")
    rng = np.random.default_rng([11, number])
    settings = {"eta": 0.5, "hidden": "relu", "start": _drawn, "data": _clean} | PATIENTS[number]
    X, y = settings["data"](*toy_data("moons", 200, 0.1, rng), rng)
    activations = [settings["hidden"], "sigmoid"]

    def optimizer(params, grads, state):  # the first call sets the start
        return (settings["start"](*params), 1) if state is None else (sgd_step(params, grads, settings["eta"]), 1)

    params, history = fit(X, y, [2, 8, 1], activations, "binary_cross_entropy", optimizer, EPOCHS, 20, rng)
    return X, y, params, activations, history


def _drawn(*params):
    return list(params)


def _clean(X, y, rng):
    return X, y


def _alike(W1, b1, W2, b2):
    return [np.full_like(W1, 0.5), b1, np.full_like(W2, 0.5), b2]


def _far_below(W1, b1, W2, b2):
    return [W1, b1 - 8.0, W2, b2]


def _huge(W1, b1, W2, b2):
    return [60.0 * W1, b1, W2, b2]


def _shuffled(X, y, rng):
    return X, rng.permutation(y)


def _stretched(X, y, rng):
    return X * [1.0, 30.0], y


def _blurred(X, y, rng):
    return X + 0.3 * rng.normal(size=X.shape), y


PATIENTS = {
    1: {"start": _alike},
    2: {"hidden": "tanh", "start": _huge},
    3: {"hidden": "tanh", "data": _blurred, "eta": 6.0},
    4: {"start": _far_below},
    5: {"data": _stretched, "eta": 0.001},
    6: {"hidden": "tanh", "data": _shuffled},
}
