"""A network: layers one behind the other, each with its own activation.

Parameters are a list of (W, b), one pair a layer; activations are a list of names, one a layer.
"""

import numpy as np

from annlab.nn.activations import ACTIVATIONS
from annlab.nn.layers import dense, multi_output


def init_network(layer_sizes, rng):
    """Return random parameters for a network: W ~ normal with variance 1/n_in, b = 0.

    layer_sizes : units of every layer, the inputs first
    rng : numpy Generator, the only source of chance, drawn from layer by layer
    returns a list of (W, b), W of (n_out, n_in), b of (n_out,)

    >>> params = init_network([3, 4, 4, 1], np.random.default_rng(0))
    >>> [W.shape for W, b in params]
    [(4, 3), (4, 4), (1, 4)]

    Source: LeCun et al., Efficient BackProp (1998), section 4.6.
    """
    return [
        (rng.normal(0.0, 1.0 / np.sqrt(n_in), size=(n_out, n_in)), np.zeros(n_out))
        for n_in, n_out in zip(layer_sizes[:-1], layer_sizes[1:], strict=True)
    ]


def forward(X, params, activations):
    """Return the network's output for every example, and what every layer saw.

    X : (N, d)    params : list of (W, b)    activations : list of names, one a layer
    returns (y_hat, cache), y_hat of (N, K)
    cache[l] = (A_prev, Z) : what layer l read, and its weighted sums

    >>> params = [(np.array([[1.0], [-1.0]]), np.zeros(2)),
    ...           (np.array([[1.0, 1.0]]), np.zeros(1))]
    >>> y_hat, cache = forward(np.array([[-3.0]]), params, ["relu", "identity"])
    >>> y_hat
    array([[3.]])
    >>> cache[1][0]
    array([[0., 3.]])

    Source: Goodfellow et al., Deep Learning (2016), algorithm 6.3.
    """
    A, cache = X, []
    for (W, b), name in zip(params, activations, strict=True):
        Z = multi_output(A, W, b)
        cache.append((A, Z))
        A = ACTIVATIONS[name](Z)
    return A, cache


def predict(X, params, activations):
    """Return the network's output for every example.

    X : (N, d)    params : list of (W, b)    activations : list of names, one a layer
    returns (N, K)

    >>> predict(np.array([[2.0]]), [(np.array([[3.0]]), np.array([1.0]))], ["identity"])
    array([[7.]])

    Source: Goodfellow et al., Deep Learning (2016), section 6.4.
    """
    for (W, b), name in zip(params, activations, strict=True):
        X = dense(X, W, b, ACTIVATIONS[name])
    return X


def collapse_linear(params):
    """Return the one layer (W, b) that a stack of layers without activations is.

    params : list of (W, b)    returns W of (n_last, n_first) and b of (n_last,)

    >>> first = np.array([[2.0]]), np.array([1.0])
    >>> second = np.array([[3.0]]), np.array([0.5])
    >>> collapse_linear([first, second])
    (array([[6.]]), array([3.5]))

    W2 (W1 x + b1) + b2 = (W2 W1) x + (W2 b1 + b2).

    Source: Bishop, Pattern Recognition and Machine Learning (2006), section 5.1.
    """
    W, b = params[0]
    for W_next, b_next in params[1:]:
        W, b = W_next @ W, W_next @ b + b_next
    return W, b


def xor_network():
    """Return a network that says more than 0.5 where exactly one of two inputs is 1.

    Its weights are chosen by hand.

    returns (params, activations)

    >>> params, activations = xor_network()
    >>> predict(np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), params, activations).ravel()
    array([0., 1., 1., 0.])

    Source: Goodfellow et al., Deep Learning (2016), section 6.1.
    """
    hidden = np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([0.0, -1.0])
    output = np.array([[1.0, -2.0]]), np.array([0.0])
    return [hidden, output], ["relu", "identity"]
