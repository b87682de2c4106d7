"""One neuron: a weighted sum, a bias and an activation; and the straight line that it grows out of."""

import numpy as np


def line(x, w, b):
    """Return the height of a straight line at x: slope w, intercept b.

    x : a number or an array of any shape    w, b : numbers    returns the shape of x

    >>> line(np.array([0.0, 1.0, 2.0]), 0.5, 1.0)
    array([1. , 1.5, 2. ])

    Source: James et al., An Introduction to Statistical Learning (2021), eq. 3.1.
    """
    return w * x + b


def fit_line(x, y):
    """Return (w, b) of the line that lies closest to the points, in the sense of least squares.

    x, y : (N,), at least two different x    returns a pair of numbers (w, b)

    >>> w, b = fit_line(np.array([0.0, 1.0, 2.0]), np.array([1.0, 3.0, 5.0]))
    >>> print(round(float(w), 6), round(float(b), 6))
    2.0 1.0

    Source: James et al., An Introduction to Statistical Learning (2021), eq. 3.4.
    """
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    away = x - x.mean()
    w = (away * (y - y.mean())).sum() / (away**2).sum()
    return w, y.mean() - w * x.mean()


def weighted_sum(x, w, b):
    """Return z = w1*x1 + w2*x2 + ... + b: every input times its weight, summed, plus the bias once.

    x, w : (d,)    b : a number    returns a number

    >>> float(weighted_sum(np.array([1.5, 2.0]), np.array([0.5, -1.0]), 0.25))
    -1.0

    Source: Bishop, Pattern Recognition and Machine Learning (2006), eq. 5.2.
    """
    return np.dot(w, x) + b


def neuron(x, w, b, phi):
    """Return y = phi(z): the activation phi of the weighted sum z.

    x, w : (d,)    b : a number    phi : a function of z    returns a number

    >>> float(neuron(np.array([1.0, 2.0]), np.array([0.5, -1.0]), 0.25, np.abs))
    1.25

    Source: Haykin, Neural Networks and Learning Machines (2009), Introduction, section 3.
    """
    return phi(weighted_sum(x, w, b))


def neuron_batch(X, w, b, phi):
    """Return one neuron's output for every example, that is for every row of X.

    X : (N, d)    w : (d,)    b : a number    phi : an elementwise function    returns (N,)

    >>> neuron_batch(np.array([[1.0, 2.0], [0.0, 0.0]]), np.array([0.5, -1.0]), 0.25, np.abs)
    array([1.25, 0.25])

    Source: Haykin, Neural Networks and Learning Machines (2009), Introduction, section 3, a row at a time.
    """
    return phi(X @ w + b)


def add_bias_input(X):
    """Return X with a column of ones in front: the bias input x0 = +1.

    X : (N, d)    returns (N, d + 1)

    >>> add_bias_input(np.array([[5.0, 7.0], [6.0, 8.0]]))
    array([[1., 5., 7.],
           [1., 6., 8.]])

    Source: Haykin, Neural Networks and Learning Machines (2009), Introduction, section 3.
    """
    return np.column_stack([np.ones(len(X)), X])


def fold_bias(w, b):
    """Return the weights with the bias in front, as the weight w0 of the bias input x0 = +1.

    w : (d,)    b : a number    returns (d + 1,)

    >>> fold_bias(np.array([0.5, -1.0]), 0.25)
    array([ 0.25,  0.5 , -1.  ])

    Source: Haykin, Neural Networks and Learning Machines (2009), Introduction, section 3.
    """
    return np.concatenate([[b], w])
