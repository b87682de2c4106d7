"""Six training runs that went wrong, each for a reason of its own: to be examined, in chapter 11.

What is wrong with which is in the code below, and the fun is in not looking.
"""

import numpy as np

from annlab.nn.data import toy_data
from annlab.nn.optimizers import sgd_step
from annlab.nn.training import init_he, train_from

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
    settings = {"eta": 0.5, "hidden": "relu", "start": _healthy, "data": lambda X, y, rng: (X, y)} | PATIENTS[number]
    X, y = settings["data"](*toy_data("moons", 200, 0.1, rng), rng)
    activations = [settings["hidden"], "sigmoid"]

    def optimizer(params, grads, state):
        return sgd_step(params, grads, settings["eta"]), None

    params = settings["start"]([(init_he(8, 2, rng), np.zeros(8)), (init_he(1, 8, rng), np.zeros(1))])
    params, history = train_from(params, X, y, activations, "binary_cross_entropy", optimizer, EPOCHS, 20, rng)
    return X, y, params, activations, history


def _healthy(params):
    return params


def _alike(params):
    return [(np.full_like(W, 0.5), b) for W, b in params]


def _far_below(params):
    (W, b), last = params
    return [(W, b - 8.0), last]


def _huge(params):
    (W, b), last = params
    return [(60.0 * W, b), last]


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
