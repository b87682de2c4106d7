"""Gradient descent: the slope of a loss, felt for or computed, and steps against it."""

import numpy as np

from annlab.nn.activations import sigmoid
from annlab.nn.losses import d_mse, mse


def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: each entry alone is moved by h, up and down.

    f : array like x to a number    x : any shape, whole numbers too    h : step, > 0
    returns the shape of x

    >>> f = lambda x: x[0] ** 2 + 3 * x[1]
    >>> numerical_gradient(f, np.array([2.0, 5.0])).round(6)
    array([4., 3.])

    Source: Goodfellow et al., Deep Learning (2016), section 11.5.
    """
    x = np.array(x, dtype=float)
    slopes = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[place] += h
        down[place] -= h
        slopes[place] = (f(up) - f(down)) / (2.0 * h)
    return slopes


def relative_error(a, b):
    """Return ||a - b|| / (||a|| + ||b||), and 0 where both are 0.

    a, b : the same shape    returns a number from 0 (equal) to 1 (opposite)

    >>> float(relative_error(np.array([3.0, 0.0]), np.array([1.0, 0.0])))
    0.5

    Source: Stanford CS231n, notes on gradient checks (there entry by entry).
    """
    size = np.linalg.norm(a) + np.linalg.norm(b)
    return np.linalg.norm(np.subtract(a, b)) / size if size > 0 else 0.0


def gradient_step(w, grad, eta):
    """Return where one step against the gradient leads.

    w, grad : the same shape    eta : learning rate, > 0    returns that shape

    >>> gradient_step(np.array([1.0, 2.0]), np.array([10.0, -10.0]), 0.1)
    array([0., 3.])

    Source: Goodfellow et al., Deep Learning (2016), eq. 4.5.
    """
    return w - eta * grad


def gradient_descent(grad, w0, eta, steps):
    """Return every point of a walk downhill, the start first.

    grad : a point to the gradient there    w0 : (d,), the start, whole numbers too
    eta : learning rate, > 0    steps : int, at least 0    returns (steps + 1, d)

    >>> gradient_descent(lambda w: 2 * w, np.array([8.0]), 0.25, 3)
    array([[8.],
           [4.],
           [2.],
           [1.]])

    Source: Goodfellow et al., Deep Learning (2016), section 4.3.
    """
    path = [np.array(w0, dtype=float)]
    for _ in range(steps):
        path.append(gradient_step(path[-1], grad(path[-1]), eta))
    return np.array(path)


def linear_regression_gd(X, y, eta, steps):
    """Return (w, b, losses) of a line after gradient descent from w = 0, b = 0.

    X : (N, d)    y : (N,)    eta : learning rate, > 0    steps : int, at least 0
    returns w of (d,), a number b, and as many losses as steps, in an array or a
    list; losses[i] is the loss before step i

    >>> X, y = np.array([[1.0], [-1.0]]), np.array([2.0, -2.0])
    >>> w, b, losses = linear_regression_gd(X, y, 0.25, 2)
    >>> w, float(b), losses
    (array([1.5]), 0.0, array([4., 1.]))

    Source: Bishop, Pattern Recognition and Machine Learning (2006), section 3.1.3.
    """
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(steps):
        y_hat = X @ w + b
        losses.append(mse(y_hat, y))
        slope = d_mse(y_hat, y)
        w, b = gradient_step(w, X.T @ slope, eta), gradient_step(b, slope.sum(), eta)
    return w, b, np.array(losses)


def logistic_gradient(X, y, w, b):
    """Return (dw, db), the slopes of a sigmoid unit's binary cross-entropy.

    X : (N, d)    y : (N,) of 0 and 1    w : (d,)    b : a number
    returns dw of (d,) and a number db

    >>> X, y = np.array([[1.0], [3.0]]), np.array([0, 1])
    >>> dw, db = logistic_gradient(X, y, np.array([0.0]), 0.0)
    >>> dw, float(db)
    (array([-0.5]), 0.0)

    Source: Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.91. The slope of the loss with respect to z is
    (sigmoid(z) - y) / N: sigmoid and cross-entropy cancel.
    """
    slope = (sigmoid(X @ w + b) - y) / len(y)
    return X.T @ slope, slope.sum()
