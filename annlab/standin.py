"""A stand-in for PyTorch, for chapter 14 where PyTorch is not installed: the few names that the chapter uses, in NumPy.

It has torch's names, torch's defaults and torch's formulas for tensors that remember how they were made, linear layers,
three activations, the mean squared error, SGD and Adam. tests/nn/test_pytorch.py holds it to figures that PyTorch gave. It is
no PyTorch: it is slow, knows no GPU, and whatever else torch can do it cannot.
"""

import contextlib
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np

__version__ = "stand-in"
float32, float64 = np.dtype("float32"), np.dtype("float64")
_NAMES = {float32: "Float", float64: "Double"}
_state = SimpleNamespace(default=float32, grad=True)


def library():
    """Return PyTorch where it is installed, else this module."""
    try:
        import torch
    except ImportError:
        return sys.modules[__name__]
    return torch


def figures():
    """Return what PyTorch itself said of one 3-4-4-1 network, and, under "made_by" and "with", how that was found out."""
    found = json.loads(Path(__file__).with_name("standin_figures.json").read_text(encoding="utf-8"))
    arrays = {name: np.array(found[name]) for name in ("X", "y", "gradients", "losses", "after")}
    return found | arrays | {"params": [(np.array(W), np.array(b)) for W, b in found["params"]]}


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    raise AttributeError(f"the stand-in has no {name}. With PyTorch itself, pip install 'annlab[torch]', you have all of it.")


class Tensor:
    """An array that remembers which tensors it was made of, so that backward() finds their gradients."""

    __array_priority__ = 100

    def __init__(self, array, requires_grad=False, parents=()):
        self._array, self.grad = array, None
        self._parents = [(p, slope) for p, slope in parents if p.requires_grad] if _state.grad else []
        self.requires_grad = requires_grad or bool(self._parents)

    shape = property(lambda self: self._array.shape)
    dtype = property(lambda self: self._array.dtype)
    ndim = property(lambda self: self._array.ndim)
    T = property(lambda self: Tensor(self._array.T, parents=[(self, lambda g: g.T)]))
    is_leaf = property(lambda self: not self._parents)

    @property
    def data(self):
        return Tensor(self._array)

    @data.setter
    def data(self, other):
        self._array = other._array

    def backward(self):
        if self._array.size != 1:
            raise RuntimeError("grad can be implicitly created only for scalar outputs")
        if not self.requires_grad:
            raise RuntimeError("element 0 of tensors does not require grad and does not have a grad_fn")
        order, slopes = _sorted(self), {id(self): np.ones_like(self._array)}
        for node in reversed(order):
            slope = slopes.pop(id(node))
            if node.is_leaf:
                node.grad = Tensor(slope.copy() if node.grad is None else node.grad._array + slope)
            for parent, back in node._parents:
                slopes[id(parent)] = slopes.get(id(parent), 0.0) + _fitted(back(slope), parent.shape)

    def detach(self):
        return Tensor(self._array)

    def numpy(self):
        if self.requires_grad:
            raise RuntimeError("Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.")
        return self._array

    def clone(self):
        return Tensor(self._array.copy(), parents=[(self, lambda g: g)])

    def copy_(self, other):
        self._writes()
        if not isinstance(other, Tensor):
            raise TypeError(f"copy_(): argument 'other' (position 1) must be Tensor, not {type(other).__name__}")
        try:
            self._array[...] = other._array
        except ValueError:
            shapes = f"{list(self.shape)} doesn't match the shape {list(other.shape)}"
            raise RuntimeError(f"output with shape {shapes} of what is copied") from None
        return self

    def add_(self, other):
        self._writes()
        self._array += _array_of(other)
        return self

    def requires_grad_(self, needed=True):
        self.requires_grad = needed
        return self

    def to(self, dtype):
        return Tensor(self._array.astype(dtype), parents=[(self, lambda g: g.astype(self.dtype))])

    def _writes(self):
        if self.requires_grad and self.is_leaf and _state.grad:
            raise RuntimeError("a leaf Variable that requires grad is being used in an in-place operation.")

    def __add__(self, other):
        return Tensor(self._array + _array_of(other), parents=_both(self, lambda g: g, other, lambda g: g))

    def __mul__(self, other):
        a, b = self._array, _array_of(other)
        return Tensor(a * b, parents=_both(self, lambda g: g * b, other, lambda g: g * a))

    def __matmul__(self, other):
        _same_type(self, other)
        a, b = self._array, other._array
        return Tensor(a @ b, parents=_both(self, lambda g: g @ b.T, other, lambda g: a.T @ g))

    def __pow__(self, n):
        a = self._array
        return Tensor(a**n, parents=[(self, lambda g: g * n * a ** (n - 1))])

    def sum(self):
        return Tensor(np.asarray(self._array.sum()), parents=[(self, lambda g: g * np.ones_like(self._array))])

    def relu(self):
        on = self._array > 0
        return Tensor(np.where(on, self._array, 0).astype(self.dtype), parents=[(self, lambda g: g * on)])

    def tanh(self):
        t = np.tanh(self._array)
        return Tensor(t, parents=[(self, lambda g: g * (1 - t * t))])

    def sigmoid(self):
        s = 1 / (1 + np.exp(-np.clip(self._array, -700, 700)))
        return Tensor(s, parents=[(self, lambda g: g * s * (1 - s))])

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return -self + other

    def __truediv__(self, other):
        return self * (other**-1.0)

    def mean(self):
        return self.sum() * (1.0 / self._array.size)

    def square(self):
        return self**2

    def double(self):
        return self.to(float64)

    def float(self):
        return self.to(float32)

    def item(self):
        return self._array.item()

    def tolist(self):
        return self._array.tolist()

    def numel(self):
        return self._array.size

    def size(self, *axis):
        return self.shape[axis[0]] if axis else self.shape

    def reshape(self, *shape):
        return Tensor(self._array.reshape(*shape), parents=[(self, lambda g: g.reshape(self.shape))])

    def flatten(self):
        return self.reshape(-1)

    ravel, view = flatten, reshape

    def __getitem__(self, key):
        def back(g):
            whole = np.zeros_like(self._array)
            np.add.at(whole, key, g)
            return whole

        return Tensor(np.asarray(self._array[key]), parents=[(self, back)])

    def __len__(self):
        return len(self._array)

    def __float__(self):
        return float(self._array)

    def __array__(self, dtype=None, copy=None):
        return np.array(self.numpy(), dtype=dtype)

    def __repr__(self):
        return f"tensor({np.array2string(self._array, precision=4, separator=', ')})"

    __radd__, __rmul__ = __add__, __mul__


def _sorted(last):
    order, seen = [], set()

    def visit(node):
        if id(node) not in seen:
            seen.add(id(node))
            for parent, _ in node._parents:
                visit(parent)
            order.append(node)

    visit(last)
    return order


def _fitted(slope, shape):
    """Return the slope for what was stretched to slope.shape: added up along the stretched axes."""
    slope = slope.sum(axis=tuple(range(slope.ndim - len(shape))))
    stretched = tuple(i for i, n in enumerate(shape) if n == 1 and slope.shape[i] > 1)
    return slope.sum(axis=stretched, keepdims=True) if stretched else slope


def _array_of(value):
    return value._array if isinstance(value, Tensor) else value


def _both(one, slope, other, other_slope):
    return [(one, slope), *([(other, other_slope)] if isinstance(other, Tensor) else [])]


def _same_type(one, other):
    if one.dtype != other.dtype:
        names = f"{_NAMES.get(one.dtype, one.dtype)} and {_NAMES.get(other.dtype, other.dtype)}"
        raise RuntimeError(f"mat1 and mat2 must have the same dtype, but got {names}")


# ---- making tensors ----


def tensor(data, dtype=None, requires_grad=False):
    """Return a new tensor that holds a copy of the data; lists of numbers become float32, as in torch."""
    array = np.array(_array_of(data))
    wanted = dtype or (_state.default if not isinstance(data, (np.ndarray, Tensor)) and array.dtype == float64 else array.dtype)
    return Tensor(array.astype(wanted), requires_grad)


def from_numpy(array):
    return Tensor(array)


def as_tensor(data, dtype=None):
    return Tensor(data) if isinstance(data, np.ndarray) and dtype in (None, data.dtype) else tensor(data, dtype)


def set_default_dtype(dtype):
    _state.default = np.dtype(dtype)


def get_default_dtype():
    return _state.default


def set_num_threads(n):
    """Do nothing: NumPy has its own."""


@contextlib.contextmanager
def no_grad():
    before, _state.grad = _state.grad, False
    try:
        yield
    finally:
        _state.grad = before


def cat(tensors):
    return Tensor(np.concatenate([t._array for t in tensors]))


def relu(t):
    return t.relu()


def tanh(t):
    return t.tanh()


def sigmoid(t):
    return t.sigmoid()


def mean(t):
    return t.mean()


def sum(t):
    return t.sum()


# ---- torch.nn ----


class Parameter(Tensor):
    """A tensor that a model learns."""

    def __init__(self, data, requires_grad=True):
        super().__init__(data._array, requires_grad)


class Module:
    def __setattr__(self, name, value):
        if isinstance(vars(self).get(name), Parameter) and not isinstance(value, (Parameter, type(None))):
            raise TypeError(f"cannot assign '{type(value).__name__}' as parameter '{name}' (torch.nn.Parameter or None expected)")
        super().__setattr__(name, value)

    def __call__(self, x):
        return self.forward(x)

    def children(self):
        found = [v for v in vars(self).values() if isinstance(v, Module)]
        return iter([*found, *vars(self).get("_layers", [])])

    def modules(self):
        yield self
        for child in self.children():
            yield from child.modules()

    def parameters(self):
        for module in self.modules():
            yield from (v for v in vars(module).values() if isinstance(v, Parameter))

    def to(self, dtype):
        for p in self.parameters():
            p._array = p._array.astype(dtype)
        return self

    def double(self):
        return self.to(float64)

    def float(self):
        return self.to(float32)

    def zero_grad(self):
        for p in self.parameters():
            p.grad = None

    def train(self, mode=True):
        return self

    eval = train

    def __repr__(self):
        return f"{type(self).__name__}()"


class Linear(Module):
    def __init__(self, in_features, out_features, bias=True, dtype=None):
        self.in_features, self.out_features = in_features, out_features
        draw = np.random.default_rng().uniform
        reach, dtype = in_features**-0.5, dtype or _state.default
        self.weight = Parameter(Tensor(draw(-reach, reach, size=(out_features, in_features)).astype(dtype)))
        self.bias = Parameter(Tensor(draw(-reach, reach, size=out_features).astype(dtype))) if bias else None

    def forward(self, x):
        _same_type(x, self.weight)
        z = x @ self.weight.T
        return z if self.bias is None else z + self.bias

    def __repr__(self):
        return f"Linear(in_features={self.in_features}, out_features={self.out_features}, bias={self.bias is not None})"


class ReLU(Module):
    def forward(self, x):
        return x.relu()


class Tanh(Module):
    def forward(self, x):
        return x.tanh()


class Sigmoid(Module):
    def forward(self, x):
        return x.sigmoid()


class Identity(Module):
    def forward(self, x):
        return x


class Sequential(Module):
    def __init__(self, *layers):
        for layer in layers:
            if not isinstance(layer, Module):
                raise TypeError(f"{type(layer).__name__} is not a Module subclass")
        self._layers = list(layers)

    def forward(self, x):
        for layer in self._layers:
            x = layer(x)
        return x

    def append(self, layer):
        self._layers.append(layer)
        return self

    def __iter__(self):
        return iter(self._layers)

    def __len__(self):
        return len(self._layers)

    def __getitem__(self, i):
        return self._layers[i]

    def __repr__(self):
        return "Sequential(\n" + "\n".join(f"  ({i}): {layer!r}" for i, layer in enumerate(self._layers)) + "\n)"


def _mse_loss(y_hat, y):
    return ((y_hat - y) ** 2).mean()


class MSELoss(Module):
    def __call__(self, y_hat, y):
        return _mse_loss(y_hat, y)


nn = SimpleNamespace(
    **{c.__name__: c for c in (Module, Parameter, Linear, ReLU, Tanh, Sigmoid, Identity, Sequential, MSELoss)},
    functional=SimpleNamespace(mse_loss=_mse_loss, relu=relu, tanh=tanh, sigmoid=sigmoid),
)


# ---- torch.optim ----


class _Optimizer:
    def __init__(self, params, lr):
        self._params, self._lr, self._memory = list(params), lr, {}

    def zero_grad(self):
        for p in self._params:
            p.grad = None

    def step(self):
        for i, p in enumerate(self._params):
            if p.grad is not None:
                p._array -= self._lr * self._move(i, p.grad._array)


class SGD(_Optimizer):
    def __init__(self, params, lr=1e-3, momentum=0.0):
        super().__init__(params, lr)
        self._momentum = momentum

    def _move(self, i, g):
        self._memory[i] = self._momentum * self._memory[i] + g if i in self._memory else g
        return self._memory[i]


class Adam(_Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        super().__init__(params, lr)
        self._betas, self._eps = betas, eps

    def _move(self, i, g):
        one, two = self._betas
        m, v, t = self._memory.get(i, (0.0, 0.0, 0))
        m, v, t = one * m + (1 - one) * g, two * v + (1 - two) * g**2, t + 1
        self._memory[i] = m, v, t
        return m / (1 - one**t) / (np.sqrt(v / (1 - two**t)) + self._eps)


optim = SimpleNamespace(SGD=SGD, Adam=Adam)
