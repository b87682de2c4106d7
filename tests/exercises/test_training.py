"""Chapter 11: what a right start and a right loop may do; and that every patient has its own complaint, and no other's."""

import numpy as np
import pytest

from annlab import nn
from annlab.checking import NOT_YET, RIGHT, call_here, judge
from annlab.exercises import find
from annlab.exercises.training import PATIENTS


def truncated_normal(n_out, n_in, rng):
    W = rng.normal(size=(n_out, n_in))
    while np.any(far := np.abs(W) > 2):
        W[far] = rng.normal(size=far.sum())
    return W / 0.8796 * np.sqrt(2 / n_in)


def wide_grouped(X, y, layer_sizes, activations, loss, optimizer, epochs, batch_size, rng):
    """All W before all b, Xavier's start, and the loss of all examples after every epoch."""
    params = [[nn.init_xavier(o, i, rng), np.zeros(o)] for i, o in zip(layer_sizes, layer_sizes[1:], strict=False)]
    history, state = np.zeros(epochs), None
    for epoch in range(epochs):
        order = rng.permutation(len(y))
        for k in range(0, len(y), batch_size):
            piece = order[k : k + batch_size]
            y_hat, cache = nn.forward(X[piece], params, activations)
            grads = nn.backward(nn.output_delta(y_hat, y[piece], loss, activations[-1]), cache, params, activations)
            Ws, bs = zip(*params, strict=True)
            dWs, dbs = zip(*grads, strict=True)
            flat, state = optimizer([*Ws, *bs], [*dWs, *dbs], state)
            params = [[W, b] for W, b in zip(flat[: len(params)], flat[len(params) :], strict=True)]
        history[epoch] = nn.LOSSES[loss](nn.predict(X, params, activations), y)
    return params, history


@pytest.mark.parametrize(("name", "answer"), [("init_he", truncated_normal), ("fit", wide_grouped)])
@pytest.mark.parametrize("seed", range(12))
def test_another_right_answer_passes_whatever_the_seed(name, answer, seed):
    report = judge(find(name), call_here(answer), seed)
    assert report.verdict == RIGHT, report.text


@pytest.mark.slow
@pytest.mark.parametrize("name", ["init_xavier", "init_he"])
def test_a_wrong_variance_is_named_whatever_the_seed(name):
    for mistake in (m for m in find(name).mistakes if "variance" in m.name):
        named = {judge(find(name), call_here(mistake.wrong), seed).mistake for seed in range(6)}
        assert named == {mistake.name}


@pytest.mark.parametrize(
    ("words", "handed"),
    [
        ("lists of arrays; params is", lambda params, grads: (params, grads)),
        ("they must be the same", lambda params, grads: ([W.T for W, _ in params], [dW for dW, _ in grads])),
    ],
)
def test_an_optimiser_that_is_handed_nonsense_says_so(words, handed):
    def fit(X, y, layer_sizes, activations, loss, optimizer, epochs, batch_size, rng):
        params = nn.init_network(layer_sizes, rng)
        y_hat, cache = nn.forward(X, params, activations)
        grads = nn.backward(nn.output_delta(y_hat, y, loss, activations[-1]), cache, params, activations)
        optimizer(*handed(params, grads), None)

    report = judge(find("fit"), call_here(fit), 0)
    assert report.verdict == NOT_YET and words in report.text


def measured(run):
    """Return the letters of all complaints that the numbers of a run show."""
    X, y, params, activations, history = run
    y_hat, cache = nn.forward(X, params, activations)
    hidden_sums, hidden = cache[0][1], cache[1][0]
    slope = np.mean(nn.SLOPES[activations[0]](hidden_sums))
    dead = np.all(hidden == 0, axis=0).any()
    signs = {
        "A": dead,
        "B": max(np.diff(history)) > 0.2,
        "C": len(np.unique(params[0][0].round(6), axis=0)) < 8,
        "D": np.mean((y_hat > 0.5) == y) < 0.7 and not dead,
        "E": X.std(axis=0).max() > 5 * X.std(axis=0).min(),
        "F": slope < 0.05 and not dead,
    }
    return "".join(letter for letter, found in signs.items() if found)


@pytest.mark.parametrize("number", range(1, 7))
def test_a_patient_shows_its_own_complaint_and_no_other(number):
    assert measured(nn.patient(number)) == PATIENTS[number - 1].right


def test_a_sound_network_shows_none():
    X, y = nn.toy_data("moons", 200, 0.1, np.random.default_rng(5))

    def sgd(params, grads, state):
        return nn.sgd_step(params, grads, 0.5), None

    names = ["relu", "sigmoid"]
    params, history = nn.fit(X, y, [2, 8, 1], names, "binary_cross_entropy", sgd, 60, 20, np.random.default_rng(5))
    assert measured((X, y, params, names, history)) == "" and history[-1] < 0.1


def test_every_diagnosis_and_every_remedy_is_right_once():
    assert sorted(p.right for p in PATIENTS) == list("ABCDEF") and sorted(p.because for p in PATIENTS) == list("123456")
