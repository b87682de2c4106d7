"""The two loss curves of one network, checked on their frames."""

import numpy as np
import pytest

from annlab import nn
from annlab.visuals.twins import ACTIVATIONS, ETAS, SEEDS, STEPS, Twins, in_numpy, problem


def frame(figure, **changes):
    return figure.frame(figure.first() | changes)[0]


@pytest.mark.parametrize("log", [*ETAS, -1.0])
@pytest.mark.parametrize("seed", [0, SEEDS])
def test_numpy_and_torch_fit_make_one_curve(log, seed):
    shown = frame(Twins(), log=log, seed=seed)
    assert shown["say"].startswith("One curve") and np.allclose(shown["ours"], shown["theirs"], atol=1e-5)


def test_numpys_curve_is_that_of_full_batch_fit():
    X, y = problem()
    steps = [0]

    def adam(params, grads, state):
        steps[0] += 1
        return nn.adam_step(params, grads, state, steps[0], 0.03, 0.9, 0.999, 1e-8)

    history = nn.fit(X, y, [3, 4, 4, 1], ACTIVATIONS, "mse", adam, STEPS, len(X), np.random.default_rng(5))[1]
    start = nn.init_network([3, 4, 4, 1], np.random.default_rng(5))
    assert np.allclose(in_numpy(start, X, y, 0.03, STEPS), history)


def test_two_curves_are_told_apart_at_the_step_where_they_part():
    def gentler(params, activations, X, y, eta, steps):
        return nn.torch_fit(params, activations, X, y, eta / 2, steps)

    assert frame(Twins(gentler))["say"].startswith("Two curves: they differ from step 1 on")


@pytest.mark.parametrize("wrong", [lambda *a: np.zeros(STEPS), lambda *a: ([], [1.0]), lambda *a: (1, "losses")])
def test_what_is_no_pair_with_losses_is_named(wrong):
    shown = frame(Twins(wrong))
    assert shown["theirs"] is None and "should return (params, losses)" in shown["trouble"][0]
    assert shown["say"] == "Only NumPy's curve is there"
