"""Chapter 14's references and the stand-in, held to figures that PyTorch gave, and to PyTorch itself where it is installed."""

import numpy as np
import pytest

from annlab import nn, standin
from annlab.checking import torch_adapters
from annlab.checking.adapters import adapted
from annlab.nn import pytorch

STORED = standin.figures()
RUN = STORED["params"], STORED["activations"], STORED["X"], STORED["y"]


def flat(pairs):
    return np.concatenate([np.ravel(part) for pair in pairs for part in pair])


def libraries():
    """Return the stand-in, and PyTorch where it is installed."""
    return [standin] if standin.library() is standin else [standin, standin.library()]


@pytest.fixture(params=libraries(), ids=lambda library: library.__version__)
def torch(request, monkeypatch):
    for room in (pytorch, torch_adapters):
        monkeypatch.setattr(room, "library", lambda: request.param)
    return request.param


def test_the_stored_figures_say_where_they_come_from():
    assert "PyTorch 2" in STORED["with"] and "benchmarks/pytorch_figures.py" in STORED["made_by"]
    assert STORED["gradients"].shape == (41,) and STORED["losses"].shape == (20,)


def test_backward_finds_the_41_gradients_that_pytorch_found():
    params, activations, X, y = RUN
    y_hat, cache = nn.forward(X, params, activations)
    grads = nn.backward(nn.output_delta(y_hat, y, "mse", "identity"), cache, params, activations)
    np.testing.assert_allclose(flat(grads), STORED["gradients"], rtol=1e-9, atol=1e-14)


def test_so_does_the_model(torch):
    params, activations, X, y = RUN
    model = pytorch.to_torch(params, activations)
    torch.nn.functional.mse_loss(model(torch.tensor(X)), torch.tensor(y)).backward()
    found = np.concatenate([p.grad.numpy().ravel() for p in model.parameters()])
    np.testing.assert_allclose(found, STORED["gradients"], rtol=1e-9, atol=1e-14)
    assert pytorch.compare_gradients(params, X, y) < 1e-12


def test_twenty_steps_are_pytorchs(torch):
    params, losses = pytorch.torch_fit(*RUN, STORED["eta"], 20)
    np.testing.assert_allclose(losses, STORED["losses"], rtol=1e-9)
    np.testing.assert_allclose(flat(params), STORED["after"], rtol=1e-9, atol=1e-12)


def test_twenty_steps_of_adam_in_numpy_are_pytorchs():
    params, activations, X, y = RUN
    now, state = [p for pair in params for p in pair], None
    for t in range(1, 21):
        layers = list(zip(now[::2], now[1::2], strict=True))
        y_hat, cache = nn.forward(X, layers, activations)
        grads = nn.backward(nn.output_delta(y_hat, y, "mse", "identity"), cache, layers, activations)
        now, state = nn.adam_step(now, [g for pair in grads for g in pair], state, t, STORED["eta"], 0.9, 0.999, 1e-8)
    np.testing.assert_allclose(np.concatenate([p.ravel() for p in now]), STORED["after"], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("activations", [["relu", "tanh", "sigmoid"], ["identity", "identity", "tanh"], ["sigmoid"] * 3])
def test_a_model_says_what_predict_says(torch, activations):
    params, _, X, _ = RUN
    said = pytorch.to_torch(params, activations)(torch.tensor(X)).detach().numpy()
    np.testing.assert_allclose(said, nn.predict(X, params, activations), rtol=1e-12, atol=1e-14)


def test_there_and_back_changes_nothing_and_shares_nothing(torch):
    params, activations, X, y = RUN
    before = flat(params)
    model = pytorch.to_torch(params, activations)
    again = pytorch.from_torch(model)
    with torch.no_grad():
        for p in model.parameters():
            p.add_(1.0)
    pytorch.torch_fit(*RUN, 0.1, 3)
    assert np.array_equal(flat(again), before) and np.array_equal(flat(params), before)
    assert all(W.dtype == b.dtype == np.float64 for W, b in again)


def test_a_wrong_gradient_of_any_layer_is_noticed(torch):
    params, _, X, y = RUN
    compared = adapted(pytorch.compare_gradients, "with_one_gradient_off")
    for layer in range(3):
        for part in ("weight", "bias"):
            assert compared(params, X, y, layer, part, 1.01) > 1e-5
    assert compared(params, X, y, 0, "weight", 1.0) < 1e-12


# ---- the stand-in behaves as PyTorch does ----


def test_gradients_add_up_until_they_are_cleared(torch):
    w = torch.tensor([3.0], requires_grad=True)
    for expected in (20.0, 40.0):
        ((w * 2.0 - 1.0) ** 2).mean().backward()
        assert w.grad.item() == expected


@pytest.mark.parametrize(
    "formula",
    [
        lambda a, b: (a @ b.T + b[0, 0]).tanh().sum(),
        lambda a, b: ((a - b) ** 2).mean() / (a * a).sum(),
        lambda a, b: (a[:, 1:] * b[:1, 1:]).sigmoid().sum() - b.mean(),
        lambda a, b: (2.0 - a).relu().reshape(-1)[1:4].sum() * b.sum(),
    ],
)
def test_slopes_are_those_of_central_differences(torch, formula):
    rng = np.random.default_rng(0)
    arrays = [rng.normal(size=(2, 3)), rng.normal(size=(2, 3))]
    tensors = [torch.tensor(a, requires_grad=True) for a in arrays]
    formula(*tensors).backward()

    def value(i, x):
        return formula(*[torch.tensor(x if j == i else a) for j, a in enumerate(arrays)]).item()

    for i, t in enumerate(tensors):
        slopes = nn.numerical_gradient(lambda x, i=i: value(i, x), arrays[i])
        np.testing.assert_allclose(t.grad.numpy(), slopes, rtol=1e-6, atol=1e-8)


def test_what_pytorch_refuses_is_refused(torch):
    layer = torch.nn.Linear(2, 1)
    with pytest.raises(RuntimeError, match="same dtype"):
        layer(torch.tensor(np.ones((1, 2))))
    with pytest.raises(RuntimeError, match="detach"):
        layer.weight.numpy()
    with pytest.raises(RuntimeError, match="in-place"):
        layer.weight.copy_(torch.tensor([[1.0, 2.0]]))
    with pytest.raises(TypeError, match="list is not a Module subclass"):
        torch.nn.Sequential([layer])
    with pytest.raises(RuntimeError, match="scalar outputs"):
        layer(torch.tensor([[1.0, 2.0], [1.0, 2.0]])).backward()


@pytest.mark.parametrize("beta", [0.0, 0.9])
def test_gradient_descent_is_chapter_10s(torch, beta):
    w = torch.tensor(np.array([1.0, -2.0]), requires_grad=True)
    optimizer, state, now = torch.optim.SGD([w], lr=0.1, momentum=beta), None, [np.array([1.0, -2.0])]
    for _ in range(5):
        optimizer.zero_grad()
        (w**2).sum().backward()
        optimizer.step()
        now, state = nn.momentum_step(now, [2 * now[0]], state, 0.1, beta)
    np.testing.assert_allclose(w.detach().numpy(), now[0], rtol=1e-12)


def test_what_the_stand_in_has_not_is_said():
    with pytest.raises(AttributeError, match="the stand-in has no compile"):
        standin.__getattr__("compile")
