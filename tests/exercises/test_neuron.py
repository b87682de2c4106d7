"""The questions of chapter 01 have the answers that they are said to have, and its notebook holds the data they speak of."""

import ast
import re
from pathlib import Path

import numpy as np
import pytest

from annlab import nn
from annlab.exercises.neuron import hunt_neuron, needs_bias

SOURCE = Path(__file__).parents[2] / "solutions" / "01_neuron" / "01_neuron.py"
LINES = "ABDE"


def numbers(text):
    return np.array([float(n) for n in re.findall(r"-?\d+", text)])


def data(letter):
    """Return (x, y) as the choice of that letter states them."""
    x, y = re.search(r"x = ([-\d, ]+).*y = ([-\d, ]+)", needs_bias.choices[letter]).groups()
    return numbers(x), numbers(y)


def from_notebook(kind, name):
    """Return the statement of the notebook that defines or assigns name."""
    for node in ast.parse(SOURCE.read_text(encoding="utf-8")).body:
        if isinstance(node, kind) and name in (getattr(node, "name", ""), *(getattr(t, "id", "") for t in getattr(node, "targets", []))):
            return node
    raise AssertionError(f"the notebook has no {name}")


@pytest.mark.parametrize("letter", needs_bias.choices)
def test_data_need_a_bias_exactly_where_the_answer_says_so(letter):
    x, y = data(letter)
    if letter in LINES:
        w, b = nn.fit_line(x, y)
        assert np.allclose(nn.line(x, w, b), y)
        fits_without = abs(b) < 1e-9
    else:
        outputs = [nn.sigmoid(w * x) for w in np.linspace(-9, 9, 181)]
        fits_without = any(((out > 0.5) == (y == 1)).all() and (out != 0.5).all() for out in outputs)
    assert fits_without == (letter not in needs_bias.right)


def test_the_notebook_holds_the_same_data():
    held = ast.literal_eval(from_notebook(ast.Assign, "data").value)
    assert set(held) == set(needs_bias.choices)
    for letter, (x, y) in held.items():
        assert np.array_equal(x, data(letter)[0]) and np.array_equal(y, data(letter)[1])


def test_the_broken_neuron_has_the_bug_of_the_answer():
    space = {"np": np}
    exec(ast.unparse(from_notebook(ast.FunctionDef, "broken_neuron")), space)
    rng = np.random.default_rng(0)
    for d in (1, 2, 5):
        X, w = rng.normal(size=(4, d)), rng.normal(size=d)
        assert np.allclose(space["broken_neuron"](X, w, 0.5, np.tanh), nn.neuron_batch(X, w, 0.5 * d, np.tanh))
    line = next(text for text in SOURCE.read_text(encoding="utf-8").splitlines() if text.rstrip().endswith(f"# {hunt_neuron.right}"))
    assert "+ b" in line
