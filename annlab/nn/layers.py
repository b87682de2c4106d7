"""A layer: K units that read the same inputs, each with its own row of weights and its own bias."""

import numpy as np


def multi_output(X, W, b):
    """Return the weighted sums of all units for all examples.

    Row n, column k of the result is the z of unit k for example n.

    X : (N, d)    W : (K, d), row k goes into unit k    b : (K,)    returns (N, K)

    >>> X = np.array([[1.0, 2.0]])
    >>> W = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    >>> multi_output(X, W, np.array([0.0, 0.5, -1.0]))
    array([[1. , 2.5, 2. ]])

    Source: Goodfellow et al., Deep Learning (2016), eq. 6.1, for rows.
    """
    return X @ W.T + b


def dense(X, W, b, phi):
    """Return the outputs of a fully connected layer: phi of every weighted sum.

    X : (N, d)    W : (K, d)    b : (K,)    phi : an elementwise function
    returns (N, K)

    >>> dense(np.array([[1.0, 2.0]]), np.array([[1.0, -1.0]]), np.array([0.5]), np.abs)
    array([[0.5]])

    Source: Goodfellow et al., Deep Learning (2016), section 6.4.
    """
    return phi(multi_output(X, W, b))


def one_hot(labels, K):
    """Return a row for every label that is 1.0 at the label's place and 0.0 elsewhere.

    labels : (N,) ints from 0 to K - 1    K : number of classes    returns (N, K)

    >>> one_hot(np.array([2, 0]), 3)
    array([[0., 0., 1.],
           [1., 0., 0.]])

    Source: Bishop, Pattern Recognition and Machine Learning (2006), section 4.1.2.
    """
    return np.eye(K)[labels]


def predict_class(Y):
    """Return the class that each row votes for: the place of its largest entry.

    Y : (N, K)    returns (N,) ints

    >>> predict_class(np.array([[0.1, 0.7, 0.2], [0.5, 0.2, 0.3]]))
    array([1, 0])

    Source: Bishop, Pattern Recognition and Machine Learning (2006), section 4.1.2.
    """
    return np.argmax(Y, axis=1)


def count_parameters(layer_sizes):
    """Return the number of weights and biases of a fully connected network.

    layer_sizes : units of every layer, the inputs first    returns an int

    >>> count_parameters([3, 4, 4, 1])
    41

    Source: Goodfellow et al., Deep Learning (2016), section 6.4.
    """
    return sum((n_in + 1) * n_out for n_in, n_out in zip(layer_sizes[:-1], layer_sizes[1:], strict=True))
