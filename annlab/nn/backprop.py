"""Backpropagation: the gradients of all weights and biases of a network in one pass from its end to its start.

dA, dZ, dW, db stand for dL/dA and so on; dZ of the last layer already holds the loss's 1/N.
"""

import numpy as np

from annlab.nn.activations import SLOPES, softmax
from annlab.nn.descent import gradient_step, numerical_gradient, relative_error
from annlab.nn.losses import EPS, LOSSES, d_binary_cross_entropy, d_mse
from annlab.nn.network import forward


def activation_backward(dA, Z, name):
    """Return dZ from dA: the way back through an activation.

    dA, Z : (N, K)    name : of an activation, "softmax" too    returns (N, K)

    >>> activation_backward(np.array([[2.0, 2.0]]), np.array([[-1.0, 3.0]]), "relu")
    array([[0., 2.]])

    Source: Goodfellow et al., Deep Learning (2016), algorithm 6.4.

    dA times the slope at Z, entry by entry. Softmax mixes the units of a row: dz_j = p_j (da_j - sum_i da_i p_i).
    """
    if name == "softmax":
        P = softmax(Z)
        return P * (dA - np.sum(dA * P, axis=1, keepdims=True))
    return dA * SLOPES[name](Z)


def dense_backward(dZ, A_prev, W):
    """Return (dA_prev, dW, db) of a layer whose weighted sums were Z = A_prev @ W.T + b.

    dZ : (N, n_out)    A_prev : (N, n_in)    W : (n_out, n_in)
    returns dA_prev of (N, n_in), dW of (n_out, n_in), db of (n_out,)

    >>> dZ, A_prev, W = np.array([[1.0], [2.0]]), np.array([[3.0], [4.0]]), np.array([[5.0]])
    >>> dA_prev, dW, db = dense_backward(dZ, A_prev, W)
    >>> dA_prev.tolist(), dW.tolist(), db.tolist()
    ([[5.0], [10.0]], [[11.0]], [3.0])

    Source: Goodfellow et al., Deep Learning (2016), algorithm 6.4.
    """
    return dZ @ W, dZ.T @ A_prev, dZ.sum(axis=0)


def backward(dZ_out, cache, params, activations):
    """Return the gradients of all parameters, layer by layer, from dL/dZ of the last layer.

    dZ_out : (N, n_out)    cache : from forward    params : list of (W, b)
    activations : list of names    returns a list of (dW, db), the first layer first

    >>> params = [(np.array([[2.0]]), np.zeros(1)), (np.array([[3.0]]), np.zeros(1))]
    >>> names = ["relu", "identity"]
    >>> y_hat, cache = forward(np.array([[1.0]]), params, names)
    >>> grads = backward(np.array([[1.0]]), cache, params, names)
    >>> [(dW.item(), db.item()) for dW, db in grads]
    [(3.0, 3.0), (2.0, 1.0)]

    Source: Rumelhart, Hinton and Williams (1986); Goodfellow et al., Deep Learning (2016), algorithm 6.4.
    """
    grads, dZ = [], dZ_out
    for layer in reversed(range(len(params))):
        A_prev, _ = cache[layer]
        dA_prev, dW, db = dense_backward(dZ, A_prev, params[layer][0])
        grads.append((dW, db))
        if layer > 0:
            dZ = activation_backward(dA_prev, cache[layer - 1][1], activations[layer - 1])
    return grads[::-1]


def output_delta(y_hat, y, loss, activation):
    """Return dL/dZ of the last layer, from what the network says and what it should say.

    y_hat, y : (N, K)    activation : of the last layer
    loss : "mse" with any activation, "binary_cross_entropy" with "sigmoid", "cross_entropy" with "softmax"
    returns (N, K), which already holds the loss's 1/N

    >>> output_delta(np.array([[0.75]]), np.array([[1.0]]), "binary_cross_entropy", "sigmoid")
    array([[-0.25]])

    Source: Bishop, Pattern Recognition and Machine Learning (2006), section 5.3 and eq. 5.54.

    Sigmoid with binary cross-entropy, softmax with cross-entropy and identity with (half the) mse leave y_hat - y: the
    activation's slope cancels against the loss's. Elsewhere both stand: dL/dy_hat times the slope, here from y_hat.
    (Other pairs of loss and activation work too, where they make sense.)
    """
    if (loss, activation) == ("binary_cross_entropy", "sigmoid"):
        return (y_hat - y) / np.size(y)
    if (loss, activation) == ("cross_entropy", "softmax"):
        return (y_hat - y) / len(y)
    dA = _loss_slope(y_hat, y, loss)
    if activation == "softmax":
        return y_hat * (dA - np.sum(dA * y_hat, axis=1, keepdims=True))
    return dA * SLOPES_FROM_OUTPUT[activation](y_hat)


def _loss_slope(y_hat, y, loss):
    if loss == "cross_entropy":
        return -y / np.clip(y_hat, EPS, 1.0) / len(y)
    return {"mse": d_mse, "binary_cross_entropy": d_binary_cross_entropy}[loss](y_hat, y)


SLOPES_FROM_OUTPUT = {  # the slope of an activation, written with its output a in place of z
    "identity": np.ones_like,
    "step": np.zeros_like,
    "sigmoid": lambda a: a * (1.0 - a),
    "tanh": lambda a: (1.0 - a) * (1.0 + a),
    "relu": lambda a: np.where(a > 0, 1.0, 0.0),
    "softplus": lambda a: -np.expm1(-a),
}


def gradient_check(params, grads, X, y, activations, loss):
    """Return the relative error of the gradients that are given against numerical ones.

    params, grads : lists of (W, b) and (dW, db)    X : (N, d)    y : (N, K)
    activations, loss : names    returns a number from 0 to 1, right to within 1e-6

    All parameters in one long row: ||given - numerical|| / (||given|| + ||numerical||).

    >>> params, X, y = [(np.array([[2.0]]), np.array([0.0]))], np.array([[1.0]]), np.array([[0.0]])
    >>> half = [(np.array([[2.0]]), np.array([2.0]))]  # 4.0 and 4.0 would be right
    >>> round(float(gradient_check(params, half, X, y, ["identity"], "mse")), 6)
    0.333333

    Source: Goodfellow et al., Deep Learning (2016), section 11.5.
    """
    theta = _flat(params)

    def cost(theta):
        y_hat, _ = forward(X, _unflat(theta, params), activations)
        return LOSSES[loss](y_hat, y)

    return relative_error(_flat(grads), numerical_gradient(cost, theta))


def _flat(params):
    return np.concatenate([np.ravel(part) for pair in params for part in pair])


def _unflat(theta, params):
    made, start = [], 0
    for pair in params:
        layer = []
        for part in pair:
            layer.append(theta[start : start + part.size].reshape(part.shape))
            start += part.size
        made.append(tuple(layer))
    return made


def train_step(params, X, y, activations, loss, eta):
    """Return the parameters after one step of gradient descent on a batch, and the loss before it.

    params : list of (W, b)    X : (N, d)    y : (N, K)    activations, loss : names
    eta : learning rate, > 0    returns (a new list of (W, b), a number)

    >>> params, X, y = [(np.array([[0.0]]), np.zeros(1))], np.array([[1.0]]), np.array([[2.0]])
    >>> params, before = train_step(params, X, y, ["identity"], "mse", 0.25)
    >>> float(before), params[0][0].item(), params[0][1].item()
    (4.0, 1.0, 1.0)

    Source: Goodfellow et al., Deep Learning (2016), algorithms 6.4 and 8.1.
    """
    y_hat, cache = forward(X, params, activations)
    grads = backward(output_delta(y_hat, y, loss, activations[-1]), cache, params, activations)
    stepped = [
        (gradient_step(W, dW, eta), gradient_step(b, db, eta)) for (W, b), (dW, db) in zip(params, grads, strict=True)
    ]
    return stepped, LOSSES[loss](y_hat, y)
