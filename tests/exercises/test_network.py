"""What chance may do in chapter 05, and what it may not; and which networks count as XOR."""

import itertools

import numpy as np
import pytest

from annlab import nn
from annlab.checking import NOT_YET, RIGHT, call_here, judge
from annlab.exercises import find

CHANCE = ("variance", "weights come", "weights have the right variance", "standard deviation", "negative", "all made small")


def backwards(layer_sizes, rng):
    """A right init_network that draws in an order of its own, the last layer first and column by column."""
    params = []
    for n_in, n_out in reversed(list(itertools.pairwise(layer_sizes))):
        columns = [rng.standard_normal(n_out) / np.sqrt(n_in) for _ in range(n_in)]
        params.insert(0, (np.column_stack(columns), np.zeros(n_out)))
    return params


@pytest.mark.parametrize("seed", range(40))
def test_a_right_draw_passes_whatever_the_seed(seed):
    report = judge(find("init_network"), call_here(backwards), seed)
    assert report.verdict == RIGHT, report.text


@pytest.mark.parametrize(
    "mistake", [m for m in find("init_network").mistakes if any(word in m.name for word in CHANCE)], ids=lambda m: m.name
)
def test_a_wrong_distribution_is_named_whatever_the_seed(mistake):
    named = {judge(find("init_network"), call_here(mistake.wrong), seed).mistake for seed in range(8)}
    assert named == {mistake.name}


def xor(report_on):
    return judge(find("xor_network"), call_here(lambda: report_on), 0)


HIDDEN, OUTPUT = nn.xor_network()[0]


def test_lists_in_the_place_of_arrays_cost_half():
    report = xor(([[W.tolist(), b.tolist()] for W, b in (HIDDEN, OUTPUT)], ["relu", "identity"]))
    assert (report.verdict, report.points) == (NOT_YET, find("xor_network").points / 2)
    assert "lists" in report.symptom


@pytest.mark.parametrize(
    "network, said",
    [
        (([HIDDEN, OUTPUT], ["relu", "identity", "identity"]), "2 layers and 3 activations"),
        (([HIDDEN, (OUTPUT[0].T, OUTPUT[1])], ["relu", "identity"]), "W of params[1] has the shape (2, 1), and 2 inputs come in"),
        (([HIDDEN, (OUTPUT[0], np.zeros(2))], ["relu", "identity"]), "params[1] has 1 units and 2 biases"),
        (([HIDDEN, OUTPUT], ["relu", "linear"]), "no activation 'linear'"),
        (([HIDDEN, OUTPUT], ["identity", "identity"]), "1, 1, 1, 0 to the inputs"),
        (([HIDDEN, (OUTPUT[0] / 2, OUTPUT[1])], ["relu", "identity"]), "says 0.5, neither yes nor no"),
        (([HIDDEN], ["relu"]), "your last layer has 2 units"),
    ],
)
def test_a_wrong_network_is_told_what_is_wrong(network, said):
    report = xor(network)
    assert (report.verdict, report.points) == (NOT_YET, 0)
    assert said.lower() in report.text.lower()
