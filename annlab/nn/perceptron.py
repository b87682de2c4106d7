"""The perceptron: a threshold unit, the rule by which it learns, and the gates that it can and cannot be."""

import numpy as np

from annlab.nn.activations import step
from annlab.nn.neuron import neuron_batch, weighted_sum

GATES = {  # one of many right answers for each: any line between the 0s and the 1s will do
    "NOT": ([-1.0], 0.5),
    "AND": ([1.0, 1.0], -1.5),
    "OR": ([1.0, 1.0], -0.5),
    "NAND": ([-1.0, -1.0], 1.5),
    "NOR": ([-1.0, -1.0], 0.5),
}


def perceptron(X, w, b):
    """Return 1.0 for every example on the positive side of the line (or on it), 0.0 for the others.

    X : (N, d)    w : (d,)    b : a number    returns (N,) of 0.0 and 1.0

    >>> perceptron(np.array([[0.0, 0.0], [1.0, 1.0]]), np.array([1.0, 1.0]), -1.5)
    array([0., 1.])

    Source: Rosenblatt (1958); Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.52.
    """
    return neuron_batch(X, w, b, step)


def gate_weights(name):
    """Return (w, b) with which a perceptron computes the gate of that name.

    name : "NOT" (one input), "AND", "OR", "NAND" or "NOR" (two inputs)
    returns w of shape (1,) for NOT and (2,) for the others, and a number b

    >>> w, b = gate_weights("AND")
    >>> perceptron(np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), w, b)
    array([0., 0., 0., 1.])

    Raises KeyError for any other name.
    Source: McCulloch and Pitts (1943).
    """
    w, b = GATES[name]
    return np.array(w), b


def perceptron_update(w, b, x, y, eta):
    """Return (w, b) after one step of the perceptron rule on one example.

    w, x : (d,)    b : a number    y : 0 or 1    eta : learning rate, > 0
    returns the new w of (d,) and the new b; nothing changes if the answer was right

    >>> perceptron_update(np.array([0.0, 0.0]), 0.0, np.array([1.0, 2.0]), 0, 0.5)
    (array([-0.5, -1. ]), -0.5)

    Source: Rosenblatt (1958); Haykin, Neural Networks and Learning Machines (2009), table 1.1.
    """
    error = y - float(step(weighted_sum(x, w, b)))
    return w + eta * error * x, b + eta * error


def perceptron_fit(X, y, eta, max_epochs):
    """Return (w, b, errors_per_epoch) of a perceptron trained online, from w = 0 and b = 0.

    X : (N, d)    y : (N,) of 0 and 1    eta : learning rate, > 0    max_epochs : int, at least 1
    returns w of (d,), a number b, and one entry an epoch: the updates made in it

    Examples come in the order given. Training ends after an epoch without an update,
    whose 0 is the last entry, or after max_epochs.

    >>> X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    >>> w, b, errors = perceptron_fit(X, np.array([0, 1, 1, 1]), 1.0, 20)
    >>> errors
    [2, 2, 1, 0]

    Source: Rosenblatt (1958); Haykin, Neural Networks and Learning Machines (2009), table 1.1.
    """
    w, b, errors_per_epoch = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        errors = 0
        for x_i, y_i in zip(X, y, strict=True):
            errors += float(step(weighted_sum(x_i, w, b))) != y_i
            w, b = perceptron_update(w, b, x_i, y_i, eta)
        errors_per_epoch.append(int(errors))
        if errors == 0:
            break
    return w, b, errors_per_epoch


def xor(X):
    """Return 1.0 where exactly one of the two inputs is 1, built from three gates.

    X : (N, 2) of 0 and 1    returns (N,)

    >>> xor(np.array([[0, 0], [0, 1], [1, 0], [1, 1]]))
    array([0., 1., 1., 0.])

    Source: Minsky and Papert, Perceptrons (1969).
    """
    either = perceptron(X, *gate_weights("OR"))
    not_both = perceptron(X, *gate_weights("NAND"))
    return perceptron(np.column_stack([either, not_both]), *gate_weights("AND"))
