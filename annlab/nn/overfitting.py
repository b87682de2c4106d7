"""Against overfitting: data kept aside, a common scale, smaller weights, missing units, an early end."""

import numpy as np


def split(X, y, fractions, rng):
    """Return the examples in parts of the given sizes, shuffled once, X and y together.

    X : (N, d)    y : (N,) or (N, K)    fractions : of the parts, adding up to 1    rng : numpy Generator
    returns a list of (X, y), one for each fraction: round(f N) rows each, the last takes the rest

    >>> parts = split(np.eye(10), np.arange(10), [0.6, 0.2, 0.2], np.random.default_rng(0))
    >>> [len(y) for X, y in parts]
    [6, 2, 2]

    Source: Hastie et al., The Elements of Statistical Learning (2009), section 7.2.
    """
    order = rng.permutation(len(X))
    ends = np.cumsum([round(f * len(X)) for f in fractions[:-1]])
    return [(X[part], y[part]) for part in np.split(order, ends)]


def fit_scaler(X):
    """Return (mean, std) of every column, to be fitted on the training examples alone.

    X : (N, d)    returns (mean of (d,), population standard deviation of (d,), 1 for a constant column)

    >>> fit_scaler(np.array([[1.0, 5.0], [3.0, 5.0]]))
    (array([2., 5.]), array([1., 1.]))

    Source: LeCun et al., Efficient BackProp (1998), section 4.3.
    """
    std = X.std(axis=0)
    constant = (np.ptp(X, axis=0) == 0) | (std == 0)  # rounding may leave a constant column a spread of 1e-17
    return X.mean(axis=0), np.where(constant, 1.0, std)


def apply_scaler(X, scaler):
    """Return X with every column shifted and scaled as the scaler says.

    X : (N, d)    scaler : (mean, std), each (d,)    returns (N, d)

    >>> apply_scaler(np.array([[4.0, 5.0]]), (np.array([2.0, 5.0]), np.array([1.0, 1.0])))
    array([[2., 0.]])

    Source: LeCun et al., Efficient BackProp (1998), section 4.3.
    """
    mean, std = scaler
    return (X - mean) / std


def l2_penalty(params, lam):
    """Return lam / 2 times the sum of all squared weights, biases left out.

    params : list of (W, b)    lam : strength, at least 0    returns a number

    >>> float(l2_penalty([(np.array([[3.0, 1.0]]), np.array([100.0]))], 0.5))
    2.5

    Source: Goodfellow et al., Deep Learning (2016), section 7.1.1.
    """
    return lam / 2.0 * sum(np.sum(W**2) for W, b in params)


def d_l2_penalty(params, lam):
    """Return the gradients of l2_penalty, in the form of params: a pair for each layer, zeros for every b.

    params : list of (W, b)    lam : strength, at least 0    returns a list of (dW, db)

    >>> d_l2_penalty([(np.array([[3.0, 1.0]]), np.array([100.0]))], 0.5)
    [(array([[1.5, 0.5]]), array([0.]))]

    Source: Goodfellow et al., Deep Learning (2016), eq. 7.3.
    """
    return [(lam * W, np.zeros_like(b, dtype=float)) for W, b in params]


def dropout(A, p, rng, training):
    """Return (A, mask): in training each entry is dropped with probability p, and the others are scaled up.

    A : (N, n)    p : from 0 to below 1    rng : numpy Generator    training : bool
    returns (A * mask / (1 - p), mask of 0.0 and 1.0); at evaluation (A, ones)

    >>> A, mask = dropout(np.ones((2, 3)), 0.5, np.random.default_rng(0), False)
    >>> A
    array([[1., 1., 1.],
           [1., 1., 1.]])

    Source: Srivastava et al. (2014), section 10 (scaled in training).
    """
    if not training:
        return A, np.ones(np.shape(A))
    mask = np.where(rng.random(np.shape(A)) < p, 0.0, 1.0)
    return A * mask / (1.0 - p), mask


def dropout_backward(dA, mask, p):
    """Return the gradient before dropout from the gradient behind it: it flows where the entry was kept.

    dA, mask : (N, n)    p : from 0 to below 1    returns (N, n)

    >>> dropout_backward(np.array([[1.0, 1.0]]), np.array([[0.0, 1.0]]), 0.5)
    array([[0., 2.]])

    Source: Srivastava et al. (2014), section 5.1.
    """
    return dA * mask / (1.0 - p)


def early_stopping(val_losses, patience):
    """Return (best_epoch, stop_epoch): training stops once `patience` epochs have brought nothing better.

    val_losses : a sequence of numbers, one an epoch, from epoch 0    patience : int, at least 1
    returns (the first of the best epochs up to the stop, best + patience or the last epoch)

    >>> early_stopping([5.0, 3.0, 4.0, 3.0, 1.0], 2)
    (1, 3)

    Source: Goodfellow et al., Deep Learning (2016), algorithm 7.1.
    """
    best = 0
    for epoch, value in enumerate(val_losses):
        if value < val_losses[best]:
            best = epoch
        if epoch == best + patience:
            break
    return best, epoch
