"""Activations: what a unit makes of its weighted sum z, and the slope of that at z.

ACTIVATIONS and SLOPES name the same functions in the same order; menus, tests and networks iterate over them.
All but softmax work elementwise, on numbers and arrays of any shape. exp is only ever taken of what is not positive,
so that nothing overflows, and no slope is a difference of two nearly equal numbers.
"""

import numpy as np


def identity(z):
    """Return z itself: the activation of a bare linear unit.

    z : any shape    returns the shape of z

    >>> identity(2.5)
    2.5
    """
    return z


def step(z):
    """Return 1.0 where z >= 0 and 0.0 elsewhere.

    z : a number or an array of any shape    returns the shape of z

    >>> step(np.array([-2.0, 0.0, 3.0]))
    array([0., 1., 1.])

    Source: McCulloch and Pitts (1943); Rosenblatt (1958). step(0) = 1 is this course's convention.
    """
    return np.where(np.asarray(z) >= 0, 1.0, 0.0)


def sigmoid(z):
    """Return 1 / (1 + exp(-z)), a smooth step from 0 to 1; right and silent for any finite z.

    z : a number or an array of any shape    returns the shape of z, values between 0 and 1

    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0]))
    array([0. , 0.5, 1. ])

    Source: Goodfellow et al., Deep Learning (2016), eq. 3.30.
    """
    z = np.asarray(z, dtype=float)
    tail = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, tail) / (1.0 + tail)


def tanh(z):
    """Return (exp(z) - exp(-z)) / (exp(z) + exp(-z)), a smooth step from -1 to 1; right and silent for any finite z.

    z : a number or an array of any shape    returns the shape of z, values between -1 and 1

    >>> tanh(np.array([-1000.0, 0.0, 1000.0]))
    array([-1.,  0.,  1.])

    Source: Bishop, Pattern Recognition and Machine Learning (2006), eq. 5.59.
    """
    return np.tanh(z)


def relu(z):
    """Return z where z > 0 and 0.0 elsewhere.

    z : a number or an array of any shape    returns the shape of z, values of at least 0

    >>> relu(np.array([-2.0, 0.0, 3.0]))
    array([0., 0., 3.])

    Source: Nair and Hinton (2010); Goodfellow et al., Deep Learning (2016), section 6.3.1.
    """
    return np.maximum(z, 0.0)


def softplus(z):
    """Return log(1 + exp(z)), a smooth relu; right and silent for any finite z.

    z : a number or an array of any shape    returns the shape of z, values of at least 0

    >>> softplus(np.array([-1000.0, 1000.0]))
    array([   0., 1000.])

    Source: Goodfellow et al., Deep Learning (2016), eq. 3.31.

    log(1 + exp(z)) = max(z, 0) + log(1 + exp(-|z|)), whichever sign z has.
    """
    return np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))


def softmax(Z):
    """Return exp(z_k) / sum_j exp(z_j) for every row: K positive numbers that add up to 1.

    Z : (N, K)    returns (N, K), every row sums to 1

    >>> softmax(np.array([[0.0, 0.0], [1000.0, 0.0]]))
    array([[0.5, 0.5],
           [1. , 0. ]])

    Source: Goodfellow et al., Deep Learning (2016), eq. 4.1 and 6.29.

    Subtracting a number from a whole row changes nothing; with the row's largest, no exp overflows.
    """
    E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def d_identity(z):
    """Return the slope of identity at z: 1.0 everywhere.

    z : a number or an array of any shape    returns the shape of z
    """
    return np.ones_like(z, dtype=float)


def d_step(z):
    """Return the slope of step at z: 0.0 everywhere (at 0 there is none; 0.0 stands in for it).

    z : a number or an array of any shape    returns the shape of z
    """
    return np.zeros_like(z, dtype=float)


def d_sigmoid(z):
    """Return the slope of sigmoid at z, the pre-activation.

    z : a number or an array of any shape    returns the shape of z, values from 0 to 0.25

    >>> d_sigmoid(np.array([-1000.0, 0.0, 1000.0]))
    array([0.  , 0.25, 0.  ])

    Source: Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.88.

    s(z) (1 - s(z)) with s = sigmoid; s(z) = 1/(1 + t) and 1 - s(z) = t/(1 + t) for t = exp(-z), and the slope is even.
    """
    tail = np.exp(-np.abs(z))
    return tail / (1.0 + tail) ** 2


def d_tanh(z):
    """Return the slope of tanh at z, the pre-activation.

    z : a number or an array of any shape    returns the shape of z, values from 0 to 1

    >>> d_tanh(np.array([-1000.0, 0.0, 1000.0]))
    array([0., 1., 0.])

    Source: Bishop, Pattern Recognition and Machine Learning (2006), section 5.3.

    1 - tanh(z)^2 = 1 / cosh(z)^2 = 4 t / (1 + t)^2 with t = exp(-2 |z|).
    """
    tail = np.exp(-2.0 * np.abs(z))
    return 4.0 * tail / (1.0 + tail) ** 2


def d_relu(z):
    """Return the slope of relu at z: 1.0 where z > 0, 0.0 elsewhere.

    z : a number or an array of any shape    returns the shape of z

    >>> d_relu(np.array([-2.0, 0.0, 3.0]))
    array([0., 0., 1.])

    Source: Goodfellow et al., Deep Learning (2016), section 6.3. relu'(0) = 0 is this course's convention.
    """
    return np.where(np.asarray(z) > 0, 1.0, 0.0)


def d_softplus(z):
    """Return the slope of softplus at z, the pre-activation.

    z : a number or an array of any shape    returns the shape of z, values between 0 and 1

    >>> d_softplus(np.array([-1000.0, 0.0, 1000.0]))
    array([0. , 0.5, 1. ])

    Source: Goodfellow et al., Deep Learning (2016), section 3.10.

    exp(z) / (1 + exp(z)) is the sigmoid.
    """
    return sigmoid(z)


def softmax_jacobian(z):
    """Return how every output of softmax changes with every input: entry (i, j) is d p_i / d z_j.

    z : (K,)    returns (K, K), symmetric, every row sums to 0

    >>> softmax_jacobian(np.array([0.0, 0.0]))
    array([[ 0.25, -0.25],
           [-0.25,  0.25]])

    Source: Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.106.

    d p_i / d z_j = p_i ((i = j) - p_j). A row sums to 0, so its diagonal is minus the sum of the others.
    """
    p = softmax(np.asarray(z, dtype=float)[np.newaxis])[0]
    jacobian = -np.outer(p, p)
    np.fill_diagonal(jacobian, 0.0)
    np.fill_diagonal(jacobian, -jacobian.sum(axis=1))
    return jacobian


ACTIVATIONS = {
    "identity": identity,
    "step": step,
    "sigmoid": sigmoid,
    "tanh": tanh,
    "relu": relu,
    "softplus": softplus,
    "softmax": softmax,
}
SLOPES = {
    "identity": d_identity,
    "step": d_step,
    "sigmoid": d_sigmoid,
    "tanh": d_tanh,
    "relu": d_relu,
    "softplus": d_softplus,
}  # softmax is not elementwise: softmax_jacobian
