"""The playground on functions that fail: it pauses, names what broke, where and when, and says what to do."""

import itertools
import json

import numpy as np
import pytest

from annlab import nn
from annlab.visuals import asking
from annlab.visuals import figure as figures
from annlab.visuals.asking import REFERENCES
from annlab.visuals.playground import CELLS, Playground

EVERY = {  # a figure that uses it
    **{name: {} for name in ("minibatches", "forward", "output_delta", "backward", "decision_grid")},
    **{name: {"init": name} for name in ("init_zeros", "init_xavier", "init_he")},
    **{f"{name}_step": {"optimiser": f"{name}_step"} for name in ("sgd", "momentum", "adagrad", "rmsprop", "adam")},
    "d_l2_penalty": {"l2": 0.1},
}


def frame(figure, **changes):
    return figure.frame(figure.first() | changes)[0]


def raises(*args):
    return undefined_name  # noqa: F821


def none(*args):
    return None


def nonsense(*args):
    return "nonsense"


def too_many(*args):
    return [np.zeros((2, 7))] * 9


def replaced(value, by):
    """Return the value with every array in it replaced, at any depth."""
    if isinstance(value, np.ndarray):
        return by(value)
    return type(value)(replaced(one, by) for one in value) if isinstance(value, (list, tuple)) else value


def nan(name):
    return lambda *args: replaced(REFERENCES[name](*args), lambda a: a * np.nan)


def misshapen(name):
    return lambda *args: replaced(REFERENCES[name](*args), lambda a: a[..., None])


def test_every_function_is_tried():
    assert set(EVERY) == set(REFERENCES)


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("fault", [raises, none, nonsense, too_many, nan, misshapen])
def test_a_function_that_breaks_halts_the_run_and_is_named_with_what_to_do(name, fault):
    figure = Playground({name: fault(name) if fault in (nan, misshapen) else fault}, **EVERY[name])
    shown = frame(figure, t=5)
    assert shown["halted"], "it pauses"
    what, then = shown["trouble"]
    if not (fault is nan and name == "minibatches"):  # what they are asked about is at fault, and that is what is seen
        assert f"your {name}" in what, what
    assert then.startswith("It happened ") and any(advice in then for advice in (asking.MEND, asking.LOOK))
    if fault is raises:
        assert "return undefined_name" in what
    if fault is none:
        assert "returned None" in what and "return?" in what
    assert frame(figure, t=6)["trouble"] == shown["trouble"] and shown["words"].endswith(".")
    json.dumps(figures.plain(shown), allow_nan=False)
    figure.draw(figures.blank(figure.size), figure.first())


WHERE = [("init_xavier", "when the network was made"), ("backward", "in step 1"), ("decision_grid", "when the picture after step 5")]


@pytest.mark.parametrize(("name", "where"), WHERE)
def test_the_place_is_named(name, where):
    assert where in frame(Playground({name: raises}), t=5)["trouble"][1]


@pytest.mark.parametrize("late", [None, "nonsense", np.nan])
def test_one_that_breaks_later_halts_there_and_keeps_what_was_learned(late):
    calls = itertools.count(1)

    def sgd_step(params, grads, eta):
        return [p - eta * g for p, g in zip(params, grads, strict=True)] if next(calls) <= 20 else late

    figure = Playground({"sgd_step": sgd_step}, optimiser="sgd_step")
    shown, arrays = figure.frame(figure.first() | {"t": 100})
    assert shown["halted"] and shown["t"] == 20 and "your sgd_step" in shown["trouble"][0] and "in step 21" in shown["trouble"][1]
    assert len(arrays["map"]) == CELLS**2 / 4


def test_numbers_that_explode_halt_with_a_word_on_the_learning_rate():
    X = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    figure = Playground(X=1000 * X, y=[5.0, -3.0, 2.5], optimiser="sgd_step", activation="identity", eta=1.0)
    shown = frame(figure, t=200)
    assert shown["halted"] and "smaller learning rate" in shown["trouble"][1]
    json.dumps(figures.plain(shown), allow_nan=False)


def test_functions_that_are_not_written_are_replaced_and_named():
    def init_xavier(n_out, n_in, rng):
        raise NotImplementedError

    def decision_grid(predict, xlim, ylim, n):
        return nn.decision_grid(predict, xlim, ylim, n)

    shown = frame(Playground({"init_xavier": init_xavier, "decision_grid": decision_grid}), t=3)
    assert shown["shown_by"] == ["annlab's init_xavier (yours is not written yet)", "your decision_grid", "annlab's other functions (5)"]
    assert not shown["halted"] and shown["trouble"] == []


def test_a_slow_function_pauses_once_and_is_named():
    now = [0.0]

    def forward(*args):
        now[0] += 0.2
        return nn.forward(*args)

    figure = Playground({"forward": forward})
    run = figure._at(figure.first())
    run.clock = lambda: now[0]
    first = frame(figure, t=2)
    assert first["pause"] and not first["halted"] and "your forward takes 0.2 s for one call" in first["trouble"][0]
    assert "let NumPy" in first["trouble"][0]
    assert len(first["trouble"]) == 1, "decision_grid, which asks it, is not to blame"
    again = frame(figure, t=3)
    assert not again["pause"] and again["trouble"] == first["trouble"] and again["t"] == 3, "whoever goes on anyway may"


def test_one_late_answer_alone_is_nobodys_fault():
    figure = Playground()
    run = figure._at(figure.first())
    ticks = iter([0.0, 0.5])
    run.clock = lambda: next(ticks, 0.5)
    run.ask("forward", run.inputs, run.params, run.activations)
    run.ask("forward", run.inputs, run.params, run.activations)
    assert run.slow == {}
