"""The bug of chapter 07 is where its question says, its four curves are what the answers say, and its probes cross."""

import ast
from pathlib import Path

import numpy as np
import pytest

from annlab import nn
from annlab.exercises.descent import chapter, hunt_gradient, read_curves

SOURCE = (Path(__file__).parents[2] / "solutions" / "07_gradient_descent" / "07_gradient_descent.py").read_text(encoding="utf-8")


def squares(x):
    return np.sum(x**2)


def broken_gradient(mended=False):
    """Return the notebook's broken_gradient, with its wrong line put right where asked."""
    text = ast.unparse(next(n for n in ast.parse(SOURCE).body if getattr(n, "name", "") == "broken_gradient"))
    assert text.count("x.copy()") == 1
    space = {"np": np}
    exec(text.replace("x.copy()", "np.array(x, dtype=float)") if mended else text, space)
    return space["broken_gradient"]


def test_the_lettered_line_is_the_wrong_one():
    line = next(text for text in SOURCE.splitlines() if text.rstrip().endswith(f"# {hunt_gradient.right}"))
    assert "x.copy()" in line
    for x in (np.array([3.0, 4.0]), np.array([3, 4])):
        assert np.allclose(broken_gradient(mended=True)(squares, x), 2 * x)


def test_only_whole_numbers_show_the_bug():
    assert "whole numbers" in hunt_gradient.reasons[hunt_gradient.because]
    assert np.allclose(broken_gradient()(squares, np.array([3.0, 4.0])), [6, 8])
    assert not np.allclose(broken_gradient()(squares, np.array([3, 4])), [6, 8])


@pytest.fixture(scope="module")
def runs():
    """Run the cells of the notebook that make the four curves, without drawing them."""
    wanted = {"km", "price", "here", "X", "train", "runs", "taxi_loss", "taxi_gradient", "special", "feel"}
    space = {name: getattr(nn, name) for name in nn.__all__} | {"np": np, "use": lambda f: f}
    for node in ast.parse(SOURCE).body:
        targets = [t.id for target in getattr(node, "targets", []) for t in ast.walk(target) if isinstance(t, ast.Name)]
        if wanted & {getattr(node, "name", ""), *targets}:
            exec(compile(ast.Module([node], []), "notebook", "exec"), space)
    return space["runs"], space["mse"](space["line"](space["km"], *nn.fit_line(space["km"], space["price"])), space["price"])


def test_the_four_curves_are_as_the_answers_say(runs):
    curves, lowest = runs
    assert all(len(losses) == 60 for losses in curves.values())
    P, Q, R, S = (curves[name] for name in "PQRS")
    assert (np.diff(P) < 0).all() and P[-1] / P[-2] == pytest.approx(P[30] / P[29], abs=0.01) and P[-1] > 50 * lowest
    assert (np.diff(Q) < 0).all() and Q[-1] < 1.1 * lowest
    assert (np.diff(R) > 0).all()
    assert S[20] == pytest.approx(S[-1], rel=1e-6) and S[-1] > 10 * Q[-1]
    assert set(read_curves.right) == set("BCFH")


@pytest.mark.parametrize("exercise", [e for e in chapter.items if hasattr(e, "cases")], ids=lambda e: e.name)
def test_functions_among_the_arguments_have_names_and_a_module(exercise):
    rng = np.random.default_rng(0)
    functions = [arg for case in exercise.cases for arg in case.args(rng) if callable(arg)]
    assert all(f.__name__.isidentifier() and f.__module__ == "annlab.exercises.descent" for f in functions)
