"""The figure of the way back: deltas, dW on the edges, where both come from, the check, and wrong functions."""

import numpy as np
import pytest

from annlab import nn
from annlab.visuals.backprop import Backprop
from annlab.visuals.words import plain

HAND = [
    (np.array([[0.5, 0.25], [1.0, -1.0]]), np.array([0.5, 0.25])),
    (np.array([[-2.0, -3.0]]), np.array([6.0])),
]  # chapter 09's network by hand


def by_hand(**functions):
    return Backprop(params=HAND, activations=["relu", "identity"], x=[1.0, 2.0], y=[1.75], **functions)


def frame(figure, **changes):
    return figure.frame(figure.first() | changes)[0]


def test_the_network_of_the_chapter_by_hand():
    shown = frame(by_hand())
    assert [a.tolist() for a in shown["a"]] == [[1.0, 2.0], [1.5, 0.0], [3.0]]
    assert [db.tolist() for db in shown["db"]] == [[-5.0, 0.0], [2.5]]
    assert [dW.tolist() for dW in shown["dW"]] == [[[-5.0, -10.0], [0.0, 0.0]], [[3.75, 0.0]]]
    assert shown["loss"] == 1.5625 and shown["wrong"] == []
    assert max(shown["check"]) < 1e-8


@pytest.mark.parametrize(
    ("picked", "unit", "line"),
    [
        ("b1_0", [2, 0], "layer 2, unit 1: delta = slope of mse, through identity = 2.5"),
        ("b0_0", [1, 0], "layer 1, unit 1: delta = ((−2.0) × 2.5) × relu′(z) = −5.0 × 1.0 = −5.0"),
        ("w1_0_0", [2, 0], "layer 2, unit 1: dw = delta × a = 2.5 × 1.5 = 3.75"),
        ("w0_0_1", [1, 0], "layer 1, unit 1: dw = delta × x = (−5.0) × 2.0 = −10.0"),
    ],
)
def test_a_chosen_unit_or_edge_says_where_its_number_comes_from(picked, unit, line):
    assert [plain(tokens) for tokens in frame(by_hand(), picked=picked, unit=unit)["formula"]] == [line]


def without_activations(dZ, cache, params, activations):
    grads = []
    for n in reversed(range(len(params))):
        grads.insert(0, (dZ.T @ cache[n][0], dZ.sum(axis=0)))
        dZ = dZ @ params[n][0]
    return grads


def test_the_first_layer_that_is_wrong_on_the_way_back_is_marked_and_fails_its_check():
    shown = frame(Backprop(without_activations), picked="b1_2", unit=[2, 2])
    assert shown["wrong"][0] == [2, 0] and [1, 3] in shown["wrong"] and [3, 0] not in shown["wrong"]
    assert shown["check"][2] < 1e-8 < 0.1 < min(shown["check"][:2])
    assert plain(shown["formula"][1]).startswith("your backward says delta = ")
    assert shown["words"].endswith("the first unit that differs from the chain rule is unit 1 of layer 2.")


def test_a_wrong_delta_at_the_end_spoils_everything():
    shown = frame(Backprop(None, lambda a, y, loss, name: (a - y) / 3))
    assert shown["wrong"][0] == [3, 0] and len(shown["wrong"]) == 9
    assert min(shown["check"]) > 0.1


@pytest.mark.parametrize("back", [lambda *a: [], lambda *a: 3.0, lambda *a: [(1, 2)] * 3, lambda *a: [np.zeros((4, 3))] * 3])
def test_a_value_of_another_kind_is_named(back):
    shown = frame(Backprop(back))
    assert shown["dW"] is None and "needs a pair (dW, db) for each layer" in shown["trouble"][0]
    assert "no gradients to show" in shown["words"]


def test_a_backward_that_empties_its_cache_spoils_nothing():
    def emptying(dZ, cache, params, activations):
        grads = nn.backward(dZ, cache, params, activations)
        cache.clear()
        params[0][0][...] = 0
        return grads

    figure = Backprop(emptying)
    assert frame(figure)["wrong"] == [] and figure.params[0][0].any()


def test_cross_entropy_behind_a_sigmoid():
    shown = frame(Backprop(activations=["tanh", "tanh", "sigmoid"], loss="binary_cross_entropy", y=[0.0]))
    assert shown["db"][2][0] == pytest.approx(shown["a"][3][0])
    assert max(shown["check"]) < 1e-7


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"loss": "binary_cross_entropy"}, "behind sigmoid"),
        ({"loss": "hinge"}, "'hinge'"),
        ({"y": [1.0, 2.0]}, "1 output, and each needs a target"),
    ],
)
def test_what_cannot_be_drawn_is_refused(options, said):
    with pytest.raises(ValueError, match=said):
        Backprop(**options)


def test_reached_stays_within_the_network():
    assert [frame(by_hand(), reached=r)["reached"] for r in (-1, 0, 1, 2, 9)] == [0, 0, 1, 2, 2]
