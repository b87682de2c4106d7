"""Losses: what being wrong costs, as one number, and its gradient with respect to the prediction.

As in torch with reduction="mean": mse and binary cross-entropy average over all entries, cross-entropy over examples.
Probabilities are kept EPS away from 0 and 1 before a logarithm.
"""

import numpy as np

from annlab.nn.activations import softmax

EPS = 1e-12


def mse(y_hat, y):
    """Return the mean of the squared differences over all entries.

    y_hat, y : the same shape    returns a number, at least 0

    >>> float(mse(np.array([1.0, 3.0]), np.array([0.0, 0.0])))
    5.0

    Source: Goodfellow et al., Deep Learning (2016), eq. 5.4.
    """
    return np.mean((y_hat - y) ** 2)


def d_mse(y_hat, y):
    """Return the gradient of mse with respect to y_hat.

    y_hat, y : the same shape    returns that shape

    >>> d_mse(np.array([1.0, 3.0]), np.array([0.0, 0.0]))
    array([1., 3.])

    Source: Goodfellow et al., Deep Learning (2016), section 5.1.4.
    """
    return 2.0 * (y_hat - y) / np.size(y_hat)


def binary_cross_entropy(p, y):
    """Return the mean of -(y log p + (1 - y) log(1 - p)) over all entries.

    p : probabilities    y : 0 and 1, the same shape    returns a number, at least 0

    p is kept 1e-12 away from 0 and 1. (A difference of 1e-6 is let pass; where
    p is exactly 0 or 1 and wrong, any finite loss above 10 is right.)

    >>> loss = binary_cross_entropy(np.array([0.5, 0.5]), np.array([0.0, 1.0]))
    >>> round(float(loss), 6)
    0.693147

    Source: Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.90.
    """
    p = np.clip(p, EPS, 1.0 - EPS)
    return -np.mean(y * np.log(p) + (1.0 - y) * np.log1p(-p))


def d_binary_cross_entropy(p, y):
    """Return the gradient of binary_cross_entropy with respect to p.

    p : probabilities    y : 0 and 1, the same shape    returns that shape

    p is kept 1e-12 away from 0 and 1. (A millionth of difference is let pass;
    where p is exactly 0 or 1 and wrong, any finite slope that is steep enough.)

    >>> d_binary_cross_entropy(np.array([0.5, 0.5]), np.array([0.0, 1.0]))
    array([ 1., -1.])

    Source: Bishop, Pattern Recognition and Machine Learning (2006), section 4.3.2.
    """
    p = np.clip(p, EPS, 1.0 - EPS)
    return (p - y) / (p * (1.0 - p)) / np.size(p)


def cross_entropy(P, Y):
    """Return the mean over examples of -sum_k y_k log p_k.

    P : (N, K) shares    Y : (N, K) one-hot    returns a number, at least 0

    P is kept 1e-12 above 0. (A difference of 1e-6 is let pass; where the right
    p is exactly 0, any finite loss above 10 is right.)

    >>> loss = cross_entropy(np.array([[0.25, 0.75]]), np.array([[0.0, 1.0]]))
    >>> round(float(loss), 6)
    0.287682

    Source: Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.108.
    """
    return -np.sum(Y * np.log(np.clip(P, EPS, 1.0))) / len(P)


def softmax_cross_entropy(Z, Y):
    """Return the cross-entropy of softmax(Z), and its gradient with respect to Z.

    Z : (N, K) scores    Y : (N, K) one-hot    returns (a number, dZ of (N, K))

    Scores may be 1000. (Where the loss is above 10, any finite loss above 10 is right.)

    >>> loss, dZ = softmax_cross_entropy(np.array([[0.0, 0.0]]), np.array([[1.0, 0.0]]))
    >>> round(float(loss), 6)
    0.693147
    >>> dZ
    array([[-0.5,  0.5]])

    Source: Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.109. Here log p_k is z_k - log sum_j exp(z_j):
    no exp is undone by a log, so nothing is lost at +-1000.
    """
    shifted = Z - np.max(Z, axis=1, keepdims=True)
    log_P = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    return -np.sum(Y * log_P) / len(Z), (softmax(Z) - Y) / len(Z)


def accuracy(Y_hat, Y):
    """Return the share of examples whose largest prediction is in the right place.

    Y_hat : (N, K) predictions    Y : (N, K) one-hot    returns a number from 0 to 1

    >>> Y_hat = np.array([[0.9, 0.1], [0.6, 0.4]])
    >>> float(accuracy(Y_hat, np.array([[1.0, 0.0], [0.0, 1.0]])))
    0.5

    Source: Goodfellow et al., Deep Learning (2016), section 5.1.2.
    """
    return np.mean(np.argmax(Y_hat, axis=1) == np.argmax(Y, axis=1))


LOSSES = {"mse": mse, "binary_cross_entropy": binary_cross_entropy, "cross_entropy": cross_entropy}
