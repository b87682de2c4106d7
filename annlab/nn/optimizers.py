"""Optimisers: what to make of a gradient. Each takes lists of arrays and returns new ones.

The formulas are torch.optim's. `state` is what an optimiser remembers; it is None at the first call, and is handed
back unopened.
"""

import numpy as np


def minibatches(X, y, batch_size, rng):
    """Return one epoch's batches: the examples shuffled, then cut into pieces; the last piece may be short.

    X : (N, d)    y : (N,) or (N, K)    batch_size : int, at least 1    rng : numpy Generator
    returns a list of (X_batch, y_batch)

    >>> batches = minibatches(np.eye(5), np.arange(5), 2, np.random.default_rng(0))
    >>> [len(y_batch) for X_batch, y_batch in batches]
    [2, 2, 1]

    Source: Goodfellow et al., Deep Learning (2016), section 8.1.3.
    """
    order = rng.permutation(len(X))
    pieces = [order[start : start + batch_size] for start in range(0, len(X), batch_size)]
    return [(X[piece], y[piece]) for piece in pieces]


def sgd_step(params, grads, eta):
    """Return the parameters after one step of (stochastic) gradient descent.

    params, grads : lists of arrays, shape by shape the same    eta : learning rate, > 0    returns a list of arrays

    >>> sgd_step([np.array([1.0, 2.0])], [np.array([10.0, -10.0])], 0.1)
    [array([0., 3.])]

    Source: Goodfellow et al., Deep Learning (2016), algorithm 8.1.
    """
    return [p - eta * g for p, g in zip(params, grads, strict=True)]


def momentum_step(params, grads, state, eta, beta):
    """Return (params, state) after one step with momentum: the velocity keeps beta of itself and gains the gradient.

    params, grads : lists of arrays    state : None at first    eta : learning rate, > 0    beta : from 0 to below 1
    returns (a list of arrays, state)

    >>> params, state = momentum_step([np.array([1.0])], [np.array([2.0])], None, 0.25, 0.5)
    >>> momentum_step(params, [np.array([2.0])], state, 0.25, 0.5)[0]
    [array([-0.25])]

    v = beta v + g; p = p - eta v.

    Source: Sutskever et al. (2013); torch.optim.SGD.
    """
    velocity = [np.zeros_like(p, dtype=float) for p in params] if state is None else state
    velocity = [beta * v + g for v, g in zip(velocity, grads, strict=True)]
    return sgd_step(params, velocity, eta), velocity


def adagrad_step(params, grads, state, eta, eps):
    """Return (params, state) after one step of AdaGrad: steps shrink with the sum of all squared gradients so far.

    params, grads : lists of arrays    state : None at first    eta : learning rate, > 0    eps : > 0, keeps from 0/0
    returns (a list of arrays, state)

    >>> params, state = adagrad_step([np.array([1.0])], [np.array([3.0])], None, 0.5, 1e-10)
    >>> params[0].round(6)
    array([0.5])

    s = s + g^2; p = p - eta g / (sqrt(s) + eps).

    Source: Duchi et al. (2011); torch.optim.Adagrad.
    """
    squares = [np.zeros_like(p, dtype=float) for p in params] if state is None else state
    squares = [s + g**2 for s, g in zip(squares, grads, strict=True)]
    return [_scaled_step(p, g, s, eta, eps) for p, g, s in zip(params, grads, squares, strict=True)], squares


def rmsprop_step(params, grads, state, eta, rho, eps):
    """Return (params, state) after one step of RMSProp: AdaGrad with a memory that fades.

    params, grads : lists of arrays    state : None at first    eta : learning rate, > 0    rho : from 0 to below 1
    eps : > 0, keeps from 0/0    returns (a list of arrays, state)

    >>> params, state = rmsprop_step([np.array([1.0])], [np.array([3.0])], None, 0.25, 0.75, 1e-10)
    >>> params[0].round(6)
    array([0.5])

    s = rho s + (1 - rho) g^2; p = p - eta g / (sqrt(s) + eps).

    Source: Tieleman and Hinton (2012), lecture 6.5; torch.optim.RMSprop.
    """
    squares = [np.zeros_like(p, dtype=float) for p in params] if state is None else state
    squares = [rho * s + (1.0 - rho) * g**2 for s, g in zip(squares, grads, strict=True)]
    return [_scaled_step(p, g, s, eta, eps) for p, g, s in zip(params, grads, squares, strict=True)], squares


def adam_step(params, grads, state, t, eta, beta1, beta2, eps):
    """Return (params, state) after one step of Adam: momentum over RMSProp, both corrected for their start at 0.

    params, grads : lists of arrays    state : None at first    t : the number of this step, from 1
    eta : learning rate, > 0    beta1, beta2 : from 0 to below 1    eps : > 0    returns (a list of arrays, state)

    >>> params, state = adam_step([np.array([1.0])], [np.array([3.0])], None, 1, 0.5, 0.9, 0.999, 1e-8)
    >>> params[0].round(6)
    array([0.5])

    m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2;
    p = p - eta (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + eps).

    Source: Kingma and Ba (2015), algorithm 1; torch.optim.Adam.
    """
    zeros = [np.zeros_like(p, dtype=float) for p in params]
    means, squares = (zeros, zeros) if state is None else state
    means = [beta1 * m + (1.0 - beta1) * g for m, g in zip(means, grads, strict=True)]
    squares = [beta2 * v + (1.0 - beta2) * g**2 for v, g in zip(squares, grads, strict=True)]
    stepped = [
        _scaled_step(p, m / (1.0 - beta1**t), v / (1.0 - beta2**t), eta, eps)
        for p, m, v in zip(params, means, squares, strict=True)
    ]
    return stepped, (means, squares)


def _scaled_step(p, g, squares, eta, eps):
    return p - eta * g / (np.sqrt(squares) + eps)
