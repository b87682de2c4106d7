"""Training: where the weights start, and the loop that moves them; and how to look at what was learned."""

import numpy as np

from annlab.nn.backprop import backward, output_delta
from annlab.nn.losses import LOSSES
from annlab.nn.network import forward, init_network
from annlab.nn.optimizers import minibatches


def init_zeros(n_out, n_in, rng):
    """Return weights that are all 0: a start from which the units of a layer never come to differ.

    n_out, n_in : units of the layer and of the one before    rng : numpy Generator, not used    returns (n_out, n_in)

    >>> init_zeros(1, 2, np.random.default_rng(0))
    array([[0., 0.]])

    Source: Goodfellow et al., Deep Learning (2016), section 8.4.
    """
    return np.zeros((n_out, n_in))


def init_xavier(n_out, n_in, rng):
    """Return random weights for tanh and sigmoid: of mean 0 and variance 2 / (n_in + n_out).

    n_out, n_in : units of the layer and of the one before    rng : numpy Generator    returns (n_out, n_in)
    (here from a normal distribution; an even one of the same variance will do)

    >>> init_xavier(4, 3, np.random.default_rng(0)).shape
    (4, 3)

    Source: Glorot and Bengio (2010), eq. 12.
    """
    return rng.normal(0.0, np.sqrt(2.0 / (n_in + n_out)), size=(n_out, n_in))


def init_he(n_out, n_in, rng):
    """Return random weights for relu: of mean 0 and variance 2 / n_in.

    n_out, n_in : units of the layer and of the one before    rng : numpy Generator    returns (n_out, n_in)
    (here from a normal distribution; an even one of the same variance will do)

    >>> init_he(4, 3, np.random.default_rng(0)).shape
    (4, 3)

    Source: He et al. (2015), eq. 10.
    """
    return rng.normal(0.0, np.sqrt(2.0 / n_in), size=(n_out, n_in))


def fit(X, y, layer_sizes, activations, loss, optimizer, epochs, batch_size, rng):
    """Return (params, history) of a network trained on (X, y).

    X : (N, d)    y : (N, K)    layer_sizes : the inputs first    activations, loss : names
    optimizer : (params, grads, state) -> (params, state), on lists of arrays    epochs, batch_size : ints
    rng : numpy Generator, for the weights at the start and for the order of the examples
    returns (list of (W, b), history)
    history : one number for each epoch, the mean loss of all its examples, each batch's taken before its step

    >>> def plain(params, grads, state):
    ...     return [p - 0.1 * g for p, g in zip(params, grads)], None
    >>> X = np.array([[0.0], [1.0], [2.0]])
    >>> params, history = fit(X, 3 * X, [1, 1], ["identity"], "mse", plain, 100, 2, np.random.default_rng(0))
    >>> history[-1] < 0.01
    True

    Source: Goodfellow et al., Deep Learning (2016), algorithm 8.1.
    """
    params, state, history = init_network(layer_sizes, rng), None, []
    for _ in range(epochs):
        total = 0.0
        for X_batch, y_batch in minibatches(X, y, batch_size, rng):
            y_hat, cache = forward(X_batch, params, activations)
            total += LOSSES[loss](y_hat, y_batch) * len(X_batch)
            grads = backward(output_delta(y_hat, y_batch, loss, activations[-1]), cache, params, activations)
            flat, state = optimizer(_flat(params), _flat(grads), state)
            params = list(zip(flat[::2], flat[1::2], strict=True))
        history.append(float(total / len(X)))
    return params, history


def _flat(pairs):
    return [part for pair in pairs for part in pair]


def decision_grid(predict, xlim, ylim, n):
    """Return a model's answers on a square grid of points, ready for a contour plot.

    predict : (M, 2) to (M,)    xlim, ylim : pairs (lowest, highest)    n : points along each side
    returns (xx, yy, Z), each (n, n); x grows along a row, y down the rows

    >>> xx, yy, Z = decision_grid(lambda X: X[:, 0] + 10 * X[:, 1], (0, 1), (0, 2), 2)
    >>> Z
    array([[ 0.,  1.],
           [20., 21.]])

    Source: the NumPy reference, numpy.meshgrid.
    """
    xx, yy = np.meshgrid(np.linspace(*xlim, n), np.linspace(*ylim, n))
    return xx, yy, np.reshape(predict(np.column_stack([xx.ravel(), yy.ravel()])), xx.shape)
