"""k nearest neighbours: the method that learns nothing, keeps everything, and is hard to beat on small data."""

import numpy as np

ROWS_AT_ONCE = 2**22  # numbers in the table of differences, so that memory stays bounded


def pairwise_distances(A, B):
    """Return the Euclidean distance of every row of A from every row of B.

    A : (M, d)    B : (N, d)    returns (M, N)

    >>> pairwise_distances(np.array([[0.0, 0.0]]), np.array([[3.0, 4.0], [0.0, 1.0]]))
    array([[5., 1.]])

    Source: Hastie et al., The Elements of Statistical Learning (2009), section 13.3.
    """
    step = max(1, ROWS_AT_ONCE // max(1, B.size))
    pieces = (A[start : start + step, np.newaxis] - B for start in range(0, len(A), step))
    return np.concatenate([np.sqrt((differences**2).sum(axis=2)) for differences in pieces])


def knn_predict(X_train, y_train, X, k):
    """Return for every row of X the label that most of its k nearest training examples have.

    X_train : (N, d)    y_train : (N,) ints    X : (M, d)    k : int, from 1 to N    returns (M,)

    Among labels with equally many votes, or examples equally far away, any choice is right.

    >>> X_train, y_train = np.array([[0.0], [1.0], [10.0]]), np.array([7, 7, 3])
    >>> knn_predict(X_train, y_train, np.array([[2.0], [9.0]]), 1)
    array([7, 3])

    Source: Hastie et al., The Elements of Statistical Learning (2009), section 13.3.
    """
    nearest = np.argsort(pairwise_distances(X, X_train), axis=1, kind="stable")[:, :k]
    labels, codes = np.unique(y_train, return_inverse=True)
    votes = np.sum(codes[nearest][:, :, np.newaxis] == np.arange(len(labels)), axis=1)
    return labels[np.argmax(votes, axis=1)]


def learning_curve(fit_predict, X, y, X_test, y_test, sizes):
    """Return the accuracy on the test examples after training on the first n examples, for every n in sizes.

    fit_predict : (X_train, y_train, X_test) to (M,) labels    X : (N, d)    y : (N,)    X_test : (M, d)
    y_test : (M,)    sizes : ints from 1 to N    returns (len(sizes),)

    >>> def always_the_last(X_train, y_train, X_test):
    ...     return np.full(len(X_test), y_train[-1])
    >>> X, y = np.zeros((3, 1)), np.array([0, 1, 0])
    >>> learning_curve(always_the_last, X, y, np.zeros((4, 1)), np.array([0, 0, 0, 1]), [1, 2])
    array([0.75, 0.25])

    Source: Hastie et al., The Elements of Statistical Learning (2009), section 7.10.
    """
    return np.array([np.mean(fit_predict(X[:n], y[:n], X_test) == y_test) for n in sizes])
