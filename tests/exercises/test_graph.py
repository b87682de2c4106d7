"""What chapter 08 says about its questions is so: the broken walk, the counts, and what a class may look like."""

import re
from pathlib import Path

import numpy as np
import pytest

from annlab import nn
from annlab.checking import NOT_YET, RIGHT
from annlab.checking.answer import report_on
from annlab.exercises import find
from annlab.exercises.graph import FORMULAS, RULES

SOURCE = (Path(__file__).parents[2] / "solutions" / "08_graphs" / "08_graphs.py").read_text(encoding="utf-8")


def cells_with(words):
    return [cell for cell in re.split(r"^# %%", SOURCE, flags=re.MULTILINE) if words in cell]


@pytest.fixture(scope="module")
def hunt():
    """The cell of the bug hunt, run."""
    (cell,) = cells_with("def broken_slopes")
    names = {"use": lambda f: f, "backward_graph": nn.backward_graph}
    exec(cell.partition("\n")[2], names)
    return names


def walked(hunt, title, broken="broken_slopes"):
    graph = hunt["graphs"][title]
    return hunt[broken]({n: p for n, p, _ in graph}, {n: s for n, _, s in graph}, "y")


def test_the_broken_walk_is_right_on_the_chain_and_wrong_where_a_node_is_used_twice(hunt):
    right = {title: nn.backward_graph(graph) for title, graph in hunt["graphs"].items()}
    assert walked(hunt, "a chain") == right["a chain"]
    assert walked(hunt, "u used twice") != right["u used twice"]


def test_taking_the_right_node_next_mends_it(hunt):
    (cell,) = cells_with("def broken_slopes")
    line = "node = waiting.pop(0) "
    assert cell.count(line) == 1
    later = "node = waiting.pop(max(range(len(waiting)), key=lambda i: ['x', 'u', 'v', 'y'].index(waiting[i]))) "
    names = {"use": lambda f: f, "backward_graph": nn.backward_graph}
    exec(cell.partition("\n")[2].replace(line, later), names)
    assert walked(names, "u used twice") == nn.backward_graph(names["graphs"]["u used twice"])


def micrograd(reflected=False):
    """Return a class in which each operation leaves a closure behind, written as in a well-known engine."""

    class Value:
        def __init__(self, data, parents=(), local_slopes=()):
            self.data, self.slope, self.parents, self.local_slopes = np.float64(data), 0, list(parents), list(local_slopes)

        def __hash__(self):
            return id(self)

        def __neg__(self):
            return self * Value(-1)

        def __sub__(self, other):
            return self + (-other)

        def backward(self):
            order, seen = [], []

            def visit(node):
                if id(node) not in seen:
                    seen.append(id(node))
                    [visit(parent) for parent in node.parents]
                    order.append(node)

            visit(self)
            for node in order:
                node.slope = 0
            self.slope = 1
            while order:
                node = order.pop()
                for parent, local in zip(node.parents, node.local_slopes, strict=True):
                    parent.slope = parent.slope + local * node.slope
            return self

    def method(rule):
        return lambda *operands: Value(*(lambda made: (made[0], operands, made[1]))(rule(*(o.data for o in operands))))

    for name, rule in RULES.items():
        if name != "__sub__":
            setattr(Value, name, method(rule))
    return Value


def test_a_class_of_another_build_passes():
    assert report_on(find("Value"), micrograd(), 3).verdict == RIGHT


def test_half_an_engine_earns_its_half():
    Half = micrograd()
    for name in ("tanh", "exp", "log", "relu", "__sub__"):
        setattr(Half, name, lambda *a: (_ for _ in ()).throw(NotImplementedError()))
    report = report_on(find("Value"), Half, 3)
    assert report.verdict == NOT_YET and 0.5 < report.points < 2
    assert "still to be written" in report.next_step


@pytest.mark.parametrize("formula", FORMULAS)
def test_the_random_formulas_stay_where_their_logarithms_and_exponentials_are_tame(formula):
    from annlab.checking.adapters import differentiate

    for seed in range(200):
        at = dict(zip("abc", map(float, np.random.default_rng(seed).uniform(-1.5, 1.5, size=3)), strict=True))
        value, slopes, _ = differentiate(nn.Value)(formula, at)
        assert np.isfinite([value, *slopes]).all() and max(map(abs, [value, *slopes])) < 1e4
