"""The same network in PyTorch: parameters across and back, gradients compared, and the loop that trains.

PyTorch is loaded when one of these functions is called, and not before. Where it is not installed annlab's stand-in takes
its place, which has the same names and gives the same figures.
"""

import numpy as np

from annlab.nn.backprop import backward, output_delta
from annlab.nn.descent import relative_error
from annlab.nn.network import forward
from annlab.standin import library


def to_torch(params, activations):
    """Return the network as an nn.Sequential in float64: for each layer a Linear, then its activation.

    params : list of (W, b)    activations : "identity", "relu", "tanh" or "sigmoid", one for each layer
    returns a model with parameters of its own: training it changes nothing in params

    "identity" needs no module. The weights go across as they are, with no transpose.

    >>> model = to_torch([(np.array([[1.0, 2.0]]), np.array([0.5]))], ["relu"])
    >>> len(model), tuple(model[0].weight.shape)
    (2, (1, 2))

    Source: the PyTorch documentation, torch.nn.Sequential and torch.nn.Linear.
    """
    torch = library()
    modules = {"relu": torch.nn.ReLU, "tanh": torch.nn.Tanh, "sigmoid": torch.nn.Sigmoid}
    layers = []
    for (W, b), name in zip(params, activations, strict=True):
        linear = torch.nn.Linear(W.shape[1], W.shape[0], dtype=torch.float64)
        with torch.no_grad():
            linear.weight.copy_(torch.tensor(W))
            linear.bias.copy_(torch.tensor(b))
        layers += [linear, *([modules[name]()] if name in modules else [])]
    return torch.nn.Sequential(*layers)


def from_torch(model):
    """Return the parameters of an nn.Sequential as arrays of their own: a list of (W, b), one for each Linear.

    model : nn.Sequential of Linear layers and activations
    returns a list of (W, b), W of (n_out, n_in), b of (n_out,)

    >>> params = [(np.array([[1.0, 2.0]]), np.array([0.5]))]
    >>> from_torch(to_torch(params, ["tanh"]))
    [(array([[1., 2.]]), array([0.5]))]

    Source: the PyTorch documentation, torch.Tensor.detach and torch.Tensor.numpy.
    """
    linears = [layer for layer in model if hasattr(layer, "weight")]
    return [tuple(p.detach().numpy().copy() for p in (layer.weight, layer.bias)) for layer in linears]


def compare_gradients(params, X, y):
    """Return the relative error between backward's gradients and those of autograd, over all their numbers.

    params : list of (W, b)    X : (N, d)    y : (N, K)    returns a float, ||a - b|| / (||a|| + ||b||)

    The network has relu in its hidden layers, identity in the last one, and the mean squared error. The model is
    that of to_torch.

    >>> params = [(np.array([[1.0, -2.0]]), np.array([0.5]))]
    >>> compare_gradients(params, np.array([[1.0, 3.0], [0.5, 2.0]]), np.array([[1.0], [0.0]])) < 1e-12
    True

    Source: the PyTorch documentation, torch.Tensor.backward; relative error as in chapter 07.
    """
    torch = library()
    activations = ["relu"] * (len(params) - 1) + ["identity"]
    y_hat, cache = forward(X, params, activations)
    ours = backward(output_delta(y_hat, y, "mse", "identity"), cache, params, activations)
    model = to_torch(params, activations)
    torch.nn.functional.mse_loss(model(torch.tensor(X)), torch.tensor(y)).backward()
    theirs = [p.grad.numpy() for p in model.parameters()]
    return float(relative_error(_row(part for pair in ours for part in pair), _row(theirs)))


def _row(arrays):
    return np.concatenate([np.ravel(a) for a in arrays])


def torch_fit(params, activations, X, y, eta, steps):
    """Return (params, losses) after so many steps of PyTorch's Adam on the mean squared error of all examples.

    params : list of (W, b), stays as it is    activations : names    X : (N, d)    y : (N, K)
    eta : learning rate    steps : int
    returns (list of (W, b), (steps,) losses: entry i is the loss before step i)

    >>> params, losses = torch_fit([(np.array([[0.0]]), np.array([0.0]))], ["identity"], np.eye(1), np.eye(1), 0.5, 2)
    >>> losses.round(6)
    array([1., 0.])

    Source: the PyTorch documentation, torch.optim; Kingma and Ba (2015), algorithm 1.
    """
    torch = library()
    model, losses = to_torch(params, activations), []
    optimizer = torch.optim.Adam(model.parameters(), lr=eta)
    inputs, targets = torch.tensor(X), torch.tensor(y)
    for _ in range(steps):
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(model(inputs), targets)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return from_torch(model), np.array(losses)
