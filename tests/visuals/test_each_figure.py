"""What each figure shows, checked on its frames."""

import numpy as np
import pytest

from annlab import nn
from annlab.visuals.activation import ZS, Activation, paired
from annlab.visuals.broadcasting import Broadcasting, broadcast
from annlab.visuals.layer import Layer
from annlab.visuals.line_and_sigmoid import LineAndSigmoid
from annlab.visuals.network import SWEEP, Network
from annlab.visuals.neuron import Neuron
from annlab.visuals.neuron_parts import PARTS, NeuronParts
from annlab.visuals.perceptron import CELLS, CORNERS, Perceptron
from annlab.visuals.perceptron_steps import PerceptronSteps
from annlab.visuals.words import plain


def frame(figure, **changes):
    return figure.frame(figure.first() | changes)[0]


def formula(lines):
    return [plain(line) for line in lines]


# ---- broadcasting ----

SHAPES = [(), (1,), (3,), (4,), (1, 3), (3, 1), (2, 3), (3, 3), (4, 1)]


@pytest.mark.parametrize("a", SHAPES)
@pytest.mark.parametrize("b", SHAPES)
def test_the_rule_is_numpys(a, b):
    try:
        expected = np.broadcast_shapes(a, b)
    except ValueError:
        expected = None
    assert broadcast(a, b)[0] == expected


def test_a_row_against_a_column_asks_whether_that_was_wanted():
    assert "gives (3, 3): both are stretched" in frame(Broadcasting((3,), (3, 1)))["verdict"]
    assert frame(Broadcasting((2, 3), (4,)))["verdict"] == "(2, 3) with (4,) cannot be: 3 and 4 differ, and neither is 1."


@pytest.mark.parametrize("shape", [(1, 2, 3), (9,), (0,), "ab", (1.5,)])
def test_shapes_that_cannot_be_drawn_are_refused(shape):
    with pytest.raises(ValueError, match="a_shape is"):
        Broadcasting(shape)


def test_the_browser_computes_the_same_frames_as_python(node):
    pairs = [{"a": list(a), "b": list(b)} for a in SHAPES for b in SHAPES]
    import json

    there = node(f"{json.dumps(pairs)}.map(m.broadcastFrame)", ("broadcasting.js",))
    for params, theirs in zip(pairs, there, strict=True):
        assert theirs == Broadcasting().frame(params)[0]


# ---- neuron ----


def test_the_neuron_shows_the_formula_with_the_numbers_put_in():
    lines = formula(frame(Neuron())["formula"])
    assert lines[0] == "z = 0.8 × 1.5 + (−0.4) × 2.0 + 0.1 = 0.5"
    assert lines[1] == "y = sigmoid(0.5) = 0.622"


def test_the_neurons_output_is_the_learners_and_a_difference_is_shown():
    def neuron(x, w, b, phi):
        return phi(w @ x)

    shown = frame(Neuron(neuron=neuron, phi=np.tanh, b=1.0))
    assert shown["y"] == pytest.approx(np.tanh(0.4)) and shown["a"] == pytest.approx(np.tanh(1.4))
    assert formula(shown["formula"])[2] == "your neuron says y = 0.38, and tanh(z) is 0.885"
    assert shown["shown_by"] == ["your neuron", "your tanh"]


def test_as_many_weights_as_inputs():
    with pytest.raises(ValueError, match="x has 2 inputs and w has 3 weights"):
        Neuron([1, 2], [1, 2, 3])


def test_both_neurons_name_every_part():
    figure = NeuronParts()
    svg = figure.setup()["svg"]
    for key, *_ in PARTS:
        assert svg.count(f'data-part="{key}"') >= 4, key
        assert f"var(--an-{key})" in svg
    words = figure.words({})
    assert all(part in words for part in ("dendrites", "synapses", "soma", "axon hillock", "axon"))


# ---- line and sigmoid ----


def test_line_and_sigmoid_are_the_learners():
    figure = LineAndSigmoid(lambda x, w, b: 0 * x + b, lambda x, w, b, phi: 0.25)
    shown = frame(figure, w=2.0, b=1.5)
    assert set(np.round(shown["line"], 9)) == {1.5} and set(shown["curve"]) == {0.25}


def test_the_sigmoid_passes_a_half_where_z_is_zero():
    shown = frame(LineAndSigmoid(), w=2.0, b=-3.0)
    assert shown["middle"] == pytest.approx(1.5)
    assert frame(LineAndSigmoid(), w=0.0)["middle"] is None


def test_one_part_may_fail_while_the_other_is_drawn():
    shown = frame(LineAndSigmoid(lambda x, w, b: w * q))  # noqa: F821  (the learner's slip)
    assert shown["line"] is None and len(shown["curve"]) and "name 'q' is not defined" in shown["trouble"][0]


def test_points_must_come_in_pairs():
    with pytest.raises(ValueError, match="x has 2 values and y has 1"):
        LineAndSigmoid(x=[1, 2], y=[1])


# ---- perceptron ----


@pytest.mark.parametrize(("gate", "b", "wrong"), [("AND", -1.5, []), ("AND", -0.5, [1, 2]), ("OR", -0.5, []), ("NAND", 1.5, [])])
def test_misclassified_points_are_ringed(gate, b, wrong):
    y = {"AND": [0, 0, 0, 1], "OR": [0, 1, 1, 1], "NAND": [1, 1, 1, 0]}[gate]
    w = [-1, -1] if gate == "NAND" else [1, 1]
    assert frame(Perceptron(y=y, w=w, b=b))["wrong"] == wrong


def test_no_line_does_better_than_three_of_four_on_xor():
    figure = Perceptron(y=[0, 1, 1, 0])
    values = np.linspace(-3, 3, 9)
    best = min(
        len(figure.frame(figure.first() | {"w1": w1, "w2": w2, "b": b})[0]["wrong"]) for w1 in values for w2 in values for b in values
    )
    assert best == 1


def test_the_field_is_what_the_function_says_not_what_the_line_says():
    figure = Perceptron(lambda X, w, b: np.ones(len(X)))
    _, arrays = figure.frame(figure.first())
    assert arrays["field"].shape == (CELLS**2,) and set(arrays["field"]) == {1.0}
    _, arrays = Perceptron(w=[1, 0], b=-0.5).frame(Perceptron(w=[1, 0], b=-0.5).first())
    picture = arrays["field"].reshape(CELLS, CELLS)
    assert (picture[:, : CELLS // 2] == 0).all() and (picture[:, CELLS // 2 + 1 :] == 1).all()


@pytest.mark.parametrize(
    ("X", "y", "said"),
    [
        ([[1, 2, 3]], [1], r"shape \(1, 3\)"),
        ([[1, 2]], [1, 0], "1 rows and y has 2"),
        ([[1, 2]], [2], "classes are 0 and 1"),
        ([[1, 2]], None, "X came without y"),
    ],
)
def test_data_that_cannot_be_drawn_is_refused(X, y, said):
    with pytest.raises(ValueError, match=said):
        Perceptron(X=X, y=y)


def test_the_figures_own_line_is_where_z_is_zero(node):
    for w, b in (([1.0, 1.0], -0.5), ([-0.5, 2.0], 0.25), ([0.0, 1.0], -0.3), ([2.0, 0.0], -1.0)):
        found = node(f"m.ends({w}, {b}, [-0.5, 1.5], [-0.5, 1.5])", ("plane.js",))
        for x in found:
            assert abs(np.dot(w, x) + b) < 1e-9
        assert np.linalg.norm(np.subtract(*found)) > 1
    assert node("m.ends([1, 1], 9, [0, 1], [0, 1])", ("plane.js",)) is None
    assert node("m.ends([0, 0], 1, [0, 1], [0, 1])", ("plane.js",)) is None


def test_a_line_dragged_by_an_end_passes_through_it_and_keeps_its_side_and_length(node):
    found = node("m.through([0, 1], [1, 0.5], [1, 1])", ("plane.js",))
    w = np.array([found["w1"], found["w2"]])
    assert abs(w @ [0, 1] + found["b"]) < 1e-9 and abs(w @ [1, 0.5] + found["b"]) < 1e-9
    assert np.linalg.norm(w) == pytest.approx(np.sqrt(2)) and w @ [1, 1] > 0
    assert node("m.through([0, 1], [0, 1], [1, 1])", ("plane.js",)) is None


# ---- steps of the perceptron rule ----


def test_the_steps_end_where_perceptron_fit_ends():
    figure = PerceptronSteps(y=[0, 1, 1, 1])
    shown = frame(figure)
    w, b, errors = nn.perceptron_fit(CORNERS, np.array([0, 1, 1, 1]), 1.0, 100)
    assert shown["clean"] and shown["steps"][-1]["after"] == [*w, b]
    assert len(shown["steps"]) == 4 * len(errors) and sum(s["changed"] for s in shown["steps"]) == sum(errors)


def test_a_step_shows_its_arithmetic():
    first = frame(PerceptronSteps())["steps"][0]
    assert formula(first["formula"]) == [
        "z = 0.0 × 0.0 + 0.0 × 0.0 + 0.0 = 0.0, so ŷ = step(z) = 1",
        "y − ŷ = 0 − 1 = −1.0",
        "w₁ ← 0.0 + 1.0 × (−1.0) × 0.0 = 0.0",
        "w₂ ← 0.0 + 1.0 × (−1.0) × 0.0 = 0.0",
        "b ← 0.0 + 1.0 × (−1.0) = −1.0",
    ]


def test_a_rule_that_goes_the_wrong_way_is_drawn_and_compared():
    def update(w, b, x, y, eta):
        return w - x, b - 1

    steps = frame(PerceptronSteps(update, y=[1, 1, 1, 0]))["steps"]
    assert plain(steps[0]["formula"][-1]) == "your perceptron_update says w₁, w₂, b = 0.0, 0.0, −1.0"


def test_xor_never_ends_and_says_so():
    shown = frame(PerceptronSteps(y=[0, 1, 1, 0]))
    assert not shown["clean"] and len(shown["steps"]) == 100 and "it has not finished" in shown["words"]


def test_eta_must_be_positive():
    with pytest.raises(ValueError, match="eta is 0"):
        PerceptronSteps(eta=0)


# ---- activation ----


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "softplus", "step", "identity"])
def test_a_right_slope_is_never_red(name):
    shown = frame(Activation([nn.ACTIVATIONS[name]], [nn.SLOPES[name]]))
    assert shown["wrong"] == [] and "agrees with the measured slope everywhere" in shown["verdict"]


def wrong_of_z(z):
    return z * (1 - z)


def leaky(z):
    return np.where(z > 0, 1.0, 0.01)


@pytest.mark.parametrize(
    ("f", "d_f", "stretch"),
    [
        (nn.sigmoid, wrong_of_z, (-6, 6)),
        (nn.relu, leaky, (-6, 0)),
        (nn.tanh, lambda z: 1 - np.tanh(z), (-6, 6)),
        (nn.sigmoid, lambda z: nn.d_sigmoid(z) * 1.02, (-4, 4)),
    ],
)
def test_a_wrong_slope_is_red_where_it_is_wrong(f, d_f, stretch):
    shown = frame(Activation([f], [d_f]))
    assert shown["wrong"] and "Your d_" in shown["verdict"] and "differs" in shown["verdict"]
    assert stretch[0] <= ZS[shown["wrong"][0]] and ZS[shown["wrong"][-1]] <= stretch[1]


def test_without_a_slope_the_measured_one_is_shown():
    shown = frame(Activation([nn.tanh], [None]), z=0.0)
    assert shown["slope"] == pytest.approx(1.0) and shown["claimed"] is None
    assert "slope, measured: 1.0" in formula(shown["formula"])


def test_several_activations_are_paired_with_their_slopes():
    functions, slopes = paired([nn.tanh, nn.relu], [nn.d_tanh, None])
    assert frame(Activation(functions, slopes), picked=1)["verdict"].startswith("The slope is measured")
    with pytest.raises(ValueError, match="2 functions and 1 slope"):
        paired([nn.tanh, nn.relu], [nn.d_tanh])


# ---- layer ----


def test_the_layer_shows_each_units_sum_and_the_learners_output():
    shown = frame(Layer(phi=nn.identity, W=[[1, 2], [3, 4]], b=[0.5, -0.5], x=[1, -1]), picked="w1_0")
    assert list(shown["z"]) == [-0.5, -1.5] and list(shown["y"]) == [-0.5, -1.5] and shown["wrong"] == []
    assert formula(shown["formula"])[0] == "z₂ = 3.0 × 1.0 + 4.0 × (−1.0) + (−0.5) = −1.5"


def test_one_bias_for_all_units_is_seen_at_the_units_where_it_shows():
    shown = frame(Layer(lambda X, W, b, phi: phi(X @ W.T + b[0]), W=[[1, 2], [3, 4]], b=[0.5, -0.5], x=[1, -1]), picked="b1")
    assert shown["wrong"] == [1] and formula(shown["formula"])[-1].startswith("your dense says y₂ = ")


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match=r"b needs shape \(2,\)"):
        Layer(W=[[1, 2], [3, 4]], b=[1, 2, 3], x=[1, 2])
    with pytest.raises(ValueError, match=r"W has shape \(2,\)"):
        Layer(W=[1, 2])


# ---- network ----


def test_the_network_has_41_parameters_each_with_a_slider():
    specs = Network().setup()["specs"]
    assert len(specs) == len({s["key"] for s in specs}) == nn.count_parameters([3, 4, 4, 1]) == 41
    assert "41 parameters" in Network().setup()["title"]


def test_every_unit_shows_the_learners_z_and_a():
    figure = Network()
    net, x = figure._read(figure.first())
    y_hat, cache = nn.forward(x[None], net, figure.activations)
    shown = frame(figure)
    assert [len(z) for z in shown["z"]] == [4, 4, 1] and shown["wrong"] == []
    assert np.allclose(shown["z"][1], cache[1][1][0]) and np.allclose(shown["a"][2], y_hat[0])


def forgets_last_activation(X, params, activations):
    y_hat, cache = nn.forward(X, params, [*activations[:-1], "identity"])
    return y_hat, cache


def test_the_first_unit_that_differs_is_named():
    shown = frame(Network(forgets_last_activation), unit=[3, 0])
    assert shown["wrong"] == [[3, 0]] and "unit 1 of layer 3" in shown["words"]
    assert formula(shown["formula"])[-2].startswith("your forward says z = ")
    assert formula(shown["formula"])[-1] == "the first unit that differs is layer 3, unit 1"


def test_a_forward_without_a_cache_is_told_what_is_needed():
    shown = frame(Network(lambda X, params, activations: nn.predict(X, params, activations)))
    assert shown["a"] is None and "the figure needs (y_hat, cache)" in shown["trouble"][0]


def test_without_activations_the_network_is_one_line():
    figure = Network()
    bent, straight = frame(figure)["curve"], frame(figure, on=False)["curve"]
    assert np.ptp(np.diff(straight)) < 1e-9 < np.ptp(np.diff(bent))
    assert len(straight) == len(SWEEP) and frame(figure, on=False)["line"].startswith("All layers together are one: y = ")


def test_the_parameters_handed_over_stay_as_they_are():
    def greedy(X, params, activations):
        for W, b in params:
            W[:], b[:] = 0, 0
        activations.clear()
        return nn.forward(X, params, ["tanh", "tanh", "sigmoid"])

    mine = nn.init_network([3, 4, 4, 1], np.random.default_rng(0))
    figure = Network(greedy, mine)
    first = frame(figure)
    assert frame(figure)["words"] == first["words"] and mine[0][0].any()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"params": [([[1.0]], [0.0, 0.0])]}, "W of layer l has"),
        ({"params": 3}, "list of pairs"),
        ({"activations": ["tanh"]}, "one name for each of the 3 layers"),
        ({"activations": ["tanh", "tanh", "softmax"]}, "out of identity"),
        ({"x": [1.0]}, "reads 3 inputs"),
    ],
)
def test_a_network_that_does_not_fit_is_refused(changes, said):
    with pytest.raises(ValueError, match=said):
        Network(**changes)


def test_the_units_are_laid_out_by_layer(node):
    found = node("m.spots([3, 4, 4, 1], 600, 320)", ("picker.js", "netplan.js", "network.js"))
    assert [len(layer) for layer in found] == [3, 4, 4, 1] and found[3] == [[546, 160]]
    assert node("[m.parse('w2_0_3'), m.parse('b0_1'), m.parse('x2')]", ("picker.js", "netplan.js", "network.js")) == [
        {"layer": 3, "unit": 0, "from": 3},
        {"layer": 1, "unit": 1},
        {"layer": 0, "unit": 2},
    ]
