"""The leak of chapter 12 is where its question says, and what is claimed of the choice among twenty is so."""

import ast
import copy
from pathlib import Path

import numpy as np
import pytest

from annlab import nn
from annlab.exercises.overfitting import hunt_leak, which_model

SOURCE = (Path(__file__).parents[2] / "solutions" / "12_overfitting" / "12_overfitting.py").read_text(encoding="utf-8")


def lettered(letter):
    return next(text for text in SOURCE.splitlines() if text.rstrip().endswith(f"# {letter}"))


def study(mended):
    """Return the notebook's broken_study; where asked, with its columns chosen by the training part alone."""
    text = ast.unparse(next(n for n in ast.parse(SOURCE).body if getattr(n, "name", "") == "broken_study"))
    whole = "np.abs((coin - coin.mean()) @ noise)"
    assert text.count(whole) == 1
    if mended:  # the parts are drawn after `noise`, with the same generator: find out which rows will train
        rows = "(lambda r: cut(np.arange(80)[:, None], coin, [0.5, 0.5], r)[0][0][:, 0])(copy.deepcopy(rng))"
        text = text.replace(whole, f"np.abs((coin[{rows}] - 0.5) @ noise[{rows}])")
    space = {"np": np, "copy": copy, "cut": nn.split, "fit": nn.fit_scaler, "scale": nn.apply_scaler}
    space["logistic_gradient"] = nn.logistic_gradient
    exec(text, space)
    return space["broken_study"]


@pytest.mark.parametrize("mended", [False, True])
def test_the_test_part_leaks_by_the_lettered_line(mended):
    assert "fitting" in lettered(hunt_leak.right)
    accuracies = [study(mended)(seed) for seed in range(20)]
    assert abs(np.mean(accuracies) - 0.5) < 0.06 if mended else np.mean(accuracies) > 0.7


def test_the_winner_is_lucky_and_its_test_accuracy_is_honest():
    assert (
        "validation" in which_model.choices[which_model.right].split(",")[0]
        and "test accuracy" in which_model.choices[which_model.right]
    )
    rng = np.random.default_rng(3)
    validation, test = rng.binomial(200, 0.8, size=(2, 1000, 20)) / 200
    winner = validation.argmax(axis=1)
    assert validation.max(axis=1).mean() > 0.84
    assert test[np.arange(1000), winner].mean() == pytest.approx(0.8, abs=0.005)
    assert test.max(axis=1).mean() > 0.84
