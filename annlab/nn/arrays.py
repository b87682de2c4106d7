"""NumPy for neurons: the four array moves that every later chapter leans on.

A batch X holds one example in each row, so X.shape is (N, d): N examples, d numbers each.
"""

import numpy as np


def rows_dot(X, w):
    """Return the dot product of every row of X with w.

    X : (N, d)    w : (d,)    returns (N,)

    >>> rows_dot(np.array([[1, 2], [3, 4], [5, 6]]), np.array([10, 1]))
    array([12, 34, 56])

    Source: Deisenroth et al., Mathematics for Machine Learning (2020), section 2.2.1.
    """
    return X @ w


def column_mean(X):
    """Return the mean of every column of X: one number for each feature.

    X : (N, d)    returns (d,)

    >>> column_mean(np.array([[1, 10], [3, 20], [5, 60]]))
    array([ 3., 30.])

    Source: Deisenroth et al., Mathematics for Machine Learning (2020), section 6.4.2.
    """
    return X.mean(axis=0)


def residual(y_hat, y):
    """Return prediction minus target, example by example.

    y_hat : (N,) or (N, 1)    y : (N,) or (N, 1)    returns the shape of y_hat

    The two may differ in shape; the result never becomes (N, N).

    >>> residual(np.array([1.0, 2.0, 3.0]), np.array([[1.0], [1.0], [1.0]]))
    array([0., 1., 2.])

    Source: James et al., An Introduction to Statistical Learning (2021), section 3.1.1 (with the other sign).
    """
    return y_hat - np.reshape(y, np.shape(y_hat))


def scaled(w, factor):
    """Return factor times w as a new float array; w itself stays as it was.

    w : (d,)    factor : a number    returns (d,)

    >>> w = np.array([1, 2])
    >>> scaled(w, 0.5)
    array([0.5, 1. ])
    >>> w
    array([1, 2])

    Source: the NumPy user guide, "Copies and views".
    """
    return np.multiply(w, factor, dtype=float)
