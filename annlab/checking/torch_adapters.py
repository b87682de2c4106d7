"""Adapters for answers that make, read or train a model of PyTorch: what is judged is what the model does.

Models do not leave the process that they were made in. PyTorch is loaded at the first call, or its stand-in.
"""

import contextlib
import copy
import itertools
from collections.abc import Callable

import numpy as np

from annlab.standin import library


def model_at_work(to_torch: Callable) -> Callable:
    """Return (params, activations, X) -> what the model that was made says of X, how many numbers it would train, and which
    of its parts hold the random numbers that a new Linear begins with.

    Afterwards all its numbers are moved, so that an argument that the model shares comes back changed. What is no model is
    handed back as {"returned": it}.
    """

    def at_work(params, activations, X):
        torch = library()
        model = to_torch(params, activations)
        if not isinstance(model, torch.nn.Module):
            return {"returned": model}
        says = model(torch.tensor(X)).detach().numpy().copy()
        trained = [p for p in model.parameters() if p.requires_grad]
        drawn = _still_as_drawn(torch, model, params)
        _move(torch, model)
        return {"says": says, "trains": sum(p.numel() for p in trained), "as drawn": drawn}

    return at_work


def read_model(from_torch: Callable) -> Callable:
    """Return (params, activations) -> what the answer reads from a model of that network, seen after the model has moved on.

    A model that reading has changed is handed back as {"numbers of the model": those it holds now}.
    """

    def read(params, activations):
        torch = library()
        model = _model(torch, params, activations)
        result = from_torch(model)
        numbers = [p.tolist() for p in model.parameters()]
        if numbers != [p.tolist() for p in _model(torch, params, activations).parameters()]:
            return {"numbers of the model": numbers}
        _move(torch, model)
        return result

    return read


def with_one_gradient_off(compare_gradients: Callable) -> Callable:
    """Return (params, X, y, layer, part, factor) -> the answer while autograd finds factor times one of the gradients.

    layer: of which layer, from 0.    part: "weight" or "bias"
    """

    def compared(params, X, y, layer, part, factor):
        with _gradient_off(library(), len(params), layer, part, factor):
            return compare_gradients(params, X, y)

    return compared


def with_optimisers_loaded(torch_fit: Callable) -> Callable:
    """Return the answer itself: PyTorch loads much at an optimiser's first step, and that is no time of the answer's."""
    torch = library()
    w = torch.tensor([1.0], requires_grad=True)
    (w * w).sum().backward()
    torch.optim.Adam([w]).step()
    return torch_fit


@contextlib.contextmanager
def _gradient_off(torch, layers, layer, part, factor):
    """Let every Linear keep its values, and the one at `layer` pass on a wrong gradient."""
    calls, before = itertools.count(), torch.nn.Linear.forward

    def forward(self, x):
        weight, bias = self.weight, self.bias
        if next(calls) % layers == layer:
            weight, bias = (_steeper(weight, factor), bias) if part == "weight" else (weight, _steeper(bias, factor))
        return x @ weight.T + bias

    torch.nn.Linear.forward = forward
    try:
        yield
    finally:
        torch.nn.Linear.forward = before


def _steeper(tensor, factor):
    """Return a tensor of the same values, through which factor times the gradient comes back."""
    return tensor.detach() + factor * (tensor - tensor.detach())


def _model(torch, params, activations):
    modules = {"relu": torch.nn.ReLU, "tanh": torch.nn.Tanh, "sigmoid": torch.nn.Sigmoid, "identity": torch.nn.Identity}
    layers = []
    for (W, b), name in zip(params, activations, strict=True):
        linear = torch.nn.Linear(W.shape[1], W.shape[0], dtype=torch.float64)
        linear.weight.data, linear.bias.data = torch.tensor(copy.copy(W)), torch.tensor(copy.copy(b))
        layers += [linear] if name == "identity" else [linear, modules[name]()]
    return torch.nn.Sequential(*layers)


def _still_as_drawn(torch, model, params):
    """Return which of "weight" and "bias" hold in some layer not one of the numbers that were handed in, nor a 0."""
    given = np.abs(np.concatenate([[0.0], *(np.ravel(part) for pair in params for part in pair)]))
    linears = [m for m in model.modules() if isinstance(m, torch.nn.Linear)]
    parts = [(name, getattr(linear, name)) for name in ("weight", "bias") for linear in linears]
    held = [(name, np.abs(p.detach().numpy())[..., None]) for name, p in parts if p is not None]
    return sorted({name for name, numbers in held if not np.isclose(numbers, given, rtol=1e-5, atol=0).any()})


def _move(torch, model):
    with torch.no_grad():
        for p in model.parameters():
            p.add_(1.0)
