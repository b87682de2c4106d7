"""Show me the code: what it says, run, is the network that is shown."""

import numpy as np
import pytest

from annlab import nn
from annlab.visuals.playground import Playground
from annlab.visuals.playground_data import CLASSES, FEATURES, RULES
from annlab.visuals.trainer import OPTIMISERS

POINTS = np.random.default_rng(5).uniform(-1.5, 1.5, size=(40, 2))


def predictions(figure, given=None, **params):
    """Return (what the figure's network says to POINTS, what the network of its code says, the code)."""
    shown, _ = figure.frame(figure.first() | params | {"code": True})
    made = dict(given or {})
    exec(shown["code"], made)
    return figure._runs[0].says(POINTS)[0], made["predict"](POINTS), shown["code"]


@pytest.mark.parametrize("optimiser", list(OPTIMISERS))
@pytest.mark.parametrize("changes", [{}, {"l2": 0.01, "hidden": [], "data": "moons", "batch": 150}], ids=["plain", "regularised"])
def test_it_makes_the_same_network_again(optimiser, changes):
    shown, again, _ = predictions(Playground(optimiser=optimiser, **changes), t=37)
    assert np.array_equal(shown, again)


@pytest.mark.parametrize("data", [*CLASSES, *RULES])
def test_on_every_data_set_with_every_feature_and_an_activation_a_layer(data):
    figure = Playground(data=data, features=list(FEATURES), hidden=[3, 5], activation=["relu", "softplus"], init="init_he")
    shown, again, code = predictions(figure, t=21)
    assert np.array_equal(shown, again) and '"relu", "softplus"' in code and "np.sin(3 * x2)" in code


@pytest.mark.parametrize(
    "changes",
    [
        [[5, "eta", 0.3], [9, "optimiser", "sgd_step"]],
        [[9, "activations", ["relu", "identity"]]],
        [[3, "w0_1_1", 2.0, True], [8, "w0_1_1", 2.5, False], [9, "b2_0", -1.0, False]],
    ],
    ids=["settings", "activations", "by hand"],
)
def test_a_network_that_was_changed_on_the_way_is_given_by_its_numbers(changes):
    shown, again, code = predictions(Playground(), t=20, changes=changes)
    assert np.array_equal(shown, again) and "rng" not in code
    if changes[0][1] == "eta":
        assert "before step 6: eta = 0.3" in code and "optimiser = 'sgd_step'" in code
    if changes[0][1] == "w0_1_1":
        assert "by hand: 2 of the weights and biases" in code


def test_own_data_are_taken_as_they_are():
    X, y = np.random.default_rng(0).normal(size=(20, 2)), np.arange(20) % 2
    shown, again, _ = predictions(Playground(X=X, y=y), {"X": X, "y": y[:, None]}, t=9)
    assert np.array_equal(shown, again)


def test_functions_of_ones_own_are_not_imported():
    def backward(dZ, cache, params, activations):
        return [(2 * dW, 2 * db) for dW, db in nn.backward(dZ, cache, params, activations)]

    figure = Playground({"backward": backward})
    with pytest.raises(NameError, match="backward"):
        predictions(figure, t=9)
    shown, again, code = predictions(figure, {"backward": backward}, t=9)
    assert np.array_equal(shown, again) and "# your own, from this notebook: backward" in code
    assert not np.array_equal(shown, predictions(Playground(), t=9)[0])
