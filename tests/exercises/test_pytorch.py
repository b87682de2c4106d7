"""The bug of chapter 14 is where its question says, and what its text claims is so."""

import ast
from pathlib import Path

import numpy as np
import pytest

from annlab import check, nn
from annlab.exercises.pytorch import hunt_twins
from annlab.nn import pytorch
from annlab.standin import library

SOURCE = (Path(__file__).parents[2] / "solutions" / "14_pytorch" / "14_pytorch.py").read_text(encoding="utf-8")


def broken_fit(mended=False):
    """Return the notebook's broken_fit, with its wrong line put right where asked."""
    text = ast.unparse(next(node for node in ast.parse(SOURCE).body if getattr(node, "name", "") == "broken_fit"))
    assert text.count("y_hat - targets") == 1
    space = {"torch": library(), "use": lambda f: f, "to_torch": pytorch.to_torch}
    exec(text.replace("y_hat - targets", "y_hat.reshape(-1) - targets") if mended else text, space)
    return space["broken_fit"]


@pytest.fixture(scope="module")
def run():
    rng = np.random.default_rng(3)
    X = rng.normal(size=(40, 3))
    y = np.tanh(X[:, 0]) * X[:, 1] + 0.5 * X[:, 2]
    return nn.init_network([3, 8, 1], rng), ["tanh", "identity"], X, y, 300


def test_the_lettered_line_is_the_wrong_one(run):
    line = next(text for text in SOURCE.splitlines() if text.rstrip().endswith(f"# {hunt_twins.right}"))
    assert "y_hat - targets" in line
    params, activations, X, y, steps = run
    good = pytorch.torch_fit(params, activations, X, y[:, None], 0.05, steps)[1][-1]
    assert broken_fit(mended=True)(*run) == pytest.approx(good, rel=1e-6) and good < 0.01


def test_it_learns_the_mean_of_all_targets_and_stops_there(run):
    assert "each output is held against each target" in hunt_twins.reasons[hunt_twins.because]
    assert broken_fit()(*run) == pytest.approx(run[3].var(), rel=1e-3)


def test_the_notebook_draws_the_network_that_the_figures_are_stored_for():
    from annlab.standin import figures

    stored, rng = figures(), np.random.default_rng(14)
    params = nn.init_network([3, 4, 4, 1], rng)
    assert all(np.allclose(a, b) for one, two in zip(params, stored["params"], strict=True) for a, b in zip(one, two, strict=True))
    assert np.allclose(rng.normal(size=(20, 3)), stored["X"]) and np.allclose(rng.normal(size=(20, 1)), stored["y"])


def test_a_layer_that_keeps_its_random_start_is_told_which_of_its_parts():
    def to_torch(parts):
        def made(params, activations):
            torch, layers = library(), []
            for (W, b), name in zip(params, activations, strict=True):
                linear = torch.nn.Linear(W.shape[1], W.shape[0], dtype=torch.float64)
                with torch.no_grad():
                    for part, numbers in (("weight", W), ("bias", b)):
                        if part in parts:
                            getattr(linear, part).copy_(torch.tensor(numbers))
                bend = {"relu": torch.nn.ReLU, "tanh": torch.nn.Tanh, "sigmoid": torch.nn.Sigmoid}.get(name)
                layers += [linear, bend()] if bend else [linear]
            return torch.nn.Sequential(*layers)

        return check("to_torch", made)

    assert to_torch(("weight", "bias")).verdict == "right"
    assert to_torch(("weight",)).mistake == "the biases stay at the random start of a new layer"
    assert to_torch(("bias",)).mistake == "the weights stay at the random start of a new layer"
    assert to_torch(()).mistake == "your numbers never come into the layers, which keep their random start"


def test_a_gradient_that_was_never_made_is_explained():
    def compare_gradients(params, X, y):
        model = pytorch.to_torch(params, ["relu"] * (len(params) - 1) + ["identity"])
        return sum(p.grad.numpy().sum() for p in model.parameters())

    assert ".grad is None until backward() has run" in check("compare_gradients", compare_gradients).next_step
