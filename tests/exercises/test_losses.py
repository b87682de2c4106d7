"""The bug of chapter 06 is where its question says, and what its text claims is so."""

import ast
from pathlib import Path

import numpy as np
import pytest

from annlab import nn
from annlab.exercises.losses import hunt_loss, which_loss

SOURCE = (Path(__file__).parents[2] / "solutions" / "06_loss" / "06_loss.py").read_text(encoding="utf-8")
P = np.array([[0.7, 0.2, 0.1], [0.1, 0.3, 0.6], [0.0, 1.0, 0.0]])
Y = np.eye(3)[[0, 1, 0]]


def broken_loss(mended=False):
    """Return the notebook's broken_loss, with its wrong line put right where asked."""
    text = ast.unparse(next(n for n in ast.parse(SOURCE).body if getattr(n, "name", "") == "broken_loss"))
    assert text.count("predict_class(P)") == 1
    space = {"np": np, "one_hot": nn.one_hot, "predict_class": nn.predict_class}
    exec(text.replace("predict_class(P)", "predict_class(Y)") if mended else text, space)
    return space["broken_loss"]


def test_the_lettered_line_is_the_wrong_one():
    line = next(text for text in SOURCE.splitlines() if text.rstrip().endswith(f"# {hunt_loss.right}"))
    assert "predict_class(P)" in line
    assert broken_loss(mended=True)(P, Y) == pytest.approx(nn.cross_entropy(P, Y))


def test_the_consequence_is_the_one_named():
    assert "chose itself" in hunt_loss.reasons[hunt_loss.because]
    assert broken_loss()(P, Y) == broken_loss()(P, np.roll(Y, 1, axis=0)) != nn.cross_entropy(P, Y)


def test_every_task_has_one_right_loss():
    tasks = [choice.split(":")[0] for choice in which_loss.choices.values()]
    right = [which_loss.choices[letter].split(":")[0] for letter in which_loss.right]
    assert sorted(right) == sorted(set(tasks))


def test_ben_has_the_smaller_loss_and_no_constant_does_better_than_carla():
    rain = np.array([1.0] * 9 + [0.0])
    anna, ben, carla = (nn.binary_cross_entropy(np.full(10, p), rain) for p in (0.9999, 0.5, 0.9))
    assert carla < ben < anna and nn.mse(np.full(10, 0.9999), rain) < nn.mse(np.full(10, 0.5), rain)
    assert all(carla <= nn.binary_cross_entropy(np.full(10, p), rain) for p in np.linspace(0.01, 0.99, 99))
