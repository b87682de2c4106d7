"""The bug of chapter 10 is where its question says, and what its questions claim of the optimisers is so."""

import ast
from pathlib import Path

import numpy as np
import pytest

from annlab import nn
from annlab.exercises.optimizers import adagrad_stalls, hunt_state, sparse_features

SOURCE = (Path(__file__).parents[2] / "solutions" / "10_optimizers" / "10_optimizers.py").read_text(encoding="utf-8")


def lettered(letter):
    return next(text for text in SOURCE.splitlines() if text.rstrip().endswith(f"# {letter}"))


def training(mended):
    """Return the notebook's broken_training, with the memory made before the loop where asked."""
    text = ast.unparse(next(n for n in ast.parse(SOURCE).body if getattr(n, "name", "") == "broken_training"))
    assert text.count("state = None") == 1
    if mended:
        text = text.replace("        state = None\n", "").replace("    for epoch", "    state = None\n    for epoch", 1)
    space = {"np": np, "cut": nn.minibatches, "adam": nn.adam_step, "logistic_gradient": nn.logistic_gradient}
    exec(text, space)
    return space["broken_training"]


@pytest.mark.parametrize("mended", [False, True])
def test_the_jolt_comes_of_the_lettered_line(mended):
    assert lettered(hunt_state.right).strip().startswith("state = None")
    rng = np.random.default_rng(1)
    X = rng.normal(size=(1000, 2))
    y = (nn.sigmoid(2 * X[:, 0]) > rng.random(1000)).astype(float)
    moved = np.reshape(training(mended)(X, y, 20, rng), (20, 100))
    jolts = moved[5:, 0] / np.median(moved[5:], axis=1)
    assert np.median(jolts) < 2 if mended else np.median(jolts) > 2


def test_an_empty_memory_taken_for_a_full_one_makes_a_long_step():
    assert "empty memory is taken for a full one" in hunt_state.reasons[hunt_state.because]
    steps = [nn.adam_step([np.zeros(1)], [np.ones(1)], None, t, 1.0, 0.9, 0.999, 1e-8)[0][0][0] for t in (1, 1001)]
    assert steps[0] == pytest.approx(-1) and steps[1] < -2.4


def test_a_rare_weight_still_takes_long_steps_with_adagrad():
    assert "AdaGrad" in sparse_features.choices[sparse_features.right]
    params, state = [np.zeros(2)], None
    for t in range(5000):
        before = params
        params, state = nn.adagrad_step(params, [np.array([1.0, float(t % 1000 == 999)])], state, 0.5, 1e-10)
    often, seldom = np.abs(params[0] - before[0])
    assert seldom > 20 * often
    assert f"{0.9**1000:.0e}" in sparse_features.replies["B"]


def test_adagrad_stalls_under_a_steady_gradient_and_rmsprop_does_not():
    assert (
        "RMSProp" in adagrad_stalls.choices[adagrad_stalls.right]
        and "sum" in adagrad_stalls.reasons[adagrad_stalls.because]
    )
    lengths = {}
    for step, settings in ((nn.adagrad_step, (0.1, 1e-10)), (nn.rmsprop_step, (0.1, 0.99, 1e-8))):
        params, state = [np.zeros(1)], None
        for _ in range(2000):
            before = params
            params, state = step(params, [np.ones(1)], state, *settings)
        lengths[step] = float(before[0][0] - params[0][0])
    assert lengths[nn.adagrad_step] == pytest.approx(0.1 / np.sqrt(2000)) and lengths[nn.rmsprop_step] == pytest.approx(
        0.1
    )
