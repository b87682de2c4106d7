"""What chapter 09 says about its questions is so: the table by hand, the six broken backprops, the certain unit."""

import re
from pathlib import Path

import numpy as np
import pytest

import annlab
from annlab import nn
from annlab.checking import RIGHT
from annlab.checking.answer import report_on
from annlab.exercises import find
from annlab.exercises.backprop import CAUSE_OF, CAUSES, HIDDEN, OUTPUT, X_HAND, Y_HAND, hand_row

SOURCE = (Path(__file__).parents[2] / "solutions" / "09_backprop" / "09_backprop.py").read_text(encoding="utf-8")


def test_the_table_by_hand_is_what_backward_gives():
    params = [
        (np.array([w for w, _ in HIDDEN.values()]), np.array([b for _, b in HIDDEN.values()])),
        (np.array([OUTPUT[0]]), np.array([OUTPUT[1]])),
    ]
    names = ["relu", "identity"]
    y_hat, cache = nn.forward(np.array([X_HAND]), params, names)
    delta = nn.output_delta(y_hat, np.array([[Y_HAND]]), "mse", "identity")
    (dW, db), (dV, dc) = nn.backward(delta, cache, params, names)
    dA = delta @ params[1][0]
    for k, unit in enumerate(HIDDEN):
        expected = [cache[0][1][0, k], cache[1][0][0, k], dA[0, k], db[k], *dW[k], db[k]]
        assert hand_row(unit) == pytest.approx(expected, abs=1e-12)
    assert hand_row("y") == pytest.approx([y_hat[0, 0], y_hat[0, 0], delta[0, 0], delta[0, 0], *dV[0], dc[0]], abs=1e-12)


def test_the_text_has_the_numbers_of_the_table():
    assert "| h1 | 0.5 | 0.25 | 0.5 | relu |" in SOURCE and HIDDEN["h1"] == ((0.5, 0.25), 0.5)
    assert "| h2 | 1.0 | -1.0 | 0.25 | relu |" in SOURCE and HIDDEN["h2"] == ((1.0, -1.0), 0.25)
    assert "| y | -2.0 (from h1) | -3.0 (from h2) | 6.0 | none |" in SOURCE and OUTPUT == ((-2.0, -3.0), 6.0)


def test_a_wrong_cell_is_named_and_its_right_value_is_not():
    rows = {unit: hand_row(unit) for unit in ("h1", "h2", "y")}
    rows["h1"][5] = 9.75
    report = report_on(find("hand_row"), lambda unit: rows[unit], 0)
    assert "in the row of h1, dw2 is 9.75, and that is not it" in report.symptom
    assert "-10" not in report.text


@pytest.fixture(scope="module")
def hunt():
    """The cells of the bug hunt, run after the cells that they lean on."""
    cells = [cell.partition("\n") for cell in re.split(r"^# %%", SOURCE, flags=re.MULTILINE)]
    code = [text for head, _, text in cells if not head.strip()]
    wanted = ("params = init_network([3, 4, 4, 1]", "def backprop_A", "def backprop_D", "def numerical_part")
    names = {name: getattr(annlab, name) for name in annlab.__all__} | {"np": np}
    for text in code:
        if any(words in text for words in wanted):
            exec(text, names)
    return names


def errors(hunt, letter):
    parts = [part for pair in hunt["six"][letter](hunt["hunt_X"], hunt["hunt_y"], hunt["hunt_params"]) for part in pair]
    return [nn.relative_error(part, right) for part, right in zip(parts, hunt["right"], strict=True)]


def test_each_of_the_six_is_wrong_and_the_right_backprop_is_not(hunt):
    params, names = hunt["hunt_params"], hunt["hunt_activations"]
    y_hat, cache = nn.forward(hunt["hunt_X"], params, names)
    grads = nn.backward(nn.output_delta(y_hat, hunt["hunt_y"], "mse", "sigmoid"), cache, params, names)
    right = [nn.relative_error(p, r) for p, r in zip([p for pair in grads for p in pair], hunt["right"], strict=True)]
    assert max(right) < 1e-7
    assert all(max(errors(hunt, letter)) > 0.05 for letter in CAUSE_OF)


def test_the_traces_are_those_that_the_clues_speak_of(hunt):
    e = {letter: np.array(errors(hunt, letter)) for letter in CAUSE_OF}
    W, b = slice(0, 6, 2), slice(1, 6, 2)
    assert np.allclose(e["B"], 5 / 7)
    assert e["A"].min() > 0.1 and np.ptp(e["A"]) > 0.02
    assert e["C"][W].max() < 1e-7 and np.allclose(e["C"][b], 5 / 7)
    assert e["D"][4:].max() < 1e-7 and e["D"][:4].min() > 0.2
    assert e["E"][4:].max() < 1e-7 and 0.01 < e["E"][:4].min() and e["E"][:4].max() < 0.2
    assert e["F"][b].max() < 1e-7 and e["F"][0] < 1e-7 and e["F"][[2, 4]].min() > 0.1


def test_a_smaller_eta_makes_e_less_wrong(hunt):
    E = hunt["backprop_E"]

    def off(eta):
        parts = [p for pair in E(hunt["hunt_X"], hunt["hunt_y"], hunt["hunt_params"], eta) for p in pair]
        return nn.relative_error(parts[0], hunt["right"][0])

    assert off(0.05) < 0.2 * off(0.5)


def test_the_notebook_lists_the_causes_as_the_catalogue_does():
    assert all(f"| {number} | {words} |" in SOURCE for number, words in CAUSES.items())
    assert set(CAUSE_OF.values()) < set(CAUSES) and len(set(CAUSE_OF.values())) == 6


def test_a_wrong_diagnosis_gets_a_clue_and_not_the_number():
    report = report_on(find("diagnose"), lambda name: 8, 0)
    assert "Everything is wrong, the last layer too" in report.next_step
    assert CAUSES[CAUSE_OF["A"]] not in report.text


def test_the_certain_unit_hears_its_error_by_cross_entropy_alone():
    def delta(name, loss):
        return nn.output_delta(nn.ACTIVATIONS[name](np.array([[-6.0]])), np.array([[1.0]]), loss, name)[0, 0]

    pairs = [("sigmoid", "mse"), ("tanh", "mse"), ("relu", "mse"), ("softmax", "cross_entropy")]
    assert abs(delta("sigmoid", "binary_cross_entropy")) > 200 * max(abs(delta(*pair)) for pair in pairs)


def test_learners_may_lean_on_what_they_wrote_before():
    def train_step(params, X, y, activations, loss, eta):
        y_hat, cache = nn.forward(X, params, activations)
        grads = nn.backward(nn.output_delta(y_hat, y, loss, activations[-1]), cache, params, activations)
        return [(W - eta * dW, b - eta * db) for (W, b), (dW, db) in zip(params, grads, strict=True)], nn.LOSSES[loss](y_hat, y)

    assert report_on(find("train_step"), train_step, 5, [nn.train_step]).verdict == RIGHT
