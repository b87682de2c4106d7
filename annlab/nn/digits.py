"""Handwritten digits: the rows to learn from, a network that reads them, and what to say about how well.

The digits are of 8 x 8 pixels (Alpaydin and Kaynak 1998). Those that a network is tested with are not here.
"""

import functools
from pathlib import Path

import numpy as np

from annlab.nn.layers import one_hot, predict_class
from annlab.nn.network import predict
from annlab.nn.optimizers import adam_step
from annlab.nn.training import fit

FILE = Path(__file__).with_name("digits_to_learn.npz")
BATCH = 32


def digits_to_learn():
    """Return (images, labels): 1,437 handwritten digits, in no order.

    returns images of (1437, 8, 8), whole numbers from 0 (paper) to 16 (ink), and labels of (1437,), from 0 to 9

    >>> images, labels = digits_to_learn()
    >>> images.shape, int(images.max()), labels[:3].tolist()
    ((1437, 8, 8), 16, [4, 8, 1])

    Source: E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits (1998), doi 10.24432/C50P49, CC BY 4.0.
    """
    with np.load(FILE) as file:
        return file["images"].astype(int), file["labels"].astype(int)


def prepare(images):
    """Return the images as examples: one row of pixels each, from 0 to 1.

    images : (N, 8, 8) whole numbers from 0 to 16    returns (N, 64), row by row of the image

    >>> images = np.zeros((2, 8, 8), dtype=int)
    >>> images[0, 0, 1] = 16
    >>> X = prepare(images)
    >>> X.shape, float(X[0, 1])
    ((2, 64), 1.0)

    Source: LeCun et al., Efficient BackProp (1998), section 4.3.
    """
    return images.reshape(len(images), -1) / 16.0


def train_digits(X, Y, hidden, optimizer, epochs, rng):
    """Return (params, activations) of a network trained on X and Y.

    X : (N, d)    Y : (N, K) one-hot    hidden : a list of the sizes of the hidden layers, which may be empty
    optimizer : (params, grads, state) -> (params, state)    epochs : int    rng : numpy Generator
    returns (list of (W, b), list of names)

    relu in every hidden layer, softmax at the output, cross-entropy, batches of 32.

    >>> def plain(params, grads, state):
    ...     return [p - 0.5 * g for p, g in zip(params, grads)], None
    >>> params, activations = train_digits(np.eye(3), np.eye(3), [4], plain, 5, np.random.default_rng(0))
    >>> [W.shape for W, b in params], activations
    ([(4, 3), (3, 4)], ['relu', 'softmax'])

    Source: Goodfellow et al., Deep Learning (2016), chapter 6.
    """
    sizes = [X.shape[1], *hidden, Y.shape[1]]
    activations = ["relu"] * len(hidden) + ["softmax"]
    params, _ = fit(X, Y, sizes, activations, "cross_entropy", optimizer, epochs, BATCH, rng)
    return params, activations


def design():
    """Return (hidden, eta, epochs): how your network is built, and how it is trained.

    hidden : a list of the sizes of up to three hidden layers, each from 1 to 64 units
    eta : learning rate of Adam, from 0 to 1
    epochs : an int from 1 to 40

    >>> hidden, eta, epochs = design()

    Source: Goodfellow et al., Deep Learning (2016), section 11.4.
    """
    return [6], 0.003, 4


def read_digits(images):
    """Return the label of each image, as your network reads it.

    images : (N, 8, 8) whole numbers from 0 to 16    returns (N,) labels from 0 to 9

    >>> images, labels = digits_to_learn()
    >>> read_digits(images[:3])
    array([4, 8, 1])

    Source: LeCun et al., Gradient-based learning applied to document recognition (1998), section III.
    """
    return predict_class(predict(prepare(images), *trained()))


@functools.cache
def trained():
    """Return a network that reads better than 95 of 100 digits; it is trained once, in about a second."""
    images, labels = digits_to_learn()

    def adam(params, grads, state):
        t, memory = (0, None) if state is None else state
        params, memory = adam_step(params, grads, memory, t + 1, 0.003, 0.9, 0.999, 1e-8)
        return params, (t + 1, memory)

    return train_digits(prepare(images), one_hot(labels, 10), [64], adam, 30, np.random.default_rng(0))


def confusion(y_hat, y, K):
    """Return the table of what was taken for what: entry [i, j] counts examples of class i that were read as j.

    y_hat : (N,) labels as read    y : (N,) right labels, from 0 to K - 1
    K : number of classes    returns (K, K)

    >>> confusion(np.array([0, 1, 1]), np.array([0, 0, 1]), 2)
    array([[1, 1],
           [0, 1]])

    Source: Hastie et al., The Elements of Statistical Learning (2009), section 9.2.5.
    """
    table = np.zeros((K, K), dtype=int)
    np.add.at(table, (y, y_hat), 1)
    return table


def ablate(run, settings, seeds):
    """Return (mean, error): what comes of each setting over several seeds, and how far to trust it.

    run : (setting, seed) to a number    settings : a list    seeds : a list of at least 2 ints
    returns (mean of (len(settings),), its standard error of (len(settings),))

    The standard error is s / sqrt(n), with n runs and s their sample standard deviation (ddof=1).

    >>> def run(setting, seed):
    ...     return setting + seed
    >>> mean, error = ablate(run, [0.0, 10.0], [1, 3])
    >>> mean, error
    (array([ 2., 12.]), array([1., 1.]))

    Source: Bouthillier et al., Accounting for variance in machine learning benchmarks (2021).
    """
    results = np.array([[run(setting, seed) for seed in seeds] for setting in settings], dtype=float)
    return results.mean(axis=1), results.std(axis=1, ddof=1) / np.sqrt(len(seeds))
