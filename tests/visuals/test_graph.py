"""The graph figure: values, slopes, where a slope comes from, and what happens when a function is wrong."""

import numpy as np
import pytest

from annlab import nn
from annlab.visuals.graph import Graph, bend, layout
from annlab.visuals.words import plain

NEURON = [("u", "mul", ["w", "x"]), ("z", "add", ["u", "b"]), ("p", "tanh", ["z"]), ("e", "add", ["p", "m"]), ("L", "mul", ["e", "e"])]
INPUTS = {"w": 0.5, "x": 1.5, "b": 0.25, "m": -1.0}


def frame(figure, **changes):
    return figure.frame(figure.first() | changes)[0]


def test_the_slopes_are_those_worked_out_by_hand():
    shown = frame(Graph())
    assert shown["values"] == {"a": 2.0, "b": 3.0, "c": 6.0, "d": 9.0, "y": 54.0}
    assert shown["slopes"] == {"a": 45.0, "b": 36.0, "c": 15.0, "d": 6.0, "y": 1.0}
    assert shown["wrong"] == [] and shown["trouble"] == []


def test_a_chosen_node_says_where_its_slope_comes_from():
    assert [plain(line) for line in frame(Graph(), at="b")["lines"]] == [
        "b = 3.0, an input",
        "slope of b = (from d) 6.0 × 1.0 + (from c) 15.0 × 2.0 = 36.0",
    ]
    assert plain(frame(Graph(), at="y")["lines"][1]) == "slope of y = 1.0: the way back begins here"


@pytest.mark.parametrize("name", [*INPUTS])
def test_the_slopes_of_a_neurons_loss_are_its_differences(name):
    figure, h = Graph(None, None, NEURON, INPUTS), 1e-5
    up, down = (frame(figure, **{f"in_{name}": INPUTS[name] + s * h})["values"]["L"] for s in (1, -1))
    assert frame(figure)["slopes"][name] == pytest.approx((up - down) / (2 * h), rel=1e-6)


def overwritten(nodes):
    slopes = dict.fromkeys((n for n, _, _ in nodes), 0.0) | {nodes[-1][0]: 1.0}
    for name, parents, local in reversed(nodes):
        for parent, s in zip(parents, local, strict=True):
            slopes[parent] = slopes[name] * s
    return slopes


def test_the_first_node_that_differs_on_the_way_back_comes_first():
    shown = frame(Graph(None, overwritten), at="c")
    assert shown["wrong"][0] == "c"
    assert plain(shown["lines"][2]) == "your backward_graph says 6.0"
    assert shown["words"].endswith("The slope of c differs from the chain rule's.")


def test_a_wrong_local_slope_is_seen_too():
    def own_instead_of_other(op, *inputs):
        return inputs if op == "mul" else nn.local_gradients(op, *inputs)

    shown = frame(Graph(own_instead_of_other))
    assert shown["local"]["c"] == [2.0, 3.0] and shown["wrong"][0] == "d"


@pytest.mark.parametrize("back", [lambda nodes: [1.0], lambda nodes: {"y": 1.0}, lambda nodes: 3.0, lambda nodes: dict.fromkeys("abcdy")])
def test_a_value_of_another_kind_is_named(back):
    shown = frame(Graph(None, back))
    assert shown["slopes"] is None and "needs a dict with a number for each of a, b, c, d, y" in shown["trouble"][0]


def test_a_logarithm_of_nothing_is_said_and_not_drawn():
    figure = Graph(None, None, [("y", "log", ["x"])], {"x": 0.0})
    shown = frame(figure)
    assert shown["trouble"][0].startswith("The value of y is -inf")
    figure.draw(__import__("matplotlib.figure", fromlist=["Figure"]).Figure(), figure.first())


def test_every_node_has_a_place_of_its_own_behind_its_parents():
    places = layout(INPUTS, NEURON)
    for name, _, parents in NEURON:
        assert all(places[p][0] < places[name][0] for p in parents)
    spots = list(places.values())
    assert all(np.hypot(x1 - x2, y1 - y2) >= 0.99 for i, (x1, y1) in enumerate(spots) for x2, y2 in spots[:i])


def test_twins_bend_apart_and_a_long_edge_bends_round_what_it_passes():
    places = layout(INPUTS, NEURON)
    assert bend(places, "e", "L", 2, 0) == -bend(places, "e", "L", 2, 1) != 0
    first = layout({"a": 2.0, "b": 3.0}, [("c", "mul", ["a", "b"]), ("d", "add", ["c", "b"]), ("y", "mul", ["c", "d"])])
    assert bend(first, "b", "d", 1, 1) < 0 < bend(first, "c", "y", 1, 0)


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ([("y", "sin", ["x"])], "operation 'sin'"),
        ([("y", "mul", ["x"])], "of 1 parents"),
        ([("y", "exp", ["z"]), ("z", "exp", ["x"])], "parents come before"),
        ([("y", "exp", ["x"]), ("y", "exp", ["x"])], "no name comes twice"),
        ([(f"y{i}", "exp", [f"y{i - 1}"]) for i in range(1, 20)], "draws up to 14"),
    ],
)
def test_a_formula_that_is_none_is_refused(formula, said):
    with pytest.raises(ValueError, match=said):
        Graph(None, None, formula)


def test_a_bow_keeps_clear_of_both_ends(node):
    way = node("m.bow([0, 0], [100, 0], 30, [10, 10])", ("picker.js", "graph.js"))
    assert way["middle"][0] == pytest.approx(50) and way["middle"][1] == pytest.approx(-15, abs=4)
    assert np.hypot(*np.subtract(way["end"], [100, 0])) == pytest.approx(10)
