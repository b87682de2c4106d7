"""What each figure shows, checked on its frames."""

import numpy as np
import pytest

from annlab import nn
from annlab.visuals.broadcasting import Broadcasting, broadcast
from annlab.visuals.line_and_sigmoid import LineAndSigmoid
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
